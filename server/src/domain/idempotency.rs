//! Requests that run once: who runs under a key, and what was answered.
//!
//! A row is a lease while its request runs, and the answer afterwards, for as long as the limits say. The lease works
//! across servers: two requests with one key run once, whichever servers they reach. What a request and an answer are
//! is `api/idempotency.rs`'s business.
//!
//! Every transaction that carries the request out marks the row as committed, and is refused if the lease is another's by
//! then: whatever dies at whatever moment, nothing is done twice. A server that dies between that and the answer leaves a
//! lease that ends; the repeated request is then told that it was carried out.

mod seal;

use std::time::Duration;

use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait as _, Condition, DatabaseTransaction, EntityTrait as _, QueryFilter as _, QueryTrait as _};
use tokio::time::Instant;
use uuid::Uuid;

use self::seal::SealingKey;
use crate::app::App;
use crate::db::alongside::alongside;
use crate::db::entity::idempotency_key::{ActiveModel, Column, Entity, Model, RunState};
use crate::db::entity::sensitive::SecretBytes;
use crate::error::{Error, Result};

/// Between two looks at a key that another request holds: most requests are over within the first.
const WAIT_MIN: Duration = Duration::from_millis(10);
const WAIT_MAX: Duration = Duration::from_millis(200);

/// A caller's key. The row has a digest of it only: with the key itself, the remembered answer could be opened.
#[derive(Debug, Clone)]
pub struct Key {
    caller_key: String,
    digest: String,
    sealing: SealingKey,
}

impl Key {
    /// The key that this user sent, acting in this organization. Another caller's same key is another key.
    pub fn new(user_id: Uuid, organization_id: Uuid, key: &str) -> Self {
        let caller_key = format!("{user_id}/{organization_id}");
        let digest =
            blake3::Hasher::new_derive_key("strongroom 2026 idempotency key name").update(key.as_bytes()).finalize();
        let sealing = SealingKey::derive(&caller_key, key);
        Self { caller_key, digest: digest.to_hex().to_string(), sealing }
    }
}

/// What tells a repeated request from another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint {
    /// Of everything but the body.
    pub head: [u8; 32],
    /// Of the body; `None` until it has been read.
    pub body: Option<[u8; 32]>,
}

impl Fingerprint {
    fn to_bytes(self) -> Vec<u8> {
        let mut bytes = self.head.to_vec();
        bytes.extend(self.body.iter().flatten());
        bytes
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (head, body) = bytes.split_first_chunk::<32>()?;
        Some(Self { head: *head, body: body.try_into().ok() })
    }

    /// Whether these can't be of the same request.
    pub fn contradicts(&self, other: &Self) -> bool {
        self.head != other.head || matches!((self.body, other.body), (Some(one), Some(other)) if one != other)
    }
}

/// What was answered, for those who ask again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remembered {
    pub fingerprint: Fingerprint,
    pub answer: Answer,
}

/// An answer in its parts.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    /// May hold a secret, such as a new token; the row has it sealed.
    pub body: Vec<u8>,
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Answer").field("status", &self.status).finish_non_exhaustive()
    }
}

/// Who may go on.
#[derive(Debug)]
pub enum Claim {
    /// This request: it runs, renews its lease, and ends it with `remember` or `release`.
    Run(Lease),
    /// Another one ran, and this was its answer.
    Answered(Remembered),
}

/// The right to run under a key. It ends by itself when its holder dies.
#[derive(Debug, Clone)]
pub struct Lease {
    key: Key,
    /// Tells this lease from an earlier or a later one of the same key.
    claimed_at: DateTime<Utc>,
}

