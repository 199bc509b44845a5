// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! Types of the area *bodies*.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::core::{Base64Bytes, Form, UnknownValue, Upload, impl_open_enum};

/// The parts of an upload.
#[derive(Debug, Clone)]
#[must_use]
#[non_exhaustive]
pub struct BlobForm {
    /// May be repeated.
    pub id: Option<Vec<Uuid>>,
    /// An enum.
    pub kind: BlobFormKind,
    /// A number.
    pub size_bytes: Option<i64>,
    /// A JSON object.
    pub labels: Option<BTreeMap<String, String>>,
    /// The content.
    pub file: Upload,
    /// Files may be repeated.
    pub preview: Option<Vec<Upload>>,
}

impl BlobForm {
    /// With what is required.
    pub fn new(kind: BlobFormKind, file: impl Into<Upload>) -> Self {
        Self { id: None, kind, size_bytes: None, labels: None, file: file.into(), preview: None }
    }

    /// Sets `id`.
    pub fn id(mut self, id: Vec<Uuid>) -> Self {
        self.id = Some(id);
        self
    }

    /// Sets `size_bytes`.
    pub fn size_bytes(mut self, size_bytes: i64) -> Self {
        self.size_bytes = Some(size_bytes);
        self
    }

    /// Sets `labels`.
    pub fn labels(mut self, labels: BTreeMap<String, String>) -> Self {
        self.labels = Some(labels);
        self
    }

    /// Sets `preview`.
    pub fn preview(mut self, preview: Vec<Upload>) -> Self {
        self.preview = Some(preview);
        self
    }

    /// The parts, values before content: whoever reads them as they come knows where the content goes.
    pub(crate) fn into_form(self) -> Form {
        let mut form = Form::new();
        for id_item in self.id.into_iter().flatten() {
            form = form.text("id", &id_item);
        }
        form = form.named("kind", &self.kind);
        if let Some(size_bytes) = self.size_bytes {
            form = form.text("size_bytes", &size_bytes);
        }
        if let Some(labels) = self.labels {
            form = form.json("labels", &labels);
        }
        form = form.upload("file", self.file);
        for preview_item in self.preview.into_iter().flatten() {
            form = form.upload("preview", preview_item);
        }
        form
    }
}

/// An enum.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BlobFormKind {
    /// `photo`.
    Photo,
    /// `other`.
    Other,
    #[doc(hidden)]
    __Unknown(UnknownValue),
}

impl_open_enum!(BlobFormKind {
    Photo = "photo", Other = "other",
});

/// A blob.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Blob {
    /// Its id.
    pub id: Uuid,
}

/// The content in JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[must_use]
#[non_exhaustive]
pub struct BlobImport {
    /// Base64.
    pub data: Base64Bytes,
}

impl BlobImport {
    /// With what is required.
    pub fn new(data: impl Into<Base64Bytes>) -> Self {
        Self { data: data.into() }
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Event {
    /// Its number.
    pub sequence: i64,
}
