//! What the service counts, in the OpenMetrics text format for Prometheus.
//!
//! Labels come from the contract's own words only (operation ids, methods, statuses): a caller can't make a new one.

use std::fmt;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

use crate::domain::scrub;
use crate::error::{Error, Result};

/// From half a millisecond, which a cached answer takes, to the minute at which operations are cut off, in seconds.
const LATENCY_BUCKETS: [f64; 14] =
    [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 15.0, 60.0];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    operation: &'static str,
    method: &'static str,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OperationLabels {
    operation: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct JobLabels {
    job: &'static str,
    outcome: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RunningJobLabels {
    job: &'static str,
}

/// How a run of a background job ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobOutcome {
    Success,
    Failure,
    /// It stopped half-way: another server runs the job now.
    LeaseLost,
}

/// The counters of this process.
pub struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    duration: Family<OperationLabels, Histogram, fn() -> Histogram>,
    in_flight: Gauge,
    received: Counter<u64, AtomicU64>,
    sent: Counter<u64, AtomicU64>,
    panics: Counter,
    idempotent_replays: Counter,
    jobs: Family<JobLabels, Counter>,
    running_jobs: Family<RunningJobLabels, Gauge>,
    scrub: Scrub,
}

/// What reading everything that is stored has found.
#[derive(Clone, Default)]
struct Scrub {
    read: Counter<u64, AtomicU64>,
    found: Counter<u64, AtomicU64>,
    mended: Counter<u64, AtomicU64>,
    unread: Counter<u64, AtomicU64>,
    damaged: Gauge,
}

impl Scrub {
    fn register(&self, registry: &mut Registry) {
        let Self { read, found, mended, unread, damaged } = self.clone();
        let read_help = "Bytes of stored chunks that were read and compared in the background";
        registry.register_with_unit("scrub_read", read_help, Unit::Bytes, read);
        registry.register("scrub_damaged_chunks", "Stored chunks that were found not to be what was written", found);
        let mended_help = "Damaged chunks of which everything was led to another copy";
        registry.register("scrub_mended_chunks", mended_help, mended);
        let unread_help =
            "Packs that could not be read in several steps, though the store answered, and were left to the next pass";
        registry.register("scrub_unread_packs", unread_help, unread);
        registry.register("damaged_chunks", "Stored chunks that are known to be damaged", damaged);
    }
}

impl Metrics {
    pub fn new() -> Self {
        let mut registry = Registry::with_prefix("strongroom");
        let requests = Family::default();
        let duration: Family<OperationLabels, Histogram, fn() -> Histogram> =
            Family::new_with_constructor(|| Histogram::new(LATENCY_BUCKETS));
        let (in_flight, received, sent) = (Gauge::default(), Counter::default(), Counter::default());
        let (panics, idempotent_replays) = (Counter::default(), Counter::default());
        let (jobs, running_jobs) = (Family::default(), Family::default());
        registry.register("build", "The version of the server", Info::new([("version", env!("CARGO_PKG_VERSION"))]));
        registry.register("requests", "Requests answered", requests.clone());
        registry.register_with_unit(
            "request_duration",
            "Time from a request's headers to the end of its answer",
            Unit::Seconds,
            duration.clone(),
        );
        registry.register("requests_in_flight", "Requests that are being answered", in_flight.clone());
        registry.register_with_unit("received", "Bytes of request bodies", Unit::Bytes, received.clone());
        registry.register_with_unit("sent", "Bytes of answers' bodies", Unit::Bytes, sent.clone());
        registry.register("panics", "Requests that ended in a panic: each is a bug", panics.clone());
        registry.register(
            "idempotent_replays",
            "Requests answered from memory under their Idempotency-Key",
            idempotent_replays.clone(),
        );
        registry.register("job_runs", "Runs of background jobs", jobs.clone());
        registry.register(
            "job_running",
            "Background jobs that this server runs now, under a lease",
            running_jobs.clone(),
        );
        let scrub = Scrub::default();
        scrub.register(&mut registry);
        Self {
            registry,
            requests,
            duration,
            in_flight,
            received,
            sent,
            panics,
            idempotent_replays,
            jobs,
            running_jobs,
            scrub,
        }
    }

