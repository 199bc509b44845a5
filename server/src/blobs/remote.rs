//! An object store as the store, over `object_store`, which is known to this folder and to `open.rs` alone.

mod read;
mod run;
mod write;

use std::future::Future;
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{Stream, StreamExt as _, stream};
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{ObjectStore, ObjectStoreExt as _, PutPayload};
use uuid::Uuid;

pub use self::read::RemotePack;
pub use self::run::Attempts;
pub use self::write::{PackLength, RemoteWriter};

use self::run::Unreadable;
use super::ListedPack;
use super::key::{PACKS, StoreKey, shard_name};
use crate::error::{Error, Result};

/// How long one request to the store may take with all its attempts, and how long an answer may bring no byte. A store
/// that is down must be answered 503 soon, and not hold every request for minutes.
pub(super) const PATIENCE: Duration = Duration::from_secs(15);

/// A part on its way to the store gets more time, as if the way took no more than this.
const UPLOAD_BYTES_PER_SEC_MIN: u64 = 256 * 1024;

/// What travels without that.
const SHORT_BYTES_MAX: u64 = 1024 * 1024;

/// How long a failed request waits for its remains to be removed, which goes on without it.
const REMOVAL_PATIENCE: Duration = Duration::from_secs(1);

/// Two clients of one store.
pub struct Clients {
    /// Gives an attempt up when no byte comes.
    pub short: Arc<dyn ObjectStore>,
    /// Waits for as long as it takes to send.
    pub long: Arc<dyn ObjectStore>,
}

#[cfg(test)]
impl Clients {
    /// One client as both.
    pub fn one(store: Arc<dyn ObjectStore>) -> Self {
        Self { short: Arc::clone(&store), long: store }
    }
}

/// Packs in a bucket. Clones share connections.
#[derive(Debug, Clone)]
pub struct RemoteStore {
    store: Arc<dyn ObjectStore>,
    /// For what is longer than [`SHORT_BYTES_MAX`].
    long: Arc<dyn ObjectStore>,
    unreadable: Unreadable,
}

impl RemoteStore {
    /// Everything lies below `prefix`, as written in a URL's path; it may be empty.
    pub fn new(clients: Clients, prefix: &str) -> Result<Self> {
        let prefix = Path::from_url_path(prefix)
            .map_err(|error| Error::InvalidArgument(format!("the store's URL has no usable path: {error}")))?;
        let below = |store: Arc<dyn ObjectStore>| -> Arc<dyn ObjectStore> {
            if prefix.as_ref().is_empty() { store } else { Arc::new(PrefixStore::new(store, prefix.clone())) }
        };
        Ok(Self { store: below(clients.short), long: below(clients.long), unreadable: Unreadable::default() })
    }

    pub fn writer(&self, pack_id: Uuid, length: PackLength) -> RemoteWriter {
        RemoteWriter::new(self.clone(), pack_path(pack_id), length)
    }

    pub async fn delete(&self, pack_id: Uuid) -> Result<()> {
        self.remove(&pack_path(pack_id)).await
    }

    /// Removes an object, if it is there.
    async fn remove(&self, path: &Path) -> Result<()> {
        match patiently(PATIENCE, self.store.delete(path)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(store_error(error)),
        }
    }

    pub async fn set_mark(&self, mark: Uuid) -> Result<()> {
        let payload = PutPayload::from_static(b"a mark");
        patiently(PATIENCE, self.store.put(&mark_path(mark), payload)).await.map_err(store_error)?;
        Ok(())
    }

    pub async fn has_mark(&self, mark: Uuid) -> Result<bool> {
        match patiently(PATIENCE, self.store.head(&mark_path(mark))).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(store_error(error)),
        }
    }

    pub async fn remove_mark(&self, mark: Uuid) -> Result<()> {
        self.remove(&mark_path(mark)).await
    }

    /// Asks for a list of what is never there: a bucket that is not there or not ours says so, while it would answer a
    /// question for one object as if only that was missing.
    pub async fn check(&self) -> Result<()> {
        let nothing = Path::from(format!("{PACKS}/readiness"));
        let mut listed = self.store.list(Some(&nothing));
        match patiently(PATIENCE, async { listed.next().await.transpose() }).await {
            Ok(_) => Ok(()),
            Err(error) => Err(Error::unavailable(error)),
        }
    }

    pub fn list(&self, shards: RangeInclusive<u8>) -> impl Stream<Item = Result<ListedPack>> + Send + use<> {
        // Each shard by its prefix: not every store lists in the order of names. All of them by one, which takes fewer
        // requests where there is little.
        let prefixes = if shards == (0..=u8::MAX) {
            vec![Path::from(PACKS)]
        } else {
            shards.map(|shard| Path::from(format!("{PACKS}/{}", shard_name(shard)))).collect()
        };
        let store = Arc::clone(&self.store);
        let objects = stream::iter(prefixes).flat_map(move |prefix| store.list(Some(&prefix)));
        objects.filter_map(|object| async {
            let object = match object {
                Ok(object) => object,
                Err(error) => return Some(Err(store_error(error))),
            };
            let Some(StoreKey::Pack(pack_id)) = StoreKey::parse(object.location.as_ref()) else { return None };
            Some(Ok(ListedPack { pack_id, size_bytes: object.size, modified_at: object.last_modified }))
        })
    }
}

fn pack_path(pack_id: Uuid) -> Path {
    Path::from(StoreKey::Pack(pack_id).path())
}

fn mark_path(mark: Uuid) -> Path {
    Path::from(StoreKey::Mark(mark).path())
}

/// A request to the store, given up after `patience`.
async fn patiently<T>(
    patience: Duration,
    request: impl Future<Output = object_store::Result<T>>,
) -> object_store::Result<T> {
    match tokio::time::timeout(patience, request).await {
        Ok(answer) => answer,
        Err(elapsed) => Err(object_store::Error::Generic { store: "remote", source: Box::new(elapsed) }),
    }
}

/// What is left after the client's retries: an outage, unless the store said clearly that it is our fault.
fn store_error(error: object_store::Error) -> Error {
    match error {
        object_store::Error::Generic { .. } => Error::unavailable(error),
        other => Error::internal(other),
    }
}
