// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! Operations of the tag `signed_urls`. URLs that lend a right without a credential, and their end.

use std::sync::Arc;

use poem_openapi::{ApiResponse, OpenApi};
use uuid::Uuid;

use crate::contract::{
    Answer, Authenticated, ByteStream, Header, Json, Operation, Path, ProblemAnswer, ProblemJson,
    Query, RawBody, Secret, answer, documented,
};
use crate::domain::access::Caller;
use crate::error::Result;
use super::{headers, models, operations};

/// Handlers of the tag `signed_urls`. URLs that lend a right without a credential, and their end.
pub trait SignedUrlsApi: Send + Sync + 'static {
    /// Upload a file with a signed URL
    ///
    /// The body is the content, whatever its media type, and is streamed. The URL works once: when the file is
    /// stored, it is used up; an upload that fails may be tried again. All that is wrong with the URL is answered
    /// by the same 403, another method than `PUT` and `POST` as well.
    fn signed_upload_put(
        &self,
        request: SignedUploadPutRequest,
    ) -> impl Future<Output = Result<SignedUploadPutResponse>> + Send;

    /// Upload a file with a signed URL
    ///
    /// The same as `PUT`, for those who can't.
    fn signed_upload_post(
        &self,
        request: SignedUploadPostRequest,
    ) -> impl Future<Output = Result<SignedUploadPostResponse>> + Send;

    /// Download a file with a signed URL
    ///
    /// The version that the URL was made for. All that is wrong with the URL is answered by the same 403, another
    /// method than `GET` and `HEAD` as well; a file or version that was deleted since, by 404.
    fn signed_download(
        &self,
        request: SignedDownloadRequest,
    ) -> impl Future<Output = Result<SignedDownloadResponse>> + Send;

    /// Ask for the headers of such a download
    ///
    /// What `GET` would answer, without the content.
    fn signed_download_head(
        &self,
        request: SignedDownloadHeadRequest,
    ) -> impl Future<Output = Result<SignedDownloadHeadResponse>> + Send;

    /// List signed URLs
    ///
    /// Those of the organization that have not ended, the newest first: the caller's own, and for owners and
    /// admins everybody's. The URLs themselves are shown nowhere again.
    fn signed_url_list(
        &self,
        caller: Caller,
        request: SignedUrlListRequest,
    ) -> impl Future<Output = Result<SignedUrlListResponse>> + Send;

    /// Revoke a signed URL
    ///
    /// It stops working at once. For whoever made it, and for owners and admins. Revoking it again changes
    /// nothing.
    fn signed_url_revoke(
        &self,
        caller: Caller,
        request: SignedUrlRevokeRequest,
    ) -> impl Future<Output = Result<SignedUrlRevokeResponse>> + Send;

    /// Revoke many signed URLs
    ///
    /// All that were made so far, also by requests that are under way, for a file (needs WRITE), in a share
    /// (needs MANAGE), by a user (for that user, owners and admins) or in an organization (for owners and
    /// admins). They stop working at once.
    fn signed_urls_revoke(
        &self,
        caller: Caller,
        request: SignedUrlsRevokeRequest,
    ) -> impl Future<Output = Result<SignedUrlsRevokeResponse>> + Send;
}

/// What `signed_upload_put` is asked.
#[derive(Debug)]
pub struct SignedUploadPutRequest {
    /// What was signed, and the signature.
    pub token: Secret,
    /// What the file is to be called, unless the URL says so; `file` with an extension, if neither does. Where
    /// the name is taken, the next free one is used.
    pub filename: Option<String>,
    /// Digest of the bytes sent (RFC 9530), such as `sha-256=:…:`. If it does not match, nothing is stored.
    pub repr_digest: Option<String>,
    pub body: RawBody,
}

/// What `signed_upload_put` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum SignedUploadPutResponse {
    /// The file.
    #[oai(status = 200)]
    Ok(
        Json<models::OrganizationFileUploaded>,
        /// Where the new thing is.
        #[oai(header = "Location")]
        String,
    ),
    /// - `INVALID_ARGUMENT`: The request is well-formed, but can't be carried out as asked.
    #[oai(status = 400)]
    BadRequest(ProblemJson),
    /// - `SIGNATURE_INVALID`: The signed URL is not one, was changed, has ended, was revoked, or lends a right
    ///   that is gone.
    #[oai(status = 403)]
    Forbidden(ProblemJson),
    /// - `REQUEST_TIMEOUT`: The request's body came too slowly or stopped coming.
    #[oai(status = 408)]
    RequestTimeout(ProblemJson),
    /// - `SIGNED_URL_USED`: The signed URL was used for its one upload already.
    #[oai(status = 409)]
    Conflict(ProblemJson),
    /// - `PAYLOAD_TOO_LARGE`: The body is longer than this operation takes.
    /// - `QUOTA_EXCEEDED`: The write does not fit a quota; `detail` names the meter.
    #[oai(status = 413)]
    ContentTooLarge(ProblemJson),
    /// - `UNSUPPORTED_MEDIA_TYPE`: `Content-Type` is missing or not one that the operation takes.
    #[oai(status = 415)]
    UnsupportedMediaType(ProblemJson),
    /// - `VALIDATION_FAILED`: Parameters or body break the contract; `errors` lists every fault.
    /// - `CHECKSUM_MISMATCH`: The bytes received are not those that the digest header announced.
    #[oai(status = 422)]
    UnprocessableContent(ProblemJson),
    /// - `INTERNAL`: A fault of the server; the log has the cause under `request_id`.
    #[oai(status = 500)]
    InternalServerError(ProblemJson),
    /// - `UNAVAILABLE`: A part of the service does not answer right now; `Retry-After` says when to try again.
    #[oai(status = 503)]
    ServiceUnavailable(
        ProblemJson,
        /// Seconds to wait before the next attempt.
        #[oai(header = "Retry-After")]
        i64,
    ),
}

