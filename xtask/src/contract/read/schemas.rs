//! Schemas: named types, and types at their place of use. Inline objects, enums and unions become named ones.

use heck::ToPascalCase as _;

use super::Reader;
use crate::contract::cursor::{Cursor, push};
use crate::contract::model::{
    Additional, Constraints, EnumValue, Field, Schema, StringFormat, Struct, Type, TypeDef, TypeKind, Union, Variant,
};
use crate::contract::node::{Fault, Node};

const PREFIX: &str = "#/components/schemas/";

/// Says of a property that it is another name for the one named.
const ALIAS: &str = "x-alias-of";

/// What a schema says about the place where it stands, besides its type.
struct Place {
    schema: Schema,
    description: String,
    deprecated: bool,
    read_only: bool,
    write_only: bool,
}

impl<'a> Reader<'a> {
    /// Remembers which schemas are variants of this union, if it is one.
    pub(super) fn note_discriminators(&mut self, schema: &'a Node) {
        let Some(property) = schema.at(&["discriminator", "propertyName"]).and_then(Node::as_str) else { return };
        for variant in schema.get("oneOf").map(Node::items).unwrap_or_default() {
            if let Some(name) = variant.reference_to("schemas") {
                self.discriminators.insert(name, property);
            }
        }
    }

    /// Adds a named type, and behind it those that are written inside of it.
    pub(super) fn define(&mut self, name: &str, node: &'a Node, pointer: &str) -> Result<(), Fault> {
        if self.types.iter().any(|def| def.name == name) {
            return Err(Fault::new(
                &node.span,
                "type-name",
                format!(
                    "{pointer}: two types would be called `{name}`, one of them written inline; make that a component"
                ),
            ));
        }
        let index = self.types.len();
        let mut cursor = Cursor::open(node, pointer)?;
        let kind = if is_enum(node) {
            TypeKind::Enum(enum_values(&mut cursor)?)
        } else if is_union(node) {
            TypeKind::Union(self.union(&mut cursor)?)
        } else if is_struct(node) {
            TypeKind::Struct(self.structure(name, &mut cursor)?)
        } else {
            TypeKind::Alias(self.unnamed(name, &mut cursor)?)
        };
        let description = cursor.text("description")?;
        let deprecated = cursor.boolean("deprecated")?.unwrap_or(false);
        let example = cursor.get("examples").and_then(|examples| examples.items().first()).map(Node::to_json);
        // Said of the place, which reads them itself.
        for key in ["type", "default", "readOnly", "writeOnly"] {
            cursor.get(key);
        }
        cursor.finish()?;
        let def = TypeDef {
            name: name.to_owned(),
            description,
            deprecated,
            kind,
            example,
            in_request: false,
            in_response: false,
            pointer: pointer.to_owned(),
        };
        self.types.insert(index, def);
        Ok(())
    }

    /// A schema at its place of use; `name` is what it is called if it must have a name.
    pub(super) fn schema(&mut self, name: &str, node: &'a Node, pointer: &str) -> Result<Schema, Fault> {
        Ok(self.place(name, node, pointer)?.schema)
    }

    fn place(&mut self, name: &str, node: &'a Node, pointer: &str) -> Result<Place, Fault> {
        let mut cursor = Cursor::open(node, pointer)?;
        let default = cursor.get("default").map(Node::to_json);
        let description = cursor.text("description")?;
        let deprecated = cursor.boolean("deprecated")?.unwrap_or(false);
        let read_only = cursor.boolean("readOnly")?.unwrap_or(false);
        let write_only = cursor.boolean("writeOnly")?.unwrap_or(false);

        let mut schema = if let Some(reference) = cursor.string("$ref")? {
            let ty = Type::Named(self.reference(&cursor, reference)?);
            cursor.finish()?;
            Schema { ty, nullable: false, default: None, constraints: Constraints::default() }
        } else if let Some((key, index, inner)) = nullable_choice(node) {
            cursor.get(key);
            let inner = self.schema(name, inner, &push(&push(pointer, key), &index.to_string()))?;
            cursor.finish()?;
            Schema { nullable: true, ..inner }
        } else if is_enum(node) || is_union(node) || is_struct(node) {
            self.define(name, node, pointer)?;
            let (_, nullable) = type_of(&mut cursor)?;
            Schema { ty: Type::Named(name.to_owned()), nullable, default: None, constraints: Constraints::default() }
        } else {
            cursor.get("examples");
            let schema = self.unnamed(name, &mut cursor)?;
            cursor.finish()?;
            schema
        };
        schema.default = default;
        Ok(Place { schema, description, deprecated, read_only, write_only })
    }

