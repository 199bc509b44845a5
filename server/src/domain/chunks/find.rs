//! Where the chunks of an upload are stored already. Asked for each MiB that comes: by one statement, which reads a few copies
//! of each chunk. Of one that repeats, as zeros do, there may be a hundred thousand.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait as _, DbBackend, FromQueryResult, JoinType, QueryFilter as _, QuerySelect as _, RelationTrait as _,
    Statement, Value,
};
use uuid::Uuid;

use crate::blobs::{ChunkId, ChunkPlace};
use crate::db::Db;
use crate::db::entity::pack::PackState;
use crate::db::entity::{chunk, pack};
use crate::error::{Error, Result};

/// How many copies of a chunk are looked at, whether or not they can be relied on.
const COPIES_MAX: usize = 16;

/// A chunk that is not known to be damaged, in a pack of any state.
#[derive(Debug, FromQueryResult)]
struct StoredCopy {
    chunk_id: Vec<u8>,
    pack_id: Uuid,
    pack_offset: i64,
    length: i64,
    state: PackState,
}

/// Where in a pack, and how long.
#[derive(Debug, Clone, Copy)]
struct Run {
    pack_id: Uuid,
    offset: i64,
    length: i64,
}

impl Run {
    fn is_at(&self, place: (Uuid, i64)) -> bool {
        (self.pack_id, self.offset) == place
    }
}

/// Where chunks are, in the order of `ids`: what was one run stays one, also the one that ends at `after`.
pub(super) async fn find(
    db: &Db,
    organization_id: Uuid,
    after: Option<ChunkPlace>,
    ids: &[ChunkId],
) -> Result<Vec<Option<ChunkPlace>>> {
    let copies = copies(db, organization_id, ids).await?;
    let offset = |place: ChunkPlace| i64::try_from(place.offset).map_err(Error::internal);
    let mut next = after.map(|after| Ok::<_, Error>((after.pack_id, offset(after)?))).transpose()?;
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        let of_id = copies.get(&id.0[..]).map(Vec::as_slice).unwrap_or_default();
        let mut runs = of_id.iter().filter(|copy| copy.state == PackState::Live).map(|copy| Run {
            pack_id: copy.pack_id,
            offset: copy.pack_offset,
            length: copy.length,
        });
        let first = runs.clone().next();
        let run = match next {
            None => first,
            Some(next) => match runs.find(|run| run.is_at(next)) {
                None if of_id.len() >= COPIES_MAX => copy_at(db, organization_id, next, *id).await?.or(first),
                continuing => continuing.or(first),
            },
        };
        next = run.map(|run| (run.pack_id, run.offset + run.length));
        let place = run.map(|run| -> Result<_> {
            Ok(ChunkPlace { pack_id: run.pack_id, offset: u64::try_from(run.offset).map_err(Error::internal)? })
        });
        found.push(place.transpose()?);
    }
    Ok(found)
}

/// A few copies of each of some chunks, by their ids; the oldest pack's first.
async fn copies(db: &Db, organization_id: Uuid, ids: &[ChunkId]) -> Result<HashMap<Vec<u8>, Vec<StoredCopy>>> {
    let mut wanted: Vec<ChunkId> = ids.to_vec();
    wanted.sort_unstable();
    wanted.dedup();
    let mut by_id: HashMap<Vec<u8>, Vec<StoredCopy>> = HashMap::new();
    if wanted.is_empty() {
        return Ok(by_id);
    }
    let mut copies =
        StoredCopy::find_by_statement(statement(db.backend(), organization_id, &wanted)).all(db.read()).await?;
    copies.sort_unstable_by_key(|copy| (copy.pack_id, copy.pack_offset));
    for copy in copies {
        by_id.entry(copy.chunk_id.clone()).or_default().push(copy);
    }
    Ok(by_id)
}

fn statement(backend: DbBackend, organization_id: Uuid, wanted: &[ChunkId]) -> Statement {
    let marks: Vec<String> = (2..wanted.len() + 2).map(|number| format!("(${number})")).collect();
    let marks = marks.join(", ");
    let is_copy = "chunks.organization_id = $1 AND chunks.chunk_id = wanted.column1 AND chunks.damaged_at IS NULL";
    // Each by itself, so that PostgreSQL can't know which of them are frequent: for one that is, it would rather read the
    // table from its start than look into the index. And on SQLite in the order in which they stand here.
    let found = match backend {
        DbBackend::Postgres => {
            format!("LATERAL (SELECT * FROM chunks WHERE {is_copy} LIMIT {COPIES_MAX}) AS found CROSS JOIN packs WHERE")
        }
        _ => format!(
            "chunks AS found CROSS JOIN packs WHERE (found.pack_id, found.pack_offset) IN (
               SELECT chunks.pack_id, chunks.pack_offset FROM chunks WHERE {is_copy} LIMIT {COPIES_MAX}
             ) AND"
        ),
    };
    let sql = format!(
        "SELECT found.chunk_id, found.pack_id, found.pack_offset, found.length, packs.state
         FROM (VALUES {marks}) AS wanted CROSS JOIN {found} packs.id = found.pack_id"
    );
    let values = wanted.iter().map(|id| Value::from(id.0.to_vec()));
    Statement::from_sql_and_values(backend, sql, std::iter::once(Value::from(organization_id)).chain(values))
}

