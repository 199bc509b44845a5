//! Files by the rules: names, entity tags, rights, the trash, lists.

use super::*;
use crate::blobs::Source;
use crate::db::entity::member::Role;
use crate::domain::nodes::{Deletion, OnConflict};
use crate::domain::page::PageRequest;
use crate::domain::testing_tree::{LARGE_BYTES, Tree, file_name};
use crate::domain::versions;

mod lists;

fn all() -> ListRequest {
    ListRequest::Page(PageRequest { skip: 0, take: 100, cursor: None })
}

async fn names(tree: &Tree, caller: &Caller, filter: Filter) -> Vec<String> {
    let page = list(&tree.app, caller, &filter, Order::Name, &all()).await.unwrap();
    page.data.into_iter().map(|view| view.file.name).collect()
}

#[tokio::test]
async fn an_upload_is_answered_as_it_can_be_read() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let folder_id = tree.folder(&owner, tree.default_share_id, None, "Plans").await;
    let made = tree.upload(&owner, tree.default_share_id, Some(folder_id), "a.md", b"# Hello").await.unwrap();
    assert_eq!(made.path, "/Plans/a.md");
    assert_eq!((&*made.file.mime_type, made.file.kind), ("text/markdown", crate::db::entity::file::FileKind::Text));
    let read = get(&tree.app, &owner, made.file.id, Trash::Refused).await.unwrap();
    assert_eq!(read.file, made.file);
    assert_eq!((&read.path, read.permissions), (&made.path, Permissions::ALL));
    let content = content(&tree.app, &owner, made.file.id, None).await.unwrap();
    assert_eq!(content.etag(), made.content_etag());
    assert!(matches!(&content.source, Source::Inline(bytes) if &bytes[..] == b"# Hello"));
}

#[tokio::test]
async fn names_conflict_whatever_their_case_and_kind() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let share_id = tree.default_share_id;
    let first = tree.upload(&owner, share_id, None, "Straße.txt", b"1").await.unwrap();
    let refused = tree.upload(&owner, share_id, None, "STRASSE.TXT", &[7; LARGE_BYTES]).await;
    assert!(
        matches!(&refused, Err(Error::NameConflict { existing_id: Some(id), .. }) if *id == first.file.id),
        "{refused:?}"
    );
    let folder = crate::domain::folders::create(
        &tree.app,
        &owner,
        Parent { share_id, folder_id: None },
        file_name("straße.TXT"),
        OnConflict::Fail,
    )
    .await;
    assert!(matches!(folder, Err(Error::NameConflict { .. })));
    // Nothing of the refused upload remains.
    assert_eq!(tree.db_rows().await, [1, 0, 1, 1, 1, 0]);
    assert!(tree.db_packs().await.is_empty());
    assert_eq!(tree.used_bytes(share_id, &owner).await, (1, Some(1), 1));
    // Elsewhere the name is free.
    let folder_id = tree.folder(&owner, share_id, None, "Elsewhere").await;
    tree.upload(&owner, share_id, Some(folder_id), "STRASSE.TXT", b"2").await.unwrap();
}

#[tokio::test]
async fn of_many_uploads_of_one_name_one_wins() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let uploads = (0..8).map(|_| tree.upload(&owner, tree.default_share_id, None, "same", b"x"));
    let outcomes = futures_util::future::join_all(uploads).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    assert!(
        outcomes.iter().flatten().count() == 1
            && outcomes.iter().all(|outcome| { matches!(outcome, Ok(_) | Err(Error::NameConflict { .. })) })
    );
    assert_eq!(tree.used_bytes(tree.default_share_id, &owner).await.0, 1);
}

#[tokio::test]
async fn if_match_guards_metadata_and_content_each_by_its_own_tag() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let file = tree.upload(&owner, tree.default_share_id, None, "a.txt", b"one").await.unwrap();
    let rename = |etag: &str, name: &str| {
        let update = FileUpdate { name: Some(file_name(name)), ..FileUpdate::default() };
        super::update(&tree.app, &owner, file.file.id, FileUpdate { if_match: Some(etag.to_owned()), ..update })
    };
    let renamed = rename("\"m1\"", "b.txt").await.unwrap();
    assert_eq!((renamed.etag(), &*renamed.path), ("\"m2\"".to_owned(), "/b.txt"));
    let stale = rename("\"m1\"", "c.txt").await;
    assert!(matches!(stale, Err(Error::PreconditionFailed { current_etag }) if current_etag == "\"m2\""));

    let replaced = tree.replace(&owner, file.file.id, Some(&file.content_etag()), b"two!").await.unwrap();
    assert_eq!((replaced.file.current_version, replaced.file.size_bytes), (2, 4));
    assert_ne!(replaced.etag(), renamed.etag());
    let stale = tree.replace(&owner, file.file.id, Some(&file.content_etag()), b"three").await;
    assert!(matches!(stale, Err(Error::PreconditionFailed { .. })));
    let deleted = delete(&tree.app, &owner, file.file.id, Deletion::Permanent, Some("\"m1\"".to_owned())).await;
    assert!(matches!(deleted, Err(Error::PreconditionFailed { .. })));
    assert_eq!(tree.used_bytes(tree.default_share_id, &owner).await, (7, Some(7), 7));
}

