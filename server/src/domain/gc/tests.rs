//! What is stored once, taken into use again, found to be lost, and given back.

mod compaction;

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, DatabaseTransaction, EntityTrait as _,
    IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _,
};
use uuid::Uuid;

use super::*;
use crate::blobs::testing::content;
use crate::blobs::{ChunkIndex as _, PackedChunk, Stored, Written};
use crate::config::Limits;
use crate::db::entity::member::Role;
use crate::db::entity::pack::{self, PackState};
use crate::db::entity::{self, chunk, extent};
use crate::db::{self, Taken};
use crate::domain::access::Caller;
use crate::domain::chunks::Index;
use crate::domain::files::{self, FileView};
use crate::domain::fsck;
use crate::domain::nodes::Deletion;
use crate::domain::scrub;
use crate::domain::testing_tree::Tree;
use crate::error::Error;
use crate::ids;

const MIB: usize = 1024 * 1024;

/// Examines everything, the bytes as well.
async fn examine(tree: &Tree) {
    let report = fsck::rows_and_data(&tree.app.db, &tree.app.blobs).await.unwrap();
    assert!(report.is_clean(), "{report}");
}

async fn store(tree: &Tree, owner: &Caller, name: &str, bytes: &[u8]) -> FileView {
    tree.upload(owner, tree.default_share_id, None, name, bytes).await.unwrap()
}

async fn purge(tree: &Tree, owner: &Caller, file: &FileView) {
    files::delete(&tree.app, owner, file.file.id, Deletion::Permanent, None).await.unwrap();
}

/// Gives a file bytes that have been written before.
async fn commit(tree: &Tree, owner: &Caller, file: &FileView, written: Written) -> Result<FileView> {
    let replacement = files::check_replacement(&tree.app, owner, file.file.id, None).await.unwrap();
    files::replace(&tree.app, owner, replacement, written).await
}

async fn states(tree: &Tree) -> Vec<PackState> {
    tree.db_packs().await.into_iter().map(|pack| pack.state).collect()
}

fn pass(tree: &Tree, duration: TimeDelta) {
    tree.app.clock.advance(duration.to_std().unwrap());
}

fn pass_grace(tree: &Tree) {
    tree.app.clock.advance(Duration::from_secs(tree.app.limits.pack_grace_secs + 1));
}

fn changed(bytes: &[u8]) -> Vec<u8> {
    let mut changed = bytes.to_vec();
    changed.splice(bytes.len() / 2..bytes.len() / 2, *b"something new");
    changed
}

#[tokio::test]
async fn equal_contents_are_one_until_the_last_goes() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    for bytes in [content(3 * MIB), content(100)] {
        let first = store(&tree, &owner, "a", &bytes).await;
        let second = store(&tree, &owner, "b", &bytes).await;
        assert_eq!(first.file.content_id, second.file.content_id);
        purge(&tree, &owner, &first).await;
        let kept = files::content(&tree.app, &owner, second.file.id, None).await.unwrap();
        assert_eq!(kept.sha256.to_vec(), second.file.sha256);
        examine(&tree).await;
        purge(&tree, &owner, &second).await;
        assert_eq!(tree.db_rows().await, [0; 6]);
    }
    assert_eq!(states(&tree).await, [PackState::Condemned]);
}

#[tokio::test]
async fn contents_of_two_organizations_have_nothing_in_common() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let (theirs, _) = tree.elsewhere().await;
    let bytes = content(MIB);
    store(&tree, &owner, "a", &bytes).await;
    let body = futures_util::stream::iter([Ok(bytes)]);
    let written = tree.app.blobs.write(theirs.id, 1 << 30, body).await.unwrap();
    assert!(matches!(written.stored, Stored::Extents { pack: Some(pack), .. } if pack.size_bytes == MIB as u64));
}

#[tokio::test]
async fn a_condemned_pack_that_an_upload_relies_on_is_taken_into_use_again() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let bytes = content(4 * MIB);
    let (old, new) = (store(&tree, &owner, "old", &bytes).await, store(&tree, &owner, "new", b"").await);
    let written = tree.write(&changed(&bytes)).await;
    purge(&tree, &owner, &old).await;
    assert_eq!(states(&tree).await, [PackState::Condemned]);
    commit(&tree, &owner, &new, written).await.unwrap();
    pass_grace(&tree);
    assert_eq!(collect(&tree.app, Trust::Careful, false).await.unwrap().deleted, Amount::default());
    assert_eq!(states(&tree).await, [PackState::Live, PackState::Live]);
    examine(&tree).await;
}

