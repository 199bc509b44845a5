//! Backups taken while servers write, restored on the other database; and an installation brought over to the other.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use conformance::crash::writer::{self, Expectation};
use conformance::crash::{Engine, Installation, Journal, Proof, Writers, verify};
use conformance::model::Random;

const WRITERS: usize = 4;

#[tokio::test(flavor = "multi_thread")]
async fn backup_under_load_restores_whole_from_sqlite() {
    backups(Engine::SqliteFolder, Engine::PostgresS3).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn backup_under_load_restores_whole_from_postgres() {
    backups(Engine::PostgresS3, Engine::SqliteFolder).await;
}

async fn backups(engine: Engine, other: Engine) {
    let runs = Proof::size(3, 20);
    let proof = Proof::begin("P28", &format!("{} to {}", engine.name(), other.name()));
    let mut random = Random::new(proof.seed);
    let folder = tempfile::tempdir().unwrap();
    let installation = Installation::create(engine, &folder.path().join("data"));
    // Packs would be gone at once, were it not for the backup.
    let serving = installation.try_serve(&["--pack-grace-secs", "0", "--sweep-interval-secs", "1"], &[]).unwrap();
    let folders = writer::folders(&serving.client(), WRITERS).await;
    let journal = Arc::new(Journal::create(&folder.path().join("journal"), folders));
    let backups = folder.path().join("backups");
    for run in 0..runs {
        // Of a moment in the middle of everything: it must agree with itself.
        let writers = Writers::start(&journal, || serving.client(), &mut random, Expectation::Success);
        tokio::time::sleep(Duration::from_millis(200 + random.below(300) as u64)).await;
        backup(&installation, &backups);
        writers.stop().await;
        restore(other, &folder.path().join(format!("moment {run}")), &backups);
    }
    // Of a moment at which it is known what must be there.
    backup(&installation, &backups);
    let place = folder.path().join("known");
    let restored = restore(other, &place, &backups);
    must_show(&restored, &journal).await;
    let again = restored.run("restore", &["--from", backups.to_str().unwrap()]).unwrap_err();
    assert!(again.contains("in use already"), "{again}");

    // Neither beside a server.
    let beside =
        installation.run("migrate-store", &["--to-database-url", "sqlite:///x", "--to-store-url", "file:///x"]);
    let beside = beside.unwrap_err();
    assert!(beside.contains("uses the database"), "{beside}");
    serving.process.terminate();
    assert!(serving.process.wait().0.success());
    let moved = migrate(&installation, other, &folder.path().join("moved"));
    must_show(&moved, &journal).await;
    must_show(&installation, &journal).await;
    proof.end(runs, 0, &format!("{} confirmed", journal.confirmed()));
    assert!(journal.confirmed() > 20, "there was too little to back up");
}

fn backup(installation: &Installation, to: &Path) {
    let output = installation.run("backup", &["--to", to.to_str().unwrap()]);
    output.unwrap_or_else(|output| panic!("no backup: {output}"));
}

/// Into a new installation. The command examines what it has made, and fails if anything is wrong.
fn restore(engine: Engine, folder: &Path, from: &Path) -> Installation {
    let installation = Installation::create(engine, folder);
    let output = installation.run("restore", &["--from", from.to_str().unwrap()]);
    let output = output.unwrap_or_else(|output| panic!("no restoration: {output}"));
    assert!(output.contains("no faults"), "{output}");
    installation
}

fn migrate(from: &Installation, engine: Engine, folder: &Path) -> Installation {
    std::fs::create_dir(folder).unwrap();
    let to = Installation::create(engine, folder);
    let there = ["--to-database-url", to.database_url(), "--to-store-url", to.store_url()];
    let output = from.run("migrate-store", &there);
    let output = output.unwrap_or_else(|output| panic!("nothing was brought over: {output}"));
    assert!(output.contains("no faults"), "{output}");
    to
}

/// A server on it shows all that was confirmed, and nothing else.
pub async fn must_show(installation: &Installation, journal: &Journal) {
    let serving = installation.serve();
    let findings = verify(&serving.client(), &journal.states()).await;
    assert!(findings.faults.is_empty() && findings.files > 0, "{:#?}", findings.faults);
}
