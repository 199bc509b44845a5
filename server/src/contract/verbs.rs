//! AIP custom verbs, `/files:upload` and `/files/{file}:download`, on a router that reads a colon as a parameter.
//!
//! The generated code writes the verb as a marked segment of its own, `/files/:file/~download`, which poem routes exactly.
//! `CustomVerbs` turns it back in the document that poem-openapi emits; `rewrite` turns the request before poem sees it.

use std::collections::HashMap;

use poem::Request;
use poem::endpoint::BoxEndpoint;
use poem::http::uri::PathAndQuery;
use poem::http::{Method, Uri};
use poem_openapi::OpenApi;
use poem_openapi::registry::{MetaApi, Registry};

use super::operation::Operation;

/// What a segment that stands for a custom verb begins with.
pub const MARK: &str = "~";

/// The public template of a marked one: `/files/{file}/~download` → `/files/{file}:download`.
pub fn public_path(marked: &str) -> String {
    match marked.rsplit_once('/') {
        Some((head, last)) => match last.strip_prefix(MARK) {
            Some(verb) => format!("{head}:{verb}"),
            None => marked.to_owned(),
        },
        None => marked.to_owned(),
    }
}

/// An API whose document shows the public paths.
#[derive(Debug)]
pub struct CustomVerbs<T>(pub T);

impl<T: OpenApi> OpenApi for CustomVerbs<T> {
    fn meta() -> Vec<MetaApi> {
        let mut apis = T::meta();
        for path in apis.iter_mut().flat_map(|api| &mut api.paths) {
            path.path = public_path(&path.path);
        }
        apis
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }

    fn add_routes(self, table: &mut HashMap<String, HashMap<Method, BoxEndpoint<'static>>>) {
        self.0.add_routes(table);
    }
}

/// Gives the request the path that poem routes `operation` by. Call it with the operation that `find` found for this
/// very request; `Request::original_uri` keeps the public path.
pub fn rewrite(request: &mut Request, operation: &Operation) {
    let Some(verb) = operation.custom_verb() else { return };
    let Some((resource, _)) = request.uri().path().rsplit_once(':') else { return };
    let path = match request.uri().query() {
        Some(query) => format!("{resource}/{MARK}{verb}?{query}"),
        None => format!("{resource}/{MARK}{verb}"),
    };
    let mut parts = std::mem::take(request.uri_mut()).into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(path).expect("a path with a segment more is a path"));
    *request.uri_mut() = Uri::from_parts(parts).expect("a URI with another path is a URI");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::operation::{Idempotency, Security};

    fn operation(path: &'static str, route: &'static str) -> Operation {
        Operation {
            id: "file_download",
            tag: "files",
            method: Method::GET,
            path,
            route,
            summary: "",
            security: Security::Public,
            scope: None,
            idempotency: Idempotency::Safe,
            body_limit_bytes: None,
            media_types: &[],
            body_required: false,
            streaming_request: false,
            streaming_response: false,
            codes: &[],
            statuses: &[],
        }
    }

    fn rewritten(uri: &'static str, operation: &Operation) -> String {
        let mut request = Request::builder().uri(Uri::from_static(uri)).finish();
        rewrite(&mut request, operation);
        request.uri().to_string()
    }

    #[test]
    fn the_last_colon_becomes_a_marked_segment() {
        let download = operation("/files/{file}:download", "/files/:file/~download");
        assert_eq!(rewritten("/files/abc:download", &download), "/files/abc/~download");
        assert_eq!(rewritten("/files/a:b:download?x=1:2", &download), "/files/a:b/~download?x=1:2");
        assert_eq!(rewritten("http://h:1/files/abc:download", &download), "http://h:1/files/abc/~download");
    }

    #[test]
    fn other_operations_keep_their_path() {
        let get = operation("/files/{file}", "/files/:file");
        assert_eq!(rewritten("/files/abc:download", &get), "/files/abc:download");
    }

    #[test]
    fn the_document_shows_the_public_path() {
        assert_eq!(public_path("/files/~upload"), "/files:upload");
        assert_eq!(public_path("/files/{file}/~download"), "/files/{file}:download");
        assert_eq!(public_path("/files/{file}"), "/files/{file}");
    }
}
