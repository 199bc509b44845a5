//! Who belongs to an organization, as what. Owners alone make and unmake owners, and the last one stays.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{OnConflict, Query};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, DatabaseTransaction, DbErr, EntityTrait as _,
    FromQueryResult, JoinType, PaginatorTrait as _, QueryFilter as _, QuerySelect as _, Select, SqlErr,
};
use uuid::Uuid;

use crate::app::App;
use crate::db::entity::member::Role;
use crate::db::entity::sensitive::SecretText;
use crate::db::entity::{grant, group, group_member, member, organization, session, token, user};
use crate::domain::access::{self, Caller, OrganizationRight};
use crate::domain::page::{self, Direction, KeyKind, Order, Page, PageRequest, Position};
use crate::domain::{organizations, quota, texts, users};
use crate::error::{Error, Result};
use crate::ids;

/// Whom to add.
#[derive(Debug, Clone)]
pub struct NewMember {
    pub email: String,
    /// Of a new user; the email address, if `None`.
    pub name: Option<String>,
    /// Of a new user; without one there is no login by password.
    pub password: Option<SecretText>,
    pub role: Role,
    /// What the member's versions may take, in bytes; `None`: as much as the organization has.
    pub quota_bytes: Option<u64>,
}

/// What to change; `None` leaves as it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MemberChanges {
    pub role: Option<Role>,
    /// `Some(None)` lifts the quota. One below what is used is taken: nothing is removed, nothing more fits.
    pub quota_bytes: Option<Option<u64>>,
}

impl From<Role> for MemberChanges {
    fn from(role: Role) -> Self {
        Self { role: Some(role), quota_bytes: None }
    }
}

/// A user in an organization.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct MemberView {
    pub user_id: Uuid,
    pub name: String,
    pub email: String,
    /// What the list is sorted by; not for callers.
    email_key: String,
    pub role: Role,
    /// In bytes; `None`: as much as the organization has.
    pub quota_bytes: Option<i64>,
    pub created_at: DateTime<Utc>,
}

/// How to sort members.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum MemberOrder {
    #[default]
    Email,
    EmailDescending,
    CreatedAt,
    CreatedAtDescending,
}

/// Adds a user to an organization; makes the user, if there is none with that email address. Of an existing user,
/// neither name nor password changes.
///
/// # Errors
/// [`Error::NotFound`] and [`Error::PermissionDenied`] for those who do not manage the organization, and for new
/// owners for all but owners; [`Error::IdConflict`] for a user who is a member already.
pub async fn create(app: &App, caller: &Caller, organization_id: Uuid, new: NewMember) -> Result<MemberView> {
    let access = access::organization(app, caller, organization_id, OrganizationRight::Manage).await?;
    let NewMember { email, name, password, role, quota_bytes } = new;
    let quota_bytes = quota_bytes.map(organizations::bounded_quota).transpose()?;
    if role == Role::Owner {
        require_owner(access.role)?;
    }
    let (email, email_key) = texts::email("/email", &email)?;
    let name = name.map(|name| texts::name("/name", &name)).transpose()?.unwrap_or_else(|| email.clone());
    // Before the transaction, which must not wait for it. Done for an existing user as well, whose password stays:
    // the time must not tell who has an account in some other organization.
    let password_hash = match password {
        Some(password) => Some(users::hash_new(app, "/password", &password).await?),
        None => None,
    };
    let now = app.clock.now();
    app.db
        .write(async move |tx: &DatabaseTransaction| {
            lock(tx, organization_id).await?;
            let of_email = || user::Entity::find().filter(user::Column::EmailKey.eq(email_key.as_str()));
            if of_email().one(tx).await?.is_none() {
                let user = user::ActiveModel {
                    id: Set(ids::new()),
                    email: Set(email),
                    email_key: Set(email_key.clone()),
                    name: Set(name),
                    password_hash: Set(password_hash),
                    superuser: Set(false),
                    created_at: Set(now),
                    updated_at: Set(now),
                };
                // Another organization may be making the same user.
                let once = OnConflict::column(user::Column::EmailKey).do_nothing().to_owned();
                user::Entity::insert(user).on_conflict(once).exec_without_returning(tx).await?;
            }
            let user = of_email().one(tx).await?.ok_or_else(|| Error::unavailable("the user was removed meanwhile"))?;
            // What versions made as a member before still take: a meter that started at 0 again would fall below it when
            // they go.
            let meter = quota::of_member(tx, organization_id, user.id).await?;
            let reserved_bytes = quota::reserved_for_member(tx, organization_id, user.id).await?;
            let row = member::ActiveModel {
                organization_id: Set(organization_id),
                user_id: Set(user.id),
                role: Set(role),
                quota_bytes: Set(quota_bytes),
                used_bytes: Set(meter.used_bytes),
                older_bytes: Set(meter.older_bytes),
                trash_bytes: Set(meter.trash_bytes),
                file_count: Set(meter.file_count),
                version_count: Set(meter.version_count),
                reserved_bytes: Set(reserved_bytes),
                created_at: Set(now),
            };
            let member = row.insert(tx).await.map_err(there_already)?;
            Ok(view(member, user))
        })
        .await
}

