//! What is repeated, how often, and after which wait.

use std::time::Duration;

use futures_util::stream;
use serde_json::json;
use strongroom_client::models::{FileUpload, ShareCreate};
use strongroom_client::{RetryPolicy, Upload};
use tokio::time::Instant;

use crate::network::{FILE_ID, Network, Reply, file_json};

fn unavailable() -> Reply {
    Reply::problem(503, "UNAVAILABLE", "The database does not answer.").header("retry-after", "2")
}

#[tokio::test(start_paused = true)]
async fn a_safe_call_is_repeated_until_it_succeeds() {
    let network = Network::script([Reply::status(502), Reply::Refuse, Reply::Break, Reply::json(200, &file_json())]);
    let start = Instant::now();
    let file = network.client().files().get(FILE_ID.parse().unwrap()).await.unwrap();
    assert_eq!(file.name, "plan.pdf");
    let requests = network.requests();
    assert_eq!(requests.len(), 4);
    assert!(requests.iter().all(|request| request.header("idempotency-key").is_none()));
    assert!(start.elapsed() <= Duration::from_millis(250 + 500 + 1000 + 10), "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn the_attempts_are_bounded_and_counted() {
    let network = Network::serving(|_| Reply::status(503));
    let error = network.client().files().get(FILE_ID.parse().unwrap()).await.unwrap_err();
    assert_eq!(error.attempts(), 4);
    assert_eq!(network.requests().len(), 4);
    assert!(error.is_retryable());
    let call = network.client().files().get(FILE_ID.parse().unwrap());
    assert_eq!(call.retry(RetryPolicy::none()).await.unwrap_err().attempts(), 1);
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_waited_for() {
    let network = Network::script([unavailable(), unavailable(), Reply::json(200, &file_json())]);
    let start = Instant::now();
    network.client().files().get(FILE_ID.parse().unwrap()).await.unwrap();
    assert!(start.elapsed() >= Duration::from_secs(4), "{:?}", start.elapsed());
    assert!(start.elapsed() < Duration::from_secs(6), "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn retry_after_may_be_a_date() {
    let reply = Reply::status(429)
        .header("date", "Fri, 20 Nov 2026 10:00:00 GMT")
        .header("retry-after", "Fri, 20 Nov 2026 10:00:20 GMT");
    let network = Network::script([reply, Reply::json(200, &file_json())]);
    let start = Instant::now();
    network.client().files().get(FILE_ID.parse().unwrap()).await.unwrap();
    assert!(start.elapsed() >= Duration::from_secs(20), "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_hint_beyond_the_cap_fails_at_once() {
    let network = Network::script([Reply::problem(429, "RATE_LIMITED", "Slow down.").header("retry-after", "3600")]);
    let start = Instant::now();
    let error = network.client().files().get(FILE_ID.parse().unwrap()).await.unwrap_err();
    assert_eq!(start.elapsed(), Duration::ZERO);
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3600)));
}

#[tokio::test(start_paused = true)]
async fn a_write_is_repeated_with_the_same_key() {
    let network = Network::script([Reply::Break, unavailable(), Reply::json(201, &file_json())]);
    network.client().files().upload(FileUpload::new("abc").name("plan.pdf")).await.unwrap();
    let keys: Vec<_> =
        network.requests().iter().map(|seen| seen.header("idempotency-key").unwrap().to_owned()).collect();
    assert_eq!(keys.len(), 3);
    assert!(keys.iter().all(|key| *key == keys[0] && key.len() == 36), "{keys:?}");
    let bodies: Vec<_> = network.requests().into_iter().map(|seen| seen.body).collect();
    assert!(bodies.iter().all(|body| *body == bodies[0] && !body.is_empty()));
}

#[tokio::test(start_paused = true)]
async fn each_logical_call_has_a_key_of_its_own_unless_told() {
    let network = Network::serving(|_| Reply::status(400));
    let client = network.client();
    for _ in 0..2 {
        client.shares().create(ShareCreate::new("a")).await.unwrap_err();
    }
    client.shares().create(ShareCreate::new("a")).idempotency_key("mine").await.unwrap_err();
    let requests = network.requests();
    assert_ne!(requests[0].header("idempotency-key"), requests[1].header("idempotency-key"));
    assert_eq!(requests[2].header("idempotency-key"), Some("mine"));
}

#[tokio::test(start_paused = true)]
async fn what_can_be_read_once_is_sent_once() {
    let network = Network::script([unavailable()]);
    let pieces = stream::iter([Ok(bytes::Bytes::from_static(b"abc"))]);
    let call = network.client().files().replace(FILE_ID.parse().unwrap(), Upload::stream(pieces));
    assert_eq!(call.await.unwrap_err().attempts(), 1);
    assert_eq!(network.requests()[0].body, "abc");
}

#[tokio::test(start_paused = true)]
async fn other_refusals_are_final() {
    for status in [400, 403, 404, 409, 413, 422, 500, 501] {
        let network = Network::serving(move |_| Reply::status(status));
        let error = network.client().files().get(FILE_ID.parse().unwrap()).await.unwrap_err();
        assert_eq!((error.attempts(), error.is_retryable()), (1, false), "{status}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_outage_empties_the_budget() {
    let network = Network::serving(|_| Reply::status(503));
    let client = network.client();
    for _ in 0..60 {
        client.files().get(FILE_ID.parse().unwrap()).await.unwrap_err();
    }
    // 60 calls, and the 100 retries that the budget has, instead of 180.
    assert_eq!(network.requests().len(), 160);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_is_cut_off_is_asked_for_again() {
    let cut = Reply::status(200).bytes("{\"id\":").piece(crate::network::Piece::Cut);
    let network = Network::script([cut, Reply::json(200, &json!({"status": "ok"}))]);
    assert_eq!(network.client().service().health_get().await.unwrap().status.as_str(), "ok");
}
