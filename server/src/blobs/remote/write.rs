//! One pack on its way into a bucket: one request if it is small, else in parts.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use object_store::path::Path;
use object_store::{MultipartUpload, ObjectStore, ObjectStoreExt as _, PutPayload};
use tokio::task::JoinSet;

use super::super::batch::{Batch, Gather};
use super::{
    PATIENCE, REMOVAL_PATIENCE, RemoteStore, SHORT_BYTES_MAX, UPLOAD_BYTES_PER_SEC_MIN, patiently, store_error,
};
use crate::error::{Error, Result};

/// The least that S3 takes for a part that is not the last.
const PART_BYTES_MIN: u64 = 5 * 1024 * 1024;

/// Parts grow only for limits that 10,000 of the smallest can't hold, and no further than this: many uploads come at a time.
const PART_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// Those of packs that are copied as a whole grow up to this: they are copied one at a time, and come from stores that know
/// no such limit.
const COPIED_PART_BYTES_MAX: u64 = 128 * 1024 * 1024;

/// The most parts that S3 takes.
const PARTS_MAX: u64 = 10_000;

/// How much longer than any other request the completion of an upload may take for each of its parts: a store may first put
/// them together, and S3's says that this can take minutes.
const COMPLETION_PER_PART: Duration = Duration::from_millis(30);

/// How much is gathered while a part travels: with the part itself, and what is being cut and hashed, 8 MiB.
const GATHERED_BYTES_WHILE_SENDING: u64 = 1024 * 1024;

/// How long a pack is going to be.
#[derive(Debug, Clone, Copy)]
pub enum PackLength {
    /// That of an upload, which ends where it ends.
    AtMost(u64),
    /// That of a copy.
    Exactly(u64),
}

/// Writes one pack. All parts but the last have the same size, as some stores demand.
pub struct RemoteWriter {
    store: RemoteStore,
    path: Path,
    gather: Gather,
    size_bytes: u64,
    parts: u32,
    /// Begun with the second part's first byte.
    upload: Option<Box<dyn MultipartUpload>>,
    /// The part that travels: at most one, and broken off when this is dropped.
    sending: JoinSet<object_store::Result<()>>,
    progress: Progress,
}

/// What the store may hold of this pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Progress {
    /// No object, perhaps parts.
    Parts,
    /// Perhaps the object: its making has been asked for.
    Object,
    /// The object, and it stays; or nothing, and that is known.
    Settled,
}

impl RemoteWriter {
    /// The longest content that one request can store: 156 GiB. An upload in several requests makes a pack of each.
    pub const CONTENT_BYTES_MAX: u64 = PART_BYTES_MAX * PARTS_MAX;

    /// The longest pack that is copied from elsewhere: 1.2 TiB.
    pub const COPY_BYTES_MAX: u64 = COPIED_PART_BYTES_MAX * PARTS_MAX;

    pub fn new(store: RemoteStore, path: Path, length: PackLength) -> Self {
        Self {
            store,
            path,
            gather: Gather::new(part_bytes(length)),
            size_bytes: 0,
            parts: 0,
            upload: None,
            sending: JoinSet::new(),
            progress: Progress::Parts,
        }
    }

    pub async fn add(&mut self, mut piece: Bytes) -> Result<()> {
        while !piece.is_empty() {
            if self.gather.gathered_bytes() as u64 >= GATHERED_BYTES_WHILE_SENDING {
                self.settle().await?;
            }
            if let Some(part) = self.gather.add(&mut piece) {
                self.send(part).await?;
            }
        }
        Ok(())
    }

    pub async fn finish(&mut self) -> Result<()> {
        let last = self.gather.finish();
        if self.upload.is_none() {
            self.progress = Progress::Object;
            let size_bytes = last.size_bytes as u64;
            let store = if size_bytes <= SHORT_BYTES_MAX { &self.store.store } else { &self.store.long };
            patiently(sending_patience(size_bytes), store.put(&self.path, payload(&last)))
                .await
                .map_err(store_error)?;
        } else {
            if last.size_bytes > 0 {
                self.send(last).await?;
            }
            self.settle().await?;
            self.progress = Progress::Object;
            if let Some(upload) = &mut self.upload {
                patiently(PATIENCE + COMPLETION_PER_PART * self.parts, upload.complete()).await.map_err(store_error)?;
            }
            self.verify().await?;
        }
        Ok(())
    }

