//! What the contract says of one operation, as a constant.

use http::Method;

/// One operation of the contract: everything that the core must know to carry it out.
///
/// Transports and interceptors see it beside each request, in its extensions.
#[derive(Debug)]
pub struct Operation {
    /// The contract's `operationId`, such as `file_upload`.
    pub id: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path's template, such as `/api/v1/files/{file_id}`.
    pub path: &'static str,
    /// Whether and how it may be repeated.
    pub idempotency: Idempotency,
    /// Whether it needs a credential.
    pub authenticated: bool,
    /// Which of its bodies travel piece by piece.
    pub streaming: Streaming,
    /// The statuses that mean success, ascending.
    pub success: &'static [u16],
}

/// Whether an operation may be sent again when nobody knows if the first attempt arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Idempotency {
    /// Changes nothing.
    Safe,
    /// A second time has no further effect.
    Idempotent,
    /// May be repeated with the same `Idempotency-Key`, which the client makes once for each logical call.
    Key,
    /// Does something else each time: never repeated.
    Never,
}

/// Which bodies of an operation travel piece by piece, so that no limit on the whole call fits them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Streaming {
    /// Both bodies are read and written whole.
    None,
    /// The request's body is streamed.
    Request,
    /// The answer's body is streamed.
    Response,
    /// Both are.
    Both,
}

impl Streaming {
    pub(crate) fn request(self) -> bool {
        matches!(self, Self::Request | Self::Both)
    }

    pub(crate) fn response(self) -> bool {
        matches!(self, Self::Response | Self::Both)
    }
}
