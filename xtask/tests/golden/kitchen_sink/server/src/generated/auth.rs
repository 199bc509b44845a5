// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! Operations of the tag `auth`. Logging in.

use std::sync::Arc;

use poem_openapi::{ApiResponse, OpenApi};

use crate::contract::{Answer, Json, Operation, ProblemAnswer, ProblemJson, answer, documented};
use crate::error::Result;
use super::{models, operations};

/// Handlers of the tag `auth`. Logging in.
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
    /// - `INVALID_ARGUMENT`: It can't be done.
    #[oai(status = 400)]
    BadRequest(ProblemJson),
    /// - `UNAUTHENTICATED`: No credential.
    #[oai(status = 401)]
    Unauthorized(
        ProblemJson,
        /// How to authenticate.
        #[oai(header = "WWW-Authenticate")]
        String,
    ),
    /// - `REQUEST_TIMEOUT`: The body came too slowly.
    #[oai(status = 408)]
    RequestTimeout(ProblemJson),
    /// - `PAYLOAD_TOO_LARGE`: The body is too long.
    #[oai(status = 413)]
    ContentTooLarge(ProblemJson),
    /// - `UNSUPPORTED_MEDIA_TYPE`: Not that type.
    #[oai(status = 415)]
    UnsupportedMediaType(ProblemJson),
    /// - `VALIDATION_FAILED`: It breaks the contract.
    #[oai(status = 422)]
    UnprocessableContent(ProblemJson),
    /// - `RATE_LIMITED`: Too many attempts.
    #[oai(status = 429)]
    TooManyRequests(
        ProblemJson,
        /// Seconds to wait.
        #[oai(header = "Retry-After")]
        i64,
    ),
    /// - `INTERNAL`: A fault of the server.
    #[oai(status = 500)]
    InternalServerError(ProblemJson),
    /// - `UNAVAILABLE`: Try again later.
    #[oai(status = 503)]
    ServiceUnavailable(
        ProblemJson,
        /// Seconds to wait.
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
    /// - `INVALID_ARGUMENT`: It can't be done.
    #[oai(status = 400)]
    BadRequest(ProblemJson),
    /// - `UNAUTHENTICATED`: No credential.
    #[oai(status = 401)]
    Unauthorized(
        ProblemJson,
        /// How to authenticate.
        #[oai(header = "WWW-Authenticate")]
        String,
    ),
    /// - `REQUEST_TIMEOUT`: The body came too slowly.
    #[oai(status = 408)]
    RequestTimeout(ProblemJson),
    /// - `PAYLOAD_TOO_LARGE`: The body is too long.
    #[oai(status = 413)]
    ContentTooLarge(ProblemJson),
    /// - `UNSUPPORTED_MEDIA_TYPE`: Not that type.
    #[oai(status = 415)]
    UnsupportedMediaType(ProblemJson),
    /// - `VALIDATION_FAILED`: It breaks the contract.
    #[oai(status = 422)]
    UnprocessableContent(ProblemJson),
    /// - `RATE_LIMITED`: Too many attempts.
    #[oai(status = 429)]
    TooManyRequests(
        ProblemJson,
        /// Seconds to wait.
        #[oai(header = "Retry-After")]
        i64,
    ),
    /// - `INTERNAL`: A fault of the server.
    #[oai(status = 500)]
    InternalServerError(ProblemJson),
    /// - `UNAVAILABLE`: Try again later.
    #[oai(status = 503)]
    ServiceUnavailable(
        ProblemJson,
        /// Seconds to wait.
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
}
