//! One body on its way in: counted, its head kept, and sent to the row or to a pack. The stores' own ways of writing
//! are in `local/write.rs` and `remote/write.rs`.

use std::io;

use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt as _};
use uuid::Uuid;

use super::batch::sha256;
use super::local::LocalWriter;
use super::remote::RemoteWriter;
use super::{Backend, HEAD_BYTES_MAX, INLINE_BYTES_MAX, Stored, Written};
use crate::error::{Error, Result};

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
    backend: &Backend,
    limit_bytes: u64,
    body: impl Stream<Item = io::Result<Bytes>> + Send + Unpin,
) -> Result<Written> {
    let limit_bytes = match backend {
        Backend::Local(_) => limit_bytes,
        Backend::Remote(_) => limit_bytes.min(RemoteWriter::CONTENT_BYTES_MAX),
    };
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

    let pack_id = Uuid::now_v7();
    let mut writer = PackWriter::start(backend, pack_id, limit_bytes);
    let sha256 = match write_pack(&mut writer, &mut intake, start.freeze(), piece).await {
        Ok(sha256) => sha256,
        Err(error) => {
            // Waited for, so that nothing of it is left when the caller reads the error.
            writer.abort().await;
            return Err(error);
        }
    };
    writer.keep();
    Ok(Written { sha256, size_bytes: intake.size_bytes, head: head.freeze(), stored: Stored::Pack { pack_id } })
}

/// Writes a pack whose id is known, of exactly the bytes that come.
pub(super) async fn copy(
    backend: &Backend,
    pack_id: Uuid,
    size_bytes: u64,
    bytes: impl Stream<Item = io::Result<Bytes>> + Send + Unpin,
) -> Result<()> {
    let mut intake = Intake { body: bytes, limit_bytes: size_bytes, size_bytes: 0 };
    let mut writer = PackWriter::start(backend, pack_id, size_bytes);
    let written = async {
        while let Some(piece) = intake.next().await? {
            writer.add(piece).await?;
        }
        writer.finish().await
    };
    if let Err(error) = written.await {
        writer.abort().await;
        return Err(error);
    }
    writer.keep();
    Ok(())
}

async fn write_pack<S: Stream<Item = io::Result<Bytes>> + Unpin>(
    writer: &mut PackWriter,
    intake: &mut Intake<S>,
    start: Bytes,
    piece: Bytes,
) -> Result<[u8; 32]> {
    writer.add(start).await?;
    writer.add(piece).await?;
    while let Some(piece) = intake.next().await? {
        writer.add(piece).await?;
    }
    writer.finish().await
}

/// A pack being written. Until [`PackWriter::keep`], dropping it removes whatever it has put into the store.
enum PackWriter {
    Local(Box<LocalWriter>),
    Remote(Box<RemoteWriter>),
}

impl PackWriter {
    fn start(backend: &Backend, pack_id: Uuid, limit_bytes: u64) -> Self {
        match backend {
            Backend::Local(store) => Self::Local(Box::new(store.writer(pack_id))),
            Backend::Remote(store) => Self::Remote(Box::new(store.writer(pack_id, limit_bytes))),
        }
    }

    async fn add(&mut self, piece: Bytes) -> Result<()> {
        match self {
            Self::Local(writer) => writer.add(piece).await,
            Self::Remote(writer) => writer.add(piece).await,
        }
    }

    /// Makes the pack durable and visible, and answers its SHA-256.
    async fn finish(&mut self) -> Result<[u8; 32]> {
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
