//! The client against a scripted network: everything below the transport is played, everything above it is real.

#![allow(clippy::unwrap_used, reason = "a test that can't go on fails")]

mod auth;
mod errors;
mod lists;
mod models;
mod network;
mod retries;
mod sockets;
mod timeouts;
mod transfers;
