//! Several files of one request: all become versions, or none.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, DatabaseTransaction, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::commit::{
    First, Made, NewNode, current, first_row, id_conflict, is_refusal, record_all, replaceable, size_of, write_firsts,
    write_next,
};
use super::contents::Contents;
use crate::app::App;
use crate::blobs::Written;
use crate::db::entity::{file, folder, name, share};
use crate::domain::access::{Caller, Permissions};
use crate::domain::changes::ChangeKind;
use crate::domain::files::FileView;
use crate::domain::folders;
use crate::domain::names::FileName;
use crate::domain::nodes::{self, Claim, ClaimRequest, Lock, NodeType, OnConflict, Parent};
use crate::domain::quota::{self, Movement, Reservation};
use crate::error::{Error, Result};

/// Commits several files in one transaction of their own, all or none. If they are refused, their bytes are removed from
/// the store; if it is not known whether the transaction took place, they stay.
///
/// # Errors
/// Those of [`commit_batch`].
pub async fn store_batch(
    app: &App,
    caller: &Caller,
    parent: Parent,
    batch: Vec<(NewNode, Written)>,
    reservation: Option<Reservation>,
) -> Result<Vec<FileView>> {
    let batch = Arc::new(batch);
    let at = app.clock.now();
    let outcome = app
        .db
        .write({
            let (caller, batch, reservation) = (caller.clone(), Arc::clone(&batch), reservation.clone());
            async move |tx: &DatabaseTransaction| {
                commit_batch(tx, &caller, parent, &batch, reservation.as_ref(), at).await
            }
        })
        .await;
    match &outcome {
        Ok(_) => reservation.iter().for_each(Reservation::used),
        Err(error) if is_refusal(error) => {
            for (_, written) in batch.iter() {
                app.blobs.discard(written).await;
            }
        }
        Err(_) => {}
    }
    outcome
}

/// Makes several files in one place, all or none: new ones, or next versions of those that have the names, where that is
/// asked for. In stages, so that files are locked before names are claimed, names before the meters move, and those
/// before the changes are numbered, as everywhere; within a stage in one order, so that two such requests wait for each
/// other instead of locking each other out.
///
/// # Errors
/// `NotFound`, `PermissionDenied`, `Deleted`, `NameConflict`, `IdConflict`, `QuotaExceeded`; the transaction must then
/// be rolled back.
pub async fn commit_batch(
    tx: &DatabaseTransaction,
    caller: &Caller,
    parent: Parent,
    batch: &[(NewNode, Written)],
    reservation: Option<&Reservation>,
    at: DateTime<Utc>,
) -> Result<Vec<FileView>> {
    let permissions = folders::enter(tx, caller, parent, Lock::Shared).await?;
    refuse_used_ids(tx, batch).await?;
    refuse_equal_names(batch)?;
    let replaced = lock_replaced(tx, caller, parent, batch).await?;
    let names = claim_names(tx, caller, batch, &replaced, at).await?;

    let mut contents = Contents::hold(tx, caller.organization_id, batch.iter().map(|(_, written)| written), at).await?;
    let mut movement = Movement::default();
    for (index, (_, written)) in batch.iter().enumerate() {
        let size_bytes = size_of([written])?;
        match replaced.get(&index) {
            Some((old, _)) => movement.replaced(caller.user_id, size_bytes, current(tx, old).await?),
            None => movement.created(parent.share_id, caller.user_id, 1, size_bytes),
        }
    }
    quota::settle(tx, caller.organization_id, movement, reservation).await?;

    let mut news: Vec<usize> = (0..batch.len()).filter(|index| !replaced.contains_key(index)).collect();
    // In one order, so that two who want the same ids wait for each other.
    news.sort_by_key(|index| batch[*index].0.id);
    let firsts = news.iter().map(|index| {
        let (node, written) = &batch[*index];
        let row = first_row(caller, node, names.get(index).unwrap_or(&node.name), written, at)?;
        Ok(First { row, written })
    });
    let files = write_firsts(tx, &mut contents, firsts.collect::<Result<_>>()?).await?;
    let made = |file, permissions, kind| Made { caller, file, permissions, kind };
    let mut all: BTreeMap<usize, Made<'_>> =
        news.into_iter().zip(files.into_iter().map(|file| made(file, permissions, ChangeKind::Created))).collect();
    for (index, (old, permissions)) in replaced {
        let (node, written) = &batch[index];
        let file = write_next(tx, caller, &old, (written, &mut contents), Some(node), at).await?;
        all.insert(index, made(file, permissions, ChangeKind::Updated));
    }
    record_all(tx, all.into_values().collect()).await
}

