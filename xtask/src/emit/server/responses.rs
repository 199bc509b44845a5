//! Response enums with exactly the documented statuses, bodies and headers.

use std::collections::BTreeSet;

use heck::ToSnakeCase as _;
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::Context;
use super::operations::constant;
use super::pretty::doc;
use crate::contract::model::{Header, Operation, Response, ResponseBody, Type};
use crate::emit::names;

/// From so many headers on, an answer's headers are a struct.
const STRUCT_FROM: usize = 3;

/// `FileUploadResponse`.
pub(super) fn name(operation: &Operation) -> Ident {
    format_ident!("{}Response", names::type_name(&operation.id))
}

/// The headers of named responses, each once for all operations that answer it.
pub(super) fn shared_headers(context: &Context<'_>) -> Vec<TokenStream> {
    let mut seen = BTreeSet::new();
    let responses = context.contract.operations.iter().flat_map(|operation| &operation.responses);
    let named = responses.filter(|response| has_struct(response) && response.component.is_some());
    let mut items = Vec::new();
    for response in named {
        let component = response.component.as_deref().unwrap_or_default();
        if seen.insert(component) {
            let docs = format!("Headers of the response `{component}`. {}", response.description);
            items.push(headers(&struct_ident(component), &docs, response));
        }
    }
    items
}

