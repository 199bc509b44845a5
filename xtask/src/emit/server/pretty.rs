//! From items to the text of a file: formatted, with blank lines between items and with the imports it needs.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::format;

/// Columns of a doc comment's text.
const DOC_WIDTH: usize = 106;

/// Columns of a line that is not prettyplease's.
const LINE_WIDTH: usize = 100;

/// What generated code uses of the runtime, by module below it.
const OWN: [(&str, &[&str]); 3] = [
    (
        "",
        &[
            "Answer",
            "Authenticated",
            "ByteStream",
            "CommaSeparated",
            "EventStream",
            "FilePart",
            "Form",
            "Header",
            "Idempotency",
            "Int64Text",
            "Json",
            "JsonObject",
            "MultipartStream",
            "Nullable",
            "Operation",
            "PartKind",
            "PartRule",
            "Path",
            "ProblemAnswer",
            "ProblemJson",
            "Query",
            "RawBody",
            "RawJson",
            "Timestamp",
            "Secret",
            "Security",
            "Text",
            "answer",
            "documented",
        ],
    ),
    ("multipart", &["inline", "parsed", "part_schema"]),
    ("verbs", &["CustomVerbs"]),
];

/// A file to be written.
pub(super) struct Source<'s> {
    /// What lives here, for the module's documentation.
    pub(super) title: &'s str,
    /// Inner attributes, as text.
    pub(super) inner: &'s str,
    pub(super) items: &'s [TokenStream],
    /// Path of the runtime.
    pub(super) runtime: &'s str,
    /// Path of the problem codes.
    pub(super) problems: &'s str,
}

impl Source<'_> {
    pub(super) fn text(&self) -> String {
        let header = format(TokenStream::new());
        let body: Vec<String> = self.items.iter().map(|item| spaced(&unparsed(item.clone()))).collect();
        let body = body.join("\n");
        let docs: String =
            wrapped(self.title).iter().map(|line| format!("//! {line}").trim_end().to_owned() + "\n").collect();
        let inner = if self.inner.is_empty() { String::new() } else { format!("\n{}", self.inner) };
        let imports = imports(&body, self.runtime, self.problems);
        let imports = if imports.is_empty() { String::new() } else { format!("\n{imports}") };
        // Modules come before the imports, as everywhere else.
        match body.split_once("\n\n").filter(|(first, _)| first.starts_with("pub mod ")) {
            Some((modules, rest)) => format!("{header}{docs}{inner}\n{modules}\n{imports}\n{rest}"),
            None => format!("{header}{docs}{inner}{imports}\n{body}"),
        }
    }
}

/// Documentation, wrapped; nothing for an empty text.
pub(super) fn doc(text: &str) -> TokenStream {
    let lines = wrapped(text).into_iter().map(|line| if line.is_empty() { line } else { format!(" {line}") });
    quote! { #(#[doc = #lines])* }
}

/// The text in lines of `DOC_WIDTH`: paragraphs and items of lists are filled anew, one empty line between paragraphs. The
/// second and later lines of an item stay within it.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    // What the next word is appended to, if it fits.
    let mut open = false;
    let mut indent = "";
    for line in text.trim().lines().map(str::trim) {
        if line.is_empty() {
            if open {
                lines.push(String::new());
            }
            open = false;
            continue;
        }
        let is_item = line.starts_with("- ");
        if is_item || !open {
            open = false;
            indent = if is_item { "  " } else { "" };
        }
        for word in line.split_whitespace() {
            match lines.last_mut().filter(|_| open) {
                Some(last) if last.chars().count() + 1 + word.chars().count() <= DOC_WIDTH => {
                    last.push(' ');
                    last.push_str(word);
                }
                Some(_) => lines.push(format!("{indent}{word}")),
                None => lines.push(word.to_owned()),
            }
            open = true;
        }
    }
    lines
}

fn unparsed(item: TokenStream) -> String {
    let shown = item.to_string();
    let file = syn::parse2(item).unwrap_or_else(|error| panic!("an emitter makes whole items: {error}\n{shown}"));
    prettyplease::unparse(&file)
}

/// Blank lines between items, and between the members of a trait or an implementation.
fn spaced(text: &str) -> String {
    let mut spaced = String::new();
    let mut before: Option<&str> = None;
    for line in text.lines() {
        let indent = line.len() - line.trim_start().len();
        let ended = before.is_some_and(|before| {
            let same = before.len() - before.trim_start().len() == indent;
            same && (before.ends_with('}') || before.ends_with(';')) && !before.starts_with("pub mod ")
        });
        let begins = line.trim_start().starts_with("///")
            || line.trim_start().starts_with("#[")
            || line.trim_start().starts_with("fn ")
            || line.trim_start().starts_with("pub fn ")
            || line.trim_start().starts_with("async fn ");
        if ended && begins && indent <= 4 {
            spaced.push('\n');
        }
        spaced.push_str(line);
        spaced.push('\n');
        before = Some(line);
    }
    spaced
}

