//! Many things at once: put into the trash, removed for good, and the trash emptied.

use conformance::{Role, Team, TestServer, samples};
use http::StatusCode;
use serde_json::json;
use strongroom_client::Upload;
use strongroom_client::models::{
    BatchMove, BatchRequest, BatchResult, FileUpload, FolderCreate, GrantPut, OnConflict, Permission, ShareCreate,
    TrashedFilter,
};
use uuid::Uuid;

struct Fixture {
    server: TestServer,
    team: Team,
    share_id: Uuid,
}

impl Fixture {
    async fn create() -> Self {
        let server = TestServer::start().await;
        let team = Team::create(&server, "Acme").await;
        let share_id = team.owner.client.shares().create(ShareCreate::new("Plans")).await.unwrap().id;
        Self { server, team, share_id }
    }

    async fn file(&self, folder_id: Option<Uuid>, name: &str) -> Uuid {
        let mut new = FileUpload::new(Upload::from("12345")).name(name).share_id(self.share_id);
        if let Some(folder_id) = folder_id {
            new = new.folder_id(folder_id);
        }
        self.team.owner.client.files().upload(new).await.unwrap().id
    }

    async fn folder(&self, name: &str) -> Uuid {
        self.team.owner.client.folders().create(FolderCreate::new(self.share_id, name)).await.unwrap().id
    }

    async fn used_bytes(&self) -> i64 {
        self.server.db_number("SELECT used_bytes FROM organizations WHERE name = 'Acme'").await
    }

    async fn trashed(&self) -> Vec<String> {
        let list = self.team.owner.client.files().list().trashed(TrashedFilter::True).await.unwrap();
        list.data.iter().map(|file| file.name.clone()).collect()
    }
}