/// Two files of a request that want one name are in each other's way, unless the second may be numbered.
fn refuse_equal_names(batch: &[(NewNode, Written)]) -> Result<()> {
    let mut names = HashSet::new();
    let second = batch.iter().map(|(node, _)| node).find(|node| !names.insert(node.name.key()));
    match second.filter(|node| node.on_conflict != OnConflict::Rename) {
        Some(node) => Err(Error::NameConflict { name: node.name.as_str().to_owned(), existing_id: None }),
        None => Ok(()),
    }
}

/// The files that are to be replaced, by the position of what replaces them, locked in the order of their ids.
async fn lock_replaced(
    tx: &DatabaseTransaction,
    caller: &Caller,
    parent: Parent,
    batch: &[(NewNode, Written)],
) -> Result<HashMap<usize, (file::Model, Permissions)>> {
    let wanted = batch.iter().enumerate().filter(|(_, (node, _))| node.on_conflict == OnConflict::Replace);
    let wanted: HashMap<String, usize> = wanted.map(|(index, (node, _))| (node.name.key(), index)).collect();
    let mut replaced = HashMap::new();
    if wanted.is_empty() {
        return Ok(replaced);
    }
    let holders: Vec<(Uuid, String)> = name::Entity::find()
        .select_only()
        .columns([name::Column::NodeId, name::Column::NameKey])
        .filter(name::Column::ParentId.eq(parent.id()))
        .filter(name::Column::NameKey.is_in(wanted.keys().cloned()))
        .order_by_asc(name::Column::NodeId)
        .into_tuple()
        .all(tx)
        .await?;
    for (_, name_key) in holders {
        let Some(index) = wanted.get(&name_key).copied() else { continue };
        if let Some(found) = replaceable(tx, caller, parent, &batch[index].0.name).await? {
            replaced.insert(index, found);
        }
    }
    Ok(replaced)
}

/// Claims the names of the new files, by position. Sorted, and of equal ones the first first.
async fn claim_names(
    tx: &DatabaseTransaction,
    caller: &Caller,
    batch: &[(NewNode, Written)],
    replaced: &HashMap<usize, (file::Model, Permissions)>,
    at: DateTime<Utc>,
) -> Result<HashMap<usize, FileName>> {
    let mut by_name: Vec<usize> = (0..batch.len()).filter(|index| !replaced.contains_key(index)).collect();
    by_name.sort_by_cached_key(|index| batch[*index].0.name.key());
    let mut names = HashMap::with_capacity(by_name.len());
    for index in by_name {
        let NewNode { id, parent, name, on_conflict, .. } = &batch[index].0;
        // What is to be replaced was looked for: whoever took the name since is told of.
        let on_conflict = if *on_conflict == OnConflict::Rename { OnConflict::Rename } else { OnConflict::Fail };
        let (node_type, node_id) = (NodeType::File, *id);
        let request = ClaimRequest { parent: *parent, name, node_type, node_id, on_conflict, keep: &[] };
        // Nothing is put into the trash for it, so that no meter moves yet.
        let Claim { name, .. } = nodes::claim_as(tx, caller, &request, at).await?;
        names.insert(index, name);
    }
    Ok(names)
}

/// Whoever uses an id, and for what: folders and shares must not share one with a file either, since lists of ids name
/// both. Nothing is told but that it is in use.
async fn refuse_used_ids(tx: &DatabaseTransaction, batch: &[(NewNode, Written)]) -> Result<()> {
    let ids: Vec<Uuid> = batch.iter().map(|(node, _)| node.id).collect();
    let in_files =
        file::Entity::find().select_only().column(file::Column::Id).filter(file::Column::Id.is_in(ids.clone()));
    let in_folders =
        folder::Entity::find().select_only().column(folder::Column::Id).filter(folder::Column::Id.is_in(ids.clone()));
    let in_shares = share::Entity::find().select_only().column(share::Column::Id).filter(share::Column::Id.is_in(ids));
    let mut used: Vec<Uuid> = in_files.into_tuple().all(tx).await?;
    used.extend(in_folders.into_tuple::<Uuid>().all(tx).await?);
    used.extend(in_shares.into_tuple::<Uuid>().all(tx).await?);
    used.first().map_or(Ok(()), |id| Err(id_conflict(*id)))
}
