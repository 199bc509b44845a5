// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! The contract's types. Those of answers may gain fields and values at any time: match with `_`, and let the
//! client make them.

mod blobs;
mod common;
mod things;

pub use blobs::*;
pub use common::*;
pub use things::*;
