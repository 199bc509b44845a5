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

pub mod auth;
pub mod bodies;
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
    /// Logging in.
    #[oai(rename = "auth")]
    Auth,
    /// JSON: types, enums, unions, maps.
    #[oai(rename = "things")]
    Things,
    /// Everything else: bytes, forms, events, text.
    #[oai(rename = "bodies")]
    Bodies,
}

/// The glue of every tag.
pub type Glue<A> = CustomVerbs<
    (auth::AuthGlue<A>, things::ThingsGlue<A>, bodies::BodiesGlue<A>),
>;

/// Every operation of the contract, answered by `api`.
pub fn glue<A>(api: Arc<A>) -> Glue<A>
where
    A: auth::AuthApi + things::ThingsApi + bodies::BodiesApi,
{
    CustomVerbs((
        auth::AuthGlue(Arc::clone(&api)),
        things::ThingsGlue(Arc::clone(&api)),
        bodies::BodiesGlue(Arc::clone(&api)),
    ))
}

/// The same as poem-openapi describes it.
pub fn service<A>(api: Arc<A>) -> OpenApiService<Glue<A>, ()>
where
    A: auth::AuthApi + things::ThingsApi + bodies::BodiesApi,
{
    OpenApiService::new(glue(api), "Kitchen sink", "1.2.3")
}
