//! Packs as files of a backup's folder.

use std::io;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result};
use bytes::Bytes;
use futures_util::stream::{self, BoxStream};
use futures_util::{Stream, TryStreamExt as _};
use sha2::{Digest as _, Sha256};
use tokio::fs::File;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use uuid::Uuid;

use super::manifest::{self, PackEntry};
use crate::blobs::{durable, is_unreadable, shard_of};

/// The folder of all packs.
pub(super) const PACKS: &str = "packs";

/// How much is read from a file at a time.
const PIECE_BYTES: usize = 256 * 1024;

/// A copy on its way. There is one at a time, so that what a backup leaves that is broken off is in the next one's place.
const UNFINISHED: &str = "unfinished";

/// Where a pack lies in a backup's folder.
pub(super) fn path(folder: &Path, pack: Uuid) -> PathBuf {
    // By the last two digits: the first ones of ids made in one week are all alike.
    let name = pack.to_string();
    folder.join(PACKS).join(&name[name.len() - 2..]).join(name)
}

/// The folders that copies lie in.
pub(super) struct Shards {
    packs: PathBuf,
    /// That one exists does not tell that it is durable: a backup that died may have made it.
    durable: [bool; 256],
}

impl Shards {
    /// Makes the folder of all of them, and removes a copy that was broken off.
    pub fn new(folder: &Path) -> Result<Self> {
        let packs = folder.join(PACKS);
        manifest::make_private_folder(&packs)?;
        let removed = std::fs::remove_file(folder.join(UNFINISHED));
        if let Err(error) = removed
            && error.kind() != io::ErrorKind::NotFound
        {
            return Err(error).context("a copy that was broken off can't be removed");
        }
        durable::sync_dir(folder).context("the folder can't be made durable")?;
        Ok(Self { packs, durable: [false; 256] })
    }

    /// Makes a pack's folder exist, also after a power loss.
    pub fn make(&mut self, path: &Path, pack: Uuid) -> Result<()> {
        let durable = &mut self.durable[usize::from(shard_of(pack))];
        if !*durable {
            manifest::make_private_folder(path.parent().context("packs lie in folders")?)?;
            durable::sync_dir(&self.packs).context("the folders of packs can't be made durable")?;
            *durable = true;
        }
        Ok(())
    }
}

/// The bytes of a copy. Ends with an error if they are not what was copied, to the last one.
pub(super) async fn read(path: &Path, entry: &PackEntry) -> io::Result<impl Stream<Item = io::Result<Bytes>> + use<>> {
    let file = File::open(path).await?;
    if file.metadata().await?.len() != entry.size_bytes {
        return Err(wrong("it has not the length that was noted"));
    }
    let state = (file, Sha256::new(), entry.sha256.clone());
    Ok(stream::try_unfold(state, async |(mut file, mut hasher, sha256)| {
        let mut piece = vec![0; PIECE_BYTES];
        let size = file.read(&mut piece).await?;
        if size == 0 {
            return if hex::encode(hasher.finalize()) == sha256 {
                Ok(None)
            } else {
                Err(wrong("it has not the digest that was noted"))
            };
        }
        piece.truncate(size);
        hasher.update(&piece);
        Ok(Some((Bytes::from(piece), (file, hasher, sha256))))
    }))
}

/// Whether a copy is still what was copied, by the word of the disk and not of its cache.
///
/// # Errors
/// Those that say nothing of the disk.
pub(super) async fn is_whole(path: &Path, entry: &PackEntry) -> io::Result<bool> {
    let read = async {
        forget_cached(path).await?;
        read(path, entry).await?.try_for_each(async |_| Ok(())).await
    };
    match read.await {
        Ok(()) => Ok(true),
        Err(error) if is_damage(&error) => Ok(false),
        Err(error) => Err(error),
    }
}

async fn forget_cached(path: &Path) -> io::Result<()> {
    let file = File::open(path).await?;
    #[cfg(target_os = "linux")]
    rustix::fs::fadvise(&file, 0, None, rustix::fs::Advice::DontNeed)?;
    #[cfg(not(target_os = "linux"))]
    drop(file);
    Ok(())
}

/// Whether an error says that a copy, or some of it, is lost.
pub(super) fn is_damage(error: &io::Error) -> bool {
    is_unreadable(error) || matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::InvalidData)
}

fn wrong(sentence: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, sentence)
}

/// A copy of which single runs are wanted.
#[derive(Debug, Clone)]
pub(super) struct PackFile(Arc<std::fs::File>);

impl PackFile {
    /// `None` if there is none, or none that can be opened.
    pub async fn open(path: &Path) -> Option<Self> {
        let file = File::open(path).await.ok()?;
        Some(Self(Arc::new(file.into_std().await)))
    }

    /// A run, with zeros for what the disk does not give.
    pub async fn run(&self, offset: u64, length: u64) -> Result<Bytes> {
        let (file, mut bytes) = (Arc::clone(&self.0), vec![0; usize::try_from(length)?]);
        let read = tokio::task::spawn_blocking(move || {
            let mut filled = 0;
            while filled < bytes.len() {
                match file.read_at(&mut bytes[filled..], offset + filled as u64) {
                    Ok(0) => break,
                    Ok(read) => filled += read,
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    Err(error) if is_damage(&error) => break,
                    Err(error) => return Err(error),
                }
            }
            Ok(bytes)
        });
        Ok(read.await?.context("a copy can't be read")?.into())
    }
}

/// Writes a pack into a folder; it is durable before it has its name. Answers its SHA-256; the inner error says that it
/// could not be read.
pub(super) async fn write(
    folder: &Path,
    path: &Path,
    mut pieces: BoxStream<'_, io::Result<Bytes>>,
) -> Result<io::Result<String>> {
    let unfinished = folder.join(UNFINISHED);
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
    durable::sync_dir(path.parent().context("packs lie in folders")?).context("its folder can't be made durable")?;
    Ok(Ok(hex::encode(hasher.finalize())))
}

#[cfg(test)]
mod tests {
    use futures_util::StreamExt as _;

    use super::*;

    /// The error of the last write comes after it, and nobody else is told of it.
    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn a_pack_whose_last_bytes_find_no_room_is_no_copy() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pack");
        std::os::unix::fs::symlink("/dev/full", folder.path().join(UNFINISHED)).unwrap();
        let pieces = stream::iter([Ok(Bytes::from_static(b"some bytes"))]);
        let error = write(folder.path(), &path, pieces.boxed()).await.unwrap_err();
        assert_eq!(error.to_string(), "it can't be written");
        assert!(!path.exists());
    }

    #[test]
    fn only_what_a_disk_has_lost_is_damage() {
        for (errno, expected) in [(2, true), (5, true), (1, false), (13, false), (24, false)] {
            assert_eq!(is_damage(&io::Error::from_raw_os_error(errno)), expected, "{errno}");
        }
    }
}
