//! The toolchain of the contract: reads `openapi/`, checks it and writes what is made from it.
//!
//! `cargo xtask --help` lists the commands. The library exists for the command line and for its own tests.

pub mod check;
pub mod cli;
pub mod contract;
pub mod emit;
pub mod scaffold;
pub mod write;
