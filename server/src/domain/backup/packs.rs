//! Packs on their way out of a store and into one.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use bytes::Bytes;
use futures_util::stream::BoxStream;
use futures_util::{Stream, StreamExt as _, TryStreamExt as _};
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use sha2::{Digest as _, Sha256};
use tokio::fs::File;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use uuid::Uuid;

use super::damage::Damage;
use super::manifest::{Manifest, PackEntry, make_private_folder, sync_parent};
use crate::blobs::{Blobs, ChunkFault, Extent, FoundChunk, Source};
use crate::db::Db;
use crate::db::entity::chunk;
use crate::db::entity::pack::{self, PackState};
use crate::domain::chunks;

/// How much is read from a file at a time.
const PIECE_BYTES: usize = 256 * 1024;

/// What came of copying.
pub(super) struct Copied {
    pub packs: Vec<PackEntry>,
    /// How many were not there yet, and their bytes.
    pub count: u64,
    pub bytes: u64,
}

/// A pack that rows name.
pub(super) struct NamedPack {
    pub id: Uuid,
    /// Whose key its chunks are checked by.
    pub organization_id: Uuid,
    pub size_bytes: u64,
}

/// The packs that rows name. The others are on their way in or out.
pub(super) async fn named(db: &impl ConnectionTrait) -> Result<Vec<NamedPack>> {
    let live = pack::Entity::find().filter(pack::Column::State.eq(PackState::Live)).order_by_asc(pack::Column::Id);
    let packs = live.all(db).await.context("the packs could not be read")?;
    let named = packs.into_iter().map(|pack| NamedPack {
        id: pack.id,
        organization_id: pack.organization_id,
        size_bytes: u64::try_from(pack.size_bytes).unwrap_or_default(),
    });
    Ok(named.collect())
}

/// Copies packs into a backup's folder, but for those that an earlier backup has put there.
///
/// # Errors
/// If the store does not answer, or the folder can't be written. A damaged pack is no error.
pub(super) async fn copy_out(
    from: (&Db, &Blobs),
    packs: Vec<NamedPack>,
    former: Option<&Manifest>,
    to: &Path,
) -> Result<Copied> {
    let known: HashMap<Uuid, &PackEntry> =
        former.into_iter().flat_map(|manifest| &manifest.packs).map(|entry| (entry.pack, entry)).collect();
    let mut copied = Copied { packs: Vec::new(), count: 0, bytes: 0 };
    for named in packs {
        let (pack, size_bytes) = (named.id, named.size_bytes);
        let path = path(to, pack);
        let there = tokio::fs::metadata(&path).await.is_ok_and(|file| file.len() == size_bytes);
        let entry = match known.get(&pack) {
            Some(entry) if there && entry.size_bytes == size_bytes && entry.damage.is_none() => (*entry).clone(),
            _ => {
                let entry = copy_one(from, &named, &path).await.with_context(|| format!("the pack {pack}"))?;
                copied.count += 1;
                copied.bytes += size_bytes;
                entry
            }
        };
        copied.packs.push(entry);
    }
    Ok(copied)
}

async fn copy_one(from: (&Db, &Blobs), named: &NamedPack, path: &Path) -> Result<PackEntry> {
    make_private_folder(path.parent().context("packs lie in folders")?)?;
    whole_or_as_it_is(from, named, async |pieces| write(path, pieces).await).await
}

/// Copies a pack of a store; if it is damaged, what there is of it. `copy` takes the bytes and answers their SHA-256, or an
/// inner error, and has nothing left of them, if they could not be read to their end. It may be called twice.
async fn whole_or_as_it_is(
    from: (&Db, &Blobs),
    named: &NamedPack,
    mut copy: impl AsyncFnMut(BoxStream<'_, io::Result<Bytes>>) -> Result<io::Result<String>>,
) -> Result<PackEntry> {
    let entry = |sha256, damage| PackEntry { pack: named.id, size_bytes: named.size_bytes, sha256, damage };
    let error = match copy(read(from.1, named).boxed()).await? {
        Ok(sha256) => return Ok(entry(sha256, None)),
        Err(error) => error,
    };
    tracing::warn!(pack_id = %named.id, %error, "a pack is copied as it is");
    let mut damage = Damage::default();
    match copy(as_it_is(from, named, &mut damage).boxed()).await? {
        // Some stores give at the second attempt what they did not at the first.
        Ok(sha256) => Ok(entry(sha256, Some(damage).filter(|damage| !damage.chunks.is_empty()))),
        Err(_) if damage.is_missing => Ok(entry(String::new(), Some(damage))),
        Err(error) => Err(error).context("it can't be read"),
    }
}

/// Writes a pack into a folder; it is durable before it has its name. Answers its SHA-256; the inner error says that it
/// could not be read.
async fn write(path: &Path, mut pieces: BoxStream<'_, io::Result<Bytes>>) -> Result<io::Result<String>> {
    let unfinished = path.with_extension("unfinished");
    let mut file = File::create(&unfinished).await.with_context(|| format!("{}", unfinished.display()))?;
    let mut hasher = Sha256::new();
    loop {
        match pieces.try_next().await {
            Ok(Some(piece)) => {
                hasher.update(&piece);
                file.write_all(&piece).await.context("it can't be written")?;
            }
            Ok(None) => break,
            Err(error) => {
                tokio::fs::remove_file(&unfinished).await.context("its unfinished copy can't be removed")?;
                return Ok(Err(error));
            }
        }
    }
    // The last write is still under way. Its error is told here, and nowhere else.
    file.flush().await.context("it can't be written")?;
    file.sync_all().await.context("it can't be made durable")?;
    tokio::fs::rename(&unfinished, path).await.context("it can't be put in its place")?;
    sync_parent(path).context("its folder can't be made durable")?;
    Ok(Ok(hex::encode(hasher.finalize())))
}

/// A whole pack of a store. What is not as it was written ends with an error.
fn read(blobs: &Blobs, pack: &NamedPack) -> impl Stream<Item = io::Result<Bytes>> + Send + use<> {
    let extents = vec![Extent { pack_id: pack.id, pack_offset: 0, length: pack.size_bytes }];
    blobs.read(Source::Extents { organization_id: pack.organization_id, extents }, 0..pack.size_bytes)
}

/// What there is of a damaged pack, each byte at its place, with zeros for what can't be read. What is wrong with it is in
/// `damage` when the stream has ended: with an error if the store has no such object, or if that can't be told.
fn as_it_is<'a>(
    from: (&'a Db, &'a Blobs),
    pack: &'a NamedPack,
    damage: &'a mut Damage,
) -> impl Stream<Item = io::Result<Bytes>> + Send + 'a {
    let chunks = Chunks { from, pack, damage, rows: Vec::new().into_iter(), offset: 0 };
    futures_util::stream::try_unfold(chunks, async |mut chunks| {
        let next = chunks.next().await.map_err(io::Error::other)?;
        Ok(next.map(|bytes| (bytes, chunks)))
    })
}

