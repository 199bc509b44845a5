//! A real PostgreSQL for the suite: started once a process, with a database of its own for every test.
//!
//! Its folder lies in the system's temporary folder, where the user `postgres` may go. It is stopped with the process: a
//! supervisor shell waits on a pipe that only this process holds, so that not even `kill -9` leaves a server behind.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, fs};

use anyhow::{Context as _, bail};
use tempfile::TempDir;

/// The one that the tests share. It forgets with the machine, which no test outlives.
static CLUSTER: LazyLock<Cluster> = LazyLock::new(|| Cluster::start("-c fsync=off"));

/// A PostgreSQL server.
pub struct Cluster {
    binaries: PathBuf,
    folder: TempDir,
    port: u16,
    options: String,
    databases: AtomicU32,
    /// Ends the server when its standard input closes, that is with this process.
    _supervisor: Child,
}

/// Makes an empty database on the server that the tests share, and returns its URL.
pub fn create_database() -> String {
    CLUSTER.create_database()
}

/// Where the server that the tests share listens.
pub fn address() -> SocketAddr {
    CLUSTER.address()
}

/// Runs one statement in a database made by `create_database`, past the server.
pub fn execute(database_url: &str, statement: &str) {
    let arguments = ["--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--command", statement, database_url];
    CLUSTER.run("psql", &arguments).unwrap_or_else(|error| panic!("{statement}: {error:#}"));
}

impl Cluster {
    /// Starts one of its own, for a test that stops it.
    pub fn start(options: &str) -> Self {
        Self::make(options).unwrap_or_else(|error| panic!("PostgreSQL does not start: {error:#}"))
    }

    /// Makes an empty database and returns its URL.
    pub fn create_database(&self) -> String {
        let name = format!("test_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        self.run("createdb", &["--host", &self.host(), "--port", &self.port.to_string(), &name])
            .unwrap_or_else(|error| panic!("can't make the database {name}: {error:#}"));
        format!("postgres://postgres@127.0.0.1:{}/{name}", self.port)
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], self.port))
    }

    /// Ends it at once, as a crash does: connections break, and the next start has to recover.
    pub fn crash(&self) {
        let data = self.data().display().to_string();
        let arguments = ["stop", "--wait", "--silent", "--mode", "immediate", "--pgdata", &data];
        self.run("pg_ctl", &arguments).unwrap_or_else(|error| panic!("PostgreSQL does not stop: {error:#}"));
    }

    /// Starts it after a crash, and waits until it takes connections.
    pub fn start_again(&self) {
        self.launch().unwrap_or_else(|error| panic!("PostgreSQL does not start again: {error:#}"));
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn launch(&self) -> anyhow::Result<()> {
        let folder = self.folder.path();
        let options = format!(
            "-p {} -k {} -c listen_addresses=127.0.0.1 -c max_connections=400 {}",
            self.port,
            folder.display(),
            self.options
        );
        let mut start = as_postgres(&self.binaries.join("pg_ctl"));
        start.args(["start", "--wait", "--silent", "--pgdata"]).arg(self.data()).arg("--log").arg(folder.join("log"));
        run(start.arg("--options").arg(options).current_dir(folder))
    }

    fn make(options: &str) -> anyhow::Result<Self> {
        let binaries = match find_binaries() {
            Some(binaries) => binaries,
            None => install()?,
        };
        let folder = tempfile::Builder::new().prefix("strongroom-postgres-").tempdir()?;
        if is_root() {
            // initdb refuses to run as root, so the folder must be the other user's.
            run(Command::new("chown").arg("postgres").arg(folder.path()))?;
        }
        let data = folder.path().join("data");
        let mut initdb = as_postgres(&binaries.join("initdb"));
        initdb.args(["--auth", "trust", "--username", "postgres", "--no-sync", "--encoding", "UTF8", "--locale", "C"]);
        run(initdb.arg("--pgdata").arg(&data).current_dir(folder.path()))?;

        let mut stop = as_postgres(Path::new("sh"));
        stop.args([
            "-c",
            r#"trap '' HUP INT TERM; read -r nothing; "$0" stop --mode immediate --silent --pgdata "$1"; rm -rf "$2""#,
        ])
        .arg(binaries.join("pg_ctl"))
        .arg(&data)
        .arg(folder.path())
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
        let _supervisor = stop.spawn().context("can't start the supervisor")?;
        let options = options.to_owned();
        let cluster = Self { binaries, folder, port: free_port()?, options, databases: AtomicU32::new(0), _supervisor };
        cluster.launch()?;
        Ok(cluster)
    }

    fn host(&self) -> String {
        self.folder.path().display().to_string()
    }

    fn run(&self, program: &str, arguments: &[&str]) -> anyhow::Result<()> {
        run(as_postgres(&self.binaries.join(program)).args(arguments).current_dir("/"))
    }
}

/// `/usr/lib/postgresql/<version>/bin` with the highest version, or what is on the PATH.
fn find_binaries() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok()).max();
    if let Some(version) = newest {
        return Some(PathBuf::from(format!("/usr/lib/postgresql/{version}/bin")));
    }
    let path = env::var_os("PATH")?;
    env::split_paths(&path).find(|folder| folder.join("initdb").exists() && folder.join("pg_ctl").exists())
}

fn install() -> anyhow::Result<PathBuf> {
    if !is_root() || !Path::new("/usr/bin/apt-get").exists() {
        bail!("there is no PostgreSQL here: install it (Debian: apt-get install postgresql)");
    }
    run(Command::new("apt-get").args(["-qq", "update"]))?;
    let mut install = Command::new("apt-get");
    install.args(["-qq", "install", "--yes", "--no-install-recommends", "postgresql"]);
    run(install.env("DEBIAN_FRONTEND", "noninteractive"))?;
    find_binaries().context("apt-get installed no PostgreSQL")
}

/// A command of the user `postgres` where we are root, else our own.
fn as_postgres(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--"]).arg(program);
    command
}

fn is_root() -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().any(|line| line.starts_with("Uid:") && line.split_whitespace().nth(2) == Some("0"))
}

fn free_port() -> anyhow::Result<u16> {
    Ok(std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

fn run(command: &mut Command) -> anyhow::Result<()> {
    // pg_ctl's server inherits what it is given, so nothing may be a pipe that we wait on.
    let log = tempfile::NamedTempFile::new()?;
    let output = log.reopen()?;
    let status = command.stdin(Stdio::null()).stdout(output.try_clone()?).stderr(output).status();
    let status = status.with_context(|| format!("can't run {:?}", command.get_program()))?;
    if !status.success() {
        bail!("{command:?} failed: {}", fs::read_to_string(log.path()).unwrap_or_default().trim());
    }
    Ok(())
}
