// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! What the operations of the area *bodies* may be refused with.

use super::super::models::Problem;
use crate::core::{Undocumented, impl_api_error};

/// What `blob_upload` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum BlobUploadError {
    /// 401: No credential.
    Unauthenticated(Problem),
    /// 403: Not for this caller.
    AuthzPermissionDenied(Problem),
    /// 408: The body came too slowly.
    RequestTimeout(Problem),
    /// 409: The request was carried out before.
    IdempotencyAnswerLost(Problem),
    /// 413: The body is too long.
    PayloadTooLarge(Problem),
    /// 415: Not that type.
    UnsupportedMediaType(Problem),
    /// 422: It breaks the contract.
    ValidationFailed(Problem),
    /// 422: The key was used before.
    IdempotencyKeyReused(Problem),
    /// 500: A fault of the server.
    Internal(Problem),
    /// 503: Try again later.
    Unavailable(Problem),
    #[doc(hidden)]
    __Undocumented(Undocumented),
}

impl_api_error!(BlobUploadError {
    Unauthenticated = 401 "UNAUTHENTICATED", AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED",
    RequestTimeout = 408 "REQUEST_TIMEOUT", IdempotencyAnswerLost = 409 "IDEMPOTENCY_ANSWER_LOST",
    PayloadTooLarge = 413 "PAYLOAD_TOO_LARGE", UnsupportedMediaType = 415 "UNSUPPORTED_MEDIA_TYPE",
    ValidationFailed = 422 "VALIDATION_FAILED", IdempotencyKeyReused = 422 "IDEMPOTENCY_KEY_REUSED",
    Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `blob_import` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum BlobImportError {
    /// 400: It can't be done.
    InvalidArgument(Problem),
    /// 401: No credential.
    Unauthenticated(Problem),
    /// 403: Not for this caller.
    AuthzPermissionDenied(Problem),
    /// 408: The body came too slowly.
    RequestTimeout(Problem),
    /// 409: The request was carried out before.
    IdempotencyAnswerLost(Problem),
    /// 413: The body is too long.
    PayloadTooLarge(Problem),
    /// 415: Not that type.
    UnsupportedMediaType(Problem),
    /// 422: It breaks the contract.
    ValidationFailed(Problem),
    /// 422: The key was used before.
    IdempotencyKeyReused(Problem),
    /// 500: A fault of the server.
    Internal(Problem),
    /// 503: Try again later.
    Unavailable(Problem),
    #[doc(hidden)]
    __Undocumented(Undocumented),
}

impl_api_error!(BlobImportError {
    InvalidArgument = 400 "INVALID_ARGUMENT", Unauthenticated = 401 "UNAUTHENTICATED",
    AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED", RequestTimeout = 408 "REQUEST_TIMEOUT",
    IdempotencyAnswerLost = 409 "IDEMPOTENCY_ANSWER_LOST", PayloadTooLarge = 413 "PAYLOAD_TOO_LARGE",
    UnsupportedMediaType = 415 "UNSUPPORTED_MEDIA_TYPE", ValidationFailed = 422 "VALIDATION_FAILED",
    IdempotencyKeyReused = 422 "IDEMPOTENCY_KEY_REUSED", Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `blob_download` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum BlobDownloadError {
    /// 401: No credential.
    Unauthenticated(Problem),
    /// 403: Not for this caller.
    AuthzPermissionDenied(Problem),
    /// 404: There is no such thing.
    NotFound(Problem),
    /// 412: Another state is current.
    PreconditionFailed(Problem),
    /// 416: No byte lies in the range.
    RangeNotSatisfiable(Problem),
    /// 422: It breaks the contract.
    ValidationFailed(Problem),
    /// 500: A fault of the server.
    Internal(Problem),
    /// 503: Try again later.
    Unavailable(Problem),
    #[doc(hidden)]
    __Undocumented(Undocumented),
}

impl_api_error!(BlobDownloadError {
    Unauthenticated = 401 "UNAUTHENTICATED", AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED",
    NotFound = 404 "NOT_FOUND", PreconditionFailed = 412 "PRECONDITION_FAILED",
    RangeNotSatisfiable = 416 "RANGE_NOT_SATISFIABLE", ValidationFailed = 422 "VALIDATION_FAILED",
    Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `blob_download_head` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum BlobDownloadHeadError {
    /// 401: No credential.
    Unauthenticated(Problem),
    /// 403: Not for this caller.
    AuthzPermissionDenied(Problem),
    /// 404: There is no such thing.
    NotFound(Problem),
    /// 422: It breaks the contract.
    ValidationFailed(Problem),
    /// 500: A fault of the server.
    Internal(Problem),
    /// 503: Try again later.
    Unavailable(Problem),
    #[doc(hidden)]
    __Undocumented(Undocumented),
}

impl_api_error!(BlobDownloadHeadError {
    Unauthenticated = 401 "UNAUTHENTICATED", AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED",
    NotFound = 404 "NOT_FOUND", ValidationFailed = 422 "VALIDATION_FAILED", Internal = 500 "INTERNAL",
    Unavailable = 503 "UNAVAILABLE",
});

/// What `blob_replace` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum BlobReplaceError {
    /// 401: No credential.
    Unauthenticated(Problem),
    /// 403: Not for this caller.
    AuthzPermissionDenied(Problem),
    /// 404: There is no such thing.
    NotFound(Problem),
    /// 408: The body came too slowly.
    RequestTimeout(Problem),
    /// 409: The request was carried out before.
    IdempotencyAnswerLost(Problem),
    /// 412: Another state is current.
    PreconditionFailed(Problem),
    /// 413: The body is too long.
    PayloadTooLarge(Problem),
    /// 415: Not that type.
    UnsupportedMediaType(Problem),
    /// 422: It breaks the contract.
    ValidationFailed(Problem),
    /// 422: The key was used before.
    IdempotencyKeyReused(Problem),
    /// 500: A fault of the server.
    Internal(Problem),
    /// 503: Try again later.
    Unavailable(Problem),
    #[doc(hidden)]
    __Undocumented(Undocumented),
}

impl_api_error!(BlobReplaceError {
    Unauthenticated = 401 "UNAUTHENTICATED", AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED",
    NotFound = 404 "NOT_FOUND", RequestTimeout = 408 "REQUEST_TIMEOUT",
    IdempotencyAnswerLost = 409 "IDEMPOTENCY_ANSWER_LOST", PreconditionFailed = 412 "PRECONDITION_FAILED",
    PayloadTooLarge = 413 "PAYLOAD_TOO_LARGE", UnsupportedMediaType = 415 "UNSUPPORTED_MEDIA_TYPE",
    ValidationFailed = 422 "VALIDATION_FAILED", IdempotencyKeyReused = 422 "IDEMPOTENCY_KEY_REUSED",
    Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `event_stream` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum EventStreamError {
    /// 401: No credential.
    Unauthenticated(Problem),
    /// 403: Not for this caller.
    AuthzPermissionDenied(Problem),
    /// 422: It breaks the contract.
    ValidationFailed(Problem),
    /// 500: A fault of the server.
    Internal(Problem),
    /// 503: Try again later.
    Unavailable(Problem),
    #[doc(hidden)]
    __Undocumented(Undocumented),
}

impl_api_error!(EventStreamError {
    Unauthenticated = 401 "UNAUTHENTICATED", AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED",
    ValidationFailed = 422 "VALIDATION_FAILED", Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `metrics_get` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum MetricsGetError {
    /// 422: It breaks the contract.
    ValidationFailed(Problem),
    /// 500: A fault of the server.
    Internal(Problem),
    /// 503: Try again later.
    Unavailable(Problem),
    #[doc(hidden)]
    __Undocumented(Undocumented),
}

impl_api_error!(MetricsGetError {
    ValidationFailed = 422 "VALIDATION_FAILED", Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});
