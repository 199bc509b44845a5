//! Quotas: the meters of organizations, shares and members, and the only statements that move them.
//!
//! A meter counts the sizes of all versions of live and trashed files, and beside them what is reserved for bodies on
//! their way; both together must fit the quota. It moves in the transaction that writes or removes the versions, by
//! one statement that compares and adds at once, so that no race can exceed a quota. The meters are always touched in
//! the same order, organization, shares, members, and once in a transaction, so that two writers wait for each other
//! instead of locking each other out.
//!
//! Beside the whole, which is what a quota bounds, the meters keep its parts (older versions, the trash) and how many
//! files and versions there are, so that whoever asks is answered from a few rows (`domain/storage`).

use std::cmp::min;

use sea_orm::{DatabaseTransaction, FromQueryResult, Statement, Value};
use uuid::Uuid;

use crate::app::App;
use crate::db::Recalled;
use crate::domain::access::Caller;
use crate::error::{Error, Result};

mod meters;
mod movements;
mod reservations;

pub use self::meters::Movement;
use self::meters::{MEMBER, ORGANIZATION, SHARE};
pub use self::movements::{Charged, MemberMeter, Tally, of_member, tally, tally_file};
pub use self::reservations::{RESERVED_FROM_BYTES, Reservation, purge_expired, reserved_for_member};

/// What a body may take, looked up before the first byte of it is read. Advice only, to refuse in time: what counts
/// is [`settle`].
#[derive(Debug, Clone)]
pub struct Headroom {
    payer: Payer,
    /// The longest file that the organization, the service and its store take, in bytes.
    max_file_bytes: u64,
    /// The meter that has the least room, if any has a quota.
    tightest: Option<Meter>,
    /// How long the body says it is.
    announced_bytes: Option<u64>,
    /// What is set aside for the body, if it is.
    reservation: Option<Reservation>,
}

/// Whose meters a write moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Payer {
    organization_id: Uuid,
    /// `None` while it is not known yet.
    share_id: Option<Uuid>,
    user_id: Uuid,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Meter {
    name: &'static str,
    limit_bytes: u64,
    free_bytes: u64,
}

impl Headroom {
    /// Whose the body is going to be.
    pub fn organization_id(&self) -> Uuid {
        self.payer.organization_id
    }

    /// How many bytes may be read from a body at the most.
    pub fn limit_bytes(&self) -> u64 {
        self.tightest.map_or(self.max_file_bytes, |meter| min(meter.free_bytes, self.max_file_bytes))
    }

