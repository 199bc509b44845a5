//! The file name in a `Content-Disposition` (RFC 6266, RFC 8187).

use http::HeaderValue;
use percent_encoding::percent_decode_str;

/// The name: `filename*` if it is there and sound, else `filename`.
pub(super) fn file_name(value: &HeaderValue) -> Option<String> {
    let text = std::str::from_utf8(value.as_bytes()).ok()?;
    let params = params(text);
    let find = |wanted: &str| params.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value);
    find("filename*").and_then(|value| extended(value)).or_else(|| find("filename").cloned())
}

/// Reads `UTF-8''plan%20b.pdf`.
fn extended(value: &str) -> Option<String> {
    let (charset, rest) = value.split_once('\'')?;
    let (_language, encoded) = rest.split_once('\'')?;
    let utf8 = charset.eq_ignore_ascii_case("utf-8");
    utf8.then(|| percent_decode_str(encoded).decode_utf8().ok().map(std::borrow::Cow::into_owned)).flatten()
}

/// The parameters behind the first semicolon, quoted values unescaped.
fn params(text: &str) -> Vec<(String, String)> {
    let mut params = Vec::new();
    let mut rest = text.split_once(';').map_or("", |(_, rest)| rest);
    while let Some((name, after)) = rest.split_once('=') {
        let after = after.trim_start();
        let (value, behind) = match after.strip_prefix('"') {
            Some(quoted) => unquote(quoted),
            None => {
                let end = after.find(';').unwrap_or(after.len());
                (after[..end].trim_end().to_owned(), &after[end..])
            }
        };
        params.push((name.trim().to_owned(), value));
        rest = behind.trim_start().strip_prefix(';').unwrap_or("");
    }
    params
}

/// Reads up to the closing quote; what is behind it is the second part.
fn unquote(quoted: &str) -> (String, &str) {
    let mut value = String::new();
    let mut characters = quoted.char_indices();
    while let Some((position, character)) = characters.next() {
        match character {
            '"' => return (value, &quoted[position + 1..]),
            '\\' => value.extend(characters.next().map(|(_, escaped)| escaped)),
            other => value.push(other),
        }
    }
    (value, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(header: &str) -> Option<String> {
        file_name(&HeaderValue::from_bytes(header.as_bytes()).unwrap())
    }

    #[test]
    fn names_are_read_in_both_spellings() {
        assert_eq!(name("attachment; filename=plan.pdf").as_deref(), Some("plan.pdf"));
        assert_eq!(name(r#"inline; filename="a \"b\"; c.txt""#).as_deref(), Some(r#"a "b"; c.txt"#));
        let both = "attachment; filename=\"plan _.pdf\"; filename*=UTF-8''plan%20%C3%BC.pdf";
        assert_eq!(name(both).as_deref(), Some("plan ü.pdf"));
        assert_eq!(name("attachment; filename=a.txt; filename*=UTF-16''x").as_deref(), Some("a.txt"));
        assert_eq!(name("attachment"), None);
    }
}
