// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! The area *files*.

mod calls;
mod errors;

use uuid::Uuid;

use super::models::{
    ArchiveRequest, BatchMove, BatchRequest, FileBatchUpload, FileUpdate, FileUpload, GrantPut, NodeTarget,
};
use crate::core::{Call, Client, Upload};

pub use calls::{
    FileArchiveOperation, FileBatchDeleteOperation, FileBatchMoveOperation, FileBatchTrashOperation,
    FileBatchUploadOperation, FileCopyOperation, FileDeleteOperation, FileDownloadHeadOperation, FileDownloadHeaders,
    FileDownloadOperation, FileGetOperation, FileGrantDeleteOperation, FileGrantListOperation, FileGrantPutOperation,
    FileListOperation, FileMoveOperation, FileReplaceOperation, FileRestoreOperation, FileTrashOperation,
    FileUpdateOperation, FileUploadOperation, TrashEmptyOperation, VersionDeleteOperation, VersionGetOperation,
    VersionListOperation, VersionRestoreOperation,
};
pub use errors::{
    FileArchiveError, FileBatchDeleteError, FileBatchMoveError, FileBatchTrashError, FileBatchUploadError,
    FileCopyError, FileDeleteError, FileDownloadError, FileDownloadHeadError, FileGetError, FileGrantDeleteError,
    FileGrantListError, FileGrantPutError, FileListError, FileMoveError, FileReplaceError, FileRestoreError,
    FileTrashError, FileUpdateError, FileUploadError, TrashEmptyError, VersionDeleteError, VersionGetError,
    VersionListError, VersionRestoreError,
};

/// The operations of the area *files*: files, their content and their versions.
#[derive(Debug, Clone, Copy)]
pub struct Files<'c> {
    pub(super) client: &'c Client,
}

