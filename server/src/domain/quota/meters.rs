//! The statements that move meters: one for each, which compares and adds at once.

use std::collections::BTreeMap;

use sea_orm::sea_query::{Alias, Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait as _, DatabaseTransaction, DbBackend, EntityTrait, QueryFilter as _,
    QuerySelect as _, QueryTrait as _, Statement, UpdateMany,
};
use uuid::Uuid;

use super::unsigned;
use crate::db;
use crate::db::entity::{member, organization, share};
use crate::error::{Error, Result};

pub(super) const ORGANIZATION: &str = "organization";
pub(super) const SHARE: &str = "share";
pub(super) const MEMBER: &str = "member";

/// By how much a meter moves: sizes in bytes, and how many. The names are those of the columns, which the three tables
/// call alike.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Delta {
    /// Of all versions.
    pub used_bytes: i64,
    /// What of it older versions of live files have.
    pub older_bytes: i64,
    /// What of it files in the trash have.
    pub trash_bytes: i64,
    pub file_count: i64,
    pub version_count: i64,
    pub reserved_bytes: i64,
}

impl Delta {
    pub(super) fn add(&mut self, other: Self) {
        self.used_bytes += other.used_bytes;
        self.older_bytes += other.older_bytes;
        self.trash_bytes += other.trash_bytes;
        self.file_count += other.file_count;
        self.version_count += other.version_count;
        self.reserved_bytes += other.reserved_bytes;
    }

    pub(super) fn negated(self) -> Self {
        Self {
            used_bytes: -self.used_bytes,
            older_bytes: -self.older_bytes,
            trash_bytes: -self.trash_bytes,
            file_count: -self.file_count,
            version_count: -self.version_count,
            reserved_bytes: -self.reserved_bytes,
        }
    }

    fn columns(self) -> [(&'static str, i64); 6] {
        [
            ("used_bytes", self.used_bytes),
            ("older_bytes", self.older_bytes),
            ("trash_bytes", self.trash_bytes),
            ("file_count", self.file_count),
            ("version_count", self.version_count),
            ("reserved_bytes", self.reserved_bytes),
        ]
    }

    /// Whether it must fit the quota. What only gives back must not: that a quota was lowered below what is used is no
    /// reason not to remove something.
    fn takes(self) -> bool {
        self.used_bytes > 0 || self.reserved_bytes > 0
    }
}

/// What one transaction moves on the meters of an organization: gathered first, and applied once, so that all
/// transactions touch the rows in one order. Forgotten, it leaves meters that fsck finds wrong.
#[derive(Debug, Default, PartialEq, Eq)]
#[must_use = "the meters move when it is applied"]
pub struct Movement {
    pub(super) organization: Delta,
    // Sorted: that is the order.
    pub(super) shares: BTreeMap<Uuid, Delta>,
    pub(super) members: BTreeMap<Uuid, Delta>,
}

impl Movement {
    pub(super) fn add(&mut self, share_id: Option<Uuid>, user_id: Uuid, delta: Delta) {
        self.organization.add(delta);
        if let Some(share_id) = share_id {
            self.shares.entry(share_id).or_default().add(delta);
        }
        self.members.entry(user_id).or_default().add(delta);
    }

    /// Adds what another one moves.
    pub fn merge(&mut self, other: Self) {
        self.organization.add(other.organization);
        for (share_id, delta) in other.shares {
            self.shares.entry(share_id).or_default().add(delta);
        }
        for (user_id, delta) in other.members {
            self.members.entry(user_id).or_default().add(delta);
        }
    }

    /// Moves them all, or refuses.
    ///
    /// # Errors
    /// `QuotaExceeded` naming the meter, `NotFound` if what is to be charged is gone, `Internal` if a meter would fall
    /// below zero, which the table forbids; the transaction must then be rolled back.
    pub async fn apply(self, tx: &DatabaseTransaction, organization_id: Uuid) -> Result<()> {
        let backend = tx.get_database_backend();
        let moves: Vec<(Meter, Delta)> = self.moves().collect();
        let statements = moves.iter().map(|(meter, delta)| meter.moving(organization_id, *delta, backend));
        let moved = db::execute_each(tx, statements.collect()).await?;
        for ((meter, delta), moved) in moves.into_iter().zip(moved) {
            if moved == 0 && delta.takes() {
                meter.refuse(tx, organization_id).await?;
            }
        }
        Ok(())
    }

    /// Which meters move, in the order of all transactions.
    fn moves(self) -> impl Iterator<Item = (Meter, Delta)> {
        let shares = self.shares.into_iter().map(|(share_id, delta)| (Meter::Share(share_id), delta));
        let members = self.members.into_iter().map(|(user_id, delta)| (Meter::Member(user_id), delta));
        let all = std::iter::once((Meter::Organization, self.organization)).chain(shares).chain(members);
        all.filter(|(_, delta)| *delta != Delta::default())
    }
}

/// A meter of an organization.
#[derive(Debug, Clone, Copy)]
enum Meter {
    Organization,
    Share(Uuid),
    Member(Uuid),
}

impl Meter {
    /// The statement that moves it, unless that would not fit.
    fn moving(self, organization_id: Uuid, delta: Delta, backend: DbBackend) -> Statement {
        match self {
            Self::Organization => moving::<organization::Entity>(delta)
                .filter(organization::Column::Id.eq(organization_id))
                .build(backend),
            Self::Share(share_id) => {
                moving::<share::Entity>(delta).filter(share::Column::Id.eq(share_id)).build(backend)
            }
            Self::Member(user_id) => moving::<member::Entity>(delta)
                .filter(member::Column::OrganizationId.eq(organization_id))
                .filter(member::Column::UserId.eq(user_id))
                .build(backend),
        }
    }

    /// Says why it did not move. Only a member's may not: a superuser who is no member has none.
    async fn refuse(self, tx: &DatabaseTransaction, organization_id: Uuid) -> Result<()> {
        match self {
            Self::Organization => {
                let quota = organization::Entity::find_by_id(organization_id).select_only();
                let quota = quota.column(organization::Column::QuotaBytes).into_tuple().one(tx).await?;
                Err(refused(ORGANIZATION, quota))
            }
            Self::Share(share_id) => {
                let quota = share::Entity::find_by_id(share_id).select_only().column(share::Column::QuotaBytes);
                Err(refused(SHARE, quota.into_tuple().one(tx).await?))
            }
            Self::Member(user_id) => {
                let quota = member::Entity::find_by_id((organization_id, user_id)).select_only();
                let quota = quota.column(member::Column::QuotaBytes).into_tuple().one(tx).await?;
                quota.map_or(Ok(()), |quota| Err(refused(MEMBER, Some(quota))))
            }
        }
    }
}

/// The statement for one meter; which one is the caller's to add.
fn moving<E: EntityTrait>(delta: Delta) -> UpdateMany<E> {
    let mut moving = E::update_many();
    for (name, by) in delta.columns() {
        if by != 0 {
            moving = moving.col_expr(Alias::new(name), Expr::col(Alias::new(name)).add(by));
        }
    }
    if delta.takes() {
        let quota = || Expr::col(Alias::new("quota_bytes"));
        let (used, reserved) = (Expr::col(Alias::new("used_bytes")), Expr::col(Alias::new("reserved_bytes")));
        let after = used.add(reserved).add(delta.used_bytes + delta.reserved_bytes);
        moving = moving.filter(Condition::any().add(quota().is_null()).add(after.lte(quota())));
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
