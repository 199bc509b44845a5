// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! Operations of the tag `shares`. Roots of folder trees; what people are granted access to.

use std::sync::Arc;

use poem_openapi::{ApiResponse, OpenApi};
use uuid::Uuid;

use crate::contract::{
    Answer, Authenticated, Header, Json, Operation, Path, ProblemAnswer, ProblemJson, Query, answer,
    documented,
};
use crate::domain::access::Caller;
use crate::error::Result;
use super::{models, operations};

/// Handlers of the tag `shares`. Roots of folder trees; what people are granted access to.
pub trait SharesApi: Send + Sync + 'static {
    /// Create a share
    ///
    /// The caller gets every permission on it. Guests can't.
    fn share_create(
        &self,
        caller: Caller,
        request: ShareCreateRequest,
    ) -> impl Future<Output = Result<ShareCreateResponse>> + Send;

    /// List shares
    ///
    /// Those that the caller may read.
    fn share_list(
        &self,
        caller: Caller,
        request: ShareListRequest,
    ) -> impl Future<Output = Result<ShareListResponse>> + Send;

    /// Get a share
    fn share_get(
        &self,
        caller: Caller,
        request: ShareGetRequest,
    ) -> impl Future<Output = Result<ShareGetResponse>> + Send;

    /// Change a share
    ///
    /// Needs MANAGE.
    fn share_update(
        &self,
        caller: Caller,
        request: ShareUpdateRequest,
    ) -> impl Future<Output = Result<ShareUpdateResponse>> + Send;

    /// Delete a share
    ///
    /// Needs MANAGE. Removes everything it holds, for good. The default share of an organization can't be
    /// deleted.
    fn share_delete(
        &self,
        caller: Caller,
        request: ShareDeleteRequest,
    ) -> impl Future<Output = Result<ShareDeleteResponse>> + Send;

    /// List what lies at a share's root
    ///
    /// Folders first, then files; both in the order asked for.
    fn share_children(
        &self,
        caller: Caller,
        request: ShareChildrenRequest,
    ) -> impl Future<Output = Result<ShareChildrenResponse>> + Send;

    /// List the tree of a share
    ///
    /// Everything live down to `depth`, each folder before what it holds, and in a folder the folders first, by
    /// name. At most 10000 folders and files. Where there are more, the deepest are left out and `truncated` is
    /// true. Ask on from a `folder_id`.
    fn share_tree(
        &self,
        caller: Caller,
        request: ShareTreeRequest,
    ) -> impl Future<Output = Result<ShareTreeResponse>> + Send;

    /// Find a folder or file by its path
    ///
    /// Names are compared as everywhere, whatever their case. A path that leads to nothing, or to what is in the
    /// trash, is 404.
    fn share_resolve(
        &self,
        caller: Caller,
        request: ShareResolveRequest,
    ) -> impl Future<Output = Result<ShareResolveResponse>> + Send;

    /// List who was granted what on a share
    ///
    /// Needs MANAGE. The grants on the share itself; those that have expired too, until they are deleted.
    fn grant_list(
        &self,
        caller: Caller,
        request: GrantListRequest,
    ) -> impl Future<Output = Result<GrantListResponse>> + Send;

    /// Grant permissions on a share
    ///
    /// Needs MANAGE. Replaces what the member or group had there. What is granted here holds for everything in
    /// the share. Nobody but the organization's owners and admins can grant more, or for longer, than they hold
    /// themselves.
    fn grant_put(
        &self,
        caller: Caller,
        request: GrantPutRequest,
    ) -> impl Future<Output = Result<GrantPutResponse>> + Send;

    /// Take back a grant on a share
    ///
    /// Needs MANAGE. Effective with the next request.
    fn grant_delete(
        &self,
        caller: Caller,
        request: GrantDeleteRequest,
    ) -> impl Future<Output = Result<GrantDeleteResponse>> + Send;
}

/// What `share_create` is asked.
#[derive(Debug)]
pub struct ShareCreateRequest {
    pub body: models::ShareCreate,
}

/// What `share_create` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum ShareCreateResponse {
    /// The share.
    #[oai(status = 201)]
    Created(
        Json<models::Share>,
        /// Where the new thing is.
        #[oai(header = "Location")]
        String,
        /// The entity tag of the current state.
        #[oai(header = "ETag")]
        String,
    ),
    /// - `INVALID_ARGUMENT`: The request is well-formed, but can't be carried out as asked.
    #[oai(status = 400)]
    BadRequest(ProblemJson),
    /// - `UNAUTHENTICATED`: No credential, or one that is unknown, expired or revoked.
    #[oai(status = 401)]
    Unauthorized(
        ProblemJson,
        /// How to authenticate.
        #[oai(header = "WWW-Authenticate")]
        String,
    ),
    /// - `AUTHZ_PERMISSION_DENIED`: The caller may see the thing, but not do this to it; or the token lacks the
    ///   scope.
    #[oai(status = 403)]
    Forbidden(ProblemJson),
    /// - `REQUEST_TIMEOUT`: The request's body came too slowly or stopped coming.
    #[oai(status = 408)]
    RequestTimeout(ProblemJson),
    /// - `NAME_CONFLICT`: The name is taken in that folder. `data.existing_id` names the holder, if the caller
    ///   may see it.
    /// - `IDEMPOTENCY_ANSWER_LOST`: A request with this key was carried out, but what it was answered is not
    ///   known. Look at the current state, and use a new key for anything more.
    #[oai(status = 409)]
    Conflict(ProblemJson),
    /// - `PAYLOAD_TOO_LARGE`: The body is longer than this operation takes.
    #[oai(status = 413)]
    ContentTooLarge(ProblemJson),
    /// - `UNSUPPORTED_MEDIA_TYPE`: `Content-Type` is missing or not one that the operation takes.
    #[oai(status = 415)]
    UnsupportedMediaType(ProblemJson),
    /// - `VALIDATION_FAILED`: Parameters or body break the contract; `errors` lists every fault.
    /// - `IDEMPOTENCY_KEY_REUSED`: The key was used with another request before.
    #[oai(status = 422)]
    UnprocessableContent(ProblemJson),
    /// - `INTERNAL`: A fault of the server; the log has the cause under `request_id`.
    #[oai(status = 500)]
    InternalServerError(ProblemJson),
    /// - `UNAVAILABLE`: A part of the service does not answer right now; `Retry-After` says when to try again.
    #[oai(status = 503)]
    ServiceUnavailable(
        ProblemJson,
        /// Seconds to wait before the next attempt.
        #[oai(header = "Retry-After")]
        i64,
    ),
}

