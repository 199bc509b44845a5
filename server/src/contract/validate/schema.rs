//! The document's schemas, compiled once: references resolved, patterns built, members by name.
//!
//! Knows the keywords that the contract's reader lets through, and no other.

use std::collections::{BTreeMap, HashMap};

use regex::Regex;
use serde_json::Value;

use super::formats::Format;
use super::{escaped, fragment};

/// A schema's place among the compiled ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SchemaId(usize);

#[derive(Debug, Default)]
pub(super) struct Schemas {
    schemas: Vec<Schema>,
    /// By JSON pointer. A reference and what it refers to have the same id.
    ids: HashMap<String, SchemaId>,
}

#[derive(Debug, Default)]
pub(super) struct Schema {
    pub(super) kinds: Kinds,
    /// `enum`; empty if any value will do.
    pub(super) values: Vec<Value>,
    pub(super) format: Option<Format>,
    pub(super) minimum: Option<f64>,
    pub(super) maximum: Option<f64>,
    /// Counted in characters, as the maximum.
    pub(super) min_length: Option<u64>,
    pub(super) max_length: Option<u64>,
    pub(super) pattern: Option<Regex>,
    pub(super) items: Option<SchemaId>,
    pub(super) min_items: Option<u64>,
    pub(super) max_items: Option<u64>,
    pub(super) unique_items: bool,
    pub(super) properties: BTreeMap<String, SchemaId>,
    pub(super) required: Vec<String>,
    pub(super) read_only: bool,
    pub(super) additional: Additional,
    pub(super) min_properties: Option<u64>,
    pub(super) max_properties: Option<u64>,
    pub(super) union: Option<Union>,
    /// Other names of members, and the names that they stand for (`x-alias-of`).
    pub(super) aliases: BTreeMap<String, String>,
}

/// What holds for members that are not listed.
#[derive(Debug, Default, Clone, Copy)]
pub(super) enum Additional {
    #[default]
    Any,
    Refused,
    Of(SchemaId),
}

/// `oneOf` with a discriminator.
#[derive(Debug)]
pub(super) struct Union {
    pub(super) discriminator: String,
    pub(super) variants: BTreeMap<String, SchemaId>,
}

/// A JSON type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Null,
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
}

impl Kind {
    const ALL: [(&'static str, Self); 7] = [
        ("string", Self::String),
        ("integer", Self::Integer),
        ("number", Self::Number),
        ("boolean", Self::Boolean),
        ("array", Self::Array),
        ("object", Self::Object),
        ("null", Self::Null),
    ];
}

/// A set of JSON types; the empty one allows them all.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Kinds(u8);

impl Kinds {
    pub(super) fn contains(self, kind: Kind) -> bool {
        self.0 & (1 << kind as u8) != 0
    }

    pub(super) fn is_any(self) -> bool {
        self.0 == 0
    }

    /// `string, or null`, for messages.
    pub(super) fn names(self) -> String {
        let names: Vec<&str> =
            Kind::ALL.iter().filter(|(_, kind)| self.contains(*kind)).map(|(name, _)| *name).collect();
        names.join(" or ")
    }

    fn of(schema: &Value) -> Self {
        let mut kinds = Self::default();
        let given = schema.get("type");
        let names = given.and_then(Value::as_array).into_iter().flatten().chain(given);
        for name in names.filter_map(Value::as_str) {
            for (known, kind) in Kind::ALL {
                if known == name {
                    kinds.0 |= 1 << kind as u8;
                }
            }
        }
        kinds
    }
}

impl Schemas {
    pub(super) fn get(&self, id: SchemaId) -> &Schema {
        &self.schemas[id.0]
    }

    /// The schema at that pointer, if it was compiled. A leading `#` is allowed.
    pub(super) fn find(&self, pointer: &str) -> Option<SchemaId> {
        self.ids.get(pointer.trim_start_matches('#')).copied()
    }

