//! Content on its way to the server.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::stream::{self, BoxStream, Stream, StreamExt as _};

use super::body::Body;

/// The largest piece that is handed to a transport at once, in bytes. Small enough to see a body move.
const PIECE_BYTES: usize = 256 * 1024;

/// Content to be uploaded: bytes, a file, a reader or a stream.
///
/// Bytes and files can be read again, so that a call with an idempotency key is repeated when a connection breaks. A
/// reader or stream can be read once; a call with one is sent once.
#[derive(Clone)]
#[must_use]
pub struct Upload {
    source: Source,
    file_name: Option<String>,
    content_type: Option<String>,
    progress: Option<Progress>,
}

#[derive(Clone)]
enum Source {
    Bytes(Bytes),
    #[cfg(feature = "fs")]
    File(Arc<std::path::Path>),
    Once {
        pieces: Arc<Mutex<Option<BoxStream<'static, io::Result<Bytes>>>>>,
        length: Option<u64>,
    },
}

/// Called with the bytes so far and, if known, the bytes in all.
pub(crate) type Progress = Arc<dyn Fn(u64, Option<u64>) + Send + Sync>;

impl Upload {
    /// A file of the local file system. It is opened when it is sent, and anew for each attempt; its name goes along
    /// where the operation takes one.
    #[cfg(feature = "fs")]
    pub fn file(path: impl Into<std::path::PathBuf>) -> Self {
        let path: std::path::PathBuf = path.into();
        let file_name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        Self { file_name, ..Self::from_source(Source::File(path.into())) }
    }

    /// Whatever can be read, once.
    #[cfg(feature = "fs")]
    pub fn reader(reader: impl tokio::io::AsyncRead + Send + 'static) -> Self {
        Self::stream(tokio_util::io::ReaderStream::with_capacity(reader, PIECE_BYTES))
    }

    /// A stream of pieces, read once. An error of the stream ends the upload; the server then stores nothing.
    pub fn stream(pieces: impl Stream<Item = io::Result<Bytes>> + Send + 'static) -> Self {
        Self::from_source(Source::Once { pieces: Arc::new(Mutex::new(Some(pieces.boxed()))), length: None })
    }

    /// Says how many bytes a reader or stream yields, so that the server can refuse too many before they travel. Another
    /// number than this fails the upload. Bytes and files know their own length.
    pub fn length(mut self, bytes: u64) -> Self {
        if let Source::Once { length, .. } = &mut self.source {
            *length = Some(bytes);
        }
        self
    }

    /// The name that goes along, where the operation takes one.
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// The media type that goes along. Servers may tell the type from the bytes instead.
    pub fn content_type(mut self, media_type: impl Into<String>) -> Self {
        self.content_type = Some(media_type.into());
        self
    }

    /// Calls back as the content is handed to the connection, with the bytes so far and the bytes in all if known. When
    /// an attempt is repeated, the count starts again.
    pub fn on_progress(mut self, callback: impl Fn(u64, Option<u64>) + Send + Sync + 'static) -> Self {
        self.progress = Some(Arc::new(callback));
        self
    }

    fn from_source(source: Source) -> Self {
        Self { source, file_name: None, content_type: None, progress: None }
    }

    pub(crate) fn name(&self) -> Option<&str> {
        self.file_name.as_deref()
    }

    pub(crate) fn media_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// Whether it can be read more than once.
    pub(crate) fn is_repeatable(&self) -> bool {
        !matches!(self.source, Source::Once { .. })
    }

    /// Starts to read it, from its beginning.
    pub(crate) async fn open(&self) -> io::Result<Body> {
        let (pieces, length) = match &self.source {
            Source::Bytes(bytes) if bytes.len() <= PIECE_BYTES && self.progress.is_none() => {
                return Ok(Body::from(bytes.clone()));
            }
            Source::Bytes(bytes) => (slices(bytes.clone()).boxed(), Some(bytes.len() as u64)),
            #[cfg(feature = "fs")]
            Source::File(path) => open_file(path).await?,
            Source::Once { pieces, length } => {
                let pieces = pieces.lock().unwrap_or_else(PoisonError::into_inner).take();
                let pieces = pieces.ok_or_else(|| io::Error::other("the reader or stream has been read already"))?;
                (pieces, *length)
            }
        };
        Ok(Body::stream(Counted { pieces, sent: 0, length, progress: self.progress.clone() }, length))
    }
}

