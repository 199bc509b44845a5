//! What a backup consists of, and the files that say so.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail};
use chrono::{DateTime, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::damage::{Damage, Faulty};
use super::entries::{Entries, Torn};
use super::lines::{self, NewLines};
use crate::blobs::durable;

pub(super) const BACKUPS: &str = "backups";
pub(super) const ROWS: &str = "rows";
/// What backups are called: when they were begun.
const NAME_FORMAT: &str = "%Y%m%dT%H%M%S%.6fZ";
const MANIFEST: &str = "manifest";
const COMPLETE: &str = "complete";
/// The mark on its way.
const UNFINISHED: &str = "complete.unfinished";

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

/// A complete backup.
#[derive(Debug)]
pub(super) struct Manifest {
    pub folder: PathBuf,
    pub tables: Vec<TableEntry>,
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
    /// The newest backup in a folder that came to its end.
    ///
    /// # Errors
    /// If it is damaged: whoever restores one must know which.
    pub async fn newest(of: &Path) -> Result<Option<Self>> {
        let Some(folder) = complete(of).pop() else { return Ok(None) };
        let older = "to restore the backup before it, move its folder elsewhere";
        Ok(Some(Self::read(folder).await.map_err(|error| anyhow!("{error:#}; {older}"))?))
    }

    /// The newest one that can be read, for what it tells of the copies in the folder.
    pub async fn newest_readable(of: &Path) -> Option<Self> {
        for folder in complete(of).into_iter().rev() {
            match Self::read(folder).await {
                Ok(manifest) => return Some(manifest),
                Err(error) => tracing::warn!("{error:#}; what it tells of copies is not used"),
            }
        }
        None
    }

    async fn read(folder: PathBuf) -> Result<Self> {
        let path = folder.join(MANIFEST);
        let complete = fs::read_to_string(folder.join(COMPLETE)).context("the mark of completeness can't be read")?;
        if complete.trim() != lines::digest(&path).await? {
            bail!("{} is damaged: it does not have the digest that was noted", path.display());
        }
        let mut manifest = Self { folder, tables: Vec::new() };
        let mut lines = manifest.packs().await?;
        while let Some(line) = lines.line().await? {
            match line {
                Line::Head(head) if head.format != FORMAT => {
                    bail!("{} is of format {}, and this version reads {FORMAT}", path.display(), head.format)
                }
                Line::Head(_) => {}
                Line::Table(table) => manifest.tables.push(table),
                // All of which come last.
                Line::Pack(_) => break,
            }
        }
        Ok(manifest)
    }

    /// Its packs, in the order of their ids.
    pub async fn packs(&self) -> Result<Entries> {
        Entries::open(&self.folder.join(MANIFEST), Torn::Refused).await
    }
}

/// The manifest of a backup under way.
pub(super) struct NewManifest {
    folder: PathBuf,
    lines: NewLines,
}

impl NewManifest {
    pub async fn begin(folder: &Path, tables: &[TableEntry]) -> Result<Self> {
        let mut lines = NewLines::create(folder.join(MANIFEST)).await?;
        let head = Head { format: FORMAT, made_by: env!("CARGO_PKG_VERSION").to_owned() };
        lines.add(&serde_json::to_string(&head)?).await?;
        for table in tables {
            lines.add(&serde_json::to_string(table)?).await?;
        }
        Ok(Self { folder: folder.to_owned(), lines })
    }

    /// In the order of the packs' ids.
    pub async fn add(&mut self, pack: &PackEntry) -> Result<()> {
        self.lines.add(&serde_json::to_string(pack)?).await
    }

    /// Writes the mark that the backup is complete. All that the manifest names must be on the disk.
    pub async fn finish(self) -> Result<()> {
        let digest = self.lines.finish().await?;
        mark_complete(&self.folder, &digest)
            .with_context(|| format!("{} can't be written", self.folder.join(COMPLETE).display()))
    }
}

/// The mark has its name when it has its bytes: one that is cut short would be a damaged backup's.
fn mark_complete(folder: &Path, digest: &str) -> std::io::Result<()> {
    let unfinished = folder.join(UNFINISHED);
    let mut file = File::create(&unfinished)?;
    writeln!(file, "{digest}")?;
    file.sync_all()?;
    fs::rename(unfinished, folder.join(COMPLETE))?;
    durable::sync_dir(folder)
}

/// The folders of the backups that came to their end, the newest last.
fn complete(of: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(of.join(BACKUPS)).into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> =
        entries.map(|entry| entry.path()).filter(|folder| folder.join(COMPLETE).exists()).collect();
    folders.sort();
    folders
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

#[cfg(test)]
mod tests {
    use sha2::{Digest as _, Sha256};

    use super::*;

    /// A backup is kept for longer than a version.
    #[tokio::test]
    async fn the_format_is_what_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let backup = folder.path().join("backups/20260102T030405.000006Z");
        make_private_folder(&backup).unwrap();
        let text = concat!(
            r#"{"format":1,"made_by":"0.1.0"}"#,
            "\n",
            r#"{"table":"users","rows":2,"sha256":"ab"}"#,
            "\n",
            r#"{"pack":"0198c0de-0000-7000-8000-0000000000aa","size_bytes":7,"sha256":"cd"}"#,
            "\n",
            r#"{"pack":"0198c0de-0000-7000-8000-0000000000ab","size_bytes":9,"sha256":"ef","damage":{"is_missing":false,"chunks":[[0,4]]}}"#,
            "\n",
        );
        fs::write(backup.join(MANIFEST), text).unwrap();
        fs::write(backup.join(COMPLETE), hex::encode(Sha256::digest(text)) + "\n").unwrap();
        let manifest = Manifest::newest(folder.path()).await.unwrap().unwrap();
        assert_eq!(manifest.tables, [TableEntry { table: "users".to_owned(), rows: 2, sha256: "ab".to_owned() }]);
        let (mut read, mut packs) = (manifest.packs().await.unwrap(), Vec::new());
        while let Some(entry) = read.next().await.unwrap() {
            packs.push(entry);
        }
        assert_eq!(packs[0].damage, None);
        assert_eq!(packs[1].damage, Some(Damage { is_missing: false, chunks: vec![(0, 4)] }));

        // And it is written as it is read.
        let other = folder.path().join("backups/20260102T030405.000007Z");
        make_private_folder(&other).unwrap();
        let mut written = NewManifest::begin(&other, &manifest.tables).await.unwrap();
        for entry in &packs {
            written.add(entry).await.unwrap();
        }
        written.finish().await.unwrap();
        assert_eq!(fs::read_to_string(other.join(MANIFEST)).unwrap(), text);
        assert_eq!(fs::read(other.join(COMPLETE)).unwrap(), fs::read(backup.join(COMPLETE)).unwrap());
        assert_eq!(Manifest::newest(folder.path()).await.unwrap().unwrap().folder, other);
    }
}
