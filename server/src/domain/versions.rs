//! Versions: the states of a file's content, counted from 1. How bytes become one is `commit`, how they go is
//! `purge`; both are the only places where that happens.

use sea_orm::{ColumnTrait as _, DatabaseTransaction, QueryFilter as _};
use uuid::Uuid;

use crate::app::App;
use crate::db::entity::version;
use crate::domain::access::{self, Caller, Permission};
use crate::domain::changes::{self, ChangeKind, NewChange};
use crate::domain::files::{self, FileView};
use crate::domain::nodes::{Lock, NodeType, Parent};
use crate::domain::page::{self, Direction, KeyKind, Page, PageRequest, Position};
use crate::domain::preconditions::{check_if_match, content_etag};
use crate::error::{Error, Result};

mod batch;
mod commit;
mod contents;
mod copy;
mod gathered;
mod mend;
mod purge;

pub use self::batch::store_batch;
pub(in crate::domain) use self::commit::is_refusal;
pub use self::commit::{Commit, Destination, NewNode, commit, store};
pub(super) use self::contents::{insert_pack, lock_packs, named};
pub(super) use self::copy::{Names, insert_copies};
pub use self::gathered::Gathering;
pub(super) use self::mend::{damaged_with_copy, is_needed, mend};
pub use self::purge::{purge_file, purge_folder, purge_in, purge_organization, purge_several, purge_share};

/// A version as a caller sees it.
#[derive(Debug, Clone)]
pub struct VersionView {
    pub version: version::Model,
    /// Whether it is the file's current version.
    pub current: bool,
}

impl VersionView {
    /// The entity tag of its content.
    pub fn content_etag(&self) -> String {
        content_etag(self.version.version, &self.version.sha256)
    }
}

/// The versions of a file that the caller may read, sorted by their number.
///
/// # Errors
/// `NotFound`, `Deleted`, `InvalidArgument` for a page that can't be.
pub async fn list(
    app: &App,
    caller: &Caller,
    file_id: Uuid,
    direction: Direction,
    request: &PageRequest,
) -> Result<Page<VersionView>> {
    let db = app.db.read();
    let (file, _) = files::find_live(db, caller, file_id, Permission::Read, Lock::None).await?;
    let name = match direction {
        Direction::Ascending => "versions",
        Direction::Descending => "versions desc",
    };
    let order = page::Order::new(name, KeyKind::Number, version::Column::Version, version::Column::FileId, direction);
    let position = |row: &version::Model| Position::new(row.version, row.file_id);
    let page = page::fetch(db, version::Entity::of_file(file_id), &order, request, position).await?;
    Ok(page.map(|version| VersionView { current: version.version == file.current_version, version }))
}

/// One version of a file that the caller may read.
///
/// # Errors
/// `NotFound` for the file or the version, `Deleted`.
pub async fn get(app: &App, caller: &Caller, file_id: Uuid, number: i64) -> Result<VersionView> {
    let db = app.db.read();
    let (file, _) = files::find_live(db, caller, file_id, Permission::Read, Lock::None).await?;
    let found = version::Entity::of_file(file_id).filter(version::Column::Version.eq(number)).one(db).await?;
    let version = found.ok_or(Error::NotFound("version"))?;
    Ok(VersionView { current: version.version == file.current_version, version })
}

/// Makes an old version's content the file's current one, as a new version. Needs WRITE. `if_match` is compared with
/// the entity tag of the current content.
///
/// # Errors
/// `NotFound` for the file or the version, `PermissionDenied`, `Deleted`, `PreconditionFailed`, `QuotaExceeded`.
pub async fn restore(
    app: &App,
    caller: &Caller,
    file_id: Uuid,
    number: i64,
    if_match: Option<String>,
) -> Result<FileView> {
    let (caller, at) = (caller.clone(), app.clock.now());
    app.db
        .write(async move |tx: &DatabaseTransaction| {
            commit::restore(tx, &caller, file_id, number, if_match.as_deref(), at).await
        })
        .await
}

/// Deletes a version for good; its number is not given again. Needs WRITE and DELETE. `if_match` is compared with the
/// entity tag of the current content.
///
/// # Errors
/// `NotFound` for the file or the version, `PermissionDenied`, `Deleted`, `PreconditionFailed`, `VersionIsCurrent`.
pub async fn delete(app: &App, caller: &Caller, file_id: Uuid, number: i64, if_match: Option<String>) -> Result<()> {
    let (caller, at) = (caller.clone(), app.clock.now());
    app.db
        .write(async move |tx: &DatabaseTransaction| {
            let (file, permissions) =
                files::find_live(tx, &caller, file_id, Permission::Delete, Lock::Exclusive).await?;
            access::require(permissions, Permission::Write, "file")?;
            check_if_match(if_match.as_deref(), &content_etag(file.current_version, &file.sha256))?;
            if number == file.current_version {
                return Err(Error::VersionIsCurrent);
            }
            purge::purge_version(tx, &file, number, at).await?;
            let change = NewChange {
                kind: ChangeKind::Updated,
                resource_type: NodeType::File,
                resource_id: file.id,
                parent: Parent { share_id: file.share_id, folder_id: file.folder_id },
                old_parent: None,
                old_name: Some(&file.name),
                new_name: Some(&file.name),
                version: Some(file.current_version),
                actor_id: caller.user_id,
                at,
            };
            changes::append(tx, change).await?;
            Ok(())
        })
        .await
}

#[cfg(test)]
mod tests;
