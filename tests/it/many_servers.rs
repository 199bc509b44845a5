//! Three servers over one PostgreSQL and one S3 bucket, each the program in a process of its own: one service. What one has
//! confirmed, the others know with the next request, and what a dead one has begun, another takes over.

use std::net::SocketAddr;

use bytes::Bytes;
use conformance::cluster::{Installation, Node};
use conformance::raw::{self, Answer, Request};
use conformance::server::ADMIN_TOKEN;
use conformance::{eventually, postgres, samples};
use futures_util::future::join_all;
use http::StatusCode;
use sea_orm::{ConnectionTrait as _, Database, TransactionTrait as _};
use serde_json::{Value, json};
use strongroom_server::config::DatabaseConfig;
use strongroom_server::db::Presence;

use crate::requests;

const SERVERS: usize = 3;

/// How many callers work at a time, each with files of its own and every request at the next server.
const WORKERS: usize = 12;

/// How often each goes through everything.
const ROUNDS: usize = 3;

/// Jobs run all the time, and a dead server's are taken over soon.
const SETTINGS: [&str; 6] = ["--sweep-interval-secs", "1", "--purge-interval-secs", "1", "--job-lease-secs", "3"];

async fn start(installation: &Installation) -> Vec<Node> {
    join_all((0..SERVERS).map(|_| installation.start())).await
}

fn addresses(nodes: &[Node]) -> Vec<SocketAddr> {
    nodes.iter().map(|node| node.address).collect()
}

/// Someone whose every request goes to the next server.
struct Wanderer {
    addresses: Vec<SocketAddr>,
    next: usize,
    token: String,
}

impl Wanderer {
    fn new(addresses: &[SocketAddr], start: usize, token: &str) -> Self {
        Self { addresses: addresses.to_vec(), next: start, token: token.to_owned() }
    }

    async fn send(&mut self, request: Request) -> Answer {
        self.next += 1;
        request.bearer(&self.token).send(self.addresses[self.next % self.addresses.len()]).await
    }

    async fn json(&mut self, method: &str, target: String, body: Value, status: StatusCode) -> Value {
        let answer = self.send(raw::request(method, target.clone()).json(&body)).await;
        assert_eq!(answer.status, status, "{method} {target}: {answer:?}");
        if answer.body.is_empty() { Value::Null } else { answer.json() }
    }

    async fn get(&mut self, target: String) -> Answer {
        self.send(raw::request("GET", target)).await
    }

    async fn holds(&mut self, id: &str, content: &Bytes) {
        let answer = self.get(format!("/api/v1/files/{id}/content")).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        assert!(answer.body == *content, "{id} has other bytes");
    }

    async fn upload(&mut self, folder_id: &str, name: &str, content: &[u8]) -> String {
        let form = requests::form_of(&[("folder_id", folder_id)], name, content);
        let answer = self.send(raw::request("POST", "/api/v1/files").body(&requests::form_type(), form)).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
        id_of(&answer.json())
    }

