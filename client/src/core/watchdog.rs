//! Notices bodies that stand still.
//!
//! A limit on a whole transfer can't tell a slow one from a dead one; the time since the last byte can.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::Mutex;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::{Either, select};
use futures_util::stream::{Stream, StreamExt as _};
use tokio::time::{Instant, Sleep, sleep_until};

use super::body::{Body, ResponseBody};
use super::transport::TransportError;

/// When a request's body last moved, and whether it is through.
#[derive(Debug, Clone)]
pub(crate) struct Activity(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    last: Instant,
    finished: bool,
    /// Why the body can't be read. A transport would report it as a broken connection, which would be tried again.
    fault: Option<io::Error>,
}

/// Which limit ran out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expired {
    Attempt,
    Stalled,
}

impl Activity {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Mutex::new(State { last: Instant::now(), finished: false, fault: None })))
    }

    fn touch(&self, finished: bool) {
        let mut state = self.lock();
        state.last = Instant::now();
        state.finished = finished;
    }

    fn state(&self) -> (Instant, bool) {
        let state = self.lock();
        (state.last, state.finished)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        // Nothing in here can panic half-way, so that what a poisoned lock holds is sound.
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Why the body could not be read, if it could not.
    pub(crate) fn take_fault(&self) -> Option<io::Error> {
        self.lock().fault.take()
    }

    /// Lets a body report its pieces here.
    pub(crate) fn watch(&self, body: Body) -> Body {
        if body.as_bytes().is_some() {
            self.touch(true);
            return body;
        }
        let length = body.length();
        Body::stream(WatchedUpload { body, remaining: length, activity: self.clone() }, length)
    }

    /// Runs a future until the body has stood still for `stall`, or `attempt` has passed since its last byte.
    pub(crate) async fn limit<F: Future>(
        &self,
        attempt: Duration,
        stall: Duration,
        future: F,
    ) -> Result<F::Output, Expired> {
        let mut future = std::pin::pin!(future);
        loop {
            let (last, finished) = self.state();
            let deadline = last + if finished { attempt } else { stall };
            let sleep = std::pin::pin!(sleep_until(deadline));
            match select(future.as_mut(), sleep).await {
                Either::Left((output, _)) => return Ok(output),
                Either::Right(_) if self.state().0 > last => {}
                Either::Right(_) if finished => return Err(Expired::Attempt),
                Either::Right(_) => return Err(Expired::Stalled),
            }
        }
    }
}

struct WatchedUpload {
    body: Body,
    /// Known only if the length is. A connection need not ask again once it has all that was announced.
    remaining: Option<u64>,
    activity: Activity,
}

impl Stream for WatchedUpload {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Poll::Ready(piece) = self.body.poll_next_unpin(context) else { return Poll::Pending };
        match piece {
            Some(Ok(bytes)) => {
                self.remaining = self.remaining.map(|remaining| remaining.saturating_sub(bytes.len() as u64));
                self.activity.touch(self.remaining == Some(0));
                Poll::Ready(Some(Ok(bytes)))
            }
            Some(Err(error)) => {
                let told = io::Error::new(error.kind(), "the request's body can't be read");
                self.activity.lock().fault = Some(error);
                Poll::Ready(Some(Err(told)))
            }
            None => {
                self.activity.touch(true);
                Poll::Ready(None)
            }
        }
    }
}

/// A piece of an answer's body, or why there is none.
#[derive(Debug)]
pub(crate) enum PieceError {
    Stalled(Duration),
    Transport(TransportError),
}

/// An answer's body that fails once nothing has come for a while.
///
/// The clock runs only while the reader waits: one that is slow itself does not lose its download.
#[derive(Debug)]
pub(crate) struct WatchedBody {
    body: ResponseBody,
    limit: Duration,
    sleep: Pin<Box<Sleep>>,
    waiting: bool,
}

impl WatchedBody {
    /// The body without a limit, for streams in which silence says nothing.
    pub(crate) fn into_unwatched(self) -> ResponseBody {
        self.body
    }

    pub(crate) fn new(body: ResponseBody, limit: Duration) -> Self {
        Self { body, limit, sleep: Box::pin(sleep_until(Instant::now() + limit)), waiting: false }
    }
}

impl Stream for WatchedBody {
    type Item = Result<Bytes, PieceError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Poll::Ready(piece) = self.body.poll_next_unpin(context) {
            self.waiting = false;
            return Poll::Ready(piece.map(|piece| piece.map_err(PieceError::Transport)));
        }
        if !self.waiting {
            self.waiting = true;
            let deadline = Instant::now() + self.limit;
            self.sleep.as_mut().reset(deadline);
        }
        match self.sleep.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Some(Err(PieceError::Stalled(self.limit)))),
            Poll::Pending => Poll::Pending,
        }
    }
}
