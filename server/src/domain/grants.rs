//! Grants: what a member may do in a share, beyond what the role gives.

use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, DatabaseTransaction, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use uuid::Uuid;

use crate::app::App;
use crate::db::entity::{grant, member};
use crate::domain::access::{Caller, Permission, Permissions};
use crate::domain::nodes::Lock;
use crate::domain::shares;
use crate::error::{Error, Result};

/// All grants on a share, the oldest first. Needs MANAGE.
///
/// # Errors
/// `NotFound`, `PermissionDenied`.
pub async fn list(app: &App, caller: &Caller, share_id: Uuid) -> Result<Vec<grant::Model>> {
    let db = app.db.read();
    shares::find(db, caller, share_id, Permission::Manage, Lock::None).await?;
    Ok(grant::Entity::on_share(share_id)
        .order_by_asc(grant::Column::CreatedAt)
        .order_by_asc(grant::Column::UserId)
        .all(db)
        .await?)
}

/// Grants a member permissions on a share, instead of what the member had there. READ comes with any of them. Needs
/// MANAGE.
///
/// # Errors
/// `NotFound` for the share or the member, `PermissionDenied`, `InvalidArgument` for no permission at all.
pub async fn put(
    app: &App,
    caller: &Caller,
    share_id: Uuid,
    user_id: Uuid,
    permissions: Permissions,
) -> Result<grant::Model> {
    if permissions.bits() == 0 {
        return Err(Error::InvalidArgument("grant at least one permission, or delete the grant".to_owned()));
    }
    let (caller, at) = (caller.clone(), app.clock.now());
    app.db
        .write(async move |tx: &DatabaseTransaction| {
            // Locked, so that neither can be removed while the grant comes to name it.
            shares::find(tx, &caller, share_id, Permission::Manage, Lock::Shared).await?;
            member::Entity::find_by_id((caller.organization_id, user_id))
                .lock_shared()
                .one(tx)
                .await?
                .ok_or(Error::NotFound("member"))?;
            let row = grant::ActiveModel {
                share_id: Set(share_id),
                user_id: Set(user_id),
                permissions: Set(permissions.bits() | Permission::Read.bit()),
                created_by: Set(caller.user_id),
                created_at: Set(at),
            };
            let replace = OnConflict::columns([grant::Column::ShareId, grant::Column::UserId])
                .update_columns([grant::Column::Permissions, grant::Column::CreatedBy, grant::Column::CreatedAt])
                .to_owned();
            Ok(grant::Entity::insert(row).on_conflict(replace).exec_with_returning(tx).await?)
        })
        .await
}

/// Takes a grant back. Effective with the member's next request. Needs MANAGE.
///
/// # Errors
/// `NotFound` for the share or the grant, `PermissionDenied`.
pub async fn delete(app: &App, caller: &Caller, share_id: Uuid, user_id: Uuid) -> Result<()> {
    let caller = caller.clone();
    app.db
        .write(async move |tx: &DatabaseTransaction| {
            shares::find(tx, &caller, share_id, Permission::Manage, Lock::Shared).await?;
            let deleted = grant::Entity::delete_many()
                .filter(grant::Column::ShareId.eq(share_id))
                .filter(grant::Column::UserId.eq(user_id))
                .exec(tx)
                .await?;
            if deleted.rows_affected == 0 { Err(Error::NotFound("grant")) } else { Ok(()) }
        })
        .await
}