/// The `use` declarations for the names that occur in `body`.
fn imports(body: &str, runtime: &str, problems: &str) -> String {
    let used = identifiers(body);
    let groups: [(&str, &[&str]); 11] = [
        ("std::collections", &["BTreeMap"]),
        ("std::sync", &["Arc"]),
        ("chrono", &["NaiveDate"]),
        ("poem::http", &["Method"]),
        ("poem_openapi::registry", &["MetaSchema"]),
        ("poem_openapi::types", &["MaybeUndefined", "Type"]),
        (
            "poem_openapi",
            &["ApiRequest", "ApiResponse", "Enum", "Object", "OpenApi", "OpenApiService", "Tags", "Union"],
        ),
        ("serde", &["Serialize"]),
        ("serde_json", &["Value"]),
        ("uuid", &["Uuid"]),
        ("super", &["forms", "headers", "models", "operations", "problems"]),
    ];
    let defined = definitions(body);
    let wanted = |name: &str| used.contains(name) && !defined.contains(name);
    // By group (std, other packages, this package), then by path.
    let mut found: BTreeMap<(u8, String), BTreeSet<&str>> = BTreeMap::new();
    let mut add = |rank: u8, path: &str, name| {
        found.entry((rank, path.to_owned())).or_default().insert(name);
    };
    for (path, names) in groups {
        let rank = match path {
            "super" => 2,
            path if path.starts_with("std") => 0,
            _ => 1,
        };
        // A module is meant only where something of it is named: `headers` may be an argument, too.
        let meant = |name: &&&str| path != "super" || is_path(body, name);
        names.iter().filter(|name| wanted(name)).filter(meant).for_each(|name| add(rank, path, name));
    }
    for (module, names) in OWN {
        let path = if module.is_empty() { runtime.to_owned() } else { format!("{runtime}::{module}") };
        names.iter().filter(|name| wanted(name)).for_each(|name| add(2, &path, name));
    }
    for (path, name) in [("crate::domain::access", "Caller"), ("crate::error", "Result"), ("crate::error", "Error")] {
        if wanted(name) {
            add(2, path, name);
        }
    }
    if wanted("ProblemCode") {
        add(2, problems, "ProblemCode");
    }
    let mut text = String::new();
    let mut before = None;
    for ((rank, path), names) in found {
        if before.is_some_and(|before| before != rank) {
            text.push('\n');
        }
        before = Some(rank);
        text.push_str(&declaration(&path, &names));
    }
    text
}

/// Whether `name::` occurs outside of comments, not as the end of a longer name.
fn is_path(body: &str, name: &str) -> bool {
    let path = format!("{name}::");
    let lines = body.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines
        .flat_map(|line| line.match_indices(&path).map(move |(at, _)| &line[..at]))
        .any(|before| !before.ends_with(|end: char| end.is_alphanumeric() || matches!(end, '_' | ':')))
}

/// One `use`, over several lines if it is long.
fn declaration(path: &str, names: &BTreeSet<&str>) -> String {
    let names: Vec<&str> = names.iter().copied().collect();
    if let [name] = names.as_slice() {
        return format!("use {path}::{name};\n");
    }
    let whole = format!("use {path}::{{{}}};\n", names.join(", "));
    if whole.chars().count() <= LINE_WIDTH {
        return whole;
    }
    let mut lines = vec!["   ".to_owned()];
    for name in names {
        match lines.last_mut() {
            Some(last) if last.chars().count() + name.chars().count() + 2 <= LINE_WIDTH => {
                last.push_str(&format!(" {name},"));
            }
            _ => lines.push(format!("    {name},")),
        }
    }
    format!("use {path}::{{\n{}\n}};\n", lines.join("\n"))
}

/// Every identifier that has to be in scope: outside of comments and strings, not behind a path, and no variant's name
/// where an enum is defined.
fn identifiers(body: &str) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    let mut in_enum = false;
    for line in body.lines().filter(|line| !line.trim_start().starts_with("//")) {
        in_enum = line.starts_with("pub enum ") || in_enum && !line.starts_with('}');
        let mut is_variant = in_enum && line.starts_with("    ") && line[4..].starts_with(char::is_uppercase);
        // Strings of generated code stand on one line; an escaped quote does not end one.
        let mut inside = false;
        let mut escaped = false;
        let mut start = None;
        for (at, character) in line.char_indices().chain([(line.len(), ' ')]) {
            if inside {
                match character {
                    '"' if !escaped => inside = false,
                    '\\' if !escaped => {
                        escaped = true;
                        continue;
                    }
                    _ => {}
                }
                escaped = false;
            } else if character.is_alphanumeric() || character == '_' {
                start.get_or_insert(at);
            } else {
                if let Some(start) = start.take()
                    && !std::mem::take(&mut is_variant)
                    && !line[..start].ends_with("::")
                {
                    found.insert(&line[start..at]);
                }
                inside = character == '"';
            }
        }
    }
    found
}

/// The items that the body itself defines.
fn definitions(body: &str) -> BTreeSet<&str> {
    let kinds = ["pub struct ", "pub enum ", "pub type ", "pub trait ", "pub mod "];
    let lines = body.lines().filter_map(|line| {
        let passed_on = line.strip_prefix("pub use ").and_then(|path| path.rsplit("::").next());
        passed_on.or_else(|| kinds.iter().find_map(|kind| line.strip_prefix(kind)))
    });
    lines.filter_map(|rest| rest.split(|end: char| !end.is_alphanumeric() && end != '_').next()).collect()
}
