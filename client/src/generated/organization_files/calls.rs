// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! The operations of the area *organization_files*, and what is optional about calling them.

use http::Method;

use super::super::models::{
    DownloadUrl, DownloadUrlGenerate, OrganizationFile, OrganizationFileDeleted, OrganizationFileList,
    OrganizationFileOrder, OrganizationFileUploaded, UploadUrl, UploadUrlGenerate,
};
use super::errors::{
    DownloadUrlGenerateError, OrganizationFileDeleteError, OrganizationFileDownloadError,
    OrganizationFileDownloadHeadError, OrganizationFileGetError, OrganizationFileListError, OrganizationFileUploadError,
    UploadUrlGenerateError,
};
use crate::core::{
    Call, Content, Endpoint, FromHeaders, HeaderFault, HeaderReader, Headers, Idempotency, IfChanged, Json, Keyed,
    Operation, Paged, Response, Streaming,
};

/// `organization_file_upload`: see [`OrganizationFiles::upload`](super::OrganizationFiles::upload).
pub struct OrganizationFileUploadOperation;

impl Endpoint for OrganizationFileUploadOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "organization_file_upload",
        method: Method::POST,
        path: "/api/v1/organizations/{organization_id}/files:upload",
        idempotency: Idempotency::Key,
        authenticated: true,
        streaming: Streaming::Request,
        success: &[200],
    };
    type Answer = Json<OrganizationFileUploaded>;
    type Error = OrganizationFileUploadError;
}

impl Keyed for OrganizationFileUploadOperation {}

/// What is optional about `organization_file_upload`.
impl Call<OrganizationFileUploadOperation> {
    /// What the file is to be called, unless `Content-Disposition` says so.
    pub fn filename(self, filename: impl Into<String>) -> Self {
        self.with_query_text("filename", filename)
    }

    /// What the file is to be called: `attachment; filename="plan.pdf"` (RFC 6266, RFC 8187).
    pub fn content_disposition(self, content_disposition: impl Into<String>) -> Self {
        self.with_header_text("Content-Disposition", content_disposition)
    }
}

/// `organization_file_list`: see [`OrganizationFiles::list`](super::OrganizationFiles::list).
pub struct OrganizationFileListOperation;

impl Endpoint for OrganizationFileListOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "organization_file_list",
        method: Method::GET,
        path: "/api/v1/organizations/{organization_id}/files",
        idempotency: Idempotency::Safe,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<OrganizationFileList>;
    type Error = OrganizationFileListError;
}

/// What is optional about `organization_file_list`.
impl Call<OrganizationFileListOperation> {
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
    pub fn order_by(self, order_by: OrganizationFileOrder) -> Self {
        self.with_query("order_by", &order_by)
    }
}

impl Paged for OrganizationFileListOperation {
    type Item = OrganizationFile;

    fn next_cursor(page: &Response<OrganizationFileList>) -> Option<&str> {
        page.next_cursor.as_deref()
    }

    fn into_items(page: Response<OrganizationFileList>) -> Vec<OrganizationFile> {
        page.into_inner().data
    }
}

/// `organization_file_download`: see [`OrganizationFiles::download`](super::OrganizationFiles::download).
pub struct OrganizationFileDownloadOperation;

impl Endpoint for OrganizationFileDownloadOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "organization_file_download",
        method: Method::GET,
        path: "/api/v1/organizations/{organization_id}/files/{file}:download",
        idempotency: Idempotency::Safe,
        authenticated: true,
        streaming: Streaming::Response,
        success: &[200, 206, 304],
    };
    type Answer = IfChanged<Content>;
    type Error = OrganizationFileDownloadError;
}

/// What is optional about `organization_file_download`.
impl Call<OrganizationFileDownloadOperation> {
    /// Up to 16 byte ranges, such as `bytes=0-1023` or `bytes=-500` (RFC 9110). More, or another unit, is
    /// ignored.
    pub fn range(self, range: impl Into<String>) -> Self {
        self.with_header_text("Range", range)
    }

