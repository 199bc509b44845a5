//! Compares two published documents: what a caller of the old one meets with the new one.
//!
//! Each change is classified by variance. What travels to the server may only become wider, what comes from it only
//! narrower; with the exceptions that `rules` gives a reason for. Words (descriptions, summaries, examples) are not compared.

mod operations;
pub mod report;
pub mod rules;
mod schemas;

use std::collections::BTreeMap;

use super::cursor::push;
use super::node::{Node, Span};

pub use rules::{Class, Direction, Rule};

/// One difference, wherever it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub class: Class,
    pub rule: Rule,
    /// In the new document, or in the old one for what is gone.
    pub pointer: String,
    pub text: String,
    /// Whom it reaches and how: `GET /api/v1/files (file_list) > FileList > data > File > name`.
    pub used_by: Vec<String>,
    /// Where the new document's source says it; `None` for what is gone, or if only JSON is known.
    pub span: Option<Span>,
}

/// All changes, the worst first, then in the order of the documents.
pub fn compare(old: &Node, new: &Node) -> Vec<Change> {
    let mut comparison = Comparison { old, new, changes: Vec::new(), index: BTreeMap::new() };
    comparison.operations();
    let mut changes = comparison.changes;
    changes.sort_by_key(|change| std::cmp::Reverse(change.class));
    changes
}

/// The worst of all changes; `None` if there are none.
pub fn worst(changes: &[Change]) -> Option<Class> {
    changes.iter().map(|change| change.class).max()
}

struct Comparison<'a> {
    old: &'a Node,
    new: &'a Node,
    changes: Vec<Change>,
    /// Where a change stands in `changes`, so that one that many operations meet is told once.
    index: BTreeMap<(String, Rule, Class, String), usize>,
}

/// Where the comparison stands: which way the value travels, by whom it is used and where it is written.
#[derive(Debug, Clone)]
struct At {
    direction: Direction,
    chain: Vec<String>,
    pointer: String,
    span: Option<Span>,
    /// Named schemas that are being compared, so that a type that holds itself comes to an end.
    open: Vec<(String, String)>,
}

impl At {
    /// One step into the document that does not show in the chain.
    fn step(&self, key: &str) -> Self {
        Self { pointer: push(&self.pointer, key), ..self.clone() }
    }

    /// One step into the document that the chain names.
    fn link(&self, key: &str, name: &str) -> Self {
        let mut at = self.step(key);
        at.chain.push(name.to_owned());
        at
    }

    /// What is said of a component is said at the component, once for all that refer to it.
    fn shared(mut self, node: &Node, section: &str) -> Self {
        if let Some(name) = node.reference_to(section) {
            self.pointer = format!("/components/{section}/{name}");
        }
        self
    }

    fn spanned(mut self, node: Option<&Node>) -> Self {
        self.span = node.map(|node| node.span.clone());
        self
    }

    fn directed(mut self, direction: Direction) -> Self {
        self.direction = direction;
        self
    }
}

impl Comparison<'_> {
    fn report(&mut self, rule: Rule, at: &At, text: impl Into<String>) {
        let text = text.into();
        let class = rule.class(at.direction);
        let user = at.chain.join(" > ");
        let key = (at.pointer.clone(), rule, class, text.clone());
        if let Some(known) = self.index.get(&key).and_then(|index| self.changes.get_mut(*index)) {
            if !known.used_by.contains(&user) {
                known.used_by.push(user);
            }
            return;
        }
        self.index.insert(key, self.changes.len());
        // A reader of JSON alone knows no lines.
        let span = at.span.clone().filter(|span| !span.file.is_empty());
        self.changes.push(Change { class, rule, pointer: at.pointer.clone(), text, used_by: vec![user], span });
    }
}

/// The texts of a sequence.
fn strings(node: Option<&Node>) -> Vec<&str> {
    node.map(Node::items).unwrap_or_default().iter().filter_map(Node::as_str).collect()
}

/// A value as JSON, for messages; `none` if it is absent.
fn show(node: Option<&Node>) -> String {
    node.map_or_else(|| "none".to_owned(), |node| node.to_json().to_string())
}
