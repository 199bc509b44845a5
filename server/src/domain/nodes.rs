//! What folders and files have in common: their place in the tree, the one namespace, paths, and how they are deleted.
//! What a folder or a file is beyond that is its own module's business.

use std::collections::HashMap;

use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DatabaseTransaction, EntityTrait, FromQueryResult,
    QueryFilter as _, QuerySelect as _, Select, Statement, TryInsertResult, Value,
};
use uuid::Uuid;

use crate::db::entity::name;
use crate::domain::names::FileName;
use crate::error::{Error, Result};

mod children;

pub use self::children::{Node, children};
pub use crate::db::entity::name::NodeType;

/// How deep folders may lie: keeps paths, and the walks that compute them, bounded.
pub const FOLDER_DEPTH_MAX: usize = 100;

/// Where a thing is: a folder, or the root of a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parent {
    pub share_id: Uuid,
    /// `None` at the share's root.
    pub folder_id: Option<Uuid>,
}

impl Parent {
    /// By what names are kept: folder and share ids never meet.
    pub fn id(self) -> Uuid {
        self.folder_id.unwrap_or(self.share_id)
    }
}

/// Whether what is in the trash may be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trash {
    /// It is an error: `Deleted`.
    Refused,
    Shown,
}

/// How to delete.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deletion {
    ToTrash,
    /// With everything below it and all versions, for good.
    Permanent,
}

/// Whether a row is only read, or kept as it is until the transaction ends. SQLite needs no such locks: its writers
/// take turns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lock {
    None,
    /// Others may lock it likewise, but nobody may change it.
    Shared,
    /// For whoever is going to change it.
    Exclusive,
}

impl Lock {
    /// The query with this lock.
    pub(super) fn on<E: EntityTrait>(self, select: Select<E>) -> Select<E> {
        match self {
            Self::None => select,
            Self::Shared => select.lock_shared(),
            Self::Exclusive => select.lock_exclusive(),
        }
    }
}

/// Claims a name for a folder or file. This is the one place where that happens, and the primary key decides: of two
/// that claim at once the second waits for the first and is refused.
///
/// # Errors
/// `NameConflict` with the holder, which a caller who may create in the parent may also see; whoever else claims a name
/// passes the refusal through [`access::name_readable_holder`](crate::domain::access::name_readable_holder).
pub async fn claim(
    tx: &DatabaseTransaction,
    parent: Parent,
    claimed: &FileName,
    node_type: NodeType,
    node_id: Uuid,
) -> Result<()> {
    let name_key = claimed.key();
    let row = name::ActiveModel {
        parent_id: Set(parent.id()),
        name_key: Set(name_key.clone()),
        node_type: Set(node_type),
        node_id: Set(node_id),
    };
    // A plain insert that fails would end the transaction on PostgreSQL.
    let inserted = name::Entity::insert(row)
        .on_conflict_do_nothing_on([name::Column::ParentId, name::Column::NameKey])
        .exec_without_returning(tx)
        .await?;
    if matches!(inserted, TryInsertResult::Inserted(1)) {
        return Ok(());
    }
    let holder = name::Entity::find_by_id((parent.id(), name_key)).one(tx).await?;
    Err(Error::NameConflict { name: claimed.as_str().to_owned(), existing_id: holder.map(|holder| holder.node_id) })
}

/// Gives a name back, if it is still this node's: a trashed one's may be another's by now.
pub async fn release(tx: &DatabaseTransaction, parent: Parent, name_key: &str, node_id: Uuid) -> Result<()> {
    name::Entity::delete_many()
        .filter(name::Column::ParentId.eq(parent.id()))
        .filter(name::Column::NameKey.eq(name_key))
        .filter(name::Column::NodeId.eq(node_id))
        .exec(tx)
        .await?;
    Ok(())
}

/// The path of a folder below its share's root, such as `/a/b`; empty for the root itself.
pub async fn folder_path(db: &impl ConnectionTrait, folder_id: Option<Uuid>) -> Result<String> {
    let Some(folder_id) = folder_id else { return Ok(String::new()) };
    Ok(folder_paths(db, &[folder_id]).await?.remove(&folder_id).unwrap_or_default())
}

/// The paths of several folders, in one query.
pub async fn folder_paths(db: &impl ConnectionTrait, folder_ids: &[Uuid]) -> Result<HashMap<Uuid, String>> {
    let mut paths: HashMap<Uuid, String> = HashMap::new();
    for step in ancestors(db, folder_ids).await? {
        let path = paths.entry(step.folder_id).or_default();
        path.push('/');
        path.push_str(&step.name);
    }
    Ok(paths)
}

/// How deep a folder lies; 1 at its share's root.
pub async fn folder_depth(db: &impl ConnectionTrait, folder_id: Uuid) -> Result<usize> {
    Ok(ancestors(db, &[folder_id]).await?.len())
}

/// One folder on the way from a share's root to another folder.
#[derive(Debug, FromQueryResult)]
struct Step {
    /// Where the way leads.
    folder_id: Uuid,
    name: String,
}

/// The ways from the roots to some folders, each in order from the top.
async fn ancestors(db: &impl ConnectionTrait, folder_ids: &[Uuid]) -> Result<Vec<Step>> {
    if folder_ids.is_empty() {
        return Ok(Vec::new());
    }
    let places = (1..=folder_ids.len()).map(|place| format!("${place}")).collect::<Vec<_>>().join(", ");
    // Both databases read this alike, and `$1` too. The bound on `height` can't be met; it keeps a damaged tree from
    // turning the walk into an endless one.
    let sql = format!(
        "WITH RECURSIVE up(folder_id, parent_id, name, height) AS (
           SELECT id, parent_id, name, 0 FROM folders WHERE id IN ({places})
           UNION ALL
           SELECT up.folder_id, folders.parent_id, folders.name, up.height + 1
           FROM up JOIN folders ON folders.id = up.parent_id WHERE up.height < {FOLDER_DEPTH_MAX}
         )
         SELECT folder_id, name FROM up ORDER BY folder_id, height DESC"
    );
    let values = folder_ids.iter().map(|id| Value::from(*id));
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Ok(Step::find_by_statement(statement).all(db).await?)
}
