// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! Types of the area *groups*.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::core::{UnknownValue, impl_open_enum};

/// Members of an organization to whom something can be granted together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Group {
    /// The group's id.
    pub id: Uuid,
    /// The organization it belongs to.
    pub organization_id: Uuid,
    /// Its name, unique in the organization.
    pub name: String,
    /// Whether it is `everyone`: all members of the organization but guests. Its id is the organization's.
    pub built_in: bool,
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
pub struct GroupCreate {
    /// Its name, unique in the organization.
    pub name: String,
}

impl GroupCreate {
    /// With what is required.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into() }
    }
}

/// The body of a request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[must_use]
#[non_exhaustive]
pub struct GroupUpdate {
    /// The new name.
    pub name: String,
}

impl GroupUpdate {
    /// With what is required.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into() }
    }
}

/// How to sort groups. Empty means the default, `name`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum GroupOrder {
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

impl_open_enum!(GroupOrder {
    Default = "", Name = "name", NameDesc = "name desc", CreatedAt = "created_at", CreatedAtDesc = "created_at desc",
});

/// A page of groups.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct GroupList {
    /// The items.
    pub data: Vec<Group>,
    /// Position of the first item; 0 with `cursor`.
    pub start: i64,
    /// Position behind the last item.
    pub end: i64,
    /// How many items there are in all.
    pub count: i64,
    /// For the next page; null on the last.
    pub next_cursor: Option<String>,
}
