use futures_util::stream;
use poem::http::Method;

use super::*;
use crate::contract::operation::{Idempotency, Security};

fn operation(media_types: &'static [&'static str]) -> Operation {
    Operation {
        id: "file_replace",
        tag: "files",
        method: Method::PUT,
        path: "/",
        route: "/",
        summary: "",
        security: Security::Public,
        scope: None,
        idempotency: Idempotency::Key,
        body_limit_bytes: None,
        media_types,
        body_required: true,
        streaming_request: true,
        streaming_response: false,
        codes: &[],
        statuses: &[],
    }
}

fn pieces(pieces: &'static [&'static str]) -> Body {
    Body::from_bytes_stream(stream::iter(
        pieces.iter().map(|piece| Ok::<_, io::Error>(Bytes::from_static(piece.as_bytes()))),
    ))
}

async fn read(body: Body, limit_bytes: u64) -> (Result<Bytes>, Received) {
    let (mut request, received) = (Request::builder().body(body), Received::default());
    meter(&mut request, Some(limit_bytes), &received).unwrap();
    (read_whole(&mut request, &received).await, received)
}

#[tokio::test]
async fn a_body_within_the_limit_is_read_whole() {
    for (body, whole) in [(pieces(&["abc", "de"]), "abcde"), (Body::from("abcde"), "abcde"), (Body::empty(), "")] {
        let (outcome, received) = read(body, 5).await;
        assert_eq!(outcome.unwrap(), whole);
        assert_eq!(received.size_bytes(), whole.len() as u64);
        assert!(received.ended());
        assert!(received.fault().is_none());
    }
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_cut_off_without_content_length() {
    let (outcome, received) = read(pieces(&["abc", "def"]), 5).await;
    assert!(matches!(outcome, Err(Error::PayloadTooLarge { limit_bytes: 5 })));
    assert!(matches!(received.fault(), Some(Error::PayloadTooLarge { limit_bytes: 5 })));
    assert!(!received.ended());
}

#[test]
fn a_content_length_beyond_the_limit_is_refused_before_anything_is_read() {
    let mut request = Request::builder().header("content-length", "6").body("abcdef");
    let outcome = meter(&mut request, Some(5), &Received::default());
    assert!(matches!(outcome, Err(Error::PayloadTooLarge { limit_bytes: 5 })));
}

#[tokio::test]
async fn a_body_that_fails_is_told_by_its_cause() {
    for (kind, slow) in [(io::ErrorKind::TimedOut, true), (io::ErrorKind::ConnectionReset, false)] {
        let body = Body::from_bytes_stream(stream::iter([Ok(Bytes::from_static(b"abc")), Err(io::Error::from(kind))]));
        let (outcome, _) = read(body, 100).await;
        assert_eq!(matches!(outcome, Err(Error::RequestTimeout)), slow);
        assert_eq!(matches!(outcome, Err(Error::InvalidArgument(_))), !slow);
    }
}

#[test]
fn media_types_are_compared_without_parameters_and_case() {
    let check = |expected, given: Option<&'static str>| {
        let mut headers = HeaderMap::new();
        if let Some(given) = given {
            headers.insert(header::CONTENT_TYPE, given.parse().unwrap());
        }
        check_media_type(&operation(expected), &headers)
    };
    assert!(check(&["application/json"], Some("Application/JSON; charset=utf-8")).is_ok());
    assert!(check(&["application/json", "multipart/form-data"], Some("multipart/form-data; boundary=x")).is_ok());
    assert!(check(&["*/*"], None).is_ok());
    let refused = check(&["application/json", "text/plain"], Some("text/html")).unwrap_err();
    assert_eq!(refused.to_string(), "the body's media type must be application/json or text/plain");
    assert!(check(&["application/json"], None).is_err());
    assert!(check(&["application/json"], Some("nonsense")).is_err());
}

#[test]
fn a_coded_body_is_refused() {
    let headers = HeaderMap::from_iter([
        (header::CONTENT_TYPE, "application/json".parse().unwrap()),
        (header::CONTENT_ENCODING, "gzip".parse().unwrap()),
    ]);
    assert!(check_media_type(&operation(&["application/json"]), &headers).is_err());
}
