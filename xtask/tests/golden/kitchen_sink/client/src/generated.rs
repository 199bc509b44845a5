// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! What the contract says: models, typed errors, and a builder for each operation.

#![allow(clippy::doc_markdown, reason = "the prose is the contract's, for readers of every language")]
#![allow(clippy::enum_variant_names, reason = "the names are the contract's")]

pub mod auth;
pub mod bodies;
pub mod models;
pub mod things;

use crate::core::Client;

/// The areas of the contract.
impl Client {
    /// Logging in.
    pub fn auth(&self) -> auth::Auth<'_> {
        auth::Auth { client: self }
    }

    /// JSON: types, enums, unions, maps.
    pub fn things(&self) -> things::Things<'_> {
        things::Things { client: self }
    }

    /// Everything else: bytes, forms, events, text.
    pub fn bodies(&self) -> bodies::Bodies<'_> {
        bodies::Bodies { client: self }
    }
}
