// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! What the operations of the area *groups* may be refused with.

use super::super::models::Problem;
use crate::core::{Undocumented, impl_api_error};

/// What `group_create` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum GroupCreateError {
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

impl_api_error!(GroupCreateError {
    InvalidArgument = 400 "INVALID_ARGUMENT", Unauthenticated = 401 "UNAUTHENTICATED",
    AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED", NotFound = 404 "NOT_FOUND",
    RequestTimeout = 408 "REQUEST_TIMEOUT", NameConflict = 409 "NAME_CONFLICT",
    IdempotencyAnswerLost = 409 "IDEMPOTENCY_ANSWER_LOST", PayloadTooLarge = 413 "PAYLOAD_TOO_LARGE",
    UnsupportedMediaType = 415 "UNSUPPORTED_MEDIA_TYPE", ValidationFailed = 422 "VALIDATION_FAILED",
    IdempotencyKeyReused = 422 "IDEMPOTENCY_KEY_REUSED", Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `group_list` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum GroupListError {
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

impl_api_error!(GroupListError {
    InvalidArgument = 400 "INVALID_ARGUMENT", Unauthenticated = 401 "UNAUTHENTICATED",
    AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED", NotFound = 404 "NOT_FOUND",
    ValidationFailed = 422 "VALIDATION_FAILED", Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `group_get` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum GroupGetError {
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

impl_api_error!(GroupGetError {
    Unauthenticated = 401 "UNAUTHENTICATED", AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED",
    NotFound = 404 "NOT_FOUND", ValidationFailed = 422 "VALIDATION_FAILED", Internal = 500 "INTERNAL",
    Unavailable = 503 "UNAVAILABLE",
});

/// What `group_update` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum GroupUpdateError {
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

impl_api_error!(GroupUpdateError {
    InvalidArgument = 400 "INVALID_ARGUMENT", Unauthenticated = 401 "UNAUTHENTICATED",
    AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED", NotFound = 404 "NOT_FOUND",
    RequestTimeout = 408 "REQUEST_TIMEOUT", NameConflict = 409 "NAME_CONFLICT",
    IdempotencyAnswerLost = 409 "IDEMPOTENCY_ANSWER_LOST", PayloadTooLarge = 413 "PAYLOAD_TOO_LARGE",
    UnsupportedMediaType = 415 "UNSUPPORTED_MEDIA_TYPE", ValidationFailed = 422 "VALIDATION_FAILED",
    IdempotencyKeyReused = 422 "IDEMPOTENCY_KEY_REUSED", Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `group_delete` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum GroupDeleteError {
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

impl_api_error!(GroupDeleteError {
    InvalidArgument = 400 "INVALID_ARGUMENT", Unauthenticated = 401 "UNAUTHENTICATED",
    AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED", NotFound = 404 "NOT_FOUND",
    ValidationFailed = 422 "VALIDATION_FAILED", Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `group_member_list` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum GroupMemberListError {
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

impl_api_error!(GroupMemberListError {
    InvalidArgument = 400 "INVALID_ARGUMENT", Unauthenticated = 401 "UNAUTHENTICATED",
    AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED", NotFound = 404 "NOT_FOUND",
    ValidationFailed = 422 "VALIDATION_FAILED", Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `group_member_put` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum GroupMemberPutError {
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

impl_api_error!(GroupMemberPutError {
    InvalidArgument = 400 "INVALID_ARGUMENT", Unauthenticated = 401 "UNAUTHENTICATED",
    AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED", NotFound = 404 "NOT_FOUND",
    ValidationFailed = 422 "VALIDATION_FAILED", Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `group_member_delete` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum GroupMemberDeleteError {
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

impl_api_error!(GroupMemberDeleteError {
    InvalidArgument = 400 "INVALID_ARGUMENT", Unauthenticated = 401 "UNAUTHENTICATED",
    AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED", NotFound = 404 "NOT_FOUND",
    ValidationFailed = 422 "VALIDATION_FAILED", Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});