    /// All metrics as text.
    ///
    /// # Errors
    /// `Internal` if one of them can't be written, which would be a bug.
    pub fn render(&self) -> Result<String> {
        let mut text = String::new();
        text::encode(&mut text, &self.registry).map_err(Error::internal)?;
        Ok(text)
    }

    /// A request has come; it counts as in flight until the guard is dropped.
    pub fn begin(&self) -> InFlight {
        self.in_flight.inc();
        InFlight(self.in_flight.clone())
    }

    /// A request is over.
    pub fn request(&self, operation: &'static str, method: &'static str, status: u16, took: Duration) {
        self.requests.get_or_create(&RequestLabels { operation, method, status }).inc();
        self.duration.get_or_create(&OperationLabels { operation }).observe(took.as_secs_f64());
    }

    /// The bodies of a request that is over, in bytes.
    pub fn transferred(&self, received_bytes: u64, sent_bytes: u64) {
        self.received.inc_by(received_bytes);
        self.sent.inc_by(sent_bytes);
    }

    /// How many requests have ended in a panic.
    pub fn panics(&self) -> u64 {
        self.panics.get()
    }

    pub fn panicked(&self) {
        self.panics.inc();
    }

    pub fn replayed(&self) {
        self.idempotent_replays.inc();
    }

    /// A run of a background job has begun; it counts as running until the guard is dropped.
    pub fn job_begins(&self, job: &'static str) -> InFlight {
        let gauge = self.running_jobs.get_or_create(&RunningJobLabels { job }).clone();
        gauge.inc();
        InFlight(gauge)
    }

    /// A run of a background job has ended.
    pub fn job(&self, job: &'static str, outcome: JobOutcome) {
        let outcome = match outcome {
            JobOutcome::Success => "success",
            JobOutcome::Failure => "failure",
            JobOutcome::LeaseLost => "lease_lost",
        };
        self.jobs.get_or_create(&JobLabels { job, outcome }).inc();
    }

    /// A step of the scrub has ended; so many chunks are known to be damaged now.
    pub fn scrubbed(&self, report: &scrub::Report, damaged_chunks: u64) {
        self.scrub.read.inc_by(report.bytes);
        self.scrub.found.inc_by(report.damaged);
        self.scrub.mended.inc_by(report.mended);
        self.scrub.unread.inc_by(report.unread_packs);
        self.scrub.damaged.set(i64::try_from(damaged_chunks).unwrap_or(i64::MAX));
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Metrics").finish_non_exhaustive()
    }
}

/// Keeps a request counted as in flight, or a job as running.
#[derive(Debug)]
pub struct InFlight(Gauge);

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.dec();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_counted_is_rendered() {
        let metrics = Metrics::new();
        let guard = metrics.begin();
        metrics.request("file_get", "GET", 200, Duration::from_millis(3));
        metrics.transferred(5, 7);
        metrics.job("sweep", JobOutcome::Success);
        let running = metrics.job_begins("sweep");
        let report = scrub::Report { bytes: 9, damaged: 2, mended: 1, unread_packs: 4, ..scrub::Report::default() };
        metrics.scrubbed(&report, 3);
        let text = metrics.render().unwrap();
        assert!(
            text.contains(r#"strongroom_requests_total{operation="file_get",method="GET",status="200"} 1"#),
            "{text}"
        );
        assert!(text.contains("strongroom_requests_in_flight 1"), "{text}");
        assert!(text.contains("strongroom_received_bytes_total 5"), "{text}");
        assert!(text.contains(r#"strongroom_request_duration_seconds_count{operation="file_get"} 1"#), "{text}");
        assert!(text.contains(r#"strongroom_job_runs_total{job="sweep",outcome="success"} 1"#), "{text}");
        assert!(text.contains(r#"strongroom_job_running{job="sweep"} 1"#), "{text}");
        for line in [
            "strongroom_scrub_read_bytes_total 9",
            "strongroom_scrub_damaged_chunks_total 2",
            "strongroom_scrub_mended_chunks_total 1",
            "strongroom_scrub_unread_packs_total 4",
            "strongroom_damaged_chunks 3",
        ] {
            assert!(text.contains(line), "{text}");
        }
        assert!(text.ends_with("# EOF\n"));
        drop((guard, running));
        assert!(metrics.render().unwrap().contains("strongroom_requests_in_flight 0"));
    }
}
