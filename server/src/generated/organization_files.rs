// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! Operations of the tag `organization_files`. The files of an organization, by its resource names, and
//! signed URLs for them.

use std::sync::Arc;

use poem_openapi::{ApiResponse, OpenApi};
use uuid::Uuid;

use crate::contract::{
    Answer, Authenticated, ByteStream, Header, Json, Operation, Path, ProblemAnswer, ProblemJson,
    Query, RawBody, answer, documented,
};
use crate::domain::access::Caller;
use crate::error::Result;
use super::{headers, models, operations};

/// Handlers of the tag `organization_files`. The files of an organization, by its resource names, and signed
/// URLs for them.
pub trait OrganizationFilesApi: Send + Sync + 'static {
    /// Upload a file of an organization
    ///
    /// Needs CREATE in the organization's default share, at whose root the file is put. The body is the content,
    /// whatever its media type. One form is told apart: if `Content-Type` is `application/json` and the body is
    /// an object with the member `data`, at most `content_type` (or `contentType`) beside it, then `data` is the
    /// content in base64 (either alphabet, with or without padding; null: empty), and `content_type` is not
    /// believed. A JSON file of that very shape is sent as `application/octet-stream`. Bodies of
    /// `application/json` are limited as all JSON is; others are streamed.
    ///
    /// The name comes from `Content-Disposition`, else from `filename`, else it is `file` with the extension of
    /// the type that the bytes tell. If it is taken, the file gets the next free one, such as `plan (2).pdf`.
    fn organization_file_upload(
        &self,
        caller: Caller,
        request: OrganizationFileUploadRequest,
    ) -> impl Future<Output = Result<OrganizationFileUploadResponse>> + Send;

    /// List the files of an organization
    ///
    /// The live files of its default share, in whichever folder, that the caller may read.
    fn organization_file_list(
        &self,
        caller: Caller,
        request: OrganizationFileListRequest,
    ) -> impl Future<Output = Result<OrganizationFileListResponse>> + Send;

    /// Download a file of an organization
    ///
    /// Types that a browser could run are answered as attachments, with `Content-Security-Policy: sandbox`.
    fn organization_file_download(
        &self,
        caller: Caller,
        request: OrganizationFileDownloadRequest,
    ) -> impl Future<Output = Result<OrganizationFileDownloadResponse>> + Send;

    /// Ask for the headers of such a download
    ///
    /// What `GET` would answer, without the content.
    fn organization_file_download_head(
        &self,
        caller: Caller,
        request: OrganizationFileDownloadHeadRequest,
    ) -> impl Future<Output = Result<OrganizationFileDownloadHeadResponse>> + Send;

    /// Get the metadata of a file of an organization
    fn organization_file_get(
        &self,
        caller: Caller,
        request: OrganizationFileGetRequest,
    ) -> impl Future<Output = Result<OrganizationFileGetResponse>> + Send;

    /// Delete a file of an organization
    ///
    /// Needs DELETE. The file goes to the trash, from where `file_restore` brings it back, or is removed for good
    /// with `permanent=true`. Here it is gone in either case: a second time, 404 is answered.
    fn organization_file_delete(
        &self,
        caller: Caller,
        request: OrganizationFileDeleteRequest,
    ) -> impl Future<Output = Result<OrganizationFileDeleteResponse>> + Send;

    /// Make a URL for one upload
    ///
    /// Needs CREATE in the organization's default share, now and when the URL is used. Whoever has the URL may
    /// upload one file with it, without a credential, until it ends or is revoked (`signed_url_revoke`,
    /// `signed_urls_revoke`).
    fn upload_url_generate(
        &self,
        caller: Caller,
        request: UploadUrlGenerateRequest,
    ) -> impl Future<Output = Result<UploadUrlGenerateResponse>> + Send;

    /// Make a URL for downloads
    ///
    /// Needs READ, now and when the URL is used. Whoever has the URL may download that version of the file,
    /// without a credential, until it ends or is revoked (`signed_url_revoke`, `signed_urls_revoke`).
    fn download_url_generate(
        &self,
        caller: Caller,
        request: DownloadUrlGenerateRequest,
    ) -> impl Future<Output = Result<DownloadUrlGenerateResponse>> + Send;
}

