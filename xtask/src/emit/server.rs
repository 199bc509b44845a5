//! Emits the server's layer: types, routes, handler traits and response enums for poem-openapi.
//!
//! What is written stands on the hand-written runtime in `server/src/contract/`, and says nothing that the
//! representation does not say. Each submodule writes one kind of item; this one knows the files.

mod forms;
mod models;
mod operations;
mod pretty;
mod problems;
mod requests;
mod responses;
mod tag;
mod types;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use self::pretty::{Source, doc};
use super::{File, Options, names};
use crate::contract::model::{Contract, Tag};

/// What every part of this emitter looks at.
struct Context<'c> {
    contract: &'c Contract,
    /// Path of the runtime.
    runtime: String,
    /// Path of the problem codes.
    problems: String,
}

/// The files of the server's generated layer.
pub fn emit(contract: &Contract, options: &Options) -> Vec<File> {
    let context =
        Context { contract, runtime: options.server_runtime.clone(), problems: options.server_problems.clone() };
    let mut modules = vec![
        ("forms", "The parts of the contract's forms.", forms::items(&context)),
        ("headers", "Headers that answers have in common, by name.", responses::shared_headers(&context)),
        ("models", "The contract's types.", models::items(&context)),
        ("operations", "The table of operations.", operations::items(&context)),
        ("problems", "What each problem code means.", problems::items(&context)),
    ];
    modules.retain(|(_, _, items)| !items.is_empty());
    let mut names: Vec<String> = modules.iter().map(|(name, ..)| (*name).to_owned()).collect();
    let mut files = Vec::new();
    for (name, title, items) in modules {
        files.push(file(&context, name, title, &items));
    }
    for tag in used_tags(contract) {
        let name = names::field(&tag.name).to_string();
        let title = format!("Operations of the tag `{}`. {}", tag.name, tag.description);
        files.push(file(&context, &name, &title, &tag::items(&context, tag)));
        names.push(name);
    }
    files.push(file(&context, "unanswered", UNANSWERED, &unanswered(&context)));
    names.sort();
    files.push(root(&context, &names));
    files.sort_by(|one, other| one.path.cmp(&other.path));
    files
}

fn file(context: &Context<'_>, name: &str, title: &str, items: &[TokenStream]) -> File {
    let text = Source { title, inner: "", items, runtime: &context.runtime, problems: &context.problems }.text();
    File { path: format!("server/src/generated/{name}.rs"), text }
}

/// In the document's order, those that have operations.
fn used_tags(contract: &Contract) -> impl Iterator<Item = &Tag> {
    contract.tags.iter().filter(|tag| contract.operations.iter().any(|operation| operation.tag == tag.name))
}

/// What a lint of the workspace says of written code and can't mean of derived one.
const ALLOWED: &str = "#![allow(
    clippy::doc_markdown,
    clippy::large_enum_variant,
    clippy::too_many_arguments,
    clippy::unwrap_used,
    reason = \"the contract's texts are not Rust's, its operations have as many parameters as they need, and derives unwrap\"
)]
";

/// `generated.rs`: the modules, the tags, and the service over all of them.
fn root(context: &Context<'_>, modules: &[String]) -> File {
    let contract = context.contract;
    let tags: Vec<&Tag> = used_tags(contract).collect();
    let mut items: Vec<TokenStream> = Vec::new();
    let idents = modules.iter().map(|name| format_ident!("{name}"));
    items.push(quote! { #(pub mod #idents;)* #[cfg(test)] pub mod unanswered; });
    let variants = tags.iter().map(|tag| {
        let docs = doc(&tag.description);
        let (ident, name) = (names::variant(&tag.name), &tag.name);
        quote! { #docs #[oai(rename = #name)] #ident }
    });
    items.push(quote! {
        /// What operations are grouped by.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Tags)]
        pub enum Tag { #(#variants,)* }
    });
    let module = |tag: &Tag| names::field(&tag.name);
    let of_each = |name: fn(&Tag) -> Ident| -> Vec<TokenStream> {
        let path = |tag: &&Tag| {
            let (module, name) = (module(tag), name(tag));
            quote! { #module::#name }
        };
        tags.iter().map(path).collect()
    };
    let (bounds, glues) = (of_each(tag::api_name), of_each(tag::glue_name));
    let types = nested(glues.iter().map(|glue| quote! { #glue<A> }).collect());
    let values = nested(glues.iter().map(|glue| quote! { #glue(Arc::clone(&api)) }).collect());
    let (title, version) = (&contract.title, &contract.version);
    items.push(quote! {
        /// The glue of every tag.
        pub type Glue<A> = CustomVerbs<#types>;
    });
    items.push(quote! {
        /// Every operation of the contract, answered by `api`.
        pub fn glue<A>(api: Arc<A>) -> Glue<A>
        where
            A: #(#bounds)+*,
        {
            CustomVerbs(#values)
        }
    });
    items.push(quote! {
        /// The same as poem-openapi describes it.
        pub fn service<A>(api: Arc<A>) -> OpenApiService<Glue<A>, ()>
        where
            A: #(#bounds)+*,
        {
            OpenApiService::new(glue(api), #title, #version)
        }
    });
    let title =
        "The server's layer of the contract: types, routes, and one trait for each tag that handlers implement.";
    let text =
        Source { title, inner: ALLOWED, items: &items, runtime: &context.runtime, problems: &context.problems }.text();
    File { path: "server/src/generated.rs".to_owned(), text }
}

const UNANSWERED: &str =
    "Handlers that answer nothing: for tests of routes, and of the document that poem-openapi emits.";

fn unanswered(context: &Context<'_>) -> Vec<TokenStream> {
    let mut items = vec![
        quote! {
            /// Every operation fails.
            #[derive(Debug)]
            pub struct Unanswered;
        },
        quote! {
            fn nothing<T>(operation_id: &'static str) -> Result<T> {
                Err(Error::internal(operation_id))
            }
        },
    ];
    items.extend(used_tags(context.contract).map(|tag| tag::unanswered(context, tag)));
    items
}

/// A tuple; poem-openapi takes up to 16 in one.
fn nested(parts: Vec<TokenStream>) -> TokenStream {
    if parts.len() == 1 {
        return parts.into_iter().collect();
    }
    if parts.len() <= 16 {
        return quote! { (#(#parts),*) };
    }
    let rows = parts.chunks(16).map(|row| nested(row.to_vec())).collect();
    nested(rows)
}
