//! Files and their versions: metadata. Their bytes come in by `uploads` and go out by `downloads`.

use crate::api::paging::{self, converted, list, number};
use crate::api::{Api, archives, batches, downloads, folders, grants, shares, uploads};
use crate::contract::{Json, Nullable, Timestamp};
use crate::db::entity::file::{self, FileKind};
use crate::db::entity::version;
use crate::domain::access::Caller;
use crate::domain::batches::Verb;
use crate::domain::files::{FileUpdate, FileView, Filter, ListRequest, Order, Trashed};
use crate::domain::folders::Relocation;
use crate::domain::grants::Resource;
use crate::domain::labels::{Metadata, Tags};
use crate::domain::names::FileName;
use crate::domain::nodes::{Deletion, Landing};
use crate::domain::page::{Direction, Page};
use crate::domain::trash::{self, Emptied};
use crate::domain::versions::VersionView;
use crate::domain::{files, versions};
use crate::error::{Error, Result};
use crate::generated::files::{
    FileArchiveRequest, FileArchiveResponse, FileBatchDeleteRequest, FileBatchDeleteResponse, FileBatchMoveRequest,
    FileBatchMoveResponse, FileBatchTrashRequest, FileBatchTrashResponse, FileBatchUploadRequest,
    FileBatchUploadResponse, FileCopyRequest, FileCopyResponse, FileDeleteRequest, FileDeleteResponse,
    FileDownloadHeadRequest, FileDownloadHeadResponse, FileDownloadRequest, FileDownloadResponse, FileGetRequest,
    FileGetResponse, FileGrantDeleteRequest, FileGrantDeleteResponse, FileGrantListRequest, FileGrantListResponse,
    FileGrantPutRequest, FileGrantPutResponse, FileListRequest, FileListResponse, FileMoveRequest, FileMoveResponse,
    FileReplaceRequest, FileReplaceResponse, FileRestoreRequest, FileRestoreResponse, FileTrashRequest,
    FileTrashResponse, FileUpdateRequest, FileUpdateResponse, FileUploadRequest, FileUploadResponse, FilesApi,
    TrashEmptyRequest, TrashEmptyResponse, VersionDeleteRequest, VersionDeleteResponse, VersionGetRequest,
    VersionGetResponse, VersionListRequest, VersionListResponse, VersionRestoreRequest, VersionRestoreResponse,
};
use crate::generated::models;

impl FilesApi for Api {
    async fn file_upload(&self, caller: Caller, request: FileUploadRequest) -> Result<FileUploadResponse> {
        let view = uploads::file_upload(&self.app, &caller, request.body).await?;
        let (location, etag) = (format!("/api/v1/files/{}", view.file.id), view.etag());
        // A new file has its first version, and one that was replaced a later one.
        if view.file.current_version > 1 {
            return Ok(FileUploadResponse::Ok(Json(file(view)), location, etag));
        }
        Ok(FileUploadResponse::Created(Json(file(view)), location, etag))
    }

    async fn file_batch_upload(
        &self,
        caller: Caller,
        request: FileBatchUploadRequest,
    ) -> Result<FileBatchUploadResponse> {
        let views = uploads::file_batch_upload(&self.app, &caller, request.body).await?;
        let data = views.into_iter().map(file).collect();
        Ok(FileBatchUploadResponse::Created(Json(models::FileBatch { data })))
    }

    async fn file_batch_move(&self, caller: Caller, request: FileBatchMoveRequest) -> Result<FileBatchMoveResponse> {
        let FileBatchMoveRequest { on_conflict, body } = request;
        let models::BatchMove { ids, target_folder_id, target_share_id } = body;
        let landing = folders::landing(target_folder_id, target_share_id)?;
        let verb = Verb::Move { landing, on_conflict: folders::policy(on_conflict) };
        Ok(FileBatchMoveResponse::Ok(Json(batches::run(&self.app, &caller, &ids, &verb).await)))
    }

    async fn file_batch_trash(&self, caller: Caller, request: FileBatchTrashRequest) -> Result<FileBatchTrashResponse> {
        let verb = Verb::Delete(Deletion::ToTrash);
        Ok(FileBatchTrashResponse::Ok(Json(batches::run(&self.app, &caller, &request.body.ids, &verb).await)))
    }

    async fn file_batch_delete(
        &self,
        caller: Caller,
        request: FileBatchDeleteRequest,
    ) -> Result<FileBatchDeleteResponse> {
        let verb = Verb::Delete(Deletion::Permanent);
        Ok(FileBatchDeleteResponse::Ok(Json(batches::run(&self.app, &caller, &request.body.ids, &verb).await)))
    }

