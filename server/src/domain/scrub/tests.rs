//! Rot that is found, kept from spreading, and mended where the bytes come again.

use std::sync::Arc;
use std::time::Duration;

use super::*;
use crate::blobs::testing::content;
use crate::blobs::{Blobs, Source, StoreConfig, Stored, Written};
use crate::db::entity::member::Role;
use crate::domain::access::Caller;
use crate::domain::chunks;
use crate::domain::files::{self, FileView};
use crate::domain::fsck;
use crate::domain::gc;
use crate::domain::nodes::Deletion;
use crate::domain::testing_tree::Tree;

const MIB: usize = 1024 * 1024;
const INTERVAL: Duration = Duration::from_secs(60);

async fn attempt(tree: &Tree, failures: &Failures) -> Result<Report> {
    step(&tree.app, failures, INTERVAL, std::future::pending()).await
}

async fn run(tree: &Tree) -> Report {
    attempt(tree, &Failures::default()).await.unwrap()
}

async fn store(tree: &Tree, owner: &Caller, name: &str, bytes: &[u8]) -> Uuid {
    tree.upload(owner, tree.default_share_id, None, name, bytes).await.unwrap().file.id
}

/// Stores a file, and the same bytes as another one's next version, in a pack that nobody needs: both are written before
/// either is committed.
async fn store_twice(tree: &Tree, owner: &Caller, bytes: &[u8]) -> Uuid {
    let other = store(tree, owner, "b", b"").await;
    let late = tree.write(bytes).await;
    let file_id = store(tree, owner, "a", bytes).await;
    replace(tree, owner, other, late).await.unwrap();
    file_id
}

async fn replace(tree: &Tree, owner: &Caller, file_id: Uuid, written: Written) -> Result<FileView> {
    let replacement = files::check_replacement(&tree.app, owner, file_id, None).await.unwrap();
    files::replace(&tree.app, owner, replacement, written).await
}

/// Changes a bit of a pack on the disk.
fn rot(tree: &Tree, pack_id: Uuid, place: usize) {
    let path = tree.pack_path(pack_id);
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[place] ^= 4;
    std::fs::write(path, bytes).unwrap();
}

async fn only_pack(tree: &Tree) -> pack::Model {
    let packs = tree.db_packs().await;
    let [pack] = packs.as_slice() else { panic!("{packs:?}") };
    pack.clone()
}

/// Whether a file's bytes are those given.
async fn reads(tree: &Tree, owner: &Caller, file_id: Uuid, bytes: &[u8]) -> bool {
    use futures_util::TryStreamExt as _;
    let found = files::content(&tree.app, owner, file_id, None).await.unwrap();
    let pieces: std::io::Result<Vec<bytes::Bytes>> =
        tree.app.blobs.read(found.source.clone(), 0..found.size_bytes).try_collect().await;
    pieces.is_ok_and(|pieces| pieces.concat() == bytes)
}

async fn checks(tree: &Tree) -> Vec<&'static str> {
    let report = fsck::rows_and_data(&tree.app.db, &tree.app.blobs).await.unwrap();
    report.faults.iter().map(|fault| fault.check).collect()
}

fn next_pass(tree: &Tree) {
    tree.app.clock.advance(Duration::from_secs(tree.app.limits.scrub_interval_secs + 1));
}

#[tokio::test]
async fn a_pass_reads_everything_once_and_begins_anew_in_its_time() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    for (index, name) in ["a", "b", "c"].into_iter().enumerate() {
        store(&tree, &owner, name, &content(9 * MIB)[index * 3 * MIB..][..3 * MIB]).await;
    }
    let first = run(&tree).await;
    assert_eq!((first.bytes, first.damaged, first.pass_ended), (9 * MIB as u64, 0, true), "{first:?}");
    assert_eq!(run(&tree).await, Report::default(), "its time has not come");
    next_pass(&tree);
    assert_eq!(run(&tree).await, first);
}

