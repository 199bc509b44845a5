//! The files of an organization by their resource names, and the making of signed URLs for them.

use poem_openapi::types::MaybeUndefined;
use uuid::Uuid;

use crate::api::downloads::{conditions, content_head_response, content_response};
use crate::api::paging::{self, number};
use crate::api::{Api, folders, http_body, uploads};
use crate::contract::multipart::disposition_file_name;
use crate::contract::{Int64Text, Json, Nullable, Secret, duration};
use crate::db::entity::file;
use crate::domain::access::{Caller, Permission};
use crate::domain::files::Order;
use crate::domain::names::FileName;
use crate::domain::page::Page;
use crate::domain::signed_urls::{NewDownload, NewUpload, SignedDisposition};
use crate::domain::{organization_files, signed_urls};
use crate::error::{Error, Fault, FaultLocation, Result};
use crate::generated::models;
use crate::generated::organization_files::{
    DownloadUrlGenerateRequest, DownloadUrlGenerateResponse, OrganizationFileDeleteRequest,
    OrganizationFileDeleteResponse, OrganizationFileDownloadHeadRequest, OrganizationFileDownloadHeadResponse,
    OrganizationFileDownloadRequest, OrganizationFileDownloadResponse, OrganizationFileGetRequest,
    OrganizationFileGetResponse, OrganizationFileListRequest, OrganizationFileListResponse,
    OrganizationFileUploadRequest, OrganizationFileUploadResponse, OrganizationFilesApi, UploadUrlGenerateRequest,
    UploadUrlGenerateResponse,
};

impl OrganizationFilesApi for Api {
    async fn organization_file_upload(
        &self,
        caller: Caller,
        request: OrganizationFileUploadRequest,
    ) -> Result<OrganizationFileUploadResponse> {
        let OrganizationFileUploadRequest { organization_id, filename, content_disposition, body } = request;
        let app = &self.app;
        let name = match content_disposition.as_deref().and_then(disposition_file_name) {
            Some(name) => Some(parsed(&name, FaultLocation::Header, "/Content-Disposition")?),
            None => given_name(filename.as_deref())?,
        };
        let (caller, mut target) = organization_files::check_target(app, &caller, organization_id).await?;
        let (chunks, length_bytes) = http_body::content(body, app.limits.json_body_bytes).await?;
        if let Some(length_bytes) = length_bytes {
            target.headroom.admit(length_bytes)?;
            target.headroom.reserve(app, length_bytes).await?;
        }
        let written = uploads::write(app, &target.headroom, chunks).await?;
        let name = name.map_or_else(|| organization_files::default_name(&written.head), Ok)?;
        let view = organization_files::store(app, &caller, &target, name, written, None).await?;
        let location = location(&view.file);
        Ok(OrganizationFileUploadResponse::Ok(Json(uploaded(view.file)), location))
    }

    async fn organization_file_list(
        &self,
        caller: Caller,
        request: OrganizationFileListRequest,
    ) -> Result<OrganizationFileListResponse> {
        let OrganizationFileListRequest { organization_id, skip, take, cursor, order_by } = request;
        let order = match order_by {
            None | Some(models::OrganizationFileOrder::Default | models::OrganizationFileOrder::Filename) => {
                Order::Name
            }
            Some(models::OrganizationFileOrder::FilenameDesc) => Order::NameDescending,
            Some(models::OrganizationFileOrder::CreateTime) => Order::CreatedAt,
            Some(models::OrganizationFileOrder::CreateTimeDesc) => Order::CreatedAtDescending,
        };
        let page = paging::request(skip, take, cursor);
        let page = organization_files::list(&self.app, &caller, organization_id, order, &page).await?;
        let Page { data, start, end, count, next_cursor } = paging::converted(page, |view| metadata(view.file));
        Ok(OrganizationFileListResponse::Ok(Json(models::OrganizationFileList {
            data,
            start: number(start),
            end: number(end),
            count: Nullable(count.map(number)),
            next_cursor: next_cursor.into(),
        })))
    }

    async fn organization_file_download(
        &self,
        caller: Caller,
        request: OrganizationFileDownloadRequest,
    ) -> Result<OrganizationFileDownloadResponse> {
        let view = organization_files::content(&self.app, &caller, request.organization_id, request.file).await?;
        content_response!(OrganizationFileDownloadResponse, self.app, view, false, request)
    }

    async fn organization_file_download_head(
        &self,
        caller: Caller,
        request: OrganizationFileDownloadHeadRequest,
    ) -> Result<OrganizationFileDownloadHeadResponse> {
        let view = organization_files::content(&self.app, &caller, request.organization_id, request.file).await?;
        content_head_response!(OrganizationFileDownloadHeadResponse, view, false, request)
    }

