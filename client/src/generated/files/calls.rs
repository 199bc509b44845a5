// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! The operations of the area *files*, and what is optional about calling them.

use chrono::{DateTime, Utc};
use http::Method;
use uuid::Uuid;

use super::super::models::{
    BatchResults, EmptiedTrash, File, FileBatch, FileKind, FileList, FileOrder, Grant, GrantList, OnConflict,
    TrashedFilter, Version, VersionList, VersionOrder,
};
use super::errors::{
    FileArchiveError, FileBatchDeleteError, FileBatchMoveError, FileBatchTrashError, FileBatchUploadError,
    FileCopyError, FileDeleteError, FileDownloadError, FileDownloadHeadError, FileGetError, FileGrantDeleteError,
    FileGrantListError, FileGrantPutError, FileListError, FileMoveError, FileReplaceError, FileRestoreError,
    FileTrashError, FileUpdateError, FileUploadError, TrashEmptyError, VersionDeleteError, VersionGetError,
    VersionListError, VersionRestoreError,
};
use crate::core::{
    Call, Content, Empty, Endpoint, FromHeaders, HeaderFault, HeaderReader, Headers, Idempotency, IfChanged, Json,
    Keyed, Operation, Paged, Response, Streaming,
};

/// `file_upload`: see [`Files::upload`](super::Files::upload).
pub struct FileUploadOperation;

impl Endpoint for FileUploadOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "file_upload",
        method: Method::POST,
        path: "/api/v1/files",
        idempotency: Idempotency::Key,
        authenticated: true,
        streaming: Streaming::Request,
        success: &[200, 201],
    };
    type Answer = Json<File>;
    type Error = FileUploadError;
}

impl Keyed for FileUploadOperation {}

/// `file_list`: see [`Files::list`](super::Files::list).
pub struct FileListOperation;

impl Endpoint for FileListOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "file_list",
        method: Method::GET,
        path: "/api/v1/files",
        idempotency: Idempotency::Safe,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<FileList>;
    type Error = FileListError;
}

/// What is optional about `file_list`.
impl Call<FileListOperation> {
    /// Only files of this share.
    pub fn share_id(self, share_id: Uuid) -> Self {
        self.with_query("share_id", &share_id)
    }

    /// Only files in this folder, not below it.
    pub fn folder_id(self, folder_id: Uuid) -> Self {
        self.with_query("folder_id", &folder_id)
    }

    /// Only files whose name contains this, whatever the case.
    pub fn q(self, q: impl Into<String>) -> Self {
        self.with_query_text("q", q)
    }

    /// Only files with this label, whatever its case; repeat it for files with all of several.
    pub fn tag(self, tag: impl IntoIterator<Item = String>) -> Self {
        self.with_query_list("tag", tag)
    }

    /// Only files of this kind; repeat it for any of several.
    pub fn kind(self, kind: impl IntoIterator<Item = FileKind>) -> Self {
        self.with_query_list("kind", kind)
    }

    /// Only files of at least so many bytes.
    pub fn size_min(self, size_min: i64) -> Self {
        self.with_query("size_min", &size_min)
    }

    /// Only files of at most so many bytes.
    pub fn size_max(self, size_max: i64) -> Self {
        self.with_query("size_max", &size_max)
    }

    /// Only files uploaded at this time or later.
    pub fn created_after(self, created_after: DateTime<Utc>) -> Self {
        self.with_query("created_after", &created_after)
    }

    /// Only files uploaded before this time.
    pub fn created_before(self, created_before: DateTime<Utc>) -> Self {
        self.with_query("created_before", &created_before)
    }

    /// Only files changed last at this time or later.
    pub fn updated_after(self, updated_after: DateTime<Utc>) -> Self {
        self.with_query("updated_after", &updated_after)
    }

    /// Only files changed last before this time.
    pub fn updated_before(self, updated_before: DateTime<Utc>) -> Self {
        self.with_query("updated_before", &updated_before)
    }

    /// Answer the page that holds this file: the one that `skip` would reach in steps of `take`. Not together
    /// with `skip` or `cursor`; 404 if the list does not hold it.
    pub fn around(self, around: Uuid) -> Self {
        self.with_query("around", &around)
    }

