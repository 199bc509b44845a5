//! Finding what was lost: objects in the store that no row knows, because the server died between writing and committing
//! them, and rows of packs whose upload died.
//!
//! They are condemned like everything else, with a row; so what is taken for lost by mistake, because its upload is about to
//! commit, is taken into use again. A listing of the store is not trusted blindly: a store has been seen to answer an empty
//! or a cut one, and to mix up times.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::TryStreamExt as _;
use sea_orm::sea_query::{Expr, ExprTrait as _, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, DatabaseTransaction, EntityTrait as _, PaginatorTrait as _, QueryFilter as _,
    QuerySelect as _,
};
use uuid::Uuid;

use super::Report;
use crate::app::App;
use crate::blobs::ListedPack;
use crate::db::entity::pack::{self, PackState};
use crate::error::Result;

/// An object must be so old before it counts as lost, in hours. Its upload has committed it long before, or died.
const ORPHAN_AGE_HOURS: i64 = 1;

/// For how long an upload may give no sign of life before what it has staged counts as lost, in hours.
const STAGED_AGE_HOURS: i64 = 24;

/// So many objects that no row knows are never suspicious.
const ORPHANS_UNSUSPICIOUS: u64 = 100;

/// Beyond that, no more than one in so many may be unknown: a database that knows less than that is likely the wrong one, or
/// an old one.
const ORPHANS_ONE_IN: u64 = 10;

/// How many are looked up and condemned at a time.
const BATCH: usize = 500;

/// Whether a listing that looks wrong is acted upon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    Careful,
    /// Somebody has looked and says that it is right.
    Forced,
}

/// Condemns what is lost. If the listing looks wrong, nothing is, and the report says why.
///
/// # Errors
/// Those of the database. A listing that fails is a reason to do nothing.
pub async fn condemn_lost(app: &App, trust: Trust, dry_run: bool, report: &mut Report) -> Result<()> {
    condemn_staged(app, dry_run, report).await?;
    let listed = match examine(app).await? {
        Ok(listed) => listed,
        Err(refusal) => {
            tracing::warn!(refusal, "objects that no row knows were left alone");
            report.refusal = Some(refusal);
            return Ok(());
        }
    };
    if let Some(suspicion) = listed.suspicion(app).await?
        && (trust == Trust::Careful || listed.is_incomplete)
    {
        tracing::warn!(refusal = suspicion, "objects that no row knows were left alone");
        report.refusal = Some(suspicion);
        return Ok(());
    }
    for batch in listed.orphans.chunks(BATCH) {
        batch.iter().for_each(|orphan| report.condemned.add(orphan.size_bytes));
        if !dry_run {
            condemn(app, batch.to_vec()).await?;
        }
    }
    Ok(())
}

/// What a listing of the store showed, held against the rows.
#[derive(Debug, Default)]
struct Listed {
    objects: u64,
    orphans: Vec<ListedPack>,
    /// Packs that are live, and of which the listing had nothing.
    missing: u64,
    is_incomplete: bool,
}

impl Listed {
    /// What makes the listing look wrong.
    async fn suspicion(&self, app: &App) -> Result<Option<String>> {
        let orphans = self.orphans.len() as u64;
        if orphans == 0 {
            return Ok(None);
        }
        if self.missing > 0 {
            let known = pack::Entity::find().filter(pack::Column::State.eq(PackState::Live)).count(app.db.read());
            return Ok(Some(format!(
                "the listing lacks {} of {} live packs: it is cut, or of another store",
                self.missing,
                known.await?
            )));
        }
        if orphans > ORPHANS_UNSUSPICIOUS && orphans > self.objects / ORPHANS_ONE_IN {
            return Ok(Some(format!(
                "no row knows {orphans} of {} objects: is this the right database? If it is, use --force",
                self.objects
            )));
        }
        Ok(None)
    }
}

