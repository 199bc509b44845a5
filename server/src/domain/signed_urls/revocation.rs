//! The end of signed URLs before their time.

use sea_orm::sea_query::{Expr, ExprTrait as _, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, DatabaseTransaction, EntityTrait, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, Select,
};
use uuid::Uuid;

use crate::app::App;
use crate::db::entity::member::Role;
use crate::db::entity::{file, issuer, member, organization, share, signed_url, user};
use crate::domain::access::{self, Caller, OrganizationRight, Permission};
use crate::domain::nodes::Lock;
use crate::domain::{files, shares};
use crate::error::{Error, Result};

/// Whose signed URLs to revoke.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// For downloads of a file. Needs WRITE on it; it may be in the trash.
    File(Uuid),
    /// In a share. Needs MANAGE.
    Share(Uuid),
    /// Made by somebody. For that user, and for owners and admins.
    Issuer(Uuid),
    /// All of an organization. For owners and admins.
    Organization(Uuid),
}

/// Revokes one URL: the caller's own, or as an owner or admin anybody's. A URL that was revoked stays so.
///
/// # Errors
/// `NotFound`.
pub async fn revoke(app: &App, caller: &Caller, signed_url_id: Uuid) -> Result<()> {
    let (caller, now) = (caller.clone(), app.clock.now());
    app.db
        .write(async move |tx: &DatabaseTransaction| {
            let mut found = signed_url::Entity::in_organization(caller.organization_id)
                .filter(signed_url::Column::Id.eq(signed_url_id));
            if !manages(&caller) {
                found = found.filter(signed_url::Column::IssuerId.eq(caller.user_id));
            }
            found.lock_exclusive().one(tx).await?.ok_or(Error::NotFound("signed URL"))?;
            signed_url::Entity::update_many()
                .col_expr(signed_url::Column::RevokedAt, Expr::value(now))
                .filter(signed_url::Column::Id.eq(signed_url_id))
                .filter(signed_url::Column::RevokedAt.is_null())
                .exec(tx)
                .await?;
            Ok(())
        })
        .await
}

/// Revokes all that were made so far, also by transactions that have not ended yet. Answers how many of them still
/// worked.
///
/// # Errors
/// `NotFound`, `PermissionDenied`.
pub async fn revoke_all(app: &App, caller: &Caller, subject: Subject) -> Result<u64> {
    if let Subject::Organization(organization_id) = subject {
        access::organization(app, caller, organization_id, OrganizationRight::Manage).await?;
    }
    let (caller, now) = (caller.clone(), app.clock.now());
    app.db
        .write(async move |tx: &DatabaseTransaction| {
            check(tx, &caller, subject).await?;
            let rows = rows(&caller, subject).filter(signed_url::Column::RevokedAt.is_null());
            // Locked before everything else, as whoever uses one does, and in one order, for others who revoke.
            let open: Vec<Uuid> = rows
                .clone()
                .filter(signed_url::Column::UsedAt.is_null())
                .filter(signed_url::Column::ExpiresAt.gt(now))
                .select_only()
                .column(signed_url::Column::Id)
                .order_by_asc(signed_url::Column::Id)
                .lock_exclusive()
                .into_tuple()
                .all(tx)
                .await?;
            for batch in open.chunks(BATCH) {
                signed_url::Entity::update_many()
                    .col_expr(signed_url::Column::RevokedAt, Expr::value(now))
                    .filter(signed_url::Column::Id.is_in(batch.iter().copied()))
                    .exec(tx)
                    .await?;
            }
            raise_epoch(tx, &caller, subject).await?;
            Ok(open.len() as u64)
        })
        .await
}

/// How many rows a statement names at a time.
const BATCH: usize = 500;

fn manages(caller: &Caller) -> bool {
    caller.superuser || matches!(caller.role, Role::Owner | Role::Admin)
}

async fn check(tx: &DatabaseTransaction, caller: &Caller, subject: Subject) -> Result<()> {
    match subject {
        Subject::File(file_id) => {
            files::find(tx, caller, file_id, Permission::Write, Lock::None).await?;
        }
        Subject::Share(share_id) => {
            shares::find(tx, caller, share_id, Permission::Manage, Lock::None).await?;
        }
        Subject::Issuer(user_id) if user_id == caller.user_id => {}
        Subject::Issuer(user_id) if manages(caller) => known(tx, caller.organization_id, user_id).await?,
        Subject::Issuer(_) => {
            let sentence = "only the user, owners and admins of the organization may do this";
            return Err(Error::PermissionDenied(sentence.to_owned()));
        }
        // Has been checked.
        Subject::Organization(_) => {}
    }
    Ok(())
}

fn rows(caller: &Caller, subject: Subject) -> Select<signed_url::Entity> {
    let own = signed_url::Entity::in_organization(caller.organization_id);
    match subject {
        Subject::File(file_id) => own.filter(signed_url::Column::FileId.eq(file_id)),
        Subject::Share(share_id) => own.filter(signed_url::Column::ShareId.eq(share_id)),
        Subject::Issuer(user_id) => own.filter(signed_url::Column::IssuerId.eq(user_id)),
        Subject::Organization(organization_id) => signed_url::Entity::in_organization(organization_id),
    }
}

/// Whoever is a member, or could have made URLs as a superuser, or has made some before leaving.
async fn known(tx: &DatabaseTransaction, organization_id: Uuid, user_id: Uuid) -> Result<()> {
    if member::Entity::find_by_id((organization_id, user_id)).one(tx).await?.is_some()
        || user::Entity::find_by_id(user_id).one(tx).await?.is_some_and(|user| user.superuser)
    {
        return Ok(());
    }
    let made = signed_url::Entity::in_organization(organization_id).filter(signed_url::Column::IssuerId.eq(user_id));
    made.one(tx).await?.map(drop).ok_or(Error::NotFound("member"))
}

async fn raise_epoch(tx: &DatabaseTransaction, caller: &Caller, subject: Subject) -> Result<()> {
    match subject {
        Subject::File(file_id) => {
            raise::<file::Entity>(file::Column::SignatureEpoch).filter(file::Column::Id.eq(file_id)).exec(tx).await?;
        }
        Subject::Share(share_id) => {
            let share = raise::<share::Entity>(share::Column::SignatureEpoch);
            share.filter(share::Column::Id.eq(share_id)).exec(tx).await?;
        }
        Subject::Issuer(user_id) => {
            let row = issuer::ActiveModel {
                organization_id: Set(caller.organization_id),
                user_id: Set(user_id),
                signature_epoch: Set(1),
            };
            let epoch = issuer::Column::SignatureEpoch;
            let again = OnConflict::columns([issuer::Column::OrganizationId, issuer::Column::UserId])
                .value(epoch, Expr::col((issuer::Entity, epoch)).add(1))
                .to_owned();
            issuer::Entity::insert(row).on_conflict(again).exec_without_returning(tx).await?;
        }
        Subject::Organization(organization_id) => {
            let organization = raise::<organization::Entity>(organization::Column::SignatureEpoch);
            organization.filter(organization::Column::Id.eq(organization_id)).exec(tx).await?;
        }
    }
    Ok(())
}

fn raise<E: EntityTrait>(epoch: E::Column) -> sea_orm::UpdateMany<E> {
    E::update_many().col_expr(epoch, Expr::col(epoch).add(1))
}
