//! Where a client's credential comes from.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use futures_util::future::{self, BoxFuture, FutureExt as _};

use super::client::Client;
use super::secret::Secret;

#[cfg(feature = "auth")]
mod session;

#[cfg(feature = "auth")]
pub use session::SessionAuth;

/// A source of access tokens. Implement it to take them from somewhere else, such as an identity provider.
pub trait Auth: Send + Sync + 'static {
    /// The token to send. `client` has the same server and transport, but no credential, for sources that ask there.
    fn token<'a>(&'a self, client: &'a Client) -> BoxFuture<'a, Result<Secret, AuthError>>;

    /// Another token, after the server has refused this one with 401; `None` if there is none. Called once for a call, and
    /// possibly by many calls at the same time.
    fn renew<'a>(
        &'a self,
        client: &'a Client,
        refused: &'a Secret,
    ) -> BoxFuture<'a, Result<Option<Secret>, AuthError>> {
        let _ = (client, refused);
        future::ready(Ok(None)).boxed()
    }
}

/// A token that stays: a personal access token or the superuser token.
#[derive(Debug, Clone)]
pub struct StaticToken(Secret);

impl StaticToken {
    /// Uses this token for as long as the client lives.
    pub fn new(token: impl Into<Secret>) -> Self {
        Self(token.into())
    }
}

impl Auth for StaticToken {
    fn token<'a>(&'a self, _client: &'a Client) -> BoxFuture<'a, Result<Secret, AuthError>> {
        future::ready(Ok(self.0.clone())).boxed()
    }
}

/// Why there is no credential.
#[derive(Clone)]
pub struct AuthError(Arc<Inner>);

struct Inner {
    detail: String,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl AuthError {
    /// With a sentence for the caller.
    pub fn new(detail: impl Into<String>) -> Self {
        Self(Arc::new(Inner { detail: detail.into(), source: None }))
    }

    /// With a sentence for the caller, and the cause.
    pub fn with_source(detail: impl Into<String>, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self(Arc::new(Inner { detail: detail.into(), source: Some(source.into()) }))
    }
}

impl fmt::Display for AuthError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.detail)
    }
}

impl fmt::Debug for AuthError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("AuthError").field(&self.0.detail).field(&self.0.source).finish()
    }
}

impl StdError for AuthError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_ref().map(|source| &**source as &(dyn StdError + 'static))
    }
}
