// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! What the operations of the area *service* may be refused with.

use super::super::models::Problem;
use crate::core::{Undocumented, impl_api_error};

/// What `health_get` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum HealthGetError {
    /// 422: Parameters or body break the contract; `errors` lists every fault.
    ValidationFailed(Problem),
    /// 500: A fault of the server; the log has the cause under `request_id`.
    Internal(Problem),
    /// 503: A part of the service does not answer right now; `Retry-After` says when to try again.
    Unavailable(Problem),
    #[doc(hidden)]
    __Undocumented(Undocumented),
}

impl_api_error!(HealthGetError {
    ValidationFailed = 422 "VALIDATION_FAILED", Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `readiness_get` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ReadinessGetError {
    /// 422: Parameters or body break the contract; `errors` lists every fault.
    ValidationFailed(Problem),
    /// 500: A fault of the server; the log has the cause under `request_id`.
    Internal(Problem),
    /// 503: A part of the service does not answer right now; `Retry-After` says when to try again.
    Unavailable(Problem),
    #[doc(hidden)]
    __Undocumented(Undocumented),
}

impl_api_error!(ReadinessGetError {
    ValidationFailed = 422 "VALIDATION_FAILED", Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `metrics_get` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum MetricsGetError {
    /// 422: Parameters or body break the contract; `errors` lists every fault.
    ValidationFailed(Problem),
    /// 500: A fault of the server; the log has the cause under `request_id`.
    Internal(Problem),
    /// 503: A part of the service does not answer right now; `Retry-After` says when to try again.
    Unavailable(Problem),
    #[doc(hidden)]
    __Undocumented(Undocumented),
}

impl_api_error!(MetricsGetError {
    ValidationFailed = 422 "VALIDATION_FAILED", Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `contract_get_json` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ContractGetJsonError {
    /// 422: Parameters or body break the contract; `errors` lists every fault.
    ValidationFailed(Problem),
    /// 500: A fault of the server; the log has the cause under `request_id`.
    Internal(Problem),
    /// 503: A part of the service does not answer right now; `Retry-After` says when to try again.
    Unavailable(Problem),
    #[doc(hidden)]
    __Undocumented(Undocumented),
}

impl_api_error!(ContractGetJsonError {
    ValidationFailed = 422 "VALIDATION_FAILED", Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});

/// What `contract_get_yaml` may be refused with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ContractGetYamlError {
    /// 422: Parameters or body break the contract; `errors` lists every fault.
    ValidationFailed(Problem),
    /// 500: A fault of the server; the log has the cause under `request_id`.
    Internal(Problem),
    /// 503: A part of the service does not answer right now; `Retry-After` says when to try again.
    Unavailable(Problem),
    #[doc(hidden)]
    __Undocumented(Undocumented),
}

impl_api_error!(ContractGetYamlError {
    ValidationFailed = 422 "VALIDATION_FAILED", Internal = 500 "INTERNAL", Unavailable = 503 "UNAVAILABLE",
});
