//! Bytes in the object store: writing packs, reading extents. Knows nothing of rows, names or rights.
//!
//! A pack is one immutable object, written by one request and never changed. It is durable before [`Blobs::write`]
//! answers, so that a row may name it; what no row came to name is swept up later, never the other way round.

mod batch;
mod buffers;
mod checker;
mod chunks;
mod cutter;
mod examine;
mod extents;
mod intake;
mod key;
mod lane;
mod local;
mod open;
mod recent;
mod remote;
mod runs;
mod same;
mod verified;

use std::io;
use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::stream::BoxStream;
use futures_util::{Stream, StreamExt as _};
use uuid::Uuid;

pub use self::chunks::{ChunkId, ChunkIndex, ChunkKey, ChunkPlace, PackedChunk};
pub use self::cutter::CHUNK_BYTES_MAX;
pub use self::examine::{ChunkFault, FoundChunk};
pub use self::key::shard_of;
pub use self::local::{durable, is_unreadable};
pub use self::open::StoreConfig;
pub use self::same::is_a_store;

use self::local::LocalStore;
use self::recent::Recent;
use self::remote::{RemoteStore, RemoteWriter};
use self::verified::Verified;
use crate::error::{Error, Result};

/// Contents up to this size are kept in their row instead of a pack: one commit, no object.
pub const INLINE_BYTES_MAX: u64 = 16 * 1024;

/// How much of a content [`Written::head`] holds: what a detector of types looks at.
pub const HEAD_BYTES_MAX: usize = 8 * 1024;

/// What has been written durably and waits for the rows that name it.
#[derive(Debug, Clone)]
pub struct Written {
    pub sha256: [u8; 32],
    pub size_bytes: u64,
    /// The first bytes (up to 8 KiB), from which the type is told.
    pub head: Bytes,
    pub stored: Stored,
}

#[derive(Debug, Clone)]
pub enum Stored {
    Inline(Bytes),
    Extents {
        organization_id: Uuid,
        /// The whole content, in order.
        extents: Vec<Extent>,
        /// The pack with what had not been stored before; it is durable, and one of those that the extents name.
        pack: Option<NewPack>,
    },
}

/// A pack that no row names yet.
#[derive(Debug, Clone)]
pub struct NewPack {
    pub pack_id: Uuid,
    pub size_bytes: u64,
    /// Those of its chunks that have not been staged, in order.
    pub chunks: Vec<PackedChunk>,
    /// Whether the index knows some of its chunks already.
    pub is_staged: bool,
}

/// A run of a content's bytes in a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extent {
    pub pack_id: Uuid,
    pub pack_offset: u64,
    pub length: u64,
}

/// Where a content's bytes are.
#[derive(Debug, Clone)]
pub enum Source {
    Inline(Bytes),
    Extents {
        /// Whose key the chunks are checked by.
        organization_id: Uuid,
        extents: Vec<Extent>,
    },
}

/// A pack as the store itself knows it, for finding those that no row names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedPack {
    pub pack_id: Uuid,
    pub size_bytes: u64,
    pub modified_at: DateTime<Utc>,
}

/// The store. Cheap to clone; clones share connections and buffers.
#[derive(Debug, Clone)]
pub struct Blobs {
    backend: Backend,
    index: Arc<dyn ChunkIndex>,
    verified: Verified,
    recent: Recent,
}

#[derive(Debug, Clone)]
enum Backend {
    Local(LocalStore),
    Remote(RemoteStore),
}

impl Blobs {
    /// Opens the store. A folder is made if it is not there and `index` knows of no pack, and what crashed uploads left in
    /// it is removed.
    ///
    /// # Errors
    /// `InvalidArgument` if the URL is none of ours or the folder is not the one that `index` knows of, `Internal` or `Unavailable` if the store can't be used.
    pub async fn open(config: &StoreConfig, index: Arc<dyn ChunkIndex>) -> Result<Self> {
        let backend = open::open(config, &*index).await?;
        Ok(Self { backend, index, verified: Verified::default(), recent: Recent::default() })
    }

    /// The same store, with another's word for what its packs hold: for those whose rows have not come yet.
    pub fn told_by(&self, index: Arc<dyn ChunkIndex>) -> Self {
        Self { index, ..self.clone() }
    }

    /// The longest content that the store takes, in bytes.
    pub fn content_bytes_max(&self) -> u64 {
        match &self.backend {
            Backend::Local(_) => u64::MAX,
            Backend::Remote(_) => RemoteWriter::CONTENT_BYTES_MAX,
        }
    }

    /// Stores a body durably: the bytes are on disk, or in a completed object, when this answers. Runs of it that the
    /// organization has stored before are not stored again.
    ///
    /// Memory is bounded by 8 MiB whatever the body's size. On any error, and if the future is dropped, nothing
    /// remains in the store. An [`Error`] that the body carries inside its `io::Error` is answered as it is, so that
    /// whoever takes a request's body apart can say what is wrong with it.
    ///
    /// # Errors
    /// `PayloadTooLarge` beyond `limit_bytes`, `RequestTimeout` if the body timed out, `InvalidArgument` if it broke
    /// off, `Unavailable` if the store is full or does not answer, else `Internal`.
    pub async fn write(
        &self,
        organization_id: Uuid,
        limit_bytes: u64,
        body: impl Stream<Item = io::Result<Bytes>> + Send + Unpin,
    ) -> Result<Written> {
        intake::write(self, organization_id, limit_bytes, body).await
    }

