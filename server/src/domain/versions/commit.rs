//! Where bytes become a version: the one place, for every way in which bytes arrive.
//!
//! The bytes are durable before this begins; the rows that name them come in one transaction. Its order: first what
//! can be refused (the name or the entity tag, then the quota), then the rows, at last the number of the change. The
//! rows of folder, file and name are locked before the meters, and the meters in one order, so that writers wait for
//! each other instead of locking each other out.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{DatabaseTransaction, EntityTrait as _, QuerySelect as _};
use uuid::Uuid;

use super::contents::Contents;
use super::copy::share_contents;
use super::gathered;
use crate::app::App;
use crate::blobs::Written;
use crate::db::entity::{file, name, version};
use crate::db::{self, Inserts, Taken};
use crate::domain::access::{Caller, Permission, Permissions};
use crate::domain::changes::{self, ChangeKind, NewChange};
use crate::domain::files::{self, FileView};
use crate::domain::labels::{self, Metadata, Tags};
use crate::domain::names::FileName;
use crate::domain::nodes::{self, Claim, ClaimRequest, Lock, NodeType, OnConflict, Parent};
use crate::domain::preconditions::{check_if_match, content_etag};
use crate::domain::quota::{self, Charged, Movement, Reservation};
use crate::domain::{folders, kinds};
use crate::error::{Error, Result};

/// Bytes that are to become a version.
#[derive(Debug)]
pub struct Commit {
    pub destination: Destination,
    pub written: Written,
    /// What was set aside for them, if something was.
    pub reservation: Option<Reservation>,
    pub at: DateTime<Utc>,
}

/// The version of what.
#[derive(Debug)]
pub enum Destination {
    /// The first version of a new file. Needs CREATE there.
    New(NewNode),
    /// The next version of a file. Needs WRITE on it.
    Next {
        file_id: Uuid,
        /// Compared with the entity tag of the content that is current when the new one takes its place.
        if_match: Option<String>,
    },
}

/// A file that is to be.
#[derive(Debug)]
pub struct NewNode {
    pub id: Uuid,
    pub parent: Parent,
    pub name: FileName,
    pub tags: Tags,
    pub metadata: Metadata,
    /// Where it says to replace a file, the bytes become that file's next version, which needs WRITE on it.
    pub on_conflict: OnConflict,
}

/// Commits bytes in a transaction of their own. If they are refused, they are removed from the store; if it is not
/// known whether the transaction took place, they stay: rather a leak than a loss.
///
/// # Errors
/// Those of [`commit`].
pub async fn store(app: &App, caller: &Caller, new: Commit) -> Result<FileView> {
    let new = Arc::new(new);
    let outcome = match gathered::gathers(&new) {
        Some(node) => gathered::store(app, caller, &new, node).await,
        None => {
            let (caller, new) = (caller.clone(), Arc::clone(&new));
            app.db.write(async move |tx: &DatabaseTransaction| commit(tx, &caller, &new).await).await
        }
    };
    match &outcome {
        Ok(_) => new.reservation.iter().for_each(Reservation::used),
        Err(error) if is_refusal(error) => app.blobs.discard(&new.written).await,
        Err(_) => {}
    }
    outcome
}

/// Whether an error was said by us, so that nothing has been committed. What the database or the machine says, a
/// lost connection while committing for one, leaves that open.
pub(in crate::domain) fn is_refusal(error: &Error) -> bool {
    !matches!(error, Error::Internal(_) | Error::Unavailable { .. })
}

/// Makes the version. The caller of this function decides what becomes of the bytes if it fails.
///
/// # Errors
/// `NotFound`, `PermissionDenied`, `Deleted`, `NameConflict`, `PreconditionFailed`, `QuotaExceeded`; the transaction
/// must then be rolled back.
pub async fn commit(tx: &DatabaseTransaction, caller: &Caller, new: &Commit) -> Result<FileView> {
    match &new.destination {
        Destination::New(node) => first(tx, caller, node, new).await,
        Destination::Next { file_id, if_match } => {
            let (old, permissions) = files::find_live(tx, caller, *file_id, Permission::Write, Lock::Exclusive).await?;
            check_if_match(if_match.as_deref(), &content_etag(old.current_version, &old.sha256))?;
            next(tx, caller, (old, permissions), new, None).await
        }
    }
}

