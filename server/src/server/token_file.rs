//! The file with the first start's token: whole or not there, and nobody else's to read.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

const OWNER_ONLY: u32 = 0o600;

/// Writes the token and a line end. What was there before is replaced at once.
pub(super) fn write(path: &Path, token: &str) -> io::Result<()> {
    let staged = path.with_extension("token.new");
    // Left over from a crash, with whatever mode.
    if let Err(error) = fs::remove_file(&staged)
        && error.kind() != io::ErrorKind::NotFound
    {
        return Err(error);
    }
    let mut file = OpenOptions::new().write(true).create_new(true).mode(OWNER_ONLY).open(&staged)?;
    writeln!(file, "{token}")?;
    file.sync_all()?;
    fs::rename(&staged, path)?;
    match path.parent() {
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn only_the_owner_reads_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("admin.token");
        fs::write(folder.path().join("admin.token.new"), "left over").unwrap();
        fs::write(&path, "old").unwrap();
        write(&path, "srp_1").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "srp_1\n");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, OWNER_ONLY);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