/// What `organization_file_upload` is asked.
#[derive(Debug)]
pub struct OrganizationFileUploadRequest {
    /// The organization.
    pub organization_id: Uuid,
    /// What the file is to be called, unless `Content-Disposition` says so.
    pub filename: Option<String>,
    /// What the file is to be called: `attachment; filename="plan.pdf"` (RFC 6266, RFC 8187).
    pub content_disposition: Option<String>,
    pub body: RawBody,
}

/// What `organization_file_upload` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum OrganizationFileUploadResponse {
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
    /// - `IDEMPOTENCY_ANSWER_LOST`: A request with this key was carried out, but what it was answered is not
    ///   known. Look at the current state, and use a new key for anything more.
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
    /// - `IDEMPOTENCY_KEY_REUSED`: The key was used with another request before.
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

impl Answer for OrganizationFileUploadResponse {
    const OPERATION: &'static Operation = &operations::ORGANIZATION_FILE_UPLOAD;

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

/// What `organization_file_list` is asked.
#[derive(Debug)]
pub struct OrganizationFileListRequest {
    /// The organization.
    pub organization_id: Uuid,
    /// How many items to leave out. Not together with `cursor`.
    pub skip: i64,
    /// How many items to answer at the most.
    pub take: i32,
    /// The `next_cursor` of the page before, with the same `order_by` and filters.
    pub cursor: Option<String>,
    /// What to sort by.
    pub order_by: Option<models::OrganizationFileOrder>,
}

/// What `organization_file_list` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum OrganizationFileListResponse {
    /// A page of files.
    #[oai(status = 200)]
    Ok(Json<models::OrganizationFileList>),
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

impl Answer for OrganizationFileListResponse {
    const OPERATION: &'static Operation = &operations::ORGANIZATION_FILE_LIST;

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
            422 => Self::UnprocessableContent(problem.body()),
            503 => {
                let retry_after = problem.retry_after();
                Self::ServiceUnavailable(problem.body(), retry_after)
            }
            _ => Self::InternalServerError(problem.body()),
        }
    }
}

