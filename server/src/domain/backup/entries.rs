//! Lists of packs in files, an entry a line, in the order of the packs' ids: read beside one another, and never held.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use tokio::fs::File;
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use uuid::Uuid;

use super::manifest::{Line, PackEntry};

/// What a line means that can't be understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Torn {
    /// That somebody changed the file.
    Refused,
    /// That the list ends before it: it was being written when the power went.
    End,
}

pub(super) struct Entries {
    path: PathBuf,
    lines: Lines<BufReader<File>>,
    torn: Torn,
    /// One that was read and not asked for yet.
    ahead: Option<PackEntry>,
}

impl Entries {
    pub async fn open(path: &Path, torn: Torn) -> Result<Self> {
        let file = File::open(path).await.with_context(|| format!("{} can't be opened", path.display()))?;
        Ok(Self { path: path.to_owned(), lines: BufReader::new(file).lines(), torn, ahead: None })
    }

    pub async fn next(&mut self) -> Result<Option<PackEntry>> {
        if let Some(ahead) = self.ahead.take() {
            return Ok(Some(ahead));
        }
        while let Some(line) = self.line().await? {
            if let Line::Pack(entry) = line {
                return Ok(Some(entry));
            }
        }
        Ok(None)
    }

    /// The next one, if it is of a pack before this one.
    pub async fn before(&mut self, pack: Uuid) -> Result<Option<PackEntry>> {
        let next = self.next().await?;
        if next.as_ref().is_some_and(|entry| entry.pack < pack) {
            return Ok(next);
        }
        self.ahead = next;
        Ok(None)
    }

    /// The entry of a pack. Those of packs before it are passed over: they can't be asked for any more.
    pub async fn of(&mut self, pack: Uuid) -> Result<Option<PackEntry>> {
        while self.before(pack).await?.is_some() {}
        Ok(self.ahead.take_if(|entry| entry.pack == pack))
    }

    /// The next line, whatever it says.
    pub async fn line(&mut self) -> Result<Option<Line>> {
        let read = async {
            let line = self.lines.next_line().await?;
            anyhow::Ok(line.map(|line| serde_json::from_str(&line)).transpose()?)
        };
        match read.await {
            Err(_) if self.torn == Torn::End => Ok(None),
            line => line.with_context(|| format!("{} can't be understood", self.path.display())),
        }
    }
}
