// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! The operations of the area *signed_urls*, and what is optional about calling them.

use http::Method;

use super::super::models::{OrganizationFileUploaded, SignedUrl, SignedUrlList, SignedUrlOrder, SignedUrlsRevoked};
use super::errors::{
    SignedDownloadError, SignedDownloadHeadError, SignedUploadPostError, SignedUploadPutError, SignedUrlListError,
    SignedUrlRevokeError, SignedUrlsRevokeError,
};
use crate::core::{
    Call, Content, Empty, Endpoint, FromHeaders, HeaderFault, HeaderReader, Headers, Idempotency, IfChanged, Json,
    Operation, Paged, Response, Streaming,
};

/// `signed_upload_put`: see [`SignedUrls::signed_upload_put`](super::SignedUrls::signed_upload_put).
pub struct SignedUploadPutOperation;

impl Endpoint for SignedUploadPutOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "signed_upload_put",
        method: Method::PUT,
        path: "/api/v1/signed/uploads/{token}",
        idempotency: Idempotency::Idempotent,
        authenticated: false,
        streaming: Streaming::Request,
        success: &[200],
    };
    type Answer = Json<OrganizationFileUploaded>;
    type Error = SignedUploadPutError;
}

/// What is optional about `signed_upload_put`.
impl Call<SignedUploadPutOperation> {
    /// What the file is to be called, unless the URL says so; `file` with an extension, if neither does.
    /// Where the name is taken, the next free one is used.
    pub fn filename(self, filename: impl Into<String>) -> Self {
        self.with_query_text("filename", filename)
    }

    /// Digest of the bytes sent (RFC 9530), such as `sha-256=:…:`. If it does not match, nothing is stored.
    pub fn repr_digest(self, repr_digest: impl Into<String>) -> Self {
        self.with_header_text("Repr-Digest", repr_digest)
    }
}

/// `signed_upload_post`: see [`SignedUrls::signed_upload_post`](super::SignedUrls::signed_upload_post).
pub struct SignedUploadPostOperation;

impl Endpoint for SignedUploadPostOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "signed_upload_post",
        method: Method::POST,
        path: "/api/v1/signed/uploads/{token}",
        idempotency: Idempotency::Never,
        authenticated: false,
        streaming: Streaming::Request,
        success: &[200],
    };
    type Answer = Json<OrganizationFileUploaded>;
    type Error = SignedUploadPostError;
}

/// What is optional about `signed_upload_post`.
impl Call<SignedUploadPostOperation> {
    /// What the file is to be called, unless the URL says so; `file` with an extension, if neither does.
    /// Where the name is taken, the next free one is used.
    pub fn filename(self, filename: impl Into<String>) -> Self {
        self.with_query_text("filename", filename)
    }

    /// Digest of the bytes sent (RFC 9530), such as `sha-256=:…:`. If it does not match, nothing is stored.
    pub fn repr_digest(self, repr_digest: impl Into<String>) -> Self {
        self.with_header_text("Repr-Digest", repr_digest)
    }
}

/// `signed_download`: see [`SignedUrls::signed_download`](super::SignedUrls::signed_download).
pub struct SignedDownloadOperation;

impl Endpoint for SignedDownloadOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "signed_download",
        method: Method::GET,
        path: "/api/v1/signed/downloads/{token}",
        idempotency: Idempotency::Safe,
        authenticated: false,
        streaming: Streaming::Response,
        success: &[200, 206, 304],
    };
    type Answer = IfChanged<Content>;
    type Error = SignedDownloadError;
}

/// What is optional about `signed_download`.
impl Call<SignedDownloadOperation> {
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

/// `signed_download_head`: see [`SignedUrls::signed_download_head`](super::SignedUrls::signed_download_head).
pub struct SignedDownloadHeadOperation;

impl Endpoint for SignedDownloadHeadOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "signed_download_head",
        method: Method::HEAD,
        path: "/api/v1/signed/downloads/{token}",
        idempotency: Idempotency::Safe,
        authenticated: false,
        streaming: Streaming::None,
        success: &[200, 206, 304],
    };
    type Answer = IfChanged<Headers<SignedDownloadHeaders>>;
    type Error = SignedDownloadHeadError;
}

/// What is optional about `signed_download_head`.
impl Call<SignedDownloadHeadOperation> {
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

/// The headers that `signed_download_head` answers.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SignedDownloadHeaders {
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

impl FromHeaders for SignedDownloadHeaders {
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

/// `signed_url_list`: see [`SignedUrls::list`](super::SignedUrls::list).
pub struct SignedUrlListOperation;

impl Endpoint for SignedUrlListOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "signed_url_list",
        method: Method::GET,
        path: "/api/v1/signed-urls",
        idempotency: Idempotency::Safe,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<SignedUrlList>;
    type Error = SignedUrlListError;
}

/// What is optional about `signed_url_list`.
impl Call<SignedUrlListOperation> {
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
    pub fn order_by(self, order_by: SignedUrlOrder) -> Self {
        self.with_query("order_by", &order_by)
    }
}

impl Paged for SignedUrlListOperation {
    type Item = SignedUrl;

    fn next_cursor(page: &Response<SignedUrlList>) -> Option<&str> {
        page.next_cursor.as_deref()
    }

    fn into_items(page: Response<SignedUrlList>) -> Vec<SignedUrl> {
        page.into_inner().data
    }
}

/// `signed_url_revoke`: see [`SignedUrls::revoke`](super::SignedUrls::revoke).
pub struct SignedUrlRevokeOperation;

impl Endpoint for SignedUrlRevokeOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "signed_url_revoke",
        method: Method::DELETE,
        path: "/api/v1/signed-urls/{signed_url_id}",
        idempotency: Idempotency::Idempotent,
        authenticated: true,
        streaming: Streaming::None,
        success: &[204],
    };
    type Answer = Empty;
    type Error = SignedUrlRevokeError;
}

/// `signed_urls_revoke`: see [`SignedUrls::signed_urls_revoke`](super::SignedUrls::signed_urls_revoke).
pub struct SignedUrlsRevokeOperation;

impl Endpoint for SignedUrlsRevokeOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "signed_urls_revoke",
        method: Method::POST,
        path: "/api/v1/signed-urls:revoke",
        idempotency: Idempotency::Idempotent,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<SignedUrlsRevoked>;
    type Error = SignedUrlsRevokeError;
}
