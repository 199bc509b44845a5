//! Chunks: the runs of bytes by which contents are compared and checked. What is known of stored ones is kept by whoever
//! keeps the rows, and asked for here.

use std::fmt;
use std::io;
use std::ops::Range;
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use uuid::Uuid;

use super::batch::{Batch, Pieces};
use super::cutter::Cutter;
use super::lane::{Lane, Work};
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

/// Cuts one content and names its chunks, while its next bytes are gathered.
pub struct Chunking(Lane<State>);

struct State {
    key: Arc<ChunkKey>,
    cutter: Cutter,
    /// What has been fed and not cut off yet.
    held: Pieces,
}

/// A batch, and whether it is the content's last.
struct Cuttable {
    batch: Batch,
    is_last: bool,
}

impl Work for State {
    type Input = Cuttable;
    type Made = CutChunk;

    fn take(&mut self, Cuttable { batch, is_last }: Cuttable, made: &mut Vec<CutChunk>) {
        made.extend(self.feed(&batch));
        if is_last {
            made.extend(self.end());
        }
    }
}

impl Chunking {
    pub fn new(key: Arc<ChunkKey>) -> Self {
        Self(Lane::new(State::new(key)))
    }

    /// Cuts a batch, after those before.
    pub async fn add(&mut self, batch: Batch) -> io::Result<()> {
        self.0.add(Cuttable { batch, is_last: false }).await
    }

    /// Cuts the last batch; nothing may be added afterwards.
    pub async fn add_last(&mut self, batch: Batch) -> io::Result<()> {
        self.0.add(Cuttable { batch, is_last: true }).await
    }

    /// The chunks that have been found to end since this was asked last.
    pub fn ended(&mut self) -> Vec<CutChunk> {
        self.0.made()
    }

    /// The chunks that are left.
    pub async fn finish(self) -> io::Result<Vec<CutChunk>> {
        let (_, chunks) = self.0.finish().await?;
        Ok(chunks)
    }
}

/// Cuts a content that is one batch, and names its chunks, on this thread.
pub fn cut(key: Arc<ChunkKey>, batch: &Batch) -> Vec<CutChunk> {
    let mut state = State::new(key);
    let mut chunks = state.feed(batch);
    chunks.extend(state.end());
    chunks
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

    /// The last chunk, if the last cut was not the content's end.
    fn end(&mut self) -> Option<CutChunk> {
        let length = std::mem::take(&mut self.cutter).finish();
        (length > 0).then(|| self.cut_off(length))
    }

    fn cut_off(&mut self, length: usize) -> CutChunk {
        let pieces = self.held.split_to(length);
        CutChunk { id: self.key.id(pieces.iter()), pieces }
    }
}
