//! Personal access tokens: what they show, what they may, and when they end.

use std::time::Duration;

use conformance::{Team, TestServer, raw};
use futures_util::TryStreamExt as _;
use http::StatusCode;
use serde_json::json;
use strongroom_client::models::{Scope, TokenCreate, TokenOrder};

async fn fixture() -> (TestServer, Team) {
    let server = TestServer::start().await;
    let team = Team::create(&server, "Acme").await;
    (server, team)
}

#[tokio::test(flavor = "multi_thread")]
async fn token_create_shows_the_token_once() {
    let (server, team) = fixture().await;
    let auth = team.owner.client.auth();
    let made = auth.token_create(TokenCreate::new("backup job", vec![Scope::Read])).await.unwrap();
    let secret = made.token.expose();
    assert!(secret.starts_with("srp_") && secret.len() >= 40, "it can't be guessed");
    assert!(secret.starts_with(&made.details.prefix) && made.details.prefix.len() < 12);
    assert_eq!(made.details.name, "backup job");
    assert_eq!(made.details.scopes, [Scope::Read]);
    assert_eq!((made.details.expires_at, made.details.last_used_at), (None, None));
    let location = made.location().unwrap();
    assert_eq!(location, format!("/api/v1/me/tokens/{}", made.details.id));
    let list = team.owner.request("GET", "/api/v1/me/tokens").send(server.address()).await;
    assert!(!String::from_utf8(list.body).unwrap().contains(&secret[made.details.prefix.len()..]));
    assert_eq!(server.client(secret).auth().me_get().await.unwrap().scopes, [Scope::Read]);
}

#[tokio::test(flavor = "multi_thread")]
async fn token_revoke_ends_it_at_once() {
    let (server, team) = fixture().await;
    let auth = team.owner.client.auth();
    let made = auth.token_create(TokenCreate::new("doomed", vec![Scope::Read])).await.unwrap();
    let holder = server.client(made.token.expose());
    holder.auth().me_get().await.unwrap();
    auth.token_revoke(made.details.id).await.unwrap();
    let refused = holder.auth().me_get().await.unwrap_err();
    assert_eq!(refused.code(), Some("UNAUTHENTICATED"));
    let again = auth.token_revoke(made.details.id).await.unwrap_err();
    assert_eq!(again.code(), Some("NOT_FOUND"));
}

#[tokio::test(flavor = "multi_thread")]
async fn token_create_with_an_end_ends_then() {
    let (server, team) = fixture().await;
    let ends = server.clock().now() + Duration::from_secs(3600);
    let new = TokenCreate::new("for an hour", vec![Scope::Read]).expires_at(ends);
    let made = team.owner.client.auth().token_create(new).await.unwrap();
    assert_eq!(made.details.expires_at, Some(ends));
    let holder = server.client(made.token.expose());
    server.clock().advance(Duration::from_secs(3590));
    holder.auth().me_get().await.unwrap();
    server.clock().advance(Duration::from_secs(11));
    assert_eq!(holder.auth().me_get().await.unwrap_err().status(), Some(StatusCode::UNAUTHORIZED));
}

#[tokio::test(flavor = "multi_thread")]
async fn token_create_refuses_an_end_in_the_past() {
    let (server, team) = fixture().await;
    let ended = server.clock().now() - Duration::from_secs(1);
    let new = TokenCreate::new("too late", vec![Scope::Read]).expires_at(ended);
    let refused = team.owner.client.auth().token_create(new).await.unwrap_err();
    assert_eq!(refused.code(), Some("INVALID_ARGUMENT"));
}

#[tokio::test(flavor = "multi_thread")]
async fn token_create_refuses_scopes_that_are_no_set() {
    let (server, team) = fixture().await;
    for (scopes, fault) in [
        (json!([]), "body /scopes min_items"),
        (json!(["read", "read"]), "body /scopes unique_items"),
        (json!(["root"]), "body /scopes/0 enum"),
        (json!("read"), "body /scopes type"),
    ] {
        let request = team.owner.request("POST", "/api/v1/me/tokens").json(&json!({ "name": "x", "scopes": scopes }));
        let answer = request.send(server.address()).await;
        assert_eq!(answer.faults(), [fault], "{scopes}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn token_list_pages_and_orders() {
    let (server, team) = fixture().await;
    let auth = team.owner.client.auth();
    for name in ["b", "c", "a"] {
        auth.token_create(TokenCreate::new(name, vec![Scope::Read])).await.unwrap();
    }
    let names = async |order: TokenOrder| -> Vec<String> {
        let list = auth.token_list().order_by(order).await.unwrap();
        list.data.iter().map(|token| token.name.clone()).filter(|name| name != "all").collect()
    };
    assert_eq!(names(TokenOrder::Name).await, ["a", "b", "c"]);
    assert_eq!(names(TokenOrder::NameDesc).await, ["c", "b", "a"]);
    assert_eq!(names(TokenOrder::CreatedAt).await, ["b", "c", "a"]);
    assert_eq!(names(TokenOrder::CreatedAtDesc).await, ["a", "c", "b"]);
    let all: Vec<_> = auth.token_list().take(1).items().try_collect().await.unwrap();
    assert_eq!(all.len(), 4);
    // Only one's own.
    let other = Team::create(&server, "Other").await;
    assert_eq!(other.owner.client.auth().token_list().await.unwrap().count, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn token_last_use_is_told() {
    let (server, team) = fixture().await;
    let made = team.owner.client.auth().token_create(TokenCreate::new("used", vec![Scope::Read])).await.unwrap();
    server.client(made.token.expose()).auth().me_get().await.unwrap();
    crate::metrics::eventually(async || {
        let list = team.owner.client.auth().token_list().await.unwrap();
        list.data.iter().any(|token| token.name == "used" && token.last_used_at.is_some())
    })
    .await;
}

/// Everything that is not exactly a token is refused alike.
#[tokio::test(flavor = "multi_thread")]
async fn credentials_that_are_none_are_refused_alike() {
    let (server, team) = fixture().await;
    let token = &team.owner.token;
    let mut bodies = Vec::new();
    for header in [
        "",
        "Bearer",
        "Bearer ",
        "Basic YWRtaW46YWRtaW4=",
        "Bearer srp_",
        "Bearer x",
        &format!("Bearer {}", &token[..token.len() - 1]),
        &format!("Bearer {token}x"),
        &format!("Bearer {token} {token}"),
        &format!("Digest {token}"),
        &token.to_uppercase(),
        "Bearer ' OR 1=1 --",
    ] {
        let answer = raw::request("GET", "/api/v1/me").header("Authorization", header).send(server.address()).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{header}");
        assert!(answer.header("www-authenticate").unwrap().starts_with("Bearer"));
        let mut problem = answer.json();
        problem.as_object_mut().unwrap().remove("request_id");
        bodies.push(problem.to_string());
    }
    bodies.sort();
    bodies.dedup();
    // None at all may be told apart from a wrong one, since the caller knows that.
    assert!(bodies.len() <= 2, "{bodies:?}");
    for header in [format!("Bearer {token}"), format!("bearer {token}"), format!("BEARER  {token}"), token.clone()] {
        let answer =
            raw::request("GET", "/api/v1/me").header("Authorization", header.as_str()).send(server.address()).await;
        assert_eq!(answer.status, StatusCode::OK, "{header}");
    }
    let twice = raw::request("GET", "/api/v1/me").bearer(token).bearer("srp_other").send(server.address()).await;
    assert_eq!(twice.status, StatusCode::UNAUTHORIZED, "two credentials are none");
}
