//! Leading contents away from damaged chunks to other copies of the same bytes: by who finds the damage, and by an upload
//! that brings a damaged content again.
//!
//! As everywhere, contents are locked before packs.

use std::collections::{BTreeSet, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _, LockType, Query, SelectStatement};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, Statement,
};
use uuid::Uuid;

use super::contents::{BATCH, hold_packs, let_go, lock_packs};
use crate::blobs::{Extent, Stored, Written};
use crate::db::entity::pack::PackState;
use crate::db::entity::{chunk, content, extent};
use crate::db::{self, Taken};
use crate::error::{Error, Result};

/// Damaged chunks that contents need, and of which there is a copy that may be whole; `most` of them at the most.
pub(in crate::domain) async fn damaged_with_copy(db: &impl ConnectionTrait, most: u64) -> Result<Vec<chunk::Model>> {
    let sql = format!(
        "SELECT chunks.* FROM chunks WHERE chunks.damaged_at IS NOT NULL
         AND EXISTS (
           SELECT 1 FROM extents WHERE extents.pack_id = chunks.pack_id
             AND extents.pack_offset < chunks.pack_offset + chunks.length
             AND extents.pack_offset + extents.length > chunks.pack_offset
         )
         AND EXISTS (
           SELECT 1 FROM chunks AS other
           JOIN packs ON packs.id = other.pack_id AND packs.state IN ('live', 'condemned')
           WHERE other.organization_id = chunks.organization_id AND other.chunk_id = chunks.chunk_id
             AND other.damaged_at IS NULL
         )
         ORDER BY chunks.pack_id, chunks.pack_offset LIMIT {most}"
    );
    let statement = Statement::from_string(db.get_database_backend(), sql);
    Ok(chunk::Entity::find().from_raw_sql(statement).all(db).await?)
}

/// Leads every content that needs a damaged chunk to a copy of it, which somebody has just read as whole. False if nothing
/// needs it, or rows have changed meanwhile; then nothing is done.
pub(in crate::domain) async fn mend(
    tx: &DatabaseTransaction,
    damaged: &chunk::Model,
    copy: &chunk::Model,
    at: DateTime<Utc>,
) -> Result<bool> {
    let contents: BTreeSet<Uuid> = needing(tx, damaged).await?.into_iter().map(|extent| extent.content_id).collect();
    let ids: Vec<Uuid> = contents.iter().copied().collect();
    for batch in ids.chunks(BATCH) {
        // Whoever is about to remove one of them is done with it, or waits until we are.
        lock_contents(tx, batch).await?;
    }
    let locked = lock_packs(tx, &[damaged.pack_id, copy.pack_id]).await?;
    let state = |pack_id| locked.iter().find(|(id, _)| *id == pack_id).map(|(_, state)| *state);
    if state(damaged.pack_id) != Some(PackState::Live)
        || !matches!(state(copy.pack_id), Some(PackState::Live | PackState::Condemned))
    {
        return Ok(false);
    }
    let found = chunk::Entity::find_by_id((copy.pack_id, copy.pack_offset)).one(tx).await?;
    let extents = needing(tx, damaged).await?;
    let is_as_it_was = found.as_ref() == Some(copy) && extents.iter().all(|run| contents.contains(&run.content_id));
    if extents.is_empty() || !is_as_it_was || copy.length != damaged.length || copy.chunk_id != damaged.chunk_id {
        return Ok(false);
    }
    hold_packs(tx, &BTreeSet::from([copy.pack_id])).await?;
    for extent in extents {
        extent::Entity::delete_by_id((extent.content_id, extent.file_offset)).exec(tx).await?;
        db::insert(tx, &replaced(&extent, damaged, copy), Taken::Fails).await?;
    }
    let_go(tx, &[damaged.pack_id], at).await?;
    Ok(true)
}

async fn lock_contents(tx: &DatabaseTransaction, ids: &[Uuid]) -> Result<()> {
    content::Entity::find()
        .filter(content::Column::Id.is_in(ids.iter().copied()))
        .select_only()
        .column(content::Column::Id)
        .order_by_asc(content::Column::Id)
        .lock(LockType::NoKeyUpdate)
        .into_tuple::<Uuid>()
        .all(tx)
        .await?;
    Ok(())
}

