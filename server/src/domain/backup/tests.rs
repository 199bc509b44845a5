//! Backups of something of everything, restored onto another database: the same rows, and the same bytes.

use sea_orm::{ConnectionTrait as _, DbBackend, Statement};
use tempfile::TempDir;

use super::manifest::TableEntry;
use super::*;
use crate::blobs::testing::content;
use crate::blobs::{StoreConfig, Stored};
use crate::config::DatabaseConfig;
use crate::db::entity::member::Role;
use crate::domain::access::{Caller, Permission};
use crate::domain::files;
use crate::domain::folders::{self, Relocation};
use crate::domain::gc;
use crate::domain::nodes::{Deletion, Landing};
use crate::domain::organizations;
use crate::domain::testing_tree::{LARGE_BYTES, Tree};

/// An empty installation on SQLite and a folder.
struct Place {
    folder: TempDir,
    db: Db,
    blobs: Blobs,
}

impl Place {
    async fn new() -> Self {
        Self::on(tempfile::tempdir().unwrap()).await
    }

    /// What is left of it if whatever filled it died before the rows came.
    async fn without_rows(self) -> Self {
        self.db.close().await.unwrap();
        Self::on(self.folder).await
    }

    async fn on(folder: TempDir) -> Self {
        let url = format!("sqlite://{}/{}.db", folder.path().display(), Uuid::now_v7());
        let db = Db::connect(&DatabaseConfig { url }).await.unwrap();
        let store = StoreConfig::new(format!("file://{}/store", folder.path().display()));
        let blobs = Blobs::open(&store, Arc::new(chunks::Index::new(&db, &Clock::default()))).await.unwrap();
        Self { folder, db, blobs }
    }
}

/// Something of everything that has rows.
async fn tree() -> (Tree, Caller) {
    let tree = Tree::new().await;
    let (owner, member) = (tree.member(Role::Owner).await, tree.member(Role::Member).await);
    let outer = tree.folder(&owner, tree.default_share_id, None, "Outer").await;
    let inner = tree.folder(&owner, tree.default_share_id, Some(outer), "Inner").await;
    let below = tree.folder(&owner, tree.default_share_id, None, "Below").await;
    // Into one that was made later, so that its row comes before that of the folder that it lies in.
    let relocation = Relocation { landing: Some(Landing::Folder(below)), ..Relocation::default() };
    folders::relocate(&tree.app, &owner, inner, relocation).await.unwrap();
    tree.grant(&owner, tree.default_share_id, &member, &[Permission::Create]).await;
    let small = tree.upload(&owner, tree.default_share_id, Some(inner), "small ß", b"1\0\xff").await.unwrap().file.id;
    tree.replace(&owner, small, None, &[1; LARGE_BYTES]).await.unwrap();
    let trashed = tree.upload(&owner, tree.default_share_id, None, "trashed", b"").await.unwrap().file.id;
    files::delete(&tree.app, &owner, trashed, Deletion::ToTrash, None).await.unwrap();
    (tree, owner)
}

async fn backup(tree: &Tree, to: &Path) -> Made {
    make(&tree.app.db, &tree.app.blobs, &tree.app.clock, to, Kept::ByLength).await.unwrap()
}

/// All rows of a database, each table by its digest.
async fn all_rows(db: &Db) -> Vec<TableEntry> {
    let folder = tempfile::tempdir().unwrap();
    manifest::make_private_folder(&folder.path().join(manifest::ROWS)).unwrap();
    let tx = fsck::snapshot(db).await.unwrap();
    let tables = rows::dump(&tx, folder.path()).await.unwrap();
    tx.commit().await.unwrap();
    tables
}

