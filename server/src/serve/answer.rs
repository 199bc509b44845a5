//! An answer's body on its way out, and what of it the client has yet to take.
//!
//! Over HTTP/2 a client opens a window for each answer. One that does not leaves the connection's stream with nothing
//! to write, so that the guard in `stall.rs` never sees it: there each piece tells how far it has gone itself, until
//! its last byte is written, which may be long after the body has ended.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::{Buf, Bytes};
use http_body_util::combinators::BoxBody;
use hyper::body::{Body, Frame, SizeHint};

use super::activity::InFlight;

/// An answer's body, with which its request ceases to be in flight; over HTTP/2 with the last of its pieces.
pub struct ActiveBody {
    body: BoxBody<Bytes, io::Error>,
    in_flight: Arc<InFlight>,
}

impl ActiveBody {
    pub fn new(body: BoxBody<Bytes, io::Error>, in_flight: InFlight) -> Self {
        Self { body, in_flight: Arc::new(in_flight) }
    }
}

impl Body for ActiveBody {
    type Data = Piece;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Piece>>>> {
        let frame = Pin::new(&mut self.body).poll_frame(context);
        frame.map_ok(|frame| frame.map_data(|bytes| Piece::new(bytes, &self.in_flight)))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// Bytes of an answer that have not all been written yet.
pub struct Piece {
    bytes: Bytes,
    /// Whom to tell; nobody over HTTP/1, where the connection's stream knows as much.
    in_flight: Option<Arc<InFlight>>,
}

impl Piece {
    fn new(bytes: Bytes, in_flight: &Arc<InFlight>) -> Self {
        let in_flight = in_flight.is_http2().then(|| Arc::clone(in_flight));
        if let Some(in_flight) = &in_flight {
            in_flight.piece_owed();
        }
        Self { bytes, in_flight }
    }
}

impl Buf for Piece {
    fn remaining(&self) -> usize {
        self.bytes.remaining()
    }

    fn chunk(&self) -> &[u8] {
        self.bytes.chunk()
    }

    fn advance(&mut self, count: usize) {
        self.bytes.advance(count);
        if let Some(in_flight) = &self.in_flight {
            in_flight.bytes_taken();
        }
    }

    fn copy_to_bytes(&mut self, length: usize) -> Bytes {
        let bytes = self.bytes.copy_to_bytes(length);
        if let Some(in_flight) = &self.in_flight {
            in_flight.bytes_taken();
        }
        bytes
    }
}

impl Drop for Piece {
    fn drop(&mut self) {
        if let Some(in_flight) = &self.in_flight {
            in_flight.piece_settled();
        }
    }
}