    async fn organization_file_get(
        &self,
        caller: Caller,
        request: OrganizationFileGetRequest,
    ) -> Result<OrganizationFileGetResponse> {
        let OrganizationFileGetRequest { organization_id, file } = request;
        let found = organization_files::find(&self.app, &caller, organization_id, file, Permission::Read).await?;
        Ok(OrganizationFileGetResponse::Ok(Json(metadata(found.file))))
    }

    async fn organization_file_delete(
        &self,
        caller: Caller,
        request: OrganizationFileDeleteRequest,
    ) -> Result<OrganizationFileDeleteResponse> {
        let OrganizationFileDeleteRequest { organization_id, file, permanent } = request;
        organization_files::delete(&self.app, &caller, organization_id, file, folders::deletion(permanent)).await?;
        Ok(OrganizationFileDeleteResponse::Ok(Json(models::OrganizationFileDeleted {})))
    }

    async fn upload_url_generate(
        &self,
        caller: Caller,
        request: UploadUrlGenerateRequest,
    ) -> Result<UploadUrlGenerateResponse> {
        let UploadUrlGenerateRequest { organization_id, body } = request;
        let mut new = NewUpload::default();
        if let Some(models::UploadUrlGenerate { expire_duration, filename, mime_type, max_size_bytes }) = body {
            new.lifetime = lifetime(expire_duration)?;
            let name = filename.take();
            new.file_name = name.map(|name| parsed(&name, FaultLocation::Body, "/filename")).transpose()?;
            new.mime_type = mime_type.take().map(|mime_type| mime_type.to_ascii_lowercase());
            new.max_size_bytes = max_size_bytes.take().map(|Int64Text(bytes)| bytes);
        }
        let token = signed_urls::issue_upload(&self.app, &caller, organization_id, new).await?;
        let upload_uri = Secret::new(format!("{}/api/v1/signed/uploads/{}", self.app.public_url, token.0));
        Ok(UploadUrlGenerateResponse::Ok(Json(models::UploadUrl { upload_uri })))
    }

    async fn download_url_generate(
        &self,
        caller: Caller,
        request: DownloadUrlGenerateRequest,
    ) -> Result<DownloadUrlGenerateResponse> {
        let DownloadUrlGenerateRequest { organization_id, file, body } = request;
        let mut new =
            NewDownload { lifetime: None, file_id: file, version: None, disposition: SignedDisposition::Inline };
        if let Some(models::DownloadUrlGenerate { expire_duration, version, disposition }) = body {
            new.lifetime = lifetime(expire_duration)?;
            new.version = version.take().map(|Int64Text(version)| version);
            new.disposition = match disposition.take() {
                None | Some(models::DownloadUrlGenerateDisposition::Inline) => SignedDisposition::Inline,
                Some(models::DownloadUrlGenerateDisposition::Attachment) => SignedDisposition::Attachment,
            };
        }
        let token = signed_urls::issue_download(&self.app, &caller, organization_id, new).await?;
        let download_uri = Secret::new(format!("{}/api/v1/signed/downloads/{}", self.app.public_url, token.0));
        Ok(DownloadUrlGenerateResponse::Ok(Json(models::DownloadUrl { download_uri })))
    }
}

/// The contract has seen to the form already; what is left is a number beyond the type.
fn lifetime(expire_duration: MaybeUndefined<String>) -> Result<Option<chrono::TimeDelta>> {
    let Some(text) = expire_duration.take() else { return Ok(None) };
    let read = duration::read(&text);
    read.map(Some).ok_or_else(|| Error::InvalidArgument("`expire_duration` is too long for a duration".to_owned()))
}

/// The name in the query, if one is there.
pub(super) fn given_name(filename: Option<&str>) -> Result<Option<FileName>> {
    filename.map(|name| parsed(name, FaultLocation::Query, "/filename")).transpose()
}

fn parsed(name: &str, location: FaultLocation, pointer: &str) -> Result<FileName> {
    FileName::parse(name).map_err(|fault| {
        let (code, detail) = (fault.fault.code(), fault.to_string());
        Error::Validation(vec![Fault { location, pointer: pointer.to_owned(), code, detail }])
    })
}

pub(super) fn uploaded(file: file::Model) -> models::OrganizationFileUploaded {
    models::OrganizationFileUploaded { metadata: metadata(file) }
}

fn metadata(file: file::Model) -> models::OrganizationFile {
    let name = resource_name(file.organization_id, file.id);
    let file::Model { name: filename, mime_type, size_bytes, created_at, .. } = file;
    let (size_bytes, create_time) = (Int64Text(size_bytes), created_at.into());
    models::OrganizationFile { name, filename, mime_type, size_bytes, create_time }
}

pub(super) fn location(file: &file::Model) -> String {
    format!("/api/v1/{}/metadata", resource_name(file.organization_id, file.id))
}

fn resource_name(organization_id: Uuid, file_id: Uuid) -> String {
    format!("organizations/{organization_id}/files/{file_id}")
}
