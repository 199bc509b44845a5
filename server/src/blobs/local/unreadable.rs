//! Errors of a disk that say that bytes are lost, and not just out of reach for now.

use std::io;

use rustix::io::Errno;

/// What a disk answers for sectors that it has lost, and a file system for those of its own that it can't make out.
#[cfg(not(target_os = "linux"))]
const LOST: [Errno; 2] = [Errno::IO, Errno::BADMSG];

/// ext4 and XFS have an error each for what their checksums tell, and for what makes no sense. Past its cache, Linux hands on
/// what the disk said: no data for a sector that can't be read, an illegal sequence for one whose protection does not fit.
#[cfg(target_os = "linux")]
const LOST: [Errno; 6] = [Errno::IO, Errno::BADMSG, Errno::UCLEAN, Errno::NODATA, Errno::ILSEQ, Errno::REMOTEIO];

/// Whether an error says that; others, such as a lack of rights, say nothing of the bytes.
pub fn is_unreadable(error: &io::Error) -> bool {
    Errno::from_io_error(error).is_some_and(|errno| LOST.contains(&errno))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_disk_has_lost_is_damage_and_other_errors_are_not() {
        assert!(LOST.into_iter().all(|errno| is_unreadable(&errno.into())));
        for errno in [Errno::MFILE, Errno::ACCESS, Errno::NOMEM, Errno::STALE, Errno::ISDIR] {
            assert!(!is_unreadable(&errno.into()), "{errno}");
        }
        assert!(!is_unreadable(&io::ErrorKind::TimedOut.into()));
    }
}
