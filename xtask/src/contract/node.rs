//! A document as a tree that remembers where each value was written, and the faults that point there.
//!
//! YAML sources, the bundled document and blessed documents are all `Node`s. What OpenAPI means by them is said elsewhere.

use std::fmt;
use std::sync::Arc;

use serde_json::{Map, Number};

/// Where something was written: file relative to the workspace root, line and column counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    pub file: Arc<str>,
    pub line: usize,
    pub column: usize,
}

impl Span {
    /// The first character of a file.
    pub fn start_of(file: &str) -> Self {
        Self { file: file.into(), line: 1, column: 1 }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", self.file, self.line)
    }
}

/// One value of a document.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    pub value: Value,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Null,
    Bool(bool),
    Integer(i64),
    Float(f64),
    String(String),
    Array(Vec<Node>),
    Object(Object),
}

/// A mapping in the order in which it was written. Keys are unique.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Object {
    pub entries: Vec<Entry>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub key: String,
    /// Where the key stands; the value may begin on a later line.
    pub span: Span,
    pub value: Node,
}

impl Object {
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries.iter().find(|entry| entry.key == key).map(|entry| &entry.value)
    }

    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.entries.iter_mut().find(|entry| entry.key == key).map(|entry| &mut entry.value)
    }

    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    pub fn contains(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Takes a member out.
    pub fn remove(&mut self, key: &str) -> Option<Node> {
        let index = self.entries.iter().position(|entry| entry.key == key)?;
        Some(self.entries.remove(index).value)
    }

    /// Replaces a member in its place or appends it.
    pub fn set(&mut self, key: &str, value: Node) {
        match self.get_mut(key) {
            Some(place) => *place = value,
            None => self.entries.push(Entry { key: key.to_owned(), span: value.span.clone(), value }),
        }
    }

    /// The member, appended as an empty mapping if it is missing; `None` if it is something else than a mapping.
    pub fn object_or_insert(&mut self, key: &str, span: &Span) -> Option<&mut Self> {
        if !self.contains(key) {
            self.set(key, Node::object(Self::default(), span));
        }
        self.get_mut(key)?.as_object_mut()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &Node)> {
        self.entries.iter().map(|entry| (entry.key.as_str(), &entry.value))
    }
}

impl Node {
    pub fn new(value: Value, span: &Span) -> Self {
        Self { value, span: span.clone() }
    }

    pub fn string(text: impl Into<String>, span: &Span) -> Self {
        Self::new(Value::String(text.into()), span)
    }

    pub fn integer(number: i64, span: &Span) -> Self {
        Self::new(Value::Integer(number), span)
    }

    pub fn array(items: Vec<Self>, span: &Span) -> Self {
        Self::new(Value::Array(items), span)
    }

    pub fn object(object: Object, span: &Span) -> Self {
        Self::new(Value::Object(object), span)
    }

    /// A mapping of these members, all of which point at `span`.
    pub fn members<const COUNT: usize>(members: [(&str, Self); COUNT], span: &Span) -> Self {
        let entries =
            members.into_iter().map(|(key, value)| Entry { key: key.to_owned(), span: span.clone(), value }).collect();
        Self::object(Object { entries }, span)
    }

    /// `{ $ref: "#/components/<section>/<name>" }`.
    pub fn reference(section: &str, name: &str, span: &Span) -> Self {
        Self::members([("$ref", Self::string(format!("#/components/{section}/{name}"), span))], span)
    }

    pub fn as_object(&self) -> Option<&Object> {
        match &self.value {
            Value::Object(object) => Some(object),
            _ => None,
        }
    }

