//! Group commit: on SQLite, where one transaction writes at a time and each waits for the disk, writes that wait
//! together share a transaction and its flush. Each is a savepoint in it, so that one that is refused takes back only
//! what it did itself.
//!
//! Nobody is answered before the commit: until then even a refusal may rest on what another write of the group did.
//!
//! What the commits have left in the log is folded into the file beside them.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sea_orm::{
    ConnectionTrait as _, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, Statement, TransactionTrait as _,
};
use tokio::runtime::Handle;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{Instant, MissedTickBehavior};
use tracing::{Instrument as _, Span};

use super::attentive::attentive;
use super::connect::ACQUIRE_TIMEOUT;
use super::recall::{OnlyNew, Recall};
use super::{Work, write_options};
use crate::error::{Error, Result};

/// How many writes share a transaction at the most: bounds what one commit that fails takes with it.
const WRITES_MAX: usize = 128;
/// How long a transaction goes on taking in writes: bounds how long the first one waits for the others.
const TAKES_IN_FOR: Duration = Duration::from_millis(20);
/// After how many commits the log is folded into the file, and how often at the most.
const COMMITS_CHECKPOINTED: u64 = 64;
const CHECKPOINTS_EVERY: Duration = Duration::from_millis(200);
/// How many pages may be left in the log for the one who writes to fold, which takes it a few milliseconds; and how often it
/// is tried to leave no more.
const PAGES_LEFT: i64 = 512;
const PASSES_MAX: usize = 4;

/// The way to the one task that writes. It ends with the last of its kind.
///
/// It has a thread of its own: all who write wait for each of its steps, which among the requests' tasks would in turn
/// wait for theirs.
#[derive(Debug, Clone)]
pub(super) struct Group {
    queue: mpsc::UnboundedSender<Box<dyn Job>>,
    thread: Handle,
    commits: watch::Receiver<u64>,
    checkpointer: DatabaseConnection,
}

impl Group {
    /// # Errors
    /// If the machine has no thread left.
    pub(super) fn start(writer: DatabaseConnection, checkpointer: DatabaseConnection, recall: Recall) -> Result<Self> {
        // Not bounded here: every write is a request's or a job's, whose number is.
        let (queue, mut waiting) = mpsc::unbounded_channel();
        let (counter, commits) = watch::channel(0);
        let rest = Arc::new(AtomicBool::new(false));
        tokio::spawn(checkpoint(checkpointer.clone(), commits.clone(), Arc::clone(&rest)));
        let writes = async move {
            while let Some(first) = waiting.recv().await {
                if rest.swap(false, Ordering::AcqRel) {
                    fold(&writer).await;
                }
                if attentive(transaction(&writer, &recall, first, &mut waiting)).await {
                    counter.send_modify(|commits| *commits += 1);
                }
            }
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().map_err(Error::internal)?;
        let thread = runtime.handle().clone();
        let named = std::thread::Builder::new().name("writes".to_owned());
        named.spawn(move || runtime.block_on(writes)).map_err(Error::internal)?;
        Ok(Self { queue, thread, commits, checkpointer })
    }

    /// Where tasks run that give this one its work.
    pub(super) fn thread(&self) -> &Handle {
        &self.thread
    }

    /// Runs `work` in a transaction that others may share. It goes on when the caller of this function goes away. Work may say
    /// that it made new files only.
    ///
    /// # Errors
    /// `Unavailable` if its turn does not come in time; it is not run then.
    pub(super) async fn write<T, F>(&self, work: F, only_new: OnlyNew) -> Result<T>
    where
        T: Send + 'static,
        F: for<'tx> Work<'tx, T> + Send + 'static,
    {
        let (answer, mut outcome) = oneshot::channel();
        let turn = Arc::new(AtomicBool::new(false));
        let write = Write { work, only_new, answer, turn: Arc::clone(&turn), span: Span::current() };
        self.queue.send(Box::new(write)).map_err(|_| ended())?;
        let answered = match tokio::time::timeout(ACQUIRE_TIMEOUT, &mut outcome).await {
            Ok(answered) => answered,
            // From here on it can't begin.
            Err(_) if !turn.swap(true, Ordering::AcqRel) => {
                return Err(Error::unavailable("the writes before it take too long"));
            }
            Err(_) => outcome.await,
        };
        answered.map_err(|_| ended())?
    }

    /// How many transactions have been committed.
    pub(super) fn commits(&self) -> u64 {
        *self.commits.borrow()
    }

    /// Ends what goes on beside the writes.
    pub(super) async fn close(self) -> Result<()> {
        Ok(self.checkpointer.close().await?)
    }
}

fn ended() -> Error {
    Error::internal("the task that writes has ended")
}

/// Folds the log into the file, so that those who commit need not. It never waits for them, nor they for it, so that it
/// never comes to an end of the log as long as they go on: what has come meanwhile is folded in turn, and the little that
/// is left at last by the one who writes, whereupon the log begins anew.
async fn checkpoint(db: DatabaseConnection, mut commits: watch::Receiver<u64>, rest: Arc<AtomicBool>) {
    let mut folded = 0;
    let mut due = tokio::time::interval(CHECKPOINTS_EVERY);
    due.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while let Ok(next) = commits.wait_for(|commits| *commits >= folded + COMMITS_CHECKPOINTED).await.map(|next| *next) {
        due.tick().await;
        folded = next;
        let mut pages_before = 0;
        for _ in 0..PASSES_MAX {
            let pages = fold(&db).await;
            // What came during this pass is about as much as it took.
            if pages - pages_before <= PAGES_LEFT {
                rest.store(true, Ordering::Release);
                break;
            }
            pages_before = pages;
        }
    }
}

/// Folds what the log holds, and answers how many pages that were.
async fn fold(db: &DatabaseConnection) -> i64 {
    let statement = Statement::from_string(DbBackend::Sqlite, "PRAGMA wal_checkpoint(PASSIVE)");
    match db.query_one_raw(statement).await {
        // Whether somebody was in the way, pages in the log, those of them that are folded.
        Ok(row) => row.and_then(|row| row.try_get_by_index(1).ok()).unwrap_or_default(),
        Err(error) => {
            tracing::debug!(%error, "the log could not be folded");
            0
        }
    }
}

/// One write, whatever its type.
trait Job: Send {
    fn run<'tx>(self: Box<Self>, tx: &'tx DatabaseTransaction) -> BoxFuture<'tx, Ran>;

