//! Archives: a folder, or a selection of files and folders, as one download. What is in it is settled before its first
//! byte: which files, under which names, with which contents. Afterwards only the contents are read, one at a time.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;
use uuid::Uuid;

use crate::app::App;
use crate::blobs::Source;
use crate::db::entity::{file, folder};
use crate::domain::access::{Caller, Permission};
use crate::domain::files;
use crate::domain::folders;
use crate::domain::names::{self, FileName};
use crate::domain::nodes::Lock;
use crate::error::{Error, Result};
use crate::zip;

/// What a selection is called.
const SELECTION_NAME: &str = "files";

/// How many folders are looked into at a time.
const BATCH: usize = 500;

/// How many bytes the paths of an archive's entries may have together. A path may have 4 KiB, and is kept until the
/// archive's end, where it is written once more.
const PATHS_BYTES_MAX: usize = 32 * 1024 * 1024;

/// How many archives are settled at a time, and how long others wait for their turn: each may take a hundred thousand rows.
const SETTLED_AT_A_TIME: usize = 2;
const TURN_WAIT: Duration = Duration::from_secs(10);

/// How much memory all archives that are under way may take together, in KiB.
const HELD_KIB_MAX: usize = 192 * 1024;

/// What an entry takes besides its path, in bytes: until it is written, and in the archive's directory from then on.
const ENTRY_BYTES: usize = 160;

/// What bounds the memory of all archives. Cheap to clone; clones share it.
#[derive(Debug, Clone)]
pub struct Archives {
    turns: Arc<Semaphore>,
    held_kib: Arc<Semaphore>,
}

impl Default for Archives {
    fn default() -> Self {
        let turns = Arc::new(Semaphore::new(SETTLED_AT_A_TIME));
        Self { turns, held_kib: Arc::new(Semaphore::new(HELD_KIB_MAX)) }
    }
}

impl Archives {
    /// Waits until few enough others are being settled.
    ///
    /// # Errors
    /// `Unavailable` if that takes too long.
    async fn turn(&self) -> Result<OwnedSemaphorePermit> {
        let turn = timeout(TURN_WAIT, Arc::clone(&self.turns).acquire_owned()).await;
        turn.map_err(Error::unavailable)?.map_err(Error::internal)
    }

    /// Takes the room that an archive needs for as long as it is under way.
    ///
    /// # Errors
    /// `Unavailable` if others have it.
    fn hold(&self, archive: Archive) -> Result<Held> {
        let needed_kib = (archive.paths_bytes + archive.entries.len() * ENTRY_BYTES) / 1024 + 1;
        // More entries may be allowed than there is room for; such an archive takes all of it.
        let needed_kib = u32::try_from(needed_kib.min(HELD_KIB_MAX)).map_err(Error::internal)?;
        let room = Arc::clone(&self.held_kib).try_acquire_many_owned(needed_kib).map_err(Error::unavailable)?;
        Ok(Held { archive: sorted(archive), room })
    }
}

/// An archive that is settled, with the room that it takes until it is dropped.
#[derive(Debug)]
pub struct Held {
    pub archive: Archive,
    pub room: OwnedSemaphorePermit,
}

/// What an archive holds.
#[derive(Debug)]
pub struct Archive {
    /// What it is called, without an extension.
    pub name: String,
    pub entries: Vec<ArchiveEntry>,
    /// How many entries it may have: their names and places are kept until its end.
    entries_max: usize,
    /// How many bytes their paths have together.
    paths_bytes: usize,
}

/// A file or folder of an archive.
#[derive(Debug)]
pub struct ArchiveEntry {
    pub entry: zip::Entry,
    /// Where its bytes are to be found, if it has any.
    pub content_id: Option<Uuid>,
}

impl Archive {
    fn named(app: &App, name: &str) -> Self {
        let entries_max = usize::try_from(app.limits.archive_entries).unwrap_or(usize::MAX);
        Self { name: name.to_owned(), entries: Vec::new(), entries_max, paths_bytes: 0 }
    }

    /// Looks whether so many entries more, whose paths have so many bytes together, could be added.
    ///
    /// # Errors
    /// `InvalidArgument` if not.
    fn require_room(&self, entries: usize, paths_bytes: usize) -> Result<()> {
        let most = self.entries_max;
        if self.entries.len() + entries > most {
            let sentence = format!("an archive holds at most {most} files and folders; ask for parts of this");
            return Err(Error::InvalidArgument(sentence));
        }
        if self.paths_bytes + paths_bytes > PATHS_BYTES_MAX {
            let most = PATHS_BYTES_MAX / (1024 * 1024);
            let sentence = format!(
                "the paths of an archive's files and folders have at most {most} MiB together; ask for parts of this"
            );
            return Err(Error::InvalidArgument(sentence));
        }
        Ok(())
    }

