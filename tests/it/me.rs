//! The caller's own profile.

use conformance::{Role, Team, TestServer, raw};
use http::StatusCode;
use serde_json::json;
use strongroom_client::models::{MeUpdate, Scope, SessionCreate};

async fn fixture() -> (TestServer, Team) {
    let server = TestServer::start().await;
    let team = Team::create(&server, "Acme").await;
    (server, team)
}

#[tokio::test(flavor = "multi_thread")]
async fn me_get_tells_who_and_where() {
    let (server, team) = fixture().await;
    let me = team.owner.client.auth().me_get().await.unwrap();
    assert_eq!((me.user_id, &me.email), (team.owner.user_id, &team.owner.email));
    assert_eq!((me.organization_id, me.superuser), (team.organization_id, false));
    assert_eq!(me.role, Role::Owner);
    assert_eq!(me.scopes, [Scope::Read, Scope::Write, Scope::Admin]);
    let superuser = server.superuser().client.auth().me_get().await.unwrap();
    assert!(superuser.superuser);
}

#[tokio::test(flavor = "multi_thread")]
async fn me_update_changes_the_name() {
    let (_server, team) = fixture().await;
    let auth = team.owner.client.auth();
    let me = auth.me_update(MeUpdate::new().name("Ada Lovelace")).await.unwrap();
    assert_eq!(me.name, "Ada Lovelace");
    assert_eq!(auth.me_get().await.unwrap().name, "Ada Lovelace");
}

#[tokio::test(flavor = "multi_thread")]
async fn me_update_password_needs_the_old_one() {
    let (server, team) = fixture().await;
    let auth = team.owner.client.auth();
    let without = auth.me_update(MeUpdate::new().password("a new password")).await.unwrap_err();
    assert_eq!(without.code(), Some("INVALID_ARGUMENT"));
    let wrong = auth.me_update(MeUpdate::new().password("a new password").current_password("no")).await.unwrap_err();
    assert_eq!(wrong.code(), Some("INVALID_ARGUMENT"));
    team.owner.login(&server).await;
    let right = MeUpdate::new().password("a new password").current_password(team.owner.password.as_str());
    auth.me_update(right).await.unwrap();
    let anonymous = server.anonymous();
    let old = SessionCreate::new(&team.owner.email, &*team.owner.password);
    assert_eq!(anonymous.auth().session_create(old).await.unwrap_err().status(), Some(StatusCode::UNAUTHORIZED));
    anonymous.auth().session_create(SessionCreate::new(&team.owner.email, "a new password")).await.unwrap();
}

/// A stolen session is no way to guess the password.
#[tokio::test(flavor = "multi_thread")]
async fn me_update_password_takes_few_wrong_guesses() {
    let server = TestServer::start_with(|config| config.limits.login_attempts_per_minute = 2).await;
    let team = Team::create(&server, "Acme").await;
    let auth = team.owner.client.auth();
    let guess = async || {
        let guess = MeUpdate::new().password("a new password").current_password("a guess");
        auth.me_update(guess).await.unwrap_err().code().map(str::to_owned)
    };
    for _ in 0..2 {
        assert_eq!(guess().await.as_deref(), Some("INVALID_ARGUMENT"));
    }
    let body = json!({ "password": "a new password", "current_password": team.owner.password });
    let limited = team.owner.request("PATCH", "/api/v1/me").json(&body).send(server.address()).await;
    assert_eq!((limited.status, &*limited.code()), (StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED"));
    assert!(limited.header("retry-after").is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn me_update_password_ends_other_sessions() {
    let (server, team) = fixture().await;
    let (mine, stolen) = (team.owner.login(&server).await, team.owner.login(&server).await);
    let token = |session: &serde_json::Value| session["access_token"].as_str().unwrap().to_owned();
    let body = json!({ "password": "a new password", "current_password": team.owner.password });
    let changed = raw::request("PATCH", "/api/v1/me").bearer(&token(&mine)).json(&body).send(server.address()).await;
    assert_eq!(changed.status, StatusCode::OK);
    let me = async |token: String| raw::request("GET", "/api/v1/me").bearer(&token).send(server.address()).await.status;
    assert_eq!(me(token(&mine)).await, StatusCode::OK);
    assert_eq!(me(token(&stolen)).await, StatusCode::UNAUTHORIZED);
}

#[tokio::test(flavor = "multi_thread")]
async fn me_update_of_nothing_is_refused() {
    let (server, team) = fixture().await;
    let answer = team.owner.request("PATCH", "/api/v1/me").json(&json!({})).send(server.address()).await;
    assert_eq!(answer.faults(), ["body  min_properties"]);
    let answer = team.owner.request("PATCH", "/api/v1/me").json(&json!({ "name": null })).send(server.address()).await;
    assert_eq!(answer.faults(), ["body /name type"]);
    let answer =
        team.owner.request("PATCH", "/api/v1/me").json(&json!({ "superuser": true })).send(server.address()).await;
    assert_eq!(answer.faults(), ["body /superuser unknown"], "nobody makes themselves more than they are");
}
