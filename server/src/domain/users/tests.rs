//! The caller's own profile.

use super::*;
use crate::db::entity::member::Role;
use crate::domain::access::{Scope, authenticate};
use crate::domain::members::{self, NewMember};
use crate::domain::sessions::{Login, login};
use crate::domain::testing;

fn secret(text: &str) -> Option<SecretText> {
    Some(SecretText(text.to_owned()))
}

#[tokio::test]
async fn a_new_password_needs_the_old_one_and_ends_every_other_session() {
    for world in testing::worlds().await {
        let app = &world.app;
        let new = NewMember {
            email: "ada@example.com".to_owned(),
            name: None,
            password: secret("old password"),
            role: Role::Member,
            quota_bytes: None,
        };
        members::create(app, &world.superuser, world.superuser.organization_id, new).await.unwrap();
        let log_in = async |password: &str| {
            let password = SecretText(password.to_owned());
            let email = "ada@example.com".to_owned();
            login(app, Login { email, password, organization_id: None, address: None }).await
        };
        let (here, elsewhere) = (log_in("old password").await.unwrap(), log_in("old password").await.unwrap());
        let caller = authenticate(app, &here.access_token.0, None).await.unwrap();
        let change = |password: &str, current_password| UserChanges {
            password: secret(password),
            current_password,
            ..Default::default()
        };
        for current_password in [None, secret("wrong")] {
            let refused = update(app, &caller, change("new password", current_password)).await;
            assert!(matches!(refused, Err(Error::InvalidArgument(_))));
        }
        let short = update(app, &caller, change("short", secret("old password"))).await;
        assert!(matches!(short, Err(Error::Validation(_))));
        update(app, &caller, change("new password", secret("old password"))).await.unwrap();
        authenticate(app, &here.access_token.0, None).await.unwrap();
        assert!(matches!(authenticate(app, &elsewhere.access_token.0, None).await, Err(Error::Unauthenticated(_))));
        assert!(matches!(log_in("old password").await, Err(Error::Unauthenticated(_))));
        log_in("new password").await.unwrap();
    }
}

#[tokio::test]
async fn a_user_without_a_password_sets_one_and_can_log_in() {
    for world in testing::worlds().await {
        let app = &world.app;
        let changes =
            UserChanges { name: Some(" Root ".to_owned()), password: secret("a password"), ..Default::default() };
        let changed = update(app, &world.superuser, changes).await.unwrap();
        assert_eq!(changed.name, "Root");
        let (email, password) = (changed.email, SecretText("a password".to_owned()));
        let tokens = login(app, Login { email, password, organization_id: None, address: None }).await.unwrap();
        let caller = authenticate(app, &tokens.access_token.0, None).await.unwrap();
        assert!(caller.superuser);
        assert_eq!(me(app, &caller).await.unwrap().name, "Root");
    }
}

/// A password outlives the credential that made it, and has no limits.
#[tokio::test]
async fn a_credential_with_limits_gives_its_user_no_first_password() {
    for world in testing::worlds().await {
        let app = &world.app;
        let end = app.clock.now() + chrono::TimeDelta::days(1);
        for (scopes, expires_at) in [(Scopes::from_iter([Scope::Write]), None), (Scopes::ALL, Some(end))] {
            let new = tokens::NewToken { name: "limited".to_owned(), scopes, expires_at };
            let made = tokens::create(app, &world.superuser, new).await.unwrap();
            let caller = authenticate(app, &made.secret.0, None).await.unwrap();
            let changes = UserChanges { password: secret("a password"), ..Default::default() };
            let refused = update(app, &caller, changes).await;
            assert!(matches!(refused, Err(Error::PermissionDenied(_))), "{refused:?}");
        }
    }
}
