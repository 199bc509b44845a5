//! P28: backups, restorations and moves to another database and store that are killed at any moment, again and again, and
//! then run to their end, are as whole as if nothing had happened.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use conformance::crash::installation::files_below;
use conformance::crash::writer::{self, Expectation};
use conformance::crash::{Engine, Installation, Journal, Proof, Writers};
use conformance::model::Random;
use conformance::wait::eventually;

use crate::backup::must_show;

const WRITERS: usize = 4;

/// So many requests make what is copied.
const REQUESTS: u64 = 120;

/// How often a copy is killed before it is let come to its end.
const KILLS: usize = 5;

#[tokio::test(flavor = "multi_thread")]
async fn interrupted_copies_end_whole_from_sqlite() {
    interrupted(Engine::SqliteFolder, Engine::PostgresS3).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn interrupted_copies_end_whole_from_postgres() {
    interrupted(Engine::PostgresS3, Engine::SqliteFolder).await;
}

/// Where death came.
#[derive(Debug, Default)]
struct Deaths {
    kills: usize,
    /// When some packs had arrived, and not yet all.
    half_way: usize,
    /// When all had arrived, or before the first one.
    elsewhere: usize,
    /// Copies that came to their end before their time was up.
    too_late: usize,
}

/// A copy that can be begun again and again.
struct Copy<'a> {
    /// Where it is begun.
    at: &'a Installation,
    command: &'a str,
    arguments: &'a [&'a str],
    /// Where its packs arrive, and how many there are in the end.
    arrived: Box<dyn Fn() -> usize + 'a>,
    packs: usize,
}

async fn interrupted(engine: Engine, other: Engine) {
    let rounds = Proof::size(1, 20);
    let proof = Proof::begin("P28", &format!("{} to {} broken off", engine.name(), other.name()));
    let mut random = Random::new(proof.seed);
    let folder = tempfile::tempdir().unwrap();
    let installation = Installation::create(engine, &folder.path().join("data"));
    let journal = fill(&installation, folder.path(), &mut random).await;
    let packs = installation.stored_packs().len();
    let mut deaths = Deaths::default();
    // The first one is not killed: it tells how long each takes.
    let mut takes = [Duration::ZERO; 3];
    for round in 0..=rounds {
        let kills = if round == 0 { 0 } else { KILLS };
        let place = folder.path().join(format!("{round}"));
        std::fs::create_dir(&place).unwrap();
        let backups = place.join("backups");
        let restored = Installation::create(other, &place.join("restored"));
        let moved = Installation::create(other, &place.join("moved"));
        std::fs::create_dir(place.join("moved")).unwrap();
        let to = ["--to", backups.to_str().unwrap()];
        let from = ["--from", backups.to_str().unwrap()];
        let there = ["--to-database-url", moved.database_url(), "--to-store-url", moved.store_url()];
        let copy = |at, command, arguments, arrived| Copy { at, command, arguments, arrived, packs };
        let copies = [
            copy(&installation, "backup", &to[..], Box::new(|| files_below(&backups.join("packs")).len())),
            copy(&restored, "restore", &from, Box::new(|| restored.stored_packs().len())),
            copy(&installation, "migrate-store", &there, Box::new(|| moved.stored_packs().len())),
        ];
        for (copy, takes) in copies.iter().zip(&mut takes) {
            let start = Instant::now();
            copy.run(kills, *takes, &mut random, &mut deaths).await;
            if round == 0 {
                *takes = start.elapsed();
            }
        }
        for copied in [&restored, &moved] {
            copied.examine().unwrap_or_else(|output| panic!("{output}"));
            assert_eq!(copied.packs_without_rows().await.len(), 0, "a copy holds more than what was copied");
            must_show(copied, &journal).await;
        }
    }
    must_show(&installation, &journal).await;
    let copies = 3 * rounds;
    proof.end(copies, 0, &format!("{} confirmed in {packs} packs; {deaths:?}", journal.confirmed()));
    assert!(deaths.kills >= copies / 2, "too few copies were killed: {deaths:?}");
    assert!(deaths.half_way >= deaths.kills / 15 && deaths.half_way > 0, "death did not come half-way: {deaths:?}");
}

/// Something of everything, and nobody who runs on it.
async fn fill(installation: &Installation, folder: &Path, random: &mut Random) -> Arc<Journal> {
    let serving = installation.serve();
    let folders = writer::folders(&serving.client(), WRITERS).await;
    let journal = Arc::new(Journal::create(&folder.join("journal"), folders));
    let writers = Writers::start(&journal, || serving.client(), random, Expectation::Success);
    eventually(async || journal.confirmed() >= REQUESTS || writers.have_ended()).await;
    writers.stop().await;
    serving.process.terminate();
    assert!(serving.process.wait().0.success());
    journal
}

impl Copy<'_> {
    /// Kills it so often, each time within the time that it takes but for the examination at its end, and then lets it
    /// come to its end.
    async fn run(&self, kills: usize, takes: Duration, random: &mut Random, deaths: &mut Deaths) {
        for _ in 0..kills {
            let mut process = self.at.begin(self.command, self.arguments);
            let millis = usize::try_from(takes.as_millis() / 2).unwrap();
            tokio::time::sleep(Duration::from_millis(random.below(millis) as u64)).await;
            if process.has_ended() {
                deaths.too_late += 1;
                let (status, output) = process.wait();
                assert!(status.success() || is_done(&output), "{}: {output}", self.command);
                return;
            }
            process.kill();
            deaths.kills += 1;
            if (1..self.packs).contains(&(self.arrived)()) { deaths.half_way += 1 } else { deaths.elsewhere += 1 }
        }
        let (status, output) = self.at.begin(self.command, self.arguments).wait();
        // Death may have come when all was there, while it was being examined.
        assert!(status.success() || (kills > 0 && is_done(&output)), "{}: {output}", self.command);
    }
}

/// Whether it says that there is nothing left to do.
fn is_done(output: &str) -> bool {
    output.contains("in use already")
}
