// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! The operations of the area *shares*, and what is optional about calling them.

use http::Method;
use uuid::Uuid;

use super::super::models::{Grant, GrantList, Node, NodeList, NodeOrder, Share, ShareList, ShareOrder, Tree, TreeNode};
use super::errors::{
    GrantDeleteError, GrantListError, GrantPutError, ShareChildrenError, ShareCreateError, ShareDeleteError,
    ShareGetError, ShareListError, ShareResolveError, ShareTreeError, ShareUpdateError,
};
use crate::core::{Call, Empty, Endpoint, Idempotency, Json, Keyed, Operation, Paged, Response, Streaming};

/// `share_create`: see [`Shares::create`](super::Shares::create).
pub struct ShareCreateOperation;

impl Endpoint for ShareCreateOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "share_create",
        method: Method::POST,
        path: "/api/v1/shares",
        idempotency: Idempotency::Key,
        authenticated: true,
        streaming: Streaming::None,
        success: &[201],
    };
    type Answer = Json<Share>;
    type Error = ShareCreateError;
}

impl Keyed for ShareCreateOperation {}

/// `share_list`: see [`Shares::list`](super::Shares::list).
pub struct ShareListOperation;

impl Endpoint for ShareListOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "share_list",
        method: Method::GET,
        path: "/api/v1/shares",
        idempotency: Idempotency::Safe,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<ShareList>;
    type Error = ShareListError;
}

/// What is optional about `share_list`.
impl Call<ShareListOperation> {
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
    pub fn order_by(self, order_by: ShareOrder) -> Self {
        self.with_query("order_by", &order_by)
    }
}

impl Paged for ShareListOperation {
    type Item = Share;

    fn next_cursor(page: &Response<ShareList>) -> Option<&str> {
        page.next_cursor.as_deref()
    }

    fn into_items(page: Response<ShareList>) -> Vec<Share> {
        page.into_inner().data
    }
}

/// `share_get`: see [`Shares::get`](super::Shares::get).
pub struct ShareGetOperation;

impl Endpoint for ShareGetOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "share_get",
        method: Method::GET,
        path: "/api/v1/shares/{share_id}",
        idempotency: Idempotency::Safe,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<Share>;
    type Error = ShareGetError;
}

/// `share_update`: see [`Shares::update`](super::Shares::update).
pub struct ShareUpdateOperation;

impl Endpoint for ShareUpdateOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "share_update",
        method: Method::PATCH,
        path: "/api/v1/shares/{share_id}",
        idempotency: Idempotency::Key,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<Share>;
    type Error = ShareUpdateError;
}

impl Keyed for ShareUpdateOperation {}

/// What is optional about `share_update`.
impl Call<ShareUpdateOperation> {
    /// Carry out only if the current entity tag is one of these (RFC 9110).
    pub fn if_match(self, if_match: impl Into<String>) -> Self {
        self.with_header_text("If-Match", if_match)
    }
}

/// `share_delete`: see [`Shares::delete`](super::Shares::delete).
pub struct ShareDeleteOperation;

impl Endpoint for ShareDeleteOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "share_delete",
        method: Method::DELETE,
        path: "/api/v1/shares/{share_id}",
        idempotency: Idempotency::Idempotent,
        authenticated: true,
        streaming: Streaming::None,
        success: &[204],
    };
    type Answer = Empty;
    type Error = ShareDeleteError;
}

/// `share_children`: see [`Shares::children`](super::Shares::children).
pub struct ShareChildrenOperation;

impl Endpoint for ShareChildrenOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "share_children",
        method: Method::GET,
        path: "/api/v1/shares/{share_id}/children",
        idempotency: Idempotency::Safe,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<NodeList>;
    type Error = ShareChildrenError;
}

/// What is optional about `share_children`.
impl Call<ShareChildrenOperation> {
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
    pub fn order_by(self, order_by: NodeOrder) -> Self {
        self.with_query("order_by", &order_by)
    }
}

impl Paged for ShareChildrenOperation {
    type Item = Node;

    fn next_cursor(page: &Response<NodeList>) -> Option<&str> {
        page.next_cursor.as_deref()
    }

    fn into_items(page: Response<NodeList>) -> Vec<Node> {
        page.into_inner().data
    }
}

/// `share_tree`: see [`Shares::tree`](super::Shares::tree).
pub struct ShareTreeOperation;

impl Endpoint for ShareTreeOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "share_tree",
        method: Method::GET,
        path: "/api/v1/shares/{share_id}/tree",
        idempotency: Idempotency::Safe,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<Tree>;
    type Error = ShareTreeError;
}

/// What is optional about `share_tree`.
impl Call<ShareTreeOperation> {
    /// How many levels; 1 is what lies right there.
    pub fn depth(self, depth: i32) -> Self {
        self.with_query("depth", &depth)
    }

    /// The folder to begin in; the root of the share, if absent.
    pub fn folder_id(self, folder_id: Uuid) -> Self {
        self.with_query("folder_id", &folder_id)
    }
}

/// `share_resolve`: see [`Shares::resolve`](super::Shares::resolve).
pub struct ShareResolveOperation;

impl Endpoint for ShareResolveOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "share_resolve",
        method: Method::GET,
        path: "/api/v1/shares/{share_id}/resolve",
        idempotency: Idempotency::Safe,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<TreeNode>;
    type Error = ShareResolveError;
}

/// `grant_list`: see [`Shares::grant_list`](super::Shares::grant_list).
pub struct GrantListOperation;

impl Endpoint for GrantListOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "grant_list",
        method: Method::GET,
        path: "/api/v1/shares/{share_id}/grants",
        idempotency: Idempotency::Safe,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<GrantList>;
    type Error = GrantListError;
}

/// `grant_put`: see [`Shares::grant_put`](super::Shares::grant_put).
pub struct GrantPutOperation;

impl Endpoint for GrantPutOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "grant_put",
        method: Method::PUT,
        path: "/api/v1/shares/{share_id}/grants/{principal_id}",
        idempotency: Idempotency::Idempotent,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<Grant>;
    type Error = GrantPutError;
}

/// `grant_delete`: see [`Shares::grant_delete`](super::Shares::grant_delete).
pub struct GrantDeleteOperation;

impl Endpoint for GrantDeleteOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "grant_delete",
        method: Method::DELETE,
        path: "/api/v1/shares/{share_id}/grants/{principal_id}",
        idempotency: Idempotency::Idempotent,
        authenticated: true,
        streaming: Streaming::None,
        success: &[204],
    };
    type Answer = Empty;
    type Error = GrantDeleteError;
}
