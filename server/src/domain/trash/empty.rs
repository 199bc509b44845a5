//! Emptying the trash: what a caller may delete of it, for good. A few items a transaction, so that nobody waits long for
//! somebody else's trash.

use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait as _, DatabaseTransaction, QueryFilter as _, QueryOrder as _, QuerySelect as _, QueryTrait as _,
};
use uuid::Uuid;

use super::removal::{self, Step};
use crate::app::App;
use crate::db::entity::{file, folder};
use crate::domain::access::{Caller, Permission};
use crate::domain::changes::{self, ChangeKind, NewChange};
use crate::domain::nodes::Lock;
use crate::domain::{files, folders, shares, versions};
use crate::error::{Error, Result};

/// How many files are removed in one transaction.
const FILES_BATCH: u64 = 50;

/// What has been removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Emptied {
    /// Files and folders that were in the trash by themselves.
    pub items: u64,
    /// What was given back to quotas.
    pub bytes: i64,
}

/// Removes for good what the caller may delete of what is in the trash of the organization, or of one of its shares.
///
/// # Errors
/// `NotFound` for the share. What has been removed when an error occurs stays so.
pub async fn empty(app: &App, caller: &Caller, share_id: Option<Uuid>) -> Result<Emptied> {
    if let Some(share_id) = share_id {
        shares::find(app.db.read(), caller, share_id, Permission::Read, Lock::None).await?;
    }
    let mut emptied = Emptied::default();
    // Folders first: they take along what was put into the trash below them before.
    let mut behind = None;
    while let Some(folder_id) = next_folder(app, caller, share_id, behind).await? {
        behind = Some(folder_id);
        emptied.add(remove_folder(app, caller, folder_id).await?);
    }
    let mut behind = None;
    loop {
        let file_ids = next_files(app, caller, share_id, behind).await?;
        if file_ids.is_empty() {
            return Ok(emptied);
        }
        behind = file_ids.last().copied();
        emptied.add(remove_files(app, caller, file_ids).await?);
    }
}

impl Emptied {
    pub(super) fn add(&mut self, other: Self) {
        self.items += other.items;
        self.bytes += other.bytes;
    }
}

async fn next_folder(app: &App, caller: &Caller, share_id: Option<Uuid>, behind: Option<Uuid>) -> Result<Option<Uuid>> {
    let units = folder::Entity::in_organization(caller.organization_id)
        .select_only()
        .column(folder::Column::Id)
        .filter(folder::Column::TrashedAt.is_not_null())
        .filter(Expr::col(folder::Column::TrashRootId).equals(folder::Column::Id))
        .apply_if(behind, |units, id| units.filter(folder::Column::Id.gt(id)))
        .apply_if(share_id, |units, id| units.filter(folder::Column::ShareId.eq(id)));
    Ok(units.order_by_asc(folder::Column::Id).limit(1).into_tuple().one(app.db.read()).await?)
}

async fn next_files(app: &App, caller: &Caller, share_id: Option<Uuid>, behind: Option<Uuid>) -> Result<Vec<Uuid>> {
    let units = file::Entity::in_organization(caller.organization_id)
        .select_only()
        .column(file::Column::Id)
        .filter(file::Column::TrashedAt.is_not_null())
        .filter(Expr::col(file::Column::TrashRootId).equals(file::Column::Id))
        .apply_if(behind, |units, id| units.filter(file::Column::Id.gt(id)))
        .apply_if(share_id, |units, id| units.filter(file::Column::ShareId.eq(id)));
    Ok(units.order_by_asc(file::Column::Id).limit(FILES_BATCH).into_tuple().all(app.db.read()).await?)
}

/// Removes a folder, if the caller may, and unless it has been restored meanwhile. One that is being removed already is
/// left to those who do so.
async fn remove_folder(app: &App, caller: &Caller, folder_id: Uuid) -> Result<Emptied> {
    let (caller, at) = (caller.clone(), app.clock.now());
    let step = app
        .db
        .write(async move |tx: &DatabaseTransaction| {
            let found = folders::lock(tx, &caller, folder_id).await.map(|folder| (folder, ()));
            let Some(folder) = permitted(found)?.filter(|folder| folder.trash_root_id == Some(folder.id)) else {
                return Ok(Step::Done(Emptied::default()));
            };
            removal::begin(tx, &folder, caller.user_id, at).await
        })
        .await?;
    match step {
        Step::Done(emptied) => Ok(emptied),
        Step::Begun(begun) => removal::finish(app, begun).await,
    }
}

/// Removes those of some files that the caller may, and that have not been restored meanwhile.
async fn remove_files(app: &App, caller: &Caller, file_ids: Vec<Uuid>) -> Result<Emptied> {
    let (caller, at) = (caller.clone(), app.clock.now());
    app.db
        .write(async move |tx: &DatabaseTransaction| {
            let mut removed = Vec::new();
            // Locked in the order of their ids, as by whoever else locks several.
            for file_id in &file_ids {
                let found = files::find(tx, &caller, *file_id, Permission::Delete, Lock::Exclusive).await;
                removed.extend(permitted(found)?.filter(|file| file.trash_root_id == Some(file.id)));
            }
            let bytes = versions::purge_several(tx, &removed, caller.organization_id, at).await?;
            // The changes of several shares are numbered in the order of their ids.
            removed.sort_by_key(|file| file.share_id);
            for file in &removed {
                let change = files::change(file, &caller, ChangeKind::Purged, at);
                changes::append(tx, NewChange { old_name: Some(&file.name), ..change }).await?;
            }
            Ok(Emptied { items: removed.len() as u64, bytes })
        })
        .await
}

/// What was found, unless the caller may not delete it or it is gone.
fn permitted<M, P>(found: Result<(M, P)>) -> Result<Option<M>> {
    match found {
        Ok((row, _)) => Ok(Some(row)),
        Err(Error::NotFound(_) | Error::PermissionDenied(_)) => Ok(None),
        Err(error) => Err(error),
    }
}
