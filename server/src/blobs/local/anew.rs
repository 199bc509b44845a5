//! Reading a run of a pack from the disk itself, past the page cache: what the cache holds says nothing of the disk, and
//! what is read here must not push out what others read.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt as _;
use std::path::Path;

use bytes::Bytes;
use uuid::Uuid;

use super::super::examine::{ChunkFault, FoundRun};
use super::super::verified::Verified;
use super::{LocalStore, is_unreadable};

/// Where reads past the cache begin and end, and their memory as well: no disk has longer blocks that it reads alone.
const ALIGNMENT: usize = 4096;

impl LocalStore {
    /// A run of a pack, or as much of it as the disk has.
    ///
    /// # Errors
    /// Those that say nothing of the disk, such as too many open files.
    pub async fn read_past_cache(&self, pack_id: Uuid, range: Range<u64>, verified: Verified) -> io::Result<FoundRun> {
        let path = self.pack_path(pack_id);
        let read = tokio::task::spawn_blocking(move || {
            if let Some(read) = read_direct(&path, &range) {
                return read;
            }
            // A file system that knows no other way: what it has cached is let go of, and comes anew.
            verified.remove(pack_id, &range);
            read_anew(&path, &range)
        });
        match read.await? {
            Ok(bytes) if bytes.is_whole => Ok(FoundRun { bytes: bytes.bytes, fault: None }),
            Ok(bytes) => Ok(FoundRun { bytes: bytes.bytes, fault: Some(ChunkFault::Cut) }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(nothing(ChunkFault::Missing)),
            Err(error) if is_unreadable(&error) => Ok(nothing(ChunkFault::Unreadable)),
            Err(error) => Err(error),
        }
    }
}

struct Read {
    bytes: Bytes,
    is_whole: bool,
}

fn nothing(fault: ChunkFault) -> FoundRun {
    FoundRun { bytes: Bytes::new(), fault: Some(fault) }
}

/// `None` if this file system can't be read past its cache.
fn read_direct(path: &Path, range: &Range<u64>) -> Option<io::Result<Read>> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, Mode, OFlags, openat};
        use rustix::io::Errno;
        let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::DIRECT;
        let file = match openat(CWD, path, flags, Mode::empty()) {
            Ok(file) => File::from(file),
            Err(Errno::INVAL | Errno::OPNOTSUPP) => return None,
            Err(error) => return Some(Err(error.into())),
        };
        match read_aligned(&file, range) {
            Err(error) if error.kind() == io::ErrorKind::InvalidInput => None,
            read => Some(read),
        }
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = (path, range);
        None
    }
}

fn read_aligned(file: &File, range: &Range<u64>) -> io::Result<Read> {
    let alignment = ALIGNMENT as u64;
    let (start, end) = (range.start / alignment * alignment, range.end.next_multiple_of(alignment));
    let length = usize::try_from(end - start).map_err(io::Error::other)?;
    let mut memory = vec![0_u8; length + ALIGNMENT];
    let skipped = memory.as_ptr().align_offset(ALIGNMENT);
    let mut filled = 0;
    while filled < length {
        let piece = &mut memory[skipped + filled..skipped + length];
        let read = match file.read_at(piece, start + filled as u64) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            read => read?,
        };
        filled += read;
        // Only the end of a file is not aligned.
        if read == 0 || read % ALIGNMENT != 0 {
            break;
        }
    }
    let index = |offset: u64| usize::try_from(offset - start).unwrap_or(length).min(filled);
    let (from, to) = (index(range.start), index(range.end));
    let is_whole = start + filled as u64 >= range.end;
    Ok(Read { bytes: Bytes::from(memory).slice(skipped + from..skipped + to), is_whole })
}

/// Reads through the cache, which has been told to let go of the run.
fn read_anew(path: &Path, range: &Range<u64>) -> io::Result<Read> {
    let file = File::open(path)?;
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{Advice, fadvise};
        fadvise(&file, range.start, std::num::NonZeroU64::new(range.end - range.start), Advice::DontNeed).ok();
        fadvise(&file, 0, None, Advice::Random).ok();
    }
    let mut memory = vec![0_u8; usize::try_from(range.end - range.start).map_err(io::Error::other)?];
    let mut filled = 0;
    while filled < memory.len() {
        match file.read_at(&mut memory[filled..], range.start + filled as u64) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    let is_whole = filled == memory.len();
    memory.truncate(filled);
    Ok(Read { bytes: memory.into(), is_whole })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_run_is_read_past_the_cache_and_through_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pack");
        let content: Vec<u8> = (0..300_001_u32).map(|index| (index % 251) as u8).collect();
        std::fs::write(&path, &content).unwrap();
        for range in [0..1, 0..300_001, 4095..4097, 4096..8192, 1..299_999, 299_990..300_001, 131_072..262_144] {
            let expected = &content[usize::try_from(range.start).unwrap()..usize::try_from(range.end).unwrap()];
            let anew = read_anew(&path, &range).unwrap();
            assert!(anew.is_whole && anew.bytes == expected, "{range:?}");
            // Some file systems of test machines know no other way.
            if let Some(direct) = read_direct(&path, &range) {
                let direct = direct.unwrap();
                assert!(direct.is_whole && direct.bytes == expected, "{range:?}");
            }
        }
        for range in [299_000..300_002, 300_001..300_002, 400_000..500_000] {
            let start = usize::try_from(range.start).unwrap().min(content.len());
            let anew = read_anew(&path, &range).unwrap();
            assert!(!anew.is_whole && anew.bytes == content[start..], "{range:?}");
            if let Some(direct) = read_direct(&path, &range) {
                let direct = direct.unwrap();
                assert!(!direct.is_whole && direct.bytes == content[start..], "{range:?}");
            }
        }
        assert_eq!(read_anew(&folder.path().join("none"), &(0..1)).err().unwrap().kind(), io::ErrorKind::NotFound);
    }
}
