//! Packs on their way out of a store and into one.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use futures_util::{Stream, StreamExt as _, TryStreamExt as _};
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use sha2::{Digest as _, Sha256};
use tokio::fs::File;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use uuid::Uuid;

use super::damage::Damage;
use super::manifest::{Manifest, PackEntry, hex, make_private_folder, sync_parent};
use crate::blobs::{Blobs, ChunkFault, Extent, Source};
use crate::db::Db;
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

async fn copy_one((db, blobs): (&Db, &Blobs), named: &NamedPack, path: &Path) -> Result<PackEntry> {
    make_private_folder(path.parent().context("packs lie in folders")?)?;
    let (pack, size_bytes) = (named.id, named.size_bytes);
    let mut copy = PackCopy::create(path).await?;
    if let Err(error) = copy.whole(blobs, named).await? {
        tracing::warn!(pack_id = %pack, %error, "a pack is copied as it is");
        copy = PackCopy::create(path).await?;
        let damage = copy.as_it_is(db, blobs, named).await?;
        if damage.is_missing {
            copy.remove().await?;
            return Ok(PackEntry { pack, size_bytes, sha256: String::new(), damage: Some(damage) });
        }
        // Some stores give at the second attempt what they did not at the first.
        let damage = Some(damage).filter(|damage| !damage.chunks.is_empty());
        return Ok(PackEntry { pack, size_bytes, sha256: copy.put_in_place(path).await?, damage });
    }
    Ok(PackEntry { pack, size_bytes, sha256: copy.put_in_place(path).await?, damage: None })
}

/// A pack on its way into a folder. It is durable before it has its name.
struct PackCopy {
    path: PathBuf,
    file: File,
    hasher: Sha256,
}

impl PackCopy {
    async fn create(path: &Path) -> Result<Self> {
        let path = path.with_extension("unfinished");
        let file = File::create(&path).await.with_context(|| format!("{}", path.display()))?;
        Ok(Self { path, file, hasher: Sha256::new() })
    }

    async fn add(&mut self, bytes: &[u8]) -> Result<()> {
        self.hasher.update(bytes);
        self.file.write_all(bytes).await.context("it can't be written")
    }

    /// Copies a pack that is what was written; the inner error says that it is not, or can't be read.
    async fn whole(&mut self, blobs: &Blobs, pack: &NamedPack) -> Result<io::Result<()>> {
        let mut pieces = std::pin::pin!(read(blobs, pack));
        loop {
            match pieces.try_next().await {
                Ok(Some(piece)) => self.add(&piece).await?,
                Ok(None) => return Ok(Ok(())),
                Err(error) => return Ok(Err(error)),
            }
        }
    }

    /// Copies what there is of a damaged pack, each byte at its place, with zeros for what can't be read.
    async fn as_it_is(&mut self, db: &Db, blobs: &Blobs, pack: &NamedPack) -> Result<Damage> {
        let (mut offset, mut damage, mut missing, mut chunks) = (0, Damage::default(), 0, 0_usize);
        while let Some(rows) = chunks::of_pack_from(db, pack.id, offset).await.context("its chunks can't be read")? {
            for row in rows {
                offset = row.pack_offset + row.length;
                let chunk = chunks::packed(row)?;
                let found = blobs.examine_chunk(pack.organization_id, pack.id, &chunk).await;
                let found = found.context("the store does not answer")?;
                self.add(&found.bytes).await?;
                let length = usize::try_from(chunk.length)?;
                self.add(&vec![0; length.saturating_sub(found.bytes.len())]).await?;
                chunks += 1;
                if let Some(fault) = found.fault {
                    missing += usize::from(fault == ChunkFault::Missing);
                    damage.chunks.push((chunk.offset, chunk.length));
                }
            }
        }
        if u64::try_from(offset)? != pack.size_bytes {
            bail!("its chunks do not add up to its bytes; see `strongroom fsck`");
        }
        damage.is_missing = missing == chunks;
        Ok(damage)
    }

    /// Answers the SHA-256.
    async fn put_in_place(self, path: &Path) -> Result<String> {
        self.file.sync_all().await.context("it can't be made durable")?;
        tokio::fs::rename(&self.path, path).await.context("it can't be put in its place")?;
        sync_parent(path).context("its folder can't be made durable")?;
        Ok(hex(&self.hasher.finalize()))
    }

    async fn remove(self) -> Result<()> {
        tokio::fs::remove_file(&self.path).await.context("its unfinished copy can't be removed")
    }
}

/// A whole pack of a store. What is not as it was written ends with an error.
pub(super) fn read(blobs: &Blobs, pack: &NamedPack) -> impl Stream<Item = io::Result<bytes::Bytes>> + Send + use<> {
    let extents = vec![Extent { pack_id: pack.id, pack_offset: 0, length: pack.size_bytes }];
    blobs.read(Source::Extents { organization_id: pack.organization_id, extents }, 0..pack.size_bytes)
}

/// Puts one pack of a backup into a store, unless it is there.
pub(super) async fn copy_in(blobs: &Blobs, entry: &PackEntry, from: &Path) -> Result<()> {
    let path = path(from, entry.pack);
    let file = File::open(&path).await.with_context(|| format!("{} can't be opened", path.display()))?;
    let pieces = futures_util::stream::try_unfold(file, async |mut file| {
        let mut piece = vec![0; PIECE_BYTES];
        let size = file.read(&mut piece).await?;
        piece.truncate(size);
        Ok((size > 0).then(|| (piece.into(), file)))
    });
    put(blobs, entry.pack, entry.size_bytes, Some(&entry.sha256), pieces).await?;
    Ok(())
}

/// Writes a pack under its own id and checks what was written. A wrong one is removed again.
pub(super) async fn put(
    blobs: &Blobs,
    pack: Uuid,
    size_bytes: u64,
    sha256: Option<&str>,
    pieces: impl Stream<Item = io::Result<bytes::Bytes>> + Send,
) -> Result<()> {
    let (mut hasher, mut size) = (Sha256::new(), 0_u64);
    let counted = pieces.inspect_ok(|piece| {
        hasher.update(piece);
        size += piece.len() as u64;
    });
    let written = blobs.put_pack(pack, size_bytes, std::pin::pin!(counted.boxed())).await;
    if written.is_err() && size != size_bytes {
        bail!("the pack {pack} is damaged: it has {size} bytes instead of {size_bytes}");
    }
    written.with_context(|| format!("the pack {pack} can't be written"))?;
    let found = hex(&hasher.finalize());
    if size != size_bytes || sha256.is_some_and(|expected| *expected != found) {
        blobs.delete_pack(pack).await.with_context(|| format!("the pack {pack} is damaged, and can't be removed"))?;
        bail!("the pack {pack} is damaged: it has not the size or the digest that was noted");
    }
    Ok(())
}

fn path(folder: &Path, pack: Uuid) -> PathBuf {
    // By the last two digits: the first ones of ids made in one week are all alike.
    let name = pack.to_string();
    folder.join("packs").join(&name[name.len() - 2..]).join(name)
}
