// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! Operations of the tag `bodies`. Everything else: bytes, forms, events, text.

use std::sync::Arc;

use poem_openapi::{ApiRequest, ApiResponse, OpenApi};
use uuid::Uuid;

use crate::contract::{
    Answer, Authenticated, ByteStream, EventStream, Header, Json, MultipartStream, Operation, Path,
    ProblemAnswer, ProblemJson, RawBody, Text, answer, documented,
};
use crate::domain::access::Caller;
use crate::error::Result;
use super::{forms, headers, models, operations};

/// Handlers of the tag `bodies`. Everything else: bytes, forms, events, text.
pub trait BodiesApi: Send + Sync + 'static {
    /// Upload by form
    fn blob_upload(
        &self,
        caller: Caller,
        request: BlobUploadRequest,
    ) -> impl Future<Output = Result<BlobUploadResponse>> + Send;

    /// Upload as bytes or as JSON
    ///
    /// Told apart by `Content-Type`.
    fn blob_import(
        &self,
        caller: Caller,
        request: BlobImportRequest,
    ) -> impl Future<Output = Result<BlobImportResponse>> + Send;

    /// Download
    fn blob_download(
        &self,
        caller: Caller,
        request: BlobDownloadRequest,
    ) -> impl Future<Output = Result<BlobDownloadResponse>> + Send;

    /// Ask for the headers of a download
    fn blob_download_head(
        &self,
        caller: Caller,
        request: BlobDownloadHeadRequest,
    ) -> impl Future<Output = Result<BlobDownloadHeadResponse>> + Send;

    /// Replace the content
    fn blob_replace(
        &self,
        caller: Caller,
        request: BlobReplaceRequest,
    ) -> impl Future<Output = Result<BlobReplaceResponse>> + Send;

    /// Follow what happens
    fn event_stream(
        &self,
        caller: Caller,
        request: EventStreamRequest,
    ) -> impl Future<Output = Result<EventStreamResponse>> + Send;

    /// Metrics
    fn metrics_get(&self) -> impl Future<Output = Result<MetricsGetResponse>> + Send;
}

/// What `blob_upload` is asked.
#[derive(Debug)]
pub struct BlobUploadRequest {
    pub body: MultipartStream<forms::BlobFormPart>,
}

/// What `blob_upload` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum BlobUploadResponse {
    /// The blob.
    #[oai(status = 201)]
    Created(
        Json<models::Blob>,
        /// Where the new thing is.
        #[oai(header = "Location")]
        String,
    ),
    /// - `UNAUTHENTICATED`: No credential.
    #[oai(status = 401)]
    Unauthorized(
        ProblemJson,
        /// How to authenticate.
        #[oai(header = "WWW-Authenticate")]
        String,
    ),
    /// - `AUTHZ_PERMISSION_DENIED`: Not for this caller.
    #[oai(status = 403)]
    Forbidden(ProblemJson),
    /// - `REQUEST_TIMEOUT`: The body came too slowly.
    #[oai(status = 408)]
    RequestTimeout(ProblemJson),
    /// - `IDEMPOTENCY_ANSWER_LOST`: The request was carried out before.
    #[oai(status = 409)]
    Conflict(ProblemJson),
    /// - `PAYLOAD_TOO_LARGE`: The body is too long.
    #[oai(status = 413)]
    ContentTooLarge(ProblemJson),
    /// - `UNSUPPORTED_MEDIA_TYPE`: Not that type.
    #[oai(status = 415)]
    UnsupportedMediaType(ProblemJson),
    /// - `VALIDATION_FAILED`: It breaks the contract.
    /// - `IDEMPOTENCY_KEY_REUSED`: The key was used before.
    #[oai(status = 422)]
    UnprocessableContent(ProblemJson),
    /// - `INTERNAL`: A fault of the server.
    #[oai(status = 500)]
    InternalServerError(ProblemJson),
    /// - `UNAVAILABLE`: Try again later.
    #[oai(status = 503)]
    ServiceUnavailable(
        ProblemJson,
        /// Seconds to wait.
        #[oai(header = "Retry-After")]
        i64,
    ),
}

impl Answer for BlobUploadResponse {
    const OPERATION: &'static Operation = &operations::BLOB_UPLOAD;

