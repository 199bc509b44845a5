//! The schema's history. A released migration never changes; a change of the schema is a new one.

mod columns;
mod m0001_initial;

use sea_orm::{
    ConnectionTrait as _, DatabaseConnection, DbBackend, DbErr, Statement, TransactionOptions, TransactionTrait as _,
};
use sea_orm_migration::{MigrationTrait, MigratorTrait};

/// `pg_advisory_xact_lock` key of the migrations: the bytes of "strongrm".
const POSTGRES_LOCK: i64 = 0x7374_726f_6e67_726d;

pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(m0001_initial::Migration)]
    }
}

/// Whether exactly the migrations known here have been run. Changes nothing; the migrator's own question would.
///
/// # Errors
/// If the database does not answer, which says nothing of its schema.
pub async fn is_current(db: &DatabaseConnection) -> Result<bool, DbErr> {
    let statement = Statement::from_string(db.get_database_backend(), "SELECT version FROM seaql_migrations");
    let rows = match db.query_all_raw(statement).await {
        Ok(rows) => rows,
        // Without the table, none has been run.
        Err(error @ (DbErr::Query(_) | DbErr::Exec(_))) if !super::passes(&error) => return Ok(false),
        Err(error) => return Err(error),
    };
    let mut run: Vec<String> = rows.iter().filter_map(|row| row.try_get_by_index(0).ok()).collect();
    run.sort_unstable();
    Ok(run.iter().map(String::as_str).eq(Migrator::migrations().iter().map(|migration| migration.name())))
}

/// Brings the schema up to date: all of it or nothing. Servers that start together take turns, since the migrator
/// itself takes no lock.
pub async fn run(writer: &DatabaseConnection) -> Result<(), DbErr> {
    let immediate = Some(sea_orm::SqliteTransactionMode::Immediate);
    let tx = writer
        .begin_with_options(TransactionOptions { sqlite_transaction_mode: immediate, ..Default::default() })
        .await?;
    if tx.get_database_backend() == DbBackend::Postgres {
        // A migration may take longer than any request may, and so may waiting for another server's.
        tx.execute_unprepared("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0").await?;
        tx.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({POSTGRES_LOCK})")).await?;
    }
    Migrator::up(&tx, None).await?;
    tx.commit().await
}
