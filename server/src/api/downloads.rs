//! Bytes on their way out: one content responder (`content`), fitted into each operation's answers.

use crate::api::content::{ContentHeaders, ContentMeta};
use crate::api::paging::number;
use crate::app::App;
use crate::domain::access::Caller;
use crate::domain::files::{self, ContentView};
use crate::error::Result;
use crate::generated::files::{
    FileDownloadHeadRequest, FileDownloadHeadResponse, FileDownloadRequest, FileDownloadResponse,
};
use crate::generated::headers;

/// The headers of a request that have a say in how a content is answered.
macro_rules! conditions {
    ($request:expr) => {
        $crate::api::content::Conditions {
            range: $request.range.as_deref(),
            if_match: $request.if_match.as_deref(),
            if_none_match: $request.if_none_match.as_deref(),
            if_modified_since: $request.if_modified_since.as_deref(),
            if_unmodified_since: $request.if_unmodified_since.as_deref(),
            if_range: $request.if_range.as_deref(),
        }
    };
}

/// Answers a content as an operation's response, whose variants are the same in all of them.
macro_rules! content_response {
    ($response:ident, $app:expr, $view:expr, $force_download:expr, $request:expr) => {{
        use $crate::api::content::{self, ContentAnswer};
        use $crate::api::downloads::{full, meta, not_modified, partial};
        use $crate::contract::ByteStream;
        let (view, blobs) = ($view, &$app.blobs);
        content::answer(&meta(&view, $force_download), &conditions!($request)).map(|answer| match answer {
            ContentAnswer::Full { headers, bytes } => {
                let body = ByteStream::new(bytes.body(blobs, &view.source), &headers.content_type);
                $response::ok(body, full(headers))
            }
            ContentAnswer::Partial { headers, bytes } => {
                let body = ByteStream::new(bytes.body(blobs, &view.source), &headers.content_type);
                $response::partial_content(body, partial(headers))
            }
            ContentAnswer::NotModified { headers } => $response::not_modified(not_modified(headers)),
        })
    }};
}

/// The same for `HEAD`: everything but the bytes.
macro_rules! content_head_response {
    ($response:ident, $view:expr, $force_download:expr, $request:expr) => {{
        use $crate::api::content::{self, ContentAnswer};
        use $crate::api::downloads::{full_head, meta, not_modified, partial_head};
        content::answer(&meta(&$view, $force_download), &conditions!($request)).map(|answer| match answer {
            ContentAnswer::Full { headers, bytes: _ } => $response::ok(full_head(headers)),
            ContentAnswer::Partial { headers, bytes: _ } => $response::partial_content(partial_head(headers)),
            ContentAnswer::NotModified { headers } => $response::not_modified(not_modified(headers)),
        })
    }};
}

pub(super) use {conditions, content_head_response, content_response};

pub(super) async fn file_download(
    app: &App,
    caller: &Caller,
    request: FileDownloadRequest,
) -> Result<FileDownloadResponse> {
    let view = files::content(app, caller, request.file_id, request.version).await?;
    content_response!(FileDownloadResponse, app, view, request.download, request)
}

pub(super) async fn file_download_head(
    app: &App,
    caller: &Caller,
    request: FileDownloadHeadRequest,
) -> Result<FileDownloadHeadResponse> {
    let view = files::content(app, caller, request.file_id, request.version).await?;
    content_head_response!(FileDownloadHeadResponse, view, request.download, request)
}

pub(super) fn meta(view: &ContentView, force_download: bool) -> ContentMeta {
    ContentMeta {
        size_bytes: view.size_bytes,
        sha256: view.sha256,
        etag: view.etag(),
        last_modified: view.modified_at,
        file_name: view.file_name.clone(),
        mime_type: view.mime_type.clone(),
        force_download,
    }
}

pub(super) fn full(headers: ContentHeaders) -> headers::ContentHeaders {
    headers::ContentHeaders {
        etag: headers.etag,
        last_modified: headers.last_modified,
        content_length: number(headers.content_length),
        accept_ranges: headers.accept_ranges.to_owned(),
        content_disposition: headers.content_disposition,
        repr_digest: headers.repr_digest,
        cache_control: headers.cache_control.to_owned(),
        content_security_policy: headers.content_security_policy.to_owned(),
        x_content_type_options: headers.x_content_type_options.to_owned(),
    }
}

pub(super) fn partial(headers: ContentHeaders) -> headers::PartialContentHeaders {
    headers::PartialContentHeaders {
        etag: headers.etag,
        last_modified: headers.last_modified,
        content_length: number(headers.content_length),
        content_range: headers.content_range,
        accept_ranges: headers.accept_ranges.to_owned(),
        content_disposition: headers.content_disposition,
        repr_digest: headers.repr_digest,
        cache_control: headers.cache_control.to_owned(),
        content_security_policy: headers.content_security_policy.to_owned(),
        x_content_type_options: headers.x_content_type_options.to_owned(),
    }
}

pub(super) fn full_head(headers: ContentHeaders) -> headers::ContentHeadHeaders {
    headers::ContentHeadHeaders {
        etag: headers.etag,
        last_modified: headers.last_modified,
        content_length: number(headers.content_length),
        content_type: headers.content_type,
        accept_ranges: headers.accept_ranges.to_owned(),
        content_disposition: headers.content_disposition,
        repr_digest: headers.repr_digest,
        cache_control: headers.cache_control.to_owned(),
        content_security_policy: headers.content_security_policy.to_owned(),
        x_content_type_options: headers.x_content_type_options.to_owned(),
    }
}

pub(super) fn partial_head(headers: ContentHeaders) -> headers::PartialContentHeadHeaders {
    headers::PartialContentHeadHeaders {
        etag: headers.etag,
        last_modified: headers.last_modified,
        content_length: number(headers.content_length),
        content_type: headers.content_type,
        content_range: headers.content_range,
        accept_ranges: headers.accept_ranges.to_owned(),
        content_disposition: headers.content_disposition,
        repr_digest: headers.repr_digest,
        cache_control: headers.cache_control.to_owned(),
        content_security_policy: headers.content_security_policy.to_owned(),
        x_content_type_options: headers.x_content_type_options.to_owned(),
    }
}

pub(super) fn not_modified(headers: ContentHeaders) -> headers::NotModifiedHeaders {
    headers::NotModifiedHeaders {
        etag: headers.etag,
        last_modified: headers.last_modified,
        cache_control: headers.cache_control.to_owned(),
    }
}
