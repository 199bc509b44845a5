// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! The operations of the area *groups*, and what is optional about calling them.

use http::Method;

use super::super::models::{Group, GroupList, GroupOrder, Member, MemberList, MemberOrder};
use super::errors::{
    GroupCreateError, GroupDeleteError, GroupGetError, GroupListError, GroupMemberDeleteError, GroupMemberListError,
    GroupMemberPutError, GroupUpdateError,
};
use crate::core::{Call, Empty, Endpoint, Idempotency, Json, Keyed, Operation, Paged, Response, Streaming};

/// `group_create`: see [`Groups::create`](super::Groups::create).
pub struct GroupCreateOperation;

impl Endpoint for GroupCreateOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "group_create",
        method: Method::POST,
        path: "/api/v1/organizations/{organization_id}/groups",
        idempotency: Idempotency::Key,
        authenticated: true,
        streaming: Streaming::None,
        success: &[201],
    };
    type Answer = Json<Group>;
    type Error = GroupCreateError;
}

impl Keyed for GroupCreateOperation {}

/// `group_list`: see [`Groups::list`](super::Groups::list).
pub struct GroupListOperation;

impl Endpoint for GroupListOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "group_list",
        method: Method::GET,
        path: "/api/v1/organizations/{organization_id}/groups",
        idempotency: Idempotency::Safe,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<GroupList>;
    type Error = GroupListError;
}

/// What is optional about `group_list`.
impl Call<GroupListOperation> {
    /// How many items to leave out. Not together with `cursor`.
    pub fn skip(self, skip: i64) -> Self {
        self.with_query("skip", &skip)
    }

    /// How many items to answer at the most.
    pub fn take(self, take: i32) -> Self {
        self.with_query("take", &take)
    }

    /// The `next_cursor` of the page before, with the same `order_by` and filters.
    pub fn cursor(self, cursor: impl Into<String>) -> Self {
        self.with_query_text("cursor", cursor)
    }

    /// What to sort by.
    pub fn order_by(self, order_by: GroupOrder) -> Self {
        self.with_query("order_by", &order_by)
    }
}

impl Paged for GroupListOperation {
    type Item = Group;

    fn next_cursor(page: &Response<GroupList>) -> Option<&str> {
        page.next_cursor.as_deref()
    }

    fn into_items(page: Response<GroupList>) -> Vec<Group> {
        page.into_inner().data
    }
}

/// `group_get`: see [`Groups::get`](super::Groups::get).
pub struct GroupGetOperation;

impl Endpoint for GroupGetOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "group_get",
        method: Method::GET,
        path: "/api/v1/organizations/{organization_id}/groups/{group_id}",
        idempotency: Idempotency::Safe,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<Group>;
    type Error = GroupGetError;
}

/// `group_update`: see [`Groups::update`](super::Groups::update).
pub struct GroupUpdateOperation;

impl Endpoint for GroupUpdateOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "group_update",
        method: Method::PATCH,
        path: "/api/v1/organizations/{organization_id}/groups/{group_id}",
        idempotency: Idempotency::Key,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<Group>;
    type Error = GroupUpdateError;
}

impl Keyed for GroupUpdateOperation {}

/// `group_delete`: see [`Groups::delete`](super::Groups::delete).
pub struct GroupDeleteOperation;

impl Endpoint for GroupDeleteOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "group_delete",
        method: Method::DELETE,
        path: "/api/v1/organizations/{organization_id}/groups/{group_id}",
        idempotency: Idempotency::Idempotent,
        authenticated: true,
        streaming: Streaming::None,
        success: &[204],
    };
    type Answer = Empty;
    type Error = GroupDeleteError;
}

/// `group_member_list`: see [`Groups::member_list`](super::Groups::member_list).
pub struct GroupMemberListOperation;

impl Endpoint for GroupMemberListOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "group_member_list",
        method: Method::GET,
        path: "/api/v1/organizations/{organization_id}/groups/{group_id}/members",
        idempotency: Idempotency::Safe,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<MemberList>;
    type Error = GroupMemberListError;
}

/// What is optional about `group_member_list`.
impl Call<GroupMemberListOperation> {
    /// How many items to leave out. Not together with `cursor`.
    pub fn skip(self, skip: i64) -> Self {
        self.with_query("skip", &skip)
    }

    /// How many items to answer at the most.
    pub fn take(self, take: i32) -> Self {
        self.with_query("take", &take)
    }

    /// The `next_cursor` of the page before, with the same `order_by` and filters.
    pub fn cursor(self, cursor: impl Into<String>) -> Self {
        self.with_query_text("cursor", cursor)
    }

    /// What to sort by.
    pub fn order_by(self, order_by: MemberOrder) -> Self {
        self.with_query("order_by", &order_by)
    }
}

impl Paged for GroupMemberListOperation {
    type Item = Member;

    fn next_cursor(page: &Response<MemberList>) -> Option<&str> {
        page.next_cursor.as_deref()
    }

    fn into_items(page: Response<MemberList>) -> Vec<Member> {
        page.into_inner().data
    }
}

/// `group_member_put`: see [`Groups::member_put`](super::Groups::member_put).
pub struct GroupMemberPutOperation;

impl Endpoint for GroupMemberPutOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "group_member_put",
        method: Method::PUT,
        path: "/api/v1/organizations/{organization_id}/groups/{group_id}/members/{user_id}",
        idempotency: Idempotency::Idempotent,
        authenticated: true,
        streaming: Streaming::None,
        success: &[204],
    };
    type Answer = Empty;
    type Error = GroupMemberPutError;
}

/// `group_member_delete`: see [`Groups::member_delete`](super::Groups::member_delete).
pub struct GroupMemberDeleteOperation;

impl Endpoint for GroupMemberDeleteOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "group_member_delete",
        method: Method::DELETE,
        path: "/api/v1/organizations/{organization_id}/groups/{group_id}/members/{user_id}",
        idempotency: Idempotency::Idempotent,
        authenticated: true,
        streaming: Streaming::None,
        success: &[204],
    };
    type Answer = Empty;
    type Error = GroupMemberDeleteError;
}
