// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! The area *storage*.

mod calls;
mod errors;

use uuid::Uuid;

use crate::core::{Call, Client};

pub use calls::{ShareStorageGetOperation, StorageGetOperation};
pub use errors::{ShareStorageGetError, StorageGetError};

/// The operations of the area *storage*: what is used of the quotas of organizations, shares and members.
#[derive(Debug, Clone, Copy)]
pub struct Storage<'c> {
    pub(super) client: &'c Client,
}

impl Storage<'_> {
    /// Get what is used of the quotas.
    ///
    /// For owners and admins the figures of the organization, for everybody else their own; and the same for
    /// every share that the caller may read. The figures are kept with every change, and so cost the same
    /// however many files there are.
    ///
    /// # Errors
    /// [`StorageGetError`]: `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `VALIDATION_FAILED`, `INTERNAL`,
    /// `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let storage_summary = client.storage().get().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn get(&self) -> Call<StorageGetOperation> {
        Call::new(self.client, &[])
    }

    /// Get what is used of a share's quota.
    ///
    /// # Errors
    /// [`ShareStorageGetError`]: `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, share_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let share_storage = client.storage().share_storage_get(share_id).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn share_storage_get(&self, share_id: Uuid) -> Call<ShareStorageGetOperation> {
        Call::new(self.client, &[("share_id", &share_id)])
    }
}
