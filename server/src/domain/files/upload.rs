//! Bytes on their way to a file. In two steps, so that nothing of a body is read that would be refused anyway: first
//! the check of where it is to go, then, with the bytes written, the commit, which checks everything again.

use sea_orm::EntityTrait as _;
use uuid::Uuid;

use super::{FileView, find_live};
use crate::app::App;
use crate::blobs::Written;
use crate::db::Recalled;
use crate::db::entity::organization;
use crate::domain::access::{Caller, Permission};
use crate::domain::folders;
use crate::domain::labels::{Metadata, Tags};
use crate::domain::names::FileName;
use crate::domain::nodes::{Lock, OnConflict, Parent};
use crate::domain::preconditions::{check_if_match, content_etag};
use crate::domain::quota::{self, Headroom};
use crate::domain::versions::{self, Commit, Destination, NewNode};
use crate::error::{Error, Result};
use crate::ids;

/// Where a new file may go, and how long it may be.
#[derive(Debug, Clone)]
pub struct Target {
    pub parent: Parent,
    /// How much of the body may be read.
    pub headroom: Headroom,
}

/// What a new file is like, besides its bytes.
#[derive(Debug, Clone)]
pub struct NewFile {
    pub name: FileName,
    pub tags: Tags,
    pub metadata: Metadata,
    pub on_conflict: OnConflict,
}

/// A file whose content may be replaced, and how long the new content may be.
#[derive(Debug, Clone)]
pub struct Replacement {
    pub file_id: Uuid,
    pub if_match: Option<String>,
    /// How much of the body may be read.
    pub headroom: Headroom,
}

/// Checks whether the caller may put a new file into a folder or a share; the organization's default share, if none
/// is named. Needs CREATE. Write at most `headroom.limit_bytes()` of the body, then call [`create`].
///
/// # Errors
/// `NotFound`, `PermissionDenied`, `Deleted`, `InvalidArgument` where the folder is not in the share.
pub async fn check_target(
    app: &App,
    caller: &Caller,
    share_id: Option<Uuid>,
    folder_id: Option<Uuid>,
) -> Result<Target> {
    let db = app.db.read();
    let share_id = match (share_id, folder_id) {
        (Some(share_id), _) => share_id,
        (None, Some(folder_id)) => {
            folders::find(db, caller, folder_id, Permission::Create, Lock::None).await?.0.share_id
        }
        (None, None) => {
            let found = app.db.recall(DefaultShareOf(caller.organization_id), || default_share(app, caller)).await?;
            found.ok_or(Error::NotFound("organization"))?.0
        }
    };
    let parent = Parent { share_id, folder_id };
    folders::enter_now(app, caller, parent).await?;
    let headroom = quota::headroom(app, caller, Some(share_id)).await?;
    Ok(Target { parent, headroom })
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct DefaultShareOf(Uuid);

struct DefaultShare(Uuid);

impl Recalled for DefaultShare {
    const OUTLIVES_NEW_FILES: bool = true;
}

async fn default_share(app: &App, caller: &Caller) -> Result<Option<DefaultShare>> {
    let found = organization::Entity::find_by_id(caller.organization_id).one(app.db.read()).await?;
    Ok(found.map(|organization| DefaultShare(organization.default_share_id)))
}

/// Makes a file of bytes that have been written. If it is refused, the bytes are removed.
///
/// # Errors
/// Those of [`check_target`], `NameConflict`, `QuotaExceeded`.
pub async fn create(app: &App, caller: &Caller, target: &Target, new: NewFile, written: Written) -> Result<FileView> {
    let NewFile { name, tags, metadata, on_conflict } = new;
    let node = NewNode { id: ids::new(), parent: target.parent, name, tags, metadata, on_conflict };
    let reservation = target.headroom.reservation();
    let commit = Commit { destination: Destination::New(node), written, reservation, at: app.clock.now() };
    versions::store(app, caller, commit).await
}

/// Makes several files of bytes that have been written, under ids of the caller's choice, all or none. Those that
/// replace what has their name become its next versions, and keep its id. If they are refused, the bytes are removed.
///
/// # Errors
/// Those of [`check_target`], `NameConflict`, `IdConflict`, `QuotaExceeded`.
pub async fn create_batch(
    app: &App,
    caller: &Caller,
    target: &Target,
    batch: Vec<(Uuid, FileName, Written)>,
    on_conflict: OnConflict,
) -> Result<Vec<FileView>> {
    let node = |id, name| {
        let (tags, metadata) = (Tags::default(), Metadata::default());
        NewNode { id, parent: target.parent, name, tags, metadata, on_conflict }
    };
    let batch = batch.into_iter().map(|(id, name, written)| (node(id, name), written)).collect();
    versions::store_batch(app, caller, target.parent, batch, target.headroom.reservation()).await
}

/// Checks whether the caller may replace a file's content now. Needs WRITE. Write at most `headroom.limit_bytes()` of
/// the body, then call [`replace`].
///
/// # Errors
/// `NotFound`, `PermissionDenied`, `Deleted`, `PreconditionFailed`.
pub async fn check_replacement(
    app: &App,
    caller: &Caller,
    file_id: Uuid,
    if_match: Option<String>,
) -> Result<Replacement> {
    let (file, _) = find_live(app.db.read(), caller, file_id, Permission::Write, Lock::None).await?;
    check_if_match(if_match.as_deref(), &content_etag(file.current_version, &file.sha256))?;
    let headroom = quota::headroom(app, caller, Some(file.share_id)).await?;
    Ok(Replacement { file_id, if_match, headroom })
}

/// Makes the next version of a file of bytes that have been written. If it is refused, the bytes are removed.
///
/// # Errors
/// Those of [`check_replacement`], `QuotaExceeded`.
pub async fn replace(app: &App, caller: &Caller, replacement: Replacement, written: Written) -> Result<FileView> {
    let Replacement { file_id, if_match, headroom } = replacement;
    let (destination, reservation) = (Destination::Next { file_id, if_match }, headroom.reservation());
    let commit = Commit { destination, written, reservation, at: app.clock.now() };
    versions::store(app, caller, commit).await
}
