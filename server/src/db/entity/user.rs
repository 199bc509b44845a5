//! The people, and the programs that act like one. A user belongs to organizations by `members`.

use sea_orm::entity::prelude::*;

use super::sensitive::SecretText;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub email: String,
    /// The folded address, unique on this server.
    pub email_key: String,
    pub name: String,
    /// Argon2id in PHC form; `None`: no login by password.
    pub password_hash: Option<SecretText>,
    /// Stands above all organizations.
    pub superuser: bool,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
