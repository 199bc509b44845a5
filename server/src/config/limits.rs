//! Every number that bounds the service, with its unit, default and range, in one table.

use clap::Args;
use serde::Deserialize;

/// Writes the three faces of one table: `Limits` (checked), `LimitSettings` (as given), and the checks between them.
macro_rules! limits {
    ($($help:literal, $variable:literal, $name:ident = $default:literal in $range:expr;)*) => {
        /// Every limit of the service. Each name ends in its unit.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct Limits {
            $(#[doc = $help] pub $name: u64,)*
        }

        impl Default for Limits {
            fn default() -> Self {
                Self { $($name: $default,)* }
            }
        }

        /// The limits as flags, variables and keys give them; absent means the default.
        #[derive(Debug, Clone, Default, PartialEq, Eq, Args, Deserialize)]
        #[command(next_help_heading = "Limits")]
        #[serde(default, deny_unknown_fields)]
        pub struct LimitSettings {
            $(
                #[arg(
                    long,
                    env = $variable,
                    hide_env_values = true,
                    value_name = "NUMBER",
                    help = concat!($help, " [default: ", stringify!($default), "]"),
                )]
                pub $name: Option<u64>,
            )*
        }

        impl LimitSettings {
            /// What is given here, else there.
            #[must_use]
            pub fn or(self, other: Self) -> Self {
                Self { $($name: self.$name.or(other.$name),)* }
            }

            /// The limits in force, or a sentence on the first that is out of its range.
            pub fn resolve(self) -> Result<Limits, String> {
                let default = Limits::default();
                $(
                    let range: std::ops::RangeInclusive<u64> = $range;
                    let $name = self.$name.unwrap_or(default.$name);
                    if !range.contains(&$name) {
                        return Err(out_of_range(stringify!($name), $name, &range));
                    }
                )*
                Ok(Limits { $($name,)* })
            }
        }
    };
}

