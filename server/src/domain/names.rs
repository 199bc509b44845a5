//! Names of folders, files, shares and organizations: which are allowed, and which are equal.
//! Knows nothing of rows: where a name is claimed is `nodes.rs`'s business.

mod portable;

use icu_casemap::CaseMapper;
use unicode_normalization::UnicodeNormalization as _;

use crate::error::Error;

/// The longest name in bytes of UTF-8 after NFC: what every common file system takes.
pub const NAME_BYTES_MAX: usize = 255;

/// Extensions of at most this many bytes stay behind the number that [`FileName::numbered`] puts in.
const EXTENSION_BYTES_MAX: usize = 16;

/// Endings that belong to the extension behind them: `data.tar.gz` is numbered as `data (2).tar.gz`.
const INNER_EXTENSIONS: &[&str] = &["d", "min", "spec", "tar", "test", "user"];

/// A name that may stand in a folder, or that a share or an organization has: NFC, 1 to 255 bytes, as its maker
/// spelled it otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FileName(String);

/// Why a text is no name. `Display` says what to change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameFault {
    #[error("a name has at least one character")]
    Empty,
    #[error("a name has at most 255 bytes in UTF-8; shorten it")]
    TooLong,
    #[error("a name is not `.` or `..`")]
    Dots,
    #[error("a name has neither `/` nor `\\`; make a folder instead")]
    Separator,
    #[error("a name has no control characters; leave them out")]
    Control,
    /// They make `gpj.exe` look like `exe.jpg`.
    #[error("a name has no characters that override the direction of writing; leave them out")]
    Direction,
    /// Windows takes none of them.
    #[error("a name has none of `<`, `>`, `:`, `\"`, `|`, `?` and `*`; leave them out")]
    Character,
    /// Nobody sees it, and some systems drop it.
    #[error("a name neither begins nor ends with a space; leave it out")]
    Space,
    /// Windows drops it.
    #[error("a name does not end with a dot; leave it out")]
    TrailingDot,
    /// Windows opens the device instead, whatever the extension.
    #[error("the name is that of a device on Windows, whatever its extension; choose another one")]
    Reserved,
}

impl NameFault {
    /// The rule that was broken, for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "min_length",
            Self::TooLong => "max_length",
            Self::Dots => "name_dots",
            Self::Separator => "name_separator",
            Self::Control => "name_control",
            Self::Direction => "name_direction",
            Self::Character => "name_character",
            Self::Space => "name_space",
            Self::TrailingDot => "name_trailing_dot",
            Self::Reserved => "name_reserved",
        }
    }
}

/// A text that is no name, with one that would do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{fault}")]
pub struct NameRefusal {
    pub fault: NameFault,
    pub suggested_name: Option<FileName>,
}

impl From<NameRefusal> for Error {
    /// Every body that carries a name carries it in `name`.
    fn from(refusal: NameRefusal) -> Self {
        Self::NameRefused {
            code: refusal.fault.code(),
            detail: refusal.fault.to_string(),
            suggested_name: refusal.suggested_name.map(|name| name.0),
        }
    }
}

impl FileName {
    /// Takes `text` as the name of a folder or file, in NFC: one that every file system takes.
    ///
    /// # Errors
    /// The first rule that it breaks, with a name that breaks none.
    pub fn parse(text: &str) -> Result<Self, NameRefusal> {
        let parsed = Self::composed(text).and_then(|name| match portable::fault(&name) {
            Some(fault) => Err(fault),
            None => Ok(Self(name)),
        });
        parsed.map_err(|fault| NameRefusal { fault, suggested_name: portable::suggestion(text) })
    }

    /// Takes `text` as the name of a share or an organization, in NFC. These are no file names: `Acme Inc.` is one.
    ///
    /// # Errors
    /// The first rule that it breaks.
    pub fn title(text: &str) -> Result<Self, NameRefusal> {
        Self::composed(text).map(Self).map_err(|fault| NameRefusal { fault, suggested_name: None })
    }

    /// A name from a row: it was checked when it was claimed.
    pub(in crate::domain) fn kept(name: &str) -> Self {
        Self(name.to_owned())
    }

    /// The text in NFC, if it may be a name of anything.
    fn composed(text: &str) -> Result<String, NameFault> {
        // Checked before normalising, so that a long text costs nothing: NFC shrinks a text to a third at the least.
        if text.len() > NAME_BYTES_MAX * 3 {
            return Err(NameFault::TooLong);
        }
        let name: String = text.nfc().collect();
        if name.is_empty() {
            return Err(NameFault::Empty);
        }
        if name.len() > NAME_BYTES_MAX {
            return Err(NameFault::TooLong);
        }
        if name == "." || name == ".." {
            return Err(NameFault::Dots);
        }
        for character in name.chars() {
            match character {
                '/' => return Err(NameFault::Separator),
                '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => return Err(NameFault::Direction),
                other if other.is_control() => return Err(NameFault::Control),
                _ => {}
            }
        }
        Ok(name)
    }

