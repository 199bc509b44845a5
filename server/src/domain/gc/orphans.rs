//! Finding what was lost: objects in the store that no row knows, because the server died between writing and committing
//! them, and rows of packs whose upload died.
//!
//! They are condemned like everything else, with a row; so what is taken for lost by mistake, because its upload is about to
//! commit, is taken into use again. A listing of the store is not trusted blindly: a store has been seen to answer an empty
//! or a cut one, and to mix up times.

use std::collections::HashSet;
use std::ops::RangeInclusive;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::TryStreamExt as _;
use sea_orm::sea_query::{Expr, ExprTrait as _, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, DatabaseTransaction, EntityTrait as _, PaginatorTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::Report;
use crate::app::App;
use crate::blobs::{ListedPack, shard_of};
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

/// How many ids are read at a time, to know what the listing must have.
const IDS_BATCH: u64 = 10_000;

/// How much may be held in memory, however large the store is.
#[derive(Debug, Clone, Copy)]
struct Bounds {
    /// Ids of live packs. A store that has more is looked at in parts.
    live_ids: u64,
    /// Orphans that one run condemns; the next one finds the others.
    orphans: usize,
}

/// Some 4 MiB each.
const BOUNDS: Bounds = Bounds { live_ids: 200_000, orphans: 100_000 };

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
    condemn_orphans(app, trust, dry_run, BOUNDS, report).await
}

