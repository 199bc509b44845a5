//! What may be done with a signed URL. Whatever is wrong with one has one answer; why, is nobody's business who has it.

use std::sync::Arc;

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, ConnectionTrait, DatabaseTransaction, EntityTrait as _, QueryFilter as _};
use uuid::Uuid;

use super::token::Token;
use super::{Epochs, Place, SignedDisposition, SignedUrlKind, keys};
use crate::app::App;
use crate::blobs::Written;
use crate::db::entity::signed_url;
use crate::domain::access::{self, Caller};
use crate::domain::files::{self, ContentView, FileView, Target};
use crate::domain::names::FileName;
use crate::domain::organization_files::{self, Claim};
use crate::error::{Error, Result};

/// A content that a signed URL gives.
#[derive(Debug)]
pub struct Download {
    pub content: Arc<ContentView>,
    pub disposition: SignedDisposition,
}

/// An upload that a signed URL allows.
#[derive(Debug)]
pub struct Upload {
    /// Acts with the issuer's right.
    caller: Caller,
    row: signed_url::Model,
    pub target: Target,
}

impl Upload {
    /// The name that the file gets, if that is fixed.
    pub fn file_name(&self) -> Option<FileName> {
        self.row.file_name.as_deref().map(FileName::kept)
    }

    /// The media type that must be sent, if that is fixed.
    pub fn mime_type(&self) -> Option<&str> {
        self.row.mime_type.as_deref()
    }

    /// How long the file may be by the URL itself, in bytes.
    pub fn max_size_bytes(&self) -> Option<u64> {
        self.row.max_size_bytes.map(|bytes| u64::try_from(bytes).unwrap_or_default())
    }
}

/// The content that a URL gives.
///
/// # Errors
/// `SignatureInvalid`; `NotFound` for a file or version that was deleted since.
pub async fn download(app: &App, token: &str) -> Result<Download> {
    let row = verified(app, token, SignedUrlKind::Download).await?;
    let Verified { caller, epochs } = holds(app.db.read(), app, &row).await?;
    let (Some(file_id), Some(disposition)) = (row.file_id, row.disposition) else {
        return Err(Error::internal("the row of a signed URL is incomplete"));
    };
    match files::content(app, &caller, file_id, row.version).await {
        // A file that came later under the id of one that is gone, which a caller may choose, is another file.
        Ok(content) if content.modified_at > row.created_at => Err(Error::NotFound("file")),
        Ok(content) => Ok(Download { content, disposition }),
        Err(Error::Deleted(_)) => Err(Error::NotFound("file")),
        // The file is there, so that it is the right to it that is not.
        Err(Error::NotFound("file")) if epochs.file_epoch.is_some() => Err(Error::SignatureInvalid),
        Err(error) => Err(error),
    }
}

/// Checks whether a URL allows an upload now. Write at most as many bytes as it and `target.headroom` allow, then call
/// [`upload`].
///
/// # Errors
/// `SignatureInvalid`, `SignedUrlUsed`.
pub async fn check_upload(app: &App, token: &str) -> Result<Upload> {
    let row = verified(app, token, SignedUrlKind::Upload).await?;
    let Verified { caller, .. } = holds(app.db.read(), app, &row).await?;
    if row.used_at.is_some() {
        return Err(Error::SignedUrlUsed);
    }
    match files::check_target(app, &caller, Some(row.share_id), None).await {
        Ok(target) => Ok(Upload { caller, row, target }),
        Err(error) => Err(without_right(error)),
    }
}

/// Makes a file of bytes that have been written, and uses the URL up, both or neither. If it is refused, the bytes are
/// removed.
///
/// # Errors
/// `SignatureInvalid`, `SignedUrlUsed`, `QuotaExceeded`.
pub async fn upload(app: &App, upload: Upload, name: FileName, written: Written) -> Result<FileView> {
    let Upload { caller, row, target } = upload;
    let stored = organization_files::store(app, &caller, &target, name, written, Some(Claim::new(app, row))).await;
    stored.map_err(without_right)
}

/// Uses an upload's URL up, in the transaction that stores the file: of several at once, the second waits for the first
/// and is refused, and if the file can't be stored the URL has not been used.
pub(in crate::domain) async fn claim(
    tx: &DatabaseTransaction,
    app: &App,
    row: &signed_url::Model,
    file_id: Uuid,
) -> Result<()> {
    let claimed = signed_url::Entity::update_many()
        .col_expr(signed_url::Column::UsedAt, Expr::value(app.clock.now()))
        .col_expr(signed_url::Column::StoredFileId, Expr::value(file_id))
        .filter(signed_url::Column::Id.eq(row.id))
        .filter(signed_url::Column::UsedAt.is_null())
        .filter(signed_url::Column::RevokedAt.is_null());
    if claimed.exec(tx).await?.rows_affected == 1 {
        // Everything may have changed while the bytes were coming.
        return holds(tx, app, row).await.map(|_| ());
    }
    let found = signed_url::Entity::find_by_id(row.id).one(tx).await?;
    let used = found.is_some_and(|found| found.used_at.is_some() && found.revoked_at.is_none());
    Err(if used { Error::SignedUrlUsed } else { Error::SignatureInvalid })
}

/// The row of a token that was made for it, for this use, and that neither has ended nor was revoked.
async fn verified(app: &App, token: &str, kind: SignedUrlKind) -> Result<signed_url::Model> {
    let token = Token::read(token).ok_or(Error::SignatureInvalid)?;
    let db = app.db.read();
    let row = signed_url::Entity::find_by_id(token.id).one(db).await?.ok_or(Error::SignatureInvalid)?;
    let key = keys::find(db, row.key_id).await?.ok_or(Error::SignatureInvalid)?;
    let good = token.is_signature_of(&row, &key)?
        && row.kind == kind
        && row.expires_at > app.clock.now()
        && row.revoked_at.is_none();
    if good { Ok(row) } else { Err(Error::SignatureInvalid) }
}

struct Verified {
    caller: Caller,
    epochs: Epochs,
}

/// Whether the URL's epochs are the current ones, and its issuer is still somebody.
async fn holds(db: &impl ConnectionTrait, app: &App, row: &signed_url::Model) -> Result<Verified> {
    let Some(epochs) = Epochs::read(db, Place::of(row)).await? else {
        // The share is gone, and its files with it.
        return Err(if row.file_id.is_some() { Error::NotFound("file") } else { Error::SignatureInvalid });
    };
    if !epochs.still_hold(row) {
        return Err(Error::SignatureInvalid);
    }
    match access::issuer(app, db, row.organization_id, row.issuer_id, row.id).await {
        Ok(caller) => Ok(Verified { caller, epochs }),
        Err(error) => Err(without_right(error)),
    }
}

/// A right that the issuer no longer has makes the URL as bad as any other.
fn without_right(error: Error) -> Error {
    match error {
        Error::NotFound(_) | Error::PermissionDenied(_) | Error::Deleted(_) => Error::SignatureInvalid,
        other => other,
    }
}