/// Takes the key, or waits for whoever has it and gives what was answered.
///
/// # Errors
/// `IdempotencyKeyReused` if the key belongs to another request, `Unavailable` if its holder takes too long,
/// `IdempotencyAnswerLost` if the holder is gone, and what it did is not.
pub async fn claim(app: &App, key: &Key, operation_id: &'static str, fingerprint: Fingerprint) -> Result<Claim> {
    let deadline = Instant::now() + Duration::from_secs(app.limits.idempotency_wait_secs);
    let mut wait = WAIT_MIN;
    loop {
        if let Some(lease) = take(app, key, operation_id, fingerprint).await? {
            return Ok(Claim::Run(lease));
        }
        // Somebody has it: look without writing until that is over.
        loop {
            match look(app, key, fingerprint).await? {
                Held::Answered(remembered) => return Ok(Claim::Answered(remembered)),
                Held::Free => break,
                Held::Running => {}
            }
            if Instant::now() >= deadline {
                return Err(Error::Unavailable { retry_after_secs: 1, cause: None });
            }
            tokio::time::sleep(wait).await;
            wait = (wait * 2).min(WAIT_MAX);
        }
    }
}

/// One statement, so that of two requests at once only one takes the key: it is free if there is no row, if the row
/// is over its time, or if its runner died; the latter only for the same request.
async fn take(app: &App, key: &Key, operation_id: &'static str, fingerprint: Fingerprint) -> Result<Option<Lease>> {
    let now = app.clock.now();
    let lease = Lease { key: key.clone(), claimed_at: now };
    let row = ActiveModel {
        caller_key: Set(key.caller_key.clone()),
        key: Set(key.digest.clone()),
        operation_id: Set(operation_id.to_owned()),
        fingerprint: Set(Some(fingerprint.to_bytes())),
        state: Set(RunState::Running),
        lease_until: Set(lease_until(app, now)),
        status: Set(None),
        headers: Set(None),
        body: Set(None),
        created_at: Set(now),
        expires_at: Set(expires_at(app, now)),
    };
    let died = Condition::all()
        .add(Column::State.eq(RunState::Running))
        .add(Column::LeaseUntil.lte(now))
        .add(Column::Fingerprint.eq(fingerprint.to_bytes()));
    let free = Condition::any().add(Column::ExpiresAt.lte(now)).add(died);
    let replace = OnConflict::columns([Column::CallerKey, Column::Key])
        .update_columns([
            Column::OperationId,
            Column::Fingerprint,
            Column::State,
            Column::LeaseUntil,
            Column::Status,
            Column::Headers,
            Column::Body,
            Column::CreatedAt,
            Column::ExpiresAt,
        ])
        .action_cond_where(free)
        .to_owned();
    let insert = Entity::insert(row).on_conflict(replace);
    let taken = app
        .db
        .write_once(async move |tx: &DatabaseTransaction| Ok(insert.try_insert().exec_without_returning(tx).await?))
        .await?;
    Ok(matches!(taken, sea_orm::TryInsertResult::Inserted(1..)).then_some(lease))
}

enum Held {
    /// By nobody any more.
    Free,
    Running,
    Answered(Remembered),
}

async fn look(app: &App, key: &Key, fingerprint: Fingerprint) -> Result<Held> {
    let id = (key.caller_key.clone(), key.digest.clone());
    let Some(row) = Entity::find_by_id(id).one(app.db.read()).await? else {
        return Ok(Held::Free);
    };
    let now = app.clock.now();
    if row.expires_at <= now {
        return Ok(Held::Free);
    }
    let known = row.fingerprint.as_deref().and_then(Fingerprint::from_bytes);
    let known = known.ok_or_else(|| Error::internal("an idempotency key has no fingerprint"))?;
    if known.contradicts(&fingerprint) {
        return Err(Error::IdempotencyKeyReused);
    }
    match row.state {
        RunState::Running if row.lease_until <= now => Ok(Held::Free),
        RunState::Committed if row.lease_until <= now => Err(Error::IdempotencyAnswerLost),
        RunState::Running | RunState::Committed => Ok(Held::Running),
        RunState::Done => Ok(Held::Answered(Remembered { fingerprint: known, answer: answer_of(key, row)? })),
    }
}

fn answer_of(key: &Key, row: Model) -> Result<Answer> {
    let broken = || Error::internal("a remembered answer can't be read");
    let status = row.status.and_then(|status| u16::try_from(status).ok()).ok_or_else(broken)?;
    let headers = serde_json::from_value(row.headers.ok_or_else(broken)?).map_err(Error::internal)?;
    let body = key.sealing.open(&row.body.ok_or_else(broken)?.0).ok_or_else(broken)?;
    Ok(Answer { status, headers, body })
}