/// Lists the store. The answer is a refusal if the listing fails half-way.
async fn examine(app: &App) -> Result<std::result::Result<Listed, String>> {
    let now = app.clock.now();
    // Before the listing: what is committed while it runs is not missing.
    let live: Vec<Uuid> = pack::Entity::find()
        .filter(pack::Column::State.eq(PackState::Live))
        .select_only()
        .column(pack::Column::Id)
        .into_tuple()
        .all(app.db.read())
        .await?;
    let mut unseen: HashSet<Uuid> = live.into_iter().collect();
    let mut listed = Listed::default();
    let mut objects = app.blobs.list_packs().try_chunks(BATCH);
    loop {
        let batch = match objects.try_next().await {
            Ok(Some(batch)) => batch,
            Ok(None) => break,
            Err(error) => return Ok(Err(format!("the store's listing broke off: {}", error.1))),
        };
        listed.objects += batch.len() as u64;
        let ids = batch.iter().map(|object| object.pack_id);
        let known: Vec<Uuid> = pack::Entity::find()
            .filter(pack::Column::Id.is_in(ids))
            .select_only()
            .column(pack::Column::Id)
            .into_tuple()
            .all(app.db.read())
            .await?;
        let known: HashSet<Uuid> = known.into_iter().collect();
        for object in batch {
            unseen.remove(&object.pack_id);
            if !known.contains(&object.pack_id) && is_old(object.modified_at, now) {
                listed.orphans.push(object);
            }
        }
    }
    // Some may have been removed since.
    let unseen: Vec<Uuid> = unseen.into_iter().collect();
    for batch in unseen.chunks(BATCH) {
        let still = pack::Entity::find()
            .filter(pack::Column::Id.is_in(batch.iter().copied()))
            .filter(pack::Column::State.eq(PackState::Live));
        listed.missing += still.count(app.db.read()).await?;
    }
    listed.is_incomplete = listed.missing > 0;
    Ok(Ok(listed))
}

/// A time in the future tells nothing but that a clock is wrong: it counts as young.
fn is_old(modified_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now.signed_duration_since(modified_at) >= TimeDelta::hours(ORPHAN_AGE_HOURS)
}

/// Gives orphans a row that says that they are condemned, unless their upload has given them one by now.
async fn condemn(app: &App, orphans: Vec<ListedPack>) -> Result<()> {
    let at = app.clock.now();
    app.db
        .write(async move |tx: &DatabaseTransaction| {
            let rows = orphans.iter().map(|orphan| pack::ActiveModel {
                id: Set(orphan.pack_id),
                organization_id: Set(Uuid::nil()),
                size_bytes: Set(i64::try_from(orphan.size_bytes).unwrap_or(i64::MAX)),
                state: Set(PackState::Condemned),
                created_at: Set(at),
                condemned_at: Set(Some(at)),
                may_have_gaps: Set(false),
            });
            let is_there = OnConflict::column(pack::Column::Id).do_nothing().to_owned();
            pack::Entity::insert_many(rows).on_conflict(is_there).exec_without_returning(tx).await?;
            Ok(())
        })
        .await
}

/// Condemns what uploads staged that have not been heard of for long.
async fn condemn_staged(app: &App, dry_run: bool, report: &mut Report) -> Result<()> {
    let at = app.clock.now();
    let Some(before) = at.checked_sub_signed(TimeDelta::hours(STAGED_AGE_HOURS)) else { return Ok(()) };
    let is_dead = pack::Column::State.eq(PackState::Staged).and(pack::Column::CreatedAt.lte(before));
    let dead = pack::Entity::find().filter(is_dead.clone()).count(app.db.read()).await?;
    report.condemned.packs += dead;
    if dead == 0 || dry_run {
        return Ok(());
    }
    app.db
        .write(async move |tx: &DatabaseTransaction| {
            pack::Entity::update_many()
                .col_expr(pack::Column::State, Expr::value(PackState::Condemned))
                .col_expr(pack::Column::CondemnedAt, Expr::value(at))
                .filter(is_dead.clone())
                .exec(tx)
                .await?;
            Ok(())
        })
        .await
}
