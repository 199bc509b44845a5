//! Copies of files: new files whose first version names a content that is there already. No byte is read or written.

use std::collections::BTreeSet;

use sea_orm::{ActiveValue::Set, DatabaseTransaction, EntityTrait as _};
use uuid::Uuid;

use super::commit::version_row;
use crate::db::entity::{file, shared_content};
use crate::db::{self, Taken};
use crate::domain::access::Caller;
use crate::domain::{labels, nodes};
use crate::error::{Error, Result};

/// Inserts files that have been copied from others, each with its first version and, if `claimed` does not say that
/// it has it already, its name. The files that they were copied from must be locked, so that their contents stay. The
/// caller of this function moves the meters, after it.
///
/// # Errors
/// `Unavailable` if two of them got the same name because one was renamed meanwhile.
pub(in crate::domain) async fn insert_copies(
    tx: &DatabaseTransaction,
    caller: &Caller,
    copies: Vec<file::Model>,
    names: Names,
) -> Result<()> {
    if copies.is_empty() {
        return Ok(());
    }
    if names == Names::ToClaim {
        // Into folders of our own making, where nobody else has a name yet.
        let claimed = nodes::claim_all(tx, &copies.iter().collect::<Vec<_>>()).await;
        claimed.map_err(|error| match error {
            Error::NameConflict { .. } => Error::unavailable("one of the files was renamed while it was being copied"),
            other => other,
        })?;
    }
    share_contents(tx, caller.organization_id, copies.iter().map(|copy| copy.content_id)).await?;
    let versions: Vec<_> = copies.iter().map(|copy| version_row(caller.user_id, copy, None)).collect();
    db::insert(tx, &copies, Taken::Fails).await?;
    db::insert(tx, &versions, Taken::Fails).await?;
    labels::keep_tags(tx, &copies).await
}

/// Notes that contents are about to get a further version. Before the meters move, as everywhere, and in the order of
/// their ids, so that those who do the same wait for each other.
pub(super) async fn share_contents(
    tx: &DatabaseTransaction,
    organization_id: Uuid,
    content_ids: impl IntoIterator<Item = Uuid>,
) -> Result<()> {
    let content_ids: BTreeSet<Uuid> = content_ids.into_iter().collect();
    if content_ids.is_empty() {
        return Ok(());
    }
    let rows = content_ids.into_iter().map(|content_id| shared_content::ActiveModel {
        content_id: Set(content_id),
        organization_id: Set(organization_id),
    });
    shared_content::Entity::insert_many(rows)
        .on_conflict_do_nothing_on([shared_content::Column::ContentId])
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Whether copies have their names already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::domain) enum Names {
    Claimed,
    /// In folders that nobody else knows yet.
    ToClaim,
}
