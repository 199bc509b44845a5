//! Removal for good: the one place where versions end. Every way to remove something, a file, a folder tree, a share
//! or an organization, ends here, so that quota is given back and no pack is forgotten.
//!
//! Rows go at once, objects later: a pack that no extent names any more is condemned and swept after a grace period
//! (`gc.rs`). Nothing here touches the object store.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _, Func, LockType, Query, SelectStatement};
use sea_orm::{
    ColumnTrait as _, DatabaseTransaction, DeleteMany, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, QueryTrait as _, Select,
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

/// Removes several files of one organization with all their versions, and answers how many bytes that gave back. Their
/// rows must have been locked and their names released; the changes are the caller's to record.
pub async fn purge_several(
    tx: &DatabaseTransaction,
    files: &[file::Model],
    organization_id: Uuid,
    at: DateTime<Utc>,
) -> Result<i64> {
    let mut movement = Movement::default();
    let ids = files.iter().map(|file| file.id);
    purge_files(tx, file::Entity::find().filter(file::Column::Id.is_in(ids)), at, &mut movement).await?;
    let bytes = movement.freed_bytes();
    movement.apply(tx, organization_id).await?;
    Ok(bytes)
}

/// Removes a file with all its versions. Its row must have been locked; the change is the caller's to record.
pub async fn purge_file(tx: &DatabaseTransaction, file: &file::Model, at: DateTime<Utc>) -> Result<()> {
    let mut movement = Movement::default();
    purge_files(tx, file::Entity::find_by_id(file.id), at, &mut movement).await?;
    movement.apply(tx, file.organization_id).await
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
    let files = file::Entity::find().filter(file::Column::TrashRootId.eq(folder.id));
    purge_files(tx, files, at, &mut movement).await?;
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
    // Whoever rearranges folders waits, or is waited for, before either holds a file.
    nodes::lock_trees(tx, &[share.id], Lock::Exclusive).await?;
    let files = file::Entity::find().filter(file::Column::ShareId.eq(share.id));
    let mut movement = Movement::default();
    purge_files(tx, files.clone(), at, &mut movement).await?;
    // Against whoever is about to put something into a folder, or to grant it to somebody.
    let folders = folder::Entity::find().select_only().column(folder::Column::Id);
    let folders = folders.filter(folder::Column::ShareId.eq(share.id)).order_by_asc(folder::Column::Id);
    folders.lock_exclusive().into_tuple::<Uuid>().all(tx).await?;
    // The meters are locked only now, and in their order: a writer holds its file and waits for them, and must not
    // be waited for by somebody who holds them already. From here on nothing is added.
    organization::Entity::find_by_id(share.organization_id).lock(LockType::NoKeyUpdate).one(tx).await?;
    share::Entity::find_by_id(share.id).lock_exclusive().one(tx).await?;
    purge_files(tx, files, at, &mut movement).await?;
    movement.apply(tx, share.organization_id).await?;

    let in_share = folder::Column::ShareId.eq(share.id);
    let ids = folder::Entity::find().select_only().column(folder::Column::Id).filter(in_share.clone()).into_query();
    name::Entity::delete_many().filter(name::Column::ParentId.in_subquery(ids.clone())).exec(tx).await?;
    name::Entity::delete_many().filter(name::Column::ParentId.eq(share.id)).exec(tx).await?;
    grants_on(ResourceType::Folder).filter(grant::Column::ResourceId.in_subquery(ids)).exec(tx).await?;
    grants_on(ResourceType::Share).filter(grant::Column::ResourceId.eq(share.id)).exec(tx).await?;
    folder::Entity::delete_many().filter(in_share).exec(tx).await?;
    change::Entity::delete_many().filter(change::Column::ShareId.eq(share.id)).exec(tx).await?;
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
    nodes::lock_trees(tx, &share_ids, Lock::Exclusive).await?;
    // Files before meters, here too.
    let mut movement = Movement::default();
    purge_files(tx, file::Entity::in_organization(organization_id), at, &mut movement).await?;
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

/// Removes files with their versions and names, a batch at a time, and counts what they took.
async fn purge_files(
    tx: &DatabaseTransaction,
    files: Select<file::Entity>,
    at: DateTime<Utc>,
    movement: &mut Movement,
) -> Result<()> {
    loop {
        // Locked first: a new version of a locked file waits, and then finds no file; one that came before is seen by
        // the next statement.
        let batch: Vec<(Uuid, Uuid, i64, Option<DateTime<Utc>>)> = files
            .clone()
            .select_only()
            .columns([file::Column::Id, file::Column::ShareId, file::Column::CurrentVersion, file::Column::TrashedAt])
            .order_by_asc(file::Column::Id)
            .limit(BATCH as u64)
            .lock_exclusive()
            .into_tuple()
            .all(tx)
            .await?;
        if batch.is_empty() {
            return Ok(());
        }
        let ids: Vec<Uuid> = batch.iter().map(|(file_id, ..)| *file_id).collect();
        let states: HashMap<Uuid, _> =
            batch.into_iter().map(|(id, share_id, current, at)| (id, (share_id, current, at))).collect();
        let versions = version::Entity::delete_many().filter(version::Column::FileId.is_in(ids.iter().copied()));
        let mut contents = BTreeSet::new();
        for version in versions.exec_with_returning(tx).await? {
            // Every version is one of the files asked for.
            if let Some((share_id, current_version, trashed_at)) = states.get(&version.file_id) {
                movement.removed(Charged {
                    share_id: *share_id,
                    user_id: version.charged_to,
                    size_bytes: version.size_bytes,
                    is_current: version.version == *current_version,
                    is_trashed: trashed_at.is_some(),
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
        let on_files = grants_on(ResourceType::File).filter(grant::Column::ResourceId.is_in(ids.iter().copied()));
        on_files.exec(tx).await?;
        file::Entity::delete_many().filter(file::Column::Id.is_in(ids)).exec(tx).await?;
        contents::release(tx, &contents.into_iter().collect::<Vec<_>>(), at).await?;
    }
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