    fn from_problem(problem: ProblemAnswer) -> Self {
        let problem = documented(Self::OPERATION, problem);
        match problem.status() {
            401 => {
                let www_authenticate = problem.www_authenticate();
                Self::Unauthorized(problem.body(), www_authenticate)
            }
            403 => Self::Forbidden(problem.body()),
            408 => Self::RequestTimeout(problem.body()),
            409 => Self::Conflict(problem.body()),
            413 => Self::ContentTooLarge(problem.body()),
            415 => Self::UnsupportedMediaType(problem.body()),
            422 => Self::UnprocessableContent(problem.body()),
            503 => {
                let retry_after = problem.retry_after();
                Self::ServiceUnavailable(problem.body(), retry_after)
            }
            _ => Self::InternalServerError(problem.body()),
        }
    }
}

/// What `blob_import` is asked.
#[derive(Debug)]
pub struct BlobImportRequest {
    pub body: BlobImportBody,
}

/// The body of `blob_import`, by its media type.
#[derive(Debug, ApiRequest)]
pub enum BlobImportBody {
    Json(Json<models::BlobImport>),
    Raw(RawBody),
}

/// What `blob_import` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum BlobImportResponse {
    /// The bytes, as they were stored.
    #[oai(status = 200)]
    Ok(ByteStream),
    /// - `INVALID_ARGUMENT`: It can't be done.
    #[oai(status = 400)]
    BadRequest(ProblemJson),
    /// - `UNAUTHENTICATED`: No credential.
    #[oai(status = 401)]
    Unauthorized(
        ProblemJson,
        /// How to authenticate.
        #[oai(header = "WWW-Authenticate")]
        String,
    ),
    /// - `AUTHZ_PERMISSION_DENIED`: Not for this caller.
    #[oai(status = 403)]
    Forbidden(ProblemJson),
    /// - `REQUEST_TIMEOUT`: The body came too slowly.
    #[oai(status = 408)]
    RequestTimeout(ProblemJson),
    /// - `IDEMPOTENCY_ANSWER_LOST`: The request was carried out before.
    #[oai(status = 409)]
    Conflict(ProblemJson),
    /// - `PAYLOAD_TOO_LARGE`: The body is too long.
    #[oai(status = 413)]
    ContentTooLarge(ProblemJson),
    /// - `UNSUPPORTED_MEDIA_TYPE`: Not that type.
    #[oai(status = 415)]
    UnsupportedMediaType(ProblemJson),
    /// - `VALIDATION_FAILED`: It breaks the contract.
    /// - `IDEMPOTENCY_KEY_REUSED`: The key was used before.
    #[oai(status = 422)]
    UnprocessableContent(ProblemJson),
    /// - `INTERNAL`: A fault of the server.
    #[oai(status = 500)]
    InternalServerError(ProblemJson),
    /// - `UNAVAILABLE`: Try again later.
    #[oai(status = 503)]
    ServiceUnavailable(
        ProblemJson,
        /// Seconds to wait.
        #[oai(header = "Retry-After")]
        i64,
    ),
}

impl Answer for BlobImportResponse {
    const OPERATION: &'static Operation = &operations::BLOB_IMPORT;

    fn from_problem(problem: ProblemAnswer) -> Self {
        let problem = documented(Self::OPERATION, problem);
        match problem.status() {
            400 => Self::BadRequest(problem.body()),
            401 => {
                let www_authenticate = problem.www_authenticate();
                Self::Unauthorized(problem.body(), www_authenticate)
            }
            403 => Self::Forbidden(problem.body()),
            408 => Self::RequestTimeout(problem.body()),
            409 => Self::Conflict(problem.body()),
            413 => Self::ContentTooLarge(problem.body()),
            415 => Self::UnsupportedMediaType(problem.body()),
            422 => Self::UnprocessableContent(problem.body()),
            503 => {
                let retry_after = problem.retry_after();
                Self::ServiceUnavailable(problem.body(), retry_after)
            }
            _ => Self::InternalServerError(problem.body()),
        }
    }
}

/// What `blob_download` is asked.
#[derive(Debug)]
pub struct BlobDownloadRequest {
    /// The blob.
    pub blob_id: Uuid,
    /// Which bytes.
    pub range: Option<String>,
    /// The state that is meant.
    pub if_match: Option<String>,
}

