//! P3: whoever reads while a content is replaced gets the old one or the new one, whole.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use conformance::crash::{Engine, Installation, Proof};
use conformance::model::Random;
use conformance::samples;
use http::StatusCode;
use strongroom_client::models::FileUpload;
use strongroom_client::{Client, Upload};
use uuid::Uuid;

const READERS: usize = 16;

/// In the row, in a pack, in several blocks.
const SIZES: [usize; 5] = [1, 1000, 16_385, 300_000, 2_000_000];

/// Which byte the content of each entity tag consists of.
type Seen = Arc<Mutex<HashMap<String, (u8, usize)>>>;

#[tokio::test(flavor = "multi_thread")]
async fn replacement_is_atomic_for_readers_on_sqlite() {
    replacement(Engine::SqliteFolder).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn replacement_is_atomic_for_readers_on_postgres() {
    replacement(Engine::PostgresS3).await;
}

async fn replacement(engine: Engine) {
    let replaces = Proof::size(200, 50_000);
    let proof = Proof::begin("P3", engine.name());
    let mut random = Random::new(proof.seed);
    let folder = tempfile::tempdir().unwrap();
    let installation = Installation::create(engine, &folder.path().join("data"));
    let serving = installation.serve();
    let client = serving.client();
    let upload = FileUpload::new(Upload::from(Bytes::from(vec![0; SIZES[2]]))).name("replaced");
    let id = client.files().upload(upload).await.unwrap().id;

    let (stop, reads, seen) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)), Seen::default());
    let readers: Vec<_> = (0..READERS)
        .map(|_| {
            let (client, random) = (serving.client(), Random::new(random.number()));
            tokio::spawn(read(client, id, random, Arc::clone(&stop), Arc::clone(&reads), Arc::clone(&seen)))
        })
        .collect();
    for replace in 0..replaces {
        let size_bytes = *random.pick(&SIZES);
        let byte = u8::try_from(replace % 251).unwrap();
        let content = Upload::from(Bytes::from(vec![byte; size_bytes]));
        let version = client.files().replace(id, content).await.unwrap().version;
        // Old versions would fill the disk of a long run.
        if version > 2 {
            client.files().version_delete(id, version - 2).await.unwrap();
        }
    }
    stop.store(true, Ordering::Relaxed);
    for reader in readers {
        reader.await.expect("no reader sees anything torn");
    }
    installation.examine().unwrap_or_else(|output| panic!("{output}"));
    let (reads, contents) = (reads.load(Ordering::Relaxed), seen.lock().unwrap_or_else(PoisonError::into_inner).len());
    proof.end(replaces, 0, &format!("{reads} reads of {contents} contents by {READERS} readers"));
    assert!(contents > SIZES.len(), "the readers met too few contents: {contents}");
}

async fn read(client: Client, id: Uuid, mut random: Random, stop: Arc<AtomicBool>, reads: Arc<AtomicU64>, seen: Seen) {
    while !stop.load(Ordering::Relaxed) {
        let mut call = client.files().download(id);
        let from = random.below(2000);
        let is_range = random.below(2) == 0;
        if is_range {
            call = call.range(format!("bytes={from}-"));
        }
        let content = match call.await {
            Ok(answer) => answer.content().expect("nothing was asked for under a condition"),
            // The content is shorter at the moment.
            Err(error) if error.status() == Some(StatusCode::RANGE_NOT_SATISFIABLE) => continue,
            Err(error) => panic!("{error}"),
        };
        let etag = content.etag().expect("contents have tags").to_owned();
        let bytes = content.bytes(samples::LIMIT_BYTES).await.expect("whoever began to read one reads it to its end");
        let size_bytes = if is_range { bytes.len() + from } else { bytes.len() };
        let byte = *bytes.first().expect("no content is empty");
        assert!(bytes.iter().all(|one| *one == byte), "torn: {etag}");
        let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
        let known = *seen.entry(etag.clone()).or_insert((byte, size_bytes));
        assert_eq!(known, (byte, size_bytes), "two contents under the tag {etag}");
        reads.fetch_add(1, Ordering::Relaxed);
    }
}