    /// Carry out only if the current entity tag is one of these (RFC 9110).
    pub fn if_match(self, if_match: impl Into<String>) -> Self {
        self.with_header_text("If-Match", if_match)
    }

    /// Answer 304 if the current entity tag is one of these (RFC 9110).
    pub fn if_none_match(self, if_none_match: impl Into<String>) -> Self {
        self.with_header_text("If-None-Match", if_none_match)
    }

    /// Answer 304 if unchanged since then. Ignored if `If-None-Match` is given.
    pub fn if_modified_since(self, if_modified_since: impl Into<String>) -> Self {
        self.with_header_text("If-Modified-Since", if_modified_since)
    }

    /// Answer 412 if changed since then. Ignored if `If-Match` is given.
    pub fn if_unmodified_since(self, if_unmodified_since: impl Into<String>) -> Self {
        self.with_header_text("If-Unmodified-Since", if_unmodified_since)
    }

    /// Honour `Range` only if this is still the current entity tag. A date is never enough, since two
    /// versions may share one.
    pub fn if_range(self, if_range: impl Into<String>) -> Self {
        self.with_header_text("If-Range", if_range)
    }
}

/// `organization_file_download_head`: see
/// [`OrganizationFiles::download_head`](super::OrganizationFiles::download_head).
pub struct OrganizationFileDownloadHeadOperation;

impl Endpoint for OrganizationFileDownloadHeadOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "organization_file_download_head",
        method: Method::HEAD,
        path: "/api/v1/organizations/{organization_id}/files/{file}:download",
        idempotency: Idempotency::Safe,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200, 206, 304],
    };
    type Answer = IfChanged<Headers<OrganizationFileDownloadHeaders>>;
    type Error = OrganizationFileDownloadHeadError;
}

/// What is optional about `organization_file_download_head`.
impl Call<OrganizationFileDownloadHeadOperation> {
    /// Up to 16 byte ranges, such as `bytes=0-1023` or `bytes=-500` (RFC 9110). More, or another unit, is
    /// ignored.
    pub fn range(self, range: impl Into<String>) -> Self {
        self.with_header_text("Range", range)
    }

    /// Carry out only if the current entity tag is one of these (RFC 9110).
    pub fn if_match(self, if_match: impl Into<String>) -> Self {
        self.with_header_text("If-Match", if_match)
    }

    /// Answer 304 if the current entity tag is one of these (RFC 9110).
    pub fn if_none_match(self, if_none_match: impl Into<String>) -> Self {
        self.with_header_text("If-None-Match", if_none_match)
    }

    /// Answer 304 if unchanged since then. Ignored if `If-None-Match` is given.
    pub fn if_modified_since(self, if_modified_since: impl Into<String>) -> Self {
        self.with_header_text("If-Modified-Since", if_modified_since)
    }

    /// Answer 412 if changed since then. Ignored if `If-Match` is given.
    pub fn if_unmodified_since(self, if_unmodified_since: impl Into<String>) -> Self {
        self.with_header_text("If-Unmodified-Since", if_unmodified_since)
    }

    /// Honour `Range` only if this is still the current entity tag. A date is never enough, since two
    /// versions may share one.
    pub fn if_range(self, if_range: impl Into<String>) -> Self {
        self.with_header_text("If-Range", if_range)
    }
}

/// The headers that `organization_file_download_head` answers.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct OrganizationFileDownloadHeaders {
    /// The entity tag of the current state.
    pub etag: String,
    /// When this version was written.
    pub last_modified: String,
    /// How many bytes follow.
    pub content_length: i64,
    /// The media type of the content.
    pub content_type: String,
    /// Always `bytes`.
    pub accept_ranges: String,
    /// The file's name, and whether a browser may show it (RFC 6266, RFC 8187).
    pub content_disposition: String,
    /// SHA-256 of the whole content (RFC 9530).
    pub repr_digest: String,
    /// Who may keep this answer, and for how long.
    pub cache_control: String,
    /// Forbids a browser to run anything of the content.
    pub content_security_policy: String,
    /// Always `nosniff`.
    pub x_content_type_options: String,
    /// Which bytes these are, and of how many. Absent where several ranges are answered, each with its own.
    pub content_range: Option<String>,
}

