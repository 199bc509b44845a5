//! What tests of the store need: bytes, and an index of chunks without a database.

pub(crate) mod spoilt;

use std::collections::HashMap;
use std::sync::Mutex;

use async_trait::async_trait;

use super::*;

/// Knows what it has been told of.
#[derive(Debug, Default)]
pub(crate) struct MemoryIndex {
    packs: Mutex<HashMap<Uuid, Vec<PackedChunk>>>,
    staged: Mutex<HashMap<Uuid, Vec<PackedChunk>>>,
}

impl MemoryIndex {
    /// Takes note of a pack as the rows of a commit do.
    pub(crate) fn commit(&self, stored: &Stored) {
        if let Stored::Extents { pack: Some(pack), .. } = stored {
            let mut chunks = self.staged.lock().unwrap().remove(&pack.pack_id).unwrap_or_default();
            chunks.extend(pack.chunks.iter().cloned());
            self.packs.lock().unwrap().insert(pack.pack_id, chunks);
        }
    }
}

#[async_trait]
impl ChunkIndex for MemoryIndex {
    async fn key(&self, organization_id: Uuid) -> Result<Arc<ChunkKey>> {
        let mut key = [0; 32];
        key[..16].copy_from_slice(organization_id.as_bytes());
        Ok(Arc::new(ChunkKey::new(key)))
    }

    async fn find(&self, _: Uuid, _: Option<ChunkPlace>, ids: &[ChunkId]) -> Result<Vec<Option<ChunkPlace>>> {
        let packs = self.packs.lock().unwrap();
        let find = |id: &ChunkId| {
            packs.iter().find_map(|(pack_id, chunks)| {
                let chunk = chunks.iter().find(|chunk| chunk.id == *id)?;
                Some(ChunkPlace { pack_id: *pack_id, offset: chunk.offset })
            })
        };
        Ok(ids.iter().map(find).collect())
    }

    async fn of_pack(&self, pack_id: Uuid, range: Range<u64>) -> Result<Vec<PackedChunk>> {
        let packs = self.packs.lock().unwrap();
        let chunks = packs.get(&pack_id).into_iter().flatten();
        let overlap = chunks.filter(|chunk| chunk.offset < range.end && chunk.range().end > range.start);
        Ok(overlap.take(3).cloned().collect())
    }

    async fn stage(&self, _: Uuid, pack_id: Uuid, chunks: &[PackedChunk]) -> Result<()> {
        self.staged.lock().unwrap().entry(pack_id).or_default().extend_from_slice(chunks);
        Ok(())
    }

    async fn has_packs(&self) -> Result<bool> {
        Ok(!self.packs.lock().unwrap().is_empty())
    }

    async fn unstage(&self, pack_id: Uuid) -> Result<()> {
        self.staged.lock().unwrap().remove(&pack_id);
        Ok(())
    }
}

/// A store in memory that is reached as a bucket is.
pub(crate) fn in_memory(index: Arc<dyn ChunkIndex>) -> Blobs {
    in_bucket(spoilt::Spoilt::default(), index)
}

/// The store in a bucket.
pub(crate) fn in_bucket(bucket: spoilt::Spoilt, index: Arc<dyn ChunkIndex>) -> Blobs {
    let clients = super::remote::Clients::one(Arc::new(bucket));
    let backend = Backend::Remote(RemoteStore::new(clients, "/some/prefix").unwrap());
    Blobs { backend, index, verified: Verified::default(), recent: Recent::default() }
}

/// Bytes of which no two runs are alike, the same at each call: each begins as the longer ones do.
pub(crate) fn content(size_bytes: usize) -> Bytes {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut bytes = Vec::with_capacity(size_bytes + 8);
    while bytes.len() < size_bytes {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend_from_slice(&state.to_le_bytes());
    }
    bytes.truncate(size_bytes);
    bytes.into()
}
