//! Changing files: their labels, their name, their place, and whether they are in the trash. One transaction for all
//! that is asked for at once.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, DatabaseTransaction, EntityTrait as _};
use uuid::Uuid;

use super::{FileView, change, find, parent_of};
use crate::app::App;
use crate::db::entity::file;
use crate::domain::access::{self, Caller, Permission, Permissions};
use crate::domain::changes::{self, ChangeKind, NewChange};
use crate::domain::folders;
use crate::domain::labels::{self, Metadata, Tags};
use crate::domain::names::FileName;
use crate::domain::nodes::{self, Claim, ClaimRequest, Landing, Lock, NodeType, OnConflict, Parent};
use crate::domain::preconditions::{check_if_match, metadata_etag};
use crate::domain::{quota, trash};
use crate::error::{Error, Result};

/// What to change; what is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct FileUpdate {
    pub name: Option<FileName>,
    pub tags: Option<Tags>,
    /// Replaced as a whole.
    pub metadata: Option<Metadata>,
    /// Where to move it.
    pub landing: Option<Landing>,
    /// The share in which it must be afterwards, if the caller has said both a folder and a share.
    pub share_id: Option<Uuid>,
    /// Whether to take it out of the trash, if it is there. Without this, nothing in the trash can be changed.
    pub restore: bool,
    pub on_conflict: OnConflict,
    pub if_match: Option<String>,
}

/// Changes a file. Name, tags and metadata need WRITE; to be moved or restored, it needs DELETE, and CREATE where it
/// lands. What is restored lands where it was, or at the root of its share if that folder is in the trash. To restore
/// what is live changes nothing.
///
/// # Errors
/// `NotFound`, `PermissionDenied`, `Deleted`, `PreconditionFailed`, `NameConflict`, `QuotaExceeded` of the other share,
/// `InvalidArgument` for a path that gets too long.
pub async fn update(app: &App, caller: &Caller, file_id: Uuid, update: FileUpdate) -> Result<FileView> {
    let (caller, at) = (caller.clone(), app.clock.now());
    app.db.write(async move |tx: &DatabaseTransaction| update_in(tx, &caller, file_id, &update, at).await).await
}

/// [`update`] as a part of a transaction, and its end.
///
/// # Errors
/// Those of [`update`]; the transaction must then be rolled back.
pub async fn update_in(
    tx: &DatabaseTransaction,
    caller: &Caller,
    file_id: Uuid,
    update: &FileUpdate,
    at: DateTime<Utc>,
) -> Result<FileView> {
    let (seen, permissions) = find(tx, caller, file_id, Permission::Read, Lock::None).await?;
    authorize(permissions, update)?;
    let new_parent = enter(tx, caller, &seen, update).await?;
    // Folders are locked before files, so that whoever trashes the folder and we wait for each other in turn.
    let (old, permissions) = find(tx, caller, file_id, Permission::Read, Lock::Exclusive).await?;
    authorize(permissions, update)?;
    if old.trashed_at.is_some() && !update.restore {
        return Err(Error::Deleted("file"));
    }
    if update.restore && old.trashed_at.is_none() && !update.changes_more() {
        let folder_path = nodes::folder_path(tx, old.folder_id).await?;
        return Ok(FileView::new(&folder_path, old, permissions));
    }
    let depends = update.landing == Some(Landing::OwnRoot) || (update.landing.is_none() && update.restore);
    if depends && (seen.trashed_at, parent_of(&seen)) != (old.trashed_at, parent_of(&old)) {
        // Somebody has moved, trashed or restored it just now, and where it is to land depends on that.
        return Err(Error::Unavailable { retry_after_secs: 1, cause: None });
    }
    check_if_match(update.if_match.as_deref(), &metadata_etag(old.revision))?;
    let (old_parent, new_parent) = (parent_of(&old), new_parent.unwrap_or(parent_of(&old)));

    let wanted = update.name.clone().unwrap_or_else(|| FileName::kept(&old.name));
    let mut claim = Claim::of(wanted);
    let is_elsewhere = new_parent != old_parent || claim.name.key() != old.name_key;
    // Another spelling of the same name is claimed already; what is in the trash has given its name back.
    if is_elsewhere || old.trashed_at.is_some() {
        let (node_type, on_conflict) = (NodeType::File, update.on_conflict);
        let keep = &[file_id];
        let request =
            ClaimRequest { parent: new_parent, name: &claim.name, node_type, node_id: file_id, on_conflict, keep };
        claim = nodes::claim_as(tx, caller, &request, at).await?;
        if new_parent != old_parent || claim.name.key() != old.name_key {
            nodes::release(tx, old_parent, &old.name_key, file_id).await?;
        }
    }
    if old.trashed_at.is_some() {
        claim.movement.merge(trash::take_out_file(tx, file_id).await?);
    }
    if new_parent.share_id != old_parent.share_id {
        let moved = quota::tally_file(tx, file_id).await?;
        claim.movement.moved(&moved, old_parent.share_id, new_parent.share_id);
    }
    claim.movement.take().apply(tx, caller.organization_id).await?;
    let row = file::ActiveModel {
        id: Set(file_id),
        share_id: Set(new_parent.share_id),
        folder_id: Set(new_parent.folder_id),
        name: Set(claim.name.as_str().to_owned()),
        name_key: Set(claim.name.key()),
        tags: update.tags.as_ref().map(|tags| Set(tags.to_json())).unwrap_or_default(),
        metadata: update.metadata.as_ref().map(|metadata| Set(metadata.to_json())).unwrap_or_default(),
        revision: Set(old.revision + 1),
        updated_by: Set(caller.user_id),
        updated_at: Set(at),
        ..Default::default()
    };
    let new = file::Entity::update(row).exec(tx).await?;
    if update.tags.is_some() {
        labels::keep_tags(tx, std::slice::from_ref(&new)).await?;
    }
    let mut records: Vec<NewChange<'_>> = claim.replaced.iter().map(|replaced| replaced.change(caller, at)).collect();
    records.extend(happened(caller, &old, &new, at));
    let recorded = changes::append_all(tx, records).await?;
    nodes::check_path(recorded.folder_path.len() + 1 + new.name.len())?;
    // Where it is now, other rights may hold than where it was.
    let (new, permissions) = find(tx, caller, file_id, Permission::Read, Lock::None).await?;
    Ok(FileView::new(&recorded.folder_path, new, permissions))
}

