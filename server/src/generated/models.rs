// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! The contract's types.

use std::collections::BTreeMap;

use poem_openapi::{Enum, Object};
use poem_openapi::types::MaybeUndefined;
use serde::Serialize;
use uuid::Uuid;

use crate::contract::{Int64Text, JsonObject, Nullable, Secret, Timestamp};

/// What went wrong (RFC 9457).
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct Problem {
    /// Names the kind of problem; stable.
    pub r#type: String,
    /// The kind of problem in words.
    pub title: String,
    /// The HTTP status.
    #[oai(validator(minimum(value = "400"), maximum(value = "599")))]
    pub status: i32,
    /// What went wrong here and what to change.
    pub detail: String,
    pub code: ProblemCode,
    /// Names the request in the server's log.
    pub request_id: String,
    /// Every fault of the request, if its parameters or body break the contract.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub errors: Option<Vec<FieldError>>,
    /// What a program needs to react, such as `existing_id`, or the `suggested_name` for a name that is refused.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<JsonObject>,
}

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enum, Serialize)]
pub enum ProblemCode {
    #[oai(rename = "INVALID_ARGUMENT")]
    #[serde(rename = "INVALID_ARGUMENT")]
    InvalidArgument,
    #[oai(rename = "UPLOAD_PAIR_MISMATCH")]
    #[serde(rename = "UPLOAD_PAIR_MISMATCH")]
    UploadPairMismatch,
    #[oai(rename = "VERSION_IS_CURRENT")]
    #[serde(rename = "VERSION_IS_CURRENT")]
    VersionIsCurrent,
    #[oai(rename = "UNAUTHENTICATED")]
    #[serde(rename = "UNAUTHENTICATED")]
    Unauthenticated,
    #[oai(rename = "AUTHZ_PERMISSION_DENIED")]
    #[serde(rename = "AUTHZ_PERMISSION_DENIED")]
    AuthzPermissionDenied,
    #[oai(rename = "SIGNATURE_INVALID")]
    #[serde(rename = "SIGNATURE_INVALID")]
    SignatureInvalid,
    #[oai(rename = "NOT_FOUND")]
    #[serde(rename = "NOT_FOUND")]
    NotFound,
    #[oai(rename = "METHOD_NOT_ALLOWED")]
    #[serde(rename = "METHOD_NOT_ALLOWED")]
    MethodNotAllowed,
    #[oai(rename = "REQUEST_TIMEOUT")]
    #[serde(rename = "REQUEST_TIMEOUT")]
    RequestTimeout,
    #[oai(rename = "NAME_CONFLICT")]
    #[serde(rename = "NAME_CONFLICT")]
    NameConflict,
    #[oai(rename = "ID_CONFLICT")]
    #[serde(rename = "ID_CONFLICT")]
    IdConflict,
    #[oai(rename = "IDEMPOTENCY_ANSWER_LOST")]
    #[serde(rename = "IDEMPOTENCY_ANSWER_LOST")]
    IdempotencyAnswerLost,
    #[oai(rename = "SIGNED_URL_USED")]
    #[serde(rename = "SIGNED_URL_USED")]
    SignedUrlUsed,
    #[oai(rename = "RESOURCE_DELETED")]
    #[serde(rename = "RESOURCE_DELETED")]
    ResourceDeleted,
    #[oai(rename = "PRECONDITION_FAILED")]
    #[serde(rename = "PRECONDITION_FAILED")]
    PreconditionFailed,
    #[oai(rename = "PAYLOAD_TOO_LARGE")]
    #[serde(rename = "PAYLOAD_TOO_LARGE")]
    PayloadTooLarge,
    #[oai(rename = "QUOTA_EXCEEDED")]
    #[serde(rename = "QUOTA_EXCEEDED")]
    QuotaExceeded,
    #[oai(rename = "URI_TOO_LONG")]
    #[serde(rename = "URI_TOO_LONG")]
    UriTooLong,
    #[oai(rename = "UNSUPPORTED_MEDIA_TYPE")]
    #[serde(rename = "UNSUPPORTED_MEDIA_TYPE")]
    UnsupportedMediaType,
    #[oai(rename = "RANGE_NOT_SATISFIABLE")]
    #[serde(rename = "RANGE_NOT_SATISFIABLE")]
    RangeNotSatisfiable,
    #[oai(rename = "VALIDATION_FAILED")]
    #[serde(rename = "VALIDATION_FAILED")]
    ValidationFailed,
    #[oai(rename = "CHECKSUM_MISMATCH")]
    #[serde(rename = "CHECKSUM_MISMATCH")]
    ChecksumMismatch,
    #[oai(rename = "IDEMPOTENCY_KEY_REUSED")]
    #[serde(rename = "IDEMPOTENCY_KEY_REUSED")]
    IdempotencyKeyReused,
    #[oai(rename = "RATE_LIMITED")]
    #[serde(rename = "RATE_LIMITED")]
    RateLimited,
    #[oai(rename = "HEADERS_TOO_LARGE")]
    #[serde(rename = "HEADERS_TOO_LARGE")]
    HeadersTooLarge,
    #[oai(rename = "INTERNAL")]
    #[serde(rename = "INTERNAL")]
    Internal,
    #[oai(rename = "UNAVAILABLE")]
    #[serde(rename = "UNAVAILABLE")]
    Unavailable,
}

/// One fault of a request.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct FieldError {
    pub r#in: FieldErrorLocation,
    /// JSON pointer to the faulty value below `in`; for a parameter, `/` and its name.
    pub pointer: String,
    /// The rule that was broken, such as `required` or `max_length`.
    pub code: String,
    /// What to change.
    pub detail: String,
}

