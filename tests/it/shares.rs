//! Shares: the roots of trees, their quotas, and what happens to what they hold.

use conformance::{Role, Team, TestServer, samples};
use futures_util::TryStreamExt as _;
use serde_json::json;
use strongroom_client::Upload;
use strongroom_client::models::{
    FileUpload, FolderCreate, NodeOrder, NodeType, Permission, ShareCreate, ShareOrder, ShareUpdate,
};
use uuid::Uuid;

async fn fixture() -> (TestServer, Team) {
    let server = TestServer::start().await;
    let team = Team::create(&server, "Acme").await;
    (server, team)
}

const EVERYTHING: [Permission; 5] =
    [Permission::Read, Permission::Create, Permission::Write, Permission::Delete, Permission::Manage];

#[tokio::test(flavor = "multi_thread")]
async fn share_create_gives_its_maker_everything() {
    let (server, team) = fixture().await;
    let member = team.add(&server, Role::Member).await;
    let made = member.client.shares().create(ShareCreate::new("Plans").quota_bytes(500)).await.unwrap();
    assert_eq!(made.permissions, EVERYTHING);
    assert_eq!((made.name.as_str(), made.quota_bytes, made.used_bytes), ("Plans", Some(500), 0));
    assert_eq!((made.organization_id, made.created_by), (team.organization_id, member.user_id));
    assert_eq!(made.location(), Some(format!("/api/v1/shares/{}", made.id).as_str()));
    let read = member.client.shares().get(made.id).await.unwrap();
    assert_eq!(read.etag(), made.etag());
    assert_eq!(read.into_inner(), made.into_inner());
    let guest = team.add(&server, Role::Guest).await;
    let refused = guest.client.shares().create(ShareCreate::new("Mine")).await.unwrap_err();
    assert_eq!(refused.code(), Some("AUTHZ_PERMISSION_DENIED"));
}

