//! Visits every schema of the document: those of components and those written in place.

use crate::contract::node::Node;

/// Where a schema stands.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The component or the operation that it belongs to, for messages.
    pub owner: &'a str,
    /// Whether it belongs to a component schema.
    pub in_component: bool,
}

/// Calls `visit` with each schema, outer ones first.
pub fn schemas<'a>(document: &'a Node, visit: &mut impl FnMut(&'a Node, Place<'a>)) {
    for entry in document.at(&["components", "schemas"]).map(Node::entries).unwrap_or_default() {
        descend(&entry.value, Place { owner: &entry.key, in_component: true }, visit);
    }
    for section in ["parameters", "headers"] {
        for entry in document.at(&["components", section]).map(Node::entries).unwrap_or_default() {
            holder(&entry.value, Place { owner: &entry.key, in_component: false }, visit);
        }
    }
    for section in ["responses", "requestBodies"] {
        for entry in document.at(&["components", section]).map(Node::entries).unwrap_or_default() {
            body(&entry.value, Place { owner: &entry.key, in_component: false }, visit);
        }
    }
    for operation in super::operations_of(document) {
        let place = Place { owner: operation.text("operationId"), in_component: false };
        for parameter in operation.node.get("parameters").map(Node::items).unwrap_or_default() {
            holder(parameter, place, visit);
        }
        if let Some(request) = operation.node.get("requestBody") {
            body(request, place, visit);
        }
        for response in operation.node.get("responses").map(Node::entries).unwrap_or_default() {
            body(&response.value, place, visit);
        }
    }
}

/// A parameter, header or media type.
fn holder<'a>(node: &'a Node, place: Place<'a>, visit: &mut impl FnMut(&'a Node, Place<'a>)) {
    if let Some(schema) = node.get("schema") {
        descend(schema, place, visit);
    }
}

/// A request body or a response.
fn body<'a>(node: &'a Node, place: Place<'a>, visit: &mut impl FnMut(&'a Node, Place<'a>)) {
    for entry in node.get("headers").map(Node::entries).unwrap_or_default() {
        holder(&entry.value, place, visit);
    }
    for entry in node.get("content").map(Node::entries).unwrap_or_default() {
        holder(&entry.value, place, visit);
    }
}

fn descend<'a>(schema: &'a Node, place: Place<'a>, visit: &mut impl FnMut(&'a Node, Place<'a>)) {
    visit(schema, place);
    for entry in schema.get("properties").map(Node::entries).unwrap_or_default() {
        descend(&entry.value, place, visit);
    }
    for key in ["items", "additionalProperties"] {
        if let Some(inner) = schema.get(key).filter(|inner| inner.as_object().is_some()) {
            descend(inner, place, visit);
        }
    }
    for key in ["oneOf", "anyOf", "allOf"] {
        for inner in schema.get(key).map(Node::items).unwrap_or_default() {
            descend(inner, place, visit);
        }
    }
}
