//! Many at once: names and quotas are the database's to decide, and it decides for one.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use conformance::raw::{self, Answer};
use conformance::{Actor, Team, TestServer, eventually, samples};
use futures_util::{StreamExt as _, stream};
use http::StatusCode;
use serde_json::json;
use strongroom_client::Upload;
use strongroom_client::models::{FileUpload, GrantPut, Permission, Role, Scope, TokenCreate};
use uuid::Uuid;

use crate::requests::{self, id};

/// How many connections are open at a time: more than the server has to its database.
const CONNECTIONS: usize = 64;

/// Sends all of them, `CONNECTIONS` at a time.
async fn storm<F: Future<Output = Answer>>(requests: impl IntoIterator<Item = F>) -> Vec<Answer> {
    stream::iter(requests).buffer_unordered(CONNECTIONS).collect().await
}

/// One name, however it is spelled, is given to one of a thousand.
#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_creates_of_one_name_have_one_winner() {
    let server = TestServer::start().await;
    let team = Team::create(&server, "Acme").await;
    let spellings = ["Caf\u{e9} Stra\u{df}e", "cafe\u{301} strasse", "CAFE\u{301} STRA\u{df}E", "CAF\u{c9} strasse"];
    let answers = storm((0..1000).map(|number| {
        let body = json!({ "share_id": team.default_share_id, "name": spellings[number % spellings.len()] });
        team.owner.request("POST", "/api/v1/folders").json(&body).send(server.address())
    }))
    .await;
    one_winner(&answers);
    assert_eq!(server.db_number("SELECT count(*) FROM folders").await, 1);
    server.fsck().await;
}

/// Folders and files have one namespace, and what loses leaves no byte behind.
#[tokio::test(flavor = "multi_thread")]
async fn folders_and_files_that_want_one_name_have_one_winner() {
    let server = TestServer::start().await;
    let team = Team::create(&server, "Acme").await;
    for round in 0..5 {
        let name = format!("Wanted {round}");
        let answers = storm((0..60).map(|number| {
            let request = if number % 2 == 0 {
                let form = requests::form_of(&[("name", &name)], "x", &samples::noise(20_000, round * 60 + number));
                team.owner.request("POST", "/api/v1/files").body(&requests::form_type(), form)
            } else {
                let body = json!({ "share_id": team.default_share_id, "name": name.to_uppercase() });
                team.owner.request("POST", "/api/v1/folders").json(&body)
            };
            request.send(server.address())
        }))
        .await;
        one_winner(&answers);
    }
    let files = server.db_number("SELECT count(*) FROM files").await;
    eventually(async || i64::try_from(server.store_files().len()).unwrap() == files).await;
    server.fsck().await;
}

fn one_winner(answers: &[Answer]) {
    let (won, lost): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == StatusCode::CREATED);
    assert_eq!(won.len(), 1, "of {}", answers.len());
    let winner = won[0].json()["id"].clone();
    for answer in lost {
        assert_eq!(answer.code(), "NAME_CONFLICT", "{answer:?}");
        assert_eq!(answer.json()["data"]["existing_id"], winner, "{answer:?}");
    }
}

/// Of many who change the state that they have read, one does; the others are told that it is another one now.
#[tokio::test(flavor = "multi_thread")]
async fn changes_of_one_state_have_one_winner() {
    let server = TestServer::start().await;
    let team = Team::create(&server, "Acme").await;
    let folder = json!({ "share_id": team.default_share_id, "name": "Folder" });
    let folder = team.owner.request("POST", "/api/v1/folders").json(&folder).send(server.address()).await;
    let things = [
        format!("/api/v1/organizations/{}", team.organization_id),
        format!("/api/v1/shares/{}", team.default_share_id),
        format!("/api/v1/folders/{}", id(&folder.json()["id"])),
    ];
    for thing in things {
        for round in 0..5 {
            let read = team.owner.request("GET", &thing).send(server.address()).await;
            let state = read.header("etag").unwrap().to_owned();
            let answers = storm((0..40).map(|number| {
                let change = json!({ "name": format!("Name {round} {number}") });
                let request = team.owner.request("PATCH", &thing).header("If-Match", &state).json(&change);
                request.send(server.address())
            }))
            .await;
            let (won, lost): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == StatusCode::OK);
            assert_eq!(won.len(), 1, "{thing}, of {}", answers.len());
            for answer in lost {
                assert_eq!(answer.code(), "PRECONDITION_FAILED", "{thing}: {answer:?}");
            }
            let after = team.owner.request("GET", &thing).send(server.address()).await;
            assert_eq!(after.json()["name"], won[0].json()["name"], "{thing}");
        }
    }
}

