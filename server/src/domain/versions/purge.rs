//! Removal for good: the one place where versions end. Every way to remove something, a file, a folder tree, a share
//! or an organization, ends here, so that quota is given back and no pack is forgotten.
//!
//! Rows go at once, objects later: a pack that no extent names any more is condemned and swept after a grace period
//! (`gc.rs`). Nothing here touches the object store.

use std::cmp::min;
use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _, Func, LockType, Query, SelectStatement};
use sea_orm::{
    ColumnTrait as _, DatabaseTransaction, DeleteMany, EntityTrait as _, FromQueryResult, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, QueryTrait as _, Select,
};
use uuid::Uuid;

use super::contents;
use crate::db::allow_long_statements;
use crate::db::entity::grant::ResourceType;
use crate::db::entity::{change, file, folder, grant, name, organization, share, signed_url, tree, version};
use crate::domain::nodes::{self, Lock};
use crate::domain::quota::{Charged, Movement};
use crate::domain::{labels, trash};
use crate::error::{Error, Result};

/// How many files or contents a statement takes at a time: bounds memory and parameters whatever the size of a tree.
const BATCH: usize = 500;

/// How many ids are read at a time. They are looked for in what is left, so that the fewer they are, the more often that is
/// walked through; and each takes a few hundred bytes until it is read.
const IDS_BATCH: u64 = 100_000;

/// How many changes of a share's feed a statement removes: bounds what is waited for at once, on SQLite by everybody.
const CHANGES_BATCH: i64 = 10_000;

/// Removes several files of one organization with all their versions, and answers how many bytes that gave back. Their
/// rows must have been locked and their names released; the changes are the caller's to record.
pub async fn purge_several(
    tx: &DatabaseTransaction,
    files: &[file::Model],
    organization_id: Uuid,
    at: DateTime<Utc>,
) -> Result<i64> {
    let mut movement = Movement::default();
    let mut ids: Vec<Uuid> = files.iter().map(|file| file.id).collect();
    ids.sort_unstable();
    for batch in ids.chunks(BATCH) {
        purge_batch(tx, batch, |_| true, at, &mut movement).await?;
    }
    let bytes = movement.freed_bytes();
    movement.apply(tx, organization_id).await?;
    Ok(bytes)
}

/// Removes a file with all its versions, and answers how many bytes that gave back. Its row must have been locked; the
/// change is the caller's to record.
pub async fn purge_file(tx: &DatabaseTransaction, file: &file::Model, at: DateTime<Utc>) -> Result<i64> {
    let mut movement = Movement::default();
    purge_batch(tx, &[file.id], |_| true, at, &mut movement).await?;
    let bytes = movement.freed_bytes();
    movement.apply(tx, file.organization_id).await?;
    Ok(bytes)
}

/// Removes files that lie in some folders of one organization, with all their versions, `most` of them at the most. Answers
/// how many there were up to that, and how many bytes that gave back. The folders must be in the trash for good.
pub async fn purge_in(
    tx: &DatabaseTransaction,
    organization_id: Uuid,
    folder_ids: &[Uuid],
    most: u64,
    at: DateTime<Utc>,
) -> Result<(u64, i64)> {
    let files = file::Entity::find().filter(file::Column::FolderId.is_in(folder_ids.iter().copied()));
    let mut ids: Vec<Uuid> = files.select_only().column(file::Column::Id).limit(most).into_tuple().all(tx).await?;
    ids.sort_unstable();
    let mut movement = Movement::default();
    // One that has been restored by itself meanwhile lies elsewhere.
    let lies_there = |file: &Doomed| file.folder_id.is_some_and(|folder_id| folder_ids.contains(&folder_id));
    for batch in ids.chunks(BATCH) {
        purge_batch(tx, batch, lies_there, at, &mut movement).await?;
    }
    let bytes = movement.freed_bytes();
    movement.apply(tx, organization_id).await?;
    Ok((ids.len() as u64, bytes))
}