    /// The schema at `pointer`, with all that it holds. Schemas may hold themselves.
    pub(super) fn compile(&mut self, document: &Value, pointer: &str) -> SchemaId {
        if let Some(id) = self.ids.get(pointer) {
            return *id;
        }
        let target = resolve(document, pointer);
        if target != pointer {
            let id = self.compile(document, &target);
            self.ids.insert(pointer.to_owned(), id);
            return id;
        }
        let id = SchemaId(self.schemas.len());
        self.schemas.push(Schema::default());
        // Before what it holds is compiled, so that a schema within itself finds it here.
        self.ids.insert(pointer.to_owned(), id);
        let schema = self.schema(document, pointer);
        self.schemas[id.0] = schema;
        id
    }

    fn schema(&mut self, document: &Value, pointer: &str) -> Schema {
        let value = document.pointer(pointer).expect("the bundler resolves every reference");
        let number = |name: &str| value.get(name).and_then(Value::as_f64);
        let count = |name: &str| value.get(name).and_then(Value::as_u64);
        let flag = |name: &str| value.get(name).and_then(Value::as_bool).unwrap_or(false);
        let text = |name: &str| value.get(name).and_then(Value::as_str);
        let list = |name: &str| value.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
        let (mut properties, mut aliases) = (BTreeMap::new(), BTreeMap::new());
        for name in value.get("properties").and_then(Value::as_object).into_iter().flat_map(|object| object.keys()) {
            let property = format!("{pointer}/properties/{}", escaped(name));
            if let Some(of) = document.pointer(&format!("{property}/x-alias-of")).and_then(Value::as_str) {
                aliases.insert(name.clone(), of.to_owned());
            }
            properties.insert(name.clone(), self.compile(document, &property));
        }
        let additional = match value.get("additionalProperties") {
            Some(Value::Bool(false)) => Additional::Refused,
            Some(Value::Object(_)) => {
                Additional::Of(self.compile(document, &format!("{pointer}/additionalProperties")))
            }
            _ => Additional::Any,
        };
        let kinds = Kinds::of(value);
        // An integer of no stated format is one of 64 bits: the generated types hold no other.
        let unstated = (kinds.contains(Kind::Integer) && !kinds.contains(Kind::Number)).then_some(Format::Int64);
        Schema {
            kinds,
            values: list("enum"),
            format: text("format").and_then(Format::from_name).or(unstated),
            minimum: number("minimum"),
            maximum: number("maximum"),
            min_length: count("minLength"),
            max_length: count("maxLength"),
            pattern: text("pattern").map(|pattern| Regex::new(pattern).expect("the linter refuses other patterns")),
            items: value.get("items").map(|_| self.compile(document, &format!("{pointer}/items"))),
            min_items: count("minItems"),
            max_items: count("maxItems"),
            unique_items: flag("uniqueItems"),
            properties,
            required: list("required").iter().filter_map(|name| name.as_str().map(str::to_owned)).collect(),
            read_only: flag("readOnly"),
            additional,
            min_properties: count("minProperties"),
            max_properties: count("maxProperties"),
            union: self.union(document, pointer, value),
            aliases,
        }
    }

    fn union(&mut self, document: &Value, pointer: &str, value: &Value) -> Option<Union> {
        let discriminator = value.pointer("/discriminator/propertyName")?.as_str()?.to_owned();
        let mut variants = BTreeMap::new();
        match value.pointer("/discriminator/mapping").and_then(Value::as_object) {
            Some(mapping) => {
                for (tag, reference) in mapping {
                    variants
                        .insert(tag.clone(), self.compile(document, &fragment(reference.as_str().unwrap_or_default())));
                }
            }
            // Without a mapping the tag is the component's name.
            None => {
                for index in 0..value.get("oneOf").and_then(Value::as_array).map_or(0, Vec::len) {
                    let target = resolve(document, &format!("{pointer}/oneOf/{index}"));
                    let tag = target.rsplit('/').next().unwrap_or_default().to_owned();
                    variants.insert(tag, self.compile(document, &target));
                }
            }
        }
        Some(Union { discriminator, variants })
    }
}

/// Where the object at `pointer` really is, if it is a reference.
pub(super) fn resolve(document: &Value, pointer: &str) -> String {
    let mut pointer = pointer.to_owned();
    // A chain of references longer than this goes in a circle.
    for _ in 0..16 {
        match document.pointer(&pointer).and_then(|value| value.get("$ref")).and_then(Value::as_str) {
            Some(reference) => pointer = fragment(reference),
            None => break,
        }
    }
    pointer
}
