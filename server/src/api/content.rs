//! The one way in which a content is answered, whoever asks for it: what the request's conditions and ranges come to,
//! which headers go with it, and the bytes. Knows neither rows nor the contract's types: handlers fetch the one and
//! fill the other.

mod byteranges;
mod conditions;

use std::ops::Range;

use base64::Engine as _;
use chrono::{DateTime, Utc};
use futures_util::{StreamExt as _, stream};
use poem::Body;

use self::byteranges::Byteranges;
use self::conditions::Verdict;
use super::disposition::{content_disposition, served_type};
use super::ranges::{self, RangeRequest};
use crate::blobs::{Blobs, Source};
use crate::error::{Error, Result};

/// Only the caller's own cache may keep a content, and it asks each time: a right may be revoked at any moment.
const CACHE_CONTROL: &str = "private, no-cache";

/// A content that is shown can load, run, submit and frame nothing. Pictures, sound and films are allowed their own
/// bytes, which browsers load as a part of the page that they make around them.
const CONTENT_SECURITY_POLICY: &str =
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox";

/// What is to be known of a content to answer it.
#[derive(Debug, Clone)]
pub struct ContentMeta {
    pub size_bytes: u64,
    pub sha256: [u8; 32],
    /// A strong entity tag with its quotes.
    pub etag: String,
    pub last_modified: DateTime<Utc>,
    pub file_name: String,
    /// The type found when the content was stored; what is told of it is decided here.
    pub mime_type: String,
    /// Whether to answer an attachment though the content could be shown.
    pub force_download: bool,
}

/// The request's headers that have a say.
#[derive(Debug, Clone, Copy, Default)]
pub struct Conditions<'a> {
    pub range: Option<&'a str>,
    pub if_match: Option<&'a str>,
    pub if_none_match: Option<&'a str>,
    pub if_modified_since: Option<&'a str>,
    pub if_unmodified_since: Option<&'a str>,
    pub if_range: Option<&'a str>,
}

/// The answer's headers. `HEAD` answers these and leaves the bytes alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentHeaders {
    pub etag: String,
    pub last_modified: String,
    /// Exactly what [`ServedBytes::body`] gives.
    pub content_length: u64,
    /// Only with a single range: of several, each has its own in the body.
    pub content_range: Option<String>,
    pub accept_ranges: &'static str,
    pub content_disposition: String,
    /// Of the whole content, also where a part of it is answered.
    pub repr_digest: String,
    pub cache_control: &'static str,
    pub content_security_policy: &'static str,
    pub x_content_type_options: &'static str,
    pub content_type: String,
}

/// What to answer.
#[derive(Debug)]
pub enum ContentAnswer {
    /// 200
    Full { headers: ContentHeaders, bytes: ServedBytes },
    /// 206
    Partial { headers: ContentHeaders, bytes: ServedBytes },
    /// 304, with the entity tag, the time and the cache's directive of these.
    NotModified { headers: ContentHeaders },
}

/// Which bytes the body has.
#[derive(Debug)]
pub struct ServedBytes {
    plan: Plan,
}

#[derive(Debug)]
enum Plan {
    Run(Range<u64>),
    Byteranges(Byteranges),
}

/// Decides what to answer, in the order of RFC 9110, section 13.2.2.
///
/// # Errors
/// `PreconditionFailed`, `RangeNotSatisfiable`.
pub fn answer(meta: &ContentMeta, conditions: &Conditions<'_>) -> Result<ContentAnswer> {
    match conditions::evaluate(meta, conditions) {
        Verdict::Failed => return Err(Error::PreconditionFailed { current_etag: meta.etag.clone() }),
        Verdict::NotModified => return Ok(ContentAnswer::NotModified { headers: headers(meta) }),
        Verdict::Proceed => {}
    }
    let size_bytes = meta.size_bytes;
    let range = conditions.range.filter(|_| conditions::range_applies(meta, conditions.if_range));
    match range.map_or(RangeRequest::Ignored, |range| ranges::parse(range, size_bytes)) {
        RangeRequest::Ignored => {
            Ok(ContentAnswer::Full { headers: headers(meta), bytes: ServedBytes { plan: Plan::Run(0..size_bytes) } })
        }
        RangeRequest::Unsatisfiable => Err(Error::RangeNotSatisfiable { size_bytes }),
        RangeRequest::Satisfiable(ranges) => Ok(partial(meta, ranges)),
    }
}

fn partial(meta: &ContentMeta, ranges: Vec<Range<u64>>) -> ContentAnswer {
    let mut headers = headers(meta);
    let plan = match <[Range<u64>; 1]>::try_from(ranges) {
        // One range must not be answered in several parts, not even in one part of several.
        Ok([range]) => {
            headers.content_length = range.end - range.start;
            headers.content_range = Some(content_range(&range, meta.size_bytes));
            Plan::Run(range)
        }
        Err(ranges) => {
            let byteranges = Byteranges::new(ranges, &headers.content_type, meta.size_bytes);
            headers.content_length = byteranges.size_bytes();
            headers.content_type = byteranges.content_type();
            Plan::Byteranges(byteranges)
        }
    };
    ContentAnswer::Partial { headers, bytes: ServedBytes { plan } }
}

fn headers(meta: &ContentMeta) -> ContentHeaders {
    let (content_type, disposition) = served_type(&meta.mime_type, meta.force_download);
    let mut repr_digest = String::with_capacity(64);
    repr_digest.push_str("sha-256=:");
    base64::engine::general_purpose::STANDARD.encode_string(meta.sha256, &mut repr_digest);
    repr_digest.push(':');
    ContentHeaders {
        etag: meta.etag.clone(),
        last_modified: http_date(meta.last_modified),
        content_length: meta.size_bytes,
        content_range: None,
        accept_ranges: "bytes",
        content_disposition: content_disposition(disposition, &meta.file_name),
        repr_digest,
        cache_control: CACHE_CONTROL,
        content_security_policy: CONTENT_SECURITY_POLICY,
        x_content_type_options: "nosniff",
        content_type: content_type.into_owned(),
    }
}

fn content_range(range: &Range<u64>, size_bytes: u64) -> String {
    format!("bytes {}-{}/{size_bytes}", range.start, range.end.saturating_sub(1))
}

/// The form that RFC 9110 demands of senders, `Sun, 06 Nov 1994 08:49:37 GMT`.
fn http_date(time: DateTime<Utc>) -> String {
    // It knows no time before; a clock that was never set makes none either.
    httpdate::fmt_http_date(time.max(DateTime::UNIX_EPOCH).into())
}

impl ServedBytes {
    /// The body: as many bytes as [`ContentHeaders::content_length`] tells, or an error, which breaks the connection.
    pub fn body(self, blobs: &Blobs, source: &Source) -> Body {
        match self.plan {
            Plan::Run(range) => match blobs.at_hand(source, &range) {
                Some(bytes) => Body::from_bytes(bytes),
                None => Body::from_bytes_stream(blobs.serve(source.clone(), range)),
            },
            Plan::Byteranges(byteranges) => {
                let source = source.clone();
                let blobs = blobs.clone();
                let (parts, end) = byteranges.into_parts();
                let parts = stream::iter(parts).flat_map(move |part| {
                    let bytes = blobs.serve(source.clone(), part.range);
                    stream::iter([Ok(part.head)]).chain(bytes)
                });
                Body::from_bytes_stream(parts.chain(stream::iter([Ok(end)])))
            }
        }
    }
}

#[cfg(test)]
mod tests;
