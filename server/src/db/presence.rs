//! Who uses a database: every server holds a lock for as long as it lives, which on PostgreSQL it shares with other servers; a
//! command that must have the database to itself asks for the same lock alone.
//!
//! PostgreSQL's lock is its own (an advisory one), on a connection that does nothing else. It ends with its holder, however
//! that comes about, and with its connection: a server whose connection broke takes it again, or learns that somebody else
//! was the first, and must write no more. SQLite's is of a file beside the database, and can't be lost; the database itself can't
//! be locked for that, since SQLite's own locks would end when it is closed.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::future::Future;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sea_orm::sqlx::postgres::{PgConnectOptions, PgConnection};
use sea_orm::sqlx::{self, Connection as _};
use tokio::sync::oneshot;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::connect::sqlite_file;
use crate::config::DatabaseConfig;
use crate::error::{Error, Result};

/// What the lock is on: the letters `presence`. Not what migrations lock, which servers do while they hold this.
const KEY: i64 = 0x7072_6573_656e_6365;

/// What the name of the file beside a SQLite database adds to the database's.
const LOCK_SUFFIX: &str = ".lock";

/// How often the connection is looked after, and how long it may take to answer. What is written after it broke may be lost
/// if somebody takes the database, so that this should be known soon.
const LOOK_INTERVAL: Duration = Duration::from_secs(1);
const ANSWER_TIMEOUT: Duration = Duration::from_secs(10);

/// How long to wait for a holder that may just have ended.
const PATIENCE: Duration = Duration::from_secs(2);
const RETRY_DELAY: Duration = Duration::from_millis(200);

/// How a lock is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hold {
    Shared,
    Alone,
}

/// Held by whoever uses the database; given up when it is dropped.
#[derive(Debug)]
pub struct Presence {
    _held: Held,
    taken: CancellationToken,
}

#[derive(Debug)]
#[expect(dead_code, reason = "they are held for their ends")]
enum Held {
    /// The end of this is what the task that looks after the connection waits for.
    Connection(oneshot::Sender<()>),
    File(Option<File>),
}

impl Presence {
    /// Says that a server uses the database, and goes on saying so when the database was restarted.
    ///
    /// # Errors
    /// `InvalidArgument` if somebody has the database alone, which on SQLite every server has; those of the connection.
    pub async fn of_server(config: &DatabaseConfig) -> Result<Self> {
        Self::take(config, Hold::Shared, "a command has the database to itself; start the server when that is done")
            .await
    }

    /// Takes care that no server uses the database, and that none begins to.
    ///
    /// # Errors
    /// `InvalidArgument` if a server runs, those of the connection.
    pub async fn alone(config: &DatabaseConfig) -> Result<Self> {
        let sentence = "a server uses the database; stop all servers first (their sessions are called \
                        `strongroom presence` in pg_stat_activity)";
        Self::take(config, Hold::Alone, sentence).await
    }

    /// Ends when the lock was lost and somebody else holds it in a way that keeps us out. While the database does not
    /// answer, nobody can.
    pub fn taken(&self) -> impl Future<Output = ()> + Send + use<> {
        self.taken.clone().cancelled_owned()
    }

    async fn take(config: &DatabaseConfig, hold: Hold, sentence: &str) -> Result<Self> {
        let taken = CancellationToken::new();
        if config.is_sqlite() {
            return Ok(Self { _held: Held::File(lock_beside(config).await?), taken });
        }
        let asked_at = Instant::now();
        let connection = loop {
            match take(config, hold).await? {
                Some(connection) => break connection,
                None if asked_at.elapsed() < PATIENCE => tokio::time::sleep(RETRY_DELAY).await,
                None => return Err(Error::InvalidArgument(sentence.to_owned())),
            }
        };
        let (end, ended) = oneshot::channel();
        tokio::spawn(keep(config.clone(), hold, connection, taken.clone(), ended));
        Ok(Self { _held: Held::Connection(end), taken })
    }
}

/// The lock of a SQLite database; `None` if it is no file, which `connect` refuses.
async fn lock_beside(config: &DatabaseConfig) -> Result<Option<File>> {
    let Some(database) = sqlite_file(config) else { return Ok(None) };
    let path = lock_path(&database);
    let unusable = |error: io::Error| {
        Error::InvalidArgument(format!(
            "the file {}, which says who uses the database, can't be locked: {error}",
            path.display()
        ))
    };
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(unusable)?;
    let asked_at = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Some(file)),
            Err(TryLockError::WouldBlock) if asked_at.elapsed() < PATIENCE => tokio::time::sleep(RETRY_DELAY).await,
            Err(TryLockError::WouldBlock) => {
                let sentence = "another server or command uses the database; stop it, or name another --data-dir or --database-url";
                return Err(Error::InvalidArgument(format!("{sentence} ({})", database.display())));
            }
            Err(TryLockError::Error(error)) => return Err(unusable(error)),
        }
    }
}

/// One for a database, by whatever links it is named.
fn lock_path(database: &Path) -> PathBuf {
    let mut path: OsString = fs::canonicalize(database).unwrap_or_else(|_| database.to_owned()).into();
    path.push(LOCK_SUFFIX);
    path.into()
}

/// A connection that holds the lock; `None` if others hold it in a way that keeps us out.
async fn take(config: &DatabaseConfig, hold: Hold) -> Result<Option<PgConnection>> {
    let options: PgConnectOptions = config.url.parse().map_err(unreachable)?;
    let options = options.application_name("strongroom presence").options([
        // A machine that vanished must not hold the lock for hours.
        ("tcp_keepalives_idle", "20"),
        ("tcp_keepalives_interval", "10"),
        ("tcp_keepalives_count", "3"),
    ]);
    let mut connection = PgConnection::connect_with(&options).await.map_err(unreachable)?;
    let function = match hold {
        Hold::Shared => "SELECT pg_try_advisory_lock_shared($1)",
        Hold::Alone => "SELECT pg_try_advisory_lock($1)",
    };
    let is_held = sqlx::query_scalar::<_, bool>(function).bind(KEY).fetch_one(&mut connection);
    Ok(is_held.await.map_err(unreachable)?.then_some(connection))
}

fn unreachable(error: sqlx::Error) -> Error {
    Error::unavailable(error)
}

/// Looks after the connection until nobody needs it, and replaces one that broke.
async fn keep(
    config: DatabaseConfig,
    hold: Hold,
    connection: PgConnection,
    taken: CancellationToken,
    mut ended: oneshot::Receiver<()>,
) {
    let mut held = Some(connection);
    loop {
        tokio::select! {
            // Nothing is ever sent: it ends when the other end is dropped.
            _ = &mut ended => break,
            () = tokio::time::sleep(LOOK_INTERVAL) => {}
        }
        if let Some(mut connection) = held.take() {
            match tokio::time::timeout(ANSWER_TIMEOUT, connection.ping()).await {
                Ok(Ok(())) => {
                    held = Some(connection);
                    continue;
                }
                lost => tracing::warn!(?lost, "the lock that says that the database is in use was lost"),
            }
        }
        // At once: whoever waits for it to be free may have it by now.
        held = match tokio::time::timeout(ANSWER_TIMEOUT, take(&config, hold)).await {
            Ok(Ok(Some(connection))) => Some(connection),
            Ok(Ok(None)) => {
                tracing::error!("somebody else took the database for unused; what was written since may be lost");
                taken.cancel();
                None
            }
            Ok(Err(_)) | Err(_) => None,
        };
    }
    if let Some(connection) = held {
        connection.close().await.unwrap_or_default();
    }
}
