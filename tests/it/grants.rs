//! What members were granted on shares, and that each permission allows exactly its own.

use conformance::{Actor, Role, Team, TestServer, samples};
use strongroom_client::Upload;
use strongroom_client::models::{
    FileUpdate, FileUpload, FolderCreate, FolderUpdate, GrantPut, Permission, ShareCreate, ShareUpdate,
};
use uuid::Uuid;

struct Fixture {
    server: TestServer,
    team: Team,
    share_id: Uuid,
    member: Actor,
}

async fn fixture() -> Fixture {
    let server = TestServer::start().await;
    let team = Team::create(&server, "Acme").await;
    let share_id = team.owner.client.shares().create(ShareCreate::new("Plans")).await.unwrap().id;
    let member = team.add(&server, Role::Member).await;
    Fixture { server, team, share_id, member }
}

impl Fixture {
    async fn grant(&self, permissions: Vec<Permission>) -> Vec<Permission> {
        let shares = self.team.owner.client.shares();
        let grant = shares.grant_put(self.share_id, self.member.user_id, GrantPut::new(permissions)).await.unwrap();
        assert_eq!((grant.user_id, grant.created_by), (self.member.user_id, self.team.owner.user_id));
        grant.permissions.clone()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn grant_put_replaces_and_adds_read() {
    let fixture = fixture().await;
    let told = fixture.grant(vec![Permission::Delete]).await;
    assert_eq!(told, [Permission::Read, Permission::Delete]);
    let told = fixture.grant(vec![Permission::Create, Permission::Read]).await;
    assert_eq!(told, [Permission::Read, Permission::Create]);
    let list = fixture.team.owner.client.shares().grant_list(fixture.share_id).await.unwrap();
    let theirs: Vec<_> = list.data.iter().filter(|grant| grant.user_id == fixture.member.user_id).collect();
    assert_eq!(theirs.len(), 1);
    assert_eq!(theirs[0].permissions, [Permission::Read, Permission::Create]);
    let seen = fixture.member.client.shares().get(fixture.share_id).await.unwrap();
    assert_eq!(seen.permissions, [Permission::Read, Permission::Create]);
}

#[tokio::test(flavor = "multi_thread")]
async fn grant_put_takes_members_only() {
    let fixture = fixture().await;
    let other = Team::create(&fixture.server, "Other").await;
    let shares = fixture.team.owner.client.shares();
    for stranger in [other.owner.user_id, Uuid::now_v7()] {
        let refused =
            shares.grant_put(fixture.share_id, stranger, GrantPut::new(vec![Permission::Read])).await.unwrap_err();
        assert!([Some("NOT_FOUND"), Some("INVALID_ARGUMENT")].contains(&refused.code()), "{refused}");
    }
    assert!(other.owner.client.shares().get(fixture.share_id).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn grant_delete_takes_effect_at_once() {
    let fixture = fixture().await;
    fixture.grant(vec![Permission::Read]).await;
    fixture.member.client.shares().get(fixture.share_id).await.unwrap();
    let shares = fixture.team.owner.client.shares();
    shares.grant_delete(fixture.share_id, fixture.member.user_id).await.unwrap();
    let gone = fixture.member.client.shares().get(fixture.share_id).await.unwrap_err();
    assert_eq!(gone.code(), Some("NOT_FOUND"));
    let again = shares.grant_delete(fixture.share_id, fixture.member.user_id).await.unwrap_err();
    assert_eq!(again.code(), Some("NOT_FOUND"));
}

/// Each permission alone: what it allows, and that it allows nothing else.
#[tokio::test(flavor = "multi_thread")]
async fn each_permission_allows_its_own() {
    let fixture = fixture().await;
    let client = &fixture.member.client;
    let denied = "AUTHZ_PERMISSION_DENIED";
    for permission in [Permission::Read, Permission::Create, Permission::Write, Permission::Delete, Permission::Manage]
    {
        fixture.grant(vec![permission.clone()]).await;
        let owner = &fixture.team.owner.client;
        let name = format!("of {}", permission.as_str());
        let file = owner
            .files()
            .upload(FileUpload::new(Upload::from("x")).share_id(fixture.share_id).name(&name))
            .await
            .unwrap();
        let folder =
            owner.folders().create(FolderCreate::new(fixture.share_id, format!("folder {name}"))).await.unwrap();
        client.files().get(file.id).await.unwrap();
        let download = client.files().download(file.id).await.unwrap().content().unwrap();
        assert_eq!(download.bytes(samples::LIMIT_BYTES).await.unwrap(), "x");
        let allowed = |needed: Permission, outcome: Result<(), Option<String>>, what: &str| match outcome {
            Ok(()) => assert_eq!(permission, needed, "{what}"),
            Err(code) => {
                assert_ne!(permission, needed, "{what}: {code:?}");
                assert_eq!(code.as_deref(), Some(denied), "{what}");
            }
        };
        macro_rules! outcome {
            ($call:expr) => {
                $call.await.map(drop).map_err(|error| error.code().map(str::to_owned))
            };
        }
        let upload = FileUpload::new(Upload::from("x")).share_id(fixture.share_id).name(format!("{name} by member"));
        allowed(Permission::Create, outcome!(client.files().upload(upload)), "file_upload");
        let create = FolderCreate::new(fixture.share_id, format!("{name} by member too"));
        allowed(Permission::Create, outcome!(client.folders().create(create)), "folder_create");
        allowed(Permission::Write, outcome!(client.files().replace(file.id, Upload::from("y"))), "file_replace");
        let rename = FileUpdate::new().name(format!("{name} renamed"));
        allowed(Permission::Write, outcome!(client.files().update(file.id, rename)), "file_update");
        let rename = FolderUpdate::new(format!("folder {name} renamed"));
        allowed(Permission::Write, outcome!(client.folders().update(folder.id, rename)), "folder_update");
        let update = ShareUpdate::new().name("Plans");
        allowed(Permission::Manage, outcome!(client.shares().update(fixture.share_id, update)), "share_update");
        allowed(Permission::Manage, outcome!(client.shares().grant_list(fixture.share_id)), "grant_list");
        allowed(Permission::Delete, outcome!(client.files().delete(file.id)), "file_delete");
        allowed(Permission::Delete, outcome!(client.folders().delete(folder.id)), "folder_delete");
    }
}

/// Owners and admins need no grants; what others do needs one.
#[tokio::test(flavor = "multi_thread")]
async fn admins_have_every_permission() {
    let fixture = fixture().await;
    let admin = fixture.team.add(&fixture.server, Role::Admin).await;
    let share = admin.client.shares().get(fixture.share_id).await.unwrap();
    assert_eq!(share.permissions.len(), 5);
    let guest = fixture.team.add(&fixture.server, Role::Guest).await;
    assert_eq!(guest.client.shares().get(fixture.share_id).await.unwrap_err().code(), Some("NOT_FOUND"));
}