/// What `organization_file_download` is asked.
#[derive(Debug)]
pub struct OrganizationFileDownloadRequest {
    /// The organization.
    pub organization_id: Uuid,
    /// The file, which is in the organization's default share.
    pub file: Uuid,
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

/// What `organization_file_download` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum OrganizationFileDownloadResponse {
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

impl OrganizationFileDownloadResponse {
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

impl Answer for OrganizationFileDownloadResponse {
    const OPERATION: &'static Operation = &operations::ORGANIZATION_FILE_DOWNLOAD;

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

/// What `organization_file_download_head` is asked.
#[derive(Debug)]
pub struct OrganizationFileDownloadHeadRequest {
    /// The organization.
    pub organization_id: Uuid,
    /// The file, which is in the organization's default share.
    pub file: Uuid,
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

/// What `organization_file_download_head` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum OrganizationFileDownloadHeadResponse {
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

impl OrganizationFileDownloadHeadResponse {
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

impl Answer for OrganizationFileDownloadHeadResponse {
    const OPERATION: &'static Operation = &operations::ORGANIZATION_FILE_DOWNLOAD_HEAD;

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

/// What `organization_file_get` is asked.
#[derive(Debug)]
pub struct OrganizationFileGetRequest {
    /// The organization.
    pub organization_id: Uuid,
    /// The file, which is in the organization's default share.
    pub file: Uuid,
}

/// What `organization_file_get` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum OrganizationFileGetResponse {
    /// The file.
    #[oai(status = 200)]
    Ok(Json<models::OrganizationFile>),
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

impl Answer for OrganizationFileGetResponse {
    const OPERATION: &'static Operation = &operations::ORGANIZATION_FILE_GET;

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

/// What `organization_file_delete` is asked.
#[derive(Debug)]
pub struct OrganizationFileDeleteRequest {
    /// The organization.
    pub organization_id: Uuid,
    /// The file, which is in the organization's default share.
    pub file: Uuid,
    /// Remove for good, instead of into the trash.
    pub permanent: bool,
}

/// What `organization_file_delete` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum OrganizationFileDeleteResponse {
    /// The file is deleted.
    #[oai(status = 200)]
    Ok(Json<models::OrganizationFileDeleted>),
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

impl Answer for OrganizationFileDeleteResponse {
    const OPERATION: &'static Operation = &operations::ORGANIZATION_FILE_DELETE;

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

/// What `upload_url_generate` is asked.
#[derive(Debug)]
pub struct UploadUrlGenerateRequest {
    /// The organization.
    pub organization_id: Uuid,
    pub body: Option<models::UploadUrlGenerate>,
}

/// What `upload_url_generate` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum UploadUrlGenerateResponse {
    /// The URL.
    #[oai(status = 200)]
    Ok(Json<models::UploadUrl>),
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
    /// - `IDEMPOTENCY_ANSWER_LOST`: A request with this key was carried out, but what it was answered is not
    ///   known. Look at the current state, and use a new key for anything more.
    #[oai(status = 409)]
    Conflict(ProblemJson),
    /// - `PAYLOAD_TOO_LARGE`: The body is longer than this operation takes.
    #[oai(status = 413)]
    ContentTooLarge(ProblemJson),
    /// - `UNSUPPORTED_MEDIA_TYPE`: `Content-Type` is missing or not one that the operation takes.
    #[oai(status = 415)]
    UnsupportedMediaType(ProblemJson),
    /// - `VALIDATION_FAILED`: Parameters or body break the contract; `errors` lists every fault.
    /// - `IDEMPOTENCY_KEY_REUSED`: The key was used with another request before.
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

impl Answer for UploadUrlGenerateResponse {
    const OPERATION: &'static Operation = &operations::UPLOAD_URL_GENERATE;

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

/// What `download_url_generate` is asked.
#[derive(Debug)]
pub struct DownloadUrlGenerateRequest {
    /// The organization.
    pub organization_id: Uuid,
    /// The file, which is in the organization's default share.
    pub file: Uuid,
    pub body: Option<models::DownloadUrlGenerate>,
}

/// What `download_url_generate` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum DownloadUrlGenerateResponse {
    /// The URL.
    #[oai(status = 200)]
    Ok(Json<models::DownloadUrl>),
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
    /// - `IDEMPOTENCY_ANSWER_LOST`: A request with this key was carried out, but what it was answered is not
    ///   known. Look at the current state, and use a new key for anything more.
    #[oai(status = 409)]
    Conflict(ProblemJson),
    /// - `PAYLOAD_TOO_LARGE`: The body is longer than this operation takes.
    #[oai(status = 413)]
    ContentTooLarge(ProblemJson),
    /// - `UNSUPPORTED_MEDIA_TYPE`: `Content-Type` is missing or not one that the operation takes.
    #[oai(status = 415)]
    UnsupportedMediaType(ProblemJson),
    /// - `VALIDATION_FAILED`: Parameters or body break the contract; `errors` lists every fault.
    /// - `IDEMPOTENCY_KEY_REUSED`: The key was used with another request before.
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

impl Answer for DownloadUrlGenerateResponse {
    const OPERATION: &'static Operation = &operations::DOWNLOAD_URL_GENERATE;

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

/// Routes the tag `organization_files` to its handlers.
#[derive(Debug)]
pub struct OrganizationFilesGlue<A>(pub Arc<A>);

#[OpenApi]
impl<A: OrganizationFilesApi> OrganizationFilesGlue<A> {
    /// Upload a file of an organization
    ///
    /// Needs CREATE in the organization's default share, at whose root the file is put. The body is the content,
    /// whatever its media type. One form is told apart: if `Content-Type` is `application/json` and the body is
    /// an object with the member `data`, at most `content_type` (or `contentType`) beside it, then `data` is the
    /// content in base64 (either alphabet, with or without padding; null: empty), and `content_type` is not
    /// believed. A JSON file of that very shape is sent as `application/octet-stream`. Bodies of
    /// `application/json` are limited as all JSON is; others are streamed.
    ///
    /// The name comes from `Content-Disposition`, else from `filename`, else it is `file` with the extension of
    /// the type that the bytes tell. If it is taken, the file gets the next free one, such as `plan (2).pdf`.
    #[oai(
        path = "/api/v1/organizations/:organization_id/files/~upload",
        method = "post",
        operation_id = "organization_file_upload",
        tag = "super::Tag::OrganizationFiles"
    )]
    async fn organization_file_upload(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// A key of the caller's choice. A repeated request with the same key is answered from memory for 24 hours.
        #[oai(
            name = "Idempotency-Key",
            validator(min_length = 1, max_length = 255, pattern = "^[!-~]+$")
        )]
        _idempotency_key: Header<Option<String>>,
        /// The organization.
        #[oai(name = "organization_id")]
        organization_id: Path<Uuid>,
        /// What the file is to be called, unless `Content-Disposition` says so.
        #[oai(
            name = "filename",
            validator(
                min_length = 1,
                max_length = 255,
                pattern = "^[^/\\u0000-\\u001F\\u007F-\\u009F\\u202A-\\u202E\\u2066-\\u2069]+$"
            )
        )]
        filename: Query<Option<String>>,
        /// What the file is to be called: `attachment; filename="plan.pdf"` (RFC 6266, RFC 8187).
        #[oai(name = "Content-Disposition", validator(max_length = 4096))]
        content_disposition: Header<Option<String>>,
        body: RawBody,
    ) -> OrganizationFileUploadResponse {
        let request = OrganizationFileUploadRequest {
            organization_id: organization_id.0,
            filename: filename.0,
            content_disposition: content_disposition.0,
            body,
        };
        answer(Box::pin(self.0.organization_file_upload(caller.0, request))).await
    }