    /// Answer `count` alone, without items.
    pub fn count_only(self, count_only: bool) -> Self {
        self.with_query("count_only", &count_only)
    }

    /// `false`: live files; `true`: those in the trash; `null`: both.
    pub fn trashed(self, trashed: TrashedFilter) -> Self {
        self.with_query("trashed", &trashed)
    }

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
    pub fn order_by(self, order_by: FileOrder) -> Self {
        self.with_query("order_by", &order_by)
    }
}

impl Paged for FileListOperation {
    type Item = File;

    fn next_cursor(page: &Response<FileList>) -> Option<&str> {
        page.next_cursor.as_deref()
    }

    fn into_items(page: Response<FileList>) -> Vec<File> {
        page.into_inner().data
    }
}

/// `file_batch_upload`: see [`Files::batch_upload`](super::Files::batch_upload).
pub struct FileBatchUploadOperation;

impl Endpoint for FileBatchUploadOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "file_batch_upload",
        method: Method::POST,
        path: "/api/v1/files/batch",
        idempotency: Idempotency::Key,
        authenticated: true,
        streaming: Streaming::Request,
        success: &[201],
    };
    type Answer = Json<FileBatch>;
    type Error = FileBatchUploadError;
}

impl Keyed for FileBatchUploadOperation {}

/// `file_batch_move`: see [`Files::batch_move`](super::Files::batch_move).
pub struct FileBatchMoveOperation;

impl Endpoint for FileBatchMoveOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "file_batch_move",
        method: Method::POST,
        path: "/api/v1/files:batchMove",
        idempotency: Idempotency::Key,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<BatchResults>;
    type Error = FileBatchMoveError;
}

impl Keyed for FileBatchMoveOperation {}

/// What is optional about `file_batch_move`.
impl Call<FileBatchMoveOperation> {
    /// What to do if the name is taken where the thing is to be; `fail`, if absent.
    pub fn on_conflict(self, on_conflict: OnConflict) -> Self {
        self.with_query("on_conflict", &on_conflict)
    }
}

/// `file_batch_trash`: see [`Files::batch_trash`](super::Files::batch_trash).
pub struct FileBatchTrashOperation;

impl Endpoint for FileBatchTrashOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "file_batch_trash",
        method: Method::POST,
        path: "/api/v1/files:batchTrash",
        idempotency: Idempotency::Key,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<BatchResults>;
    type Error = FileBatchTrashError;
}

impl Keyed for FileBatchTrashOperation {}

/// `file_batch_delete`: see [`Files::batch_delete`](super::Files::batch_delete).
pub struct FileBatchDeleteOperation;

impl Endpoint for FileBatchDeleteOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "file_batch_delete",
        method: Method::POST,
        path: "/api/v1/files:batchDelete",
        idempotency: Idempotency::Key,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<BatchResults>;
    type Error = FileBatchDeleteError;
}

impl Keyed for FileBatchDeleteOperation {}

/// `file_archive`: see [`Files::archive`](super::Files::archive).
pub struct FileArchiveOperation;

impl Endpoint for FileArchiveOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "file_archive",
        method: Method::POST,
        path: "/api/v1/files:archive",
        idempotency: Idempotency::Safe,
        authenticated: true,
        streaming: Streaming::Response,
        success: &[200],
    };
    type Answer = Content;
    type Error = FileArchiveError;
}

/// `trash_empty`: see [`Files::trash_empty`](super::Files::trash_empty).
pub struct TrashEmptyOperation;

impl Endpoint for TrashEmptyOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "trash_empty",
        method: Method::DELETE,
        path: "/api/v1/trash",
        idempotency: Idempotency::Idempotent,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<EmptiedTrash>;
    type Error = TrashEmptyError;
}

/// What is optional about `trash_empty`.
impl Call<TrashEmptyOperation> {
    /// Only what was in this share.
    pub fn share_id(self, share_id: Uuid) -> Self {
        self.with_query("share_id", &share_id)
    }
}

/// `file_get`: see [`Files::get`](super::Files::get).
pub struct FileGetOperation;

