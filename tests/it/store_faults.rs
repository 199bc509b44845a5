//! A store that is slow, refuses, breaks off, answers nonsense or wrong bytes: no upload is confirmed that can't be read
//! back, no download ends in order with bytes that were not stored, nobody waits longer than the server's patience with
//! its store, and all is well again when the store is.

use std::time::{Duration, Instant};

use bytes::Bytes;
use conformance::crash::{Engine, Proof};
use conformance::faults::{Fault, Plan, StoreProxy};
use conformance::raw::{self, Answer};
use conformance::s3::{self, Bucket};
use conformance::server::ADMIN_TOKEN;
use conformance::{TestServer, samples};
use futures_util::{StreamExt as _, stream};
use http::StatusCode;
use strongroom_server::server;

use crate::requests;

/// What the server gives one request to its store, and what it gives a part of 5 MiB.
const PATIENCE: Duration = Duration::from_secs(15);
const PART_PATIENCE: Duration = Duration::from_secs(31);

/// One object, in one request.
const SMALL_BYTES: usize = 200_000;

/// Three parts, and two requests to read it.
const LARGE_BYTES: usize = 12_000_000;

/// How many scripts run at a time: most of them wait.
const AT_A_TIME: usize = 8;

/// What the server is asked while the store is spoilt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Action {
    Upload,
    Download,
}

#[derive(Debug, Clone, Copy)]
struct Script {
    action: Action,
    size_bytes: usize,
    plan: Plan,
    /// How much longer than with a sound store it may take, but for a tenth.
    patience: Duration,
}

fn scripts() -> Vec<Script> {
    use Fault::{
        Delay, FlipAnswerAt, Hang, LoseAnswer, Refuse, ResetAnswerAt, ResetRequestAt, ShortenAnswerBy, StallAnswerAt,
        Status, Stranger, TruncateAnswerAt,
    };
    let second = Delay(Duration::from_secs(1));
    let (slow_down, expired) = (Status(503, "SlowDown"), Status(403, "ExpiredToken"));
    let broken = Status(500, "InternalError");
    let answers = [ResetAnswerAt(100_000), TruncateAnswerAt(100_000), StallAnswerAt(100_000), ShortenAnswerBy(1000)];
    let everywhere = [Refuse, Hang, second, slow_down, expired, broken, Stranger, LoseAnswer];
    let mut scripts = Vec::new();
    let mut add = |action, size_bytes, method, faults: &[Fault]| {
        for fault in faults {
            for times in [Some(1), None] {
                let is_part = (method, size_bytes) == ("PUT", LARGE_BYTES);
                let patience = if is_part { PART_PATIENCE } else { PATIENCE };
                scripts.push(Script { action, size_bytes, plan: Plan { method, fault: *fault, times }, patience });
            }
        }
    };
    add(Action::Upload, SMALL_BYTES, "PUT", &everywhere);
    add(Action::Upload, SMALL_BYTES, "PUT", &[ResetRequestAt(50_000), ResetRequestAt(0)]);
    add(
        Action::Upload,
        LARGE_BYTES,
        "PUT",
        &[Hang, slow_down, expired, Stranger, LoseAnswer, ResetRequestAt(3_000_000)],
    );
    add(Action::Upload, LARGE_BYTES, "POST", &everywhere);
    add(Action::Upload, LARGE_BYTES, "HEAD", &[Refuse, slow_down]);
    add(Action::Download, SMALL_BYTES, "GET", &everywhere);
    add(Action::Download, SMALL_BYTES, "GET", &answers);
    // Of 8 MiB, more often than one request is tried again, but each time with something new.
    add(Action::Download, LARGE_BYTES, "GET", &[ResetAnswerAt(1_000_000), TruncateAnswerAt(1_000_000)]);
    add(Action::Download, LARGE_BYTES, "GET", &[ResetAnswerAt(0), TruncateAnswerAt(0), ShortenAnswerBy(1000)]);
    add(Action::Download, SMALL_BYTES, "GET", &[FlipAnswerAt(0), FlipAnswerAt(150_000), FlipAnswerAt(SMALL_BYTES - 1)]);
    add(Action::Download, LARGE_BYTES, "GET", &[FlipAnswerAt(3_000_000)]);
    scripts
}

struct Fixture {
    server: TestServer,
    proxy: StoreProxy,
    /// Goes with the fixture.
    _bucket: Bucket,
}

impl Fixture {
    async fn create() -> Self {
        let (bucket, proxy) = (Bucket::create(), StoreProxy::start(s3::address()).await);
        let server = TestServer::start_with(|config| {
            config.store = bucket.config_through(proxy.address);
            // Parts of 5 MiB.
            config.limits.max_file_bytes = 1 << 30;
        });
        Self { server: server.await, proxy, _bucket: bucket }
    }