    /// List the files of an organization
    ///
    /// The live files of its default share, in whichever folder, that the caller may read.
    #[oai(
        path = "/api/v1/organizations/:organization_id/files",
        method = "get",
        operation_id = "organization_file_list",
        tag = "super::Tag::OrganizationFiles"
    )]
    async fn organization_file_list(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// The organization.
        #[oai(name = "organization_id")]
        organization_id: Path<Uuid>,
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
        order_by: Query<Option<models::OrganizationFileOrder>>,
    ) -> OrganizationFileListResponse {
        let request = OrganizationFileListRequest {
            organization_id: organization_id.0,
            skip: skip.0,
            take: take.0,
            cursor: cursor.0,
            order_by: order_by.0,
        };
        answer(Box::pin(self.0.organization_file_list(caller.0, request))).await
    }

    /// Download a file of an organization
    ///
    /// Types that a browser could run are answered as attachments, with `Content-Security-Policy: sandbox`.
    #[oai(
        path = "/api/v1/organizations/:organization_id/files/:file/~download",
        method = "get",
        operation_id = "organization_file_download",
        tag = "super::Tag::OrganizationFiles"
    )]
    async fn organization_file_download(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// The organization.
        #[oai(name = "organization_id")]
        organization_id: Path<Uuid>,
        /// The file, which is in the organization's default share.
        #[oai(name = "file")]
        file: Path<Uuid>,
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
    ) -> OrganizationFileDownloadResponse {
        let request = OrganizationFileDownloadRequest {
            organization_id: organization_id.0,
            file: file.0,
            range: range.0,
            if_match: if_match.0,
            if_none_match: if_none_match.0,
            if_modified_since: if_modified_since.0,
            if_unmodified_since: if_unmodified_since.0,
            if_range: if_range.0,
        };
        answer(Box::pin(self.0.organization_file_download(caller.0, request))).await
    }

