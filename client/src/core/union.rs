//! Objects whose kind a member tells.

#![allow(dead_code, reason = "only for contracts with unions")]

use serde::de::{DeserializeOwned, Error as _};
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

/// What a union holds when the server sent a kind that this client does not know. Written back as it came.
#[derive(Debug, Clone, PartialEq)]
pub struct UnknownObject(Map<String, Value>);

impl UnknownObject {
    /// The object as one of the known kinds.
    pub(crate) fn read<T: DeserializeOwned, E: serde::de::Error>(self) -> Result<T, E> {
        serde_json::from_value(Value::Object(self.0)).map_err(E::custom)
    }

    pub(crate) fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// Reads an object, and the member that tells its kind.
pub(crate) fn read_tagged<'de, D: Deserializer<'de>>(
    deserializer: D,
    discriminator: &'static str,
) -> Result<(String, UnknownObject), D::Error> {
    let object = Map::deserialize(deserializer)?;
    let tag = object.get(discriminator).and_then(Value::as_str).map(str::to_owned);
    tag.map(|tag| (tag, UnknownObject(object))).ok_or_else(|| D::Error::missing_field(discriminator))
}

/// Writes an object with the member that tells its kind.
pub(crate) fn write_tagged<S: Serializer, T: Serialize>(
    serializer: S,
    discriminator: &'static str,
    tag: &str,
    content: &T,
) -> Result<S::Ok, S::Error> {
    let Value::Object(members) = serde_json::to_value(content).map_err(S::Error::custom)? else {
        return Err(S::Error::custom("a union's variant must be an object"));
    };
    let mut object = Map::with_capacity(members.len() + 1);
    object.insert(discriminator.to_owned(), Value::String(tag.to_owned()));
    object.extend(members);
    object.serialize(serializer)
}

/// Any JSON object.
pub type JsonObject = Map<String, Value>;
