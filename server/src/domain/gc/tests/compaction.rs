//! Packs of which most is dead, and what keeps them from being compacted.

use sea_orm::{ConnectionTrait as _, DbBackend};

use super::*;
use crate::domain::gc::compaction::{EXTENTS_MAX, compact_beside, moving};

#[tokio::test]
async fn a_pack_of_which_most_is_dead_is_compacted() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let bytes = content(20 * MIB);
    let whole = store(&tree, &owner, "whole", &bytes).await;
    let ends = [&bytes[..3 * MIB], &bytes[14 * MIB..]].concat();
    let ends = store(&tree, &owner, "ends", &ends).await;
    let reading = files::content(&tree.app, &owner, ends.file.id, None).await.unwrap();
    assert_eq!(collect(&tree.app, Trust::Careful, false).await.unwrap().compacted, Amount::default());
    purge(&tree, &owner, &whole).await;

    let planned = collect(&tree.app, Trust::Careful, true).await.unwrap();
    assert_eq!(planned.compacted.packs, 1);
    assert!(planned.compacted.bytes > 8 * MIB as u64);
    let compacted = collect(&tree.app, Trust::Careful, false).await.unwrap();
    assert_eq!(compacted, Report { dry_run: false, ..planned });
    assert_eq!(collect(&tree.app, Trust::Careful, false).await.unwrap(), Report::default());
    examine(&tree).await;
    // Who learned of the old pack before still reads it.
    let old: Vec<bytes::Bytes> = {
        use futures_util::TryStreamExt as _;
        tree.app.blobs.read(reading.source.clone(), 0..reading.size_bytes).try_collect().await.unwrap()
    };
    assert_eq!(old.concat().len() as u64, reading.size_bytes);
    pass_grace(&tree);
    assert_eq!(collect(&tree.app, Trust::Careful, false).await.unwrap().deleted.packs, 1);
    examine(&tree).await;
    // What was moved is still found by uploads.
    let again = tree.write(&bytes[15 * MIB..]).await;
    assert!(matches!(again.stored, Stored::Extents { pack: Some(pack), .. } if pack.size_bytes < 2 * MIB as u64));
}

/// A pack of which most is dead, and the file that needs the rest: `bytes` but for what is between 3 and 14 MiB.
async fn mostly_dead(tree: &Tree, owner: &Caller, bytes: &[u8]) -> (pack::Model, FileView) {
    let name = || ids::new().to_string();
    let whole = store(tree, owner, &name(), bytes).await;
    let pack = tree.db_packs().await.into_iter().max_by_key(|pack| pack.id).unwrap();
    let ends = store(tree, owner, &name(), &ends(bytes)).await;
    purge(tree, owner, &whole).await;
    (pack, ends)
}

fn ends(bytes: &[u8]) -> Vec<u8> {
    [&bytes[..3 * MIB], &bytes[14 * MIB..]].concat()
}

/// Changes a bit of a pack on the disk.
fn rot(tree: &Tree, pack_id: Uuid, place: usize) {
    let path = tree.pack_path(pack_id);
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[place] ^= 4;
    std::fs::write(path, bytes).unwrap();
}

async fn compacted(tree: &Tree) -> u64 {
    let planned = collect(&tree.app, Trust::Careful, true).await.unwrap().compacted;
    let compacted = collect(&tree.app, Trust::Careful, false).await.unwrap().compacted;
    assert!(planned == compacted || compacted == Amount::default(), "{planned:?} {compacted:?}");
    compacted.packs
}

async fn scrub_pass(tree: &Tree) {
    pass(tree, TimeDelta::seconds(i64::try_from(tree.app.limits.scrub_interval_secs).unwrap() + 1));
    scrub::step(&tree.app, &scrub::Failures::default(), Duration::from_secs(60), std::future::pending()).await.unwrap();
}

#[tokio::test]
async fn a_pack_is_not_compacted_while_what_is_needed_of_it_is_known_to_be_damaged() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let (pack, _) = mostly_dead(&tree, &owner, &content(20 * MIB)).await;
    rot(&tree, pack.id, MIB);
    assert_eq!(compacted(&tree).await, 0);
    assert_eq!(scrub::damaged_chunks(&tree.app.db).await.unwrap(), 1, "the copy came upon it");
    // It is not even tried: it would succeed now.
    rot(&tree, pack.id, MIB);
    assert_eq!(compacted(&tree).await, 0);
    scrub_pass(&tree).await;
    assert_eq!(scrub::damaged_chunks(&tree.app.db).await.unwrap(), 0);
    assert_eq!(compacted(&tree).await, 1);
    examine(&tree).await;
}

