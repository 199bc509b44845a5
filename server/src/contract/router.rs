//! Which operation a method and a path mean.
//!
//! A fixed segment beats a parameter, with backtracking; the method is looked at last. A parameter never matches the empty
//! segment, and a custom verb (`{file}:download`) matches exactly, where poem would read a colon as a parameter.

use std::sync::LazyLock;

use percent_encoding::percent_decode_str;
use poem::http::Method;

use super::operation::Operation;
use crate::generated::operations::OPERATIONS;
use crate::generated::problems::ProblemCode;

/// Longer paths name nothing; the limit keeps backtracking cheap.
const SEGMENTS_MAX: usize = 32;

/// What a method and a path name.
#[derive(Debug)]
pub enum Found {
    /// Parameters in the order of the template, percent-decoded.
    Operation {
        operation: &'static Operation,
        path_params: Vec<(&'static str, String)>,
    },
    /// The path has operations, but not with this method. In the order of the contract.
    MethodNotAllowed {
        allowed: Vec<&'static str>,
    },
    /// The path is that of a signed URL, but it was not signed for this method, or is none that could have been signed.
    /// Nothing more is told of it.
    NotSigned,
    NotFound,
}

/// Finds the operation. `path` is the path of the request's URI as it was sent, percent-encoded and without the query.
pub fn find(method: &Method, path: &str) -> Found {
    static ROUTER: LazyLock<Router> = LazyLock::new(|| Router::new(&OPERATIONS));
    ROUTER.find(method, path)
}

/// A tree of path segments.
#[derive(Debug, Default)]
pub struct Router {
    root: Node,
    /// Every custom verb of any path.
    verbs: Vec<&'static str>,
}

#[derive(Debug, Default)]
struct Node {
    /// A dozen at the most, among which looking is faster than hashing.
    fixed: Vec<(&'static str, Self)>,
    parameter: Option<Box<Self>>,
    /// The operations whose path ends here, by custom verb; without one under `None`.
    operations: Vec<(Option<&'static str>, Vec<&'static Operation>)>,
}

impl Router {
    pub fn new(operations: &[&'static Operation]) -> Self {
        let mut router = Self::default();
        for operation in operations {
            let verb = operation.custom_verb();
            let mut node = &mut router.root;
            for segment in segments(resource_path(operation)) {
                node = match segment.strip_prefix('{') {
                    Some(_) => node.parameter.get_or_insert_default(),
                    None => entry(&mut node.fixed, segment),
                };
            }
            entry(&mut node.operations, verb).push(operation);
            if let Some(verb) = verb
                && !router.verbs.contains(&verb)
            {
                router.verbs.push(verb);
            }
        }
        router
    }

    pub fn find(&self, method: &Method, path: &str) -> Found {
        let Some(mut last) = path.strip_prefix('/') else { return Found::NotFound };
        let mut segments = Vec::with_capacity(SEGMENTS_MAX);
        while let Some(end) = last.bytes().position(|byte| byte == b'/') {
            if segments.len() + 1 == SEGMENTS_MAX {
                return Found::NotFound;
            }
            segments.push(&last[..end]);
            last = &last[end + 1..];
        }
        // A verb is told by a plain colon only: `%3A` belongs to the name before it.
        if let Some((head, verb)) = last.rsplit_once(':')
            && let Some(&verb) = self.verbs.iter().find(|known| **known == verb)
        {
            segments.push(head);
            let found = self.operation(method, &segments, Some(verb));
            if !matches!(found, Found::NotFound) {
                return found;
            }
            segments.pop();
        }
        segments.push(last);
        self.operation(method, &segments, None)
    }

    fn operation(&self, method: &Method, segments: &[&str], verb: Option<&'static str>) -> Found {
        let mut values = Vec::new();
        let Some(operations) = self.root.descend(segments, verb, &mut values) else { return Found::NotFound };
        let Some(operation) = operations.iter().find(|operation| operation.method == *method) else {
            if operations.iter().any(|known| is_signed(known)) {
                return Found::NotSigned;
            }
            return Found::MethodNotAllowed { allowed: operations.iter().map(|known| known.method.as_str()).collect() };
        };
        let mut path_params = Vec::with_capacity(values.len());
        for (name, value) in parameter_names(operation).zip(values) {
            // Bytes that are no text can name nothing, and sign nothing.
            let Ok(value) = percent_decode_str(value).decode_utf8() else {
                return if is_signed(operation) { Found::NotSigned } else { Found::NotFound };
            };
            path_params.push((name, value.into_owned()));
        }
        Found::Operation { operation, path_params }
    }
}

impl Node {
    /// The operations at the end of `segments`, with the values of the parameters on the way in `values`.
    fn descend<'a, 'p>(
        &'a self,
        segments: &[&'p str],
        verb: Option<&'static str>,
        values: &mut Vec<&'p str>,
    ) -> Option<&'a [&'static Operation]> {
        let Some((first, rest)) = segments.split_first() else {
            return self
                .operations
                .iter()
                .find(|(known, _)| *known == verb)
                .map(|(_, operations)| operations.as_slice());
        };
        let fixed = self.fixed.iter().find(|(segment, _)| segment == first);
        if let Some(found) = fixed.and_then(|(_, node)| node.descend(rest, verb, values)) {
            return Some(found);
        }
        if first.is_empty() {
            return None;
        }
        let node = self.parameter.as_ref()?;
        let before = values.len();
        values.push(first);
        let found = node.descend(rest, verb, values);
        if found.is_none() {
            values.truncate(before);
        }
        found
    }
}

/// The value under a key, which is put there if there is none yet.
fn entry<K: PartialEq, V: Default>(entries: &mut Vec<(K, V)>, key: K) -> &mut V {
    let index = entries.iter().position(|(known, _)| *known == key).unwrap_or_else(|| {
        entries.push((key, V::default()));
        entries.len() - 1
    });
    &mut entries[index].1
}

/// Whether what stands in the path is its own credential.
fn is_signed(operation: &Operation) -> bool {
    operation.codes.contains(&ProblemCode::SignatureInvalid)
}

/// The public path without its custom verb.
fn resource_path(operation: &Operation) -> &'static str {
    match operation.custom_verb() {
        Some(verb) => &operation.path[..operation.path.len() - verb.len() - 1],
        None => operation.path,
    }
}

fn segments(path: &'static str) -> impl Iterator<Item = &'static str> {
    path.trim_start_matches('/').split('/')
}

fn parameter_names(operation: &Operation) -> impl Iterator<Item = &'static str> {
    segments(resource_path(operation)).filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
}

#[cfg(test)]
mod tests;
