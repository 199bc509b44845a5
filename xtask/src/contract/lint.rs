//! The rules of the house: what a contract must say beyond being readable. All faults at once.
//!
//! One function per rule, and one row for it below; the name of the row is what a fault carries. Whether the generator
//! can express a construct is for `read`.

mod bodies;
mod examples;
mod operations;
mod parameters;
mod schemas;
mod walk;

use super::bundle::{Bundle, METHODS};
use super::node::{Fault, Node, Span};

/// What the rules look at.
struct Context<'a> {
    /// What the sources say; `x-problems` and hand-written responses are told apart only here.
    merged: &'a Node,
    /// The published document, in which everything stands that follows from a rule.
    document: &'a Node,
}

/// One operation of a document.
struct Operation<'a> {
    path: &'a str,
    method: &'a str,
    node: &'a Node,
    /// Where its method stands.
    span: &'a Span,
}

struct Rule {
    name: &'static str,
    check: fn(&Context<'_>, &mut Findings),
}

/// Takes what a rule finds and adds its name.
struct Findings {
    rule: &'static str,
    faults: Vec<Fault>,
}

impl Findings {
    fn add(&mut self, span: &Span, text: impl Into<String>) {
        self.faults.push(Fault::new(span, self.rule, text));
    }
}

const RULES: [Rule; 34] = [
    Rule { name: "operation-id", check: operations::operation_id },
    Rule { name: "operation-id-unique", check: operations::operation_id_unique },
    Rule { name: "one-tag", check: operations::one_tag },
    Rule { name: "summary", check: operations::summary },
    Rule { name: "problem-known", check: operations::problem_known },
    Rule { name: "problem-by-hand", check: operations::problem_by_hand },
    Rule { name: "security", check: operations::security },
    Rule { name: "scope", check: operations::scope },
    Rule { name: "idempotency", check: operations::idempotency },
    Rule { name: "head-of-download", check: operations::head_of_download },
    Rule { name: "success", check: operations::success },
    Rule { name: "extension-known", check: operations::extension_known },
    Rule { name: "path-form", check: parameters::path_form },
    Rule { name: "path-parameters", check: parameters::path_parameters },
    Rule { name: "parameter-described", check: parameters::parameter_described },
    Rule { name: "parameter-required", check: parameters::parameter_required },
    Rule { name: "parameter-unique", check: parameters::parameter_unique },
    Rule { name: "page-parameters", check: parameters::page_parameters },
    Rule { name: "page-envelope", check: bodies::page_envelope },
    Rule { name: "media-type-known", check: bodies::media_type_known },
    Rule { name: "example-present", check: bodies::example_present },
    Rule { name: "streaming-stated", check: bodies::streaming_stated },
    Rule { name: "response-described", check: bodies::response_described },
    Rule { name: "schema-name", check: schemas::schema_name },
    Rule { name: "property-name", check: schemas::property_name },
    Rule { name: "property-described", check: schemas::property_described },
    Rule { name: "additional-properties", check: schemas::additional_properties },
    Rule { name: "required-known", check: schemas::required_known },
    Rule { name: "array-items", check: schemas::array_items },
    Rule { name: "format-known", check: schemas::format_known },
    Rule { name: "readable-everywhere", check: schemas::readable_everywhere },
    Rule { name: "dangling-reference", check: schemas::dangling_reference },
    Rule { name: "component-unused", check: schemas::component_unused },
    Rule { name: "example-valid", check: examples::example_valid },
];

/// Checks every rule; faults in the order of the sources.
pub fn lint(bundle: &Bundle) -> Vec<Fault> {
    let context = Context { merged: &bundle.merged, document: &bundle.document };
    let mut faults = Vec::new();
    for rule in &RULES {
        let mut findings = Findings { rule: rule.name, faults: Vec::new() };
        (rule.check)(&context, &mut findings);
        faults.extend(findings.faults);
    }
    faults.sort();
    faults.dedup();
    faults
}

/// The name of every rule, so that the tests can show that each has a negative document.
pub fn rule_names() -> impl Iterator<Item = &'static str> {
    RULES.iter().map(|rule| rule.name)
}

impl<'a> Context<'a> {
    /// Every operation of the published document.
    fn operations(&self) -> impl Iterator<Item = Operation<'a>> {
        operations_of(self.document)
    }
}

/// Every operation of a document, in its order.
fn operations_of(document: &Node) -> impl Iterator<Item = Operation<'_>> {
    document.get("paths").map(Node::entries).unwrap_or_default().iter().flat_map(|path| {
        let methods = path.value.entries().iter().filter(|entry| METHODS.contains(&entry.key.as_str()));
        methods.map(|entry| Operation { path: &path.key, method: &entry.key, node: &entry.value, span: &entry.span })
    })
}

impl<'a> Operation<'a> {
    /// The text of a member, empty if it is missing or no text.
    fn text(&self, key: &str) -> &'a str {
        self.node.get(key).and_then(Node::as_str).unwrap_or_default()
    }

    /// Where a member stands, or else the operation.
    fn span_of(&self, key: &str) -> &'a Span {
        self.node.as_object().and_then(|object| object.entry(key)).map_or(self.span, |entry| &entry.span)
    }

    /// Its parameters, references resolved; those that lead nowhere are left out.
    fn parameters(&self, document: &'a Node) -> impl Iterator<Item = &'a Node> {
        let parameters = self.node.get("parameters").map(Node::items).unwrap_or_default();
        parameters.iter().filter_map(move |parameter| parameter.resolve(document, "parameters"))
    }

    /// Its request body, reference resolved.
    fn body(&self, document: &'a Node) -> Option<&'a Node> {
        self.node.get("requestBody")?.resolve(document, "requestBodies")
    }

    /// Its responses with their status, references resolved.
    fn responses(&self, document: &'a Node) -> impl Iterator<Item = (&'a str, &'a Node)> {
        let responses = self.node.get("responses").map(Node::entries).unwrap_or_default();
        responses
            .iter()
            .filter_map(move |entry| Some((entry.key.as_str(), entry.value.resolve(document, "responses")?)))
    }
}

/// Media types and their objects, of a request body or a response.
fn content(holder: &Node) -> impl Iterator<Item = (&str, &Node, &Span)> {
    let content = holder.get("content").map(Node::entries).unwrap_or_default();
    content.iter().map(|entry| (entry.key.as_str(), &entry.value, &entry.span))
}

/// Lower-case words joined by `_`, beginning with a letter.
fn is_snake_case(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name
            .split('_')
            .all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()))
}

/// Letters and digits, beginning with a capital.
fn is_pascal_case(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_uppercase()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
}
