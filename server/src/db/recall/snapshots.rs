//! What a transaction of PostgreSQL would see now: which others have ended, by `pg_current_snapshot()`
//! (<https://www.postgresql.org/docs/current/functions-info.html>). A commit changes it before the committer hears of the
//! commit, and no state comes back; so that as long as it stays the same, every query answers what it did before.

use std::time::{Duration, Instant};

use sea_orm::{ConnectionTrait as _, DatabaseConnection, DbErr, RuntimeErr, Statement};
use tokio::sync::{mpsc, oneshot};

use crate::db;
use crate::error::{Error, Result};

/// With the server's start, since another one, which takes the place of one that is lost, counts for itself.
const SNAPSHOT: &str = "SELECT pg_current_snapshot()::text || ' of ' || pg_postmaster_start_time()::text";

/// A restarted database has broken the connections that rest in the pool: all of them may be met, one after the other, before
/// a new one. So it is asked again, but not if it takes its time to fail.
const ASKED_AGAIN_FOR: Duration = Duration::from_secs(1);

/// How many of those who wait are answered by one query at the most.
const ANSWERED_MAX: usize = 65_536;

type Answer = oneshot::Sender<Option<u64>>;

/// The way to the task that asks. It ends with the last of its kind.
pub(super) struct Snapshots(mpsc::UnboundedSender<Answer>);

impl Snapshots {
    /// # Errors
    /// Those of the database, if it does not tell.
    pub(super) async fn start(db: DatabaseConnection) -> Result<Self, DbErr> {
        let first = snapshot(&db).await?;
        // Not bounded here: whoever waits is a request or a job, whose number is.
        let (queue, waiting) = mpsc::unbounded_channel();
        tokio::spawn(answer_all(db, first, waiting));
        Ok(Self(queue))
    }

    /// The number of the state that the database is in, from 1 on: asked for after this was called, together with all who
    /// called it since it was asked for last. Later states have larger numbers.
    ///
    /// # Errors
    /// `Unavailable` if the database does not answer.
    pub(super) async fn number(&self) -> Result<u64> {
        let (answer, number) = oneshot::channel();
        self.0.send(answer).map_err(Error::internal)?;
        let number = number.await.map_err(Error::internal)?;
        number.ok_or_else(|| Error::unavailable("the database did not answer"))
    }
}

async fn answer_all(db: DatabaseConnection, first: String, mut waiting: mpsc::UnboundedReceiver<Answer>) {
    let (mut number, mut last) = (1, Some(first));
    let mut answers = Vec::new();
    // Who comes while the query runs is not answered by it: what that one had to see may have been committed just now.
    while waiting.recv_many(&mut answers, ANSWERED_MAX).await > 0 {
        let now = persistently(&db).await;
        if last.is_none() || now != last {
            number += 1;
        }
        let answer = now.is_some().then_some(number);
        last = now;
        for waiting in answers.drain(..) {
            // Whoever waited may be gone.
            waiting.send(answer).ok();
        }
    }
}

async fn persistently(db: &DatabaseConnection) -> Option<String> {
    let began = Instant::now();
    loop {
        match snapshot(db).await {
            Ok(snapshot) => return Some(snapshot),
            Err(error) if db::passes(&error) && began.elapsed() < ASKED_AGAIN_FOR => {}
            Err(error) => {
                tracing::warn!(%error, "the database did not say whether anybody has committed");
                return None;
            }
        }
    }
}

async fn snapshot(db: &DatabaseConnection) -> Result<String, DbErr> {
    let statement = Statement::from_string(db.get_database_backend(), SNAPSHOT);
    let row = db.query_one_raw(statement).await?;
    let row = row.ok_or_else(|| DbErr::Query(RuntimeErr::Internal("no snapshot was answered".to_owned())))?;
    row.try_get_by_index(0)
}
