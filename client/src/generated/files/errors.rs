// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! What the operations of the area *files* may be refused with.

use super::super::models::Problem;
use crate::core::{Undocumented, impl_api_error};

/// What `file_upload` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum FileUploadError {
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
    /// 409: The name is taken in that folder.
    NameConflict(Problem),
    /// 409: A request with this key was carried out, but what it was answered is not known.
    IdempotencyAnswerLost(Problem),
    /// 410: The thing is in the trash.
    ResourceDeleted(Problem),
    /// 413: The body is longer than this operation takes.
    PayloadTooLarge(Problem),
    /// 413: The write does not fit a quota; `detail` names the meter.
    QuotaExceeded(Problem),
    /// 415: `Content-Type` is missing or not one that the operation takes.
    UnsupportedMediaType(Problem),
    /// 422: Parameters or body break the contract; `errors` lists every fault.
    ValidationFailed(Problem),
    /// 422: The bytes received are not those that the digest header announced.
    ChecksumMismatch(Problem),
    /// 422: The key was used with another request before.
    IdempotencyKeyReused(Problem),
    /// 500: A fault of the server; the log has the cause under `request_id`.
    Internal(Problem),
    /// 503: A part of the service does not answer right now; `Retry-After` says when to try again.
    Unavailable(Problem),
    #[doc(hidden)]
    __Undocumented(Undocumented),
}

