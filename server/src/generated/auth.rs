// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! Operations of the tag `auth`. Sessions, the caller's own profile and personal access tokens.

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

/// Handlers of the tag `auth`. Sessions, the caller's own profile and personal access tokens.
pub trait AuthApi: Send + Sync + 'static {
    /// Log in
    ///
    /// Exchanges an email address and a password for an access token and a refresh token.
    fn session_create(
        &self,
        request: SessionCreateRequest,
    ) -> impl Future<Output = Result<SessionCreateResponse>> + Send;

    /// Renew a session
    ///
    /// Exchanges a refresh token for a new pair. The old refresh token ends; using it again ends the session.
    fn session_refresh(
        &self,
        request: SessionRefreshRequest,
    ) -> impl Future<Output = Result<SessionRefreshResponse>> + Send;

    /// Log out
    ///
    /// Ends the session of the access token in use. Its access and refresh tokens are refused from the next
    /// request on.
    fn session_delete(
        &self,
        caller: Caller,
    ) -> impl Future<Output = Result<SessionDeleteResponse>> + Send;

    /// Who is calling
    ///
    /// The caller, the organization that the credential acts in, and what it may do there.
    fn me_get(
        &self,
        caller: Caller,
    ) -> impl Future<Output = Result<MeGetResponse>> + Send;

    /// Change the caller's profile
    ///
    /// Changes the name or the password. A new password ends every other session of the caller.
    fn me_update(
        &self,
        caller: Caller,
        request: MeUpdateRequest,
    ) -> impl Future<Output = Result<MeUpdateResponse>> + Send;

    /// Create a personal access token
    ///
    /// The token itself is in this answer and nowhere else; the server keeps a hash of it.
    fn token_create(
        &self,
        caller: Caller,
        request: TokenCreateRequest,
    ) -> impl Future<Output = Result<TokenCreateResponse>> + Send;

    /// List the caller's personal access tokens
    ///
    /// Neither the tokens nor their hashes are shown.
    fn token_list(
        &self,
        caller: Caller,
        request: TokenListRequest,
    ) -> impl Future<Output = Result<TokenListResponse>> + Send;

    /// Revoke a personal access token
    ///
    /// The token is refused from the next request on, by every server.
    fn token_revoke(
        &self,
        caller: Caller,
        request: TokenRevokeRequest,
    ) -> impl Future<Output = Result<TokenRevokeResponse>> + Send;
}

/// What `session_create` is asked.
#[derive(Debug)]
pub struct SessionCreateRequest {
    pub body: models::SessionCreate,
}

/// What `session_create` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum SessionCreateResponse {
    /// The session.
    #[oai(status = 200)]
    Ok(Json<models::Session>),
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
    /// - `RATE_LIMITED`: Too many attempts; `Retry-After` says when to try again.
    #[oai(status = 429)]
    TooManyRequests(
        ProblemJson,
        /// Seconds to wait before the next attempt.
        #[oai(header = "Retry-After")]
        i64,
    ),
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

impl Answer for SessionCreateResponse {
    const OPERATION: &'static Operation = &operations::SESSION_CREATE;

    fn from_problem(problem: ProblemAnswer) -> Self {
        let problem = documented(Self::OPERATION, problem);
        match problem.status() {
            400 => Self::BadRequest(problem.body()),
            401 => {
                let www_authenticate = problem.www_authenticate();
                Self::Unauthorized(problem.body(), www_authenticate)
            }
            408 => Self::RequestTimeout(problem.body()),
            413 => Self::ContentTooLarge(problem.body()),
            415 => Self::UnsupportedMediaType(problem.body()),
            422 => Self::UnprocessableContent(problem.body()),
            429 => {
                let retry_after = problem.retry_after();
                Self::TooManyRequests(problem.body(), retry_after)
            }
            503 => {
                let retry_after = problem.retry_after();
                Self::ServiceUnavailable(problem.body(), retry_after)
            }
            _ => Self::InternalServerError(problem.body()),
        }
    }
}

/// What `session_refresh` is asked.
#[derive(Debug)]
pub struct SessionRefreshRequest {
    pub body: models::SessionRefresh,
}

/// What `session_refresh` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum SessionRefreshResponse {
    /// The renewed session.
    #[oai(status = 200)]
    Ok(Json<models::Session>),
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
    /// - `RATE_LIMITED`: Too many attempts; `Retry-After` says when to try again.
    #[oai(status = 429)]
    TooManyRequests(
        ProblemJson,
        /// Seconds to wait before the next attempt.
        #[oai(header = "Retry-After")]
        i64,
    ),
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

