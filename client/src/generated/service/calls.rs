// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! The operations of the area *service*, and what is optional about calling them.

use http::Method;

use super::super::models::{Contract, Health};
use super::errors::{ContractGetJsonError, ContractGetYamlError, HealthGetError, MetricsGetError, ReadinessGetError};
use crate::core::{Endpoint, Idempotency, Json, Operation, Streaming, Text};

/// `health_get`: see [`Service::health_get`](super::Service::health_get).
pub struct HealthGetOperation;

impl Endpoint for HealthGetOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "health_get",
        method: Method::GET,
        path: "/healthz",
        idempotency: Idempotency::Safe,
        authenticated: false,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<Health>;
    type Error = HealthGetError;
}

/// `readiness_get`: see [`Service::readiness_get`](super::Service::readiness_get).
pub struct ReadinessGetOperation;

impl Endpoint for ReadinessGetOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "readiness_get",
        method: Method::GET,
        path: "/readyz",
        idempotency: Idempotency::Safe,
        authenticated: false,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<Health>;
    type Error = ReadinessGetError;
}

/// `metrics_get`: see [`Service::metrics_get`](super::Service::metrics_get).
pub struct MetricsGetOperation;

impl Endpoint for MetricsGetOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "metrics_get",
        method: Method::GET,
        path: "/metrics",
        idempotency: Idempotency::Safe,
        authenticated: false,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Text;
    type Error = MetricsGetError;
}

/// `contract_get_json`: see [`Service::contract_get_json`](super::Service::contract_get_json).
pub struct ContractGetJsonOperation;

impl Endpoint for ContractGetJsonOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "contract_get_json",
        method: Method::GET,
        path: "/openapi.json",
        idempotency: Idempotency::Safe,
        authenticated: false,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<Contract>;
    type Error = ContractGetJsonError;
}

/// `contract_get_yaml`: see [`Service::contract_get_yaml`](super::Service::contract_get_yaml).
pub struct ContractGetYamlOperation;

impl Endpoint for ContractGetYamlOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "contract_get_yaml",
        method: Method::GET,
        path: "/openapi.yaml",
        idempotency: Idempotency::Safe,
        authenticated: false,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Text;
    type Error = ContractGetYamlError;
}
