//! Rust types for the contract's types.

use super::Context;
use super::names;
use crate::contract::model::{Field, Schema, StringFormat, Type, TypeKind};

/// How a field is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holding {
    /// As it is.
    Plain,
    /// `Option`: required, but may be null.
    Nullable,
    /// `Option`: left out if `None`.
    Optional,
    /// `Patch`: left out, null or a value.
    Patch,
    /// A list that reads as empty if it is absent.
    EmptyList,
}

/// How a field of a type is held; `in_request` where callers make the type.
pub(super) fn holding(field: &Field, in_request: bool) -> Holding {
    match (field.required, field.schema.nullable) {
        (true, false) => Holding::Plain,
        (true, true) => Holding::Nullable,
        (false, true) if in_request => Holding::Patch,
        (false, false) if !in_request && matches!(field.schema.ty, Type::Array(_)) => Holding::EmptyList,
        (false, _) => Holding::Optional,
    }
}

/// The type of a value, its nullability left out.
pub(super) fn value(schema: &Schema) -> String {
    match &schema.ty {
        Type::Boolean => "bool".to_owned(),
        Type::Int32 => "i32".to_owned(),
        Type::Int64 => "i64".to_owned(),
        Type::Double => "f64".to_owned(),
        Type::String(format) => string(*format).to_owned(),
        Type::Array(items) => format!("Vec<{}>", item(items)),
        Type::Map(values) => format!("BTreeMap<String, {}>", item(values)),
        Type::JsonObject => "JsonObject".to_owned(),
        Type::Named(name) => ident(name),
    }
}

/// The type of a value within a list or map.
pub(super) fn item(schema: &Schema) -> String {
    let value = value(schema);
    if schema.nullable { format!("Option<{value}>") } else { value }
}

fn string(format: StringFormat) -> &'static str {
    match format {
        StringFormat::Plain | StringFormat::Email | StringFormat::UriReference => "String",
        StringFormat::Uuid => "Uuid",
        StringFormat::DateTime => "DateTime<Utc>",
        StringFormat::Date => "NaiveDate",
        StringFormat::Password => "Secret",
        StringFormat::Byte => "Base64Bytes",
        StringFormat::Int64 => "Int64Text",
        StringFormat::Binary => "Upload",
    }
}

/// The type of an argument, and how it becomes the value: `impl Into<String>` spares callers a conversion.
pub(super) fn argument(schema: &Schema, name: &str) -> (String, String) {
    let value = item(schema);
    match value.as_str() {
        "String" | "Secret" | "Upload" | "Base64Bytes" | "Int64Text" => {
            (format!("impl Into<{value}>"), format!("{name}.into()"))
        }
        _ => (value, name.to_owned()),
    }
}

impl Context<'_> {
    /// The type of a field. A struct that holds itself holds it in a box.
    pub(super) fn field_type(&self, owner: &str, field: &Field, in_request: bool) -> String {
        let mut value = within(owner, &value(&field.schema));
        if self.is_recursive(owner, field) {
            value = format!("Box<{value}>");
        }
        match holding(field, in_request) {
            Holding::Plain | Holding::EmptyList => value,
            Holding::Nullable | Holding::Optional => format!("Option<{value}>"),
            Holding::Patch => format!("Patch<{value}>"),
        }
    }

    pub(super) fn is_recursive(&self, owner: &str, field: &Field) -> bool {
        matches!(&field.schema.ty, Type::Named(name) if self.holds(name, owner, &mut Vec::new()))
    }

    /// Whether a type holds another one without a list or map between, which would make its size infinite.
    fn holds(&self, name: &str, wanted: &str, seen: &mut Vec<String>) -> bool {
        if name == wanted {
            return true;
        }
        if seen.iter().any(|known| known == name) {
            return false;
        }
        seen.push(name.to_owned());
        let mut direct = Vec::new();
        match &self.type_def(name).kind {
            TypeKind::Struct(object) => direct.extend(object.fields.iter().map(|field| &field.schema.ty)),
            TypeKind::Alias(schema) => direct.push(&schema.ty),
            TypeKind::Union(union) => {
                return union.variants.iter().any(|variant| self.holds(&variant.type_name, wanted, seen));
            }
            TypeKind::Enum(_) => {}
        }
        direct.into_iter().any(|ty| matches!(ty, Type::Named(inner) if self.holds(inner, wanted, seen)))
    }
}

/// A type as its owner writes it: itself is `Self`.
pub(super) fn within(owner: &str, value: &str) -> String {
    let owner = ident(owner);
    let is_word = |character: char| character.is_alphanumeric() || character == '_';
    let mut written = String::with_capacity(value.len());
    for piece in value.split_inclusive(|character| !is_word(character)) {
        let word = piece.trim_end_matches(|character| !is_word(character));
        written.push_str(if word == owner { "Self" } else { word });
        written.push_str(&piece[word.len()..]);
    }
    written
}

/// What generated code imports from the core, and what it finds in scope anyway.
const RESERVED: [&str; 45] = [
    "Base64Bytes",
    "Box",
    "Call",
    "Client",
    "Content",
    "DecodeByStatus",
    "Empty",
    "Endpoint",
    "Err",
    "EventStream",
    "Form",
    "FromHeaders",
    "HeaderFault",
    "HeaderReader",
    "Headers",
    "Idempotency",
    "IfChanged",
    "Int64Text",
    "Json",
    "JsonByStatus",
    "JsonObject",
    "Keyed",
    "None",
    "Ok",
    "Operation",
    "Option",
    "Paged",
    "Param",
    "Patch",
    "Response",
    "Result",
    "Secret",
    "Some",
    "Streaming",
    "String",
    "Text",
    "Undocumented",
    "UnknownObject",
    "UnknownValue",
    "Upload",
    "Vec",
    "impl_api_error",
    "impl_open_enum",
    "read_tagged",
    "write_tagged",
];

/// A type of the contract in Rust. One that has the name of something that generated code needs is told from it by a
/// suffix.
pub(super) fn ident(name: &str) -> String {
    let ident = names::type_name(name).to_string();
    let taken = RESERVED.contains(&ident.as_str()) || EXTERNAL.iter().any(|(_, external)| *external == ident);
    if taken { format!("{ident}Object") } else { ident }
}

const EXTERNAL: [(&str, &str); 10] = [
    ("chrono", "DateTime"),
    ("chrono", "NaiveDate"),
    ("chrono", "Utc"),
    ("http", "Method"),
    ("serde", "Deserialize"),
    ("serde", "Deserializer"),
    ("serde", "Serialize"),
    ("serde", "Serializer"),
    ("std::collections", "BTreeMap"),
    ("uuid", "Uuid"),
];

/// What generated files may import beside the models: path and name.
pub(super) fn available(core: &str) -> Vec<(&str, &str)> {
    EXTERNAL
        .into_iter()
        .chain(RESERVED.into_iter().map(|name| (core, name)).filter(|(_, name)| !is_prelude(name)))
        .collect()
}

fn is_prelude(name: &str) -> bool {
    matches!(name, "Box" | "Err" | "None" | "Ok" | "Option" | "Result" | "Some" | "String" | "Vec")
}
