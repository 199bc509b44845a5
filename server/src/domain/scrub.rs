//! The scrub: reads every chunk of every live pack, slowly and again and again, and compares it with its id. What rots is
//! found while there may still be another copy of it, and not when somebody asks for it.
//!
//! A pass over everything takes a configured time, in short steps by a background job. How far it has come is a row, so that
//! a restart goes on there. A chunk that is not what was written is marked ([`damage`]): no upload relies on it any more, and
//! what needs it is led to another copy, as soon as there is one.

mod damage;
mod failures;

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait as _, DatabaseTransaction, EntityTrait as _, IntoActiveModel as _, Iterable as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};
use tokio::time::Instant;
use uuid::Uuid;

use crate::app::App;
use crate::db::entity::pack::{self, PackState};
use crate::db::entity::{chunk, scrub};
use crate::domain::chunks;
use crate::error::{Error, Result};

pub use self::damage::{Damage, damaged_chunks, note};
pub use self::failures::Failures;

/// The name of the one row.
const ROW: &str = "packs";

/// So many steps make a pass, unless they would be longer than a minute.
const STEPS_PER_PASS: u32 = 100;
const STEP_MAX: Duration = Duration::from_secs(60);
const STEP_MIN: Duration = Duration::from_secs(1);

/// So much is read in a step at the least, in bytes: what is small is done soon.
const STEP_BYTES_MIN: u64 = 16 * 1024 * 1024;

/// How many packs are looked up at a time.
const BATCH: u64 = 100;

/// What a step did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Report {
    /// Chunks that were read, and their bytes.
    pub chunks: u64,
    pub bytes: u64,
    /// Those that were found to be damaged, and were not known to be.
    pub damaged: u64,
    /// Damaged chunks of which everything that needed them was led to another copy.
    pub mended: u64,
    /// Packs that the pass went by, since they could not be read in several steps.
    pub unread_packs: u64,
    /// Whether a pass came to its end.
    pub pass_ended: bool,
}

/// How much time lies between two steps; `None` if the scrub is switched off.
pub fn step_interval(scrub_interval_secs: u64) -> Option<Duration> {
    let pass = Duration::from_secs(scrub_interval_secs);
    (!pass.is_zero()).then(|| (pass / STEPS_PER_PASS).clamp(STEP_MIN, STEP_MAX))
}

/// Mends what can be mended by now, then reads on from where the step before ended: as much as keeps a pass within its
/// time, no faster than the configured rate. Ends early once `stopping` is done, and a pass that has ended begins anew when
/// its time has come. A pack at which too many steps have failed, though the store answers, is left to the next pass.
///
/// # Errors
/// Those of the database, and `Unavailable` if the store does not answer; what was read until then is remembered.
pub async fn step(
    app: &App,
    failures: &Failures,
    interval: Duration,
    stopping: impl Future<Output = ()> + Send,
) -> Result<Report> {
    let mut report =
        Report { mended: damage::mend_known(&app.db, &app.blobs, app.clock.now()).await?, ..Report::default() };
    let Some(mut pass) = current_pass(app).await? else { return Ok(report) };
    let budget_bytes = budget(&pass, app, interval);
    let read = read_on(app, failures, &mut pass, budget_bytes, stopping, &mut report).await;
    save(app, pass).await?;
    read?;
    failures.forget();
    Ok(report)
}

/// The pass that is under way, or a new one if it is due and there is anything to read: a pass over nothing would make
/// what is stored a minute later wait for the next one.
async fn current_pass(app: &App) -> Result<Option<scrub::Model>> {
    let now = app.clock.now();
    let found = scrub::Entity::find_by_id(ROW).one(app.db.read()).await?;
    if let Some(mut pass) = found {
        // A beginning in the future was written before the clock was set back. What has read nothing was no pass.
        let rests = pass.read_bytes > 0 && pass.began_at <= now && now < pass.began_at + pass_time(app);
        if pass.ended_at.is_none() {
            if pass.read_bytes >= pass.total_bytes {
                // More came than there was: it is due within the time of this pass as well, however much it is.
                pass.total_bytes = pass.read_bytes + live_bytes(app, pass.pack_id).await?;
            }
            return Ok(Some(pass));
        }
        if rests {
            return Ok(None);
        }
    }
    let total_bytes = live_bytes(app, Uuid::nil()).await?;
    Ok((total_bytes > 0).then(|| scrub::Model {
        name: ROW.to_owned(),
        began_at: now,
        ended_at: None,
        pack_id: Uuid::nil(),
        pack_offset: 0,
        total_bytes,
        read_bytes: 0,
    }))
}

/// How many bytes the live packs hold, from that one on.
async fn live_bytes(app: &App, from: Uuid) -> Result<i64> {
    use sea_orm::sea_query::ExprTrait as _;
    let live = pack::Entity::find().filter(pack::Column::State.eq(PackState::Live)).filter(pack::Column::Id.gte(from));
    let total: Option<i64> = live
        .select_only()
        .column_as(pack::Column::SizeBytes.sum().cast_as("BIGINT"), "total")
        .into_tuple()
        .one(app.db.read())
        .await?
        .flatten();
    Ok(total.unwrap_or_default())
}

fn pass_time(app: &App) -> TimeDelta {
    // Limits bound it to a year.
    i64::try_from(app.limits.scrub_interval_secs).ok().and_then(TimeDelta::try_seconds).unwrap_or(TimeDelta::days(365))
}

