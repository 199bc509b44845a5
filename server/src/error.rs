//! What can go wrong, by meaning. How it looks on the wire is `api/problem.rs`'s business alone.

use uuid::Uuid;

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The cause of a fault that is nobody's business but the log's.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

/// `Display` is the sentence that the caller reads: what happened and what to change. Causes stay in `source()`
/// and are logged once, never sent.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The request is well-formed but can't be carried out as asked; the sentence says what to change.
    #[error("{0}")]
    InvalidArgument(String),
    #[error("the request has {ids} parts `id` and {files} parts `file`; send one of each for every file, at least one")]
    UploadPairMismatch { ids: usize, files: usize },
    #[error("the current version can't be deleted; restore another one or replace the content first")]
    VersionIsCurrent,
    /// No credential, or one that is unknown, expired or revoked. Which of these is never told.
    #[error("{0}")]
    Unauthenticated(&'static str),
    /// The caller may see the thing but not do this.
    #[error("{0}")]
    PermissionDenied(String),
    /// Whatever it is that is wrong with a signed URL: the answers must be indistinguishable.
    #[error("the signed URL does not work, or works no longer; ask for a new one where you got it")]
    SignatureInvalid,
    /// There is no such thing, or the caller may not know that there is: the two must be indistinguishable.
    #[error("there is no such {0}, or you may not see it")]
    NotFound(&'static str),
    #[error("this path takes {}", allowed.join(", "))]
    MethodNotAllowed { allowed: Vec<&'static str> },
    #[error("the request's body came too slowly or stopped coming; send it again")]
    RequestTimeout,
    /// `existing_id` only where the caller may read the holder of the name.
    #[error("the name {name:?} is taken here; choose another one")]
    NameConflict { name: String, existing_id: Option<Uuid> },
    /// A name that no folder or file may have. `code` is the rule that it breaks.
    #[error("the name is refused: {detail}")]
    NameRefused { code: &'static str, detail: String, suggested_name: Option<String> },
    #[error("{0}")]
    IdConflict(String),
    #[error("the signed URL was used for its one upload already; ask for a new one where you got it")]
    SignedUrlUsed,
    #[error("the {0} is in the trash")]
    Deleted(&'static str),
    #[error("the current entity tag is another one; read the current state and decide anew")]
    PreconditionFailed { current_etag: String },
    #[error("the body is longer than the {limit_bytes} bytes that this operation takes")]
    PayloadTooLarge { limit_bytes: u64 },
    #[error("the write does not fit the quota of the {meter}, which is {limit_bytes} bytes")]
    QuotaExceeded { meter: &'static str, limit_bytes: u64 },
    #[error("the request line is longer than this server reads; send what is long as a body")]
    UriTooLong,
    #[error("the request has more headers, or longer ones, than this server reads; send fewer")]
    HeadersTooLarge,
    #[error("the body's media type must be {expected}")]
    UnsupportedMediaType { expected: String },
    #[error("no byte of the range lies within the content's {size_bytes} bytes")]
    RangeNotSatisfiable { size_bytes: u64 },
    /// Every fault of the request, found before anything was done.
    #[error("the request breaks the contract in {} place(s); see `errors`", .0.len())]
    Validation(Vec<Fault>),
    #[error("the bytes received do not have the digest that was announced; nothing was stored")]
    ChecksumMismatch,
    /// It must not be carried out twice, and what it was answered the first time is not known.
    #[error(
        "a request with this idempotency key was carried out, but its answer is not known; look at the current state, and use \
         a new key for anything more"
    )]
    IdempotencyAnswerLost,
    #[error("this idempotency key was used with another request; use a new one")]
    IdempotencyKeyReused,
    #[error("too many attempts; wait {retry_after_secs} seconds")]
    RateLimited { retry_after_secs: u64 },
    /// A part of the service does not answer right now; trying again may help.
    #[error("a part of the service does not answer right now; try again")]
    Unavailable {
        retry_after_secs: u64,
        #[source]
        cause: Option<Cause>,
    },
    /// A bug or a broken installation.
    #[error("the server failed to carry this out; its log tells why under this request id")]
    Internal(#[source] Cause),
}

/// One fault of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub location: FaultLocation,
    /// JSON pointer below the location; for a parameter `/` and its name.
    pub pointer: String,
    /// The rule that was broken: `required`, `type`, `max_length`, `pattern`, `unknown`, …
    pub code: &'static str,
    /// What to change. Never repeats the value: it may be a secret.
    pub detail: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FaultLocation {
    Path,
    Query,
    Header,
    Body,
}

impl Error {
    /// A fault of the server with its cause.
    pub fn internal(cause: impl Into<Cause>) -> Self {
        Self::Internal(cause.into())
    }

    /// A part that does not answer, with its cause.
    pub fn unavailable(cause: impl Into<Cause>) -> Self {
        Self::Unavailable { retry_after_secs: 1, cause: Some(cause.into()) }
    }

    /// One fault in the body.
    pub fn body_fault(pointer: impl Into<String>, code: &'static str, detail: impl Into<String>) -> Self {
        Self::Validation(vec![Fault {
            location: FaultLocation::Body,
            pointer: pointer.into(),
            code,
            detail: detail.into(),
        }])
    }
}

impl From<sea_orm::DbErr> for Error {
    fn from(error: sea_orm::DbErr) -> Self {
        match error {
            // The database is gone or has no connection to give: worth another try.
            sea_orm::DbErr::Conn(_) | sea_orm::DbErr::ConnectionAcquire(_) => Self::unavailable(error),
            error if crate::db::passes(&error) => Self::unavailable(error),
            other => Self::internal(other),
        }
    }
}

impl From<object_store::Error> for Error {
    fn from(error: object_store::Error) -> Self {
        Self::internal(error)
    }
}
