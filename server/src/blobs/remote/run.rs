//! Reading a short run of a pack in a bucket as it is, with what is wrong with it.
//!
//! A store that gives an error instead of an object may be down, or may have lost what it still lists. It is held to have
//! lost the object if it keeps refusing it for a while, and meanwhile says that it has it, and gives others.

use std::collections::HashMap;
use std::io;
use std::mem;
use std::ops::Range;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt as _;
use object_store::path::Path;
use object_store::{GetOptions, ObjectStore as _, ObjectStoreExt as _};
use tokio::time::Instant;
use uuid::Uuid;

use super::super::examine::{ChunkFault, FoundRun};
use super::{PATIENCE, RemoteStore, pack_path, patiently};

/// How long it is waited before the store is asked again for an object that it does not give.
const PAUSES: [Duration; 4] =
    [Duration::from_secs(1), Duration::from_secs(4), Duration::from_secs(15), Duration::from_secs(30)];

/// For how long one attempt is enough after that: an object has many runs.
const UNREADABLE_FOR: Duration = Duration::from_secs(600);

/// How many other objects are asked for, to tell whether the store gives any.
const OTHERS_MAX: usize = 3;

/// How often a run is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attempts {
    One,
    /// Until it can be told whether the store has lost it, which takes a minute.
    Several,
}

/// Objects that the store has lost, as far as could be told, and when it last refused them. Clones share it.
#[derive(Debug, Clone, Default)]
pub(super) struct Unreadable(Arc<Mutex<HashMap<Uuid, Instant>>>);

impl RemoteStore {
    /// A run of a pack, or as much of it as the object has.
    ///
    /// # Errors
    /// If the store does not answer, or it can't be told yet whether it does not only for now.
    pub async fn read_run(&self, pack_id: Uuid, range: Range<u64>, attempts: Attempts) -> io::Result<FoundRun> {
        let first = match self.try_run(pack_id, &range).await? {
            Ok(run) => return Ok(run),
            Err(refusal) => refusal,
        };
        let pauses: &[Duration] = match attempts {
            _ if self.unreadable.holds(pack_id) => &[],
            Attempts::Several => &PAUSES,
            Attempts::One => return Err(first.into()),
        };
        for pause in pauses {
            tokio::time::sleep(*pause).await;
            match self.try_run(pack_id, &range).await? {
                Ok(run) => return Ok(run),
                Err(refusal) if mem::discriminant(&refusal) == mem::discriminant(&first) => {}
                Err(refusal) => return Err(refusal.into()),
            }
        }
        self.unreadable.insert(pack_id);
        tracing::warn!(%pack_id, error = %first, "an object can't be read, though the store has it, and gives others");
        Ok(FoundRun { bytes: Bytes::new(), fault: Some(ChunkFault::Unreadable) })
    }

    /// One attempt. The inner error is that of a store that says that it has the object, and gives others.
    async fn try_run(&self, pack_id: Uuid, range: &Range<u64>) -> io::Result<object_store::Result<FoundRun>> {
        let path = pack_path(pack_id);
        let found = match self.get_run(&path, range).await {
            Ok(mut bytes) => {
                self.unreadable.remove(pack_id);
                // A store cuts a range down to the object's end and calls it success.
                let length = usize::try_from(range.end - range.start).map_err(io::Error::other)?;
                bytes.truncate(length);
                let fault = (bytes.len() < length).then_some(ChunkFault::Cut);
                return Ok(Ok(FoundRun { bytes, fault }));
            }
            Err(object_store::Error::NotFound { .. }) => ChunkFault::Missing,
            // A range that begins behind the end is refused in words of each store's own.
            Err(error) => match patiently(PATIENCE, self.store.head(&path)).await {
                Ok(object) if object.size < range.end => ChunkFault::Cut,
                Err(object_store::Error::NotFound { .. }) => ChunkFault::Missing,
                Ok(_) if self.gives_others(pack_id, range.end - range.start).await => return Ok(Err(error)),
                _ => return Err(error.into()),
            },
        };
        Ok(Ok(FoundRun { bytes: Bytes::new(), fault: Some(found) }))
    }

    /// Whether the store gives as much of some other object. That it answers questions is not enough: one that is overloaded
    /// does, too.
    async fn gives_others(&self, pack_id: Uuid, length: u64) -> bool {
        let packs = self.list(0..=u8::MAX).take(OTHERS_MAX + 1);
        let mut packs = pin!(packs);
        while let Ok(Some(Ok(other))) = tokio::time::timeout(PATIENCE, packs.next()).await {
            let range = 0..other.size_bytes.min(length);
            if other.pack_id != pack_id
                && !range.is_empty()
                && let Ok(bytes) = self.get_run(&pack_path(other.pack_id), &range).await
                && bytes.len() as u64 >= range.end
            {
                return true;
            }
        }
        false
    }

    async fn get_run(&self, path: &Path, range: &Range<u64>) -> object_store::Result<Bytes> {
        let options = GetOptions::new().with_range(Some(range.clone()));
        patiently(PATIENCE, async { self.store.get_opts(path, options).await?.bytes().await }).await
    }
}

impl Unreadable {
    fn holds(&self, pack_id: Uuid) -> bool {
        let packs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        packs.get(&pack_id).is_some_and(|refused_at| refused_at.elapsed() < UNREADABLE_FOR)
    }

    fn insert(&self, pack_id: Uuid) {
        let mut packs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        packs.retain(|_, refused_at| refused_at.elapsed() < UNREADABLE_FOR);
        packs.insert(pack_id, Instant::now());
    }

    fn remove(&self, pack_id: Uuid) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&pack_id);
    }
}