impl Endpoint for FileGetOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "file_get",
        method: Method::GET,
        path: "/api/v1/files/{file_id}",
        idempotency: Idempotency::Safe,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<File>;
    type Error = FileGetError;
}

/// What is optional about `file_get`.
impl Call<FileGetOperation> {
    /// Answer it even if it is in the trash.
    pub fn trashed(self, trashed: bool) -> Self {
        self.with_query("trashed", &trashed)
    }
}

/// `file_update`: see [`Files::update`](super::Files::update).
pub struct FileUpdateOperation;

impl Endpoint for FileUpdateOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "file_update",
        method: Method::PATCH,
        path: "/api/v1/files/{file_id}",
        idempotency: Idempotency::Key,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<File>;
    type Error = FileUpdateError;
}

impl Keyed for FileUpdateOperation {}

/// What is optional about `file_update`.
impl Call<FileUpdateOperation> {
    /// What to do if the name is taken where the thing is to be; `fail`, if absent.
    pub fn on_conflict(self, on_conflict: OnConflict) -> Self {
        self.with_query("on_conflict", &on_conflict)
    }

    /// Carry out only if the current entity tag is one of these (RFC 9110).
    pub fn if_match(self, if_match: impl Into<String>) -> Self {
        self.with_header_text("If-Match", if_match)
    }
}

/// `file_delete`: see [`Files::delete`](super::Files::delete).
pub struct FileDeleteOperation;

impl Endpoint for FileDeleteOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "file_delete",
        method: Method::DELETE,
        path: "/api/v1/files/{file_id}",
        idempotency: Idempotency::Idempotent,
        authenticated: true,
        streaming: Streaming::None,
        success: &[204],
    };
    type Answer = Empty;
    type Error = FileDeleteError;
}

/// What is optional about `file_delete`.
impl Call<FileDeleteOperation> {
    /// Remove for good, instead of into the trash.
    pub fn permanent(self, permanent: bool) -> Self {
        self.with_query("permanent", &permanent)
    }

    /// Carry out only if the current entity tag is one of these (RFC 9110).
    pub fn if_match(self, if_match: impl Into<String>) -> Self {
        self.with_header_text("If-Match", if_match)
    }
}

/// `file_move`: see [`Files::r#move`](super::Files::r#move).
pub struct FileMoveOperation;

impl Endpoint for FileMoveOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "file_move",
        method: Method::POST,
        path: "/api/v1/files/{file_id}/move",
        idempotency: Idempotency::Key,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<File>;
    type Error = FileMoveError;
}

impl Keyed for FileMoveOperation {}

/// What is optional about `file_move`.
impl Call<FileMoveOperation> {
    /// What to do if the name is taken where the thing is to be; `fail`, if absent.
    pub fn on_conflict(self, on_conflict: OnConflict) -> Self {
        self.with_query("on_conflict", &on_conflict)
    }

    /// Carry out only if the current entity tag is one of these (RFC 9110).
    pub fn if_match(self, if_match: impl Into<String>) -> Self {
        self.with_header_text("If-Match", if_match)
    }
}

/// `file_copy`: see [`Files::copy`](super::Files::copy).
pub struct FileCopyOperation;

impl Endpoint for FileCopyOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "file_copy",
        method: Method::POST,
        path: "/api/v1/files/{file_id}/copy",
        idempotency: Idempotency::Key,
        authenticated: true,
        streaming: Streaming::None,
        success: &[201],
    };
    type Answer = Json<File>;
    type Error = FileCopyError;
}

impl Keyed for FileCopyOperation {}

/// What is optional about `file_copy`.
impl Call<FileCopyOperation> {
    /// What to do if the name is taken where the thing is to be; `fail`, if absent.
    pub fn on_conflict(self, on_conflict: OnConflict) -> Self {
        self.with_query("on_conflict", &on_conflict)
    }

    /// Carry out only if the current entity tag is one of these (RFC 9110).
    pub fn if_match(self, if_match: impl Into<String>) -> Self {
        self.with_header_text("If-Match", if_match)
    }
}

/// `file_trash`: see [`Files::trash`](super::Files::trash).
pub struct FileTrashOperation;

