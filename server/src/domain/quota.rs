//! Quotas: the meters of organizations, shares and members, and the only statements that move them.
//!
//! A meter counts the sizes of all versions of live and trashed files. It moves in the transaction that writes or
//! removes the versions, by one statement that compares and adds at once, so that no race can exceed a quota. The
//! meters are always touched in the same order, organization, shares, members, so that two writers wait for each
//! other instead of locking each other out.

use std::cmp::min;
use std::collections::BTreeMap;

use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait as _, Condition, DatabaseTransaction, EntityTrait as _, QueryFilter as _};
use uuid::Uuid;

use crate::app::App;
use crate::db::entity::{member, organization, share};
use crate::error::{Error, Result};

const ORGANIZATION: &str = "organization";
const SHARE: &str = "share";

/// What a body may take, looked up before the first byte of it is read. Advice only, to refuse in time: what counts
/// is [`charge`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headroom {
    /// The longest file that the organization and the service take, in bytes.
    max_file_bytes: u64,
    /// The meter that has the least room, if any has a quota.
    tightest: Option<Meter>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Meter {
    name: &'static str,
    limit_bytes: u64,
    free_bytes: u64,
}

impl Headroom {
    /// How many bytes may be read from a body at the most.
    pub fn limit_bytes(&self) -> u64 {
        self.tightest.map_or(self.max_file_bytes, |meter| min(meter.free_bytes, self.max_file_bytes))
    }

    /// What remains behind other bodies of the same request, which will be charged together with the next one.
    #[must_use]
    pub fn after(&self, taken_bytes: u64) -> Self {
        // The meter with the least room stays the one: all lose the same.
        let less = |meter: Meter| Meter { free_bytes: meter.free_bytes.saturating_sub(taken_bytes), ..meter };
        Self { tightest: self.tightest.map(less), ..self.clone() }
    }

    /// Refuses a body whose length is announced and too much.
    ///
    /// # Errors
    /// `PayloadTooLarge` or `QuotaExceeded`.
    pub fn admit(&self, announced_bytes: u64) -> Result<()> {
        if announced_bytes > self.limit_bytes() { Err(self.refusal(announced_bytes)) } else { Ok(()) }
    }

    /// Says what a body ran into that was cut off at [`Headroom::limit_bytes`]: the quota, where that was the limit.
    /// Any other error passes unchanged.
    #[must_use]
    pub fn explain(&self, error: Error) -> Error {
        match error {
            Error::PayloadTooLarge { limit_bytes } if limit_bytes == self.limit_bytes() => {
                self.refusal(limit_bytes.saturating_add(1))
            }
            other => other,
        }
    }

    /// A file that is too long in itself stays so when space is made: that is said first.
    fn refusal(&self, size_bytes: u64) -> Error {
        match self.tightest {
            Some(meter) if size_bytes <= self.max_file_bytes => {
                Error::QuotaExceeded { meter: meter.name, limit_bytes: meter.limit_bytes }
            }
            _ => Error::PayloadTooLarge { limit_bytes: self.max_file_bytes },
        }
    }
}

/// What there is room for in an organization and, if it is known already, in a share.
///
/// # Errors
/// `NotFound` if one of them is gone.
pub async fn headroom(app: &App, organization_id: Uuid, share_id: Option<Uuid>) -> Result<Headroom> {
    let db = app.db.read();
    let organization = organization::Entity::find_by_id(organization_id).one(db).await?;
    let organization = organization.ok_or(Error::NotFound(ORGANIZATION))?;
    let mut meters = vec![meter(ORGANIZATION, organization.quota_bytes, organization.used_bytes)];
    if let Some(share_id) = share_id {
        let share = share::Entity::in_organization(organization_id).filter(share::Column::Id.eq(share_id)).one(db);
        let share = share.await?.ok_or(Error::NotFound(SHARE))?;
        meters.push(meter(SHARE, share.quota_bytes, share.used_bytes));
    }
    Ok(Headroom {
        max_file_bytes: min(unsigned(organization.max_file_bytes), app.limits.max_file_bytes),
        tightest: meters.into_iter().flatten().min_by_key(|meter| meter.free_bytes),
    })
}

fn meter(name: &'static str, quota_bytes: Option<i64>, used_bytes: i64) -> Option<Meter> {
    quota_bytes.map(|quota_bytes| Meter {
        name,
        limit_bytes: unsigned(quota_bytes),
        // Below zero where the quota was lowered under what is used.
        free_bytes: unsigned(quota_bytes.saturating_sub(used_bytes)),
    })
}

fn unsigned(bytes: i64) -> u64 {
    u64::try_from(bytes).unwrap_or_default()
}