#[tokio::test]
async fn a_precondition_that_fails_at_the_commit_leaves_nothing() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let file = tree.upload(&owner, tree.default_share_id, None, "a", b"one").await.unwrap();
    let replacement = check_replacement(&tree.app, &owner, file.file.id, Some(file.content_etag())).await.unwrap();
    let late = tree.write(&[1; LARGE_BYTES]).await;
    tree.replace(&owner, file.file.id, None, b"two").await.unwrap();
    let refused = replace(&tree.app, &owner, replacement, late).await;
    assert!(matches!(refused, Err(Error::PreconditionFailed { .. })));
    assert!(tree.db_packs().await.is_empty());
    assert_eq!(tree.used_bytes(tree.default_share_id, &owner).await.0, 6);
}

#[tokio::test]
async fn every_version_can_be_read() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let id = tree.upload(&owner, tree.default_share_id, None, "a", b"one").await.unwrap().file.id;
    tree.replace(&owner, id, None, &[9; LARGE_BYTES]).await.unwrap();
    let first = content(&tree.app, &owner, id, Some(1)).await.unwrap();
    assert_eq!((first.version, first.size_bytes), (1, 3));
    let current = content(&tree.app, &owner, id, None).await.unwrap();
    assert_eq!((current.version, current.size_bytes), (2, LARGE_BYTES as u64));
    assert!(matches!(&current.source, Source::Extents { extents, .. } if extents[0].length == LARGE_BYTES as u64));
    assert!(matches!(content(&tree.app, &owner, id, Some(3)).await, Err(Error::NotFound("version"))));
    assert!(matches!(content(&tree.app, &owner, Uuid::nil(), None).await, Err(Error::NotFound("file"))));

    let request = PageRequest { skip: 0, take: 1, cursor: None };
    let direction = crate::domain::page::Direction::Descending;
    let page = versions::list(&tree.app, &owner, id, direction, &request).await.unwrap();
    assert_eq!((page.count, page.data[0].version.version, page.data[0].current), (2, 2, true));
    let request = PageRequest { cursor: page.next_cursor, ..request };
    let page = versions::list(&tree.app, &owner, id, direction, &request).await.unwrap();
    assert_eq!((page.data[0].version.version, page.data[0].current, page.next_cursor), (1, false, None));
    assert!(matches!(versions::get(&tree.app, &owner, id, 3).await, Err(Error::NotFound("version"))));
}

#[tokio::test]
async fn a_trashed_file_is_gone_to_reads_and_gives_its_name_back() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let share_id = tree.default_share_id;
    let id = tree.upload(&owner, share_id, None, "a.txt", b"one").await.unwrap().file.id;
    delete(&tree.app, &owner, id, Deletion::ToTrash, Some("\"m1\"".to_owned())).await.unwrap();
    // Again: nothing happens, whatever the condition says.
    delete(&tree.app, &owner, id, Deletion::ToTrash, Some("\"m1\"".to_owned())).await.unwrap();
    assert!(matches!(get(&tree.app, &owner, id, Trash::Refused).await, Err(Error::Deleted("file"))));
    assert!(matches!(content(&tree.app, &owner, id, None).await, Err(Error::Deleted("file"))));
    assert!(matches!(tree.replace(&owner, id, None, b"x").await, Err(Error::Deleted("file"))));
    let shown = get(&tree.app, &owner, id, Trash::Shown).await.unwrap();
    assert_eq!((shown.file.trash_root_id, shown.file.revision), (Some(id), 2));
    // Still paid for, and the name free.
    assert_eq!(tree.used_bytes(share_id, &owner).await.0, 3);
    let second = tree.upload(&owner, share_id, None, "A.TXT", b"two").await.unwrap().file.id;
    delete(&tree.app, &owner, id, Deletion::Permanent, None).await.unwrap();
    // The purge of the first left the name to the second.
    assert!(matches!(
        tree.upload(&owner, share_id, None, "a.txt", b"").await,
        Err(Error::NameConflict { existing_id: Some(holder), .. }) if holder == second
    ));
    assert!(matches!(get(&tree.app, &owner, id, Trash::Shown).await, Err(Error::NotFound("file"))));
}

