//! Groups of an organization's members. The one whose id is the organization's is `everyone`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "groups")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub organization_id: Uuid,
    pub name: String,
    /// The folded name, unique in the organization.
    pub name_key: String,
    pub created_by: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

impl Model {
    /// Whether it is `everyone`, whose members follow from their roles.
    pub fn is_built_in(&self) -> bool {
        self.id == self.organization_id
    }
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
