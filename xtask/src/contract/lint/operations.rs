//! Rules on what an operation says of itself: names, problems, security, repetition.

use std::collections::BTreeMap;

use super::{Context, Findings, content, is_snake_case, operations_of};
use crate::contract::bundle::METHODS;
use crate::contract::node::{Node, Value};

/// More is a description.
const SUMMARY_MAX_CHARS: usize = 80;

/// What each kind of extension may stand on.
const OPERATION_EXTENSIONS: [&str; 6] =
    ["x-idempotency", "x-scope", "x-pagination", "x-streaming", "x-body-limit", "x-problems"];

/// `<noun>_<verb>`: generated names are made of it in both languages.
pub fn operation_id(context: &Context<'_>, findings: &mut Findings) {
    for operation in context.operations() {
        let id = operation.text("operationId");
        if !is_snake_case(id) || !id.contains('_') {
            let text = format!("`{id}` must be `<noun>_<verb>` in snake_case, such as `file_upload`");
            findings.add(operation.span_of("operationId"), text);
        }
    }
}

pub fn operation_id_unique(context: &Context<'_>, findings: &mut Findings) {
    let mut seen = BTreeMap::new();
    for operation in context.operations() {
        let (id, span) = (operation.text("operationId"), operation.span_of("operationId"));
        if let Some(first) = seen.insert(id, span) {
            findings.add(span, format!("`{id}` is the id of another operation: {first}"));
        }
    }
}

/// The tag tells which trait of the server and which resource of the client it belongs to.
pub fn one_tag(context: &Context<'_>, findings: &mut Findings) {
    let known: Vec<_> = context.document.get("tags").map(Node::items).unwrap_or_default().iter().collect();
    for operation in context.operations() {
        let span = operation.span_of("tags");
        match operation.node.get("tags").map(Node::items).unwrap_or_default() {
            [tag] => {
                if !known.iter().any(|known| known.get("name").and_then(Node::as_str) == tag.as_str()) {
                    let tag = tag.as_str().unwrap_or_default();
                    findings.add(span, format!("the root document has no tag `{tag}`"));
                }
            }
            tags => findings.add(span, format!("an operation has exactly one tag, not {}", tags.len())),
        }
    }
}

pub fn summary(context: &Context<'_>, findings: &mut Findings) {
    for operation in context.operations() {
        let summary = operation.text("summary");
        let span = operation.span_of("summary");
        if summary.trim().is_empty() {
            findings.add(span, "an operation needs a summary");
        } else if summary.ends_with('.') {
            findings.add(span, "a summary is a headline: no full stop at its end");
        } else if summary.chars().count() > SUMMARY_MAX_CHARS {
            findings
                .add(span, format!("a summary has at most {SUMMARY_MAX_CHARS} characters; the rest is description"));
        }
    }
}

/// `x-problems` lists codes of the root document, each once.
pub fn problem_known(context: &Context<'_>, findings: &mut Findings) {
    let known = context.merged.get("x-problem-codes");
    for operation in operations_of(context.merged) {
        let Some(problems) = operation.node.get("x-problems") else { continue };
        if !matches!(problems.value, Value::Array(_)) {
            findings.add(&problems.span, "`x-problems` is a sequence of codes");
        }
        for (index, code) in problems.items().iter().enumerate() {
            let name = code.as_str().unwrap_or_default();
            if known.is_none_or(|known| known.get(name).is_none()) {
                findings.add(&code.span, format!("`x-problem-codes` of the root document has no `{name}`"));
            }
            if problems.items().iter().take(index).any(|before| before.as_str() == code.as_str()) {
                findings.add(&code.span, format!("`{name}` stands in the list twice"));
            }
        }
    }
}

/// Statuses from 400 up are written by the bundler, so that status, code and schema agree.
pub fn problem_by_hand(context: &Context<'_>, findings: &mut Findings) {
    for operation in operations_of(context.merged) {
        for entry in operation.node.get("responses").map(Node::entries).unwrap_or_default() {
            if entry.key.starts_with(['4', '5']) || entry.key == "default" {
                findings.add(&entry.span, format!("response {}: list its codes in `x-problems` instead", entry.key));
            }
        }
    }
}

