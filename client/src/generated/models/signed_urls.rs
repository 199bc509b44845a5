// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! Types of the area *signed_urls*.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::core::{UnknownValue, impl_open_enum};

/// A signed URL, without what is secret about it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SignedUrl {
    /// Its id.
    pub id: Uuid,
    /// What it is for.
    pub kind: SignedUrlKind,
    /// Whose rights it lends.
    pub created_by: Uuid,
    /// The share of the file.
    pub share_id: Uuid,
    /// The file to download, or that was uploaded; null before.
    pub file_id: Option<Uuid>,
    /// Of a download, which version.
    pub version: Option<i64>,
    /// Of an upload, the name that the file gets; null if the uploader may say.
    pub filename: Option<String>,
    /// Of an upload, the media type that must be sent; null if any.
    pub mime_type: Option<String>,
    /// Of an upload, how long it may be; null if it is limited by the organization alone.
    pub max_size_bytes: Option<i64>,
    /// Of a download, whether it is saved.
    pub disposition: Option<SignedUrlDisposition>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// Of an upload, when it was used up; null before.
    pub used_at: Option<DateTime<Utc>>,
    /// When it was revoked; null if it was not.
    pub revoked_at: Option<DateTime<Utc>>,
}

/// Of a download, whether it is saved.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SignedUrlDisposition {
    /// `inline`.
    Inline,
    /// `attachment`.
    Attachment,
    #[doc(hidden)]
    __Unknown(UnknownValue),
}

impl_open_enum!(SignedUrlDisposition {
    Inline = "inline", Attachment = "attachment",
});

/// What it is for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SignedUrlKind {
    /// `upload`.
    Upload,
    /// `download`.
    Download,
    #[doc(hidden)]
    __Unknown(UnknownValue),
}

impl_open_enum!(SignedUrlKind {
    Upload = "upload", Download = "download",
});

/// How to sort signed URLs. Empty means the default, `created_at desc`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SignedUrlOrder {
    /// Empty.
    Default,
    /// `created_at`.
    CreatedAt,
    /// `created_at desc`.
    CreatedAtDesc,
    /// `expires_at`.
    ExpiresAt,
    /// `expires_at desc`.
    ExpiresAtDesc,
    #[doc(hidden)]
    __Unknown(UnknownValue),
}

impl_open_enum!(SignedUrlOrder {
    Default = "", CreatedAt = "created_at", CreatedAtDesc = "created_at desc", ExpiresAt = "expires_at",
    ExpiresAtDesc = "expires_at desc",
});

/// A page of signed URLs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SignedUrlList {
    /// The items.
    pub data: Vec<SignedUrl>,
    /// Position of the first item; 0 with `cursor`.
    pub start: i64,
    /// Position behind the last item.
    pub end: i64,
    /// How many items there are in all.
    pub count: i64,
    /// For the next page; null on the last.
    pub next_cursor: Option<String>,
}

/// Which signed URLs to revoke; exactly one of these.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[must_use]
#[non_exhaustive]
pub struct SignedUrlRevocation {
    /// Those for downloads of this file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_id: Option<Uuid>,
    /// Those in this share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share_id: Option<Uuid>,
    /// Those that this member made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<Uuid>,
    /// All of this organization.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<Uuid>,
}

impl SignedUrlRevocation {
    /// With nothing set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets `file_id`.
    pub fn file_id(mut self, file_id: Uuid) -> Self {
        self.file_id = Some(file_id);
        self
    }

    /// Sets `share_id`.
    pub fn share_id(mut self, share_id: Uuid) -> Self {
        self.share_id = Some(share_id);
        self
    }

    /// Sets `user_id`.
    pub fn user_id(mut self, user_id: Uuid) -> Self {
        self.user_id = Some(user_id);
        self
    }

    /// Sets `organization_id`.
    pub fn organization_id(mut self, organization_id: Uuid) -> Self {
        self.organization_id = Some(organization_id);
        self
    }
}

/// What a revocation has done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SignedUrlsRevoked {
    /// How many URLs it ended that still worked.
    pub revoked: i64,
}
