//! Whether two stores are one by two names, which their URLs do not tell: a folder has links and mounts, a bucket has several
//! end points.

use std::path::Path;

use uuid::Uuid;

use super::key::STAGING;
use super::{Backend, Blobs};
use crate::error::Result;

impl Blobs {
    /// Whether what lies in this store is what lies in the other one. For that a mark is written into this one, and removed.
    ///
    /// # Errors
    /// `Unavailable` or `Internal`, if one of them can't be asked.
    pub async fn is_same_as(&self, other: &Self) -> Result<bool> {
        // No other mark, of whichever store, can be taken for this one.
        let mark = Uuid::new_v4();
        let found = match self.backend.set_mark(mark).await {
            Ok(()) => other.backend.has_mark(mark).await,
            Err(error) => Err(error),
        };
        // In any case: one that could not be written may be there.
        let removed = self.backend.remove_mark(mark).await;
        let is_same = found?;
        removed?;
        Ok(is_same)
    }
}

/// Whether a folder is a store's, whoever uses it.
pub fn is_a_store(folder: &Path) -> bool {
    folder.join(STAGING).is_dir()
}

impl Backend {
    async fn set_mark(&self, mark: Uuid) -> Result<()> {
        match self {
            Self::Local(store) => store.set_mark(mark).await,
            Self::Remote(store) => store.set_mark(mark).await,
        }
    }

    async fn has_mark(&self, mark: Uuid) -> Result<bool> {
        match self {
            Self::Local(store) => store.has_mark(mark).await,
            Self::Remote(store) => store.has_mark(mark).await,
        }
    }

    async fn remove_mark(&self, mark: Uuid) -> Result<()> {
        match self {
            Self::Local(store) => store.remove_mark(mark).await,
            Self::Remote(store) => store.remove_mark(mark).await,
        }
    }
}
