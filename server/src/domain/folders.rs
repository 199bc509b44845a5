//! Folders: the tree below a share.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, DatabaseTransaction, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _,
};
use uuid::Uuid;

use crate::app::App;
use crate::db::entity::folder;
use crate::domain::access::{self, Caller, Permission, Permissions, Place};
use crate::domain::changes::{self, ChangeKind, NewChange};
use crate::domain::names::FileName;
use crate::domain::nodes::{
    self, Claim, ClaimRequest, Landing, Lock, Node, NodeType, OnConflict, Parent, Replaced, Trash,
};
use crate::domain::page::{Direction, Page, PageRequest};
use crate::domain::preconditions::metadata_etag;
use crate::domain::{shares, trash as bin};
use crate::error::{Error, Result};
use crate::ids;

mod copy;
mod relocate;
mod remove;
mod restore;

pub use self::copy::{copy, copy_in};
pub use self::relocate::{Relocation, relocate, relocate_in};
pub(super) use self::remove::lock;
pub use self::remove::{delete, trash, trash_in};
pub(super) use self::restore::way_back;
pub use self::restore::{restore, restore_in};

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
/// where folders lie too deep, the path gets too long or the parent is in another share.
pub async fn create(
    app: &App,
    caller: &Caller,
    parent: Parent,
    name: FileName,
    on_conflict: OnConflict,
) -> Result<FolderView> {
    let (caller, at) = (caller.clone(), app.clock.now());
    app.db
        .write(async move |tx: &DatabaseTransaction| {
            if on_conflict == OnConflict::Replace {
                nodes::lock_trees(tx, &[parent.share_id], Lock::Exclusive).await?;
            }
            enter(tx, &caller, parent, Lock::Shared).await?;
            let id = ids::new();
            let (node_type, keep) = (NodeType::Folder, &[]);
            let request = ClaimRequest { parent, name: &name, node_type, node_id: id, on_conflict, keep };
            let Claim { name, replaced, movement } = nodes::claim_as(tx, &caller, &request, at).await?;
            movement.apply(tx, caller.organization_id).await?;
            let folder = folder::Model {
                id,
                organization_id: caller.organization_id,
                share_id: parent.share_id,
                parent_id: parent.folder_id,
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
            folder::Entity::insert(folder.clone().into_active_model().reset_all()).exec_without_returning(tx).await?;
            let record = change(&folder, &caller, ChangeKind::Created, at);
            let record = NewChange { new_name: Some(&folder.name), ..record };
            finish(tx, &caller, &folder, replaced.as_ref(), vec![record], at).await
        })
        .await
}

/// The end of every transaction that makes a folder or puts it elsewhere: records what happened, refuses what has
/// become too deep or too long, and answers the folder as it is now.
async fn finish(
    tx: &DatabaseTransaction,
    caller: &Caller,
    folder: &folder::Model,
    replaced: Option<&Replaced>,
    mut records: Vec<NewChange<'_>>,
    at: DateTime<Utc>,
) -> Result<FolderView> {
    records.splice(0..0, replaced.map(|replaced| replaced.change(caller, at)));
    let recorded = changes::append_all(tx, records).await?;
    nodes::check_limits(&recorded.folder_path, nodes::measure(tx, folder.id).await?)?;
    // Where it is now, other rights may hold than where it was.
    let (folder, permissions) = find(tx, caller, folder.id, Permission::Read, Lock::None).await?;
    let path = format!("{}/{}", recorded.folder_path, folder.name);
    Ok(FolderView { folder, path, permissions })
}

/// Answers a folder that the caller may read.
///
/// # Errors
/// `NotFound`; `Deleted`, unless what is in the trash is to be shown.
pub async fn get(app: &App, caller: &Caller, folder_id: Uuid, trash: Trash) -> Result<FolderView> {
    let db = app.db.read();
    let found = folder::Entity::in_organization(caller.organization_id).filter(folder::Column::Id.eq(folder_id));
    let folder = found.one(db).await?.filter(is_there).ok_or(Error::NotFound("folder"))?;
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
    let (folder, permissions) = find(db, caller, folder_id, Permission::Read, Lock::None).await?;
    refuse_trashed(&folder)?;
    let parent = Parent { share_id: folder.share_id, folder_id: Some(folder_id) };
    nodes::children(db, caller, (parent, permissions), direction, request).await
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
    let folder = lock.on(found).one(db).await?.filter(is_there).ok_or(Error::NotFound("folder"))?;
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
        // Its row needs no lock here: what is put there refers to it, and the transaction ends by changing it. If it has
        // gone by then, the transaction fails, or runs again and finds none. A lock would be held before the
        // organization's meter, which whoever removes a share locks first.
        return Ok(shares::find(db, caller, parent.share_id, Permission::Create, Lock::None).await?.permissions);
    };
    let (folder, permissions) = find(db, caller, folder_id, Permission::Create, lock).await?;
    if folder.share_id != parent.share_id {
        return Err(Error::InvalidArgument("the folder is in another share; leave out one of the two".to_owned()));
    }
    refuse_trashed(&folder)?;
    Ok(permissions)
}

/// [`enter`], to refuse in time what the transaction would refuse later. For whoever sees every share, from memory where
/// nobody has written since it was read.
///
/// # Errors
/// Those of [`enter`].
pub(super) async fn enter_now(app: &App, caller: &Caller, parent: Parent) -> Result<()> {
    if !caller.sees_every_share() {
        return enter(app.db.read(), caller, parent, Lock::None).await.map(drop);
    }
    let key = EntryKey { organization_id: caller.organization_id, parent };
    app.db.recall(key, async || enter(app.db.read(), caller, parent, Lock::None).await.map(Some)).await.map(drop)
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct EntryKey {
    organization_id: Uuid,
    parent: Parent,
}

/// [`enter`] for something that is moved or copied, and where that is. `own_share_id` is the share that it comes from.
///
/// # Errors
/// Those of [`enter`].
pub(super) async fn enter_landing(
    tx: &DatabaseTransaction,
    caller: &Caller,
    landing: Landing,
    own_share_id: Uuid,
) -> Result<Parent> {
    let parent = locate_landing(tx, caller, landing, own_share_id).await?;
    enter(tx, caller, parent, Lock::Shared).await?;
    Ok(parent)
}

/// Where a landing is, before anything is locked: its share is what is to be locked first.
pub(super) async fn locate_landing(
    db: &impl ConnectionTrait,
    caller: &Caller,
    landing: Landing,
    own_share_id: Uuid,
) -> Result<Parent> {
    match landing {
        Landing::Folder(folder_id) => {
            let (folder, _) = find(db, caller, folder_id, Permission::Create, Lock::None).await?;
            Ok(Parent { share_id: folder.share_id, folder_id: Some(folder_id) })
        }
        Landing::Root(share_id) => Ok(Parent { share_id, folder_id: None }),
        Landing::OwnRoot => Ok(Parent { share_id: own_share_id, folder_id: None }),
    }
}

/// Whether there is a folder for callers: not if it is being removed, of which a part may be gone.
fn is_there(folder: &folder::Model) -> bool {
    !bin::is_being_removed(folder)
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

pub(super) fn parent_of(folder: &folder::Model) -> Parent {
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
        old_parent: None,
        old_name: None,
        new_name: None,
        version: None,
        actor_id: caller.user_id,
        at,
    }
}
