// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! Types that every area uses.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::ProblemCode;
use crate::core::{Int64Text, JsonObject, Patch, UnknownValue, impl_open_enum};

/// What went wrong (RFC 9457).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Problem {
    /// Names the kind of problem; stable.
    pub r#type: String,
    /// The kind of problem in words.
    pub title: String,
    /// The HTTP status.
    pub status: i32,
    /// What went wrong here and what to change.
    pub detail: String,
    /// What went wrong, for programs.
    pub code: ProblemCode,
    /// Names the request in the server's log.
    pub request_id: String,
    /// Every fault of the request, if its parameters or body break the contract.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// What a program needs to react, such as `existing_id`, or the `suggested_name` for a name that is
    /// refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<JsonObject>,
}

/// One fault of a request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FieldError {
    /// Which part of the request is at fault.
    pub r#in: FieldErrorLocation,
    /// JSON pointer to the faulty value below `in`; for a parameter, `/` and its name.
    pub pointer: String,
    /// The rule that was broken, such as `required` or `max_length`.
    pub code: String,
    /// What to change.
    pub detail: String,
}

/// Which part of the request is at fault.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FieldErrorLocation {
    /// `path`.
    Path,
    /// `query`.
    Query,
    /// `header`.
    Header,
    /// `body`.
    Body,
    #[doc(hidden)]
    __Unknown(UnknownValue),
}

impl_open_enum!(FieldErrorLocation {
    Path = "path", Query = "query", Header = "header", Body = "body",
});

/// What to do if the name is taken. `fail`: 409 `NAME_CONFLICT`. `rename`: take the first free of `name
/// (2).ext`, `name (3).ext` and so on. `replace`: a file that is uploaded becomes a new version of the file
/// that has the name, which needs WRITE on it; anything else takes the place of what has the name, which goes
/// to the trash and for which DELETE is needed. A folder never takes the place of a file, nor a file that of
/// a folder: that is always 409.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OnConflict {
    /// `fail`.
    Fail,
    /// `rename`.
    Rename,
    /// `replace`.
    Replace,
    #[doc(hidden)]
    __Unknown(UnknownValue),
}

impl_open_enum!(OnConflict {
    Fail = "fail", Rename = "rename", Replace = "replace",
});

/// What a caller may do to a thing and to all that it holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Permission {
    /// `READ`.
    Read,
    /// `CREATE`.
    Create,
    /// `WRITE`.
    Write,
    /// `DELETE`.
    Delete,
    /// `MANAGE`.
    Manage,
    #[doc(hidden)]
    __Unknown(UnknownValue),
}

impl_open_enum!(Permission {
    Read = "READ", Create = "CREATE", Write = "WRITE", Delete = "DELETE", Manage = "MANAGE",
});

/// A member's role: `owner` and `admin` manage the organization and see every share; `member` makes shares
/// and sees those granted; `guest` sees those granted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Role {
    /// `owner`.
    Owner,
    /// `admin`.
    Admin,
    /// `member`.
    Member,
    /// `guest`.
    Guest,
    #[doc(hidden)]
    __Unknown(UnknownValue),
}

impl_open_enum!(Role {
    Owner = "owner", Admin = "admin", Member = "member", Guest = "guest",
});

/// A user in an organization.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Member {
    /// The user.
    pub user_id: Uuid,
    /// The user's name.
    pub name: String,
    /// The user's email address.
    pub email: String,
    /// A member's role: `owner` and `admin` manage the organization and see every share; `member` makes
    /// shares and sees those granted; `guest` sees those granted.
    pub role: Role,
    /// What the member's versions may take, the trash counted; null if only the organization bounds it.
    pub quota_bytes: Option<i64>,
    /// When the user was added.
    pub created_at: DateTime<Utc>,
}

