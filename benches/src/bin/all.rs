//! Every comparison in turn, into one file of Markdown.
//!
//! `cargo run --release -p benches --bin all [-- --output target/benches.md --rounds 5 --seconds 3 --without garage --quick]`
//!
//! Leave the machine alone meanwhile. The programs that make many files come last: see `small`.

#![allow(clippy::print_stderr, reason = "says what goes on")]

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use benches::arguments::Comparison;
use benches::sample::target_folder;
use clap::Parser;

/// A program of this folder.
struct Program {
    name: &'static str,
    /// Whether it knows what [`Comparison`] knows.
    compares: bool,
    /// Its arguments for a run that only shows that it works.
    quick: &'static [&'static str],
}

const PROGRAMS: [Program; 8] = [
    Program { name: "flushes", compares: true, quick: &[] },
    Program { name: "transfer", compares: true, quick: &[] },
    Program { name: "ranges", compares: true, quick: &[] },
    Program { name: "dedup", compares: false, quick: &["--quick"] },
    Program { name: "lists", compares: false, quick: &["10000", "20"] },
    Program { name: "tree", compares: false, quick: &["1000", "1"] },
    Program { name: "client", compares: false, quick: &["500", "1"] },
    Program { name: "small", compares: true, quick: &[] },
];

#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    comparison: Comparison,
    /// Where the tables go, `benches.md` in cargo's folder unless told otherwise.
    #[arg(long)]
    output: Option<PathBuf>,
}

fn main() -> Result<()> {
    let Arguments { comparison, output } = Arguments::parse();
    let output = output.map_or_else(|| Ok(target_folder()?.join("benches.md")), anyhow::Ok)?;
    if std::env::var_os("BENCH_SERVER").is_none() {
        cargo(&["build", "--release", "-p", "strongroom-server"])?;
    }
    cargo(&["build", "--release", "-p", "benches"])?;

    let mut text = String::new();
    for program in &PROGRAMS {
        eprintln!("{}", program.name);
        let start = Instant::now();
        let mut command = Command::new(target_folder()?.join("release").join(program.name));
        if program.compares {
            command.args(comparison.command_line());
        } else if comparison.quick {
            command.args(program.quick);
        }
        let done =
            command.stderr(Stdio::inherit()).output().with_context(|| format!("{} didn't start", program.name))?;
        ensure!(done.status.success(), "{} failed: {}", program.name, String::from_utf8_lossy(&done.stderr));
        let said = String::from_utf8(done.stdout)?;
        writeln!(
            text,
            "## {}\n\n{}\n\nIt took {:.0} s.\n",
            program.name,
            said.trim_end(),
            start.elapsed().as_secs_f64()
        )?;
        // What there is so far stays when a later one fails.
        fs::write(&output, &text)?;
    }
    eprintln!("{}", output.display());
    Ok(())
}

fn cargo(arguments: &[&str]) -> Result<()> {
    let status = Command::new(env!("CARGO")).args(arguments).status()?;
    ensure!(status.success(), "cargo {} failed", arguments.join(" "));
    Ok(())
}
