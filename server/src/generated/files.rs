// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! Operations of the tag `files`. Files, their content and their versions.

use std::sync::Arc;

use poem_openapi::{ApiResponse, OpenApi};
use uuid::Uuid;

use crate::contract::{
    Answer, Authenticated, ByteStream, Header, Json, MultipartStream, Operation, Path,
    ProblemAnswer, ProblemJson, Query, RawBody, Timestamp, answer, documented,
};
use crate::domain::access::Caller;
use crate::error::Result;
use super::{forms, headers, models, operations};

/// Handlers of the tag `files`. Files, their content and their versions.
pub trait FilesApi: Send + Sync + 'static {
    /// Upload a file
    ///
    /// Needs CREATE where it is put. The parts may come in any order and are streamed; the type is told from the
    /// bytes. Without `share_id` and `folder_id` the file goes to the organization's default share. Without
    /// `name` it is called what the part `file` says. Parts that may be left out may be empty instead, as HTML
    /// forms send them. With `on_conflict=replace` a file that has the name already gets a new version, which
    /// needs WRITE on it, and the answer is 200; tags and metadata that are sent take the place of its own.
    fn file_upload(
        &self,
        caller: Caller,
        request: FileUploadRequest,
    ) -> impl Future<Output = Result<FileUploadResponse>> + Send;

    /// List files
    ///
    /// Those that the caller may read, of all shares unless told otherwise. A file is listed if it passes every
    /// filter. Each order follows an index: a page that `cursor` asks for costs the same anywhere in the list.
    /// `skip` has to walk past what it skips, and `count` past everything, so the count is left out where
    /// `cursor` is given. `q` looks at every name until the page is full.
    fn file_list(
        &self,
        caller: Caller,
        request: FileListRequest,
    ) -> impl Future<Output = Result<FileListResponse>> + Send;

    /// Upload several files under ids of the caller's choice
    ///
    /// Needs CREATE where they are put. The first `id` belongs to the first `file`, the second to the second, and
    /// so on, however the parts are mixed; each file is called what its part says. All files are stored or none:
    /// as many of the one as of the other, else 400 `UPLOAD_PAIR_MISMATCH`; an id given twice 400
    /// `INVALID_ARGUMENT`; an id that is in use, whoever uses it, 409 `ID_CONFLICT`. `on_conflict` holds for each
    /// of them: with `rename` a taken name is numbered, also that of another file of the request; with `replace`
    /// a file that has the name already gets a new version, which needs WRITE on it, and keeps its id, and two
    /// files of the request with one name are a 409 `NAME_CONFLICT`, as with `fail`. Without `share_id` and
    /// `folder_id` they go to the organization's default share.
    fn file_batch_upload(
        &self,
        caller: Caller,
        request: FileBatchUploadRequest,
    ) -> impl Future<Output = Result<FileBatchUploadResponse>> + Send;

    /// Move several files and folders
    ///
    /// Needs DELETE on each and CREATE where they go. Each by itself, in this order, folders with everything
    /// below them: what can't be done to one does not keep the others from it.
    fn file_batch_move(
        &self,
        caller: Caller,
        request: FileBatchMoveRequest,
    ) -> impl Future<Output = Result<FileBatchMoveResponse>> + Send;

    /// Put several files and folders into the trash
    ///
    /// Needs DELETE on each. Each by itself, in this order: what can't be done to one does not keep the others
    /// from it. What is in the trash already stays there.
    fn file_batch_trash(
        &self,
        caller: Caller,
        request: FileBatchTrashRequest,
    ) -> impl Future<Output = Result<FileBatchTrashResponse>> + Send;

    /// Delete several files and folders for good
    ///
    /// Needs DELETE on each, wherever it is, also in the trash. Each by itself, in this order: what can't be done
    /// to one does not keep the others from it.
    fn file_batch_delete(
        &self,
        caller: Caller,
        request: FileBatchDeleteRequest,
    ) -> impl Future<Output = Result<FileBatchDeleteResponse>> + Send;

    /// Download several files and folders as a ZIP archive
    ///
    /// Folders with everything live below them; streamed and not compressed. What the caller may not read and
    /// what is in the trash is left out; 404 if nothing remains. Names that meet, whatever their case, are
    /// numbered. At most 100,000 files and folders in all, unless the server has another limit, with paths of at
    /// most 32 MiB together. What is in it is settled before the first byte; should a content be removed
    /// meanwhile, the answer breaks off before the length that it announced.
    fn file_archive(
        &self,
        caller: Caller,
        request: FileArchiveRequest,
    ) -> impl Future<Output = Result<FileArchiveResponse>> + Send;

    /// Empty the trash
    ///
    /// Removes for good what the caller may delete of what is in the trash now, folders with all that went there
    /// with them. What the caller may not delete stays. A few items at a time: a request that takes too long is
    /// answered 503, but carried on.
    fn trash_empty(
        &self,
        caller: Caller,
        request: TrashEmptyRequest,
    ) -> impl Future<Output = Result<TrashEmptyResponse>> + Send;

    /// Get a file's metadata
    fn file_get(
        &self,
        caller: Caller,
        request: FileGetRequest,
    ) -> impl Future<Output = Result<FileGetResponse>> + Send;

    /// Change a file's metadata
    ///
    /// What is absent stays; `metadata` is replaced as a whole. Name, tags and metadata need WRITE. `folder_id`
    /// and `share_id` move the file, which needs DELETE on it and CREATE where it goes. `restore` takes it out of
    /// the trash first, which needs the same; otherwise a file in the trash can't be changed.
    fn file_update(
        &self,
        caller: Caller,
        request: FileUpdateRequest,
    ) -> impl Future<Output = Result<FileUpdateResponse>> + Send;

    /// Delete a file
    ///
    /// Needs DELETE. Into the trash, or with all its versions for good with `permanent=true`. Deleting what is in
    /// the trash already changes nothing.
    fn file_delete(
        &self,
        caller: Caller,
        request: FileDeleteRequest,
    ) -> impl Future<Output = Result<FileDeleteResponse>> + Send;

    /// Move a file
    ///
    /// Needs DELETE on it and CREATE where it goes. It keeps its id, its versions, its tags and metadata. Across
    /// shares the quota of the other share must have room.
    fn file_move(
        &self,
        caller: Caller,
        request: FileMoveRequest,
    ) -> impl Future<Output = Result<FileMoveResponse>> + Send;

    /// Copy a file
    ///
    /// Needs READ on it and CREATE where the copy goes. No byte is copied: the copy starts at version 1 and
    /// shares the content of the current version. Tags and metadata are copied, grants are not. The copy is
    /// charged to the caller.
    fn file_copy(
        &self,
        caller: Caller,
        request: FileCopyRequest,
    ) -> impl Future<Output = Result<FileCopyResponse>> + Send;

    /// Put a file into the trash
    ///
    /// Needs DELETE. It keeps its versions and its quota. Its name is free again at once. What is in the trash
    /// already is answered as it is.
    fn file_trash(
        &self,
        caller: Caller,
        request: FileTrashRequest,
    ) -> impl Future<Output = Result<FileTrashResponse>> + Send;

    /// Take a file out of the trash
    ///
    /// Needs DELETE on it and CREATE where it goes: to the folder it was in, or to the root of the share if that
    /// folder is in the trash or gone. It keeps its id and versions. What is not in the trash is answered as it
    /// is.
    fn file_restore(
        &self,
        caller: Caller,
        request: FileRestoreRequest,
    ) -> impl Future<Output = Result<FileRestoreResponse>> + Send;

    /// Download a file's content
    ///
    /// Types that a browser could run are answered as attachments, with `Content-Security-Policy: sandbox`.
    fn file_download(
        &self,
        caller: Caller,
        request: FileDownloadRequest,
    ) -> impl Future<Output = Result<FileDownloadResponse>> + Send;

    /// Ask for the headers of a download
    ///
    /// What `GET` would answer, without the content.
    fn file_download_head(
        &self,
        caller: Caller,
        request: FileDownloadHeadRequest,
    ) -> impl Future<Output = Result<FileDownloadHeadResponse>> + Send;

    /// Replace a file's content
    ///
    /// Needs WRITE. The body is the content; it becomes a new version. `If-Match` takes the entity tag of the
    /// content.
    fn file_replace(
        &self,
        caller: Caller,
        request: FileReplaceRequest,
    ) -> impl Future<Output = Result<FileReplaceResponse>> + Send;

    /// List a file's versions
    ///
    /// The newest first.
    fn version_list(
        &self,
        caller: Caller,
        request: VersionListRequest,
    ) -> impl Future<Output = Result<VersionListResponse>> + Send;

    /// Get a version's metadata
    fn version_get(
        &self,
        caller: Caller,
        request: VersionGetRequest,
    ) -> impl Future<Output = Result<VersionGetResponse>> + Send;

    /// Delete a version for good
    ///
    /// Needs WRITE and DELETE. The current version can't be deleted. The others keep their numbers, and no
    /// version gets this number again. `If-Match` takes the entity tag of the file's current content.
    fn version_delete(
        &self,
        caller: Caller,
        request: VersionDeleteRequest,
    ) -> impl Future<Output = Result<VersionDeleteResponse>> + Send;

    /// Make an old version the current one
    ///
    /// Needs WRITE. The content becomes that of the old version, as a new version that names it in
    /// `restored_from`; all versions between stay. No byte is copied, and the new version counts towards quotas
    /// like any other. `If-Match` takes the entity tag of the current content.
    fn version_restore(
        &self,
        caller: Caller,
        request: VersionRestoreRequest,
    ) -> impl Future<Output = Result<VersionRestoreResponse>> + Send;

    /// List who was granted what on a file
    ///
    /// Needs MANAGE. The grants on the file itself, not those that it inherits; those that have expired too,
    /// until they are deleted.
    fn file_grant_list(
        &self,
        caller: Caller,
        request: FileGrantListRequest,
    ) -> impl Future<Output = Result<FileGrantListResponse>> + Send;

    /// Grant permissions on a file
    ///
    /// Needs MANAGE. Replaces what the member or group had there. What is granted here holds for this file alone,
    /// wherever it is moved. Nobody but the organization's owners and admins can grant more, or for longer, than
    /// they hold themselves.
    fn file_grant_put(
        &self,
        caller: Caller,
        request: FileGrantPutRequest,
    ) -> impl Future<Output = Result<FileGrantPutResponse>> + Send;

    /// Take back a grant on a file
    ///
    /// Needs MANAGE. Effective with the next request.
    fn file_grant_delete(
        &self,
        caller: Caller,
        request: FileGrantDeleteRequest,
    ) -> impl Future<Output = Result<FileGrantDeleteResponse>> + Send;
}

