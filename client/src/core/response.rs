//! A successful answer: its content, and what stood around it.

use std::ops::{Deref, DerefMut};

use http::{HeaderMap, StatusCode, header};

use super::error::REQUEST_ID;
use super::failure::AnswerHead;

/// A successful answer. Derefs to its content.
#[derive(Debug, Clone)]
pub struct Response<T> {
    content: T,
    head: AnswerHead,
}

impl<T> Response<T> {
    pub(crate) fn new(content: T, head: AnswerHead) -> Self {
        Self { content, head }
    }

    /// The content alone.
    pub fn into_inner(self) -> T {
        self.content
    }

    /// The answer's status.
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// The answer's headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// A header's value, if it is there and is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.headers.get(name)?.to_str().ok()
    }

    /// The name of the request in the server's log.
    pub fn request_id(&self) -> Option<&str> {
        self.header(REQUEST_ID)
    }

    /// The entity tag of the current state, quotes included, for `if_match`.
    pub fn etag(&self) -> Option<&str> {
        self.header(header::ETAG.as_str())
    }

    /// Where the new thing is.
    pub fn location(&self) -> Option<&str> {
        self.header(header::LOCATION.as_str())
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.content
    }
}

impl<T> DerefMut for Response<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.content
    }
}
