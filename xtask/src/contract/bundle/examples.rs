//! Shows an example at every JSON body: the one of its schema, so that it is written once.
//!
//! A list without one gets a page of one item. Whether an example fits its schema is for `lint`.

use crate::contract::node::{Node, Object, Span};

use super::METHODS;
use super::operations::is_json;

/// Fills `example` of each JSON body and form in operations and in shared responses.
pub fn fill(document: &mut Node) {
    compose_lists(document);
    let context = document.clone();
    let Some(root) = document.as_object_mut() else { return };
    if let Some(paths) = root.get_mut("paths") {
        for path in paths.entries_mut() {
            let operations = path.value.entries_mut().iter_mut();
            for operation in operations.filter(|entry| METHODS.contains(&entry.key.as_str())) {
                fill_operation(&mut operation.value, &context);
            }
        }
    }
    if let Some(components) = root.get_mut("components").and_then(Node::as_object_mut) {
        for section in ["requestBodies", "responses"] {
            for entry in components.get_mut(section).map(Node::entries_mut).unwrap_or_default() {
                fill_content(&mut entry.value, &context);
            }
        }
    }
}

fn fill_operation(operation: &mut Node, document: &Node) {
    let Some(operation) = operation.as_object_mut() else { return };
    if let Some(body) = operation.get_mut("requestBody") {
        fill_content(body, document);
    }
    for response in operation.get_mut("responses").map(Node::entries_mut).unwrap_or_default() {
        fill_content(&mut response.value, document);
    }
}

/// `holder` is a request body or a response.
fn fill_content(holder: &mut Node, document: &Node) {
    let content = holder.as_object_mut().and_then(|holder| holder.get_mut("content"));
    for media in content.map(Node::entries_mut).unwrap_or_default() {
        let form = media.key == "multipart/form-data";
        let Some(object) = media.value.as_object_mut().filter(|_| form || is_json(&media.key)) else { continue };
        if object.contains("example") || object.contains("examples") {
            continue;
        }
        let Some(schema) = object.get("schema").cloned() else { continue };
        if let Some(mut example) = example_of(&schema, document) {
            if form {
                leave_out_files(&mut example, &schema, document);
            }
            object.set("example", example);
        }
    }
}

/// A form's example shows what is written into its fields; a file is chosen.
fn leave_out_files(example: &mut Node, schema: &Node, document: &Node) {
    let properties = schema.resolve(document, "schemas").and_then(|schema| schema.get("properties"));
    let (Some(example), Some(properties)) = (example.as_object_mut(), properties) else { return };
    for property in properties.entries() {
        if property.value.get("format").and_then(Node::as_str) == Some("binary") {
            example.remove(&property.key);
        }
    }
}

/// The first of the schema's `examples`; for an array without any, one item.
fn example_of(schema: &Node, document: &Node) -> Option<Node> {
    let schema = schema.resolve(document, "schemas")?;
    if let Some(example) = schema.get("examples").and_then(|examples| examples.items().first()) {
        return Some(example.clone());
    }
    let items = schema.get("items").filter(|_| schema.get("type").and_then(Node::as_str) == Some("array"))?;
    Some(Node::array(vec![item_example(items, document)?], &schema.span))
}

/// The example of an item, or the first value of an enum.
fn item_example(items: &Node, document: &Node) -> Option<Node> {
    let resolved = items.resolve(document, "schemas")?;
    example_of(items, document).or_else(|| resolved.get("enum")?.items().first().cloned())
}

/// Gives each page schema without `examples` a page of one item.
fn compose_lists(document: &mut Node) {
    let context = document.clone();
    let schemas = document
        .as_object_mut()
        .and_then(|root| root.get_mut("components"))
        .and_then(Node::as_object_mut)
        .and_then(|components| components.get_mut("schemas"));
    for entry in schemas.map(Node::entries_mut).unwrap_or_default() {
        let page = page_example(&entry.value, &context);
        if let (Some(page), Some(schema)) = (page, entry.value.as_object_mut()) {
            let span = page.span.clone();
            schema.set("examples", Node::array(vec![page], &span));
        }
    }
}

/// `None` where the schema is no page, has examples of its own, or its items have none.
fn page_example(schema: &Node, document: &Node) -> Option<Node> {
    if schema.get("examples").is_some() {
        return None;
    }
    let items = schema.at(&["properties", "data", "items"])?;
    let required = schema.get("required")?.items();
    let item = item_example(items, document)?;
    let mut page = Object::default();
    for name in required {
        page.set(name.as_str()?, envelope_value(name.as_str()?, &item, &schema.span)?);
    }
    Some(Node::object(page, &schema.span))
}

/// The value of a member of the page envelope that holds one item, the last.
fn envelope_value(name: &str, item: &Node, span: &Span) -> Option<Node> {
    match name {
        "data" => Some(Node::array(vec![item.clone()], span)),
        "start" => Some(Node::integer(0, span)),
        "end" | "count" => Some(Node::integer(1, span)),
        "next_cursor" => Some(Node::new(crate::contract::node::Value::Null, span)),
        _ => None,
    }
}
