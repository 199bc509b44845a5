//! Logging in, renewing and logging out.

use std::time::{Duration, Instant};

use conformance::{Team, TestServer, raw};
use http::StatusCode;
use serde_json::{Value, json};
use strongroom_client::models::{SessionCreate, SessionRefresh};
use uuid::Uuid;

async fn fixture() -> (TestServer, Team) {
    let server = TestServer::start().await;
    let team = Team::create(&server, "Acme").await;
    (server, team)
}

#[tokio::test(flavor = "multi_thread")]
async fn session_create_gives_a_working_token() {
    let (server, team) = fixture().await;
    let owner = &team.owner;
    let session =
        server.anonymous().auth().session_create(SessionCreate::new(&owner.email, &*owner.password)).await.unwrap();
    assert_eq!((session.user_id, session.organization_id), (owner.user_id, team.organization_id));
    let now = server.clock().now();
    assert!(session.expires_at > now && session.expires_at <= now + Duration::from_secs(900));
    assert!(session.refresh_expires_at > session.expires_at);
    assert!(!format!("{session:?}").contains(session.access_token.expose()), "tokens are not for logs");
    let me = server.client(session.access_token.expose()).auth().me_get().await.unwrap();
    assert_eq!(me.email, owner.email);
    // The email address is the same person however it is written.
    let shouted = SessionCreate::new(owner.email.to_uppercase(), &*owner.password);
    assert_eq!(server.anonymous().auth().session_create(shouted).await.unwrap().user_id, owner.user_id);
}

/// Neither the answer nor its time tells whether there is such a user.
#[tokio::test(flavor = "multi_thread")]
async fn session_create_tells_nothing_about_users() {
    let (server, team) = fixture().await;
    let attempt = async |email: &str, password: &str| {
        let start = Instant::now();
        let body = json!({ "email": email, "password": password });
        let answer = raw::request("POST", "/api/v1/auth/login").json(&body).send(server.address()).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        let mut problem = answer.json();
        problem.as_object_mut().unwrap().remove("request_id");
        (problem, start.elapsed())
    };
    let (wrong, wrong_took) = attempt(&team.owner.email, "not the password").await;
    let (unknown, unknown_took) = attempt("nobody@example.com", "not the password").await;
    assert_eq!(wrong, unknown);
    // Hashing takes long; leaving it out would show by far more than noise.
    assert!(unknown_took * 8 > wrong_took, "{unknown_took:?} against {wrong_took:?}");
    // A user without a password can't log in by any.
    let body = json!({ "email": "no-password@example.com", "role": "member" });
    let members = format!("/api/v1/organizations/{}/members", team.organization_id);
    let made = team.owner.request("POST", members).json(&body).send(server.address()).await;
    assert_eq!(made.status, StatusCode::CREATED);
    let (without, _) = attempt("no-password@example.com", "x").await;
    assert_eq!(without, wrong);
}

#[tokio::test(flavor = "multi_thread")]
async fn session_create_attempts_are_limited() {
    let server = TestServer::start_with(|config| config.limits.login_attempts_per_minute = 3).await;
    let attempt = async |email: &str| {
        let body = json!({ "email": email, "password": "x" });
        raw::request("POST", "/api/v1/auth/login").json(&body).send(server.address()).await
    };
    for _ in 0..3 {
        assert_eq!(attempt("ada@example.com").await.status, StatusCode::UNAUTHORIZED);
    }
    let limited = attempt("ada@example.com").await;
    assert_eq!(limited.status, StatusCode::TOO_MANY_REQUESTS);
    let wait: u64 = limited.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    // The address counts, too: another name does not help.
    assert_eq!(attempt("grace@example.com").await.status, StatusCode::TOO_MANY_REQUESTS);
    server.clock().advance(Duration::from_secs(61));
    assert_eq!(attempt("ada@example.com").await.status, StatusCode::UNAUTHORIZED, "not for ever");
}

