//! Lines of Rust: indentation, doc comments, and the imports that a text needs.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Where doc comments are wrapped, indentation included.
const DOC_WIDTH: usize = 110;

/// Where code is broken; `max_width` of rustfmt.toml.
const CODE_WIDTH: usize = 120;

/// A file in the making.
pub(super) struct Code {
    text: String,
    indent: usize,
}

impl Code {
    pub(super) fn new() -> Self {
        Self { text: String::new(), indent: 0 }
    }

    pub(super) fn finish(self) -> String {
        self.text
    }

    pub(super) fn line(&mut self, line: &str) {
        self.text.push_str(&"    ".repeat(self.indent));
        self.text.push_str(line);
        self.text.push('\n');
    }

    pub(super) fn blank(&mut self) {
        self.text.push('\n');
    }

    /// A line that begins a block.
    pub(super) fn open(&mut self, line: &str) {
        self.line(line);
        self.indent += 1;
    }

    /// The line that ends it.
    pub(super) fn close(&mut self, line: &str) {
        self.indent -= 1;
        self.line(line);
    }

    /// The doc comment of the file.
    pub(super) fn inner_doc(&mut self, markdown: &str) {
        self.comment("//!", markdown);
    }

    /// A doc comment.
    pub(super) fn doc(&mut self, markdown: &str) {
        self.comment("///", markdown);
    }

    fn comment(&mut self, marker: &str, markdown: &str) {
        let width = DOC_WIDTH - 4 * self.indent - marker.len() - 1;
        for line in wrap(&escape(markdown), width) {
            if line.is_empty() {
                self.line(marker);
            } else {
                self.line(&format!("{marker} {line}"));
            }
        }
    }

    /// A doc comment that is taken as it is, for code in it.
    pub(super) fn raw_doc(&mut self, line: &str) {
        let line = if line.is_empty() { "///".to_owned() } else { format!("/// {line}") };
        self.line(&line);
    }

    /// `before(item, item)after`, broken as rustfmt does if it does not fit.
    pub(super) fn list(&mut self, before: &str, brackets: (&str, &str), items: &[String], after: &str) {
        let (left, right) = brackets;
        let padding = if left == "{" && !items.is_empty() { " " } else { "" };
        let line = format!("{before}{left}{padding}{}{padding}{right}{after}", items.join(", "));
        if 4 * self.indent + line.chars().count() <= CODE_WIDTH {
            return self.line(&line);
        }
        self.open(&format!("{before}{left}"));
        for item in items {
            self.line(&format!("{item},"));
        }
        self.close(&format!("{right}{after}"));
    }

    /// As [`Code::list`], for the head of a function: the indentation goes on behind it.
    pub(super) fn open_fn(&mut self, name: &str, args: &[String], result: &str) {
        self.list(name, ("(", ")"), args, &format!(" -> {result} {{"));
        self.indent += 1;
    }

