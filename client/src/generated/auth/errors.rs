// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! What the operations of the area *auth* may be refused with.

use super::super::models::Problem;
use crate::core::{Undocumented, impl_api_error};

/// What `session_create` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum SessionCreateError {
    /// 400: The request is well-formed, but can't be carried out as asked.
    InvalidArgument(Problem),
    /// 401: No credential, or one that is unknown, expired or revoked.
    Unauthenticated(Problem),
    /// 408: The request's body came too slowly or stopped coming.
    RequestTimeout(Problem),
    /// 413: The body is longer than this operation takes.
    PayloadTooLarge(Problem),
    /// 415: `Content-Type` is missing or not one that the operation takes.
    UnsupportedMediaType(Problem),
    /// 422: Parameters or body break the contract; `errors` lists every fault.
    ValidationFailed(Problem),
    /// 429: Too many attempts; `Retry-After` says when to try again.
    RateLimited(Problem),
    /// 500: A fault of the server; the log has the cause under `request_id`.
    Internal(Problem),
    /// 503: A part of the service does not answer right now; `Retry-After` says when to try again.
    Unavailable(Problem),
    #[doc(hidden)]
    __Undocumented(Undocumented),
}

impl_api_error!(SessionCreateError {
    InvalidArgument = 400 "INVALID_ARGUMENT", Unauthenticated = 401 "UNAUTHENTICATED",
    RequestTimeout = 408 "REQUEST_TIMEOUT", PayloadTooLarge = 413 "PAYLOAD_TOO_LARGE",
    UnsupportedMediaType = 415 "UNSUPPORTED_MEDIA_TYPE", ValidationFailed = 422 "VALIDATION_FAILED",
    RateLimited = 429 "RATE_LIMITED", Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `session_refresh` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum SessionRefreshError {
    /// 400: The request is well-formed, but can't be carried out as asked.
    InvalidArgument(Problem),
    /// 401: No credential, or one that is unknown, expired or revoked.
    Unauthenticated(Problem),
    /// 408: The request's body came too slowly or stopped coming.
    RequestTimeout(Problem),
    /// 413: The body is longer than this operation takes.
    PayloadTooLarge(Problem),
    /// 415: `Content-Type` is missing or not one that the operation takes.
    UnsupportedMediaType(Problem),
    /// 422: Parameters or body break the contract; `errors` lists every fault.
    ValidationFailed(Problem),
    /// 429: Too many attempts; `Retry-After` says when to try again.
    RateLimited(Problem),
    /// 500: A fault of the server; the log has the cause under `request_id`.
    Internal(Problem),
    /// 503: A part of the service does not answer right now; `Retry-After` says when to try again.
    Unavailable(Problem),
    #[doc(hidden)]
    __Undocumented(Undocumented),
}

impl_api_error!(SessionRefreshError {
    InvalidArgument = 400 "INVALID_ARGUMENT", Unauthenticated = 401 "UNAUTHENTICATED",
    RequestTimeout = 408 "REQUEST_TIMEOUT", PayloadTooLarge = 413 "PAYLOAD_TOO_LARGE",
    UnsupportedMediaType = 415 "UNSUPPORTED_MEDIA_TYPE", ValidationFailed = 422 "VALIDATION_FAILED",
    RateLimited = 429 "RATE_LIMITED", Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `session_delete` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum SessionDeleteError {
    /// 400: The request is well-formed, but can't be carried out as asked.
    InvalidArgument(Problem),
    /// 401: No credential, or one that is unknown, expired or revoked.
    Unauthenticated(Problem),
    /// 403: The caller may see the thing, but not do this to it; or the token lacks the scope.
    AuthzPermissionDenied(Problem),
    /// 422: Parameters or body break the contract; `errors` lists every fault.
    ValidationFailed(Problem),
    /// 500: A fault of the server; the log has the cause under `request_id`.
    Internal(Problem),
    /// 503: A part of the service does not answer right now; `Retry-After` says when to try again.
    Unavailable(Problem),
    #[doc(hidden)]
    __Undocumented(Undocumented),
}

impl_api_error!(SessionDeleteError {
    InvalidArgument = 400 "INVALID_ARGUMENT", Unauthenticated = 401 "UNAUTHENTICATED",
    AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED", ValidationFailed = 422 "VALIDATION_FAILED",
    Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `me_get` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum MeGetError {
    /// 401: No credential, or one that is unknown, expired or revoked.
    Unauthenticated(Problem),
    /// 403: The caller may see the thing, but not do this to it; or the token lacks the scope.
    AuthzPermissionDenied(Problem),
    /// 422: Parameters or body break the contract; `errors` lists every fault.
    ValidationFailed(Problem),
    /// 500: A fault of the server; the log has the cause under `request_id`.
    Internal(Problem),
    /// 503: A part of the service does not answer right now; `Retry-After` says when to try again.
    Unavailable(Problem),
    #[doc(hidden)]
    __Undocumented(Undocumented),
}

impl_api_error!(MeGetError {
    Unauthenticated = 401 "UNAUTHENTICATED", AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED",
    ValidationFailed = 422 "VALIDATION_FAILED", Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `me_update` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum MeUpdateError {
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
    /// 429: Too many attempts; `Retry-After` says when to try again.
    RateLimited(Problem),
    /// 500: A fault of the server; the log has the cause under `request_id`.
    Internal(Problem),
    /// 503: A part of the service does not answer right now; `Retry-After` says when to try again.
    Unavailable(Problem),
    #[doc(hidden)]
    __Undocumented(Undocumented),
}

impl_api_error!(MeUpdateError {
    InvalidArgument = 400 "INVALID_ARGUMENT", Unauthenticated = 401 "UNAUTHENTICATED",
    AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED", RequestTimeout = 408 "REQUEST_TIMEOUT",
    IdempotencyAnswerLost = 409 "IDEMPOTENCY_ANSWER_LOST", PayloadTooLarge = 413 "PAYLOAD_TOO_LARGE",
    UnsupportedMediaType = 415 "UNSUPPORTED_MEDIA_TYPE", ValidationFailed = 422 "VALIDATION_FAILED",
    IdempotencyKeyReused = 422 "IDEMPOTENCY_KEY_REUSED", RateLimited = 429 "RATE_LIMITED", Internal = 500 "INTERNAL",
    Unavailable = 503 "UNAVAILABLE",
});

/// What `token_create` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum TokenCreateError {
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

impl_api_error!(TokenCreateError {
    InvalidArgument = 400 "INVALID_ARGUMENT", Unauthenticated = 401 "UNAUTHENTICATED",
    AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED", RequestTimeout = 408 "REQUEST_TIMEOUT",
    IdempotencyAnswerLost = 409 "IDEMPOTENCY_ANSWER_LOST", PayloadTooLarge = 413 "PAYLOAD_TOO_LARGE",
    UnsupportedMediaType = 415 "UNSUPPORTED_MEDIA_TYPE", ValidationFailed = 422 "VALIDATION_FAILED",
    IdempotencyKeyReused = 422 "IDEMPOTENCY_KEY_REUSED", Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `token_list` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum TokenListError {
    /// 400: The request is well-formed, but can't be carried out as asked.
    InvalidArgument(Problem),
    /// 401: No credential, or one that is unknown, expired or revoked.
    Unauthenticated(Problem),
    /// 403: The caller may see the thing, but not do this to it; or the token lacks the scope.
    AuthzPermissionDenied(Problem),
    /// 422: Parameters or body break the contract; `errors` lists every fault.
    ValidationFailed(Problem),
    /// 500: A fault of the server; the log has the cause under `request_id`.
    Internal(Problem),
    /// 503: A part of the service does not answer right now; `Retry-After` says when to try again.
    Unavailable(Problem),
    #[doc(hidden)]
    __Undocumented(Undocumented),
}

impl_api_error!(TokenListError {
    InvalidArgument = 400 "INVALID_ARGUMENT", Unauthenticated = 401 "UNAUTHENTICATED",
    AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED", ValidationFailed = 422 "VALIDATION_FAILED",
    Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `token_revoke` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum TokenRevokeError {
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

impl_api_error!(TokenRevokeError {
    Unauthenticated = 401 "UNAUTHENTICATED", AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED",
    NotFound = 404 "NOT_FOUND", ValidationFailed = 422 "VALIDATION_FAILED", Internal = 500 "INTERNAL",
    Unavailable = 503 "UNAVAILABLE",
});
