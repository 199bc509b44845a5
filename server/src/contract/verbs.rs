//! AIP custom verbs, `/files:upload` and `/files/{file}:download`, for poem-openapi, which reads a colon as a parameter.
//!
//! The generated code writes the verb as a marked segment of its own, `/files/:file/~download`. `CustomVerbs` turns it back in
//! the document that poem-openapi emits. Requests are not routed by poem, but by `router`, which knows verbs.

use std::collections::HashMap;

use poem::endpoint::BoxEndpoint;
use poem::http::Method;
use poem_openapi::OpenApi;
use poem_openapi::registry::{MetaApi, Registry};

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_shows_the_public_path() {
        assert_eq!(public_path("/files/~upload"), "/files:upload");
        assert_eq!(public_path("/files/{file}/~download"), "/files/{file}:download");
        assert_eq!(public_path("/files/{file}"), "/files/{file}");
    }
}
