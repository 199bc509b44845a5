//! Signed URLs: a right of whoever made one, lent to whoever has it, for one upload or for downloads of one version.
//!
//! A URL works only as long as its issuer has the right, and may be revoked at any moment: by its id, or with all others
//! of a file, a share, an issuer or an organization. Each of these has a number, the epoch, which is signed into the URL;
//! raising it revokes what was signed before, also by requests whose rows are not there yet.

mod keys;
mod lists;
mod revocation;
mod token;
mod uses;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait as _,
    FromQueryResult, IntoActiveModel as _, Statement,
};
use uuid::Uuid;

use self::token::Token;
use crate::app::App;
use crate::db::entity::sensitive::SecretText;
use crate::db::entity::signed_url;
use crate::domain::access::{Caller, Permission};
use crate::domain::names::FileName;
use crate::domain::{files, organization_files, versions};
use crate::error::{Error, Result};
use crate::ids;

pub use self::keys::{Predecessors, rotate};
pub use self::lists::{Order, list};
pub use self::revocation::{Subject, revoke, revoke_all};
pub(in crate::domain) use self::uses::claim;
pub use self::uses::{Download, Upload, check_upload, download, upload};
pub use crate::db::entity::signed_url::{SignedDisposition, SignedUrlKind};

/// How long a URL works unless something else is asked for.
pub const LIFETIME_DEFAULT: TimeDelta = TimeDelta::hours(1);

/// How long a URL works at the most. The key that signed it is kept for as long.
pub const LIFETIME_MAX: TimeDelta = TimeDelta::days(7);

/// Rows are kept for so long after their end, for uploads that began before it.
const ROW_MARGIN: TimeDelta = TimeDelta::days(1);

/// What a URL for an upload allows.
#[derive(Debug, Clone, Default)]
pub struct NewUpload {
    pub lifetime: Option<TimeDelta>,
    /// What the file will be called; the uploader's choice, if `None`.
    pub file_name: Option<FileName>,
    /// The media type that must be sent.
    pub mime_type: Option<String>,
    pub max_size_bytes: Option<i64>,
}

/// What a URL for downloads allows.
#[derive(Debug, Clone)]
pub struct NewDownload {
    pub lifetime: Option<TimeDelta>,
    pub file_id: Uuid,
    /// The one that is current now, if `None`.
    pub version: Option<i64>,
    pub disposition: SignedDisposition,
}

/// Makes a URL for one upload into an organization's default share. Needs CREATE there. Answers its token.
///
/// # Errors
/// `NotFound`, `PermissionDenied`, `InvalidArgument` for a lifetime or a size that can't be.
pub async fn issue_upload(app: &App, caller: &Caller, organization_id: Uuid, new: NewUpload) -> Result<SecretText> {
    let NewUpload { lifetime, file_name, mime_type, max_size_bytes } = new;
    if max_size_bytes.is_some_and(|bytes| bytes < 0) {
        return Err(Error::InvalidArgument("`max_size_bytes` must not be negative".to_owned()));
    }
    let (caller, organization) = organization_files::acting(app, caller, organization_id).await?;
    files::check_target(app, &caller, Some(organization.default_share_id), None).await?;
    let draft = Draft {
        max_size_bytes,
        mime_type,
        file_name: file_name.map(|name| name.as_str().to_owned()),
        ..Draft::new(SignedUrlKind::Upload, organization.default_share_id)
    };
    issue(app, &caller, lifetime, draft).await
}

/// Makes a URL for downloads of an organization's file. Needs READ. Answers its token.
///
/// # Errors
/// `NotFound` for the file or the version, `InvalidArgument` for a lifetime that can't be.
pub async fn issue_download(app: &App, caller: &Caller, organization_id: Uuid, new: NewDownload) -> Result<SecretText> {
    let NewDownload { lifetime, file_id, version, disposition } = new;
    let found = organization_files::find(app, caller, organization_id, file_id, Permission::Read).await?;
    let version = version.unwrap_or(found.file.current_version);
    let signed = versions::get(app, &found.caller, file_id, version).await?;
    let draft = Draft {
        made_after: Some(signed.version.created_at),
        file_id: Some(file_id),
        version: Some(version),
        disposition: Some(disposition),
        ..Draft::new(SignedUrlKind::Download, found.file.share_id)
    };
    issue(app, &found.caller, lifetime, draft).await
}

/// What the two kinds of URLs differ in.
struct Draft {
    kind: SignedUrlKind,
    share_id: Uuid,
    /// When what it gives was made: on a server whose clock is ahead, perhaps later than now.
    made_after: Option<DateTime<Utc>>,
    file_id: Option<Uuid>,
    version: Option<i64>,
    disposition: Option<SignedDisposition>,
    file_name: Option<String>,
    mime_type: Option<String>,
    max_size_bytes: Option<i64>,
}

impl Draft {
    fn new(kind: SignedUrlKind, share_id: Uuid) -> Self {
        Self {
            kind,
            share_id,
            made_after: None,
            file_id: None,
            version: None,
            disposition: None,
            file_name: None,
            mime_type: None,
            max_size_bytes: None,
        }
    }
}

