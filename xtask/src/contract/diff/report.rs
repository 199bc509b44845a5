//! Changes as text, as JSON, and as annotations of a pull request.

use std::fmt::Write as _;

use serde_json::json;

use super::{Change, Class};
use crate::cli::Format;

/// More users of a change than these are counted, not named.
const SHOWN_USERS: usize = 5;

/// The report, with a line end at its end.
pub fn render(changes: &[Change], against: &str, format: Format) -> String {
    match format {
        Format::Text => text(changes, against),
        Format::Json => json_report(changes, against),
        Format::Github => github(changes),
    }
}

fn count(changes: &[Change], class: Class) -> usize {
    changes.iter().filter(|change| change.class == class).count()
}

fn text(changes: &[Change], against: &str) -> String {
    let mut lines = String::new();
    for change in changes {
        line(&mut lines, format_args!("{}: {}: {}", change.class.name(), change.rule.id(), change.text));
        line(&mut lines, format_args!("    at {}", place(change)));
        for user in change.used_by.iter().take(SHOWN_USERS) {
            line(&mut lines, format_args!("    used by: {user}"));
        }
        if change.used_by.len() > SHOWN_USERS {
            line(&mut lines, format_args!("    and by {} more", change.used_by.len() - SHOWN_USERS));
        }
        line(&mut lines, format_args!("    why: {}", change.rule.why()));
    }
    line(
        &mut lines,
        format_args!(
            "{} breaking, {} deprecating, {} additive, against {against}",
            count(changes, Class::Breaking),
            count(changes, Class::Deprecating),
            count(changes, Class::Additive)
        ),
    );
    lines
}

fn line(lines: &mut String, text: std::fmt::Arguments<'_>) {
    writeln!(lines, "{text}").expect("a string takes every text");
}

/// The pointer, and the line of the source if it is known.
fn place(change: &Change) -> String {
    match &change.span {
        Some(span) => format!("{} ({span})", change.pointer),
        None => change.pointer.clone(),
    }
}

fn json_report(changes: &[Change], against: &str) -> String {
    let rows: Vec<_> = changes
        .iter()
        .map(|change| {
            json!({
                "class": change.class.name(),
                "rule": change.rule.id(),
                "text": change.text,
                "pointer": change.pointer,
                "used_by": change.used_by,
                "file": change.span.as_ref().map(|span| span.file.to_string()),
                "line": change.span.as_ref().map(|span| span.line),
                "why": change.rule.why(),
            })
        })
        .collect();
    let report = json!({
        "against": against,
        "breaking": count(changes, Class::Breaking),
        "deprecating": count(changes, Class::Deprecating),
        "additive": count(changes, Class::Additive),
        "changes": rows,
    });
    format!("{report:#}\n")
}

/// Workflow commands: `::error file=…,line=…,title=…::text`.
fn github(changes: &[Change]) -> String {
    let mut lines = String::new();
    for change in changes {
        let level = match change.class {
            Class::Breaking => "error",
            Class::Deprecating => "warning",
            Class::Additive => "notice",
        };
        let at = change
            .span
            .as_ref()
            .map_or_else(String::new, |span| format!("file={},line={},", property(&span.file), span.line));
        let title = property(&format!("{} change: {}", change.class.name(), change.rule.id()));
        let users = change.used_by.join("\n");
        let message = message(&format!("{}\n{}\n{users}\n{}", change.text, change.pointer, change.rule.why()));
        line(&mut lines, format_args!("::{level} {at}title={title}::{message}"));
    }
    lines
}

/// Escapes the text of a workflow command.
fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a property of a workflow command.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}
