//! Signed URLs: all that is signed but the signature, and what became of them.

use sea_orm::entity::prelude::*;

/// What a signed URL is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum SignedUrlKind {
    /// One upload into a share.
    #[sea_orm(string_value = "upload")]
    Upload,
    /// Downloads of one version of a file.
    #[sea_orm(string_value = "download")]
    Download,
}

/// Whether a download is shown, where that is safe, or saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum SignedDisposition {
    #[sea_orm(string_value = "inline")]
    Inline,
    #[sea_orm(string_value = "attachment")]
    Attachment,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "signed_urls")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub organization_id: Uuid,
    /// Where the file is, or is to be.
    pub share_id: Uuid,
    /// Of a download.
    pub file_id: Option<Uuid>,
    /// Of a download.
    pub version: Option<i64>,
    /// The user whose right is lent.
    pub issuer_id: Uuid,
    pub kind: SignedUrlKind,
    /// Which key signed it.
    pub key_id: i32,
    /// Of a download.
    pub disposition: Option<SignedDisposition>,
    /// Of an upload: the name that the file gets.
    pub file_name: Option<String>,
    /// Of an upload: the media type that must be sent.
    pub mime_type: Option<String>,
    /// Of an upload.
    pub max_size_bytes: Option<i64>,
    /// The organization's number when it was made; likewise the others.
    pub organization_epoch: i64,
    pub share_epoch: i64,
    pub issuer_epoch: i64,
    /// Of a download.
    pub file_epoch: Option<i64>,
    pub created_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    /// Of an upload: when it was used up. Not signed, as what follows.
    pub used_at: Option<DateTimeUtc>,
    /// The file that the upload made.
    pub stored_file_id: Option<Uuid>,
    pub revoked_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Entity {
    /// What belongs to one organization: where every query of a caller starts.
    pub fn in_organization(organization_id: Uuid) -> Select<Self> {
        Self::find().filter(Column::OrganizationId.eq(organization_id))
    }
}