/// What `file_upload` is asked.
#[derive(Debug)]
pub struct FileUploadRequest {
    pub body: MultipartStream<forms::FileUploadPart>,
}

/// What `file_upload` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum FileUploadResponse {
    /// The file that had the name, with its new version.
    #[oai(status = 200)]
    Ok(
        Json<models::File>,
        /// Where the new thing is.
        #[oai(header = "Location")]
        String,
        /// The entity tag of the current state.
        #[oai(header = "ETag")]
        String,
    ),
    /// The file.
    #[oai(status = 201)]
    Created(
        Json<models::File>,
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
    /// - `QUOTA_EXCEEDED`: The write does not fit a quota; `detail` names the meter.
    #[oai(status = 413)]
    ContentTooLarge(ProblemJson),
    /// - `UNSUPPORTED_MEDIA_TYPE`: `Content-Type` is missing or not one that the operation takes.
    #[oai(status = 415)]
    UnsupportedMediaType(ProblemJson),
    /// - `VALIDATION_FAILED`: Parameters or body break the contract; `errors` lists every fault.
    /// - `CHECKSUM_MISMATCH`: The bytes received are not those that the digest header announced.
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

impl Answer for FileUploadResponse {
    const OPERATION: &'static Operation = &operations::FILE_UPLOAD;

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

/// What `file_list` is asked.
#[derive(Debug)]
pub struct FileListRequest {
    /// Only files of this share.
    pub share_id: Option<Uuid>,
    /// Only files in this folder, not below it.
    pub folder_id: Option<Uuid>,
    /// Only files whose name contains this, whatever the case.
    pub q: Option<String>,
    /// Only files with this label, whatever its case; repeat it for files with all of several.
    pub tag: Option<Vec<String>>,
    /// Only files of this kind; repeat it for any of several.
    pub kind: Option<Vec<models::FileKind>>,
    /// Only files of at least so many bytes.
    pub size_min: Option<i64>,
    /// Only files of at most so many bytes.
    pub size_max: Option<i64>,
    /// Only files uploaded at this time or later.
    pub created_after: Option<Timestamp>,
    /// Only files uploaded before this time.
    pub created_before: Option<Timestamp>,
    /// Only files changed last at this time or later.
    pub updated_after: Option<Timestamp>,
    /// Only files changed last before this time.
    pub updated_before: Option<Timestamp>,
    /// Answer the page that holds this file: the one that `skip` would reach in steps of `take`. Not together
    /// with `skip` or `cursor`; 404 if the list does not hold it.
    pub around: Option<Uuid>,
    /// Answer `count` alone, without items.
    pub count_only: bool,
    /// `false`: live files; `true`: those in the trash; `null`: both.
    pub trashed: Option<models::TrashedFilter>,
    /// How many items to leave out. Not together with `cursor`.
    pub skip: i64,
    /// How many items to answer at the most.
    pub take: i32,
    /// The `next_cursor` of the page before, with the same `order_by` and filters.
    pub cursor: Option<String>,
    /// What to sort by.
    pub order_by: Option<models::FileOrder>,
}

/// What `file_list` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum FileListResponse {
    /// A page of files.
    #[oai(status = 200)]
    Ok(Json<models::FileList>),
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

impl Answer for FileListResponse {
    const OPERATION: &'static Operation = &operations::FILE_LIST;

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

/// What `file_batch_upload` is asked.
#[derive(Debug)]
pub struct FileBatchUploadRequest {
    pub body: MultipartStream<forms::FileBatchUploadPart>,
}

/// What `file_batch_upload` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum FileBatchUploadResponse {
    /// The files, in the order of the request.
    #[oai(status = 201)]
    Created(Json<models::FileBatch>),
    /// - `INVALID_ARGUMENT`: The request is well-formed, but can't be carried out as asked.
    /// - `UPLOAD_PAIR_MISMATCH`: There are not as many parts `id` as parts `file`, or none of both.
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
    /// - `ID_CONFLICT`: The identifier is in use.
    /// - `IDEMPOTENCY_ANSWER_LOST`: A request with this key was carried out, but what it was answered is not
    ///   known. Look at the current state, and use a new key for anything more.
    #[oai(status = 409)]
    Conflict(ProblemJson),
    /// - `RESOURCE_DELETED`: The thing is in the trash.
    #[oai(status = 410)]
    Gone(ProblemJson),
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

impl Answer for FileBatchUploadResponse {
    const OPERATION: &'static Operation = &operations::FILE_BATCH_UPLOAD;

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

/// What `file_batch_move` is asked.
#[derive(Debug)]
pub struct FileBatchMoveRequest {
    /// What to do if the name is taken where the thing is to be; `fail`, if absent.
    pub on_conflict: Option<models::OnConflict>,
    pub body: models::BatchMove,
}

/// What `file_batch_move` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum FileBatchMoveResponse {
    /// What came of each.
    #[oai(status = 200)]
    Ok(Json<models::BatchResults>),
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

impl Answer for FileBatchMoveResponse {
    const OPERATION: &'static Operation = &operations::FILE_BATCH_MOVE;

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

/// What `file_batch_trash` is asked.
#[derive(Debug)]
pub struct FileBatchTrashRequest {
    pub body: models::BatchRequest,
}

/// What `file_batch_trash` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum FileBatchTrashResponse {
    /// What came of each.
    #[oai(status = 200)]
    Ok(Json<models::BatchResults>),
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

impl Answer for FileBatchTrashResponse {
    const OPERATION: &'static Operation = &operations::FILE_BATCH_TRASH;

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

/// What `file_batch_delete` is asked.
#[derive(Debug)]
pub struct FileBatchDeleteRequest {
    pub body: models::BatchRequest,
}

/// What `file_batch_delete` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum FileBatchDeleteResponse {
    /// What came of each.
    #[oai(status = 200)]
    Ok(Json<models::BatchResults>),
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

impl Answer for FileBatchDeleteResponse {
    const OPERATION: &'static Operation = &operations::FILE_BATCH_DELETE;

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

/// What `file_archive` is asked.
#[derive(Debug)]
pub struct FileArchiveRequest {
    pub body: models::ArchiveRequest,
}

/// What `file_archive` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum FileArchiveResponse {
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

impl Answer for FileArchiveResponse {
    const OPERATION: &'static Operation = &operations::FILE_ARCHIVE;

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

/// What `trash_empty` is asked.
#[derive(Debug)]
pub struct TrashEmptyRequest {
    /// Only what was in this share.
    pub share_id: Option<Uuid>,
}

/// What `trash_empty` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum TrashEmptyResponse {
    /// What was removed.
    #[oai(status = 200)]
    Ok(Json<models::EmptiedTrash>),
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

impl Answer for TrashEmptyResponse {
    const OPERATION: &'static Operation = &operations::TRASH_EMPTY;

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

/// What `file_get` is asked.
#[derive(Debug)]
pub struct FileGetRequest {
    /// The file.
    pub file_id: Uuid,
    /// Answer it even if it is in the trash.
    pub trashed: bool,
}

/// What `file_get` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum FileGetResponse {
    /// The file.
    #[oai(status = 200)]
    Ok(
        Json<models::File>,
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

impl Answer for FileGetResponse {
    const OPERATION: &'static Operation = &operations::FILE_GET;

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

/// What `file_update` is asked.
#[derive(Debug)]
pub struct FileUpdateRequest {
    /// The file.
    pub file_id: Uuid,
    /// What to do if the name is taken where the thing is to be; `fail`, if absent.
    pub on_conflict: Option<models::OnConflict>,
    /// Carry out only if the current entity tag is one of these (RFC 9110).
    pub if_match: Option<String>,
    pub body: models::FileUpdate,
}

/// What `file_update` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum FileUpdateResponse {
    /// The file.
    #[oai(status = 200)]
    Ok(
        Json<models::File>,
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

impl Answer for FileUpdateResponse {
    const OPERATION: &'static Operation = &operations::FILE_UPDATE;

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

/// What `file_delete` is asked.
#[derive(Debug)]
pub struct FileDeleteRequest {
    /// The file.
    pub file_id: Uuid,
    /// Remove for good, instead of into the trash.
    pub permanent: bool,
    /// Carry out only if the current entity tag is one of these (RFC 9110).
    pub if_match: Option<String>,
}

/// What `file_delete` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum FileDeleteResponse {
    /// The file is deleted.
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

impl Answer for FileDeleteResponse {
    const OPERATION: &'static Operation = &operations::FILE_DELETE;

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

/// What `file_move` is asked.
#[derive(Debug)]
pub struct FileMoveRequest {
    /// The file.
    pub file_id: Uuid,
    /// What to do if the name is taken where the thing is to be; `fail`, if absent.
    pub on_conflict: Option<models::OnConflict>,
    /// Carry out only if the current entity tag is one of these (RFC 9110).
    pub if_match: Option<String>,
    pub body: models::NodeTarget,
}

/// What `file_move` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum FileMoveResponse {
    /// The file in its new place.
    #[oai(status = 200)]
    Ok(
        Json<models::File>,
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

impl Answer for FileMoveResponse {
    const OPERATION: &'static Operation = &operations::FILE_MOVE;

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

/// What `file_copy` is asked.
#[derive(Debug)]
pub struct FileCopyRequest {
    /// The file.
    pub file_id: Uuid,
    /// What to do if the name is taken where the thing is to be; `fail`, if absent.
    pub on_conflict: Option<models::OnConflict>,
    /// Carry out only if the current entity tag is one of these (RFC 9110).
    pub if_match: Option<String>,
    pub body: models::NodeTarget,
}

/// What `file_copy` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum FileCopyResponse {
    /// The copy.
    #[oai(status = 201)]
    Created(
        Json<models::File>,
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

impl Answer for FileCopyResponse {
    const OPERATION: &'static Operation = &operations::FILE_COPY;

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

/// What `file_trash` is asked.
#[derive(Debug)]
pub struct FileTrashRequest {
    /// The file.
    pub file_id: Uuid,
    /// Carry out only if the current entity tag is one of these (RFC 9110).
    pub if_match: Option<String>,
}

/// What `file_trash` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum FileTrashResponse {
    /// The file in the trash.
    #[oai(status = 200)]
    Ok(
        Json<models::File>,
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

impl Answer for FileTrashResponse {
    const OPERATION: &'static Operation = &operations::FILE_TRASH;

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

/// What `file_restore` is asked.
#[derive(Debug)]
pub struct FileRestoreRequest {
    /// The file.
    pub file_id: Uuid,
    /// What to do if the name is taken where the thing is to be; `fail`, if absent.
    pub on_conflict: Option<models::OnConflict>,
    /// Carry out only if the current entity tag is one of these (RFC 9110).
    pub if_match: Option<String>,
}

/// What `file_restore` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum FileRestoreResponse {
    /// The file, live again.
    #[oai(status = 200)]
    Ok(
        Json<models::File>,
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

impl Answer for FileRestoreResponse {
    const OPERATION: &'static Operation = &operations::FILE_RESTORE;

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

/// What `file_download` is asked.
#[derive(Debug)]
pub struct FileDownloadRequest {
    /// The file.
    pub file_id: Uuid,
    /// Which version; the current one, if absent.
    pub version: Option<i64>,
    /// Answer as an attachment, whatever the type.
    pub download: bool,
    /// Up to 16 byte ranges, such as `bytes=0-1023` or `bytes=-500` (RFC 9110). More, or another unit, is
    /// ignored.
    pub range: Option<String>,
    /// Carry out only if the current entity tag is one of these (RFC 9110).
    pub if_match: Option<String>,
    /// Answer 304 if the current entity tag is one of these (RFC 9110).
    pub if_none_match: Option<String>,
    /// Answer 304 if unchanged since then. Ignored if `If-None-Match` is given.
    pub if_modified_since: Option<String>,
    /// Answer 412 if changed since then. Ignored if `If-Match` is given.
    pub if_unmodified_since: Option<String>,
    /// Honour `Range` only if this is still the current entity tag. A date is never enough, since two versions
    /// may share one.
    pub if_range: Option<String>,
}

/// What `file_download` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum FileDownloadResponse {
    /// The whole content.
    #[oai(status = 200)]
    Ok(
        ByteStream,
        /// The entity tag of the current state.
        #[oai(header = "ETag")]
        String,
        /// When this version was written.
        #[oai(header = "Last-Modified")]
        String,
        /// How many bytes follow.
        #[oai(header = "Content-Length")]
        i64,
        /// Always `bytes`.
        #[oai(header = "Accept-Ranges")]
        String,
        /// The file's name, and whether a browser may show it (RFC 6266, RFC 8187).
        #[oai(header = "Content-Disposition")]
        String,
        /// SHA-256 of the whole content (RFC 9530).
        #[oai(header = "Repr-Digest")]
        String,
        /// Who may keep this answer, and for how long.
        #[oai(header = "Cache-Control")]
        String,
        /// Forbids a browser to run anything of the content.
        #[oai(header = "Content-Security-Policy")]
        String,
        /// Always `nosniff`.
        #[oai(header = "X-Content-Type-Options")]
        String,
    ),
    /// The ranges asked for; several of them as `multipart/byteranges`.
    #[oai(status = 206)]
    PartialContent(
        ByteStream,
        /// The entity tag of the current state.
        #[oai(header = "ETag")]
        String,
        /// When this version was written.
        #[oai(header = "Last-Modified")]
        String,
        /// How many bytes follow.
        #[oai(header = "Content-Length")]
        i64,
        /// Which bytes these are, and of how many. Absent where several ranges are answered, each with its own.
        #[oai(header = "Content-Range")]
        Option<String>,
        /// Always `bytes`.
        #[oai(header = "Accept-Ranges")]
        String,
        /// The file's name, and whether a browser may show it (RFC 6266, RFC 8187).
        #[oai(header = "Content-Disposition")]
        String,
        /// SHA-256 of the whole content (RFC 9530).
        #[oai(header = "Repr-Digest")]
        String,
        /// Who may keep this answer, and for how long.
        #[oai(header = "Cache-Control")]
        String,
        /// Forbids a browser to run anything of the content.
        #[oai(header = "Content-Security-Policy")]
        String,
        /// Always `nosniff`.
        #[oai(header = "X-Content-Type-Options")]
        String,
    ),
    /// The content is the one that the caller has.
    #[oai(status = 304)]
    NotModified(
        /// The entity tag of the current state.
        #[oai(header = "ETag")]
        String,
        /// When this version was written.
        #[oai(header = "Last-Modified")]
        String,
        /// Who may keep this answer, and for how long.
        #[oai(header = "Cache-Control")]
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
    /// - `PRECONDITION_FAILED`: `If-Match` names another state than the current one, which `ETag` tells.
    #[oai(status = 412)]
    PreconditionFailed(
        ProblemJson,
        /// The entity tag of the current state.
        #[oai(header = "ETag")]
        String,
    ),
    /// - `RANGE_NOT_SATISFIABLE`: No byte of `Range` lies within the content; `Content-Range` tells its length.
    #[oai(status = 416)]
    RangeNotSatisfiable(
        ProblemJson,
        /// Which bytes these are, and of how many.
        #[oai(header = "Content-Range")]
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

impl FileDownloadResponse {
    /// 200: The whole content.
    pub fn ok(body: ByteStream, headers: headers::ContentHeaders) -> Self {
        Self::Ok(
            body,
            headers.etag,
            headers.last_modified,
            headers.content_length,
            headers.accept_ranges,
            headers.content_disposition,
            headers.repr_digest,
            headers.cache_control,
            headers.content_security_policy,
            headers.x_content_type_options,
        )
    }

    /// 206: The ranges asked for; several of them as `multipart/byteranges`.
    pub fn partial_content(
        body: ByteStream,
        headers: headers::PartialContentHeaders,
    ) -> Self {
        Self::PartialContent(
            body,
            headers.etag,
            headers.last_modified,
            headers.content_length,
            headers.content_range,
            headers.accept_ranges,
            headers.content_disposition,
            headers.repr_digest,
            headers.cache_control,
            headers.content_security_policy,
            headers.x_content_type_options,
        )
    }

    /// 304: The content is the one that the caller has.
    pub fn not_modified(headers: headers::NotModifiedHeaders) -> Self {
        Self::NotModified(headers.etag, headers.last_modified, headers.cache_control)
    }
}

impl Answer for FileDownloadResponse {
    const OPERATION: &'static Operation = &operations::FILE_DOWNLOAD;

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
            412 => {
                let etag = problem.etag();
                Self::PreconditionFailed(problem.body(), etag)
            }
            416 => {
                let content_range = problem.content_range();
                Self::RangeNotSatisfiable(problem.body(), content_range)
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

/// What `file_download_head` is asked.
#[derive(Debug)]
pub struct FileDownloadHeadRequest {
    /// The file.
    pub file_id: Uuid,
    /// Which version; the current one, if absent.
    pub version: Option<i64>,
    /// Answer as an attachment, whatever the type.
    pub download: bool,
    /// Up to 16 byte ranges, such as `bytes=0-1023` or `bytes=-500` (RFC 9110). More, or another unit, is
    /// ignored.
    pub range: Option<String>,
    /// Carry out only if the current entity tag is one of these (RFC 9110).
    pub if_match: Option<String>,
    /// Answer 304 if the current entity tag is one of these (RFC 9110).
    pub if_none_match: Option<String>,
    /// Answer 304 if unchanged since then. Ignored if `If-None-Match` is given.
    pub if_modified_since: Option<String>,
    /// Answer 412 if changed since then. Ignored if `If-Match` is given.
    pub if_unmodified_since: Option<String>,
    /// Honour `Range` only if this is still the current entity tag. A date is never enough, since two versions
    /// may share one.
    pub if_range: Option<String>,
}

/// What `file_download_head` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum FileDownloadHeadResponse {
    /// The headers that `GET` would answer.
    #[oai(status = 200)]
    Ok(
        /// The entity tag of the current state.
        #[oai(header = "ETag")]
        String,
        /// When this version was written.
        #[oai(header = "Last-Modified")]
        String,
        /// How many bytes follow.
        #[oai(header = "Content-Length")]
        i64,
        /// The media type of the content.
        #[oai(header = "Content-Type")]
        String,
        /// Always `bytes`.
        #[oai(header = "Accept-Ranges")]
        String,
        /// The file's name, and whether a browser may show it (RFC 6266, RFC 8187).
        #[oai(header = "Content-Disposition")]
        String,
        /// SHA-256 of the whole content (RFC 9530).
        #[oai(header = "Repr-Digest")]
        String,
        /// Who may keep this answer, and for how long.
        #[oai(header = "Cache-Control")]
        String,
        /// Forbids a browser to run anything of the content.
        #[oai(header = "Content-Security-Policy")]
        String,
        /// Always `nosniff`.
        #[oai(header = "X-Content-Type-Options")]
        String,
    ),
    /// The headers that a partial `GET` would answer.
    #[oai(status = 206)]
    PartialContent(
        /// The entity tag of the current state.
        #[oai(header = "ETag")]
        String,
        /// When this version was written.
        #[oai(header = "Last-Modified")]
        String,
        /// How many bytes follow.
        #[oai(header = "Content-Length")]
        i64,
        /// The media type of the content.
        #[oai(header = "Content-Type")]
        String,
        /// Which bytes these are, and of how many. Absent where several ranges are answered, each with its own.
        #[oai(header = "Content-Range")]
        Option<String>,
        /// Always `bytes`.
        #[oai(header = "Accept-Ranges")]
        String,
        /// The file's name, and whether a browser may show it (RFC 6266, RFC 8187).
        #[oai(header = "Content-Disposition")]
        String,
        /// SHA-256 of the whole content (RFC 9530).
        #[oai(header = "Repr-Digest")]
        String,
        /// Who may keep this answer, and for how long.
        #[oai(header = "Cache-Control")]
        String,
        /// Forbids a browser to run anything of the content.
        #[oai(header = "Content-Security-Policy")]
        String,
        /// Always `nosniff`.
        #[oai(header = "X-Content-Type-Options")]
        String,
    ),
    /// The content is the one that the caller has.
    #[oai(status = 304)]
    NotModified(
        /// The entity tag of the current state.
        #[oai(header = "ETag")]
        String,
        /// When this version was written.
        #[oai(header = "Last-Modified")]
        String,
        /// Who may keep this answer, and for how long.
        #[oai(header = "Cache-Control")]
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
    /// - `PRECONDITION_FAILED`: `If-Match` names another state than the current one, which `ETag` tells.
    #[oai(status = 412)]
    PreconditionFailed(
        ProblemJson,
        /// The entity tag of the current state.
        #[oai(header = "ETag")]
        String,
    ),
    /// - `RANGE_NOT_SATISFIABLE`: No byte of `Range` lies within the content; `Content-Range` tells its length.
    #[oai(status = 416)]
    RangeNotSatisfiable(
        ProblemJson,
        /// Which bytes these are, and of how many.
        #[oai(header = "Content-Range")]
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

impl FileDownloadHeadResponse {
    /// 200: The headers that `GET` would answer.
    pub fn ok(headers: headers::ContentHeadHeaders) -> Self {
        Self::Ok(
            headers.etag,
            headers.last_modified,
            headers.content_length,
            headers.content_type,
            headers.accept_ranges,
            headers.content_disposition,
            headers.repr_digest,
            headers.cache_control,
            headers.content_security_policy,
            headers.x_content_type_options,
        )
    }

    /// 206: The headers that a partial `GET` would answer.
    pub fn partial_content(headers: headers::PartialContentHeadHeaders) -> Self {
        Self::PartialContent(
            headers.etag,
            headers.last_modified,
            headers.content_length,
            headers.content_type,
            headers.content_range,
            headers.accept_ranges,
            headers.content_disposition,
            headers.repr_digest,
            headers.cache_control,
            headers.content_security_policy,
            headers.x_content_type_options,
        )
    }

    /// 304: The content is the one that the caller has.
    pub fn not_modified(headers: headers::NotModifiedHeaders) -> Self {
        Self::NotModified(headers.etag, headers.last_modified, headers.cache_control)
    }
}

impl Answer for FileDownloadHeadResponse {
    const OPERATION: &'static Operation = &operations::FILE_DOWNLOAD_HEAD;

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
            412 => {
                let etag = problem.etag();
                Self::PreconditionFailed(problem.body(), etag)
            }
            416 => {
                let content_range = problem.content_range();
                Self::RangeNotSatisfiable(problem.body(), content_range)
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

/// What `file_replace` is asked.
#[derive(Debug)]
pub struct FileReplaceRequest {
    /// The file.
    pub file_id: Uuid,
    /// Carry out only if the current entity tag is one of these (RFC 9110).
    pub if_match: Option<String>,
    /// Digest of the bytes sent (RFC 9530), such as `sha-256=:…:`. If it does not match, nothing is stored.
    pub repr_digest: Option<String>,
    pub body: RawBody,
}

/// What `file_replace` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum FileReplaceResponse {
    /// The file with its new version.
    #[oai(status = 200)]
    Ok(
        Json<models::File>,
        /// The entity tag of the new content.
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
    /// - `CHECKSUM_MISMATCH`: The bytes received are not those that the digest header announced.
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

impl Answer for FileReplaceResponse {
    const OPERATION: &'static Operation = &operations::FILE_REPLACE;

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

/// What `version_list` is asked.
#[derive(Debug)]
pub struct VersionListRequest {
    /// The file.
    pub file_id: Uuid,
    /// How many items to leave out. Not together with `cursor`.
    pub skip: i64,
    /// How many items to answer at the most.
    pub take: i32,
    /// The `next_cursor` of the page before, with the same `order_by` and filters.
    pub cursor: Option<String>,
    /// What to sort by.
    pub order_by: Option<models::VersionOrder>,
}

/// What `version_list` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum VersionListResponse {
    /// A page of versions.
    #[oai(status = 200)]
    Ok(Json<models::VersionList>),
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

impl Answer for VersionListResponse {
    const OPERATION: &'static Operation = &operations::VERSION_LIST;

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

/// What `version_get` is asked.
#[derive(Debug)]
pub struct VersionGetRequest {
    /// The file.
    pub file_id: Uuid,
    /// The number of the version, counted from 1.
    pub version: i64,
}

/// What `version_get` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum VersionGetResponse {
    /// The version.
    #[oai(status = 200)]
    Ok(Json<models::Version>),
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

impl Answer for VersionGetResponse {
    const OPERATION: &'static Operation = &operations::VERSION_GET;

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

/// What `version_delete` is asked.
#[derive(Debug)]
pub struct VersionDeleteRequest {
    /// The file.
    pub file_id: Uuid,
    /// The number of the version, counted from 1.
    pub version: i64,
    /// Carry out only if the current entity tag is one of these (RFC 9110).
    pub if_match: Option<String>,
}

/// What `version_delete` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum VersionDeleteResponse {
    /// The version is deleted.
    #[oai(status = 204)]
    NoContent,
    /// - `VERSION_IS_CURRENT`: The current version can't be deleted; write or restore another one first.
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

impl Answer for VersionDeleteResponse {
    const OPERATION: &'static Operation = &operations::VERSION_DELETE;

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

/// What `version_restore` is asked.
#[derive(Debug)]
pub struct VersionRestoreRequest {
    /// The file.
    pub file_id: Uuid,
    /// The number of the version, counted from 1.
    pub version: i64,
    /// Carry out only if the current entity tag is one of these (RFC 9110).
    pub if_match: Option<String>,
}

/// What `version_restore` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum VersionRestoreResponse {
    /// The file with its new version.
    #[oai(status = 200)]
    Ok(
        Json<models::File>,
        /// The entity tag of the new content.
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
    /// - `QUOTA_EXCEEDED`: The write does not fit a quota; `detail` names the meter.
    #[oai(status = 413)]
    ContentTooLarge(ProblemJson),
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

impl Answer for VersionRestoreResponse {
    const OPERATION: &'static Operation = &operations::VERSION_RESTORE;

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
            410 => Self::Gone(problem.body()),
            412 => {
                let etag = problem.etag();
                Self::PreconditionFailed(problem.body(), etag)
            }
            413 => Self::ContentTooLarge(problem.body()),
            422 => Self::UnprocessableContent(problem.body()),
            503 => {
                let retry_after = problem.retry_after();
                Self::ServiceUnavailable(problem.body(), retry_after)
            }
            _ => Self::InternalServerError(problem.body()),
        }
    }
}

/// What `file_grant_list` is asked.
#[derive(Debug)]
pub struct FileGrantListRequest {
    /// The file.
    pub file_id: Uuid,
}

/// What `file_grant_list` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum FileGrantListResponse {
    /// All grants on the file.
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

impl Answer for FileGrantListResponse {
    const OPERATION: &'static Operation = &operations::FILE_GRANT_LIST;

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

/// What `file_grant_put` is asked.
#[derive(Debug)]
pub struct FileGrantPutRequest {
    /// The file.
    pub file_id: Uuid,
    /// Whom it is granted to: a member's user id or a group's id.
    pub principal_id: Uuid,
    pub body: models::GrantPut,
}

/// What `file_grant_put` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum FileGrantPutResponse {
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

impl Answer for FileGrantPutResponse {
    const OPERATION: &'static Operation = &operations::FILE_GRANT_PUT;

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

/// What `file_grant_delete` is asked.
#[derive(Debug)]
pub struct FileGrantDeleteRequest {
    /// The file.
    pub file_id: Uuid,
    /// Whom it is granted to: a member's user id or a group's id.
    pub principal_id: Uuid,
}

/// What `file_grant_delete` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum FileGrantDeleteResponse {
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

impl Answer for FileGrantDeleteResponse {
    const OPERATION: &'static Operation = &operations::FILE_GRANT_DELETE;

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

/// Routes the tag `files` to its handlers.
#[derive(Debug)]
pub struct FilesGlue<A>(pub Arc<A>);

#[OpenApi]
impl<A: FilesApi> FilesGlue<A> {
    /// Upload a file
    ///
    /// Needs CREATE where it is put. The parts may come in any order and are streamed; the type is told from the
    /// bytes. Without `share_id` and `folder_id` the file goes to the organization's default share. Without
    /// `name` it is called what the part `file` says. Parts that may be left out may be empty instead, as HTML
    /// forms send them. With `on_conflict=replace` a file that has the name already gets a new version, which
    /// needs WRITE on it, and the answer is 200; tags and metadata that are sent take the place of its own.
    #[oai(
        path = "/api/v1/files",
        method = "post",
        operation_id = "file_upload",
        tag = "super::Tag::Files"
    )]
    async fn file_upload(
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
        body: MultipartStream<forms::FileUploadPart>,
    ) -> FileUploadResponse {
        let request = FileUploadRequest { body };
        answer(Box::pin(self.0.file_upload(caller.0, request))).await
    }

    /// List files
    ///
    /// Those that the caller may read, of all shares unless told otherwise. A file is listed if it passes every
    /// filter. Each order follows an index: a page that `cursor` asks for costs the same anywhere in the list.
    /// `skip` has to walk past what it skips, and `count` past everything, so the count is left out where
    /// `cursor` is given. `q` looks at every name until the page is full.
    #[oai(
        path = "/api/v1/files",
        method = "get",
        operation_id = "file_list",
        tag = "super::Tag::Files"
    )]
    async fn file_list(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// Only files of this share.
        #[oai(name = "share_id")]
        share_id: Query<Option<Uuid>>,
        /// Only files in this folder, not below it.
        #[oai(name = "folder_id")]
        folder_id: Query<Option<Uuid>>,
        /// Only files whose name contains this, whatever the case.
        #[oai(name = "q", validator(max_length = 255))]
        q: Query<Option<String>>,
        /// Only files with this label, whatever its case; repeat it for files with all of several.
        #[oai(name = "tag", validator(max_items = 10))]
        tag: Query<Option<Vec<String>>>,
        /// Only files of this kind; repeat it for any of several.
        #[oai(name = "kind", validator(max_items = 11))]
        kind: Query<Option<Vec<models::FileKind>>>,
        /// Only files of at least so many bytes.
        #[oai(name = "size_min", validator(minimum(value = "0")))]
        size_min: Query<Option<i64>>,
        /// Only files of at most so many bytes.
        #[oai(name = "size_max", validator(minimum(value = "0")))]
        size_max: Query<Option<i64>>,
        /// Only files uploaded at this time or later.
        #[oai(name = "created_after")]
        created_after: Query<Option<Timestamp>>,
        /// Only files uploaded before this time.
        #[oai(name = "created_before")]
        created_before: Query<Option<Timestamp>>,
        /// Only files changed last at this time or later.
        #[oai(name = "updated_after")]
        updated_after: Query<Option<Timestamp>>,
        /// Only files changed last before this time.
        #[oai(name = "updated_before")]
        updated_before: Query<Option<Timestamp>>,
        /// Answer the page that holds this file: the one that `skip` would reach in steps of `take`. Not together
        /// with `skip` or `cursor`; 404 if the list does not hold it.
        #[oai(name = "around")]
        around: Query<Option<Uuid>>,
        /// Answer `count` alone, without items.
        #[oai(name = "count_only", default = "default_count_only")]
        count_only: Query<bool>,
        /// `false`: live files; `true`: those in the trash; `null`: both.
        #[oai(name = "trashed")]
        trashed: Query<Option<models::TrashedFilter>>,
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
        order_by: Query<Option<models::FileOrder>>,
    ) -> FileListResponse {
        let request = FileListRequest {
            share_id: share_id.0,
            folder_id: folder_id.0,
            q: q.0,
            tag: tag.0,
            kind: kind.0,
            size_min: size_min.0,
            size_max: size_max.0,
            created_after: created_after.0,
            created_before: created_before.0,
            updated_after: updated_after.0,
            updated_before: updated_before.0,
            around: around.0,
            count_only: count_only.0,
            trashed: trashed.0,
            skip: skip.0,
            take: take.0,
            cursor: cursor.0,
            order_by: order_by.0,
        };
        answer(Box::pin(self.0.file_list(caller.0, request))).await
    }

    /// Upload several files under ids of the caller's choice
    ///
    /// Needs CREATE where they are put. The first `id` belongs to the first `file`, the second to the second, and
    /// so on, however the parts are mixed; each file is called what its part says. All files are stored or none:
    /// as many of the one as of the other, else 400 `UPLOAD_PAIR_MISMATCH`; an id given twice 400
    /// `INVALID_ARGUMENT`; an id that is in use, whoever uses it, 409 `ID_CONFLICT`. `on_conflict` holds for each
    /// of them: with `rename` a taken name is numbered, also that of another file of the request; with `replace`
    /// a file that has the name already gets a new version, which needs WRITE on it, and keeps its id, and two
    /// files of the request with one name are a 409 `NAME_CONFLICT`, as with `fail`. Without `share_id` and
    /// `folder_id` they go to the organization's default share.
    #[oai(
        path = "/api/v1/files/batch",
        method = "post",
        operation_id = "file_batch_upload",
        tag = "super::Tag::Files"
    )]
    async fn file_batch_upload(
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
        body: MultipartStream<forms::FileBatchUploadPart>,
    ) -> FileBatchUploadResponse {
        let request = FileBatchUploadRequest { body };
        answer(Box::pin(self.0.file_batch_upload(caller.0, request))).await
    }

    /// Move several files and folders
    ///
    /// Needs DELETE on each and CREATE where they go. Each by itself, in this order, folders with everything
    /// below them: what can't be done to one does not keep the others from it.
    #[oai(
        path = "/api/v1/files/~batchMove",
        method = "post",
        operation_id = "file_batch_move",
        tag = "super::Tag::Files"
    )]
    async fn file_batch_move(
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
        body: Json<models::BatchMove>,
    ) -> FileBatchMoveResponse {
        let request = FileBatchMoveRequest {
            on_conflict: on_conflict.0,
            body: body.0,
        };
        answer(Box::pin(self.0.file_batch_move(caller.0, request))).await
    }

    /// Put several files and folders into the trash
    ///
    /// Needs DELETE on each. Each by itself, in this order: what can't be done to one does not keep the others
    /// from it. What is in the trash already stays there.
    #[oai(
        path = "/api/v1/files/~batchTrash",
        method = "post",
        operation_id = "file_batch_trash",
        tag = "super::Tag::Files"
    )]
    async fn file_batch_trash(
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
        body: Json<models::BatchRequest>,
    ) -> FileBatchTrashResponse {
        let request = FileBatchTrashRequest {
            body: body.0,
        };
        answer(Box::pin(self.0.file_batch_trash(caller.0, request))).await
    }

    /// Delete several files and folders for good
    ///
    /// Needs DELETE on each, wherever it is, also in the trash. Each by itself, in this order: what can't be done
    /// to one does not keep the others from it.
    #[oai(
        path = "/api/v1/files/~batchDelete",
        method = "post",
        operation_id = "file_batch_delete",
        tag = "super::Tag::Files"
    )]
    async fn file_batch_delete(
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
        body: Json<models::BatchRequest>,
    ) -> FileBatchDeleteResponse {
        let request = FileBatchDeleteRequest {
            body: body.0,
        };
        answer(Box::pin(self.0.file_batch_delete(caller.0, request))).await
    }

    /// Download several files and folders as a ZIP archive
    ///
    /// Folders with everything live below them; streamed and not compressed. What the caller may not read and
    /// what is in the trash is left out; 404 if nothing remains. Names that meet, whatever their case, are
    /// numbered. At most 100,000 files and folders in all, unless the server has another limit, with paths of at
    /// most 32 MiB together. What is in it is settled before the first byte; should a content be removed
    /// meanwhile, the answer breaks off before the length that it announced.
    #[oai(
        path = "/api/v1/files/~archive",
        method = "post",
        operation_id = "file_archive",
        tag = "super::Tag::Files"
    )]
    async fn file_archive(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        body: Json<models::ArchiveRequest>,
    ) -> FileArchiveResponse {
        let request = FileArchiveRequest { body: body.0 };
        answer(Box::pin(self.0.file_archive(caller.0, request))).await
    }

    /// Empty the trash
    ///
    /// Removes for good what the caller may delete of what is in the trash now, folders with all that went there
    /// with them. What the caller may not delete stays. A few items at a time: a request that takes too long is
    /// answered 503, but carried on.
    #[oai(
        path = "/api/v1/trash",
        method = "delete",
        operation_id = "trash_empty",
        tag = "super::Tag::Files"
    )]
    async fn trash_empty(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// Only what was in this share.
        #[oai(name = "share_id")]
        share_id: Query<Option<Uuid>>,
    ) -> TrashEmptyResponse {
        let request = TrashEmptyRequest {
            share_id: share_id.0,
        };
        answer(Box::pin(self.0.trash_empty(caller.0, request))).await
    }

    /// Get a file's metadata
    #[oai(
        path = "/api/v1/files/:file_id",
        method = "get",
        operation_id = "file_get",
        tag = "super::Tag::Files"
    )]
    async fn file_get(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// The file.
        #[oai(name = "file_id")]
        file_id: Path<Uuid>,
        /// Answer it even if it is in the trash.
        #[oai(name = "trashed", default = "default_trashed")]
        trashed: Query<bool>,
    ) -> FileGetResponse {
        let request = FileGetRequest {
            file_id: file_id.0,
            trashed: trashed.0,
        };
        answer(Box::pin(self.0.file_get(caller.0, request))).await
    }

    /// Change a file's metadata
    ///
    /// What is absent stays; `metadata` is replaced as a whole. Name, tags and metadata need WRITE. `folder_id`
    /// and `share_id` move the file, which needs DELETE on it and CREATE where it goes. `restore` takes it out of
    /// the trash first, which needs the same; otherwise a file in the trash can't be changed.
    #[oai(
        path = "/api/v1/files/:file_id",
        method = "patch",
        operation_id = "file_update",
        tag = "super::Tag::Files"
    )]
    async fn file_update(
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
        /// The file.
        #[oai(name = "file_id")]
        file_id: Path<Uuid>,
        /// What to do if the name is taken where the thing is to be; `fail`, if absent.
        #[oai(name = "on_conflict")]
        on_conflict: Query<Option<models::OnConflict>>,
        /// Carry out only if the current entity tag is one of these (RFC 9110).
        #[oai(name = "If-Match", validator(max_length = 1024))]
        if_match: Header<Option<String>>,
        body: Json<models::FileUpdate>,
    ) -> FileUpdateResponse {
        let request = FileUpdateRequest {
            file_id: file_id.0,
            on_conflict: on_conflict.0,
            if_match: if_match.0,
            body: body.0,
        };
        answer(Box::pin(self.0.file_update(caller.0, request))).await
    }

    /// Delete a file
    ///
    /// Needs DELETE. Into the trash, or with all its versions for good with `permanent=true`. Deleting what is in
    /// the trash already changes nothing.
    #[oai(
        path = "/api/v1/files/:file_id",
        method = "delete",
        operation_id = "file_delete",
        tag = "super::Tag::Files"
    )]
    async fn file_delete(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// The file.
        #[oai(name = "file_id")]
        file_id: Path<Uuid>,
        /// Remove for good, instead of into the trash.
        #[oai(name = "permanent", default = "default_permanent")]
        permanent: Query<bool>,
        /// Carry out only if the current entity tag is one of these (RFC 9110).
        #[oai(name = "If-Match", validator(max_length = 1024))]
        if_match: Header<Option<String>>,
    ) -> FileDeleteResponse {
        let request = FileDeleteRequest {
            file_id: file_id.0,
            permanent: permanent.0,
            if_match: if_match.0,
        };
        answer(Box::pin(self.0.file_delete(caller.0, request))).await
    }

    /// Move a file
    ///
    /// Needs DELETE on it and CREATE where it goes. It keeps its id, its versions, its tags and metadata. Across
    /// shares the quota of the other share must have room.
    #[oai(
        path = "/api/v1/files/:file_id/move",
        method = "post",
        operation_id = "file_move",
        tag = "super::Tag::Files"
    )]
    async fn file_move(
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
        /// The file.
        #[oai(name = "file_id")]
        file_id: Path<Uuid>,
        /// What to do if the name is taken where the thing is to be; `fail`, if absent.
        #[oai(name = "on_conflict")]
        on_conflict: Query<Option<models::OnConflict>>,
        /// Carry out only if the current entity tag is one of these (RFC 9110).
        #[oai(name = "If-Match", validator(max_length = 1024))]
        if_match: Header<Option<String>>,
        body: Json<models::NodeTarget>,
    ) -> FileMoveResponse {
        let request = FileMoveRequest {
            file_id: file_id.0,
            on_conflict: on_conflict.0,
            if_match: if_match.0,
            body: body.0,
        };
        answer(Box::pin(self.0.file_move(caller.0, request))).await
    }

    /// Copy a file
    ///
    /// Needs READ on it and CREATE where the copy goes. No byte is copied: the copy starts at version 1 and
    /// shares the content of the current version. Tags and metadata are copied, grants are not. The copy is
    /// charged to the caller.
    #[oai(
        path = "/api/v1/files/:file_id/copy",
        method = "post",
        operation_id = "file_copy",
        tag = "super::Tag::Files"
    )]
    async fn file_copy(
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
        /// The file.
        #[oai(name = "file_id")]
        file_id: Path<Uuid>,
        /// What to do if the name is taken where the thing is to be; `fail`, if absent.
        #[oai(name = "on_conflict")]
        on_conflict: Query<Option<models::OnConflict>>,
        /// Carry out only if the current entity tag is one of these (RFC 9110).
        #[oai(name = "If-Match", validator(max_length = 1024))]
        if_match: Header<Option<String>>,
        body: Json<models::NodeTarget>,
    ) -> FileCopyResponse {
        let request = FileCopyRequest {
            file_id: file_id.0,
            on_conflict: on_conflict.0,
            if_match: if_match.0,
            body: body.0,
        };
        answer(Box::pin(self.0.file_copy(caller.0, request))).await
    }

    /// Put a file into the trash
    ///
    /// Needs DELETE. It keeps its versions and its quota. Its name is free again at once. What is in the trash
    /// already is answered as it is.
    #[oai(
        path = "/api/v1/files/:file_id/trash",
        method = "post",
        operation_id = "file_trash",
        tag = "super::Tag::Files"
    )]
    async fn file_trash(
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
        /// The file.
        #[oai(name = "file_id")]
        file_id: Path<Uuid>,
        /// Carry out only if the current entity tag is one of these (RFC 9110).
        #[oai(name = "If-Match", validator(max_length = 1024))]
        if_match: Header<Option<String>>,
    ) -> FileTrashResponse {
        let request = FileTrashRequest {
            file_id: file_id.0,
            if_match: if_match.0,
        };
        answer(Box::pin(self.0.file_trash(caller.0, request))).await
    }

    /// Take a file out of the trash
    ///
    /// Needs DELETE on it and CREATE where it goes: to the folder it was in, or to the root of the share if that
    /// folder is in the trash or gone. It keeps its id and versions. What is not in the trash is answered as it
    /// is.
    #[oai(
        path = "/api/v1/files/:file_id/restore",
        method = "post",
        operation_id = "file_restore",
        tag = "super::Tag::Files"
    )]
    async fn file_restore(
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
        /// The file.
        #[oai(name = "file_id")]
        file_id: Path<Uuid>,
        /// What to do if the name is taken where the thing is to be; `fail`, if absent.
        #[oai(name = "on_conflict")]
        on_conflict: Query<Option<models::OnConflict>>,
        /// Carry out only if the current entity tag is one of these (RFC 9110).
        #[oai(name = "If-Match", validator(max_length = 1024))]
        if_match: Header<Option<String>>,
    ) -> FileRestoreResponse {
        let request = FileRestoreRequest {
            file_id: file_id.0,
            on_conflict: on_conflict.0,
            if_match: if_match.0,
        };
        answer(Box::pin(self.0.file_restore(caller.0, request))).await
    }

    /// Download a file's content
    ///
    /// Types that a browser could run are answered as attachments, with `Content-Security-Policy: sandbox`.
    #[oai(
        path = "/api/v1/files/:file_id/content",
        method = "get",
        operation_id = "file_download",
        tag = "super::Tag::Files"
    )]
    async fn file_download(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// The file.
        #[oai(name = "file_id")]
        file_id: Path<Uuid>,
        /// Which version; the current one, if absent.
        #[oai(name = "version", validator(minimum(value = "1")))]
        version: Query<Option<i64>>,
        /// Answer as an attachment, whatever the type.
        #[oai(name = "download", default = "default_download")]
        download: Query<bool>,
        /// Up to 16 byte ranges, such as `bytes=0-1023` or `bytes=-500` (RFC 9110). More, or another unit, is
        /// ignored.
        #[oai(name = "Range", validator(max_length = 1024))]
        range: Header<Option<String>>,
        /// Carry out only if the current entity tag is one of these (RFC 9110).
        #[oai(name = "If-Match", validator(max_length = 1024))]
        if_match: Header<Option<String>>,
        /// Answer 304 if the current entity tag is one of these (RFC 9110).
        #[oai(name = "If-None-Match", validator(max_length = 1024))]
        if_none_match: Header<Option<String>>,
        /// Answer 304 if unchanged since then. Ignored if `If-None-Match` is given.
        #[oai(name = "If-Modified-Since", validator(max_length = 64))]
        if_modified_since: Header<Option<String>>,
        /// Answer 412 if changed since then. Ignored if `If-Match` is given.
        #[oai(name = "If-Unmodified-Since", validator(max_length = 64))]
        if_unmodified_since: Header<Option<String>>,
        /// Honour `Range` only if this is still the current entity tag. A date is never enough, since two versions
        /// may share one.
        #[oai(name = "If-Range", validator(max_length = 256))]
        if_range: Header<Option<String>>,
    ) -> FileDownloadResponse {
        let request = FileDownloadRequest {
            file_id: file_id.0,
            version: version.0,
            download: download.0,
            range: range.0,
            if_match: if_match.0,
            if_none_match: if_none_match.0,
            if_modified_since: if_modified_since.0,
            if_unmodified_since: if_unmodified_since.0,
            if_range: if_range.0,
        };
        answer(Box::pin(self.0.file_download(caller.0, request))).await
    }

    /// Ask for the headers of a download
    ///
    /// What `GET` would answer, without the content.
    #[oai(
        path = "/api/v1/files/:file_id/content",
        method = "head",
        operation_id = "file_download_head",
        tag = "super::Tag::Files"
    )]
    async fn file_download_head(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// The file.
        #[oai(name = "file_id")]
        file_id: Path<Uuid>,
        /// Which version; the current one, if absent.
        #[oai(name = "version", validator(minimum(value = "1")))]
        version: Query<Option<i64>>,
        /// Answer as an attachment, whatever the type.
        #[oai(name = "download", default = "default_download")]
        download: Query<bool>,
        /// Up to 16 byte ranges, such as `bytes=0-1023` or `bytes=-500` (RFC 9110). More, or another unit, is
        /// ignored.
        #[oai(name = "Range", validator(max_length = 1024))]
        range: Header<Option<String>>,
        /// Carry out only if the current entity tag is one of these (RFC 9110).
        #[oai(name = "If-Match", validator(max_length = 1024))]
        if_match: Header<Option<String>>,
        /// Answer 304 if the current entity tag is one of these (RFC 9110).
        #[oai(name = "If-None-Match", validator(max_length = 1024))]
        if_none_match: Header<Option<String>>,
        /// Answer 304 if unchanged since then. Ignored if `If-None-Match` is given.
        #[oai(name = "If-Modified-Since", validator(max_length = 64))]
        if_modified_since: Header<Option<String>>,
        /// Answer 412 if changed since then. Ignored if `If-Match` is given.
        #[oai(name = "If-Unmodified-Since", validator(max_length = 64))]
        if_unmodified_since: Header<Option<String>>,
        /// Honour `Range` only if this is still the current entity tag. A date is never enough, since two versions
        /// may share one.
        #[oai(name = "If-Range", validator(max_length = 256))]
        if_range: Header<Option<String>>,
    ) -> FileDownloadHeadResponse {
        let request = FileDownloadHeadRequest {
            file_id: file_id.0,
            version: version.0,
            download: download.0,
            range: range.0,
            if_match: if_match.0,
            if_none_match: if_none_match.0,
            if_modified_since: if_modified_since.0,
            if_unmodified_since: if_unmodified_since.0,
            if_range: if_range.0,
        };
        answer(Box::pin(self.0.file_download_head(caller.0, request))).await
    }

    /// Replace a file's content
    ///
    /// Needs WRITE. The body is the content; it becomes a new version. `If-Match` takes the entity tag of the
    /// content.
    #[oai(
        path = "/api/v1/files/:file_id/content",
        method = "put",
        operation_id = "file_replace",
        tag = "super::Tag::Files"
    )]
    async fn file_replace(
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
        /// The file.
        #[oai(name = "file_id")]
        file_id: Path<Uuid>,
        /// Carry out only if the current entity tag is one of these (RFC 9110).
        #[oai(name = "If-Match", validator(max_length = 1024))]
        if_match: Header<Option<String>>,
        /// Digest of the bytes sent (RFC 9530), such as `sha-256=:…:`. If it does not match, nothing is stored.
        #[oai(name = "Repr-Digest", validator(max_length = 512))]
        repr_digest: Header<Option<String>>,
        body: RawBody,
    ) -> FileReplaceResponse {
        let request = FileReplaceRequest {
            file_id: file_id.0,
            if_match: if_match.0,
            repr_digest: repr_digest.0,
            body,
        };
        answer(Box::pin(self.0.file_replace(caller.0, request))).await
    }

    /// List a file's versions
    ///
    /// The newest first.
    #[oai(
        path = "/api/v1/files/:file_id/versions",
        method = "get",
        operation_id = "version_list",
        tag = "super::Tag::Files"
    )]
    async fn version_list(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// The file.
        #[oai(name = "file_id")]
        file_id: Path<Uuid>,
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
        order_by: Query<Option<models::VersionOrder>>,
    ) -> VersionListResponse {
        let request = VersionListRequest {
            file_id: file_id.0,
            skip: skip.0,
            take: take.0,
            cursor: cursor.0,
            order_by: order_by.0,
        };
        answer(Box::pin(self.0.version_list(caller.0, request))).await
    }

    /// Get a version's metadata
    #[oai(
        path = "/api/v1/files/:file_id/versions/:version",
        method = "get",
        operation_id = "version_get",
        tag = "super::Tag::Files"
    )]
    async fn version_get(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// The file.
        #[oai(name = "file_id")]
        file_id: Path<Uuid>,
        /// The number of the version, counted from 1.
        #[oai(name = "version", validator(minimum(value = "1")))]
        version: Path<i64>,
    ) -> VersionGetResponse {
        let request = VersionGetRequest {
            file_id: file_id.0,
            version: version.0,
        };
        answer(Box::pin(self.0.version_get(caller.0, request))).await
    }

    /// Delete a version for good
    ///
    /// Needs WRITE and DELETE. The current version can't be deleted. The others keep their numbers, and no
    /// version gets this number again. `If-Match` takes the entity tag of the file's current content.
    #[oai(
        path = "/api/v1/files/:file_id/versions/:version",
        method = "delete",
        operation_id = "version_delete",
        tag = "super::Tag::Files"
    )]
    async fn version_delete(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// The file.
        #[oai(name = "file_id")]
        file_id: Path<Uuid>,
        /// The number of the version, counted from 1.
        #[oai(name = "version", validator(minimum(value = "1")))]
        version: Path<i64>,
        /// Carry out only if the current entity tag is one of these (RFC 9110).
        #[oai(name = "If-Match", validator(max_length = 1024))]
        if_match: Header<Option<String>>,
    ) -> VersionDeleteResponse {
        let request = VersionDeleteRequest {
            file_id: file_id.0,
            version: version.0,
            if_match: if_match.0,
        };
        answer(Box::pin(self.0.version_delete(caller.0, request))).await
    }

    /// Make an old version the current one
    ///
    /// Needs WRITE. The content becomes that of the old version, as a new version that names it in
    /// `restored_from`; all versions between stay. No byte is copied, and the new version counts towards quotas
    /// like any other. `If-Match` takes the entity tag of the current content.
    #[oai(
        path = "/api/v1/files/:file_id/versions/:version/restore",
        method = "post",
        operation_id = "version_restore",
        tag = "super::Tag::Files"
    )]
    async fn version_restore(
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
        /// The file.
        #[oai(name = "file_id")]
        file_id: Path<Uuid>,
        /// The number of the version, counted from 1.
        #[oai(name = "version", validator(minimum(value = "1")))]
        version: Path<i64>,
        /// Carry out only if the current entity tag is one of these (RFC 9110).
        #[oai(name = "If-Match", validator(max_length = 1024))]
        if_match: Header<Option<String>>,
    ) -> VersionRestoreResponse {
        let request = VersionRestoreRequest {
            file_id: file_id.0,
            version: version.0,
            if_match: if_match.0,
        };
        answer(Box::pin(self.0.version_restore(caller.0, request))).await
    }

    /// List who was granted what on a file
    ///
    /// Needs MANAGE. The grants on the file itself, not those that it inherits; those that have expired too,
    /// until they are deleted.
    #[oai(
        path = "/api/v1/files/:file_id/grants",
        method = "get",
        operation_id = "file_grant_list",
        tag = "super::Tag::Files"
    )]
    async fn file_grant_list(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// The file.
        #[oai(name = "file_id")]
        file_id: Path<Uuid>,
    ) -> FileGrantListResponse {
        let request = FileGrantListRequest {
            file_id: file_id.0,
        };
        answer(Box::pin(self.0.file_grant_list(caller.0, request))).await
    }

    /// Grant permissions on a file
    ///
    /// Needs MANAGE. Replaces what the member or group had there. What is granted here holds for this file alone,
    /// wherever it is moved. Nobody but the organization's owners and admins can grant more, or for longer, than
    /// they hold themselves.
    #[oai(
        path = "/api/v1/files/:file_id/grants/:principal_id",
        method = "put",
        operation_id = "file_grant_put",
        tag = "super::Tag::Files"
    )]
    async fn file_grant_put(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// The file.
        #[oai(name = "file_id")]
        file_id: Path<Uuid>,
        /// Whom it is granted to: a member's user id or a group's id.
        #[oai(name = "principal_id")]
        principal_id: Path<Uuid>,
        body: Json<models::GrantPut>,
    ) -> FileGrantPutResponse {
        let request = FileGrantPutRequest {
            file_id: file_id.0,
            principal_id: principal_id.0,
            body: body.0,
        };
        answer(Box::pin(self.0.file_grant_put(caller.0, request))).await
    }

    /// Take back a grant on a file
    ///
    /// Needs MANAGE. Effective with the next request.
    #[oai(
        path = "/api/v1/files/:file_id/grants/:principal_id",
        method = "delete",
        operation_id = "file_grant_delete",
        tag = "super::Tag::Files"
    )]
    async fn file_grant_delete(
        &self,
        caller: Authenticated,
        /// The organization to act in, for members of several and for superusers; the credential's own, if absent.
        #[oai(name = "Strongroom-Organization")]
        _strongroom_organization: Header<Option<Uuid>>,
        /// The file.
        #[oai(name = "file_id")]
        file_id: Path<Uuid>,
        /// Whom it is granted to: a member's user id or a group's id.
        #[oai(name = "principal_id")]
        principal_id: Path<Uuid>,
    ) -> FileGrantDeleteResponse {
        let request = FileGrantDeleteRequest {
            file_id: file_id.0,
            principal_id: principal_id.0,
        };
        answer(Box::pin(self.0.file_grant_delete(caller.0, request))).await
    }
}

fn default_count_only() -> bool {
    false
}

fn default_download() -> bool {
    false
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