/// Which part of the request is at fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enum, Serialize)]
pub enum FieldErrorLocation {
    #[oai(rename = "path")]
    #[serde(rename = "path")]
    Path,
    #[oai(rename = "query")]
    #[serde(rename = "query")]
    Query,
    #[oai(rename = "header")]
    #[serde(rename = "header")]
    Header,
    #[oai(rename = "body")]
    #[serde(rename = "body")]
    Body,
}

/// What to do if the name is taken. `fail`: 409 `NAME_CONFLICT`. `rename`: take the first free of `name
/// (2).ext`, `name (3).ext` and so on. `replace`: a file that is uploaded becomes a new version of the file
/// that has the name, which needs WRITE on it; anything else takes the place of what has the name, which goes
/// to the trash and for which DELETE is needed. A folder never takes the place of a file, nor a file that of
/// a folder: that is always 409.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enum)]
pub enum OnConflict {
    #[oai(rename = "fail")]
    Fail,
    #[oai(rename = "rename")]
    Rename,
    #[oai(rename = "replace")]
    Replace,
}

/// What a caller may do to a thing and to all that it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enum, Serialize)]
pub enum Permission {
    #[oai(rename = "READ")]
    #[serde(rename = "READ")]
    Read,
    #[oai(rename = "CREATE")]
    #[serde(rename = "CREATE")]
    Create,
    #[oai(rename = "WRITE")]
    #[serde(rename = "WRITE")]
    Write,
    #[oai(rename = "DELETE")]
    #[serde(rename = "DELETE")]
    Delete,
    #[oai(rename = "MANAGE")]
    #[serde(rename = "MANAGE")]
    Manage,
}

/// `SessionCreate` of the contract.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields)]
pub struct SessionCreate {
    /// The user's email address.
    #[oai(validator(min_length = 3, max_length = 254))]
    pub email: String,
    /// The user's password.
    #[oai(validator(min_length = 1, max_length = 1024))]
    pub password: Secret,
    /// The organization to act in; the user's first, if absent.
    #[oai(skip_serializing_if_is_none)]
    pub organization_id: Option<Uuid>,
}

/// `SessionRefresh` of the contract.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields)]
pub struct SessionRefresh {
    /// The newest refresh token of the session.
    #[oai(validator(min_length = 1, max_length = 2048))]
    pub refresh_token: Secret,
}

/// An access token and what renews it.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct Session {
    /// For `Authorization: Bearer`.
    pub access_token: Secret,
    /// For `POST /api/v1/auth/refresh`; works once.
    pub refresh_token: Secret,
    /// When the access token ends.
    pub expires_at: Timestamp,
    /// When the refresh token ends.
    pub refresh_expires_at: Timestamp,
    /// The organization that the session acts in.
    pub organization_id: Uuid,
    /// The user.
    pub user_id: Uuid,
}

/// The caller and what the credential may do.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct Me {
    /// The user.
    pub user_id: Uuid,
    /// The user's name.
    pub name: String,
    /// The user's email address.
    pub email: String,
    /// Whether the caller stands above all organizations.
    pub superuser: bool,
    /// The organization that this request acted in.
    pub organization_id: Uuid,
    pub role: Role,
    /// What the credential is limited to.
    pub scopes: Vec<Scope>,
}

/// `MeUpdate` of the contract.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields)]
pub struct MeUpdate {
    /// The new name.
    #[oai(
        skip_serializing_if_is_none,
        validator(
            min_length = 1,
            max_length = 255,
            pattern = "^[^\\u0000-\\u001F\\u007F-\\u009F]+$"
        )
    )]
    pub name: Option<String>,
    /// The new password.
    #[oai(skip_serializing_if_is_none, validator(min_length = 8, max_length = 1024))]
    pub password: Option<Secret>,
    /// The old password; required with `password`.
    #[oai(skip_serializing_if_is_none, validator(min_length = 1, max_length = 1024))]
    pub current_password: Option<Secret>,
}

/// What a token is limited to: `read` sees, `write` changes files, folders and shares, `admin` changes
/// organizations, members and tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enum, Serialize)]
pub enum Scope {
    #[oai(rename = "read")]
    #[serde(rename = "read")]
    Read,
    #[oai(rename = "write")]
    #[serde(rename = "write")]
    Write,
    #[oai(rename = "admin")]
    #[serde(rename = "admin")]
    Admin,
}

/// A personal access token, without its secret.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct Token {
    /// The token's id.
    pub id: Uuid,
    /// What the owner calls it.
    pub name: String,
    /// What it is limited to.
    pub scopes: Vec<Scope>,
    /// The start of the token, to tell one from another.
    pub prefix: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends; null if never.
    pub expires_at: Nullable<Timestamp>,
    /// When it was used last, to the minute; null if never.
    pub last_used_at: Nullable<Timestamp>,
}

/// `TokenCreate` of the contract.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields)]
pub struct TokenCreate {
    /// What to call it.
    #[oai(
        validator(
            min_length = 1,
            max_length = 255,
            pattern = "^[^\\u0000-\\u001F\\u007F-\\u009F]+$"
        )
    )]
    pub name: String,
    /// What to limit it to; not more than the caller's own.
    #[oai(validator(min_items = 1, max_items = 3, unique_items))]
    pub scopes: Vec<Scope>,
    /// When it ends; never, if absent or null.
    pub expires_at: MaybeUndefined<Timestamp>,
}

/// A new personal access token.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct TokenCreated {
    /// The secret; shown once.
    pub token: Secret,
    pub details: Token,
}

