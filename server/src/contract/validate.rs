//! Does a request keep to the contract? Answered from the contract itself, with every fault at once.
//!
//! The generated types would refuse a faulty request, too, but only its first fault and in prose. Nothing here repeats a
//! value in a message: it may be a secret.

mod check;
mod formats;
mod schema;
mod text;

use std::collections::HashMap;
use std::sync::LazyLock;

use percent_encoding::percent_decode_str;
use poem::http::HeaderMap;
use serde_json::Value;

use self::check::Checker;
use self::schema::{Kind, SchemaId, Schemas};
pub use self::text::query_pairs;
use super::document;
use super::operation::Operation;
use super::parameters::{Given, header_values};
use crate::error::{Fault, FaultLocation};

/// At most so many faults are listed for one request: an answer must not be a multiple of what caused it.
pub const FAULTS_MAX: usize = 100;

/// The faults of path, query and headers.
pub fn parameters(operation: &Operation, given: &Given, headers: &HeaderMap) -> Vec<Fault> {
    contract().parameters(operation.id, given, headers)
}

/// The faults of a JSON body. Empty where the operation takes no JSON.
pub fn json_body(operation: &Operation, body: &Value) -> Vec<Fault> {
    contract().json_body(operation.id, body)
}

/// Gives the members of a JSON body that came under another of their names the name that types know. Says whether there
/// were any. Only at the top: nothing deeper has two names.
pub fn canonical_names(operation: &Operation, body: &mut Value) -> bool {
    contract().canonical_names(operation.id, body)
}

/// The value of a form's part, told from its text, or its faults. `form` is the JSON pointer of the form's schema in the
/// bundled document.
pub fn form_part(form: &str, name: &str, text: &str) -> Result<Value, Vec<Fault>> {
    contract().form_part(form, name, text)
}

/// How often a part may come at the most, as its array's `maxItems` says.
pub fn form_part_max(form: &str, name: &str) -> Option<u64> {
    let contract = contract();
    contract.schemas.get(contract.part(form, name)?).max_items
}

fn contract() -> &'static Contract {
    static CONTRACT: LazyLock<Contract> = LazyLock::new(|| Contract::new(document::value()));
    &CONTRACT
}

/// What the document says about requests, ready for use.
struct Contract {
    schemas: Schemas,
    operations: HashMap<String, OperationSchemas>,
}

#[derive(Default)]
struct OperationSchemas {
    parameters: Vec<Parameter>,
    json_body: Option<SchemaId>,
}

struct Parameter {
    name: String,
    /// The name as a JSON pointer.
    pointer: String,
    location: FaultLocation,
    required: bool,
    schema: SchemaId,
}

impl Contract {
    fn new(document: &Value) -> Self {
        let mut schemas = Schemas::default();
        let mut operations = HashMap::new();
        for (path, item) in members(document, "/paths") {
            for (method, operation) in members(item, "") {
                let Some(id) = operation.get("operationId").and_then(Value::as_str) else { continue };
                let pointer = format!("/paths/{}/{}", escaped(path), escaped(method));
                operations.insert(id.to_owned(), OperationSchemas::new(document, &pointer, &mut schemas));
            }
        }
        for name in members(document, "/components/schemas").map(|(name, _)| name) {
            schemas.compile(document, &format!("/components/schemas/{}", escaped(name)));
        }
        Self { schemas, operations }
    }

    fn parameters(&self, operation_id: &str, given: &Given, headers: &HeaderMap) -> Vec<Fault> {
        let mut checker = Checker::new(&self.schemas);
        let Some(operation) = self.operations.get(operation_id) else { return Vec::new() };
        for parameter in &operation.parameters {
            let name = parameter.name.as_str();
            checker.enter(parameter.location, &parameter.pointer);
            // `None` stands for bytes that are not UTF-8.
            let texts: Vec<Option<&str>> = match parameter.location {
                FaultLocation::Path => given.path_texts(name).map(Some).collect(),
                FaultLocation::Query => given.query_values(name).collect(),
                FaultLocation::Header | FaultLocation::Body => {
                    header_values(headers, name).map(|value| value.to_str().ok()).collect()
                }
            };
            self.parameter(parameter, &texts, &mut checker);
        }
        for pair in &given.query {
            let known = operation.parameters.iter().any(|parameter| {
                parameter.location == FaultLocation::Query && Some(parameter.name.as_str()) == pair.name.as_deref()
            });
            if !known {
                checker.enter(FaultLocation::Query, &pointer_to(pair.name.as_deref().unwrap_or_default()));
                checker.fault("unknown", "is not known here; leave it out");
            }
        }
        checker.into_faults()
    }

