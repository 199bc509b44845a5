//! Who uses a backup's folder: a backup has it alone, since two would write the same copies at once; restorations share it.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use anyhow::{Context as _, Result, bail};

/// What is locked. It stays when nobody holds it: two could hold a file that is removed and made again.
const LOCK: &str = "lock";

/// Given up when it is dropped, or when its holder dies.
#[derive(Debug)]
pub(super) struct Lock {
    _held: Option<File>,
}

impl Lock {
    /// Keeps everybody else off, for a backup.
    ///
    /// # Errors
    /// If another backup, or a restoration, is under way, or if the folder can't be locked.
    pub fn alone(folder: &Path) -> Result<Self> {
        let path = folder.join(LOCK);
        let unusable = || format!("the file {}, which says who uses the folder, can't be locked", path.display());
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path).with_context(unusable)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _held: Some(file) }),
            Err(TryLockError::WouldBlock) => bail!(
                "another backup into {}, or a restoration out of it, is under way; begin again when it has ended, or \
                 name another folder",
                folder.display()
            ),
            Err(TryLockError::Error(error)) => Err(error).with_context(unusable),
        }
    }

    /// Keeps backups off, for a restoration. A folder in which nothing can be locked or written has none to be kept off,
    /// and must not be lost for that.
    ///
    /// # Errors
    /// If a backup is under way.
    pub fn shared(folder: &Path) -> Result<Self> {
        let Ok(file) = File::open(folder.join(LOCK)) else { return Ok(Self { _held: None }) };
        match file.try_lock_shared() {
            Ok(()) => Ok(Self { _held: Some(file) }),
            Err(TryLockError::WouldBlock) => {
                bail!("a backup into {} is under way; begin again when it has ended", folder.display())
            }
            Err(TryLockError::Error(error)) => {
                tracing::warn!(%error, "backups can't be kept off while this one is restored");
                Ok(Self { _held: None })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backup_is_alone_and_restorations_are_not() {
        let folder = tempfile::tempdir().unwrap();
        drop(Lock::shared(folder.path()).unwrap());
        let backup = Lock::alone(folder.path()).unwrap();
        assert!(Lock::alone(folder.path()).unwrap_err().to_string().contains("is under way; begin again"));
        assert!(Lock::shared(folder.path()).unwrap_err().to_string().contains("is under way; begin again"));
        drop(backup);
        let restorations = [Lock::shared(folder.path()).unwrap(), Lock::shared(folder.path()).unwrap()];
        Lock::alone(folder.path()).unwrap_err();
        drop(restorations);
        Lock::alone(folder.path()).unwrap();
    }
}
