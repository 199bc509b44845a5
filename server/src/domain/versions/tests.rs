//! Quota, removal and the sweep: what must come out even.

use std::time::Duration;

use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait as _, DatabaseTransaction, EntityTrait as _, PaginatorTrait as _,
    QueryFilter as _,
};

use crate::blobs::Source;
use crate::db::entity::member::Role;
use crate::db::entity::pack::PackState;
use crate::db::entity::{extent, folder, name, share};
use crate::domain::changes::{self, ChangeKind};
use crate::domain::nodes::{Deletion, OnConflict, Parent, Trash};
use crate::domain::page::Direction;
use crate::domain::testing::first_page;
use crate::domain::testing_tree::{LARGE_BYTES, Tree};
use crate::domain::{files, folders, gc, quota, shares, versions};
use crate::error::Error;

const NOTHING: [u64; 6] = [0; 6];

#[tokio::test]
async fn a_quota_is_exact_and_what_exceeds_it_leaves_nothing() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let share = tree.share(&owner, "Small", Some(10)).await;
    tree.upload(&owner, share.id, None, "a", b"123456").await.unwrap();
    let before = tree.db_rows().await;
    let refused = tree.upload(&owner, share.id, None, "b", b"12345").await;
    assert!(matches!(refused, Err(Error::QuotaExceeded { meter: "share", limit_bytes: 10 })), "{refused:?}");
    assert_eq!(tree.db_rows().await, before);
    assert_eq!(tree.used_bytes(share.id, &owner).await, (6, Some(6), 6));
    let fits = tree.upload(&owner, share.id, None, "b", b"1234").await.unwrap();
    // Every version counts.
    let refused = tree.replace(&owner, fits.file.id, None, b"1").await;
    assert!(matches!(refused, Err(Error::QuotaExceeded { .. })));
    // Nothing takes no room.
    tree.replace(&owner, fits.file.id, None, b"").await.unwrap();

    tree.db_set_organization_quota(Some(9)).await;
    tree.upload(&owner, tree.default_share_id, None, "empty", b"").await.unwrap();
    let refused = tree.upload(&owner, tree.default_share_id, None, "full", b"1").await;
    assert!(matches!(refused, Err(Error::QuotaExceeded { meter: "organization", limit_bytes: 9 })));
}

#[tokio::test]
async fn uploads_at_once_can_not_exceed_a_quota_together() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let share = tree.share(&owner, "Small", Some(50)).await;
    let names: Vec<String> = (0..12).map(|index| format!("file {index}")).collect();
    let uploads = names.iter().map(|name| tree.upload(&owner, share.id, None, name, b"1234567890"));
    let outcomes = futures_util::future::join_all(uploads).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 5);
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Ok(_) | Err(Error::QuotaExceeded { .. }))));
    assert_eq!(tree.used_bytes(share.id, &owner).await, (50, Some(50), 50));
}

#[tokio::test]
async fn the_room_there_is_names_what_bounds_it() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let share = tree.share(&owner, "Small", Some(10)).await;
    tree.upload(&owner, share.id, None, "a", b"123").await.unwrap();
    let headroom = quota::headroom(&tree.app, &owner, Some(share.id)).await.unwrap();
    assert_eq!(headroom.limit_bytes(), 7);
    assert!(headroom.admit(7).is_ok());
    assert!(matches!(headroom.admit(8), Err(Error::QuotaExceeded { meter: "share", limit_bytes: 10 })));
    let longest = tree.app.limits.max_file_bytes;
    let refused = headroom.admit(longest + 1);
    assert!(matches!(refused, Err(Error::PayloadTooLarge { limit_bytes }) if limit_bytes == longest));
    let cut_off = headroom.explain(Error::PayloadTooLarge { limit_bytes: 7 });
    assert!(matches!(cut_off, Error::QuotaExceeded { .. }));
    let headroom = quota::headroom(&tree.app, &owner, None).await.unwrap();
    assert_eq!(headroom.limit_bytes(), longest);
}

