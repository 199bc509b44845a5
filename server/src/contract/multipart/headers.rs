//! The headers of a part, and the boundary in the request's `Content-Type` (RFC 7578, RFC 2046).

use percent_encoding::percent_decode_str;

use crate::error::{Error, Result};

/// What a part says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PartHeaders {
    pub(super) name: String,
    pub(super) file_name: Option<String>,
    pub(super) content_type: Option<String>,
}

/// The file's name in a `Content-Disposition`, of whatever kind (RFC 6266): `filename*`, else `filename`.
pub fn disposition_file_name(content_disposition: &str) -> Option<String> {
    let (_, parameters) = split_disposition(content_disposition)?;
    let find = |wanted: &str| parameters.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted));
    let extended = find("filename*").and_then(|(_, value)| extended_value(value));
    extended.or_else(|| find("filename").map(|(_, value)| value.clone()))
}

/// The boundary between the parts.
pub(super) fn boundary(content_type: &str) -> Option<String> {
    let parsed: mime::Mime = content_type.parse().ok()?;
    let boundary = parsed.get_param(mime::BOUNDARY)?.as_str().to_owned();
    (1..=70).contains(&boundary.len()).then_some(boundary)
}

impl PartHeaders {
    /// From the lines between the boundary and the empty line, without the latter.
    pub(super) fn parse(block: &[u8]) -> Result<Self> {
        let block = std::str::from_utf8(block).map_err(|_| malformed("the headers of a part are not UTF-8"))?;
        let mut disposition = None;
        let mut content_type = None;
        for line in block.split("\r\n").filter(|line| !line.is_empty()) {
            let (name, value) = line.split_once(':').ok_or_else(|| malformed("a header of a part has no colon"))?;
            match name.to_ascii_lowercase().as_str() {
                "content-disposition" => disposition = Some(value.trim()),
                "content-type" => content_type = Some(value.trim().to_owned()),
                "content-transfer-encoding" if !is_identity(value) => {
                    return Err(malformed("`Content-Transfer-Encoding` is not taken; send the bytes as they are"));
                }
                _ => {}
            }
        }
        let (kind, parameters) = disposition.and_then(split_disposition).unwrap_or_default();
        if !kind.eq_ignore_ascii_case("form-data") {
            return Err(malformed("each part needs `Content-Disposition: form-data`"));
        }
        let find = |wanted: &str| {
            let found = parameters.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted));
            found.map(|(_, value)| value.clone())
        };
        let name = find("name").ok_or_else(|| malformed("each part needs a `name` in its `Content-Disposition`"))?;
        let extended = find("filename*").and_then(|value| extended_value(&value));
        Ok(Self {
            name: browser_unescaped(&name),
            file_name: extended.or_else(|| find("filename").map(|name| browser_unescaped(&name))),
            content_type,
        })
    }
}

fn malformed(sentence: &str) -> Error {
    Error::InvalidArgument(format!("the form is malformed: {sentence}"))
}

fn is_identity(encoding: &str) -> bool {
    ["7bit", "8bit", "binary"].iter().any(|known| encoding.trim().eq_ignore_ascii_case(known))
}

/// The disposition's type, and its parameters in order. `None` if a quote stays open.
fn split_disposition(value: &str) -> Option<(&str, Vec<(String, String)>)> {
    let (kind, mut rest) = value.split_once(';').unwrap_or((value, ""));
    let mut parameters = Vec::new();
    loop {
        rest = rest.trim_start_matches([' ', '\t', ';']);
        if rest.is_empty() {
            return Some((kind.trim(), parameters));
        }
        let (name, after) = rest.split_once('=')?;
        let (value, after) = match after.trim_start().strip_prefix('"') {
            Some(quoted) => unquoted(quoted)?,
            None => {
                let after = after.trim_start();
                let end = after.find(';').unwrap_or(after.len());
                (after[..end].trim_end().to_owned(), &after[end..])
            }
        };
        parameters.push((name.trim().to_owned(), value));
        rest = after;
    }
}