impl Answer for SessionRefreshResponse {
    const OPERATION: &'static Operation = &operations::SESSION_REFRESH;

    fn from_problem(problem: ProblemAnswer) -> Self {
        let problem = documented(Self::OPERATION, problem);
        match problem.status() {
            400 => Self::BadRequest(problem.body()),
            401 => {
                let www_authenticate = problem.www_authenticate();
                Self::Unauthorized(problem.body(), www_authenticate)
            }
            408 => Self::RequestTimeout(problem.body()),
            413 => Self::ContentTooLarge(problem.body()),
            415 => Self::UnsupportedMediaType(problem.body()),
            422 => Self::UnprocessableContent(problem.body()),
            429 => {
                let retry_after = problem.retry_after();
                Self::TooManyRequests(problem.body(), retry_after)
            }
            503 => {
                let retry_after = problem.retry_after();
                Self::ServiceUnavailable(problem.body(), retry_after)
            }
            _ => Self::InternalServerError(problem.body()),
        }
    }
}

/// What `session_delete` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum SessionDeleteResponse {
    /// The session is over.
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

impl Answer for SessionDeleteResponse {
    const OPERATION: &'static Operation = &operations::SESSION_DELETE;

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

/// What `me_get` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum MeGetResponse {
    /// The caller.
    #[oai(status = 200)]
    Ok(Json<models::Me>),
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

impl Answer for MeGetResponse {
    const OPERATION: &'static Operation = &operations::ME_GET;

    fn from_problem(problem: ProblemAnswer) -> Self {
        let problem = documented(Self::OPERATION, problem);
        match problem.status() {
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

/// What `me_update` is asked.
#[derive(Debug)]
pub struct MeUpdateRequest {
    pub body: models::MeUpdate,
}

/// What `me_update` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum MeUpdateResponse {
    /// The caller.
    #[oai(status = 200)]
    Ok(Json<models::Me>),
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
    /// - `RATE_LIMITED`: Too many attempts; `Retry-After` says when to try again.
    #[oai(status = 429)]
    TooManyRequests(
        ProblemJson,
        /// Seconds to wait before the next attempt.
        #[oai(header = "Retry-After")]
        i64,
    ),
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

impl Answer for MeUpdateResponse {
    const OPERATION: &'static Operation = &operations::ME_UPDATE;

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
            429 => {
                let retry_after = problem.retry_after();
                Self::TooManyRequests(problem.body(), retry_after)
            }
            503 => {
                let retry_after = problem.retry_after();
                Self::ServiceUnavailable(problem.body(), retry_after)
            }
            _ => Self::InternalServerError(problem.body()),
        }
    }
}

/// What `token_create` is asked.
#[derive(Debug)]
pub struct TokenCreateRequest {
    pub body: models::TokenCreate,
}

/// What `token_create` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum TokenCreateResponse {
    /// The token.
    #[oai(status = 201)]
    Created(
        Json<models::TokenCreated>,
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

impl Answer for TokenCreateResponse {
    const OPERATION: &'static Operation = &operations::TOKEN_CREATE;

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

/// What `token_list` is asked.
#[derive(Debug)]
pub struct TokenListRequest {
    /// How many items to leave out. Not together with `cursor`.
    pub skip: i64,
    /// How many items to answer at the most.
    pub take: i32,
    /// The `next_cursor` of the page before, with the same `order_by` and filters.
    pub cursor: Option<String>,
    /// What to sort by.
    pub order_by: Option<models::TokenOrder>,
}

/// What `token_list` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum TokenListResponse {
    /// A page of tokens.
    #[oai(status = 200)]
    Ok(Json<models::TokenList>),
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

impl Answer for TokenListResponse {
    const OPERATION: &'static Operation = &operations::TOKEN_LIST;

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

/// What `token_revoke` is asked.
#[derive(Debug)]
pub struct TokenRevokeRequest {
    /// The token's id.
    pub token_id: Uuid,
}

/// What `token_revoke` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum TokenRevokeResponse {
    /// The token is revoked.
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

impl Answer for TokenRevokeResponse {
    const OPERATION: &'static Operation = &operations::TOKEN_REVOKE;

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

/// Routes the tag `auth` to its handlers.
#[derive(Debug)]
pub struct AuthGlue<A>(pub Arc<A>);

#[OpenApi]
impl<A: AuthApi> AuthGlue<A> {
    /// Log in
    ///
    /// Exchanges an email address and a password for an access token and a refresh token.
    #[oai(
        path = "/api/v1/auth/login",
        method = "post",
        operation_id = "session_create",
        tag = "super::Tag::Auth"
    )]
    async fn session_create(
        &self,
        body: Json<models::SessionCreate>,
    ) -> SessionCreateResponse {
        let request = SessionCreateRequest {
            body: body.0,
        };
        answer(Box::pin(self.0.session_create(request))).await
    }

    /// Renew a session
    ///
    /// Exchanges a refresh token for a new pair. The old refresh token ends; using it again ends the session.
    #[oai(
        path = "/api/v1/auth/refresh",
        method = "post",
        operation_id = "session_refresh",
        tag = "super::Tag::Auth"
    )]
    async fn session_refresh(
        &self,
        body: Json<models::SessionRefresh>,
    ) -> SessionRefreshResponse {
        let request = SessionRefreshRequest {
            body: body.0,
        };
        answer(Box::pin(self.0.session_refresh(request))).await
    }

    /// Log out
    ///
    /// Ends the session of the access token in use. Its access and refresh tokens are refused from the next
    /// request on.
    #[oai(
        path = "/api/v1/auth/logout",
        method = "post",
        operation_id = "session_delete",
        tag = "super::Tag::Auth"
    )]
    async fn session_delete(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
    ) -> SessionDeleteResponse {
        answer(Box::pin(self.0.session_delete(caller.0))).await
    }

