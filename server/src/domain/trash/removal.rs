//! Removing a folder in the trash for good, some files in each of several transactions: whoever else writes waits for one
//! of them, and not for hundreds of thousands of files.
//!
//! A folder with more files than go at once is marked first, and every folder below it. From then on it is gone as far as
//! callers can tell, since nobody may restore what is not whole any more, and nothing takes the mark away. It stands where
//! it says when a folder went to the trash, and is long before anything did: whoever purges the trash takes it for what has
//! been there for longest, and so goes on where a server died. A file below it can be restored by itself for as long as it
//! is there.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ColumnTrait as _, DatabaseTransaction, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    QueryTrait as _,
};
use uuid::Uuid;

use super::Emptied;
use crate::app::App;
use crate::db::allow_long_statements;
use crate::db::entity::folder;
use crate::domain::changes::{self, ChangeKind, NewChange, NodeType};
use crate::domain::nodes::{self, Lock};
use crate::domain::{folders, versions};
use crate::error::Result;

/// How many files are removed in one transaction.
pub(super) const FILES_BATCH: u64 = 2000;

/// In how many folders they are looked for at a time.
const FOLDERS_BATCH: u64 = 500;

/// The day of all marks, the first of Unix' time, in microseconds.
const DAY_MICROS: u128 = 86_400_000_000;

/// Whether a folder is being removed: it is there for nobody any more.
pub(in crate::domain) fn has_begun(folder: &folder::Model) -> bool {
    folder.trashed_at.is_some_and(|at| at < DateTime::UNIX_EPOCH + TimeDelta::days(1))
}

/// With what a folder is marked, and all below it: a time of its own, by which they are found without those of another,
/// which may be in the way of its removal.
fn mark_of(folder_id: Uuid) -> DateTime<Utc> {
    let micros = i64::try_from(folder_id.as_u128() % DAY_MICROS).unwrap_or_default();
    DateTime::UNIX_EPOCH + TimeDelta::microseconds(micros)
}

/// A folder that is being removed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Begun {
    id: Uuid,
    organization_id: Uuid,
    share_id: Uuid,
    /// Its own, or that of a folder above, which then goes as well.
    mark: DateTime<Utc>,
}

/// What has come of the first step.
pub(super) enum Step {
    /// There were so few files that it is gone.
    Done(Emptied),
    Begun(Begun),
}

/// Removes a folder that is the root of its unit in the trash, or marks it for [`finish`]. The tree of its share and its
/// row must have been locked.
pub(super) async fn begin(
    tx: &DatabaseTransaction,
    folder: &folder::Model,
    by: Uuid,
    at: DateTime<Utc>,
) -> Result<Step> {
    let (organization_id, share_id) = (folder.organization_id, folder.share_id);
    let begun = |mark| Step::Begun(Begun { id: folder.id, organization_id, share_id, mark });
    if let Some(mark) = folder.trashed_at.filter(|_| has_begun(folder)) {
        return Ok(begun(mark));
    }
    if !nodes::has_more_files(tx, folder.id, FILES_BATCH).await? {
        return Ok(Step::Done(remove(tx, folder, by, at).await?));
    }
    allow_long_statements(tx).await?;
    let mark = mark_of(folder.id);
    nodes::mark_trashed(tx, folder.id, by, mark).await?;
    Ok(begun(mark))
}

/// Removes what has been marked: all files, and then the folder. Answers what this one has removed, for several may do the
/// same at once.
///
/// # Errors
/// Those of the database. What has been removed stays so, and nobody can restore the rest as a folder.
pub(super) async fn finish(app: &App, begun: Begun) -> Result<Emptied> {
    let at = app.clock.now();
    let (mut emptied, mut behind) = (Emptied::default(), None);
    loop {
        let part = app.db.write(async move |tx: &DatabaseTransaction| part(tx, begun, behind, at).await).await?;
        emptied.bytes += part.bytes;
        behind = part.behind;
        if part.is_last {
            break;
        }
    }
    emptied.add(app.db.write(async move |tx: &DatabaseTransaction| end(tx, begun, at).await).await?);
    Ok(emptied)
}

/// What one transaction has removed.
struct Part {
    bytes: i64,
    /// Behind which folder to go on.
    behind: Option<Uuid>,
    is_last: bool,
}

/// Removes some files of the folders with the mark, by which they are found without walking the tree anew each time.
async fn part(tx: &DatabaseTransaction, begun: Begun, behind: Option<Uuid>, at: DateTime<Utc>) -> Result<Part> {
    let folder_ids: Vec<Uuid> = folder::Entity::in_organization(begun.organization_id)
        .select_only()
        .column(folder::Column::Id)
        .filter(folder::Column::TrashedAt.eq(begun.mark))
        .apply_if(behind, |marked, behind| marked.filter(folder::Column::Id.gt(behind)))
        .order_by_asc(folder::Column::Id)
        .limit(FOLDERS_BATCH)
        .into_tuple()
        .all(tx)
        .await?;
    let Some(last) = folder_ids.last().copied() else { return Ok(Part { bytes: 0, behind, is_last: true }) };
    let (files, bytes) = versions::purge_in(tx, begun.organization_id, &folder_ids, FILES_BATCH, at).await?;
    // Nothing comes into a folder in the trash: those in which no more files were found are empty for good.
    Ok(Part { bytes, behind: if files < FILES_BATCH { Some(last) } else { behind }, is_last: false })
}

/// Removes the folder itself, unless somebody else has done so. One that has gone to another share meanwhile, with a
/// folder above it, or was marked anew with such a folder, is left to the next who purge the trash.
async fn end(tx: &DatabaseTransaction, begun: Begun, at: DateTime<Utc>) -> Result<Emptied> {
    nodes::lock_trees(tx, &[begun.share_id], Lock::Exclusive).await?;
    let found = folder::Entity::find_by_id(begun.id).lock_exclusive().one(tx).await?;
    let is_same = |folder: &folder::Model| folder.trashed_at == Some(begun.mark) && folder.share_id == begun.share_id;
    let Some(folder) = found.filter(is_same) else { return Ok(Emptied::default()) };
    remove(tx, &folder, folder.trashed_by.unwrap_or(folder.created_by), at).await
}

/// Removes a folder with all that is left below it, and records who did so.
async fn remove(tx: &DatabaseTransaction, folder: &folder::Model, by: Uuid, at: DateTime<Utc>) -> Result<Emptied> {
    let bytes = versions::purge_folder(tx, folder, at).await?;
    let record = NewChange {
        kind: ChangeKind::Purged,
        resource_type: NodeType::Folder,
        resource_id: folder.id,
        parent: folders::parent_of(folder),
        old_parent: None,
        old_name: Some(&folder.name),
        new_name: None,
        version: None,
        actor_id: by,
        at,
    };
    changes::append(tx, record).await?;
    Ok(Emptied { items: 1, bytes })
}
