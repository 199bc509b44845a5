//! A server from its settings to its end: what is opened in which order, and what is waited for.

mod copies;
mod descriptors;
mod token_file;

pub use self::copies::{backup, migrate_store, restore};

use std::fs::DirBuilder;
use std::net::SocketAddr;
use std::os::unix::fs::DirBuilderExt as _;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::api::metrics::Metrics;
use crate::api::{Api, problem};
use crate::app::App;
use crate::blobs::Blobs;
use crate::clock::Clock;
use crate::config::Config;
use crate::db::{Db, Presence};
use crate::domain::archives::Archives;
use crate::domain::identity::Identity;
use crate::domain::signed_urls::Predecessors;
use crate::domain::versions::Gathering;
use crate::domain::{bootstrap, chunks, fsck, gc, signed_urls, tokens};
use crate::lifecycle::Lifecycle;
use crate::serve::{self, Refusal, ServeOptions, Timeouts};
use crate::{jobs, router};

/// How long tasks may go on after the last connection has ended.
const TASKS_WAIT: Duration = Duration::from_secs(10);

/// Starts servers.
#[derive(Debug)]
pub struct Server;

/// A server that takes requests until it is told to stop.
pub struct RunningServer {
    /// Where it listens, with the port that it got.
    pub address: SocketAddr,
    pub app: App,
    /// The superuser token, if this start made or set it.
    pub admin_token: Option<String>,
    /// What the server counts.
    pub metrics: Arc<Metrics>,
    lifecycle: Lifecycle,
    serving: JoinHandle<std::io::Result<()>>,
    presence: Presence,
}

impl Server {
    /// Opens everything, brings the schema up to date, and listens. When this returns, requests are answered.
    ///
    /// # Errors
    /// A sentence on what could not be had, with its causes.
    pub async fn start(config: Config) -> Result<RunningServer> {
        make_data_folder(&config)?;
        let presence = Presence::of_server(&config.database).await.context("the database could not be opened")?;
        // Before anything is written: a port that is taken must leave no trace.
        let listener = listen(&config.listen).await?;
        let address = listener.local_addr()?;
        let mut app = open(&config).await?;
        if config.public_url.is_none() {
            // Never the `Host` of a request: a caller could have URLs made that lead to somebody else.
            app.public_url = local_url(address).into();
        }
        let admin_token = admin_token(&app, &config).await?;

        let lifecycle = Lifecycle::default();
        let metrics = Arc::new(Metrics::new());
        jobs::start(&app, &metrics, &lifecycle);
        let endpoint = router(Arc::new(Api {
            app: app.clone(),
            metrics: Arc::clone(&metrics),
            lifecycle: lifecycle.clone(),
            proxies: config.trusted_proxies.clone(),
        }));
        let (stopping, taken) = (lifecycle.clone(), presence.taken());
        let shutdown = async move {
            tokio::select! {
                () = stopping.stopping() => {}
                // Jobs and callers are told as well.
                () = taken => stopping.stop(),
            }
        };
        let serving = tokio::spawn(serve::serve(listener, endpoint, serve_options(&config), shutdown));
        Ok(RunningServer { address, app, admin_token, metrics, lifecycle, serving, presence })
    }
}

impl RunningServer {
    /// `http://127.0.0.1:8080`: how to reach the server from this machine.
    pub fn url(&self) -> String {
        local_url(self.address)
    }

    /// Takes no new connection, finishes what is in flight within the limits, and closes the database.
    ///
    /// # Errors
    /// If the server had stopped serving for a reason of its own.
    pub async fn shutdown(self) -> Result<()> {
        self.lifecycle.stop();
        let served = self.serving.await.context("the server's task ended early")?;
        if !self.lifecycle.finished(TASKS_WAIT).await {
            tracing::warn!("some work was still under way when the server ended");
        }
        self.app.db.close().await.context("the database could not be closed")?;
        served.context("serving ended with an error")
    }

