//! A file as a request's whole body: raw bytes, or the JSON form of protobuf's `HttpBody`, which those who speak gRPC's
//! JSON send. Which of the two it is follows from a rule that the contract tells, and never from what would work.

use std::fmt;

use base64::Engine as _;
use base64::alphabet::STANDARD as ALPHABET;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt as _;
use futures_util::stream;
use serde::Deserializer as _;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use crate::contract::{ByteChunks, RawBody, body_error};
use crate::error::{Error, Result};

const JSON: &str = "application/json";
const DATA: &str = "data";
/// What the sender says of the type, which nobody believes.
const CONTENT_TYPES: [&str; 2] = ["content_type", "contentType"];

/// Padded or not.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &ALPHABET,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// The content of a body and its length, if that is known. JSON is read whole, up to `json_limit_bytes`; everything else
/// stays a stream.
///
/// # Errors
/// `PayloadTooLarge` for longer JSON, a fault for a JSON form that can't be read, and what reading the body comes to.
pub async fn content(body: RawBody, json_limit_bytes: u64) -> Result<(ByteChunks, Option<u64>)> {
    if essence(body.content_type.as_deref()) != JSON {
        let length_bytes = body.content_length_bytes;
        return Ok((body.into_stream(), length_bytes));
    }
    let whole = read_whole(body, json_limit_bytes).await?;
    let content = form_content(&whole)?.unwrap_or(whole);
    let length_bytes = content.len() as u64;
    Ok((Box::pin(stream::iter([Ok(content)])), Some(length_bytes)))
}

/// The media type without its parameters, in lower case.
pub fn essence(content_type: Option<&str>) -> String {
    content_type.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

async fn read_whole(body: RawBody, limit_bytes: u64) -> Result<Bytes> {
    let too_large = || Error::PayloadTooLarge { limit_bytes };
    if body.content_length_bytes.is_some_and(|length| length > limit_bytes) {
        return Err(too_large());
    }
    let mut chunks = body.into_stream();
    let mut whole = BytesMut::new();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(body_error)?;
        if (whole.len() + chunk.len()) as u64 > limit_bytes {
            return Err(too_large());
        }
        whole.extend_from_slice(&chunk);
    }
    Ok(whole.freeze())
}

/// What the JSON form holds. `None` if it is not that form: an object with the member `data` and at most one that tells a
/// type beside it.
fn form_content(body: &[u8]) -> Result<Option<Bytes>> {
    let Some(members) = Members::read(body) else { return Ok(None) };
    let is_known = |name: &str| name == DATA || CONTENT_TYPES.contains(&name);
    let has_data = members.0.iter().any(|(name, _)| name == DATA);
    if !has_data || !members.0.iter().all(|(name, _)| is_known(name)) {
        return Ok(None);
    }
    if members.0.len() > 2 || members.0.iter().filter(|(name, _)| name == DATA).count() > 1 {
        return Err(Error::body_fault("", "repeated", "give `data` and `content_type` once each"));
    }
    let mut content = Bytes::new();
    for (name, value) in members.0 {
        match value {
            // As good as absent.
            Value::Null => {}
            Value::String(text) if name == DATA => {
                let text = text.replace('-', "+").replace('_', "/");
                let bytes = BASE64.decode(text);
                content = bytes.map_err(|_| Error::body_fault("/data", "format", "must be base64"))?.into();
            }
            Value::String(_) => {}
            _ => return Err(Error::body_fault(format!("/{name}"), "type", "must be of type string or null")),
        }
    }
    Ok(Some(content))
}

/// The members of an object in order, also those that have one name: a map would keep the last and hide the others.
struct Members(Vec<(String, Value)>);

/// Nothing but this many members is looked at: the form has two, and a third that is one too many.
const MEMBERS_MAX: usize = 3;

impl Members {
    /// `None` for what is no object.
    fn read(body: &[u8]) -> Option<Self> {
        let mut json = serde_json::Deserializer::from_slice(body);
        let members = json.deserialize_map(MembersVisitor).ok()?;
        json.end().ok()?;
        Some(members)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Members, A::Error> {
        let mut members = Vec::new();
        while let Some(name) = map.next_key::<String>()? {
            if members.len() < MEMBERS_MAX {
                members.push((name, map.next_value()?));
            } else {
                // More members than the form has; what they are called plays no part any more.
                map.next_value::<IgnoredAny>()?;
                members.push((String::new(), Value::Null));
                members.truncate(MEMBERS_MAX + 1);
            }
        }
        Ok(Members(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(body: &str) -> Result<Option<Bytes>> {
        form_content(body.as_bytes())
    }

    #[test]
    fn the_form_is_told_apart_by_its_members() {
        let is = |body: &str, content: &str| {
            assert_eq!(form(body).unwrap().as_deref(), Some(content.as_bytes()), "{body}");
        };
        is(r#"{"data": "aGVsbG8="}"#, "hello");
        is(r#" {"content_type": "text/plain", "data": "aGVsbG8"} "#, "hello");
        is(r#"{"contentType": null, "data": null}"#, "");
        is(r#"{"data": ""}"#, "");
        for body in [
            "",
            "{}",
            "[]",
            "null",
            "\"aGVsbG8=\"",
            "{\"data\": \"aGVsbG8=\"",
            "{\"data\": \"aGVsbG8=\"} x",
            r#"{"content_type": "text/plain"}"#,
            r#"{"data": "aGVsbG8=", "name": "x"}"#,
            r#"{"content_type": "x", "data": "aGVsbG8=", "extensions": []}"#,
            r#"{"data": "", "content_type": "", "contentType": "", "x": 1, "y": 2}"#,
            "\u{0}",
        ] {
            assert_eq!(form(body).unwrap(), None, "{body}");
        }
    }

    #[test]
    fn a_form_that_can_not_be_read_is_refused() {
        for body in [
            r#"{"data": "%"}"#,
            r#"{"data": "aGVsbG8=="}"#,
            r#"{"data": "a"}"#,
            r#"{"data": 1}"#,
            r#"{"data": "aGk=", "content_type": 1}"#,
            r#"{"data": "aGk=", "data": "aGk="}"#,
            r#"{"data": "aGk=", "content_type": "a", "contentType": "a"}"#,
        ] {
            assert!(matches!(form(body), Err(Error::Validation(_))), "{body}");
        }
    }

    #[test]
    fn bytes_are_read_as_protobuf_reads_them() {
        for row in crate::contract::oracle::table("bytes") {
            let body = serde_json::json!({ "data": row["in"] }).to_string();
            let bytes = form(&body).unwrap().unwrap();
            let hexadecimal: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(row["hex"].as_str(), Some(hexadecimal.as_str()), "{row}");
        }
    }

    #[test]
    fn both_alphabets_are_read_with_and_without_padding() {
        for text in ["+/8=", "+/8", "-_8=", "-_8", "-/8"] {
            let body = format!("{{\"data\": \"{text}\"}}");
            assert_eq!(form(&body).unwrap().as_deref(), Some(&[0xfb, 0xff][..]), "{text}");
        }
    }
}
