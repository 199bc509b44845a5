//! Content in both directions.

use std::io;
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use bytes::Bytes;
use futures_util::stream;
use sha2::{Digest as _, Sha256};
use strongroom_client::models::FileUpload;
use strongroom_client::{Conditional, FailureReason, RetryPolicy, TransferError, Upload};
use tokio::io::AsyncReadExt as _;

use crate::network::{FILE_ID, Network, Piece, Reply, Seen, file_json};

fn digest(content: &[u8]) -> String {
    format!("sha-256=:{}:", base64::engine::general_purpose::STANDARD.encode(Sha256::digest(content)))
}

fn whole(content: &[u8]) -> Reply {
    Reply::status(200)
        .header("etag", "\"1-a\"")
        .header("content-length", &content.len().to_string())
        .header("repr-digest", &digest(content))
}

async fn parts(seen: &Seen) -> Vec<(String, Option<String>, Option<String>, Bytes)> {
    let boundary = multer::parse_boundary(seen.header("content-type").unwrap()).unwrap();
    let body = seen.body.clone();
    let mut form = multer::Multipart::new(stream::iter([Ok::<_, io::Error>(body)]), boundary);
    let mut parts = Vec::new();
    while let Some(field) = form.next_field().await.unwrap() {
        let (name, file_name) = (field.name().unwrap().to_owned(), field.file_name().map(str::to_owned));
        let media_type = field.content_type().map(ToString::to_string);
        parts.push((name, file_name, media_type, field.bytes().await.unwrap()));
    }
    parts
}

#[tokio::test]
async fn a_form_is_written_as_it_is_read() {
    let network = Network::script([Reply::json(201, &file_json())]);
    let content = Upload::from("abc\r\n--x").file_name("plän \"1\".pdf").content_type("application/pdf");
    let metadata = [("project".to_owned(), "apollo".to_owned())].into();
    let form = FileUpload::new(content).name("a.pdf").tags(vec!["x".to_owned(), "y".to_owned()]).metadata(metadata);
    let file = network.client().files().upload(form).await.unwrap();
    assert_eq!(file.status(), 201);
    let seen = &network.requests()[0];
    assert_eq!(seen.header("content-length").unwrap(), seen.body.len().to_string());
    let parts = parts(seen).await;
    let text = |name: &str, value: &str| (name.to_owned(), None, None, Bytes::copy_from_slice(value.as_bytes()));
    assert_eq!(parts[0], text("name", "a.pdf"));
    assert_eq!(parts[1], text("tags", "x"));
    assert_eq!(parts[2], text("tags", "y"));
    assert_eq!((parts[3].0.as_str(), &parts[3].3[..]), ("metadata", &b"{\"project\":\"apollo\"}"[..]));
    let (name, file_name, media_type, bytes) = &parts[4];
    assert_eq!(name, "file");
    assert_eq!(file_name.as_deref(), Some("plän \"1\".pdf"));
    assert_eq!(media_type.as_deref(), Some("application/pdf"));
    assert_eq!(bytes, "abc\r\n--x");
}

#[tokio::test(start_paused = true)]
async fn a_file_is_opened_anew_for_each_attempt() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("plan.pdf");
    std::fs::write(&path, vec![7; 700_000]).unwrap();
    let network = Network::script([Reply::Break, Reply::json(201, &file_json())]);
    let progress = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&progress);
    let upload = Upload::file(&path).on_progress(move |sent, total| seen.lock().unwrap().push((sent, total)));
    network.client().files().upload(FileUpload::new(upload)).await.unwrap();
    let requests = network.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0].body, requests[1].body);
    let parts = parts(&requests[1]).await;
    assert_eq!((parts[0].1.as_deref(), parts[0].3.len()), (Some("plan.pdf"), 700_000));
    let progress = progress.lock().unwrap();
    assert_eq!(progress.last(), Some(&(700_000, Some(700_000))));
    assert_eq!(progress.iter().filter(|(sent, _)| *sent == 700_000).count(), 2);
}

#[tokio::test]
async fn a_file_that_is_not_there_is_no_broken_connection() {
    let network = Network::script([]);
    let call = network.client().files().replace(FILE_ID.parse().unwrap(), Upload::file("/nowhere/plan.pdf"));
    let error = call.await.unwrap_err();
    assert!(matches!(error.reason(), FailureReason::Request(_)));
    assert!(error.to_string().contains("/nowhere/plan.pdf"), "{error}");
}

