//! Waiting for what another thread answers in less time than this one takes to wake up.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::time::{Duration, Instant};

/// How long it is waited for an answer before the thread goes to sleep.
const STAYS_AWAKE: Duration = Duration::from_micros(50);
/// How many answers are taken before others on this thread have their turn.
const STEPS_AT_ONCE: usize = 32;

/// Whether somebody has something to tell.
struct Told {
    told: AtomicBool,
    outer: Waker,
}

impl Wake for Told {
    fn wake(self: Arc<Self>) {
        self.told.store(true, Ordering::Release);
        self.outer.wake_by_ref();
    }
}

/// Waits as `.await` does, but not asleep at once: a transaction is a dozen short steps on SQLite's thread. Between looking it
/// lets every other thread go first. For a thread with little else to do: its other tasks wait as well.
pub(super) async fn attentive<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    poll_fn(|context| {
        let told = Arc::new(Told { told: AtomicBool::new(false), outer: context.waker().clone() });
        let waker = Waker::from(Arc::clone(&told));
        for _ in 0..STEPS_AT_ONCE {
            if let Poll::Ready(outcome) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
                return Poll::Ready(outcome);
            }
            let since = Instant::now();
            while !told.told.swap(false, Ordering::AcqRel) {
                if since.elapsed() > STAYS_AWAKE {
                    return Poll::Pending;
                }
                std::thread::yield_now();
            }
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await
}

#[cfg(test)]
mod tests {
    use tokio::sync::mpsc;

    use super::*;

    /// Answers that come at once, soon, and after the thread has gone to sleep.
    #[tokio::test]
    async fn every_answer_is_heard() {
        let (ask, mut asked) = mpsc::unbounded_channel::<u64>();
        let (answer, mut answers) = mpsc::unbounded_channel();
        let other = std::thread::spawn(move || {
            while let Some(micros) = asked.blocking_recv() {
                std::thread::sleep(Duration::from_micros(micros));
                answer.send(micros).unwrap();
            }
        });
        let steps = async {
            for step in 0..300 {
                let micros = [0, 20, 500][step % 3];
                ask.send(micros).unwrap();
                assert_eq!(answers.recv().await, Some(micros));
            }
        };
        attentive(steps).await;
        drop(ask);
        other.join().unwrap();
    }

    #[tokio::test]
    async fn others_on_the_thread_have_their_turn() {
        let other = tokio::spawn(async { tokio::task::yield_now().await });
        let steps = async {
            while !other.is_finished() {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(10), attentive(steps)).await.unwrap();
    }
}
