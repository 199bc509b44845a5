//! `App`: the one context argument of every domain function.

use std::sync::Arc;

use crate::blobs::Blobs;
use crate::clock::Clock;
use crate::config::Limits;
use crate::db::Db;
use crate::domain::archives::Archives;
use crate::domain::identity::Identity;
use crate::domain::versions::Gathering;

/// What a domain function may use. Cheap to clone.
#[derive(Debug, Clone)]
pub struct App {
    pub db: Db,
    pub blobs: Blobs,
    pub clock: Clock,
    pub limits: Arc<Limits>,
    pub identity: Identity,
    /// Small uploads that are to become versions together.
    pub gathering: Gathering,
    /// What bounds the memory of archives that are under way.
    pub archives: Archives,
    /// Where callers reach the service, without a slash at the end: what absolute URLs begin with.
    pub public_url: Arc<str>,
}
