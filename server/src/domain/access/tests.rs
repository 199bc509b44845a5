//! Who is who, and who may do what.

use std::time::Duration;

use chrono::TimeDelta;
use sea_orm::{ActiveModelTrait as _, ActiveValue::Set, DatabaseTransaction, QueryFilter as _};

use super::*;
use crate::db::entity::grant::{self, PrincipalType, ResourceType};
use crate::db::entity::share;
use crate::domain::nodes::Lock;
use crate::domain::testing::World;
use crate::domain::tokens::{self, NewToken};
use crate::domain::{members, shares, testing};

/// A grant as no caller could make it: READ does not come with it.
async fn db_grant(app: &App, organization_id: Uuid, share_id: Uuid, principal_id: Uuid, permissions: &[Permission]) {
    let permissions: Permissions = permissions.iter().copied().collect();
    let row = grant::ActiveModel {
        resource_type: Set(ResourceType::Share),
        resource_id: Set(share_id),
        principal_id: Set(principal_id),
        principal_type: Set(PrincipalType::User),
        organization_id: Set(organization_id),
        permissions: Set(permissions.bits()),
        expires_at: Set(None),
        created_by: Set(principal_id),
        created_at: Set(app.clock.now()),
    };
    app.db.write(async move |tx: &DatabaseTransaction| Ok(row.insert(tx).await?)).await.unwrap();
}

/// The organization with a share that nothing is granted on.
async fn closed_share(world: &World) -> (Uuid, Uuid) {
    let home = world.superuser.organization_id;
    let name = crate::domain::names::FileName::parse("closed").unwrap();
    let new = shares::NewShare { name, quota_bytes: None };
    (home, shares::create(&world.app, &world.superuser, new).await.unwrap().share.id)
}

#[tokio::test]
async fn a_token_stands_for_its_user_with_its_scopes() {
    for world in testing::worlds().await {
        let (app, home) = (&world.app, world.superuser.organization_id);
        let member = world.member(home, Role::Member).await;
        let read: Scopes = [Scope::Read].into_iter().collect();
        let (caller, secret) = world.token(member.user_id, home, Role::Member, read).await;
        assert_eq!((caller.user_id, caller.organization_id), (member.user_id, home));
        assert_eq!((caller.role, caller.superuser, caller.scopes), (Role::Member, false, read));
        assert_eq!(authenticate(app, &format!("bEARER {}", secret.0), None).await.unwrap(), caller);
        require_scope(&caller, Scope::Read).unwrap();
        assert!(matches!(require_scope(&caller, Scope::Write), Err(Error::PermissionDenied(_))));
    }
}

#[tokio::test]
async fn unknown_expired_and_revoked_tokens_and_those_of_removed_members_are_refused_alike() {
    for world in testing::worlds().await {
        let (app, home) = (&world.app, world.superuser.organization_id);
        let (removed, removed_secret) = world.member_with_token(home, Role::Member).await;
        members::delete(app, &world.superuser, home, removed.user_id).await.unwrap();

        let (revoked, revoked_secret) = world.member_with_token(home, Role::Admin).await;
        let Credential::Token(token_id) = revoked.credential else { panic!("not a token") };
        tokens::revoke(app, &revoked, token_id).await.unwrap();

        let soon = Some(app.clock.now() + TimeDelta::seconds(10));
        let new = NewToken { name: "short".to_owned(), scopes: Scopes::ALL, expires_at: soon };
        let expired = tokens::create(app, &world.superuser, new).await.unwrap();
        authenticate(app, &expired.secret.0, None).await.unwrap();
        app.clock.advance(Duration::from_secs(10));

        let stray = testing::stray_secret();
        let secrets = [&stray.0, &removed_secret.0, &revoked_secret.0, &expired.secret.0, "eyJh.e30.x", "eyJ.."];
        let mut sentences = Vec::new();
        for secret in secrets {
            let refused = authenticate(app, secret, None).await.unwrap_err();
            assert!(matches!(refused, Error::Unauthenticated(_)), "{refused:?}");
            sentences.push(refused.to_string());
        }
        sentences.dedup();
        assert_eq!(sentences.len(), 1, "{sentences:?}");
        for nothing in ["", "  ", "Bearer "] {
            assert!(matches!(authenticate(app, nothing, None).await, Err(Error::Unauthenticated(_))), "{nothing:?}");
        }
    }
}

#[tokio::test]
async fn the_header_names_another_organization_for_those_who_are_in_it() {
    for world in testing::worlds().await {
        let (app, home) = (&world.app, world.superuser.organization_id);
        let other = world.organization("other").await.id;
        let (member, secret) = world.member_with_token(home, Role::Guest).await;
        let email = crate::domain::users::me(app, &member).await.unwrap().email;

        // A stranger to it can't tell that it is there.
        let foreign = authenticate(app, &secret.0, Some(other)).await.unwrap_err();
        let nowhere = authenticate(app, &secret.0, Some(Uuid::now_v7())).await.unwrap_err();
        assert!(matches!(foreign, Error::NotFound("organization")), "{foreign:?}");
        assert_eq!(foreign.to_string(), nowhere.to_string());

        let new = members::NewMember { email, name: None, password: None, role: Role::Admin, quota_bytes: None };
        members::create(app, &world.superuser, other, new).await.unwrap();
        let there = authenticate(app, &secret.0, Some(other)).await.unwrap();
        assert_eq!((there.organization_id, there.role), (other, Role::Admin));
        let here = authenticate(app, &secret.0, Some(home)).await.unwrap();
        assert_eq!((here.organization_id, here.role), (home, Role::Guest));

        let superuser = authenticate(app, &world.superuser_token.0, Some(other)).await.unwrap();
        assert_eq!((superuser.organization_id, superuser.role), (other, Role::Owner));
        assert!(superuser.superuser);
        let nowhere = authenticate(app, &world.superuser_token.0, Some(Uuid::now_v7())).await;
        assert!(matches!(nowhere, Err(Error::NotFound("organization"))));

        // Whoever is removed from the token's own organization has no token any more, there or elsewhere.
        members::delete(app, &world.superuser, home, member.user_id).await.unwrap();
        assert!(matches!(authenticate(app, &secret.0, Some(other)).await, Err(Error::Unauthenticated(_))));
    }
}

