//! Reservations and the meters of members; what uploads do to the meters is tested with `versions`.

use std::sync::Arc;
use std::time::Duration;

use sea_orm::{EntityTrait as _, PaginatorTrait as _};

use super::*;
use crate::blobs::testing::in_memory;
use crate::db::entity::member::Role;
use crate::db::entity::{member, organization, reservation, share};
use crate::domain::access::Permission;
use crate::domain::files::FileUpdate;
use crate::domain::folders::Relocation;
use crate::domain::members::{self, MemberChanges};
use crate::domain::nodes::{Deletion, Landing, OnConflict};
use crate::domain::testing_tree::Tree;
use crate::domain::testing_tree::file_name;
use crate::domain::{chunks, files, folders, fsck, versions};

const LONG_BYTES: u64 = RESERVED_FROM_BYTES;

/// What is reserved on the meters of organization, default share and member.
async fn reserved(tree: &Tree, caller: &Caller) -> (i64, i64, i64) {
    let db = tree.app.db.read();
    let organization = organization::Entity::find_by_id(tree.organization_id).one(db).await.unwrap().unwrap();
    let share = share::Entity::find_by_id(tree.default_share_id).one(db).await.unwrap().unwrap();
    let member = member::Entity::find_by_id((tree.organization_id, caller.user_id)).one(db).await.unwrap().unwrap();
    (organization.reserved_bytes, share.reserved_bytes, member.reserved_bytes)
}

async fn until_given_back(tree: &Tree) {
    // It is given back by a task of its own.
    while reservation::Entity::find().count(tree.app.db.read()).await.unwrap() > 0 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_long_body_has_its_bytes_set_aside_until_it_is_given_up() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    tree.db_set_organization_quota(Some(i64::try_from(LONG_BYTES).unwrap() + 10)).await;
    let mut short = headroom(&tree.app, &owner, Some(tree.default_share_id)).await.unwrap();
    short.reserve(&tree.app, LONG_BYTES - 1).await.unwrap();
    assert!(short.reservation().is_none(), "a short one is not worth a transaction");
    let mut headroom = headroom(&tree.app, &owner, Some(tree.default_share_id)).await.unwrap();
    headroom.reserve(&tree.app, LONG_BYTES).await.unwrap();
    let long = LONG_BYTES as i64;
    assert_eq!(reserved(&tree, &owner).await, (long, long, long));
    assert!(fsck::rows(&tree.app.db).await.unwrap().is_clean());

    // Nobody else gets them, neither by a look nor by force.
    let other = super::headroom(&tree.app, &owner, None).await.unwrap();
    assert_eq!(other.limit_bytes(), 10);
    let refused = tree.upload(&owner, tree.default_share_id, None, "more", b"12345678901").await;
    assert!(matches!(refused, Err(Error::QuotaExceeded { meter: "organization", .. })));
    let mut too_late = other.clone();
    let refused = too_late.reserve(&tree.app, LONG_BYTES).await;
    assert!(matches!(refused, Err(Error::QuotaExceeded { meter: "organization", .. })));
    assert_eq!(reserved(&tree, &owner).await, (long, long, long));

    let clone = headroom.clone();
    drop(headroom);
    assert_eq!(reserved(&tree, &owner).await.0, long, "a clone is left");
    drop(clone);
    until_given_back(&tree).await;
    assert_eq!(reserved(&tree, &owner).await, (0, 0, 0));
}

