//! What the generator makes of every construct that it knows compiles: its golden files, on the client's own core.
#![allow(dead_code, unused_imports, unused_macros, reason = "it is compiled, not called")]

#[path = "../src"]
mod runtime {
    pub mod core;
}

#[path = "../../xtask/tests/golden/kitchen_sink/client/src"]
mod kitchen_sink {
    #[rustfmt::skip]
    pub mod generated;
}

use kitchen_sink::generated;
use runtime::core;

pub use crate::core::*;
pub use crate::generated::*;