/// How to sort tokens. Empty means the default, `created_at`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enum)]
pub enum TokenOrder {
    #[oai(rename = "")]
    Default,
    #[oai(rename = "created_at")]
    CreatedAt,
    #[oai(rename = "created_at desc")]
    CreatedAtDesc,
    #[oai(rename = "name")]
    Name,
    #[oai(rename = "name desc")]
    NameDesc,
}

/// A page of tokens.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct TokenList {
    /// The items.
    pub data: Vec<Token>,
    /// Position of the first item; 0 with `cursor`.
    pub start: i64,
    /// Position behind the last item.
    pub end: i64,
    /// How many items there are in all.
    pub count: i64,
    /// For the next page; null on the last.
    pub next_cursor: Nullable<String>,
}

/// A member's role: `owner` and `admin` manage the organization and see every share; `member` makes shares
/// and sees those granted; `guest` sees those granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enum, Serialize)]
pub enum Role {
    #[oai(rename = "owner")]
    #[serde(rename = "owner")]
    Owner,
    #[oai(rename = "admin")]
    #[serde(rename = "admin")]
    Admin,
    #[oai(rename = "member")]
    #[serde(rename = "member")]
    Member,
    #[oai(rename = "guest")]
    #[serde(rename = "guest")]
    Guest,
}

/// A tenant.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct Organization {
    /// The organization's id.
    pub id: Uuid,
    /// Its name, unique on this server.
    pub name: String,
    /// What its files may take, all versions and the trash counted; null if unlimited.
    pub quota_bytes: Nullable<i64>,
    /// How large one file may be.
    pub max_file_bytes: i64,
    /// How long the trash keeps things.
    pub trash_retention_days: i32,
    /// Where files without a stated share go.
    pub default_share_id: Uuid,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// `OrganizationCreate` of the contract.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields)]
pub struct OrganizationCreate {
    /// Its name, unique on this server.
    #[oai(
        validator(
            min_length = 1,
            max_length = 255,
            pattern = "^[^/\\u0000-\\u001F\\u007F-\\u009F\\u202A-\\u202E\\u2066-\\u2069]+$"
        )
    )]
    pub name: String,
    /// What its files may take; unlimited if absent or null.
    #[oai(validator(minimum(value = "0")))]
    pub quota_bytes: MaybeUndefined<i64>,
    /// How large one file may be; the server's limit if absent.
    #[oai(skip_serializing_if_is_none, validator(minimum(value = "1")))]
    pub max_file_bytes: Option<i64>,
    /// How long the trash keeps things.
    #[oai(
        default = "default_trash_retention_days",
        validator(minimum(value = "0"), maximum(value = "3650"))
    )]
    pub trash_retention_days: i32,
}

/// `OrganizationUpdate` of the contract.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields)]
pub struct OrganizationUpdate {
    /// The new name.
    #[oai(
        skip_serializing_if_is_none,
        validator(
            min_length = 1,
            max_length = 255,
            pattern = "^[^/\\u0000-\\u001F\\u007F-\\u009F\\u202A-\\u202E\\u2066-\\u2069]+$"
        )
    )]
    pub name: Option<String>,
    /// What its files may take; null: unlimited.
    #[oai(validator(minimum(value = "0")))]
    pub quota_bytes: MaybeUndefined<i64>,
    /// How large one file may be.
    #[oai(skip_serializing_if_is_none, validator(minimum(value = "1")))]
    pub max_file_bytes: Option<i64>,
    /// How long the trash keeps things.
    #[oai(
        skip_serializing_if_is_none,
        validator(minimum(value = "0"), maximum(value = "3650"))
    )]
    pub trash_retention_days: Option<i32>,
}

/// How to sort organizations. Empty means the default, `name`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enum)]
pub enum OrganizationOrder {
    #[oai(rename = "")]
    Default,
    #[oai(rename = "name")]
    Name,
    #[oai(rename = "name desc")]
    NameDesc,
    #[oai(rename = "created_at")]
    CreatedAt,
    #[oai(rename = "created_at desc")]
    CreatedAtDesc,
}

/// A page of organizations.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct OrganizationList {
    /// The items.
    pub data: Vec<Organization>,
    /// Position of the first item; 0 with `cursor`.
    pub start: i64,
    /// Position behind the last item.
    pub end: i64,
    /// How many items there are in all.
    pub count: i64,
    /// For the next page; null on the last.
    pub next_cursor: Nullable<String>,
}

/// A user in an organization.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct Member {
    /// The user.
    pub user_id: Uuid,
    /// The user's name.
    pub name: String,
    /// The user's email address.
    pub email: String,
    pub role: Role,
    /// What the member's versions may take, the trash counted; null if only the organization bounds it.
    pub quota_bytes: Nullable<i64>,
    /// When the user was added.
    pub created_at: Timestamp,
}

/// `MemberCreate` of the contract.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields)]
pub struct MemberCreate {
    /// The user's email address.
    #[oai(validator(min_length = 3, max_length = 254))]
    pub email: String,
    /// The name of a new user; the email address, if absent.
    #[oai(
        skip_serializing_if_is_none,
        validator(
            min_length = 1,
            max_length = 255,
            pattern = "^[^\\u0000-\\u001F\\u007F-\\u009F]+$"
        )
    )]
    pub name: Option<String>,
    /// The password of a new user; without one there is no login by password.
    #[oai(skip_serializing_if_is_none, validator(min_length = 8, max_length = 1024))]
    pub password: Option<Secret>,
    pub role: Role,
    /// What the member's versions may take; unlimited if absent or null.
    #[oai(validator(minimum(value = "0")))]
    pub quota_bytes: MaybeUndefined<i64>,
}