#[tokio::test]
async fn a_stream_must_be_as_long_as_it_says() {
    let network = Network::serving(|_| Reply::json(200, &file_json()));
    for pieces in [vec!["ab"], vec!["ab", "cd"]] {
        let pieces = stream::iter(pieces).map_ok_bytes();
        let upload = Upload::stream(pieces).length(3);
        let error = network.client().files().replace(FILE_ID.parse().unwrap(), upload).await.unwrap_err();
        assert!(error.to_string().contains("announced as 3 bytes"), "{error}");
        assert_eq!(error.attempts(), 1);
    }
    let upload = Upload::reader(io::Cursor::new(b"abc")).length(3).content_type("image/png");
    network.client().files().replace(FILE_ID.parse().unwrap(), upload).await.unwrap();
    let seen = network.requests().pop().unwrap();
    assert_eq!((seen.header("content-length"), seen.header("content-type")), (Some("3"), Some("image/png")));
}

trait MapOkBytes {
    fn map_ok_bytes(self) -> impl futures_util::Stream<Item = io::Result<Bytes>> + Send + 'static;
}

impl<S: futures_util::Stream<Item = &'static str> + Send + 'static> MapOkBytes for S {
    fn map_ok_bytes(self) -> impl futures_util::Stream<Item = io::Result<Bytes>> + Send + 'static {
        futures_util::StreamExt::map(self, |text| Ok(Bytes::from_static(text.as_bytes())))
    }
}

#[tokio::test(start_paused = true)]
async fn a_broken_download_goes_on_where_it_broke() {
    let content: Vec<u8> = (0..=255).cycle().take(1000).collect();
    let range = |first: usize| {
        Reply::status(206)
            .header("etag", "\"1-a\"")
            .header("content-range", &format!("bytes {first}-999/1000"))
            .header("content-length", &(1000 - first).to_string())
    };
    let network = Network::script([
        whole(&content).bytes(content[..300].to_vec()).piece(Piece::Cut),
        range(300).bytes(content[300..700].to_vec()).piece(Piece::Silence),
        range(700).bytes(content[700..].to_vec()),
    ]);
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("copy.bin");
    let call = network.client().in_organization("o1").files().download(FILE_ID.parse().unwrap());
    let call = call.organization("o2").if_none_match("\"0-z\"").version(1);
    let download = call.await.unwrap().content().unwrap();
    assert_eq!(download.write_to(&path).await.unwrap(), 1000);
    assert_eq!(std::fs::read(&path).unwrap(), content);
    assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 1, "no part file is left");
    let requests = network.requests();
    assert_eq!(requests[0].header("range"), None);
    assert_eq!(requests[1].header("range"), Some("bytes=300-"));
    assert_eq!(requests[2].header("range"), Some("bytes=700-"));
    for resumed in &requests[1..] {
        assert_eq!(resumed.header("if-range"), Some("\"1-a\""));
        assert_eq!(resumed.header("if-none-match"), None);
        assert_eq!(resumed.header("strongroom-organization"), Some("o2"));
        assert!(resumed.url.ends_with("/content?version=1"), "{}", resumed.url);
    }
}

#[tokio::test]
async fn a_broken_download_stays_broken_if_nothing_shall_be_repeated() {
    let network = Network::script([whole(b"abcdef").bytes("abc").piece(Piece::Cut)]);
    let call = network.client().files().download(FILE_ID.parse().unwrap()).retry(RetryPolicy::none());
    let error = call.await.unwrap().content().unwrap().bytes(10).await.unwrap_err();
    assert!(matches!(error, TransferError::Interrupted(_)), "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn another_content_is_not_sewn_on() {
    let content = vec![1; 100];
    let network = Network::script([
        whole(&content).bytes(content[..50].to_vec()).piece(Piece::Cut),
        whole(&[2; 100]).bytes(vec![2; 100]),
    ]);
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("copy.bin");
    let download = network.client().files().download(FILE_ID.parse().unwrap()).await.unwrap().content().unwrap();
    assert!(matches!(download.write_to(&path).await, Err(TransferError::Changed)));
    assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn wrong_bytes_get_no_name() {
    let network = Network::serving(|_| whole(b"right").bytes("wrong"));
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("copy.bin");
    std::fs::write(&path, "former").unwrap();
    let id = FILE_ID.parse().unwrap();
    let download = network.client().files().download(id).await.unwrap().content().unwrap();
    assert!(matches!(download.write_to(&path).await, Err(TransferError::DigestMismatch)));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "former");
    assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 1);
    let download = network.client().files().download(id).await.unwrap().content().unwrap();
    assert_eq!(download.without_verification().bytes(10).await.unwrap(), "wrong");
}

