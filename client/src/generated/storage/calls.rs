// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! The operations of the area *storage*, and what is optional about calling them.

use http::Method;

use super::super::models::{ShareStorage, StorageSummary};
use super::errors::{ShareStorageGetError, StorageGetError};
use crate::core::{Endpoint, Idempotency, Json, Operation, Streaming};

/// `storage_get`: see [`Storage::get`](super::Storage::get).
pub struct StorageGetOperation;

impl Endpoint for StorageGetOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "storage_get",
        method: Method::GET,
        path: "/api/v1/storage",
        idempotency: Idempotency::Safe,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<StorageSummary>;
    type Error = StorageGetError;
}

/// `share_storage_get`: see [`Storage::share_storage_get`](super::Storage::share_storage_get).
pub struct ShareStorageGetOperation;

impl Endpoint for ShareStorageGetOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "share_storage_get",
        method: Method::GET,
        path: "/api/v1/shares/{share_id}/storage",
        idempotency: Idempotency::Safe,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<ShareStorage>;
    type Error = ShareStorageGetError;
}
