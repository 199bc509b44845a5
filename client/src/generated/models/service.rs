// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! Types of the area *service*.

use serde::{Deserialize, Serialize};

use crate::core::{JsonObject, UnknownValue, impl_open_enum};

/// How the service is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Health {
    /// How the service is.
    pub status: HealthStatus,
}

/// How the service is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HealthStatus {
    /// `ok`.
    Ok,
    #[doc(hidden)]
    __Unknown(UnknownValue),
}

impl_open_enum!(HealthStatus {
    Ok = "ok",
});

/// An OpenAPI document.
pub type Contract = JsonObject;