    fn reference(&self, cursor: &Cursor<'_>, reference: &str) -> Result<String, Fault> {
        let name = reference
            .strip_prefix(PREFIX)
            .ok_or_else(|| cursor.unsupported(&format!("`{reference}` must begin with `{PREFIX}`")))?;
        if self.document.at(&["components", "schemas", name]).is_none() {
            return Err(Fault::new(
                cursor.span,
                "dangling-reference",
                format!("{}: there is no schema `{name}`", cursor.pointer),
            ));
        }
        Ok(name.to_owned())
    }

    /// A type that needs no name: scalars, arrays, maps, free-form objects.
    fn unnamed(&mut self, name: &str, cursor: &mut Cursor<'a>) -> Result<Schema, Fault> {
        let (base, nullable) = type_of(cursor)?;
        let mut constraints = Constraints::default();
        let ty = match base {
            "boolean" => Type::Boolean,
            "integer" => {
                constraints.minimum = cursor.integer("minimum")?;
                constraints.maximum = cursor.integer("maximum")?;
                match cursor.string("format")? {
                    Some("int32") => Type::Int32,
                    Some("int64") | None => Type::Int64,
                    Some(other) => return Err(cursor.unsupported(&format!("no integer format `{other}`"))),
                }
            }
            "number" => {
                constraints.minimum = cursor.integer("minimum")?;
                constraints.maximum = cursor.integer("maximum")?;
                match cursor.string("format")? {
                    Some("double") | None => Type::Double,
                    Some(other) => return Err(cursor.unsupported(&format!("no number format `{other}`"))),
                }
            }
            "string" => {
                constraints.min_length = cursor.unsigned("minLength")?;
                constraints.max_length = cursor.unsigned("maxLength")?;
                constraints.pattern = cursor.string("pattern")?.map(str::to_owned);
                Type::String(string_format(cursor)?)
            }
            "array" => {
                constraints.min_items = cursor.unsigned("minItems")?;
                constraints.max_items = cursor.unsigned("maxItems")?;
                constraints.unique_items = cursor.boolean("uniqueItems")?.unwrap_or(false);
                let items = cursor.required("items")?;
                let item_name = format!("{name}Item");
                Type::Array(Box::new(self.schema(&item_name, items, &push(&cursor.pointer, "items"))?))
            }
            "object" => {
                constraints.max_properties = cursor.unsigned("maxProperties")?;
                let additional = cursor.required("additionalProperties")?;
                if additional.as_bool() == Some(true) {
                    Type::JsonObject
                } else {
                    let pointer = push(&cursor.pointer, "additionalProperties");
                    Type::Map(Box::new(self.schema(&format!("{name}Value"), additional, &pointer)?))
                }
            }
            other => return Err(cursor.unsupported(&format!("no type `{other}`"))),
        };
        Ok(Schema { ty, nullable, default: None, constraints })
    }

    fn structure(&mut self, name: &str, cursor: &mut Cursor<'a>) -> Result<Struct, Fault> {
        let additional = match cursor.get("additionalProperties") {
            None => Additional::Ignored,
            Some(node) => match node.as_bool() {
                Some(false) => Additional::Refused,
                Some(true) => Additional::Ignored,
                None => return Err(cursor.unsupported("an object has either properties or a schema for all of them")),
            },
        };
        let min_properties = cursor.unsigned("minProperties")?;
        let max_properties = cursor.unsigned("maxProperties")?;
        let required = cursor.strings("required")?;
        let properties = cursor.get("properties").map(Node::entries).unwrap_or_default();
        if let Some(name) = required.iter().find(|name| !properties.iter().any(|entry| entry.key == **name)) {
            return Err(cursor.unsupported_at("required", &format!("`{name}` is required, but no property")));
        }
        let discriminator = self.discriminators.get(name).copied();
        let pointer = push(&cursor.pointer, "properties");
        let mut fields = Vec::new();
        // The server's pipeline turns another name into the one that it stands for, before types see it.
        let named = properties.iter().filter(|entry| entry.value.get(ALIAS).is_none());
        for entry in named.filter(|entry| Some(entry.key.as_str()) != discriminator) {
            let type_name = format!("{name}{}", entry.key.to_pascal_case());
            let place = self.place(&type_name, &entry.value, &push(&pointer, &entry.key))?;
            fields.push(Field {
                name: entry.key.clone(),
                description: place.description,
                schema: place.schema,
                required: required.contains(&entry.key.as_str()),
                read_only: place.read_only,
                write_only: place.write_only,
                deprecated: place.deprecated,
            });
        }
        Ok(Struct { fields, additional, min_properties, max_properties })
    }