fn told(results: &[BatchResult]) -> Vec<(i32, Option<&str>)> {
    results.iter().map(|result| (result.status, result.code.as_ref().map(|code| code.as_str()))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn file_batch_trash_answers_for_each() {
    let fixture = Fixture::create().await;
    let owner = &fixture.team.owner.client;
    let folder = fixture.folder("Folder").await;
    let inside = fixture.file(Some(folder), "inside").await;
    let (one, two) = (fixture.file(None, "one").await, fixture.file(None, "two").await);
    let unknown = Uuid::now_v7();
    let ids = vec![one, unknown, folder, inside, one];
    let results = owner.files().batch_trash(BatchRequest::new(ids.clone())).await.unwrap();
    assert_eq!(results.data.iter().map(|result| result.id).collect::<Vec<_>>(), ids, "in the order of the request");
    let done = (200, None);
    assert_eq!(told(&results.data), [done, (404, Some("NOT_FOUND")), done, done, done]);
    assert!(results.data[1].detail.as_ref().unwrap().contains("file or folder"));
    assert_eq!(fixture.trashed().await, ["inside", "one"]);
    owner.files().get(two).await.unwrap();
    assert_eq!(fixture.used_bytes().await, 15, "the trash is charged");
}

#[tokio::test(flavor = "multi_thread")]
async fn file_batch_move_answers_for_each() {
    let fixture = Fixture::create().await;
    let owner = &fixture.team.owner.client;
    let (folder, inner) = (fixture.folder("Folder").await, fixture.folder("Inner").await);
    let taken = fixture.file(Some(folder), "taken").await;
    let (one, other) = (fixture.file(None, "one").await, fixture.file(None, "Taken").await);
    let unknown = Uuid::now_v7();
    let ids = vec![one, inner, folder, unknown, other, one];
    let to_folder = |ids: Vec<Uuid>| BatchMove::new(ids).target_folder_id(folder);
    let results = owner.files().batch_move(to_folder(ids.clone())).await.unwrap();
    assert_eq!(results.data.iter().map(|result| result.id).collect::<Vec<_>>(), ids, "in the order of the request");
    let done = (200, None);
    let (into_itself, absent) = ((400, Some("INVALID_ARGUMENT")), (404, Some("NOT_FOUND")));
    assert_eq!(told(&results.data), [done, done, into_itself, absent, (409, Some("NAME_CONFLICT")), done]);
    assert_eq!(owner.files().get(one).await.unwrap().path, "/Folder/one");
    assert_eq!(owner.folders().get(inner).await.unwrap().path, "/Folder/Inner");
    assert_eq!(owner.files().get(other).await.unwrap().path, "/Taken");
    let results = owner.files().batch_move(to_folder(vec![other])).on_conflict(OnConflict::Rename).await.unwrap();
    assert_eq!(told(&results.data), [done]);
    assert_eq!(owner.files().get(other).await.unwrap().path, "/Folder/Taken (2)");
    assert_eq!(owner.files().get(taken).await.unwrap().path, "/Folder/taken");
    for targets in [json!({ "ids": ids }), json!({ "ids": ids, "target_folder_id": folder, "target_share_id": folder })]
    {
        let request = fixture.team.owner.request("POST", "/api/v1/files:batchMove").json(&targets);
        assert_eq!(request.send(fixture.server.address()).await.status, StatusCode::BAD_REQUEST);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn file_batch_delete_needs_delete_on_each() {
    let fixture = Fixture::create().await;
    let member = fixture.team.add(&fixture.server, Role::Member).await;
    let files = [
        fixture.file(None, "deletable").await,
        fixture.file(None, "readable").await,
        fixture.file(None, "hidden").await,
    ];
    let grant = async |file_id: Uuid, permissions: Vec<Permission>| {
        fixture.team.owner.client.files().grant_put(file_id, member.user_id, GrantPut::new(permissions)).await.unwrap();
    };
    grant(files[0], vec![Permission::Delete]).await;
    grant(files[1], vec![Permission::Read]).await;
    let results = member.client.files().batch_delete(BatchRequest::new(files.to_vec())).await.unwrap();
    let expected = [(200, None), (403, Some("AUTHZ_PERMISSION_DENIED")), (404, Some("NOT_FOUND"))];
    assert_eq!(told(&results.data), expected);
    assert_eq!(fixture.server.db_number("SELECT count(*) FROM files").await, 2);
    // Also what is in the trash already.
    let owner = &fixture.team.owner.client;
    owner.files().delete(files[1]).await.unwrap();
    let results = owner.files().batch_delete(BatchRequest::new(files.to_vec())).await.unwrap();
    assert_eq!(told(&results.data), [(404, Some("NOT_FOUND")), (200, None), (200, None)]);
    assert_eq!(fixture.used_bytes().await, 0);
    for ids in [vec![], vec![Uuid::now_v7(); 101]] {
        let request = fixture.team.owner.request("POST", "/api/v1/files:batchDelete").json(&json!({ "ids": ids }));
        assert_eq!(request.send(fixture.server.address()).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn trash_empty_removes_what_is_there() {
    let fixture = Fixture::create().await;
    let owner = &fixture.team.owner.client;
    let folder = fixture.folder("Folder").await;
    fixture.file(Some(folder), "inside").await;
    let before = fixture.file(Some(folder), "before").await;
    owner.files().delete(before).await.unwrap();
    owner.folders().delete(folder).await.unwrap();
    // More than one transaction takes, one of them with two versions in the store.
    let mut ids = Vec::new();
    for number in 0..60 {
        ids.push(fixture.file(None, &format!("{number}")).await);
    }
    owner.files().replace(ids[0], Upload::from(samples::noise(50_000, 1))).await.unwrap();
    owner.files().batch_trash(BatchRequest::new(ids)).await.unwrap();
    let live = fixture.file(None, "live").await;
    let elsewhere = FileUpload::new(Upload::from("12345")).name("elsewhere");
    let elsewhere = owner.files().upload(elsewhere).await.unwrap().id;
    owner.files().delete(elsewhere).await.unwrap();

    let emptied = owner.files().trash_empty().share_id(fixture.share_id).await.unwrap();
    assert_eq!((emptied.purged_count, emptied.freed_bytes), (61, 62 * 5 + 50_000));
    assert_eq!(fixture.trashed().await, ["elsewhere"]);
    owner.files().get(live).await.unwrap();
    let emptied = owner.files().trash_empty().await.unwrap();
    assert_eq!((emptied.purged_count, emptied.freed_bytes), (1, 5));
    assert_eq!(fixture.used_bytes().await, 5);
    let emptied = owner.files().trash_empty().await.unwrap();
    assert_eq!((emptied.purged_count, emptied.freed_bytes), (0, 0));
    assert_eq!(fixture.server.db_number("SELECT count(*) FROM folders").await, 0);
    let purged = "SELECT count(*) FROM changes WHERE kind = 'purged'";
    assert_eq!(fixture.server.db_number(purged).await, 62);
    let missing = owner.files().trash_empty().share_id(Uuid::now_v7()).await.unwrap_err();
    assert_eq!(missing.code(), Some("NOT_FOUND"));
}

#[tokio::test(flavor = "multi_thread")]
async fn trash_empty_leaves_what_the_caller_may_not_delete() {
    let fixture = Fixture::create().await;
    let member = fixture.team.add(&fixture.server, Role::Member).await;
    let (own, other) = (fixture.file(None, "own").await, fixture.file(None, "other").await);
    let owner = &fixture.team.owner.client;
    owner.files().grant_put(own, member.user_id, GrantPut::new(vec![Permission::Delete])).await.unwrap();
    owner.files().grant_put(other, member.user_id, GrantPut::new(vec![Permission::Read])).await.unwrap();
    owner.files().batch_trash(BatchRequest::new(vec![own, other])).await.unwrap();
    let emptied = member.client.files().trash_empty().await.unwrap();
    assert_eq!((emptied.purged_count, emptied.freed_bytes), (1, 5));
    assert_eq!(fixture.trashed().await, ["other"]);
}