/// `MemberUpdate` of the contract.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields)]
pub struct MemberUpdate {
    #[oai(skip_serializing_if_is_none)]
    pub role: Option<Role>,
    /// What the member's versions may take; null: unlimited. One below what they take refuses more and removes
    /// nothing.
    #[oai(validator(minimum(value = "0")))]
    pub quota_bytes: MaybeUndefined<i64>,
}

/// How to sort members. Empty means the default, `email`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enum)]
pub enum MemberOrder {
    #[oai(rename = "")]
    Default,
    #[oai(rename = "email")]
    Email,
    #[oai(rename = "email desc")]
    EmailDesc,
    #[oai(rename = "created_at")]
    CreatedAt,
    #[oai(rename = "created_at desc")]
    CreatedAtDesc,
}

/// A page of members.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct MemberList {
    /// The items.
    pub data: Vec<Member>,
    /// Position of the first item; 0 with `cursor`.
    pub start: i64,
    /// Position behind the last item.
    pub end: i64,
    /// How many items there are in all.
    pub count: i64,
    /// For the next page; null on the last.
    pub next_cursor: Nullable<String>,
}

/// A file of an organization.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct OrganizationFile {
    /// Its resource name, `organizations/{organization_id}/files/{file}`.
    pub name: String,
    /// What it is called.
    pub filename: String,
    /// Its media type, told from its bytes.
    pub mime_type: String,
    /// The size of its current version in bytes, as a text of digits.
    pub size_bytes: Int64Text,
    /// When it was made.
    pub create_time: Timestamp,
}

/// What an upload has made.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct OrganizationFileUploaded {
    pub metadata: OrganizationFile,
}

/// Nothing is to be said of a file that is deleted.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct OrganizationFileDeleted {}

/// How to sort files. Empty means the default, `filename`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enum)]
pub enum OrganizationFileOrder {
    #[oai(rename = "")]
    Default,
    #[oai(rename = "filename")]
    Filename,
    #[oai(rename = "filename desc")]
    FilenameDesc,
    #[oai(rename = "create_time")]
    CreateTime,
    #[oai(rename = "create_time desc")]
    CreateTimeDesc,
}

/// A page of files.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct OrganizationFileList {
    /// The items.
    pub data: Vec<OrganizationFile>,
    /// Position of the first item; 0 with `cursor`.
    pub start: i64,
    /// Position behind the last item.
    pub end: i64,
    /// How many items there are in all; null with `cursor`, where counting would cost more than the page.
    pub count: Nullable<i64>,
    /// For the next page; null on the last.
    pub next_cursor: Nullable<String>,
}

/// What the URL is to allow. Null means the same as absent, and each name may be written in camelCase.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields)]
pub struct UploadUrlGenerate {
    /// How long the URL works, in seconds: `3600s`, `0.5s`. More than 0 and at most `604800s`; an hour, if
    /// absent.
    #[oai(validator(pattern = "^-?[0-9]{1,12}(\\.[0-9]{1,9})?s$"))]
    pub expire_duration: MaybeUndefined<String>,
    /// What the file will be called, whatever the uploader says.
    #[oai(
        validator(
            min_length = 1,
            max_length = 255,
            pattern = "^[^/\\u0000-\\u001F\\u007F-\\u009F\\u202A-\\u202E\\u2066-\\u2069]+$"
        )
    )]
    pub filename: MaybeUndefined<String>,
    /// The `Content-Type` that the uploader must send; any, if absent.
    #[oai(
        validator(
            min_length = 3,
            max_length = 255,
            pattern = "^[!#$&^_.+a-zA-Z0-9-]+/[!#$&^_.+a-zA-Z0-9-]+$"
        )
    )]
    pub mime_type: MaybeUndefined<String>,
    /// How long the file may be, as digits or a number; as long as the organization allows, if absent.
    pub max_size_bytes: MaybeUndefined<Int64Text>,
}

/// A URL for one upload.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct UploadUrl {
    /// Where to send the bytes with `PUT` or `POST`. It is a secret.
    pub upload_uri: Secret,
}

/// What the URL is to allow. Null means the same as absent, and each name may be written in camelCase.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields)]
pub struct DownloadUrlGenerate {
    /// How long the URL works, in seconds: `3600s`, `0.5s`. More than 0 and at most `604800s`; an hour, if
    /// absent.
    #[oai(validator(pattern = "^-?[0-9]{1,12}(\\.[0-9]{1,9})?s$"))]
    pub expire_duration: MaybeUndefined<String>,
    /// Which version, as digits or a number; the one that is current now, if absent.
    pub version: MaybeUndefined<Int64Text>,
    /// `attachment` is saved, whatever its type; `inline` (the default) is shown where that is safe.
    pub disposition: MaybeUndefined<DownloadUrlGenerateDisposition>,
}

/// `attachment` is saved, whatever its type; `inline` (the default) is shown where that is safe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enum)]
pub enum DownloadUrlGenerateDisposition {
    #[oai(rename = "inline")]
    Inline,
    #[oai(rename = "attachment")]
    Attachment,
}

/// A URL for downloads.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct DownloadUrl {
    /// Where to get the content. It is a secret.
    pub download_uri: Secret,
}

/// Members of an organization to whom something can be granted together.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct Group {
    /// The group's id.
    pub id: Uuid,
    /// The organization it belongs to.
    pub organization_id: Uuid,
    /// Its name, unique in the organization.
    pub name: String,
    /// Whether it is `everyone`: all members of the organization but guests. Its id is the organization's.
    pub built_in: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// Who made it.
    pub created_by: Uuid,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// `GroupCreate` of the contract.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields)]