#[tokio::test(flavor = "multi_thread")]
async fn session_create_attempts_count_for_whom_a_trusted_proxy_speaks() {
    const LIMIT: usize = 3;
    let attempts = async |trusted_proxies: &str| {
        let server = TestServer::start_with(|config| {
            config.limits.login_attempts_per_minute = LIMIT as u64;
            config.trusted_proxies = trusted_proxies.parse().unwrap();
        })
        .await;
        let attempt = async |number: usize, from: &str| {
            let body = json!({ "email": format!("nobody-{number}@example.com"), "password": "x" });
            let request = raw::request("POST", "/api/v1/auth/login").header("x-forwarded-for", from).json(&body);
            request.send(server.address()).await.status
        };
        for number in 0..LIMIT {
            assert_eq!(attempt(number, "198.51.100.7").await, StatusCode::UNAUTHORIZED);
        }
        // Made up by the client, or added by the proxy.
        [attempt(10, "203.0.113.1, 198.51.100.7").await, attempt(11, "198.51.100.8").await]
    };
    assert_eq!(attempts("").await, [StatusCode::TOO_MANY_REQUESTS; 2], "nobody's word is taken");
    assert_eq!(attempts("127.0.0.0/8").await, [StatusCode::TOO_MANY_REQUESTS, StatusCode::UNAUTHORIZED]);
}