    async fn file_archive(&self, caller: Caller, request: FileArchiveRequest) -> Result<FileArchiveResponse> {
        let archive = archives::of_selection(&self.app, &caller, &request.body.ids).await?;
        Ok(FileArchiveResponse::Ok(archive.body, number(archive.content_length), archive.content_disposition))
    }

    async fn trash_empty(&self, caller: Caller, request: TrashEmptyRequest) -> Result<TrashEmptyResponse> {
        let Emptied { items, bytes } = trash::empty(&self.app, &caller, request.share_id).await?;
        let emptied = models::EmptiedTrash { purged_count: number(items), freed_bytes: bytes };
        Ok(TrashEmptyResponse::Ok(Json(emptied)))
    }

    async fn file_list(&self, caller: Caller, request: FileListRequest) -> Result<FileListResponse> {
        let (filter, order) = (filter(&request), order(request.order_by.as_ref()));
        let page = files::list(&self.app, &caller, &filter, order, &list_request(&request)?).await?;
        let Page { data, start, end, count, next_cursor } = converted(page, file);
        Ok(FileListResponse::Ok(Json(models::FileList {
            data,
            start: number(start),
            end: number(end),
            count: Nullable(count.map(number)),
            next_cursor: next_cursor.into(),
        })))
    }

    async fn file_get(&self, caller: Caller, request: FileGetRequest) -> Result<FileGetResponse> {
        let view = files::get(&self.app, &caller, request.file_id, folders::trash(request.trashed)).await?;
        let etag = view.etag();
        Ok(FileGetResponse::Ok(Json(file(view)), etag))
    }

    async fn file_update(&self, caller: Caller, request: FileUpdateRequest) -> Result<FileUpdateResponse> {
        let FileUpdateRequest { file_id, on_conflict, if_match, body } = request;
        let models::FileUpdate { name, tags, metadata, folder_id, share_id, restore } = body;
        let update = FileUpdate {
            name: name.map(|name| FileName::parse(&name)).transpose()?,
            tags: tags.map(Tags::new).transpose()?,
            // Null and an empty object mean the same: nothing is kept.
            metadata: metadata
                .as_opt_ref()
                .map(|metadata| Metadata::new(metadata.cloned().unwrap_or_default()))
                .transpose()?,
            landing: match (folder_id.as_opt_ref(), share_id) {
                (Some(Some(folder_id)), _) => Some(Landing::Folder(*folder_id)),
                (_, Some(share_id)) => Some(Landing::Root(share_id)),
                (Some(None), None) => Some(Landing::OwnRoot),
                (None, None) => None,
            },
            share_id,
            restore: restore.unwrap_or_default(),
            on_conflict: folders::policy(on_conflict),
            if_match,
        };
        let view = files::update(&self.app, &caller, file_id, update).await?;
        let etag = view.etag();
        Ok(FileUpdateResponse::Ok(Json(file(view)), etag))
    }

    async fn file_delete(&self, caller: Caller, request: FileDeleteRequest) -> Result<FileDeleteResponse> {
        let FileDeleteRequest { file_id, permanent, if_match } = request;
        files::delete(&self.app, &caller, file_id, folders::deletion(permanent), if_match).await?;
        Ok(FileDeleteResponse::NoContent)
    }

    async fn file_move(&self, caller: Caller, request: FileMoveRequest) -> Result<FileMoveResponse> {
        let FileMoveRequest { file_id, on_conflict, if_match, body } = request;
        let Relocation { landing, name, on_conflict, if_match } = folders::relocation(body, on_conflict, if_match)?;
        let update = FileUpdate { landing, name, on_conflict, if_match, ..FileUpdate::default() };
        let view = files::update(&self.app, &caller, file_id, update).await?;
        let etag = view.etag();
        Ok(FileMoveResponse::Ok(Json(file(view)), etag))
    }

    async fn file_copy(&self, caller: Caller, request: FileCopyRequest) -> Result<FileCopyResponse> {
        let FileCopyRequest { file_id, on_conflict, if_match, body } = request;
        let relocation = folders::relocation(body, on_conflict, if_match)?;
        let view = files::copy(&self.app, &caller, file_id, relocation).await?;
        let (location, etag) = (format!("/api/v1/files/{}", view.file.id), view.etag());
        Ok(FileCopyResponse::Created(Json(file(view)), location, etag))
    }

    async fn file_trash(&self, caller: Caller, request: FileTrashRequest) -> Result<FileTrashResponse> {
        let FileTrashRequest { file_id, if_match } = request;
        let view = files::trash(&self.app, &caller, file_id, if_match).await?;
        let etag = view.etag();
        Ok(FileTrashResponse::Ok(Json(file(view)), etag))
    }

