// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! What the operations of the area *auth* may be refused with.

use super::super::models::Problem;
use crate::core::{Undocumented, impl_api_error};

/// What `session_create` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum SessionCreateError {
    /// 400: It can't be done.
    InvalidArgument(Problem),
    /// 401: No credential.
    Unauthenticated(Problem),
    /// 408: The body came too slowly.
    RequestTimeout(Problem),
    /// 413: The body is too long.
    PayloadTooLarge(Problem),
    /// 415: Not that type.
    UnsupportedMediaType(Problem),
    /// 422: It breaks the contract.
    ValidationFailed(Problem),
    /// 429: Too many attempts.
    RateLimited(Problem),
    /// 500: A fault of the server.
    Internal(Problem),
    /// 503: Try again later.
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
    /// 400: It can't be done.
    InvalidArgument(Problem),
    /// 401: No credential.
    Unauthenticated(Problem),
    /// 408: The body came too slowly.
    RequestTimeout(Problem),
    /// 413: The body is too long.
    PayloadTooLarge(Problem),
    /// 415: Not that type.
    UnsupportedMediaType(Problem),
    /// 422: It breaks the contract.
    ValidationFailed(Problem),
    /// 429: Too many attempts.
    RateLimited(Problem),
    /// 500: A fault of the server.
    Internal(Problem),
    /// 503: Try again later.
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
