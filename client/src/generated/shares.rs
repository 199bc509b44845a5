// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! The area *shares*.

mod calls;
mod errors;

use uuid::Uuid;

use super::models::{GrantPut, ShareCreate, ShareUpdate};
use crate::core::{Call, Client};

pub use calls::{
    GrantDeleteOperation, GrantListOperation, GrantPutOperation, ShareChildrenOperation, ShareCreateOperation,
    ShareDeleteOperation, ShareGetOperation, ShareListOperation, ShareResolveOperation, ShareTreeOperation,
    ShareUpdateOperation,
};
pub use errors::{
    GrantDeleteError, GrantListError, GrantPutError, ShareChildrenError, ShareCreateError, ShareDeleteError,
    ShareGetError, ShareListError, ShareResolveError, ShareTreeError, ShareUpdateError,
};

/// The operations of the area *shares*: roots of folder trees; what people are granted access to.
#[derive(Debug, Clone, Copy)]
pub struct Shares<'c> {
    pub(super) client: &'c Client,
}

impl Shares<'_> {
    /// Create a share.
    ///
    /// The caller gets every permission on it. Guests can't.
    ///
    /// # Errors
    /// [`ShareCreateError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`,
    /// `REQUEST_TIMEOUT`, `NAME_CONFLICT`, `IDEMPOTENCY_ANSWER_LOST`, `PAYLOAD_TOO_LARGE`,
    /// `UNSUPPORTED_MEDIA_TYPE`, `VALIDATION_FAILED`, `IDEMPOTENCY_KEY_REUSED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// use strongroom_client::models::ShareCreate;
    /// # async fn example(client: &strongroom_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let share = client.shares().create(ShareCreate::new("Engineering")).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn create(&self, body: ShareCreate) -> Call<ShareCreateOperation> {
        Call::new(self.client, &[]).with_json(&body)
    }

    /// List shares.
    ///
    /// Those that the caller may read.
    ///
    /// Optional: `skip`, `take`, `cursor`, `order_by`.
    ///
    /// # Errors
    /// [`ShareListError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`,
    /// `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// use futures_util::TryStreamExt;
    /// # async fn example(client: &strongroom_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let mut items = client.shares().list().items();
    /// while let Some(item) = items.try_next().await? {
    ///     println!("{item:?}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(&self) -> Call<ShareListOperation> {
        Call::new(self.client, &[])
    }

    /// Get a share.
    ///
    /// # Errors
    /// [`ShareGetError`]: `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`, `VALIDATION_FAILED`,
    /// `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, share_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let share = client.shares().get(share_id).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn get(&self, share_id: Uuid) -> Call<ShareGetOperation> {
        Call::new(self.client, &[("share_id", &share_id)])
    }

    /// Change a share.
    ///
    /// Needs MANAGE.
    ///
    /// Optional: `if_match`.
    ///
    /// # Errors
    /// [`ShareUpdateError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `REQUEST_TIMEOUT`, `NAME_CONFLICT`, `IDEMPOTENCY_ANSWER_LOST`, `PRECONDITION_FAILED`,
    /// `PAYLOAD_TOO_LARGE`, `UNSUPPORTED_MEDIA_TYPE`, `VALIDATION_FAILED`, `IDEMPOTENCY_KEY_REUSED`,
    /// `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// use strongroom_client::models::ShareUpdate;
    /// # async fn example(client: &strongroom_client::Client, share_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let share = client.shares().update(share_id, ShareUpdate::new().name("Research")).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn update(&self, share_id: Uuid, body: ShareUpdate) -> Call<ShareUpdateOperation> {
        Call::new(self.client, &[("share_id", &share_id)]).with_json(&body)
    }

    /// Delete a share.
    ///
    /// Needs MANAGE. Removes everything it holds, for good. The default share of an organization can't be
    /// deleted.
    ///
    /// # Errors
    /// [`ShareDeleteError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, share_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// client.shares().delete(share_id).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn delete(&self, share_id: Uuid) -> Call<ShareDeleteOperation> {
        Call::new(self.client, &[("share_id", &share_id)])
    }

    /// List what lies at a share's root.
    ///
    /// Folders first, then files; both in the order asked for.
    ///
    /// Optional: `skip`, `take`, `cursor`, `order_by`.
    ///
    /// # Errors
    /// [`ShareChildrenError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// use futures_util::TryStreamExt;
    /// # async fn example(client: &strongroom_client::Client, share_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let mut items = client.shares().children(share_id).items();
    /// while let Some(item) = items.try_next().await? {
    ///     println!("{item:?}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn children(&self, share_id: Uuid) -> Call<ShareChildrenOperation> {
        Call::new(self.client, &[("share_id", &share_id)])
    }

    /// List the tree of a share.
    ///
    /// Everything live down to `depth`, each folder before what it holds, and in a folder the folders first,
    /// by name. At most 10000 folders and files. Where there are more, the deepest are left out and
    /// `truncated` is true. Ask on from a `folder_id`.
    ///
    /// Optional: `depth`, `folder_id`.
    ///
    /// # Errors
    /// [`ShareTreeError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `RESOURCE_DELETED`, `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, share_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let tree = client.shares().tree(share_id).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn tree(&self, share_id: Uuid) -> Call<ShareTreeOperation> {
        Call::new(self.client, &[("share_id", &share_id)])
    }

    /// Find a folder or file by its path.
    ///
    /// Names are compared as everywhere, whatever their case. A path that leads to nothing, or to what is in
    /// the trash, is 404.
    ///
    /// # Errors
    /// [`ShareResolveError`]: `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`, `VALIDATION_FAILED`,
    /// `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, share_id: uuid::Uuid, path: &str) -> Result<(), Box<dyn std::error::Error>> {
    /// let tree_node = client.shares().resolve(share_id, path).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn resolve(&self, share_id: Uuid, path: impl Into<String>) -> Call<ShareResolveOperation> {
        Call::new(self.client, &[("share_id", &share_id)]).with_query_text("path", path)
    }

    /// List who was granted what on a share.
    ///
    /// Needs MANAGE. The grants on the share itself; those that have expired too, until they are deleted.
    ///
    /// # Errors
    /// [`GrantListError`]: `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`, `VALIDATION_FAILED`,
    /// `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, share_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let grant_list = client.shares().grant_list(share_id).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn grant_list(&self, share_id: Uuid) -> Call<GrantListOperation> {
        Call::new(self.client, &[("share_id", &share_id)])
    }

    /// Grant permissions on a share.
    ///
    /// Needs MANAGE. Replaces what the member or group had there. What is granted here holds for everything
    /// in the share. Nobody but the organization's owners and admins can grant more, or for longer, than they
    /// hold themselves.
    ///
    /// # Errors
    /// [`GrantPutError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `REQUEST_TIMEOUT`, `PAYLOAD_TOO_LARGE`, `UNSUPPORTED_MEDIA_TYPE`, `VALIDATION_FAILED`, `INTERNAL`,
    /// `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// use strongroom_client::models::{GrantPut, Permission};
    /// # async fn example(client: &strongroom_client::Client, share_id: uuid::Uuid, principal_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let grant = client.shares().grant_put(share_id, principal_id, GrantPut::new(vec![Permission::Read, Permission::Create])).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn grant_put(&self, share_id: Uuid, principal_id: Uuid, body: GrantPut) -> Call<GrantPutOperation> {
        Call::new(self.client, &[("share_id", &share_id), ("principal_id", &principal_id)]).with_json(&body)
    }

    /// Take back a grant on a share.
    ///
    /// Needs MANAGE. Effective with the next request.
    ///
    /// # Errors
    /// [`GrantDeleteError`]: `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`, `VALIDATION_FAILED`,
    /// `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, share_id: uuid::Uuid, principal_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// client.shares().grant_delete(share_id, principal_id).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn grant_delete(&self, share_id: Uuid, principal_id: Uuid) -> Call<GrantDeleteOperation> {
        Call::new(self.client, &[("share_id", &share_id), ("principal_id", &principal_id)])
    }
}
