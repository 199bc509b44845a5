// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! Operations of the tag `groups`. Members of an organization to whom something can be granted together.

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

/// Handlers of the tag `groups`. Members of an organization to whom something can be granted together.
pub trait GroupsApi: Send + Sync + 'static {
    /// Create a group
    ///
    /// For owners and admins. An organization has at most 1000 groups.
    fn group_create(
        &self,
        caller: Caller,
        request: GroupCreateRequest,
    ) -> impl Future<Output = Result<GroupCreateResponse>> + Send;

    /// List groups
    fn group_list(
        &self,
        caller: Caller,
        request: GroupListRequest,
    ) -> impl Future<Output = Result<GroupListResponse>> + Send;

    /// Get a group
    fn group_get(
        &self,
        caller: Caller,
        request: GroupGetRequest,
    ) -> impl Future<Output = Result<GroupGetResponse>> + Send;

    /// Rename a group
    ///
    /// For owners and admins. The group `everyone` keeps its name.
    fn group_update(
        &self,
        caller: Caller,
        request: GroupUpdateRequest,
    ) -> impl Future<Output = Result<GroupUpdateResponse>> + Send;

    /// Delete a group
    ///
    /// For owners and admins. What was granted to it ends with the next request. The group `everyone` can't be
    /// deleted.
    fn group_delete(
        &self,
        caller: Caller,
        request: GroupDeleteRequest,
    ) -> impl Future<Output = Result<GroupDeleteResponse>> + Send;

    /// List the members of a group
    fn group_member_list(
        &self,
        caller: Caller,
        request: GroupMemberListRequest,
    ) -> impl Future<Output = Result<GroupMemberListResponse>> + Send;

    /// Add a member to a group
    ///
    /// For owners and admins. What was granted to the group holds for the member with the next request. A group
    /// has at most 10000 members; those of `everyone` follow from their roles.
    fn group_member_put(
        &self,
        caller: Caller,
        request: GroupMemberPutRequest,
    ) -> impl Future<Output = Result<GroupMemberPutResponse>> + Send;

    /// Remove a member from a group
    ///
    /// For owners and admins. What was granted to the group ends for the member with the next request.
    fn group_member_delete(
        &self,
        caller: Caller,
        request: GroupMemberDeleteRequest,
    ) -> impl Future<Output = Result<GroupMemberDeleteResponse>> + Send;
}

/// What `group_create` is asked.
#[derive(Debug)]
pub struct GroupCreateRequest {
    /// The organization.
    pub organization_id: Uuid,
    pub body: models::GroupCreate,
}

