//! The files of an organization, as callers of its resource names see them: the live files of its default share. A view
//! of `files`, with no rule of its own but where a file is looked for and what it is called if its name is taken.

use std::sync::Arc;

use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use crate::app::App;
use crate::blobs::Written;
use crate::db::entity::{file, organization, signed_url};
use crate::domain::access::{self, Caller, OrganizationRight, Permission};
use crate::domain::files::{self, ContentView, FileView, Filter, ListRequest, Order, Target};
use crate::domain::labels::{Metadata, Tags};
use crate::domain::names::FileName;
use crate::domain::nodes::{Deletion, Lock, OnConflict};
use crate::domain::page::{Page, PageRequest};
use crate::domain::quota::Reservation;
use crate::domain::versions::{self, Commit, Destination, NewNode};
use crate::domain::{kinds, signed_urls};
use crate::error::{Error, Result};
use crate::ids;

/// What a file is called whose name nobody says, but for its extension.
const STEM: &str = "file";

/// A file of an organization, and who asked for it.
#[derive(Debug)]
pub struct Found {
    pub file: file::Model,
    /// Acts in the organization.
    pub caller: Caller,
}

/// The caller in the organization that a path names, whichever the request acts in otherwise.
///
/// # Errors
/// `NotFound` if the caller may not see it.
pub async fn acting(app: &App, caller: &Caller, organization_id: Uuid) -> Result<(Caller, organization::Model)> {
    let access = access::organization(app, caller, organization_id, OrganizationRight::See).await?;
    Ok((Caller { organization_id, role: access.role, ..caller.clone() }, access.organization))
}

/// A file of the organization that the caller may use as `needed`. What is in the trash or in another share does not
/// exist here.
///
/// # Errors
/// `NotFound` without READ, `PermissionDenied` without `needed`.
pub async fn find(
    app: &App,
    caller: &Caller,
    organization_id: Uuid,
    file_id: Uuid,
    needed: Permission,
) -> Result<Found> {
    let (caller, organization) = acting(app, caller, organization_id).await.map_err(as_file)?;
    let found = files::find_live(app.db.read(), &caller, file_id, Permission::Read, Lock::None).await;
    let (file, permissions) = found.map_err(as_file)?;
    if file.share_id != organization.default_share_id {
        return Err(Error::NotFound("file"));
    }
    access::require(permissions, needed, "file")?;
    Ok(Found { file, caller })
}

/// Trash and foreign organizations look like any file that does not exist.
fn as_file(error: Error) -> Error {
    match error {
        Error::NotFound(_) | Error::Deleted(_) => Error::NotFound("file"),
        other => other,
    }
}

/// The files that the caller may read.
///
/// # Errors
/// `NotFound` for the organization, `InvalidArgument` for a page that can't be.
pub async fn list(
    app: &App,
    caller: &Caller,
    organization_id: Uuid,
    order: Order,
    request: &PageRequest,
) -> Result<Page<FileView, Option<u64>>> {
    let (caller, organization) = acting(app, caller, organization_id).await?;
    let filter = Filter { share_id: Some(organization.default_share_id), ..Filter::default() };
    match files::list(app, &caller, &filter, order, &ListRequest::Page(request.clone())).await {
        // Whoever may read nothing there has an empty list.
        Err(Error::NotFound(_)) => {
            Ok(Page { data: Vec::new(), start: request.skip, end: request.skip, count: Some(0), next_cursor: None })
        }
        outcome => outcome,
    }
}

/// The content of a file's current version.
///
/// # Errors
/// `NotFound`.
pub async fn content(app: &App, caller: &Caller, organization_id: Uuid, file_id: Uuid) -> Result<Arc<ContentView>> {
    let found = find(app, caller, organization_id, file_id, Permission::Read).await?;
    files::content(app, &found.caller, file_id, None).await.map_err(as_file)
}

/// Deletes a file. Needs DELETE.
///
/// # Errors
/// `NotFound`, `PermissionDenied`.
pub async fn delete(
    app: &App,
    caller: &Caller,
    organization_id: Uuid,
    file_id: Uuid,
    deletion: Deletion,
) -> Result<()> {
    let found = find(app, caller, organization_id, file_id, Permission::Delete).await?;
    files::delete(app, &found.caller, file_id, deletion, None).await
}

/// Where an upload goes, and the caller who acts there. Needs CREATE.
///
/// # Errors
/// `NotFound`, `PermissionDenied`.
pub async fn check_target(app: &App, caller: &Caller, organization_id: Uuid) -> Result<(Caller, Target)> {
    let (caller, organization) = acting(app, caller, organization_id).await?;
    let target = files::check_target(app, &caller, Some(organization.default_share_id), None).await?;
    Ok((caller, target))
}

/// What a file is called whose name nobody says.
///
/// # Errors
/// None that can happen: the extensions are ours.
pub fn default_name(head: &[u8]) -> Result<FileName> {
    Ok(FileName::parse(&format!("{STEM}.{}", kinds::extension_of(kinds::media_type(head, STEM))))?)
}

/// A signed URL that is used up with the upload that it allowed.
#[derive(Debug)]
pub struct Claim {
    app: App,
    row: signed_url::Model,
}

impl Claim {
    pub(super) fn new(app: &App, row: signed_url::Model) -> Self {
        Self { app: app.clone(), row }
    }
}

/// Makes a file of bytes that have been written, under the next free name of its kind. If it is refused, the bytes are
/// removed.
///
/// # Errors
/// `NotFound`, `PermissionDenied`, `QuotaExceeded`, and those of the claim.
pub async fn store(
    app: &App,
    caller: &Caller,
    target: &Target,
    name: FileName,
    written: Written,
    claim: Option<Claim>,
) -> Result<FileView> {
    let (tags, metadata) = (Tags::default(), Metadata::default());
    let on_conflict = OnConflict::Rename;
    let node = NewNode { id: ids::new(), parent: target.parent, name, tags, metadata, on_conflict };
    let reservation = target.headroom.reservation();
    let commit = Commit {
        destination: Destination::New(node),
        written: written.clone(),
        reservation: reservation.clone(),
        at: app.clock.now(),
    };
    let outcome = app
        .db
        .write({
            let caller = caller.clone();
            async move |tx: &DatabaseTransaction| {
                if let (Some(Claim { app, row }), Destination::New(node)) = (&claim, &commit.destination) {
                    // Before the rows that the file is made of, in every transaction that takes both.
                    signed_urls::claim(tx, app, row, node.id).await?;
                }
                versions::commit(tx, &caller, &commit).await
            }
        })
        .await;
    match &outcome {
        Ok(_) => reservation.iter().for_each(Reservation::used),
        Err(error) if versions::is_refusal(error) => app.blobs.discard(&written).await,
        Err(_) => {}
    }
    outcome
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_nobody_says_tells_the_type() {
        for (head, name) in [
            (b"%PDF-1.7".as_slice(), "file.pdf"),
            (b"\x89PNG\r\n\x1a\n".as_slice(), "file.png"),
            (b"hello".as_slice(), "file.txt"),
            (b"\x00\x01\x02".as_slice(), "file.bin"),
            (b"".as_slice(), "file.bin"),
            (b"PK\x03\x04".as_slice(), "file.zip"),
        ] {
            assert_eq!(default_name(head).unwrap().as_str(), name);
        }
    }
}
