//! The first start: what an empty database needs before anybody can call.

use sea_orm::{
    ActiveValue::Set, ConnectionTrait as _, DatabaseTransaction, DbBackend, EntityTrait as _, PaginatorTrait as _,
};

use crate::app::App;
use crate::db::entity::member::Role;
use crate::db::entity::sensitive::SecretText;
use crate::db::entity::{member, organization, user};
use crate::domain::names::{self, FileName};
use crate::domain::organizations::{self, NewOrganization};
use crate::domain::{secrets, tokens};
use crate::error::Result;
use crate::ids;

const ORGANIZATION_NAME: &str = "default";
const SUPERUSER_NAME: &str = "admin";
/// No mail goes there: the superuser logs in by token until a password is set.
const SUPERUSER_EMAIL: &str = "admin@localhost";

/// Makes, in an empty database, the organization `default` with its share, the superuser who owns it, and the
/// superuser token, which is answered this once. In any other database it changes nothing and answers `None`; of
/// several servers that start together, one makes them.
pub async fn run(app: &App) -> Result<Option<SecretText>> {
    if organization::Entity::find().count(app.db.read()).await? > 0 {
        return Ok(None);
    }
    let new = NewOrganization {
        name: ORGANIZATION_NAME.to_owned(),
        quota_bytes: None,
        max_file_bytes: None,
        trash_retention_days: None,
    };
    let organization = organizations::row(app, &FileName::title(&new.name)?, &new)?;
    let secret = secrets::generate(tokens::PREFIX)?;
    let now = app.clock.now();
    app.db
        .write(async move |tx: &DatabaseTransaction| {
            // SQLite lets one transaction write at a time anyway.
            if tx.get_database_backend() == DbBackend::Postgres {
                tx.execute_unprepared("LOCK TABLE organizations IN SHARE ROW EXCLUSIVE MODE").await?;
            }
            if organization::Entity::find().count(tx).await? > 0 {
                return Ok(None);
            }
            let user_id = ids::new();
            let user = user::ActiveModel {
                id: Set(user_id),
                email: Set(SUPERUSER_EMAIL.to_owned()),
                email_key: Set(names::key(SUPERUSER_EMAIL)),
                name: Set(SUPERUSER_NAME.to_owned()),
                password_hash: Set(None),
                superuser: Set(true),
                created_at: Set(now),
                updated_at: Set(now),
            };
            user::Entity::insert(user).exec_without_returning(tx).await?;
            let organization = organizations::insert(tx, organization, user_id).await?;
            let owner = member::ActiveModel {
                organization_id: Set(organization.id),
                user_id: Set(user_id),
                role: Set(Role::Owner),
                quota_bytes: Set(None),
                used_bytes: Set(0),
                older_bytes: Set(0),
                trash_bytes: Set(0),
                file_count: Set(0),
                version_count: Set(0),
                reserved_bytes: Set(0),
                created_at: Set(now),
            };
            member::Entity::insert(owner).exec_without_returning(tx).await?;
            tokens::insert_superuser_token(tx, user_id, organization.id, &secret, now).await?;
            Ok(Some(secret))
        })
        .await
}

#[cfg(test)]
mod tests;
