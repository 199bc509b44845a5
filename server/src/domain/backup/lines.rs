//! Files of lines on their way to the disk, with their digest.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use sha2::{Digest as _, Sha256};
use tokio::fs::File;
use tokio::io::{AsyncWriteExt as _, BufWriter};

use crate::blobs::durable;

pub(super) struct NewLines {
    path: PathBuf,
    file: BufWriter<File>,
    hasher: Sha256,
}

impl NewLines {
    /// Begins a file anew.
    pub async fn create(path: PathBuf) -> Result<Self> {
        let file = File::create(&path).await.with_context(|| format!("{} can't be made", path.display()))?;
        Ok(Self { path, file: BufWriter::new(file), hasher: Sha256::new() })
    }

    pub async fn add(&mut self, line: &str) -> Result<()> {
        for bytes in [line.as_bytes(), b"\n"] {
            self.hasher.update(bytes);
            self.file.write_all(bytes).await.with_context(|| format!("{} can't be written", self.path.display()))?;
        }
        Ok(())
    }

    /// Makes it durable, with its name. Answers its SHA-256.
    pub async fn finish(mut self) -> Result<String> {
        let durable = async {
            self.file.flush().await?;
            self.file.get_ref().sync_all().await?;
            durable::sync_dir(self.path.parent().unwrap_or(Path::new(".")))
        };
        durable.await.with_context(|| format!("{} can't be made durable", self.path.display()))?;
        Ok(hex::encode(self.hasher.finalize()))
    }
}
