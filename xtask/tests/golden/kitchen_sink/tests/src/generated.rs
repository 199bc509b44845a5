// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! Every operation of the contract, as the suite sees it: what it may be asked, and everything it may answer.

/// One operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operation {
    /// `file_upload`.
    pub id: &'static str,
    /// The area, such as `files`.
    pub tag: &'static str,
    /// In capitals.
    pub method: &'static str,
    /// With parameters in braces: `/api/v1/files/{file_id}`.
    pub path: &'static str,
    pub summary: &'static str,
    /// Whether it needs a credential.
    pub secured: bool,
    /// What a token must hold; `None` for public operations.
    pub scope: Option<&'static str>,
    pub idempotency: Idempotency,
    /// Whether it answers a page of a list.
    pub paginated: bool,
    /// `None` where the body is streamed or there is none.
    pub body_limit_bytes: Option<u64>,
    pub body_required: bool,
    /// Empty: it takes no body. Several: told apart by `Content-Type`.
    pub bodies: &'static [Body],
    /// Path, then query, then header.
    pub params: &'static [Param],
    /// Everything it may answer, ascending by status.
    pub responses: &'static [Response],
}

/// What a repetition of a request does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Idempotency {
    /// Changes nothing.
    Safe,
    /// Has no further effect.
    Idempotent,
    /// Has no further effect with the same `Idempotency-Key`.
    Key,
    /// Does something else each time.
    Never,
}

/// A parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Param {
    /// As on the wire.
    pub name: &'static str,
    pub location: Location,
    pub required: bool,
}

/// Where a parameter travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Location {
    Path,
    Query,
    Header,
}

/// One documented answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Response {
    pub status: u16,
    pub body: Body,
    /// The headers that it always has, besides `X-Request-Id`.
    pub headers: &'static [&'static str],
    /// What a problem may say; empty on success.
    pub codes: &'static [&'static str],
}

/// What a request or an answer carries; media types where they are not told by the kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body {
    Empty,
    Json,
    Problem,
    Multipart,
    Binary(&'static str),
    Text(&'static str),
    EventStream,
}

impl Operation {
    /// The documented answer of that status.
    pub fn response(&self, status: u16) -> Option<&'static Response> {
        self.responses.iter().find(|response| response.status == status)
    }
}

/// The operation of that id.
pub fn operation(id: &str) -> Option<&'static Operation> {
    OPERATIONS.iter().find(|operation| operation.id == id)
}

