// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! Types of the area *organization_files*.

use serde::{Deserialize, Serialize};

use super::OrganizationFile;
use crate::core::{Int64Text, Patch, Secret, UnknownValue, impl_open_enum};

/// Nothing is to be said of a file that is deleted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OrganizationFileDeleted {
}

/// How to sort files. Empty means the default, `filename`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OrganizationFileOrder {
    /// Empty.
    Default,
    /// `filename`.
    Filename,
    /// `filename desc`.
    FilenameDesc,
    /// `create_time`.
    CreateTime,
    /// `create_time desc`.
    CreateTimeDesc,
    #[doc(hidden)]
    __Unknown(UnknownValue),
}

impl_open_enum!(OrganizationFileOrder {
    Default = "", Filename = "filename", FilenameDesc = "filename desc", CreateTime = "create_time",
    CreateTimeDesc = "create_time desc",
});

/// A page of files.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OrganizationFileList {
    /// The items.
    pub data: Vec<OrganizationFile>,
    /// Position of the first item; 0 with `cursor`.
    pub start: i64,
    /// Position behind the last item.
    pub end: i64,
    /// How many items there are in all; null with `cursor`, where counting would cost more than the page.
    pub count: Option<i64>,
    /// For the next page; null on the last.
    pub next_cursor: Option<String>,
}

/// What the URL is to allow. Null means the same as absent, and each name may be written in camelCase.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[must_use]
#[non_exhaustive]
pub struct UploadUrlGenerate {
    /// How long the URL works, in seconds: `3600s`, `0.5s`. More than 0 and at most `604800s`; an hour, if
    /// absent.
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub expire_duration: Patch<String>,
    /// What the file will be called, whatever the uploader says.
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub filename: Patch<String>,
    /// The `Content-Type` that the uploader must send; any, if absent.
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub mime_type: Patch<String>,
    /// How long the file may be, as digits or a number; as long as the organization allows, if absent.
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub max_size_bytes: Patch<Int64Text>,
}

impl UploadUrlGenerate {
    /// With nothing set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets `expire_duration`.
    pub fn expire_duration(mut self, expire_duration: impl Into<String>) -> Self {
        self.expire_duration = Patch::Value(expire_duration.into());
        self
    }

    /// Sets `expire_duration` to null.
    pub fn clear_expire_duration(mut self) -> Self {
        self.expire_duration = Patch::Null;
        self
    }

    /// Sets `filename`.
    pub fn filename(mut self, filename: impl Into<String>) -> Self {
        self.filename = Patch::Value(filename.into());
        self
    }

    /// Sets `filename` to null.
    pub fn clear_filename(mut self) -> Self {
        self.filename = Patch::Null;
        self
    }

    /// Sets `mime_type`.
    pub fn mime_type(mut self, mime_type: impl Into<String>) -> Self {
        self.mime_type = Patch::Value(mime_type.into());
        self
    }

    /// Sets `mime_type` to null.
    pub fn clear_mime_type(mut self) -> Self {
        self.mime_type = Patch::Null;
        self
    }

    /// Sets `max_size_bytes`.
    pub fn max_size_bytes(mut self, max_size_bytes: impl Into<Int64Text>) -> Self {
        self.max_size_bytes = Patch::Value(max_size_bytes.into());
        self
    }

    /// Sets `max_size_bytes` to null.
    pub fn clear_max_size_bytes(mut self) -> Self {
        self.max_size_bytes = Patch::Null;
        self
    }
}

/// A URL for one upload.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UploadUrl {
    /// Where to send the bytes with `PUT` or `POST`. It is a secret.
    pub upload_uri: Secret,
}

/// What the URL is to allow. Null means the same as absent, and each name may be written in camelCase.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[must_use]
#[non_exhaustive]
pub struct DownloadUrlGenerate {
    /// How long the URL works, in seconds: `3600s`, `0.5s`. More than 0 and at most `604800s`; an hour, if
    /// absent.
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub expire_duration: Patch<String>,
    /// Which version, as digits or a number; the one that is current now, if absent.
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub version: Patch<Int64Text>,
    /// `attachment` is saved, whatever its type; `inline` (the default) is shown where that is safe.
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub disposition: Patch<DownloadUrlGenerateDisposition>,
}

impl DownloadUrlGenerate {
    /// With nothing set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets `expire_duration`.
    pub fn expire_duration(mut self, expire_duration: impl Into<String>) -> Self {
        self.expire_duration = Patch::Value(expire_duration.into());
        self
    }

    /// Sets `expire_duration` to null.
    pub fn clear_expire_duration(mut self) -> Self {
        self.expire_duration = Patch::Null;
        self
    }

    /// Sets `version`.
    pub fn version(mut self, version: impl Into<Int64Text>) -> Self {
        self.version = Patch::Value(version.into());
        self
    }

    /// Sets `version` to null.
    pub fn clear_version(mut self) -> Self {
        self.version = Patch::Null;
        self
    }

    /// Sets `disposition`.
    pub fn disposition(mut self, disposition: DownloadUrlGenerateDisposition) -> Self {
        self.disposition = Patch::Value(disposition);
        self
    }

    /// Sets `disposition` to null.
    pub fn clear_disposition(mut self) -> Self {
        self.disposition = Patch::Null;
        self
    }
}

/// `attachment` is saved, whatever its type; `inline` (the default) is shown where that is safe.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DownloadUrlGenerateDisposition {
    /// `inline`.
    Inline,
    /// `attachment`.
    Attachment,
    #[doc(hidden)]
    __Unknown(UnknownValue),
}

impl_open_enum!(DownloadUrlGenerateDisposition {
    Inline = "inline", Attachment = "attachment",
});

/// A URL for downloads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DownloadUrl {
    /// Where to get the content. It is a secret.
    pub download_uri: Secret,
}
