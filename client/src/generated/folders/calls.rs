// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! The operations of the area *folders*, and what is optional about calling them.

use http::Method;

use super::super::models::{Folder, Grant, GrantList, Node, NodeList, NodeOrder, OnConflict};
use super::errors::{
    FolderArchiveError, FolderChildrenError, FolderCopyError, FolderCreateError, FolderDeleteError, FolderGetError,
    FolderGrantDeleteError, FolderGrantListError, FolderGrantPutError, FolderMoveError, FolderRestoreError,
    FolderTrashError, FolderUpdateError,
};
use crate::core::{Call, Content, Empty, Endpoint, Idempotency, Json, Keyed, Operation, Paged, Response, Streaming};

/// `folder_create`: see [`Folders::create`](super::Folders::create).
pub struct FolderCreateOperation;

impl Endpoint for FolderCreateOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "folder_create",
        method: Method::POST,
        path: "/api/v1/folders",
        idempotency: Idempotency::Key,
        authenticated: true,
        streaming: Streaming::None,
        success: &[201],
    };
    type Answer = Json<Folder>;
    type Error = FolderCreateError;
}

impl Keyed for FolderCreateOperation {}

/// What is optional about `folder_create`.
impl Call<FolderCreateOperation> {
    /// What to do if the name is taken where the thing is to be; `fail`, if absent.
    pub fn on_conflict(self, on_conflict: OnConflict) -> Self {
        self.with_query("on_conflict", &on_conflict)
    }
}

/// `folder_get`: see [`Folders::get`](super::Folders::get).
pub struct FolderGetOperation;

impl Endpoint for FolderGetOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "folder_get",
        method: Method::GET,
        path: "/api/v1/folders/{folder_id}",
        idempotency: Idempotency::Safe,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<Folder>;
    type Error = FolderGetError;
}

/// What is optional about `folder_get`.
impl Call<FolderGetOperation> {
    /// Answer it even if it is in the trash.
    pub fn trashed(self, trashed: bool) -> Self {
        self.with_query("trashed", &trashed)
    }
}

/// `folder_update`: see [`Folders::update`](super::Folders::update).
pub struct FolderUpdateOperation;

impl Endpoint for FolderUpdateOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "folder_update",
        method: Method::PATCH,
        path: "/api/v1/folders/{folder_id}",
        idempotency: Idempotency::Key,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<Folder>;
    type Error = FolderUpdateError;
}

impl Keyed for FolderUpdateOperation {}

/// What is optional about `folder_update`.
impl Call<FolderUpdateOperation> {
    /// What to do if the name is taken where the thing is to be; `fail`, if absent.
    pub fn on_conflict(self, on_conflict: OnConflict) -> Self {
        self.with_query("on_conflict", &on_conflict)
    }

    /// Carry out only if the current entity tag is one of these (RFC 9110).
    pub fn if_match(self, if_match: impl Into<String>) -> Self {
        self.with_header_text("If-Match", if_match)
    }
}

/// `folder_delete`: see [`Folders::delete`](super::Folders::delete).
pub struct FolderDeleteOperation;

impl Endpoint for FolderDeleteOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "folder_delete",
        method: Method::DELETE,
        path: "/api/v1/folders/{folder_id}",
        idempotency: Idempotency::Idempotent,
        authenticated: true,
        streaming: Streaming::None,
        success: &[204],
    };
    type Answer = Empty;
    type Error = FolderDeleteError;
}

/// What is optional about `folder_delete`.
impl Call<FolderDeleteOperation> {
    /// Remove for good, instead of into the trash.
    pub fn permanent(self, permanent: bool) -> Self {
        self.with_query("permanent", &permanent)
    }

    /// Carry out only if the current entity tag is one of these (RFC 9110).
    pub fn if_match(self, if_match: impl Into<String>) -> Self {
        self.with_header_text("If-Match", if_match)
    }
}

/// `folder_move`: see [`Folders::r#move`](super::Folders::r#move).
pub struct FolderMoveOperation;

impl Endpoint for FolderMoveOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "folder_move",
        method: Method::POST,
        path: "/api/v1/folders/{folder_id}/move",
        idempotency: Idempotency::Key,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<Folder>;
    type Error = FolderMoveError;
}

impl Keyed for FolderMoveOperation {}

/// What is optional about `folder_move`.
impl Call<FolderMoveOperation> {
    /// What to do if the name is taken where the thing is to be; `fail`, if absent.
    pub fn on_conflict(self, on_conflict: OnConflict) -> Self {
        self.with_query("on_conflict", &on_conflict)
    }

    /// Carry out only if the current entity tag is one of these (RFC 9110).
    pub fn if_match(self, if_match: impl Into<String>) -> Self {
        self.with_header_text("If-Match", if_match)
    }
}

/// `folder_copy`: see [`Folders::copy`](super::Folders::copy).
pub struct FolderCopyOperation;

