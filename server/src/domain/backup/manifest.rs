//! What a backup consists of, and the files that say so.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use chrono::{DateTime, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::damage::{Damage, Faulty};
use crate::blobs::durable;

pub(super) const BACKUPS: &str = "backups";
pub(super) const ROWS: &str = "rows";
/// What backups are called: when they were begun.
const NAME_FORMAT: &str = "%Y%m%dT%H%M%S%.6fZ";
const MANIFEST: &str = "manifest";
const COMPLETE: &str = "complete";

/// Counts up when a backup of before can't be read any more.
const FORMAT: u32 = 1;

/// One table's rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct TableEntry {
    pub table: String,
    pub rows: u64,
    pub sha256: String,
}

/// One pack's bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PackEntry {
    pub pack: Uuid,
    pub size_bytes: u64,
    /// Of the copy.
    pub sha256: String,
    /// Set if it was damaged when it was copied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub damage: Option<Damage>,
}

impl PackEntry {
    /// Set if it was damaged when it was copied.
    pub fn faulty(&self) -> Option<Faulty> {
        let damage = self.damage.clone()?;
        Some(Faulty { pack: self.pack, size_bytes: self.size_bytes, damage })
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    pub tables: Vec<TableEntry>,
    pub packs: Vec<PackEntry>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Head {
    format: u32,
    made_by: String,
}

/// A line of the file, whichever it is.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Line {
    Head(Head),
    Table(TableEntry),
    Pack(PackEntry),
}

impl Manifest {
    /// The newest backup in a folder that came to its end, with its own folder.
    pub async fn newest(of: &Path) -> Result<Option<(PathBuf, Self)>> {
        let backups = of.join(BACKUPS);
        let mut names: Vec<PathBuf> =
            fs::read_dir(&backups).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
        names.sort();
        match names.into_iter().rfind(|backup| backup.join(COMPLETE).exists()) {
            Some(folder) => {
                let manifest = Self::read(&folder)?;
                Ok(Some((folder, manifest)))
            }
            None => Ok(None),
        }
    }

    fn read(folder: &Path) -> Result<Self> {
        let path = folder.join(MANIFEST);
        let text = fs::read(&path).with_context(|| format!("{} can't be read", path.display()))?;
        let complete = fs::read_to_string(folder.join(COMPLETE)).context("the mark of completeness can't be read")?;
        if complete.trim() != hex::encode(Sha256::digest(&text)) {
            bail!("{} is damaged: it does not have the digest that was noted", path.display());
        }
        let mut manifest = Self::default();
        for line in text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            match serde_json::from_slice(line).with_context(|| format!("{} can't be understood", path.display()))? {
                Line::Head(head) if head.format != FORMAT => {
                    bail!("{} is of format {}, and this version reads {FORMAT}", path.display(), head.format)
                }
                Line::Head(_) => {}
                Line::Table(table) => manifest.tables.push(table),
                Line::Pack(pack) => manifest.packs.push(pack),
            }
        }
        Ok(manifest)
    }

    /// Writes it, and last the mark that the backup is complete. All that it names must be on the disk.
    pub async fn write(&self, folder: &Path) -> Result<()> {
        let head = Head { format: FORMAT, made_by: env!("CARGO_PKG_VERSION").to_owned() };
        let mut text = serde_json::to_string(&head)? + "\n";
        for table in &self.tables {
            text += &(serde_json::to_string(table)? + "\n");
        }
        for pack in &self.packs {
            text += &(serde_json::to_string(pack)? + "\n");
        }
        let digest = hex::encode(Sha256::digest(&text));
        for (name, text) in [(MANIFEST, text), (COMPLETE, digest + "\n")] {
            let path = folder.join(name);
            write_synced(&path, text.as_bytes()).with_context(|| format!("{} can't be written", path.display()))?;
        }
        Ok(())
    }
}

fn write_synced(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    durable::sync_dir(path.parent().unwrap_or(Path::new(".")))
}

/// The folder of a backup that is begun.
pub(super) fn folder(of: &Path, at: DateTime<Utc>) -> PathBuf {
    of.join(BACKUPS).join(at.format(NAME_FORMAT).to_string())
}

/// Removes backups that were broken off. For who has the folder alone: nobody makes one meanwhile.
pub(super) fn remove_broken_off(of: &Path) -> Result<()> {
    let backups = of.join(BACKUPS);
    for entry in fs::read_dir(&backups).with_context(|| format!("{} can't be read", backups.display()))? {
        let folder = entry?.path();
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let is_backup = NaiveDateTime::parse_from_str(&name, NAME_FORMAT).is_ok();
        if is_backup && !folder.join(COMPLETE).exists() {
            fs::remove_dir_all(&folder).with_context(|| format!("{} can't be removed", folder.display()))?;
        }
    }
    Ok(())
}

/// Makes a folder and those above it, for the owner alone: rows hold the hashes of credentials, and keys.
pub(super) fn make_private_folder(path: &Path) -> Result<()> {
    durable::create_dir_all(path).with_context(|| format!("the folder {} can't be made", path.display()))
}
