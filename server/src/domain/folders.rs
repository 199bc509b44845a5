//! Folders: the tree below a share.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DatabaseTransaction, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _,
};
use uuid::Uuid;

use crate::app::App;
use crate::db::entity::folder;
use crate::domain::access::{self, Caller, Permission, Permissions, Place};
use crate::domain::changes::{self, ChangeKind, NewChange};
use crate::domain::names::FileName;
use crate::domain::nodes::{self, Deletion, Lock, Node, NodeType, Parent, Trash};
use crate::domain::page::{Direction, Page, PageRequest};
use crate::domain::preconditions::{check_if_match, metadata_etag};
use crate::domain::{shares, trash, versions};
use crate::error::{Error, Result};
use crate::ids;

/// A folder as a caller sees it.
#[derive(Debug, Clone)]
pub struct FolderView {
    pub folder: folder::Model,
    /// Where it is below its share's root, such as `/a/b`. Show [`FolderView::visible_path`] alone.
    pub path: String,
    /// What the caller may do in it.
    pub permissions: Permissions,
}

impl FolderView {
    /// Its path as far as the caller may see it: from the topmost folder on that the caller may read.
    pub fn visible_path(&self) -> &str {
        self.permissions.visible_path(&self.path)
    }

    /// The entity tag of the folder.
    pub fn etag(&self) -> String {
        metadata_etag(self.folder.revision)
    }
}

/// Makes a folder. Needs CREATE where it is made.
///
/// # Errors
/// `NotFound`, `PermissionDenied`, `Deleted` where the parent is in the trash, `NameConflict`, `InvalidArgument`
/// where folders lie too deep or the parent is in another share.
pub async fn create(
    app: &App,
    caller: &Caller,
    share_id: Uuid,
    parent_id: Option<Uuid>,
    name: FileName,
) -> Result<FolderView> {
    let (caller, at) = (caller.clone(), app.clock.now());
    app.db
        .write(async move |tx: &DatabaseTransaction| {
            let parent = Parent { share_id, folder_id: parent_id };
            let permissions = enter(tx, &caller, parent, Lock::Shared).await?;
            if let Some(parent_id) = parent_id
                && nodes::folder_depth(tx, parent_id).await? >= nodes::FOLDER_DEPTH_MAX
            {
                let sentence = format!("folders lie at most {} deep", nodes::FOLDER_DEPTH_MAX);
                return Err(Error::InvalidArgument(sentence));
            }
            let folder = folder::Model {
                id: ids::new(),
                organization_id: caller.organization_id,
                share_id,
                parent_id,
                name: name.as_str().to_owned(),
                name_key: name.key(),
                revision: 1,
                created_by: caller.user_id,
                created_at: at,
                updated_at: at,
                trashed_at: None,
                trashed_by: None,
                trash_root_id: None,
            };
            nodes::claim(tx, parent, &name, NodeType::Folder, folder.id).await?;
            folder::Entity::insert(folder.clone().into_active_model().reset_all()).exec_without_returning(tx).await?;
            let record = change(&folder, &caller, ChangeKind::Created, at);
            let recorded = changes::append(tx, NewChange { new_name: Some(&folder.name), ..record }).await?;
            let path = format!("{}/{}", recorded.folder_path, folder.name);
            Ok(FolderView { folder, path, permissions })
        })
        .await
}

/// Answers a folder that the caller may read.
///
/// # Errors
/// `NotFound`; `Deleted`, unless what is in the trash is to be shown.
pub async fn get(app: &App, caller: &Caller, folder_id: Uuid, trash: Trash) -> Result<FolderView> {
    let db = app.db.read();
    let found = folder::Entity::in_organization(caller.organization_id).filter(folder::Column::Id.eq(folder_id));
    let folder = found.one(db).await?.ok_or(Error::NotFound("folder"))?;
    let (permissions, path) = access::way(db, caller, place_of(&folder)).await?.into_parts();
    access::require(permissions, Permission::Read, "folder")?;
    if trash == Trash::Refused {
        refuse_trashed(&folder)?;
    }
    Ok(FolderView { folder, path, permissions })
}

/// What lies in a folder.
///
/// # Errors
/// `NotFound`, `Deleted`, `InvalidArgument` for a page that can't be.
pub async fn children(
    app: &App,
    caller: &Caller,
    folder_id: Uuid,
    direction: Direction,
    request: &PageRequest,
) -> Result<Page<Node>> {
    let db = app.db.read();
    let (folder, _) = find(db, caller, folder_id, Permission::Read, Lock::None).await?;
    refuse_trashed(&folder)?;
    nodes::children(db, Parent { share_id: folder.share_id, folder_id: Some(folder_id) }, direction, request).await
}

