//! Objects in the store. No foreign key to the organization: a pack outlives it until it is swept.

use sea_orm::entity::prelude::*;

/// Whether a pack may be used, and how far its removal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum PackState {
    #[sea_orm(string_value = "live")]
    Live,
    /// Being written; its chunks are noted as they come. Its time of creation is that of the last one.
    #[sea_orm(string_value = "staged")]
    Staged,
    /// No extent names it; it goes after a grace, or is revived.
    #[sea_orm(string_value = "condemned")]
    Condemned,
    /// Its object may be gone already. Never trusted again.
    #[sea_orm(string_value = "deleting")]
    Deleting,
    /// Its object is gone. The row stays a while, so that an upload that comes late is told.
    #[sea_orm(string_value = "deleted")]
    Deleted,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "packs")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub organization_id: Uuid,
    pub size_bytes: i64,
    pub state: PackState,
    pub created_at: DateTimeUtc,
    /// Of a deleted one, when it was deleted.
    pub condemned_at: Option<DateTimeUtc>,
    /// Whether extents of it went since it was last looked at: some of its bytes may be needed no more.
    pub may_have_gaps: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