    fn union(&mut self, cursor: &mut Cursor<'a>) -> Result<Union, Fault> {
        let pointer = push(&cursor.pointer, "discriminator");
        let mut discriminator = Cursor::open(cursor.required("discriminator")?, pointer)?;
        let property = discriminator.required_string("propertyName")?.to_owned();
        let mapping = discriminator.required("mapping")?;
        discriminator.finish()?;

        let choices = cursor.required("oneOf")?.items();
        let mut variants = Vec::new();
        for entry in mapping.entries() {
            let type_name = entry.value.as_str().and_then(|reference| reference.strip_prefix(PREFIX));
            let listed = |name: &&str| choices.iter().any(|choice| choice.reference_to("schemas") == Some(name));
            let Some(type_name) = type_name.filter(listed) else {
                return Err(cursor.unsupported(&format!("`{}` must map to one of `oneOf`", entry.key)));
            };
            if self.document.at(&["components", "schemas", type_name]).is_none_or(|schema| !is_struct(schema)) {
                return Err(cursor.unsupported(&format!("the variant `{type_name}` must be an object with properties")));
            }
            variants.push(Variant { tag: entry.key.clone(), type_name: type_name.to_owned() });
        }
        if variants.len() != choices.len() {
            return Err(cursor.unsupported("`mapping` must name each of `oneOf` once"));
        }
        Ok(Union { discriminator: property, variants })
    }
}

/// `type`, without `"null"`, and whether that was there.
fn type_of<'a>(cursor: &mut Cursor<'a>) -> Result<(&'a str, bool), Fault> {
    let node = cursor.required("type")?;
    if let Some(name) = node.as_str() {
        return Ok((name, false));
    }
    let names = cursor.strings("type")?;
    // Digits that may be sent as a number: `string_format` sees to it that they are digits.
    let digits = names.contains(&"string") && names.contains(&"integer") && cursor.says("format", "int64");
    let names: Vec<_> = names.into_iter().filter(|name| !digits || *name != "integer").collect();
    match names.as_slice() {
        [name] => Ok((name, false)),
        [name, "null"] | ["null", name] => Ok((name, true)),
        _ => Err(cursor.unsupported("several types are supported only as one type and \"null\"")),
    }
}

fn string_format(cursor: &mut Cursor<'_>) -> Result<StringFormat, Fault> {
    Ok(match cursor.string("format")? {
        None => StringFormat::Plain,
        Some("uuid") => StringFormat::Uuid,
        Some("date-time") => StringFormat::DateTime,
        Some("date") => StringFormat::Date,
        Some("email") => StringFormat::Email,
        Some("uri-reference") => StringFormat::UriReference,
        Some("password") => StringFormat::Password,
        Some("byte") => StringFormat::Byte,
        Some("int64") => StringFormat::Int64,
        Some("binary") => StringFormat::Binary,
        Some(other) => return Err(cursor.unsupported(&format!("no string format `{other}`"))),
    })
}

/// The values, `null` aside, which the place of use takes from `type`.
fn enum_values(cursor: &mut Cursor<'_>) -> Result<Vec<EnumValue>, Fault> {
    if type_of(cursor)?.0 != "string" {
        return Err(cursor.unsupported("an enum must be of strings"));
    }
    let mut values: Vec<EnumValue> = Vec::new();
    for value in cursor.required("enum")?.items() {
        match &value.value {
            crate::contract::node::Value::String(text) if !values.iter().any(|known| known.value == *text) => {
                values.push(EnumValue { value: text.clone() });
            }
            crate::contract::node::Value::Null => {}
            _ => return Err(cursor.unsupported("the values of an enum must be different strings")),
        }
    }
    Ok(values)
}

fn is_enum(schema: &Node) -> bool {
    schema.get("enum").is_some()
}

fn is_union(schema: &Node) -> bool {
    schema.get("discriminator").is_some()
}

/// An object with properties, or one that has none and takes none.
fn is_struct(schema: &Node) -> bool {
    schema.get("properties").is_some() || schema.get("additionalProperties").and_then(Node::as_bool) == Some(false)
}

/// `oneOf` or `anyOf` of something and `type: "null"`: the keyword, and the something with its index.
fn nullable_choice(schema: &Node) -> Option<(&'static str, usize, &Node)> {
    let key = ["oneOf", "anyOf"].into_iter().find(|key| schema.get(key).is_some())?;
    let is_null = |choice: &Node| choice.get("type").and_then(Node::as_str) == Some("null");
    match schema.get(key)?.items() {
        [choice, null] if is_null(null) => Some((key, 0, choice)),
        [null, choice] if is_null(null) => Some((key, 1, choice)),
        _ => None,
    }
}
