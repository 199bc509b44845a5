//! Where types are used: in requests, in responses, and whether variants of a union are used outside of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::contract::model::{Operation, RequestBody, ResponseBody, Schema, Type, TypeDef, TypeKind};
use crate::contract::node::{Fault, Node, Span};

/// Sets `in_request` and `in_response` of every type that an operation reaches.
pub fn mark(types: &mut [TypeDef], operations: &[Operation]) {
    let mut requests = BTreeSet::new();
    let mut responses = BTreeSet::new();
    for operation in operations {
        for schema in request_schemas(operation) {
            reach(schema, types, &mut requests);
        }
        for body in &operation.bodies {
            if let RequestBody::Multipart { type_name } = body {
                reach_type(type_name, types, &mut requests);
            }
        }
        for schema in response_schemas(operation) {
            reach(schema, types, &mut responses);
        }
        if operation.responses.iter().any(|response| response.body == ResponseBody::Problem) {
            reach_type("Problem", types, &mut responses);
        }
    }
    for def in types {
        def.in_request = requests.contains(&def.name);
        def.in_response = responses.contains(&def.name);
    }
}

/// A variant lacks its discriminator, which its union writes: outside of the union it would not be what the document says.
pub fn check_variants(
    types: &[TypeDef],
    operations: &[Operation],
    discriminators: &BTreeMap<&str, &str>,
    document: &Node,
    faults: &mut Vec<Fault>,
) {
    let mut used = BTreeSet::new();
    for operation in operations {
        for schema in request_schemas(operation).chain(response_schemas(operation)) {
            note_direct(schema, &mut used);
        }
        for body in &operation.bodies {
            if let RequestBody::Multipart { type_name } = body {
                used.insert(type_name.as_str());
            }
        }
    }
    for def in types {
        match &def.kind {
            TypeKind::Struct(def) => def.fields.iter().for_each(|field| note_direct(&field.schema, &mut used)),
            TypeKind::Alias(schema) => note_direct(schema, &mut used),
            TypeKind::Enum(_) | TypeKind::Union(_) => {}
        }
    }
    for name in discriminators.keys().filter(|name| used.contains(**name)) {
        let span =
            document.at(&["components", "schemas", name]).map_or_else(|| Span::start_of(""), |node| node.span.clone());
        let text = format!("`{name}` is a variant of a union and can't be used outside of it");
        faults.push(Fault::new(&span, "union-variant", text));
    }
}

fn request_schemas(operation: &Operation) -> impl Iterator<Item = &Schema> {
    let bodies = operation.bodies.iter().filter_map(|body| match body {
        RequestBody::Json(schema) => Some(schema),
        RequestBody::Binary { .. } | RequestBody::Multipart { .. } => None,
    });
    operation.params.iter().map(|param| &param.schema).chain(bodies)
}

fn response_schemas(operation: &Operation) -> impl Iterator<Item = &Schema> {
    operation.responses.iter().flat_map(|response| {
        let body = match &response.body {
            ResponseBody::Json(schema) | ResponseBody::EventStream(schema) => Some(schema),
            ResponseBody::Empty | ResponseBody::Problem | ResponseBody::Binary { .. } | ResponseBody::Text { .. } => {
                None
            }
        };
        response.headers.iter().map(|header| &header.schema).chain(body)
    })
}

fn note_direct<'a>(schema: &'a Schema, used: &mut BTreeSet<&'a str>) {
    match &schema.ty {
        Type::Named(name) => {
            used.insert(name);
        }
        Type::Array(inner) | Type::Map(inner) => note_direct(inner, used),
        Type::Boolean | Type::Int32 | Type::Int64 | Type::Double | Type::String(_) | Type::JsonObject => {}
    }
}

fn reach(schema: &Schema, types: &[TypeDef], reached: &mut BTreeSet<String>) {
    match &schema.ty {
        Type::Named(name) => reach_type(name, types, reached),
        Type::Array(inner) | Type::Map(inner) => reach(inner, types, reached),
        Type::Boolean | Type::Int32 | Type::Int64 | Type::Double | Type::String(_) | Type::JsonObject => {}
    }
}

fn reach_type(name: &str, types: &[TypeDef], reached: &mut BTreeSet<String>) {
    // Types may hold themselves.
    if !reached.insert(name.to_owned()) {
        return;
    }
    let Some(def) = types.iter().find(|def| def.name == name) else { return };
    match &def.kind {
        TypeKind::Struct(def) => def.fields.iter().for_each(|field| reach(&field.schema, types, reached)),
        TypeKind::Alias(schema) => reach(schema, types, reached),
        TypeKind::Union(union) => {
            union.variants.iter().for_each(|variant| reach_type(&variant.type_name, types, reached));
        }
        TypeKind::Enum(_) => {}
    }
}
