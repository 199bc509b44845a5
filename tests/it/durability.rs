//! What stays: over a restart in order, over deletions, and in the store itself. Sudden death: `binary.rs`.

use std::time::Duration;

use conformance::{Team, TestServer, samples};
use strongroom_client::Upload;
use strongroom_client::models::{FileUpload, FolderCreate};

use crate::metrics::eventually;

#[tokio::test(flavor = "multi_thread")]
async fn restart_keeps_everything() {
    let mut server = TestServer::start().await;
    let team = Team::create(&server, "Acme").await;
    let folder = team.owner.client.folders().create(FolderCreate::new(team.default_share_id, "Plans")).await.unwrap();
    let mut files = Vec::new();
    for size_bytes in [0, 100, 20_000, 2_000_000] {
        let content = samples::noise(size_bytes, 5);
        let upload = FileUpload::new(Upload::from(content.clone())).folder_id(folder.id).name(format!("{size_bytes}"));
        files.push((team.owner.client.files().upload(upload).await.unwrap().into_inner(), content));
    }
    let trashed = files.pop().unwrap().0;
    team.owner.client.files().delete(trashed.id).await.unwrap();
    server.restart().await;
    let client = server.client(&team.owner.token);
    assert_eq!(client.folders().get(folder.id).await.unwrap().into_inner(), folder.into_inner());
    for (file, content) in files {
        assert_eq!(client.files().get(file.id).await.unwrap().into_inner(), file);
        assert!(
            client
                .files()
                .download(file.id)
                .await
                .unwrap()
                .content()
                .unwrap()
                .bytes(samples::LIMIT_BYTES)
                .await
                .unwrap()
                == content
        );
    }
    assert!(client.files().get(trashed.id).trashed(true).await.unwrap().trashed_at.is_some());
}

/// What is deleted for good leaves the store after the time of grace, and only then.
#[tokio::test(flavor = "multi_thread")]
async fn purged_content_leaves_the_store_after_its_grace() {
    let server = TestServer::start_with(|config| config.limits.sweep_interval_secs = 1).await;
    let team = Team::create(&server, "Acme").await;
    let files = team.owner.client.files();
    let upload = |name: &str, seed| FileUpload::new(Upload::from(samples::noise(50_000, seed))).name(name);
    let doomed = files.upload(upload("doomed", 1)).await.unwrap();
    let kept = files.upload(upload("kept", 2)).await.unwrap();
    assert_eq!(server.store_files().len(), 2);
    files.delete(doomed.id).permanent(true).await.unwrap();
    assert_eq!(server.store_files().len(), 2, "not before the grace is over");
    server.clock().advance(Duration::from_secs(86_400 + 60));
    eventually(async || server.store_files().len() == 1).await;
    eventually(async || server.db_number("SELECT count(*) FROM packs WHERE state <> 'deleted'").await == 1).await;
    let content = files.download(kept.id).await.unwrap().content().unwrap().bytes(samples::LIMIT_BYTES).await.unwrap();
    assert_eq!(content.len(), 50_000);
}

/// A content that is shorter than its row says breaks off; it never ends as if it were whole.
#[tokio::test(flavor = "multi_thread")]
async fn truncated_content_is_never_answered_as_whole() {
    let server = TestServer::start().await;
    let team = Team::create(&server, "Acme").await;
    let upload = FileUpload::new(Upload::from(samples::noise(2_000_000, 1))).name("large");
    let file = team.owner.client.files().upload(upload).await.unwrap();
    let pack = server.store_files().pop().expect("it is in the store");
    // Past the server, as a failing disk would.
    std::fs::OpenOptions::new().write(true).open(pack).unwrap().set_len(1_000_000).unwrap();
    let path = format!("/api/v1/files/{}/content", file.id);
    match team.owner.request("GET", path).exchange(server.address()).await {
        Ok(answer) => assert!(answer.status.is_server_error(), "{} bytes came as whole", answer.body.len()),
        Err(error) => assert_ne!(error.kind(), std::io::ErrorKind::TimedOut, "{error}"),
    }
}
