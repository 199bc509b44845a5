//! How far the kernel reads ahead of a reader, unasked.
//!
//! What it brings so is cached in long runs, which are read again at a third less than what was asked for ahead of time, page
//! by page; and it costs a third. But nobody has compared it: who lets the kernel read ahead must know how far it may go.

use std::fs::File;
use std::ops::RangeInclusive;
#[cfg(target_os = "linux")]
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

/// How far the kernel may reach beyond the end of what is read, by its window. It is one window ahead, and begins the next as
/// soon as a reader has come into the last: that is two. The rest is for a window that was just being set otherwise.
const REACH_WINDOWS: u64 = 4;

/// A shorter window does not keep a disk busy while a chunk is compared and sent; and it must hold the longest single read. Of
/// a longer one too much would have to be compared again for each page that was not cached.
const WINDOW_BYTES: RangeInclusive<u64> = 1024 * 1024..=16 * 1024 * 1024;

/// A file in which the kernel reads ahead.
#[derive(Debug)]
pub(super) struct ReadAhead {
    pub(super) file: File,
    /// How much beyond the end of a read it may bring unasked.
    pub(super) reach_bytes: u64,
}

impl ReadAhead {
    /// Opens the pack that is open already a second time. `None` if it is not known how far the kernel will read ahead in it, or
    /// not worth it. Blocks.
    pub(super) fn open(path: &Path, opened: &File) -> Option<Self> {
        #[cfg(target_os = "linux")]
        {
            // An open file keeps its window, whatever is set for the disk later.
            let file = File::open(path).ok()?;
            let (metadata, other) = (file.metadata().ok()?, opened.metadata().ok()?);
            if (metadata.dev(), metadata.ino()) != (other.dev(), other.ino()) {
                return None;
            }
            let window_bytes = window_bytes(&file, metadata.dev())?;
            let reach_bytes = window_bytes.checked_mul(REACH_WINDOWS)?;
            WINDOW_BYTES.contains(&window_bytes).then_some(Self { file, reach_bytes })
        }
        #[cfg(not(target_os = "linux"))]
        {
            let _ = (path, opened);
            None
        }
    }
}

#[cfg(target_os = "linux")]
fn window_bytes(file: &File, device: u64) -> Option<u64> {
    /// ext2 to ext4, and XFS. Others may widen what the kernel wants to whole blocks that they compress, or fetch.
    const FILE_SYSTEMS: [u64; 2] = [0xef53, 0x5846_5342];

    let file_system = u64::try_from(rustix::fs::fstatfs(file).ok()?.f_type).ok()?;
    if !FILE_SYSTEMS.contains(&file_system) {
        return None;
    }
    let device = format!("/sys/dev/block/{}:{}", rustix::fs::major(device), rustix::fs::minor(device));
    // A partition has the window of its disk, whose folder is the one above.
    let paths = [format!("{device}/queue/read_ahead_kb"), format!("{device}/../queue/read_ahead_kb")];
    let kib: u64 = paths.iter().find_map(|path| std::fs::read_to_string(path).ok())?.trim().parse().ok()?;
    kib.checked_mul(1024)
}
