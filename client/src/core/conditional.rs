//! Answers that say only that nothing has changed.

use std::error::Error as StdError;
use std::fmt;

use http::{HeaderMap, header};

use super::error::REQUEST_ID;

/// The answer to a request with conditions: what was asked for, or that the caller has it already.
#[derive(Debug)]
#[must_use]
pub enum Conditional<T> {
    /// What was asked for.
    Content(T),
    /// The state is still the one that `if_none_match` or `if_modified_since` named (304).
    NotModified(NotModified),
}

/// What a 304 says. As an error it says that content was expected.
#[derive(Debug, Clone)]
pub struct NotModified {
    headers: HeaderMap,
}

impl<T> Conditional<T> {
    /// The content; an error if there is none because it has not changed.
    ///
    /// Without `if_none_match` and `if_modified_since` a server never answers so.
    pub fn content(self) -> Result<T, NotModified> {
        match self {
            Self::Content(content) => Ok(content),
            Self::NotModified(unchanged) => Err(unchanged),
        }
    }

    /// Whether nothing has changed.
    pub fn is_not_modified(&self) -> bool {
        matches!(self, Self::NotModified(_))
    }
}

impl NotModified {
    pub(crate) fn new(headers: HeaderMap) -> Self {
        Self { headers }
    }

    /// The entity tag of the current state, quotes included.
    pub fn etag(&self) -> Option<&str> {
        self.headers.get(header::ETAG)?.to_str().ok()
    }

    /// The name of the request in the server's log.
    pub fn request_id(&self) -> Option<&str> {
        self.headers.get(REQUEST_ID)?.to_str().ok()
    }

    /// The answer's headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }
}

impl fmt::Display for NotModified {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the content has not changed, so the server did not send it")
    }
}

impl StdError for NotModified {}
