//! Strongroom: a file service over one contract.
//!
//! The binary `strongroom` is a thin shell around [`Server`]; tests start the same in process. Layers, each of which
//! knows only those below it: `server` and `jobs`; `api` (HTTP); `domain` (the nouns and their rules); `db` and
//! `blobs` (rows and bytes); and what everybody uses.

pub mod api;
pub mod app;
pub mod blobs;
pub mod clock;
pub mod config;
pub mod contract;
pub mod db;
pub mod domain;
pub mod error;
#[rustfmt::skip]
pub mod generated;
pub mod ids;
pub mod jobs;
pub mod lifecycle;
pub mod serve;
pub mod server;
pub mod zip;

use std::sync::Arc;

use poem::{Endpoint, Response};

pub use crate::config::{Config, Settings};
pub use crate::server::{RunningServer, Server};

/// Everything that answers requests, as one endpoint.
pub fn router(api: Arc<api::Api>) -> impl Endpoint<Output = Response> + 'static {
    let endpoints = contract::Endpoints::new(generated::glue(Arc::clone(&api)));
    api::pipeline::Pipeline::new(api, endpoints)
}

/// What the generator makes of every construct that it knows; here it is compiled.
#[cfg(test)]
#[path = "../../xtask/tests/golden/kitchen_sink/server/src"]
#[rustfmt::skip]
#[allow(dead_code, clippy::use_self, reason = "nothing calls it, and a generator may repeat a name")]
mod kitchen_sink {
    pub(crate) mod generated;
}
