//! The command line: which command, with which settings, and how it ends.
//!
//! Exit codes: 0 done, 1 failed (standard error says why, in a sentence) or faults found, 2 called wrongly, 130 cut off by a second
//! signal.

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use clap::{Parser, Subcommand};
use strongroom_server::domain::backup::{self, Kept};
use strongroom_server::domain::gc::Trust;
use strongroom_server::domain::signed_urls::Predecessors;
use strongroom_server::{Config, RunningServer, Server, Settings, api, server};
use tokio::signal::unix::{Signal, SignalKind, signal};

/// What is allocated on one thread is mostly freed on another here. The system's allocator on Linux takes that badly, and how
/// badly differs from start to start (`docs/decisions/0006-allocator.md`).
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// A self-hosted file service behind one OpenAPI contract
#[derive(Debug, Parser)]
#[command(name = "strongroom", version, args_conflicts_with_subcommands = true, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve requests until told to stop; what happens without a command, too
    Serve(Settings),
    /// Bring the database's schema up to date, and end
    Migrate(Settings),
    /// Make a new superuser token and print it; the one before ends
    Token(Settings),
    /// Make a new key for signed URLs; those signed before go on working until they end
    RotateSigningKey(RotateArguments),
    /// Examine the database, and with --read-data every content; exit code 1 if anything is wrong. Changes nothing
    /// without --repair
    Fsck(FsckArguments),
    /// Copy all rows and packs into a folder, also while servers run; later backups there copy new packs alone
    Backup(BackupArguments),
    /// Put the newest complete backup of a folder into an empty database and store, and examine it
    Restore(RestoreArguments),
    /// Bring everything over to another database and store, which must be empty; no server may run meanwhile
    MigrateStore(MigrateArguments),
    /// Give back the space of what nobody needs, as servers do from time to time; exit code 1 if something was left alone
    Gc(GcArguments),
    /// Print the version
    Version,
}

#[derive(Debug, clap::Args)]
struct BackupArguments {
    /// The folder; made if it is not there
    #[arg(long)]
    to: PathBuf,
    /// Read all packs that the folder has from earlier backups, and copy those again that have rotted there
    #[arg(long)]
    verify: bool,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Debug, clap::Args)]
struct RestoreArguments {
    /// The folder that was given to `backup --to`
    #[arg(long)]
    from: PathBuf,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Debug, clap::Args)]
struct MigrateArguments {
    /// The other database: `sqlite://…` or `postgres://…`
    #[arg(long)]
    to_database_url: String,
    /// The other store: `file:///…`, `s3://…`, `gs://…` or `az://…`
    #[arg(long)]
    to_store_url: String,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Debug, clap::Args)]
struct FsckArguments {
    /// Read every content from the store and compare it with its SHA-256
    #[arg(long)]
    read_data: bool,
    /// First put right what other rows tell for certain, such as the meters of quotas; never removes content
    #[arg(long)]
    repair: bool,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Debug, clap::Args)]
struct GcArguments {
    /// Say what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
    /// Believe a listing of the store even if most of its objects are unknown to the database
    #[arg(long)]
    force: bool,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Debug, clap::Args)]
struct RotateArguments {
    /// Remove the keys before as well: every URL that was signed so far works no longer
    #[arg(long)]
    remove_former: bool,
    #[command(flatten)]
    settings: Settings,
}

