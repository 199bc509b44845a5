//! Downloads into files and writers.

use std::io;
use std::path::{Path, PathBuf};

use futures_util::stream::StreamExt as _;
use tokio::fs::{self, File};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt as _};
use uuid::Uuid;

use super::{Download, TransferError};

impl Download {
    /// Writes the content to a file and yields its length in bytes.
    ///
    /// The file appears under its name only when everything is there, checked and on the disk: until then the bytes are in
    /// a file of another name beside it, which is removed if anything fails. A file of that name is replaced.
    pub async fn write_to(mut self, path: impl AsRef<Path>) -> Result<u64, TransferError> {
        let path = path.as_ref();
        let part = PartFile::beside(path)?;
        let mut file = File::create_new(&part.path).await?;
        self.copy_to(&mut file).await?;
        // The bytes before the name: else a power loss could leave the name with nothing behind it.
        file.sync_all().await?;
        drop(file);
        fs::rename(&part.path, path).await?;
        part.keep();
        sync_directory(path).await?;
        Ok(self.received_bytes)
    }

    /// Writes the content to a writer, flushes it, and yields how many bytes there were. When it fails, the writer may
    /// have got the beginning.
    pub async fn to_writer(mut self, writer: &mut (impl AsyncWrite + Unpin)) -> Result<u64, TransferError> {
        self.copy_to(writer).await?;
        Ok(self.received_bytes)
    }

    /// The content as a reader.
    pub fn into_async_read(self) -> impl AsyncRead + Send + Unpin + 'static {
        tokio_util::io::StreamReader::new(self.into_resuming_stream().map(|piece| piece.map_err(io::Error::from)))
    }

    async fn copy_to(&mut self, writer: &mut (impl AsyncWrite + Unpin)) -> Result<(), TransferError> {
        while let Some(piece) = self.next_resuming().await {
            writer.write_all(&piece?).await?;
        }
        writer.flush().await?;
        Ok(())
    }
}

/// A file that is removed again unless it is kept.
struct PartFile {
    path: PathBuf,
    keep: bool,
}

impl PartFile {
    fn beside(path: &Path) -> io::Result<Self> {
        let name = path.file_name().ok_or_else(|| {
            io::Error::new(io::ErrorKind::InvalidInput, format!("{} does not name a file", path.display()))
        })?;
        let name = format!(".{}.{}.part", name.to_string_lossy(), Uuid::new_v4().simple());
        Ok(Self { path: path.with_file_name(name), keep: false })
    }

    fn keep(mut self) {
        self.keep = true;
    }
}

impl Drop for PartFile {
    fn drop(&mut self) {
        if !self.keep {
            // There is nobody left to tell, and it may never have been made.
            drop(std::fs::remove_file(&self.path));
        }
    }
}

/// Makes the new name outlast a power loss, where directories can be synced.
#[cfg(unix)]
async fn sync_directory(path: &Path) -> io::Result<()> {
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(directory).await?.sync_all().await
}

#[cfg(not(unix))]
async fn sync_directory(_path: &Path) -> io::Result<()> {
    Ok(())
}