async fn first(tx: &DatabaseTransaction, caller: &Caller, node: &NewNode, new: &Commit) -> Result<FileView> {
    let NewNode { id, parent, name, on_conflict, .. } = node;
    let permissions = folders::enter(tx, caller, *parent, Lock::Shared).await?;
    if *on_conflict == OnConflict::Replace
        && let Some(holder) = replaceable(tx, caller, *parent, name).await?
    {
        return next(tx, caller, holder, new, Some(node)).await;
    }
    // What is to be replaced was looked for: whoever took the name since is told of.
    let on_conflict = if *on_conflict == OnConflict::Rename { OnConflict::Rename } else { OnConflict::Fail };
    let (node_type, node_id) = (NodeType::File, *id);
    let request = ClaimRequest { parent: *parent, name, node_type, node_id, on_conflict, keep: &[] };
    let Claim { name, replaced: _, mut movement } = nodes::claim_as(tx, caller, &request, new.at).await?;
    let mut contents = Contents::hold(tx, caller.organization_id, [&new.written], new.at).await?;
    movement.created(parent.share_id, caller.user_id, 1, size_of([&new.written])?);
    quota::settle(tx, caller.organization_id, movement, new.reservation.as_ref()).await?;
    let row = first_row(caller, node, &name, &new.written, new.at)?;
    let files = write_firsts(tx, &mut contents, vec![First { row, written: &new.written }]).await?;
    let file = files.into_iter().next().ok_or_else(|| Error::internal("a file was not written"))?;
    record(tx, caller, file, permissions, ChangeKind::Created).await
}

/// A new file on its way.
#[derive(Debug)]
pub(super) struct First<'a> {
    /// See [`first_row`].
    pub row: file::Model,
    pub written: &'a Written,
}

pub(super) fn id_conflict(id: Uuid) -> Error {
    Error::IdConflict(format!("the id {id} is in use; choose another one"))
}

/// The rows of new files, in their order. The meters have been moved.
///
/// # Errors
/// `IdConflict`, if somebody else took an id at the same moment.
pub(super) async fn write_firsts(
    tx: &DatabaseTransaction,
    contents: &mut Contents,
    firsts: Vec<First<'_>>,
) -> Result<Vec<file::Model>> {
    let written: Vec<&Written> = firsts.iter().map(|first| first.written).collect();
    let mut inserts = Inserts::default();
    let content_ids = contents.insert(tx, &written, &mut inserts).await?;
    let rows = firsts.into_iter().zip(content_ids);
    let files: Vec<_> = rows.map(|(first, content_id)| file::Model { content_id, ..first.row }).collect();
    let versions: Vec<_> = files.iter().map(|file| version_row(file.created_by, file, None)).collect();
    // A plain insert that fails would end the transaction on PostgreSQL.
    inserts.add(tx, &files, Taken::StaysOut);
    inserts.add(tx, &versions, Taken::StaysOut);
    let rows = inserts.rows();
    if inserts.run(tx).await? != rows {
        return Err(match files.as_slice() {
            [file] => id_conflict(file.id),
            // Gathered uploads are tried alone now; the ids of a batch were free a moment ago.
            _ => Error::IdConflict("an id is in use; choose another one".to_owned()),
        });
    }
    let tagged: Vec<file::Model> =
        files.iter().filter(|file| !Tags::from_row(&file.tags).is_empty()).cloned().collect();
    labels::keep_tags(tx, &tagged).await?;
    Ok(files)
}

/// The row of a new file under the name that it has got; which content it has is said when that has its row.
pub(super) fn first_row(
    caller: &Caller,
    node: &NewNode,
    name: &FileName,
    written: &Written,
    at: DateTime<Utc>,
) -> Result<file::Model> {
    let NewNode { id, parent, tags, metadata, .. } = node;
    let mime_type = kinds::media_type(&written.head, name.as_str());
    Ok(file::Model {
        id: *id,
        organization_id: caller.organization_id,
        share_id: parent.share_id,
        folder_id: parent.folder_id,
        name: name.as_str().to_owned(),
        name_key: name.key(),
        kind: kinds::kind_of(mime_type),
        mime_type: mime_type.to_owned(),
        size_bytes: size_of([written])?,
        sha256: written.sha256.to_vec(),
        content_id: Uuid::nil(),
        current_version: 1,
        tags: tags.to_json(),
        metadata: metadata.to_json(),
        revision: 1,
        created_by: caller.user_id,
        created_at: at,
        updated_by: caller.user_id,
        updated_at: at,
        content_updated_at: at,
        trashed_at: None,
        trashed_by: None,
        trash_root_id: None,
        signature_epoch: 0,
    })
}