#[tokio::test]
async fn an_upload_that_relied_on_a_deleted_pack_is_refused() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let bytes = content(4 * MIB);
    let (old, new) = (store(&tree, &owner, "old", &bytes).await, store(&tree, &owner, "new", b"").await);
    let written = tree.write(&changed(&bytes)).await;
    purge(&tree, &owner, &old).await;
    pass_grace(&tree);
    let report = collect(&tree.app, Trust::Careful, false).await.unwrap();
    assert_eq!(report.deleted, Amount { packs: 1, bytes: 4 * MIB as u64 });
    let refused = commit(&tree, &owner, &new, written).await;
    assert!(matches!(refused, Err(Error::Unavailable { .. })), "{refused:?}");
    assert!(!states(&tree).await.contains(&PackState::Live), "nothing of it was kept");
    // Sent again, it finds nothing to rely on.
    let written = tree.write(&changed(&bytes)).await;
    commit(&tree, &owner, &new, written).await.unwrap();
    examine(&tree).await;
}

#[tokio::test]
async fn what_a_dead_upload_left_is_condemned_and_then_deleted() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    store(&tree, &owner, "a", &content(MIB)).await;
    tree.write(&changed(&content(3 * MIB))).await;
    let collected = async |dry_run| collect(&tree.app, Trust::Careful, dry_run).await.unwrap();
    // It may still be about to commit.
    assert_eq!(collected(false).await.condemned, Amount::default());
    pass(&tree, TimeDelta::hours(2));
    let planned = collected(true).await;
    assert_eq!(planned.condemned.packs, 1);
    assert_eq!(states(&tree).await, [PackState::Live], "planning does nothing");
    assert_eq!(collected(false).await, Report { dry_run: false, ..planned });
    pass_grace(&tree);
    assert_eq!(collected(true).await.deleted.packs, 1);
    assert_eq!(collected(false).await.deleted.packs, 1);
    assert_eq!(collected(false).await, Report::default());
    examine(&tree).await;
}

#[tokio::test]
async fn an_upload_that_was_taken_for_dead_commits_all_the_same() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let file = store(&tree, &owner, "a", b"").await;
    let written = tree.write(&content(MIB)).await;
    pass(&tree, TimeDelta::hours(2));
    assert_eq!(collect(&tree.app, Trust::Careful, false).await.unwrap().condemned.packs, 1);
    assert_eq!(states(&tree).await, [PackState::Condemned]);
    commit(&tree, &owner, &file, written).await.unwrap();
    pass_grace(&tree);
    assert_eq!(collect(&tree.app, Trust::Careful, false).await.unwrap(), Report::default());
    examine(&tree).await;
}

#[tokio::test]
async fn a_listing_that_lacks_live_packs_is_not_acted_upon() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    store(&tree, &owner, "a", &content(MIB)).await;
    let live = tree.db_packs().await.pop().unwrap();
    tree.app.blobs.delete_pack(live.id).await.unwrap();
    tree.write(&content(40_000)).await;
    pass(&tree, TimeDelta::hours(2));
    for trust in [Trust::Careful, Trust::Forced] {
        let report = collect(&tree.app, trust, false).await.unwrap();
        assert!(report.refusal.unwrap().contains("lacks 1 of 1 live packs"));
        assert_eq!(report.condemned, Amount::default());
    }
}

#[tokio::test]
async fn many_unknown_objects_need_somebody_who_says_so() {
    let tree = Tree::new().await;
    let bytes = content(40_000 + 101);
    for skip in 0..101 {
        tree.write(&bytes[skip..skip + 40_000]).await;
    }
    pass(&tree, TimeDelta::hours(2));
    let careful = collect(&tree.app, Trust::Careful, false).await.unwrap();
    assert!(careful.refusal.unwrap().contains("no row knows 101 of 101 objects"));
    assert!(tree.db_packs().await.is_empty());
    let forced = collect(&tree.app, Trust::Forced, false).await.unwrap();
    assert_eq!((forced.refusal, forced.condemned.packs), (None, 101));
}

