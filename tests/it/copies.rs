//! Copies of files and folders: new rows over the same bytes; and folders of ten thousand, moved about as a whole.

use std::collections::BTreeMap;

use conformance::{Team, TestServer, samples};
use http::StatusCode;
use strongroom_client::Upload;
use strongroom_client::models::{FileUpload, FolderCreate, NodeTarget, ShareCreate};
use uuid::Uuid;

fn folder(folder_id: Uuid) -> NodeTarget {
    NodeTarget::new().target_folder_id(folder_id)
}

fn root(share_id: Uuid) -> NodeTarget {
    NodeTarget::new().target_share_id(share_id)
}

#[tokio::test(flavor = "multi_thread")]
async fn file_copy_shares_the_content() {
    let server = TestServer::start().await;
    let team = Team::create(&server, "Acme").await;
    let files = team.owner.client.files();
    let content = samples::noise(100_000, 1);
    let upload = FileUpload::new(Upload::from("first"))
        .name("a.bin")
        .tags(vec!["draft".to_owned()])
        .metadata(BTreeMap::from([("k".to_owned(), "v".to_owned())]));
    let source = files.upload(upload).await.unwrap();
    let source = files.replace(source.id, Upload::from(content.clone())).await.unwrap();
    let stored = server.store_files();
    let rows = server.db_number("SELECT count(*) FROM contents").await;
    let refused = files.copy(source.id, root(team.default_share_id)).await.unwrap_err();
    assert_eq!(refused.code(), Some("NAME_CONFLICT"));
    let stale = files.copy(source.id, root(team.default_share_id).name("b.bin")).if_match("\"m1\"").await.unwrap_err();
    assert_eq!(stale.code(), Some("PRECONDITION_FAILED"));
    let copy = files.copy(source.id, root(team.default_share_id).name("b.bin")).await.unwrap();
    assert_eq!(copy.status(), StatusCode::CREATED);
    assert_eq!((copy.version, copy.size_bytes, copy.name.as_str()), (1, 100_000, "b.bin"));
    assert_eq!((&copy.sha256, &copy.tags, &copy.metadata), (&source.sha256, &source.tags, &source.metadata));
    assert_ne!(copy.id, source.id);
    assert_eq!(server.store_files(), stored, "no byte was written");
    assert_eq!(server.db_number("SELECT count(*) FROM contents").await, rows);
    assert_eq!(server.db_number("SELECT used_bytes FROM organizations WHERE name = 'Acme'").await, 200_005);
    // Each lives by itself from now on.
    files.replace(copy.id, Upload::from("other")).await.unwrap();
    files.delete(source.id).permanent(true).await.unwrap();
    let first = files.download(copy.id).version(1).await.unwrap().content().unwrap();
    assert_eq!(first.bytes(samples::LIMIT_BYTES).await.unwrap(), content);
    let small = team.owner.client.shares().create(ShareCreate::new("Small").quota_bytes(4)).await.unwrap();
    assert_eq!(files.copy(copy.id, root(small.id)).await.unwrap_err().code(), Some("QUOTA_EXCEEDED"));
    files.trash(copy.id).await.unwrap();
    assert_eq!(files.copy(copy.id, root(small.id)).await.unwrap_err().code(), Some("RESOURCE_DELETED"));
    server.fsck().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn folder_copy_copies_what_is_live() {
    let server = TestServer::start().await;
    let team = Team::create(&server, "Acme").await;
    let (files, folders, shares) = (team.owner.client.files(), team.owner.client.folders(), team.owner.client.shares());
    let share_id = team.default_share_id;
    let source = folders.create(FolderCreate::new(share_id, "source")).await.unwrap();
    let inner = folders.create(FolderCreate::new(share_id, "Inner").parent_id(source.id)).await.unwrap();
    let gone = folders.create(FolderCreate::new(share_id, "gone").parent_id(inner.id)).await.unwrap();
    let mut ids = Vec::new();
    for (name, parent) in [("a.txt", source.id), ("b.txt", inner.id), ("c.txt", gone.id), ("d.txt", inner.id)] {
        let upload = FileUpload::new(Upload::from(samples::noise(7, 1))).folder_id(parent).name(name);
        ids.push(files.upload(upload).await.unwrap().id);
    }
    folders.trash(gone.id).await.unwrap();
    files.trash(ids[3]).await.unwrap();
    let other = shares.create(ShareCreate::new("Other")).await.unwrap();
    let copy = folders.copy(source.id, root(other.id).name("copy")).await.unwrap();
    assert_eq!((copy.status(), copy.path.as_str()), (StatusCode::CREATED, "/copy"));
    let tree = shares.tree(other.id).depth(64).await.unwrap();
    let paths: Vec<_> = tree.data.iter().map(|node| node.path.as_str()).collect();
    assert_eq!(paths, ["/copy", "/copy/Inner", "/copy/Inner/b.txt", "/copy/a.txt"]);
    assert_eq!(shares.get(other.id).await.unwrap().used_bytes, 14);
    assert!(tree.data.iter().all(|node| !ids.contains(&node.id) && node.id != inner.id));
    for into in [source.id, inner.id] {
        assert_eq!(folders.copy(source.id, folder(into)).await.unwrap_err().code(), Some("INVALID_ARGUMENT"));
    }
    let taken = folders.copy(source.id, root(share_id)).await.unwrap_err();
    assert_eq!(taken.code(), Some("NAME_CONFLICT"));
    let stale = folders.copy(source.id, root(other.id)).if_match("\"m9\"").await.unwrap_err();
    assert_eq!(stale.code(), Some("PRECONDITION_FAILED"));
    let small = shares.create(ShareCreate::new("Small").quota_bytes(13)).await.unwrap();
    let refused = folders.copy(source.id, root(small.id)).await.unwrap_err();
    assert_eq!(refused.code(), Some("QUOTA_EXCEEDED"));
    assert_eq!(shares.tree(small.id).depth(64).await.unwrap().data, [], "nothing of it stays");
    assert_eq!(folders.copy(gone.id, root(other.id)).await.unwrap_err().code(), Some("RESOURCE_DELETED"));
    server.fsck().await;
}

/// Ten thousand folders and files, copied, moved to another share, trashed, restored and purged: each in one request.
#[tokio::test(flavor = "multi_thread")]
async fn folders_of_ten_thousand_are_one_thing() {
    const WIDTH: i64 = 100;
    // A busy machine may take its time for what is one statement after the other.
    let server = TestServer::start_with(|config| config.limits.handler_timeout_secs = 600).await;
    let team = Team::create(&server, "Acme").await;
    let (files, folders) = (team.owner.client.files(), team.owner.client.folders());
    let share_id = team.default_share_id;
    let big = folders.create(FolderCreate::new(share_id, "big")).await.unwrap();
    let first = folders.create(FolderCreate::new(share_id, "0").parent_id(big.id)).await.unwrap();
    for number in 1..WIDTH {
        let upload = FileUpload::new(Upload::from("x")).folder_id(first.id).name(format!("{number}.txt"));
        files.upload(upload).await.unwrap();
    }
    for number in 1..WIDTH {
        folders.copy(first.id, folder(big.id).name(format!("{number}"))).await.unwrap();
    }
    // Each folder with 99 files, and the one that they are in.
    let nodes = WIDTH * WIDTH + 1;
    let live = async || {
        let count = |table: &str| format!("SELECT count(*) FROM {table} WHERE trashed_at IS NULL");
        server.db_number(&count("folders")).await + server.db_number(&count("files")).await
    };
    assert_eq!(live().await, nodes);
    // A client waits for as long as it is told to; what counts here is that each is one request.
    let post = async |id: Uuid, verb: &str, body: serde_json::Value| {
        let request = team.owner.request("POST", format!("/api/v1/folders/{id}/{verb}"));
        let request = if body.is_null() { request } else { request.json(&body) };
        let answer = request.send(server.address()).await;
        assert!(answer.status.is_success(), "{verb}: {answer:?}");
        answer.json()["id"].as_str().unwrap().parse::<Uuid>().unwrap()
    };
    let other = team.owner.client.shares().create(ShareCreate::new("Other")).await.unwrap();
    let copy = post(big.id, "copy", serde_json::json!({ "target_share_id": share_id, "name": "copy" })).await;
    assert_eq!(live().await, 2 * nodes);
    post(copy, "move", serde_json::json!({ "target_share_id": other.id })).await;
    let used = async |id: Uuid| team.owner.client.shares().get(id).await.unwrap().used_bytes;
    assert_eq!((used(share_id).await, used(other.id).await), (WIDTH * (WIDTH - 1), WIDTH * (WIDTH - 1)));
    post(copy, "trash", serde_json::Value::Null).await;
    assert_eq!(live().await, nodes);
    post(copy, "restore", serde_json::Value::Null).await;
    assert_eq!(live().await, 2 * nodes);
    server.fsck().await;
    // A tree of that size is cut off where it is deepest, and can be asked for in parts.
    let tree = team.owner.client.shares().tree(other.id).depth(64).await.unwrap();
    assert_eq!((tree.data.len(), tree.truncated), (10_000, true));
    assert_eq!(tree.data.iter().filter(|node| node.depth <= 2).count(), 101);
    let request = team.owner.request("DELETE", format!("/api/v1/folders/{copy}?permanent=true"));
    assert_eq!(request.send(server.address()).await.status, StatusCode::NO_CONTENT);
    assert_eq!(used(other.id).await, 0);
    server.fsck().await;
}
