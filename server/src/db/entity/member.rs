//! Who belongs to which organization, as what.

use sea_orm::entity::prelude::*;

/// What a member may do in the organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Role {
    /// Manages everything, owners included.
    #[sea_orm(string_value = "owner")]
    Owner,
    /// Manages everything but owners; sees every share.
    #[sea_orm(string_value = "admin")]
    Admin,
    /// Makes shares and sees those granted.
    #[sea_orm(string_value = "member")]
    Member,
    /// Sees the shares granted.
    #[sea_orm(string_value = "guest")]
    Guest,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "members")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: Uuid,
    pub role: Role,
    /// `None`: the organization's alone.
    pub quota_bytes: Option<i64>,
    /// The sizes of the versions charged to this member.
    pub used_bytes: i64,
    /// What of it older versions of live files have.
    pub older_bytes: i64,
    /// What of it versions of files in the trash have.
    pub trash_bytes: i64,
    /// Files whose current version is charged to this member, the trash counted.
    pub file_count: i64,
    /// Versions charged to this member.
    pub version_count: i64,
    /// What is set aside for bodies on their way.
    pub reserved_bytes: i64,
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
