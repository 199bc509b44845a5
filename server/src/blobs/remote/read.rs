//! Reading a run of bytes of a pack in a bucket: requests for a few MiB each, the next one under way while the bytes
//! of the last are compared and passed on. Nothing is held in memory but a chunk and what the connections hold.

use std::collections::VecDeque;
use std::io;
use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use object_store::path::Path;
use object_store::{GetOptions, ObjectStore};
use tokio::task::JoinHandle;
use uuid::Uuid;

use super::super::checker::{Checker, within};
use super::super::chunks::PackedChunk;
use super::{PATIENCE, RemoteStore, pack_path, patiently};

/// About how much one request asks for. A request for everything would tie one connection of the store to the slowest
/// reader, and a store's speed is that of its connections.
const SEGMENT_BYTES: u64 = 8 * 1024 * 1024;

/// A run of a pack, read from its start to its end.
pub struct RemotePack {
    store: Arc<dyn ObjectStore>,
    pack_id: Uuid,
    path: Path,
    range: Range<u64>,
    /// Where the bytes begin that have not been requested yet.
    requested_until: u64,
    current: Option<Segment>,
    ahead: Option<Request>,
    /// Compared bytes that come next.
    ready: VecDeque<Bytes>,
}

/// The bytes of one request, as they come.
struct Segment {
    bytes: BoxStream<'static, object_store::Result<Bytes>>,
    /// Those that are still to come, whole.
    chunks: VecDeque<PackedChunk>,
    /// What came with the chunk before, and belongs to the next.
    rest: Bytes,
}

/// A request under way, broken off when nobody waits for it any more.
struct Request {
    task: JoinHandle<io::Result<Segment>>,
}

impl Drop for Request {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl RemoteStore {
    pub fn open_pack(&self, pack_id: Uuid, range: Range<u64>) -> RemotePack {
        RemotePack {
            store: Arc::clone(&self.store),
            pack_id,
            path: pack_path(pack_id),
            requested_until: range.start,
            range,
            current: None,
            ahead: None,
            ready: VecDeque::new(),
        }
    }
}

impl RemotePack {
    /// The next bytes of the run, at least one. Not to be called beyond its end.
    ///
    /// # Errors
    /// `UnexpectedEof` if the pack is shorter than the run, `InvalidData` if its bytes are not those written.
    pub async fn read(&mut self, checker: &mut Checker) -> io::Result<Bytes> {
        loop {
            if let Some(piece) = self.ready.pop_front() {
                return Ok(piece);
            }
            let pack_id = self.pack_id;
            let segment = match &mut self.current {
                Some(segment) if !segment.chunks.is_empty() => segment,
                _ => self.next_segment(checker).await?,
            };
            let Some(chunk) = segment.chunks.pop_front() else { return Err(shorter_than_told(pack_id)) };
            let pieces = segment.take(chunk.length, pack_id).await?;
            let comparison = checker.comparison(chunk).await?;
            comparison.check(&pieces)?;
            self.ready = within(&comparison.chunk, pieces, &self.range);
        }
    }

    async fn next_segment(&mut self, checker: &mut Checker) -> io::Result<&mut Segment> {
        let request = match self.ahead.take() {
            Some(request) => Some(request),
            None => self.request(checker).await?,
        };
        let mut request = request.ok_or_else(|| shorter_than_told(self.pack_id))?;
        let segment = (&mut request.task).await??;
        self.ahead = self.request(checker).await?;
        Ok(self.current.insert(segment))
    }

    /// Requests the next chunks; `None` if there are none in the run.
    async fn request(&mut self, checker: &mut Checker) -> io::Result<Option<Request>> {
        let mut chunks = VecDeque::new();
        let mut range: Option<Range<u64>> = None;
        while self.requested_until < self.range.end
            && range.as_ref().is_none_or(|range| range.end - range.start < SEGMENT_BYTES)
        {
            let chunk = checker.chunk_at(self.requested_until..self.range.end).await?;
            self.requested_until = chunk.range().end;
            range = Some(range.map_or(chunk.offset, |range| range.start)..chunk.range().end);
            chunks.push_back(chunk);
        }
        let Some(range) = range else { return Ok(None) };
        let (store, path, pack_id) = (Arc::clone(&self.store), self.path.clone(), self.pack_id);
        let task = tokio::spawn(async move {
            let options = GetOptions::new().with_range(Some(range.clone()));
            let result = patiently(PATIENCE, store.get_opts(&path, options)).await?;
            // A store cuts a range down to the object's end and calls it success.
            if result.range != range {
                return Err(shorter_than_told(pack_id));
            }
            Ok(Segment { bytes: result.into_stream(), chunks, rest: Bytes::new() })
        });
        Ok(Some(Request { task }))
    }
}

impl Segment {
    /// The next `length` bytes.
    async fn take(&mut self, length: u64, pack_id: Uuid) -> io::Result<Vec<Bytes>> {
        let mut pieces = Vec::new();
        let mut left = usize::try_from(length).map_err(io::Error::other)?;
        while left > 0 {
            if self.rest.is_empty() {
                let piece = patiently(PATIENCE, async { self.bytes.next().await.transpose() }).await?;
                self.rest = piece.ok_or_else(|| shorter_than_told(pack_id))?;
            }
            let piece = self.rest.split_to(self.rest.len().min(left));
            left -= piece.len();
            if !piece.is_empty() {
                pieces.push(piece);
            }
        }
        Ok(pieces)
    }
}

/// A pack that is shorter than its rows say has lost bytes: the answer must break, never end early as if it were whole.
fn shorter_than_told(pack_id: Uuid) -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, format!("pack {pack_id} is shorter than its rows say"))
}
