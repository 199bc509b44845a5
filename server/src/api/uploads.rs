//! Bytes on their way in: from a form's parts or a raw body to the store, and then, by one domain function, to a version.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use subtle::ConstantTimeEq as _;

use crate::api::folders;
use crate::app::App;
use crate::blobs::Written;
use crate::contract::{ByteChunks, FilePart, MultipartStream};
use crate::domain::access::Caller;
use crate::domain::files;
use crate::domain::files::{FileView, NewFile};
use crate::domain::labels::{Metadata, Tags};
use crate::domain::names::FileName;
use crate::domain::nodes::OnConflict;
use crate::domain::quota::{self, Headroom};
use crate::error::{Error, Fault, FaultLocation, Result};
use crate::generated::files::FileReplaceRequest;
use crate::generated::forms::FileUploadPart;

mod batch;

/// More than a form has besides its file: its text parts have a MiB at the most, and its thousand parts 8 KiB of headers each.
const FORM_BYTES_MAX: u64 = 16 * 1024 * 1024;

pub(super) use self::batch::file_batch_upload;

/// What the parts of an upload's form said, in whatever order they came.
#[derive(Debug, Default)]
struct Form {
    share_id: Option<uuid::Uuid>,
    folder_id: Option<uuid::Uuid>,
    name: Option<String>,
    /// What the part `file` calls itself.
    file_name: Option<String>,
    tags: Vec<String>,
    metadata: std::collections::BTreeMap<String, String>,
    on_conflict: OnConflict,
    /// How much of the file may be read, and what is set aside for it.
    headroom: Option<Headroom>,
    written: Option<Written>,
}

/// Stores the file of a form. Whatever goes wrong after its bytes were written, they are removed again.
pub(super) async fn file_upload(
    app: &App,
    caller: &Caller,
    parts: MultipartStream<FileUploadPart>,
) -> Result<FileView> {
    let mut form = Form::default();
    let read = read(app, caller, parts, &mut form).await;
    let Some(written) = form.written.take() else {
        return Err(read.err().unwrap_or_else(|| Error::body_fault("/file", "required", "send the part `file`")));
    };
    match read {
        Ok(()) => match described(&form) {
            Ok(new) => match files::check_target(app, caller, form.share_id, form.folder_id).await {
                Ok(mut target) => {
                    if let Some(headroom) = form.headroom.take() {
                        target.headroom = headroom;
                    }
                    files::create(app, caller, &target, new, written).await
                }
                Err(error) => refused(app, &written, error).await,
            },
            Err(error) => refused(app, &written, error).await,
        },
        Err(error) => refused(app, &written, error).await,
    }
}

async fn read(app: &App, caller: &Caller, mut parts: MultipartStream<FileUploadPart>, form: &mut Form) -> Result<()> {
    while let Some(part) = parts.next_part().await? {
        match part {
            FileUploadPart::ShareId(share_id) => form.share_id = Some(share_id),
            FileUploadPart::FolderId(folder_id) => form.folder_id = Some(folder_id),
            FileUploadPart::Name(name) => form.name = Some(name),
            FileUploadPart::OnConflict(on_conflict) => form.on_conflict = folders::policy(Some(on_conflict)),
            FileUploadPart::Tags(tag) => form.tags.push(tag),
            FileUploadPart::Metadata(metadata) => form.metadata = metadata,
            FileUploadPart::File(file) => {
                let announced = parts.content_length_bytes();
                let headroom = headroom_of(app, caller, (form.share_id, form.folder_id), announced).await?;
                let headroom = form.headroom.insert(headroom);
                // Of a form that is so much longer than its file may be, the file is too long.
                headroom.admit(announced.unwrap_or_default().saturating_sub(FORM_BYTES_MAX))?;
                let FilePart { ref file_name, .. } = file;
                form.file_name.clone_from(file_name);
                form.written = Some(write(app, headroom, file.into_stream()).await?);
            }
        }
    }
    Ok(())
}

/// How much of the file may be read. Where the form has said by now where the file is to go, that is checked before a
/// byte is read; if it says so only behind the file, it is checked then, and all that is known here is the organization.
/// For a long form, the room is set aside.
async fn headroom_of(
    app: &App,
    caller: &Caller,
    (share_id, folder_id): (Option<uuid::Uuid>, Option<uuid::Uuid>),
    announced_bytes: Option<u64>,
) -> Result<Headroom> {
    let mut headroom = if share_id.is_some() || folder_id.is_some() {
        files::check_target(app, caller, share_id, folder_id).await?.headroom
    } else {
        quota::headroom(app, caller, None).await?
    };
    if let Some(announced_bytes) = announced_bytes {
        // A form is a little longer than its files: that must not be what does not fit.
        headroom.reserve(app, announced_bytes.min(headroom.limit_bytes())).await?;
    }
    Ok(headroom)
}

