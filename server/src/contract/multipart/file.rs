//! A file within a form, read while it arrives.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::Stream;

use super::headers::PartHeaders;
use super::parser::Parser;
use crate::contract::payload::ByteChunks;
use crate::error::Error;

/// A file of a form. Read it before asking the form for its next part: what is unread by then is skipped, and reading on
/// is an error.
pub struct FilePart {
    /// As the caller stated it: to be checked, and never to be used as a path.
    pub file_name: Option<String>,
    /// As the caller stated it; not to be trusted.
    pub content_type: Option<String>,
    number: u64,
    parser: Arc<Mutex<Parser>>,
}

impl FilePart {
    pub(super) fn new(headers: PartHeaders, parser: Arc<Mutex<Parser>>) -> Self {
        let number = parser.lock().unwrap_or_else(PoisonError::into_inner).part_number();
        Self { file_name: headers.file_name, content_type: headers.content_type, number, parser }
    }

    /// The bytes, in the pieces in which they arrive. What their errors mean, `contract::body_error` tells.
    pub fn into_stream(self) -> ByteChunks {
        Box::pin(FileChunks { number: self.number, parser: self.parser, ended: false })
    }
}

impl fmt::Debug for FilePart {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("FilePart")
            .field("file_name", &self.file_name)
            .field("content_type", &self.content_type)
            .finish_non_exhaustive()
    }
}

struct FileChunks {
    number: u64,
    parser: Arc<Mutex<Parser>>,
    ended: bool,
}

impl Stream for FileChunks {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.ended {
            return Poll::Ready(None);
        }
        let polled = {
            let mut parser = self.parser.lock().unwrap_or_else(PoisonError::into_inner);
            if parser.part_number() == self.number {
                parser.poll_chunk(context)
            } else {
                // An end here would make a part of the file pass for the whole.
                let late = "a file of a form was read after the form had gone on";
                Poll::Ready(Err(Error::internal(late)))
            }
        };
        polled.map(|chunk| {
            self.ended = !matches!(chunk, Ok(Some(_)));
            chunk.map_err(io::Error::other).transpose()
        })
    }
}
