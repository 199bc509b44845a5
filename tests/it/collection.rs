//! Giving space back while others upload what it would take: nothing that was acknowledged may be lost, and in the end
//! nothing may be left that nobody needs.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use conformance::crash::{Engine, Proof};
use conformance::{Actor, Team, TestServer, samples};
use futures_util::future::join_all;
use strongroom_client::Upload;
use strongroom_client::models::FileUpload;
use strongroom_server::server::fsck;
use uuid::Uuid;

/// How many clients upload and delete at the same time.
const CLIENTS: u64 = 6;

/// How many uploads each makes: few enough for every run of the suite. `DUEL_UPLOADS` sets another number.
const UPLOADS: u64 = 60;

/// A file that was acknowledged, and its bytes.
struct Kept {
    id: Uuid,
    bytes: Bytes,
}

/// A content that shares long runs with others of its family: about 900 KiB, of which some bytes are new.
fn variant(family: u64, number: u64) -> Bytes {
    let mut bytes = samples::noise(900_000, family).to_vec();
    let at = usize::try_from(number * 7_919 % 900_000).unwrap_or_default();
    bytes.splice(at..at, number.to_le_bytes().repeat(usize::try_from(number % 5).unwrap_or_default()));
    bytes.into()
}

async fn download(actor: &Actor, file_id: Uuid) -> Bytes {
    let content = actor.client.files().download(file_id).await.unwrap().content().unwrap();
    content.bytes(samples::LIMIT_BYTES).await.unwrap()
}

/// No grace at all, and every object looks old enough to be taken for lost while its upload is about to commit: the worst
/// that a collection can do. Uploads may be refused, and never lost.
#[tokio::test(flavor = "multi_thread")]
async fn collection_and_uploads_do_not_lose_each_others_bytes() {
    let uploads = std::env::var("DUEL_UPLOADS").ok().and_then(|number| number.parse().ok()).unwrap_or(UPLOADS);
    let proof = Proof::begin("P4", Engine::of_suite().name());
    let server = TestServer::start_with(|config| {
        config.limits.pack_grace_secs = 0;
    })
    .await;
    server.clock().advance(Duration::from_secs(2 * 3600));
    let team = Team::create(&server, "Acme").await;
    let (is_over, refused, collected) = (AtomicBool::new(false), AtomicU64::new(0), AtomicU64::new(0));

    let collector = async {
        while !is_over.load(Ordering::Relaxed) {
            let report = server.collect().await;
            collected.fetch_add(report.deleted.packs, Ordering::Relaxed);
            tokio::task::yield_now().await;
        }
    };
    let clients = (0..CLIENTS).map(|client| {
        let (team, refused) = (&team, &refused);
        async move {
            let files = team.owner.client.files();
            let mut kept: Vec<Kept> = Vec::new();
            for number in 0..uploads {
                let bytes = variant(number % 3, client * 1_000 + number / 2);
                let name = format!("{client} {number}");
                match files.upload(FileUpload::new(Upload::from(bytes.clone())).name(name)).await {
                    Ok(file) => kept.push(Kept { id: file.id, bytes }),
                    Err(error) => {
                        assert_eq!(error.status().map(|status| status.as_u16()), Some(503), "{error}");
                        refused.fetch_add(1, Ordering::Relaxed);
                        continue;
                    }
                }
                // Most go again at once, so that packs are let go of all the time.
                if number % 4 != 0 {
                    let index = usize::try_from(number * 31).unwrap_or_default() % kept.len();
                    let gone = kept.swap_remove(index);
                    files.delete(gone.id).permanent(true).await.unwrap();
                }
            }
            kept
        }
    });
    let duel = async {
        let kept = join_all(clients).await;
        is_over.store(true, Ordering::Relaxed);
        kept
    };
    let (kept, ()) = tokio::join!(duel, collector);
    let kept: Vec<Kept> = kept.into_iter().flatten().collect();
    let (refused, collected) = (refused.into_inner(), collected.into_inner());
    assert!(kept.len() as u64 > CLIENTS * uploads / 8 && collected > 10, "there was no duel");
    for file in &kept {
        let found = download(&team.owner, file.id).await;
        assert!(found == file.bytes, "{} has other bytes than were acknowledged", file.id);
    }

    // Nothing is left that nobody needs: the store holds what the rows say, to the byte.
    server.collect().await;
    server.collect().await;
    let live = server.db_number("SELECT COALESCE(SUM(size_bytes), 0) FROM packs WHERE state = 'live'").await;
    let others = server.db_number("SELECT count(*) FROM packs WHERE state NOT IN ('live', 'deleted')").await;
    assert_eq!((server.store_bytes().await, others), (live, 0));
    let report = fsck(server.config(), true).await.unwrap();
    assert!(report.is_clean(), "{report}");
    let notes = format!("{} kept, {refused} refused, {collected} packs collected", kept.len());
    proof.end(usize::try_from(CLIENTS * uploads).unwrap(), 0, &notes);
}

/// What was uploaded twice is stored once, what was changed a little costs a little.
#[tokio::test(flavor = "multi_thread")]
async fn versions_that_differ_a_little_are_stored_once() {
    let server = TestServer::start().await;
    let team = Team::create(&server, "Acme").await;
    let files = team.owner.client.files();
    let mut bytes = samples::noise(6_000_000, 1).to_vec();
    let file = files.upload(FileUpload::new(Upload::from(bytes.clone())).name("disk.img")).await.unwrap();
    for version in 0..5usize {
        bytes.splice(version * 1_000_000..version * 1_000_000, *b"a change");
        files.replace(file.id, Upload::from(bytes.clone())).await.unwrap();
    }
    let stored = server.store_bytes().await;
    assert!(stored < 6_000_000 + 5 * 2 * 1_048_576, "{stored} bytes for six versions of 6 MB");
    assert!(download(&team.owner, file.id).await == bytes);
    server.fsck().await;
}
