// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! Types of the area *auth*.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Role;
use crate::core::{Patch, Secret, UnknownValue, impl_open_enum};

/// The body of a request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[must_use]
#[non_exhaustive]
pub struct SessionCreate {
    /// The user's email address.
    pub email: String,
    /// The user's password.
    pub password: Secret,
    /// The organization to act in; the user's first, if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<Uuid>,
}

impl SessionCreate {
    /// With what is required.
    pub fn new(email: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self { email: email.into(), password: password.into(), organization_id: None }
    }

    /// Sets `organization_id`.
    pub fn organization_id(mut self, organization_id: Uuid) -> Self {
        self.organization_id = Some(organization_id);
        self
    }
}

/// The body of a request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[must_use]
#[non_exhaustive]
pub struct SessionRefresh {
    /// The newest refresh token of the session.
    pub refresh_token: Secret,
}

impl SessionRefresh {
    /// With what is required.
    pub fn new(refresh_token: impl Into<Secret>) -> Self {
        Self { refresh_token: refresh_token.into() }
    }
}

/// An access token and what renews it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Session {
    /// For `Authorization: Bearer`.
    pub access_token: Secret,
    /// For `POST /api/v1/auth/refresh`; works once.
    pub refresh_token: Secret,
    /// When the access token ends.
    pub expires_at: DateTime<Utc>,
    /// When the refresh token ends.
    pub refresh_expires_at: DateTime<Utc>,
    /// The organization that the session acts in.
    pub organization_id: Uuid,
    /// The user.
    pub user_id: Uuid,
}

/// The caller and what the credential may do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Me {
    /// The user.
    pub user_id: Uuid,
    /// The user's name.
    pub name: String,
    /// The user's email address.
    pub email: String,
    /// Whether the caller stands above all organizations.
    pub superuser: bool,
    /// The organization that this request acted in.
    pub organization_id: Uuid,
    /// A member's role: `owner` and `admin` manage the organization and see every share; `member` makes
    /// shares and sees those granted; `guest` sees those granted.
    pub role: Role,
    /// What the credential is limited to.
    pub scopes: Vec<Scope>,
}

/// The body of a request.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[must_use]
#[non_exhaustive]
pub struct MeUpdate {
    /// The new name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The new password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<Secret>,
    /// The old password; required with `password`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current_password: Option<Secret>,
}

impl MeUpdate {
    /// With nothing set.
    pub fn new() -> Self {
        Self::default()
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

    /// Sets `current_password`.
    pub fn current_password(mut self, current_password: impl Into<Secret>) -> Self {
        self.current_password = Some(current_password.into());
        self
    }
}

/// What a token is limited to: `read` sees, `write` changes files, folders and shares, `admin` changes
/// organizations, members and tokens.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scope {
    /// `read`.
    Read,
    /// `write`.
    Write,
    /// `admin`.
    Admin,
    #[doc(hidden)]
    __Unknown(UnknownValue),
}

impl_open_enum!(Scope {
    Read = "read", Write = "write", Admin = "admin",
});

/// A personal access token, without its secret.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Token {
    /// The token's id.
    pub id: Uuid,
    /// What the owner calls it.
    pub name: String,
    /// What it is limited to.
    pub scopes: Vec<Scope>,
    /// The start of the token, to tell one from another.
    pub prefix: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it ends; null if never.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was used last, to the minute; null if never.
    pub last_used_at: Option<DateTime<Utc>>,
}

/// The body of a request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[must_use]
#[non_exhaustive]
pub struct TokenCreate {
    /// What to call it.
    pub name: String,
    /// What to limit it to; not more than the caller's own.
    pub scopes: Vec<Scope>,
    /// When it ends; never, if absent or null.
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub expires_at: Patch<DateTime<Utc>>,
}

impl TokenCreate {
    /// With what is required.
    pub fn new(name: impl Into<String>, scopes: Vec<Scope>) -> Self {
        Self { name: name.into(), scopes, expires_at: Patch::Absent }
    }

    /// Sets `expires_at`.
    pub fn expires_at(mut self, expires_at: DateTime<Utc>) -> Self {
        self.expires_at = Patch::Value(expires_at);
        self
    }

    /// Sets `expires_at` to null.
    pub fn clear_expires_at(mut self) -> Self {
        self.expires_at = Patch::Null;
        self
    }
}

/// A new personal access token.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TokenCreated {
    /// The secret; shown once.
    pub token: Secret,
    /// A personal access token, without its secret.
    pub details: Token,
}

/// How to sort tokens. Empty means the default, `created_at`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TokenOrder {
    /// Empty.
    Default,
    /// `created_at`.
    CreatedAt,
    /// `created_at desc`.
    CreatedAtDesc,
    /// `name`.
    Name,
    /// `name desc`.
    NameDesc,
    #[doc(hidden)]
    __Unknown(UnknownValue),
}

impl_open_enum!(TokenOrder {
    Default = "", CreatedAt = "created_at", CreatedAtDesc = "created_at desc", Name = "name", NameDesc = "name desc",
});

/// A page of tokens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TokenList {
    /// The items.
    pub data: Vec<Token>,
    /// Position of the first item; 0 with `cursor`.
    pub start: i64,
    /// Position behind the last item.
    pub end: i64,
    /// How many items there are in all.
    pub count: i64,
    /// For the next page; null on the last.
    pub next_cursor: Option<String>,
}
