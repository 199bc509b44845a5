//! Files. Size, digest, media type and content repeat the current version's, so that a GET needs one row.

use sea_orm::entity::prelude::*;

/// What sort of file it is, told from the media type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum FileKind {
    #[sea_orm(string_value = "archive")]
    Archive,
    #[sea_orm(string_value = "audio")]
    Audio,
    #[sea_orm(string_value = "code")]
    Code,
    #[sea_orm(string_value = "document")]
    Document,
    #[sea_orm(string_value = "email")]
    Email,
    #[sea_orm(string_value = "presentation")]
    Presentation,
    #[sea_orm(string_value = "spreadsheet")]
    Spreadsheet,
    #[sea_orm(string_value = "image")]
    Image,
    #[sea_orm(string_value = "text")]
    Text,
    #[sea_orm(string_value = "video")]
    Video,
    #[sea_orm(string_value = "file")]
    File,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "files")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub organization_id: Uuid,
    pub share_id: Uuid,
    /// `None` at the share's root.
    pub folder_id: Option<Uuid>,
    pub name: String,
    pub name_key: String,
    pub kind: FileKind,
    pub mime_type: String,
    pub size_bytes: i64,
    /// 32 bytes.
    #[sea_orm(column_type = "Blob")]
    pub sha256: Vec<u8>,
    pub content_id: Uuid,
    pub current_version: i64,
    /// Array of strings.
    #[sea_orm(column_type = "Json")]
    pub tags: Json,
    /// Object.
    #[sea_orm(column_type = "Json")]
    pub metadata: Json,
    /// Counts changes of the metadata; its entity tag.
    pub revision: i64,
    pub created_by: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_by: Uuid,
    pub updated_at: DateTimeUtc,
    pub content_updated_at: DateTimeUtc,
    pub trashed_at: Option<DateTimeUtc>,
    pub trashed_by: Option<Uuid>,
    /// The item that was trashed: this one, or the folder above that took it along.
    pub trash_root_id: Option<Uuid>,
    /// Signed URLs made under another number than this are revoked.
    pub signature_epoch: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Entity {
    /// What belongs to one organization: where every query of a caller starts.
    pub fn in_organization(organization_id: Uuid) -> Select<Self> {
        Self::find().filter(Column::OrganizationId.eq(organization_id))
    }

    /// What lies in one share, which the caller has been found to be allowed to read.
    pub fn in_share(share_id: Uuid) -> Select<Self> {
        Self::find().filter(Column::ShareId.eq(share_id))
    }

    /// What lies in one folder, which the caller has been found to be allowed to read.
    pub fn in_folder(folder_id: Uuid) -> Select<Self> {
        Self::find().filter(Column::FolderId.eq(folder_id))
    }
}