/// Adds `size_bytes` to the three meters of a write, or refuses.
///
/// # Errors
/// `QuotaExceeded` naming the meter; the transaction must then be rolled back.
pub async fn charge(
    tx: &DatabaseTransaction,
    organization_id: Uuid,
    share_id: Uuid,
    user_id: Uuid,
    size_bytes: i64,
) -> Result<()> {
    // An empty content fits even where a quota was lowered below what is used.
    if size_bytes == 0 {
        return Ok(());
    }
    let organization = organization::Entity::update_many()
        .col_expr(organization::Column::UsedBytes, Expr::col(organization::Column::UsedBytes).add(size_bytes))
        .filter(organization::Column::Id.eq(organization_id))
        .filter(Condition::any().add(organization::Column::QuotaBytes.is_null()).add(
            Expr::col(organization::Column::UsedBytes).add(size_bytes).lte(Expr::col(organization::Column::QuotaBytes)),
        ));
    if organization.exec(tx).await?.rows_affected == 0 {
        let found = organization::Entity::find_by_id(organization_id).one(tx).await?;
        return Err(refused(ORGANIZATION, found.map(|row| row.quota_bytes)));
    }
    let share = share::Entity::update_many()
        .col_expr(share::Column::UsedBytes, Expr::col(share::Column::UsedBytes).add(size_bytes))
        .filter(share::Column::Id.eq(share_id))
        .filter(
            Condition::any()
                .add(share::Column::QuotaBytes.is_null())
                .add(Expr::col(share::Column::UsedBytes).add(size_bytes).lte(Expr::col(share::Column::QuotaBytes))),
        );
    if share.exec(tx).await?.rows_affected == 0 {
        let found = share::Entity::find_by_id(share_id).one(tx).await?;
        return Err(refused(SHARE, found.map(|row| row.quota_bytes)));
    }
    // Members have a meter but no quota; a superuser who is no member has neither.
    member::Entity::update_many()
        .col_expr(member::Column::UsedBytes, Expr::col(member::Column::UsedBytes).add(size_bytes))
        .filter(member::Column::OrganizationId.eq(organization_id))
        .filter(member::Column::UserId.eq(user_id))
        .exec(tx)
        .await?;
    Ok(())
}

fn refused(meter: &'static str, found: Option<Option<i64>>) -> Error {
    match found {
        None => Error::NotFound(meter),
        // No quota, and yet no row: it was lifted just now. Another attempt passes.
        Some(None) => Error::Unavailable { retry_after_secs: 1, cause: None },
        Some(Some(limit)) => Error::QuotaExceeded { meter, limit_bytes: unsigned(limit) },
    }
}

/// What a removal gives back: bytes by share and by member. Sorted, so that all removals touch rows in one order.
#[derive(Debug, Default)]
pub struct Refund {
    shares: BTreeMap<Uuid, i64>,
    members: BTreeMap<Uuid, i64>,
}

impl Refund {
    /// Counts a part of what is removed.
    pub fn add(&mut self, share_id: Uuid, user_id: Uuid, size_bytes: i64) {
        *self.shares.entry(share_id).or_default() += size_bytes;
        *self.members.entry(user_id).or_default() += size_bytes;
    }

    /// How much it is in all.
    pub fn bytes(&self) -> i64 {
        self.shares.values().sum()
    }

    /// Takes it off the meters of the organization, its shares and its members.
    ///
    /// # Errors
    /// `Internal` if a meter would fall below zero, which the table forbids: it was wrong before.
    pub async fn settle(self, tx: &DatabaseTransaction, organization_id: Uuid) -> Result<()> {
        let total: i64 = self.shares.values().sum();
        if total == 0 {
            return Ok(());
        }
        organization::Entity::update_many()
            .col_expr(organization::Column::UsedBytes, Expr::col(organization::Column::UsedBytes).sub(total))
            .filter(organization::Column::Id.eq(organization_id))
            .exec(tx)
            .await?;
        for (share_id, size_bytes) in self.shares {
            share::Entity::update_many()
                .col_expr(share::Column::UsedBytes, Expr::col(share::Column::UsedBytes).sub(size_bytes))
                .filter(share::Column::Id.eq(share_id))
                .exec(tx)
                .await?;
        }
        for (user_id, size_bytes) in self.members {
            member::Entity::update_many()
                .col_expr(member::Column::UsedBytes, Expr::col(member::Column::UsedBytes).sub(size_bytes))
                .filter(member::Column::OrganizationId.eq(organization_id))
                .filter(member::Column::UserId.eq(user_id))
                .exec(tx)
                .await?;
        }
        Ok(())
    }
}
