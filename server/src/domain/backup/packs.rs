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

use super::manifest::{Manifest, PackEntry, hex, make_private_folder, sync_parent};
use crate::blobs::{Blobs, Extent, Source};
use crate::db::entity::pack::{self, PackState};

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
pub(super) async fn copy_out(
    blobs: &Blobs,
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
            Some(entry) if there && entry.size_bytes == size_bytes => (*entry).clone(),
            _ => {
                let sha256 = copy_one(blobs, &named, &path).await;
                copied.count += 1;
                copied.bytes += size_bytes;
                PackEntry { pack, size_bytes, sha256: sha256.with_context(|| format!("the pack {pack}"))? }
            }
        };
        copied.packs.push(entry);
    }
    Ok(copied)
}

/// Durable before it has its name. Answers the SHA-256.
async fn copy_one(blobs: &Blobs, pack: &NamedPack, path: &Path) -> Result<String> {
    make_private_folder(path.parent().context("packs lie in folders")?)?;
    let unfinished = path.with_extension("unfinished");
    let mut file = File::create(&unfinished).await.with_context(|| format!("{}", unfinished.display()))?;
    let mut hasher = Sha256::new();
    let mut pieces = std::pin::pin!(read(blobs, pack));
    while let Some(piece) = pieces.try_next().await.context("it can't be read from the store")? {
        hasher.update(&piece);
        file.write_all(&piece).await.context("it can't be written")?;
    }
    file.sync_all().await.context("it can't be made durable")?;
    tokio::fs::rename(&unfinished, path).await.context("it can't be put in its place")?;
    sync_parent(path).context("its folder can't be made durable")?;
    Ok(hex(&hasher.finalize()))
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
