//! The one place where names are claimed, given back and fought over.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait as _, DatabaseTransaction, EntityTrait as _, QueryFilter as _, QuerySelect as _};
use uuid::Uuid;

use super::{Lock, NodeType, OnConflict, Parent};
use crate::db::entity::{file, folder, name};
use crate::db::{self, Taken};
use crate::domain::access::{self, Caller, Permission};
use crate::domain::changes::{ChangeKind, NewChange};
use crate::domain::names::FileName;
use crate::domain::quota::Movement;
use crate::domain::{files, folders, trash};
use crate::error::{Error, Result};

/// The highest number that a name is given to make it free.
const NUMBER_MAX: u32 = 10_000;

/// How many numbers a look-up asks for at first; each further one asks for four times as many.
const NUMBERS_AT_FIRST: u32 = 16;

/// How often a name is claimed again after its holder went away at the same time.
const ATTEMPTS_MAX: usize = 8;

/// Whose name is to be what.
#[derive(Debug, Clone, Copy)]
pub struct ClaimRequest<'a> {
    pub parent: Parent,
    pub name: &'a FileName,
    pub node_type: NodeType,
    pub node_id: Uuid,
    pub on_conflict: OnConflict,
    /// What may not be replaced: the thing itself where it is copied, and the folders above it.
    pub keep: &'a [Uuid],
}

/// A name that is now the node's.
#[derive(Debug)]
pub struct Claim {
    /// The one asked for, or a numbered one.
    pub name: FileName,
    pub replaced: Option<Replaced>,
    /// What making room has moved on the meters; to be applied with what else the claimer moves.
    pub movement: Movement,
}

impl Claim {
    /// Of a name for which nothing else had to go.
    pub fn of(name: FileName) -> Self {
        Self { name, replaced: None, movement: Movement::default() }
    }
}

/// What went to the trash to make room, as it was before. Its change is the claimer's to record.
#[derive(Debug)]
pub enum Replaced {
    Folder(folder::Model),
    File(Box<file::Model>),
}

impl Replaced {
    /// The change to record, before that of what took the place.
    pub fn change(&self, caller: &Caller, at: DateTime<Utc>) -> NewChange<'_> {
        match self {
            Self::Folder(folder) => {
                NewChange { old_name: Some(&folder.name), ..folders::change(folder, caller, ChangeKind::Deleted, at) }
            }
            Self::File(file) => {
                NewChange { old_name: Some(&file.name), ..files::change(file, caller, ChangeKind::Deleted, at) }
            }
        }
    }
}

/// Claims a name for a folder or file. The primary key decides: of two that claim at once the second waits for the
/// first and is refused.
///
/// # Errors
/// `NameConflict` with the holder, which a caller who may create in the parent may also see; whoever else claims a name
/// does so by [`claim_as`].
pub async fn claim(
    tx: &DatabaseTransaction,
    parent: Parent,
    claimed: &FileName,
    node_type: NodeType,
    node_id: Uuid,
) -> Result<()> {
    if take(tx, parent, claimed, node_type, node_id).await? {
        return Ok(());
    }
    let holder = name::Entity::find_by_id((parent.id(), claimed.key())).one(tx).await?;
    Err(conflict(claimed, holder.map(|holder| holder.node_id)))
}

/// Claims the names of files, all of them or none that counts.
///
/// # Errors
/// `NameConflict`, with one of the names, if any of them is taken or wanted twice; the transaction must then be rolled
/// back.
pub async fn claim_all(tx: &DatabaseTransaction, files: &[&file::Model]) -> Result<()> {
    let mut rows: Vec<name::Model> = files
        .iter()
        .map(|file| name::Model {
            parent_id: files::parent_of(file).id(),
            name_key: file.name_key.clone(),
            node_type: NodeType::File,
            node_id: file.id,
        })
        .collect();
    // In one order, so that those who claim the same wait for each other.
    rows.sort_unstable_by(|one, other| (one.parent_id, &one.name_key).cmp(&(other.parent_id, &other.name_key)));
    if usize::try_from(db::insert(tx, &rows, Taken::StaysOut).await?) == Ok(rows.len()) {
        return Ok(());
    }
    let name = files.first().map(|file| file.name.clone()).unwrap_or_default();
    Err(Error::NameConflict { name, existing_id: None })
}

/// As [`claim`], but where the name is taken it does what the request says. To replace, the tree of the share must
/// have been locked.
///
/// # Errors
/// `NameConflict` with the holder, if the caller may read the place; also where a folder would replace a file or the other way round; `PermissionDenied` without DELETE
/// on what is to be replaced; `Unavailable` if others took and gave back the name all the time.
pub async fn claim_as(
    tx: &DatabaseTransaction,
    caller: &Caller,
    request: &ClaimRequest<'_>,
    at: DateTime<Utc>,
) -> Result<Claim> {
    let claimed = claim_or_else(tx, caller, request, at).await;
    access::name_readable_holder(tx, caller, request.parent, claimed).await
}

