//! The database: how to reach it, and the one way to write. What the tables hold is in `entity`, how they came to
//! be in `migration`; rules are `domain`'s.

pub mod alongside;
mod attentive;
mod connect;
mod delete;
pub mod entity;
mod group;
mod insert;
pub mod migration;
mod presence;
mod recall;
mod together;

use std::future::Future;
use std::hash::Hash;
use std::sync::Arc;
use std::time::Duration;

use sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, SqliteTransactionMode, TransactionOptions,
    TransactionTrait as _, sqlx,
};
use tracing::Instrument as _;

use self::connect::Connections;
pub use self::connect::{allow_long_statements, analyze};
use self::group::Group;
pub use self::insert::{Inserts, Taken, insert, runs};
pub use self::presence::Presence;
use self::recall::Recall;
pub use self::recall::{Moment, OnlyNew, Recalled, at_moment};
pub use self::together::{execute_each, grouped};
use crate::config::DatabaseConfig;
use crate::error::{Error, Result};

/// Whoever asks whether the server is ready asks again soon, and must not wait as long as a request would.
const PING_TIMEOUT: Duration = Duration::from_secs(2);

/// How often a transaction runs that PostgreSQL ends for the sake of others.
const ATTEMPTS_MAX: u32 = 3;

/// A database with its schema up to date. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Db {
    /// On SQLite one connection, whose queue is fair: writers wait in line instead of fighting over a file lock.
    writer: DatabaseConnection,
    /// On SQLite connections that can't write; on PostgreSQL the writer's pool.
    reader: DatabaseConnection,
    /// On SQLite: the way to the writer. On PostgreSQL, transactions run side by side and share flushes by themselves.
    group: Option<Group>,
    recall: Recall,
}

/// What runs inside a transaction: any `async move |tx: &DatabaseTransaction| -> Result<T> { … }`. A trait of its own
/// only because the future of an async closure can't otherwise be asked to be `Send`.
pub trait Work<'tx, T>: FnOnce(&'tx DatabaseTransaction) -> Self::Outcome {
    type Outcome: Future<Output = Result<T>> + Send + 'tx;
}