impl Answer for SignedUploadPutResponse {
    const OPERATION: &'static Operation = &operations::SIGNED_UPLOAD_PUT;

    fn from_problem(problem: ProblemAnswer) -> Self {
        let problem = documented(Self::OPERATION, problem);
        match problem.status() {
            400 => Self::BadRequest(problem.body()),
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

/// What `signed_upload_post` is asked.
#[derive(Debug)]
pub struct SignedUploadPostRequest {
    /// What was signed, and the signature.
    pub token: Secret,
    /// What the file is to be called, unless the URL says so; `file` with an extension, if neither does. Where
    /// the name is taken, the next free one is used.
    pub filename: Option<String>,
    /// Digest of the bytes sent (RFC 9530), such as `sha-256=:…:`. If it does not match, nothing is stored.
    pub repr_digest: Option<String>,
    pub body: RawBody,
}

/// What `signed_upload_post` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum SignedUploadPostResponse {
    /// The file.
    #[oai(status = 200)]
    Ok(
        Json<models::OrganizationFileUploaded>,
        /// Where the new thing is.
        #[oai(header = "Location")]
        String,
    ),
    /// - `INVALID_ARGUMENT`: The request is well-formed, but can't be carried out as asked.
    #[oai(status = 400)]
    BadRequest(ProblemJson),
    /// - `SIGNATURE_INVALID`: The signed URL is not one, was changed, has ended, was revoked, or lends a right
    ///   that is gone.
    #[oai(status = 403)]
    Forbidden(ProblemJson),
    /// - `REQUEST_TIMEOUT`: The request's body came too slowly or stopped coming.
    #[oai(status = 408)]
    RequestTimeout(ProblemJson),
    /// - `SIGNED_URL_USED`: The signed URL was used for its one upload already.
    #[oai(status = 409)]
    Conflict(ProblemJson),
    /// - `PAYLOAD_TOO_LARGE`: The body is longer than this operation takes.
    /// - `QUOTA_EXCEEDED`: The write does not fit a quota; `detail` names the meter.
    #[oai(status = 413)]
    ContentTooLarge(ProblemJson),
    /// - `UNSUPPORTED_MEDIA_TYPE`: `Content-Type` is missing or not one that the operation takes.
    #[oai(status = 415)]
    UnsupportedMediaType(ProblemJson),
    /// - `VALIDATION_FAILED`: Parameters or body break the contract; `errors` lists every fault.
    /// - `CHECKSUM_MISMATCH`: The bytes received are not those that the digest header announced.
    #[oai(status = 422)]
    UnprocessableContent(ProblemJson),
    /// - `INTERNAL`: A fault of the server; the log has the cause under `request_id`.
    #[oai(status = 500)]
    InternalServerError(ProblemJson),
    /// - `UNAVAILABLE`: A part of the service does not answer right now; `Retry-After` says when to try again.
    #[oai(status = 503)]
    ServiceUnavailable(
        ProblemJson,
        /// Seconds to wait before the next attempt.
        #[oai(header = "Retry-After")]
        i64,
    ),
}

impl Answer for SignedUploadPostResponse {
    const OPERATION: &'static Operation = &operations::SIGNED_UPLOAD_POST;

    fn from_problem(problem: ProblemAnswer) -> Self {
        let problem = documented(Self::OPERATION, problem);
        match problem.status() {
            400 => Self::BadRequest(problem.body()),
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

/// What `signed_download` is asked.
#[derive(Debug)]
pub struct SignedDownloadRequest {
    /// What was signed, and the signature.
    pub token: Secret,
    /// Up to 16 byte ranges, such as `bytes=0-1023` or `bytes=-500` (RFC 9110). More, or another unit, is
    /// ignored.
    pub range: Option<String>,
    /// Carry out only if the current entity tag is one of these (RFC 9110).
    pub if_match: Option<String>,
    /// Answer 304 if the current entity tag is one of these (RFC 9110).
    pub if_none_match: Option<String>,
    /// Answer 304 if unchanged since then. Ignored if `If-None-Match` is given.
    pub if_modified_since: Option<String>,
    /// Answer 412 if changed since then. Ignored if `If-Match` is given.
    pub if_unmodified_since: Option<String>,
    /// Honour `Range` only if this is still the current entity tag. A date is never enough, since two versions
    /// may share one.
    pub if_range: Option<String>,
}

/// What `signed_download` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum SignedDownloadResponse {
    /// The whole content.
    #[oai(status = 200)]
    Ok(
        ByteStream,
        /// The entity tag of the current state.
        #[oai(header = "ETag")]
        String,
        /// When this version was written.
        #[oai(header = "Last-Modified")]
        String,
        /// How many bytes follow.
        #[oai(header = "Content-Length")]
        i64,
        /// Always `bytes`.
        #[oai(header = "Accept-Ranges")]
        String,
        /// The file's name, and whether a browser may show it (RFC 6266, RFC 8187).
        #[oai(header = "Content-Disposition")]
        String,
        /// SHA-256 of the whole content (RFC 9530).
        #[oai(header = "Repr-Digest")]
        String,
        /// Who may keep this answer, and for how long.
        #[oai(header = "Cache-Control")]
        String,
        /// Forbids a browser to run anything of the content.
        #[oai(header = "Content-Security-Policy")]
        String,
        /// Always `nosniff`.
        #[oai(header = "X-Content-Type-Options")]
        String,
    ),
    /// The ranges asked for; several of them as `multipart/byteranges`.
    #[oai(status = 206)]
    PartialContent(
        ByteStream,
        /// The entity tag of the current state.
        #[oai(header = "ETag")]
        String,
        /// When this version was written.
        #[oai(header = "Last-Modified")]
        String,
        /// How many bytes follow.
        #[oai(header = "Content-Length")]
        i64,
        /// Which bytes these are, and of how many. Absent where several ranges are answered, each with its own.
        #[oai(header = "Content-Range")]
        Option<String>,
        /// Always `bytes`.
        #[oai(header = "Accept-Ranges")]
        String,
        /// The file's name, and whether a browser may show it (RFC 6266, RFC 8187).
        #[oai(header = "Content-Disposition")]
        String,
        /// SHA-256 of the whole content (RFC 9530).
        #[oai(header = "Repr-Digest")]
        String,
        /// Who may keep this answer, and for how long.
        #[oai(header = "Cache-Control")]
        String,
        /// Forbids a browser to run anything of the content.
        #[oai(header = "Content-Security-Policy")]
        String,
        /// Always `nosniff`.
        #[oai(header = "X-Content-Type-Options")]
        String,
    ),
    /// The content is the one that the caller has.
    #[oai(status = 304)]
    NotModified(
        /// The entity tag of the current state.
        #[oai(header = "ETag")]
        String,
        /// When this version was written.
        #[oai(header = "Last-Modified")]
        String,
        /// Who may keep this answer, and for how long.
        #[oai(header = "Cache-Control")]
        String,
    ),
    /// - `SIGNATURE_INVALID`: The signed URL is not one, was changed, has ended, was revoked, or lends a right
    ///   that is gone.
    #[oai(status = 403)]
    Forbidden(ProblemJson),
    /// - `NOT_FOUND`: There is no such thing, or the caller may not see it.
    #[oai(status = 404)]
    NotFound(ProblemJson),
    /// - `PRECONDITION_FAILED`: `If-Match` names another state than the current one, which `ETag` tells.
    #[oai(status = 412)]
    PreconditionFailed(
        ProblemJson,
        /// The entity tag of the current state.
        #[oai(header = "ETag")]
        String,
    ),
    /// - `RANGE_NOT_SATISFIABLE`: No byte of `Range` lies within the content; `Content-Range` tells its length.
    #[oai(status = 416)]
    RangeNotSatisfiable(
        ProblemJson,
        /// Which bytes these are, and of how many.
        #[oai(header = "Content-Range")]
        String,
    ),
    /// - `VALIDATION_FAILED`: Parameters or body break the contract; `errors` lists every fault.
    #[oai(status = 422)]
    UnprocessableContent(ProblemJson),
    /// - `INTERNAL`: A fault of the server; the log has the cause under `request_id`.
    #[oai(status = 500)]
    InternalServerError(ProblemJson),
    /// - `UNAVAILABLE`: A part of the service does not answer right now; `Retry-After` says when to try again.
    #[oai(status = 503)]
    ServiceUnavailable(
        ProblemJson,
        /// Seconds to wait before the next attempt.
        #[oai(header = "Retry-After")]
        i64,
    ),
}

impl SignedDownloadResponse {
    /// 200: The whole content.
    pub fn ok(body: ByteStream, headers: headers::ContentHeaders) -> Self {
        Self::Ok(
            body,
            headers.etag,
            headers.last_modified,
            headers.content_length,
            headers.accept_ranges,
            headers.content_disposition,
            headers.repr_digest,
            headers.cache_control,
            headers.content_security_policy,
            headers.x_content_type_options,
        )
    }

    /// 206: The ranges asked for; several of them as `multipart/byteranges`.
    pub fn partial_content(
        body: ByteStream,
        headers: headers::PartialContentHeaders,
    ) -> Self {
        Self::PartialContent(
            body,
            headers.etag,
            headers.last_modified,
            headers.content_length,
            headers.content_range,
            headers.accept_ranges,
            headers.content_disposition,
            headers.repr_digest,
            headers.cache_control,
            headers.content_security_policy,
            headers.x_content_type_options,
        )
    }

    /// 304: The content is the one that the caller has.
    pub fn not_modified(headers: headers::NotModifiedHeaders) -> Self {
        Self::NotModified(headers.etag, headers.last_modified, headers.cache_control)
    }
}

impl Answer for SignedDownloadResponse {
    const OPERATION: &'static Operation = &operations::SIGNED_DOWNLOAD;

    fn from_problem(problem: ProblemAnswer) -> Self {
        let problem = documented(Self::OPERATION, problem);
        match problem.status() {
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

/// What `signed_download_head` is asked.
#[derive(Debug)]
pub struct SignedDownloadHeadRequest {
    /// What was signed, and the signature.
    pub token: Secret,
    /// Up to 16 byte ranges, such as `bytes=0-1023` or `bytes=-500` (RFC 9110). More, or another unit, is
    /// ignored.
    pub range: Option<String>,
    /// Carry out only if the current entity tag is one of these (RFC 9110).
    pub if_match: Option<String>,
    /// Answer 304 if the current entity tag is one of these (RFC 9110).
    pub if_none_match: Option<String>,
    /// Answer 304 if unchanged since then. Ignored if `If-None-Match` is given.
    pub if_modified_since: Option<String>,
    /// Answer 412 if changed since then. Ignored if `If-Match` is given.
    pub if_unmodified_since: Option<String>,
    /// Honour `Range` only if this is still the current entity tag. A date is never enough, since two versions
    /// may share one.
    pub if_range: Option<String>,
}

/// What `signed_download_head` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum SignedDownloadHeadResponse {
    /// The headers that `GET` would answer.
    #[oai(status = 200)]
    Ok(
        /// The entity tag of the current state.
        #[oai(header = "ETag")]
        String,
        /// When this version was written.
        #[oai(header = "Last-Modified")]
        String,
        /// How many bytes follow.
        #[oai(header = "Content-Length")]
        i64,
        /// The media type of the content.
        #[oai(header = "Content-Type")]
        String,
        /// Always `bytes`.
        #[oai(header = "Accept-Ranges")]
        String,
        /// The file's name, and whether a browser may show it (RFC 6266, RFC 8187).
        #[oai(header = "Content-Disposition")]
        String,
        /// SHA-256 of the whole content (RFC 9530).
        #[oai(header = "Repr-Digest")]
        String,
        /// Who may keep this answer, and for how long.
        #[oai(header = "Cache-Control")]
        String,
        /// Forbids a browser to run anything of the content.
        #[oai(header = "Content-Security-Policy")]
        String,
        /// Always `nosniff`.
        #[oai(header = "X-Content-Type-Options")]
        String,
    ),
    /// The headers that a partial `GET` would answer.
    #[oai(status = 206)]
    PartialContent(
        /// The entity tag of the current state.
        #[oai(header = "ETag")]
        String,
        /// When this version was written.
        #[oai(header = "Last-Modified")]
        String,
        /// How many bytes follow.
        #[oai(header = "Content-Length")]
        i64,
        /// The media type of the content.
        #[oai(header = "Content-Type")]
        String,
        /// Which bytes these are, and of how many. Absent where several ranges are answered, each with its own.
        #[oai(header = "Content-Range")]
        Option<String>,
        /// Always `bytes`.
        #[oai(header = "Accept-Ranges")]
        String,
        /// The file's name, and whether a browser may show it (RFC 6266, RFC 8187).
        #[oai(header = "Content-Disposition")]
        String,
        /// SHA-256 of the whole content (RFC 9530).
        #[oai(header = "Repr-Digest")]
        String,
        /// Who may keep this answer, and for how long.
        #[oai(header = "Cache-Control")]
        String,
        /// Forbids a browser to run anything of the content.
        #[oai(header = "Content-Security-Policy")]
        String,
        /// Always `nosniff`.
        #[oai(header = "X-Content-Type-Options")]
        String,
    ),
    /// The content is the one that the caller has.
    #[oai(status = 304)]
    NotModified(
        /// The entity tag of the current state.
        #[oai(header = "ETag")]
        String,
        /// When this version was written.
        #[oai(header = "Last-Modified")]
        String,
        /// Who may keep this answer, and for how long.
        #[oai(header = "Cache-Control")]
        String,
    ),
    /// - `SIGNATURE_INVALID`: The signed URL is not one, was changed, has ended, was revoked, or lends a right
    ///   that is gone.
    #[oai(status = 403)]
    Forbidden(ProblemJson),
    /// - `NOT_FOUND`: There is no such thing, or the caller may not see it.
    #[oai(status = 404)]
    NotFound(ProblemJson),
    /// - `PRECONDITION_FAILED`: `If-Match` names another state than the current one, which `ETag` tells.
    #[oai(status = 412)]
    PreconditionFailed(
        ProblemJson,
        /// The entity tag of the current state.
        #[oai(header = "ETag")]
        String,
    ),
    /// - `RANGE_NOT_SATISFIABLE`: No byte of `Range` lies within the content; `Content-Range` tells its length.
    #[oai(status = 416)]
    RangeNotSatisfiable(
        ProblemJson,
        /// Which bytes these are, and of how many.
        #[oai(header = "Content-Range")]
        String,
    ),
    /// - `VALIDATION_FAILED`: Parameters or body break the contract; `errors` lists every fault.
    #[oai(status = 422)]
    UnprocessableContent(ProblemJson),
    /// - `INTERNAL`: A fault of the server; the log has the cause under `request_id`.
    #[oai(status = 500)]
    InternalServerError(ProblemJson),
    /// - `UNAVAILABLE`: A part of the service does not answer right now; `Retry-After` says when to try again.
    #[oai(status = 503)]
    ServiceUnavailable(
        ProblemJson,
        /// Seconds to wait before the next attempt.
        #[oai(header = "Retry-After")]
        i64,
    ),
}

impl SignedDownloadHeadResponse {
    /// 200: The headers that `GET` would answer.
    pub fn ok(headers: headers::ContentHeadHeaders) -> Self {
        Self::Ok(
            headers.etag,
            headers.last_modified,
            headers.content_length,
            headers.content_type,
            headers.accept_ranges,
            headers.content_disposition,
            headers.repr_digest,
            headers.cache_control,
            headers.content_security_policy,
            headers.x_content_type_options,
        )
    }

    /// 206: The headers that a partial `GET` would answer.
    pub fn partial_content(headers: headers::PartialContentHeadHeaders) -> Self {
        Self::PartialContent(
            headers.etag,
            headers.last_modified,
            headers.content_length,
            headers.content_type,
            headers.content_range,
            headers.accept_ranges,
            headers.content_disposition,
            headers.repr_digest,
            headers.cache_control,
            headers.content_security_policy,
            headers.x_content_type_options,
        )
    }

    /// 304: The content is the one that the caller has.
    pub fn not_modified(headers: headers::NotModifiedHeaders) -> Self {
        Self::NotModified(headers.etag, headers.last_modified, headers.cache_control)
    }
}

impl Answer for SignedDownloadHeadResponse {
    const OPERATION: &'static Operation = &operations::SIGNED_DOWNLOAD_HEAD;

    fn from_problem(problem: ProblemAnswer) -> Self {
        let problem = documented(Self::OPERATION, problem);
        match problem.status() {
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

/// What `signed_url_list` is asked.
#[derive(Debug)]
pub struct SignedUrlListRequest {
    /// How many items to leave out. Not together with `cursor`.
    pub skip: i64,
    /// How many items to answer at the most.
    pub take: i32,
    /// The `next_cursor` of the page before, with the same `order_by` and filters.
    pub cursor: Option<String>,
    /// What to sort by.
    pub order_by: Option<models::SignedUrlOrder>,
}

/// What `signed_url_list` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum SignedUrlListResponse {
    /// A page of signed URLs.
    #[oai(status = 200)]
    Ok(Json<models::SignedUrlList>),
    /// - `INVALID_ARGUMENT`: The request is well-formed, but can't be carried out as asked.
    #[oai(status = 400)]
    BadRequest(ProblemJson),
    /// - `UNAUTHENTICATED`: No credential, or one that is unknown, expired or revoked.
    #[oai(status = 401)]
    Unauthorized(
        ProblemJson,
        /// How to authenticate.
        #[oai(header = "WWW-Authenticate")]
        String,
    ),
    /// - `AUTHZ_PERMISSION_DENIED`: The caller may see the thing, but not do this to it; or the token lacks the
    ///   scope.
    #[oai(status = 403)]
    Forbidden(ProblemJson),
    /// - `VALIDATION_FAILED`: Parameters or body break the contract; `errors` lists every fault.
    #[oai(status = 422)]
    UnprocessableContent(ProblemJson),
    /// - `INTERNAL`: A fault of the server; the log has the cause under `request_id`.
    #[oai(status = 500)]
    InternalServerError(ProblemJson),
    /// - `UNAVAILABLE`: A part of the service does not answer right now; `Retry-After` says when to try again.
    #[oai(status = 503)]
    ServiceUnavailable(
        ProblemJson,
        /// Seconds to wait before the next attempt.
        #[oai(header = "Retry-After")]
        i64,
    ),
}

impl Answer for SignedUrlListResponse {
    const OPERATION: &'static Operation = &operations::SIGNED_URL_LIST;

    fn from_problem(problem: ProblemAnswer) -> Self {
        let problem = documented(Self::OPERATION, problem);
        match problem.status() {
            400 => Self::BadRequest(problem.body()),
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

/// What `signed_url_revoke` is asked.
#[derive(Debug)]
pub struct SignedUrlRevokeRequest {
    /// The signed URL.
    pub signed_url_id: Uuid,
}

/// What `signed_url_revoke` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum SignedUrlRevokeResponse {
    /// The URL works no longer.
    #[oai(status = 204)]
    NoContent,
    /// - `UNAUTHENTICATED`: No credential, or one that is unknown, expired or revoked.
    #[oai(status = 401)]
    Unauthorized(
        ProblemJson,
        /// How to authenticate.
        #[oai(header = "WWW-Authenticate")]
        String,
    ),
    /// - `AUTHZ_PERMISSION_DENIED`: The caller may see the thing, but not do this to it; or the token lacks the
    ///   scope.
    #[oai(status = 403)]
    Forbidden(ProblemJson),
    /// - `NOT_FOUND`: There is no such thing, or the caller may not see it.
    #[oai(status = 404)]
    NotFound(ProblemJson),
    /// - `VALIDATION_FAILED`: Parameters or body break the contract; `errors` lists every fault.
    #[oai(status = 422)]
    UnprocessableContent(ProblemJson),
    /// - `INTERNAL`: A fault of the server; the log has the cause under `request_id`.
    #[oai(status = 500)]
    InternalServerError(ProblemJson),
    /// - `UNAVAILABLE`: A part of the service does not answer right now; `Retry-After` says when to try again.
    #[oai(status = 503)]
    ServiceUnavailable(
        ProblemJson,
        /// Seconds to wait before the next attempt.
        #[oai(header = "Retry-After")]
        i64,
    ),
}

impl Answer for SignedUrlRevokeResponse {
    const OPERATION: &'static Operation = &operations::SIGNED_URL_REVOKE;

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

/// What `signed_urls_revoke` is asked.
#[derive(Debug)]
pub struct SignedUrlsRevokeRequest {
    pub body: models::SignedUrlRevocation,
}

/// What `signed_urls_revoke` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum SignedUrlsRevokeResponse {
    /// The URLs work no longer.
    #[oai(status = 200)]
    Ok(Json<models::SignedUrlsRevoked>),
    /// - `INVALID_ARGUMENT`: The request is well-formed, but can't be carried out as asked.
    #[oai(status = 400)]
    BadRequest(ProblemJson),
    /// - `UNAUTHENTICATED`: No credential, or one that is unknown, expired or revoked.
    #[oai(status = 401)]
    Unauthorized(
        ProblemJson,
        /// How to authenticate.
        #[oai(header = "WWW-Authenticate")]
        String,
    ),
    /// - `AUTHZ_PERMISSION_DENIED`: The caller may see the thing, but not do this to it; or the token lacks the
    ///   scope.
    #[oai(status = 403)]
    Forbidden(ProblemJson),
    /// - `NOT_FOUND`: There is no such thing, or the caller may not see it.
    #[oai(status = 404)]
    NotFound(ProblemJson),
    /// - `REQUEST_TIMEOUT`: The request's body came too slowly or stopped coming.
    #[oai(status = 408)]
    RequestTimeout(ProblemJson),
    /// - `PAYLOAD_TOO_LARGE`: The body is longer than this operation takes.
    #[oai(status = 413)]
    ContentTooLarge(ProblemJson),
    /// - `UNSUPPORTED_MEDIA_TYPE`: `Content-Type` is missing or not one that the operation takes.
    #[oai(status = 415)]
    UnsupportedMediaType(ProblemJson),
    /// - `VALIDATION_FAILED`: Parameters or body break the contract; `errors` lists every fault.
    #[oai(status = 422)]
    UnprocessableContent(ProblemJson),
    /// - `INTERNAL`: A fault of the server; the log has the cause under `request_id`.
    #[oai(status = 500)]
    InternalServerError(ProblemJson),
    /// - `UNAVAILABLE`: A part of the service does not answer right now; `Retry-After` says when to try again.
    #[oai(status = 503)]
    ServiceUnavailable(
        ProblemJson,
        /// Seconds to wait before the next attempt.
        #[oai(header = "Retry-After")]
        i64,
    ),
}

impl Answer for SignedUrlsRevokeResponse {
    const OPERATION: &'static Operation = &operations::SIGNED_URLS_REVOKE;

    fn from_problem(problem: ProblemAnswer) -> Self {
        let problem = documented(Self::OPERATION, problem);
        match problem.status() {
            400 => Self::BadRequest(problem.body()),
            401 => {
                let www_authenticate = problem.www_authenticate();
                Self::Unauthorized(problem.body(), www_authenticate)
            }
            403 => Self::Forbidden(problem.body()),
            404 => Self::NotFound(problem.body()),
            408 => Self::RequestTimeout(problem.body()),
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

/// Routes the tag `signed_urls` to its handlers.
#[derive(Debug)]
pub struct SignedUrlsGlue<A>(pub Arc<A>);

#[OpenApi]
impl<A: SignedUrlsApi> SignedUrlsGlue<A> {
    /// Upload a file with a signed URL
    ///
    /// The body is the content, whatever its media type, and is streamed. The URL works once: when the file is
    /// stored, it is used up; an upload that fails may be tried again. All that is wrong with the URL is answered
    /// by the same 403, another method than `PUT` and `POST` as well.
    #[oai(
        path = "/api/v1/signed/uploads/:token",
        method = "put",
        operation_id = "signed_upload_put",
        tag = "super::Tag::SignedUrls"
    )]
    async fn signed_upload_put(
        &self,
        /// What was signed, and the signature.
        #[oai(name = "token", validator(max_length = 512))]
        token: Path<Secret>,
        /// What the file is to be called, unless the URL says so; `file` with an extension, if neither does. Where
        /// the name is taken, the next free one is used.
        #[oai(
            name = "filename",
            validator(
                min_length = 1,
                max_length = 255,
                pattern = "^[^/\\u0000-\\u001F\\u007F-\\u009F\\u202A-\\u202E\\u2066-\\u2069]+$"
            )
        )]
        filename: Query<Option<String>>,
        /// Digest of the bytes sent (RFC 9530), such as `sha-256=:…:`. If it does not match, nothing is stored.
        #[oai(name = "Repr-Digest", validator(max_length = 512))]
        repr_digest: Header<Option<String>>,
        body: RawBody,
    ) -> SignedUploadPutResponse {
        let request = SignedUploadPutRequest {
            token: token.0,
            filename: filename.0,
            repr_digest: repr_digest.0,
            body,
        };
        answer(Box::pin(self.0.signed_upload_put(request))).await
    }

    /// Upload a file with a signed URL
    ///
    /// The same as `PUT`, for those who can't.
    #[oai(
        path = "/api/v1/signed/uploads/:token",
        method = "post",
        operation_id = "signed_upload_post",
        tag = "super::Tag::SignedUrls"
    )]
    async fn signed_upload_post(
        &self,
        /// What was signed, and the signature.
        #[oai(name = "token", validator(max_length = 512))]
        token: Path<Secret>,
        /// What the file is to be called, unless the URL says so; `file` with an extension, if neither does. Where
        /// the name is taken, the next free one is used.
        #[oai(
            name = "filename",
            validator(
                min_length = 1,
                max_length = 255,
                pattern = "^[^/\\u0000-\\u001F\\u007F-\\u009F\\u202A-\\u202E\\u2066-\\u2069]+$"
            )
        )]
        filename: Query<Option<String>>,
        /// Digest of the bytes sent (RFC 9530), such as `sha-256=:…:`. If it does not match, nothing is stored.
        #[oai(name = "Repr-Digest", validator(max_length = 512))]
        repr_digest: Header<Option<String>>,
        body: RawBody,
    ) -> SignedUploadPostResponse {
        let request = SignedUploadPostRequest {
            token: token.0,
            filename: filename.0,
            repr_digest: repr_digest.0,
            body,
        };
        answer(Box::pin(self.0.signed_upload_post(request))).await
    }

    /// Download a file with a signed URL
    ///
    /// The version that the URL was made for. All that is wrong with the URL is answered by the same 403, another
    /// method than `GET` and `HEAD` as well; a file or version that was deleted since, by 404.
    #[oai(
        path = "/api/v1/signed/downloads/:token",
        method = "get",
        operation_id = "signed_download",
        tag = "super::Tag::SignedUrls"
    )]
    async fn signed_download(
        &self,
        /// What was signed, and the signature.
        #[oai(name = "token", validator(max_length = 512))]
        token: Path<Secret>,
        /// Up to 16 byte ranges, such as `bytes=0-1023` or `bytes=-500` (RFC 9110). More, or another unit, is
        /// ignored.
        #[oai(name = "Range", validator(max_length = 1024))]
        range: Header<Option<String>>,
        /// Carry out only if the current entity tag is one of these (RFC 9110).
        #[oai(name = "If-Match", validator(max_length = 1024))]
        if_match: Header<Option<String>>,
        /// Answer 304 if the current entity tag is one of these (RFC 9110).
        #[oai(name = "If-None-Match", validator(max_length = 1024))]
        if_none_match: Header<Option<String>>,
        /// Answer 304 if unchanged since then. Ignored if `If-None-Match` is given.
        #[oai(name = "If-Modified-Since", validator(max_length = 64))]
        if_modified_since: Header<Option<String>>,
        /// Answer 412 if changed since then. Ignored if `If-Match` is given.
        #[oai(name = "If-Unmodified-Since", validator(max_length = 64))]
        if_unmodified_since: Header<Option<String>>,
        /// Honour `Range` only if this is still the current entity tag. A date is never enough, since two versions
        /// may share one.
        #[oai(name = "If-Range", validator(max_length = 256))]
        if_range: Header<Option<String>>,
    ) -> SignedDownloadResponse {
        let request = SignedDownloadRequest {
            token: token.0,
            range: range.0,
            if_match: if_match.0,
            if_none_match: if_none_match.0,
            if_modified_since: if_modified_since.0,
            if_unmodified_since: if_unmodified_since.0,
            if_range: if_range.0,
        };
        answer(Box::pin(self.0.signed_download(request))).await
    }

    /// Ask for the headers of such a download
    ///
    /// What `GET` would answer, without the content.
    #[oai(
        path = "/api/v1/signed/downloads/:token",
        method = "head",
        operation_id = "signed_download_head",
        tag = "super::Tag::SignedUrls"
    )]
    async fn signed_download_head(
        &self,
        /// What was signed, and the signature.
        #[oai(name = "token", validator(max_length = 512))]
        token: Path<Secret>,
        /// Up to 16 byte ranges, such as `bytes=0-1023` or `bytes=-500` (RFC 9110). More, or another unit, is
        /// ignored.
        #[oai(name = "Range", validator(max_length = 1024))]
        range: Header<Option<String>>,
        /// Carry out only if the current entity tag is one of these (RFC 9110).
        #[oai(name = "If-Match", validator(max_length = 1024))]
        if_match: Header<Option<String>>,
        /// Answer 304 if the current entity tag is one of these (RFC 9110).
        #[oai(name = "If-None-Match", validator(max_length = 1024))]
        if_none_match: Header<Option<String>>,
        /// Answer 304 if unchanged since then. Ignored if `If-None-Match` is given.
        #[oai(name = "If-Modified-Since", validator(max_length = 64))]
        if_modified_since: Header<Option<String>>,
        /// Answer 412 if changed since then. Ignored if `If-Match` is given.
        #[oai(name = "If-Unmodified-Since", validator(max_length = 64))]
        if_unmodified_since: Header<Option<String>>,
        /// Honour `Range` only if this is still the current entity tag. A date is never enough, since two versions
        /// may share one.
        #[oai(name = "If-Range", validator(max_length = 256))]
        if_range: Header<Option<String>>,
    ) -> SignedDownloadHeadResponse {
        let request = SignedDownloadHeadRequest {
            token: token.0,
            range: range.0,
            if_match: if_match.0,
            if_none_match: if_none_match.0,
            if_modified_since: if_modified_since.0,
            if_unmodified_since: if_unmodified_since.0,
            if_range: if_range.0,
        };
        answer(Box::pin(self.0.signed_download_head(request))).await
    }

    /// List signed URLs
    ///
    /// Those of the organization that have not ended, the newest first: the caller's own, and for owners and
    /// admins everybody's. The URLs themselves are shown nowhere again.
    #[oai(
        path = "/api/v1/signed-urls",
        method = "get",
        operation_id = "signed_url_list",
        tag = "super::Tag::SignedUrls"
    )]
    async fn signed_url_list(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// How many items to leave out. Not together with `cursor`.
        #[oai(name = "skip", default = "default_skip", validator(minimum(value = "0")))]
        skip: Query<i64>,
        /// How many items to answer at the most.
        #[oai(
            name = "take",
            default = "default_take",
            validator(minimum(value = "1"), maximum(value = "100"))
        )]
        take: Query<i32>,
        /// The `next_cursor` of the page before, with the same `order_by` and filters.
        #[oai(name = "cursor", validator(max_length = 2048))]
        cursor: Query<Option<String>>,
        /// What to sort by.
        #[oai(name = "order_by")]
        order_by: Query<Option<models::SignedUrlOrder>>,
    ) -> SignedUrlListResponse {
        let request = SignedUrlListRequest {
            skip: skip.0,
            take: take.0,
            cursor: cursor.0,
            order_by: order_by.0,
        };
        answer(Box::pin(self.0.signed_url_list(caller.0, request))).await
    }

    /// Revoke a signed URL
    ///
    /// It stops working at once. For whoever made it, and for owners and admins. Revoking it again changes
    /// nothing.
    #[oai(
        path = "/api/v1/signed-urls/:signed_url_id",
        method = "delete",
        operation_id = "signed_url_revoke",
        tag = "super::Tag::SignedUrls"
    )]
    async fn signed_url_revoke(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// The signed URL.
        #[oai(name = "signed_url_id")]
        signed_url_id: Path<Uuid>,
    ) -> SignedUrlRevokeResponse {
        let request = SignedUrlRevokeRequest {
            signed_url_id: signed_url_id.0,
        };
        answer(Box::pin(self.0.signed_url_revoke(caller.0, request))).await
    }

    /// Revoke many signed URLs
    ///
    /// All that were made so far, also by requests that are under way, for a file (needs WRITE), in a share
    /// (needs MANAGE), by a user (for that user, owners and admins) or in an organization (for owners and
    /// admins). They stop working at once.
    #[oai(
        path = "/api/v1/signed-urls/~revoke",
        method = "post",
        operation_id = "signed_urls_revoke",
        tag = "super::Tag::SignedUrls"
    )]
    async fn signed_urls_revoke(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        body: Json<models::SignedUrlRevocation>,
    ) -> SignedUrlsRevokeResponse {
        let request = SignedUrlsRevokeRequest {
            body: body.0,
        };
        answer(Box::pin(self.0.signed_urls_revoke(caller.0, request))).await
    }
}

fn default_skip() -> i64 {
    0
}

fn default_take() -> i32 {
    25
}