/// What `blob_download` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum BlobDownloadResponse {
    /// The bytes.
    #[oai(status = 200)]
    Ok(
        ByteStream,
        /// The entity tag.
        #[oai(header = "ETag")]
        String,
        /// How many bytes follow.
        #[oai(header = "Content-Length")]
        i64,
        /// When it was written.
        #[oai(header = "Last-Modified")]
        String,
    ),
    /// Some of the bytes.
    #[oai(status = 206)]
    PartialContent(
        ByteStream,
        /// The entity tag.
        #[oai(header = "ETag")]
        String,
        /// How many bytes follow.
        #[oai(header = "Content-Length")]
        i64,
        /// Which bytes these are; absent where several ranges are answered.
        #[oai(header = "Content-Range")]
        Option<String>,
    ),
    /// The caller has it already.
    #[oai(status = 304)]
    NotModified(
        /// The entity tag.
        #[oai(header = "ETag")]
        String,
    ),
    /// - `UNAUTHENTICATED`: No credential.
    #[oai(status = 401)]
    Unauthorized(
        ProblemJson,
        /// How to authenticate.
        #[oai(header = "WWW-Authenticate")]
        String,
    ),
    /// - `AUTHZ_PERMISSION_DENIED`: Not for this caller.
    #[oai(status = 403)]
    Forbidden(ProblemJson),
    /// - `NOT_FOUND`: There is no such thing.
    #[oai(status = 404)]
    NotFound(ProblemJson),
    /// - `PRECONDITION_FAILED`: Another state is current.
    #[oai(status = 412)]
    PreconditionFailed(
        ProblemJson,
        /// The entity tag.
        #[oai(header = "ETag")]
        String,
    ),
    /// - `RANGE_NOT_SATISFIABLE`: No byte lies in the range.
    #[oai(status = 416)]
    RangeNotSatisfiable(
        ProblemJson,
        /// Which bytes these are.
        #[oai(header = "Content-Range")]
        String,
    ),
    /// - `VALIDATION_FAILED`: It breaks the contract.
    #[oai(status = 422)]
    UnprocessableContent(ProblemJson),
    /// - `INTERNAL`: A fault of the server.
    #[oai(status = 500)]
    InternalServerError(ProblemJson),
    /// - `UNAVAILABLE`: Try again later.
    #[oai(status = 503)]
    ServiceUnavailable(
        ProblemJson,
        /// Seconds to wait.
        #[oai(header = "Retry-After")]
        i64,
    ),
}

impl BlobDownloadResponse {
    /// 200: The bytes.
    pub fn ok(body: ByteStream, headers: headers::ContentHeaders) -> Self {
        Self::Ok(body, headers.etag, headers.content_length, headers.last_modified)
    }

    /// 206: Some of the bytes.
    pub fn partial_content(
        body: ByteStream,
        headers: headers::PartialContentHeaders,
    ) -> Self {
        Self::PartialContent(
            body,
            headers.etag,
            headers.content_length,
            headers.content_range,
        )
    }
}

impl Answer for BlobDownloadResponse {
    const OPERATION: &'static Operation = &operations::BLOB_DOWNLOAD;

    fn from_problem(problem: ProblemAnswer) -> Self {
        let problem = documented(Self::OPERATION, problem);
        match problem.status() {
            401 => {
                let www_authenticate = problem.www_authenticate();
                Self::Unauthorized(problem.body(), www_authenticate)
            }
            403 => Self::Forbidden(problem.body()),
            404 => Self::NotFound(problem.body()),
            412 => {
                let etag = problem.etag();
                Self::PreconditionFailed(problem.body(), etag)
            }
            416 => {
                let content_range = problem.content_range();
                Self::RangeNotSatisfiable(problem.body(), content_range)
            }
            422 => Self::UnprocessableContent(problem.body()),
            503 => {
                let retry_after = problem.retry_after();
                Self::ServiceUnavailable(problem.body(), retry_after)
            }
            _ => Self::InternalServerError(problem.body()),
        }
    }
}

/// What `blob_download_head` is asked.
#[derive(Debug)]
pub struct BlobDownloadHeadRequest {
    /// The blob.
    pub blob_id: Uuid,
}