/// A person whom two organizations add at the same time becomes a member of both.
#[tokio::test(flavor = "multi_thread")]
async fn a_user_who_is_made_twice_at_once_is_one() {
    let server = TestServer::start().await;
    let mut teams = Vec::new();
    for number in 0..4 {
        teams.push(Team::create(&server, &format!("Team {number}")).await);
    }
    for round in 0..10 {
        let answers = storm(teams.iter().map(|team| {
            let target = format!("/api/v1/organizations/{}/members", team.organization_id);
            let new = json!({ "email": format!("ada-{round}@example.com"), "role": "member" });
            team.owner.request("POST", target).json(&new).send(server.address())
        }))
        .await;
        let ids: Vec<_> = answers.iter().map(|answer| answer.json()["user_id"].clone()).collect();
        assert!(answers.iter().all(|answer| answer.status == StatusCode::CREATED), "{answers:?}");
        assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    }
    server.fsck().await;
}

/// Whose quota bounds a storm of uploads.
#[derive(Debug, Clone, Copy)]
enum Bounded {
    Organization,
    Share,
    Member,
}

const SIZE_BYTES: usize = 20_000;
const LIMIT_BYTES: usize = 50 * SIZE_BYTES;

/// What the doors need that do not only upload.
struct Things {
    /// To be replaced, empty so far.
    replaced: Vec<Uuid>,
    /// Of `SIZE_BYTES`, to be copied.
    source: Uuid,
    /// Empty; its first version has `SIZE_BYTES`, to be restored.
    restored: Uuid,
    /// Signed upload URLs, one for each use.
    signed: Vec<String>,
}

/// The ways in which bytes come in.
const DOORS: usize = 7;
const STORM: usize = 200;

impl Things {
    async fn make(server: &TestServer, team: &Team) -> Self {
        let made = async |name: &str, size_bytes| id(&upload(server, &team.owner, name, size_bytes).await.json()["id"]);
        let mut replaced = Vec::new();
        for number in 0..10 {
            replaced.push(made(&format!("replaced {number}"), 0).await);
        }
        let (source, restored) = (made("source", SIZE_BYTES).await, made("restored", SIZE_BYTES).await);
        assert_eq!(replace(server, &team.owner, restored, 0).await.status, StatusCode::OK);
        let mut signed = Vec::new();
        for _ in 0..STORM.div_ceil(DOORS) {
            let path = format!("/api/v1/organizations/{}/files:generateUploadUrl", team.organization_id);
            let answer = team.owner.request("POST", path).send(server.address()).await.json();
            let uri = answer["upload_uri"].as_str().expect("it is generated");
            signed.push(uri.strip_prefix(&server.url()).expect("it leads here").to_owned());
        }
        Self { replaced, source, restored, signed }
    }

    /// How many bytes they take.
    const BYTES: usize = 2 * SIZE_BYTES;

    /// Stores bytes through one of the doors. How many they are if it is not refused is told beside the answer.
    async fn enter(&self, server: &TestServer, team: &Team, number: usize) -> (Answer, usize) {
        let (owner, turn) = (&team.owner, number / DOORS);
        let noise = || samples::noise(SIZE_BYTES, number as u64);
        let (request, size_bytes) = match number % DOORS {
            0 => return (upload(server, owner, &format!("new {number}"), SIZE_BYTES).await, SIZE_BYTES),
            1 => {
                return (
                    replace(server, owner, self.replaced[turn % self.replaced.len()], SIZE_BYTES).await,
                    SIZE_BYTES,
                );
            }
            2 => {
                let mut form = Vec::new();
                for part in 0..2 {
                    requests::part(&mut form, "name=\"id\"", Uuid::new_v4().to_string().as_bytes());
                    let file = format!("name=\"file\"; filename=\"batch {number} {part}\"");
                    requests::part(&mut form, &file, &noise());
                }
                form.extend_from_slice(format!("--{}--\r\n", requests::BOUNDARY).as_bytes());
                let request = owner.request("POST", "/api/v1/files/batch").body(&requests::form_type(), form);
                (request, 2 * SIZE_BYTES)
            }
            3 => {
                let body = json!({ "target_share_id": team.default_share_id, "name": format!("copy {number}") });
                (owner.request("POST", format!("/api/v1/files/{}/copy", self.source)).json(&body), SIZE_BYTES)
            }
            4 => {
                let path = format!("/api/v1/files/{}/versions/1/restore", self.restored);
                (owner.request("POST", path), SIZE_BYTES)
            }
            5 => {
                let path =
                    format!("/api/v1/organizations/{}/files:upload?filename=org%20{number}", team.organization_id);
                (owner.request("POST", path).body("application/octet-stream", noise()), SIZE_BYTES)
            }
            _ => {
                let request = raw::request("PUT", self.signed[turn].as_str());
                (request.body("application/octet-stream", noise()), SIZE_BYTES)
            }
        };
        (request.send(server.address()).await, size_bytes)
    }
}

