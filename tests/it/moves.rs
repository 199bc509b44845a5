//! Moving files and folders, within a share and to another one; what goes with them, what is refused, and what happens
//! when many move at once.

use std::collections::HashMap;
use std::sync::Arc;

use conformance::{Team, TestServer, postgres, samples};
use serde_json::{Value, json};
use strongroom_client::Upload;
use strongroom_client::models::{
    File, FileUpdate, FileUpload, Folder, FolderCreate, FolderUpdate, NodeTarget, ShareCreate,
};
use tokio::sync::Barrier;
use uuid::Uuid;

struct Fixture {
    server: TestServer,
    team: Team,
    share_id: Uuid,
    /// Another share of the same organization.
    other_id: Uuid,
}

impl Fixture {
    async fn create() -> Self {
        Self::of(TestServer::start().await).await
    }

    async fn of(server: TestServer) -> Self {
        let team = Team::create(&server, "Acme").await;
        let other = team.owner.client.shares().create(ShareCreate::new("Other")).await.unwrap();
        Self { share_id: team.default_share_id, other_id: other.id, server, team }
    }

    async fn folder(&self, name: &str, parent: Option<&Folder>) -> Folder {
        let new = FolderCreate::new(self.share_id, name);
        let new = match parent {
            Some(parent) => new.parent_id(parent.id),
            None => new,
        };
        self.team.owner.client.folders().create(new).await.unwrap().into_inner()
    }

    async fn file(&self, name: &str, folder: Option<&Folder>, size_bytes: usize) -> File {
        let upload = FileUpload::new(Upload::from(samples::noise(size_bytes, 1))).name(name);
        let upload = match folder {
            Some(folder) => upload.folder_id(folder.id),
            None => upload,
        };
        self.team.owner.client.files().upload(upload).await.unwrap().into_inner()
    }

    async fn used_bytes(&self, share_id: Uuid) -> i64 {
        self.team.owner.client.shares().get(share_id).await.unwrap().used_bytes
    }

    async fn patch(&self, file_id: Uuid, body: Value) -> conformance::raw::Answer {
        let request = self.team.owner.request("PATCH", format!("/api/v1/files/{file_id}")).json(&body);
        request.send(self.server.address()).await
    }
}

fn folder(folder_id: Uuid) -> NodeTarget {
    NodeTarget::new().target_folder_id(folder_id)
}

fn root(share_id: Uuid) -> NodeTarget {
    NodeTarget::new().target_share_id(share_id)
}

