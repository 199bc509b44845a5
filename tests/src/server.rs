//! A whole server for one test: in this process, on a free port, with a folder and a database of its own.
//!
//! Tests come in through the front door, its socket. What goes past it says so by its name: `db_*` and `store_*`.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use futures_util::TryStreamExt as _;
use sea_orm::{ConnectionTrait as _, DatabaseTransaction, DbBackend, Statement, TransactionTrait as _};
use serde_json::Value;
use strongroom_client::{Client, ReqwestTransport, RetryPolicy};
use strongroom_server::api::Api;
use strongroom_server::clock::Clock;
use strongroom_server::config::{AdminToken, Config};
use strongroom_server::domain::gc;
use strongroom_server::lifecycle::Lifecycle;
use strongroom_server::{RunningServer, Server, generated, server};
use tempfile::TempDir;
use tokio::sync::oneshot;

use crate::s3::Bucket;
use crate::transport::JudgingTransport;
use crate::{Actor, canary, postgres};

/// The superuser's token of every server of the suite.
pub const ADMIN_TOKEN: &str = "srp_superuser0of0the0suite0and0nothing0else000";

/// A running server and what it keeps. Dropping it stops it, and proves what must hold after every test: that no request
/// ended in a panic, and that the rows agree with each other.
pub struct TestServer {
    running: Option<RunningServer>,
    config: Config,
    clock: Clock,
    /// Where the suite runs on S3.
    bucket: Option<Bucket>,
    /// Removed last, with all that the server wrote.
    folder: TempDir,
}

impl TestServer {
    /// With the limits of production, but for those that would make tests wait.
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// With other settings.
    pub async fn start_with(change: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::Builder::new().prefix("strongroom-test-").tempdir().expect("a temporary folder");
        let mut config = Config::in_folder(folder.path());
        config.admin_token = Some(ADMIN_TOKEN.parse::<AdminToken>().expect("long enough"));
        // All actors come from one address.
        config.limits.login_attempts_per_minute = 10_000;
        if on_postgres() {
            config.database.url = postgres::create_database();
        }
        let bucket = on_s3().then(Bucket::create);
        if let Some(bucket) = &bucket {
            config.store = bucket.config();
        }
        change(&mut config);
        let running = run(&config).await;
        let clock = running.app.clock.clone();
        Self { running: Some(running), config, clock, bucket, folder }
    }

    /// Stops it in order and starts another one on what it left.
    pub async fn restart(&mut self) {
        self.stop().await;
        let running = run(&self.config).await;
        // The new server's time must not lie before the old one's.
        self.clock = running.app.clock.clone();
        self.running = Some(running);
    }

