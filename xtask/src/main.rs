//! `cargo xtask`: runs a command and says how it went.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line program speaks there")]

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use xtask::cli::{self, Command, Format};
use xtask::contract::blessed::{self, Blessing};
use xtask::contract::diff::{Class, report};
use xtask::contract::{self, Loaded};
use xtask::emit::Options;
use xtask::scaffold::{self, NewOperation};
use xtask::{check, write};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let command = match cli::parse(&arguments) {
        Ok(command) => command,
        Err(text) => {
            eprintln!("{text}; `cargo xtask --help` lists what there is");
            return ExitCode::from(2);
        }
    };
    match run(command, &workspace_root()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Cargo tells where the package is at run time; a binary that is started by hand knows where it was built.
fn workspace_root() -> PathBuf {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    Path::new(&package).parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// `false`: the command ran and found something to mend, which it has said.
fn run(command: Command, root: &Path) -> anyhow::Result<bool> {
    let options = Options::default();
    match command {
        Command::Help => print!("{}", cli::HELP),
        Command::Regen => return regen(root, &options),
        Command::Check { full } => return is_current(root, &options, full),
        Command::Model => {
            println!("{}", serde_json::to_string_pretty(&load(root)?.contract)?);
        }
        Command::Lint => {
            let loaded = load(root)?;
            println!(
                "{} operations, {} types, no faults",
                loaded.contract.operations.len(),
                loaded.contract.types.len()
            );
        }
        Command::Diff { against, format } => return diff(root, against, format),
        Command::Bless => match blessed::bless(root, &load(root)?)? {
            Blessing::Written(path) => println!("wrote {path}"),
            Blessing::Unchanged(path) => println!("{path} is what the contract says already"),
        },
        Command::NewOperation { area, operation_id, method, path } => {
            let operation = NewOperation { area: &area, operation_id: &operation_id, method: &method, path: &path };
            print!("{}", scaffold::snippet(operation).map_err(anyhow::Error::msg)?);
        }
        Command::Test => return check::run(root),
    }
    Ok(true)
}

fn regen(root: &Path, options: &Options) -> anyhow::Result<bool> {
    let start = Instant::now();
    let summary = write::regen(root, options)?;
    for path in &summary.written {
        println!("wrote {path}");
    }
    for path in &summary.deleted {
        println!("deleted {path}");
    }
    println!(
        "{} written, {} deleted, {} unchanged, in {} ms",
        summary.written.len(),
        summary.deleted.len(),
        summary.unchanged,
        start.elapsed().as_millis()
    );
    Ok(true)
}

/// `false` if a change is breaking.
fn diff(root: &Path, against: Option<PathBuf>, format: Format) -> anyhow::Result<bool> {
    let old = match against {
        Some(path) => path,
        None => match blessed::newest(root)? {
            Some((_, path)) => path,
            None => {
                println!("nothing is blessed yet, so nothing can break; `cargo xtask bless` makes the first promise");
                return Ok(true);
            }
        },
    };
    let changes = contract::diff::compare(&blessed::read(&old)?, &load(root)?.document);
    let name = old.strip_prefix(root).unwrap_or(&old).display().to_string();
    print!("{}", report::render(&changes, &name, format));
    Ok(contract::diff::worst(&changes) != Some(Class::Breaking))
}

fn load(root: &Path) -> anyhow::Result<Loaded> {
    Ok(contract::load(&root.join(contract::DIRECTORY))?)
}

fn is_current(root: &Path, options: &Options, full: bool) -> anyhow::Result<bool> {
    let start = Instant::now();
    let mut findings = write::check(root)?;
    if full {
        findings.extend(write::check_full(root, options)?);
    }
    for finding in &findings {
        println!("{finding}");
    }
    let elapsed = start.elapsed().as_millis();
    if findings.is_empty() {
        println!("everything made from the contract is up to date, in {elapsed} ms");
    } else {
        println!("mend it with: cargo xtask regen   ({elapsed} ms)");
    }
    Ok(findings.is_empty())
}
