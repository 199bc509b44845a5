//! Compaction: a pack of which most is needed no more is replaced by one with what is. The bytes are copied first, and
//! compared on the way; then one transaction leads every extent to the copy and condemns the old pack.

use std::io;
use std::ops::Range;

use futures_util::TryStreamExt as _;
use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DatabaseTransaction, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, QueryTrait as _, Statement,
};
use uuid::Uuid;

use super::Report;
use crate::app::App;
use crate::blobs::{Extent, NewPack, Source};
use crate::db;
use crate::db::entity::pack::{self, PackState};
use crate::db::entity::{chunk, extent};
use crate::domain::scrub::{self, Damage};
use crate::domain::{chunks, versions};
use crate::error::{Error, Result};

/// So much of a pack must be needed no more, in bytes: less is not worth the copying.
const DEAD_BYTES_MIN: u64 = 8 * 1024 * 1024;

/// And at least one in so many of its bytes.
const DEAD_ONE_IN: u64 = 2;

/// A pack in which more runs of contents lie is left alone: all of them move in one transaction, which on SQLite everybody
/// who writes waits for, and they are held in memory.
pub(super) const EXTENTS_MAX: usize = 50_000;

/// So much of the disk stays free when a pack is copied, in bytes: for uploads, and for the database if it is there, too.
const RESERVE_BYTES: u64 = 1024 * 1024 * 1024;

/// How many packs are looked up at a time.
const BATCH: u64 = 100;

/// How many extents are led to a copy by statements that go together.
const MOVED_TOGETHER: usize = 256;

/// Compacts what is worth it.
///
/// # Errors
/// Those of the database that are of no one pack; a pack that could not be compacted is counted, logged and left as it is.
pub async fn compact(app: &App, dry_run: bool, report: &mut Report) -> Result<()> {
    compact_beside(app, dry_run, RESERVE_BYTES, report).await
}

/// What is to stay free of the disk is given.
pub(super) async fn compact_beside(app: &App, dry_run: bool, reserve_bytes: u64, report: &mut Report) -> Result<()> {
    let (mut last, mut without_room) = (Uuid::nil(), 0_u64);
    loop {
        let packs = pack::Entity::find()
            .filter(pack::Column::MayHaveGaps.eq(true))
            .filter(pack::Column::State.eq(PackState::Live))
            .filter(pack::Column::Id.gt(last))
            .order_by_asc(pack::Column::Id)
            .limit(BATCH)
            .all(app.db.read())
            .await?;
        let Some(end) = packs.last() else { break };
        last = end.id;
        for pack in packs {
            match compact_pack(app, &pack, dry_run, reserve_bytes).await {
                Ok(Outcome::Compacted { dead_bytes }) => report.compacted.add(dead_bytes),
                Ok(Outcome::LeftAlone) => {}
                Ok(Outcome::NoRoom) => without_room += 1,
                Err(error) => {
                    tell(pack.id, &error, "a pack could not be compacted");
                    report.failures += 1;
                    // If the database does not answer at all, that is no fault of the pack's.
                    app.db.ping().await?;
                }
            }
        }
    }
    if without_room > 0 {
        tracing::warn!(
            packs = without_room,
            reserve_bytes,
            "packs are not compacted: the disk has no room for copies of what is needed of them"
        );
    }
    Ok(())
}

/// What became of a pack.
enum Outcome {
    /// Or would be, if that is all that is asked.
    Compacted {
        dead_bytes: u64,
    },
    LeftAlone,
    /// The next collection finds out whether there is.
    NoRoom,
}

async fn compact_pack(app: &App, pack: &pack::Model, dry_run: bool, reserve_bytes: u64) -> Result<Outcome> {
    let needed = needed(app.db.read(), pack.id).await?;
    let plan = needed.clone().map(|needed| Plan::new(pack, needed)).transpose()?;
    let Some(plan) = plan.filter(Plan::is_worth_it) else {
        if !dry_run {
            forget_gaps(app, pack.id, needed).await?;
        }
        return Ok(Outcome::LeftAlone);
    };
    // A copy would break off there. It is looked at again each time, until the damage is mended or gone.
    if plan.needs_damaged(app).await? {
        return Ok(Outcome::LeftAlone);
    }
    let takes_bytes = plan.needed_bytes().saturating_add(reserve_bytes);
    if app.blobs.free_bytes().await?.is_some_and(|free_bytes| free_bytes < takes_bytes) {
        return Ok(Outcome::NoRoom);
    }
    if dry_run || carry_out(app, &plan).await? {
        return Ok(Outcome::Compacted { dead_bytes: plan.dead_bytes() });
    }
    Ok(Outcome::LeftAlone)
}

