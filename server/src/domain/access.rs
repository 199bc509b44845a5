//! The one place that decides who may do what: which caller a credential stands for, and what that caller may do in
//! an organization or a share. Folders and files have the permissions of their share.
//!
//! What a caller may not see does not exist: the answers are the same, to the letter.

mod credential;
mod permissions;
mod scopes;

use sea_orm::sea_query::{Expr, ExprTrait as _, IntoColumnRef, IntoCondition as _, Query, SelectStatement};
use sea_orm::{ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, QueryFilter as _, QuerySelect as _};
use uuid::Uuid;

pub use credential::authenticate;
pub use permissions::{Permission, Permissions};
pub use scopes::{Scope, Scopes};

use crate::app::App;
use crate::db::entity::member::Role;
use crate::db::entity::{grant, member, organization, share};
use crate::error::{Error, Result};

/// Who is calling, in which organization, with what credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    pub user_id: Uuid,
    /// The organization that the request acts in.
    pub organization_id: Uuid,
    /// The role in that organization; a superuser who is no member of it acts as an owner.
    pub role: Role,
    /// Stands above all organizations.
    pub superuser: bool,
    /// What the credential is limited to.
    pub scopes: Scopes,
    pub credential: Credential,
}

/// Which credential it was, by the id of its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Credential {
    /// A personal access token, the superuser token among them.
    Token(Uuid),
    Session(Uuid),
}

impl Caller {
    /// Whether every share of the organization is open to the caller, whatever the grants say.
    pub fn sees_every_share(&self) -> bool {
        self.superuser || matches!(self.role, Role::Owner | Role::Admin)
    }
}

/// # Errors
/// [`Error::PermissionDenied`] if the credential lacks the scope.
pub fn require_scope(caller: &Caller, scope: Scope) -> Result<()> {
    if caller.scopes.contains(scope) {
        return Ok(());
    }
    Err(Error::PermissionDenied(format!("this needs a credential with the scope `{}`", scope.name())))
}

/// # Errors
/// [`Error::PermissionDenied`] for everybody else.
pub fn require_superuser(caller: &Caller) -> Result<()> {
    if caller.superuser {
        return Ok(());
    }
    Err(Error::PermissionDenied("only superusers may do this".to_owned()))
}

/// What is to be done with an organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrganizationRight {
    /// For its members and for superusers.
    See,
    /// For its owners and admins, and for superusers.
    Manage,
    /// For superusers alone.
    Superuser,
}

/// An organization that the caller may use as asked.
#[derive(Debug, Clone)]
pub struct OrganizationAccess {
    pub organization: organization::Model,
    /// The caller's role in it; a superuser acts as an owner.
    pub role: Role,
}

/// The organization, if the caller has the right; whichever one the request acts in.
///
/// # Errors
/// [`Error::NotFound`] if the caller may not see it, [`Error::PermissionDenied`] if that is all that the caller may do.
pub async fn organization(
    app: &App,
    caller: &Caller,
    organization_id: Uuid,
    right: OrganizationRight,
) -> Result<OrganizationAccess> {
    let found = organization::Entity::find_by_id(organization_id).one(app.db.read()).await?;
    let organization = found.ok_or(Error::NotFound("organization"))?;
    let role = if caller.superuser {
        Role::Owner
    } else {
        let membership = member::Entity::find_by_id((organization_id, caller.user_id)).one(app.db.read()).await?;
        membership.ok_or(Error::NotFound("organization"))?.role
    };
    match right {
        OrganizationRight::See => {}
        OrganizationRight::Manage if matches!(role, Role::Owner | Role::Admin) => {}
        OrganizationRight::Manage => {
            return Err(Error::PermissionDenied("only owners and admins of the organization may do this".to_owned()));
        }
        OrganizationRight::Superuser => require_superuser(caller)?,
    }
    Ok(OrganizationAccess { organization, role })
}

/// A share that the caller may use as asked.
#[derive(Debug, Clone)]
pub struct ShareAccess {
    pub share: share::Model,
    /// All that the caller may do in it.
    pub permissions: Permissions,
}

/// The share, if the caller may do what is `needed` in it. One query.
///
/// # Errors
/// [`Error::NotFound`] without READ, or if the share is another organization's; [`Error::PermissionDenied`] with READ
/// but without what is `needed`.
pub async fn share(app: &App, caller: &Caller, share_id: Uuid, needed: Permission) -> Result<ShareAccess> {
    let grants =
        share::Entity::belongs_to(grant::Entity).from(share::Column::Id).to(grant::Column::ShareId).on_condition({
            let user_id = caller.user_id;
            move |_, grants| Expr::col((grants, grant::Column::UserId)).eq(user_id).into_condition()
        });
    let found = share::Entity::in_organization(caller.organization_id)
        .filter(share::Column::Id.eq(share_id))
        .join(sea_orm::JoinType::LeftJoin, grants.into())
        .select_also(grant::Entity)
        .one(app.db.read())
        .await?;
    let (share, grant) = found.ok_or(Error::NotFound("share"))?;
    let permissions = effective(caller, grant.map(|grant| grant.permissions));
    require(permissions, needed, "share")?;
    Ok(ShareAccess { share, permissions })
}

/// What the caller may do in a share, which must be known to be of the caller's organization. At most one query;
/// inside a transaction, pass that.
pub async fn share_permissions(db: &impl ConnectionTrait, caller: &Caller, share_id: Uuid) -> Result<Permissions> {
    if caller.sees_every_share() {
        return Ok(Permissions::ALL);
    }
    let grant = grant::Entity::find_by_id((share_id, caller.user_id)).one(db).await?;
    Ok(effective(caller, grant.map(|grant| grant.permissions)))
}

/// # Errors
/// [`Error::NotFound`] of that `noun` without READ, [`Error::PermissionDenied`] without what is `needed`.
pub fn require(permissions: Permissions, needed: Permission, noun: &'static str) -> Result<()> {
    if !permissions.contains(Permission::Read) {
        return Err(Error::NotFound(noun));
    }
    if !permissions.contains(needed) {
        return Err(Error::PermissionDenied(format!("this needs the permission {} in the share", needed.name())));
    }
    Ok(())
}

/// For lists: only rows whose share the caller may read. The rows must be of the caller's organization already.
pub fn in_readable_shares(caller: &Caller, share_id: impl IntoColumnRef) -> Condition {
    if caller.sees_every_share() {
        return Condition::all();
    }
    Condition::all().add(Expr::col(share_id).in_subquery(granted_shares(caller.user_id)))
}

fn granted_shares(user_id: Uuid) -> SelectStatement {
    let read = Expr::col(grant::Column::Permissions).bit_and(Permission::Read.bit());
    Query::select()
        .column(grant::Column::ShareId)
        .from(grant::Entity)
        .and_where(grant::Column::UserId.eq(user_id))
        .and_where(read.ne(0))
        .take()
}

/// What the caller may do in a share of the caller's organization, given the bits of the grant there, if there is one.
pub fn effective(caller: &Caller, granted: Option<i32>) -> Permissions {
    if caller.sees_every_share() {
        return Permissions::ALL;
    }
    granted.map_or(Permissions::NONE, Permissions::from_bits)
}

#[cfg(test)]
mod tests;
