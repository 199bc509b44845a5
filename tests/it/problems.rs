//! Requests that break the contract: each kind of fault at every operation that can have it, always answered by a problem
//! document, never by plain text, a 500 or silence.

use conformance::contract::contract;
use conformance::generated;
use conformance::raw::{self, Connection, Request};
use conformance::{Team, TestServer};
use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::requests::{self, Ids};

const UNKNOWN_PATHS: [&str; 14] = [
    "/",
    "/api",
    "/api/v1",
    "/api/v1/",
    "/api/v1/nothing",
    "/api/v1/files/",
    "/api/v1//files",
    "/api/v1/files/019a9d7e-5b1c-7d0f-8a3e-2f6b1c9d4e30/content/",
    "/api/v1/files/019a9d7e-5b1c-7d0f-8a3e-2f6b1c9d4e30/nothing",
    "/api/v2/files",
    "/API/V1/FILES",
    "/healthz/",
    "/openapi.json.gz",
    "/api/v1/files/%2e%2e/%2e%2e/etc/passwd",
];

/// Which is an error of the protocol on HTTP/2 if it has a body.
#[tokio::test(flavor = "multi_thread")]
async fn a_refused_head_has_headers_alone_on_http2_too() {
    let server = TestServer::start().await;
    let http2 = reqwest::Client::builder().http2_prior_knowledge().build().unwrap();
    let unknown = "/api/v1/files/019a9d7e-5b1c-7d0f-8a3e-2f6b1c9d4e30/content";
    for (path, token, status) in [
        (unknown, server.admin_token(), StatusCode::NOT_FOUND),
        (unknown, "nobody", StatusCode::UNAUTHORIZED),
        ("/api/v1/nothing", server.admin_token(), StatusCode::NOT_FOUND),
    ] {
        let request = raw::request("HEAD", path).bearer(token).over(&http2, server.address());
        let answer = request.send().await.unwrap_or_else(|error| panic!("{path}: {error:?}"));
        assert_eq!((answer.status(), answer.version()), (status, http::Version::HTTP_2), "{path}");
        let length = answer.headers().get("content-length").map(|length| length.to_str().unwrap().to_owned());
        assert!(length.is_some_and(|length| length.parse::<u64>().unwrap() > 100), "{path}: {:?}", answer.headers());
        assert!(answer.bytes().await.unwrap().is_empty(), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_path_is_a_problem_document() {
    let server = TestServer::start().await;
    // `/` leads people to the documentation; everything else is nothing.
    for path in UNKNOWN_PATHS.into_iter().skip(1) {
        for request in [raw::request("GET", path), raw::request("GET", path).bearer(server.admin_token())] {
            let answer = request.send(server.address()).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
            assert_eq!(answer.code(), "NOT_FOUND", "{path}");
        }
    }
}

/// Bytes that are no text name nothing; where they stand for a signed URL they are one that does not work.
#[tokio::test(flavor = "multi_thread")]
async fn path_that_is_no_text_names_nothing() {
    let server = TestServer::start().await;
    for (method, path, status, code) in [
        ("GET", "/api/v1/signed/downloads/%ff%00", StatusCode::FORBIDDEN, "SIGNATURE_INVALID"),
        ("HEAD", "/api/v1/signed/downloads/%ff", StatusCode::FORBIDDEN, ""),
        ("PUT", "/api/v1/signed/uploads/%c3%28", StatusCode::FORBIDDEN, "SIGNATURE_INVALID"),
        ("GET", "/api/v1/files/%ff%00", StatusCode::NOT_FOUND, "NOT_FOUND"),
    ] {
        let answer = raw::request(method, path).bearer(server.admin_token()).exchange(server.address()).await.unwrap();
        assert_eq!(answer.status, status, "{method} {path}");
        assert!(method == "HEAD" || answer.code() == code, "{method} {path}: {answer:?}");
    }
}

/// What the parser of requests refuses looks like every other error.
#[tokio::test(flavor = "multi_thread")]
async fn request_that_can_not_be_read_is_a_problem_document() {
    let server = TestServer::start().await;
    let long = "x".repeat(70_000);
    let many: String = (0..200).map(|index| format!("X-{index}: 1\r\n")).collect();
    for (sent, status, code) in [
        (format!("GET /api/v1/files?q={long} HTTP/1.1\r\nHost: x\r\n\r\n"), 414, "URI_TOO_LONG"),
        (format!("GET /api/v1/files HTTP/1.1\r\nHost: x\r\n{many}\r\n"), 431, "HEADERS_TOO_LARGE"),
        (format!("GET / HTTP/1.1\r\nHost: x\r\nX: {}\r\n\r\n", long.repeat(10)), 431, "HEADERS_TOO_LARGE"),
        ("GET / HTTP/1.1\r\nHost x\r\n\r\n".to_owned(), 400, "INVALID_ARGUMENT"),
        ("what is this?\r\n\r\n".to_owned(), 400, "INVALID_ARGUMENT"),
    ] {
        let mut connection = Connection::open(server.address()).await.unwrap();
        connection.write(sent.as_bytes()).await.unwrap();
        let answer = connection.answer(false).await.unwrap_or_else(|error| panic!("{code}: {error}"));
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (status, code));
        let header = |name| answer.header(name).unwrap_or_else(|| panic!("no {name}: {answer:?}")).to_owned();
        assert_eq!(header("content-type"), "application/problem+json");
        assert_eq!(header("connection"), "close");
        assert_eq!(header("x-request-id"), answer.json()["request_id"]);
        assert_eq!(
            (header("cache-control").as_str(), header("x-content-type-options").as_str()),
            ("no-store", "nosniff")
        );
        assert_eq!(answer.json()["status"], status);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_method_tells_the_right_ones() {
    let server = TestServer::start().await;
    let methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"];
    for operation in &generated::OPERATIONS {
        let path = requests::fill(operation.path, &Ids::random());
        for method in methods {
            if contract().find(&method.parse::<Method>().unwrap(), &path).is_some() {
                continue;
            }
            // The judge compares `Allow` with the document.
            let answer = raw::request(method, path.as_str()).bearer(server.admin_token()).send(server.address()).await;
            let is_signed = operation.path.starts_with("/api/v1/signed/");
            let expected = if is_signed { StatusCode::FORBIDDEN } else { StatusCode::METHOD_NOT_ALLOWED };
            assert_eq!(answer.status, expected, "{method} {path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_media_type_is_refused_before_the_body_is_read() {
    let (server, team) = fixture().await;
    for row in requests::with_body() {
        for media_type in ["text/plain", "application/xml", "application/x-www-form-urlencoded", "garbage", ""] {
            let request = row.bare(&team).body(media_type, "x".repeat(100));
            let answer = request.send(server.address()).await;
            if row.id == "file_replace" || row.takes_any_type() {
                // Its body is bytes whatever they are called; only the document's own name for them is taken.
                assert_ne!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
                continue;
            }
            assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{} {media_type:?}", row.id);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn malformed_json_is_an_invalid_argument() {
    let (server, team) = fixture().await;
    let bodies: [&[u8]; 7] =
        [b"{", b"{\"name\":}", b"{\"name\":\"\\ud800\"}", b"\xff\xfe", b"{\"name\":\"x\"} trailing", b"\0", b"{'a':1}"];
    for row in requests::with_json() {
        for body in bodies {
            let answer = row.bare(&team).body("application/json", body).send(server.address()).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{} {:?}", row.id, String::from_utf8_lossy(body));
            assert_eq!(answer.code(), "INVALID_ARGUMENT");
        }
        if row.body_is_optional() {
            continue;
        }
        let nothing = row.bare(&team).body("application/json", "").send(server.address()).await;
        assert_eq!(nothing.faults(), ["body  required"], "{}", row.id);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn json_of_another_type_names_the_whole_body() {
    let (server, team) = fixture().await;
    for row in requests::with_json() {
        for body in [json!(null), json!([]), json!("x"), json!(1), json!(true)] {
            let answer = row.bare(&team).json(&body).send(server.address()).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{} {body}", row.id);
            assert_eq!(answer.faults(), ["body  type"], "{} {body}", row.id);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_members_and_parameters_are_refused() {
    let (server, team) = fixture().await;
    for row in requests::all() {
        let mut expected = vec!["query /nothing_of_that_name unknown".to_owned()];
        let mut request = row.request(&team.ids, &team.actor.token, "?nothing_of_that_name=1");
        if let Some(mut body) = row.json_body(&team.ids) {
            body["nothing_of_that_name"] = Value::from(1);
            request = row.without_body(&team.ids, &team.actor.token, "?nothing_of_that_name=1").json(&body);
            expected.insert(0, "body /nothing_of_that_name unknown".to_owned());
        }
        let answer = request.send(server.address()).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", row.id);
        if row.operation().method != "HEAD" {
            // Where one member is all that there may be, another one is a fault of its own.
            expected.extend((row.id == "signed_urls_revoke").then(|| "body  max_properties".to_owned()));
            expected.sort();
            assert_eq!(answer.faults(), expected, "{}", row.id);
        }
    }
}

/// All faults of a request are told at once, each with its place.
#[tokio::test(flavor = "multi_thread")]
async fn member_create_tells_all_faults_at_once() {
    let (server, team) = fixture().await;
    let answer = raw::request("POST", "/api/v1/organizations/not-a-uuid/members?surplus=1")
        .bearer(&team.actor.token)
        .header("Idempotency-Key", "two words")
        .json(&json!({ "email": "no", "name": "", "password": "short", "role": "king", "age": 7 }))
        .send(server.address())
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let faults = answer.faults();
    for expected in [
        "body /age unknown",
        "body /email format",
        "body /email min_length",
        "body /name min_length",
        "body /password min_length",
        "body /role enum",
        "header /Idempotency-Key pattern",
        "path /organization_id format",
        "query /surplus unknown",
    ] {
        assert!(faults.iter().any(|fault| fault == expected), "{expected} is missing in {faults:?}");
    }
    let text = String::from_utf8(answer.body).unwrap();
    for secret in ["short", "king", "two words"] {
        assert!(!text.contains(secret), "the value {secret:?} is repeated in {text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn file_list_parameters_are_validated() {
    let (server, team) = fixture().await;
    for (query, fault) in [
        ("take=0", "query /take minimum"),
        ("take=101", "query /take maximum"),
        ("take=-1", "query /take minimum"),
        ("take=1.5", "query /take type"),
        ("take=0x10", "query /take type"),
        ("take=+5", "query /take type"),
        ("take=", "query /take type"),
        ("take=99999999999999999999", "query /take format"),
        ("take=5&take=6", "query /take repeated"),
        ("skip=-1", "query /skip minimum"),
        ("skip=9223372036854775808", "query /skip format"),
        ("share_id=x", "query /share_id format"),
        ("share_id=019a9d7e5b1c7d0f8a3e2f6b1c9d4e30", "query /share_id format"),
        ("trashed=yes", "query /trashed enum"),
        ("order_by=nothing", "query /order_by enum"),
    ] {
        let answer = get(&server, &team, &format!("/api/v1/files?{query}")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        assert_eq!(answer.faults(), [fault], "{query}");
    }
    let long = "x".repeat(256);
    let answer = get(&server, &team, &format!("/api/v1/files?q={long}")).await;
    assert_eq!(answer.faults(), ["query /q max_length"]);
    for query in ["", "take=1", "take=100", "skip=9223372036854775807", "order_by=", "q=%25_%5C", "q=%F0%9F%A6%80"] {
        let answer = get(&server, &team, &format!("/api/v1/files?{query}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn percent_encoding_that_is_none_is_refused() {
    let (server, team) = fixture().await;
    for target in [
        "/api/v1/files/%",
        "/api/v1/files/%zz",
        "/api/v1/files/%ff%fe",
        "/api/v1/files/%00",
        "/api/v1/files/019a9d7e-5b1c-7d0f-8a3e-2f6b1c9d4e3%",
        "/api/v1/files?q=%ff",
        "/api/v1/files?q=%",
        "/api/v1/files?%ff=1",
        "/api/v1/files?q=%00",
        "/api/v1/files?&&&===",
        "/api/v1/files?cursor=%80",
    ] {
        let answer = get(&server, &team, target).await;
        let refused = [StatusCode::BAD_REQUEST, StatusCode::NOT_FOUND, StatusCode::UNPROCESSABLE_ENTITY];
        // In a query it stands for itself, as browsers read it.
        let harmless = target.contains('?') && answer.status == StatusCode::OK;
        assert!(refused.contains(&answer.status) || harmless, "{target}: {}", answer.status);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn json_bodies_have_a_limit_however_they_come() {
    let (server, team) = fixture().await;
    let huge = format!("{{\"name\":\"{}\"}}", "x".repeat((1 << 20) + 1));
    for row in requests::with_json() {
        let told = row.bare(&team).body("application/json", huge.clone());
        let answer = told.clone().send(server.address()).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{} with its length told", row.id);
        assert_eq!(answer.code(), "PAYLOAD_TOO_LARGE");
        let answer = told.chunked().send(server.address()).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{} in chunks", row.id);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn json_that_is_too_deep_is_refused() {
    let (server, team) = fixture().await;
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let body = format!("{{\"name\":{deep}}}");
    let answer = raw::request("PATCH", "/api/v1/me")
        .bearer(&team.actor.token)
        .body("application/json", body)
        .send(server.address())
        .await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}

#[tokio::test(flavor = "multi_thread")]
async fn huge_headers_are_refused_and_the_server_lives() {
    let (server, team) = fixture().await;
    for size in [100_000, 2_000_000] {
        let request = raw::request("GET", "/api/v1/me").bearer(&team.actor.token).header("X-Filler", "x".repeat(size));
        // Refused below us, by the HTTP library: a status without a body, or a closed connection.
        if let Ok(answer) = request.exchange(server.address()).await {
            let harmless = size == 100_000 && answer.status == StatusCode::OK;
            assert!(
                harmless || answer.status == StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
                "{size}: {}",
                answer.status
            );
        }
    }
    let mut many = raw::request("GET", "/api/v1/me").bearer(&team.actor.token);
    for number in 0..5000 {
        many = many.header(&format!("X-Filler-{number}"), "x");
    }
    if let Ok(answer) = many.exchange(server.address()).await {
        assert_eq!(answer.status, StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE);
    }
    assert_eq!(get(&server, &team, "/api/v1/me").await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_names_its_request() {
    let (server, team) = fixture().await;
    // A sane one of the caller's is kept, so that its log and ours can be joined.
    let mine = raw::request("GET", "/api/v1/me").bearer(&team.actor.token).header("X-Request-Id", "job-17.a_b");
    let answer = mine.send(server.address()).await;
    assert_eq!(answer.header("x-request-id"), Some("job-17.a_b"));
    // Anything else is replaced: it ends in logs.
    for hostile in ["", "a b", "x\u{1b}[31m", "ü", &"x".repeat(1000)] {
        let request = raw::request("GET", "/api/v1/me").bearer(&team.actor.token).header("X-Request-Id", hostile);
        let Ok(answer) = request.exchange(server.address()).await else { continue };
        if answer.status == StatusCode::BAD_REQUEST {
            continue; // the HTTP library does not even take it
        }
        let given = answer.header("x-request-id").expect("there is one");
        assert_ne!(given, hostile);
        assert!(given.len() >= 8 && given.bytes().all(|byte| byte.is_ascii_graphic()), "{given:?}");
    }
    let (one, two) = (get(&server, &team, "/api/v1/me").await, get(&server, &team, "/api/v1/me").await);
    assert_ne!(one.header("x-request-id"), two.header("x-request-id"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_has_the_safety_headers() {
    let (server, team) = fixture().await;
    for row in requests::all() {
        let answer = row.request(&team.ids, &team.actor.token, "").send(server.address()).await;
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{}", row.id);
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"), "{}", row.id);
        let cache_control = answer.header("cache-control").unwrap_or_default();
        assert!(["no-store", "private, no-cache"].contains(&cache_control), "{}: {cache_control:?}", row.id);
    }
    for answer in [
        raw::request("GET", "/nothing").send(server.address()).await,
        raw::request("PUT", "/api/v1/me").send(server.address()).await,
    ] {
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
    }
}

/// The HTTP library's own refusals: no answer of ours, but never a hang and never a half-understood request.
#[tokio::test(flavor = "multi_thread")]
async fn broken_http_closes_the_connection() {
    let (server, team) = fixture().await;
    let token = &team.actor.token;
    let head = format!("Host: x\r\nAuthorization: Bearer {token}\r\n");
    for garbage in [
        "\r\n\r\n\r\n".to_owned(),
        "GET\r\n\r\n".to_owned(),
        "GET /api/v1/me HTTP/9.9\r\n\r\n".to_owned(),
        "\x16\x03\x01\x02\x00\x01\x00\x01\x7f\x03\x03".to_owned(),
        format!("GET /api/v1/me HTTP/1.1\r\n{head} folded: x\r\n\r\n"),
        format!("PATCH /api/v1/me HTTP/1.1\r\n{head}Content-Length: -1\r\n\r\n"),
        format!("PATCH /api/v1/me HTTP/1.1\r\n{head}Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef"),
        format!("PATCH /api/v1/me HTTP/1.1\r\n{head}Transfer-Encoding: chunked\r\n\r\nnot a size\r\n"),
        format!("PATCH /api/v1/me HTTP/1.1\r\n{head}Transfer-Encoding: gzip\r\n\r\n"),
        format!("GET /api/v1/\0me HTTP/1.1\r\n{head}\r\n"),
    ] {
        let mut connection = raw::Connection::open(server.address()).await.unwrap();
        connection.write(garbage.as_bytes()).await.unwrap();
        connection.finish().await.ok();
        let sent = connection.closed().await.unwrap_or_else(|error| panic!("{garbage:?}: {error}"));
        let sent = String::from_utf8_lossy(&sent);
        assert!(sent.is_empty() || sent.starts_with("HTTP/1.1 4"), "{garbage:?} was answered {sent}");
    }
    assert_eq!(get(&server, &team, "/api/v1/me").await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_length_beside_chunks_smuggles_nothing() {
    let (server, team) = fixture().await;
    let smuggled = "0\r\n\r\nDELETE /api/v1/me/tokens HTTP/1.1\r\nHost: x\r\n\r\n";
    let request = raw::request("PATCH", "/api/v1/me")
        .bearer(&team.actor.token)
        .header("Content-Length", smuggled.len().to_string())
        .header("Transfer-Encoding", "chunked")
        .body("application/json", smuggled)
        .as_given();
    let mut connection = raw::Connection::open(server.address()).await.unwrap();
    connection.write(&request.to_bytes()).await.unwrap();
    let sent = connection.closed().await.unwrap();
    let answers = String::from_utf8_lossy(&sent).matches("HTTP/1.1 ").count();
    assert!(answers <= 1, "two requests were read out of one: {}", String::from_utf8_lossy(&sent));
}

struct Fixture {
    actor: conformance::Actor,
    ids: Ids,
}

async fn fixture() -> (TestServer, Fixture) {
    let server = TestServer::start().await;
    let team = Team::create(&server, "Acme").await;
    let ids = Ids::create(&server, &team).await;
    (server, Fixture { actor: team.owner, ids })
}

async fn get(server: &TestServer, team: &Fixture, target: &str) -> raw::Answer {
    raw::request("GET", target).bearer(&team.actor.token).send(server.address()).await
}

impl requests::Row {
    fn bare(&self, fixture: &Fixture) -> Request {
        self.without_body(&fixture.ids, &fixture.actor.token, "")
    }
}
