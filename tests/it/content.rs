//! How content is answered: ranges, conditions, validators, names and types. What a browser could run is never run.

use conformance::raw::Answer;
use conformance::{Team, TestServer, samples};
use http::StatusCode;
use serde_json::Value;

use crate::requests;

/// A server with one file of 1000 bytes whose byte at `i` is `i % 251`.
struct Fixture {
    server: TestServer,
    team: Team,
    path: String,
    content: Vec<u8>,
    etag: String,
    last_modified: String,
}

impl Fixture {
    async fn create() -> Self {
        let server = TestServer::start().await;
        let team = Team::create(&server, "Acme").await;
        let content: Vec<u8> = (0..1000_u32).map(|at| u8::try_from(at % 251).unwrap()).collect();
        let file = upload(&server, &team, "numbers.bin", &content).await;
        let path = format!("/api/v1/files/{}/content", file["id"].as_str().unwrap());
        let whole = team.owner.request("GET", path.as_str()).send(server.address()).await;
        let header = |name: &str| whole.header(name).unwrap_or_else(|| panic!("no {name}")).to_owned();
        let (etag, last_modified) = (header("etag"), header("last-modified"));
        Self { server, team, path, content, etag, last_modified }
    }

    async fn get(&self, headers: &[(&str, &str)]) -> Answer {
        self.ask("GET", headers).await
    }

    async fn ask(&self, method: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = self.team.owner.request(method, self.path.as_str());
        for (name, value) in headers {
            request = request.header(name, *value);
        }
        request.send(self.server.address()).await
    }
}

async fn upload(server: &TestServer, team: &Team, name: &str, content: &[u8]) -> Value {
    let form = requests::form_of(&[("name", name)], "x", content);
    let answer =
        team.owner.request("POST", "/api/v1/files").body(&requests::form_type(), form).send(server.address()).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{name:?}: {answer:?}");
    answer.json()
}

