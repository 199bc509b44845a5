//! How far a backup has come: which packs it has copied. If it is broken off, the next one goes on from there, however often
//! that happens; when one is complete, its manifest says the same.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use uuid::Uuid;

use super::entries::{Entries, Torn};
use super::lines::NewLines;
use super::manifest::PackEntry;
use crate::blobs::durable;

/// What the backup under way has copied.
const PROGRESS: &str = "progress";
/// What those have copied that were broken off before it; and the same while it is put together.
const FORMER: &str = "progress.former";
const MERGED: &str = "progress.merged";

/// How many packs, or bytes of them, may have to be copied again after a power loss. A process that dies loses none.
const UNSYNCED_PACKS_MAX: u32 = 256;
const UNSYNCED_BYTES_MAX: u64 = 256 * 1024 * 1024;

pub(super) struct Progress {
    folder: PathBuf,
    former: Option<Entries>,
    file: File,
    unsynced_packs: u32,
    unsynced_bytes: u64,
}

impl Progress {
    /// Takes over what those have left that were broken off. For who has the folder alone.
    pub async fn begin(folder: &Path) -> Result<Self> {
        if folder.join(PROGRESS).exists() {
            merge(folder).await.context("what an earlier backup has left can't be taken over")?;
        }
        let former = open(&folder.join(FORMER)).await?;
        let file = File::create_new(folder.join(PROGRESS)).context("the progress can't be noted")?;
        durable::sync_dir(folder).context("the progress can't be made durable")?;
        Ok(Self { folder: folder.to_owned(), former, file, unsynced_packs: 0, unsynced_bytes: 0 })
    }

    /// What is known of a pack that was copied by a backup that was broken off. Asked for in the order of the packs' ids.
    pub async fn former(&mut self, pack: Uuid) -> Result<Option<PackEntry>> {
        match &mut self.former {
            Some(former) => former.of(pack).await,
            None => Ok(None),
        }
    }

    /// Takes note of a pack that is durable by now. In the order of the packs' ids.
    pub fn add(&mut self, entry: &PackEntry) -> Result<()> {
        let line = serde_json::to_string(entry)? + "\n";
        self.file.write_all(line.as_bytes()).context("the progress can't be noted")?;
        self.unsynced_packs += 1;
        self.unsynced_bytes += entry.size_bytes;
        if self.unsynced_packs >= UNSYNCED_PACKS_MAX || self.unsynced_bytes >= UNSYNCED_BYTES_MAX {
            self.file.sync_all().context("the progress can't be made durable")?;
            (self.unsynced_packs, self.unsynced_bytes) = (0, 0);
        }
        Ok(())
    }

    /// Forgets all that, for the backup is complete.
    pub fn end(self) -> Result<()> {
        for name in [PROGRESS, FORMER] {
            let path = self.folder.join(name);
            match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(error).with_context(|| format!("{} can't be removed", path.display()));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

async fn open(path: &Path) -> Result<Option<Entries>> {
    if path.exists() { Ok(Some(Entries::open(path, Torn::End).await?)) } else { Ok(None) }
}

/// Makes one list of two. What is newer wins; repeated after it was broken off, the same comes of it.
async fn merge(folder: &Path) -> Result<()> {
    let mut newer = Entries::open(&folder.join(PROGRESS), Torn::End).await?;
    let mut former = open(&folder.join(FORMER)).await?;
    let mut merged = NewLines::create(folder.join(MERGED)).await?;
    while let Some(entry) = newer.next().await? {
        if let Some(former) = &mut former {
            while let Some(before) = former.before(entry.pack).await? {
                merged.add(&serde_json::to_string(&before)?).await?;
            }
            former.of(entry.pack).await?;
        }
        merged.add(&serde_json::to_string(&entry)?).await?;
    }
    if let Some(former) = &mut former {
        while let Some(entry) = former.next().await? {
            merged.add(&serde_json::to_string(&entry)?).await?;
        }
    }
    merged.finish().await?;
    fs::rename(folder.join(MERGED), folder.join(FORMER))?;
    durable::sync_dir(folder)?;
    Ok(fs::remove_file(folder.join(PROGRESS))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(pack: u128, sha256: &str) -> PackEntry {
        PackEntry { pack: Uuid::from_u128(pack), size_bytes: 1, sha256: sha256.to_owned(), damage: None }
    }

    /// Each run is broken off: what was noted by one before stays noted, also behind the point that the last one came to.
    #[tokio::test]
    async fn what_was_noted_is_known_until_a_backup_is_complete() {
        let folder = tempfile::tempdir().unwrap();
        for (run, packs) in [[2, 4, 6], [1, 4, 5], [3, 7, 9]].into_iter().enumerate() {
            let mut progress = Progress::begin(folder.path()).await.unwrap();
            for pack in packs {
                progress.add(&entry(pack, &run.to_string())).unwrap();
            }
        }
        // The power went.
        let mut last = fs::OpenOptions::new().append(true).open(folder.path().join(PROGRESS)).unwrap();
        last.write_all(b"{\"pack\":\"0000").unwrap();
        let mut progress = Progress::begin(folder.path()).await.unwrap();
        let mut known = Vec::new();
        for pack in 0..12 {
            known.extend(progress.former(Uuid::from_u128(pack)).await.unwrap().map(|entry| (pack, entry.sha256)));
        }
        let known: Vec<_> = known.iter().map(|(pack, run)| (*pack, run.as_str())).collect();
        assert_eq!(known, [(1, "1"), (2, "0"), (3, "2"), (4, "1"), (5, "1"), (6, "0"), (7, "2"), (9, "2")]);
        progress.end().unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
