// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! Types of the area *shares*.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{NodeType, Permission};
use crate::core::{Patch, UnknownValue, impl_open_enum};

/// A root of folders and files.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Share {
    /// The share's id.
    pub id: Uuid,
    /// The organization it belongs to.
    pub organization_id: Uuid,
    /// Its name, unique in the organization.
    pub name: String,
    /// What its files may take, all versions and the trash counted; null if unlimited.
    pub quota_bytes: Option<i64>,
    /// What they take.
    pub used_bytes: i64,
    /// What the caller may do.
    pub permissions: Vec<Permission>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Who made it.
    pub created_by: Uuid,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// The body of a request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[must_use]
#[non_exhaustive]
pub struct ShareCreate {
    /// Its name, unique in the organization.
    pub name: String,
    /// What its files may take; unlimited if absent or null.
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub quota_bytes: Patch<i64>,
}

impl ShareCreate {
    /// With what is required.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), quota_bytes: Patch::Absent }
    }

    /// Sets `quota_bytes`.
    pub fn quota_bytes(mut self, quota_bytes: i64) -> Self {
        self.quota_bytes = Patch::Value(quota_bytes);
        self
    }

    /// Sets `quota_bytes` to null.
    pub fn clear_quota_bytes(mut self) -> Self {
        self.quota_bytes = Patch::Null;
        self
    }
}

/// The body of a request.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[must_use]
#[non_exhaustive]
pub struct ShareUpdate {
    /// The new name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What its files may take; null: unlimited.
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub quota_bytes: Patch<i64>,
}

impl ShareUpdate {
    /// With nothing set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets `name`.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets `quota_bytes`.
    pub fn quota_bytes(mut self, quota_bytes: i64) -> Self {
        self.quota_bytes = Patch::Value(quota_bytes);
        self
    }

    /// Sets `quota_bytes` to null.
    pub fn clear_quota_bytes(mut self) -> Self {
        self.quota_bytes = Patch::Null;
        self
    }
}

/// How to sort shares. Empty means the default, `name`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ShareOrder {
    /// Empty.
    Default,
    /// `name`.
    Name,
    /// `name desc`.
    NameDesc,
    /// `created_at`.
    CreatedAt,
    /// `created_at desc`.
    CreatedAtDesc,
    #[doc(hidden)]
    __Unknown(UnknownValue),
}

impl_open_enum!(ShareOrder {
    Default = "", Name = "name", NameDesc = "name desc", CreatedAt = "created_at", CreatedAtDesc = "created_at desc",
});

/// A page of shares.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ShareList {
    /// The items.
    pub data: Vec<Share>,
    /// Position of the first item; 0 with `cursor`.
    pub start: i64,
    /// Position behind the last item.
    pub end: i64,
    /// How many items there are in all.
    pub count: i64,
    /// For the next page; null on the last.
    pub next_cursor: Option<String>,
}

/// A folder or a file with its place in the share.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TreeNode {
    /// Whether a child is a folder or a file.
    pub r#type: NodeType,
    /// The folder's or file's id.
    pub id: Uuid,
    /// The folder it is in; null at the share's root.
    pub parent_id: Option<Uuid>,
    /// Its name.
    pub name: String,
    /// Where it is below the share's root, such as `/a/b`.
    pub path: String,
    /// How many names its path has; 1 at the share's root.
    pub depth: i32,
    /// The size of a file's current version; null for a folder.
    pub size_bytes: Option<i64>,
    /// The media type of a file; null for a folder.
    pub mime_type: Option<String>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// What the caller may do with it.
    pub permissions: Vec<Permission>,
}

/// Folders and files of a share, each folder before what it holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Tree {
    /// The folders and files.
    pub data: Vec<TreeNode>,
    /// Whether there are more than are answered.
    pub truncated: bool,
}
