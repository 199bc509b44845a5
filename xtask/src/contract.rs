//! The contract: from the hand-written YAML of `openapi/` to the published document and to the representation that the
//! emitters work on. Nothing here knows Rust's names or tokens; that is `emit`.

pub mod blessed;
pub mod bundle;
pub mod cursor;
pub mod diff;
pub mod lint;
pub mod model;
pub mod node;
pub mod read;
pub mod source;
pub mod yaml;

use std::path::Path;

use model::Contract;
use node::{Fault, Faults, Node};
use source::Source;

/// The folder of the contract, below the workspace root.
pub const DIRECTORY: &str = "openapi";
/// The published document, made from the sources beside it.
pub const BUNDLE_JSON: &str = "strongroom.json";
/// The published document again, in YAML.
pub const BUNDLE_YAML: &str = "strongroom.yaml";

/// A contract without faults.
#[derive(Debug)]
pub struct Loaded {
    /// The published document.
    pub document: Node,
    pub contract: Contract,
}

/// Reads, bundles and checks the contract in `directory`: all faults at once, in the order of the sources.
pub fn load(directory: &Path) -> Result<Loaded, Faults> {
    check(source::read_directory(directory)?)
}

/// Bundles and checks sources that are read already.
pub fn check(sources: Vec<Source>) -> Result<Loaded, Faults> {
    let bundle = bundle::bundle(sources).map_err(|fault| Faults(vec![fault]))?;
    let mut faults = lint::lint(&bundle);
    faults.extend(bundle.faults);
    match read::read(&bundle.document) {
        Ok(contract) if faults.is_empty() => return Ok(Loaded { document: bundle.document, contract }),
        Ok(_) => {}
        // What a rule has found already is not told again in the reader's words.
        Err(Faults(unreadable)) => {
            let told = |fault: &Fault| {
                faults.iter().any(|known| known.span.file == fault.span.file && known.span.line == fault.span.line)
            };
            let new: Vec<_> = unreadable.into_iter().filter(|fault| !told(fault)).collect();
            faults.extend(new);
        }
    }
    faults.sort();
    faults.dedup();
    Err(Faults(faults))
}
