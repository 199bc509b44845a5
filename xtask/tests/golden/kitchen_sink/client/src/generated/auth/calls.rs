// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! The operations of the area *auth*, and what is optional about calling them.

use http::Method;

use super::super::models::Session;
use super::errors::{SessionCreateError, SessionRefreshError};
use crate::core::{Endpoint, Idempotency, Json, Operation, Streaming};

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