    /// Waits until the server can't go on, for a reason of its own. If the database was taken from it, that is at once,
    /// and the process should end with what is in flight: what would be confirmed from now on may be lost, and who is
    /// not answered knows to look.
    pub async fn failed(&mut self) -> anyhow::Error {
        let ended = tokio::select! {
            biased;
            () = self.presence.taken() => {
                return anyhow::anyhow!(
                    "the connection that kept the database in use broke, and a command has the database to itself now; \
                     start the server when that is done"
                );
            }
            ended = &mut self.serving => ended,
        };
        match ended {
            Ok(Ok(())) => anyhow::anyhow!("serving ended without being told to"),
            Ok(Err(error)) => anyhow::Error::new(error).context("serving ended with an error"),
            Err(error) => anyhow::Error::new(error).context("the server's task ended early"),
        }
    }
}

fn local_url(mut address: SocketAddr) -> String {
    if address.ip().is_unspecified() {
        address.set_ip(if address.is_ipv4() { [127, 0, 0, 1].into() } else { std::net::Ipv6Addr::LOCALHOST.into() });
    }
    format!("http://{address}")
}

/// The folder, the database with its schema up to date, and the store.
///
/// # Errors
/// A sentence on what could not be had, with its causes.
pub async fn open(config: &Config) -> Result<App> {
    // Stores in a cloud speak TLS by this provider; PostgreSQL's driver has its own. A second call changes nothing.
    rustls::crypto::ring::default_provider().install_default().unwrap_or_default();
    let (clock, limits) = (Clock::default(), Arc::new(config.limits.clone()));
    let db = Db::connect(&config.database).await.context("the database could not be opened")?;
    let index = Arc::new(chunks::Index::new(&db, &clock));
    let blobs = Blobs::open(&config.store, index).await.context("the store could not be opened")?;
    let identity = Identity::open(&db, &clock, &limits).await.context("the session key could not be read")?;
    let public_url = config.public_url.clone().unwrap_or_else(|| format!("http://{}", config.listen));
    let (gathering, archives, public_url) = (Gathering::default(), Archives::default(), public_url.into());
    Ok(App { db, blobs, clock, limits, identity, gathering, archives, public_url })
}

/// Brings the schema up to date.
///
/// # Errors
/// A sentence on what could not be had, with its causes; also if a server has the SQLite database.
pub async fn migrate(config: &Config) -> Result<()> {
    make_data_folder(config)?;
    let _presence = Presence::of_server(&config.database).await?;
    let app = open(config).await?;
    app.db.close().await.context("the database could not be closed")
}

fn make_data_folder(config: &Config) -> Result<()> {
    let folder = &config.data_dir;
    // What is in it is the owner's alone; a folder that is there keeps its mode.
    let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.with_context(|| format!("the data folder {} can't be made", folder.display()))
}

/// Makes a new superuser token in place of the one before, which ends. May be done while a server runs.
///
/// # Errors
/// A sentence on what could not be had, with its causes.
pub async fn new_superuser_token(config: &Config) -> Result<String> {
    make_data_folder(config)?;
    let app = open(config).await?;
    // On an empty database there is nobody yet whose token it could be.
    bootstrap::run(&app).await.context("the first organization could not be made")?;
    let token = tokens::renew_superuser_token(&app).await.context("the superuser token could not be made")?;
    write_token_file(config, &token.0)?;
    app.db.close().await.context("the database could not be closed")?;
    Ok(token.0)
}

/// Examines an installation, whether or not servers run on it; with `read_data`, every content is read as well.
///
/// # Errors
/// A sentence on what could not be had, with its causes. Faults are no errors but part of the report.
pub async fn fsck(config: &Config, read_data: bool) -> Result<fsck::Report> {
    rustls::crypto::ring::default_provider().install_default().unwrap_or_default();
    let db = Db::connect_unchanged(&config.database).await.context("the database could not be opened")?;
    let report = if read_data {
        let index = Arc::new(chunks::Index::new(&db, &Clock::default()));
        let blobs = Blobs::open(&config.store, index).await.context("the store could not be opened")?;
        fsck::rows_and_data(&db, &blobs).await
    } else {
        fsck::rows(&db).await
    };
    db.close().await.context("the database could not be closed")?;
    report.context("the database could not be read")
}