#[tokio::test]
async fn what_is_restored_is_what_was_there() {
    let (tree, owner) = tree().await;
    let folder = tempfile::tempdir().unwrap();
    let made = backup(&tree, folder.path()).await;
    assert_eq!((made.packs, made.packs_copied, made.bytes_copied), (1, 1, LARGE_BYTES as u64));
    let before = all_rows(&tree.app.db).await;
    // Not in this backup.
    tree.upload(&owner, tree.default_share_id, None, "later", &[2; LARGE_BYTES]).await.unwrap();

    let place = Place::new().await;
    let restored = restore(&place.db, &place.blobs, folder.path()).await.unwrap();
    assert_eq!((restored.rows, restored.packs, restored.packs_there), (made.rows, 1, 0));
    assert_eq!(all_rows(&place.db).await, before);
    assert!(before.iter().filter(|table| table.rows > 0).count() > 12, "{before:?}");
    let report = fsck::rows_and_data(&place.db, &place.blobs).await.unwrap();
    assert!(report.is_clean() && report.examined.bytes_read == LARGE_BYTES as u64 + 3, "{report}");
    // In use by now.
    let refused = restore(&place.db, &place.blobs, folder.path()).await.unwrap_err();
    assert!(refused.to_string().contains("in use"), "{refused}");

    let again = backup(&tree, folder.path()).await;
    assert_eq!((again.packs, again.packs_copied, again.bytes_copied), (2, 1, LARGE_BYTES as u64), "new ones alone");
    let place = Place::new().await;
    let restored = restore(&place.db, &place.blobs, folder.path()).await.unwrap();
    assert_eq!(all_rows(&place.db).await, all_rows(&tree.app.db).await, "the newest one");
    let mut names: Vec<_> =
        std::fs::read_dir(folder.path().join("backups")).unwrap().map(|entry| entry.unwrap()).collect();
    names.sort_by_key(|entry| entry.file_name());
    assert_eq!(restored.backup.as_deref(), names.last().unwrap().file_name().to_str(), "and it says so");
}

/// Two that write the same copies at once could leave a hole in each other's.
#[tokio::test]
async fn a_folder_takes_one_backup_at_a_time() {
    let (tree, _) = tree().await;
    let folder = tempfile::tempdir().unwrap();
    let one = make(&tree.app.db, &tree.app.blobs, &tree.app.clock, folder.path(), Kept::ByLength);
    let other = make(&tree.app.db, &tree.app.blobs, &tree.app.clock, folder.path(), Kept::ByLength);
    let (made, refused) = tokio::join!(one, other);
    assert_eq!(made.unwrap().packs_copied, 1);
    let refused = refused.unwrap_err();
    assert!(refused.to_string().contains("begin again when it has ended"), "{refused}");
    assert_eq!(backup(&tree, folder.path()).await.packs_copied, 0, "what has ended is in nobody's way");
}

/// Least of all into the one that it is a backup of.
#[tokio::test]
async fn a_store_is_no_folder_for_backups() {
    let damaged = Damaged::new().await;
    let app = &damaged.tree.app;
    let store = damaged.pack_paths[0].ancestors().nth(3).unwrap();
    let refused = make(&app.db, &app.blobs, &app.clock, store, Kept::ByLength).await.unwrap_err();
    assert!(refused.to_string().contains("is that of a store"), "{refused}");
    assert!(std::fs::read(&damaged.pack_paths[1]).unwrap() == damaged.parts[1][..MIB - 1], "it is as it was");
}

/// Every table is copied, or is known to mean nothing elsewhere.
#[tokio::test]
async fn no_table_is_left_out() {
    let place = Place::new().await;
    let copied = all_rows(&place.db).await;
    let query = "SELECT name FROM sqlite_master WHERE type = 'table'";
    let rows = place.db.read().query_all_raw(Statement::from_string(DbBackend::Sqlite, query)).await.unwrap();
    for row in rows {
        let table: String = row.try_get("", "name").unwrap();
        let is_copied = copied.iter().any(|entry| entry.table == table);
        assert!(is_copied != rows::tests::is_elsewhere(&table), "{table}");
    }
}

#[tokio::test]
async fn what_is_damaged_or_unfinished_is_refused() {
    let (tree, _) = tree().await;
    let folder = tempfile::tempdir().unwrap();
    let made = backup(&tree, folder.path()).await;
    let refused = async |sentence: &str| {
        let place = Place::new().await;
        let error = restore(&place.db, &place.blobs, folder.path()).await.unwrap_err();
        assert!(format!("{error:#}").contains(sentence), "{error:#}");
        assert!(all_rows(&place.db).await.iter().all(|table| table.rows == 0), "nothing is there by halves");
        drop(place.folder);
    };
    for name in ["manifest", "rows/files", "rows/contents"] {
        let path = made.folder.join(name);
        let whole = std::fs::read(&path).unwrap();
        let mut damaged = whole.clone();
        *damaged.last_mut().unwrap() ^= 1;
        std::fs::write(&path, damaged).unwrap();
        refused("is damaged").await;
        std::fs::write(&path, whole).unwrap();
    }
    std::fs::rename(folder.path().join("packs"), folder.path().join("elsewhere")).unwrap();
    refused("see that the whole backup is").await;
    std::fs::remove_file(made.folder.join("complete")).unwrap();
    refused("no complete backup").await;
}

