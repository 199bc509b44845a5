//! Bytes, immutable, by digest. Shared by the versions and copies that have them.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contents")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub organization_id: Uuid,
    /// 32 bytes.
    #[sea_orm(column_type = "Blob")]
    pub sha256: Vec<u8>,
    pub size_bytes: i64,
    /// Small contents are kept here; larger ones have extents.
    #[sea_orm(column_type = "Blob", nullable)]
    pub inline_bytes: Option<Vec<u8>>,
    pub created_at: DateTimeUtc,
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