/// 200 times at once, through every door, of which a quarter fit.
#[tokio::test(flavor = "multi_thread")]
async fn quota_is_never_exceeded_by_many_at_once() {
    for bounded in [Bounded::Organization, Bounded::Share, Bounded::Member] {
        let server = TestServer::start().await;
        let team = Team::create(&server, "Acme").await;
        let things = Things::make(&server, &team).await;
        bound(&server, &team, bounded).await;
        let (server, team, things) = (&server, &team, &things);
        let mut stored = Things::BYTES;
        let mut doors_entered = [0; DOORS];
        let storm = (0..STORM).map(async |number| (number, things.enter(server, team, number).await));
        let answers: Vec<_> = stream::iter(storm).buffer_unordered(CONNECTIONS).collect().await;
        for (number, (answer, size_bytes)) in &answers {
            match answer.status.as_u16() {
                200 | 201 => {
                    stored += size_bytes;
                    doors_entered[number % DOORS] += 1;
                }
                413 => assert_eq!(answer.code(), "QUOTA_EXCEEDED"),
                // No connection to the database to be had in time: a slow machine.
                503 => {}
                _ => panic!("{bounded:?}: {answer:?}"),
            }
        }
        // What is left is there for those who come later, to the last byte.
        while upload(server, &team.owner, &Uuid::new_v4().to_string(), SIZE_BYTES).await.status == 201 {
            stored += SIZE_BYTES;
        }
        assert_eq!(stored, LIMIT_BYTES, "{bounded:?}");
        assert!(doors_entered.iter().filter(|entered| **entered > 0).count() > DOORS / 2, "{doors_entered:?}");
        let storage = storage(server, &team.owner).await;
        let own = &storage["own"];
        assert_eq!(own["used_bytes"], json!(LIMIT_BYTES), "{bounded:?}: {storage}");
        for figures in [&storage, own, &storage["shares"][0]] {
            assert_eq!(figures["used_bytes"], json!(LIMIT_BYTES), "{bounded:?}: {storage}");
            assert_eq!(figures["breakdown"]["reserved_bytes"], 0, "{bounded:?}: {storage}");
        }
        server.fsck().await;
    }
}

/// Long uploads reserve what they announce: of many at once, exactly those are taken that fit.
#[tokio::test(flavor = "multi_thread")]
async fn quota_of_long_uploads_is_reserved_while_they_come() {
    const LONG_BYTES: usize = 9 << 20;
    let server = TestServer::start().await;
    let team = Team::create(&server, "Acme").await;
    let superuser = server.superuser();
    let body = json!({ "quota_bytes": 3 * LONG_BYTES + 1000 });
    let path = format!("/api/v1/organizations/{}", team.organization_id);
    assert_eq!(superuser.request("PATCH", path).json(&body).send(server.address()).await.status, 200);
    let file = id(&upload(&server, &team.owner, "replaced", 0).await.json()["id"]);

    // One that stops half-way holds its bytes, and no longer than it is there.
    let whole = team
        .owner
        .request("PUT", format!("/api/v1/files/{file}/content"))
        .body("application/octet-stream", samples::noise(LONG_BYTES, 1))
        .to_bytes();
    let mut halfway = conformance::raw::Connection::open(server.address()).await.unwrap();
    halfway.write(&whole[..whole.len() / 2]).await.unwrap();
    let reserved = async || storage(&server, &team.owner).await["breakdown"]["reserved_bytes"].clone();
    eventually(async || reserved().await == json!(LONG_BYTES)).await;
    let seen = storage(&server, &team.owner).await;
    assert_eq!((&seen["used_bytes"], &seen["available_bytes"]), (&json!(0), &json!(2 * LONG_BYTES + 1000)), "{seen}");
    drop(halfway);
    eventually(async || reserved().await == json!(0)).await;

    let (server, team) = (&server, &team);
    let answers = storm((0..8_u64).map(async |number| match number % 2 {
        0 => upload(server, &team.owner, &format!("long {number}"), LONG_BYTES).await,
        _ => replace(server, &team.owner, file, LONG_BYTES).await,
    }))
    .await;
    let taken = answers.iter().filter(|answer| answer.status.is_success()).count();
    assert!((1..=3).contains(&taken), "{taken} were taken");
    for answer in answers.iter().filter(|answer| !answer.status.is_success()) {
        assert_eq!(answer.code(), "QUOTA_EXCEEDED");
    }
    eventually(async || reserved().await == json!(0)).await;
    for number in taken..3 {
        assert_eq!(upload(server, &team.owner, &format!("later {number}"), LONG_BYTES).await.status, 201);
    }
    assert_eq!(upload(server, &team.owner, "too much", LONG_BYTES).await.code(), "QUOTA_EXCEEDED");
    assert_eq!(storage(server, &team.owner).await["used_bytes"], json!(3 * LONG_BYTES));
    eventually(async || server.store_files().len() == 3).await;
    server.fsck().await;
}

