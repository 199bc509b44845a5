//! A folder as the store. Everything that may wait for the disk runs on the blocking pool.
//!
//! ```text
//! packs/ab/<uuid>    the packs, complete and durable
//! staging/<uuid>     packs being written, under any name; moved into place by a rename, hence on the same file system.
//!                    And marks, by which the store is told from another
//! ```

mod anew;
mod direct;
pub mod durable;
mod read;
mod unreadable;
mod write;

use std::fs::{self, OpenOptions};
use std::io;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures_util::{Stream, StreamExt as _, stream};
use rustix::io::Errno;
use uuid::Uuid;

pub use self::read::LocalPack;
pub use self::unreadable::is_unreadable;
pub use self::write::{LocalWriter, Placing};

use super::ListedPack;
use super::buffers::Buffers;
use super::key::{PACKS, STAGING, StoreKey, shard_name, shard_of};
use crate::error::{Error, Result};

/// What lies in the staging folder for longer was left by a crash: an upload writes, and so touches its file, far more
/// often. Not less than this, since other servers may be writing into the same folder.
const LEFTOVER_AGE: Duration = Duration::from_secs(24 * 60 * 60);

/// A folder of packs. Clones share their buffers.
#[derive(Debug, Clone)]
pub struct LocalStore {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    root: PathBuf,
    direct_from_bytes: u64,
    buffers: Buffers,
    /// Which shard folders this process has seen to be durable. That one exists does not tell: another process may
    /// have made it just now and not synced it yet.
    durable_shards: [AtomicBool; 256],
}

impl LocalStore {
    /// Whether there is a store in the folder.
    pub async fn is_in(root: &Path) -> Result<bool> {
        let packs = root.join(PACKS);
        blocking(move || packs.try_exists()).await
    }

    /// Opens the folder, made if it is not there, and removes what crashed uploads left in it. What a pack holds beyond
    /// `direct_from_bytes` is written past the page cache.
    pub async fn open(root: PathBuf, direct_from_bytes: u64) -> Result<Self> {
        blocking(move || {
            durable::create_dir_all(&root.join(PACKS))?;
            durable::create_dir_all(&root.join(STAGING))?;
            // Another server may have made them a moment ago and not synced them yet.
            durable::sync_dir(&root)?;
            remove_leftovers(&root.join(STAGING), LEFTOVER_AGE)?;
            let durable_shards = std::array::from_fn(|_| AtomicBool::new(false));
            let shared = Shared { root, direct_from_bytes, buffers: Buffers::default(), durable_shards };
            Ok(Self { shared: Arc::new(shared) })
        })
        .await
    }

    pub fn writer(&self, pack_id: Uuid, placing: Placing) -> LocalWriter {
        LocalWriter::new(self.clone(), pack_id, placing)
    }

    pub async fn delete(&self, pack_id: Uuid) -> Result<()> {
        let path = self.pack_path(pack_id);
        // Not synced: a deleted pack that a power loss brings back is an orphan, which the next sweep finds.
        blocking(move || remove(&path)).await
    }

    pub async fn set_mark(&self, mark: Uuid) -> Result<()> {
        let path = self.mark_path(mark);
        blocking(move || create_private(&path).map(|_| ())).await
    }

    pub async fn has_mark(&self, mark: Uuid) -> Result<bool> {
        let path = self.mark_path(mark);
        blocking(move || path.try_exists()).await
    }

    pub async fn remove_mark(&self, mark: Uuid) -> Result<()> {
        let path = self.mark_path(mark);
        blocking(move || remove(&path)).await
    }

    /// What its file system has room for; `None` if that does not know its size.
    pub async fn free_bytes(&self) -> Result<Option<u64>> {
        let root = self.shared.root.clone();
        let room = blocking(move || Ok(rustix::fs::statvfs(&root)?)).await?;
        Ok((room.f_blocks > 0).then(|| room.f_bavail.saturating_mul(room.f_frsize)))
    }

    /// An unmounted volume leaves an empty folder behind, in which the packs' folder is missing.
    pub async fn check(&self) -> Result<()> {
        let root = self.shared.root.clone();
        let checked = tokio::task::spawn_blocking(move || {
            fs::metadata(root.join(PACKS))?;
            durable::check_writable(&root.join(STAGING))
        });
        checked.await.map_err(Error::unavailable)?.map_err(Error::unavailable)
    }

