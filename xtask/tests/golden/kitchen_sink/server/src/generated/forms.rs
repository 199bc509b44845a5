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
pub enum BlobFormPart {
    /// May be repeated.
    Id(Uuid),
    /// An enum.
    Kind(models::BlobFormKind),
    /// A number.
    SizeBytes(i64),
    /// A JSON object.
    Labels(BTreeMap<String, String>),
    /// The content.
    File(FilePart),
    /// Files may be repeated.
    Preview(FilePart),
}

impl Form for BlobFormPart {
    const NAME: &'static str = "BlobForm";
    const POINTER: &'static str = "/components/schemas/BlobForm";
    const DESCRIPTION: &'static str = "The parts of an upload.";
    const PARTS: &'static [PartRule] = &[
        PartRule {
            name: "id",
            description: "May be repeated.",
            kind: PartKind::Text,
            required: false,
            repeated: true,
            schema: |registry| part_schema::<
                Vec<Uuid>,
            >(
                registry,
                MetaSchema {
                    max_items: Some(50),
                    ..MetaSchema::ANY
                },
            ),
        },
        PartRule {
            name: "kind",
            description: "An enum.",
            kind: PartKind::Text,
            required: true,
            repeated: false,
            schema: |registry| part_schema::<
                models::BlobFormKind,
            >(registry, MetaSchema::ANY),
        },
        PartRule {
            name: "size_bytes",
            description: "A number.",
            kind: PartKind::Text,
            required: false,
            repeated: false,
            schema: |registry| part_schema::<
                i64,
            >(
                registry,
                MetaSchema {
                    minimum: Some(0.0),
                    ..MetaSchema::ANY
                },
            ),
        },
        PartRule {
            name: "labels",
            description: "A JSON object.",
            kind: PartKind::Text,
            required: false,
            repeated: false,
            schema: |registry| part_schema::<
                BTreeMap<String, String>,
            >(
                registry,
                MetaSchema {
                    max_properties: Some(4),
                    additional_properties: inline(MetaSchema {
                        max_length: Some(8),
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
        PartRule {
            name: "preview",
            description: "Files may be repeated.",
            kind: PartKind::File,
            required: false,
            repeated: true,
            schema: |registry| part_schema::<String>(registry, MetaSchema::ANY),
        },
    ];

    fn text(name: &str, value: Value) -> Option<Self> {
        match name {
            "id" => parsed(value).map(Self::Id),
            "kind" => parsed(value).map(Self::Kind),
            "size_bytes" => parsed(value).map(Self::SizeBytes),
            "labels" => parsed(value).map(Self::Labels),
            _ => None,
        }
    }

    fn file(name: &str, file: FilePart) -> Option<Self> {
        match name {
            "file" => Some(Self::File(file)),
            "preview" => Some(Self::Preview(file)),
            _ => None,
        }
    }
}