/// Stated or inherited, and of a scheme that exists.
pub fn security(context: &Context<'_>, findings: &mut Findings) {
    for operation in context.operations() {
        let span = operation.span_of("security");
        let Some(security) = operation.node.get("security") else {
            findings.add(span, "neither the operation nor the root document says `security`");
            continue;
        };
        for scheme in security.items().iter().flat_map(Node::entries) {
            if context.document.at(&["components", "securitySchemes", &scheme.key]).is_none() {
                findings.add(span, format!("there is no security scheme `{}`", scheme.key));
            }
        }
    }
}

pub fn scope(context: &Context<'_>, findings: &mut Findings) {
    for operation in context.operations() {
        let Some(scope) = operation.node.get("x-scope") else { continue };
        let public = operation.node.get("security").is_some_and(|security| security.items().is_empty());
        if public {
            findings.add(&scope.span, "a public operation asks for no scope");
        } else if !matches!(scope.as_str(), Some("read" | "write" | "admin")) {
            findings.add(&scope.span, "`x-scope` is read, write or admin");
        }
    }
}

/// What HTTP says of a method holds; where it says nothing, the operation does.
pub fn idempotency(context: &Context<'_>, findings: &mut Findings) {
    for operation in context.operations() {
        let allowed: &[&str] = match operation.method {
            "get" | "head" | "options" => &["safe"],
            "delete" => &["idempotent"],
            "put" => &["idempotent", "key"],
            _ => &["safe", "idempotent", "key", "none"],
        };
        let stated = operation.text("x-idempotency");
        if !allowed.contains(&stated) {
            let method = operation.method.to_uppercase();
            let text = format!("`x-idempotency` of {method} is {}, not `{stated}`", allowed.join(" or "));
            findings.add(operation.span_of("x-idempotency"), text);
        }
    }
}

/// Who can download can ask for size and entity tag first.
pub fn head_of_download(context: &Context<'_>, findings: &mut Findings) {
    for operation in context.operations().filter(|operation| operation.method == "get") {
        let binary = operation
            .responses(context.document)
            .flat_map(|(_, response)| content(response))
            .any(|(media_type, ..)| media_type == "application/octet-stream");
        let head = context.document.at(&["paths", operation.path, "head"]).is_some();
        if binary && !head {
            findings.add(operation.span, "a path whose GET answers bytes needs HEAD");
        }
    }
}

pub fn success(context: &Context<'_>, findings: &mut Findings) {
    for operation in context.operations() {
        if !operation.responses(context.document).any(|(status, _)| status.starts_with(['2', '3'])) {
            findings.add(operation.span_of("responses"), "an operation documents at least one answer of success");
        }
    }
}

/// The reader lets `x-` members pass, so a misspelt one must be found here.
pub fn extension_known(context: &Context<'_>, findings: &mut Findings) {
    for entry in context.merged.entries() {
        if entry.key.starts_with("x-") && entry.key != "x-problem-codes" {
            findings.add(&entry.span, format!("nobody reads `{}` of the document", entry.key));
        }
    }
    for path in context.merged.get("paths").map(Node::entries).unwrap_or_default() {
        for entry in path.value.entries() {
            if METHODS.contains(&entry.key.as_str()) {
                extensions_of_operation(&entry.value, findings);
            } else if entry.key.starts_with("x-") {
                findings.add(&entry.span, format!("nobody reads `{}` of a path", entry.key));
            }
        }
    }
}

fn extensions_of_operation(operation: &Node, findings: &mut Findings) {
    for entry in operation.entries() {
        if entry.key.starts_with("x-") && !OPERATION_EXTENSIONS.contains(&entry.key.as_str()) {
            findings.add(&entry.span, format!("nobody reads `{}` of an operation", entry.key));
        }
    }
    for response in operation.get("responses").map(Node::entries).unwrap_or_default() {
        for entry in response.value.entries().iter().filter(|entry| entry.key.starts_with("x-")) {
            findings.add(&entry.span, format!("nobody reads `{}` of a response", entry.key));
        }
    }
}
