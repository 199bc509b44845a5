//! The versions of files: 1, 2, 3…, never reused.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "versions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub file_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i64,
    pub content_id: Uuid,
    pub size_bytes: i64,
    /// 32 bytes.
    #[sea_orm(column_type = "Blob")]
    pub sha256: Vec<u8>,
    pub mime_type: String,
    /// The version whose content it took up again.
    pub restored_from: Option<i64>,
    /// The user whose quota pays for it.
    pub charged_to: Uuid,
    pub created_by: Uuid,
    pub created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Entity {
    /// The versions of one file.
    pub fn of_file(file_id: Uuid) -> Select<Self> {
        Self::find().filter(Column::FileId.eq(file_id))
    }
}
