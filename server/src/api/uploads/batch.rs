//! Several files in one form: the i-th `id` with the i-th `file`, in whatever order the parts come, all or none.

use std::collections::HashSet;

use uuid::Uuid;

use super::headroom_of;
use crate::api::folders;
use crate::app::App;
use crate::blobs::Written;
use crate::contract::{FilePart, MultipartStream};
use crate::domain::access::Caller;
use crate::domain::files::{self, FileView, Target};
use crate::domain::names::FileName;
use crate::domain::nodes::OnConflict;
use crate::domain::quota::Headroom;
use crate::error::{Error, Fault, FaultLocation, Result};
use crate::generated::forms::FileBatchUploadPart;

/// What the parts said, and what has been written of them.
#[derive(Debug, Default)]
struct Form {
    share_id: Option<Uuid>,
    folder_id: Option<Uuid>,
    on_conflict: OnConflict,
    ids: Vec<Uuid>,
    /// How much the files may take together, and what is set aside for them; found out before the first of them.
    headroom: Option<Headroom>,
    files: Vec<Received>,
}

/// A file that waits for its id.
#[derive(Debug)]
struct Received {
    /// What its part calls itself.
    file_name: Option<String>,
    written: Written,
}

/// Stores the files of a form. Whatever goes wrong after bytes were written, all of them are removed again.
pub(in crate::api) async fn file_batch_upload(
    app: &App,
    caller: &Caller,
    parts: MultipartStream<FileBatchUploadPart>,
) -> Result<Vec<FileView>> {
    let mut form = Form::default();
    match prepare(app, caller, parts, &mut form).await {
        Ok((names, mut target)) => {
            if let Some(headroom) = form.headroom.take() {
                target.headroom = headroom;
            }
            let files = form.ids.into_iter().zip(names).zip(form.files);
            let batch = files.map(|((id, name), received)| (id, name, received.written)).collect();
            files::create_batch(app, caller, &target, batch, form.on_conflict).await
        }
        Err(error) => {
            for received in &form.files {
                app.blobs.discard(&received.written).await;
            }
            Err(error)
        }
    }
}

/// Writes the files, and finds out what they are called and whether they may be put where they are to go.
async fn prepare(
    app: &App,
    caller: &Caller,
    parts: MultipartStream<FileBatchUploadPart>,
    form: &mut Form,
) -> Result<(Vec<FileName>, Target)> {
    read(app, caller, parts, form).await?;
    let names = check(form)?;
    let target = files::check_target(app, caller, form.share_id, form.folder_id).await?;
    Ok((names, target))
}

async fn read(
    app: &App,
    caller: &Caller,
    mut parts: MultipartStream<FileBatchUploadPart>,
    form: &mut Form,
) -> Result<()> {
    let mut ids = HashSet::new();
    let mut total_bytes = 0;
    while let Some(part) = parts.next_part().await? {
        match part {
            FileBatchUploadPart::ShareId(share_id) => form.share_id = Some(share_id),
            FileBatchUploadPart::FolderId(folder_id) => form.folder_id = Some(folder_id),
            FileBatchUploadPart::OnConflict(on_conflict) => form.on_conflict = folders::policy(Some(on_conflict)),
            FileBatchUploadPart::Id(id) => {
                if !ids.insert(id) {
                    return Err(Error::InvalidArgument(format!("the id {id} is given twice; each file has its own")));
                }
                form.ids.push(id);
            }
            FileBatchUploadPart::File(file) => {
                let headroom = match form.headroom.take() {
                    Some(headroom) => headroom,
                    None => {
                        let announced = parts.content_length_bytes();
                        headroom_of(app, caller, (form.share_id, form.folder_id), announced).await?
                    }
                };
                let FilePart { ref file_name, .. } = file;
                let file_name = file_name.clone();
                let written = write(app, &headroom.after(total_bytes), total_bytes, file).await?;
                total_bytes += written.size_bytes;
                form.headroom = Some(headroom);
                form.files.push(Received { file_name, written });
            }
        }
    }
    Ok(())
}

/// Writes one more file, behind `total_bytes` of others: the whole request is bounded, too.
async fn write(app: &App, headroom: &Headroom, total_bytes: u64, file: FilePart) -> Result<Written> {
    let batch_bytes = app.limits.batch_upload_bytes;
    let remaining_bytes = batch_bytes.saturating_sub(total_bytes);
    if headroom.body_bytes_max() <= remaining_bytes {
        return super::write(app, headroom, file.into_stream()).await;
    }
    let written = app.blobs.write(headroom.organization_id(), remaining_bytes, file.into_stream()).await;
    written.map_err(|error| match error {
        Error::PayloadTooLarge { limit_bytes } if limit_bytes == remaining_bytes => {
            Error::PayloadTooLarge { limit_bytes: batch_bytes }
        }
        other => other,
    })
}

/// Whether every id has its file, and what the files are called; all faults of the names at once.
fn check(form: &Form) -> Result<Vec<FileName>> {
    let (ids, files) = (form.ids.len(), form.files.len());
    if ids != files || ids == 0 {
        return Err(Error::UploadPairMismatch { ids, files });
    }
    let mut faults = Vec::new();
    let mut names = Vec::with_capacity(files);
    for (index, received) in form.files.iter().enumerate() {
        let pointer = format!("/file/{index}");
        match received.file_name.as_deref().map(FileName::parse) {
            Some(Ok(name)) => names.push(name),
            Some(Err(fault)) => match Error::from(fault) {
                Error::Validation(found) => {
                    faults.extend(found.into_iter().map(|fault| Fault { pointer: pointer.clone(), ..fault }));
                }
                other => return Err(other),
            },
            None => faults.push(Fault {
                location: FaultLocation::Body,
                pointer,
                code: "required",
                detail: "send a file name with each part `file`".to_owned(),
            }),
        }
    }
    if faults.is_empty() { Ok(names) } else { Err(Error::Validation(faults)) }
}
