//! Giving space back: what nobody needs leaves the store, in steps that a crash may end anywhere.
//!
//! 1. **Condemn.** A pack that no extent names is condemned by whoever removed the last one (`versions::contents`). Objects that
//!    no row knows are found by listing the store ([`orphans`]), and packs whose upload died by their age; both are condemned as
//!    well. Packs of which most is needed no more are condemned once the rest has been copied ([`compaction`]).
//! 2. **Grace.** Readers and uploads that learned of the pack before end well; an upload may take it into use again.
//! 3. **Check again**, under the pack's lock, and mark it as *deleting*: from then on nobody trusts it.
//! 4. **Delete** the object ([`sweep`]). The row stays some days, so that whoever still wants to rely on the pack is told.
//!
//! Planning and doing are apart, so that `strongroom gc --dry-run` says what would be done.

mod compaction;
mod orphans;
mod sweep;

use std::fmt;

use serde::Serialize;

use crate::app::App;
use crate::error::Result;

pub use self::compaction::compact;
pub use self::orphans::{Trust, condemn_lost};
pub use self::sweep::{Swept, sweep};

/// What a collection has done, or would do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Whether nothing was done.
    pub dry_run: bool,
    /// Packs that were condemned: objects that no row knew, and what dead uploads left.
    pub condemned: Amount,
    /// Packs of which the needed part was copied to a new one.
    pub compacted: Amount,
    /// Packs that were deleted.
    pub deleted: Amount,
    /// Packs that could not be compacted or deleted; the next collection tries again.
    pub failures: u64,
    /// Why objects that no row knows were left alone, if they were.
    pub refusal: Option<String>,
}

/// How many, and how many bytes they hold; of what is compacted, the bytes that are given back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Amount {
    pub packs: u64,
    pub bytes: u64,
}

impl Amount {
    fn add(&mut self, bytes: u64) {
        self.packs += 1;
        self.bytes += bytes;
    }
}

/// Collects: condemns what is lost, deletes what has been condemned for long enough, compacts what is worth it. With
/// `dry_run` it only says what it would do.
///
/// # Errors
/// Those of the database; what a single pack is refused for is counted and logged.
pub async fn collect(app: &App, trust: Trust, dry_run: bool) -> Result<Report> {
    let mut report = Report { dry_run, ..Report::default() };
    condemn_lost(app, trust, dry_run, &mut report).await?;
    // First what makes room: a copy takes some.
    let swept = if dry_run { sweep::plan(app).await } else { sweep(app).await };
    let compacted = compact(app, dry_run, &mut report).await;
    let swept = swept?;
    report.deleted = Amount { packs: swept.packs, bytes: swept.bytes };
    report.failures += swept.failures;
    compacted.map(|()| report)
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { dry_run, condemned, compacted, deleted, failures, refusal } = self;
        let would = if *dry_run { "would be " } else { "" };
        for (amount, done) in [
            (condemned, "condemned: no row knew them, or their upload died"),
            (compacted, "compacted, which gives the bytes back after the grace"),
            (deleted, "deleted: condemned for longer than the grace"),
        ] {
            writeln!(f, "{} packs ({} bytes) {would}{done}", amount.packs, amount.bytes)?;
        }
        if *failures > 0 {
            writeln!(f, "{failures} packs could not be compacted or deleted; the log says why")?;
        }
        match refusal {
            Some(refusal) => writeln!(f, "objects that no row knows were left alone: {refusal}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
