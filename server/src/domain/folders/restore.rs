//! Folders on their way back from the trash.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DatabaseTransaction, EntityTrait as _};
use uuid::Uuid;

use super::remove::lock;
use super::{FolderView, change, enter, find, finish, parent_of};
use crate::app::App;
use crate::db::entity::folder;
use crate::domain::access::{Caller, Permission};
use crate::domain::changes::{ChangeKind, NewChange};
use crate::domain::names::FileName;
use crate::domain::nodes::{self, Claim, ClaimRequest, Lock, NodeType, OnConflict, Parent};
use crate::domain::preconditions::{check_if_match, metadata_etag};
use crate::domain::trash;
use crate::error::Result;

/// Takes a folder out of the trash with everything that went there with it: to where it was, or to the root of its
/// share if the folder above is in the trash. One that is not there is answered as it is. Needs DELETE, and CREATE
/// where it lands.
///
/// # Errors
/// `NotFound`, `PermissionDenied`, `PreconditionFailed`, `NameConflict`, `InvalidArgument` where it would lie too deep
/// by now.
pub async fn restore(
    app: &App,
    caller: &Caller,
    folder_id: Uuid,
    on_conflict: OnConflict,
    if_match: Option<String>,
) -> Result<FolderView> {
    let (caller, at) = (caller.clone(), app.clock.now());
    app.db
        .write(async move |tx: &DatabaseTransaction| {
            restore_in(tx, &caller, folder_id, on_conflict, if_match.as_deref(), at).await
        })
        .await
}

/// [`restore`] as a part of a transaction, and its end.
///
/// # Errors
/// Those of [`restore`]; the transaction must then be rolled back.
pub async fn restore_in(
    tx: &DatabaseTransaction,
    caller: &Caller,
    folder_id: Uuid,
    on_conflict: OnConflict,
    if_match: Option<&str>,
    at: DateTime<Utc>,
) -> Result<FolderView> {
    let old = lock(tx, caller, folder_id).await?;
    let parent = way_back(tx, parent_of(&old)).await?;
    enter(tx, caller, parent, Lock::Shared).await?;
    if old.trashed_at.is_none() {
        let (folder, permissions) = find(tx, caller, folder_id, Permission::Read, Lock::None).await?;
        let path = nodes::folder_path(tx, Some(folder_id)).await?;
        return Ok(FolderView { folder, path, permissions });
    }
    check_if_match(if_match, &metadata_etag(old.revision))?;
    let (name, node_type) = (FileName::kept(&old.name), NodeType::Folder);
    let request = ClaimRequest { parent, name: &name, node_type, node_id: folder_id, on_conflict, keep: &[folder_id] };
    let Claim { name, replaced, mut movement } = nodes::claim_as(tx, caller, &request, at).await?;
    if parent != parent_of(&old) {
        // It went to the trash with the folder above, in which it has its name still.
        nodes::release(tx, parent_of(&old), &old.name_key, folder_id).await?;
    }
    movement.merge(trash::take_out_folder(tx, &old).await?);
    movement.apply(tx, old.organization_id).await?;
    let row = folder::ActiveModel {
        id: Set(folder_id),
        parent_id: Set(parent.folder_id),
        name: Set(name.as_str().to_owned()),
        name_key: Set(name.key()),
        updated_at: Set(at),
        ..Default::default()
    };
    let new = folder::Entity::update(row).exec(tx).await?;
    let record = NewChange { new_name: Some(&new.name), ..change(&new, caller, ChangeKind::Restored, at) };
    finish(tx, caller, &new, replaced.as_ref(), vec![record], at).await
}

/// Where something goes that comes out of the trash: to the folder it was in, if that is live, or else to the root of
/// the share.
pub(in crate::domain) async fn way_back(db: &impl ConnectionTrait, parent: Parent) -> Result<Parent> {
    let Some(folder_id) = parent.folder_id else { return Ok(parent) };
    let above = folder::Entity::find_by_id(folder_id).one(db).await?;
    match above {
        Some(folder) if folder.trashed_at.is_none() => Ok(parent),
        _ => Ok(Parent { folder_id: None, ..parent }),
    }
}
