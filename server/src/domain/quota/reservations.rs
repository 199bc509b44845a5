//! Reservations: bytes that are set aside for a long body while it comes, so that it is not refused at its end because
//! others were faster.
//!
//! Only long bodies have one. A small upload is charged when it is committed and not before: a reservation is a durable
//! transaction of its own, and would halve the speed of small uploads to save them from a refusal that costs them
//! little. A body whose length is not announced has none either; it is cut off where the room ended when it began.

use std::error::Error as _;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::Payer;
use super::meters::{Delta, Movement};
use crate::app::App;
use crate::db::alongside::apart;
use crate::db::entity::reservation;
use crate::error::{Error, Result};
use crate::ids;

/// Bodies from this length on have a reservation, in bytes.
pub const RESERVED_FROM_BYTES: u64 = 8 * 1024 * 1024;

/// How long a reservation lasts at least, in seconds; after a crash nobody else gives it back.
const LIFE_SECS: u64 = 3600;
/// It lasts longer for a longer body: a second for so many bytes. One that comes more slowly goes on without.
const LIFE_BYTES_PER_SEC: u64 = 1024 * 1024;

/// How many are looked up at a time.
const BATCH: u64 = 500;

/// Bytes set aside. Given back when the last clone is dropped, unless a commit has used them.
#[derive(Clone)]
pub struct Reservation(Arc<Guard>);

struct Guard {
    app: App,
    id: Uuid,
    used: AtomicBool,
}

impl fmt::Debug for Reservation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Reservation").field(&self.0.id).finish()
    }
}

impl Reservation {
    pub(super) async fn make(app: &App, payer: Payer, size_bytes: u64) -> Result<Self> {
        let id = ids::new();
        let life_secs = size_bytes / LIFE_BYTES_PER_SEC + LIFE_SECS;
        let life = i64::try_from(life_secs).ok().and_then(TimeDelta::try_seconds).unwrap_or(TimeDelta::MAX);
        let now = app.clock.now();
        let expires_at = now.checked_add_signed(life).unwrap_or(now);
        let size_bytes = i64::try_from(size_bytes).map_err(Error::internal)?;
        let made = app.db.write(async move |tx: &DatabaseTransaction| {
            let Payer { organization_id, share_id, user_id } = payer;
            let mut movement = Movement::default();
            movement.add(share_id, user_id, Delta { reserved_bytes: size_bytes, ..Delta::default() });
            movement.apply(tx, organization_id).await?;
            let row = reservation::ActiveModel {
                id: Set(id),
                organization_id: Set(organization_id),
                share_id: Set(share_id),
                user_id: Set(user_id),
                size_bytes: Set(size_bytes),
                expires_at: Set(expires_at),
            };
            reservation::Entity::insert(row).exec_without_returning(tx).await?;
            Ok(())
        });
        apart(made).await?;
        Ok(Self(Arc::new(Guard { app: app.clone(), id, used: AtomicBool::new(false) })))
    }

    /// Ends it in the transaction that uses it; what must move for that is answered.
    pub(super) async fn take(&self, tx: &DatabaseTransaction) -> Result<Movement> {
        Ok(take(tx, self.0.id).await?.map_or_else(Movement::default, |(_, movement)| movement))
    }

    /// The transaction that used it is committed: nothing is left to give back.
    pub fn used(&self) {
        self.0.used.store(true, Ordering::Relaxed);
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        // Without a runtime the process is ending; then it expires.
        if !*self.used.get_mut()
            && let Ok(runtime) = tokio::runtime::Handle::try_current()
        {
            let (app, id) = (self.app.clone(), self.id);
            runtime.spawn(async move {
                if let Err(error) = release(&app, id).await {
                    tracing::warn!(%id, error = &error as &dyn std::error::Error, "a reservation stays until it expires");
                }
            });
        }
    }
}

/// Removes the row and answers its organization and what must move then; `None` if it is gone already. The row goes
/// before the meters move, here and everywhere: that is the order of locks.
async fn take(tx: &DatabaseTransaction, id: Uuid) -> Result<Option<(Uuid, Movement)>> {
    let gone =
        reservation::Entity::delete_many().filter(reservation::Column::Id.eq(id)).exec_with_returning(tx).await?;
    Ok(gone.into_iter().next().map(|row| {
        let mut movement = Movement::default();
        movement.add(row.share_id, row.user_id, Delta { reserved_bytes: -row.size_bytes, ..Delta::default() });
        (row.organization_id, movement)
    }))
}

async fn release(app: &App, id: Uuid) -> Result<()> {
    app.db
        .write(async move |tx: &DatabaseTransaction| match take(tx, id).await? {
            Some((organization_id, movement)) => movement.apply(tx, organization_id).await,
            None => Ok(()),
        })
        .await
}

/// Gives back what was set aside for bodies that never came to their end. Any number of servers may do so at once. One
/// that can't be given back keeps no other from it: it is logged, and tried again with the next call.
///
/// # Errors
/// Those of the database: the first, where some could not be given back. What has been given back stays so.
pub async fn purge_expired(app: &App) -> Result<u64> {
    use reservation::Column::{ExpiresAt, Id};
    let now = app.clock.now();
    let (mut purged, mut failure) = (0, None);
    let mut behind: Option<(DateTime<Utc>, Uuid)> = None;
    loop {
        let mut expired = reservation::Entity::find().select_only().columns([ExpiresAt, Id]).filter(ExpiresAt.lte(now));
        if let Some((at, id)) = behind {
            let later = Condition::all().add(ExpiresAt.eq(at)).add(Id.gt(id));
            expired = expired.filter(Condition::any().add(ExpiresAt.gt(at)).add(later));
        }
        let expired = expired.order_by_asc(ExpiresAt).order_by_asc(Id).limit(BATCH);
        let expired: Vec<(DateTime<Utc>, Uuid)> = expired.into_tuple().all(app.db.read()).await?;
        let Some(last) = expired.last() else { return failure.map_or(Ok(purged), Err) };
        behind = Some(*last);
        for (_, id) in expired {
            match release(app, id).await {
                Ok(()) => purged += 1,
                Err(error) => {
                    tracing::warn!(%id, %error, cause = ?error.source(), "a reservation could not be given back");
                    failure.get_or_insert(error);
                }
            }
        }
    }
}

/// What is set aside for a user in an organization, in bytes: where the meter of one who becomes a member again starts.
/// The organization's row must be locked.
pub async fn reserved_for_member(db: &impl ConnectionTrait, organization_id: Uuid, user_id: Uuid) -> Result<i64> {
    let sizes: Vec<i64> = reservation::Entity::find()
        .select_only()
        .column(reservation::Column::SizeBytes)
        .filter(reservation::Column::OrganizationId.eq(organization_id))
        .filter(reservation::Column::UserId.eq(user_id))
        .into_tuple()
        .all(db)
        .await?;
    Ok(sizes.into_iter().sum())
}
