//! The sweep: what has been condemned for longer than the grace leaves the store.

use std::error::Error as _;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait as _, Condition, DatabaseTransaction, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use uuid::Uuid;

use crate::app::App;
use crate::db::allow_long_statements;
use crate::db::entity::chunk;
use crate::db::entity::pack::{self, PackState};
use crate::domain::{backup, chunks, versions};
use crate::error::Result;

/// How many packs are looked up at a time.
const BATCH: u64 = 500;

/// For how long it is remembered that a pack was deleted, in days. Longer than any upload takes from the last byte of its
/// pack to its commit.
const TOMBSTONE_DAYS: i64 = 7;

/// What a sweep has done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Swept {
    /// Packs whose object and row are gone.
    pub packs: u64,
    /// What they held.
    pub bytes: u64,
    /// Packs that the store or the database would not delete; the next sweep tries again.
    pub failures: u64,
}

/// Deletes packs that have been condemned for longer than the grace period, and those that an earlier sweep was
/// interrupted at. Any number of servers may sweep at once: each step may be done twice.
///
/// The grace is there for readers that learned of a pack before its rows went: a download in progress must end well.
///
/// # Errors
/// Only those of the database that are of no one pack; what one is refused for is counted and logged.
pub async fn sweep(app: &App) -> Result<Swept> {
    let Some(before) = before(app) else { return Ok(Swept::default()) };
    // What it is refused for keeps no pack from being deleted.
    let forgotten = forget_deleted(app).await;
    let mut swept = Swept::default();
    let mut last = Uuid::nil();
    loop {
        // In the order of ids, each seen once: what can't be deleted must not hold up the rest.
        let packs = pack::Entity::find()
            .filter(due(before))
            .filter(pack::Column::Id.gt(last))
            .order_by_asc(pack::Column::Id)
            .limit(BATCH)
            .all(app.db.read())
            .await?;
        let Some(end) = packs.last() else { return forgotten.map(|()| swept) };
        last = end.id;
        for pack in packs {
            match delete(app, pack.id, before).await {
                Ok(true) => {
                    swept.packs += 1;
                    swept.bytes += u64::try_from(pack.size_bytes).unwrap_or_default();
                }
                Ok(false) => {}
                Err(error) => {
                    tracing::warn!(pack_id = %pack.id, %error, cause = error.source(), "a pack could not be deleted");
                    swept.failures += 1;
                    // If the database does not answer at all, that is no fault of the pack's.
                    app.db.ping().await?;
                }
            }
        }
    }
}

/// False if the pack came to be needed again meanwhile.
async fn delete(app: &App, pack_id: Uuid, before: DateTime<Utc>) -> Result<bool> {
    if !mark_deleting(app, pack_id, before).await? {
        return Ok(false);
    }
    // Not together with the mark: there may be hundreds of thousands, and nobody looks at them from there on.
    chunks::remove(&app.db, pack_id).await?;
    app.blobs.delete_pack(pack_id).await?;
    mark_deleted(app, pack_id).await?;
    Ok(true)
}

/// What a sweep would do now.
///
/// # Errors
/// Those of the database.
pub(super) async fn plan(app: &App) -> Result<Swept> {
    let Some(before) = before(app) else { return Ok(Swept::default()) };
    let packs = pack::Entity::find().filter(due(before)).filter(Expr::exists(versions::named()).not());
    let sizes: Vec<i64> = packs.select_only().column(pack::Column::SizeBytes).into_tuple().all(app.db.read()).await?;
    let bytes = sizes.iter().map(|bytes| u64::try_from(*bytes).unwrap_or_default()).sum();
    Ok(Swept { packs: sizes.len() as u64, bytes, failures: 0 })
}

/// When a pack must have been condemned to be deleted now; `None` if the grace is longer than time itself.
fn before(app: &App) -> Option<DateTime<Utc>> {
    let grace = i64::try_from(app.limits.pack_grace_secs).ok().and_then(TimeDelta::try_seconds)?;
    app.clock.now().checked_sub_signed(grace)
}

/// Packs to delete: condemned long enough, or left half-way.
fn due(before: DateTime<Utc>) -> Condition {
    Condition::any()
        .add(pack::Column::State.eq(PackState::Condemned).and(pack::Column::CondemnedAt.lte(before)))
        .add(pack::Column::State.eq(PackState::Deleting))
}

/// Commits that the object is about to go, before it does: whoever finds the row from here on won't trust the pack.
/// False if the pack came to be needed again meanwhile.
async fn mark_deleting(app: &App, pack_id: Uuid, before: DateTime<Utc>) -> Result<bool> {
    let now = app.clock.now();
    app.db
        .write(async move |tx: &DatabaseTransaction| {
            // Whoever is about to take it into use is done with it, or waits until we are.
            versions::lock_packs(tx, &[pack_id]).await?;
            let marked = pack::Entity::update_many()
                .col_expr(pack::Column::State, Expr::value(PackState::Deleting))
                .filter(pack::Column::Id.eq(pack_id))
                .filter(due(before))
                .filter(Expr::exists(versions::named()).not())
                // Each pack on its own: a backup may begin while a sweep is under way.
                .filter(Expr::exists(backup::pins(now)).not())
                .exec(tx)
                .await?;
            Ok(marked.rows_affected > 0)
        })
        .await
}

/// Says that the object is gone.
async fn mark_deleted(app: &App, pack_id: Uuid) -> Result<()> {
    let at = app.clock.now();
    app.db
        .write(async move |tx: &DatabaseTransaction| {
            pack::Entity::update_many()
                .col_expr(pack::Column::State, Expr::value(PackState::Deleted))
                .col_expr(pack::Column::CondemnedAt, Expr::value(at))
                .filter(pack::Column::Id.eq(pack_id))
                .filter(pack::Column::State.eq(PackState::Deleting))
                .exec(tx)
                .await?;
            Ok(())
        })
        .await
}

/// Removes the rows of packs that were deleted long ago: no upload that began before is still under way.
async fn forget_deleted(app: &App) -> Result<()> {
    let Some(before) = app.clock.now().checked_sub_signed(TimeDelta::days(TOMBSTONE_DAYS)) else { return Ok(()) };
    loop {
        let forgotten = pack::Entity::find()
            .filter(pack::Column::State.eq(PackState::Deleted))
            .filter(pack::Column::CondemnedAt.lte(before))
            .select_only()
            .column(pack::Column::Id)
            .limit(BATCH);
        let ids: Vec<Uuid> = forgotten.into_tuple().all(app.db.read()).await?;
        if ids.is_empty() {
            return Ok(());
        }
        app.db
            .write(async move |tx: &DatabaseTransaction| {
                allow_long_statements(tx).await?;
                // There should be none, but one that was there would stop every sweep from here on.
                let chunks = chunk::Entity::delete_many();
                chunks.filter(chunk::Column::PackId.is_in(ids.iter().copied())).exec(tx).await?;
                pack::Entity::delete_many().filter(pack::Column::Id.is_in(ids.iter().copied())).exec(tx).await?;
                Ok(())
            })
            .await?;
    }
}
