//! Copies that are no longer what was copied: what is whole of them is told by the ids of their chunks, which are among
//! the backup's rows.

use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use bytes::Bytes;
use futures_util::{Stream, StreamExt as _, TryStreamExt as _};
use serde_json::Value as Json;
use uuid::Uuid;

use super::damage::Damage;
use super::files::{self, PackFile};
use super::keys;
use super::manifest::PackEntry;
use super::packs;
use super::rows::Table;
use crate::blobs::{Blobs, ChunkId, ChunkKey, PackedChunk};

/// The chunks of a backup's packs. Asked for in the order of the packs' ids, they are read once.
pub(super) struct ChunkRows {
    table: Table,
    keys: HashMap<Uuid, Arc<ChunkKey>>,
    /// One that was read, and is of a pack that was not asked for yet.
    ahead: Option<Row>,
}

struct Row {
    pack: Uuid,
    organization_id: Uuid,
    chunk: PackedChunk,
}

impl ChunkRows {
    /// `folder` is that of one backup, whose rows have their digests.
    pub async fn open(folder: &Path) -> Result<Self> {
        let (table, keys) = (Table::open(folder, "chunks").await?, keys::read(folder).await?);
        Ok(Self { table, keys, ahead: None })
    }

    /// The next chunk of a pack, and whose it is.
    async fn next_of(&mut self, pack: Uuid) -> Result<Option<(Uuid, PackedChunk)>> {
        loop {
            let row = match self.ahead.take() {
                Some(row) => row,
                None => match self.table.next().await? {
                    Some(row) => self.row(&row).context("a row of chunks can't be understood")?,
                    None => return Ok(None),
                },
            };
            if row.pack > pack {
                self.ahead = Some(row);
                return Ok(None);
            }
            if row.pack == pack {
                return Ok(Some((row.organization_id, row.chunk)));
            }
        }
    }

    fn row(&self, row: &[Json]) -> Result<Row> {
        let table = &self.table;
        let id = table.bytes(row, "chunk_id")?;
        let id = ChunkId(id.as_slice().try_into().context("a chunk's id is not 32 bytes long")?);
        let (offset, length) = (table.number(row, "pack_offset")?, table.number(row, "length")?);
        let (pack, organization_id) = (table.uuid(row, "pack_id")?, table.uuid(row, "organization_id")?);
        Ok(Row { pack, organization_id, chunk: PackedChunk { id, offset, length } })
    }

    /// Whether these are the bytes of a chunk.
    fn is_it(&self, organization_id: Uuid, chunk: &PackedChunk, bytes: &Bytes) -> Result<bool> {
        let key = self.keys.get(&organization_id);
        Ok(key.context("the key of its organization is not among the rows")?.id([bytes]) == chunk.id)
    }
}

/// Whether what there is of a copy is wanted in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Put,
    /// The store has it from an attempt before: as it is, or whole, if the copy rotted since. Its chunks count as damaged
    /// in both cases, until the scrub has read them.
    Told,
}

/// Brings over what there is of a copy, each byte at its place, with zeros for what can't be read. Answers what is wrong with
/// it.
///
/// # Errors
/// If the store can't be written.
pub(super) async fn copy_in(
    blobs: &Blobs,
    entry: &PackEntry,
    from: &Path,
    rows: &mut ChunkRows,
    wanted: Wanted,
) -> Result<Damage> {
    let lost = Damage { is_missing: true, chunks: Vec::new() };
    let Some(copy) = PackFile::open(&files::path(from, entry.pack)).await else { return Ok(lost) };
    let mut damage = Damage::default();
    let pieces = Rotted { rows, entry, copy, damage: &mut damage, offset: 0 }.pieces().boxed();
    let read = match wanted {
        Wanted::Put => packs::put(blobs, entry.pack, entry.size_bytes, pieces).await?,
        Wanted::Told => pieces.try_for_each(async |_| Ok(())).await,
    };
    match read {
        Ok(()) => Ok(damage),
        Err(error) => {
            tracing::warn!(pack_id = %entry.pack, %error, "nothing of a pack can be told to be whole");
            Ok(lost)
        }
    }
}

/// A copy, chunk by chunk.
struct Rotted<'a> {
    rows: &'a mut ChunkRows,
    entry: &'a PackEntry,
    copy: PackFile,
    damage: &'a mut Damage,
    /// Where the next chunk begins.
    offset: u64,
}

impl<'a> Rotted<'a> {
    fn pieces(self) -> impl Stream<Item = io::Result<Bytes>> + Send + 'a {
        futures_util::stream::try_unfold(self, async |mut rotted| {
            let next = rotted.next().await.map_err(io::Error::other)?;
            Ok(next.map(|bytes| (bytes, rotted)))
        })
    }

    async fn next(&mut self) -> Result<Option<Bytes>> {
        let Some((organization_id, chunk)) = self.rows.next_of(self.entry.pack).await? else {
            if self.offset != self.entry.size_bytes {
                bail!("its chunks do not add up to its bytes");
            }
            return Ok(None);
        };
        if chunk.offset != self.offset {
            bail!("its chunks have gaps");
        }
        let bytes = self.copy.run(chunk.offset, chunk.length).await?;
        if !self.rows.is_it(organization_id, &chunk, &bytes)? {
            self.damage.chunks.push((chunk.offset, chunk.length));
        }
        self.offset += chunk.length;
        Ok(Some(bytes))
    }
}
