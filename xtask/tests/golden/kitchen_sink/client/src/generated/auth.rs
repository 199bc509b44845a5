// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! The area *auth*.

mod calls;
mod errors;

use super::models::{SessionCreate, SessionRefresh};
use crate::core::{Call, Client};

pub use calls::{SessionCreateOperation, SessionRefreshOperation};
pub use errors::{SessionCreateError, SessionRefreshError};

/// The operations of the area *auth*: logging in.
#[derive(Debug, Clone, Copy)]
pub struct Auth<'c> {
    pub(super) client: &'c Client,
}

impl Auth<'_> {
    /// Log in.
    ///
    /// Exchanges an email address and a password for an access token and a refresh token.
    ///
    /// # Errors
    /// [`SessionCreateError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `REQUEST_TIMEOUT`, `PAYLOAD_TOO_LARGE`,
    /// `UNSUPPORTED_MEDIA_TYPE`, `VALIDATION_FAILED`, `RATE_LIMITED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// use strongroom_client::models::SessionCreate;
    /// # async fn example(client: &strongroom_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let session = client.auth().session_create(SessionCreate::new("ada@example.com", "correct horse battery staple")).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn session_create(&self, body: SessionCreate) -> Call<SessionCreateOperation> {
        Call::new(self.client, &[]).with_json(&body)
    }

    /// Renew a session.
    ///
    /// Exchanges a refresh token for a new pair. The old refresh token ends; using it again ends the session.
    ///
    /// # Errors
    /// [`SessionRefreshError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `REQUEST_TIMEOUT`,
    /// `PAYLOAD_TOO_LARGE`, `UNSUPPORTED_MEDIA_TYPE`, `VALIDATION_FAILED`, `RATE_LIMITED`, `INTERNAL`,
    /// `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// use strongroom_client::models::SessionRefresh;
    /// # async fn example(client: &strongroom_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let session = client.auth().session_refresh(SessionRefresh::new("srr_2Zb6fE1qT9")).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn session_refresh(&self, body: SessionRefresh) -> Call<SessionRefreshOperation> {
        Call::new(self.client, &[]).with_json(&body)
    }
}
