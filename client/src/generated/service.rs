// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! The area *service*.

mod calls;
mod errors;

use crate::core::{Call, Client};

pub use calls::{
    ContractGetJsonOperation, ContractGetYamlOperation, HealthGetOperation, MetricsGetOperation, ReadinessGetOperation,
};
pub use errors::{ContractGetJsonError, ContractGetYamlError, HealthGetError, MetricsGetError, ReadinessGetError};

/// The operations of the area *service*: health, metrics and the contract itself.
#[derive(Debug, Clone, Copy)]
pub struct Service<'c> {
    pub(super) client: &'c Client,
}

impl Service<'_> {
    /// Is the process alive.
    ///
    /// # Errors
    /// [`HealthGetError`]: `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let health = client.service().health_get().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn health_get(&self) -> Call<HealthGetOperation> {
        Call::new(self.client, &[])
    }

    /// Can the service do its work.
    ///
    /// Asks the database and the store. Not ready while it stops.
    ///
    /// # Errors
    /// [`ReadinessGetError`]: `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let health = client.service().readiness_get().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn readiness_get(&self) -> Call<ReadinessGetOperation> {
        Call::new(self.client, &[])
    }

    /// Metrics for Prometheus.
    ///
    /// # Errors
    /// [`MetricsGetError`]: `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let text = client.service().metrics_get().await?.into_inner();
    /// # Ok(())
    /// # }
    /// ```
    pub fn metrics_get(&self) -> Call<MetricsGetOperation> {
        Call::new(self.client, &[])
    }

    /// This document, as JSON.
    ///
    /// # Errors
    /// [`ContractGetJsonError`]: `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let contract = client.service().contract_get_json().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn contract_get_json(&self) -> Call<ContractGetJsonOperation> {
        Call::new(self.client, &[])
    }

    /// This document, as YAML.
    ///
    /// # Errors
    /// [`ContractGetYamlError`]: `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let text = client.service().contract_get_yaml().await?.into_inner();
    /// # Ok(())
    /// # }
    /// ```
    pub fn contract_get_yaml(&self) -> Call<ContractGetYamlOperation> {
        Call::new(self.client, &[])
    }
}
