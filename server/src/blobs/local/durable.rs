//! What the standard library leaves out of writing files that survive a power loss. Everything here blocks.
//!
//! The order that holds: the file's bytes are synced, then the file is moved to its name, then the folder is synced.
//! Without the first a power loss leaves the name with no bytes behind it; without the last, no name.

use std::fs::{self, File};
use std::io;
use std::path::Path;

/// Makes a folder and all above it, and syncs each new folder's parent, up to the first that was there.
pub fn create_dir_all(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    create_dir_all(parent)?;
    create_dir(path)?;
    sync_dir(parent)
}

/// Makes one folder for the owner alone. One that is already there is left as it is. Its parent is not synced.
pub fn create_dir(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        result => result,
    }
}

/// Makes the names in a folder durable.
pub fn sync_dir(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// Moves a file to a name that nothing has, within one file system. Never overwrites.
pub fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
            // This kernel, or this file system, knows no such flag.
            Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS) => {}
            result => return result.map_err(Into::into),
        }
    }
    // A link refuses a name that is taken, as a plain rename does not.
    fs::hard_link(from, to)?;
    fs::remove_file(from)
}

/// Asks the system to start writing a range of a file to disk now, so that the sync at the end finds little left to
/// do and the disk works while the rest arrives. A hint: without it everything is right, only later.
pub fn start_write_back(file: &File, offset: u64, length: u64) {
    #[cfg(target_os = "linux")]
    if let Some(length) = std::num::NonZeroU64::new(length) {
        // "Not needed" begins with starting the write-back of dirty pages. It then lets go of clean ones, which those
        // just written are not: they stay cached for the readers to come.
        rustix::fs::fadvise(file, offset, Some(length), rustix::fs::Advice::DontNeed).ok();
    }
    #[cfg(not(target_os = "linux"))]
    let _ = (file, offset, length);
}

/// Whether this process may make files in a folder.
pub fn check_writable(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    rustix::fs::access(folder, rustix::fs::Access::WRITE_OK | rustix::fs::Access::EXEC_OK)?;
    fs::metadata(folder).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rename_never_overwrites() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        fs::write(&from, b"new").unwrap();
        fs::write(&to, b"old").unwrap();
        assert_eq!(rename_new(&from, &to).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&to).unwrap(), b"old");
        fs::remove_file(&to).unwrap();
        rename_new(&from, &to).unwrap();
        assert_eq!(fs::read(&to).unwrap(), b"new");
        assert!(!from.exists());
    }

    #[test]
    fn folders_are_made_with_all_above_them() {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("a/b/c");
        create_dir_all(&deep).unwrap();
        create_dir_all(&deep).unwrap();
        assert!(deep.is_dir());
        fs::write(deep.join("file"), b"x").unwrap();
        assert!(create_dir(&deep.join("file")).is_err());
    }
}