/// The members of an organization.
///
/// # Errors
/// [`Error::NotFound`] for those who are no members of it.
pub async fn list(
    app: &App,
    caller: &Caller,
    organization_id: Uuid,
    order: MemberOrder,
    request: &PageRequest,
) -> Result<Page<MemberView>> {
    access::organization(app, caller, organization_id, OrganizationRight::See).await?;
    page_of(app, views(organization_id), order, request).await
}

/// A page of some [`views`].
pub(super) async fn page_of(
    app: &App,
    members: Select<member::Entity>,
    order: MemberOrder,
    request: &PageRequest,
) -> Result<Page<MemberView>> {
    use member::Column::{CreatedAt, UserId};
    use user::Column::EmailKey;
    let (ascending, descending) = (Direction::Ascending, Direction::Descending);
    let by_email = |view: &MemberView| Position::new(view.email_key.as_str(), view.user_id);
    let by_time = |view: &MemberView| Position::new(view.created_at, view.user_id);
    let db = app.db.read();
    match order {
        MemberOrder::Email => {
            let order = Order::new("members email", KeyKind::Text, EmailKey, UserId, ascending);
            page::fetch(db, members, &order, request, by_email).await
        }
        MemberOrder::EmailDescending => {
            let order = Order::new("members email desc", KeyKind::Text, EmailKey, UserId, descending);
            page::fetch(db, members, &order, request, by_email).await
        }
        MemberOrder::CreatedAt => {
            let order = Order::new("members created_at", KeyKind::Time, CreatedAt, UserId, ascending);
            page::fetch(db, members, &order, request, by_time).await
        }
        MemberOrder::CreatedAtDescending => {
            let order = Order::new("members created_at desc", KeyKind::Time, CreatedAt, UserId, descending);
            page::fetch(db, members, &order, request, by_time).await
        }
    }
}

/// One member.
///
/// # Errors
/// [`Error::NotFound`] of the organization or the member.
pub async fn get(app: &App, caller: &Caller, organization_id: Uuid, user_id: Uuid) -> Result<MemberView> {
    access::organization(app, caller, organization_id, OrganizationRight::See).await?;
    let one = views(organization_id).filter(member::Column::UserId.eq(user_id));
    one.into_model().one(app.db.read()).await?.ok_or(Error::NotFound("member"))
}

/// Changes a member's role or quota.
///
/// # Errors
/// As [`create`]; [`Error::InvalidArgument`] for the last owner, who stays one.
pub async fn update(
    app: &App,
    caller: &Caller,
    organization_id: Uuid,
    user_id: Uuid,
    changes: MemberChanges,
) -> Result<MemberView> {
    let access = access::organization(app, caller, organization_id, OrganizationRight::Manage).await?;
    let MemberChanges { role, quota_bytes } = changes;
    let quota_bytes = quota_bytes.map(|quota| quota.map(organizations::bounded_quota).transpose()).transpose()?;
    app.db
        .write(async move |tx: &DatabaseTransaction| {
            let member = changeable(tx, organization_id, user_id, access.role).await?;
            match role {
                Some(Role::Owner) => require_owner(access.role)?,
                Some(_) if member.role == Role::Owner => require_another_owner(tx, organization_id).await?,
                Some(_) | None => {}
            }
            let mut row: member::ActiveModel = member.into();
            if let Some(role) = role {
                row.role = Set(role);
            }
            if let Some(quota_bytes) = quota_bytes {
                row.quota_bytes = Set(quota_bytes);
            }
            let member = row.update(tx).await?;
            let user = user::Entity::find_by_id(user_id).one(tx).await?.ok_or(Error::NotFound("member"))?;
            Ok(view(member, user))
        })
        .await
}

