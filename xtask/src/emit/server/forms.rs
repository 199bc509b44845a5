//! The parts of each form as an enum, with how they are told apart and parsed.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::Context;
use super::pretty::doc;
use crate::contract::model::{Field, RequestBody, Schema, StringFormat, Struct, Type, TypeDef, TypeKind};
use crate::emit::names;

/// `FileUpload` → `FileUploadPart`.
pub(super) fn part_name(type_name: &str) -> Ident {
    format_ident!("{}Part", names::type_name(type_name))
}

pub(super) fn items(context: &Context<'_>) -> Vec<TokenStream> {
    let bodies = context.contract.operations.iter().flat_map(|operation| &operation.bodies);
    let forms: BTreeSet<&str> = bodies
        .filter_map(|body| match body {
            RequestBody::Multipart { type_name } => Some(type_name.as_str()),
            RequestBody::Json(_) | RequestBody::Binary { .. } => None,
        })
        .collect();
    let mut items = Vec::new();
    for def in context.contract.types.iter().filter(|def| forms.contains(def.name.as_str())) {
        if let TypeKind::Struct(of) = &def.kind {
            items.extend(form(context, def, of));
        }
    }
    items
}

/// One part of a form, as its property describes it.
struct Part<'c> {
    field: &'c Field,
    /// What one part holds: the item, if the property is a list.
    one: Schema,
    repeated: bool,
}

impl Part<'_> {
    fn is_file(&self) -> bool {
        self.one.ty == Type::String(StringFormat::Binary)
    }
}

fn form(context: &Context<'_>, def: &TypeDef, of: &Struct) -> [TokenStream; 2] {
    let parts: Vec<Part<'_>> = of
        .fields
        .iter()
        .map(|field| match context.resolved(&field.schema).ty {
            Type::Array(items) => Part { field, one: context.resolved(&items), repeated: true },
            _ => Part { field, one: context.resolved(&field.schema), repeated: false },
        })
        .collect();
    let ident = part_name(&def.name);
    let docs = doc(&def.description);
    let here = quote! { models:: };
    let variants = parts.iter().map(|part| {
        let docs = doc(&part.field.description);
        let name = names::variant(&part.field.name);
        let ty = if part.is_file() {
            quote! { FilePart }
        } else {
            context.bare(&written(part), &here)
        };
        quote! { #docs #name(#ty) }
    });
    let rules = parts.iter().map(|part| rule(context, part));
    let (name, pointer, description) = (&def.name, &def.pointer, &def.description);
    let text: Vec<TokenStream> = parts
        .iter()
        .filter(|part| !part.is_file())
        .map(|part| {
            let (wire, variant) = (&part.field.name, names::variant(&part.field.name));
            quote! { #wire => parsed(value).map(Self::#variant) }
        })
        .collect();
    let files: Vec<TokenStream> = parts
        .iter()
        .filter(|part| part.is_file())
        .map(|part| {
            let (wire, variant) = (&part.field.name, names::variant(&part.field.name));
            quote! { #wire => Some(Self::#variant(file)) }
        })
        .collect();
    let text = if text.is_empty() {
        quote! { fn text(_name: &str, _value: Value) -> Option<Self> { None } }
    } else {
        quote! { fn text(name: &str, value: Value) -> Option<Self> { match name { #(#text,)* _ => None } } }
    };
    let files = if files.is_empty() {
        quote! { fn file(_name: &str, _file: FilePart) -> Option<Self> { None } }
    } else {
        quote! { fn file(name: &str, file: FilePart) -> Option<Self> { match name { #(#files,)* _ => None } } }
    };
    [
        quote! {
            #docs
            #[derive(Debug)]
            pub enum #ident { #(#variants,)* }
        },
        quote! {
            impl Form for #ident {
                const NAME: &'static str = #name;
                const POINTER: &'static str = #pointer;
                const DESCRIPTION: &'static str = #description;
                const PARTS: &'static [PartRule] = &[#(#rules),*];
                #text
                #files
            }
        },
    ]
}

/// The type of one part, by the name that the contract gives it where there is one.
fn written(part: &Part<'_>) -> Type {
    match (&part.field.schema.ty, part.repeated) {
        (Type::Array(items), true) => items.ty.clone(),
        (ty, false) => ty.clone(),
        (_, true) => part.one.ty.clone(),
    }
}

fn rule(context: &Context<'_>, part: &Part<'_>) -> TokenStream {
    let Field { name, description, required, .. } = part.field;
    let repeated = part.repeated;
    let kind = if part.is_file() {
        quote! { PartKind::File }
    } else {
        quote! { PartKind::Text }
    };
    let ty = if part.is_file() {
        quote! { String }
    } else {
        context.bare(&part.field.schema.ty, &quote! { models:: })
    };
    let limits = if part.is_file() {
        quote! { MetaSchema::ANY }
    } else {
        context.limits(&part.field.schema)
    };
    quote! {
        PartRule {
            name: #name,
            description: #description,
            kind: #kind,
            required: #required,
            repeated: #repeated,
            schema: |registry| part_schema::<#ty>(registry, #limits),
        }
    }
}
