//! Commands that copy a whole installation: into a backup, out of one, and to another database and store.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result};

use super::make_data_folder;
use crate::blobs::Blobs;
use crate::clock::Clock;
use crate::config::{Config, DatabaseConfig, StoreConfig};
use crate::db::{Db, Presence};
use crate::domain::backup::{self, Kept, Made, Restored};
use crate::domain::{chunks, fsck};

/// Where rows wait that are on their way to another database.
const SCRATCH_FOLDER: &str = "migration";

/// Copies everything into a folder, whether or not servers run.
///
/// # Errors
/// A sentence on what could not be had, with its causes.
pub async fn backup(config: &Config, to: &Path, kept: Kept) -> Result<Made> {
    use_tls();
    let db = Db::connect_unchanged(&config.database).await.context("the database could not be opened")?;
    let blobs = open_store(&config.store, &db).await?;
    let made = backup::make(&db, &blobs, &Clock::default(), to, kept).await;
    db.close().await.context("the database could not be closed")?;
    made
}

/// Puts the newest complete backup of a folder into an empty installation, and examines it with all of its bytes.
///
/// # Errors
/// A sentence on what is in the way or out of reach, with its causes. Faults and damaged packs are no errors but part of the
/// report.
pub async fn restore(config: &Config, from: &Path) -> Result<(Restored, fsck::Report)> {
    use_tls();
    make_data_folder(config)?;
    let _alone = Presence::alone(&config.database).await?;
    let db = Db::connect(&config.database).await.context("the database could not be opened")?;
    let blobs = open_store(&config.store, &db).await?;
    let restored = backup::restore(&db, &blobs, from).await;
    let report = match restored {
        Ok(_) => fsck::rows_and_data(&db, &blobs).await,
        Err(_) => Ok(fsck::Report::default()),
    };
    db.close().await.context("the database could not be closed")?;
    Ok((restored?, report.context("the database could not be read")?))
}

/// Brings an installation over to another database and another store, and examines it there with all of its bytes.
/// What is here stays as it is.
///
/// # Errors
/// A sentence on what is in the way or out of reach, with its causes. Faults are no errors but part of the report.
pub async fn migrate_store(
    config: &Config,
    to_database_url: String,
    to_store_url: String,
) -> Result<(Restored, fsck::Report)> {
    use_tls();
    make_data_folder(config)?;
    let (database, store) =
        (DatabaseConfig { url: to_database_url }, StoreConfig { url: to_store_url, ..config.store.clone() });
    anyhow::ensure!(
        database.url != config.database.url && store.url != config.store.url,
        "the other database and the other store must not be the ones that are in use"
    );
    let _alone = Presence::alone(&config.database).await?;
    let _alone_there = Presence::alone(&database).await.context("of the other database")?;
    let from = Db::connect_unchanged(&config.database).await.context("the database could not be opened")?;
    let from_blobs = open_store(&config.store, &from).await?;
    let to = Db::connect(&database).await.context("the other database could not be opened")?;
    let to_blobs = open_store(&store, &to).await.context("of the other store")?;
    let scratch = config.data_dir.join(SCRATCH_FOLDER);
    // What an attempt before has left.
    remove(&scratch)?;
    let moved = backup::migrate((&from, &from_blobs), (&to, &to_blobs), &scratch).await;
    remove(&scratch)?;
    let report = match moved {
        Ok(_) => fsck::rows_and_data(&to, &to_blobs).await,
        Err(_) => Ok(fsck::Report::default()),
    };
    for db in [from, to] {
        db.close().await.context("a database could not be closed")?;
    }
    Ok((moved?, report.context("the other database could not be read")?))
}

fn remove(folder: &Path) -> Result<()> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("{} can't be removed", folder.display()))
        }
        _ => Ok(()),
    }
}

async fn open_store(config: &StoreConfig, db: &Db) -> Result<Blobs> {
    let index = Arc::new(chunks::Index::new(db, &Clock::default()));
    Blobs::open(config, index).await.context("the store could not be opened")
}

/// Stores in a cloud speak TLS by this provider; PostgreSQL's driver has its own. A second call changes nothing.
fn use_tls() {
    rustls::crypto::ring::default_provider().install_default().unwrap_or_default();
}
