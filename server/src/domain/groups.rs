//! Groups of an organization's members, so that something can be granted to many at once. One is built in: `everyone`,
//! who are all members but guests; its id is the organization's.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{LockType, OnConflict, Query};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, DatabaseTransaction, DbErr, EntityTrait as _,
    IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QuerySelect as _, SqlErr, TryInsertResult,
};
use uuid::Uuid;

use crate::app::App;
use crate::db::entity::grant::{PrincipalType, ResourceType};
use crate::db::entity::member::Role;
use crate::db::entity::{grant, group, group_member, member, organization};
use crate::domain::access::{self, Caller, OrganizationRight, Permission, Permissions};
use crate::domain::members::{self, MemberOrder, MemberView};
use crate::domain::names::{self, FileName};
use crate::domain::page::{self, Direction, KeyKind, Order, Page, PageRequest, Position};
use crate::error::{Error, Result};
use crate::ids;

/// How many groups an organization may have, `everyone` counted.
pub const GROUPS_MAX: u64 = 1000;

/// How many members a group may have.
pub const GROUP_MEMBERS_MAX: u64 = 10_000;

/// The name of the group that is built in.
const EVERYONE_NAME: &str = "everyone";

/// How to sort groups.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum GroupOrder {
    #[default]
    Name,
    NameDescending,
    CreatedAt,
    CreatedAtDescending,
}

impl GroupOrder {
    fn of_page(self) -> Order {
        use Direction::{Ascending, Descending};
        let order =
            |name, kind, key: group::Column, direction| Order::new(name, kind, key, group::Column::Id, direction);
        match self {
            Self::Name => order("groups name", KeyKind::Text, group::Column::NameKey, Ascending),
            Self::NameDescending => order("groups name desc", KeyKind::Text, group::Column::NameKey, Descending),
            Self::CreatedAt => order("groups created_at", KeyKind::Time, group::Column::CreatedAt, Ascending),
            Self::CreatedAtDescending => {
                order("groups created_at desc", KeyKind::Time, group::Column::CreatedAt, Descending)
            }
        }
    }

    fn position(self, group: &group::Model) -> Position {
        match self {
            Self::Name | Self::NameDescending => Position::new(&*group.name_key, group.id),
            Self::CreatedAt | Self::CreatedAtDescending => Position::new(group.created_at, group.id),
        }
    }
}

/// Makes a group without members.
///
/// # Errors
/// `NotFound` and `PermissionDenied` for those who do not manage the organization, `NameConflict`, `InvalidArgument`
/// for a group too many.
pub async fn create(app: &App, caller: &Caller, organization_id: Uuid, name: FileName) -> Result<group::Model> {
    access::organization(app, caller, organization_id, OrganizationRight::Manage).await?;
    let (created_by, at) = (caller.user_id, app.clock.now());
    app.db
        .write(async move |tx: &DatabaseTransaction| {
            // Locked: groups are counted.
            let organization = organization::Entity::find_by_id(organization_id).lock_exclusive().one(tx).await?;
            organization.ok_or(Error::NotFound("organization"))?;
            if group::Entity::in_organization(organization_id).count(tx).await? >= GROUPS_MAX {
                let sentence = format!("an organization has at most {GROUPS_MAX} groups; delete one first");
                return Err(Error::InvalidArgument(sentence));
            }
            let group = group::Model {
                id: ids::new(),
                organization_id,
                name: name.as_str().to_owned(),
                name_key: name.key(),
                created_by,
                created_at: at,
                updated_at: at,
            };
            let inserted = group::Entity::insert(group.clone().into_active_model().reset_all())
                .on_conflict_do_nothing_on([group::Column::OrganizationId, group::Column::NameKey])
                .exec_without_returning(tx)
                .await?;
            if matches!(inserted, TryInsertResult::Inserted(1)) {
                return Ok(group);
            }
            let holder = group::Entity::in_organization(organization_id).filter(group::Column::NameKey.eq(name.key()));
            let existing_id = holder.one(tx).await?.map(|holder| holder.id);
            Err(Error::NameConflict { name: group.name, existing_id })
        })
        .await
}

