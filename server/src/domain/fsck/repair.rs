//! Repairs: what other rows tell for certain is put right, and nothing else.
//!
//! Never here: what takes a guess, such as which of two files may have a name, and whatever removes content. A repair
//! that rests on rows which are themselves at fault is not made; the fault then stays in the report.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait as _, DatabaseTransaction, DbBackend, EntityTrait as _, QueryFilter as _,
};
use uuid::Uuid;

use super::invariants::{self, COUNTED, HOLDS};
use super::{Fault, Report, broken, data, file_tags};
use crate::blobs::Blobs;
use crate::db::Db;
use crate::db::entity::file;
use crate::db::entity::pack::{self, PackState};
use crate::domain::labels;
use crate::error::Result;

/// How many ids one statement takes.
const BATCH: usize = 500;

/// How one kind of fault is put right.
#[derive(Clone)]
struct Remedy {
    /// Which faults it is for.
    check: &'static str,
    /// What it does, as the report says it.
    told: &'static str,
    /// Without a fault of these kinds; else it would rest on sand.
    needs: &'static [&'static str],
    cure: Cure,
}

#[derive(Clone)]
enum Cure {
    Statement(String),
    /// Packs are condemned from now on: the sweep looks at them once more after its grace.
    Condemn,
    /// Packs get the time that goes with their state.
    Time,
    /// The rows that files are found by are written anew.
    Tags,
}

/// What counts are made from. Were these broken, a recount would only make the meters agree with the damage.
const COUNTED_ROWS: &[&str] = &["version_content", "version_file", "file_version", "version_number", "file_place"];

/// Puts right what can be, a transaction for each kind of fault; answers what was wrong and is no longer. May be done
/// while servers run, which wait for each of the transactions.
///
/// # Errors
/// Those of the database; what was repaired before stays so.
pub async fn repair(db: &Db, now: DateTime<Utc>) -> Result<Vec<Fault>> {
    let mut repaired = Vec::new();
    for remedy in remedies() {
        repaired.extend(db.write(async move |tx: &DatabaseTransaction| apply(tx, &remedy, now).await).await?);
    }
    Ok(repaired)
}

/// Reads every stored chunk; those that are not what was written are relied on no more, and what needs them is led to
/// another copy where there is one. Answers those from which nothing is missing any more. May be done while servers run.
///
/// # Errors
/// Those of the database, and the store's if it does not answer; what was repaired before stays so.
pub async fn repair_data(db: &Db, blobs: &Blobs, now: DateTime<Utc>) -> Result<Vec<Fault>> {
    data::mend(db, blobs, now).await
}

async fn apply(tx: &DatabaseTransaction, remedy: &Remedy, now: DateTime<Utc>) -> Result<Vec<Fault>> {
    lock(tx).await?;
    let before = faults(tx, remedy.check).await?;
    if before.is_empty() {
        return Ok(Vec::new());
    }
    for needed in remedy.needs {
        if !faults(tx, needed).await?.is_empty() {
            return Ok(Vec::new());
        }
    }
    let subjects: Vec<Uuid> = before.iter().map(|fault| fault.subject).collect();
    match &remedy.cure {
        Cure::Statement(sql) => {
            tx.execute_unprepared(sql).await?;
        }
        Cure::Condemn => condemn(tx, &subjects, now).await?,
        Cure::Time => set_times(tx, &subjects, now).await?,
        Cure::Tags => keep_tags(tx, &subjects).await?,
    }
    let after: Vec<Uuid> = faults(tx, remedy.check).await?.into_iter().map(|fault| fault.subject).collect();
    let gone = before.into_iter().filter(|fault| !after.contains(&fault.subject));
    Ok(gone.map(|fault| Fault { detail: format!("{}; {}", fault.detail, remedy.told), ..fault }).collect())
}