async fn condemn_orphans(app: &App, trust: Trust, dry_run: bool, bounds: Bounds, report: &mut Report) -> Result<()> {
    let listed = match examine(app, bounds).await? {
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
    if listed.orphans > listed.kept.len() as u64 {
        let (all, kept) = (listed.orphans, listed.kept.len());
        tracing::info!(
            all,
            kept,
            "there are more objects that no row knows than are condemned at a time; the rest is next"
        );
    }
    for batch in listed.kept.chunks(BATCH) {
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
    orphans: u64,
    /// The first ones of the orphans.
    kept: Vec<ListedPack>,
    /// Packs that are live, and of which the listing had nothing.
    missing: u64,
    is_incomplete: bool,
}

impl Listed {
    /// What makes the listing look wrong.
    async fn suspicion(&self, app: &App) -> Result<Option<String>> {
        let orphans = self.orphans;
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
async fn examine(app: &App, bounds: Bounds) -> Result<std::result::Result<Listed, String>> {
    let now = app.clock.now();
    let live = pack::Entity::find().filter(pack::Column::State.eq(PackState::Live)).count(app.db.read()).await?;
    let mut listed = Listed::default();
    for shards in parts(live, bounds.live_ids) {
        if let Err(refusal) = examine_part(app, shards, bounds, now, &mut listed).await? {
            return Ok(Err(refusal));
        }
    }
    listed.is_incomplete = listed.missing > 0;
    Ok(Ok(listed))
}

/// All shards, in parts of which each has no more than so many of the live packs. Ids end at random, so that all shards
/// have about as many; of a single one there may be more.
fn parts(live: u64, live_max: u64) -> impl Iterator<Item = RangeInclusive<u8>> {
    let parts = live.div_ceil(Ord::max(live_max, 1)).clamp(1, 256);
    let shards = usize::try_from(256 / parts).unwrap_or(1);
    let last = u8::try_from(shards - 1).unwrap_or(u8::MAX);
    (0..=u8::MAX).step_by(shards).map(move |first| first..=first.saturating_add(last))
}

/// Lists some shards, and adds what that shows.
async fn examine_part(
    app: &App,
    shards: RangeInclusive<u8>,
    bounds: Bounds,
    now: DateTime<Utc>,
    listed: &mut Listed,
) -> Result<std::result::Result<(), String>> {
    // Before the listing: what is committed while it runs is not missing.
    let mut unseen = live_in(app, &shards).await?;
    let mut objects = app.blobs.list_shards(shards).try_chunks(BATCH);
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
                listed.orphans += 1;
                if listed.kept.len() < bounds.orphans {
                    listed.kept.push(object);
                }
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
    Ok(Ok(()))
}

/// The live packs of some shards.
async fn live_in(app: &App, shards: &RangeInclusive<u8>) -> Result<HashSet<Uuid>> {
    let (mut live, mut last) = (HashSet::new(), Uuid::nil());
    loop {
        // In the order of the key, and not by the state's index: that has another order, and each batch would sort them
        // all.
        let rows: Vec<(Uuid, PackState)> = pack::Entity::find()
            .filter(pack::Column::Id.gt(last))
            .select_only()
            .columns([pack::Column::Id, pack::Column::State])
            .order_by_asc(pack::Column::Id)
            .limit(IDS_BATCH)
            .into_tuple()
            .all(app.db.read())
            .await?;
        let Some((end, _)) = rows.last() else { return Ok(live) };
        last = *end;
        let wanted =
            rows.into_iter().filter(|(id, state)| *state == PackState::Live && shards.contains(&shard_of(*id)));
        live.extend(wanted.map(|(id, _)| id));
    }
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::blobs::testing::content;
    use crate::db::entity::member::Role;
    use crate::domain::testing_tree::Tree;

    /// So much that every pack is a content of its own.
    const SIZE: usize = 40_000;

    /// A store with live packs and orphans.
    async fn store(live: usize, orphans: usize) -> Tree {
        let tree = Tree::new().await;
        let owner = tree.member(Role::Owner).await;
        let bytes = content(SIZE + live + orphans);
        for skip in 0..live {
            let bytes = &bytes[skip..][..SIZE];
            tree.upload(&owner, tree.default_share_id, None, &skip.to_string(), bytes).await.unwrap();
        }
        for skip in live..live + orphans {
            tree.write(&bytes[skip..][..SIZE]).await;
        }
        tree.app.clock.advance(Duration::from_secs(2 * 3600));
        tree
    }

    #[test]
    fn parts_have_each_shard_once_and_no_more_packs_than_fit() {
        for (live, live_max) in
            [(0, 9), (9, 9), (10, 9), (1_000_000, 200_000), (255, 1), (257, 1), (u64::MAX, 1), (5, 0)]
        {
            let parts: Vec<RangeInclusive<u8>> = parts(live, live_max).collect();
            let shards: Vec<u8> = parts.iter().cloned().flatten().collect();
            assert_eq!(shards, (0..=u8::MAX).collect::<Vec<u8>>(), "{live}, {live_max}");
            let fits = |part: &RangeInclusive<u8>| {
                let shards = part.clone().count() as u128;
                shards == 1 || u128::from(live) * shards / 256 <= u128::from(live_max)
            };
            assert!(parts.iter().all(fits), "{live}, {live_max}: {parts:?}");
        }
        assert_eq!(parts(200_000, 200_000).count(), 1, "what is small is listed at once");
    }

    #[tokio::test]
    async fn a_store_that_is_looked_at_in_parts_shows_the_same() {
        let tree = store(12, 5).await;
        let live = tree.db_packs().await;
        for pack in &live[..2] {
            tree.app.blobs.delete_pack(pack.id).await.unwrap();
        }
        for (live_ids, orphans, kept) in [(1_000, 1_000, 5), (1_000, 2, 2), (5, 5, 5), (1, 0, 0)] {
            let listed = examine(&tree.app, Bounds { live_ids, orphans }).await.unwrap().unwrap();
            assert_eq!((listed.objects, listed.orphans, listed.missing), (15, 5, 2), "{listed:?}");
            assert_eq!((listed.kept.len(), listed.is_incomplete), (kept, true), "{listed:?}");
        }
        let half = live_in(&tree.app, &(0..=127)).await.unwrap();
        assert_eq!(half.len(), live.iter().filter(|pack| shard_of(pack.id) < 128).count());
    }

    #[tokio::test]
    async fn orphans_that_one_run_leaves_are_found_by_the_next() {
        let tree = store(3, 5).await;
        let bounds = Bounds { live_ids: 1, orphans: 2 };
        for condemned in [2, 2, 1, 0] {
            let mut report = Report::default();
            condemn_orphans(&tree.app, Trust::Careful, false, bounds, &mut report).await.unwrap();
            assert_eq!((report.condemned.packs, report.refusal), (condemned, None));
        }
    }
}