/// The groups of an organization.
///
/// # Errors
/// `NotFound` for those who are no members of it, `InvalidArgument` for a page that can't be.
pub async fn list(
    app: &App,
    caller: &Caller,
    organization_id: Uuid,
    order: GroupOrder,
    request: &PageRequest,
) -> Result<Page<group::Model>> {
    access::organization(app, caller, organization_id, OrganizationRight::See).await?;
    let groups = group::Entity::in_organization(organization_id);
    page::fetch(app.db.read(), groups, &order.of_page(), request, |group| order.position(group)).await
}

/// One group.
///
/// # Errors
/// `NotFound` of the organization or the group.
pub async fn get(app: &App, caller: &Caller, organization_id: Uuid, group_id: Uuid) -> Result<group::Model> {
    access::organization(app, caller, organization_id, OrganizationRight::See).await?;
    let group = group::Entity::in_organization(organization_id).filter(group::Column::Id.eq(group_id));
    group.one(app.db.read()).await?.ok_or(Error::NotFound("group"))
}

/// Renames a group.
///
/// # Errors
/// `NotFound`, `PermissionDenied`, `NameConflict`, `InvalidArgument` for `everyone`.
pub async fn update(
    app: &App,
    caller: &Caller,
    organization_id: Uuid,
    group_id: Uuid,
    name: FileName,
) -> Result<group::Model> {
    access::organization(app, caller, organization_id, OrganizationRight::Manage).await?;
    let at = app.clock.now();
    let claimed = name.clone();
    let renamed = app
        .db
        .write(async move |tx: &DatabaseTransaction| {
            let group = changeable(tx, organization_id, group_id, LockType::Update).await?;
            let mut row: group::ActiveModel = group.into();
            row.name = Set(name.as_str().to_owned());
            row.name_key = Set(name.key());
            row.updated_at = Set(at);
            row.update(tx).await.map_err(|error| taken(error, &name))
        })
        .await;
    // Only here, outside of the transaction: in one that had a conflict nothing can be read any more.
    if let Err(Error::NameConflict { name, .. }) = renamed {
        let holder = group::Entity::in_organization(organization_id).filter(group::Column::NameKey.eq(claimed.key()));
        let existing_id = holder.one(app.db.read()).await?.map(|holder| holder.id);
        return Err(Error::NameConflict { name, existing_id });
    }
    renamed
}

/// Deletes a group, and with it what was granted to it.
///
/// # Errors
/// `NotFound`, `PermissionDenied`, `InvalidArgument` for `everyone`.
pub async fn delete(app: &App, caller: &Caller, organization_id: Uuid, group_id: Uuid) -> Result<()> {
    access::organization(app, caller, organization_id, OrganizationRight::Manage).await?;
    app.db
        .write(async move |tx: &DatabaseTransaction| {
            // Locked against those who are about to add a member or grant it something.
            changeable(tx, organization_id, group_id, LockType::Update).await?;
            grant::Entity::delete_many().filter(grant::Column::PrincipalId.eq(group_id)).exec(tx).await?;
            group_member::Entity::delete_many().filter(group_member::Column::GroupId.eq(group_id)).exec(tx).await?;
            group::Entity::delete_by_id(group_id).exec(tx).await?;
            Ok(())
        })
        .await
}

/// The members of a group.
///
/// # Errors
/// `NotFound` of the organization or the group, `InvalidArgument` for a page that can't be.
pub async fn member_list(
    app: &App,
    caller: &Caller,
    organization_id: Uuid,
    group_id: Uuid,
    order: MemberOrder,
    request: &PageRequest,
) -> Result<Page<MemberView>> {
    let group = get(app, caller, organization_id, group_id).await?;
    let members = members::views(organization_id);
    let members = if group.is_built_in() {
        members.filter(member::Column::Role.ne(Role::Guest))
    } else {
        let user_ids = Query::select()
            .column(group_member::Column::UserId)
            .from(group_member::Entity)
            .and_where(group_member::Column::GroupId.eq(group_id))
            .take();
        members.filter(member::Column::UserId.in_subquery(user_ids))
    };
    members::page_of(app, members, order, request).await
}

