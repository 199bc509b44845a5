//! The one namespace of folders and files. Live items only: a trashed root gives its name back, what it holds keeps its rows.

use sea_orm::entity::prelude::*;

/// What holds a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum NodeType {
    #[sea_orm(string_value = "folder")]
    Folder,
    #[sea_orm(string_value = "file")]
    File,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "names")]
pub struct Model {
    /// The folder, or the share at its root.
    #[sea_orm(primary_key, auto_increment = false)]
    pub parent_id: Uuid,
    /// The folded name.
    #[sea_orm(primary_key, auto_increment = false)]
    pub name_key: String,
    pub node_type: NodeType,
    pub node_id: Uuid,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
