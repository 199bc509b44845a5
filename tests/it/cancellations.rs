//! Requests that are cut off at any moment, in each way that HTTP has: nothing of them stays behind in the database, and
//! whoever comes next is served.

use std::time::Duration;

use conformance::crash::{Engine, Proof};
use conformance::faults::DelayProxy;
use conformance::raw::{self, Connection, Request};
use conformance::server::ADMIN_TOKEN;
use conformance::{TestServer, eventually, postgres, samples};
use futures_util::{StreamExt as _, stream};
use http::StatusCode;
use sea_orm::{ConnectionTrait as _, Database, DbBackend, Statement};
use serde_json::json;
use strongroom_server::server;

use crate::requests;

/// Cut off, and then asked in order.
const REQUESTS: u64 = 500;

const AT_A_TIME: usize = 16;

/// How much longer each message from and to the database takes, so that the cuts fall between them.
const DATABASE_DELAY: Duration = Duration::from_millis(5);

/// How a request ends before its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cut {
    Http2Reset,
    Http1Reset,
    Http1End,
}

/// Writes and reads of several statements each.
fn request(number: u64) -> Request {
    let request = match number % 5 {
        0 => raw::request("PATCH", "/api/v1/me").json(&json!({ "name": format!("Ada {number}") })),
        1 => raw::request("POST", "/api/v1/shares").json(&json!({ "name": requests::unique("Share") })),
        2 => {
            // In the row, or in the store.
            let size_bytes = if number.is_multiple_of(2) { 2000 } else { 40_000 };
            let form = requests::form_of(&[], &requests::unique("file"), &samples::noise(size_bytes, number));
            raw::request("POST", "/api/v1/files").body(&requests::form_type(), form)
        }
        3 => raw::request("GET", "/api/v1/files"),
        _ => raw::request("GET", "/api/v1/shares"),
    };
    request.bearer(ADMIN_TOKEN)
}

async fn cut_off(server: &TestServer, http2: &reqwest::Client, number: u64) {
    let cut = [Cut::Http2Reset, Cut::Http1Reset, Cut::Http1End][usize::try_from(number % 3).unwrap()];
    // Spread over the time that a request takes, and the same at every run.
    let after = Duration::from_micros(number.wrapping_mul(7919) % 30_000);
    if cut == Cut::Http2Reset {
        // Dropped when its time is over, by which its stream is reset while the connection goes on.
        tokio::time::timeout(after, request(number).over(http2, server.address()).send()).await.ok();
        return;
    }
    let mut connection = Connection::open(server.address()).await.unwrap();
    connection.write(&request(number).to_bytes()).await.unwrap();
    tokio::time::sleep(after).await;
    // It may have been answered and closed already.
    match cut {
        Cut::Http1Reset => connection.reset().ok(),
        _ => connection.finish().await.ok(),
    };
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelled_requests_leave_nothing_behind() {
    let engine = if Engine::of_suite().is_s3() { Engine::PostgresS3 } else { Engine::PostgresFolder };
    let proof = Proof::begin("P16", engine.name());
    let database = postgres::create_database();
    let slow = DelayProxy::start(postgres::address(), DATABASE_DELAY).await;
    let url = database.replacen(&postgres::address().to_string(), &slow.address.to_string(), 1);
    let server = TestServer::start_with(|config| config.database.url = url).await;
    let http2 = reqwest::Client::builder().http2_prior_knowledge().build().unwrap();
    let cuts = stream::iter(0..REQUESTS).map(|number| cut_off(&server, &http2, number));
    cuts.buffer_unordered(AT_A_TIME).collect::<()>().await;

    let asked = stream::iter(0..REQUESTS).map(|number| request(number).send(server.address()));
    let answers: Vec<_> = asked.buffer_unordered(AT_A_TIME).collect().await;
    let failed: Vec<_> = answers.iter().filter(|answer| !answer.status.is_success()).collect();
    assert!(failed.is_empty(), "{} of {REQUESTS} failed: {:?}", failed.len(), failed[0]);

    let observer = Database::connect(&database).await.unwrap();
    eventually(async || {
        let idle = "SELECT count(*) FROM pg_stat_activity \
                    WHERE datname = current_database() AND state LIKE 'idle in transaction%'";
        let row = observer.query_one_raw(Statement::from_string(DbBackend::Postgres, idle)).await.unwrap().unwrap();
        row.try_get_by_index::<i64>(0).unwrap() == 0
    })
    .await;
    assert_eq!(raw::request("GET", "/readyz").send(server.address()).await.status, StatusCode::OK);
    let report = server::fsck(server.config(), true).await.unwrap();
    assert!(report.is_clean(), "{report}");
    proof.end(usize::try_from(REQUESTS).unwrap(), 0, "resets and ends at 0 to 30 ms, then as many in order");
}