/// Puts a member into a group; one who is in it already stays.
///
/// # Errors
/// `NotFound` of the organization, the group or the member; `PermissionDenied`; `InvalidArgument` for `everyone`, and
/// for a member too many.
pub async fn member_put(
    app: &App,
    caller: &Caller,
    organization_id: Uuid,
    group_id: Uuid,
    user_id: Uuid,
) -> Result<()> {
    access::organization(app, caller, organization_id, OrganizationRight::Manage).await?;
    let (created_by, at) = (caller.user_id, app.clock.now());
    app.db
        .write(async move |tx: &DatabaseTransaction| {
            // Locked: its members are counted.
            changeable(tx, organization_id, group_id, LockType::Update).await?;
            let member = member::Entity::find_by_id((organization_id, user_id)).lock(LockType::KeyShare);
            member.one(tx).await?.ok_or(Error::NotFound("member"))?;
            let others = group_member::Entity::of_group(group_id).filter(group_member::Column::UserId.ne(user_id));
            if others.count(tx).await? >= GROUP_MEMBERS_MAX {
                let sentence = format!("a group has at most {GROUP_MEMBERS_MAX} members; make another one");
                return Err(Error::InvalidArgument(sentence));
            }
            let row = group_member::ActiveModel {
                group_id: Set(group_id),
                user_id: Set(user_id),
                created_by: Set(created_by),
                created_at: Set(at),
            };
            let again = OnConflict::columns([group_member::Column::GroupId, group_member::Column::UserId])
                .do_nothing()
                .to_owned();
            group_member::Entity::insert(row).on_conflict(again).exec_without_returning(tx).await?;
            Ok(())
        })
        .await
}

/// Takes a member out of a group.
///
/// # Errors
/// `NotFound` of the organization, the group, or someone who is not in it; `PermissionDenied`; `InvalidArgument` for
/// `everyone`.
pub async fn member_delete(
    app: &App,
    caller: &Caller,
    organization_id: Uuid,
    group_id: Uuid,
    user_id: Uuid,
) -> Result<()> {
    access::organization(app, caller, organization_id, OrganizationRight::Manage).await?;
    app.db
        .write(async move |tx: &DatabaseTransaction| {
            changeable(tx, organization_id, group_id, LockType::KeyShare).await?;
            let deleted = group_member::Entity::delete_by_id((group_id, user_id)).exec(tx).await?;
            if deleted.rows_affected == 0 { Err(Error::NotFound("member of the group")) } else { Ok(()) }
        })
        .await
}

/// Inserts the group that is built in, and grants it the organization's default share, so that whoever joins can begin.
pub(super) async fn insert_everyone(
    tx: &DatabaseTransaction,
    organization: &organization::Model,
    created_by: Uuid,
) -> Result<()> {
    let at: DateTime<Utc> = organization.created_at;
    let everyone = group::ActiveModel {
        id: Set(organization.id),
        organization_id: Set(organization.id),
        name: Set(EVERYONE_NAME.to_owned()),
        name_key: Set(names::key(EVERYONE_NAME)),
        created_by: Set(created_by),
        created_at: Set(at),
        updated_at: Set(at),
    };
    group::Entity::insert(everyone).exec_without_returning(tx).await?;
    let permissions: Permissions =
        [Permission::Read, Permission::Create, Permission::Write, Permission::Delete].into_iter().collect();
    let default_share = grant::ActiveModel {
        resource_type: Set(ResourceType::Share),
        resource_id: Set(organization.default_share_id),
        principal_id: Set(organization.id),
        principal_type: Set(PrincipalType::Group),
        organization_id: Set(organization.id),
        permissions: Set(permissions.bits()),
        expires_at: Set(None),
        created_by: Set(created_by),
        created_at: Set(at),
    };
    grant::Entity::insert(default_share).exec_without_returning(tx).await?;
    Ok(())
}

/// The group, locked, if it can be changed at all.
async fn changeable(
    tx: &DatabaseTransaction,
    organization_id: Uuid,
    group_id: Uuid,
    lock: LockType,
) -> Result<group::Model> {
    let found = group::Entity::in_organization(organization_id).filter(group::Column::Id.eq(group_id));
    let group = found.lock(lock).one(tx).await?.ok_or(Error::NotFound("group"))?;
    if group.is_built_in() {
        return Err(Error::InvalidArgument(
            "the group `everyone` stays as it is: all members are in it but guests".to_owned(),
        ));
    }
    Ok(group)
}

/// The one unique key besides the id is the name.
fn taken(error: DbErr, name: &FileName) -> Error {
    match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(_)) => {
            Error::NameConflict { name: name.as_str().to_owned(), existing_id: None }
        }
        _ => error.into(),
    }
}

#[cfg(test)]
mod tests;
