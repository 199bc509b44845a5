//! HTTP: the generated traits' implementation, one file an area, and what is around every handler.
//!
//! A handler converts types and calls one domain function. What holds for all requests is `pipeline`'s; how an error
//! looks on the wire is `problem`'s.

mod archives;
mod auth;
mod batches;
pub mod caller;
pub mod content;
pub mod context;
pub mod disposition;
pub mod docs;
mod downloads;
mod files;
mod folders;
mod grants;
mod groups;
mod http_body;
pub mod idempotency;
pub mod limits;
pub mod log;
pub mod metrics;
pub mod observation;
mod organization_files;
mod organizations;
mod paging;
pub mod pipeline;
pub mod problem;
pub mod ranges;
pub mod request_id;
mod service;
mod shares;
mod signed_urls;
mod storage;
mod uploads;

use std::sync::Arc;

use crate::app::App;
use crate::config::TrustedProxies;
use crate::lifecycle::Lifecycle;

/// What the handlers work with; implements every generated trait.
#[derive(Debug, Clone)]
pub struct Api {
    pub app: App,
    pub metrics: Arc<metrics::Metrics>,
    pub lifecycle: Lifecycle,
    pub proxies: TrustedProxies,
}