    async fn upload(&self, name: &str, content: &[u8]) -> Answer {
        let form = requests::form_of(&[], name, content);
        let request = raw::request("POST", "/api/v1/files").bearer(ADMIN_TOKEN).body(&requests::form_type(), form);
        request.send(self.server.address()).await
    }

    async fn download(&self, id: &str) -> std::io::Result<Answer> {
        let request = raw::request("GET", format!("/api/v1/files/{id}/content")).bearer(ADMIN_TOKEN);
        request.exchange(self.server.address()).await
    }

    async fn is_ready(&self) -> bool {
        raw::request("GET", "/readyz").send(self.server.address()).await.status == StatusCode::OK
    }
}

fn id(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
    answer.json()["id"].as_str().unwrap().to_owned()
}

/// What a script came to: whether the store's fault was felt, for the count of those that were not.
async fn play(number: usize, script: Script) -> bool {
    let mut fixture = Fixture::create().await;
    let content = |seed: u64| -> Bytes { samples::noise(script.size_bytes, number as u64 * 10 + seed) };
    let start = Instant::now();
    let kept = id(&fixture.upload("kept", &content(1)).await);
    let sound = start.elapsed();

    fixture.proxy.spoil(script.plan);
    let start = Instant::now();
    let (uploaded, felt) = match script.action {
        Action::Upload => {
            let answer = fixture.upload("new", &content(2)).await;
            let confirmed = answer.status == StatusCode::CREATED;
            assert!(confirmed || answer.status.is_server_error(), "{script:?}: {answer:?}");
            (confirmed.then(|| id(&answer)), !confirmed)
        }
        Action::Download => match fixture.download(&kept).await {
            Ok(answer) if answer.status == StatusCode::OK => {
                assert!(answer.body == content(1), "{script:?}: other bytes, and a clean end");
                (None, false)
            }
            Ok(answer) => {
                assert!(answer.status.is_server_error(), "{script:?}: {answer:?}");
                (None, true)
            }
            Err(_) => (None, true),
        },
    };
    let took = start.elapsed();
    assert!(took <= sound + script.patience.mul_f64(1.1), "{script:?} took {took:?}, with a sound store {sound:?}");
    assert!(fixture.proxy.mend() > 0, "{script:?} spoilt nothing");

    assert!(fixture.is_ready().await, "{script:?}: not ready again");
    for (id, seed) in [Some(kept), uploaded].into_iter().zip([1, 2]) {
        let Some(id) = id else { continue };
        let answer = fixture.download(&id).await.unwrap_or_else(|error| panic!("{script:?}: not read back: {error}"));
        assert!(answer.body == content(seed), "{script:?}: other bytes are read back");
    }
    id(&fixture.upload("after", &content(3)).await);
    let report = server::fsck(fixture.server.config(), true).await.unwrap();
    assert!(report.is_clean(), "{script:?}: {report}");
    // Else its connections to the database would stay until the last script's end, and there are not so many.
    fixture.server.stop().await;
    felt
}

#[tokio::test(flavor = "multi_thread")]
async fn store_faults_lose_nothing_and_tell_no_lies() {
    let engine = if Engine::of_suite().is_sqlite() { Engine::SqliteS3 } else { Engine::PostgresS3 };
    let proof = Proof::begin("P17", engine.name());
    let scripts = scripts();
    assert!(scripts.len() >= 60, "{}", scripts.len());
    let played = stream::iter(scripts.clone().into_iter().enumerate())
        .map(|(number, script)| play(number, script))
        .buffered(AT_A_TIME);
    let felt: Vec<bool> = played.collect().await;
    let lasting = scripts.iter().zip(&felt).filter(|(script, _)| script.plan.times.is_none());
    let hidden: Vec<_> = lasting.filter(|(_, felt)| !**felt).map(|(script, _)| script.plan).collect();
    // A slow store is no broken one, and what comes in pieces comes at last. Any other fault that lasts is told.
    let harmless = |fault: Fault| match fault {
        Fault::Delay(_) => true,
        Fault::ResetAnswerAt(offset) | Fault::TruncateAnswerAt(offset) | Fault::StallAnswerAt(offset) => offset > 0,
        _ => false,
    };
    assert!(hidden.iter().all(|plan| harmless(plan.fault)), "not felt: {hidden:?}");
    let resumed = |plan: &&Plan| plan.fault == Fault::ResetAnswerAt(1_000_000);
    assert!(
        hidden.iter().any(|plan| resumed(&plan)),
        "a long answer that breaks off again and again is not gone on with"
    );
    proof.end(scripts.len(), 0, &format!("{} of the faults were felt", felt.iter().filter(|felt| **felt).count()));
}
