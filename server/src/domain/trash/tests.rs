//! Removing what lies in the trash, and marking what goes there.

use std::time::Duration;

use sea_orm::{ConnectionTrait as _, PaginatorTrait as _};

use super::removal::FILES_BATCH;
use super::*;
use crate::db::entity::member::Role;
use crate::domain::access::Caller;
use crate::domain::changes::{self, ChangeKind};
use crate::domain::files::FileUpdate;
use crate::domain::nodes::{Deletion, OnConflict, Trash};
use crate::domain::testing_tree::Tree;
use crate::domain::{files, folders, fsck};
use crate::error::Error;
use crate::ids;

const A_YEAR: Duration = Duration::from_secs(366 * 86_400);

async fn trashed_folder(tree: &Tree, owner: &Caller, name: &str) -> Uuid {
    let folder_id = tree.folder(owner, tree.default_share_id, None, name).await;
    tree.upload(owner, tree.default_share_id, Some(folder_id), &format!("in {name}"), b"1").await.unwrap();
    folders::delete(&tree.app, owner, folder_id, Deletion::ToTrash, None).await.unwrap();
    folder_id
}

async fn trashed_file(tree: &Tree, owner: &Caller, name: &str) -> Uuid {
    let file = tree.upload(owner, tree.default_share_id, None, name, b"1").await.unwrap().file;
    files::delete(&tree.app, owner, file.id, Deletion::ToTrash, None).await.unwrap();
    file.id
}

#[tokio::test]
async fn what_can_not_be_purged_is_told_and_keeps_nothing_else_in_the_trash() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    // The oldest of each kind.
    let stuck_folder = trashed_folder(&tree, &owner, "stuck folder").await;
    let stuck_file = trashed_file(&tree, &owner, "stuck file").await;
    tree.app.clock.advance(Duration::from_secs(1));
    trashed_folder(&tree, &owner, "folder").await;
    trashed_file(&tree, &owner, "file").await;
    tree.db_refuse("DELETE ON files", "OLD.name IN ('in stuck folder', 'stuck file')").await;
    tree.app.clock.advance(A_YEAR);
    let outcome = purge_expired(&tree.app).await;
    assert!(matches!(outcome, Err(Error::Internal(_))), "{outcome:?}");
    folders::get(&tree.app, &owner, stuck_folder, Trash::Shown).await.unwrap();
    let left =
        file::Entity::find().filter(file::Column::TrashRootId.is_not_null()).all(tree.app.db.read()).await.unwrap();
    let mut roots: Vec<Uuid> = left.iter().filter_map(|file| file.trash_root_id).collect();
    roots.sort_unstable();
    assert_eq!(roots, [stuck_folder, stuck_file]);
    assert_eq!(folder::Entity::find().count(tree.app.db.read()).await.unwrap(), 1);
    assert!(fsck::rows(&tree.app.db).await.unwrap().is_clean());
}

#[tokio::test]
async fn a_retention_that_is_raised_while_the_trash_is_purged_keeps_what_is_left() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    for name in ["first", "second"] {
        trashed_folder(&tree, &owner, name).await;
        trashed_file(&tree, &owner, name).await;
    }
    tree.app.clock.advance(A_YEAR);
    // When the first unit goes, a folder.
    tree.db_then("DELETE ON folders", "UPDATE organizations SET trash_retention_days = 3650").await;
    assert_eq!(purge_expired(&tree.app).await.unwrap(), 1);
    let db = tree.app.db.read();
    // The second folder with its file, and both files that went by themselves.
    let left = [folder::Entity::find().count(db).await.unwrap(), file::Entity::find().count(db).await.unwrap()];
    assert_eq!(left, [1, 3]);
}

/// More files than go at once, in a folder with a folder with one more, which went to the trash before as a unit of its
/// own. Answers the ids of both folders.
async fn trashed_crowd(tree: &Tree, owner: &Caller) -> [Uuid; 2] {
    let outer = tree.folder(owner, tree.default_share_id, None, "outer").await;
    let names = (0..=FILES_BATCH).map(|number| (ids::new(), format!("file {number}")));
    tree.upload_under(owner, tree.default_share_id, Some(outer), names).await;
    let inner = tree.folder(owner, tree.default_share_id, Some(outer), "inner").await;
    tree.upload(owner, tree.default_share_id, Some(inner), "inmost", b"1").await.unwrap();
    for folder_id in [inner, outer] {
        folders::delete(&tree.app, owner, folder_id, Deletion::ToTrash, None).await.unwrap();
    }
    [outer, inner]
}

