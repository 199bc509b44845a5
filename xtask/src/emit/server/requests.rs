//! What a handler is given: parameters and body as one struct, and the glue's arguments that it is made from.

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::Context;
use super::models::keep;
use super::pretty::doc;
use crate::contract::model::{Location, Operation, Param, RequestBody, Type};
use crate::emit::names;

/// Parameters that the request pipeline deals with: documented, and not a handler's business.
const PIPELINE_PARAMETERS: [&str; 2] = ["Idempotency-Key", "Strongroom-Organization"];

/// The request's side of one operation.
pub(super) struct Request {
    /// `FileUploadRequest`, if the operation takes anything.
    pub(super) name: Option<Ident>,
    /// Its definition, and that of the body's enum.
    pub(super) items: Vec<TokenStream>,
    /// The glue's arguments.
    pub(super) arguments: Vec<TokenStream>,
    /// The struct's fields, made from the arguments.
    pub(super) values: Vec<TokenStream>,
}

/// `FileUploadRequest`.
pub(super) fn name(operation: &Operation) -> Ident {
    format_ident!("{}Request", names::type_name(&operation.id))
}

/// Whether a handler is given a request at all.
pub(super) fn takes_anything(operation: &Operation) -> bool {
    !operation.bodies.is_empty() || operation.params.iter().any(|param| !is_for_the_pipeline(param))
}

fn is_for_the_pipeline(param: &Param) -> bool {
    param.location == Location::Header && PIPELINE_PARAMETERS.contains(&param.name.as_str())
}

/// A field that the struct is to have.
struct Part {
    ident: Ident,
    field: TokenStream,
    argument: TokenStream,
    value: TokenStream,
}

pub(super) fn request(
    context: &Context<'_>,
    operation: &Operation,
    defaults: &mut BTreeMap<String, TokenStream>,
) -> Request {
    let mut items = Vec::new();
    let mut arguments = Vec::new();
    let mut parts = Vec::new();
    for param in &operation.params {
        if is_for_the_pipeline(param) {
            let (docs, rules) = (doc(&param.description), rules(context, param));
            let unused = format_ident!("_{}", names::field(&param.name));
            let ty = context.bare(&param.schema.ty, &quote! { models:: });
            arguments.push(quote! { #docs #[oai(#(#rules),*)] #unused: Header<Option<#ty>> });
        } else {
            parts.push(parameter(context, operation, param, defaults));
        }
    }
    parts.extend(body(context, operation, &mut items));
    arguments.extend(parts.iter().map(|part| part.argument.clone()));
    let values = parts.iter().map(|part| {
        let (ident, value) = (&part.ident, &part.value);
        if *ident == value.to_string() {
            quote! { #ident }
        } else {
            quote! { #ident: #value }
        }
    });
    let values = values.collect();
    if parts.is_empty() {
        return Request { name: None, items, arguments, values };
    }
    let name = name(operation);
    let docs = doc(&format!("What `{}` is asked.", operation.id));
    let fields = parts.iter().map(|part| &part.field);
    items.insert(
        0,
        quote! {
            #docs
            #[derive(Debug)]
            pub struct #name { #(#fields,)* }
        },
    );
    Request { name: Some(name), items, arguments, values }
}

fn parameter(
    context: &Context<'_>,
    operation: &Operation,
    param: &Param,
    defaults: &mut BTreeMap<String, TokenStream>,
) -> Part {
    let docs = doc(&param.description);
    let ident = names::field(&param.name);
    let here = quote! { models:: };
    let list = matches!(context.resolved(&param.schema).ty, Type::Array(_)) && param.location == Location::Header;
    let bare = match &context.resolved(&param.schema).ty {
        Type::Array(items) if list => {
            let items = context.element(items, &here);
            quote! { CommaSeparated<#items> }
        }
        _ => context.bare(&param.schema.ty, &here),
    };
    let held = context.parameter(&param.name, &param.schema, param.required, bare);
    let mut rules = rules(context, param);
    if let Some(default) = held.default {
        let name = keep(defaults, &operation.id, default.name, default.item);
        rules.insert(1, quote! { default = #name });
    }
    let extractor = match param.location {
        Location::Path => quote! { Path },
        Location::Query => quote! { Query },
        Location::Header => quote! { Header },
    };
    let ty = held.ty;
    Part {
        field: quote! { #docs pub #ident: #ty },
        argument: quote! { #docs #[oai(#(#rules),*)] #ident: #extractor<#ty> },
        value: quote! { #ident.0 },
        ident,
    }
}

/// What a parameter's attribute says: its name on the wire first.
fn rules(context: &Context<'_>, param: &Param) -> Vec<TokenStream> {
    let name = &param.name;
    let mut rules = vec![quote! { name = #name }];
    if param.deprecated {
        rules.push(quote! { deprecated });
    }
    rules.extend(context.validator(&param.schema));
    rules
}

fn body(context: &Context<'_>, operation: &Operation, items: &mut Vec<TokenStream>) -> Option<Part> {
    let ident = format_ident!("body");
    let json = |schema| {
        let bare = context.element(schema, &quote! { models:: });
        if operation.body_required {
            bare
        } else {
            quote! { Option<#bare> }
        }
    };
    let form = |type_name: &str| {
        let part = super::forms::part_name(type_name);
        quote! { MultipartStream<forms::#part> }
    };
    let (field, argument, value) = match operation.bodies.as_slice() {
        [] => return None,
        [RequestBody::Json(schema)] => {
            let ty = json(schema);
            (ty.clone(), quote! { Json<#ty> }, quote! { #ident.0 })
        }
        [RequestBody::Binary { .. }] => (quote! { RawBody }, quote! { RawBody }, quote! { #ident }),
        [RequestBody::Multipart { type_name }] => {
            let ty = form(type_name);
            (ty.clone(), ty, quote! { #ident })
        }
        several => {
            let name = format_ident!("{}Body", names::type_name(&operation.id));
            let mut variants = Vec::new();
            // Raw bytes take every media type, and come last.
            if let Some(schema) = several.iter().find_map(|body| match body {
                RequestBody::Json(schema) => Some(schema),
                RequestBody::Binary { .. } | RequestBody::Multipart { .. } => None,
            }) {
                let ty = context.element(schema, &quote! { models:: });
                variants.push(quote! { Json(Json<#ty>) });
            }
            if let Some(type_name) = several.iter().find_map(|body| match body {
                RequestBody::Multipart { type_name } => Some(type_name),
                RequestBody::Json(_) | RequestBody::Binary { .. } => None,
            }) {
                let ty = form(type_name);
                variants.push(quote! { Form(#ty) });
            }
            if several.iter().any(|body| matches!(body, RequestBody::Binary { .. })) {
                variants.push(quote! { Raw(RawBody) });
            }
            let docs = doc(&format!("The body of `{}`, by its media type.", operation.id));
            items.push(quote! {
                #docs
                #[derive(Debug, ApiRequest)]
                pub enum #name { #(#variants,)* }
            });
            (quote! { #name }, quote! { #name }, quote! { #ident })
        }
    };
    Some(Part { field: quote! { pub #ident: #field }, argument: quote! { #ident: #argument }, value, ident })
}
