//! Copying folders with everything live in them, in one transaction.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, DatabaseTransaction, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::{FolderView, Relocation, change, enter, find, finish, locate_landing, parent_of, refuse_trashed};
use crate::app::App;
use crate::db::entity::{file, folder, name};
use crate::db::{self, Taken};
use crate::domain::access::{Caller, Permission};
use crate::domain::changes::{ChangeKind, NewChange};
use crate::domain::files;
use crate::domain::names::FileName;
use crate::domain::nodes::{self, Claim, ClaimRequest, Landing, Lock, NodeType, OnConflict, Parent};
use crate::domain::preconditions::{check_if_match, metadata_etag};
use crate::domain::versions::{self, Names};
use crate::error::{Error, Result};
use crate::ids;

/// How many rows a statement takes at a time: bounds memory and parameters whatever the size of a folder.
const BATCH: usize = 500;

/// Copies a folder with everything live in it. Files start at version 1 with their current content, and keep tags and
/// metadata. Needs READ on it and CREATE where the copy lands, which is the root of its own share unless it is said.
///
/// # Errors
/// `NotFound`, `PermissionDenied`, `Deleted`, `PreconditionFailed`, `NameConflict`, `QuotaExceeded`, `InvalidArgument`
/// where the copy would lie in the folder itself, too deep, or is too much.
pub async fn copy(app: &App, caller: &Caller, folder_id: Uuid, relocation: Relocation) -> Result<FolderView> {
    let (caller, at) = (caller.clone(), app.clock.now());
    app.db.write(async move |tx: &DatabaseTransaction| copy_in(tx, &caller, folder_id, &relocation, at).await).await
}

/// [`copy`] as a part of a transaction, and its end.
///
/// # Errors
/// Those of [`copy`]; the transaction must then be rolled back.
pub async fn copy_in(
    tx: &DatabaseTransaction,
    caller: &Caller,
    folder_id: Uuid,
    relocation: &Relocation,
    at: DateTime<Utc>,
) -> Result<FolderView> {
    let Relocation { landing, name, on_conflict, if_match } = relocation;
    let (seen, _) = find(tx, caller, folder_id, Permission::Read, Lock::None).await?;
    let parent = locate_landing(tx, caller, landing.unwrap_or(Landing::OwnRoot), seen.share_id).await?;
    // Nobody rearranges what is copied while it is read.
    let lock = if *on_conflict == OnConflict::Replace { Lock::Exclusive } else { Lock::Shared };
    nodes::lock_trees(tx, &[seen.share_id, parent.share_id], lock).await?;
    enter(tx, caller, parent, Lock::Shared).await?;
    let (source, _) = find(tx, caller, folder_id, Permission::Read, Lock::Shared).await?;
    refuse_trashed(&source)?;
    check_if_match(if_match.as_deref(), &metadata_etag(source.revision))?;
    if let Some(parent_id) = parent.folder_id
        && nodes::lineage(tx, parent_id).await?.contains(&folder_id)
    {
        return Err(Error::InvalidArgument("a folder can't be copied into itself or a folder below it".to_owned()));
    }
    nodes::count_below(tx, folder_id, true).await?;

    let wanted = name.clone().unwrap_or_else(|| FileName::kept(&source.name));
    // Neither the folder nor what it lies in may make room for its copy.
    let keep = nodes::lineage(tx, folder_id).await?;
    let (node_type, node_id, on_conflict) = (NodeType::Folder, ids::new(), *on_conflict);
    let request = ClaimRequest { parent, name: &wanted, node_type, node_id, on_conflict, keep: &keep };
    let Claim { name, replaced, mut movement } = nodes::claim_as(tx, caller, &request, at).await?;

    let copies = copy_folders(tx, caller, &source, (node_id, parent, &name), at).await?;
    let (files, size_bytes) = copy_files(tx, caller, folder_id, parent.share_id, &copies, at).await?;
    movement.created(parent.share_id, caller.user_id, files, size_bytes);
    movement.apply(tx, caller.organization_id).await?;
    let (copy, _) = find(tx, caller, node_id, Permission::Read, Lock::None).await?;
    let record = NewChange { new_name: Some(&copy.name), ..change(&copy, caller, ChangeKind::Created, at) };
    finish(tx, caller, &copy, replaced.as_ref(), vec![record], at).await
}

/// Copies the folders. Answers the id of each one's copy. The name of the topmost is claimed already.
async fn copy_folders(
    tx: &DatabaseTransaction,
    caller: &Caller,
    source: &folder::Model,
    (root_id, root_parent, root_name): (Uuid, Parent, &FileName),
    at: DateTime<Utc>,
) -> Result<HashMap<Uuid, Uuid>> {
    let found = nodes::live_folders_below(tx, source.id).await?;
    let mut copies: HashMap<Uuid, Uuid> = HashMap::with_capacity(found.len());
    let mut rows = Vec::with_capacity(found.len());
    for folder in found {
        let is_root = folder.id == source.id;
        let id = if is_root { root_id } else { ids::new() };
        copies.insert(folder.id, id);
        // Each one comes after the one that it is in.
        let parent_id = folder.parent_id.and_then(|parent_id| copies.get(&parent_id)).copied();
        rows.push(folder::Model {
            id,
            organization_id: folder.organization_id,
            share_id: root_parent.share_id,
            parent_id: if is_root { root_parent.folder_id } else { parent_id },
            name: if is_root { root_name.as_str().to_owned() } else { folder.name },
            name_key: if is_root { root_name.key() } else { folder.name_key },
            revision: 1,
            created_by: caller.user_id,
            created_at: at,
            updated_at: at,
            trashed_at: None,
            trashed_by: None,
            trash_root_id: None,
        });
    }
    let names: Vec<_> = rows
        .iter()
        .filter(|copy| copy.id != root_id)
        .map(|copy| name::Model {
            parent_id: parent_of(copy).id(),
            name_key: copy.name_key.clone(),
            node_type: NodeType::Folder,
            node_id: copy.id,
        })
        .collect();
    db::insert(tx, &rows, Taken::Fails).await?;
    db::insert(tx, &names, Taken::Fails).await?;
    Ok(copies)
}

/// Copies the files of the folders, and answers how many they are and how many bytes they have.
async fn copy_files(
    tx: &DatabaseTransaction,
    caller: &Caller,
    folder_id: Uuid,
    share_id: Uuid,
    folders: &HashMap<Uuid, Uuid>,
    at: DateTime<Utc>,
) -> Result<(usize, i64)> {
    let (mut count, mut size_bytes) = (0, 0);
    let file_ids = nodes::files_below(tx, folder_id).await?;
    for batch in file_ids.chunks(BATCH) {
        // Locked, so that their contents stay until the copies name them, too.
        let sources = file::Entity::find()
            .filter(file::Column::Id.is_in(batch.iter().copied()))
            .filter(file::Column::TrashedAt.is_null())
            .order_by_asc(file::Column::Id)
            .lock_shared()
            .all(tx)
            .await?;
        let mut copies = Vec::with_capacity(sources.len());
        for source in sources {
            // One that was moved out of the folder since the ids were read is none of it any more.
            let Some(copy_id) = source.folder_id.and_then(|id| folders.get(&id)).copied() else { continue };
            let (parent, name) = (Parent { share_id, folder_id: Some(copy_id) }, FileName::kept(&source.name));
            count += 1;
            size_bytes += source.size_bytes;
            copies.push(files::copy_of(source, ids::new(), parent, &name, caller.user_id, at));
        }
        versions::insert_copies(tx, caller, copies, Names::ToClaim).await?;
    }
    Ok((count, size_bytes))
}
