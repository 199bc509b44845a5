//! What a request recalls is of one moment: it asks once, for all, whether anybody has committed, and again after it has
//! written itself. Where nothing is at a moment, each asks for itself.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::task_local;

use super::snapshots::Snapshots;
use crate::error::Result;

task_local! {
    static MOMENT: Moment;
}

/// When a request looked at the database first. Clones are the same moment.
#[derive(Debug, Clone, Default)]
pub struct Moment(Arc<AtomicU64>);

impl Moment {
    /// That of this task; a new one outside of any.
    pub fn current() -> Self {
        MOMENT.try_with(Clone::clone).unwrap_or_default()
    }

    /// Ends it: something has been written that whoever asks next must see.
    pub fn end(&self) {
        self.0.store(0, Ordering::Release);
    }
}

/// Runs `future`; what it recalls is of that moment.
pub fn at_moment<F: Future>(moment: Moment, future: F) -> impl Future<Output = F::Output> {
    MOMENT.scope(moment, future)
}

/// The number of the state that the database was in at this task's moment.
///
/// # Errors
/// Those of [`Snapshots::number`].
pub(super) async fn number(snapshots: &Snapshots) -> Result<u64> {
    let Ok(moment) = MOMENT.try_with(Clone::clone) else { return snapshots.number().await };
    match moment.0.load(Ordering::Acquire) {
        0 => {
            let number = snapshots.number().await?;
            moment.0.store(number, Ordering::Release);
            Ok(number)
        }
        number => Ok(number),
    }
}
