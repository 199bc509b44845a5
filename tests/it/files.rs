//! Files: changing, replacing, deleting, versions. How they come in: `uploads.rs`; how they are listed: `lists.rs`; how
//! their content is answered: `content.rs`.

use std::collections::BTreeMap;

use conformance::{Team, TestServer, samples};
use http::StatusCode;
use serde_json::json;
use strongroom_client::Upload;
use strongroom_client::models::{FileUpdate, FileUpload, VersionOrder};
use uuid::Uuid;

use crate::metrics::eventually;

async fn fixture() -> (TestServer, Team) {
    let server = TestServer::start().await;
    let team = Team::create(&server, "Acme").await;
    (server, team)
}

#[tokio::test(flavor = "multi_thread")]
async fn file_get_of_nothing_is_not_found() {
    let (_server, team) = fixture().await;
    let files = team.owner.client.files();
    let nothing = Uuid::now_v7();
    assert_eq!(files.get(nothing).await.unwrap_err().code(), Some("NOT_FOUND"));
    assert_eq!(files.download(nothing).await.unwrap_err().code(), Some("NOT_FOUND"));
    assert_eq!(files.download_head(nothing).await.unwrap_err().status(), Some(StatusCode::NOT_FOUND));
    assert_eq!(files.delete(nothing).await.unwrap_err().code(), Some("NOT_FOUND"));
    assert_eq!(files.version_list(nothing).await.unwrap_err().code(), Some("NOT_FOUND"));
}

