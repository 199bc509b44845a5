// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! Types of the area *things*.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use crate::core::{
    Base64Bytes, Int64Text, JsonObject, Patch, Secret, UnknownObject, UnknownValue, impl_open_enum, read_tagged,
    write_tagged,
};

/// A color. Empty means none.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Color {
    /// Empty.
    Default,
    /// `red`.
    Red,
    /// `light blue`.
    LightBlue,
    /// `3d`.
    Value3d,
    #[doc(hidden)]
    __Unknown(UnknownValue),
}

impl_open_enum!(Color {
    Default = "", Red = "red", LightBlue = "light blue", Value3d = "3d",
});

/// How to sort things. Empty means the default.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ThingOrder {
    /// Empty.
    Default,
    /// `name`.
    Name,
    /// `name desc`.
    NameDesc,
    #[doc(hidden)]
    __Unknown(UnknownValue),
}

impl_open_enum!(ThingOrder {
    Default = "", Name = "name", NameDesc = "name desc",
});

/// A thing with a member of each type.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Thing {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// A description beside a reference.
    pub color: Color,
    /// 32 bits.
    pub count: i32,
    /// 64 bits.
    pub size_bytes: i64,
    /// A number.
    pub weight: f64,
    /// A boolean.
    pub active: bool,
    /// A date.
    pub born_on: NaiveDate,
    /// A time.
    pub created_at: DateTime<Utc>,
    /// Absent or null or a time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trashed_at: Option<DateTime<Utc>>,
    /// Always there; may be null.
    pub parent: Option<Uuid>,
    /// A reference that may be null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub favorite: Option<Color>,
    /// Strings.
    pub tags: Vec<String>,
    /// Arrays of arrays.
    pub sizes: Vec<Vec<i64>>,
    /// A map.
    pub labels: BTreeMap<String, String>,
    /// A map of objects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scores: Option<BTreeMap<String, Score>>,
    /// Any JSON object.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extra: Option<JsonObject>,
    /// One of two shapes.
    pub shape: Shape,
    /// An object that is written where it is used.
    pub nested: ThingNested,
    /// A name that the language keeps for itself.
    #[serde(rename = "self")]
    pub self_: String,
    /// What it was called.
    #[deprecated]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old_name: Option<String>,
    /// Digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total_bytes: Option<Int64Text>,
    /// Base64.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub avatar: Option<Base64Bytes>,
    /// A type that holds itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<Self>,
}

/// An object that is written where it is used.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ThingNested {
    /// Objects in it.
    pub deep: Vec<ThingNestedDeepItem>,
}

/// A part of an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ThingNestedDeepItem {
    /// An enum in it.
    pub level: ThingNestedDeepItemLevel,
}

/// An enum in it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ThingNestedDeepItemLevel {
    /// `low`.
    Low,
    /// `high`.
    High,
    #[doc(hidden)]
    __Unknown(UnknownValue),
}

impl_open_enum!(ThingNestedDeepItemLevel {
    Low = "low", High = "high",
});

/// A score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Score {
    /// How many.
    pub points: i32,
}

/// The body of a request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[must_use]
#[non_exhaustive]
pub struct ThingCreate {
    /// Its name.
    pub name: String,
    /// Never shown.
    pub secret: Secret,
    /// An email address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// A link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub home: Option<String>,
    /// With a default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<i32>,
    /// Labels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
    /// Digits or a number.
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub limit_bytes: Patch<Int64Text>,
    /// Absent and null mean different things.
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub quota_bytes: Patch<i64>,
}

impl ThingCreate {
    /// With what is required.
    pub fn new(name: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self {
            name: name.into(),
            secret: secret.into(),
            contact: None,
            home: None,
            count: None,
            tags: None,
            limit_bytes: Patch::Absent,
            quota_bytes: Patch::Absent,
        }
    }

    /// Sets `contact`.
    pub fn contact(mut self, contact: impl Into<String>) -> Self {
        self.contact = Some(contact.into());
        self
    }

    /// Sets `home`.
    pub fn home(mut self, home: impl Into<String>) -> Self {
        self.home = Some(home.into());
        self
    }