impl Answer for ShareCreateResponse {
    const OPERATION: &'static Operation = &operations::SHARE_CREATE;

    fn from_problem(problem: ProblemAnswer) -> Self {
        let problem = documented(Self::OPERATION, problem);
        match problem.status() {
            400 => Self::BadRequest(problem.body()),
            401 => {
                let www_authenticate = problem.www_authenticate();
                Self::Unauthorized(problem.body(), www_authenticate)
            }
            403 => Self::Forbidden(problem.body()),
            408 => Self::RequestTimeout(problem.body()),
            409 => Self::Conflict(problem.body()),
            413 => Self::ContentTooLarge(problem.body()),
            415 => Self::UnsupportedMediaType(problem.body()),
            422 => Self::UnprocessableContent(problem.body()),
            503 => {
                let retry_after = problem.retry_after();
                Self::ServiceUnavailable(problem.body(), retry_after)
            }
            _ => Self::InternalServerError(problem.body()),
        }
    }
}

/// What `share_list` is asked.
#[derive(Debug)]
pub struct ShareListRequest {
    /// How many items to leave out. Not together with `cursor`.
    pub skip: i64,
    /// How many items to answer at the most.
    pub take: i32,
    /// The `next_cursor` of the page before, with the same `order_by` and filters.
    pub cursor: Option<String>,
    /// What to sort by.
    pub order_by: Option<models::ShareOrder>,
}

/// What `share_list` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum ShareListResponse {
    /// A page of shares.
    #[oai(status = 200)]
    Ok(Json<models::ShareList>),
    /// - `INVALID_ARGUMENT`: The request is well-formed, but can't be carried out as asked.
    #[oai(status = 400)]
    BadRequest(ProblemJson),
    /// - `UNAUTHENTICATED`: No credential, or one that is unknown, expired or revoked.
    #[oai(status = 401)]
    Unauthorized(
        ProblemJson,
        /// How to authenticate.
        #[oai(header = "WWW-Authenticate")]
        String,
    ),
    /// - `AUTHZ_PERMISSION_DENIED`: The caller may see the thing, but not do this to it; or the token lacks the
    ///   scope.
    #[oai(status = 403)]
    Forbidden(ProblemJson),
    /// - `VALIDATION_FAILED`: Parameters or body break the contract; `errors` lists every fault.
    #[oai(status = 422)]
    UnprocessableContent(ProblemJson),
    /// - `INTERNAL`: A fault of the server; the log has the cause under `request_id`.
    #[oai(status = 500)]
    InternalServerError(ProblemJson),
    /// - `UNAVAILABLE`: A part of the service does not answer right now; `Retry-After` says when to try again.
    #[oai(status = 503)]
    ServiceUnavailable(
        ProblemJson,
        /// Seconds to wait before the next attempt.
        #[oai(header = "Retry-After")]
        i64,
    ),
}

impl Answer for ShareListResponse {
    const OPERATION: &'static Operation = &operations::SHARE_LIST;

    fn from_problem(problem: ProblemAnswer) -> Self {
        let problem = documented(Self::OPERATION, problem);
        match problem.status() {
            400 => Self::BadRequest(problem.body()),
            401 => {
                let www_authenticate = problem.www_authenticate();
                Self::Unauthorized(problem.body(), www_authenticate)
            }
            403 => Self::Forbidden(problem.body()),
            422 => Self::UnprocessableContent(problem.body()),
            503 => {
                let retry_after = problem.retry_after();
                Self::ServiceUnavailable(problem.body(), retry_after)
            }
            _ => Self::InternalServerError(problem.body()),
        }
    }
}

/// What `share_get` is asked.
#[derive(Debug)]
pub struct ShareGetRequest {
    /// The share.
    pub share_id: Uuid,
}

/// What `share_get` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum ShareGetResponse {
    /// The share.
    #[oai(status = 200)]
    Ok(
        Json<models::Share>,
        /// The entity tag of the current state.
        #[oai(header = "ETag")]
        String,
    ),
    /// - `UNAUTHENTICATED`: No credential, or one that is unknown, expired or revoked.
    #[oai(status = 401)]
    Unauthorized(
        ProblemJson,
        /// How to authenticate.
        #[oai(header = "WWW-Authenticate")]
        String,
    ),
    /// - `AUTHZ_PERMISSION_DENIED`: The caller may see the thing, but not do this to it; or the token lacks the
    ///   scope.
    #[oai(status = 403)]
    Forbidden(ProblemJson),
    /// - `NOT_FOUND`: There is no such thing, or the caller may not see it.
    #[oai(status = 404)]
    NotFound(ProblemJson),
    /// - `VALIDATION_FAILED`: Parameters or body break the contract; `errors` lists every fault.
    #[oai(status = 422)]
    UnprocessableContent(ProblemJson),
    /// - `INTERNAL`: A fault of the server; the log has the cause under `request_id`.
    #[oai(status = 500)]
    InternalServerError(ProblemJson),
    /// - `UNAVAILABLE`: A part of the service does not answer right now; `Retry-After` says when to try again.
    #[oai(status = 503)]
    ServiceUnavailable(
        ProblemJson,
        /// Seconds to wait before the next attempt.
        #[oai(header = "Retry-After")]
        i64,
    ),
}

