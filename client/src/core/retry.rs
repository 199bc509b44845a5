//! Whether and when to send again: the policy, the server's hint, and the budget that keeps an outage from being fed.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use http::{HeaderMap, StatusCode, header};
use uuid::Uuid;

/// How to repeat a call that failed in a way that may pass.
///
/// Only calls that the contract allows to be repeated are: safe and idempotent ones, and those with an
/// `Idempotency-Key`; and only if their body can be read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    max_attempts: u32,
    base_delay: Duration,
    max_delay: Duration,
    max_retry_after: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_attempts: 4,
            base_delay: Duration::from_millis(250),
            max_delay: Duration::from_secs(10),
            max_retry_after: Duration::from_secs(60),
        }
    }
}

impl RetryPolicy {
    /// Never repeats anything.
    pub fn none() -> Self {
        Self { max_attempts: 1, ..Self::default() }
    }

    /// How often a call is sent at the most, the first time included. Zero counts as one.
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }

    /// The upper bound of the first wait; it doubles with each attempt. Each wait is a random part of its bound.
    #[must_use]
    pub fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// Where the bound of a wait stops to double.
    #[must_use]
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// The longest `Retry-After` that is waited for. Beyond it the call fails at once, and the error tells the hint.
    #[must_use]
    pub fn max_retry_after(mut self, limit: Duration) -> Self {
        self.max_retry_after = limit;
        self
    }

    /// Whether anything may be repeated at all.
    pub(crate) fn repeats(&self) -> bool {
        self.max_attempts > 1
    }

    /// How long to wait before the attempt after `attempt` (counted from 1); `None` if there shall be none.
    pub(crate) fn delay(&self, attempt: u32, retry_after: Option<Duration>) -> Option<Duration> {
        if attempt >= self.max_attempts {
            return None;
        }
        let doublings = (attempt - 1).min(16);
        let bound = self.base_delay.saturating_mul(1 << doublings).min(self.max_delay);
        // Full jitter: clients that failed together must not come back together.
        let jittered = bound.mul_f64(random_fraction());
        match retry_after {
            None => Some(jittered),
            Some(hint) if hint > self.max_retry_after => None,
            // Never before the hint, and not all at its very end either.
            Some(hint) => Some(hint + jittered),
        }
    }
}

/// Whether an answer of this status may be another one later.
pub(crate) fn is_retryable_status(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::REQUEST_TIMEOUT
            | StatusCode::TOO_MANY_REQUESTS
            | StatusCode::BAD_GATEWAY
            | StatusCode::SERVICE_UNAVAILABLE
            | StatusCode::GATEWAY_TIMEOUT
    )
}

/// The wait that an answer asks for: seconds or a date. A date counts from the answer's own `Date`, if it has one, so
/// that a wrong clock on this side does no harm.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(secs) = value.parse::<u64>() {
        return Some(Duration::from_secs(secs));
    }
    let at = httpdate::parse_http_date(value).ok()?;
    let answered_at = headers.get(header::DATE).and_then(|date| httpdate::parse_http_date(date.to_str().ok()?).ok());
    let now = answered_at.unwrap_or_else(local_time);
    Some(at.duration_since(now).unwrap_or(Duration::ZERO))
}

#[expect(clippy::disallowed_methods, reason = "`Clock` is the server's; here the only other clock is the caller's own")]
fn local_time() -> SystemTime {
    SystemTime::now()
}

/// Evenly from 0 to 1.
fn random_fraction() -> f64 {
    // The low 53 bits of a random id's high half would hold its version; those of the low half are all random.
    let bits = Uuid::new_v4().as_u64_pair().1 & ((1 << 53) - 1);
    #[expect(clippy::cast_precision_loss, reason = "53 bits are what a double holds exactly")]
    let fraction = bits as f64 / (1_u64 << 53) as f64;
    fraction
}

/// A bucket of tokens that retries drain and successes refill, shared by all calls of a client.
///
/// While everything fails, retries multiply the load on a server that has trouble already. With the bucket empty, calls
/// fail with their first error until some succeed again.
#[derive(Debug)]
pub(crate) struct RetryBudget {
    tokens: AtomicU32,
}

const CAPACITY: u32 = 500;
const COST: u32 = 5;
const REFUND: u32 = 1;

impl RetryBudget {
    pub(crate) fn new() -> Self {
        Self { tokens: AtomicU32::new(CAPACITY) }
    }

    /// Takes what one retry costs; false if there is too little left.
    pub(crate) fn spend(&self) -> bool {
        self.tokens.try_update(Ordering::Relaxed, Ordering::Relaxed, |tokens| tokens.checked_sub(COST)).is_ok()
    }

    /// What a success gives back: a retried one all that its last retry took.
    pub(crate) fn refund(&self, retried: bool) {
        let refund = if retried { COST } else { REFUND };
        self.tokens.update(Ordering::Relaxed, Ordering::Relaxed, |tokens| tokens.saturating_add(refund).min(CAPACITY));
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn waits_stay_within_their_bound_and_end_with_the_attempts() {
        let policy = RetryPolicy::default().max_attempts(3).base_delay(Duration::from_secs(1));
        for _ in 0..200 {
            assert!(policy.delay(1, None).unwrap() <= Duration::from_secs(1));
            assert!(policy.delay(2, None).unwrap() <= Duration::from_secs(2));
        }
        assert_eq!(policy.delay(3, None), None);
        assert_eq!(RetryPolicy::none().delay(1, None), None);
    }

    #[test]
    fn the_servers_hint_is_a_minimum_up_to_its_cap() {
        let policy = RetryPolicy::default();
        assert!(policy.delay(1, Some(Duration::from_secs(7))).unwrap() >= Duration::from_secs(7));
        assert_eq!(policy.delay(1, Some(Duration::from_secs(3600))), None);
    }

    #[test]
    fn retry_after_reads_seconds_and_dates() {
        let mut headers = HeaderMap::new();
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("12"));
        assert_eq!(retry_after(&headers), Some(Duration::from_secs(12)));
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("Fri, 20 Nov 2026 10:00:30 GMT"));
        headers.insert(header::DATE, HeaderValue::from_static("Fri, 20 Nov 2026 10:00:00 GMT"));
        assert_eq!(retry_after(&headers), Some(Duration::from_secs(30)));
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("soon"));
        assert_eq!(retry_after(&headers), None);
    }

    #[test]
    fn the_budget_runs_out_and_recovers() {
        let budget = RetryBudget::new();
        let spent = std::iter::repeat_with(|| budget.spend()).take_while(|spent| *spent).count();
        assert_eq!(spent, 100);
        budget.refund(true);
        assert!(budget.spend());
        assert!(!budget.spend());
    }
}