async fn last_change(tree: &Tree) -> (ChangeKind, Uuid, Uuid) {
    let feed = changes::list_after(tree.app.db.read(), tree.default_share_id, 0, 10_000).await.unwrap();
    let last = feed.last().unwrap();
    (last.kind, last.resource_id, last.actor_id)
}

#[tokio::test]
async fn a_folder_of_which_a_part_is_gone_is_there_for_nobody_and_goes_with_the_next_purge() {
    let tree = Tree::new().await;
    let (app, owner) = (&tree.app, tree.member(Role::Owner).await);
    let by = tree.member(Role::Admin).await;
    let [outer, inner] = trashed_crowd(&tree, &owner).await;
    // The last part, whichever files are in it.
    tree.db_refuse("UPDATE ON organizations", "OLD.file_count > 0 AND NEW.file_count = 0").await;
    let outcome = empty(app, &by, None).await;
    assert!(matches!(outcome, Err(Error::Internal(_))), "{outcome:?}");
    // What went before stays gone, and its quota is given back.
    let left = file::Entity::find().all(app.db.read()).await.unwrap();
    assert_eq!(left.len(), 2);
    assert_eq!(tree.used_bytes(tree.default_share_id, &owner).await, (2, Some(2), 2));
    let report = fsck::rows(&app.db).await.unwrap();
    assert!(report.is_clean(), "{report}");
    for folder_id in [outer, inner] {
        let shown = folders::get(app, &owner, folder_id, Trash::Shown).await;
        assert!(matches!(shown, Err(Error::NotFound("folder"))), "{shown:?}");
        let restored = folders::restore(app, &owner, folder_id, OnConflict::Fail, None).await;
        assert!(matches!(restored, Err(Error::NotFound("folder"))), "{restored:?}");
        let deleted = folders::delete(app, &owner, folder_id, Deletion::Permanent, None).await;
        assert!(matches!(deleted, Err(Error::NotFound("folder"))), "{deleted:?}");
    }
    // A file is whole or gone.
    let whole = files::update(app, &owner, left[0].id, FileUpdate { restore: true, ..FileUpdate::default() }).await;
    assert_eq!(whole.unwrap().path, format!("/{}", left[0].name));
    // However long the trash is kept.
    assert_eq!(purge_expired(app).await.unwrap(), 1);
    assert_eq!(last_change(&tree).await, (ChangeKind::Purged, outer, by.user_id));
    assert_eq!(folder::Entity::find().count(app.db.read()).await.unwrap(), 0);
    files::get(app, &owner, left[0].id, Trash::Refused).await.unwrap();
    assert_eq!(file::Entity::find().count(app.db.read()).await.unwrap(), 1);
    let report = fsck::rows(&app.db).await.unwrap();
    assert!(report.is_clean(), "{report}");
}

#[tokio::test]
async fn a_folder_with_more_files_than_go_at_once_counts_as_one() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let [outer, ..] = trashed_crowd(&tree, &owner).await;
    let bytes = i64::try_from(FILES_BATCH).unwrap() + 2;
    assert_eq!(empty(&tree.app, &owner, None).await.unwrap(), Emptied { items: 1, bytes });
    assert_eq!(last_change(&tree).await, (ChangeKind::Purged, outer, owner.user_id));
    assert_eq!(tree.db_rows().await, [0; 6]);
    let [outer, ..] = trashed_crowd(&tree, &owner).await;
    tree.app.clock.advance(A_YEAR);
    // The inner one first, which is older.
    assert_eq!(purge_expired(&tree.app).await.unwrap(), 2);
    assert_eq!(last_change(&tree).await, (ChangeKind::Purged, outer, owner.user_id));
    assert_eq!(tree.db_rows().await, [0; 6]);
    let report = fsck::rows(&tree.app.db).await.unwrap();
    assert!(report.is_clean(), "{report}");
}

