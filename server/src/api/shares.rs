//! Shares.

use crate::api::paging::{self, list};
use crate::api::{Api, folders, grants};
use crate::contract::Json;
use crate::db::entity::share;
use crate::domain::access::{Caller, Permission, Permissions};
use crate::domain::grants::Resource;
use crate::domain::names::FileName;
use crate::domain::shares;
use crate::domain::shares::{NewShare, Order, ShareUpdate, ShareView, Tree, TreeNode};
use crate::error::{Error, Result};
use crate::generated::models;
use crate::generated::shares::{
    GrantDeleteRequest, GrantDeleteResponse, GrantListRequest, GrantListResponse, GrantPutRequest, GrantPutResponse,
    ShareChildrenRequest, ShareChildrenResponse, ShareCreateRequest, ShareCreateResponse, ShareDeleteRequest,
    ShareDeleteResponse, ShareGetRequest, ShareGetResponse, ShareListRequest, ShareListResponse, ShareResolveRequest,
    ShareResolveResponse, ShareTreeRequest, ShareTreeResponse, ShareUpdateRequest, ShareUpdateResponse, SharesApi,
};

fn tree_node(node: TreeNode) -> models::TreeNode {
    let TreeNode { node, parent_id, path, depth } = node;
    let models::Node { r#type, id, name, size_bytes, mime_type, updated_at, permissions } = folders::node(node);
    models::TreeNode {
        r#type,
        id,
        parent_id: parent_id.into(),
        name,
        path,
        depth: i32::try_from(depth).unwrap_or(i32::MAX),
        size_bytes,
        mime_type,
        updated_at,
        permissions,
    }
}

impl SharesApi for Api {
    async fn share_create(&self, caller: Caller, request: ShareCreateRequest) -> Result<ShareCreateResponse> {
        let models::ShareCreate { name, quota_bytes } = request.body;
        let new = NewShare { name: FileName::title(&name)?, quota_bytes: quota_bytes.take() };
        let view = shares::create(&self.app, &caller, new).await?;
        let (location, etag) = (format!("/api/v1/shares/{}", view.share.id), view.etag());
        Ok(ShareCreateResponse::Created(Json(share(view)), location, etag))
    }

    async fn share_list(&self, caller: Caller, request: ShareListRequest) -> Result<ShareListResponse> {
        let ShareListRequest { skip, take, cursor, order_by } = request;
        let order = match order_by {
            None | Some(models::ShareOrder::Default | models::ShareOrder::Name) => Order::Name,
            Some(models::ShareOrder::NameDesc) => Order::NameDescending,
            Some(models::ShareOrder::CreatedAt) => Order::CreatedAt,
            Some(models::ShareOrder::CreatedAtDesc) => Order::CreatedAtDescending,
        };
        let page = shares::list(&self.app, &caller, order, &paging::request(skip, take, cursor)).await?;
        Ok(ShareListResponse::Ok(Json(list!(models::ShareList, page, share))))
    }

    async fn share_get(&self, caller: Caller, request: ShareGetRequest) -> Result<ShareGetResponse> {
        let view = shares::get(&self.app, &caller, request.share_id).await?;
        let etag = view.etag();
        Ok(ShareGetResponse::Ok(Json(share(view)), etag))
    }

    async fn share_update(&self, caller: Caller, request: ShareUpdateRequest) -> Result<ShareUpdateResponse> {
        let ShareUpdateRequest { share_id, if_match, body: models::ShareUpdate { name, quota_bytes } } = request;
        let update = ShareUpdate {
            name: name.map(|name| FileName::title(&name)).transpose()?,
            quota_bytes: quota_bytes.as_opt_ref().map(|quota_bytes| quota_bytes.copied()),
        };
        let view = shares::update(&self.app, &caller, share_id, if_match, update).await?;
        let etag = view.etag();
        Ok(ShareUpdateResponse::Ok(Json(share(view)), etag))
    }

    async fn share_delete(&self, caller: Caller, request: ShareDeleteRequest) -> Result<ShareDeleteResponse> {
        shares::delete(&self.app, &caller, request.share_id).await?;
        Ok(ShareDeleteResponse::NoContent)
    }

    async fn share_children(&self, caller: Caller, request: ShareChildrenRequest) -> Result<ShareChildrenResponse> {
        let ShareChildrenRequest { share_id, skip, take, cursor, order_by } = request;
        let page = paging::request(skip, take, cursor);
        let page = shares::children(&self.app, &caller, share_id, folders::direction(order_by), &page).await?;
        Ok(ShareChildrenResponse::Ok(Json(list!(models::NodeList, page, folders::node))))
    }

    async fn share_tree(&self, caller: Caller, request: ShareTreeRequest) -> Result<ShareTreeResponse> {
        let ShareTreeRequest { share_id, depth, folder_id } = request;
        let levels = u32::try_from(depth).map_err(Error::internal)?;
        let Tree { nodes, truncated } = shares::tree(&self.app, &caller, share_id, folder_id, levels).await?;
        Ok(ShareTreeResponse::Ok(Json(models::Tree { data: nodes.into_iter().map(tree_node).collect(), truncated })))
    }

    async fn share_resolve(&self, caller: Caller, request: ShareResolveRequest) -> Result<ShareResolveResponse> {
        let ShareResolveRequest { share_id, path } = request;
        let found = shares::resolve(&self.app, &caller, share_id, &path).await?;
        Ok(ShareResolveResponse::Ok(Json(tree_node(found))))
    }

    async fn grant_list(&self, caller: Caller, request: GrantListRequest) -> Result<GrantListResponse> {
        let list = grants::list(&self.app, &caller, Resource::Share(request.share_id)).await?;
        Ok(GrantListResponse::Ok(Json(list)))
    }

    async fn grant_put(&self, caller: Caller, request: GrantPutRequest) -> Result<GrantPutResponse> {
        let GrantPutRequest { share_id, principal_id, body } = request;
        let granted = grants::put(&self.app, &caller, Resource::Share(share_id), principal_id, body).await?;
        Ok(GrantPutResponse::Ok(Json(granted)))
    }

    async fn grant_delete(&self, caller: Caller, request: GrantDeleteRequest) -> Result<GrantDeleteResponse> {
        let GrantDeleteRequest { share_id, principal_id } = request;
        grants::delete(&self.app, &caller, Resource::Share(share_id), principal_id).await?;
        Ok(GrantDeleteResponse::NoContent)
    }
}

fn share(view: ShareView) -> models::Share {
    let ShareView { share, permissions: effective } = view;
    let share::Model {
        signature_epoch: _,
        id,
        organization_id,
        name,
        quota_bytes,
        used_bytes,
        created_by,
        created_at,
        updated_at,
        name_key: _,
        older_bytes: _,
        trash_bytes: _,
        file_count: _,
        version_count: _,
        reserved_bytes: _,
        change_seq: _,
        revision: _,
    } = share;
    models::Share {
        id,
        organization_id,
        name,
        quota_bytes: quota_bytes.into(),
        used_bytes,
        permissions: permissions(effective),
        created_at: created_at.into(),
        created_by,
        updated_at: updated_at.into(),
    }
}

/// What the caller may do, in the contract's words.
pub(super) fn permissions(permissions: Permissions) -> Vec<models::Permission> {
    permissions
        .iter()
        .map(|permission| match permission {
            Permission::Read => models::Permission::Read,
            Permission::Create => models::Permission::Create,
            Permission::Write => models::Permission::Write,
            Permission::Delete => models::Permission::Delete,
            Permission::Manage => models::Permission::Manage,
        })
        .collect()
}