impl Answer for ShareGetResponse {
    const OPERATION: &'static Operation = &operations::SHARE_GET;

    fn from_problem(problem: ProblemAnswer) -> Self {
        let problem = documented(Self::OPERATION, problem);
        match problem.status() {
            401 => {
                let www_authenticate = problem.www_authenticate();
                Self::Unauthorized(problem.body(), www_authenticate)
            }
            403 => Self::Forbidden(problem.body()),
            404 => Self::NotFound(problem.body()),
            422 => Self::UnprocessableContent(problem.body()),
            503 => {
                let retry_after = problem.retry_after();
                Self::ServiceUnavailable(problem.body(), retry_after)
            }
            _ => Self::InternalServerError(problem.body()),
        }
    }
}

/// What `share_update` is asked.
#[derive(Debug)]
pub struct ShareUpdateRequest {
    /// The share.
    pub share_id: Uuid,
    /// Carry out only if the current entity tag is one of these (RFC 9110).
    pub if_match: Option<String>,
    pub body: models::ShareUpdate,
}

/// What `share_update` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum ShareUpdateResponse {
    /// The share.
    #[oai(status = 200)]
    Ok(
        Json<models::Share>,
        /// The entity tag of the current state.
        #[oai(header = "ETag")]
        String,
    ),
    /// - `INVALID_ARGUMENT`: The request is well-formed, but can't be carried out as asked.
    #[oai(status = 400)]
    BadRequest(ProblemJson),
    /// - `UNAUTHENTICATED`: No credential, or one that is unknown, expired or revoked.
    #[oai(status = 401)]
    Unauthorized(
        ProblemJson,
        /// How to authenticate.
        #[oai(header = "WWW-Authenticate")]
        String,
    ),
    /// - `AUTHZ_PERMISSION_DENIED`: The caller may see the thing, but not do this to it; or the token lacks the
    ///   scope.
    #[oai(status = 403)]
    Forbidden(ProblemJson),
    /// - `NOT_FOUND`: There is no such thing, or the caller may not see it.
    #[oai(status = 404)]
    NotFound(ProblemJson),
    /// - `REQUEST_TIMEOUT`: The request's body came too slowly or stopped coming.
    #[oai(status = 408)]
    RequestTimeout(ProblemJson),
    /// - `NAME_CONFLICT`: The name is taken in that folder. `data.existing_id` names the holder, if the caller
    ///   may see it.
    /// - `IDEMPOTENCY_ANSWER_LOST`: A request with this key was carried out, but what it was answered is not
    ///   known. Look at the current state, and use a new key for anything more.
    #[oai(status = 409)]
    Conflict(ProblemJson),
    /// - `PRECONDITION_FAILED`: `If-Match` names another state than the current one, which `ETag` tells.
    #[oai(status = 412)]
    PreconditionFailed(
        ProblemJson,
        /// The entity tag of the current state.
        #[oai(header = "ETag")]
        String,
    ),
    /// - `PAYLOAD_TOO_LARGE`: The body is longer than this operation takes.
    #[oai(status = 413)]
    ContentTooLarge(ProblemJson),
    /// - `UNSUPPORTED_MEDIA_TYPE`: `Content-Type` is missing or not one that the operation takes.
    #[oai(status = 415)]
    UnsupportedMediaType(ProblemJson),
    /// - `VALIDATION_FAILED`: Parameters or body break the contract; `errors` lists every fault.
    /// - `IDEMPOTENCY_KEY_REUSED`: The key was used with another request before.
    #[oai(status = 422)]
    UnprocessableContent(ProblemJson),
    /// - `INTERNAL`: A fault of the server; the log has the cause under `request_id`.
    #[oai(status = 500)]
    InternalServerError(ProblemJson),
    /// - `UNAVAILABLE`: A part of the service does not answer right now; `Retry-After` says when to try again.
    #[oai(status = 503)]
    ServiceUnavailable(
        ProblemJson,
        /// Seconds to wait before the next attempt.
        #[oai(header = "Retry-After")]
        i64,
    ),
}

impl Answer for ShareUpdateResponse {
    const OPERATION: &'static Operation = &operations::SHARE_UPDATE;

    fn from_problem(problem: ProblemAnswer) -> Self {
        let problem = documented(Self::OPERATION, problem);
        match problem.status() {
            400 => Self::BadRequest(problem.body()),
            401 => {
                let www_authenticate = problem.www_authenticate();
                Self::Unauthorized(problem.body(), www_authenticate)
            }
            403 => Self::Forbidden(problem.body()),
            404 => Self::NotFound(problem.body()),
            408 => Self::RequestTimeout(problem.body()),
            409 => Self::Conflict(problem.body()),
            412 => {
                let etag = problem.etag();
                Self::PreconditionFailed(problem.body(), etag)
            }
            413 => Self::ContentTooLarge(problem.body()),
            415 => Self::UnsupportedMediaType(problem.body()),
            422 => Self::UnprocessableContent(problem.body()),
            503 => {
                let retry_after = problem.retry_after();
                Self::ServiceUnavailable(problem.body(), retry_after)
            }
            _ => Self::InternalServerError(problem.body()),
        }
    }
}

/// What `share_delete` is asked.
#[derive(Debug)]
pub struct ShareDeleteRequest {
    /// The share.
    pub share_id: Uuid,
}

