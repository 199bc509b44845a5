//! `Idempotency-Key`: the same request runs once, whoever repeats it, however often and however it is cut.

use std::time::Duration;

use conformance::generated::Idempotency;
use conformance::raw::{Answer, Request};
use conformance::server::on_postgres;
use conformance::{Actor, Role, Team, TestServer, samples};
use futures_util::future::join_all;
use http::StatusCode;
use serde_json::json;

use crate::metrics::eventually;
use crate::requests::{self, Ids, unique};

const KEY: &str = "Idempotency-Key";

async fn fixture() -> (TestServer, Team) {
    let server = TestServer::start().await;
    let team = Team::create(&server, "Acme").await;
    (server, team)
}

fn replayed(answer: &Answer) -> bool {
    answer.header("idempotency-replayed") == Some("true")
}

fn create_folder(actor: &Actor, team: &Team, name: &str) -> Request {
    actor.request("POST", "/api/v1/folders").json(&json!({ "share_id": team.default_share_id, "name": name }))
}

fn upload(actor: &Actor, name: &str, content: &[u8]) -> Request {
    let form = requests::form_of(&[("name", name)], "x", content);
    actor.request("POST", "/api/v1/files").body(&requests::form_type(), form)
}

/// Every operation that takes a key answers a repeated request from memory.
#[tokio::test(flavor = "multi_thread")]
async fn repeated_requests_are_answered_from_memory() {
    let (server, team) = fixture().await;
    let superuser = server.superuser();
    let mut asked = 0;
    for row in requests::all() {
        if row.operation().idempotency != Idempotency::Key {
            continue;
        }
        // Some of them remove what others need.
        let ids = Ids::create(&server, &team).await;
        let actor = if row.id == "organization_create" { &superuser } else { &team.owner };
        let request = row.request(&ids, &actor.token, "").header(KEY, unique("key").replace(' ', "-"));
        let first = request.clone().send(server.address()).await;
        let second = request.send(server.address()).await;
        assert!(first.status.is_success(), "{}: {first:?}", row.id);
        assert!(!replayed(&first), "{}", row.id);
        assert!(replayed(&second), "{}: {second:?}", row.id);
        assert_eq!((first.status, &first.body), (second.status, &second.body), "{}", row.id);
        for header in ["location", "etag", "content-type"] {
            assert_eq!(first.header(header), second.header(header), "{} {header}", row.id);
        }
        assert_ne!(first.header("x-request-id"), second.header("x-request-id"), "{}", row.id);
        asked += 1;
    }
    assert!(asked >= 10, "only {asked} operations take a key");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_request_under_the_key_is_refused() {
    let (server, team) = fixture().await;
    let first = create_folder(&team.owner, &team, "One").header(KEY, "k").send(server.address()).await;
    assert_eq!(first.status, StatusCode::CREATED);
    let others = [
        create_folder(&team.owner, &team, "Two"),
        team.owner.request("POST", "/api/v1/shares").json(&json!({ "name": "One" })),
        upload(&team.owner, "One", b"content"),
    ];
    for other in others {
        let path = other.path();
        let answer = other.header(KEY, "k").send(server.address()).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        assert_eq!(answer.code(), "IDEMPOTENCY_KEY_REUSED", "{path}");
    }
    assert_eq!(server.db_number("SELECT count(*) FROM folders").await, 1);
    assert_eq!(server.db_number("SELECT count(*) FROM files").await, 0);
    // Conditions are part of what is asked.
    let share = format!("/api/v1/shares/{}", team.default_share_id);
    let update =
        |etag: &str| team.owner.request("PATCH", share.as_str()).header("If-Match", etag).json(&json!({ "name": "S" }));
    assert_eq!(update("*").header(KEY, "c").send(server.address()).await.status, StatusCode::OK);
    assert_eq!(update("\"x\"").header(KEY, "c").send(server.address()).await.code(), "IDEMPOTENCY_KEY_REUSED");
}

/// The spelling of JSON does not matter as long as its bytes are the same request; other bytes are another request.
#[tokio::test(flavor = "multi_thread")]
async fn keys_belong_to_the_caller() {
    let (server, team) = fixture().await;
    let other = team.add(&server, Role::Admin).await;
    let mine = create_folder(&team.owner, &team, "Mine").header(KEY, "shared").send(server.address()).await;
    let theirs = create_folder(&other, &team, "Theirs").header(KEY, "shared").send(server.address()).await;
    assert_eq!((mine.status, theirs.status), (StatusCode::CREATED, StatusCode::CREATED));
    assert!(!replayed(&theirs));
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_at_once_run_once() {
    let (server, team) = fixture().await;
    for round in 0..5 {
        let (name, key) = (format!("Folder {round}"), format!("key-{round}"));
        let request = create_folder(&team.owner, &team, &name).header(KEY, key);
        let answers = join_all((0..16).map(|_| request.clone().send(server.address()))).await;
        for answer in &answers {
            assert_eq!((answer.status, &answer.body), (StatusCode::CREATED, &answers[0].body));
        }
        assert_eq!(answers.iter().filter(|answer| !replayed(answer)).count(), 1, "exactly one ran");
    }
    assert_eq!(server.db_number("SELECT count(*) FROM folders").await, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn uploads_at_once_run_once() {
    let (server, team) = fixture().await;
    let content = samples::noise(500_000, 11);
    let request = upload(&team.owner, "once.bin", &content).header(KEY, "upload");
    let answers = join_all((0..6).map(|_| request.clone().send(server.address()))).await;
    for answer in &answers {
        assert_eq!((answer.status, &answer.body), (StatusCode::CREATED, &answers[0].body), "{answer:?}");
    }
    assert_eq!(server.db_number("SELECT count(*) FROM files").await, 1);
    // Whoever came second may have written; nothing of it stays.
    eventually(async || server.store_files().len() == 1).await;
}

/// What a form says counts, not how its parts are delimited: retrying clients choose a new boundary.
#[tokio::test(flavor = "multi_thread")]
async fn multipart_is_compared_by_its_parts() {
    let (server, team) = fixture().await;
    let content = samples::noise(100_000, 12);
    let with = |boundary: &str, name: &str, content: &[u8]| {
        let form = requests::form_of(&[("name", name)], "x", content);
        // The boundary of the helper does not occur in the content, which is noise.
        let form = replace_all(&form, requests::BOUNDARY.as_bytes(), boundary.as_bytes());
        let media_type = format!("multipart/form-data; boundary={boundary}");
        team.owner.request("POST", "/api/v1/files").body(&media_type, form).header(KEY, "form")
    };
    let first = with("one", "a.bin", &content).send(server.address()).await;
    assert_eq!(first.status, StatusCode::CREATED);
    let again = with("another-boundary", "a.bin", &content).send(server.address()).await;
    assert!(replayed(&again), "{again:?}");
    assert_eq!(first.body, again.body);
    let again = with("one", "a.bin", &content).chunked().send(server.address()).await;
    assert!(replayed(&again), "{again:?}");
    let mut other = content.to_vec();
    other[99_999] ^= 1;
    for different in [with("one", "b.bin", &content), with("one", "a.bin", &other), with("one", "a.bin", &content[1..])]
    {
        assert_eq!(different.send(server.address()).await.code(), "IDEMPOTENCY_KEY_REUSED");
    }
    eventually(async || server.store_files().len() == 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn file_replace_streams_are_compared_by_their_bytes() {
    let (server, team) = fixture().await;
    let ids = Ids::create(&server, &team).await;
    let put = |content: &[u8]| {
        let path = format!("/api/v1/files/{}/content", ids.file_id);
        team.owner.request("PUT", path).body("application/octet-stream", content).header(KEY, "put")
    };
    let content = samples::noise(200_000, 13);
    let first = put(&content).send(server.address()).await;
    assert_eq!(first.json()["version"], 3);
    assert!(replayed(&put(&content).send(server.address()).await));
    assert_eq!(put(b"other bytes").send(server.address()).await.code(), "IDEMPOTENCY_KEY_REUSED");
    let versions = format!("SELECT count(*) FROM versions WHERE version > 0 AND size_bytes = {}", content.len());
    assert_eq!(server.db_number(&versions).await, 1);
}

/// What failed because of the request is remembered as well; what failed because of the moment is not.
#[tokio::test(flavor = "multi_thread")]
async fn refusals_are_remembered_and_credentials_asked_first() {
    let (server, team) = fixture().await;
    create_folder(&team.owner, &team, "Taken").send(server.address()).await;
    let request = create_folder(&team.owner, &team, "taken").header(KEY, "conflict");
    let (first, second) = (request.clone().send(server.address()).await, request.send(server.address()).await);
    assert_eq!((first.status, second.status), (StatusCode::CONFLICT, StatusCode::CONFLICT));
    // A key does not open doors: without a credential there is nothing to replay.
    let made = create_folder(&team.owner, &team, "New").header(KEY, "door").send(server.address()).await;
    assert_eq!(made.status, StatusCode::CREATED);
    let body = json!({ "share_id": team.default_share_id, "name": "New" });
    let anonymous = conformance::raw::request("POST", "/api/v1/folders").json(&body).header(KEY, "door");
    assert_eq!(anonymous.send(server.address()).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_are_forgotten_after_a_day() {
    let (server, team) = fixture().await;
    let request = create_folder(&team.owner, &team, "Daily").header(KEY, "daily");
    assert_eq!(request.clone().send(server.address()).await.status, StatusCode::CREATED);
    server.clock().advance(Duration::from_secs(86_400 - 60));
    assert!(replayed(&request.clone().send(server.address()).await));
    server.clock().advance(Duration::from_secs(120));
    let later = request.send(server.address()).await;
    assert_eq!(later.status, StatusCode::CONFLICT, "it ran again, and the name is taken");
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_outlive_a_restart() {
    let (mut server, team) = fixture().await;
    let request = create_folder(&team.owner, &team, "Kept").header(KEY, "kept");
    let first = request.clone().send(server.address()).await;
    server.restart().await;
    let second = request.send(server.address()).await;
    assert!(replayed(&second));
    assert_eq!(first.body, second.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_that_are_none_are_refused() {
    let (server, team) = fixture().await;
    for key in ["two words", "ü", &"x".repeat(256), ""] {
        let request = create_folder(&team.owner, &team, "Named").header(KEY, key);
        let answer = request.send(server.address()).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{key:?}");
        assert!(answer.faults().iter().all(|fault| fault.starts_with("header /Idempotency-Key ")), "{answer:?}");
    }
    assert_eq!(server.db_number("SELECT count(*) FROM folders").await, 0);
}

fn replace_all(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut replaced = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at..].starts_with(from) {
            replaced.extend_from_slice(to);
            at += from.len();
        } else {
            replaced.push(bytes[at]);
            at += 1;
        }
    }
    replaced
}

/// A server that died between the commit and the answer: whatever it did is not done again, by no operation.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_carried_out_and_never_answered_is_told_of_and_not_repeated() {
    let (server, team) = fixture().await;
    let superuser = server.superuser();
    let mut asked = Vec::new();
    for row in requests::all() {
        if row.operation().idempotency == Idempotency::Key {
            // Some of them remove what others need.
            let ids = Ids::create(&server, &team).await;
            let actor = if row.id == "organization_create" { &superuser } else { &team.owner };
            asked.push((row.id, row.request(&ids, &actor.token, "").header(KEY, unique("key").replace(' ', "-"))));
        }
    }
    let renamed = requests::form_of(&[("name", "x.txt"), ("on_conflict", "rename")], "x", b"bytes");
    let upload = team.owner.request("POST", "/api/v1/files").body(&requests::form_type(), renamed);
    asked.push(("an upload that would not meet itself", upload.header(KEY, "renamed")));

    // No answer is remembered from here on.
    server
        .db_execute(if on_postgres() {
            "ALTER TABLE idempotency_keys ADD CONSTRAINT forgetful CHECK (state <> 'done') NOT VALID"
        } else {
            "CREATE TRIGGER forgetful BEFORE UPDATE ON idempotency_keys WHEN NEW.state = 'done' \
             BEGIN SELECT RAISE(ABORT, 'forgetful'); END"
        })
        .await;
    for (what, request) in &asked {
        let first = request.clone().send(server.address()).await;
        assert!(first.status.is_success(), "{what}: {first:?}");
    }
    server.clock().advance(Duration::from_secs(server.config().limits.idempotency_lease_secs));
    let before = rows(&server).await;
    for (what, request) in asked.iter().chain(&asked) {
        let again = request.clone().send(server.address()).await;
        assert_eq!((again.status, &*again.code()), (StatusCode::CONFLICT, "IDEMPOTENCY_ANSWER_LOST"), "{what}");
    }
    assert_eq!(rows(&server).await, before, "nothing was done again");
}

/// How many rows there are of what requests with a key make.
async fn rows(server: &TestServer) -> Vec<(&'static str, i64)> {
    let tables = ["changes", "files", "folders", "versions", "shares", "organizations", "tokens", "signed_urls"];
    let mut counts = Vec::new();
    for table in tables {
        counts.push((table, server.db_number(&format!("SELECT count(*) FROM {table}")).await));
    }
    counts
}