#[cfg(feature = "fs")]
async fn open_file(path: &std::path::Path) -> io::Result<(BoxStream<'static, io::Result<Bytes>>, Option<u64>)> {
    use tokio::io::AsyncReadExt as _;
    let named = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
    let file = tokio::fs::File::open(path).await.map_err(named)?;
    let metadata = file.metadata().await.map_err(named)?;
    if metadata.is_dir() {
        return Err(named(io::Error::from(io::ErrorKind::IsADirectory)));
    }
    // A file that grows meanwhile is sent as long as it was when it was opened.
    let length = metadata.len();
    let pieces = tokio_util::io::ReaderStream::with_capacity(file.take(length), PIECE_BYTES);
    Ok((pieces.boxed(), Some(length)))
}

fn slices(mut bytes: Bytes) -> impl Stream<Item = io::Result<Bytes>> + Send + 'static {
    stream::iter(std::iter::from_fn(move || {
        let piece = bytes.split_to(bytes.len().min(PIECE_BYTES));
        (!piece.is_empty()).then_some(Ok(piece))
    }))
}

/// Counts the pieces, reports them, and insists on the length that was announced.
struct Counted {
    pieces: BoxStream<'static, io::Result<Bytes>>,
    sent: u64,
    length: Option<u64>,
    progress: Option<Progress>,
}

impl Stream for Counted {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Poll::Ready(piece) = self.pieces.poll_next_unpin(context) else { return Poll::Pending };
        let Some(piece) = piece.transpose()? else {
            return Poll::Ready(match self.length {
                Some(length) if self.sent < length => Some(Err(self.wrong_length(length))),
                _ => None,
            });
        };
        self.sent += piece.len() as u64;
        if let Some(length) = self.length.filter(|length| self.sent > *length) {
            return Poll::Ready(Some(Err(self.wrong_length(length))));
        }
        if let Some(progress) = &self.progress {
            progress(self.sent, self.length);
        }
        Poll::Ready(Some(Ok(piece)))
    }
}

impl Counted {
    fn wrong_length(&self, length: u64) -> io::Error {
        let kind = if self.sent < length { io::ErrorKind::UnexpectedEof } else { io::ErrorKind::InvalidData };
        io::Error::new(kind, format!("the content was announced as {length} bytes, but {} came", self.sent))
    }
}

impl fmt::Debug for Upload {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = formatter.debug_struct("Upload");
        match &self.source {
            Source::Bytes(bytes) => debug.field("bytes", &bytes.len()),
            #[cfg(feature = "fs")]
            Source::File(path) => debug.field("path", path),
            Source::Once { length, .. } => debug.field("length", length),
        };
        debug.field("file_name", &self.file_name).field("content_type", &self.content_type).finish_non_exhaustive()
    }
}

impl From<Bytes> for Upload {
    fn from(bytes: Bytes) -> Self {
        Self::from_source(Source::Bytes(bytes))
    }
}

impl From<Vec<u8>> for Upload {
    fn from(bytes: Vec<u8>) -> Self {
        Self::from(Bytes::from(bytes))
    }
}

impl From<String> for Upload {
    fn from(text: String) -> Self {
        Self::from(Bytes::from(text))
    }
}

impl From<&'static str> for Upload {
    fn from(text: &'static str) -> Self {
        Self::from(Bytes::from_static(text.as_bytes()))
    }
}

impl From<&'static [u8]> for Upload {
    fn from(bytes: &'static [u8]) -> Self {
        Self::from(Bytes::from_static(bytes))
    }
}

impl<const N: usize> From<&'static [u8; N]> for Upload {
    fn from(bytes: &'static [u8; N]) -> Self {
        Self::from(bytes.as_slice())
    }
}