    /// Ask for the headers of such a download
    ///
    /// What `GET` would answer, without the content.
    #[oai(
        path = "/api/v1/organizations/:organization_id/files/:file/~download",
        method = "head",
        operation_id = "organization_file_download_head",
        tag = "super::Tag::OrganizationFiles"
    )]
    async fn organization_file_download_head(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// The organization.
        #[oai(name = "organization_id")]
        organization_id: Path<Uuid>,
        /// The file, which is in the organization's default share.
        #[oai(name = "file")]
        file: Path<Uuid>,
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
    ) -> OrganizationFileDownloadHeadResponse {
        let request = OrganizationFileDownloadHeadRequest {
            organization_id: organization_id.0,
            file: file.0,
            range: range.0,
            if_match: if_match.0,
            if_none_match: if_none_match.0,
            if_modified_since: if_modified_since.0,
            if_unmodified_since: if_unmodified_since.0,
            if_range: if_range.0,
        };
        answer(Box::pin(self.0.organization_file_download_head(caller.0, request))).await
    }

    /// Get the metadata of a file of an organization
    #[oai(
        path = "/api/v1/organizations/:organization_id/files/:file/metadata",
        method = "get",
        operation_id = "organization_file_get",
        tag = "super::Tag::OrganizationFiles"
    )]
    async fn organization_file_get(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// The organization.
        #[oai(name = "organization_id")]
        organization_id: Path<Uuid>,
        /// The file, which is in the organization's default share.
        #[oai(name = "file")]
        file: Path<Uuid>,
    ) -> OrganizationFileGetResponse {
        let request = OrganizationFileGetRequest {
            organization_id: organization_id.0,
            file: file.0,
        };
        answer(Box::pin(self.0.organization_file_get(caller.0, request))).await
    }

    /// Delete a file of an organization
    ///
    /// Needs DELETE. The file goes to the trash, from where `file_restore` brings it back, or is removed for good
    /// with `permanent=true`. Here it is gone in either case: a second time, 404 is answered.
    #[oai(
        path = "/api/v1/organizations/:organization_id/files/:file",
        method = "delete",
        operation_id = "organization_file_delete",
        tag = "super::Tag::OrganizationFiles"
    )]
    async fn organization_file_delete(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// The organization.
        #[oai(name = "organization_id")]
        organization_id: Path<Uuid>,
        /// The file, which is in the organization's default share.
        #[oai(name = "file")]
        file: Path<Uuid>,
        /// Remove for good, instead of into the trash.
        #[oai(name = "permanent", default = "default_permanent")]
        permanent: Query<bool>,
    ) -> OrganizationFileDeleteResponse {
        let request = OrganizationFileDeleteRequest {
            organization_id: organization_id.0,
            file: file.0,
            permanent: permanent.0,
        };
        answer(Box::pin(self.0.organization_file_delete(caller.0, request))).await
    }

    /// Make a URL for one upload
    ///
    /// Needs CREATE in the organization's default share, now and when the URL is used. Whoever has the URL may
    /// upload one file with it, without a credential, until it ends or is revoked (`signed_url_revoke`,
    /// `signed_urls_revoke`).
    #[oai(
        path = "/api/v1/organizations/:organization_id/files/~generateUploadUrl",
        method = "post",
        operation_id = "upload_url_generate",
        tag = "super::Tag::OrganizationFiles"
    )]
    async fn upload_url_generate(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// A key of the caller's choice. A repeated request with the same key is answered from memory for 24 hours.
        #[oai(
            name = "Idempotency-Key",
            validator(min_length = 1, max_length = 255, pattern = "^[!-~]+$")
        )]
        _idempotency_key: Header<Option<String>>,
        /// The organization.
        #[oai(name = "organization_id")]
        organization_id: Path<Uuid>,
        body: Json<Option<models::UploadUrlGenerate>>,
    ) -> UploadUrlGenerateResponse {
        let request = UploadUrlGenerateRequest {
            organization_id: organization_id.0,
            body: body.0,
        };
        answer(Box::pin(self.0.upload_url_generate(caller.0, request))).await
    }

    /// Make a URL for downloads
    ///
    /// Needs READ, now and when the URL is used. Whoever has the URL may download that version of the file,
    /// without a credential, until it ends or is revoked (`signed_url_revoke`, `signed_urls_revoke`).
    #[oai(
        path = "/api/v1/organizations/:organization_id/files/:file/~generateDownloadUrl",
        method = "post",
        operation_id = "download_url_generate",
        tag = "super::Tag::OrganizationFiles"
    )]
    async fn download_url_generate(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// A key of the caller's choice. A repeated request with the same key is answered from memory for 24 hours.
        #[oai(
            name = "Idempotency-Key",
            validator(min_length = 1, max_length = 255, pattern = "^[!-~]+$")
        )]
        _idempotency_key: Header<Option<String>>,
        /// The organization.
        #[oai(name = "organization_id")]
        organization_id: Path<Uuid>,
        /// The file, which is in the organization's default share.
        #[oai(name = "file")]
        file: Path<Uuid>,
        body: Json<Option<models::DownloadUrlGenerate>>,
    ) -> DownloadUrlGenerateResponse {
        let request = DownloadUrlGenerateRequest {
            organization_id: organization_id.0,
            file: file.0,
            body: body.0,
        };
        answer(Box::pin(self.0.download_url_generate(caller.0, request))).await
    }
}

fn default_permanent() -> bool {
    false
}

fn default_skip() -> i64 {
    0
}

fn default_take() -> i32 {
    25
}
