//! What happened in a share, in commit order.

use sea_orm::entity::prelude::*;

use super::name::NodeType;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum ChangeKind {
    #[sea_orm(string_value = "created")]
    Created,
    #[sea_orm(string_value = "updated")]
    Updated,
    #[sea_orm(string_value = "renamed")]
    Renamed,
    #[sea_orm(string_value = "moved")]
    Moved,
    #[sea_orm(string_value = "deleted")]
    Deleted,
    #[sea_orm(string_value = "restored")]
    Restored,
    #[sea_orm(string_value = "purged")]
    Purged,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "changes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub share_id: Uuid,
    /// 1, 2, 3… per share, without gaps.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    pub kind: ChangeKind,
    pub resource_type: NodeType,
    pub resource_id: Uuid,
    pub old_path: Option<String>,
    pub new_path: Option<String>,
    pub version: Option<i64>,
    pub actor_id: Uuid,
    pub at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Entity {
    /// The changes of one share.
    pub fn of_share(share_id: Uuid) -> Select<Self> {
        Self::find().filter(Column::ShareId.eq(share_id))
    }
}
