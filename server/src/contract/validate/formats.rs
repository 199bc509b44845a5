//! The formats of strings and numbers that the contract uses.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, NaiveDate};
use uuid::Uuid;

use crate::contract::Int64Text;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Uuid,
    DateTime,
    Date,
    Email,
    UriReference,
    Byte,
    Int32,
    Int64,
}

impl Format {
    /// `None` for formats that ask nothing of a value: `password`, `binary`, `double`.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "uuid" => Self::Uuid,
            "date-time" => Self::DateTime,
            "date" => Self::Date,
            "email" => Self::Email,
            "uri-reference" => Self::UriReference,
            "byte" => Self::Byte,
            "int32" => Self::Int32,
            "int64" => Self::Int64,
            _ => return None,
        })
    }

    pub(super) fn allows(self, text: &str) -> bool {
        match self {
            // Of the four spellings of a UUID only the hyphenated one has 36 characters.
            Self::Uuid => text.len() == 36 && Uuid::try_parse(text).is_ok(),
            // The parser takes a space for the `T`; RFC 3339's grammar does not.
            Self::DateTime => {
                matches!(text.as_bytes().get(10), Some(b'T' | b't')) && DateTime::parse_from_rfc3339(text).is_ok()
            }
            Self::Date => text.len() == 10 && NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok(),
            Self::Email => is_email(text),
            Self::UriReference => text.bytes().all(|byte| {
                byte.is_ascii_graphic()
                    && !matches!(byte, b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}')
            }),
            Self::Byte => STANDARD.decode(text).is_ok(),
            Self::Int64 => Int64Text::read(text).is_some(),
            Self::Int32 => true,
        }
    }

    /// What a text must be, as the end of a sentence.
    pub(super) fn description(self) -> &'static str {
        match self {
            Self::Uuid => "must be a UUID, such as 019a9d7e-5b1c-7d0f-8a3e-2f6b1c9d4e01",
            Self::DateTime => "must be a time as in RFC 3339, such as 2026-11-20T10:00:00Z",
            Self::Date => "must be a date, such as 2026-11-20",
            Self::Email => "must be an email address",
            Self::UriReference => "must be a URI reference",
            Self::Byte => "must be base64",
            Self::Int32 => "must fit in 32 bits",
            Self::Int64 => "must be an integer of 64 bits",
        }
    }
}

/// Something before and after the last `@`, without spaces and control characters. Whether mail arrives there, only a
/// mail can tell; a stricter test would refuse addresses that work.
fn is_email(text: &str) -> bool {
    text.rsplit_once('@').is_some_and(|(local, domain)| {
        !local.is_empty()
            && !domain.is_empty()
            && !domain.starts_with('.')
            && !domain.ends_with('.')
            && !text.chars().any(|character| character.is_whitespace() || character.is_control())
            && !local.contains('@')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats() {
        for (format, good, bad) in [
            (Format::Uuid, "019a9d7e-5b1c-7d0f-8a3e-2f6b1c9d4e01", "019a9d7e5b1c7d0f8a3e2f6b1c9d4e01"),
            (Format::Uuid, "00000000-0000-0000-0000-000000000000", "{19a9d7e-5b1c-7d0f-8a3e-2f6b1c9d4e0}"),
            (Format::DateTime, "2026-11-20T10:00:00.123456Z", "2026-11-20 10:00:00Z"),
            (Format::DateTime, "2026-11-20t10:00:00+05:30", "2026-11-20T10:00:00"),
            (Format::DateTime, "2024-02-29T00:00:00Z", "2026-02-29T00:00:00Z"),
            (Format::Date, "2026-11-20", "2026-11-5"),
            (Format::Email, "admin@localhost", "admin"),
            (Format::Email, "ä@example.com", "a b@example.com"),
            (Format::Email, "a@b", "a@b@c"),
            (Format::UriReference, "/problems/name-conflict", "/a b"),
            (Format::UriReference, "", "<x>"),
            (Format::Byte, "aGk=", "aGk"),
            (Format::Int64, "9223372036854775807", "9223372036854775808"),
            (Format::Int64, "-1", "1.5"),
        ] {
            assert!(format.allows(good), "{format:?} {good}");
            assert!(!format.allows(bad), "{format:?} {bad}");
        }
    }
}
