//! Reading a run of bytes of a pack in the folder.
//!
//! What the page cache holds, and has been compared since it came there, is read right here, without a hop to another
//! thread: the kernel is asked for what it can give at once (`RWF_NOWAIT`). Only what it can't give is read on the blocking
//! pool, a whole chunk at a time, and compared; and the disk reads on meanwhile, while the network sends.
//!
//! Wherever it is known how far the kernel reads ahead, it does so by itself, and all that it may bring is forgotten before
//! ([`window`](super::window)). Elsewhere it is kept from it, and told what will be read next.

use std::collections::VecDeque;
use std::fs::File;
use std::io;
use std::ops::Range;
use std::os::unix::fs::{FileExt as _, MetadataExt as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use uuid::Uuid;

use super::super::buffers::{BLOCK_BYTES, Buffers};
use super::super::checker::{Checker, Comparison, within};
use super::super::verified::{Stamp, Verified};
use super::LocalStore;
use super::window::ReadAhead;

/// How far ahead of a cold reader the disk is kept busy.
const READ_AHEAD_BYTES: u64 = 4 * 1024 * 1024;

/// The kernel cuts a single request for read-ahead down to what the device takes in one go.
const READ_AHEAD_STEP_BYTES: u64 = 512 * 1024;

/// What the disk brings begins and ends at a multiple of this or of less: no page is longer, nor is a file system's block. A chunk
/// may begin within one.
const EDGE_BYTES: u64 = 64 * 1024;

/// A pack, open for reading.
pub struct LocalPack {
    store: LocalStore,
    pack_id: Uuid,
    /// Reads exactly what is asked: also to be told what is cached has the kernel bring what is not.
    file: Arc<File>,
    stamp: Stamp,
    /// Compared bytes that have been asked for, and come next.
    ready: VecDeque<Bytes>,
    /// The way by which the kernel reads ahead, if it can be used; not known before the disk is needed.
    read_ahead: Arc<OnceLock<Option<ReadAhead>>>,
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
        read_exactly_what_is_asked(&file);
        let metadata = file.metadata()?;
        Ok(LocalPack {
            store: self.clone(),
            pack_id,
            file: Arc::new(file),
            stamp: (metadata.ctime(), metadata.ctime_nsec(), metadata.len()),
            ready: VecDeque::new(),
            read_ahead: Arc::default(),
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
            match self.read_cached(&block)? {
                // Still: otherwise the disk may have brought some of it just before it was read.
                Some(bytes) if checker.verified.covers(self.pack_id, self.stamp, &block) => {
                    self.keep_ahead(block.end..range.end, checker);
                    return Ok(bytes);
                }
                Some(_) => {}
                // The kernel has begun to bring what was missing. Nobody is to be answered with it before it is compared.
                None => checker.verified.remove(self.pack_id, &(edge_before(block.start)..edge_after(block.end))),
            }
        }
        self.read_compared(range, checker).await
    }

    /// The bytes of a block, if the cache has all of them.
    fn read_cached(&mut self, block: &Range<u64>) -> io::Result<Option<Bytes>> {
        if !self.has_nowait {
            return Ok(None);
        }
        let length = usize::try_from(block.end - block.start).unwrap_or(BLOCK_BYTES);
        let mut buffer = self.store.shared.buffers.take();
        match read_cached(&self.file, &mut buffer.memory()[..length], block.start)? {
            Some(read) => Ok((read == length).then(|| buffer.into_bytes(length))),
            None => {
                self.has_nowait = false;
                Ok(None)
            }
        }
    }

    /// Reads and compares the chunk in which `range` begins.
    async fn read_compared(&mut self, range: Range<u64>, checker: &mut Checker) -> io::Result<Bytes> {
        let chunk = checker.chunk_at(range.clone()).await?;
        let comparison = checker.comparison(chunk).await?;
        let pack_id = self.pack_id;
        let read = ChunkRead {
            path: self.store.pack_path(pack_id),
            file: Arc::clone(&self.file),
            buffers: self.store.shared.buffers.clone(),
            pack_id,
            stamp: self.stamp,
            verified: checker.verified.clone(),
            read_ahead: Arc::clone(&self.read_ahead),
            ahead: self.next_ahead(comparison.chunk.range().end.min(range.end)..range.end),
        };
        let chunk = comparison.chunk.clone();
        let pieces = tokio::task::spawn_blocking(move || read.run(&comparison)).await??;
        self.ready = within(&chunk, pieces, &range);
        self.ready.pop_front().ok_or_else(|| shorter_than_told(pack_id, range.start))
    }

    /// Keeps the disk ahead of a reader who has met something cold before.
    fn keep_ahead(&mut self, rest: Range<u64>, checker: &Checker) {
        let is_asked_for = matches!(self.read_ahead.get(), Some(None));
        if !is_asked_for || self.ahead_until.is_none() {
            return;
        }
        if let Some(ahead) = self.next_ahead(rest) {
            let (file, verified) = (Arc::clone(&self.file), checker.verified.clone());
            let (pack_id, stamp) = (self.pack_id, self.stamp);
            // Nobody waits for a hint.
            drop(tokio::task::spawn_blocking(move || read_ahead_uncompared(&file, &verified, pack_id, stamp, &ahead)));
        }
    }

    /// What to ask the disk for now, of the bytes still to be read: nothing, until half of what was asked for is used.
    fn next_ahead(&mut self, rest: Range<u64>) -> Option<Range<u64>> {
        let asked_until = self.ahead_until.unwrap_or(rest.start).max(rest.start);
        if asked_until - rest.start > READ_AHEAD_BYTES / 2 {
            return None;
        }
        // Whole blocks, so that nothing is left out where one request ends and the next begins.
        let until = rest.end.min(edge_before(rest.start.saturating_add(READ_AHEAD_BYTES)));
        self.ahead_until = Some(until.max(asked_until));
        (asked_until < until).then_some(asked_until..until)
    }
}

/// The reading of a chunk, on the blocking pool.
struct ChunkRead {
    path: PathBuf,
    file: Arc<File>,
    buffers: Buffers,
    pack_id: Uuid,
    stamp: Stamp,
    verified: Verified,
    read_ahead: Arc<OnceLock<Option<ReadAhead>>>,
    /// What to ask the disk for, unless the kernel reads ahead by itself.
    ahead: Option<Range<u64>>,
}

impl ChunkRead {
    fn run(self, comparison: &Comparison) -> io::Result<Vec<Bytes>> {
        let range = comparison.chunk.range();
        let read_ahead = self.read_ahead.get_or_init(|| ReadAhead::open(&self.path, &self.file)).as_ref();
        // Before the disk is asked for anything.
        self.forget(&range, read_ahead.map(|ahead| ahead.reach_bytes));
        if read_ahead.is_none()
            && let Some(ahead) = &self.ahead
        {
            read_ahead_uncompared(&self.file, &self.verified, self.pack_id, self.stamp, ahead);
        }
        let file = read_ahead.map_or(&*self.file, |ahead| &ahead.file);
        let pieces = read_all(file, &self.buffers, range.clone(), self.pack_id)?;
        comparison.check(&pieces)?;
        self.verified.insert(self.pack_id, self.stamp, range);
        Ok(pieces)
    }

    /// Forgets all that may come from the disk with a chunk.
    fn forget(&self, chunk: &Range<u64>, reach_bytes: Option<u64>) {
        let is_cached = |at| matches!(read_cached(&self.file, &mut [0], at), Ok(Some(1)));
        let until = chunk.end.saturating_add(reach_bytes.unwrap_or(0));
        self.verified.remove(self.pack_id, &(chunk.start..until));
        // A block at the edge is its neighbour's as well, and comes only if it is not cached.
        if edge_before(chunk.start) < chunk.start && !is_cached(chunk.start) {
            self.verified.remove(self.pack_id, &(edge_before(chunk.start)..chunk.start));
        }
        if reach_bytes.is_some() || (chunk.end < edge_after(chunk.end) && !is_cached(chunk.end - 1)) {
            self.verified.remove(self.pack_id, &(until..edge_after(until)));
        }
    }
}

fn edge_before(offset: u64) -> u64 {
    offset - offset % EDGE_BYTES
}

fn edge_after(offset: u64) -> u64 {
    offset.checked_next_multiple_of(EDGE_BYTES).unwrap_or(u64::MAX)
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

/// Asks the disk for what of a run has not been compared. The rest is left alone: what of it is still cached needs no disk, and
/// asked for again it would have to be compared again. That holds for the blocks at the edges, too.
fn read_ahead_uncompared(file: &File, verified: &Verified, pack_id: Uuid, stamp: Stamp, run: &Range<u64>) {
    for gap in verified.gaps(pack_id, stamp, run) {
        let whole_blocks = edge_after(gap.start)..edge_before(gap.end);
        if !whole_blocks.is_empty() {
            // Somebody else may have compared some of it just now, and from here on the disk may bring it again.
            verified.remove(pack_id, &whole_blocks);
            read_ahead(file, whole_blocks);
        }
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

/// Fills `memory` from the start, as far as the cache goes. Kernels begin to bring the rest, though they do not wait for it. `None`
/// if this one or the file system can't be asked for cached bytes only.
fn read_cached(file: &File, memory: &mut [u8], offset: u64) -> io::Result<Option<usize>> {
    #[cfg(target_os = "linux")]
    {
        use rustix::io::{Errno, ReadWriteFlags, preadv2};
        match preadv2(file, &mut [io::IoSliceMut::new(memory)], offset, ReadWriteFlags::NOWAIT) {
            Ok(read) => Ok(Some(read)),
            Err(Errno::AGAIN | Errno::INTR) => Ok(Some(0)),
            Err(Errno::OPNOTSUPP | Errno::NOSYS | Errno::INVAL) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = (file, memory, offset);
        Ok(None)
    }
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use futures_util::stream;

    use super::super::direct::Direct;
    use super::*;
    use crate::blobs::batch::Batch;
    use crate::blobs::chunks::{ChunkIndex, PackedChunk};
    use crate::blobs::testing::{MemoryIndex, content};
    use crate::blobs::{Backend, Blobs, StoreConfig, Stored};

    const ORGANIZATION: Uuid = Uuid::from_u128(1);
    const SIZE_BYTES: u64 = 12_000_000;

    struct Fixture {
        blobs: Blobs,
        store: LocalStore,
        index: Arc<MemoryIndex>,
        pack_id: Uuid,
        content: Bytes,
    }

    impl Fixture {
        /// A pack whose chunks have all been compared, and are all cached.
        async fn new(folder: &Path) -> Self {
            let index = Arc::<MemoryIndex>::default();
            let config = StoreConfig::new(format!("file://{}", folder.display()));
            let blobs = Blobs::open(&config, Arc::clone(&index) as Arc<dyn ChunkIndex>).await.unwrap();
            let content = content(usize::try_from(SIZE_BYTES).unwrap());
            let body = stream::iter([Ok(content.clone())]);
            let written = blobs.write(ORGANIZATION, SIZE_BYTES, body).await.unwrap();
            index.commit(&written.stored);
            let Stored::Extents { pack: Some(pack), .. } = written.stored else { panic!("nothing was written") };
            let Backend::Local(store) = &blobs.backend else { panic!("it is no folder") };
            let store = store.clone();
            let fixture = Self { blobs, store, index, pack_id: pack.pack_id, content };
            let mut pack = fixture.open(None).await;
            fixture.read(&mut pack, 0..SIZE_BYTES).await;
            assert_eq!(fixture.forgotten(&pack), []);
            fixture
        }

        /// The pack, of which the kernel may bring so much unasked.
        async fn open(&self, reach_bytes: Option<u64>) -> LocalPack {
            let pack = self.store.open_pack(self.pack_id).await.unwrap();
            let file = File::open(self.store.pack_path(self.pack_id)).unwrap();
            let read_ahead = reach_bytes.map(|reach_bytes| ReadAhead { file, reach_bytes });
            assert!(pack.read_ahead.set(read_ahead).is_ok());
            pack
        }

        async fn read(&self, pack: &mut LocalPack, range: Range<u64>) {
            let mut checker = Checker::new(&self.blobs, ORGANIZATION, self.pack_id);
            let mut start = range.start;
            while start < range.end {
                let piece = pack.read(start..range.end, &mut checker).await.unwrap();
                let index = usize::try_from(start).unwrap();
                assert!(piece == self.content[index..index + piece.len()], "wrong bytes at {start}");
                start += piece.len() as u64;
            }
        }

        fn forgotten(&self, pack: &LocalPack) -> Vec<Range<u64>> {
            self.blobs.verified.gaps(self.pack_id, pack.stamp, &(0..SIZE_BYTES))
        }

        /// A chunk in the midst.
        async fn a_chunk(&self) -> PackedChunk {
            self.index.of_pack(self.pack_id, 3_000_000..3_000_001).await.unwrap().remove(0)
        }

        /// Lets the cache lose a run, and the blocks that it touches; false if this file system does not.
        fn evict(&self, range: &Range<u64>) -> bool {
            let file = File::open(self.store.pack_path(self.pack_id)).unwrap();
            read_exactly_what_is_asked(&file);
            file.sync_all().unwrap();
            let (start, end) = (edge_before(range.start), edge_after(range.end));
            let length = std::num::NonZeroU64::new(end - start);
            rustix::fs::fadvise(&file, start, length, rustix::fs::Advice::DontNeed).unwrap();
            // To ask is to have it brought.
            let is_evicted = read_cached(&file, &mut [0], start).unwrap() == Some(0);
            rustix::fs::fadvise(&file, start, length, rustix::fs::Advice::DontNeed).unwrap();
            is_evicted
        }
    }

    /// In the file system of the build: not every other one can be told what to keep in the cache.
    fn folder() -> tempfile::TempDir {
        tempfile::tempdir_in(env!("CARGO_MANIFEST_DIR")).unwrap()
    }

    #[tokio::test]
    async fn what_the_kernel_may_bring_with_a_cold_chunk_is_compared_again() {
        let folder = folder();
        let fixture = Fixture::new(folder.path()).await;
        let chunk = fixture.a_chunk().await.range();
        if !fixture.evict(&chunk) {
            return;
        }
        let mut pack = fixture.open(Some(1024 * 1024)).await;
        fixture.read(&mut pack, chunk.start..chunk.start + 1).await;
        let behind = edge_after(chunk.end + 1024 * 1024);
        assert_eq!(fixture.forgotten(&pack), [edge_before(chunk.start)..chunk.start, chunk.end..behind]);
        // All that is cached by now, and is known again when it has been compared.
        fixture.read(&mut pack, 0..SIZE_BYTES).await;
        fixture.read(&mut pack, 0..SIZE_BYTES).await;
        assert_eq!(fixture.forgotten(&pack), []);
    }

    #[tokio::test]
    async fn without_read_ahead_a_cold_chunk_brings_no_more_than_the_blocks_at_its_edges() {
        let folder = folder();
        let fixture = Fixture::new(folder.path()).await;
        let chunk = fixture.a_chunk().await.range();
        if !fixture.evict(&chunk) {
            return;
        }
        let mut pack = fixture.open(None).await;
        fixture.read(&mut pack, chunk.start..chunk.start + 1).await;
        let edges = [edge_before(chunk.start)..chunk.start, chunk.end..edge_after(chunk.end)];
        assert_eq!(fixture.forgotten(&pack), edges);
    }

    #[tokio::test]
    async fn a_block_that_was_found_missing_is_compared_before_anybody_gets_it() {
        let folder = folder();
        let fixture = Fixture::new(folder.path()).await;
        let chunk = fixture.a_chunk().await.range();
        if !fixture.evict(&chunk) {
            return;
        }
        let mut pack = fixture.open(None).await;
        let mut checker = Checker::new(&fixture.blobs, ORGANIZATION, fixture.pack_id);
        // Let go of as soon as it waits for the disk.
        drop(futures_util::poll!(Box::pin(pack.read(chunk.clone(), &mut checker))));
        assert!(!fixture.blobs.verified.covers(fixture.pack_id, pack.stamp, &chunk));
    }

    /// The kernel's own word for how far it reads ahead, against what it does.
    #[test]
    fn the_kernel_brings_no_more_than_it_is_taken_to() {
        const MIB: u64 = 1024 * 1024;
        let folder = folder();
        for reads in [1_u64, 2, 5, 17, 65] {
            let path = folder.path().join(reads.to_string());
            // Past the cache, so that nothing of it is there.
            File::create(&path).unwrap();
            let Some(mut direct) = Direct::open(&path) else { return };
            let size_bytes = usize::try_from(8 * MIB).unwrap();
            let batch = Batch { pieces: vec![Bytes::from(vec![1; size_bytes])].into(), size_bytes };
            for at in 0..8 {
                if !direct.write(&batch, at * 8 * MIB).unwrap() {
                    return;
                }
            }
            let asked = File::open(&path).unwrap();
            read_exactly_what_is_asked(&asked);
            let Some(ahead) = ReadAhead::open(&path, &asked) else { return };
            let mut memory = vec![0; BLOCK_BYTES];
            let start = 8 * MIB;
            for read in 0..reads {
                ahead.file.read_exact_at(&mut memory, start + read * BLOCK_BYTES as u64).unwrap();
            }
            let reached = start + reads * BLOCK_BYTES as u64 + ahead.reach_bytes;
            // What is looked at comes, but nothing with it.
            let mut unasked = (0..start).chain(reached..64 * MIB).step_by(BLOCK_BYTES);
            let found = unasked.find(|at| read_cached(&asked, &mut [0], *at).unwrap() == Some(1));
            assert_eq!(found, None, "after {reads} reads");
        }
    }
}