#[tokio::test]
async fn purging_a_file_gives_its_quota_back_and_condemns_its_packs() {
    let tree = Tree::new().await;
    let (owner, member) = (tree.member(Role::Owner).await, tree.member(Role::Member).await);
    let share = tree.share(&owner, "Ours", None).await;
    tree.grant(&owner, share.id, &member, &[crate::domain::access::Permission::Write]).await;
    let id = tree.upload(&owner, share.id, None, "a", &[1; LARGE_BYTES]).await.unwrap().file.id;
    tree.replace(&member, id, None, &[2; 2 * LARGE_BYTES]).await.unwrap();
    let size = LARGE_BYTES as i64;
    assert_eq!(tree.used_bytes(share.id, &owner).await, (3 * size, Some(3 * size), size));
    assert_eq!(tree.used_bytes(share.id, &member).await.2, 2 * size);

    let reading = files::content(&tree.app, &owner, id, Some(1)).await.unwrap();
    files::delete(&tree.app, &owner, id, Deletion::Permanent, None).await.unwrap();
    assert_eq!(tree.used_bytes(share.id, &owner).await, (0, Some(0), 0));
    assert_eq!(tree.used_bytes(share.id, &member).await.2, 0);
    assert_eq!(tree.db_rows().await, NOTHING);
    let packs = tree.db_packs().await;
    assert!(packs.len() == 2 && packs.iter().all(|pack| pack.state == PackState::Condemned));

    // A reader who came before the purge still gets the bytes, until the grace is over.
    assert_eq!(gc::sweep(&tree.app).await.unwrap(), gc::Swept::default());
    assert_eq!(read(&tree, reading.source.clone(), LARGE_BYTES as u64).await.unwrap(), vec![1; LARGE_BYTES]);
    tree.app.clock.advance(Duration::from_secs(tree.app.limits.pack_grace_secs + 1));
    let swept = gc::sweep(&tree.app).await.unwrap();
    assert_eq!(swept, gc::Swept { packs: 2, bytes: 3 * LARGE_BYTES as u64, failures: 0 });
    assert!(tree.db_packs().await.is_empty());
    assert!(read(&tree, reading.source.clone(), LARGE_BYTES as u64).await.is_err());
}

async fn read(tree: &Tree, source: Source, size_bytes: u64) -> std::io::Result<Vec<u8>> {
    use futures_util::TryStreamExt as _;
    let pieces: Vec<bytes::Bytes> = tree.app.blobs.read(source, 0..size_bytes).try_collect().await?;
    Ok(pieces.concat())
}

#[tokio::test]
async fn a_sweep_takes_up_what_another_left_half_way_and_spares_the_living() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    tree.upload(&owner, tree.default_share_id, None, "kept", &[1; LARGE_BYTES]).await.unwrap();
    let id = tree.upload(&owner, tree.default_share_id, None, "gone", &[2; LARGE_BYTES]).await.unwrap().file.id;
    files::delete(&tree.app, &owner, id, Deletion::Permanent, None).await.unwrap();
    let half_way = async move |tx: &DatabaseTransaction| {
        let rows = crate::db::entity::pack::Entity::update_many()
            .col_expr(crate::db::entity::pack::Column::State, Expr::value(PackState::Deleting))
            .filter(crate::db::entity::pack::Column::State.eq(PackState::Condemned))
            .exec(tx)
            .await?;
        Ok(rows.rows_affected)
    };
    assert_eq!(tree.app.db.write(half_way).await.unwrap(), 1);
    assert_eq!(gc::sweep(&tree.app).await.unwrap().packs, 1);
    assert_eq!(tree.db_packs().await.iter().filter(|pack| pack.state == PackState::Live).count(), 1);
}

