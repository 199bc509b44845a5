//! P18 and P19: disks that are full, disks that fail to sync, and P27: disks that forget.

use std::fs::{self, File};
use std::path::Path;
use std::sync::Arc;

use conformance::crash::trace::Trace;
use conformance::crash::writer::{self, Expectation, Outcome};
use conformance::crash::{Engine, Image, Installation, Journal, Proof, Writers, verify};
use conformance::model::Random;
use conformance::raw::{self, Answer};
use conformance::samples;
use conformance::server::ADMIN_TOKEN;
use conformance::wait::eventually;
use http::StatusCode;
use strongroom_client::Upload;
use strongroom_client::models::FileUpload;

const WRITERS: usize = 6;

/// So much is left when a request comes: not enough for the row, the log, the bytes, or the bytes of a large content.
const FREE_KIB: [u64; 8] = [0, 8, 32, 64, 256, 1024, 2048, 4096];
const IMAGE_MIB: u64 = 96;

#[tokio::test(flavor = "multi_thread")]
async fn full_disk_refuses_writes_and_recovers_on_sqlite() {
    full_disk(Engine::SqliteFolder).await;
}

/// Whose own disk is another one, and not full.
#[tokio::test(flavor = "multi_thread")]
async fn full_disk_refuses_writes_and_recovers_on_postgres() {
    full_disk(Engine::PostgresFolder).await;
}

async fn full_disk(engine: Engine) {
    let proof = Proof::begin("P18", &format!("{} ext4", engine.name()));
    let image = Image::create(IMAGE_MIB);
    let installation = Installation::create(engine, &image.path().join("data"));
    let mut serving = installation.serve();
    let client = serving.client();
    let files = client.files();
    let kept = samples::noise(200_000, 1);
    let kept_id = files.upload(FileUpload::new(Upload::from(kept.clone())).name("kept")).await.unwrap().id;
    let (mut refused, mut stored) = (0, 0);
    let mut confirmed = vec![(kept_id, kept.clone())];
    for (step, free_kib) in FREE_KIB.into_iter().enumerate() {
        let filler = image.path().join("filler");
        fill(&filler, free_kib);
        for size_bytes in [1000, 100_000, 3_000_000] {
            let content = samples::noise(size_bytes, step as u64);
            let upload = FileUpload::new(Upload::from(content.clone())).name(format!("{free_kib} {size_bytes}"));
            match files.upload(upload).await {
                Ok(file) => {
                    stored += 1;
                    confirmed.push((file.id, content));
                }
                Err(error) if error.status() == Some(StatusCode::SERVICE_UNAVAILABLE) => refused += 1,
                Err(error) => panic!("with {free_kib} KiB left, {size_bytes} bytes are refused otherwise: {error}"),
            }
        }
        let read = files.download(kept_id).await.unwrap().content().unwrap().bytes(samples::LIMIT_BYTES).await.unwrap();
        assert!(read == kept, "it does not read on a full disk");
        fs::remove_file(&filler).unwrap();
        // What is refused now is taken back inside of whatever the failures have left open.
        let taken = files.upload(FileUpload::new(Upload::from(kept.clone())).name("kept")).await;
        assert_eq!(taken.unwrap_err().status(), Some(StatusCode::CONFLICT));
        let content = samples::noise(50_000, 99 + step as u64);
        let after = FileUpload::new(Upload::from(content.clone())).name(format!("after {free_kib}"));
        let after = files.upload(after).await.expect("it recovers by itself");
        confirmed.push((after.id, content));
        let gone = FileUpload::new(Upload::from(samples::noise(50_000, 98))).name("gone");
        let gone = files.upload(gone).await.expect("it recovers by itself");
        files.delete(gone.id).permanent(true).await.expect("it deletes");
    }
    // What this process sees of its own is not yet kept.
    serving.process.kill();
    serving = installation.serve();
    let files = serving.client();
    let files = files.files();
    for (id, content) in &confirmed {
        let read = files.download(*id).await.unwrap_or_else(|error| panic!("{id} was confirmed: {error}"));
        let read = read.content().unwrap().bytes(samples::LIMIT_BYTES).await.unwrap();
        assert!(read == *content, "{id} has other bytes");
    }
    installation.examine().unwrap_or_else(|output| panic!("{output}"));
    proof.end(
        FREE_KIB.len(),
        0,
        &format!("{refused} refused, {stored} stored, {} compared after a kill", confirmed.len()),
    );
    assert!(refused >= 8 && stored > 0, "the disk was not full: {refused} refused, {stored} stored");
}