/// The response enum of an operation with what belongs to it.
pub(super) fn items(context: &Context<'_>, operation: &Operation) -> Vec<TokenStream> {
    let ident = name(operation);
    let docs = doc(&format!("What `{}` answers.", operation.id));
    let refused = format!("{}::refused", context.runtime);
    let variants = operation.responses.iter().map(|response| variant(context, response));
    let derives = if operation.responses.iter().any(|response| matches!(response.body, ResponseBody::EventStream(_))) {
        quote! { ApiResponse }
    } else {
        quote! { Debug, ApiResponse }
    };
    let mut items = vec![quote! {
        #docs
        #[derive(#derives)]
        #[oai(bad_request_handler = #refused)]
        pub enum #ident { #(#variants,)* }
    }];
    let structured: Vec<&Response> = operation.responses.iter().filter(|response| has_struct(response)).collect();
    for response in structured.iter().filter(|response| response.component.is_none()) {
        let docs = format!("Headers of `{}` with status {}. {}", operation.id, response.status, response.description);
        items.push(headers(&own_struct(operation, response), &docs, response));
    }
    if !structured.is_empty() {
        let constructors = structured.iter().map(|response| constructor(context, operation, response));
        items.push(quote! { impl #ident { #(#constructors)* } });
    }
    items.push(answer(operation));
    items
}

fn variant(context: &Context<'_>, response: &Response) -> TokenStream {
    let docs = doc(&response.description);
    let status = Literal::u16_unsuffixed(response.status);
    let ident = names::status(response.status);
    let mut rules = vec![quote! { status = #status }];
    if let ResponseBody::Text { media_type } = &response.body
        && media_type != "text/plain"
    {
        rules.push(quote! { content_type = #media_type });
    }
    let mut fields = Vec::new();
    fields.extend(body_type(context, response));
    fields.extend(response.headers.iter().map(|header| {
        let docs = doc(&header.description);
        let (name, ty) = (&header.name, header_type(header));
        quote! { #docs #[oai(header = #name)] #ty }
    }));
    let fields = if fields.is_empty() {
        TokenStream::new()
    } else {
        quote! { (#(#fields),*) }
    };
    quote! { #docs #[oai(#(#rules),*)] #ident #fields }
}

fn body_type(context: &Context<'_>, response: &Response) -> Option<TokenStream> {
    let here = quote! { models:: };
    Some(match &response.body {
        ResponseBody::Empty => return None,
        ResponseBody::Json(schema) if context.resolved(schema).ty == Type::JsonObject => quote! { RawJson },
        ResponseBody::Json(schema) => {
            let ty = context.element(schema, &here);
            quote! { Json<#ty> }
        }
        ResponseBody::Problem => quote! { ProblemJson },
        ResponseBody::Binary { .. } => quote! { ByteStream },
        ResponseBody::Text { .. } => quote! { Text },
        ResponseBody::EventStream(schema) => {
            let ty = context.element(schema, &here);
            quote! { EventStream<#ty> }
        }
    })
}

fn header_type(header: &Header) -> TokenStream {
    let ty = match header.schema.ty {
        Type::Boolean => quote! { bool },
        Type::Int32 => quote! { i32 },
        Type::Int64 => quote! { i64 },
        // All others are written as text by the handler.
        _ => quote! { String },
    };
    if header.required {
        ty
    } else {
        quote! { Option<#ty> }
    }
}

fn has_struct(response: &Response) -> bool {
    response.codes.is_empty() && response.headers.len() >= STRUCT_FROM
}

fn struct_ident(component: &str) -> Ident {
    format_ident!("{}Headers", names::type_name(component))
}

fn own_struct(operation: &Operation, response: &Response) -> Ident {
    format_ident!("{}{}Headers", names::type_name(&operation.id), names::status(response.status))
}

fn headers(ident: &Ident, description: &str, response: &Response) -> TokenStream {
    let docs = doc(description);
    let fields = response.headers.iter().map(|header| {
        let (docs, name, ty) = (doc(&header.description), names::field(&header.name), header_type(header));
        quote! { #docs pub #name: #ty }
    });
    quote! {
        #docs
        #[derive(Debug, Clone)]
        pub struct #ident { #(#fields,)* }
    }
}

/// The variant from its body and its headers by name.
fn constructor(context: &Context<'_>, operation: &Operation, response: &Response) -> TokenStream {
    let variant = names::status(response.status);
    let docs = doc(&format!("{}: {}", response.status, response.description));
    let function = names::field(&variant.to_string().to_snake_case());
    let headers = match &response.component {
        Some(component) => {
            let ident = struct_ident(component);
            quote! { headers::#ident }
        }
        None => {
            let ident = own_struct(operation, response);
            quote! { #ident }
        }
    };
    let names = response.headers.iter().map(|header| names::field(&header.name));
    match body_type(context, response) {
        Some(body) => quote! {
            #docs
            pub fn #function(body: #body, headers: #headers) -> Self { Self::#variant(body, #(headers.#names),*) }
        },
        None => quote! {
            #docs
            pub fn #function(headers: #headers) -> Self { Self::#variant(#(headers.#names),*) }
        },
    }
}

/// How a problem becomes one of the variants.
fn answer(operation: &Operation) -> TokenStream {
    let ident = name(operation);
    let constant = constant(operation);
    let problems = operation.responses.iter().filter(|response| response.body == ResponseBody::Problem);
    let arms = problems.filter(|response| response.status != 500).map(|response| {
        let status = Literal::u16_unsuffixed(response.status);
        let value = problem_value(response);
        quote! { #status => #value }
    });
    let internal = operation.responses.iter().find(|response| response.status == 500);
    let otherwise = problem_value(internal.expect("the bundler gives every operation a response 500"));
    quote! {
        impl Answer for #ident {
            const OPERATION: &'static Operation = &operations::#constant;

            fn from_problem(problem: ProblemAnswer) -> Self {
                let problem = documented(Self::OPERATION, problem);
                match problem.status() { #(#arms,)* _ => #otherwise }
            }
        }
    }
}

fn problem_value(response: &Response) -> TokenStream {
    let variant = names::status(response.status);
    let headers: Vec<TokenStream> = response.headers.iter().map(problem_header).collect();
    if headers.is_empty() {
        return quote! { Self::#variant(problem.body()) };
    }
    let names: Vec<Ident> = response.headers.iter().map(|header| names::field(&header.name)).collect();
    quote! {{
        #(let #names = #headers;)*
        Self::#variant(problem.body(), #(#names),*)
    }}
}

/// The value of a problem's header: all that a problem can carry are known by name.
fn problem_header(header: &Header) -> TokenStream {
    let value = match header.name.to_ascii_lowercase().as_str() {
        "etag" => quote! { problem.etag() },
        "retry-after" => quote! { problem.retry_after() },
        "content-range" => quote! { problem.content_range() },
        "www-authenticate" => quote! { problem.www_authenticate() },
        "allow" => quote! { problem.allow() },
        other => panic!("the server's runtime knows no header `{other}` of a problem: add it to `ProblemAnswer`"),
    };
    if header.required {
        value
    } else {
        quote! { Some(#value) }
    }
}
