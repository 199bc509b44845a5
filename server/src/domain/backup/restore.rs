//! From a backup, or from one installation, into an empty one.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait as _, DatabaseTransaction, EntityTrait as _, PaginatorTrait as _, QueryFilter as _};

use super::damage::{self, DamagedPack, Faulty};
use super::listing::Listings;
use super::lock::Lock;
use super::manifest::{self, Manifest, TableEntry};
use super::named::Named;
use super::rotted::{self, ChunkRows, Wanted};
use super::{files, packs, rows};
use crate::blobs::Blobs;
use crate::clock::Clock;
use crate::db::entity::chunk;
use crate::db::entity::pack::{self, PackState};
use crate::db::entity::user;
use crate::db::{Db, allow_long_statements, analyze};
use crate::domain::{chunks, fsck};

/// What was brought over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// The name of the backup, which is when it was begun by the clock of whoever made it; none in a move.
    pub backup: Option<String>,
    pub rows: u64,
    pub packs: u64,
    /// Of these, so many were there from an attempt before.
    pub packs_there: u64,
    /// Those that were damaged where they came from, when they were copied or since.
    pub damaged: Vec<DamagedPack>,
}

/// Puts the newest complete backup of a folder into an empty database and store. May be repeated after it was broken
/// off: rows come last and all together.
///
/// # Errors
/// A sentence on what is in the way or out of reach, with its causes, or on rows that are damaged. Packs that are damaged
/// are no errors but part of the answer.
pub async fn restore(db: &Db, blobs: &Blobs, from: &Path) -> Result<Restored> {
    let _backups_kept_off = Lock::shared(from)?;
    let Some(manifest) = Manifest::newest(from).await? else {
        bail!("there is no complete backup in {}", from.display())
    };
    let folder = &manifest.folder;
    must_be_empty(db).await?;
    rows::check(folder, &manifest.tables).await?;
    must_have_packs(from, &manifest).await?;
    let mut restored = Restored { backup: None, rows: 0, packs: 0, packs_there: 0, damaged: Vec::new() };
    let (mut listings, mut rotted, mut faulty) = (Listings::of(blobs), Vec::new(), Vec::new());
    while let Some(mut there) = listings.next().await? {
        let mut entries = manifest.packs().await?;
        while let Some(entry) = entries.next().await? {
            there.claim(entry.pack);
        }
        there.must_be_ours()?;
        let mut entries = manifest.packs().await?;
        while let Some(entry) = entries.next().await? {
            if !there.covers(entry.pack) {
                continue;
            }
            restored.packs += 1;
            if entry.damage.as_ref().is_some_and(|damage| damage.is_missing) {
                faulty.extend(entry.faulty());
                continue;
            }
            let is_there = there.has(entry.pack, entry.size_bytes);
            let is_whole = if is_there {
                restored.packs_there += 1;
                // One that rotted is brought over as it is, with its length: an attempt before may have done that.
                files::is_whole(&files::path(from, entry.pack), &entry).await.context("a copy can't be read")?
            } else {
                packs::copy_in(blobs, &entry, from).await?
            };
            if is_whole {
                faulty.extend(entry.faulty());
            } else {
                rotted.push((entry, if is_there { Wanted::Told } else { Wanted::Put }));
            }
        }
    }
    if !rotted.is_empty() {
        rotted.sort_by_key(|(entry, _)| entry.pack);
        let mut chunks = ChunkRows::open(folder).await?;
        for (entry, wanted) in rotted {
            let damage = rotted::copy_in(blobs, &entry, from, &mut chunks, wanted).await?;
            faulty.push(Faulty { pack: entry.pack, size_bytes: entry.size_bytes, damage });
        }
    }
    (restored.rows, restored.damaged) = load(db, folder, manifest.tables, faulty).await?;
    restored.backup = folder.file_name().map(|name| name.to_string_lossy().into_owned());
    Ok(restored)
}