/// The copy of a chunk that begins there, if it can be relied on.
async fn copy_at(db: &Db, organization_id: Uuid, place: (Uuid, i64), id: ChunkId) -> Result<Option<Run>> {
    let copy = chunk::Entity::in_organization(organization_id)
        .filter(chunk::Column::PackId.eq(place.0))
        .filter(chunk::Column::PackOffset.eq(place.1))
        .filter(chunk::Column::DamagedAt.is_null())
        .join(JoinType::InnerJoin, chunk::Relation::Pack.def())
        .filter(pack::Column::State.eq(PackState::Live))
        .one(db.read())
        .await?;
    let copy = copy.filter(|copy| copy.chunk_id == id.0);
    Ok(copy.map(|copy| Run { pack_id: copy.pack_id, offset: copy.pack_offset, length: copy.length }))
}

#[cfg(test)]
mod tests {
    use sea_orm::{ActiveValue::Set, DatabaseTransaction, EntityTrait as _};

    use super::*;
    use crate::blobs::PackedChunk;
    use crate::domain::chunks;
    use crate::domain::testing::{World, worlds};

    const LENGTH: u64 = 1024 * 1024;
    const ZEROS: ChunkId = ChunkId([0; 32]);
    const OTHER: ChunkId = ChunkId([1; 32]);

    /// Makes a pack with these chunks.
    async fn pack(world: &World, organization_id: Uuid, pack: u128, state: PackState, ids: &[ChunkId]) -> Uuid {
        let pack_id = Uuid::from_u128(pack);
        let row = pack::ActiveModel {
            id: Set(pack_id),
            organization_id: Set(organization_id),
            size_bytes: Set(0),
            state: Set(state),
            created_at: Set(world.app.clock.now()),
            condemned_at: Set(None),
            may_have_gaps: Set(false),
        };
        let packed =
            |(index, id): (usize, &ChunkId)| PackedChunk { id: *id, offset: index as u64 * LENGTH, length: LENGTH };
        let packed: Vec<_> = ids.iter().enumerate().map(packed).collect();
        let insert = async move |tx: &DatabaseTransaction| {
            pack::Entity::insert(row).exec_without_returning(tx).await?;
            chunks::insert(tx, organization_id, &[(pack_id, &packed)]).await
        };
        world.app.db.write(insert).await.unwrap();
        pack_id
    }

    fn at(pack_id: Uuid, index: u64) -> ChunkPlace {
        ChunkPlace { pack_id, offset: index * LENGTH }
    }

    /// What a content of zeros stored before cost every upload that has some: all copies were read and sorted.
    #[tokio::test]
    async fn of_a_chunk_that_repeats_a_few_copies_are_read_and_runs_stay_runs() {
        for world in worlds().await {
            let organization_id = world.superuser.organization_id;
            let condemned = [ZEROS, OTHER];
            pack(&world, organization_id, 1, PackState::Condemned, &condemned).await;
            let mut ids = vec![OTHER];
            ids.extend([ZEROS; 3000]);
            ids.push(OTHER);
            let live = pack(&world, organization_id, 2, PackState::Live, &ids).await;
            let db = &world.app.db;
            let copies = copies(db, organization_id, &[ZEROS, OTHER, ZEROS]).await.unwrap();
            assert_eq!(copies[&ZEROS.0[..]].len(), COPIES_MAX);
            assert_eq!(copies[&OTHER.0[..]].len(), 3);

            let find = async |after, ids: &[ChunkId]| find(db, organization_id, after, ids).await.unwrap();
            let places = |range: std::ops::Range<u64>| range.map(|index| Some(at(live, index))).collect::<Vec<_>>();
            assert_eq!(find(Some(at(live, 2000)), &[ZEROS; 4]).await, places(2000..2004));
            assert_eq!(find(Some(at(live, 3000)), &[ZEROS, OTHER]).await, places(3000..3002));
            assert_eq!(find(Some(at(live, 0)), &[OTHER, ZEROS, ZEROS]).await, places(0..3));
            // Nothing is there that continues it.
            let found = find(Some(at(live, 3001)), &[ZEROS]).await;
            assert!(found[0].is_some_and(|place| place.pack_id == live), "{found:?}");
            assert_eq!(find(None, &[]).await, []);
            assert_eq!(find(None, &[ChunkId([2; 32])]).await, [None]);
            let elsewhere = super::find(db, Uuid::from_u128(9), Some(at(live, 1)), &[ZEROS]).await.unwrap();
            assert_eq!(elsewhere, [None]);
        }
    }
}