/// What `share_delete` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum ShareDeleteResponse {
    /// The share is gone.
    #[oai(status = 204)]
    NoContent,
    /// - `INVALID_ARGUMENT`: The request is well-formed, but can't be carried out as asked.
    #[oai(status = 400)]
    BadRequest(ProblemJson),
    /// - `UNAUTHENTICATED`: No credential, or one that is unknown, expired or revoked.
    #[oai(status = 401)]
    Unauthorized(
        ProblemJson,
        /// How to authenticate.
        #[oai(header = "WWW-Authenticate")]
        String,
    ),
    /// - `AUTHZ_PERMISSION_DENIED`: The caller may see the thing, but not do this to it; or the token lacks the
    ///   scope.
    #[oai(status = 403)]
    Forbidden(ProblemJson),
    /// - `NOT_FOUND`: There is no such thing, or the caller may not see it.
    #[oai(status = 404)]
    NotFound(ProblemJson),
    /// - `VALIDATION_FAILED`: Parameters or body break the contract; `errors` lists every fault.
    #[oai(status = 422)]
    UnprocessableContent(ProblemJson),
    /// - `INTERNAL`: A fault of the server; the log has the cause under `request_id`.
    #[oai(status = 500)]
    InternalServerError(ProblemJson),
    /// - `UNAVAILABLE`: A part of the service does not answer right now; `Retry-After` says when to try again.
    #[oai(status = 503)]
    ServiceUnavailable(
        ProblemJson,
        /// Seconds to wait before the next attempt.
        #[oai(header = "Retry-After")]
        i64,
    ),
}

impl Answer for ShareDeleteResponse {
    const OPERATION: &'static Operation = &operations::SHARE_DELETE;

    fn from_problem(problem: ProblemAnswer) -> Self {
        let problem = documented(Self::OPERATION, problem);
        match problem.status() {
            400 => Self::BadRequest(problem.body()),
            401 => {
                let www_authenticate = problem.www_authenticate();
                Self::Unauthorized(problem.body(), www_authenticate)
            }
            403 => Self::Forbidden(problem.body()),
            404 => Self::NotFound(problem.body()),
            422 => Self::UnprocessableContent(problem.body()),
            503 => {
                let retry_after = problem.retry_after();
                Self::ServiceUnavailable(problem.body(), retry_after)
            }
            _ => Self::InternalServerError(problem.body()),
        }
    }
}

/// What `share_children` is asked.
#[derive(Debug)]
pub struct ShareChildrenRequest {
    /// The share.
    pub share_id: Uuid,
    /// How many items to leave out. Not together with `cursor`.
    pub skip: i64,
    /// How many items to answer at the most.
    pub take: i32,
    /// The `next_cursor` of the page before, with the same `order_by` and filters.
    pub cursor: Option<String>,
    /// What to sort by.
    pub order_by: Option<models::NodeOrder>,
}

/// What `share_children` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum ShareChildrenResponse {
    /// A page of folders and files.
    #[oai(status = 200)]
    Ok(Json<models::NodeList>),
    /// - `INVALID_ARGUMENT`: The request is well-formed, but can't be carried out as asked.
    #[oai(status = 400)]
    BadRequest(ProblemJson),
    /// - `UNAUTHENTICATED`: No credential, or one that is unknown, expired or revoked.
    #[oai(status = 401)]
    Unauthorized(
        ProblemJson,
        /// How to authenticate.
        #[oai(header = "WWW-Authenticate")]
        String,
    ),
    /// - `AUTHZ_PERMISSION_DENIED`: The caller may see the thing, but not do this to it; or the token lacks the
    ///   scope.
    #[oai(status = 403)]
    Forbidden(ProblemJson),
    /// - `NOT_FOUND`: There is no such thing, or the caller may not see it.
    #[oai(status = 404)]
    NotFound(ProblemJson),
    /// - `VALIDATION_FAILED`: Parameters or body break the contract; `errors` lists every fault.
    #[oai(status = 422)]
    UnprocessableContent(ProblemJson),
    /// - `INTERNAL`: A fault of the server; the log has the cause under `request_id`.
    #[oai(status = 500)]
    InternalServerError(ProblemJson),
    /// - `UNAVAILABLE`: A part of the service does not answer right now; `Retry-After` says when to try again.
    #[oai(status = 503)]
    ServiceUnavailable(
        ProblemJson,
        /// Seconds to wait before the next attempt.
        #[oai(header = "Retry-After")]
        i64,
    ),
}

impl Answer for ShareChildrenResponse {
    const OPERATION: &'static Operation = &operations::SHARE_CHILDREN;

    fn from_problem(problem: ProblemAnswer) -> Self {
        let problem = documented(Self::OPERATION, problem);
        match problem.status() {
            400 => Self::BadRequest(problem.body()),
            401 => {
                let www_authenticate = problem.www_authenticate();
                Self::Unauthorized(problem.body(), www_authenticate)
            }
            403 => Self::Forbidden(problem.body()),
            404 => Self::NotFound(problem.body()),
            422 => Self::UnprocessableContent(problem.body()),
            503 => {
                let retry_after = problem.retry_after();
                Self::ServiceUnavailable(problem.body(), retry_after)
            }
            _ => Self::InternalServerError(problem.body()),
        }
    }
}

/// What `share_tree` is asked.
#[derive(Debug)]
pub struct ShareTreeRequest {
    /// The share.
    pub share_id: Uuid,
    /// How many levels; 1 is what lies right there.
    pub depth: i32,
    /// The folder to begin in; the root of the share, if absent.
    pub folder_id: Option<Uuid>,
}

