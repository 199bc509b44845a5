//! The pipeline around an endpoint that stands for the generated layer; everything else is real.

use std::io;

use futures_util::stream;
use poem::endpoint::make;
use poem::http::{Method, StatusCode};
use poem::{Body, EndpointExt as _};
use serde_json::json;
use tokio::sync::Notify;

use super::*;
use crate::api::metrics::Metrics;
use crate::config::{Config, TrustedProxies};
use crate::domain::bootstrap;
use crate::lifecycle::Lifecycle;

struct World {
    pipeline: Pipeline,
    token: String,
    _folder: tempfile::TempDir,
}

impl World {
    async fn new<F>(handler: impl Fn(Request) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = poem::Result<Response>> + Send + 'static,
    {
        Self::with(Config::in_folder, handler).await
    }

    async fn with<F>(
        config: impl FnOnce(&std::path::Path) -> Config,
        handler: impl Fn(Request) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = poem::Result<Response>> + Send + 'static,
    {
        let folder = tempfile::tempdir().unwrap();
        let app = crate::server::open(&config(folder.path())).await.unwrap();
        let token = bootstrap::run(&app).await.unwrap().unwrap().0;
        let (metrics, lifecycle, proxies) = (Arc::new(Metrics::new()), Lifecycle::default(), TrustedProxies::default());
        let api = Api { app, metrics, lifecycle, proxies };
        let handler = Arc::new(make(handler));
        let endpoints = Endpoints::each(|_| Arc::clone(&handler).boxed());
        Self { pipeline: Pipeline::new(Arc::new(api), endpoints), token, _folder: folder }
    }

    fn request(&self, method: Method, uri: &str) -> poem::RequestBuilder {
        Request::builder().method(method).uri_str(uri).header(header::AUTHORIZATION, &self.token)
    }

    async fn send(&self, request: Request) -> Answer {
        let response = self.pipeline.call(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.into_body().into_bytes().await.unwrap();
        Answer { status, headers, json: serde_json::from_slice(&body).unwrap_or_default() }
    }
}

#[derive(Debug)]
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    json: Value,
}

async fn created(mut request: Request) -> poem::Result<Response> {
    let body = request.take_body().into_bytes().await?;
    let json = json!({ "path": request.uri().path(), "length": body.len() });
    Ok(Response::builder().status(StatusCode::CREATED).content_type(JSON).body(json.to_string()))
}

fn chunked(length: usize) -> Body {
    let piece = bytes::Bytes::from(vec![b' '; 1024]);
    Body::from_bytes_stream(stream::iter((0..length / 1024).map(move |_| Ok::<_, io::Error>(piece.clone()))))
}

#[tokio::test]
async fn unknown_paths_and_methods_are_problems() {
    let world = World::new(created).await;
    let answer = world.send(Request::builder().uri_str("/api/v1/nope").finish()).await;
    assert_eq!((answer.status, &answer.json["code"]), (StatusCode::NOT_FOUND, &json!("NOT_FOUND")));
    let answer = world.send(Request::builder().method(Method::POST).uri_str("/healthz").finish()).await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(answer.headers[header::ALLOW], "GET");
}

#[tokio::test]
async fn every_answer_has_the_headers_of_all() {
    let world = World::new(created).await;
    for uri in ["/healthz", "/api/v1/nope", "/docs/"] {
        let request = Request::builder().uri_str(uri).header(REQUEST_ID, "mine-1").finish();
        let answer = world.send(request).await;
        assert_eq!(answer.headers[REQUEST_ID], "mine-1", "{uri}");
        assert_eq!(answer.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff", "{uri}");
        assert!(answer.headers.contains_key(header::CACHE_CONTROL), "{uri}");
    }
}

#[tokio::test]
async fn who_calls_is_asked_before_the_body_is_looked_at() {
    let world = World::new(created).await;
    let request = Request::builder().method(Method::POST).uri_str("/api/v1/me/tokens").body("not json");
    let answer = world.send(request).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert!(answer.headers[header::WWW_AUTHENTICATE].to_str().unwrap().starts_with("Bearer"));
}

#[tokio::test]
async fn a_body_is_limited_whether_or_not_its_length_is_announced() {
    let world = World::new(created).await;
    let request = || world.request(Method::POST, "/api/v1/me/tokens").content_type(JSON);
    for request in [request().header(header::CONTENT_LENGTH, 3 << 20).finish(), request().body(chunked(3 << 20))] {
        let answer = world.send(request).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(answer.json["data"]["limit_bytes"], 1 << 20);
    }
}

#[tokio::test]
async fn malformed_json_is_told_from_what_breaks_the_contract() {
    let world = World::new(created).await;
    let request = |body: &'static str| {
        world
            .request(Method::POST, "/api/v1/me/tokens?odd=1")
            .content_type(JSON)
            .header("idempotency-key", "ä")
            .body(body)
    };
    let answer = world.send(request("{\"name\": hunter2}")).await;
    assert_eq!((answer.status, &answer.json["code"]), (StatusCode::BAD_REQUEST, &json!("INVALID_ARGUMENT")));
    assert!(!answer.json.to_string().contains("hunter2"));
    let answer = world.send(request("{\"scopes\": [\"fly\"]}")).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let places: Vec<_> = answer.json["errors"].as_array().unwrap().iter().map(|fault| &fault["pointer"]).collect();
    for place in ["/odd", "/name", "/scopes/0", "/Idempotency-Key"] {
        assert!(places.contains(&&json!(place)), "{place} in {places:?}");
    }
    let answer = world.send(request("")).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = world.request(Method::POST, "/api/v1/me/tokens").content_type("text/plain").body("{}");
    assert_eq!(world.send(text).await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn what_is_in_order_reaches_the_handler_whole() {
    let world = World::new(created).await;
    let body = r#"{"name": "ci", "scopes": ["read"]}"#;
    let answer = world.send(world.request(Method::POST, "/api/v1/me/tokens").content_type(JSON).body(body)).await;
    assert_eq!(answer.status, StatusCode::CREATED);
    assert_eq!(answer.json, json!({ "path": "/api/v1/me/tokens", "length": body.len() }));
}

#[tokio::test]
async fn a_panic_is_a_problem_too() {
    let world = World::new(|_| async { panic!("hunter2") }).await;
    for request in [
        world.request(Method::GET, "/api/v1/me").finish(),
        world.request(Method::DELETE, "/api/v1/me/tokens/019a9d7e-5b1c-7d0f-8a3e-2f6b1c9d4e00").finish(),
    ] {
        let answer = world.send(request).await;
        assert_eq!((answer.status, &answer.json["code"]), (StatusCode::INTERNAL_SERVER_ERROR, &json!("INTERNAL")));
        assert!(!answer.json.to_string().contains("hunter2"));
    }
}

#[tokio::test]
async fn a_handler_that_takes_too_long_is_unavailable() {
    let impatient = |folder: &std::path::Path| {
        let mut config = Config::in_folder(folder);
        config.limits.handler_timeout_secs = 0;
        config
    };
    let world = World::with(impatient, |_| std::future::pending()).await;
    for request in
        [world.request(Method::GET, "/api/v1/me").finish(), world.request(Method::POST, "/api/v1/auth/logout").finish()]
    {
        let answer = world.send(request).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(answer.headers.contains_key(header::RETRY_AFTER));
    }
}

#[tokio::test]
async fn a_caller_that_hangs_up_stops_no_change() {
    let (begun, go_on, done) = (Arc::new(Notify::new()), Arc::new(Notify::new()), Arc::new(Notify::new()));
    let world = World::new({
        let (begun, go_on, done) = (Arc::clone(&begun), Arc::clone(&go_on), Arc::clone(&done));
        move |_| {
            let (begun, go_on, done) = (Arc::clone(&begun), Arc::clone(&go_on), Arc::clone(&done));
            async move {
                begun.notify_one();
                go_on.notified().await;
                done.notify_one();
                Ok(Response::builder().status(StatusCode::NO_CONTENT).finish())
            }
        }
    })
    .await;
    let logout = world.send(world.request(Method::POST, "/api/v1/auth/logout").finish());
    tokio::select! {
        answer = logout => panic!("nobody has answered yet: {answer:?}"),
        () = begun.notified() => {}
    }
    // The request's future is gone by now.
    go_on.notify_one();
    tokio::time::timeout(Duration::from_secs(10), done.notified()).await.unwrap();
}

#[tokio::test]
async fn a_request_with_a_key_runs_once() {
    let world = World::new({
        let runs = Arc::new(std::sync::atomic::AtomicU64::new(0));
        move |_| {
            let run = runs.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            async move {
                let body = json!({ "run": run }).to_string();
                Ok(Response::builder()
                    .status(StatusCode::CREATED)
                    .header("location", "/x")
                    .content_type(JSON)
                    .body(body))
            }
        }
    })
    .await;
    let request = |key: &str, name: &str| {
        let body = json!({ "name": name, "scopes": ["read"] }).to_string();
        world.request(Method::POST, "/api/v1/me/tokens").content_type(JSON).header("idempotency-key", key).body(body)
    };
    let (one, other) = tokio::join!(world.send(request("k", "a")), world.send(request("k", "a")));
    assert_eq!((one.json, other.json), (json!({ "run": 0 }), json!({ "run": 0 })));
    let again = world.send(request("k", "a")).await;
    assert_eq!((again.status, &again.json), (StatusCode::CREATED, &json!({ "run": 0 })));
    assert_eq!(
        (&again.headers["idempotency-replayed"], &again.headers["location"]),
        (&"true".parse().unwrap(), &"/x".parse().unwrap())
    );
    let reused = world.send(request("k", "b")).await;
    assert_eq!(reused.json["code"], "IDEMPOTENCY_KEY_REUSED");
    assert_eq!(world.send(request("k2", "b")).await.json, json!({ "run": 1 }));
}
