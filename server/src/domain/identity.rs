//! What one server process keeps in memory to tell callers apart: the key of access tokens, the room for password
//! hashing, failed attempts, and when tokens were last seen. Losing it costs nothing but a fresh start of the counts.

mod attempts;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use jsonwebtoken::{DecodingKey, EncodingKey};
use tokio::sync::Semaphore;
use uuid::Uuid;

use self::attempts::Attempts;
pub use self::attempts::Subject;
use crate::clock::Clock;
use crate::config::Limits;
use crate::db::Db;
use crate::domain::secrets;
use crate::error::{Error, Result};

/// The row in `secrets` with the key that signs access tokens.
const SESSION_KEY: &str = "session-key";

/// Tokens whose last use is remembered; beyond, the oldest are forgotten.
const SEEN_MAX: usize = 10_000;

/// Cheap to clone; clones share everything.
#[derive(Clone)]
pub struct Identity(Arc<Inner>);

struct Inner {
    signing: EncodingKey,
    checking: DecodingKey,
    hashing: Arc<Semaphore>,
    attempts: Mutex<Attempts>,
    /// Token and the minute in which its use was written down.
    seen: Mutex<HashMap<Uuid, DateTime<Utc>>>,
}

impl Identity {
    /// Reads the shared key, or makes it if this is the first server of the database.
    pub async fn open(db: &Db, clock: &Clock, limits: &Limits) -> Result<Self> {
        let key = secrets::shared_key(db, clock, SESSION_KEY).await?;
        let hashing = usize::try_from(limits.password_checks_max).unwrap_or(usize::MAX).min(Semaphore::MAX_PERMITS);
        Ok(Self(Arc::new(Inner {
            signing: EncodingKey::from_secret(&key.0),
            checking: DecodingKey::from_secret(&key.0),
            hashing: Arc::new(Semaphore::new(hashing)),
            attempts: Mutex::new(Attempts::new(limits.login_attempts_per_minute)),
            seen: Mutex::default(),
        })))
    }

    pub(super) fn signing_key(&self) -> &EncodingKey {
        &self.0.signing
    }

    pub(super) fn checking_key(&self) -> &DecodingKey {
        &self.0.checking
    }

    /// One permit per password that is being hashed.
    pub(super) fn hashing(&self) -> Arc<Semaphore> {
        Arc::clone(&self.0.hashing)
    }

    /// Counts an attempt before it is made, so that many at once can't pass the limit together.
    ///
    /// # Errors
    /// [`Error::RateLimited`] if one of the subjects has used up its attempts; then none is counted.
    pub(super) fn attempt(&self, subjects: &[Subject], now: DateTime<Utc>) -> Result<()> {
        let mut attempts = self.0.attempts.lock().unwrap_or_else(PoisonError::into_inner);
        attempts.take(subjects, now).map_err(|retry_after_secs| Error::RateLimited { retry_after_secs })
    }

    /// Takes back attempts that succeeded: only failures count against anybody.
    pub(super) fn succeeded(&self, subjects: &[Subject]) {
        self.0.attempts.lock().unwrap_or_else(PoisonError::into_inner).give_back(subjects);
    }

    /// Whether the token's use in this minute is news, which the caller then writes down.
    pub(super) fn first_seen(&self, token_id: Uuid, minute: DateTime<Utc>) -> bool {
        let mut seen = self.0.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= SEEN_MAX {
            seen.retain(|_, at| *at >= minute);
        }
        if seen.len() >= SEEN_MAX {
            seen.clear();
        }
        seen.insert(token_id, minute).is_none_or(|before| before < minute)
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The keys open every account.
        f.debug_struct("Identity").finish_non_exhaustive()
    }
}
