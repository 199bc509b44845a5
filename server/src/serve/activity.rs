//! What a connection is doing, so that one that does nothing can be told from one that is at work.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use hyper::Version;
use tokio::time::Instant;

/// An answer that isn't taken while others on its connection are may be one that a proxy's client has paused, and the
/// others those of other clients: only after so many times the limit does the connection go for its sake.
const ONE_STALL_TIMEOUTS: u32 = 10;

/// Why a connection has to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overdue {
    /// It has begun a request's head, or has just been made, and does not come to the head's end. No answer is owed.
    Head,
    /// It has nothing to do.
    Idle,
    /// Its client does not take what it has been answered.
    Stall,
}

/// One connection's doings, told by its stream and its service and looked at by its task.
#[derive(Debug)]
pub struct Activity {
    head_timeout: Duration,
    idle_timeout: Duration,
    stall_timeout: Duration,
    state: Mutex<State>,
    /// How many requests have begun, and how many answers have been given whole.
    begun: AtomicU64,
    ended: AtomicU64,
}

#[derive(Debug)]
struct State {
    in_flight: usize,
    /// Since when nothing has been in flight, or written.
    idle_since: Instant,
    /// Whether the connection does not take what is to be written. Over HTTP/1 that may be some hundred KiB of an answer that
    /// is in flight no more; `stall.rs` sees to it that it is not for ever.
    is_write_blocked: bool,
    /// When the first byte came of a head that is not complete. Right after connecting it is awaited as if it had come.
    head_since: Option<Instant>,
    /// Bytes between requests are no head there, but settings, pings and their answers.
    is_http2: bool,
    /// The answers of which the client has not taken all that there is, by the number of their request. What the
    /// server itself has yet to bring is not among it.
    owed: HashMap<u64, Owed>,
    /// When any of it was taken last, or another answer joined it.
    taken_at: Instant,
}

#[derive(Debug)]
struct Owed {
    pieces: usize,
    /// When any of them was taken last, or since when they wait.
    taken_at: Instant,
}

impl State {
    /// When the client will have taken too little for too long, if it takes nothing more.
    fn stalled_at(&self, timeout: Duration) -> Option<Instant> {
        let one_taken_at = self.owed.values().map(|owed| owed.taken_at).min()?;
        let one_stalled_at = one_taken_at + timeout * ONE_STALL_TIMEOUTS;
        let is_at_work = self.owed.len() < self.in_flight;
        Some(if is_at_work { one_stalled_at } else { one_stalled_at.min(self.taken_at + timeout) })
    }
}

impl Activity {
    pub fn new(head_timeout: Duration, idle_timeout: Duration, stall_timeout: Duration) -> Self {
        let now = Instant::now();
        let state = State {
            in_flight: 0,
            idle_since: now,
            is_write_blocked: false,
            head_since: Some(now),
            is_http2: false,
            owed: HashMap::new(),
            taken_at: now,
        };
        let (begun, ended) = (AtomicU64::new(0), AtomicU64::new(0));
        Self { head_timeout, idle_timeout, stall_timeout, state: Mutex::new(state), begun, ended }
    }

    /// To be called when bytes have come in.
    pub fn bytes_arrived(&self) {
        let mut state = self.state();
        if state.in_flight == 0 && !state.is_http2 && state.head_since.is_none() {
            state.head_since = Some(Instant::now());
        }
    }

    /// To be called when the connection does not take what is to be written, and when it has taken some of it.
    pub fn write_blocked(&self, is_blocked: bool) {
        let mut state = self.state();
        state.is_write_blocked = is_blocked;
        if !is_blocked && state.in_flight == 0 {
            let now = Instant::now();
            state.idle_since = now;
            // A head that came meanwhile was not read to its end for our sake.
            state.head_since = state.head_since.map(|_| now);
        }
    }

    /// A head is complete; what is answered stays in flight until the guard is dropped.
    pub fn begin_request(self: &Arc<Self>, version: Version) -> InFlight {
        let mut state = self.state();
        state.in_flight += 1;
        state.head_since = None;
        state.is_http2 = version == Version::HTTP_2;
        drop(state);
        let number = self.begun.fetch_add(1, Ordering::AcqRel);
        InFlight { activity: Arc::clone(self), number, is_http2: version == Version::HTTP_2 }
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
        // It may become idle, or come to owe something, at any moment; what begins then must not be noticed late.
        let next_look = now + self.look_interval();
        let (due_at, overdue) = match state.head_since {
            _ if state.in_flight > 0 => (state.stalled_at(self.stall_timeout).unwrap_or(next_look), Overdue::Stall),
            _ if state.is_write_blocked => return Err(next_look),
            Some(since) => (since + self.head_timeout, Overdue::Head),
            None => (state.idle_since + self.idle_timeout, Overdue::Idle),
        };
        if due_at <= now { Ok(overdue) } else { Err(due_at.min(next_look)) }
    }

