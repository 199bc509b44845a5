//! Writing past the page cache. A long content would drive everything else out of it, and be copied on its way through:
//! on many machines that, and not the disk, is what a long upload waits for. Everything here blocks.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;

use super::super::batch::Batch;

/// What every disk and file system that we know is content with, for places in memory and in the file and for lengths.
const ALIGNMENT: usize = 4096;

/// A second way into a file that is being written.
pub(super) struct Direct {
    file: File,
    memory: Vec<u8>,
}

impl Direct {
    /// `None` if the file system has no such way.
    pub(super) fn open(path: &Path) -> Option<Self> {
        let mut options = OpenOptions::new();
        options.write(true);
        #[cfg(target_os = "linux")]
        {
            use std::os::unix::fs::OpenOptionsExt as _;
            let direct = i32::try_from(rustix::fs::OFlags::DIRECT.bits()).ok()?;
            let file = options.custom_flags(direct).open(path).ok()?;
            Some(Self { file, memory: Vec::new() })
        }
        #[cfg(not(target_os = "linux"))]
        {
            let _ = (path, options);
            None
        }
    }

    /// Writes a batch at that place of the file; false if it must go the other way, since its length or its place is none
    /// that a disk takes.
    ///
    /// # Errors
    /// What the disk says.
    pub(super) fn write(&mut self, batch: &Batch, offset: u64) -> io::Result<bool> {
        if batch.size_bytes == 0
            || !batch.size_bytes.is_multiple_of(ALIGNMENT)
            || !offset.is_multiple_of(ALIGNMENT as u64)
        {
            return Ok(false);
        }
        // A disk takes memory at some places only, which an allocator does not promise.
        self.memory.resize(self.memory.len().max(batch.size_bytes + ALIGNMENT), 0);
        let start = self.memory.as_ptr().align_offset(ALIGNMENT);
        let Some(memory) = self.memory.get_mut(start..start.saturating_add(batch.size_bytes)) else {
            return Ok(false);
        };
        let mut rest = &mut *memory;
        for piece in batch.pieces.iter() {
            let (front, behind) = rest.split_at_mut(piece.len());
            front.copy_from_slice(piece);
            rest = behind;
        }
        match write_all_at(&self.file, memory, offset) {
            Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(false),
            written => written.map(|()| true),
        }
    }
}

#[cfg(unix)]
fn write_all_at(file: &File, bytes: &[u8], offset: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, offset)
}

#[cfg(not(unix))]
fn write_all_at(_: &File, _: &[u8], _: u64) -> io::Result<()> {
    Err(io::ErrorKind::InvalidInput.into())
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    fn batch(pieces: &[&[u8]]) -> Batch {
        let size_bytes = pieces.iter().map(|piece| piece.len()).sum();
        Batch { pieces: pieces.iter().map(|piece| Bytes::copy_from_slice(piece)).collect(), size_bytes }
    }

    #[test]
    fn what_a_disk_takes_is_written_in_its_place_and_the_rest_is_refused() {
        let folder = tempfile::tempdir_in(env!("CARGO_MANIFEST_DIR")).unwrap();
        let path = folder.path().join("pack");
        std::fs::write(&path, [7; 4096]).unwrap();
        let Some(mut direct) = Direct::open(&path) else { return };
        assert!(!direct.write(&batch(&[&[1; 4095]]), 4096).unwrap());
        assert!(!direct.write(&batch(&[&[1; 4096]]), 4095).unwrap());
        assert!(!direct.write(&batch(&[]), 4096).unwrap());
        if direct.write(&batch(&[&[1; 1000], &[2; 3096 + 4096]]), 4096).unwrap() {
            let written = std::fs::read(&path).unwrap();
            let expected = [vec![7; 4096], vec![1; 1000], vec![2; 3096 + 4096]].concat();
            assert!(written == expected, "{} bytes", written.len());
        }
    }
}