/// What is needed of a pack.
#[derive(Debug, Clone)]
struct Plan {
    pack_id: Uuid,
    organization_id: Uuid,
    size_bytes: u64,
    /// In order, none touching the next.
    needed: Vec<Range<u64>>,
    /// Where each of them begins in the copy.
    starts: Vec<u64>,
}

impl Plan {
    fn new(pack: &pack::Model, needed: Vec<Range<u64>>) -> Result<Self> {
        let mut before = 0;
        let starts = needed.iter().map(|range| {
            let start = before;
            before += range.end - range.start;
            start
        });
        let starts = starts.collect();
        let size_bytes = u64::try_from(pack.size_bytes).map_err(Error::internal)?;
        Ok(Self { pack_id: pack.id, organization_id: pack.organization_id, size_bytes, needed, starts })
    }

    fn needed_bytes(&self) -> u64 {
        self.needed.iter().map(|range| range.end - range.start).sum()
    }

    fn dead_bytes(&self) -> u64 {
        self.size_bytes.saturating_sub(self.needed_bytes())
    }

    fn is_worth_it(&self) -> bool {
        let dead_bytes = self.dead_bytes();
        // One that nothing needs is condemned as it is.
        !self.needed.is_empty()
            && dead_bytes >= DEAD_BYTES_MIN
            && dead_bytes.saturating_mul(DEAD_ONE_IN) >= self.size_bytes
    }

    /// Whether it is known that some of what is needed can't be read.
    async fn needs_damaged(&self, app: &App) -> Result<bool> {
        let damaged: Vec<(i64, i64)> = chunk::Entity::in_organization(self.organization_id)
            .filter(chunk::Column::PackId.eq(self.pack_id))
            .filter(chunk::Column::DamagedAt.is_not_null())
            .select_only()
            .columns([chunk::Column::PackOffset, chunk::Column::Length])
            .into_tuple()
            .all(app.db.read())
            .await?;
        Ok(union(damaged)?.iter().any(|run| self.needs(run)))
    }

    /// The first needed range that ends behind a byte.
    fn next_needed(&self, offset: u64) -> usize {
        self.needed.partition_point(|range| range.end <= offset)
    }

    fn needs(&self, run: &Range<u64>) -> bool {
        self.needed.get(self.next_needed(run.start)).is_some_and(|range| range.start < run.end)
    }

    /// Where a whole run is in the copy; `None` if some of it is not copied.
    fn moved_run(&self, run: &Range<u64>) -> Option<u64> {
        let place = self.next_needed(run.start);
        let (range, start) = (self.needed.get(place)?, self.starts.get(place)?);
        (range.start <= run.start && run.end <= range.end).then(|| start + (run.start - range.start))
    }
}

/// The ranges of a pack that extents need, in order, none touching the next; `None` if there are too many extents.
async fn needed(db: &impl ConnectionTrait, pack_id: Uuid) -> Result<Option<Vec<Range<u64>>>> {
    let runs: Vec<(i64, i64)> = extent::Entity::find()
        .filter(extent::Column::PackId.eq(pack_id))
        .select_only()
        .columns([extent::Column::PackOffset, extent::Column::Length])
        .limit(EXTENTS_MAX as u64 + 1)
        .into_tuple()
        .all(db)
        .await?;
    (runs.len() <= EXTENTS_MAX).then(|| union(runs)).transpose()
}

/// The ranges that runs `(offset, length)` cover.
fn union(mut runs: Vec<(i64, i64)>) -> Result<Vec<Range<u64>>> {
    runs.sort_unstable();
    let mut ranges: Vec<Range<u64>> = Vec::new();
    for (offset, length) in runs {
        let start = u64::try_from(offset).map_err(Error::internal)?;
        let end = start + u64::try_from(length).map_err(Error::internal)?;
        match ranges.last_mut() {
            Some(last) if start <= last.end => last.end = Ord::max(last.end, end),
            _ => ranges.push(start..end),
        }
    }
    Ok(ranges)
}

/// It was looked at, and nothing is to be done until more of it is let go of.
async fn forget_gaps(app: &App, pack_id: Uuid, looked_at: Option<Vec<Range<u64>>>) -> Result<()> {
    app.db
        .write(async move |tx: &DatabaseTransaction| {
            versions::lock_packs(tx, &[pack_id]).await?;
            if needed(tx, pack_id).await? == looked_at {
                pack::Entity::update_many()
                    .col_expr(pack::Column::MayHaveGaps, Expr::value(false))
                    .filter(pack::Column::Id.eq(pack_id))
                    .exec(tx)
                    .await?;
            }
            Ok(())
        })
        .await
}

