//! File descriptors: every connection takes one, and every upload and download of a pack another. Systems start a process with
//! a soft limit of 1,024, for the sake of programs that can't have more, and let it have far more if it asks.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// What is needed besides connections and what they transfer: the databases, the log, background jobs, and HTTP/2 connections
/// that transfer several things at once.
const RESERVED: u64 = 256;

/// What a connection takes, with a transfer on it.
const PER_CONNECTION: u64 = 2;

/// Asks the system for all the descriptors that it allows, and answers how many connections can be served with them: as many
/// as are wanted, or fewer, which is logged.
pub(super) fn connections(wanted: u32) -> u32 {
    let allowed = raise(getrlimit(Resource::Nofile));
    let fit = that_fit(wanted, allowed);
    if fit < wanted {
        tracing::warn!(
            descriptors = allowed,
            "{fit} connections are served at a time instead of {wanted}: the system allows too few file descriptors; raise its \
             limit (ulimit -n, LimitNOFILE=) or lower --connections-max"
        );
    }
    fit
}

/// Raises the soft limit to the hard one; `None` is no limit at all.
fn raise(limit: Rlimit) -> Option<u64> {
    let raised = Rlimit { current: limit.maximum, maximum: limit.maximum };
    match setrlimit(Resource::Nofile, raised) {
        Ok(()) => limit.maximum,
        Err(error) => {
            tracing::debug!(%error, "the limit of file descriptors could not be raised");
            limit.current
        }
    }
}

/// One at least: a server that takes none would look as if it hung.
fn that_fit(wanted: u32, allowed: Option<u64>) -> u32 {
    let Some(allowed) = allowed else { return wanted };
    let fit = (allowed.saturating_sub(RESERVED) / PER_CONNECTION).max(1);
    u32::try_from(fit).unwrap_or(u32::MAX).min(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_leave_descriptors_for_what_they_transfer() {
        assert_eq!(that_fit(8192, None), 8192);
        assert_eq!(that_fit(8192, Some(1_048_576)), 8192);
        assert_eq!(that_fit(8192, Some(1024)), 384);
        assert_eq!(that_fit(8192, Some(100)), 1);
    }
}
