//! Folders on their way out: into the trash with everything below them, or for good.

use chrono::{DateTime, Utc};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::{FolderView, change, find, parent_of};
use crate::app::App;
use crate::db::entity::folder;
use crate::domain::access::{Caller, Permission};
use crate::domain::changes::{self, ChangeKind, NewChange};
use crate::domain::nodes::{self, Deletion, Lock};
use crate::domain::preconditions::{check_if_match, metadata_etag};
use crate::domain::{trash as bin, versions};
use crate::error::{Error, Result};

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
    if deletion == Deletion::ToTrash {
        trash(app, caller, folder_id, if_match).await?;
        return Ok(());
    }
    let (caller, at) = (caller.clone(), app.clock.now());
    app.db
        .write(async move |tx: &DatabaseTransaction| {
            let folder = lock(tx, &caller, folder_id).await?;
            check_if_match(if_match.as_deref(), &metadata_etag(folder.revision))?;
            nodes::release(tx, parent_of(&folder), &folder.name_key, folder.id).await?;
            versions::purge_folder(tx, &folder, at).await?;
            let record = change(&folder, &caller, ChangeKind::Purged, at);
            changes::append(tx, NewChange { old_name: Some(&folder.name), ..record }).await?;
            Ok(())
        })
        .await
}

/// Puts a folder into the trash with everything below it, as one unit. One that is there already is answered as it
/// is. Needs DELETE.
///
/// # Errors
/// `NotFound`, `PermissionDenied`, `PreconditionFailed`.
pub async fn trash(app: &App, caller: &Caller, folder_id: Uuid, if_match: Option<String>) -> Result<FolderView> {
    let (caller, at) = (caller.clone(), app.clock.now());
    app.db
        .write(async move |tx: &DatabaseTransaction| trash_in(tx, &caller, folder_id, if_match.as_deref(), at).await)
        .await
}

/// [`trash`] as a part of a transaction, and its end.
///
/// # Errors
/// Those of [`trash`]; the transaction must then be rolled back.
pub async fn trash_in(
    tx: &DatabaseTransaction,
    caller: &Caller,
    folder_id: Uuid,
    if_match: Option<&str>,
    at: DateTime<Utc>,
) -> Result<FolderView> {
    let folder = lock(tx, caller, folder_id).await?;
    // Before the condition: a repeated request, whose first answer was lost, has done what it should.
    if folder.trashed_at.is_none() {
        check_if_match(if_match, &metadata_etag(folder.revision))?;
        nodes::release(tx, parent_of(&folder), &folder.name_key, folder.id).await?;
        let movement = bin::put_folder(tx, &folder, caller.user_id, at).await?;
        movement.apply(tx, folder.organization_id).await?;
        let record = change(&folder, caller, ChangeKind::Deleted, at);
        changes::append(tx, NewChange { old_name: Some(&folder.name), ..record }).await?;
    }
    let (folder, permissions) = find(tx, caller, folder_id, Permission::Read, Lock::None).await?;
    let path = nodes::folder_path(tx, Some(folder_id)).await?;
    Ok(FolderView { folder, path, permissions })
}

/// The folder, locked after the tree of its share: for whoever takes away what lies below it. Needs DELETE.
pub(in crate::domain) async fn lock(
    tx: &DatabaseTransaction,
    caller: &Caller,
    folder_id: Uuid,
) -> Result<folder::Model> {
    let (seen, _) = find(tx, caller, folder_id, Permission::Delete, Lock::None).await?;
    nodes::lock_trees(tx, &[seen.share_id], Lock::Exclusive).await?;
    let (folder, _) = find(tx, caller, folder_id, Permission::Delete, Lock::Exclusive).await?;
    if folder.share_id != seen.share_id {
        // It went to another share just now, whose tree is not locked. Another attempt finds it there.
        return Err(Error::Unavailable { retry_after_secs: 1, cause: None });
    }
    Ok(folder)
}