    /// Answers without having run.
    fn refuse(self: Box<Self>, error: Error);
}

/// What became of a write, short of the commit.
struct Ran {
    /// Whether what it did is to stay.
    stays: bool,
    /// Whether it only made new files.
    only_new: bool,
    answer: Answer,
}

/// Answers the one who waits; with an error if the commit failed.
type Answer = Box<dyn FnOnce(Option<Error>) + Send>;

struct Write<T, F> {
    work: F,
    only_new: OnlyNew,
    answer: oneshot::Sender<Result<T>>,
    /// Set once: by the one who begins it, or by the one who no longer waits for that.
    turn: Arc<AtomicBool>,
    /// Of the request that writes.
    span: Span,
}

impl<T, F> Job for Write<T, F>
where
    T: Send + 'static,
    F: for<'tx> Work<'tx, T> + Send + 'static,
{
    fn run<'tx>(self: Box<Self>, tx: &'tx DatabaseTransaction) -> BoxFuture<'tx, Ran> {
        let Self { work, only_new, answer, turn, span } = *self;
        let run = async move {
            if turn.swap(true, Ordering::AcqRel) {
                return Ran { stays: false, only_new: false, answer: Box::new(|_| {}) };
            }
            // A bug in one write must not end the task that all of them need.
            let outcome = AssertUnwindSafe(work(tx)).catch_unwind().await;
            let outcome = outcome.unwrap_or_else(|_| Err(Error::internal("a write panicked")));
            let stays = outcome.is_ok();
            let answer: Answer = Box::new(move |lost: Option<Error>| {
                // A refusal, too: it may rest on what another write of the same transaction had done.
                let outcome = lost.map_or(outcome, Err);
                // Nobody may be waiting any more.
                drop(answer.send(outcome));
            });
            Ran { stays, only_new: only_new.is_said(), answer }
        };
        run.instrument(span).boxed()
    }

    fn refuse(self: Box<Self>, error: Error) {
        drop(self.answer.send(Err(error)));
    }
}

/// One transaction: the first write and those that come to wait meanwhile. Whether it was committed.
async fn transaction(
    writer: &DatabaseConnection,
    recall: &Recall,
    first: Box<dyn Job>,
    waiting: &mut mpsc::UnboundedReceiver<Box<dyn Job>>,
) -> bool {
    let tx = match writer.begin_with_options(write_options()).await {
        Ok(tx) => tx,
        Err(error) => {
            // Those behind it have waited nearly as long: to make them wait in turn would add up.
            while let Ok(next) = waiting.try_recv() {
                next.refuse(Error::unavailable(error.to_string()));
            }
            first.refuse(error.into());
            return false;
        }
    };
    // The lock of all writers is ours from here on.
    let stamp = recall.log_stamp();
    let until = Instant::now() + TAKES_IN_FOR;
    let ran = first.run(&tx).await;
    if !ran.stays {
        // It is alone in here.
        roll_back(tx).await;
        (ran.answer)(None);
        return false;
    }
    let (mut answers, mut only_new) = (vec![ran.answer], ran.only_new);
    let mut failed: Option<DbErr> = None;
    while failed.is_none() && answers.len() < WRITES_MAX && Instant::now() < until {
        let Ok(next) = waiting.try_recv() else { break };
        match savepoint(&tx, next, &mut answers).await {
            Ok(next_only_new) => only_new &= next_only_new,
            Err(error) => failed = Some(error),
        }
    }
    let outcome = match failed {
        // What half a write has left behind can't be told from the rest.
        Some(error) => {
            roll_back(tx).await;
            Err(error)
        }
        None if only_new => {
            recall.adding(stamp);
            let committed = tx.commit().await;
            recall.added(committed.is_ok());
            committed
        }
        None => tx.commit().await,
    };
    if let Err(error) = &outcome {
        tracing::warn!(%error, writes = answers.len(), "a transaction could not be committed");
    }
    let lost = outcome.as_ref().err().map(ToString::to_string);
    for answer in answers {
        answer(lost.clone().map(Error::unavailable));
    }
    outcome.is_ok()
}

/// Runs a write inside the transaction of others. Whether what it leaves there are new files only.
///
/// # Errors
/// If the savepoint can neither be kept nor taken back; the transaction is then lost.
async fn savepoint(tx: &DatabaseTransaction, write: Box<dyn Job>, answers: &mut Vec<Answer>) -> Result<bool, DbErr> {
    let savepoint = match tx.begin().await {
        Ok(savepoint) => savepoint,
        Err(error) => {
            write.refuse(Error::unavailable(error.to_string()));
            return Err(error);
        }
    };
    let ran = write.run(&savepoint).await;
    answers.push(ran.answer);
    if !ran.stays {
        savepoint.rollback().await?;
        return Ok(true);
    }
    savepoint.commit().await?;
    Ok(ran.only_new)
}

async fn roll_back(tx: DatabaseTransaction) {
    if let Err(error) = tx.rollback().await {
        tracing::warn!(%error, "a transaction could not be rolled back");
    }
}
