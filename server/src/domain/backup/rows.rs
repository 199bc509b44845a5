//! Tables on their way into files and out of them, the same for both databases.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sea_orm::entity::{Identity, Iterable as _};
use sea_orm::sea_query::{ColumnType, Expr, Query, SimpleExpr, ValueTuple};
use sea_orm::{
    ActiveModelTrait, ActiveValue, ColumnTrait as _, ConnectionTrait as _, DatabaseTransaction, EntityName as _,
    EntityTrait, IdenStatic as _, IntoActiveModel, PrimaryKeyToColumn as _, Value,
};
use serde_json::Value as Json;
use tokio::fs::File;
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use uuid::Uuid;

use super::lines::{self, NewLines};
use super::manifest::{ROWS, TableEntry};
use crate::db::entity;
use crate::error::Error;

/// How many rows are read, or written, at a time: with their inline contents a few megabytes.
const BATCH: u64 = 200;

/// Calls a function for each table, those that others refer to first. Not among them are the tables in which servers
/// arrange who does what: they mean nothing elsewhere.
macro_rules! each_table {
    ($function:ident($($argument:expr),*)) => {
        [
            $function::<entity::secret::Entity>($($argument),*).await?,
            $function::<entity::organization::Entity>($($argument),*).await?,
            $function::<entity::user::Entity>($($argument),*).await?,
            $function::<entity::member::Entity>($($argument),*).await?,
            $function::<entity::issuer::Entity>($($argument),*).await?,
            $function::<entity::group::Entity>($($argument),*).await?,
            $function::<entity::group_member::Entity>($($argument),*).await?,
            $function::<entity::session::Entity>($($argument),*).await?,
            $function::<entity::token::Entity>($($argument),*).await?,
            $function::<entity::share::Entity>($($argument),*).await?,
            $function::<entity::tree::Entity>($($argument),*).await?,
            $function::<entity::grant::Entity>($($argument),*).await?,
            $function::<entity::folder::Entity>($($argument),*).await?,
            $function::<entity::content::Entity>($($argument),*).await?,
            $function::<entity::shared_content::Entity>($($argument),*).await?,
            $function::<entity::file::Entity>($($argument),*).await?,
            $function::<entity::file_tag::Entity>($($argument),*).await?,
            $function::<entity::version::Entity>($($argument),*).await?,
            $function::<entity::name::Entity>($($argument),*).await?,
            $function::<entity::pack::Entity>($($argument),*).await?,
            $function::<entity::chunk::Entity>($($argument),*).await?,
            $function::<entity::chunk_key::Entity>($($argument),*).await?,
            $function::<entity::extent::Entity>($($argument),*).await?,
            $function::<entity::scrub::Entity>($($argument),*).await?,
            $function::<entity::reservation::Entity>($($argument),*).await?,
            $function::<entity::signed_url::Entity>($($argument),*).await?,
            $function::<entity::change::Entity>($($argument),*).await?,
            $function::<entity::idempotency_key::Entity>($($argument),*).await?,
        ]
    };
}

/// Writes every table as `tx` sees it below a backup's folder.
pub(super) async fn dump(tx: &DatabaseTransaction, folder: &Path) -> Result<Vec<TableEntry>> {
    Ok(each_table!(dump_table(tx, folder)).to_vec())
}

/// Reads every table of a backup into an empty database; the caller's transaction decides whether they stay.
pub(super) async fn load(tx: &DatabaseTransaction, folder: &Path, tables: &[TableEntry]) -> Result<u64> {
    Ok(each_table!(load_table(tx, folder, tables)).into_iter().sum())
}

/// Compares the files of all tables with their digests, before anything is done with them.
pub(super) async fn check(folder: &Path, tables: &[TableEntry]) -> Result<()> {
    for entry in tables {
        let path = folder.join(ROWS).join(&entry.table);
        if lines::digest(&path).await? != entry.sha256 {
            bail!("{} is damaged: it does not have the digest that was noted", path.display());
        }
    }
    Ok(())
}

