//! Folders, and what lies in a folder or share.

use uuid::Uuid;

use crate::api::paging::{self, list, number};
use crate::api::{Api, archives, grants, shares};
use crate::contract::{Json, Nullable, Timestamp};
use crate::db::entity::folder;
use crate::domain::access::Caller;
use crate::domain::folders;
use crate::domain::folders::{FolderView, Relocation};
use crate::domain::grants::Resource;
use crate::domain::names::FileName;
use crate::domain::nodes::{Deletion, Landing, Node, NodeType, OnConflict, Parent, Trash};
use crate::domain::page::Direction;
use crate::error::{Error, Result};
use crate::generated::folders::{
    FolderArchiveRequest, FolderArchiveResponse, FolderChildrenRequest, FolderChildrenResponse, FolderCopyRequest,
    FolderCopyResponse, FolderCreateRequest, FolderCreateResponse, FolderDeleteRequest, FolderDeleteResponse,
    FolderGetRequest, FolderGetResponse, FolderGrantDeleteRequest, FolderGrantDeleteResponse, FolderGrantListRequest,
    FolderGrantListResponse, FolderGrantPutRequest, FolderGrantPutResponse, FolderMoveRequest, FolderMoveResponse,
    FolderRestoreRequest, FolderRestoreResponse, FolderTrashRequest, FolderTrashResponse, FolderUpdateRequest,
    FolderUpdateResponse, FoldersApi,
};
use crate::generated::models;

impl FoldersApi for Api {
    async fn folder_create(&self, caller: Caller, request: FolderCreateRequest) -> Result<FolderCreateResponse> {
        let FolderCreateRequest { on_conflict, body: models::FolderCreate { share_id, parent_id, name } } = request;
        let parent = Parent { share_id, folder_id: parent_id.take() };
        let name = FileName::parse(&name)?;
        let view = folders::create(&self.app, &caller, parent, name, policy(on_conflict)).await?;
        let (location, etag) = (format!("/api/v1/folders/{}", view.folder.id), view.etag());
        Ok(FolderCreateResponse::Created(Json(folder(view)), location, etag))
    }

    async fn folder_get(&self, caller: Caller, request: FolderGetRequest) -> Result<FolderGetResponse> {
        let view = folders::get(&self.app, &caller, request.folder_id, trash(request.trashed)).await?;
        let etag = view.etag();
        Ok(FolderGetResponse::Ok(Json(folder(view)), etag))
    }

    async fn folder_update(&self, caller: Caller, request: FolderUpdateRequest) -> Result<FolderUpdateResponse> {
        let FolderUpdateRequest { folder_id, on_conflict, if_match, body: models::FolderUpdate { name } } = request;
        let (name, on_conflict) = (Some(FileName::parse(&name)?), policy(on_conflict));
        let relocation = Relocation { landing: None, name, on_conflict, if_match };
        let view = folders::relocate(&self.app, &caller, folder_id, relocation).await?;
        let etag = view.etag();
        Ok(FolderUpdateResponse::Ok(Json(folder(view)), etag))
    }

    async fn folder_delete(&self, caller: Caller, request: FolderDeleteRequest) -> Result<FolderDeleteResponse> {
        let FolderDeleteRequest { folder_id, permanent, if_match } = request;
        folders::delete(&self.app, &caller, folder_id, deletion(permanent), if_match).await?;
        Ok(FolderDeleteResponse::NoContent)
    }

    async fn folder_move(&self, caller: Caller, request: FolderMoveRequest) -> Result<FolderMoveResponse> {
        let FolderMoveRequest { folder_id, on_conflict, if_match, body } = request;
        let relocation = relocation(body, on_conflict, if_match)?;
        let view = folders::relocate(&self.app, &caller, folder_id, relocation).await?;
        let etag = view.etag();
        Ok(FolderMoveResponse::Ok(Json(folder(view)), etag))
    }

    async fn folder_copy(&self, caller: Caller, request: FolderCopyRequest) -> Result<FolderCopyResponse> {
        let FolderCopyRequest { folder_id, on_conflict, if_match, body } = request;
        let relocation = relocation(body, on_conflict, if_match)?;
        let view = folders::copy(&self.app, &caller, folder_id, relocation).await?;
        let (location, etag) = (format!("/api/v1/folders/{}", view.folder.id), view.etag());
        Ok(FolderCopyResponse::Created(Json(folder(view)), location, etag))
    }

    async fn folder_trash(&self, caller: Caller, request: FolderTrashRequest) -> Result<FolderTrashResponse> {
        let FolderTrashRequest { folder_id, if_match } = request;
        let view = folders::trash(&self.app, &caller, folder_id, if_match).await?;
        let etag = view.etag();
        Ok(FolderTrashResponse::Ok(Json(folder(view)), etag))
    }

    async fn folder_restore(&self, caller: Caller, request: FolderRestoreRequest) -> Result<FolderRestoreResponse> {
        let FolderRestoreRequest { folder_id, on_conflict, if_match } = request;
        let view = folders::restore(&self.app, &caller, folder_id, policy(on_conflict), if_match).await?;
        let etag = view.etag();
        Ok(FolderRestoreResponse::Ok(Json(folder(view)), etag))
    }

