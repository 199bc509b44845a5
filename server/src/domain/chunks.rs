//! What the rows know of stored chunks, for the store to ask. Rows of chunks come and go with their packs: `versions` and
//! `gc` write them.

mod find;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, DatabaseTransaction, EntityTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use crate::blobs::{ChunkId, ChunkIndex, ChunkKey, ChunkPlace, PackedChunk};
use crate::clock::Clock;
use crate::db::alongside::apart;
use crate::db::entity::pack::PackState;
use crate::db::entity::sensitive::SecretBytes;
use crate::db::entity::{chunk, chunk_key, pack};
use crate::db::{self, Db, Taken};
use crate::domain::secrets;
use crate::error::{Error, Result};

/// How many chunks of a pack are read at a time: some 64 MiB of it.
const OF_PACK_MAX: u64 = 256;

/// How many chunks are removed in one transaction. Whoever else writes to SQLite waits for it.
const REMOVED_TOGETHER: u64 = 1000;

/// Of how many organizations the key is kept in memory.
const KEYS_MAX: usize = 10_000;

/// The chunks of all organizations. Clones share what they remember.
#[derive(Debug, Clone)]
pub struct Index {
    db: Db,
    clock: Clock,
    /// They never change.
    keys: Arc<Mutex<HashMap<Uuid, Arc<ChunkKey>>>>,
    /// Those that are known whatever becomes of their rows.
    kept: Arc<HashMap<Uuid, Arc<ChunkKey>>>,
}

impl Index {
    pub fn new(db: &Db, clock: &Clock) -> Self {
        Self { db: db.clone(), clock: clock.clone(), keys: Arc::default(), kept: Arc::default() }
    }

    /// Knows these keys for good: they go with their organizations, and packs of these may be read for longer.
    pub fn keeping(self, keys: HashMap<Uuid, Arc<ChunkKey>>) -> Self {
        Self { kept: Arc::new(keys), ..self }
    }
}

