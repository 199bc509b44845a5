//! Logins. A row is a session; logging out deletes it.

use sea_orm::entity::prelude::*;

use super::sensitive::SecretBytes;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sessions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub user_id: Uuid,
    pub organization_id: Uuid,
    /// SHA-256 of the refresh token that works next.
    pub refresh_hash: SecretBytes,
    /// SHA-256 of the one before, to recognise its reuse.
    pub previous_refresh_hash: Option<SecretBytes>,
    pub created_at: DateTimeUtc,
    /// When the refresh token ends.
    pub expires_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
