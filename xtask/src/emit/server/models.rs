//! The contract's types as poem-openapi objects, enums and unions.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use super::pretty::doc;
use crate::contract::model::{
    Additional, EnumValue, Field, RequestBody, ResponseBody, Schema, Struct, Type, TypeDef, TypeKind, Union,
};
use crate::emit::names;

pub(super) fn items(context: &Context<'_>) -> Vec<TokenStream> {
    let used = used(context);
    let mut defaults = BTreeMap::new();
    let defs = context.contract.types.iter().filter(|def| used.contains(def.name.as_str()));
    let mut items: Vec<TokenStream> = defs
        .map(|def| match &def.kind {
            TypeKind::Struct(of) => object(context, def, of, &mut defaults),
            TypeKind::Enum(values) => enumeration(def, values),
            TypeKind::Union(of) => union(def, of),
            TypeKind::Alias(schema) => alias(context, def, schema),
        })
        .collect();
    items.extend(defaults.into_values());
    items
}

/// The types that JSON or a parameter can hold. A form's own type is none: its parts are an enum.
fn used<'c>(context: &'c Context<'_>) -> BTreeSet<&'c str> {
    let contract = context.contract;
    let mut open: Vec<&Type> = Vec::new();
    let mut used = BTreeSet::from(["Problem"]);
    let mut structs: Vec<&str> = vec!["Problem"];
    for operation in &contract.operations {
        open.extend(operation.params.iter().map(|param| &param.schema.ty));
        for body in &operation.bodies {
            match body {
                RequestBody::Json(schema) => open.push(&schema.ty),
                RequestBody::Multipart { type_name } => {
                    if let Some(TypeKind::Struct(form)) = contract.type_def(type_name).map(|def| &def.kind) {
                        open.extend(form.fields.iter().map(|field| &field.schema.ty));
                    }
                }
                RequestBody::Binary { .. } => {}
            }
        }
        for response in &operation.responses {
            open.extend(response.headers.iter().map(|header| &header.schema.ty));
            match &response.body {
                ResponseBody::Json(schema) | ResponseBody::EventStream(schema) => open.push(&schema.ty),
                ResponseBody::Empty
                | ResponseBody::Problem
                | ResponseBody::Binary { .. }
                | ResponseBody::Text { .. } => {}
            }
        }
    }
    loop {
        while let Some(ty) = open.pop() {
            match ty {
                Type::Named(name) if used.insert(name) => structs.push(name),
                Type::Array(schema) | Type::Map(schema) => open.push(&schema.ty),
                _ => {}
            }
        }
        let Some(def) = structs.pop().map(|name| contract.type_def(name)) else { return used };
        match def.map(|def| &def.kind) {
            Some(TypeKind::Struct(of)) => open.extend(of.fields.iter().map(|field| &field.schema.ty)),
            Some(TypeKind::Union(of)) => {
                for variant in &of.variants {
                    if used.insert(&variant.type_name) {
                        structs.push(&variant.type_name);
                    }
                }
            }
            Some(TypeKind::Alias(schema)) => open.push(&schema.ty),
            Some(TypeKind::Enum(_)) | None => {}
        }
    }
}

fn object(
    context: &Context<'_>,
    def: &TypeDef,
    of: &Struct,
    defaults: &mut BTreeMap<String, TokenStream>,
) -> TokenStream {
    let docs = documentation(def);
    let ident = names::type_name(&def.name);
    let mut rules = rename(&ident.to_string(), &def.name);
    // poem-openapi hands the discriminator on to a union's variant, which does not hold it.
    if of.additional == Additional::Refused && !is_variant(context, &def.name) {
        rules.push(quote! { deny_unknown_fields });
    }
    if def.deprecated {
        rules.push(quote! { deprecated });
    }
    let attribute = attribute(&rules);
    let fields = of.fields.iter().map(|one| field(context, def, one, defaults));
    let written = written(def);
    quote! {
        #docs
        #[derive(Debug, Clone, Object #written)]
        #attribute
        pub struct #ident { #(#fields,)* }
    }
}