/// What `share_tree` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum ShareTreeResponse {
    /// The tree.
    #[oai(status = 200)]
    Ok(Json<models::Tree>),
    /// - `INVALID_ARGUMENT`: The request is well-formed, but can't be carried out as asked.
    #[oai(status = 400)]
    BadRequest(ProblemJson),
    /// - `UNAUTHENTICATED`: No credential, or one that is unknown, expired or revoked.
    #[oai(status = 401)]
    Unauthorized(
        ProblemJson,
        /// How to authenticate.
        #[oai(header = "WWW-Authenticate")]
        String,
    ),
    /// - `AUTHZ_PERMISSION_DENIED`: The caller may see the thing, but not do this to it; or the token lacks the
    ///   scope.
    #[oai(status = 403)]
    Forbidden(ProblemJson),
    /// - `NOT_FOUND`: There is no such thing, or the caller may not see it.
    #[oai(status = 404)]
    NotFound(ProblemJson),
    /// - `RESOURCE_DELETED`: The thing is in the trash.
    #[oai(status = 410)]
    Gone(ProblemJson),
    /// - `VALIDATION_FAILED`: Parameters or body break the contract; `errors` lists every fault.
    #[oai(status = 422)]
    UnprocessableContent(ProblemJson),
    /// - `INTERNAL`: A fault of the server; the log has the cause under `request_id`.
    #[oai(status = 500)]
    InternalServerError(ProblemJson),
    /// - `UNAVAILABLE`: A part of the service does not answer right now; `Retry-After` says when to try again.
    #[oai(status = 503)]
    ServiceUnavailable(
        ProblemJson,
        /// Seconds to wait before the next attempt.
        #[oai(header = "Retry-After")]
        i64,
    ),
}

impl Answer for ShareTreeResponse {
    const OPERATION: &'static Operation = &operations::SHARE_TREE;

    fn from_problem(problem: ProblemAnswer) -> Self {
        let problem = documented(Self::OPERATION, problem);
        match problem.status() {
            400 => Self::BadRequest(problem.body()),
            401 => {
                let www_authenticate = problem.www_authenticate();
                Self::Unauthorized(problem.body(), www_authenticate)
            }
            403 => Self::Forbidden(problem.body()),
            404 => Self::NotFound(problem.body()),
            410 => Self::Gone(problem.body()),
            422 => Self::UnprocessableContent(problem.body()),
            503 => {
                let retry_after = problem.retry_after();
                Self::ServiceUnavailable(problem.body(), retry_after)
            }
            _ => Self::InternalServerError(problem.body()),
        }
    }
}

/// What `share_resolve` is asked.
#[derive(Debug)]
pub struct ShareResolveRequest {
    /// The share.
    pub share_id: Uuid,
    /// The path below the share's root, such as `/a/b.txt`.
    pub path: String,
}

/// What `share_resolve` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum ShareResolveResponse {
    /// What is there.
    #[oai(status = 200)]
    Ok(Json<models::TreeNode>),
    /// - `UNAUTHENTICATED`: No credential, or one that is unknown, expired or revoked.
    #[oai(status = 401)]
    Unauthorized(
        ProblemJson,
        /// How to authenticate.
        #[oai(header = "WWW-Authenticate")]
        String,
    ),
    /// - `AUTHZ_PERMISSION_DENIED`: The caller may see the thing, but not do this to it; or the token lacks the
    ///   scope.
    #[oai(status = 403)]
    Forbidden(ProblemJson),
    /// - `NOT_FOUND`: There is no such thing, or the caller may not see it.
    #[oai(status = 404)]
    NotFound(ProblemJson),
    /// - `VALIDATION_FAILED`: Parameters or body break the contract; `errors` lists every fault.
    #[oai(status = 422)]
    UnprocessableContent(ProblemJson),
    /// - `INTERNAL`: A fault of the server; the log has the cause under `request_id`.
    #[oai(status = 500)]
    InternalServerError(ProblemJson),
    /// - `UNAVAILABLE`: A part of the service does not answer right now; `Retry-After` says when to try again.
    #[oai(status = 503)]
    ServiceUnavailable(
        ProblemJson,
        /// Seconds to wait before the next attempt.
        #[oai(header = "Retry-After")]
        i64,
    ),
}

impl Answer for ShareResolveResponse {
    const OPERATION: &'static Operation = &operations::SHARE_RESOLVE;

    fn from_problem(problem: ProblemAnswer) -> Self {
        let problem = documented(Self::OPERATION, problem);
        match problem.status() {
            401 => {
                let www_authenticate = problem.www_authenticate();
                Self::Unauthorized(problem.body(), www_authenticate)
            }
            403 => Self::Forbidden(problem.body()),
            404 => Self::NotFound(problem.body()),
            422 => Self::UnprocessableContent(problem.body()),
            503 => {
                let retry_after = problem.retry_after();
                Self::ServiceUnavailable(problem.body(), retry_after)
            }
            _ => Self::InternalServerError(problem.body()),
        }
    }
}

/// What `grant_list` is asked.
#[derive(Debug)]
pub struct GrantListRequest {
    /// The share.
    pub share_id: Uuid,
}

/// What `grant_list` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum GrantListResponse {
    /// All grants on the share.
    #[oai(status = 200)]
    Ok(Json<models::GrantList>),
    /// - `UNAUTHENTICATED`: No credential, or one that is unknown, expired or revoked.
    #[oai(status = 401)]
    Unauthorized(
        ProblemJson,
        /// How to authenticate.
        #[oai(header = "WWW-Authenticate")]
        String,
    ),
    /// - `AUTHZ_PERMISSION_DENIED`: The caller may see the thing, but not do this to it; or the token lacks the
    ///   scope.
    #[oai(status = 403)]
    Forbidden(ProblemJson),
    /// - `NOT_FOUND`: There is no such thing, or the caller may not see it.
    #[oai(status = 404)]
    NotFound(ProblemJson),
    /// - `VALIDATION_FAILED`: Parameters or body break the contract; `errors` lists every fault.
    #[oai(status = 422)]
    UnprocessableContent(ProblemJson),
    /// - `INTERNAL`: A fault of the server; the log has the cause under `request_id`.
    #[oai(status = 500)]
    InternalServerError(ProblemJson),
    /// - `UNAVAILABLE`: A part of the service does not answer right now; `Retry-After` says when to try again.
    #[oai(status = 503)]
    ServiceUnavailable(
        ProblemJson,
        /// Seconds to wait before the next attempt.
        #[oai(header = "Retry-After")]
        i64,
    ),
}

