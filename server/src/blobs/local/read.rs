//! Reading a run of bytes of a pack in the folder.
//!
//! What the page cache holds, and has been compared since it came there, is read right here, without a hop to another
//! thread: the kernel is asked for what it can give at once (`RWF_NOWAIT`). Only what it can't give is read on the blocking
//! pool, a whole chunk at a time, and compared; and then the kernel is told what will be read next, so that the disk works
//! while the network sends.

use std::collections::VecDeque;
use std::fs::File;
use std::io;
use std::ops::Range;
use std::os::unix::fs::{FileExt as _, MetadataExt as _};
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use uuid::Uuid;

use super::super::buffers::{BLOCK_BYTES, Buffers};
use super::super::checker::{Checker, within};
use super::super::verified::Stamp;
use super::LocalStore;

/// How far ahead of a cold reader the disk is kept busy.
const READ_AHEAD_BYTES: u64 = 4 * 1024 * 1024;

/// The kernel cuts a single request for read-ahead down to what the device takes in one go.
const READ_AHEAD_STEP_BYTES: u64 = 512 * 1024;

/// A pack, open for reading.
pub struct LocalPack {
    store: LocalStore,
    pack_id: Uuid,
    file: Arc<File>,
    stamp: Stamp,
    /// Compared bytes that have been asked for, and come next.
    ready: VecDeque<Bytes>,
    /// Up to where read-ahead has been asked for; nothing is asked for while everything comes from the cache.
    ahead_until: Option<u64>,
    /// Whether this kernel and file system can be asked for cached bytes only.
    has_nowait: bool,
}

impl LocalStore {
    /// # Errors
    /// `NotFound`, if there is no such pack.
    pub async fn open_pack(&self, pack_id: Uuid) -> io::Result<LocalPack> {
        let path = self.pack_path(pack_id);
        let file = match open_cached(&path) {
            Some(file) => file,
            None => tokio::task::spawn_blocking(move || File::open(path)).await??,
        };
        // Before anything is read: to be told what is cached has the kernel bring what is not, and more than was asked for.
        read_exactly_what_is_asked(&file);
        let metadata = file.metadata()?;
        Ok(LocalPack {
            store: self.clone(),
            pack_id,
            file: Arc::new(file),
            stamp: (metadata.ctime(), metadata.ctime_nsec(), metadata.len()),
            ready: VecDeque::new(),
            ahead_until: None,
            has_nowait: true,
        })
    }
}

impl LocalPack {
    /// The next bytes of `range`, at least one and at most [`BLOCK_BYTES`]. `range` must not be empty, and begin where the
    /// bytes before ended.
    ///
    /// # Errors
    /// `UnexpectedEof` if the pack ends too early, `InvalidData` if its bytes are not those written.
    pub async fn read(&mut self, range: Range<u64>, checker: &mut Checker) -> io::Result<Bytes> {
        if let Some(piece) = self.ready.pop_front() {
            return Ok(piece);
        }
        let block = range.start..range.end.min(range.start + BLOCK_BYTES as u64);
        if checker.verified.covers(self.pack_id, self.stamp, &block) {
            if let Some(bytes) = self.read_cached(&block)? {
                self.keep_ahead(block.end..range.end, checker);
                return Ok(bytes);
            }
            // The kernel has begun to bring what was missing. Nobody is to be answered with it before it is compared.
            checker.verified.remove(self.pack_id, &block);
        }
        self.read_compared(range, checker).await
    }

    /// The bytes of a block, if the cache has all of them.
    fn read_cached(&mut self, block: &Range<u64>) -> io::Result<Option<Bytes>> {
        #[cfg(target_os = "linux")]
        if self.has_nowait {
            use rustix::io::{Errno, ReadWriteFlags, preadv2};
            let length = usize::try_from(block.end - block.start).unwrap_or(BLOCK_BYTES);
            let mut buffer = self.store.shared.buffers.take();
            let mut slices = [io::IoSliceMut::new(&mut buffer.memory()[..length])];
            return match preadv2(&*self.file, &mut slices, block.start, ReadWriteFlags::NOWAIT) {
                Ok(read) => Ok((read == length).then(|| buffer.into_bytes(length))),
                Err(Errno::AGAIN | Errno::INTR) => Ok(None),
                Err(Errno::OPNOTSUPP | Errno::NOSYS | Errno::INVAL) => {
                    self.has_nowait = false;
                    Ok(None)
                }
                Err(error) => Err(error.into()),
            };
        }
        let _ = block;
        Ok(None)
    }

