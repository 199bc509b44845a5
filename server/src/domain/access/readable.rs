//! What a list may hold: conditions that leave out what the caller may not read, so that pages and counts are right.
//!
//! The subqueries name only the caller, so that a database computes them once for a query. Who may read a few shares of
//! many, or single folders in a large one, must not wait for the database to walk past everything else: such a list is
//! put together of its parts ([`readable_shares`], [`readable_parts`]), each of which follows an index of its own.

use sea_orm::sea_query::{
    CommonTableExpression, Expr, ExprTrait as _, IntoColumnRef, JoinType, Query, SelectStatement, UnionType, WithClause,
};
use sea_orm::{ColumnTrait as _, Condition, ConnectionTrait};
use uuid::Uuid;

use super::{Caller, Permission};
use crate::db::entity::grant::ResourceType;
use crate::db::entity::{file, folder, grant, group_member};
use crate::error::Result;

/// Of how many shares a list is merged at the most; beyond, it is picked from the organization's.
pub const SHARES_MERGED_MAX: u64 = 16;

/// For lists: only rows whose share the caller may read as a whole. The rows must be of the caller's organization
/// already.
pub fn in_readable_shares(caller: &Caller, share_id: impl IntoColumnRef) -> Condition {
    if caller.sees_every_share() {
        return Condition::all();
    }
    Condition::all().add(Expr::col(share_id).in_subquery(granted(caller, ResourceType::Share)))
}

/// For lists of files: only those that the caller may read, by a grant on the share, on a folder above, or on the file
/// itself. The rows must be of the caller's organization already.
pub fn readable_files(caller: &Caller) -> Condition {
    if caller.sees_every_share() {
        return Condition::all();
    }
    let column = |column: file::Column| Expr::col((file::Entity, column));
    Condition::any()
        .add(column(file::Column::ShareId).in_subquery(granted(caller, ResourceType::Share)))
        .add(column(file::Column::FolderId).in_subquery(granted_folders(caller)))
        .add(column(file::Column::Id).in_subquery(granted(caller, ResourceType::File)))
}

/// The shares that the caller may read as a whole, if lists are to be merged of theirs and of [`readable_parts`]; `None`
/// if all may be read or more than [`SHARES_MERGED_MAX`], so that [`readable_files`] passes over little.
pub async fn readable_shares(db: &impl ConnectionTrait, caller: &Caller) -> Result<Option<Vec<Uuid>>> {
    if caller.sees_every_share() {
        return Ok(None);
    }
    let mut shares = granted(caller, ResourceType::Share);
    shares.distinct().limit(SHARES_MERGED_MAX + 1);
    let rows = db.query_all(&shares).await?;
    let ids = rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<Vec<Uuid>, _>>()?;
    Ok((ids.len() as u64 <= SHARES_MERGED_MAX).then_some(ids))
}

/// For lists of files: those outside of some shares that the caller may read by a grant on a folder above or on the file
/// itself. They are found by what was granted, which is of the caller's organization.
pub fn readable_parts(caller: &Caller, shares: &[Uuid]) -> Condition {
    const PART: &str = "part";
    let mut parts = Query::select()
        .column((PART, file::Column::Id))
        .from_as(file::Entity, PART)
        .and_where(Expr::col((PART, file::Column::FolderId)).in_subquery(granted_folders(caller)))
        .take();
    parts.union(UnionType::Distinct, granted(caller, ResourceType::File));
    let elsewhere = file::Column::ShareId.is_not_in(shares.iter().copied());
    let elsewhere = if shares.is_empty() { Condition::all() } else { Condition::all().add(elsewhere) };
    elsewhere.add(Expr::col((file::Entity, file::Column::Id)).in_subquery(parts))
}

/// The ids of what the caller was granted READ on itself.
fn granted(caller: &Caller, resource_type: ResourceType) -> SelectStatement {
    let read = Expr::col(grant::Column::Permissions).bit_and(Permission::Read.bit());
    let unexpired = grant::Column::ExpiresAt.is_null().or(grant::Column::ExpiresAt.gt(caller.clock.now()));
    Query::select()
        .column(grant::Column::ResourceId)
        .from(grant::Entity)
        .and_where(grant::Column::PrincipalId.in_subquery(principals(caller)))
        .and_where(grant::Column::OrganizationId.eq(caller.organization_id))
        .and_where(grant::Column::ResourceType.eq(resource_type))
        .and_where(read.ne(0))
        .and_where(unexpired)
        .take()
}

/// The folders that the caller was granted READ on, and all below them. Folders that are met twice are followed once,
/// so that the walk ends whatever the tree is like.
fn granted_folders(caller: &Caller) -> SelectStatement {
    const DOWN: &str = "down";
    const ID: &str = "id";
    let below = Query::select()
        .column((folder::Entity, folder::Column::Id))
        .from(folder::Entity)
        .join(JoinType::InnerJoin, DOWN, Expr::col((folder::Entity, folder::Column::ParentId)).equals((DOWN, ID)))
        .take();
    let walk = granted(caller, ResourceType::Folder).union(UnionType::Distinct, below).to_owned();
    let down = CommonTableExpression::new().query(walk).column(ID).table_name(DOWN).to_owned();
    let with = WithClause::new().recursive(true).cte(down).to_owned();
    Query::select().column(ID).from(DOWN).with_cte(with).take()
}

/// All that something can be granted to and reach the caller.
fn principals(caller: &Caller) -> SelectStatement {
    let mut principals = Query::select()
        .column(group_member::Column::GroupId)
        .from(group_member::Entity)
        .and_where(group_member::Column::UserId.eq(caller.user_id))
        .take();
    for id in [Some(caller.user_id), caller.everyone()].into_iter().flatten() {
        principals.union(UnionType::All, Query::select().expr(Expr::val(id)).take());
    }
    principals
}
