// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! The area *auth*.

mod calls;
mod errors;

use uuid::Uuid;

use super::models::{MeUpdate, SessionCreate, SessionRefresh, TokenCreate};
use crate::core::{Call, Client};

pub use calls::{
    MeGetOperation, MeUpdateOperation, SessionCreateOperation, SessionDeleteOperation, SessionRefreshOperation,
    TokenCreateOperation, TokenListOperation, TokenRevokeOperation,
};
pub use errors::{
    MeGetError, MeUpdateError, SessionCreateError, SessionDeleteError, SessionRefreshError, TokenCreateError,
    TokenListError, TokenRevokeError,
};

/// The operations of the area *auth*: sessions, the caller's own profile and personal access tokens.
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

    /// Log out.
    ///
    /// Ends the session of the access token in use. Its access and refresh tokens are refused from the next
    /// request on.
    ///
    /// # Errors
    /// [`SessionDeleteError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`,
    /// `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// client.auth().session_delete().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn session_delete(&self) -> Call<SessionDeleteOperation> {
        Call::new(self.client, &[])
    }

    /// Who is calling.
    ///
    /// The caller, the organization that the credential acts in, and what it may do there.
    ///
    /// # Errors
    /// [`MeGetError`]: `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `VALIDATION_FAILED`, `INTERNAL`,
    /// `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let me = client.auth().me_get().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn me_get(&self) -> Call<MeGetOperation> {
        Call::new(self.client, &[])
    }

    /// Change the caller's profile.
    ///
    /// Changes the name or the password. A new password ends every other session of the caller.
    ///
    /// # Errors
    /// [`MeUpdateError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`,
    /// `REQUEST_TIMEOUT`, `IDEMPOTENCY_ANSWER_LOST`, `PAYLOAD_TOO_LARGE`, `UNSUPPORTED_MEDIA_TYPE`,
    /// `VALIDATION_FAILED`, `IDEMPOTENCY_KEY_REUSED`, `RATE_LIMITED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// use strongroom_client::models::MeUpdate;
    /// # async fn example(client: &strongroom_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let me = client.auth().me_update(MeUpdate::new().name("Ada Lovelace")).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn me_update(&self, body: MeUpdate) -> Call<MeUpdateOperation> {
        Call::new(self.client, &[]).with_json(&body)
    }

    /// Create a personal access token.
    ///
    /// The token itself is in this answer and nowhere else; the server keeps a hash of it.
    ///
    /// # Errors
    /// [`TokenCreateError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`,
    /// `REQUEST_TIMEOUT`, `IDEMPOTENCY_ANSWER_LOST`, `PAYLOAD_TOO_LARGE`, `UNSUPPORTED_MEDIA_TYPE`,
    /// `VALIDATION_FAILED`, `IDEMPOTENCY_KEY_REUSED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// use strongroom_client::models::{Scope, TokenCreate};
    /// # async fn example(client: &strongroom_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let token_created = client.auth().token_create(TokenCreate::new("backup job", vec![Scope::Read]).expires_at("2027-11-20T10:00:00Z".parse()?)).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn token_create(&self, body: TokenCreate) -> Call<TokenCreateOperation> {
        Call::new(self.client, &[]).with_json(&body)
    }

    /// List the caller's personal access tokens.
    ///
    /// Neither the tokens nor their hashes are shown.
    ///
    /// Optional: `skip`, `take`, `cursor`, `order_by`.
    ///
    /// # Errors
    /// [`TokenListError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`,
    /// `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// use futures_util::TryStreamExt;
    /// # async fn example(client: &strongroom_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let mut items = client.auth().token_list().items();
    /// while let Some(item) = items.try_next().await? {
    ///     println!("{item:?}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn token_list(&self) -> Call<TokenListOperation> {
        Call::new(self.client, &[])
    }

    /// Revoke a personal access token.
    ///
    /// The token is refused from the next request on, by every server.
    ///
    /// # Errors
    /// [`TokenRevokeError`]: `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`, `VALIDATION_FAILED`,
    /// `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, token_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// client.auth().token_revoke(token_id).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn token_revoke(&self, token_id: Uuid) -> Call<TokenRevokeOperation> {
        Call::new(self.client, &[("token_id", &token_id)])
    }
}
