//! The tree of a share: listed to a depth, and walked along a path.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{DatabaseConnection, EntityTrait as _, FromQueryResult, Statement, Value};
use uuid::Uuid;

use crate::app::App;
use crate::db::entity::grant::ResourceType;
use crate::db::entity::{file, folder, name};
use crate::domain::access::{self, Caller, Permission, Permissions, Place};
use crate::domain::nodes::{self, FOLDER_DEPTH_MAX, Lock, Node, NodeType, Parent};
use crate::domain::{folders, names};
use crate::error::{Error, Result};

/// How many folders and files a tree lists at the most.
pub const TREE_NODES_MAX: usize = 10_000;

/// A folder or a file with its place in its share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreeNode {
    pub node: Node,
    /// The folder that it is in; `None` at the share's root.
    pub parent_id: Option<Uuid>,
    /// Where it is below the share's root, such as `/a/b`, as far as the caller may see that.
    pub path: String,
    /// How many names the path has.
    pub depth: usize,
}

/// A part of a share's tree, each folder before what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tree {
    pub nodes: Vec<TreeNode>,
    /// Whether the deepest were left out, because there are more than [`TREE_NODES_MAX`].
    pub truncated: bool,
}

/// All that the queries answer of a folder or file.
#[derive(Debug, FromQueryResult)]
struct Row {
    id: Uuid,
    parent_id: Option<Uuid>,
    name: String,
    name_key: String,
    level: i64,
    size_bytes: Option<i64>,
    mime_type: Option<String>,
    updated_at: DateTime<Utc>,
}

/// What is live at a share's root, or in a folder of it, `levels` levels down. Needs READ there.
///
/// # Errors
/// `NotFound`, `Deleted`, `InvalidArgument` where the folder is in another share.
pub async fn tree(app: &App, caller: &Caller, share_id: Uuid, folder_id: Option<Uuid>, levels: u32) -> Result<Tree> {
    let db = app.db.read();
    let parent = Parent { share_id, folder_id };
    let permissions = match folder_id {
        Some(folder_id) => {
            let (folder, permissions) = folders::find(db, caller, folder_id, Permission::Read, Lock::None).await?;
            if folder.share_id != share_id {
                return Err(Error::InvalidArgument("the folder is in another share".to_owned()));
            }
            folders::refuse_trashed(&folder)?;
            permissions
        }
        None => super::find(db, caller, share_id, Permission::Read, Lock::None).await?.permissions,
    };
    // Names above what the caller may read are none of the caller's business.
    let above = nodes::folder_path(db, folder_id).await?;
    let above = if above.is_empty() { "" } else { permissions.visible_path(&above) };
    let mut rows = folders_below(db, parent, levels).await?;
    rows.extend(files_below(db, parent, levels).await?);
    let truncated = rows.len() > TREE_NODES_MAX;
    // What is nearest to the top stays, so that the folder of everything that is answered is answered, too.
    rows.sort_by(|(one, left), (other, right)| {
        (left.level, is_file(*one), &left.name_key, left.id).cmp(&(
            right.level,
            is_file(*other),
            &right.name_key,
            right.id,
        ))
    });
    rows.truncate(TREE_NODES_MAX);
    let ids: Vec<Uuid> = rows.iter().map(|(_, row)| row.id).collect();
    let granted = access::granted_on(db, caller, &ids).await?;
    Ok(Tree { nodes: in_depth_first_order(rows, folder_id, (above, permissions), &granted), truncated })
}

/// The folder or file at a path below a share's root. Names are compared as everywhere. Needs READ on the share.
///
/// # Errors
/// `NotFound`, also for the share itself, whose path is `/`.
pub async fn resolve(app: &App, caller: &Caller, share_id: Uuid, path: &str) -> Result<TreeNode> {
    const NOWHERE: Error = Error::NotFound("folder or file");
    let db = app.db.read();
    super::find(db, caller, share_id, Permission::Read, Lock::None).await?;
    let mut place = Place::of_share(share_id);
    let steps: Vec<&str> = path.strip_prefix('/').unwrap_or(path).trim_end_matches('/').split('/').collect();
    // No name has control characters, and a NUL would be an error of the database.
    if steps.len() > FOLDER_DEPTH_MAX + 1 || path.chars().any(char::is_control) {
        return Err(NOWHERE);
    }
    let depth = steps.len();
    let mut parent = Parent { share_id, folder_id: None };
    let mut walked = String::new();
    for (index, step) in steps.into_iter().enumerate() {
        let held = name::Entity::find_by_id((parent.id(), names::key(step))).one(db).await?.ok_or(NOWHERE)?;
        let node = match held.node_type {
            NodeType::Folder => folder::Entity::find_by_id(held.node_id).one(db).await?.map(Node::from),
            NodeType::File => file::Entity::find_by_id(held.node_id).one(db).await?.map(Node::from),
        };
        let node = node.ok_or(NOWHERE)?;
        walked.push('/');
        walked.push_str(&node.name);
        if index + 1 == depth {
            match held.node_type {
                NodeType::Folder => place.folder_id = Some(node.id),
                NodeType::File => place.file_id = Some(node.id),
            }
            let node = Node { permissions: access::permissions_at(db, caller, place).await?, ..node };
            return Ok(TreeNode { node, parent_id: parent.folder_id, path: walked, depth });
        }
        if held.node_type == NodeType::File {
            return Err(NOWHERE);
        }
        parent.folder_id = Some(held.node_id);
        place.folder_id = parent.folder_id;
    }
    Err(NOWHERE)
}

