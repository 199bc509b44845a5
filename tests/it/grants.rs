//! What members and groups were granted on shares, folders and files, and that each permission allows exactly its own.

use std::time::Duration;

use conformance::{Actor, Role, Team, TestServer, samples};
use strongroom_client::Upload;
use strongroom_client::models::{
    FileBatchUpload, FileUpdate, FileUpload, FolderCreate, FolderUpdate, GrantPut, GroupCreate, NodeTarget, Permission,
    PrincipalType, ShareCreate, ShareUpdate,
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
        assert_eq!((grant.principal_id, grant.created_by), (self.member.user_id, self.team.owner.user_id));
        assert_eq!((&grant.principal_type, &grant.expires_at), (&PrincipalType::User, &None));
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
    let theirs: Vec<_> = list.data.iter().filter(|grant| grant.principal_id == fixture.member.user_id).collect();
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

/// The same on folders and files: what is above them stays hidden, its names included.
#[tokio::test(flavor = "multi_thread")]
async fn folder_and_file_grants_open_what_is_below_alone() {
    let fixture = fixture().await;
    let owner = &fixture.team.owner.client;
    let secret = owner.folders().create(FolderCreate::new(fixture.share_id, "secret")).await.unwrap().id;
    let plans = FolderCreate::new(fixture.share_id, "plans").parent_id(secret);
    let plans = owner.folders().create(plans).await.unwrap().id;
    let upload = |folder_id: Uuid, name: &str| {
        owner
            .files()
            .upload(FileUpload::new(Upload::from("x")).share_id(fixture.share_id).folder_id(folder_id).name(name))
    };
    let inside = upload(plans, "inside.txt").await.unwrap().id;
    let beside = upload(secret, "beside.txt").await.unwrap().id;
    let member = &fixture.member.client;
    let listed = async || {
        let list = member.files().list().await.unwrap();
        assert_eq!(list.count, Some(list.data.len() as i64));
        list.data.iter().map(|file| file.path.clone()).collect::<Vec<_>>()
    };
    assert_eq!(listed().await, Vec::<String>::new());

    let put = GrantPut::new(vec![Permission::Read]);
    let grant = owner.folders().grant_put(plans, fixture.member.user_id, put.clone()).await.unwrap();
    assert_eq!(grant.permissions, [Permission::Read]);
    assert_eq!(member.folders().get(plans).await.unwrap().path, "/plans");
    assert_eq!(member.files().get(inside).await.unwrap().path, "/plans/inside.txt");
    assert_eq!(member.folders().get(plans).await.unwrap().permissions, [Permission::Read]);
    assert_eq!(owner.files().get(inside).await.unwrap().path, "/secret/plans/inside.txt");
    for hidden in [
        member.folders().get(secret).await.map(drop).map_err(|error| error.code().map(str::to_owned)),
        member.files().get(beside).await.map(drop).map_err(|error| error.code().map(str::to_owned)),
        member.shares().get(fixture.share_id).await.map(drop).map_err(|error| error.code().map(str::to_owned)),
        member
            .files()
            .list()
            .share_id(fixture.share_id)
            .await
            .map(drop)
            .map_err(|error| error.code().map(str::to_owned)),
    ] {
        assert_eq!(hidden.unwrap_err().as_deref(), Some("NOT_FOUND"));
    }
    assert_eq!(listed().await, ["/plans/inside.txt"]);
    assert_eq!(member.files().list().q("side").await.unwrap().count, Some(1));

    owner.files().grant_put(beside, fixture.member.user_id, put).await.unwrap();
    assert_eq!(member.files().get(beside).await.unwrap().path, "/beside.txt");
    assert_eq!(listed().await, ["/beside.txt", "/plans/inside.txt"]);
    assert_eq!(owner.files().grant_list(beside).await.unwrap().data.len(), 1);
    assert_eq!(owner.folders().grant_list(plans).await.unwrap().data[0].principal_id, fixture.member.user_id);
    owner.files().grant_delete(beside, fixture.member.user_id).await.unwrap();
    owner.folders().grant_delete(plans, fixture.member.user_id).await.unwrap();
    assert_eq!(listed().await, Vec::<String>::new());
    assert_eq!(member.files().get(beside).await.unwrap_err().code(), Some("NOT_FOUND"));
}

/// By the server's time, with the next request.
#[tokio::test(flavor = "multi_thread")]
async fn grant_put_ends_when_it_says() {
    let fixture = fixture().await;
    let shares = fixture.team.owner.client.shares();
    let end = fixture.server.clock().now() + Duration::from_secs(60);
    let put = GrantPut::new(vec![Permission::Read]).expires_at(end);
    let grant = shares.grant_put(fixture.share_id, fixture.member.user_id, put.clone()).await.unwrap();
    assert_eq!(grant.expires_at, Some(end));
    fixture.member.client.shares().get(fixture.share_id).await.unwrap();
    fixture.server.clock().advance(Duration::from_secs(61));
    let gone = fixture.member.client.shares().get(fixture.share_id).await.unwrap_err();
    assert_eq!(gone.code(), Some("NOT_FOUND"));
    let late = shares.grant_put(fixture.share_id, fixture.member.user_id, put).await.unwrap_err();
    assert_eq!(late.code(), Some("INVALID_ARGUMENT"));
}

/// Not to others, not to oneself, not below, not by way of a group, and not for longer.
#[tokio::test(flavor = "multi_thread")]
async fn grant_put_gives_no_more_than_the_caller_has() {
    let fixture = fixture().await;
    let owner = &fixture.team.owner.client;
    let file = owner
        .files()
        .upload(FileUpload::new(Upload::from("x")).share_id(fixture.share_id).name("a.txt"))
        .await
        .unwrap()
        .id;
    let group = owner.groups().create(fixture.team.organization_id, GroupCreate::new("Planners")).await.unwrap().id;
    owner.groups().member_put(fixture.team.organization_id, group, fixture.member.user_id).await.unwrap();
    fixture.grant(vec![Permission::Create, Permission::Manage]).await;
    let (member, myself) = (&fixture.member.client, fixture.member.user_id);
    let guest = fixture.team.add(&fixture.server, Role::Guest).await.user_id;
    let held = GrantPut::new(vec![Permission::Create, Permission::Manage]);
    let more = GrantPut::new(vec![Permission::Create, Permission::Manage, Permission::Delete]);
    member.shares().grant_put(fixture.share_id, guest, held.clone()).await.unwrap();
    member.shares().grant_put(fixture.share_id, myself, held.clone()).await.unwrap();
    for principal in [guest, myself, group, fixture.team.organization_id] {
        let refused = member.shares().grant_put(fixture.share_id, principal, more.clone()).await.unwrap_err();
        assert_eq!(refused.code(), Some("AUTHZ_PERMISSION_DENIED"));
        let refused = member.files().grant_put(file, principal, more.clone()).await.unwrap_err();
        assert_eq!(refused.code(), Some("AUTHZ_PERMISSION_DENIED"));
    }
    let end = fixture.server.clock().now() + Duration::from_secs(60);
    owner.shares().grant_put(fixture.share_id, myself, held.clone().expires_at(end)).await.unwrap();
    let lasting = member.shares().grant_put(fixture.share_id, myself, held.clone()).await.unwrap_err();
    assert_eq!(lasting.code(), Some("AUTHZ_PERMISSION_DENIED"));
    member.shares().grant_put(fixture.share_id, guest, held.expires_at(end)).await.unwrap();
}

/// What is inherited follows from where a thing is, with the next request; what is granted on it goes along.
#[tokio::test(flavor = "multi_thread")]
async fn moving_changes_what_is_inherited_at_once() {
    let fixture = fixture().await;
    let (owner, member) = (&fixture.team.owner.client, &fixture.member.client);
    let folder = async |name: &str| owner.folders().create(FolderCreate::new(fixture.share_id, name)).await.unwrap().id;
    let (open, closed, inner) = (folder("open").await, folder("closed").await, folder("inner").await);
    let upload = FileUpload::new(Upload::from("x")).folder_id(inner).name("a.txt");
    let file = owner.files().upload(upload).await.unwrap().id;
    owner.folders().grant_put(open, fixture.member.user_id, GrantPut::new(vec![Permission::Write])).await.unwrap();
    let told = async || match member.files().get(file).await {
        Ok(file) => (file.path.clone(), file.permissions.clone()),
        Err(error) => (error.code().unwrap_or_default().to_owned(), Vec::new()),
    };
    let (hidden, inherited) = (("NOT_FOUND".to_owned(), Vec::new()), vec![Permission::Read, Permission::Write]);
    assert_eq!(told().await, hidden);
    // A folder takes along what is in it, whichever way it goes, and a file goes by itself.
    owner.folders().r#move(inner, NodeTarget::new().target_folder_id(open)).await.unwrap();
    assert_eq!(told().await, ("/open/inner/a.txt".to_owned(), inherited.clone()));
    owner.folders().r#move(inner, NodeTarget::new().target_folder_id(closed)).await.unwrap();
    assert_eq!(told().await, hidden);
    owner.files().r#move(file, NodeTarget::new().target_folder_id(open)).await.unwrap();
    assert_eq!(told().await, ("/open/a.txt".to_owned(), inherited));
    owner.files().update(file, FileUpdate::new().folder_id(closed)).await.unwrap();
    assert_eq!(told().await, hidden);
    let list = member.files().list().await.unwrap();
    assert!(list.data.is_empty(), "{list:?}");

    owner.files().grant_put(file, fixture.member.user_id, GrantPut::new(vec![Permission::Read])).await.unwrap();
    let elsewhere = owner.shares().create(ShareCreate::new("Elsewhere")).await.unwrap().id;
    owner.files().r#move(file, NodeTarget::new().target_share_id(elsewhere)).await.unwrap();
    assert_eq!(told().await, ("/a.txt".to_owned(), vec![Permission::Read]));
}

/// An id that a caller may choose again is a new thing.
#[tokio::test(flavor = "multi_thread")]
async fn an_id_that_is_chosen_again_has_none_of_the_old_grants() {
    let fixture = fixture().await;
    let (owner, member) = (&fixture.team.owner.client, &fixture.member);
    let id = Uuid::new_v4();
    let upload = || {
        let content = Upload::from("x").file_name("a.txt");
        FileBatchUpload::new().share_id(fixture.share_id).id(vec![id]).file(vec![content])
    };
    owner.files().batch_upload(upload()).await.unwrap();
    let every = GrantPut::new(vec![Permission::Write, Permission::Delete]);
    owner.files().grant_put(id, member.user_id, every).await.unwrap();
    assert!(member.client.files().get(id).await.is_ok());
    owner.files().delete(id).permanent(true).await.unwrap();
    owner.files().batch_upload(upload()).await.unwrap();
    let hidden = member.client.files().get(id).await.unwrap_err();
    assert_eq!(hidden.code(), Some("NOT_FOUND"));
    assert!(owner.files().grant_list(id).await.unwrap().data.is_empty());
}
