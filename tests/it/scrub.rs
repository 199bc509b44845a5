//! Rot that nobody asked for: the server finds it by itself, relies on it no more, and is whole when the bytes come again.

use std::fs;
use std::time::Duration;

use conformance::{Team, TestServer, eventually, raw, samples};
use http::StatusCode;
use strongroom_client::Upload;
use strongroom_client::models::FileUpload;

use crate::metrics;

#[tokio::test(flavor = "multi_thread")]
async fn scrub_finds_rot_and_the_same_file_sent_again_is_whole() {
    let server = TestServer::start_with(|config| config.limits.scrub_interval_secs = 60).await;
    let team = Team::create(&server, "Acme").await;
    let content = samples::noise(3_000_000, 7);
    let upload = async |name: &str| {
        let upload = FileUpload::new(Upload::from(content.clone())).name(name);
        team.owner.client.files().upload(upload).await.unwrap().id
    };
    let first = upload("first").await;
    let files = server.store_files();
    let pack = files.iter().max_by_key(|file| fs::metadata(file).unwrap().len()).unwrap();
    let mut bytes = fs::read(pack).unwrap();
    let place = bytes.len() / 2;
    bytes[place] ^= 1;
    fs::write(pack, bytes).unwrap();

    // A pass may have read it before it rotted.
    server.clock().advance(Duration::from_secs(61));
    eventually(async || metrics::number(&server, "strongroom_damaged_chunks").await > 0.0).await;
    assert_eq!(metrics::number(&server, "strongroom_scrub_damaged_chunks_total").await, 1.0);
    let read = async |id| {
        let request = raw::request("GET", format!("/api/v1/files/{id}/content")).bearer(&team.owner.token);
        let answer = request.exchange(server.address()).await;
        answer.is_ok_and(|answer| answer.status == StatusCode::OK && answer.body == content)
    };
    assert!(!read(first).await, "wrong bytes are never answered");
    let second = upload("second").await;
    assert!(read(second).await && read(first).await, "both are whole");
    server.fsck().await;
}
