//! The hand-written part of the client: how a call travels, fails, is repeated and is read.
//!
//! What the contract says of one operation is not here but in the generated layer, which builds a [`Call`] and leaves
//! everything else to this module. Only [`Call::send`] is generic; the way from there to the network is compiled once.

mod answer;
mod auth;
mod base64_bytes;
mod body;
mod call;
mod client;
mod conditional;
mod decode;
mod download;
mod error;
mod events;
mod failure;
mod int64_text;
mod multipart;
mod open_enum;
mod operation;
mod options;
mod origin;
mod paging;
mod param;
mod patch;
mod request;
mod response;
mod retry;
mod secret;
mod send;
mod trace;
mod transport;
mod union;
mod upload;
mod watchdog;

#[cfg(feature = "auth")]
pub use auth::SessionAuth;
pub use auth::{Auth, AuthError, StaticToken};
pub use base64_bytes::Base64Bytes;
pub use body::{Body, ResponseBody};
pub use call::{Call, CallResult, Endpoint, Keyed};
pub use client::{Client, ClientBuilder, ConfigError};
pub use conditional::{Conditional, NotModified};
pub use decode::{
    Content, Decode, DecodeByStatus, Empty, EventStream, FromHeaders, HeaderFault, HeaderReader, HeaderText, Headers,
    IfChanged, Json, JsonByStatus, Text,
};
pub use download::{ContentRange, Download, TransferError};
pub(crate) use error::impl_api_error;
pub use error::{ApiError, Error, Undocumented};
pub use events::{Event, Events};
pub use failure::{FailureReason, TimeLimit};
pub use int64_text::Int64Text;
pub use multipart::Form;
pub use open_enum::{OpenEnum, UnknownValue};
pub(crate) use open_enum::{impl_open_enum, read_open_enum};
pub use operation::{Idempotency, Operation, Streaming};
pub use options::{RequestOptions, Timeouts};
pub use paging::Paged;
pub use param::Param;
pub use patch::Patch;
pub use response::Response;
pub use retry::RetryPolicy;
pub use secret::Secret;
#[cfg(feature = "reqwest")]
pub use transport::ReqwestTransport;
pub use transport::{Transport, TransportError};
pub use union::{JsonObject, UnknownObject};
#[allow(unused_imports, reason = "only for contracts with unions")]
pub(crate) use union::{read_tagged, write_tagged};
pub use upload::Upload;