    /// Stores exactly `size_bytes` as a pack, as they are: chunks and rows are the caller's business. Durable as with
    /// [`Blobs::write`].
    ///
    /// # Errors
    /// `Internal` if the bytes can't be read or are more or fewer, else those of the store.
    pub async fn write_pack(
        &self,
        size_bytes: u64,
        bytes: impl Stream<Item = io::Result<Bytes>> + Send + Unpin,
    ) -> Result<Uuid> {
        intake::write_pack(&self.backend, size_bytes, bytes).await
    }

    /// Reads `range` of a content, in pieces of up to 256 KiB from a folder, as they come from a remote store. What comes
    /// from a disk or a network is compared with its chunk's id first: a wrong byte is an error, never answered.
    ///
    /// The stream holds exactly the range or ends with an error; an answer that is cleanly too short can't happen.
    /// Each piece should be let go of before many more are asked for: its memory is reused.
    pub fn read(&self, source: Source, range: Range<u64>) -> impl Stream<Item = io::Result<Bytes>> + Send + use<> {
        extents::read(self.clone(), source, range)
    }

    /// As [`Blobs::read`], for answers: small contents that were asked for a short while ago come from memory. Whoever wants to
    /// know what the store holds must not ask here.
    pub fn serve(&self, source: Source, range: Range<u64>) -> impl Stream<Item = io::Result<Bytes>> + Send + use<> {
        match recent::Place::of(&source) {
            Some(place) => recent::read(self.clone(), place, source, range).left_stream(),
            None => self.read(source, range).right_stream(),
        }
    }

    /// What [`Blobs::serve`] would bring, if nothing need be waited for.
    pub fn at_hand(&self, source: &Source, range: &Range<u64>) -> Option<Bytes> {
        match (source, recent::Place::of(source)) {
            (Source::Inline(bytes), _) => extents::slice_of(bytes, range),
            (_, Some(place)) => extents::slice_of(&self.recent.get(place)?, range),
            (_, None) => None,
        }
    }

    /// Deletes a pack. One that is not there is no error: deletion is repeated after a crash.
    ///
    /// # Errors
    /// `Unavailable` or `Internal`, if the store does not carry it out.
    pub async fn delete_pack(&self, pack_id: Uuid) -> Result<()> {
        match &self.backend {
            Backend::Local(store) => store.delete(pack_id).await,
            Backend::Remote(store) => store.delete(pack_id).await,
        }
    }

    /// Takes back what was written, when no row came to name it. A failure is only logged: the sweep finds the pack.
    pub async fn discard(&self, written: &Written) {
        let Stored::Extents { pack: Some(pack), .. } = &written.stored else { return };
        if let Err(error) = self.delete_pack(pack.pack_id).await {
            let cause = &error as &dyn std::error::Error;
            tracing::warn!(pack_id = %pack.pack_id, error = cause, "a discarded pack was left behind");
        }
        if pack.is_staged {
            self.unstage(pack.pack_id).await;
        }
    }

    async fn unstage(&self, pack_id: Uuid) {
        if let Err(error) = self.index.unstage(pack_id).await {
            tracing::warn!(%pack_id, error = &error as &dyn std::error::Error, "staged chunks were left behind");
        }
    }

    /// Copies a pack from elsewhere, under its own id. It is durable when this answers. One that is there is replaced, once
    /// all bytes have come: they may be read out of it.
    ///
    /// # Errors
    /// `InvalidArgument` if the bytes could not be read to their end, or are more than the store takes, else as `write`.
    pub async fn put_pack(
        &self,
        pack_id: Uuid,
        size_bytes: u64,
        bytes: impl Stream<Item = io::Result<Bytes>> + Send + Unpin,
    ) -> Result<()> {
        intake::put_pack(&self.backend, pack_id, size_bytes, bytes).await
    }

    /// Every pack in the store, in no order. What is being written is not among them.
    pub fn list_packs(&self) -> BoxStream<'static, Result<ListedPack>> {
        self.list_shards(0..=u8::MAX)
    }

    /// The packs of some shards ([`shard_of`]), in no order: for who holds a listing against something else, and can't
    /// have all of that in memory.
    pub fn list_shards(&self, shards: RangeInclusive<u8>) -> BoxStream<'static, Result<ListedPack>> {
        match &self.backend {
            Backend::Local(store) => store.list(shards).boxed(),
            Backend::Remote(store) => store.list(shards).boxed(),
        }
    }

    /// How many bytes the store has room for; `None` if it does not say.
    ///
    /// # Errors
    /// `Internal` if the disk can't be asked.
    pub async fn free_bytes(&self) -> Result<Option<u64>> {
        match &self.backend {
            Backend::Local(store) => store.free_bytes().await,
            Backend::Remote(_) => Ok(None),
        }
    }

    /// Whether the store answers right now. Cheap: at most one small request, which waits at most 5 seconds.
    ///
    /// # Errors
    /// `Unavailable`, with the cause.
    pub async fn check(&self) -> Result<()> {
        let check = async {
            match &self.backend {
                Backend::Local(store) => store.check().await,
                Backend::Remote(store) => store.check().await,
            }
        };
        tokio::time::timeout(CHECK_TIMEOUT, check).await.unwrap_or_else(|elapsed| Err(Error::unavailable(elapsed)))
    }
}

/// A folder on a dead network mount hangs rather than fails; readiness must still be answered.
const CHECK_TIMEOUT: std::time::Duration = std::time::Duration::from_secs(5);

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