/// False if the pack was left as it is.
async fn carry_out(app: &App, plan: &Plan) -> Result<bool> {
    let copy = match copy(app, plan).await {
        Ok(copy) => copy,
        Err(Failed { error, read }) => {
            // If it can't be told now, the next time is another try.
            if let Some(kind) = read
                && let Err(error) = note_damage(app, plan, kind).await
            {
                tell(plan.pack_id, &error, "what is needed of a pack could not be examined");
            }
            return Err(error);
        }
    };
    let copy_id = copy.pack_id;
    let swapped = app
        .db
        .write({
            let (plan, at) = (plan.clone(), app.clock.now());
            async move |tx: &DatabaseTransaction| swap(tx, &plan, &copy, at).await
        })
        .await;
    let is_needed = match &swapped {
        Ok(is_done) => Ok(*is_done),
        Err(_) => is_noted(app, plan.pack_id, copy_id).await,
    };
    let removed = match is_needed {
        Ok(true) => Ok(()),
        Ok(false) => app.blobs.delete_pack(copy_id).await,
        Err(error) => Err(error),
    };
    if let Err(error) = removed {
        tell(copy_id, &error, "a copy that may not be needed was left behind");
    }
    swapped
}

/// Whether a copy has its row, though the swap failed: its commit may have been carried out with nobody left to be told. As
/// long as that is open, the old pack is locked, so that this waits for it.
async fn is_noted(app: &App, pack_id: Uuid, copy_id: Uuid) -> Result<bool> {
    app.db
        .write(async move |tx: &DatabaseTransaction| {
            versions::lock_packs(tx, &[pack_id]).await?;
            Ok(pack::Entity::find_by_id(copy_id).one(tx).await?.is_some())
        })
        .await
}

fn tell(pack_id: Uuid, error: &Error, what: &str) {
    let cause = error as &dyn std::error::Error;
    tracing::warn!(%pack_id, error = cause, "{what}");
}

/// Sees to it that what a copy came upon does not make every later one break off there: a damaged chunk is noted, and
/// the pack left alone while it is needed.
async fn note_damage(app: &App, plan: &Plan, kind: io::ErrorKind) -> Result<()> {
    let damage = first_damage(app, plan).await?;
    // All chunks are whole, and yet they are not the bytes that are needed: that does not pass by itself.
    if damage == Damage::None && kind == io::ErrorKind::InvalidData {
        forget_gaps(app, plan.pack_id, Some(plan.needed.clone())).await?;
    }
    Ok(())
}

/// Examines what is needed up to the first damaged chunk, and takes note of that. The scrub finds the others.
async fn first_damage(app: &App, plan: &Plan) -> Result<Damage> {
    let mut offset = 0;
    while let Some(rows) = chunks::of_pack_from(&app.db, plan.pack_id, offset).await? {
        for row in rows {
            offset = row.pack_offset + row.length;
            let chunk = chunks::packed(row.clone())?;
            if !plan.needs(&chunk.range()) {
                continue;
            }
            let found = app.blobs.look_at_chunk(row.organization_id, row.pack_id, &chunk).await;
            if found.map_err(Error::unavailable)?.fault.is_some() {
                return scrub::note(&app.db, &app.blobs, &row, app.clock.now()).await;
            }
        }
    }
    Ok(Damage::None)
}

/// Why there is no copy.
struct Failed {
    error: Error,
    /// Set if it was the reading that failed.
    read: Option<io::ErrorKind>,
}

/// Writes what is needed of the pack into a new one. Its bytes are compared with their chunks as they are read.
async fn copy(app: &App, plan: &Plan) -> std::result::Result<NewPack, Failed> {
    let extents: Vec<Extent> = plan
        .needed
        .iter()
        .map(|range| Extent { pack_id: plan.pack_id, pack_offset: range.start, length: range.end - range.start })
        .collect();
    let needed_bytes = plan.needed_bytes();
    let source = Source::Extents { organization_id: plan.organization_id, extents };
    let mut read = None;
    let bytes = app.blobs.read(source, 0..needed_bytes).inspect_err(|error| read = Some(error.kind()));
    let written = app.blobs.write_pack(needed_bytes, std::pin::pin!(bytes)).await;
    match written {
        Ok(pack_id) => Ok(NewPack { pack_id, size_bytes: needed_bytes, chunks: Vec::new(), is_staged: false }),
        Err(error) => Err(Failed { error, read }),
    }
}

