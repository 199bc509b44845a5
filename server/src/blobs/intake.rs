//! One body on its way in: counted, hashed, cut into chunks, and sent to the row or to a pack. Chunks that are stored
//! already are not written again. The stores' own ways of writing are in `local/write.rs` and `remote/write.rs`.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt as _};
use uuid::Uuid;

use super::batch::{Batch, Gather, Hashing, sha256};
use super::chunks::{ChunkId, ChunkKey, ChunkPlace, Chunking, CutChunk, PackedChunk, cut};
use super::local::{LocalWriter, Placing};
use super::remote::{PackLength, RemoteWriter};
use super::runs::Runs;
use super::{Backend, Blobs, HEAD_BYTES_MAX, INLINE_BYTES_MAX, NewPack, Stored, Written};
use crate::error::{Error, Result};

/// How much is hashed and cut at a time, while the next such batches are gathered.
const BATCH_BYTES: usize = 1024 * 1024;

/// What is not longer than this is hashed and cut where it came: to wake other threads for it would take longer.
const AT_ONCE_BYTES_MAX: usize = 64 * 1024;

/// How many new chunks of a body are held in memory (some 2 GiB of it) before they are staged.
const CHUNKS_HELD_MAX: usize = 8_192;

/// For how many of its own chunks a body is searched (some 4 GiB of it), besides those that were stored before.
const CHUNKS_REMEMBERED_MAX: usize = 16_384;

/// Counts a body against its limit.
struct Intake<S> {
    body: S,
    limit_bytes: u64,
    size_bytes: u64,
}

impl<S: Stream<Item = io::Result<Bytes>> + Unpin> Intake<S> {
    /// The next piece, never empty.
    async fn next(&mut self) -> Result<Option<Bytes>> {
        loop {
            let Some(piece) = self.body.next().await else { return Ok(None) };
            let piece = piece.map_err(body_error)?;
            if piece.is_empty() {
                continue;
            }
            self.size_bytes = self.size_bytes.saturating_add(piece.len() as u64);
            if self.size_bytes > self.limit_bytes {
                return Err(Error::PayloadTooLarge { limit_bytes: self.limit_bytes });
            }
            return Ok(Some(piece));
        }
    }
}

pub(super) async fn write(
    blobs: &Blobs,
    organization_id: Uuid,
    limit_bytes: u64,
    body: impl Stream<Item = io::Result<Bytes>> + Send + Unpin,
) -> Result<Written> {
    let limit_bytes = limit_bytes.min(blobs.content_bytes_max());
    let mut intake = Intake { body, limit_bytes, size_bytes: 0 };

    let mut start = BytesMut::new();
    let beyond_inline = loop {
        match intake.next().await? {
            None => break None,
            Some(piece) if intake.size_bytes > INLINE_BYTES_MAX => break Some(piece),
            Some(piece) => start.extend_from_slice(&piece),
        }
    };
    let Some(piece) = beyond_inline else {
        let content = start.freeze();
        let head = content.slice(..content.len().min(HEAD_BYTES_MAX));
        let (sha256, size_bytes) = (sha256(&content), intake.size_bytes);
        return Ok(Written { sha256, size_bytes, head, stored: Stored::Inline(content) });
    };
    // A copy: a slice would keep the network's buffer alive for as long as the caller keeps the head.
    let mut head = BytesMut::with_capacity(HEAD_BYTES_MAX);
    head.extend_from_slice(&start[..start.len().min(HEAD_BYTES_MAX)]);
    head.extend_from_slice(&piece[..piece.len().min(HEAD_BYTES_MAX - head.len())]);

    let mut packing = Packing::new(blobs, organization_id, limit_bytes).await?;
    let packed = async {
        packing.add(start.freeze()).await?;
        packing.add(piece).await?;
        while let Some(piece) = intake.next().await? {
            packing.add(piece).await?;
        }
        packing.finish().await
    };
    match packed.await {
        Ok(sha256) => {
            let stored = packing.keep();
            Ok(Written { sha256, size_bytes: intake.size_bytes, head: head.freeze(), stored })
        }
        Err(error) => {
            // Waited for, so that nothing of it is left when the caller reads the error.
            packing.abort().await;
            Err(error)
        }
    }
}

/// Writes a pack of bytes that are known to be right.
pub(super) async fn write_pack(
    backend: &Backend,
    size_bytes: u64,
    bytes: impl Stream<Item = io::Result<Bytes>> + Send + Unpin,
) -> Result<Uuid> {
    let pack_id = Uuid::now_v7();
    fill(copy_writer(backend, pack_id, size_bytes, Placing::New)?, size_bytes, bytes).await?;
    Ok(pack_id)
}