    /// Who is calling
    ///
    /// The caller, the organization that the credential acts in, and what it may do there.
    #[oai(
        path = "/api/v1/me",
        method = "get",
        operation_id = "me_get",
        tag = "super::Tag::Auth"
    )]
    async fn me_get(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
    ) -> MeGetResponse {
        answer(Box::pin(self.0.me_get(caller.0))).await
    }

    /// Change the caller's profile
    ///
    /// Changes the name or the password. A new password ends every other session of the caller.
    #[oai(
        path = "/api/v1/me",
        method = "patch",
        operation_id = "me_update",
        tag = "super::Tag::Auth"
    )]
    async fn me_update(
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
        body: Json<models::MeUpdate>,
    ) -> MeUpdateResponse {
        let request = MeUpdateRequest { body: body.0 };
        answer(Box::pin(self.0.me_update(caller.0, request))).await
    }

    /// Create a personal access token
    ///
    /// The token itself is in this answer and nowhere else; the server keeps a hash of it.
    #[oai(
        path = "/api/v1/me/tokens",
        method = "post",
        operation_id = "token_create",
        tag = "super::Tag::Auth"
    )]
    async fn token_create(
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
        body: Json<models::TokenCreate>,
    ) -> TokenCreateResponse {
        let request = TokenCreateRequest { body: body.0 };
        answer(Box::pin(self.0.token_create(caller.0, request))).await
    }

    /// List the caller's personal access tokens
    ///
    /// Neither the tokens nor their hashes are shown.
    #[oai(
        path = "/api/v1/me/tokens",
        method = "get",
        operation_id = "token_list",
        tag = "super::Tag::Auth"
    )]
    async fn token_list(
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
        order_by: Query<Option<models::TokenOrder>>,
    ) -> TokenListResponse {
        let request = TokenListRequest {
            skip: skip.0,
            take: take.0,
            cursor: cursor.0,
            order_by: order_by.0,
        };
        answer(Box::pin(self.0.token_list(caller.0, request))).await
    }

    /// Revoke a personal access token
    ///
    /// The token is refused from the next request on, by every server.
    #[oai(
        path = "/api/v1/me/tokens/:token_id",
        method = "delete",
        operation_id = "token_revoke",
        tag = "super::Tag::Auth"
    )]
    async fn token_revoke(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// The token's id.
        #[oai(name = "token_id")]
        token_id: Path<Uuid>,
    ) -> TokenRevokeResponse {
        let request = TokenRevokeRequest {
            token_id: token_id.0,
        };
        answer(Box::pin(self.0.token_revoke(caller.0, request))).await
    }
}

fn default_skip() -> i64 {
    0
}

fn default_take() -> i32 {
    25
}