impl FromHeaders for OrganizationFileDownloadHeaders {
    fn from_headers(headers: HeaderReader<'_>) -> Result<Self, HeaderFault> {
        Ok(Self {
            etag: headers.required("ETag")?,
            last_modified: headers.required("Last-Modified")?,
            content_length: headers.required("Content-Length")?,
            content_type: headers.required("Content-Type")?,
            accept_ranges: headers.required("Accept-Ranges")?,
            content_disposition: headers.required("Content-Disposition")?,
            repr_digest: headers.required("Repr-Digest")?,
            cache_control: headers.required("Cache-Control")?,
            content_security_policy: headers.required("Content-Security-Policy")?,
            x_content_type_options: headers.required("X-Content-Type-Options")?,
            content_range: headers.optional("Content-Range")?,
        })
    }
}

/// `organization_file_get`: see [`OrganizationFiles::get`](super::OrganizationFiles::get).
pub struct OrganizationFileGetOperation;

impl Endpoint for OrganizationFileGetOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "organization_file_get",
        method: Method::GET,
        path: "/api/v1/organizations/{organization_id}/files/{file}/metadata",
        idempotency: Idempotency::Safe,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<OrganizationFile>;
    type Error = OrganizationFileGetError;
}

/// `organization_file_delete`: see [`OrganizationFiles::delete`](super::OrganizationFiles::delete).
pub struct OrganizationFileDeleteOperation;

impl Endpoint for OrganizationFileDeleteOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "organization_file_delete",
        method: Method::DELETE,
        path: "/api/v1/organizations/{organization_id}/files/{file}",
        idempotency: Idempotency::Idempotent,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<OrganizationFileDeleted>;
    type Error = OrganizationFileDeleteError;
}

/// What is optional about `organization_file_delete`.
impl Call<OrganizationFileDeleteOperation> {
    /// Remove for good, instead of into the trash.
    pub fn permanent(self, permanent: bool) -> Self {
        self.with_query("permanent", &permanent)
    }
}

/// `upload_url_generate`: see
/// [`OrganizationFiles::upload_url_generate`](super::OrganizationFiles::upload_url_generate).
pub struct UploadUrlGenerateOperation;

impl Endpoint for UploadUrlGenerateOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "upload_url_generate",
        method: Method::POST,
        path: "/api/v1/organizations/{organization_id}/files:generateUploadUrl",
        idempotency: Idempotency::Key,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<UploadUrl>;
    type Error = UploadUrlGenerateError;
}

impl Keyed for UploadUrlGenerateOperation {}

/// What is optional about `upload_url_generate`.
impl Call<UploadUrlGenerateOperation> {
    /// The request's body.
    pub fn body(self, body: UploadUrlGenerate) -> Self {
        self.with_json(&body)
    }
}

/// `download_url_generate`: see
/// [`OrganizationFiles::download_url_generate`](super::OrganizationFiles::download_url_generate).
pub struct DownloadUrlGenerateOperation;

impl Endpoint for DownloadUrlGenerateOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "download_url_generate",
        method: Method::POST,
        path: "/api/v1/organizations/{organization_id}/files/{file}:generateDownloadUrl",
        idempotency: Idempotency::Key,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<DownloadUrl>;
    type Error = DownloadUrlGenerateError;
}

impl Keyed for DownloadUrlGenerateOperation {}

/// What is optional about `download_url_generate`.
impl Call<DownloadUrlGenerateOperation> {
    /// The request's body.
    pub fn body(self, body: DownloadUrlGenerate) -> Self {
        self.with_json(&body)
    }
}
