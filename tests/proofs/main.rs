//! The proofs: the real program against sudden death, power loss, and disks that fill or fail. Each ends with
//! `fsck --read-data`; what is promised and how often it was tried stands in `docs/reliability.md`.
//!
//! One proof by its name: `cargo test -p conformance --test proofs <name> -- --nocapture`. Sizes, seeds and the ledger:
//! `conformance::crash::ledger`.

#![allow(clippy::unwrap_used, reason = "a proof that can not go on fails, and says where")]

mod answers;
mod backup;
mod copies;
mod disk;
mod kill;
mod memory;
mod power;
mod replace;
