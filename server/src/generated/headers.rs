// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! Headers that answers have in common, by name.

/// Headers of the response `Content`. The whole content.
#[derive(Debug, Clone)]
pub struct ContentHeaders {
    /// The entity tag of the current state.
    pub etag: String,
    /// When this version was written.
    pub last_modified: String,
    /// How many bytes follow.
    pub content_length: i64,
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
}

/// Headers of the response `PartialContent`. The ranges asked for; several of them as `multipart/byteranges`.
#[derive(Debug, Clone)]
pub struct PartialContentHeaders {
    /// The entity tag of the current state.
    pub etag: String,
    /// When this version was written.
    pub last_modified: String,
    /// How many bytes follow.
    pub content_length: i64,
    /// Which bytes these are, and of how many. Absent where several ranges are answered, each with its own.
    pub content_range: Option<String>,
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
}

/// Headers of the response `NotModified`. The content is the one that the caller has.
#[derive(Debug, Clone)]
pub struct NotModifiedHeaders {
    /// The entity tag of the current state.
    pub etag: String,
    /// When this version was written.
    pub last_modified: String,
    /// Who may keep this answer, and for how long.
    pub cache_control: String,
}

/// Headers of the response `ContentHead`. The headers that `GET` would answer.
#[derive(Debug, Clone)]
pub struct ContentHeadHeaders {
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
}

/// Headers of the response `PartialContentHead`. The headers that a partial `GET` would answer.
#[derive(Debug, Clone)]
pub struct PartialContentHeadHeaders {
    /// The entity tag of the current state.
    pub etag: String,
    /// When this version was written.
    pub last_modified: String,
    /// How many bytes follow.
    pub content_length: i64,
    /// The media type of the content.
    pub content_type: String,
    /// Which bytes these are, and of how many. Absent where several ranges are answered, each with its own.
    pub content_range: Option<String>,
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
}
