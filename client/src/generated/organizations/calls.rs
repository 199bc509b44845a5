// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! The operations of the area *organizations*, and what is optional about calling them.

use http::Method;

use super::super::models::{Member, MemberList, MemberOrder, Organization, OrganizationList, OrganizationOrder};
use super::errors::{
    MemberCreateError, MemberDeleteError, MemberGetError, MemberListError, MemberUpdateError, OrganizationCreateError,
    OrganizationDeleteError, OrganizationGetError, OrganizationListError, OrganizationUpdateError,
};
use crate::core::{Call, Empty, Endpoint, Idempotency, Json, Keyed, Operation, Paged, Response, Streaming};

/// `organization_create`: see [`Organizations::create`](super::Organizations::create).
pub struct OrganizationCreateOperation;

impl Endpoint for OrganizationCreateOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "organization_create",
        method: Method::POST,
        path: "/api/v1/organizations",
        idempotency: Idempotency::Key,
        authenticated: true,
        streaming: Streaming::None,
        success: &[201],
    };
    type Answer = Json<Organization>;
    type Error = OrganizationCreateError;
}

impl Keyed for OrganizationCreateOperation {}

/// `organization_list`: see [`Organizations::list`](super::Organizations::list).
pub struct OrganizationListOperation;

impl Endpoint for OrganizationListOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "organization_list",
        method: Method::GET,
        path: "/api/v1/organizations",
        idempotency: Idempotency::Safe,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<OrganizationList>;
    type Error = OrganizationListError;
}

/// What is optional about `organization_list`.
impl Call<OrganizationListOperation> {
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
    pub fn order_by(self, order_by: OrganizationOrder) -> Self {
        self.with_query("order_by", &order_by)
    }
}

impl Paged for OrganizationListOperation {
    type Item = Organization;

    fn next_cursor(page: &Response<OrganizationList>) -> Option<&str> {
        page.next_cursor.as_deref()
    }

    fn into_items(page: Response<OrganizationList>) -> Vec<Organization> {
        page.into_inner().data
    }
}

/// `organization_get`: see [`Organizations::get`](super::Organizations::get).
pub struct OrganizationGetOperation;

impl Endpoint for OrganizationGetOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "organization_get",
        method: Method::GET,
        path: "/api/v1/organizations/{organization_id}",
        idempotency: Idempotency::Safe,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<Organization>;
    type Error = OrganizationGetError;
}

/// `organization_update`: see [`Organizations::update`](super::Organizations::update).
pub struct OrganizationUpdateOperation;

impl Endpoint for OrganizationUpdateOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "organization_update",
        method: Method::PATCH,
        path: "/api/v1/organizations/{organization_id}",
        idempotency: Idempotency::Key,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<Organization>;
    type Error = OrganizationUpdateError;
}

impl Keyed for OrganizationUpdateOperation {}

/// What is optional about `organization_update`.
impl Call<OrganizationUpdateOperation> {
    /// Carry out only if the current entity tag is one of these (RFC 9110).
    pub fn if_match(self, if_match: impl Into<String>) -> Self {
        self.with_header_text("If-Match", if_match)
    }
}

/// `organization_delete`: see [`Organizations::delete`](super::Organizations::delete).
pub struct OrganizationDeleteOperation;

impl Endpoint for OrganizationDeleteOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "organization_delete",
        method: Method::DELETE,
        path: "/api/v1/organizations/{organization_id}",
        idempotency: Idempotency::Idempotent,
        authenticated: true,
        streaming: Streaming::None,
        success: &[204],
    };
    type Answer = Empty;
    type Error = OrganizationDeleteError;
}

/// `member_create`: see [`Organizations::member_create`](super::Organizations::member_create).
pub struct MemberCreateOperation;

impl Endpoint for MemberCreateOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "member_create",
        method: Method::POST,
        path: "/api/v1/organizations/{organization_id}/members",
        idempotency: Idempotency::Key,
        authenticated: true,
        streaming: Streaming::None,
        success: &[201],
    };
    type Answer = Json<Member>;
    type Error = MemberCreateError;
}

impl Keyed for MemberCreateOperation {}

/// `member_list`: see [`Organizations::member_list`](super::Organizations::member_list).
pub struct MemberListOperation;

impl Endpoint for MemberListOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "member_list",
        method: Method::GET,
        path: "/api/v1/organizations/{organization_id}/members",
        idempotency: Idempotency::Safe,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<MemberList>;
    type Error = MemberListError;
}

/// What is optional about `member_list`.
impl Call<MemberListOperation> {
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

impl Paged for MemberListOperation {
    type Item = Member;

    fn next_cursor(page: &Response<MemberList>) -> Option<&str> {
        page.next_cursor.as_deref()
    }

    fn into_items(page: Response<MemberList>) -> Vec<Member> {
        page.into_inner().data
    }
}

/// `member_get`: see [`Organizations::member_get`](super::Organizations::member_get).
pub struct MemberGetOperation;

impl Endpoint for MemberGetOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "member_get",
        method: Method::GET,
        path: "/api/v1/organizations/{organization_id}/members/{user_id}",
        idempotency: Idempotency::Safe,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<Member>;
    type Error = MemberGetError;
}

/// `member_update`: see [`Organizations::member_update`](super::Organizations::member_update).
pub struct MemberUpdateOperation;

impl Endpoint for MemberUpdateOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "member_update",
        method: Method::PATCH,
        path: "/api/v1/organizations/{organization_id}/members/{user_id}",
        idempotency: Idempotency::Key,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<Member>;
    type Error = MemberUpdateError;
}

impl Keyed for MemberUpdateOperation {}

/// `member_delete`: see [`Organizations::member_delete`](super::Organizations::member_delete).
pub struct MemberDeleteOperation;

impl Endpoint for MemberDeleteOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "member_delete",
        method: Method::DELETE,
        path: "/api/v1/organizations/{organization_id}/members/{user_id}",
        idempotency: Idempotency::Idempotent,
        authenticated: true,
        streaming: Streaming::None,
        success: &[204],
    };
    type Answer = Empty;
    type Error = MemberDeleteError;
}
