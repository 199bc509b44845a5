//! Gathering the pieces of a body to batches worth a system call, and hashing them beside the writing.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use sha2::{Digest as _, Sha256};

use super::lane::{Lane, Work};

/// Pieces shorter than this are copied together: a million one-byte pieces must not cost a million handles, nor keep
/// alive the large network buffers that they are cut from.
const COPY_BELOW_BYTES: usize = 16 * 1024;

/// How far ahead of the hashing bytes are called for.
const HASH_STEP_BYTES: usize = 1024;

/// Of every processor that we know, or a multiple of it.
const CACHE_LINE_BYTES: usize = 64;

/// A run of a body's bytes. Clones share the bytes.
#[derive(Debug, Clone)]
pub struct Batch {
    pub pieces: Arc<[Bytes]>,
    pub size_bytes: usize,
}

/// Bytes in pieces, from which runs are taken at the front without a copy.
#[derive(Debug, Clone, Default)]
pub struct Pieces {
    pieces: VecDeque<Bytes>,
    size_bytes: usize,
}

impl Pieces {
    pub fn push(&mut self, piece: Bytes) {
        self.size_bytes += piece.len();
        self.pieces.push_back(piece);
    }

    pub fn size_bytes(&self) -> usize {
        self.size_bytes
    }

    pub fn iter(&self) -> impl Iterator<Item = &Bytes> {
        self.pieces.iter()
    }

    /// Takes the first `length` bytes, or all if there are fewer.
    pub fn split_to(&mut self, length: usize) -> Self {
        let mut front = Self::default();
        while front.size_bytes < length
            && let Some(mut piece) = self.pieces.pop_front()
        {
            let taken = piece.split_to(piece.len().min(length - front.size_bytes));
            self.size_bytes -= taken.len();
            front.push(taken);
            if !piece.is_empty() {
                self.pieces.push_front(piece);
            }
        }
        front
    }
}

impl IntoIterator for Pieces {
    type Item = Bytes;
    type IntoIter = std::collections::vec_deque::IntoIter<Bytes>;

    fn into_iter(self) -> Self::IntoIter {
        self.pieces.into_iter()
    }
}

/// Collects pieces until a batch is full.
#[derive(Debug)]
pub struct Gather {
    batch_bytes: usize,
    pieces: Vec<Bytes>,
    /// Small pieces, copied; always the end of what has been gathered.
    tail: BytesMut,
    gathered_bytes: usize,
}

impl Gather {
    /// Every batch but the last will have exactly `batch_bytes`.
    pub fn new(batch_bytes: usize) -> Self {
        Self { batch_bytes, pieces: Vec::new(), tail: BytesMut::new(), gathered_bytes: 0 }
    }

    /// How many bytes wait for their batch to become full.
    pub fn gathered_bytes(&self) -> usize {
        self.gathered_bytes
    }

    /// Takes as much of `piece` as the batch has room for, and answers the batch once it is full. To be called until
    /// `piece` is empty.
    pub fn add(&mut self, piece: &mut Bytes) -> Option<Batch> {
        let room = self.batch_bytes - self.gathered_bytes;
        let taken = piece.split_to(piece.len().min(room));
        self.gathered_bytes += taken.len();
        if taken.len() < COPY_BELOW_BYTES {
            self.tail.extend_from_slice(&taken);
        } else {
            self.end_tail();
            self.pieces.push(taken);
        }
        (self.gathered_bytes == self.batch_bytes).then(|| self.finish())
    }

    /// What has been gathered so far; empty if there is nothing.
    pub fn finish(&mut self) -> Batch {
        self.end_tail();
        let pieces = std::mem::take(&mut self.pieces).into();
        Batch { pieces, size_bytes: std::mem::take(&mut self.gathered_bytes) }
    }

    fn end_tail(&mut self) {
        if !self.tail.is_empty() {
            self.pieces.push(self.tail.split().freeze());
        }
    }
}

/// SHA-256 of a body, computed while the same bytes are being written.
pub struct Hashing(Lane<Sha256>);

impl Work for Sha256 {
    type Input = Batch;
    type Made = ();

    fn take(&mut self, batch: Batch, _made: &mut Vec<()>) {
        hash(self, &batch);
    }
}

impl Default for Hashing {
    fn default() -> Self {
        Self(Lane::new(Sha256::default()))
    }
}

