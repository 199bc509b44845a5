//! The tenants. Everything else belongs to exactly one of them.

use chrono::TimeDelta;
use sea_orm::sea_query::{LockType, Query};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DatabaseTransaction, DbErr,
    EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, Select, SqlErr,
};
use uuid::Uuid;

use crate::app::App;
use crate::db::entity::{
    chunk_key, grant, group, group_member, issuer, member, organization, session, share, token, tree,
};
use crate::domain::access::{self, Caller, OrganizationRight};
use crate::domain::names::{self, FileName};
use crate::domain::page::{self, Direction, KeyKind, Order, Page, PageRequest, Position};
use crate::domain::{chunks, groups, preconditions, versions};
use crate::error::{Error, Result};
use crate::ids;

/// What every organization's first share is called.
const DEFAULT_SHARE_NAME: &str = "default";
/// The longest that a trash may keep things, in days, as the contract says.
const TRASH_RETENTION_DAYS_MAX: u32 = 3650;

/// What to make.
#[derive(Debug, Clone)]
pub struct NewOrganization {
    pub name: String,
    /// `None`: unlimited.
    pub quota_bytes: Option<u64>,
    /// `None`: the server's limit.
    pub max_file_bytes: Option<u64>,
    /// `None`: the server's default.
    pub trash_retention_days: Option<u32>,
}

/// What to change; `None` leaves as it is.
#[derive(Debug, Clone, Default)]
pub struct OrganizationChanges {
    pub name: Option<String>,
    /// `Some(None)`: unlimited from now on.
    pub quota_bytes: Option<Option<u64>>,
    pub max_file_bytes: Option<u64>,
    pub trash_retention_days: Option<u32>,
}

/// How to sort organizations.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum OrganizationOrder {
    #[default]
    Name,
    NameDescending,
    CreatedAt,
    CreatedAtDescending,
}

/// Makes an organization with its default share, which all members but guests may use: a grant that its owners may
/// change like any other. It has no members yet.
///
/// # Errors
/// [`Error::PermissionDenied`] for all but superusers; [`Error::NameConflict`].
pub async fn create(app: &App, caller: &Caller, new: NewOrganization) -> Result<organization::Model> {
    access::require_superuser(caller)?;
    let name = FileName::title(&new.name)?;
    let row = row(app, &name, &new)?;
    let user_id = caller.user_id;
    let made = app.db.write(async move |tx: &DatabaseTransaction| insert(tx, row, user_id).await).await;
    name_the_holder(app, caller, made).await
}

/// The organizations that the caller is a member of; all, for a superuser.
pub async fn list(
    app: &App,
    caller: &Caller,
    order: OrganizationOrder,
    request: &PageRequest,
) -> Result<Page<organization::Model>> {
    use organization::Column::{CreatedAt, Id, NameKey};
    let (ascending, descending) = (Direction::Ascending, Direction::Descending);
    let by_name = |row: &organization::Model| Position::new(row.name_key.as_str(), row.id);
    let by_time = |row: &organization::Model| Position::new(row.created_at, row.id);
    let db = app.db.read();
    let visible = visible(caller);
    match order {
        OrganizationOrder::Name => {
            let order = Order::new("organizations name", KeyKind::Text, NameKey, Id, ascending);
            page::fetch(db, visible, &order, request, by_name).await
        }
        OrganizationOrder::NameDescending => {
            let order = Order::new("organizations name desc", KeyKind::Text, NameKey, Id, descending);
            page::fetch(db, visible, &order, request, by_name).await
        }
        OrganizationOrder::CreatedAt => {
            let order = Order::new("organizations created_at", KeyKind::Time, CreatedAt, Id, ascending);
            page::fetch(db, visible, &order, request, by_time).await
        }
        OrganizationOrder::CreatedAtDescending => {
            let order = Order::new("organizations created_at desc", KeyKind::Time, CreatedAt, Id, descending);
            page::fetch(db, visible, &order, request, by_time).await
        }
    }
}

/// One organization.
///
/// # Errors
/// [`Error::NotFound`] for one that the caller is no member of.
pub async fn get(app: &App, caller: &Caller, organization_id: Uuid) -> Result<organization::Model> {
    Ok(access::organization(app, caller, organization_id, OrganizationRight::See).await?.organization)
}

/// The entity tag of an organization.
pub fn etag(organization: &organization::Model) -> String {
    preconditions::metadata_etag(organization.revision)
}

