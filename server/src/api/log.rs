//! The log: how its lines look, and the one line that each request leaves.
//!
//! What never gets there: query strings, header values other than the request id, names and contents of files, and
//! credentials. Ids do.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::fmt;
use std::io;
use std::panic::PanicHookInfo;
use std::time::Duration;

use anyhow::{Context as _, Result};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use uuid::Uuid;

use crate::config::{LogConfig, LogFormat};

/// Libraries that tell more of each query than an operator wants to read, unless asked for by name.
const QUIET: [&str; 4] = ["sqlx", "sea_orm", "sea_orm_migration", "hyper_util"];

/// Sends the log of this process to standard error. To be called once.
///
/// # Errors
/// If the level can't be understood, or a log has been set up before.
pub fn init(config: &LogConfig) -> Result<()> {
    let mut filter = EnvFilter::try_new(&config.level).context("the log level can't be understood")?;
    for name in QUIET.into_iter().filter(|name| !config.level.contains(name)) {
        filter = filter.add_directive(format!("{name}=warn").parse()?);
    }
    let lines = tracing_subscriber::fmt::layer().with_writer(io::stderr);
    let registry = tracing_subscriber::registry().with(filter);
    match config.format {
        LogFormat::Text => registry.with(lines.with_ansi(io::IsTerminal::is_terminal(&io::stderr()))).try_init(),
        LogFormat::Json => registry.with(lines.json().flatten_event(true)).try_init(),
    }
    .context("the log was set up twice")?;
    std::panic::set_hook(Box::new(log_panic));
    Ok(())
}

/// A panic is a line like any other, so that a program can read it too; the request it ended is in the line's span.
fn log_panic(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string);
    let backtrace = Backtrace::capture();
    let backtrace = (backtrace.status() == BacktraceStatus::Captured).then(|| backtrace.to_string());
    tracing::error!(place, said = panic.payload_as_str(), backtrace, "a panic: this is a bug");
}

/// Who made a request, by ids: `user/organization`. Written out only where the line is.
#[derive(Debug, Clone, Copy)]
pub struct AccessCaller {
    pub user_id: Uuid,
    pub organization_id: Uuid,
}

impl fmt::Display for AccessCaller {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.user_id, self.organization_id)
    }
}

/// What is told of a request that is over.
#[derive(Debug)]
pub struct Access<'a> {
    pub request_id: &'a str,
    /// The operation's id, or what else was asked for: `docs`, `unknown`.
    pub operation: &'a str,
    pub method: &'a str,
    pub status: u16,
    /// From the headers' arrival until the answer's last byte was handed over.
    pub duration: Duration,
    pub received_bytes: u64,
    pub sent_bytes: u64,
    /// False if the caller hung up, or the content broke off.
    pub complete: bool,
    /// If it is known.
    pub caller: Option<AccessCaller>,
}

/// Leaves the request's one line.
pub fn access(access: &Access<'_>) {
    let Access { request_id, operation, method, status, duration, received_bytes, sent_bytes, complete, caller } =
        *access;
    // In whole microseconds: `13.127`.
    let duration_ms = (duration.as_secs_f64() * 1e6).round() / 1e3;
    tracing::info!(
        target: "strongroom_server::access",
        request_id,
        operation,
        method,
        status,
        duration_ms,
        received_bytes,
        sent_bytes,
        complete,
        caller = caller.map(tracing::field::display),
        "answered"
    );
}
