//! Shares, their grants and what lies at their roots.

use super::*;
use crate::domain::access::Permission;
use crate::domain::grants::{NewGrant, Resource};
use crate::domain::nodes::{Deletion, OnConflict};
use crate::domain::testing_tree::{Tree, file_name};
use crate::domain::{files, folders, grants};

fn page(skip: u64, take: u64) -> PageRequest {
    PageRequest { skip, take, cursor: None }
}

#[tokio::test]
async fn members_make_shares_and_guests_do_not() {
    let tree = Tree::new().await;
    let (member, guest) = (tree.member(Role::Member).await, tree.member(Role::Guest).await);
    let made = tree.share(&member, "Team", Some(5)).await;
    let read = get(&tree.app, &member, made.id).await.unwrap();
    assert_eq!((&read.share, read.permissions), (&made, Permissions::ALL));
    let refused = create(&tree.app, &guest, NewShare { name: file_name("Mine"), quota_bytes: None }).await;
    assert!(matches!(refused, Err(Error::PermissionDenied(_))));
    assert!(matches!(get(&tree.app, &guest, made.id).await, Err(Error::NotFound("share"))));
}

#[tokio::test]
async fn a_taken_name_tells_its_holder_only_to_those_who_may_see_it() {
    let tree = Tree::new().await;
    let (owner, member) = (tree.member(Role::Owner).await, tree.member(Role::Member).await);
    let taken = tree.share(&owner, "Secret", None).await;
    let again = NewShare { name: file_name("SECRET"), quota_bytes: None };
    let by_member = create(&tree.app, &member, again.clone()).await;
    assert!(matches!(by_member, Err(Error::NameConflict { existing_id: None, .. })), "{by_member:?}");
    let by_owner = create(&tree.app, &owner, again).await;
    assert!(matches!(by_owner, Err(Error::NameConflict { existing_id: Some(id), .. }) if id == taken.id));
    let mine = tree.share(&member, "Mine", None).await;
    let rename = ShareUpdate { name: Some(file_name("secret")), quota_bytes: None };
    let renamed = update(&tree.app, &member, mine.id, None, rename).await;
    assert!(matches!(renamed, Err(Error::NameConflict { existing_id: None, .. })));
}

#[tokio::test]
async fn an_update_changes_what_it_names_alone() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let share = tree.share(&owner, "Team", Some(5)).await;
    tree.upload(&owner, share.id, None, "a", b"123").await.unwrap();
    let change =
        |if_match: &str, change: ShareUpdate| update(&tree.app, &owner, share.id, Some(if_match.to_owned()), change);
    let named = ShareUpdate { name: Some(file_name("team")), quota_bytes: None };
    let view = change("\"m1\"", named).await.unwrap();
    assert_eq!((&*view.share.name, view.share.quota_bytes, view.share.used_bytes), ("team", Some(5), 3));
    let lifted = ShareUpdate { name: None, quota_bytes: Some(None) };
    let view = change("\"m2\"", lifted.clone()).await.unwrap();
    assert_eq!((&*view.share.name, view.share.quota_bytes, view.etag()), ("team", None, "\"m3\"".to_owned()));
    assert!(matches!(change("\"m2\"", lifted).await, Err(Error::PreconditionFailed { .. })));
}

#[tokio::test]
async fn grants_add_read_replace_and_end() {
    let tree = Tree::new().await;
    let (owner, guest) = (tree.member(Role::Owner).await, tree.member(Role::Guest).await);
    let share = tree.share(&owner, "Team", None).await;
    let resource = Resource::Share(share.id);
    let put = |permission: Permission| {
        let new = NewGrant { permissions: [permission].into_iter().collect(), expires_at: None };
        grants::put(&tree.app, &owner, resource, guest.user_id, new)
    };
    assert_eq!(put(Permission::Write).await.unwrap().permissions, 5);
    assert_eq!(put(Permission::Create).await.unwrap().permissions, 3);
    assert!(matches!(grants::list(&tree.app, &guest, resource).await, Err(Error::PermissionDenied(_))));
    let listed = grants::list(&tree.app, &owner, resource).await.unwrap();
    assert_eq!(listed.iter().map(|grant| grant.principal_id).collect::<Vec<_>>(), [owner.user_id, guest.user_id]);
    let seen = list(&tree.app, &guest, Order::Name, &page(0, 10)).await.unwrap();
    assert_eq!((seen.count, seen.data[0].permissions.bits()), (1, 3));
    grants::delete(&tree.app, &owner, resource, guest.user_id).await.unwrap();
    assert!(matches!(get(&tree.app, &guest, share.id).await, Err(Error::NotFound("share"))));
    let again = grants::delete(&tree.app, &owner, resource, guest.user_id).await;
    assert!(matches!(again, Err(Error::NotFound("grant"))));
    let new = NewGrant { permissions: Permissions::ALL, expires_at: None };
    let stranger = grants::put(&tree.app, &owner, resource, ids::new(), new).await;
    assert!(matches!(stranger, Err(Error::NotFound("member or group"))));
}

