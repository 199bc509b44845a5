//! Sizes, seeds and results of proofs.
//!
//! | variable | meaning |
//! |---|---|
//! | `PROOFS_SIZE` | `long` for the sizes of long runs; else those of every commit |
//! | `PROOFS_SEED` | repeats a run; else each has its own |
//! | `PROOFS_LEDGER` | a file to which each result is appended as a line |
//! | `PROOFS_COMMIT` | the commit that the line names; else that of the sources as they lie there now |
#![allow(clippy::print_stdout, reason = "a proof says its seed and its figures")]

use std::fs::OpenOptions;
use std::io::Write as _;
use std::process::Command;
use std::time::Instant;

use strongroom_server::clock::Clock;
use uuid::Uuid;

use crate::process;

/// One run of one proof.
pub struct Proof {
    /// As the table of promises names it: `P1`.
    id: &'static str,
    configuration: String,
    pub seed: u64,
    begun_at: Instant,
}

impl Proof {
    /// Says the seed, which a failing run is repeated by.
    pub fn begin(id: &'static str, configuration: &str) -> Self {
        // Built now: nothing that is measured may wait for the compiler.
        process::binary();
        let any = || Uuid::new_v4().as_u64_pair().0 >> 32;
        let seed = std::env::var("PROOFS_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or_else(any);
        println!("{id} on {configuration}: PROOFS_SEED={seed}");
        Self { id, configuration: configuration.to_owned(), seed, begun_at: Instant::now() }
    }

    /// The size of this run.
    pub fn size(commit: usize, long: usize) -> usize {
        if std::env::var("PROOFS_SIZE").is_ok_and(|size| size == "long") { long } else { commit }
    }

    /// Says what came of it and notes it in the ledger, if there is one.
    pub fn end(&self, runs: usize, failures: usize, notes: &str) {
        let Self { id, configuration, seed, begun_at } = self;
        let notes = format!("{notes}; seed {seed}; {} s", begun_at.elapsed().as_secs());
        let date = Clock::default().now().format("%Y-%m-%d");
        let line = format!("{date},{},{id},{configuration},{runs},{failures},\"{notes}\"", commit());
        println!("{line}");
        if let Some(path) = std::env::var_os("PROOFS_LEDGER") {
            let file = OpenOptions::new().append(true).create(true).open(path);
            let written = file.and_then(|mut file| writeln!(file, "{line}"));
            written.expect("the ledger can be written");
        }
    }
}

/// The state of the sources that the program was built from.
fn commit() -> String {
    if let Ok(commit) = std::env::var("PROOFS_COMMIT") {
        return commit;
    }
    let mut describe = Command::new("git");
    describe.args(["describe", "--always", "--dirty", "--exclude=*"]).current_dir(env!("CARGO_MANIFEST_DIR"));
    let output = describe.output().map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    output.ok().filter(|commit| !commit.is_empty()).unwrap_or_else(|| "unknown".to_owned())
}