#[tokio::test(start_paused = true)]
async fn a_body_that_ends_early_is_not_taken_for_whole() {
    // Without an entity tag nobody can tell whether the rest belongs to it.
    let network = Network::script([Reply::status(200).header("content-length", "10").bytes("short")]);
    let download = network.client().files().download(FILE_ID.parse().unwrap()).await.unwrap().content().unwrap();
    let error = download.bytes(100).await.unwrap_err();
    assert!(matches!(error, TransferError::Truncated { received_bytes: 5, expected_bytes: 10 }), "{error:?}");
}

#[tokio::test]
async fn memory_is_taken_up_to_the_limit_only() {
    let network = Network::script([whole(b"abcdef").bytes("abcdef"), Reply::status(200).bytes("abc").bytes("def")]);
    for _ in 0..2 {
        let download = network.client().files().download(FILE_ID.parse().unwrap()).await.unwrap().content().unwrap();
        assert!(matches!(download.bytes(5).await, Err(TransferError::TooLarge { limit_bytes: 5 })));
    }
}

#[tokio::test]
async fn a_download_tells_what_it_is() {
    let reply = || {
        Reply::status(206)
            .header("etag", "\"1-a\"")
            .header("content-range", "bytes 2-4/10")
            .header("content-length", "3")
            .header("content-type", "text/plain")
            .header("content-disposition", "attachment; filename=\"a_.txt\"; filename*=UTF-8''a%C3%BC.txt")
            .header("repr-digest", &digest(b"0123456789"))
            .bytes("234")
    };
    let network = Network::script([reply()]);
    let call = network.client().files().download(FILE_ID.parse().unwrap()).range("bytes=2-4");
    let download = call.await.unwrap().content().unwrap();
    assert!(download.is_partial());
    assert_eq!(download.content_range().unwrap().total, Some(10));
    assert_eq!(download.content_length(), Some(3));
    assert_eq!(download.file_name().as_deref(), Some("aü.txt"));
    assert_eq!(download.sha256(), Some(Sha256::digest(b"0123456789").into()));
    let mut text = String::new();
    download.into_async_read().read_to_string(&mut text).await.unwrap();
    assert_eq!(text, "234", "the digest of the whole says nothing about a part");
}

#[tokio::test]
async fn unchanged_content_is_told_apart() {
    let network = Network::serving(|_| Reply::status(304).header("etag", "\"1-a\""));
    let client = network.client();
    let answer = client.files().download(FILE_ID.parse().unwrap()).if_none_match("\"1-a\"").await.unwrap();
    assert!(answer.is_not_modified());
    match client.files().download_head(FILE_ID.parse().unwrap()).await.unwrap() {
        Conditional::NotModified(unchanged) => assert_eq!(unchanged.etag(), Some("\"1-a\"")),
        Conditional::Content(headers) => panic!("{headers:?}"),
    }
}

#[tokio::test]
async fn a_head_answers_typed_headers() {
    let reply = whole(b"abc")
        .header("last-modified", "Fri, 20 Nov 2026 10:00:00 GMT")
        .header("content-type", "text/plain")
        .header("accept-ranges", "bytes")
        .header("content-disposition", "inline")
        .header("cache-control", "private")
        .header("content-security-policy", "sandbox");
    let network = Network::script([reply.header("x-content-type-options", "nosniff"), whole(b"abc")]);
    let client = network.client();
    let headers = client.files().download_head(FILE_ID.parse().unwrap()).await.unwrap().content().unwrap();
    assert_eq!((headers.content_length, headers.etag.as_str()), (3, "\"1-a\""));
    assert_eq!(headers.content_range, None);
    let error = client.files().download_head(FILE_ID.parse().unwrap()).await.unwrap_err();
    assert!(matches!(error.reason(), FailureReason::Decode(_)), "a header is missing");
}
