// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! The server's layer of the contract: types, routes, and one trait for each tag that handlers implement.

#![allow(
    clippy::doc_markdown,
    clippy::large_enum_variant,
    clippy::too_many_arguments,
    clippy::unwrap_used,
    reason = "the contract's texts are not Rust's, its operations have as many parameters as they need, and derives unwrap"
)]

pub mod blobs;
pub mod forms;
pub mod headers;
pub mod models;
pub mod operations;
pub mod problems;
pub mod things;
#[cfg(test)]
pub mod unanswered;

use std::sync::Arc;

use poem_openapi::{OpenApiService, Tags};

use crate::contract::verbs::CustomVerbs;

/// What operations are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Tags)]
pub enum Tag {
    /// JSON: types, enums, unions, maps.
    #[oai(rename = "things")]
    Things,
    /// Everything else: bytes, forms, events, text.
    #[oai(rename = "blobs")]
    Blobs,
}

/// The glue of every tag.
pub type Glue<A> = CustomVerbs<(things::ThingsGlue<A>, blobs::BlobsGlue<A>)>;

/// Every operation of the contract, answered by `api`.
pub fn service<A>(api: Arc<A>) -> OpenApiService<Glue<A>, ()>
where
    A: things::ThingsApi + blobs::BlobsApi,
{
    OpenApiService::new(
        CustomVerbs((
            things::ThingsGlue(Arc::clone(&api)),
            blobs::BlobsGlue(Arc::clone(&api)),
        )),
        "Kitchen sink",
        "1.2.3",
    )
}