impl_api_error!(FileUploadError {
    InvalidArgument = 400 "INVALID_ARGUMENT", Unauthenticated = 401 "UNAUTHENTICATED",
    AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED", NotFound = 404 "NOT_FOUND",
    RequestTimeout = 408 "REQUEST_TIMEOUT", NameConflict = 409 "NAME_CONFLICT",
    IdempotencyAnswerLost = 409 "IDEMPOTENCY_ANSWER_LOST", ResourceDeleted = 410 "RESOURCE_DELETED",
    PayloadTooLarge = 413 "PAYLOAD_TOO_LARGE", QuotaExceeded = 413 "QUOTA_EXCEEDED",
    UnsupportedMediaType = 415 "UNSUPPORTED_MEDIA_TYPE", ValidationFailed = 422 "VALIDATION_FAILED",
    ChecksumMismatch = 422 "CHECKSUM_MISMATCH", IdempotencyKeyReused = 422 "IDEMPOTENCY_KEY_REUSED",
    Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `file_list` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum FileListError {
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

impl_api_error!(FileListError {
    InvalidArgument = 400 "INVALID_ARGUMENT", Unauthenticated = 401 "UNAUTHENTICATED",
    AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED", NotFound = 404 "NOT_FOUND",
    ValidationFailed = 422 "VALIDATION_FAILED", Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `file_batch_upload` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum FileBatchUploadError {
    /// 400: The request is well-formed, but can't be carried out as asked.
    InvalidArgument(Problem),
    /// 400: There are not as many parts `id` as parts `file`, or none of both.
    UploadPairMismatch(Problem),
    /// 401: No credential, or one that is unknown, expired or revoked.
    Unauthenticated(Problem),
    /// 403: The caller may see the thing, but not do this to it; or the token lacks the scope.
    AuthzPermissionDenied(Problem),
    /// 404: There is no such thing, or the caller may not see it.
    NotFound(Problem),
    /// 408: The request's body came too slowly or stopped coming.
    RequestTimeout(Problem),
    /// 409: The name is taken in that folder.
    NameConflict(Problem),
    /// 409: The identifier is in use.
    IdConflict(Problem),
    /// 409: A request with this key was carried out, but what it was answered is not known.
    IdempotencyAnswerLost(Problem),
    /// 410: The thing is in the trash.
    ResourceDeleted(Problem),
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

impl_api_error!(FileBatchUploadError {
    InvalidArgument = 400 "INVALID_ARGUMENT", UploadPairMismatch = 400 "UPLOAD_PAIR_MISMATCH",
    Unauthenticated = 401 "UNAUTHENTICATED", AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED",
    NotFound = 404 "NOT_FOUND", RequestTimeout = 408 "REQUEST_TIMEOUT", NameConflict = 409 "NAME_CONFLICT",
    IdConflict = 409 "ID_CONFLICT", IdempotencyAnswerLost = 409 "IDEMPOTENCY_ANSWER_LOST",
    ResourceDeleted = 410 "RESOURCE_DELETED", PayloadTooLarge = 413 "PAYLOAD_TOO_LARGE",
    QuotaExceeded = 413 "QUOTA_EXCEEDED", UnsupportedMediaType = 415 "UNSUPPORTED_MEDIA_TYPE",
    ValidationFailed = 422 "VALIDATION_FAILED", IdempotencyKeyReused = 422 "IDEMPOTENCY_KEY_REUSED",
    Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `file_batch_move` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum FileBatchMoveError {
    /// 400: The request is well-formed, but can't be carried out as asked.
    InvalidArgument(Problem),
    /// 401: No credential, or one that is unknown, expired or revoked.
    Unauthenticated(Problem),
    /// 403: The caller may see the thing, but not do this to it; or the token lacks the scope.
    AuthzPermissionDenied(Problem),
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

impl_api_error!(FileBatchMoveError {
    InvalidArgument = 400 "INVALID_ARGUMENT", Unauthenticated = 401 "UNAUTHENTICATED",
    AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED", RequestTimeout = 408 "REQUEST_TIMEOUT",
    IdempotencyAnswerLost = 409 "IDEMPOTENCY_ANSWER_LOST", PayloadTooLarge = 413 "PAYLOAD_TOO_LARGE",
    UnsupportedMediaType = 415 "UNSUPPORTED_MEDIA_TYPE", ValidationFailed = 422 "VALIDATION_FAILED",
    IdempotencyKeyReused = 422 "IDEMPOTENCY_KEY_REUSED", Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `file_batch_trash` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum FileBatchTrashError {
    /// 400: The request is well-formed, but can't be carried out as asked.
    InvalidArgument(Problem),
    /// 401: No credential, or one that is unknown, expired or revoked.
    Unauthenticated(Problem),
    /// 403: The caller may see the thing, but not do this to it; or the token lacks the scope.
    AuthzPermissionDenied(Problem),
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

impl_api_error!(FileBatchTrashError {
    InvalidArgument = 400 "INVALID_ARGUMENT", Unauthenticated = 401 "UNAUTHENTICATED",
    AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED", RequestTimeout = 408 "REQUEST_TIMEOUT",
    IdempotencyAnswerLost = 409 "IDEMPOTENCY_ANSWER_LOST", PayloadTooLarge = 413 "PAYLOAD_TOO_LARGE",
    UnsupportedMediaType = 415 "UNSUPPORTED_MEDIA_TYPE", ValidationFailed = 422 "VALIDATION_FAILED",
    IdempotencyKeyReused = 422 "IDEMPOTENCY_KEY_REUSED", Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `file_batch_delete` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum FileBatchDeleteError {
    /// 400: The request is well-formed, but can't be carried out as asked.
    InvalidArgument(Problem),
    /// 401: No credential, or one that is unknown, expired or revoked.
    Unauthenticated(Problem),
    /// 403: The caller may see the thing, but not do this to it; or the token lacks the scope.
    AuthzPermissionDenied(Problem),
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

impl_api_error!(FileBatchDeleteError {
    InvalidArgument = 400 "INVALID_ARGUMENT", Unauthenticated = 401 "UNAUTHENTICATED",
    AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED", RequestTimeout = 408 "REQUEST_TIMEOUT",
    IdempotencyAnswerLost = 409 "IDEMPOTENCY_ANSWER_LOST", PayloadTooLarge = 413 "PAYLOAD_TOO_LARGE",
    UnsupportedMediaType = 415 "UNSUPPORTED_MEDIA_TYPE", ValidationFailed = 422 "VALIDATION_FAILED",
    IdempotencyKeyReused = 422 "IDEMPOTENCY_KEY_REUSED", Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `file_archive` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum FileArchiveError {
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
    /// 413: The body is longer than this operation takes.
    PayloadTooLarge(Problem),
    /// 415: `Content-Type` is missing or not one that the operation takes.
    UnsupportedMediaType(Problem),
    /// 422: Parameters or body break the contract; `errors` lists every fault.
    ValidationFailed(Problem),
    /// 500: A fault of the server; the log has the cause under `request_id`.
    Internal(Problem),
    /// 503: A part of the service does not answer right now; `Retry-After` says when to try again.
    Unavailable(Problem),
    #[doc(hidden)]
    __Undocumented(Undocumented),
}

impl_api_error!(FileArchiveError {
    InvalidArgument = 400 "INVALID_ARGUMENT", Unauthenticated = 401 "UNAUTHENTICATED",
    AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED", NotFound = 404 "NOT_FOUND",
    RequestTimeout = 408 "REQUEST_TIMEOUT", PayloadTooLarge = 413 "PAYLOAD_TOO_LARGE",
    UnsupportedMediaType = 415 "UNSUPPORTED_MEDIA_TYPE", ValidationFailed = 422 "VALIDATION_FAILED",
    Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `trash_empty` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum TrashEmptyError {
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

impl_api_error!(TrashEmptyError {
    Unauthenticated = 401 "UNAUTHENTICATED", AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED",
    NotFound = 404 "NOT_FOUND", ValidationFailed = 422 "VALIDATION_FAILED", Internal = 500 "INTERNAL",
    Unavailable = 503 "UNAVAILABLE",
});

/// What `file_get` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum FileGetError {
    /// 401: No credential, or one that is unknown, expired or revoked.
    Unauthenticated(Problem),
    /// 403: The caller may see the thing, but not do this to it; or the token lacks the scope.
    AuthzPermissionDenied(Problem),
    /// 404: There is no such thing, or the caller may not see it.
    NotFound(Problem),
    /// 410: The thing is in the trash.
    ResourceDeleted(Problem),
    /// 422: Parameters or body break the contract; `errors` lists every fault.
    ValidationFailed(Problem),
    /// 500: A fault of the server; the log has the cause under `request_id`.
    Internal(Problem),
    /// 503: A part of the service does not answer right now; `Retry-After` says when to try again.
    Unavailable(Problem),
    #[doc(hidden)]
    __Undocumented(Undocumented),
}

impl_api_error!(FileGetError {
    Unauthenticated = 401 "UNAUTHENTICATED", AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED",
    NotFound = 404 "NOT_FOUND", ResourceDeleted = 410 "RESOURCE_DELETED", ValidationFailed = 422 "VALIDATION_FAILED",
    Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `file_update` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum FileUpdateError {
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
    /// 409: The name is taken in that folder.
    NameConflict(Problem),
    /// 409: A request with this key was carried out, but what it was answered is not known.
    IdempotencyAnswerLost(Problem),
    /// 410: The thing is in the trash.
    ResourceDeleted(Problem),
    /// 412: `If-Match` names another state than the current one, which `ETag` tells.
    PreconditionFailed(Problem),
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

impl_api_error!(FileUpdateError {
    InvalidArgument = 400 "INVALID_ARGUMENT", Unauthenticated = 401 "UNAUTHENTICATED",
    AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED", NotFound = 404 "NOT_FOUND",
    RequestTimeout = 408 "REQUEST_TIMEOUT", NameConflict = 409 "NAME_CONFLICT",
    IdempotencyAnswerLost = 409 "IDEMPOTENCY_ANSWER_LOST", ResourceDeleted = 410 "RESOURCE_DELETED",
    PreconditionFailed = 412 "PRECONDITION_FAILED", PayloadTooLarge = 413 "PAYLOAD_TOO_LARGE",
    QuotaExceeded = 413 "QUOTA_EXCEEDED", UnsupportedMediaType = 415 "UNSUPPORTED_MEDIA_TYPE",
    ValidationFailed = 422 "VALIDATION_FAILED", IdempotencyKeyReused = 422 "IDEMPOTENCY_KEY_REUSED",
    Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `file_delete` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum FileDeleteError {
    /// 401: No credential, or one that is unknown, expired or revoked.
    Unauthenticated(Problem),
    /// 403: The caller may see the thing, but not do this to it; or the token lacks the scope.
    AuthzPermissionDenied(Problem),
    /// 404: There is no such thing, or the caller may not see it.
    NotFound(Problem),
    /// 412: `If-Match` names another state than the current one, which `ETag` tells.
    PreconditionFailed(Problem),
    /// 422: Parameters or body break the contract; `errors` lists every fault.
    ValidationFailed(Problem),
    /// 500: A fault of the server; the log has the cause under `request_id`.
    Internal(Problem),
    /// 503: A part of the service does not answer right now; `Retry-After` says when to try again.
    Unavailable(Problem),
    #[doc(hidden)]
    __Undocumented(Undocumented),
}

impl_api_error!(FileDeleteError {
    Unauthenticated = 401 "UNAUTHENTICATED", AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED",
    NotFound = 404 "NOT_FOUND", PreconditionFailed = 412 "PRECONDITION_FAILED",
    ValidationFailed = 422 "VALIDATION_FAILED", Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `file_move` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum FileMoveError {
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
    /// 409: The name is taken in that folder.
    NameConflict(Problem),
    /// 409: A request with this key was carried out, but what it was answered is not known.
    IdempotencyAnswerLost(Problem),
    /// 410: The thing is in the trash.
    ResourceDeleted(Problem),
    /// 412: `If-Match` names another state than the current one, which `ETag` tells.
    PreconditionFailed(Problem),
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

impl_api_error!(FileMoveError {
    InvalidArgument = 400 "INVALID_ARGUMENT", Unauthenticated = 401 "UNAUTHENTICATED",
    AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED", NotFound = 404 "NOT_FOUND",
    RequestTimeout = 408 "REQUEST_TIMEOUT", NameConflict = 409 "NAME_CONFLICT",
    IdempotencyAnswerLost = 409 "IDEMPOTENCY_ANSWER_LOST", ResourceDeleted = 410 "RESOURCE_DELETED",
    PreconditionFailed = 412 "PRECONDITION_FAILED", PayloadTooLarge = 413 "PAYLOAD_TOO_LARGE",
    QuotaExceeded = 413 "QUOTA_EXCEEDED", UnsupportedMediaType = 415 "UNSUPPORTED_MEDIA_TYPE",
    ValidationFailed = 422 "VALIDATION_FAILED", IdempotencyKeyReused = 422 "IDEMPOTENCY_KEY_REUSED",
    Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `file_copy` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum FileCopyError {
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
    /// 409: The name is taken in that folder.
    NameConflict(Problem),
    /// 409: A request with this key was carried out, but what it was answered is not known.
    IdempotencyAnswerLost(Problem),
    /// 410: The thing is in the trash.
    ResourceDeleted(Problem),
    /// 412: `If-Match` names another state than the current one, which `ETag` tells.
    PreconditionFailed(Problem),
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

impl_api_error!(FileCopyError {
    InvalidArgument = 400 "INVALID_ARGUMENT", Unauthenticated = 401 "UNAUTHENTICATED",
    AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED", NotFound = 404 "NOT_FOUND",
    RequestTimeout = 408 "REQUEST_TIMEOUT", NameConflict = 409 "NAME_CONFLICT",
    IdempotencyAnswerLost = 409 "IDEMPOTENCY_ANSWER_LOST", ResourceDeleted = 410 "RESOURCE_DELETED",
    PreconditionFailed = 412 "PRECONDITION_FAILED", PayloadTooLarge = 413 "PAYLOAD_TOO_LARGE",
    QuotaExceeded = 413 "QUOTA_EXCEEDED", UnsupportedMediaType = 415 "UNSUPPORTED_MEDIA_TYPE",
    ValidationFailed = 422 "VALIDATION_FAILED", IdempotencyKeyReused = 422 "IDEMPOTENCY_KEY_REUSED",
    Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `file_trash` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum FileTrashError {
    /// 401: No credential, or one that is unknown, expired or revoked.
    Unauthenticated(Problem),
    /// 403: The caller may see the thing, but not do this to it; or the token lacks the scope.
    AuthzPermissionDenied(Problem),
    /// 404: There is no such thing, or the caller may not see it.
    NotFound(Problem),
    /// 409: A request with this key was carried out, but what it was answered is not known.
    IdempotencyAnswerLost(Problem),
    /// 412: `If-Match` names another state than the current one, which `ETag` tells.
    PreconditionFailed(Problem),
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

impl_api_error!(FileTrashError {
    Unauthenticated = 401 "UNAUTHENTICATED", AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED",
    NotFound = 404 "NOT_FOUND", IdempotencyAnswerLost = 409 "IDEMPOTENCY_ANSWER_LOST",
    PreconditionFailed = 412 "PRECONDITION_FAILED", ValidationFailed = 422 "VALIDATION_FAILED",
    IdempotencyKeyReused = 422 "IDEMPOTENCY_KEY_REUSED", Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `file_restore` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum FileRestoreError {
    /// 400: The request is well-formed, but can't be carried out as asked.
    InvalidArgument(Problem),
    /// 401: No credential, or one that is unknown, expired or revoked.
    Unauthenticated(Problem),
    /// 403: The caller may see the thing, but not do this to it; or the token lacks the scope.
    AuthzPermissionDenied(Problem),
    /// 404: There is no such thing, or the caller may not see it.
    NotFound(Problem),
    /// 409: The name is taken in that folder.
    NameConflict(Problem),
    /// 409: A request with this key was carried out, but what it was answered is not known.
    IdempotencyAnswerLost(Problem),
    /// 412: `If-Match` names another state than the current one, which `ETag` tells.
    PreconditionFailed(Problem),
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

impl_api_error!(FileRestoreError {
    InvalidArgument = 400 "INVALID_ARGUMENT", Unauthenticated = 401 "UNAUTHENTICATED",
    AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED", NotFound = 404 "NOT_FOUND",
    NameConflict = 409 "NAME_CONFLICT", IdempotencyAnswerLost = 409 "IDEMPOTENCY_ANSWER_LOST",
    PreconditionFailed = 412 "PRECONDITION_FAILED", ValidationFailed = 422 "VALIDATION_FAILED",
    IdempotencyKeyReused = 422 "IDEMPOTENCY_KEY_REUSED", Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `file_download` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum FileDownloadError {
    /// 401: No credential, or one that is unknown, expired or revoked.
    Unauthenticated(Problem),
    /// 403: The caller may see the thing, but not do this to it; or the token lacks the scope.
    AuthzPermissionDenied(Problem),
    /// 404: There is no such thing, or the caller may not see it.
    NotFound(Problem),
    /// 410: The thing is in the trash.
    ResourceDeleted(Problem),
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

impl_api_error!(FileDownloadError {
    Unauthenticated = 401 "UNAUTHENTICATED", AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED",
    NotFound = 404 "NOT_FOUND", ResourceDeleted = 410 "RESOURCE_DELETED",
    PreconditionFailed = 412 "PRECONDITION_FAILED", RangeNotSatisfiable = 416 "RANGE_NOT_SATISFIABLE",
    ValidationFailed = 422 "VALIDATION_FAILED", Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `file_download_head` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum FileDownloadHeadError {
    /// 401: No credential, or one that is unknown, expired or revoked.
    Unauthenticated(Problem),
    /// 403: The caller may see the thing, but not do this to it; or the token lacks the scope.
    AuthzPermissionDenied(Problem),
    /// 404: There is no such thing, or the caller may not see it.
    NotFound(Problem),
    /// 410: The thing is in the trash.
    ResourceDeleted(Problem),
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

impl_api_error!(FileDownloadHeadError {
    Unauthenticated = 401 "UNAUTHENTICATED", AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED",
    NotFound = 404 "NOT_FOUND", ResourceDeleted = 410 "RESOURCE_DELETED",
    PreconditionFailed = 412 "PRECONDITION_FAILED", RangeNotSatisfiable = 416 "RANGE_NOT_SATISFIABLE",
    ValidationFailed = 422 "VALIDATION_FAILED", Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `file_replace` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum FileReplaceError {
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
    /// 410: The thing is in the trash.
    ResourceDeleted(Problem),
    /// 412: `If-Match` names another state than the current one, which `ETag` tells.
    PreconditionFailed(Problem),
    /// 413: The body is longer than this operation takes.
    PayloadTooLarge(Problem),
    /// 413: The write does not fit a quota; `detail` names the meter.
    QuotaExceeded(Problem),
    /// 415: `Content-Type` is missing or not one that the operation takes.
    UnsupportedMediaType(Problem),
    /// 422: Parameters or body break the contract; `errors` lists every fault.
    ValidationFailed(Problem),
    /// 422: The bytes received are not those that the digest header announced.
    ChecksumMismatch(Problem),
    /// 422: The key was used with another request before.
    IdempotencyKeyReused(Problem),
    /// 500: A fault of the server; the log has the cause under `request_id`.
    Internal(Problem),
    /// 503: A part of the service does not answer right now; `Retry-After` says when to try again.
    Unavailable(Problem),
    #[doc(hidden)]
    __Undocumented(Undocumented),
}

impl_api_error!(FileReplaceError {
    InvalidArgument = 400 "INVALID_ARGUMENT", Unauthenticated = 401 "UNAUTHENTICATED",
    AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED", NotFound = 404 "NOT_FOUND",
    RequestTimeout = 408 "REQUEST_TIMEOUT", IdempotencyAnswerLost = 409 "IDEMPOTENCY_ANSWER_LOST",
    ResourceDeleted = 410 "RESOURCE_DELETED", PreconditionFailed = 412 "PRECONDITION_FAILED",
    PayloadTooLarge = 413 "PAYLOAD_TOO_LARGE", QuotaExceeded = 413 "QUOTA_EXCEEDED",
    UnsupportedMediaType = 415 "UNSUPPORTED_MEDIA_TYPE", ValidationFailed = 422 "VALIDATION_FAILED",
    ChecksumMismatch = 422 "CHECKSUM_MISMATCH", IdempotencyKeyReused = 422 "IDEMPOTENCY_KEY_REUSED",
    Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `version_list` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum VersionListError {
    /// 400: The request is well-formed, but can't be carried out as asked.
    InvalidArgument(Problem),
    /// 401: No credential, or one that is unknown, expired or revoked.
    Unauthenticated(Problem),
    /// 403: The caller may see the thing, but not do this to it; or the token lacks the scope.
    AuthzPermissionDenied(Problem),
    /// 404: There is no such thing, or the caller may not see it.
    NotFound(Problem),
    /// 410: The thing is in the trash.
    ResourceDeleted(Problem),
    /// 422: Parameters or body break the contract; `errors` lists every fault.
    ValidationFailed(Problem),
    /// 500: A fault of the server; the log has the cause under `request_id`.
    Internal(Problem),
    /// 503: A part of the service does not answer right now; `Retry-After` says when to try again.
    Unavailable(Problem),
    #[doc(hidden)]
    __Undocumented(Undocumented),
}

impl_api_error!(VersionListError {
    InvalidArgument = 400 "INVALID_ARGUMENT", Unauthenticated = 401 "UNAUTHENTICATED",
    AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED", NotFound = 404 "NOT_FOUND",
    ResourceDeleted = 410 "RESOURCE_DELETED", ValidationFailed = 422 "VALIDATION_FAILED", Internal = 500 "INTERNAL",
    Unavailable = 503 "UNAVAILABLE",
});

/// What `version_get` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum VersionGetError {
    /// 401: No credential, or one that is unknown, expired or revoked.
    Unauthenticated(Problem),
    /// 403: The caller may see the thing, but not do this to it; or the token lacks the scope.
    AuthzPermissionDenied(Problem),
    /// 404: There is no such thing, or the caller may not see it.
    NotFound(Problem),
    /// 410: The thing is in the trash.
    ResourceDeleted(Problem),
    /// 422: Parameters or body break the contract; `errors` lists every fault.
    ValidationFailed(Problem),
    /// 500: A fault of the server; the log has the cause under `request_id`.
    Internal(Problem),
    /// 503: A part of the service does not answer right now; `Retry-After` says when to try again.
    Unavailable(Problem),
    #[doc(hidden)]
    __Undocumented(Undocumented),
}

impl_api_error!(VersionGetError {
    Unauthenticated = 401 "UNAUTHENTICATED", AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED",
    NotFound = 404 "NOT_FOUND", ResourceDeleted = 410 "RESOURCE_DELETED", ValidationFailed = 422 "VALIDATION_FAILED",
    Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `version_delete` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum VersionDeleteError {
    /// 400: The current version can't be deleted; write or restore another one first.
    VersionIsCurrent(Problem),
    /// 401: No credential, or one that is unknown, expired or revoked.
    Unauthenticated(Problem),
    /// 403: The caller may see the thing, but not do this to it; or the token lacks the scope.
    AuthzPermissionDenied(Problem),
    /// 404: There is no such thing, or the caller may not see it.
    NotFound(Problem),
    /// 410: The thing is in the trash.
    ResourceDeleted(Problem),
    /// 412: `If-Match` names another state than the current one, which `ETag` tells.
    PreconditionFailed(Problem),
    /// 422: Parameters or body break the contract; `errors` lists every fault.
    ValidationFailed(Problem),
    /// 500: A fault of the server; the log has the cause under `request_id`.
    Internal(Problem),
    /// 503: A part of the service does not answer right now; `Retry-After` says when to try again.
    Unavailable(Problem),
    #[doc(hidden)]
    __Undocumented(Undocumented),
}

impl_api_error!(VersionDeleteError {
    VersionIsCurrent = 400 "VERSION_IS_CURRENT", Unauthenticated = 401 "UNAUTHENTICATED",
    AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED", NotFound = 404 "NOT_FOUND",
    ResourceDeleted = 410 "RESOURCE_DELETED", PreconditionFailed = 412 "PRECONDITION_FAILED",
    ValidationFailed = 422 "VALIDATION_FAILED", Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `version_restore` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum VersionRestoreError {
    /// 401: No credential, or one that is unknown, expired or revoked.
    Unauthenticated(Problem),
    /// 403: The caller may see the thing, but not do this to it; or the token lacks the scope.
    AuthzPermissionDenied(Problem),
    /// 404: There is no such thing, or the caller may not see it.
    NotFound(Problem),
    /// 409: A request with this key was carried out, but what it was answered is not known.
    IdempotencyAnswerLost(Problem),
    /// 410: The thing is in the trash.
    ResourceDeleted(Problem),
    /// 412: `If-Match` names another state than the current one, which `ETag` tells.
    PreconditionFailed(Problem),
    /// 413: The write does not fit a quota; `detail` names the meter.
    QuotaExceeded(Problem),
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

impl_api_error!(VersionRestoreError {
    Unauthenticated = 401 "UNAUTHENTICATED", AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED",
    NotFound = 404 "NOT_FOUND", IdempotencyAnswerLost = 409 "IDEMPOTENCY_ANSWER_LOST",
    ResourceDeleted = 410 "RESOURCE_DELETED", PreconditionFailed = 412 "PRECONDITION_FAILED",
    QuotaExceeded = 413 "QUOTA_EXCEEDED", ValidationFailed = 422 "VALIDATION_FAILED",
    IdempotencyKeyReused = 422 "IDEMPOTENCY_KEY_REUSED", Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `file_grant_list` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum FileGrantListError {
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

impl_api_error!(FileGrantListError {
    Unauthenticated = 401 "UNAUTHENTICATED", AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED",
    NotFound = 404 "NOT_FOUND", ValidationFailed = 422 "VALIDATION_FAILED", Internal = 500 "INTERNAL",
    Unavailable = 503 "UNAVAILABLE",
});

/// What `file_grant_put` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum FileGrantPutError {
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
    /// 413: The body is longer than this operation takes.
    PayloadTooLarge(Problem),
    /// 415: `Content-Type` is missing or not one that the operation takes.
    UnsupportedMediaType(Problem),
    /// 422: Parameters or body break the contract; `errors` lists every fault.
    ValidationFailed(Problem),
    /// 500: A fault of the server; the log has the cause under `request_id`.
    Internal(Problem),
    /// 503: A part of the service does not answer right now; `Retry-After` says when to try again.
    Unavailable(Problem),
    #[doc(hidden)]
    __Undocumented(Undocumented),
}

impl_api_error!(FileGrantPutError {
    InvalidArgument = 400 "INVALID_ARGUMENT", Unauthenticated = 401 "UNAUTHENTICATED",
    AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED", NotFound = 404 "NOT_FOUND",
    RequestTimeout = 408 "REQUEST_TIMEOUT", PayloadTooLarge = 413 "PAYLOAD_TOO_LARGE",
    UnsupportedMediaType = 415 "UNSUPPORTED_MEDIA_TYPE", ValidationFailed = 422 "VALIDATION_FAILED",
    Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `file_grant_delete` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum FileGrantDeleteError {
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

impl_api_error!(FileGrantDeleteError {
    Unauthenticated = 401 "UNAUTHENTICATED", AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED",
    NotFound = 404 "NOT_FOUND", ValidationFailed = 422 "VALIDATION_FAILED", Internal = 500 "INTERNAL",
    Unavailable = 503 "UNAVAILABLE",
});
