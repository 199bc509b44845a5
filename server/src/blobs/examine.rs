//! Examining stored chunks one by one: read from where they are kept, past what caches hold, and compared with their ids.
//!
//! A download may trust what was compared when it came from the disk; who looks for rot may not. A chunk that is not as
//! it was written is no error here but an answer, with whatever is left of it.

use std::io;

use bytes::Bytes;
use uuid::Uuid;

use super::chunks::PackedChunk;
use super::remote::Attempts;
use super::{Backend, Blobs};

/// A chunk as it was found.
#[derive(Debug)]
pub struct FoundChunk {
    /// What could be read of it, from its start; not what was written if there is a fault.
    pub bytes: Bytes,
    /// What is wrong with it.
    pub fault: Option<ChunkFault>,
}

/// How a chunk is not what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChunkFault {
    /// There is no such object.
    Missing,
    /// The object ends before the chunk does.
    Cut,
    /// The disk, or the store, gives an error instead of its bytes.
    Unreadable,
    /// Its bytes have not its id.
    Changed,
}

impl ChunkFault {
    /// What is wrong, as the end of a sentence that begins with the chunk.
    pub fn told(self) -> &'static str {
        match self {
            Self::Missing => "is not there: the store has no such object",
            Self::Cut => "is not there: the object ends before it",
            Self::Unreadable => "can't be read from where it is stored",
            Self::Changed => "is not what was written",
        }
    }
}

/// What a store could give of a run.
pub(super) struct FoundRun {
    pub bytes: Bytes,
    /// Set if that is not the whole of it.
    pub fault: Option<ChunkFault>,
}

impl Blobs {
    /// Reads a chunk of a pack from the disk or the bucket and compares it with its id. That a bucket has lost an object which
    /// it still lists is told after a minute of asking for it.
    ///
    /// # Errors
    /// If it can't be told: the store does not answer, or nobody knows the organization's key.
    pub async fn examine_chunk(
        &self,
        organization_id: Uuid,
        pack_id: Uuid,
        chunk: &PackedChunk,
    ) -> io::Result<FoundChunk> {
        self.examine(organization_id, pack_id, chunk, Attempts::Several).await
    }

    /// The same, for who comes again: what a bucket does not give is asked for once.
    ///
    /// # Errors
    /// If it can't be told, or not by one attempt.
    pub async fn look_at_chunk(
        &self,
        organization_id: Uuid,
        pack_id: Uuid,
        chunk: &PackedChunk,
    ) -> io::Result<FoundChunk> {
        self.examine(organization_id, pack_id, chunk, Attempts::One).await
    }

    async fn examine(
        &self,
        organization_id: Uuid,
        pack_id: Uuid,
        chunk: &PackedChunk,
        attempts: Attempts,
    ) -> io::Result<FoundChunk> {
        let range = chunk.range();
        let run = match &self.backend {
            Backend::Local(store) => store.read_past_cache(pack_id, range.clone(), self.verified.clone()).await?,
            Backend::Remote(store) => store.read_run(pack_id, range.clone(), attempts).await?,
        };
        if run.fault == Some(ChunkFault::Missing) {
            // A volume that is not mounted, or a bucket that is not there, has lost nothing.
            self.check().await.map_err(io::Error::other)?;
        }
        let (bytes, mut fault) = (run.bytes, run.fault);
        if fault.is_none() {
            let is_it = self.is_chunk(organization_id, chunk, &bytes).await?;
            fault = (!is_it).then_some(ChunkFault::Changed);
        }
        if fault.is_some() {
            // What the cache has of it is compared anew before anybody is answered with it.
            self.verified.remove(pack_id, &range);
        }
        Ok(FoundChunk { bytes, fault })
    }

    /// Whether these are the bytes of a chunk, wherever they come from.
    ///
    /// # Errors
    /// If nobody knows the organization's key.
    pub async fn is_chunk(&self, organization_id: Uuid, chunk: &PackedChunk, bytes: &Bytes) -> io::Result<bool> {
        let key = self.index.key(organization_id).await.map_err(io::Error::other)?;
        let (expected, hashed) = (chunk.id, bytes.clone());
        Ok(tokio::task::spawn_blocking(move || key.id([&hashed]) == expected).await?)
    }
}
