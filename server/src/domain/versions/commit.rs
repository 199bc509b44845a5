//! Where bytes become a version: the one place, for every way in which bytes arrive.
//!
//! The bytes are durable before this begins; the rows that name them come in one transaction. Its order: first what
//! can be refused (the name or the entity tag, then the quota), then the rows, at last the number of the change. The
//! rows of folder, file and name are locked before the meters, and the meters in one order, so that writers wait for
//! each other instead of locking each other out.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{ActiveModelTrait as _, DatabaseTransaction, EntityTrait as _, IntoActiveModel as _};
use uuid::Uuid;

use crate::app::App;
use crate::blobs::{Stored, Written};
use crate::db::entity::pack::PackState;
use crate::db::entity::{content, extent, file, name, pack, version};
use crate::domain::access::{Caller, Permission, Permissions};
use crate::domain::changes::{self, ChangeKind, NewChange};
use crate::domain::files::{self, FileView};
use crate::domain::labels::{Metadata, Tags};
use crate::domain::names::FileName;
use crate::domain::nodes::{self, ClaimRequest, Lock, NodeType, OnConflict, Parent};
use crate::domain::preconditions::{check_if_match, content_etag};
use crate::domain::{folders, kinds, quota};
use crate::error::{Error, Result};
use crate::ids;

/// Bytes that are to become a version.
#[derive(Debug)]
pub struct Commit {
    pub destination: Destination,
    pub written: Written,
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
    let outcome = app
        .db
        .write({
            let (caller, new) = (caller.clone(), Arc::clone(&new));
            async move |tx: &DatabaseTransaction| commit(tx, &caller, &new).await
        })
        .await;
    if outcome.as_ref().is_err_and(is_refusal) {
        app.blobs.discard(&new.written).await;
    }
    outcome
}

/// Whether an error was said by us, so that nothing has been committed. What the database or the machine says, a
/// lost connection while committing for one, leaves that open.
fn is_refusal(error: &Error) -> bool {
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
    let NewNode { id, parent, name, tags, metadata, on_conflict } = node;
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
    let name = &nodes::claim_as(tx, caller, &request, new.at).await?.name;
    let content = Content::insert(tx, caller, parent.share_id, new, name.as_str()).await?;
    let file = file::Model {
        id: *id,
        organization_id: caller.organization_id,
        share_id: parent.share_id,
        folder_id: parent.folder_id,
        name: name.as_str().to_owned(),
        name_key: name.key(),
        kind: kinds::kind_of(content.mime_type),
        mime_type: content.mime_type.to_owned(),
        size_bytes: content.size_bytes,
        sha256: new.written.sha256.to_vec(),
        content_id: content.id,
        current_version: 1,
        tags: tags.to_json(),
        metadata: metadata.to_json(),
        revision: 1,
        created_by: caller.user_id,
        created_at: new.at,
        updated_by: caller.user_id,
        updated_at: new.at,
        content_updated_at: new.at,
        trashed_at: None,
        trashed_by: None,
        trash_root_id: None,
    };
    let row = file.clone().into_active_model().reset_all();
    file::Entity::insert(row).exec_without_returning(tx).await?;
    finish(tx, caller, file, permissions, ChangeKind::Created).await
}

/// The file that has the name, locked to get a new version; none, if the name is free.
async fn replaceable(
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
    let tags = said.map(|node| node.tags.to_json()).filter(|tags| tags.as_array().is_some_and(|tags| !tags.is_empty()));
    let metadata = said
        .map(|node| node.metadata.to_json())
        .filter(|metadata| metadata.as_object().is_some_and(|metadata| !metadata.is_empty()));
    let content = Content::insert(tx, caller, old.share_id, new, &old.name).await?;
    let row = file::ActiveModel {
        id: Set(old.id),
        kind: Set(kinds::kind_of(content.mime_type)),
        mime_type: Set(content.mime_type.to_owned()),
        size_bytes: Set(content.size_bytes),
        sha256: Set(new.written.sha256.to_vec()),
        content_id: Set(content.id),
        current_version: Set(old.current_version + 1),
        revision: Set(old.revision + 1),
        tags: tags.map_or(NotSet, Set),
        metadata: metadata.map_or(NotSet, Set),
        updated_by: Set(caller.user_id),
        updated_at: Set(new.at),
        content_updated_at: Set(new.at),
        ..Default::default()
    };
    let file = file::Entity::update(row).exec(tx).await?;
    finish(tx, caller, file, permissions, ChangeKind::Updated).await
}

