// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! The area *organizations*.

mod calls;
mod errors;

use uuid::Uuid;

use super::models::{MemberCreate, MemberUpdate, OrganizationCreate, OrganizationUpdate};
use crate::core::{Call, Client};

pub use calls::{
    MemberCreateOperation, MemberDeleteOperation, MemberGetOperation, MemberListOperation, MemberUpdateOperation,
    OrganizationCreateOperation, OrganizationDeleteOperation, OrganizationGetOperation, OrganizationListOperation,
    OrganizationUpdateOperation,
};
pub use errors::{
    MemberCreateError, MemberDeleteError, MemberGetError, MemberListError, MemberUpdateError, OrganizationCreateError,
    OrganizationDeleteError, OrganizationGetError, OrganizationListError, OrganizationUpdateError,
};

/// The operations of the area *organizations*: tenants and their members. Everything else belongs to exactly
/// one organization.
#[derive(Debug, Clone, Copy)]
pub struct Organizations<'c> {
    pub(super) client: &'c Client,
}

impl Organizations<'_> {
    /// Create an organization.
    ///
    /// Superusers only. The organization gets a default share.
    ///
    /// # Errors
    /// [`OrganizationCreateError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`,
    /// `REQUEST_TIMEOUT`, `NAME_CONFLICT`, `IDEMPOTENCY_ANSWER_LOST`, `PAYLOAD_TOO_LARGE`,
    /// `UNSUPPORTED_MEDIA_TYPE`, `VALIDATION_FAILED`, `IDEMPOTENCY_KEY_REUSED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// use strongroom_client::models::OrganizationCreate;
    /// # async fn example(client: &strongroom_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let organization = client.organizations().create(OrganizationCreate::new("acme").quota_bytes(1099511627776)).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn create(&self, body: OrganizationCreate) -> Call<OrganizationCreateOperation> {
        Call::new(self.client, &[]).with_json(&body)
    }

    /// List organizations.
    ///
    /// Those that the caller is a member of; a superuser sees all.
    ///
    /// Optional: `skip`, `take`, `cursor`, `order_by`.
    ///
    /// # Errors
    /// [`OrganizationListError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`,
    /// `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// use futures_util::TryStreamExt;
    /// # async fn example(client: &strongroom_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let mut items = client.organizations().list().items();
    /// while let Some(item) = items.try_next().await? {
    ///     println!("{item:?}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(&self) -> Call<OrganizationListOperation> {
        Call::new(self.client, &[])
    }

    /// Get an organization.
    ///
    /// # Errors
    /// [`OrganizationGetError`]: `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, organization_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let organization = client.organizations().get(organization_id).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn get(&self, organization_id: Uuid) -> Call<OrganizationGetOperation> {
        Call::new(self.client, &[("organization_id", &organization_id)])
    }

    /// Change an organization.
    ///
    /// For its owners and admins; limits are a superuser's to change.
    ///
    /// Optional: `if_match`.
    ///
    /// # Errors
    /// [`OrganizationUpdateError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`,
    /// `NOT_FOUND`, `REQUEST_TIMEOUT`, `NAME_CONFLICT`, `IDEMPOTENCY_ANSWER_LOST`, `PRECONDITION_FAILED`,
    /// `PAYLOAD_TOO_LARGE`, `UNSUPPORTED_MEDIA_TYPE`, `VALIDATION_FAILED`, `IDEMPOTENCY_KEY_REUSED`,
    /// `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// use strongroom_client::models::OrganizationUpdate;
    /// # async fn example(client: &strongroom_client::Client, organization_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let organization = client.organizations().update(organization_id, OrganizationUpdate::new().clear_quota_bytes()).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn update(&self, organization_id: Uuid, body: OrganizationUpdate) -> Call<OrganizationUpdateOperation> {
        Call::new(self.client, &[("organization_id", &organization_id)]).with_json(&body)
    }

    /// Delete an organization.
    ///
    /// Superusers only. Removes everything it holds, for good. The organization `default` can't be deleted.
    ///
    /// # Errors
    /// [`OrganizationDeleteError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`,
    /// `NOT_FOUND`, `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, organization_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// client.organizations().delete(organization_id).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn delete(&self, organization_id: Uuid) -> Call<OrganizationDeleteOperation> {
        Call::new(self.client, &[("organization_id", &organization_id)])
    }

    /// Add a member.
    ///
    /// For owners and admins. A user with that email address is added; if there is none, one is made, with
    /// `password` if given.
    ///
    /// # Errors
    /// [`MemberCreateError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `REQUEST_TIMEOUT`, `ID_CONFLICT`, `IDEMPOTENCY_ANSWER_LOST`, `PAYLOAD_TOO_LARGE`,
    /// `UNSUPPORTED_MEDIA_TYPE`, `VALIDATION_FAILED`, `IDEMPOTENCY_KEY_REUSED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// use strongroom_client::models::{MemberCreate, Role};
    /// # async fn example(client: &strongroom_client::Client, organization_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let member = client.organizations().member_create(organization_id, MemberCreate::new("ada@example.com", Role::Member).name("Ada").password("correct horse battery staple")).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn member_create(&self, organization_id: Uuid, body: MemberCreate) -> Call<MemberCreateOperation> {
        Call::new(self.client, &[("organization_id", &organization_id)]).with_json(&body)
    }

    /// List members.
    ///
    /// Optional: `skip`, `take`, `cursor`, `order_by`.
    ///
    /// # Errors
    /// [`MemberListError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// use futures_util::TryStreamExt;
    /// # async fn example(client: &strongroom_client::Client, organization_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let mut items = client.organizations().member_list(organization_id).items();
    /// while let Some(item) = items.try_next().await? {
    ///     println!("{item:?}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn member_list(&self, organization_id: Uuid) -> Call<MemberListOperation> {
        Call::new(self.client, &[("organization_id", &organization_id)])
    }

    /// Get a member.
    ///
    /// # Errors
    /// [`MemberGetError`]: `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`, `VALIDATION_FAILED`,
    /// `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, organization_id: uuid::Uuid, user_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let member = client.organizations().member_get(organization_id, user_id).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn member_get(&self, organization_id: Uuid, user_id: Uuid) -> Call<MemberGetOperation> {
        Call::new(self.client, &[("organization_id", &organization_id), ("user_id", &user_id)])
    }

    /// Change a member.
    ///
    /// For owners and admins; only owners make or unmake owners. The last owner stays one.
    ///
    /// # Errors
    /// [`MemberUpdateError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `REQUEST_TIMEOUT`, `IDEMPOTENCY_ANSWER_LOST`, `PAYLOAD_TOO_LARGE`, `UNSUPPORTED_MEDIA_TYPE`,
    /// `VALIDATION_FAILED`, `IDEMPOTENCY_KEY_REUSED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// use strongroom_client::models::{MemberUpdate, Role};
    /// # async fn example(client: &strongroom_client::Client, organization_id: uuid::Uuid, user_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let member = client.organizations().member_update(organization_id, user_id, MemberUpdate::new().role(Role::Admin)).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn member_update(
        &self,
        organization_id: Uuid,
        user_id: Uuid,
        body: MemberUpdate,
    ) -> Call<MemberUpdateOperation> {
        Call::new(self.client, &[("organization_id", &organization_id), ("user_id", &user_id)]).with_json(&body)
    }

    /// Remove a member.
    ///
    /// The user's sessions and tokens for this organization end with the next request. What the member made
    /// stays.
    ///
    /// # Errors
    /// [`MemberDeleteError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, organization_id: uuid::Uuid, user_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// client.organizations().member_delete(organization_id, user_id).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn member_delete(&self, organization_id: Uuid, user_id: Uuid) -> Call<MemberDeleteOperation> {
        Call::new(self.client, &[("organization_id", &organization_id), ("user_id", &user_id)])
    }
}