/// Gives a new organization its key.
pub(super) async fn insert_key(tx: &DatabaseTransaction, organization_id: Uuid) -> Result<()> {
    let key = SecretBytes(secrets::random::<32>()?.to_vec());
    let row = chunk_key::ActiveModel { organization_id: Set(organization_id), key: Set(key) };
    chunk_key::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Inserts the rows of the chunks of packs.
pub(super) async fn insert(
    tx: &DatabaseTransaction,
    organization_id: Uuid,
    packs: &[(Uuid, &[PackedChunk])],
) -> Result<()> {
    let chunks = packs.iter().flat_map(|(pack_id, chunks)| chunks.iter().map(|chunk| (*pack_id, chunk)));
    let rows = chunks.map(|(pack_id, chunk)| -> Result<_> {
        Ok(chunk::Model {
            pack_id,
            pack_offset: i64::try_from(chunk.offset).map_err(Error::internal)?,
            length: i64::try_from(chunk.length).map_err(Error::internal)?,
            organization_id,
            chunk_id: chunk.id.0.to_vec(),
            damaged_at: None,
        })
    });
    let rows = rows.collect::<Result<Vec<_>>>()?;
    db::insert(tx, &rows, Taken::Fails).await?;
    Ok(())
}

/// Removes the rows of all chunks of a pack, however many there are: some in each of several transactions. For packs that
/// nobody trusts.
pub(super) async fn remove(db: &Db, pack_id: Uuid) -> Result<()> {
    loop {
        let of_pack = chunk::Entity::find().filter(chunk::Column::PackId.eq(pack_id));
        let offsets = of_pack.select_only().column(chunk::Column::PackOffset).order_by_asc(chunk::Column::PackOffset);
        let end: Option<i64> = offsets.offset(REMOVED_TOGETHER).into_tuple().one(db.read()).await?;
        let before = end.map(|end| chunk::Column::PackOffset.lt(end));
        let batch = chunk::Entity::delete_many().filter(chunk::Column::PackId.eq(pack_id));
        let batch = batch.filter(Condition::all().add_option(before));
        db.write(async move |tx: &DatabaseTransaction| Ok(batch.exec(tx).await?)).await?;
        if end.is_none() {
            return Ok(());
        }
    }
}

/// The next chunks of a pack, from the one at `offset` on; `None` at its end.
pub(super) async fn of_pack_from(db: &Db, pack_id: Uuid, offset: i64) -> Result<Option<Vec<chunk::Model>>> {
    let rows = chunk::Entity::find()
        .filter(chunk::Column::PackId.eq(pack_id))
        .filter(chunk::Column::PackOffset.gte(offset))
        .order_by_asc(chunk::Column::PackOffset)
        .limit(OF_PACK_MAX)
        .all(db.read())
        .await?;
    Ok(Some(rows).filter(|rows| !rows.is_empty()))
}

/// The chunk that a row tells of.
///
/// # Errors
/// `Internal` if the row can't be one.
pub(super) fn packed(row: chunk::Model) -> Result<PackedChunk> {
    Ok(PackedChunk {
        id: ChunkId(row.chunk_id.try_into().map_err(|_| Error::internal("a chunk's id is not 32 bytes long"))?),
        offset: u64::try_from(row.pack_offset).map_err(Error::internal)?,
        length: u64::try_from(row.length).map_err(Error::internal)?,
    })
}

/// Takes note that the upload of a staged pack is alive: its age is that of its last sign of life. One that was condemned
/// for its age is staged again. False if the sweep has come to it: its chunks are gone.
pub(super) async fn stays_staged(tx: &DatabaseTransaction, pack_id: Uuid, at: DateTime<Utc>) -> Result<bool> {
    let touched = pack::Entity::update_many()
        .col_expr(pack::Column::State, Expr::value(PackState::Staged))
        .col_expr(pack::Column::CreatedAt, Expr::value(at))
        .col_expr(pack::Column::CondemnedAt, Expr::value(None::<DateTime<Utc>>))
        .filter(pack::Column::Id.eq(pack_id))
        .filter(pack::Column::State.is_in([PackState::Staged, PackState::Condemned]))
        .exec(tx)
        .await?;
    Ok(touched.rows_affected > 0)
}

#[async_trait]
impl ChunkIndex for Index {
    async fn key(&self, organization_id: Uuid) -> Result<Arc<ChunkKey>> {
        if let Some(key) = self.kept.get(&organization_id) {
            return Ok(Arc::clone(key));
        }
        if let Some(key) = self.keys.lock().unwrap_or_else(PoisonError::into_inner).get(&organization_id) {
            return Ok(Arc::clone(key));
        }
        let found = chunk_key::Entity::find_by_id(organization_id).one(self.db.read()).await?;
        let bytes = found.ok_or(Error::NotFound("organization"))?.key.0;
        let bytes = bytes.try_into().map_err(|_| Error::internal("a chunk key is not 32 bytes long"))?;
        let key = Arc::new(ChunkKey::new(bytes));
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        if keys.len() >= KEYS_MAX {
            keys.clear();
        }
        keys.insert(organization_id, Arc::clone(&key));
        Ok(key)
    }

    async fn find(
        &self,
        organization_id: Uuid,
        after: Option<ChunkPlace>,
        ids: &[ChunkId],
    ) -> Result<Vec<Option<ChunkPlace>>> {
        find::find(&self.db, organization_id, after, ids).await
    }

    async fn of_pack(&self, pack_id: Uuid, range: Range<u64>) -> Result<Vec<PackedChunk>> {
        let (start, end) = (i64::try_from(range.start), i64::try_from(range.end));
        let (start, end) = (start.map_err(Error::internal)?, end.map_err(Error::internal)?);
        // No chunk is longer than that: the index leads right to where the range begins.
        let from = start.saturating_sub(i64::try_from(crate::blobs::CHUNK_BYTES_MAX).map_err(Error::internal)?);
        let rows = chunk::Entity::find()
            .filter(chunk::Column::PackId.eq(pack_id))
            .filter(chunk::Column::PackOffset.gt(from))
            .filter(chunk::Column::PackOffset.lt(end))
            .filter(Expr::col(chunk::Column::PackOffset).add(Expr::col(chunk::Column::Length)).gt(start))
            .order_by_asc(chunk::Column::PackOffset)
            .limit(OF_PACK_MAX)
            .all(self.db.read())
            .await?;
        rows.into_iter().map(packed).collect()
    }

    async fn stage(&self, organization_id: Uuid, pack_id: Uuid, chunks: &[PackedChunk]) -> Result<()> {
        let (chunks, at) = (chunks.to_vec(), self.clock.now());
        // The first chunks of a pack make its row. Later ones join it: one that is gone by then was deleted and forgotten,
        // and the chunks before with it.
        let is_new = chunks.first().is_none_or(|chunk| chunk.offset == 0);
        // The upload's own transaction comes later.
        let staged = self.db.write(async move |tx: &DatabaseTransaction| {
            if is_new {
                let row = pack::ActiveModel {
                    id: Set(pack_id),
                    organization_id: Set(organization_id),
                    size_bytes: Set(0),
                    state: Set(PackState::Staged),
                    created_at: Set(at),
                    condemned_at: Set(None),
                    may_have_gaps: Set(false),
                };
                pack::Entity::insert(row).exec_without_returning(tx).await?;
            } else if !stays_staged(tx, pack_id, at).await? {
                return Err(Error::unavailable("the sweep took the pack of an upload for that of a dead one"));
            }
            insert(tx, organization_id, &[(pack_id, &chunks)]).await
        });
        apart(staged).await
    }

    async fn has_packs(&self) -> Result<bool> {
        let live = pack::Entity::find().filter(pack::Column::State.eq(PackState::Live));
        Ok(live.select_only().column(pack::Column::Id).into_tuple::<Uuid>().one(self.db.read()).await?.is_some())
    }

    async fn unstage(&self, pack_id: Uuid) -> Result<()> {
        let removed = async {
            remove(&self.db, pack_id).await?;
            let write = self.db.write(async move |tx: &DatabaseTransaction| {
                // What was being staged meanwhile.
                chunk::Entity::delete_many().filter(chunk::Column::PackId.eq(pack_id)).exec(tx).await?;
                let staged = pack::Entity::delete_many().filter(pack::Column::State.eq(PackState::Staged));
                staged.filter(pack::Column::Id.eq(pack_id)).exec(tx).await?;
                Ok(())
            });
            write.await
        };
        apart(removed).await
    }
}