/// Renames a folder. Needs WRITE.
///
/// # Errors
/// `NotFound`, `PermissionDenied`, `Deleted`, `PreconditionFailed`, `NameConflict`.
pub async fn rename(
    app: &App,
    caller: &Caller,
    folder_id: Uuid,
    if_match: Option<String>,
    name: FileName,
) -> Result<FolderView> {
    let (caller, at) = (caller.clone(), app.clock.now());
    app.db
        .write(async move |tx: &DatabaseTransaction| {
            let (folder, permissions) = find(tx, &caller, folder_id, Permission::Write, Lock::Exclusive).await?;
            refuse_trashed(&folder)?;
            check_if_match(if_match.as_deref(), &metadata_etag(folder.revision))?;
            if name.key() != folder.name_key {
                let claimed = nodes::claim(tx, parent_of(&folder), &name, NodeType::Folder, folder.id).await;
                access::name_readable_holder(tx, &caller, parent_of(&folder), claimed).await?;
                nodes::release(tx, parent_of(&folder), &folder.name_key, folder.id).await?;
            }
            let row = folder::ActiveModel {
                id: Set(folder.id),
                name: Set(name.as_str().to_owned()),
                name_key: Set(name.key()),
                revision: Set(folder.revision + 1),
                updated_at: Set(at),
                ..Default::default()
            };
            let renamed = folder::Entity::update(row).exec(tx).await?;
            let record = change(&renamed, &caller, ChangeKind::Renamed, at);
            let record = NewChange { old_name: Some(&folder.name), new_name: Some(&renamed.name), ..record };
            let recorded = changes::append(tx, record).await?;
            let path = format!("{}/{}", recorded.folder_path, renamed.name);
            Ok(FolderView { folder: renamed, path, permissions })
        })
        .await
}

/// Deletes a folder with everything below it, as one unit. What is in the trash already is left as it is, unless it
/// is to be deleted for good. Needs DELETE.
///
/// # Errors
/// `NotFound`, `PermissionDenied`, `PreconditionFailed`.
pub async fn delete(
    app: &App,
    caller: &Caller,
    folder_id: Uuid,
    deletion: Deletion,
    if_match: Option<String>,
) -> Result<()> {
    let (caller, at) = (caller.clone(), app.clock.now());
    app.db
        .write(async move |tx: &DatabaseTransaction| {
            let (folder, _) = find(tx, &caller, folder_id, Permission::Delete, Lock::Exclusive).await?;
            // Before the condition: a repeated request, whose first answer was lost, has done what it should.
            if deletion == Deletion::ToTrash && folder.trashed_at.is_some() {
                return Ok(());
            }
            check_if_match(if_match.as_deref(), &metadata_etag(folder.revision))?;
            nodes::release(tx, parent_of(&folder), &folder.name_key, folder.id).await?;
            let kind = match deletion {
                Deletion::ToTrash => {
                    trash::put_folder(tx, &folder, caller.user_id, at).await?;
                    ChangeKind::Deleted
                }
                Deletion::Permanent => {
                    versions::purge_folder(tx, &folder, at).await?;
                    ChangeKind::Purged
                }
            };
            changes::append(tx, NewChange { old_name: Some(&folder.name), ..change(&folder, &caller, kind, at) })
                .await?;
            Ok(())
        })
        .await
}

/// The folder, with what the caller may do in it: the way to a folder for everything in the domain. It may be in the
/// trash.
///
/// # Errors
/// `NotFound` without READ, `PermissionDenied` without `needed`.
pub async fn find(
    db: &impl ConnectionTrait,
    caller: &Caller,
    folder_id: Uuid,
    needed: Permission,
    lock: Lock,
) -> Result<(folder::Model, Permissions)> {
    let found = folder::Entity::in_organization(caller.organization_id).filter(folder::Column::Id.eq(folder_id));
    let folder = lock.on(found).one(db).await?.ok_or(Error::NotFound("folder"))?;
    let permissions = access::permissions_at(db, caller, place_of(&folder)).await?;
    access::require(permissions, needed, "folder")?;
    Ok((folder, permissions))
}

/// Whether something new may be put into a place, and what the caller may do there. With [`Lock::Shared`] a folder
/// can't go to the trash before the transaction ends; nothing can then be live in a trashed folder.
///
/// # Errors
/// `NotFound`, `PermissionDenied` without CREATE, `Deleted`, `InvalidArgument` where the folder is not in the share.
pub(super) async fn enter(
    db: &impl ConnectionTrait,
    caller: &Caller,
    parent: Parent,
    lock: Lock,
) -> Result<Permissions> {
    let Some(folder_id) = parent.folder_id else {
        // Its row needs no lock here: the transaction ends by changing it, and fails if it is gone by then.
        return Ok(shares::find(db, caller, parent.share_id, Permission::Create, Lock::None).await?.permissions);
    };
    let (folder, permissions) = find(db, caller, folder_id, Permission::Create, lock).await?;
    if folder.share_id != parent.share_id {
        return Err(Error::InvalidArgument("the folder is in another share; leave out one of the two".to_owned()));
    }
    refuse_trashed(&folder)?;
    Ok(permissions)
}

/// # Errors
/// `Deleted`.
pub(super) fn refuse_trashed(folder: &folder::Model) -> Result<()> {
    if folder.trashed_at.is_some() { Err(Error::Deleted("folder")) } else { Ok(()) }
}

/// Where a folder is, as far as rights are concerned.
pub(super) fn place_of(folder: &folder::Model) -> Place {
    Place { share_id: folder.share_id, folder_id: Some(folder.id), file_id: None }
}

fn parent_of(folder: &folder::Model) -> Parent {
    Parent { share_id: folder.share_id, folder_id: folder.parent_id }
}

pub(super) fn change<'a>(
    folder: &folder::Model,
    caller: &Caller,
    kind: ChangeKind,
    at: DateTime<Utc>,
) -> NewChange<'a> {
    NewChange {
        kind,
        resource_type: NodeType::Folder,
        resource_id: folder.id,
        parent: parent_of(folder),
        old_name: None,
        new_name: None,
        version: None,
        actor_id: caller.user_id,
        at,
    }
}
