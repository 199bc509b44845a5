//! YAML text to `Node`s. What OpenAPI says about them is none of this module's business.
//!
//! Only the part of YAML that has one reading is taken: no anchors, no tags, no duplicate or non-string keys, scalars by
//! the core schema of YAML 1.2 (`yes` and `on` are strings, `0o17` is a string). Whatever else occurs is a fault with
//! its position, because a contract that two tools read differently is none.

use std::path::Path;
use std::sync::Arc;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError};

use super::node::{Entry, Fault, Faults, Node, Object, Span, Value};

const RULE: &str = "yaml";

/// One file of the contract.
#[derive(Debug, Clone)]
pub struct Source {
    /// `files.yaml`.
    pub file_name: String,
    /// Relative to the workspace root, as messages show it: `openapi/files.yaml`.
    pub label: String,
    pub root: Node,
}

/// Reads every `*.yaml` of a folder, except `strongroom.yaml`, which is made from them.
pub fn read_directory(directory: &Path) -> Result<Vec<Source>, Faults> {
    let folder = directory.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let at_folder = Span::start_of(&folder);
    let unreadable = |error: std::io::Error| Faults(vec![Fault::new(&at_folder, RULE, error.to_string())]);

    let mut file_names = Vec::new();
    for entry in std::fs::read_dir(directory).map_err(unreadable)? {
        let file_name = entry.map_err(unreadable)?.file_name().to_string_lossy().into_owned();
        if file_name.ends_with(".yaml") && file_name != super::BUNDLE_YAML {
            file_names.push(file_name);
        }
    }
    // The order of a folder differs from machine to machine; that of the output must not.
    file_names.sort();

    let mut sources = Vec::new();
    let mut faults = Vec::new();
    for file_name in file_names {
        let label = format!("{folder}/{file_name}");
        let text = std::fs::read_to_string(directory.join(&file_name)).map_err(unreadable)?;
        match parse(&text, &label) {
            Ok(root) => sources.push(Source { file_name, label, root }),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(sources) } else { Err(Faults(faults)) }
}

/// Parses one document; `label` is the file name that spans and faults carry.
pub fn parse(text: &str, label: &str) -> Result<Node, Fault> {
    let file: Arc<str> = label.into();
    let mut builder = Builder { file: Arc::clone(&file), open: Vec::new(), root: None };
    let mut parser = Parser::new_from_str(text);
    let mut documents = 0;
    while let Some(event) = parser.next_event() {
        let (event, span) = event.map_err(|error| scan_fault(&error, &file))?;
        let span = Span { file: Arc::clone(&file), line: span.start.line(), column: span.start.col() + 1 };
        match event {
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
            Event::DocumentStart(_) => {
                documents += 1;
                if documents > 1 {
                    return Err(Fault::new(&span, RULE, "only one document per file"));
                }
            }
            Event::Alias(_) => return Err(Fault::new(&span, RULE, "no aliases: use `$ref` to a component")),
            Event::Scalar(text, style, anchor, tag) => {
                refuse_anchor_and_tag(anchor, tag.is_some(), &span)?;
                builder.scalar(&text, style, span)?;
            }
            Event::SequenceStart(anchor, tag) => {
                refuse_anchor_and_tag(anchor, tag.is_some(), &span)?;
                builder.open.push(Open::Array { items: Vec::new(), span });
            }
            Event::MappingStart(anchor, tag) => {
                refuse_anchor_and_tag(anchor, tag.is_some(), &span)?;
                builder.open.push(Open::Object { object: Object::default(), key: None, span });
            }
            Event::SequenceEnd | Event::MappingEnd => builder.close()?,
        }
    }
    builder.root.ok_or_else(|| Fault::new(&Span::start_of(label), RULE, "the file is empty"))
}

fn scan_fault(error: &ScanError, file: &Arc<str>) -> Fault {
    let marker = error.marker();
    let span = Span { file: Arc::clone(file), line: marker.line(), column: marker.col() + 1 };
    Fault::new(&span, RULE, error.info())
}

fn refuse_anchor_and_tag(anchor: usize, tagged: bool, span: &Span) -> Result<(), Fault> {
    if anchor != 0 {
        return Err(Fault::new(span, RULE, "no anchors: make it a component and use `$ref`"));
    }
    if tagged {
        return Err(Fault::new(span, RULE, "no tags: quote what shall be a string"));
    }
    Ok(())
}

/// Collections under construction, the innermost last.
struct Builder {
    file: Arc<str>,
    open: Vec<Open>,
    root: Option<Node>,
}

enum Open {
    Array { items: Vec<Node>, span: Span },
    Object { object: Object, key: Option<(String, Span)>, span: Span },
}

impl Builder {
    fn scalar(&mut self, text: &str, style: ScalarStyle, span: Span) -> Result<(), Fault> {
        if let Some(Open::Object { object, key: key @ None, .. }) = self.open.last_mut() {
            if let Some(first) = object.entry(text) {
                return Err(Fault::new(
                    &span,
                    "duplicate-key",
                    format!("`{text}` stands here a second time; first in line {}", first.span.line),
                ));
            }
            *key = Some((text.to_owned(), span));
            return Ok(());
        }
        let value = match style {
            ScalarStyle::Plain => plain_scalar(text).map_err(|text| Fault::new(&span, RULE, text))?,
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted | ScalarStyle::Literal | ScalarStyle::Folded => {
                Value::String(text.to_owned())
            }
        };
        self.place(Node { value, span })
    }

    fn close(&mut self) -> Result<(), Fault> {
        let node = match self.open.pop() {
            Some(Open::Array { items, span }) => Node { value: Value::Array(items), span },
            Some(Open::Object { object, span, .. }) => Node { value: Value::Object(object), span },
            None => return Err(Fault::new(&Span::start_of(&self.file), RULE, "unbalanced collections")),
        };
        self.place(node)
    }

    fn place(&mut self, mut node: Node) -> Result<(), Fault> {
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open::Array { items, .. }) => items.push(node),
            Some(Open::Object { object, key, .. }) => {
                let Some((key, span)) = key.take() else {
                    return Err(Fault::new(&node.span, RULE, "a key must be a plain or quoted scalar"));
                };
                // A block begins below its key; who looks for it looks for the key.
                if node.span.line > span.line {
                    node.span = span.clone();
                }
                object.entries.push(Entry { key, span, value: node });
            }
        }
        Ok(())
    }
}

