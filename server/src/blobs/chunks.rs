//! Chunks: the runs of bytes by which contents are compared and checked. What is known of stored ones is kept by whoever
//! keeps the rows, and asked for here.

use std::fmt;
use std::io;
use std::ops::Range;
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use tokio::task::JoinHandle;
use uuid::Uuid;

use super::batch::{Batch, Pieces};
use super::cutter::Cutter;
use crate::error::Result;

/// An organization's key for the ids of its chunks: equal bytes of two organizations have nothing in common, so that
/// nothing can be learned of another's by asking. Never changes.
#[derive(Clone)]
pub struct ChunkKey([u8; 32]);

impl ChunkKey {
    pub fn new(key: [u8; 32]) -> Self {
        Self(key)
    }

    /// The id of a chunk with these bytes: BLAKE3, keyed, of the BLAKE3 of the bytes. In two steps, so that somebody who
    /// may know the bytes, but not the key, can name a chunk by the inner one.
    pub fn id<'a>(&self, pieces: impl IntoIterator<Item = &'a Bytes>) -> ChunkId {
        let mut hasher = blake3::Hasher::new();
        for piece in pieces {
            hasher.update(piece);
        }
        ChunkId(blake3::keyed_hash(&self.0, hasher.finalize().as_bytes()).into())
    }
}

impl fmt::Debug for ChunkKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ChunkKey(…)")
    }
}

/// What a chunk is known by in its organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ChunkId(pub [u8; 32]);

/// Where a chunk begins in a pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChunkPlace {
    pub pack_id: Uuid,
    pub offset: u64,
}

/// A chunk in a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackedChunk {
    pub id: ChunkId,
    pub offset: u64,
    pub length: u64,
}

impl PackedChunk {
    pub fn range(&self) -> Range<u64> {
        self.offset..self.offset + self.length
    }
}

/// What is known of stored chunks.
#[async_trait]
pub trait ChunkIndex: Send + Sync + fmt::Debug {
    /// The organization's key.
    ///
    /// # Errors
    /// `NotFound` if there is no such organization.
    async fn key(&self, organization_id: Uuid) -> Result<Arc<ChunkKey>>;

    /// Where chunks of the organization are in packs that can be relied on; in the order of `ids`. Of several copies of a
    /// chunk it is the one that lies behind the chunk before, or at `after`, if it is the first.
    async fn find(
        &self,
        organization_id: Uuid,
        after: Option<ChunkPlace>,
        ids: &[ChunkId],
    ) -> Result<Vec<Option<ChunkPlace>>>;

    /// The chunks of a pack that overlap `range`, in their order: as many as are asked for at a time, from its start on.
    async fn of_pack(&self, pack_id: Uuid, range: Range<u64>) -> Result<Vec<PackedChunk>>;

    /// Notes chunks of a pack that is still being written, so that they need not be held in memory. They are not found
    /// before the pack is committed. They come in their order, those at the pack's start first.
    ///
    /// # Errors
    /// `Unavailable` if the upload was taken for dead meanwhile, and what it had staged removed.
    async fn stage(&self, organization_id: Uuid, pack_id: Uuid, chunks: &[PackedChunk]) -> Result<()>;

    /// Whether there is any pack that the store must have.
    async fn has_packs(&self) -> Result<bool>;

    /// Forgets what was staged of a pack that will not be committed.
    async fn unstage(&self, pack_id: Uuid) -> Result<()>;
}

/// A chunk of a content on its way in.
#[derive(Debug)]
pub struct CutChunk {
    pub id: ChunkId,
    pub pieces: Pieces,
}

/// Cuts one content and names its chunks, on the blocking pool, one batch at a time while the next one is gathered.
pub struct Chunking {
    state: Option<State>,
    running: Option<JoinHandle<(Option<State>, Vec<CutChunk>)>>,
}

struct State {
    key: Arc<ChunkKey>,
    cutter: Cutter,
    /// What has been fed and not cut off yet.
    held: Pieces,
}

impl Chunking {
    pub fn new(key: Arc<ChunkKey>) -> Self {
        Self { state: Some(State::new(key)), running: None }
    }

    /// Begins with a batch, and answers the chunks that ended in those before.
    pub async fn add(&mut self, batch: Batch) -> io::Result<Vec<CutChunk>> {
        self.begin(move |mut state| {
            let chunks = state.feed(&batch);
            (Some(state), chunks)
        })
        .await
    }

    /// Begins with the last batch, and answers the chunks that ended in those before; nothing may be added afterwards.
    pub async fn add_last(&mut self, batch: Batch) -> io::Result<Vec<CutChunk>> {
        self.begin(move |state| (None, state.feed_last(&batch))).await
    }

    /// The chunks that are left.
    pub async fn finish(&mut self) -> io::Result<Vec<CutChunk>> {
        self.settle().await
    }

    async fn begin(
        &mut self,
        work: impl FnOnce(State) -> (Option<State>, Vec<CutChunk>) + Send + 'static,
    ) -> io::Result<Vec<CutChunk>> {
        let chunks = self.settle().await?;
        if let Some(state) = self.state.take() {
            self.running = Some(tokio::task::spawn_blocking(move || work(state)));
        }
        Ok(chunks)
    }

    async fn settle(&mut self) -> io::Result<Vec<CutChunk>> {
        let Some(running) = self.running.take() else { return Ok(Vec::new()) };
        let (state, chunks) = running.await?;
        self.state = state;
        Ok(chunks)
    }
}

/// Cuts a content that is one batch, and names its chunks, on this thread.
pub fn cut(key: Arc<ChunkKey>, batch: &Batch) -> Vec<CutChunk> {
    State::new(key).feed_last(batch)
}

impl State {
    fn new(key: Arc<ChunkKey>) -> Self {
        Self { key, cutter: Cutter::default(), held: Pieces::default() }
    }

    fn feed(&mut self, batch: &Batch) -> Vec<CutChunk> {
        let mut lengths = Vec::new();
        for piece in batch.pieces.iter() {
            self.cutter.feed(piece, |length| lengths.push(length));
            self.held.push(piece.clone());
        }
        lengths.into_iter().map(|length| self.cut_off(length)).collect()
    }

    fn feed_last(mut self, batch: &Batch) -> Vec<CutChunk> {
        let mut chunks = self.feed(batch);
        let length = std::mem::take(&mut self.cutter).finish();
        chunks.extend((length > 0).then(|| self.cut_off(length)));
        chunks
    }

    fn cut_off(&mut self, length: usize) -> CutChunk {
        let pieces = self.held.split_to(length);
        CutChunk { id: self.key.id(pieces.iter()), pieces }
    }
}
