//! A place for rows and bytes, on which one run of the program after the other is started.

use std::collections::HashSet;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use sea_orm::{ConnectionTrait as _, Database, DatabaseConnection, Statement};
use strongroom_client::Client;
use uuid::Uuid;

use crate::process::Process;
use crate::server::ADMIN_TOKEN;
use crate::wait::eventually;
use crate::{postgres, server};

/// Where rows and bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    SqliteFolder,
    PostgresFolder,
}

impl Engine {
    /// As the ledger has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::SqliteFolder => "sqlite+folder",
            Self::PostgresFolder => "postgres+folder",
        }
    }
}

/// What outlives the program.
pub struct Installation {
    folder: PathBuf,
    database_url: String,
}

/// A run of the program on an installation.
pub struct Serving {
    pub process: Process,
    pub address: SocketAddr,
}

impl Installation {
    /// A new one, whose files lie in `folder`.
    pub fn create(engine: Engine, folder: &Path) -> Self {
        let database_url = match engine {
            Engine::SqliteFolder => format!("sqlite://{}/strongroom.db", folder.display()),
            Engine::PostgresFolder => postgres::create_database(),
        };
        Self { folder: folder.to_owned(), database_url }
    }

    /// The same as it is in a copy of its folder; on PostgreSQL, rows have no copy.
    pub fn copied_to(&self, folder: &Path) -> Self {
        let database_url = self
            .database_url
            .strip_prefix("sqlite:")
            .map_or_else(|| self.database_url.clone(), |_| format!("sqlite://{}/strongroom.db", folder.display()));
        Self { folder: folder.to_owned(), database_url }
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub fn database_url(&self) -> &str {
        &self.database_url
    }

    /// Runs one of the program's commands on it; its output, whether it succeeded or not.
    ///
    /// # Errors
    /// What it printed, if it did not succeed.
    pub fn run(&self, command: &str, more: &[&str]) -> Result<String, String> {
        let (status, output) = Process::start(&[&[command], &self.flags()[..], more].concat()).wait();
        if status.success() { Ok(output) } else { Err(output) }
    }

    /// The flags that name it.
    pub fn flags(&self) -> [&str; 4] {
        let folder = self.folder.to_str().expect("temporary folders have plain names");
        ["--data-dir", folder, "--database-url", &self.database_url]
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
        let arguments =
            [&["serve", "--listen", "127.0.0.1:0", "--admin-token", ADMIN_TOKEN], &self.flags()[..], more].concat();
        let mut process = Process::start_under(&[], environment, &arguments);
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
            let others = "SELECT count(*) FROM pg_stat_activity
                          WHERE datname = current_database() AND pid <> pg_backend_pid()";
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
        let stored = files_below(&self.folder.join("store").join("packs"));
        let stored = stored.iter().filter_map(|path| path.file_name()?.to_str()?.parse().ok());
        stored.filter(|id| !named.contains(id)).collect()
    }

    async fn connect(&self) -> DatabaseConnection {
        Database::connect(self.database_url.as_str()).await.expect("the database can be reached")
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

/// All files below a folder that may not be there.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}
