//! What a caller may say about one call, and the limits of time that hold for all.

use std::time::Duration;

use super::retry::RetryPolicy;

/// What holds for one call only; what is absent is as the client says.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct RequestOptions {
    /// How long the call may take in all, every attempt and wait included.
    pub timeout: Option<Duration>,
    /// How to repeat it.
    pub retry: Option<RetryPolicy>,
    /// The key under which the server remembers the answer. The client makes one where the contract asks for it.
    pub idempotency_key: Option<String>,
    /// The organization to act in, sent as `Strongroom-Organization`.
    pub organization: Option<String>,
}

/// The limits of time of a client.
///
/// None of them bounds a stream that moves: an upload or download of any length takes as long as it takes, as long as
/// bytes keep coming.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timeouts {
    /// For a connection, TLS included. Default: 10 s. A transport of the caller's own sees to that itself.
    pub connect: Duration,
    /// From the last byte of the request to the headers of the answer, for one attempt. Default: 60 s.
    pub attempt: Duration,
    /// For a call as a whole, every attempt and wait included; not for operations that stream. Default: 3 min.
    pub total: Duration,
    /// How long a body that is being sent or received may stand still. Default: 30 s.
    pub stall: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            attempt: Duration::from_secs(60),
            total: Duration::from_secs(180),
            stall: Duration::from_secs(30),
        }
    }
}

impl Timeouts {
    /// Sets the limit for a connection.
    #[must_use]
    pub fn connect(mut self, limit: Duration) -> Self {
        self.connect = limit;
        self
    }

    /// Sets the limit for one attempt.
    #[must_use]
    pub fn attempt(mut self, limit: Duration) -> Self {
        self.attempt = limit;
        self
    }

    /// Sets the limit for a call as a whole.
    #[must_use]
    pub fn total(mut self, limit: Duration) -> Self {
        self.total = limit;
        self
    }

    /// Sets how long a body may stand still.
    #[must_use]
    pub fn stall(mut self, limit: Duration) -> Self {
        self.stall = limit;
        self
    }
}
