//! Entity tags, and what `If-Match` and `If-None-Match` say about them (RFC 9110, section 13.1). Works on the values
//! alone: which tag is the current one is for each noun to say.

use std::fmt::Write as _;

use crate::error::{Error, Result};

/// The entity tag of a thing's metadata: it changes with every change of the row.
pub fn metadata_etag(revision: i64) -> String {
    format!("\"m{revision}\"")
}

/// The entity tag of a version's content. The number alone would do; the digest keeps a tag from before a restored
/// backup from matching other bytes.
pub fn content_etag(version: i64, sha256: &[u8]) -> String {
    let digest = sha256.first_chunk().map_or(0, |start| u64::from_be_bytes(*start));
    // Every download makes one: without the room said beforehand it would grow three times.
    let mut tag = String::with_capacity(48);
    write!(tag, "\"{version}-{digest:016x}\"").unwrap_or_default();
    tag
}

/// Refuses unless `if_match` is absent, `*`, or lists `current`. Weak tags never match, and a value that is no list
/// of tags matches nothing: who states a condition that can't be read must not have it ignored.
///
/// # Errors
/// [`Error::PreconditionFailed`] with the current tag.
pub fn check_if_match(if_match: Option<&str>, current: &str) -> Result<()> {
    match if_match {
        Some(value) if !matches_strongly(value, current) => {
            Err(Error::PreconditionFailed { current_etag: current.to_owned() })
        }
        _ => Ok(()),
    }
}

/// Whether an `If-Match` value lets `current` pass: `*`, or a list with it, compared strongly.
pub fn matches_strongly(value: &str, current: &str) -> bool {
    value.trim() == "*" || tags(value).is_some_and(|tags| tags.iter().any(|tag| !tag.weak && tag.opaque == current))
}

/// Whether an `If-None-Match` value names `current` (the caller has it already): `*`, or a list with it, compared
/// weakly.
pub fn matches_weakly(value: &str, current: &str) -> bool {
    let opaque = current.strip_prefix("W/").unwrap_or(current);
    value.trim() == "*" || tags(value).is_some_and(|tags| tags.iter().any(|tag| tag.opaque == opaque))
}

struct Tag<'a> {
    weak: bool,
    /// The tag with its quotes.
    opaque: &'a str,
}

/// The tags of a list; none if it is not one. A tag may hold a comma, so that splitting at commas would not do.
fn tags(value: &str) -> Option<Vec<Tag<'_>>> {
    let mut found = Vec::new();
    let mut rest = value;
    loop {
        // Empty elements are allowed in lists (RFC 9110, section 5.6.1.2).
        rest = rest.trim_start_matches([' ', '\t', ',']);
        if rest.is_empty() {
            return Some(found);
        }
        let (weak, quoted) = match rest.strip_prefix("W/") {
            Some(quoted) => (true, quoted),
            None => (false, rest),
        };
        let body = quoted.strip_prefix('"')?;
        let end = body.find('"')?;
        if body[..end].bytes().any(|byte| byte <= b' ' || byte == 0x7f) {
            return None;
        }
        let (opaque, after) = quoted.split_at(end + 2);
        found.push(Tag { weak, opaque });
        rest = after.trim_start_matches([' ', '\t']);
        if !rest.is_empty() && !rest.starts_with(',') {
            return None;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn tags_look_as_documented() {
        assert_eq!(metadata_etag(7), "\"m7\"");
        assert_eq!(content_etag(3, &[0xab; 32]), "\"3-abababababababab\"");
    }

    #[test]
    fn if_match_compares_strongly() {
        let current = "\"m7\"";
        for passing in ["\"m7\"", "*", " * ", "\"m6\", \"m7\"", ",\"m7\",", "\"a,b\" ,\"m7\"", "W/\"m7\", \"m7\""] {
            assert!(check_if_match(Some(passing), current).is_ok(), "{passing}");
        }
        for failing in ["", "m7", "\"m6\"", "W/\"m7\"", "\"m7", "\"m7\"x", "\"x\" \"m7\"", "*, \"m7\"", "w/\"m7\""] {
            assert!(check_if_match(Some(failing), current).is_err(), "{failing}");
        }
        assert!(check_if_match(None, current).is_ok());
    }

    #[test]
    fn if_none_match_compares_weakly() {
        assert!(matches_weakly("W/\"1-ab\"", "\"1-ab\""));
        assert!(matches_weakly("\"x\", \"1-ab\"", "\"1-ab\""));
        assert!(matches_weakly("*", "\"1-ab\""));
        assert!(!matches_weakly("\"1-ac\"", "\"1-ab\""));
        assert!(!matches_weakly("1-ab", "\"1-ab\""));
    }

    proptest! {
        #[test]
        fn no_value_panics(value in any::<String>()) {
            let _ = (matches_strongly(&value, "\"m1\""), matches_weakly(&value, "\"m1\""));
        }

        #[test]
        fn a_list_matches_its_members(tags in proptest::collection::vec("\"[!#-~]{0,8}\"", 1..6), index in 0_usize..6) {
            let list = tags.join(", ");
            prop_assert!(matches_strongly(&list, &tags[index % tags.len()]));
        }
    }
}
