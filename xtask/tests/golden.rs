//! Golden files: what is made from a contract that uses every construct. A change of the generator shows here as a
//! difference that is read and agreed to. What is made compiles, too: the unit tests of `strongroom-server` and of
//! `strongroom-client` have it as their module `kitchen_sink`.
//!
//! `UPDATE_GOLDEN=1 cargo test -p xtask --test golden` writes them anew.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use xtask::contract::{self, Loaded};
use xtask::emit::Options;
use xtask::write;

fn kitchen_sink() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/kitchen_sink")
}

fn load() -> Loaded {
    contract::load(&kitchen_sink().join(contract::DIRECTORY)).unwrap_or_else(|faults| panic!("{faults}"))
}

/// Every file below the folder but the hand-written contract, relative to it.
fn golden_files(folder: &Path, root: &Path, files: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            golden_files(&path, root, files);
            continue;
        }
        let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
        let hand_written = name.starts_with("openapi/") && !name.starts_with("openapi/strongroom.");
        if !hand_written {
            files.insert(name);
        }
    }
}

/// The client's crate has no features by the names of these areas, and the server's runtime knows its own codes.
fn options() -> Options {
    Options { client_features: false, server_problems: "crate::generated::problems".to_owned(), ..Options::default() }
}

#[test]
fn what_is_made_is_what_was_agreed_to() {
    let root = kitchen_sink();
    let loaded = load();
    let mut expected: Vec<(String, String)> =
        write::outputs(&loaded, &options()).unwrap().into_iter().map(|file| (file.path, file.text)).collect();
    expected.push(("model.json".to_owned(), serde_json::to_string_pretty(&loaded.contract).unwrap() + "\n"));

    let mut present = BTreeSet::new();
    golden_files(&root, &root, &mut present);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        for stale in present.iter().filter(|name| !expected.iter().any(|(path, _)| path == *name)) {
            fs::remove_file(root.join(stale)).unwrap();
        }
        for (path, text) in &expected {
            write::write_if_changed(&root.join(path), text).unwrap();
        }
        return;
    }

    let mut wrong = Vec::new();
    for (path, text) in &expected {
        let golden = fs::read_to_string(root.join(path)).unwrap_or_default();
        if golden != *text {
            let diff = similar::TextDiff::from_lines(&golden, text).unified_diff().header("golden", "made").to_string();
            wrong.push(format!("{path}\n{diff}"));
        }
        present.remove(path);
    }
    wrong.extend(present.into_iter().map(|path| format!("{path} is no longer made")));
    assert!(wrong.is_empty(), "{}\nUPDATE_GOLDEN=1 takes this over", wrong.join("\n"));
}

#[test]
fn making_it_twice_makes_the_same() {
    let make = || write::outputs(&load(), &options()).unwrap();
    assert_eq!(make(), make());
}
