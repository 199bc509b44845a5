// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! The area *folders*.

mod calls;
mod errors;

use uuid::Uuid;

use super::models::{FolderCreate, FolderUpdate, GrantPut, NodeTarget};
use crate::core::{Call, Client};

pub use calls::{
    FolderArchiveOperation, FolderChildrenOperation, FolderCopyOperation, FolderCreateOperation, FolderDeleteOperation,
    FolderGetOperation, FolderGrantDeleteOperation, FolderGrantListOperation, FolderGrantPutOperation,
    FolderMoveOperation, FolderRestoreOperation, FolderTrashOperation, FolderUpdateOperation,
};
pub use errors::{
    FolderArchiveError, FolderChildrenError, FolderCopyError, FolderCreateError, FolderDeleteError, FolderGetError,
    FolderGrantDeleteError, FolderGrantListError, FolderGrantPutError, FolderMoveError, FolderRestoreError,
    FolderTrashError, FolderUpdateError,
};

/// The operations of the area *folders*: the tree below a share.
#[derive(Debug, Clone, Copy)]
pub struct Folders<'c> {
    pub(super) client: &'c Client,
}

impl Folders<'_> {
    /// Create a folder.
    ///
    /// Needs CREATE where it is made. Folders lie at most 64 deep, and a path has at most 4096 bytes.
    ///
    /// Optional: `on_conflict`.
    ///
    /// # Errors
    /// [`FolderCreateError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `REQUEST_TIMEOUT`, `NAME_CONFLICT`, `IDEMPOTENCY_ANSWER_LOST`, `RESOURCE_DELETED`,
    /// `PAYLOAD_TOO_LARGE`, `UNSUPPORTED_MEDIA_TYPE`, `VALIDATION_FAILED`, `IDEMPOTENCY_KEY_REUSED`,
    /// `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// use strongroom_client::models::FolderCreate;
    /// # async fn example(client: &strongroom_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let folder = client.folders().create(FolderCreate::new("019a9d7e-5b1c-7d0f-8a3e-2f6b1c9d4e10".parse()?, "Plans")).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn create(&self, body: FolderCreate) -> Call<FolderCreateOperation> {
        Call::new(self.client, &[]).with_json(&body)
    }

    /// Get a folder.
    ///
    /// Optional: `trashed`.
    ///
    /// # Errors
    /// [`FolderGetError`]: `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`, `RESOURCE_DELETED`,
    /// `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, folder_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let folder = client.folders().get(folder_id).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn get(&self, folder_id: Uuid) -> Call<FolderGetOperation> {
        Call::new(self.client, &[("folder_id", &folder_id)])
    }

    /// Rename a folder.
    ///
    /// Needs WRITE.
    ///
    /// Optional: `on_conflict`, `if_match`.
    ///
    /// # Errors
    /// [`FolderUpdateError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `REQUEST_TIMEOUT`, `NAME_CONFLICT`, `IDEMPOTENCY_ANSWER_LOST`, `RESOURCE_DELETED`,
    /// `PRECONDITION_FAILED`, `PAYLOAD_TOO_LARGE`, `UNSUPPORTED_MEDIA_TYPE`, `VALIDATION_FAILED`,
    /// `IDEMPOTENCY_KEY_REUSED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// use strongroom_client::models::FolderUpdate;
    /// # async fn example(client: &strongroom_client::Client, folder_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let folder = client.folders().update(folder_id, FolderUpdate::new("Old plans")).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn update(&self, folder_id: Uuid, body: FolderUpdate) -> Call<FolderUpdateOperation> {
        Call::new(self.client, &[("folder_id", &folder_id)]).with_json(&body)
    }

    /// Delete a folder.
    ///
    /// Needs DELETE. Into the trash with all that it holds, as one unit, or for good with `permanent=true`.
    /// Deleting what is in the trash already changes nothing.
    ///
    /// Optional: `permanent`, `if_match`.
    ///
    /// # Errors
    /// [`FolderDeleteError`]: `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `PRECONDITION_FAILED`, `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, folder_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// client.folders().delete(folder_id).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn delete(&self, folder_id: Uuid) -> Call<FolderDeleteOperation> {
        Call::new(self.client, &[("folder_id", &folder_id)])
    }

    /// Move a folder.
    ///
    /// Needs DELETE on it and CREATE where it goes. What it holds goes with it. A folder can't move into
    /// itself. Across shares the quota of the other share must have room.
    ///
    /// Optional: `on_conflict`, `if_match`.
    ///
    /// # Errors
    /// [`FolderMoveError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `REQUEST_TIMEOUT`, `NAME_CONFLICT`, `IDEMPOTENCY_ANSWER_LOST`, `RESOURCE_DELETED`,
    /// `PRECONDITION_FAILED`, `PAYLOAD_TOO_LARGE`, `QUOTA_EXCEEDED`, `UNSUPPORTED_MEDIA_TYPE`,
    /// `VALIDATION_FAILED`, `IDEMPOTENCY_KEY_REUSED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// use strongroom_client::models::NodeTarget;
    /// # async fn example(client: &strongroom_client::Client, folder_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let folder = client.folders().r#move(folder_id, NodeTarget::new().target_folder_id("019a9d7e-5b1c-7d0f-8a3e-2f6b1c9d4e20".parse()?)).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn r#move(&self, folder_id: Uuid, body: NodeTarget) -> Call<FolderMoveOperation> {
        Call::new(self.client, &[("folder_id", &folder_id)]).with_json(&body)
    }

    /// Copy a folder.
    ///
    /// Needs READ on it and CREATE where the copy goes. What is in it is copied with it, all or nothing; what
    /// is in the trash is not. No byte is copied: files start at version 1 and share the content of the
    /// current versions. Tags and metadata are copied, grants are not. At most 100000 folders and files at
    /// once; all are charged to the caller.
    ///
    /// Optional: `on_conflict`, `if_match`.
    ///
    /// # Errors
    /// [`FolderCopyError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `REQUEST_TIMEOUT`, `NAME_CONFLICT`, `IDEMPOTENCY_ANSWER_LOST`, `RESOURCE_DELETED`,
    /// `PRECONDITION_FAILED`, `PAYLOAD_TOO_LARGE`, `QUOTA_EXCEEDED`, `UNSUPPORTED_MEDIA_TYPE`,
    /// `VALIDATION_FAILED`, `IDEMPOTENCY_KEY_REUSED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// use strongroom_client::models::NodeTarget;
    /// # async fn example(client: &strongroom_client::Client, folder_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let folder = client.folders().copy(folder_id, NodeTarget::new().target_folder_id("019a9d7e-5b1c-7d0f-8a3e-2f6b1c9d4e20".parse()?)).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn copy(&self, folder_id: Uuid, body: NodeTarget) -> Call<FolderCopyOperation> {
        Call::new(self.client, &[("folder_id", &folder_id)]).with_json(&body)
    }

    /// Put a folder into the trash.
    ///
    /// Needs DELETE. What it holds goes with it, as one unit. Its name is free again at once. What is in the
    /// trash already is answered as it is.
    ///
    /// Optional: `if_match`.
    ///
    /// # Errors
    /// [`FolderTrashError`]: `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `IDEMPOTENCY_ANSWER_LOST`, `PRECONDITION_FAILED`, `VALIDATION_FAILED`, `IDEMPOTENCY_KEY_REUSED`,
    /// `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, folder_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let folder = client.folders().trash(folder_id).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn trash(&self, folder_id: Uuid) -> Call<FolderTrashOperation> {
        Call::new(self.client, &[("folder_id", &folder_id)])
    }

    /// Take a folder out of the trash.
    ///
    /// Needs DELETE on it and CREATE where it goes: to the folder it was in, or to the root of the share if
    /// that folder is in the trash or gone. What went to the trash with it comes back with it; what was there
    /// by itself before stays there. What is not in the trash is answered as it is.
    ///
    /// Optional: `on_conflict`, `if_match`.
    ///
    /// # Errors
    /// [`FolderRestoreError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `NAME_CONFLICT`, `IDEMPOTENCY_ANSWER_LOST`, `PRECONDITION_FAILED`, `VALIDATION_FAILED`,
    /// `IDEMPOTENCY_KEY_REUSED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, folder_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let folder = client.folders().restore(folder_id).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn restore(&self, folder_id: Uuid) -> Call<FolderRestoreOperation> {
        Call::new(self.client, &[("folder_id", &folder_id)])
    }

    /// List what a folder holds.
    ///
    /// Folders first, then files; both in the order asked for.
    ///
    /// Optional: `skip`, `take`, `cursor`, `order_by`.
    ///
    /// # Errors
    /// [`FolderChildrenError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`,
    /// `NOT_FOUND`, `RESOURCE_DELETED`, `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// use futures_util::TryStreamExt;
    /// # async fn example(client: &strongroom_client::Client, folder_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let mut items = client.folders().children(folder_id).items();
    /// while let Some(item) = items.try_next().await? {
    ///     println!("{item:?}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn children(&self, folder_id: Uuid) -> Call<FolderChildrenOperation> {
        Call::new(self.client, &[("folder_id", &folder_id)])
    }

    /// Download a folder as a ZIP archive.
    ///
    /// The folder with everything live below it, empty folders included, streamed and not compressed. At most
    /// 100,000 files and folders, unless the server has another limit, with paths of at most 32 MiB together.
    /// What is in it is settled before the first byte; should a content be removed meanwhile, the answer
    /// breaks off before the length that it announced.
    ///
    /// # Errors
    /// [`FolderArchiveError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `RESOURCE_DELETED`, `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, folder_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// client.folders().archive(folder_id).await?.write_to("plan.pdf").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn archive(&self, folder_id: Uuid) -> Call<FolderArchiveOperation> {
        Call::new(self.client, &[("folder_id", &folder_id)])
    }

    /// List who was granted what on a folder.
    ///
    /// Needs MANAGE. The grants on the folder itself, not those that it inherits; those that have expired
    /// too, until they are deleted.
    ///
    /// # Errors
    /// [`FolderGrantListError`]: `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, folder_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let grant_list = client.folders().grant_list(folder_id).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn grant_list(&self, folder_id: Uuid) -> Call<FolderGrantListOperation> {
        Call::new(self.client, &[("folder_id", &folder_id)])
    }

    /// Grant permissions on a folder.
    ///
    /// Needs MANAGE. Replaces what the member or group had there. What is granted here holds for everything
    /// below the folder, and tells nothing of what is above it. Nobody but the organization's owners and
    /// admins can grant more, or for longer, than they hold themselves.
    ///
    /// # Errors
    /// [`FolderGrantPutError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`,
    /// `NOT_FOUND`, `REQUEST_TIMEOUT`, `PAYLOAD_TOO_LARGE`, `UNSUPPORTED_MEDIA_TYPE`, `VALIDATION_FAILED`,
    /// `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// use strongroom_client::models::{GrantPut, Permission};
    /// # async fn example(client: &strongroom_client::Client, folder_id: uuid::Uuid, principal_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let grant = client.folders().grant_put(folder_id, principal_id, GrantPut::new(vec![Permission::Read, Permission::Create])).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn grant_put(&self, folder_id: Uuid, principal_id: Uuid, body: GrantPut) -> Call<FolderGrantPutOperation> {
        Call::new(self.client, &[("folder_id", &folder_id), ("principal_id", &principal_id)]).with_json(&body)
    }

    /// Take back a grant on a folder.
    ///
    /// Needs MANAGE. Effective with the next request.
    ///
    /// # Errors
    /// [`FolderGrantDeleteError`]: `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, folder_id: uuid::Uuid, principal_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// client.folders().grant_delete(folder_id, principal_id).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn grant_delete(&self, folder_id: Uuid, principal_id: Uuid) -> Call<FolderGrantDeleteOperation> {
        Call::new(self.client, &[("folder_id", &folder_id), ("principal_id", &principal_id)])
    }
}
