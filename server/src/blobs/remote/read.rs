//! Reading a run of bytes of a pack in a bucket: requests for a few MiB each, the next one under way while the bytes
//! of the last are passed on. Nothing is held in memory but what the connections hold.

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

use super::{PATIENCE, RemoteStore, pack_path, patiently};

/// How much one request asks for. A request for everything would tie one connection of the store to the slowest
/// reader, and a store's speed is that of its connections.
const SEGMENT_BYTES: u64 = 8 * 1024 * 1024;

/// A run of a pack, read from its start to its end.
pub struct RemotePack {
    store: Arc<dyn ObjectStore>,
    pack_id: Uuid,
    path: Path,
    /// What has not been requested yet.
    rest: Range<u64>,
    current: Option<Segment>,
    ahead: Option<Request>,
}

/// The bytes of one request, as they come.
struct Segment {
    bytes: BoxStream<'static, object_store::Result<Bytes>>,
    left_bytes: u64,
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
        let path = pack_path(pack_id);
        RemotePack { store: Arc::clone(&self.store), pack_id, path, rest: range, current: None, ahead: None }
    }
}

impl RemotePack {
    /// The next bytes of the run, at least one. Not to be called beyond its end.
    ///
    /// # Errors
    /// `UnexpectedEof` if the pack is shorter than the run.
    pub async fn read(&mut self) -> io::Result<Bytes> {
        loop {
            let segment = match &mut self.current {
                Some(segment) if segment.left_bytes > 0 => segment,
                _ => self.next_segment().await?,
            };
            let piece = patiently(PATIENCE, async { segment.bytes.next().await.transpose() }).await?;
            let Some(mut piece) = piece else { return Err(shorter_than_told(self.pack_id)) };
            // A store that ignores the range must not make our answer longer than announced.
            piece.truncate(usize::try_from(segment.left_bytes).unwrap_or(usize::MAX));
            segment.left_bytes -= piece.len() as u64;
            if !piece.is_empty() {
                return Ok(piece);
            }
        }
    }

    async fn next_segment(&mut self) -> io::Result<&mut Segment> {
        let mut request = match self.ahead.take() {
            Some(request) => request,
            None => self.request().ok_or_else(|| shorter_than_told(self.pack_id))?,
        };
        let segment = (&mut request.task).await??;
        self.ahead = self.request();
        Ok(self.current.insert(segment))
    }

    /// Requests the next segment; `None` if there is none.
    fn request(&mut self) -> Option<Request> {
        let range = self.rest.start..self.rest.end.min(self.rest.start.saturating_add(SEGMENT_BYTES));
        if range.is_empty() {
            return None;
        }
        self.rest.start = range.end;
        let (store, path, pack_id) = (Arc::clone(&self.store), self.path.clone(), self.pack_id);
        let task = tokio::spawn(async move {
            let options = GetOptions::new().with_range(Some(range.clone()));
            let result = patiently(PATIENCE, store.get_opts(&path, options)).await?;
            // A store cuts a range down to the object's end and calls it success.
            if result.range != range {
                return Err(shorter_than_told(pack_id));
            }
            Ok(Segment { bytes: result.into_stream(), left_bytes: range.end - range.start })
        });
        Some(Request { task })
    }
}

/// A pack that is shorter than its rows say has lost bytes: the answer must break, never end early as if it were whole.
fn shorter_than_told(pack_id: Uuid) -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, format!("pack {pack_id} is shorter than its rows say"))
}