impl Endpoint for FileTrashOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "file_trash",
        method: Method::POST,
        path: "/api/v1/files/{file_id}/trash",
        idempotency: Idempotency::Key,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<File>;
    type Error = FileTrashError;
}

impl Keyed for FileTrashOperation {}

/// What is optional about `file_trash`.
impl Call<FileTrashOperation> {
    /// Carry out only if the current entity tag is one of these (RFC 9110).
    pub fn if_match(self, if_match: impl Into<String>) -> Self {
        self.with_header_text("If-Match", if_match)
    }
}

/// `file_restore`: see [`Files::restore`](super::Files::restore).
pub struct FileRestoreOperation;

impl Endpoint for FileRestoreOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "file_restore",
        method: Method::POST,
        path: "/api/v1/files/{file_id}/restore",
        idempotency: Idempotency::Key,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<File>;
    type Error = FileRestoreError;
}

impl Keyed for FileRestoreOperation {}

/// What is optional about `file_restore`.
impl Call<FileRestoreOperation> {
    /// What to do if the name is taken where the thing is to be; `fail`, if absent.
    pub fn on_conflict(self, on_conflict: OnConflict) -> Self {
        self.with_query("on_conflict", &on_conflict)
    }

    /// Carry out only if the current entity tag is one of these (RFC 9110).
    pub fn if_match(self, if_match: impl Into<String>) -> Self {
        self.with_header_text("If-Match", if_match)
    }
}

/// `file_download`: see [`Files::download`](super::Files::download).
pub struct FileDownloadOperation;

impl Endpoint for FileDownloadOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "file_download",
        method: Method::GET,
        path: "/api/v1/files/{file_id}/content",
        idempotency: Idempotency::Safe,
        authenticated: true,
        streaming: Streaming::Response,
        success: &[200, 206, 304],
    };
    type Answer = IfChanged<Content>;
    type Error = FileDownloadError;
}

/// What is optional about `file_download`.
impl Call<FileDownloadOperation> {
    /// Which version; the current one, if absent.
    pub fn version(self, version: i64) -> Self {
        self.with_query("version", &version)
    }

    /// Answer as an attachment, whatever the type.
    pub fn download(self, download: bool) -> Self {
        self.with_query("download", &download)
    }

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

/// `file_download_head`: see [`Files::download_head`](super::Files::download_head).
pub struct FileDownloadHeadOperation;

impl Endpoint for FileDownloadHeadOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "file_download_head",
        method: Method::HEAD,
        path: "/api/v1/files/{file_id}/content",
        idempotency: Idempotency::Safe,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200, 206, 304],
    };
    type Answer = IfChanged<Headers<FileDownloadHeaders>>;
    type Error = FileDownloadHeadError;
}

/// What is optional about `file_download_head`.
impl Call<FileDownloadHeadOperation> {
    /// Which version; the current one, if absent.
    pub fn version(self, version: i64) -> Self {
        self.with_query("version", &version)
    }

    /// Answer as an attachment, whatever the type.
    pub fn download(self, download: bool) -> Self {
        self.with_query("download", &download)
    }

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

/// The headers that `file_download_head` answers.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct FileDownloadHeaders {
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

impl FromHeaders for FileDownloadHeaders {
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

/// `file_replace`: see [`Files::replace`](super::Files::replace).
pub struct FileReplaceOperation;

impl Endpoint for FileReplaceOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "file_replace",
        method: Method::PUT,
        path: "/api/v1/files/{file_id}/content",
        idempotency: Idempotency::Key,
        authenticated: true,
        streaming: Streaming::Request,
        success: &[200],
    };
    type Answer = Json<File>;
    type Error = FileReplaceError;
}

impl Keyed for FileReplaceOperation {}

/// What is optional about `file_replace`.
impl Call<FileReplaceOperation> {
    /// Carry out only if the current entity tag is one of these (RFC 9110).
    pub fn if_match(self, if_match: impl Into<String>) -> Self {
        self.with_header_text("If-Match", if_match)
    }

    /// Digest of the bytes sent (RFC 9530), such as `sha-256=:…:`. If it does not match, nothing is stored.
    pub fn repr_digest(self, repr_digest: impl Into<String>) -> Self {
        self.with_header_text("Repr-Digest", repr_digest)
    }
}

