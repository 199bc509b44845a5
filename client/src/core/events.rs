//! Server-sent events (the `text/event-stream` of the HTML standard).

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_util::stream::{Stream, StreamExt as _};
use serde::de::DeserializeOwned;

use super::body::ResponseBody;
use super::download::TransferError;

/// The longest event that is taken, in bytes. A server that never ends one must not fill the memory.
const MAX_EVENT_BYTES: usize = 16 * 1024 * 1024;

/// A stream of events. It ends when the server ends it; to go on, call again with the last event's id.
pub struct Events<T> {
    body: ResponseBody,
    buffer: Vec<u8>,
    /// How much of the buffer has been searched for the end of an event.
    searched: usize,
    ended: bool,
    data: PhantomData<fn() -> T>,
}

/// One event.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Event<T> {
    /// For `Last-Event-ID`, if the server names the event.
    pub id: Option<String>,
    /// The kind of event; `message` unless the server says otherwise.
    pub event: String,
    /// What it says.
    pub data: T,
}

impl<T> Events<T> {
    pub(crate) fn new(body: ResponseBody) -> Self {
        Self { body, buffer: Vec::new(), searched: 0, ended: false, data: PhantomData }
    }

    /// Cuts the next whole event off the buffer.
    fn take_block(&mut self) -> Option<String> {
        let mut position = self.searched;
        while let Some(offset) = self.buffer[position..].iter().position(|byte| *byte == b'\n') {
            let line_end = position + offset;
            let rest = &self.buffer[line_end + 1..];
            let blank = if rest.first() == Some(&b'\n') { Some(1) } else { rest.starts_with(b"\r\n").then_some(2) };
            if let Some(blank) = blank {
                let block = String::from_utf8_lossy(&self.buffer[..line_end]).into_owned();
                self.buffer.drain(..line_end + 1 + blank);
                self.searched = 0;
                return Some(block);
            }
            if rest.len() < 2 {
                // The blank line may be on its way.
                self.searched = line_end;
                return None;
            }
            position = line_end + 1;
        }
        self.searched = position;
        None
    }
}

impl<T: DeserializeOwned> Stream for Events<T> {
    type Item = Result<Event<T>, TransferError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            while let Some(block) = self.take_block() {
                if let Some(event) = parse(&block) {
                    return Poll::Ready(Some(event));
                }
            }
            if self.ended {
                return Poll::Ready(None);
            }
            match self.body.poll_next_unpin(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Some(Ok(piece))) if self.buffer.len() + piece.len() <= MAX_EVENT_BYTES => {
                    self.buffer.extend_from_slice(&piece);
                }
                Poll::Ready(Some(Ok(_))) => {
                    self.ended = true;
                    return Poll::Ready(Some(Err(TransferError::TooLarge { limit_bytes: MAX_EVENT_BYTES as u64 })));
                }
                Poll::Ready(Some(Err(error))) => {
                    self.ended = true;
                    return Poll::Ready(Some(Err(TransferError::Interrupted(error))));
                }
                // What is left has no blank line behind it, so that it is no event.
                Poll::Ready(None) => self.ended = true,
            }
        }
    }
}

/// Reads the lines of an event; `None` for comments and for what has no data.
fn parse<T: DeserializeOwned>(block: &str) -> Option<Result<Event<T>, TransferError>> {
    let (mut id, mut event, mut data) = (None, None, None::<String>);
    for line in block.lines() {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "id" => id = Some(value.to_owned()),
            "event" => event = Some(value.to_owned()),
            "data" => match &mut data {
                None => data = Some(value.to_owned()),
                Some(data) => {
                    data.push('\n');
                    data.push_str(value);
                }
            },
            _ => {}
        }
    }
    let data = serde_json::from_str(&data?).map_err(TransferError::Decode);
    let event = event.unwrap_or_else(|| "message".to_owned());
    Some(data.map(|data| Event { id, event, data }))
}

impl<T> fmt::Debug for Events<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Events")
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use futures_util::stream;

    use super::*;

    #[tokio::test]
    async fn events_are_found_however_the_bytes_are_cut() {
        let text = ": hello\n\nid: 1\nevent: created\ndata: {\"a\":\ndata: 1}\n\r\ndata: {}\n\nid: 2\ndata: {\"cut\"";
        for size in 1..text.len() {
            let pieces: Vec<_> = text.as_bytes().chunks(size).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
            let events = Events::<serde_json::Value>::new(ResponseBody::stream(stream::iter(pieces)));
            let events: Vec<_> = events.map(Result::unwrap).collect().await;
            assert_eq!(events.len(), 2, "pieces of {size}");
            assert_eq!(events[0].id.as_deref(), Some("1"));
            assert_eq!(events[0].event, "created");
            assert_eq!(events[0].data["a"], 1);
            assert_eq!(events[1].event, "message");
        }
    }
}