    /// Reads and compares the chunk in which `range` begins.
    async fn read_compared(&mut self, range: Range<u64>, checker: &mut Checker) -> io::Result<Bytes> {
        let chunk = checker.chunk_at(range.clone()).await?;
        let comparison = checker.comparison(chunk).await?;
        let (file, buffers, pack_id) = (Arc::clone(&self.file), self.store.shared.buffers.clone(), self.pack_id);
        let ahead = self.uncompared_ahead(comparison.chunk.range().end.min(range.end)..range.end, checker);
        let read = tokio::task::spawn_blocking(move || {
            ahead.into_iter().for_each(|ahead| read_ahead(&file, ahead));
            let pieces = read_all(&file, &buffers, comparison.chunk.range(), pack_id)?;
            comparison.check(&pieces)?;
            io::Result::Ok((comparison.chunk, pieces))
        });
        let (chunk, pieces) = read.await??;
        checker.verified.insert(pack_id, self.stamp, chunk.range());
        self.ready = within(&chunk, pieces, &range);
        self.ready.pop_front().ok_or_else(|| shorter_than_told(pack_id, range.start))
    }

    /// Keeps the disk ahead of a reader who has met something cold before.
    fn keep_ahead(&mut self, rest: Range<u64>, checker: &Checker) {
        if self.ahead_until.is_none() {
            return;
        }
        let ahead = self.uncompared_ahead(rest, checker);
        if !ahead.is_empty() {
            let file = Arc::clone(&self.file);
            // Nobody waits for a hint.
            drop(tokio::task::spawn_blocking(move || ahead.into_iter().for_each(|ahead| read_ahead(&file, ahead))));
        }
    }

    /// What to ask the disk for now of what has not been compared. The rest is left alone: what of it is still cached needs no
    /// disk, and asked for again it would have to be compared again.
    fn uncompared_ahead(&mut self, rest: Range<u64>, checker: &Checker) -> Vec<Range<u64>> {
        let Some(ahead) = self.next_ahead(rest) else { return Vec::new() };
        let gaps = checker.verified.gaps(self.pack_id, self.stamp, &ahead);
        // Somebody else may have compared some of it just now, and from here on the disk may bring it again.
        gaps.iter().for_each(|gap| checker.verified.remove(self.pack_id, gap));
        gaps
    }

    /// What to ask the disk for now, of the bytes still to be read: nothing, until half of what was asked for is used.
    fn next_ahead(&mut self, rest: Range<u64>) -> Option<Range<u64>> {
        let asked_until = self.ahead_until.unwrap_or(rest.start).max(rest.start);
        if asked_until - rest.start > READ_AHEAD_BYTES / 2 {
            return None;
        }
        let until = rest.end.min(rest.start.saturating_add(READ_AHEAD_BYTES));
        self.ahead_until = Some(until.max(asked_until));
        (asked_until < until).then_some(asked_until..until)
    }
}

/// A pack that is shorter than its rows say has lost bytes: the answer must break, never end early as if it were whole.
fn shorter_than_told(pack_id: Uuid, offset: u64) -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, format!("pack {pack_id} ends before byte {offset}"))
}

/// Opens a file if that needs no disk; `None` tells nothing but that somebody has to look.
fn open_cached(path: &Path) -> Option<File> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, Mode, OFlags, ResolveFlags, openat2};
        openat2(CWD, path, OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty(), ResolveFlags::CACHED).ok().map(File::from)
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = path;
        None
    }
}

fn read_ahead(file: &File, range: Range<u64>) {
    #[cfg(target_os = "linux")]
    {
        let mut offset = range.start;
        while let Some(length) = std::num::NonZeroU64::new(range.end.saturating_sub(offset).min(READ_AHEAD_STEP_BYTES))
        {
            rustix::fs::fadvise(file, offset, Some(length), rustix::fs::Advice::WillNeed).ok();
            offset += length.get();
        }
    }
    #[cfg(not(target_os = "linux"))]
    let _ = (file, range);
}

/// Switches the kernel's own read-ahead off: what it brings unasked nobody would compare.
fn read_exactly_what_is_asked(file: &File) {
    #[cfg(target_os = "linux")]
    rustix::fs::fadvise(file, 0, None, rustix::fs::Advice::Random).ok();
    #[cfg(not(target_os = "linux"))]
    let _ = file;
}

/// Reads a run into buffers, which are all full but the last.
fn read_all(file: &File, buffers: &Buffers, range: Range<u64>, pack_id: Uuid) -> io::Result<Vec<Bytes>> {
    let mut pieces = Vec::new();
    let mut start = range.start;
    while start < range.end {
        let length = usize::try_from(range.end - start).unwrap_or(BLOCK_BYTES).min(BLOCK_BYTES);
        let mut buffer = buffers.take();
        file.read_exact_at(&mut buffer.memory()[..length], start).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => shorter_than_told(pack_id, start),
            _ => error,
        })?;
        pieces.push(buffer.into_bytes(length));
        start += length as u64;
    }
    Ok(pieces)
}