    async fn file_restore(&self, caller: Caller, request: FileRestoreRequest) -> Result<FileRestoreResponse> {
        let FileRestoreRequest { file_id, on_conflict, if_match } = request;
        let on_conflict = folders::policy(on_conflict);
        let update = FileUpdate { restore: true, on_conflict, if_match, ..FileUpdate::default() };
        let view = files::update(&self.app, &caller, file_id, update).await?;
        let etag = view.etag();
        Ok(FileRestoreResponse::Ok(Json(file(view)), etag))
    }

    async fn file_download(&self, caller: Caller, request: FileDownloadRequest) -> Result<FileDownloadResponse> {
        downloads::file_download(&self.app, &caller, request).await
    }

    async fn file_download_head(
        &self,
        caller: Caller,
        request: FileDownloadHeadRequest,
    ) -> Result<FileDownloadHeadResponse> {
        downloads::file_download_head(&self.app, &caller, request).await
    }

    async fn file_replace(&self, caller: Caller, request: FileReplaceRequest) -> Result<FileReplaceResponse> {
        let view = uploads::file_replace(&self.app, &caller, request).await?;
        let etag = view.content_etag();
        Ok(FileReplaceResponse::Ok(Json(file(view)), etag))
    }

    async fn version_list(&self, caller: Caller, request: VersionListRequest) -> Result<VersionListResponse> {
        let VersionListRequest { file_id, skip, take, cursor, order_by } = request;
        let direction = match order_by {
            None | Some(models::VersionOrder::Default | models::VersionOrder::VersionDesc) => Direction::Descending,
            Some(models::VersionOrder::Version) => Direction::Ascending,
        };
        let page = paging::request(skip, take, cursor);
        let page = versions::list(&self.app, &caller, file_id, direction, &page).await?;
        Ok(VersionListResponse::Ok(Json(list!(models::VersionList, page, version))))
    }

    async fn version_get(&self, caller: Caller, request: VersionGetRequest) -> Result<VersionGetResponse> {
        let view = versions::get(&self.app, &caller, request.file_id, request.version).await?;
        Ok(VersionGetResponse::Ok(Json(version(view))))
    }

    async fn version_restore(&self, caller: Caller, request: VersionRestoreRequest) -> Result<VersionRestoreResponse> {
        let VersionRestoreRequest { file_id, version, if_match } = request;
        let view = versions::restore(&self.app, &caller, file_id, version, if_match).await?;
        let etag = view.content_etag();
        Ok(VersionRestoreResponse::Ok(Json(file(view)), etag))
    }

    async fn version_delete(&self, caller: Caller, request: VersionDeleteRequest) -> Result<VersionDeleteResponse> {
        let VersionDeleteRequest { file_id, version, if_match } = request;
        versions::delete(&self.app, &caller, file_id, version, if_match).await?;
        Ok(VersionDeleteResponse::NoContent)
    }

    async fn file_grant_list(&self, caller: Caller, request: FileGrantListRequest) -> Result<FileGrantListResponse> {
        let list = grants::list(&self.app, &caller, Resource::File(request.file_id)).await?;
        Ok(FileGrantListResponse::Ok(Json(list)))
    }

    async fn file_grant_put(&self, caller: Caller, request: FileGrantPutRequest) -> Result<FileGrantPutResponse> {
        let FileGrantPutRequest { file_id, principal_id, body } = request;
        let granted = grants::put(&self.app, &caller, Resource::File(file_id), principal_id, body).await?;
        Ok(FileGrantPutResponse::Ok(Json(granted)))
    }

    async fn file_grant_delete(
        &self,
        caller: Caller,
        request: FileGrantDeleteRequest,
    ) -> Result<FileGrantDeleteResponse> {
        let FileGrantDeleteRequest { file_id, principal_id } = request;
        grants::delete(&self.app, &caller, Resource::File(file_id), principal_id).await?;
        Ok(FileGrantDeleteResponse::NoContent)
    }
}

fn filter(request: &FileListRequest) -> Filter {
    let kinds = request.kind.iter().flatten();
    Filter {
        share_id: request.share_id,
        folder_id: request.folder_id,
        name_part: request.q.clone(),
        tags: request.tag.clone().unwrap_or_default(),
        kinds: kinds.map(kind_of_filter).collect(),
        size_bytes_min: request.size_min,
        size_bytes_max: request.size_max,
        created_after: request.created_after.map(|time| time.0),
        created_before: request.created_before.map(|time| time.0),
        updated_after: request.updated_after.map(|time| time.0),
        updated_before: request.updated_before.map(|time| time.0),
        trashed: match request.trashed {
            None | Some(models::TrashedFilter::False) => Trashed::No,
            Some(models::TrashedFilter::True) => Trashed::Only,
            Some(models::TrashedFilter::Null) => Trashed::Too,
        },
    }
}