/// The file that has the name, locked to get a new version; none, if the name is free.
pub(super) async fn replaceable(
    tx: &DatabaseTransaction,
    caller: &Caller,
    parent: Parent,
    name: &FileName,
) -> Result<Option<(file::Model, Permissions)>> {
    let Some(holder) = name::Entity::find_by_id((parent.id(), name.key())).one(tx).await? else {
        return Ok(None);
    };
    let conflict = |existing_id| Error::NameConflict { name: name.as_str().to_owned(), existing_id };
    if holder.node_type != NodeType::File {
        return Err(conflict(Some(holder.node_id)));
    }
    let found = files::find(tx, caller, holder.node_id, Permission::Write, Lock::Exclusive).await;
    let (file, permissions) = found.map_err(|error| match error {
        // What the caller may not see is in the way all the same.
        Error::NotFound(_) => conflict(None),
        other => other,
    })?;
    // While we waited for its row it may have got another name or gone.
    let stays = file.trashed_at.is_none() && file.name_key == name.key() && files::parent_of(&file) == parent;
    Ok(stays.then_some((file, permissions)))
}

/// The next version of a file that has been locked. What is said of it as a new one, if it was uploaded as one, takes
/// the place of what is said of it now.
async fn next(
    tx: &DatabaseTransaction,
    caller: &Caller,
    (old, permissions): (file::Model, Permissions),
    new: &Commit,
    said: Option<&NewNode>,
) -> Result<FileView> {
    let mut contents = Contents::hold(tx, caller.organization_id, [&new.written], new.at).await?;
    let mut movement = Movement::default();
    movement.replaced(caller.user_id, size_of([&new.written])?, current(tx, &old).await?);
    quota::settle(tx, caller.organization_id, movement, new.reservation.as_ref()).await?;
    let file = write_next(tx, caller, &old, (&new.written, &mut contents), said, new.at).await?;
    record(tx, caller, file, permissions, ChangeKind::Updated).await
}

/// The rows of the next version. The meters have been moved.
pub(super) async fn write_next(
    tx: &DatabaseTransaction,
    caller: &Caller,
    old: &file::Model,
    (written, contents): (&Written, &mut Contents),
    said: Option<&NewNode>,
    at: DateTime<Utc>,
) -> Result<file::Model> {
    let tags = said.map(|node| node.tags.to_json()).filter(|tags| tags.as_array().is_some_and(|tags| !tags.is_empty()));
    let metadata = said
        .map(|node| node.metadata.to_json())
        .filter(|metadata| metadata.as_object().is_some_and(|metadata| !metadata.is_empty()));
    let has_other_tags = tags.is_some();
    let content_id = contents.insert_one(tx, written).await?;
    let mime_type = kinds::media_type(&written.head, &old.name);
    let row = file::ActiveModel {
        kind: Set(kinds::kind_of(mime_type)),
        mime_type: Set(mime_type.to_owned()),
        size_bytes: Set(size_of([written])?),
        sha256: Set(written.sha256.to_vec()),
        content_id: Set(content_id),
        tags: tags.map_or(NotSet, Set),
        metadata: metadata.map_or(NotSet, Set),
        ..next_row(caller, old, at)
    };
    let file = file::Entity::update(row).exec(tx).await?;
    if has_other_tags {
        labels::keep_tags(tx, std::slice::from_ref(&file)).await?;
    }
    db::insert(tx, &[version_row(caller.user_id, &file, None)], Taken::Fails).await?;
    Ok(file)
}