/// A content with its rows.
struct Content {
    id: Uuid,
    size_bytes: i64,
    mime_type: &'static str,
}

impl Content {
    /// Charges the meters and writes the rows of the content and its extents.
    async fn insert(
        tx: &DatabaseTransaction,
        caller: &Caller,
        share_id: Uuid,
        new: &Commit,
        file_name: &str,
    ) -> Result<Self> {
        let written = &new.written;
        let size_bytes = i64::try_from(written.size_bytes).map_err(Error::internal)?;
        quota::charge(tx, caller.organization_id, share_id, caller.user_id, size_bytes).await?;
        let content_id = ids::new();
        let inline_bytes = match &written.stored {
            Stored::Inline(bytes) => Some(bytes.to_vec()),
            Stored::Pack { .. } => None,
        };
        let row = content::ActiveModel {
            id: Set(content_id),
            organization_id: Set(caller.organization_id),
            sha256: Set(written.sha256.to_vec()),
            size_bytes: Set(size_bytes),
            inline_bytes: Set(inline_bytes),
            created_at: Set(new.at),
        };
        content::Entity::insert(row).exec_without_returning(tx).await?;
        if let Stored::Pack { pack_id } = written.stored {
            let row = pack::ActiveModel {
                id: Set(pack_id),
                organization_id: Set(caller.organization_id),
                size_bytes: Set(size_bytes),
                state: Set(PackState::Live),
                created_at: Set(new.at),
                condemned_at: Set(None),
            };
            pack::Entity::insert(row).exec_without_returning(tx).await?;
            let row = extent::ActiveModel {
                content_id: Set(content_id),
                file_offset: Set(0),
                pack_id: Set(pack_id),
                pack_offset: Set(0),
                length: Set(size_bytes),
            };
            extent::Entity::insert(row).exec_without_returning(tx).await?;
        }
        Ok(Self { id: content_id, size_bytes, mime_type: kinds::media_type(&written.head, file_name) })
    }
}

/// The version's row, and last of all the change.
async fn finish(
    tx: &DatabaseTransaction,
    caller: &Caller,
    file: file::Model,
    permissions: Permissions,
    kind: ChangeKind,
) -> Result<FileView> {
    let row = version::ActiveModel {
        file_id: Set(file.id),
        version: Set(file.current_version),
        content_id: Set(file.content_id),
        size_bytes: Set(file.size_bytes),
        sha256: Set(file.sha256.clone()),
        mime_type: Set(file.mime_type.clone()),
        charged_to: Set(caller.user_id),
        created_by: Set(caller.user_id),
        created_at: Set(file.content_updated_at),
    };
    version::Entity::insert(row).exec_without_returning(tx).await?;
    let change = NewChange {
        kind,
        resource_type: NodeType::File,
        resource_id: file.id,
        parent: Parent { share_id: file.share_id, folder_id: file.folder_id },
        old_parent: None,
        old_name: (kind != ChangeKind::Created).then_some(&*file.name),
        new_name: Some(&file.name),
        version: Some(file.current_version),
        actor_id: caller.user_id,
        at: file.content_updated_at,
    };
    let recorded = changes::append(tx, change).await?;
    nodes::check_path(recorded.folder_path.len() + 1 + file.name.len())?;
    Ok(FileView::new(&recorded.folder_path, file, permissions))
}
