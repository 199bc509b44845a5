//! What a user may do in a share.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "grants")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub share_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: Uuid,
    /// Bits: READ 1, CREATE 2, WRITE 4, DELETE 8, MANAGE 16.
    pub permissions: i32,
    pub created_by: Uuid,
    pub created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Entity {
    /// The grants on one share.
    pub fn on_share(share_id: Uuid) -> Select<Self> {
        Self::find().filter(Column::ShareId.eq(share_id))
    }
}
