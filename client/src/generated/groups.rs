// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! The area *groups*.

mod calls;
mod errors;

use uuid::Uuid;

use super::models::{GroupCreate, GroupUpdate};
use crate::core::{Call, Client};

pub use calls::{
    GroupCreateOperation, GroupDeleteOperation, GroupGetOperation, GroupListOperation, GroupMemberDeleteOperation,
    GroupMemberListOperation, GroupMemberPutOperation, GroupUpdateOperation,
};
pub use errors::{
    GroupCreateError, GroupDeleteError, GroupGetError, GroupListError, GroupMemberDeleteError, GroupMemberListError,
    GroupMemberPutError, GroupUpdateError,
};

/// The operations of the area *groups*: members of an organization to whom something can be granted together.
#[derive(Debug, Clone, Copy)]
pub struct Groups<'c> {
    pub(super) client: &'c Client,
}

impl Groups<'_> {
    /// Create a group.
    ///
    /// For owners and admins. An organization has at most 1000 groups.
    ///
    /// # Errors
    /// [`GroupCreateError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `REQUEST_TIMEOUT`, `NAME_CONFLICT`, `IDEMPOTENCY_ANSWER_LOST`, `PAYLOAD_TOO_LARGE`,
    /// `UNSUPPORTED_MEDIA_TYPE`, `VALIDATION_FAILED`, `IDEMPOTENCY_KEY_REUSED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// use strongroom_client::models::GroupCreate;
    /// # async fn example(client: &strongroom_client::Client, organization_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let group = client.groups().create(organization_id, GroupCreate::new("Engineers")).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn create(&self, organization_id: Uuid, body: GroupCreate) -> Call<GroupCreateOperation> {
        Call::new(self.client, &[("organization_id", &organization_id)]).with_json(&body)
    }

    /// List groups.
    ///
    /// Optional: `skip`, `take`, `cursor`, `order_by`.
    ///
    /// # Errors
    /// [`GroupListError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// use futures_util::TryStreamExt;
    /// # async fn example(client: &strongroom_client::Client, organization_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let mut items = client.groups().list(organization_id).items();
    /// while let Some(item) = items.try_next().await? {
    ///     println!("{item:?}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(&self, organization_id: Uuid) -> Call<GroupListOperation> {
        Call::new(self.client, &[("organization_id", &organization_id)])
    }

    /// Get a group.
    ///
    /// # Errors
    /// [`GroupGetError`]: `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`, `VALIDATION_FAILED`,
    /// `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, organization_id: uuid::Uuid, group_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let group = client.groups().get(organization_id, group_id).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn get(&self, organization_id: Uuid, group_id: Uuid) -> Call<GroupGetOperation> {
        Call::new(self.client, &[("organization_id", &organization_id), ("group_id", &group_id)])
    }

    /// Rename a group.
    ///
    /// For owners and admins. The group `everyone` keeps its name.
    ///
    /// # Errors
    /// [`GroupUpdateError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `REQUEST_TIMEOUT`, `NAME_CONFLICT`, `IDEMPOTENCY_ANSWER_LOST`, `PAYLOAD_TOO_LARGE`,
    /// `UNSUPPORTED_MEDIA_TYPE`, `VALIDATION_FAILED`, `IDEMPOTENCY_KEY_REUSED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// use strongroom_client::models::GroupUpdate;
    /// # async fn example(client: &strongroom_client::Client, organization_id: uuid::Uuid, group_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let group = client.groups().update(organization_id, group_id, GroupUpdate::new("Research")).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn update(&self, organization_id: Uuid, group_id: Uuid, body: GroupUpdate) -> Call<GroupUpdateOperation> {
        Call::new(self.client, &[("organization_id", &organization_id), ("group_id", &group_id)]).with_json(&body)
    }

    /// Delete a group.
    ///
    /// For owners and admins. What was granted to it ends with the next request. The group `everyone` can't
    /// be deleted.
    ///
    /// # Errors
    /// [`GroupDeleteError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, organization_id: uuid::Uuid, group_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// client.groups().delete(organization_id, group_id).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn delete(&self, organization_id: Uuid, group_id: Uuid) -> Call<GroupDeleteOperation> {
        Call::new(self.client, &[("organization_id", &organization_id), ("group_id", &group_id)])
    }

    /// List the members of a group.
    ///
    /// Optional: `skip`, `take`, `cursor`, `order_by`.
    ///
    /// # Errors
    /// [`GroupMemberListError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`,
    /// `NOT_FOUND`, `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// use futures_util::TryStreamExt;
    /// # async fn example(client: &strongroom_client::Client, organization_id: uuid::Uuid, group_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let mut items = client.groups().member_list(organization_id, group_id).items();
    /// while let Some(item) = items.try_next().await? {
    ///     println!("{item:?}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn member_list(&self, organization_id: Uuid, group_id: Uuid) -> Call<GroupMemberListOperation> {
        Call::new(self.client, &[("organization_id", &organization_id), ("group_id", &group_id)])
    }

    /// Add a member to a group.
    ///
    /// For owners and admins. What was granted to the group holds for the member with the next request. A
    /// group has at most 10000 members; those of `everyone` follow from their roles.
    ///
    /// # Errors
    /// [`GroupMemberPutError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`,
    /// `NOT_FOUND`, `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, organization_id: uuid::Uuid, group_id: uuid::Uuid, user_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// client.groups().member_put(organization_id, group_id, user_id).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn member_put(&self, organization_id: Uuid, group_id: Uuid, user_id: Uuid) -> Call<GroupMemberPutOperation> {
        Call::new(self.client, &[("organization_id", &organization_id), ("group_id", &group_id), ("user_id", &user_id)])
    }

    /// Remove a member from a group.
    ///
    /// For owners and admins. What was granted to the group ends for the member with the next request.
    ///
    /// # Errors
    /// [`GroupMemberDeleteError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`,
    /// `NOT_FOUND`, `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, organization_id: uuid::Uuid, group_id: uuid::Uuid, user_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// client.groups().member_delete(organization_id, group_id, user_id).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn member_delete(
        &self,
        organization_id: Uuid,
        group_id: Uuid,
        user_id: Uuid,
    ) -> Call<GroupMemberDeleteOperation> {
        Call::new(self.client, &[("organization_id", &organization_id), ("group_id", &group_id), ("user_id", &user_id)])
    }
}
