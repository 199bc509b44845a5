//! What the comparisons share: the servers under measurement, the load, and the arithmetic.
//!
//! Every program here starts its peers itself on loopback, takes turns between them with the order reversed in every other
//! round, and prints medians and the median of the rounds' ratios: whatever else the machine does then hits all alike.

pub mod arguments;
pub mod disk;
pub mod load;
pub mod peers;
pub mod process;
pub mod report;
pub mod rounds;
pub mod sample;
pub mod stats;
