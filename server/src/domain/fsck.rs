//! Fsck: proves that what the database says agrees with itself, and, if asked, that every stored chunk is what was written
//! and every content has its digest. It only reads, and may run beside servers: all rows are seen in one state.
//!
//! What must hold stands in `invariants`, a query each. A fault is a bug or a broken disk. What can be put right from
//! other rows, `repair` puts right if told to; what is to be done about the rest is for a person to decide.

use std::collections::{BTreeSet, HashMap};
use std::fmt;

use sea_orm::prelude::Json;
use sea_orm::{
    AccessMode, ColumnTrait as _, ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait as _, IsolationLevel,
    PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, QueryTrait as _, Select, Statement,
    TransactionTrait as _,
};
use serde::Serialize;
use uuid::Uuid;

use crate::blobs::Blobs;
use crate::db::Db;
use crate::db::entity::{content, file, file_tag, folder, share, version};
use crate::domain::labels::Tags;
use crate::domain::names;
use crate::error::Result;

mod data;
mod invariants;
mod repair;

use self::invariants::Invariant;

pub use self::repair::{repair, repair_data};

/// How many faults of one kind are named; beyond that they are many, and each costs memory.
const FAULTS_PER_CHECK_MAX: u64 = 100;
/// How many rows are taken into memory at a time.
const BATCH: u64 = 500;

/// What an examination found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// How much was examined.
    pub examined: Examined,
    /// At most 100 of each kind.
    pub faults: Vec<Fault>,
    /// What was wrong before and is no longer; empty unless that was asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub repaired: Vec<Fault>,
}

/// How many rows there were, and how many bytes of content were read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Examined {
    pub shares: u64,
    pub folders: u64,
    pub files: u64,
    pub versions: u64,
    pub contents: u64,
    /// Read from the store and compared with their digests; 0 if that was not asked for.
    pub contents_read: u64,
    pub bytes_read: u64,
    /// Of live packs, read from the store and compared with their ids, whether or not a content needs them.
    pub chunks_read: u64,
}

/// Something that ought not to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Which invariant is broken: a stable name.
    pub check: &'static str,
    /// What it is about: the id of a row.
    pub subject: Uuid,
    /// What is wrong with it, in a sentence.
    pub detail: String,
}

impl Report {
    /// Whether nothing is wrong.
    pub fn is_clean(&self) -> bool {
        self.faults.is_empty()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for fault in &self.repaired {
            writeln!(f, "repaired: {}: {}: {}", fault.check, fault.subject, fault.detail)?;
        }
        for fault in &self.faults {
            writeln!(f, "{}: {}: {}", fault.check, fault.subject, fault.detail)?;
        }
        let Examined { shares, folders, files, versions, contents, contents_read, bytes_read, chunks_read } =
            self.examined;
        writeln!(
            f,
            "examined {shares} shares, {folders} folders, {files} files, {versions} versions and {contents} contents; \
             read {contents_read} contents ({bytes_read} bytes) and {chunks_read} chunks"
        )?;
        match self.faults.len() {
            0 => writeln!(f, "no faults"),
            count => writeln!(f, "{count} faults"),
        }
    }
}

/// Examines all rows, in one state of the database, whatever is written beside it.
///
/// # Errors
/// Those of the database. A fault is no error but part of the report.
pub async fn rows(db: &Db) -> Result<Report> {
    let tx = snapshot(db).await?;
    let report = rows_in(&tx).await?;
    tx.commit().await?;
    Ok(report)
}

/// Examines all rows, then reads every chunk of every live pack and compares it with its id, and every content with its
/// digest. Chunks that no content needs count as well: the next upload may come to rely on them.
///
/// # Errors
/// Those of the database, and the store's if it does not answer. What it can't give is a fault.
pub async fn rows_and_data(db: &Db, blobs: &Blobs) -> Result<Report> {
    let mut report = rows(db).await?;
    data::chunks(db, blobs, &mut report).await?;
    data::contents(db, blobs, &mut report).await?;
    Ok(report)
}

/// One state of the database for many queries.
pub(super) async fn snapshot(db: &Db) -> Result<DatabaseTransaction> {
    // SQLite shows one state to every transaction; it knows no other levels.
    if db.backend() == DbBackend::Sqlite {
        return Ok(db.read().begin().await?);
    }
    let tx = db.read().begin_with_config(Some(IsolationLevel::RepeatableRead), Some(AccessMode::ReadOnly)).await?;
    // Requests are never this long.
    tx.execute_unprepared("SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0").await?;
    Ok(tx)
}