/// A manifest that rotted is in the way of who restores it, not of the backups to come.
#[tokio::test]
async fn a_damaged_backup_keeps_no_other_from_being_made() {
    let (tree, _) = tree().await;
    let folder = tempfile::tempdir().unwrap();
    let older = backup(&tree, folder.path()).await;
    let newest = backup(&tree, folder.path()).await;
    std::fs::write(newest.folder.join("manifest"), b"rotted").unwrap();
    let place = Place::new().await;
    let refused = restore(&place.db, &place.blobs, folder.path()).await.unwrap_err();
    let told = format!("{refused:#}");
    assert!(told.contains("is damaged") && told.ends_with("backup before it, move its folder elsewhere"), "{told}");

    assert_eq!(backup(&tree, folder.path()).await.packs_copied, 0, "the older one tells of its copies");
    std::fs::write(older.folder.join("manifest"), b"rotted").unwrap();
    let made = backup(&tree, folder.path()).await;
    assert_eq!(made.packs_copied, 0, "so does the one in between");
    assert_eq!(files_below(&made.folder).iter().filter(|path| path.ends_with("complete.unfinished")).count(), 0);
    let restored = restore(&place.db, &place.blobs, folder.path()).await.unwrap();
    assert_eq!(restored.backup.as_deref(), made.folder.file_name().unwrap().to_str());
}

/// One that died right before its mark had its name is no backup.
#[tokio::test]
async fn a_mark_that_was_not_finished_marks_nothing() {
    let (tree, _) = tree().await;
    let folder = tempfile::tempdir().unwrap();
    let whole = backup(&tree, folder.path()).await;
    let died = backup(&tree, folder.path()).await;
    std::fs::rename(died.folder.join("complete"), died.folder.join("complete.unfinished")).unwrap();
    let place = Place::new().await;
    let restored = restore(&place.db, &place.blobs, folder.path()).await.unwrap();
    assert_eq!(restored.backup.as_deref(), whole.folder.file_name().unwrap().to_str());
    backup(&tree, folder.path()).await;
    assert!(!died.folder.exists(), "it is removed like all that were broken off");
}

const MIB: usize = 1024 * 1024;

/// Files in packs that have a wrong bit, are cut and are gone, and a whole one.
struct Damaged {
    tree: Tree,
    /// What the packs held when they were written, and where they lie.
    parts: Vec<Vec<u8>>,
    pack_paths: Vec<PathBuf>,
    /// What the first one holds now.
    changed: Vec<u8>,
    versions: Vec<DamagedVersion>,
}

impl Damaged {
    async fn new() -> Self {
        let tree = Tree::new().await;
        let owner = tree.member(Role::Owner).await;
        let bytes = content(6 * MIB);
        let parts: Vec<_> = (0..4).map(|index| bytes[index * MIB + index..][..MIB].to_vec()).collect();
        let (mut pack_paths, mut versions) = (Vec::new(), Vec::new());
        for (name, part) in ["rotten", "cut", "gone", "whole"].into_iter().zip(&parts) {
            let file_id = tree.upload(&owner, tree.default_share_id, None, name, part).await.unwrap().file.id;
            pack_paths.push(tree.pack_path(tree.db_packs().await.last().unwrap().id));
            versions.push(DamagedVersion { file_name: name.to_owned(), file_id, version: 1 });
        }
        versions.pop();
        // Only an older version needs what rots.
        tree.replace(&owner, versions[0].file_id, None, b"small by now").await.unwrap();
        let mut changed = parts[0].clone();
        changed[MIB - 1] ^= 1;
        std::fs::write(&pack_paths[0], &changed).unwrap();
        std::fs::write(&pack_paths[1], &parts[1][..MIB - 1]).unwrap();
        std::fs::remove_file(&pack_paths[2]).unwrap();
        Self { tree, parts, pack_paths, changed, versions }
    }