    /// A day in the life of a few files, each step seen by another server.
    async fn live(&mut self, worker: usize, round: usize) {
        let share_id = self.default_share().await;
        let names = json!({ "share_id": share_id, "name": requests::unique("folder") });
        let folder = id_of(&self.json("POST", "/api/v1/folders".into(), names, StatusCode::CREATED).await);
        let elsewhere = json!({ "share_id": share_id, "name": requests::unique("folder") });
        let elsewhere = id_of(&self.json("POST", "/api/v1/folders".into(), elsewhere, StatusCode::CREATED).await);
        let seed = (worker * 100 + round) as u64;
        // In the row, in one object, in several parts.
        let size_bytes = [5000, 90_000, 700_000][(worker + round) % 3];
        let (first, second) = (samples::noise(size_bytes, seed * 2), samples::noise(size_bytes + 1, seed * 2 + 1));
        let file = self.upload(&folder, "report.bin", &first).await;
        self.holds(&file, &first).await;

        let replace = raw::request("PUT", format!("/api/v1/files/{file}/content"));
        let replaced = self.send(replace.body("application/octet-stream", second.clone())).await;
        assert_eq!(replaced.status, StatusCode::OK, "{replaced:?}");
        self.holds(&file, &second).await;
        let old = self.get(format!("/api/v1/files/{file}/content?version=1")).await;
        assert!(old.status == StatusCode::OK && old.body == first, "the first version");

        let target = json!({ "target_folder_id": elsewhere });
        let copy = self.json("POST", format!("/api/v1/files/{file}/copy"), target.clone(), StatusCode::CREATED).await;
        let copy = id_of(&copy);
        self.holds(&copy, &second).await;
        let other_name = json!({ "name": "moved.bin", "target_folder_id": elsewhere });
        let move_to = format!("/api/v1/files/{file}/move");
        let moved = self.json("POST", move_to, other_name, StatusCode::OK).await;
        let seen = self.get(format!("/api/v1/files/{file}")).await.json();
        assert_eq!((&seen["name"], &seen["version"]), (&moved["name"], &json!(2)));

        self.json("DELETE", format!("/api/v1/files/{copy}"), Value::Null, StatusCode::NO_CONTENT).await;
        let trashed = self.get(format!("/api/v1/files/{copy}")).await;
        assert!(!trashed.status.is_success(), "{trashed:?}");
        if round.is_multiple_of(2) {
            self.json("POST", format!("/api/v1/files/{copy}/restore"), json!({}), StatusCode::OK).await;
            self.holds(&copy, &second).await;
        } else {
            let forever = format!("/api/v1/files/{copy}?permanent=true");
            self.json("DELETE", forever, Value::Null, StatusCode::NO_CONTENT).await;
        }
        self.holds(&file, &second).await;
        let listed = self.get(format!("/api/v1/files?folder_id={elsewhere}")).await.json();
        assert_eq!(listed["count"], if round.is_multiple_of(2) { 2 } else { 1 }, "{listed}");
    }

    async fn default_share(&mut self) -> String {
        let shares = self.get("/api/v1/shares".to_owned()).await.json();
        id_of(&shares["data"][0])
    }
}

