// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! Types of the area *files*.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{OnConflict, Permission};
use crate::core::{Form, Patch, UnknownValue, Upload, impl_open_enum};

/// What went wrong, for programs.
///
/// - `INVALID_ARGUMENT`: The request is well-formed, but can't be carried out as asked.
/// - `UPLOAD_PAIR_MISMATCH`: There are not as many parts `id` as parts `file`, or none of both.
/// - `VERSION_IS_CURRENT`: The current version can't be deleted; write or restore another one first.
/// - `UNAUTHENTICATED`: No credential, or one that is unknown, expired or revoked.
/// - `AUTHZ_PERMISSION_DENIED`: The caller may see the thing, but not do this to it; or the token lacks the
///   scope.
/// - `SIGNATURE_INVALID`: The signed URL is not one, was changed, has ended, was revoked, or lends a right
///   that is gone.
/// - `NOT_FOUND`: There is no such thing, or the caller may not see it.
/// - `METHOD_NOT_ALLOWED`: The path exists, but not with this method. `Allow` lists those that do.
/// - `REQUEST_TIMEOUT`: The request's body came too slowly or stopped coming.
/// - `NAME_CONFLICT`: The name is taken in that folder. `data.existing_id` names the holder, if the caller
///   may see it.
/// - `ID_CONFLICT`: The identifier is in use.
/// - `IDEMPOTENCY_ANSWER_LOST`: A request with this key was carried out, but what it was answered is not
///   known. Look at the current state, and use a new key for anything more.
/// - `SIGNED_URL_USED`: The signed URL was used for its one upload already.
/// - `RESOURCE_DELETED`: The thing is in the trash.
/// - `PRECONDITION_FAILED`: `If-Match` names another state than the current one, which `ETag` tells.
/// - `PAYLOAD_TOO_LARGE`: The body is longer than this operation takes.
/// - `QUOTA_EXCEEDED`: The write does not fit a quota; `detail` names the meter.
/// - `URI_TOO_LONG`: The request line is longer than the server reads. Of a request that could not be read,
///   and so of no operation.
/// - `UNSUPPORTED_MEDIA_TYPE`: `Content-Type` is missing or not one that the operation takes.
/// - `RANGE_NOT_SATISFIABLE`: No byte of `Range` lies within the content; `Content-Range` tells its length.
/// - `VALIDATION_FAILED`: Parameters or body break the contract; `errors` lists every fault.
/// - `CHECKSUM_MISMATCH`: The bytes received are not those that the digest header announced.
/// - `IDEMPOTENCY_KEY_REUSED`: The key was used with another request before.
/// - `RATE_LIMITED`: Too many attempts; `Retry-After` says when to try again.
/// - `HEADERS_TOO_LARGE`: There are more headers, or longer ones, than the server reads. Of a request that
///   could not be read, and so of no operation.
/// - `INTERNAL`: A fault of the server; the log has the cause under `request_id`.
/// - `UNAVAILABLE`: A part of the service does not answer right now; `Retry-After` says when to try again.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ProblemCode {
    /// `INVALID_ARGUMENT`.
    InvalidArgument,
    /// `UPLOAD_PAIR_MISMATCH`.
    UploadPairMismatch,
    /// `VERSION_IS_CURRENT`.
    VersionIsCurrent,
    /// `UNAUTHENTICATED`.
    Unauthenticated,
    /// `AUTHZ_PERMISSION_DENIED`.
    AuthzPermissionDenied,
    /// `SIGNATURE_INVALID`.
    SignatureInvalid,
    /// `NOT_FOUND`.
    NotFound,
    /// `METHOD_NOT_ALLOWED`.
    MethodNotAllowed,
    /// `REQUEST_TIMEOUT`.
    RequestTimeout,
    /// `NAME_CONFLICT`.
    NameConflict,
    /// `ID_CONFLICT`.
    IdConflict,
    /// `IDEMPOTENCY_ANSWER_LOST`.
    IdempotencyAnswerLost,
    /// `SIGNED_URL_USED`.
    SignedUrlUsed,
    /// `RESOURCE_DELETED`.
    ResourceDeleted,
    /// `PRECONDITION_FAILED`.
    PreconditionFailed,
    /// `PAYLOAD_TOO_LARGE`.
    PayloadTooLarge,
    /// `QUOTA_EXCEEDED`.
    QuotaExceeded,
    /// `URI_TOO_LONG`.
    UriTooLong,
    /// `UNSUPPORTED_MEDIA_TYPE`.
    UnsupportedMediaType,
    /// `RANGE_NOT_SATISFIABLE`.
    RangeNotSatisfiable,
    /// `VALIDATION_FAILED`.
    ValidationFailed,
    /// `CHECKSUM_MISMATCH`.
    ChecksumMismatch,
    /// `IDEMPOTENCY_KEY_REUSED`.
    IdempotencyKeyReused,
    /// `RATE_LIMITED`.
    RateLimited,
    /// `HEADERS_TOO_LARGE`.
    HeadersTooLarge,
    /// `INTERNAL`.
    Internal,
    /// `UNAVAILABLE`.
    Unavailable,
    #[doc(hidden)]
    __Unknown(UnknownValue),
}

