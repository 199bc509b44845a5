//! Work on a body's batches, in their order and on the blocking pool, while the next ones are gathered. A thread is taken
//! only as long as there is something to do, so that slow uploads hold none.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

/// How many inputs may wait behind the one that is worked on. With none, whoever gathers and whoever works would wait for
/// each other in turn; more would only hold more memory.
const WAITING_MAX: usize = 1;

/// What is done with each input.
pub trait Work: Send + 'static {
    type Input: Send;
    type Made: Send;

    /// Takes the next input, and adds to `made` what comes of it.
    fn take(&mut self, input: Self::Input, made: &mut Vec<Self::Made>);
}

/// The way to the work, for one that brings inputs.
pub struct Lane<W: Work>(Arc<Shared<W>>);

struct Shared<W: Work> {
    state: Mutex<State<W>>,
    /// An input has been taken, or the work has come back.
    changed: Notify,
}

struct State<W: Work> {
    /// Away while a job does it, and for ever if the job broke off.
    work: Option<W>,
    waiting: VecDeque<W::Input>,
    made: Vec<W::Made>,
    is_broken: bool,
}

impl<W: Work> Lane<W> {
    pub fn new(work: W) -> Self {
        let state = State { work: Some(work), waiting: VecDeque::new(), made: Vec::new(), is_broken: false };
        Self(Arc::new(Shared { state: Mutex::new(state), changed: Notify::new() }))
    }

    /// Brings the next input; waits if others are waiting.
    ///
    /// # Errors
    /// If the work broke off.
    pub async fn add(&mut self, input: W::Input) -> io::Result<()> {
        let mut state = self.once(|state| state.work.is_some() || state.waiting.len() < WAITING_MAX).await?;
        state.waiting.push_back(input);
        if let Some(work) = state.work.take() {
            let job = Job { shared: Arc::clone(&self.0), work: Some(work) };
            drop(state);
            tokio::task::spawn_blocking(move || job.run());
        }
        Ok(())
    }

    /// What has been made since this was asked last.
    pub fn made(&mut self) -> Vec<W::Made> {
        std::mem::take(&mut self.0.state().made)
    }

    /// Waits until all inputs are done with; answers the work, and what has been made last.
    ///
    /// # Errors
    /// If the work broke off.
    pub async fn finish(self) -> io::Result<(W, Vec<W::Made>)> {
        let mut state = self.once(|state| state.work.is_some()).await?;
        let work = state.work.take().ok_or_else(broken)?;
        Ok((work, std::mem::take(&mut state.made)))
    }

    async fn once(&self, is_so: impl Fn(&State<W>) -> bool) -> io::Result<MutexGuard<'_, State<W>>> {
        loop {
            {
                let state = self.0.state();
                if state.is_broken {
                    return Err(broken());
                }
                if is_so(&state) {
                    return Ok(state);
                }
            }
            self.0.changed.notified().await;
        }
    }
}

impl<W: Work> Shared<W> {
    fn state(&self) -> MutexGuard<'_, State<W>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The work, and where it has to go back to.
struct Job<W: Work> {
    shared: Arc<Shared<W>>,
    work: Option<W>,
}

impl<W: Work> Job<W> {
    fn run(mut self) {
        let mut made = Vec::new();
        loop {
            let input = {
                let mut state = self.shared.state();
                state.made.append(&mut made);
                match state.waiting.pop_front() {
                    Some(input) => input,
                    None => {
                        state.work = self.work.take();
                        break;
                    }
                }
            };
            self.shared.changed.notify_one();
            if let Some(work) = &mut self.work {
                work.take(input, &mut made);
            }
        }
    }
}

impl<W: Work> Drop for Job<W> {
    fn drop(&mut self) {
        // It panicked, or was never run since the server stops.
        if self.work.is_some() {
            self.shared.state().is_broken = true;
        }
        self.shared.changed.notify_one();
    }
}

fn broken() -> io::Error {
    io::Error::other("the work on a body broke off")
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    /// Doubles numbers, each once it is told to.
    struct Doubling(mpsc::Receiver<()>);

    impl Work for Doubling {
        type Input = u32;
        type Made = u32;

        fn take(&mut self, input: u32, made: &mut Vec<u32>) {
            self.0.recv().expect("nobody says when");
            made.push(2 * input);
        }
    }

    fn doubling() -> (mpsc::Sender<()>, Lane<Doubling>) {
        let (go, told) = mpsc::channel();
        (go, Lane::new(Doubling(told)))
    }

    #[tokio::test]
    async fn all_is_done_in_its_order_and_whoever_is_too_early_waits() {
        let (go, mut lane) = doubling();
        lane.add(1).await.unwrap();
        // The first may have been taken, or not yet.
        while lane.0.state().waiting.len() == WAITING_MAX {
            tokio::task::yield_now().await;
        }
        lane.add(2).await.unwrap();
        assert!(futures_util::poll!(std::pin::pin!(lane.add(0))).is_pending());
        assert!(lane.made().is_empty());
        for _ in 1..=5 {
            go.send(()).unwrap();
        }
        for number in 3..=5 {
            lane.add(number).await.unwrap();
        }
        let mut made = lane.made();
        let (_, rest) = lane.finish().await.unwrap();
        made.extend(rest);
        assert_eq!(made, [2, 4, 6, 8, 10]);
    }

    #[tokio::test]
    async fn work_that_breaks_off_is_told() {
        let (go, mut lane) = doubling();
        lane.add(1).await.unwrap();
        drop(go);
        while lane.add(2).await.is_ok() {}
        assert!(lane.finish().await.is_err());
    }
}
