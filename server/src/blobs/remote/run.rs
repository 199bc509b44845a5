//! Reading a short run of a pack in a bucket as it is, with what is wrong with it.

use std::io;
use std::ops::Range;

use bytes::Bytes;
use object_store::{GetOptions, ObjectStore as _, ObjectStoreExt as _};
use uuid::Uuid;

use super::super::examine::{ChunkFault, FoundRun};
use super::{PATIENCE, RemoteStore, pack_path, patiently};

impl RemoteStore {
    /// A run of a pack, or as much of it as the object has.
    ///
    /// # Errors
    /// If the store does not answer.
    pub async fn read_run(&self, pack_id: Uuid, range: Range<u64>) -> io::Result<FoundRun> {
        let path = pack_path(pack_id);
        let get = async {
            let options = GetOptions::new().with_range(Some(range.clone()));
            self.store.get_opts(&path, options).await?.bytes().await
        };
        let missing = || FoundRun { bytes: Bytes::new(), fault: Some(ChunkFault::Missing) };
        match patiently(PATIENCE, get).await {
            Ok(mut bytes) => {
                // A store cuts a range down to the object's end and calls it success.
                let length = usize::try_from(range.end - range.start).map_err(io::Error::other)?;
                bytes.truncate(length);
                let fault = (bytes.len() < length).then_some(ChunkFault::Cut);
                Ok(FoundRun { bytes, fault })
            }
            Err(object_store::Error::NotFound { .. }) => Ok(missing()),
            // A range that begins behind the end is refused in words of each store's own.
            Err(error) => match patiently(PATIENCE, self.store.head(&path)).await {
                Ok(object) if object.size < range.end => {
                    Ok(FoundRun { bytes: Bytes::new(), fault: Some(ChunkFault::Cut) })
                }
                Err(object_store::Error::NotFound { .. }) => Ok(missing()),
                _ => Err(error.into()),
            },
        }
    }
}
