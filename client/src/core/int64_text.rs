//! Integers that travel as text.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An integer of 64 bits, written as a text of its digits: a JSON number of that size is rounded by many readers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Int64Text(pub i64);

impl From<i64> for Int64Text {
    fn from(number: i64) -> Self {
        Self(number)
    }
}

impl From<Int64Text> for i64 {
    fn from(text: Int64Text) -> Self {
        text.0
    }
}

impl fmt::Display for Int64Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl PartialEq<i64> for Int64Text {
    fn eq(&self, other: &i64) -> bool {
        self.0 == *other
    }
}

impl Serialize for Int64Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Int64Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map(Self).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_travels_as_text() {
        let text = Int64Text(9_007_199_254_740_993);
        assert_eq!(serde_json::to_string(&text).ok().as_deref(), Some("\"9007199254740993\""));
        assert_eq!(serde_json::from_str::<Int64Text>("\"9007199254740993\"").ok(), Some(text));
        assert!(serde_json::from_str::<Int64Text>("\"1e3\"").is_err());
    }
}
