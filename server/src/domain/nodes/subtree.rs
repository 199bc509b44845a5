//! Folders with everything below them: how large they are, where they lie, and who may rearrange them.
//!
//! A tree is told by `parent_id` alone. Whoever changes more than one folder of a share locks its tree first, so that
//! no two rearrange it at once: of two moves that together would make a circle, the second sees the first.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DatabaseTransaction, EntityTrait as _, FromQueryResult, Statement, Value};
use uuid::Uuid;

use super::{FOLDER_DEPTH_MAX, Lock, NODES_PER_OPERATION_MAX, PATH_BYTES_MAX};
use crate::db::allow_long_statements;
use crate::db::entity::{folder, tree};
use crate::domain::quota::{self, Tally};
use crate::error::{Error, Result};

/// A folder and all folders below it, the trash included. The bound can't be met; it ends the walk in a damaged tree.
const DOWN: &str = "WITH RECURSIVE down(id, depth, path_bytes) AS (
      SELECT id, 1, octet_length(name) + 1 FROM folders WHERE id = $1
      UNION ALL
      SELECT folders.id, down.depth + 1, down.path_bytes + octet_length(folders.name) + 1
      FROM down JOIN folders ON folders.parent_id = down.id WHERE down.depth < 200
    )";

/// The same, without what is in the trash.
const DOWN_LIVE: &str = "WITH RECURSIVE down(id) AS (
      SELECT id FROM folders WHERE id = $1
      UNION ALL
      SELECT folders.id FROM down JOIN folders ON folders.parent_id = down.id WHERE folders.trashed_at IS NULL
    )";

/// Locks the trees of some shares, in their order. Before any folder, file or name. A share that is gone has none;
/// whoever wants to write to it fails at the end.
pub async fn lock_trees(tx: &DatabaseTransaction, share_ids: &[Uuid], lock: Lock) -> Result<()> {
    let in_order: BTreeSet<Uuid> = share_ids.iter().copied().collect();
    for share_id in in_order {
        lock.on(tree::Entity::find_by_id(share_id)).one(tx).await?;
    }
    Ok(())
}

/// The ids of a folder and of those above it, the folder first.
pub async fn lineage(db: &impl ConnectionTrait, folder_id: Uuid) -> Result<Vec<Uuid>> {
    let sql = "WITH RECURSIVE up(id, parent_id, height) AS (
          SELECT id, parent_id, 0 FROM folders WHERE id = $1
          UNION ALL
          SELECT folders.id, folders.parent_id, up.height + 1
          FROM up JOIN folders ON folders.id = up.parent_id WHERE up.height < 200
        )
        SELECT id FROM up ORDER BY height";
    let rows = db.query_all_raw(statement(db, sql, [folder_id.into()])).await?;
    rows.iter().map(|row| Ok(row.try_get("", "id")?)).collect()
}

/// How large a folder is, with everything below it, the trash included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromQueryResult)]
pub struct Measure {
    /// How many levels of folders; 1 for a folder without folders.
    pub depth: i64,
    /// The longest path in it, from before its own name on, in bytes.
    pub path_bytes: i64,
}

/// # Errors
/// Those of the database.
pub async fn measure(db: &impl ConnectionTrait, folder_id: Uuid) -> Result<Measure> {
    // Of an empty folder there is no file: the maximum is then the folder's own path.
    let sql = format!(
        "{DOWN} SELECT CAST(MAX(down.depth) AS BIGINT) AS depth,
           CAST(MAX(down.path_bytes + COALESCE(octet_length(files.name) + 1, 0)) AS BIGINT) AS path_bytes
         FROM down LEFT JOIN files ON files.folder_id = down.id"
    );
    let found = Measure::find_by_statement(statement(db, &sql, [folder_id.into()])).one(db).await?;
    found.ok_or(Error::NotFound("folder"))
}

/// Refuses a folder of that size below `folder_path`. Checked at a transaction's end, behind the lock that numbers
/// changes, so that it holds whatever others do to the folders above meanwhile.
///
/// # Errors
/// `InvalidArgument`; the transaction must then be rolled back.
pub fn check_limits(folder_path: &str, measure: Measure) -> Result<()> {
    let depth = folder_path.matches('/').count() + usize::try_from(measure.depth).unwrap_or(usize::MAX);
    if depth > FOLDER_DEPTH_MAX {
        return Err(Error::InvalidArgument(format!(
            "folders lie at most {FOLDER_DEPTH_MAX} deep, and these would lie {depth} deep"
        )));
    }
    check_path(folder_path.len() + usize::try_from(measure.path_bytes).unwrap_or(usize::MAX))
}

/// Refuses a path of that many bytes.
///
/// # Errors
/// `InvalidArgument`; the transaction must then be rolled back.
pub fn check_path(path_bytes: usize) -> Result<()> {
    if path_bytes <= PATH_BYTES_MAX {
        return Ok(());
    }
    Err(Error::InvalidArgument(format!(
        "a path has at most {PATH_BYTES_MAX} bytes, and this one would have {path_bytes}; shorten names"
    )))
}

/// What lies in a folder and below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromQueryResult)]
pub struct Subtree {
    /// The folder itself included.
    pub folders: i64,
    pub files: i64,
}

