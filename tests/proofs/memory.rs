//! P20: memory does not grow with what is sent.

use conformance::crash::{Engine, Installation, Proof};
use conformance::samples;
use futures_util::future::join_all;
use strongroom_client::Upload;
use strongroom_client::models::FileUpload;

/// What the server may take in all, in KiB: for itself, and for each upload under way.
const BASE_KIB: u64 = 64 << 10;
const UPLOAD_KIB: u64 = 8 << 10;

#[tokio::test(flavor = "multi_thread")]
async fn memory_stays_bounded_on_sqlite() {
    memory(Engine::SqliteFolder).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn memory_stays_bounded_on_postgres() {
    memory(Engine::PostgresS3).await;
}

async fn memory(engine: Engine) {
    // The S3 server of the suite is no fast one, and the server's patience with its store has an end. Either is far more
    // than an upload may take in memory.
    let upload_mib: u64 = if engine.is_s3() { 24 } else { 100 };
    let uploads = Proof::size(4, 64);
    let proof = Proof::begin("P20", engine.name());
    let folder = tempfile::tempdir().unwrap();
    let installation = Installation::create(engine, &folder.path().join("data"));
    let serving = installation.serve();
    let client = serving.client();
    let files = client.files();
    let sent = (0..uploads).map(async |number| {
        let content = Upload::stream(samples::blocks(upload_mib)).length(upload_mib << 20);
        files.upload(FileUpload::new(content).name(format!("{number}"))).await.unwrap().id
    });
    let ids = join_all(sent).await;
    let path = folder.path().join("read");
    for id in ids {
        files.download(id).await.unwrap().content().unwrap().write_to(&path).await.unwrap();
        std::fs::remove_file(&path).unwrap();
    }
    let status = std::fs::read_to_string(format!("/proc/{}/status", serving.process.id())).unwrap();
    let kib = |name: &str| -> u64 {
        let line = status.lines().find_map(|line| line.strip_prefix(name)).expect("the kernel tells it");
        line.trim().trim_end_matches("kB").trim().parse().unwrap()
    };
    // Pages of the program's own file are no memory that it takes, and of a build for tests there are many.
    let peak_kib = kib("VmHWM:") - kib("RssFile:");
    let limit_kib = BASE_KIB + UPLOAD_KIB * uploads as u64;
    let failures = usize::from(peak_kib > limit_kib);
    let notes = format!("{uploads} x {upload_mib} MiB at once; peak {peak_kib} KiB of {limit_kib}");
    proof.end(uploads, failures, &notes);
    assert!(failures == 0, "{notes}");
}