/// Removes one version of a file, which must not be the current one. The file's row must have been locked; the change
/// is the caller's to record.
///
/// # Errors
/// `NotFound` if there is no such version.
pub(super) async fn purge_version(
    tx: &DatabaseTransaction,
    file: &file::Model,
    number: i64,
    at: DateTime<Utc>,
) -> Result<()> {
    let version = version::Entity::delete_many()
        .filter(version::Column::FileId.eq(file.id))
        .filter(version::Column::Version.eq(number));
    let removed = version.exec_with_returning(tx).await?.pop().ok_or(Error::NotFound("version"))?;
    contents::release(tx, &[removed.content_id], at).await?;
    let mut movement = Movement::default();
    movement.removed(Charged {
        share_id: file.share_id,
        user_id: removed.charged_to,
        size_bytes: removed.size_bytes,
        is_current: removed.version == file.current_version,
        is_trashed: file.trashed_at.is_some(),
    });
    movement.apply(tx, file.organization_id).await
}

/// Removes a folder with everything below it, the trash included, and answers how many bytes that gave back. Its row
/// must have been locked and its name released; the change is the caller's to record.
pub async fn purge_folder(tx: &DatabaseTransaction, folder: &folder::Model, at: DateTime<Utc>) -> Result<i64> {
    trash::gather(tx, folder.id).await?;
    let mut movement = Movement::default();
    let unit = file::Entity::find().filter(file::Column::TrashRootId.eq(folder.id));
    purge_files(tx, unit, |file| file.trash_root_id == Some(folder.id), at, &mut movement).await?;
    let folders = folder::Column::TrashRootId.eq(folder.id);
    let ids = folder::Entity::find().select_only().column(folder::Column::Id).filter(folders.clone()).into_query();
    name::Entity::delete_many().filter(name::Column::ParentId.in_subquery(ids.clone())).exec(tx).await?;
    grants_on(ResourceType::Folder).filter(grant::Column::ResourceId.in_subquery(ids)).exec(tx).await?;
    // In one statement: a folder can't go before those in it, nor they without knowing it.
    folder::Entity::delete_many().filter(folders).exec(tx).await?;
    let bytes = movement.freed_bytes();
    movement.apply(tx, folder.organization_id).await?;
    Ok(bytes)
}

/// Removes a share with everything it holds, its grants and its change feed. Its row must not have been locked.
pub async fn purge_share(tx: &DatabaseTransaction, share: &share::Model, at: DateTime<Utc>) -> Result<()> {
    allow_long_statements(tx).await?;
    // First, since it may be by far the most, and while it goes nobody waits for anything of this: others see it until the
    // share is gone for certain, and go on adding to it.
    let behind = purge_changes(tx, share.id, 0).await?;
    // Whoever rearranges folders waits, or is waited for, before either holds a file.
    nodes::lock_trees(tx, &[share.id], Lock::Exclusive).await?;
    let files = file::Entity::find().filter(file::Column::ShareId.eq(share.id));
    let is_in_share = |file: &Doomed| file.share_id == share.id;
    let mut movement = Movement::default();
    purge_files(tx, files.clone(), is_in_share, at, &mut movement).await?;
    // Against whoever is about to put something into a folder, or to grant it to somebody.
    let folders = folder::Entity::find().select_only().column(folder::Column::Id);
    let folders = folders.filter(folder::Column::ShareId.eq(share.id)).order_by_asc(folder::Column::Id);
    folders.lock_exclusive().into_tuple::<Uuid>().all(tx).await?;
    // The meters are locked only now, and in their order: a writer holds its file and waits for them, and must not
    // be waited for by somebody who holds them already. From here on nothing is added.
    organization::Entity::find_by_id(share.organization_id).lock(LockType::NoKeyUpdate).one(tx).await?;
    share::Entity::find_by_id(share.id).lock_exclusive().one(tx).await?;
    purge_files(tx, files, is_in_share, at, &mut movement).await?;
    movement.apply(tx, share.organization_id).await?;

    let in_share = folder::Column::ShareId.eq(share.id);
    let ids = folder::Entity::find().select_only().column(folder::Column::Id).filter(in_share.clone()).into_query();
    name::Entity::delete_many().filter(name::Column::ParentId.in_subquery(ids.clone())).exec(tx).await?;
    name::Entity::delete_many().filter(name::Column::ParentId.eq(share.id)).exec(tx).await?;
    grants_on(ResourceType::Folder).filter(grant::Column::ResourceId.in_subquery(ids)).exec(tx).await?;
    grants_on(ResourceType::Share).filter(grant::Column::ResourceId.eq(share.id)).exec(tx).await?;
    folder::Entity::delete_many().filter(in_share).exec(tx).await?;
    // What has come since.
    purge_changes(tx, share.id, behind).await?;
    tree::Entity::delete_by_id(share.id).exec(tx).await?;
    share::Entity::delete_by_id(share.id).exec(tx).await?;
    Ok(())
}

