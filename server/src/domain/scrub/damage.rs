//! Chunks that are not what was written: marked, so that no upload relies on them, and given up for another copy of the
//! same bytes as soon as there is one. Such a copy comes about when somebody sends the bytes again, which are then stored
//! anew; or it is there already, where two uploads stored the same at the same time.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait as _, DatabaseTransaction, EntityTrait as _, JoinType, PaginatorTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, RelationTrait as _,
};
use uuid::Uuid;

use crate::blobs::{Blobs, ChunkFault};
use crate::db::Db;
use crate::db::entity::chunk;
use crate::db::entity::pack::{self, PackState};
use crate::domain::{chunks, versions};
use crate::error::{Error, Result};

/// How many other copies of a chunk are looked at.
const COPIES_MAX: u64 = 8;

/// How many damaged chunks are mended in one go.
const MENDED_MAX: u64 = 100;

/// What became of a chunk that was read as damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damage {
    /// It is gone by now, or was whole at the second look.
    None,
    /// It was known to be damaged.
    Known,
    New,
    /// Nothing needs it any more.
    NewAndMended,
}

/// Takes note of a chunk that was read as damaged: reads it once more, marks it, and leads what needs it to another copy.
///
/// # Errors
/// Those of the database, and `Unavailable` if the store does not answer.
pub async fn note(db: &Db, blobs: &Blobs, row: &chunk::Model, at: DateTime<Utc>) -> Result<Damage> {
    let Some(fault) = fault(blobs, row).await? else { return Ok(Damage::None) };
    let Some(is_new) = mark(db, row, at).await? else { return Ok(Damage::None) };
    let is_mended = mend(db, blobs, row, at).await?;
    if !is_new {
        return Ok(Damage::Known);
    }
    let chunk::Model { pack_id, pack_offset, length, organization_id, .. } = row;
    let told = fault.told();
    tracing::error!(%pack_id, pack_offset, length, %organization_id, is_mended, "a stored chunk {told}");
    Ok(if is_mended { Damage::NewAndMended } else { Damage::New })
}

/// Leads what needs damaged chunks to other copies that have come since; answers how many chunks are needed no more.
pub(super) async fn mend_known(db: &Db, blobs: &Blobs, at: DateTime<Utc>) -> Result<u64> {
    let mut mended = 0;
    for row in versions::damaged_with_copy(db.read(), MENDED_MAX).await? {
        if mend(db, blobs, &row, at).await? {
            let chunk::Model { pack_id, pack_offset, length, .. } = row;
            tracing::info!(%pack_id, pack_offset, length, "what needed a damaged chunk was led to another copy of it");
            mended += 1;
        }
    }
    Ok(mended)
}

/// How many chunks are known to be damaged, whether or not anything needs them.
///
/// # Errors
/// Those of the database.
pub async fn damaged_chunks(db: &Db) -> Result<u64> {
    Ok(chunk::Entity::find().filter(chunk::Column::DamagedAt.is_not_null()).count(db.read()).await?)
}

/// Takes the mark from a chunk that turned out to be whole: a store or a disk has been put right.
pub(super) async fn unmark(db: &Db, row: &chunk::Model) -> Result<()> {
    let (pack_id, pack_offset) = (row.pack_id, row.pack_offset);
    set_mark(db, pack_id, pack_offset, None).await?;
    tracing::info!(%pack_id, pack_offset, "a chunk that was damaged is whole again");
    Ok(())
}

async fn fault(blobs: &Blobs, row: &chunk::Model) -> Result<Option<ChunkFault>> {
    let chunk = chunks::packed(row.clone())?;
    let found = blobs.look_at_chunk(row.organization_id, row.pack_id, &chunk).await;
    Ok(found.map_err(Error::unavailable)?.fault)
}

/// Whether it had no mark before; `None` if the chunk is not relied on any more.
async fn mark(db: &Db, row: &chunk::Model, at: DateTime<Utc>) -> Result<Option<bool>> {
    set_mark(db, row.pack_id, row.pack_offset, Some(at)).await
}

/// Sets or takes the mark, under the lock of the pack: an upload that relies on the chunk has committed before, or will
/// see it.
async fn set_mark(db: &Db, pack_id: Uuid, pack_offset: i64, at: Option<DateTime<Utc>>) -> Result<Option<bool>> {
    db.write(async move |tx: &DatabaseTransaction| {
        let locked = versions::lock_packs(tx, &[pack_id]).await?;
        if !matches!(locked.as_slice(), [(_, PackState::Live | PackState::Condemned)]) {
            return Ok(None);
        }
        let Some(row) = chunk::Entity::find_by_id((pack_id, pack_offset)).one(tx).await? else { return Ok(None) };
        if row.damaged_at.is_some() && at.is_some() {
            return Ok(Some(false));
        }
        chunk::Entity::update_many()
            .col_expr(chunk::Column::DamagedAt, Expr::value(at))
            .filter(chunk::Column::PackId.eq(pack_id))
            .filter(chunk::Column::PackOffset.eq(pack_offset))
            .exec(tx)
            .await?;
        Ok(Some(true))
    })
    .await
}

/// Leads what needs a damaged chunk to another copy of it. False if there is none that is whole, or nothing needs it.
async fn mend(db: &Db, blobs: &Blobs, damaged: &chunk::Model, at: DateTime<Utc>) -> Result<bool> {
    let usable = [PackState::Live, PackState::Condemned];
    let copies = chunk::Entity::in_organization(damaged.organization_id)
        .filter(chunk::Column::ChunkId.eq(damaged.chunk_id.clone()))
        .filter(chunk::Column::DamagedAt.is_null())
        .join(JoinType::InnerJoin, chunk::Relation::Pack.def())
        .filter(pack::Column::State.is_in(usable))
        .filter(chunk::Column::PackId.ne(damaged.pack_id).or(chunk::Column::PackOffset.ne(damaged.pack_offset)))
        // Live ones first.
        .order_by_desc(pack::Column::State)
        .order_by_asc(chunk::Column::PackId)
        .limit(COPIES_MAX)
        .all(db.read())
        .await?;
    for copy in copies {
        match fault(blobs, &copy).await {
            Ok(None) => {}
            Ok(Some(_)) => {
                mark(db, &copy, at).await?;
                continue;
            }
            // It is no help for now, and must not keep everything else from being read.
            Err(error) => {
                let cause = &error as &dyn std::error::Error;
                tracing::debug!(pack_id = %copy.pack_id, error = cause, "a copy of a damaged chunk can't be read");
                continue;
            }
        }
        let damaged = damaged.clone();
        let is_mended =
            db.write(async move |tx: &DatabaseTransaction| versions::mend(tx, &damaged, &copy, at).await).await?;
        return Ok(is_mended);
    }
    Ok(false)
}
