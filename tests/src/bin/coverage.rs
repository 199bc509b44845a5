//! Counts which documented answers the suite has met. Run it after the whole suite:
//!
//! ```text
//! tests/coverage.sh --reset      before the suite
//! tests/coverage.sh              after it
//! ```
//!
//! Fails if an operation × status pair was neither met nor stands on `tests/coverage-exceptions.txt`, and if one that
//! stands there was met: the list may only shrink.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line tool")]

use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;
use std::{env, fs};

use anyhow::{Context as _, bail};
use conformance::contract::{Met, contract, record_directory};

const EXCEPTIONS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/coverage-exceptions.txt");

type Pair = (String, u16);

fn main() -> anyhow::Result<ExitCode> {
    match env::args().nth(1).as_deref() {
        None => count(),
        Some("--reset") => reset(),
        Some(other) => bail!("unknown argument {other}; there is only --reset"),
    }
}

fn reset() -> anyhow::Result<ExitCode> {
    let directory = record_directory();
    if directory.exists() {
        fs::remove_dir_all(&directory).with_context(|| format!("can't empty {}", directory.display()))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn count() -> anyhow::Result<ExitCode> {
    let met = read_records()?;
    let excepted = read_exceptions()?;
    let pairs: BTreeSet<Pair> = contract()
        .operations()
        .iter()
        .flat_map(|operation| operation.answers.keys().map(|status| (operation.id.clone(), *status)))
        .collect();
    let met_pairs: BTreeSet<Pair> = met.iter().map(|met| (met.operation_id.clone(), met.status)).collect();
    let met_pairs: BTreeSet<Pair> = pairs.intersection(&met_pairs).cloned().collect();

    let mut faults = Vec::new();
    for (operation_id, status) in &pairs {
        let pair = (operation_id.clone(), *status);
        match (met_pairs.contains(&pair), excepted.contains_key(&pair)) {
            (false, false) => faults.push(format!("{operation_id} {status}: documented, but no test meets it")),
            (true, true) => faults.push(format!("{operation_id} {status}: met; take it off {EXCEPTIONS}")),
            (true, false) | (false, true) => {}
        }
    }
    for (operation_id, status) in excepted.keys().filter(|pair| !pairs.contains(*pair)) {
        faults.push(format!("{operation_id} {status}: not in the contract; take it off {EXCEPTIONS}"));
    }

    let codes: BTreeSet<(String, String)> = contract()
        .operations()
        .iter()
        .flat_map(|operation| {
            let codes = operation.answers.values().flat_map(|answer| &answer.codes);
            codes.map(|code| (operation.id.clone(), code.clone()))
        })
        .collect();
    let met_codes: BTreeSet<(String, String)> = met.into_iter().map(|met| (met.operation_id, met.code)).collect();
    let met_codes = codes.intersection(&met_codes).count();

    for fault in &faults {
        eprintln!("{fault}");
    }
    println!("{}", share("operation × problem code pairs", met_codes, codes.len()));
    println!("{} excepted, each with its reason", excepted.len());
    println!("{}", share("operation × status pairs", met_pairs.len(), pairs.len()));
    Ok(if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn share(what: &str, met: usize, of: usize) -> String {
    format!("{met} of {of} {what} met ({} %)", met * 100 / of.max(1))
}

fn read_records() -> anyhow::Result<BTreeSet<Met>> {
    let directory = record_directory();
    let files = fs::read_dir(&directory)
        .with_context(|| format!("no records in {}; run the suite first", directory.display()))?;
    let mut met = BTreeSet::new();
    for file in files {
        let path = file?.path();
        for line in fs::read_to_string(&path)?.lines() {
            met.insert(Met::parse(line).with_context(|| format!("{}: {line:?} is no record", path.display()))?);
        }
    }
    Ok(met)
}

/// Lines: operation, status, reason.
fn read_exceptions() -> anyhow::Result<BTreeMap<Pair, String>> {
    let text = fs::read_to_string(EXCEPTIONS).with_context(|| format!("can't read {EXCEPTIONS}"))?;
    let mut exceptions = BTreeMap::new();
    for (number, line) in text.lines().enumerate() {
        let at = || format!("{EXCEPTIONS}:{}", number + 1);
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let mut words = line.splitn(3, ' ');
        let (Some(operation_id), Some(status), Some(reason)) = (words.next(), words.next(), words.next()) else {
            bail!("{}: a line is: operation, status, reason", at());
        };
        let status: u16 = status.parse().with_context(at)?;
        if reason.trim().len() < 20 {
            bail!("{}: say why, in a sentence", at());
        }
        if exceptions.insert((operation_id.to_owned(), status), reason.to_owned()).is_some() {
            bail!("{}: stands there twice", at());
        }
    }
    Ok(exceptions)
}
