//! What carries a request to the server: reqwest, or something else with the same duty.

use std::error::Error as StdError;
use std::fmt;

use futures_util::future::BoxFuture;
use http::{Request, Response};

use super::body::{Body, ResponseBody};

#[cfg(feature = "reqwest")]
mod reqwest;

#[cfg(feature = "reqwest")]
pub use self::reqwest::ReqwestTransport;

/// Sends one request and yields the answer as soon as its headers are there.
///
/// A transport neither follows redirects nor repeats requests nor adds credentials: the core decides on all three. It
/// finds the operation's descriptor in the request's extensions, as `&'static Operation`.
pub trait Transport: Send + Sync + 'static {
    /// Sends the request. Dropping the future gives the request up.
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<ResponseBody>, TransportError>>;
}

/// Why a request or an answer did not get through.
#[derive(Debug)]
pub struct TransportError {
    phase: Phase,
    source: Box<dyn StdError + Send + Sync>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Connect,
    Exchange,
    Body,
}

impl TransportError {
    /// No connection was made, so the server has not seen the request.
    pub fn connect(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { phase: Phase::Connect, source: source.into() }
    }

    /// The connection broke while the request was sent or the answer awaited. The server may have carried it out.
    pub fn exchange(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { phase: Phase::Exchange, source: source.into() }
    }

    /// The answer's body broke off.
    pub fn body(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { phase: Phase::Body, source: source.into() }
    }

    /// Whether no connection was made, so that the server can't have seen the request.
    pub fn is_connect(&self) -> bool {
        self.phase == Phase::Connect
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self.phase {
            Phase::Connect => "no connection to the server",
            Phase::Exchange => "the connection broke before the answer",
            Phase::Body => "the answer broke off",
        })
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}
