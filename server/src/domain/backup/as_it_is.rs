//! What there is of a damaged pack of a store.

use std::io;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use bytes::Bytes;
use futures_util::Stream;

use super::damage::Damage;
use super::files::PackFile;
use super::named::NamedPack;
use crate::blobs::{Blobs, ChunkFault, FoundChunk};
use crate::db::Db;
use crate::db::entity::chunk;
use crate::domain::chunks;

/// What there is of a damaged pack, each byte at its place, with zeros for what can't be read. Chunks that the store has not
/// are taken from an earlier copy, if there is one at `copied`. What is wrong with the pack is in `damage` when the stream
/// has ended: with an error if there is nothing of it, or if that can't be told.
pub(super) fn pieces<'a>(
    from: (&'a Db, &'a Blobs),
    pack: &'a NamedPack,
    copied: Option<&'a Path>,
    damage: &'a mut Damage,
) -> impl Stream<Item = io::Result<Bytes>> + Send + 'a {
    let chunks = Chunks { from, pack, copied, copy: None, damage, rows: Vec::new().into_iter(), offset: 0 };
    futures_util::stream::try_unfold(chunks, async |mut chunks| {
        let next = chunks.next().await.map_err(io::Error::other)?;
        Ok(next.map(|bytes| (bytes, chunks)))
    })
}

/// The chunks of a damaged pack, one after the other.
struct Chunks<'a> {
    from: (&'a Db, &'a Blobs),
    pack: &'a NamedPack,
    copied: Option<&'a Path>,
    /// The earlier copy, from the first chunk on that is wanted of it.
    copy: Option<PackFile>,
    damage: &'a mut Damage,
    rows: std::vec::IntoIter<chunk::Model>,
    /// Where the next one begins.
    offset: i64,
}

impl Chunks<'_> {
    async fn next(&mut self) -> Result<Option<Bytes>> {
        let ((db, blobs), pack) = (self.from, self.pack);
        if self.rows.len() == 0 {
            let rows = chunks::of_pack_from(db, pack.id, self.offset).await.context("its chunks can't be read")?;
            self.rows = rows.unwrap_or_default().into_iter();
        }
        let Some(row) = self.rows.next() else {
            if u64::try_from(self.offset)? != pack.size_bytes {
                bail!("its chunks do not add up to its bytes; see `strongroom fsck`");
            }
            return Ok(None);
        };
        let is_first = self.offset == 0;
        self.offset = row.pack_offset + row.length;
        let chunk = chunks::packed(row)?;
        let found = blobs.examine_chunk(pack.organization_id, pack.id, &chunk).await;
        let FoundChunk { bytes, fault } = found.context("the store does not answer")?;
        if fault.is_none() {
            return Ok(Some(bytes));
        }
        if self.copy.is_none()
            && let Some(path) = self.copied.take()
        {
            self.copy = PackFile::open(path).await;
        }
        if let Some(copy) = &self.copy {
            let bytes = copy.run(chunk.offset, chunk.length).await?;
            let is_it = blobs.is_chunk(pack.organization_id, &chunk, &bytes).await;
            if is_it.context("nobody knows the key of its chunks")? {
                return Ok(Some(bytes));
            }
        } else if fault == Some(ChunkFault::Missing) && is_first {
            self.damage.is_missing = true;
            bail!("it is not in the store");
        }
        self.damage.chunks.push((chunk.offset, chunk.length));
        let mut padded = bytes.to_vec();
        padded.resize(usize::try_from(chunk.length)?, 0);
        Ok(Some(padded.into()))
    }
}
