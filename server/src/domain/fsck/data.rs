//! What is in the store, held against the rows: every chunk of every live pack, and every content as a whole.

use chrono::{DateTime, Utc};
use futures_util::TryStreamExt as _;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{BATCH, Fault, Report};
use crate::blobs::{Blobs, ChunkFault, Source};
use crate::db::Db;
use crate::db::entity::pack::{self, PackState};
use crate::db::entity::{chunk, content};
use crate::domain::{chunks, files, scrub, versions};
use crate::error::{Error, Result};

/// How many chunks are named that are not what was written; a disk that died has millions.
const CHUNK_FAULTS_MAX: usize = 10_000;

/// Reads every chunk of every live pack past all caches, and names those that are not what was written.
pub(super) async fn chunks(db: &Db, blobs: &Blobs, report: &mut Report) -> Result<()> {
    for (chunk, fault) in damaged(db, blobs, &mut report.examined.chunks_read).await? {
        report.faults.push(chunk_fault(&chunk, fault));
    }
    Ok(())
}

/// Reads every chunk of every live pack; marks those that are not what was written, and leads what needs them to other
/// copies where there are any. Answers those of which nothing needs to be read any more.
pub(super) async fn mend(db: &Db, blobs: &Blobs, at: DateTime<Utc>) -> Result<Vec<Fault>> {
    let mut mended = Vec::new();
    for (chunk, fault) in damaged(db, blobs, &mut 0).await? {
        scrub::note(db, blobs, &chunk, at).await?;
        if !is_relied_on(db, &chunk).await? {
            let Fault { check, subject, detail } = chunk_fault(&chunk, fault);
            let detail = format!("{detail}; nothing relies on it any more");
            mended.push(Fault { check, subject, detail });
        }
    }
    Ok(mended)
}

async fn damaged(db: &Db, blobs: &Blobs, chunks_read: &mut u64) -> Result<Vec<(chunk::Model, ChunkFault)>> {
    let (mut last, mut damaged) = (Uuid::nil(), Vec::new());
    loop {
        let packs = pack::Entity::find()
            .filter(pack::Column::State.eq(PackState::Live))
            .filter(pack::Column::Id.gt(last))
            .order_by_asc(pack::Column::Id)
            .limit(BATCH)
            .all(db.read())
            .await?;
        let Some(end) = packs.last() else { return Ok(damaged) };
        last = end.id;
        for pack in packs {
            let mut offset = 0;
            while let Some(batch) = chunks::of_pack_from(db, pack.id, offset).await? {
                for row in batch {
                    offset = row.pack_offset + row.length;
                    let chunk = chunks::packed(row.clone())?;
                    let found = blobs.examine_chunk(row.organization_id, row.pack_id, &chunk).await;
                    *chunks_read += 1;
                    let found = match found {
                        Ok(found) => found,
                        Err(error) if is_relied_on(db, &row).await? => return Err(Error::unavailable(error)),
                        // Its organization was removed since the row was read, and the key with it.
                        Err(_) => continue,
                    };
                    if let Some(fault) = found.fault
                        && damaged.len() < CHUNK_FAULTS_MAX
                        && is_relied_on(db, &row).await?
                    {
                        damaged.push((row, fault));
                    }
                }
            }
        }
    }
}

/// A chunk that is not what was written, as it is told.
fn chunk_fault(row: &chunk::Model, fault: ChunkFault) -> Fault {
    let chunk::Model { pack_id, pack_offset, length, chunk_id, .. } = row;
    let id: String = chunk_id.iter().map(|byte| format!("{byte:02x}")).collect();
    let detail = format!("its chunk {id}, {length} bytes at byte {pack_offset}, {}", fault.told());
    Fault { check: "chunk_bytes", subject: *pack_id, detail }
}

/// Whether somebody needs the chunk or may come to rely on it. Its pack may have been removed since the row was read, by a
/// server beside us; and of one that is known to be damaged, and that nobody needs, nothing is lost.
async fn is_relied_on(db: &Db, row: &chunk::Model) -> Result<bool> {
    let pack = pack::Entity::find_by_id(row.pack_id).one(db.read()).await?;
    let found = chunk::Entity::find_by_id((row.pack_id, row.pack_offset)).one(db.read()).await?;
    let (Some(pack), Some(chunk)) = (pack, found) else { return Ok(false) };
    Ok(pack.state == PackState::Live && (chunk.damaged_at.is_none() || versions::is_needed(db.read(), &chunk).await?))
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
