//! The client itself: what all calls share, and how it is set up.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::auth::{Auth, StaticToken};
use super::failure::{Failure, FailureReason};
use super::operation::Operation;
use super::options::Timeouts;
use super::origin::Origin;
use super::retry::{RetryBudget, RetryPolicy};
use super::secret::Secret;
use super::transport::Transport;

/// A client of one server. Cloning it is cheap, and clones share everything: connections, credential and retry budget.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
    auth: Option<Arc<dyn Auth>>,
    organization: Option<Arc<str>>,
}

struct Shared {
    origin: Origin,
    allow_plain_http: bool,
    transport: Box<dyn Transport>,
    timeouts: Timeouts,
    retry: RetryPolicy,
    budget: RetryBudget,
}

impl Client {
    /// A client with a personal access token, and defaults for the rest.
    #[cfg(feature = "reqwest")]
    pub fn new(base_url: &str, token: impl Into<Secret>) -> Result<Self, ConfigError> {
        Self::builder(base_url).token(token).build()
    }

    /// Sets up a client. The base URL is that of the server, such as `https://files.example.com`.
    pub fn builder(base_url: &str) -> ClientBuilder {
        ClientBuilder {
            base_url: base_url.to_owned(),
            allow_plain_http: false,
            auth: None,
            organization: None,
            transport: None,
            timeouts: Timeouts::default(),
            retry: RetryPolicy::default(),
        }
    }

    /// The same client acting in another organization, for users of several and for superusers.
    #[must_use]
    pub fn in_organization(&self, organization: impl fmt::Display) -> Self {
        Self { organization: Some(organization.to_string().into()), ..self.clone() }
    }

    /// The same server and connections, with another credential.
    #[must_use]
    pub fn with_auth(&self, auth: impl Auth) -> Self {
        Self { auth: Some(Arc::new(auth)), ..self.clone() }
    }

    /// The same server and connections, without a credential.
    #[must_use]
    pub fn anonymous(&self) -> Self {
        Self { shared: Arc::clone(&self.shared), auth: None, organization: None }
    }

    pub(crate) fn base_url(&self) -> &str {
        self.shared.origin.base()
    }

    /// Whether plain HTTP may be spoken with hosts beyond this machine.
    #[allow(dead_code, reason = "only for addresses that the server gave out, which not all features have")]
    pub(crate) fn allows_plain_http(&self) -> bool {
        self.shared.allow_plain_http
    }

    pub(crate) fn transport(&self) -> &dyn Transport {
        &*self.shared.transport
    }

    pub(crate) fn timeouts(&self) -> Timeouts {
        self.shared.timeouts
    }

    pub(crate) fn retry_policy(&self) -> RetryPolicy {
        self.shared.retry
    }

    pub(crate) fn budget(&self) -> &RetryBudget {
        &self.shared.budget
    }

    pub(crate) fn organization(&self) -> Option<&str> {
        self.organization.as_deref()
    }

    /// The token to send with an operation. Public ones get none: what need not travel should not.
    pub(crate) async fn token(&self, operation: &Operation) -> Result<Option<Secret>, Box<Failure>> {
        match &self.auth {
            Some(auth) if operation.authenticated => {
                auth.token(&self.anonymous()).await.map(Some).map_err(|error| Failure::new(FailureReason::Auth(error)))
            }
            _ => Ok(None),
        }
    }

    pub(crate) async fn renew(&self, refused: &Secret) -> Result<Option<Secret>, Box<Failure>> {
        match &self.auth {
            Some(auth) => {
                auth.renew(&self.anonymous(), refused).await.map_err(|error| Failure::new(FailureReason::Auth(error)))
            }
            None => Ok(None),
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Client")
            .field("base_url", &self.base_url())
            .field("organization", &self.organization)
            .finish_non_exhaustive()
    }
}

/// Sets up a [`Client`].
#[must_use = "a builder does nothing until `build`"]
pub struct ClientBuilder {
    base_url: String,
    allow_plain_http: bool,
    auth: Option<Arc<dyn Auth>>,
    organization: Option<Arc<str>>,
    transport: Option<Box<dyn Transport>>,
    timeouts: Timeouts,
    retry: RetryPolicy,
}

impl ClientBuilder {
    /// Calls with this token: a personal access token or the superuser token.
    pub fn token(self, token: impl Into<Secret>) -> Self {
        self.auth(StaticToken::new(token))
    }

    /// Calls with the tokens of this source, such as a `SessionAuth`.
    pub fn auth(mut self, auth: impl Auth) -> Self {
        self.auth = Some(Arc::new(auth));
        self
    }

    /// Acts in this organization, sent as `Strongroom-Organization`.
    pub fn organization(mut self, organization: impl fmt::Display) -> Self {
        self.organization = Some(organization.to_string().into());
        self
    }

    /// How long a call may take in all, for operations that do not stream. See [`Timeouts`] for the other limits.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeouts.total = limit;
        self
    }

    /// All limits of time.
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// How to repeat calls; [`RetryPolicy::none`] never does.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Takes `http://` for hosts beyond this machine. Credentials and content then travel readable.
    pub fn allow_plain_http(mut self) -> Self {
        self.allow_plain_http = true;
        self
    }

    /// Sends requests with this, instead of a connection pool of its own.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    /// The client. Fails on a base URL that can't be used, and if no transport can be made.
    pub fn build(self) -> Result<Client, ConfigError> {
        let origin = Origin::parse(&self.base_url, self.allow_plain_http).map_err(ConfigError)?;
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport(&self.timeouts)?,
        };
        let (timeouts, retry) = (self.timeouts, self.retry);
        let shared = Shared {
            origin,
            allow_plain_http: self.allow_plain_http,
            transport,
            timeouts,
            retry,
            budget: RetryBudget::new(),
        };
        Ok(Client { shared: Arc::new(shared), auth: self.auth, organization: self.organization })
    }
}

#[cfg(feature = "reqwest")]
fn default_transport(timeouts: &Timeouts) -> Result<Box<dyn Transport>, ConfigError> {
    use std::error::Error as _;
    let transport = super::transport::ReqwestTransport::new(timeouts.connect).map_err(|error| {
        ConfigError(format!("no HTTP client: {}", error.source().map_or(String::new(), ToString::to_string)))
    })?;
    Ok(Box::new(transport))
}

#[cfg(not(feature = "reqwest"))]
fn default_transport(_timeouts: &Timeouts) -> Result<Box<dyn Transport>, ConfigError> {
    Err(ConfigError("without the feature `reqwest` a client needs `ClientBuilder::transport`".to_owned()))
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("ClientBuilder").field("base_url", &self.base_url).finish_non_exhaustive()
    }
}

/// Why a client can't be set up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError(String);

impl fmt::Display for ConfigError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for ConfigError {}