    fn repair(&self) {
        for (path, part) in self.pack_paths.iter().zip(&self.parts) {
            std::fs::write(path, part).unwrap();
        }
    }

    /// All of it, and nothing else.
    fn must_be_told_by(&self, packs: &[DamagedPack]) {
        let named: Vec<_> = packs.iter().flat_map(|pack| pack.versions.iter().cloned()).collect();
        assert_eq!(named, self.versions, "{packs:?}");
        let damage: Vec<_> = packs.iter().map(|pack| (pack.damage.is_missing, pack.damage.chunks.len())).collect();
        assert_eq!(damage, [(false, 1), (false, 1), (true, 0)]);
    }

    /// The copies in a folder are as they are, each byte at its place.
    fn must_lie_in(&self, folder: &Path) {
        let copies = files_below(folder);
        assert_eq!(copies.len(), 3, "{copies:?}");
        let copy = |index: usize| {
            let copy = copies.iter().find(|copy| copy.file_name() == self.pack_paths[index].file_name()).unwrap();
            std::fs::read(copy).unwrap()
        };
        assert!(copy(0) == self.changed, "it is not as it is");
        assert!(copy(1).len() == MIB && copy(1)[..MIB - 1] == self.parts[1][..MIB - 1], "it is not as it is");
        assert!(copy(3) == self.parts[3], "it is not whole");
    }
}

/// What is damaged is known to be, and took nothing else with it.
async fn must_know_what_is_damaged(place: &Place) {
    let report = fsck::rows_and_data(&place.db, &place.blobs).await.unwrap();
    let broken = report.faults.iter().filter(|fault| fault.check == "content_bytes").count();
    assert_eq!(broken, 3, "{report}");
    assert_eq!(report.faults.iter().filter(|fault| fault.check == "chunk_damaged").count(), 3, "{report}");
}

/// What is damaged is told, and takes nothing else with it.
#[tokio::test]
async fn a_damaged_pack_is_backed_up_as_it_is() {
    let damaged = Damaged::new().await;
    let folder = tempfile::tempdir().unwrap();
    let made = backup(&damaged.tree, folder.path()).await;
    assert_eq!((made.packs, made.packs_copied), (4, 4));
    damaged.must_be_told_by(&made.damaged);
    let told: String = made.damaged.iter().map(ToString::to_string).collect();
    let rotten = damaged.versions[0].file_id;
    assert!(told.contains(&format!("damaged: version 1 of the file {rotten}, \"rotten\"")), "{told}");
    damaged.must_lie_in(&folder.path().join("packs"));

    let place = Place::new().await;
    let restored = restore(&place.db, &place.blobs, folder.path()).await.unwrap();
    assert_eq!(restored.damaged, made.damaged);
    must_know_what_is_damaged(&place).await;

    // What was put right in the meantime is whole in the next backup; and what rots later is whole in it still.
    damaged.repair();
    let again = backup(&damaged.tree, folder.path()).await;
    assert_eq!((again.packs_copied, again.damaged.len()), (3, 0));
    std::fs::remove_file(&damaged.pack_paths[0]).unwrap();
    let last = backup(&damaged.tree, folder.path()).await;
    assert_eq!((last.packs_copied, last.damaged.len()), (0, 0));
    let place = Place::new().await;
    restore(&place.db, &place.blobs, folder.path()).await.unwrap();
    let report = fsck::rows_and_data(&place.db, &place.blobs).await.unwrap();
    assert!(report.is_clean(), "{report}");
}

/// The same without a folder in between; and what one attempt knew about a pack that arrived, the next one knows, too.
#[tokio::test]
async fn a_damaged_pack_is_brought_over_as_it_is() {
    let damaged = Damaged::new().await;
    let app = &damaged.tree.app;
    let bring_over = async |place: &Place| {
        let scratch = tempfile::tempdir().unwrap();
        migrate((&app.db, &app.blobs), (&place.db, &place.blobs), scratch.path()).await.unwrap()
    };
    let mut place = Place::new().await;
    for packs_there in [0, 1] {
        let moved = bring_over(&place).await;
        assert_eq!((moved.packs, moved.packs_there), (4, packs_there), "only what is whole counts as there");
        damaged.must_be_told_by(&moved.damaged);
        damaged.must_lie_in(&place.folder.path().join("store/packs"));
        must_know_what_is_damaged(&place).await;
        let body = futures_util::stream::iter([Ok(damaged.parts[0].clone().into())]);
        let written = place.blobs.write(damaged.tree.organization_id, 1 << 30, body).await.unwrap();
        let Stored::Extents { pack: Some(pack), .. } = &written.stored else { panic!("{written:?}") };
        assert_eq!(pack.chunks.len(), 1, "what is damaged is stored anew, and nothing else");
        place.blobs.discard(&written).await;
        place = place.without_rows().await;
    }
    // What is put right between two attempts is whole.
    damaged.repair();
    let moved = bring_over(&place).await;
    assert_eq!((moved.packs_there, moved.damaged.len()), (1, 0));
    let report = fsck::rows_and_data(&place.db, &place.blobs).await.unwrap();
    assert!(report.is_clean(), "{report}");
}