/// Folders, nearest to the top first; one more than a tree lists, at the most.
async fn folders_below(db: &DatabaseConnection, parent: Parent, levels: u32) -> Result<Vec<(NodeType, Row)>> {
    let sql = format!(
        "{} SELECT folders.id, folders.parent_id, folders.name, folders.name_key, CAST(down.level AS BIGINT) AS level,
           CAST(NULL AS BIGINT) AS size_bytes, CAST(NULL AS TEXT) AS mime_type, folders.updated_at
         FROM down JOIN folders ON folders.id = down.id WHERE down.level <= $2
         ORDER BY down.level, folders.name_key, folders.id LIMIT {}",
        down(parent),
        TREE_NODES_MAX + 1
    );
    query(db, &sql, parent, levels, NodeType::Folder).await
}

/// Files, likewise.
async fn files_below(db: &DatabaseConnection, parent: Parent, levels: u32) -> Result<Vec<(NodeType, Row)>> {
    let here = match parent.folder_id {
        Some(_) => "files.folder_id = $1",
        None => "files.share_id = $1 AND files.folder_id IS NULL",
    };
    let sql = format!(
        "{} SELECT * FROM (
           SELECT files.id, files.folder_id AS parent_id, files.name, files.name_key, CAST(1 AS BIGINT) AS level,
             files.size_bytes, files.mime_type, files.updated_at
           FROM files WHERE {here} AND files.trashed_at IS NULL
           UNION ALL
           SELECT files.id, files.folder_id AS parent_id, files.name, files.name_key,
             CAST(down.level + 1 AS BIGINT) AS level, files.size_bytes, files.mime_type, files.updated_at
           FROM down JOIN files ON files.folder_id = down.id WHERE down.level < $2 AND files.trashed_at IS NULL
         ) AS found ORDER BY level, name_key, id LIMIT {}",
        down(parent),
        TREE_NODES_MAX + 1
    );
    query(db, &sql, parent, levels, NodeType::File).await
}

/// The live folders below `$1`, to the level `$2`.
fn down(parent: Parent) -> &'static str {
    match parent.folder_id {
        Some(_) => {
            "WITH RECURSIVE down(id, level) AS (
               SELECT id, 1 FROM folders WHERE parent_id = $1 AND trashed_at IS NULL
               UNION ALL
               SELECT folders.id, down.level + 1 FROM down JOIN folders ON folders.parent_id = down.id
               WHERE folders.trashed_at IS NULL AND down.level < $2
             )"
        }
        None => {
            "WITH RECURSIVE down(id, level) AS (
               SELECT id, 1 FROM folders WHERE share_id = $1 AND parent_id IS NULL AND trashed_at IS NULL
               UNION ALL
               SELECT folders.id, down.level + 1 FROM down JOIN folders ON folders.parent_id = down.id
               WHERE folders.trashed_at IS NULL AND down.level < $2
             )"
        }
    }
}

async fn query(
    db: &DatabaseConnection,
    sql: &str,
    parent: Parent,
    levels: u32,
    node_type: NodeType,
) -> Result<Vec<(NodeType, Row)>> {
    let values = [Value::from(parent.id()), Value::from(i32::try_from(levels).unwrap_or(i32::MAX))];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    let rows = Row::find_by_statement(statement).all(db).await?;
    Ok(rows.into_iter().map(|row| (node_type, row)).collect())
}

const fn is_file(node_type: NodeType) -> bool {
    matches!(node_type, NodeType::File)
}

/// Each folder before what it holds; what a folder holds in the order given.
fn in_depth_first_order(
    rows: Vec<(NodeType, Row)>,
    top: Option<Uuid>,
    (above, held_above): (&str, Permissions),
    granted: &HashMap<(ResourceType, Uuid), Permissions>,
) -> Vec<TreeNode> {
    let top_depth = above.matches('/').count();
    let mut held: HashMap<Option<Uuid>, Vec<(NodeType, Row)>> = HashMap::new();
    let mut nodes = Vec::with_capacity(rows.len());
    // Backwards, since the last of a list is taken first.
    for (node_type, row) in rows.into_iter().rev() {
        held.entry(row.parent_id).or_default().push((node_type, row));
    }
    let mut open = vec![(top_depth, above.to_owned(), held_above, held.remove(&top).unwrap_or_default())];
    while let Some((depth, path, inherited, rest)) = open.last_mut() {
        let Some((node_type, row)) = rest.pop() else {
            open.pop();
            continue;
        };
        let (depth, path) = (*depth + 1, format!("{path}/{}", row.name));
        let Row { id, parent_id, name, size_bytes, mime_type, updated_at, .. } = row;
        let permissions = Permissions::NONE;
        let mut node = Node { node_type, id, name, size_bytes, mime_type, updated_at, permissions };
        node.inherit(*inherited, granted);
        if node_type == NodeType::Folder {
            open.push((depth, path.clone(), node.permissions, held.remove(&Some(id)).unwrap_or_default()));
        }
        nodes.push(TreeNode { node, parent_id, path, depth });
    }
    nodes
}