pub struct GroupCreate {
    /// Its name, unique in the organization.
    #[oai(
        validator(
            min_length = 1,
            max_length = 255,
            pattern = "^[^/\\u0000-\\u001F\\u007F-\\u009F\\u202A-\\u202E\\u2066-\\u2069]+$"
        )
    )]
    pub name: String,
}

/// `GroupUpdate` of the contract.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields)]
pub struct GroupUpdate {
    /// The new name.
    #[oai(
        validator(
            min_length = 1,
            max_length = 255,
            pattern = "^[^/\\u0000-\\u001F\\u007F-\\u009F\\u202A-\\u202E\\u2066-\\u2069]+$"
        )
    )]
    pub name: String,
}

/// How to sort groups. Empty means the default, `name`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enum)]
pub enum GroupOrder {
    #[oai(rename = "")]
    Default,
    #[oai(rename = "name")]
    Name,
    #[oai(rename = "name desc")]
    NameDesc,
    #[oai(rename = "created_at")]
    CreatedAt,
    #[oai(rename = "created_at desc")]
    CreatedAtDesc,
}

/// A page of groups.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct GroupList {
    /// The items.
    pub data: Vec<Group>,
    /// Position of the first item; 0 with `cursor`.
    pub start: i64,
    /// Position behind the last item.
    pub end: i64,
    /// How many items there are in all.
    pub count: i64,
    /// For the next page; null on the last.
    pub next_cursor: Nullable<String>,
}

/// A root of folders and files.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct Share {
    /// The share's id.
    pub id: Uuid,
    /// The organization it belongs to.
    pub organization_id: Uuid,
    /// Its name, unique in the organization.
    pub name: String,
    /// What its files may take, all versions and the trash counted; null if unlimited.
    pub quota_bytes: Nullable<i64>,
    /// What they take.
    pub used_bytes: i64,
    /// What the caller may do.
    pub permissions: Vec<Permission>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Who made it.
    pub created_by: Uuid,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// `ShareCreate` of the contract.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields)]
pub struct ShareCreate {
    /// Its name, unique in the organization.
    #[oai(
        validator(
            min_length = 1,
            max_length = 255,
            pattern = "^[^/\\u0000-\\u001F\\u007F-\\u009F\\u202A-\\u202E\\u2066-\\u2069]+$"
        )
    )]
    pub name: String,
    /// What its files may take; unlimited if absent or null.
    #[oai(validator(minimum(value = "0")))]
    pub quota_bytes: MaybeUndefined<i64>,
}

/// `ShareUpdate` of the contract.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields)]
pub struct ShareUpdate {
    /// The new name.
    #[oai(
        skip_serializing_if_is_none,
        validator(
            min_length = 1,
            max_length = 255,
            pattern = "^[^/\\u0000-\\u001F\\u007F-\\u009F\\u202A-\\u202E\\u2066-\\u2069]+$"
        )
    )]
    pub name: Option<String>,
    /// What its files may take; null: unlimited.
    #[oai(validator(minimum(value = "0")))]
    pub quota_bytes: MaybeUndefined<i64>,
}

/// How to sort shares. Empty means the default, `name`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enum)]
pub enum ShareOrder {
    #[oai(rename = "")]
    Default,
    #[oai(rename = "name")]
    Name,
    #[oai(rename = "name desc")]
    NameDesc,
    #[oai(rename = "created_at")]
    CreatedAt,
    #[oai(rename = "created_at desc")]
    CreatedAtDesc,
}

/// A page of shares.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct ShareList {
    /// The items.
    pub data: Vec<Share>,
    /// Position of the first item; 0 with `cursor`.
    pub start: i64,
    /// Position behind the last item.
    pub end: i64,
    /// How many items there are in all.
    pub count: i64,
    /// For the next page; null on the last.
    pub next_cursor: Nullable<String>,
}

/// A folder or a file with its place in the share.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct TreeNode {
    pub r#type: NodeType,
    /// The folder's or file's id.
    pub id: Uuid,
    /// The folder it is in; null at the share's root.
    pub parent_id: Nullable<Uuid>,
    /// Its name.
    pub name: String,
    /// Where it is below the share's root, such as `/a/b`.
    pub path: String,
    /// How many names its path has; 1 at the share's root.
    #[oai(validator(minimum(value = "1")))]
    pub depth: i32,
    /// The size of a file's current version; null for a folder.
    pub size_bytes: Nullable<i64>,
    /// The media type of a file; null for a folder.
    pub mime_type: Nullable<String>,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// What the caller may do with it.
    pub permissions: Vec<Permission>,
}

/// Folders and files of a share, each folder before what it holds.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct Tree {
    /// The folders and files.
    pub data: Vec<TreeNode>,
    /// Whether there are more than are answered.
    pub truncated: bool,
}

/// A folder in a share.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct Folder {
    /// The folder's id.
    pub id: Uuid,
    /// The share it is in.
    pub share_id: Uuid,
    /// The folder it is in; null at the share's root.
    pub parent_id: Nullable<Uuid>,
    /// Its name.
    pub name: String,
    /// Where it is below the share's root, such as `/a/b`.
    pub path: String,
    /// What the caller may do.
    pub permissions: Vec<Permission>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Who made it.
    pub created_by: Uuid,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// When it went to the trash; null if it is not there.
    pub trashed_at: Nullable<Timestamp>,
}

/// `FolderCreate` of the contract.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields)]
pub struct FolderCreate {
    /// The share.
    pub share_id: Uuid,
    /// The folder to make it in; the share's root, if absent or null.
    pub parent_id: MaybeUndefined<Uuid>,
    /// Its name: at most 255 bytes in UTF-8 after composing (NFC), and one that every file system takes. A
    /// refused name is answered with a suggestion in `data.suggested_name`.
    #[oai(validator(min_length = 1, max_length = 1024))]
    pub name: String,
}