#[tokio::test]
async fn a_share_is_open_as_far_as_the_grant_goes() {
    for world in testing::worlds().await {
        let app = &world.app;
        let (home, share_id) = closed_share(&world).await;
        let stranger = world.member(home, Role::Member).await;
        let reader = world.member(home, Role::Guest).await;
        let blind = world.member(home, Role::Member).await;
        db_grant(app, home, share_id, reader.user_id, &[Permission::Read, Permission::Create]).await;
        db_grant(app, home, share_id, blind.user_id, &[Permission::Write]).await;
        let share = async |caller: &Caller, share_id: Uuid, needed: Permission| {
            shares::find(app.db.read(), caller, share_id, needed, Lock::None).await
        };

        for nobody in [&stranger, &blind] {
            let refused = share(nobody, share_id, Permission::Write).await;
            assert!(matches!(refused, Err(Error::NotFound("share"))));
        }
        let found = share(&reader, share_id, Permission::Create).await.unwrap();
        assert_eq!(found.share.id, share_id);
        assert_eq!(found.permissions, [Permission::Read, Permission::Create].into_iter().collect());
        let refused = share(&reader, share_id, Permission::Delete).await;
        assert!(matches!(refused, Err(Error::PermissionDenied(_))));

        let admin = world.member(home, Role::Admin).await;
        let owner = world.member(home, Role::Owner).await;
        for everything in [&admin, &owner, &world.superuser] {
            let found = share(everything, share_id, Permission::Manage).await.unwrap();
            assert_eq!(found.permissions, Permissions::ALL);
        }

        // Another organization's share does not exist, not even for its reader or a superuser acting here.
        let other = world.organization("other").await;
        for caller in [&reader, &admin, &world.superuser] {
            let foreign = share(caller, other.default_share_id, Permission::Read).await;
            assert!(matches!(foreign, Err(Error::NotFound("share"))));
        }
    }
}

#[tokio::test]
async fn lists_leave_out_what_is_not_granted() {
    for world in testing::worlds().await {
        let app = &world.app;
        let (home, share_id) = closed_share(&world).await;
        let reader = world.member(home, Role::Guest).await;
        let blind = world.member(home, Role::Guest).await;
        db_grant(app, home, share_id, reader.user_id, &[Permission::Read]).await;
        db_grant(app, home, share_id, blind.user_id, &[Permission::Write]).await;
        // The superuser sees the default share, too.
        for (caller, expected) in [(&reader, 1), (&blind, 0), (&world.superuser, 2)] {
            let shares = share::Entity::in_organization(home)
                .filter(in_readable_shares(caller, (share::Entity, share::Column::Id)));
            assert_eq!(shares.all(app.db.read()).await.unwrap().len(), expected);
        }
    }
}

#[tokio::test]
async fn all_members_but_guests_may_use_the_default_share() {
    for world in testing::worlds().await {
        let organization = world.organization("new").await;
        let place = Place::of_share(organization.default_share_id);
        let used: Permissions =
            [Permission::Read, Permission::Create, Permission::Write, Permission::Delete].into_iter().collect();
        for (role, expected) in [(Role::Member, used), (Role::Guest, Permissions::NONE)] {
            let caller = world.member(organization.id, role).await;
            assert_eq!(permissions_at(world.app.db.read(), &caller, place).await.unwrap(), expected);
        }
    }
}

#[tokio::test]
async fn an_organization_is_seen_by_members_managed_by_admins_and_removed_by_superusers() {
    use OrganizationRight::{Manage, See, Superuser};
    for world in testing::worlds().await {
        let app = &world.app;
        let home = world.organization("home").await.id;
        let stranger = world.member(world.superuser.organization_id, Role::Owner).await;
        for right in [See, Manage, Superuser] {
            let refused = organization(app, &stranger, home, right).await;
            assert!(matches!(refused, Err(Error::NotFound("organization"))));
            organization(app, &world.superuser, home, right).await.unwrap();
        }
        for (role, manages) in [(Role::Guest, false), (Role::Member, false), (Role::Admin, true), (Role::Owner, true)] {
            let caller = world.member(home, role).await;
            assert_eq!(organization(app, &caller, home, See).await.unwrap().role, role);
            assert_eq!(organization(app, &caller, home, Manage).await.is_ok(), manages);
            let refused = organization(app, &caller, home, Superuser).await;
            assert!(matches!(refused, Err(Error::PermissionDenied(_))));
        }
    }
}
