//! A database that crashes and comes back while the server is at work: it answers or says to come again, loses nothing that
//! it has confirmed, and recovers by itself.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use conformance::cluster::Installation;
use conformance::crash::Proof;
use conformance::postgres::{Cluster, SYNCS};
use conformance::raw::{self, Answer};
use conformance::server::ADMIN_TOKEN;
use conformance::{eventually, samples};
use futures_util::future::join_all;
use http::StatusCode;

use crate::requests;

const RESTARTS: u64 = 5;
const WORKERS: u64 = 8;

/// How many requests must have succeeded between two crashes: a crash must hit a server at work.
const SUCCESSES_BETWEEN: u64 = 40;

/// From when the database takes connections to the first request that succeeds.
const RECOVERY: Duration = Duration::from_secs(5);

/// What the workers have seen, all together.
#[derive(Default)]
struct Seen {
    successes: AtomicU64,
    refusals: AtomicU64,
    over: AtomicBool,
}

impl Seen {
    /// Counts an answer; whether it was a success.
    fn count(&self, answer: &Answer) -> bool {
        match answer.status {
            status if status.is_success() => {
                self.successes.fetch_add(1, Ordering::Relaxed);
                return true;
            }
            StatusCode::SERVICE_UNAVAILABLE => {
                assert!(answer.header("retry-after").is_some(), "{answer:?}");
                self.refusals.fetch_add(1, Ordering::Relaxed);
            }
            status => assert!(status.is_client_error(), "{answer:?}"),
        }
        false
    }

    fn successes(&self) -> u64 {
        self.successes.load(Ordering::Relaxed)
    }
}

/// Uploads, reads back and lists until it is over; returns what was confirmed.
async fn work(address: SocketAddr, worker: u64, seen: &Seen) -> Vec<(String, u64)> {
    let mut confirmed = Vec::new();
    for number in 0.. {
        if seen.over.load(Ordering::Relaxed) {
            break;
        }
        let seed = worker * 1_000_000 + number;
        let form = requests::form_of(&[], &requests::unique("kept.bin"), &content(seed));
        let upload = raw::request("POST", "/api/v1/files").bearer(ADMIN_TOKEN).body(&requests::form_type(), form);
        let answer = upload.send(address).await;
        if seen.count(&answer) {
            let id = answer.json()["id"].as_str().unwrap().to_owned();
            let read = raw::request("GET", format!("/api/v1/files/{id}/content")).bearer(ADMIN_TOKEN);
            match read.exchange(address).await {
                Ok(read) => assert!(!seen.count(&read) || read.body == content(seed), "{id} has other bytes"),
                // What chunks it has was asked of the database when the answer had begun: it breaks off.
                Err(error) => assert_ne!(error.kind(), ErrorKind::TimedOut, "{error}"),
            }
            confirmed.push((id, seed));
        }
        let list = raw::request("GET", "/api/v1/files?take=10").bearer(ADMIN_TOKEN).send(address).await;
        seen.count(&list);
    }
    confirmed
}

/// In the row, or in the store.
fn content(seed: u64) -> bytes::Bytes {
    samples::noise(if seed.is_multiple_of(2) { 3000 } else { 40_000 }, seed)
}

async fn is(address: SocketAddr, path: &str, status: StatusCode) -> bool {
    raw::request("GET", path).send(address).await.status == status
}

#[tokio::test(flavor = "multi_thread")]
async fn database_restarts_lose_nothing() {
    let proof = Proof::begin("P15", "postgres+s3");
    let cluster = Cluster::start(SYNCS);
    let installation = Installation::on(cluster.create_database(), &[]);
    let node = installation.start().await;
    let (address, seen) = (node.address, Seen::default());
    let workers = join_all((0..WORKERS).map(|worker| work(address, worker, &seen)));
    let crashes = async {
        for _ in 0..RESTARTS {
            let enough = seen.successes() + SUCCESSES_BETWEEN;
            eventually(async || seen.successes() >= enough).await;
            tokio::task::block_in_place(|| cluster.crash());
            eventually(async || is(address, "/readyz", StatusCode::SERVICE_UNAVAILABLE).await).await;
            assert!(is(address, "/healthz", StatusCode::OK).await, "the process is alive");
            tokio::task::block_in_place(|| cluster.start_again());
            let (back, before) = (Instant::now(), seen.successes());
            eventually(async || seen.successes() > before).await;
            assert!(back.elapsed() <= RECOVERY, "the first success came {:?} after the database", back.elapsed());
            eventually(async || is(address, "/readyz", StatusCode::OK).await).await;
        }
        seen.over.store(true, Ordering::Relaxed);
    };
    let (confirmed, ()) = tokio::join!(workers, crashes);
    let refusals = seen.refusals.load(Ordering::Relaxed);
    assert!(refusals >= RESTARTS, "{refusals} requests were refused: the crashes were not felt");
    let confirmed: Vec<_> = confirmed.into_iter().flatten().collect();
    for (id, seed) in &confirmed {
        let read = raw::request("GET", format!("/api/v1/files/{id}/content")).bearer(ADMIN_TOKEN).send(address).await;
        assert!(read.status == StatusCode::OK && read.body == content(*seed), "{id} is lost: {:?}", read.status);
    }
    drop(node);
    installation.fsck();
    let notes = format!("{WORKERS} workers; {} confirmed, {refusals} refused", confirmed.len());
    proof.end(usize::try_from(RESTARTS).unwrap(), 0, &notes);
}
