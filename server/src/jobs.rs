//! What the server does without being asked: removing what has ended.
//!
//! Every job may run on several servers at once, and twice at a time: each of its steps is safe to repeat. A job that
//! fails is logged and runs again in its time.

use std::error::Error as _;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use crate::api::metrics::Metrics;
use crate::app::App;
use crate::domain::{gc, idempotency, quota, sessions, signed_urls, trash};
use crate::error::Result;
use crate::lifecycle::Lifecycle;

/// Starts the jobs; they end when the server stops.
pub fn start(app: &App, metrics: &Arc<Metrics>, lifecycle: &Lifecycle) {
    let runner = Runner { app: app.clone(), metrics: Arc::clone(metrics), lifecycle: lifecycle.clone() };
    let sweep = Duration::from_secs(app.limits.sweep_interval_secs);
    let purge = Duration::from_secs(app.limits.purge_interval_secs);
    runner.every("sweep", sweep, async |app| {
        let mut report = gc::Report::default();
        gc::compact(&app, false, &mut report).await?;
        let swept = gc::sweep(&app).await?;
        tracing::debug!(?report, ?swept, "gave space back");
        Ok(())
    });
    let orphans = Duration::from_secs(app.limits.orphan_interval_secs);
    runner.every("orphans", orphans, async |app| {
        let mut report = gc::Report::default();
        gc::condemn_lost(&app, gc::Trust::Careful, false, &mut report).await?;
        tracing::debug!(?report, "looked for what was lost");
        Ok(())
    });
    runner.every("trash_purge", purge, async |app| {
        let units = trash::purge_expired(&app).await?;
        tracing::debug!(units, "removed what lay in the trash for long enough");
        Ok(())
    });
    runner.every("reservation_purge", purge, async |app| {
        let rows = quota::purge_expired(&app).await?;
        tracing::debug!(rows, "gave reservations back");
        Ok(())
    });
    runner.every("idempotency_purge", purge, async |app| {
        let rows = idempotency::purge(&app).await?;
        tracing::debug!(rows, "removed idempotency keys");
        Ok(())
    });
    runner.every("signed_url_purge", purge, async |app| {
        let rows = signed_urls::purge_ended(&app).await?;
        tracing::debug!(rows, "removed signed URLs");
        Ok(())
    });
    runner.every("session_purge", purge, async |app| {
        let rows = sessions::purge_ended(&app).await?;
        tracing::debug!(rows, "removed sessions");
        Ok(())
    });
}

struct Runner {
    app: App,
    metrics: Arc<Metrics>,
    lifecycle: Lifecycle,
}

impl Runner {
    /// Runs `job` now and then every `interval` after its end. A run that has begun is finished before the server ends.
    fn every<F>(&self, name: &'static str, interval: Duration, job: impl Fn(App) -> F + Send + 'static)
    where
        F: Future<Output = Result<()>> + Send,
    {
        let (app, metrics, lifecycle) = (self.app.clone(), Arc::clone(&self.metrics), self.lifecycle.clone());
        self.lifecycle.spawn(async move {
            while !lifecycle.is_stopping() {
                let outcome = job(app.clone()).await;
                metrics.job(name, outcome.is_ok());
                if let Err(error) = outcome {
                    tracing::warn!(job = name, %error, cause = ?error.source(), "a background job failed");
                }
                tokio::select! {
                    () = tokio::time::sleep(interval) => {}
                    () = lifecycle.stopping() => break,
                }
            }
        });
    }
}
