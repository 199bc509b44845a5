// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! Headers that answers have in common, by name.

/// Headers of the response `Content`. The bytes.
#[derive(Debug, Clone)]
pub struct ContentHeaders {
    /// The entity tag.
    pub etag: String,
    /// How many bytes follow.
    pub content_length: i64,
    /// When it was written.
    pub last_modified: String,
}

/// Headers of the response `PartialContent`. Some of the bytes.
#[derive(Debug, Clone)]
pub struct PartialContentHeaders {
    /// The entity tag.
    pub etag: String,
    /// How many bytes follow.
    pub content_length: i64,
    /// Which bytes these are; absent where several ranges are answered.
    pub content_range: Option<String>,
}

/// Headers of the response `ContentHead`. What `GET` would say.
#[derive(Debug, Clone)]
pub struct ContentHeadHeaders {
    /// The entity tag.
    pub etag: String,
    /// How many bytes follow.
    pub content_length: i64,
    /// When it was written.
    pub last_modified: String,
}