impl_open_enum!(ProblemCode {
    InvalidArgument = "INVALID_ARGUMENT", UploadPairMismatch = "UPLOAD_PAIR_MISMATCH",
    VersionIsCurrent = "VERSION_IS_CURRENT", Unauthenticated = "UNAUTHENTICATED",
    AuthzPermissionDenied = "AUTHZ_PERMISSION_DENIED", SignatureInvalid = "SIGNATURE_INVALID", NotFound = "NOT_FOUND",
    MethodNotAllowed = "METHOD_NOT_ALLOWED", RequestTimeout = "REQUEST_TIMEOUT", NameConflict = "NAME_CONFLICT",
    IdConflict = "ID_CONFLICT", IdempotencyAnswerLost = "IDEMPOTENCY_ANSWER_LOST", SignedUrlUsed = "SIGNED_URL_USED",
    ResourceDeleted = "RESOURCE_DELETED", PreconditionFailed = "PRECONDITION_FAILED",
    PayloadTooLarge = "PAYLOAD_TOO_LARGE", QuotaExceeded = "QUOTA_EXCEEDED", UriTooLong = "URI_TOO_LONG",
    UnsupportedMediaType = "UNSUPPORTED_MEDIA_TYPE", RangeNotSatisfiable = "RANGE_NOT_SATISFIABLE",
    ValidationFailed = "VALIDATION_FAILED", ChecksumMismatch = "CHECKSUM_MISMATCH",
    IdempotencyKeyReused = "IDEMPOTENCY_KEY_REUSED", RateLimited = "RATE_LIMITED",
    HeadersTooLarge = "HEADERS_TOO_LARGE", Internal = "INTERNAL", Unavailable = "UNAVAILABLE",
});

/// A file's metadata, with that of its current version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct File {
    /// The file's id.
    pub id: Uuid,
    /// The share it is in.
    pub share_id: Uuid,
    /// The folder it is in; null at the share's root.
    pub folder_id: Option<Uuid>,
    /// Its name.
    pub name: String,
    /// Where it is below the share's root, such as `/a/b.txt`.
    pub path: String,
    /// What sort of file it is.
    pub kind: FileKind,
    /// The media type, told from the bytes.
    pub mime_type: String,
    /// The size of the current version.
    pub size_bytes: i64,
    /// SHA-256 of the current version, in hexadecimal.
    pub sha256: String,
    /// The entity tag of the content, quotes included.
    pub content_etag: String,
    /// The number of the current version.
    pub version: i64,
    /// Labels, sorted; of those that differ in case alone the first.
    pub tags: Vec<String>,
    /// What the caller keeps with the file.
    pub metadata: BTreeMap<String, String>,
    /// What the caller may do.
    pub permissions: Vec<Permission>,
    /// When it was uploaded.
    pub created_at: DateTime<Utc>,
    /// Who uploaded it.
    pub created_by: Uuid,
    /// When content or metadata last changed.
    pub updated_at: DateTime<Utc>,
    /// Who changed it last.
    pub updated_by: Uuid,
    /// When it went to the trash; null if it is not there.
    pub trashed_at: Option<DateTime<Utc>>,
}

/// What sort of file it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FileKind {
    /// `archive`.
    Archive,
    /// `audio`.
    Audio,
    /// `code`.
    Code,
    /// `document`.
    Document,
    /// `email`.
    Email,
    /// `presentation`.
    Presentation,
    /// `spreadsheet`.
    Spreadsheet,
    /// `image`.
    Image,
    /// `text`.
    Text,
    /// `video`.
    Video,
    /// `file`.
    File,
    #[doc(hidden)]
    __Unknown(UnknownValue),
}

