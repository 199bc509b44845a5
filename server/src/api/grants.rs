//! Grants, alike on shares, folders and files. The operations belong to the areas of these.

use uuid::Uuid;

use crate::api::shares::permissions;
use crate::app::App;
use crate::contract::{Nullable, Timestamp};
use crate::db::entity::grant::{self, PrincipalType};
use crate::domain::access::{Caller, Permission, Permissions};
use crate::domain::grants::{self, NewGrant, Resource};
use crate::error::Result;
use crate::generated::models;

pub(super) async fn list(app: &App, caller: &Caller, resource: Resource) -> Result<models::GrantList> {
    let grants = grants::list(app, caller, resource).await?;
    Ok(models::GrantList { data: grants.into_iter().map(grant).collect() })
}

pub(super) async fn put(
    app: &App,
    caller: &Caller,
    resource: Resource,
    principal_id: Uuid,
    body: models::GrantPut,
) -> Result<models::Grant> {
    let models::GrantPut { permissions, expires_at } = body;
    let new = NewGrant {
        permissions: permissions.into_iter().map(permission).collect::<Permissions>(),
        expires_at: expires_at.take().map(|Timestamp(expires_at)| expires_at),
    };
    Ok(grant(grants::put(app, caller, resource, principal_id, new).await?))
}

pub(super) async fn delete(app: &App, caller: &Caller, resource: Resource, principal_id: Uuid) -> Result<()> {
    grants::delete(app, caller, resource, principal_id).await
}

fn grant(grant: grant::Model) -> models::Grant {
    let grant::Model {
        principal_id,
        principal_type,
        permissions: bits,
        expires_at,
        created_by,
        created_at,
        resource_type: _,
        resource_id: _,
        organization_id: _,
    } = grant;
    models::Grant {
        principal_id,
        principal_type: match principal_type {
            PrincipalType::User => models::PrincipalType::User,
            PrincipalType::Group => models::PrincipalType::Group,
        },
        permissions: permissions(Permissions::from_bits(bits)),
        expires_at: Nullable(expires_at.map(Timestamp)),
        created_at: created_at.into(),
        created_by,
    }
}

fn permission(permission: models::Permission) -> Permission {
    match permission {
        models::Permission::Read => Permission::Read,
        models::Permission::Create => Permission::Create,
        models::Permission::Write => Permission::Write,
        models::Permission::Delete => Permission::Delete,
        models::Permission::Manage => Permission::Manage,
    }
}
