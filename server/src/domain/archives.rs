//! Archives: a folder, or a selection of files and folders, as one download. What is in it is settled before its first
//! byte: which files, under which names, with which contents. Afterwards only the contents are read, one at a time.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
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

/// What an archive holds.
#[derive(Debug, Clone)]
pub struct Archive {
    /// What it is called, without an extension.
    pub name: String,
    pub entries: Vec<ArchiveEntry>,
    /// How many entries it may have: their names and places are kept until its end.
    entries_max: usize,
}

/// A file or folder of an archive.
#[derive(Debug, Clone)]
pub struct ArchiveEntry {
    pub entry: zip::Entry,
    /// Where its bytes are to be found, if it has any.
    pub content_id: Option<Uuid>,
}

impl Archive {
    fn named(app: &App, name: &str) -> Self {
        let entries_max = usize::try_from(app.limits.archive_entries).unwrap_or(usize::MAX);
        Self { name: name.to_owned(), entries: Vec::new(), entries_max }
    }

    /// The error of one entry too many.
    fn too_many(&self) -> Error {
        let most = self.entries_max;
        Error::InvalidArgument(format!("an archive holds at most {most} files and folders; ask for parts of this"))
    }

    /// # Errors
    /// `InvalidArgument` for one entry too many.
    fn add(&mut self, path: String, modified_at: DateTime<Utc>, content: Option<(Uuid, i64)>) -> Result<()> {
        if self.entries.len() >= self.entries_max {
            return Err(self.too_many());
        }
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
/// `NotFound`, `Deleted`, `InvalidArgument` if there is too much in it.
pub async fn of_folder(app: &App, caller: &Caller, folder_id: Uuid) -> Result<Archive> {
    let db = app.db.read();
    let (folder, _) = folders::find(db, caller, folder_id, Permission::Read, Lock::None).await?;
    folders::refuse_trashed(&folder)?;
    let mut archive = Archive::named(app, &folder.name);
    let path = format!("{}/", folder.name);
    add_trees(db, &mut archive, vec![(folder, path)]).await?;
    Ok(sorted(archive))
}

/// Files, and folders with everything live below them. What the caller may not read and what is in the trash is left
/// out. Names that meet in the archive, whatever their case, are numbered.
///
/// # Errors
/// `NotFound` if nothing remains, `InvalidArgument` if there is too much in it.
pub async fn of_selection(app: &App, caller: &Caller, ids: &[Uuid]) -> Result<Archive> {
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
    Ok(sorted(archive))
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
        let mut next = Vec::new();
        for batch in level.chunks(BATCH) {
            let paths: HashMap<Uuid, &str> = batch.iter().map(|(folder, path)| (folder.id, &**path)).collect();
            for (folder, path) in batch {
                archive.add(path.clone(), folder.updated_at, None)?;
            }
            add_files(db, archive, &paths).await?;
            let below = folder::Entity::find()
                .filter(folder::Column::ParentId.is_in(paths.keys().copied()))
                .filter(folder::Column::TrashedAt.is_null())
                .all(db)
                .await?;
            if archive.entries.len() + next.len() + below.len() > archive.entries_max {
                return Err(archive.too_many());
            }
            for folder in below {
                let above = folder.parent_id.and_then(|id| paths.get(&id)).copied().unwrap_or_default();
                let path = format!("{above}{}/", folder.name);
                next.push((folder, path));
            }
        }
        level = next;
    }
    Ok(())
}

/// Adds the files of some folders.
async fn add_files(db: &impl ConnectionTrait, archive: &mut Archive, paths: &HashMap<Uuid, &str>) -> Result<()> {
    // One more than there is room for tells that there are too many.
    let room = archive.entries_max.saturating_sub(archive.entries.len()) as u64 + 1;
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
        .limit(room)
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