impl_open_enum!(FileKind {
    Archive = "archive", Audio = "audio", Code = "code", Document = "document", Email = "email",
    Presentation = "presentation", Spreadsheet = "spreadsheet", Image = "image", Text = "text", Video = "video",
    File = "file",
});

/// The parts of an upload.
#[derive(Debug, Clone)]
#[must_use]
#[non_exhaustive]
pub struct FileUpload {
    /// The share to put it in.
    pub share_id: Option<Uuid>,
    /// The folder to put it in.
    pub folder_id: Option<Uuid>,
    /// Its name: at most 255 bytes in UTF-8 after composing (NFC), and one that every file system takes. A
    /// refused name is answered with a suggestion in `data.suggested_name`.
    pub name: Option<String>,
    /// What to do if the name is taken. `fail`: 409 `NAME_CONFLICT`. `rename`: take the first free of `name
    /// (2).ext`, `name (3).ext` and so on. `replace`: a file that is uploaded becomes a new version of the
    /// file that has the name, which needs WRITE on it; anything else takes the place of what has the name,
    /// which goes to the trash and for which DELETE is needed. A folder never takes the place of a file, nor
    /// a file that of a folder: that is always 409.
    pub on_conflict: Option<OnConflict>,
    /// Labels; repeat the part for several.
    pub tags: Option<Vec<String>>,
    /// What to keep with the file; a JSON object.
    pub metadata: Option<BTreeMap<String, String>>,
    /// The content.
    pub file: Upload,
}

impl FileUpload {
    /// With what is required.
    pub fn new(file: impl Into<Upload>) -> Self {
        Self {
            share_id: None,
            folder_id: None,
            name: None,
            on_conflict: None,
            tags: None,
            metadata: None,
            file: file.into(),
        }
    }

    /// Sets `share_id`.
    pub fn share_id(mut self, share_id: Uuid) -> Self {
        self.share_id = Some(share_id);
        self
    }

    /// Sets `folder_id`.
    pub fn folder_id(mut self, folder_id: Uuid) -> Self {
        self.folder_id = Some(folder_id);
        self
    }

    /// Sets `name`.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets `on_conflict`.
    pub fn on_conflict(mut self, on_conflict: OnConflict) -> Self {
        self.on_conflict = Some(on_conflict);
        self
    }

    /// Sets `tags`.
    pub fn tags(mut self, tags: Vec<String>) -> Self {
        self.tags = Some(tags);
        self
    }

    /// Sets `metadata`.
    pub fn metadata(mut self, metadata: BTreeMap<String, String>) -> Self {
        self.metadata = Some(metadata);
        self
    }

    /// The parts, values before content: whoever reads them as they come knows where the content goes.
    pub(crate) fn into_form(self) -> Form {
        let mut form = Form::new();
        if let Some(share_id) = self.share_id {
            form = form.text("share_id", &share_id);
        }
        if let Some(folder_id) = self.folder_id {
            form = form.text("folder_id", &folder_id);
        }
        if let Some(name) = self.name {
            form = form.text("name", &name);
        }
        if let Some(on_conflict) = self.on_conflict {
            form = form.named("on_conflict", &on_conflict);
        }
        for tags_item in self.tags.into_iter().flatten() {
            form = form.text("tags", &tags_item);
        }
        if let Some(metadata) = self.metadata {
            form = form.json("metadata", &metadata);
        }
        form = form.upload("file", self.file);
        form
    }
}

/// The parts of an upload of several files.
#[derive(Debug, Default, Clone)]
#[must_use]
#[non_exhaustive]
pub struct FileBatchUpload {
    /// The share to put them in.
    pub share_id: Option<Uuid>,
    /// The folder to put them in.
    pub folder_id: Option<Uuid>,
    /// What to do if the name is taken. `fail`: 409 `NAME_CONFLICT`. `rename`: take the first free of `name
    /// (2).ext`, `name (3).ext` and so on. `replace`: a file that is uploaded becomes a new version of the
    /// file that has the name, which needs WRITE on it; anything else takes the place of what has the name,
    /// which goes to the trash and for which DELETE is needed. A folder never takes the place of a file, nor
    /// a file that of a folder: that is always 409.
    pub on_conflict: Option<OnConflict>,
    /// The files' ids; repeat the part for each.
    pub id: Option<Vec<Uuid>>,
    /// The contents, each with its file name; repeat the part for each.
    pub file: Option<Vec<Upload>>,
}

