//! The one place that decides who may do what: which caller a credential stands for, and what that caller may do in
//! an organization, or with a share, a folder or a file. What is granted on one of these holds for everything below it.
//! What each operation needs is listed in [`matrix`].
//!
//! What a caller may not see does not exist: the answers are the same, to the letter.

mod credential;
mod effective;
pub mod matrix;
mod permissions;
mod readable;
mod scopes;

use sea_orm::{ConnectionTrait, EntityTrait as _};
use uuid::Uuid;

pub use credential::{authenticate, issuer};
#[cfg(test)]
pub(crate) use effective::decision;
pub use effective::{Place, Way, granted_on, permissions_at, permissions_now, permissions_until, way, ways};
pub use permissions::{Permission, Permissions};
pub use readable::{in_readable_shares, readable_files, readable_parts, readable_shares};
pub use scopes::{Scope, Scopes};

use crate::app::App;
use crate::clock::Clock;
use crate::db::entity::member::Role;
use crate::db::entity::{member, organization};
use crate::domain::nodes::Parent;
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
    /// What grants expire by: when a right is asked for, not when the request began.
    pub clock: Clock,
}

/// Which credential it was, by the id of its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Credential {
    /// A personal access token, the superuser token among them.
    Token(Uuid),
    Session(Uuid),
    /// A signed URL, with which its issuer's right is used.
    SignedUrl(Uuid),
}

impl Caller {
    /// Whether every share of the organization is open to the caller, whatever the grants say.
    pub fn sees_every_share(&self) -> bool {
        self.superuser || matches!(self.role, Role::Owner | Role::Admin)
    }

    /// The group `everyone` of the organization, if the caller is in it: all are but guests. Its id is the
    /// organization's.
    pub fn everyone(&self) -> Option<Uuid> {
        (self.role != Role::Guest).then_some(self.organization_id)
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

/// # Errors
/// [`Error::NotFound`] of that `noun` without READ, [`Error::PermissionDenied`] without what is `needed`.
pub fn require(permissions: Permissions, needed: Permission, noun: &'static str) -> Result<()> {
    if !permissions.contains(Permission::Read) {
        return Err(Error::NotFound(noun));
    }
    if !permissions.contains(needed) {
        return Err(Error::PermissionDenied(format!("this needs the permission {} on the {noun}", needed.name())));
    }
    Ok(())
}

/// The refusal of a taken name as a caller may hear it who has a right to the thing that is to be called so, but perhaps
/// none to the place where it lies: who holds the name is told only to those who may read that place.
///
/// # Errors
/// The refusal.
pub async fn name_readable_holder<T>(
    db: &impl ConnectionTrait,
    caller: &Caller,
    parent: Parent,
    claimed: Result<T>,
) -> Result<T> {
    match claimed {
        Err(Error::NameConflict { name, existing_id: Some(holder) }) => {
            let place = Place { share_id: parent.share_id, folder_id: parent.folder_id, file_id: None };
            let readable = permissions_at(db, caller, place).await?.contains(Permission::Read);
            Err(Error::NameConflict { name, existing_id: readable.then_some(holder) })
        }
        other => other,
    }
}

#[cfg(test)]
mod tests;