/// Whether a content needs some of a chunk.
pub(in crate::domain) async fn is_needed(db: &impl ConnectionTrait, chunk: &chunk::Model) -> Result<bool> {
    Ok(!needing(db, chunk).await?.is_empty())
}

/// The extents that need some of a chunk.
async fn needing(db: &impl ConnectionTrait, chunk: &chunk::Model) -> Result<Vec<extent::Model>> {
    let end = Expr::col(extent::Column::PackOffset).add(Expr::col(extent::Column::Length));
    Ok(extent::Entity::find()
        .filter(extent::Column::PackId.eq(chunk.pack_id))
        .filter(extent::Column::PackOffset.lt(chunk.pack_offset + chunk.length))
        .filter(end.gt(chunk.pack_offset))
        .all(db)
        .await?)
}

/// What takes the place of an extent: what it has before the damaged chunk, the copy, and what it has after it.
fn replaced(extent: &extent::Model, damaged: &chunk::Model, copy: &chunk::Model) -> Vec<extent::Model> {
    let (start, end) = (extent.pack_offset, extent.pack_offset + extent.length);
    let damaged_end = damaged.pack_offset + damaged.length;
    let (from, to) = (Ord::max(start, damaged.pack_offset), Ord::min(end, damaged_end));
    let piece = |pack_id, pack_offset, begin: i64, end: i64| extent::Model {
        content_id: extent.content_id,
        file_offset: extent.file_offset + (begin - start),
        pack_id,
        pack_offset,
        length: end - begin,
    };
    let pieces = [
        piece(extent.pack_id, start, start, from),
        piece(copy.pack_id, copy.pack_offset + (from - damaged.pack_offset), from, to),
        piece(extent.pack_id, to, to, end),
    ];
    pieces.into_iter().filter(|piece| piece.length > 0).collect()
}

/// Those of some contents of an organization that need a chunk which is known to be damaged.
pub(super) async fn damaged_contents(
    tx: &DatabaseTransaction,
    organization_id: Uuid,
    content_ids: &[Uuid],
) -> Result<HashSet<Uuid>> {
    let mut damaged = HashSet::new();
    let is_damaged = chunk::Column::DamagedAt.is_not_null();
    // Nearly always there is none at all, which an index tells at once.
    if content_ids.is_empty()
        || chunk::Entity::in_organization(organization_id).filter(is_damaged).limit(1).one(tx).await?.is_none()
    {
        return Ok(damaged);
    }
    for batch in content_ids.chunks(BATCH) {
        let found: Vec<Uuid> = extent::Entity::find()
            .filter(extent::Column::ContentId.is_in(batch.iter().copied()))
            .filter(Expr::exists(damaged_chunk_of_extent()))
            .select_only()
            .column(extent::Column::ContentId)
            .distinct()
            .into_tuple()
            .all(tx)
            .await?;
        damaged.extend(found);
    }
    Ok(damaged)
}

fn damaged_chunk_of_extent() -> SelectStatement {
    let (chunk, extent) = (
        |column: chunk::Column| Expr::col((chunk::Entity, column)),
        |column: extent::Column| Expr::col((extent::Entity, column)),
    );
    Query::select()
        .expr(Expr::val(1))
        .from(chunk::Entity)
        .and_where(chunk(chunk::Column::PackId).eq(extent(extent::Column::PackId)))
        .and_where(chunk(chunk::Column::DamagedAt).is_not_null())
        .and_where(
            chunk(chunk::Column::PackOffset).lt(extent(extent::Column::PackOffset).add(extent(extent::Column::Length))),
        )
        .and_where(
            chunk(chunk::Column::PackOffset).add(chunk(chunk::Column::Length)).gt(extent(extent::Column::PackOffset)),
        )
        .take()
}