#[tokio::test(flavor = "multi_thread")]
async fn share_create_refuses_a_taken_name_in_any_case() {
    let (server, team) = fixture().await;
    let member = team.add(&server, Role::Member).await;
    let made = team.owner.client.shares().create(ShareCreate::new("Ελλάδα")).await.unwrap();
    let refused = team.owner.client.shares().create(ShareCreate::new("ΕΛΛΆΔΑ")).await.unwrap_err();
    assert_eq!(refused.code(), Some("NAME_CONFLICT"));
    assert_eq!(refused.problem().unwrap().data.as_ref().unwrap()["existing_id"], json!(made.id));
    // Who may not see the holder is not told its id.
    let refused = member.client.shares().create(ShareCreate::new("ελλάδα")).await.unwrap_err();
    assert_eq!(refused.code(), Some("NAME_CONFLICT"));
    let data = refused.problem().unwrap().data.as_ref();
    assert!(data.is_none_or(|data| data.get("existing_id").is_none_or(|id| id.is_null())), "{data:?}");
    // Another organization's names are nobody's business.
    let other = Team::create(&server, "Other").await;
    other.owner.client.shares().create(ShareCreate::new("Ελλάδα")).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn share_list_orders_and_pages() {
    let (_server, team) = fixture().await;
    let shares = team.owner.client.shares();
    for name in ["b", "C", "a"] {
        shares.create(ShareCreate::new(name)).await.unwrap();
    }
    let names = async |order: ShareOrder| -> Vec<String> {
        let items: Vec<_> = shares.list().order_by(order).take(2).items().try_collect().await.unwrap();
        let default = team.default_share_id;
        items.into_iter().filter(|share| share.id != default).map(|share| share.name).collect()
    };
    assert_eq!(names(ShareOrder::Name).await, ["a", "b", "C"]);
    assert_eq!(names(ShareOrder::NameDesc).await, ["C", "b", "a"]);
    assert_eq!(names(ShareOrder::CreatedAt).await, ["b", "C", "a"]);
    assert_eq!(names(ShareOrder::CreatedAtDesc).await, ["a", "C", "b"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn share_update_tells_absent_from_null() {
    let (server, team) = fixture().await;
    let shares = team.owner.client.shares();
    let share = shares.create(ShareCreate::new("Plans").quota_bytes(500)).await.unwrap();
    let renamed = shares.update(share.id, ShareUpdate::new().name("Old plans")).await.unwrap();
    assert_eq!((renamed.name.as_str(), renamed.quota_bytes), ("Old plans", Some(500)), "what is absent stays");
    let target = format!("/api/v1/shares/{}", share.id);
    let null =
        team.owner.request("PATCH", target).json(&json!({ "quota_bytes": null })).send(server.address()).await.json();
    assert_eq!((&null["name"], &null["quota_bytes"]), (&json!("Old plans"), &json!(null)));
    assert_ne!(renamed.etag(), share.etag());
    let stale =
        shares.update(share.id, ShareUpdate::new().name("x")).if_match(share.etag().unwrap()).await.unwrap_err();
    assert_eq!(stale.code(), Some("PRECONDITION_FAILED"));
    shares.create(ShareCreate::new("Taken")).await.unwrap();
    let taken = shares.update(share.id, ShareUpdate::new().name("TAKEN")).await.unwrap_err();
    assert_eq!(taken.code(), Some("NAME_CONFLICT"));
    // Its own name in another spelling is free.
    shares.update(share.id, ShareUpdate::new().name("OLD PLANS")).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn share_quota_counts_versions_and_trash() {
    let (server, team) = fixture().await;
    let share = team.owner.client.shares().create(ShareCreate::new("Small").quota_bytes(1000)).await.unwrap();
    let files = team.owner.client.files();
    let upload = async |name: &str, size_bytes: usize| {
        files.upload(FileUpload::new(Upload::from(samples::noise(size_bytes, 1))).share_id(share.id).name(name)).await
    };
    let file = upload("a", 400).await.unwrap();
    files.replace(file.id, Upload::from(samples::noise(500, 2))).await.unwrap();
    let used = async || team.owner.client.shares().get(share.id).await.unwrap().used_bytes;
    assert_eq!(used().await, 900);
    assert_eq!(upload("b", 101).await.unwrap_err().code(), Some("QUOTA_EXCEEDED"));
    let replaced = files.replace(file.id, Upload::from(samples::noise(101, 3))).await.unwrap_err();
    assert_eq!(replaced.code(), Some("QUOTA_EXCEEDED"));
    assert_eq!(files.get(file.id).await.unwrap().version, 2, "a refused version is none");
    files.delete(file.id).await.unwrap();
    assert_eq!(used().await, 900);
    files.delete(file.id).permanent(true).await.unwrap();
    assert_eq!(used().await, 0);
    assert_eq!(server.db_number("SELECT used_bytes FROM organizations WHERE name = 'Acme'").await, 0);
    let organization = "SELECT sum(used_bytes) FROM members";
    assert_eq!(server.db_number(&format!("SELECT CAST(({organization}) AS bigint)")).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn share_children_lists_folders_first() {
    let (_server, team) = fixture().await;
    let share = team.owner.client.shares().create(ShareCreate::new("Plans")).await.unwrap();
    for name in ["z folder", "A folder"] {
        team.owner.client.folders().create(FolderCreate::new(share.id, name)).await.unwrap();
    }
    for name in ["b.txt", "a.txt"] {
        let upload = FileUpload::new(Upload::from("text")).share_id(share.id).name(name);
        team.owner.client.files().upload(upload).await.unwrap();
    }
    let names = async |order: NodeOrder, take: i32| -> Vec<String> {
        let items: Vec<_> = team
            .owner
            .client
            .shares()
            .children(share.id)
            .order_by(order)
            .take(take)
            .items()
            .try_collect()
            .await
            .unwrap();
        for node in &items {
            assert_eq!(node.r#type == NodeType::File, node.size_bytes == Some(4) && node.mime_type.is_some());
        }
        items.into_iter().map(|node| node.name).collect()
    };
    for take in [1, 2, 3, 100] {
        assert_eq!(names(NodeOrder::Name, take).await, ["A folder", "z folder", "a.txt", "b.txt"], "{take} a page");
        assert_eq!(names(NodeOrder::NameDesc, take).await, ["z folder", "A folder", "b.txt", "a.txt"], "{take} a page");
    }
    let page = team.owner.client.shares().children(share.id).skip(1).take(2).await.unwrap();
    assert_eq!((page.start, page.end, page.count), (1, 3, 4));
    assert_eq!(page.data.iter().map(|node| node.name.as_str()).collect::<Vec<_>>(), ["z folder", "a.txt"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn share_delete_removes_everything_in_it() {
    let (server, team) = fixture().await;
    let share = team.owner.client.shares().create(ShareCreate::new("Doomed")).await.unwrap();
    let folder = team.owner.client.folders().create(FolderCreate::new(share.id, "Folder")).await.unwrap();
    for (number, size_bytes) in [10, 100_000].into_iter().enumerate() {
        let upload =
            FileUpload::new(Upload::from(samples::noise(size_bytes, 1))).folder_id(folder.id).name(format!("{number}"));
        let file = team.owner.client.files().upload(upload).await.unwrap();
        if number == 1 {
            team.owner.client.files().delete(file.id).await.unwrap();
        }
    }
    team.owner.client.shares().delete(share.id).await.unwrap();
    assert_eq!(team.owner.client.shares().get(share.id).await.unwrap_err().code(), Some("NOT_FOUND"));
    assert_eq!(team.owner.client.folders().get(folder.id).await.unwrap_err().code(), Some("NOT_FOUND"));
    for table in ["folders", "files", "versions", "contents", "names"] {
        assert_eq!(server.db_number(&format!("SELECT count(*) FROM {table}")).await, 0, "{table}");
    }
    assert_eq!(server.db_number("SELECT used_bytes FROM organizations WHERE name = 'Acme'").await, 0);
    team.owner.client.shares().create(ShareCreate::new("Doomed")).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn share_delete_spares_the_default() {
    let (_server, team) = fixture().await;
    let refused = team.owner.client.shares().delete(team.default_share_id).await.unwrap_err();
    assert_eq!(refused.code(), Some("INVALID_ARGUMENT"));
    let nothing = team.owner.client.shares().delete(Uuid::now_v7()).await.unwrap_err();
    assert_eq!(nothing.code(), Some("NOT_FOUND"));
}
