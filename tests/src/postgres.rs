//! A real PostgreSQL for the suite: started once a process, with a database of its own for every test.
//!
//! Its folder lies in the system's temporary folder, where the user `postgres` may go. It is stopped with the process: a
//! supervisor shell waits on a pipe that only this process holds, so that not even `kill -9` leaves a server behind.

use std::fs::Permissions;
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, fs, io};

use anyhow::{Context as _, bail};
use tempfile::TempDir;

use crate::process::Halted;

/// The one that the tests share. It forgets with the machine, which no test outlives.
static CLUSTER: LazyLock<Cluster> = LazyLock::new(|| Cluster::start(NO_SYNCS));

/// With these options it tells nothing to be on the disk before it says so.
pub const NO_SYNCS: &str = "-c fsync=off";

/// With these it keeps what it has confirmed.
pub const SYNCS: &str = "-c fsync=on";

/// In the folder of the data; its first line is the first process.
const LOCK_FILE: &str = "postmaster.pid";

/// A PostgreSQL server.
pub struct Cluster {
    binaries: PathBuf,
    /// Its socket and its log.
    folder: TempDir,
    data: PathBuf,
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
        Self::make(None, options).unwrap_or_else(|error| panic!("PostgreSQL does not start: {error:#}"))
    }

    /// Starts one that keeps its data in that folder, which is made, or was made by another one that is no more.
    ///
    /// # Errors
    /// What it says if it does not start.
    pub fn start_in(data: &Path, options: &str) -> anyhow::Result<Self> {
        Self::make(Some(data), options)
    }

    /// Makes an empty database and returns its URL.
    pub fn create_database(&self) -> String {
        let name = format!("test_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        self.run("createdb", &["--host", &self.host(), "--port", &self.port.to_string(), &name])
            .unwrap_or_else(|error| panic!("can't make the database {name}: {error:#}"));
        self.url_of(&name)
    }

    /// The URL of the database that has the same name on another one.
    pub fn url_like(&self, other: &str) -> String {
        self.url_of(other.rsplit('/').next().expect("a split has a part"))
    }

    fn url_of(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.port)
    }

    /// From now on it takes connections over TCP by TLS alone, under that certificate (PEM).
    pub fn encrypt(&self, certificate: &str, key: &str) {
        let write = |name: &str, text: &str| {
            let path = self.data.join(name);
            fs::write(&path, text)?;
            // It refuses a key that others may read.
            fs::set_permissions(&path, Permissions::from_mode(0o600))?;
            if is_root() {
                run(Command::new("chown").arg("postgres").arg(&path))?;
            }
            anyhow::Ok(())
        };
        let data = self.data.display().to_string();
        let encrypted = (|| {
            write("server.crt", certificate)?;
            write("server.key", key)?;
            write("pg_hba.conf", "local all all trust\nhostssl all all all trust\n")?;
            write("postgresql.auto.conf", "ssl = on\n")?;
            self.run("pg_ctl", &["reload", "--silent", "--pgdata", &data])
        })();
        encrypted.unwrap_or_else(|error: anyhow::Error| panic!("PostgreSQL takes no certificate: {error:#}"));
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], self.port))
    }

    /// Ends it at once, as a crash does: connections break, and the next start has to recover.
    pub fn crash(&self) {
        self.stop().unwrap_or_else(|error| panic!("PostgreSQL does not stop: {error:#}"));
    }

    fn stop(&self) -> anyhow::Result<()> {
        let data = self.data.display().to_string();
        self.run("pg_ctl", &["stop", "--wait", "--silent", "--mode", "immediate", "--pgdata", &data])
    }

    /// Starts it after a crash, and waits until it takes connections.
    pub fn start_again(&self) {
        self.launch().unwrap_or_else(|error| panic!("PostgreSQL does not start again: {error:#}"));
    }

    /// Halts all of it until the result is dropped: first the one that would start others.
    pub fn halt(&self) -> Vec<Halted> {
        let lock = fs::read_to_string(self.data.join(LOCK_FILE)).expect("it runs");
        let first = lock.lines().next().and_then(|line| line.parse().ok()).expect("its lock tells its process");
        let mut halted = vec![Halted::halt(first)];
        halted.extend(children_of(first).into_iter().map(Halted::halt));
        halted
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
        start.args(["start", "--wait", "--silent", "--pgdata"]).arg(&self.data).arg("--log").arg(folder.join("log"));
        run(start.arg("--options").arg(options).current_dir(folder))
    }

    fn make(data: Option<&Path>, options: &str) -> anyhow::Result<Self> {
        let binaries = match find_binaries() {
            Some(binaries) => binaries,
            None => install()?,
        };
        let folder = tempfile::Builder::new().prefix("strongroom-postgres-").tempdir()?;
        let data = data.map_or_else(|| folder.path().join("data"), Path::to_owned);
        let is_new = !data.exists();
        if is_new {
            fs::create_dir(&data)?;
        }
        // A lock that came with a copy is of one that does not run here.
        fs::remove_file(data.join(LOCK_FILE)).or_else(|error| match error.kind() {
            io::ErrorKind::NotFound => Ok(()),
            _ => Err(error),
        })?;
        if is_root() {
            // initdb refuses to run as root, so the folders must be the other user's.
            run(Command::new("chown").arg("postgres").arg(folder.path()).arg(&data))?;
        }
        if is_new {
            let mut initdb = as_postgres(&binaries.join("initdb"));
            initdb.args(["--auth", "trust", "--username", "postgres", "--no-sync"]);
            initdb.args(["--encoding", "UTF8", "--locale", "C"]);
            run(initdb.arg("--pgdata").arg(&data).current_dir(folder.path()))?;
        }

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
        let (port, options, databases) = (free_port()?, options.to_owned(), AtomicU32::new(0));
        let cluster = Self { binaries, folder, data, port, options, databases, _supervisor };
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

impl Drop for Cluster {
    fn drop(&mut self) {
        // Its file system may go next. It may have been stopped already, which is all that is wanted.
        self.stop().ok();
    }
}

fn children_of(parent: u32) -> Vec<u32> {
    let parent = parent.to_string();
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let children = processes.filter_map(|process| {
        let stat = fs::read_to_string(process.path().join("stat")).ok()?;
        // The name, which stands in parentheses and may hold any character; the state; the parent.
        let is_child = stat.rsplit(") ").next()?.split(' ').nth(1)? == parent;
        is_child.then(|| process.file_name().to_str()?.parse().ok()).flatten()
    });
    children.collect()
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