#[tokio::test]
async fn staged_chunks_serve_nobody_before_their_commit_and_go_with_their_upload() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let file = store(&tree, &owner, "a", b"").await;
    let index = Index::new(&tree.app.db, &tree.app.clock);
    let staged = async |bytes: &[u8]| {
        let mut written = tree.write(bytes).await;
        let Stored::Extents { pack: Some(pack), .. } = &mut written.stored else { panic!("nothing new") };
        let chunks = std::mem::take(&mut pack.chunks);
        index.stage(tree.organization_id, pack.pack_id, &chunks[..1]).await.unwrap();
        index.stage(tree.organization_id, pack.pack_id, &chunks[1..]).await.unwrap();
        pack.is_staged = true;
        (written, chunks)
    };
    let (written, chunks) = staged(&content(3 * MIB)).await;
    let ids: Vec<_> = chunks.iter().map(|chunk| chunk.id).collect();
    let found = async || index.find(tree.organization_id, None, &ids).await.unwrap().into_iter().flatten().count();
    assert_eq!(found().await, 0);
    commit(&tree, &owner, &file, written).await.unwrap();
    assert_eq!(found().await, chunks.len());
    examine(&tree).await;

    let (refused, _) = staged(&content(2 * MIB + 7)[7..]).await;
    tree.app.blobs.discard(&refused).await;
    assert_eq!(states(&tree).await, [PackState::Live]);
    let (_, _) = staged(&content(2 * MIB + 9)[9..]).await;
    pass(&tree, TimeDelta::hours(25));
    assert_eq!(collect(&tree.app, Trust::Careful, false).await.unwrap().condemned.packs, 1);
    pass_grace(&tree);
    assert_eq!(collect(&tree.app, Trust::Careful, false).await.unwrap().deleted.packs, 1);
    assert_eq!(states(&tree).await, [PackState::Live]);
    examine(&tree).await;
    // What was deleted is forgotten in the end.
    let rows = async || pack::Entity::find().count(tree.app.db.read()).await.unwrap();
    assert_eq!(rows().await, 2);
    pass(&tree, TimeDelta::days(8));
    sweep(&tree.app).await.unwrap();
    assert_eq!(rows().await, 1);
}

/// Begins an upload of more than is held in memory: the chunks of its pack, of which the first are staged.
async fn stage(tree: &Tree, index: &Index) -> (Uuid, Vec<PackedChunk>) {
    let written = tree.write(&content(3 * MIB)).await;
    tree.app.blobs.discard(&written).await;
    let Stored::Extents { pack: Some(pack), .. } = written.stored else { panic!("nothing new") };
    index.stage(tree.organization_id, pack.pack_id, &pack.chunks[..1]).await.unwrap();
    (pack.pack_id, pack.chunks)
}

async fn chunk_rows(tree: &Tree) -> u64 {
    chunk::Entity::find().count(tree.app.db.read()).await.unwrap()
}

#[tokio::test]
async fn an_upload_whose_pack_was_swept_stages_nothing_more() {
    let tree = Tree::new().await;
    let index = Index::new(&tree.app.db, &tree.app.clock);
    let (pack_id, chunks) = stage(&tree, &index).await;
    pass(&tree, TimeDelta::hours(25));
    assert_eq!(collect(&tree.app, Trust::Careful, false).await.unwrap().condemned.packs, 1);
    pass_grace(&tree);
    assert_eq!(collect(&tree.app, Trust::Careful, false).await.unwrap().deleted.packs, 1);
    let stage_more = async || index.stage(tree.organization_id, pack_id, &chunks[1..]).await;
    let refused = stage_more().await;
    assert!(matches!(refused, Err(Error::Unavailable { .. })), "{refused:?}");
    // Nor once it is forgotten that there was such a pack: the first chunks are gone.
    pass(&tree, TimeDelta::days(8));
    sweep(&tree.app).await.unwrap();
    let refused = stage_more().await;
    assert!(matches!(refused, Err(Error::Unavailable { .. })), "{refused:?}");
    // Nor is it committed.
    let owner = tree.member(Role::Owner).await;
    let file = store(&tree, &owner, "file", b"").await;
    let mut written = tree.write(&content(MIB)).await;
    let Stored::Extents { pack: Some(pack), .. } = &mut written.stored else { panic!("it has a pack") };
    pack.is_staged = true;
    pack.chunks.remove(0);
    let refused = commit(&tree, &owner, &file, written).await;
    assert!(matches!(refused, Err(Error::Unavailable { .. })), "{refused:?}");
    assert_eq!(chunk_rows(&tree).await, 0);
    assert_eq!(pack::Entity::find().count(tree.app.db.read()).await.unwrap(), 0);
    examine(&tree).await;
}