/// Counts what lies below a folder, the trash included unless only what is live is asked for.
///
/// # Errors
/// `InvalidArgument` if it is more than one operation may touch.
pub async fn count_below(db: &impl ConnectionTrait, folder_id: Uuid, live_only: bool) -> Result<Subtree> {
    let (down, condition) = if live_only { (DOWN_LIVE, " AND files.trashed_at IS NULL") } else { (DOWN, "") };
    let sql = format!(
        "{down} SELECT COUNT(*) AS folders,
           (SELECT COUNT(*) FROM files WHERE files.folder_id IN (SELECT id FROM down){condition}) AS files
         FROM down"
    );
    let found = Subtree::find_by_statement(statement(db, &sql, [folder_id.into()])).one(db).await?;
    let found = found.ok_or(Error::NotFound("folder"))?;
    let nodes = u64::try_from(found.folders + found.files).unwrap_or(u64::MAX);
    if nodes > NODES_PER_OPERATION_MAX {
        return Err(Error::InvalidArgument(format!(
            "the folder holds {nodes} folders and files, and {NODES_PER_OPERATION_MAX} are the most that can be copied \
             or moved to another share at once; take the folders in it one by one"
        )));
    }
    Ok(found)
}

/// Whether more than so many files lie below a folder, the trash included. No more are looked for.
pub async fn has_more_files(db: &impl ConnectionTrait, folder_id: Uuid, files: u64) -> Result<bool> {
    let sql = format!(
        "{DOWN} SELECT COUNT(*) AS files FROM (
           SELECT 1 FROM files WHERE files.folder_id IN (SELECT id FROM down) LIMIT {}
         ) AS found",
        files + 1
    );
    let found = db.query_one_raw(statement(db, &sql, [folder_id.into()])).await?;
    let found: i64 = found.ok_or_else(|| Error::internal("a count answers nothing"))?.try_get("", "files")?;
    Ok(u64::try_from(found).is_ok_and(|found| found > files))
}

/// The live folders below a folder, itself included, each after the one that it is in.
pub async fn live_folders_below(db: &impl ConnectionTrait, folder_id: Uuid) -> Result<Vec<folder::Model>> {
    let sql = "WITH RECURSIVE down(id, depth) AS (
          SELECT id, 1 FROM folders WHERE id = $1
          UNION ALL
          SELECT folders.id, down.depth + 1
          FROM down JOIN folders ON folders.parent_id = down.id WHERE folders.trashed_at IS NULL AND down.depth < 200
        )
        SELECT folders.* FROM down JOIN folders ON folders.id = down.id ORDER BY down.depth, folders.id";
    Ok(folder::Model::find_by_statement(statement(db, sql, [folder_id.into()])).all(db).await?)
}

/// The ids of the live files in the live folders below a folder, in order.
pub async fn files_below(db: &impl ConnectionTrait, folder_id: Uuid) -> Result<Vec<Uuid>> {
    let sql = format!(
        "{DOWN_LIVE} SELECT files.id AS id FROM files
         WHERE files.folder_id IN (SELECT id FROM down) AND files.trashed_at IS NULL ORDER BY files.id"
    );
    let rows = db.query_all_raw(statement(db, &sql, [folder_id.into()])).await?;
    rows.iter().map(|row| Ok(row.try_get("", "id")?)).collect()
}

/// Says of a folder in the trash, and of every folder below it, when it went there and by whom. The tree must have been
/// locked.
pub async fn mark_trashed(tx: &DatabaseTransaction, folder_id: Uuid, by: Uuid, at: DateTime<Utc>) -> Result<()> {
    let sql = format!(
        "UPDATE folders SET trashed_by = $2, trashed_at = $3, revision = revision + 1
         WHERE id IN ({DOWN} SELECT id FROM down)"
    );
    tx.execute_raw(statement(tx, &sql, [folder_id.into(), by.into(), at.into()])).await?;
    Ok(())
}

/// Tells everything below a folder, itself and the trash included, that it is in another share, and answers what its
/// versions add up to. The tree must have been locked.
pub async fn reshare(tx: &DatabaseTransaction, folder_id: Uuid, share_id: Uuid) -> Result<Vec<Tally>> {
    allow_long_statements(tx).await?;
    let values = || [Value::from(folder_id), Value::from(share_id)];
    // Again until there is nothing left: what another transaction has added to a folder is seen once that folder is
    // locked, which this update does.
    let folders = format!(
        "UPDATE folders SET share_id = $2, revision = revision + 1
         WHERE share_id <> $2 AND id IN ({DOWN} SELECT id FROM down)"
    );
    while tx.execute_raw(statement(tx, &folders, values())).await?.rows_affected() > 0 {}
    let files = format!(
        "UPDATE files SET share_id = $2, revision = revision + 1
         WHERE folder_id IN ({DOWN} SELECT id FROM down)"
    );
    tx.execute_raw(statement(tx, &files, values())).await?;
    // Behind the files' locks, so that no version is being added.
    let below = format!("files.folder_id IN ({DOWN} SELECT id FROM down)");
    quota::tally(tx, &below, [folder_id.into()]).await
}

fn statement(db: &impl ConnectionTrait, sql: &str, values: impl IntoIterator<Item = Value>) -> Statement {
    Statement::from_sql_and_values(db.get_database_backend(), sql, values)
}
