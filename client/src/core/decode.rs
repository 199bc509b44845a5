//! How answers are read. The generated layer names one of these readers for each operation.

use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;
use chrono::{DateTime, NaiveDate, Utc};
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::answer::{Answer, AnswerBody};
use super::conditional::{Conditional, NotModified};
use super::download::Download;
use super::events::Events;
use super::failure::{Failure, FailureReason};
use super::open_enum::OpenEnum;
use super::response::Response;

/// Reads a success.
pub trait Decode {
    /// What it comes to.
    type Output: Send + 'static;

    /// Reads it.
    fn decode(answer: Answer) -> Result<Self::Output, Box<Failure>>;
}

/// An answer without content.
#[derive(Debug)]
pub struct Empty;

/// A JSON answer.
#[derive(Debug)]
pub struct Json<T>(PhantomData<fn() -> T>);

/// A JSON answer whose form depends on its status.
#[derive(Debug)]
pub struct JsonByStatus<T>(PhantomData<fn() -> T>);

/// Text.
#[derive(Debug)]
pub struct Text;

/// Content, handed over as it comes.
#[derive(Debug)]
pub struct Content;

/// An answer that is its headers.
#[derive(Debug)]
pub struct Headers<H>(PhantomData<fn() -> H>);

/// Another answer, or that nothing has changed.
#[derive(Debug)]
pub struct IfChanged<D>(PhantomData<fn() -> D>);

/// Server-sent events.
#[derive(Debug)]
pub struct EventStream<T>(PhantomData<fn() -> T>);

/// What can be read from a body by the answer's status.
pub trait DecodeByStatus: Sized + Send + 'static {
    /// Reads it; the status is one of the operation's successes.
    fn decode(status: u16, body: &[u8]) -> Result<Self, serde_json::Error>;
}

impl Decode for Empty {
    type Output = Response<()>;

    fn decode(answer: Answer) -> Result<Self::Output, Box<Failure>> {
        Ok(Response::new((), answer.head))
    }
}

impl<T: DeserializeOwned + Send + 'static> Decode for Json<T> {
    type Output = Response<T>;

    fn decode(answer: Answer) -> Result<Self::Output, Box<Failure>> {
        read_whole(answer, |_, body| serde_json::from_slice(body))
    }
}

impl<T: DecodeByStatus> Decode for JsonByStatus<T> {
    type Output = Response<T>;

    fn decode(answer: Answer) -> Result<Self::Output, Box<Failure>> {
        read_whole(answer, |status, body| T::decode(status.as_u16(), body))
    }
}

impl Decode for Text {
    type Output = Response<String>;

    fn decode(answer: Answer) -> Result<Self::Output, Box<Failure>> {
        read_whole(answer, |_, body| std::str::from_utf8(body).map(str::to_owned))
    }
}

impl Decode for Content {
    type Output = Download;

    fn decode(answer: Answer) -> Result<Self::Output, Box<Failure>> {
        match answer.body {
            AnswerBody::Pieces(body) => Ok(Download::new(answer.head, body, answer.request)),
            AnswerBody::Whole(_) => Err(Failure::new(FailureReason::UnexpectedAnswer)),
        }
    }
}

impl<D: Decode> Decode for IfChanged<D> {
    type Output = Conditional<D::Output>;

    fn decode(answer: Answer) -> Result<Self::Output, Box<Failure>> {
        if answer.head.status == StatusCode::NOT_MODIFIED {
            return Ok(Conditional::NotModified(NotModified::new(answer.head.headers)));
        }
        D::decode(answer).map(Conditional::Content)
    }
}

impl<H: FromHeaders> Decode for Headers<H> {
    type Output = Response<H>;

    fn decode(answer: Answer) -> Result<Self::Output, Box<Failure>> {
        match H::from_headers(HeaderReader(&answer.head.headers)) {
            Ok(headers) => Ok(Response::new(headers, answer.head)),
            Err(fault) => Err(Failure::decode(fault, answer.head, Bytes::new())),
        }
    }
}

impl<T: DeserializeOwned + Send + 'static> Decode for EventStream<T> {
    type Output = Response<Events<T>>;

    fn decode(answer: Answer) -> Result<Self::Output, Box<Failure>> {
        match answer.body {
            // Silence is no fault of a stream of events.
            AnswerBody::Pieces(body) => Ok(Response::new(Events::new(body.into_unwatched()), answer.head)),
            AnswerBody::Whole(_) => Err(Failure::new(FailureReason::UnexpectedAnswer)),
        }
    }
}

fn read_whole<T, E: std::error::Error + Send + Sync + 'static>(
    answer: Answer,
    read: impl FnOnce(StatusCode, &[u8]) -> Result<T, E>,
) -> Result<Response<T>, Box<Failure>> {
    let AnswerBody::Whole(body) = answer.body else {
        return Err(Failure::new(FailureReason::UnexpectedAnswer));
    };
    match read(answer.head.status, &body) {
        Ok(content) => Ok(Response::new(content, answer.head)),
        Err(error) => Err(Failure::decode(error, answer.head, body)),
    }
}

/// A struct of an answer's headers.
pub trait FromHeaders: Sized + Send + 'static {
    /// Reads them.
    fn from_headers(headers: HeaderReader<'_>) -> Result<Self, HeaderFault>;
}

/// Reads headers by name.
#[derive(Debug, Clone, Copy)]
pub struct HeaderReader<'a>(&'a HeaderMap);

impl HeaderReader<'_> {
    /// A header that must be there.
    pub fn required<T: HeaderText>(self, name: &'static str) -> Result<T, HeaderFault> {
        self.optional(name)?.ok_or(HeaderFault { name, missing: true })
    }

    /// A header that may be absent.
    pub fn optional<T: HeaderText>(self, name: &'static str) -> Result<Option<T>, HeaderFault> {
        let Some(value) = self.0.get(name) else { return Ok(None) };
        let value = value.to_str().ok().and_then(T::from_text);
        value.map(Some).ok_or(HeaderFault { name, missing: false })
    }
}

/// A header that is missing, or not of its type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderFault {
    name: &'static str,
    missing: bool,
}

impl fmt::Display for HeaderFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = if self.missing { "is missing" } else { "is not of its type" };
        write!(formatter, "the header `{}` {what}", self.name)
    }
}

impl std::error::Error for HeaderFault {}

/// What a header's value can be read as.
pub trait HeaderText: Sized {
    /// Reads it; `None` if it is something else.
    fn from_text(text: &str) -> Option<Self>;
}

impl<T: OpenEnum> HeaderText for T {
    fn from_text(text: &str) -> Option<Self> {
        Some(T::from_wire(text))
    }
}

impl HeaderText for String {
    fn from_text(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
}

impl HeaderText for bool {
    fn from_text(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl HeaderText for i32 {
    fn from_text(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl HeaderText for i64 {
    fn from_text(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl HeaderText for f64 {
    fn from_text(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl HeaderText for Uuid {
    fn from_text(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl HeaderText for DateTime<Utc> {
    fn from_text(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl HeaderText for NaiveDate {
    fn from_text(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}
