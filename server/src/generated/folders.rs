// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! Operations of the tag `folders`. The tree below a share.

use std::sync::Arc;

use poem_openapi::{ApiResponse, OpenApi};
use uuid::Uuid;

use crate::contract::{
    Answer, Authenticated, ByteStream, Header, Json, Operation, Path, ProblemAnswer, ProblemJson,
    Query, answer, documented,
};
use crate::domain::access::Caller;
use crate::error::Result;
use super::{models, operations};

/// Handlers of the tag `folders`. The tree below a share.
pub trait FoldersApi: Send + Sync + 'static {
    /// Create a folder
    ///
    /// Needs CREATE where it is made. Folders lie at most 64 deep, and a path has at most 4096 bytes.
    fn folder_create(
        &self,
        caller: Caller,
        request: FolderCreateRequest,
    ) -> impl Future<Output = Result<FolderCreateResponse>> + Send;

    /// Get a folder
    fn folder_get(
        &self,
        caller: Caller,
        request: FolderGetRequest,
    ) -> impl Future<Output = Result<FolderGetResponse>> + Send;

    /// Rename a folder
    ///
    /// Needs WRITE.
    fn folder_update(
        &self,
        caller: Caller,
        request: FolderUpdateRequest,
    ) -> impl Future<Output = Result<FolderUpdateResponse>> + Send;

    /// Delete a folder
    ///
    /// Needs DELETE. Into the trash with all that it holds, as one unit, or for good with `permanent=true`.
    /// Deleting what is in the trash already changes nothing.
    fn folder_delete(
        &self,
        caller: Caller,
        request: FolderDeleteRequest,
    ) -> impl Future<Output = Result<FolderDeleteResponse>> + Send;

    /// Move a folder
    ///
    /// Needs DELETE on it and CREATE where it goes. What it holds goes with it. A folder can't move into itself.
    /// Across shares the quota of the other share must have room.
    fn folder_move(
        &self,
        caller: Caller,
        request: FolderMoveRequest,
    ) -> impl Future<Output = Result<FolderMoveResponse>> + Send;

    /// Copy a folder
    ///
    /// Needs READ on it and CREATE where the copy goes. What is in it is copied with it, all or nothing; what is
    /// in the trash is not. No byte is copied: files start at version 1 and share the content of the current
    /// versions. Tags and metadata are copied, grants are not. At most 100000 folders and files at once; all are
    /// charged to the caller.
    fn folder_copy(
        &self,
        caller: Caller,
        request: FolderCopyRequest,
    ) -> impl Future<Output = Result<FolderCopyResponse>> + Send;

    /// Put a folder into the trash
    ///
    /// Needs DELETE. What it holds goes with it, as one unit. Its name is free again at once. What is in the
    /// trash already is answered as it is.
    fn folder_trash(
        &self,
        caller: Caller,
        request: FolderTrashRequest,
    ) -> impl Future<Output = Result<FolderTrashResponse>> + Send;

    /// Take a folder out of the trash
    ///
    /// Needs DELETE on it and CREATE where it goes: to the folder it was in, or to the root of the share if that
    /// folder is in the trash or gone. What went to the trash with it comes back with it; what was there by
    /// itself before stays there. What is not in the trash is answered as it is.
    fn folder_restore(
        &self,
        caller: Caller,
        request: FolderRestoreRequest,
    ) -> impl Future<Output = Result<FolderRestoreResponse>> + Send;

    /// List what a folder holds
    ///
    /// Folders first, then files; both in the order asked for.
    fn folder_children(
        &self,
        caller: Caller,
        request: FolderChildrenRequest,
    ) -> impl Future<Output = Result<FolderChildrenResponse>> + Send;

    /// Download a folder as a ZIP archive
    ///
    /// The folder with everything live below it, empty folders included, streamed and not compressed. At most
    /// 100,000 files and folders, unless the server has another limit, with paths of at most 32 MiB together.
    /// What is in it is settled before the first byte; should a content be removed meanwhile, the answer breaks
    /// off before the length that it announced.
    fn folder_archive(
        &self,
        caller: Caller,
        request: FolderArchiveRequest,
    ) -> impl Future<Output = Result<FolderArchiveResponse>> + Send;

    /// List who was granted what on a folder
    ///
    /// Needs MANAGE. The grants on the folder itself, not those that it inherits; those that have expired too,
    /// until they are deleted.
    fn folder_grant_list(
        &self,
        caller: Caller,
        request: FolderGrantListRequest,
    ) -> impl Future<Output = Result<FolderGrantListResponse>> + Send;

    /// Grant permissions on a folder
    ///
    /// Needs MANAGE. Replaces what the member or group had there. What is granted here holds for everything below
    /// the folder, and tells nothing of what is above it. Nobody but the organization's owners and admins can
    /// grant more, or for longer, than they hold themselves.
    fn folder_grant_put(
        &self,
        caller: Caller,
        request: FolderGrantPutRequest,
    ) -> impl Future<Output = Result<FolderGrantPutResponse>> + Send;

    /// Take back a grant on a folder
    ///
    /// Needs MANAGE. Effective with the next request.
    fn folder_grant_delete(
        &self,
        caller: Caller,
        request: FolderGrantDeleteRequest,
    ) -> impl Future<Output = Result<FolderGrantDeleteResponse>> + Send;
}