/// Puts right what can be without a guess, then examines as `fsck` does. May be done while servers run.
///
/// # Errors
/// A sentence on what could not be had, with its causes. What is left is no error but part of the report.
pub async fn fsck_repair(config: &Config, read_data: bool) -> Result<fsck::Report> {
    rustls::crypto::ring::default_provider().install_default().unwrap_or_default();
    let db = Db::connect_unchanged(&config.database).await.context("the database could not be opened")?;
    let now = Clock::default().now();
    let repair = async {
        let mut repaired = fsck::repair(&db, now).await.context("the database could not be repaired")?;
        if read_data {
            let index = Arc::new(chunks::Index::new(&db, &Clock::default()));
            let blobs = Blobs::open(&config.store, index).await.context("the store could not be opened")?;
            let mended = fsck::repair_data(&db, &blobs, now).await.context("the store could not be repaired")?;
            repaired.extend(mended);
        }
        anyhow::Ok(repaired)
    };
    let repaired = repair.await;
    db.close().await.context("the database could not be closed")?;
    let repaired = repaired?;
    Ok(fsck::Report { repaired, ..fsck(config, read_data).await? })
}

/// Gives the space back of what nobody needs, whether or not servers run.
///
/// # Errors
/// A sentence on what could not be had, with its causes.
pub async fn gc(config: &Config, trust: gc::Trust, dry_run: bool) -> Result<gc::Report> {
    make_data_folder(config)?;
    let app = open(config).await?;
    let report = gc::collect(&app, trust, dry_run).await;
    app.db.close().await.context("the database could not be closed")?;
    report.context("the database could not be read or written")
}

/// Makes a new key for signed URLs. May be done while servers run.
///
/// # Errors
/// A sentence on what could not be had, with its causes.
pub async fn rotate_signing_key(config: &Config, predecessors: Predecessors) -> Result<()> {
    make_data_folder(config)?;
    let app = open(config).await?;
    signed_urls::rotate(&app, predecessors).await.context("the key for signed URLs could not be made")?;
    app.db.close().await.context("the database could not be closed")?;
    Ok(())
}

async fn listen(address: &str) -> Result<TcpListener> {
    let listener = TcpListener::bind(address).await;
    listener.with_context(|| match address.rsplit_once(':') {
        Some((_, port)) => format!(
            "can't listen at {address}; if another program has the port {port}, name a free address with --listen"
        ),
        None => format!("can't listen at {address}"),
    })
}

/// The token that this start sets or makes. One that was made is written to a file as well: it is shown only now.
async fn admin_token(app: &App, config: &Config) -> Result<Option<String>> {
    let made = bootstrap::run(app).await.context("the first organization could not be made")?.map(|token| token.0);
    if let Some(token) = &config.admin_token {
        tokens::set_superuser_token(app, token.reveal()).await.context("the superuser token could not be set")?;
        return Ok(Some(token.reveal().to_owned()));
    }
    if let Some(token) = &made {
        write_token_file(config, token)?;
    }
    Ok(made)
}

fn write_token_file(config: &Config, token: &str) -> Result<()> {
    let path = config.admin_token_path();
    token_file::write(&path, token).with_context(|| format!("{} can't be written", path.display()))
}

fn serve_options(config: &Config) -> ServeOptions {
    ServeOptions {
        drain_secs: config.limits.drain_secs,
        max_connections: descriptors::connections(u32::try_from(config.limits.connections_max).unwrap_or(u32::MAX)),
        refuse: |status| {
            let (headers, body) = problem::unread(status);
            Refusal { headers, body }
        },
        timeouts: Timeouts {
            head: Duration::from_secs(config.limits.header_read_secs),
            idle: Duration::from_secs(config.limits.idle_secs),
            write_stall: Duration::from_secs(config.limits.write_stall_secs),
            body_rate_window: Duration::from_secs(config.limits.body_window_secs),
        },
    }
}
