//! A few buffers that are used again and again, for reading packs from a folder.
//!
//! A fresh 256 KiB allocation for every block costs page faults and leaves the processor's cache cold, which halves
//! the throughput of a download. Here the buffer that was let go of last is the next to be used.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;

/// How much one read asks for at most.
pub const BLOCK_BYTES: usize = 256 * 1024;

/// How many buffers are kept for later (8 MiB). More may be in use at a time; those are freed instead of kept.
const KEPT_MAX: usize = 32;

/// Hands out buffers of [`BLOCK_BYTES`]. Clones share them.
#[derive(Debug, Clone, Default)]
pub struct Buffers {
    free: Arc<Mutex<Vec<Box<[u8]>>>>,
}

/// A buffer on loan. It goes back when it, or the last slice of the `Bytes` made of it, is dropped.
pub struct Buffer {
    /// Empty only while being dropped.
    memory: Box<[u8]>,
    filled: usize,
    free: Arc<Mutex<Vec<Box<[u8]>>>>,
}

impl Buffers {
    pub fn take(&self) -> Buffer {
        let kept = self.free.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let memory = kept.unwrap_or_else(|| vec![0; BLOCK_BYTES].into_boxed_slice());
        Buffer { memory, filled: 0, free: Arc::clone(&self.free) }
    }
}

impl Buffer {
    /// The whole memory, with what earlier users left in it.
    pub fn memory(&mut self) -> &mut [u8] {
        &mut self.memory
    }

    /// The first `filled` bytes as shared bytes, without a copy. The rest of the memory can't be reached through them.
    pub fn into_bytes(mut self, filled: usize) -> Bytes {
        debug_assert!(filled <= self.memory.len(), "more bytes than the buffer has");
        self.filled = filled;
        Bytes::from_owner(self)
    }
}

impl AsRef<[u8]> for Buffer {
    fn as_ref(&self) -> &[u8] {
        &self.memory[..self.filled]
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        let memory = std::mem::take(&mut self.memory);
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        if free.len() < KEPT_MAX {
            free.push(memory);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_buffer_comes_back_when_its_last_slice_is_dropped() {
        let buffers = Buffers::default();
        let mut buffer = buffers.take();
        buffer.memory()[..5].copy_from_slice(b"hello");
        let bytes = buffer.into_bytes(5);
        let slice = bytes.slice(1..3);
        drop(bytes);
        assert_eq!(&slice[..], b"el");
        assert_eq!(buffers.free.lock().unwrap().len(), 0);
        drop(slice);
        assert_eq!(buffers.free.lock().unwrap().len(), 1);
    }

    #[test]
    fn no_more_than_the_limit_are_kept() {
        let buffers = Buffers::default();
        let many: Vec<_> = (0..KEPT_MAX + 5).map(|_| buffers.take()).collect();
        drop(many);
        assert_eq!(buffers.free.lock().unwrap().len(), KEPT_MAX);
    }
}