#[tokio::test]
async fn an_upload_that_was_taken_for_dead_stages_on_within_the_grace() {
    let tree = Tree::new().await;
    let index = Index::new(&tree.app.db, &tree.app.clock);
    let (pack_id, chunks) = stage(&tree, &index).await;
    pass(&tree, TimeDelta::hours(25));
    assert_eq!(collect(&tree.app, Trust::Careful, false).await.unwrap().condemned.packs, 1);
    index.stage(tree.organization_id, pack_id, &chunks[1..]).await.unwrap();
    pass_grace(&tree);
    assert_eq!(sweep(&tree.app).await.unwrap(), Swept::default());
    assert_eq!(states(&tree).await, [PackState::Staged]);
    assert_eq!(chunk_rows(&tree).await, chunks.len() as u64);
    examine(&tree).await;
}

#[tokio::test]
async fn chunks_that_name_a_deleted_pack_do_not_stop_the_sweep() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let gone = store(&tree, &owner, "gone", &content(MIB)).await;
    let rows = chunk::Entity::find().all(tree.app.db.read()).await.unwrap();
    purge(&tree, &owner, &gone).await;
    pass_grace(&tree);
    assert_eq!(sweep(&tree.app).await.unwrap().packs, 1);
    tree.app
        .db
        .write(async move |tx: &DatabaseTransaction| {
            for row in &rows {
                row.clone().into_active_model().insert(tx).await?;
            }
            Ok(())
        })
        .await
        .unwrap();
    let other = store(&tree, &owner, "other", &content(2 * MIB + 7)[7..]).await;
    purge(&tree, &owner, &other).await;
    pass(&tree, TimeDelta::days(8));
    assert_eq!(sweep(&tree.app).await.unwrap().packs, 1);
    assert_eq!(chunk_rows(&tree).await, 0);
    examine(&tree).await;
}

#[tokio::test]
async fn a_pack_that_can_not_be_deleted_is_not_trusted_and_keeps_no_other_from_it() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    for part in content(4 * MIB).chunks(2 * MIB) {
        let file = store(&tree, &owner, "gone", part).await;
        purge(&tree, &owner, &file).await;
    }
    let refused = tree.db_packs().await.into_iter().min_by_key(|pack| pack.id).unwrap();
    // Many, of which the last can't be removed.
    let (pack_id, organization_id, from) = (refused.id, tree.organization_id, refused.size_bytes);
    let chunk = |pack_offset| {
        let chunk_id = vec![7; 32];
        chunk::Model { pack_id, pack_offset, length: 1, organization_id, chunk_id, damaged_at: None }
    };
    let rows: Vec<_> = (from..from + 2_500).map(chunk).collect();
    let insert = async move |tx: &DatabaseTransaction| db::insert(tx, &rows, Taken::Fails).await;
    tree.app.db.write(insert).await.unwrap();
    tree.db_refuse("DELETE ON chunks", &format!("OLD.pack_offset = {}", from + 2_499)).await;
    pass_grace(&tree);
    for _ in 0..2 {
        let swept = sweep(&tree.app).await.unwrap();
        assert_eq!(swept.failures, 1);
        let left = tree.db_packs().await;
        assert!(left.len() == 1 && left[0].id == refused.id && left[0].state == PackState::Deleting, "{left:?}");
        let rows = chunk_rows(&tree).await;
        assert!((1..=1_000).contains(&rows), "{rows} chunks are left: they go some at a time");
        assert!(tree.pack_path(refused.id).exists(), "the object goes last");
    }
}

#[tokio::test]
async fn staged_chunks_are_taken_back_however_many_there_are() {
    let tree = Tree::new().await;
    let index = Index::new(&tree.app.db, &tree.app.clock);
    for count in [0, 1, 999, 1_000, 1_001, 2_000] {
        let (pack_id, id) = (ids::new(), crate::blobs::ChunkId([7; 32]));
        let chunks: Vec<_> = (0..count).map(|offset| PackedChunk { id, offset, length: 1 }).collect();
        index.stage(tree.organization_id, pack_id, &chunks).await.unwrap();
        assert_eq!(chunk_rows(&tree).await, count);
        index.unstage(pack_id).await.unwrap();
        assert_eq!((chunk_rows(&tree).await, tree.db_packs().await.len()), (0, 0));
    }
}
