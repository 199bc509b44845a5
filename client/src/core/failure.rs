//! How a call failed, before the operation's own error type is known.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::auth::AuthError;
use super::download::TransferError;
use super::retry;
use super::transport::TransportError;
use crate::models::Problem;

/// A failure, and what was known of the answer by then.
#[derive(Debug)]
pub struct Failure {
    pub(crate) reason: FailureReason,
    /// The problem document; moved into the operation's own error at the end of the call.
    pub(crate) problem: Option<Problem>,
    pub(crate) answer: Option<AnswerHead>,
    /// The body as it came, up to 1 MiB.
    pub(crate) body: Bytes,
    pub(crate) attempts: u32,
}

/// Status and headers of an answer.
#[derive(Debug, Clone)]
pub(crate) struct AnswerHead {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
}

/// What went wrong.
#[derive(Debug)]
#[non_exhaustive]
pub enum FailureReason {
    /// The server answered with a problem document.
    Problem,
    /// The server, or something before it, gave an answer that is neither a success nor a problem document.
    UnexpectedAnswer,
    /// The answer does not have the form that the contract gives it.
    Decode(Box<dyn StdError + Send + Sync>),
    /// The request or the answer did not get through.
    Transport(TransportError),
    /// A limit of time ran out.
    TimedOut(TimeLimit),
    /// No credential could be had.
    Auth(AuthError),
    /// The request can't be made: a value that does not fit where it should go, or a body that can't be read.
    Request(Box<dyn StdError + Send + Sync>),
    /// The content of an answer could not be read to its end.
    Transfer(TransferError),
}

/// A limit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TimeLimit {
    /// The call as a whole.
    Total(Duration),
    /// One attempt, from the last byte of the request to the headers of the answer.
    Attempt(Duration),
    /// A body that stood still.
    Stall(Duration),
}

impl Failure {
    pub(crate) fn new(reason: FailureReason) -> Box<Self> {
        Box::new(Self { reason, problem: None, answer: None, body: Bytes::new(), attempts: 1 })
    }

    pub(crate) fn request(reason: impl Into<Box<dyn StdError + Send + Sync>>) -> Box<Self> {
        Self::new(FailureReason::Request(reason.into()))
    }

    pub(crate) fn decode(
        reason: impl Into<Box<dyn StdError + Send + Sync>>,
        answer: AnswerHead,
        body: Bytes,
    ) -> Box<Self> {
        let mut failure = Self::new(FailureReason::Decode(reason.into()));
        failure.answer = Some(answer);
        failure.body = body;
        failure
    }

    /// A success that makes no sense.
    pub(crate) fn decode_text(reason: &str) -> Box<Self> {
        Self::new(FailureReason::Decode(reason.into()))
    }

    /// From an answer that is no success of this operation.
    pub(crate) fn answer(answer: AnswerHead, body: Bytes) -> Box<Self> {
        let problem = read_problem(&answer, &body);
        let reason = if problem.is_some() { FailureReason::Problem } else { FailureReason::UnexpectedAnswer };
        Box::new(Self { reason, problem, answer: Some(answer), body, attempts: 1 })
    }

    pub(crate) fn status(&self) -> Option<StatusCode> {
        self.answer.as_ref().map(|answer| answer.status)
    }

    pub(crate) fn retry_after(&self) -> Option<Duration> {
        self.answer.as_ref().and_then(|answer| retry::retry_after(&answer.headers))
    }

    /// Whether the server was not reached at all.
    pub(crate) fn is_connect(&self) -> bool {
        matches!(&self.reason, FailureReason::Transport(error) if error.is_connect())
    }

    /// Whether the same call may succeed later, as far as the failure tells. Whether it may be sent again at all, the
    /// operation tells.
    pub(crate) fn is_transient(&self) -> bool {
        match &self.reason {
            FailureReason::Problem | FailureReason::UnexpectedAnswer => {
                self.status().is_some_and(retry::is_retryable_status)
            }
            FailureReason::Transport(_) => true,
            FailureReason::TimedOut(TimeLimit::Attempt(_) | TimeLimit::Stall(_)) => true,
            FailureReason::TimedOut(TimeLimit::Total(_))
            | FailureReason::Decode(_)
            | FailureReason::Auth(_)
            | FailureReason::Request(_)
            | FailureReason::Transfer(_) => false,
        }
    }
}

/// Only a body that says that it is a problem is read as one: proxies answer JSON of their own.
fn read_problem(answer: &AnswerHead, body: &[u8]) -> Option<Problem> {
    if !answer.status.is_client_error() && !answer.status.is_server_error() {
        return None;
    }
    let media_type = answer.headers.get(http::header::CONTENT_TYPE)?.to_str().ok()?;
    let essence = media_type.split(';').next()?.trim();
    if !essence.eq_ignore_ascii_case("application/problem+json") {
        return None;
    }
    serde_json::from_slice(body).ok()
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.reason, &self.answer) {
            (FailureReason::Problem | FailureReason::UnexpectedAnswer, Some(answer)) => {
                write!(formatter, "the server answered {} without a problem document", answer.status)
            }
            (reason, _) => reason.fmt(formatter),
        }
    }
}

/// So that it can be the cause of another error.
impl StdError for Failure {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.reason.source()
    }
}

impl fmt::Display for FailureReason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Problem => formatter.write_str("the server refused"),
            Self::UnexpectedAnswer => formatter.write_str("the server gave an answer that the contract does not"),
            Self::Decode(_) => formatter.write_str("the answer does not have the form that the contract gives it"),
            Self::Transport(error) => error.fmt(formatter),
            Self::TimedOut(TimeLimit::Total(limit)) => write!(formatter, "not done within {limit:?}"),
            Self::TimedOut(TimeLimit::Attempt(limit)) => write!(formatter, "no answer within {limit:?}"),
            Self::TimedOut(TimeLimit::Stall(limit)) => write!(formatter, "the body stood still for {limit:?}"),
            Self::Auth(error) => error.fmt(formatter),
            Self::Request(error) => write!(formatter, "the request can't be made: {error}"),
            Self::Transfer(error) => error.fmt(formatter),
        }
    }
}

impl FailureReason {
    /// The cause beneath what `Display` says.
    pub(crate) fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Problem | Self::UnexpectedAnswer | Self::TimedOut(_) => None,
            Self::Decode(error) => Some(&**error),
            Self::Request(error) => error.source(),
            Self::Transport(error) => error.source(),
            Self::Auth(error) => error.source(),
            Self::Transfer(error) => error.source(),
        }
    }
}