#[tokio::test]
async fn damage_to_what_is_dead_does_not_keep_a_pack_from_being_compacted() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let (pack, _) = mostly_dead(&tree, &owner, &content(20 * MIB)).await;
    rot(&tree, pack.id, 8 * MIB);
    scrub_pass(&tree).await;
    assert_eq!(scrub::damaged_chunks(&tree.app.db).await.unwrap(), 1);
    assert_eq!(compacted(&tree).await, 1);
    examine(&tree).await;
}

#[tokio::test]
async fn a_pack_whose_damage_was_mended_is_compacted() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let bytes = content(20 * MIB);
    let (pack, ends_file) = mostly_dead(&tree, &owner, &bytes).await;
    rot(&tree, pack.id, MIB);
    assert_eq!(compacted(&tree).await, 0);
    let again = [&ends(&bytes)[..], b"and some more"].concat();
    store(&tree, &owner, "again", &again).await;
    scrub_pass(&tree).await;
    assert_eq!(compacted(&tree).await, 1);
    examine(&tree).await;
    let found = files::content(&tree.app, &owner, ends_file.file.id, None).await.unwrap();
    let read: Vec<bytes::Bytes> = {
        use futures_util::TryStreamExt as _;
        tree.app.blobs.read(found.source.clone(), 0..found.size_bytes).try_collect().await.unwrap()
    };
    assert!(read.concat() == ends(&bytes));
}

#[tokio::test]
async fn a_copy_that_breaks_off_among_whole_chunks_is_not_tried_again_before_more_is_let_go_of() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let (pack, ends) = mostly_dead(&tree, &owner, &content(20 * MIB)).await;
    tree.app
        .db
        .write(async move |tx: &DatabaseTransaction| {
            chunk::Entity::delete_by_id((pack.id, 0)).exec(tx).await?;
            Ok(())
        })
        .await
        .unwrap();
    let may_have_gaps = async || tree.db_packs().await.into_iter().any(|pack| pack.may_have_gaps);
    assert!(may_have_gaps().await);
    assert_eq!(compacted(&tree).await, 0);
    assert!(!may_have_gaps().await);
    purge(&tree, &owner, &ends).await;
    assert!(may_have_gaps().await);
}

/// Gives a content that no file has so many runs of a byte each, from that place of a pack on.
async fn fill(tree: &Tree, pack_id: Uuid, offset: usize, runs: usize) -> Uuid {
    let (content_id, offset, size_bytes) = (ids::new(), offset as i64, runs as i64);
    let content = entity::content::Model {
        id: content_id,
        organization_id: tree.organization_id,
        sha256: vec![0; 32],
        size_bytes,
        inline_bytes: None,
        created_at: tree.app.clock.now(),
    };
    let run = |at| extent::Model { content_id, file_offset: at, pack_id, pack_offset: offset + at, length: 1 };
    let runs: Vec<_> = (0..size_bytes).map(run).collect();
    tree.app
        .db
        .write(async move |tx: &DatabaseTransaction| {
            db::insert(tx, &[content], Taken::Fails).await?;
            db::insert(tx, &runs, Taken::Fails).await
        })
        .await
        .unwrap();
    content_id
}

/// Removes such a content, as its last version's end does.
async fn empty(tree: &Tree, pack_id: Uuid, content_id: Uuid) {
    tree.app
        .db
        .write(async move |tx: &DatabaseTransaction| {
            extent::Entity::delete_many().filter(extent::Column::ContentId.eq(content_id)).exec(tx).await?;
            entity::content::Entity::delete_by_id(content_id).exec(tx).await?;
            let pack = pack::ActiveModel { id: Set(pack_id), may_have_gaps: Set(true), ..Default::default() };
            pack::Entity::update(pack).exec(tx).await?;
            Ok(())
        })
        .await
        .unwrap();
}

async fn extents(tree: &Tree, content_id: Uuid) -> Vec<extent::Model> {
    let extents = extent::Entity::of_content(content_id).order_by_asc(extent::Column::FileOffset);
    extents.all(tree.app.db.read()).await.unwrap()
}

#[tokio::test]
async fn a_pack_with_many_extents_is_compacted() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let (pack, ends) = mostly_dead(&tree, &owner, &content(20 * MIB)).await;
    let last = async || extents(&tree, ends.file.content_id).await.pop().unwrap();
    let filled = fill(&tree, pack.id, 16 * MIB, 2_000).await;
    let before = (extents(&tree, filled).await, last().await);
    assert_eq!(before.1.pack_id, pack.id);
    assert_eq!(compacted(&tree).await, 1);
    let after = (extents(&tree, filled).await, last().await);
    assert_ne!(after.1.pack_id, pack.id);
    let (copy_id, by) = (after.1.pack_id, before.1.pack_offset - after.1.pack_offset);
    for (before, after) in before.0.iter().zip(&after.0) {
        let led = extent::Model { pack_id: copy_id, pack_offset: before.pack_offset - by, ..before.clone() };
        assert_eq!(after, &led);
    }
    empty(&tree, after.1.pack_id, filled).await;
    examine(&tree).await;
}

