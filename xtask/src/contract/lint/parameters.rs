//! Rules on paths and parameters.

use super::{Context, Findings, is_snake_case};
use crate::contract::node::Node;

/// What a list takes. `order_by` has the values that it can sort by.
const PAGE_PARAMETERS: [&str; 4] = ["skip", "take", "cursor", "order_by"];

/// `/a/{b}/c:verb`: no empty segment, no slash at the end, a custom verb only at the end.
pub fn path_form(context: &Context<'_>, findings: &mut Findings) {
    for path in context.document.get("paths").map(Node::entries).unwrap_or_default() {
        let Some(segments) = path.key.strip_prefix('/') else {
            findings.add(&path.span, "a path begins with a slash");
            continue;
        };
        let segments: Vec<_> = segments.split('/').collect();
        for (index, segment) in segments.iter().enumerate() {
            let last = index + 1 == segments.len();
            let (name, verb) = match segment.split_once(':') {
                Some((name, verb)) => (name, Some(verb)),
                None => (*segment, None),
            };
            let parameter = name.strip_prefix('{').and_then(|name| name.strip_suffix('}'));
            let name_fits = match parameter {
                Some(parameter) => is_snake_case(parameter),
                None => !name.is_empty() && !name.contains(['{', '}']),
            };
            let verb_fits = verb
                .is_none_or(|verb| last && !verb.is_empty() && verb.bytes().all(|byte| byte.is_ascii_alphanumeric()));
            if !name_fits || !verb_fits {
                let text = format!("`{segment}` must be a word or a whole `{{parameter}}`; a `:verb` ends the path");
                findings.add(&path.span, text);
            }
        }
    }
}

/// The parameters of the path are those that are declared, no more and no less.
pub fn path_parameters(context: &Context<'_>, findings: &mut Findings) {
    for operation in context.operations() {
        let in_path: Vec<_> =
            operation.path.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name)).collect();
        let declared: Vec<_> = operation
            .parameters(context.document)
            .filter(|parameter| parameter.get("in").and_then(Node::as_str) == Some("path"))
            .filter_map(|parameter| parameter.get("name")?.as_str())
            .collect();
        for name in in_path.iter().filter(|name| !declared.contains(name)) {
            findings.add(operation.span, format!("`{{{name}}}` of the path is not declared as a parameter"));
        }
        for name in declared.iter().filter(|name| !in_path.contains(name)) {
            findings.add(operation.span_of("parameters"), format!("the path has no `{{{name}}}`"));
        }
    }
}

pub fn parameter_described(context: &Context<'_>, findings: &mut Findings) {
    for parameter in all(context) {
        if parameter.get("description").and_then(Node::as_str).unwrap_or_default().trim().is_empty() {
            findings.add(&parameter.span, format!("`{}` needs a description", name(parameter)));
        }
    }
}

/// Absent means false, but common readers of OpenAPI refuse a parameter that leaves it out.
pub fn parameter_required(context: &Context<'_>, findings: &mut Findings) {
    for parameter in all(context) {
        match parameter.get("required").and_then(Node::as_bool) {
            None => findings.add(&parameter.span, format!("`{}` must say whether it is required", name(parameter))),
            Some(false) if parameter.get("in").and_then(Node::as_str) == Some("path") => {
                findings.add(&parameter.span, format!("`{}` is part of the path, so it is required", name(parameter)));
            }
            Some(_) => {}
        }
    }
}

pub fn parameter_unique(context: &Context<'_>, findings: &mut Findings) {
    for operation in context.operations() {
        let identity = |parameter: &Node| {
            let place = parameter.get("in").and_then(Node::as_str).unwrap_or_default().to_owned();
            (name(parameter).to_lowercase(), place)
        };
        let mut seen = Vec::new();
        for parameter in operation.parameters(context.document) {
            if seen.contains(&identity(parameter)) {
                let text = format!("`{}` is declared twice", name(parameter));
                findings.add(operation.span_of("parameters"), text);
            }
            seen.push(identity(parameter));
        }
    }
}

pub fn page_parameters(context: &Context<'_>, findings: &mut Findings) {
    for operation in context.operations().filter(|operation| operation.text("x-pagination") == "page") {
        for wanted in PAGE_PARAMETERS {
            let present = operation.parameters(context.document).any(|parameter| {
                name(parameter) == wanted && parameter.get("in").and_then(Node::as_str) == Some("query")
            });
            if !present {
                findings.add(operation.span_of("x-pagination"), format!("a list needs the query parameter `{wanted}`"));
            }
        }
    }
}

fn name(parameter: &Node) -> &str {
    parameter.get("name").and_then(Node::as_str).unwrap_or_default()
}

/// Parameters of components and of operations, each where it is written.
fn all<'a>(context: &Context<'a>) -> impl Iterator<Item = &'a Node> {
    let shared = context.document.at(&["components", "parameters"]).map(Node::entries).unwrap_or_default();
    let own = context
        .operations()
        .flat_map(|operation| operation.node.get("parameters").map(Node::items).unwrap_or_default())
        .filter(|parameter| parameter.get("$ref").is_none());
    shared.iter().map(|entry| &entry.value).chain(own)
}