impl FileBatchUpload {
    /// With nothing set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets `share_id`.
    pub fn share_id(mut self, share_id: Uuid) -> Self {
        self.share_id = Some(share_id);
        self
    }

    /// Sets `folder_id`.
    pub fn folder_id(mut self, folder_id: Uuid) -> Self {
        self.folder_id = Some(folder_id);
        self
    }

    /// Sets `on_conflict`.
    pub fn on_conflict(mut self, on_conflict: OnConflict) -> Self {
        self.on_conflict = Some(on_conflict);
        self
    }

    /// Sets `id`.
    pub fn id(mut self, id: Vec<Uuid>) -> Self {
        self.id = Some(id);
        self
    }

    /// Sets `file`.
    pub fn file(mut self, file: Vec<Upload>) -> Self {
        self.file = Some(file);
        self
    }

    /// The parts, values before content: whoever reads them as they come knows where the content goes.
    pub(crate) fn into_form(self) -> Form {
        let mut form = Form::new();
        if let Some(share_id) = self.share_id {
            form = form.text("share_id", &share_id);
        }
        if let Some(folder_id) = self.folder_id {
            form = form.text("folder_id", &folder_id);
        }
        if let Some(on_conflict) = self.on_conflict {
            form = form.named("on_conflict", &on_conflict);
        }
        for id_item in self.id.into_iter().flatten() {
            form = form.text("id", &id_item);
        }
        for file_item in self.file.into_iter().flatten() {
            form = form.upload("file", file_item);
        }
        form
    }
}

/// Several files.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FileBatch {
    /// The files.
    pub data: Vec<File>,
}

/// What to do something to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[must_use]
#[non_exhaustive]
pub struct BatchRequest {
    /// Ids of files and folders. One that is given again is answered again, but nothing is done twice.
    pub ids: Vec<Uuid>,
}

impl BatchRequest {
    /// With what is required.
    pub fn new(ids: Vec<Uuid>) -> Self {
        Self { ids }
    }
}

/// What to move, and where to. Exactly one of `target_folder_id` and `target_share_id`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[must_use]
#[non_exhaustive]
pub struct BatchMove {
    /// Ids of files and folders. One that is given again is answered again, but nothing is done twice.
    pub ids: Vec<Uuid>,
    /// The folder they are to be in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_folder_id: Option<Uuid>,
    /// The share at whose root they are to be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_share_id: Option<Uuid>,
}

impl BatchMove {
    /// With what is required.
    pub fn new(ids: Vec<Uuid>) -> Self {
        Self { ids, target_folder_id: None, target_share_id: None }
    }

    /// Sets `target_folder_id`.
    pub fn target_folder_id(mut self, target_folder_id: Uuid) -> Self {
        self.target_folder_id = Some(target_folder_id);
        self
    }

    /// Sets `target_share_id`.
    pub fn target_share_id(mut self, target_share_id: Uuid) -> Self {
        self.target_share_id = Some(target_share_id);
        self
    }
}

/// What came of each, in the order of the request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BatchResults {
    /// The results.
    pub data: Vec<BatchResult>,
}

/// What came of one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BatchResult {
    /// The file or folder.
    pub id: Uuid,
    /// The status that a request for this one alone would have been answered with: 200 if it is done.
    pub status: i32,
    /// What went wrong, for programs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<ProblemCode>,
    /// What went wrong and what to change; absent if it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// What to put into an archive.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[must_use]
#[non_exhaustive]
pub struct ArchiveRequest {
    /// Ids of files and folders.
    pub ids: Vec<Uuid>,
}

impl ArchiveRequest {
    /// With what is required.
    pub fn new(ids: Vec<Uuid>) -> Self {
        Self { ids }
    }
}

/// What was removed from the trash.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EmptiedTrash {
    /// How many files and folders; what was in folders is not counted by itself.
    pub purged_count: i64,
    /// What no longer counts towards quotas, all versions included.
    pub freed_bytes: i64,
}