/// A fresh installation does not wait for the time of a pass that had nothing to read.
#[tokio::test]
async fn a_pass_begins_as_soon_as_there_is_something_to_read() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    assert_eq!(run(&tree).await, Report::default(), "there is nothing");
    assert_eq!(last_pass(&tree.app).await.unwrap(), None, "nothing is no pass");
    let file_id = store(&tree, &owner, "a", &content(MIB)).await;
    let report = run(&tree).await;
    assert!(report.bytes == MIB as u64 && report.pass_ended, "{report:?}");
    // Nor does what is stored after everything else was removed.
    files::delete(&tree.app, &owner, file_id, Deletion::Permanent, None).await.unwrap();
    next_pass(&tree);
    assert_eq!(run(&tree).await, Report::default(), "there is nothing any more");
    store(&tree, &owner, "b", &content(2 * MIB)[MIB..]).await;
    let report = run(&tree).await;
    assert!(report.bytes == MIB as u64 && report.pass_ended, "{report:?}");
}

/// What was read before a server stopped is not read again by the next.
#[tokio::test]
async fn a_step_ends_when_the_server_stops_and_the_next_goes_on_there() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    store(&tree, &owner, "a", &content(5 * MIB)[..3 * MIB]).await;
    store(&tree, &owner, "b", &content(5 * MIB)[3 * MIB..]).await;
    let (mut bytes, mut steps) = (0, 0);
    loop {
        let report = step(&tree.app, &Failures::default(), INTERVAL, std::future::ready(())).await.unwrap();
        assert!(report.chunks <= 1, "{report:?}");
        (bytes, steps) = (bytes + report.bytes, steps + 1);
        if report.pass_ended {
            break;
        }
    }
    assert_eq!(bytes, 5 * MIB as u64);
    assert!(steps > 10, "{steps}");
}

/// A pass that began with little is not to take years over what comes while it is under way.
#[tokio::test]
async fn what_comes_during_a_pass_is_read_within_its_time() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let bytes = content(26 * MIB);
    store(&tree, &owner, "a", &bytes[..2 * MIB]).await;
    let mut read_bytes = 0;
    while read_bytes < 2 * MIB as u64 {
        let report = step(&tree.app, &Failures::default(), INTERVAL, std::future::ready(())).await.unwrap();
        assert!(!report.pass_ended, "{report:?}");
        read_bytes += report.bytes;
    }
    store(&tree, &owner, "b", &bytes[2 * MIB..]).await;
    // It is the last step of this pass, which would do the least with what was there when it began.
    tree.app.clock.advance(Duration::from_secs(tree.app.limits.scrub_interval_secs) - INTERVAL);
    let report = run(&tree).await;
    assert!(report.bytes == 24 * MIB as u64 && report.bytes > STEP_BYTES_MIN && report.pass_ended, "{report:?}");
}

#[tokio::test]
async fn a_step_reads_no_more_than_its_part() {
    let mut tree = Tree::new().await;
    let mut limits = (*tree.app.limits).clone();
    limits.scrub_bytes_per_sec = MIB as u64;
    tree.app.limits = limits.into();
    let owner = tree.member(Role::Owner).await;
    store(&tree, &owner, "a", &content(5 * MIB)).await;
    let interval = Duration::from_secs(2);
    let report = step(&tree.app, &Failures::default(), interval, std::future::pending()).await.unwrap();
    assert!((2 * MIB as u64..4 * MIB as u64).contains(&report.bytes) && !report.pass_ended, "{report:?}");
    assert_eq!(step_interval(0), None);
    assert_eq!(step_interval(30), Some(STEP_MIN));
    assert_eq!(step_interval(30 * 24 * 3600), Some(STEP_MAX));
}

