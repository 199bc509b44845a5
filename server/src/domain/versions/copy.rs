//! Copies of files: new files whose first version names a content that is there already. No byte is read or written.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, DatabaseTransaction, EntityTrait as _, IntoActiveModel as _, SqlErr,
};
use uuid::Uuid;

use crate::db::entity::name::NodeType;
use crate::db::entity::{file, name, shared_content, version};
use crate::domain::access::Caller;
use crate::domain::{files, labels};
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
    at: DateTime<Utc>,
) -> Result<()> {
    if copies.is_empty() {
        return Ok(());
    }
    if names == Names::ToClaim {
        let rows = copies.iter().map(|copy| name::ActiveModel {
            parent_id: Set(files::parent_of(copy).id()),
            name_key: Set(copy.name_key.clone()),
            node_type: Set(NodeType::File),
            node_id: Set(copy.id),
        });
        // Into folders of our own making, where nobody else has a name yet.
        name::Entity::insert_many(rows).exec_without_returning(tx).await.map_err(|error| match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(_)) => Error::unavailable(error),
            _ => error.into(),
        })?;
    }
    share_contents(tx, caller.organization_id, copies.iter().map(|copy| copy.content_id)).await?;
    let versions: Vec<_> = copies
        .iter()
        .map(|copy| version::ActiveModel {
            file_id: Set(copy.id),
            version: Set(copy.current_version),
            content_id: Set(copy.content_id),
            size_bytes: Set(copy.size_bytes),
            sha256: Set(copy.sha256.clone()),
            mime_type: Set(copy.mime_type.clone()),
            restored_from: Set(None),
            charged_to: Set(caller.user_id),
            created_by: Set(caller.user_id),
            created_at: Set(at),
        })
        .collect();
    let rows = copies.iter().cloned().map(|copy| copy.into_active_model().reset_all());
    file::Entity::insert_many(rows).exec_without_returning(tx).await?;
    version::Entity::insert_many(versions).exec_without_returning(tx).await?;
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
