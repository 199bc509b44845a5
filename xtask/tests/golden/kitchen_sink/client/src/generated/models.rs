// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! The contract's types. Those of answers may gain fields and values at any time: match with `_`, and let the
//! client make them.

mod auth;
mod bodies;
mod common;
mod things;

pub use auth::*;
pub use bodies::*;
pub use common::*;
pub use things::*;
