//! Organizations and their members.

use crate::api::Api;
use crate::api::auth::hidden;
use crate::api::paging::{self, list};
use crate::contract::{Json, Nullable};
use crate::db::entity::member::Role;
use crate::db::entity::organization;
use crate::domain::access::Caller;
use crate::domain::members::{MemberChanges, MemberOrder, MemberView, NewMember};
use crate::domain::organizations::{NewOrganization, OrganizationChanges, OrganizationOrder};
use crate::domain::{members, organizations};
use crate::error::Result;
use crate::generated::models;
use crate::generated::organizations::{
    MemberCreateRequest, MemberCreateResponse, MemberDeleteRequest, MemberDeleteResponse, MemberGetRequest,
    MemberGetResponse, MemberListRequest, MemberListResponse, MemberUpdateRequest, MemberUpdateResponse,
    OrganizationCreateRequest, OrganizationCreateResponse, OrganizationDeleteRequest, OrganizationDeleteResponse,
    OrganizationGetRequest, OrganizationGetResponse, OrganizationListRequest, OrganizationListResponse,
    OrganizationUpdateRequest, OrganizationUpdateResponse, OrganizationsApi,
};

impl OrganizationsApi for Api {
    async fn organization_create(
        &self,
        caller: Caller,
        request: OrganizationCreateRequest,
    ) -> Result<OrganizationCreateResponse> {
        let models::OrganizationCreate { name, quota_bytes, max_file_bytes, trash_retention_days } = request.body;
        let new = NewOrganization {
            name,
            quota_bytes: quota_bytes.take().map(bytes),
            max_file_bytes: max_file_bytes.map(bytes),
            trash_retention_days: Some(days(trash_retention_days)),
        };
        let made = organizations::create(&self.app, &caller, new).await?;
        let (location, etag) = (format!("/api/v1/organizations/{}", made.id), organizations::etag(&made));
        Ok(OrganizationCreateResponse::Created(Json(organization(made)), location, etag))
    }

    async fn organization_list(
        &self,
        caller: Caller,
        request: OrganizationListRequest,
    ) -> Result<OrganizationListResponse> {
        let OrganizationListRequest { skip, take, cursor, order_by } = request;
        let order = match order_by {
            None | Some(models::OrganizationOrder::Default | models::OrganizationOrder::Name) => {
                OrganizationOrder::Name
            }
            Some(models::OrganizationOrder::NameDesc) => OrganizationOrder::NameDescending,
            Some(models::OrganizationOrder::CreatedAt) => OrganizationOrder::CreatedAt,
            Some(models::OrganizationOrder::CreatedAtDesc) => OrganizationOrder::CreatedAtDescending,
        };
        let page = organizations::list(&self.app, &caller, order, &paging::request(skip, take, cursor)).await?;
        Ok(OrganizationListResponse::Ok(Json(list!(models::OrganizationList, page, organization))))
    }

    async fn organization_get(
        &self,
        caller: Caller,
        request: OrganizationGetRequest,
    ) -> Result<OrganizationGetResponse> {
        let found = organizations::get(&self.app, &caller, request.organization_id).await?;
        let etag = organizations::etag(&found);
        Ok(OrganizationGetResponse::Ok(Json(organization(found)), etag))
    }

    async fn organization_update(
        &self,
        caller: Caller,
        request: OrganizationUpdateRequest,
    ) -> Result<OrganizationUpdateResponse> {
        let OrganizationUpdateRequest { organization_id, if_match, body } = request;
        let models::OrganizationUpdate { name, quota_bytes, max_file_bytes, trash_retention_days } = body;
        let changes = OrganizationChanges {
            name,
            quota_bytes: quota_bytes.as_opt_ref().map(|quota_bytes| quota_bytes.copied().map(bytes)),
            max_file_bytes: max_file_bytes.map(bytes),
            trash_retention_days: trash_retention_days.map(days),
        };
        let changed = organizations::update(&self.app, &caller, organization_id, changes, if_match.as_deref()).await?;
        let etag = organizations::etag(&changed);
        Ok(OrganizationUpdateResponse::Ok(Json(organization(changed)), etag))
    }

    async fn organization_delete(
        &self,
        caller: Caller,
        request: OrganizationDeleteRequest,
    ) -> Result<OrganizationDeleteResponse> {
        organizations::delete(&self.app, &caller, request.organization_id).await?;
        Ok(OrganizationDeleteResponse::NoContent)
    }

