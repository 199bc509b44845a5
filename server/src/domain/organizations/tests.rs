//! Tenants.

use sea_orm::PaginatorTrait as _;

use super::*;
use crate::db::entity::member::Role;
use crate::domain::testing::{self, first_page};

fn named(name: &str) -> NewOrganization {
    NewOrganization { name: name.to_owned(), quota_bytes: None, max_file_bytes: None, trash_retention_days: None }
}

#[tokio::test]
async fn only_superusers_make_organizations_and_names_are_unique_whatever_their_case() {
    for world in testing::worlds().await {
        let app = &world.app;
        let owner = world.member(world.superuser.organization_id, Role::Owner).await;
        assert!(matches!(create(app, &owner, named("acme")).await, Err(Error::PermissionDenied(_))));
        let acme = create(app, &world.superuser, named("Acme")).await.unwrap();
        assert_eq!((acme.revision, acme.trash_retention_days), (1, 30));
        let taken = create(app, &world.superuser, named("ACME")).await.unwrap_err();
        let Error::NameConflict { name, existing_id } = taken else { panic!("{taken:?}") };
        assert_eq!((name.as_str(), existing_id), ("ACME", Some(acme.id)));
    }
}

#[tokio::test]
async fn a_conflict_does_not_name_an_organization_that_the_caller_may_not_see() {
    for world in testing::worlds().await {
        world.organization("hidden").await;
        let mine = world.organization("mine").await;
        let admin = world.member(mine.id, Role::Admin).await;
        let changes = OrganizationChanges { name: Some("Hidden".to_owned()), ..Default::default() };
        let taken = update(&world.app, &admin, mine.id, changes, None).await.unwrap_err();
        assert!(matches!(taken, Error::NameConflict { existing_id: None, .. }), "{taken:?}");
    }
}

#[tokio::test]
async fn a_change_needs_the_current_entity_tag_and_moves_it() {
    for world in testing::worlds().await {
        let app = &world.app;
        let acme = world.organization("acme").await;
        let admin = world.member(acme.id, Role::Admin).await;
        let changes = || OrganizationChanges { trash_retention_days: Some(7), ..Default::default() };
        let changed = update(app, &admin, acme.id, changes(), Some(&etag(&acme))).await.unwrap();
        assert_eq!(changed.trash_retention_days, 7);
        assert_ne!(etag(&changed), etag(&acme));
        let stale = update(app, &admin, acme.id, changes(), Some(&etag(&acme))).await.unwrap_err();
        assert!(matches!(stale, Error::PreconditionFailed { current_etag } if current_etag == etag(&changed)));
        let member = world.member(acme.id, Role::Member).await;
        assert!(matches!(update(app, &member, acme.id, changes(), None).await, Err(Error::PermissionDenied(_))));
    }
}

#[tokio::test]
async fn limits_are_a_superusers_to_change_and_null_lifts_the_quota() {
    for world in testing::worlds().await {
        let app = &world.app;
        let acme = world.organization("acme").await;
        let owner = world.member(acme.id, Role::Owner).await;
        let quota = |bytes| OrganizationChanges { quota_bytes: Some(bytes), ..Default::default() };
        assert!(matches!(update(app, &owner, acme.id, quota(None), None).await, Err(Error::PermissionDenied(_))));
        let limited = update(app, &world.superuser, acme.id, quota(Some(10)), None).await.unwrap();
        assert_eq!(limited.quota_bytes, Some(10));
        let lifted = update(app, &world.superuser, acme.id, quota(None), None).await.unwrap();
        assert_eq!(lifted.quota_bytes, None);
        let too_much = OrganizationChanges { max_file_bytes: Some(u64::MAX), ..Default::default() };
        let refused = update(app, &world.superuser, acme.id, too_much, None).await;
        assert!(matches!(refused, Err(Error::Validation(_))));
    }
}

#[tokio::test]
async fn members_see_their_organizations_and_superusers_all() {
    for world in testing::worlds().await {
        let app = &world.app;
        let acme = world.organization("acme").await;
        world.organization("Beta").await;
        let member = world.member(acme.id, Role::Guest).await;
        let seen = list(app, &member, OrganizationOrder::Name, &first_page(10)).await.unwrap();
        assert_eq!(seen.data, std::slice::from_ref(&acme));
        let all = list(app, &world.superuser, OrganizationOrder::NameDescending, &first_page(10)).await.unwrap();
        let names: Vec<&str> = all.data.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(names, ["default", "Beta", "acme"]);
        assert_eq!(get(app, &member, acme.id).await.unwrap(), acme);
    }
}

#[tokio::test]
async fn deleting_an_organization_leaves_nothing_of_it_and_the_default_one_stays() {
    for world in testing::worlds().await {
        let app = &world.app;
        let acme = world.organization("acme").await;
        let (owner, secret) = world.member_with_token(acme.id, Role::Owner).await;
        assert!(matches!(delete(app, &owner, acme.id).await, Err(Error::PermissionDenied(_))));
        delete(app, &world.superuser, acme.id).await.unwrap();
        assert!(matches!(get(app, &world.superuser, acme.id).await, Err(Error::NotFound(_))));
        assert!(matches!(delete(app, &world.superuser, acme.id).await, Err(Error::NotFound(_))));
        assert!(matches!(access::authenticate(app, &secret.0, None).await, Err(Error::Unauthenticated(_))));
        assert_eq!(share::Entity::in_organization(acme.id).count(app.db.read()).await.unwrap(), 0);
        assert_eq!(member::Entity::in_organization(acme.id).count(app.db.read()).await.unwrap(), 0);

        let home = world.superuser.organization_id;
        let renamed = OrganizationChanges { name: Some("acme".to_owned()), ..Default::default() };
        update(app, &world.superuser, home, renamed, None).await.unwrap();
        assert!(matches!(delete(app, &world.superuser, home).await, Err(Error::InvalidArgument(_))));
    }
}