impl Answer for GrantListResponse {
    const OPERATION: &'static Operation = &operations::GRANT_LIST;

    fn from_problem(problem: ProblemAnswer) -> Self {
        let problem = documented(Self::OPERATION, problem);
        match problem.status() {
            401 => {
                let www_authenticate = problem.www_authenticate();
                Self::Unauthorized(problem.body(), www_authenticate)
            }
            403 => Self::Forbidden(problem.body()),
            404 => Self::NotFound(problem.body()),
            422 => Self::UnprocessableContent(problem.body()),
            503 => {
                let retry_after = problem.retry_after();
                Self::ServiceUnavailable(problem.body(), retry_after)
            }
            _ => Self::InternalServerError(problem.body()),
        }
    }
}

/// What `grant_put` is asked.
#[derive(Debug)]
pub struct GrantPutRequest {
    /// The share.
    pub share_id: Uuid,
    /// Whom it is granted to: a member's user id or a group's id.
    pub principal_id: Uuid,
    pub body: models::GrantPut,
}

/// What `grant_put` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum GrantPutResponse {
    /// The grant.
    #[oai(status = 200)]
    Ok(Json<models::Grant>),
    /// - `INVALID_ARGUMENT`: The request is well-formed, but can't be carried out as asked.
    #[oai(status = 400)]
    BadRequest(ProblemJson),
    /// - `UNAUTHENTICATED`: No credential, or one that is unknown, expired or revoked.
    #[oai(status = 401)]
    Unauthorized(
        ProblemJson,
        /// How to authenticate.
        #[oai(header = "WWW-Authenticate")]
        String,
    ),
    /// - `AUTHZ_PERMISSION_DENIED`: The caller may see the thing, but not do this to it; or the token lacks the
    ///   scope.
    #[oai(status = 403)]
    Forbidden(ProblemJson),
    /// - `NOT_FOUND`: There is no such thing, or the caller may not see it.
    #[oai(status = 404)]
    NotFound(ProblemJson),
    /// - `REQUEST_TIMEOUT`: The request's body came too slowly or stopped coming.
    #[oai(status = 408)]
    RequestTimeout(ProblemJson),
    /// - `PAYLOAD_TOO_LARGE`: The body is longer than this operation takes.
    #[oai(status = 413)]
    ContentTooLarge(ProblemJson),
    /// - `UNSUPPORTED_MEDIA_TYPE`: `Content-Type` is missing or not one that the operation takes.
    #[oai(status = 415)]
    UnsupportedMediaType(ProblemJson),
    /// - `VALIDATION_FAILED`: Parameters or body break the contract; `errors` lists every fault.
    #[oai(status = 422)]
    UnprocessableContent(ProblemJson),
    /// - `INTERNAL`: A fault of the server; the log has the cause under `request_id`.
    #[oai(status = 500)]
    InternalServerError(ProblemJson),
    /// - `UNAVAILABLE`: A part of the service does not answer right now; `Retry-After` says when to try again.
    #[oai(status = 503)]
    ServiceUnavailable(
        ProblemJson,
        /// Seconds to wait before the next attempt.
        #[oai(header = "Retry-After")]
        i64,
    ),
}

impl Answer for GrantPutResponse {
    const OPERATION: &'static Operation = &operations::GRANT_PUT;

    fn from_problem(problem: ProblemAnswer) -> Self {
        let problem = documented(Self::OPERATION, problem);
        match problem.status() {
            400 => Self::BadRequest(problem.body()),
            401 => {
                let www_authenticate = problem.www_authenticate();
                Self::Unauthorized(problem.body(), www_authenticate)
            }
            403 => Self::Forbidden(problem.body()),
            404 => Self::NotFound(problem.body()),
            408 => Self::RequestTimeout(problem.body()),
            413 => Self::ContentTooLarge(problem.body()),
            415 => Self::UnsupportedMediaType(problem.body()),
            422 => Self::UnprocessableContent(problem.body()),
            503 => {
                let retry_after = problem.retry_after();
                Self::ServiceUnavailable(problem.body(), retry_after)
            }
            _ => Self::InternalServerError(problem.body()),
        }
    }
}

/// What `grant_delete` is asked.
#[derive(Debug)]
pub struct GrantDeleteRequest {
    /// The share.
    pub share_id: Uuid,
    /// Whom it is granted to: a member's user id or a group's id.
    pub principal_id: Uuid,
}

/// What `grant_delete` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum GrantDeleteResponse {
    /// The grant is gone.
    #[oai(status = 204)]
    NoContent,
    /// - `UNAUTHENTICATED`: No credential, or one that is unknown, expired or revoked.
    #[oai(status = 401)]
    Unauthorized(
        ProblemJson,
        /// How to authenticate.
        #[oai(header = "WWW-Authenticate")]
        String,
    ),
    /// - `AUTHZ_PERMISSION_DENIED`: The caller may see the thing, but not do this to it; or the token lacks the
    ///   scope.
    #[oai(status = 403)]
    Forbidden(ProblemJson),
    /// - `NOT_FOUND`: There is no such thing, or the caller may not see it.
    #[oai(status = 404)]
    NotFound(ProblemJson),
    /// - `VALIDATION_FAILED`: Parameters or body break the contract; `errors` lists every fault.
    #[oai(status = 422)]
    UnprocessableContent(ProblemJson),
    /// - `INTERNAL`: A fault of the server; the log has the cause under `request_id`.
    #[oai(status = 500)]
    InternalServerError(ProblemJson),
    /// - `UNAVAILABLE`: A part of the service does not answer right now; `Retry-After` says when to try again.
    #[oai(status = 503)]
    ServiceUnavailable(
        ProblemJson,
        /// Seconds to wait before the next attempt.
        #[oai(header = "Retry-After")]
        i64,
    ),
}