/// Removes a member. What the member made stays; sessions, tokens, grants and places in groups of this organization
/// end.
///
/// # Errors
/// As [`update`].
pub async fn delete(app: &App, caller: &Caller, organization_id: Uuid, user_id: Uuid) -> Result<()> {
    let access = access::organization(app, caller, organization_id, OrganizationRight::Manage).await?;
    app.db
        .write(async move |tx: &DatabaseTransaction| {
            let member = changeable(tx, organization_id, user_id, access.role).await?;
            if member.role == Role::Owner {
                require_another_owner(tx, organization_id).await?;
            }
            session::Entity::delete_many()
                .filter(session::Column::UserId.eq(user_id))
                .filter(session::Column::OrganizationId.eq(organization_id))
                .exec(tx)
                .await?;
            token::Entity::delete_many()
                .filter(token::Column::UserId.eq(user_id))
                .filter(token::Column::OrganizationId.eq(organization_id))
                .exec(tx)
                .await?;
            grant::Entity::delete_many()
                .filter(grant::Column::PrincipalId.eq(user_id))
                .filter(grant::Column::OrganizationId.eq(organization_id))
                .exec(tx)
                .await?;
            let groups = Query::select()
                .column(group::Column::Id)
                .from(group::Entity)
                .and_where(group::Column::OrganizationId.eq(organization_id))
                .take();
            group_member::Entity::delete_many()
                .filter(group_member::Column::UserId.eq(user_id))
                .filter(group_member::Column::GroupId.in_subquery(groups))
                .exec(tx)
                .await?;
            member::Entity::delete_by_id((organization_id, user_id)).exec(tx).await?;
            Ok(())
        })
        .await
}

/// Whether a user may act in an organization, which stays so until the transaction ends: who removes the member waits for
/// that, and then removes what the transaction made, too.
pub(super) async fn hold(tx: &DatabaseTransaction, organization_id: Uuid, user_id: Uuid) -> Result<bool> {
    if member::Entity::find_by_id((organization_id, user_id)).lock_shared().one(tx).await?.is_some() {
        return Ok(true);
    }
    let user = user::Entity::find_by_id(user_id).lock_shared().one(tx).await?;
    if !user.is_some_and(|user| user.superuser) {
        return Ok(false);
    }
    Ok(organization::Entity::find_by_id(organization_id).lock_shared().one(tx).await?.is_some())
}

/// [`hold`] for a caller whose request was let in a moment ago.
///
/// # Errors
/// `Unauthenticated`, as the next request will be.
pub(super) async fn hold_caller(tx: &DatabaseTransaction, caller: &Caller) -> Result<()> {
    if hold(tx, caller.organization_id, caller.user_id).await? {
        return Ok(());
    }
    Err(Error::Unauthenticated("you were removed from the organization just now"))
}

/// Only one change of an organization's members at a time: two owners must not unmake each other.
async fn lock(tx: &DatabaseTransaction, organization_id: Uuid) -> Result<()> {
    let locked = organization::Entity::find_by_id(organization_id).lock_exclusive().one(tx).await?;
    locked.map(|_| ()).ok_or(Error::NotFound("organization"))
}

/// The member, if someone with `role` may change them at all.
async fn changeable(
    tx: &DatabaseTransaction,
    organization_id: Uuid,
    user_id: Uuid,
    role: Role,
) -> Result<member::Model> {
    lock(tx, organization_id).await?;
    // Locked against those who are about to grant the member something.
    let member = member::Entity::find_by_id((organization_id, user_id)).lock_exclusive().one(tx).await?;
    let member = member.ok_or(Error::NotFound("member"))?;
    if member.role == Role::Owner {
        require_owner(role)?;
    }
    Ok(member)
}

fn require_owner(role: Role) -> Result<()> {
    if role == Role::Owner {
        return Ok(());
    }
    Err(Error::PermissionDenied("only owners make and unmake owners".to_owned()))
}

async fn require_another_owner(tx: &DatabaseTransaction, organization_id: Uuid) -> Result<()> {
    let owners = member::Entity::in_organization(organization_id).filter(member::Column::Role.eq(Role::Owner));
    if owners.count(tx).await? > 1 {
        return Ok(());
    }
    Err(Error::InvalidArgument("the last owner of an organization stays one; make another one first".to_owned()))
}

/// The members of an organization with what is told of their users.
pub(super) fn views(organization_id: Uuid) -> Select<member::Entity> {
    let users = member::Entity::belongs_to(user::Entity).from(member::Column::UserId).to(user::Column::Id);
    member::Entity::in_organization(organization_id)
        .select_only()
        .columns([member::Column::UserId, member::Column::Role, member::Column::QuotaBytes, member::Column::CreatedAt])
        .columns([user::Column::Name, user::Column::Email, user::Column::EmailKey])
        .join(JoinType::InnerJoin, users.into())
}

fn view(member: member::Model, user: user::Model) -> MemberView {
    MemberView {
        user_id: user.id,
        name: user.name,
        email: user.email,
        email_key: user.email_key,
        role: member.role,
        quota_bytes: member.quota_bytes,
        created_at: member.created_at,
    }
}

/// Made by somebody else between the look and the insert, or a member before.
fn there_already(error: DbErr) -> Error {
    match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(_)) => {
            Error::IdConflict("this user is a member of the organization already".to_owned())
        }
        _ => error.into(),
    }
}

#[cfg(test)]
mod tests;
