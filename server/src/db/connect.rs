//! Opening the database: pools, durability, time-outs.

use std::path::PathBuf;
use std::time::Duration;

use sea_orm::sqlx::Connection as _;
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, ConnectionTrait as _, Database, DatabaseConnection, DatabaseTransaction, DbBackend, Statement,
    TryGetable,
};

use crate::config::DatabaseConfig;
use crate::error::{Error, Result};

/// SQLite connections that read; each costs a thread and its page cache.
const SQLITE_READERS: u32 = 8;
/// A connection's page cache, in KiB, which SQLite writes with a minus: of the one that writes, and of each that reads,
/// which forgets its own whenever anybody has committed. The file is not mapped into memory besides: the process would be
/// killed by an error of the disk, and remaps it as it grows.
const SQLITE_WRITER_CACHE: &str = "-8192";
const SQLITE_READER_CACHE: &str = "-512";
/// After how many pages (of 4 KiB) whoever commits folds the log into the file at the latest, so that it begins anew:
/// `group.rs` does so before, beside the commits, unless it can't keep up.
const SQLITE_CHECKPOINT_PAGES: &str = "50000";
/// The first release without the bug that could corrupt the file when its log was reset.
const SQLITE_VERSION_MIN: [u32; 3] = [3, 51, 3];
/// How long a writer waits for another process, such as a backup.
const SQLITE_BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// PostgreSQL connections of one server.
const POSTGRES_CONNECTIONS: u32 = 20;
/// No statement of ours takes longer unless something is wrong, but those of [`allow_long_statements`].
const POSTGRES_STATEMENT_TIMEOUT_MS: u32 = 30_000;
/// For those that write every file of a tree at once: some hundred thousand files take longer than the others may.
const POSTGRES_LONG_STATEMENT_TIMEOUT_MS: u32 = 900_000;
const POSTGRES_LOCK_TIMEOUT_MS: u32 = 10_000;
/// A server that hangs inside a transaction must not block the others for ever.
const POSTGRES_IDLE_IN_TRANSACTION_TIMEOUT_MS: u32 = 30_000;
/// A connection that has rested this long is asked whether it still lives before it is used.
const POSTGRES_CHECK_AFTER_IDLE: Duration = Duration::from_secs(5);

/// How long a request waits for a connection.
pub(super) const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);

/// The ways to one database.
pub(super) struct Connections {
    pub writer: DatabaseConnection,
    pub reader: DatabaseConnection,
    /// On SQLite: for folding the log into the file.
    pub checkpointer: Option<DatabaseConnection>,
}

pub(super) async fn open(config: &DatabaseConfig) -> Result<Connections> {
    let url = config.url.as_str();
    if url.starts_with("sqlite:") {
        sqlite(url).await
    } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
        postgres(url).await
    } else {
        // The address is not repeated: it may hold a password.
        Err(Error::InvalidArgument("the database's address must start with sqlite: or postgres:".to_owned()))
    }
}

/// The file of a SQLite database; `None` for another kind, and for one in memory.
pub(super) fn sqlite_file(config: &DatabaseConfig) -> Option<PathBuf> {
    if is_in_memory(&config.url) {
        return None;
    }
    let options: SqliteConnectOptions = config.url.starts_with("sqlite:").then(|| config.url.parse().ok())??;
    Some(options.get_filename().to_owned())
}

fn is_in_memory(sqlite_url: &str) -> bool {
    sqlite_url.contains(":memory:") || sqlite_url.contains("mode=memory")
}

async fn sqlite(url: &str) -> Result<Connections> {
    if is_in_memory(url) {
        return Err(Error::InvalidArgument("the SQLite database must be a file".to_owned()));
    }
    let writer = first_connection(url).await?;
    let version: String = value(&writer, "SELECT sqlite_version()").await?;
    let parts: Vec<u32> = version.split('.').filter_map(|part| part.parse().ok()).collect();
    if parts.as_slice() < SQLITE_VERSION_MIN.as_slice() {
        return Err(Error::internal(format!("SQLite {version} is too old: 3.51.3 is the oldest that is safe")));
    }
    // A file system without shared memory leaves the journal as it was, without an error; then a confirmed change
    // could be lost.
    require(&writer, "PRAGMA journal_mode", "wal").await?;
    require_number(&writer, "PRAGMA synchronous", 2).await?;
    require_number(&writer, "PRAGMA foreign_keys", 1).await?;

    let reader = Database::connect(sqlite_options(url, SQLITE_READERS, true)).await?;
    require_number(&reader, "PRAGMA query_only", 1).await?;
    let checkpointer = Database::connect(sqlite_options(url, 1, false)).await?;
    Ok(Connections { writer, reader, checkpointer: Some(checkpointer) })
}