    /// How many rows to ask the database for when so many entries are to be added already: one more than there is room
    /// for tells that there are too many.
    fn rows_max(&self, entries: usize) -> u64 {
        self.entries_max.saturating_sub(self.entries.len() + entries) as u64 + 1
    }

    /// # Errors
    /// `InvalidArgument` for one entry too many, or one whose path is too much.
    fn add(&mut self, path: String, modified_at: DateTime<Utc>, content: Option<(Uuid, i64)>) -> Result<()> {
        self.require_room(1, path.len())?;
        self.paths_bytes += path.len();
        let size_bytes = content.map_or(0, |(_, size_bytes)| u64::try_from(size_bytes).unwrap_or_default());
        let content_id = content.map(|(content_id, _)| content_id).filter(|_| size_bytes > 0);
        self.entries.push(ArchiveEntry { entry: zip::Entry { path, modified_at, size_bytes }, content_id });
        Ok(())
    }

    fn add_file(&mut self, path: String, file: &file::Model) -> Result<()> {
        self.add(path, file.content_updated_at, Some((file.content_id, file.size_bytes)))
    }
}

/// A folder with everything live below it, all of which the caller may read who may read the folder.
///
/// # Errors
/// `NotFound`, `Deleted`, `InvalidArgument` if there is too much in it, `Unavailable` if too many others are under way.
pub async fn of_folder(app: &App, caller: &Caller, folder_id: Uuid) -> Result<Held> {
    let _turn = app.archives.turn().await?;
    let db = app.db.read();
    let (folder, _) = folders::find(db, caller, folder_id, Permission::Read, Lock::None).await?;
    folders::refuse_trashed(&folder)?;
    let mut archive = Archive::named(app, &folder.name);
    let path = format!("{}/", folder.name);
    add_trees(db, &mut archive, vec![(folder, path)]).await?;
    app.archives.hold(archive)
}

/// Files, and folders with everything live below them. What the caller may not read and what is in the trash is left
/// out. Names that meet in the archive, whatever their case, are numbered.
///
/// # Errors
/// `NotFound` if nothing remains, `InvalidArgument` if there is too much in it, `Unavailable` if too many others are under way.
pub async fn of_selection(app: &App, caller: &Caller, ids: &[Uuid]) -> Result<Held> {
    let _turn = app.archives.turn().await?;
    let db = app.db.read();
    let mut archive = Archive::named(app, SELECTION_NAME);
    let (mut taken, mut seen, mut trees) = (HashSet::new(), HashSet::new(), Vec::new());
    for id in ids.iter().filter(|id| seen.insert(**id)) {
        match files::find_live(db, caller, *id, Permission::Read, Lock::None).await {
            Ok((file, _)) => archive.add_file(unique(&mut taken, &file.name), &file)?,
            Err(Error::NotFound(_)) => {
                let found = folders::find(db, caller, *id, Permission::Read, Lock::None).await;
                match found {
                    Ok((folder, _)) if folder.trashed_at.is_none() => {
                        let path = format!("{}/", unique(&mut taken, &folder.name));
                        trees.push((folder, path));
                    }
                    Ok(_) | Err(Error::NotFound(_)) => {}
                    Err(error) => return Err(error),
                }
            }
            Err(Error::Deleted(_)) => {}
            Err(error) => return Err(error),
        }
    }
    if let ([(folder, _)], true) = (&*trees, archive.entries.is_empty()) {
        archive.name.clone_from(&folder.name);
    }
    add_trees(db, &mut archive, trees).await?;
    if archive.entries.is_empty() {
        return Err(Error::NotFound("file or folder"));
    }
    app.archives.hold(archive)
}

/// Where the bytes of a content are, if it is still there.
///
/// # Errors
/// `NotFound` if it has been removed since the archive was settled.
pub async fn source(app: &App, content_id: Uuid) -> Result<Source> {
    files::source(app.db.read(), content_id).await
}

/// A name that no other thing at the archive's top has.
fn unique(taken: &mut HashSet<String>, name: &str) -> String {
    if taken.insert(names::key(name)) {
        return name.to_owned();
    }
    let numbered = (2..).map(|number: u32| match FileName::parse(name) {
        Ok(name) => name.numbered(number).as_str().to_owned(),
        Err(_) => format!("{name} ({number})"),
    });
    numbered.into_iter().find(|name| taken.insert(names::key(name))).unwrap_or_default()
}