/// Examines the rows that `db` sees.
async fn rows_in(db: &impl ConnectionTrait) -> Result<Report> {
    let mut report = Report {
        examined: Examined {
            shares: share::Entity::find().count(db).await?,
            folders: folder::Entity::find().count(db).await?,
            files: file::Entity::find().count(db).await?,
            versions: version::Entity::find().count(db).await?,
            contents: content::Entity::find().count(db).await?,
            ..Examined::default()
        },
        ..Report::default()
    };
    for invariant in invariants::all() {
        report.faults.extend(broken(db, &invariant, FAULTS_PER_CHECK_MAX).await?);
    }
    name_keys(db, &mut report).await?;
    file_tags(db, &mut report).await?;
    Ok(report)
}

/// The rows that break one invariant.
async fn broken(db: &impl ConnectionTrait, invariant: &Invariant, most: u64) -> Result<Vec<Fault>> {
    let mut faults = Vec::new();
    let sql = format!("{} LIMIT {most}", invariant.sql);
    for row in db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await? {
        let subject = row.try_get("", "subject")?;
        let mut detail = invariant.sentence.to_owned();
        if invariant.compares {
            let expected: i64 = row.try_get("", "expected")?;
            let found: i64 = row.try_get("", "found")?;
            detail = format!("{detail}: {found} instead of {expected}");
        }
        faults.push(Fault { check: invariant.name, subject, detail });
    }
    Ok(faults)
}

/// The rows that files are found by say what the files' own rows say; again, keys are ours to fold.
async fn file_tags(db: &impl ConnectionTrait, report: &mut Report) -> Result<()> {
    let (mut faults, mut last) = (0, None);
    loop {
        let columns = [file::Column::Id, file::Column::OrganizationId, file::Column::Tags];
        let batch: Vec<(Uuid, Uuid, Json)> = files_behind(last).columns(columns).into_tuple().all(db).await?;
        let Some((end, ..)) = batch.last() else { return Ok(()) };
        last = Some(*end);
        let mut found: HashMap<Uuid, BTreeSet<(Uuid, String)>> = HashMap::new();
        let ids = file_tag::Column::FileId.is_in(batch.iter().map(|(id, ..)| *id));
        for row in file_tag::Entity::find().filter(ids).all(db).await? {
            found.entry(row.file_id).or_default().insert((row.organization_id, row.tag_key));
        }
        for (id, organization_id, tags) in batch {
            let tags = Tags::from_row(&tags);
            let expected: BTreeSet<_> = tags.iter().map(|tag| (organization_id, Tags::key(tag))).collect();
            if found.remove(&id).unwrap_or_default() != expected && faults < FAULTS_PER_CHECK_MAX {
                faults += 1;
                let detail = "the file can't be found by exactly the tags that it has".to_owned();
                report.faults.push(Fault { check: "file_tags", subject: id, detail });
            }
        }
    }
}

/// The next files in the order of their ids, without a column. A caller may have chosen any id, also one of nothing but
/// zeros.
fn files_behind(last: Option<Uuid>) -> Select<file::Entity> {
    let files = file::Entity::find().select_only().order_by_asc(file::Column::Id).limit(BATCH);
    files.apply_if(last, |files, last| files.filter(file::Column::Id.gt(last)))
}

/// Keys are folded by our own code, so only our own code can tell whether they are right.
async fn name_keys(db: &impl ConnectionTrait, report: &mut Report) -> Result<()> {
    let mut faults = 0;
    let mut check = |id: Uuid, name: &str, key: &str| {
        if names::key(name) != key && faults < FAULTS_PER_CHECK_MAX {
            faults += 1;
            let detail = format!("its name {name:?} is kept under the key {key:?}");
            report.faults.push(Fault { check: "name_key", subject: id, detail });
        }
    };
    let mut last = None;
    loop {
        let columns = [file::Column::Id, file::Column::Name, file::Column::NameKey];
        let batch: Vec<(Uuid, String, String)> = files_behind(last).columns(columns).into_tuple().all(db).await?;
        let Some((end, ..)) = batch.last() else { break };
        last = Some(*end);
        batch.iter().for_each(|(id, name, key)| check(*id, name, key));
    }
    // Ids of folders are the server's: none is nothing but zeros.
    let mut last = Uuid::nil();
    loop {
        let folders = folder::Entity::find().filter(folder::Column::Id.gt(last)).order_by_asc(folder::Column::Id);
        let columns = [folder::Column::Id, folder::Column::Name, folder::Column::NameKey];
        let batch: Vec<(Uuid, String, String)> =
            folders.select_only().columns(columns).limit(BATCH).into_tuple().all(db).await?;
        let Some(end) = batch.last() else { break };
        last = end.0;
        batch.iter().for_each(|(id, name, key)| check(*id, name, key));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