/// `FolderUpdate` of the contract.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields)]
pub struct FolderUpdate {
    /// The new name.
    #[oai(validator(min_length = 1, max_length = 1024))]
    pub name: String,
}

/// Where something is to go. Exactly one of `target_folder_id` and `target_share_id`.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields)]
pub struct NodeTarget {
    /// The folder it is to be in.
    #[oai(skip_serializing_if_is_none)]
    pub target_folder_id: Option<Uuid>,
    /// The share at whose root it is to be.
    #[oai(skip_serializing_if_is_none)]
    pub target_share_id: Option<Uuid>,
    /// What it is to be called there; as before, if absent.
    #[oai(skip_serializing_if_is_none, validator(min_length = 1, max_length = 1024))]
    pub name: Option<String>,
}

/// How to sort what a folder holds. Empty means the default, `name`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enum)]
pub enum NodeOrder {
    #[oai(rename = "")]
    Default,
    #[oai(rename = "name")]
    Name,
    #[oai(rename = "name desc")]
    NameDesc,
}

/// Whether a child is a folder or a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enum, Serialize)]
pub enum NodeType {
    #[oai(rename = "folder")]
    #[serde(rename = "folder")]
    Folder,
    #[oai(rename = "file")]
    #[serde(rename = "file")]
    File,
}

/// A child of a folder.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct Node {
    pub r#type: NodeType,
    /// The folder's or file's id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// The size of a file's current version; null for a folder.
    pub size_bytes: Nullable<i64>,
    /// The media type of a file; null for a folder.
    pub mime_type: Nullable<String>,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// What the caller may do with it.
    pub permissions: Vec<Permission>,
}

/// A page of folders and files.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct NodeList {
    /// The items.
    pub data: Vec<Node>,
    /// Position of the first item; 0 with `cursor`.
    pub start: i64,
    /// Position behind the last item.
    pub end: i64,
    /// How many items there are in all.
    pub count: i64,
    /// For the next page; null on the last.
    pub next_cursor: Nullable<String>,
}

/// A file's metadata, with that of its current version.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct File {
    /// The file's id.
    pub id: Uuid,
    /// The share it is in.
    pub share_id: Uuid,
    /// The folder it is in; null at the share's root.
    pub folder_id: Nullable<Uuid>,
    /// Its name.
    pub name: String,
    /// Where it is below the share's root, such as `/a/b.txt`.
    pub path: String,
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
    pub created_at: Timestamp,
    /// Who uploaded it.
    pub created_by: Uuid,
    /// When content or metadata last changed.
    pub updated_at: Timestamp,
    /// Who changed it last.
    pub updated_by: Uuid,
    /// When it went to the trash; null if it is not there.
    pub trashed_at: Nullable<Timestamp>,
}

/// What sort of file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enum, Serialize)]
pub enum FileKind {
    #[oai(rename = "archive")]
    #[serde(rename = "archive")]
    Archive,
    #[oai(rename = "audio")]
    #[serde(rename = "audio")]
    Audio,
    #[oai(rename = "code")]
    #[serde(rename = "code")]
    Code,
    #[oai(rename = "document")]
    #[serde(rename = "document")]
    Document,
    #[oai(rename = "email")]
    #[serde(rename = "email")]
    Email,
    #[oai(rename = "presentation")]
    #[serde(rename = "presentation")]
    Presentation,
    #[oai(rename = "spreadsheet")]
    #[serde(rename = "spreadsheet")]
    Spreadsheet,
    #[oai(rename = "image")]
    #[serde(rename = "image")]
    Image,
    #[oai(rename = "text")]
    #[serde(rename = "text")]
    Text,
    #[oai(rename = "video")]
    #[serde(rename = "video")]
    Video,
    #[oai(rename = "file")]
    #[serde(rename = "file")]
    File,
}

/// Several files.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct FileBatch {
    /// The files.
    pub data: Vec<File>,
}

/// What to do something to.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields)]
pub struct BatchRequest {
    /// Ids of files and folders. One that is given again is answered again, but nothing is done twice.
    #[oai(validator(min_items = 1, max_items = 100))]
    pub ids: Vec<Uuid>,
}

/// What to move, and where to. Exactly one of `target_folder_id` and `target_share_id`.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields)]
pub struct BatchMove {
    /// Ids of files and folders. One that is given again is answered again, but nothing is done twice.
    #[oai(validator(min_items = 1, max_items = 100))]
    pub ids: Vec<Uuid>,
    /// The folder they are to be in.
    #[oai(skip_serializing_if_is_none)]
    pub target_folder_id: Option<Uuid>,
    /// The share at whose root they are to be.
    #[oai(skip_serializing_if_is_none)]
    pub target_share_id: Option<Uuid>,
}

/// What came of each, in the order of the request.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct BatchResults {
    /// The results.
    pub data: Vec<BatchResult>,
}

/// What came of one.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct BatchResult {
    /// The file or folder.
    pub id: Uuid,
    /// The status that a request for this one alone would have been answered with: 200 if it is done.
    pub status: i32,
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<ProblemCode>,
    /// What went wrong and what to change; absent if it is done.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// What to put into an archive.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields)]
pub struct ArchiveRequest {
    /// Ids of files and folders.
    #[oai(validator(min_items = 1, max_items = 500))]
    pub ids: Vec<Uuid>,
}

