//! The conditions of a request against the current state of a content (RFC 9110, section 13). Pure.

use chrono::{DateTime, Utc};

use super::{Conditions, ContentMeta};

/// What the conditions come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// As if there were none.
    Proceed,
    /// 304
    NotModified,
    /// 412
    Failed,
}

/// An entity tag as a request names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct EntityTag<'a> {
    is_weak: bool,
    /// With its quotes.
    quoted: &'a str,
}

/// A tag's condition always outranks a time's, which is coarser.
pub fn evaluate(meta: &ContentMeta, conditions: &Conditions<'_>) -> Verdict {
    let failed = match (conditions.if_match, conditions.if_unmodified_since) {
        // The strong comparison: what is to be used together must be the same bytes.
        (Some(tags), _) => !names(tags, &meta.etag, |tag| !tag.is_weak),
        (None, Some(since)) => parse_date(since).is_some_and(|since| whole_seconds(meta.last_modified) > since),
        (None, None) => false,
    };
    if failed {
        return Verdict::Failed;
    }
    let not_modified = match (conditions.if_none_match, conditions.if_modified_since) {
        // The weak comparison: proxies weaken tags when they compress, and the caller's copy is still good.
        (Some(tags), _) => names(tags, &meta.etag, |_| true),
        (None, Some(since)) => parse_date(since).is_some_and(|since| whole_seconds(meta.last_modified) <= since),
        (None, None) => false,
    };
    if not_modified { Verdict::NotModified } else { Verdict::Proceed }
}

/// Whether `Range` is to be looked at: always, unless `If-Range` names anything but the current entity tag. Then the
/// caller might glue bytes of two versions together. A time can't vouch for that: two versions may be of one second. Nobody
/// needs to send one (section 13.1.5), since every answer has a tag.
pub fn range_applies(meta: &ContentMeta, if_range: Option<&str>) -> bool {
    if_range.is_none_or(|validator| validator.trim() == meta.etag)
}

/// Whether a list of tags, or `*`, names the current one.
fn names(list: &str, etag: &str, is_good: impl Fn(&EntityTag<'_>) -> bool) -> bool {
    list.trim() == "*" || tags(list).any(|tag| tag.quoted == etag && is_good(&tag))
}

/// The tags of a list, up to the first that is malformed. Quoted, they may hold commas.
fn tags(list: &str) -> impl Iterator<Item = EntityTag<'_>> {
    let mut rest = list;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches([' ', '\t', ',']);
        let opaque = rest.strip_prefix("W/");
        let quoted = opaque.unwrap_or(rest);
        let end = quoted.strip_prefix('"')?.find('"')? + 2;
        let tag = EntityTag { is_weak: opaque.is_some(), quoted: &quoted[..end] };
        rest = &quoted[end..];
        Some(tag)
    })
}

/// Seconds since 1970: all that a header's time can tell.
fn whole_seconds(time: DateTime<Utc>) -> i64 {
    time.timestamp()
}

/// A time in any of the three forms that RFC 9110 accepts. What is no time is ignored, as it demands.
fn parse_date(date: &str) -> Option<i64> {
    let time = httpdate::parse_http_date(date.trim()).ok()?;
    Some(whole_seconds(time.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meta() -> ContentMeta {
        ContentMeta {
            size_bytes: 10,
            sha256: [0; 32],
            etag: "\"3-ab,c\"".to_owned(),
            last_modified: "1994-11-06T08:49:37.6Z".parse().unwrap(),
            file_name: "a".to_owned(),
            mime_type: "image/png".to_owned(),
            force_download: false,
        }
    }

    const SAME: &str = "Sun, 06 Nov 1994 08:49:37 GMT";
    const BEFORE: &str = "Sun, 06 Nov 1994 08:49:36 GMT";
    const AFTER: &str = "Sunday, 06-Nov-94 08:49:38 GMT";

    #[test]
    fn if_match_compares_strongly() {
        for (tags, verdict) in [
            ("\"3-ab,c\"", Verdict::Proceed),
            ("\"x\", \"3-ab,c\"", Verdict::Proceed),
            (" * ", Verdict::Proceed),
            ("W/\"3-ab,c\"", Verdict::Failed),
            ("\"x\"", Verdict::Failed),
            ("3-ab,c", Verdict::Failed),
            ("", Verdict::Failed),
            ("\"3-ab,c", Verdict::Failed),
        ] {
            let conditions = Conditions { if_match: Some(tags), ..Conditions::default() };
            assert_eq!(evaluate(&meta(), &conditions), verdict, "{tags}");
        }
    }

    #[test]
    fn if_none_match_compares_weakly() {
        for (tags, verdict) in [
            ("\"3-ab,c\"", Verdict::NotModified),
            ("W/\"x\" , W/\"3-ab,c\"", Verdict::NotModified),
            ("*", Verdict::NotModified),
            ("\"x\"", Verdict::Proceed),
            ("nonsense", Verdict::Proceed),
        ] {
            let conditions = Conditions { if_none_match: Some(tags), ..Conditions::default() };
            assert_eq!(evaluate(&meta(), &conditions), verdict, "{tags}");
        }
    }

    #[test]
    fn times_compare_by_whole_seconds() {
        for (since, modified, unmodified) in [
            (SAME, Verdict::NotModified, Verdict::Proceed),
            (AFTER, Verdict::NotModified, Verdict::Proceed),
            (BEFORE, Verdict::Proceed, Verdict::Failed),
            ("yesterday", Verdict::Proceed, Verdict::Proceed),
        ] {
            let conditions = Conditions { if_modified_since: Some(since), ..Conditions::default() };
            assert_eq!(evaluate(&meta(), &conditions), modified, "{since}");
            let conditions = Conditions { if_unmodified_since: Some(since), ..Conditions::default() };
            assert_eq!(evaluate(&meta(), &conditions), unmodified, "{since}");
        }
    }

    #[test]
    fn tags_outrank_times_and_failing_outranks_not_modified() {
        let conditions = Conditions {
            if_match: Some("\"3-ab,c\""),
            if_unmodified_since: Some(BEFORE),
            if_none_match: Some("\"x\""),
            if_modified_since: Some(AFTER),
            ..Conditions::default()
        };
        assert_eq!(evaluate(&meta(), &conditions), Verdict::Proceed);
        let conditions = Conditions { if_match: Some("\"x\""), if_none_match: Some("*"), ..Conditions::default() };
        assert_eq!(evaluate(&meta(), &conditions), Verdict::Failed);
    }

    #[test]
    fn a_range_applies_to_the_very_state_only() {
        for (if_range, applies) in [
            (None, true),
            (Some("\"3-ab,c\""), true),
            (Some(SAME), false),
            (Some("W/\"3-ab,c\""), false),
            (Some("\"x\""), false),
            (Some(BEFORE), false),
            (Some(AFTER), false),
            (Some("nonsense"), false),
        ] {
            assert_eq!(range_applies(&meta(), if_range), applies, "{if_range:?}");
        }
    }
}
