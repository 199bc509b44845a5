//! A place for rows and bytes, on which one run of the program after the other is started.

use std::collections::HashSet;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use sea_orm::{ConnectOptions, ConnectionTrait as _, Database, DatabaseConnection, Statement};
use strongroom_client::Client;
use uuid::Uuid;

use crate::process::Process;
use crate::s3::{self, Bucket};
use crate::server::ADMIN_TOKEN;
use crate::wait::eventually;
use crate::{postgres, server};

/// Where rows and bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    SqliteFolder,
    SqliteS3,
    PostgresFolder,
    PostgresS3,
}

impl Engine {
    /// What the suite runs on, by the variables that say so.
    pub fn of_suite() -> Self {
        match (server::on_postgres(), server::on_s3()) {
            (false, false) => Self::SqliteFolder,
            (false, true) => Self::SqliteS3,
            (true, false) => Self::PostgresFolder,
            (true, true) => Self::PostgresS3,
        }
    }

    /// As the ledger has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::SqliteFolder => "sqlite+folder",
            Self::SqliteS3 => "sqlite+s3",
            Self::PostgresFolder => "postgres+folder",
            Self::PostgresS3 => "postgres+s3",
        }
    }

    pub fn is_sqlite(self) -> bool {
        matches!(self, Self::SqliteFolder | Self::SqliteS3)
    }

    pub fn is_s3(self) -> bool {
        matches!(self, Self::SqliteS3 | Self::PostgresS3)
    }
}

/// What outlives the program.
pub struct Installation {
    folder: PathBuf,
    database_url: String,
    store_url: String,
    /// Where bytes are not in the folder.
    bucket: Option<Bucket>,
}

/// A run of the program on an installation.
pub struct Serving {
    pub process: Process,
    pub address: SocketAddr,
}

impl Installation {
    /// A new one; what of it are files lies in `folder`.
    pub fn create(engine: Engine, folder: &Path) -> Self {
        let database_url = if engine.is_sqlite() { Self::sqlite_url(folder) } else { postgres::create_database() };
        let here = Self::at(folder, database_url);
        let Some(bucket) = engine.is_s3().then(Bucket::create) else { return here };
        Self { store_url: bucket.url_through(s3::address()), bucket: Some(bucket), ..here }
    }

    /// The one with its bytes in that folder, and its rows there.
    pub fn at(folder: &Path, database_url: String) -> Self {
        // So early that the uploads of the proofs go both ways, through the page cache and past it.
        let store_url = format!("file://{}/store?direct_from_bytes=1048576", folder.display());
        Self { folder: folder.to_owned(), database_url, store_url, bucket: None }
    }

    /// Where SQLite's rows are.
    pub fn sqlite_url(folder: &Path) -> String {
        format!("sqlite://{}/strongroom.db", folder.display())
    }

    pub fn database_url(&self) -> &str {
        &self.database_url
    }

    pub fn store_url(&self) -> &str {
        &self.store_url
    }

    /// The files in which the store has its packs, past the server.
    pub fn stored_packs(&self) -> Vec<PathBuf> {
        let store = self.bucket.as_ref().map_or_else(|| self.folder.join("store"), Bucket::prefix_folder);
        let mut packs = files_below(&store.join("packs"));
        packs.retain(|path| pack_id(path).is_some());
        packs
    }

    /// Runs one of the program's commands on it; its output, whether it succeeded or not.
    ///
    /// # Errors
    /// What it printed, if it did not succeed.
    pub fn run(&self, command: &str, more: &[&str]) -> Result<String, String> {
        let (status, output) = self.begin(command, more).wait();
        if status.success() { Ok(output) } else { Err(output) }
    }

    /// Starts one of the program's commands on it.
    pub fn begin(&self, command: &str, more: &[&str]) -> Process {
        self.begin_under(&[], &[&[command], more].concat())
    }

    fn begin_under(&self, environment: &[(&str, &str)], arguments: &[&str]) -> Process {
        let folder = self.folder.to_str().expect("temporary folders have plain names");
        let flags =
            ["--data-dir", folder, "--database-url", self.database_url.as_str(), "--store-url", &self.store_url];
        // The keys of the bucket, of which a folder has no need.
        Process::start_under(&[], &[&s3::credentials(), environment].concat(), &[arguments, &flags].concat())
    }

    /// Starts the program on it; panics if it does not start.
    pub fn serve(&self) -> Serving {
        self.try_serve(&[], &[]).unwrap_or_else(|output| panic!("the server does not start: {output}"))
    }

    /// Starts the program with more settings and environment.
    ///
    /// # Errors
    /// What it printed, if it ended.
    pub fn try_serve(&self, more: &[&str], environment: &[(&str, &str)]) -> Result<Serving, String> {
        let serve = ["serve", "--listen", "127.0.0.1:0", "--admin-token", ADMIN_TOKEN];
        let mut process = self.begin_under(environment, &[&serve, more].concat());
        let address = process.try_address()?;
        Ok(Serving { process, address })
    }

    /// Examines rows and bytes by the program's own command.
    ///
    /// # Errors
    /// What it printed, if anything is wrong.
    pub fn examine(&self) -> Result<(), String> {
        self.run("fsck", &["--read-data"]).map(drop)
    }

    /// Waits until the database has done, or given up, what a server asked for that is no more.
    pub async fn settle(&self) {
        if self.database_url.starts_with("sqlite:") {
            return;
        }
        let db = self.connect().await;
        eventually(async || {
            // Not the database's own workers, which clean up for as long as they like.
            let others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
                          AND backend_type = 'client backend' AND pid <> pg_backend_pid()";
            number(&db, others).await == 0
        })
        .await;
    }

    /// The packs in the store that no row names: each was written by a request that did not come to its commit.
    pub async fn packs_without_rows(&self) -> HashSet<Uuid> {
        let db = self.connect().await;
        let query = Statement::from_string(db.get_database_backend(), "SELECT id FROM packs");
        let rows = db.query_all_raw(query).await.expect("the packs can be read");
        let named: HashSet<Uuid> = rows.iter().map(|row| row.try_get("", "id").expect("packs have ids")).collect();
        let stored = self.stored_packs();
        stored.iter().filter_map(|path| pack_id(path)).filter(|id| !named.contains(id)).collect()
    }

    async fn connect(&self) -> DatabaseConnection {
        // One: a second connection of the same pool, made while the first is on its way back, would be taken for the
        // server's.
        let mut options = ConnectOptions::new(self.database_url.as_str());
        options.max_connections(1);
        Database::connect(options).await.expect("the database can be reached")
    }
}

impl Serving {
    /// A client with a connection of its own that may do everything.
    pub fn client(&self) -> Client {
        server::client(&format!("http://{}", self.address), ADMIN_TOKEN)
    }
}

async fn number(db: &DatabaseConnection, query: &str) -> i64 {
    let query = Statement::from_string(db.get_database_backend(), query);
    let row = db.query_one_raw(query).await.expect("the query can be run").expect("it has a row");
    row.try_get_by_index(0).expect("its first column is a number")
}

fn pack_id(path: &Path) -> Option<Uuid> {
    path.file_name()?.to_str()?.parse().ok()
}

/// All files below a folder that may not be there.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}
