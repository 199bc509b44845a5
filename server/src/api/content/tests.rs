//! Answers as a whole: status, headers and bytes.

use std::sync::Arc;

use super::*;
use crate::blobs::StoreConfig;
use crate::blobs::testing::MemoryIndex;

const CONTENT: &[u8] = b"0123456789";

fn meta() -> ContentMeta {
    ContentMeta {
        size_bytes: CONTENT.len() as u64,
        sha256: [0; 32],
        etag: "\"1\"".to_owned(),
        last_modified: "1994-11-06T08:49:37.6Z".parse().unwrap(),
        file_name: "naïve.png".to_owned(),
        mime_type: "image/png".to_owned(),
        force_download: false,
    }
}

fn ranged(range: &str) -> Conditions<'_> {
    Conditions { range: Some(range), ..Conditions::default() }
}

async fn body(bytes: ServedBytes) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("file://{}", folder.path().display());
    let blobs = Blobs::open(&StoreConfig::new(url), Arc::<MemoryIndex>::default()).await.unwrap();
    bytes.body(&blobs, &Source::Inline(CONTENT.into())).into_vec().await.unwrap()
}

#[tokio::test]
async fn the_whole_content() {
    let Ok(ContentAnswer::Full { headers, bytes }) = answer(&meta(), &Conditions::default()) else { panic!() };
    assert_eq!(body(bytes).await, CONTENT);
    let expected = ContentHeaders {
        etag: "\"1\"".to_owned(),
        last_modified: "Sun, 06 Nov 1994 08:49:37 GMT".to_owned(),
        content_length: 10,
        content_range: None,
        accept_ranges: "bytes",
        content_disposition: "inline; filename=\"na_ve.png\"; filename*=UTF-8''na%C3%AFve.png".to_owned(),
        repr_digest: "sha-256=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:".to_owned(),
        cache_control: "private, no-cache",
        content_security_policy: CONTENT_SECURITY_POLICY,
        x_content_type_options: "nosniff",
        content_type: "image/png".to_owned(),
    };
    assert_eq!(headers, expected);
}

#[tokio::test]
async fn one_range_is_answered_bare() {
    for (range, expected, content_range) in [
        ("bytes=2-4", &CONTENT[2..5], "bytes 2-4/10"),
        ("bytes=-1", &CONTENT[9..], "bytes 9-9/10"),
        ("bytes=0-", CONTENT, "bytes 0-9/10"),
        ("bytes=0-1,2-3", &CONTENT[..4], "bytes 0-3/10"),
    ] {
        let Ok(ContentAnswer::Partial { headers, bytes }) = answer(&meta(), &ranged(range)) else { panic!("{range}") };
        assert_eq!(headers.content_range.as_deref(), Some(content_range));
        assert_eq!(headers.content_length, expected.len() as u64);
        assert_eq!(headers.content_type, "image/png");
        assert_eq!(body(bytes).await, expected);
    }
}

#[tokio::test]
async fn several_ranges_are_answered_in_parts_of_the_length_told() {
    let Ok(ContentAnswer::Partial { headers, bytes }) = answer(&meta(), &ranged("bytes=7-,0-1")) else { panic!() };
    let boundary = headers.content_type.strip_prefix("multipart/byteranges; boundary=").unwrap().to_owned();
    let body = String::from_utf8(body(bytes).await).unwrap();
    assert_eq!(headers.content_length, body.len() as u64);
    assert_eq!(headers.content_range, None);
    let expected = format!(
        "--{boundary}\r\nContent-Type: image/png\r\nContent-Range: bytes 7-9/10\r\n\r\n789\r\n\
         --{boundary}\r\nContent-Type: image/png\r\nContent-Range: bytes 0-1/10\r\n\r\n01\r\n--{boundary}--\r\n"
    );
    assert_eq!(body, expected);
}

#[test]
fn what_does_not_hold_is_an_error_with_the_current_state() {
    let conditions = Conditions { if_match: Some("\"2\""), ..Conditions::default() };
    let error = answer(&meta(), &conditions).unwrap_err();
    assert!(matches!(error, Error::PreconditionFailed { current_etag } if current_etag == "\"1\""));
    let error = answer(&meta(), &ranged("bytes=10-")).unwrap_err();
    assert!(matches!(error, Error::RangeNotSatisfiable { size_bytes: 10 }));
}

#[test]
fn a_copy_that_is_still_good_is_not_sent_again_whatever_the_range() {
    let conditions = Conditions { if_none_match: Some("\"1\""), range: Some("bytes=10-"), ..Conditions::default() };
    assert!(matches!(answer(&meta(), &conditions), Ok(ContentAnswer::NotModified { .. })));
}

#[test]
fn another_version_is_answered_whole() {
    let conditions = Conditions { if_range: Some("\"2\""), ..ranged("bytes=2-4") };
    assert!(matches!(answer(&meta(), &conditions), Ok(ContentAnswer::Full { .. })));
    let conditions = Conditions { if_range: Some("\"1\""), ..ranged("bytes=2-4") };
    assert!(matches!(answer(&meta(), &conditions), Ok(ContentAnswer::Partial { .. })));
}

#[tokio::test]
async fn an_empty_content_has_no_ranges() {
    let meta = ContentMeta { size_bytes: 0, ..meta() };
    assert!(matches!(answer(&meta, &Conditions::default()), Ok(ContentAnswer::Full { .. })));
    assert!(matches!(answer(&meta, &ranged("bytes=0-")), Err(Error::RangeNotSatisfiable { size_bytes: 0 })));
}

#[test]
fn a_page_is_never_shown() {
    let meta = ContentMeta { mime_type: "text/html".to_owned(), file_name: "a\r\nb.html".to_owned(), ..meta() };
    let Ok(ContentAnswer::Full { headers, .. }) = answer(&meta, &Conditions::default()) else { panic!() };
    assert_eq!(headers.content_type, "application/octet-stream");
    assert_eq!(headers.content_disposition, "attachment; filename=\"ab.html\"");
}