/// `version_list`: see [`Files::version_list`](super::Files::version_list).
pub struct VersionListOperation;

impl Endpoint for VersionListOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "version_list",
        method: Method::GET,
        path: "/api/v1/files/{file_id}/versions",
        idempotency: Idempotency::Safe,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<VersionList>;
    type Error = VersionListError;
}

/// What is optional about `version_list`.
impl Call<VersionListOperation> {
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
    pub fn order_by(self, order_by: VersionOrder) -> Self {
        self.with_query("order_by", &order_by)
    }
}

impl Paged for VersionListOperation {
    type Item = Version;

    fn next_cursor(page: &Response<VersionList>) -> Option<&str> {
        page.next_cursor.as_deref()
    }

    fn into_items(page: Response<VersionList>) -> Vec<Version> {
        page.into_inner().data
    }
}

/// `version_get`: see [`Files::version_get`](super::Files::version_get).
pub struct VersionGetOperation;

impl Endpoint for VersionGetOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "version_get",
        method: Method::GET,
        path: "/api/v1/files/{file_id}/versions/{version}",
        idempotency: Idempotency::Safe,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<Version>;
    type Error = VersionGetError;
}

/// `version_delete`: see [`Files::version_delete`](super::Files::version_delete).
pub struct VersionDeleteOperation;

impl Endpoint for VersionDeleteOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "version_delete",
        method: Method::DELETE,
        path: "/api/v1/files/{file_id}/versions/{version}",
        idempotency: Idempotency::Idempotent,
        authenticated: true,
        streaming: Streaming::None,
        success: &[204],
    };
    type Answer = Empty;
    type Error = VersionDeleteError;
}

/// What is optional about `version_delete`.
impl Call<VersionDeleteOperation> {
    /// Carry out only if the current entity tag is one of these (RFC 9110).
    pub fn if_match(self, if_match: impl Into<String>) -> Self {
        self.with_header_text("If-Match", if_match)
    }
}

/// `version_restore`: see [`Files::version_restore`](super::Files::version_restore).
pub struct VersionRestoreOperation;

impl Endpoint for VersionRestoreOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "version_restore",
        method: Method::POST,
        path: "/api/v1/files/{file_id}/versions/{version}/restore",
        idempotency: Idempotency::Key,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<File>;
    type Error = VersionRestoreError;
}

impl Keyed for VersionRestoreOperation {}

/// What is optional about `version_restore`.
impl Call<VersionRestoreOperation> {
    /// Carry out only if the current entity tag is one of these (RFC 9110).
    pub fn if_match(self, if_match: impl Into<String>) -> Self {
        self.with_header_text("If-Match", if_match)
    }
}

/// `file_grant_list`: see [`Files::grant_list`](super::Files::grant_list).
pub struct FileGrantListOperation;

impl Endpoint for FileGrantListOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "file_grant_list",
        method: Method::GET,
        path: "/api/v1/files/{file_id}/grants",
        idempotency: Idempotency::Safe,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<GrantList>;
    type Error = FileGrantListError;
}

/// `file_grant_put`: see [`Files::grant_put`](super::Files::grant_put).
pub struct FileGrantPutOperation;

impl Endpoint for FileGrantPutOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "file_grant_put",
        method: Method::PUT,
        path: "/api/v1/files/{file_id}/grants/{principal_id}",
        idempotency: Idempotency::Idempotent,
        authenticated: true,
        streaming: Streaming::None,
        success: &[200],
    };
    type Answer = Json<Grant>;
    type Error = FileGrantPutError;
}

/// `file_grant_delete`: see [`Files::grant_delete`](super::Files::grant_delete).
pub struct FileGrantDeleteOperation;

impl Endpoint for FileGrantDeleteOperation {
    const OPERATION: &'static Operation = &Operation {
        id: "file_grant_delete",
        method: Method::DELETE,
        path: "/api/v1/files/{file_id}/grants/{principal_id}",
        idempotency: Idempotency::Idempotent,
        authenticated: true,
        streaming: Streaming::None,
        success: &[204],
    };
    type Answer = Empty;
    type Error = FileGrantDeleteError;
}
