//! Checks of text that people choose for themselves: names of users and tokens, email addresses. Names that must be
//! unique in some place are `names`'s.

use chrono::{DateTime, SubsecRound as _, Utc};
use unicode_normalization::UnicodeNormalization as _;

use crate::domain::names;
use crate::error::{Error, Result};

/// The longest name, in characters, as the contract says.
const NAME_CHARS_MAX: usize = 255;
/// The longest email address, in bytes (RFC 5321, section 4.5.3.1.3).
const EMAIL_BYTES_MAX: usize = 254;

/// A name as it is kept: NFC, without space around it.
///
/// # Errors
/// [`Error::Validation`] at `pointer`.
pub fn name(pointer: &str, text: &str) -> Result<String> {
    let text: String = text.trim().nfc().collect();
    if text.is_empty() || text.chars().count() > NAME_CHARS_MAX {
        return Err(Error::body_fault(pointer, "length", format!("must have 1 to {NAME_CHARS_MAX} characters")));
    }
    // PostgreSQL takes no NUL, and the others have no place in a line of text.
    if text.chars().any(char::is_control) {
        return Err(Error::body_fault(pointer, "pattern", "must have no control characters"));
    }
    Ok(text)
}

/// An email address as it is kept, and the key by which it is unique.
///
/// # Errors
/// [`Error::Validation`] at `pointer`. Whether mail arrives there is not for us to find out.
pub fn email(pointer: &str, text: &str) -> Result<(String, String)> {
    let text: String = text.trim().nfc().collect();
    let has_two_sides = text.split_once('@').is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty());
    let is_one_word = !text.chars().any(|character| character.is_control() || character.is_whitespace());
    if !has_two_sides || !is_one_word || text.len() > EMAIL_BYTES_MAX {
        return Err(Error::body_fault(pointer, "format", "must be an email address"));
    }
    let key = names::key(&text);
    Ok((text, key))
}

/// The time as both databases keep it.
pub fn to_micros(time: DateTime<Utc>) -> DateTime<Utc> {
    time.trunc_subsecs(6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_normalised_and_have_no_control_characters() {
        assert_eq!(name("/name", " e\u{301} ").unwrap(), "\u{e9}");
        for bad in ["", "  ", "a\0b", "a\nb", &"x".repeat(256)] {
            assert!(matches!(name("/name", bad), Err(Error::Validation(_))), "{bad:?}");
        }
    }

    #[test]
    fn email_addresses_differ_by_more_than_case() {
        let (kept, key) = email("/email", " Ada@Example.COM ").unwrap();
        assert_eq!(kept, "Ada@Example.COM");
        assert_eq!(key, email("/email", "ada@example.com").unwrap().1);
        for bad in ["ada", "@example.com", "ada@", "a b@example.com", "ada@exa\0mple.com"] {
            assert!(matches!(email("/email", bad), Err(Error::Validation(_))), "{bad:?}");
        }
    }
}