/// What `group_create` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum GroupCreateResponse {
    /// The group.
    #[oai(status = 201)]
    Created(
        Json<models::Group>,
        /// Where the new thing is.
        #[oai(header = "Location")]
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

impl Answer for GroupCreateResponse {
    const OPERATION: &'static Operation = &operations::GROUP_CREATE;

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

/// What `group_list` is asked.
#[derive(Debug)]
pub struct GroupListRequest {
    /// The organization.
    pub organization_id: Uuid,
    /// How many items to leave out. Not together with `cursor`.
    pub skip: i64,
    /// How many items to answer at the most.
    pub take: i32,
    /// The `next_cursor` of the page before, with the same `order_by` and filters.
    pub cursor: Option<String>,
    /// What to sort by.
    pub order_by: Option<models::GroupOrder>,
}

/// What `group_list` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum GroupListResponse {
    /// A page of groups.
    #[oai(status = 200)]
    Ok(Json<models::GroupList>),
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

impl Answer for GroupListResponse {
    const OPERATION: &'static Operation = &operations::GROUP_LIST;

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

/// What `group_get` is asked.
#[derive(Debug)]
pub struct GroupGetRequest {
    /// The organization.
    pub organization_id: Uuid,
    /// The group.
    pub group_id: Uuid,
}

/// What `group_get` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum GroupGetResponse {
    /// The group.
    #[oai(status = 200)]
    Ok(Json<models::Group>),
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

impl Answer for GroupGetResponse {
    const OPERATION: &'static Operation = &operations::GROUP_GET;

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

/// What `group_update` is asked.
#[derive(Debug)]
pub struct GroupUpdateRequest {
    /// The organization.
    pub organization_id: Uuid,
    /// The group.
    pub group_id: Uuid,
    pub body: models::GroupUpdate,
}

/// What `group_update` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum GroupUpdateResponse {
    /// The group.
    #[oai(status = 200)]
    Ok(Json<models::Group>),
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

impl Answer for GroupUpdateResponse {
    const OPERATION: &'static Operation = &operations::GROUP_UPDATE;

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

/// What `group_delete` is asked.
#[derive(Debug)]
pub struct GroupDeleteRequest {
    /// The organization.
    pub organization_id: Uuid,
    /// The group.
    pub group_id: Uuid,
}

/// What `group_delete` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum GroupDeleteResponse {
    /// The group is gone.
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

impl Answer for GroupDeleteResponse {
    const OPERATION: &'static Operation = &operations::GROUP_DELETE;

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

/// What `group_member_list` is asked.
#[derive(Debug)]
pub struct GroupMemberListRequest {
    /// The organization.
    pub organization_id: Uuid,
    /// The group.
    pub group_id: Uuid,
    /// How many items to leave out. Not together with `cursor`.
    pub skip: i64,
    /// How many items to answer at the most.
    pub take: i32,
    /// The `next_cursor` of the page before, with the same `order_by` and filters.
    pub cursor: Option<String>,
    /// What to sort by.
    pub order_by: Option<models::MemberOrder>,
}

/// What `group_member_list` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum GroupMemberListResponse {
    /// A page of members.
    #[oai(status = 200)]
    Ok(Json<models::MemberList>),
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

impl Answer for GroupMemberListResponse {
    const OPERATION: &'static Operation = &operations::GROUP_MEMBER_LIST;

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

/// What `group_member_put` is asked.
#[derive(Debug)]
pub struct GroupMemberPutRequest {
    /// The organization.
    pub organization_id: Uuid,
    /// The group.
    pub group_id: Uuid,
    /// The member's user id.
    pub user_id: Uuid,
}

/// What `group_member_put` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum GroupMemberPutResponse {
    /// The member is in the group.
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

impl Answer for GroupMemberPutResponse {
    const OPERATION: &'static Operation = &operations::GROUP_MEMBER_PUT;

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

/// What `group_member_delete` is asked.
#[derive(Debug)]
pub struct GroupMemberDeleteRequest {
    /// The organization.
    pub organization_id: Uuid,
    /// The group.
    pub group_id: Uuid,
    /// The member's user id.
    pub user_id: Uuid,
}

/// What `group_member_delete` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum GroupMemberDeleteResponse {
    /// The member is no longer in the group.
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

impl Answer for GroupMemberDeleteResponse {
    const OPERATION: &'static Operation = &operations::GROUP_MEMBER_DELETE;

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

/// Routes the tag `groups` to its handlers.
#[derive(Debug)]
pub struct GroupsGlue<A>(pub Arc<A>);

#[OpenApi]
impl<A: GroupsApi> GroupsGlue<A> {
    /// Create a group
    ///
    /// For owners and admins. An organization has at most 1000 groups.
    #[oai(
        path = "/api/v1/organizations/:organization_id/groups",
        method = "post",
        operation_id = "group_create",
        tag = "super::Tag::Groups"
    )]
    async fn group_create(
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
        /// The organization.
        #[oai(name = "organization_id")]
        organization_id: Path<Uuid>,
        body: Json<models::GroupCreate>,
    ) -> GroupCreateResponse {
        let request = GroupCreateRequest {
            organization_id: organization_id.0,
            body: body.0,
        };
        answer(Box::pin(self.0.group_create(caller.0, request))).await
    }

    /// List groups
    #[oai(
        path = "/api/v1/organizations/:organization_id/groups",
        method = "get",
        operation_id = "group_list",
        tag = "super::Tag::Groups"
    )]
    async fn group_list(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// The organization.
        #[oai(name = "organization_id")]
        organization_id: Path<Uuid>,
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
        order_by: Query<Option<models::GroupOrder>>,
    ) -> GroupListResponse {
        let request = GroupListRequest {
            organization_id: organization_id.0,
            skip: skip.0,
            take: take.0,
            cursor: cursor.0,
            order_by: order_by.0,
        };
        answer(Box::pin(self.0.group_list(caller.0, request))).await
    }

    /// Get a group
    #[oai(
        path = "/api/v1/organizations/:organization_id/groups/:group_id",
        method = "get",
        operation_id = "group_get",
        tag = "super::Tag::Groups"
    )]
    async fn group_get(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// The organization.
        #[oai(name = "organization_id")]
        organization_id: Path<Uuid>,
        /// The group.
        #[oai(name = "group_id")]
        group_id: Path<Uuid>,
    ) -> GroupGetResponse {
        let request = GroupGetRequest {
            organization_id: organization_id.0,
            group_id: group_id.0,
        };
        answer(Box::pin(self.0.group_get(caller.0, request))).await
    }

    /// Rename a group
    ///
    /// For owners and admins. The group `everyone` keeps its name.
    #[oai(
        path = "/api/v1/organizations/:organization_id/groups/:group_id",
        method = "patch",
        operation_id = "group_update",
        tag = "super::Tag::Groups"
    )]
    async fn group_update(
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
        /// The organization.
        #[oai(name = "organization_id")]
        organization_id: Path<Uuid>,
        /// The group.
        #[oai(name = "group_id")]
        group_id: Path<Uuid>,
        body: Json<models::GroupUpdate>,
    ) -> GroupUpdateResponse {
        let request = GroupUpdateRequest {
            organization_id: organization_id.0,
            group_id: group_id.0,
            body: body.0,
        };
        answer(Box::pin(self.0.group_update(caller.0, request))).await
    }

    /// Delete a group
    ///
    /// For owners and admins. What was granted to it ends with the next request. The group `everyone` can't be
    /// deleted.
    #[oai(
        path = "/api/v1/organizations/:organization_id/groups/:group_id",
        method = "delete",
        operation_id = "group_delete",
        tag = "super::Tag::Groups"
    )]
    async fn group_delete(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// The organization.
        #[oai(name = "organization_id")]
        organization_id: Path<Uuid>,
        /// The group.
        #[oai(name = "group_id")]
        group_id: Path<Uuid>,
    ) -> GroupDeleteResponse {
        let request = GroupDeleteRequest {
            organization_id: organization_id.0,
            group_id: group_id.0,
        };
        answer(Box::pin(self.0.group_delete(caller.0, request))).await
    }

    /// List the members of a group
    #[oai(
        path = "/api/v1/organizations/:organization_id/groups/:group_id/members",
        method = "get",
        operation_id = "group_member_list",
        tag = "super::Tag::Groups"
    )]
    async fn group_member_list(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// The organization.
        #[oai(name = "organization_id")]
        organization_id: Path<Uuid>,
        /// The group.
        #[oai(name = "group_id")]
        group_id: Path<Uuid>,
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
        order_by: Query<Option<models::MemberOrder>>,
    ) -> GroupMemberListResponse {
        let request = GroupMemberListRequest {
            organization_id: organization_id.0,
            group_id: group_id.0,
            skip: skip.0,
            take: take.0,
            cursor: cursor.0,
            order_by: order_by.0,
        };
        answer(Box::pin(self.0.group_member_list(caller.0, request))).await
    }

    /// Add a member to a group
    ///
    /// For owners and admins. What was granted to the group holds for the member with the next request. A group
    /// has at most 10000 members; those of `everyone` follow from their roles.
    #[oai(
        path = "/api/v1/organizations/:organization_id/groups/:group_id/members/:user_id",
        method = "put",
        operation_id = "group_member_put",
        tag = "super::Tag::Groups"
    )]
    async fn group_member_put(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// The organization.
        #[oai(name = "organization_id")]
        organization_id: Path<Uuid>,
        /// The group.
        #[oai(name = "group_id")]
        group_id: Path<Uuid>,
        /// The member's user id.
        #[oai(name = "user_id")]
        user_id: Path<Uuid>,
    ) -> GroupMemberPutResponse {
        let request = GroupMemberPutRequest {
            organization_id: organization_id.0,
            group_id: group_id.0,
            user_id: user_id.0,
        };
        answer(Box::pin(self.0.group_member_put(caller.0, request))).await
    }

    /// Remove a member from a group
    ///
    /// For owners and admins. What was granted to the group ends for the member with the next request.
    #[oai(
        path = "/api/v1/organizations/:organization_id/groups/:group_id/members/:user_id",
        method = "delete",
        operation_id = "group_member_delete",
        tag = "super::Tag::Groups"
    )]
    async fn group_member_delete(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// The organization.
        #[oai(name = "organization_id")]
        organization_id: Path<Uuid>,
        /// The group.
        #[oai(name = "group_id")]
        group_id: Path<Uuid>,
        /// The member's user id.
        #[oai(name = "user_id")]
        user_id: Path<Uuid>,
    ) -> GroupMemberDeleteResponse {
        let request = GroupMemberDeleteRequest {
            organization_id: organization_id.0,
            group_id: group_id.0,
            user_id: user_id.0,
        };
        answer(Box::pin(self.0.group_member_delete(caller.0, request))).await
    }
}

fn default_skip() -> i64 {
    0
}

fn default_take() -> i32 {
    25
}
