// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! What each problem code means.

pub use super::models::ProblemCode;

impl ProblemCode {
    /// Every code, in the contract's order.
    pub const ALL: [Self; 27] = [
        Self::InvalidArgument,
        Self::UploadPairMismatch,
        Self::VersionIsCurrent,
        Self::Unauthenticated,
        Self::AuthzPermissionDenied,
        Self::SignatureInvalid,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::RequestTimeout,
        Self::NameConflict,
        Self::IdConflict,
        Self::IdempotencyAnswerLost,
        Self::SignedUrlUsed,
        Self::ResourceDeleted,
        Self::PreconditionFailed,
        Self::PayloadTooLarge,
        Self::QuotaExceeded,
        Self::UriTooLong,
        Self::UnsupportedMediaType,
        Self::RangeNotSatisfiable,
        Self::ValidationFailed,
        Self::ChecksumMismatch,
        Self::IdempotencyKeyReused,
        Self::RateLimited,
        Self::HeadersTooLarge,
        Self::Internal,
        Self::Unavailable,
    ];

    /// As on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidArgument => "INVALID_ARGUMENT",
            Self::UploadPairMismatch => "UPLOAD_PAIR_MISMATCH",
            Self::VersionIsCurrent => "VERSION_IS_CURRENT",
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::AuthzPermissionDenied => "AUTHZ_PERMISSION_DENIED",
            Self::SignatureInvalid => "SIGNATURE_INVALID",
            Self::NotFound => "NOT_FOUND",
            Self::MethodNotAllowed => "METHOD_NOT_ALLOWED",
            Self::RequestTimeout => "REQUEST_TIMEOUT",
            Self::NameConflict => "NAME_CONFLICT",
            Self::IdConflict => "ID_CONFLICT",
            Self::IdempotencyAnswerLost => "IDEMPOTENCY_ANSWER_LOST",
            Self::SignedUrlUsed => "SIGNED_URL_USED",
            Self::ResourceDeleted => "RESOURCE_DELETED",
            Self::PreconditionFailed => "PRECONDITION_FAILED",
            Self::PayloadTooLarge => "PAYLOAD_TOO_LARGE",
            Self::QuotaExceeded => "QUOTA_EXCEEDED",
            Self::UriTooLong => "URI_TOO_LONG",
            Self::UnsupportedMediaType => "UNSUPPORTED_MEDIA_TYPE",
            Self::RangeNotSatisfiable => "RANGE_NOT_SATISFIABLE",
            Self::ValidationFailed => "VALIDATION_FAILED",
            Self::ChecksumMismatch => "CHECKSUM_MISMATCH",
            Self::IdempotencyKeyReused => "IDEMPOTENCY_KEY_REUSED",
            Self::RateLimited => "RATE_LIMITED",
            Self::HeadersTooLarge => "HEADERS_TOO_LARGE",
            Self::Internal => "INTERNAL",
            Self::Unavailable => "UNAVAILABLE",
        }
    }

    /// The HTTP status that the code is always answered with.
    pub const fn status(self) -> u16 {
        match self {
            Self::InvalidArgument | Self::UploadPairMismatch | Self::VersionIsCurrent => {
                400
            }
            Self::Unauthenticated => 401,
            Self::AuthzPermissionDenied | Self::SignatureInvalid => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::RequestTimeout => 408,
            Self::NameConflict
            | Self::IdConflict
            | Self::IdempotencyAnswerLost
            | Self::SignedUrlUsed => 409,
            Self::ResourceDeleted => 410,
            Self::PreconditionFailed => 412,
            Self::PayloadTooLarge | Self::QuotaExceeded => 413,
            Self::UriTooLong => 414,
            Self::UnsupportedMediaType => 415,
            Self::RangeNotSatisfiable => 416,
            Self::ValidationFailed
            | Self::ChecksumMismatch
            | Self::IdempotencyKeyReused => 422,
            Self::RateLimited => 429,
            Self::HeadersTooLarge => 431,
            Self::Internal => 500,
            Self::Unavailable => 503,
        }
    }

    /// The kind of problem in words.
    pub const fn title(self) -> &'static str {
        match self {
            Self::InvalidArgument => "Invalid argument",
            Self::UploadPairMismatch => "Upload pair mismatch",
            Self::VersionIsCurrent => "Version is current",
            Self::Unauthenticated => "Unauthenticated",
            Self::AuthzPermissionDenied => "Permission denied",
            Self::SignatureInvalid => "Signature invalid",
            Self::NotFound => "Not found",
            Self::MethodNotAllowed => "Method not allowed",
            Self::RequestTimeout => "Request timeout",
            Self::NameConflict => "Name conflict",
            Self::IdConflict => "Id conflict",
            Self::IdempotencyAnswerLost => "Idempotency answer lost",
            Self::SignedUrlUsed => "Signed URL used",
            Self::ResourceDeleted => "Resource deleted",
            Self::PreconditionFailed => "Precondition failed",
            Self::PayloadTooLarge => "Payload too large",
            Self::QuotaExceeded => "Quota exceeded",
            Self::UriTooLong => "URI too long",
            Self::UnsupportedMediaType => "Unsupported media type",
            Self::RangeNotSatisfiable => "Range not satisfiable",
            Self::ValidationFailed => "Validation failed",
            Self::ChecksumMismatch => "Checksum mismatch",
            Self::IdempotencyKeyReused => "Idempotency key reused",
            Self::RateLimited => "Rate limited",
            Self::HeadersTooLarge => "Headers too large",
            Self::Internal => "Internal error",
            Self::Unavailable => "Unavailable",
        }
    }

    /// The stable reference that names the kind of problem.
    pub const fn type_uri(self) -> &'static str {
        match self {
            Self::InvalidArgument => "/problems/invalid-argument",
            Self::UploadPairMismatch => "/problems/upload-pair-mismatch",
            Self::VersionIsCurrent => "/problems/version-is-current",
            Self::Unauthenticated => "/problems/unauthenticated",
            Self::AuthzPermissionDenied => "/problems/authz-permission-denied",
            Self::SignatureInvalid => "/problems/signature-invalid",
            Self::NotFound => "/problems/not-found",
            Self::MethodNotAllowed => "/problems/method-not-allowed",
            Self::RequestTimeout => "/problems/request-timeout",
            Self::NameConflict => "/problems/name-conflict",
            Self::IdConflict => "/problems/id-conflict",
            Self::IdempotencyAnswerLost => "/problems/idempotency-answer-lost",
            Self::SignedUrlUsed => "/problems/signed-url-used",
            Self::ResourceDeleted => "/problems/resource-deleted",
            Self::PreconditionFailed => "/problems/precondition-failed",
            Self::PayloadTooLarge => "/problems/payload-too-large",
            Self::QuotaExceeded => "/problems/quota-exceeded",
            Self::UriTooLong => "/problems/uri-too-long",
            Self::UnsupportedMediaType => "/problems/unsupported-media-type",
            Self::RangeNotSatisfiable => "/problems/range-not-satisfiable",
            Self::ValidationFailed => "/problems/validation-failed",
            Self::ChecksumMismatch => "/problems/checksum-mismatch",
            Self::IdempotencyKeyReused => "/problems/idempotency-key-reused",
            Self::RateLimited => "/problems/rate-limited",
            Self::HeadersTooLarge => "/problems/headers-too-large",
            Self::Internal => "/problems/internal",
            Self::Unavailable => "/problems/unavailable",
        }
    }
}