impl<'tx, T, F, Fut> Work<'tx, T> for F
where
    F: FnOnce(&'tx DatabaseTransaction) -> Fut,
    Fut: Future<Output = Result<T>> + Send + 'tx,
{
    type Outcome = Fut;
}

impl Db {
    /// Connects, checks that the database keeps what it confirms, and brings the schema up to date.
    pub async fn connect(config: &DatabaseConfig) -> Result<Self> {
        let connections = connect::open(config).await?;
        migration::run(&connections.writer).await?;
        let recall = match connect::sqlite_file(config) {
            Some(file) => Recall::of_sqlite(&file, &connections.writer).await?,
            None => Recall::of_postgres(&connections.reader).await,
        };
        Self::new(connections, recall)
    }

    /// Connects and changes nothing, not even an old schema.
    ///
    /// # Errors
    /// `InvalidArgument` if the schema is not this version's.
    pub async fn connect_unchanged(config: &DatabaseConfig) -> Result<Self> {
        let connections = connect::open(config).await?;
        if !migration::is_current(&connections.reader).await? {
            let sentence = "the database's schema is not this version's; `strongroom migrate` brings it up to date";
            return Err(Error::InvalidArgument(sentence.to_owned()));
        }
        Self::new(connections, Recall::off())
    }

    fn new(Connections { writer, reader, checkpointer }: Connections, recall: Recall) -> Result<Self> {
        let start = |checkpointer| Group::start(writer.clone(), checkpointer, recall.clone());
        let group = checkpointer.map(start).transpose()?;
        Ok(Self { writer, reader, group, recall })
    }

    /// For single statements that only read. Several of them see several states of the database.
    pub fn read(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// What `load` reads; or what it read before, where it is certain that nobody has written since. `key` tells, with
    /// its type, all that the answer depends on but the database: not the time either, which whoever asks compares with
    /// what is answered.
    ///
    /// # Errors
    /// Those of `load`.
    pub async fn recall<K, T, F>(&self, key: K, load: impl FnOnce() -> F) -> Result<Option<Arc<T>>>
    where
        K: Clone + Eq + Hash + Send + 'static,
        T: Recalled,
        F: Future<Output = Result<Option<T>>>,
    {
        self.recall.recall(key, load).await
    }

    /// Runs `work` in a transaction: committed on `Ok`, rolled back on `Err`. When this returns `Ok`, the change
    /// survives a power cut.
    ///
    /// `work` must use `tx` alone: on SQLite there is one writing connection, and asking for it again in here waits
    /// for ever. If PostgreSQL ends it because two transactions got into each other's way, a copy of it runs again, three
    /// times in all; then that is `Error::Unavailable`, and the caller of the service sends the request again. So does a
    /// copy where a row was to refer to one that somebody has removed since `work` looked: the copy finds it gone, and says
    /// so.
    ///
    /// It runs on another task: a caller that goes away half-way neither stops the change nor leaves a connection with
    /// an open transaction behind. On SQLite, writes that wait together commit together.
    pub async fn write<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'tx> Work<'tx, T> + Clone + Send + 'static,
    {
        if self.group.is_none() {
            for attempt in 1..ATTEMPTS_MAX {
                match self.write_once(work.clone()).await {
                    Err(error) if is_overtaken(&error) => {
                        tracing::debug!(attempt, "a transaction was ended for another");
                    }
                    outcome => return outcome,
                }
            }
        }
        self.write_once(work).await
    }

    /// The same for work that makes new files, and says so where it changes nothing else: what has been recalled of others
    /// is then not forgotten. What goes along with it is its own business.
    pub async fn write_new<T, F>(&self, work: F, only_new: OnlyNew) -> Result<T>
    where
        T: Send + 'static,
        F: for<'tx> Work<'tx, T> + Clone + Send + 'static,
    {
        match &self.group {
            Some(group) => group.write(work, only_new).await,
            None => self.write(work).await,
        }
    }

    /// [`Db::write`] for work that can't be copied: it never runs again.
    pub async fn write_once<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'tx> Work<'tx, T> + Send + 'static,
    {
        let companion = alongside::companion();
        let work = async move |tx: &DatabaseTransaction| {
            let value = work(tx).await?;
            alongside::run(tx, companion.into_iter().collect()).await?;
            Ok(value)
        };
        if let Some(group) = &self.group {
            return group.write(work, OnlyNew::default()).await;
        }
        let writer = self.writer.clone();
        let task = async move {
            let tx = writer.begin_with_options(write_options()).await?;
            match work(&tx).await {
                Ok(value) => {
                    tx.commit().await?;
                    Ok(value)
                }
                Err(error) => {
                    if let Err(cause) = tx.rollback().await {
                        tracing::warn!(error = %cause, "a transaction could not be rolled back");
                    }
                    Err(error)
                }
            }
        };
        let outcome = tokio::spawn(task.instrument(tracing::Span::current())).await;
        Moment::current().end();
        outcome.map_err(Error::internal)?
    }

    /// Runs a task that hands over writes one after the other: where its next one follows at once, however many
    /// requests are under way.
    pub fn spawn_writing(&self, task: impl Future<Output = ()> + Send + 'static) {
        match &self.group {
            Some(group) => group.thread().spawn(task),
            None => tokio::spawn(task),
        };
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// `Unavailable`, after 2 seconds at the most.
    pub async fn ping(&self) -> Result<()> {
        let ping = tokio::time::timeout(PING_TIMEOUT, self.reader.ping()).await;
        ping.map_err(Error::unavailable)?.map_err(Error::unavailable)
    }

    /// For the few statements that the two databases spell differently.
    pub fn backend(&self) -> DbBackend {
        self.writer.get_database_backend()
    }

    /// How many transactions have been committed, where writes share them; 0 on PostgreSQL.
    pub fn group_commits(&self) -> u64 {
        self.group.as_ref().map_or(0, Group::commits)
    }

    /// Closes every connection; SQLite folds its log into the file.
    pub async fn close(self) -> Result<()> {
        if let Some(group) = self.group {
            self.reader.close().await?;
            group.close().await?;
        }
        self.writer.close().await?;
        Ok(())
    }
}

fn write_options() -> TransactionOptions {
    TransactionOptions {
        // A transaction that starts by reading and then writes would fail when another process wrote in between,
        // whatever the time-out.
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..Default::default()
    }
}

/// Tells a fault that passes (a lost connection, a deadlock, a lock or a statement that took too long, a server going
/// down) from a bug. Such an error leaves open whether a commit was carried out: whoever needs to know uses an
/// idempotency key.
pub(crate) fn passes(error: &DbErr) -> bool {
    let (DbErr::Exec(failure) | DbErr::Query(failure)) = error else {
        return false;
    };
    let sea_orm::RuntimeErr::SqlxError(failure) = failure else {
        return false;
    };
    // PostgreSQL: serialization failure, deadlock, lock not available, query canceled (statement time-out), too many
    // connections, disk full, shutting down, crashed, starting up, idle in a transaction for too long. SQLite: busy, busy
    // while another process recovers the log, disk full, and no room for the log's index.
    const PASSING: [&str; 14] = [
        "40001", "40P01", "55P03", "57014", "53300", "53100", "57P01", "57P02", "57P03", "25P03", "5", "261", "13",
        "4874",
    ];
    match &**failure {
        sqlx::Error::Database(failure) => failure.code().is_some_and(|code| PASSING.contains(&code.as_ref())),
        // The connection broke, perhaps in the middle of an answer, or there was none to be had.
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::Protocol(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => true,
        _ => false,
    }
}

/// Whether PostgreSQL ended the transaction for what another one did: chose it (a deadlock, or one that can't be put in
/// order with others), or found that what a row refers to is gone. The last may also be a bug, which then shows in each
/// copy. Nothing of it was done.
fn is_overtaken(error: &Error) -> bool {
    const CODES: [&str; 3] = ["40001", "40P01", "23503"];
    let (Error::Unavailable { cause: Some(cause), .. } | Error::Internal(cause)) = error else { return false };
    let Some(DbErr::Exec(failure) | DbErr::Query(failure)) = cause.downcast_ref() else { return false };
    let sea_orm::RuntimeErr::SqlxError(failure) = failure else { return false };
    let code = failure.as_database_error().and_then(|failure| failure.code());
    code.is_some_and(|code| CODES.contains(&code.as_ref()))
}

#[cfg(test)]
mod tests;
