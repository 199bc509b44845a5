//! Shares: the roots of the folder trees, and what people are granted access to.

use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DatabaseTransaction, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _, TryInsertResult,
};
use uuid::Uuid;

use crate::app::App;
use crate::db::entity::member::Role;
use crate::db::entity::{self, organization, share};
use crate::domain::access::{self, Caller, Permission, Permissions, Place};
use crate::domain::names::FileName;
use crate::domain::nodes::{self, Lock, Node, Parent};
use crate::domain::page::{Direction, Page, PageRequest};
use crate::domain::preconditions::{check_if_match, metadata_etag};
use crate::domain::{grants, members, versions};
use crate::error::{Error, Result};
use crate::ids;

mod list;
mod tree;

pub use self::list::{Order, list};
pub use self::tree::{TREE_NODES_MAX, Tree, TreeNode, resolve, tree};

/// A share as a caller sees it.
#[derive(Debug, Clone)]
pub struct ShareView {
    pub share: share::Model,
    /// What the caller may do in it.
    pub permissions: Permissions,
}

impl ShareView {
    /// The entity tag of the share.
    pub fn etag(&self) -> String {
        metadata_etag(self.share.revision)
    }
}

/// What a new share is like.
#[derive(Debug, Clone)]
pub struct NewShare {
    pub name: FileName,
    /// In bytes; unlimited if `None`.
    pub quota_bytes: Option<i64>,
}

/// What to change; what is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct ShareUpdate {
    pub name: Option<FileName>,
    /// `Some(None)` lifts the quota. One below what is used is taken: nothing is removed, nothing more fits.
    pub quota_bytes: Option<Option<i64>>,
}

/// Makes a share; its maker gets every permission on it.
///
/// # Errors
/// `PermissionDenied` to guests, `NameConflict`.
pub async fn create(app: &App, caller: &Caller, new: NewShare) -> Result<ShareView> {
    if caller.role == Role::Guest && !caller.superuser {
        return Err(Error::PermissionDenied("guests can't make shares; ask a member of the organization".to_owned()));
    }
    let (caller, at) = (caller.clone(), app.clock.now());
    app.db
        .write(async move |tx: &DatabaseTransaction| {
            members::hold_caller(tx, &caller).await?;
            let share = share::Model {
                id: ids::new(),
                organization_id: caller.organization_id,
                name: new.name.as_str().to_owned(),
                name_key: new.name.key(),
                quota_bytes: new.quota_bytes,
                used_bytes: 0,
                older_bytes: 0,
                trash_bytes: 0,
                file_count: 0,
                version_count: 0,
                reserved_bytes: 0,
                change_seq: 0,
                signature_epoch: 0,
                revision: 1,
                created_by: caller.user_id,
                created_at: at,
                updated_at: at,
            };
            let inserted = share::Entity::insert(share.clone().into_active_model().reset_all())
                .on_conflict_do_nothing_on([share::Column::OrganizationId, share::Column::NameKey])
                .exec_without_returning(tx)
                .await?;
            if !matches!(inserted, TryInsertResult::Inserted(1)) {
                return Err(name_conflict(tx, &caller, &new.name).await?);
            }
            let tree = entity::tree::ActiveModel { share_id: Set(share.id) };
            entity::tree::Entity::insert(tree).exec_without_returning(tx).await?;
            grants::insert_of_maker(tx, &caller, share.id, at).await?;
            Ok(ShareView { share, permissions: Permissions::ALL })
        })
        .await
}

/// Answers a share that the caller may read.
///
/// # Errors
/// `NotFound`.
pub async fn get(app: &App, caller: &Caller, share_id: Uuid) -> Result<ShareView> {
    find(app.db.read(), caller, share_id, Permission::Read, Lock::None).await
}

