// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! What the operations of the area *signed_urls* may be refused with.

use super::super::models::Problem;
use crate::core::{Undocumented, impl_api_error};

/// What `signed_upload_put` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum SignedUploadPutError {
    /// 400: The request is well-formed, but can't be carried out as asked.
    InvalidArgument(Problem),
    /// 403: The signed URL is not one, was changed, has ended, was revoked, or lends a right that is gone.
    SignatureInvalid(Problem),
    /// 408: The request's body came too slowly or stopped coming.
    RequestTimeout(Problem),
    /// 409: The signed URL was used for its one upload already.
    SignedUrlUsed(Problem),
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
    /// 500: A fault of the server; the log has the cause under `request_id`.
    Internal(Problem),
    /// 503: A part of the service does not answer right now; `Retry-After` says when to try again.
    Unavailable(Problem),
    #[doc(hidden)]
    __Undocumented(Undocumented),
}

impl_api_error!(SignedUploadPutError {
    InvalidArgument = 400 "INVALID_ARGUMENT", SignatureInvalid = 403 "SIGNATURE_INVALID",
    RequestTimeout = 408 "REQUEST_TIMEOUT", SignedUrlUsed = 409 "SIGNED_URL_USED",
    PayloadTooLarge = 413 "PAYLOAD_TOO_LARGE", QuotaExceeded = 413 "QUOTA_EXCEEDED",
    UnsupportedMediaType = 415 "UNSUPPORTED_MEDIA_TYPE", ValidationFailed = 422 "VALIDATION_FAILED",
    ChecksumMismatch = 422 "CHECKSUM_MISMATCH", Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `signed_upload_post` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum SignedUploadPostError {
    /// 400: The request is well-formed, but can't be carried out as asked.
    InvalidArgument(Problem),
    /// 403: The signed URL is not one, was changed, has ended, was revoked, or lends a right that is gone.
    SignatureInvalid(Problem),
    /// 408: The request's body came too slowly or stopped coming.
    RequestTimeout(Problem),
    /// 409: The signed URL was used for its one upload already.
    SignedUrlUsed(Problem),
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
    /// 500: A fault of the server; the log has the cause under `request_id`.
    Internal(Problem),
    /// 503: A part of the service does not answer right now; `Retry-After` says when to try again.
    Unavailable(Problem),
    #[doc(hidden)]
    __Undocumented(Undocumented),
}

impl_api_error!(SignedUploadPostError {
    InvalidArgument = 400 "INVALID_ARGUMENT", SignatureInvalid = 403 "SIGNATURE_INVALID",
    RequestTimeout = 408 "REQUEST_TIMEOUT", SignedUrlUsed = 409 "SIGNED_URL_USED",
    PayloadTooLarge = 413 "PAYLOAD_TOO_LARGE", QuotaExceeded = 413 "QUOTA_EXCEEDED",
    UnsupportedMediaType = 415 "UNSUPPORTED_MEDIA_TYPE", ValidationFailed = 422 "VALIDATION_FAILED",
    ChecksumMismatch = 422 "CHECKSUM_MISMATCH", Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `signed_download` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum SignedDownloadError {
    /// 403: The signed URL is not one, was changed, has ended, was revoked, or lends a right that is gone.
    SignatureInvalid(Problem),
    /// 404: There is no such thing, or the caller may not see it.
    NotFound(Problem),
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

impl_api_error!(SignedDownloadError {
    SignatureInvalid = 403 "SIGNATURE_INVALID", NotFound = 404 "NOT_FOUND",
    PreconditionFailed = 412 "PRECONDITION_FAILED", RangeNotSatisfiable = 416 "RANGE_NOT_SATISFIABLE",
    ValidationFailed = 422 "VALIDATION_FAILED", Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `signed_download_head` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum SignedDownloadHeadError {
    /// 403: The signed URL is not one, was changed, has ended, was revoked, or lends a right that is gone.
    SignatureInvalid(Problem),
    /// 404: There is no such thing, or the caller may not see it.
    NotFound(Problem),
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

impl_api_error!(SignedDownloadHeadError {
    SignatureInvalid = 403 "SIGNATURE_INVALID", NotFound = 404 "NOT_FOUND",
    PreconditionFailed = 412 "PRECONDITION_FAILED", RangeNotSatisfiable = 416 "RANGE_NOT_SATISFIABLE",
    ValidationFailed = 422 "VALIDATION_FAILED", Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `signed_url_list` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum SignedUrlListError {
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

impl_api_error!(SignedUrlListError {
    InvalidArgument = 400 "INVALID_ARGUMENT", Unauthenticated = 401 "UNAUTHENTICATED",
    AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED", ValidationFailed = 422 "VALIDATION_FAILED",
    Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `signed_url_revoke` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum SignedUrlRevokeError {
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

impl_api_error!(SignedUrlRevokeError {
    Unauthenticated = 401 "UNAUTHENTICATED", AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED",
    NotFound = 404 "NOT_FOUND", ValidationFailed = 422 "VALIDATION_FAILED", Internal = 500 "INTERNAL",
    Unavailable = 503 "UNAVAILABLE",
});

/// What `signed_urls_revoke` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum SignedUrlsRevokeError {
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

impl_api_error!(SignedUrlsRevokeError {
    InvalidArgument = 400 "INVALID_ARGUMENT", Unauthenticated = 401 "UNAUTHENTICATED",
    AuthzPermissionDenied = 403 "AUTHZ_PERMISSION_DENIED", NotFound = 404 "NOT_FOUND",
    RequestTimeout = 408 "REQUEST_TIMEOUT", PayloadTooLarge = 413 "PAYLOAD_TOO_LARGE",
    UnsupportedMediaType = 415 "UNSUPPORTED_MEDIA_TYPE", ValidationFailed = 422 "VALIDATION_FAILED",
    Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});