    /// Sets `count`.
    pub fn count(mut self, count: i32) -> Self {
        self.count = Some(count);
        self
    }

    /// Sets `tags`.
    pub fn tags(mut self, tags: Vec<String>) -> Self {
        self.tags = Some(tags);
        self
    }

    /// Sets `limit_bytes`.
    pub fn limit_bytes(mut self, limit_bytes: impl Into<Int64Text>) -> Self {
        self.limit_bytes = Patch::Value(limit_bytes.into());
        self
    }

    /// Sets `limit_bytes` to null.
    pub fn clear_limit_bytes(mut self) -> Self {
        self.limit_bytes = Patch::Null;
        self
    }

    /// Sets `quota_bytes`.
    pub fn quota_bytes(mut self, quota_bytes: i64) -> Self {
        self.quota_bytes = Patch::Value(quota_bytes);
        self
    }

    /// Sets `quota_bytes` to null.
    pub fn clear_quota_bytes(mut self) -> Self {
        self.quota_bytes = Patch::Null;
        self
    }
}

/// What to change.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[must_use]
#[non_exhaustive]
pub struct ThingUpdate {
    /// The new name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The new parent; null: none.
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub parent: Patch<Uuid>,
    /// The new labels; null: none.
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub labels: Patch<BTreeMap<String, String>>,
}

impl ThingUpdate {
    /// With nothing set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets `name`.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets `parent`.
    pub fn parent(mut self, parent: Uuid) -> Self {
        self.parent = Patch::Value(parent);
        self
    }

    /// Sets `parent` to null.
    pub fn clear_parent(mut self) -> Self {
        self.parent = Patch::Null;
        self
    }

    /// Sets `labels`.
    pub fn labels(mut self, labels: BTreeMap<String, String>) -> Self {
        self.labels = Patch::Value(labels);
        self
    }

    /// Sets `labels` to null.
    pub fn clear_labels(mut self) -> Self {
        self.labels = Patch::Null;
        self
    }
}

/// A page of things.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ThingList {
    /// The items.
    pub data: Vec<Thing>,
    /// Position of the first.
    pub start: i64,
    /// Position behind the last.
    pub end: i64,
    /// How many in all.
    pub count: i64,
    /// For the next page.
    pub next_cursor: Option<String>,
}

/// Any JSON object.
pub type AnyObject = JsonObject;

/// One of two shapes.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Shape {
    /// `type` is `circle`.
    Circle(Circle),
    /// `type` is `rectangle`.
    Rectangle(Rectangle),
    #[doc(hidden)]
    __Unknown(UnknownObject),
}

impl Serialize for Shape {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Circle(object) => write_tagged(serializer, "type", "circle", object),
            Self::Rectangle(object) => write_tagged(serializer, "type", "rectangle", object),
            Self::__Unknown(object) => object.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Shape {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (tag, object) = read_tagged(deserializer, "type")?;
        match tag.as_str() {
            "circle" => object.read().map(Self::Circle),
            "rectangle" => object.read().map(Self::Rectangle),
            _ => Ok(Self::__Unknown(object)),
        }
    }
}

/// A circle.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[must_use]
#[non_exhaustive]
pub struct Circle {
    /// Its radius.
    pub radius: f64,
}

impl Circle {
    /// With what is required.
    pub fn new(radius: f64) -> Self {
        Self { radius }
    }
}

/// A rectangle.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[must_use]
#[non_exhaustive]
pub struct Rectangle {
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
}

impl Rectangle {
    /// With what is required.
    pub fn new(width: f64, height: f64) -> Self {
        Self { width, height }
    }
}

/// A value of a list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ThingListState {
    /// `open`.
    Open,
    /// `closed`.
    Closed,
    #[doc(hidden)]
    __Unknown(UnknownValue),
}

impl_open_enum!(ThingListState {
    Open = "open", Closed = "closed",
});

/// The body of a request.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[must_use]
#[non_exhaustive]
pub struct ThingPaintBody {
    /// A color. Empty means none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub color: Option<Color>,
}

impl ThingPaintBody {
    /// With nothing set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets `color`.
    pub fn color(mut self, color: Color) -> Self {
        self.color = Some(color);
        self
    }
}
