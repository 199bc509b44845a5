// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! What the operations of the area *organization_files* may be refused with.

use super::super::models::Problem;
use crate::core::{Undocumented, impl_api_error};

/// What `organization_file_upload` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum OrganizationFileUploadError {
    /// 400: The request is well-formed, but can't be carried out as asked.
    InvalidArgument(Problem),
    /// 401: No credential, or one that is unknown, expired or revoked.
    Unauthenticated(Problem),
    /// 403: The caller may see the thing, but not do this to it; or the token lacks the scope.
    AuthzPermissionDenied(Problem),
    /// 404: There is no such thing, or the caller may not see it.
    NotFound(Problem),
    /// 408: The request's body came too slowly or stopped coming.
    RequestTimeout(Problem),
    /// 409: A request with this key was carried out, but what it was answered is not known.
    IdempotencyAnswerLost(Problem),
    /// 413: The body is longer than this operation takes.
    PayloadTooLarge(Problem),
    /// 413: The write does not fit a quota; `detail` names the meter.
    QuotaExceeded(Problem),
    /// 415: `Content-Type` is missing or not one that the operation takes.
    UnsupportedMediaType(Problem),
    /// 422: Parameters or body break the contract; `errors` lists every fault.
    ValidationFailed(Problem),
    /// 422: The key was used with another request before.
    IdempotencyKeyReused(Problem),
    /// 500: A fault of the server; the log has the cause under `request_id`.
    Internal(Problem),
    /// 503: A part of the service does not answer right now; `Retry-After` says when to try again.
    Unavailable(Problem),
    #[doc(hidden)]
    __Undocumented(Undocumented),
}

