//! A document as YAML: block style, plain where nobody can misread it, quoted everywhere else.
//!
//! What is written here, `source` reads back as the same document. Older YAML readers do, too, which is why words like
//! `no` and `on` are quoted.

use super::node::{Node, Value};

/// Words that YAML 1.1 or 1.2 take for something else than a string.
const RESERVED: [&str; 13] =
    ["true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf", "infinity", "tilde"];

/// The document, with a line end at its end.
pub fn to_yaml(node: &Node) -> String {
    let mut text = String::new();
    block(node, 0, &mut text);
    text
}

/// A collection at `indent` columns, or a scalar, with a line end.
fn block(node: &Node, indent: usize, text: &mut String) {
    match &node.value {
        Value::Object(object) if !object.entries.is_empty() => {
            for (index, entry) in object.entries.iter().enumerate() {
                // The first member stands behind the dash of its item, if it has one.
                if index > 0 || text.is_empty() || text.ends_with('\n') {
                    pad(indent, text);
                }
                text.push_str(&scalar(&entry.key));
                text.push(':');
                member(&entry.value, indent, text);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for (index, item) in items.iter().enumerate() {
                if index > 0 || text.is_empty() || text.ends_with('\n') {
                    pad(indent, text);
                }
                text.push_str("- ");
                match &item.value {
                    Value::String(string) => string_value(string, indent + 2, text),
                    _ => block(item, indent + 2, text),
                }
            }
        }
        Value::String(string) => string_value(string, indent, text),
        _ => {
            text.push_str(&node.to_json().to_string());
            text.push('\n');
        }
    }
}

fn member(value: &Node, indent: usize, text: &mut String) {
    match &value.value {
        Value::Object(object) if !object.entries.is_empty() => {
            text.push('\n');
            block(value, indent + 2, text);
        }
        Value::Array(items) if !items.is_empty() => {
            text.push('\n');
            block(value, indent + 2, text);
        }
        Value::String(string) => {
            text.push(' ');
            string_value(string, indent + 2, text);
        }
        _ => {
            text.push(' ');
            block(value, indent, text);
        }
    }
}

/// `indent` is that of the lines of a literal block.
fn string_value(string: &str, indent: usize, text: &mut String) {
    if !is_literal(string) {
        text.push_str(&scalar(string));
        text.push('\n');
        return;
    }
    let (body, chomping) = match string.strip_suffix('\n') {
        Some(body) => (body, ""),
        None => (string, "-"),
    };
    text.push('|');
    text.push_str(chomping);
    text.push('\n');
    for line in body.split('\n') {
        if !line.is_empty() {
            pad(indent, text);
            text.push_str(line);
        }
        text.push('\n');
    }
}

/// Whether a literal block says it exactly: several lines, none of which begins or ends with a blank.
fn is_literal(string: &str) -> bool {
    let body = string.strip_suffix('\n').unwrap_or(string);
    body.contains('\n')
        && !body.starts_with('\n')
        && !body.ends_with('\n')
        && body.split('\n').all(|line| line.trim() == line && line.chars().all(is_printable))
}

/// One line: plain if it can't be taken for anything else, in double quotes otherwise.
fn scalar(string: &str) -> String {
    if is_plain(string) { string.to_owned() } else { quoted(string) }
}

fn is_plain(string: &str) -> bool {
    let starts_plain = string.starts_with(|first: char| first.is_ascii_alphabetic() || first == '/' || first == '_');
    let harmless = |character: char| character.is_ascii_alphanumeric() || " _-./,;()=+'".contains(character);
    starts_plain
        && !string.ends_with(' ')
        && string.chars().all(harmless)
        && !RESERVED.contains(&string.to_ascii_lowercase().as_str())
}

fn quoted(string: &str) -> String {
    let mut text = String::from("\"");
    for character in string.chars() {
        match character {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\t' => text.push_str("\\t"),
            '\r' => text.push_str("\\r"),
            other if is_printable(other) => text.push(other),
            other => text.push_str(&format!("\\U{:08x}", u32::from(other))),
        }
    }
    text.push('"');
    text
}

/// What YAML allows to stand for itself; the line separators of Unicode are allowed, but read differently.
fn is_printable(character: char) -> bool {
    matches!(character, ' '..='~' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fefe}' | '\u{ff00}'..='\u{fffd}' | '\u{10000}'..)
        && !matches!(character, '\u{2028}' | '\u{2029}')
}

fn pad(indent: usize, text: &mut String) {
    text.extend(std::iter::repeat_n(' ', indent));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::node::Span;
    use crate::contract::source::parse;

    fn round_trip(json: &serde_json::Value) {
        let span = Span::start_of("a.yaml");
        let text = to_yaml(&Node::from_json(json, &span));
        let read = parse(&text, "a.yaml").unwrap_or_else(|fault| panic!("{fault}\n{text}"));
        assert_eq!(&read.to_json(), json, "\n{text}");
    }

    #[test]
    fn strings_come_back_as_they_were() {
        for string in [
            "",
            " ",
            "a",
            "a b",
            "no",
            "1",
            "1.5",
            "1e3",
            "null",
            "~",
            "-",
            "- a",
            "a: b",
            "a #b",
            "#a",
            "'a'",
            "\"a\"",
            "a\nb",
            "a\nb\n",
            "\na",
            "a\n\nb",
            "a\n b",
            "a \nb",
            "a\n\n",
            "tab\there",
            "bell\u{7}",
            "ümlaut …",
            "\u{2028}",
            "😀",
            "{a}",
            "[a]",
            "@a",
            "`a`",
            "%a",
            "&a",
            "*a",
            "!a",
            "|",
            ">",
            "?",
            "a:",
            "2026-11-20",
            "\\",
            "*/*",
        ] {
            round_trip(&serde_json::json!({ "value": string, "list": [string, [string]], "deep": { "x": string } }));
            round_trip(&serde_json::json!({ string: string }));
        }
    }

    #[test]
    fn collections_come_back_as_they_were() {
        round_trip(&serde_json::json!({ "a": {}, "b": [], "c": [[], {}, [[1, 2], { "x": [{ "y": null, "z": 1 }] }]] }));
        round_trip(&serde_json::json!({ "200": true, "a/b": -1, "f": 0.5, "x": [{ "a": "1\n2", "b": [1] }, "3\n4"] }));
        round_trip(&serde_json::json!([{ "a": 1 }, [true], "s"]));
    }
}
