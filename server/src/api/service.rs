//! Health, metrics and the contract itself.

use bytes::Bytes;

use crate::api::Api;
use crate::contract::{Json, RawJson, Text, document};
use crate::error::{Error, Result};
use crate::generated::models;
use crate::generated::service::{
    ContractGetJsonResponse, ContractGetYamlResponse, HealthGetResponse, MetricsGetResponse, ReadinessGetResponse,
    ServiceApi,
};

impl ServiceApi for Api {
    async fn health_get(&self) -> Result<HealthGetResponse> {
        Ok(HealthGetResponse::Ok(Json(healthy())))
    }

    async fn readiness_get(&self) -> Result<ReadinessGetResponse> {
        if self.lifecycle.is_stopping() {
            return Err(Error::Unavailable { retry_after_secs: 1, cause: None });
        }
        self.app.db.ping().await?;
        self.app.blobs.check().await?;
        Ok(ReadinessGetResponse::Ok(Json(healthy())))
    }

    async fn metrics_get(&self) -> Result<MetricsGetResponse> {
        Ok(MetricsGetResponse::Ok(Text::from(self.metrics.render()?)))
    }

    async fn contract_get_json(&self) -> Result<ContractGetJsonResponse> {
        Ok(ContractGetJsonResponse::Ok(RawJson(Bytes::from_static(document::JSON.as_bytes()))))
    }

    async fn contract_get_yaml(&self) -> Result<ContractGetYamlResponse> {
        Ok(ContractGetYamlResponse::Ok(Text::from(document::YAML)))
    }
}

fn healthy() -> models::Health {
    models::Health { status: models::HealthStatus::Ok }
}