/// The same under an id of the caller's. What is there under it stays until all bytes have come.
pub(super) async fn put_pack(
    backend: &Backend,
    pack_id: Uuid,
    size_bytes: u64,
    bytes: impl Stream<Item = io::Result<Bytes>> + Send + Unpin,
) -> Result<()> {
    fill(copy_writer(backend, pack_id, size_bytes, Placing::Replacing)?, size_bytes, bytes).await
}

fn copy_writer(backend: &Backend, pack_id: Uuid, size_bytes: u64, placing: Placing) -> Result<PackWriter> {
    refuse_too_long(backend, size_bytes)?;
    Ok(PackWriter::start(backend, pack_id, PackLength::Exactly(size_bytes), placing))
}

async fn fill(
    mut writer: PackWriter,
    size_bytes: u64,
    mut bytes: impl Stream<Item = io::Result<Bytes>> + Send + Unpin,
) -> Result<()> {
    let written = async {
        let mut written_bytes = 0;
        while let Some(piece) = bytes.next().await {
            let piece = piece.map_err(Error::internal)?;
            written_bytes += piece.len() as u64;
            writer.add(piece).await?;
        }
        if written_bytes != size_bytes {
            return Err(Error::internal(format!("{written_bytes} bytes came for a pack of {size_bytes}")));
        }
        writer.finish().await
    };
    match written.await {
        Ok(()) => {
            writer.keep();
            Ok(())
        }
        Err(error) => {
            writer.abort().await;
            Err(error)
        }
    }
}

/// Refuses a pack that the store does not take.
fn refuse_too_long(backend: &Backend, size_bytes: u64) -> Result<()> {
    let most_bytes = RemoteWriter::COPY_BYTES_MAX;
    if matches!(backend, Backend::Local(_)) || size_bytes <= most_bytes {
        return Ok(());
    }
    Err(Error::InvalidArgument(format!(
        "a pack of {size_bytes} bytes can't be copied to a bucket, only to a folder; a bucket takes {most_bytes}"
    )))
}

/// A content on its way into packs: hashed and cut while it comes, its new chunks written to one pack, in their order.
struct Packing<'a> {
    blobs: &'a Blobs,
    organization_id: Uuid,
    limit_bytes: u64,
    key: Arc<ChunkKey>,
    gather: Gather,
    /// Begun with the first batch that is full.
    beside: Option<Beside>,
    /// Begun with the first chunk that is new.
    writer: Option<PackWriter>,
    pack: NewPack,
    runs: Runs,
    /// Where this content's own chunks begin in its pack.
    remembered: HashMap<ChunkId, u64>,
}

/// The work on a content that goes on while its next batches are gathered.
struct Beside {
    hashing: Hashing,
    chunking: Chunking,
}

impl Beside {
    fn new(key: Arc<ChunkKey>) -> Self {
        Self { hashing: Hashing::default(), chunking: Chunking::new(key) }
    }
}

impl<'a> Packing<'a> {
    async fn new(blobs: &'a Blobs, organization_id: Uuid, limit_bytes: u64) -> Result<Self> {
        let key = blobs.index.key(organization_id).await?;
        Ok(Self {
            blobs,
            organization_id,
            limit_bytes,
            key,
            gather: Gather::new(BATCH_BYTES),
            beside: None,
            writer: None,
            pack: NewPack { pack_id: Uuid::now_v7(), size_bytes: 0, chunks: Vec::new(), is_staged: false },
            runs: Runs::default(),
            remembered: HashMap::new(),
        })
    }

    async fn add(&mut self, mut piece: Bytes) -> Result<()> {
        while !piece.is_empty() {
            if let Some(batch) = self.gather.add(&mut piece) {
                self.take(batch).await?;
            }
        }
        Ok(())
    }

    async fn take(&mut self, batch: Batch) -> Result<()> {
        let Beside { hashing, chunking } = self.beside.get_or_insert_with(|| Beside::new(Arc::clone(&self.key)));
        hashing.add(batch.clone()).await.map_err(Error::internal)?;
        chunking.add(batch).await.map_err(Error::internal)?;
        let ended = chunking.ended();
        self.place(ended).await
    }

    /// Makes the pack durable, if there is one, and answers the content's SHA-256.
    async fn finish(&mut self) -> Result<[u8; 32]> {
        let last = self.gather.finish();
        if self.beside.is_none() && last.size_bytes <= AT_ONCE_BYTES_MAX {
            self.place(cut(Arc::clone(&self.key), &last)).await?;
            self.publish().await?;
            return Ok(last.sha256());
        }
        let beside = self.beside.take();
        let Beside { mut hashing, mut chunking } = beside.unwrap_or_else(|| Beside::new(Arc::clone(&self.key)));
        hashing.add(last.clone()).await.map_err(Error::internal)?;
        chunking.add_last(last).await.map_err(Error::internal)?;
        self.place(chunking.ended()).await?;
        let ended = chunking.finish().await.map_err(Error::internal)?;
        self.place(ended).await?;
        self.publish().await?;
        hashing.finish().await.map_err(Error::internal)
    }

