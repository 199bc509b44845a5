// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! What the operations of the area *organizations* may be refused with.

use super::super::models::Problem;
use crate::core::{Undocumented, impl_api_error};

/// What `organization_create` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum OrganizationCreateError {
    /// 400: The request is well-formed, but can't be carried out as asked.
    InvalidArgument(Problem),
    /// 401: No credential, or one that is unknown, expired or revoked.
    Unauthenticated(Problem),
    /// 403: The caller may see the thing, but not do this to it; or the token lacks the scope.
    AuthzPermissionDenied(Problem),
    /// 408: The request's body came too slowly or stopped coming.
    RequestTimeout(Problem),
    /// 409: The name is taken in that folder.
    NameConflict(Problem),
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

impl_api_error!(OrganizationCreateError {
    InvalidArgument = 400 "INVALID_ARGUMENT", Unauthenticated = 401 "UNAUTHENTICATED",
    AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED", RequestTimeout = 408 "REQUEST_TIMEOUT",
    NameConflict = 409 "NAME_CONFLICT", IdempotencyAnswerLost = 409 "IDEMPOTENCY_ANSWER_LOST",
    PayloadTooLarge = 413 "PAYLOAD_TOO_LARGE", UnsupportedMediaType = 415 "UNSUPPORTED_MEDIA_TYPE",
    ValidationFailed = 422 "VALIDATION_FAILED", IdempotencyKeyReused = 422 "IDEMPOTENCY_KEY_REUSED",
    Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `organization_list` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum OrganizationListError {
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

impl_api_error!(OrganizationListError {
    InvalidArgument = 400 "INVALID_ARGUMENT", Unauthenticated = 401 "UNAUTHENTICATED",
    AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED", ValidationFailed = 422 "VALIDATION_FAILED",
    Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `organization_get` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum OrganizationGetError {
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

impl_api_error!(OrganizationGetError {
    Unauthenticated = 401 "UNAUTHENTICATED", AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED",
    NotFound = 404 "NOT_FOUND", ValidationFailed = 422 "VALIDATION_FAILED", Internal = 500 "INTERNAL",
    Unavailable = 503 "UNAVAILABLE",
});

/// What `organization_update` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum OrganizationUpdateError {
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
    /// 412: `If-Match` names another state than the current one, which `ETag` tells.
    PreconditionFailed(Problem),
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

impl_api_error!(OrganizationUpdateError {
    InvalidArgument = 400 "INVALID_ARGUMENT", Unauthenticated = 401 "UNAUTHENTICATED",
    AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED", NotFound = 404 "NOT_FOUND",
    RequestTimeout = 408 "REQUEST_TIMEOUT", NameConflict = 409 "NAME_CONFLICT",
    IdempotencyAnswerLost = 409 "IDEMPOTENCY_ANSWER_LOST", PreconditionFailed = 412 "PRECONDITION_FAILED",
    PayloadTooLarge = 413 "PAYLOAD_TOO_LARGE", UnsupportedMediaType = 415 "UNSUPPORTED_MEDIA_TYPE",
    ValidationFailed = 422 "VALIDATION_FAILED", IdempotencyKeyReused = 422 "IDEMPOTENCY_KEY_REUSED",
    Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `organization_delete` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum OrganizationDeleteError {
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

impl_api_error!(OrganizationDeleteError {
    InvalidArgument = 400 "INVALID_ARGUMENT", Unauthenticated = 401 "UNAUTHENTICATED",
    AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED", NotFound = 404 "NOT_FOUND",
    ValidationFailed = 422 "VALIDATION_FAILED", Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `member_create` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum MemberCreateError {
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
    /// 409: The identifier is in use.
    IdConflict(Problem),
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

impl_api_error!(MemberCreateError {
    InvalidArgument = 400 "INVALID_ARGUMENT", Unauthenticated = 401 "UNAUTHENTICATED",
    AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED", NotFound = 404 "NOT_FOUND",
    RequestTimeout = 408 "REQUEST_TIMEOUT", IdConflict = 409 "ID_CONFLICT",
    IdempotencyAnswerLost = 409 "IDEMPOTENCY_ANSWER_LOST", PayloadTooLarge = 413 "PAYLOAD_TOO_LARGE",
    UnsupportedMediaType = 415 "UNSUPPORTED_MEDIA_TYPE", ValidationFailed = 422 "VALIDATION_FAILED",
    IdempotencyKeyReused = 422 "IDEMPOTENCY_KEY_REUSED", Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `member_list` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum MemberListError {
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

impl_api_error!(MemberListError {
    InvalidArgument = 400 "INVALID_ARGUMENT", Unauthenticated = 401 "UNAUTHENTICATED",
    AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED", NotFound = 404 "NOT_FOUND",
    ValidationFailed = 422 "VALIDATION_FAILED", Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `member_get` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum MemberGetError {
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

impl_api_error!(MemberGetError {
    Unauthenticated = 401 "UNAUTHENTICATED", AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED",
    NotFound = 404 "NOT_FOUND", ValidationFailed = 422 "VALIDATION_FAILED", Internal = 500 "INTERNAL",
    Unavailable = 503 "UNAVAILABLE",
});

/// What `member_update` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum MemberUpdateError {
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

impl_api_error!(MemberUpdateError {
    InvalidArgument = 400 "INVALID_ARGUMENT", Unauthenticated = 401 "UNAUTHENTICATED",
    AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED", NotFound = 404 "NOT_FOUND",
    RequestTimeout = 408 "REQUEST_TIMEOUT", IdempotencyAnswerLost = 409 "IDEMPOTENCY_ANSWER_LOST",
    PayloadTooLarge = 413 "PAYLOAD_TOO_LARGE", UnsupportedMediaType = 415 "UNSUPPORTED_MEDIA_TYPE",
    ValidationFailed = 422 "VALIDATION_FAILED", IdempotencyKeyReused = 422 "IDEMPOTENCY_KEY_REUSED",
    Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `member_delete` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum MemberDeleteError {
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

impl_api_error!(MemberDeleteError {
    InvalidArgument = 400 "INVALID_ARGUMENT", Unauthenticated = 401 "UNAUTHENTICATED",
    AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED", NotFound = 404 "NOT_FOUND",
    ValidationFailed = 422 "VALIDATION_FAILED", Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});
