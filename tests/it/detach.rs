//! Clients that hang up in the middle: what they asked for is done whole or not at all, and nothing of it is left over.

use std::time::Duration;

use conformance::raw::Connection;
use conformance::{Team, TestServer, samples};
use http::StatusCode;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::metrics::eventually;
use crate::{metrics, requests};

/// Fewer than a server has connections to its database: others must still be able to read.
const WRITERS: u32 = 12;

/// However an upload is cut, the file is there whole or not at all.
#[tokio::test(flavor = "multi_thread")]
async fn file_upload_cut_anywhere_leaves_nothing_half() {
    let server = TestServer::start().await;
    let team = Team::create(&server, "Acme").await;
    let content = samples::noise(300_000, 7);
    let cuts = [0.0, 0.001, 0.3, 0.7, 0.99, 0.9999, 1.0];
    for (number, cut) in cuts.into_iter().enumerate() {
        for reset in [false, true] {
            let name = format!("cut {number} {reset}.bin");
            let form = requests::form_of(&[("name", &name)], "x.bin", &content);
            let request = team.owner.request("POST", "/api/v1/files").body(&requests::form_type(), form).to_bytes();
            let body_at = request.windows(4).position(|window| window == b"\r\n\r\n").unwrap() + 4;
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a small length")]
            let end = body_at + ((request.len() - body_at) as f64 * cut) as usize;
            let mut connection = Connection::open(server.address()).await.unwrap();
            connection.write(&request[..end]).await.unwrap();
            if reset { connection.reset().unwrap() } else { drop(connection) }
        }
    }
    // Those that were sent to their end may come into being at any time from now on, but only whole.
    eventually(async || {
        for name in listed(&server, &team).await {
            assert!(name.starts_with("cut 6"), "{name} was cut, but is there");
        }
        let files = server.db_number("SELECT count(*) FROM files").await;
        let used = server.db_number("SELECT used_bytes FROM organizations WHERE name = 'Acme'").await;
        let packs = server.db_number("SELECT count(*) FROM packs WHERE state = 'live'").await;
        let stored = i64::try_from(server.store_files().len()).unwrap();
        let at_rest = metrics::number(&server, metrics::IN_FLIGHT).await <= 1.0;
        // Neither rows nor store know of what was cut.
        at_rest && used == files * i64::try_from(content.len()).unwrap() && packs == files && stored == files
    })
    .await;
    for file in list(&server, &team).await["data"].as_array().unwrap() {
        let target = format!("/api/v1/files/{}/content", file["id"].as_str().unwrap());
        let answer = team.owner.request("GET", target).send(server.address()).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(samples::sha256_hex(&answer.body), samples::sha256_hex(&content));
    }
}

/// A change that has begun is carried out, whether or not somebody waits for its answer.
#[tokio::test(flavor = "multi_thread")]
async fn folder_create_is_carried_out_when_the_client_is_gone() {
    let server = TestServer::start().await;
    let team = Team::create(&server, "Acme").await;
    // Nobody can write for now, so that every request is still at work when its client goes.
    let held = server.db_hold_writer().await;
    let http2 = reqwest::Client::builder().http2_prior_knowledge().build().unwrap();
    let mut waiting = JoinSet::new();
    for number in 0..WRITERS {
        let body = json!({ "share_id": team.default_share_id, "name": format!("Folder {number}") });
        let request = team.owner.request("POST", "/api/v1/folders").json(&body);
        waiting.spawn(request.over(&http2, server.address()).send());
    }
    eventually(async || metrics::number(&server, metrics::IN_FLIGHT).await > f64::from(WRITERS)).await;
    // Each of these takes what the requests before it need to get as far as the database.
    for _ in 0..20 {
        team.owner.request("GET", "/api/v1/me").send(server.address()).await;
    }
    // Each is dropped, which resets its stream: the one way to go that a server sees at once.
    waiting.shutdown().await;
    // The server has seen them go.
    eventually(async || metrics::number(&server, metrics::IN_FLIGHT).await <= 1.0).await;
    drop(held);
    eventually(async || {
        let nameless = "SELECT count(*) FROM folders WHERE id NOT IN (SELECT node_id FROM names)";
        assert_eq!(server.db_number(nameless).await, 0, "a folder without its name");
        server.db_number("SELECT count(*) FROM folders").await == i64::from(WRITERS)
    })
    .await;
}

/// Requests that were given up leave no connection of the database behind.
#[tokio::test(flavor = "multi_thread")]
async fn given_up_requests_do_not_use_up_the_database() {
    let server = TestServer::start().await;
    let team = Team::create(&server, "Acme").await;
    let http2 = reqwest::Client::builder().http2_prior_knowledge().build().unwrap();
    for number in 0..200 {
        let target = if number % 2 == 0 { "/api/v1/files" } else { "/api/v1/shares" };
        let request = match number % 4 {
            0 | 1 => team.owner.request("GET", target),
            _ => team.owner.request("PATCH", "/api/v1/me").json(&json!({ "name": format!("Ada {number}") })),
        };
        if number % 8 < 4 {
            let sent = request.over(&http2, server.address()).send();
            tokio::time::timeout(Duration::from_millis(1), sent).await.ok();
        } else {
            let mut connection = Connection::open(server.address()).await.unwrap();
            connection.write(&request.to_bytes()).await.unwrap();
            connection.reset().unwrap();
        }
    }
    for _ in 0..20 {
        let answer =
            team.owner.request("PATCH", "/api/v1/me").json(&json!({ "name": "Ada" })).send(server.address()).await;
        assert_eq!(answer.status, StatusCode::OK);
    }
}

async fn list(server: &TestServer, team: &Team) -> Value {
    team.owner.request("GET", "/api/v1/files?take=100").send(server.address()).await.json()
}

async fn listed(server: &TestServer, team: &Team) -> Vec<String> {
    let list = list(server, team).await;
    let names = list["data"].as_array().unwrap().iter().map(|file| file["name"].as_str().unwrap().to_owned());
    names.collect()
}
