//! Signed URLs: what they give to whoever has them, for how long, and how they end.

use std::collections::BTreeSet;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use conformance::process::Process;
use conformance::raw::{self, Answer, Connection, Request};
use conformance::{Actor, Role, Team, TestServer, samples};
use futures_util::future::join_all;
use http::StatusCode;
use serde_json::{Value, json};
use strongroom_client::models::{DownloadUrlGenerate, DownloadUrlGenerateDisposition, SignedUrlRevocation};
use strongroom_client::models::{GrantPut, Permission, ShareCreate, UploadUrlGenerate};
use strongroom_client::{Secret, Upload};
use uuid::Uuid;

use crate::metrics::eventually;

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

/// Ten thousand URLs that are nearly good: bits turned, ends cut, fields of one put into another.
#[tokio::test(flavor = "multi_thread")]
async fn changed_signed_urls_are_all_refused_alike() {
    const WANTED: usize = 10_000;
    let fixture = Fixture::create().await;
    let other = Team::create(&fixture.server, "Other").await;
    let strangers = other.owner.client.organization_files();
    let made = strangers.upload(other.organization_id, Upload::from("theirs")).await.unwrap();
    let theirs = strangers.download_url_generate(other.organization_id, id_of(&made.metadata.name)).await.unwrap();
    let good = [
        fixture.download_url(&fixture.member).await,
        fixture.download_url(&fixture.team.owner).await,
        fixture.upload_url(&fixture.member).await,
        theirs.download_uri.expose().to_owned(),
    ];
    let tokens: Vec<Vec<u8>> = good.iter().map(|uri| bytes_of(token_of(uri))).collect();
    let mut mutated = BTreeSet::new();
    for bytes in &tokens {
        // Each bit, each pair of neighbours, each length.
        for bit in 0..bytes.len() * 8 {
            for second in bit..(bit + 5).min(bytes.len() * 8) {
                let mut changed = bytes.clone();
                changed[bit / 8] ^= 1 << (bit % 8);
                if second != bit {
                    changed[second / 8] ^= 1 << (second % 8);
                }
                mutated.insert(URL_SAFE_NO_PAD.encode(changed));
            }
        }
        for length in 0..bytes.len() {
            mutated.insert(URL_SAFE_NO_PAD.encode(&bytes[..length]));
        }
        // Other keys, ends, ids and kinds, under the same signature.
        for number in 0..200_u32 {
            for (place, field) in
                [(2, number.to_be_bytes()), (22, (number << 7).to_be_bytes()), (26, number.to_be_bytes())]
            {
                let mut changed = bytes.clone();
                changed[place..place + 4].copy_from_slice(&field);
                mutated.insert(URL_SAFE_NO_PAD.encode(changed));
            }
        }
        // Fields of another good one.
        for other in &tokens {
            for start in 0..bytes.len() {
                let mut changed = bytes.clone();
                changed[start..].copy_from_slice(&other[start..]);
                mutated.insert(URL_SAFE_NO_PAD.encode(&changed));
                let mut changed = bytes.clone();
                changed[..start].copy_from_slice(&other[..start]);
                mutated.insert(URL_SAFE_NO_PAD.encode(changed));
            }
        }
    }
    for text in good.iter().map(|uri| token_of(uri).to_owned()) {
        mutated.extend([
            format!("{text}="),
            format!("{text}A"),
            format!("A{text}"),
            text.to_lowercase(),
            "A".repeat(83),
        ]);
        // Every other spelling of the last character, whose lowest bits mean nothing.
        let (start, _) = text.split_at(text.len() - 1);
        mutated.extend(('A'..='Z').chain('a'..='z').map(|last| format!("{start}{last}")));
    }
    for uri in &good {
        mutated.remove(token_of(uri));
    }
    mutated.remove("");
    assert!(mutated.len() >= WANTED, "only {} were made", mutated.len());

    let reference = told(&fixture.get(&format!("{}/api/v1/signed/downloads/x", fixture.server.url())).await);
    assert_eq!(reference.0, StatusCode::FORBIDDEN);
    let mutated: Vec<String> = mutated.into_iter().collect();
    let asked = mutated.chunks(mutated.len().div_ceil(8)).map(async |tokens| {
        let mut connection = Connection::open(fixture.server.address()).await.unwrap();
        for (number, token) in tokens.iter().enumerate() {
            let (method, kind) = if number % 4 == 0 { ("PUT", "uploads") } else { ("GET", "downloads") };
            let body = if method == "PUT" { "Content-Length: 0\r\n" } else { "" };
            let request = format!("{method} /api/v1/signed/{kind}/{token} HTTP/1.1\r\nHost: x\r\n{body}\r\n");
            connection.write(request.as_bytes()).await.unwrap();
            let answer = connection.answer(false).await.unwrap();
            assert_eq!(told(&answer), reference, "{method} {kind} {token}");
        }
        tokens.len()
    });
    let asked: usize = join_all(asked).await.into_iter().sum();
    assert!(asked >= WANTED);
    // The good ones are still good, for what they were made, and for nothing else.
    assert!(fixture.works(&good[0]).await && fixture.works(&good[1]).await && fixture.works(&good[3]).await);
    let swapped = good[0].replace("/downloads/", "/uploads/");
    assert_eq!(told(&fixture.put(&swapped, "x").await), reference);
    assert_eq!(told(&fixture.get(&good[2].replace("/uploads/", "/downloads/")).await), reference);
    let posted = fixture.send(fixture.request("POST", &swapped).body("text/plain", "x")).await;
    assert_eq!(told(&posted), reference);
    let head = fixture.send(fixture.request("HEAD", &good[2].replace("/uploads/", "/downloads/"))).await;
    assert_eq!(head.status, StatusCode::FORBIDDEN);
    assert_eq!(fixture.send(fixture.request("PUT", &good[0])).await.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(fixture.put(&good[2], "x").await.status, StatusCode::OK);
}

fn token_of(uri: &str) -> &str {
    uri.rsplit('/').next().expect("a URL has a path")
}

fn bytes_of(token: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(token).expect("a token is base64")
}

/// Somebody who can write rows can't make a URL lead elsewhere.
#[tokio::test(flavor = "multi_thread")]
async fn changed_rows_are_no_good_either() {
    let fixture = Fixture::create().await;
    let uri = fixture.download_url(&fixture.member).await;
    assert!(fixture.works(&uri).await);
    fixture.server.db_execute("UPDATE signed_urls SET version = 1, disposition = 'attachment'").await;
    assert!(!fixture.works(&uri).await);
    fixture.server.db_execute("UPDATE signed_urls SET version = 1, disposition = 'inline'").await;
    assert!(fixture.works(&uri).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_file_is_not_found() {
    let fixture = Fixture::create().await;
    let uri = fixture.download_url(&fixture.member).await;
    fixture.team.owner.client.files().delete(fixture.file).await.unwrap();
    for permanent in [false, true] {
        if permanent {
            fixture.team.owner.client.files().delete(fixture.file).permanent(true).await.unwrap();
        }
        let answer = fixture.get(&uri).await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::NOT_FOUND, "NOT_FOUND"));
        assert_eq!(fixture.send(fixture.request("HEAD", &uri)).await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signed_url_lends_no_more_than_its_issuer_has() {
    let fixture = Fixture::create().await;
    let (download, upload) = (fixture.download_url(&fixture.member).await, fixture.upload_url(&fixture.member).await);
    // Not CREATE any more: downloads go on.
    grant(&fixture.team, &fixture.member, &[Permission::Read]).await;
    assert_eq!(fixture.put(&upload, "x").await.code(), "SIGNATURE_INVALID");
    assert!(fixture.works(&download).await);
    // Nothing any more.
    let shares = fixture.team.owner.client.shares();
    shares.grant_delete(fixture.team.default_share_id, fixture.member.user_id).await.unwrap();
    assert!(!fixture.works(&download).await);
    // Everything again.
    grant(&fixture.team, &fixture.member, &[Permission::Read, Permission::Create]).await;
    assert!(fixture.works(&download).await);
    // No member any more.
    let organizations = fixture.team.owner.client.organizations();
    organizations.member_delete(fixture.team.organization_id, fixture.member.user_id).await.unwrap();
    assert!(!fixture.works(&download).await);
    assert_eq!(fixture.put(&upload, "x").await.code(), "SIGNATURE_INVALID");
}

/// A role is looked up, too: an admin who becomes a guest reads no share without a grant.
#[tokio::test(flavor = "multi_thread")]
async fn a_signed_url_follows_its_issuers_role() {
    let fixture = Fixture::create().await;
    let admin = fixture.team.add(&fixture.server, Role::Admin).await;
    let uri = fixture.download_url(&admin).await;
    assert!(fixture.works(&uri).await);
    let path = format!("/api/v1/organizations/{}/members/{}", fixture.team.organization_id, admin.user_id);
    let change = fixture.team.owner.request("PATCH", path).json(&json!({ "role": "guest" }));
    assert_eq!(fixture.send(change).await.status, StatusCode::OK);
    assert!(!fixture.works(&uri).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn signed_url_revoke_ends_one() {
    let fixture = Fixture::create().await;
    let (one, two) = (fixture.download_url(&fixture.member).await, fixture.download_url(&fixture.member).await);
    let upload = fixture.upload_url(&fixture.member).await;
    let signed_urls = fixture.member.client.signed_urls();
    let list = signed_urls.list().await.unwrap();
    assert_eq!(list.count, 3);
    let (upload_row, two_row) = (&list.data[0], &list.data[1]);
    assert_eq!((upload_row.file_id, two_row.file_id), (None, Some(fixture.file)), "the newest first");
    assert_eq!((two_row.version, two_row.created_by), (Some(1), fixture.member.user_id));
    let shown = format!("{list:?}");
    for uri in [&one, &two, &upload] {
        assert!(!shown.contains(token_of(uri)), "the list shows a URL");
    }
    signed_urls.revoke(two_row.id).await.unwrap();
    signed_urls.revoke(two_row.id).await.unwrap();
    assert!(fixture.works(&one).await && !fixture.works(&two).await);
    // Others see and revoke only what is theirs, but for owners and admins.
    let stranger = fixture.team.add(&fixture.server, Role::Member).await;
    assert_eq!(stranger.client.signed_urls().list().await.unwrap().count, 0);
    let refused = stranger.client.signed_urls().revoke(upload_row.id).await.unwrap_err();
    assert_eq!(refused.code(), Some("NOT_FOUND"));
    assert_eq!(fixture.team.owner.client.signed_urls().list().await.unwrap().count, 3);
    fixture.team.owner.client.signed_urls().revoke(upload_row.id).await.unwrap();
    assert_eq!(fixture.put(&upload, "x").await.code(), "SIGNATURE_INVALID");
    let list = signed_urls.list().await.unwrap();
    assert_eq!(list.data.iter().filter(|row| row.revoked_at.is_some()).count(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn signed_urls_revoke_ends_all_of_a_file_a_share_an_issuer_or_an_organization() {
    let fixture = Fixture::create().await;
    let files = fixture.team.owner.client.organization_files();
    let made = files.upload(fixture.team.organization_id, Upload::from("other")).await.unwrap();
    let other_file = id_of(&made.metadata.name);
    let urls = async || {
        let mine = fixture.download_url(&fixture.member).await;
        let owners = fixture.download_url(&fixture.team.owner).await;
        let other = fixture.member.client.organization_files();
        let other = other.download_url_generate(fixture.team.organization_id, other_file).await.unwrap();
        [mine, owners, other.download_uri.expose().to_owned()]
    };
    let state = async |urls: &[String; 3]| {
        [fixture.works(&urls[0]).await, fixture.works(&urls[1]).await, fixture.works(&urls[2]).await]
    };
    let revoke = async |by: &Actor, what: SignedUrlRevocation| by.client.signed_urls().signed_urls_revoke(what).await;
    let organization_id = fixture.team.organization_id;
    for (by, what, left, revoked) in [
        (&fixture.member, SignedUrlRevocation::new().file_id(fixture.file), [false, false, true], 2),
        (&fixture.member, SignedUrlRevocation::new().user_id(fixture.member.user_id), [false, true, false], 2),
        (&fixture.team.owner, SignedUrlRevocation::new().user_id(fixture.member.user_id), [false, true, false], 2),
        (&fixture.team.owner, SignedUrlRevocation::new().share_id(fixture.team.default_share_id), [false; 3], 3),
        (&fixture.team.owner, SignedUrlRevocation::new().organization_id(organization_id), [false; 3], 3),
    ] {
        let urls = urls().await;
        assert_eq!(state(&urls).await, [true; 3], "{what:?}");
        let answer = revoke(by, what.clone()).await.unwrap();
        assert_eq!(state(&urls).await, left, "{what:?}");
        assert!(answer.revoked >= revoked, "{what:?}: {}", answer.revoked);
        // New ones work.
        assert!(fixture.works(&fixture.download_url(&fixture.member).await).await);
        revoke(&fixture.team.owner, SignedUrlRevocation::new().organization_id(organization_id)).await.unwrap();
    }
    for (what, code) in [
        (SignedUrlRevocation::new().user_id(fixture.team.owner.user_id), "AUTHZ_PERMISSION_DENIED"),
        (SignedUrlRevocation::new().share_id(fixture.team.default_share_id), "AUTHZ_PERMISSION_DENIED"),
        (SignedUrlRevocation::new().organization_id(organization_id), "AUTHZ_PERMISSION_DENIED"),
        (SignedUrlRevocation::new().file_id(Uuid::now_v7()), "NOT_FOUND"),
        (SignedUrlRevocation::new().share_id(Uuid::now_v7()), "NOT_FOUND"),
        (SignedUrlRevocation::new().organization_id(Uuid::now_v7()), "NOT_FOUND"),
    ] {
        assert_eq!(revoke(&fixture.member, what.clone()).await.unwrap_err().code(), Some(code), "{what:?}");
    }
    let nobody = SignedUrlRevocation::new().user_id(Uuid::now_v7());
    assert_eq!(revoke(&fixture.team.owner, nobody).await.unwrap_err().code(), Some("NOT_FOUND"));
    let two = SignedUrlRevocation::new().file_id(fixture.file).share_id(fixture.team.default_share_id);
    assert_eq!(revoke(&fixture.team.owner, two).await.unwrap_err().code(), Some("VALIDATION_FAILED"));
}

/// A URL speaks of a file where it was: whoever moves the file decides anew who sees it.
#[tokio::test(flavor = "multi_thread")]
async fn an_epoch_revokes_what_was_signed_before() {
    let fixture = Fixture::create().await;
    let uri = fixture.download_url(&fixture.member).await;
    assert!(fixture.works(&uri).await);
    for table in ["files", "shares", "members", "organizations"] {
        fixture.server.db_execute(&format!("UPDATE {table} SET signature_epoch = signature_epoch + 1")).await;
        assert!(!fixture.works(&uri).await, "{table}");
        fixture.server.db_execute(&format!("UPDATE {table} SET signature_epoch = signature_epoch - 1")).await;
        assert!(fixture.works(&uri).await, "{table}");
    }
    let share = fixture.team.owner.client.shares().create(ShareCreate::new("Elsewhere")).await.unwrap();
    let moved = format!("UPDATE files SET share_id = (SELECT id FROM shares WHERE name = '{}')", share.name);
    fixture.server.db_execute(&moved).await;
    assert!(!fixture.works(&uri).await);
    let back = "UPDATE files SET share_id = (SELECT default_share_id FROM organizations WHERE name = 'Acme')";
    fixture.server.db_execute(back).await;
    assert!(fixture.works(&uri).await);
}

/// An upload that is under way when its URL is revoked stores nothing.
#[tokio::test(flavor = "multi_thread")]
async fn signed_urls_revoke_stops_uploads_under_way() {
    let fixture = Fixture::create().await;
    let uri = fixture.upload_url(&fixture.member).await;
    let mut connection = Connection::open(fixture.server.address()).await.unwrap();
    let head = fixture.request("PUT", &uri).header("Content-Length", "4").header("Expect", "100-continue");
    connection.write(&head.as_given().to_bytes()).await.unwrap();
    // It reads the body only after it has taken the URL for good: the invitation to send tells that it does.
    let mut invited = Vec::new();
    while !invited.ends_with(b"\r\n\r\n") {
        invited.extend(connection.read_exactly(1).await.unwrap());
    }
    assert!(invited.starts_with(b"HTTP/1.1 100"), "{}", String::from_utf8_lossy(&invited));
    let all = SignedUrlRevocation::new().user_id(fixture.member.user_id);
    assert_eq!(fixture.member.client.signed_urls().signed_urls_revoke(all).await.unwrap().revoked, 1);
    connection.write(b"late").await.unwrap();
    let answer = connection.answer(false).await.unwrap();
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::FORBIDDEN, "SIGNATURE_INVALID"));
    assert_eq!(fixture.server.db_number("SELECT COUNT(*) FROM files").await, 1);
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

/// What the program writes at its most talkative, to its log, its metrics, its folder and its answers, holds no URL and no
/// credential, however they were used.
#[tokio::test(flavor = "multi_thread")]
async fn secrets_are_written_nowhere() {
    let folder = tempfile::Builder::new().prefix("strongroom-canary-").tempdir().unwrap();
    let superuser = "srp_canary0of0the0superuser0which0nobody0may0see";
    let mut process =
        Process::serve(folder.path(), &["--admin-token", superuser, "--log-level", "trace", "--log-format", "json"]);
    let address = process.address();
    eventually(async || raw::request("GET", "/readyz").exchange(address).await.is_ok_and(|a| a.status == 200)).await;
    let send = |request: Request| request.send(address);
    let me = send(raw::request("GET", "/api/v1/me").bearer(superuser)).await.json();
    let organization = format!("/api/v1/organizations/{}", me["organization_id"].as_str().unwrap());
    let post = |path: String| raw::request("POST", path).bearer(superuser);
    let made = send(post(format!("{organization}/files:upload")).body("text/plain", "x")).await.json();
    let file = id_of(made["metadata"]["name"].as_str().unwrap());
    let mut secrets = vec![superuser.to_owned()];
    let url = async |path: String, member: &str, key: bool| {
        let mut request = post(path).json(&json!({}));
        if key {
            // The answer is kept to be given again.
            request = request.header("Idempotency-Key", Uuid::new_v4().to_string());
        }
        let uri = send(request).await.json()[member].as_str().unwrap().to_owned();
        uri.strip_prefix(&format!("http://{address}")).unwrap().to_owned()
    };
    for key in [false, true] {
        let download = url(format!("{organization}/files/{file}:generateDownloadUrl"), "download_uri", key).await;
        let upload = url(format!("{organization}/files:generateUploadUrl"), "upload_uri", key).await;
        secrets.extend([&download, &upload].map(|path| token_of(path).to_owned()));
        let mut answers = vec![
            send(raw::request("GET", download.clone())).await,
            send(raw::request("HEAD", download.clone()).header("Range", "bytes=0-0")).await,
            send(raw::request("GET", format!("{download}x"))).await,
            send(raw::request("GET", format!("{download}?unknown=1"))).await,
            send(raw::request("DELETE", download.clone())).await,
            send(raw::request("GET", download.clone()).header("Referer", format!("http://x{download}"))).await,
            send(raw::request("PUT", format!("{upload}?filename=a%2Fb")).body("text/plain", "x")).await,
            send(raw::request("PUT", upload.clone()).body("text/plain", "x")).await,
            send(raw::request("POST", upload.clone()).body("text/plain", "x")).await,
            send(raw::request("GET", "/api/v1/me").bearer("srp_canary0of0somebody0whom0nobody0knows")).await,
            send(raw::request("GET", "/api/v1/signed-urls").bearer(superuser)).await,
            send(raw::request("GET", "/metrics")).await,
        ];
        assert_eq!(answers[0].status, StatusCode::OK);
        assert_eq!(answers[7].status, StatusCode::OK);
        for answer in answers.drain(..) {
            let shown = format!("{:?} {}", answer.headers, String::from_utf8_lossy(&answer.body));
            for secret in &secrets {
                assert!(!shown.contains(secret.as_str()), "an answer repeats {secret}: {shown}");
            }
        }
        for path in [download, upload] {
            for name in ["/nothing", ":verb", "/"] {
                // Not judged: what follows the token is a part of it to the server, and a verb to the judge.
                raw::request("GET", format!("{path}{name}")).exchange(address).await.unwrap();
            }
        }
    }
    assert_eq!(secrets.len(), 5);
    process.terminate();
    let (status, log) = process.wait();
    assert!(status.success(), "{status}");
    for operation in ["signed_download", "signed_upload_put", "download_url_generate"] {
        assert!(log.contains(operation), "{operation} is not in the log");
    }
    secrets.push("srp_canary0of0somebody0whom0nobody0knows".to_owned());
    for secret in &secrets {
        let lines: Vec<_> = log.lines().filter(|line| line.contains(secret.as_str())).collect();
        assert!(lines.is_empty(), "the log holds {secret}: {lines:#?}");
        let mut folders = vec![folder.path().to_owned()];
        while let Some(next) = folders.pop() {
            for entry in std::fs::read_dir(next).unwrap().flatten() {
                if entry.path().is_dir() {
                    folders.push(entry.path());
                    continue;
                }
                let bytes = std::fs::read(entry.path()).unwrap();
                let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
                assert!(!found, "{} holds {secret}", entry.path().display());
            }
        }
    }
}

/// A new key signs at once, and the one before goes on checking; unless it is removed.
#[tokio::test(flavor = "multi_thread")]
async fn keys_are_rotated_without_breaking_what_was_signed() {
    let mut fixture = Fixture::create().await;
    let before = fixture.download_url(&fixture.member).await;
    let rotate = async |fixture: &mut Fixture, arguments: &[&str]| {
        let mut all = vec!["rotate-signing-key"];
        let (folder, url) = (fixture.server.folder().to_str().unwrap().to_owned(), database_url(fixture));
        all.extend(["--data-dir", folder.as_str(), "--database-url", url.as_str()]);
        all.extend(arguments);
        let (status, output) = Process::start(&all).wait();
        assert!(status.success(), "{output}");
    };
    rotate(&mut fixture, &[]).await;
    let after = fixture.download_url(&fixture.member).await;
    assert!(fixture.works(&before).await && fixture.works(&after).await);
    let key_of = |uri: &str| bytes_of(token_of(uri))[2..6].to_vec();
    assert_eq!((key_of(&before), key_of(&after)), (vec![0, 0, 0, 1], vec![0, 0, 0, 2]));
    rotate(&mut fixture, &["--remove-former"]).await;
    assert!(!fixture.works(&before).await && !fixture.works(&after).await);
    assert!(fixture.works(&fixture.download_url(&fixture.member).await).await);
}

fn database_url(fixture: &Fixture) -> String {
    fixture.server.config().database.url.clone()
}