/// A compaction has the lock of its pack and then leads extents away from it: who waits for the pack must not keep them.
#[tokio::test]
async fn a_purge_touches_no_extent_before_it_has_the_pack() {
    let tree = Tree::new().await;
    if !tree.is_on_postgres() {
        // Writers take turns.
        return;
    }
    let owner = tree.member(Role::Owner).await;
    let id = tree.upload(&owner, tree.default_share_id, None, "a", &[1; LARGE_BYTES]).await.unwrap().file.id;
    let pack_id = tree.db_packs().await.pop().unwrap().id;
    let (locked, is_locked) = tokio::sync::oneshot::channel();
    let (go_on, gate) = tokio::sync::oneshot::channel::<()>();
    let compaction = tokio::spawn({
        let db = tree.app.db.clone();
        async move {
            db.write_once(async move |tx: &DatabaseTransaction| {
                // Sooner than the database looks for those that wait for each other.
                tx.execute_unprepared("SET LOCAL lock_timeout = '300ms'").await?;
                versions::lock_packs(tx, &[pack_id]).await?;
                locked.send(()).unwrap();
                gate.await.unwrap();
                extent::Entity::update_many()
                    .col_expr(extent::Column::PackOffset, Expr::col(extent::Column::PackOffset))
                    .filter(extent::Column::PackId.eq(pack_id))
                    .exec(tx)
                    .await?;
                Ok(())
            })
            .await
        }
    });
    is_locked.await.unwrap();
    let purge = files::delete(&tree.app, &owner, id, Deletion::Permanent, None);
    let go_on = async {
        tree.db_until_waiting(1).await;
        go_on.send(()).unwrap();
    };
    let (purged, ()) = tokio::join!(purge, go_on);
    compaction.await.unwrap().unwrap();
    purged.unwrap();
    assert_eq!(tree.db_rows().await, NOTHING);
    assert!(tree.db_packs().await.iter().all(|pack| pack.state == PackState::Condemned));
}

#[tokio::test]
async fn a_folder_goes_to_the_trash_as_one_unit_and_is_purged_with_what_was_there_before() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let (app, share_id) = (&tree.app, tree.default_share_id);
    let outer = tree.folder(&owner, share_id, None, "Outer").await;
    let inner = tree.folder(&owner, share_id, Some(outer), "Inner").await;
    let deep = tree.folder(&owner, share_id, Some(inner), "Deep").await;
    let early = tree.upload(&owner, share_id, Some(inner), "early", b"12").await.unwrap().file.id;
    let late = tree.upload(&owner, share_id, Some(deep), "late", &[3; LARGE_BYTES]).await.unwrap().file.id;
    let beside = tree.upload(&owner, share_id, None, "beside", b"1").await.unwrap().file.id;
    files::delete(app, &owner, early, Deletion::ToTrash, None).await.unwrap();
    folders::delete(app, &owner, outer, Deletion::ToTrash, None).await.unwrap();
    folders::delete(app, &owner, outer, Deletion::ToTrash, None).await.unwrap();

    for folder_id in [outer, inner, deep] {
        assert!(matches!(folders::get(app, &owner, folder_id, Trash::Refused).await, Err(Error::Deleted("folder"))));
        let shown = folders::get(app, &owner, folder_id, Trash::Shown).await.unwrap();
        assert_eq!(shown.folder.trash_root_id, Some(outer));
    }
    let roots = [(early, early), (late, outer)];
    for (id, root) in roots {
        assert_eq!(files::get(app, &owner, id, Trash::Shown).await.unwrap().file.trash_root_id, Some(root));
    }
    files::get(app, &owner, beside, Trash::Refused).await.unwrap();
    assert!(matches!(tree.upload(&owner, share_id, Some(deep), "new", b"").await, Err(Error::Deleted("folder"))));
    // The name is free, and the trash is still paid for.
    let again = tree.folder(&owner, share_id, None, "OUTER").await;
    let size = LARGE_BYTES as i64;
    assert_eq!(tree.used_bytes(share_id, &owner).await.0, 3 + size);

    folders::delete(app, &owner, outer, Deletion::Permanent, None).await.unwrap();
    assert_eq!(tree.used_bytes(share_id, &owner).await, (1, Some(1), 1));
    assert_eq!(tree.db_rows().await, [2, 1, 1, 1, 1, 0]);
    folders::get(app, &owner, again, Trash::Refused).await.unwrap();

    let feed = changes::list_after(app.db.read(), share_id, 0, 100).await.unwrap();
    assert_eq!(feed.iter().map(|change| change.seq).collect::<Vec<_>>(), (1..=10).collect::<Vec<i64>>());
    assert_eq!(feed[4].new_path.as_deref(), Some("/Outer/Inner/Deep/late"));
    let last = feed.last().unwrap();
    assert_eq!((last.kind, last.old_path.as_deref(), last.resource_id), (ChangeKind::Purged, Some("/Outer"), outer));
}

