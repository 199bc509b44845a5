//! What the server does without being asked: removing what has ended.
//!
//! Of all servers of an installation one runs a job at a time, which holds a lease on it (`domain/leases.rs`). One whose
//! lease is lost stops; a transaction that it has begun is still ended, so that each step of a job must be safe to repeat
//! and to run beside the next holder's. A job that fails is logged and runs again in its time.

use std::error::Error as _;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;
use uuid::Uuid;

use crate::api::metrics::{JobOutcome, Metrics};
use crate::app::App;
use crate::domain::leases::{self, Lease, Turn};
use crate::domain::{gc, idempotency, quota, scrub, sessions, signed_urls, trash};
use crate::error::Result;
use crate::ids;
use crate::lifecycle::Lifecycle;

/// How often a lease is renewed within its term: it outlives two renewals that fail.
const RENEWALS_PER_TERM: u32 = 3;

/// How long to wait after the database did not answer, and at least between two looks at a lease.
const RETRY_DELAY: Duration = Duration::from_secs(5);
const LOOK_DELAY_MIN: Duration = Duration::from_millis(20);

/// Starts the jobs; they end when the server stops.
pub fn start(app: &App, metrics: &Arc<Metrics>, lifecycle: &Lifecycle) {
    let server_id = ids::new();
    tracing::debug!(%server_id, "runs background jobs under this id");
    let runner = Runner { app: app.clone(), metrics: Arc::clone(metrics), lifecycle: lifecycle.clone(), server_id };
    let sweep = Duration::from_secs(app.limits.sweep_interval_secs);
    let purge = Duration::from_secs(app.limits.purge_interval_secs);
    runner.every("sweep", sweep, async |app, _| {
        // First what makes room: a copy takes some. What one of them fails for is no reason not to do the other.
        let swept = gc::sweep(&app).await;
        let mut report = gc::Report::default();
        let compacted = gc::compact(&app, false, &mut report).await;
        tracing::debug!(?report, ?swept, "gave space back");
        swept?;
        compacted
    });
    let orphans = Duration::from_secs(app.limits.orphan_interval_secs);
    runner.every("orphans", orphans, async |app, _| {
        let mut report = gc::Report::default();
        gc::condemn_lost(&app, gc::Trust::Careful, false, &mut report).await?;
        tracing::debug!(?report, "looked for what was lost");
        Ok(())
    });
    if let Some(interval) = scrub::step_interval(app.limits.scrub_interval_secs) {
        let (metrics, failures) = (Arc::clone(metrics), scrub::Failures::default());
        runner.every("scrub", interval, move |app, lifecycle| {
            let (metrics, failures) = (Arc::clone(&metrics), failures.clone());
            async move {
                let report = scrub::step(&app, &failures, interval, lifecycle.stopping()).await?;
                metrics.scrubbed(&report, scrub::damaged_chunks(&app.db).await?);
                tracing::debug!(?report, "read what is stored");
                Ok(())
            }
        });
    }
    runner.every("trash_purge", purge, async |app, _| {
        let units = trash::purge_expired(&app).await?;
        tracing::debug!(units, "removed what lay in the trash for long enough");
        Ok(())
    });
    runner.every("reservation_purge", purge, async |app, _| {
        let rows = quota::purge_expired(&app).await?;
        tracing::debug!(rows, "gave reservations back");
        Ok(())
    });
    runner.every("idempotency_purge", purge, async |app, lifecycle| {
        let rows = idempotency::purge(&app, lifecycle.stopping()).await?;
        tracing::debug!(rows, "removed idempotency keys");
        Ok(())
    });
    runner.every("signed_url_purge", purge, async |app, lifecycle| {
        let rows = signed_urls::purge_ended(&app, lifecycle.stopping()).await?;
        tracing::debug!(rows, "removed signed URLs");
        Ok(())
    });
    runner.every("session_purge", purge, async |app, lifecycle| {
        let rows = sessions::purge_ended(&app, lifecycle.stopping()).await?;
        tracing::debug!(rows, "removed sessions");
        Ok(())
    });
}

#[derive(Clone)]
struct Runner {
    app: App,
    metrics: Arc<Metrics>,
    lifecycle: Lifecycle,
    /// Of this server, in the rows of leases.
    server_id: Uuid,
}

impl Runner {
    /// Runs `job` now and then every `interval` after its end, unless another server does. A run that has begun is
    /// finished before the server ends; one that could take long ends early when the [`Lifecycle`] that it is given does.
    fn every<F>(
        &self,
        name: &'static str,
        interval: Duration,
        job: impl Fn(App, Lifecycle) -> F + Send + Sync + 'static,
    ) where
        F: Future<Output = Result<()>> + Send,
    {
        let runner = self.clone();
        self.lifecycle.spawn(async move {
            while !runner.lifecycle.is_stopping() {
                let wait = match leases::take(&runner.app, runner.server_id, name, interval).await {
                    Ok(Turn::Ours(lease)) => {
                        let running = job(runner.app.clone(), runner.lifecycle.clone());
                        runner.run(name, lease, interval, running).await;
                        interval
                    }
                    Ok(Turn::Later(wait)) => wait.clamp(LOOK_DELAY_MIN, interval),
                    Err(error) => {
                        tracing::warn!(job = name, %error, cause = ?error.source(), "a job's lease could not be read");
                        runner.metrics.job(name, JobOutcome::Failure);
                        interval.min(RETRY_DELAY)
                    }
                };
                tokio::select! {
                    () = tokio::time::sleep(wait) => {}
                    () = runner.lifecycle.stopping() => break,
                }
            }
        });
    }

    /// One run, which ends early if the lease is lost.
    async fn run(&self, name: &'static str, lease: Lease, interval: Duration, job: impl Future<Output = Result<()>>) {
        let running = self.metrics.job_begins(name);
        let outcome = tokio::select! {
            outcome = job => outcome,
            () = self.keep(lease) => {
                tracing::warn!(job = name, "a background job stopped: another server has its lease, or may have it");
                self.metrics.job(name, JobOutcome::LeaseLost);
                return;
            }
        };
        drop(running);
        if let Err(error) = &outcome {
            tracing::warn!(job = name, %error, cause = ?error.source(), "a background job failed");
        }
        self.metrics.job(name, if outcome.is_ok() { JobOutcome::Success } else { JobOutcome::Failure });
        if let Err(error) = leases::give_back(&self.app, lease, interval).await {
            tracing::warn!(job = name, %error, "a lease was not given back; it ends by itself");
        }
    }

    /// Renews a lease for as long as it can. Ends when the lease is lost, or over as far as this server knows.
    async fn keep(&self, lease: Lease) {
        let term = Duration::from_secs(self.app.limits.job_lease_secs);
        let mut renewed_at = Instant::now();
        loop {
            tokio::time::sleep(term / RENEWALS_PER_TERM).await;
            // From before it is asked: the term may have begun then.
            let asked_at = Instant::now();
            match tokio::time::timeout_at(renewed_at + term, leases::renew(&self.app, lease)).await {
                Ok(Ok(true)) => renewed_at = asked_at,
                Ok(Ok(false)) | Err(_) => return,
                Ok(Err(error)) => {
                    tracing::warn!(%error, "a lease could not be renewed");
                    if renewed_at.elapsed() >= term {
                        return;
                    }
                }
            }
        }
    }
}