/// How many bytes this step is to read, so that the pass ends in its time.
fn budget(pass: &scrub::Model, app: &App, interval: Duration) -> u64 {
    let now = app.clock.now();
    let left_secs = (pass.began_at + pass_time(app) - now).num_seconds();
    let left_secs = u64::try_from(left_secs).unwrap_or_default().max(interval.as_secs()).max(1);
    let left_bytes = u64::try_from(pass.total_bytes - pass.read_bytes).unwrap_or_default();
    let due_bytes = u128::from(left_bytes) * u128::from(interval.as_secs()) / u128::from(left_secs);
    let most_bytes = app.limits.scrub_bytes_per_sec.saturating_mul(interval.as_secs());
    u64::try_from(due_bytes).unwrap_or(u64::MAX).max(STEP_BYTES_MIN).min(most_bytes).max(1)
}

/// Reads on until the budget is used up, everything has been read, or the server stops.
///
/// What is stored during a pass is read by it: ids of packs sort by the time of their making, so that new ones come behind
/// the position. Only an upload that was under way when the position went by its pack waits for the next pass.
async fn read_on(
    app: &App,
    failures: &Failures,
    pass: &mut scrub::Model,
    budget_bytes: u64,
    stopping: impl Future<Output = ()> + Send,
    report: &mut Report,
) -> Result<()> {
    let (mut stopping, began_at) = (pin!(stopping), Instant::now());
    loop {
        let packs = pack::Entity::find()
            .filter(pack::Column::State.eq(PackState::Live))
            .filter(pack::Column::Id.gte(pass.pack_id))
            .order_by_asc(pack::Column::Id)
            .limit(BATCH)
            .all(app.db.read())
            .await?;
        let mut has_moved = false;
        for pack in packs {
            if pack.id != pass.pack_id {
                (pass.pack_id, pass.pack_offset, has_moved) = (pack.id, 0, true);
            }
            while let Some(chunks) = chunks::of_pack_from(&app.db, pack.id, pass.pack_offset).await? {
                has_moved = true;
                for chunk in chunks {
                    if let Err(error) = examine(app, &chunk, report).await {
                        if !matches!(error, Error::Unavailable { .. })
                            || !failures.is_to_pass_by(&app.blobs, pack.id).await
                        {
                            return Err(error);
                        }
                        pass_by(&pack, pass, &error);
                        report.unread_packs += 1;
                        break;
                    }
                    pass.pack_offset = chunk.pack_offset + chunk.length;
                    pass.read_bytes += chunk.length;
                    let due_at = began_at + time_for(report.bytes, app.limits.scrub_bytes_per_sec);
                    tokio::select! {
                        biased;
                        () = stopping.as_mut() => return Ok(()),
                        () = tokio::time::sleep_until(due_at) => {}
                    }
                    if report.bytes >= budget_bytes {
                        return Ok(());
                    }
                }
            }
        }
        if !has_moved {
            pass.ended_at = Some(app.clock.now());
            report.pass_ended = true;
            return Ok(());
        }
    }
}

/// Goes on behind a pack, as if it had been read.
fn pass_by(pack: &pack::Model, pass: &mut scrub::Model, error: &Error) {
    let cause = error as &dyn std::error::Error;
    let pack_id = pack.id;
    tracing::error!(%pack_id, error = cause, "a pack can't be read, though the store answers; the scrub goes on behind it");
    pass.read_bytes += (pack.size_bytes - pass.pack_offset).max(0);
    pass.pack_offset = pass.pack_offset.max(pack.size_bytes);
}

fn time_for(bytes: u64, bytes_per_sec: u64) -> Duration {
    let millis = u128::from(bytes) * 1000 / u128::from(bytes_per_sec.max(1));
    Duration::from_millis(u64::try_from(millis).unwrap_or(u64::MAX))
}

/// Reads a chunk and takes note of what it is like now.
async fn examine(app: &App, row: &chunk::Model, report: &mut Report) -> Result<()> {
    let chunk = chunks::packed(row.clone())?;
    let found = app.blobs.look_at_chunk(row.organization_id, row.pack_id, &chunk).await;
    let found = found.map_err(Error::unavailable)?;
    report.chunks += 1;
    report.bytes += chunk.length;
    match found.fault {
        None if row.damaged_at.is_none() => {}
        None => damage::unmark(&app.db, row).await?,
        Some(_) => {
            let damage = note(&app.db, &app.blobs, row, app.clock.now()).await?;
            report.damaged += u64::from(damage == Damage::New || damage == Damage::NewAndMended);
            report.mended += u64::from(damage == Damage::NewAndMended);
        }
    }
    Ok(())
}

/// Remembers how far the pass has come.
async fn save(app: &App, pass: scrub::Model) -> Result<()> {
    app.db
        .write(async move |tx: &DatabaseTransaction| {
            let columns = scrub::Column::iter().filter(|column| !matches!(column, scrub::Column::Name));
            let is_there = OnConflict::column(scrub::Column::Name).update_columns(columns).to_owned();
            let row = pass.into_active_model();
            scrub::Entity::insert(row).on_conflict(is_there).exec_without_returning(tx).await?;
            Ok(())
        })
        .await
}

/// When the pass under way, or the last one, began and ended; for tests and people.
///
/// # Errors
/// Those of the database.
pub async fn last_pass(app: &App) -> Result<Option<(DateTime<Utc>, Option<DateTime<Utc>>)>> {
    let found = scrub::Entity::find_by_id(ROW).one(app.db.read()).await?;
    Ok(found.map(|pass| (pass.began_at, pass.ended_at)))
}

#[cfg(test)]
mod tests;