/// What `folder_create` is asked.
#[derive(Debug)]
pub struct FolderCreateRequest {
    /// What to do if the name is taken where the thing is to be; `fail`, if absent.
    pub on_conflict: Option<models::OnConflict>,
    pub body: models::FolderCreate,
}

/// What `folder_create` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum FolderCreateResponse {
    /// The folder.
    #[oai(status = 201)]
    Created(
        Json<models::Folder>,
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
    /// - `RESOURCE_DELETED`: The thing is in the trash.
    #[oai(status = 410)]
    Gone(ProblemJson),
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

impl Answer for FolderCreateResponse {
    const OPERATION: &'static Operation = &operations::FOLDER_CREATE;

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
            410 => Self::Gone(problem.body()),
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

/// What `folder_get` is asked.
#[derive(Debug)]
pub struct FolderGetRequest {
    /// The folder.
    pub folder_id: Uuid,
    /// Answer it even if it is in the trash.
    pub trashed: bool,
}

/// What `folder_get` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum FolderGetResponse {
    /// The folder.
    #[oai(status = 200)]
    Ok(
        Json<models::Folder>,
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

impl Answer for FolderGetResponse {
    const OPERATION: &'static Operation = &operations::FOLDER_GET;

    fn from_problem(problem: ProblemAnswer) -> Self {
        let problem = documented(Self::OPERATION, problem);
        match problem.status() {
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

/// What `folder_update` is asked.
#[derive(Debug)]
pub struct FolderUpdateRequest {
    /// The folder.
    pub folder_id: Uuid,
    /// What to do if the name is taken where the thing is to be; `fail`, if absent.
    pub on_conflict: Option<models::OnConflict>,
    /// Carry out only if the current entity tag is one of these (RFC 9110).
    pub if_match: Option<String>,
    pub body: models::FolderUpdate,
}

/// What `folder_update` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum FolderUpdateResponse {
    /// The folder.
    #[oai(status = 200)]
    Ok(
        Json<models::Folder>,
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
    /// - `RESOURCE_DELETED`: The thing is in the trash.
    #[oai(status = 410)]
    Gone(ProblemJson),
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

impl Answer for FolderUpdateResponse {
    const OPERATION: &'static Operation = &operations::FOLDER_UPDATE;

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
            410 => Self::Gone(problem.body()),
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

/// What `folder_delete` is asked.
#[derive(Debug)]
pub struct FolderDeleteRequest {
    /// The folder.
    pub folder_id: Uuid,
    /// Remove for good, instead of into the trash.
    pub permanent: bool,
    /// Carry out only if the current entity tag is one of these (RFC 9110).
    pub if_match: Option<String>,
}

/// What `folder_delete` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum FolderDeleteResponse {
    /// The folder is deleted.
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
    /// - `PRECONDITION_FAILED`: `If-Match` names another state than the current one, which `ETag` tells.
    #[oai(status = 412)]
    PreconditionFailed(
        ProblemJson,
        /// The entity tag of the current state.
        #[oai(header = "ETag")]
        String,
    ),
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

impl Answer for FolderDeleteResponse {
    const OPERATION: &'static Operation = &operations::FOLDER_DELETE;

    fn from_problem(problem: ProblemAnswer) -> Self {
        let problem = documented(Self::OPERATION, problem);
        match problem.status() {
            401 => {
                let www_authenticate = problem.www_authenticate();
                Self::Unauthorized(problem.body(), www_authenticate)
            }
            403 => Self::Forbidden(problem.body()),
            404 => Self::NotFound(problem.body()),
            412 => {
                let etag = problem.etag();
                Self::PreconditionFailed(problem.body(), etag)
            }
            422 => Self::UnprocessableContent(problem.body()),
            503 => {
                let retry_after = problem.retry_after();
                Self::ServiceUnavailable(problem.body(), retry_after)
            }
            _ => Self::InternalServerError(problem.body()),
        }
    }
}

/// What `folder_move` is asked.
#[derive(Debug)]
pub struct FolderMoveRequest {
    /// The folder.
    pub folder_id: Uuid,
    /// What to do if the name is taken where the thing is to be; `fail`, if absent.
    pub on_conflict: Option<models::OnConflict>,
    /// Carry out only if the current entity tag is one of these (RFC 9110).
    pub if_match: Option<String>,
    pub body: models::NodeTarget,
}

/// What `folder_move` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum FolderMoveResponse {
    /// The folder in its new place.
    #[oai(status = 200)]
    Ok(
        Json<models::Folder>,
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
    /// - `RESOURCE_DELETED`: The thing is in the trash.
    #[oai(status = 410)]
    Gone(ProblemJson),
    /// - `PRECONDITION_FAILED`: `If-Match` names another state than the current one, which `ETag` tells.
    #[oai(status = 412)]
    PreconditionFailed(
        ProblemJson,
        /// The entity tag of the current state.
        #[oai(header = "ETag")]
        String,
    ),
    /// - `PAYLOAD_TOO_LARGE`: The body is longer than this operation takes.
    /// - `QUOTA_EXCEEDED`: The write does not fit a quota; `detail` names the meter.
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

impl Answer for FolderMoveResponse {
    const OPERATION: &'static Operation = &operations::FOLDER_MOVE;

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
            410 => Self::Gone(problem.body()),
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

/// What `folder_copy` is asked.
#[derive(Debug)]
pub struct FolderCopyRequest {
    /// The folder.
    pub folder_id: Uuid,
    /// What to do if the name is taken where the thing is to be; `fail`, if absent.
    pub on_conflict: Option<models::OnConflict>,
    /// Carry out only if the current entity tag is one of these (RFC 9110).
    pub if_match: Option<String>,
    pub body: models::NodeTarget,
}

/// What `folder_copy` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum FolderCopyResponse {
    /// The copy.
    #[oai(status = 201)]
    Created(
        Json<models::Folder>,
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
    /// - `RESOURCE_DELETED`: The thing is in the trash.
    #[oai(status = 410)]
    Gone(ProblemJson),
    /// - `PRECONDITION_FAILED`: `If-Match` names another state than the current one, which `ETag` tells.
    #[oai(status = 412)]
    PreconditionFailed(
        ProblemJson,
        /// The entity tag of the current state.
        #[oai(header = "ETag")]
        String,
    ),
    /// - `PAYLOAD_TOO_LARGE`: The body is longer than this operation takes.
    /// - `QUOTA_EXCEEDED`: The write does not fit a quota; `detail` names the meter.
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

impl Answer for FolderCopyResponse {
    const OPERATION: &'static Operation = &operations::FOLDER_COPY;

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
            410 => Self::Gone(problem.body()),
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

/// What `folder_trash` is asked.
#[derive(Debug)]
pub struct FolderTrashRequest {
    /// The folder.
    pub folder_id: Uuid,
    /// Carry out only if the current entity tag is one of these (RFC 9110).
    pub if_match: Option<String>,
}

/// What `folder_trash` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum FolderTrashResponse {
    /// The folder in the trash.
    #[oai(status = 200)]
    Ok(
        Json<models::Folder>,
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

impl Answer for FolderTrashResponse {
    const OPERATION: &'static Operation = &operations::FOLDER_TRASH;

    fn from_problem(problem: ProblemAnswer) -> Self {
        let problem = documented(Self::OPERATION, problem);
        match problem.status() {
            401 => {
                let www_authenticate = problem.www_authenticate();
                Self::Unauthorized(problem.body(), www_authenticate)
            }
            403 => Self::Forbidden(problem.body()),
            404 => Self::NotFound(problem.body()),
            409 => Self::Conflict(problem.body()),
            412 => {
                let etag = problem.etag();
                Self::PreconditionFailed(problem.body(), etag)
            }
            422 => Self::UnprocessableContent(problem.body()),
            503 => {
                let retry_after = problem.retry_after();
                Self::ServiceUnavailable(problem.body(), retry_after)
            }
            _ => Self::InternalServerError(problem.body()),
        }
    }
}

/// What `folder_restore` is asked.
#[derive(Debug)]
pub struct FolderRestoreRequest {
    /// The folder.
    pub folder_id: Uuid,
    /// What to do if the name is taken where the thing is to be; `fail`, if absent.
    pub on_conflict: Option<models::OnConflict>,
    /// Carry out only if the current entity tag is one of these (RFC 9110).
    pub if_match: Option<String>,
}

/// What `folder_restore` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum FolderRestoreResponse {
    /// The folder, live again.
    #[oai(status = 200)]
    Ok(
        Json<models::Folder>,
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

impl Answer for FolderRestoreResponse {
    const OPERATION: &'static Operation = &operations::FOLDER_RESTORE;

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
            409 => Self::Conflict(problem.body()),
            412 => {
                let etag = problem.etag();
                Self::PreconditionFailed(problem.body(), etag)
            }
            422 => Self::UnprocessableContent(problem.body()),
            503 => {
                let retry_after = problem.retry_after();
                Self::ServiceUnavailable(problem.body(), retry_after)
            }
            _ => Self::InternalServerError(problem.body()),
        }
    }
}

/// What `folder_children` is asked.
#[derive(Debug)]
pub struct FolderChildrenRequest {
    /// The folder.
    pub folder_id: Uuid,
    /// How many items to leave out. Not together with `cursor`.
    pub skip: i64,
    /// How many items to answer at the most.
    pub take: i32,
    /// The `next_cursor` of the page before, with the same `order_by` and filters.
    pub cursor: Option<String>,
    /// What to sort by.
    pub order_by: Option<models::NodeOrder>,
}

/// What `folder_children` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum FolderChildrenResponse {
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

impl Answer for FolderChildrenResponse {
    const OPERATION: &'static Operation = &operations::FOLDER_CHILDREN;

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

/// What `folder_archive` is asked.
#[derive(Debug)]
pub struct FolderArchiveRequest {
    /// The folder.
    pub folder_id: Uuid,
}

/// What `folder_archive` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum FolderArchiveResponse {
    /// A ZIP archive.
    #[oai(status = 200)]
    Ok(
        ByteStream,
        /// How many bytes follow.
        #[oai(header = "Content-Length")]
        i64,
        /// The file's name, and whether a browser may show it (RFC 6266, RFC 8187).
        #[oai(header = "Content-Disposition")]
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

impl Answer for FolderArchiveResponse {
    const OPERATION: &'static Operation = &operations::FOLDER_ARCHIVE;

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

/// What `folder_grant_list` is asked.
#[derive(Debug)]
pub struct FolderGrantListRequest {
    /// The folder.
    pub folder_id: Uuid,
}

/// What `folder_grant_list` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum FolderGrantListResponse {
    /// All grants on the folder.
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

impl Answer for FolderGrantListResponse {
    const OPERATION: &'static Operation = &operations::FOLDER_GRANT_LIST;

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

/// What `folder_grant_put` is asked.
#[derive(Debug)]
pub struct FolderGrantPutRequest {
    /// The folder.
    pub folder_id: Uuid,
    /// Whom it is granted to: a member's user id or a group's id.
    pub principal_id: Uuid,
    pub body: models::GrantPut,
}

/// What `folder_grant_put` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum FolderGrantPutResponse {
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

impl Answer for FolderGrantPutResponse {
    const OPERATION: &'static Operation = &operations::FOLDER_GRANT_PUT;

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

/// What `folder_grant_delete` is asked.
#[derive(Debug)]
pub struct FolderGrantDeleteRequest {
    /// The folder.
    pub folder_id: Uuid,
    /// Whom it is granted to: a member's user id or a group's id.
    pub principal_id: Uuid,
}

/// What `folder_grant_delete` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum FolderGrantDeleteResponse {
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

impl Answer for FolderGrantDeleteResponse {
    const OPERATION: &'static Operation = &operations::FOLDER_GRANT_DELETE;

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

/// Routes the tag `folders` to its handlers.
#[derive(Debug)]
pub struct FoldersGlue<A>(pub Arc<A>);

#[OpenApi]
impl<A: FoldersApi> FoldersGlue<A> {
    /// Create a folder
    ///
    /// Needs CREATE where it is made. Folders lie at most 64 deep, and a path has at most 4096 bytes.
    #[oai(
        path = "/api/v1/folders",
        method = "post",
        operation_id = "folder_create",
        tag = "super::Tag::Folders"
    )]
    async fn folder_create(
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
        /// What to do if the name is taken where the thing is to be; `fail`, if absent.
        #[oai(name = "on_conflict")]
        on_conflict: Query<Option<models::OnConflict>>,
        body: Json<models::FolderCreate>,
    ) -> FolderCreateResponse {
        let request = FolderCreateRequest {
            on_conflict: on_conflict.0,
            body: body.0,
        };
        answer(Box::pin(self.0.folder_create(caller.0, request))).await
    }

    /// Get a folder
    #[oai(
        path = "/api/v1/folders/:folder_id",
        method = "get",
        operation_id = "folder_get",
        tag = "super::Tag::Folders"
    )]
    async fn folder_get(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// The folder.
        #[oai(name = "folder_id")]
        folder_id: Path<Uuid>,
        /// Answer it even if it is in the trash.
        #[oai(name = "trashed", default = "default_trashed")]
        trashed: Query<bool>,
    ) -> FolderGetResponse {
        let request = FolderGetRequest {
            folder_id: folder_id.0,
            trashed: trashed.0,
        };
        answer(Box::pin(self.0.folder_get(caller.0, request))).await
    }

    /// Rename a folder
    ///
    /// Needs WRITE.
    #[oai(
        path = "/api/v1/folders/:folder_id",
        method = "patch",
        operation_id = "folder_update",
        tag = "super::Tag::Folders"
    )]
    async fn folder_update(
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
        /// The folder.
        #[oai(name = "folder_id")]
        folder_id: Path<Uuid>,
        /// What to do if the name is taken where the thing is to be; `fail`, if absent.
        #[oai(name = "on_conflict")]
        on_conflict: Query<Option<models::OnConflict>>,
        /// Carry out only if the current entity tag is one of these (RFC 9110).
        #[oai(name = "If-Match", validator(max_length = 1024))]
        if_match: Header<Option<String>>,
        body: Json<models::FolderUpdate>,
    ) -> FolderUpdateResponse {
        let request = FolderUpdateRequest {
            folder_id: folder_id.0,
            on_conflict: on_conflict.0,
            if_match: if_match.0,
            body: body.0,
        };
        answer(Box::pin(self.0.folder_update(caller.0, request))).await
    }

    /// Delete a folder
    ///
    /// Needs DELETE. Into the trash with all that it holds, as one unit, or for good with `permanent=true`.
    /// Deleting what is in the trash already changes nothing.
    #[oai(
        path = "/api/v1/folders/:folder_id",
        method = "delete",
        operation_id = "folder_delete",
        tag = "super::Tag::Folders"
    )]
    async fn folder_delete(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// The folder.
        #[oai(name = "folder_id")]
        folder_id: Path<Uuid>,
        /// Remove for good, instead of into the trash.
        #[oai(name = "permanent", default = "default_permanent")]
        permanent: Query<bool>,
        /// Carry out only if the current entity tag is one of these (RFC 9110).
        #[oai(name = "If-Match", validator(max_length = 1024))]
        if_match: Header<Option<String>>,
    ) -> FolderDeleteResponse {
        let request = FolderDeleteRequest {
            folder_id: folder_id.0,
            permanent: permanent.0,
            if_match: if_match.0,
        };
        answer(Box::pin(self.0.folder_delete(caller.0, request))).await
    }

    /// Move a folder
    ///
    /// Needs DELETE on it and CREATE where it goes. What it holds goes with it. A folder can't move into itself.
    /// Across shares the quota of the other share must have room.
    #[oai(
        path = "/api/v1/folders/:folder_id/move",
        method = "post",
        operation_id = "folder_move",
        tag = "super::Tag::Folders"
    )]
    async fn folder_move(
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
        /// The folder.
        #[oai(name = "folder_id")]
        folder_id: Path<Uuid>,
        /// What to do if the name is taken where the thing is to be; `fail`, if absent.
        #[oai(name = "on_conflict")]
        on_conflict: Query<Option<models::OnConflict>>,
        /// Carry out only if the current entity tag is one of these (RFC 9110).
        #[oai(name = "If-Match", validator(max_length = 1024))]
        if_match: Header<Option<String>>,
        body: Json<models::NodeTarget>,
    ) -> FolderMoveResponse {
        let request = FolderMoveRequest {
            folder_id: folder_id.0,
            on_conflict: on_conflict.0,
            if_match: if_match.0,
            body: body.0,
        };
        answer(Box::pin(self.0.folder_move(caller.0, request))).await
    }

    /// Copy a folder
    ///
    /// Needs READ on it and CREATE where the copy goes. What is in it is copied with it, all or nothing; what is
    /// in the trash is not. No byte is copied: files start at version 1 and share the content of the current
    /// versions. Tags and metadata are copied, grants are not. At most 100000 folders and files at once; all are
    /// charged to the caller.
    #[oai(
        path = "/api/v1/folders/:folder_id/copy",
        method = "post",
        operation_id = "folder_copy",
        tag = "super::Tag::Folders"
    )]
    async fn folder_copy(
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
        /// The folder.
        #[oai(name = "folder_id")]
        folder_id: Path<Uuid>,
        /// What to do if the name is taken where the thing is to be; `fail`, if absent.
        #[oai(name = "on_conflict")]
        on_conflict: Query<Option<models::OnConflict>>,
        /// Carry out only if the current entity tag is one of these (RFC 9110).
        #[oai(name = "If-Match", validator(max_length = 1024))]
        if_match: Header<Option<String>>,
        body: Json<models::NodeTarget>,
    ) -> FolderCopyResponse {
        let request = FolderCopyRequest {
            folder_id: folder_id.0,
            on_conflict: on_conflict.0,
            if_match: if_match.0,
            body: body.0,
        };
        answer(Box::pin(self.0.folder_copy(caller.0, request))).await
    }

    /// Put a folder into the trash
    ///
    /// Needs DELETE. What it holds goes with it, as one unit. Its name is free again at once. What is in the
    /// trash already is answered as it is.
    #[oai(
        path = "/api/v1/folders/:folder_id/trash",
        method = "post",
        operation_id = "folder_trash",
        tag = "super::Tag::Folders"
    )]
    async fn folder_trash(
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
        /// The folder.
        #[oai(name = "folder_id")]
        folder_id: Path<Uuid>,
        /// Carry out only if the current entity tag is one of these (RFC 9110).
        #[oai(name = "If-Match", validator(max_length = 1024))]
        if_match: Header<Option<String>>,
    ) -> FolderTrashResponse {
        let request = FolderTrashRequest {
            folder_id: folder_id.0,
            if_match: if_match.0,
        };
        answer(Box::pin(self.0.folder_trash(caller.0, request))).await
    }

    /// Take a folder out of the trash
    ///
    /// Needs DELETE on it and CREATE where it goes: to the folder it was in, or to the root of the share if that
    /// folder is in the trash or gone. What went to the trash with it comes back with it; what was there by
    /// itself before stays there. What is not in the trash is answered as it is.
    #[oai(
        path = "/api/v1/folders/:folder_id/restore",
        method = "post",
        operation_id = "folder_restore",
        tag = "super::Tag::Folders"
    )]
    async fn folder_restore(
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
        /// The folder.
        #[oai(name = "folder_id")]
        folder_id: Path<Uuid>,
        /// What to do if the name is taken where the thing is to be; `fail`, if absent.
        #[oai(name = "on_conflict")]
        on_conflict: Query<Option<models::OnConflict>>,
        /// Carry out only if the current entity tag is one of these (RFC 9110).
        #[oai(name = "If-Match", validator(max_length = 1024))]
        if_match: Header<Option<String>>,
    ) -> FolderRestoreResponse {
        let request = FolderRestoreRequest {
            folder_id: folder_id.0,
            on_conflict: on_conflict.0,
            if_match: if_match.0,
        };
        answer(Box::pin(self.0.folder_restore(caller.0, request))).await
    }

    /// List what a folder holds
    ///
    /// Folders first, then files; both in the order asked for.
    #[oai(
        path = "/api/v1/folders/:folder_id/children",
        method = "get",
        operation_id = "folder_children",
        tag = "super::Tag::Folders"
    )]
    async fn folder_children(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// The folder.
        #[oai(name = "folder_id")]
        folder_id: Path<Uuid>,
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
    ) -> FolderChildrenResponse {
        let request = FolderChildrenRequest {
            folder_id: folder_id.0,
            skip: skip.0,
            take: take.0,
            cursor: cursor.0,
            order_by: order_by.0,
        };
        answer(Box::pin(self.0.folder_children(caller.0, request))).await
    }

    /// Download a folder as a ZIP archive
    ///
    /// The folder with everything live below it, empty folders included, streamed and not compressed. At most
    /// 100,000 files and folders, unless the server has another limit, with paths of at most 32 MiB together.
    /// What is in it is settled before the first byte; should a content be removed meanwhile, the answer breaks
    /// off before the length that it announced.
    #[oai(
        path = "/api/v1/folders/:folder_id/archive",
        method = "get",
        operation_id = "folder_archive",
        tag = "super::Tag::Folders"
    )]
    async fn folder_archive(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// The folder.
        #[oai(name = "folder_id")]
        folder_id: Path<Uuid>,
    ) -> FolderArchiveResponse {
        let request = FolderArchiveRequest {
            folder_id: folder_id.0,
        };
        answer(Box::pin(self.0.folder_archive(caller.0, request))).await
    }

    /// List who was granted what on a folder
    ///
    /// Needs MANAGE. The grants on the folder itself, not those that it inherits; those that have expired too,
    /// until they are deleted.
    #[oai(
        path = "/api/v1/folders/:folder_id/grants",
        method = "get",
        operation_id = "folder_grant_list",
        tag = "super::Tag::Folders"
    )]
    async fn folder_grant_list(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// The folder.
        #[oai(name = "folder_id")]
        folder_id: Path<Uuid>,
    ) -> FolderGrantListResponse {
        let request = FolderGrantListRequest {
            folder_id: folder_id.0,
        };
        answer(Box::pin(self.0.folder_grant_list(caller.0, request))).await
    }

    /// Grant permissions on a folder
    ///
    /// Needs MANAGE. Replaces what the member or group had there. What is granted here holds for everything below
    /// the folder, and tells nothing of what is above it. Nobody but the organization's owners and admins can
    /// grant more, or for longer, than they hold themselves.
    #[oai(
        path = "/api/v1/folders/:folder_id/grants/:principal_id",
        method = "put",
        operation_id = "folder_grant_put",
        tag = "super::Tag::Folders"
    )]
    async fn folder_grant_put(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// The folder.
        #[oai(name = "folder_id")]
        folder_id: Path<Uuid>,
        /// Whom it is granted to: a member's user id or a group's id.
        #[oai(name = "principal_id")]
        principal_id: Path<Uuid>,
        body: Json<models::GrantPut>,
    ) -> FolderGrantPutResponse {
        let request = FolderGrantPutRequest {
            folder_id: folder_id.0,
            principal_id: principal_id.0,
            body: body.0,
        };
        answer(Box::pin(self.0.folder_grant_put(caller.0, request))).await
    }

    /// Take back a grant on a folder
    ///
    /// Needs MANAGE. Effective with the next request.
    #[oai(
        path = "/api/v1/folders/:folder_id/grants/:principal_id",
        method = "delete",
        operation_id = "folder_grant_delete",
        tag = "super::Tag::Folders"
    )]
    async fn folder_grant_delete(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// The folder.
        #[oai(name = "folder_id")]
        folder_id: Path<Uuid>,
        /// Whom it is granted to: a member's user id or a group's id.
        #[oai(name = "principal_id")]
        principal_id: Path<Uuid>,
    ) -> FolderGrantDeleteResponse {
        let request = FolderGrantDeleteRequest {
            folder_id: folder_id.0,
            principal_id: principal_id.0,
        };
        answer(Box::pin(self.0.folder_grant_delete(caller.0, request))).await
    }
}

fn default_permanent() -> bool {
    false
}

fn default_skip() -> i64 {
    0
}

fn default_take() -> i32 {
    25
}

fn default_trashed() -> bool {
    false
}
