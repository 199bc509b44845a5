// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! Operations of the tag `service`. Health, metrics and the contract itself.

use std::sync::Arc;

use poem_openapi::{ApiResponse, OpenApi};

use crate::contract::{
    Answer, Json, Operation, ProblemAnswer, ProblemJson, RawJson, Text, answer, documented,
};
use crate::error::Result;
use super::{models, operations};

/// Handlers of the tag `service`. Health, metrics and the contract itself.
pub trait ServiceApi: Send + Sync + 'static {
    /// Is the process alive
    fn health_get(&self) -> impl Future<Output = Result<HealthGetResponse>> + Send;

    /// Can the service do its work
    ///
    /// Asks the database and the store. Not ready while it stops.
    fn readiness_get(&self) -> impl Future<Output = Result<ReadinessGetResponse>> + Send;

    /// Metrics for Prometheus
    fn metrics_get(&self) -> impl Future<Output = Result<MetricsGetResponse>> + Send;

    /// This document, as JSON
    fn contract_get_json(
        &self,
    ) -> impl Future<Output = Result<ContractGetJsonResponse>> + Send;

    /// This document, as YAML
    fn contract_get_yaml(
        &self,
    ) -> impl Future<Output = Result<ContractGetYamlResponse>> + Send;
}

/// What `health_get` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum HealthGetResponse {
    /// It is.
    #[oai(status = 200)]
    Ok(Json<models::Health>),
    /// - `VALIDATION_FAILED`: Parameters or body break the contract; `errors` lists every fault.
    #[oai(status = 422)]
    UnprocessableContent(ProblemJson),
    /// - `INTERNAL`: A fault of the server; the log has the cause under `request_id`.
    #[oai(status = 500)]
    InternalServerError(ProblemJson),
    /// - `UNAVAILABLE`: A part of the service does not answer right now; `Retry-After` says when to try again.
    #[oai(status = 503)]
    ServiceUnavailable(
        ProblemJson,
        /// Seconds to wait before the next attempt.
        #[oai(header = "Retry-After")]
        i64,
    ),
}

impl Answer for HealthGetResponse {
    const OPERATION: &'static Operation = &operations::HEALTH_GET;

    fn from_problem(problem: ProblemAnswer) -> Self {
        let problem = documented(Self::OPERATION, problem);
        match problem.status() {
            422 => Self::UnprocessableContent(problem.body()),
            503 => {
                let retry_after = problem.retry_after();
                Self::ServiceUnavailable(problem.body(), retry_after)
            }
            _ => Self::InternalServerError(problem.body()),
        }
    }
}

/// What `readiness_get` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum ReadinessGetResponse {
    /// It can.
    #[oai(status = 200)]
    Ok(Json<models::Health>),
    /// - `VALIDATION_FAILED`: Parameters or body break the contract; `errors` lists every fault.
    #[oai(status = 422)]
    UnprocessableContent(ProblemJson),
    /// - `INTERNAL`: A fault of the server; the log has the cause under `request_id`.
    #[oai(status = 500)]
    InternalServerError(ProblemJson),
    /// - `UNAVAILABLE`: A part of the service does not answer right now; `Retry-After` says when to try again.
    #[oai(status = 503)]
    ServiceUnavailable(
        ProblemJson,
        /// Seconds to wait before the next attempt.
        #[oai(header = "Retry-After")]
        i64,
    ),
}

impl Answer for ReadinessGetResponse {
    const OPERATION: &'static Operation = &operations::READINESS_GET;

    fn from_problem(problem: ProblemAnswer) -> Self {
        let problem = documented(Self::OPERATION, problem);
        match problem.status() {
            422 => Self::UnprocessableContent(problem.body()),
            503 => {
                let retry_after = problem.retry_after();
                Self::ServiceUnavailable(problem.body(), retry_after)
            }
            _ => Self::InternalServerError(problem.body()),
        }
    }
}

/// What `metrics_get` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum MetricsGetResponse {
    /// The metrics, in the OpenMetrics text format.
    #[oai(status = 200)]
    Ok(Text),
    /// - `VALIDATION_FAILED`: Parameters or body break the contract; `errors` lists every fault.
    #[oai(status = 422)]
    UnprocessableContent(ProblemJson),
    /// - `INTERNAL`: A fault of the server; the log has the cause under `request_id`.
    #[oai(status = 500)]
    InternalServerError(ProblemJson),
    /// - `UNAVAILABLE`: A part of the service does not answer right now; `Retry-After` says when to try again.
    #[oai(status = 503)]
    ServiceUnavailable(
        ProblemJson,
        /// Seconds to wait before the next attempt.
        #[oai(header = "Retry-After")]
        i64,
    ),
}

impl Answer for MetricsGetResponse {
    const OPERATION: &'static Operation = &operations::METRICS_GET;

