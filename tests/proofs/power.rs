//! P2: what was confirmed outlives a power loss. The control, in which syncs do nothing, must lose something.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use conformance::crash::image::WRITE_BACK_AFTER;
use conformance::crash::writer::{self, Expectation};
use conformance::crash::{Engine, Image, Installation, Journal, NoSync, Proof, WriterState, Writers, verify};
use conformance::model::Random;
use conformance::postgres::{Cluster, NO_SYNCS, SYNCS};

const WRITERS: usize = 6;
const IMAGE_MIB: u64 = 1024;

#[tokio::test(flavor = "multi_thread")]
async fn power_loss_loses_nothing_on_sqlite() {
    sound(Engine::SqliteFolder).await;
}

/// PostgreSQL's own files lie on the same file system.
#[tokio::test(flavor = "multi_thread")]
async fn power_loss_loses_nothing_on_postgres() {
    sound(Engine::PostgresFolder).await;
}

async fn sound(engine: Engine) {
    let runs = Proof::size(15, 200);
    let proof = Proof::begin("P2", &format!("{} ext4", engine.name()));
    let place = Place { engine, postgres: SYNCS, environment: &[] };
    let losses = place.lose_power(runs, &mut Random::new(proof.seed)).await;
    let notes = format!("{} confirmed and {} files compared", losses.confirmed, losses.files);
    proof.end(runs, losses.faults.len(), &notes);
    assert!(losses.faults.is_empty(), "{:#?}", losses.faults);
    assert!(losses.confirmed >= 5 * runs as u64, "too little was confirmed to be lost: {}", losses.confirmed);
}

/// Without this, the proof above could be one that nothing fails.
#[tokio::test(flavor = "multi_thread")]
async fn power_loss_without_syncs_loses_data_on_sqlite() {
    control(Engine::SqliteFolder).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn power_loss_without_syncs_loses_data_on_postgres() {
    control(Engine::PostgresFolder).await;
}

async fn control(engine: Engine) {
    let runs = Proof::size(2, 10);
    let proof = Proof::begin("P2 control", &format!("{} ext4 without syncs", engine.name()));
    let no_sync = NoSync::build();
    let library = no_sync.path().display().to_string();
    let place = Place { engine, postgres: NO_SYNCS, environment: &[("LD_PRELOAD", &library)] };
    let losses = place.lose_power(runs, &mut Random::new(proof.seed)).await;
    proof.end(runs, losses.lossy_runs, &format!("must fail: {} faults", losses.faults.len()));
    assert_eq!(losses.lossy_runs, runs, "without a sync, a power loss must lose what was confirmed");
}

#[derive(Default)]
struct Losses {
    faults: Vec<String>,
    /// Power losses after which there was a fault.
    lossy_runs: usize,
    confirmed: u64,
    files: u64,
}

/// How everything is set up on an image.
struct Place<'a> {
    engine: Engine,
    /// Options of PostgreSQL, where that has the rows.
    postgres: &'a str,
    /// Of the server.
    environment: &'a [(&'a str, &'a str)],
}

impl Place<'_> {
    async fn lose_power(&self, runs: usize, random: &mut Random) -> Losses {
        let mut losses = Losses::default();
        let mut left = runs;
        while left > 0 {
            left -= self.one_image(left, random, &mut losses).await;
        }
        losses
    }

    /// As many power losses as an image lives for; at least one.
    async fn one_image(&self, most: usize, random: &mut Random, losses: &mut Losses) -> usize {
        let elsewhere = tempfile::tempdir().unwrap();
        let mut image = Image::create(IMAGE_MIB);
        let cluster = (!self.engine.is_sqlite()).then(|| Cluster::start_in(&rows(&image), self.postgres).unwrap());
        let database_url = match &cluster {
            Some(cluster) => cluster.create_database(),
            None => Installation::sqlite_url(&data(&image)),
        };
        // What counts comes after this: an empty database is nobody's loss.
        image.sync();
        let installation = Installation::at(&data(&image), database_url);
        let serving = installation.try_serve(&[], self.environment).unwrap();
        let folders = writer::folders(&serving.client(), WRITERS).await;
        let journal = Arc::new(Journal::create(&elsewhere.path().join("journal"), folders));
        let mut done = 0;
        // The last moment at which a copy may begin, with time for the writers before it.
        while done < most && (done == 0 || image.age() + Duration::from_secs(5) < WRITE_BACK_AFTER) {
            let writers = Writers::start(&journal, || serving.client(), random, Expectation::Success);
            tokio::time::sleep(Duration::from_millis(50 + random.below(500) as u64)).await;
            let halted = (serving.process.halt(), cluster.as_ref().map(Cluster::halt));
            if image.age() > WRITE_BACK_AFTER {
                // The machine is slow, and the kernel may have written by itself: that would show nothing.
                assert!(done > 0, "not one power loss within {WRITE_BACK_AFTER:?} of the image's making");
                drop(halted);
                writers.stop().await;
                break;
            }
            let states = journal.states();
            let copy = image.lose_power();
            drop(halted);
            writers.stop().await;

            let faults = self.look(&installation, &copy, &states, losses).await;
            losses.lossy_runs += usize::from(!faults.is_empty());
            losses.faults.extend(faults);
            done += 1;
        }
        losses.confirmed += journal.confirmed();
        drop(serving);
        done
    }

    /// Starts on what the power loss left and compares; what is wrong there.
    async fn look(
        &self,
        installation: &Installation,
        copy: &Image,
        states: &[WriterState],
        losses: &mut Losses,
    ) -> Vec<String> {
        let mut cluster = None;
        let database_url = if self.engine.is_sqlite() {
            Installation::sqlite_url(&data(copy))
        } else {
            match Cluster::start_in(&rows(copy), self.postgres) {
                Ok(started) => cluster.insert(started).url_like(installation.database_url()),
                Err(error) => return vec![format!("PostgreSQL does not start: {error:#}")],
            }
        };
        let after = Installation::at(&data(copy), database_url);
        let serving = match after.try_serve(&[], &[]) {
            Ok(serving) => serving,
            Err(output) => return vec![format!("the server does not start: {output}")],
        };
        let findings = verify(&serving.client(), states).await;
        losses.files += findings.files;
        let examined = after.examine();
        findings.faults.into_iter().chain(examined.err()).collect()
    }
}

/// Where the server has its files.
fn data(image: &Image) -> PathBuf {
    image.path().join("data")
}

/// Where PostgreSQL has them.
fn rows(image: &Image) -> PathBuf {
    image.path().join("rows")
}
