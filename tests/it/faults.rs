//! A service whose parts fail: every operation says so by a problem document, tells no cause, and recovers by itself.

use conformance::raw::{self, Answer};
use conformance::{Team, TestServer};
use futures_util::future::join_all;
use http::StatusCode;

use crate::requests::{self, Ids, Row};

/// Operations that ask neither database nor store: nothing of these can fail them.
const INDEPENDENT: [&str; 4] = ["health_get", "metrics_get", "contract_get_json", "contract_get_yaml"];

struct Fixture {
    server: TestServer,
    team: Team,
    ids: Ids,
}

impl Fixture {
    async fn create() -> Self {
        let server = TestServer::start().await;
        let team = Team::create(&server, "Acme").await;
        let ids = Ids::create(&server, &team).await;
        Self { server, team, ids }
    }

    async fn ask_all(&self) -> Vec<(Row, Answer)> {
        let asked = requests::all().into_iter().filter(|row| !INDEPENDENT.contains(&row.id)).map(async |row| {
            (row, row.request(&self.ids, &self.team.owner.token, "").send(self.server.address()).await)
        });
        join_all(asked).await
    }
}

/// A fault inside is the caller's to report, by its request id, and nobody's to read.
#[tokio::test(flavor = "multi_thread")]
async fn internal_faults_tell_no_cause() {
    let fixture = Fixture::create().await;
    for table in ["tokens", "sessions", "users"] {
        fixture.server.db_execute(&format!("ALTER TABLE {table} RENAME TO {table}_elsewhere")).await;
    }
    for (row, answer) in fixture.ask_all().await {
        if row.id == "readiness_get" {
            assert_eq!(answer.status, StatusCode::OK, "the database answers");
            continue;
        }
        assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{}", row.id);
        let text = String::from_utf8(answer.body).unwrap();
        for cause in ["table", "SQL", "sqlx", "SELECT", "sessions", "elsewhere", "relation"] {
            assert!(!text.contains(cause), "{}: {text}", row.id);
        }
    }
    for table in ["tokens", "sessions", "users"] {
        fixture.server.db_execute(&format!("ALTER TABLE {table}_elsewhere RENAME TO {table}")).await;
    }
    let me = fixture.team.owner.request("GET", "/api/v1/me").send(fixture.server.address()).await;
    assert_eq!(me.status, StatusCode::OK, "it recovers by itself");
}

/// When the database has no connection to give, every operation says to come again, in bounded time.
#[tokio::test(flavor = "multi_thread")]
async fn busy_database_is_unavailable() {
    let fixture = Fixture::create().await;
    let held = fixture.server.db_hold_connections().await;
    let health = raw::request("GET", "/healthz").send(fixture.server.address()).await;
    assert_eq!(health.status, StatusCode::OK, "the process is alive");
    for (row, answer) in fixture.ask_all().await {
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{}", row.id);
        let wait: u64 = answer.header("retry-after").unwrap().parse().unwrap();
        assert!((1..=60).contains(&wait), "{}", row.id);
    }
    drop(held);
    // One after the other: all at once, some of which remove what others change, may get into each other's way.
    for row in requests::all().into_iter().filter(|row| !INDEPENDENT.contains(&row.id)) {
        let answer = row.request(&fixture.ids, &fixture.team.owner.token, "").send(fixture.server.address()).await;
        assert!(answer.status.as_u16() < 500, "{}: it does not recover: {answer:?}", row.id);
    }
}

/// A store that can't be written refuses uploads, and harms nothing else.
#[tokio::test(flavor = "multi_thread")]
async fn broken_store_fails_only_what_needs_it() {
    let fixture = Fixture::create().await;
    let before = fixture.server.db_number("SELECT count(*) FROM files WHERE trashed_at IS NULL").await;
    fixture.server.store_take_away();
    let form = requests::form_of(&[("name", "large")], "x", &conformance::samples::noise(100_000, 1));
    let upload = fixture.team.owner.request("POST", "/api/v1/files").body(&requests::form_type(), form);
    let refused = upload.clone().send(fixture.server.address()).await;
    assert!(refused.status.is_server_error(), "{refused:?}");
    let list = fixture.team.owner.request("GET", "/api/v1/files").send(fixture.server.address()).await;
    assert_eq!(list.json()["count"], before, "the refused file is not there");
    let ready = raw::request("GET", "/readyz").send(fixture.server.address()).await;
    assert_eq!(ready.status, StatusCode::SERVICE_UNAVAILABLE);
    fixture.server.store_put_back();
    let made = upload.send(fixture.server.address()).await;
    assert_eq!(made.status, StatusCode::CREATED, "it recovers by itself: {made:?}");
    let ready = raw::request("GET", "/readyz").send(fixture.server.address()).await;
    assert_eq!(ready.status, StatusCode::OK);
}
