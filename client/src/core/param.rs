//! How values are written into paths, queries and headers.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use uuid::Uuid;

use super::open_enum::OpenEnum;
use super::secret::Secret;

/// Everything but RFC 3986's unreserved characters. A colon is escaped too: `{file}:download` must never be taken for the
/// custom verb of an id that ends so.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A value that can stand in a path, a query or a header.
pub trait Param {
    /// As on the wire, before percent-encoding.
    fn to_wire(&self) -> Cow<'_, str>;
}

impl<T: OpenEnum> Param for T {
    fn to_wire(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.as_str())
    }
}

impl Param for String {
    fn to_wire(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

/// It ends in an address, which is then as secret.
impl Param for Secret {
    fn to_wire(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.expose())
    }
}

impl Param for Uuid {
    fn to_wire(&self) -> Cow<'_, str> {
        Cow::Owned(self.to_string())
    }
}

impl Param for bool {
    fn to_wire(&self) -> Cow<'_, str> {
        Cow::Borrowed(if *self { "true" } else { "false" })
    }
}

impl Param for i32 {
    fn to_wire(&self) -> Cow<'_, str> {
        Cow::Owned(self.to_string())
    }
}

impl Param for i64 {
    fn to_wire(&self) -> Cow<'_, str> {
        Cow::Owned(self.to_string())
    }
}

impl Param for f64 {
    fn to_wire(&self) -> Cow<'_, str> {
        Cow::Owned(self.to_string())
    }
}

impl Param for DateTime<Utc> {
    fn to_wire(&self) -> Cow<'_, str> {
        Cow::Owned(self.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

impl Param for NaiveDate {
    fn to_wire(&self) -> Cow<'_, str> {
        Cow::Owned(self.to_string())
    }
}

/// Fills a path's template. Fails on a value that no URL can carry as one segment: empty, `.` and `..` are resolved away
/// by every URL parser, escaped or not, so that the request would go to another path.
pub(crate) fn expand(template: &str, params: &[(&str, &dyn Param)]) -> Result<String, String> {
    let mut path = String::with_capacity(template.len() + 40);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) =
            after.split_once('}').ok_or_else(|| format!("the template {template} has no closing brace"))?;
        let (_, value) = params
            .iter()
            .find(|(param, _)| *param == name)
            .ok_or_else(|| format!("the path parameter `{name}` has no value"))?;
        let value = value.to_wire();
        if matches!(&*value, "" | "." | "..") {
            return Err(format!("the path parameter `{name}` must not be empty, `.` or `..`"));
        }
        path.push_str(before);
        path.extend(utf8_percent_encode(&value, ESCAPED));
        rest = after;
    }
    path.push_str(rest);
    Ok(path)
}

/// Writes `?a=1&b=2`, or nothing.
pub(crate) fn write_query(url: &mut String, query: &[(&'static str, String)]) {
    for (position, (name, value)) in query.iter().enumerate() {
        url.push(if position == 0 { '?' } else { '&' });
        url.extend(utf8_percent_encode(name, ESCAPED));
        url.push('=');
        url.extend(utf8_percent_encode(value, ESCAPED));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_values_are_escaped_down_to_the_unreserved_characters() {
        let path = expand("/a/{id}:download", &[("id", &"x/y:z %ü~".to_owned())]).unwrap();
        assert_eq!(path, "/a/x%2Fy%3Az%20%25%C3%BC~:download");
    }

    #[test]
    fn path_values_that_urls_resolve_away_are_refused() {
        for value in ["", ".", ".."] {
            assert!(expand("/a/{id}", &[("id", &value.to_owned())]).is_err(), "{value:?}");
        }
        assert!(expand("/a/{id}", &[]).is_err());
    }

    #[test]
    fn a_query_is_escaped() {
        let mut url = "/a".to_owned();
        write_query(&mut url, &[("order_by", "name desc".to_owned()), ("q", "a&b=+".to_owned())]);
        assert_eq!(url, "/a?order_by=name%20desc&q=a%26b%3D%2B");
    }
}
