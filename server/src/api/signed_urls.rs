//! Signed URLs: their use, which needs no credential, and their end.

use std::cmp::min;

use subtle::ConstantTimeEq as _;

use crate::api::downloads::{conditions, content_head_response, content_response};
use crate::api::paging::{self, list, number};
use crate::api::{Api, http_body, organization_files as resources, uploads};
use crate::contract::{Json, Nullable, RawBody, Timestamp};
use crate::db::entity::{file, signed_url};
use crate::domain::access::Caller;
use crate::domain::signed_urls::{Order, SignedDisposition, SignedUrlKind, Subject};
use crate::domain::{organization_files, signed_urls};
use crate::error::{Error, Result};
use crate::generated::models;
use crate::generated::signed_urls::{
    SignedDownloadHeadRequest, SignedDownloadHeadResponse, SignedDownloadRequest, SignedDownloadResponse,
    SignedUploadPostRequest, SignedUploadPostResponse, SignedUploadPutRequest, SignedUploadPutResponse,
    SignedUrlListRequest, SignedUrlListResponse, SignedUrlRevokeRequest, SignedUrlRevokeResponse, SignedUrlsApi,
    SignedUrlsRevokeRequest, SignedUrlsRevokeResponse,
};

impl SignedUrlsApi for Api {
    async fn signed_upload_put(&self, request: SignedUploadPutRequest) -> Result<SignedUploadPutResponse> {
        let SignedUploadPutRequest { token, filename, repr_digest, body } = request;
        let file = self.upload(token.expose(), filename.as_deref(), repr_digest.as_deref(), body).await?;
        let location = resources::location(&file);
        Ok(SignedUploadPutResponse::Ok(Json(resources::uploaded(file)), location))
    }

    async fn signed_upload_post(&self, request: SignedUploadPostRequest) -> Result<SignedUploadPostResponse> {
        let SignedUploadPostRequest { token, filename, repr_digest, body } = request;
        let file = self.upload(token.expose(), filename.as_deref(), repr_digest.as_deref(), body).await?;
        let location = resources::location(&file);
        Ok(SignedUploadPostResponse::Ok(Json(resources::uploaded(file)), location))
    }

    async fn signed_download(&self, request: SignedDownloadRequest) -> Result<SignedDownloadResponse> {
        let found = signed_urls::download(&self.app, request.token.expose()).await?;
        let force_download = found.disposition == SignedDisposition::Attachment;
        content_response!(SignedDownloadResponse, self.app, found.content, force_download, request)
    }

    async fn signed_download_head(&self, request: SignedDownloadHeadRequest) -> Result<SignedDownloadHeadResponse> {
        let found = signed_urls::download(&self.app, request.token.expose()).await?;
        let force_download = found.disposition == SignedDisposition::Attachment;
        content_head_response!(SignedDownloadHeadResponse, found.content, force_download, request)
    }

    async fn signed_url_list(&self, caller: Caller, request: SignedUrlListRequest) -> Result<SignedUrlListResponse> {
        let SignedUrlListRequest { skip, take, cursor, order_by } = request;
        let order = match order_by {
            None | Some(models::SignedUrlOrder::Default | models::SignedUrlOrder::CreatedAtDesc) => {
                Order::CreatedAtDescending
            }
            Some(models::SignedUrlOrder::CreatedAt) => Order::CreatedAt,
            Some(models::SignedUrlOrder::ExpiresAt) => Order::ExpiresAt,
            Some(models::SignedUrlOrder::ExpiresAtDesc) => Order::ExpiresAtDescending,
        };
        let page = signed_urls::list(&self.app, &caller, order, &paging::request(skip, take, cursor)).await?;
        Ok(SignedUrlListResponse::Ok(Json(list!(models::SignedUrlList, page, signed_url))))
    }

    async fn signed_url_revoke(
        &self,
        caller: Caller,
        request: SignedUrlRevokeRequest,
    ) -> Result<SignedUrlRevokeResponse> {
        signed_urls::revoke(&self.app, &caller, request.signed_url_id).await?;
        Ok(SignedUrlRevokeResponse::NoContent)
    }