/// Removes all shares of an organization with everything they hold. The organization itself, its members and their
/// credentials are the caller's to remove. Its row must not have been locked.
pub async fn purge_organization(tx: &DatabaseTransaction, organization_id: Uuid, at: DateTime<Utc>) -> Result<()> {
    allow_long_statements(tx).await?;
    // Before everything else, as who uses one locks it before everything else.
    signed_url::Entity::delete_many().filter(signed_url::Column::OrganizationId.eq(organization_id)).exec(tx).await?;
    let shares = share::Entity::in_organization(organization_id).select_only().column(share::Column::Id);
    let share_ids: Vec<Uuid> = shares.into_tuple().all(tx).await?;
    // Feeds before everything that others wait for, and files before meters, here too.
    for share_id in &share_ids {
        purge_changes(tx, *share_id, 0).await?;
    }
    nodes::lock_trees(tx, &share_ids, Lock::Exclusive).await?;
    let mut movement = Movement::default();
    // None leaves its organization.
    purge_files(tx, file::Entity::in_organization(organization_id), |_| true, at, &mut movement).await?;
    // From here on no share is added, nor a file.
    organization::Entity::find_by_id(organization_id).lock_exclusive().one(tx).await?;
    movement.apply(tx, organization_id).await?;
    for share in share::Entity::in_organization(organization_id).order_by_asc(share::Column::Id).all(tx).await? {
        purge_share(tx, &share, at).await?;
    }
    // Those that were made meanwhile; from here on none is, since that takes the organization's row.
    signed_url::Entity::delete_many().filter(signed_url::Column::OrganizationId.eq(organization_id)).exec(tx).await?;
    Ok(())
}

/// Removes the changes of a share behind a number, and answers the number of the last one.
async fn purge_changes(tx: &DatabaseTransaction, share_id: Uuid, behind: i64) -> Result<i64> {
    let last = change::Entity::of_share(share_id).select_only().column(change::Column::Seq);
    let last: Option<i64> = last.order_by_desc(change::Column::Seq).limit(1).into_tuple().one(tx).await?;
    let last = last.unwrap_or(behind);
    // By their numbers, which have no gaps, and not those that are left first: PostgreSQL would walk past those that are gone.
    let mut done = behind;
    while done < last {
        let upto = min(last, done + CHANGES_BATCH);
        change::Entity::delete_many()
            .filter(change::Column::ShareId.eq(share_id))
            .filter(change::Column::Seq.gt(done))
            .filter(change::Column::Seq.lte(upto))
            .exec(tx)
            .await?;
        done = upto;
    }
    Ok(last)
}

/// A file that is to go, once nobody else can change it.
#[derive(Debug, FromQueryResult)]
struct Doomed {
    id: Uuid,
    share_id: Uuid,
    folder_id: Option<Uuid>,
    current_version: i64,
    trashed_at: Option<DateTime<Utc>>,
    trash_root_id: Option<Uuid>,
}

/// Removes files with their versions and names, a batch at a time, until there are none, and counts what they took.
/// `is_meant` tells of a locked one whether it is still one of them.
async fn purge_files(
    tx: &DatabaseTransaction,
    files: Select<file::Entity>,
    is_meant: impl Fn(&Doomed) -> bool,
    at: DateTime<Utc>,
    movement: &mut Movement,
) -> Result<()> {
    loop {
        let mut ids: Vec<Uuid> = some_ids(&files).into_tuple().all(tx).await?;
        if ids.is_empty() {
            return Ok(());
        }
        // As whoever else locks several.
        ids.sort_unstable();
        for batch in ids.chunks(BATCH) {
            purge_batch(tx, batch, &is_meant, at, movement).await?;
        }
    }
}