#[tokio::test]
async fn what_rotted_is_stored_anew_and_heals_what_needs_it() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let bytes = content(4 * MIB);
    let file_id = store(&tree, &owner, "a", &bytes).await;
    let pack = only_pack(&tree).await;
    // It may have been read before, and be known as whole.
    assert!(reads(&tree, &owner, file_id, &bytes).await);
    rot(&tree, pack.id, 2 * MIB);

    let report = run(&tree).await;
    assert_eq!((report.damaged, report.mended), (1, 0), "{report:?}");
    assert_eq!(damaged_chunks(&tree.app.db).await.unwrap(), 1);
    assert!(!reads(&tree, &owner, file_id, &bytes).await);
    assert_eq!(checks(&tree).await, ["chunk_damaged", "chunk_bytes", "content_bytes"]);
    next_pass(&tree);
    assert_eq!(run(&tree).await.damaged, 0, "it is told once");

    // Another file with most of the same bytes: only what rotted, and what is its own, is stored.
    let mut other = bytes.to_vec();
    other.extend_from_slice(b"and some more");
    let written = tree.write(&other).await;
    let Stored::Extents { pack: Some(new), .. } = &written.stored else { panic!("{written:?}") };
    assert!(new.chunks.len() == 2 && new.size_bytes < 2 * MIB as u64, "{new:?}");
    let other_id = store(&tree, &owner, "b", &other).await;
    assert!(reads(&tree, &owner, other_id, &other).await);
    let report = run(&tree).await;
    assert_eq!(report.mended, 1, "{report:?}");
    assert!(reads(&tree, &owner, file_id, &bytes).await, "the first one is whole again");
    assert_eq!(checks(&tree).await, Vec::<&str>::new(), "nothing needs what is damaged");
    assert_eq!(run(&tree).await.mended, 0);
    // The pack is kept for the rest of it, and goes with it.
    for id in [file_id, other_id] {
        files::delete(&tree.app, &owner, id, Deletion::Permanent, None).await.unwrap();
    }
    tree.app.clock.advance(Duration::from_secs(tree.app.limits.pack_grace_secs + 1));
    gc::sweep(&tree.app).await.unwrap();
    assert_eq!(damaged_chunks(&tree.app.db).await.unwrap(), 0);
}

/// The bytes are equal as a whole, so that no new content comes about: the old one is led to them.
#[tokio::test]
async fn the_same_file_sent_again_is_whole() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let bytes = content(2 * MIB);
    let file_id = store(&tree, &owner, "a", &bytes).await;
    let pack = only_pack(&tree).await;
    rot(&tree, pack.id, 100);
    rot(&tree, pack.id, 2 * MIB - 1);
    assert_eq!(run(&tree).await.damaged, 2);
    let again = store(&tree, &owner, "b", &bytes).await;
    for id in [file_id, again] {
        assert!(reads(&tree, &owner, id, &bytes).await);
    }
    assert_eq!(checks(&tree).await, Vec::<&str>::new());
    let (contents, extents) = (tree.db_rows().await[4], tree.db_rows().await[5]);
    assert_eq!((contents, extents), (1, 3), "one content: new, old, new");
    // Nothing but the middle of the first pack is needed still.
    next_pass(&tree);
    let report = run(&tree).await;
    assert_eq!((report.damaged, report.mended), (0, 0), "{report:?}");
}

/// Two uploads of the same at the same time leave a copy behind, which nobody needs before this.
#[tokio::test]
async fn a_copy_that_is_condemned_is_taken_into_use() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let bytes = content(2 * MIB);
    let file_id = store_twice(&tree, &owner, &bytes).await;
    let packs = tree.db_packs().await;
    let state = |state| packs.iter().find(|pack| pack.state == state).unwrap().id;
    let (live, condemned) = (state(PackState::Live), state(PackState::Condemned));
    for place in [0, MIB, 2 * MIB - 1] {
        rot(&tree, live, place);
    }
    let report = run(&tree).await;
    assert!(report.damaged == 3 && report.mended == 3, "{report:?}");
    assert!(reads(&tree, &owner, file_id, &bytes).await);
    assert_eq!(checks(&tree).await, Vec::<&str>::new());
    let revived = tree.db_packs().await.into_iter().find(|pack| pack.id == condemned).unwrap();
    assert_eq!(revived.state, PackState::Live);
}

