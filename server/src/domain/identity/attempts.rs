//! Counting failed attempts: so many a minute for one account and from one address. In memory, per server: a limit
//! against guessing, which a few servers do not weaken by much.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};

use chrono::{DateTime, Duration, Utc};

/// How long a window is, in seconds; it starts with the first attempt.
const WINDOW_SECS: i64 = 60;

/// Windows kept at the most, of some hundred bytes each. Past it nobody new may try until windows end: an attacker
/// with that many addresses must not make the server forget what it counted.
const WINDOWS_MAX: usize = 100_000;

/// Whom an attempt counts against.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A folded email address, whether there is such a user or not.
    Account(String),
    /// Where log-ins come from. An IPv6 address counts with its /64: who has one has them all.
    Address(IpAddr),
    /// Where refresh tokens come from, likewise; apart, since those that have merely ended must keep nobody from logging in.
    Refreshing(IpAddr),
}

impl Subject {
    pub fn address(address: IpAddr) -> Self {
        Self::Address(network(address))
    }

    pub fn refreshing(address: IpAddr) -> Self {
        Self::Refreshing(network(address))
    }
}

fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64)),
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[derive(Debug)]
pub(super) struct Attempts {
    per_window: u64,
    windows: HashMap<Subject, Window>,
}

#[derive(Debug)]
struct Window {
    started: DateTime<Utc>,
    attempts: u64,
}

impl Window {
    fn ends(&self) -> DateTime<Utc> {
        self.started + Duration::seconds(WINDOW_SECS)
    }
}

impl Attempts {
    pub(super) fn new(per_window: u64) -> Self {
        Self { per_window, windows: HashMap::new() }
    }

    /// Counts one attempt for every subject, or none and answers how long to wait, in seconds.
    pub(super) fn take(&mut self, subjects: &[Subject], now: DateTime<Utc>) -> Result<(), u64> {
        for subject in subjects {
            if let Some(window) = self.windows.get(subject)
                && window.ends() > now
                && window.attempts >= self.per_window
            {
                let left_secs = (window.ends() - now).num_seconds() + 1;
                return Err(u64::try_from(left_secs).unwrap_or(1));
            }
        }
        if self.windows.len() + subjects.len() > WINDOWS_MAX {
            self.windows.retain(|_, window| window.ends() > now);
            if self.windows.len() + subjects.len() > WINDOWS_MAX {
                return Err(WINDOW_SECS.unsigned_abs());
            }
        }
        for subject in subjects {
            let window = self.windows.entry(subject.clone()).or_insert(Window { started: now, attempts: 0 });
            if window.ends() <= now {
                *window = Window { started: now, attempts: 0 };
            }
            window.attempts += 1;
        }
        Ok(())
    }

    pub(super) fn give_back(&mut self, subjects: &[Subject]) {
        for subject in subjects {
            if let Some(window) = self.windows.get_mut(subject) {
                window.attempts = window.attempts.saturating_sub(1);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(name: &str) -> Subject {
        Subject::Account(name.to_owned())
    }

    fn at(secs: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + Duration::seconds(secs)
    }

    #[test]
    fn failures_count_until_the_window_ends() {
        let mut attempts = Attempts::new(2);
        let ada = [account("ada")];
        assert_eq!(attempts.take(&ada, at(0)), Ok(()));
        assert_eq!(attempts.take(&ada, at(30)), Ok(()));
        assert_eq!(attempts.take(&ada, at(40)), Err(21));
        assert_eq!(attempts.take(&[account("bob")], at(40)), Ok(()));
        assert_eq!(attempts.take(&ada, at(60)), Ok(()));
    }

    #[test]
    fn successes_do_not_count() {
        let mut attempts = Attempts::new(1);
        let ada = [account("ada")];
        for second in 0..10 {
            assert_eq!(attempts.take(&ada, at(second)), Ok(()));
            attempts.give_back(&ada);
        }
    }

    #[test]
    fn a_refused_attempt_counts_for_none_of_its_subjects() {
        let mut attempts = Attempts::new(1);
        assert_eq!(attempts.take(&[account("ada")], at(0)), Ok(()));
        assert!(attempts.take(&[account("bob"), account("ada")], at(0)).is_err());
        assert_eq!(attempts.take(&[account("bob")], at(0)), Ok(()));
    }

    #[test]
    fn addresses_of_one_network_are_one_subject() {
        let subject = |text: &str| Subject::address(text.parse().unwrap());
        assert_eq!(subject("2001:db8::1"), subject("2001:db8::ffff:1"));
        assert_ne!(subject("2001:db8::1"), subject("2001:db8:0:1::1"));
        assert_eq!(subject("::ffff:192.0.2.1"), subject("192.0.2.1"));
        assert_ne!(subject("192.0.2.1"), subject("192.0.2.2"));
    }
}
