//! What folders and files have in common: their place in the tree, the one namespace, paths, and how they are deleted.
//! What a folder or a file is beyond that is its own module's business.

use std::collections::HashMap;

use sea_orm::{ConnectionTrait, EntityTrait, FromQueryResult, QuerySelect as _, Select, Statement, Value};
use uuid::Uuid;

use crate::error::Result;

mod children;
mod claim;
mod subtree;

pub use self::children::{Node, children};
pub use self::claim::{Claim, ClaimRequest, Replaced, claim, claim_all, claim_as, release};
pub use self::subtree::{
    Measure, Subtree, check_limits, check_path, count_below, files_below, has_more_files, lineage, live_folders_below,
    lock_trees, mark_trashed, measure, reshare,
};
pub use crate::db::entity::name::NodeType;

/// How deep folders may lie: keeps paths, and the walks that compute them, bounded.
pub const FOLDER_DEPTH_MAX: usize = 64;

/// The longest path below a share's root, in bytes of UTF-8: what common systems take.
pub const PATH_BYTES_MAX: usize = 4096;

/// How many folders and files one copy, or one move to another share, may touch: bounds its transaction.
pub const NODES_PER_OPERATION_MAX: u64 = 100_000;

/// Where a thing is: a folder, or the root of a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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

/// Where something that is moved or copied is to land.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Landing {
    /// In this folder, whatever its share.
    Folder(Uuid),
    /// At the root of this share.
    Root(Uuid),
    /// At the root of the share that it is in.
    OwnRoot,
}

/// What to do where a name is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum OnConflict {
    /// Refuse.
    #[default]
    Fail,
    /// Take the first free number: `name (2).ext`.
    Rename,
    /// Take the name from what has it: that goes to the trash, or gets a new version where a file is uploaded.
    Replace,
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
