//! Versions: restoring an old one, and deleting those that are not needed any more.

use conformance::{Team, TestServer, samples};
use http::StatusCode;
use strongroom_client::Upload;
use strongroom_client::models::{File, FileUpload, OrganizationUpdate};

async fn fixture() -> (TestServer, Team) {
    let server = TestServer::start().await;
    let team = Team::create(&server, "Acme").await;
    (server, team)
}

/// A file with a version for each of the contents.
async fn file(team: &Team, contents: &[&[u8]]) -> File {
    let files = team.owner.client.files();
    let upload = |content: &[u8]| Upload::from(bytes::Bytes::copy_from_slice(content));
    let mut file = files.upload(FileUpload::new(upload(contents[0])).name("a.txt")).await.unwrap().into_inner();
    for content in &contents[1..] {
        file = files.replace(file.id, upload(content)).await.unwrap().into_inner();
    }
    file
}

async fn used_bytes(server: &TestServer) -> i64 {
    server.db_number("SELECT used_bytes FROM organizations WHERE name = 'Acme'").await
}

#[tokio::test(flavor = "multi_thread")]
async fn version_restore_makes_a_new_version() {
    let (server, team) = fixture().await;
    let files = team.owner.client.files();
    let large = samples::noise(50_000, 1);
    let file = file(&team, &[&large, b"two", b"three"]).await;
    let restored = files.version_restore(file.id, 1).await.unwrap();
    assert_eq!((restored.version, restored.size_bytes), (4, 50_000));
    assert_eq!(restored.etag(), Some(restored.content_etag.as_str()));
    assert_eq!(restored.mime_type, "application/octet-stream");
    let downloaded = files.download(file.id).await.unwrap().content().unwrap();
    assert_eq!(downloaded.bytes(samples::LIMIT_BYTES).await.unwrap(), large);
    let versions = files.version_list(file.id).await.unwrap();
    let told: Vec<_> = versions.data.iter().map(|version| (version.version, version.restored_from)).collect();
    assert_eq!(told, [(4, Some(1)), (3, None), (2, None), (1, None)]);
    // Charged like any other, though no byte was copied.
    assert_eq!(used_bytes(&server).await, 100_008);
    assert_eq!(server.store_files().len(), 1);
    // The content outlives the version that brought it.
    files.version_delete(file.id, 1).await.unwrap();
    let downloaded = files.download(file.id).await.unwrap().content().unwrap();
    assert_eq!(downloaded.bytes(samples::LIMIT_BYTES).await.unwrap(), large);
    assert_eq!(used_bytes(&server).await, 50_008);
}

#[tokio::test(flavor = "multi_thread")]
async fn version_restore_keeps_to_conditions_and_quotas() {
    let (server, team) = fixture().await;
    let files = team.owner.client.files();
    let file = file(&team, &[b"one", b"two"]).await;
    let first = files.version_get(file.id, 1).await.unwrap();
    let stale = files.version_restore(file.id, 1).if_match(&first.content_etag).await.unwrap_err();
    assert_eq!(stale.code(), Some("PRECONDITION_FAILED"));
    assert_eq!(files.version_restore(file.id, 9).await.unwrap_err().code(), Some("NOT_FOUND"));
    let update = OrganizationUpdate::new().quota_bytes(8);
    server.superuser().client.organizations().update(team.organization_id, update).await.unwrap();
    assert_eq!(files.version_restore(file.id, 1).await.unwrap_err().code(), Some("QUOTA_EXCEEDED"));
    let update = OrganizationUpdate::new().quota_bytes(9);
    server.superuser().client.organizations().update(team.organization_id, update).await.unwrap();
    files.version_restore(file.id, 1).if_match(&file.content_etag).await.unwrap();
    files.delete(file.id).await.unwrap();
    assert_eq!(files.version_restore(file.id, 1).await.unwrap_err().code(), Some("RESOURCE_DELETED"));
    assert_eq!(files.version_delete(file.id, 1).await.unwrap_err().code(), Some("RESOURCE_DELETED"));
}

/// A number is never given twice, whatever is deleted.
#[tokio::test(flavor = "multi_thread")]
async fn version_delete_leaves_a_hole() {
    let (server, team) = fixture().await;
    let files = team.owner.client.files();
    let large = samples::noise(50_000, 1);
    let file = file(&team, &[b"one", &large, b"three"]).await;
    let current = files.version_delete(file.id, 3).await.unwrap_err();
    assert_eq!(current.code(), Some("VERSION_IS_CURRENT"));
    let stale = files.version_delete(file.id, 2).if_match("\"2-0000000000000000\"").await.unwrap_err();
    assert_eq!(stale.code(), Some("PRECONDITION_FAILED"));
    files.version_delete(file.id, 2).if_match(&file.content_etag).await.unwrap();
    assert_eq!(used_bytes(&server).await, 8);
    assert_eq!(server.db_number("SELECT count(*) FROM packs WHERE state = 'live'").await, 0, "its pack is condemned");
    for version in [2, 4] {
        assert_eq!(files.version_delete(file.id, version).await.unwrap_err().code(), Some("NOT_FOUND"), "{version}");
    }
    let gone = files.download(file.id).version(2).await.unwrap_err();
    assert_eq!(gone.status(), Some(StatusCode::NOT_FOUND));
    let next = files.replace(file.id, Upload::from("four")).await.unwrap();
    assert_eq!(next.version, 4);
    let versions = files.version_list(file.id).await.unwrap();
    assert_eq!(versions.data.iter().map(|version| version.version).collect::<Vec<_>>(), [4, 3, 1]);
    // The feed tells that there are fewer versions now, without telling that the file is gone.
    assert_eq!(server.db_number("SELECT count(*) FROM changes WHERE kind = 'updated'").await, 4);
}
