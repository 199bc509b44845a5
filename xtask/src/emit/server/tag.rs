//! One tag: the trait that handlers implement, and the glue that routes to it.

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::Context;
use super::operations::{method, route};
use super::pretty::doc;
use super::requests::{self, Request, request};
use super::responses;
use crate::contract::model::{Operation, Security, Tag};
use crate::emit::names;

/// `files` → `FilesApi`.
pub(super) fn api_name(tag: &Tag) -> Ident {
    format_ident!("{}Api", names::type_name(&tag.name))
}

/// `files` → `FilesGlue`.
pub(super) fn glue_name(tag: &Tag) -> Ident {
    format_ident!("{}Glue", names::type_name(&tag.name))
}

pub(super) fn items(context: &Context<'_>, tag: &Tag) -> Vec<TokenStream> {
    let mut defaults = BTreeMap::new();
    let operations: Vec<(&Operation, Request)> = context
        .contract
        .operations
        .iter()
        .filter(|operation| operation.tag == tag.name)
        .map(|operation| (operation, request(context, operation, &mut defaults)))
        .collect();
    let (api, glue) = (api_name(tag), glue_name(tag));
    let docs = doc(&format!("Handlers of the tag `{}`. {}", tag.name, tag.description));
    let handlers = operations.iter().map(|(operation, request)| handler(operation, request));
    let mut items = vec![quote! {
        #docs
        pub trait #api: Send + Sync + 'static { #(#handlers)* }
    }];
    for (operation, request) in &operations {
        items.extend(request.items.iter().cloned());
        items.extend(responses::items(context, operation));
    }
    let docs = doc(&format!("Routes the tag `{}` to its handlers.", tag.name));
    items.push(quote! {
        #docs
        #[derive(Debug)]
        pub struct #glue<A>(pub Arc<A>);
    });
    let routes = operations.iter().map(|(operation, request)| glue_method(tag, operation, request));
    items.push(quote! {
        #[OpenApi]
        impl<A: #api> #glue<A> { #(#routes)* }
    });
    items.extend(defaults.into_values());
    items
}

/// The trait's method.
fn handler(operation: &Operation, request: &Request) -> TokenStream {
    let docs = documentation(operation);
    let name = names::field(&operation.id);
    let response = responses::name(operation);
    let caller = secured(operation).then(|| quote! { caller: Caller, });
    let request = request.name.as_ref().map(|name| quote! { request: #name, });
    quote! {
        #docs
        fn #name(&self, #caller #request) -> impl Future<Output = Result<#response>> + Send;
    }
}

fn glue_method(tag: &Tag, operation: &Operation, request: &Request) -> TokenStream {
    let docs = documentation(operation);
    let name = names::field(&operation.id);
    let response = responses::name(operation);
    let (id, path, http) = (&operation.id, route(operation), method(operation.method));
    let tag = format!("super::Tag::{}", names::variant(&tag.name));
    let deprecated = operation.deprecated.then(|| quote! { , deprecated });
    let (caller, call) = if secured(operation) {
        (Some(quote! { caller: Authenticated, }), Some(quote! { caller.0, }))
    } else {
        (None, None)
    };
    let arguments = &request.arguments;
    let made = request.name.as_ref().map(|name| {
        let values = &request.values;
        quote! { let request = #name { #(#values),* }; }
    });
    let given = request.name.as_ref().map(|_| quote! { request });
    // Boxed, since poem puts half a dozen layers around it, each of which would move all of it.
    quote! {
        #docs
        #[oai(path = #path, method = #http, operation_id = #id, tag = #tag #deprecated)]
        async fn #name(&self, #caller #(#arguments),*) -> #response {
            #made
            answer(Box::pin(self.0.#name(#call #given))).await
        }
    }
}

/// An implementation that answers nothing, for tests of what is around the handlers.
pub(super) fn unanswered(context: &Context<'_>, tag: &Tag) -> TokenStream {
    let (module, api) = (names::field(&tag.name), api_name(tag));
    let operations = context.contract.operations.iter().filter(|operation| operation.tag == tag.name);
    let handlers = operations.map(|operation| {
        let name = names::field(&operation.id);
        let response = responses::name(operation);
        let caller = secured(operation).then(|| quote! { _caller: Caller, });
        let takes = requests::takes_anything(operation);
        let request = takes.then(|| {
            let request = requests::name(operation);
            quote! { _request: super::#module::#request, }
        });
        let id = &operation.id;
        quote! {
            async fn #name(&self, #caller #request) -> Result<super::#module::#response> { nothing(#id) }
        }
    });
    quote! {
        impl super::#module::#api for Unanswered { #(#handlers)* }
    }
}

fn secured(operation: &Operation) -> bool {
    operation.security == Security::Bearer
}

/// The summary as the first paragraph, as poem-openapi reads it.
fn documentation(operation: &Operation) -> TokenStream {
    doc(&format!("{}\n\n{}", operation.summary, operation.description))
}
