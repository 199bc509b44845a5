// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! The area *signed_urls*.

mod calls;
mod errors;

use uuid::Uuid;

use super::models::SignedUrlRevocation;
use crate::core::{Call, Client, Secret, Upload};

pub use calls::{
    SignedDownloadHeadOperation, SignedDownloadHeaders, SignedDownloadOperation, SignedUploadPostOperation,
    SignedUploadPutOperation, SignedUrlListOperation, SignedUrlRevokeOperation, SignedUrlsRevokeOperation,
};
pub use errors::{
    SignedDownloadError, SignedDownloadHeadError, SignedUploadPostError, SignedUploadPutError, SignedUrlListError,
    SignedUrlRevokeError, SignedUrlsRevokeError,
};

/// The operations of the area *signed_urls*: URLs that lend a right without a credential, and their end.
#[derive(Debug, Clone, Copy)]
pub struct SignedUrls<'c> {
    pub(super) client: &'c Client,
}

impl SignedUrls<'_> {
    /// Upload a file with a signed URL.
    ///
    /// The body is the content, whatever its media type, and is streamed. The URL works once: when the file
    /// is stored, it is used up; an upload that fails may be tried again. All that is wrong with the URL is
    /// answered by the same 403, another method than `PUT` and `POST` as well.
    ///
    /// Optional: `filename`, `repr_digest`.
    ///
    /// # Errors
    /// [`SignedUploadPutError`]: `INVALID_ARGUMENT`, `SIGNATURE_INVALID`, `REQUEST_TIMEOUT`,
    /// `SIGNED_URL_USED`, `PAYLOAD_TOO_LARGE`, `QUOTA_EXCEEDED`, `UNSUPPORTED_MEDIA_TYPE`,
    /// `VALIDATION_FAILED`, `CHECKSUM_MISMATCH`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, token: strongroom_client::Secret) -> Result<(), Box<dyn std::error::Error>> {
    /// let organization_file_uploaded = client.signed_urls().signed_upload_put(token, strongroom_client::Upload::file("plan.pdf")).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn signed_upload_put(
        &self,
        token: impl Into<Secret>,
        content: impl Into<Upload>,
    ) -> Call<SignedUploadPutOperation> {
        Call::new(self.client, &[("token", &token.into())]).with_upload(content.into(), "application/octet-stream")
    }

    /// Upload a file with a signed URL.
    ///
    /// The same as `PUT`, for those who can't.
    ///
    /// Optional: `filename`, `repr_digest`.
    ///
    /// # Errors
    /// [`SignedUploadPostError`]: `INVALID_ARGUMENT`, `SIGNATURE_INVALID`, `REQUEST_TIMEOUT`,
    /// `SIGNED_URL_USED`, `PAYLOAD_TOO_LARGE`, `QUOTA_EXCEEDED`, `UNSUPPORTED_MEDIA_TYPE`,
    /// `VALIDATION_FAILED`, `CHECKSUM_MISMATCH`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, token: strongroom_client::Secret) -> Result<(), Box<dyn std::error::Error>> {
    /// let organization_file_uploaded = client.signed_urls().signed_upload_post(token, strongroom_client::Upload::file("plan.pdf")).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn signed_upload_post(
        &self,
        token: impl Into<Secret>,
        content: impl Into<Upload>,
    ) -> Call<SignedUploadPostOperation> {
        Call::new(self.client, &[("token", &token.into())]).with_upload(content.into(), "application/octet-stream")
    }

    /// Download a file with a signed URL.
    ///
    /// The version that the URL was made for. All that is wrong with the URL is answered by the same 403,
    /// another method than `GET` and `HEAD` as well; a file or version that was deleted since, by 404.
    ///
    /// Optional: `range`, `if_match`, `if_none_match`, `if_modified_since`, `if_unmodified_since`,
    /// `if_range`.
    ///
    /// # Errors
    /// [`SignedDownloadError`]: `SIGNATURE_INVALID`, `NOT_FOUND`, `PRECONDITION_FAILED`,
    /// `RANGE_NOT_SATISFIABLE`, `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, token: strongroom_client::Secret) -> Result<(), Box<dyn std::error::Error>> {
    /// client.signed_urls().signed_download(token).await?.content()?.write_to("plan.pdf").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn signed_download(&self, token: impl Into<Secret>) -> Call<SignedDownloadOperation> {
        Call::new(self.client, &[("token", &token.into())])
    }

    /// Ask for the headers of such a download.
    ///
    /// What `GET` would answer, without the content.
    ///
    /// Optional: `range`, `if_match`, `if_none_match`, `if_modified_since`, `if_unmodified_since`,
    /// `if_range`.
    ///
    /// # Errors
    /// [`SignedDownloadHeadError`]: `SIGNATURE_INVALID`, `NOT_FOUND`, `PRECONDITION_FAILED`,
    /// `RANGE_NOT_SATISFIABLE`, `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, token: strongroom_client::Secret) -> Result<(), Box<dyn std::error::Error>> {
    /// let headers = client.signed_urls().signed_download_head(token).await?.content()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn signed_download_head(&self, token: impl Into<Secret>) -> Call<SignedDownloadHeadOperation> {
        Call::new(self.client, &[("token", &token.into())])
    }

    /// List signed URLs.
    ///
    /// Those of the organization that have not ended, the newest first: the caller's own, and for owners and
    /// admins everybody's. The URLs themselves are shown nowhere again.
    ///
    /// Optional: `skip`, `take`, `cursor`, `order_by`.
    ///
    /// # Errors
    /// [`SignedUrlListError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`,
    /// `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// use futures_util::TryStreamExt;
    /// # async fn example(client: &strongroom_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let mut items = client.signed_urls().list().items();
    /// while let Some(item) = items.try_next().await? {
    ///     println!("{item:?}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(&self) -> Call<SignedUrlListOperation> {
        Call::new(self.client, &[])
    }

    /// Revoke a signed URL.
    ///
    /// It stops working at once. For whoever made it, and for owners and admins. Revoking it again changes
    /// nothing.
    ///
    /// # Errors
    /// [`SignedUrlRevokeError`]: `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `VALIDATION_FAILED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, signed_url_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// client.signed_urls().revoke(signed_url_id).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn revoke(&self, signed_url_id: Uuid) -> Call<SignedUrlRevokeOperation> {
        Call::new(self.client, &[("signed_url_id", &signed_url_id)])
    }

    /// Revoke many signed URLs.
    ///
    /// All that were made so far, also by requests that are under way, for a file (needs WRITE), in a share
    /// (needs MANAGE), by a user (for that user, owners and admins) or in an organization (for owners and
    /// admins). They stop working at once.
    ///
    /// # Errors
    /// [`SignedUrlsRevokeError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`,
    /// `NOT_FOUND`, `REQUEST_TIMEOUT`, `PAYLOAD_TOO_LARGE`, `UNSUPPORTED_MEDIA_TYPE`, `VALIDATION_FAILED`,
    /// `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// use strongroom_client::models::SignedUrlRevocation;
    /// # async fn example(client: &strongroom_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let signed_urls_revoked = client.signed_urls().signed_urls_revoke(SignedUrlRevocation::new().file_id("019a9d7e-5b1c-7d0f-8a3e-2f6b1c9d4e01".parse()?)).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn signed_urls_revoke(&self, body: SignedUrlRevocation) -> Call<SignedUrlsRevokeOperation> {
        Call::new(self.client, &[]).with_json(&body)
    }
}
