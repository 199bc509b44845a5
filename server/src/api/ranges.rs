//! `Range`: which bytes of a content a request asks for (RFC 9110, section 14). Pure; what is answered is decided in
//! `content.rs`.

use std::ops::Range;

/// How many ranges one request may name. More are ignored, as the contract says, and the whole content is answered:
/// a long list costs us more to answer than the caller to send.
pub const RANGES_MAX: usize = 16;

/// What a `Range` header means for a content of a certain size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RangeRequest {
    /// There is nothing in it that we understand, so it is as if it were not there.
    Ignored,
    /// It is understood, but no byte of it exists.
    Unsatisfiable,
    /// At least one range, none empty, none touching another, in the order in which they were asked for.
    Satisfiable(Vec<Range<u64>>),
}

/// Reads a `Range` header for a content of `size_bytes`.
///
/// Parts that exceed the content are cut off; ranges that overlap or touch become one, in the place of the first.
pub fn parse(header: &str, size_bytes: u64) -> RangeRequest {
    let Some(specs) = specs(header) else { return RangeRequest::Ignored };
    let mut ranges = Vec::new();
    for range in specs.into_iter().filter_map(|spec| spec.resolve(size_bytes)) {
        add_coalescing(&mut ranges, range);
    }
    if ranges.is_empty() { RangeRequest::Unsatisfiable } else { RangeRequest::Satisfiable(ranges) }
}

/// One member of the header's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spec {
    /// `first-last`, both inclusive; without `last`, to the end.
    Bounds { first: u64, last: u64 },
    /// `-length`: the last bytes.
    Suffix { length: u64 },
}

impl Spec {
    /// The bytes that it names, of those that there are; `None` if there are none.
    fn resolve(self, size_bytes: u64) -> Option<Range<u64>> {
        let range = match self {
            // `last` may be the largest number there is; the end is exclusive.
            Self::Bounds { first, last } => first..size_bytes.min(last.saturating_add(1)),
            Self::Suffix { length } => size_bytes.saturating_sub(length)..size_bytes,
        };
        (range.start < range.end).then_some(range)
    }
}

/// The list, if the whole header is well-formed and not too long: one bad member spoils all.
fn specs(header: &str) -> Option<Vec<Spec>> {
    let (unit, list) = header.split_once('=')?;
    if !unit.eq_ignore_ascii_case("bytes") {
        return None;
    }
    let mut specs = Vec::new();
    for member in list.split(',').map(|member| member.trim_matches(is_blank)) {
        // Empty members are allowed and mean nothing (RFC 9110, section 5.6.1).
        if member.is_empty() {
            continue;
        }
        if specs.len() == RANGES_MAX {
            return None;
        }
        specs.push(spec(member)?);
    }
    (!specs.is_empty()).then_some(specs)
}

fn spec(member: &str) -> Option<Spec> {
    let (first, last) = member.split_once('-')?;
    if first.is_empty() {
        return Some(Spec::Suffix { length: number(last)? });
    }
    let first = number(first)?;
    let last = if last.is_empty() { u64::MAX } else { number(last)? };
    (first <= last).then_some(Spec::Bounds { first, last })
}

/// Digits only. A number too large for us is larger than every content, and so is the largest that we have.
fn number(digits: &str) -> Option<u64> {
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().unwrap_or(u64::MAX))
}

fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t')
}