/// Makes an old version's content the next version: rows only, no byte moves. It counts like any other version, for
/// whoever restores it. Needs WRITE.
///
/// # Errors
/// `NotFound` for the file or the version, `PermissionDenied`, `Deleted`, `PreconditionFailed`, `QuotaExceeded`; the
/// transaction must then be rolled back.
pub async fn restore(
    tx: &DatabaseTransaction,
    caller: &Caller,
    file_id: Uuid,
    number: i64,
    if_match: Option<&str>,
    at: DateTime<Utc>,
) -> Result<FileView> {
    let (old, permissions) = files::find_live(tx, caller, file_id, Permission::Write, Lock::Exclusive).await?;
    check_if_match(if_match, &content_etag(old.current_version, &old.sha256))?;
    let found = version::Entity::find_by_id((file_id, number)).one(tx).await?;
    let restored = found.ok_or(Error::NotFound("version"))?;
    share_contents(tx, old.organization_id, [restored.content_id]).await?;
    let mut movement = Movement::default();
    movement.replaced(caller.user_id, restored.size_bytes, current(tx, &old).await?);
    movement.apply(tx, caller.organization_id).await?;
    let row = file::ActiveModel {
        kind: Set(kinds::kind_of(&restored.mime_type)),
        mime_type: Set(restored.mime_type),
        size_bytes: Set(restored.size_bytes),
        sha256: Set(restored.sha256),
        content_id: Set(restored.content_id),
        ..next_row(caller, &old, at)
    };
    let file = file::Entity::update(row).exec(tx).await?;
    db::insert(tx, &[version_row(caller.user_id, &file, Some(number))], Taken::Fails).await?;
    record(tx, caller, file, permissions, ChangeKind::Updated).await
}

/// What changes in a file's row with every next version, but for the content itself.
fn next_row(caller: &Caller, old: &file::Model, at: DateTime<Utc>) -> file::ActiveModel {
    file::ActiveModel {
        id: Set(old.id),
        current_version: Set(old.current_version + 1),
        revision: Set(old.revision + 1),
        updated_by: Set(caller.user_id),
        updated_at: Set(at),
        content_updated_at: Set(at),
        ..Default::default()
    }
}

/// How many bytes some contents have together.
pub(super) fn size_of<'a>(contents: impl IntoIterator<Item = &'a Written>) -> Result<i64> {
    let size_bytes: u64 = contents.into_iter().map(|written| written.size_bytes).sum();
    i64::try_from(size_bytes).map_err(Error::internal)
}

/// The current version of a locked, live file, for the meters: who pays for it is said by its row alone.
pub(super) async fn current(tx: &DatabaseTransaction, file: &file::Model) -> Result<Charged> {
    let found: Option<Uuid> = version::Entity::find_by_id((file.id, file.current_version))
        .select_only()
        .column(version::Column::ChargedTo)
        .into_tuple()
        .one(tx)
        .await?;
    Ok(Charged {
        share_id: file.share_id,
        user_id: found.ok_or(Error::NotFound("version"))?,
        size_bytes: file.size_bytes,
        is_current: true,
        is_trashed: false,
    })
}

/// The row of a file's current version.
pub(super) fn version_row(user_id: Uuid, file: &file::Model, restored_from: Option<i64>) -> version::Model {
    version::Model {
        file_id: file.id,
        version: file.current_version,
        content_id: file.content_id,
        size_bytes: file.size_bytes,
        sha256: file.sha256.clone(),
        mime_type: file.mime_type.clone(),
        restored_from,
        charged_to: user_id,
        created_by: user_id,
        created_at: file.content_updated_at,
    }
}

/// A file as a transaction leaves it, and what is to be told of it.
#[derive(Debug)]
pub(super) struct Made<'a> {
    pub caller: &'a Caller,
    pub file: file::Model,
    pub permissions: Permissions,
    pub kind: ChangeKind,
}

/// Last of all the changes, in the order given.
pub(super) async fn record_all(tx: &DatabaseTransaction, made: Vec<Made<'_>>) -> Result<Vec<FileView>> {
    let changes = made.iter().map(|Made { caller, file, kind, .. }| NewChange {
        kind: *kind,
        resource_type: NodeType::File,
        resource_id: file.id,
        parent: files::parent_of(file),
        old_parent: None,
        old_name: (*kind != ChangeKind::Created).then_some(&*file.name),
        new_name: Some(&file.name),
        version: Some(file.current_version),
        actor_id: caller.user_id,
        at: file.content_updated_at,
    });
    let recorded = changes::append_each(tx, changes.collect()).await?;
    let views = made.into_iter().zip(recorded).map(|(Made { file, permissions, .. }, recorded)| {
        nodes::check_path(recorded.folder_path.len() + 1 + file.name.len())?;
        Ok(FileView::new(&recorded.folder_path, file, permissions))
    });
    views.collect()
}

/// Last of all the change.
async fn record(
    tx: &DatabaseTransaction,
    caller: &Caller,
    file: file::Model,
    permissions: Permissions,
    kind: ChangeKind,
) -> Result<FileView> {
    let views = record_all(tx, vec![Made { caller, file, permissions, kind }]).await?;
    views.into_iter().next().ok_or_else(|| Error::internal("a change was not recorded"))
}
