//! The wire format of a form: boundaries, headers of parts and the bytes between them.
//!
//! A parser of our own because memory must be bounded whatever the sender does: common ones take what is ready into one
//! buffer, and bound neither a part's headers nor what comes before the first boundary. This one holds one piece of the
//! body at a time, and of what it gathers at most `HEADERS_MAX_BYTES`.

use std::fmt;
use std::task::{Context, Poll, ready};

use bytes::{Buf as _, Bytes, BytesMut};
use memchr::memmem;

use super::headers::PartHeaders;
use crate::contract::payload::{ByteChunks, Observe, body_error};
use crate::error::{Error, Result};

/// The headers of a part take at most so many bytes; likewise what precedes the first boundary.
pub(super) const HEADERS_MAX_BYTES: usize = 8 * 1024;

pub(super) struct Parser {
    body: ByteChunks,
    /// What has arrived and is not parsed yet.
    pending: Bytes,
    /// `\r\n--` and the boundary.
    delimiter: memmem::Finder<'static>,
    stage: Stage,
    parts: u64,
    observer: Option<Observer>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Before the first boundary.
    Preamble,
    /// Behind a boundary: the form's end, or the headers of a part.
    Boundary,
    Headers,
    /// In the bytes of a part.
    Data,
    Ended,
    /// After an error there is nothing more to tell.
    Failed,
}

/// Feeds what the form says, and not how it was written, to whoever compares requests.
struct Observer {
    observe: Observe,
    /// The digest of the current part's bytes: independent of the pieces in which they came.
    data: blake3::Hasher,
    length: u64,
}

impl fmt::Debug for Parser {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Parser").field("stage", &self.stage).field("parts", &self.parts).finish_non_exhaustive()
    }
}

impl Parser {
    pub(super) fn new(body: ByteChunks, boundary: &str, observe: Option<Observe>) -> Self {
        Self {
            body,
            // As if a line had ended before: then the first boundary looks like every other.
            pending: Bytes::from_static(b"\r\n"),
            delimiter: memmem::Finder::new(format!("\r\n--{boundary}").as_bytes()).into_owned(),
            stage: Stage::Preamble,
            parts: 0,
            observer: observe.map(|observe| Observer { observe, data: blake3::Hasher::new(), length: 0 }),
        }
    }

    /// The number of the part that was begun last, counted from 1.
    pub(super) fn part_number(&self) -> u64 {
        self.parts
    }

