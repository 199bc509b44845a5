//! Renaming and moving folders: one row, whatever they hold; to another share all that lies below, in one transaction.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, DatabaseTransaction, EntityTrait as _};
use uuid::Uuid;

use super::{FolderView, change, enter, find, finish, locate_landing, parent_of, refuse_trashed};
use crate::app::App;
use crate::db::entity::folder;
use crate::domain::access::{Caller, Permission};
use crate::domain::changes::{ChangeKind, NewChange};
use crate::domain::names::FileName;
use crate::domain::nodes::{self, Claim, ClaimRequest, Landing, Lock, NodeType, OnConflict, Parent};
use crate::domain::preconditions::{check_if_match, metadata_etag};
use crate::error::{Error, Result};

/// Where a folder or file is to be, and how it is to be called there; what is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct Relocation {
    pub landing: Option<Landing>,
    pub name: Option<FileName>,
    pub on_conflict: OnConflict,
    pub if_match: Option<String>,
}

/// Renames a folder, which needs WRITE, or moves it with everything below it, which needs DELETE on it and CREATE where
/// it lands.
///
/// # Errors
/// `NotFound`, `PermissionDenied`, `Deleted`, `PreconditionFailed`, `NameConflict`, `QuotaExceeded` of the other share,
/// `InvalidArgument` where it would lie in itself, too deep, or under too long a path.
pub async fn relocate(app: &App, caller: &Caller, folder_id: Uuid, relocation: Relocation) -> Result<FolderView> {
    let (caller, at) = (caller.clone(), app.clock.now());
    app.db.write(async move |tx: &DatabaseTransaction| relocate_in(tx, &caller, folder_id, &relocation, at).await).await
}

/// [`relocate`] as a part of a transaction, and its end.
///
/// # Errors
/// Those of [`relocate`]; the transaction must then be rolled back.
pub async fn relocate_in(
    tx: &DatabaseTransaction,
    caller: &Caller,
    folder_id: Uuid,
    relocation: &Relocation,
    at: DateTime<Utc>,
) -> Result<FolderView> {
    let Relocation { landing, name, on_conflict, if_match } = relocation;
    let needed = if landing.is_some() { Permission::Delete } else { Permission::Write };
    let (seen, _) = find(tx, caller, folder_id, needed, Lock::None).await?;
    refuse_trashed(&seen)?;
    let new_parent = match landing {
        Some(landing) => locate_landing(tx, caller, *landing, seen.share_id).await?,
        None => parent_of(&seen),
    };
    if landing.is_some() || *on_conflict == OnConflict::Replace {
        nodes::lock_trees(tx, &[seen.share_id, new_parent.share_id], Lock::Exclusive).await?;
    }
    if landing.is_some() {
        enter(tx, caller, new_parent, Lock::Shared).await?;
    }
    let (old, _) = find(tx, caller, folder_id, needed, Lock::Exclusive).await?;
    refuse_trashed(&old)?;
    if old.share_id != seen.share_id {
        // It went to another share just now, whose tree is not locked. Another attempt finds it there.
        return Err(Error::Unavailable { retry_after_secs: 1, cause: None });
    }
    check_if_match(if_match.as_deref(), &metadata_etag(old.revision))?;
    let (old_parent, new_parent) = (parent_of(&old), if landing.is_some() { new_parent } else { parent_of(&old) });
    refuse_circle(tx, folder_id, new_parent).await?;

    let wanted = match name {
        Some(name) => name.clone(),
        None => FileName::kept(&old.name),
    };
    let mut claim = Claim::of(wanted);
    if new_parent != old_parent || claim.name.key() != old.name_key {
        // Nothing that it lies in may make room for it.
        let mut keep = vec![folder_id];
        if let Some(parent_id) = old_parent.folder_id {
            keep.extend(nodes::lineage(tx, parent_id).await?);
        }
        let (node_type, on_conflict) = (NodeType::Folder, *on_conflict);
        let request = ClaimRequest {
            parent: new_parent,
            name: &claim.name,
            node_type,
            node_id: folder_id,
            on_conflict,
            keep: &keep,
        };
        claim = nodes::claim_as(tx, caller, &request, at).await?;
        if new_parent != old_parent || claim.name.key() != old.name_key {
            nodes::release(tx, old_parent, &old.name_key, folder_id).await?;
        }
    }
    if new_parent.share_id != old_parent.share_id {
        nodes::count_below(tx, folder_id, false).await?;
        let moved = nodes::reshare(tx, folder_id, new_parent.share_id).await?;
        claim.movement.moved(&moved, old_parent.share_id, new_parent.share_id);
    }
    claim.movement.take().apply(tx, caller.organization_id).await?;
    let row = folder::ActiveModel {
        id: Set(folder_id),
        share_id: Set(new_parent.share_id),
        parent_id: Set(new_parent.folder_id),
        name: Set(claim.name.as_str().to_owned()),
        name_key: Set(claim.name.key()),
        revision: Set(old.revision + 1),
        updated_at: Set(at),
        ..Default::default()
    };
    let new = folder::Entity::update(row).exec(tx).await?;
    finish(tx, caller, &new, claim.replaced.as_ref(), records(caller, &old, &new, at), at).await
}

/// A folder is not put into itself or what lies below it. With the trees locked, nobody can make that so meanwhile.
async fn refuse_circle(tx: &DatabaseTransaction, folder_id: Uuid, parent: Parent) -> Result<()> {
    if let Some(parent_id) = parent.folder_id
        && nodes::lineage(tx, parent_id).await?.contains(&folder_id)
    {
        return Err(Error::InvalidArgument("a folder can't be put into itself or into a folder below it".to_owned()));
    }
    Ok(())
}

/// What happened to the folder: across shares a change in each.
fn records<'a>(
    caller: &Caller,
    old: &'a folder::Model,
    new: &'a folder::Model,
    at: DateTime<Utc>,
) -> Vec<NewChange<'a>> {
    let (old_parent, new_parent) = (parent_of(old), parent_of(new));
    let kind = if old_parent == new_parent { ChangeKind::Renamed } else { ChangeKind::Moved };
    let arrived = NewChange { new_name: Some(&new.name), ..change(new, caller, kind, at) };
    if old_parent.share_id == new_parent.share_id {
        return vec![NewChange { old_parent: Some(old_parent), old_name: Some(&old.name), ..arrived }];
    }
    let left = NewChange { old_name: Some(&old.name), ..change(old, caller, kind, at) };
    vec![left, arrived]
}