    /// The name as it is shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What it is compared by: names with the same key can't stand in one folder.
    pub fn key(&self) -> String {
        key(&self.0)
    }

    /// The `number`th file of its name: `plan.pdf` becomes `plan (2).pdf`. Shortened where it would get too long.
    #[must_use]
    pub fn numbered(&self, number: u32) -> Self {
        let (stem, extension) = split_extension(&self.0);
        Self(numbered(stem, number, extension))
    }

    /// The `number`th folder of its name: `v1.2` becomes `v1.2 (2)`, since folders have no extensions.
    #[must_use]
    pub fn numbered_at_end(&self, number: u32) -> Self {
        Self(numbered(&self.0, number, ""))
    }
}

fn numbered(stem: &str, number: u32, extension: &str) -> String {
    let mark = format!(" ({number})");
    let stem = cut(stem, NAME_BYTES_MAX - mark.len() - extension.len());
    // A prefix of NFC text is NFC, and neither the space nor the dot combines with what stands before it.
    format!("{stem}{mark}{extension}")
}

/// The longest prefix of at most `bytes` bytes.
fn cut(text: &str, bytes: usize) -> &str {
    let mut end = text.len().min(bytes);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

impl std::fmt::Display for FileName {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The key by which names are unique: Unicode's canonical caseless match (full default case folding), in NFC. It is
/// computed here and never by a database, so that every engine answers alike.
pub fn key(name: &str) -> String {
    let decomposed: String = name.nfd().collect();
    CaseMapper::new().fold_string(&decomposed).nfc().collect()
}

/// The extension without its dot, as it is spelled; none for `.profile` and `README`.
pub fn extension(name: &str) -> Option<&str> {
    match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() && !extension.is_empty() => Some(extension),
        _ => None,
    }
}

/// `(stem, extension with its dot or dots)`.
fn split_extension(name: &str) -> (&str, &str) {
    let Some(outer) = extension(name) else { return (name, "") };
    if outer.len() > EXTENSION_BYTES_MAX || outer.contains(' ') {
        return (name, "");
    }
    let stem = &name[..name.len() - outer.len() - 1];
    let inner = extension(stem).filter(|inner| INNER_EXTENSIONS.iter().any(|known| inner.eq_ignore_ascii_case(known)));
    let stem_bytes = stem.len() - inner.map_or(0, |inner| inner.len() + 1);
    name.split_at(stem_bytes)
}

#[cfg(test)]
mod tests {
    /// Of the keys of all characters, by Unicode 17.
    const FOLDING_SHA256: &str = "faf221cda9dc29c9f2030b3f1a11d44a0a0e7d2fc800c5742c6c912298f0af5b";

    use proptest::prelude::*;

    use super::*;

    fn name(text: &str) -> FileName {
        FileName::parse(text).unwrap()
    }

    fn fault(text: &str) -> Option<NameFault> {
        FileName::parse(text).err().map(|refusal| refusal.fault)
    }

    #[test]
    fn faults_are_told_apart() {
        let cases = [
            ("", NameFault::Empty),
            (".", NameFault::Dots),
            ("..", NameFault::Dots),
            ("a/b", NameFault::Separator),
            ("a\\b", NameFault::Separator),
            ("a\0b", NameFault::Control),
            ("a\u{7f}", NameFault::Control),
            ("a\u{85}", NameFault::Control),
            ("a\u{2028}b", NameFault::Control),
            ("cod\u{202e}gpj.exe", NameFault::Direction),
            ("a:b", NameFault::Character),
            ("a*?", NameFault::Character),
            (" a", NameFault::Space),
            ("a ", NameFault::Space),
            ("a\u{3000}", NameFault::Space),
            ("...", NameFault::TrailingDot),
            ("a.", NameFault::TrailingDot),
            ("con", NameFault::Reserved),
            ("Lpt9.tar.gz", NameFault::Reserved),
            ("COM¹.txt", NameFault::Reserved),
            ("nul .txt", NameFault::Reserved),
        ];
        for (text, expected) in cases {
            assert_eq!(fault(text), Some(expected), "{text:?}");
        }
        assert_eq!(fault(&"x".repeat(256)), Some(NameFault::TooLong));
        assert_eq!(fault(&"x".repeat(100_000)), Some(NameFault::TooLong));
        let long = "x".repeat(255);
        for text in [long.as_str(), "..a", "com0", "com10", "console", "a b", "🦀", "\u{200f}ש", "a\u{200d}b"] {
            assert_eq!(fault(text), None, "{text:?}");
        }
    }

    #[test]
    fn titles_are_no_file_names() {
        for text in ["Acme Inc.", "R&D: plans?", " con"] {
            assert_eq!(FileName::title(text).unwrap().as_str(), text);
        }
        assert_eq!(FileName::title("a/b").unwrap_err().fault, NameFault::Separator);
    }

    #[test]
    fn length_counts_after_composing() {
        // 128 times `e` and a combining acute: 384 bytes, composed 256; one fewer fits.
        assert_eq!(fault(&"e\u{301}".repeat(128)), Some(NameFault::TooLong));
        assert_eq!(name(&"e\u{301}".repeat(127)).as_str(), "é".repeat(127));
    }

    /// What folds to what is part of the stored data: another table would split or merge names that live side by
    /// side. If this fails, a dependency has brought new data, and every key must be computed anew by a migration.
    #[test]
    fn the_folding_is_the_one_that_rows_were_made_with() {
        use sha2::{Digest as _, Sha256};
        let mut digest = Sha256::new();
        for character in '\0'..=char::MAX {
            digest.update(key(character.encode_utf8(&mut [0; 4])));
            digest.update([0xff]);
        }
        let digest: String = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(digest, FOLDING_SHA256);
    }

    #[test]
    fn keys_ignore_case_and_composition() {
        assert_eq!(key("Straße.TXT"), key("STRASSE.txt"));
        assert_eq!(key("é"), key("E\u{301}"));
        assert_eq!(key("ΣΊΣΥΦΟΣ"), key("σίσυφος"));
        assert_eq!(key("ﬁle"), key("FILE"));
        assert_ne!(key("a"), key("ä"));
    }

    #[test]
    fn numbers_go_before_the_extension() {
        assert_eq!(name("plan.pdf").numbered(2).as_str(), "plan (2).pdf");
        assert_eq!(name("data.tar.gz").numbered(3).as_str(), "data (3).tar.gz");
        assert_eq!(name("README").numbered(2).as_str(), "README (2)");
        assert_eq!(name(".profile").numbered(2).as_str(), ".profile (2)");
        assert_eq!(name("v1.2 final").numbered(2).as_str(), "v1.2 final (2)");
        assert_eq!(name("a.b.txt").numbered(2).as_str(), "a.b (2).txt");
        assert_eq!(name("v1.2").numbered_at_end(2).as_str(), "v1.2 (2)");
    }

    #[test]
    fn numbers_keep_within_the_length() {
        let long = name(&format!("{}.pdf", "ü".repeat(125)));
        let numbered = long.numbered(u32::MAX);
        assert!(numbered.as_str().len() <= NAME_BYTES_MAX);
        assert!(numbered.as_str().ends_with(" (4294967295).pdf"));
    }

    proptest! {
        #[test]
        fn a_suggestion_is_a_name(text in "[a-zA-Z0-9. /:*\\\\\u{7f}\u{202e}é🦀]{0,20}|(?i)(con|nul|com1|lpt²)[. ]{0,2}(txt)?|.{0,300}") {
            if let Err(refusal) = FileName::parse(&text) {
                let suggested = refusal.suggested_name.unwrap();
                prop_assert_eq!(FileName::parse(suggested.as_str()), Ok(suggested));
            }
        }

        #[test]
        fn a_name_parses_to_itself(text in any::<String>()) {
            if let Ok(parsed) = FileName::parse(&text) {
                prop_assert_eq!(parsed.key(), key(&text));
                prop_assert_eq!(FileName::parse(parsed.as_str()), Ok(parsed));
            }
        }

        #[test]
        fn a_key_is_its_own_key(text in any::<String>()) {
            let once = key(&text);
            prop_assert_eq!(key(&once), once);
        }

        #[test]
        fn keys_ignore_upper_and_lower_case_of_ascii(text in "[ -~]{0,40}") {
            prop_assert_eq!(key(&text.to_uppercase()), key(&text.to_lowercase()));
        }

        #[test]
        fn a_numbered_name_is_a_name(text in "[a-zA-Z.\u{e0}-\u{17f}]{1,120}", number in 2_u32..) {
            if let Ok(parsed) = FileName::parse(&text) {
                let numbered = parsed.numbered(number);
                prop_assert_ne!(numbered.key(), parsed.key());
                prop_assert_eq!(FileName::parse(numbered.as_str()), Ok(numbered));
            }
        }
    }
}