/// The core schema of YAML 1.2 for scalars without quotes. Numbers that JSON cannot say are refused.
fn plain_scalar(text: &str) -> Result<Value, String> {
    Ok(match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ if is_integer(text) => Value::Integer(
            text.parse().map_err(|_| format!("`{text}` does not fit 64 bits; quote it if it is a string"))?,
        ),
        _ if is_float(text) => {
            Value::Float(text.parse().map_err(|_| format!("`{text}` is no number; quote it if it is a string"))?)
        }
        ".inf" | "-.inf" | "+.inf" | ".nan" | ".NaN" | ".Inf" => {
            return Err(format!("`{text}` can't be said in JSON; quote it if it is a string"));
        }
        _ => Value::String(text.to_owned()),
    })
}

fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`, integers excluded.
fn is_float(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let mantissa_fits = match mantissa.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction) && !(whole.is_empty() && fraction.is_empty()),
        None => exponent.is_some() && !mantissa.is_empty() && digits(mantissa),
    };
    mantissa_fits && exponent.is_none_or(is_integer)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> String {
        parse(text, "a.yaml").unwrap_err().to_string()
    }

    #[test]
    fn scalars_follow_the_core_schema() {
        let root = parse("[true, null, ~, 1, -2, 1.5, 1e3, .5, 1.2.3, yes, 0x1f, '1', \"null\", 3.1.0, 12a]", "a.yaml");
        let json = root.unwrap().to_json();
        let expected = serde_json::json!([
            true, null, null, 1, -2, 1.5, 1000.0, 0.5, "1.2.3", "yes", "0x1f", "1", "null", "3.1.0", "12a"
        ]);
        assert_eq!(json, expected);
    }

    #[test]
    fn spans_count_from_one_and_keys_have_their_own() {
        let root = parse("a: 1\nb:\n  c: two\n", "a.yaml").unwrap();
        let b = root.as_object().unwrap().entry("b").unwrap();
        assert_eq!((b.span.line, b.span.column), (2, 1));
        let c = b.value.get("c").unwrap();
        assert_eq!((c.span.line, c.span.column), (3, 6));
    }

    #[test]
    fn what_has_two_readings_is_refused_with_its_line() {
        assert!(fault("a: 1\na: 2\n").starts_with("a.yaml:2: duplicate-key: `a` stands here a second time"));
        assert!(fault("a: &x 1\nb: *x\n").starts_with("a.yaml:1: yaml: no anchors"));
        assert!(fault("a: !!str 1\n").starts_with("a.yaml:1: yaml: no tags"));
        assert!(fault("? [a]\n: 1\n").contains("a key must be a plain or quoted scalar"));
        assert!(fault("a: 1\n---\nb: 2\n").contains("only one document"));
        assert!(fault("a: 99999999999999999999\n").contains("does not fit 64 bits"));
        assert!(fault("").contains("empty"));
    }
}
