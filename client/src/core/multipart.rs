//! Forms (`multipart/form-data`, RFC 7578), written as they are sent.

use std::io;

use bytes::{Bytes, BytesMut};
use futures_util::stream::{self, StreamExt as _};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::body::Body;
use super::param::Param;
use super::secret::Secret;
use super::upload::Upload;

/// The parts of a form, in the order in which they are sent.
#[derive(Debug, Clone)]
pub struct Form {
    boundary: String,
    parts: Vec<Part>,
    fault: Option<String>,
}

#[derive(Debug, Clone)]
struct Part {
    name: &'static str,
    content: Content,
}

#[derive(Debug, Clone)]
enum Content {
    Text(String),
    Secret(Secret),
    Json(String),
    Upload(Upload),
}

impl Default for Form {
    fn default() -> Self {
        Self::new()
    }
}

impl Form {
    /// A form without parts.
    pub fn new() -> Self {
        // 122 random bits: no content holds the boundary by chance, and none can by design.
        Self { boundary: format!("strongroom-{}", Uuid::new_v4().simple()), parts: Vec::new(), fault: None }
    }

    /// Adds a value as text.
    #[must_use]
    pub fn text(mut self, name: &'static str, value: &dyn Param) -> Self {
        self.parts.push(Part { name, content: Content::Text(value.to_wire().into_owned()) });
        self
    }

    /// Adds a secret as text.
    #[must_use]
    pub fn secret(mut self, name: &'static str, value: &Secret) -> Self {
        self.parts.push(Part { name, content: Content::Secret(value.clone()) });
        self
    }

    /// Adds a value as JSON.
    #[must_use]
    pub fn json(mut self, name: &'static str, value: &impl Serialize) -> Self {
        match serde_json::to_string(value) {
            Ok(json) => self.parts.push(Part { name, content: Content::Json(json) }),
            Err(error) => self.fault = Some(format!("the part `{name}` can't be written: {error}")),
        }
        self
    }

    /// Adds a value of a type of the contract: text if it is one of a list, else JSON.
    #[must_use]
    pub fn named(self, name: &'static str, value: &impl Serialize) -> Self {
        match serde_json::to_value(value) {
            Ok(Value::String(text)) => self.text(name, &text),
            _ => self.json(name, value),
        }
    }

    /// Adds content.
    #[must_use]
    pub fn upload(mut self, name: &'static str, upload: Upload) -> Self {
        self.parts.push(Part { name, content: Content::Upload(upload) });
        self
    }

    pub(crate) fn fault(&self) -> Option<&str> {
        self.fault.as_deref()
    }

    pub(crate) fn content_type(&self) -> String {
        format!("multipart/form-data; boundary={}", self.boundary)
    }

    pub(crate) fn is_repeatable(&self) -> bool {
        self.parts.iter().all(|part| match &part.content {
            Content::Text(_) | Content::Secret(_) | Content::Json(_) => true,
            Content::Upload(upload) => upload.is_repeatable(),
        })
    }

    /// Starts to write it. The body's length is known if that of every part is.
    pub(crate) async fn open(&self) -> io::Result<Body> {
        let mut segments = Vec::new();
        let mut length = Some(0_u64);
        let mut text = BytesMut::new();
        for part in &self.parts {
            text.extend_from_slice(self.part_header(part).as_bytes());
            match &part.content {
                Content::Text(value) | Content::Json(value) => text.extend_from_slice(value.as_bytes()),
                Content::Secret(value) => text.extend_from_slice(value.expose().as_bytes()),
                Content::Upload(upload) => {
                    let body = upload.open().await?;
                    push_text(&mut segments, &mut length, text.split().freeze());
                    length = length.zip(body.length()).map(|(sum, more)| sum + more);
                    segments.push(body);
                }
            }
            text.extend_from_slice(b"\r\n");
        }
        text.extend_from_slice(format!("--{}--\r\n", self.boundary).as_bytes());
        push_text(&mut segments, &mut length, text.freeze());
        Ok(Body::stream(stream::iter(segments).flatten(), length))
    }

    fn part_header(&self, part: &Part) -> String {
        let (boundary, name) = (&self.boundary, part.name);
        let start = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"");
        match &part.content {
            Content::Text(_) | Content::Secret(_) => format!("{start}\r\n\r\n"),
            Content::Json(_) => format!("{start}\r\nContent-Type: application/json\r\n\r\n"),
            Content::Upload(upload) => {
                // Always a file name: without one, servers take the part for a text field.
                let file_name = quote(upload.name().unwrap_or(name));
                let media_type = upload.media_type().filter(|media_type| is_header_text(media_type));
                let media_type = media_type.unwrap_or("application/octet-stream");
                format!("{start}; filename=\"{file_name}\"\r\nContent-Type: {media_type}\r\n\r\n")
            }
        }
    }
}

fn push_text(segments: &mut Vec<Body>, length: &mut Option<u64>, text: Bytes) {
    *length = length.map(|sum| sum + text.len() as u64);
    segments.push(Body::from(text));
}

/// Makes a name safe between quotes. It stays UTF-8, as RFC 7578 asks for; `filename*` is forbidden there. Control
/// characters would end the header, so they are percent-encoded, as browsers do; a quote is escaped, and a backslash
/// right before the closing quote, which readers would take for the escape of it, is percent-encoded too.
fn quote(name: &str) -> String {
    let mut quoted = String::with_capacity(name.len());
    for (position, character) in name.char_indices() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' if position + 1 == name.len() => quoted.push_str("%5C"),
            control if control.is_ascii_control() => quoted.push_str(&format!("%{:02X}", u32::from(control))),
            other => quoted.push(other),
        }
    }
    quoted
}

fn is_header_text(value: &str) -> bool {
    http::HeaderValue::from_str(value).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_can_end_its_header() {
        assert_eq!(quote("a\r\nb\0"), "a%0D%0Ab%00");
        assert_eq!(quote(r#"say "hi".txt"#), r#"say \"hi\".txt"#);
        assert_eq!(quote(r"c:\dir\"), r"c:\dir%5C");
        assert_eq!(quote("plän 你好.pdf"), "plän 你好.pdf");
    }
}