/// Keeps everybody else from writing, so that what is compared and what is written are of one state. On SQLite a
/// transaction that writes is alone.
async fn lock(tx: &DatabaseTransaction) -> Result<()> {
    if tx.get_database_backend() == DbBackend::Postgres {
        tx.execute_unprepared(
            "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '60s';
             LOCK TABLE names, folders, files, file_tags, versions, contents, shared_contents, extents, packs,
               reservations, grants, group_members, organizations, shares, members IN SHARE ROW EXCLUSIVE MODE",
        )
        .await?;
    }
    Ok(())
}

/// All faults of one kind.
async fn faults(tx: &DatabaseTransaction, check: &str) -> Result<Vec<Fault>> {
    if check == "file_tags" {
        let mut report = Report::default();
        file_tags(tx, &mut report).await?;
        return Ok(report.faults);
    }
    let mut found = Vec::new();
    for invariant in invariants::all().iter().filter(|invariant| invariant.name == check) {
        found.extend(broken(tx, invariant, u64::from(u32::MAX)).await?);
    }
    Ok(found)
}

async fn condemn(tx: &DatabaseTransaction, packs: &[Uuid], now: DateTime<Utc>) -> Result<()> {
    for ids in packs.chunks(BATCH) {
        pack::Entity::update_many()
            .col_expr(pack::Column::State, Expr::value(PackState::Condemned))
            .col_expr(pack::Column::CondemnedAt, Expr::value(now))
            .filter(pack::Column::Id.is_in(ids.iter().copied()))
            .exec(tx)
            .await?;
    }
    Ok(())
}

async fn set_times(tx: &DatabaseTransaction, packs: &[Uuid], now: DateTime<Utc>) -> Result<()> {
    for ids in packs.chunks(BATCH) {
        let state = pack::Column::State;
        for (which, at) in [(state.eq(PackState::Live), None), (state.ne(PackState::Live), Some(now))] {
            pack::Entity::update_many()
                .col_expr(pack::Column::CondemnedAt, Expr::value(at))
                .filter(pack::Column::Id.is_in(ids.iter().copied()))
                .filter(which)
                .exec(tx)
                .await?;
        }
    }
    Ok(())
}

async fn keep_tags(tx: &DatabaseTransaction, files: &[Uuid]) -> Result<()> {
    for ids in files.chunks(BATCH) {
        let files = file::Entity::find().filter(file::Column::Id.is_in(ids.iter().copied())).all(tx).await?;
        labels::keep_tags(tx, &files).await?;
    }
    Ok(())
}

/// In the order in which they are made: names are taken from what is not there before they are given to what is.
fn remedies() -> Vec<Remedy> {
    let statement = |check, told, sql: String| Remedy { check, told, needs: &[], cure: Cure::Statement(sql) };
    let mut remedies = vec![
        statement(
            "name_node",
            "the claim was removed",
            format!("DELETE FROM names WHERE {}", invariants::claimed_for_nothing()),
        ),
        statement("file_name", "the name was claimed", claim("files", "file", "folder_id")),
        statement("folder_name", "the name was claimed", claim("folders", "folder", "parent_id")),
        statement(
            "content_shared",
            "it was noted",
            "INSERT INTO shared_contents (content_id, organization_id)
             SELECT contents.id, contents.organization_id FROM contents
             WHERE (SELECT COUNT(*) FROM versions WHERE versions.content_id = contents.id) > 1
               AND NOT EXISTS (SELECT 1 FROM shared_contents WHERE shared_contents.content_id = contents.id)"
                .to_owned(),
        ),
        statement("grant_resource", "the grant was removed", GRANT_ON_NOTHING.to_owned()),
        statement("grant_principal", "the grant was removed", GRANT_TO_NOBODY.to_owned()),
        Remedy { check: "pack_condemned", told: "its time goes with its state", needs: &[], cure: Cure::Time },
        Remedy {
            check: "pack_unnamed",
            told: "it was condemned",
            needs: &["content_extents", "extent_pack"],
            cure: Cure::Condemn,
        },
        Remedy { check: "file_tags", told: "they were written anew", needs: &[], cure: Cure::Tags },
    ];
    remedies.extend(meters());
    remedies
}