    fn from_problem(problem: ProblemAnswer) -> Self {
        let problem = documented(Self::OPERATION, problem);
        match problem.status() {
            422 => Self::UnprocessableContent(problem.body()),
            503 => {
                let retry_after = problem.retry_after();
                Self::ServiceUnavailable(problem.body(), retry_after)
            }
            _ => Self::InternalServerError(problem.body()),
        }
    }
}

/// What `contract_get_json` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum ContractGetJsonResponse {
    /// The contract.
    #[oai(status = 200)]
    Ok(RawJson),
    /// - `VALIDATION_FAILED`: Parameters or body break the contract; `errors` lists every fault.
    #[oai(status = 422)]
    UnprocessableContent(ProblemJson),
    /// - `INTERNAL`: A fault of the server; the log has the cause under `request_id`.
    #[oai(status = 500)]
    InternalServerError(ProblemJson),
    /// - `UNAVAILABLE`: A part of the service does not answer right now; `Retry-After` says when to try again.
    #[oai(status = 503)]
    ServiceUnavailable(
        ProblemJson,
        /// Seconds to wait before the next attempt.
        #[oai(header = "Retry-After")]
        i64,
    ),
}

impl Answer for ContractGetJsonResponse {
    const OPERATION: &'static Operation = &operations::CONTRACT_GET_JSON;

    fn from_problem(problem: ProblemAnswer) -> Self {
        let problem = documented(Self::OPERATION, problem);
        match problem.status() {
            422 => Self::UnprocessableContent(problem.body()),
            503 => {
                let retry_after = problem.retry_after();
                Self::ServiceUnavailable(problem.body(), retry_after)
            }
            _ => Self::InternalServerError(problem.body()),
        }
    }
}

/// What `contract_get_yaml` answers.
#[derive(Debug, ApiResponse)]
#[oai(bad_request_handler = "crate::contract::refused")]
pub enum ContractGetYamlResponse {
    /// The contract.
    #[oai(status = 200, content_type = "application/yaml")]
    Ok(Text),
    /// - `VALIDATION_FAILED`: Parameters or body break the contract; `errors` lists every fault.
    #[oai(status = 422)]
    UnprocessableContent(ProblemJson),
    /// - `INTERNAL`: A fault of the server; the log has the cause under `request_id`.
    #[oai(status = 500)]
    InternalServerError(ProblemJson),
    /// - `UNAVAILABLE`: A part of the service does not answer right now; `Retry-After` says when to try again.
    #[oai(status = 503)]
    ServiceUnavailable(
        ProblemJson,
        /// Seconds to wait before the next attempt.
        #[oai(header = "Retry-After")]
        i64,
    ),
}

impl Answer for ContractGetYamlResponse {
    const OPERATION: &'static Operation = &operations::CONTRACT_GET_YAML;

    fn from_problem(problem: ProblemAnswer) -> Self {
        let problem = documented(Self::OPERATION, problem);
        match problem.status() {
            422 => Self::UnprocessableContent(problem.body()),
            503 => {
                let retry_after = problem.retry_after();
                Self::ServiceUnavailable(problem.body(), retry_after)
            }
            _ => Self::InternalServerError(problem.body()),
        }
    }
}

/// Routes the tag `service` to its handlers.
#[derive(Debug)]
pub struct ServiceGlue<A>(pub Arc<A>);

#[OpenApi]
impl<A: ServiceApi> ServiceGlue<A> {
    /// Is the process alive
    #[oai(
        path = "/healthz",
        method = "get",
        operation_id = "health_get",
        tag = "super::Tag::Service"
    )]
    async fn health_get(&self) -> HealthGetResponse {
        answer(Box::pin(self.0.health_get())).await
    }

    /// Can the service do its work
    ///
    /// Asks the database and the store. Not ready while it stops.
    #[oai(
        path = "/readyz",
        method = "get",
        operation_id = "readiness_get",
        tag = "super::Tag::Service"
    )]
    async fn readiness_get(&self) -> ReadinessGetResponse {
        answer(Box::pin(self.0.readiness_get())).await
    }

    /// Metrics for Prometheus
    #[oai(
        path = "/metrics",
        method = "get",
        operation_id = "metrics_get",
        tag = "super::Tag::Service"
    )]
    async fn metrics_get(&self) -> MetricsGetResponse {
        answer(Box::pin(self.0.metrics_get())).await
    }

    /// This document, as JSON
    #[oai(
        path = "/openapi.json",
        method = "get",
        operation_id = "contract_get_json",
        tag = "super::Tag::Service"
    )]
    async fn contract_get_json(&self) -> ContractGetJsonResponse {
        answer(Box::pin(self.0.contract_get_json())).await
    }

    /// This document, as YAML
    #[oai(
        path = "/openapi.yaml",
        method = "get",
        operation_id = "contract_get_yaml",
        tag = "super::Tag::Service"
    )]
    async fn contract_get_yaml(&self) -> ContractGetYamlResponse {
        answer(Box::pin(self.0.contract_get_yaml())).await
    }
}