/// A copy that is damaged as well is no help, and is known to be so from then on.
#[tokio::test]
async fn a_damaged_copy_is_not_relied_on() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let bytes = content(MIB);
    let file_id = store_twice(&tree, &owner, &bytes).await;
    for pack in tree.db_packs().await {
        rot(&tree, pack.id, 10);
    }
    let report = run(&tree).await;
    assert_eq!((report.damaged, report.mended), (1, 0), "{report:?}");
    assert_eq!(damaged_chunks(&tree.app.db).await.unwrap(), 2);
    assert!(!reads(&tree, &owner, file_id, &bytes).await);
}

/// A disk that was put right, or a mistake: what is whole at the next look is relied on again.
#[tokio::test]
async fn what_is_whole_again_is_unmarked() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let bytes = content(2 * MIB);
    let file_id = store(&tree, &owner, "a", &bytes).await;
    let pack = only_pack(&tree).await;
    rot(&tree, pack.id, MIB);
    assert_eq!(run(&tree).await.damaged, 1);
    rot(&tree, pack.id, MIB);
    next_pass(&tree);
    run(&tree).await;
    assert_eq!(damaged_chunks(&tree.app.db).await.unwrap(), 0);
    assert!(reads(&tree, &owner, file_id, &bytes).await);
    assert_eq!(checks(&tree).await, Vec::<&str>::new());
}

/// An upload found the chunk before it was known to be damaged: its bytes must come again.
#[tokio::test]
async fn an_upload_that_came_to_rely_on_what_is_damaged_is_refused() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let bytes = content(2 * MIB);
    store(&tree, &owner, "a", &bytes).await;
    let empty = store(&tree, &owner, "b", b"").await;
    let mut other = bytes.to_vec();
    other.extend_from_slice(b"and some more");
    let written = tree.write(&other).await;
    rot(&tree, only_pack(&tree).await.id, 5);
    assert_eq!(run(&tree).await.damaged, 1);
    let refused = replace(&tree, &owner, empty, written).await;
    assert!(matches!(refused, Err(Error::Unavailable { .. })), "{refused:?}");
    replace(&tree, &owner, empty, tree.write(&other).await).await.unwrap();
    assert!(reads(&tree, &owner, empty, &other).await);
}

/// A volume that is not mounted has lost nothing.
#[tokio::test]
async fn a_store_that_is_not_there_is_not_damaged() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    store(&tree, &owner, "a", &content(MIB)).await;
    let packs = tree.pack_path(only_pack(&tree).await.id).ancestors().nth(2).unwrap().to_owned();
    let away = packs.with_extension("away");
    std::fs::rename(&packs, &away).unwrap();
    let outcome = attempt(&tree, &Failures::default()).await;
    assert!(matches!(outcome, Err(Error::Unavailable { .. })), "{outcome:?}");
    assert_eq!(damaged_chunks(&tree.app.db).await.unwrap(), 0);
    // Nor does whoever comes next put an empty store in its place.
    let url = format!("file://{}", packs.parent().unwrap().display());
    let index = Arc::new(chunks::Index::new(&tree.app.db, &tree.app.clock));
    let opened = Blobs::open(&StoreConfig::new(url), index).await;
    assert!(matches!(opened, Err(Error::InvalidArgument(_))), "{opened:?}");
    assert!(!packs.exists());
    std::fs::rename(&away, &packs).unwrap();
    let report = run(&tree).await;
    assert!(report.pass_ended && report.damaged == 0 && report.bytes == MIB as u64, "{report:?}");
}

/// Puts something in the place of a pack that can be opened, and gives an error that tells nothing of the disk.
fn make_unreadable(tree: &Tree, pack_id: Uuid) {
    let path = tree.pack_path(pack_id);
    std::fs::rename(&path, path.with_extension("away")).unwrap();
    std::fs::create_dir(path).unwrap();
}

fn make_readable(tree: &Tree, pack_id: Uuid) {
    let path = tree.pack_path(pack_id);
    std::fs::remove_dir(&path).unwrap();
    std::fs::rename(path.with_extension("away"), path).unwrap();
}