#[tokio::test(flavor = "multi_thread")]
async fn session_refresh_attempts_are_limited() {
    let server = TestServer::start_with(|config| config.limits.login_attempts_per_minute = 3).await;
    let team = Team::create(&server, "Acme").await;
    let attempt = async || {
        let body = json!({ "refresh_token": format!("srr_{}", Uuid::new_v4().simple()) });
        raw::request("POST", "/api/v1/auth/refresh").json(&body).send(server.address()).await.status
    };
    let mut statuses = Vec::new();
    for _ in 0..20 {
        statuses.push(attempt().await);
    }
    assert_eq!(statuses[0], StatusCode::UNAUTHORIZED);
    assert!(statuses.contains(&StatusCode::TOO_MANY_REQUESTS), "{statuses:?}");
    // Clients with sessions that have ended keep nobody at their address from logging in.
    let login = SessionCreate::new(&team.owner.email, &*team.owner.password);
    server.anonymous().auth().session_create(login).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn session_create_acts_where_asked() {
    let (server, team) = fixture().await;
    let other = Team::create(&server, "Other").await;
    let login =
        json!({ "email": team.owner.email, "password": team.owner.password, "organization_id": other.organization_id });
    let ask = async |body: &Value| raw::request("POST", "/api/v1/auth/login").json(body).send(server.address()).await;
    // Not a member there: as wrong as a wrong password.
    assert_eq!(ask(&login).await.status, StatusCode::UNAUTHORIZED);
    let members = format!("/api/v1/organizations/{}/members", other.organization_id);
    let added = other.owner.request("POST", members).json(&json!({ "email": team.owner.email, "role": "guest" }));
    assert_eq!(added.send(server.address()).await.status, StatusCode::CREATED);
    let session = ask(&login).await.json();
    assert_eq!(session["organization_id"], json!(other.organization_id));
}

#[tokio::test(flavor = "multi_thread")]
async fn session_refresh_gives_a_new_pair_once() {
    let (server, team) = fixture().await;
    let first = team.owner.login(&server).await;
    let refresh = async |token: &str| {
        let body = json!({ "refresh_token": token });
        raw::request("POST", "/api/v1/auth/refresh").json(&body).send(server.address()).await
    };
    let second = refresh(first["refresh_token"].as_str().unwrap()).await.json();
    assert_ne!(first["refresh_token"], second["refresh_token"]);
    let third = refresh(second["refresh_token"].as_str().unwrap()).await.json();
    assert!(works(&server, &third).await);
    // The first one is two generations old: whoever has it stole it, and nobody knows who is who.
    server.clock().advance(Duration::from_secs(60));
    let reused = refresh(first["refresh_token"].as_str().unwrap()).await;
    assert_eq!(reused.status, StatusCode::UNAUTHORIZED);
}

/// A refresh token that was used is used again: the session ends for both of those who hold it.
#[tokio::test(flavor = "multi_thread")]
async fn session_refresh_with_a_used_token_ends_the_session() {
    let (server, team) = fixture().await;
    let first = team.owner.login(&server).await;
    let client = server.anonymous();
    let refresh = |session: &Value| {
        client.auth().session_refresh(SessionRefresh::new(session["refresh_token"].as_str().unwrap()))
    };
    let second = refresh(&first).await.unwrap();
    server.clock().advance(Duration::from_secs(60));
    let reused = refresh(&first).await.unwrap_err();
    assert_eq!(reused.code(), Some("UNAUTHENTICATED"));
    let me = server.client(second.access_token.expose()).auth().me_get().await.unwrap_err();
    assert_eq!(me.status(), Some(StatusCode::UNAUTHORIZED), "the session is over");
}

#[tokio::test(flavor = "multi_thread")]
async fn session_tokens_end_in_time() {
    let (server, team) = fixture().await;
    let session = team.owner.login(&server).await;
    server.clock().advance(Duration::from_secs(890));
    assert!(works(&server, &session).await);
    server.clock().advance(Duration::from_secs(11));
    assert!(!works(&server, &session).await, "an access token lives 15 minutes, without leeway");
    let refresh = async |session: &Value| {
        let body = json!({ "refresh_token": session["refresh_token"] });
        raw::request("POST", "/api/v1/auth/refresh").json(&body).send(server.address()).await
    };
    let renewed = refresh(&session).await.json();
    assert!(works(&server, &renewed).await);
    server.clock().advance(Duration::from_secs(31 * 86_400));
    assert_eq!(refresh(&renewed).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test(flavor = "multi_thread")]
async fn session_delete_ends_it_at_once() {
    let (server, team) = fixture().await;
    let (one, two) = (team.owner.login(&server).await, team.owner.login(&server).await);
    let client = server.client(one["access_token"].as_str().unwrap());
    client.auth().session_delete().await.unwrap();
    assert!(!works(&server, &one).await);
    assert!(works(&server, &two).await, "other sessions go on");
    let body = json!({ "refresh_token": one["refresh_token"] });
    let refresh = raw::request("POST", "/api/v1/auth/refresh").json(&body).send(server.address()).await;
    assert_eq!(refresh.status, StatusCode::UNAUTHORIZED);
}

/// A refresh token opens nothing but the refresh; an access token refreshes nothing.
#[tokio::test(flavor = "multi_thread")]
async fn session_tokens_are_of_one_kind_each() {
    let (server, team) = fixture().await;
    let session = team.owner.login(&server).await;
    let refresh_token = session["refresh_token"].as_str().unwrap();
    let me = raw::request("GET", "/api/v1/me").bearer(refresh_token).send(server.address()).await;
    assert_eq!(me.status, StatusCode::UNAUTHORIZED);
    for other in [session["access_token"].as_str().unwrap(), &team.owner.token] {
        let refresh = raw::request("POST", "/api/v1/auth/refresh").json(&json!({ "refresh_token": other }));
        assert_eq!(refresh.send(server.address()).await.status, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_outlive_a_restart() {
    let (mut server, team) = fixture().await;
    let session = team.owner.login(&server).await;
    server.restart().await;
    assert!(works(&server, &session).await);
}

/// Forged in all the ways that libraries once fell for.
#[tokio::test(flavor = "multi_thread")]
async fn access_tokens_can_not_be_forged() {
    use base64::Engine as _;
    let encode = |text: &str| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text);
    let (server, team) = fixture().await;
    let session = team.owner.login(&server).await;
    let real = session["access_token"].as_str().unwrap();
    let parts: Vec<_> = real.split('.').collect();
    let [head, claims, signature] = parts[..] else { panic!("{real} is no JWT") };
    let none = encode(r#"{"alg":"none","typ":"JWT"}"#);
    let other_algorithm = encode(r#"{"alg":"HS512","typ":"JWT"}"#);
    let kid = encode(r#"{"alg":"HS256","typ":"JWT","kid":"/dev/null"}"#);
    let superuser = encode(r#"{"sub":"00000000-0000-0000-0000-000000000000","exp":9999999999,"superuser":true}"#);
    for forged in [
        format!("{none}.{claims}."),
        format!("{none}.{claims}.{signature}"),
        format!("{other_algorithm}.{claims}.{signature}"),
        format!("{kid}.{claims}.{signature}"),
        format!("{head}.{superuser}.{signature}"),
        format!("{head}.{claims}."),
        format!("{head}.{claims}"),
        format!("{head}..{signature}"),
        "..".to_owned(),
        format!("{real}.{signature}"),
        format!("{head}.{claims}.{}", "A".repeat(signature.len())),
        "x".repeat(5000),
    ] {
        let me = raw::request("GET", "/api/v1/me").bearer(&forged).send(server.address()).await;
        assert_eq!(me.status, StatusCode::UNAUTHORIZED, "{forged}");
    }
}

async fn works(server: &TestServer, session: &Value) -> bool {
    let token = session["access_token"].as_str().unwrap();
    let me = raw::request("GET", "/api/v1/me").bearer(token).send(server.address()).await;
    assert!([StatusCode::OK, StatusCode::UNAUTHORIZED].contains(&me.status));
    me.status == StatusCode::OK
}
