//! Emits the client's layer: models, typed errors, and a thin builder for each operation.
//!
//! It is written as text, not as tokens: what people read most of it are the doc comments, and those are all layout. How
//! a call travels is not here but in `client/src/core`, by hand.

mod answers;
mod calls;
mod errors;
mod examples;
mod headers;
mod models;
mod resources;
mod text;
mod types;

use std::collections::{BTreeMap, BTreeSet};

use super::{File, HEADER, Options, names};
use crate::contract::model::{Contract, Operation, RequestBody, ResponseBody, Schema, Tag, Type, TypeDef, TypeKind};
use text::Code;

const ROOT: &str = "client/src/generated";

/// What the parts of the emitter share.
struct Context<'a> {
    contract: &'a Contract,
    /// Path of the core, such as `crate::core`.
    core: &'a str,
}

/// The files of the client's generated layer.
pub fn emit(contract: &Contract, options: &Options) -> Vec<File> {
    let context = Context { contract, core: &options.client_runtime };
    let tags: Vec<&Tag> = contract.tags.iter().filter(|tag| context.operations(tag).next().is_some()).collect();
    let mut files = vec![file("", root(&context, &tags, options.client_features))];
    files.extend(model_files(&context));
    for tag in &tags {
        let name = names::field(&tag.name);
        files.push(file(&format!("/{name}"), resources::emit(&context, tag)));
        files.push(file(&format!("/{name}/calls"), calls::emit(&context, tag)));
        files.push(file(&format!("/{name}/errors"), errors::emit(&context, tag)));
    }
    files
}

fn file(path: &str, text: String) -> File {
    File { path: format!("{ROOT}{path}.rs"), text: format!("{HEADER}{text}") }
}

/// `generated.rs`: the list of areas, and the way to each from the client.
fn root(context: &Context<'_>, tags: &[&Tag], features: bool) -> String {
    let mut code = Code::new();
    code.inner_doc("What the contract says: models, typed errors, and a builder for each operation.");
    code.blank();
    code.line(
        "#![allow(clippy::doc_markdown, reason = \"the prose is the contract's, for readers of every language\")]",
    );
    code.line("#![allow(clippy::enum_variant_names, reason = \"the names are the contract's\")]");
    code.blank();
    let mut modules: Vec<(String, Option<&str>)> =
        tags.iter().map(|tag| (names::field(&tag.name).to_string(), Some(tag.name.as_str()))).collect();
    modules.push(("models".to_owned(), None));
    modules.sort();
    for (module, feature) in modules {
        if let Some(feature) = feature.filter(|_| features) {
            code.line(&format!("#[cfg(feature = \"{feature}\")]"));
        }
        code.line(&format!("pub mod {module};"));
    }
    code.blank();
    code.line(&format!("use {}::Client;", context.core));
    code.blank();
    code.doc("The areas of the contract.");
    code.open("impl Client {");
    for (position, tag) in tags.iter().enumerate() {
        let (module, resource) = (names::field(&tag.name), names::type_name(&tag.name));
        if position > 0 {
            code.blank();
        }
        code.doc(&tag.description);
        if features {
            code.line(&format!("#[cfg(feature = \"{}\")]", tag.name));
        }
        code.open(&format!("pub fn {module}(&self) -> {module}::{resource}<'_> {{"));
        code.line(&format!("{module}::{resource} {{ client: self }}"));
        code.close("}");
    }
    code.close("}");
    code.finish()
}

/// `models.rs` and a file below it for each area: a type stands with the first area that uses it, which keeps files short
/// and the order stable. Outside they are all in `models`.
fn model_files(context: &Context<'_>) -> Vec<File> {
    let mut groups: BTreeMap<&str, Vec<&TypeDef>> = BTreeMap::new();
    let homes = context.homes();
    for def in &context.contract.types {
        groups.entry(homes.get(def.name.as_str()).copied().unwrap_or(COMMON)).or_default().push(def);
    }
    let mut code = Code::new();
    code.inner_doc(
        "The contract's types. Those of answers may gain fields and values at any time: match with `_`, and let the client \
         make them.",
    );
    code.blank();
    for group in groups.keys() {
        code.line(&format!("mod {};", names::field(group)));
    }
    code.blank();
    for group in groups.keys() {
        code.line(&format!("pub use {}::*;", names::field(group)));
    }
    let mut files = vec![file("/models", code.finish())];
    for (group, defs) in groups {
        let about = match group {
            COMMON => "Types that every area uses.".to_owned(),
            group => format!("Types of the area *{group}*."),
        };
        files.push(file(&format!("/models/{}", names::field(group)), models::emit(context, &about, &defs)));
    }
    files
}