/// Changes an organization. A quota below what is used stops further writes and removes nothing.
///
/// # Errors
/// [`Error::NotFound`], [`Error::PermissionDenied`] for those who do not manage it, and for limits for all but
/// superusers; [`Error::PreconditionFailed`] if `if_match` names another state; [`Error::NameConflict`].
pub async fn update(
    app: &App,
    caller: &Caller,
    organization_id: Uuid,
    changes: OrganizationChanges,
    if_match: Option<&str>,
) -> Result<organization::Model> {
    access::organization(app, caller, organization_id, OrganizationRight::Manage).await?;
    let OrganizationChanges { name, quota_bytes, max_file_bytes, trash_retention_days } = changes;
    if (quota_bytes.is_some() || max_file_bytes.is_some()) && !caller.superuser {
        return Err(Error::PermissionDenied("limits of an organization are a superuser's to change".to_owned()));
    }
    let name = name.map(|name| FileName::title(&name)).transpose()?;
    let quota_bytes = quota_bytes.map(|quota| quota.map(bounded_quota).transpose()).transpose()?;
    let max_file_bytes = max_file_bytes.map(|bytes| bounded_file(app, bytes)).transpose()?;
    let trash_retention_days = trash_retention_days.map(bounded_days).transpose()?;
    let now = app.clock.now();
    let if_match = if_match.map(str::to_owned);
    let updated = app
        .db
        .write(async move |tx: &DatabaseTransaction| {
            // Whoever changes it at the same time waits here, and then reads what this one has made of it.
            let found = organization::Entity::find_by_id(organization_id).lock(LockType::NoKeyUpdate);
            let found = found.one(tx).await?.ok_or(Error::NotFound("organization"))?;
            preconditions::check_if_match(if_match.as_deref(), &etag(&found))?;
            let revision = found.revision + 1;
            let claimed = name.as_ref().map_or_else(|| found.name.clone(), |name| name.as_str().to_owned());
            let mut row: organization::ActiveModel = found.into();
            if let Some(name) = name {
                row.name_key = Set(name.key());
                row.name = Set(name.as_str().to_owned());
            }
            if let Some(quota_bytes) = quota_bytes {
                row.quota_bytes = Set(quota_bytes);
            }
            if let Some(max_file_bytes) = max_file_bytes {
                row.max_file_bytes = Set(max_file_bytes);
            }
            if let Some(days) = trash_retention_days {
                row.trash_retention_days = Set(days);
            }
            row.revision = Set(revision);
            row.updated_at = Set(now);
            row.update(tx).await.map_err(|error| taken(error, claimed))
        })
        .await;
    name_the_holder(app, caller, updated).await
}

/// Removes an organization with everything that it holds, for good.
///
/// # Errors
/// [`Error::NotFound`], [`Error::PermissionDenied`] for all but superusers, [`Error::InvalidArgument`] for the default
/// organization.
pub async fn delete(app: &App, caller: &Caller, organization_id: Uuid) -> Result<()> {
    access::organization(app, caller, organization_id, OrganizationRight::Superuser).await?;
    let now = app.clock.now();
    app.db
        .write(async move |tx: &DatabaseTransaction| {
            if default(tx).await?.is_some_and(|default| default.id == organization_id) {
                return Err(Error::InvalidArgument("the default organization can't be deleted".to_owned()));
            }
            let found = organization::Entity::find_by_id(organization_id).one(tx).await?;
            found.ok_or(Error::NotFound("organization"))?;
            versions::purge_organization(tx, organization_id, now).await?;
            let sessions = session::Column::OrganizationId.eq(organization_id);
            session::Entity::delete_many().filter(sessions).exec(tx).await?;
            let tokens = token::Column::OrganizationId.eq(organization_id);
            token::Entity::delete_many().filter(tokens).exec(tx).await?;
            let members = member::Column::OrganizationId.eq(organization_id);
            let groups = Query::select()
                .column(group::Column::Id)
                .from(group::Entity)
                .and_where(group::Column::OrganizationId.eq(organization_id))
                .take();
            group_member::Entity::delete_many()
                .filter(group_member::Column::GroupId.in_subquery(groups))
                .exec(tx)
                .await?;
            let groups = group::Column::OrganizationId.eq(organization_id);
            group::Entity::delete_many().filter(groups).exec(tx).await?;
            member::Entity::delete_many().filter(members).exec(tx).await?;
            let issuers = issuer::Column::OrganizationId.eq(organization_id);
            issuer::Entity::delete_many().filter(issuers).exec(tx).await?;
            // After those whom they could be to: whoever was about to grant something is done.
            let grants = grant::Column::OrganizationId.eq(organization_id);
            grant::Entity::delete_many().filter(grants).exec(tx).await?;
            chunk_key::Entity::delete_by_id(organization_id).exec(tx).await?;
            organization::Entity::delete_by_id(organization_id).exec(tx).await?;
            Ok(())
        })
        .await
}

/// The organization that the first start made, in which superusers act unless they say otherwise: the oldest, since
/// it can't be deleted. It may be called anything.
pub async fn default(db: &impl ConnectionTrait) -> Result<Option<organization::Model>> {
    let oldest = organization::Entity::find()
        .order_by_asc(organization::Column::CreatedAt)
        .order_by_asc(organization::Column::Id);
    Ok(oldest.one(db).await?)
}