/// Adds folders, each at its path, and what is below them, a level at a time.
async fn add_trees(
    db: &impl ConnectionTrait,
    archive: &mut Archive,
    roots: Vec<(folder::Model, String)>,
) -> Result<()> {
    let mut level = roots;
    while !level.is_empty() {
        // Counted before they are added: a level of deep folders may be all of the archive.
        let (mut next, mut next_paths_bytes) = (Vec::new(), 0);
        for batch in level.chunks(BATCH) {
            let paths: HashMap<Uuid, &str> = batch.iter().map(|(folder, path)| (folder.id, &**path)).collect();
            for (folder, path) in batch {
                archive.add(path.clone(), folder.updated_at, None)?;
            }
            add_files(db, archive, &paths).await?;
            let below = folder::Entity::find()
                .filter(folder::Column::ParentId.is_in(paths.keys().copied()))
                .filter(folder::Column::TrashedAt.is_null())
                .limit(archive.rows_max(next.len()))
                .all(db)
                .await?;
            archive.require_room(next.len() + below.len(), next_paths_bytes)?;
            for folder in below {
                let above = folder.parent_id.and_then(|id| paths.get(&id)).copied().unwrap_or_default();
                let path = format!("{above}{}/", folder.name);
                next_paths_bytes += path.len();
                next.push((folder, path));
                archive.require_room(next.len(), next_paths_bytes)?;
            }
        }
        level = next;
    }
    Ok(())
}

/// Adds the files of some folders.
async fn add_files(db: &impl ConnectionTrait, archive: &mut Archive, paths: &HashMap<Uuid, &str>) -> Result<()> {
    let rows: Vec<(Uuid, String, DateTime<Utc>, Uuid, i64)> = file::Entity::find()
        .select_only()
        .column(file::Column::FolderId)
        .column(file::Column::Name)
        .column(file::Column::ContentUpdatedAt)
        .column(file::Column::ContentId)
        .column(file::Column::SizeBytes)
        .filter(file::Column::FolderId.is_in(paths.keys().copied()))
        .filter(file::Column::TrashedAt.is_null())
        .order_by_asc(file::Column::Id)
        .limit(archive.rows_max(0))
        .into_tuple()
        .all(db)
        .await?;
    for (folder_id, name, modified_at, content_id, size_bytes) in rows {
        let above = paths.get(&folder_id).copied().unwrap_or_default();
        archive.add(format!("{above}{name}"), modified_at, Some((content_id, size_bytes)))?;
    }
    Ok(())
}

/// Each folder before what is in it.
fn sorted(mut archive: Archive) -> Archive {
    archive.entries.sort_by(|left, right| left.entry.path.cmp(&right.entry.path));
    archive
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_bounded_together() {
        let mut archive = Archive { name: String::new(), entries: Vec::new(), entries_max: 100_000, paths_bytes: 0 };
        let path = "x".repeat(4096);
        for _ in 0..PATHS_BYTES_MAX / path.len() {
            archive.add(path.clone(), DateTime::UNIX_EPOCH, None).unwrap();
        }
        let refused = archive.add("x".to_owned(), DateTime::UNIX_EPOCH, None);
        let Err(Error::InvalidArgument(sentence)) = refused else { panic!("{refused:?}") };
        assert!(sentence.ends_with("at most 32 MiB together; ask for parts of this"), "{sentence}");
    }

    fn archive(entries: usize) -> Archive {
        let mut archive = Archive { name: String::new(), entries: Vec::new(), entries_max: entries, paths_bytes: 0 };
        for number in 0..entries {
            archive.add(format!("{number:0864}"), DateTime::UNIX_EPOCH, None).unwrap();
        }
        archive
    }

    #[test]
    fn archives_under_way_are_bounded_together() {
        let archives = Archives::default();
        // Each an eighth of the room.
        let eighth = || archives.hold(archive(HELD_KIB_MAX / 8 - 1));
        let mut held: Vec<Held> = (0..8).map(|_| eighth().unwrap()).collect();
        assert!(matches!(eighth(), Err(Error::Unavailable { .. })));
        held.pop();
        eighth().expect("one has ended");
    }

    #[tokio::test(start_paused = true)]
    async fn few_archives_are_settled_at_a_time() {
        let archives = Archives::default();
        let turns = [archives.turn().await.unwrap(), archives.turn().await.unwrap()];
        assert!(matches!(archives.turn().await, Err(Error::Unavailable { .. })));
        drop(turns);
        drop(archives.turn().await.expect("the others are settled"));
    }
}
