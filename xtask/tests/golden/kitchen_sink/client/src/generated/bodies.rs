// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! The area *bodies*.

mod calls;
mod errors;

use uuid::Uuid;

use super::models::{BlobForm, BlobImport};
use crate::core::{Call, Client, Upload};

pub use calls::{
    BlobDownloadHeadOperation, BlobDownloadHeaders, BlobDownloadOperation, BlobImportOperation, BlobReplaceOperation,
    BlobUploadOperation, EventStreamOperation, MetricsGetOperation,
};
pub use errors::{
    BlobDownloadError, BlobDownloadHeadError, BlobImportError, BlobReplaceError, BlobUploadError, EventStreamError,
    MetricsGetError,
};

/// The operations of the area *bodies*: everything else: bytes, forms, events, text.
#[derive(Debug, Clone, Copy)]
pub struct Bodies<'c> {
    pub(super) client: &'c Client,
}

impl Bodies<'_> {
    /// Upload by form.
    ///
    /// # Errors
    /// [`BlobUploadError`]: `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `REQUEST_TIMEOUT`,
    /// `IDEMPOTENCY_ANSWER_LOST`, `PAYLOAD_TOO_LARGE`, `UNSUPPORTED_MEDIA_TYPE`, `VALIDATION_FAILED`,
    /// `IDEMPOTENCY_KEY_REUSED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// use strongroom_client::models::{BlobForm, BlobFormKind};
    /// # async fn example(client: &strongroom_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let blob = client.bodies().blob_upload(BlobForm::new(BlobFormKind::Photo, "content")).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn blob_upload(&self, form: BlobForm) -> Call<BlobUploadOperation> {
        Call::new(self.client, &[]).with_form(form.into_form())
    }

    /// Upload as bytes or as JSON.
    ///
    /// Told apart by `Content-Type`.
    ///
    /// # Errors
    /// [`BlobImportError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`,
    /// `REQUEST_TIMEOUT`, `IDEMPOTENCY_ANSWER_LOST`, `PAYLOAD_TOO_LARGE`, `UNSUPPORTED_MEDIA_TYPE`,
    /// `VALIDATION_FAILED`, `IDEMPOTENCY_KEY_REUSED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// use strongroom_client::models::BlobImport;
    /// # async fn example(client: &strongroom_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// client.bodies().blob_import(BlobImport::new("aGk=")).await?.write_to("plan.pdf").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn blob_import(&self, body: BlobImport) -> Call<BlobImportOperation> {
        Call::new(self.client, &[]).with_json(&body)
    }

    /// Upload as bytes or as JSON.
    ///
    /// Told apart by `Content-Type`.
    ///
    /// # Errors
    /// [`BlobImportError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`,
    /// `REQUEST_TIMEOUT`, `IDEMPOTENCY_ANSWER_LOST`, `PAYLOAD_TOO_LARGE`, `UNSUPPORTED_MEDIA_TYPE`,
    /// `VALIDATION_FAILED`, `IDEMPOTENCY_KEY_REUSED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// client.bodies().blob_import_content(strongroom_client::Upload::file("plan.pdf")).await?.write_to("plan.pdf").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn blob_import_content(&self, content: impl Into<Upload>) -> Call<BlobImportOperation> {
        Call::new(self.client, &[]).with_upload(content.into(), "application/octet-stream")
    }

    /// Download.
    ///
    /// Optional: `range`, `if_match`.
    ///
    /// # Errors
    /// [`BlobDownloadError`]: `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `PRECONDITION_FAILED`, `RANGE_NOT_SATISFIABLE`, `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, blob_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// client.bodies().blob_download(blob_id).await?.content()?.write_to("plan.pdf").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn blob_download(&self, blob_id: Uuid) -> Call<BlobDownloadOperation> {
        Call::new(self.client, &[("blob_id", &blob_id)])
    }

    /// Ask for the headers of a download.
    ///
    /// # Errors
    /// [`BlobDownloadHeadError`]: `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, blob_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let headers = client.bodies().blob_download_head(blob_id).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn blob_download_head(&self, blob_id: Uuid) -> Call<BlobDownloadHeadOperation> {
        Call::new(self.client, &[("blob_id", &blob_id)])
    }

    /// Replace the content.
    ///
    /// Optional: `if_match`.
    ///
    /// # Errors
    /// [`BlobReplaceError`]: `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`, `REQUEST_TIMEOUT`,
    /// `IDEMPOTENCY_ANSWER_LOST`, `PRECONDITION_FAILED`, `PAYLOAD_TOO_LARGE`, `UNSUPPORTED_MEDIA_TYPE`,
    /// `VALIDATION_FAILED`, `IDEMPOTENCY_KEY_REUSED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, blob_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// client.bodies().blob_replace(blob_id, strongroom_client::Upload::file("plan.pdf")).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn blob_replace(&self, blob_id: Uuid, content: impl Into<Upload>) -> Call<BlobReplaceOperation> {
        Call::new(self.client, &[("blob_id", &blob_id)]).with_upload(content.into(), "application/octet-stream")
    }

    /// Follow what happens.
    ///
    /// Optional: `last_event_id`.
    ///
    /// # Errors
    /// [`EventStreamError`]: `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `VALIDATION_FAILED`, `INTERNAL`,
    /// `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let events = client.bodies().event_stream().await?.into_inner();
    /// # Ok(())
    /// # }
    /// ```
    pub fn event_stream(&self) -> Call<EventStreamOperation> {
        Call::new(self.client, &[])
    }

    /// Metrics.
    ///
    /// # Errors
    /// [`MetricsGetError`]: `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let text = client.bodies().metrics_get().await?.into_inner();
    /// # Ok(())
    /// # }
    /// ```
    pub fn metrics_get(&self) -> Call<MetricsGetOperation> {
        Call::new(self.client, &[])
    }
}
