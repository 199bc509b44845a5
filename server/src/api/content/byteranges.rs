//! Several ranges in one body: `multipart/byteranges` (RFC 9110, section 14.6), its length known beforehand.

use std::ops::Range;

use bytes::Bytes;
use uuid::Uuid;

use super::content_range;

/// A body of several ranges.
#[derive(Debug)]
pub struct Byteranges {
    boundary: String,
    parts: Vec<Part>,
    end: Bytes,
}

/// One range with what stands before it.
#[derive(Debug)]
pub struct Part {
    pub head: Bytes,
    pub range: Range<u64>,
}

impl Byteranges {
    /// `content_type` is that of the content, told with each part.
    pub fn new(ranges: Vec<Range<u64>>, content_type: &str, size_bytes: u64) -> Self {
        // Random, so that no content can hold it on purpose.
        let boundary = Uuid::new_v4().simple().to_string();
        let mut line_end = "";
        let parts = ranges
            .into_iter()
            .map(|range| {
                let content_range = content_range(&range, size_bytes);
                let head = format!(
                    "{line_end}--{boundary}\r\nContent-Type: {content_type}\r\nContent-Range: {content_range}\r\n\r\n"
                );
                line_end = "\r\n";
                Part { head: head.into(), range }
            })
            .collect();
        let end = format!("\r\n--{boundary}--\r\n").into();
        Self { boundary, parts, end }
    }

    /// The type of the whole body.
    pub fn content_type(&self) -> String {
        format!("multipart/byteranges; boundary={}", self.boundary)
    }

    /// The length of the whole body.
    pub fn size_bytes(&self) -> u64 {
        let parts = self.parts.iter().map(|part| part.head.len() as u64 + (part.range.end - part.range.start));
        parts.sum::<u64>() + self.end.len() as u64
    }

    /// The parts, and what stands behind the last.
    pub fn into_parts(self) -> (Vec<Part>, Bytes) {
        (self.parts, self.end)
    }
}
