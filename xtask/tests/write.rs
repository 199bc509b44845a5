//! Writing into a workspace: only what differs, nothing stale left, and every way to be out of date is told.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

use std::fs;
use std::path::Path;

use tempfile::TempDir;
use xtask::contract::blessed::{self, Blessing};
use xtask::contract::{self, DIRECTORY};
use xtask::emit::Options;
use xtask::write::{LOCK_FILE, check, check_full, regen};

/// A workspace with a contract and a generator, nothing made yet.
fn workspace() -> TempDir {
    let workspace = TempDir::new().unwrap();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/kitchen_sink/openapi");
    fs::create_dir_all(workspace.path().join("xtask/src")).unwrap();
    fs::write(workspace.path().join("xtask/src/main.rs"), "fn main() {}\n").unwrap();
    fs::create_dir_all(workspace.path().join(DIRECTORY)).unwrap();
    for name in ["openapi.yaml", "auth.yaml", "things.yaml", "blobs.yaml"] {
        fs::copy(source.join(name), workspace.path().join(DIRECTORY).join(name)).unwrap();
    }
    workspace
}

fn edit(root: &Path, path: &str, from: &str, to: &str) {
    let text = fs::read_to_string(root.join(path)).unwrap();
    assert!(text.contains(from), "{path} has no {from}");
    fs::write(root.join(path), text.replacen(from, to, 1)).unwrap();
}

#[test]
fn the_second_run_writes_nothing() {
    let workspace = workspace();
    let first = regen(workspace.path(), &Options::default()).unwrap();
    assert!(first.written.contains(&LOCK_FILE.to_owned()));
    let second = regen(workspace.path(), &Options::default()).unwrap();
    assert_eq!((second.written, second.deleted), (vec![], vec![]));
    assert_eq!(check(workspace.path()).unwrap(), Vec::<String>::new());
    assert_eq!(check_full(workspace.path(), &Options::default()).unwrap(), Vec::<String>::new());
}

#[test]
fn a_file_that_is_no_longer_made_is_deleted() {
    let workspace = workspace();
    regen(workspace.path(), &Options::default()).unwrap();
    let stale = "tests/src/former.rs";
    fs::write(workspace.path().join(stale), "// of a former run\n").unwrap();
    edit(workspace.path(), LOCK_FILE, "output ", &format!("output 00 {stale}\noutput "));
    // Nobody made this one, so nobody deletes it.
    let foreign = workspace.path().join("tests/src/foreign.rs");
    fs::write(&foreign, "// by hand\n").unwrap();

    assert_eq!(regen(workspace.path(), &Options::default()).unwrap().deleted, [stale]);
    assert!(!workspace.path().join(stale).exists());
    assert!(foreign.exists());
}

#[test]
fn each_way_to_be_out_of_date_is_told() {
    let finding = |change: &dyn Fn(&Path)| {
        let workspace = workspace();
        regen(workspace.path(), &Options::default()).unwrap();
        change(workspace.path());
        check(workspace.path()).unwrap().join("\n")
    };
    let document = "openapi/strongroom.json";
    let changed = finding(&|root| edit(root, "openapi/things.yaml", "List things", "List all things"));
    assert_eq!(changed, "openapi/things.yaml was changed: what is made from it is stale");
    let added = finding(&|root| fs::write(root.join("openapi/new.yaml"), "openapi: 3.1.0\n").unwrap());
    assert_eq!(added, "openapi/new.yaml is new: nothing was made from it yet");
    let removed = finding(&|root| fs::remove_file(root.join("openapi/things.yaml")).unwrap());
    assert_eq!(removed, "openapi/things.yaml is gone: what was made from it is stale");
    let generator = finding(&|root| fs::write(root.join("xtask/src/main.rs"), "fn main() { }\n").unwrap());
    assert!(generator.starts_with("the generator (xtask/src) was changed"), "{generator}");
    let edited = finding(&|root| edit(root, document, "Kitchen sink", "Kitchen sync"));
    assert!(edited.starts_with("openapi/strongroom.json was edited by hand"), "{edited}");
    let missing = finding(&|root| fs::remove_file(root.join(document)).unwrap());
    assert_eq!(missing, "openapi/strongroom.json is missing");
    let unlocked = finding(&|root| fs::remove_file(root.join(LOCK_FILE)).unwrap());
    assert_eq!(unlocked, "GENERATED.lock is missing");
}

#[test]
fn the_full_check_shows_what_differs() {
    let workspace = workspace();
    regen(workspace.path(), &Options::default()).unwrap();
    edit(workspace.path(), "openapi/strongroom.json", "\"Kitchen sink\"", "\"Kitchen sync\"");
    let findings = check_full(workspace.path(), &Options::default()).unwrap().join("\n");
    assert!(findings.contains("-    \"title\": \"Kitchen sync\","), "{findings}");
    assert!(findings.contains("+    \"title\": \"Kitchen sink\","), "{findings}");
}

#[test]
fn a_contract_with_faults_writes_nothing() {
    let workspace = workspace();
    edit(workspace.path(), "openapi/things.yaml", "summary: List things", "summary: List things.");
    let error = regen(workspace.path(), &Options::default()).unwrap_err().to_string();
    assert!(error.contains("openapi/things.yaml:8: summary:"), "{error}");
    assert!(!workspace.path().join("openapi/strongroom.json").exists());
}

#[test]
fn a_promise_is_kept_until_the_version_says_otherwise() {
    let workspace = workspace();
    let root = workspace.path();
    let load = || contract::load(&root.join(DIRECTORY)).unwrap();
    let written = Blessing::Written("openapi/blessed/1.2.3.json".to_owned());
    assert_eq!(blessed::bless(root, &load()).unwrap(), written);
    assert_eq!(blessed::bless(root, &load()).unwrap(), Blessing::Unchanged("openapi/blessed/1.2.3.json".to_owned()));

    edit(root, "openapi/things.yaml", "operationId: thing_paint", "operationId: thing_tint");
    let refusal = blessed::bless(root, &load()).unwrap_err().to_string();
    assert!(refusal.contains("from 1.2.3 to 2.0.0"), "{refusal}");
    edit(root, "openapi/openapi.yaml", "version: 1.2.3", "version: 2.0.0");
    assert_eq!(blessed::bless(root, &load()).unwrap(), Blessing::Written("openapi/blessed/2.0.0.json".to_owned()));
    assert_eq!(blessed::newest(root).unwrap().unwrap().0.to_string(), "2.0.0");
}
