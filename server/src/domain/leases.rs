//! Turns of background jobs: of all servers of an installation, one runs a job at a time, and nobody again before it is
//! due. The holder of a lease renews it while the job runs; a holder that died does not, and another server takes over.
//!
//! The servers' clocks must agree within the term of a lease. Where they don't, a job may run on two servers at once,
//! which does no harm: each of a job's steps is safe to repeat.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _, OnConflict};
use sea_orm::{
    ColumnTrait as _, Condition, DatabaseTransaction, EntityTrait as _, IntoActiveModel as _, QueryFilter as _,
};
use uuid::Uuid;

use crate::app::App;
use crate::db::entity::job_lease;
use crate::error::Result;

/// The right to run a job, for as long as it is renewed in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lease {
    job: &'static str,
    fence: i64,
}

/// Who is to run a job now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    Ours(Lease),
    /// Nobody, or somebody else: worth another look after this time.
    Later(Duration),
}

/// Takes the lease on a job that is due and that nobody runs. `interval` is the time between two runs.
///
/// # Errors
/// Only those of the database.
pub async fn take(app: &App, holder: Uuid, job: &'static str, interval: Duration) -> Result<Turn> {
    let now = app.clock.now();
    let times = Times { now, term: term(app), interval: delta(interval) };
    // Most looks find nothing to do, and must not cost a write.
    let lease = job_lease::Entity::find_by_id(job).one(app.db.read()).await?;
    if let Some(wait) = lease.and_then(|lease| times.wait(&lease)) {
        return Ok(Turn::Later(wait));
    }
    let taken = app.db.write(async move |tx: &DatabaseTransaction| {
        let updated = job_lease::Entity::update_many()
            .col_expr(job_lease::Column::Holder, Expr::value(holder))
            .col_expr(job_lease::Column::Fence, Expr::col(job_lease::Column::Fence).add(1))
            .col_expr(job_lease::Column::ExpiresAt, Expr::value(times.now + times.term))
            .filter(job_lease::Column::Name.eq(job))
            .filter(times.free())
            .exec(tx)
            .await?;
        if updated.rows_affected == 0 && !insert_first(tx, holder, job, &times).await? {
            return Ok(None);
        }
        Ok(job_lease::Entity::find_by_id(job).one(tx).await?.map(|lease| lease.fence))
    });
    Ok(match taken.await? {
        Some(fence) => Turn::Ours(Lease { job, fence }),
        // Somebody else was quicker.
        None => Turn::Later(interval.min(Duration::from_secs(app.limits.job_lease_secs))),
    })
}

/// Prolongs a lease. False if it is lost: the job must stop.
///
/// # Errors
/// Only those of the database; then it is not known whether it was prolonged.
pub async fn renew(app: &App, lease: Lease) -> Result<bool> {
    let expires_at = app.clock.now() + term(app);
    set(app, lease, vec![(job_lease::Column::ExpiresAt, expires_at)]).await
}

/// Gives a lease back after a run; the job is due again after `interval`. False if it was lost before.
///
/// # Errors
/// Only those of the database; then the lease ends by itself.
pub async fn give_back(app: &App, lease: Lease, interval: Duration) -> Result<bool> {
    let now = app.clock.now();
    let due_at = now + delta(interval);
    set(app, lease, vec![(job_lease::Column::ExpiresAt, now), (job_lease::Column::DueAt, due_at)]).await
}

/// Sets columns of the row, if the lease is still ours.
async fn set(app: &App, lease: Lease, values: Vec<(job_lease::Column, DateTime<Utc>)>) -> Result<bool> {
    app.db
        .write(async move |tx: &DatabaseTransaction| {
            let ours = Condition::all()
                .add(job_lease::Column::Name.eq(lease.job))
                .add(job_lease::Column::Fence.eq(lease.fence));
            let mut update = job_lease::Entity::update_many().filter(ours);
            for (column, value) in values {
                update = update.col_expr(column, Expr::value(value));
            }
            Ok(update.exec(tx).await?.rows_affected > 0)
        })
        .await
}

/// The row of a job that has never run. False if it was there.
async fn insert_first(tx: &DatabaseTransaction, holder: Uuid, job: &str, times: &Times) -> Result<bool> {
    let expires_at = times.now + times.term;
    let row = job_lease::Model { name: job.to_owned(), holder, fence: 1, expires_at, due_at: times.now };
    let there = OnConflict::column(job_lease::Column::Name).do_nothing().to_owned();
    let inserted = job_lease::Entity::insert(row.into_active_model()).on_conflict(there);
    Ok(inserted.exec_without_returning(tx).await? > 0)
}

#[derive(Clone, Copy)]
struct Times {
    now: DateTime<Utc>,
    term: TimeDelta,
    interval: TimeDelta,
}

impl Times {
    /// How long to wait for the lease, if it can't be taken now.
    fn wait(&self, lease: &job_lease::Model) -> Option<Duration> {
        let held = (lease.expires_at > self.now && lease.expires_at <= self.now + self.term * 2)
            .then(|| lease.expires_at - self.now);
        let rests =
            (lease.due_at > self.now && lease.due_at <= self.now + self.interval).then(|| lease.due_at - self.now);
        held.max(rests)?.to_std().ok()
    }

    /// The same as a condition on the row. A time that no server with this clock can have written was written before
    /// the clock was set back, and holds nobody up.
    fn free(&self) -> Condition {
        let (expires_at, due_at) = (job_lease::Column::ExpiresAt, job_lease::Column::DueAt);
        let expired = expires_at.lte(self.now).or(expires_at.gt(self.now + self.term * 2));
        let due = due_at.lte(self.now).or(due_at.gt(self.now + self.interval));
        Condition::all().add(expired).add(due)
    }
}

fn term(app: &App) -> TimeDelta {
    delta(Duration::from_secs(app.limits.job_lease_secs))
}

/// Limits bound both kinds of times to days.
fn delta(time: Duration) -> TimeDelta {
    TimeDelta::from_std(time).unwrap_or(TimeDelta::days(1))
}

#[cfg(test)]
mod tests;