/// The scrub stood still before it for ever.
#[tokio::test]
async fn a_pack_that_can_never_be_read_keeps_no_other_from_being_read() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    for (index, name) in ["a", "b", "c"].into_iter().enumerate() {
        store(&tree, &owner, name, &content(9 * MIB)[index * 3 * MIB..][..3 * MIB]).await;
    }
    let mut packs = tree.db_packs().await;
    packs.sort_unstable_by_key(|pack| pack.id);
    let (unreadable, last) = (packs[1].id, packs[2].id);
    make_unreadable(&tree, unreadable);
    rot(&tree, last, MIB);

    // While the store does not answer, no pack is passed by, however often.
    let failures = Failures::default();
    let folder = tree.pack_path(last).ancestors().nth(2).unwrap().to_owned();
    let away = folder.with_extension("away");
    std::fs::rename(&folder, &away).unwrap();
    for _ in 0..2 * failures::FAILED_STEPS_MAX {
        let outcome = attempt(&tree, &failures).await;
        assert!(matches!(outcome, Err(Error::Unavailable { .. })), "{outcome:?}");
    }
    std::fs::rename(&away, &folder).unwrap();

    for _ in 1..failures::FAILED_STEPS_MAX {
        let outcome = attempt(&tree, &failures).await;
        assert!(matches!(outcome, Err(Error::Unavailable { .. })), "{outcome:?}");
    }
    let report = attempt(&tree, &failures).await.unwrap();
    assert_eq!((report.unread_packs, report.damaged, report.pass_ended), (1, 1, true), "{report:?}");
    assert_eq!(damaged_chunks(&tree.app.db).await.unwrap(), 1, "nothing of the pack is taken for damaged");

    make_readable(&tree, unreadable);
    next_pass(&tree);
    let report = run(&tree).await;
    assert_eq!((report.bytes, report.unread_packs, report.pass_ended), (9 * MIB as u64, 0, true), "{report:?}");
}

#[tokio::test]
async fn a_copy_that_can_not_be_read_does_not_stop_the_scrub() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let bytes = content(MIB);
    let file_id = store_twice(&tree, &owner, &bytes).await;
    let packs = tree.db_packs().await;
    let state = |state| packs.iter().find(|pack| pack.state == state).unwrap().id;
    let (live, condemned) = (state(PackState::Live), state(PackState::Condemned));
    rot(&tree, live, 10);
    make_unreadable(&tree, condemned);
    let report = run(&tree).await;
    assert_eq!((report.damaged, report.mended, report.pass_ended), (1, 0, true), "{report:?}");
    assert_eq!(run(&tree).await.mended, 0);
    make_readable(&tree, condemned);
    assert_eq!(run(&tree).await.mended, 1);
    assert!(reads(&tree, &owner, file_id, &bytes).await);
}

/// `fsck --read-data --repair` does at once what the scrub does in its time.
#[tokio::test]
async fn fsck_mends_what_can_be() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let bytes = content(MIB);
    let file_id = store_twice(&tree, &owner, &bytes).await;
    let live = tree.db_packs().await.into_iter().find(|pack| pack.state == PackState::Live).unwrap();
    rot(&tree, live.id, 10);
    assert_eq!(checks(&tree).await, ["chunk_bytes", "content_bytes"]);
    let repaired = fsck::repair_data(&tree.app.db, &tree.app.blobs, tree.app.clock.now()).await.unwrap();
    let [fault] = repaired.as_slice() else { panic!("{repaired:?}") };
    assert!(fault.check == "chunk_bytes" && fault.subject == live.id, "{fault:?}");
    assert!(fault.detail.ends_with("nothing relies on it any more"), "{fault:?}");
    assert!(reads(&tree, &owner, file_id, &bytes).await);
    assert_eq!(checks(&tree).await, Vec::<&str>::new());
    let found = files::content(&tree.app, &owner, file_id, None).await.unwrap();
    assert!(matches!(found.source, Source::Extents { .. }));
}
