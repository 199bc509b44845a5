// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! Operations of the tag `organizations`. Tenants and their members. Everything else belongs to exactly one
//! organization.

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

/// Handlers of the tag `organizations`. Tenants and their members. Everything else belongs to exactly one
/// organization.
pub trait OrganizationsApi: Send + Sync + 'static {
    /// Create an organization
    ///
    /// Superusers only. The organization gets a default share.
    fn organization_create(
        &self,
        caller: Caller,
        request: OrganizationCreateRequest,
    ) -> impl Future<Output = Result<OrganizationCreateResponse>> + Send;

    /// List organizations
    ///
    /// Those that the caller is a member of; a superuser sees all.
    fn organization_list(
        &self,
        caller: Caller,
        request: OrganizationListRequest,
    ) -> impl Future<Output = Result<OrganizationListResponse>> + Send;

    /// Get an organization
    fn organization_get(
        &self,
        caller: Caller,
        request: OrganizationGetRequest,
    ) -> impl Future<Output = Result<OrganizationGetResponse>> + Send;

    /// Change an organization
    ///
    /// For its owners and admins; limits are a superuser's to change.
    fn organization_update(
        &self,
        caller: Caller,
        request: OrganizationUpdateRequest,
    ) -> impl Future<Output = Result<OrganizationUpdateResponse>> + Send;

    /// Delete an organization
    ///
    /// Superusers only. Removes everything it holds, for good. The organization `default` can't be deleted.
    fn organization_delete(
        &self,
        caller: Caller,
        request: OrganizationDeleteRequest,
    ) -> impl Future<Output = Result<OrganizationDeleteResponse>> + Send;

    /// Add a member
    ///
    /// For owners and admins. A user with that email address is added; if there is none, one is made, with
    /// `password` if given.
    fn member_create(
        &self,
        caller: Caller,
        request: MemberCreateRequest,
    ) -> impl Future<Output = Result<MemberCreateResponse>> + Send;

    /// List members
    fn member_list(
        &self,
        caller: Caller,
        request: MemberListRequest,
    ) -> impl Future<Output = Result<MemberListResponse>> + Send;

    /// Get a member
    fn member_get(
        &self,
        caller: Caller,
        request: MemberGetRequest,
    ) -> impl Future<Output = Result<MemberGetResponse>> + Send;

    /// Change a member
    ///
    /// For owners and admins; only owners make or unmake owners. The last owner stays one.
    fn member_update(
        &self,
        caller: Caller,
        request: MemberUpdateRequest,
    ) -> impl Future<Output = Result<MemberUpdateResponse>> + Send;

    /// Remove a member
    ///
    /// The user's sessions and tokens for this organization end with the next request. What the member made
    /// stays.
    fn member_delete(
        &self,
        caller: Caller,
        request: MemberDeleteRequest,
    ) -> impl Future<Output = Result<MemberDeleteResponse>> + Send;
}

/// What `organization_create` is asked.
#[derive(Debug)]
pub struct OrganizationCreateRequest {
    pub body: models::OrganizationCreate,
}