#[tokio::test]
async fn owners_see_every_share_in_the_order_asked_for() {
    let tree = Tree::new().await;
    let (owner, member) = (tree.member(Role::Owner).await, tree.member(Role::Member).await);
    for name in ["beta", "Alpha"] {
        tree.share(&member, name, None).await;
    }
    let names = async |caller: &Caller, order: Order| {
        let page = list(&tree.app, caller, order, &page(0, 10)).await.unwrap();
        page.data.into_iter().map(|view| view.share.name).collect::<Vec<_>>()
    };
    assert_eq!(names(&owner, Order::Name).await, ["Alpha", "beta", "default"]);
    assert_eq!(names(&owner, Order::NameDescending).await, ["default", "beta", "Alpha"]);
    assert_eq!(names(&owner, Order::CreatedAt).await, ["default", "beta", "Alpha"]);
    assert_eq!(names(&member, Order::CreatedAtDescending).await, ["Alpha", "beta", "default"]);
}

#[tokio::test]
async fn children_are_folders_first_and_pages_do_not_overlap() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let share_id = tree.default_share_id;
    for name in ["b folder", "A folder", "c folder"] {
        tree.folder(&owner, share_id, None, name).await;
    }
    for name in ["z.txt", "Y.txt", "x.txt"] {
        tree.upload(&owner, share_id, None, name, b"1").await.unwrap();
    }
    let gone = tree.folder(&owner, share_id, None, "gone").await;
    folders::delete(&tree.app, &owner, gone, Deletion::ToTrash, None).await.unwrap();
    let whole = ["A folder", "b folder", "c folder", "x.txt", "Y.txt", "z.txt"];
    for take in 1..=6 {
        let (mut by_cursor, mut by_skip) = (Vec::new(), Vec::new());
        let mut request = page(0, take);
        loop {
            let page = children(&tree.app, &owner, share_id, Direction::Ascending, &request).await.unwrap();
            assert_eq!(page.count, 6);
            by_cursor.extend(page.data.into_iter().map(|node| node.name));
            let Some(cursor) = page.next_cursor else { break };
            request.cursor = Some(cursor);
        }
        assert_eq!(by_cursor, whole, "by cursor, {take} at a time");
        while by_skip.len() < 6 {
            let request = page(by_skip.len() as u64, take);
            let page = children(&tree.app, &owner, share_id, Direction::Ascending, &request).await.unwrap();
            assert_eq!((page.start, page.end), (request.skip, request.skip + page.data.len() as u64));
            by_skip.extend(page.data.into_iter().map(|node| node.name));
        }
        assert_eq!(by_skip, whole, "by position, {take} at a time");
    }
    let page = children(&tree.app, &owner, share_id, Direction::Descending, &page(0, 100)).await.unwrap();
    let names: Vec<String> = page.data.into_iter().map(|node| node.name).collect();
    assert_eq!(names, ["c folder", "b folder", "A folder", "z.txt", "Y.txt", "x.txt"]);
    let bad = PageRequest { skip: 0, take: 5, cursor: Some("nonsense".to_owned()) };
    let refused = children(&tree.app, &owner, share_id, Direction::Ascending, &bad).await;
    assert!(matches!(refused, Err(Error::InvalidArgument(_))));
}

#[tokio::test]
async fn a_renamed_folder_moves_the_paths_below_it_and_keeps_their_etags() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let share_id = tree.default_share_id;
    let folder_id = tree.folder(&owner, share_id, None, "Old").await;
    let file = tree.upload(&owner, share_id, Some(folder_id), "a", b"").await.unwrap();
    let rename = |etag: &str| {
        let (name, if_match) = (Some(file_name("New")), Some(etag.to_owned()));
        let relocation = folders::Relocation { name, if_match, ..folders::Relocation::default() };
        folders::relocate(&tree.app, &owner, folder_id, relocation)
    };
    let stale = rename("\"m9\"").await;
    assert!(matches!(stale, Err(Error::PreconditionFailed { .. })));
    let renamed = rename("\"m1\"").await.unwrap();
    assert_eq!((&*renamed.path, renamed.etag()), ("/New", "\"m2\"".to_owned()));
    let moved = files::get(&tree.app, &owner, file.file.id, crate::domain::nodes::Trash::Refused).await.unwrap();
    assert_eq!((&*moved.path, moved.etag()), ("/New/a", file.etag()));
    tree.folder(&owner, share_id, None, "OLD").await;
}

#[tokio::test]
async fn what_comes_to_a_share_while_it_is_deleted_finds_none() {
    let tree = Tree::new().await;
    if !tree.is_on_postgres() {
        // Writers take turns.
        return;
    }
    let owner = tree.member(Role::Owner).await;
    let share = tree.share(&owner, "Team", None).await;
    let (parent, at) = (Parent { share_id: share.id, folder_id: None }, tree.app.clock.now());
    let (gone, is_gone) = tokio::sync::oneshot::channel();
    let (commit, gate) = tokio::sync::oneshot::channel::<()>();
    let deletion = tokio::spawn({
        let db = tree.app.db.clone();
        async move {
            db.write_once(async move |tx: &DatabaseTransaction| {
                versions::purge_share(tx, &share, at).await?;
                gone.send(()).unwrap();
                gate.await.map_err(Error::internal)
            })
            .await
        }
    });
    is_gone.await.unwrap();
    // Both still see the share, and wait for whoever removes it.
    let folder = folders::create(&tree.app, &owner, parent, file_name("a"), OnConflict::Fail);
    let file = tree.upload(&owner, parent.share_id, None, "b", b"");
    let commit = async {
        tree.db_until_waiting(2).await;
        commit.send(()).unwrap();
    };
    let (folder, file, ()) = tokio::join!(folder, file, commit);
    deletion.await.unwrap().unwrap();
    assert!(matches!(folder, Err(Error::NotFound("share"))), "{folder:?}");
    assert!(matches!(file, Err(Error::NotFound("share"))), "{file:?}");
}
