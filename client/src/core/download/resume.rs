//! Takes a broken download up again, from the byte at which it broke.

use bytes::Bytes;
use futures_util::stream::StreamExt as _;
use http::{HeaderValue, StatusCode, header};
use tokio::time::sleep;

use super::{ContentRange, Download, MAX_RESUMES, TransferError};
use crate::core::answer::AnswerBody;
use crate::core::operation::Idempotency;
use crate::core::send::send;

impl Download {
    /// The next piece, from this connection or, where it broke, from the next one.
    pub(super) async fn next_resuming(&mut self) -> Option<Result<Bytes, TransferError>> {
        loop {
            let error = match self.next().await? {
                Ok(piece) => return Some(Ok(piece)),
                Err(error) => error,
            };
            if !error.is_cut() || self.resumes_left == 0 || !self.can_resume() {
                return Some(Err(error));
            }
            self.resumes_left -= 1;
            let policy = self.request.retry_policy().max_attempts(MAX_RESUMES + 1);
            sleep(policy.delay(MAX_RESUMES - self.resumes_left, None).unwrap_or_default()).await;
            if let Err(error) = self.resume().await {
                return Some(Err(error));
            }
        }
    }

    /// Only what changes nothing is asked for twice, and not if the caller wants nothing repeated.
    /// Without a strong tag nobody can tell whether the rest belongs to the same content; of several ranges nobody can
    /// tell where the cut lies.
    fn can_resume(&self) -> bool {
        let strong = self.etag().is_some_and(|etag| etag.starts_with('"'));
        let asks_only =
            self.request.operation.idempotency == Idempotency::Safe && self.request.retry_policy().repeats();
        asks_only && strong && (self.range.is_some() || self.head.status == StatusCode::OK)
    }

    async fn resume(&mut self) -> Result<(), TransferError> {
        let first = self.range.map_or(0, |range| range.first) + self.received_bytes;
        let last = self.range.map(|range| range.last);
        let mut request = self.request.clone();
        // The tag is in `If-Range`. The conditions of the first request were met by it, and `If-None-Match` with the
        // tag that it got would be answered with 304.
        request.headers.remove(header::IF_NONE_MATCH);
        request.headers.remove(header::IF_MODIFIED_SINCE);
        let range = last.map_or_else(|| format!("bytes={first}-"), |last| format!("bytes={first}-{last}"));
        request.set_header(header::RANGE.as_str(), &range);
        let etag = self.head.headers.get(header::ETAG).cloned().unwrap_or(HeaderValue::from_static(""));
        request.headers.insert(header::IF_RANGE, etag.clone());
        let answer = send(request).await.map_err(|failure| TransferError::Resume(failure))?;
        let text = answer.head.headers.get(header::CONTENT_RANGE).and_then(|value| value.to_str().ok());
        let starts_here = text.and_then(ContentRange::parse).is_some_and(|range| range.first == first);
        let same = answer.head.headers.get(header::ETAG).is_none_or(|tag| *tag == etag);
        match answer.body {
            AnswerBody::Pieces(body) if answer.head.status == StatusCode::PARTIAL_CONTENT && starts_here && same => {
                self.body = body;
                self.ended = false;
                Ok(())
            }
            // The whole content instead of the rest: it is another one by now.
            _ => Err(TransferError::Changed),
        }
    }
}