/// What the file is called and what is kept with it; all faults at once.
fn described(form: &Form) -> Result<NewFile> {
    let mut faults = Vec::new();
    let mut gather = |error: Error| match error {
        Error::Validation(found) => faults.extend(found),
        Error::NameRefused { code, detail, .. } => {
            let (location, pointer) = (FaultLocation::Body, "/name".to_owned());
            faults.push(Fault { location, pointer, code, detail });
        }
        other => faults.push(Fault {
            location: FaultLocation::Body,
            pointer: "/name".to_owned(),
            code: "name",
            detail: other.to_string(),
        }),
    };
    let name = match form.name.as_deref().or(form.file_name.as_deref()) {
        Some(name) => FileName::parse(name).map_err(Error::from),
        None => {
            Err(Error::body_fault("/name", "required", "send the part `name`, or a file name with the part `file`"))
        }
    };
    let tags = Tags::new(form.tags.iter().cloned());
    let metadata = Metadata::new(form.metadata.clone());
    let name = match name {
        // The only fault is told with the name that would do.
        Err(refused @ Error::NameRefused { .. }) if tags.is_ok() && metadata.is_ok() => return Err(refused),
        name => name.map_err(&mut gather).ok(),
    };
    let tags = tags.map_err(&mut gather).ok();
    let metadata = metadata.map_err(&mut gather).ok();
    match (name, tags, metadata) {
        (Some(name), Some(tags), Some(metadata)) => Ok(NewFile { name, tags, metadata, on_conflict: form.on_conflict }),
        _ => Err(Error::Validation(faults)),
    }
}

/// Stores a raw body as the next version of a file.
pub(super) async fn file_replace(app: &App, caller: &Caller, request: FileReplaceRequest) -> Result<FileView> {
    let FileReplaceRequest { file_id, if_match, repr_digest, body } = request;
    let announced = repr_digest.as_deref().map(sha256_of).transpose()?.flatten();
    let mut replacement = files::check_replacement(app, caller, file_id, if_match).await?;
    if let Some(length_bytes) = body.content_length_bytes {
        replacement.headroom.admit(length_bytes)?;
        replacement.headroom.reserve(app, length_bytes).await?;
    }
    let written = write(app, &replacement.headroom, body.into_stream()).await?;
    if announced.is_some_and(|announced| !bool::from(announced.ct_eq(&written.sha256))) {
        return refused(app, &written, Error::ChecksumMismatch).await;
    }
    files::replace(app, caller, replacement, written).await
}

pub(super) async fn write(app: &App, headroom: &Headroom, chunks: ByteChunks) -> Result<Written> {
    let written = app.blobs.write(headroom.organization_id(), headroom.body_bytes_max(), chunks).await;
    written.map_err(|error| headroom.explain(error))
}

/// The bytes are not wanted after all.
pub(super) async fn refused<T>(app: &App, written: &Written, error: Error) -> Result<T> {
    app.blobs.discard(written).await;
    Err(error)
}

/// The SHA-256 of a `Repr-Digest` (RFC 9530); `None` where it names other algorithms only, which may be ignored.
pub(super) fn sha256_of(repr_digest: &str) -> Result<Option<[u8; 32]>> {
    for entry in repr_digest.split(',') {
        let Some((algorithm, value)) = entry.trim().split_once('=') else { continue };
        if algorithm.trim() != "sha-256" {
            continue;
        }
        let encoded = value.trim().strip_prefix(':').and_then(|value| value.strip_suffix(':'));
        let digest = encoded.and_then(|encoded| STANDARD.decode(encoded).ok()).and_then(|bytes| bytes.try_into().ok());
        return digest.map(Some).ok_or_else(|| {
            Error::Validation(vec![Fault {
                location: FaultLocation::Header,
                pointer: "/Repr-Digest".to_owned(),
                code: "format",
                detail: "write the digest as `sha-256=:<base64 of 32 bytes>:`".to_owned(),
            }])
        });
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::time::Duration;

    use bytes::Bytes;
    use futures_util::{StreamExt as _, stream};
    use poem::{Body, Request};
    use poem_openapi::payload::ParsePayload as _;

    use super::*;
    use crate::db::entity::member::Role;
    use crate::domain::testing_tree::Tree;

    /// Nothing comes but the beginning of its file: whoever waits for more waits for ever.
    #[tokio::test]
    async fn a_form_that_is_much_longer_than_its_file_may_be_is_refused_before_the_file_is_read() {
        let tree = Tree::new().await;
        let owner = tree.member(Role::Owner).await;
        let limit_bytes = tree.app.limits.max_file_bytes;
        let head = "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nabc";
        let pieces = stream::iter([Ok::<_, io::Error>(Bytes::from_static(head.as_bytes()))]).chain(stream::pending());
        let (request, mut body) = Request::builder()
            .content_type("multipart/form-data; boundary=XX")
            .header("Content-Length", limit_bytes + FORM_BYTES_MAX + 1)
            .body(Body::from_bytes_stream(pieces))
            .split();
        let parts = MultipartStream::from_request(&request, &mut body).await.unwrap();
        let upload = tokio::time::timeout(Duration::from_secs(10), file_upload(&tree.app, &owner, parts));
        let refused = upload.await.expect("its bytes were waited for");
        assert!(matches!(refused, Err(Error::PayloadTooLarge { limit_bytes: told }) if told == limit_bytes));
    }

    #[test]
    fn repr_digest_is_read_as_rfc_9530_writes_it() {
        let zeros = format!("sha-256=:{}:", STANDARD.encode([0; 32]));
        assert_eq!(sha256_of(&zeros).unwrap(), Some([0; 32]));
        assert_eq!(sha256_of(&format!("sha-512=:AAAA:, {zeros}")).unwrap(), Some([0; 32]));
        assert_eq!(sha256_of("sha-512=:AAAA:").unwrap(), None);
        for bad in ["sha-256=abc", "sha-256=:AAAA:", "sha-256=:!:"] {
            assert!(matches!(sha256_of(bad), Err(Error::Validation(_))), "{bad}");
        }
    }
}
