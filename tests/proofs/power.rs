//! P2: what was confirmed outlives a power loss. The control, in which syncs do nothing, must lose something.

use std::sync::Arc;
use std::time::Duration;

use conformance::crash::image::WRITE_BACK_AFTER;
use conformance::crash::installation::Serving;
use conformance::crash::writer::{self, Expectation};
use conformance::crash::{Engine, Image, Installation, Journal, NoSync, Proof, Writers, verify};
use conformance::model::Random;

const WRITERS: usize = 6;
const IMAGE_MIB: u64 = 1024;

#[tokio::test(flavor = "multi_thread")]
async fn power_loss_loses_nothing() {
    let runs = Proof::size(30, 200);
    let proof = Proof::begin("P2", "sqlite+folder ext4");
    let losses = power_losses(runs, &[], &mut Random::new(proof.seed)).await;
    let notes = format!("{} confirmed and {} files compared", losses.confirmed, losses.files);
    proof.end(runs, losses.faults.len(), &notes);
    assert!(losses.faults.is_empty(), "{:#?}", losses.faults);
    assert!(losses.confirmed >= 5 * runs as u64, "too little was confirmed to be lost: {}", losses.confirmed);
}

/// Without this, the proof above could be one that nothing fails.
#[tokio::test(flavor = "multi_thread")]
async fn power_loss_without_syncs_loses_data() {
    let runs = Proof::size(3, 10);
    let proof = Proof::begin("P2 control", "sqlite+folder ext4 without syncs");
    let no_sync = NoSync::build();
    let library = no_sync.path().display().to_string();
    let losses = power_losses(runs, &[("LD_PRELOAD", &library)], &mut Random::new(proof.seed)).await;
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

async fn power_losses(runs: usize, environment: &[(&str, &str)], random: &mut Random) -> Losses {
    let mut losses = Losses::default();
    let mut left = runs;
    while left > 0 {
        left -= one_image(left, environment, random, &mut losses).await;
    }
    losses
}

/// As many power losses as an image lives for; at least one.
async fn one_image(most: usize, environment: &[(&str, &str)], random: &mut Random, losses: &mut Losses) -> usize {
    let elsewhere = tempfile::tempdir().unwrap();
    let image = Image::create(IMAGE_MIB);
    let installation = Installation::create(Engine::SqliteFolder, &image.path().join("data"));
    let serving = installation.try_serve(&[], environment).unwrap();
    let folders = writer::folders(&serving.client(), WRITERS).await;
    let journal = Arc::new(Journal::create(&elsewhere.path().join("journal"), folders));
    let mut done = 0;
    // The last moment at which a copy may begin, with time for the writers before it.
    while done < most && (done == 0 || image.age() + Duration::from_secs(5) < WRITE_BACK_AFTER) {
        let writers = Writers::start(&journal, || serving.client(), random, Expectation::Success);
        tokio::time::sleep(Duration::from_millis(50 + random.below(500) as u64)).await;
        serving.process.halt();
        if image.age() > WRITE_BACK_AFTER {
            // The machine is slow, and the kernel may have written by itself: that would show nothing.
            assert!(done > 0, "not one power loss within {WRITE_BACK_AFTER:?} of the image's making");
            serving.process.go_on();
            writers.stop().await;
            break;
        }
        let states = journal.states();
        let copy = image.lose_power();
        serving.process.go_on();
        writers.stop().await;

        let faults = look(&installation, &copy, &states, losses).await;
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
    installation: &Installation,
    copy: &Image,
    states: &[conformance::crash::WriterState],
    losses: &mut Losses,
) -> Vec<String> {
    let after = installation.copied_to(&copy.path().join("data"));
    let Serving { process, address } = match after.try_serve(&[], &[]) {
        Ok(serving) => serving,
        Err(output) => return vec![format!("the server does not start: {output}")],
    };
    let findings = verify(&Serving { process, address }.client(), states).await;
    losses.files += findings.files;
    let examined = after.examine();
    findings.faults.into_iter().chain(examined.err()).collect()
}
