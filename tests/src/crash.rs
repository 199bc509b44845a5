//! Sudden death and what must outlive it: writers that note what was confirmed to them, the real program that is ended
//! in the middle, and the comparison of what is there afterwards with what was noted.
//!
//! The rules that make the figures honest:
//!
//! 1. A confirmation counts only after the [`Journal`] has it on the disk.
//! 2. A request without an answer may have had its effect or not, but one of the two whole.
//! 3. Nothing is there that nobody asked for, and `fsck --read-data` finds nothing.
//! 4. Every run says its seed. The seed repeats what is asked for and when death comes; threads and disks have a will of
//!    their own.
//! 5. Counters with floors show that death came in the middle of things, and a control that must fail shows that the
//!    comparison bites.

pub mod content;
pub mod image;
pub mod installation;
pub mod journal;
pub mod ledger;
pub mod proxy;
pub mod trace;
pub mod verify;
pub mod writer;

pub use content::Content;
pub use image::{Image, NoSync};
pub use installation::{Engine, Installation, Serving};
pub use journal::{FileState, Journal, Pending, WriterState};
pub use ledger::Proof;
pub use verify::{Findings, verify};
pub use writer::{Outcome, Writers};