/// Which part of the list is asked for.
fn list_request(request: &FileListRequest) -> Result<ListRequest> {
    let page = paging::request(request.skip, request.take, request.cursor.clone());
    if request.count_only {
        return Ok(ListRequest::Count);
    }
    match request.around {
        None => Ok(ListRequest::Page(page)),
        Some(_) if page.skip > 0 || page.cursor.is_some() => {
            Err(Error::InvalidArgument("`around` can't be used together with `skip` or `cursor`".to_owned()))
        }
        Some(file_id) => Ok(ListRequest::Around { file_id, take: page.take }),
    }
}

fn order(order: Option<&models::FileOrder>) -> Order {
    match order {
        None | Some(models::FileOrder::Default | models::FileOrder::Name) => Order::Name,
        Some(models::FileOrder::NameDesc) => Order::NameDescending,
        Some(models::FileOrder::Size) => Order::Size,
        Some(models::FileOrder::SizeDesc) => Order::SizeDescending,
        Some(models::FileOrder::CreatedAt) => Order::CreatedAt,
        Some(models::FileOrder::CreatedAtDesc) => Order::CreatedAtDescending,
        Some(models::FileOrder::UpdatedAt) => Order::UpdatedAt,
        Some(models::FileOrder::UpdatedAtDesc) => Order::UpdatedAtDescending,
    }
}

fn kind_of_filter(kind: &models::FileKind) -> FileKind {
    match kind {
        models::FileKind::Archive => FileKind::Archive,
        models::FileKind::Audio => FileKind::Audio,
        models::FileKind::Code => FileKind::Code,
        models::FileKind::Document => FileKind::Document,
        models::FileKind::Email => FileKind::Email,
        models::FileKind::Presentation => FileKind::Presentation,
        models::FileKind::Spreadsheet => FileKind::Spreadsheet,
        models::FileKind::Image => FileKind::Image,
        models::FileKind::Text => FileKind::Text,
        models::FileKind::Video => FileKind::Video,
        models::FileKind::File => FileKind::File,
    }
}

fn file(view: FileView) -> models::File {
    let (tags, metadata, content_etag) = (view.tags(), view.metadata(), view.content_etag());
    let path = view.visible_path().to_owned();
    let FileView { file, path: _, permissions } = view;
    let file::Model {
        id,
        share_id,
        folder_id,
        name,
        kind: file_kind,
        mime_type,
        size_bytes,
        sha256,
        current_version,
        created_by,
        created_at,
        updated_by,
        updated_at,
        trashed_at,
        organization_id: _,
        name_key: _,
        content_id: _,
        tags: _,
        metadata: _,
        revision: _,
        content_updated_at: _,
        trashed_by: _,
        trash_root_id: _,
        signature_epoch: _,
    } = file;
    models::File {
        id,
        share_id,
        folder_id: Nullable(folder_id),
        name,
        path,
        kind: kind(file_kind),
        mime_type,
        size_bytes,
        sha256: hex::encode(&sha256),
        content_etag,
        version: current_version,
        tags,
        metadata,
        permissions: shares::permissions(permissions),
        created_at: created_at.into(),
        created_by,
        updated_at: updated_at.into(),
        updated_by,
        trashed_at: Nullable(trashed_at.map(Timestamp)),
    }
}

fn version(view: VersionView) -> models::Version {
    let content_etag = view.content_etag();
    let VersionView { version, current } = view;
    let version::Model {
        version,
        size_bytes,
        sha256,
        mime_type,
        restored_from,
        created_by,
        created_at,
        file_id: _,
        content_id: _,
        charged_to: _,
    } = version;
    models::Version {
        version,
        size_bytes,
        sha256: hex::encode(&sha256),
        mime_type,
        content_etag,
        created_at: created_at.into(),
        created_by,
        restored_from: Nullable(restored_from),
        current,
    }
}

fn kind(kind: FileKind) -> models::FileKind {
    match kind {
        FileKind::Archive => models::FileKind::Archive,
        FileKind::Audio => models::FileKind::Audio,
        FileKind::Code => models::FileKind::Code,
        FileKind::Document => models::FileKind::Document,
        FileKind::Email => models::FileKind::Email,
        FileKind::Presentation => models::FileKind::Presentation,
        FileKind::Spreadsheet => models::FileKind::Spreadsheet,
        FileKind::Image => models::FileKind::Image,
        FileKind::Text => models::FileKind::Text,
        FileKind::Video => models::FileKind::Video,
        FileKind::File => models::FileKind::File,
    }
}