fn field(
    context: &Context<'_>,
    def: &TypeDef,
    field: &Field,
    defaults: &mut BTreeMap<String, TokenStream>,
) -> TokenStream {
    let docs = doc(&field.description);
    let ident = names::field(&field.name);
    let held = context.field(def, field);
    let ty = &held.ty;
    let mut rules = rename(ident.to_string().trim_start_matches("r#"), &field.name);
    let mut serde_rules = rules.clone();
    if let Some(default) = held.default {
        let name = keep(defaults, &def.name, default.name, default.item);
        rules.push(quote! { default = #name });
    }
    if held.optional {
        rules.push(quote! { skip_serializing_if_is_none });
        serde_rules.push(quote! { skip_serializing_if = "Option::is_none" });
    } else if !field.required && context.resolved(&field.schema).nullable {
        serde_rules.push(quote! { skip_serializing_if = "MaybeUndefined::is_undefined" });
    }
    if field.read_only && def.in_request {
        rules.push(quote! { read_only });
    }
    if field.write_only {
        rules.push(quote! { write_only });
        serde_rules.push(quote! { skip_serializing });
    }
    if field.deprecated {
        rules.push(quote! { deprecated });
    }
    rules.extend(context.validator(&field.schema));
    let (attribute, serde) = (attribute(&rules), serde(def, &serde_rules));
    quote! { #docs #attribute #serde pub #ident: #ty }
}

/// Keeps a function for a default value, and tells its name: another field of that name may have another default.
pub(super) fn keep(
    defaults: &mut BTreeMap<String, TokenStream>,
    owner: &str,
    name: String,
    item: TokenStream,
) -> String {
    match defaults.get(&name) {
        Some(kept) if kept.to_string() == item.to_string() => name,
        Some(_) => {
            let longer = format!("{name}_of_{}", names::field(owner).to_string().trim_start_matches("r#"));
            let renamed = item.to_string().replacen(&name, &longer, 1);
            defaults.insert(longer.clone(), renamed.parse().expect("a function by another name is a function"));
            longer
        }
        None => {
            defaults.insert(name.clone(), item);
            name
        }
    }
}

fn enumeration(def: &TypeDef, values: &[EnumValue]) -> TokenStream {
    let docs = documentation(def);
    let ident = names::type_name(&def.name);
    let rules = rename(&ident.to_string(), &def.name);
    let attribute = attribute(&rules);
    let variants = values.iter().map(|value| {
        let (variant, wire) = (names::variant(&value.value), &value.value);
        let serde = serde(def, &[quote! { rename = #wire }]);
        quote! { #[oai(rename = #wire)] #serde #variant }
    });
    let written = written(def);
    quote! {
        #docs
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enum #written)]
        #attribute
        pub enum #ident { #(#variants,)* }
    }
}

fn union(def: &TypeDef, of: &Union) -> TokenStream {
    let docs = documentation(def);
    let ident = names::type_name(&def.name);
    let discriminator = &of.discriminator;
    let mut rules = rename(&ident.to_string(), &def.name);
    rules.push(quote! { discriminator_name = #discriminator });
    let attribute = attribute(&rules);
    let variants = of.variants.iter().map(|variant| {
        let (name, tag, ty) = (names::variant(&variant.tag), &variant.tag, names::type_name(&variant.type_name));
        let serde = serde(def, &[quote! { rename = #tag }]);
        quote! { #[oai(mapping = #tag)] #serde #name(#ty) }
    });
    let (written, serde) = (written(def), serde(def, &[quote! { tag = #discriminator }]));
    quote! {
        #docs
        #[derive(Debug, Clone, Union #written)]
        #attribute
        #serde
        pub enum #ident { #(#variants,)* }
    }
}

fn alias(context: &Context<'_>, def: &TypeDef, schema: &Schema) -> TokenStream {
    let docs = documentation(def);
    let ident = names::type_name(&def.name);
    let ty = context.bare(&schema.ty, &TokenStream::new());
    quote! { #docs pub type #ident = #ty; }
}

fn documentation(def: &TypeDef) -> TokenStream {
    if def.description.is_empty() { doc(&format!("`{}` of the contract.", def.name)) } else { doc(&def.description) }
}

fn is_variant(context: &Context<'_>, name: &str) -> bool {
    context.contract.types.iter().any(|def| match &def.kind {
        TypeKind::Union(of) => of.variants.iter().any(|variant| variant.type_name == name),
        TypeKind::Struct(_) | TypeKind::Enum(_) | TypeKind::Alias(_) => false,
    })
}

/// Answers are written by serde, straight into text; poem-openapi would make a tree of values first.
fn written(def: &TypeDef) -> Option<TokenStream> {
    is_written(def).then(|| quote! { , Serialize })
}

fn serde(def: &TypeDef, rules: &[TokenStream]) -> Option<TokenStream> {
    (is_written(def) && !rules.is_empty()).then(|| quote! { #[serde(#(#rules),*)] })
}

fn is_written(def: &TypeDef) -> bool {
    def.in_response || def.name == "Problem"
}

/// `rename = "…"` where Rust's name is not the wire's.
fn rename(ident: &str, wire: &str) -> Vec<TokenStream> {
    if ident == wire { Vec::new() } else { vec![quote! { rename = #wire }] }
}

fn attribute(rules: &[TokenStream]) -> TokenStream {
    if rules.is_empty() {
        TokenStream::new()
    } else {
        quote! { #[oai(#(#rules),*)] }
    }
}
