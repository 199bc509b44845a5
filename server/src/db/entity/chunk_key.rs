//! The organizations' keys for the ids of their chunks.

use sea_orm::entity::prelude::*;

use super::sensitive::SecretBytes;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "chunk_keys")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: Uuid,
    /// 32 bytes. Never changes: every id was made with it.
    #[sea_orm(column_type = "Blob")]
    pub key: SecretBytes,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
