//! One pack on its way into the folder: staged, synced, moved into place.

use std::fs::{self, File};
use std::io::{self, IoSlice, Seek as _, SeekFrom, Write as _};
use std::path::PathBuf;

use bytes::Bytes;
use tokio::task::JoinHandle;
use uuid::Uuid;

use super::super::batch::{Batch, Gather};
use super::direct::Direct;
use super::{LocalStore, create_private, disk_error, durable};
use crate::error::{Error, Result};

/// How much is gathered for one write. From 256 KiB on the system call's cost is lost in the copying; one batch more
/// is gathered while one is written.
const BATCH_BYTES: usize = 1024 * 1024;

/// After how many bytes the disk is told to begin: often enough to keep it busy, seldom enough to give it long runs.
const WRITE_BACK_BYTES: u64 = 16 * 1024 * 1024;

/// How many pieces one system call takes (`IOV_MAX` of every system that we know).
const SLICES_MAX: usize = 1024;

/// What is in the way of a pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placing {
    /// Nothing may be: its name is new.
    New,
    /// A copy of it that is of no use. It stays until the new one takes its place.
    Replacing,
}

/// Writes one pack. The disk works on the blocking pool, one batch at a time, while the next batch is gathered; between
/// batches no thread is held, so that slow uploads cost none.
pub struct LocalWriter {
    store: LocalStore,
    pack_id: Uuid,
    placing: Placing,
    gather: Gather,
    /// The staged file; away while a job writes to it.
    staged: Option<Staged>,
    writing: Option<JoinHandle<io::Result<Staged>>>,
    published: Option<Published>,
}

impl LocalWriter {
    pub fn new(store: LocalStore, pack_id: Uuid, placing: Placing) -> Self {
        let gather = Gather::new(BATCH_BYTES);
        Self { store, pack_id, placing, gather, staged: None, writing: None, published: None }
    }

    pub async fn add(&mut self, mut piece: Bytes) -> Result<()> {
        while !piece.is_empty() {
            if let Some(batch) = self.gather.add(&mut piece) {
                self.write(batch).await?;
            }
        }
        Ok(())
    }

    pub async fn finish(&mut self) -> Result<()> {
        let batch = self.gather.finish();
        self.settle().await?;
        let (store, pack_id, placing) = (self.store.clone(), self.pack_id, self.placing);
        let staged = self.staged.take();
        // If this future is dropped while the job runs, the job's result is dropped with the pack in it.
        let publishing = tokio::task::spawn_blocking(move || {
            let mut staged = staged.map_or_else(|| Staged::create(&store), Ok)?;
            staged.write(&batch)?;
            staged.publish(&store, pack_id, placing)
        });
        let published = publishing.await.map_err(Error::internal)?.map_err(disk_error)?;
        self.published = Some(published);
        Ok(())
    }

    /// Lets the pack stay.
    pub fn keep(mut self) {
        if let Some(mut published) = self.published.take() {
            published.is_kept = true;
        }
    }

    /// Removes what has been written, and waits for that.
    pub async fn abort(mut self) {
        // Whatever else went wrong is on its way to the caller already.
        self.settle().await.ok();
        let remains = (self.staged.take(), self.published.take());
        tokio::task::spawn_blocking(move || drop(remains)).await.ok();
    }

    async fn write(&mut self, batch: Batch) -> Result<()> {
        self.settle().await?;
        let (store, staged) = (self.store.clone(), self.staged.take());
        self.writing = Some(tokio::task::spawn_blocking(move || {
            let mut staged = staged.map_or_else(|| Staged::create(&store), Ok)?;
            staged.write(&batch)?;
            Ok(staged)
        }));
        Ok(())
    }

    /// Waits for the batch that is being written.
    async fn settle(&mut self) -> Result<()> {
        if let Some(writing) = &mut self.writing {
            let written = writing.await;
            self.writing = None;
            self.staged = Some(written.map_err(Error::internal)?.map_err(disk_error)?);
        }
        Ok(())
    }
}