impl FileUpdate {
    /// Whether it asks for anything but to be restored.
    fn changes_more(&self) -> bool {
        self.name.is_some() || self.tags.is_some() || self.metadata.is_some() || self.landing.is_some()
    }
}

/// What the caller needs on the file itself. Whoever may move it may call it anything at its new place.
fn authorize(permissions: Permissions, update: &FileUpdate) -> Result<()> {
    let is_moved = update.landing.is_some() || update.restore;
    if is_moved {
        access::require(permissions, Permission::Delete, "file")?;
    }
    if update.tags.is_some() || update.metadata.is_some() || (update.name.is_some() && !is_moved) {
        access::require(permissions, Permission::Write, "file")?;
    }
    Ok(())
}

/// Where the file is to be, entered and locked; `None` if it stays where it is.
async fn enter(
    tx: &DatabaseTransaction,
    caller: &Caller,
    file: &file::Model,
    update: &FileUpdate,
) -> Result<Option<Parent>> {
    let own = parent_of(file);
    let landing = match update.landing {
        Some(landing) => Some(folders::locate_landing(tx, caller, landing, own.share_id).await?),
        None if update.restore => Some(folders::way_back(tx, own).await?),
        None => None,
    };
    if update.on_conflict == OnConflict::Replace {
        nodes::lock_trees(tx, &[landing.unwrap_or(own).share_id], Lock::Exclusive).await?;
    }
    let Some(parent) = landing else { return Ok(None) };
    if update.share_id.is_some_and(|share_id| share_id != parent.share_id) {
        return Err(Error::InvalidArgument("the folder is in another share; leave out one of the two".to_owned()));
    }
    match folders::enter(tx, caller, parent, Lock::Shared).await {
        // The folder that it was in went to the trash just now.
        Err(Error::Deleted(_)) if update.landing.is_none() => {
            let root = Parent { folder_id: None, ..parent };
            folders::enter(tx, caller, root, Lock::Shared).await?;
            Ok(Some(root))
        }
        entered => entered.map(|_| Some(parent)),
    }
}

/// What happened to the file: across shares a change in each.
fn happened<'a>(caller: &Caller, old: &'a file::Model, new: &'a file::Model, at: DateTime<Utc>) -> Vec<NewChange<'a>> {
    let (old_parent, new_parent) = (parent_of(old), parent_of(new));
    if old.trashed_at.is_some() {
        return vec![NewChange { new_name: Some(&new.name), ..change(new, caller, ChangeKind::Restored, at) }];
    }
    let kind = if old_parent != new_parent {
        ChangeKind::Moved
    } else if old.name == new.name {
        ChangeKind::Updated
    } else {
        ChangeKind::Renamed
    };
    let arrived = NewChange { new_name: Some(&new.name), ..change(new, caller, kind, at) };
    if old_parent.share_id == new_parent.share_id {
        return vec![NewChange { old_parent: Some(old_parent), old_name: Some(&old.name), ..arrived }];
    }
    let left = NewChange { old_name: Some(&old.name), ..change(old, caller, kind, at) };
    vec![left, arrived]
}