    pub fn as_object_mut(&mut self) -> Option<&mut Object> {
        match &mut self.value {
            Value::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The items; none if this is no sequence.
    pub fn items(&self) -> &[Self] {
        match &self.value {
            Value::Array(items) => items,
            _ => &[],
        }
    }

    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    pub fn as_bool(&self) -> Option<bool> {
        match &self.value {
            Value::Bool(value) => Some(*value),
            _ => None,
        }
    }

    pub fn as_integer(&self) -> Option<i64> {
        match &self.value {
            Value::Integer(number) => Some(*number),
            _ => None,
        }
    }

    /// A member of a mapping; `None` if this is no mapping.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.as_object()?.get(key)
    }

    /// The members of a mapping; none if this is no mapping.
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Object(object) => &object.entries,
            _ => &[],
        }
    }

    /// The members of a mapping, to be changed; none if this is no mapping.
    pub fn entries_mut(&mut self) -> &mut [Entry] {
        match &mut self.value {
            Value::Object(object) => &mut object.entries,
            _ => &mut [],
        }
    }

    /// The member at the end of a path of keys.
    pub fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |node, key| node.get(key))
    }

    /// The name in `{ $ref: "#/components/<section>/<name>" }`.
    pub fn reference_to(&self, section: &str) -> Option<&str> {
        self.get("$ref")?.as_str()?.strip_prefix("#/components/")?.strip_prefix(section)?.strip_prefix('/')
    }

    /// This node, or what it refers to in `document`'s components; `None` if the reference leads nowhere.
    pub fn resolve<'a>(&'a self, document: &'a Self, section: &str) -> Option<&'a Self> {
        match self.reference_to(section) {
            Some(name) => document.at(&["components", section, name]),
            None => Some(self),
        }
    }

    /// What kind of value this is, for messages.
    pub fn kind(&self) -> &'static str {
        match &self.value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Integer(_) => "an integer",
            Value::Float(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "a sequence",
            Value::Object(_) => "a mapping",
        }
    }

    /// The same value as JSON, members in the same order.
    pub fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(value) => (*value).into(),
            Value::Integer(number) => (*number).into(),
            Value::Float(number) => Number::from_f64(*number).map_or(serde_json::Value::Null, Into::into),
            Value::String(text) => text.clone().into(),
            Value::Array(items) => items.iter().map(Self::to_json).collect(),
            Value::Object(object) => {
                object.iter().map(|(key, value)| (key.to_owned(), value.to_json())).collect::<Map<_, _>>().into()
            }
        }
    }

    /// A tree of a JSON value, all of which points at `span`. A number beyond `i64` becomes a float.
    pub fn from_json(json: &serde_json::Value, span: &Span) -> Self {
        let value = match json {
            serde_json::Value::Null => Value::Null,
            serde_json::Value::Bool(value) => Value::Bool(*value),
            serde_json::Value::Number(number) => match number.as_i64() {
                Some(integer) => Value::Integer(integer),
                None => Value::Float(number.as_f64().unwrap_or(f64::NAN)),
            },
            serde_json::Value::String(text) => Value::String(text.clone()),
            serde_json::Value::Array(items) => {
                Value::Array(items.iter().map(|item| Self::from_json(item, span)).collect())
            }
            serde_json::Value::Object(map) => {
                let entries = map
                    .iter()
                    .map(|(key, value)| Entry {
                        key: key.clone(),
                        span: span.clone(),
                        value: Self::from_json(value, span),
                    })
                    .collect();
                Value::Object(Object { entries })
            }
        };
        Self::new(value, span)
    }
}

/// Something wrong in the sources, with its place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    pub span: Span,
    /// Which rule was broken: kebab-case, stable, so that it can be looked up and tested.
    pub rule: &'static str,
    pub text: String,
}

impl Fault {
    pub fn new(span: &Span, rule: &'static str, text: impl Into<String>) -> Self {
        Self { span: span.clone(), rule, text: text.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}: {}", self.span, self.rule, self.text)
    }
}

/// All that is wrong in the sources, in their order.
#[derive(Debug, Default)]
pub struct Faults(pub Vec<Fault>);

impl fmt::Display for Faults {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for fault in &self.0 {
            writeln!(formatter, "{fault}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}
