//! `cargo xtask test`: everything that must hold before a commit, in the order of what fails soonest.
//!
//! Steps are commands that anybody can repeat by hand; the first that fails ends the run and is named.
#![allow(clippy::print_stdout, reason = "progress is what this is for")]

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::Context as _;

/// Where the conformance suite notes which answers it met; emptied first, so that only this run counts.
const COVERAGE_RECORDS: &str = "target/conformance/coverage";

const STEPS: [&[&str]; 13] = [
    &["cargo", "fmt", "--all", "--check"],
    &["cargo", "xtask", "lint"],
    &["cargo", "xtask", "regen", "--check", "--full"],
    &["cargo", "xtask", "diff"],
    &["cargo", "clippy", "--workspace", "--all-targets", "--", "-D", "warnings"],
    // Clouds that no test has at hand must at least build.
    &["cargo", "check", "-p", "strongroom-server", "--features", "gcs,azure"],
    // Unit tests and the conformance suite.
    &["cargo", "test", "--workspace", "--lib", "--bins", "--tests"],
    &["tests/coverage.sh"],
    // Both once more on PostgreSQL and S3, after the coverage has been told: each answer must be met on SQLite.
    &["tests/second_engine.sh"],
    &["cargo", "test", "--doc", "-p", "strongroom-client"],
    &["tests/oracle/run.sh"],
    &["tests/schemathesis.sh"],
    &["tests/browser/run.sh"],
];

/// Runs every step below `root`; `false` if one failed, which has been said.
pub fn run(root: &Path) -> anyhow::Result<bool> {
    let start = Instant::now();
    let records = root.join(COVERAGE_RECORDS);
    if records.exists() {
        std::fs::remove_dir_all(&records).with_context(|| format!("can't empty {COVERAGE_RECORDS}"))?;
    }
    for (index, step) in STEPS.iter().enumerate() {
        let command = step.join(" ");
        let number = format!("[{}/{}]", index + 1, STEPS.len());
        println!("{number} {command}");
        let step_start = Instant::now();
        let passed = execute(root, step)?;
        let elapsed = seconds(step_start.elapsed());
        if !passed {
            println!("{number} failed after {elapsed}; repeat it with: {command}");
            return Ok(false);
        }
        println!("{number} passed in {elapsed}");
    }
    println!("everything passed in {}", seconds(start.elapsed()));
    Ok(true)
}

fn execute(root: &Path, words: &[&str]) -> anyhow::Result<bool> {
    let (program, arguments) = words.split_first().context("a step has a command")?;
    // Another cargo would be found if this one was started by its path.
    let program = match *program {
        "cargo" => std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()),
        script => root.join(script).into_os_string(),
    };
    let status = Command::new(&program)
        .args(arguments)
        .current_dir(root)
        .status()
        .with_context(|| format!("can't start {}", program.to_string_lossy()))?;
    Ok(status.success())
}

fn seconds(elapsed: Duration) -> String {
    format!("{:.1} s", elapsed.as_secs_f64())
}