limits! {
    "Longest JSON request body, in bytes; an operation may set a lower limit of its own",
        "STRONGROOM_JSON_BODY_BYTES", json_body_bytes = 1048576 in 1024..=67108864;
    "Longest file that an organization may store unless it has a limit of its own, in bytes",
        "STRONGROOM_MAX_FILE_BYTES", max_file_bytes = 1099511627776 in 1..=1125899906842624;
    "Longest batch upload, all files of the request together, in bytes",
        "STRONGROOM_BATCH_UPLOAD_BYTES", batch_upload_bytes = 17179869184 in 1..=1125899906842624;
    "Most files and folders of one archive; each takes some hundred bytes of memory while it is sent",
        "STRONGROOM_ARCHIVE_ENTRIES", archive_entries = 100000 in 1..=1000000;
    "How long a connection may take to send a request's headers, in seconds",
        "STRONGROOM_HEADER_READ_SECS", header_read_secs = 15 in 1..=600;
    "How long a connection may lie idle between requests, in seconds; longer than the proxy in front keeps it",
        "STRONGROOM_IDLE_SECS", idle_secs = 75 in 1..=3600;
    "Time over which a request's body must bring 1 KiB a second, in seconds",
        "STRONGROOM_BODY_WINDOW_SECS", body_window_secs = 30 in 1..=600;
    "How long a client may take no byte of an answer, in seconds",
        "STRONGROOM_WRITE_STALL_SECS", write_stall_secs = 60 in 1..=3600;
    "How long an operation without streamed content may take, in seconds",
        "STRONGROOM_HANDLER_TIMEOUT_SECS", handler_timeout_secs = 60 in 1..=3600;
    "How long a stopping server waits for requests in flight, in seconds",
        "STRONGROOM_DRAIN_SECS", drain_secs = 30 in 0..=3600;
    "Most connections at a time",
        "STRONGROOM_CONNECTIONS_MAX", connections_max = 8192 in 1..=1000000;
    "How long an answer is kept under its Idempotency-Key, in seconds",
        "STRONGROOM_IDEMPOTENCY_TTL_SECS", idempotency_ttl_secs = 86400 in 60..=2592000;
    "Longest answer that is kept under an Idempotency-Key, in bytes",
        "STRONGROOM_IDEMPOTENCY_ANSWER_BYTES", idempotency_answer_bytes = 1048576 in 1024..=16777216;
    "How long an Idempotency-Key stays taken after its runner died, in seconds",
        "STRONGROOM_IDEMPOTENCY_LEASE_SECS", idempotency_lease_secs = 60 in 3..=3600;
    "How long a request waits for another one with the same Idempotency-Key, in seconds",
        "STRONGROOM_IDEMPOTENCY_WAIT_SECS", idempotency_wait_secs = 30 in 0..=3600;
    "How long deleted content stays in the store before it is removed, in seconds",
        "STRONGROOM_PACK_GRACE_SECS", pack_grace_secs = 86400 in 0..=31536000;
    "How long the trash of the first start's organization keeps what is in it, in days; requests say it for all others",
        "STRONGROOM_TRASH_RETENTION_DAYS", trash_retention_days = 30 in 1..=3650;
    "Time between two sweeps of the store for deleted content, in seconds",
        "STRONGROOM_SWEEP_INTERVAL_SECS", sweep_interval_secs = 900 in 1..=86400;
    "Time between two listings of the store that look for objects which no row knows, in seconds",
        "STRONGROOM_ORPHAN_INTERVAL_SECS", orphan_interval_secs = 86400 in 1..=31536000;
    "Time in which everything stored is read once and compared, in seconds; 0 switches that off",
        "STRONGROOM_SCRUB_INTERVAL_SECS", scrub_interval_secs = 2592000 in 0..=31536000;
    "Most bytes a second that are read for that",
        "STRONGROOM_SCRUB_BYTES_PER_SEC", scrub_bytes_per_sec = 67108864 in 1048576..=1099511627776;
    "Time between two removals of ended sessions, idempotency keys and what lay in the trash for long enough, in seconds",
        "STRONGROOM_PURGE_INTERVAL_SECS", purge_interval_secs = 300 in 1..=86400;
    "How long a background job stays another server's after that server died, in seconds; clocks must agree within it",
        "STRONGROOM_JOB_LEASE_SECS", job_lease_secs = 30 in 3..=3600;
    "Most log-in attempts a minute for one email address, and from one network address",
        "STRONGROOM_LOGIN_ATTEMPTS_PER_MINUTE", login_attempts_per_minute = 10 in 1..=100000;
    "Most passwords that are checked at the same time; each takes 19 MiB of memory",
        "STRONGROOM_PASSWORD_CHECKS_MAX", password_checks_max = 4 in 1..=256;
    "Life of a session's access token, in seconds",
        "STRONGROOM_ACCESS_TOKEN_SECS", access_token_secs = 900 in 10..=86400;
    "Life of a session that is not renewed, in seconds",
        "STRONGROOM_REFRESH_TOKEN_SECS", refresh_token_secs = 2592000 in 60..=31536000;
}

fn out_of_range(name: &str, value: u64, range: &std::ops::RangeInclusive<u64>) -> String {
    format!("{name} is {value}, but must be from {} to {}", range.start(), range.end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_within_their_ranges() {
        assert_eq!(LimitSettings::default().resolve(), Ok(Limits::default()));
    }

    #[test]
    fn a_limit_out_of_its_range_is_refused_by_name() {
        let settings = LimitSettings { connections_max: Some(0), ..LimitSettings::default() };
        assert_eq!(settings.resolve().unwrap_err(), "connections_max is 0, but must be from 1 to 1000000");
    }

    #[test]
    fn the_first_source_wins() {
        let first = LimitSettings { drain_secs: Some(1), ..LimitSettings::default() };
        let second = LimitSettings { drain_secs: Some(2), connections_max: Some(3), ..LimitSettings::default() };
        let both = first.or(second);
        assert_eq!((both.drain_secs, both.connections_max), (Some(1), Some(3)));
    }
}
