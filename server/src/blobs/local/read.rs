//! Reading a run of bytes of a pack in the folder.
//!
//! What the page cache holds is read right here, without a hop to another thread: the kernel is asked for what it can
//! give at once (`RWF_NOWAIT`). Only what it can't give is read on the blocking pool, and then the kernel is told
//! what will be read next, so that the disk works while the network sends.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use uuid::Uuid;

use super::super::buffers::{BLOCK_BYTES, Buffer};
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
        let file = Arc::new(file);
        Ok(LocalPack { store: self.clone(), pack_id, file, ahead_until: None, has_nowait: true })
    }
}

impl LocalPack {
    /// The next bytes of `range`, at least one and at most [`BLOCK_BYTES`]. `range` must not be empty.
    ///
    /// # Errors
    /// `UnexpectedEof` if the pack ends before `range.start`.
    pub async fn read(&mut self, range: Range<u64>) -> io::Result<Bytes> {
        let length = usize::try_from(range.end - range.start).unwrap_or(BLOCK_BYTES).min(BLOCK_BYTES);
        let mut buffer = self.store.shared.buffers.take();
        let at_once = self.read_cached(&mut buffer.memory()[..length], range.start)?;
        // Half a block is worth sending on its own; the rest may be in the cache by then.
        if at_once == length || at_once >= BLOCK_BYTES / 2 {
            self.keep_ahead(range.start + at_once as u64..range.end);
            return Ok(buffer.into_bytes(at_once));
        }
        self.read_from_disk(buffer, at_once, length, range).await
    }

    /// How many bytes the cache had.
    fn read_cached(&mut self, memory: &mut [u8], offset: u64) -> io::Result<usize> {
        #[cfg(target_os = "linux")]
        if self.has_nowait {
            use rustix::io::{Errno, ReadWriteFlags, preadv2};
            let mut slices = [io::IoSliceMut::new(memory)];
            return match preadv2(&*self.file, &mut slices, offset, ReadWriteFlags::NOWAIT) {
                Ok(0) => Err(shorter_than_told(self.pack_id, offset)),
                Ok(read) => Ok(read),
                Err(Errno::AGAIN | Errno::INTR) => Ok(0),
                Err(Errno::OPNOTSUPP | Errno::NOSYS | Errno::INVAL) => {
                    self.has_nowait = false;
                    Ok(0)
                }
                Err(error) => Err(error.into()),
            };
        }
        let _ = (memory, offset);
        Ok(0)
    }

    async fn read_from_disk(
        &mut self,
        mut buffer: Buffer,
        from: usize,
        to: usize,
        range: Range<u64>,
    ) -> io::Result<Bytes> {
        let (file, pack_id) = (Arc::clone(&self.file), self.pack_id);
        let block_end = range.start + to as u64;
        let ahead = self.next_ahead(block_end..range.end);
        let read = tokio::task::spawn_blocking(move || {
            if let Some(ahead) = ahead {
                read_ahead(&file, ahead);
            }
            let mut at = from;
            while at < to {
                match read_at(&file, &mut buffer.memory()[at..to], range.start + at as u64) {
                    Ok(0) => return Err(shorter_than_told(pack_id, range.start + at as u64)),
                    Ok(read) => at += read,
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    Err(error) => return Err(error),
                }
            }
            Ok(buffer)
        });
        Ok(read.await??.into_bytes(to))
    }

    /// Keeps the disk ahead of a reader who has met something cold before.
    fn keep_ahead(&mut self, rest: Range<u64>) {
        if self.ahead_until.is_some()
            && let Some(ahead) = self.next_ahead(rest)
        {
            let file = Arc::clone(&self.file);
            // Nobody waits for a hint.
            drop(tokio::task::spawn_blocking(move || read_ahead(&file, ahead)));
        }
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

#[cfg(unix)]
fn read_at(file: &File, memory: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, memory, offset)
}

#[cfg(windows)]
fn read_at(file: &File, memory: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, memory, offset)
}
