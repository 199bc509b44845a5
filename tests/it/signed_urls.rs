//! Signed URLs: what they give to whoever has them, for how long, and how they end.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use conformance::raw::{self, Answer, Connection, Request};
use conformance::{Actor, Role, Team, TestServer, samples};
use futures_util::future::join_all;
use http::StatusCode;
use serde_json::{Value, json};
use strongroom_client::models::{DownloadUrlGenerate, DownloadUrlGenerateDisposition};
use strongroom_client::models::{GrantPut, Permission, UploadUrlGenerate};
use strongroom_client::{Secret, Upload};
use uuid::Uuid;

mod forged;
mod revoked;
mod secrets;

struct Fixture {
    server: TestServer,
    team: Team,
    /// A member who may do everything in the default share but manage it.
    member: Actor,
    file: Uuid,
}

const CONTENT: &str = "the content of a file";

impl Fixture {
    async fn create() -> Self {
        Self::on(TestServer::start().await).await
    }

    async fn on(server: TestServer) -> Self {
        let team = Team::create(&server, "Acme").await;
        // What the member may do shall be what is granted to the member alone.
        let shares = team.owner.client.shares();
        shares.grant_delete(team.default_share_id, team.organization_id).await.unwrap();
        let member = team.add(&server, Role::Member).await;
        let every = [Permission::Read, Permission::Create, Permission::Write, Permission::Delete];
        grant(&team, &member, &every).await;
        let files = team.owner.client.organization_files();
        let made = files.upload(team.organization_id, Upload::from(CONTENT)).filename("a.txt").await.unwrap();
        let file = id_of(&made.metadata.name);
        Self { server, team, member, file }
    }

    async fn download_url(&self, by: &Actor) -> String {
        let files = by.client.organization_files();
        let made = files.download_url_generate(self.team.organization_id, self.file).await.unwrap();
        made.download_uri.expose().to_owned()
    }

    async fn upload_url(&self, by: &Actor) -> String {
        let files = by.client.organization_files();
        let made = files.upload_url_generate(self.team.organization_id).await.unwrap();
        made.upload_uri.expose().to_owned()
    }

    fn request(&self, method: &str, uri: &str) -> Request {
        raw::request(method, uri.strip_prefix(&self.server.url()).unwrap_or_else(|| panic!("{uri} leads elsewhere")))
    }

    async fn send(&self, request: Request) -> Answer {
        request.send(self.server.address()).await
    }

    async fn get(&self, uri: &str) -> Answer {
        self.send(self.request("GET", uri)).await
    }

    async fn put(&self, uri: &str, body: &str) -> Answer {
        self.send(self.request("PUT", uri).body("text/plain", body)).await
    }

    async fn works(&self, uri: &str) -> bool {
        let answer = self.get(uri).await;
        match answer.status {
            StatusCode::OK => true,
            StatusCode::FORBIDDEN => {
                assert_eq!(answer.code(), "SIGNATURE_INVALID");
                false
            }
            _ => panic!("{answer:?}"),
        }
    }
}

async fn grant(team: &Team, to: &Actor, permissions: &[Permission]) {
    let shares = team.owner.client.shares();
    shares.grant_put(team.default_share_id, to.user_id, GrantPut::new(permissions.to_vec())).await.unwrap();
}

fn id_of(resource_name: &str) -> Uuid {
    resource_name.rsplit('/').next().and_then(|id| id.parse().ok()).expect("a resource name ends in an id")
}

/// What a holder can tell of a refusal: all but the request's own id.
fn told(answer: &Answer) -> (StatusCode, Value) {
    let mut problem = answer.json();
    problem.as_object_mut().unwrap().remove("request_id");
    (answer.status, problem)
}

