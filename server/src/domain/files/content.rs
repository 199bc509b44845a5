//! A file's bytes: where they are, and what has to be said about them. One query, one more for a content that lies in
//! packs, and one more for a caller whose right depends on grants; none, where all of that was read before and nobody
//! has written since.

use std::sync::Arc;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, FromQueryResult, JoinType, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use uuid::Uuid;

use super::find_live;
use crate::app::App;
use crate::blobs::{Extent, Source};
use crate::db::Recalled;
use crate::db::entity::{content, extent, file, version};
use crate::domain::access::{self, Caller, Permission, Place};
use crate::domain::nodes::Lock;
use crate::domain::preconditions::content_etag;
use crate::error::{Error, Result};

/// A version's bytes and what a responder says about them.
#[derive(Debug, Clone)]
pub struct ContentView {
    pub file_id: Uuid,
    pub file_name: String,
    pub version: i64,
    pub size_bytes: u64,
    pub sha256: [u8; 32],
    pub mime_type: String,
    /// When this version was written.
    pub modified_at: DateTime<Utc>,
    pub source: Source,
}

/// A version's bytes, and what decides who may have them.
#[derive(Debug)]
struct Found {
    view: Arc<ContentView>,
    place: Place,
    is_trashed: bool,
}

#[derive(PartialEq, Eq, Hash, Clone, Copy)]
struct ContentKey {
    organization_id: Uuid,
    file_id: Uuid,
    /// `None`: of the current version.
    version: Option<i64>,
}

impl Recalled for Found {
    const OUTLIVES_NEW_FILES: bool = true;

    fn heap_bytes(&self) -> usize {
        let source_bytes = match &self.view.source {
            Source::Inline(bytes) => bytes.len(),
            Source::Extents { extents, .. } => size_of_val(extents.as_slice()),
        };
        size_of::<ContentView>() + self.view.file_name.len() + self.view.mime_type.len() + source_bytes
    }
}

impl ContentView {
    /// The entity tag, strong.
    pub fn etag(&self) -> String {
        content_etag(self.version, &self.sha256)
    }
}

/// All that the first query answers.
#[derive(Debug, FromQueryResult)]
struct Row {
    file_name: String,
    trashed_at: Option<DateTime<Utc>>,
    share_id: Uuid,
    folder_id: Option<Uuid>,
    content_id: Uuid,
    version: i64,
    size_bytes: i64,
    sha256: Vec<u8>,
    mime_type: String,
    created_at: DateTime<Utc>,
    inline_bytes: Option<Vec<u8>>,
}

/// The content of a file's current version, or of the one given.
///
/// # Errors
/// `NotFound` for the file or the version, `Deleted`.
pub async fn content(app: &App, caller: &Caller, file_id: Uuid, number: Option<i64>) -> Result<Arc<ContentView>> {
    let key = ContentKey { organization_id: caller.organization_id, file_id, version: number };
    let Some(found) = app.db.recall(key, || find(app, key)).await? else {
        // Not on the way that has to be fast: which of the two is it that does not exist?
        find_live(app.db.read(), caller, file_id, Permission::Read, Lock::None).await?;
        return Err(Error::NotFound("version"));
    };
    access::require(access::permissions_now(app, caller, found.place).await?, Permission::Read, "file")?;
    if found.is_trashed {
        return Err(Error::Deleted("file"));
    }
    Ok(Arc::clone(&found.view))
}

async fn find(app: &App, key: ContentKey) -> Result<Option<Found>> {
    let ContentKey { organization_id, file_id, version } = key;
    let db = app.db.read();
    let Some(row) = row(db, organization_id, file_id, version).await? else {
        return Ok(None);
    };
    let source = match row.inline_bytes {
        Some(bytes) => Source::Inline(Bytes::from(bytes)),
        None => extents(db, organization_id, row.content_id).await?,
    };
    let view = ContentView {
        file_id,
        file_name: row.file_name,
        version: row.version,
        size_bytes: u64::try_from(row.size_bytes).map_err(Error::internal)?,
        sha256: row.sha256.try_into().map_err(|_| Error::internal("a digest is not 32 bytes long"))?,
        mime_type: row.mime_type,
        modified_at: row.created_at,
        source,
    };
    let place = Place { share_id: row.share_id, folder_id: row.folder_id, file_id: Some(file_id) };
    Ok(Some(Found { view: Arc::new(view), place, is_trashed: row.trashed_at.is_some() }))
}

async fn row(
    db: &impl ConnectionTrait,
    organization_id: Uuid,
    file_id: Uuid,
    number: Option<i64>,
) -> Result<Option<Row>> {
    let version_number = (version::Entity, version::Column::Version);
    let is_wanted = match number {
        Some(number) => Expr::col(version_number).eq(number),
        None => Expr::col(version_number).equals((file::Entity, file::Column::CurrentVersion)),
    };
    let versions = file::Entity::belongs_to(version::Entity).from(file::Column::Id).to(version::Column::FileId);
    let contents =
        version::Entity::belongs_to(content::Entity).from(version::Column::ContentId).to(content::Column::Id);
    Ok(file::Entity::in_organization(organization_id)
        .filter(file::Column::Id.eq(file_id))
        .join(JoinType::InnerJoin, versions.into())
        .join(JoinType::InnerJoin, contents.into())
        .filter(is_wanted)
        .select_only()
        .column_as(file::Column::Name, "file_name")
        .column(file::Column::TrashedAt)
        .columns([file::Column::ShareId, file::Column::FolderId])
        .column(version::Column::ContentId)
        .column(version::Column::Version)
        .column(version::Column::SizeBytes)
        .column(version::Column::Sha256)
        .column(version::Column::MimeType)
        .column(version::Column::CreatedAt)
        .column(content::Column::InlineBytes)
        .into_model::<Row>()
        .one(db)
        .await?)
}

/// Where the bytes of a content are, in its row or in packs.
///
/// # Errors
/// `NotFound` if it has been removed.
pub(in crate::domain) async fn source(db: &impl ConnectionTrait, content_id: Uuid) -> Result<Source> {
    let found = content::Entity::find_by_id(content_id).one(db).await?.ok_or(Error::NotFound("content"))?;
    Ok(match found.inline_bytes {
        Some(bytes) => Source::Inline(Bytes::from(bytes)),
        None => extents(db, found.organization_id, content_id).await?,
    })
}

/// Where the bytes of a content are that is not kept in its row.
pub(in crate::domain) async fn extents(
    db: &impl ConnectionTrait,
    organization_id: Uuid,
    content_id: Uuid,
) -> Result<Source> {
    let rows = extent::Entity::of_content(content_id).order_by_asc(extent::Column::FileOffset).all(db).await?;
    let extents = rows.into_iter().map(|row| {
        Ok(Extent {
            pack_id: row.pack_id,
            pack_offset: u64::try_from(row.pack_offset).map_err(Error::internal)?,
            length: u64::try_from(row.length).map_err(Error::internal)?,
        })
    });
    Ok(Source::Extents { organization_id, extents: extents.collect::<Result<_>>()? })
}
