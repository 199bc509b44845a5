// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! Types that every area uses.

use serde::{Deserialize, Serialize};

use crate::core::{JsonObject, UnknownValue, impl_open_enum};

/// What went wrong (RFC 9457).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Problem {
    /// Names the kind of problem.
    pub r#type: String,
    /// The kind in words.
    pub title: String,
    /// The status.
    pub status: i32,
    /// What to change.
    pub detail: String,
    /// What went wrong, for programs.
    pub code: ProblemCode,
    /// Names the request.
    pub request_id: String,
    /// Every fault of the request.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// What a program needs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<JsonObject>,
}

/// What went wrong, for programs.
///
/// - `INVALID_ARGUMENT`: It can't be done.
/// - `UNAUTHENTICATED`: No credential.
/// - `AUTHZ_PERMISSION_DENIED`: Not for this caller.
/// - `NOT_FOUND`: There is no such thing.
/// - `REQUEST_TIMEOUT`: The body came too slowly.
/// - `NAME_CONFLICT`: The name is taken.
/// - `ID_CONFLICT`: The id is taken.
/// - `PRECONDITION_FAILED`: Another state is current.
/// - `PAYLOAD_TOO_LARGE`: The body is too long.
/// - `UNSUPPORTED_MEDIA_TYPE`: Not that type.
/// - `RANGE_NOT_SATISFIABLE`: No byte lies in the range.
/// - `VALIDATION_FAILED`: It breaks the contract.
/// - `IDEMPOTENCY_ANSWER_LOST`: The request was carried out before.
/// - `IDEMPOTENCY_KEY_REUSED`: The key was used before.
/// - `RATE_LIMITED`: Too many attempts.
/// - `INTERNAL`: A fault of the server.
/// - `UNAVAILABLE`: Try again later.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ProblemCode {
    /// `INVALID_ARGUMENT`.
    InvalidArgument,
    /// `UNAUTHENTICATED`.
    Unauthenticated,
    /// `AUTHZ_PERMISSION_DENIED`.
    AuthzPermissionDenied,
    /// `NOT_FOUND`.
    NotFound,
    /// `REQUEST_TIMEOUT`.
    RequestTimeout,
    /// `NAME_CONFLICT`.
    NameConflict,
    /// `ID_CONFLICT`.
    IdConflict,
    /// `PRECONDITION_FAILED`.
    PreconditionFailed,
    /// `PAYLOAD_TOO_LARGE`.
    PayloadTooLarge,
    /// `UNSUPPORTED_MEDIA_TYPE`.
    UnsupportedMediaType,
    /// `RANGE_NOT_SATISFIABLE`.
    RangeNotSatisfiable,
    /// `VALIDATION_FAILED`.
    ValidationFailed,
    /// `IDEMPOTENCY_ANSWER_LOST`.
    IdempotencyAnswerLost,
    /// `IDEMPOTENCY_KEY_REUSED`.
    IdempotencyKeyReused,
    /// `RATE_LIMITED`.
    RateLimited,
    /// `INTERNAL`.
    Internal,
    /// `UNAVAILABLE`.
    Unavailable,
    #[doc(hidden)]
    __Unknown(UnknownValue),
}

impl_open_enum!(ProblemCode {
    InvalidArgument = "INVALID_ARGUMENT", Unauthenticated = "UNAUTHENTICATED",
    AuthzPermissionDenied = "AUTHZ_PERMISSION_DENIED", NotFound = "NOT_FOUND", RequestTimeout = "REQUEST_TIMEOUT",
    NameConflict = "NAME_CONFLICT", IdConflict = "ID_CONFLICT", PreconditionFailed = "PRECONDITION_FAILED",
    PayloadTooLarge = "PAYLOAD_TOO_LARGE", UnsupportedMediaType = "UNSUPPORTED_MEDIA_TYPE",
    RangeNotSatisfiable = "RANGE_NOT_SATISFIABLE", ValidationFailed = "VALIDATION_FAILED",
    IdempotencyAnswerLost = "IDEMPOTENCY_ANSWER_LOST", IdempotencyKeyReused = "IDEMPOTENCY_KEY_REUSED",
    RateLimited = "RATE_LIMITED", Internal = "INTERNAL", Unavailable = "UNAVAILABLE",
});

/// One fault of a request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FieldError {
    /// Which part.
    pub r#in: FieldErrorIn,
    /// Where in that part.
    pub pointer: String,
    /// The rule that was broken.
    pub code: String,
    /// What to change.
    pub detail: String,
}

/// Which part.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FieldErrorIn {
    /// `path`.
    Path,
    /// `query`.
    Query,
    /// `header`.
    Header,
    /// `body`.
    Body,
    #[doc(hidden)]
    __Unknown(UnknownValue),
}

impl_open_enum!(FieldErrorIn {
    Path = "path", Query = "query", Header = "header", Body = "body",
});
