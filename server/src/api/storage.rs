//! What is used of the quotas.

use crate::api::Api;
use crate::contract::{Json, Nullable};
use crate::domain::access::Caller;
use crate::domain::storage::{self, Scope, ShareUsage, StorageView, Usage};
use crate::error::Result;
use crate::generated::models;
use crate::generated::storage::{ShareStorageGetRequest, ShareStorageGetResponse, StorageApi, StorageGetResponse};

impl StorageApi for Api {
    async fn storage_get(&self, caller: Caller) -> Result<StorageGetResponse> {
        let StorageView { scope, usage, own, shares } = storage::get(&self.app, &caller).await?;
        Ok(StorageGetResponse::Ok(Json(models::StorageSummary {
            scope: match scope {
                Scope::Organization => models::StorageScope::Organization,
                Scope::Member => models::StorageScope::Member,
            },
            max_bytes: Nullable(usage.quota_bytes),
            used_bytes: usage.used_bytes(),
            available_bytes: Nullable(usage.available_bytes()),
            physical_bytes: usage.physical_bytes,
            dedup_ratio: usage.dedup_ratio(),
            file_count: usage.files,
            version_count: usage.versions,
            breakdown: breakdown(&usage),
            own: models::MemberStorage {
                max_bytes: Nullable(own.quota_bytes),
                used_bytes: own.used_bytes(),
                available_bytes: Nullable(own.available_bytes()),
                physical_bytes: own.physical_bytes,
                dedup_ratio: own.dedup_ratio(),
                file_count: own.files,
                version_count: own.versions,
                breakdown: breakdown(&own),
            },
            shares: shares.into_iter().map(share).collect(),
        })))
    }

    async fn share_storage_get(
        &self,
        caller: Caller,
        request: ShareStorageGetRequest,
    ) -> Result<ShareStorageGetResponse> {
        let usage = storage::get_share(&self.app, &caller, request.share_id).await?;
        Ok(ShareStorageGetResponse::Ok(Json(share(usage))))
    }
}

fn share(share: ShareUsage) -> models::ShareStorage {
    let ShareUsage { share_id, name, usage } = share;
    models::ShareStorage {
        share_id,
        name,
        max_bytes: Nullable(usage.quota_bytes),
        used_bytes: usage.used_bytes(),
        available_bytes: Nullable(usage.available_bytes()),
        physical_bytes: usage.physical_bytes,
        dedup_ratio: usage.dedup_ratio(),
        file_count: usage.files,
        version_count: usage.versions,
        breakdown: breakdown(&usage),
    }
}

fn breakdown(usage: &Usage) -> models::StorageBreakdown {
    models::StorageBreakdown {
        current_bytes: usage.current_bytes,
        versions_bytes: usage.versions_bytes,
        trash_bytes: usage.trash_bytes,
        reserved_bytes: usage.reserved_bytes,
    }
}
