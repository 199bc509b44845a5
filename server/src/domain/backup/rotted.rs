//! Copies that are no longer what was copied: what is whole of them is told by the ids of their chunks, which are among
//! the backup's rows.

use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use futures_util::{Stream, StreamExt as _, TryStreamExt as _};
use serde_json::Value as Json;
use uuid::Uuid;

use super::damage::Damage;
use super::files::{self, PackFile};
use super::manifest::PackEntry;
use super::packs;
use super::rows::Table;
use crate::blobs::{Blobs, ChunkId, ChunkKey, PackedChunk};

/// The chunks of a backup's packs. Asked for in the order of the packs' ids, they are read once.
pub(super) struct ChunkRows {
    folder: PathBuf,
    table: Table,
    /// One that was read, and is of a pack that was not asked for yet.
    ahead: Option<Row>,
    key: Option<(Uuid, ChunkKey)>,
}

struct Row {
    pack: Uuid,
    organization_id: Uuid,
    chunk: PackedChunk,
}

impl ChunkRows {
    /// `folder` is that of one backup, whose rows have their digests.
    pub async fn open(folder: &Path) -> Result<Self> {
        let table = Table::open(folder, "chunks").await?;
        Ok(Self { folder: folder.to_owned(), table, ahead: None, key: None })
    }

    /// The next chunk of a pack, and whose it is.
    async fn next_of(&mut self, pack: Uuid) -> Result<Option<(Uuid, PackedChunk)>> {
        loop {
            let row = match self.ahead.take() {
                Some(row) => row,
                None => match self.table.next().await? {
                    Some(values) => self.row(&values).context("a row of chunks can't be understood")?,
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

    fn row(&self, values: &[Json]) -> Result<Row> {
        let value = |name| self.table.value(values, name);
        let number = |name| value(name)?.as_u64().with_context(|| format!("{name} should be a number"));
        let id: Vec<u8> = bytes(value("chunk_id")?)?;
        let id = ChunkId(id.as_slice().try_into().context("a chunk's id is not 32 bytes long")?);
        let chunk = PackedChunk { id, offset: number("pack_offset")?, length: number("length")? };
        Ok(Row { pack: uuid(value("pack_id")?)?, organization_id: uuid(value("organization_id")?)?, chunk })
    }

    /// Whether these are the bytes of a chunk.
    async fn is_it(&mut self, organization_id: Uuid, chunk: &PackedChunk, bytes: &Bytes) -> Result<bool> {
        let key = match &self.key {
            Some((of, key)) if *of == organization_id => key,
            _ => &self.key.insert((organization_id, key_of(&self.folder, organization_id).await?)).1,
        };
        Ok(key.id([bytes]) == chunk.id)
    }
}

async fn key_of(folder: &Path, organization_id: Uuid) -> Result<ChunkKey> {
    let mut table = Table::open(folder, "chunk_keys").await?;
    while let Some(values) = table.next().await? {
        if uuid(table.value(&values, "organization_id")?)? == organization_id {
            let key = bytes(table.value(&values, "key")?)?;
            return Ok(ChunkKey::new(key.as_slice().try_into().context("a chunk key is not 32 bytes long")?));
        }
    }
    bail!("the key of the organization {organization_id} is not among the rows")
}

fn uuid(value: &Json) -> Result<Uuid> {
    Ok(value.as_str().context("it should be a text")?.parse()?)
}

fn bytes(value: &Json) -> Result<Vec<u8>> {
    Ok(STANDARD.decode(value.as_str().context("it should be a text")?)?)
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
        if !self.rows.is_it(organization_id, &chunk, &bytes).await? {
            self.damage.chunks.push((chunk.offset, chunk.length));
        }
        self.offset += chunk.length;
        Ok(Some(bytes))
    }
}
