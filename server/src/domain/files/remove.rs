//! Files on their way out: into the trash, or for good.

use chrono::{DateTime, Utc};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::{FileView, change, find, parent_of};
use crate::app::App;
use crate::domain::access::{Caller, Permission};
use crate::domain::changes::{self, ChangeKind, NewChange};
use crate::domain::nodes::{self, Deletion, Lock};
use crate::domain::preconditions::{check_if_match, metadata_etag};
use crate::domain::{trash as bin, versions};
use crate::error::Result;

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
    if deletion == Deletion::ToTrash {
        trash(app, caller, file_id, if_match).await?;
        return Ok(());
    }
    let (caller, at) = (caller.clone(), app.clock.now());
    app.db
        .write(async move |tx: &DatabaseTransaction| {
            let (file, _) = find(tx, &caller, file_id, Permission::Delete, Lock::Exclusive).await?;
            check_if_match(if_match.as_deref(), &metadata_etag(file.revision))?;
            nodes::release(tx, parent_of(&file), &file.name_key, file.id).await?;
            versions::purge_file(tx, &file, at).await?;
            let record = change(&file, &caller, ChangeKind::Purged, at);
            changes::append(tx, NewChange { old_name: Some(&file.name), ..record }).await?;
            Ok(())
        })
        .await
}

/// Puts a file into the trash. One that is there already is answered as it is. Needs DELETE.
///
/// # Errors
/// `NotFound`, `PermissionDenied`, `PreconditionFailed`.
pub async fn trash(app: &App, caller: &Caller, file_id: Uuid, if_match: Option<String>) -> Result<FileView> {
    let (caller, at) = (caller.clone(), app.clock.now());
    app.db
        .write(async move |tx: &DatabaseTransaction| trash_in(tx, &caller, file_id, if_match.as_deref(), at).await)
        .await
}

/// [`trash`] as a part of a transaction, and its end.
///
/// # Errors
/// Those of [`trash`]; the transaction must then be rolled back.
pub async fn trash_in(
    tx: &DatabaseTransaction,
    caller: &Caller,
    file_id: Uuid,
    if_match: Option<&str>,
    at: DateTime<Utc>,
) -> Result<FileView> {
    let (file, permissions) = find(tx, caller, file_id, Permission::Delete, Lock::Exclusive).await?;
    // Before the condition: a repeated request, whose first answer was lost, has done what it should.
    if file.trashed_at.is_some() {
        let folder_path = nodes::folder_path(tx, file.folder_id).await?;
        return Ok(FileView::new(&folder_path, file, permissions));
    }
    check_if_match(if_match, &metadata_etag(file.revision))?;
    nodes::release(tx, parent_of(&file), &file.name_key, file.id).await?;
    bin::put_file(tx, file.id, caller.user_id, at).await?.apply(tx, file.organization_id).await?;
    let record = NewChange { old_name: Some(&file.name), ..change(&file, caller, ChangeKind::Deleted, at) };
    let recorded = changes::append(tx, record).await?;
    let (file, permissions) = find(tx, caller, file_id, Permission::Read, Lock::None).await?;
    Ok(FileView::new(&recorded.folder_path, file, permissions))
}
