//! Removing many: how they are looked for, and what a refusal leaves.

use sea_orm::{ConnectionTrait as _, DbBackend, PaginatorTrait as _, Statement};

use super::*;
use crate::db::entity::member::Role;
use crate::domain::testing_tree::Tree;
use crate::domain::{fsck, shares};
use crate::ids;

/// Past the rules: what SQLite knows of a database in which a few trees have all the files.
const FEW_LARGE_TREES: &str = "ANALYZE;
    INSERT INTO sqlite_stat1 VALUES ('files', 'sqlite_autoindex_files_1', '1000000 1'),
      ('files', 'files_by_trash_root_id', '1000000 500000'),
      ('files', 'files_by_share_id_folder_id_name_key', '1000000 500000 2 1');
    ANALYZE sqlite_schema";

/// However many files are left, none is walked past and nothing sorted for the sake of the next ones.
#[tokio::test]
async fn the_next_files_of_a_large_tree_are_found_by_index() {
    let tree = Tree::new().await;
    if tree.is_on_postgres() {
        return;
    }
    let unit = file::Entity::find().filter(file::Column::TrashRootId.eq(ids::new()));
    let share = file::Entity::find().filter(file::Column::ShareId.eq(ids::new()));
    let ids: Vec<Uuid> = (0..BATCH).map(|_| ids::new()).collect();
    let steps = [
        (some_ids(&unit), "SEARCH files USING INDEX files_by_trash_root_id (trash_root_id=?)"),
        (some_ids(&share), "SEARCH files USING INDEX files_by_share_id_folder_id_name_key (share_id=?)"),
        (with_ids(&ids), "SEARCH files USING INDEX sqlite_autoindex_files_1 (id=?)"),
    ];
    for (select, step) in steps {
        let statement = select.build(DbBackend::Sqlite);
        let explain = Statement { sql: format!("EXPLAIN QUERY PLAN {}", statement.sql), ..statement };
        let plan = async move |tx: &DatabaseTransaction| -> Result<Vec<String>> {
            tx.execute_unprepared(FEW_LARGE_TREES).await?;
            let plan = tx.query_all_raw(explain).await?;
            Ok(plan.iter().map(|row| row.try_get("", "detail")).collect::<Result<_, _>>()?)
        };
        assert_eq!(tree.app.db.write_once(plan).await.unwrap(), [step]);
    }
}

/// Past the rules: as many changes in a share as go in some statements.
async fn db_change(tree: &Tree, share_id: Uuid) {
    let (id, count) = (tree.db_literal(share_id), 2 * CHANGES_BATCH + 1);
    let changes = format!(
        "INSERT INTO changes (share_id, seq, kind, resource_type, resource_id, actor_id, at)
         WITH RECURSIVE numbers(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < {count})
         SELECT id, change_seq + number, 'updated', 'folder', id, created_by, created_at
         FROM shares CROSS JOIN numbers WHERE id = {id};
         UPDATE shares SET change_seq = change_seq + {count} WHERE id = {id}"
    );
    let insert = async move |tx: &DatabaseTransaction| Ok(tx.execute_unprepared(&changes).await?);
    tree.app.db.write(insert).await.unwrap();
}

#[tokio::test]
async fn a_feed_goes_whole_with_its_share_or_not_at_all() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let share = tree.share(&owner, "Going", None).await;
    tree.upload(&owner, share.id, None, "a", b"1").await.unwrap();
    db_change(&tree, share.id).await;
    let feed = || change::Entity::of_share(share.id).count(tree.app.db.read());
    let whole = feed().await.unwrap();
    assert_eq!(i64::try_from(whole).unwrap(), 2 * CHANGES_BATCH + 2);
    tree.db_refuse("DELETE ON shares", "OLD.name = 'Going'").await;
    shares::delete(&tree.app, &owner, share.id).await.unwrap_err();
    assert_eq!(feed().await.unwrap(), whole);
    assert!(fsck::rows(&tree.app.db).await.unwrap().is_clean());
    let rename = async |tx: &DatabaseTransaction| Ok(tx.execute_unprepared("UPDATE shares SET name = 'Gone'").await?);
    tree.app.db.write(rename).await.unwrap();
    shares::delete(&tree.app, &owner, share.id).await.unwrap();
    assert_eq!(feed().await.unwrap(), 0);
}

/// While the feed of a share goes, which may take minutes, its organization is written to, and so is the share itself.
#[tokio::test]
async fn nobody_waits_for_the_feed_of_a_share_that_goes() {
    let tree = Tree::new().await;
    if !tree.is_on_postgres() {
        // Writers take turns.
        return;
    }
    let owner = tree.member(Role::Owner).await;
    let share = tree.share(&owner, "Going", None).await;
    tree.upload(&owner, share.id, None, "a", b"1").await.unwrap();
    let slow = "CREATE FUNCTION rest() RETURNS trigger LANGUAGE plpgsql AS
                  $$BEGIN PERFORM pg_advisory_xact_lock(1); RETURN NULL; END$$;
                CREATE TRIGGER rests BEFORE DELETE ON changes FOR EACH STATEMENT EXECUTE FUNCTION rest()";
    let db = &tree.app.db;
    db.write(async move |tx: &DatabaseTransaction| Ok(tx.execute_unprepared(slow).await?)).await.unwrap();
    let (held, is_held) = tokio::sync::oneshot::channel();
    let (let_go, gate) = tokio::sync::oneshot::channel::<()>();
    let holder = tokio::spawn({
        let db = db.clone();
        async move {
            db.write_once(async move |tx: &DatabaseTransaction| {
                tx.execute_unprepared("SELECT pg_advisory_xact_lock(1)").await?;
                held.send(()).unwrap();
                gate.await.map_err(Error::internal)
            })
            .await
        }
    });
    is_held.await.unwrap();
    let deletion = shares::delete(&tree.app, &owner, share.id);
    let writes = async {
        tree.db_until_waiting(1).await;
        for share_id in [tree.default_share_id, share.id] {
            tree.upload(&owner, share_id, None, "b", b"1").await.unwrap();
        }
        let_go.send(()).unwrap();
    };
    let (deleted, ()) = tokio::join!(deletion, writes);
    holder.await.unwrap().unwrap();
    deleted.unwrap();
    assert_eq!(tree.db_rows().await[2], 1);
    assert!(fsck::rows(db).await.unwrap().is_clean());
}