/// Notes the chunks of the copy. Those of the old pack stay as long as it does: who reads it compares by them.
async fn copy_chunks(tx: &DatabaseTransaction, plan: &Plan, copy_id: Uuid) -> Result<()> {
    let mut before = 0;
    for range in &plan.needed {
        let (start, end) = (i64::try_from(range.start), i64::try_from(range.end));
        let (start, end) = (start.map_err(Error::internal)?, end.map_err(Error::internal)?);
        let chunks = Query::select()
            .expr(Expr::value(copy_id))
            .expr(Expr::col(chunk::Column::PackOffset).sub(start - before))
            .columns([chunk::Column::Length, chunk::Column::OrganizationId, chunk::Column::ChunkId])
            .from(chunk::Entity)
            .and_where(chunk::Column::PackId.eq(plan.pack_id))
            .and_where(chunk::Column::PackOffset.gte(start))
            .and_where(chunk::Column::PackOffset.lt(end))
            .take();
        let insert = Query::insert()
            .into_table(chunk::Entity)
            .columns([
                chunk::Column::PackId,
                chunk::Column::PackOffset,
                chunk::Column::Length,
                chunk::Column::OrganizationId,
                chunk::Column::ChunkId,
            ])
            .select_from(chunks)
            .map_err(Error::internal)?
            .take();
        tx.execute(&insert).await?;
        before += end - start;
    }
    Ok(())
}

/// Leads every extent to the copy; false if one has come meanwhile that the copy does not hold, or too many have.
async fn swap(
    tx: &DatabaseTransaction,
    plan: &Plan,
    copy: &NewPack,
    at: chrono::DateTime<chrono::Utc>,
) -> Result<bool> {
    db::allow_long_statements(tx).await?;
    let locked = versions::lock_packs(tx, &[plan.pack_id]).await?;
    if !matches!(locked.as_slice(), [(_, PackState::Live)]) {
        return Ok(false);
    }
    let extents = extent::Entity::find().filter(extent::Column::PackId.eq(plan.pack_id));
    let extents = extents.limit(EXTENTS_MAX as u64 + 1).all(tx).await?;
    if extents.len() > EXTENTS_MAX {
        return Ok(false);
    }
    let mut moves = Vec::with_capacity(extents.len());
    for extent in extents {
        let start = u64::try_from(extent.pack_offset).map_err(Error::internal)?;
        let run = start..start + u64::try_from(extent.length).map_err(Error::internal)?;
        let Some(offset) = plan.moved_run(&run) else { return Ok(false) };
        moves.push((extent, i64::try_from(offset).map_err(Error::internal)?));
    }
    versions::insert_pack(tx, plan.organization_id, copy, PackState::Live, at).await?;
    copy_chunks(tx, plan, copy.pack_id).await?;
    for run in db::runs(&moves, MOVED_TOGETHER) {
        let moves = run.iter().map(|(extent, offset)| moving(tx, extent, copy.pack_id, *offset));
        db::execute_each(tx, moves.collect()).await?;
    }
    pack::Entity::update_many()
        .col_expr(pack::Column::State, Expr::value(PackState::Condemned))
        .col_expr(pack::Column::CondemnedAt, Expr::value(at))
        .col_expr(pack::Column::MayHaveGaps, Expr::value(false))
        .filter(pack::Column::Id.eq(plan.pack_id))
        .exec(tx)
        .await?;
    Ok(true)
}

/// The statement that leads an extent to another place. By its key: the pack's index would lead to all that are in it.
pub(super) fn moving(tx: &DatabaseTransaction, extent: &extent::Model, pack_id: Uuid, pack_offset: i64) -> Statement {
    extent::Entity::update_many()
        .col_expr(extent::Column::PackId, Expr::value(pack_id))
        .col_expr(extent::Column::PackOffset, Expr::value(pack_offset))
        .filter(extent::Column::ContentId.eq(extent.content_id))
        .filter(extent::Column::FileOffset.eq(extent.file_offset))
        .filter(extent::Column::PackId.eq(extent.pack_id))
        .build(tx.get_database_backend())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_that_overlap_are_copied_once() {
        let needed = union(vec![(100, 50), (0, 10), (120, 80), (10, 5), (300, 1)]).unwrap();
        assert_eq!(needed, [0..15, 100..200, 300..301]);
        let pack = pack::Model {
            id: Uuid::nil(),
            organization_id: Uuid::nil(),
            size_bytes: 1_000,
            state: PackState::Live,
            created_at: chrono::DateTime::UNIX_EPOCH,
            condemned_at: None,
            may_have_gaps: true,
        };
        let plan = Plan::new(&pack, needed).unwrap();
        assert_eq!((plan.needed_bytes(), plan.dead_bytes()), (116, 884));
        assert_eq!(plan.moved_run(&(100..150)), Some(15));
        assert_eq!(plan.moved_run(&(300..301)), Some(115));
        assert_eq!(plan.moved_run(&(199..201)), None);
        assert_eq!(plan.moved_run(&(50..60)), None);
        assert_eq!(plan.moved_run(&(301..302)), None);
        for (run, is_needed) in [(14..15, true), (15..100, false), (15..101, true), (199..300, true), (301..400, false)]
        {
            assert_eq!(plan.needs(&run), is_needed, "{run:?}");
        }
    }
}
