//! What the generated layer stands on: payloads, request validation, routing facts and the way out for errors.
//!
//! Everything here is about HTTP as the contract describes it, and knows no noun of the product. The generated code names
//! these items by their full path; the request pipeline (`api/pipeline.rs`) uses `operation`, `validate`, `router` and
//! `endpoints`.

pub mod answer;
pub mod document;
pub mod duration;
pub mod endpoints;
pub mod int64_text;
pub mod json_object;
pub mod list;
pub mod multipart;
pub mod nullable;
pub mod operation;
pub mod parameters;
pub mod payload;
pub mod router;
pub mod secret;
pub mod security;
pub mod timestamp;
pub mod validate;
pub mod verbs;

#[cfg(test)]
mod agreement;
#[cfg(test)]
pub(crate) mod oracle;

pub use self::answer::{Answer, ProblemAnswer, answer, documented, refused};
pub use self::endpoints::Endpoints;
pub use self::int64_text::Int64Text;
pub use self::json_object::JsonObject;
pub use self::list::CommaSeparated;
pub use self::multipart::{FilePart, Form, MultipartStream, PartKind, PartRule};
pub use self::nullable::Nullable;
pub use self::operation::{Idempotency, Operation, Security};
pub use self::parameters::{Given, Header, Path, Query};
pub use self::payload::{
    ByteChunks, ByteStream, EventStream, Json, Observe, ProblemJson, RawBody, RawJson, Text, body_error, observed,
};
pub use self::router::{Found, find};
pub use self::secret::Secret;
pub use self::security::Authenticated;
pub use self::timestamp::Timestamp;
