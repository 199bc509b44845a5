//! The trash: what is in it keeps its rows and its quota, but is not live. A folder goes there with everything below
//! it as one unit: each row is marked, so that no read has to walk up the tree to find out.

mod empty;
mod expiry;
mod removal;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait as _, Condition, DatabaseTransaction, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, QueryTrait as _, UpdateMany,
};
use uuid::Uuid;

use crate::db::allow_long_statements;
use crate::db::entity::{file, folder};
use crate::domain::quota::{self, Movement, Tally};
use crate::error::Result;

pub use self::empty::{Emptied, empty};
pub use self::expiry::purge_expired;
pub(super) use self::removal::has_begun as is_being_removed;

/// Puts a file into the trash. Its name must have been released. Answers what that moves on the meters, as all of
/// these do.
pub(super) async fn put_file(tx: &DatabaseTransaction, file_id: Uuid, by: Uuid, at: DateTime<Utc>) -> Result<Movement> {
    mark_files(file_id, by, at).filter(file::Column::Id.eq(file_id)).exec(tx).await?;
    let mut movement = Movement::default();
    movement.trashed(&quota::tally_file(tx, file_id).await?);
    Ok(movement)
}

/// Puts a folder into the trash, with everything below it that is not there already: that was put there by itself and
/// stays so. Its name must have been released.
pub(super) async fn put_folder(
    tx: &DatabaseTransaction,
    folder: &folder::Model,
    by: Uuid,
    at: DateTime<Utc>,
) -> Result<Movement> {
    allow_long_statements(tx).await?;
    mark_folders(folder.id, by, at).filter(folder::Column::Id.eq(folder.id)).exec(tx).await?;
    spread(tx, folder.id, || mark_folders(folder.id, by, at).filter(folder::Column::TrashedAt.is_null())).await?;
    mark_files(folder.id, by, at)
        .filter(file::Column::TrashedAt.is_null())
        .filter(file::Column::FolderId.in_subquery(marked(folder.id)))
        .exec(tx)
        .await?;
    // Only now: marking has locked the files, so that none gets a version that is not counted.
    let mut movement = Movement::default();
    movement.trashed(&tally_unit(tx, folder.id).await?);
    Ok(movement)
}

async fn tally_unit(tx: &DatabaseTransaction, root_id: Uuid) -> Result<Vec<Tally>> {
    quota::tally(tx, "files.trash_root_id = $1", [root_id.into()]).await
}

/// Takes a file out of the trash. Its name must have been claimed.
pub(super) async fn take_out_file(tx: &DatabaseTransaction, file_id: Uuid) -> Result<Movement> {
    let mut movement = Movement::default();
    movement.restored(&quota::tally_file(tx, file_id).await?);
    unmark_files().filter(file::Column::Id.eq(file_id)).exec(tx).await?;
    Ok(movement)
}

/// Takes a folder out of the trash with everything that went there with it. Its name must have been claimed, and
/// nothing above it may be in the trash. What went there as a part of a folder above is made a unit of its own first.
pub(super) async fn take_out_folder(tx: &DatabaseTransaction, folder: &folder::Model) -> Result<Movement> {
    allow_long_statements(tx).await?;
    if let Some(root_id) = folder.trash_root_id.filter(|root_id| *root_id != folder.id) {
        split_off(tx, folder.id, root_id).await?;
    }
    let unit = file::Column::TrashRootId.eq(folder.id);
    // Locked before they are counted: one of them may be on its way out by itself.
    let files = file::Entity::find().select_only().column(file::Column::Id).filter(unit.clone());
    files.order_by_asc(file::Column::Id).lock_exclusive().into_tuple::<Uuid>().all(tx).await?;
    let mut movement = Movement::default();
    movement.restored(&tally_unit(tx, folder.id).await?);
    unmark_files().filter(unit).exec(tx).await?;
    folder::Entity::update_many()
        .col_expr(folder::Column::TrashedAt, Expr::value(None::<DateTime<Utc>>))
        .col_expr(folder::Column::TrashedBy, Expr::value(None::<Uuid>))
        .col_expr(folder::Column::TrashRootId, Expr::value(None::<Uuid>))
        .col_expr(folder::Column::Revision, Expr::col(folder::Column::Revision).add(1))
        .filter(folder::Column::TrashRootId.eq(folder.id))
        .exec(tx)
        .await?;
    Ok(movement)
}

