//! Files: what a caller sees of one and may change about it. How its bytes come and go is `versions`' business.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait as _, ConnectionTrait, QueryFilter as _};
use uuid::Uuid;

use crate::app::App;
use crate::db::entity::file;
use crate::domain::access::{self, Caller, Permission, Permissions, Place};
use crate::domain::changes::{ChangeKind, NewChange};
use crate::domain::labels::{Metadata, Tags};
use crate::domain::nodes::{Lock, NodeType, Parent, Trash};
use crate::domain::preconditions::{content_etag, metadata_etag};
use crate::error::{Error, Result};

mod content;
mod copy;
mod list;
mod remove;
mod update;
mod upload;

pub(super) use self::content::extents;
pub(in crate::domain) use self::content::source;
pub use self::content::{ContentView, content};
pub(super) use self::copy::copy_of;
pub use self::copy::{copy, copy_in};
pub use self::list::{Filter, ListRequest, Order, Trashed, list};
pub use self::remove::{delete, trash, trash_in};
pub use self::update::{FileUpdate, update, update_in};
pub use self::upload::{NewFile, Replacement, Target, check_replacement, check_target, create, create_batch, replace};

/// A file as a caller sees it.
#[derive(Debug, Clone)]
pub struct FileView {
    pub file: file::Model,
    /// Where it is below its share's root, such as `/a/b.txt`. Show [`FileView::visible_path`] alone.
    pub path: String,
    /// What the caller may do with it.
    pub permissions: Permissions,
}

impl FileView {
    pub(super) fn new(folder_path: &str, file: file::Model, permissions: Permissions) -> Self {
        Self { path: format!("{folder_path}/{}", file.name), file, permissions }
    }

    /// Its path as far as the caller may see it: from the topmost folder on that the caller may read.
    pub fn visible_path(&self) -> &str {
        self.permissions.visible_path(&self.path)
    }

    /// The entity tag of the file's metadata.
    pub fn etag(&self) -> String {
        metadata_etag(self.file.revision)
    }

    /// The entity tag of its current content.
    pub fn content_etag(&self) -> String {
        content_etag(self.file.current_version, &self.file.sha256)
    }

    /// Labels, sorted.
    pub fn tags(&self) -> Vec<String> {
        Tags::from_row(&self.file.tags)
    }

    /// What callers keep with it.
    pub fn metadata(&self) -> std::collections::BTreeMap<String, String> {
        Metadata::from_row(&self.file.metadata)
    }
}

/// Answers a file that the caller may read.
///
/// # Errors
/// `NotFound`; `Deleted`, unless what is in the trash is to be shown.
pub async fn get(app: &App, caller: &Caller, file_id: Uuid, trash: Trash) -> Result<FileView> {
    let db = app.db.read();
    let found = file::Entity::in_organization(caller.organization_id).filter(file::Column::Id.eq(file_id));
    let file = found.one(db).await?.ok_or(Error::NotFound("file"))?;
    let (permissions, folder_path) = access::way(db, caller, place_of(&file)).await?.into_parts();
    access::require(permissions, Permission::Read, "file")?;
    if trash == Trash::Refused && file.trashed_at.is_some() {
        return Err(Error::Deleted("file"));
    }
    Ok(FileView::new(&folder_path, file, permissions))
}

/// The file, with what the caller may do with it: the way to a file for everything in the domain. It may be in the
/// trash.
///
/// # Errors
/// `NotFound` without READ, `PermissionDenied` without `needed`.
pub async fn find(
    db: &impl ConnectionTrait,
    caller: &Caller,
    file_id: Uuid,
    needed: Permission,
    lock: Lock,
) -> Result<(file::Model, Permissions)> {
    let found = file::Entity::in_organization(caller.organization_id).filter(file::Column::Id.eq(file_id));
    let file = lock.on(found).one(db).await?.ok_or(Error::NotFound("file"))?;
    let permissions = access::permissions_at(db, caller, place_of(&file)).await?;
    access::require(permissions, needed, "file")?;
    Ok((file, permissions))
}

/// As [`find`], but not what is in the trash.
///
/// # Errors
/// `NotFound`, `PermissionDenied`, `Deleted`.
pub async fn find_live(
    db: &impl ConnectionTrait,
    caller: &Caller,
    file_id: Uuid,
    needed: Permission,
    lock: Lock,
) -> Result<(file::Model, Permissions)> {
    let found = find(db, caller, file_id, needed, lock).await?;
    if found.0.trashed_at.is_some() { Err(Error::Deleted("file")) } else { Ok(found) }
}

/// Where a file is, as far as rights are concerned.
pub(super) fn place_of(file: &file::Model) -> Place {
    Place { share_id: file.share_id, folder_id: file.folder_id, file_id: Some(file.id) }
}

pub(super) fn parent_of(file: &file::Model) -> Parent {
    Parent { share_id: file.share_id, folder_id: file.folder_id }
}

pub(super) fn change<'a>(file: &file::Model, caller: &Caller, kind: ChangeKind, at: DateTime<Utc>) -> NewChange<'a> {
    NewChange {
        kind,
        resource_type: NodeType::File,
        resource_id: file.id,
        parent: parent_of(file),
        old_parent: None,
        old_name: None,
        new_name: None,
        version: Some(file.current_version),
        actor_id: caller.user_id,
        at,
    }
}

#[cfg(test)]
mod tests;
