// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! Types of the area *folders*.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Permission;
use crate::core::Patch;

/// A folder in a share.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Folder {
    /// The folder's id.
    pub id: Uuid,
    /// The share it is in.
    pub share_id: Uuid,
    /// The folder it is in; null at the share's root.
    pub parent_id: Option<Uuid>,
    /// Its name.
    pub name: String,
    /// Where it is below the share's root, such as `/a/b`.
    pub path: String,
    /// What the caller may do.
    pub permissions: Vec<Permission>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Who made it.
    pub created_by: Uuid,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// When it went to the trash; null if it is not there.
    pub trashed_at: Option<DateTime<Utc>>,
}

/// The body of a request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[must_use]
#[non_exhaustive]
pub struct FolderCreate {
    /// The share.
    pub share_id: Uuid,
    /// The folder to make it in; the share's root, if absent or null.
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub parent_id: Patch<Uuid>,
    /// Its name: at most 255 bytes in UTF-8 after composing (NFC), and one that every file system takes. A
    /// refused name is answered with a suggestion in `data.suggested_name`.
    pub name: String,
}

impl FolderCreate {
    /// With what is required.
    pub fn new(share_id: Uuid, name: impl Into<String>) -> Self {
        Self { share_id, parent_id: Patch::Absent, name: name.into() }
    }

    /// Sets `parent_id`.
    pub fn parent_id(mut self, parent_id: Uuid) -> Self {
        self.parent_id = Patch::Value(parent_id);
        self
    }

    /// Sets `parent_id` to null.
    pub fn clear_parent_id(mut self) -> Self {
        self.parent_id = Patch::Null;
        self
    }
}

/// The body of a request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[must_use]
#[non_exhaustive]
pub struct FolderUpdate {
    /// The new name.
    pub name: String,
}

impl FolderUpdate {
    /// With what is required.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into() }
    }
}
