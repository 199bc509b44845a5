//! A server that is told to stop while it is at work: what is in flight is finished, what was confirmed is kept, nobody new
//! is let in, and a second signal ends it at once.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use conformance::crash::{Engine, Installation, Proof, Serving};
use conformance::raw::{self, Connection};
use conformance::server::ADMIN_TOKEN;
use conformance::{eventually, samples};
use futures_util::future::join_all;
use http::StatusCode;

use crate::requests;

const STOPS: u64 = 10;

/// Uploads that are half-way when the signal comes.
const IN_FLIGHT: u64 = 8;

/// Callers who go on as long as they are let in.
const WORKERS: u64 = 4;

/// A second signal waits for nothing.
const AT_ONCE: Duration = Duration::from_secs(2);

fn content(seed: u64) -> bytes::Bytes {
    samples::noise(if seed.is_multiple_of(2) { 3000 } else { 60_000 }, seed)
}

fn upload(seed: u64) -> Vec<u8> {
    let form = requests::form_of(&[], &requests::unique("kept.bin"), &content(seed));
    raw::request("POST", "/api/v1/files").bearer(ADMIN_TOKEN).body(&requests::form_type(), form).to_bytes()
}

fn start(installation: &Installation) -> Serving {
    tokio::task::block_in_place(|| installation.serve())
}

/// Uploads one after the other until nobody listens; returns what was confirmed.
async fn work(address: SocketAddr, seed: u64, confirmed_at_all: &AtomicU64) -> Vec<(String, u64)> {
    let mut confirmed = Vec::new();
    for seed in seed.. {
        let Ok(mut connection) = Connection::open(address).await else { break };
        // Who was let in too late is hung up on, without an answer.
        let Ok(()) = connection.write(&upload(seed)).await else { continue };
        let Ok(answer) = connection.answer(false).await else { continue };
        assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
        confirmed.push((answer.json()["id"].as_str().unwrap().to_owned(), seed));
        confirmed_at_all.fetch_add(1, Ordering::Relaxed);
    }
    confirmed
}

#[tokio::test(flavor = "multi_thread")]
async fn graceful_stops_finish_what_is_in_flight() {
    let engine = Engine::of_suite();
    let proof = Proof::begin("P30", engine.name());
    let folder = tempfile::Builder::new().prefix("strongroom-stop-").tempdir().unwrap();
    let installation = Installation::create(engine, &folder.path().join("data"));
    let mut confirmed: Vec<(String, u64)> = Vec::new();
    for round in 1..=STOPS {
        let Serving { process, address } = start(&installation);
        let count = AtomicU64::new(0);
        let stop = async {
            let halves = (0..IN_FLIGHT).map(|number| async move {
                let seed = round * 1_000_000 + number;
                let bytes = upload(seed);
                let (first, last) = bytes.split_at(bytes.len() / 2);
                let mut connection = Connection::open(address).await.unwrap();
                connection.write(first).await.unwrap();
                (connection, last.to_vec(), seed)
            });
            let halves = join_all(halves).await;
            let in_flight = async || {
                let metrics = raw::request("GET", "/metrics").send(address).await;
                let text = String::from_utf8(metrics.body).unwrap();
                let line = text.lines().find_map(|line| line.strip_prefix("strongroom_requests_in_flight "));
                line.unwrap().parse::<u64>().unwrap()
            };
            // The workers' requests count as well, but they end.
            eventually(async || in_flight().await > IN_FLIGHT && count.load(Ordering::Relaxed) > 10).await;
            process.terminate();
            eventually(async || Connection::open(address).await.is_err()).await;
            let finished = halves.into_iter().map(|(mut connection, last, seed)| async move {
                connection.write(&last).await.unwrap();
                let answer = connection.answer(false).await.unwrap_or_else(|error| panic!("{seed}: {error}"));
                assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
                (answer.json()["id"].as_str().unwrap().to_owned(), seed)
            });
            join_all(finished).await
        };
        let seeds = (1..=WORKERS).map(|worker| round * 1_000_000 + worker * 10_000);
        let workers = join_all(seeds.map(|seed| work(address, seed, &count)));
        let (finished, worked) = tokio::join!(stop, workers);
        let (status, printed) = tokio::task::block_in_place(|| process.wait());
        assert!(status.success(), "{status}: {printed}");
        confirmed.extend(finished);
        confirmed.extend(worked.into_iter().flatten());
    }

    let Serving { process, address } = start(&installation);
    for (id, seed) in &confirmed {
        let read = raw::request("GET", format!("/api/v1/files/{id}/content")).bearer(ADMIN_TOKEN).send(address).await;
        assert!(read.status == StatusCode::OK && read.body == content(*seed), "{id} is lost: {:?}", read.status);
    }
    // A request that never ends would hold the first signal up for as long as the limit allows.
    let mut endless = Connection::open(address).await.unwrap();
    endless.write(&upload(0)[..2000]).await.unwrap();
    process.terminate();
    eventually(async || Connection::open(address).await.is_err()).await;
    let second = Instant::now();
    process.terminate();
    tokio::task::block_in_place(|| process.wait());
    assert!(second.elapsed() <= AT_ONCE, "{:?} after the second signal", second.elapsed());

    installation.examine().unwrap_or_else(|printed| panic!("{printed}"));
    let notes =
        format!("{IN_FLIGHT} uploads in flight and {WORKERS} callers at each stop, {} confirmed", confirmed.len());
    proof.end(usize::try_from(STOPS).unwrap(), 0, &notes);
}
