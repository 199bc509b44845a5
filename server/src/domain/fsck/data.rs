//! What is in the store, held against the rows: every chunk of every live pack, and every content as a whole.

use futures_util::TryStreamExt as _;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{BATCH, Fault, Report};
use crate::blobs::{Blobs, ChunkFault, Source};
use crate::db::Db;
use crate::db::entity::pack::{self, PackState};
use crate::db::entity::{chunk, content};
use crate::domain::{chunks, files};
use crate::error::{Error, Result};

/// How many chunks are named that are not what was written; a disk that died has millions.
const CHUNK_FAULTS_MAX: usize = 10_000;

/// Reads every chunk of every live pack past all caches, and names those that are not what was written.
pub(super) async fn chunks(db: &Db, blobs: &Blobs, report: &mut Report) -> Result<()> {
    let (mut last, mut named) = (Uuid::nil(), 0);
    loop {
        let packs = pack::Entity::find()
            .filter(pack::Column::State.eq(PackState::Live))
            .filter(pack::Column::Id.gt(last))
            .order_by_asc(pack::Column::Id)
            .limit(BATCH)
            .all(db.read())
            .await?;
        let Some(end) = packs.last() else { return Ok(()) };
        last = end.id;
        for pack in packs {
            let mut offset = 0;
            while let Some(batch) = chunks::of_pack_from(db, pack.id, offset).await? {
                for chunk in batch {
                    offset = chunk.pack_offset + chunk.length;
                    if let Some(fault) = examine(db, blobs, &chunk, report).await?
                        && named < CHUNK_FAULTS_MAX
                    {
                        named += 1;
                        report.faults.push(fault);
                    }
                }
            }
        }
    }
}

/// What is wrong with a chunk.
async fn examine(db: &Db, blobs: &Blobs, row: &chunk::Model, report: &mut Report) -> Result<Option<Fault>> {
    let chunk = chunks::packed(row.clone())?;
    let found = blobs.examine_chunk(row.organization_id, row.pack_id, &chunk).await.map_err(Error::unavailable)?;
    report.examined.chunks_read += 1;
    let Some(fault) = found.fault else { return Ok(None) };
    if !is_relied_on(db, row).await? {
        return Ok(None);
    }
    Ok(Some(chunk_fault(row, fault)))
}

/// A chunk that is not what was written, as it is told.
pub(super) fn chunk_fault(row: &chunk::Model, fault: ChunkFault) -> Fault {
    let chunk::Model { pack_id, pack_offset, length, chunk_id, .. } = row;
    let id: String = chunk_id.iter().map(|byte| format!("{byte:02x}")).collect();
    let detail = format!("its chunk {id}, {length} bytes at byte {pack_offset}, {}", fault.told());
    Fault { check: "chunk_bytes", subject: *pack_id, detail }
}

/// Whether the chunk is still to be there: its pack may have been removed since the row was read, by a server beside us.
async fn is_relied_on(db: &Db, row: &chunk::Model) -> Result<bool> {
    let pack = pack::Entity::find_by_id(row.pack_id).one(db.read()).await?;
    Ok(pack.is_some_and(|pack| pack.state == PackState::Live))
}

/// Reads every content and compares it with its digest.
pub(super) async fn contents(db: &Db, blobs: &Blobs, report: &mut Report) -> Result<()> {
    let mut last = Uuid::nil();
    loop {
        let batch = content::Entity::find()
            .filter(content::Column::Id.gt(last))
            .order_by_asc(content::Column::Id)
            .limit(BATCH)
            .all(db.read())
            .await?;
        let Some(end) = batch.last() else { return Ok(()) };
        last = end.id;
        for content in batch {
            read_content(db, blobs, content, report).await?;
        }
    }
}

/// Reads a content and compares it with its row.
async fn read_content(db: &Db, blobs: &Blobs, content: content::Model, report: &mut Report) -> Result<()> {
    let content::Model { id, organization_id, sha256, size_bytes, inline_bytes, .. } = content;
    let size_bytes = u64::try_from(size_bytes).unwrap_or_default();
    let source = match inline_bytes {
        Some(bytes) => Source::Inline(bytes.into()),
        None => files::extents(db.read(), organization_id, id).await?,
    };
    let outcome = digest(blobs, source, size_bytes).await;
    report.examined.contents_read += 1;
    let detail = match outcome {
        Ok(digest) if digest.as_slice() == sha256 => {
            report.examined.bytes_read += size_bytes;
            return Ok(());
        }
        Ok(_) => "its bytes do not have its digest".to_owned(),
        Err(error) => format!("its bytes can't be read: {error}"),
    };
    // It may have been removed since its row was read, by a server beside us.
    if content::Entity::find_by_id(id).one(db.read()).await?.is_some() {
        report.faults.push(Fault { check: "content_bytes", subject: id, detail });
    }
    Ok(())
}

async fn digest(blobs: &Blobs, source: Source, size_bytes: u64) -> std::io::Result<[u8; 32]> {
    let mut hasher = Sha256::new();
    let mut pieces = std::pin::pin!(blobs.read(source, 0..size_bytes));
    while let Some(piece) = pieces.try_next().await? {
        hasher.update(&piece);
    }
    Ok(hasher.finalize().into())
}
