//! Waiting on conditions instead of on the clock.

use std::time::{Duration, Instant};

/// How long a condition may take on a machine that has much else to do. Only a test that fails waits so long.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// How long to wait before a condition is looked at again: short, but not so busy that it delays what it waits for.
const PAUSE: Duration = Duration::from_millis(5);

/// Waits until a condition holds.
pub async fn eventually(condition: impl AsyncFn() -> bool) {
    let start = Instant::now();
    while !condition().await {
        assert!(start.elapsed() < PATIENCE, "it never came true");
        tokio::time::sleep(PAUSE).await;
    }
}