/// Leaves so much of the file system to others.
fn fill(filler: &Path, free_kib: u64) {
    use std::io::Write as _;
    let mut file = File::create(filler).unwrap();
    let piece = vec![7; 4096];
    while file.write_all(&piece).is_ok() {}
    file.sync_all().unwrap();
    let size_bytes = file.metadata().unwrap().len();
    file.set_len(size_bytes.saturating_sub(free_kib << 10)).unwrap();
    file.sync_all().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn failed_syncs_confirm_nothing_on_sqlite() {
    failed_syncs(Engine::SqliteFolder).await;
}

/// Of our own syncs: those of the packs. What a failed one of PostgreSQL's comes to is PostgreSQL's.
#[tokio::test(flavor = "multi_thread")]
async fn failed_syncs_confirm_nothing_on_postgres() {
    failed_syncs(Engine::PostgresFolder).await;
}

/// A sync that failed once may have lost the bytes for good: nothing that rests on it is ever confirmed.
async fn failed_syncs(engine: Engine) {
    let runs = Proof::size(20, 200);
    let proof = Proof::begin("P19", engine.name());
    let mut random = Random::new(proof.seed);
    let folder = tempfile::tempdir().unwrap();
    let installation = Installation::create(engine, &folder.path().join("data"));
    let mut serving = installation.serve();
    let folders = writer::folders(&serving.client(), WRITERS).await;
    let journal = Arc::new(Journal::create(&folder.path().join("journal"), folders));
    let mut failed = 0;
    for run in 0..runs {
        let trace = Trace::fail("fsync,fdatasync", "EIO", 1 + run % 20, serving.process.id());
        let writers = Writers::start(&journal, || serving.client(), &mut random, Expectation::Failure);
        let before = journal.confirmed();
        // Until the error has come, or every thread must be past it.
        eventually(async || writers.have_ended() || journal.confirmed() >= before + 50).await;
        let outcomes = writers.stop().await;
        failed += outcomes.iter().filter(|outcome| matches!(outcome, Outcome::Failed(_))).count();
        assert!(!outcomes.contains(&Outcome::Unknown), "the server died in run {run}: {}", serving.process.output());
        drop(trace);
        serving.process.kill();
        serving = installation.serve();
        let findings = verify(&serving.client(), &journal.states()).await;
        assert!(findings.faults.is_empty(), "after run {run}: {:#?}", findings.faults);
        installation.examine().unwrap_or_else(|output| panic!("after run {run}: {output}"));
        for (writer, done) in findings.unanswered {
            journal.found(writer, done);
        }
    }
    proof.end(runs, 0, &format!("{failed} requests failed, {} confirmed", journal.confirmed()));
    assert!(failed >= runs / 2, "too few requests met an error: {failed}");
}

#[tokio::test(flavor = "multi_thread")]
async fn bit_rot_is_found_and_never_answered_on_sqlite() {
    bit_rot(Engine::SqliteFolder).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bit_rot_is_found_and_never_answered_on_postgres() {
    bit_rot(Engine::PostgresS3).await;
}

/// One bit in each stored pack: none of them is answered as if it were whole, and the examination finds every one.
async fn bit_rot(engine: Engine) {
    let packs = Proof::size(100, 1000);
    let proof = Proof::begin("P27", engine.name());
    let mut random = Random::new(proof.seed);
    let folder = tempfile::tempdir().unwrap();
    let installation = Installation::create(engine, &folder.path().join("data"));
    let serving = installation.serve();
    let client = serving.client();
    let mut ids = Vec::new();
    for number in 0..packs {
        let size_bytes = 17_000 + random.below(400_000);
        let upload = FileUpload::new(Upload::from(samples::noise(size_bytes, random.number())));
        ids.push((client.files().upload(upload.name(format!("{number}"))).await.unwrap().id, size_bytes));
    }
    let stored = installation.stored_packs();
    assert_eq!(stored.len(), packs);
    for pack in stored {
        let mut bytes = fs::read(&pack).unwrap();
        let place = random.below(bytes.len());
        bytes[place] ^= 1 << random.below(8);
        fs::write(pack, bytes).unwrap();
    }
    let mut served = 0;
    for (id, size_bytes) in ids {
        let request = raw::request("GET", format!("/api/v1/files/{id}/content")).bearer(ADMIN_TOKEN);
        // An answer that breaks off is none.
        let answer: Option<Answer> = request.exchange(serving.address).await.ok();
        served += usize::from(answer.is_some_and(|answer| answer.status == 200 && answer.body.len() == size_bytes));
    }
    let report = installation.examine().expect_err("the examination finds it");
    let found = report.lines().filter(|line| line.starts_with("content_bytes")).count();
    proof.end(packs, packs - found + served, &format!("{found} found by fsck --read-data, {served} served as whole"));
    assert_eq!(served, 0, "contents with a wrong bit were answered");
    assert_eq!(found, packs, "{report}");
}