    async fn publish(&mut self) -> Result<()> {
        match &mut self.writer {
            Some(writer) => writer.finish().await,
            None => Ok(()),
        }
    }

    /// Finds out where each chunk is, or writes it.
    async fn place(&mut self, chunks: Vec<CutChunk>) -> Result<()> {
        if chunks.is_empty() {
            return Ok(());
        }
        let ids: Vec<ChunkId> = chunks.iter().map(|chunk| chunk.id).collect();
        let stored = self.blobs.index.find(self.organization_id, self.runs.end(), &ids).await?;
        for (chunk, stored) in chunks.into_iter().zip(stored) {
            let length = chunk.pieces.size_bytes() as u64;
            let own = self.remembered.get(&chunk.id);
            let own = own.map(|offset| ChunkPlace { pack_id: self.pack.pack_id, offset: *offset });
            if !self.runs.go_on(chunk.id, length, own.or(stored)) {
                self.write(chunk, length).await?;
            }
        }
        Ok(())
    }

    async fn write(&mut self, chunk: CutChunk, length: u64) -> Result<()> {
        let (pack_id, offset) = (self.pack.pack_id, self.pack.size_bytes);
        let writer = match &mut self.writer {
            Some(writer) => writer,
            None => {
                let length = PackLength::AtMost(self.limit_bytes);
                self.writer.insert(PackWriter::start(&self.blobs.backend, pack_id, length, Placing::New))
            }
        };
        for piece in chunk.pieces {
            writer.add(piece).await?;
        }
        self.pack.size_bytes += length;
        if self.remembered.len() < CHUNKS_REMEMBERED_MAX {
            self.remembered.insert(chunk.id, offset);
        }
        self.runs.go_on_with_new(chunk.id, length, ChunkPlace { pack_id, offset });
        self.pack.chunks.push(PackedChunk { id: chunk.id, offset, length });
        if self.pack.chunks.len() >= CHUNKS_HELD_MAX {
            self.blobs.index.stage(self.organization_id, pack_id, &self.pack.chunks).await?;
            self.pack.is_staged = true;
            self.pack.chunks.clear();
        }
        Ok(())
    }

    /// Lets the pack stay.
    fn keep(self) -> Stored {
        let pack = self.writer.map(|writer| {
            writer.keep();
            self.pack
        });
        Stored::Extents { organization_id: self.organization_id, extents: self.runs.into_extents(), pack }
    }

    /// Removes what has been written, and waits for that.
    async fn abort(self) {
        if let Some(writer) = self.writer {
            writer.abort().await;
        }
        if self.pack.is_staged {
            self.blobs.unstage(self.pack.pack_id).await;
        }
    }
}

/// A pack being written. Until [`PackWriter::keep`], dropping it removes whatever it has put into the store.
enum PackWriter {
    Local(Box<LocalWriter>),
    Remote(Box<RemoteWriter>),
}

impl PackWriter {
    /// Buckets replace what is there in any case, and not before the new object is whole.
    fn start(backend: &Backend, pack_id: Uuid, length: PackLength, placing: Placing) -> Self {
        match backend {
            Backend::Local(store) => Self::Local(Box::new(store.writer(pack_id, placing))),
            Backend::Remote(store) => Self::Remote(Box::new(store.writer(pack_id, length))),
        }
    }

    async fn add(&mut self, piece: Bytes) -> Result<()> {
        match self {
            Self::Local(writer) => writer.add(piece).await,
            Self::Remote(writer) => writer.add(piece).await,
        }
    }

    /// Makes the pack durable and visible.
    async fn finish(&mut self) -> Result<()> {
        match self {
            Self::Local(writer) => writer.finish().await,
            Self::Remote(writer) => writer.finish().await,
        }
    }

    fn keep(self) {
        match self {
            Self::Local(writer) => writer.keep(),
            Self::Remote(writer) => writer.keep(),
        }
    }

    async fn abort(self) {
        match self {
            Self::Local(writer) => writer.abort().await,
            Self::Remote(writer) => writer.abort().await,
        }
    }
}

/// What a broken body means to the caller.
fn body_error(error: io::Error) -> Error {
    if error.kind() == io::ErrorKind::TimedOut {
        return Error::RequestTimeout;
    }
    match error.downcast::<Error>() {
        Ok(meant) => meant,
        Err(error) => {
            tracing::debug!(%error, "a request's body broke off");
            Error::InvalidArgument("the body broke off before its end; send it again".to_owned())
        }
    }
}
