//! Removing many: how they are looked for, and what a refusal leaves.

use sea_orm::{ConnectionTrait as _, DbBackend, Statement};

use super::*;
use crate::domain::testing_tree::Tree;
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
