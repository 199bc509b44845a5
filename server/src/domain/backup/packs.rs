//! Packs on their way out of a store and into one.

use std::io;
use std::path::Path;

use anyhow::{Context as _, Result};
use bytes::Bytes;
use futures_util::stream::BoxStream;
use futures_util::{Stream, StreamExt as _, TryStreamExt as _};
use uuid::Uuid;

use super::as_it_is;
use super::damage::{Damage, Faulty};
use super::entries::Entries;
use super::files::{self, Shards};
use super::manifest::{NewManifest, PackEntry};
use super::named::{Named, NamedPack};
use super::progress::Progress;
use crate::blobs::{Blobs, Extent, Source};
use crate::db::Db;

/// What a backup makes of the copies that an earlier one has left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// Those that have their length are kept.
    ByLength,
    /// Each is read, and made anew if it is not what was copied.
    ReadAnew,
}

/// What came of copying.
#[derive(Debug, Default)]
pub(super) struct Copied {
    pub packs: u64,
    pub faulty: Vec<Faulty>,
    /// How many were not there yet, and their bytes.
    pub count: u64,
    pub bytes: u64,
    /// How many of those that were there have been read, and how many of these had rotted.
    pub read_anew: u64,
    pub rotted: u64,
}

/// Copies packs into a backup's folder, but for those that an earlier backup has put there, whether or not it was broken
/// off.
///
/// # Errors
/// If the store does not answer, or the folder can't be read or written. A damaged pack is no error.
pub(super) async fn copy_out(
    from: (&Db, &Blobs),
    mut named: Named,
    mut former: Option<Entries>,
    kept: Kept,
    to: &Path,
    manifest: &mut NewManifest,
) -> Result<(Copied, Progress)> {
    let (mut copied, mut progress) = (Copied::default(), Progress::begin(to).await?);
    let mut target = Target { folder: to, shards: Shards::new(to)?, kept };
    while let Some(named) = named.next().await? {
        let pack = named.id;
        // What was copied last counts: the copy is its.
        let former = match (progress.former(pack).await?, &mut former) {
            (None, Some(former)) => former.of(pack).await?,
            (noted, _) => noted,
        };
        let kept = copied.keep(&target, &named, former).await.with_context(|| format!("the pack {pack}"))?;
        let entry = match kept {
            Some(entry) => entry,
            None => {
                let entry = target.copy(from, &named).await.with_context(|| format!("the pack {pack}"))?;
                copied.count += 1;
                copied.bytes += named.size_bytes;
                // One that is damaged is copied again in any case.
                if entry.damage.is_none() {
                    progress.add(&entry)?;
                }
                entry
            }
        };
        manifest.add(&entry).await?;
        copied.packs += 1;
        copied.faulty.extend(entry.faulty());
    }
    Ok((copied, progress))
}

/// Where copies go.
struct Target<'a> {
    folder: &'a Path,
    shards: Shards,
    kept: Kept,
}

impl Copied {
    /// What is known of a pack, if there is a copy of it that can be kept.
    async fn keep(
        &mut self,
        target: &Target<'_>,
        named: &NamedPack,
        former: Option<PackEntry>,
    ) -> Result<Option<PackEntry>> {
        let path = files::path(target.folder, named.id);
        let there = tokio::fs::metadata(&path).await.is_ok_and(|file| file.len() == named.size_bytes);
        let Some(former) = former.filter(|former| there && former.size_bytes == named.size_bytes) else {
            return Ok(None);
        };
        if former.damage.is_some() {
            return Ok(None);
        }
        if target.kept == Kept::ByLength {
            return Ok(Some(former));
        }
        self.read_anew += 1;
        if files::is_whole(&path, &former).await.context("its copy can't be read")? {
            return Ok(Some(former));
        }
        tracing::warn!(path = %path.display(), "a copy is not what was copied, and is made anew");
        self.rotted += 1;
        Ok(None)
    }
}

impl Target<'_> {
    async fn copy(&mut self, from: (&Db, &Blobs), named: &NamedPack) -> Result<PackEntry> {
        let (folder, path) = (self.folder, files::path(self.folder, named.id));
        self.shards.make(&path, named.id)?;
        let copy = async |pieces: BoxStream<'_, _>| files::write(folder, &path, pieces).await;
        let (sha256, damage) = whole_or_as_it_is(from, named, Some(&path), copy).await?;
        Ok(PackEntry { pack: named.id, size_bytes: named.size_bytes, sha256, damage })
    }
}

