//! From the representation to files of Rust: what the emitters share, and the list of them.

pub mod client;
pub mod names;
pub mod server;
pub mod table;

use proc_macro2::TokenStream;

use crate::contract::model::Contract;

/// A file to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Relative to the workspace root, with `/` on every system.
    pub path: String,
    pub text: String,
}

/// Where generated code finds what it stands on.
#[derive(Debug, Clone)]
pub struct Options {
    /// Path of the server's hand-written runtime.
    pub server_runtime: String,
    /// Path of the module with the enum of problem codes, which the runtime knows, too.
    pub server_problems: String,
    /// Path of the client's hand-written core.
    pub client_runtime: String,
    /// Whether each area of the client is a feature of its crate.
    pub client_features: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            server_runtime: "crate::contract".to_owned(),
            server_problems: "super::problems".to_owned(),
            client_runtime: "crate::core".to_owned(),
            client_features: true,
        }
    }
}

const HEADER: &str = "// Made from openapi/*.yaml by `cargo xtask regen`.\n// Edit the contract, not this file.\n\n";

/// Tokens as a file: formatted, below the header that names the source.
///
/// # Panics
/// If the tokens are no file of Rust, which is a fault of the emitter.
pub fn format(tokens: TokenStream) -> String {
    let file = syn::parse2(tokens).expect("an emitter makes whole items");
    format!("{HEADER}{}", prettyplease::unparse(&file))
}

/// Everything that is made from the contract, but the published document itself.
pub fn emit_all(contract: &Contract, options: &Options) -> Vec<File> {
    let mut files = server::emit(contract, options);
    files.extend(client::emit(contract, options));
    files.extend(table::emit(contract, options));
    files
}
