//! Bodies of requests and answers, each with the media type that the contract gives it.
//!
//! Forms are in `multipart`. Nothing here limits a body's size: the pipeline does, before anything is read.

mod json;
mod stream;
mod text;

use std::io;

pub use self::json::{Json, PROBLEM_JSON, ProblemJson, RawJson, written};
pub use self::stream::{ByteChunks, ByteStream, EventStream, Observe, RawBody, observed};
pub use self::text::Text;

use crate::error::Error;

/// What it means that reading a body failed. Whoever wraps a body may put an `Error` into the `io::Error`
/// (`io::Error::other(error)`), and it comes out here again.
pub fn body_error(error: io::Error) -> Error {
    let Some(inner) = error.into_inner() else { return Error::RequestTimeout };
    match inner.downcast::<Error>() {
        Ok(error) => *error,
        // Each layer of a body may have wrapped it once more.
        Err(inner) => match inner.downcast::<io::Error>() {
            Ok(error) => body_error(*error),
            // Too slow, cut off or broken on its way: the caller can only send it again.
            Err(_) => Error::RequestTimeout,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_inside_comes_out_again() {
        let wrapped = io::Error::other(Error::PayloadTooLarge { limit_bytes: 7 });
        assert!(matches!(body_error(wrapped), Error::PayloadTooLarge { limit_bytes: 7 }));
        let twice = io::Error::other(io::Error::other(Error::NotFound("file")));
        assert!(matches!(body_error(twice), Error::NotFound("file")));
        assert!(matches!(body_error(io::ErrorKind::TimedOut.into()), Error::RequestTimeout));
        assert!(matches!(body_error(io::ErrorKind::ConnectionReset.into()), Error::RequestTimeout));
    }
}