#[tokio::test]
async fn a_tree_larger_than_a_batch_is_purged_whole() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let folder_id = tree.folder(&owner, tree.default_share_id, None, "Many").await;
    for index in 0..520 {
        let name = format!("file {index}");
        tree.upload(&owner, tree.default_share_id, Some(folder_id), &name, b"x").await.unwrap();
    }
    folders::delete(&tree.app, &owner, folder_id, Deletion::Permanent, None).await.unwrap();
    assert_eq!(tree.db_rows().await, NOTHING);
    assert_eq!(tree.used_bytes(tree.default_share_id, &owner).await, (0, Some(0), 0));
}

#[tokio::test]
async fn a_share_goes_with_all_it_holds_but_the_default_one_stays() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let share = tree.share(&owner, "Going", None).await;
    let folder_id = tree.folder(&owner, share.id, None, "Sub").await;
    tree.upload(&owner, share.id, Some(folder_id), "a", &[1; LARGE_BYTES]).await.unwrap();
    tree.upload(&owner, share.id, None, "b", b"1").await.unwrap();
    let kept = tree.upload(&owner, tree.default_share_id, None, "kept", b"123").await.unwrap();
    shares::delete(&tree.app, &owner, share.id).await.unwrap();
    assert_eq!(tree.used_bytes(share.id, &owner).await, (3, None, 3));
    assert_eq!(tree.db_rows().await, [1, 0, 1, 1, 1, 0]);
    assert_eq!(name::Entity::find().one(tree.app.db.read()).await.unwrap().unwrap().node_id, kept.file.id);
    assert!(matches!(shares::delete(&tree.app, &owner, share.id).await, Err(Error::NotFound("share"))));
    let refused = shares::delete(&tree.app, &owner, tree.default_share_id).await;
    assert!(matches!(refused, Err(Error::InvalidArgument(_))));
}