#[tokio::test(flavor = "multi_thread")]
async fn signed_upload_stores_one_file() {
    let fixture = Fixture::create().await;
    for method in ["PUT", "POST"] {
        let uri = fixture.upload_url(&fixture.member).await;
        let pdf = samples::pdf();
        let request = fixture.request(method, &uri).body("image/png", pdf.clone());
        let stored = fixture.send(request.clone()).await;
        assert_eq!(stored.status, StatusCode::OK, "{stored:?}");
        let metadata = &stored.json()["metadata"];
        assert_eq!(metadata["mime_type"], json!("application/pdf"), "told from the bytes");
        let file = id_of(metadata["name"].as_str().unwrap());
        assert!(stored.header("location").unwrap().contains(&file.to_string()));
        // It is the issuer's, in the organization's default share.
        let same = fixture.member.client.files().get(file).await.unwrap();
        assert_eq!((same.created_by, same.share_id), (fixture.member.user_id, fixture.team.default_share_id));
        // Once.
        for method in ["PUT", "POST"] {
            let again = fixture.send(fixture.request(method, &uri).body("text/plain", "x")).await;
            assert_eq!((again.status, again.code().as_str()), (StatusCode::CONFLICT, "SIGNED_URL_USED"));
        }
    }
    let names = fixture.team.owner.client.organization_files().list(fixture.team.organization_id).await.unwrap();
    let names: Vec<_> = names.data.iter().map(|file| file.filename.as_str()).collect();
    assert_eq!(names, ["a.txt", "file (2).pdf", "file.pdf"]);
}

