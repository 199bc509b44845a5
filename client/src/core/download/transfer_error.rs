//! Why content was not received to its end.

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::time::Duration;

use crate::core::transport::TransportError;

/// Why content was not received to its end, or not where it should go.
#[derive(Debug)]
#[non_exhaustive]
pub enum TransferError {
    /// The connection broke.
    Interrupted(TransportError),
    /// Nothing came for this long.
    Stalled {
        /// How long the client waits.
        limit: Duration,
    },
    /// The body ended too early, or too late.
    Truncated {
        /// How many bytes came.
        received_bytes: u64,
        /// How many were announced.
        expected_bytes: u64,
    },
    /// There is more than the caller takes.
    TooLarge {
        /// What the caller takes, in bytes.
        limit_bytes: u64,
    },
    /// The bytes received are not those that the server has.
    DigestMismatch,
    /// The content was replaced before the broken download could be taken up again.
    Changed,
    /// A broken download could not be taken up again.
    Resume(Box<dyn StdError + Send + Sync>),
    /// An event is not of the form that the contract gives it.
    Decode(serde_json::Error),
    /// The content could not be written where it should go.
    Io(io::Error),
}

impl TransferError {
    /// Whether the rest may still be had.
    pub(super) fn is_cut(&self) -> bool {
        match self {
            Self::Interrupted(_) | Self::Stalled { .. } => true,
            Self::Truncated { received_bytes, expected_bytes } => received_bytes < expected_bytes,
            Self::TooLarge { .. }
            | Self::DigestMismatch
            | Self::Changed
            | Self::Resume(_)
            | Self::Decode(_)
            | Self::Io(_) => false,
        }
    }
}

impl fmt::Display for TransferError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Interrupted(error) => error.fmt(formatter),
            Self::Stalled { limit } => write!(formatter, "nothing came for {limit:?}"),
            Self::Truncated { received_bytes, expected_bytes } => {
                write!(formatter, "{received_bytes} bytes came where {expected_bytes} were announced")
            }
            Self::TooLarge { limit_bytes } => write!(formatter, "there are more than {limit_bytes} bytes"),
            Self::DigestMismatch => formatter.write_str("the bytes received are not those that the server has"),
            Self::Changed => formatter.write_str("the content was replaced while it was received"),
            Self::Resume(_) => formatter.write_str("the broken download could not be taken up again"),
            Self::Decode(_) => formatter.write_str("an event does not have the form that the contract gives it"),
            Self::Io(error) => error.fmt(formatter),
        }
    }
}

impl StdError for TransferError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Interrupted(error) => error.source(),
            Self::Resume(error) => Some(&**error),
            Self::Decode(error) => Some(error),
            Self::Io(error) => error.source(),
            Self::Stalled { .. }
            | Self::Truncated { .. }
            | Self::TooLarge { .. }
            | Self::DigestMismatch
            | Self::Changed => None,
        }
    }
}

impl From<io::Error> for TransferError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<TransferError> for io::Error {
    fn from(error: TransferError) -> Self {
        let kind = match error {
            TransferError::Io(error) => return error,
            TransferError::Stalled { .. } => io::ErrorKind::TimedOut,
            TransferError::Interrupted(_) | TransferError::Resume(_) => io::ErrorKind::ConnectionAborted,
            TransferError::Truncated { .. } => io::ErrorKind::UnexpectedEof,
            TransferError::TooLarge { .. } => io::ErrorKind::FileTooLarge,
            TransferError::DigestMismatch | TransferError::Decode(_) => io::ErrorKind::InvalidData,
            TransferError::Changed => io::ErrorKind::Other,
        };
        Self::new(kind, error)
    }
}
