// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! Types of the area *organizations*.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Role;
use crate::core::{Patch, Secret, UnknownValue, impl_open_enum};

/// A tenant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Organization {
    /// The organization's id.
    pub id: Uuid,
    /// Its name, unique on this server.
    pub name: String,
    /// What its files may take, all versions and the trash counted; null if unlimited.
    pub quota_bytes: Option<i64>,
    /// How large one file may be.
    pub max_file_bytes: i64,
    /// How long the trash keeps things.
    pub trash_retention_days: i32,
    /// Where files without a stated share go.
    pub default_share_id: Uuid,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// The body of a request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[must_use]
#[non_exhaustive]
pub struct OrganizationCreate {
    /// Its name, unique on this server.
    pub name: String,
    /// What its files may take; unlimited if absent or null.
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub quota_bytes: Patch<i64>,
    /// How large one file may be; the server's limit if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_file_bytes: Option<i64>,
    /// How long the trash keeps things.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trash_retention_days: Option<i32>,
}

impl OrganizationCreate {
    /// With what is required.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), quota_bytes: Patch::Absent, max_file_bytes: None, trash_retention_days: None }
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

    /// Sets `max_file_bytes`.
    pub fn max_file_bytes(mut self, max_file_bytes: i64) -> Self {
        self.max_file_bytes = Some(max_file_bytes);
        self
    }

    /// Sets `trash_retention_days`.
    pub fn trash_retention_days(mut self, trash_retention_days: i32) -> Self {
        self.trash_retention_days = Some(trash_retention_days);
        self
    }
}

/// The body of a request.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[must_use]
#[non_exhaustive]
pub struct OrganizationUpdate {
    /// The new name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What its files may take; null: unlimited.
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub quota_bytes: Patch<i64>,
    /// How large one file may be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_file_bytes: Option<i64>,
    /// How long the trash keeps things.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trash_retention_days: Option<i32>,
}

impl OrganizationUpdate {
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

    /// Sets `max_file_bytes`.
    pub fn max_file_bytes(mut self, max_file_bytes: i64) -> Self {
        self.max_file_bytes = Some(max_file_bytes);
        self
    }

    /// Sets `trash_retention_days`.
    pub fn trash_retention_days(mut self, trash_retention_days: i32) -> Self {
        self.trash_retention_days = Some(trash_retention_days);
        self
    }
}

/// How to sort organizations. Empty means the default, `name`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OrganizationOrder {
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

impl_open_enum!(OrganizationOrder {
    Default = "", Name = "name", NameDesc = "name desc", CreatedAt = "created_at", CreatedAtDesc = "created_at desc",
});

/// A page of organizations.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OrganizationList {
    /// The items.
    pub data: Vec<Organization>,
    /// Position of the first item; 0 with `cursor`.
    pub start: i64,
    /// Position behind the last item.
    pub end: i64,
    /// How many items there are in all.
    pub count: i64,
    /// For the next page; null on the last.
    pub next_cursor: Option<String>,
}

/// The body of a request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[must_use]
#[non_exhaustive]
pub struct MemberCreate {
    /// The user's email address.
    pub email: String,
    /// The name of a new user; the email address, if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The password of a new user; without one there is no login by password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<Secret>,
    /// A member's role: `owner` and `admin` manage the organization and see every share; `member` makes
    /// shares and sees those granted; `guest` sees those granted.
    pub role: Role,
    /// What the member's versions may take; unlimited if absent or null.
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub quota_bytes: Patch<i64>,
}

impl MemberCreate {
    /// With what is required.
    pub fn new(email: impl Into<String>, role: Role) -> Self {
        Self { email: email.into(), name: None, password: None, role, quota_bytes: Patch::Absent }
    }

    /// Sets `name`.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets `password`.
    pub fn password(mut self, password: impl Into<Secret>) -> Self {
        self.password = Some(password.into());
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

/// The body of a request.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[must_use]
#[non_exhaustive]
pub struct MemberUpdate {
    /// A member's role: `owner` and `admin` manage the organization and see every share; `member` makes
    /// shares and sees those granted; `guest` sees those granted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// What the member's versions may take; null: unlimited. One below what they take refuses more and
    /// removes nothing.
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub quota_bytes: Patch<i64>,
}

impl MemberUpdate {
    /// With nothing set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets `role`.
    pub fn role(mut self, role: Role) -> Self {
        self.role = Some(role);
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
