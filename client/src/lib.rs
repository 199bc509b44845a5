//! The async client of Strongroom, a self-hosted file service.
//!
//! ```no_run
//! use strongroom_client::models::FileUpload;
//! use strongroom_client::{Client, Upload};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::new("https://files.example.com", "srp_…")?;
//! let file = client.files().upload(FileUpload::new(Upload::file("plan.pdf"))).await?;
//! println!("{} is version {} of {}", file.path, file.version, file.id);
//! client.files().download(file.id).await?.content()?.write_to("copy.pdf").await?;
//! # Ok(())
//! # }
//! ```
//!
//! Each area of the contract is a method of [`Client`], each operation a method of the area. It takes what the contract
//! requires and returns a [`Call`], which has a method for each thing that is optional, and is sent when it is awaited.
//!
//! # Errors
//! Every operation has an error type of its own that lists what it may be refused with. [`Error::api`] gives it, and
//! [`Error::code`], [`Error::status`] and [`Error::request_id`] serve code that treats all operations alike.
//!
//! ```no_run
//! use strongroom_client::files::FileUploadError;
//! # use strongroom_client::{Client, models::FileUpload};
//! # async fn example(client: &Client) -> Result<(), Box<dyn std::error::Error>> {
//! match client.files().upload(FileUpload::new("hello").name("hello.txt")).await {
//!     Ok(file) => println!("stored as {}", file.id),
//!     Err(error) => match error.api() {
//!         Some(FileUploadError::NameConflict(problem)) => println!("taken: {:?}", problem.data),
//!         Some(FileUploadError::QuotaExceeded(problem)) => println!("full: {}", problem.detail),
//!         _ => return Err(error.into()), // file_upload: … (CODE, 500 Internal Server Error, request id …)
//!     },
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # What the client does by itself
//! - **Repeats** what may be repeated: calls that change nothing, that are idempotent, or that carry an
//!   `Idempotency-Key`, which it makes once for each logical call. Waits are random parts of doubling bounds, never shorter
//!   than `Retry-After`; a budget shared by all calls keeps an outage from being fed. See [`RetryPolicy`].
//! - **Gives up** in time: limits for a connection, an attempt and a call, and for bodies that stand still. No limit cuts a
//!   transfer that moves. See [`Timeouts`].
//! - **Streams** uploads and downloads of any size in constant memory. Downloads into files are taken up again where a
//!   connection broke, checked against the server's digest, and appear under their name only when they are whole. See
//!   [`Upload`] and [`Download`].
//! - **Keeps credentials in**: only over HTTPS or to loopback, never along a redirect, never in `Debug`. See [`Secret`].
//! - **Takes what is new**: values of lists and members of answers that it does not know do no harm, and are written back as
//!   they came.
//!
//! # Features
//! `rustls` (default): HTTPS by rustls and ring. `reqwest`: the default transport, without a choice of TLS. `fs` (default):
//! files and tokio's readers and writers. `tracing`: a span for each call and each attempt. And one for each area of the
//! contract, all on by default: `auth`, `organizations`, `organization_files`, `groups`, `shares`,
//! `folders`, `files`, `signed_urls`, `storage`, `service`.

#![deny(missing_docs)]
#![cfg_attr(
    not(all(
        feature = "auth",
        feature = "organizations",
        feature = "organization_files",
        feature = "groups",
        feature = "shares",
        feature = "folders",
        feature = "files",
        feature = "signed_urls",
        feature = "storage",
        feature = "service"
    )),
    allow(dead_code, unused_imports, unused_macros, reason = "what only an area that is left out uses")
)]

mod core;
#[rustfmt::skip]
mod generated;
#[cfg(feature = "signed_urls")]
mod signed;

pub use generated::*;

pub use self::core::*;

/// The snippets of the README, so that they compile.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
