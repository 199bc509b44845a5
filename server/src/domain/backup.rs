//! Backups: a consistent copy of all rows, and of the packs that they name, taken while servers run; and the way back,
//! onto any database and any store.
//!
//! ```text
//! packs/ab/<uuid>                  packs, which never change: shared by all backups in the folder
//! backups/<time>/rows/<table>      one state of each table: the names of its columns, then a row a line, as JSON
//! backups/<time>/manifest          a line for each table and pack, with its SHA-256
//! backups/<time>/complete          the manifest's SHA-256; written last, so that nothing half-done is ever restored
//! progress, progress.former        which packs a backup has copied that is under way, or was broken off
//! unfinished                       the copy of a pack that is under way, or was broken off
//! lock                             locked for as long as a backup or a restoration is under way
//! ```
//!
//! Rows first, then packs: each pack that the rows name was durable before they were committed. A pin keeps sweeps from
//! deleting packs until the copy is done; it ends by itself should the copy die.
//!
//! Memory holds no list of packs: there may be millions. All lists are in the order of the packs' ids, and read beside one
//! another.
//!
//! A pack that is damaged is copied as it is and named in the manifest: everything else is backed up, and who restores it is
//! told what is missing. So is who restores a copy that rotted.

mod as_it_is;
mod damage;
mod entries;
mod files;
mod keys;
mod lines;
mod listing;
mod lock;
mod manifest;
mod named;
mod packs;
mod progress;
mod restore;
mod rotted;
mod rows;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::{Expr, Query, SelectStatement};
use sea_orm::{ColumnTrait as _, DatabaseTransaction, EntityTrait as _, QueryFilter as _, Set};
use tokio::task::JoinHandle;
use uuid::Uuid;

use self::lock::Lock;
use self::manifest::{Manifest, NewManifest};
use self::named::Named;
use crate::blobs::{Blobs, is_a_store};
use crate::clock::Clock;
use crate::db::Db;
use crate::db::entity::backup_pin;
use crate::domain::{chunks, fsck};

pub use self::damage::{Damage, DamagedPack, DamagedVersion};
pub use self::packs::Kept;
pub use self::restore::{Restored, migrate, restore};

/// How long a pin outlives a copy that died.
const PIN_SECS: i64 = 3600;
/// How often a pin is renewed.
const PIN_RENEWAL: Duration = Duration::from_secs(300);

/// What a backup took in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The folder of this backup.
    pub folder: PathBuf,
    pub rows: u64,
    pub packs: u64,
    /// Of these, so many were not there from an earlier backup, with so many bytes.
    pub packs_copied: u64,
    pub bytes_copied: u64,
    /// How many of those that were there have been read anew, and how many of these had rotted and were copied again.
    pub packs_read_anew: u64,
    pub packs_rotted: u64,
    /// Those that are not what was written. Everything else is in the backup, and whole.
    pub damaged: Vec<DamagedPack>,
}

/// Copies everything into `to`, where earlier backups may be.
///
/// # Errors
/// A sentence on what could not be read or written, with its causes; packs that were copied until then are kept for the next
/// backup. One, too, if another backup into the folder is under way. Packs that are damaged are no errors but part of the answer.
pub async fn make(db: &Db, blobs: &Blobs, clock: &Clock, to: &Path, kept: Kept) -> Result<Made> {
    // Packs lie in both at the same places: those that are damaged would be copied onto themselves.
    if is_a_store(to) {
        bail!("the folder {} is that of a store; name another one", to.display());
    }
    manifest::make_private_folder(&to.join(manifest::BACKUPS))?;
    let _alone = Lock::alone(to)?;
    manifest::remove_broken_off(to)?;
    let former = match Manifest::newest_readable(to).await {
        Some(former) => Some(former.packs().await?),
        None => None,
    };
    let pin = Pin::set(db, clock).await?;
    let folder = manifest::folder(to, clock.now());
    manifest::make_private_folder(&folder.join(manifest::ROWS))?;

    let tx = fsck::snapshot(db).await.context("the database could not be read")?;
    let tables = rows::dump(&tx, &folder).await?;
    tx.commit().await.context("the database could not be read")?;

    let blobs = keeping_keys(blobs, db, clock, &folder).await?;
    let (named, mut manifest) = (Named::open(&folder).await?, NewManifest::begin(&folder, &tables).await?);
    let (copied, progress) = packs::copy_out((db, &blobs), named, former, kept, to, &mut manifest).await?;
    manifest.finish().await?;
    progress.end()?;
    let damaged = damage::told(db.read(), &copied.faulty).await?;
    pin.remove(db).await?;
    Ok(Made {
        folder,
        rows: tables.iter().map(|table| table.rows).sum(),
        packs: copied.packs,
        packs_copied: copied.count,
        bytes_copied: copied.bytes,
        packs_read_anew: copied.read_anew,
        packs_rotted: copied.rotted,
        damaged,
    })
}

/// The store with the keys that the rows have which were written to `folder`. In the database they go with their
/// organizations, if these are removed meanwhile; the packs stay for as long as the pin.
async fn keeping_keys(blobs: &Blobs, db: &Db, clock: &Clock, folder: &Path) -> Result<Blobs> {
    let keys = keys::read(folder).await?;
    Ok(blobs.told_by(Arc::new(chunks::Index::new(db, clock).keeping(keys))))
}

/// The backups under way: while there is one, no pack may go.
pub fn pins(now: DateTime<Utc>) -> SelectStatement {
    let mut pins = Query::select();
    pins.expr(Expr::val(1)).from(backup_pin::Entity).and_where(backup_pin::Column::ExpiresAt.gt(now));
    pins
}

/// Keeps sweeps from deleting packs, for as long as it is renewed.
struct Pin {
    id: Uuid,
    renewal: JoinHandle<()>,
}

impl Pin {
    async fn set(db: &Db, clock: &Clock) -> Result<Self> {
        let id = Uuid::now_v7();
        renew(db, clock, id).await.context("the sweeps could not be kept off")?;
        let (db, clock) = (db.clone(), clock.clone());
        let renewal = tokio::spawn(async move {
            loop {
                tokio::time::sleep(PIN_RENEWAL).await;
                if let Err(error) = renew(&db, &clock, id).await {
                    tracing::warn!(%error, "the backup's hold on packs could not be renewed");
                }
            }
        });
        Ok(Self { id, renewal })
    }

    async fn remove(self, db: &Db) -> Result<()> {
        let id = self.id;
        let removed = db.write(async move |tx: &DatabaseTransaction| {
            backup_pin::Entity::delete_many().filter(backup_pin::Column::Id.eq(id)).exec(tx).await?;
            Ok(())
        });
        removed.await.context("the sweeps are kept off until the backup's hold on packs expires")
    }
}

impl Drop for Pin {
    fn drop(&mut self) {
        self.renewal.abort();
    }
}

async fn renew(db: &Db, clock: &Clock, id: Uuid) -> crate::error::Result<()> {
    let expires_at = clock.now() + TimeDelta::seconds(PIN_SECS);
    db.write(async move |tx: &DatabaseTransaction| {
        backup_pin::Entity::delete_many().filter(backup_pin::Column::Id.eq(id)).exec(tx).await?;
        let row = backup_pin::ActiveModel { id: Set(id), expires_at: Set(expires_at) };
        backup_pin::Entity::insert(row).exec_without_returning(tx).await?;
        Ok(())
    })
    .await
}

#[cfg(test)]
mod tests;
