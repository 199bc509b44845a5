//! Spans for calls and attempts, behind the feature `tracing`. Without it nothing here costs anything.
//!
//! Names follow OpenTelemetry's conventions for HTTP clients. No header, query or body is recorded.

use std::time::Duration;

use super::operation::Operation;

/// Runs a logical call in its span.
#[cfg(feature = "tracing")]
pub(crate) async fn call<F: Future>(operation: &'static Operation, future: F) -> F::Output {
    use tracing::Instrument as _;
    let span = tracing::info_span!(
        "strongroom.call",
        operation = operation.id,
        http.request.method = operation.method.as_str(),
        url.template = operation.path,
    );
    future.instrument(span).await
}

/// Runs one attempt in its span; `attempt` counts from 1.
#[cfg(feature = "tracing")]
pub(crate) async fn attempt<F: Future>(attempt: u32, future: F) -> F::Output {
    use tracing::Instrument as _;
    future.instrument(tracing::debug_span!("strongroom.attempt", http.request.resend_count = attempt - 1)).await
}

/// Tells what an attempt came to.
#[cfg(feature = "tracing")]
pub(crate) fn answered(status: http::StatusCode) {
    tracing::debug!(http.response.status_code = status.as_u16(), "answered");
}

/// Tells that another attempt follows.
#[cfg(feature = "tracing")]
pub(crate) fn retrying(delay: Duration, reason: &dyn std::fmt::Display) {
    tracing::debug!(delay_ms = delay.as_millis(), %reason, "trying again");
}

#[cfg(not(feature = "tracing"))]
pub(crate) async fn call<F: Future>(_operation: &'static Operation, future: F) -> F::Output {
    future.await
}

#[cfg(not(feature = "tracing"))]
pub(crate) async fn attempt<F: Future>(_attempt: u32, future: F) -> F::Output {
    future.await
}

#[cfg(not(feature = "tracing"))]
pub(crate) fn answered(_status: http::StatusCode) {}

#[cfg(not(feature = "tracing"))]
pub(crate) fn retrying(_delay: Duration, _reason: &dyn std::fmt::Display) {}
