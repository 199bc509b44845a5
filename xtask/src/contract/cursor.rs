//! The strict cursor: an object whose every member must be asked for.
//!
//! What nobody asked for is a fault, so a keyword that the generator does not know, or a misspelt one, can't be lost.

use super::node::{Fault, Node, Object, Span};

const UNKNOWN_KEYWORD: &str = "unknown-keyword";
const WRONG_TYPE: &str = "wrong-type";
const MISSING: &str = "missing-member";
const UNSUPPORTED: &str = "unsupported";

/// One object of the document and which of its members have been read.
pub struct Cursor<'a> {
    object: &'a Object,
    asked: Vec<&'static str>,
    pub span: &'a Span,
    /// JSON pointer of the object in the bundled document.
    pub pointer: String,
}

impl<'a> Cursor<'a> {
    pub fn open(node: &'a Node, pointer: impl Into<String>) -> Result<Self, Fault> {
        let pointer = pointer.into();
        match node.as_object() {
            Some(object) => Ok(Self { object, asked: Vec::new(), span: &node.span, pointer }),
            None => Err(Fault::new(
                &node.span,
                WRONG_TYPE,
                format!("{pointer}: a mapping is expected here, not {}", node.kind()),
            )),
        }
    }

    pub fn get(&mut self, key: &'static str) -> Option<&'a Node> {
        self.asked.push(key);
        self.object.get(key)
    }

    /// Whether the member is this text; does not count as asking for it.
    pub fn says(&self, key: &str, text: &str) -> bool {
        self.object.get(key).and_then(Node::as_str) == Some(text)
    }

    pub fn required(&mut self, key: &'static str) -> Result<&'a Node, Fault> {
        self.get(key).ok_or_else(|| self.fault(MISSING, &format!("`{key}` is missing")))
    }

    pub fn string(&mut self, key: &'static str) -> Result<Option<&'a str>, Fault> {
        self.typed(key, "a string", Node::as_str)
    }

    pub fn required_string(&mut self, key: &'static str) -> Result<&'a str, Fault> {
        self.required(key)?;
        self.string(key)?.ok_or_else(|| self.fault(MISSING, &format!("`{key}` is missing")))
    }

    /// A text that may be absent; surrounding white space is no part of it.
    pub fn text(&mut self, key: &'static str) -> Result<String, Fault> {
        Ok(self.string(key)?.unwrap_or_default().trim().to_owned())
    }

    pub fn boolean(&mut self, key: &'static str) -> Result<Option<bool>, Fault> {
        self.typed(key, "a boolean", Node::as_bool)
    }

    pub fn integer(&mut self, key: &'static str) -> Result<Option<i64>, Fault> {
        self.typed(key, "an integer", Node::as_integer)
    }

    pub fn unsigned(&mut self, key: &'static str) -> Result<Option<u64>, Fault> {
        self.typed(key, "an integer from 0 up", |node| node.as_integer().and_then(|number| number.try_into().ok()))
    }

    /// The strings of a sequence; empty if the member is absent.
    pub fn strings(&mut self, key: &'static str) -> Result<Vec<&'a str>, Fault> {
        let Some(node) = self.get(key) else { return Ok(Vec::new()) };
        let strings: Option<Vec<_>> = node.items().iter().map(Node::as_str).collect();
        match strings {
            Some(strings) if matches!(node.value, super::node::Value::Array(_)) => Ok(strings),
            _ => Err(self.fault_at(&node.span, WRONG_TYPE, &format!("`{key}` must be a sequence of strings"))),
        }
    }

    fn typed<T>(
        &mut self,
        key: &'static str,
        what: &str,
        convert: impl FnOnce(&'a Node) -> Option<T>,
    ) -> Result<Option<T>, Fault> {
        let Some(node) = self.get(key) else { return Ok(None) };
        match convert(node) {
            Some(value) => Ok(Some(value)),
            None => Err(self.fault_at(&node.span, WRONG_TYPE, &format!("`{key}` must be {what}, not {}", node.kind()))),
        }
    }

    /// Something that the document may say, but the generator can't express.
    pub fn unsupported(&self, text: &str) -> Fault {
        self.fault(UNSUPPORTED, text)
    }

    /// The same, at one of its members, if that is there.
    pub fn unsupported_at(&self, key: &str, text: &str) -> Fault {
        self.fault_at(self.object.get(key).map_or(self.span, |node| &node.span), UNSUPPORTED, text)
    }

    fn fault(&self, rule: &'static str, text: &str) -> Fault {
        self.fault_at(self.span, rule, text)
    }

    fn fault_at(&self, span: &Span, rule: &'static str, text: &str) -> Fault {
        Fault::new(span, rule, format!("{}: {text}", self.pointer))
    }

    /// Ends the reading: the first member that was not asked for, and is no `x-` extension, is a fault.
    pub fn finish(self) -> Result<(), Fault> {
        let left_over = self
            .object
            .entries
            .iter()
            .find(|entry| !entry.key.starts_with("x-") && !self.asked.contains(&entry.key.as_str()));
        match left_over {
            None => Ok(()),
            Some(entry) => Err(self.fault_at(
                &entry.span,
                UNKNOWN_KEYWORD,
                &format!("the generator does not know the keyword `{}` here", entry.key),
            )),
        }
    }
}

/// A JSON pointer one step further; `/` and `~` of the step are escaped (RFC 6901).
pub fn push(pointer: &str, step: &str) -> String {
    format!("{pointer}/{}", step.replace('~', "~0").replace('/', "~1"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::source::parse;

    #[test]
    fn a_member_that_nobody_asked_for_is_a_fault() {
        let node = parse("minLenght: 1\nx-note: fine\ntype: string\n", "a.yaml").unwrap();
        let mut cursor = Cursor::open(&node, "/components/schemas/Name").unwrap();
        assert_eq!(cursor.string("type").unwrap(), Some("string"));
        let fault = cursor.finish().unwrap_err().to_string();
        assert_eq!(
            fault,
            "a.yaml:1: unknown-keyword: /components/schemas/Name: the generator does not know the keyword `minLenght` here"
        );
    }

    #[test]
    fn a_member_of_another_type_is_a_fault() {
        let node = parse("required: yes\n", "a.yaml").unwrap();
        let mut cursor = Cursor::open(&node, "").unwrap();
        assert!(cursor.boolean("required").unwrap_err().text.contains("must be a boolean, not a string"));
        assert!(cursor.strings("required").unwrap_err().text.contains("must be a sequence of strings"));
    }

    #[test]
    fn pointers_are_escaped() {
        assert_eq!(push("/paths", "/api/v1/files"), "/paths/~1api~1v1~1files");
    }
}