#[tokio::test(flavor = "multi_thread")]
async fn file_update_changes_what_is_given() {
    let (server, team) = fixture().await;
    let files = team.owner.client.files();
    let upload = FileUpload::new(Upload::from("x"))
        .name("a.txt")
        .tags(vec!["one".to_owned()])
        .metadata(BTreeMap::from([("k".to_owned(), "v".to_owned())]));
    let file = files.upload(upload).await.unwrap();
    let renamed = files.update(file.id, FileUpdate::new().name("b.txt")).await.unwrap();
    assert_eq!((renamed.name.as_str(), renamed.path.as_str()), ("b.txt", "/b.txt"));
    assert_eq!((&renamed.tags, &renamed.metadata), (&file.tags, &file.metadata), "what is absent stays");
    assert_eq!((renamed.version, &renamed.content_etag), (1, &file.content_etag), "the content is the same");
    assert_ne!(renamed.etag(), file.etag());
    let tagged =
        files.update(file.id, FileUpdate::new().tags(["z", "a", "z"].map(str::to_owned).to_vec())).await.unwrap();
    assert!(tagged.tags.windows(2).all(|pair| pair[0] <= pair[1]), "{:?}", tagged.tags);
    let path = format!("/api/v1/files/{}", file.id);
    let patch = async |body: serde_json::Value| {
        team.owner.request("PATCH", path.as_str()).json(&body).send(server.address()).await
    };
    assert_eq!(patch(json!({ "metadata": { "other": "1" } })).await.json()["metadata"], json!({ "other": "1" }));
    assert_eq!(patch(json!({ "metadata": null })).await.json()["metadata"], json!({}));
    assert_eq!(patch(json!({ "tags": [] })).await.json()["tags"], json!([]));
    assert_eq!(patch(json!({ "name": "a/b" })).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(patch(json!({})).await.faults(), ["body  min_properties"]);
    assert_eq!(patch(json!({ "metadata": { "k": 1 } })).await.faults(), ["body /metadata/k type"]);
    files.upload(FileUpload::new(Upload::from("y")).name("Taken.txt")).await.unwrap();
    let taken = files.update(file.id, FileUpdate::new().name("TAKEN.txt")).await.unwrap_err();
    assert_eq!(taken.code(), Some("NAME_CONFLICT"));
    files.update(file.id, FileUpdate::new().name("B.TXT")).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn file_update_honours_if_match() {
    let (_server, team) = fixture().await;
    let files = team.owner.client.files();
    let file = files.upload(FileUpload::new(Upload::from("x")).name("a.txt")).await.unwrap();
    let etag = file.etag().unwrap();
    files.update(file.id, FileUpdate::new().name("b.txt")).if_match(etag).await.unwrap();
    let stale = files.update(file.id, FileUpdate::new().name("c.txt")).if_match(etag).await.unwrap_err();
    assert_eq!(stale.code(), Some("PRECONDITION_FAILED"));
    files.update(file.id, FileUpdate::new().name("c.txt")).if_match("*").await.unwrap();
    assert_eq!(files.delete(file.id).if_match(etag).await.unwrap_err().code(), Some("PRECONDITION_FAILED"));
}

#[tokio::test(flavor = "multi_thread")]
async fn file_replace_makes_a_version() {
    let (_server, team) = fixture().await;
    let files = team.owner.client.files();
    let file = files.upload(FileUpload::new(Upload::from("the first")).name("a.txt")).await.unwrap();
    let content = samples::noise(100_000, 2);
    let replaced =
        files.replace(file.id, Upload::from(content.clone())).if_match(file.content_etag.as_str()).await.unwrap();
    assert_eq!((replaced.version, replaced.size_bytes), (2, 100_000));
    assert_eq!(replaced.etag(), Some(replaced.content_etag.as_str()));
    assert_eq!(replaced.sha256, samples::sha256_hex(&content));
    let stale = files.replace(file.id, Upload::from("third")).if_match(file.content_etag.as_str()).await.unwrap_err();
    assert_eq!(stale.code(), Some("PRECONDITION_FAILED"));
    // Versions count on, even if the bytes were there before.
    assert_eq!(files.replace(file.id, Upload::from("the first")).await.unwrap().version, 3);
}

/// Who announces a digest gets what was announced, or nothing.
#[tokio::test(flavor = "multi_thread")]
async fn file_replace_checks_the_announced_digest() {
    use base64::Engine as _;
    use sha2::Digest as _;
    let (server, team) = fixture().await;
    let file = team.owner.client.files().upload(FileUpload::new(Upload::from("x")).name("a.txt")).await.unwrap();
    let put = async |digest: &str, content: &[u8]| {
        let path = format!("/api/v1/files/{}/content", file.id);
        let request = team.owner.request("PUT", path).header("Repr-Digest", digest);
        request.body("application/octet-stream", content).send(server.address()).await
    };
    let digest = |content: &[u8]| {
        format!("sha-256=:{}:", base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(content)))
    };
    let content = samples::noise(50_000, 3);
    let wrong = put(&digest(b"something else"), &content).await;
    assert_eq!((wrong.status, wrong.code()), (StatusCode::UNPROCESSABLE_ENTITY, "CHECKSUM_MISMATCH".to_owned()));
    assert_eq!(team.owner.client.files().get(file.id).await.unwrap().version, 1);
    eventually(async || server.store_files().is_empty()).await;
    let right = put(&digest(&content), &content).await;
    assert_eq!(right.json()["version"], 2);
    for garbage in ["sha-256=:!:", "sha-256=:AAAA:", "sha-256=abc", "sha-256="] {
        let answer = put(garbage, &content).await;
        assert!(answer.status.is_client_error(), "{garbage} was taken: {answer:?}");
    }
}

/// Only one of those who replace the same state succeeds; a content is never a mixture.
#[tokio::test(flavor = "multi_thread")]
async fn file_replace_race_has_one_winner() {
    let (_server, team) = fixture().await;
    let files = team.owner.client.files();
    let mut file = files.upload(FileUpload::new(Upload::from("0")).name("a.bin")).await.unwrap().into_inner();
    for _ in 0..5 {
        let etag = file.content_etag.clone();
        let attempts = (0..8_u64).map(|number| {
            let (client, etag, id) = (team.owner.client.clone(), etag.clone(), file.id);
            let content = samples::noise(20_000, number + 100);
            async move { client.files().replace(id, Upload::from(content)).if_match(etag).await.map(drop) }
        });
        let outcomes = futures_util::future::join_all(attempts).await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        for error in outcomes.into_iter().filter_map(Result::err) {
            assert_eq!(error.code(), Some("PRECONDITION_FAILED"), "{error}");
        }
        let now = files.get(file.id).await.unwrap().into_inner();
        assert_eq!(now.version, file.version + 1);
        let content =
            files.download(file.id).await.unwrap().content().unwrap().bytes(samples::LIMIT_BYTES).await.unwrap();
        assert_eq!(samples::sha256_hex(&content), now.sha256);
        file = now;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn file_delete_is_soft_until_asked_otherwise() {
    let (server, team) = fixture().await;
    let files = team.owner.client.files();
    let file = files.upload(FileUpload::new(Upload::from(samples::noise(50_000, 1))).name("a.bin")).await.unwrap();
    files.delete(file.id).await.unwrap();
    for code in [
        files.get(file.id).await.unwrap_err().code(),
        files.download(file.id).await.unwrap_err().code(),
        files.update(file.id, FileUpdate::new().name("b")).await.unwrap_err().code(),
        files.replace(file.id, Upload::from("x")).await.unwrap_err().code(),
        files.version_list(file.id).await.unwrap_err().code(),
        files.version_get(file.id, 1).await.unwrap_err().code(),
    ] {
        assert_eq!(code, Some("RESOURCE_DELETED"));
    }
    assert_eq!(files.download_head(file.id).await.unwrap_err().status(), Some(StatusCode::GONE));
    let trashed = files.get(file.id).trashed(true).await.unwrap();
    assert!(trashed.trashed_at.is_some());
    files.delete(file.id).await.unwrap();
    assert_eq!(files.get(file.id).trashed(true).await.unwrap().trashed_at, trashed.trashed_at, "again changes nothing");
    files.delete(file.id).permanent(true).await.unwrap();
    assert_eq!(files.get(file.id).trashed(true).await.unwrap_err().code(), Some("NOT_FOUND"));
    assert_eq!(files.delete(file.id).permanent(true).await.unwrap_err().code(), Some("NOT_FOUND"));
    assert_eq!(server.db_number("SELECT count(*) FROM packs WHERE state = 'live'").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn version_list_shows_the_history() {
    let (_server, team) = fixture().await;
    let files = team.owner.client.files();
    let file = files.upload(FileUpload::new(Upload::from("one")).name("a.txt")).await.unwrap();
    for content in ["two and", "three and more"] {
        files.replace(file.id, Upload::from(content)).await.unwrap();
    }
    let list = files.version_list(file.id).await.unwrap();
    let told: Vec<_> = list.data.iter().map(|version| (version.version, version.size_bytes, version.current)).collect();
    assert_eq!(told, [(3, 14, true), (2, 7, false), (1, 3, false)]);
    let ascending = files.version_list(file.id).order_by(VersionOrder::Version).take(2).await.unwrap();
    assert_eq!(ascending.data.iter().map(|version| version.version).collect::<Vec<_>>(), [1, 2]);
    let first = files.version_get(file.id, 1).await.unwrap();
    assert_eq!((&first.content_etag, &first.sha256), (&file.content_etag, &file.sha256));
    assert_eq!(files.version_get(file.id, 4).await.unwrap_err().code(), Some("NOT_FOUND"));
    let old = files.download(file.id).version(1).await.unwrap().content().unwrap();
    assert_eq!(old.bytes(samples::LIMIT_BYTES).await.unwrap(), "one");
}