impl Files<'_> {
    /// Upload a file.
    ///
    /// Needs CREATE where it is put. The parts may come in any order and are streamed; the type is told from
    /// the bytes. Without `share_id` and `folder_id` the file goes to the organization's default share.
    /// Without `name` it is called what the part `file` says. Parts that may be left out may be empty
    /// instead, as HTML forms send them. With `on_conflict=replace` a file that has the name already gets a
    /// new version, which needs WRITE on it, and the answer is 200; tags and metadata that are sent take the
    /// place of its own.
    ///
    /// # Errors
    /// [`FileUploadError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `REQUEST_TIMEOUT`, `NAME_CONFLICT`, `IDEMPOTENCY_ANSWER_LOST`, `RESOURCE_DELETED`,
    /// `PAYLOAD_TOO_LARGE`, `QUOTA_EXCEEDED`, `UNSUPPORTED_MEDIA_TYPE`, `VALIDATION_FAILED`,
    /// `CHECKSUM_MISMATCH`, `IDEMPOTENCY_KEY_REUSED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// use strongroom_client::models::FileUpload;
    /// # async fn example(client: &strongroom_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let file = client.files().upload(FileUpload::new("%PDF-1.7 ...").tags(vec!["draft".to_owned()])).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn upload(&self, form: FileUpload) -> Call<FileUploadOperation> {
        Call::new(self.client, &[]).with_form(form.into_form())
    }

    /// List files.
    ///
    /// Those that the caller may read, of all shares unless told otherwise. A file is listed if it passes
    /// every filter. Each order follows an index: a page that `cursor` asks for costs the same anywhere in
    /// the list. `skip` has to walk past what it skips, and `count` past everything, so the count is left out
    /// where `cursor` is given. `q` looks at every name until the page is full.
    ///
    /// Optional: `share_id`, `folder_id`, `q`, `tag`, `kind`, `size_min`, `size_max`, `created_after`,
    /// `created_before`, `updated_after`, `updated_before`, `around`, `count_only`, `trashed`, `skip`,
    /// `take`, `cursor`, `order_by`.
    ///
    /// # Errors
    /// [`FileListError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// use futures_util::TryStreamExt;
    /// # async fn example(client: &strongroom_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let mut items = client.files().list().items();
    /// while let Some(item) = items.try_next().await? {
    ///     println!("{item:?}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(&self) -> Call<FileListOperation> {
        Call::new(self.client, &[])
    }

    /// Upload several files under ids of the caller's choice.
    ///
    /// Needs CREATE where they are put. The first `id` belongs to the first `file`, the second to the second,
    /// and so on, however the parts are mixed; each file is called what its part says. All files are stored
    /// or none: as many of the one as of the other, else 400 `UPLOAD_PAIR_MISMATCH`; an id given twice 400
    /// `INVALID_ARGUMENT`; an id that is in use, whoever uses it, 409 `ID_CONFLICT`. `on_conflict` holds for
    /// each of them: with `rename` a taken name is numbered, also that of another file of the request; with
    /// `replace` a file that has the name already gets a new version, which needs WRITE on it, and keeps its
    /// id, and two files of the request with one name are a 409 `NAME_CONFLICT`, as with `fail`. Without
    /// `share_id` and `folder_id` they go to the organization's default share.
    ///
    /// # Errors
    /// [`FileBatchUploadError`]: `INVALID_ARGUMENT`, `UPLOAD_PAIR_MISMATCH`, `UNAUTHENTICATED`,
    /// `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`, `REQUEST_TIMEOUT`, `NAME_CONFLICT`, `ID_CONFLICT`,
    /// `IDEMPOTENCY_ANSWER_LOST`, `RESOURCE_DELETED`, `PAYLOAD_TOO_LARGE`, `QUOTA_EXCEEDED`,
    /// `UNSUPPORTED_MEDIA_TYPE`, `VALIDATION_FAILED`, `IDEMPOTENCY_KEY_REUSED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// use strongroom_client::models::FileBatchUpload;
    /// # async fn example(client: &strongroom_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let file_batch = client.files().batch_upload(FileBatchUpload::new().id(vec!["019a9d7e-5b1c-7d0f-8a3e-2f6b1c9d4e31".parse()?]).file(vec!["%PDF-1.7 ...".into()])).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn batch_upload(&self, form: FileBatchUpload) -> Call<FileBatchUploadOperation> {
        Call::new(self.client, &[]).with_form(form.into_form())
    }

    /// Move several files and folders.
    ///
    /// Needs DELETE on each and CREATE where they go. Each by itself, in this order, folders with everything
    /// below them: what can't be done to one does not keep the others from it.
    ///
    /// Optional: `on_conflict`.
    ///
    /// # Errors
    /// [`FileBatchMoveError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`,
    /// `REQUEST_TIMEOUT`, `IDEMPOTENCY_ANSWER_LOST`, `PAYLOAD_TOO_LARGE`, `UNSUPPORTED_MEDIA_TYPE`,
    /// `VALIDATION_FAILED`, `IDEMPOTENCY_KEY_REUSED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// use strongroom_client::models::BatchMove;
    /// # async fn example(client: &strongroom_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let batch_results = client.files().batch_move(BatchMove::new(vec!["019a9d7e-5b1c-7d0f-8a3e-2f6b1c9d4e30".parse()?]).target_folder_id("019a9d7e-5b1c-7d0f-8a3e-2f6b1c9d4e20".parse()?)).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn batch_move(&self, body: BatchMove) -> Call<FileBatchMoveOperation> {
        Call::new(self.client, &[]).with_json(&body)
    }

    /// Put several files and folders into the trash.
    ///
    /// Needs DELETE on each. Each by itself, in this order: what can't be done to one does not keep the
    /// others from it. What is in the trash already stays there.
    ///
    /// # Errors
    /// [`FileBatchTrashError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`,
    /// `REQUEST_TIMEOUT`, `IDEMPOTENCY_ANSWER_LOST`, `PAYLOAD_TOO_LARGE`, `UNSUPPORTED_MEDIA_TYPE`,
    /// `VALIDATION_FAILED`, `IDEMPOTENCY_KEY_REUSED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// use strongroom_client::models::BatchRequest;
    /// # async fn example(client: &strongroom_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let batch_results = client.files().batch_trash(BatchRequest::new(vec!["019a9d7e-5b1c-7d0f-8a3e-2f6b1c9d4e30".parse()?])).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn batch_trash(&self, body: BatchRequest) -> Call<FileBatchTrashOperation> {
        Call::new(self.client, &[]).with_json(&body)
    }

    /// Delete several files and folders for good.
    ///
    /// Needs DELETE on each, wherever it is, also in the trash. Each by itself, in this order: what can't be
    /// done to one does not keep the others from it.
    ///
    /// # Errors
    /// [`FileBatchDeleteError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`,
    /// `REQUEST_TIMEOUT`, `IDEMPOTENCY_ANSWER_LOST`, `PAYLOAD_TOO_LARGE`, `UNSUPPORTED_MEDIA_TYPE`,
    /// `VALIDATION_FAILED`, `IDEMPOTENCY_KEY_REUSED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// use strongroom_client::models::BatchRequest;
    /// # async fn example(client: &strongroom_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let batch_results = client.files().batch_delete(BatchRequest::new(vec!["019a9d7e-5b1c-7d0f-8a3e-2f6b1c9d4e30".parse()?])).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn batch_delete(&self, body: BatchRequest) -> Call<FileBatchDeleteOperation> {
        Call::new(self.client, &[]).with_json(&body)
    }

    /// Download several files and folders as a ZIP archive.
    ///
    /// Folders with everything live below them; streamed and not compressed. What the caller may not read and
    /// what is in the trash is left out; 404 if nothing remains. Names that meet, whatever their case, are
    /// numbered. At most 100,000 files and folders in all, unless the server has another limit, with paths of
    /// at most 32 MiB together. What is in it is settled before the first byte; should a content be removed
    /// meanwhile, the answer breaks off before the length that it announced.
    ///
    /// # Errors
    /// [`FileArchiveError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `REQUEST_TIMEOUT`, `PAYLOAD_TOO_LARGE`, `UNSUPPORTED_MEDIA_TYPE`, `VALIDATION_FAILED`, `INTERNAL`,
    /// `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// use strongroom_client::models::ArchiveRequest;
    /// # async fn example(client: &strongroom_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// client.files().archive(ArchiveRequest::new(vec!["019a9d7e-5b1c-7d0f-8a3e-2f6b1c9d4e30".parse()?])).await?.write_to("plan.pdf").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn archive(&self, body: ArchiveRequest) -> Call<FileArchiveOperation> {
        Call::new(self.client, &[]).with_json(&body)
    }

    /// Empty the trash.
    ///
    /// Removes for good what the caller may delete of what is in the trash now, folders with all that went
    /// there with them. What the caller may not delete stays. A few items at a time: a request that takes too
    /// long is answered 503, but carried on.
    ///
    /// Optional: `share_id`.
    ///
    /// # Errors
    /// [`TrashEmptyError`]: `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`, `VALIDATION_FAILED`,
    /// `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let emptied_trash = client.files().trash_empty().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn trash_empty(&self) -> Call<TrashEmptyOperation> {
        Call::new(self.client, &[])
    }

    /// Get a file's metadata.
    ///
    /// Optional: `trashed`.
    ///
    /// # Errors
    /// [`FileGetError`]: `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`, `RESOURCE_DELETED`,
    /// `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, file_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let file = client.files().get(file_id).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn get(&self, file_id: Uuid) -> Call<FileGetOperation> {
        Call::new(self.client, &[("file_id", &file_id)])
    }

    /// Change a file's metadata.
    ///
    /// What is absent stays; `metadata` is replaced as a whole. Name, tags and metadata need WRITE.
    /// `folder_id` and `share_id` move the file, which needs DELETE on it and CREATE where it goes. `restore`
    /// takes it out of the trash first, which needs the same; otherwise a file in the trash can't be changed.
    ///
    /// Optional: `on_conflict`, `if_match`.
    ///
    /// # Errors
    /// [`FileUpdateError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `REQUEST_TIMEOUT`, `NAME_CONFLICT`, `IDEMPOTENCY_ANSWER_LOST`, `RESOURCE_DELETED`,
    /// `PRECONDITION_FAILED`, `PAYLOAD_TOO_LARGE`, `QUOTA_EXCEEDED`, `UNSUPPORTED_MEDIA_TYPE`,
    /// `VALIDATION_FAILED`, `IDEMPOTENCY_KEY_REUSED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// use strongroom_client::models::FileUpdate;
    /// # async fn example(client: &strongroom_client::Client, file_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let file = client.files().update(file_id, FileUpdate::new().name("final plan.pdf").tags(vec!["final".to_owned()])).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn update(&self, file_id: Uuid, body: FileUpdate) -> Call<FileUpdateOperation> {
        Call::new(self.client, &[("file_id", &file_id)]).with_json(&body)
    }

    /// Delete a file.
    ///
    /// Needs DELETE. Into the trash, or with all its versions for good with `permanent=true`. Deleting what
    /// is in the trash already changes nothing.
    ///
    /// Optional: `permanent`, `if_match`.
    ///
    /// # Errors
    /// [`FileDeleteError`]: `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`, `PRECONDITION_FAILED`,
    /// `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, file_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// client.files().delete(file_id).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn delete(&self, file_id: Uuid) -> Call<FileDeleteOperation> {
        Call::new(self.client, &[("file_id", &file_id)])
    }

    /// Move a file.
    ///
    /// Needs DELETE on it and CREATE where it goes. It keeps its id, its versions, its tags and metadata.
    /// Across shares the quota of the other share must have room.
    ///
    /// Optional: `on_conflict`, `if_match`.
    ///
    /// # Errors
    /// [`FileMoveError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `REQUEST_TIMEOUT`, `NAME_CONFLICT`, `IDEMPOTENCY_ANSWER_LOST`, `RESOURCE_DELETED`,
    /// `PRECONDITION_FAILED`, `PAYLOAD_TOO_LARGE`, `QUOTA_EXCEEDED`, `UNSUPPORTED_MEDIA_TYPE`,
    /// `VALIDATION_FAILED`, `IDEMPOTENCY_KEY_REUSED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// use strongroom_client::models::NodeTarget;
    /// # async fn example(client: &strongroom_client::Client, file_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let file = client.files().r#move(file_id, NodeTarget::new().target_folder_id("019a9d7e-5b1c-7d0f-8a3e-2f6b1c9d4e20".parse()?)).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn r#move(&self, file_id: Uuid, body: NodeTarget) -> Call<FileMoveOperation> {
        Call::new(self.client, &[("file_id", &file_id)]).with_json(&body)
    }

    /// Copy a file.
    ///
    /// Needs READ on it and CREATE where the copy goes. No byte is copied: the copy starts at version 1 and
    /// shares the content of the current version. Tags and metadata are copied, grants are not. The copy is
    /// charged to the caller.
    ///
    /// Optional: `on_conflict`, `if_match`.
    ///
    /// # Errors
    /// [`FileCopyError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `REQUEST_TIMEOUT`, `NAME_CONFLICT`, `IDEMPOTENCY_ANSWER_LOST`, `RESOURCE_DELETED`,
    /// `PRECONDITION_FAILED`, `PAYLOAD_TOO_LARGE`, `QUOTA_EXCEEDED`, `UNSUPPORTED_MEDIA_TYPE`,
    /// `VALIDATION_FAILED`, `IDEMPOTENCY_KEY_REUSED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// use strongroom_client::models::NodeTarget;
    /// # async fn example(client: &strongroom_client::Client, file_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let file = client.files().copy(file_id, NodeTarget::new().target_folder_id("019a9d7e-5b1c-7d0f-8a3e-2f6b1c9d4e20".parse()?)).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn copy(&self, file_id: Uuid, body: NodeTarget) -> Call<FileCopyOperation> {
        Call::new(self.client, &[("file_id", &file_id)]).with_json(&body)
    }

    /// Put a file into the trash.
    ///
    /// Needs DELETE. It keeps its versions and its quota. Its name is free again at once. What is in the
    /// trash already is answered as it is.
    ///
    /// Optional: `if_match`.
    ///
    /// # Errors
    /// [`FileTrashError`]: `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `IDEMPOTENCY_ANSWER_LOST`, `PRECONDITION_FAILED`, `VALIDATION_FAILED`, `IDEMPOTENCY_KEY_REUSED`,
    /// `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, file_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let file = client.files().trash(file_id).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn trash(&self, file_id: Uuid) -> Call<FileTrashOperation> {
        Call::new(self.client, &[("file_id", &file_id)])
    }

    /// Take a file out of the trash.
    ///
    /// Needs DELETE on it and CREATE where it goes: to the folder it was in, or to the root of the share if
    /// that folder is in the trash or gone. It keeps its id and versions. What is not in the trash is
    /// answered as it is.
    ///
    /// Optional: `on_conflict`, `if_match`.
    ///
    /// # Errors
    /// [`FileRestoreError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `NAME_CONFLICT`, `IDEMPOTENCY_ANSWER_LOST`, `PRECONDITION_FAILED`, `VALIDATION_FAILED`,
    /// `IDEMPOTENCY_KEY_REUSED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, file_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let file = client.files().restore(file_id).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn restore(&self, file_id: Uuid) -> Call<FileRestoreOperation> {
        Call::new(self.client, &[("file_id", &file_id)])
    }

    /// Download a file's content.
    ///
    /// Types that a browser could run are answered as attachments, with `Content-Security-Policy: sandbox`.
    ///
    /// Optional: `version`, `download`, `range`, `if_match`, `if_none_match`, `if_modified_since`,
    /// `if_unmodified_since`, `if_range`.
    ///
    /// # Errors
    /// [`FileDownloadError`]: `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`, `RESOURCE_DELETED`,
    /// `PRECONDITION_FAILED`, `RANGE_NOT_SATISFIABLE`, `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, file_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// client.files().download(file_id).await?.content()?.write_to("plan.pdf").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn download(&self, file_id: Uuid) -> Call<FileDownloadOperation> {
        Call::new(self.client, &[("file_id", &file_id)])
    }

    /// Ask for the headers of a download.
    ///
    /// What `GET` would answer, without the content.
    ///
    /// Optional: `version`, `download`, `range`, `if_match`, `if_none_match`, `if_modified_since`,
    /// `if_unmodified_since`, `if_range`.
    ///
    /// # Errors
    /// [`FileDownloadHeadError`]: `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `RESOURCE_DELETED`, `PRECONDITION_FAILED`, `RANGE_NOT_SATISFIABLE`, `VALIDATION_FAILED`, `INTERNAL`,
    /// `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, file_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let headers = client.files().download_head(file_id).await?.content()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn download_head(&self, file_id: Uuid) -> Call<FileDownloadHeadOperation> {
        Call::new(self.client, &[("file_id", &file_id)])
    }

    /// Replace a file's content.
    ///
    /// Needs WRITE. The body is the content; it becomes a new version. `If-Match` takes the entity tag of the
    /// content.
    ///
    /// Optional: `if_match`, `repr_digest`.
    ///
    /// # Errors
    /// [`FileReplaceError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `REQUEST_TIMEOUT`, `IDEMPOTENCY_ANSWER_LOST`, `RESOURCE_DELETED`, `PRECONDITION_FAILED`,
    /// `PAYLOAD_TOO_LARGE`, `QUOTA_EXCEEDED`, `UNSUPPORTED_MEDIA_TYPE`, `VALIDATION_FAILED`,
    /// `CHECKSUM_MISMATCH`, `IDEMPOTENCY_KEY_REUSED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, file_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let file = client.files().replace(file_id, strongroom_client::Upload::file("plan.pdf")).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn replace(&self, file_id: Uuid, content: impl Into<Upload>) -> Call<FileReplaceOperation> {
        Call::new(self.client, &[("file_id", &file_id)]).with_upload(content.into(), "application/octet-stream")
    }

    /// List a file's versions.
    ///
    /// The newest first.
    ///
    /// Optional: `skip`, `take`, `cursor`, `order_by`.
    ///
    /// # Errors
    /// [`VersionListError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `RESOURCE_DELETED`, `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// use futures_util::TryStreamExt;
    /// # async fn example(client: &strongroom_client::Client, file_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let mut items = client.files().version_list(file_id).items();
    /// while let Some(item) = items.try_next().await? {
    ///     println!("{item:?}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn version_list(&self, file_id: Uuid) -> Call<VersionListOperation> {
        Call::new(self.client, &[("file_id", &file_id)])
    }

    /// Get a version's metadata.
    ///
    /// # Errors
    /// [`VersionGetError`]: `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`, `RESOURCE_DELETED`,
    /// `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, file_id: uuid::Uuid, version: i64) -> Result<(), Box<dyn std::error::Error>> {
    /// let version = client.files().version_get(file_id, version).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn version_get(&self, file_id: Uuid, version: i64) -> Call<VersionGetOperation> {
        Call::new(self.client, &[("file_id", &file_id), ("version", &version)])
    }

    /// Delete a version for good.
    ///
    /// Needs WRITE and DELETE. The current version can't be deleted. The others keep their numbers, and no
    /// version gets this number again. `If-Match` takes the entity tag of the file's current content.
    ///
    /// Optional: `if_match`.
    ///
    /// # Errors
    /// [`VersionDeleteError`]: `VERSION_IS_CURRENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`,
    /// `NOT_FOUND`, `RESOURCE_DELETED`, `PRECONDITION_FAILED`, `VALIDATION_FAILED`, `INTERNAL`,
    /// `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, file_id: uuid::Uuid, version: i64) -> Result<(), Box<dyn std::error::Error>> {
    /// client.files().version_delete(file_id, version).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn version_delete(&self, file_id: Uuid, version: i64) -> Call<VersionDeleteOperation> {
        Call::new(self.client, &[("file_id", &file_id), ("version", &version)])
    }

    /// Make an old version the current one.
    ///
    /// Needs WRITE. The content becomes that of the old version, as a new version that names it in
    /// `restored_from`; all versions between stay. No byte is copied, and the new version counts towards
    /// quotas like any other. `If-Match` takes the entity tag of the current content.
    ///
    /// Optional: `if_match`.
    ///
    /// # Errors
    /// [`VersionRestoreError`]: `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `IDEMPOTENCY_ANSWER_LOST`, `RESOURCE_DELETED`, `PRECONDITION_FAILED`, `QUOTA_EXCEEDED`,
    /// `VALIDATION_FAILED`, `IDEMPOTENCY_KEY_REUSED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, file_id: uuid::Uuid, version: i64) -> Result<(), Box<dyn std::error::Error>> {
    /// let file = client.files().version_restore(file_id, version).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn version_restore(&self, file_id: Uuid, version: i64) -> Call<VersionRestoreOperation> {
        Call::new(self.client, &[("file_id", &file_id), ("version", &version)])
    }

    /// List who was granted what on a file.
    ///
    /// Needs MANAGE. The grants on the file itself, not those that it inherits; those that have expired too,
    /// until they are deleted.
    ///
    /// # Errors
    /// [`FileGrantListError`]: `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, file_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let grant_list = client.files().grant_list(file_id).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn grant_list(&self, file_id: Uuid) -> Call<FileGrantListOperation> {
        Call::new(self.client, &[("file_id", &file_id)])
    }

    /// Grant permissions on a file.
    ///
    /// Needs MANAGE. Replaces what the member or group had there. What is granted here holds for this file
    /// alone, wherever it is moved. Nobody but the organization's owners and admins can grant more, or for
    /// longer, than they hold themselves.
    ///
    /// # Errors
    /// [`FileGrantPutError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `REQUEST_TIMEOUT`, `PAYLOAD_TOO_LARGE`, `UNSUPPORTED_MEDIA_TYPE`, `VALIDATION_FAILED`, `INTERNAL`,
    /// `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// use strongroom_client::models::{GrantPut, Permission};
    /// # async fn example(client: &strongroom_client::Client, file_id: uuid::Uuid, principal_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let grant = client.files().grant_put(file_id, principal_id, GrantPut::new(vec![Permission::Read, Permission::Create])).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn grant_put(&self, file_id: Uuid, principal_id: Uuid, body: GrantPut) -> Call<FileGrantPutOperation> {
        Call::new(self.client, &[("file_id", &file_id), ("principal_id", &principal_id)]).with_json(&body)
    }

    /// Take back a grant on a file.
    ///
    /// Needs MANAGE. Effective with the next request.
    ///
    /// # Errors
    /// [`FileGrantDeleteError`]: `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, file_id: uuid::Uuid, principal_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// client.files().grant_delete(file_id, principal_id).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn grant_delete(&self, file_id: Uuid, principal_id: Uuid) -> Call<FileGrantDeleteOperation> {
        Call::new(self.client, &[("file_id", &file_id), ("principal_id", &principal_id)])
    }
}