/// The body of a request.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[must_use]
#[non_exhaustive]
pub struct FileUpdate {
    /// The new name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The new labels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
    /// What to keep with the file; null: nothing.
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub metadata: Patch<BTreeMap<String, String>>,
    /// The folder to move it to; null: the root of `share_id`, or of the share it is in.
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub folder_id: Patch<Uuid>,
    /// The share to move it to; to its root, unless `folder_id` names a folder there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share_id: Option<Uuid>,
    /// `true`: take it out of the trash, if it is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restore: Option<bool>,
}

impl FileUpdate {
    /// With nothing set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets `name`.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets `tags`.
    pub fn tags(mut self, tags: Vec<String>) -> Self {
        self.tags = Some(tags);
        self
    }

    /// Sets `metadata`.
    pub fn metadata(mut self, metadata: BTreeMap<String, String>) -> Self {
        self.metadata = Patch::Value(metadata);
        self
    }

    /// Sets `metadata` to null.
    pub fn clear_metadata(mut self) -> Self {
        self.metadata = Patch::Null;
        self
    }

    /// Sets `folder_id`.
    pub fn folder_id(mut self, folder_id: Uuid) -> Self {
        self.folder_id = Patch::Value(folder_id);
        self
    }

    /// Sets `folder_id` to null.
    pub fn clear_folder_id(mut self) -> Self {
        self.folder_id = Patch::Null;
        self
    }

    /// Sets `share_id`.
    pub fn share_id(mut self, share_id: Uuid) -> Self {
        self.share_id = Some(share_id);
        self
    }

    /// Sets `restore`.
    pub fn restore(mut self, restore: bool) -> Self {
        self.restore = Some(restore);
        self
    }
}

/// Which files a list shows.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TrashedFilter {
    /// `false`.
    False,
    /// `true`.
    True,
    /// `null`.
    Null,
    #[doc(hidden)]
    __Unknown(UnknownValue),
}

impl_open_enum!(TrashedFilter {
    False = "false", True = "true", Null = "null",
});

/// How to sort files. Empty means the default, `name`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FileOrder {
    /// Empty.
    Default,
    /// `name`.
    Name,
    /// `name desc`.
    NameDesc,
    /// `size`.
    Size,
    /// `size desc`.
    SizeDesc,
    /// `created_at`.
    CreatedAt,
    /// `created_at desc`.
    CreatedAtDesc,
    /// `updated_at`.
    UpdatedAt,
    /// `updated_at desc`.
    UpdatedAtDesc,
    #[doc(hidden)]
    __Unknown(UnknownValue),
}

impl_open_enum!(FileOrder {
    Default = "", Name = "name", NameDesc = "name desc", Size = "size", SizeDesc = "size desc",
    CreatedAt = "created_at", CreatedAtDesc = "created_at desc", UpdatedAt = "updated_at",
    UpdatedAtDesc = "updated_at desc",
});

/// A page of files.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FileList {
    /// The items.
    pub data: Vec<File>,
    /// Position of the first item; 0 with `cursor`.
    pub start: i64,
    /// Position behind the last item.
    pub end: i64,
    /// How many items there are in all; null with `cursor`, where counting would cost more than the page.
    pub count: Option<i64>,
    /// For the next page; null on the last.
    pub next_cursor: Option<String>,
}

/// One state of a file's content.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Version {
    /// Its number, counted from 1 and never reused.
    pub version: i64,
    /// Its size.
    pub size_bytes: i64,
    /// SHA-256 of its content, in hexadecimal.
    pub sha256: String,
    /// The media type, told from the bytes.
    pub mime_type: String,
    /// The entity tag of the content, quotes included.
    pub content_etag: String,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// Who wrote it.
    pub created_by: Uuid,
    /// The version whose content it took up again; null if its content was sent.
    pub restored_from: Option<i64>,
    /// Whether it is the file's current version.
    pub current: bool,
}

/// How to sort versions. Empty means the default, `version desc`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum VersionOrder {
    /// Empty.
    Default,
    /// `version`.
    Version,
    /// `version desc`.
    VersionDesc,
    #[doc(hidden)]
    __Unknown(UnknownValue),
}

impl_open_enum!(VersionOrder {
    Default = "", Version = "version", VersionDesc = "version desc",
});

/// A page of versions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct VersionList {
    /// The items.
    pub data: Vec<Version>,
    /// Position of the first item; 0 with `cursor`.
    pub start: i64,
    /// Position behind the last item.
    pub end: i64,
    /// How many items there are in all.
    pub count: i64,
    /// For the next page; null on the last.
    pub next_cursor: Option<String>,
}
