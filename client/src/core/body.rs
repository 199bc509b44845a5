//! Bodies on their way to and from a transport.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::stream::{BoxStream, Stream, StreamExt as _};

use super::transport::TransportError;

/// A request's body, as a transport gets it.
pub struct Body {
    inner: Inner,
    length: Option<u64>,
}

enum Inner {
    Whole(Option<Bytes>),
    Pieces(BoxStream<'static, io::Result<Bytes>>),
}

impl Body {
    /// No body.
    pub fn empty() -> Self {
        Self::from(Bytes::new())
    }

    /// A body that arrives piece by piece. With a length in bytes it is sent as `Content-Length`, and the stream must
    /// yield exactly that much.
    pub fn stream(pieces: impl Stream<Item = io::Result<Bytes>> + Send + 'static, length: Option<u64>) -> Self {
        Self { inner: Inner::Pieces(pieces.boxed()), length }
    }

    /// Its length in bytes, if that is known before it is sent.
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// The whole body, if it is in memory; else `None`, and the body must be read as a stream.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.inner {
            Inner::Whole(bytes) => bytes.as_ref(),
            Inner::Pieces(_) => None,
        }
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self { length: Some(bytes.len() as u64), inner: Inner::Whole(Some(bytes)) }
    }
}

impl Stream for Body {
    type Item = io::Result<Bytes>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match &mut self.get_mut().inner {
            Inner::Whole(bytes) => Poll::Ready(bytes.take().filter(|bytes| !bytes.is_empty()).map(Ok)),
            Inner::Pieces(pieces) => pieces.poll_next_unpin(context),
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Body").field("length", &self.length).finish_non_exhaustive()
    }
}

/// An answer's body, as a transport yields it.
pub struct ResponseBody(BoxStream<'static, Result<Bytes, TransportError>>);

impl ResponseBody {
    /// From the pieces of the body. The stream's end is the body's end; a cut must be an error.
    pub fn stream(pieces: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static) -> Self {
        Self(pieces.boxed())
    }

    /// No body.
    pub fn empty() -> Self {
        Self(futures_util::stream::empty().boxed())
    }
}

impl From<Bytes> for ResponseBody {
    fn from(bytes: Bytes) -> Self {
        Self::stream(futures_util::stream::once(std::future::ready(Ok(bytes))))
    }
}

impl Stream for ResponseBody {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_next_unpin(context)
    }
}

impl fmt::Debug for ResponseBody {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ResponseBody")
    }
}
