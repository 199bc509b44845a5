// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! The operations of the area *bodies*, and what is optional about calling them.

use http::Method;

use super::super::models::{Blob, Event};
use super::errors::{
    BlobDownloadError, BlobDownloadHeadError, BlobImportError, BlobReplaceError, BlobUploadError, EventStreamError,
    MetricsGetError,
};
use crate::core::{
    Call, Content, Empty, Endpoint, EventStream, FromHeaders, HeaderFault, HeaderReader, Headers, Idempotency,
    IfChanged, Json, Keyed, Operation, Response, Streaming, Text,
};

/// `blob_upload`: see [`Bodies::blob_upload`](super::Bodies::blob_upload).
pub struct BlobUploadOperation;

impl Endpoint for BlobUploadOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "blob_upload",
        method: Method::POST,
        path: "/blobs",
        idempotency: Idempotency::Key,
        authenticated: true,
        streaming: Streaming::Request,
        success: &[201],
    };
    type Answer = Json<Blob>;
    type Error = BlobUploadError;
}

impl Keyed for BlobUploadOperation {}

/// `blob_import`: see [`Bodies::blob_import`](super::Bodies::blob_import).
pub struct BlobImportOperation;

impl Endpoint for BlobImportOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "blob_import",
        method: Method::POST,
        path: "/blobs:import",
        idempotency: Idempotency::Key,
        authenticated: true,
        streaming: Streaming::Both,
        success: &[200],
    };
    type Answer = Content;
    type Error = BlobImportError;
}

impl Keyed for BlobImportOperation {}

/// `blob_download`: see [`Bodies::blob_download`](super::Bodies::blob_download).
pub struct BlobDownloadOperation;

impl Endpoint for BlobDownloadOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "blob_download",
        method: Method::GET,
        path: "/blobs/{blob_id}/content",
        idempotency: Idempotency::Safe,
        authenticated: true,
        streaming: Streaming::Response,
        success: &[200, 206, 304],
    };
    type Answer = IfChanged<Content>;
    type Error = BlobDownloadError;
}

/// What is optional about `blob_download`.
impl Call<BlobDownloadOperation> {
    /// Which bytes.
    pub fn range(self, range: impl Into<String>) -> Self {
        self.with_header_text("Range", range)
    }

    /// The state that is meant.
    pub fn if_match(self, if_match: impl Into<String>) -> Self {
        self.with_header_text("If-Match", if_match)
    }
}

/// `blob_download_head`: see [`Bodies::blob_download_head`](super::Bodies::blob_download_head).
pub struct BlobDownloadHeadOperation;

impl Endpoint for BlobDownloadHeadOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "blob_download_head",
        method: Method::HEAD,
        path: "/blobs/{blob_id}/content",
        idempotency: Idempotency::Safe,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Headers<BlobDownloadHeaders>;
    type Error = BlobDownloadHeadError;
}

/// The headers that `blob_download_head` answers.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct BlobDownloadHeaders {
    /// The entity tag.
    pub etag: String,
    /// How many bytes follow.
    pub content_length: i64,
    /// When it was written.
    pub last_modified: String,
}

impl FromHeaders for BlobDownloadHeaders {
    fn from_headers(headers: HeaderReader<'_>) -> Result<Self, HeaderFault> {
        Ok(Self {
            etag: headers.required("ETag")?,
            content_length: headers.required("Content-Length")?,
            last_modified: headers.required("Last-Modified")?,
        })
    }
}

/// `blob_replace`: see [`Bodies::blob_replace`](super::Bodies::blob_replace).
pub struct BlobReplaceOperation;

impl Endpoint for BlobReplaceOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "blob_replace",
        method: Method::PUT,
        path: "/blobs/{blob_id}/content",
        idempotency: Idempotency::Key,
        authenticated: true,
        streaming: Streaming::Request,
        success: &[204],
    };
    type Answer = Empty;
    type Error = BlobReplaceError;
}

impl Keyed for BlobReplaceOperation {}

/// What is optional about `blob_replace`.
impl Call<BlobReplaceOperation> {
    /// The state that is meant.
    pub fn if_match(self, if_match: impl Into<String>) -> Self {
        self.with_header_text("If-Match", if_match)
    }
}

/// `event_stream`: see [`Bodies::event_stream`](super::Bodies::event_stream).
pub struct EventStreamOperation;

impl Endpoint for EventStreamOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "event_stream",
        method: Method::GET,
        path: "/blobs/events",
        idempotency: Idempotency::Safe,
        authenticated: true,
        streaming: Streaming::Response,
        success: &[200],
    };
    type Answer = EventStream<Event>;
    type Error = EventStreamError;
}

/// What is optional about `event_stream`.
impl Call<EventStreamOperation> {
    /// Where to go on.
    pub fn last_event_id(self, last_event_id: impl Into<String>) -> Self {
        self.with_header_text("Last-Event-ID", last_event_id)
    }
}

/// `metrics_get`: see [`Bodies::metrics_get`](super::Bodies::metrics_get).
pub struct MetricsGetOperation;

impl Endpoint for MetricsGetOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "metrics_get",
        method: Method::GET,
        path: "/metrics",
        idempotency: Idempotency::Safe,
        authenticated: false,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Text;
    type Error = MetricsGetError;
}
