//! A value against a schema: every fault, each with its pointer, its rule and what to change.

use std::collections::HashSet;

use serde_json::{Map, Number, Value};

use super::formats::Format;
use super::schema::{Additional, Kind, Kinds, Schema, SchemaId, Schemas, Union};
use super::{FAULTS_MAX, escaped, text};
use crate::error::{Fault, FaultLocation};

/// Values within values beyond this are refused unseen. The contract's own types are a few levels deep.
const DEPTH_MAX: usize = 64;

/// Collects the faults of one request.
pub(super) struct Checker<'s> {
    schemas: &'s Schemas,
    location: FaultLocation,
    /// Where we are below the location, as a JSON pointer.
    pointer: String,
    depth: usize,
    faults: Vec<Fault>,
}

impl<'s> Checker<'s> {
    /// At the top of the body.
    pub(super) fn new(schemas: &'s Schemas) -> Self {
        Self { schemas, location: FaultLocation::Body, pointer: String::new(), depth: 0, faults: Vec::new() }
    }

    /// Goes to a parameter or to a part of a form, whose pointer that is.
    pub(super) fn enter(&mut self, location: FaultLocation, pointer: &str) {
        self.location = location;
        self.pointer.clear();
        self.pointer.push_str(pointer);
    }

    pub(super) fn into_faults(self) -> Vec<Fault> {
        self.faults
    }

    /// A fault of the value where we are.
    pub(super) fn fault(&mut self, code: &'static str, detail: impl Into<String>) {
        if self.faults.len() < FAULTS_MAX {
            let fault = Fault { location: self.location, pointer: self.pointer.clone(), code, detail: detail.into() };
            self.faults.push(fault);
        }
    }

    /// The value that `text` stands for; a fault, if it stands for none.
    pub(super) fn coerced(&mut self, id: SchemaId, text: &str) -> Option<Value> {
        match text::coerced(self.schemas.get(id), text) {
            Ok(value) => Some(value),
            Err(detail) => {
                self.fault("type", detail);
                None
            }
        }
    }

    /// A parameter: one text, or as many as the list has items.
    pub(super) fn texts(&mut self, id: SchemaId, texts: &[&str]) {
        let schema = self.schemas.get(id);
        let (true, Some(items)) = (schema.kinds.contains(Kind::Array), schema.items) else {
            if let Some(value) = texts.first().and_then(|text| self.coerced(id, text)) {
                self.value(id, &value);
            }
            return;
        };
        let mut values = Vec::with_capacity(texts.len());
        for (index, text) in texts.iter().enumerate() {
            let value = self.below(&index.to_string(), |checker| checker.coerced(items, text));
            values.extend(value);
        }
        // A list with an item of no value has its fault already, and the other items would be counted wrongly.
        if values.len() == texts.len() {
            self.value(id, &Value::Array(values));
        }
    }

