//! What the server counts, and waiting on it instead of on the clock.

pub use conformance::eventually;
use conformance::{Team, TestServer, raw};

/// Requests that are being answered, the one that asks included.
pub const IN_FLIGHT: &str = "strongroom_requests_in_flight";

/// One metric without labels.
pub async fn number(server: &TestServer, name: &str) -> f64 {
    let text = all(server).await;
    let line = text.lines().find(|line| line.split(' ').next() == Some(name));
    let number = line.and_then(|line| line.rsplit(' ').next()).and_then(|number| number.parse().ok());
    number.unwrap_or_else(|| panic!("no metric {name} in {text}"))
}

async fn all(server: &TestServer) -> String {
    let answer = raw::request("GET", "/metrics").send(server.address()).await;
    String::from_utf8(answer.body).expect("metrics are text")
}

#[tokio::test(flavor = "multi_thread")]
async fn metrics_get_counts_requests_by_operation() {
    let server = TestServer::start().await;
    let team = Team::create(&server, "Acme").await;
    for _ in 0..3 {
        team.owner.client.files().list().await.unwrap();
    }
    raw::request("GET", "/api/v1/files").send(server.address()).await;
    let text = all(&server).await;
    for line in [
        r#"strongroom_requests_total{operation="file_list",method="GET",status="200"} 3"#,
        r#"strongroom_requests_total{operation="file_list",method="GET",status="401"} 1"#,
        "# EOF",
    ] {
        assert!(text.lines().any(|told| told == line), "{line} is missing in {text}");
    }
}

/// Labels are the contract's words: a caller can neither fill the memory with them nor leave a secret in them.
#[tokio::test(flavor = "multi_thread")]
async fn metrics_get_shows_nothing_that_callers_send() {
    let server = TestServer::start().await;
    for path in ["/canary-path", "/api/v1/files?q=canary-query", "/api/v1/files/canary-id"] {
        raw::request("GET", path).header("Authorization", "canary-token").send(server.address()).await;
    }
    let text = all(&server).await;
    assert!(!text.contains("canary"), "{text}");
}
