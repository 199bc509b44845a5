//! An object store as the store, over `object_store`, which is known to this folder and to `open.rs` alone.

mod read;
mod write;

use std::sync::Arc;

use futures_util::{Stream, StreamExt as _};
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{ObjectStore, ObjectStoreExt as _};
use uuid::Uuid;

pub use self::read::RemotePack;
pub use self::write::RemoteWriter;

use super::ListedPack;
use super::key::{PACKS, StoreKey};
use crate::error::{Error, Result};

/// Packs in a bucket. Clones share connections.
#[derive(Debug, Clone)]
pub struct RemoteStore {
    store: Arc<dyn ObjectStore>,
}

impl RemoteStore {
    /// Everything lies below `prefix`, as written in a URL's path; it may be empty.
    pub fn new(store: Box<dyn ObjectStore>, prefix: &str) -> Result<Self> {
        let prefix = Path::from_url_path(prefix)
            .map_err(|error| Error::InvalidArgument(format!("the store's URL has no usable path: {error}")))?;
        let store: Arc<dyn ObjectStore> =
            if prefix.as_ref().is_empty() { store.into() } else { Arc::new(PrefixStore::new(store, prefix)) };
        Ok(Self { store })
    }

    pub fn writer(&self, pack_id: Uuid, limit_bytes: u64) -> RemoteWriter {
        RemoteWriter::new(Arc::clone(&self.store), pack_path(pack_id), limit_bytes)
    }

    pub async fn delete(&self, pack_id: Uuid) -> Result<()> {
        match self.store.delete(&pack_path(pack_id)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(store_error(error)),
        }
    }

    /// Asks for an object that is never there: it costs least, and a store that can say "no" answers.
    pub async fn check(&self) -> Result<()> {
        match self.store.head(&Path::from(format!("{PACKS}/readiness"))).await {
            Ok(_) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(Error::unavailable(error)),
        }
    }

    pub fn list(&self) -> impl Stream<Item = Result<ListedPack>> + Send + use<> {
        self.store.list(Some(&Path::from(PACKS))).filter_map(|object| async {
            let object = match object {
                Ok(object) => object,
                Err(error) => return Some(Err(store_error(error))),
            };
            let StoreKey::Pack(pack_id) = StoreKey::parse(object.location.as_ref())?;
            Some(Ok(ListedPack { pack_id, size_bytes: object.size, modified_at: object.last_modified }))
        })
    }
}

fn pack_path(pack_id: Uuid) -> Path {
    Path::from(StoreKey::Pack(pack_id).path())
}

/// What is left after the client's retries: an outage, unless the store said clearly that it is our fault.
fn store_error(error: object_store::Error) -> Error {
    match error {
        object_store::Error::Generic { .. } => Error::unavailable(error),
        other => Error::internal(other),
    }
}
