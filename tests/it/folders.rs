//! The tree below a share: making, renaming, listing and deleting folders with what they hold.

use conformance::{Team, TestServer, samples};
use futures_util::TryStreamExt as _;
use serde_json::json;
use strongroom_client::Upload;
use strongroom_client::models::{File, FileUpload, Folder, FolderCreate, FolderUpdate, NodeType};
use uuid::Uuid;

struct Fixture {
    server: TestServer,
    team: Team,
}

async fn fixture() -> Fixture {
    let server = TestServer::start().await;
    let team = Team::create(&server, "Acme").await;
    Fixture { server, team }
}

impl Fixture {
    async fn folder(&self, name: &str, parent: Option<&Folder>) -> Folder {
        let mut new = FolderCreate::new(self.team.default_share_id, name);
        if let Some(parent) = parent {
            new = new.parent_id(parent.id);
        }
        self.team.owner.client.folders().create(new).await.unwrap().into_inner()
    }

    async fn file(&self, name: &str, folder: &Folder, size_bytes: usize) -> File {
        let upload = FileUpload::new(Upload::from(samples::noise(size_bytes, 1))).folder_id(folder.id).name(name);
        self.team.owner.client.files().upload(upload).await.unwrap().into_inner()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn folder_create_knows_its_place() {
    let fixture = fixture().await;
    let root = fixture.folder("Plans", None).await;
    assert_eq!((root.path.as_str(), root.parent_id), ("/Plans", None));
    let inner = fixture.folder("2026", Some(&root)).await;
    assert_eq!((inner.path.as_str(), inner.parent_id), ("/Plans/2026", Some(root.id)));
    assert_eq!(inner.permissions.len(), 5);
    let read = fixture.team.owner.client.folders().get(inner.id).await.unwrap();
    assert_eq!(read.into_inner(), inner);
    let mut deep = inner;
    for depth in 0..40 {
        deep = fixture.folder(&format!("d{depth}"), Some(&deep)).await;
    }
    assert_eq!(deep.path.matches('/').count(), 42);
}

#[tokio::test(flavor = "multi_thread")]
async fn folder_create_refuses_places_that_are_none() {
    let fixture = fixture().await;
    let folders = fixture.team.owner.client.folders();
    let nowhere = folders.create(FolderCreate::new(Uuid::now_v7(), "x")).await.unwrap_err();
    assert_eq!(nowhere.code(), Some("NOT_FOUND"));
    let nowhere = FolderCreate::new(fixture.team.default_share_id, "x").parent_id(Uuid::now_v7());
    assert_eq!(folders.create(nowhere).await.unwrap_err().code(), Some("NOT_FOUND"));
    let other =
        fixture.team.owner.client.shares().create(strongroom_client::models::ShareCreate::new("Other")).await.unwrap();
    let here = fixture.folder("here", None).await;
    let across = FolderCreate::new(other.id, "x").parent_id(here.id);
    let refused = folders.create(across).await.unwrap_err();
    assert!([Some("NOT_FOUND"), Some("INVALID_ARGUMENT")].contains(&refused.code()), "{refused}");
    folders.delete(here.id).await.unwrap();
    let trashed = FolderCreate::new(fixture.team.default_share_id, "x").parent_id(here.id);
    assert_eq!(folders.create(trashed).await.unwrap_err().code(), Some("RESOURCE_DELETED"));
}

/// One namespace for files and folders, blind to case and to how accents are written.
#[tokio::test(flavor = "multi_thread")]
async fn folder_create_refuses_taken_names() {
    let fixture = fixture().await;
    let parent = fixture.folder("parent", None).await;
    let holder = fixture.folder("Café", Some(&parent)).await;
    let file = fixture.file("Notes.txt", &parent, 1).await;
    let folders = fixture.team.owner.client.folders();
    let attempt = async |name: &str| {
        folders.create(FolderCreate::new(fixture.team.default_share_id, name).parent_id(parent.id)).await
    };
    for (name, existing_id) in
        [("Café", holder.id), ("CAFÉ", holder.id), ("Cafe\u{301}", holder.id), ("notes.TXT", file.id)]
    {
        let refused = attempt(name).await.unwrap_err();
        assert_eq!(refused.code(), Some("NAME_CONFLICT"), "{name}");
        assert_eq!(refused.problem().unwrap().data.as_ref().unwrap()["existing_id"], json!(existing_id), "{name}");
    }
    // Elsewhere it is free.
    fixture.folder("Café", None).await;
    attempt("Cafe").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn folder_names_have_rules() {
    let fixture = fixture().await;
    let long = "é".repeat(128);
    for name in ["a/b", "/", ".", "..", "a\0b", "a\nb", "a\u{7f}", "a\u{85}b", "evil\u{202e}txt.exe", long.as_str()] {
        let body = json!({ "share_id": fixture.team.default_share_id, "name": name });
        let answer =
            fixture.team.owner.request("POST", "/api/v1/folders").json(&body).send(fixture.server.address()).await;
        assert_eq!(answer.status, 422, "{name:?}");
        assert!(answer.faults().iter().all(|fault| fault.starts_with("body /name ")), "{name:?}: {answer:?}");
    }
    for name in ["a b", "🦀", "a\u{200d}b", "日本語", "x".repeat(255).as_str(), "-", "~", "...a"] {
        fixture.folder(name, None).await;
    }
    // What is kept is composed, as it was written otherwise.
    assert_eq!(fixture.folder("Re\u{301}sume\u{301}", None).await.name, "Résumé");
}

#[tokio::test(flavor = "multi_thread")]
async fn folder_update_renames() {
    let fixture = fixture().await;
    let folders = fixture.team.owner.client.folders();
    let parent = fixture.folder("Plans", None).await;
    let child = fixture.folder("child", Some(&parent)).await;
    let file = fixture.file("a.txt", &child, 1).await;
    let before = folders.get(parent.id).await.unwrap();
    let renamed =
        folders.update(parent.id, FolderUpdate::new("Old plans")).if_match(before.etag().unwrap()).await.unwrap();
    assert_eq!((renamed.name.as_str(), renamed.path.as_str()), ("Old plans", "/Old plans"));
    assert_eq!(folders.get(child.id).await.unwrap().path, "/Old plans/child");
    assert_eq!(fixture.team.owner.client.files().get(file.id).await.unwrap().path, "/Old plans/child/a.txt");
    let stale = folders.update(parent.id, FolderUpdate::new("x")).if_match(before.etag().unwrap()).await.unwrap_err();
    assert_eq!(stale.code(), Some("PRECONDITION_FAILED"));
    fixture.folder("Taken", None).await;
    let taken = folders.update(parent.id, FolderUpdate::new("taken")).await.unwrap_err();
    assert_eq!(taken.code(), Some("NAME_CONFLICT"));
    folders.update(parent.id, FolderUpdate::new("OLD PLANS")).await.unwrap();
    // The old name is free.
    fixture.folder("Plans", None).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn folder_children_lists_what_it_holds() {
    let fixture = fixture().await;
    let folder = fixture.folder("Plans", None).await;
    let empty = fixture.team.owner.client.folders().children(folder.id).await.unwrap();
    assert_eq!((empty.count, empty.start, empty.end, empty.next_cursor.as_ref()), (0, 0, 0, None));
    fixture.folder("sub", Some(&folder)).await;
    for name in ["b", "a", "c"] {
        fixture.file(name, &folder, 3).await;
    }
    let gone = fixture.file("gone", &folder, 3).await;
    fixture.team.owner.client.files().delete(gone.id).await.unwrap();
    let nodes: Vec<_> =
        fixture.team.owner.client.folders().children(folder.id).take(2).items().try_collect().await.unwrap();
    let names: Vec<_> = nodes.iter().map(|node| node.name.as_str()).collect();
    assert_eq!(names, ["sub", "a", "b", "c"]);
    assert_eq!(nodes[0].r#type, NodeType::Folder);
    assert_eq!((nodes[0].size_bytes, nodes[1].size_bytes), (None, Some(3)));
}

#[tokio::test(flavor = "multi_thread")]
async fn folder_delete_trashes_the_tree_as_one() {
    let fixture = fixture().await;
    let (folders, files) = (fixture.team.owner.client.folders(), fixture.team.owner.client.files());
    let folder = fixture.folder("Plans", None).await;
    let child = fixture.folder("child", Some(&folder)).await;
    let file = fixture.file("a.txt", &child, 10).await;
    folders.delete(folder.id).await.unwrap();
    for id in [folder.id, child.id] {
        assert_eq!(folders.get(id).await.unwrap_err().code(), Some("RESOURCE_DELETED"));
        assert_eq!(folders.children(id).await.unwrap_err().code(), Some("RESOURCE_DELETED"));
        assert!(folders.get(id).trashed(true).await.unwrap().trashed_at.is_some());
    }
    assert_eq!(files.get(file.id).await.unwrap_err().code(), Some("RESOURCE_DELETED"));
    assert_eq!(files.download(file.id).await.unwrap_err().code(), Some("RESOURCE_DELETED"));
    let update = folders.update(folder.id, FolderUpdate::new("x")).await.unwrap_err();
    assert_eq!(update.code(), Some("RESOURCE_DELETED"));
    // It is not listed, its name is free, and deleting it again changes nothing.
    assert_eq!(fixture.team.owner.client.shares().children(fixture.team.default_share_id).await.unwrap().count, 0);
    let etag = folders.get(folder.id).trashed(true).await.unwrap().etag().unwrap().to_owned();
    folders.delete(folder.id).await.unwrap();
    assert_eq!(folders.get(folder.id).trashed(true).await.unwrap().etag(), Some(etag.as_str()));
    fixture.folder("plans", None).await;
    // What was trashed alone before is not touched by the folder's end.
    folders.delete(folder.id).permanent(true).await.unwrap();
    assert_eq!(folders.get(folder.id).trashed(true).await.unwrap_err().code(), Some("NOT_FOUND"));
    assert_eq!(files.get(file.id).trashed(true).await.unwrap_err().code(), Some("NOT_FOUND"));
    assert_eq!(fixture.server.db_number("SELECT used_bytes FROM organizations WHERE name = 'Acme'").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn folder_delete_permanent_removes_live_trees_at_once() {
    let fixture = fixture().await;
    let folder = fixture.folder("Plans", None).await;
    let child = fixture.folder("child", Some(&folder)).await;
    fixture.file("large.bin", &child, 100_000).await;
    let trashed = fixture.file("trashed.bin", &child, 100_000).await;
    fixture.team.owner.client.files().delete(trashed.id).await.unwrap();
    let stale =
        fixture.team.owner.client.folders().delete(folder.id).permanent(true).if_match("\"x\"").await.unwrap_err();
    assert_eq!(stale.code(), Some("PRECONDITION_FAILED"));
    fixture.team.owner.client.folders().delete(folder.id).permanent(true).await.unwrap();
    for table in ["folders", "files", "versions", "contents", "names"] {
        assert_eq!(fixture.server.db_number(&format!("SELECT count(*) FROM {table}")).await, 0, "{table}");
    }
    assert_eq!(fixture.server.db_number("SELECT count(*) FROM packs WHERE state = 'live'").await, 0);
}

/// Many at once for one name: one wins, all others are told so, and nothing else happens.
#[tokio::test(flavor = "multi_thread")]
async fn folder_create_race_has_one_winner() {
    let fixture = fixture().await;
    for round in 0..5 {
        let attempts = (0..20).map(|number| {
            let name = if number % 2 == 0 { format!("Race {round}") } else { format!("RACE {round}") };
            let client = fixture.team.owner.client.clone();
            let share_id = fixture.team.default_share_id;
            async move { client.folders().create(FolderCreate::new(share_id, name)).await.map(drop) }
        });
        let outcomes = futures_util::future::join_all(attempts).await;
        let won = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
        assert_eq!(won, 1);
        for error in outcomes.into_iter().filter_map(Result::err) {
            assert_eq!(error.code(), Some("NAME_CONFLICT"), "{error}");
        }
    }
    assert_eq!(fixture.server.db_number("SELECT count(*) FROM folders").await, 5);
    assert_eq!(fixture.server.db_number("SELECT count(*) FROM names").await, 5);
}