/// Changes a share. Needs MANAGE.
///
/// # Errors
/// `NotFound`, `PermissionDenied`, `PreconditionFailed`, `NameConflict`.
pub async fn update(
    app: &App,
    caller: &Caller,
    share_id: Uuid,
    if_match: Option<String>,
    change: ShareUpdate,
) -> Result<ShareView> {
    let (caller, at) = (caller.clone(), app.clock.now());
    app.db
        .write(async move |tx: &DatabaseTransaction| {
            let view = find(tx, &caller, share_id, Permission::Manage, Lock::Exclusive).await?;
            check_if_match(if_match.as_deref(), &view.etag())?;
            let ShareView { mut share, permissions } = view;
            if let Some(name) = &change.name {
                share.name_key = name.key();
                share.name = name.as_str().to_owned();
                // The unique index decides; looking first gives the sentence that names the holder.
                if holder(tx, &caller, &share.name_key).await?.is_some_and(|holder| holder.id != share.id) {
                    return Err(name_conflict(tx, &caller, name).await?);
                }
            }
            if let Some(quota_bytes) = change.quota_bytes {
                share.quota_bytes = quota_bytes;
            }
            share.revision += 1;
            share.updated_at = at;
            // Not the whole row: its meters are moved by others.
            let row = share::ActiveModel {
                id: Set(share.id),
                name: Set(share.name.clone()),
                name_key: Set(share.name_key.clone()),
                quota_bytes: Set(share.quota_bytes),
                revision: Set(share.revision),
                updated_at: Set(at),
                ..Default::default()
            };
            match share::Entity::update(row).exec(tx).await {
                Ok(share) => Ok(ShareView { share, permissions }),
                // Somebody took the name since we looked.
                Err(error) if matches!(error.sql_err(), Some(sea_orm::SqlErr::UniqueConstraintViolation(_))) => {
                    Err(Error::NameConflict { name: share.name, existing_id: None })
                }
                Err(error) => Err(error.into()),
            }
        })
        .await
}

/// Removes a share with all it holds, for good. Needs MANAGE.
///
/// # Errors
/// `NotFound`, `PermissionDenied`, `InvalidArgument` for the organization's default share.
pub async fn delete(app: &App, caller: &Caller, share_id: Uuid) -> Result<()> {
    let (caller, at) = (caller.clone(), app.clock.now());
    app.db
        .write(async move |tx: &DatabaseTransaction| {
            let view = find(tx, &caller, share_id, Permission::Manage, Lock::None).await?;
            let organization = organization::Entity::find_by_id(view.share.organization_id).one(tx).await?;
            if organization.is_some_and(|organization| organization.default_share_id == share_id) {
                return Err(Error::InvalidArgument(
                    "the default share of an organization can't be deleted; delete what it holds".to_owned(),
                ));
            }
            versions::purge_share(tx, &view.share, at).await
        })
        .await
}

/// What lies at a share's root.
///
/// # Errors
/// `NotFound`, `InvalidArgument` for a page that can't be.
pub async fn children(
    app: &App,
    caller: &Caller,
    share_id: Uuid,
    direction: Direction,
    request: &PageRequest,
) -> Result<Page<Node>> {
    let db = app.db.read();
    let permissions = find(db, caller, share_id, Permission::Read, Lock::None).await?.permissions;
    nodes::children(db, caller, (Parent { share_id, folder_id: None }, permissions), direction, request).await
}

/// The share, with what the caller may do in it, for use in a transaction: `access::share` that can lock.
///
/// # Errors
/// `NotFound` without READ, `PermissionDenied` without `needed`.
pub async fn find(
    db: &impl ConnectionTrait,
    caller: &Caller,
    share_id: Uuid,
    needed: Permission,
    lock: Lock,
) -> Result<ShareView> {
    let found = share::Entity::in_organization(caller.organization_id).filter(share::Column::Id.eq(share_id));
    let share = lock.on(found).one(db).await?.ok_or(Error::NotFound("share"))?;
    let permissions = access::permissions_at(db, caller, Place::of_share(share_id)).await?;
    access::require(permissions, needed, "share")?;
    Ok(ShareView { share, permissions })
}

async fn holder(db: &impl ConnectionTrait, caller: &Caller, name_key: &str) -> Result<Option<share::Model>> {
    let shares = share::Entity::in_organization(caller.organization_id);
    Ok(shares.filter(share::Column::NameKey.eq(name_key)).one(db).await?)
}

/// The refusal of a taken name, with the holder only where the caller may read it.
async fn name_conflict(db: &impl ConnectionTrait, caller: &Caller, name: &FileName) -> Result<Error> {
    let mut existing_id = None;
    if let Some(holder) = holder(db, caller, &name.key()).await?
        && access::permissions_at(db, caller, Place::of_share(holder.id)).await?.contains(Permission::Read)
    {
        existing_id = Some(holder.id);
    }
    Ok(Error::NameConflict { name: name.as_str().to_owned(), existing_id })
}

#[cfg(test)]
mod tests;