/// What is known of other files may outlive uploads, but nothing else that is committed between them.
#[tokio::test(flavor = "multi_thread")]
async fn changes_amid_uploads_are_seen_by_the_next_request() {
    const ROUNDS: usize = 25;
    const UPLOADERS: usize = 6;
    let server = TestServer::start().await;
    let team = Team::create(&server, "Acme").await;
    let reader = team.add(&server, Role::Guest).await;
    let (files, auth) = (team.owner.client.files(), team.owner.client.auth());
    let (ends, uploaded) = (AtomicBool::new(false), AtomicUsize::new(0));
    let uploader = async |number: usize| {
        while !ends.load(Ordering::Relaxed) {
            let name = format!("{number} {}", uploaded.fetch_add(1, Ordering::Relaxed));
            assert_eq!(upload(&server, &team.owner, &name, 1000).await.status, StatusCode::CREATED);
        }
    };
    let content = async |file_id| match reader.client.files().download(file_id).await {
        Ok(answer) => Ok(answer.content().unwrap().bytes(samples::LIMIT_BYTES).await.unwrap()),
        Err(error) => Err(error.code().unwrap().to_owned()),
    };
    let changes = async || {
        for round in 0..ROUNDS {
            let file_id =
                files.upload(FileUpload::new(Upload::from("first")).name(format!("file {round}"))).await.unwrap().id;
            assert_eq!(content(file_id).await, Err("NOT_FOUND".to_owned()));
            files.grant_put(file_id, reader.user_id, GrantPut::new(vec![Permission::Read])).await.unwrap();
            assert_eq!(content(file_id).await.as_deref(), Ok(&b"first"[..]));
            files.replace(file_id, Upload::from("second")).await.unwrap();
            assert_eq!(content(file_id).await.as_deref(), Ok(&b"second"[..]));
            files.trash(file_id).await.unwrap();
            assert_eq!(content(file_id).await, Err("RESOURCE_DELETED".to_owned()));
            files.restore(file_id).await.unwrap();
            assert_eq!(content(file_id).await.as_deref(), Ok(&b"second"[..]));
            files.grant_delete(file_id, reader.user_id).await.unwrap();
            assert_eq!(content(file_id).await, Err("NOT_FOUND".to_owned()));

            let made = auth.token_create(TokenCreate::new("doomed", vec![Scope::Read])).await.unwrap();
            let holder = server.client(made.token.expose());
            let answer = holder.files().download(file_id).await.unwrap();
            assert_eq!(answer.content().unwrap().bytes(samples::LIMIT_BYTES).await.unwrap(), "second");
            auth.token_revoke(made.details.id).await.unwrap();
            assert_eq!(holder.files().download(file_id).await.unwrap_err().code(), Some("UNAUTHENTICATED"));
        }
        ends.store(true, Ordering::Relaxed);
    };
    let uploaders = futures_util::future::join_all((0..UPLOADERS).map(uploader));
    futures_util::join!(uploaders, changes());
    let uploaded = uploaded.into_inner();
    assert!(uploaded > ROUNDS, "{uploaded} uploads came between the changes");
    server.fsck().await;
}

async fn bound(server: &TestServer, team: &Team, bounded: Bounded) {
    let superuser = server.superuser();
    let (actor, path) = match bounded {
        Bounded::Organization => (&superuser, format!("/api/v1/organizations/{}", team.organization_id)),
        Bounded::Share => (&team.owner, format!("/api/v1/shares/{}", team.default_share_id)),
        Bounded::Member => {
            (&team.owner, format!("/api/v1/organizations/{}/members/{}", team.organization_id, team.owner.user_id))
        }
    };
    let answer = actor.request("PATCH", path).json(&json!({ "quota_bytes": LIMIT_BYTES })).send(server.address()).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
}

async fn upload(server: &TestServer, actor: &Actor, name: &str, size_bytes: usize) -> Answer {
    let form = requests::form_of(&[("name", name)], "x", &samples::noise(size_bytes, 1));
    actor.request("POST", "/api/v1/files").body(&requests::form_type(), form).send(server.address()).await
}

async fn replace(server: &TestServer, actor: &Actor, file_id: Uuid, size_bytes: usize) -> Answer {
    let request = actor.request("PUT", format!("/api/v1/files/{file_id}/content"));
    request.body("application/octet-stream", samples::noise(size_bytes, 2)).send(server.address()).await
}

async fn storage(server: &TestServer, actor: &Actor) -> serde_json::Value {
    let answer = actor.request("GET", "/api/v1/storage").send(server.address()).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    answer.json()
}
