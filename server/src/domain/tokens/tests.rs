//! Personal access tokens.

use std::time::Duration;

use super::*;
use crate::db::entity::member::Role;
use crate::domain::access::{Scope, authenticate};
use crate::domain::testing::{self, first_page};

fn named(name: &str, scopes: &[Scope]) -> NewToken {
    NewToken { name: name.to_owned(), scopes: scopes.iter().copied().collect(), expires_at: None }
}

#[tokio::test]
async fn a_token_is_shown_once_listed_without_its_secret_and_gone_when_revoked() {
    for world in testing::worlds().await {
        let app = &world.app;
        let member = world.member(world.superuser.organization_id, Role::Member).await;
        let made = create(app, &member, named("backup", &[Scope::Read])).await.unwrap();
        assert!(made.secret.0.starts_with(&made.token.prefix));
        assert!(!format!("{made:?}").contains(&made.secret.0));
        let listed = list(app, &member, TokenOrder::Name, &first_page(10)).await.unwrap();
        let names: Vec<&str> = listed.data.iter().map(|token| token.name.as_str()).collect();
        assert_eq!(names, ["backup", "test"]);
        // Of nobody else.
        let stranger = world.member(member.organization_id, Role::Owner).await;
        assert!(matches!(revoke(app, &stranger, made.token.id).await, Err(Error::NotFound("token"))));
        revoke(app, &member, made.token.id).await.unwrap();
        assert!(matches!(revoke(app, &member, made.token.id).await, Err(Error::NotFound("token"))));
        assert!(matches!(authenticate(app, &made.secret.0, None).await, Err(Error::Unauthenticated(_))));
    }
}

#[tokio::test]
async fn a_token_has_no_scope_that_its_maker_lacks_and_no_end_in_the_past() {
    for world in testing::worlds().await {
        let app = &world.app;
        let made = create(app, &world.superuser, named("narrow", &[Scope::Admin])).await.unwrap();
        let narrow = authenticate(app, &made.secret.0, None).await.unwrap();
        assert!(narrow.superuser);
        let wider = create(app, &narrow, named("wide", &[Scope::Admin, Scope::Read])).await;
        assert!(matches!(wider, Err(Error::PermissionDenied(_))));
        let none = create(app, &narrow, named("none", &[])).await;
        assert!(matches!(none, Err(Error::Validation(_))));
        let past = NewToken { expires_at: Some(app.clock.now()), ..named("past", &[Scope::Admin]) };
        assert!(matches!(create(app, &narrow, past).await, Err(Error::InvalidArgument(_))));
    }
}

#[tokio::test]
async fn the_superuser_token_can_be_chosen_and_the_one_before_ends() {
    for world in testing::worlds().await {
        let app = &world.app;
        let chosen = "chosen-by-the-operator";
        set_superuser_token(app, chosen).await.unwrap();
        set_superuser_token(app, chosen).await.unwrap();
        assert!(authenticate(app, chosen, None).await.unwrap().superuser);
        let before = authenticate(app, &world.superuser_token.0, None).await;
        assert!(matches!(before, Err(Error::Unauthenticated(_))));
        let renewed = renew_superuser_token(app).await.unwrap();
        assert!(authenticate(app, &renewed.0, None).await.unwrap().superuser);
        assert!(matches!(authenticate(app, chosen, None).await, Err(Error::Unauthenticated(_))));
        for bad in ["fifteen letters", "with some spaces in it", "eyJhbGciOiJIUzI1NiJ9.e30.abc"] {
            assert!(matches!(set_superuser_token(app, bad).await, Err(Error::InvalidArgument(_))), "{bad}");
        }
    }
}

#[tokio::test]
async fn the_last_use_is_kept_to_the_minute() {
    for world in testing::worlds().await {
        let app = &world.app;
        let made = create(app, &world.superuser, named("used", &[Scope::Read])).await.unwrap();
        let mut seen = Vec::new();
        for _ in 0..2 {
            authenticate(app, &made.secret.0, None).await.unwrap();
            let minute = app.clock.now().duration_trunc(TimeDelta::minutes(1)).unwrap();
            let written = async {
                loop {
                    let row = token::Entity::find_by_id(made.token.id).one(app.db.read()).await.unwrap().unwrap();
                    if row.last_used_at >= Some(minute) {
                        break row.last_used_at.unwrap();
                    }
                    tokio::task::yield_now().await;
                }
            };
            seen.push(tokio::time::timeout(Duration::from_secs(10), written).await.unwrap());
            app.clock.advance(Duration::from_secs(60));
        }
        assert_eq!(seen[1] - seen[0], TimeDelta::minutes(1));
    }
}

#[tokio::test]
async fn a_token_does_not_outlast_its_maker() {
    for world in testing::worlds().await {
        let app = &world.app;
        let end = app.clock.now() + TimeDelta::days(1);
        let short = NewToken { expires_at: Some(end), ..named("short", &[Scope::Write, Scope::Admin]) };
        let short = create(app, &world.superuser, short).await.unwrap();
        let caller = authenticate(app, &short.secret.0, None).await.unwrap();
        for (expires_at, may) in [(None, false), (Some(end + TimeDelta::seconds(1)), false), (Some(end), true)] {
            let made = create(app, &caller, NewToken { expires_at, ..named("next", &[Scope::Write]) }).await;
            assert!(if may { made.is_ok() } else { matches!(made, Err(Error::PermissionDenied(_))) }, "{made:?}");
        }
    }
}

#[tokio::test]
async fn a_token_is_not_ended_by_a_lesser_one() {
    for world in testing::worlds().await {
        let app = &world.app;
        let lesser = create(app, &world.superuser, named("lesser", &[Scope::Write])).await.unwrap();
        let caller = authenticate(app, &lesser.secret.0, None).await.unwrap();
        let greater = create(app, &world.superuser, named("greater", &[Scope::Write, Scope::Admin])).await.unwrap();
        let refused = revoke(app, &caller, greater.token.id).await;
        assert!(matches!(refused, Err(Error::PermissionDenied(_))), "{refused:?}");
        authenticate(app, &greater.secret.0, None).await.unwrap();
        revoke(app, &caller, lesser.token.id).await.unwrap();
    }
}
