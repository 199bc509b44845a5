//! Runs a command with a PostgreSQL of its own: `with_postgres cargo test …`. The conformance suite and the unit tests of
//! the domain find it by their variables. Ends as the command does.

use std::env;
use std::process::{Command, ExitCode};

use anyhow::Context as _;
use conformance::postgres;

fn main() -> anyhow::Result<ExitCode> {
    let mut words = env::args_os().skip(1);
    let program = words.next().context("say which command to run")?;
    let status = Command::new(&program)
        .args(words)
        .env("CONFORMANCE_DATABASE", "postgres")
        .env("STRONGROOM_TEST_POSTGRES", postgres::create_database())
        .status()
        .with_context(|| format!("can't start {}", program.to_string_lossy()))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