fn id_of(value: &Value) -> String {
    value["id"].as_str().unwrap_or_else(|| panic!("{value} has no id")).to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn many_servers_are_one_service() {
    let installation = Installation::create(&SETTINGS);
    let nodes = start(&installation).await;
    let addresses = addresses(&nodes);
    let work = (0..WORKERS).map(|worker| {
        let mut wanderer = Wanderer::new(&addresses, worker, ADMIN_TOKEN);
        async move {
            for round in 0..ROUNDS {
                wanderer.live(worker, round).await;
            }
        }
    });
    join_all(work).await;
    rights_end_everywhere(&addresses).await;
    requests_under_one_key_run_once(&addresses).await;
    drop(nodes);
    installation.fsck();
}

/// A revoked token and a grant that is taken back are so at every server with the next request.
async fn rights_end_everywhere(addresses: &[SocketAddr]) {
    let mut superuser = Wanderer::new(addresses, 0, ADMIN_TOKEN);
    for round in 0..5 {
        let new = json!({ "name": requests::unique("token"), "scopes": ["read"] });
        let made = superuser.json("POST", "/api/v1/me/tokens".into(), new, StatusCode::CREATED).await;
        let mut holder = Wanderer::new(addresses, round, made["token"].as_str().unwrap());
        for _ in addresses {
            assert_eq!(holder.get("/api/v1/me".into()).await.status, StatusCode::OK);
        }
        let revoke = format!("/api/v1/me/tokens/{}", id_of(&made["details"]));
        superuser.json("DELETE", revoke, Value::Null, StatusCode::NO_CONTENT).await;
        for _ in addresses {
            assert_eq!(holder.get("/api/v1/me".into()).await.status, StatusCode::UNAUTHORIZED);
        }
    }

    let organizations = superuser.get("/api/v1/organizations".into()).await.json();
    let organization = id_of(&organizations["data"][0]);
    let (email, password) = (requests::unique_email(), "password of a member");
    let member = json!({ "email": email, "role": "guest", "password": password });
    let members = format!("/api/v1/organizations/{organization}/members");
    let member = superuser.json("POST", members, member, StatusCode::CREATED).await;
    let login = raw::request("POST", "/api/v1/auth/login").json(&json!({ "email": email, "password": password }));
    let session = login.send(addresses[1]).await.json();
    let mut guest = Wanderer::new(addresses, 0, session["access_token"].as_str().unwrap());
    let share = json!({ "name": requests::unique("Share") });
    let share = id_of(&superuser.json("POST", "/api/v1/shares".into(), share, StatusCode::CREATED).await);
    let grant = format!("/api/v1/shares/{share}/grants/{}", member["user_id"].as_str().unwrap());
    for _ in 0..5 {
        for _ in addresses {
            assert_eq!(guest.get(format!("/api/v1/shares/{share}")).await.status, StatusCode::NOT_FOUND);
        }
        superuser.json("PUT", grant.clone(), json!({ "permissions": ["READ"] }), StatusCode::OK).await;
        for _ in addresses {
            let seen = guest.get(format!("/api/v1/shares/{share}")).await;
            assert_eq!(seen.status, StatusCode::OK, "{seen:?}");
        }
        superuser.json("DELETE", grant.clone(), Value::Null, StatusCode::NO_CONTENT).await;
    }
}

/// The same key at all servers at once runs once, and all answer alike.
async fn requests_under_one_key_run_once(addresses: &[SocketAddr]) {
    let mut superuser = Wanderer::new(addresses, 0, ADMIN_TOKEN);
    let share_id = superuser.default_share().await;
    for round in 0..5 {
        let new = json!({ "share_id": share_id, "name": requests::unique("Once") });
        let request = raw::request("POST", "/api/v1/folders").bearer(ADMIN_TOKEN).json(&new);
        let request = request.header("Idempotency-Key", format!("key-{round}"));
        let sent = addresses.repeat(3).into_iter().map(|address| request.clone().send(address));
        let answers = join_all(sent).await;
        for answer in &answers {
            assert_eq!((answer.status, &answer.body), (StatusCode::CREATED, &answers[0].body), "{answer:?}");
        }
    }
}

/// The server that runs a job dies in the middle of it; another one takes it over when its lease has ended.
#[tokio::test(flavor = "multi_thread")]
async fn many_servers_take_over_the_jobs_of_a_dead_one() {
    const RUNNING: &str = r#"strongroom_job_running{job="session_purge"}"#;
    const DONE: &str = r#"strongroom_job_runs_total{job="session_purge",outcome="success"}"#;
    let installation = Installation::create(&SETTINGS);
    let mut nodes = start(&installation).await;
    // The job can't end while this is held, so that whoever runs it dies in it.
    let database = Database::connect(&installation.database_url).await.unwrap();
    let holding = database.begin().await.unwrap();
    holding.execute_unprepared("LOCK TABLE sessions IN SHARE MODE").await.unwrap();
    let running = async || {
        let counts = join_all(nodes.iter().map(|node| node.metric(RUNNING))).await;
        assert!(counts.iter().sum::<u64>() <= 1, "two servers run a job");
        counts.iter().position(|count| *count == 1)
    };
    eventually(async || running().await.is_some()).await;
    let dying = running().await.expect("it can't have ended");
    nodes.swap_remove(dying).process.kill();
    let before = join_all(nodes.iter().map(|node| node.metric(DONE))).await;
    holding.rollback().await.unwrap();
    eventually(async || join_all(nodes.iter().map(|node| node.metric(DONE))).await != before).await;
    drop(nodes);
    installation.fsck();
}

/// A server that lost its hold on the database, and finds that a command has it to itself, ends rather than confirm what may
/// be lost. It starts again when the command is done.
#[tokio::test(flavor = "multi_thread")]
async fn servers_end_when_the_database_was_taken_from_them() {
    let installation = Installation::create(&[]);
    let node = installation.start().await;
    let database = DatabaseConfig { url: installation.database_url.clone() };
    let alone = loop {
        let holders = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                       WHERE application_name = 'strongroom presence' AND datname = current_database()";
        tokio::task::block_in_place(|| postgres::execute(&installation.database_url, holders));
        // The server may be the faster one.
        if let Ok(alone) = Presence::alone(&database).await {
            break alone;
        }
    };
    let (status, printed) = tokio::task::block_in_place(|| node.process.wait());
    assert_eq!(status.code(), Some(1), "{printed}");
    assert!(printed.contains("strongroom: the connection that kept the database in use broke"), "{printed}");
    drop(alone);
    installation.start().await;
}