/// Opens the file. Of two processes that switch a new file to the write-ahead log at once, SQLite refuses one at once,
/// without the patience that it has otherwise; a moment later the file is in that mode.
async fn first_connection(url: &str) -> Result<DatabaseConnection> {
    let patience = tokio::time::Instant::now() + SQLITE_BUSY_TIMEOUT;
    loop {
        match Database::connect(sqlite_options(url, 1, false)).await {
            Err(error) if error.to_string().contains("locked") && tokio::time::Instant::now() < patience => {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            outcome => return Ok(outcome?),
        }
    }
}

fn sqlite_options(url: &str, connections: u32, read_only: bool) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        // A file does not go away: connections stay, with their caches and prepared statements.
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        // A statement or a commit that fails for want of room ends the transaction inside SQLite, and the rollback that
        // follows fails as well. sqlx then takes the connection for one amid a transaction for good: what comes later is
        // put into savepoints that it names, of a transaction that nobody ever commits, and confirmed. A new one begins anew.
        .map_sqlx_sqlite_before_acquire(|connection, _| {
            let is_at_rest = !connection.is_in_transaction();
            if !is_at_rest {
                tracing::warn!("a connection was left amid a transaction, and is replaced");
            }
            Box::pin(std::future::ready(Ok(is_at_rest)))
        })
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |options| {
            let options = options
                .create_if_missing(!read_only)
                .journal_mode(SqliteJournalMode::Wal)
                // In WAL mode, NORMAL loses confirmed changes with the power.
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(SQLITE_BUSY_TIMEOUT)
                .foreign_keys(true)
                .statement_cache_capacity(256)
                .pragma("cache_size", if read_only { SQLITE_READER_CACHE } else { SQLITE_WRITER_CACHE })
                .pragma("wal_autocheckpoint", SQLITE_CHECKPOINT_PAGES)
                .pragma("temp_store", "memory");
            if read_only { options.pragma("query_only", "1") } else { options.optimize_on_close(true, 400) }
        });
    options
}

async fn postgres(url: &str) -> Result<Connections> {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(POSTGRES_CONNECTIONS)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .idle_timeout(Duration::from_secs(600))
        .max_lifetime(Duration::from_secs(1800))
        .test_before_acquire_if_idle_for(POSTGRES_CHECK_AFTER_IDLE)
        .set_application_name("strongroom")
        .sqlx_logging(false)
        .map_sqlx_postgres_opts(|options| {
            options.statement_cache_capacity(256).options([
                ("statement_timeout", POSTGRES_STATEMENT_TIMEOUT_MS.to_string()),
                ("lock_timeout", POSTGRES_LOCK_TIMEOUT_MS.to_string()),
                ("idle_in_transaction_session_timeout", POSTGRES_IDLE_IN_TRANSACTION_TIMEOUT_MS.to_string()),
                // Whatever the server's default is: a confirmed change is on disk.
                ("synchronous_commit", "on".to_owned()),
            ])
        });
    let pool = Database::connect(options).await?;
    if pool.get_database_backend() != DbBackend::Postgres {
        return Err(Error::internal("the database is no PostgreSQL"));
    }
    // Names and paths are any Unicode.
    require(&pool, "SHOW server_encoding", "UTF8").await?;
    Ok(Connections { writer: pool.clone(), reader: pool, checkpointer: None })
}

/// Gives the statements of a transaction more time, from here to its end: for what must be done to any number of rows or
/// not at all. SQLite has no such limit.
///
/// # Errors
/// Those of the database.
pub async fn allow_long_statements(tx: &DatabaseTransaction) -> Result<()> {
    if tx.get_database_backend() == DbBackend::Postgres {
        let sql = format!("SET LOCAL statement_timeout = {POSTGRES_LONG_STATEMENT_TIMEOUT_MS}");
        tx.execute_unprepared(&sql).await?;
    }
    Ok(())
}

/// Has PostgreSQL look at what the tables hold now, as the last thing of a transaction that filled them. It would do so by
/// itself a minute later, and until then read them from end to end, since it takes them to be as short as they were. SQLite
/// plans without it.
///
/// # Errors
/// Those of the database.
pub async fn analyze(tx: &DatabaseTransaction) -> Result<()> {
    if tx.get_database_backend() == DbBackend::Postgres {
        tx.execute_unprepared("ANALYZE").await?;
    }
    Ok(())
}

/// The one value of a one-row answer.
async fn value<T: TryGetable>(db: &DatabaseConnection, sql: &str) -> Result<T> {
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    let row = row.ok_or_else(|| Error::internal(format!("{sql} answers nothing")))?;
    Ok(row.try_get_by_index(0)?)
}

async fn require(db: &DatabaseConnection, sql: &str, expected: &str) -> Result<()> {
    let found: String = value(db, sql).await?;
    if found == expected {
        return Ok(());
    }
    Err(Error::internal(format!("the database is not safe to use: {sql} says {found} instead of {expected}")))
}

async fn require_number(db: &DatabaseConnection, sql: &str, expected: i64) -> Result<()> {
    let found: i64 = value(db, sql).await?;
    if found == expected {
        return Ok(());
    }
    Err(Error::internal(format!("the database is not safe to use: {sql} says {found} instead of {expected}")))
}
