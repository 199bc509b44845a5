//! Files: what a caller sees of one and may change about it. How its bytes come and go is `versions`' business.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DatabaseTransaction, EntityTrait as _, QueryFilter as _,
};
use uuid::Uuid;

use crate::app::App;
use crate::db::entity::file;
use crate::domain::access::{self, Caller, Permission, Permissions, Place};
use crate::domain::changes::{self, ChangeKind, NewChange};
use crate::domain::labels::{self, Metadata, Tags};
use crate::domain::names::FileName;
use crate::domain::nodes::{self, Deletion, Lock, NodeType, Parent, Trash};
use crate::domain::preconditions::{check_if_match, content_etag, metadata_etag};
use crate::domain::{trash, versions};
use crate::error::{Error, Result};

mod content;
mod list;
mod upload;

pub(super) use self::content::extents;
pub(in crate::domain) use self::content::source;
pub use self::content::{ContentView, content};
pub use self::list::{Filter, ListRequest, Order, Trashed, list};
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

/// What to change; what is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct FileUpdate {
    pub name: Option<FileName>,
    pub tags: Option<Tags>,
    /// Replaced as a whole.
    pub metadata: Option<Metadata>,
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

/// Changes name, tags or metadata. Needs WRITE.
///
/// # Errors
/// `NotFound`, `PermissionDenied`, `Deleted`, `PreconditionFailed`, `NameConflict`.
pub async fn update(
    app: &App,
    caller: &Caller,
    file_id: Uuid,
    if_match: Option<String>,
    update: FileUpdate,
) -> Result<FileView> {
    let (caller, at) = (caller.clone(), app.clock.now());
    app.db
        .write(async move |tx: &DatabaseTransaction| {
            let (old, permissions) = find_live(tx, &caller, file_id, Permission::Write, Lock::Exclusive).await?;
            check_if_match(if_match.as_deref(), &metadata_etag(old.revision))?;
            let mut row = file::ActiveModel {
                id: Set(old.id),
                revision: Set(old.revision + 1),
                updated_by: Set(caller.user_id),
                updated_at: Set(at),
                ..Default::default()
            };
            let mut kind = ChangeKind::Updated;
            if let Some(name) = update.name.filter(|name| name.as_str() != old.name) {
                kind = ChangeKind::Renamed;
                // Another spelling of the same name is claimed already.
                if name.key() != old.name_key {
                    let claimed = nodes::claim(tx, parent_of(&old), &name, NodeType::File, old.id).await;
                    access::name_readable_holder(tx, &caller, parent_of(&old), claimed).await?;
                    nodes::release(tx, parent_of(&old), &old.name_key, old.id).await?;
                }
                row.name = Set(name.as_str().to_owned());
                row.name_key = Set(name.key());
            }
            let has_other_tags = update.tags.is_some();
            if let Some(tags) = update.tags {
                row.tags = Set(tags.to_json());
            }
            if let Some(metadata) = update.metadata {
                row.metadata = Set(metadata.to_json());
            }
            let new = file::Entity::update(row).exec(tx).await?;
            if has_other_tags {
                labels::keep_tags(tx, std::slice::from_ref(&new)).await?;
            }
            let record = change(&new, &caller, kind, at);
            let record = NewChange { old_name: Some(&old.name), new_name: Some(&new.name), ..record };
            let recorded = changes::append(tx, record).await?;
            Ok(FileView::new(&recorded.folder_path, new, permissions))
        })
        .await
}

/// Deletes a file: into the trash, or with all its versions for good. What is in the trash already is left as it is,
/// unless it is to be deleted for good. Needs DELETE.
///
/// # Errors
/// `NotFound`, `PermissionDenied`, `PreconditionFailed`.
pub async fn delete(
    app: &App,
    caller: &Caller,
    file_id: Uuid,
    deletion: Deletion,
    if_match: Option<String>,
) -> Result<()> {
    let (caller, at) = (caller.clone(), app.clock.now());
    app.db
        .write(async move |tx: &DatabaseTransaction| {
            let (file, _) = find(tx, &caller, file_id, Permission::Delete, Lock::Exclusive).await?;
            // Before the condition: a repeated request, whose first answer was lost, has done what it should.
            if deletion == Deletion::ToTrash && file.trashed_at.is_some() {
                return Ok(());
            }
            check_if_match(if_match.as_deref(), &metadata_etag(file.revision))?;
            nodes::release(tx, parent_of(&file), &file.name_key, file.id).await?;
            let kind = match deletion {
                Deletion::ToTrash => {
                    trash::put_file(tx, file.id, caller.user_id, at).await?;
                    ChangeKind::Deleted
                }
                Deletion::Permanent => {
                    versions::purge_file(tx, &file, at).await?;
                    ChangeKind::Purged
                }
            };
            changes::append(tx, NewChange { old_name: Some(&file.name), ..change(&file, &caller, kind, at) }).await?;
            Ok(())
        })
        .await
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

fn parent_of(file: &file::Model) -> Parent {
    Parent { share_id: file.share_id, folder_id: file.folder_id }
}

pub(super) fn change<'a>(file: &file::Model, caller: &Caller, kind: ChangeKind, at: DateTime<Utc>) -> NewChange<'a> {
    NewChange {
        kind,
        resource_type: NodeType::File,
        resource_id: file.id,
        parent: parent_of(file),
        old_name: None,
        new_name: None,
        version: Some(file.current_version),
        actor_id: caller.user_id,
        at,
    }
}

#[cfg(test)]
mod tests;
