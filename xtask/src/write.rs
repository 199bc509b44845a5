//! Writing what is made from the contract, and telling whether it still is what would be made.
//!
//! `GENERATED.lock` holds the hashes of what went in (the contract and the generator) and of what came out. So a stale or
//! hand-edited file is found without generating anything, and a file that is no longer made is deleted.

mod lock;

use std::fs;
use std::path::Path;

use anyhow::{Context as _, bail};

pub use lock::{LOCK_FILE, Lock};

use crate::contract::{self, Loaded, yaml};
use crate::emit::{self, File, Options};

/// What a run of `regen` did.
#[derive(Debug, Default)]
pub struct Summary {
    pub written: Vec<String>,
    pub deleted: Vec<String>,
    /// Files that were as they should be.
    pub unchanged: usize,
}

/// All files that are made from the contract, sorted by path.
pub fn outputs(loaded: &Loaded, options: &Options) -> anyhow::Result<Vec<File>> {
    let mut files = vec![
        File { path: format!("{}/{}", contract::DIRECTORY, contract::BUNDLE_JSON), text: json(loaded)? },
        File {
            path: format!("{}/{}", contract::DIRECTORY, contract::BUNDLE_YAML),
            text: format!(
                "# Made from the other files of this folder by `cargo xtask regen`.\n{}",
                yaml::to_yaml(&loaded.document)
            ),
        },
    ];
    files.extend(emit::emit_all(&loaded.contract, options));
    files.sort_by(|one, other| one.path.cmp(&other.path));
    if let Some(pair) = files.windows(2).find(|pair| pair[0].path == pair[1].path) {
        bail!("two emitters write {}", pair[0].path);
    }
    Ok(files)
}

fn json(loaded: &Loaded) -> anyhow::Result<String> {
    Ok(serde_json::to_string_pretty(&loaded.document.to_json())? + "\n")
}

/// Makes everything anew below `root`; touches only what differs.
pub fn regen(root: &Path, options: &Options) -> anyhow::Result<Summary> {
    let loaded = contract::load(&root.join(contract::DIRECTORY))?;
    let files = outputs(&loaded, options)?;
    let mut summary = Summary::default();
    for file in &files {
        if write_if_changed(&root.join(&file.path), &file.text)? {
            summary.written.push(file.path.clone());
        } else {
            summary.unchanged += 1;
        }
    }
    if let Some(former) = Lock::read(root)? {
        for path in former.outputs.keys().filter(|path| !files.iter().any(|file| file.path == **path)) {
            if root.join(path).exists() {
                fs::remove_file(root.join(path)).with_context(|| format!("can't delete {path}"))?;
                summary.deleted.push(path.clone());
            }
        }
    }
    // Last: a run that is cut off leaves a lock that does not fit, and is repeated.
    let lock = Lock::of(root, &files)?;
    if write_if_changed(&root.join(LOCK_FILE), &lock.to_text())? {
        summary.written.push(LOCK_FILE.to_owned());
    }
    Ok(summary)
}

/// Replaces a file as a whole, so that a build that runs meanwhile never reads half of it. Says whether it differed.
pub fn write_if_changed(path: &Path, text: &str) -> anyhow::Result<bool> {
    if fs::read(path).is_ok_and(|present| present == text.as_bytes()) {
        return Ok(false);
    }
    let cannot_write = || format!("can't write {}", path.display());
    let folder = path.parent().with_context(cannot_write)?;
    fs::create_dir_all(folder).with_context(cannot_write)?;
    let name = path.file_name().with_context(cannot_write)?.to_string_lossy();
    let temporary = folder.join(format!(".{name}.{}.tmp", std::process::id()));
    fs::write(&temporary, text).with_context(cannot_write)?;
    fs::rename(&temporary, path).with_context(cannot_write)?;
    Ok(true)
}

/// Compares hashes only: what is stale, edited by hand or missing, one sentence each. Empty if all is well.
pub fn check(root: &Path) -> anyhow::Result<Vec<String>> {
    let Some(lock) = Lock::read(root)? else { return Ok(vec![format!("{LOCK_FILE} is missing")]) };
    let present = Lock::inputs_of(root)?;
    let mut findings = Vec::new();
    for (path, hash) in &present.inputs {
        match lock.inputs.get(path) {
            None => findings.push(format!("{path} is new: nothing was made from it yet")),
            Some(locked) if locked != hash => {
                findings.push(format!("{path} was changed: what is made from it is stale"));
            }
            Some(_) => {}
        }
    }
    for path in lock.inputs.keys().filter(|path| !present.inputs.contains_key(*path)) {
        findings.push(format!("{path} is gone: what was made from it is stale"));
    }
    if lock.generator != present.generator {
        findings.push("the generator (xtask/src) was changed: what it makes may be stale".to_owned());
    }
    for (path, hash) in &lock.outputs {
        match fs::read(root.join(path)) {
            Err(_) => findings.push(format!("{path} is missing")),
            Ok(bytes) if lock::sha256(&bytes) != *hash => findings.push(format!(
                "{path} was edited by hand: the change belongs into the contract or the emitter, and is lost with the next regen"
            )),
            Ok(_) => {}
        }
    }
    Ok(findings)
}

/// Makes everything twice in memory and compares: a unified diff of each file that is not what would be written, and a
/// finding if the two runs differ.
pub fn check_full(root: &Path, options: &Options) -> anyhow::Result<Vec<String>> {
    let directory = root.join(contract::DIRECTORY);
    let first = outputs(&contract::load(&directory)?, options)?;
    let second = outputs(&contract::load(&directory)?, options)?;
    let mut findings = Vec::new();
    for (one, other) in first.iter().zip(&second) {
        if one != other {
            findings.push(format!("{} differs from run to run: the emitter is not deterministic", one.path));
        }
    }
    for file in &first {
        let present = fs::read_to_string(root.join(&file.path)).unwrap_or_default();
        if present != file.text {
            let diff = similar::TextDiff::from_lines(&present, &file.text)
                .unified_diff()
                .context_radius(3)
                .header(&format!("{} (present)", file.path), &format!("{} (expected)", file.path))
                .to_string();
            findings.push(format!("{} is not what would be written:\n{diff}", file.path));
        }
    }
    Ok(findings)
}
