//! Credentials: where they come from, how they are renewed, and where they never go.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use futures_util::future::join_all;
use serde_json::json;
use strongroom_client::{Client, FailureReason, SessionAuth, StaticToken};

use crate::network::{FILE_ID, Network, Piece, Reply, Seen, file_json};

/// A server whose access tokens are numbered, and live until `newest` moves on.
fn session(number: u32, life_secs: i64) -> Reply {
    let expires_at = chrono::DateTime::from_timestamp(1_800_000_000 + life_secs, 0).unwrap();
    let date = chrono::DateTime::from_timestamp(1_800_000_000, 0).unwrap();
    Reply::json(
        200,
        &json!({
            "access_token": format!("access-{number}"), "refresh_token": format!("refresh-{number}"),
            "expires_at": expires_at, "refresh_expires_at": expires_at, "organization_id": FILE_ID, "user_id": FILE_ID,
        }),
    )
    .header("date", &date.format("%a, %d %b %Y %H:%M:%S GMT").to_string())
}

fn count(network: &Network, path: &str) -> usize {
    network.requests().iter().filter(|seen| seen.url.ends_with(path)).count()
}

/// Answers logins and refreshes; other calls as their token deserves.
fn server(accepted: Arc<AtomicU32>) -> Network {
    let issued = AtomicU32::new(0);
    Network::serving(move |seen: &Seen| {
        if seen.url.contains("/auth/") {
            return session(issued.fetch_add(1, Ordering::Relaxed) + 1, 900);
        }
        let accepted = accepted.load(Ordering::Relaxed);
        match seen.header("authorization") {
            Some(token) if token == format!("Bearer access-{accepted}") => Reply::json(200, &file_json()),
            _ => Reply::problem(401, "UNAUTHENTICATED", "The token has ended."),
        }
    })
}

#[tokio::test(start_paused = true)]
async fn a_hundred_calls_with_a_refused_token_make_one_refresh() {
    let accepted = Arc::new(AtomicU32::new(1));
    let network = server(Arc::clone(&accepted));
    let client = network.builder().auth(SessionAuth::login("ada@example.com", "pw")).build().unwrap();
    let id = FILE_ID.parse().unwrap();
    let results = join_all((0..100).map(|_| client.files().get(id).send())).await;
    assert!(results.iter().all(Result::is_ok));
    assert_eq!(count(&network, "/auth/login"), 1);
    accepted.store(2, Ordering::Relaxed);
    let results = join_all((0..100).map(|_| client.files().get(id).send())).await;
    assert!(results.iter().all(Result::is_ok));
    assert_eq!(count(&network, "/auth/refresh"), 1);
    assert_eq!(count(&network, "/auth/login"), 1);
}

#[tokio::test(start_paused = true)]
async fn a_token_that_grows_old_is_renewed_before_it_is_refused() {
    let accepted = Arc::new(AtomicU32::new(1));
    let network = server(Arc::clone(&accepted));
    let client = network.builder().auth(SessionAuth::login("ada@example.com", "pw")).build().unwrap();
    client.files().get(FILE_ID.parse().unwrap()).await.unwrap();
    tokio::time::sleep(Duration::from_secs(880)).await;
    accepted.store(2, Ordering::Relaxed);
    client.files().get(FILE_ID.parse().unwrap()).await.unwrap();
    assert_eq!(count(&network, "/auth/refresh"), 1);
    assert_eq!(count(&network, FILE_ID), 2, "no call was refused");
}

#[tokio::test(start_paused = true)]
async fn a_refresh_outlives_the_call_that_began_it() {
    let network = Network::serving(|seen| match seen.url.ends_with("/auth/login") {
        true => session(1, 900).piece(Piece::Wait(Duration::from_secs(10))),
        false => Reply::json(200, &file_json()),
    });
    let client = network.builder().auth(SessionAuth::login("ada@example.com", "pw")).build().unwrap();
    let id = FILE_ID.parse().unwrap();
    let given_up = tokio::time::timeout(Duration::from_secs(4), client.files().get(id).send()).await;
    assert!(given_up.is_err());
    client.files().get(id).await.unwrap();
    assert_eq!(count(&network, "/auth/login"), 1);
}