/// What was removed from the trash.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct EmptiedTrash {
    /// How many files and folders; what was in folders is not counted by itself.
    pub purged_count: i64,
    /// What no longer counts towards quotas, all versions included.
    pub freed_bytes: i64,
}

/// `FileUpdate` of the contract.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields)]
pub struct FileUpdate {
    /// The new name.
    #[oai(skip_serializing_if_is_none, validator(min_length = 1, max_length = 1024))]
    pub name: Option<String>,
    /// The new labels.
    #[oai(
        skip_serializing_if_is_none,
        validator(max_items = 50, min_length = 1, max_length = 100)
    )]
    pub tags: Option<Vec<String>>,
    /// What to keep with the file; null: nothing.
    #[oai(validator(max_properties = 64, max_length = 1024))]
    pub metadata: MaybeUndefined<BTreeMap<String, String>>,
    /// The folder to move it to; null: the root of `share_id`, or of the share it is in.
    pub folder_id: MaybeUndefined<Uuid>,
    /// The share to move it to; to its root, unless `folder_id` names a folder there.
    #[oai(skip_serializing_if_is_none)]
    pub share_id: Option<Uuid>,
    /// `true`: take it out of the trash, if it is there.
    #[oai(skip_serializing_if_is_none)]
    pub restore: Option<bool>,
}

/// Which files a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enum)]
pub enum TrashedFilter {
    #[oai(rename = "false")]
    False,
    #[oai(rename = "true")]
    True,
    #[oai(rename = "null")]
    Null,
}

/// How to sort files. Empty means the default, `name`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enum)]
pub enum FileOrder {
    #[oai(rename = "")]
    Default,
    #[oai(rename = "name")]
    Name,
    #[oai(rename = "name desc")]
    NameDesc,
    #[oai(rename = "size")]
    Size,
    #[oai(rename = "size desc")]
    SizeDesc,
    #[oai(rename = "created_at")]
    CreatedAt,
    #[oai(rename = "created_at desc")]
    CreatedAtDesc,
    #[oai(rename = "updated_at")]
    UpdatedAt,
    #[oai(rename = "updated_at desc")]
    UpdatedAtDesc,
}

/// A page of files.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct FileList {
    /// The items.
    pub data: Vec<File>,
    /// Position of the first item; 0 with `cursor`.
    pub start: i64,
    /// Position behind the last item.
    pub end: i64,
    /// How many items there are in all; null with `cursor`, where counting would cost more than the page.
    pub count: Nullable<i64>,
    /// For the next page; null on the last.
    pub next_cursor: Nullable<String>,
}

/// One state of a file's content.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
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
    pub created_at: Timestamp,
    /// Who wrote it.
    pub created_by: Uuid,
    /// The version whose content it took up again; null if its content was sent.
    pub restored_from: Nullable<i64>,
    /// Whether it is the file's current version.
    pub current: bool,
}

/// How to sort versions. Empty means the default, `version desc`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enum)]
pub enum VersionOrder {
    #[oai(rename = "")]
    Default,
    #[oai(rename = "version")]
    Version,
    #[oai(rename = "version desc")]
    VersionDesc,
}

/// A page of versions.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
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
    pub next_cursor: Nullable<String>,
}

/// Whose figures these are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enum, Serialize)]
pub enum StorageScope {
    #[oai(rename = "organization")]
    #[serde(rename = "organization")]
    Organization,
    #[oai(rename = "member")]
    #[serde(rename = "member")]
    Member,
}

/// What is used of the quotas that the caller may know.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct StorageSummary {
    pub scope: StorageScope,
    /// The quota; null if unlimited.
    pub max_bytes: Nullable<i64>,
    /// The sizes of all versions, the trash counted: what is compared with the quota.
    pub used_bytes: i64,
    /// What is left: the quota without what is used and reserved, never below 0; null if unlimited.
    pub available_bytes: Nullable<i64>,
    /// What the contents take in the store, each counted once.
    pub physical_bytes: i64,
    /// `used_bytes` by `physical_bytes`; 1 where nothing is stored.
    pub dedup_ratio: f64,
    /// How many files there are, the trash counted. For a member, those whose current version the member pays
    /// for.
    pub file_count: i64,
    /// How many versions there are, the current ones and the trash counted.
    pub version_count: i64,
    pub breakdown: StorageBreakdown,
    pub own: MemberStorage,
    /// Every share that the caller may read, by name.
    pub shares: Vec<ShareStorage>,
}

/// What the caller's own versions take of the caller's quota, in the organization.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct MemberStorage {
    /// The quota; null if unlimited.
    pub max_bytes: Nullable<i64>,
    /// The sizes of the versions that the caller pays for.
    pub used_bytes: i64,
    /// What is left, never below 0; null if unlimited.
    pub available_bytes: Nullable<i64>,
    /// What their contents take, each counted once.
    pub physical_bytes: i64,
    /// `used_bytes` by `physical_bytes`; 1 where nothing is stored.
    pub dedup_ratio: f64,
    /// How many files have such a version as their current one, the trash counted.
    pub file_count: i64,
    /// How many such versions there are.
    pub version_count: i64,
    pub breakdown: StorageBreakdown,
}

/// What is used of a share's quota.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct ShareStorage {
    /// The share.
    pub share_id: Uuid,
    /// Its name.
    pub name: String,
    /// Its quota; null if only the organization bounds it.
    pub max_bytes: Nullable<i64>,
    /// The sizes of all versions in it, the trash counted.
    pub used_bytes: i64,
    /// What is left of its quota, never below 0; null if it has none.
    pub available_bytes: Nullable<i64>,
    /// What its contents take, each counted once; what other shares have, too, counts here as well.
    pub physical_bytes: i64,
    /// `used_bytes` by `physical_bytes`; 1 where nothing is stored.
    pub dedup_ratio: f64,
    /// How many files are in it, the trash counted.
    pub file_count: i64,
    /// How many versions they have.
    pub version_count: i64,
    pub breakdown: StorageBreakdown,
}

