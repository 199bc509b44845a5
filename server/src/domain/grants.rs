//! What members and groups may do with a share, a folder or a file, beyond what their role gives. What is granted holds
//! for everything below the thing; nothing of that is written down, so that moving something changes it at once.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::{LockType, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DatabaseTransaction, EntityTrait as _, PaginatorTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use crate::app::App;
use crate::db::entity::grant::{PrincipalType, ResourceType};
use crate::db::entity::{grant, group, member};
use crate::domain::access::{self, Caller, Permission, Permissions, Place};
use crate::domain::nodes::Lock;
use crate::domain::{files, folders, shares, texts};
use crate::error::{Error, Result};

/// How many grants a thing may have, those that it inherits not counted: they are answered all at once. More people
/// than that make a group.
pub const GRANTS_MAX: u64 = 1000;

/// The last second of the year 9999, after which no time can be written as the contract says: only what never ends
/// lasts until then.
const LAST_SECOND: i64 = 253_402_300_799;

/// What something is granted on, by its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resource {
    Share(Uuid),
    Folder(Uuid),
    File(Uuid),
}

impl Resource {
    fn key(self) -> (ResourceType, Uuid) {
        match self {
            Self::Share(share_id) => (ResourceType::Share, share_id),
            Self::Folder(folder_id) => (ResourceType::Folder, folder_id),
            Self::File(file_id) => (ResourceType::File, file_id),
        }
    }

    /// Finds it, for somebody with MANAGE on it. In the trash it keeps its grants, which can be changed there too.
    async fn manage(self, db: &impl ConnectionTrait, caller: &Caller, lock: Lock) -> Result<Place> {
        match self {
            Self::Share(share_id) => {
                shares::find(db, caller, share_id, Permission::Manage, lock).await?;
                Ok(Place::of_share(share_id))
            }
            Self::Folder(folder_id) => {
                let (folder, _) = folders::find(db, caller, folder_id, Permission::Manage, lock).await?;
                Ok(folders::place_of(&folder))
            }
            Self::File(file_id) => {
                let (file, _) = files::find(db, caller, file_id, Permission::Manage, lock).await?;
                Ok(files::place_of(&file))
            }
        }
    }
}

/// What to grant.
#[derive(Debug, Clone, Copy)]
pub struct NewGrant {
    pub permissions: Permissions,
    /// From when on it means nothing; never, if `None`.
    pub expires_at: Option<DateTime<Utc>>,
}

/// All grants on a thing itself, the oldest first. Needs MANAGE.
///
/// # Errors
/// `NotFound`, `PermissionDenied`.
pub async fn list(app: &App, caller: &Caller, resource: Resource) -> Result<Vec<grant::Model>> {
    let db = app.db.read();
    resource.manage(db, caller, Lock::None).await?;
    let (resource_type, resource_id) = resource.key();
    Ok(grant::Entity::on(resource_type, resource_id)
        .order_by_asc(grant::Column::CreatedAt)
        .order_by_asc(grant::Column::PrincipalId)
        .all(db)
        .await?)
}

/// Grants a member or a group permissions on a thing, instead of what they had there. READ comes with any of them.
/// Needs MANAGE, and, of all but owners and admins, every permission that is granted, for as long as it is granted:
/// nobody comes to more by way of another's grant.
///
/// # Errors
/// `NotFound` for the thing, the member or the group; `PermissionDenied`; `InvalidArgument` for no permission at all,
/// an end that has passed, or a grant too many.
pub async fn put(
    app: &App,
    caller: &Caller,
    resource: Resource,
    principal_id: Uuid,
    new: NewGrant,
) -> Result<grant::Model> {
    if new.permissions.bits() == 0 {
        return Err(Error::InvalidArgument("grant at least one permission, or delete the grant".to_owned()));
    }
    let (caller, at) = (caller.clone(), app.clock.now());
    let expires_at = new.expires_at.map(texts::to_micros);
    if expires_at.is_some_and(|end| end <= at) {
        return Err(Error::InvalidArgument("`expires_at` must be in the future".to_owned()));
    }
    if expires_at.is_some_and(|end| end.timestamp() > LAST_SECOND) {
        return Err(Error::InvalidArgument("`expires_at` must lie before the year 10000; leave it out".to_owned()));
    }
    let permissions = Permissions::from_bits(new.permissions.bits() | Permission::Read.bit());
    app.db
        .write(async move |tx: &DatabaseTransaction| {
            // Both are locked, so that neither can be removed while the grant comes to name it; the thing against
            // other grants too, which are counted.
            let place = resource.manage(tx, &caller, Lock::Exclusive).await?;
            require_held(tx, &caller, place, permissions, expires_at).await?;
            let principal_type = principal(tx, &caller, principal_id).await?;
            let (resource_type, resource_id) = resource.key();
            let others = grant::Entity::on(resource_type, resource_id)
                .filter(grant::Column::PrincipalId.ne(principal_id))
                .count(tx)
                .await?;
            if others >= GRANTS_MAX {
                let sentence = format!("at most {GRANTS_MAX} grants can be on one thing; grant to a group instead");
                return Err(Error::InvalidArgument(sentence));
            }
            let row = grant::ActiveModel {
                resource_type: Set(resource_type),
                resource_id: Set(resource_id),
                principal_id: Set(principal_id),
                principal_type: Set(principal_type),
                organization_id: Set(caller.organization_id),
                permissions: Set(permissions.bits()),
                expires_at: Set(expires_at),
                created_by: Set(caller.user_id),
                created_at: Set(at),
            };
            let key = [grant::Column::ResourceType, grant::Column::ResourceId, grant::Column::PrincipalId];
            let replace = OnConflict::columns(key)
                .update_columns([
                    grant::Column::Permissions,
                    grant::Column::ExpiresAt,
                    grant::Column::CreatedBy,
                    grant::Column::CreatedAt,
                ])
                .to_owned();
            Ok(grant::Entity::insert(row).on_conflict(replace).exec_with_returning(tx).await?)
        })
        .await
}