/// How to sort members. Empty means the default, `email`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MemberOrder {
    /// Empty.
    Default,
    /// `email`.
    Email,
    /// `email desc`.
    EmailDesc,
    /// `created_at`.
    CreatedAt,
    /// `created_at desc`.
    CreatedAtDesc,
    #[doc(hidden)]
    __Unknown(UnknownValue),
}

impl_open_enum!(MemberOrder {
    Default = "", Email = "email", EmailDesc = "email desc", CreatedAt = "created_at",
    CreatedAtDesc = "created_at desc",
});

/// A page of members.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
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
    pub next_cursor: Option<String>,
}

/// A file of an organization.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
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
    pub create_time: DateTime<Utc>,
}

/// What an upload has made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OrganizationFileUploaded {
    /// A file of an organization.
    pub metadata: OrganizationFile,
}

/// Where something is to go. Exactly one of `target_folder_id` and `target_share_id`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[must_use]
#[non_exhaustive]
pub struct NodeTarget {
    /// The folder it is to be in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_folder_id: Option<Uuid>,
    /// The share at whose root it is to be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_share_id: Option<Uuid>,
    /// What it is to be called there; as before, if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl NodeTarget {
    /// With nothing set.
    pub fn new() -> Self {
        Self::default()
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

    /// Sets `name`.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }
}

/// How to sort what a folder holds. Empty means the default, `name`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NodeOrder {
    /// Empty.
    Default,
    /// `name`.
    Name,
    /// `name desc`.
    NameDesc,
    #[doc(hidden)]
    __Unknown(UnknownValue),
}

impl_open_enum!(NodeOrder {
    Default = "", Name = "name", NameDesc = "name desc",
});

/// Whether a child is a folder or a file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NodeType {
    /// `folder`.
    Folder,
    /// `file`.
    File,
    #[doc(hidden)]
    __Unknown(UnknownValue),
}

impl_open_enum!(NodeType {
    Folder = "folder", File = "file",
});

/// A child of a folder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Node {
    /// Whether a child is a folder or a file.
    pub r#type: NodeType,
    /// The folder's or file's id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// The size of a file's current version; null for a folder.
    pub size_bytes: Option<i64>,
    /// The media type of a file; null for a folder.
    pub mime_type: Option<String>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// What the caller may do with it.
    pub permissions: Vec<Permission>,
}

/// A page of folders and files.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
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
    pub next_cursor: Option<String>,
}

/// What a member or a group may do with a share, a folder or a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Grant {
    /// The member's user id or the group's id.
    pub principal_id: Uuid,
    /// Whom something is granted to.
    pub principal_type: PrincipalType,
    /// What they may do.
    pub permissions: Vec<Permission>,
    /// When it ends; null if never.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was granted.
    pub created_at: DateTime<Utc>,
    /// Who granted it.
    pub created_by: Uuid,
}

/// Whom something is granted to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PrincipalType {
    /// `user`.
    User,
    /// `group`.
    Group,
    #[doc(hidden)]
    __Unknown(UnknownValue),
}

impl_open_enum!(PrincipalType {
    User = "user", Group = "group",
});

/// The body of a request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[must_use]
#[non_exhaustive]
pub struct GrantPut {
    /// What they may do; everything else needs READ too, so READ is added.
    pub permissions: Vec<Permission>,
    /// When it ends; never, if absent or null.
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub expires_at: Patch<DateTime<Utc>>,
}

impl GrantPut {
    /// With what is required.
    pub fn new(permissions: Vec<Permission>) -> Self {
        Self { permissions, expires_at: Patch::Absent }
    }

    /// Sets `expires_at`.
    pub fn expires_at(mut self, expires_at: DateTime<Utc>) -> Self {
        self.expires_at = Patch::Value(expires_at);
        self
    }

    /// Sets `expires_at` to null.
    pub fn clear_expires_at(mut self) -> Self {
        self.expires_at = Patch::Null;
        self
    }
}

/// All grants on a share, a folder or a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct GrantList {
    /// The grants, the oldest first; at most 1000.
    pub data: Vec<Grant>,
}
