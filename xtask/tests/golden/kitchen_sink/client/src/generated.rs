// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! What the contract says: models, typed errors, and a builder for each operation.

#![allow(clippy::doc_markdown, reason = "the prose is the contract's, for readers of every language")]
#![allow(clippy::enum_variant_names, reason = "the names are the contract's")]

#[cfg(feature = "blobs")]
pub mod blobs;
pub mod models;
#[cfg(feature = "things")]
pub mod things;

use crate::core::Client;

/// The areas of the contract.
impl Client {
    /// JSON: types, enums, unions, maps.
    #[cfg(feature = "things")]
    pub fn things(&self) -> things::Things<'_> {
        things::Things { client: self }
    }

    /// Everything else: bytes, forms, events, text.
    #[cfg(feature = "blobs")]
    pub fn blobs(&self) -> blobs::Blobs<'_> {
        blobs::Blobs { client: self }
    }
}
