//! Who is who, and who may do what.

use std::time::Duration;

use chrono::TimeDelta;
use sea_orm::{ActiveModelTrait as _, ActiveValue::Set, DatabaseTransaction};

use super::*;
use crate::domain::tokens::{self, NewToken};
use crate::domain::{members, testing};

async fn grant(app: &App, share_id: Uuid, user_id: Uuid, permissions: &[Permission]) {
    let permissions: Permissions = permissions.iter().copied().collect();
    let row = grant::ActiveModel {
        share_id: Set(share_id),
        user_id: Set(user_id),
        permissions: Set(permissions.bits()),
        created_by: Set(user_id),
        created_at: Set(app.clock.now()),
    };
    app.db.write(async move |tx: &DatabaseTransaction| Ok(row.insert(tx).await?)).await.unwrap();
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
        let organization = organization::Entity::find_by_id(world.superuser.organization_id);
        let organization = organization.one(app.db.read()).await.unwrap().unwrap();
        let (home, share_id) = (organization.id, organization.default_share_id);
        let stranger = world.member(home, Role::Member).await;
        let reader = world.member(home, Role::Guest).await;
        let blind = world.member(home, Role::Member).await;
        grant(app, share_id, reader.user_id, &[Permission::Read, Permission::Create]).await;
        grant(app, share_id, blind.user_id, &[Permission::Write]).await;

        for nobody in [&stranger, &blind] {
            let refused = share(app, nobody, share_id, Permission::Write).await;
            assert!(matches!(refused, Err(Error::NotFound("share"))));
        }
        let access = share(app, &reader, share_id, Permission::Create).await.unwrap();
        assert_eq!(access.share.id, share_id);
        assert_eq!(access.permissions, [Permission::Read, Permission::Create].into_iter().collect());
        assert_eq!(share_permissions(app.db.read(), &reader, share_id).await.unwrap(), access.permissions);
        let refused = share(app, &reader, share_id, Permission::Delete).await;
        assert!(matches!(refused, Err(Error::PermissionDenied(_))));

        let admin = world.member(home, Role::Admin).await;
        let owner = world.member(home, Role::Owner).await;
        for everything in [&admin, &owner, &world.superuser] {
            let access = share(app, everything, share_id, Permission::Manage).await.unwrap();
            assert_eq!(access.permissions, Permissions::ALL);
        }

        // Another organization's share does not exist, not even for its reader or a superuser acting here.
        let other = world.organization("other").await;
        for caller in [&reader, &admin, &world.superuser] {
            let foreign = share(app, caller, other.default_share_id, Permission::Read).await;
            assert!(matches!(foreign, Err(Error::NotFound("share"))));
        }
    }
}

#[tokio::test]
async fn lists_leave_out_what_is_not_granted() {
    for world in testing::worlds().await {
        let app = &world.app;
        let organization = organization::Entity::find_by_id(world.superuser.organization_id);
        let organization = organization.one(app.db.read()).await.unwrap().unwrap();
        let reader = world.member(organization.id, Role::Member).await;
        let blind = world.member(organization.id, Role::Member).await;
        grant(app, organization.default_share_id, reader.user_id, &[Permission::Read]).await;
        grant(app, organization.default_share_id, blind.user_id, &[Permission::Write]).await;
        for (caller, expected) in [(&reader, 1), (&blind, 0), (&world.superuser, 1)] {
            let shares = share::Entity::in_organization(organization.id)
                .filter(in_readable_shares(caller, (share::Entity, share::Column::Id)));
            assert_eq!(shares.all(app.db.read()).await.unwrap().len(), expected);
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
