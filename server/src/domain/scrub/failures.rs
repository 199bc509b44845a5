//! Packs that can't be read, though the store answers: the pass goes on behind them, but not at the first failure.

use std::sync::{Arc, Mutex, PoisonError};

use uuid::Uuid;

use crate::blobs::Blobs;

/// After so many steps in succession that failed at the same pack, the pass goes on behind it.
pub(super) const FAILED_STEPS_MAX: u32 = 5;

/// At which pack the last steps failed, and how many. Clones share it; a server that is started anew begins anew.
#[derive(Debug, Clone, Default)]
pub struct Failures(Arc<Mutex<Option<(Uuid, u32)>>>);

impl Failures {
    /// Takes note of a step that failed at a pack; whether to go on behind it. A store that does not answer says nothing of
    /// the pack.
    pub(super) async fn is_to_pass_by(&self, blobs: &Blobs, pack_id: Uuid) -> bool {
        let answers = blobs.check().await.is_ok();
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let before = last.filter(|(failed_at, _)| *failed_at == pack_id).map_or(0, |(_, steps)| steps);
        let is_to_pass_by = answers && before + 1 >= FAILED_STEPS_MAX;
        *last = (answers && !is_to_pass_by).then_some((pack_id, before + 1));
        is_to_pass_by
    }

    /// A step has succeeded.
    pub(super) fn forget(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}
