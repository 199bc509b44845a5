//! A request's body that ends with an error if its sender is too slow.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::combinators::BoxBody;
use hyper::body::{Body, Frame, SizeHint};
use tokio::time::{Instant, Sleep};

/// Counts what comes in each window of waiting. Only time spent waiting for the sender counts: while we write what has
/// come to a busy disk, the sender is not slow.
pub struct PacedBody {
    body: BoxBody<Bytes, io::Error>,
    window: Duration,
    min_bytes: u64,
    /// What has come in this window.
    window_bytes: u64,
    /// How much of this window has been waited.
    waited: Duration,
    waiting_since: Option<Instant>,
    /// Left running from wait to wait; never due later than the window's end.
    alarm: Option<Pin<Box<Sleep>>>,
}

impl PacedBody {
    /// At least `min_bytes` have to come in each `window` of waiting.
    pub fn new(body: BoxBody<Bytes, io::Error>, window: Duration, min_bytes: u64) -> Self {
        Self { body, window, min_bytes, window_bytes: 0, waited: Duration::ZERO, waiting_since: None, alarm: None }
    }

    /// The sender owes us bytes.
    fn poll_wait(&mut self, context: &mut Context<'_>) -> Poll<io::Error> {
        loop {
            let since = *self.waiting_since.get_or_insert_with(Instant::now);
            let due_at = since + self.window.saturating_sub(self.waited);
            let alarm = self.alarm.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(due_at)));
            if alarm.as_mut().poll(context).is_pending() {
                return Poll::Pending;
            }
            if due_at > Instant::now() {
                alarm.as_mut().reset(due_at);
                continue;
            }
            if self.window_bytes < self.min_bytes {
                return Poll::Ready(io::Error::new(io::ErrorKind::TimedOut, "the body comes too slowly"));
            }
            self.window_bytes = 0;
            self.waited = Duration::ZERO;
            self.waiting_since = None;
        }
    }

    fn end_wait(&mut self) {
        if let Some(since) = self.waiting_since.take() {
            self.waited += since.elapsed();
        }
    }
}

impl Body for PacedBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(context) else {
            return self.poll_wait(context).map(|error| Some(Err(error)));
        };
        self.end_wait();
        if let Some(bytes) = frame.as_ref().and_then(|frame| frame.as_ref().ok()).and_then(Frame::data_ref) {
            self.window_bytes = self.window_bytes.saturating_add(bytes.len() as u64);
        }
        Poll::Ready(frame.map(|frame| frame.map_err(with_kind)))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// Tells a body that the sender did not send to its end from other failures.
fn with_kind(error: io::Error) -> io::Error {
    let hyper_error = error.get_ref().and_then(|inner| inner.downcast_ref::<hyper::Error>());
    if hyper_error.is_some_and(hyper::Error::is_incomplete_message) {
        return io::Error::new(io::ErrorKind::UnexpectedEof, error);
    }
    error
}

#[cfg(test)]
mod tests {
    use http_body_util::{BodyExt as _, StreamBody};

    use super::*;

    /// A sender of `pieces` of 1,000 bytes, one each `interval`.
    fn sender(pieces: usize, interval: Duration) -> PacedBody {
        let pieces = futures_util::stream::unfold(pieces, move |left| async move {
            tokio::time::sleep(interval).await;
            (left > 0).then(|| (Ok(Frame::data(Bytes::from_static(&[0; 1000]))), left - 1))
        });
        let body = BoxBody::new(StreamBody::new(SyncStream(Box::pin(pieces))));
        PacedBody::new(body, Duration::from_secs(30), 30_000)
    }

    /// A boxed body must be shareable, which the futures of this one are.
    struct SyncStream<T>(Pin<Box<dyn futures_util::Stream<Item = T> + Send + Sync>>);

    impl<T> futures_util::Stream for SyncStream<T> {
        type Item = T;

        fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
            self.0.as_mut().poll_next(context)
        }
    }

    #[tokio::test(start_paused = true)]
    async fn who_keeps_the_pace_is_waited_for() {
        let bytes = sender(200, Duration::from_millis(900)).collect().await.unwrap().to_bytes();
        assert_eq!(bytes.len(), 200_000);
    }

    #[tokio::test(start_paused = true)]
    async fn who_is_too_slow_is_not() {
        let started = Instant::now();
        let error = sender(200, Duration::from_millis(1100)).collect().await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        assert_eq!(started.elapsed().as_secs(), 30);
    }

    #[tokio::test(start_paused = true)]
    async fn our_own_slowness_does_not_count() {
        let mut body = sender(10, Duration::from_millis(900));
        while let Some(frame) = body.frame().await {
            frame.unwrap();
            tokio::time::sleep(Duration::from_secs(100)).await;
        }
    }
}
