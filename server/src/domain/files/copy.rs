//! Copying files.

use chrono::{DateTime, Utc};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::{FileView, change, find, find_live};
use crate::app::App;
use crate::db::entity::file;
use crate::domain::access::{Caller, Permission};
use crate::domain::changes::{self, ChangeKind, NewChange};
use crate::domain::folders::{self, Relocation};
use crate::domain::names::FileName;
use crate::domain::nodes::{self, Claim, ClaimRequest, Landing, Lock, NodeType, OnConflict, Parent};
use crate::domain::preconditions::{check_if_match, metadata_etag};
use crate::domain::versions::{self, Names};
use crate::error::Result;
use crate::ids;

/// Copies a file: its current content as version 1 of another, with its tags and metadata. Needs READ on it and CREATE
/// where the copy lands, which is the root of its own share unless it is said.
///
/// # Errors
/// `NotFound`, `PermissionDenied`, `Deleted`, `PreconditionFailed`, `NameConflict`, `QuotaExceeded`, `InvalidArgument`
/// for a path that gets too long.
pub async fn copy(app: &App, caller: &Caller, file_id: Uuid, relocation: Relocation) -> Result<FileView> {
    let (caller, at) = (caller.clone(), app.clock.now());
    app.db.write(async move |tx: &DatabaseTransaction| copy_in(tx, &caller, file_id, &relocation, at).await).await
}

/// [`copy`] as a part of a transaction, and its end.
///
/// # Errors
/// Those of [`copy`]; the transaction must then be rolled back.
pub async fn copy_in(
    tx: &DatabaseTransaction,
    caller: &Caller,
    file_id: Uuid,
    relocation: &Relocation,
    at: DateTime<Utc>,
) -> Result<FileView> {
    let Relocation { landing, name, on_conflict, if_match } = relocation;
    let (seen, _) = find_live(tx, caller, file_id, Permission::Read, Lock::None).await?;
    let landing = landing.unwrap_or(Landing::OwnRoot);
    if *on_conflict == OnConflict::Replace {
        let parent = folders::locate_landing(tx, caller, landing, seen.share_id).await?;
        nodes::lock_trees(tx, &[parent.share_id], Lock::Exclusive).await?;
    }
    let parent = folders::enter_landing(tx, caller, landing, seen.share_id).await?;
    // Its row stays, and with it the version and the content that the copy is going to name.
    let (source, _) = find_live(tx, caller, file_id, Permission::Read, Lock::Shared).await?;
    check_if_match(if_match.as_deref(), &metadata_etag(source.revision))?;

    let wanted = name.clone().unwrap_or_else(|| FileName::kept(&source.name));
    let (node_type, node_id, on_conflict) = (NodeType::File, ids::new(), *on_conflict);
    let request = ClaimRequest { parent, name: &wanted, node_type, node_id, on_conflict, keep: &[file_id] };
    let Claim { name, replaced, mut movement } = nodes::claim_as(tx, caller, &request, at).await?;
    let copy = copy_of(source, node_id, parent, &name, caller.user_id, at);
    versions::insert_copies(tx, caller, vec![copy.clone()], Names::Claimed).await?;
    movement.created(parent.share_id, caller.user_id, 1, copy.size_bytes);
    movement.apply(tx, caller.organization_id).await?;

    let mut records: Vec<NewChange<'_>> = replaced.iter().map(|replaced| replaced.change(caller, at)).collect();
    records.push(NewChange { new_name: Some(&copy.name), ..change(&copy, caller, ChangeKind::Created, at) });
    let recorded = changes::append_all(tx, records).await?;
    nodes::check_path(recorded.folder_path.len() + 1 + copy.name.len())?;
    let (copy, permissions) = find(tx, caller, node_id, Permission::Read, Lock::None).await?;
    Ok(FileView::new(&recorded.folder_path, copy, permissions))
}

/// The row of a copy.
pub(in crate::domain) fn copy_of(
    source: file::Model,
    id: Uuid,
    parent: Parent,
    name: &FileName,
    by: Uuid,
    at: DateTime<Utc>,
) -> file::Model {
    file::Model {
        id,
        organization_id: source.organization_id,
        share_id: parent.share_id,
        folder_id: parent.folder_id,
        name: name.as_str().to_owned(),
        name_key: name.key(),
        kind: source.kind,
        mime_type: source.mime_type,
        size_bytes: source.size_bytes,
        sha256: source.sha256,
        content_id: source.content_id,
        current_version: 1,
        tags: source.tags,
        metadata: source.metadata,
        revision: 1,
        created_by: by,
        created_at: at,
        updated_by: by,
        updated_at: at,
        content_updated_at: at,
        trashed_at: None,
        trashed_by: None,
        trash_root_id: None,
        signature_epoch: 0,
    }
}