    pub(super) fn value(&mut self, id: SchemaId, value: &Value) {
        if self.depth >= DEPTH_MAX {
            return self.fault("depth", format!("must not be nested more than {DEPTH_MAX} levels deep"));
        }
        let schema = self.schemas.get(id);
        if let Some(union) = &schema.union {
            return self.union(union, value);
        }
        if !schema.kinds.is_any() && !allows(schema.kinds, value) {
            return self.fault("type", format!("must be of type {}", schema.kinds.names()));
        }
        if !schema.values.is_empty() && !schema.values.contains(value) {
            return self.fault("enum", format!("must be one of {}", listed(&schema.values)));
        }
        match value {
            Value::String(text) => self.string(schema, text),
            Value::Number(number) => self.number(schema, number),
            Value::Array(items) => self.array(schema, items),
            Value::Object(members) => self.object(schema, members),
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn union(&mut self, union: &Union, value: &Value) {
        let Value::Object(members) = value else {
            return self.fault("type", "must be of type object");
        };
        let tag = members.get(&union.discriminator);
        match tag.and_then(Value::as_str).and_then(|tag| union.variants.get(tag)) {
            Some(variant) => self.value(*variant, value),
            None => self.below(&union.discriminator, |checker| match tag {
                None => checker.fault("required", "is required; add it"),
                Some(_) => {
                    let tags: Vec<Value> = union.variants.keys().map(|tag| Value::from(tag.as_str())).collect();
                    checker.fault("enum", format!("must be one of {}", listed(&tags)));
                }
            }),
        }
    }

    fn string(&mut self, schema: &Schema, text: &str) {
        let characters = || u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
        if let Some(min) = schema.min_length
            && characters() < min
        {
            self.fault("min_length", format!("must have at least {}", counted(min, "character")));
        }
        if let Some(max) = schema.max_length
            && characters() > max
        {
            self.fault("max_length", format!("must have at most {}", counted(max, "character")));
        }
        if let Some(pattern) = &schema.pattern
            && !pattern.is_match(text)
        {
            self.fault("pattern", format!("must match the pattern {}", pattern.as_str()));
        }
        if let Some(format) = schema.format
            && !format.allows(text)
        {
            self.fault("format", format.description());
        }
    }

    fn number(&mut self, schema: &Schema, number: &Number) {
        if let Some(format) = schema.format {
            let fits = match format {
                Format::Int32 => number.as_i64().is_some_and(|number| i32::try_from(number).is_ok()),
                Format::Int64 => number.as_i64().is_some(),
                _ => true,
            };
            if !fits {
                return self.fault("format", format.description());
            }
        }
        let Some(number) = number.as_f64() else { return };
        if let Some(min) = schema.minimum
            && number < min
        {
            self.fault("minimum", format!("must be at least {min}"));
        }
        if let Some(max) = schema.maximum
            && number > max
        {
            self.fault("maximum", format!("must be at most {max}"));
        }
    }

    fn array(&mut self, schema: &Schema, items: &[Value]) {
        let count = u64::try_from(items.len()).unwrap_or(u64::MAX);
        if let Some(min) = schema.min_items
            && count < min
        {
            self.fault("min_items", format!("must have at least {}", counted(min, "item")));
        }
        if let Some(max) = schema.max_items
            && count > max
        {
            self.fault("max_items", format!("must have at most {}", counted(max, "item")));
        }
        if schema.unique_items {
            let mut seen = HashSet::new();
            if !items.iter().all(|item| seen.insert(item.to_string())) {
                self.fault("unique_items", "must not have the same item twice");
            }
        }
        let Some(id) = schema.items else { return };
        for (index, item) in items.iter().enumerate() {
            self.below(&index.to_string(), |checker| checker.value(id, item));
            // What is beyond would be counted, but not listed.
            if self.faults.len() >= FAULTS_MAX {
                return;
            }
        }
    }

    fn object(&mut self, schema: &Schema, members: &Map<String, Value>) {
        let count = u64::try_from(members.len()).unwrap_or(u64::MAX);
        if let Some(min) = schema.min_properties
            && count < min
        {
            self.fault("min_properties", format!("must have at least {}", counted(min, "member")));
        }
        if let Some(max) = schema.max_properties
            && count > max
        {
            self.fault("max_properties", format!("must have at most {}", counted(max, "member")));
        }
        for name in &schema.required {
            let read_only = schema.properties.get(name).is_some_and(|id| self.schemas.get(*id).read_only);
            if !members.contains_key(name) && !read_only {
                self.below(name, |checker| checker.fault("required", "is required; add it"));
            }
        }
        for (name, value) in members {
            if schema.aliases.get(name).is_some_and(|of| members.contains_key(of)) {
                self.below(name, |checker| checker.fault("repeated", "is given under two names; leave one out"));
            }
            self.below(name, |checker| match (schema.properties.get(name), schema.additional) {
                (Some(id), _) if checker.schemas.get(*id).read_only => {
                    checker.fault("read_only", "is set by the server; leave it out");
                }
                (Some(id), _) => checker.value(*id, value),
                (None, Additional::Of(id)) => checker.value(id, value),
                (None, Additional::Refused) => checker.fault("unknown", "is not known here; leave it out"),
                (None, Additional::Any) => {}
            });
            if self.faults.len() >= FAULTS_MAX {
                return;
            }
        }
    }

    /// Carries on one level deeper, at `name`.
    fn below<T>(&mut self, name: &str, check: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(&escaped(name));
        self.depth += 1;
        let result = check(self);
        self.depth -= 1;
        self.pointer.truncate(before);
        result
    }
}

fn allows(kinds: Kinds, value: &Value) -> bool {
    match value {
        Value::Null => kinds.contains(Kind::Null),
        Value::Bool(_) => kinds.contains(Kind::Boolean),
        // A number with a fraction, even of zero, is no integer: the generated types could not hold it.
        Value::Number(number) => {
            kinds.contains(Kind::Number) || kinds.contains(Kind::Integer) && (!number.is_f64() || is_huge(number))
        }
        Value::String(_) => kinds.contains(Kind::String),
        Value::Array(_) => kinds.contains(Kind::Array),
        Value::Object(_) => kinds.contains(Kind::Object),
    }
}

/// An integer that is too long for 64 bits, which is a fault of its range and not of its type.
fn is_huge(number: &Number) -> bool {
    number.as_f64().is_some_and(|number| number.abs() >= 9.0e18)
}

/// `1 item`, `2 items`.
fn counted(count: u64, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// The values that may be, for a message: they are the contract's, not the caller's.
fn listed(values: &[Value]) -> String {
    let names: Vec<String> = values
        .iter()
        .map(|value| match value {
            Value::String(text) => format!("`{text}`"),
            other => format!("`{other}`"),
        })
        .collect();
    names.join(", ")
}
