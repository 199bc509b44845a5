//! What the comparisons share: the servers under measurement, and the arithmetic.
//!
//! Every program here starts its peers itself on loopback, alternates between them round by round, and prints medians
//! and the median of the rounds' ratios: whatever else the machine does then hits all of them alike.

pub mod load;
pub mod peers;
pub mod stats;
