// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! Operations of the tag `storage`. What is used of the quotas of organizations, shares and members.

use std::sync::Arc;

use poem_openapi::{ApiResponse, OpenApi};
use uuid::Uuid;

use crate::contract::{
    Answer, Authenticated, Header, Json, Operation, Path, ProblemAnswer, ProblemJson, answer,
    documented,
};
use crate::domain::access::Caller;
use crate::error::Result;
use super::{models, operations};

/// Handlers of the tag `storage`. What is used of the quotas of organizations, shares and members.
pub trait StorageApi: Send + Sync + 'static {
    /// Get what is used of the quotas
    ///
    /// For owners and admins the figures of the organization, for everybody else their own; and the same for
    /// every share that the caller may read. The figures are kept with every change, and so cost the same however
    /// many files there are.
    fn storage_get(
        &self,
        caller: Caller,
    ) -> impl Future<Output = Result<StorageGetResponse>> + Send;

    /// Get what is used of a share's quota
    fn share_storage_get(
        &self,
        caller: Caller,
        request: ShareStorageGetRequest,
    ) -> impl Future<Output = Result<ShareStorageGetResponse>> + Send;
}

/// What `storage_get` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum StorageGetResponse {
    /// What is used, and what there is room for.
    #[oai(status = 200)]
    Ok(Json<models::StorageSummary>),
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

impl Answer for StorageGetResponse {
    const OPERATION: &'static Operation = &operations::STORAGE_GET;

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

/// What `share_storage_get` is asked.
#[derive(Debug)]
pub struct ShareStorageGetRequest {
    /// The share.
    pub share_id: Uuid,
}

/// What `share_storage_get` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum ShareStorageGetResponse {
    /// What is used, and what there is room for.
    #[oai(status = 200)]
    Ok(Json<models::ShareStorage>),
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

impl Answer for ShareStorageGetResponse {
    const OPERATION: &'static Operation = &operations::SHARE_STORAGE_GET;

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

/// Routes the tag `storage` to its handlers.
#[derive(Debug)]
pub struct StorageGlue<A>(pub Arc<A>);

#[OpenApi]
impl<A: StorageApi> StorageGlue<A> {
    /// Get what is used of the quotas
    ///
    /// For owners and admins the figures of the organization, for everybody else their own; and the same for
    /// every share that the caller may read. The figures are kept with every change, and so cost the same however
    /// many files there are.
    #[oai(
        path = "/api/v1/storage",
        method = "get",
        operation_id = "storage_get",
        tag = "super::Tag::Storage"
    )]
    async fn storage_get(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
    ) -> StorageGetResponse {
        answer(Box::pin(self.0.storage_get(caller.0))).await
    }

    /// Get what is used of a share's quota
    #[oai(
        path = "/api/v1/shares/:share_id/storage",
        method = "get",
        operation_id = "share_storage_get",
        tag = "super::Tag::Storage"
    )]
    async fn share_storage_get(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// The share.
        #[oai(name = "share_id")]
        share_id: Path<Uuid>,
    ) -> ShareStorageGetResponse {
        let request = ShareStorageGetRequest {
            share_id: share_id.0,
        };
        answer(Box::pin(self.0.share_storage_get(caller.0, request))).await
    }
}
