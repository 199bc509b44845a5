//! Clients that dribble, stop or never read: each loses its connection in bounded time, and nobody else notices.

use std::time::{Duration, Instant};

use conformance::raw::Connection;
use conformance::{Actor, Team, TestServer, samples};
use futures_util::future::join_all;
use http::StatusCode;
use serde_json::json;

use crate::metrics;
use crate::requests::{self, Ids};

/// What "bounded" means here: the limits set below, and a busy machine.
const BOUND: Duration = Duration::from_secs(25);

async fn impatient() -> (TestServer, Team) {
    let server = TestServer::start_with(|config| {
        config.limits.header_read_secs = 1;
        config.limits.body_window_secs = 1;
        config.limits.write_stall_secs = 1;
    })
    .await;
    let team = Team::create(&server, "Acme").await;
    (server, team)
}

#[tokio::test(flavor = "multi_thread")]
async fn header_that_never_ends_is_cut_off() {
    let (server, team) = impatient().await;
    let start = Instant::now();
    let mut silent = Connection::open(server.address()).await.unwrap();
    silent.write(b"").await.unwrap();
    let mut halfway = Connection::open(server.address()).await.unwrap();
    halfway.write(b"GET /api/v1/me HTTP/1.1\r\nHost: x\r\nX-A: ").await.unwrap();
    let (one, two) = tokio::join!(silent.closed(), halfway.closed());
    for sent in [one.unwrap(), two.unwrap()] {
        let sent = String::from_utf8_lossy(&sent);
        assert!(sent.is_empty() || sent.starts_with("HTTP/1.1 408"), "{sent}");
    }
    assert!(start.elapsed() < BOUND, "{:?}", start.elapsed());
    still_serves(&server, &team.owner).await;
}

/// One byte now and then keeps a header open for ever, if only silence counts.
#[tokio::test(flavor = "multi_thread")]
async fn header_that_dribbles_is_cut_off() {
    let (server, team) = impatient().await;
    let start = Instant::now();
    let mut connection = Connection::open(server.address()).await.unwrap();
    connection.write(b"GET /api/v1/me HTTP/1.1\r\nHost: x\r\nX-A: ").await.unwrap();
    let mut pace = tokio::time::interval(Duration::from_millis(100));
    while start.elapsed() < BOUND {
        pace.tick().await;
        if connection.write(b"a").await.is_err() {
            break;
        }
    }
    assert!(start.elapsed() < BOUND, "still open after {:?}", start.elapsed());
    still_serves(&server, &team.owner).await;
}

/// Every operation with a body says 408 when the body stops coming.
#[tokio::test(flavor = "multi_thread")]
async fn body_that_stops_is_a_request_timeout() {
    let (server, team) = impatient().await;
    let ids = Ids::create(&server, &team).await;
    let before = server.db_number("SELECT count(*) FROM files").await;
    let stalled = requests::with_body().into_iter().map(|row| {
        let whole = row.request(&ids, &team.owner.token, "").to_bytes();
        let (server, path) = (&server, requests::fill(row.operation().path, &ids));
        async move {
            let start = Instant::now();
            let mut connection = Connection::open(server.address()).await.unwrap();
            let body_at = whole.windows(4).position(|window| window == b"\r\n\r\n").unwrap() + 4;
            connection.write(&whole[..body_at.midpoint(whole.len())]).await.unwrap();
            let answer = connection.answer(false).await.unwrap_or_else(|error| panic!("{}: {error}", row.id));
            answer.judge(row.operation().method, &path);
            assert_eq!(answer.status, StatusCode::REQUEST_TIMEOUT, "{}", row.id);
            assert_eq!(answer.code(), "REQUEST_TIMEOUT");
            assert!(start.elapsed() < BOUND, "{}: {:?}", row.id, start.elapsed());
        }
    });
    join_all(stalled).await;
    still_serves(&server, &team.owner).await;
    assert_eq!(server.db_number("SELECT count(*) FROM files").await, before, "only the fixture's files are there");
}

/// A download that nobody reads must not hold its connection, memory and file for ever.
#[tokio::test(flavor = "multi_thread")]
async fn reader_that_stops_is_cut_off() {
    let (server, team) = impatient().await;
    // More than the sockets of both sides can hold.
    let file = upload_noise(&server, &team.owner, 32 << 20).await;
    let mut connection = Connection::open(server.address()).await.unwrap();
    let request = team.owner.request("GET", format!("/api/v1/files/{file}/content"));
    connection.write(&request.to_bytes()).await.unwrap();
    assert!(connection.read_some(1024).await.unwrap() > 0);
    // Ours must disappear from what the server works on, although we never close the connection.
    let start = Instant::now();
    while metrics::number(&server, metrics::IN_FLIGHT).await > 1.0 {
        assert!(start.elapsed() < BOUND, "the server still sends to who does not read");
        tokio::task::yield_now().await;
    }
    drop(connection);
    still_serves(&server, &team.owner).await;
}

/// Many slow clients at once do not keep an honest one from its answer.
#[tokio::test(flavor = "multi_thread")]
async fn slow_clients_do_not_starve_others() {
    let (server, team) = impatient().await;
    let mut slow = Vec::new();
    for _ in 0..200 {
        let mut connection = Connection::open(server.address()).await.unwrap();
        connection.write(b"POST /api/v1/files HTTP/1.1\r\nHost: x\r\n").await.unwrap();
        slow.push(connection);
    }
    let start = Instant::now();
    still_serves(&server, &team.owner).await;
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    let closed = join_all(slow.into_iter().map(Connection::closed)).await;
    assert!(closed.into_iter().all(|end| end.is_ok()));
    assert!(start.elapsed() < BOUND, "{:?}", start.elapsed());
}

async fn still_serves(server: &TestServer, actor: &Actor) {
    let answer =
        actor.request("PATCH", "/api/v1/me").json(&json!({ "name": "Still here" })).send(server.address()).await;
    assert_eq!(answer.status, StatusCode::OK);
}

async fn upload_noise(server: &TestServer, actor: &Actor, size_bytes: usize) -> String {
    let form = requests::form_of(&[], "noise.bin", &samples::noise(size_bytes, 1));
    let answer = actor.request("POST", "/api/v1/files").body(&requests::form_type(), form).send(server.address()).await;
    answer.json()["id"].as_str().expect("a file has an id").to_owned()
}