    /// Stops it in order; what it wrote stays until the value is dropped.
    pub async fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            assert_eq!(running.metrics.panics(), 0, "requests ended in panics, which the log tells");
            running.shutdown().await.expect("the server stops");
        }
    }

    fn running(&self) -> &RunningServer {
        self.running.as_ref().expect("the server runs")
    }

    pub fn address(&self) -> SocketAddr {
        self.running().address
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address())
    }

    /// The time that the server believes in.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    pub fn config(&self) -> &Config {
        &self.config
    }

    pub fn admin_token(&self) -> &str {
        ADMIN_TOKEN
    }

    /// A client with that credential, every answer to which is held against the contract.
    pub fn client(&self, token: &str) -> Client {
        client(&self.url(), token)
    }

    /// A client without a credential.
    pub fn anonymous(&self) -> Client {
        client(&self.url(), "")
    }

    /// Who may do everything.
    pub fn superuser(&self) -> Actor {
        Actor::superuser(self)
    }

    /// The document that the framework makes of the server's generated types.
    pub fn emitted_document(&self) -> Value {
        let app = self.running().app.clone();
        let proxies = self.config.trusted_proxies.clone();
        let api = Api { app, metrics: Arc::default(), lifecycle: Lifecycle::default(), proxies };
        serde_json::from_str(&generated::service(Arc::new(api)).spec()).expect("the framework emits JSON")
    }

    /// Runs a statement past the server, in its database.
    pub async fn db_execute(&self, statement: &str) {
        let statement = statement.to_owned();
        let done = self.running().app.db.write(async move |tx: &DatabaseTransaction| {
            let backend = tx.get_database_backend();
            tx.execute_raw(Statement::from_string(backend, statement.as_str())).await?;
            Ok(())
        });
        done.await.expect("the statement can be run");
    }

    /// One number from the server's database, past the server.
    pub async fn db_number(&self, query: &str) -> i64 {
        let db = self.running().app.db.read();
        // PostgreSQL's sums are of a type that has no end.
        let query = format!("SELECT CAST(({query}) AS BIGINT)");
        let statement = Statement::from_string(db.get_database_backend(), query);
        let row = db.query_one_raw(statement).await.expect("the query can be run").expect("it has a row");
        row.try_get_by_index(0).expect("its first column is a number")
    }

    /// Examines the server's database past the server; fails with every fault.
    pub async fn fsck(&self) {
        examine(&self.config).await;
    }

    /// Gives the space back of what nobody needs, as the jobs do from time to time.
    pub async fn collect(&self) -> gc::Report {
        gc::collect(&self.running().app, gc::Trust::Careful, false).await.expect("the database can be used")
    }

    /// Keeps everybody from writing, until the result is dropped: on SQLite by the one connection that can, on
    /// PostgreSQL by locks, for which requests wait 10 seconds at the most.
    pub async fn db_hold_writer(&self) -> HeldConnections {
        let writer = self.running().app.db.clone();
        let (begun, has_begun) = oneshot::channel();
        let (end, ended) = oneshot::channel::<()>();
        tokio::spawn(async move {
            let hold = async move |tx: &DatabaseTransaction| {
                if tx.get_database_backend() == DbBackend::Postgres {
                    tx.execute_unprepared("LOCK TABLE users, shares, names, files IN EXCLUSIVE MODE").await?;
                }
                // Whoever waits for it and whoever ends it may be gone; then there is nothing to hold for.
                begun.send(()).ok();
                ended.await.ok();
                Ok(())
            };
            writer.write_once(hold).await.ok();
        });
        has_begun.await.expect("there is a connection that writes");
        HeldConnections { readers: Vec::new(), _writer: end }
    }

    /// Takes every connection that the server may have to its database, until the result is dropped.
    pub async fn db_hold_connections(&self) -> HeldConnections {
        let mut held = self.db_hold_writer().await;
        let db = self.running().app.db.clone();
        // More is not to be had when none comes within this time.
        while let Ok(begun) = tokio::time::timeout(Duration::from_secs(1), db.read().begin()).await {
            held.readers.push(begun.expect("the database can be reached"));
        }
        held
    }

    /// The files of the store, past the server; on S3 those in which the S3 server keeps the bucket's objects.
    pub fn store_files(&self) -> Vec<PathBuf> {
        let mut files = Vec::new();
        collect(&self.store_folder(), &mut files);
        files.sort();
        files
    }

    /// How many bytes lie in packs, past the server.
    pub async fn store_bytes(&self) -> i64 {
        let packs: Vec<_> = self.running().app.blobs.list_packs().try_collect().await.expect("the store can be listed");
        packs.iter().map(|pack| i64::try_from(pack.size_bytes).expect("it is no monster")).sum()
    }

    fn store_folder(&self) -> PathBuf {
        match &self.bucket {
            Some(bucket) => bucket.folder(),
            None => self.folder.path().join("store"),
        }
    }

    /// Takes the store away: nothing can be read or written until [`Self::store_put_back`].
    pub fn store_take_away(&self) {
        let store = self.store_folder();
        fs::rename(&store, store.with_extension("aside")).expect("the store is there");
        // A file where the folder was: not even its owner can make folders below.
        fs::write(&store, "no folder").expect("its folder can be written");
    }

    /// Puts it back.
    pub fn store_put_back(&self) {
        let store = self.store_folder();
        fs::remove_file(&store).expect("the store was taken away");
        fs::rename(store.with_extension("aside"), &store).expect("the store is aside");
    }

    /// The folder that holds everything.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        // A test that failed has said why already.
        if thread::panicking() {
            return;
        }
        canary::assert_log_is_clean();
        let panics = self.running.as_ref().map_or(0, |running| running.metrics.panics());
        assert_eq!(panics, 0, "requests ended in panics, which the log tells");
        // On a thread of its own: this one may be the only one that its runtime has.
        let config = self.config.clone();
        let examination = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime can be made").block_on(examine(&config));
        });
        assert!(
            examination.join().is_ok(),
            "the test left a database behind that does not agree with itself; see above"
        );
    }
}

/// Fails with every fault of the database.
async fn examine(config: &Config) {
    let report = server::fsck(config, false).await.unwrap_or_else(|error| panic!("no fsck: {error:#}"));
    assert!(report.is_clean(), "{report}");
}

/// Connections of a server to its database, taken from it.
pub struct HeldConnections {
    readers: Vec<DatabaseTransaction>,
    /// Its end lets the writer go.
    _writer: oneshot::Sender<()>,
}

/// A client of any server, every answer to which is held against the contract.
pub fn client(url: &str, token: &str) -> Client {
    let transport = JudgingTransport::new(ReqwestTransport::new(Duration::from_secs(10)).expect("TLS can be set up"));
    // A repeated attempt would hide that the first one failed.
    let mut builder = Client::builder(url).transport(transport).retry(RetryPolicy::none());
    if !token.is_empty() {
        builder = builder.token(token);
    }
    builder.build().expect("the URL is one")
}

async fn run(config: &Config) -> RunningServer {
    canary::watch_log();
    Server::start(config.clone()).await.unwrap_or_else(|error| panic!("the server does not start: {error:#}"))
}

/// Whether the suite's servers have their rows on PostgreSQL.
pub fn on_postgres() -> bool {
    is_set("CONFORMANCE_DATABASE", "postgres")
}

/// Whether they have their bytes on S3.
pub(crate) fn on_s3() -> bool {
    is_set("CONFORMANCE_STORE", "s3")
}

fn is_set(variable: &str, value: &str) -> bool {
    std::env::var(variable).is_ok_and(|set| set == value)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { collect(&path, files) } else { files.push(path) }
    }
}