async fn dump_table<E>(tx: &DatabaseTransaction, folder: &Path) -> Result<TableEntry>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel> + Sync,
    E::ActiveModel: ActiveModelTrait<Entity = E>,
{
    let table = E::default().table_name().to_owned();
    let mut lines = NewLines::create(folder.join(ROWS).join(&table)).await?;
    let names: Vec<&str> = E::Column::iter().map(|column| column.as_str()).collect();
    lines.add(&serde_json::to_string(&names)?).await?;
    let keys: Vec<E::Column> = E::PrimaryKey::iter().map(|key| key.into_column()).collect();
    let order = identity(&keys.iter().map(|key| sea_orm::sea_query::Alias::new(key.as_str())).collect::<Vec<_>>());
    let (mut rows, mut last) = (0, None);
    loop {
        let mut cursor = E::find().cursor_by(order.clone());
        if let Some(last) = last.take() {
            cursor.after::<ValueTuple>(last);
        }
        let batch: Vec<E::Model> =
            cursor.first(BATCH).all(tx).await.with_context(|| format!("{table} can't be read"))?;
        let Some(end) = batch.last() else { break };
        let end = end.clone().into_active_model();
        last = Some(ValueTuple::Many(keys.iter().map(|key| known(end.get(*key))).collect::<Result<_>>()?));
        rows += batch.len() as u64;
        for model in batch {
            let row = model.into_active_model();
            let values: Vec<Json> =
                E::Column::iter().map(|column| encode(known(row.get(column))?)).collect::<Result<_>>()?;
            lines.add(&serde_json::to_string(&values)?).await?;
        }
    }
    let sha256 = lines.finish().await?;
    Ok(TableEntry { table, rows, sha256 })
}

fn identity(columns: &[sea_orm::sea_query::Alias]) -> Identity {
    use sea_orm::sea_query::IntoIden as _;
    Identity::Many(columns.iter().map(|column| column.clone().into_iden()).collect())
}

fn known(value: ActiveValue<Value>) -> Result<Value> {
    value.into_value().context("a row that was read has all of its values")
}

/// A table's file, row by row.
pub(super) struct Table {
    path: PathBuf,
    /// The names of its columns.
    pub names: Vec<String>,
    lines: Lines<BufReader<File>>,
    pub rows: u64,
}

impl Table {
    pub async fn open(folder: &Path, table: &str) -> Result<Self> {
        let path = folder.join(ROWS).join(table);
        let file = File::open(&path).await.with_context(|| format!("{} can't be opened", path.display()))?;
        let mut lines = BufReader::new(file).lines();
        let names = match lines.next_line().await.with_context(|| format!("{} can't be read", path.display()))? {
            Some(line) => serde_json::from_str(&line).with_context(|| format!("the first line of {table}"))?,
            None => bail!("{} is empty", path.display()),
        };
        Ok(Self { path, names, lines, rows: 0 })
    }

    pub async fn next(&mut self) -> Result<Option<Vec<Json>>> {
        let line = self.lines.next_line().await.with_context(|| format!("{} can't be read", self.path.display()))?;
        let Some(line) = line else { return Ok(None) };
        self.rows += 1;
        let values = serde_json::from_str(&line);
        Ok(Some(values.with_context(|| format!("row {} of {}", self.rows, self.path.display()))?))
    }

    fn value<'a>(&self, row: &'a [Json], column: &str) -> Result<&'a Json> {
        let index = self.names.iter().position(|name| name == column);
        let value = index.and_then(|index| row.get(index));
        value.with_context(|| format!("{} says nothing of {column}", self.path.display()))
    }

    /// What a row says in one of its columns.
    pub fn text<'a>(&self, row: &'a [Json], column: &str) -> Result<&'a str> {
        let text = self.value(row, column)?.as_str();
        text.with_context(|| format!("{column} of {} should be a text", self.path.display()))
    }

    pub fn uuid(&self, row: &[Json], column: &str) -> Result<Uuid> {
        Ok(self.text(row, column)?.parse()?)
    }

    pub fn bytes(&self, row: &[Json], column: &str) -> Result<Vec<u8>> {
        Ok(STANDARD.decode(self.text(row, column)?)?)
    }

    pub fn number(&self, row: &[Json], column: &str) -> Result<u64> {
        let number = self.value(row, column)?.as_u64();
        number.with_context(|| format!("{column} of {} should be a number", self.path.display()))
    }
}

async fn load_table<E: EntityTrait>(tx: &DatabaseTransaction, folder: &Path, tables: &[TableEntry]) -> Result<u64> {
    let table = E::default().table_name().to_owned();
    let expected = tables.iter().find(|entry| entry.table == table);
    let expected = expected.with_context(|| format!("the backup has no table {table}: another version made it"))?;
    let mut file = Table::open(folder, &table).await?;
    let columns: Vec<E::Column> = E::Column::iter().collect();
    if !columns.iter().map(|column| column.as_str()).eq(file.names.iter().map(String::as_str)) {
        bail!("the table {table} had other columns when the backup was made: restore it with the version that made it");
    }
    let (mut batch, mut parents) = (Vec::new(), Vec::new());
    loop {
        let row = file.next().await?;
        let is_last = row.is_none();
        if let Some(mut values) = row {
            // A folder may lie in one that comes later: it is put there when all are there.
            if table == "folders"
                && let Some(column) = file.names.iter().position(|name| name == "parent_id")
                && !values[column].is_null()
            {
                parents.push((values[0].clone(), values[column].take()));
            }
            batch.push(decode_row(&columns, values).with_context(|| format!("row {} of {table}", file.rows))?);
        }
        if batch.len() as u64 == BATCH || (is_last && !batch.is_empty()) {
            let mut insert = Query::insert();
            insert.into_table(E::default().table_ref()).columns(columns.iter().copied());
            for row in batch.drain(..) {
                insert.values(row)?;
            }
            tx.execute(&insert).await.with_context(|| format!("{table} can't be written"))?;
        }
        if is_last {
            break;
        }
    }
    put_into_parents(tx, parents).await?;
    if file.rows != expected.rows {
        bail!("{} holds {} rows instead of {}", file.path.display(), file.rows, expected.rows);
    }
    Ok(file.rows)
}