    /// How long the body can become: what it says itself, if it does, and no more than may be read. Stores make their parts
    /// as large as that needs them to be.
    pub fn body_bytes_max(&self) -> u64 {
        self.announced_bytes.map_or(self.limit_bytes(), |announced_bytes| min(announced_bytes, self.limit_bytes()))
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

    /// Sets bytes aside for a body whose length is announced, if it is long: nobody else can take them while it comes.
    /// They are given back when the last clone of this goes, unless [`settle`] has used them.
    ///
    /// # Errors
    /// `QuotaExceeded` if they do not fit any more.
    pub async fn reserve(&mut self, app: &App, announced_bytes: u64) -> Result<()> {
        self.announced_bytes = Some(announced_bytes);
        if announced_bytes >= RESERVED_FROM_BYTES {
            self.reservation = Some(Reservation::make(app, self.payer, announced_bytes).await?);
        }
        Ok(())
    }

    /// What was set aside by [`Headroom::reserve`].
    pub fn reservation(&self) -> Option<Reservation> {
        self.reservation.clone()
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

/// What there is room for in the caller's organization, for the caller, and in a share, if it is known already.
///
/// # Errors
/// `NotFound` if organization or share is gone.
pub async fn headroom(app: &App, caller: &Caller, share_id: Option<Uuid>) -> Result<Headroom> {
    let payer = Payer { organization_id: caller.organization_id, share_id, user_id: caller.user_id };
    let room = app.db.recall(payer, async || room(app, payer).await.map(Some)).await?;
    let Room { max_file_bytes, tightest } = room.as_deref().copied().ok_or(Error::NotFound(ORGANIZATION))?;
    Ok(Headroom {
        payer,
        max_file_bytes: min(max_file_bytes, min(app.limits.max_file_bytes, app.blobs.content_bytes_max())),
        tightest,
        announced_bytes: None,
        reservation: None,
    })
}

/// What the rows of the meters say.
#[derive(Debug, Clone, Copy)]
struct Room {
    max_file_bytes: u64,
    tightest: Option<Meter>,
}

impl Recalled for Room {}

/// The rows of the meters, those without a quota too.
#[derive(Debug, FromQueryResult)]
struct Meters {
    max_file_bytes: i64,
    organization_quota: Option<i64>,
    organization_taken: i64,
    share_id: Option<Uuid>,
    share_quota: Option<i64>,
    share_taken: Option<i64>,
    member_quota: Option<i64>,
    member_taken: Option<i64>,
}

async fn room(app: &App, payer: Payer) -> Result<Room> {
    // A superuser need not be a member, and the share may not be known yet.
    let sql = "SELECT organizations.max_file_bytes,
         organizations.quota_bytes AS organization_quota,
         organizations.used_bytes + organizations.reserved_bytes AS organization_taken,
         shares.id AS share_id,
         shares.quota_bytes AS share_quota, shares.used_bytes + shares.reserved_bytes AS share_taken,
         members.quota_bytes AS member_quota, members.used_bytes + members.reserved_bytes AS member_taken
       FROM organizations
       LEFT JOIN shares ON shares.organization_id = organizations.id AND shares.id = $2
       LEFT JOIN members ON members.organization_id = organizations.id AND members.user_id = $3
       WHERE organizations.id = $1";
    let Payer { organization_id, share_id, user_id } = payer;
    let values = [organization_id, share_id.unwrap_or_default(), user_id].map(Value::from);
    let statement = Statement::from_sql_and_values(app.db.backend(), sql, values);
    let found = Meters::find_by_statement(statement).one(app.db.read()).await?.ok_or(Error::NotFound(ORGANIZATION))?;
    if share_id.is_some() && found.share_id.is_none() {
        return Err(Error::NotFound(SHARE));
    }
    let meters = [
        meter(ORGANIZATION, found.organization_quota, found.organization_taken),
        meter(SHARE, found.share_quota, found.share_taken.unwrap_or_default()),
        meter(MEMBER, found.member_quota, found.member_taken.unwrap_or_default()),
    ];
    Ok(Room {
        max_file_bytes: unsigned(found.max_file_bytes),
        tightest: meters.into_iter().flatten().min_by_key(|meter| meter.free_bytes),
    })
}

fn meter(name: &'static str, quota_bytes: Option<i64>, taken_bytes: i64) -> Option<Meter> {
    quota_bytes.map(|quota_bytes| Meter {
        name,
        limit_bytes: unsigned(quota_bytes),
        // Below zero where the quota was lowered under what is used.
        free_bytes: unsigned(quota_bytes.saturating_sub(taken_bytes)),
    })
}

fn unsigned(bytes: i64) -> u64 {
    u64::try_from(bytes).unwrap_or_default()
}

/// Applies what a transaction moves, together with what was set aside for it: that is given back in the same step. A
/// reservation that has expired counts for nothing.
///
/// # Errors
/// Those of [`Movement::apply`].
pub async fn settle(
    tx: &DatabaseTransaction,
    organization_id: Uuid,
    mut movement: Movement,
    reservation: Option<&Reservation>,
) -> Result<()> {
    if let Some(reservation) = reservation {
        movement.merge(reservation.take(tx).await?);
    }
    movement.apply(tx, organization_id).await
}

#[cfg(test)]
mod tests;