impl Drop for LocalWriter {
    /// Removing a large file takes the disk a while: not on this thread, if there is another.
    fn drop(&mut self) {
        let remains = (self.staged.take(), self.published.take());
        if remains.0.is_none() && remains.1.is_none() {
            return;
        }
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => drop(runtime.spawn_blocking(move || drop(remains))),
            Err(_) => drop(remains),
        }
    }
}

/// A file in the staging folder, removed when dropped.
struct Staged {
    file: File,
    path: PathBuf,
    size_bytes: u64,
    /// Up to where the disk has been told to begin.
    write_back_bytes: u64,
    direct_from_bytes: u64,
    /// The way past the page cache, once it is wanted; `Some(None)` where there is none.
    direct: Option<Option<Direct>>,
    is_published: bool,
}

impl Staged {
    fn create(store: &LocalStore) -> io::Result<Self> {
        let path = store.staging_path();
        let file = create_private(&path)?;
        let direct_from_bytes = store.shared.direct_from_bytes;
        Ok(Self {
            file,
            path,
            size_bytes: 0,
            write_back_bytes: 0,
            direct_from_bytes,
            direct: None,
            is_published: false,
        })
    }

    fn write(&mut self, batch: &Batch) -> io::Result<()> {
        if !self.write_directly(batch)? {
            self.write_cached(batch)?;
        }
        self.size_bytes += batch.size_bytes as u64;
        Ok(())
    }

    /// Whether the batch could be written past the page cache.
    fn write_directly(&mut self, batch: &Batch) -> io::Result<bool> {
        if self.size_bytes < self.direct_from_bytes {
            return Ok(false);
        }
        let path = &self.path;
        let Some(direct) = self.direct.get_or_insert_with(|| Direct::open(path)) else { return Ok(false) };
        let is_written = direct.write(batch, self.size_bytes)?;
        if !is_written {
            // The end of the pack; or a file system that says so only now, which is not asked again.
            self.direct = Some(None);
        }
        Ok(is_written)
    }

    fn write_cached(&mut self, batch: &Batch) -> io::Result<()> {
        if self.direct.is_some() {
            self.file.seek(SeekFrom::Start(self.size_bytes))?;
        }
        for pieces in batch.pieces.chunks(SLICES_MAX) {
            let mut slices: Vec<_> = pieces.iter().map(|piece| IoSlice::new(piece)).collect();
            let mut left = slices.as_mut_slice();
            while !left.is_empty() {
                match self.file.write_vectored(left) {
                    Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                    Ok(written) => IoSlice::advance_slices(&mut left, written),
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    Err(error) => return Err(error),
                }
            }
        }
        let size_bytes = self.size_bytes + batch.size_bytes as u64;
        let waiting_bytes = size_bytes - self.write_back_bytes;
        if waiting_bytes >= WRITE_BACK_BYTES {
            durable::start_write_back(&self.file, self.write_back_bytes, waiting_bytes);
            self.write_back_bytes = size_bytes;
        }
        Ok(())
    }

    /// Bytes first, then the name, then the folder that holds the name: see `durable`.
    fn publish(mut self, store: &LocalStore, pack_id: Uuid, placing: Placing) -> io::Result<Published> {
        self.file.sync_data()?;
        store.make_shard(pack_id)?;
        let path = store.pack_path(pack_id);
        match placing {
            Placing::New => durable::rename_new(&self.path, &path)?,
            Placing::Replacing => fs::rename(&self.path, &path)?,
        }
        self.is_published = true;
        let published = Published { path, is_kept: false };
        let shard = published.path.parent().ok_or(io::ErrorKind::InvalidFilename)?;
        durable::sync_dir(shard)?;
        Ok(published)
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if !self.is_published
            && let Err(error) = fs::remove_file(&self.path)
        {
            tracing::warn!(path = %self.path.display(), %error, "a staged file was left behind");
        }
    }
}

/// A pack in its place, removed when dropped unless it was told to be kept.
struct Published {
    path: PathBuf,
    is_kept: bool,
}

impl Drop for Published {
    fn drop(&mut self) {
        if !self.is_kept
            && let Err(error) = fs::remove_file(&self.path)
        {
            tracing::warn!(path = %self.path.display(), %error, "a pack that nobody waits for was left behind");
        }
    }
}