    async fn signed_urls_revoke(
        &self,
        caller: Caller,
        request: SignedUrlsRevokeRequest,
    ) -> Result<SignedUrlsRevokeResponse> {
        let models::SignedUrlRevocation { file_id, share_id, user_id, organization_id } = request.body;
        let subjects = [
            file_id.map(Subject::File),
            share_id.map(Subject::Share),
            user_id.map(Subject::Issuer),
            organization_id.map(Subject::Organization),
        ];
        let mut given = subjects.into_iter().flatten();
        let (Some(subject), None) = (given.next(), given.next()) else {
            return Err(Error::body_fault("", "max_properties", "name exactly one thing whose URLs to revoke"));
        };
        let revoked = number(signed_urls::revoke_all(&self.app, &caller, subject).await?);
        Ok(SignedUrlsRevokeResponse::Ok(Json(models::SignedUrlsRevoked { revoked })))
    }
}

impl Api {
    async fn upload(
        &self,
        token: &str,
        filename: Option<&str>,
        repr_digest: Option<&str>,
        body: RawBody,
    ) -> Result<file::Model> {
        let app = &self.app;
        let mut upload = signed_urls::check_upload(app, token).await?;
        let name = match upload.file_name() {
            Some(name) => Some(name),
            None => resources::given_name(filename)?,
        };
        let announced = repr_digest.map(uploads::sha256_of).transpose()?.flatten();
        if let Some(expected) = upload.mime_type()
            && http_body::essence(body.content_type.as_deref()) != expected
        {
            return Err(Error::UnsupportedMediaType { expected: expected.to_owned() });
        }
        if let Some(length_bytes) = body.content_length_bytes {
            if let Some(limit_bytes) = upload.max_size_bytes().filter(|limit_bytes| length_bytes > *limit_bytes) {
                return Err(Error::PayloadTooLarge { limit_bytes });
            }
            upload.target.headroom.admit(length_bytes)?;
            upload.target.headroom.reserve(app, length_bytes).await?;
        }
        let headroom = &upload.target.headroom;
        let limit_bytes = min(headroom.body_bytes_max(), upload.max_size_bytes().unwrap_or(u64::MAX));
        let written = app.blobs.write(headroom.organization_id(), limit_bytes, body.into_stream()).await;
        let written = written.map_err(|error| headroom.explain(error))?;
        if announced.is_some_and(|announced| !bool::from(announced.ct_eq(&written.sha256))) {
            return uploads::refused(app, &written, Error::ChecksumMismatch).await;
        }
        let name = name.map_or_else(|| organization_files::default_name(&written.head), Ok)?;
        Ok(signed_urls::upload(app, upload, name, written).await?.file)
    }
}

fn signed_url(row: signed_url::Model) -> models::SignedUrl {
    let signed_url::Model {
        id,
        share_id,
        file_id,
        version,
        issuer_id,
        kind,
        disposition,
        file_name,
        mime_type,
        max_size_bytes,
        created_at,
        expires_at,
        used_at,
        stored_file_id,
        revoked_at,
        organization_id: _,
        key_id: _,
        organization_epoch: _,
        share_epoch: _,
        issuer_epoch: _,
        file_epoch: _,
    } = row;
    let disposition = disposition.map(|disposition| match disposition {
        SignedDisposition::Inline => models::SignedUrlDisposition::Inline,
        SignedDisposition::Attachment => models::SignedUrlDisposition::Attachment,
    });
    models::SignedUrl {
        id,
        kind: match kind {
            SignedUrlKind::Upload => models::SignedUrlKind::Upload,
            SignedUrlKind::Download => models::SignedUrlKind::Download,
        },
        created_by: issuer_id,
        share_id,
        file_id: Nullable(file_id.or(stored_file_id)),
        version: Nullable(version),
        filename: Nullable(file_name),
        mime_type: Nullable(mime_type),
        max_size_bytes: Nullable(max_size_bytes),
        disposition: Nullable(disposition),
        created_at: created_at.into(),
        expires_at: expires_at.into(),
        used_at: Nullable(used_at.map(Timestamp)),
        revoked_at: Nullable(revoked_at.map(Timestamp)),
    }
}