#[tokio::test]
async fn a_commit_uses_what_was_set_aside_and_pays_for_what_it_is() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    // Set aside before the share was known.
    let mut unplaced = headroom(&tree.app, &owner, None).await.unwrap();
    unplaced.reserve(&tree.app, LONG_BYTES).await.unwrap();
    assert_eq!(reserved(&tree, &owner).await, (LONG_BYTES as i64, 0, LONG_BYTES as i64));
    let mut target = files::check_target(&tree.app, &owner, None, None).await.unwrap();
    target.headroom = unplaced;
    let new = |name: &str| files::NewFile {
        name: crate::domain::testing_tree::file_name(name),
        tags: crate::domain::labels::Tags::default(),
        metadata: crate::domain::labels::Metadata::default(),
        on_conflict: crate::domain::nodes::OnConflict::Fail,
    };
    files::create(&tree.app, &owner, &target, new("a"), tree.write(b"12345").await).await.unwrap();
    assert_eq!(reserved(&tree, &owner).await, (0, 0, 0));
    assert_eq!(tree.used_bytes(tree.default_share_id, &owner).await, (5, Some(5), 5));

    // What has expired is given back, and the upload that comes at last pays like one without.
    let mut target = files::check_target(&tree.app, &owner, None, None).await.unwrap();
    target.headroom.reserve(&tree.app, LONG_BYTES).await.unwrap();
    assert_eq!(purge_expired(&tree.app).await.unwrap(), 0);
    tree.app.clock.advance(Duration::from_secs(2 * 3600));
    assert_eq!(purge_expired(&tree.app).await.unwrap(), 1);
    assert_eq!(reserved(&tree, &owner).await, (0, 0, 0));
    files::create(&tree.app, &owner, &target, new("b"), tree.write(b"123").await).await.unwrap();
    assert_eq!(tree.used_bytes(tree.default_share_id, &owner).await, (8, Some(8), 8));
    assert!(fsck::rows(&tree.app.db).await.unwrap().is_clean());
}

#[tokio::test]
async fn a_reservation_that_can_not_be_given_back_is_told_and_keeps_no_other() {
    let tree = Tree::new().await;
    let (owner, other) = (tree.member(Role::Owner).await, tree.member(Role::Admin).await);
    let mut held = Vec::new();
    for caller in [&owner, &other] {
        let mut headroom = headroom(&tree.app, caller, None).await.unwrap();
        headroom.reserve(&tree.app, LONG_BYTES).await.unwrap();
        held.push(headroom);
        // The first expires first.
        tree.app.clock.advance(Duration::from_secs(1));
    }
    tree.db_refuse("DELETE ON reservations", &format!("OLD.user_id = {}", tree.db_literal(owner.user_id))).await;
    tree.app.clock.advance(Duration::from_secs(2 * 3600));
    let outcome = tokio::time::timeout(Duration::from_secs(60), purge_expired(&tree.app)).await;
    assert!(matches!(outcome, Ok(Err(Error::Internal(_)))), "{outcome:?}");
    let left = reservation::Entity::find().all(tree.app.db.read()).await.unwrap();
    assert_eq!(left.iter().map(|row| row.user_id).collect::<Vec<_>>(), [owner.user_id]);
    assert!(fsck::rows(&tree.app.db).await.unwrap().is_clean());
}

#[tokio::test]
async fn a_refused_commit_leaves_nothing_set_aside() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    tree.upload(&owner, tree.default_share_id, None, "taken", b"1").await.unwrap();
    let mut target = files::check_target(&tree.app, &owner, None, None).await.unwrap();
    target.headroom.reserve(&tree.app, LONG_BYTES).await.unwrap();
    let new = files::NewFile {
        name: crate::domain::testing_tree::file_name("TAKEN"),
        tags: crate::domain::labels::Tags::default(),
        metadata: crate::domain::labels::Metadata::default(),
        on_conflict: crate::domain::nodes::OnConflict::Fail,
    };
    let refused = files::create(&tree.app, &owner, &target, new, tree.write(b"12").await).await;
    assert!(matches!(refused, Err(Error::NameConflict { .. })));
    drop(target);
    until_given_back(&tree).await;
    assert_eq!(reserved(&tree, &owner).await, (0, 0, 0));
    assert!(fsck::rows(&tree.app.db).await.unwrap().is_clean());
}