/// Makes a folder the root of what went to the trash with it, below another root.
async fn split_off(tx: &DatabaseTransaction, folder_id: Uuid, root_id: Uuid) -> Result<()> {
    let folders = || {
        folder::Entity::update_many()
            .col_expr(folder::Column::TrashRootId, Expr::value(folder_id))
            .filter(folder::Column::TrashRootId.eq(root_id))
    };
    folders().filter(folder::Column::Id.eq(folder_id)).exec(tx).await?;
    spread(tx, folder_id, folders).await?;
    file::Entity::update_many()
        .col_expr(file::Column::TrashRootId, Expr::value(folder_id))
        .filter(file::Column::TrashRootId.eq(root_id))
        .filter(file::Column::FolderId.in_subquery(marked(folder_id)))
        .exec(tx)
        .await?;
    Ok(())
}

/// Marks everything below a folder as belonging to it, also what was put into the trash by itself before: the first
/// step of removing it for good. Until the transaction ends, nothing can be added below it.
pub(super) async fn gather(tx: &DatabaseTransaction, folder_id: Uuid) -> Result<()> {
    allow_long_statements(tx).await?;
    let folders = || folder::Entity::update_many().col_expr(folder::Column::TrashRootId, Expr::value(folder_id));
    folders().filter(folder::Column::Id.eq(folder_id)).exec(tx).await?;
    spread(tx, folder_id, || {
        let others =
            Condition::any().add(folder::Column::TrashRootId.is_null()).add(folder::Column::TrashRootId.ne(folder_id));
        folders().filter(others)
    })
    .await?;
    // Not those that have the mark already, mostly all: writing a row again takes longer than to remove it. They need no
    // lock either: nothing comes into a trashed folder, and whoever removes them locks them first.
    let others = Condition::any().add(file::Column::TrashRootId.is_null()).add(file::Column::TrashRootId.ne(folder_id));
    file::Entity::update_many()
        .col_expr(file::Column::TrashRootId, Expr::value(folder_id))
        .filter(others)
        .filter(file::Column::FolderId.in_subquery(marked(folder_id)))
        .exec(tx)
        .await?;
    Ok(())
}

/// Carries a mark down the tree, one level a statement. A single statement would miss what another transaction adds
/// meanwhile: whoever adds something locks the folder, so that marking it waits, and the next statement sees it.
async fn spread(tx: &DatabaseTransaction, root_id: Uuid, mark: impl Fn() -> UpdateMany<folder::Entity>) -> Result<()> {
    loop {
        let marked = mark().filter(folder::Column::ParentId.in_subquery(marked(root_id))).exec(tx).await?;
        if marked.rows_affected == 0 {
            return Ok(());
        }
    }
}

/// The folders that have the mark of `root_id`.
fn marked(root_id: Uuid) -> sea_orm::sea_query::SelectStatement {
    folder::Entity::find()
        .select_only()
        .column(folder::Column::Id)
        .filter(folder::Column::TrashRootId.eq(root_id))
        .into_query()
}

fn mark_folders(root_id: Uuid, by: Uuid, at: DateTime<Utc>) -> UpdateMany<folder::Entity> {
    folder::Entity::update_many()
        .col_expr(folder::Column::TrashedAt, Expr::value(at))
        .col_expr(folder::Column::TrashedBy, Expr::value(by))
        .col_expr(folder::Column::TrashRootId, Expr::value(root_id))
        .col_expr(folder::Column::Revision, Expr::col(folder::Column::Revision).add(1))
}

fn mark_files(root_id: Uuid, by: Uuid, at: DateTime<Utc>) -> UpdateMany<file::Entity> {
    file::Entity::update_many()
        .col_expr(file::Column::TrashedAt, Expr::value(at))
        .col_expr(file::Column::TrashedBy, Expr::value(by))
        .col_expr(file::Column::TrashRootId, Expr::value(root_id))
        .col_expr(file::Column::Revision, Expr::col(file::Column::Revision).add(1))
}

fn unmark_files() -> UpdateMany<file::Entity> {
    file::Entity::update_many()
        .col_expr(file::Column::TrashedAt, Expr::value(None::<DateTime<Utc>>))
        .col_expr(file::Column::TrashedBy, Expr::value(None::<Uuid>))
        .col_expr(file::Column::TrashRootId, Expr::value(None::<Uuid>))
        .col_expr(file::Column::Revision, Expr::col(file::Column::Revision).add(1))
}

#[cfg(test)]
mod tests;