impl Lease {
    /// How long to wait between two renewals: two may fail before the lease ends.
    pub fn renewal_interval(app: &App) -> Duration {
        Duration::from_secs((app.limits.idempotency_lease_secs / 3).max(1))
    }

    /// Keeps others from taking the key for another while.
    pub async fn renew(&self, app: &App) -> Result<()> {
        let now = app.clock.now();
        let renewed = ActiveModel {
            lease_until: Set(lease_until(app, now)),
            // A request may run for longer than answers are kept.
            expires_at: Set(expires_at(app, now)),
            ..Default::default()
        };
        let update = Entity::update_many().set(renewed).filter(self.is_mine());
        app.db.write(async move |tx: &DatabaseTransaction| Ok(update.exec(tx).await?)).await?;
        Ok(())
    }

    /// Ends the lease with an answer, for whoever asks again. If another one has taken the key meanwhile, its run
    /// counts.
    pub async fn remember(self, app: &App, fingerprint: Fingerprint, answer: &Answer) -> Result<()> {
        let now = app.clock.now();
        let done = ActiveModel {
            fingerprint: Set(Some(fingerprint.to_bytes())),
            state: Set(RunState::Done),
            status: Set(Some(i32::from(answer.status))),
            headers: Set(Some(serde_json::to_value(&answer.headers).map_err(Error::internal)?)),
            body: Set(Some(SecretBytes(self.key.sealing.seal(&answer.body)?))),
            expires_at: Set(expires_at(app, now)),
            ..Default::default()
        };
        let update = Entity::update_many().set(done).filter(self.is_mine());
        app.db.write(async move |tx: &DatabaseTransaction| Ok(update.exec(tx).await?)).await?;
        Ok(())
    }

    /// Runs what carries the request out: with each transaction of it goes that it is committed.
    pub async fn carry_out<F: Future>(&self, app: &App, run: F) -> F::Output {
        let committed = ActiveModel { state: Set(RunState::Committed), ..Default::default() };
        let statement = Entity::update_many().set(committed).filter(self.is_mine()).build(app.db.backend());
        alongside(Some(statement), run).await
    }

    /// Ends the lease without an answer: who asks again runs, unless something was committed.
    pub async fn release(self, app: &App) -> Result<()> {
        let ended = ActiveModel { lease_until: Set(app.clock.now()), ..Default::default() };
        let update =
            Entity::update_many().set(ended).filter(self.is_mine()).filter(Column::State.eq(RunState::Committed));
        let delete = Entity::delete_many().filter(self.is_mine()).filter(Column::State.eq(RunState::Running));
        app.db
            .write(async move |tx: &DatabaseTransaction| {
                update.exec(tx).await?;
                delete.exec(tx).await?;
                Ok(())
            })
            .await
    }

    fn is_mine(&self) -> Condition {
        Condition::all()
            .add(Column::CallerKey.eq(&self.key.caller_key))
            .add(Column::Key.eq(&self.key.digest))
            .add(Column::State.is_in([RunState::Running, RunState::Committed]))
            .add(Column::CreatedAt.eq(self.claimed_at))
    }
}

/// Removes what is over its time, until `stopping` is done. Gives the number of rows.
pub async fn purge(app: &App, stopping: impl Future<Output = ()> + Send) -> Result<u64> {
    let ended = Condition::all().add(Column::ExpiresAt.lte(app.clock.now()));
    app.db.delete_ended::<Entity>(ended, Column::ExpiresAt, stopping).await
}

fn lease_until(app: &App, now: DateTime<Utc>) -> DateTime<Utc> {
    now + Duration::from_secs(app.limits.idempotency_lease_secs)
}

fn expires_at(app: &App, now: DateTime<Utc>) -> DateTime<Utc> {
    now + Duration::from_secs(app.limits.idempotency_ttl_secs)
}

#[cfg(test)]
mod tests;
