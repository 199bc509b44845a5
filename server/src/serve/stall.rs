//! A connection's stream that gives up on a peer who takes nothing.
//!
//! It knows of bytes that the connection does not take. Those that an HTTP/2 client has not asked for never come here:
//! `answer.rs` counts them.
//!
//! Vectored writes are passed through: without them every block of a download is copied once more.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep};

use super::activity::Activity;

/// A stream whose writes fail with `TimedOut` once the peer has taken no byte for the time given.
pub struct GuardedStream<S> {
    stream: S,
    activity: Arc<Activity>,
    stall_timeout: Duration,
    /// Since when the peer takes nothing.
    stalled_since: Option<Instant>,
    /// Made with the first stall and left running: setting a timer at each of them would cost more than waking up
    /// for nothing now and then.
    alarm: Option<Pin<Box<Sleep>>>,
}

impl<S> GuardedStream<S> {
    pub fn new(stream: S, activity: Arc<Activity>, stall_timeout: Duration) -> Self {
        Self { stream, activity, stall_timeout, stalled_since: None, alarm: None }
    }

    fn guard<T>(&mut self, context: &mut Context<'_>, written: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            if self.stalled_since.take().is_some() {
                self.activity.write_blocked(false);
            }
            return written;
        }
        let stalled_since = match self.stalled_since {
            Some(since) => since,
            None => {
                self.activity.write_blocked(true);
                *self.stalled_since.insert(Instant::now())
            }
        };
        let due_at = stalled_since + self.stall_timeout;
        let alarm = self.alarm.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(due_at)));
        while alarm.as_mut().poll(context).is_ready() {
            if due_at <= Instant::now() {
                return Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "the peer takes nothing")));
            }
            alarm.as_mut().reset(due_at);
        }
        Poll::Pending
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for GuardedStream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let filled = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        if buffer.filled().len() > filled {
            self.activity.bytes_arrived();
        }
        read
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for GuardedStream<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.guard(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.guard(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    const TIMEOUT: Duration = Duration::from_secs(60);

    fn guarded(stream: tokio::io::DuplexStream) -> GuardedStream<tokio::io::DuplexStream> {
        GuardedStream::new(stream, Arc::new(Activity::new(TIMEOUT, TIMEOUT, TIMEOUT)), TIMEOUT)
    }

    #[tokio::test(start_paused = true)]
    async fn a_peer_who_takes_nothing_is_given_up() {
        let (near, _far) = tokio::io::duplex(10);
        let started = Instant::now();
        let error = guarded(near).write_all(&[0; 100]).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        assert_eq!(started.elapsed().as_secs(), TIMEOUT.as_secs());
    }

    #[tokio::test(start_paused = true)]
    async fn a_peer_who_takes_a_little_now_and_then_is_served() {
        let (near, mut far) = tokio::io::duplex(10);
        let reader = tokio::spawn(async move {
            let mut bytes = [0; 10];
            for _ in 0..10 {
                tokio::time::sleep(TIMEOUT - Duration::from_secs(1)).await;
                far.read_exact(&mut bytes).await.unwrap();
            }
        });
        guarded(near).write_all(&[0; 100]).await.unwrap();
        reader.await.unwrap();
    }
}