/// Inserts an organization, its group `everyone`, and its default share, which that group may use.
pub(super) async fn insert(
    tx: &DatabaseTransaction,
    row: organization::Model,
    created_by: Uuid,
) -> Result<organization::Model> {
    let mut row = row;
    if let Some(first) = default(tx).await? {
        // The first one stays the oldest, whatever clock this server has.
        row.created_at = row.created_at.max(first.created_at + TimeDelta::microseconds(1));
        row.updated_at = row.updated_at.max(row.created_at);
    }
    let name = DEFAULT_SHARE_NAME.to_owned();
    let share = share::ActiveModel {
        id: Set(row.default_share_id),
        organization_id: Set(row.id),
        name_key: Set(names::key(&name)),
        name: Set(name),
        quota_bytes: Set(None),
        used_bytes: Set(0),
        older_bytes: Set(0),
        trash_bytes: Set(0),
        file_count: Set(0),
        version_count: Set(0),
        signature_epoch: Set(0),
        reserved_bytes: Set(0),
        change_seq: Set(0),
        revision: Set(1),
        created_by: Set(created_by),
        created_at: Set(row.created_at),
        updated_at: Set(row.created_at),
    };
    let claimed = row.name.clone();
    let row: organization::ActiveModel = row.into();
    let organization = row.reset_all().insert(tx).await.map_err(|error| taken(error, claimed))?;
    share::Entity::insert(share).exec_without_returning(tx).await?;
    let tree = tree::ActiveModel { share_id: Set(organization.default_share_id) };
    tree::Entity::insert(tree).exec_without_returning(tx).await?;
    groups::insert_everyone(tx, &organization, created_by).await?;
    chunks::insert_key(tx, organization.id).await?;
    Ok(organization)
}

/// The row of a new organization.
pub(super) fn row(app: &App, name: &FileName, new: &NewOrganization) -> Result<organization::Model> {
    let now = app.clock.now();
    let days = match new.trash_retention_days {
        Some(days) => bounded_days(days)?,
        None => i32::try_from(app.limits.trash_retention_days).unwrap_or(i32::MAX),
    };
    Ok(organization::Model {
        id: ids::new(),
        name: name.as_str().to_owned(),
        name_key: name.key(),
        quota_bytes: new.quota_bytes.map(bounded_quota).transpose()?,
        used_bytes: 0,
        older_bytes: 0,
        trash_bytes: 0,
        file_count: 0,
        version_count: 0,
        reserved_bytes: 0,
        max_file_bytes: bounded_file(app, new.max_file_bytes.unwrap_or(app.limits.max_file_bytes))?,
        trash_retention_days: days,
        default_share_id: ids::new(),
        signature_epoch: 0,
        revision: 1,
        created_at: now,
        updated_at: now,
    })
}

fn visible(caller: &Caller) -> Select<organization::Entity> {
    let all = organization::Entity::find();
    if caller.superuser {
        return all;
    }
    let own = Query::select()
        .column(member::Column::OrganizationId)
        .from(member::Entity)
        .and_where(member::Column::UserId.eq(caller.user_id))
        .take();
    all.filter(organization::Column::Id.in_subquery(own))
}

/// The one unique key besides the id is the name.
fn taken(error: DbErr, name: String) -> Error {
    match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(_)) => Error::NameConflict { name, existing_id: None },
        _ => error.into(),
    }
}

/// Adds the holder of the name to a conflict, if the caller may see it. Only here, outside of the transaction: in one
/// that had a conflict nothing can be read any more.
async fn name_the_holder<T>(app: &App, caller: &Caller, outcome: Result<T>) -> Result<T> {
    let Err(Error::NameConflict { name, .. }) = outcome else {
        return outcome;
    };
    let holder = visible(caller).filter(organization::Column::NameKey.eq(names::key(&name)));
    let existing_id = holder.one(app.db.read()).await?.map(|holder| holder.id);
    Err(Error::NameConflict { name, existing_id })
}

pub(super) fn bounded_quota(bytes: u64) -> Result<i64> {
    i64::try_from(bytes).map_err(|_| Error::body_fault("/quota_bytes", "maximum", "is more than can be counted"))
}

fn bounded_file(app: &App, bytes: u64) -> Result<i64> {
    let limit = app.limits.max_file_bytes;
    if !(1..=limit).contains(&bytes) {
        let detail = format!("must be 1 to {limit}, which is the server's limit");
        return Err(Error::body_fault("/max_file_bytes", "maximum", detail));
    }
    i64::try_from(bytes).map_err(Error::internal)
}

fn bounded_days(days: u32) -> Result<i32> {
    if days > TRASH_RETENTION_DAYS_MAX {
        let detail = format!("must be at most {TRASH_RETENTION_DAYS_MAX}");
        return Err(Error::body_fault("/trash_retention_days", "maximum", detail));
    }
    i32::try_from(days).map_err(Error::internal)
}

#[cfg(test)]
mod tests;