/// Whatever its URL says: of a damaged pack that is copied onto itself as it is, what can't be read is lost for good.
#[tokio::test]
async fn a_store_is_not_brought_over_onto_itself() {
    let damaged = Damaged::new().await;
    let app = &damaged.tree.app;
    let place = Place::new().await;
    let store = damaged.pack_paths[0].ancestors().nth(3).unwrap();
    let link = place.folder.path().join("link");
    std::os::unix::fs::symlink(store, &link).unwrap();
    let before = files_below(store);
    for url in [format!("file://{}/", store.display()), format!("file://{}", link.display())] {
        let index = Arc::new(chunks::Index::new(&place.db, &Clock::default()));
        let blobs = Blobs::open(&StoreConfig::new(url), index).await.unwrap();
        let scratch = tempfile::tempdir().unwrap();
        let moved = migrate((&app.db, &app.blobs), (&place.db, &blobs), scratch.path()).await;
        let refused = moved.unwrap_err();
        assert!(refused.to_string().contains("by another name"), "{refused}");
    }
    assert_eq!(files_below(store), before, "no mark is left");
    assert!(std::fs::read(&damaged.pack_paths[1]).unwrap() == damaged.parts[1][..MIB - 1], "it is as it was");
}

/// A backup's own folder may rot as well. What is whole of it is restored, and a backup that reads it anew puts it right.
#[tokio::test]
async fn a_copy_that_rotted_takes_nothing_else_with_it() {
    let damaged = Damaged::new().await;
    damaged.repair();
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(backup(&damaged.tree, folder.path()).await.damaged, []);
    let copies = files_below(&folder.path().join("packs"));
    let copies: Vec<_> = damaged
        .pack_paths
        .iter()
        .map(|path| copies.iter().find(|copy| copy.file_name() == path.file_name()).unwrap())
        .collect();
    let rot = || {
        std::fs::write(copies[0], &damaged.changed).unwrap();
        std::fs::write(copies[1], &damaged.parts[1][..MIB - 1]).unwrap();
        std::fs::remove_file(copies[2]).unwrap();
    };
    rot();
    let mut place = Place::new().await;
    for packs_there in [0, 3] {
        let restored = restore(&place.db, &place.blobs, folder.path()).await.unwrap();
        assert_eq!((restored.packs, restored.packs_there), (4, packs_there));
        damaged.must_be_told_by(&restored.damaged);
        damaged.must_lie_in(&place.folder.path().join("store/packs"));
        must_know_what_is_damaged(&place).await;
        place = place.without_rows().await;
    }

    let made = backup(&damaged.tree, folder.path()).await;
    assert_eq!((made.packs_copied, made.packs_read_anew), (2, 0), "what has its length is not looked at");
    rot();
    // A chunk that the store has lost is taken from the copy that has it.
    let mut changed = damaged.parts[0].clone();
    changed[0] ^= 1;
    std::fs::write(&damaged.pack_paths[0], &changed).unwrap();
    let app = &damaged.tree.app;
    let made = make(&app.db, &app.blobs, &app.clock, folder.path(), Kept::ReadAnew).await.unwrap();
    assert_eq!((made.packs_copied, made.packs_read_anew, made.packs_rotted), (3, 2, 1));
    assert_eq!(made.damaged, []);
    let place = Place::new().await;
    assert_eq!(restore(&place.db, &place.blobs, folder.path()).await.unwrap().damaged, []);
    let report = fsck::rows_and_data(&place.db, &place.blobs).await.unwrap();
    assert!(report.is_clean(), "{report}");
}

