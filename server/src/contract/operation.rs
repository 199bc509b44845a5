//! One operation of the contract as data: what the pipeline needs to know before and around the handler.
//!
//! The table itself is generated (`generated/operations.rs`); finding an operation by path is `router`'s business.

use poem::http::Method;

use crate::generated::problems::ProblemCode;

/// What the contract says about an operation. All of it is fixed when the server is built.
#[derive(Debug)]
pub struct Operation {
    /// `file_upload`: also the name of the handler and of the client's method.
    pub id: &'static str,
    pub tag: &'static str,
    pub method: Method,
    /// The public path template: `/api/v1/files/{file_id}:download`.
    pub path: &'static str,
    /// The same path as poem-openapi knows it, with the custom verb as a marked segment: `/api/v1/files/:file_id/~download`.
    pub route: &'static str,
    pub summary: &'static str,
    pub security: Security,
    /// What a token must hold; `None` where the operation is public.
    pub scope: Option<&'static str>,
    pub idempotency: Idempotency,
    /// `None` where the operation takes no body, or where the body is streamed and the handler limits it.
    pub body_limit_bytes: Option<u64>,
    /// The media types that a body may have; empty where the operation takes none. `*/*` takes every one.
    pub media_types: &'static [&'static str],
    pub body_required: bool,
    /// The request's body is handed to the handler piece by piece.
    pub streaming_request: bool,
    /// The answer's body is written piece by piece, so the handler's time says nothing about the transfer's.
    pub streaming_response: bool,
    /// Every problem that the operation may answer.
    pub codes: &'static [ProblemCode],
    /// Every status that the operation may answer, ascending.
    pub statuses: &'static [u16],
}

impl Operation {
    /// The custom verb, such as `download`, if the path ends in one.
    pub fn custom_verb(&self) -> Option<&'static str> {
        let (_, last) = self.route.rsplit_once('/')?;
        last.strip_prefix(super::verbs::MARK)
    }
}

/// Whether a caller has to say who it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    Public,
    Bearer,
}

/// What repeating a request does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Idempotency {
    /// Changes nothing.
    Safe,
    /// Repeating it has no further effect.
    Idempotent,
    /// Runs once for each `Idempotency-Key`.
    Key,
    /// Does something else each time.
    Never,
}