/// The ids of some of those files that are left. In no order: no index has one, so that each time all would be sorted; or
/// SQLite would look for them in the order of their ids, past everybody else's.
fn some_ids(files: &Select<file::Entity>) -> Select<file::Entity> {
    files.clone().select_only().column(file::Column::Id).limit(IDS_BATCH)
}

/// The files with these ids, by nothing else: SQLite would rather look for them among all of a tree.
fn with_ids(ids: &[Uuid]) -> Select<file::Entity> {
    use file::Column::{CurrentVersion, FolderId, Id, ShareId, TrashRootId, TrashedAt};
    let columns = [Id, ShareId, FolderId, CurrentVersion, TrashedAt, TrashRootId];
    let files = file::Entity::find().select_only().columns(columns);
    files.filter(Id.is_in(ids.iter().copied())).order_by_asc(Id)
}

/// Removes those of some files that are meant.
async fn purge_batch(
    tx: &DatabaseTransaction,
    ids: &[Uuid],
    is_meant: impl Fn(&Doomed) -> bool,
    at: DateTime<Utc>,
    movement: &mut Movement,
) -> Result<()> {
    // Locked first: a new version of a locked file waits, and then finds no file; one that came before is seen by the
    // next statement.
    let mut batch: Vec<Doomed> = with_ids(ids).lock_exclusive().into_model().all(tx).await?;
    batch.retain(is_meant);
    if batch.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = batch.iter().map(|file| file.id).collect();
    let files: HashMap<Uuid, Doomed> = batch.into_iter().map(|file| (file.id, file)).collect();
    let versions = version::Entity::delete_many().filter(version::Column::FileId.is_in(ids.iter().copied()));
    let mut contents = BTreeSet::new();
    for version in versions.exec_with_returning(tx).await? {
        // Every version is one of the files asked for.
        if let Some(file) = files.get(&version.file_id) {
            movement.removed(Charged {
                share_id: file.share_id,
                user_id: version.charged_to,
                size_bytes: version.size_bytes,
                is_current: version.version == file.current_version,
                is_trashed: file.trashed_at.is_some(),
            });
        }
        contents.insert(version.content_id);
    }
    name::Entity::delete_many()
        .filter(
            Expr::tuple([name::Column::ParentId.into_expr(), name::Column::NameKey.into_expr()])
                .in_subquery(claims_of(&ids)),
        )
        .filter(name::Column::NodeId.is_in(ids.iter().copied()))
        .exec(tx)
        .await?;
    labels::forget_tags(tx, &ids).await?;
    // Not only because nobody needs them: a caller may choose a file's id, and so this one again.
    grants_on(ResourceType::File).filter(grant::Column::ResourceId.is_in(ids.iter().copied())).exec(tx).await?;
    file::Entity::delete_many().filter(file::Column::Id.is_in(ids)).exec(tx).await?;
    contents::release(tx, &contents.into_iter().collect::<Vec<_>>(), at).await
}

/// The grants on things of one kind; the condition which ones is the caller's to add.
fn grants_on(resource_type: ResourceType) -> DeleteMany<grant::Entity> {
    grant::Entity::delete_many().filter(grant::Column::ResourceType.eq(resource_type))
}

/// The keys under which files hold their names, or held them before they went to the trash.
fn claims_of(file_ids: &[Uuid]) -> SelectStatement {
    let parent = Func::coalesce([Expr::col(file::Column::FolderId), Expr::col(file::Column::ShareId)]);
    Query::select()
        .expr(parent)
        .column(file::Column::NameKey)
        .from(file::Entity)
        .and_where(file::Column::Id.is_in(file_ids.iter().copied()))
        .take()
}

#[cfg(test)]
mod tests;