#[tokio::test]
async fn an_organization_takes_nothing_of_another_with_it() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let folder_id = tree.folder(&owner, tree.default_share_id, None, "Sub").await;
    tree.upload(&owner, tree.default_share_id, Some(folder_id), "a", &[1; LARGE_BYTES]).await.unwrap();
    let (elsewhere, other) = tree.elsewhere().await;
    let other_share_id = elsewhere.default_share_id;
    let kept = tree.upload(&other, other_share_id, None, "kept", &[2; LARGE_BYTES]).await.unwrap();
    let (going, at) = (tree.organization_id, tree.app.clock.now());
    let purge = async move |tx: &DatabaseTransaction| versions::purge_organization(tx, going, at).await;
    tree.app.db.write(purge).await.unwrap();
    assert_eq!(tree.db_rows().await, [1, 0, 1, 1, 1, 1]);
    let rest = share::Entity::in_organization(going).count(tree.app.db.read()).await.unwrap();
    assert_eq!(rest, 0);
    files::content(&tree.app, &other, kept.file.id, None).await.unwrap();
    let states: Vec<PackState> = tree.db_packs().await.into_iter().map(|pack| pack.state).collect();
    assert!(states.contains(&PackState::Live) && states.contains(&PackState::Condemned));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_stays_live_below_a_folder_that_goes_meanwhile() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let share_id = tree.default_share_id;
    for deletion in [Deletion::ToTrash, Deletion::Permanent] {
        let outer = tree.folder(&owner, share_id, None, "Outer").await;
        let inner = tree.folder(&owner, share_id, Some(outer), "Inner").await;
        let names: Vec<String> = (0..24).map(|index| format!("{index}")).collect();
        // The deletion begins in the midst of it.
        let done = tokio::sync::Semaphore::new(0);
        let adding = names.iter().enumerate().map(async |(index, name)| {
            let outcome = if index % 3 == 0 {
                let name = crate::domain::testing_tree::file_name(name);
                let parent = Parent { share_id, folder_id: Some(inner) };
                folders::create(&tree.app, &owner, parent, name, OnConflict::Fail).await.map(drop)
            } else {
                let file = tree.upload(&owner, share_id, Some(inner), name, b"12345").await;
                match file {
                    Ok(file) => tree.replace(&owner, file.file.id, None, b"67").await.map(drop),
                    Err(error) => Err(error),
                }
            };
            done.add_permits(1);
            // None may fail for another reason than that the place is gone: no deadlock, no broken reference.
            assert!(matches!(outcome, Ok(()) | Err(Error::Deleted(_) | Error::NotFound(_))), "{outcome:?}");
        });
        let deleting = async {
            done.acquire_many(5).await.unwrap().forget();
            folders::delete(&tree.app, &owner, outer, deletion, None).await.unwrap();
        };
        futures_util::future::join(futures_util::future::join_all(adding), deleting).await;
        let count = files::ListRequest::Count;
        let live = files::list(&tree.app, &owner, &files::Filter::default(), files::Order::Name, &count).await;
        assert_eq!(live.unwrap().count, Some(0));
        let children = shares::children(&tree.app, &owner, share_id, Direction::Ascending, &first_page(1)).await;
        assert_eq!(children.unwrap().count, 0);
        let untrashed = folder::Entity::find().filter(folder::Column::TrashedAt.is_null());
        assert_eq!(untrashed.count(tree.app.db.read()).await.unwrap(), 0);
        if deletion == Deletion::ToTrash {
            folders::delete(&tree.app, &owner, outer, Deletion::Permanent, None).await.unwrap();
        }
        assert_eq!(tree.db_rows().await, NOTHING);
        assert_eq!(tree.used_bytes(share_id, &owner).await, (0, Some(0), 0));
    }
    let feed = changes::list_after(tree.app.db.read(), share_id, 0, 1000).await.unwrap();
    assert!(feed.iter().zip(1..).all(|(change, seq)| change.seq == seq));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_share_may_go_while_it_is_written_to() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let share = tree.share(&owner, "Going", None).await;
    let names: Vec<String> = (0..16).map(|index| format!("{index}")).collect();
    // The deletion begins in the midst of it.
    let done = tokio::sync::Semaphore::new(0);
    let adding = names.iter().map(async |name| {
        let outcome = match tree.upload(&owner, share.id, None, name, &[1; LARGE_BYTES]).await {
            Ok(file) => tree.replace(&owner, file.file.id, None, b"67").await,
            Err(error) => Err(error),
        };
        done.add_permits(1);
        // `Unavailable`: somebody else's lock was in the way for a moment; nothing was done.
        let is_expected = matches!(outcome, Ok(_) | Err(Error::NotFound(_) | Error::Unavailable { .. }));
        assert!(is_expected, "{outcome:?}");
    });
    let deleting = async {
        done.acquire_many(3).await.unwrap().forget();
        // Of two that wait for each other, PostgreSQL ends one: also this one comes again, then.
        while let Err(error) = shares::delete(&tree.app, &owner, share.id).await {
            assert!(matches!(error, Error::Unavailable { .. }), "{error:?}");
        }
    };
    futures_util::future::join(futures_util::future::join_all(adding), deleting).await;
    assert_eq!(tree.db_rows().await, NOTHING);
    assert_eq!(tree.used_bytes(share.id, &owner).await, (0, None, 0));
    assert!(tree.db_packs().await.iter().all(|pack| pack.state == PackState::Condemned));
}