#[tokio::test(flavor = "multi_thread")]
async fn file_move_keeps_id_and_history() {
    let fixture = Fixture::create().await;
    let files = fixture.team.owner.client.files();
    let target = fixture.folder("target", None).await;
    let file = fixture.file("a.txt", None, 10).await;
    files.replace(file.id, Upload::from("second")).await.unwrap();
    let before = files.get(file.id).await.unwrap();
    let moved = files.r#move(file.id, folder(target.id)).if_match(before.etag().unwrap()).await.unwrap();
    assert_eq!((moved.id, moved.version, moved.path.as_str()), (file.id, 2, "/target/a.txt"));
    assert_eq!(moved.folder_id, Some(target.id));
    assert_eq!(files.version_list(file.id).await.unwrap().count, 2);
    let stale = files.r#move(file.id, root(fixture.share_id)).if_match(before.etag().unwrap()).await.unwrap_err();
    assert_eq!(stale.code(), Some("PRECONDITION_FAILED"));
    // The old name is free, the new one taken; a new name may be given on the way.
    let again = fixture.file("A.TXT", None, 1).await;
    let taken = files.r#move(again.id, folder(target.id)).await.unwrap_err();
    assert_eq!(taken.code(), Some("NAME_CONFLICT"));
    let renamed = files.r#move(again.id, folder(target.id).name("b.txt")).await.unwrap();
    assert_eq!(renamed.path, "/target/b.txt");
    // To where it is already is no change of place.
    assert_eq!(files.r#move(again.id, folder(target.id)).await.unwrap().path, "/target/b.txt");
    fixture.server.fsck().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn file_move_across_shares_takes_its_quota_along() {
    let fixture = Fixture::create().await;
    let files = fixture.team.owner.client.files();
    let file = fixture.file("a.bin", None, 100).await;
    files.replace(file.id, Upload::from(samples::noise(50, 2))).await.unwrap();
    let moved = files.r#move(file.id, root(fixture.other_id)).await.unwrap();
    assert_eq!((moved.share_id, moved.folder_id, moved.version), (fixture.other_id, None, 2));
    assert_eq!((fixture.used_bytes(fixture.share_id).await, fixture.used_bytes(fixture.other_id).await), (0, 150));
    let organization = fixture.server.db_number("SELECT used_bytes FROM organizations WHERE name = 'Acme'").await;
    assert_eq!(organization, 150, "the organization has not got more");
    // The other share must have room for all of its versions.
    let small = ShareCreate::new("Small").quota_bytes(149);
    let small = fixture.team.owner.client.shares().create(small).await.unwrap();
    let refused = files.r#move(file.id, root(small.id)).await.unwrap_err();
    assert_eq!(refused.code(), Some("QUOTA_EXCEEDED"));
    assert_eq!(files.get(file.id).await.unwrap().share_id, fixture.other_id);
    let refused = fixture.patch(file.id, json!({ "share_id": small.id })).await;
    assert_eq!(refused.code(), "QUOTA_EXCEEDED");
    // A change in each share.
    let arrived = "SELECT count(*) FROM changes WHERE kind = 'moved' AND new_path = '/a.bin' AND old_path IS NULL";
    assert_eq!(fixture.server.db_number(arrived).await, 1);
    let left = "SELECT count(*) FROM changes WHERE kind = 'moved' AND old_path = '/a.bin' AND new_path IS NULL";
    assert_eq!(fixture.server.db_number(left).await, 1);
    fixture.server.fsck().await;
}

/// `PATCH` moves as well: absent stays, null is the root of the share.
#[tokio::test(flavor = "multi_thread")]
async fn file_update_moves_and_restores() {
    let fixture = Fixture::create().await;
    let (one, two) = (fixture.folder("one", None).await, fixture.folder("two", None).await);
    let file = fixture.file("a.txt", Some(&one), 1).await;
    let path = async |body: Value| {
        let answer = fixture.patch(file.id, body).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()["path"].as_str().unwrap().to_owned()
    };
    assert_eq!(path(json!({ "folder_id": two.id, "name": "b.txt", "tags": ["moved"] })).await, "/two/b.txt");
    assert_eq!(path(json!({ "folder_id": null })).await, "/b.txt");
    assert_eq!(path(json!({ "share_id": fixture.share_id, "folder_id": one.id })).await, "/one/b.txt");
    assert_eq!(path(json!({ "share_id": fixture.share_id })).await, "/b.txt");
    let crossed = fixture.patch(file.id, json!({ "share_id": fixture.other_id, "folder_id": one.id })).await;
    assert_eq!(crossed.code(), "INVALID_ARGUMENT");
    assert_eq!(path(json!({ "share_id": fixture.other_id, "folder_id": null })).await, "/b.txt");
    assert_eq!(path(json!({ "folder_id": one.id })).await, "/one/b.txt");
    let files = fixture.team.owner.client.files();
    files.trash(file.id).await.unwrap();
    assert_eq!(fixture.patch(file.id, json!({ "name": "c.txt" })).await.code(), "RESOURCE_DELETED");
    assert_eq!(fixture.patch(file.id, json!({ "name": "c.txt", "restore": false })).await.code(), "RESOURCE_DELETED");
    assert_eq!(path(json!({ "restore": true, "name": "c.txt", "folder_id": two.id })).await, "/two/c.txt");
    assert_eq!(path(json!({ "restore": true })).await, "/two/c.txt");
    fixture.server.fsck().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn folder_move_takes_along_what_it_holds() {
    let fixture = Fixture::create().await;
    let (folders, files) = (fixture.team.owner.client.folders(), fixture.team.owner.client.files());
    let outer = fixture.folder("outer", None).await;
    let inner = fixture.folder("inner", Some(&outer)).await;
    let file = fixture.file("a.txt", Some(&inner), 10).await;
    let gone = fixture.file("gone.txt", Some(&inner), 20).await;
    files.trash(gone.id).await.unwrap();
    let target = fixture.folder("target", None).await;
    let moved = folders.r#move(outer.id, folder(target.id)).await.unwrap();
    assert_eq!((moved.path.as_str(), moved.parent_id), ("/target/outer", Some(target.id)));
    assert_eq!(files.get(file.id).await.unwrap().path, "/target/outer/inner/a.txt");
    for circle in [outer.id, inner.id] {
        let refused = folders.r#move(outer.id, folder(circle)).await.unwrap_err();
        assert_eq!(refused.code(), Some("INVALID_ARGUMENT"));
    }
    let etag = moved.etag().unwrap().to_owned();
    folders.update(outer.id, FolderUpdate::new("renamed")).await.unwrap();
    let stale = folders.r#move(outer.id, root(fixture.share_id)).if_match(etag).await.unwrap_err();
    assert_eq!(stale.code(), Some("PRECONDITION_FAILED"));
    fixture.folder("Renamed", None).await;
    let taken = folders.r#move(outer.id, root(fixture.share_id)).await.unwrap_err();
    assert_eq!(taken.code(), Some("NAME_CONFLICT"));

    // To another share, what is in the trash below it included.
    let etag = files.get(file.id).await.unwrap().etag().unwrap().to_owned();
    let moved = folders.r#move(outer.id, root(fixture.other_id)).await.unwrap();
    assert_eq!((moved.share_id, moved.parent_id, moved.path.as_str()), (fixture.other_id, None, "/renamed"));
    let there = files.get(file.id).await.unwrap();
    assert_eq!((there.share_id, there.path.as_str()), (fixture.other_id, "/renamed/inner/a.txt"));
    assert_ne!(there.etag(), Some(etag.as_str()), "what it answers is another");
    assert_eq!((fixture.used_bytes(fixture.share_id).await, fixture.used_bytes(fixture.other_id).await), (0, 30));
    assert_eq!(files.restore(gone.id).await.unwrap().path, "/renamed/inner/gone.txt");
    let small = fixture.team.owner.client.shares().create(ShareCreate::new("Small").quota_bytes(29)).await.unwrap();
    let refused = folders.r#move(outer.id, root(small.id)).await.unwrap_err();
    assert_eq!(refused.code(), Some("QUOTA_EXCEEDED"));
    folders.trash(outer.id).await.unwrap();
    let trashed = folders.r#move(outer.id, root(fixture.share_id)).await.unwrap_err();
    assert_eq!(trashed.code(), Some("RESOURCE_DELETED"));
    fixture.server.fsck().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn targets_are_exactly_one() {
    let fixture = Fixture::create().await;
    let place = fixture.folder("place", None).await;
    let file = fixture.file("a.txt", None, 1).await;
    let target = json!({ "target_share_id": fixture.share_id, "target_folder_id": place.id });
    for (noun, id) in [("folders", place.id), ("files", file.id)] {
        for verb in ["move", "copy"] {
            let ask = async |body: &Value| {
                let path = format!("/api/v1/{noun}/{id}/{verb}");
                fixture.team.owner.request("POST", path).json(body).send(fixture.server.address()).await
            };
            for body in [&target, &json!({ "name": "b" })] {
                assert_eq!(ask(body).await.code(), "INVALID_ARGUMENT", "{noun} {verb}");
            }
            assert_eq!(ask(&json!({})).await.faults(), ["body  min_properties"]);
            let bad = ask(&json!({ "target_share_id": fixture.share_id, "name": "a/b" })).await;
            assert_eq!(bad.faults(), ["body /name name_separator"]);
            let nowhere = ask(&json!({ "target_folder_id": Uuid::now_v7() })).await;
            assert_eq!(nowhere.code(), "NOT_FOUND");
            let gone = fixture.folder(&format!("gone {noun} {verb}"), None).await;
            fixture.team.owner.client.folders().trash(gone.id).await.unwrap();
            assert_eq!(ask(&json!({ "target_folder_id": gone.id })).await.code(), "RESOURCE_DELETED");
        }
    }
}

/// Folders lie at most 64 deep and paths have at most 4096 bytes, however they come to.
#[tokio::test(flavor = "multi_thread")]
async fn depth_and_path_have_limits() {
    let fixture = Fixture::create().await;
    let (folders, files) = (fixture.team.owner.client.folders(), fixture.team.owner.client.files());
    let mut chain = vec![fixture.folder("d", None).await];
    for _ in 1..64 {
        chain.push(fixture.folder("d", chain.last()).await);
    }
    let deepest = &chain[63];
    fixture.file("a.txt", Some(deepest), 1).await;
    let deeper = FolderCreate::new(fixture.share_id, "d").parent_id(deepest.id);
    assert_eq!(folders.create(deeper).await.unwrap_err().code(), Some("INVALID_ARGUMENT"));
    let pair = fixture.folder("pair", None).await;
    fixture.folder("inner", Some(&pair)).await;
    let into_depth = folders.r#move(pair.id, folder(chain[62].id)).await.unwrap_err();
    let whole_chain = folders.r#move(chain[0].id, folder(pair.id)).await.unwrap_err();
    let copied = folders.copy(pair.id, folder(chain[62].id)).await.unwrap_err();
    for code in [into_depth.code(), whole_chain.code(), copied.code()] {
        assert_eq!(code, Some("INVALID_ARGUMENT"));
    }
    assert_eq!(folders.r#move(pair.id, folder(chain[61].id)).await.unwrap().path, format!("{}/pair", "/d".repeat(62)));

    // 15 names of 255 bytes and one short one: 3842 bytes. Files with names of 254 bytes just fit twice.
    let long = "x".repeat(255);
    let mut last = fixture.folder("s", None).await;
    let first = last.clone();
    for _ in 0..15 {
        last = fixture.folder(&long, Some(&last)).await;
    }
    let name = "y".repeat(4096 - 3842 - 1);
    let file = fixture.file(&name, Some(&last), 1).await;
    let unit = fixture.folder(&"z".repeat(name.len()), Some(&last)).await;
    let longer = format!("{name}y");
    let upload = FileUpload::new(Upload::from("x")).folder_id(last.id).name(&*longer);
    let other = fixture.file(&longer, None, 1).await;
    let place = fixture.folder(&longer.replace('y', "z"), None).await;
    let refused = |outcome: Option<&str>, what: &str| assert_eq!(outcome, Some("INVALID_ARGUMENT"), "{what}");
    refused(files.upload(upload).await.unwrap_err().code(), "upload");
    let rename = FileUpdate::new().name(&*longer);
    refused(files.update(file.id, rename).await.unwrap_err().code(), "rename");
    refused(files.r#move(other.id, folder(last.id)).await.unwrap_err().code(), "move");
    refused(files.copy(other.id, folder(last.id)).await.unwrap_err().code(), "copy");
    refused(folders.r#move(place.id, folder(last.id)).await.unwrap_err().code(), "folder move");
    refused(folders.copy(place.id, folder(last.id)).await.unwrap_err().code(), "folder copy");
    refused(folders.update(first.id, FolderUpdate::new("st")).await.unwrap_err().code(), "folder rename");
    // What comes back under a longer name does not fit any more.
    files.trash(file.id).await.unwrap();
    fixture.file(&name, Some(&last), 1).await;
    let rename = strongroom_client::models::OnConflict::Rename;
    let restored = files.restore(file.id).on_conflict(rename.clone()).await.unwrap_err();
    assert_eq!(restored.code(), Some("INVALID_ARGUMENT"));
    folders.trash(unit.id).await.unwrap();
    fixture.folder(&unit.name, Some(&last)).await;
    let restored = folders.restore(unit.id).on_conflict(rename).await.unwrap_err();
    assert_eq!(restored.code(), Some("INVALID_ARGUMENT"));
    fixture.server.fsck().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn folder_moves_at_once_make_no_circle() {
    circles(TestServer::start().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn folder_moves_at_once_make_no_circle_on_postgres() {
    circles(TestServer::start_with(|config| config.database.url = postgres::create_database()).await).await;
}

/// In every round each of three folders is moved into the next, all at the same moment. All of it would be a circle:
/// one at least is refused, for that reason and no other, and every folder can be reached from the root.
async fn circles(server: TestServer) {
    let fixture = Fixture::of(server).await;
    let folders = fixture.team.owner.client.folders();
    for round in 0..15 {
        let mut ring = Vec::new();
        for name in ["a", "b", "c"] {
            ring.push(fixture.folder(&format!("{name}{round}"), None).await.id);
        }
        // Every other round only two of them, which is the commonest circle.
        ring.truncate(2 + round % 2);
        let barrier = Arc::new(Barrier::new(ring.len()));
        let moves = (0..ring.len()).map(|index| {
            let (id, into) = (ring[index], ring[(index + 1) % ring.len()]);
            let (client, barrier) = (fixture.team.owner.client.clone(), Arc::clone(&barrier));
            tokio::spawn(async move {
                barrier.wait().await;
                client.folders().r#move(id, folder(into)).await.map(drop)
            })
        });
        let outcomes: Vec<_> = futures_util::future::join_all(moves).await;
        let outcomes: Vec<_> = outcomes.into_iter().map(Result::unwrap).collect();
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), ring.len() - 1, "{outcomes:?}");
        for refused in outcomes.into_iter().filter_map(Result::err) {
            assert_eq!(refused.code(), Some("INVALID_ARGUMENT"), "{refused}");
        }
        let mut parents = HashMap::new();
        for id in &ring {
            parents.insert(*id, folders.get(*id).await.unwrap().parent_id);
        }
        for id in &ring {
            let (mut at, mut steps) = (*id, 0);
            while let Some(Some(parent)) = parents.get(&at) {
                (at, steps) = (*parent, steps + 1);
                assert!(steps < ring.len(), "a circle: {parents:?}");
            }
        }
    }
    fixture.server.fsck().await;
}