/// What `organization_create` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum OrganizationCreateResponse {
    /// The organization.
    #[oai(status = 201)]
    Created(
        Json<models::Organization>,
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

impl Answer for OrganizationCreateResponse {
    const OPERATION: &'static Operation = &operations::ORGANIZATION_CREATE;

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

/// What `organization_list` is asked.
#[derive(Debug)]
pub struct OrganizationListRequest {
    /// How many items to leave out. Not together with `cursor`.
    pub skip: i64,
    /// How many items to answer at the most.
    pub take: i32,
    /// The `next_cursor` of the page before, with the same `order_by` and filters.
    pub cursor: Option<String>,
    /// What to sort by.
    pub order_by: Option<models::OrganizationOrder>,
}

/// What `organization_list` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum OrganizationListResponse {
    /// A page of organizations.
    #[oai(status = 200)]
    Ok(Json<models::OrganizationList>),
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

impl Answer for OrganizationListResponse {
    const OPERATION: &'static Operation = &operations::ORGANIZATION_LIST;

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

/// What `organization_get` is asked.
#[derive(Debug)]
pub struct OrganizationGetRequest {
    /// The organization.
    pub organization_id: Uuid,
}

/// What `organization_get` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum OrganizationGetResponse {
    /// The organization.
    #[oai(status = 200)]
    Ok(
        Json<models::Organization>,
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

impl Answer for OrganizationGetResponse {
    const OPERATION: &'static Operation = &operations::ORGANIZATION_GET;

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

/// What `organization_update` is asked.
#[derive(Debug)]
pub struct OrganizationUpdateRequest {
    /// The organization.
    pub organization_id: Uuid,
    /// Carry out only if the current entity tag is one of these (RFC 9110).
    pub if_match: Option<String>,
    pub body: models::OrganizationUpdate,
}

/// What `organization_update` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum OrganizationUpdateResponse {
    /// The organization.
    #[oai(status = 200)]
    Ok(
        Json<models::Organization>,
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

impl Answer for OrganizationUpdateResponse {
    const OPERATION: &'static Operation = &operations::ORGANIZATION_UPDATE;

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

/// What `organization_delete` is asked.
#[derive(Debug)]
pub struct OrganizationDeleteRequest {
    /// The organization.
    pub organization_id: Uuid,
}

/// What `organization_delete` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum OrganizationDeleteResponse {
    /// The organization is gone.
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

impl Answer for OrganizationDeleteResponse {
    const OPERATION: &'static Operation = &operations::ORGANIZATION_DELETE;

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

/// What `member_create` is asked.
#[derive(Debug)]
pub struct MemberCreateRequest {
    /// The organization.
    pub organization_id: Uuid,
    pub body: models::MemberCreate,
}

/// What `member_create` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum MemberCreateResponse {
    /// The member.
    #[oai(status = 201)]
    Created(
        Json<models::Member>,
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
    /// - `ID_CONFLICT`: The identifier is in use.
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

impl Answer for MemberCreateResponse {
    const OPERATION: &'static Operation = &operations::MEMBER_CREATE;

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

/// What `member_list` is asked.
#[derive(Debug)]
pub struct MemberListRequest {
    /// The organization.
    pub organization_id: Uuid,
    /// How many items to leave out. Not together with `cursor`.
    pub skip: i64,
    /// How many items to answer at the most.
    pub take: i32,
    /// The `next_cursor` of the page before, with the same `order_by` and filters.
    pub cursor: Option<String>,
    /// What to sort by.
    pub order_by: Option<models::MemberOrder>,
}

/// What `member_list` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum MemberListResponse {
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

impl Answer for MemberListResponse {
    const OPERATION: &'static Operation = &operations::MEMBER_LIST;

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

/// What `member_get` is asked.
#[derive(Debug)]
pub struct MemberGetRequest {
    /// The organization.
    pub organization_id: Uuid,
    /// The member's user id.
    pub user_id: Uuid,
}

/// What `member_get` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum MemberGetResponse {
    /// The member.
    #[oai(status = 200)]
    Ok(Json<models::Member>),
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

impl Answer for MemberGetResponse {
    const OPERATION: &'static Operation = &operations::MEMBER_GET;

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

/// What `member_update` is asked.
#[derive(Debug)]
pub struct MemberUpdateRequest {
    /// The organization.
    pub organization_id: Uuid,
    /// The member's user id.
    pub user_id: Uuid,
    pub body: models::MemberUpdate,
}

/// What `member_update` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum MemberUpdateResponse {
    /// The member.
    #[oai(status = 200)]
    Ok(Json<models::Member>),
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

impl Answer for MemberUpdateResponse {
    const OPERATION: &'static Operation = &operations::MEMBER_UPDATE;

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

/// What `member_delete` is asked.
#[derive(Debug)]
pub struct MemberDeleteRequest {
    /// The organization.
    pub organization_id: Uuid,
    /// The member's user id.
    pub user_id: Uuid,
}

/// What `member_delete` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum MemberDeleteResponse {
    /// The member is removed.
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

impl Answer for MemberDeleteResponse {
    const OPERATION: &'static Operation = &operations::MEMBER_DELETE;

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

/// Routes the tag `organizations` to its handlers.
#[derive(Debug)]
pub struct OrganizationsGlue<A>(pub Arc<A>);

#[OpenApi]
impl<A: OrganizationsApi> OrganizationsGlue<A> {
    /// Create an organization
    ///
    /// Superusers only. The organization gets a default share.
    #[oai(
        path = "/api/v1/organizations",
        method = "post",
        operation_id = "organization_create",
        tag = "super::Tag::Organizations"
    )]
    async fn organization_create(
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
        body: Json<models::OrganizationCreate>,
    ) -> OrganizationCreateResponse {
        let request = OrganizationCreateRequest {
            body: body.0,
        };
        answer(Box::pin(self.0.organization_create(caller.0, request))).await
    }

    /// List organizations
    ///
    /// Those that the caller is a member of; a superuser sees all.
    #[oai(
        path = "/api/v1/organizations",
        method = "get",
        operation_id = "organization_list",
        tag = "super::Tag::Organizations"
    )]
    async fn organization_list(
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
        order_by: Query<Option<models::OrganizationOrder>>,
    ) -> OrganizationListResponse {
        let request = OrganizationListRequest {
            skip: skip.0,
            take: take.0,
            cursor: cursor.0,
            order_by: order_by.0,
        };
        answer(Box::pin(self.0.organization_list(caller.0, request))).await
    }

    /// Get an organization
    #[oai(
        path = "/api/v1/organizations/:organization_id",
        method = "get",
        operation_id = "organization_get",
        tag = "super::Tag::Organizations"
    )]
    async fn organization_get(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// The organization.
        #[oai(name = "organization_id")]
        organization_id: Path<Uuid>,
    ) -> OrganizationGetResponse {
        let request = OrganizationGetRequest {
            organization_id: organization_id.0,
        };
        answer(Box::pin(self.0.organization_get(caller.0, request))).await
    }

    /// Change an organization
    ///
    /// For its owners and admins; limits are a superuser's to change.
    #[oai(
        path = "/api/v1/organizations/:organization_id",
        method = "patch",
        operation_id = "organization_update",
        tag = "super::Tag::Organizations"
    )]
    async fn organization_update(
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
        /// Carry out only if the current entity tag is one of these (RFC 9110).
        #[oai(name = "If-Match", validator(max_length = 1024))]
        if_match: Header<Option<String>>,
        body: Json<models::OrganizationUpdate>,
    ) -> OrganizationUpdateResponse {
        let request = OrganizationUpdateRequest {
            organization_id: organization_id.0,
            if_match: if_match.0,
            body: body.0,
        };
        answer(Box::pin(self.0.organization_update(caller.0, request))).await
    }

    /// Delete an organization
    ///
    /// Superusers only. Removes everything it holds, for good. The organization `default` can't be deleted.
    #[oai(
        path = "/api/v1/organizations/:organization_id",
        method = "delete",
        operation_id = "organization_delete",
        tag = "super::Tag::Organizations"
    )]
    async fn organization_delete(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// The organization.
        #[oai(name = "organization_id")]
        organization_id: Path<Uuid>,
    ) -> OrganizationDeleteResponse {
        let request = OrganizationDeleteRequest {
            organization_id: organization_id.0,
        };
        answer(Box::pin(self.0.organization_delete(caller.0, request))).await
    }

    /// Add a member
    ///
    /// For owners and admins. A user with that email address is added; if there is none, one is made, with
    /// `password` if given.
    #[oai(
        path = "/api/v1/organizations/:organization_id/members",
        method = "post",
        operation_id = "member_create",
        tag = "super::Tag::Organizations"
    )]
    async fn member_create(
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
        body: Json<models::MemberCreate>,
    ) -> MemberCreateResponse {
        let request = MemberCreateRequest {
            organization_id: organization_id.0,
            body: body.0,
        };
        answer(Box::pin(self.0.member_create(caller.0, request))).await
    }

    /// List members
    #[oai(
        path = "/api/v1/organizations/:organization_id/members",
        method = "get",
        operation_id = "member_list",
        tag = "super::Tag::Organizations"
    )]
    async fn member_list(
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
        order_by: Query<Option<models::MemberOrder>>,
    ) -> MemberListResponse {
        let request = MemberListRequest {
            organization_id: organization_id.0,
            skip: skip.0,
            take: take.0,
            cursor: cursor.0,
            order_by: order_by.0,
        };
        answer(Box::pin(self.0.member_list(caller.0, request))).await
    }

    /// Get a member
    #[oai(
        path = "/api/v1/organizations/:organization_id/members/:user_id",
        method = "get",
        operation_id = "member_get",
        tag = "super::Tag::Organizations"
    )]
    async fn member_get(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// The organization.
        #[oai(name = "organization_id")]
        organization_id: Path<Uuid>,
        /// The member's user id.
        #[oai(name = "user_id")]
        user_id: Path<Uuid>,
    ) -> MemberGetResponse {
        let request = MemberGetRequest {
            organization_id: organization_id.0,
            user_id: user_id.0,
        };
        answer(Box::pin(self.0.member_get(caller.0, request))).await
    }

    /// Change a member
    ///
    /// For owners and admins; only owners make or unmake owners. The last owner stays one.
    #[oai(
        path = "/api/v1/organizations/:organization_id/members/:user_id",
        method = "patch",
        operation_id = "member_update",
        tag = "super::Tag::Organizations"
    )]
    async fn member_update(
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
        /// The member's user id.
        #[oai(name = "user_id")]
        user_id: Path<Uuid>,
        body: Json<models::MemberUpdate>,
    ) -> MemberUpdateResponse {
        let request = MemberUpdateRequest {
            organization_id: organization_id.0,
            user_id: user_id.0,
            body: body.0,
        };
        answer(Box::pin(self.0.member_update(caller.0, request))).await
    }

    /// Remove a member
    ///
    /// The user's sessions and tokens for this organization end with the next request. What the member made
    /// stays.
    #[oai(
        path = "/api/v1/organizations/:organization_id/members/:user_id",
        method = "delete",
        operation_id = "member_delete",
        tag = "super::Tag::Organizations"
    )]
    async fn member_delete(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// The organization.
        #[oai(name = "organization_id")]
        organization_id: Path<Uuid>,
        /// The member's user id.
        #[oai(name = "user_id")]
        user_id: Path<Uuid>,
    ) -> MemberDeleteResponse {
        let request = MemberDeleteRequest {
            organization_id: organization_id.0,
            user_id: user_id.0,
        };
        answer(Box::pin(self.0.member_delete(caller.0, request))).await
    }
}

fn default_skip() -> i64 {
    0
}

fn default_take() -> i32 {
    25
}
