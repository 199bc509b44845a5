//! A time on the wire: RFC 3339 in UTC with `Z`, whatever offset it was sent with.
//!
//! poem-openapi writes `+00:00`, which means the same and matches no example that people know.

use std::borrow::Cow;

use chrono::{DateTime, Datelike as _, SecondsFormat, Utc};
use poem::http::HeaderValue;
use poem_openapi::registry::{MetaSchema, MetaSchemaRef};
use poem_openapi::types::{ParseError, ParseFromJSON, ParseFromParameter, ParseResult, ToHeader, ToJSON, Type};
use serde::{Serialize, Serializer};
use serde_json::Value;

/// RFC 3339 has four digits for a year.
const LAST_YEAR: i32 = 9999;

/// `format: date-time`. Written with as many digits of a second as it has: none, three or six.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(pub DateTime<Utc>);

impl Timestamp {
    fn text(self) -> String {
        self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true)
    }
}

impl From<DateTime<Utc>> for Timestamp {
    fn from(time: DateTime<Utc>) -> Self {
        Self(time)
    }
}

impl From<Timestamp> for DateTime<Utc> {
    fn from(time: Timestamp) -> Self {
        time.0
    }
}

impl Type for Timestamp {
    const IS_REQUIRED: bool = true;

    type RawValueType = Self;
    type RawElementValueType = Self;

    fn name() -> Cow<'static, str> {
        "string_date-time".into()
    }

    fn schema_ref() -> MetaSchemaRef {
        MetaSchemaRef::Inline(Box::new(MetaSchema::new_with_format("string", "date-time")))
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }

    fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a Self> + 'a> {
        Box::new(std::iter::once(self))
    }
}

impl ParseFromJSON for Timestamp {
    fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
        match value {
            Some(Value::String(text)) => Self::parse_from_parameter(&text),
            other => Err(ParseError::expected_type(other.unwrap_or_default())),
        }
    }
}

impl ParseFromParameter for Timestamp {
    fn parse_from_parameter(text: &str) -> ParseResult<Self> {
        let time = DateTime::parse_from_rfc3339(text)?.with_timezone(&Utc);
        // In its own zone it may be, and not in ours, in which it would be answered.
        if !(0..=LAST_YEAR).contains(&time.year()) {
            return Err(ParseError::custom(format!("the time is not in the years 0 to {LAST_YEAR} of UTC")));
        }
        Ok(Self(time))
    }
}

impl ToJSON for Timestamp {
    fn to_json(&self) -> Option<Value> {
        Some(Value::String(self.text()))
    }
}

impl ToHeader for Timestamp {
    fn to_header(&self) -> Option<HeaderValue> {
        HeaderValue::from_str(&self.text()).ok()
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_written_in_utc_with_a_z() {
        let times = [
            ("2026-11-20T10:00:00Z", "2026-11-20T10:00:00Z"),
            ("2026-11-20T12:00:00+02:00", "2026-11-20T10:00:00Z"),
            ("2026-11-20T10:00:00.123456Z", "2026-11-20T10:00:00.123456Z"),
        ];
        for (sent, answered) in times {
            let time = Timestamp::parse_from_parameter(sent).unwrap();
            assert_eq!(time.to_json(), Some(Value::from(answered)));
        }
        for wrong in ["yesterday", "9999-12-31T23:59:59-01:00", "0000-01-01T00:00:00+01:00"] {
            assert!(Timestamp::parse_from_json(Some(Value::from(wrong))).is_err(), "{wrong}");
        }
    }
}
