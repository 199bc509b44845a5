//! The time: the machine's, or moved forward by a test.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use chrono::{DateTime, SubsecRound as _, Utc};

/// Hands out the time. Clones share what a test has added.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    ahead_micros: Arc<AtomicI64>,
}

impl PartialEq for Clock {
    /// Whether the two go together for ever.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.ahead_micros, &other.ahead_micros)
    }
}

impl Eq for Clock {}

impl Clock {
    /// Now, to the microsecond: what PostgreSQL keeps, so that a time read back equals the one written.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    pub fn now(&self) -> DateTime<Utc> {
        let ahead = chrono::Duration::microseconds(self.ahead_micros.load(Ordering::Relaxed));
        (Utc::now() + ahead).trunc_subsecs(6)
    }

    /// Moves the time forward, for tests of expiry.
    pub fn advance(&self, by: Duration) {
        let micros = i64::try_from(by.as_micros()).unwrap_or(i64::MAX);
        self.ahead_micros.fetch_add(micros, Ordering::Relaxed);
    }
}