/// Takes a grant back. Effective with the next request. Needs MANAGE.
///
/// # Errors
/// `NotFound` for the thing or the grant, `PermissionDenied`.
pub async fn delete(app: &App, caller: &Caller, resource: Resource, principal_id: Uuid) -> Result<()> {
    let caller = caller.clone();
    app.db
        .write(async move |tx: &DatabaseTransaction| {
            resource.manage(tx, &caller, Lock::Shared).await?;
            let (resource_type, resource_id) = resource.key();
            let deleted = grant::Entity::delete_many()
                .filter(grant::Column::ResourceType.eq(resource_type))
                .filter(grant::Column::ResourceId.eq(resource_id))
                .filter(grant::Column::PrincipalId.eq(principal_id))
                .exec(tx)
                .await?;
            if deleted.rows_affected == 0 { Err(Error::NotFound("grant")) } else { Ok(()) }
        })
        .await
}

/// Everything on a new share to its maker.
pub(super) async fn insert_of_maker(
    tx: &DatabaseTransaction,
    caller: &Caller,
    share_id: Uuid,
    at: DateTime<Utc>,
) -> Result<()> {
    let row = grant::ActiveModel {
        resource_type: Set(ResourceType::Share),
        resource_id: Set(share_id),
        principal_id: Set(caller.user_id),
        principal_type: Set(PrincipalType::User),
        organization_id: Set(caller.organization_id),
        permissions: Set(Permissions::ALL.bits()),
        expires_at: Set(None),
        created_by: Set(caller.user_id),
        created_at: Set(at),
    };
    grant::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// # Errors
/// `PermissionDenied` for what the caller does not hold, or not for as long.
async fn require_held(
    tx: &DatabaseTransaction,
    caller: &Caller,
    place: Place,
    wanted: Permissions,
    expires_at: Option<DateTime<Utc>>,
) -> Result<()> {
    // A right that ends when the grant does is long enough.
    let until = match expires_at {
        Some(end) => end - TimeDelta::microseconds(1),
        None => DateTime::from_timestamp(LAST_SECOND, 0).ok_or_else(|| Error::internal("no such time"))?,
    };
    let held = access::permissions_until(tx, caller, place, until).await?;
    if held.contains_all(wanted) {
        return Ok(());
    }
    let missing: Vec<_> = wanted.iter().filter(|permission| !held.contains(*permission)).collect();
    let names: Vec<_> = missing.iter().map(|permission| permission.name()).collect();
    Err(Error::PermissionDenied(format!(
        "you can't grant more than you hold yourself, nor for longer: leave out {} or set an earlier `expires_at`",
        names.join(", ")
    )))
}

/// Whether it is a member or a group of the caller's organization; either stays until the transaction ends.
async fn principal(tx: &DatabaseTransaction, caller: &Caller, principal_id: Uuid) -> Result<PrincipalType> {
    let member = member::Entity::find_by_id((caller.organization_id, principal_id));
    // The weakest lock that keeps a row: it does not hold up uploads, which count in the member's.
    if member.lock(LockType::KeyShare).one(tx).await?.is_some() {
        return Ok(PrincipalType::User);
    }
    let group = group::Entity::in_organization(caller.organization_id).filter(group::Column::Id.eq(principal_id));
    let group = group.lock(LockType::KeyShare).one(tx).await?;
    group.map(|_| PrincipalType::Group).ok_or(Error::NotFound("member or group"))
}

#[cfg(test)]
mod tests;
