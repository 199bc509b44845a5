//! Content on its way from the server.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::{Bytes, BytesMut};
use futures_util::stream::{self, Stream, StreamExt as _};
use http::{HeaderMap, StatusCode, header};
use sha2::{Digest as _, Sha256};

use super::error::REQUEST_ID;
use super::failure::AnswerHead;
use super::request::Request;
use super::upload::Progress;
use super::watchdog::{PieceError, WatchedBody};

mod disposition;
mod resume;
#[cfg(feature = "fs")]
mod save;
mod transfer_error;

pub use transfer_error::TransferError;

/// Content that is being received.
///
/// As a `Stream` it yields the bytes as they come and fails where the connection does. [`Download::bytes`] and, with the
/// feature `fs`, `write_to`, `to_writer` and `into_async_read` take a broken download up again where it broke. Each of
/// them checks the length, and the digest of a content that is received as a whole.
#[must_use = "a download does nothing until it is read"]
pub struct Download {
    head: AnswerHead,
    /// What was asked for, to ask for the rest.
    request: Request,
    body: WatchedBody,
    range: Option<ContentRange>,
    /// How many bytes this answer shall have, if it says so.
    expected_bytes: Option<u64>,
    received_bytes: u64,
    digest: Option<(Sha256, [u8; 32])>,
    ended: bool,
    resumes_left: u32,
    progress: Option<Progress>,
}

/// Which bytes of a content an answer holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContentRange {
    /// The position of the first byte.
    pub first: u64,
    /// The position of the last byte, which is included.
    pub last: u64,
    /// The length of the whole content, if the server tells it.
    pub total: Option<u64>,
}

impl ContentRange {
    /// Reads `bytes 0-99/1234`.
    fn parse(value: &str) -> Option<Self> {
        let (range, total) = value.strip_prefix("bytes ")?.split_once('/')?;
        let (first, last) = range.split_once('-')?;
        let (first, last) = (first.parse().ok()?, last.parse().ok()?);
        (first <= last).then_some(Self { first, last, total: total.parse().ok() })
    }

    fn length(self) -> u64 {
        self.last - self.first + 1
    }
}

/// How often one download is taken up again at the most.
const MAX_RESUMES: u32 = 8;

impl Download {
    pub(crate) fn new(head: AnswerHead, body: WatchedBody, request: Request) -> Self {
        let text = |name: &str| head.headers.get(name).and_then(|value| value.to_str().ok());
        let range = text(header::CONTENT_RANGE.as_str()).and_then(ContentRange::parse);
        let length = text(header::CONTENT_LENGTH.as_str()).and_then(|length| length.parse().ok());
        let whole = head.status != StatusCode::PARTIAL_CONTENT;
        // The digest is that of the whole content: of a part of it nothing can be said.
        let digest = text(REPR_DIGEST).and_then(parse_digest).filter(|_| whole).map(|digest| (Sha256::new(), digest));
        let expected_bytes = range.map(ContentRange::length).or(length);
        Self {
            head,
            request,
            body,
            range,
            expected_bytes,
            received_bytes: 0,
            digest,
            ended: false,
            resumes_left: MAX_RESUMES,
            progress: None,
        }
    }

    /// The answer's status: 200 for the whole content, 206 for a part.
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// Whether this is the part that `range` asked for, and not the whole.
    pub fn is_partial(&self) -> bool {
        self.head.status == StatusCode::PARTIAL_CONTENT
    }

    /// The answer's headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// The name of the request in the server's log.
    pub fn request_id(&self) -> Option<&str> {
        self.text(REQUEST_ID)
    }

    /// The entity tag, quotes included.
    pub fn etag(&self) -> Option<&str> {
        self.text(header::ETAG.as_str())
    }

    /// When the content was written, as the header has it.
    pub fn last_modified(&self) -> Option<&str> {
        self.text(header::LAST_MODIFIED.as_str())
    }

    /// The media type.
    pub fn content_type(&self) -> Option<&str> {
        self.text(header::CONTENT_TYPE.as_str())
    }

    /// How many bytes this answer has.
    pub fn content_length(&self) -> Option<u64> {
        self.expected_bytes
    }

    /// Which bytes these are. `None` for the whole content, and for several ranges at once.
    pub fn content_range(&self) -> Option<ContentRange> {
        self.range
    }

    /// The file's name, from `Content-Disposition`. It comes from whoever uploaded the file: never use it as a path
    /// without a look at it.
    pub fn file_name(&self) -> Option<String> {
        disposition::file_name(self.head.headers.get(header::CONTENT_DISPOSITION)?)
    }

