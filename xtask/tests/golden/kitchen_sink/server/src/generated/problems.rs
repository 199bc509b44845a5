// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! What each problem code means.

pub use super::models::ProblemCode;

impl ProblemCode {
    /// Every code, in the contract's order.
    pub const ALL: [Self; 17] = [
        Self::InvalidArgument,
        Self::Unauthenticated,
        Self::AuthzPermissionDenied,
        Self::NotFound,
        Self::RequestTimeout,
        Self::NameConflict,
        Self::IdConflict,
        Self::PreconditionFailed,
        Self::PayloadTooLarge,
        Self::UnsupportedMediaType,
        Self::RangeNotSatisfiable,
        Self::ValidationFailed,
        Self::IdempotencyAnswerLost,
        Self::IdempotencyKeyReused,
        Self::RateLimited,
        Self::Internal,
        Self::Unavailable,
    ];

    /// As on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidArgument => "INVALID_ARGUMENT",
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::AuthzPermissionDenied => "AUTHZ_PERMISSION_DENIED",
            Self::NotFound => "NOT_FOUND",
            Self::RequestTimeout => "REQUEST_TIMEOUT",
            Self::NameConflict => "NAME_CONFLICT",
            Self::IdConflict => "ID_CONFLICT",
            Self::PreconditionFailed => "PRECONDITION_FAILED",
            Self::PayloadTooLarge => "PAYLOAD_TOO_LARGE",
            Self::UnsupportedMediaType => "UNSUPPORTED_MEDIA_TYPE",
            Self::RangeNotSatisfiable => "RANGE_NOT_SATISFIABLE",
            Self::ValidationFailed => "VALIDATION_FAILED",
            Self::IdempotencyAnswerLost => "IDEMPOTENCY_ANSWER_LOST",
            Self::IdempotencyKeyReused => "IDEMPOTENCY_KEY_REUSED",
            Self::RateLimited => "RATE_LIMITED",
            Self::Internal => "INTERNAL",
            Self::Unavailable => "UNAVAILABLE",
        }
    }

    /// The HTTP status that the code is always answered with.
    pub const fn status(self) -> u16 {
        match self {
            Self::InvalidArgument => 400,
            Self::Unauthenticated => 401,
            Self::AuthzPermissionDenied => 403,
            Self::NotFound => 404,
            Self::RequestTimeout => 408,
            Self::NameConflict | Self::IdConflict | Self::IdempotencyAnswerLost => 409,
            Self::PreconditionFailed => 412,
            Self::PayloadTooLarge => 413,
            Self::UnsupportedMediaType => 415,
            Self::RangeNotSatisfiable => 416,
            Self::ValidationFailed | Self::IdempotencyKeyReused => 422,
            Self::RateLimited => 429,
            Self::Internal => 500,
            Self::Unavailable => 503,
        }
    }

    /// The kind of problem in words.
    pub const fn title(self) -> &'static str {
        match self {
            Self::InvalidArgument => "Invalid argument",
            Self::Unauthenticated => "Unauthenticated",
            Self::AuthzPermissionDenied => "Permission denied",
            Self::NotFound => "Not found",
            Self::RequestTimeout => "Request timeout",
            Self::NameConflict => "Name conflict",
            Self::IdConflict => "Id conflict",
            Self::PreconditionFailed => "Precondition failed",
            Self::PayloadTooLarge => "Payload too large",
            Self::UnsupportedMediaType => "Unsupported media type",
            Self::RangeNotSatisfiable => "Range not satisfiable",
            Self::ValidationFailed => "Validation failed",
            Self::IdempotencyAnswerLost => "Idempotency answer lost",
            Self::IdempotencyKeyReused => "Idempotency key reused",
            Self::RateLimited => "Rate limited",
            Self::Internal => "Internal error",
            Self::Unavailable => "Unavailable",
        }
    }

    /// The stable reference that names the kind of problem.
    pub const fn type_uri(self) -> &'static str {
        match self {
            Self::InvalidArgument => "/problems/invalid-argument",
            Self::Unauthenticated => "/problems/unauthenticated",
            Self::AuthzPermissionDenied => "/problems/authz-permission-denied",
            Self::NotFound => "/problems/not-found",
            Self::RequestTimeout => "/problems/request-timeout",
            Self::NameConflict => "/problems/name-conflict",
            Self::IdConflict => "/problems/id-conflict",
            Self::PreconditionFailed => "/problems/precondition-failed",
            Self::PayloadTooLarge => "/problems/payload-too-large",
            Self::UnsupportedMediaType => "/problems/unsupported-media-type",
            Self::RangeNotSatisfiable => "/problems/range-not-satisfiable",
            Self::ValidationFailed => "/problems/validation-failed",
            Self::IdempotencyAnswerLost => "/problems/idempotency-answer-lost",
            Self::IdempotencyKeyReused => "/problems/idempotency-key-reused",
            Self::RateLimited => "/problems/rate-limited",
            Self::Internal => "/problems/internal",
            Self::Unavailable => "/problems/unavailable",
        }
    }
}