/// What `blob_download_head` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum BlobDownloadHeadResponse {
    /// What `GET` would say.
    #[oai(status = 200)]
    Ok(
        /// The entity tag.
        #[oai(header = "ETag")]
        String,
        /// How many bytes follow.
        #[oai(header = "Content-Length")]
        i64,
        /// When it was written.
        #[oai(header = "Last-Modified")]
        String,
    ),
    /// - `UNAUTHENTICATED`: No credential.
    #[oai(status = 401)]
    Unauthorized(
        ProblemJson,
        /// How to authenticate.
        #[oai(header = "WWW-Authenticate")]
        String,
    ),
    /// - `AUTHZ_PERMISSION_DENIED`: Not for this caller.
    #[oai(status = 403)]
    Forbidden(ProblemJson),
    /// - `NOT_FOUND`: There is no such thing.
    #[oai(status = 404)]
    NotFound(ProblemJson),
    /// - `VALIDATION_FAILED`: It breaks the contract.
    #[oai(status = 422)]
    UnprocessableContent(ProblemJson),
    /// - `INTERNAL`: A fault of the server.
    #[oai(status = 500)]
    InternalServerError(ProblemJson),
    /// - `UNAVAILABLE`: Try again later.
    #[oai(status = 503)]
    ServiceUnavailable(
        ProblemJson,
        /// Seconds to wait.
        #[oai(header = "Retry-After")]
        i64,
    ),
}

impl BlobDownloadHeadResponse {
    /// 200: What `GET` would say.
    pub fn ok(headers: headers::ContentHeadHeaders) -> Self {
        Self::Ok(headers.etag, headers.content_length, headers.last_modified)
    }
}

impl Answer for BlobDownloadHeadResponse {
    const OPERATION: &'static Operation = &operations::BLOB_DOWNLOAD_HEAD;

    fn from_problem(problem: ProblemAnswer) -> Self {
        let problem = documented(Self::OPERATION, problem);
        match problem.status() {
            401 => {
                let www_authenticate = problem.www_authenticate();
                Self::Unauthorized(problem.body(), www_authenticate)
            }
            403 => Self::Forbidden(problem.body()),
            404 => Self::NotFound(problem.body()),
            422 => Self::UnprocessableContent(problem.body()),
            503 => {
                let retry_after = problem.retry_after();
                Self::ServiceUnavailable(problem.body(), retry_after)
            }
            _ => Self::InternalServerError(problem.body()),
        }
    }
}

/// What `blob_replace` is asked.
#[derive(Debug)]
pub struct BlobReplaceRequest {
    /// The blob.
    pub blob_id: Uuid,
    /// The state that is meant.
    pub if_match: Option<String>,
    pub body: RawBody,
}

/// What `blob_replace` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum BlobReplaceResponse {
    /// It is replaced.
    #[oai(status = 204)]
    NoContent(
        /// The entity tag.
        #[oai(header = "ETag")]
        String,
    ),
    /// - `UNAUTHENTICATED`: No credential.
    #[oai(status = 401)]
    Unauthorized(
        ProblemJson,
        /// How to authenticate.
        #[oai(header = "WWW-Authenticate")]
        String,
    ),
    /// - `AUTHZ_PERMISSION_DENIED`: Not for this caller.
    #[oai(status = 403)]
    Forbidden(ProblemJson),
    /// - `NOT_FOUND`: There is no such thing.
    #[oai(status = 404)]
    NotFound(ProblemJson),
    /// - `REQUEST_TIMEOUT`: The body came too slowly.
    #[oai(status = 408)]
    RequestTimeout(ProblemJson),
    /// - `IDEMPOTENCY_ANSWER_LOST`: The request was carried out before.
    #[oai(status = 409)]
    Conflict(ProblemJson),
    /// - `PRECONDITION_FAILED`: Another state is current.
    #[oai(status = 412)]
    PreconditionFailed(
        ProblemJson,
        /// The entity tag.
        #[oai(header = "ETag")]
        String,
    ),
    /// - `PAYLOAD_TOO_LARGE`: The body is too long.
    #[oai(status = 413)]
    ContentTooLarge(ProblemJson),
    /// - `UNSUPPORTED_MEDIA_TYPE`: Not that type.
    #[oai(status = 415)]
    UnsupportedMediaType(ProblemJson),
    /// - `VALIDATION_FAILED`: It breaks the contract.
    /// - `IDEMPOTENCY_KEY_REUSED`: The key was used before.
    #[oai(status = 422)]
    UnprocessableContent(ProblemJson),
    /// - `INTERNAL`: A fault of the server.
    #[oai(status = 500)]
    InternalServerError(ProblemJson),
    /// - `UNAVAILABLE`: Try again later.
    #[oai(status = 503)]
    ServiceUnavailable(
        ProblemJson,
        /// Seconds to wait.
        #[oai(header = "Retry-After")]
        i64,
    ),
}

impl Answer for BlobReplaceResponse {
    const OPERATION: &'static Operation = &operations::BLOB_REPLACE;