    pub fn list(&self, shards: RangeInclusive<u8>) -> impl Stream<Item = Result<ListedPack>> + Send + use<> {
        let store = self.clone();
        // A shard at a time: the listing of a large store must not be held in memory.
        stream::iter(shards)
            .then(move |shard| {
                let folder = store.shared.root.join(PACKS).join(shard_name(shard));
                blocking(move || list_shard(&folder, shard))
            })
            .flat_map(|packs| match packs {
                Ok(packs) => stream::iter(packs).map(Ok).left_stream(),
                Err(error) => stream::iter([Err(error)]).right_stream(),
            })
    }

    fn pack_path(&self, pack_id: Uuid) -> PathBuf {
        self.shared.root.join(StoreKey::Pack(pack_id).path())
    }

    fn mark_path(&self, mark: Uuid) -> PathBuf {
        self.shared.root.join(StoreKey::Mark(mark).path())
    }

    /// Each time another one: a copy that is begun again brings the same pack again, and what it left when it was killed
    /// must not be in its way.
    fn staging_path(&self) -> PathBuf {
        self.shared.root.join(STAGING).join(Uuid::now_v7().to_string())
    }

    /// Makes the pack's shard folder exist, also after a power loss. Blocks.
    fn make_shard(&self, pack_id: Uuid) -> io::Result<()> {
        let shard = shard_of(pack_id);
        let durable = &self.shared.durable_shards[usize::from(shard)];
        if !durable.load(Ordering::Acquire) {
            let packs = self.shared.root.join(PACKS);
            durable::create_dir(&packs.join(shard_name(shard)))?;
            durable::sync_dir(&packs)?;
            durable.store(true, Ordering::Release);
        }
        Ok(())
    }
}

/// Runs `work` on the blocking pool.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)?.map_err(disk_error)
}

/// A full disk, or a full quota of the file system's, is mended by somebody and worth another try; nothing else is.
fn disk_error(error: io::Error) -> Error {
    // Descriptors come free again, as room does.
    let is_out_of_descriptors = matches!(Errno::from_io_error(&error), Some(Errno::MFILE | Errno::NFILE));
    match error.kind() {
        _ if is_out_of_descriptors => Error::unavailable(error),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Error::unavailable(error),
        _ => Error::internal(error),
    }
}

/// Removes a file, if it is there.
fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        result => result,
    }
}

fn remove_leftovers(staging: &Path, age: Duration) -> io::Result<()> {
    for entry in fs::read_dir(staging)? {
        let entry = entry?;
        // Another server may finish, or remove, what we look at.
        let Ok(metadata) = entry.metadata() else { continue };
        // A time in the future counts as young.
        let is_leftover = metadata.is_file() && metadata.modified()?.elapsed().is_ok_and(|elapsed| elapsed > age);
        if is_leftover {
            match fs::remove_file(entry.path()) {
                Ok(()) => tracing::info!(path = %entry.path().display(), "removed what a crashed upload left"),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
    }
    Ok(())
}

fn list_shard(folder: &Path, shard: u8) -> io::Result<Vec<ListedPack>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut packs = Vec::new();
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name();
        let path = format!("{PACKS}/{}/{}", shard_name(shard), name.to_string_lossy());
        let Some(StoreKey::Pack(pack_id)) = StoreKey::parse(&path) else { continue };
        match entry.metadata() {
            Ok(metadata) => {
                let modified_at = metadata.modified()?.into();
                packs.push(ListedPack { pack_id, size_bytes: metadata.len(), modified_at });
            }
            // Deleted between the listing and the look.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(packs)
}

/// Opens a new file for the owner alone: contents are nobody else's business on a shared machine.
fn create_private(path: &Path) -> io::Result<fs::File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_old_leftovers_are_removed() {
        let folder = tempfile::tempdir().unwrap();
        let (old, young) = (folder.path().join("old"), folder.path().join("young"));
        fs::write(&old, b"x").unwrap();
        fs::write(&young, b"x").unwrap();
        let modified = fs::metadata(&old).unwrap().modified().unwrap() - 2 * LEFTOVER_AGE;
        OpenOptions::new().write(true).open(&old).unwrap().set_modified(modified).unwrap();
        remove_leftovers(folder.path(), LEFTOVER_AGE).unwrap();
        assert!(!old.exists());
        assert!(young.exists());
    }

    #[tokio::test]
    async fn a_folder_that_has_gone_is_unavailable() {
        let folder = tempfile::tempdir().unwrap();
        let store = LocalStore::open(folder.path().join("a/b"), u64::MAX).await.unwrap();
        store.check().await.unwrap();
        assert!(store.free_bytes().await.unwrap().is_some_and(|bytes| bytes > 0));
        fs::remove_dir_all(folder.path().join("a/b/packs")).unwrap();
        assert!(matches!(store.check().await, Err(Error::Unavailable { .. })));
    }
}