impl Hashing {
    /// Hashes a batch, after those before.
    pub async fn add(&mut self, batch: Batch) -> io::Result<()> {
        self.0.add(batch).await
    }

    /// The digest of all batches.
    pub async fn finish(self) -> io::Result<[u8; 32]> {
        let (hasher, _) = self.0.finish().await?;
        Ok(hasher.finalize().into())
    }
}

fn hash(hasher: &mut Sha256, batch: &Batch) {
    for piece in batch.pieces.iter() {
        update(hasher, piece);
    }
}

/// Hashes a run that another core has just received: each step's bytes are called for while those before are hashed. A
/// processor that is busy with SHA-256 does not look far enough ahead by itself, and waits at each page.
fn update(hasher: &mut Sha256, bytes: &[u8]) {
    let mut steps = bytes.chunks(HASH_STEP_BYTES).peekable();
    while let Some(step) = steps.next() {
        if let Some(next) = steps.peek() {
            fetch(next);
        }
        hasher.update(step);
    }
}

/// Has the processor's caches take bytes in, by reading one of each line.
fn fetch(bytes: &[u8]) {
    let read = bytes.iter().step_by(CACHE_LINE_BYTES).fold(0, |all, byte| all ^ byte);
    std::hint::black_box(read);
}

impl Batch {
    /// SHA-256 of these bytes alone, on this thread.
    pub fn sha256(&self) -> [u8; 32] {
        let mut hasher = Sha256::default();
        hash(&mut hasher, self);
        hasher.finalize().into()
    }
}

/// SHA-256 of bytes in memory.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gather_all(batch_bytes: usize, piece_sizes: &[usize]) -> (Vec<Batch>, Vec<u8>) {
        let mut gather = Gather::new(batch_bytes);
        let (mut batches, mut sent) = (Vec::new(), Vec::new());
        for (index, size) in piece_sizes.iter().enumerate() {
            let mut piece = Bytes::from(vec![u8::try_from(index % 251).unwrap(); *size]);
            sent.extend_from_slice(&piece);
            while !piece.is_empty() {
                batches.extend(gather.add(&mut piece));
            }
        }
        batches.push(gather.finish());
        (batches, sent)
    }

    #[test]
    fn batches_have_their_exact_size_and_the_bytes_keep_their_order() {
        let (batches, sent) = gather_all(100_000, &[1, 20_000, 3, 70_000, 250_000, 5, 0, 40_000]);
        for full in &batches[..batches.len() - 1] {
            assert_eq!(full.size_bytes, 100_000);
        }
        let received: Vec<u8> = batches.iter().flat_map(|batch| batch.pieces.iter().flatten().copied()).collect();
        assert_eq!(received, sent);
        assert_eq!(received.len(), batches.iter().map(|batch| batch.size_bytes).sum::<usize>());
    }

    #[test]
    fn runs_are_taken_from_the_front() {
        let mut pieces = Pieces::default();
        for piece in ["abc", "", "defg", "h"] {
            pieces.push(Bytes::from_static(piece.as_bytes()));
        }
        let mut taken = Vec::new();
        for length in [2, 3, 0, 9] {
            let run = pieces.split_to(length);
            taken.push((run.size_bytes(), run.into_iter().flatten().collect::<Vec<u8>>()));
        }
        assert_eq!(taken, [(2, b"ab".to_vec()), (3, b"cde".to_vec()), (0, Vec::new()), (3, b"fgh".to_vec())]);
        assert_eq!(pieces.size_bytes(), 0);
    }

    #[tokio::test]
    async fn a_body_in_any_pieces_has_its_digest() {
        for sizes in [&[1, 1_023, 1_024, 1_025, 100_000][..], &[2_048], &[0], &[]] {
            let (batches, sent) = gather_all(50_000, sizes);
            let mut hashing = Hashing::default();
            for batch in batches {
                hashing.add(batch).await.unwrap();
            }
            assert_eq!(hashing.finish().await.unwrap(), sha256(&sent), "{sizes:?}");
        }
    }

    #[test]
    fn tiny_pieces_are_copied_together() {
        let (batches, _) = gather_all(1_000_000, &[1; 10_000]);
        assert_eq!(batches.len(), 1);
        assert_eq!(batches[0].pieces.len(), 1);
    }
}
