//! Bytes to send, and where the programs keep theirs.

use std::fs;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use tempfile::TempDir;

/// A file of that many pseudo-random bytes, the same for the same seed, of which no two runs are alike: nothing on the way
/// can compress them, or have them already.
pub fn sample_file(dir: &Path, size_bytes: u64, seed: u64) -> Result<PathBuf> {
    let path = dir.join(format!("sample-{size_bytes}-{seed}"));
    let mut out = BufWriter::with_capacity(1 << 20, fs::File::create(&path)?);
    let mut left = size_bytes;
    for word in noise(seed) {
        let bytes = word.to_le_bytes();
        let length = usize::try_from(left).unwrap_or(usize::MAX).min(bytes.len());
        out.write_all(&bytes[..length])?;
        left -= length as u64;
        if left == 0 {
            break;
        }
    }
    out.flush()?;
    // What the kernel has still to write must not slow down whoever is measured first.
    out.get_ref().sync_all()?;
    Ok(path)
}

/// Words without end, the same for the same seed.
pub fn noise(seed: u64) -> impl Iterator<Item = u64> {
    let mut state = seed.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    std::iter::repeat_with(move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    })
}

/// The folder that cargo builds this program in, `target` unless told otherwise. The servers, the peers and all data are
/// there, so that everybody writes to the same disk.
pub fn target_folder() -> Result<PathBuf> {
    let program = std::env::current_exe()?;
    Ok(program.ancestors().nth(2).context("this program isn't in a folder of cargo's")?.to_path_buf())
}

/// A new folder on that disk, removed on drop.
pub fn scratch_folder(prefix: &str) -> Result<TempDir> {
    Ok(tempfile::Builder::new().prefix(&format!("bench-{prefix}-")).tempdir_in(target_folder()?)?)
}

/// Frees the bytes of every file below a folder and keeps the files: ext4 looks for a new file's place past those that were
/// removed within the last minutes, one by one, so that whoever makes many files next would pay for it.
pub fn empty_files(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            empty_files(&entry.path())?;
        } else if entry.file_type()?.is_file() {
            fs::File::options().write(true).open(entry.path())?.set_len(0)?;
        }
    }
    Ok(())
}

/// How many bytes the files below a folder have.
pub fn folder_bytes(folder: &Path) -> Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder).with_context(|| format!("{} can't be read", folder.display()))? {
        let entry = entry?;
        let metadata = entry.metadata()?;
        bytes += if metadata.is_dir() { folder_bytes(&entry.path())? } else { metadata.len() };
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emptied_files_stay_and_weigh_nothing() -> Result<()> {
        let dir = tempfile::tempdir()?;
        fs::create_dir(dir.path().join("below"))?;
        fs::write(dir.path().join("below/one"), "12345")?;
        fs::write(dir.path().join("two"), "678")?;
        assert_eq!(folder_bytes(dir.path())?, 8);
        empty_files(dir.path())?;
        assert_eq!(folder_bytes(dir.path())?, 0);
        assert!(dir.path().join("below/one").exists());
        Ok(())
    }
}
