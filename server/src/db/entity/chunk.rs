//! The chunks of packs: by which new bytes are compared with stored ones, and stored ones with what they should be. Each
//! pack that is committed is covered by its chunks without a gap.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "chunks")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub pack_id: Uuid,
    /// In bytes.
    #[sea_orm(primary_key, auto_increment = false)]
    pub pack_offset: i64,
    /// In bytes.
    pub length: i64,
    pub organization_id: Uuid,
    /// The chunk's id in the organization, 32 bytes; more than one pack may have it.
    #[sea_orm(column_type = "Blob")]
    pub chunk_id: Vec<u8>,
    /// When it was found not to be what was written. No upload relies on it any more.
    pub damaged_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::pack::Entity", from = "Column::PackId", to = "super::pack::Column::Id")]
    Pack,
}

impl ActiveModelBehavior for ActiveModel {}

impl Entity {
    /// What belongs to one organization: where every query of a caller starts.
    pub fn in_organization(organization_id: Uuid) -> Select<Self> {
        Self::find().filter(Column::OrganizationId.eq(organization_id))
    }
}