/// The chunks of a damaged pack, one after the other.
struct Chunks<'a> {
    from: (&'a Db, &'a Blobs),
    pack: &'a NamedPack,
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
        if fault == Some(ChunkFault::Missing) && is_first {
            self.damage.is_missing = true;
            bail!("it is not in the store");
        }
        if fault.is_none() {
            return Ok(Some(bytes));
        }
        self.damage.chunks.push((chunk.offset, chunk.length));
        let mut padded = bytes.to_vec();
        padded.resize(usize::try_from(chunk.length)?, 0);
        Ok(Some(padded.into()))
    }
}

/// Copies a pack into another store. A damaged pack is no error.
///
/// # Errors
/// If one of the stores does not answer, or the other one can't be written.
pub(super) async fn bring_over(from: (&Db, &Blobs), to: &Blobs, named: &NamedPack) -> Result<PackEntry> {
    let copied = whole_or_as_it_is(from, named, async |pieces| put(to, named.id, named.size_bytes, pieces).await).await;
    copied.with_context(|| format!("the pack {}", named.id))
}

/// Whether a pack of a store is what was written, to its last byte.
pub(super) async fn is_whole(blobs: &Blobs, pack: &NamedPack) -> bool {
    read(blobs, pack).try_for_each(async |_| Ok(())).await.is_ok()
}

/// Puts one pack of a backup into a store. A wrong one is removed again.
pub(super) async fn copy_in(blobs: &Blobs, entry: &PackEntry, from: &Path) -> Result<()> {
    let path = path(from, entry.pack);
    let file = File::open(&path).await.with_context(|| format!("{} can't be opened", path.display()))?;
    let size_bytes = file.metadata().await.with_context(|| format!("{} can't be read", path.display()))?.len();
    if size_bytes != entry.size_bytes {
        bail!("the pack {} is damaged: it has {size_bytes} bytes instead of {}", entry.pack, entry.size_bytes);
    }
    let pieces = futures_util::stream::try_unfold(file, async |mut file| {
        let mut piece = vec![0; PIECE_BYTES];
        let size = file.read(&mut piece).await?;
        piece.truncate(size);
        Ok((size > 0).then(|| (Bytes::from(piece), file)))
    });
    let written = put(blobs, entry.pack, entry.size_bytes, pieces).await?;
    if written.with_context(|| format!("{} can't be read", path.display()))? != entry.sha256 {
        let pack = entry.pack;
        blobs.delete_pack(pack).await.with_context(|| format!("the pack {pack} is damaged, and can't be removed"))?;
        bail!("the pack {pack} is damaged: it has not the digest that was noted");
    }
    Ok(())
}

/// Writes a pack into a store, under its own id. Answers its SHA-256; the inner error says that it could not be read.
async fn put(
    blobs: &Blobs,
    pack: Uuid,
    size_bytes: u64,
    pieces: impl Stream<Item = io::Result<Bytes>> + Send,
) -> Result<io::Result<String>> {
    let (mut hasher, mut unread) = (Sha256::new(), None);
    let hashed = pieces.inspect_ok(|piece| hasher.update(piece)).map_err(|error| {
        unread = Some(error);
        io::ErrorKind::Other.into()
    });
    let written = blobs.put_pack(pack, size_bytes, std::pin::pin!(hashed)).await;
    if let Some(error) = unread {
        return Ok(Err(error));
    }
    written.with_context(|| format!("the pack {pack} can't be written"))?;
    Ok(Ok(hex::encode(hasher.finalize())))
}

fn path(folder: &Path, pack: Uuid) -> PathBuf {
    // By the last two digits: the first ones of ids made in one week are all alike.
    let name = pack.to_string();
    folder.join("packs").join(&name[name.len() - 2..]).join(name)
}

#[cfg(test)]
mod tests {
    use futures_util::stream;

    use super::*;

    /// The error of the last write comes after it, and nobody else is told of it.
    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn a_pack_whose_last_bytes_find_no_room_is_no_copy() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pack");
        std::os::unix::fs::symlink("/dev/full", path.with_extension("unfinished")).unwrap();
        let pieces = stream::iter([Ok(Bytes::from_static(b"some bytes"))]);
        let error = write(&path, pieces.boxed()).await.unwrap_err();
        assert_eq!(error.to_string(), "it can't be written");
        assert!(!path.exists());
    }
}
