//! Negative documents: each diagnostic is met by a document of its own, and says what `<name>.txt` says.
//!
//! `UPDATE_GOLDEN=1 cargo test -p xtask --test negative` writes the expectations anew; read the difference.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use xtask::contract::source::{Source, parse};
use xtask::contract::{check, lint, node::Faults};

/// Diagnostics that are no rules of the house: of the YAML, the bundler and the reader.
const OTHER_RULES: [&str; 11] = [
    "area-member",
    "duplicate-definition",
    "duplicate-key",
    "missing-member",
    "problem-codes",
    "type-name",
    "union-variant",
    "unknown-keyword",
    "unsupported",
    "wrong-type",
    "yaml",
];

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/negative")
}

fn source(file_name: &str, path: &Path) -> Result<Source, Faults> {
    let label = format!("openapi/{file_name}");
    let text = fs::read_to_string(path).unwrap();
    let root = parse(&text, &label).map_err(|fault| Faults(vec![fault]))?;
    Ok(Source { file_name: file_name.to_owned(), label, root })
}

/// The faults of a document: as a root of its own if its name begins with `root-`, otherwise as an area of `base.yaml`.
fn faults_of(path: &Path) -> String {
    let root_of_its_own = path.file_name().unwrap().to_string_lossy().starts_with("root-");
    let sources = if root_of_its_own {
        source("openapi.yaml", path).map(|root| vec![root])
    } else {
        let base = source("openapi.yaml", &directory().join("base.yaml")).unwrap();
        source("case.yaml", path).map(|case| vec![base, case])
    };
    match sources.and_then(check) {
        Ok(_) => String::new(),
        Err(faults) => faults.to_string(),
    }
}

fn documents() -> Vec<PathBuf> {
    let mut documents: Vec<_> = fs::read_dir(directory())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .filter(|path| !path.ends_with("base.yaml"))
        .collect();
    documents.sort();
    documents
}

#[test]
fn every_document_meets_its_faults() {
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut wrong = Vec::new();
    for path in documents() {
        let faults = faults_of(&path);
        let expected = path.with_extension("txt");
        if update {
            fs::write(&expected, &faults).unwrap();
        }
        let present = fs::read_to_string(&expected).unwrap_or_default();
        if faults.is_empty() || present != faults {
            wrong.push(format!("{}\n--- expected\n{present}--- found\n{faults}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_diagnostic_has_a_document() {
    let mut met = BTreeSet::new();
    for path in documents() {
        for line in faults_of(&path).lines() {
            if let Some(rule) = line.split(": ").nth(1) {
                met.insert(rule.to_owned());
            }
        }
    }
    let unmet: Vec<_> = lint::rule_names().chain(OTHER_RULES).filter(|rule| !met.contains(*rule)).collect();
    assert!(unmet.is_empty(), "no negative document for {unmet:?}");
}

#[test]
fn the_base_has_no_fault_of_its_own() {
    let base = source("openapi.yaml", &directory().join("base.yaml")).unwrap();
    if let Err(faults) = check(vec![base]) {
        panic!("{faults}");
    }
}