fn add_coalescing(ranges: &mut Vec<Range<u64>>, mut range: Range<u64>) {
    let mut place = ranges.len();
    // What grows by a merge may touch what it did not touch before.
    while let Some(index) = ranges.iter().position(|other| other.start <= range.end && range.start <= other.end) {
        let other = ranges.remove(index);
        range = range.start.min(other.start)..range.end.max(other.end);
        place = place.min(index).min(ranges.len());
    }
    ranges.insert(place, range);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn satisfiable(ranges: impl IntoIterator<Item = Range<u64>>) -> RangeRequest {
        RangeRequest::Satisfiable(ranges.into_iter().collect())
    }

    #[test]
    fn the_forms_of_one_range() {
        for (header, expected) in [
            ("bytes=0-0", 0..1),
            ("bytes=0-499", 0..500),
            ("bytes=500-", 500..1000),
            ("bytes=-1", 999..1000),
            ("bytes=-5000", 0..1000),
            ("bytes=999-2000", 999..1000),
            ("BYTES=1-2", 1..3),
            ("bytes= ,\t1-2 , ,", 1..3),
            ("bytes=0-18446744073709551615", 0..1000),
            ("bytes=0-99999999999999999999999999", 0..1000),
            ("bytes=-99999999999999999999999999", 0..1000),
            ("bytes=007-008", 7..9),
        ] {
            assert_eq!(parse(header, 1000), satisfiable([expected]), "{header}");
        }
    }

    #[test]
    fn what_is_not_understood_is_ignored() {
        for header in [
            "",
            "bytes",
            "bytes=",
            "bytes=,",
            "bytes=-",
            "bytes=a-b",
            "bytes=5-4",
            "bytes=+1-2",
            "bytes=1-2;3-4",
            "bytes=1",
            "bytes=0-1,x",
            "items=0-1",
            "bytes 0-1",
            "bytes =0-1",
            "bytes=0--1",
            "bytes=1 -2",
            "bytes=0x1-2",
            "bytes=١-٢",
        ] {
            assert_eq!(parse(header, 1000), RangeRequest::Ignored, "{header}");
        }
    }

    #[test]
    fn what_does_not_exist_is_unsatisfiable() {
        for header in ["bytes=1000-", "bytes=1000-1001", "bytes=-0", "bytes=18446744073709551615-", "bytes=1000-,2000-"]
        {
            assert_eq!(parse(header, 1000), RangeRequest::Unsatisfiable, "{header}");
        }
        for header in ["bytes=0-", "bytes=0-0", "bytes=-1"] {
            assert_eq!(parse(header, 0), RangeRequest::Unsatisfiable, "{header} of nothing");
        }
    }

    #[test]
    fn several_keep_their_order_and_become_one_where_they_touch() {
        assert_eq!(parse("bytes=500-599,0-99", 1000), satisfiable([500..600, 0..100]));
        assert_eq!(parse("bytes=0-99,100-199", 1000), satisfiable(Some(0..200)));
        assert_eq!(parse("bytes=0-9,20-29,5-24", 1000), satisfiable(Some(0..30)));
        assert_eq!(parse("bytes=900-,0-9,-1", 1000), satisfiable([900..1000, 0..10]));
        assert_eq!(parse("bytes=0-9,2000-", 1000), satisfiable(Some(0..10)));
    }

    #[test]
    fn too_many_are_ignored() {
        let many = |count: u64| (0..count).map(|n| format!("{}-{}", n * 3, n * 3)).collect::<Vec<_>>().join(",");
        let RangeRequest::Satisfiable(ranges) = parse(&format!("bytes={}", many(16)), 1000) else { panic!() };
        assert_eq!(ranges.len(), 16);
        assert_eq!(parse(&format!("bytes={}", many(17)), 1000), RangeRequest::Ignored);
        assert_eq!(parse(&format!("bytes={}", "0-,".repeat(100_000)), 1000), RangeRequest::Ignored);
    }

    /// The bytes that are asked for, one by one, as the standard's prose has it.
    fn naive(specs: &[(Option<u64>, Option<u64>)], size: u64) -> Option<Vec<bool>> {
        let mut wanted = vec![false; usize::try_from(size).unwrap()];
        for spec in specs {
            for (position, wanted) in (0u64..).zip(&mut wanted) {
                *wanted |= match *spec {
                    (Some(first), Some(last)) if first > last => return None,
                    (Some(first), last) => position >= first && last.is_none_or(|last| position <= last),
                    (None, Some(suffix)) => position + suffix >= size,
                    (None, None) => return None,
                };
            }
            if matches!(*spec, (Some(first), Some(last)) if first > last) || *spec == (None, None) {
                return None;
            }
        }
        Some(wanted)
    }

    proptest! {
        #[test]
        fn it_agrees_with_a_naive_model(
            specs in prop::collection::vec((prop::option::weighted(0.8, 0u64..40), prop::option::weighted(0.8, 0u64..40)), 1..=16),
            size in 0u64..40,
        ) {
            let number = |number: Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
            let list: Vec<_> = specs.iter().map(|(first, last)| format!("{}-{}", number(*first), number(*last))).collect();
            let answer = parse(&format!("bytes={}", list.join(", ")), size);
            match (answer, naive(&specs, size)) {
                (RangeRequest::Ignored, None) => {}
                (RangeRequest::Unsatisfiable, Some(wanted)) => prop_assert!(!wanted.contains(&true)),
                (RangeRequest::Satisfiable(ranges), Some(wanted)) => {
                    let mut given = vec![false; wanted.len()];
                    for range in &ranges {
                        prop_assert!(range.start < range.end && range.end <= size);
                        for position in range.clone() {
                            let given = &mut given[usize::try_from(position).unwrap()];
                            prop_assert!(!*given, "a byte is given twice");
                            *given = true;
                        }
                    }
                    prop_assert_eq!(given, wanted);
                    for (index, one) in ranges.iter().enumerate() {
                        for other in &ranges[index + 1..] {
                            prop_assert!(one.end < other.start || other.end < one.start, "two ranges touch");
                        }
                    }
                }
                (answer, wanted) => prop_assert!(false, "{answer:?} but the model says {wanted:?}"),
            }
        }

        #[test]
        fn nothing_makes_it_fail(header in "\\PC{0,60}", size in any::<u64>()) {
            parse(&header, size);
            parse(&format!("bytes={header}"), size);
        }

        #[test]
        fn no_number_overflows(first in any::<u64>(), last in any::<u64>(), size in any::<u64>()) {
            for header in [format!("bytes={first}-{last}"), format!("bytes={first}-"), format!("bytes=-{last}")] {
                if let RangeRequest::Satisfiable(ranges) = parse(&header, size) {
                    prop_assert!(ranges.iter().all(|range| range.start < range.end && range.end <= size));
                }
            }
        }
    }
}
