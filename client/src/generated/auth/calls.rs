// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! The operations of the area *auth*, and what is optional about calling them.

use http::Method;

use super::super::models::{Me, Session, Token, TokenCreated, TokenList, TokenOrder};
use super::errors::{
    MeGetError, MeUpdateError, SessionCreateError, SessionDeleteError, SessionRefreshError, TokenCreateError,
    TokenListError, TokenRevokeError,
};
use crate::core::{Call, Empty, Endpoint, Idempotency, Json, Keyed, Operation, Paged, Response, Streaming};

/// `session_create`: see [`Auth::session_create`](super::Auth::session_create).
pub struct SessionCreateOperation;

impl Endpoint for SessionCreateOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "session_create",
        method: Method::POST,
        path: "/api/v1/auth/login",
        idempotency: Idempotency::Never,
        authenticated: false,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<Session>;
    type Error = SessionCreateError;
}

/// `session_refresh`: see [`Auth::session_refresh`](super::Auth::session_refresh).
pub struct SessionRefreshOperation;

impl Endpoint for SessionRefreshOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "session_refresh",
        method: Method::POST,
        path: "/api/v1/auth/refresh",
        idempotency: Idempotency::Never,
        authenticated: false,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<Session>;
    type Error = SessionRefreshError;
}

/// `session_delete`: see [`Auth::session_delete`](super::Auth::session_delete).
pub struct SessionDeleteOperation;

impl Endpoint for SessionDeleteOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "session_delete",
        method: Method::POST,
        path: "/api/v1/auth/logout",
        idempotency: Idempotency::Idempotent,
        authenticated: true,
        streaming: Streaming::None,
        success: &[204],
    };
    type Answer = Empty;
    type Error = SessionDeleteError;
}

/// `me_get`: see [`Auth::me_get`](super::Auth::me_get).
pub struct MeGetOperation;

impl Endpoint for MeGetOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "me_get",
        method: Method::GET,
        path: "/api/v1/me",
        idempotency: Idempotency::Safe,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<Me>;
    type Error = MeGetError;
}

/// `me_update`: see [`Auth::me_update`](super::Auth::me_update).
pub struct MeUpdateOperation;

impl Endpoint for MeUpdateOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "me_update",
        method: Method::PATCH,
        path: "/api/v1/me",
        idempotency: Idempotency::Key,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<Me>;
    type Error = MeUpdateError;
}

impl Keyed for MeUpdateOperation {}

/// `token_create`: see [`Auth::token_create`](super::Auth::token_create).
pub struct TokenCreateOperation;

impl Endpoint for TokenCreateOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "token_create",
        method: Method::POST,
        path: "/api/v1/me/tokens",
        idempotency: Idempotency::Key,
        authenticated: true,
        streaming: Streaming::None,
        success: &[201],
    };
    type Answer = Json<TokenCreated>;
    type Error = TokenCreateError;
}

impl Keyed for TokenCreateOperation {}

/// `token_list`: see [`Auth::token_list`](super::Auth::token_list).
pub struct TokenListOperation;

impl Endpoint for TokenListOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "token_list",
        method: Method::GET,
        path: "/api/v1/me/tokens",
        idempotency: Idempotency::Safe,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<TokenList>;
    type Error = TokenListError;
}

/// What is optional about `token_list`.
impl Call<TokenListOperation> {
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
    pub fn order_by(self, order_by: TokenOrder) -> Self {
        self.with_query("order_by", &order_by)
    }
}

impl Paged for TokenListOperation {
    type Item = Token;

    fn next_cursor(page: &Response<TokenList>) -> Option<&str> {
        page.next_cursor.as_deref()
    }

    fn into_items(page: Response<TokenList>) -> Vec<Token> {
        page.into_inner().data
    }
}

/// `token_revoke`: see [`Auth::token_revoke`](super::Auth::token_revoke).
pub struct TokenRevokeOperation;

impl Endpoint for TokenRevokeOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "token_revoke",
        method: Method::DELETE,
        path: "/api/v1/me/tokens/{token_id}",
        idempotency: Idempotency::Idempotent,
        authenticated: true,
        streaming: Streaming::None,
        success: &[204],
    };
    type Answer = Empty;
    type Error = TokenRevokeError;
}