#[tokio::test(flavor = "multi_thread")]
async fn file_download_answers_single_ranges() {
    let fixture = Fixture::create().await;
    for (range, first, last) in [
        ("bytes=0-0", 0, 0),
        ("bytes=0-499", 0, 499),
        ("bytes=500-", 500, 999),
        ("bytes=-1", 999, 999),
        ("bytes=-1000", 0, 999),
        ("bytes=-5000", 0, 999),
        ("bytes=999-", 999, 999),
        ("bytes=0-99999999999", 0, 999),
        ("bytes=0-18446744073709551615", 0, 999),
        ("BYTES=1-2", 1, 2),
        ("bytes= 3-4 ", 3, 4),
        // Adjacent and overlapping ones are one.
        ("bytes=0-9,10-19", 0, 19),
        ("bytes=0-9, 5-14", 0, 14),
        // What lies behind the end is left out.
        ("bytes=0-9,2000-", 0, 9),
    ] {
        let answer = fixture.get(&[("Range", range)]).await;
        assert_eq!(answer.status, StatusCode::PARTIAL_CONTENT, "{range}");
        assert_eq!(answer.header("content-range"), Some(format!("bytes {first}-{last}/1000").as_str()), "{range}");
        assert_eq!(answer.body, fixture.content[first..=last], "{range}");
        assert_eq!(answer.header("etag"), Some(fixture.etag.as_str()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn file_download_answers_several_ranges() {
    let fixture = Fixture::create().await;
    let answer = fixture.get(&[("Range", "bytes=0-9,100-149, -5")]).await;
    assert_eq!(answer.status, StatusCode::PARTIAL_CONTENT);
    let media_type = answer.header("content-type").unwrap();
    let boundary = media_type.strip_prefix("multipart/byteranges; boundary=").expect(media_type).trim_matches('"');
    assert_eq!(answer.header("content-range"), None);
    let length: usize = answer.header("content-length").unwrap().parse().unwrap();
    assert_eq!(length, answer.body.len());
    let mut parts = Vec::new();
    let delimiter = format!("--{boundary}");
    let mut rest = answer.body.as_slice();
    while let Some(at) = find(rest, delimiter.as_bytes()) {
        rest = &rest[at + delimiter.len()..];
        if rest.starts_with(b"--") {
            break;
        }
        let head_end = find(rest, b"\r\n\r\n").unwrap() + 4;
        let head = String::from_utf8(rest[..head_end].to_vec()).unwrap().to_lowercase();
        let end = find(&rest[head_end..], format!("\r\n--{boundary}").as_bytes()).unwrap();
        let range = head.split("content-range: bytes ").nth(1).unwrap().split("\r\n").next().unwrap().to_owned();
        assert!(head.contains("content-type: application/octet-stream"), "{head}");
        parts.push((range, rest[head_end..head_end + end].to_vec()));
    }
    let expected = [(0, 9), (100, 149), (995, 999)];
    assert_eq!(parts.len(), 3);
    for ((range, bytes), (first, last)) in parts.into_iter().zip(expected) {
        assert_eq!(range, format!("{first}-{last}/1000"));
        assert_eq!(bytes, fixture.content[first..=last]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn file_download_ignores_ranges_that_are_none() {
    let fixture = Fixture::create().await;
    let many = (0..17).map(|number| format!("{}-{}", number * 20, number * 20 + 1)).collect::<Vec<_>>().join(",");
    let many = format!("bytes={many}");
    for range in
        ["items=0-1", "bytes", "bytes=", "bytes=a-b", "bytes=5-2", "bytes=--5", "bytes=0-1-2", "bytes=-", many.as_str()]
    {
        let answer = fixture.get(&[("Range", range)]).await;
        assert_eq!(answer.status, StatusCode::OK, "{range}");
        assert_eq!(answer.body, fixture.content, "{range}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn file_download_refuses_ranges_behind_the_end() {
    let fixture = Fixture::create().await;
    for range in ["bytes=1000-", "bytes=1000-2000", "bytes=-0", "bytes=5000-,6000-"] {
        let answer = fixture.get(&[("Range", range)]).await;
        assert_eq!(answer.status, StatusCode::RANGE_NOT_SATISFIABLE, "{range}");
        assert_eq!(answer.header("content-range"), Some("bytes */1000"), "{range}");
        assert_eq!(answer.code(), "RANGE_NOT_SATISFIABLE");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn file_download_of_nothing_has_no_ranges() {
    let fixture = Fixture::create().await;
    let file = upload(&fixture.server, &fixture.team, "empty", b"").await;
    let path = format!("/api/v1/files/{}/content", file["id"].as_str().unwrap());
    let request = fixture.team.owner.request("GET", path.as_str());
    let whole = request.clone().send(fixture.server.address()).await;
    assert_eq!((whole.status, whole.body.len()), (StatusCode::OK, 0));
    assert_eq!(whole.header("content-length"), Some("0"));
    for range in ["bytes=0-", "bytes=0-0", "bytes=-1"] {
        let answer = request.clone().header("Range", range).send(fixture.server.address()).await;
        assert_eq!(answer.status, StatusCode::RANGE_NOT_SATISFIABLE, "{range}");
        assert_eq!(answer.header("content-range"), Some("bytes */0"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn file_download_honours_if_range() {
    let fixture = Fixture::create().await;
    let range = ("Range", "bytes=0-9");
    let weak = format!("W/{}", fixture.etag);
    for (validator, status) in [
        (fixture.etag.as_str(), StatusCode::PARTIAL_CONTENT),
        ("\"another\"", StatusCode::OK),
        // Weak ones can't vouch for bytes.
        (weak.as_str(), StatusCode::OK),
        // Nor can a time: there may be two versions of that second.
        (fixture.last_modified.as_str(), StatusCode::OK),
        ("Mon, 01 Jan 2001 00:00:00 GMT", StatusCode::OK),
        ("garbage", StatusCode::OK),
    ] {
        let answer = fixture.get(&[range, ("If-Range", validator)]).await;
        assert_eq!(answer.status, status, "{validator}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn file_download_honours_if_match() {
    let fixture = Fixture::create().await;
    let list = format!("\"x\", {}, \"y\"", fixture.etag);
    let weak = format!("W/{}", fixture.etag);
    for (condition, status) in [
        (fixture.etag.as_str(), StatusCode::OK),
        ("*", StatusCode::OK),
        (list.as_str(), StatusCode::OK),
        ("\"another\"", StatusCode::PRECONDITION_FAILED),
        (weak.as_str(), StatusCode::PRECONDITION_FAILED),
    ] {
        for method in ["GET", "HEAD"] {
            let answer = fixture.ask(method, &[("If-Match", condition)]).await;
            assert_eq!(answer.status, status, "{method} {condition}");
            assert_eq!(answer.header("etag"), Some(fixture.etag.as_str()), "{method} {condition}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn file_download_honours_if_none_match() {
    let fixture = Fixture::create().await;
    let list = format!("\"x\", {}", fixture.etag);
    let weak = format!("W/{}", fixture.etag);
    for (condition, status) in [
        (fixture.etag.as_str(), StatusCode::NOT_MODIFIED),
        (weak.as_str(), StatusCode::NOT_MODIFIED),
        (list.as_str(), StatusCode::NOT_MODIFIED),
        ("*", StatusCode::NOT_MODIFIED),
        ("\"another\"", StatusCode::OK),
    ] {
        for method in ["GET", "HEAD"] {
            // A date beside it is ignored.
            let conditions = [("If-None-Match", condition), ("If-Modified-Since", "Mon, 01 Jan 2001 00:00:00 GMT")];
            let answer = fixture.ask(method, &conditions).await;
            assert_eq!(answer.status, status, "{method} {condition}");
            if status == StatusCode::NOT_MODIFIED {
                assert!(answer.body.is_empty());
                assert_eq!(answer.header("etag"), Some(fixture.etag.as_str()));
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn file_download_honours_dates() {
    let fixture = Fixture::create().await;
    let (past, future) = ("Mon, 01 Jan 2001 00:00:00 GMT", "Fri, 01 Jan 2100 00:00:00 GMT");
    let now = fixture.last_modified.as_str();
    for (header, date, status) in [
        ("If-Modified-Since", past, StatusCode::OK),
        ("If-Modified-Since", now, StatusCode::NOT_MODIFIED),
        ("If-Modified-Since", future, StatusCode::NOT_MODIFIED),
        ("If-Modified-Since", "yesterday", StatusCode::OK),
        ("If-Unmodified-Since", past, StatusCode::PRECONDITION_FAILED),
        ("If-Unmodified-Since", now, StatusCode::OK),
        ("If-Unmodified-Since", future, StatusCode::OK),
        ("If-Unmodified-Since", "yesterday", StatusCode::OK),
    ] {
        let answer = fixture.get(&[(header, date)]).await;
        assert_eq!(answer.status, status, "{header}: {date}");
    }
    let both = [("If-Match", fixture.etag.as_str()), ("If-Unmodified-Since", past)];
    assert_eq!(fixture.get(&both).await.status, StatusCode::OK, "a date beside If-Match is ignored");
    // Conditions come before ranges.
    let both = [("If-None-Match", fixture.etag.as_str()), ("Range", "bytes=5000-")];
    assert_eq!(fixture.get(&both).await.status, StatusCode::NOT_MODIFIED);
}

#[tokio::test(flavor = "multi_thread")]
async fn file_download_head_says_what_get_answers() {
    let fixture = Fixture::create().await;
    for headers in [
        vec![],
        vec![("Range", "bytes=0-9")],
        vec![("Range", "bytes=0-9,50-59")],
        vec![("Range", "bytes=5000-")],
        vec![("If-None-Match", "*")],
        vec![("If-Match", "\"another\"")],
    ] {
        let (get, head) = (fixture.ask("GET", &headers).await, fixture.ask("HEAD", &headers).await);
        assert_eq!(get.status, head.status, "{headers:?}");
        assert!(head.body.is_empty());
        let told = |answer: &Answer| {
            let changing = ["x-request-id", "date", "connection"];
            // Boundaries are made anew; a problem's length depends on its request id.
            let plain = |value: &str| value.split("boundary=").next().unwrap().to_owned();
            let told = answer.headers.iter().filter(|(name, _)| !changing.contains(&name.as_str()));
            let mut told: Vec<_> =
                told.map(|(name, value)| (name.to_string(), plain(value.to_str().unwrap()))).collect();
            told.sort();
            told
        };
        assert_eq!(told(&get), told(&head), "{headers:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn file_download_tells_the_digest() {
    let fixture = Fixture::create().await;
    let digest = |content: &[u8]| {
        use base64::Engine as _;
        use sha2::Digest as _;
        format!("sha-256=:{}:", base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(content)))
    };
    let whole = fixture.get(&[]).await;
    assert_eq!(whole.header("repr-digest"), Some(digest(&fixture.content).as_str()));
    // It is that of the representation, not of the part.
    let part = fixture.get(&[("Range", "bytes=0-9")]).await;
    assert_eq!(part.header("repr-digest"), Some(digest(&fixture.content).as_str()));
}

#[tokio::test(flavor = "multi_thread")]
async fn file_download_names_the_file_safely() {
    let server = TestServer::start().await;
    let team = Team::create(&server, "Acme").await;
    for name in [
        "plain.txt",
        "with space.txt",
        "semi;colon=.txt",
        "percent%20sign.txt",
        "naïve café.txt",
        "日本語 🦀.txt",
        "'single'.txt",
        "..hidden",
        "console",
        "x".repeat(255).as_str(),
    ] {
        let file = upload_named(&server, &team, name).await;
        let path = format!("/api/v1/files/{}/content", file["id"].as_str().unwrap());
        let answer = team.owner.request("GET", path).send(server.address()).await;
        let disposition = answer.header("content-disposition").unwrap();
        assert_eq!(disposition_name(disposition), name, "{disposition}");
        assert!(disposition.bytes().all(|byte| (0x20..0x7f).contains(&byte)), "{disposition:?}");
    }
}

/// The client's own multipart writer quotes names; ours for raw requests does not, so the name goes in its own part.
async fn upload_named(server: &TestServer, team: &Team, name: &str) -> Value {
    upload(server, team, name, name.as_bytes()).await
}

/// Reads a disposition as RFC 6266 says: `filename*` wins.
fn disposition_name(disposition: &str) -> String {
    if let Some(extended) = disposition.split("filename*=UTF-8''").nth(1) {
        let encoded = extended.split(';').next().unwrap().as_bytes();
        let mut bytes = Vec::new();
        let mut at = 0;
        while at < encoded.len() {
            if encoded[at] == b'%' {
                let digits = std::str::from_utf8(&encoded[at + 1..at + 3]).unwrap();
                bytes.push(u8::from_str_radix(digits, 16).unwrap());
                at += 3;
            } else {
                bytes.push(encoded[at]);
                at += 1;
            }
        }
        return String::from_utf8(bytes).unwrap();
    }
    let quoted = disposition.split("filename=\"").nth(1).unwrap_or_else(|| panic!("no name in {disposition}"));
    let mut name = String::new();
    let mut characters = quoted.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => return name,
            '\\' => name.extend(characters.next()),
            other => name.push(other),
        }
    }
    panic!("the quotes do not end in {disposition}");
}

/// Nothing that a caller uploaded runs under our origin, whatever it is called and whatever its bytes are.
#[tokio::test(flavor = "multi_thread")]
async fn file_download_lets_nothing_run() {
    let server = TestServer::start().await;
    let team = Team::create(&server, "Acme").await;
    for (name, content) in [
        ("page.html", samples::html()),
        ("page.txt", samples::html()),
        ("picture.svg", samples::svg()),
        ("picture.png", samples::svg()),
        ("feed.xml", samples::svg()),
        ("page.xhtml", samples::html()),
        ("script.js", bytes::Bytes::from_static(b"alert(1)")),
        ("document.pdf", samples::html()),
    ] {
        let file = upload(&server, &team, name, &content).await;
        let path = format!("/api/v1/files/{}/content", file["id"].as_str().unwrap());
        let answer = team.owner.request("GET", path).send(server.address()).await;
        assert_eq!(answer.body, content, "{name}");
        let media_type = answer.header("content-type").unwrap().to_owned();
        let attachment = answer.header("content-disposition").unwrap().starts_with("attachment");
        let runs = ["html", "xml", "svg", "script"].iter().any(|kind| media_type.contains(kind));
        assert!(attachment || !runs, "{name} is shown as {media_type}");
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.contains("sandbox") && policy.contains("default-src 'none'"), "{policy}");
        assert!(!policy.contains("allow-scripts"), "{policy}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    }
    for (name, content) in [("a.png", samples::png()), ("a.txt", bytes::Bytes::from_static(b"text"))] {
        let file = upload(&server, &team, name, &content).await;
        let path = format!("/api/v1/files/{}/content", file["id"].as_str().unwrap());
        let shown = team.owner.request("GET", path.as_str()).send(server.address()).await;
        assert!(shown.header("content-disposition").unwrap().starts_with("inline"), "{name}");
        let kept = team.owner.request("GET", format!("{path}?download=true")).send(server.address()).await;
        assert!(kept.header("content-disposition").unwrap().starts_with("attachment"), "{name}");
    }
}

/// A version's content never changes; the current one moves on.
#[tokio::test(flavor = "multi_thread")]
async fn file_download_of_a_version_stays_the_same() {
    let fixture = Fixture::create().await;
    let path = fixture.path.as_str();
    let replaced = fixture.team.owner.request("PUT", path).body("application/octet-stream", "the second");
    let replaced = replaced.send(fixture.server.address()).await;
    assert_eq!(replaced.status, StatusCode::OK);
    let get = async |query: &str| {
        fixture.team.owner.request("GET", format!("{path}{query}")).send(fixture.server.address()).await
    };
    let (current, first, second) = (get("").await, get("?version=1").await, get("?version=2").await);
    assert_eq!(current.body, b"the second");
    assert_eq!(second.body, b"the second");
    assert_eq!(first.body, fixture.content);
    assert_eq!(first.header("etag"), Some(fixture.etag.as_str()));
    assert_eq!(current.header("etag"), replaced.header("etag"));
    assert_ne!(current.header("etag"), first.header("etag"));
    assert_eq!(get("?version=3").await.status, StatusCode::NOT_FOUND);
    for wrong in ["?version=0", "?version=-1", "?version=x"] {
        assert_eq!(get(wrong).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}