    fn from_problem(problem: ProblemAnswer) -> Self {
        let problem = documented(Self::OPERATION, problem);
        match problem.status() {
            401 => {
                let www_authenticate = problem.www_authenticate();
                Self::Unauthorized(problem.body(), www_authenticate)
            }
            403 => Self::Forbidden(problem.body()),
            404 => Self::NotFound(problem.body()),
            408 => Self::RequestTimeout(problem.body()),
            409 => Self::Conflict(problem.body()),
            412 => {
                let etag = problem.etag();
                Self::PreconditionFailed(problem.body(), etag)
            }
            413 => Self::ContentTooLarge(problem.body()),
            415 => Self::UnsupportedMediaType(problem.body()),
            422 => Self::UnprocessableContent(problem.body()),
            503 => {
                let retry_after = problem.retry_after();
                Self::ServiceUnavailable(problem.body(), retry_after)
            }
            _ => Self::InternalServerError(problem.body()),
        }
    }
}

/// What `event_stream` is asked.
#[derive(Debug)]
pub struct EventStreamRequest {
    /// Where to go on.
    pub last_event_id: Option<String>,
}

/// What `event_stream` answers.
#[derive(ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum EventStreamResponse {
    /// What happens, as it happens.
    #[oai(status = 200)]
    Ok(EventStream<models::Event>),
    /// - `UNAUTHENTICATED`: No credential.
    #[oai(status = 401)]
    Unauthorized(
        ProblemJson,
        /// How to authenticate.
        #[oai(header = "WWW-Authenticate")]
        String,
    ),
    /// - `AUTHZ_PERMISSION_DENIED`: Not for this caller.
    #[oai(status = 403)]
    Forbidden(ProblemJson),
    /// - `VALIDATION_FAILED`: It breaks the contract.
    #[oai(status = 422)]
    UnprocessableContent(ProblemJson),
    /// - `INTERNAL`: A fault of the server.
    #[oai(status = 500)]
    InternalServerError(ProblemJson),
    /// - `UNAVAILABLE`: Try again later.
    #[oai(status = 503)]
    ServiceUnavailable(
        ProblemJson,
        /// Seconds to wait.
        #[oai(header = "Retry-After")]
        i64,
    ),
}

impl Answer for EventStreamResponse {
    const OPERATION: &'static Operation = &operations::EVENT_STREAM;

    fn from_problem(problem: ProblemAnswer) -> Self {
        let problem = documented(Self::OPERATION, problem);
        match problem.status() {
            401 => {
                let www_authenticate = problem.www_authenticate();
                Self::Unauthorized(problem.body(), www_authenticate)
            }
            403 => Self::Forbidden(problem.body()),
            422 => Self::UnprocessableContent(problem.body()),
            503 => {
                let retry_after = problem.retry_after();
                Self::ServiceUnavailable(problem.body(), retry_after)
            }
            _ => Self::InternalServerError(problem.body()),
        }
    }
}

/// What `metrics_get` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum MetricsGetResponse {
    /// The metrics.
    #[oai(status = 200)]
    Ok(Text),
    /// - `VALIDATION_FAILED`: It breaks the contract.
    #[oai(status = 422)]
    UnprocessableContent(ProblemJson),
    /// - `INTERNAL`: A fault of the server.
    #[oai(status = 500)]
    InternalServerError(ProblemJson),
    /// - `UNAVAILABLE`: Try again later.
    #[oai(status = 503)]
    ServiceUnavailable(
        ProblemJson,
        /// Seconds to wait.
        #[oai(header = "Retry-After")]
        i64,
    ),
}

impl Answer for MetricsGetResponse {
    const OPERATION: &'static Operation = &operations::METRICS_GET;

    fn from_problem(problem: ProblemAnswer) -> Self {
        let problem = documented(Self::OPERATION, problem);
        match problem.status() {
            422 => Self::UnprocessableContent(problem.body()),
            503 => {
                let retry_after = problem.retry_after();
                Self::ServiceUnavailable(problem.body(), retry_after)
            }
            _ => Self::InternalServerError(problem.body()),
        }
    }
}

/// Routes the tag `bodies` to its handlers.
#[derive(Debug)]
pub struct BodiesGlue<A>(pub Arc<A>);

