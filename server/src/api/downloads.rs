//! Bytes on their way out: one content responder (`content`), fitted into each operation's answers.

use crate::api::content::{self, Conditions, ContentAnswer, ContentHeaders, ContentMeta};
use crate::api::paging::number;
use crate::app::App;
use crate::contract::ByteStream;
use crate::domain::access::Caller;
use crate::domain::files::{self, ContentView};
use crate::error::Result;
use crate::generated::files::{
    FileDownloadHeadRequest, FileDownloadHeadResponse, FileDownloadRequest, FileDownloadResponse,
};
use crate::generated::headers;

pub(super) async fn file_download(
    app: &App,
    caller: &Caller,
    request: FileDownloadRequest,
) -> Result<FileDownloadResponse> {
    let view = files::content(app, caller, request.file_id, request.version).await?;
    let conditions = Conditions {
        range: request.range.as_deref(),
        if_match: request.if_match.as_deref(),
        if_none_match: request.if_none_match.as_deref(),
        if_modified_since: request.if_modified_since.as_deref(),
        if_unmodified_since: request.if_unmodified_since.as_deref(),
        if_range: request.if_range.as_deref(),
    };
    let answer = content::answer(&meta(&view, request.download), &conditions)?;
    Ok(match answer {
        ContentAnswer::Full { headers, bytes } => {
            let body = ByteStream::from_stream(bytes.stream(&app.blobs, view.source), &headers.content_type);
            FileDownloadResponse::ok(body, full(headers))
        }
        ContentAnswer::Partial { headers, bytes } => {
            let body = ByteStream::from_stream(bytes.stream(&app.blobs, view.source), &headers.content_type);
            FileDownloadResponse::partial_content(body, partial(headers))
        }
        ContentAnswer::NotModified { headers } => FileDownloadResponse::not_modified(not_modified(headers)),
    })
}

pub(super) async fn file_download_head(
    app: &App,
    caller: &Caller,
    request: FileDownloadHeadRequest,
) -> Result<FileDownloadHeadResponse> {
    let view = files::content(app, caller, request.file_id, request.version).await?;
    let conditions = Conditions {
        range: request.range.as_deref(),
        if_match: request.if_match.as_deref(),
        if_none_match: request.if_none_match.as_deref(),
        if_modified_since: request.if_modified_since.as_deref(),
        if_unmodified_since: request.if_unmodified_since.as_deref(),
        if_range: request.if_range.as_deref(),
    };
    let answer = content::answer(&meta(&view, request.download), &conditions)?;
    Ok(match answer {
        ContentAnswer::Full { headers, bytes: _ } => FileDownloadHeadResponse::ok(full_head(headers)),
        ContentAnswer::Partial { headers, bytes: _ } => {
            FileDownloadHeadResponse::partial_content(partial_head(headers))
        }
        ContentAnswer::NotModified { headers } => FileDownloadHeadResponse::not_modified(not_modified(headers)),
    })
}

fn meta(view: &ContentView, force_download: bool) -> ContentMeta {
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

fn full(headers: ContentHeaders) -> headers::ContentHeaders {
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

fn partial(headers: ContentHeaders) -> headers::PartialContentHeaders {
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

fn full_head(headers: ContentHeaders) -> headers::ContentHeadHeaders {
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

fn partial_head(headers: ContentHeaders) -> headers::PartialContentHeadHeaders {
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

fn not_modified(headers: ContentHeaders) -> headers::NotModifiedHeaders {
    headers::NotModifiedHeaders {
        etag: headers.etag,
        last_modified: headers.last_modified,
        cache_control: headers.cache_control.to_owned(),
    }
}
