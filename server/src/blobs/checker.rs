//! Comparing what is read from a pack with the ids of its chunks.

use std::collections::VecDeque;
use std::io;
use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;
use uuid::Uuid;

use super::Blobs;
use super::chunks::{ChunkIndex, ChunkKey, PackedChunk};
use super::verified::Verified;

/// Knows the chunks of one pack, as a reader goes through it. Nothing is asked of the index before a chunk is needed.
pub struct Checker {
    index: Arc<dyn ChunkIndex>,
    pub verified: Verified,
    organization_id: Uuid,
    pack_id: Uuid,
    key: Option<Arc<ChunkKey>>,
    /// The next ones, in order.
    chunks: VecDeque<PackedChunk>,
}

impl Checker {
    pub fn new(blobs: &Blobs, organization_id: Uuid, pack_id: Uuid) -> Self {
        let (index, verified) = (Arc::clone(&blobs.index), blobs.verified.clone());
        Self { index, verified, organization_id, pack_id, key: None, chunks: VecDeque::new() }
    }

    /// The chunk in which `range` begins; more of those in `range` are learned of on the way.
    ///
    /// # Errors
    /// `InvalidData` if none is known there: what can't be checked is not answered.
    pub async fn chunk_at(&mut self, range: Range<u64>) -> io::Result<PackedChunk> {
        while self.chunks.front().is_some_and(|chunk| chunk.range().end <= range.start) {
            self.chunks.pop_front();
        }
        if !self.chunks.front().is_some_and(|chunk| chunk.range().contains(&range.start)) {
            self.chunks = self.index.of_pack(self.pack_id, range.clone()).await.map_err(io::Error::other)?.into();
        }
        match self.chunks.front() {
            Some(chunk) if chunk.range().contains(&range.start) => Ok(chunk.clone()),
            _ => {
                let message = format!("no chunk is known at byte {} of pack {}", range.start, self.pack_id);
                Err(io::Error::new(io::ErrorKind::InvalidData, message))
            }
        }
    }

    /// What compares bytes with a chunk of this pack; to be used wherever hashing may take its time.
    pub async fn comparison(&mut self, chunk: PackedChunk) -> io::Result<Comparison> {
        let key = match &self.key {
            Some(key) => Arc::clone(key),
            None => {
                let key = self.index.key(self.organization_id).await.map_err(io::Error::other)?;
                Arc::clone(self.key.insert(key))
            }
        };
        Ok(Comparison { key, pack_id: self.pack_id, chunk })
    }
}

/// A chunk as it should be.
pub struct Comparison {
    key: Arc<ChunkKey>,
    pack_id: Uuid,
    pub chunk: PackedChunk,
}

impl Comparison {
    /// # Errors
    /// `InvalidData` if the bytes are not those of the chunk.
    pub fn check<'a>(&self, pieces: impl IntoIterator<Item = &'a Bytes>) -> io::Result<()> {
        if self.key.id(pieces) == self.chunk.id {
            return Ok(());
        }
        let message = format!("the bytes {:?} of pack {} are not those written", self.chunk.range(), self.pack_id);
        Err(io::Error::new(io::ErrorKind::InvalidData, message))
    }
}

/// The part of a chunk's pieces that lies in `range`, both counted in the pack.
pub fn within(chunk: &PackedChunk, pieces: impl IntoIterator<Item = Bytes>, range: &Range<u64>) -> VecDeque<Bytes> {
    let mut at = chunk.offset;
    let cut = pieces.into_iter().map(|piece| {
        let start = at;
        at += piece.len() as u64;
        let (from, to) = (range.start.clamp(start, at), range.end.clamp(start, at));
        let index = |offset: u64| usize::try_from(offset - start).unwrap_or(usize::MAX);
        piece.slice(index(from)..index(to).max(index(from)))
    });
    cut.filter(|piece| !piece.is_empty()).collect()
}
