//! The statements that move meters: one for each, which compares and adds at once.

use std::collections::BTreeMap;

use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait, Condition, DatabaseTransaction, EntityTrait, QueryFilter as _, QuerySelect as _, UpdateMany,
};
use uuid::Uuid;

use super::unsigned;
use crate::db::entity::{member, organization, share};
use crate::error::{Error, Result};

pub(super) const ORGANIZATION: &str = "organization";
pub(super) const SHARE: &str = "share";
pub(super) const MEMBER: &str = "member";

/// By how much a meter moves, in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Delta {
    pub used_bytes: i64,
    pub reserved_bytes: i64,
}

impl Delta {
    fn add(&mut self, other: Self) {
        self.used_bytes += other.used_bytes;
        self.reserved_bytes += other.reserved_bytes;
    }

    /// Whether it must fit the quota. What only gives back must not: that a quota was lowered below what is used is no
    /// reason not to remove something.
    fn takes(self) -> bool {
        self.used_bytes > 0 || self.reserved_bytes > 0
    }
}

/// What moves on which meters of an organization. Sorted, so that all transactions touch rows in one order.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Movement {
    pub organization: Delta,
    pub shares: BTreeMap<Uuid, Delta>,
    pub members: BTreeMap<Uuid, Delta>,
}

/// The columns of a meter.
struct Columns<C> {
    used: C,
    reserved: C,
    quota: C,
}

impl Movement {
    pub(super) fn add(&mut self, share_id: Option<Uuid>, user_id: Uuid, delta: Delta) {
        self.organization.add(delta);
        if let Some(share_id) = share_id {
            self.shares.entry(share_id).or_default().add(delta);
        }
        self.members.entry(user_id).or_default().add(delta);
    }

    /// Moves them all, or refuses.
    ///
    /// # Errors
    /// `QuotaExceeded` naming the meter, `NotFound` if what is to be charged is gone, `Internal` if a meter would fall
    /// below zero, which the table forbids; the transaction must then be rolled back.
    pub(super) async fn apply(self, tx: &DatabaseTransaction, organization_id: Uuid) -> Result<()> {
        let delta = self.organization;
        if delta != Delta::default() {
            use organization::Column::{Id, QuotaBytes, ReservedBytes, UsedBytes};
            let columns = Columns { used: UsedBytes, reserved: ReservedBytes, quota: QuotaBytes };
            let moved = moving::<organization::Entity>(delta, &columns).filter(Id.eq(organization_id)).exec(tx).await?;
            if moved.rows_affected == 0 && delta.takes() {
                let quota = organization::Entity::find_by_id(organization_id).select_only().column(QuotaBytes);
                return Err(refused(ORGANIZATION, quota.into_tuple().one(tx).await?));
            }
        }
        for (share_id, delta) in self.shares.into_iter().filter(|(_, delta)| *delta != Delta::default()) {
            use share::Column::{Id, QuotaBytes, ReservedBytes, UsedBytes};
            let columns = Columns { used: UsedBytes, reserved: ReservedBytes, quota: QuotaBytes };
            let moved = moving::<share::Entity>(delta, &columns).filter(Id.eq(share_id)).exec(tx).await?;
            if moved.rows_affected == 0 && delta.takes() {
                let quota = share::Entity::find_by_id(share_id).select_only().column(QuotaBytes);
                return Err(refused(SHARE, quota.into_tuple().one(tx).await?));
            }
        }
        for (user_id, delta) in self.members.into_iter().filter(|(_, delta)| *delta != Delta::default()) {
            use member::Column::{OrganizationId, QuotaBytes, ReservedBytes, UsedBytes, UserId};
            let columns = Columns { used: UsedBytes, reserved: ReservedBytes, quota: QuotaBytes };
            let moved = moving::<member::Entity>(delta, &columns)
                .filter(OrganizationId.eq(organization_id))
                .filter(UserId.eq(user_id))
                .exec(tx)
                .await?;
            if moved.rows_affected == 0 && delta.takes() {
                let quota = member::Entity::find_by_id((organization_id, user_id)).select_only().column(QuotaBytes);
                // A superuser who is no member has no meter.
                if let Some(quota) = quota.into_tuple().one(tx).await? {
                    return Err(refused(MEMBER, Some(quota)));
                }
            }
        }
        Ok(())
    }
}

/// The statement for one meter; which one is the caller's to add.
fn moving<E: EntityTrait>(delta: Delta, columns: &Columns<E::Column>) -> UpdateMany<E> {
    let Columns { used, reserved, quota } = *columns;
    let mut moving = E::update_many();
    if delta.used_bytes != 0 {
        moving = moving.col_expr(used, Expr::col(used).add(delta.used_bytes));
    }
    if delta.reserved_bytes != 0 {
        moving = moving.col_expr(reserved, Expr::col(reserved).add(delta.reserved_bytes));
    }
    if delta.takes() {
        let after = Expr::col(used).add(Expr::col(reserved)).add(delta.used_bytes + delta.reserved_bytes);
        moving = moving.filter(Condition::any().add(quota.is_null()).add(after.lte(Expr::col(quota))));
    }
    moving
}

fn refused(meter: &'static str, found: Option<Option<i64>>) -> Error {
    match found {
        None => Error::NotFound(meter),
        // No quota, and yet no row: it was lifted just now. Another attempt passes.
        Some(None) => Error::Unavailable { retry_after_secs: 1, cause: None },
        Some(Some(limit)) => Error::QuotaExceeded { meter, limit_bytes: unsigned(limit) },
    }
}