/// However often it is broken off.
#[tokio::test]
async fn a_backup_that_was_broken_off_goes_on() {
    let damaged = Damaged::new().await;
    damaged.repair();
    let folder = tempfile::tempdir().unwrap();
    let packs = damaged.tree.db_packs().await;
    let copies: Vec<_> = packs.iter().map(|pack| super::files::path(folder.path(), pack.id)).collect();
    let app = &damaged.tree.app;
    let broken_off_at = async |copy: &Path| {
        std::fs::create_dir_all(copy.join("in the way")).unwrap();
        let made = make(&app.db, &app.blobs, &app.clock, folder.path(), Kept::ByLength).await;
        let error = format!("{:#}", made.unwrap_err());
        assert!(error.contains("it can't be put in its place"), "{error}");
        assert!(folder.path().join("unfinished").exists());
        std::fs::remove_dir_all(copy).unwrap();
    };
    broken_off_at(&copies[2]).await;
    // The second one does not get as far as the first one did.
    std::fs::remove_file(&copies[0]).unwrap();
    broken_off_at(&copies[0]).await;

    let made = backup(&damaged.tree, folder.path()).await;
    assert_eq!((made.packs, made.packs_copied), (4, 3), "the second pack is there");
    let mut names: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["backups", "lock", "packs"], "nothing is left of what was broken off");
    assert_eq!(std::fs::read_dir(folder.path().join("backups")).unwrap().count(), 1);
    let place = Place::new().await;
    assert_eq!(restore(&place.db, &place.blobs, folder.path()).await.unwrap().damaged, []);
    let report = fsck::rows_and_data(&place.db, &place.blobs).await.unwrap();
    assert!(report.is_clean(), "{report}");
}

/// While a backup is under way nothing leaves the store, whatever its grace; a backup that died ends by its time.
#[tokio::test]
async fn sweeps_wait_for_backups() {
    let (tree, owner) = tree().await;
    let doomed = tree.upload(&owner, tree.default_share_id, None, "doomed", &[3; LARGE_BYTES]).await.unwrap().file.id;
    let pin = Pin::set(&tree.app.db, &tree.app.clock).await.unwrap();
    files::delete(&tree.app, &owner, doomed, Deletion::Permanent, None).await.unwrap();
    tree.app.clock.advance(Duration::from_secs(tree.app.limits.pack_grace_secs + 1));
    renew(&tree.app.db, &tree.app.clock, pin.id).await.unwrap();
    assert_eq!(gc::sweep(&tree.app).await.unwrap().packs, 0);
    tree.app.clock.advance(Duration::from_secs(u64::try_from(PIN_SECS).unwrap() + 1));
    assert_eq!(gc::sweep(&tree.app).await.unwrap().packs, 1);
    pin.remove(&tree.app.db).await.unwrap();
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}

#[tokio::test]
async fn an_organization_that_is_removed_meanwhile_does_not_end_a_backup() {
    let (tree, _) = tree().await;
    let app = &tree.app;
    let folder = tempfile::tempdir().unwrap();
    manifest::make_private_folder(&folder.path().join(manifest::ROWS)).unwrap();
    let tx = fsck::snapshot(&app.db).await.unwrap();
    let tables = rows::dump(&tx, folder.path()).await.unwrap();
    tx.commit().await.unwrap();
    // A process that has read nothing yet.
    let packs = tree.db_packs().await;
    let store = tree.pack_path(packs[0].id).ancestors().nth(3).unwrap().to_owned();
    let index = Arc::new(chunks::Index::new(&app.db, &app.clock));
    let blobs = Blobs::open(&StoreConfig::new(format!("file://{}", store.display())), index).await.unwrap();
    organizations::delete(app, tree.superuser(), tree.organization_id).await.unwrap();
    let blobs = keeping_keys(&blobs, &app.db, &app.clock, folder.path()).await.unwrap();
    let named = Named::open(folder.path()).await.unwrap();
    let mut manifest = NewManifest::begin(folder.path(), &tables).await.unwrap();
    let from = (&app.db, &blobs);
    let copied = packs::copy_out(from, named, None, Kept::ByLength, folder.path(), &mut manifest).await.unwrap().0;
    assert_eq!((copied.packs, copied.faulty), (packs.len() as u64, Vec::new()));
}