#[tokio::test]
async fn a_member_pays_out_of_a_quota_that_may_be_changed() {
    let tree = Tree::new().await;
    let (owner, member) = (tree.member(Role::Owner).await, tree.member(Role::Admin).await);
    let set = async |quota_bytes: Option<u64>| {
        let changes = MemberChanges { quota_bytes: Some(quota_bytes), ..MemberChanges::default() };
        members::update(&tree.app, &owner, tree.organization_id, member.user_id, changes).await.unwrap()
    };
    assert_eq!(set(Some(10)).await.quota_bytes, Some(10));
    let file = tree.upload(&member, tree.default_share_id, None, "a", b"123456").await.unwrap().file;
    assert_eq!(headroom(&tree.app, &member, None).await.unwrap().limit_bytes(), 4);
    let refused = tree.replace(&member, file.id, None, b"12345").await;
    assert!(matches!(refused, Err(Error::QuotaExceeded { meter: "member", limit_bytes: 10 })), "{refused:?}");
    assert_eq!(tree.used_bytes(tree.default_share_id, &member).await, (6, Some(6), 6));
    // Others pay for themselves.
    tree.replace(&owner, file.id, None, b"12345").await.unwrap();
    set(Some(3)).await;
    tree.upload(&member, tree.default_share_id, None, "empty", b"").await.unwrap();
    let refused = tree.upload(&member, tree.default_share_id, None, "b", b"1").await;
    assert!(matches!(refused, Err(Error::QuotaExceeded { meter: "member", limit_bytes: 3 })));
    assert_eq!(set(None).await.quota_bytes, None);
    tree.upload(&member, tree.default_share_id, None, "b", b"123456789").await.unwrap();
    // A member who was removed and comes back goes on paying for what is there.
    members::delete(&tree.app, &owner, tree.organization_id, member.user_id).await.unwrap();
    let found = crate::db::entity::user::Entity::find_by_id(member.user_id).one(tree.app.db.read()).await.unwrap();
    let new = members::NewMember {
        email: found.unwrap().email,
        name: None,
        password: None,
        role: Role::Member,
        quota_bytes: Some(20),
    };
    members::create(&tree.app, &owner, tree.organization_id, new).await.unwrap();
    assert_eq!(tree.used_bytes(tree.default_share_id, &member).await.2, 15);
    assert!(fsck::rows(&tree.app.db).await.unwrap().is_clean());
}