/// Not among all of its pack: that takes the square of their number, for which nobody else can write.
#[tokio::test]
async fn an_extent_that_moves_is_found_by_its_key() {
    let tree = Tree::new().await;
    if tree.app.db.backend() != DbBackend::Sqlite {
        // PostgreSQL reads small tables whole, whatever index there is.
        return;
    }
    let owner = tree.member(Role::Owner).await;
    let file = store(&tree, &owner, "file", &content(MIB)).await;
    let extent = extents(&tree, file.file.content_id).await.remove(0);
    let explain = async move |tx: &DatabaseTransaction| {
        let mut statement = moving(tx, &extent, ids::new(), 0);
        statement.sql.insert_str(0, "EXPLAIN QUERY PLAN ");
        let plan = tx.query_one_raw(statement).await?.unwrap();
        Ok(plan.try_get::<String>("", "detail")?)
    };
    let plan = tree.app.db.write_once(explain).await.unwrap();
    assert!(plan.contains("(content_id=? AND file_offset=?)"), "{plan}");
}

#[tokio::test]
async fn a_pack_with_too_many_extents_is_left_alone_until_some_are_let_go_of() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let (pack, _) = mostly_dead(&tree, &owner, &content(20 * MIB)).await;
    let filled = fill(&tree, pack.id, 16 * MIB, EXTENTS_MAX).await;
    assert_eq!(compacted(&tree).await, 0);
    assert!(tree.db_packs().await.iter().all(|pack| !pack.may_have_gaps), "it is not looked at again");
    empty(&tree, pack.id, filled).await;
    assert_eq!(compacted(&tree).await, 1);
    examine(&tree).await;
}

#[tokio::test]
async fn a_pack_that_can_not_be_compacted_leaves_no_copy_and_keeps_no_other_from_it() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    let bytes = content(40 * MIB);
    let (refused, _) = mostly_dead(&tree, &owner, &bytes[..20 * MIB]).await;
    let (other, _) = mostly_dead(&tree, &owner, &bytes[20 * MIB..]).await;
    let of_refused = format!("OLD.id = {} AND NEW.state = 'condemned'", tree.db_literal(refused.id));
    tree.db_refuse("UPDATE ON packs", &of_refused).await;
    let report = collect(&tree.app, Trust::Careful, false).await.unwrap();
    assert_eq!((report.compacted.packs, report.failures), (1, 1));
    let packs = tree.db_packs().await;
    let state = |pack_id| packs.iter().find(|pack| pack.id == pack_id).unwrap().state;
    assert_eq!((state(refused.id), state(other.id)), (PackState::Live, PackState::Condemned));
    let objects: Vec<_> = futures_util::TryStreamExt::try_collect(tree.app.blobs.list_packs()).await.unwrap();
    assert_eq!(objects.len(), packs.len(), "no copy was left behind");
    examine(&tree).await;
}

#[tokio::test]
async fn a_pack_is_not_copied_onto_a_disk_that_has_no_room_for_it() {
    let tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    mostly_dead(&tree, &owner, &content(20 * MIB)).await;
    for (reserve_bytes, compacted) in [(u64::MAX, 0), (0, 1)] {
        for dry_run in [true, false] {
            let mut report = Report::default();
            compact_beside(&tree.app, dry_run, reserve_bytes, &mut report).await.unwrap();
            assert_eq!((report.compacted.packs, report.failures), (compacted, 0), "{reserve_bytes}");
        }
    }
    examine(&tree).await;
}

#[tokio::test]
async fn a_collection_makes_room_before_it_takes_some() {
    let mut tree = Tree::new().await;
    let owner = tree.member(Role::Owner).await;
    mostly_dead(&tree, &owner, &content(20 * MIB)).await;
    tree.app.limits = Arc::new(Limits { pack_grace_secs: 0, ..Limits::default() });
    let planned = collect(&tree.app, Trust::Careful, true).await.unwrap();
    for (compacted, deleted) in [(1, 0), (0, 1)] {
        let report = collect(&tree.app, Trust::Careful, false).await.unwrap();
        assert_eq!((report.compacted.packs, report.deleted.packs), (compacted, deleted));
        assert!(deleted == 1 || report == Report { dry_run: false, ..planned.clone() }, "as it was planned");
    }
    examine(&tree).await;
}