async fn put_into_parents(tx: &DatabaseTransaction, parents: Vec<(Json, Json)>) -> Result<()> {
    use entity::folder::{Column, Entity};
    for (id, parent_id) in parents {
        let (id, parent_id) = (decode(&ColumnType::Uuid, id)?, decode(&ColumnType::Uuid, parent_id)?);
        let mut update = Query::update();
        update.table(Entity.table_ref()).value(Column::ParentId, parent_id).and_where(Column::Id.eq(id));
        tx.execute(&update).await.context("folders can't be put into their parents")?;
    }
    Ok(())
}

fn decode_row<C: sea_orm::ColumnTrait>(columns: &[C], values: Vec<Json>) -> Result<Vec<SimpleExpr>> {
    if values.len() != columns.len() {
        bail!("it has {} values instead of {}", values.len(), columns.len());
    }
    let pairs = columns.iter().zip(values);
    pairs.map(|(column, value)| decode_or_null(column.def().get_column_type(), value)).collect()
}

fn decode_or_null(kind: &ColumnType, value: Json) -> Result<SimpleExpr> {
    // Without a type of its own: PostgreSQL knows the column's.
    if value.is_null() { Ok(Expr::cust("NULL")) } else { Ok(Expr::value(decode(kind, value)?)) }
}

/// As JSON has it: ids and texts as they are, times as in RFC 3339, bytes in base64.
fn encode(value: Value) -> Result<Json> {
    Ok(match value {
        Value::Bool(value) => Json::from(value),
        Value::SmallInt(value) => Json::from(value),
        Value::Int(value) => Json::from(value),
        Value::BigInt(value) => Json::from(value),
        Value::String(value) => Json::from(value),
        Value::Bytes(value) => Json::from(value.map(|bytes| STANDARD.encode(bytes))),
        Value::Uuid(value) => Json::from(value.map(|id| id.to_string())),
        Value::ChronoDateTimeUtc(value) => Json::from(value.map(|at| at.to_rfc3339())),
        // In an array of its own, so that `null` can be told from nothing.
        Value::Json(value) => value.map_or(Json::Null, |value| Json::Array(vec![*value])),
        other => bail!("a column has a type that backups do not know: {other:?}"),
    })
}

fn decode(kind: &ColumnType, value: Json) -> Result<Value> {
    let text = || value.as_str().context("it should be a text");
    let number = || value.as_i64().context("it should be a number");
    Ok(match kind {
        ColumnType::Boolean => Value::from(value.as_bool().context("it should be true or false")?),
        ColumnType::SmallInteger => Value::from(i16::try_from(number()?)?),
        ColumnType::Integer => Value::from(i32::try_from(number()?)?),
        ColumnType::BigInteger => Value::from(number()?),
        ColumnType::Uuid => Value::from(text()?.parse::<Uuid>()?),
        ColumnType::Blob | ColumnType::Binary(_) | ColumnType::VarBinary(_) => Value::from(STANDARD.decode(text()?)?),
        ColumnType::TimestampWithTimeZone | ColumnType::Timestamp | ColumnType::DateTime => {
            Value::from(chrono::DateTime::parse_from_rfc3339(text()?)?.to_utc())
        }
        ColumnType::Json | ColumnType::JsonBinary => match value {
            Json::Array(mut one) if one.len() == 1 => Value::from(one.remove(0)),
            _ => bail!("it should be an array of one"),
        },
        ColumnType::String(_) | ColumnType::Text | ColumnType::Char(_) | ColumnType::Enum { .. } => {
            Value::from(text()?)
        }
        other => bail!("a column has a type that backups do not know: {other:?}"),
    })
}

/// What can't be restored, as an error of the transaction that it ends.
pub(super) fn refused(error: &anyhow::Error) -> Error {
    Error::InvalidArgument(format!("{error:#}"))
}

#[cfg(test)]
pub(super) mod tests {
    /// The tables of a database that are no part of a backup.
    const ELSEWHERE: [&str; 3] = ["seaql_migrations", "job_leases", "backup_pins"];

    pub(in super::super) fn is_elsewhere(table: &str) -> bool {
        ELSEWHERE.contains(&table)
    }
}
