//! What a request's body may be: how long, of which type, in which encoding. Counts what really comes, whether or not
//! `Content-Length` told the truth.

use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_util::StreamExt as _;
use http_body::{Body as HttpBody, Frame, SizeHint};
use http_body_util::BodyExt as _;
use http_body_util::combinators::BoxBody;
use poem::http::{HeaderMap, header};
use poem::{Body, Request};

use crate::contract::Operation;
use crate::error::{Error, Result};

/// What a body turned out to be. Clones share what is known; the body itself goes to whoever reads it.
#[derive(Debug, Clone, Default)]
pub struct Received {
    bytes: Arc<AtomicU64>,
    ended: Arc<AtomicBool>,
    fault: Arc<OnceLock<BodyFault>>,
}

/// Why a body could not be read to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyFault {
    TooLong { limit_bytes: u64 },
    TooSlow,
    BrokeOff,
}

impl Received {
    /// How many bytes have come so far.
    pub fn size_bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    /// Whether the body has been read to its end.
    pub fn ended(&self) -> bool {
        self.ended.load(Ordering::Acquire)
    }

    /// What went wrong with the body, whatever its reader made of it.
    pub fn fault(&self) -> Option<Error> {
        self.fault.get().map(|fault| fault.error())
    }
}

impl BodyFault {
    fn of(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::TimedOut => Self::TooSlow,
            _ => Self::BrokeOff,
        }
    }

    fn error(self) -> Error {
        match self {
            Self::TooLong { limit_bytes } => Error::PayloadTooLarge { limit_bytes },
            Self::TooSlow => Error::RequestTimeout,
            Self::BrokeOff => Error::InvalidArgument("the request's body broke off before its end".to_owned()),
        }
    }
}

/// A body that counts, stops at its limit, and tells how it ended.
struct Metered {
    body: BoxBody<Bytes, io::Error>,
    limit_bytes: u64,
    received: Received,
}

impl Metered {
    fn fail(&self, fault: BodyFault) -> io::Error {
        // The first fault is the cause of all others.
        let fault = *self.received.fault.get_or_init(|| fault);
        let kind = match fault {
            BodyFault::TooLong { .. } => io::ErrorKind::FileTooLarge,
            BodyFault::TooSlow => io::ErrorKind::TimedOut,
            BodyFault::BrokeOff => io::ErrorKind::UnexpectedEof,
        };
        io::Error::new(kind, fault.error())
    }

    fn note_end(&self) {
        if self.body.is_end_stream() {
            self.received.ended.store(true, Ordering::Release);
        }
    }
}

impl HttpBody for Metered {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let frame = match ready!(Pin::new(&mut self.body).poll_frame(context)) {
            Some(Ok(frame)) => frame,
            Some(Err(error)) => return Poll::Ready(Some(Err(self.fail(BodyFault::of(&error))))),
            None => {
                self.received.ended.store(true, Ordering::Release);
                return Poll::Ready(None);
            }
        };
        if let Some(data) = frame.data_ref() {
            let length = data.len() as u64;
            let total = self.received.bytes.fetch_add(length, Ordering::Relaxed).saturating_add(length);
            if total > self.limit_bytes {
                let limit_bytes = self.limit_bytes;
                return Poll::Ready(Some(Err(self.fail(BodyFault::TooLong { limit_bytes }))));
            }
        }
        // A reader that knows where its content ends does not ask for the end of the body.
        self.note_end();
        Poll::Ready(Some(Ok(frame)))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// Puts the meter on the request's body, which from here on ends with an error beyond `limit_bytes`; `None` leaves the
/// limit to the handler.
///
/// # Errors
/// `PayloadTooLarge` at once, if `Content-Length` says so already.
pub fn meter(request: &mut Request, limit_bytes: Option<u64>, received: &Received) -> Result<()> {
    let limit_bytes = limit_bytes.unwrap_or(u64::MAX);
    if content_length(request.headers()).is_some_and(|length| length > limit_bytes) {
        return Err(Error::PayloadTooLarge { limit_bytes });
    }
    let body: BoxBody<Bytes, io::Error> = request.take_body().into();
    let metered = Metered { body, limit_bytes, received: received.clone() };
    metered.note_end();
    request.set_body(Body::from(metered.boxed()));
    Ok(())
}

/// The whole of a metered body. Only for bodies with a limit: they end up in memory.
///
/// # Errors
/// What the meter found.
pub async fn read_whole(request: &mut Request, received: &Received) -> Result<Bytes> {
    // A body that came in one piece, as most do, is not copied.
    request.take_body().into_bytes().await.map_err(|error| received.fault().unwrap_or_else(|| Error::internal(error)))
}

/// Reads up to `max_bytes` of a body for nothing, until it ends or fails.
pub async fn skip(body: Body, max_bytes: u64) {
    let mut pieces = std::pin::pin!(body.into_bytes_stream());
    let mut skipped_bytes = 0;
    while let Some(Ok(piece)) = pieces.next().await {
        skipped_bytes += piece.len() as u64;
        if skipped_bytes >= max_bytes {
            break;
        }
    }
}

/// Whether the request has a body, or says so. On HTTP/2 it may have one that no header tells of.
pub fn has_body(request: &mut Request) -> bool {
    let body = request.take_body();
    let is_there = !body.is_empty();
    request.set_body(body);
    is_there
        || content_length(request.headers()).is_some_and(|length| length > 0)
        || request.headers().contains_key(header::TRANSFER_ENCODING)
        || request.headers().contains_key(header::CONTENT_TYPE)
}

/// Whether the body has a type that the operation takes, and comes as it is.
///
/// # Errors
/// `UnsupportedMediaType`, naming what would do.
pub fn check_media_type(operation: &Operation, headers: &HeaderMap) -> Result<()> {
    let encoded = headers.get_all(header::CONTENT_ENCODING).iter().any(|value| value != "identity");
    let taken = media_type(headers);
    let fits = |expected: &&str| *expected == "*/*" || taken.as_deref() == Some(*expected);
    if !encoded && operation.media_types.iter().any(fits) {
        return Ok(());
    }
    let expected = operation.media_types.join(" or ");
    let coding = if encoded { ", without a content coding" } else { "" };
    Err(Error::UnsupportedMediaType { expected: format!("{expected}{coding}") })
}

/// The body's media type without its parameters, in lower case.
pub fn media_type(headers: &HeaderMap) -> Option<String> {
    let mut values = headers.get_all(header::CONTENT_TYPE).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return None;
    };
    let parsed: mime::Mime = value.to_str().ok()?.parse().ok()?;
    Some(parsed.essence_str().to_ascii_lowercase())
}

fn content_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

#[cfg(test)]
mod tests;