    /// The headers of the next part, or `None` at the end of the form. What is left of the current part is skipped.
    pub(super) fn poll_part(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<PartHeaders>>> {
        let polled = ready!(self.next_part(context));
        if polled.is_err() {
            self.stage = Stage::Failed;
        }
        Poll::Ready(polled)
    }

    /// The next bytes of the current part, or `None` at its end.
    pub(super) fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>>> {
        let polled = ready!(self.next_chunk(context));
        if polled.is_err() {
            self.stage = Stage::Failed;
        }
        Poll::Ready(polled)
    }

    fn next_part(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<PartHeaders>>> {
        loop {
            match self.stage {
                Stage::Preamble => {
                    if let Some(at) = self.delimiter.find(&self.pending) {
                        self.pending.advance(at + self.delimiter.needle().len());
                        self.stage = Stage::Boundary;
                    } else if self.pending.len() > HEADERS_MAX_BYTES {
                        return Poll::Ready(Err(malformed("it does not begin with its boundary")));
                    } else if !ready!(self.poll_more(context))? {
                        return Poll::Ready(Err(malformed("its boundary does not occur in it")));
                    }
                }
                Stage::Boundary => {
                    if self.pending.starts_with(b"--") {
                        self.stage = Stage::Ended;
                    } else if let Some(end) = memmem::find(&self.pending, b"\r\n") {
                        // Only padding may stand between the boundary and the end of its line.
                        if !self.pending[..end].iter().all(|byte| matches!(byte, b' ' | b'\t')) {
                            return Poll::Ready(Err(malformed(
                                "a boundary is followed by something else than a line end",
                            )));
                        }
                        // The line end stays: it may be the first half of the empty line.
                        self.pending.advance(end);
                        self.stage = Stage::Headers;
                    } else if self.pending.len() > HEADERS_MAX_BYTES {
                        return Poll::Ready(Err(malformed("a boundary is followed by something else than a line end")));
                    } else if !ready!(self.poll_more(context))? {
                        return Poll::Ready(Err(broken_off()));
                    }
                }
                Stage::Headers => {
                    let window = &self.pending[..self.pending.len().min(HEADERS_MAX_BYTES)];
                    if let Some(end) = memmem::find(window, b"\r\n\r\n") {
                        let block = self.pending.split_to(end);
                        self.pending.advance(4);
                        let headers = PartHeaders::parse(block.strip_prefix(b"\r\n").unwrap_or(&block))?;
                        self.begin_data(&headers);
                        return Poll::Ready(Ok(Some(headers)));
                    }
                    if window.len() == HEADERS_MAX_BYTES {
                        return Poll::Ready(Err(malformed("the headers of a part take more than 8 KiB")));
                    }
                    if !ready!(self.poll_more(context))? {
                        return Poll::Ready(Err(broken_off()));
                    }
                }
                Stage::Data => while ready!(self.next_chunk(context))?.is_some() {},
                Stage::Ended => return Poll::Ready(Ok(None)),
                Stage::Failed => return Poll::Ready(Err(broken_off())),
            }
        }
    }

    fn next_chunk(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>>> {
        if self.stage == Stage::Failed {
            return Poll::Ready(Err(broken_off()));
        }
        while self.stage == Stage::Data {
            if let Some(at) = self.delimiter.find(&self.pending) {
                if at > 0 {
                    return Poll::Ready(Ok(Some(self.take(at))));
                }
                self.pending.advance(self.delimiter.needle().len());
                self.end_data();
                break;
            }
            // All but a tail that may be the start of the delimiter can go.
            let certain = self.pending.len() - possible_start(&self.pending, self.delimiter.needle());
            if certain > 0 {
                return Poll::Ready(Ok(Some(self.take(certain))));
            }
            if !ready!(self.poll_more(context))? {
                return Poll::Ready(Err(broken_off()));
            }
        }
        Poll::Ready(Ok(None))
    }

    /// Adds the next piece of the body to what is pending; false at its end.
    fn poll_more(&mut self, context: &mut Context<'_>) -> Poll<Result<bool>> {
        match ready!(self.body.as_mut().poll_next(context)) {
            None => Poll::Ready(Ok(false)),
            Some(Err(error)) => Poll::Ready(Err(body_error(error))),
            Some(Ok(chunk)) => {
                if self.pending.is_empty() {
                    self.pending = chunk;
                } else {
                    let mut joined = BytesMut::with_capacity(self.pending.len() + chunk.len());
                    joined.extend_from_slice(&self.pending);
                    joined.extend_from_slice(&chunk);
                    self.pending = joined.freeze();
                }
                Poll::Ready(Ok(true))
            }
        }
    }

    fn take(&mut self, length: usize) -> Bytes {
        let chunk = self.pending.split_to(length);
        if let Some(observer) = &mut self.observer {
            observer.data.update(&chunk);
            observer.length += u64::try_from(chunk.len()).unwrap_or(u64::MAX);
        }
        chunk
    }

    fn begin_data(&mut self, headers: &PartHeaders) {
        self.parts += 1;
        self.stage = Stage::Data;
        if let Some(observer) = &self.observer {
            for text in [Some(&headers.name), headers.file_name.as_ref(), headers.content_type.as_ref()] {
                observer.text(text.map(String::as_str));
            }
        }
    }

    fn end_data(&mut self) {
        self.stage = Stage::Boundary;
        if let Some(observer) = &mut self.observer {
            (observer.observe)(&observer.length.to_be_bytes());
            (observer.observe)(observer.data.finalize().as_bytes());
            observer.data.reset();
            observer.length = 0;
        }
    }
}

impl Observer {
    /// Its length before it, so that no two forms look alike; an absent text is told from an empty one.
    fn text(&self, text: Option<&str>) {
        let length = text.map_or(u64::MAX, |text| u64::try_from(text.len()).unwrap_or(u64::MAX));
        (self.observe)(&length.to_be_bytes());
        (self.observe)(text.unwrap_or_default().as_bytes());
    }
}

/// How many bytes at the end of `pending` are the start of `delimiter`.
fn possible_start(pending: &[u8], delimiter: &[u8]) -> usize {
    let tail = &pending[pending.len().saturating_sub(delimiter.len() - 1)..];
    let starts = memchr::memchr_iter(b'\r', tail);
    starts.map(|at| &tail[at..]).find(|end| delimiter.starts_with(end)).map_or(0, <[u8]>::len)
}

fn malformed(sentence: &str) -> Error {
    Error::InvalidArgument(format!("the form is malformed: {sentence}"))
}

/// The body ended within the form.
fn broken_off() -> Error {
    malformed("it ends before its closing boundary; send it again")
}

#[cfg(test)]
mod tests;
