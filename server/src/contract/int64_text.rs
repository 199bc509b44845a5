//! An integer of 64 bits as a text of its digits, as protobuf's JSON writes it: readers that hold numbers as floats
//! would round it.

use std::borrow::Cow;

use poem_openapi::registry::{MetaSchema, MetaSchemaRef};
use poem_openapi::types::{ParseError, ParseFromJSON, ParseResult, ToJSON, Type};
use serde::{Serialize, Serializer};
use serde_json::{Number, Value};

/// `type: string, format: int64`. Reads a number, too; whether one may be sent, the contract says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Int64Text(pub i64);

impl Int64Text {
    /// The number that a text stands for: what JSON takes for a number, if it is an integer within 64 bits. One with a
    /// point or an exponent must be within the integers that a float tells apart.
    pub fn read(text: &str) -> Option<Self> {
        const EXACT_MAX: f64 = 9_007_199_254_740_992.0;
        let is_of_a_number = |byte: u8| byte.is_ascii_digit() || b"+-.eE".contains(&byte);
        if !text.bytes().all(is_of_a_number) {
            return None;
        }
        let number: Number = serde_json::from_str(text).ok()?;
        if let Some(integer) = number.as_i64() {
            return Some(Self(integer));
        }
        let float = number.as_f64().filter(|float| float.fract() == 0.0 && float.abs() <= EXACT_MAX)?;
        #[expect(clippy::cast_possible_truncation, reason = "it has no fraction and is within 2^53")]
        Some(Self(float as i64))
    }
}

impl Type for Int64Text {
    const IS_REQUIRED: bool = true;

    type RawValueType = Self;
    type RawElementValueType = Self;

    fn name() -> Cow<'static, str> {
        "string_int64".into()
    }

    fn schema_ref() -> MetaSchemaRef {
        MetaSchemaRef::Inline(Box::new(MetaSchema::new_with_format("string", "int64")))
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }

    fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a Self> + 'a> {
        Box::new(std::iter::once(self))
    }
}

impl ParseFromJSON for Int64Text {
    fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
        let read = match &value {
            Some(Value::String(text)) => Self::read(text),
            Some(Value::Number(number)) => number.as_i64().map(Self),
            _ => None,
        };
        read.ok_or_else(|| ParseError::expected_type(value.unwrap_or_default()))
    }
}

impl ToJSON for Int64Text {
    fn to_json(&self) -> Option<Value> {
        Some(Value::String(self.0.to_string()))
    }
}

impl Serialize for Int64Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn it_is_read_from_digits_and_numbers_and_written_as_digits() {
        for (sent, read) in [
            (json!("9007199254740993"), Some(9_007_199_254_740_993)),
            (json!(9_007_199_254_740_993_i64), Some(9_007_199_254_740_993)),
            (json!("-9223372036854775808"), Some(i64::MIN)),
            (json!("9223372036854775808"), None),
            (json!("0"), Some(0)),
            (json!("+1"), None),
            (json!("01"), None),
            (json!("1.0"), Some(1)),
            (json!("-0"), Some(0)),
            (json!("1e3"), Some(1000)),
            (json!("1e17"), None),
            (json!("1.5"), None),
            (json!("1 "), None),
            (json!(" 1"), None),
            (json!(""), None),
            (json!("-"), None),
            (json!(1.5), None),
            (json!(true), None),
        ] {
            let number = Int64Text::parse_from_json(Some(sent.clone())).ok().map(|number| number.0);
            assert_eq!(number, read, "{sent}");
        }
        assert_eq!(Int64Text(i64::MAX).to_json(), Some(json!("9223372036854775807")));
    }
}