#[tokio::test(start_paused = true)]
async fn a_second_refusal_is_an_answer() {
    let network = server(Arc::new(AtomicU32::new(77)));
    let client = network.builder().auth(SessionAuth::login("ada@example.com", "pw")).build().unwrap();
    let error = client.files().get(FILE_ID.parse().unwrap()).await.unwrap_err();
    assert_eq!(error.code(), Some("UNAUTHENTICATED"));
    assert_eq!(error.attempts(), 2);
}

#[tokio::test(start_paused = true)]
async fn an_ended_session_is_opened_again_with_the_password() {
    let mut logins = 0;
    let network = Network::serving(move |seen| {
        if seen.url.ends_with("/auth/login") {
            logins += 1;
            return session(logins, 900);
        }
        if seen.url.ends_with("/auth/refresh") {
            return Reply::problem(401, "UNAUTHENTICATED", "The session has ended.");
        }
        match seen.header("authorization") {
            Some("Bearer access-2") => Reply::json(200, &file_json()),
            _ => Reply::problem(401, "UNAUTHENTICATED", "The token has ended."),
        }
    });
    let client = network.builder().auth(SessionAuth::login("ada@example.com", "pw")).build().unwrap();
    client.files().get(FILE_ID.parse().unwrap()).await.unwrap();
    assert_eq!(count(&network, "/auth/login"), 2);
}

#[tokio::test(start_paused = true)]
async fn a_failed_login_says_why() {
    let network = Network::serving(|_| Reply::problem(401, "UNAUTHENTICATED", "Wrong password."));
    let client = network.builder().auth(SessionAuth::login("ada@example.com", "canary")).build().unwrap();
    let error = client.files().get(FILE_ID.parse().unwrap()).await.unwrap_err();
    assert!(matches!(error.reason(), FailureReason::Auth(_)));
    assert_eq!(error.to_string(), "file_get: the login failed");
    let cause = std::error::Error::source(&error).unwrap().to_string();
    assert_eq!(cause, "session_create: Wrong password. (UNAUTHENTICATED, 401 Unauthorized, request id r9)");
    assert!(!format!("{error:?}").contains("canary"));
}

#[tokio::test]
async fn a_static_token_is_refused_once_and_stays_home_from_public_calls() {
    let network = Network::serving(|seen| {
        if seen.url.ends_with("/healthz") {
            return Reply::json(200, &json!({"status": "ok"}));
        }
        Reply::problem(401, "UNAUTHENTICATED", "No.")
    });
    let client = network.client();
    client.service().health_get().await.unwrap();
    assert_eq!(client.auth().me_get().await.unwrap_err().attempts(), 1);
    let requests = network.requests();
    assert_eq!(requests[0].header("authorization"), None);
    assert_eq!(requests[1].header("authorization"), Some("Bearer srp_canary"));
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let network = Network::script([Reply::status(307).header("location", "https://evil.example.com/")]);
    let error = network.client().files().get(FILE_ID.parse().unwrap()).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 307);
    assert_eq!(network.requests().len(), 1);
}

#[test]
fn credentials_do_not_travel_readable() {
    let error = Client::builder("http://files.example.com").token("canary").build().unwrap_err();
    assert!(error.to_string().contains("https"), "{error}");
    assert!(!error.to_string().contains("canary"));
    assert!(Client::builder("http://files.internal:8080").allow_plain_http().build().is_ok());
    assert!(Client::new("http://127.0.0.1:8080", "t").is_ok());
}

#[tokio::test]
async fn the_organization_is_named_where_it_is_told() {
    let network = Network::serving(|_| Reply::json(200, &file_json()));
    let client = network.client();
    let id = FILE_ID.parse().unwrap();
    client.files().get(id).await.unwrap();
    client.in_organization("o1").files().get(id).await.unwrap();
    client.in_organization("o1").files().get(id).organization("o2").await.unwrap();
    client.with_auth(StaticToken::new("other")).files().get(id).await.unwrap();
    let requests = network.requests();
    let named: Vec<_> = requests.iter().map(|seen| seen.header("strongroom-organization")).collect();
    assert_eq!(named, [None, Some("o1"), Some("o2"), None]);
    assert_eq!(requests[3].header("authorization"), Some("Bearer other"));
}
