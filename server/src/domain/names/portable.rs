//! What file systems refuse: names that could not be synced, unpacked or downloaded everywhere.

use unicode_normalization::UnicodeNormalization as _;

use super::{FileName, NAME_BYTES_MAX, NameFault, cut, split_extension};

/// Devices of Windows, which answer to their name in every folder.
const DEVICES: &[&str] = &["con", "prn", "aux", "nul"];

/// Devices that are numbered from 1 to 9; the superscript digits count as digits.
const NUMBERED_DEVICES: &[&str] = &["com", "lpt"];

/// What a name is called that nothing is left of.
const NAMELESS: &str = "untitled";

/// The first of the rules that a composed name breaks.
pub(super) fn fault(name: &str) -> Option<NameFault> {
    for character in name.chars() {
        match character {
            '\\' => return Some(NameFault::Separator),
            '\u{2028}' | '\u{2029}' => return Some(NameFault::Control),
            '<' | '>' | ':' | '"' | '|' | '?' | '*' => return Some(NameFault::Character),
            _ => {}
        }
    }
    if name.starts_with(char::is_whitespace) || name.ends_with(char::is_whitespace) {
        return Some(NameFault::Space);
    }
    if name.ends_with('.') {
        return Some(NameFault::TrailingDot);
    }
    is_device(name).then_some(NameFault::Reserved)
}

/// A name that breaks no rule and looks like `text`.
pub(super) fn suggestion(text: &str) -> Option<FileName> {
    // More than this is cut off anyway, and the text may be as long as a body.
    let kept: String = cut(text, NAME_BYTES_MAX * 4).nfc().filter_map(replacement).collect();
    let mut name = trimmed(&kept).to_owned();
    if is_device(&name) {
        let stem = name.find('.').unwrap_or(name.len());
        name.insert(stem, '_');
    }
    if name.len() > NAME_BYTES_MAX {
        let (stem, extension) = split_extension(&name);
        name = format!("{}{extension}", cut(stem, NAME_BYTES_MAX - extension.len()).trim_end());
        name = trimmed(&name).to_owned();
    }
    if name.is_empty() {
        NAMELESS.clone_into(&mut name);
    }
    FileName::composed(&name).ok().filter(|name| fault(name).is_none()).map(FileName)
}

/// What stands for a character in a suggestion.
fn replacement(character: char) -> Option<char> {
    match character {
        '/' | '\\' | '<' | '>' | ':' | '"' | '|' | '?' | '*' => Some('_'),
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' => None,
        other if other.is_control() => None,
        other => Some(other),
    }
}

fn trimmed(name: &str) -> &str {
    name.trim_start().trim_end_matches(|last: char| last == '.' || last.is_whitespace())
}

/// Windows looks at what stands before the first dot, without spaces behind it.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
    if DEVICES.contains(&stem.as_str()) {
        return true;
    }
    let mut characters = stem.chars();
    let number = characters.next_back();
    matches!(number, Some('1'..='9' | '¹' | '²' | '³')) && NUMBERED_DEVICES.contains(&characters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggestions_look_like_what_was_meant() {
        let long = format!("{}.pdf", "x".repeat(300));
        let cut = format!("{}.pdf", "x".repeat(251));
        for (text, suggested) in [
            ("a/b", "a_b"),
            ("C:\\plan.txt", "C__plan.txt"),
            ("what?", "what_"),
            (" plan .", "plan"),
            ("con", "con_"),
            ("NUL.tar.gz", "NUL_.tar.gz"),
            ("cod\u{202e}gpj.exe", "codgpj.exe"),
            ("a\u{0}b", "ab"),
            ("..", "untitled"),
            ("", "untitled"),
            (long.as_str(), cut.as_str()),
        ] {
            assert_eq!(suggestion(text).unwrap().as_str(), suggested, "{text:?}");
        }
    }
}