    /// How long a connection may go without being looked at.
    pub fn look_interval(&self) -> Duration {
        self.head_timeout.min(self.stall_timeout)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A request that is being answered.
#[derive(Debug)]
pub struct InFlight {
    activity: Arc<Activity>,
    number: u64,
    is_http2: bool,
}

impl InFlight {
    /// Whether its answer's bytes wait for the client to ask for them, and not only for the connection.
    pub fn is_http2(&self) -> bool {
        self.is_http2
    }

    /// A piece of the answer is there to be taken.
    pub fn piece_owed(&self) {
        let now = Instant::now();
        let mut state = self.activity.state();
        let owed = state.owed.entry(self.number).or_insert(Owed { pieces: 0, taken_at: now });
        owed.pieces += 1;
        // Others may have waited for long; this one has its time.
        if owed.pieces == 1 {
            state.taken_at = now;
        }
    }

    /// Bytes of a piece have gone out.
    pub fn bytes_taken(&self) {
        let now = Instant::now();
        let mut state = self.activity.state();
        state.taken_at = now;
        if let Some(owed) = state.owed.get_mut(&self.number) {
            owed.taken_at = now;
        }
    }

    /// A piece has gone out, or is wanted no more.
    pub fn piece_settled(&self) {
        let mut state = self.activity.state();
        if let Some(owed) = state.owed.get_mut(&self.number) {
            owed.pieces -= 1;
            if owed.pieces == 0 {
                state.owed.remove(&self.number);
            }
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: Duration = Duration::from_secs(15);
    const IDLE: Duration = Duration::from_secs(75);
    const STALL: Duration = Duration::from_secs(60);

    #[tokio::test(start_paused = true)]
    async fn the_first_head_is_awaited_from_the_start() {
        let activity = Activity::new(HEAD, IDLE, STALL);
        assert!(activity.overdue().is_err());
        tokio::time::advance(HEAD).await;
        assert_eq!(activity.overdue(), Ok(Overdue::Head));
    }

    #[tokio::test(start_paused = true)]
    async fn between_requests_there_is_more_time_until_a_head_begins() {
        let activity = Arc::new(Activity::new(HEAD, IDLE, STALL));
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
        let activity = Arc::new(Activity::new(HEAD, IDLE, STALL));
        let in_flight = activity.begin_request(Version::HTTP_11);
        tokio::time::advance(10 * IDLE).await;
        assert!(activity.overdue().is_err());
        drop(in_flight);
        assert!(activity.overdue().is_err());
        tokio::time::advance(IDLE).await;
        assert_eq!(activity.overdue(), Ok(Overdue::Idle));
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_still_to_be_written_is_not_idleness() {
        let activity = Arc::new(Activity::new(HEAD, IDLE, STALL));
        drop(activity.begin_request(Version::HTTP_11));
        for _ in 0..3 {
            activity.write_blocked(true);
            activity.bytes_arrived();
            tokio::time::advance(IDLE).await;
            assert!(activity.overdue().is_err(), "it is being taken");
            activity.write_blocked(false);
            assert!(activity.overdue().is_err(), "some of it has just been taken");
        }
        tokio::time::advance(HEAD).await;
        assert_eq!(activity.overdue(), Ok(Overdue::Head));
    }

    #[tokio::test(start_paused = true)]
    async fn http2_frames_between_requests_are_no_head() {
        let activity = Arc::new(Activity::new(HEAD, IDLE, STALL));
        drop(activity.begin_request(Version::HTTP_2));
        activity.bytes_arrived();
        tokio::time::advance(HEAD * 2).await;
        assert!(activity.overdue().is_err());
        tokio::time::advance(IDLE).await;
        assert_eq!(activity.overdue(), Ok(Overdue::Idle));
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_that_takes_nothing_of_what_is_owed_stalls() {
        let activity = Arc::new(Activity::new(HEAD, IDLE, STALL));
        let answers = [(); 2].map(|()| activity.begin_request(Version::HTTP_2));
        tokio::time::advance(10 * STALL).await;
        assert!(activity.overdue().is_err(), "the server has brought nothing yet");
        answers.iter().for_each(InFlight::piece_owed);
        tokio::time::advance(STALL / 2).await;
        answers[0].bytes_taken();
        tokio::time::advance(STALL / 2).await;
        assert_eq!(activity.overdue(), Err(Instant::now() + HEAD), "something was taken");
        tokio::time::advance(STALL / 2).await;
        assert_eq!(activity.overdue(), Ok(Overdue::Stall));
        answers.iter().for_each(InFlight::piece_settled);
        assert!(activity.overdue().is_err(), "all was taken");
    }

    #[tokio::test(start_paused = true)]
    async fn one_answer_that_is_not_taken_is_borne_longer_while_others_are() {
        let activity = Arc::new(Activity::new(HEAD, IDLE, STALL));
        let (paused, other) = (activity.begin_request(Version::HTTP_2), activity.begin_request(Version::HTTP_2));
        paused.piece_owed();
        tokio::time::advance(2 * STALL).await;
        assert!(activity.overdue().is_err(), "the server works on the other");
        other.piece_owed();
        assert!(activity.overdue().is_err(), "the other has only just come");
        for _ in 2..ONE_STALL_TIMEOUTS {
            assert!(activity.overdue().is_err());
            other.bytes_taken();
            tokio::time::advance(STALL).await;
            other.bytes_taken();
        }
        assert_eq!(activity.overdue(), Ok(Overdue::Stall));
    }
}