    async fn folder_children(&self, caller: Caller, request: FolderChildrenRequest) -> Result<FolderChildrenResponse> {
        let FolderChildrenRequest { folder_id, skip, take, cursor, order_by } = request;
        let page = paging::request(skip, take, cursor);
        let page = folders::children(&self.app, &caller, folder_id, direction(order_by), &page).await?;
        Ok(FolderChildrenResponse::Ok(Json(list!(models::NodeList, page, node))))
    }

    async fn folder_archive(&self, caller: Caller, request: FolderArchiveRequest) -> Result<FolderArchiveResponse> {
        let archive = archives::of_folder(&self.app, &caller, request.folder_id).await?;
        Ok(FolderArchiveResponse::Ok(archive.body, number(archive.content_length), archive.content_disposition))
    }

    async fn folder_grant_list(
        &self,
        caller: Caller,
        request: FolderGrantListRequest,
    ) -> Result<FolderGrantListResponse> {
        let list = grants::list(&self.app, &caller, Resource::Folder(request.folder_id)).await?;
        Ok(FolderGrantListResponse::Ok(Json(list)))
    }

    async fn folder_grant_put(&self, caller: Caller, request: FolderGrantPutRequest) -> Result<FolderGrantPutResponse> {
        let FolderGrantPutRequest { folder_id, principal_id, body } = request;
        let granted = grants::put(&self.app, &caller, Resource::Folder(folder_id), principal_id, body).await?;
        Ok(FolderGrantPutResponse::Ok(Json(granted)))
    }

    async fn folder_grant_delete(
        &self,
        caller: Caller,
        request: FolderGrantDeleteRequest,
    ) -> Result<FolderGrantDeleteResponse> {
        let FolderGrantDeleteRequest { folder_id, principal_id } = request;
        grants::delete(&self.app, &caller, Resource::Folder(folder_id), principal_id).await?;
        Ok(FolderGrantDeleteResponse::NoContent)
    }
}

/// What to do where a name is taken; to refuse, if nothing is said.
pub(super) fn policy(on_conflict: Option<models::OnConflict>) -> OnConflict {
    match on_conflict {
        None | Some(models::OnConflict::Fail) => OnConflict::Fail,
        Some(models::OnConflict::Rename) => OnConflict::Rename,
        Some(models::OnConflict::Replace) => OnConflict::Replace,
    }
}

/// Where something is to be moved or copied.
///
/// # Errors
/// `InvalidArgument` unless exactly one target is given, `NameRefused`.
pub(super) fn relocation(
    target: models::NodeTarget,
    on_conflict: Option<models::OnConflict>,
    if_match: Option<String>,
) -> Result<Relocation> {
    let models::NodeTarget { target_folder_id, target_share_id, name } = target;
    let landing = landing(target_folder_id, target_share_id)?;
    let name = name.map(|name| FileName::parse(&name)).transpose()?;
    Ok(Relocation { landing: Some(landing), name, on_conflict: policy(on_conflict), if_match })
}

/// Where something is to go, if it is said once.
pub(super) fn landing(target_folder_id: Option<Uuid>, target_share_id: Option<Uuid>) -> Result<Landing> {
    match (target_folder_id, target_share_id) {
        (Some(folder_id), None) => Ok(Landing::Folder(folder_id)),
        (None, Some(share_id)) => Ok(Landing::Root(share_id)),
        _ => {
            let sentence = "give exactly one of `target_folder_id` and `target_share_id`";
            Err(Error::InvalidArgument(sentence.to_owned()))
        }
    }
}

/// `trashed=true` shows what is in the trash.
pub(super) fn trash(shown: bool) -> Trash {
    if shown { Trash::Shown } else { Trash::Refused }
}

/// `permanent=true` deletes for good.
pub(super) fn deletion(permanent: bool) -> Deletion {
    if permanent { Deletion::Permanent } else { Deletion::ToTrash }
}

pub(super) fn direction(order: Option<models::NodeOrder>) -> Direction {
    match order {
        None | Some(models::NodeOrder::Default | models::NodeOrder::Name) => Direction::Ascending,
        Some(models::NodeOrder::NameDesc) => Direction::Descending,
    }
}

pub(super) fn node(node: Node) -> models::Node {
    let Node { node_type, id, name, size_bytes, mime_type, updated_at, permissions } = node;
    models::Node {
        r#type: match node_type {
            NodeType::Folder => models::NodeType::Folder,
            NodeType::File => models::NodeType::File,
        },
        id,
        name,
        size_bytes: size_bytes.into(),
        mime_type: mime_type.into(),
        updated_at: updated_at.into(),
        permissions: shares::permissions(permissions),
    }
}

fn folder(view: FolderView) -> models::Folder {
    let path = view.visible_path().to_owned();
    let FolderView { folder, path: _, permissions } = view;
    let folder::Model {
        id,
        share_id,
        parent_id,
        name,
        created_by,
        created_at,
        updated_at,
        trashed_at,
        organization_id: _,
        name_key: _,
        revision: _,
        trashed_by: _,
        trash_root_id: _,
    } = folder;
    models::Folder {
        id,
        share_id,
        parent_id: parent_id.into(),
        name,
        path,
        permissions: shares::permissions(permissions),
        created_at: created_at.into(),
        created_by,
        updated_at: updated_at.into(),
        trashed_at: Nullable(trashed_at.map(Timestamp)),
    }
}
