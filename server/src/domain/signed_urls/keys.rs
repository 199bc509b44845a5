//! The keys that sign URLs: rows of `secrets`, numbered from 1. The newest signs; those before it go on checking until
//! the last URL that they signed must have ended.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DatabaseTransaction, EntityTrait as _, QueryFilter as _,
    QueryOrder as _,
};

use super::LIFETIME_MAX;
use crate::app::App;
use crate::db::entity::secret;
use crate::db::entity::sensitive::SecretBytes;
use crate::domain::secrets;
use crate::error::{Error, Result};

/// What the names of their rows begin with; a number of ten digits follows, so that they sort.
const PREFIX: &str = "signed-url-key-";

/// A key is kept for so much longer than its URLs can last: clocks differ.
const MARGIN: TimeDelta = TimeDelta::days(1);

/// What becomes of the keys before a new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Predecessors {
    /// URLs that they signed go on working.
    Kept,
    /// URLs that they signed work no longer: for a key that somebody else may know.
    Removed,
}

/// Makes a new key, which signs from now on. Servers need no restart.
pub async fn rotate(app: &App, predecessors: Predecessors) -> Result<()> {
    let now = app.clock.now();
    app.db
        .write(async move |tx: &DatabaseTransaction| {
            let newest = newest_row(tx).await?;
            let number = newest.as_ref().and_then(|row| number_of(&row.name)).unwrap_or(0) + 1;
            if predecessors == Predecessors::Removed {
                secret::Entity::delete_many().filter(secret::Column::Name.starts_with(PREFIX)).exec(tx).await?;
            }
            insert(tx, number, now).await
        })
        .await
}

/// The key that signs, and its number; made, if there is none yet.
pub(super) async fn newest(tx: &DatabaseTransaction, now: DateTime<Utc>) -> Result<(i32, SecretBytes)> {
    if newest_row(tx).await?.is_none() {
        insert(tx, 1, now).await?;
    }
    let row = newest_row(tx).await?.ok_or_else(|| Error::internal("the key for signed URLs vanished"))?;
    let number = number_of(&row.name).ok_or_else(|| Error::internal("a key for signed URLs has no number"))?;
    Ok((number, row.value))
}

/// The key of that number, if it is still there.
pub(super) async fn find(db: &impl ConnectionTrait, number: i32) -> Result<Option<SecretBytes>> {
    Ok(secret::Entity::find_by_id(name_of(number)).one(db).await?.map(|row| row.value))
}

/// Removes keys that no URL can need any more.
pub(super) async fn purge(tx: &DatabaseTransaction, now: DateTime<Utc>) -> Result<()> {
    let rows = secret::Entity::find().filter(secret::Column::Name.starts_with(PREFIX));
    let rows = rows.order_by_asc(secret::Column::Name).all(tx).await?;
    for (row, successor) in rows.iter().zip(rows.iter().skip(1)) {
        if successor.created_at + LIFETIME_MAX + MARGIN <= now {
            secret::Entity::delete_by_id(row.name.clone()).exec(tx).await?;
        }
    }
    Ok(())
}

async fn newest_row(tx: &DatabaseTransaction) -> Result<Option<secret::Model>> {
    let rows = secret::Entity::find().filter(secret::Column::Name.starts_with(PREFIX));
    Ok(rows.order_by_desc(secret::Column::Name).one(tx).await?)
}

async fn insert(tx: &DatabaseTransaction, number: i32, now: DateTime<Utc>) -> Result<()> {
    let row = secret::ActiveModel {
        name: Set(name_of(number)),
        value: Set(SecretBytes(secrets::random::<32>()?.to_vec())),
        created_at: Set(now),
    };
    // Whoever comes first makes it.
    let unless_there = OnConflict::column(secret::Column::Name).do_nothing().to_owned();
    secret::Entity::insert(row).on_conflict(unless_there).exec_without_returning(tx).await?;
    Ok(())
}

fn name_of(number: i32) -> String {
    format!("{PREFIX}{number:010}")
}

fn number_of(name: &str) -> Option<i32> {
    name.strip_prefix(PREFIX)?.parse().ok()
}
