// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! The area *organization_files*.

mod calls;
mod errors;

use uuid::Uuid;

use crate::core::{Call, Client, Upload};

pub use calls::{
    DownloadUrlGenerateOperation, OrganizationFileDeleteOperation, OrganizationFileDownloadHeadOperation,
    OrganizationFileDownloadHeaders, OrganizationFileDownloadOperation, OrganizationFileGetOperation,
    OrganizationFileListOperation, OrganizationFileUploadOperation, UploadUrlGenerateOperation,
};
pub use errors::{
    DownloadUrlGenerateError, OrganizationFileDeleteError, OrganizationFileDownloadError,
    OrganizationFileDownloadHeadError, OrganizationFileGetError, OrganizationFileListError, OrganizationFileUploadError,
    UploadUrlGenerateError,
};

/// The operations of the area *organization_files*: the files of an organization, by its resource names, and
/// signed URLs for them.
#[derive(Debug, Clone, Copy)]
pub struct OrganizationFiles<'c> {
    pub(super) client: &'c Client,
}

impl OrganizationFiles<'_> {
    /// Upload a file of an organization.
    ///
    /// Needs CREATE in the organization's default share, at whose root the file is put. The body is the
    /// content, whatever its media type. One form is told apart: if `Content-Type` is `application/json` and
    /// the body is an object with the member `data`, at most `content_type` (or `contentType`) beside it,
    /// then `data` is the content in base64 (either alphabet, with or without padding; null: empty), and
    /// `content_type` is not believed. A JSON file of that very shape is sent as `application/octet-stream`.
    /// Bodies of `application/json` are limited as all JSON is; others are streamed.
    ///
    /// The name comes from `Content-Disposition`, else from `filename`, else it is `file` with the extension
    /// of the type that the bytes tell. If it is taken, the file gets the next free one, such as `plan
    /// (2).pdf`.
    ///
    /// Optional: `filename`, `content_disposition`.
    ///
    /// # Errors
    /// [`OrganizationFileUploadError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`,
    /// `NOT_FOUND`, `REQUEST_TIMEOUT`, `IDEMPOTENCY_ANSWER_LOST`, `PAYLOAD_TOO_LARGE`, `QUOTA_EXCEEDED`,
    /// `UNSUPPORTED_MEDIA_TYPE`, `VALIDATION_FAILED`, `IDEMPOTENCY_KEY_REUSED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, organization_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let organization_file_uploaded = client.organization_files().upload(organization_id, strongroom_client::Upload::file("plan.pdf")).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn upload(&self, organization_id: Uuid, content: impl Into<Upload>) -> Call<OrganizationFileUploadOperation> {
        Call::new(self.client, &[("organization_id", &organization_id)]).with_upload(content.into(), "application/octet-stream")
    }

    /// List the files of an organization.
    ///
    /// The live files of its default share, in whichever folder, that the caller may read.
    ///
    /// Optional: `skip`, `take`, `cursor`, `order_by`.
    ///
    /// # Errors
    /// [`OrganizationFileListError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`,
    /// `NOT_FOUND`, `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// use futures_util::TryStreamExt;
    /// # async fn example(client: &strongroom_client::Client, organization_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let mut items = client.organization_files().list(organization_id).items();
    /// while let Some(item) = items.try_next().await? {
    ///     println!("{item:?}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(&self, organization_id: Uuid) -> Call<OrganizationFileListOperation> {
        Call::new(self.client, &[("organization_id", &organization_id)])
    }

    /// Download a file of an organization.
    ///
    /// Types that a browser could run are answered as attachments, with `Content-Security-Policy: sandbox`.
    ///
    /// Optional: `range`, `if_match`, `if_none_match`, `if_modified_since`, `if_unmodified_since`,
    /// `if_range`.
    ///
    /// # Errors
    /// [`OrganizationFileDownloadError`]: `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `PRECONDITION_FAILED`, `RANGE_NOT_SATISFIABLE`, `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, organization_id: uuid::Uuid, file: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// client.organization_files().download(organization_id, file).await?.content()?.write_to("plan.pdf").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn download(&self, organization_id: Uuid, file: Uuid) -> Call<OrganizationFileDownloadOperation> {
        Call::new(self.client, &[("organization_id", &organization_id), ("file", &file)])
    }

    /// Ask for the headers of such a download.
    ///
    /// What `GET` would answer, without the content.
    ///
    /// Optional: `range`, `if_match`, `if_none_match`, `if_modified_since`, `if_unmodified_since`,
    /// `if_range`.
    ///
    /// # Errors
    /// [`OrganizationFileDownloadHeadError`]: `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `PRECONDITION_FAILED`, `RANGE_NOT_SATISFIABLE`, `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, organization_id: uuid::Uuid, file: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let headers = client.organization_files().download_head(organization_id, file).await?.content()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn download_head(&self, organization_id: Uuid, file: Uuid) -> Call<OrganizationFileDownloadHeadOperation> {
        Call::new(self.client, &[("organization_id", &organization_id), ("file", &file)])
    }

    /// Get the metadata of a file of an organization.
    ///
    /// # Errors
    /// [`OrganizationFileGetError`]: `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, organization_id: uuid::Uuid, file: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let organization_file = client.organization_files().get(organization_id, file).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn get(&self, organization_id: Uuid, file: Uuid) -> Call<OrganizationFileGetOperation> {
        Call::new(self.client, &[("organization_id", &organization_id), ("file", &file)])
    }

    /// Delete a file of an organization.
    ///
    /// Needs DELETE. The file goes to the trash, from where `file_restore` brings it back, or is removed for
    /// good with `permanent=true`. Here it is gone in either case: a second time, 404 is answered.
    ///
    /// Optional: `permanent`.
    ///
    /// # Errors
    /// [`OrganizationFileDeleteError`]: `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, organization_id: uuid::Uuid, file: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let organization_file_deleted = client.organization_files().delete(organization_id, file).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn delete(&self, organization_id: Uuid, file: Uuid) -> Call<OrganizationFileDeleteOperation> {
        Call::new(self.client, &[("organization_id", &organization_id), ("file", &file)])
    }

    /// Make a URL for one upload.
    ///
    /// Needs CREATE in the organization's default share, now and when the URL is used. Whoever has the URL
    /// may upload one file with it, without a credential, until it ends or is revoked (`signed_url_revoke`,
    /// `signed_urls_revoke`).
    ///
    /// # Errors
    /// [`UploadUrlGenerateError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`,
    /// `NOT_FOUND`, `REQUEST_TIMEOUT`, `IDEMPOTENCY_ANSWER_LOST`, `PAYLOAD_TOO_LARGE`,
    /// `UNSUPPORTED_MEDIA_TYPE`, `VALIDATION_FAILED`, `IDEMPOTENCY_KEY_REUSED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, organization_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let upload_url = client.organization_files().upload_url_generate(organization_id).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn upload_url_generate(&self, organization_id: Uuid) -> Call<UploadUrlGenerateOperation> {
        Call::new(self.client, &[("organization_id", &organization_id)])
    }

    /// Make a URL for downloads.
    ///
    /// Needs READ, now and when the URL is used. Whoever has the URL may download that version of the file,
    /// without a credential, until it ends or is revoked (`signed_url_revoke`, `signed_urls_revoke`).
    ///
    /// # Errors
    /// [`DownloadUrlGenerateError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`,
    /// `NOT_FOUND`, `REQUEST_TIMEOUT`, `IDEMPOTENCY_ANSWER_LOST`, `PAYLOAD_TOO_LARGE`,
    /// `UNSUPPORTED_MEDIA_TYPE`, `VALIDATION_FAILED`, `IDEMPOTENCY_KEY_REUSED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, organization_id: uuid::Uuid, file: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let download_url = client.organization_files().download_url_generate(organization_id, file).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn download_url_generate(&self, organization_id: Uuid, file: Uuid) -> Call<DownloadUrlGenerateOperation> {
        Call::new(self.client, &[("organization_id", &organization_id), ("file", &file)])
    }
}
