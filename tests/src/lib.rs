//! What the conformance tests stand on: a server per test, the people who call it, and the judge of every answer.
//!
//! The tests themselves are in `it/`, a file a noun. Everything goes through the generated client, or where a well-behaved
//! client can't, byte by byte (`raw`), to a real server on a real socket; nothing of our own is imitated. Run them on
//! PostgreSQL and S3 by `CONFORMANCE_DATABASE=postgres CONFORMANCE_STORE=s3 cargo test -p conformance`. After each test the
//! server's database is examined by fsck, and no request may have ended in a panic.

pub mod actors;
pub mod cluster;
pub mod contract;
pub mod crash;
pub mod faults;
#[rustfmt::skip]
pub mod generated;
pub mod model;
pub mod postgres;
pub mod process;
pub mod raw;
pub mod s3;
pub mod samples;
pub mod server;
pub mod transport;
pub mod wait;

pub use actors::{Actor, Team};
pub use server::TestServer;
pub use strongroom_client::models::Role;
pub use wait::eventually;
