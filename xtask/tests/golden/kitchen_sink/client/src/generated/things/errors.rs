// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! What the operations of the area *things* may be refused with.

use super::super::models::Problem;
use crate::core::{Undocumented, impl_api_error};

/// What `thing_list` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ThingListError {
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

impl_api_error!(ThingListError {
    Unauthenticated = 401 "UNAUTHENTICATED", AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED",
    ValidationFailed = 422 "VALIDATION_FAILED", Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `thing_create` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ThingCreateError {
    /// 400: It can't be done.
    InvalidArgument(Problem),
    /// 401: No credential.
    Unauthenticated(Problem),
    /// 403: Not for this caller.
    AuthzPermissionDenied(Problem),
    /// 408: The body came too slowly.
    RequestTimeout(Problem),
    /// 409: The name is taken.
    NameConflict(Problem),
    /// 409: The id is taken.
    IdConflict(Problem),
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
    /// 429: Too many attempts.
    RateLimited(Problem),
    /// 500: A fault of the server.
    Internal(Problem),
    /// 503: Try again later.
    Unavailable(Problem),
    #[doc(hidden)]
    __Undocumented(Undocumented),
}

impl_api_error!(ThingCreateError {
    InvalidArgument = 400 "INVALID_ARGUMENT", Unauthenticated = 401 "UNAUTHENTICATED",
    AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED", RequestTimeout = 408 "REQUEST_TIMEOUT",
    NameConflict = 409 "NAME_CONFLICT", IdConflict = 409 "ID_CONFLICT",
    IdempotencyAnswerLost = 409 "IDEMPOTENCY_ANSWER_LOST", PayloadTooLarge = 413 "PAYLOAD_TOO_LARGE",
    UnsupportedMediaType = 415 "UNSUPPORTED_MEDIA_TYPE", ValidationFailed = 422 "VALIDATION_FAILED",
    IdempotencyKeyReused = 422 "IDEMPOTENCY_KEY_REUSED", RateLimited = 429 "RATE_LIMITED", Internal = 500 "INTERNAL",
    Unavailable = 503 "UNAVAILABLE",
});

/// What `thing_get` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ThingGetError {
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

impl_api_error!(ThingGetError {
    Unauthenticated = 401 "UNAUTHENTICATED", AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED",
    NotFound = 404 "NOT_FOUND", ValidationFailed = 422 "VALIDATION_FAILED", Internal = 500 "INTERNAL",
    Unavailable = 503 "UNAVAILABLE",
});

/// What `thing_update` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ThingUpdateError {
    /// 400: It can't be done.
    InvalidArgument(Problem),
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

impl_api_error!(ThingUpdateError {
    InvalidArgument = 400 "INVALID_ARGUMENT", Unauthenticated = 401 "UNAUTHENTICATED",
    AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED", NotFound = 404 "NOT_FOUND",
    RequestTimeout = 408 "REQUEST_TIMEOUT", IdempotencyAnswerLost = 409 "IDEMPOTENCY_ANSWER_LOST",
    PreconditionFailed = 412 "PRECONDITION_FAILED", PayloadTooLarge = 413 "PAYLOAD_TOO_LARGE",
    UnsupportedMediaType = 415 "UNSUPPORTED_MEDIA_TYPE", ValidationFailed = 422 "VALIDATION_FAILED",
    IdempotencyKeyReused = 422 "IDEMPOTENCY_KEY_REUSED", Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `thing_delete` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ThingDeleteError {
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

impl_api_error!(ThingDeleteError {
    Unauthenticated = 401 "UNAUTHENTICATED", AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED",
    NotFound = 404 "NOT_FOUND", ValidationFailed = 422 "VALIDATION_FAILED", Internal = 500 "INTERNAL",
    Unavailable = 503 "UNAVAILABLE",
});

/// What `thing_paint` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ThingPaintError {
    /// 400: It can't be done.
    InvalidArgument(Problem),
    /// 401: No credential.
    Unauthenticated(Problem),
    /// 403: Not for this caller.
    AuthzPermissionDenied(Problem),
    /// 404: There is no such thing.
    NotFound(Problem),
    /// 408: The body came too slowly.
    RequestTimeout(Problem),
    /// 413: The body is too long.
    PayloadTooLarge(Problem),
    /// 415: Not that type.
    UnsupportedMediaType(Problem),
    /// 422: It breaks the contract.
    ValidationFailed(Problem),
    /// 500: A fault of the server.
    Internal(Problem),
    /// 503: Try again later.
    Unavailable(Problem),
    #[doc(hidden)]
    __Undocumented(Undocumented),
}

impl_api_error!(ThingPaintError {
    InvalidArgument = 400 "INVALID_ARGUMENT", Unauthenticated = 401 "UNAUTHENTICATED",
    AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED", NotFound = 404 "NOT_FOUND",
    RequestTimeout = 408 "REQUEST_TIMEOUT", PayloadTooLarge = 413 "PAYLOAD_TOO_LARGE",
    UnsupportedMediaType = 415 "UNSUPPORTED_MEDIA_TYPE", ValidationFailed = 422 "VALIDATION_FAILED",
    Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `shape_put` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ShapePutError {
    /// 400: It can't be done.
    InvalidArgument(Problem),
    /// 401: No credential.
    Unauthenticated(Problem),
    /// 403: Not for this caller.
    AuthzPermissionDenied(Problem),
    /// 404: There is no such thing.
    NotFound(Problem),
    /// 408: The body came too slowly.
    RequestTimeout(Problem),
    /// 413: The body is too long.
    PayloadTooLarge(Problem),
    /// 415: Not that type.
    UnsupportedMediaType(Problem),
    /// 422: It breaks the contract.
    ValidationFailed(Problem),
    /// 500: A fault of the server.
    Internal(Problem),
    /// 503: Try again later.
    Unavailable(Problem),
    #[doc(hidden)]
    __Undocumented(Undocumented),
}

impl_api_error!(ShapePutError {
    InvalidArgument = 400 "INVALID_ARGUMENT", Unauthenticated = 401 "UNAUTHENTICATED",
    AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED", NotFound = 404 "NOT_FOUND",
    RequestTimeout = 408 "REQUEST_TIMEOUT", PayloadTooLarge = 413 "PAYLOAD_TOO_LARGE",
    UnsupportedMediaType = 415 "UNSUPPORTED_MEDIA_TYPE", ValidationFailed = 422 "VALIDATION_FAILED",
    Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});
