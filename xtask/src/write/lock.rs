//! `GENERATED.lock`: SHA-256 of every input, of the generator as a whole and of every output.
//!
//! The generator counts as one: which of its files changed tells nothing about which output does.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, bail};
use sha2::{Digest as _, Sha256};

use crate::contract;
use crate::emit::File;

/// Relative to the workspace root.
pub const LOCK_FILE: &str = "GENERATED.lock";
const HEADER: &str =
    "# What `cargo xtask regen` read and wrote; `cargo xtask regen --check` compares. Nobody edits it.\n";
const GENERATOR: &str = "xtask/src";
/// Decides which formatter is used, so it is part of the generator.
const GENERATOR_MANIFEST: &str = "xtask/Cargo.toml";

/// Paths are relative to the workspace root, with `/`; hashes are lower-case hexadecimal.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Lock {
    pub inputs: BTreeMap<String, String>,
    pub generator: String,
    pub outputs: BTreeMap<String, String>,
}

impl Lock {
    /// The lock of a run that has just written `files`.
    pub fn of(root: &Path, files: &[File]) -> anyhow::Result<Self> {
        let mut lock = Self::inputs_of(root)?;
        lock.outputs = files.iter().map(|file| (file.path.clone(), sha256(file.text.as_bytes()))).collect();
        Ok(lock)
    }

    /// What is there to be read now; the outputs stay empty.
    pub fn inputs_of(root: &Path) -> anyhow::Result<Self> {
        let mut inputs = BTreeMap::new();
        for path in files_below(root, contract::DIRECTORY, false)? {
            let made = path.ends_with(contract::BUNDLE_YAML);
            if path.ends_with(".yaml") && !made {
                inputs.insert(path.clone(), sha256(&read(root, &path)?));
            }
        }
        let mut generator = Sha256::new();
        let mut sources = files_below(root, GENERATOR, true)?;
        if root.join(GENERATOR_MANIFEST).exists() {
            sources.push(GENERATOR_MANIFEST.to_owned());
        }
        for path in sources {
            // Length first, so that moving a line from one file to the next is a change.
            let bytes = read(root, &path)?;
            generator.update(format!("{path} {}\n", bytes.len()));
            generator.update(&bytes);
        }
        Ok(Self { inputs, generator: hex(&generator.finalize()), outputs: BTreeMap::new() })
    }

    /// `None` if there is no lock yet.
    pub fn read(root: &Path) -> anyhow::Result<Option<Self>> {
        match fs::read_to_string(root.join(LOCK_FILE)) {
            Ok(text) => Self::parse(&text).map(Some),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).context(LOCK_FILE),
        }
    }

    pub fn to_text(&self) -> String {
        let lines = |kind: &str, hashes: &BTreeMap<String, String>| -> String {
            hashes.iter().map(|(path, hash)| format!("{kind} {hash} {path}\n")).collect()
        };
        let generator = format!("generator {} {GENERATOR}\n", self.generator);
        format!("{HEADER}{}{generator}{}", lines("input", &self.inputs), lines("output", &self.outputs))
    }

    fn parse(text: &str) -> anyhow::Result<Self> {
        let mut lock = Self::default();
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
            let mut words = line.splitn(3, ' ');
            match (words.next(), words.next(), words.next()) {
                (Some("input"), Some(hash), Some(path)) => {
                    lock.inputs.insert(path.to_owned(), hash.to_owned());
                }
                (Some("generator"), Some(hash), Some(_)) => hash.clone_into(&mut lock.generator),
                (Some("output"), Some(hash), Some(path)) => {
                    lock.outputs.insert(path.to_owned(), hash.to_owned());
                }
                _ => bail!("{LOCK_FILE}:{}: not a line of the lock; run `cargo xtask regen`", index + 1),
            }
        }
        Ok(lock)
    }
}

/// Files of a folder, sorted, relative to `root`. A folder that does not exist has none.
fn files_below(root: &Path, folder: &str, recursive: bool) -> anyhow::Result<Vec<String>> {
    let mut files = Vec::new();
    if !root.join(folder).exists() {
        return Ok(files);
    }
    for entry in fs::read_dir(root.join(folder)).with_context(|| folder.to_owned())? {
        let entry = entry.with_context(|| folder.to_owned())?;
        let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if !entry.file_type()?.is_dir() {
            files.push(path);
        } else if recursive {
            files.extend(files_below(root, &path, true)?);
        }
    }
    files.sort();
    Ok(files)
}

fn read(root: &Path, path: &str) -> anyhow::Result<Vec<u8>> {
    fs::read(root.join(path)).with_context(|| path.to_owned())
}

/// Lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_comes_back_as_it_was() {
        let hash = sha256(b"abc");
        let lock = Lock {
            inputs: BTreeMap::from([("openapi/a b.yaml".to_owned(), hash.clone())]),
            generator: hash.clone(),
            outputs: BTreeMap::from([("server/src/generated.rs".to_owned(), hash)]),
        };
        assert_eq!(Lock::parse(&lock.to_text()).unwrap(), lock);
        assert!(Lock::parse("nonsense\n").unwrap_err().to_string().starts_with("GENERATED.lock:1:"));
    }
}
