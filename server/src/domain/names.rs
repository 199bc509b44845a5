//! Names of folders, files, shares and organizations: which are allowed, and which are equal.
//! Knows nothing of rows: where a name is claimed is `nodes.rs`'s business.

use icu_casemap::CaseMapper;
use unicode_normalization::UnicodeNormalization as _;

use crate::error::Error;

/// The longest name in bytes of UTF-8 after NFC: what every common file system takes.
pub const NAME_BYTES_MAX: usize = 255;

/// Extensions of at most this many bytes stay behind the number that [`FileName::numbered`] puts in.
const EXTENSION_BYTES_MAX: usize = 16;

/// Endings that belong to the extension behind them: `data.tar.gz` is numbered as `data (2).tar.gz`.
const INNER_EXTENSIONS: &[&str] = &["d", "min", "spec", "tar", "test", "user"];

/// A name that may stand in a folder: NFC, 1 to 255 bytes, as its maker spelled it otherwise.
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
    #[error("a name has no `/`; make a folder instead")]
    Slash,
    #[error("a name has no control characters; leave them out")]
    Control,
    /// They make `gpj.exe` look like `exe.jpg`.
    #[error("a name has no characters that override the direction of writing; leave them out")]
    Direction,
}

impl NameFault {
    /// The rule that was broken, for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "min_length",
            Self::TooLong => "max_length",
            Self::Dots | Self::Slash | Self::Control | Self::Direction => "name",
        }
    }
}

impl From<NameFault> for Error {
    /// Every body that carries a name carries it in `name`.
    fn from(fault: NameFault) -> Self {
        Self::body_fault("/name", fault.code(), fault.to_string())
    }
}

impl FileName {
    /// Takes `text` as a name, in NFC.
    ///
    /// # Errors
    /// The first rule that it breaks.
    pub fn parse(text: &str) -> Result<Self, NameFault> {
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
                '/' => return Err(NameFault::Slash),
                '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => return Err(NameFault::Direction),
                other if other.is_control() => return Err(NameFault::Control),
                _ => {}
            }
        }
        Ok(Self(name))
    }

    /// The name as it is shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What it is compared by: names with the same key can't stand in one folder.
    pub fn key(&self) -> String {
        key(&self.0)
    }

    /// The `number`th name of its kind: `plan.pdf` becomes `plan (2).pdf`. Shortened where it would get too long.
    #[must_use]
    pub fn numbered(&self, number: u32) -> Self {
        let (stem, extension) = split_extension(&self.0);
        let mark = format!(" ({number})");
        let room = NAME_BYTES_MAX - mark.len() - extension.len();
        let mut end = stem.len().min(room);
        while !stem.is_char_boundary(end) {
            end -= 1;
        }
        // A prefix of NFC text is NFC, and neither the space nor the dot combines with what stands before it.
        Self(format!("{}{mark}{extension}", &stem[..end]))
    }
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
    use proptest::prelude::*;

    use super::*;

    fn name(text: &str) -> FileName {
        FileName::parse(text).unwrap()
    }

    #[test]
    fn faults_are_told_apart() {
        assert_eq!(FileName::parse(""), Err(NameFault::Empty));
        assert_eq!(FileName::parse("."), Err(NameFault::Dots));
        assert_eq!(FileName::parse(".."), Err(NameFault::Dots));
        assert_eq!(FileName::parse("a/b"), Err(NameFault::Slash));
        assert_eq!(FileName::parse("a\0b"), Err(NameFault::Control));
        assert_eq!(FileName::parse("a\u{7f}"), Err(NameFault::Control));
        assert_eq!(FileName::parse("a\u{85}"), Err(NameFault::Control));
        assert_eq!(FileName::parse("cod\u{202e}gpj.exe"), Err(NameFault::Direction));
        assert_eq!(FileName::parse(&"x".repeat(256)), Err(NameFault::TooLong));
        assert_eq!(FileName::parse(&"x".repeat(100_000)), Err(NameFault::TooLong));
        assert!(FileName::parse(&"x".repeat(255)).is_ok());
        assert!(FileName::parse("...").is_ok());
    }

    #[test]
    fn length_counts_after_composing() {
        // 128 times `e` and a combining acute: 384 bytes, composed 256; one fewer fits.
        assert_eq!(FileName::parse(&"e\u{301}".repeat(128)), Err(NameFault::TooLong));
        assert_eq!(name(&"e\u{301}".repeat(127)).as_str(), "é".repeat(127));
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
        assert_eq!(name("end.").numbered(2).as_str(), "end. (2)");
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