/// Brings an installation on which nothing runs over to another database and store; `scratch` is a folder for the rows
/// on their way. May be repeated after it was broken off: packs that arrived whole stay, rows come last and all together.
///
/// # Errors
/// A sentence on what is in the way or out of reach, with its causes. Packs that are damaged are no errors but part of
/// the answer.
pub async fn migrate(from: (&Db, &Blobs), to: (&Db, &Blobs), scratch: &Path) -> Result<Restored> {
    must_be_empty(to.0).await?;
    // The new one is the one to be written into: the one in use stays as it is.
    if to.1.is_same_as(from.1).await.context("the two stores could not be told apart")? {
        bail!("the other store is the one that is in use, by another name; name an empty one");
    }
    manifest::make_private_folder(&scratch.join(manifest::ROWS))?;
    let tx = fsck::snapshot(from.0).await.context("the database could not be read")?;
    let tables = rows::dump(&tx, scratch).await?;
    tx.commit().await.context("the database could not be read")?;
    // The rows that tell what is in them have not come yet.
    let arrived = to.1.told_by(Arc::new(chunks::Index::new(from.0, &Clock::default())));
    let mut moved = Restored { backup: None, rows: 0, packs: 0, packs_there: 0, damaged: Vec::new() };
    let (mut listings, mut faulty) = (Listings::of(to.1), Vec::new());
    while let Some(mut there) = listings.next().await? {
        let mut named = Named::open(scratch).await?;
        while let Some(pack) = named.next().await? {
            there.claim(pack.id);
        }
        there.must_be_ours()?;
        let mut named = Named::open(scratch).await?;
        while let Some(pack) = named.next().await? {
            if !there.covers(pack.id) {
                continue;
            }
            moved.packs += 1;
            // A damaged one has its size: what an attempt before has found out about it must be found out again.
            if there.has(pack.id, pack.size_bytes) && packs::is_whole(&arrived, &pack).await {
                moved.packs_there += 1;
            } else {
                faulty.extend(packs::bring_over(from, to.1, &pack).await?);
            }
        }
    }
    (moved.rows, moved.damaged) = load(to.0, scratch, tables, faulty).await?;
    Ok(moved)
}

/// A database that somebody uses is never mixed with another.
async fn must_be_empty(db: &Db) -> Result<()> {
    if user::Entity::find().count(db.read()).await.context("the database could not be read")? > 0 {
        bail!("the database is in use already; name an empty one");
    }
    Ok(())
}

/// A volume that is not mounted has lost nothing.
async fn must_have_packs(folder: &Path, manifest: &Manifest) -> Result<()> {
    let path = folder.join(files::PACKS);
    if !path.is_dir() && manifest.packs().await?.next().await?.is_some() {
        bail!("the folder {} is not there: see that the whole backup is", path.display());
    }
    Ok(())
}

/// Writes the rows, and what is known of those packs; answers how many rows, and which packs are damaged.
async fn load(
    db: &Db,
    folder: &Path,
    tables: Vec<TableEntry>,
    mut faulty: Vec<Faulty>,
) -> Result<(u64, Vec<DamagedPack>)> {
    faulty.sort_by_key(|pack| pack.pack);
    let (folder, at, marked) = (folder.to_owned(), Clock::default().now(), faulty.clone());
    let loaded = db.write(async move |tx: &DatabaseTransaction| {
        allow_long_statements(tx).await?;
        let rows = rows::load(tx, &folder, &tables).await.map_err(|error| rows::refused(&error))?;
        // Their bytes were not brought over: nothing may be found in them any more.
        let elsewhere = pack::Column::State.ne(PackState::Live);
        damage::mark(tx, &marked, at).await?;
        let packs = Query::select().column(pack::Column::Id).from(pack::Entity).and_where(elsewhere.clone()).take();
        chunk::Entity::delete_many().filter(chunk::Column::PackId.in_subquery(packs)).exec(tx).await?;
        pack::Entity::delete_many().filter(elsewhere).exec(tx).await?;
        analyze(tx).await?;
        Ok(rows)
    });
    let rows = loaded.await.context("the rows could not be written")?;
    Ok((rows, damage::told(db.read(), &faulty).await?))
}