#[tokio::test]
async fn a_large_folder_that_can_not_be_removed_keeps_no_other_in_the_trash() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let mut stuck = trashed_crowd(&tree, &owner).await;
    trashed_crowd(&tree, &owner).await;
    tree.db_refuse("DELETE ON files", &format!("OLD.folder_id = {}", tree.db_literal(stuck[1]))).await;
    tree.app.clock.advance(A_YEAR);
    purge_expired(&tree.app).await.unwrap_err();
    let left = folder::Entity::find().order_by_asc(folder::Column::Id).all(tree.app.db.read()).await.unwrap();
    stuck.sort_unstable();
    assert_eq!(left.iter().map(|folder| folder.id).collect::<Vec<_>>(), stuck);
    let report = fsck::rows(&tree.app.db).await.unwrap();
    assert!(report.is_clean(), "{report}");
}

/// A caller may choose the id of a file, also the least that there is.
#[tokio::test]
async fn the_trash_is_emptied_of_files_whatever_their_ids() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let ids = [Uuid::nil(), Uuid::max()];
    tree.upload_under(&owner, tree.default_share_id, None, ids.map(|id| (id, format!("{id}")))).await;
    for id in ids {
        files::delete(&tree.app, &owner, id, Deletion::ToTrash, None).await.unwrap();
    }
    assert_eq!(empty(&tree.app, &owner, None).await.unwrap(), Emptied { items: 2, bytes: 2 });
    assert_eq!(file::Entity::find().count(tree.app.db.read()).await.unwrap(), 0);
}

#[tokio::test]
async fn purging_a_folder_does_not_write_marks_that_are_right_again() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let folder_id = tree.folder(&owner, tree.default_share_id, None, "folder").await;
    let by_itself = tree.upload(&owner, tree.default_share_id, Some(folder_id), "before", b"1").await.unwrap().file;
    files::delete(&tree.app, &owner, by_itself.id, Deletion::ToTrash, None).await.unwrap();
    tree.upload(&owner, tree.default_share_id, Some(folder_id), "with it", b"1").await.unwrap();
    folders::delete(&tree.app, &owner, folder_id, Deletion::ToTrash, None).await.unwrap();
    tree.db_refuse("UPDATE ON files", "OLD.name <> 'before'").await;
    folders::delete(&tree.app, &owner, folder_id, Deletion::Permanent, None).await.unwrap();
    assert_eq!(file::Entity::find().count(tree.app.db.read()).await.unwrap(), 0);
}

#[tokio::test]
async fn what_is_done_to_a_folder_may_take_longer_than_other_statements() {
    let tree = Tree::new().await;
    if !tree.is_on_postgres() {
        return;
    }
    let owner = tree.member(Role::Owner).await;
    let folder_id = tree.folder(&owner, tree.default_share_id, None, "folder").await;
    tree.upload(&owner, tree.default_share_id, Some(folder_id), "file", b"1").await.unwrap();
    let slow = "CREATE FUNCTION rest() RETURNS trigger LANGUAGE plpgsql AS
                  $$BEGIN PERFORM pg_sleep(0.5); RETURN NEW; END$$;
                CREATE TRIGGER rests BEFORE UPDATE ON files FOR EACH ROW EXECUTE FUNCTION rest()";
    let db = &tree.app.db;
    db.write(async move |tx: &DatabaseTransaction| Ok(tx.execute_unprepared(slow).await?)).await.unwrap();
    let found = folder::Entity::find_by_id(folder_id).one(db.read()).await.unwrap().unwrap();
    for done in [Done::Trashed, Done::Restored, Done::Gathered] {
        let (folder, by, at) = (found.clone(), owner.user_id, tree.app.clock.now());
        db.write(async move |tx: &DatabaseTransaction| {
            tx.execute_unprepared("SET LOCAL statement_timeout = 200").await?;
            match done {
                Done::Trashed => put_folder(tx, &folder, by, at).await.map(drop),
                Done::Restored => take_out_folder(tx, &folder).await.map(drop),
                Done::Gathered => gather(tx, folder.id).await,
            }
        })
        .await
        .unwrap();
    }
}

#[derive(Clone, Copy)]
enum Done {
    Trashed,
    Restored,
    Gathered,
}
