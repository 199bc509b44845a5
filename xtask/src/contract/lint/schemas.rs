//! Rules on schemas and components.

use std::collections::BTreeSet;

use heck::ToLowerCamelCase as _;

use super::walk::{self, Place};
use super::{Context, Findings, is_pascal_case, is_snake_case};
use crate::contract::node::{Node, Value};

const FORMATS: [(&str, &[&str]); 3] = [
    ("integer", &["int32", "int64"]),
    ("number", &["double"]),
    ("string", &["uuid", "date-time", "date", "email", "uri-reference", "password", "byte", "binary", "int64"]),
];

/// Sections of components that something must refer to. Security schemes are named, not referred to.
const REFERENCED_SECTIONS: [&str; 5] = ["schemas", "parameters", "headers", "responses", "requestBodies"];

pub fn schema_name(context: &Context<'_>, findings: &mut Findings) {
    for section in REFERENCED_SECTIONS {
        for entry in context.document.at(&["components", section]).map(Node::entries).unwrap_or_default() {
            if !is_pascal_case(&entry.key) {
                findings.add(&entry.span, format!("the component `{}` must be named in PascalCase", entry.key));
            }
        }
    }
}

pub fn property_name(context: &Context<'_>, findings: &mut Findings) {
    walk::schemas(context.document, &mut |schema, _| {
        for entry in schema.get("properties").map(Node::entries).unwrap_or_default() {
            if is_alias(schema, &entry.key, &entry.value, findings) {
                continue;
            }
            if !is_snake_case(&entry.key) {
                findings.add(&entry.span, format!("the property `{}` must be named in snake_case", entry.key));
            }
        }
    });
}

/// Whether the property is another name for one that the object has, in camelCase.
fn is_alias(schema: &Node, name: &str, property: &Node, findings: &mut Findings) -> bool {
    let Some(alias) = property.get("x-alias-of") else { return false };
    let known =
        alias.as_str().filter(|of| schema.at(&["properties", of]).is_some() && of.to_lower_camel_case() == name);
    if known.is_none() {
        findings.add(&alias.span, format!("`{name}` must be the camelCase of the property that it stands for"));
    }
    true
}

/// A property is described where it stands, or by the component that it refers to.
pub fn property_described(context: &Context<'_>, findings: &mut Findings) {
    walk::schemas(context.document, &mut |schema, Place { in_component, .. }| {
        if !in_component {
            return;
        }
        for entry in schema.get("properties").map(Node::entries).unwrap_or_default() {
            let described = |node: &Node| node.get("description").is_some();
            let referred = entry.value.resolve(context.document, "schemas").is_some_and(described);
            if !described(&entry.value) && !referred {
                findings.add(&entry.span, format!("the property `{}` needs a description", entry.key));
            }
        }
    });
}

/// Whether unknown members are refused must not be left to the reader's guess.
pub fn additional_properties(context: &Context<'_>, findings: &mut Findings) {
    walk::schemas(context.document, &mut |schema, Place { owner, .. }| {
        let object = schema.get("properties").is_some() || has_type(schema, "object");
        if object && schema.get("additionalProperties").is_none() {
            findings.add(&schema.span, format!("an object of {owner} must say `additionalProperties`"));
        }
    });
}

pub fn required_known(context: &Context<'_>, findings: &mut Findings) {
    walk::schemas(context.document, &mut |schema, _| {
        for name in schema.get("required").map(Node::items).unwrap_or_default() {
            let known = name.as_str().is_some_and(|name| schema.at(&["properties", name]).is_some());
            if !known {
                let name = name.as_str().unwrap_or_default();
                findings.add(
                    schema.get("required").map_or(&schema.span, |node| &node.span),
                    format!("`{name}` is required, but no property"),
                );
            }
        }
    });
}

