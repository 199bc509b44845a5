// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! The contract's types. Those of answers may gain fields and values at any time: match with `_`, and let the
//! client make them.

mod auth;
mod common;
mod files;
mod folders;
mod groups;
mod organization_files;
mod organizations;
mod service;
mod shares;
mod signed_urls;
mod storage;

pub use auth::*;
pub use common::*;
pub use files::*;
pub use folders::*;
pub use groups::*;
pub use organization_files::*;
pub use organizations::*;
pub use service::*;
pub use shares::*;
pub use signed_urls::*;
pub use storage::*;
