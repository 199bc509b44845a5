//! Logins, from the first to the last token.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::*;
use crate::db::entity::member::Role;
use crate::domain::access::{Scopes, authenticate};
use crate::domain::members::{self, NewMember};
use crate::domain::testing::{self, World};

const PASSWORD: &str = "correct horse battery staple";

async fn ada(world: &World, organization_id: Uuid) -> Uuid {
    let new = NewMember {
        email: "ada@example.com".to_owned(),
        name: None,
        password: Some(SecretText(PASSWORD.to_owned())),
        role: Role::Member,
        quota_bytes: None,
    };
    members::create(&world.app, &world.superuser, organization_id, new).await.unwrap().user_id
}

fn attempt(email: &str, password: &str) -> Login {
    Login {
        email: email.to_owned(),
        password: SecretText(password.to_owned()),
        organization_id: None,
        address: Some("192.0.2.1".parse().unwrap()),
    }
}

fn is_unauthenticated<T>(outcome: &Result<T>) -> bool {
    matches!(outcome, Err(Error::Unauthenticated(_)))
}

#[tokio::test]
async fn a_login_brings_tokens_that_work_on_every_server_and_end_in_time() {
    for world in testing::worlds().await {
        let (app, home) = (&world.app, world.superuser.organization_id);
        let user_id = ada(&world, home).await;
        let tokens = login(app, attempt(" ADA@example.com", PASSWORD)).await.unwrap();
        assert_eq!((tokens.user_id, tokens.organization_id), (user_id, home));
        assert!(!format!("{tokens:?}").contains(&tokens.refresh_token.0));
        let second_server = world.second_server().await;
        for server in [app, &second_server] {
            let caller = authenticate(server, &tokens.access_token.0, None).await.unwrap();
            assert_eq!((caller.user_id, caller.role, caller.scopes), (user_id, Role::Member, Scopes::ALL));
        }
        assert!(is_unauthenticated(&authenticate(app, &tokens.refresh_token.0, None).await));
        app.clock.advance(Duration::from_secs(app.limits.access_token_secs));
        assert!(is_unauthenticated(&authenticate(app, &tokens.access_token.0, None).await));
        refresh(app, &tokens.refresh_token.0, None).await.unwrap();
    }
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_user_are_refused_alike_and_not_for_ever() {
    for world in testing::worlds().await {
        let app = &world.app;
        ada(&world, world.superuser.organization_id).await;
        let wrong = login(app, attempt("ada@example.com", "wrong")).await.unwrap_err();
        let unknown = login(app, attempt("eve@example.com", PASSWORD)).await.unwrap_err();
        let without = login(app, attempt("admin@localhost", "")).await.unwrap_err();
        assert!(matches!(wrong, Error::Unauthenticated(_)));
        assert_eq!(wrong.to_string(), unknown.to_string());
        assert_eq!(wrong.to_string(), without.to_string());
        // Three failures from one address: the right password has to wait as well, from there.
        let limited = login(app, attempt("ada@example.com", PASSWORD)).await.unwrap_err();
        assert!(matches!(limited, Error::RateLimited { retry_after_secs: 1..=61 }), "{limited:?}");
        login(app, Login { address: None, ..attempt("ada@example.com", PASSWORD) }).await.unwrap();
        app.clock.advance(Duration::from_secs(60));
        login(app, attempt("ada@example.com", PASSWORD)).await.unwrap();
        assert!(is_unauthenticated(&login(app, attempt("a\0@b", PASSWORD)).await));
    }
}

#[tokio::test]
async fn a_login_acts_in_the_organization_asked_for_if_the_user_is_in_it() {
    for world in testing::worlds().await {
        let app = &world.app;
        let (first, second) = (world.organization("first").await.id, world.organization("second").await.id);
        ada(&world, first).await;
        ada(&world, second).await;
        let tokens = login(app, attempt("ada@example.com", PASSWORD)).await.unwrap();
        assert_eq!(tokens.organization_id, first);
        let into =
            |organization_id| Login { organization_id: Some(organization_id), ..attempt("ada@example.com", PASSWORD) };
        assert_eq!(login(app, into(second)).await.unwrap().organization_id, second);
        for _ in 0..app.limits.login_attempts_per_minute {
            assert!(is_unauthenticated(&login(app, into(world.superuser.organization_id)).await));
        }
        // Whatever else was right: whoever looks for an organization is held up like one who looks for a password.
        let limited = login(app, into(second)).await;
        assert!(matches!(limited, Err(Error::RateLimited { .. })), "{limited:?}");
    }
}

#[tokio::test]
async fn a_login_whose_ground_goes_meanwhile_is_refused() {
    for world in testing::worlds().await {
        let (app, home) = (&world.app, world.superuser.organization_id);
        let user_id = ada(&world, home).await;
        let hash = passwords::hash(app, PASSWORD).await.unwrap();
        // The same password, set anew.
        let changed = user::ActiveModel { id: Set(user_id), password_hash: Set(Some(hash)), ..Default::default() };
        let waiting = LoginAmid::begin(app).await;
        app.db.write(async move |tx: &DatabaseTransaction| Ok(changed.update(tx).await?)).await.unwrap();
        assert!(is_unauthenticated(&waiting.end().await), "another password");
        let waiting = LoginAmid::begin(app).await;
        members::delete(app, &world.superuser, home, user_id).await.unwrap();
        assert!(is_unauthenticated(&waiting.end().await), "no membership");
    }
}

/// A login that has read the user's row, and whose password is about to be compared.
struct LoginAmid {
    login: tokio::task::JoinHandle<Result<SessionTokens>>,
    turns: tokio::sync::OwnedSemaphorePermit,
}

impl LoginAmid {
    async fn begin(app: &App) -> Self {
        let hashing = app.identity.hashing();
        let all = u32::try_from(hashing.available_permits()).unwrap();
        let turns = hashing.acquire_many_owned(all).await.unwrap();
        let login = tokio::spawn({
            let app = app.clone();
            async move { login(&app, attempt("ada@example.com", PASSWORD)).await }
        });
        tokio::time::sleep(Duration::from_millis(200)).await;
        Self { login, turns }
    }

    async fn end(self) -> Result<SessionTokens> {
        drop(self.turns);
        self.login.await.unwrap()
    }
}

#[tokio::test]
async fn a_refresh_token_works_once_and_its_reuse_ends_the_session() {
    for world in testing::worlds().await {
        let app = &world.app;
        ada(&world, world.superuser.organization_id).await;
        let first = login(app, attempt("ada@example.com", PASSWORD)).await.unwrap();
        let other = login(app, attempt("ada@example.com", PASSWORD)).await.unwrap();
        let second = refresh(app, &first.refresh_token.0, None).await.unwrap();
        assert_eq!((second.user_id, second.organization_id), (first.user_id, first.organization_id));
        authenticate(app, &second.access_token.0, None).await.unwrap();
        assert!(is_unauthenticated(&refresh(app, &first.refresh_token.0, None).await));
        assert!(is_unauthenticated(&refresh(app, &second.refresh_token.0, None).await));
        for access_token in [&first.access_token.0, &second.access_token.0] {
            assert!(is_unauthenticated(&authenticate(app, access_token, None).await));
        }
        // Of no other session.
        authenticate(app, &other.access_token.0, None).await.unwrap();
    }
}

#[tokio::test]
async fn of_two_refreshes_at_once_one_succeeds_at_the_most() {
    for world in testing::worlds().await {
        let app = &world.app;
        ada(&world, world.superuser.organization_id).await;
        let tokens = login(app, attempt("ada@example.com", PASSWORD)).await.unwrap();
        let again = || refresh(app, &tokens.refresh_token.0, None);
        let (one, two) = tokio::join!(again(), again());
        assert_eq!([&one, &two].iter().filter(|outcome| outcome.is_ok()).count(), 1);
    }
}

#[tokio::test]
async fn sessions_end_by_logging_out_by_removal_and_by_themselves() {
    for world in testing::worlds().await {
        let (app, home) = (&world.app, world.superuser.organization_id);
        let user_id = ada(&world, home).await;
        let out = login(app, attempt("ada@example.com", PASSWORD)).await.unwrap();
        let caller = authenticate(app, &out.access_token.0, None).await.unwrap();
        logout(app, &caller).await.unwrap();
        assert!(is_unauthenticated(&authenticate(app, &out.access_token.0, None).await));
        assert!(is_unauthenticated(&refresh(app, &out.refresh_token.0, None).await));
        assert!(matches!(logout(app, &world.superuser).await, Err(Error::InvalidArgument(_))));

        login(app, attempt("ada@example.com", PASSWORD)).await.unwrap();
        app.clock.advance(Duration::from_secs(app.limits.refresh_token_secs));
        let fresh = login(app, attempt("ada@example.com", PASSWORD)).await.unwrap();
        assert_eq!(purge_ended(app, std::future::pending()).await.unwrap(), 1);

        members::delete(app, &world.superuser, home, user_id).await.unwrap();
        assert!(is_unauthenticated(&authenticate(app, &fresh.access_token.0, None).await));
        assert!(is_unauthenticated(&refresh(app, &fresh.refresh_token.0, None).await));
        assert!(is_unauthenticated(&login(app, attempt("ada@example.com", PASSWORD)).await));
    }
}

#[tokio::test]
async fn forged_access_tokens_are_refused() {
    let world = testing::worlds().await.remove(0);
    let app = &world.app;
    let user_id = ada(&world, world.superuser.organization_id).await;
    let tokens = login(app, attempt("ada@example.com", PASSWORD)).await.unwrap();
    let parts: Vec<&str> = tokens.access_token.0.split('.').collect();
    let [header, claims, signature] = parts[..] else { panic!("no JSON web token") };
    let session_id = read_access_token(app, &tokens.access_token.0).unwrap().session_id;
    let exp = tokens.expires_at.timestamp();
    let with = |iss: &str, aud: &str| {
        format!(r#"{{"iss":"{iss}","aud":"{aud}","sub":"{user_id}","sid":"{session_id}","iat":0,"exp":{exp}}}"#)
    };
    let signed = |claims: &str, key: &jsonwebtoken::EncodingKey| {
        let claims: serde_json::Value = serde_json::from_str(claims).unwrap();
        jsonwebtoken::encode(&jsonwebtoken::Header::default(), &claims, key).unwrap()
    };
    let own_key = app.identity.signing_key();
    let good = with("strongroom", "strongroom:access");
    authenticate(app, &signed(&good, own_key), None).await.unwrap();

    let none = URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"JWT"}"#);
    let without_audience = good.replace(r#""aud":"strongroom:access","#, "");
    let forever = good.replace(&format!(r#","exp":{exp}"#), "");
    let text_expiry = good.replace(&format!(r#""exp":{exp}"#), r#""exp":"9999999999""#);
    for forged in [
        format!("{none}.{claims}."),
        format!("{none}.{claims}.{signature}"),
        format!("{header}.{}.{signature}", URL_SAFE_NO_PAD.encode(&good)),
        format!("{header}.{claims}."),
        signed(&good, &jsonwebtoken::EncodingKey::from_secret(b"another key")),
        signed(&with("elsewhere", "strongroom:access"), own_key),
        signed(&with("strongroom", "strongroom:file"), own_key),
        signed(&without_audience, own_key),
        signed(&forever, own_key),
        signed(&text_expiry, own_key),
        format!("eyJ.{}.x", "a".repeat(100_000)),
    ] {
        assert!(is_unauthenticated(&authenticate(app, &forged, None).await), "{forged:.80}");
    }
}
