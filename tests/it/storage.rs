//! What is used of the quotas, who may see whose, and the quota of a member.

use conformance::{Role, Team, TestServer, samples};
use strongroom_client::Upload;
use strongroom_client::models::{
    FileUpload, GrantPut, MemberCreate, MemberUpdate, Permission, ShareCreate, StorageScope,
};

#[tokio::test(flavor = "multi_thread")]
async fn storage_get_tells_what_is_used_by_whom() {
    let server = TestServer::start().await;
    let team = Team::create(&server, "Acme").await;
    let member = team.add(&server, Role::Member).await;
    let share = team.owner.client.shares().create(ShareCreate::new("Ours").quota_bytes(100_000)).await.unwrap();
    let private = team.owner.client.shares().create(ShareCreate::new("Private")).await.unwrap();
    let granted = GrantPut::new(vec![Permission::Create, Permission::Write]);
    team.owner.client.shares().grant_put(share.id, member.user_id, granted).await.unwrap();
    let files = team.owner.client.files();
    let upload = |name: &str, size_bytes| FileUpload::new(Upload::from(samples::noise(size_bytes, 1))).name(name);
    // The owner's: one file with an older version that the member replaced, one in the trash, one elsewhere.
    let file = files.upload(upload("a", 20_000).share_id(share.id)).await.unwrap();
    member.client.files().replace(file.id, Upload::from(samples::noise(300, 2))).await.unwrap();
    let trashed = files.upload(upload("b", 7_000).share_id(share.id)).await.unwrap();
    files.delete(trashed.id).await.unwrap();
    files.upload(upload("elsewhere", 5)).await.unwrap();

    let told = team.owner.client.storage().get().await.unwrap().into_inner();
    assert_eq!(told.scope, StorageScope::Organization);
    assert_eq!((told.max_bytes, told.used_bytes, told.available_bytes), (None, 27_305, None));
    assert_eq!((told.physical_bytes, told.file_count, told.version_count), (27_305, 3, 4));
    assert!((told.dedup_ratio - 1.0).abs() < 1e-9);
    let parts = &told.breakdown;
    assert_eq!((parts.current_bytes, parts.versions_bytes, parts.trash_bytes), (305, 20_000, 7_000));
    assert_eq!(parts.reserved_bytes, 0);
    assert_eq!((told.own.used_bytes, told.own.file_count, told.own.version_count), (27_005, 2, 3));
    let by_name: Vec<_> = told.shares.iter().map(|share| (share.name.as_str(), share.used_bytes)).collect();
    assert_eq!(by_name, [("default", 5), ("Ours", 27_300), ("Private", 0)]);
    let ours = &told.shares[1];
    assert_eq!((ours.max_bytes, ours.available_bytes), (Some(100_000), Some(72_700)));
    assert_eq!((ours.file_count, ours.version_count, ours.breakdown.versions_bytes), (2, 3, 20_000));
    let one = member.client.storage().share_storage_get(share.id).await.unwrap().into_inner();
    assert_eq!(&one, ours);

    // A member sees the own figures, and those of the shares that are there for the member.
    let told = member.client.storage().get().await.unwrap().into_inner();
    assert_eq!((told.scope, told.used_bytes), (StorageScope::Member, 300));
    assert_eq!((told.own.used_bytes, told.breakdown.current_bytes), (300, 300));
    assert_eq!(told.shares.iter().map(|share| share.name.as_str()).collect::<Vec<_>>(), ["default", "Ours"]);
    let hidden = member.client.storage().share_storage_get(private.id).await.unwrap_err();
    assert_eq!(hidden.code(), Some("NOT_FOUND"));

    // A version that is restored takes no room again, but is paid for.
    let before = team.owner.client.storage().get().await.unwrap().into_inner();
    team.owner.client.files().version_restore(file.id, 1).await.unwrap();
    let after = team.owner.client.storage().get().await.unwrap().into_inner();
    assert_eq!((after.used_bytes, after.physical_bytes), (before.used_bytes + 20_000, before.physical_bytes));
    assert_eq!(after.shares[1].physical_bytes, before.shares[1].physical_bytes);
    assert_eq!((after.own.used_bytes, after.own.physical_bytes), (47_005, 27_005));
    assert!((after.dedup_ratio - 47_305.0 / 27_305.0).abs() < 1e-9);
    assert_eq!(after.shares[1].breakdown.versions_bytes, 20_300);

    // Nothing at all is no division by nothing.
    let empty = Team::create(&server, "Empty").await.owner.client.storage().get().await.unwrap().into_inner();
    assert_eq!((empty.used_bytes, empty.physical_bytes, empty.file_count), (0, 0, 0));
    assert!((empty.dedup_ratio - 1.0).abs() < 1e-9);
}

#[tokio::test(flavor = "multi_thread")]
async fn member_quota_bounds_what_a_member_stores() {
    let server = TestServer::start().await;
    let team = Team::create(&server, "Acme").await;
    let organizations = team.owner.client.organizations();
    let member = team.add(&server, Role::Admin).await;
    let get = async || organizations.member_get(team.organization_id, member.user_id).await.unwrap().into_inner();
    assert_eq!(get().await.quota_bytes, None);
    let update = MemberUpdate::new().quota_bytes(1000);
    let updated = organizations.member_update(team.organization_id, member.user_id, update).await.unwrap();
    assert_eq!((updated.quota_bytes, updated.role.clone()), (Some(1000), Role::Admin), "the role stays");
    let upload = |name: &str, size_bytes| FileUpload::new(Upload::from(samples::noise(size_bytes, 1))).name(name);
    member.client.files().upload(upload("a", 600)).await.unwrap();
    let refused = member.client.files().upload(upload("b", 401)).await.unwrap_err();
    assert_eq!(refused.code(), Some("QUOTA_EXCEEDED"));
    assert!(refused.to_string().contains("member"), "{refused}");
    let told = member.client.storage().get().await.unwrap().into_inner();
    assert_eq!((told.own.max_bytes, told.own.available_bytes), (Some(1000), Some(400)));
    member.client.files().upload(upload("b", 400)).await.unwrap();
    team.owner.client.files().upload(upload("c", 10_000)).await.unwrap();

    let update = MemberUpdate::new().role(Role::Member);
    organizations.member_update(team.organization_id, member.user_id, update).await.unwrap();
    assert_eq!(get().await.quota_bytes, Some(1000), "a role alone leaves the quota");
    let new = MemberCreate::new("new@example.com", Role::Guest).quota_bytes(7);
    assert_eq!(organizations.member_create(team.organization_id, new).await.unwrap().quota_bytes, Some(7));
}
