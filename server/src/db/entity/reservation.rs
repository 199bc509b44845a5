//! Bytes set aside for bodies on their way. No foreign keys: a reservation outlives what it names, and then only ends.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reservations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub organization_id: Uuid,
    /// `None` where the share was not known when the body began.
    pub share_id: Option<Uuid>,
    pub user_id: Uuid,
    pub size_bytes: i64,
    /// From then on it is given back.
    pub expires_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