    /// Lets the pack stay.
    pub fn keep(mut self) {
        self.progress = Progress::Settled;
    }

    /// Removes what has been written, and waits for that.
    pub async fn abort(mut self) {
        self.sending.shutdown().await;
        let (store, path, upload) = (Arc::clone(&self.store.store), self.path.clone(), self.upload.take());
        let progress = std::mem::replace(&mut self.progress, Progress::Settled);
        // A store that has just failed may take its time for this as well.
        let removal = tokio::spawn(remove(store, path, upload, progress));
        if tokio::time::timeout(REMOVAL_PATIENCE, removal).await.is_err() {
            tracing::debug!("the removal of what a failed request has written goes on without it");
        }
    }

    async fn send(&mut self, part: Batch) -> Result<()> {
        self.settle().await?;
        self.size_bytes += part.size_bytes as u64;
        self.parts += 1;
        let upload = match &mut self.upload {
            Some(upload) => upload,
            None => {
                let begun = patiently(PATIENCE, self.store.long.put_multipart(&self.path)).await;
                self.upload.insert(begun.map_err(store_error)?)
            }
        };
        self.sending.spawn(patiently(sending_patience(part.size_bytes as u64), upload.put_part(payload(&part))));
        Ok(())
    }

    async fn settle(&mut self) -> Result<()> {
        while let Some(sent) = self.sending.join_next().await {
            sent.map_err(Error::internal)?.map_err(store_error)?;
        }
        Ok(())
    }

    /// A completion that was answered with success after a lost connection has been seen to leave less than was sent.
    async fn verify(&mut self) -> Result<()> {
        let stored = patiently(PATIENCE, self.store.store.head(&self.path)).await.map_err(store_error)?;
        if stored.size == self.size_bytes {
            return Ok(());
        }
        Err(Error::internal(format!("{} has {} bytes, not the {} sent", self.path, stored.size, self.size_bytes)))
    }
}

impl Drop for RemoteWriter {
    fn drop(&mut self) {
        let has_remains = self.upload.is_some() || self.progress == Progress::Object;
        if self.progress == Progress::Settled || !has_remains {
            return;
        }
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            let (store, path, upload) = (Arc::clone(&self.store.store), self.path.clone(), self.upload.take());
            drop(runtime.spawn(remove(store, path, upload, self.progress)));
        }
    }
}

/// Removes a pack, or its parts. A failure is only logged: the sweep finds the pack, the bucket's life-cycle rule the
/// parts.
async fn remove(store: Arc<dyn ObjectStore>, path: Path, upload: Option<Box<dyn MultipartUpload>>, progress: Progress) {
    if let Some(mut upload) = upload
        && let Err(error) = patiently(PATIENCE, upload.abort()).await
    {
        tracing::debug!(%path, %error, "an upload in parts could not be taken back");
    }
    if progress == Progress::Object
        && let Err(error) = patiently(PATIENCE, store.delete(&path)).await
        && !matches!(error, object_store::Error::NotFound { .. })
    {
        tracing::warn!(%path, %error, "a pack that nobody waits for was left behind");
    }
}

/// The size of all parts but the last, such that all of it fits.
fn part_bytes(length: PackLength) -> usize {
    let (size_bytes, most_bytes) = match length {
        PackLength::AtMost(size_bytes) => (size_bytes, PART_BYTES_MAX),
        PackLength::Exactly(size_bytes) => (size_bytes, COPIED_PART_BYTES_MAX),
    };
    let part_bytes = size_bytes.div_ceil(PARTS_MAX).clamp(PART_BYTES_MIN, most_bytes);
    usize::try_from(part_bytes).expect("128 MiB fit every usize")
}

/// How long the sending of so many bytes may take.
fn sending_patience(size_bytes: u64) -> Duration {
    PATIENCE + Duration::from_secs(size_bytes.saturating_sub(SHORT_BYTES_MAX) / UPLOAD_BYTES_PER_SEC_MIN)
}

fn payload(batch: &Batch) -> PutPayload {
    batch.pieces.iter().cloned().collect()
}

#[cfg(test)]
mod tests;