/// Uploads of several callers and places at once, some of which are to be refused: each hears its own answer, and they
/// share transactions.
#[tokio::test]
async fn small_uploads_that_wait_together_become_versions_together_and_are_refused_alone() {
    let tree = Tree::new().await;
    let (owner, member) = (tree.member(Role::Owner).await, tree.member(Role::Member).await);
    let share = tree.share(&owner, "Ours", None).await;
    tree.grant(&owner, share.id, &member, &[crate::domain::access::Permission::Read]).await;
    let folder = tree.folder(&owner, share.id, None, "folder").await;
    let taken = tree.upload(&owner, share.id, None, "taken", b"first").await.unwrap();
    let before = tree.app.db.group_commits();

    let names: Vec<String> = (0..100).map(|number| format!("file {number}")).collect();
    // Half of them have equal bytes, and a quarter, of both kinds, are too long for a row.
    let bytes_of = |number: usize| {
        let word = if number % 4 < 2 { "equal".to_owned() } else { format!("file {number}") };
        word.repeat(if number % 8 > 5 || number % 8 < 1 { 4000 } else { 1 }).into_bytes()
    };
    let uploads = names.iter().enumerate().map(|(number, name)| {
        let folder_id = (number % 2 == 0).then_some(folder);
        let bytes = bytes_of(number);
        let tree = &tree;
        let owner = &owner;
        async move { tree.upload(owner, share.id, folder_id, name, &bytes).await }
    });
    let good = futures_util::future::join_all(uploads);
    let twice = futures_util::future::join_all((0..2).map(|_| tree.upload(&owner, share.id, None, "TWICE", b"2")));
    let conflict = tree.upload(&owner, share.id, None, "Taken", b"second");
    let denied = tree.upload(&member, share.id, None, "denied", b"third");
    let (good, twice, conflict, denied) = futures_util::future::join4(good, twice, conflict, denied).await;

    let mut ids: Vec<_> = good.into_iter().map(|made| made.unwrap()).map(|made| (made.file.id, made.path)).collect();
    for ((id, path), name) in ids.iter().zip(&names) {
        assert!(path.ends_with(&format!("/{name}")), "{path}");
        let number: usize = name["file ".len()..].parse().unwrap();
        assert_eq!(path.starts_with("/folder/"), number.is_multiple_of(2), "{path}");
        let content = files::content(&tree.app, &owner, *id, None).await.unwrap();
        let expected = bytes_of(number);
        assert_eq!(matches!(content.source, Source::Inline(_)), expected.len() < 16_000);
        let read = tree.app.blobs.read(content.source.clone(), 0..expected.len() as u64);
        let read: Vec<bytes::Bytes> = futures_util::TryStreamExt::try_collect(read).await.unwrap();
        assert_eq!(read.concat(), expected);
    }
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 100);
    assert_eq!(twice.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    let others = [&twice[0], &twice[1], &conflict].into_iter().filter_map(|outcome| outcome.as_ref().err());
    assert!(others.clone().count() == 2 && others.clone().all(|error| matches!(error, Error::NameConflict { .. })));
    let Err(Error::NameConflict { existing_id, .. }) = conflict else { panic!("{conflict:?}") };
    assert_eq!(existing_id, Some(taken.file.id));
    assert!(matches!(denied, Err(Error::PermissionDenied(_))), "{denied:?}");
    if tree.app.db.backend() == sea_orm::DbBackend::Sqlite {
        let commits = tree.app.db.group_commits() - before;
        // Far fewer than uploads; how few, depends on what else the machine does.
        assert!(commits < 60, "{commits} commits");
    }
    let changes = changes::list_after(tree.app.db.read(), share.id, 0, 1000).await.unwrap();
    assert!(changes.iter().map(|change| change.seq).eq(1..=103), "{}", changes.len());
    let report = crate::domain::fsck::rows(&tree.app.db).await.unwrap();
    assert!(report.faults.is_empty(), "{:?}", report.faults);
}
