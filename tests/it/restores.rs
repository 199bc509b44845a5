//! The trash: what goes there with what, what comes back where, and what happens to a request that is repeated.

use std::time::Duration;

use conformance::{Team, TestServer, eventually, samples};
use serde_json::json;
use strongroom_client::Upload;
use strongroom_client::models::{File, FileUpload, Folder, FolderCreate, OnConflict};

struct Fixture {
    server: TestServer,
    team: Team,
}

impl Fixture {
    async fn create() -> Self {
        let server = TestServer::start().await;
        let team = Team::create(&server, "Acme").await;
        Self { server, team }
    }

    async fn folder(&self, name: &str, parent: Option<&Folder>) -> Folder {
        let new = FolderCreate::new(self.team.default_share_id, name);
        let new = match parent {
            Some(parent) => new.parent_id(parent.id),
            None => new,
        };
        self.team.owner.client.folders().create(new).await.unwrap().into_inner()
    }

    async fn file(&self, name: &str, folder: Option<&Folder>) -> File {
        let upload = FileUpload::new(Upload::from(samples::noise(10, 1))).name(name);
        let upload = match folder {
            Some(folder) => upload.folder_id(folder.id),
            None => upload,
        };
        self.team.owner.client.files().upload(upload).await.unwrap().into_inner()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn file_trash_and_restore_can_be_repeated() {
    let fixture = Fixture::create().await;
    let files = fixture.team.owner.client.files();
    let folder = fixture.folder("folder", None).await;
    let file = fixture.file("a.txt", Some(&folder)).await;
    let etag = files.get(file.id).await.unwrap().etag().unwrap().to_owned();
    let stale = files.trash(file.id).if_match("\"m99\"").await.unwrap_err();
    assert_eq!(stale.code(), Some("PRECONDITION_FAILED"));
    let trashed = files.trash(file.id).if_match(etag.as_str()).await.unwrap();
    assert!(trashed.trashed_at.is_some());
    // A repeated request changes nothing, whatever its condition.
    let again = files.trash(file.id).if_match(etag.as_str()).await.unwrap();
    assert_eq!((again.etag(), again.trashed_at), (trashed.etag(), trashed.trashed_at));
    assert_eq!(files.get(file.id).await.unwrap_err().code(), Some("RESOURCE_DELETED"));

    let stale = files.restore(file.id).if_match(etag.as_str()).await.unwrap_err();
    assert_eq!(stale.code(), Some("PRECONDITION_FAILED"));
    let restored = files.restore(file.id).if_match(trashed.etag().unwrap()).await.unwrap();
    assert_eq!((restored.path.as_str(), restored.trashed_at, restored.version), ("/folder/a.txt", None, 1));
    let again = files.restore(file.id).if_match(trashed.etag().unwrap()).await.unwrap();
    assert_eq!(again.etag(), restored.etag());
    let kinds = "SELECT count(*) FROM changes WHERE kind IN ('deleted', 'restored')";
    assert_eq!(fixture.server.db_number(kinds).await, 2);
    fixture.server.fsck().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn file_restore_meets_what_has_changed() {
    let fixture = Fixture::create().await;
    let (files, folders) = (fixture.team.owner.client.files(), fixture.team.owner.client.folders());
    let folder = fixture.folder("folder", None).await;
    let file = fixture.file("a.txt", Some(&folder)).await;
    files.trash(file.id).await.unwrap();
    let holder = fixture.file("A.txt", Some(&folder)).await;
    let taken = files.restore(file.id).await.unwrap_err();
    assert_eq!(taken.code(), Some("NAME_CONFLICT"));
    assert_eq!(taken.problem().unwrap().data.as_ref().unwrap()["existing_id"], json!(holder.id));
    let renamed = files.restore(file.id).on_conflict(OnConflict::Rename).await.unwrap();
    assert_eq!(renamed.path, "/folder/a (2).txt");
    // Its folder is in the trash, or gone with everything: then the root of the share.
    files.trash(file.id).await.unwrap();
    folders.trash(folder.id).await.unwrap();
    let at_root = files.restore(file.id).await.unwrap();
    assert_eq!((at_root.path.as_str(), at_root.folder_id), ("/a (2).txt", None));
    // One that went there with its folder comes back alone, and its name in the folder is free.
    let alone = files.restore(holder.id).await.unwrap();
    assert_eq!(alone.path, "/A.txt");
    let back = folders.restore(folder.id).await.unwrap();
    assert_eq!(folders.children(back.id).await.unwrap().count, 0);
    fixture.file("a.txt", Some(&folder)).await;
    fixture.server.fsck().await;
}

/// A folder is one unit: what was trashed by itself before stays in the trash when the folder comes back.
#[tokio::test(flavor = "multi_thread")]
async fn folder_restore_brings_back_the_unit() {
    let fixture = Fixture::create().await;
    let (files, folders) = (fixture.team.owner.client.files(), fixture.team.owner.client.folders());
    let outer = fixture.folder("outer", None).await;
    let inner = fixture.folder("inner", Some(&outer)).await;
    let deep = fixture.folder("deep", Some(&inner)).await;
    let kept = fixture.file("kept.txt", Some(&deep)).await;
    let alone = fixture.file("alone.txt", Some(&deep)).await;
    let apart = fixture.folder("apart", Some(&inner)).await;
    let below = fixture.file("below.txt", Some(&apart)).await;
    files.trash(alone.id).await.unwrap();
    folders.trash(apart.id).await.unwrap();
    let trashed = folders.trash(outer.id).await.unwrap();
    assert!(trashed.trashed_at.is_some());
    assert_eq!(folders.trash(outer.id).await.unwrap().etag(), trashed.etag());
    let stale = folders.restore(outer.id).if_match("\"m1\"").await.unwrap_err();
    assert_eq!(stale.code(), Some("PRECONDITION_FAILED"));
    fixture.folder("OUTER", None).await;
    assert_eq!(folders.restore(outer.id).await.unwrap_err().code(), Some("NAME_CONFLICT"));
    let restored = folders.restore(outer.id).on_conflict(OnConflict::Rename).await.unwrap();
    assert_eq!(restored.path, "/outer (2)");
    assert_eq!(folders.restore(outer.id).await.unwrap().etag(), restored.etag());
    assert_eq!(files.get(kept.id).await.unwrap().path, "/outer (2)/inner/deep/kept.txt");
    for gone in [alone.id, below.id] {
        assert_eq!(files.get(gone).await.unwrap_err().code(), Some("RESOURCE_DELETED"));
    }
    // Each of them comes back where it was.
    assert_eq!(files.restore(alone.id).await.unwrap().path, "/outer (2)/inner/deep/alone.txt");
    assert_eq!(folders.restore(apart.id).await.unwrap().path, "/outer (2)/inner/apart");
    assert_eq!(files.get(below.id).await.unwrap().path, "/outer (2)/inner/apart/below.txt");

    // A part of a unit comes back alone, with what is below it; the rest stays where it is.
    folders.trash(outer.id).await.unwrap();
    let part = folders.restore(deep.id).await.unwrap();
    assert_eq!((part.path.as_str(), part.parent_id), ("/deep", None));
    assert_eq!(files.get(kept.id).await.unwrap().path, "/deep/kept.txt");
    assert_eq!(folders.get(inner.id).await.unwrap_err().code(), Some("RESOURCE_DELETED"));
    let stale = folders.trash(part.id).if_match("\"m1\"").await.unwrap_err();
    assert_eq!(stale.code(), Some("PRECONDITION_FAILED"));
    assert_eq!(folders.restore(outer.id).await.unwrap().path, "/outer (2)");
    fixture.folder("deep", Some(&inner)).await;
    fixture.server.fsck().await;
}

/// What has lain in the trash for as long as the organization says is removed by the server itself.
#[tokio::test(flavor = "multi_thread")]
async fn trash_ends_after_the_retention_time() {
    let server = TestServer::start_with(|config| config.limits.purge_interval_secs = 1).await;
    let team = Team::create(&server, "Acme").await;
    let fixture = Fixture { server, team };
    let (files, folders) = (fixture.team.owner.client.files(), fixture.team.owner.client.folders());
    let folder = fixture.folder("folder", None).await;
    let held = fixture.file("held.txt", Some(&folder)).await;
    let file = fixture.file("a.txt", None).await;
    folders.trash(folder.id).await.unwrap();
    files.trash(file.id).await.unwrap();
    fixture.server.clock().advance(Duration::from_secs(29 * 86_400));
    let count = async |table: &str| fixture.server.db_number(&format!("SELECT count(*) FROM {table}")).await;
    let later = fixture.file("later.txt", None).await;
    files.trash(later.id).await.unwrap();
    assert_eq!((count("folders").await, count("files").await), (1, 3));
    fixture.server.clock().advance(Duration::from_secs(2 * 86_400));
    eventually(async || count("files").await == 1 && count("folders").await == 0).await;
    for id in [held.id, file.id] {
        assert_eq!(files.get(id).trashed(true).await.unwrap_err().code(), Some("NOT_FOUND"));
    }
    assert!(files.get(later.id).trashed(true).await.is_ok());
    let purged = "SELECT count(*) FROM changes WHERE kind = 'purged'";
    assert_eq!(fixture.server.db_number(purged).await, 2);
    fixture.server.fsck().await;
}
