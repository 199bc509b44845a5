//! A login that keeps itself alive.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};
use futures_util::future::{BoxFuture, FutureExt as _, Shared};
use http::{StatusCode, header};
use tokio::time::Instant;
use uuid::Uuid;

use super::{Auth, AuthError};
use crate::core::{Client, Response, Secret};
use crate::models::{Session, SessionCreate, SessionRefresh};

/// How long before its end an access token is renewed, at the most; short-lived ones at a tenth of their life.
const RENEWAL_MARGIN: Duration = Duration::from_secs(30);

/// Logs in with email address and password, and renews the session as its access token ends.
///
/// However many calls find the token old at the same time, one renewal is sent. When the session itself has ended, it logs
/// in again if it has the password.
pub struct SessionAuth {
    login: Option<Login>,
    state: Mutex<State>,
}

#[derive(Clone)]
struct Login {
    email: String,
    password: Secret,
    organization_id: Option<Uuid>,
}

#[derive(Default)]
struct State {
    tokens: Option<Arc<Tokens>>,
    /// Anybody who waits drives it, so that it goes on when the call that began it is dropped.
    renewal: Option<Renewal>,
}

struct Tokens {
    access: Secret,
    refresh: Secret,
    renew_at: Instant,
}

type Renewal = Shared<BoxFuture<'static, Result<Arc<Tokens>, AuthError>>>;

impl SessionAuth {
    /// Logs in at the first call, and again when the session has ended.
    pub fn login(email: impl Into<String>, password: impl Into<Secret>) -> Self {
        let login = Login { email: email.into(), password: password.into(), organization_id: None };
        Self { login: Some(login), state: Mutex::default() }
    }

    /// Goes on with a session that was opened elsewhere.
    pub fn resume(session: &Session) -> Self {
        let tokens = Tokens {
            access: session.access_token.clone(),
            refresh: session.refresh_token.clone(),
            renew_at: renew_at(session.expires_at, local_time()),
        };
        Self { login: None, state: Mutex::new(State { tokens: Some(Arc::new(tokens)), renewal: None }) }
    }

    /// Acts in this organization, instead of the user's first.
    #[must_use]
    pub fn organization(mut self, organization_id: Uuid) -> Self {
        if let Some(login) = &mut self.login {
            login.organization_id = Some(organization_id);
        }
        self
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Every change of the state is one assignment, so that a poisoned lock holds nothing half-done.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Joins the renewal that is under way, or begins one.
    fn join(&self, state: &mut State, client: &Client) -> Renewal {
        let begin = || renew(client.clone(), state.tokens.clone(), self.login.clone()).boxed().shared();
        let renewal = state.renewal.take().unwrap_or_else(begin);
        state.renewal = Some(renewal.clone());
        renewal
    }

    async fn finish(&self, renewal: Renewal) -> Result<Secret, AuthError> {
        let outcome = renewal.clone().await;
        let mut state = self.state();
        // The first to get here files the result; those behind it find it filed.
        if state.renewal.as_ref().is_some_and(|current| current.ptr_eq(&renewal)) {
            state.renewal = None;
            if let Ok(tokens) = &outcome {
                state.tokens = Some(Arc::clone(tokens));
            }
        }
        outcome.map(|tokens| tokens.access.clone())
    }
}

impl Auth for SessionAuth {
    fn token<'a>(&'a self, client: &'a Client) -> BoxFuture<'a, Result<Secret, AuthError>> {
        async move {
            let renewal = {
                let mut state = self.state();
                match &state.tokens {
                    Some(tokens) if state.renewal.is_none() && Instant::now() < tokens.renew_at => {
                        return Ok(tokens.access.clone());
                    }
                    _ => self.join(&mut state, client),
                }
            };
            self.finish(renewal).await
        }
        .boxed()
    }

    fn renew<'a>(
        &'a self,
        client: &'a Client,
        refused: &'a Secret,
    ) -> BoxFuture<'a, Result<Option<Secret>, AuthError>> {
        async move {
            let renewal = {
                let mut state = self.state();
                match &state.tokens {
                    // Somebody else was refused before, and has renewed it by now.
                    Some(tokens) if state.renewal.is_none() && tokens.access != *refused => {
                        return Ok(Some(tokens.access.clone()));
                    }
                    _ => self.join(&mut state, client),
                }
            };
            self.finish(renewal).await.map(Some)
        }
        .boxed()
    }
}

async fn renew(client: Client, tokens: Option<Arc<Tokens>>, login: Option<Login>) -> Result<Arc<Tokens>, AuthError> {
    if let Some(tokens) = tokens {
        match client.auth().session_refresh(SessionRefresh::new(tokens.refresh.clone())).await {
            Ok(session) => return Ok(Arc::new(read_session(&session))),
            // The session has ended; a password opens another one.
            Err(error) if error.status() == Some(StatusCode::UNAUTHORIZED) && login.is_some() => {}
            Err(error) => return Err(AuthError::with_source("the session could not be renewed", error)),
        }
    }
    let Some(login) = login else {
        return Err(AuthError::new("there is neither a session nor a password to open one"));
    };
    let mut body = SessionCreate::new(login.email, login.password);
    body.organization_id = login.organization_id;
    match client.auth().session_create(body).await {
        Ok(session) => Ok(Arc::new(read_session(&session))),
        Err(error) => Err(AuthError::with_source("the login failed", error)),
    }
}

fn read_session(session: &Response<Session>) -> Tokens {
    // By the server's own clock, so that a wrong one on this side neither renews all the time nor too late.
    let answered_at = session.header(header::DATE.as_str()).and_then(|date| httpdate::parse_http_date(date).ok());
    Tokens {
        access: session.access_token.clone(),
        refresh: session.refresh_token.clone(),
        renew_at: renew_at(session.expires_at, answered_at.unwrap_or_else(local_time)),
    }
}

fn renew_at(expires_at: DateTime<Utc>, now: SystemTime) -> Instant {
    let life = SystemTime::from(expires_at).duration_since(now).unwrap_or(Duration::ZERO);
    Instant::now() + life.saturating_sub(RENEWAL_MARGIN.min(life / 10))
}

#[expect(clippy::disallowed_methods, reason = "`Clock` is the server's; here the only other clock is the caller's own")]
fn local_time() -> SystemTime {
    SystemTime::now()
}

impl fmt::Debug for SessionAuth {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let email = self.login.as_ref().map(|login| &login.email);
        formatter.debug_struct("SessionAuth").field("email", &email).finish_non_exhaustive()
    }
}