    fn parameter(&self, parameter: &Parameter, texts: &[Option<&str>], checker: &mut Checker<'_>) {
        if texts.is_empty() {
            if parameter.required {
                checker.fault("required", "is required; add it");
            }
            return;
        }
        let Some(texts) = texts.iter().copied().collect::<Option<Vec<&str>>>() else {
            return checker.fault("encoding", "must be UTF-8 text, percent-encoded");
        };
        let schema = self.schemas.get(parameter.schema);
        let texts = if !schema.kinds.contains(Kind::Array) {
            if texts.len() > 1 {
                return checker.fault("repeated", "must be given once");
            }
            texts
        } else if parameter.location == FaultLocation::Header {
            texts.into_iter().flat_map(super::list::split).collect()
        } else {
            texts
        };
        checker.texts(parameter.schema, &texts);
    }

    fn json_body(&self, operation_id: &str, body: &Value) -> Vec<Fault> {
        let mut checker = Checker::new(&self.schemas);
        if let Some(schema) = self.operations.get(operation_id).and_then(|operation| operation.json_body) {
            checker.value(schema, body);
        }
        checker.into_faults()
    }

    fn canonical_names(&self, operation_id: &str, body: &mut Value) -> bool {
        let schema = self.operations.get(operation_id).and_then(|operation| operation.json_body);
        let (Some(schema), Some(members)) = (schema, body.as_object_mut()) else { return false };
        let mut renamed = false;
        for (alias, of) in &self.schemas.get(schema).aliases {
            if let Some(value) = members.remove(alias) {
                members.insert(of.clone(), value);
                renamed = true;
            }
        }
        renamed
    }

    fn form_part(&self, form: &str, name: &str, text: &str) -> Result<Value, Vec<Fault>> {
        let mut checker = Checker::new(&self.schemas);
        checker.enter(FaultLocation::Body, &pointer_to(name));
        let Some(mut id) = self.part(form, name) else {
            checker.fault("unknown", "is not known here; leave it out");
            return Err(checker.into_faults());
        };
        // A list comes as one part for each item.
        let schema = self.schemas.get(id);
        if let (true, Some(items)) = (schema.kinds.contains(Kind::Array), schema.items) {
            id = items;
        }
        let kinds = self.schemas.get(id).kinds;
        let value = if kinds.contains(Kind::Object) || kinds.contains(Kind::Array) {
            serde_json::from_str(text).ok().or_else(|| {
                checker.fault("json", "must be JSON");
                None
            })
        } else {
            checker.coerced(id, text)
        };
        if let Some(value) = &value {
            checker.value(id, value);
        }
        match (value, checker.into_faults()) {
            (Some(value), faults) if faults.is_empty() => Ok(value),
            (_, faults) => Err(faults),
        }
    }

    fn part(&self, form: &str, name: &str) -> Option<SchemaId> {
        self.schemas.get(self.schemas.find(form)?).properties.get(name).copied()
    }
}

impl OperationSchemas {
    fn new(document: &Value, pointer: &str, schemas: &mut Schemas) -> Self {
        let mut own = Self::default();
        let operation = document.pointer(pointer).unwrap_or(&Value::Null);
        let count = operation.get("parameters").and_then(Value::as_array).map_or(0, Vec::len);
        for index in 0..count {
            let pointer = schema::resolve(document, &format!("{pointer}/parameters/{index}"));
            let parameter = document.pointer(&pointer).unwrap_or(&Value::Null);
            let location = match parameter.get("in").and_then(Value::as_str) {
                Some("path") => FaultLocation::Path,
                Some("query") => FaultLocation::Query,
                _ => FaultLocation::Header,
            };
            let name = parameter.get("name").and_then(Value::as_str).unwrap_or_default();
            own.parameters.push(Parameter {
                name: name.to_owned(),
                pointer: pointer_to(name),
                location,
                required: parameter.get("required").and_then(Value::as_bool).unwrap_or(false),
                schema: schemas.compile(document, &format!("{pointer}/schema")),
            });
        }
        let body = schema::resolve(document, &format!("{pointer}/requestBody"));
        let json = format!("{body}/content/application~1json/schema");
        if document.pointer(&json).is_some() {
            own.json_body = Some(schemas.compile(document, &json));
        }
        own
    }
}

/// The members of the object at `pointer`; none, if there is no object.
fn members<'a>(value: &'a Value, pointer: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    value.pointer(pointer).and_then(Value::as_object).into_iter().flatten()
}

/// A JSON pointer to a member of the top.
fn pointer_to(name: &str) -> String {
    format!("/{}", escaped(name))
}

/// A name as a segment of a JSON pointer (RFC 6901).
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// A reference's pointer: the fragment, percent-decoded.
fn fragment(reference: &str) -> String {
    percent_decode_str(reference.trim_start_matches('#')).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests;
