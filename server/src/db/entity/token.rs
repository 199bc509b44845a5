//! Personal access tokens. Revoking deletes the row.

use sea_orm::entity::prelude::*;

use super::sensitive::SecretBytes;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tokens")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub user_id: Uuid,
    pub organization_id: Uuid,
    pub name: String,
    /// SHA-256 of the token; the token itself is nowhere.
    pub secret_hash: SecretBytes,
    /// The start of the token, to tell one from another.
    pub prefix: String,
    /// JSON array of scope names.
    pub scopes: String,
    /// Made by whoever runs the server; acts in any organization.
    pub superuser: bool,
    pub created_at: DateTimeUtc,
    pub expires_at: Option<DateTimeUtc>,
    /// To the minute.
    pub last_used_at: Option<DateTimeUtc>,
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