/// Every operation, in the order of the contract.
pub static OPERATIONS: [Operation; 14] = [
    Operation {
        id: "thing_list",
        tag: "things",
        method: "GET",
        path: "/things",
        summary: "List things",
        secured: true,
        scope: Some("read"),
        idempotency: Idempotency::Safe,
        paginated: true,
        body_limit_bytes: None,
        body_required: false,
        bodies: &[],
        params: &[
            Param { name: "skip", location: Location::Query, required: false },
            Param { name: "take", location: Location::Query, required: false },
            Param { name: "cursor", location: Location::Query, required: false },
            Param { name: "order_by", location: Location::Query, required: false },
            Param { name: "color", location: Location::Query, required: false },
            Param { name: "state", location: Location::Query, required: false },
            Param { name: "X-Label", location: Location::Header, required: false },
        ],
        responses: &[
            Response { status: 200, body: Body::Json, headers: &[], codes: &[] },
            Response { status: 401, body: Body::Problem, headers: &["WWW-Authenticate"], codes: &["UNAUTHENTICATED"] },
            Response { status: 403, body: Body::Problem, headers: &[], codes: &["AUTHZ_PERMISSION_DENIED"] },
            Response { status: 422, body: Body::Problem, headers: &[], codes: &["VALIDATION_FAILED"] },
            Response { status: 500, body: Body::Problem, headers: &[], codes: &["INTERNAL"] },
            Response { status: 503, body: Body::Problem, headers: &["Retry-After"], codes: &["UNAVAILABLE"] },
        ],
    },
    Operation {
        id: "thing_create",
        tag: "things",
        method: "POST",
        path: "/things",
        summary: "Create a thing",
        secured: true,
        scope: Some("admin"),
        idempotency: Idempotency::Key,
        paginated: false,
        body_limit_bytes: Some(1048576),
        body_required: true,
        bodies: &[Body::Json],
        params: &[Param { name: "Idempotency-Key", location: Location::Header, required: false }],
        responses: &[
            Response { status: 200, body: Body::Json, headers: &["ETag"], codes: &[] },
            Response { status: 201, body: Body::Json, headers: &["Location", "ETag"], codes: &[] },
            Response { status: 202, body: Body::Empty, headers: &[], codes: &[] },
            Response { status: 400, body: Body::Problem, headers: &[], codes: &["INVALID_ARGUMENT"] },
            Response { status: 401, body: Body::Problem, headers: &["WWW-Authenticate"], codes: &["UNAUTHENTICATED"] },
            Response { status: 403, body: Body::Problem, headers: &[], codes: &["AUTHZ_PERMISSION_DENIED"] },
            Response { status: 408, body: Body::Problem, headers: &[], codes: &["REQUEST_TIMEOUT"] },
            Response { status: 409, body: Body::Problem, headers: &[], codes: &["NAME_CONFLICT", "ID_CONFLICT"] },
            Response { status: 413, body: Body::Problem, headers: &[], codes: &["PAYLOAD_TOO_LARGE"] },
            Response { status: 415, body: Body::Problem, headers: &[], codes: &["UNSUPPORTED_MEDIA_TYPE"] },
            Response {
                status: 422,
                body: Body::Problem,
                headers: &[],
                codes: &["VALIDATION_FAILED", "IDEMPOTENCY_KEY_REUSED"],
            },
            Response { status: 429, body: Body::Problem, headers: &["Retry-After"], codes: &["RATE_LIMITED"] },
            Response { status: 500, body: Body::Problem, headers: &[], codes: &["INTERNAL"] },
            Response { status: 503, body: Body::Problem, headers: &["Retry-After"], codes: &["UNAVAILABLE"] },
        ],
    },
    Operation {
        id: "thing_get",
        tag: "things",
        method: "GET",
        path: "/things/{thing_id}",
        summary: "Get a thing",
        secured: true,
        scope: Some("read"),
        idempotency: Idempotency::Safe,
        paginated: false,
        body_limit_bytes: None,
        body_required: false,
        bodies: &[],
        params: &[Param { name: "thing_id", location: Location::Path, required: true }],
        responses: &[
            Response { status: 200, body: Body::Json, headers: &[], codes: &[] },
            Response { status: 401, body: Body::Problem, headers: &["WWW-Authenticate"], codes: &["UNAUTHENTICATED"] },
            Response { status: 403, body: Body::Problem, headers: &[], codes: &["AUTHZ_PERMISSION_DENIED"] },
            Response { status: 404, body: Body::Problem, headers: &[], codes: &["NOT_FOUND"] },
            Response { status: 422, body: Body::Problem, headers: &[], codes: &["VALIDATION_FAILED"] },
            Response { status: 500, body: Body::Problem, headers: &[], codes: &["INTERNAL"] },
            Response { status: 503, body: Body::Problem, headers: &["Retry-After"], codes: &["UNAVAILABLE"] },
        ],
    },
    Operation {
        id: "thing_update",
        tag: "things",
        method: "PATCH",
        path: "/things/{thing_id}",
        summary: "Change a thing",
        secured: true,
        scope: Some("write"),
        idempotency: Idempotency::Key,
        paginated: false,
        body_limit_bytes: Some(1048576),
        body_required: true,
        bodies: &[Body::Json],
        params: &[
            Param { name: "thing_id", location: Location::Path, required: true },
            Param { name: "If-Match", location: Location::Header, required: false },
            Param { name: "Idempotency-Key", location: Location::Header, required: false },
        ],
        responses: &[
            Response { status: 200, body: Body::Json, headers: &[], codes: &[] },
            Response { status: 400, body: Body::Problem, headers: &[], codes: &["INVALID_ARGUMENT"] },
            Response { status: 401, body: Body::Problem, headers: &["WWW-Authenticate"], codes: &["UNAUTHENTICATED"] },
            Response { status: 403, body: Body::Problem, headers: &[], codes: &["AUTHZ_PERMISSION_DENIED"] },
            Response { status: 404, body: Body::Problem, headers: &[], codes: &["NOT_FOUND"] },
            Response { status: 408, body: Body::Problem, headers: &[], codes: &["REQUEST_TIMEOUT"] },
            Response { status: 412, body: Body::Problem, headers: &["ETag"], codes: &["PRECONDITION_FAILED"] },
            Response { status: 413, body: Body::Problem, headers: &[], codes: &["PAYLOAD_TOO_LARGE"] },
            Response { status: 415, body: Body::Problem, headers: &[], codes: &["UNSUPPORTED_MEDIA_TYPE"] },
            Response {
                status: 422,
                body: Body::Problem,
                headers: &[],
                codes: &["VALIDATION_FAILED", "IDEMPOTENCY_KEY_REUSED"],
            },
            Response { status: 500, body: Body::Problem, headers: &[], codes: &["INTERNAL"] },
            Response { status: 503, body: Body::Problem, headers: &["Retry-After"], codes: &["UNAVAILABLE"] },
        ],
    },
    Operation {
        id: "thing_delete",
        tag: "things",
        method: "DELETE",
        path: "/things/{thing_id}",
        summary: "Delete a thing",
        secured: true,
        scope: Some("write"),
        idempotency: Idempotency::Idempotent,
        paginated: false,
        body_limit_bytes: None,
        body_required: false,
        bodies: &[],
        params: &[Param { name: "thing_id", location: Location::Path, required: true }],
        responses: &[
            Response { status: 204, body: Body::Empty, headers: &[], codes: &[] },
            Response { status: 401, body: Body::Problem, headers: &["WWW-Authenticate"], codes: &["UNAUTHENTICATED"] },
            Response { status: 403, body: Body::Problem, headers: &[], codes: &["AUTHZ_PERMISSION_DENIED"] },
            Response { status: 404, body: Body::Problem, headers: &[], codes: &["NOT_FOUND"] },
            Response { status: 422, body: Body::Problem, headers: &[], codes: &["VALIDATION_FAILED"] },
            Response { status: 500, body: Body::Problem, headers: &[], codes: &["INTERNAL"] },
            Response { status: 503, body: Body::Problem, headers: &["Retry-After"], codes: &["UNAVAILABLE"] },
        ],
    },
    Operation {
        id: "thing_paint",
        tag: "things",
        method: "POST",
        path: "/things/{thing_id}:paint",
        summary: "Paint a thing",
        secured: true,
        scope: Some("write"),
        idempotency: Idempotency::Idempotent,
        paginated: false,
        body_limit_bytes: Some(4096),
        body_required: false,
        bodies: &[Body::Json],
        params: &[Param { name: "thing_id", location: Location::Path, required: true }],
        responses: &[
            Response { status: 200, body: Body::Json, headers: &[], codes: &[] },
            Response { status: 400, body: Body::Problem, headers: &[], codes: &["INVALID_ARGUMENT"] },
            Response { status: 401, body: Body::Problem, headers: &["WWW-Authenticate"], codes: &["UNAUTHENTICATED"] },
            Response { status: 403, body: Body::Problem, headers: &[], codes: &["AUTHZ_PERMISSION_DENIED"] },
            Response { status: 404, body: Body::Problem, headers: &[], codes: &["NOT_FOUND"] },
            Response { status: 408, body: Body::Problem, headers: &[], codes: &["REQUEST_TIMEOUT"] },
            Response { status: 413, body: Body::Problem, headers: &[], codes: &["PAYLOAD_TOO_LARGE"] },
            Response { status: 415, body: Body::Problem, headers: &[], codes: &["UNSUPPORTED_MEDIA_TYPE"] },
            Response { status: 422, body: Body::Problem, headers: &[], codes: &["VALIDATION_FAILED"] },
            Response { status: 500, body: Body::Problem, headers: &[], codes: &["INTERNAL"] },
            Response { status: 503, body: Body::Problem, headers: &["Retry-After"], codes: &["UNAVAILABLE"] },
        ],
    },
    Operation {
        id: "shape_put",
        tag: "things",
        method: "PUT",
        path: "/things/{thing_id}/shapes/{index}",
        summary: "Set a shape",
        secured: true,
        scope: Some("write"),
        idempotency: Idempotency::Idempotent,
        paginated: false,
        body_limit_bytes: Some(1048576),
        body_required: true,
        bodies: &[Body::Json],
        params: &[
            Param { name: "thing_id", location: Location::Path, required: true },
            Param { name: "index", location: Location::Path, required: true },
        ],
        responses: &[
            Response { status: 200, body: Body::Json, headers: &[], codes: &[] },
            Response { status: 400, body: Body::Problem, headers: &[], codes: &["INVALID_ARGUMENT"] },
            Response { status: 401, body: Body::Problem, headers: &["WWW-Authenticate"], codes: &["UNAUTHENTICATED"] },
            Response { status: 403, body: Body::Problem, headers: &[], codes: &["AUTHZ_PERMISSION_DENIED"] },
            Response { status: 404, body: Body::Problem, headers: &[], codes: &["NOT_FOUND"] },
            Response { status: 408, body: Body::Problem, headers: &[], codes: &["REQUEST_TIMEOUT"] },
            Response { status: 413, body: Body::Problem, headers: &[], codes: &["PAYLOAD_TOO_LARGE"] },
            Response { status: 415, body: Body::Problem, headers: &[], codes: &["UNSUPPORTED_MEDIA_TYPE"] },
            Response { status: 422, body: Body::Problem, headers: &[], codes: &["VALIDATION_FAILED"] },
            Response { status: 500, body: Body::Problem, headers: &[], codes: &["INTERNAL"] },
            Response { status: 503, body: Body::Problem, headers: &["Retry-After"], codes: &["UNAVAILABLE"] },
        ],
    },
    Operation {
        id: "blob_upload",
        tag: "blobs",
        method: "POST",
        path: "/blobs",
        summary: "Upload by form",
        secured: true,
        scope: Some("write"),
        idempotency: Idempotency::Key,
        paginated: false,
        body_limit_bytes: None,
        body_required: true,
        bodies: &[Body::Multipart],
        params: &[Param { name: "Idempotency-Key", location: Location::Header, required: false }],
        responses: &[
            Response { status: 201, body: Body::Json, headers: &["Location"], codes: &[] },
            Response { status: 401, body: Body::Problem, headers: &["WWW-Authenticate"], codes: &["UNAUTHENTICATED"] },
            Response { status: 403, body: Body::Problem, headers: &[], codes: &["AUTHZ_PERMISSION_DENIED"] },
            Response { status: 408, body: Body::Problem, headers: &[], codes: &["REQUEST_TIMEOUT"] },
            Response { status: 413, body: Body::Problem, headers: &[], codes: &["PAYLOAD_TOO_LARGE"] },
            Response { status: 415, body: Body::Problem, headers: &[], codes: &["UNSUPPORTED_MEDIA_TYPE"] },
            Response {
                status: 422,
                body: Body::Problem,
                headers: &[],
                codes: &["VALIDATION_FAILED", "IDEMPOTENCY_KEY_REUSED"],
            },
            Response { status: 500, body: Body::Problem, headers: &[], codes: &["INTERNAL"] },
            Response { status: 503, body: Body::Problem, headers: &["Retry-After"], codes: &["UNAVAILABLE"] },
        ],
    },
    Operation {
        id: "blob_import",
        tag: "blobs",
        method: "POST",
        path: "/blobs:import",
        summary: "Upload as bytes or as JSON",
        secured: true,
        scope: Some("write"),
        idempotency: Idempotency::Key,
        paginated: false,
        body_limit_bytes: None,
        body_required: true,
        bodies: &[Body::Json, Body::Binary("*/*")],
        params: &[Param { name: "Idempotency-Key", location: Location::Header, required: false }],
        responses: &[
            Response { status: 200, body: Body::Binary("application/octet-stream"), headers: &[], codes: &[] },
            Response { status: 400, body: Body::Problem, headers: &[], codes: &["INVALID_ARGUMENT"] },
            Response { status: 401, body: Body::Problem, headers: &["WWW-Authenticate"], codes: &["UNAUTHENTICATED"] },
            Response { status: 403, body: Body::Problem, headers: &[], codes: &["AUTHZ_PERMISSION_DENIED"] },
            Response { status: 408, body: Body::Problem, headers: &[], codes: &["REQUEST_TIMEOUT"] },
            Response { status: 413, body: Body::Problem, headers: &[], codes: &["PAYLOAD_TOO_LARGE"] },
            Response { status: 415, body: Body::Problem, headers: &[], codes: &["UNSUPPORTED_MEDIA_TYPE"] },
            Response {
                status: 422,
                body: Body::Problem,
                headers: &[],
                codes: &["VALIDATION_FAILED", "IDEMPOTENCY_KEY_REUSED"],
            },
            Response { status: 500, body: Body::Problem, headers: &[], codes: &["INTERNAL"] },
            Response { status: 503, body: Body::Problem, headers: &["Retry-After"], codes: &["UNAVAILABLE"] },
        ],
    },
    Operation {
        id: "blob_download",
        tag: "blobs",
        method: "GET",
        path: "/blobs/{blob_id}/content",
        summary: "Download",
        secured: true,
        scope: Some("read"),
        idempotency: Idempotency::Safe,
        paginated: false,
        body_limit_bytes: None,
        body_required: false,
        bodies: &[],
        params: &[
            Param { name: "blob_id", location: Location::Path, required: true },
            Param { name: "Range", location: Location::Header, required: false },
            Param { name: "If-Match", location: Location::Header, required: false },
        ],
        responses: &[
            Response {
                status: 200,
                body: Body::Binary("application/octet-stream"),
                headers: &["ETag", "Content-Length", "Last-Modified"],
                codes: &[],
            },
            Response {
                status: 206,
                body: Body::Binary("application/octet-stream"),
                headers: &["ETag", "Content-Length"],
                codes: &[],
            },
            Response { status: 304, body: Body::Empty, headers: &["ETag"], codes: &[] },
            Response { status: 401, body: Body::Problem, headers: &["WWW-Authenticate"], codes: &["UNAUTHENTICATED"] },
            Response { status: 403, body: Body::Problem, headers: &[], codes: &["AUTHZ_PERMISSION_DENIED"] },
            Response { status: 404, body: Body::Problem, headers: &[], codes: &["NOT_FOUND"] },
            Response { status: 412, body: Body::Problem, headers: &["ETag"], codes: &["PRECONDITION_FAILED"] },
            Response {
                status: 416,
                body: Body::Problem,
                headers: &["Content-Range"],
                codes: &["RANGE_NOT_SATISFIABLE"],
            },
            Response { status: 422, body: Body::Problem, headers: &[], codes: &["VALIDATION_FAILED"] },
            Response { status: 500, body: Body::Problem, headers: &[], codes: &["INTERNAL"] },
            Response { status: 503, body: Body::Problem, headers: &["Retry-After"], codes: &["UNAVAILABLE"] },
        ],
    },
    Operation {
        id: "blob_download_head",
        tag: "blobs",
        method: "HEAD",
        path: "/blobs/{blob_id}/content",
        summary: "Ask for the headers of a download",
        secured: true,
        scope: Some("read"),
        idempotency: Idempotency::Safe,
        paginated: false,
        body_limit_bytes: None,
        body_required: false,
        bodies: &[],
        params: &[Param { name: "blob_id", location: Location::Path, required: true }],
        responses: &[
            Response {
                status: 200,
                body: Body::Empty,
                headers: &["ETag", "Content-Length", "Last-Modified"],
                codes: &[],
            },
            Response { status: 401, body: Body::Problem, headers: &["WWW-Authenticate"], codes: &["UNAUTHENTICATED"] },
            Response { status: 403, body: Body::Problem, headers: &[], codes: &["AUTHZ_PERMISSION_DENIED"] },
            Response { status: 404, body: Body::Problem, headers: &[], codes: &["NOT_FOUND"] },
            Response { status: 422, body: Body::Problem, headers: &[], codes: &["VALIDATION_FAILED"] },
            Response { status: 500, body: Body::Problem, headers: &[], codes: &["INTERNAL"] },
            Response { status: 503, body: Body::Problem, headers: &["Retry-After"], codes: &["UNAVAILABLE"] },
        ],
    },
    Operation {
        id: "blob_replace",
        tag: "blobs",
        method: "PUT",
        path: "/blobs/{blob_id}/content",
        summary: "Replace the content",
        secured: true,
        scope: Some("write"),
        idempotency: Idempotency::Key,
        paginated: false,
        body_limit_bytes: None,
        body_required: true,
        bodies: &[Body::Binary("application/octet-stream")],
        params: &[
            Param { name: "blob_id", location: Location::Path, required: true },
            Param { name: "If-Match", location: Location::Header, required: false },
            Param { name: "Idempotency-Key", location: Location::Header, required: false },
        ],
        responses: &[
            Response { status: 204, body: Body::Empty, headers: &["ETag"], codes: &[] },
            Response { status: 401, body: Body::Problem, headers: &["WWW-Authenticate"], codes: &["UNAUTHENTICATED"] },
            Response { status: 403, body: Body::Problem, headers: &[], codes: &["AUTHZ_PERMISSION_DENIED"] },
            Response { status: 404, body: Body::Problem, headers: &[], codes: &["NOT_FOUND"] },
            Response { status: 408, body: Body::Problem, headers: &[], codes: &["REQUEST_TIMEOUT"] },
            Response { status: 412, body: Body::Problem, headers: &["ETag"], codes: &["PRECONDITION_FAILED"] },
            Response { status: 413, body: Body::Problem, headers: &[], codes: &["PAYLOAD_TOO_LARGE"] },
            Response { status: 415, body: Body::Problem, headers: &[], codes: &["UNSUPPORTED_MEDIA_TYPE"] },
            Response {
                status: 422,
                body: Body::Problem,
                headers: &[],
                codes: &["VALIDATION_FAILED", "IDEMPOTENCY_KEY_REUSED"],
            },
            Response { status: 500, body: Body::Problem, headers: &[], codes: &["INTERNAL"] },
            Response { status: 503, body: Body::Problem, headers: &["Retry-After"], codes: &["UNAVAILABLE"] },
        ],
    },
    Operation {
        id: "event_stream",
        tag: "blobs",
        method: "GET",
        path: "/blobs/events",
        summary: "Follow what happens",
        secured: true,
        scope: Some("read"),
        idempotency: Idempotency::Safe,
        paginated: false,
        body_limit_bytes: None,
        body_required: false,
        bodies: &[],
        params: &[Param { name: "Last-Event-ID", location: Location::Header, required: false }],
        responses: &[
            Response { status: 200, body: Body::EventStream, headers: &[], codes: &[] },
            Response { status: 401, body: Body::Problem, headers: &["WWW-Authenticate"], codes: &["UNAUTHENTICATED"] },
            Response { status: 403, body: Body::Problem, headers: &[], codes: &["AUTHZ_PERMISSION_DENIED"] },
            Response { status: 422, body: Body::Problem, headers: &[], codes: &["VALIDATION_FAILED"] },
            Response { status: 500, body: Body::Problem, headers: &[], codes: &["INTERNAL"] },
            Response { status: 503, body: Body::Problem, headers: &["Retry-After"], codes: &["UNAVAILABLE"] },
        ],
    },
    Operation {
        id: "metrics_get",
        tag: "blobs",
        method: "GET",
        path: "/metrics",
        summary: "Metrics",
        secured: false,
        scope: None,
        idempotency: Idempotency::Safe,
        paginated: false,
        body_limit_bytes: None,
        body_required: false,
        bodies: &[],
        params: &[],
        responses: &[
            Response { status: 200, body: Body::Text("text/plain"), headers: &[], codes: &[] },
            Response { status: 422, body: Body::Problem, headers: &[], codes: &["VALIDATION_FAILED"] },
            Response { status: 500, body: Body::Problem, headers: &[], codes: &["INTERNAL"] },
            Response { status: 503, body: Body::Problem, headers: &["Retry-After"], codes: &["UNAVAILABLE"] },
        ],
    },
];