/// Of many at a time, one is stored, and nothing is left of the others.
#[tokio::test(flavor = "multi_thread")]
async fn signed_upload_holds_once_under_concurrency() {
    let fixture = Fixture::create().await;
    let uri = fixture.upload_url(&fixture.member).await;
    let body = "x".repeat(50_000);
    let answers = join_all((0..10).map(|_| fixture.put(&uri, &body))).await;
    let stored = answers.iter().filter(|answer| answer.status == StatusCode::OK).count();
    assert_eq!(stored, 1);
    assert!(answers.iter().all(|answer| answer.status == StatusCode::OK || answer.code() == "SIGNED_URL_USED"));
    assert_eq!(fixture.server.store_files().len(), 1, "what was not stored is removed");
    assert_eq!(fixture.server.db_number("SELECT COUNT(*) FROM files").await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn signed_upload_that_fails_may_be_tried_again() {
    let fixture = Fixture::create().await;
    let uri = fixture.upload_url(&fixture.member).await;
    // It breaks off in the middle.
    let mut connection = Connection::open(fixture.server.address()).await.unwrap();
    let head = fixture.request("PUT", &uri).header("Content-Length", "1000").as_given().to_bytes();
    connection.write(&head).await.unwrap();
    connection.write(b"some of it").await.unwrap();
    connection.reset().unwrap();
    // It is not what was announced.
    let digest = format!("sha-256=:{}:", base64::engine::general_purpose::STANDARD.encode([0; 32]));
    let wrong = fixture.request("PUT", &uri).header("Repr-Digest", digest).body("text/plain", "x");
    assert_eq!(fixture.send(wrong).await.code(), "CHECKSUM_MISMATCH");
    let name = fixture.send(fixture.request("PUT", &format!("{uri}?filename=a%2Fb")).body("text/plain", "x")).await;
    assert_eq!(name.faults(), ["query /filename pattern"]);
    let full = fixture.server.superuser();
    let path = format!("/api/v1/organizations/{}", fixture.team.organization_id);
    let quota = full.request("PATCH", path.clone()).json(&json!({ "quota_bytes": 25 }));
    assert_eq!(fixture.send(quota).await.status, StatusCode::OK);
    assert_eq!(fixture.put(&uri, "far too long for it").await.code(), "QUOTA_EXCEEDED");
    let quota = full.request("PATCH", path).json(&json!({ "quota_bytes": null }));
    assert_eq!(fixture.send(quota).await.status, StatusCode::OK);
    assert_eq!(fixture.put(&uri, "at last").await.status, StatusCode::OK);
    assert_eq!(fixture.put(&uri, "once more").await.code(), "SIGNED_URL_USED");
}

#[tokio::test(flavor = "multi_thread")]
async fn signed_upload_is_bound_to_what_was_signed() {
    let fixture = Fixture::create().await;
    let files = fixture.member.client.organization_files();
    let limits = UploadUrlGenerate::new().filename("fixed.csv").mime_type("Text/CSV").max_size_bytes(10);
    let made = files.upload_url_generate(fixture.team.organization_id).body(limits).await.unwrap();
    let uri = made.upload_uri.expose();
    let put = |media_type: &str, body: &str| fixture.send(fixture.request("PUT", uri).body(media_type, body));
    assert_eq!(put("text/plain", "a,b").await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(put("text/csv", "a,b,c,d,e,f").await.code(), "PAYLOAD_TOO_LARGE");
    let chunked = fixture.request("POST", uri).body("text/csv", "a,b,c,d,e,f").chunked();
    assert_eq!(fixture.send(chunked).await.code(), "PAYLOAD_TOO_LARGE");
    let wrong_type = fixture.request("POST", uri).body("text/plain", "a");
    assert_eq!(fixture.send(wrong_type).await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let request = fixture.request("PUT", &format!("{uri}?filename=other.csv"));
    let stored = fixture.send(request.body("text/csv; charset=utf-8", "a,b,c,d,e")).await;
    assert_eq!(stored.json()["metadata"]["filename"], json!("fixed.csv"), "the uploader can't call it otherwise");

    let negative = json!({ "max_size_bytes": "-1" });
    let path = format!("/api/v1/organizations/{}/files:generateUploadUrl", fixture.team.organization_id);
    let refused = fixture.send(fixture.member.request("POST", path).json(&negative)).await;
    assert_eq!(refused.code(), "INVALID_ARGUMENT");
}

#[tokio::test(flavor = "multi_thread")]
async fn signed_download_answers_as_any_download() {
    let fixture = Fixture::create().await;
    let uri = fixture.download_url(&fixture.member).await;
    let whole = fixture.get(&uri).await;
    assert_eq!(whole.body, CONTENT.as_bytes());
    assert_eq!(whole.header("content-disposition"), Some("inline; filename=\"a.txt\""));
    assert_eq!(whole.header("cache-control"), Some("private, no-cache"), "it may be revoked at any moment");
    assert_eq!(whole.header("referrer-policy"), Some("no-referrer"));
    let head = fixture.send(fixture.request("HEAD", &uri)).await;
    assert_eq!((head.status, head.header("content-length")), (StatusCode::OK, Some("21")));
    let etag = whole.header("etag").unwrap();
    for method in ["GET", "HEAD"] {
        for (name, value, status) in [
            ("Range", "bytes=4-10", StatusCode::PARTIAL_CONTENT),
            ("Range", "bytes=0-1,4-5", StatusCode::PARTIAL_CONTENT),
            ("Range", "bytes=100-", StatusCode::RANGE_NOT_SATISFIABLE),
            ("If-None-Match", etag, StatusCode::NOT_MODIFIED),
            ("If-Match", "\"other\"", StatusCode::PRECONDITION_FAILED),
        ] {
            let answer = fixture.send(fixture.request(method, &uri).header(name, value)).await;
            assert_eq!(answer.status, status, "{method} {name}: {value}");
            if (method, value) == ("GET", "bytes=4-10") {
                assert_eq!(answer.body, b"content");
            }
            let path =
                format!("/api/v1/organizations/{}/files/{}:download", fixture.team.organization_id, fixture.file);
            let same = fixture.send(fixture.member.request(method, path).header(name, value)).await;
            assert_eq!(same.status, status, "{method} {name}: {value}");
        }
    }
    let files = fixture.member.client.organization_files();
    let body = DownloadUrlGenerate::new().disposition(DownloadUrlGenerateDisposition::Attachment);
    let made = files.download_url_generate(fixture.team.organization_id, fixture.file).body(body).await.unwrap();
    let saved = fixture.get(made.download_uri.expose()).await;
    assert_eq!(saved.header("content-disposition"), Some("attachment; filename=\"a.txt\""));
    // Nothing else can be asked for.
    let more = fixture.get(&format!("{uri}?version=2")).await;
    assert_eq!(more.faults(), ["query /version unknown"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn signed_download_gives_the_version_that_it_was_made_for() {
    let fixture = Fixture::create().await;
    let first = fixture.download_url(&fixture.member).await;
    fixture.member.client.files().replace(fixture.file, Upload::from("second")).await.unwrap();
    let second = fixture.download_url(&fixture.member).await;
    assert_eq!(fixture.get(&first).await.body, CONTENT.as_bytes());
    assert_eq!(fixture.get(&second).await.body, b"second");
    let files = fixture.member.client.organization_files();
    let generate = |version: i64| {
        let body = DownloadUrlGenerate::new().version(version);
        files.download_url_generate(fixture.team.organization_id, fixture.file).body(body)
    };
    let old = generate(1).await.unwrap();
    assert_eq!(fixture.get(old.download_uri.expose()).await.body, CONTENT.as_bytes());
    for version in [0, 3, -1, i64::MAX] {
        assert_eq!(generate(version).await.unwrap_err().code(), Some("NOT_FOUND"), "{version}");
    }
}

/// Expiry is told by the server's clock, to the microsecond.
#[tokio::test(flavor = "multi_thread")]
async fn signed_urls_end_in_their_time() {
    let fixture = Fixture::create().await;
    let (default, upload) = (fixture.download_url(&fixture.member).await, fixture.upload_url(&fixture.member).await);
    let path =
        format!("/api/v1/organizations/{}/files/{}:generateDownloadUrl", fixture.team.organization_id, fixture.file);
    let generate = async |body: Value| {
        let answer = fixture.send(fixture.member.request("POST", path.clone()).json(&body)).await;
        answer.json()["download_uri"].as_str().unwrap_or_else(|| panic!("{answer:?}")).to_owned()
    };
    let minute = generate(json!({ "expire_duration": "60s" })).await;
    let camel = generate(json!({ "expireDuration": "90.5s" })).await;
    let null = generate(json!({ "expire_duration": null, "version": null, "disposition": null })).await;
    let week = generate(json!({ "expire_duration": "604800s" })).await;
    let instant = generate(json!({ "expire_duration": "0.000000001s" })).await;
    assert!(!fixture.works(&instant).await, "it ends before anybody can use it");
    let state = async || {
        let mut working = Vec::new();
        for (name, uri) in
            [("minute", &minute), ("camel", &camel), ("null", &null), ("hour", &default), ("week", &week)]
        {
            if fixture.works(uri).await {
                working.push(name);
            }
        }
        working
    };
    assert_eq!(state().await, ["minute", "camel", "null", "hour", "week"]);
    fixture.server.clock().advance(Duration::from_secs(61));
    assert_eq!(state().await, ["camel", "null", "hour", "week"]);
    fixture.server.clock().advance(Duration::from_secs(30));
    assert_eq!(state().await, ["null", "hour", "week"]);
    fixture.server.clock().advance(Duration::from_secs(3600));
    assert_eq!(state().await, ["week"]);
    let late = fixture.put(&upload, "x").await;
    assert_eq!(told(&late), told(&fixture.get(&minute).await));
    fixture.server.clock().advance(Duration::from_secs(7 * 86400));
    assert!(state().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn url_generate_takes_the_lifetimes_that_it_says() {
    let fixture = Fixture::create().await;
    let organization = format!("/api/v1/organizations/{}", fixture.team.organization_id);
    for path in [
        format!("{organization}/files:generateUploadUrl"),
        format!("{organization}/files/{}:generateDownloadUrl", fixture.file),
    ] {
        let ask = |body: Value| fixture.send(fixture.member.request("POST", path.clone()).json(&body));
        for good in ["1s", "0.5s", "604800s", "604800.000000000s"] {
            assert_eq!(ask(json!({ "expire_duration": good })).await.status, StatusCode::OK, "{good}");
        }
        for bad in ["0s", "-1s", "-0s", "604801s", "604800.000000001s", "315576000000s", "999999999999s"] {
            let answer = ask(json!({ "expire_duration": bad })).await;
            assert_eq!((answer.status, answer.code().as_str()), (StatusCode::BAD_REQUEST, "INVALID_ARGUMENT"), "{bad}");
        }
        for bad in ["1h", "60", "s", "", "1.s", ".5s", "1.0000000001s", "+1s", " 1s", "1e3s", "PT1H"] {
            let faults = ask(json!({ "expire_duration": bad })).await.faults();
            assert_eq!(faults, ["body /expire_duration pattern"], "{bad}");
        }
        assert_eq!(ask(json!({ "expire_duration": 3600 })).await.faults(), ["body /expire_duration type"]);
        let twice = ask(json!({ "expire_duration": "1s", "expireDuration": "1s" })).await;
        assert_eq!(twice.faults(), ["body /expireDuration repeated"]);
        assert_eq!(ask(json!({ "expires_in": "1s" })).await.faults(), ["body /expires_in unknown"]);
        // Without a body, and with an empty one.
        assert_eq!(fixture.send(fixture.member.request("POST", path.clone())).await.status, StatusCode::OK);
        let empty = fixture.member.request("POST", path.clone()).body("application/json", "");
        assert_eq!(fixture.send(empty).await.status, StatusCode::OK);
        assert_eq!(ask(json!({})).await.status, StatusCode::OK);
    }
    let path = format!("{organization}/files:generateUploadUrl");
    let ask = |body: Value| fixture.send(fixture.member.request("POST", path.clone()).json(&body));
    for good in [json!("9007199254740993"), json!(12), json!("0"), json!(12.0), json!(null)] {
        assert_eq!(ask(json!({ "max_size_bytes": good })).await.status, StatusCode::OK, "{good}");
        assert_eq!(ask(json!({ "maxSizeBytes": good })).await.status, StatusCode::OK, "{good}");
    }
    for (bad, code) in [
        (json!("1.5"), "format"),
        (json!(1.5), "type"),
        (json!("9223372036854775808"), "format"),
        (json!(9_223_372_036_854_775_808_u64), "format"),
        (json!("one"), "format"),
        (json!(true), "type"),
    ] {
        assert_eq!(ask(json!({ "max_size_bytes": bad })).await.faults(), [format!("body /max_size_bytes {code}")]);
    }
    assert_eq!(ask(json!({ "mimeType": "text/csv; a=b" })).await.faults(), ["body /mimeType pattern"]);
    assert_eq!(ask(json!({ "filename": "a/b" })).await.faults(), ["body /filename pattern"]);
}

fn token_of(uri: &str) -> &str {
    uri.rsplit('/').next().expect("a URL has a path")
}

fn bytes_of(token: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(token).expect("a token is base64")
}

/// The helpers send what a browser would: nothing that says who calls.
#[tokio::test(flavor = "multi_thread")]
async fn the_client_uses_signed_urls_without_its_credential() {
    let fixture = Fixture::create().await;
    let client = fixture.server.client("srp_nobodys").in_organization(Uuid::now_v7());
    let upload = Secret::new(fixture.upload_url(&fixture.member).await);
    let stored = client.upload_to_signed_url(&upload, "by a stranger").filename("b.txt").await.unwrap();
    assert_eq!(stored.metadata.filename, "b.txt");
    let again = client.upload_to_signed_url(&upload, "twice").await.unwrap_err();
    assert_eq!(again.code(), Some("SIGNED_URL_USED"));
    let download = Secret::new(fixture.download_url(&fixture.member).await);
    let content = client.download_from_signed_url(&download).await.unwrap().content().unwrap();
    assert_eq!(content.bytes(100).await.unwrap(), CONTENT);
    let part = client.download_from_signed_url(&download).range("bytes=-4").await.unwrap().content().unwrap();
    assert_eq!(part.bytes(100).await.unwrap(), "file");
    // What goes wrong is told without the URL.
    for bad in
        ["http://files.example.com/secret-token", "ftp://x/secret-token", "secret-token", "https://x/?secret-token"]
    {
        let error = client.download_from_signed_url(&Secret::new(bad)).await.unwrap_err();
        assert!(!format!("{error} {error:?}").contains("secret-token"), "{error:?}");
    }
    let nowhere = Secret::new("http://127.0.0.1:1/secret-token");
    let error = client.download_from_signed_url(&nowhere).await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("secret-token"), "{error:?}");
    assert!(!format!("{:?}", client.download_from_signed_url(&nowhere)).contains("secret-token"));
}

/// Absolute, from what the operator says, whatever `Host` a caller sends.
#[tokio::test(flavor = "multi_thread")]
async fn signed_urls_begin_with_the_public_url() {
    let public = |config: &mut strongroom_server::Config| {
        config.public_url = Some("https://files.example.com/storage".to_owned());
    };
    let server = TestServer::start_with(public).await;
    let team = Team::create(&server, "Acme").await;
    let path = format!("/api/v1/organizations/{}/files:generateUploadUrl", team.organization_id);
    let asked =
        team.owner.request("POST", path.clone()).header("X-Forwarded-Host", "evil.example").send(server.address());
    let uri = asked.await.json()["upload_uri"].as_str().unwrap().to_owned();
    assert!(uri.starts_with("https://files.example.com/storage/api/v1/signed/uploads/"), "{uri}");

    let fixture = Fixture::create().await;
    let path = format!("/api/v1/organizations/{}/files:generateUploadUrl", fixture.team.organization_id);
    let request = fixture.team.owner.request("POST", path).header("X-Forwarded-Host", "evil.example");
    let bytes = String::from_utf8(request.to_bytes()).unwrap().replace("Host: localhost", "Host: evil.example");
    let mut connection = Connection::open(fixture.server.address()).await.unwrap();
    connection.write(bytes.as_bytes()).await.unwrap();
    let answer = connection.answer(false).await.unwrap();
    let uri = answer.json()["upload_uri"].as_str().unwrap().to_owned();
    assert!(uri.starts_with(&fixture.server.url()), "{uri}");
}