impl Answer for GrantDeleteResponse {
    const OPERATION: &'static Operation = &operations::GRANT_DELETE;

    fn from_problem(problem: ProblemAnswer) -> Self {
        let problem = documented(Self::OPERATION, problem);
        match problem.status() {
            401 => {
                let www_authenticate = problem.www_authenticate();
                Self::Unauthorized(problem.body(), www_authenticate)
            }
            403 => Self::Forbidden(problem.body()),
            404 => Self::NotFound(problem.body()),
            422 => Self::UnprocessableContent(problem.body()),
            503 => {
                let retry_after = problem.retry_after();
                Self::ServiceUnavailable(problem.body(), retry_after)
            }
            _ => Self::InternalServerError(problem.body()),
        }
    }
}

/// Routes the tag `shares` to its handlers.
#[derive(Debug)]
pub struct SharesGlue<A>(pub Arc<A>);

#[OpenApi]
impl<A: SharesApi> SharesGlue<A> {
    /// Create a share
    ///
    /// The caller gets every permission on it. Guests can't.
    #[oai(
        path = "/api/v1/shares",
        method = "post",
        operation_id = "share_create",
        tag = "super::Tag::Shares"
    )]
    async fn share_create(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// A key of the caller's choice. A repeated request with the same key is answered from memory for 24 hours.
        #[oai(
            name = "Idempotency-Key",
            validator(min_length = 1, max_length = 255, pattern = "^[!-~]+$")
        )]
        _idempotency_key: Header<Option<String>>,
        body: Json<models::ShareCreate>,
    ) -> ShareCreateResponse {
        let request = ShareCreateRequest { body: body.0 };
        answer(Box::pin(self.0.share_create(caller.0, request))).await
    }

    /// List shares
    ///
    /// Those that the caller may read.
    #[oai(
        path = "/api/v1/shares",
        method = "get",
        operation_id = "share_list",
        tag = "super::Tag::Shares"
    )]
    async fn share_list(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// How many items to leave out. Not together with `cursor`.
        #[oai(name = "skip", default = "default_skip", validator(minimum(value = "0")))]
        skip: Query<i64>,
        /// How many items to answer at the most.
        #[oai(
            name = "take",
            default = "default_take",
            validator(minimum(value = "1"), maximum(value = "100"))
        )]
        take: Query<i32>,
        /// The `next_cursor` of the page before, with the same `order_by` and filters.
        #[oai(name = "cursor", validator(max_length = 2048))]
        cursor: Query<Option<String>>,
        /// What to sort by.
        #[oai(name = "order_by")]
        order_by: Query<Option<models::ShareOrder>>,
    ) -> ShareListResponse {
        let request = ShareListRequest {
            skip: skip.0,
            take: take.0,
            cursor: cursor.0,
            order_by: order_by.0,
        };
        answer(Box::pin(self.0.share_list(caller.0, request))).await
    }

    /// Get a share
    #[oai(
        path = "/api/v1/shares/:share_id",
        method = "get",
        operation_id = "share_get",
        tag = "super::Tag::Shares"
    )]
    async fn share_get(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// The share.
        #[oai(name = "share_id")]
        share_id: Path<Uuid>,
    ) -> ShareGetResponse {
        let request = ShareGetRequest {
            share_id: share_id.0,
        };
        answer(Box::pin(self.0.share_get(caller.0, request))).await
    }

    /// Change a share
    ///
    /// Needs MANAGE.
    #[oai(
        path = "/api/v1/shares/:share_id",
        method = "patch",
        operation_id = "share_update",
        tag = "super::Tag::Shares"
    )]
    async fn share_update(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// A key of the caller's choice. A repeated request with the same key is answered from memory for 24 hours.
        #[oai(
            name = "Idempotency-Key",
            validator(min_length = 1, max_length = 255, pattern = "^[!-~]+$")
        )]
        _idempotency_key: Header<Option<String>>,
        /// The share.
        #[oai(name = "share_id")]
        share_id: Path<Uuid>,
        /// Carry out only if the current entity tag is one of these (RFC 9110).
        #[oai(name = "If-Match", validator(max_length = 1024))]
        if_match: Header<Option<String>>,
        body: Json<models::ShareUpdate>,
    ) -> ShareUpdateResponse {
        let request = ShareUpdateRequest {
            share_id: share_id.0,
            if_match: if_match.0,
            body: body.0,
        };
        answer(Box::pin(self.0.share_update(caller.0, request))).await
    }

    /// Delete a share
    ///
    /// Needs MANAGE. Removes everything it holds, for good. The default share of an organization can't be
    /// deleted.
    #[oai(
        path = "/api/v1/shares/:share_id",
        method = "delete",
        operation_id = "share_delete",
        tag = "super::Tag::Shares"
    )]
    async fn share_delete(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// The share.
        #[oai(name = "share_id")]
        share_id: Path<Uuid>,
    ) -> ShareDeleteResponse {
        let request = ShareDeleteRequest {
            share_id: share_id.0,
        };
        answer(Box::pin(self.0.share_delete(caller.0, request))).await
    }

    /// List what lies at a share's root
    ///
    /// Folders first, then files; both in the order asked for.
    #[oai(
        path = "/api/v1/shares/:share_id/children",
        method = "get",
        operation_id = "share_children",
        tag = "super::Tag::Shares"
    )]
    async fn share_children(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// The share.
        #[oai(name = "share_id")]
        share_id: Path<Uuid>,
        /// How many items to leave out. Not together with `cursor`.
        #[oai(name = "skip", default = "default_skip", validator(minimum(value = "0")))]
        skip: Query<i64>,
        /// How many items to answer at the most.
        #[oai(
            name = "take",
            default = "default_take",
            validator(minimum(value = "1"), maximum(value = "100"))
        )]
        take: Query<i32>,
        /// The `next_cursor` of the page before, with the same `order_by` and filters.
        #[oai(name = "cursor", validator(max_length = 2048))]
        cursor: Query<Option<String>>,
        /// What to sort by.
        #[oai(name = "order_by")]
        order_by: Query<Option<models::NodeOrder>>,
    ) -> ShareChildrenResponse {
        let request = ShareChildrenRequest {
            share_id: share_id.0,
            skip: skip.0,
            take: take.0,
            cursor: cursor.0,
            order_by: order_by.0,
        };
        answer(Box::pin(self.0.share_children(caller.0, request))).await
    }

    /// List the tree of a share
    ///
    /// Everything live down to `depth`, each folder before what it holds, and in a folder the folders first, by
    /// name. At most 10000 folders and files. Where there are more, the deepest are left out and `truncated` is
    /// true. Ask on from a `folder_id`.
    #[oai(
        path = "/api/v1/shares/:share_id/tree",
        method = "get",
        operation_id = "share_tree",
        tag = "super::Tag::Shares"
    )]
    async fn share_tree(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// The share.
        #[oai(name = "share_id")]
        share_id: Path<Uuid>,
        /// How many levels; 1 is what lies right there.
        #[oai(
            name = "depth",
            default = "default_depth",
            validator(minimum(value = "1"), maximum(value = "64"))
        )]
        depth: Query<i32>,
        /// The folder to begin in; the root of the share, if absent.
        #[oai(name = "folder_id")]
        folder_id: Query<Option<Uuid>>,
    ) -> ShareTreeResponse {
        let request = ShareTreeRequest {
            share_id: share_id.0,
            depth: depth.0,
            folder_id: folder_id.0,
        };
        answer(Box::pin(self.0.share_tree(caller.0, request))).await
    }

    /// Find a folder or file by its path
    ///
    /// Names are compared as everywhere, whatever their case. A path that leads to nothing, or to what is in the
    /// trash, is 404.
    #[oai(
        path = "/api/v1/shares/:share_id/resolve",
        method = "get",
        operation_id = "share_resolve",
        tag = "super::Tag::Shares"
    )]
    async fn share_resolve(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// The share.
        #[oai(name = "share_id")]
        share_id: Path<Uuid>,
        /// The path below the share's root, such as `/a/b.txt`.
        #[oai(name = "path", validator(min_length = 1, max_length = 8192))]
        path: Query<String>,
    ) -> ShareResolveResponse {
        let request = ShareResolveRequest {
            share_id: share_id.0,
            path: path.0,
        };
        answer(Box::pin(self.0.share_resolve(caller.0, request))).await
    }

    /// List who was granted what on a share
    ///
    /// Needs MANAGE. The grants on the share itself; those that have expired too, until they are deleted.
    #[oai(
        path = "/api/v1/shares/:share_id/grants",
        method = "get",
        operation_id = "grant_list",
        tag = "super::Tag::Shares"
    )]
    async fn grant_list(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// The share.
        #[oai(name = "share_id")]
        share_id: Path<Uuid>,
    ) -> GrantListResponse {
        let request = GrantListRequest {
            share_id: share_id.0,
        };
        answer(Box::pin(self.0.grant_list(caller.0, request))).await
    }

    /// Grant permissions on a share
    ///
    /// Needs MANAGE. Replaces what the member or group had there. What is granted here holds for everything in
    /// the share. Nobody but the organization's owners and admins can grant more, or for longer, than they hold
    /// themselves.
    #[oai(
        path = "/api/v1/shares/:share_id/grants/:principal_id",
        method = "put",
        operation_id = "grant_put",
        tag = "super::Tag::Shares"
    )]
    async fn grant_put(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// The share.
        #[oai(name = "share_id")]
        share_id: Path<Uuid>,
        /// Whom it is granted to: a member's user id or a group's id.
        #[oai(name = "principal_id")]
        principal_id: Path<Uuid>,
        body: Json<models::GrantPut>,
    ) -> GrantPutResponse {
        let request = GrantPutRequest {
            share_id: share_id.0,
            principal_id: principal_id.0,
            body: body.0,
        };
        answer(Box::pin(self.0.grant_put(caller.0, request))).await
    }

    /// Take back a grant on a share
    ///
    /// Needs MANAGE. Effective with the next request.
    #[oai(
        path = "/api/v1/shares/:share_id/grants/:principal_id",
        method = "delete",
        operation_id = "grant_delete",
        tag = "super::Tag::Shares"
    )]
    async fn grant_delete(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// The share.
        #[oai(name = "share_id")]
        share_id: Path<Uuid>,
        /// Whom it is granted to: a member's user id or a group's id.
        #[oai(name = "principal_id")]
        principal_id: Path<Uuid>,
    ) -> GrantDeleteResponse {
        let request = GrantDeleteRequest {
            share_id: share_id.0,
            principal_id: principal_id.0,
        };
        answer(Box::pin(self.0.grant_delete(caller.0, request))).await
    }
}

fn default_depth() -> i32 {
    1
}

fn default_skip() -> i64 {
    0
}

fn default_take() -> i32 {
    25
}
