//! What goes wrong between a server and what it stands on: a proxy that spoils what it passes between a server and its S3
//! store, and one that makes every way longer.

mod delay;
mod store;

pub use delay::DelayProxy;
pub use store::{Fault, Plan, StoreProxy};