/// How a command ended that did not fail.
enum Ending {
    Done,
    /// It found faults, which it has told.
    Faults,
    /// Told to stop twice.
    CutOff,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli.command.unwrap_or(Command::Serve(cli.settings))) {
        Ok(Ending::Done) => ExitCode::SUCCESS,
        Ok(Ending::Faults) => ExitCode::FAILURE,
        Ok(Ending::CutOff) => ExitCode::from(130),
        Err(error) => {
            // Nothing is left to do if even this can't be written.
            writeln!(io::stderr(), "strongroom: {error:#}").unwrap_or_default();
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<Ending> {
    let settings = match command {
        Command::Version => {
            print(&format!("strongroom {}\n", env!("CARGO_PKG_VERSION")))?;
            return Ok(Ending::Done);
        }
        Command::Serve(ref settings) | Command::Migrate(ref settings) | Command::Token(ref settings) => settings,
        Command::Fsck(ref arguments) => &arguments.settings,
        Command::Backup(ref arguments) => &arguments.settings,
        Command::Restore(ref arguments) => &arguments.settings,
        Command::MigrateStore(ref arguments) => &arguments.settings,
        Command::Gc(ref arguments) => &arguments.settings,
        Command::RotateSigningKey(ref arguments) => &arguments.settings,
    };
    let config = settings.clone().resolve()?;
    api::log::init(&config.log)?;
    let runtime = tokio::runtime::Runtime::new().context("the runtime can't be started")?;
    let ending = runtime.block_on(async {
        match command {
            Command::Migrate(_) => migrate(&config).await,
            Command::Token(_) => token(&config).await,
            Command::RotateSigningKey(arguments) => rotate_signing_key(&config, &arguments).await,
            Command::Fsck(arguments) => fsck(&config, &arguments).await,
            Command::Backup(arguments) => backup(&config, &arguments).await,
            Command::Restore(arguments) => restore(&config, &arguments).await,
            Command::MigrateStore(arguments) => migrate_store(&config, arguments).await,
            Command::Gc(arguments) => gc(&config, &arguments).await,
            Command::Serve(_) | Command::Version => serve(config).await,
        }
    });
    // Whoever signalled twice waits for nothing.
    runtime.shutdown_background();
    ending
}

async fn serve(config: Config) -> Result<Ending> {
    let mut stop = Stop::listen()?;
    let mut server = Server::start(config.clone()).await?;
    print(&greeting(&config, &server))?;
    tokio::select! {
        () = stop.told() => {}
        error = server.failed() => return Err(error),
    }
    tracing::info!("stopping; a second signal ends the server at once");
    tokio::select! {
        outcome = server.shutdown() => outcome.map(|()| Ending::Done),
        () = stop.told() => Ok(Ending::CutOff),
    }
}

async fn migrate(config: &Config) -> Result<Ending> {
    server::migrate(config).await?;
    print("The database's schema is up to date.\n")?;
    Ok(Ending::Done)
}

async fn token(config: &Config) -> Result<Ending> {
    let token = server::new_superuser_token(config).await?;
    print(&format!("{token}\n"))?;
    Ok(Ending::Done)
}

async fn rotate_signing_key(config: &Config, arguments: &RotateArguments) -> Result<Ending> {
    let (predecessors, told) = if arguments.remove_former {
        (Predecessors::Removed, "every URL that was signed before works no longer")
    } else {
        (Predecessors::Kept, "URLs that were signed before go on working until they end")
    };
    server::rotate_signing_key(config, predecessors).await?;
    print(&format!("There is a new key for signed URLs; {told}.\n"))?;
    Ok(Ending::Done)
}

async fn fsck(config: &Config, arguments: &FsckArguments) -> Result<Ending> {
    let report = if arguments.repair {
        server::fsck_repair(config, arguments.read_data).await?
    } else {
        server::fsck(config, arguments.read_data).await?
    };
    if arguments.json {
        print(&format!("{}\n", serde_json::to_string_pretty(&report)?))?;
    } else {
        print(&report.to_string())?;
    }
    Ok(if report.is_clean() { Ending::Done } else { Ending::Faults })
}

async fn backup(config: &Config, arguments: &BackupArguments) -> Result<Ending> {
    let kept = if arguments.verify { Kept::ReadAnew } else { Kept::ByLength };
    let made = server::backup(config, &arguments.to, kept).await?;
    print(&format!(
        "Backed up {} rows and {} packs, of which {} were copied ({} bytes), in {}\n",
        made.rows,
        made.packs,
        made.packs_copied,
        made.bytes_copied,
        made.folder.display()
    ))?;
    if arguments.verify {
        print(&format!(
            "Read {} packs that were there already; {} of them had rotted and were copied again.\n",
            made.packs_read_anew, made.packs_rotted
        ))?;
    }
    print_damaged(&made.damaged)?;
    Ok(if made.damaged.is_empty() { Ending::Done } else { Ending::Faults })
}

async fn restore(config: &Config, arguments: &RestoreArguments) -> Result<Ending> {
    let (restored, report) = server::restore(config, &arguments.from).await?;
    let backup = restored.backup.unwrap_or_default();
    print(&format!("Restored {} rows and {} packs of the backup {backup}.\n", restored.rows, restored.packs))?;
    print_damaged(&restored.damaged)?;
    print(&report.to_string())?;
    Ok(if report.is_clean() && restored.damaged.is_empty() { Ending::Done } else { Ending::Faults })
}

fn print_damaged(packs: &[backup::DamagedPack]) -> Result<()> {
    packs.iter().try_for_each(|pack| print(&pack.to_string()))
}

async fn migrate_store(config: &Config, arguments: MigrateArguments) -> Result<Ending> {
    let (moved, report) = server::migrate_store(config, arguments.to_database_url, arguments.to_store_url).await?;
    print(&format!(
        "Brought over {} rows and {} packs, of which {} were there already. What was here is as it was.\n",
        moved.rows, moved.packs, moved.packs_there
    ))?;
    print_damaged(&moved.damaged)?;
    print(&report.to_string())?;
    Ok(if report.is_clean() && moved.damaged.is_empty() { Ending::Done } else { Ending::Faults })
}

async fn gc(config: &Config, arguments: &GcArguments) -> Result<Ending> {
    let trust = if arguments.force { Trust::Forced } else { Trust::Careful };
    let report = server::gc(config, trust, arguments.dry_run).await?;
    if arguments.json {
        print(&format!("{}\n", serde_json::to_string_pretty(&report)?))?;
    } else {
        print(&report.to_string())?;
    }
    Ok(if report.refusal.is_none() && report.failures == 0 { Ending::Done } else { Ending::Faults })
}

/// What the operator sees: where the server is, and at the first start all that is needed to use it.
fn greeting(config: &Config, server: &RunningServer) -> String {
    let url = config.public_url.clone().unwrap_or_else(|| server.url());
    let mut text = format!("Strongroom {} listens at {}\n", env!("CARGO_PKG_VERSION"), server.url());
    text.push_str(&format!("Documentation to try out: {url}/docs/\n"));
    let path = config.admin_token_path();
    match &server.admin_token {
        Some(_) if config.admin_token.is_some() => text.push_str("The superuser token is the one you set.\n"),
        Some(token) => text.push_str(&format!(
            "\nThis is the first start. Your superuser token, shown this once and kept in {}:\n\n  {token}\n\n\
             Store a first file:\n\n  \
             echo hello | curl -H 'Authorization: Bearer {token}' -F 'file=@-;filename=hello.txt' {url}/api/v1/files\n\n",
            path.display()
        )),
        None if path.exists() => text.push_str(&format!("The superuser token is in {}\n", path.display())),
        None => text.push_str("A new superuser token is made by: strongroom token\n"),
    }
    text
}

fn print(text: &str) -> Result<()> {
    io::stdout().write_all(text.as_bytes()).context("standard output can't be written")
}

/// The two signals that mean: stop.
struct Stop {
    terminate: Signal,
    interrupt: Signal,
}

impl Stop {
    fn listen() -> Result<Self> {
        let context = "signals can't be listened to";
        Ok(Self {
            terminate: signal(SignalKind::terminate()).context(context)?,
            interrupt: signal(SignalKind::interrupt()).context(context)?,
        })
    }

    async fn told(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