/// The home of types that no operation names.
const COMMON: &str = "common";

impl<'a> Context<'a> {
    fn operations(&self, tag: &Tag) -> impl Iterator<Item = &'a Operation> + use<'a> {
        let name = tag.name.clone();
        self.contract.operations.iter().filter(move |operation| operation.tag == name)
    }

    fn type_def(&self, name: &str) -> &'a TypeDef {
        self.contract.type_def(name).expect("the reader has made sure that every name resolves")
    }

    /// The area of each type: that of the one area that uses it, or `common`.
    fn homes(&self) -> BTreeMap<&'a str, &'a str> {
        let mut homes = BTreeMap::new();
        for operation in &self.contract.operations {
            for name in self.types_of(operation) {
                let home = homes.entry(name).or_insert(operation.tag.as_str());
                if *home != operation.tag {
                    *home = COMMON;
                }
            }
        }
        homes
    }

    /// The types that an operation reaches.
    fn types_of(&self, operation: &'a Operation) -> BTreeSet<&'a str> {
        let mut found = BTreeSet::new();
        for param in &operation.params {
            self.reach(&param.schema, &mut found);
        }
        for body in &operation.bodies {
            match body {
                RequestBody::Json(schema) => self.reach(schema, &mut found),
                RequestBody::Multipart { type_name } => self.reach_name(type_name, &mut found),
                RequestBody::Binary { .. } => {}
            }
        }
        for response in &operation.responses {
            match &response.body {
                ResponseBody::Json(schema) | ResponseBody::EventStream(schema) => self.reach(schema, &mut found),
                ResponseBody::Problem
                | ResponseBody::Empty
                | ResponseBody::Binary { .. }
                | ResponseBody::Text { .. } => {}
            }
        }
        found
    }

    fn reach(&self, schema: &'a Schema, found: &mut BTreeSet<&'a str>) {
        match &schema.ty {
            Type::Array(items) | Type::Map(items) => self.reach(items, found),
            Type::Named(name) => self.reach_name(name, found),
            Type::Boolean | Type::Int32 | Type::Int64 | Type::Double | Type::String(_) | Type::JsonObject => {}
        }
    }

    fn reach_name(&self, name: &'a str, found: &mut BTreeSet<&'a str>) {
        if !found.insert(name) {
            return;
        }
        match &self.type_def(name).kind {
            TypeKind::Struct(object) => object.fields.iter().for_each(|field| self.reach(&field.schema, found)),
            TypeKind::Union(union) => {
                union.variants.iter().for_each(|variant| self.reach_name(&variant.type_name, found));
            }
            TypeKind::Alias(schema) => self.reach(schema, found),
            TypeKind::Enum(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::contract::load;

    fn contract() -> Contract {
        load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi")).expect("the contract has no faults").contract
    }

    #[test]
    fn every_file_is_rust_and_twice_the_same() {
        let contract = contract();
        let files = emit(&contract, &Options::default());
        for file in &files {
            syn::parse_file(&file.text).unwrap_or_else(|error| panic!("{}: {error}", file.path));
        }
        assert_eq!(files, emit(&contract, &Options::default()));
    }

    #[test]
    fn the_layer_stays_thin() {
        let contract = contract();
        let lines: usize = emit(&contract, &Options::default()).iter().map(|file| file.text.lines().count()).sum();
        let budget = 120 * contract.operations.len();
        assert!(lines <= budget, "{lines} lines where {budget} are allowed: 120 for each operation, models included");
    }

    #[test]
    fn every_operation_has_an_example() {
        let contract = contract();
        let files = emit(&contract, &Options::default());
        let examples: usize = files.iter().map(|file| file.text.matches("```no_run").count()).sum();
        assert_eq!(examples, contract.operations.len());
    }
}
