//! What a connection is doing, so that one that does nothing can be told from one that is at work.

use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::combinators::BoxBody;
use hyper::Version;
use hyper::body::{Body, Frame, SizeHint};
use tokio::time::Instant;

/// Why a connection has to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overdue {
    /// It has begun a request's head, or has just been made, and does not come to the head's end. No answer is owed.
    Head,
    /// It has nothing to do.
    Idle,
}

/// One connection's doings, told by its stream and its service and looked at by its task.
#[derive(Debug)]
pub struct Activity {
    head_timeout: Duration,
    idle_timeout: Duration,
    state: Mutex<State>,
    /// How many requests have begun, and how many answers have been given whole.
    begun: AtomicU64,
    ended: AtomicU64,
}

#[derive(Debug)]
struct State {
    in_flight: usize,
    /// Since when nothing has been in flight.
    idle_since: Instant,
    /// When the first byte came of a head that is not complete. Right after connecting it is awaited as if it had come.
    head_since: Option<Instant>,
    /// Bytes between requests are no head there, but settings, pings and their answers.
    is_http2: bool,
}

impl Activity {
    pub fn new(head_timeout: Duration, idle_timeout: Duration) -> Self {
        let now = Instant::now();
        let state = State { in_flight: 0, idle_since: now, head_since: Some(now), is_http2: false };
        let (begun, ended) = (AtomicU64::new(0), AtomicU64::new(0));
        Self { head_timeout, idle_timeout, state: Mutex::new(state), begun, ended }
    }

    /// To be called when bytes have come in.
    pub fn bytes_arrived(&self) {
        let mut state = self.state();
        if state.in_flight == 0 && !state.is_http2 && state.head_since.is_none() {
            state.head_since = Some(Instant::now());
        }
    }

    /// A head is complete; what is answered stays in flight until the guard is dropped.
    pub fn begin_request(self: &Arc<Self>, version: Version) -> InFlight {
        let mut state = self.state();
        state.in_flight += 1;
        state.head_since = None;
        state.is_http2 = version == Version::HTTP_2;
        drop(state);
        self.begun.fetch_add(1, Ordering::AcqRel);
        InFlight { activity: Arc::clone(self) }
    }

    /// How many requests have begun.
    pub fn begun(&self) -> u64 {
        self.begun.load(Ordering::Acquire)
    }

    /// The same, if all of them have been answered.
    pub fn begun_and_ended(&self) -> Option<u64> {
        let begun = self.begun();
        (begun == self.ended.load(Ordering::Acquire)).then_some(begun)
    }

    /// Why the connection has to go now.
    ///
    /// # Errors
    /// When to look again, if it may stay.
    pub fn overdue(&self) -> Result<Overdue, Instant> {
        let state = self.state();
        let now = Instant::now();
        if state.in_flight > 0 {
            // It may become idle at any moment; a head begun then must not be noticed late.
            return Err(now + self.head_timeout);
        }
        let (due_at, overdue) = match state.head_since {
            Some(since) => (since + self.head_timeout, Overdue::Head),
            None => (state.idle_since + self.idle_timeout, Overdue::Idle),
        };
        if due_at <= now { Ok(overdue) } else { Err(due_at.min(now + self.head_timeout)) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A request that is being answered.
#[derive(Debug)]
pub struct InFlight {
    activity: Arc<Activity>,
}

impl Drop for InFlight {
    fn drop(&mut self) {
        let mut state = self.activity.state();
        state.in_flight -= 1;
        state.idle_since = Instant::now();
        drop(state);
        self.activity.ended.fetch_add(1, Ordering::AcqRel);
    }
}

/// An answer's body, with which its request ceases to be in flight.
pub struct ActiveBody {
    body: BoxBody<Bytes, io::Error>,
    _in_flight: InFlight,
}

impl ActiveBody {
    pub fn new(body: BoxBody<Bytes, io::Error>, in_flight: InFlight) -> Self {
        Self { body, _in_flight: in_flight }
    }
}

impl Body for ActiveBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: Duration = Duration::from_secs(15);
    const IDLE: Duration = Duration::from_secs(75);

    #[tokio::test(start_paused = true)]
    async fn the_first_head_is_awaited_from_the_start() {
        let activity = Activity::new(HEAD, IDLE);
        assert!(activity.overdue().is_err());
        tokio::time::advance(HEAD).await;
        assert_eq!(activity.overdue(), Ok(Overdue::Head));
    }

    #[tokio::test(start_paused = true)]
    async fn between_requests_there_is_more_time_until_a_head_begins() {
        let activity = Arc::new(Activity::new(HEAD, IDLE));
        drop(activity.begin_request(Version::HTTP_11));
        tokio::time::advance(IDLE / 2).await;
        assert!(activity.overdue().is_err());
        activity.bytes_arrived();
        tokio::time::advance(HEAD / 2).await;
        activity.bytes_arrived();
        tokio::time::advance(HEAD / 2).await;
        assert_eq!(activity.overdue(), Ok(Overdue::Head));
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_in_flight_takes_its_time() {
        let activity = Arc::new(Activity::new(HEAD, IDLE));
        let in_flight = activity.begin_request(Version::HTTP_11);
        tokio::time::advance(10 * IDLE).await;
        assert!(activity.overdue().is_err());
        drop(in_flight);
        assert!(activity.overdue().is_err());
        tokio::time::advance(IDLE).await;
        assert_eq!(activity.overdue(), Ok(Overdue::Idle));
    }

    #[tokio::test(start_paused = true)]
    async fn http2_frames_between_requests_are_no_head() {
        let activity = Arc::new(Activity::new(HEAD, IDLE));
        drop(activity.begin_request(Version::HTTP_2));
        activity.bytes_arrived();
        tokio::time::advance(HEAD * 2).await;
        assert!(activity.overdue().is_err());
        tokio::time::advance(IDLE).await;
        assert_eq!(activity.overdue(), Ok(Overdue::Idle));
    }
}