    /// Text that is finished.
    pub(super) fn text(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// `use path::{name, name};`, over as many lines as it takes.
    pub(super) fn uses(&mut self, path: &str, names: &BTreeSet<&str>) {
        self.uses_as("use", path, names);
    }

    /// The same with another keyword, such as `pub use`.
    pub(super) fn uses_as(&mut self, keyword: &str, path: &str, names: &BTreeSet<&str>) {
        let names: Vec<&str> = names.iter().copied().collect();
        match names.as_slice() {
            [] => {}
            [name] => self.line(&format!("{keyword} {path}::{name};")),
            names => {
                let line = format!("{keyword} {path}::{{{}}};", names.join(", "));
                if line.len() <= CODE_WIDTH {
                    return self.line(&line);
                }
                self.open(&format!("{keyword} {path}::{{"));
                self.entries(names.iter().map(|name| (*name).to_owned()));
                self.close("};");
            }
        }
    }

    /// `a, b, c,`, as many on a line as fit.
    pub(super) fn entries(&mut self, entries: impl Iterator<Item = String>) {
        let width = CODE_WIDTH - 4 * self.indent;
        let mut line = String::new();
        for entry in entries {
            if !line.is_empty() && line.chars().count() + entry.chars().count() + 2 > width {
                self.line(&std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(&entry);
            line.push(',');
        }
        if !line.is_empty() {
            self.line(&line);
        }
    }
}

/// The `use` lines that a text needs of what it may use: pairs of path and name. Names of one path are joined.
pub(super) fn imports(text: &str, available: &[(&str, &str)]) -> String {
    let words: BTreeSet<&str> = words(text).collect();
    let mut external: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut standard: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut own: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (path, name) in available {
        if !words.contains(name) {
            continue;
        }
        let group = match path.split("::").next() {
            Some("std") => &mut standard,
            Some("crate" | "super" | "self") => &mut own,
            _ => &mut external,
        };
        group.entry(path).or_default().insert(name);
    }
    let mut code = Code::new();
    for group in [standard, external, own] {
        if group.is_empty() {
            continue;
        }
        // As rustfmt sorts them: the way up before the way from the root.
        let mut group: Vec<_> = group.into_iter().collect();
        group.sort_by_key(|(path, _)| (path.starts_with("crate"), Reverse(path.matches("super").count())));
        for (path, names) in &group {
            code.uses(path, names);
        }
        code.blank();
    }
    code.finish()
}

/// The identifiers that a text uses: neither those of its comments, nor variants where they are listed.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//") && !is_variant(line.trim()))
        .flat_map(|line| line.split_inclusive(|character: char| !character.is_alphanumeric() && character != '_'))
        .map(|word| word.trim_end_matches(|character: char| !character.is_alphanumeric() && character != '_'))
}

/// `Owner,` or `Owner = "owner", Admin = "admin",`.
fn is_variant(line: &str) -> bool {
    let mut entries = line.strip_suffix(',').into_iter().flat_map(|line| line.split(", ")).peekable();
    entries.peek().is_some()
        && entries.all(|entry| {
            let name = entry.split_once(" = ").map_or(entry, |(name, _)| name);
            name.chars().all(|character| character.is_alphanumeric() || character == '_')
        })
}

/// Wraps paragraphs and list items; blank lines stay.
fn wrap(markdown: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut paragraph: Vec<&str> = Vec::new();
    let mut hanging = "";
    let flush = |paragraph: &mut Vec<&str>, hanging: &str, lines: &mut Vec<String>| {
        let words = paragraph.iter().flat_map(|line| line.split_whitespace());
        for (position, line) in wrap_words(words, width - hanging.len()).into_iter().enumerate() {
            lines.push(if position == 0 { line } else { format!("{hanging}{line}") });
        }
        paragraph.clear();
    };
    for line in markdown.trim().lines() {
        let line = line.trim();
        if line.is_empty() {
            flush(&mut paragraph, hanging, &mut lines);
            lines.push(String::new());
            hanging = "";
            continue;
        }
        if line.starts_with("- ") || line.starts_with("# ") {
            flush(&mut paragraph, hanging, &mut lines);
            hanging = if line.starts_with("- ") { "  " } else { "" };
        }
        paragraph.push(line);
    }
    flush(&mut paragraph, hanging, &mut lines);
    lines
}

fn wrap_words<'a>(words: impl Iterator<Item = &'a str>, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in words {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// Outside of code spans, `<` begins HTML and `[` a link: the contract means neither.
fn escape(markdown: &str) -> String {
    let mut escaped = String::with_capacity(markdown.len());
    let mut in_code = false;
    let mut characters = markdown.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '`' => in_code = !in_code,
            '<' if !in_code => escaped.push('\\'),
            // A link to an item is written [`so`]; the emitter makes those itself.
            '[' if !in_code && characters.peek() != Some(&'`') => escaped.push('\\'),
            _ => {}
        }
        escaped.push(character);
    }
    escaped
}

/// A sentence: capital at its start and a full stop at its end.
pub(super) fn sentence(text: &str) -> String {
    let text = text.trim();
    let stop = if text.ends_with(['.', '!', '?', ':']) || text.is_empty() { "" } else { "." };
    format!("{text}{stop}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_wrapped_and_lists_hang() {
        let lines = wrap("one two three\nfour\n\n- five six seven", 10);
        assert_eq!(lines, ["one two", "three four", "", "- five", "  six", "  seven"]);
    }

    #[test]
    fn html_and_links_are_escaped_outside_of_code() {
        assert_eq!(escape("a <b> `<c>` [d] [`E`]"), "a \\<b> `<c>` \\[d] [`E`]");
    }

    #[test]
    fn only_what_is_used_is_imported() {
        let available = [("uuid", "Uuid"), ("crate::core", "Secret"), ("crate::core", "Patch"), ("std::fmt", "Debug")];
        assert_eq!(
            imports("/// Debug\nid: Uuid, a: Secret, b: Patch", &available),
            "use uuid::Uuid;\n\nuse crate::core::{Patch, Secret};\n\n"
        );
    }
}