#[OpenApi]
impl<A: BodiesApi> BodiesGlue<A> {
    /// Upload by form
    #[oai(
        path = "/blobs",
        method = "post",
        operation_id = "blob_upload",
        tag = "super::Tag::Bodies"
    )]
    async fn blob_upload(
        &self,
        caller: Authenticated,
        /// A key of the caller's choice.
        #[oai(
            name = "Idempotency-Key",
            validator(min_length = 1, max_length = 255, pattern = "^[!-~]+$")
        )]
        _idempotency_key: Header<Option<String>>,
        body: MultipartStream<forms::BlobFormPart>,
    ) -> BlobUploadResponse {
        let request = BlobUploadRequest { body };
        answer(Box::pin(self.0.blob_upload(caller.0, request))).await
    }

    /// Upload as bytes or as JSON
    ///
    /// Told apart by `Content-Type`.
    #[oai(
        path = "/blobs/~import",
        method = "post",
        operation_id = "blob_import",
        tag = "super::Tag::Bodies"
    )]
    async fn blob_import(
        &self,
        caller: Authenticated,
        /// A key of the caller's choice.
        #[oai(
            name = "Idempotency-Key",
            validator(min_length = 1, max_length = 255, pattern = "^[!-~]+$")
        )]
        _idempotency_key: Header<Option<String>>,
        body: BlobImportBody,
    ) -> BlobImportResponse {
        let request = BlobImportRequest { body };
        answer(Box::pin(self.0.blob_import(caller.0, request))).await
    }

    /// Download
    #[oai(
        path = "/blobs/:blob_id/content",
        method = "get",
        operation_id = "blob_download",
        tag = "super::Tag::Bodies"
    )]
    async fn blob_download(
        &self,
        caller: Authenticated,
        /// The blob.
        #[oai(name = "blob_id")]
        blob_id: Path<Uuid>,
        /// Which bytes.
        #[oai(name = "Range", validator(max_length = 1024))]
        range: Header<Option<String>>,
        /// The state that is meant.
        #[oai(name = "If-Match", validator(max_length = 1024))]
        if_match: Header<Option<String>>,
    ) -> BlobDownloadResponse {
        let request = BlobDownloadRequest {
            blob_id: blob_id.0,
            range: range.0,
            if_match: if_match.0,
        };
        answer(Box::pin(self.0.blob_download(caller.0, request))).await
    }

    /// Ask for the headers of a download
    #[oai(
        path = "/blobs/:blob_id/content",
        method = "head",
        operation_id = "blob_download_head",
        tag = "super::Tag::Bodies"
    )]
    async fn blob_download_head(
        &self,
        caller: Authenticated,
        /// The blob.
        #[oai(name = "blob_id")]
        blob_id: Path<Uuid>,
    ) -> BlobDownloadHeadResponse {
        let request = BlobDownloadHeadRequest {
            blob_id: blob_id.0,
        };
        answer(Box::pin(self.0.blob_download_head(caller.0, request))).await
    }

    /// Replace the content
    #[oai(
        path = "/blobs/:blob_id/content",
        method = "put",
        operation_id = "blob_replace",
        tag = "super::Tag::Bodies"
    )]
    async fn blob_replace(
        &self,
        caller: Authenticated,
        /// A key of the caller's choice.
        #[oai(
            name = "Idempotency-Key",
            validator(min_length = 1, max_length = 255, pattern = "^[!-~]+$")
        )]
        _idempotency_key: Header<Option<String>>,
        /// The blob.
        #[oai(name = "blob_id")]
        blob_id: Path<Uuid>,
        /// The state that is meant.
        #[oai(name = "If-Match", validator(max_length = 1024))]
        if_match: Header<Option<String>>,
        body: RawBody,
    ) -> BlobReplaceResponse {
        let request = BlobReplaceRequest {
            blob_id: blob_id.0,
            if_match: if_match.0,
            body,
        };
        answer(Box::pin(self.0.blob_replace(caller.0, request))).await
    }

    /// Follow what happens
    #[oai(
        path = "/blobs/events",
        method = "get",
        operation_id = "event_stream",
        tag = "super::Tag::Bodies"
    )]
    async fn event_stream(
        &self,
        caller: Authenticated,
        /// Where to go on.
        #[oai(name = "Last-Event-ID", validator(max_length = 64))]
        last_event_id: Header<Option<String>>,
    ) -> EventStreamResponse {
        let request = EventStreamRequest {
            last_event_id: last_event_id.0,
        };
        answer(Box::pin(self.0.event_stream(caller.0, request))).await
    }

    /// Metrics
    #[oai(
        path = "/metrics",
        method = "get",
        operation_id = "metrics_get",
        tag = "super::Tag::Bodies"
    )]
    async fn metrics_get(&self) -> MetricsGetResponse {
        answer(Box::pin(self.0.metrics_get())).await
    }
}