impl Endpoint for FolderCopyOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "folder_copy",
        method: Method::POST,
        path: "/api/v1/folders/{folder_id}/copy",
        idempotency: Idempotency::Key,
        authenticated: true,
        streaming: Streaming::None,
        success: &[201],
    };
    type Answer = Json<Folder>;
    type Error = FolderCopyError;
}

impl Keyed for FolderCopyOperation {}

/// What is optional about `folder_copy`.
impl Call<FolderCopyOperation> {
    /// What to do if the name is taken where the thing is to be; `fail`, if absent.
    pub fn on_conflict(self, on_conflict: OnConflict) -> Self {
        self.with_query("on_conflict", &on_conflict)
    }

    /// Carry out only if the current entity tag is one of these (RFC 9110).
    pub fn if_match(self, if_match: impl Into<String>) -> Self {
        self.with_header_text("If-Match", if_match)
    }
}

/// `folder_trash`: see [`Folders::trash`](super::Folders::trash).
pub struct FolderTrashOperation;

impl Endpoint for FolderTrashOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "folder_trash",
        method: Method::POST,
        path: "/api/v1/folders/{folder_id}/trash",
        idempotency: Idempotency::Key,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<Folder>;
    type Error = FolderTrashError;
}

impl Keyed for FolderTrashOperation {}

/// What is optional about `folder_trash`.
impl Call<FolderTrashOperation> {
    /// Carry out only if the current entity tag is one of these (RFC 9110).
    pub fn if_match(self, if_match: impl Into<String>) -> Self {
        self.with_header_text("If-Match", if_match)
    }
}

/// `folder_restore`: see [`Folders::restore`](super::Folders::restore).
pub struct FolderRestoreOperation;

impl Endpoint for FolderRestoreOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "folder_restore",
        method: Method::POST,
        path: "/api/v1/folders/{folder_id}/restore",
        idempotency: Idempotency::Key,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<Folder>;
    type Error = FolderRestoreError;
}

impl Keyed for FolderRestoreOperation {}

/// What is optional about `folder_restore`.
impl Call<FolderRestoreOperation> {
    /// What to do if the name is taken where the thing is to be; `fail`, if absent.
    pub fn on_conflict(self, on_conflict: OnConflict) -> Self {
        self.with_query("on_conflict", &on_conflict)
    }

    /// Carry out only if the current entity tag is one of these (RFC 9110).
    pub fn if_match(self, if_match: impl Into<String>) -> Self {
        self.with_header_text("If-Match", if_match)
    }
}

/// `folder_children`: see [`Folders::children`](super::Folders::children).
pub struct FolderChildrenOperation;

impl Endpoint for FolderChildrenOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "folder_children",
        method: Method::GET,
        path: "/api/v1/folders/{folder_id}/children",
        idempotency: Idempotency::Safe,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<NodeList>;
    type Error = FolderChildrenError;
}

/// What is optional about `folder_children`.
impl Call<FolderChildrenOperation> {
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

impl Paged for FolderChildrenOperation {
    type Item = Node;

    fn next_cursor(page: &Response<NodeList>) -> Option<&str> {
        page.next_cursor.as_deref()
    }

    fn into_items(page: Response<NodeList>) -> Vec<Node> {
        page.into_inner().data
    }
}

/// `folder_archive`: see [`Folders::archive`](super::Folders::archive).
pub struct FolderArchiveOperation;

impl Endpoint for FolderArchiveOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "folder_archive",
        method: Method::GET,
        path: "/api/v1/folders/{folder_id}/archive",
        idempotency: Idempotency::Safe,
        authenticated: true,
        streaming: Streaming::Response,
        success: &[200],
    };
    type Answer = Content;
    type Error = FolderArchiveError;
}

/// `folder_grant_list`: see [`Folders::grant_list`](super::Folders::grant_list).
pub struct FolderGrantListOperation;

impl Endpoint for FolderGrantListOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "folder_grant_list",
        method: Method::GET,
        path: "/api/v1/folders/{folder_id}/grants",
        idempotency: Idempotency::Safe,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<GrantList>;
    type Error = FolderGrantListError;
}

/// `folder_grant_put`: see [`Folders::grant_put`](super::Folders::grant_put).
pub struct FolderGrantPutOperation;

impl Endpoint for FolderGrantPutOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "folder_grant_put",
        method: Method::PUT,
        path: "/api/v1/folders/{folder_id}/grants/{principal_id}",
        idempotency: Idempotency::Idempotent,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<Grant>;
    type Error = FolderGrantPutError;
}

/// `folder_grant_delete`: see [`Folders::grant_delete`](super::Folders::grant_delete).
pub struct FolderGrantDeleteOperation;

impl Endpoint for FolderGrantDeleteOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "folder_grant_delete",
        method: Method::DELETE,
        path: "/api/v1/folders/{folder_id}/grants/{principal_id}",
        idempotency: Idempotency::Idempotent,
        authenticated: true,
        streaming: Streaming::None,
        success: &[204],
    };
    type Answer = Empty;
    type Error = FolderGrantDeleteError;
}
