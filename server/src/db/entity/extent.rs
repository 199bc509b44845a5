//! Where a content's bytes are: runs of packs, in order of the offset in the file.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "extents")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub content_id: Uuid,
    /// In bytes.
    #[sea_orm(primary_key, auto_increment = false)]
    pub file_offset: i64,
    pub pack_id: Uuid,
    /// In bytes.
    pub pack_offset: i64,
    /// In bytes.
    pub length: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Entity {
    /// The extents of one content.
    pub fn of_content(content_id: Uuid) -> Select<Self> {
        Self::find().filter(Column::ContentId.eq(content_id))
    }
}
