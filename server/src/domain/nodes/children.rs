//! What lies in a folder or at a share's root: folders first, then files, as one list.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _};
use uuid::Uuid;

use super::{NodeType, Parent};
use crate::db::entity::grant::ResourceType;
use crate::db::entity::{file, folder};
use crate::domain::access::{self, Caller, Permissions};
use crate::domain::page::{self, Direction, KeyKind, Order, Page, PageRequest, Position};
use crate::error::Result;

/// A folder or a file, as its parent lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    pub node_type: NodeType,
    pub id: Uuid,
    pub name: String,
    /// Of a file's current version.
    pub size_bytes: Option<i64>,
    /// Of a file.
    pub mime_type: Option<String>,
    pub updated_at: DateTime<Utc>,
    /// What the caller may do with it.
    pub permissions: Permissions,
}

impl Node {
    /// Adds what is granted on the thing itself to what holds above it.
    pub fn inherit(&mut self, above: Permissions, granted: &HashMap<(ResourceType, Uuid), Permissions>) {
        let resource_type = match self.node_type {
            NodeType::Folder => ResourceType::Folder,
            NodeType::File => ResourceType::File,
        };
        self.permissions = above.with(granted.get(&(resource_type, self.id)).copied().unwrap_or_default());
    }
}

impl From<folder::Model> for Node {
    fn from(folder: folder::Model) -> Self {
        Self {
            node_type: NodeType::Folder,
            id: folder.id,
            name: folder.name,
            size_bytes: None,
            mime_type: None,
            updated_at: folder.updated_at,
            permissions: Permissions::NONE,
        }
    }
}

impl From<file::Model> for Node {
    fn from(file: file::Model) -> Self {
        Self {
            node_type: NodeType::File,
            id: file.id,
            name: file.name,
            size_bytes: Some(file.size_bytes),
            mime_type: Some(file.mime_type),
            updated_at: file.updated_at,
            permissions: Permissions::NONE,
        }
    }
}

/// A page of what is live in `parent`, by name, folders and files each in `direction`, with what the caller may do with
/// each: `held` is what the caller may do in `parent`, which is for this one's caller to have checked.
///
/// # Errors
/// `InvalidArgument` for a page that can't be.
pub async fn children(
    db: &impl ConnectionTrait,
    caller: &Caller,
    (parent, held): (Parent, Permissions),
    direction: Direction,
    request: &PageRequest,
) -> Result<Page<Node>> {
    let mut page = rows(db, parent, direction, request).await?;
    let ids: Vec<Uuid> = page.data.iter().map(|node| node.id).collect();
    let granted = access::granted_on(db, caller, &ids).await?;
    for node in &mut page.data {
        node.inherit(held, &granted);
    }
    Ok(page)
}

async fn rows(
    db: &impl ConnectionTrait,
    parent: Parent,
    direction: Direction,
    request: &PageRequest,
) -> Result<Page<Node>> {
    let (folders, files) = match direction {
        Direction::Ascending => ("child folders", "child files"),
        Direction::Descending => ("child folders desc", "child files desc"),
    };
    let folder_order = Order::new(folders, KeyKind::Text, folder::Column::NameKey, folder::Column::Id, direction);
    let file_order = Order::new(files, KeyKind::Text, file::Column::NameKey, file::Column::Id, direction);
    let folder_position = |row: &folder::Model| Position::new(&*row.name_key, row.id);
    let file_position = |row: &file::Model| Position::new(&*row.name_key, row.id);
    let folders = folder::Entity::find()
        .filter(folder::Column::ShareId.eq(parent.share_id))
        .filter(
            parent.folder_id.map_or_else(|| folder::Column::ParentId.is_null(), |id| folder::Column::ParentId.eq(id)),
        )
        .filter(folder::Column::TrashedAt.is_null());
    let files = file::Entity::find()
        .filter(file::Column::ShareId.eq(parent.share_id))
        .filter(parent.folder_id.map_or_else(|| file::Column::FolderId.is_null(), |id| file::Column::FolderId.eq(id)))
        .filter(file::Column::TrashedAt.is_null());

    // Past the last folder, a cursor is one of the list of files, and that is all that remains to be asked for.
    if let Some(cursor) = &request.cursor
        && file_order.position(cursor).is_ok()
    {
        let page = page::fetch(db, files, &file_order, request, file_position).await?;
        let count = page.count + page::count(db, folders).await?;
        return Ok(Page { count, ..page.map(Node::from) });
    }
    let first = page::fetch(db, folders, &folder_order, request, folder_position).await?;
    let taken = first.end - first.start;
    if taken == request.take {
        let file_count = page::count(db, files).await?;
        let next_cursor = match &first.next_cursor {
            None if file_count > 0 => first.data.last().map(|last| folder_order.cursor(folder_position(last))),
            next_cursor => next_cursor.clone(),
        };
        let count = first.count + file_count;
        return Ok(Page { count, next_cursor, ..first.map(Node::from) });
    }
    // With a cursor, `skip` is 0; without, files begin behind as many positions as there are folders.
    let skip = request.skip.saturating_sub(first.count);
    let rest = PageRequest { skip, take: request.take - taken, cursor: None };
    let rest = page::fetch(db, files, &file_order, &rest, file_position).await?;
    let end = first.end + (rest.end - rest.start);
    let data = first.data.into_iter().map(Node::from).chain(rest.data.into_iter().map(Node::from)).collect();
    Ok(Page { data, start: first.start, end, count: first.count + rest.count, next_cursor: rest.next_cursor })
}