    /// SHA-256 of the whole content, from `Repr-Digest`.
    pub fn sha256(&self) -> Option<[u8; 32]> {
        self.text(REPR_DIGEST).and_then(parse_digest)
    }

    /// Calls back with each piece received: the bytes so far, and the bytes in all if known.
    pub fn on_progress(mut self, callback: impl Fn(u64, Option<u64>) + Send + Sync + 'static) -> Self {
        self.progress = Some(Arc::new(callback));
        self
    }

    /// Leaves the digest unchecked, for who checks it otherwise.
    pub fn without_verification(mut self) -> Self {
        self.digest = None;
        self
    }

    /// Reads it into memory. More than `limit_bytes` is an error, before more than that is held.
    pub async fn bytes(mut self, limit_bytes: u64) -> Result<Bytes, TransferError> {
        if self.expected_bytes.is_some_and(|expected| expected > limit_bytes) {
            return Err(TransferError::TooLarge { limit_bytes });
        }
        let mut whole = BytesMut::new();
        while let Some(piece) = self.next_resuming().await {
            whole.extend_from_slice(&piece?);
            if whole.len() as u64 > limit_bytes {
                return Err(TransferError::TooLarge { limit_bytes });
            }
        }
        Ok(whole.freeze())
    }

    /// The pieces as they come, from a connection after the other if they break.
    pub fn into_resuming_stream(self) -> impl Stream<Item = Result<Bytes, TransferError>> + Send + Unpin + 'static {
        stream::unfold(self, async |mut download| {
            let piece = download.next_resuming().await?;
            Some((piece, download))
        })
        .boxed()
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.head.headers.get(name)?.to_str().ok()
    }

    fn receive(&mut self, piece: &Bytes) {
        self.received_bytes += piece.len() as u64;
        if let Some((hasher, _)) = &mut self.digest {
            hasher.update(piece);
        }
        if let Some(progress) = &self.progress {
            progress(self.received_bytes, self.expected_bytes);
        }
    }

    /// What the end of the body means.
    fn finish(&mut self) -> Option<Result<Bytes, TransferError>> {
        if let Some(expected_bytes) = self.expected_bytes.filter(|expected| *expected != self.received_bytes) {
            return Some(Err(TransferError::Truncated { received_bytes: self.received_bytes, expected_bytes }));
        }
        let (hasher, expected) = self.digest.take()?;
        (hasher.finalize()[..] != expected).then_some(Err(TransferError::DigestMismatch))
    }
}

impl Stream for Download {
    type Item = Result<Bytes, TransferError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.ended {
            return Poll::Ready(None);
        }
        let Poll::Ready(piece) = self.body.poll_next_unpin(context) else { return Poll::Pending };
        let item = match piece {
            Some(Ok(piece)) => {
                self.receive(&piece);
                return Poll::Ready(Some(Ok(piece)));
            }
            Some(Err(PieceError::Stalled(limit))) => Some(Err(TransferError::Stalled { limit })),
            Some(Err(PieceError::Transport(error))) => Some(Err(TransferError::Interrupted(error))),
            None => self.finish(),
        };
        self.ended = true;
        Poll::Ready(item)
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Download")
            .field("status", &self.head.status)
            .field("expected_bytes", &self.expected_bytes)
            .field("received_bytes", &self.received_bytes)
            .finish_non_exhaustive()
    }
}

const REPR_DIGEST: &str = "repr-digest";

/// Reads the SHA-256 of `sha-256=:…:, sha-512=:…:` (RFC 9530).
fn parse_digest(value: &str) -> Option<[u8; 32]> {
    let digests = value.split(',').filter_map(|digest| digest.trim().split_once('='));
    let encoded = digests.into_iter().find(|(algorithm, _)| algorithm.eq_ignore_ascii_case("sha-256"))?.1;
    let encoded = encoded.strip_prefix(':')?.strip_suffix(':')?;
    STANDARD.decode(encoded).ok()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_ranges_are_read() {
        assert_eq!(ContentRange::parse("bytes 5-9/100"), Some(ContentRange { first: 5, last: 9, total: Some(100) }));
        assert_eq!(ContentRange::parse("bytes 0-0/*"), Some(ContentRange { first: 0, last: 0, total: None }));
        for bad in ["bytes */100", "bytes 9-5/100", "items 0-1/2", ""] {
            assert_eq!(ContentRange::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn digests_are_found_among_others() {
        let digest = format!("sha-512=:AAAA:, sha-256=:{}:", STANDARD.encode([7; 32]));
        assert_eq!(parse_digest(&digest), Some([7; 32]));
        assert_eq!(parse_digest("sha-256=:AAAA:"), None);
    }
}
