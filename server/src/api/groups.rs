//! Groups and their members.

use crate::api::Api;
use crate::api::organizations::{member, member_order};
use crate::api::paging::{self, list};
use crate::contract::Json;
use crate::db::entity::group;
use crate::domain::access::Caller;
use crate::domain::groups::{self, GroupOrder};
use crate::domain::names::FileName;
use crate::error::Result;
use crate::generated::groups::{
    GroupCreateRequest, GroupCreateResponse, GroupDeleteRequest, GroupDeleteResponse, GroupGetRequest,
    GroupGetResponse, GroupListRequest, GroupListResponse, GroupMemberDeleteRequest, GroupMemberDeleteResponse,
    GroupMemberListRequest, GroupMemberListResponse, GroupMemberPutRequest, GroupMemberPutResponse, GroupUpdateRequest,
    GroupUpdateResponse, GroupsApi,
};
use crate::generated::models;

impl GroupsApi for Api {
    async fn group_create(&self, caller: Caller, request: GroupCreateRequest) -> Result<GroupCreateResponse> {
        let GroupCreateRequest { organization_id, body: models::GroupCreate { name } } = request;
        let made = groups::create(&self.app, &caller, organization_id, FileName::parse(&name)?).await?;
        let location = format!("/api/v1/organizations/{organization_id}/groups/{}", made.id);
        Ok(GroupCreateResponse::Created(Json(group(made)), location))
    }

    async fn group_list(&self, caller: Caller, request: GroupListRequest) -> Result<GroupListResponse> {
        let GroupListRequest { organization_id, skip, take, cursor, order_by } = request;
        let order = match order_by {
            None | Some(models::GroupOrder::Default | models::GroupOrder::Name) => GroupOrder::Name,
            Some(models::GroupOrder::NameDesc) => GroupOrder::NameDescending,
            Some(models::GroupOrder::CreatedAt) => GroupOrder::CreatedAt,
            Some(models::GroupOrder::CreatedAtDesc) => GroupOrder::CreatedAtDescending,
        };
        let page = paging::request(skip, take, cursor);
        let page = groups::list(&self.app, &caller, organization_id, order, &page).await?;
        Ok(GroupListResponse::Ok(Json(list!(models::GroupList, page, group))))
    }

    async fn group_get(&self, caller: Caller, request: GroupGetRequest) -> Result<GroupGetResponse> {
        let GroupGetRequest { organization_id, group_id } = request;
        let found = groups::get(&self.app, &caller, organization_id, group_id).await?;
        Ok(GroupGetResponse::Ok(Json(group(found))))
    }

    async fn group_update(&self, caller: Caller, request: GroupUpdateRequest) -> Result<GroupUpdateResponse> {
        let GroupUpdateRequest { organization_id, group_id, body: models::GroupUpdate { name } } = request;
        let renamed = groups::update(&self.app, &caller, organization_id, group_id, FileName::parse(&name)?).await?;
        Ok(GroupUpdateResponse::Ok(Json(group(renamed))))
    }

    async fn group_delete(&self, caller: Caller, request: GroupDeleteRequest) -> Result<GroupDeleteResponse> {
        let GroupDeleteRequest { organization_id, group_id } = request;
        groups::delete(&self.app, &caller, organization_id, group_id).await?;
        Ok(GroupDeleteResponse::NoContent)
    }

    async fn group_member_list(
        &self,
        caller: Caller,
        request: GroupMemberListRequest,
    ) -> Result<GroupMemberListResponse> {
        let GroupMemberListRequest { organization_id, group_id, skip, take, cursor, order_by } = request;
        let (order, page) = (member_order(order_by), paging::request(skip, take, cursor));
        let page = groups::member_list(&self.app, &caller, organization_id, group_id, order, &page).await?;
        Ok(GroupMemberListResponse::Ok(Json(list!(models::MemberList, page, member))))
    }

    async fn group_member_put(&self, caller: Caller, request: GroupMemberPutRequest) -> Result<GroupMemberPutResponse> {
        let GroupMemberPutRequest { organization_id, group_id, user_id } = request;
        groups::member_put(&self.app, &caller, organization_id, group_id, user_id).await?;
        Ok(GroupMemberPutResponse::NoContent)
    }

    async fn group_member_delete(
        &self,
        caller: Caller,
        request: GroupMemberDeleteRequest,
    ) -> Result<GroupMemberDeleteResponse> {
        let GroupMemberDeleteRequest { organization_id, group_id, user_id } = request;
        groups::member_delete(&self.app, &caller, organization_id, group_id, user_id).await?;
        Ok(GroupMemberDeleteResponse::NoContent)
    }
}

fn group(group: group::Model) -> models::Group {
    let built_in = group.is_built_in();
    let group::Model { id, organization_id, name, created_by, created_at, updated_at, name_key: _ } = group;
    models::Group {
        id,
        organization_id,
        name,
        built_in,
        created_at: created_at.into(),
        created_by,
        updated_at: updated_at.into(),
    }
}
