//! Files of lines and their digests.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use sha2::{Digest as _, Sha256};
use tokio::fs::File;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, BufWriter};

use crate::blobs::durable;

/// A file on its way to the disk.
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

/// The SHA-256 of a file.
pub(super) async fn digest(path: &Path) -> Result<String> {
    let mut file = File::open(path).await.with_context(|| format!("{} can't be opened", path.display()))?;
    let (mut hasher, mut piece) = (Sha256::new(), vec![0; 256 * 1024]);
    loop {
        let size = file.read(&mut piece).await.with_context(|| format!("{} can't be read", path.display()))?;
        if size == 0 {
            return Ok(hex::encode(hasher.finalize()));
        }
        hasher.update(&piece[..size]);
    }
}