#[tokio::test]
async fn the_parts_of_what_is_used_follow_whatever_happens_to_files() {
    let tree = Tree::new().await;
    let (owner, member) = (tree.member(Role::Owner).await, tree.member(Role::Member).await);
    let (app, share, other) =
        (&tree.app, tree.share(&owner, "Ours", None).await, tree.share(&owner, "Other", None).await);
    tree.grant(&owner, share.id, &member, &[Permission::Create, Permission::Write, Permission::Delete]).await;
    let check = async |expected: [[i64; 4]; 3], others: [i64; 4], what: &str| {
        let [organization, of_share, owners] = tree.parts(share.id, &owner).await;
        let [_, _, members] = tree.parts(share.id, &member).await;
        assert_eq!(([of_share, owners, members], organization), (expected, others), "{what}");
        let report = fsck::rows(&app.db).await.unwrap();
        assert!(report.is_clean(), "{what}: {report}");
    };
    let folder = tree.folder(&owner, share.id, None, "Folder").await;
    let file = tree.upload(&owner, share.id, Some(folder), "a", b"1234567").await.unwrap().file.id;
    tree.replace(&member, file, None, b"123").await.unwrap();
    check([[7, 0, 1, 2], [7, 0, 0, 1], [0, 0, 1, 1]], [7, 0, 1, 2], "a version of another's").await;
    folders::trash(app, &owner, folder, None).await.unwrap();
    check([[0, 10, 1, 2], [0, 7, 0, 1], [0, 3, 1, 1]], [0, 10, 1, 2], "with its folder into the trash").await;
    folders::restore(app, &owner, folder, OnConflict::Fail, None).await.unwrap();
    versions::restore(app, &owner, file, 1, None).await.unwrap();
    check([[10, 0, 1, 3], [7, 0, 1, 2], [3, 0, 0, 1]], [10, 0, 1, 3], "a version restored").await;
    versions::delete(app, &owner, file, 2, None).await.unwrap();
    check([[7, 0, 1, 2], [7, 0, 1, 2], [0, 0, 0, 0]], [7, 0, 1, 2], "an older version deleted").await;

    // A copy is a file of its own; what it replaces goes to the trash in the same step.
    let landing = Some(Landing::Root(share.id));
    let relocation = Relocation { landing, on_conflict: OnConflict::Replace, ..Relocation::default() };
    files::copy(app, &member, file, relocation.clone()).await.unwrap();
    files::copy(app, &member, file, relocation.clone()).await.unwrap();
    check([[7, 7, 3, 4], [7, 0, 1, 2], [0, 7, 2, 2]], [7, 7, 3, 4], "a copy in the place of another").await;
    let copied =
        folders::copy(app, &member, folder, Relocation { name: Some(file_name("Copy")), ..relocation.clone() });
    let copied = copied.await.unwrap().folder.id;
    check([[7, 7, 4, 5], [7, 0, 1, 2], [0, 7, 3, 3]], [7, 7, 4, 5], "a folder copied").await;

    // Across shares all of it moves, whether it is live or not.
    let inside = tree.upload(&owner, share.id, Some(folder), "trashed", b"12").await.unwrap().file.id;
    files::trash(app, &owner, inside, None).await.unwrap();
    let across = Relocation { landing: Some(Landing::Root(other.id)), ..Relocation::default() };
    folders::relocate(app, &owner, folder, across.clone()).await.unwrap();
    check([[0, 7, 3, 3], [7, 2, 2, 3], [0, 7, 3, 3]], [7, 9, 5, 6], "a folder to another share").await;
    assert_eq!(tree.parts(other.id, &owner).await[1], [7, 2, 2, 3]);
    let back = FileUpdate { landing: Some(Landing::Root(share.id)), restore: true, ..FileUpdate::default() };
    files::update(app, &owner, inside, back).await.unwrap();
    check([[0, 7, 4, 4], [7, 0, 2, 3], [0, 7, 3, 3]], [7, 7, 5, 6], "out of the trash into another share").await;
    folders::relocate(app, &owner, folder, Relocation { landing, ..Relocation::default() }).await.unwrap();
    folders::relocate(app, &owner, copied, Relocation { name: Some(file_name("folder")), ..relocation }).await.unwrap();
    check([[0, 21, 5, 6], [0, 14, 2, 3], [0, 7, 3, 3]], [0, 21, 5, 6], "a folder in the place of another").await;
    for trashed in [folder, copied] {
        folders::delete(app, &owner, trashed, Deletion::Permanent, None).await.unwrap();
    }
    check([[0, 7, 3, 3], [0, 0, 1, 1], [0, 7, 2, 2]], [0, 7, 3, 3], "folders deleted for good").await;
}

/// It would be refused after all that the store takes had been read and written.
#[tokio::test]
async fn a_body_that_the_store_does_not_take_is_refused_before_it_is_read() {
    let mut tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let in_a_folder = headroom(&tree.app, &owner, None).await.unwrap();
    assert_eq!(in_a_folder.limit_bytes(), tree.app.limits.max_file_bytes);
    let index = Arc::new(chunks::Index::new(&tree.app.db, &tree.app.clock));
    tree.app.blobs = in_memory(index);
    let longest = tree.app.blobs.content_bytes_max();
    let in_a_bucket = headroom(&tree.app, &owner, None).await.unwrap();
    in_a_bucket.admit(longest).unwrap();
    let refused = in_a_bucket.admit(longest + 1);
    assert!(matches!(refused, Err(Error::PayloadTooLarge { limit_bytes }) if limit_bytes == longest), "{refused:?}");
}
