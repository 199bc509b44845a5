//! The name of a request, under which the caller's report and the log's lines meet.

use poem::http::{HeaderMap, HeaderName, HeaderValue};
use uuid::Uuid;

/// The header of request and answer.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Longer ones would only fill the log.
const CHARS_MAX: usize = 64;

/// A request's name: visible ASCII, at most 64 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(String);

impl RequestId {
    /// The caller's own name for the request, if it is fit for a log line; else a new one.
    pub fn of(headers: &HeaderMap) -> Self {
        headers
            .get(REQUEST_ID)
            .and_then(|value| value.to_str().ok())
            .filter(|text| is_sane(text))
            .map_or_else(Self::new, |text| Self(text.to_owned()))
    }

    /// A name that nothing had before.
    pub fn new() -> Self {
        Self(Uuid::now_v7().simple().to_string())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// For the answer's header.
    pub fn header_value(&self) -> HeaderValue {
        HeaderValue::from_str(&self.0).expect("made of visible ASCII characters only")
    }
}

impl Default for RequestId {
    fn default() -> Self {
        Self::new()
    }
}

/// Letters, digits and what usual ids hold besides: no log or terminal reads anything into these.
fn is_sane(text: &str) -> bool {
    (1..=CHARS_MAX).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b':' | b'/' | b'+' | b'='))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(value: &'static str) -> RequestId {
        RequestId::of(&HeaderMap::from_iter([(REQUEST_ID, HeaderValue::from_static(value))]))
    }

    #[test]
    fn a_sane_name_is_kept_and_any_other_replaced() {
        assert_eq!(of("0af7651916cd43dd-8448eb21.1").as_str(), "0af7651916cd43dd-8448eb21.1");
        for bad in ["", "a b", "a\"b", "<script>", "0123456789012345678901234567890123456789012345678901234567890123x"]
        {
            assert_ne!(of(bad).as_str(), bad);
        }
        assert_eq!(RequestId::of(&HeaderMap::new()).as_str().len(), 32);
    }
}
