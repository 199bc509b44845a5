//! The error of a call: what the server said, or why nothing came through.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::failure::{Failure, FailureReason};
use super::operation::Operation;
use crate::models::Problem;

/// The name of a request in the server's log.
pub(crate) const REQUEST_ID: &str = "x-request-id";

/// What every operation's error type can do, for code that handles errors of several operations alike.
pub trait ApiError: fmt::Debug + Send + Sync + 'static {
    /// Sorts a problem in by the answer's status, then by its code. What the contract does not list is kept, opaquely.
    fn from_problem(status: u16, problem: Problem) -> Self;

    /// What the server said.
    fn problem(&self) -> &Problem;
}

/// A problem that the contract does not list for the operation. Opaque: see [`Error::problem`] and [`Error::code`].
#[derive(Debug, Clone, PartialEq)]
pub struct Undocumented(Problem);

impl Undocumented {
    pub(crate) fn new(problem: Problem) -> Self {
        Self(problem)
    }

    pub(crate) fn problem(&self) -> &Problem {
        &self.0
    }
}

/// Sorts problems into the variants of an operation's error, by status and code.
macro_rules! impl_api_error {
    ($name:ident { $($variant:ident = $status:literal $code:literal),* $(,)? }) => {
        impl $crate::core::ApiError for $name {
            fn from_problem(status: u16, problem: Problem) -> Self {
                match (status, problem.code.as_str()) {
                    $(($status, $code) => Self::$variant(problem),)*
                    _ => Self::__Undocumented(Undocumented::new(problem)),
                }
            }

            fn problem(&self) -> &Problem {
                match self {
                    $(Self::$variant(problem) => problem,)*
                    Self::__Undocumented(problem) => problem.problem(),
                }
            }
        }
    };
}

pub(crate) use impl_api_error;

/// Why a call failed.
///
/// `Display` is one line with the operation, what went wrong, the code, the status and the request's id; the cause stays
/// in `source()`. [`Error::api`] gives the operation's own error, to be matched on.
pub struct Error<E> {
    operation: &'static Operation,
    api: Option<Box<E>>,
    failure: Box<Failure>,
}

impl<E: ApiError> Error<E> {
    pub(crate) fn new(operation: &'static Operation, mut failure: Box<Failure>) -> Self {
        let status = failure.status();
        let problem = failure.problem.take();
        let api = problem.zip(status).map(|(problem, status)| Box::new(E::from_problem(status.as_u16(), problem)));
        Self { operation, api, failure }
    }

    /// What the server said, as the operation's own error. `None` if it said nothing, or nothing that is a problem.
    pub fn api(&self) -> Option<&E> {
        self.api.as_deref()
    }

    /// What the server said, whatever the operation.
    pub fn problem(&self) -> Option<&Problem> {
        self.api.as_ref().map(|api| api.problem())
    }

    /// The problem's code, such as `NAME_CONFLICT`.
    pub fn code(&self) -> Option<&str> {
        self.problem().map(|problem| problem.code.as_str())
    }

    /// The name of the request in the server's log, if there was an answer.
    pub fn request_id(&self) -> Option<&str> {
        let header = self.headers().and_then(|headers| headers.get(REQUEST_ID)).and_then(|value| value.to_str().ok());
        header.or_else(|| self.problem().map(|problem| problem.request_id.as_str()))
    }
}

impl<E> Error<E> {
    /// The operation that failed.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// What went wrong, by kind.
    pub fn reason(&self) -> &FailureReason {
        &self.failure.reason
    }

    /// The answer's status, if there was an answer.
    pub fn status(&self) -> Option<StatusCode> {
        self.failure.status()
    }

    /// The answer's headers, if there was an answer.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.failure.answer.as_ref().map(|answer| &answer.headers)
    }

    /// The answer's body as it came, up to 1 MiB; empty if there was none.
    pub fn raw_body(&self) -> &Bytes {
        &self.failure.body
    }

    /// How often the request was sent.
    pub fn attempts(&self) -> u32 {
        self.failure.attempts
    }

    /// Whether a limit of time ran out.
    pub fn is_timeout(&self) -> bool {
        matches!(self.failure.reason, FailureReason::TimedOut(_))
    }

    /// Whether no connection was made.
    pub fn is_connect(&self) -> bool {
        self.failure.is_connect()
    }

    /// Whether the same call may succeed later. For an operation with an idempotency key, repeat it with the same key:
    /// the first attempt may have been carried out although its answer was lost.
    pub fn is_retryable(&self) -> bool {
        self.failure.is_transient()
    }

    /// How long the server asks to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        self.failure.retry_after()
    }
}

impl<E: ApiError> fmt::Display for Error<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: ", self.operation.id)?;
        match (self.problem(), self.status()) {
            (Some(problem), Some(status)) => {
                write!(formatter, "{} ({}, {status}", problem.detail, problem.code.as_str())?;
                match self.request_id() {
                    Some(id) => write!(formatter, ", request id {id})"),
                    None => formatter.write_str(")"),
                }
            }
            _ => {
                self.failure.fmt(formatter)?;
                self.request_id().map_or(Ok(()), |id| write!(formatter, " (request id {id})"))
            }
        }
    }
}

/// As `Display`, and the details that help to find a fault. No header and no body: they may hold secrets.
impl<E: ApiError> fmt::Debug for Error<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Error")
            .field("operation", &self.operation.id)
            .field("reason", &self.failure.reason)
            .field("status", &self.status())
            .field("api", &self.api)
            .field("request_id", &self.request_id())
            .field("attempts", &self.failure.attempts)
            .finish()
    }
}

impl<E: ApiError> StdError for Error<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.failure.reason.source()
    }
}