async fn issue(app: &App, caller: &Caller, lifetime: Option<TimeDelta>, draft: Draft) -> Result<SecretText> {
    let (caller, now) = (caller.clone(), app.clock.now());
    let expires_at = end_of(now, lifetime)?;
    app.db
        .write(async move |tx: &DatabaseTransaction| {
            let Draft { kind, share_id, made_after, file_id, version, .. } = draft;
            let Draft { disposition, file_name, mime_type, max_size_bytes, .. } = draft;
            let place = Place { organization_id: caller.organization_id, share_id, issuer_id: caller.user_id, file_id };
            let epochs = Epochs::read(tx, place).await?.ok_or(Error::NotFound("share"))?;
            let (key_id, key) = keys::newest(tx, now).await?;
            let row = signed_url::Model {
                id: ids::new(),
                organization_id: caller.organization_id,
                share_id,
                file_id,
                version,
                issuer_id: caller.user_id,
                kind,
                key_id,
                disposition,
                file_name,
                mime_type,
                max_size_bytes,
                organization_epoch: epochs.organization_epoch,
                share_epoch: epochs.share_epoch,
                issuer_epoch: epochs.issuer_epoch,
                file_epoch: epochs.file_epoch,
                created_at: made_after.map_or(now, |made| Ord::max(made, now)),
                expires_at,
                used_at: None,
                stored_file_id: None,
                revoked_at: None,
            };
            let token = Token::sign(&row, &key)?;
            signed_url::Entity::insert(row.into_active_model().reset_all()).exec_without_returning(tx).await?;
            Ok(token)
        })
        .await
}

fn end_of(now: DateTime<Utc>, lifetime: Option<TimeDelta>) -> Result<DateTime<Utc>> {
    let lifetime = lifetime.unwrap_or(LIFETIME_DEFAULT);
    if lifetime <= TimeDelta::zero() || lifetime > LIFETIME_MAX {
        let most = LIFETIME_MAX.num_seconds();
        return Err(Error::InvalidArgument(format!(
            "`expire_duration` must be more than 0 and at most {most} seconds"
        )));
    }
    // As exact as databases are.
    Ok(now + TimeDelta::microseconds(lifetime.num_microseconds().unwrap_or_default()))
}

/// What a URL concerns.
#[derive(Debug, Clone, Copy)]
struct Place {
    organization_id: Uuid,
    share_id: Uuid,
    issuer_id: Uuid,
    file_id: Option<Uuid>,
}

impl Place {
    fn of(row: &signed_url::Model) -> Self {
        let signed_url::Model { organization_id, share_id, issuer_id, file_id, .. } = *row;
        Self { organization_id, share_id, issuer_id, file_id }
    }
}

/// The epochs of all that a URL concerns, as they are now.
#[derive(Debug, FromQueryResult)]
struct Epochs {
    organization_epoch: i64,
    share_epoch: i64,
    /// 0 until all of the issuer's URLs are revoked for the first time.
    issuer_epoch: i64,
    /// `None` if there is no such file, or not any more.
    file_epoch: Option<i64>,
    /// Where the file is now.
    file_share_id: Option<Uuid>,
}

impl Epochs {
    /// `None` if there is no such share in the organization.
    async fn read(db: &impl ConnectionTrait, place: Place) -> Result<Option<Self>> {
        let sql = "SELECT organizations.signature_epoch AS organization_epoch, shares.signature_epoch AS share_epoch,
                     COALESCE(issuers.signature_epoch, 0) AS issuer_epoch,
                     files.signature_epoch AS file_epoch, files.share_id AS file_share_id
                   FROM organizations
                   JOIN shares ON shares.organization_id = organizations.id AND shares.id = $2
                   LEFT JOIN issuers ON issuers.organization_id = organizations.id AND issuers.user_id = $3
                   LEFT JOIN files ON files.organization_id = organizations.id AND files.id = $4
                   WHERE organizations.id = $1";
        // No file has the nil id.
        let file_id = place.file_id.unwrap_or_default();
        let values = [place.organization_id, place.share_id, place.issuer_id, file_id].map(sea_orm::Value::from);
        let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
        Ok(Self::find_by_statement(statement).one(db).await?)
    }

    /// Whether nothing that the URL concerns has had its URLs revoked since. A file that is gone is no revocation: it has
    /// an answer of its own.
    fn still_hold(&self, row: &signed_url::Model) -> bool {
        let moved = row.file_id.is_some() && self.file_share_id.is_some_and(|share_id| share_id != row.share_id);
        self.organization_epoch == row.organization_epoch
            && self.share_epoch == row.share_epoch
            && self.issuer_epoch == row.issuer_epoch
            && self.file_epoch.is_none_or(|epoch| Some(epoch) == row.file_epoch)
            && !moved
    }
}

/// Removes the rows of URLs that have ended, until `stopping` is done, and keys that none needs any more. Answers how many
/// rows went.
pub async fn purge_ended(app: &App, stopping: impl Future<Output = ()> + Send) -> Result<u64> {
    let now = app.clock.now();
    let ended = Condition::all().add(signed_url::Column::ExpiresAt.lte(now - ROW_MARGIN));
    let removed = app.db.delete_ended::<signed_url::Entity>(ended, signed_url::Column::ExpiresAt, stopping).await?;
    app.db.write(async move |tx: &DatabaseTransaction| keys::purge(tx, now).await).await?;
    Ok(removed)
}

#[cfg(test)]
mod tests;