/// Claims the names of all nodes that have none claimed, where nothing else has the name or wants it.
fn claim(table: &str, node_type: &str, parent: &str) -> String {
    let rival = |table: &str, parent: &str| {
        let holds = HOLDS.replace("node.", "rival.");
        format!(
            "NOT EXISTS (
               SELECT 1 FROM {table} AS rival WHERE rival.id <> node.id AND rival.name_key = node.name_key AND {holds}
                 AND COALESCE(rival.{parent}, rival.share_id) = place.id
             )"
        )
    };
    let place = format!("COALESCE(node.{parent}, node.share_id)");
    let (files, folders) = (rival("files", "folder_id"), rival("folders", "parent_id"));
    format!(
        "INSERT INTO names (parent_id, name_key, node_type, node_id)
         SELECT {place}, node.name_key, '{node_type}', node.id FROM {table} AS node
         WHERE {HOLDS} AND {files} AND {folders}
           AND NOT EXISTS (SELECT 1 FROM names WHERE names.parent_id = {place} AND names.name_key = node.name_key)"
    )
    .replace("place.id", &place)
}

/// Grants on what is not there, or to whom it is not there: the invariants of the same names, of one row of `grants`.
const GRANT_ON_NOTHING: &str = "DELETE FROM grants
    WHERE NOT (resource_type = 'share' AND EXISTS (SELECT 1 FROM shares
      WHERE shares.id = grants.resource_id AND shares.organization_id = grants.organization_id))
    AND NOT (resource_type = 'folder' AND EXISTS (SELECT 1 FROM folders
      WHERE folders.id = grants.resource_id AND folders.organization_id = grants.organization_id))
    AND NOT (resource_type = 'file' AND EXISTS (SELECT 1 FROM files
      WHERE files.id = grants.resource_id AND files.organization_id = grants.organization_id))";
const GRANT_TO_NOBODY: &str = "DELETE FROM grants
    WHERE NOT (principal_type = 'user' AND EXISTS (SELECT 1 FROM members
      WHERE members.user_id = grants.principal_id AND members.organization_id = grants.organization_id))
    AND NOT (principal_type = 'user' AND EXISTS (SELECT 1 FROM users
      WHERE users.id = grants.principal_id AND users.superuser))
    AND NOT (principal_type = 'group' AND EXISTS (SELECT 1 FROM \"groups\"
      WHERE \"groups\".id = grants.principal_id AND \"groups\".organization_id = grants.organization_id))";

/// Each meter becomes what a recount says.
fn meters() -> Vec<Remedy> {
    // In the order of `COUNTED`'s names: the table, and what its versions and reservations are known by.
    const OWNERS: [(&str, &str, &str); 3] = [
        (
            "organizations",
            "files.organization_id = organizations.id",
            "reservations.organization_id = organizations.id",
        ),
        ("shares", "files.share_id = shares.id", "reservations.share_id = shares.id"),
        (
            "members",
            "files.organization_id = members.organization_id AND versions.charged_to = members.user_id",
            "reservations.organization_id = members.organization_id AND reservations.user_id = members.user_id",
        ),
    ];
    let set = |check, needs, table: &str, column: &str, counted: String| {
        let counted = format!("CAST(COALESCE(({counted}), 0) AS BIGINT)");
        let sql = format!("UPDATE {table} SET {column} = {counted} WHERE {column} <> {counted}");
        Remedy { check, told: "it was set to the recount", needs, cure: Cure::Statement(sql) }
    };
    let mut remedies = Vec::new();
    for (column, checks, summed) in COUNTED {
        for ((table, versions, _), check) in OWNERS.into_iter().zip(checks) {
            let counted = format!(
                "SELECT SUM({summed}) FROM versions JOIN files ON files.id = versions.file_id WHERE {versions}"
            );
            remedies.push(set(check, COUNTED_ROWS, table, column, counted));
        }
    }
    for ((table, _, reservations), check) in
        OWNERS.into_iter().zip(["reserved_organization", "reserved_share", "reserved_member"])
    {
        let counted = format!("SELECT SUM(reservations.size_bytes) FROM reservations WHERE {reservations}");
        remedies.push(set(check, &[], table, "reserved_bytes", counted));
    }
    remedies
}