pub fn array_items(context: &Context<'_>, findings: &mut Findings) {
    walk::schemas(context.document, &mut |schema, Place { owner, .. }| {
        if has_type(schema, "array") && schema.get("items").is_none() {
            findings.add(&schema.span, format!("an array of {owner} needs `items`"));
        }
    });
}

pub fn format_known(context: &Context<'_>, findings: &mut Findings) {
    walk::schemas(context.document, &mut |schema, _| {
        let Some(format) = schema.get("format") else { return };
        let name = format.as_str().unwrap_or_default();
        let known = FORMATS.iter().any(|(of, formats)| has_type(schema, of) && formats.contains(&name));
        if !known {
            findings.add(&format.span, format!("`{name}` is no format that we use for this type"));
        }
    });
}

/// Widely used readers of OpenAPI give up on these, though 3.1 allows them.
pub fn readable_everywhere(context: &Context<'_>, findings: &mut Findings) {
    walk::schemas(context.document, &mut |schema, _| {
        if matches!(schema.value, Value::Bool(_)) {
            findings.add(&schema.span, "no boolean schemas");
        }
        let Some(object) = schema.as_object() else { return };
        if object.entries.is_empty() {
            findings.add(&schema.span, "no empty schemas: say which type it is");
        }
        if let Some(entry) = object.entry("const") {
            findings.add(&entry.span, "no `const`: use an enum of one value");
        }
        let typed = ["type", "$ref", "oneOf", "anyOf", "allOf", "const"].iter().any(|key| object.contains(key));
        if !typed && !object.entries.is_empty() {
            findings.add(&schema.span, "a schema says its `type`");
        }
    });
}

pub fn dangling_reference(context: &Context<'_>, findings: &mut Findings) {
    for_each_reference(context.document, &mut |reference, node| {
        let target = reference.strip_prefix("#/components/").and_then(|path| path.split_once('/'));
        let found = target.is_some_and(|(section, name)| context.document.at(&["components", section, name]).is_some());
        if !found {
            findings.add(&node.span, format!("`{reference}` leads nowhere"));
        }
    });
}

pub fn component_unused(context: &Context<'_>, findings: &mut Findings) {
    let mut used = BTreeSet::new();
    for_each_reference(context.document, &mut |reference, _| {
        used.insert(reference);
    });
    for section in REFERENCED_SECTIONS {
        for entry in context.document.at(&["components", section]).map(Node::entries).unwrap_or_default() {
            let reference = format!("#/components/{section}/{}", entry.key);
            if !used.contains(reference.as_str()) && !is_reserved(section, &entry.key) {
                findings.add(&entry.span, format!("nothing refers to `{reference}`"));
            }
        }
    }
}

/// Headers that the bundler refers to as soon as an operation has the status for it.
fn is_reserved(section: &str, name: &str) -> bool {
    match section {
        "headers" => matches!(name, "Allow" | "ContentRange" | "ETag" | "RetryAfter" | "WwwAuthenticate"),
        "parameters" => name == "IdempotencyKey",
        _ => false,
    }
}

fn has_type(schema: &Node, name: &str) -> bool {
    schema
        .get("type")
        .is_some_and(|ty| ty.as_str() == Some(name) || ty.items().iter().any(|item| item.as_str() == Some(name)))
}

/// Every `$ref` below `node`, examples aside, which may hold anything.
fn for_each_reference<'a>(node: &'a Node, visit: &mut impl FnMut(&'a str, &'a Node)) {
    for entry in node.entries() {
        match entry.key.as_str() {
            "example" | "examples" | "default" => {}
            "$ref" => {
                if let Some(reference) = entry.value.as_str() {
                    visit(reference, &entry.value);
                }
            }
            "mapping" => {
                for target in entry.value.entries() {
                    if let Some(reference) = target.value.as_str() {
                        visit(reference, &target.value);
                    }
                }
            }
            _ => for_each_reference(&entry.value, visit),
        }
    }
    for item in node.items() {
        for_each_reference(item, visit);
    }
}
