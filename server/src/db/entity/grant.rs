//! What a user or a group may do with a share, a folder or a file.

use sea_orm::entity::prelude::*;

/// What it is granted on. Part of the key: a file's id may have been chosen by a caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum ResourceType {
    #[sea_orm(string_value = "share")]
    Share,
    #[sea_orm(string_value = "folder")]
    Folder,
    #[sea_orm(string_value = "file")]
    File,
}

/// Whom it is granted to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum PrincipalType {
    #[sea_orm(string_value = "user")]
    User,
    #[sea_orm(string_value = "group")]
    Group,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "grants")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub resource_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub resource_type: ResourceType,
    /// A user's or a group's; the two never meet, since the server makes both.
    #[sea_orm(primary_key, auto_increment = false)]
    pub principal_id: Uuid,
    pub principal_type: PrincipalType,
    /// That of the resource.
    pub organization_id: Uuid,
    /// Bits: READ 1, CREATE 2, WRITE 4, DELETE 8, MANAGE 16.
    pub permissions: i32,
    /// From when on it means nothing; never, if `None`.
    pub expires_at: Option<DateTimeUtc>,
    pub created_by: Uuid,
    pub created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Entity {
    /// The grants on one thing itself.
    pub fn on(resource_type: ResourceType, resource_id: Uuid) -> Select<Self> {
        Self::find().filter(Column::ResourceType.eq(resource_type)).filter(Column::ResourceId.eq(resource_id))
    }
}
