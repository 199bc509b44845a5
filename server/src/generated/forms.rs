// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! The parts of the contract's forms.

use std::collections::BTreeMap;

use poem_openapi::registry::MetaSchema;
use serde_json::Value;
use uuid::Uuid;

use crate::contract::{FilePart, Form, PartKind, PartRule};
use crate::contract::multipart::{inline, parsed, part_schema};
use super::models;

/// The parts of an upload.
#[derive(Debug)]
pub enum FileUploadPart {
    /// The share to put it in.
    ShareId(Uuid),
    /// The folder to put it in.
    FolderId(Uuid),
    /// Its name: at most 255 bytes in UTF-8 after composing (NFC), and one that every file system takes. A
    /// refused name is answered with a suggestion in `data.suggested_name`.
    Name(String),
    OnConflict(models::OnConflict),
    /// Labels; repeat the part for several.
    Tags(String),
    /// What to keep with the file; a JSON object.
    Metadata(BTreeMap<String, String>),
    /// The content.
    File(FilePart),
}

impl Form for FileUploadPart {
    const NAME: &'static str = "FileUpload";
    const POINTER: &'static str = "/components/schemas/FileUpload";
    const DESCRIPTION: &'static str = "The parts of an upload.";
    const PARTS: &'static [PartRule] = &[
        PartRule {
            name: "share_id",
            description: "The share to put it in.",
            kind: PartKind::Text,
            required: false,
            repeated: false,
            schema: |registry| part_schema::<Uuid>(registry, MetaSchema::ANY),
        },
        PartRule {
            name: "folder_id",
            description: "The folder to put it in.",
            kind: PartKind::Text,
            required: false,
            repeated: false,
            schema: |registry| part_schema::<Uuid>(registry, MetaSchema::ANY),
        },
        PartRule {
            name: "name",
            description: "Its name: at most 255 bytes in UTF-8 after composing (NFC), and one that every file system takes. A refused name is answered with a suggestion in `data.suggested_name`.",
            kind: PartKind::Text,
            required: false,
            repeated: false,
            schema: |registry| part_schema::<
                String,
            >(
                registry,
                MetaSchema {
                    min_length: Some(1),
                    max_length: Some(1024),
                    ..MetaSchema::ANY
                },
            ),
        },
        PartRule {
            name: "on_conflict",
            description: "",
            kind: PartKind::Text,
            required: false,
            repeated: false,
            schema: |registry| part_schema::<
                models::OnConflict,
            >(registry, MetaSchema::ANY),
        },
        PartRule {
            name: "tags",
            description: "Labels; repeat the part for several.",
            kind: PartKind::Text,
            required: false,
            repeated: true,
            schema: |registry| part_schema::<
                Vec<String>,
            >(
                registry,
                MetaSchema {
                    max_items: Some(50),
                    items: inline(MetaSchema {
                        min_length: Some(1),
                        max_length: Some(100),
                        ..MetaSchema::ANY
                    }),
                    ..MetaSchema::ANY
                },
            ),
        },
        PartRule {
            name: "metadata",
            description: "What to keep with the file; a JSON object.",
            kind: PartKind::Text,
            required: false,
            repeated: false,
            schema: |registry| part_schema::<
                BTreeMap<String, String>,
            >(
                registry,
                MetaSchema {
                    max_properties: Some(64),
                    additional_properties: inline(MetaSchema {
                        max_length: Some(1024),
                        ..MetaSchema::ANY
                    }),
                    ..MetaSchema::ANY
                },
            ),
        },
        PartRule {
            name: "file",
            description: "The content.",
            kind: PartKind::File,
            required: true,
            repeated: false,
            schema: |registry| part_schema::<String>(registry, MetaSchema::ANY),
        },
    ];

    fn text(name: &str, value: Value) -> Option<Self> {
        match name {
            "share_id" => parsed(value).map(Self::ShareId),
            "folder_id" => parsed(value).map(Self::FolderId),
            "name" => parsed(value).map(Self::Name),
            "on_conflict" => parsed(value).map(Self::OnConflict),
            "tags" => parsed(value).map(Self::Tags),
            "metadata" => parsed(value).map(Self::Metadata),
            _ => None,
        }
    }

    fn file(name: &str, file: FilePart) -> Option<Self> {
        match name {
            "file" => Some(Self::File(file)),
            _ => None,
        }
    }
}

/// The parts of an upload of several files.
#[derive(Debug)]
pub enum FileBatchUploadPart {
    /// The share to put them in.
    ShareId(Uuid),
    /// The folder to put them in.
    FolderId(Uuid),
    OnConflict(models::OnConflict),
    /// The files' ids; repeat the part for each.
    Id(Uuid),
    /// The contents, each with its file name; repeat the part for each.
    File(FilePart),
}

impl Form for FileBatchUploadPart {
    const NAME: &'static str = "FileBatchUpload";
    const POINTER: &'static str = "/components/schemas/FileBatchUpload";
    const DESCRIPTION: &'static str = "The parts of an upload of several files.";
    const PARTS: &'static [PartRule] = &[
        PartRule {
            name: "share_id",
            description: "The share to put them in.",
            kind: PartKind::Text,
            required: false,
            repeated: false,
            schema: |registry| part_schema::<Uuid>(registry, MetaSchema::ANY),
        },
        PartRule {
            name: "folder_id",
            description: "The folder to put them in.",
            kind: PartKind::Text,
            required: false,
            repeated: false,
            schema: |registry| part_schema::<Uuid>(registry, MetaSchema::ANY),
        },
        PartRule {
            name: "on_conflict",
            description: "",
            kind: PartKind::Text,
            required: false,
            repeated: false,
            schema: |registry| part_schema::<
                models::OnConflict,
            >(registry, MetaSchema::ANY),
        },
        PartRule {
            name: "id",
            description: "The files' ids; repeat the part for each.",
            kind: PartKind::Text,
            required: false,
            repeated: true,
            schema: |registry| part_schema::<
                Vec<Uuid>,
            >(
                registry,
                MetaSchema {
                    max_items: Some(100),
                    ..MetaSchema::ANY
                },
            ),
        },
        PartRule {
            name: "file",
            description: "The contents, each with its file name; repeat the part for each.",
            kind: PartKind::File,
            required: false,
            repeated: true,
            schema: |registry| part_schema::<String>(registry, MetaSchema::ANY),
        },
    ];

    fn text(name: &str, value: Value) -> Option<Self> {
        match name {
            "share_id" => parsed(value).map(Self::ShareId),
            "folder_id" => parsed(value).map(Self::FolderId),
            "on_conflict" => parsed(value).map(Self::OnConflict),
            "id" => parsed(value).map(Self::Id),
            _ => None,
        }
    }

    fn file(name: &str, file: FilePart) -> Option<Self> {
        match name {
            "file" => Some(Self::File(file)),
            _ => None,
        }
    }
}
