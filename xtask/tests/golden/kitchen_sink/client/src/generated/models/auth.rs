// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! Types of the area *auth*.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::core::Secret;

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