/// Copies a pack of a store; if it is damaged, what there is of it there and in a copy of before. `copy` takes the bytes, or
/// answers an inner error, and has nothing left of them, if they could not be read to their end. It may be called twice.
async fn whole_or_as_it_is<T: Default>(
    from: (&Db, &Blobs),
    named: &NamedPack,
    copied: Option<&Path>,
    mut copy: impl AsyncFnMut(BoxStream<'_, io::Result<Bytes>>) -> Result<io::Result<T>>,
) -> Result<(T, Option<Damage>)> {
    let error = match copy(read(from.1, named).boxed()).await? {
        Ok(answer) => return Ok((answer, None)),
        Err(error) => error,
    };
    tracing::warn!(pack_id = %named.id, %error, "a pack is copied as it is");
    let mut damage = Damage::default();
    match copy(as_it_is::pieces(from, named, copied, &mut damage).boxed()).await? {
        // Some stores give at the second attempt what they did not at the first.
        Ok(answer) => Ok((answer, Some(damage).filter(|damage| !damage.chunks.is_empty()))),
        Err(_) if damage.is_missing => Ok((T::default(), Some(damage))),
        Err(error) => Err(error).context("it can't be read"),
    }
}

/// A whole pack of a store. What is not as it was written ends with an error.
fn read(blobs: &Blobs, pack: &NamedPack) -> impl Stream<Item = io::Result<Bytes>> + Send + use<> {
    let extents = vec![Extent { pack_id: pack.id, pack_offset: 0, length: pack.size_bytes }];
    blobs.read(Source::Extents { organization_id: pack.organization_id, extents }, 0..pack.size_bytes)
}

/// Copies a pack into another store. A damaged pack is no error.
///
/// # Errors
/// If one of the stores does not answer, or the other one can't be written.
pub(super) async fn bring_over(from: (&Db, &Blobs), to: &Blobs, named: &NamedPack) -> Result<Option<Faulty>> {
    let copy = async |pieces: BoxStream<'_, _>| put(to, named.id, named.size_bytes, pieces).await;
    let copied = whole_or_as_it_is(from, named, None, copy).await;
    let ((), damage) = copied.with_context(|| format!("the pack {}", named.id))?;
    Ok(damage.map(|damage| Faulty { pack: named.id, size_bytes: named.size_bytes, damage }))
}

/// Whether a pack of a store is what was written, to its last byte.
pub(super) async fn is_whole(blobs: &Blobs, pack: &NamedPack) -> bool {
    read(blobs, pack).try_for_each(async |_| Ok(())).await.is_ok()
}

/// Puts one pack of a backup into a store. False if its copy is not what was copied: then nothing of it is in the store.
///
/// # Errors
/// If the store can't be written, or if the copy can't be read for a reason that says nothing of it.
pub(super) async fn copy_in(blobs: &Blobs, entry: &PackEntry, from: &Path) -> Result<bool> {
    let path = files::path(from, entry.pack);
    let copied = match files::read(&path, entry).await {
        Ok(pieces) => put(blobs, entry.pack, entry.size_bytes, pieces).await?,
        Err(error) => Err(error),
    };
    match copied {
        Ok(()) => Ok(true),
        Err(error) if files::is_damage(&error) => {
            tracing::warn!(path = %path.display(), %error, "a copy is not what was copied");
            Ok(false)
        }
        Err(error) => Err(error).with_context(|| format!("{} can't be read", path.display())),
    }
}

/// Writes a pack into a store, under its own id. The inner error says that it could not be read; then nothing is changed.
pub(super) async fn put(
    blobs: &Blobs,
    pack: Uuid,
    size_bytes: u64,
    pieces: impl Stream<Item = io::Result<Bytes>> + Send,
) -> Result<io::Result<()>> {
    let mut unread = None;
    let pieces = pieces.map_err(|error| {
        unread = Some(error);
        io::ErrorKind::Other.into()
    });
    let written = blobs.put_pack(pack, size_bytes, std::pin::pin!(pieces)).await;
    if let Some(error) = unread {
        return Ok(Err(error));
    }
    written.with_context(|| format!("the pack {pack} can't be written"))?;
    Ok(Ok(()))
}
