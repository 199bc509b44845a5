//! P1: what was confirmed outlives `kill -9`, and what was not is there whole or not at all.

use std::sync::Arc;
use std::time::Duration;

use conformance::crash::installation::Serving;
use conformance::crash::trace::{CrashPoint, FOLDER_POINTS, REMOTE_POINTS, Trace};
use conformance::crash::writer::{self, Expectation};
use conformance::crash::{Engine, Installation, Journal, Proof, Writers, verify};
use conformance::model::Random;

const WRITERS: usize = 6;

/// Then a new installation is begun: what must be compared after each kill grows all the time.
const KILLS_PER_INSTALLATION: usize = 10;

/// By when a program that writes comes by each step of a write.
const STEP_WAIT: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread")]
async fn kill_9_loses_nothing_on_sqlite() {
    kills(Engine::SqliteFolder).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn kill_9_loses_nothing_on_postgres() {
    kills(Engine::PostgresS3).await;
}

/// What shows that death came in the middle of things.
#[derive(Debug, Default)]
struct Counters {
    confirmed: u64,
    /// Kills at a step of ours, each of which was met.
    at_steps: u64,
    /// Requests without an answer, of which so many had happened and so many had not.
    happened: u64,
    not_happened: u64,
    /// Packs that were durable when death came before their commit.
    before_commit: usize,
    files_compared: u64,
    bytes_compared: u64,
}

async fn kills(engine: Engine) {
    let runs = Proof::size(30, 500);
    let proof = Proof::begin("P1", engine.name());
    let mut random = Random::new(proof.seed);
    let mut counters = Counters::default();
    let mut left = runs;
    while left > 0 {
        let kills = left.min(KILLS_PER_INSTALLATION);
        one_installation(engine, kills, &mut random, &mut counters).await;
        left -= kills;
    }
    proof.end(runs, 0, &format!("{counters:?}").replace('"', "'"));
    let Counters { confirmed, at_steps, happened, not_happened, before_commit, .. } = counters;
    let runs = runs as u64;
    assert!(confirmed >= 3 * runs, "too little was confirmed to be lost: {confirmed}");
    assert!(at_steps >= runs / 4, "too few steps were met: {at_steps}");
    assert!(happened > 0 && not_happened > 0, "requests were cut off on one side of their commit only");
    assert!(before_commit > 0, "no kill came between the store and the commit");
}

async fn one_installation(engine: Engine, kills: usize, random: &mut Random, counters: &mut Counters) {
    let folder = tempfile::Builder::new().prefix("strongroom-kill-").tempdir().unwrap();
    let installation = Installation::create(engine, &folder.path().join("data"));
    let mut serving = installation.serve();
    let folders = writer::folders(&serving.client(), WRITERS).await;
    let journal = Arc::new(Journal::create(&folder.path().join("journal"), folders));
    let points: &[CrashPoint] = if engine == Engine::PostgresS3 { &REMOTE_POINTS } else { &FOLDER_POINTS };
    let mut orphans = 0;
    for kill in 0..kills {
        let writers = Writers::start(&journal, || serving.client(), random, Expectation::Success);
        counters.at_steps += u64::from(die(serving, kill, points, random).await);
        writers.stop().await;
        installation.settle().await;

        serving = installation.serve();
        let now_orphans = installation.packs_without_rows().await.len();
        counters.before_commit += now_orphans.saturating_sub(orphans);
        orphans = now_orphans;
        let findings = verify(&serving.client(), &journal.states()).await;
        assert!(findings.faults.is_empty(), "after kill {kill}: {:#?}", findings.faults);
        installation.examine().unwrap_or_else(|output| panic!("after kill {kill}: {output}"));
        let (happened, not_happened) = findings.outcomes();
        counters.happened += happened;
        counters.not_happened += not_happened;
        counters.files_compared += findings.files;
        counters.bytes_compared += findings.bytes;
        for (writer, done) in findings.unanswered {
            journal.found(writer, done);
        }
    }
    counters.confirmed += journal.confirmed();
}

/// Ends the program: every second time at a random moment, else at a step of a write. Whether a step was met.
async fn die(mut serving: Serving, kill: usize, points: &[CrashPoint], random: &mut Random) -> bool {
    if kill.is_multiple_of(2) {
        tokio::time::sleep(Duration::from_millis(30 + random.below(700) as u64)).await;
        serving.process.kill();
        return false;
    }
    let point = points[kill / 2 % points.len()];
    let _trace = Trace::kill_at(point, random, serving.process.id());
    let met = tokio::time::timeout(STEP_WAIT, async {
        while !serving.process.has_ended() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    });
    let met = met.await.is_ok();
    serving.process.kill();
    met
}