/// What stands before the closing quote, and what comes after it. A backslash escapes a quote or a backslash only: some
/// callers send whole Windows paths, unescaped.
fn unquoted(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut characters = text.char_indices().peekable();
    while let Some((index, character)) = characters.next() {
        match (character, characters.peek()) {
            ('"', _) => return Some((value, &text[index + 1..])),
            ('\\', Some((_, escaped @ ('"' | '\\')))) => {
                value.push(*escaped);
                characters.next();
            }
            _ => value.push(character),
        }
    }
    None
}

/// Browsers write `%22`, `%0D` and `%0A` for the three characters that can't stand between quotes, and nothing else so.
fn browser_unescaped(name: &str) -> String {
    let lower = name.replace("%0d", "\r").replace("%0a", "\n");
    lower.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n")
}

/// `UTF-8''na%C3%AFve.txt` (RFC 8187).
fn extended_value(value: &str) -> Option<String> {
    let mut fields = value.splitn(3, '\'');
    let charset = fields.next()?;
    let text = fields.nth(1)?;
    if !charset.eq_ignore_ascii_case("utf-8") {
        return None;
    }
    percent_decode_str(text).decode_utf8().ok().map(|text| text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(block: &str) -> PartHeaders {
        PartHeaders::parse(block.as_bytes()).unwrap()
    }

    #[test]
    fn names_in_the_wild() {
        let headers = parse(
            "Content-Disposition: form-data; name=\"file\"; filename=\"a;b=\\\"c\\\".txt\"\r\ncontent-type: text/plain",
        );
        assert_eq!(headers.name, "file");
        assert_eq!(headers.file_name.as_deref(), Some("a;b=\"c\".txt"));
        assert_eq!(headers.content_type.as_deref(), Some("text/plain"));
        let chrome = parse("Content-Disposition: form-data; name=\"a%22b\"; filename=\"x%0D%0Ay%20z\"");
        assert_eq!((chrome.name.as_str(), chrome.file_name.as_deref()), ("a\"b", Some("x\r\ny%20z")));
        let windows = parse(r#"Content-Disposition: form-data; name=f; filename="C:\dir\ä.txt""#);
        assert_eq!((windows.name.as_str(), windows.file_name.as_deref()), ("f", Some(r"C:\dir\ä.txt")));
        let extended = parse("Content-Disposition: form-data; name=f; filename=\"x\"; filename*=UTF-8''na%C3%AFve");
        assert_eq!(extended.file_name.as_deref(), Some("naïve"));
    }

    #[test]
    fn malformed_headers_are_refused() {
        for block in [
            "",
            "Content-Type: text/plain",
            "Content-Disposition: attachment; name=x",
            "Content-Disposition: form-data",
            "Content-Disposition: form-data; name=\"open",
            "no colon",
            "Content-Disposition: form-data; name=x\r\nContent-Transfer-Encoding: base64",
        ] {
            assert!(PartHeaders::parse(block.as_bytes()).is_err(), "{block:?}");
        }
    }

    #[test]
    fn an_attachment_has_a_name() {
        for (header, name) in [
            ("attachment; filename=\"a \\\"b\\\".txt\"", Some("a \"b\".txt")),
            ("attachment; filename=x; filename*=UTF-8''na%C3%AFve.txt", Some("naïve.txt")),
            ("Attachment;FileName=a.txt", Some("a.txt")),
            ("attachment; filename*=latin1''x; filename=y", Some("y")),
            ("attachment", None),
            ("attachment; filename=\"open", None),
        ] {
            assert_eq!(disposition_file_name(header).as_deref(), name, "{header}");
        }
    }

    #[test]
    fn boundaries() {
        assert_eq!(boundary("multipart/form-data; boundary=abc").as_deref(), Some("abc"));
        assert_eq!(boundary("multipart/form-data; boundary=\"a b\"").as_deref(), Some("a b"));
        assert_eq!(boundary("multipart/form-data"), None);
        assert_eq!(boundary(&format!("multipart/form-data; boundary={}", "x".repeat(71))), None);
    }
}
