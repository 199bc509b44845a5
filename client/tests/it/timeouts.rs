//! Limits of time: for attempts, for calls, and for bodies that stand still.

use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::{self, StreamExt as _};
use strongroom_client::{FailureReason, RetryPolicy, TimeLimit, Timeouts, TransferError, Upload};
use tokio::time::Instant;

use crate::network::{FILE_ID, Network, Piece, Reply};

#[tokio::test(start_paused = true)]
async fn an_attempt_without_an_answer_ends_and_is_repeated() {
    let network = Network::serving(|_| Reply::Silence);
    let timeouts = Timeouts::default().attempt(Duration::from_secs(5));
    let client = network.builder().token("t").timeouts(timeouts).build().unwrap();
    let error = client.files().get(FILE_ID.parse().unwrap()).retry(RetryPolicy::default().max_attempts(2)).await;
    let error = error.unwrap_err();
    assert!(matches!(error.reason(), FailureReason::TimedOut(TimeLimit::Attempt(_))), "{error:?}");
    assert_eq!(network.requests().len(), 2);
    assert_eq!(error.to_string(), "file_get: no answer within 5s");
}

#[tokio::test(start_paused = true)]
async fn a_call_has_a_limit_over_all_attempts() {
    let network = Network::serving(|_| Reply::Silence);
    let start = Instant::now();
    let call = network.client().files().get(FILE_ID.parse().unwrap()).timeout(Duration::from_secs(90));
    let error = call.await.unwrap_err();
    assert_eq!(start.elapsed(), Duration::from_secs(90));
    assert!(error.is_timeout());
    assert_eq!(error.attempts(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_would_miss_the_limit_is_not_begun() {
    let network = Network::serving(|_| Reply::status(503).header("retry-after", "30"));
    let start = Instant::now();
    let call = network.client().files().get(FILE_ID.parse().unwrap()).timeout(Duration::from_secs(10));
    assert_eq!(call.await.unwrap_err().status().unwrap(), 503);
    assert_eq!(start.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_slow_download_is_no_dead_one() {
    let mut reply = Reply::status(200);
    for _ in 0..40 {
        reply = reply.bytes("x").piece(Piece::Wait(Duration::from_secs(29)));
    }
    let network = Network::script([reply]);
    let download = network.client().files().download(FILE_ID.parse().unwrap()).await.unwrap().content().unwrap();
    assert_eq!(download.bytes(100).await.unwrap().len(), 40);
}

#[tokio::test(start_paused = true)]
async fn a_dead_download_is_noticed() {
    let network = Network::script([Reply::status(200).bytes("x").piece(Piece::Silence)]);
    let mut download = network.client().files().download(FILE_ID.parse().unwrap()).await.unwrap().content().unwrap();
    assert_eq!(download.next().await.unwrap().unwrap(), "x");
    let start = Instant::now();
    assert!(matches!(download.next().await, Some(Err(TransferError::Stalled { .. }))));
    assert_eq!(start.elapsed(), Duration::from_secs(30));
    assert!(download.next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn a_reader_that_is_slow_itself_loses_nothing() {
    let network = Network::script([Reply::status(200).bytes("x").bytes("y")]);
    let mut download = network.client().files().download(FILE_ID.parse().unwrap()).await.unwrap().content().unwrap();
    download.next().await.unwrap().unwrap();
    tokio::time::sleep(Duration::from_secs(600)).await;
    assert_eq!(download.next().await.unwrap().unwrap(), "y");
}

#[tokio::test(start_paused = true)]
async fn an_upload_that_nobody_reads_is_noticed() {
    let network = Network::serving(|_| Reply::Deafness);
    let start = Instant::now();
    let call = network.client().files().replace(FILE_ID.parse().unwrap(), Bytes::from(vec![0; 1 << 20]));
    let error = call.retry(RetryPolicy::none()).await.unwrap_err();
    assert!(matches!(error.reason(), FailureReason::TimedOut(TimeLimit::Stall(_))), "{error:?}");
    assert_eq!(start.elapsed(), Duration::from_secs(30));
}

#[tokio::test(start_paused = true)]
async fn an_upload_that_moves_takes_as_long_as_it_takes() {
    let network = Network::script([Reply::json(200, &crate::network::file_json())]);
    let pieces = stream::iter(0..100).then(|_| async {
        tokio::time::sleep(Duration::from_secs(20)).await;
        Ok(Bytes::from_static(b"x"))
    });
    network.client().files().replace(FILE_ID.parse().unwrap(), Upload::stream(pieces)).await.unwrap();
    assert_eq!(network.requests()[0].body.len(), 100);
}