/// Refuses an upload that came to rely on chunks which have been found to be damaged since. Their packs are locked.
pub(super) async fn refuse_damaged(
    tx: &DatabaseTransaction,
    pack_ids: &BTreeSet<Uuid>,
    written: &[&Written],
) -> Result<()> {
    let pack_ids: Vec<Uuid> = pack_ids.iter().copied().collect();
    for batch in pack_ids.chunks(BATCH) {
        let damaged = Condition::all()
            .add(chunk::Column::PackId.is_in(batch.iter().copied()))
            .add(chunk::Column::DamagedAt.is_not_null());
        let damaged = chunk::Entity::find().filter(damaged).all(tx).await?;
        let relies = |run: &Extent| damaged.iter().any(|chunk| overlaps(run, chunk));
        let mut runs = written.iter().filter_map(|written| match &written.stored {
            Stored::Inline(_) => None,
            Stored::Extents { extents, .. } => Some(extents),
        });
        if !damaged.is_empty() && runs.any(|runs| runs.iter().any(relies)) {
            return Err(Error::unavailable("stored bytes that the upload relied on were found to be damaged"));
        }
    }
    Ok(())
}

fn overlaps(run: &Extent, chunk: &chunk::Model) -> bool {
    let number = |value: u64| i64::try_from(value).unwrap_or(i64::MAX);
    let (start, end) = (number(run.pack_offset), number(run.pack_offset.saturating_add(run.length)));
    run.pack_id == chunk.pack_id && start < chunk.pack_offset + chunk.length && end > chunk.pack_offset
}

/// Gives a content the extents of an upload that brought the same bytes, and lets go of those that it had. The packs of
/// both are locked, and those that the upload relies on held.
pub(super) async fn replace_extents(
    tx: &DatabaseTransaction,
    content_id: Uuid,
    extents: Vec<extent::Model>,
    at: DateTime<Utc>,
) -> Result<()> {
    let former = extent::Entity::delete_many().filter(extent::Column::ContentId.eq(content_id));
    let packs: BTreeSet<Uuid> =
        former.exec_with_returning(tx).await?.into_iter().map(|extent| extent.pack_id).collect();
    db::insert(tx, &extents, Taken::Fails).await?;
    let packs: Vec<Uuid> = packs.into_iter().collect();
    let_go(tx, &packs, at).await
}

/// The packs in which some contents lie.
pub(super) async fn packs_of(
    tx: &DatabaseTransaction,
    content_ids: impl IntoIterator<Item = &Uuid>,
) -> Result<BTreeSet<Uuid>> {
    let found: Vec<Uuid> = extent::Entity::find()
        .filter(extent::Column::ContentId.is_in(content_ids.into_iter().copied()))
        .select_only()
        .column(extent::Column::PackId)
        .distinct()
        .into_tuple()
        .all(tx)
        .await?;
    Ok(found.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(pack: u128, pack_offset: i64, length: i64) -> chunk::Model {
        let (pack_id, organization_id) = (Uuid::from_u128(pack), Uuid::nil());
        chunk::Model { pack_id, pack_offset, length, organization_id, chunk_id: vec![7; 32], damaged_at: None }
    }

    #[test]
    fn an_extent_is_cut_around_the_damaged_chunk() {
        let extent = |file_offset, pack: u128, pack_offset, length| extent::Model {
            content_id: Uuid::nil(),
            file_offset,
            pack_id: Uuid::from_u128(pack),
            pack_offset,
            length,
        };
        let (damaged, copy) = (chunk(1, 100, 50), chunk(2, 7, 50));
        let replaced = |of| replaced(&of, &damaged, &copy);
        let three = [extent(1000, 1, 80, 20), extent(1020, 2, 7, 50), extent(1070, 1, 150, 30)];
        assert_eq!(replaced(extent(1000, 1, 80, 100)), three);
        assert_eq!(replaced(extent(0, 1, 100, 50)), [extent(0, 2, 7, 50)]);
        assert_eq!(replaced(extent(5, 1, 90, 20)), [extent(5, 1, 90, 10), extent(15, 2, 7, 10)]);
        assert_eq!(replaced(extent(5, 1, 140, 20)), [extent(5, 2, 47, 10), extent(15, 1, 150, 10)]);
    }
}