async fn claim_or_else(
    tx: &DatabaseTransaction,
    caller: &Caller,
    request: &ClaimRequest<'_>,
    at: DateTime<Utc>,
) -> Result<Claim> {
    let ClaimRequest { parent, name, node_type, node_id, on_conflict, keep: _ } = *request;
    match on_conflict {
        OnConflict::Fail => {
            claim(tx, parent, name, node_type, node_id).await?;
            Ok(Claim::of(name.clone()))
        }
        OnConflict::Rename => {
            let name = claim_numbered(tx, request).await?;
            Ok(Claim::of(name))
        }
        OnConflict::Replace => {
            let (mut replaced, mut movement) = (None, Movement::default());
            for _ in 0..ATTEMPTS_MAX {
                if take(tx, parent, name, node_type, node_id).await? {
                    return Ok(Claim { name: name.clone(), replaced, movement });
                }
                // A second one in the way came after the first had gone: it is another's, who was here just now.
                if replaced.is_some() {
                    break;
                }
                if let Some((made, moved)) = make_room(tx, caller, request, at).await? {
                    (replaced, movement) = (Some(made), moved);
                }
            }
            Err(Error::Unavailable { retry_after_secs: 1, cause: None })
        }
    }
}

/// Gives a name back, if it is still this node's: a trashed one's may be another's by now.
pub async fn release(tx: &DatabaseTransaction, parent: Parent, name_key: &str, node_id: Uuid) -> Result<()> {
    name::Entity::delete_many()
        .filter(name::Column::ParentId.eq(parent.id()))
        .filter(name::Column::NameKey.eq(name_key))
        .filter(name::Column::NodeId.eq(node_id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Whether the name was free and is now the node's.
async fn take(
    tx: &DatabaseTransaction,
    parent: Parent,
    name: &FileName,
    node_type: NodeType,
    node_id: Uuid,
) -> Result<bool> {
    let row = name::Model { parent_id: parent.id(), name_key: name.key(), node_type, node_id };
    // A plain insert that fails would end the transaction on PostgreSQL.
    Ok(db::insert(tx, &[row], Taken::StaysOut).await? == 1)
}

/// Claims the name, or the smallest number of it that is free.
async fn claim_numbered(tx: &DatabaseTransaction, request: &ClaimRequest<'_>) -> Result<FileName> {
    let ClaimRequest { parent, name, node_type, node_id, .. } = *request;
    if take(tx, parent, name, node_type, node_id).await? {
        return Ok(name.clone());
    }
    let numbered = |number| match node_type {
        NodeType::File => name.numbered(number),
        NodeType::Folder => name.numbered_at_end(number),
    };
    let (mut first, mut asked) = (2, NUMBERS_AT_FIRST);
    while first <= NUMBER_MAX {
        let last = (first + asked - 1).min(NUMBER_MAX);
        let candidates: Vec<FileName> = (first..=last).map(numbered).collect();
        let keys = candidates.iter().map(FileName::key);
        let taken: HashMap<String, Uuid> = name::Entity::find()
            .select_only()
            .columns([name::Column::NameKey, name::Column::NodeId])
            .filter(name::Column::ParentId.eq(parent.id()))
            .filter(name::Column::NameKey.is_in(keys))
            .into_tuple()
            .all(tx)
            .await?
            .into_iter()
            .collect();
        for candidate in candidates {
            match taken.get(&candidate.key()) {
                // It has this very number already.
                Some(holder_id) if *holder_id == node_id => return Ok(candidate),
                Some(_) => {}
                // One that was taken since is passed over, too.
                None if take(tx, parent, &candidate, node_type, node_id).await? => return Ok(candidate),
                None => {}
            }
        }
        (first, asked) = (last + 1, asked * 4);
    }
    Err(conflict(name, None))
}

/// Puts what has the name into the trash; nothing, if it has gone by itself meanwhile.
async fn make_room(
    tx: &DatabaseTransaction,
    caller: &Caller,
    request: &ClaimRequest<'_>,
    at: DateTime<Utc>,
) -> Result<Option<(Replaced, Movement)>> {
    let ClaimRequest { parent, name, node_type, keep, .. } = *request;
    let name_key = name.key();
    let Some(holder) = name::Entity::find_by_id((parent.id(), name_key.clone())).one(tx).await? else {
        return Ok(None);
    };
    let node_id = holder.node_id;
    if holder.node_type != node_type || keep.contains(&node_id) {
        return Err(conflict(name, Some(node_id)));
    }
    // What the caller may not see is in the way all the same.
    let unseen = |error| match error {
        Error::NotFound(_) => conflict(name, None),
        other => other,
    };
    let replaced = match node_type {
        NodeType::File => {
            let found = files::find(tx, caller, node_id, Permission::Delete, Lock::Exclusive).await;
            let (file, _) = found.map_err(unseen)?;
            if file.trashed_at.is_some() || file.name_key != name_key || files::parent_of(&file) != parent {
                return Ok(None);
            }
            let movement = trash::put_file(tx, node_id, caller.user_id, at).await?;
            (Replaced::File(Box::new(file)), movement)
        }
        NodeType::Folder => {
            let found = folders::find(tx, caller, node_id, Permission::Delete, Lock::Exclusive).await;
            let (folder, _) = found.map_err(unseen)?;
            if folder.trashed_at.is_some() || folder.name_key != name_key || folders::parent_of(&folder) != parent {
                return Ok(None);
            }
            let movement = trash::put_folder(tx, &folder, caller.user_id, at).await?;
            (Replaced::Folder(folder), movement)
        }
    };
    release(tx, parent, &name_key, node_id).await?;
    Ok(Some(replaced))
}

fn conflict(name: &FileName, existing_id: Option<Uuid>) -> Error {
    Error::NameConflict { name: name.as_str().to_owned(), existing_id }
}