/// What `used_bytes` is made of, and beside it what is reserved.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct StorageBreakdown {
    /// The current versions of live files.
    pub current_bytes: i64,
    /// Their older versions.
    pub versions_bytes: i64,
    /// All versions of files in the trash.
    pub trash_bytes: i64,
    /// Set aside for long uploads on their way; not part of `used_bytes`.
    pub reserved_bytes: i64,
}

/// How the service is.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct Health {
    pub status: HealthStatus,
}

/// How the service is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enum, Serialize)]
pub enum HealthStatus {
    #[oai(rename = "ok")]
    #[serde(rename = "ok")]
    Ok,
}

/// An OpenAPI document.
pub type Contract = JsonObject;

/// What a member or a group may do with a share, a folder or a file.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct Grant {
    /// The member's user id or the group's id.
    pub principal_id: Uuid,
    pub principal_type: PrincipalType,
    /// What they may do.
    pub permissions: Vec<Permission>,
    /// When it ends; null if never.
    pub expires_at: Nullable<Timestamp>,
    /// When it was granted.
    pub created_at: Timestamp,
    /// Who granted it.
    pub created_by: Uuid,
}

/// Whom something is granted to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enum, Serialize)]
pub enum PrincipalType {
    #[oai(rename = "user")]
    #[serde(rename = "user")]
    User,
    #[oai(rename = "group")]
    #[serde(rename = "group")]
    Group,
}

/// `GrantPut` of the contract.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields)]
pub struct GrantPut {
    /// What they may do; everything else needs READ too, so READ is added.
    #[oai(validator(min_items = 1, max_items = 5, unique_items))]
    pub permissions: Vec<Permission>,
    /// When it ends; never, if absent or null.
    pub expires_at: MaybeUndefined<Timestamp>,
}

/// All grants on a share, a folder or a file.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct GrantList {
    /// The grants, the oldest first; at most 1000.
    pub data: Vec<Grant>,
}

/// A signed URL, without what is secret about it.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct SignedUrl {
    /// Its id.
    pub id: Uuid,
    pub kind: SignedUrlKind,
    /// Whose rights it lends.
    pub created_by: Uuid,
    /// The share of the file.
    pub share_id: Uuid,
    /// The file to download, or that was uploaded; null before.
    pub file_id: Nullable<Uuid>,
    /// Of a download, which version.
    pub version: Nullable<i64>,
    /// Of an upload, the name that the file gets; null if the uploader may say.
    pub filename: Nullable<String>,
    /// Of an upload, the media type that must be sent; null if any.
    pub mime_type: Nullable<String>,
    /// Of an upload, how long it may be; null if it is limited by the organization alone.
    pub max_size_bytes: Nullable<i64>,
    /// Of a download, whether it is saved.
    pub disposition: Nullable<SignedUrlDisposition>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// Of an upload, when it was used up; null before.
    pub used_at: Nullable<Timestamp>,
    /// When it was revoked; null if it was not.
    pub revoked_at: Nullable<Timestamp>,
}

/// Of a download, whether it is saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enum, Serialize)]
pub enum SignedUrlDisposition {
    #[oai(rename = "inline")]
    #[serde(rename = "inline")]
    Inline,
    #[oai(rename = "attachment")]
    #[serde(rename = "attachment")]
    Attachment,
}

/// What it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enum, Serialize)]
pub enum SignedUrlKind {
    #[oai(rename = "upload")]
    #[serde(rename = "upload")]
    Upload,
    #[oai(rename = "download")]
    #[serde(rename = "download")]
    Download,
}

/// How to sort signed URLs. Empty means the default, `created_at desc`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Enum)]
pub enum SignedUrlOrder {
    #[oai(rename = "")]
    Default,
    #[oai(rename = "created_at")]
    CreatedAt,
    #[oai(rename = "created_at desc")]
    CreatedAtDesc,
    #[oai(rename = "expires_at")]
    ExpiresAt,
    #[oai(rename = "expires_at desc")]
    ExpiresAtDesc,
}

/// A page of signed URLs.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct SignedUrlList {
    /// The items.
    pub data: Vec<SignedUrl>,
    /// Position of the first item; 0 with `cursor`.
    pub start: i64,
    /// Position behind the last item.
    pub end: i64,
    /// How many items there are in all.
    pub count: i64,
    /// For the next page; null on the last.
    pub next_cursor: Nullable<String>,
}

/// Which signed URLs to revoke; exactly one of these.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields)]
pub struct SignedUrlRevocation {
    /// Those for downloads of this file.
    #[oai(skip_serializing_if_is_none)]
    pub file_id: Option<Uuid>,
    /// Those in this share.
    #[oai(skip_serializing_if_is_none)]
    pub share_id: Option<Uuid>,
    /// Those that this member made.
    #[oai(skip_serializing_if_is_none)]
    pub user_id: Option<Uuid>,
    /// All of this organization.
    #[oai(skip_serializing_if_is_none)]
    pub organization_id: Option<Uuid>,
}

/// What a revocation has done.
#[derive(Debug, Clone, Object, Serialize)]
#[oai(deny_unknown_fields)]
pub struct SignedUrlsRevoked {
    /// How many URLs it ended that still worked.
    pub revoked: i64,
}

fn default_trash_retention_days() -> i32 {
    30
}