#[tokio::test]
async fn without_read_nothing_exists_and_with_it_the_missing_permission_is_named() {
    let tree = Tree::new().await;
    let (owner, member) = (tree.member(Role::Owner).await, tree.member(Role::Member).await);
    let share = tree.share(&owner, "Private", None).await;
    let id = tree.upload(&owner, share.id, None, "a", b"one").await.unwrap().file.id;
    assert!(matches!(get(&tree.app, &member, id, Trash::Shown).await, Err(Error::NotFound("file"))));
    assert!(matches!(content(&tree.app, &member, id, None).await, Err(Error::NotFound("file"))));
    assert!(matches!(tree.upload(&member, share.id, None, "b", b"").await, Err(Error::NotFound("share"))));
    assert_eq!(names(&tree, &member, Filter::default()).await, Vec::<String>::new());

    tree.grant(&owner, share.id, &member, &[Permission::Create]).await;
    let seen = get(&tree.app, &member, id, Trash::Refused).await.unwrap();
    assert_eq!(seen.permissions.iter().collect::<Vec<_>>(), [Permission::Read, Permission::Create]);
    content(&tree.app, &member, id, None).await.unwrap();
    assert!(matches!(tree.replace(&member, id, None, b"x").await, Err(Error::PermissionDenied(_))));
    let deleted = delete(&tree.app, &member, id, Deletion::ToTrash, None).await;
    assert!(matches!(deleted, Err(Error::PermissionDenied(_))));
    tree.upload(&member, share.id, None, "b", b"mine").await.unwrap();
    assert_eq!(names(&tree, &member, Filter::default()).await, ["a", "b"]);
    assert_eq!(tree.used_bytes(share.id, &member).await, (7, Some(7), 4));

    // Another organization's owner sees nothing at all.
    let (_, stranger) = tree.elsewhere().await;
    assert!(matches!(get(&tree.app, &stranger, id, Trash::Shown).await, Err(Error::NotFound("file"))));
    assert!(matches!(content(&tree.app, &stranger, id, None).await, Err(Error::NotFound("file"))));
    assert!(matches!(
        list(&tree.app, &stranger, &Filter { share_id: Some(share.id), ..Filter::default() }, Order::Name, &all())
            .await,
        Err(Error::NotFound("share"))
    ));
}

#[tokio::test]
async fn lists_filter_sort_and_page() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let share_id = tree.default_share_id;
    let folder_id = tree.folder(&owner, share_id, None, "Sub").await;
    for (index, name) in ["Beta_1.txt", "alpha.txt", "Ärger.txt", "gamma%.txt"].into_iter().enumerate() {
        tree.upload(&owner, share_id, None, name, &vec![b'x'; 4 - index]).await.unwrap();
    }
    let inner = tree.upload(&owner, share_id, Some(folder_id), "inner.txt", b"").await.unwrap();
    assert_eq!(inner.path, "/Sub/inner.txt");
    let part = |part: &str| Filter { name_part: Some(part.to_owned()), ..Filter::default() };
    assert_eq!(names(&tree, &owner, part("ALPHA")).await, ["alpha.txt"]);
    assert_eq!(names(&tree, &owner, part("äRG")).await, ["Ärger.txt"]);
    assert_eq!(names(&tree, &owner, part("%")).await, ["gamma%.txt"]);
    assert_eq!(names(&tree, &owner, part("a_1")).await, ["Beta_1.txt"]);
    assert_eq!(names(&tree, &owner, part("\\")).await, Vec::<String>::new());
    let in_folder = Filter { folder_id: Some(folder_id), ..Filter::default() };
    assert_eq!(names(&tree, &owner, in_folder).await, ["inner.txt"]);
    let nul = list(&tree.app, &owner, &part("\0"), Order::Name, &all()).await;
    assert!(matches!(nul, Err(Error::InvalidArgument(_))));

    for order in [Order::Name, Order::SizeDescending, Order::CreatedAt, Order::UpdatedAtDescending] {
        let whole = list(&tree.app, &owner, &Filter::default(), order, &all()).await.unwrap();
        let mut request = PageRequest { skip: 0, take: 2, cursor: None };
        let mut paged = Vec::new();
        loop {
            let page = list(&tree.app, &owner, &Filter::default(), order, &ListRequest::Page(request.clone())).await;
            let page = page.unwrap();
            // Behind a cursor nothing is counted.
            assert_eq!(page.count, request.cursor.is_none().then_some(5));
            paged.extend(page.data.into_iter().map(|view| view.file.id));
            request.cursor = page.next_cursor;
            if request.cursor.is_none() {
                break;
            }
        }
        assert_eq!(paged, whole.data.iter().map(|view| view.file.id).collect::<Vec<_>>(), "{order:?}");
    }
    delete(&tree.app, &owner, inner.file.id, Deletion::ToTrash, None).await.unwrap();
    let trashed = |trashed| Filter { trashed, ..Filter::default() };
    assert_eq!(names(&tree, &owner, trashed(Trashed::Only)).await, ["inner.txt"]);
    assert_eq!(names(&tree, &owner, trashed(Trashed::No)).await.len(), 4);
    assert_eq!(names(&tree, &owner, trashed(Trashed::Too)).await.len(), 5);
}

#[tokio::test]
async fn a_new_spelling_of_the_same_name_is_no_conflict() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let id = tree.upload(&owner, tree.default_share_id, None, "readme", b"").await.unwrap().file.id;
    tree.upload(&owner, tree.default_share_id, None, "other", b"").await.unwrap();
    let rename = |name: &str| {
        let update = FileUpdate { name: Some(file_name(name)), ..FileUpdate::default() };
        super::update(&tree.app, &owner, id, update)
    };
    assert_eq!(rename("README").await.unwrap().path, "/README");
    assert!(matches!(rename("OTHER").await, Err(Error::NameConflict { .. })));
    rename("third").await.unwrap();
    tree.upload(&owner, tree.default_share_id, None, "Readme", b"").await.unwrap();
}
