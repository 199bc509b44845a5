//! From the sources to the one document that is published: merge the areas, then write out what follows from a rule.
//!
//! The sources say each thing once (`x-problems`, `x-idempotency`, parameters of a path); the document says it in
//! standard OpenAPI at every place, so that a tool that knows none of our extensions is told everything.
//! Whether the contract is a good one is for `lint`, what it means for `read`.

mod examples;
mod merge;
mod operations;
mod problems;

use super::node::{Fault, Node};
use super::source::Source;

use problems::ProblemCodes;

pub use operations::is_json;

/// The document, and what was wrong on the way; with faults the document is only good for finding more of them.
#[derive(Debug)]
pub struct Bundle {
    /// What the sources say, merged, before anything is derived.
    pub merged: Node,
    pub document: Node,
    pub faults: Vec<Fault>,
}

/// Merges and expands. Without a root document there is nothing to return.
pub fn bundle(sources: Vec<Source>) -> Result<Bundle, Fault> {
    let mut faults = Vec::new();
    let merged = merge::merge(sources, &mut faults)?;
    let mut document = merged.clone();
    let codes = ProblemCodes::read(&merged, &mut faults);
    problems::add_code_schema(&mut document, &codes);
    operations::expand(&mut document, &codes, &mut faults);
    examples::fill(&mut document);
    Ok(Bundle { merged, document, faults })
}

/// The methods that a path item can have, as the document spells them.
pub const METHODS: [&str; 7] = ["get", "head", "post", "put", "patch", "delete", "options"];
