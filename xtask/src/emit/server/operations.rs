//! The table of operations: what the pipeline needs to know about each of them.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::Context;
use super::pretty::doc;
use crate::contract::model::{Idempotency, Method, Operation, RequestBody, Security};
use crate::emit::names;

/// What the runtime marks a segment by that stands for a custom verb.
const MARK: &str = "~";

pub(super) fn items(context: &Context<'_>) -> Vec<TokenStream> {
    let operations = &context.contract.operations;
    let count = Literal::usize_unsuffixed(operations.len());
    let idents = operations.iter().map(constant);
    let mut items = vec![quote! {
        /// Every operation, in the contract's order.
        pub static OPERATIONS: [&Operation; #count] = [#(&#idents),*];
    }];
    items.extend(operations.iter().map(entry));
    items
}

/// `FILE_UPLOAD`.
pub(super) fn constant(operation: &Operation) -> Ident {
    format_ident!("{}", operation.id.to_uppercase())
}

/// The path as poem-openapi takes it: parameters by a colon, the custom verb as a marked segment of its own.
pub(super) fn route(operation: &Operation) -> String {
    let path = match operation.custom_verb() {
        Some(verb) => {
            let resource = operation.path.strip_suffix(verb).and_then(|path| path.strip_suffix(':'));
            format!("{}/{MARK}{verb}", resource.unwrap_or(&operation.path))
        }
        None => operation.path.clone(),
    };
    path.replace('{', ":").replace('}', "")
}

fn entry(operation: &Operation) -> TokenStream {
    let Operation { id, tag, path, summary, body_required, .. } = operation;
    let docs = doc(&format!("{summary}."));
    let ident = constant(operation);
    let method = format_ident!("{}", method(operation.method).to_uppercase());
    let route = route(operation);
    let security = match operation.security {
        Security::Public => quote! { Security::Public },
        Security::Bearer => quote! { Security::Bearer },
    };
    let scope = match &operation.scope {
        Some(scope) => quote! { Some(#scope) },
        None => quote! { None },
    };
    let idempotency = match operation.idempotency {
        Idempotency::Safe => quote! { Idempotency::Safe },
        Idempotency::Idempotent => quote! { Idempotency::Idempotent },
        Idempotency::Key => quote! { Idempotency::Key },
        Idempotency::Never => quote! { Idempotency::Never },
    };
    let limit = match operation.body_limit {
        Some(bytes) => {
            let bytes = Literal::u64_unsuffixed(bytes);
            quote! { Some(#bytes) }
        }
        None => quote! { None },
    };
    let media_types = operation.bodies.iter().map(|body| match body {
        RequestBody::Json(_) => "application/json",
        RequestBody::Binary { media_type } => media_type,
        RequestBody::Multipart { .. } => "multipart/form-data",
    });
    let (request, response) = (operation.streaming.request, operation.streaming.response);
    let codes = operation.responses.iter().flat_map(|response| &response.codes).map(|code| names::variant(code));
    let statuses = operation.responses.iter().map(|response| Literal::u16_unsuffixed(response.status));
    quote! {
        #docs
        pub static #ident: Operation = Operation {
            id: #id,
            tag: #tag,
            method: Method::#method,
            path: #path,
            route: #route,
            summary: #summary,
            security: #security,
            scope: #scope,
            idempotency: #idempotency,
            body_limit_bytes: #limit,
            media_types: &[#(#media_types),*],
            body_required: #body_required,
            streaming_request: #request,
            streaming_response: #response,
            codes: &[#(ProblemCode::#codes),*],
            statuses: &[#(#statuses),*],
        };
    }
}

/// As poem-openapi's attribute spells it.
pub(super) fn method(method: Method) -> &'static str {
    match method {
        Method::Get => "get",
        Method::Head => "head",
        Method::Post => "post",
        Method::Put => "put",
        Method::Patch => "patch",
        Method::Delete => "delete",
        Method::Options => "options",
    }
}