    async fn member_create(&self, caller: Caller, request: MemberCreateRequest) -> Result<MemberCreateResponse> {
        let MemberCreateRequest { organization_id, body } = request;
        let models::MemberCreate { email, name, password, role, quota_bytes } = body;
        let new = NewMember {
            email,
            name,
            password: password.as_ref().map(hidden),
            role: role_of(role),
            quota_bytes: quota_bytes.take().map(bytes),
        };
        let made = members::create(&self.app, &caller, organization_id, new).await?;
        let location = format!("/api/v1/organizations/{organization_id}/members/{}", made.user_id);
        Ok(MemberCreateResponse::Created(Json(member(made)), location))
    }

    async fn member_list(&self, caller: Caller, request: MemberListRequest) -> Result<MemberListResponse> {
        let MemberListRequest { organization_id, skip, take, cursor, order_by } = request;
        let page = paging::request(skip, take, cursor);
        let page = members::list(&self.app, &caller, organization_id, member_order(order_by), &page).await?;
        Ok(MemberListResponse::Ok(Json(list!(models::MemberList, page, member))))
    }

    async fn member_get(&self, caller: Caller, request: MemberGetRequest) -> Result<MemberGetResponse> {
        let MemberGetRequest { organization_id, user_id } = request;
        let found = members::get(&self.app, &caller, organization_id, user_id).await?;
        Ok(MemberGetResponse::Ok(Json(member(found))))
    }

    async fn member_update(&self, caller: Caller, request: MemberUpdateRequest) -> Result<MemberUpdateResponse> {
        let MemberUpdateRequest { organization_id, user_id, body } = request;
        let models::MemberUpdate { role, quota_bytes } = body;
        let changes = MemberChanges {
            role: role.map(role_of),
            quota_bytes: quota_bytes.as_opt_ref().map(|quota_bytes| quota_bytes.copied().map(bytes)),
        };
        let changed = members::update(&self.app, &caller, organization_id, user_id, changes).await?;
        Ok(MemberUpdateResponse::Ok(Json(member(changed))))
    }

    async fn member_delete(&self, caller: Caller, request: MemberDeleteRequest) -> Result<MemberDeleteResponse> {
        members::delete(&self.app, &caller, request.organization_id, request.user_id).await?;
        Ok(MemberDeleteResponse::NoContent)
    }
}

/// The contract keeps these from being negative.
fn bytes(value: i64) -> u64 {
    u64::try_from(value).unwrap_or_default()
}

/// The contract keeps these from being negative.
fn days(value: i32) -> u32 {
    u32::try_from(value).unwrap_or_default()
}

fn organization(organization: organization::Model) -> models::Organization {
    let organization::Model {
        signature_epoch: _,
        id,
        name,
        quota_bytes,
        max_file_bytes,
        trash_retention_days,
        default_share_id,
        created_at,
        updated_at,
        name_key: _,
        used_bytes: _,
        older_bytes: _,
        trash_bytes: _,
        file_count: _,
        version_count: _,
        reserved_bytes: _,
        revision: _,
    } = organization;
    models::Organization {
        id,
        name,
        quota_bytes: Nullable(quota_bytes),
        max_file_bytes,
        trash_retention_days,
        default_share_id,
        created_at: created_at.into(),
        updated_at: updated_at.into(),
    }
}

pub(super) fn member_order(order: Option<models::MemberOrder>) -> MemberOrder {
    match order {
        None | Some(models::MemberOrder::Default | models::MemberOrder::Email) => MemberOrder::Email,
        Some(models::MemberOrder::EmailDesc) => MemberOrder::EmailDescending,
        Some(models::MemberOrder::CreatedAt) => MemberOrder::CreatedAt,
        Some(models::MemberOrder::CreatedAtDesc) => MemberOrder::CreatedAtDescending,
    }
}

pub(super) fn member(view: MemberView) -> models::Member {
    models::Member {
        user_id: view.user_id,
        name: view.name,
        email: view.email,
        role: role(view.role),
        quota_bytes: Nullable(view.quota_bytes),
        created_at: view.created_at.into(),
    }
}

/// A role in the contract's words.
pub(super) fn role(role: Role) -> models::Role {
    match role {
        Role::Owner => models::Role::Owner,
        Role::Admin => models::Role::Admin,
        Role::Member => models::Role::Member,
        Role::Guest => models::Role::Guest,
    }
}

fn role_of(role: models::Role) -> Role {
    match role {
        models::Role::Owner => Role::Owner,
        models::Role::Admin => Role::Admin,
        models::Role::Member => Role::Member,
        models::Role::Guest => Role::Guest,
    }
}
