//! The conformance suite: one binary, a file a noun or a concern. See the crate's documentation.

#![allow(clippy::unwrap_used, reason = "a test that can not go on fails, and says where")]

mod archives;
mod authz;
mod batches;
mod binary;
mod collection;
mod content;
mod copies;
mod detach;
mod docs;
mod drift;
mod durability;
mod faults;
mod files;
mod folders;
mod grants;
mod groups;
mod history;
mod idempotency;
mod judge;
mod lists;
mod me;
mod members;
mod metrics;
mod moves;
mod names;
mod organization_files;
mod organizations;
mod permissions;
mod postgres;
mod problems;
mod properties;
mod races;
mod requests;
mod restores;
mod sessions;
mod shares;
mod signed_urls;
mod slow;
mod storage;
mod tokens;
mod trash;
mod tree;
mod uploads;
mod versions;