impl_api_error!(OrganizationFileUploadError {
    InvalidArgument = 400 "INVALID_ARGUMENT", Unauthenticated = 401 "UNAUTHENTICATED",
    AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED", NotFound = 404 "NOT_FOUND",
    RequestTimeout = 408 "REQUEST_TIMEOUT", IdempotencyAnswerLost = 409 "IDEMPOTENCY_ANSWER_LOST",
    PayloadTooLarge = 413 "PAYLOAD_TOO_LARGE", QuotaExceeded = 413 "QUOTA_EXCEEDED",
    UnsupportedMediaType = 415 "UNSUPPORTED_MEDIA_TYPE", ValidationFailed = 422 "VALIDATION_FAILED",
    IdempotencyKeyReused = 422 "IDEMPOTENCY_KEY_REUSED", Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `organization_file_list` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum OrganizationFileListError {
    /// 400: The request is well-formed, but can't be carried out as asked.
    InvalidArgument(Problem),
    /// 401: No credential, or one that is unknown, expired or revoked.
    Unauthenticated(Problem),
    /// 403: The caller may see the thing, but not do this to it; or the token lacks the scope.
    AuthzPermissionDenied(Problem),
    /// 404: There is no such thing, or the caller may not see it.
    NotFound(Problem),
    /// 422: Parameters or body break the contract; `errors` lists every fault.
    ValidationFailed(Problem),
    /// 500: A fault of the server; the log has the cause under `request_id`.
    Internal(Problem),
    /// 503: A part of the service does not answer right now; `Retry-After` says when to try again.
    Unavailable(Problem),
    #[doc(hidden)]
    __Undocumented(Undocumented),
}

impl_api_error!(OrganizationFileListError {
    InvalidArgument = 400 "INVALID_ARGUMENT", Unauthenticated = 401 "UNAUTHENTICATED",
    AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED", NotFound = 404 "NOT_FOUND",
    ValidationFailed = 422 "VALIDATION_FAILED", Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `organization_file_download` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum OrganizationFileDownloadError {
    /// 401: No credential, or one that is unknown, expired or revoked.
    Unauthenticated(Problem),
    /// 403: The caller may see the thing, but not do this to it; or the token lacks the scope.
    AuthzPermissionDenied(Problem),
    /// 404: There is no such thing, or the caller may not see it.
    NotFound(Problem),
    /// 412: `If-Match` names another state than the current one, which `ETag` tells.
    PreconditionFailed(Problem),
    /// 416: No byte of `Range` lies within the content; `Content-Range` tells its length.
    RangeNotSatisfiable(Problem),
    /// 422: Parameters or body break the contract; `errors` lists every fault.
    ValidationFailed(Problem),
    /// 500: A fault of the server; the log has the cause under `request_id`.
    Internal(Problem),
    /// 503: A part of the service does not answer right now; `Retry-After` says when to try again.
    Unavailable(Problem),
    #[doc(hidden)]
    __Undocumented(Undocumented),
}

impl_api_error!(OrganizationFileDownloadError {
    Unauthenticated = 401 "UNAUTHENTICATED", AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED",
    NotFound = 404 "NOT_FOUND", PreconditionFailed = 412 "PRECONDITION_FAILED",
    RangeNotSatisfiable = 416 "RANGE_NOT_SATISFIABLE", ValidationFailed = 422 "VALIDATION_FAILED",
    Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `organization_file_download_head` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum OrganizationFileDownloadHeadError {
    /// 401: No credential, or one that is unknown, expired or revoked.
    Unauthenticated(Problem),
    /// 403: The caller may see the thing, but not do this to it; or the token lacks the scope.
    AuthzPermissionDenied(Problem),
    /// 404: There is no such thing, or the caller may not see it.
    NotFound(Problem),
    /// 412: `If-Match` names another state than the current one, which `ETag` tells.
    PreconditionFailed(Problem),
    /// 416: No byte of `Range` lies within the content; `Content-Range` tells its length.
    RangeNotSatisfiable(Problem),
    /// 422: Parameters or body break the contract; `errors` lists every fault.
    ValidationFailed(Problem),
    /// 500: A fault of the server; the log has the cause under `request_id`.
    Internal(Problem),
    /// 503: A part of the service does not answer right now; `Retry-After` says when to try again.
    Unavailable(Problem),
    #[doc(hidden)]
    __Undocumented(Undocumented),
}

impl_api_error!(OrganizationFileDownloadHeadError {
    Unauthenticated = 401 "UNAUTHENTICATED", AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED",
    NotFound = 404 "NOT_FOUND", PreconditionFailed = 412 "PRECONDITION_FAILED",
    RangeNotSatisfiable = 416 "RANGE_NOT_SATISFIABLE", ValidationFailed = 422 "VALIDATION_FAILED",
    Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `organization_file_get` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum OrganizationFileGetError {
    /// 401: No credential, or one that is unknown, expired or revoked.
    Unauthenticated(Problem),
    /// 403: The caller may see the thing, but not do this to it; or the token lacks the scope.
    AuthzPermissionDenied(Problem),
    /// 404: There is no such thing, or the caller may not see it.
    NotFound(Problem),
    /// 422: Parameters or body break the contract; `errors` lists every fault.
    ValidationFailed(Problem),
    /// 500: A fault of the server; the log has the cause under `request_id`.
    Internal(Problem),
    /// 503: A part of the service does not answer right now; `Retry-After` says when to try again.
    Unavailable(Problem),
    #[doc(hidden)]
    __Undocumented(Undocumented),
}

impl_api_error!(OrganizationFileGetError {
    Unauthenticated = 401 "UNAUTHENTICATED", AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED",
    NotFound = 404 "NOT_FOUND", ValidationFailed = 422 "VALIDATION_FAILED", Internal = 500 "INTERNAL",
    Unavailable = 503 "UNAVAILABLE",
});

/// What `organization_file_delete` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum OrganizationFileDeleteError {
    /// 401: No credential, or one that is unknown, expired or revoked.
    Unauthenticated(Problem),
    /// 403: The caller may see the thing, but not do this to it; or the token lacks the scope.
    AuthzPermissionDenied(Problem),
    /// 404: There is no such thing, or the caller may not see it.
    NotFound(Problem),
    /// 422: Parameters or body break the contract; `errors` lists every fault.
    ValidationFailed(Problem),
    /// 500: A fault of the server; the log has the cause under `request_id`.
    Internal(Problem),
    /// 503: A part of the service does not answer right now; `Retry-After` says when to try again.
    Unavailable(Problem),
    #[doc(hidden)]
    __Undocumented(Undocumented),
}

impl_api_error!(OrganizationFileDeleteError {
    Unauthenticated = 401 "UNAUTHENTICATED", AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED",
    NotFound = 404 "NOT_FOUND", ValidationFailed = 422 "VALIDATION_FAILED", Internal = 500 "INTERNAL",
    Unavailable = 503 "UNAVAILABLE",
});

/// What `upload_url_generate` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum UploadUrlGenerateError {
    /// 400: The request is well-formed, but can't be carried out as asked.
    InvalidArgument(Problem),
    /// 401: No credential, or one that is unknown, expired or revoked.
    Unauthenticated(Problem),
    /// 403: The caller may see the thing, but not do this to it; or the token lacks the scope.
    AuthzPermissionDenied(Problem),
    /// 404: There is no such thing, or the caller may not see it.
    NotFound(Problem),
    /// 408: The request's body came too slowly or stopped coming.
    RequestTimeout(Problem),
    /// 409: A request with this key was carried out, but what it was answered is not known.
    IdempotencyAnswerLost(Problem),
    /// 413: The body is longer than this operation takes.
    PayloadTooLarge(Problem),
    /// 415: `Content-Type` is missing or not one that the operation takes.
    UnsupportedMediaType(Problem),
    /// 422: Parameters or body break the contract; `errors` lists every fault.
    ValidationFailed(Problem),
    /// 422: The key was used with another request before.
    IdempotencyKeyReused(Problem),
    /// 500: A fault of the server; the log has the cause under `request_id`.
    Internal(Problem),
    /// 503: A part of the service does not answer right now; `Retry-After` says when to try again.
    Unavailable(Problem),
    #[doc(hidden)]
    __Undocumented(Undocumented),
}

impl_api_error!(UploadUrlGenerateError {
    InvalidArgument = 400 "INVALID_ARGUMENT", Unauthenticated = 401 "UNAUTHENTICATED",
    AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED", NotFound = 404 "NOT_FOUND",
    RequestTimeout = 408 "REQUEST_TIMEOUT", IdempotencyAnswerLost = 409 "IDEMPOTENCY_ANSWER_LOST",
    PayloadTooLarge = 413 "PAYLOAD_TOO_LARGE", UnsupportedMediaType = 415 "UNSUPPORTED_MEDIA_TYPE",
    ValidationFailed = 422 "VALIDATION_FAILED", IdempotencyKeyReused = 422 "IDEMPOTENCY_KEY_REUSED",
    Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `download_url_generate` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum DownloadUrlGenerateError {
    /// 400: The request is well-formed, but can't be carried out as asked.
    InvalidArgument(Problem),
    /// 401: No credential, or one that is unknown, expired or revoked.
    Unauthenticated(Problem),
    /// 403: The caller may see the thing, but not do this to it; or the token lacks the scope.
    AuthzPermissionDenied(Problem),
    /// 404: There is no such thing, or the caller may not see it.
    NotFound(Problem),
    /// 408: The request's body came too slowly or stopped coming.
    RequestTimeout(Problem),
    /// 409: A request with this key was carried out, but what it was answered is not known.
    IdempotencyAnswerLost(Problem),
    /// 413: The body is longer than this operation takes.
    PayloadTooLarge(Problem),
    /// 415: `Content-Type` is missing or not one that the operation takes.
    UnsupportedMediaType(Problem),
    /// 422: Parameters or body break the contract; `errors` lists every fault.
    ValidationFailed(Problem),
    /// 422: The key was used with another request before.
    IdempotencyKeyReused(Problem),
    /// 500: A fault of the server; the log has the cause under `request_id`.
    Internal(Problem),
    /// 503: A part of the service does not answer right now; `Retry-After` says when to try again.
    Unavailable(Problem),
    #[doc(hidden)]
    __Undocumented(Undocumented),
}

impl_api_error!(DownloadUrlGenerateError {
    InvalidArgument = 400 "INVALID_ARGUMENT", Unauthenticated = 401 "UNAUTHENTICATED",
    AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED", NotFound = 404 "NOT_FOUND",
    RequestTimeout = 408 "REQUEST_TIMEOUT", IdempotencyAnswerLost = 409 "IDEMPOTENCY_ANSWER_LOST",
    PayloadTooLarge = 413 "PAYLOAD_TOO_LARGE", UnsupportedMediaType = 415 "UNSUPPORTED_MEDIA_TYPE",
    ValidationFailed = 422 "VALIDATION_FAILED", IdempotencyKeyReused = 422 "IDEMPOTENCY_KEY_REUSED",
    Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});
