// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! Handlers that answer nothing: for tests of routes, and of the document that poem-openapi emits.

use crate::domain::access::Caller;
use crate::error::{Error, Result};

/// Every operation fails.
#[derive(Debug)]
pub struct Unanswered;

fn nothing<T>(operation_id: &'static str) -> Result<T> {
    Err(Error::internal(operation_id))
}

impl super::auth::AuthApi for Unanswered {
    async fn session_create(
        &self,
        _request: super::auth::SessionCreateRequest,
    ) -> Result<super::auth::SessionCreateResponse> {
        nothing("session_create")
    }

    async fn session_refresh(
        &self,
        _request: super::auth::SessionRefreshRequest,
    ) -> Result<super::auth::SessionRefreshResponse> {
        nothing("session_refresh")
    }
}

impl super::things::ThingsApi for Unanswered {
    async fn thing_list(
        &self,
        _caller: Caller,
        _request: super::things::ThingListRequest,
    ) -> Result<super::things::ThingListResponse> {
        nothing("thing_list")
    }

    async fn thing_create(
        &self,
        _caller: Caller,
        _request: super::things::ThingCreateRequest,
    ) -> Result<super::things::ThingCreateResponse> {
        nothing("thing_create")
    }

    async fn thing_get(
        &self,
        _caller: Caller,
        _request: super::things::ThingGetRequest,
    ) -> Result<super::things::ThingGetResponse> {
        nothing("thing_get")
    }

    async fn thing_update(
        &self,
        _caller: Caller,
        _request: super::things::ThingUpdateRequest,
    ) -> Result<super::things::ThingUpdateResponse> {
        nothing("thing_update")
    }

    async fn thing_delete(
        &self,
        _caller: Caller,
        _request: super::things::ThingDeleteRequest,
    ) -> Result<super::things::ThingDeleteResponse> {
        nothing("thing_delete")
    }

    async fn thing_paint(
        &self,
        _caller: Caller,
        _request: super::things::ThingPaintRequest,
    ) -> Result<super::things::ThingPaintResponse> {
        nothing("thing_paint")
    }

    async fn shape_put(
        &self,
        _caller: Caller,
        _request: super::things::ShapePutRequest,
    ) -> Result<super::things::ShapePutResponse> {
        nothing("shape_put")
    }
}

impl super::bodies::BodiesApi for Unanswered {
    async fn blob_upload(
        &self,
        _caller: Caller,
        _request: super::bodies::BlobUploadRequest,
    ) -> Result<super::bodies::BlobUploadResponse> {
        nothing("blob_upload")
    }

    async fn blob_import(
        &self,
        _caller: Caller,
        _request: super::bodies::BlobImportRequest,
    ) -> Result<super::bodies::BlobImportResponse> {
        nothing("blob_import")
    }

    async fn blob_download(
        &self,
        _caller: Caller,
        _request: super::bodies::BlobDownloadRequest,
    ) -> Result<super::bodies::BlobDownloadResponse> {
        nothing("blob_download")
    }

    async fn blob_download_head(
        &self,
        _caller: Caller,
        _request: super::bodies::BlobDownloadHeadRequest,
    ) -> Result<super::bodies::BlobDownloadHeadResponse> {
        nothing("blob_download_head")
    }

    async fn blob_replace(
        &self,
        _caller: Caller,
        _request: super::bodies::BlobReplaceRequest,
    ) -> Result<super::bodies::BlobReplaceResponse> {
        nothing("blob_replace")
    }

    async fn event_stream(
        &self,
        _caller: Caller,
        _request: super::bodies::EventStreamRequest,
    ) -> Result<super::bodies::EventStreamResponse> {
        nothing("event_stream")
    }

    async fn metrics_get(&self) -> Result<super::bodies::MetricsGetResponse> {
        nothing("metrics_get")
    }
}
