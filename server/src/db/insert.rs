//! Many whole rows at a time, of one table or of several. What such a statement says depends on the table and on how many
//! rows there are, so it is put together once for each number of rows; and those numbers are powers of two, so that there
//! are few of them for us and for the database to keep.

use std::any::TypeId;
use std::collections::HashMap;
use std::mem::{self, Discriminant};
use std::sync::{LazyLock, PoisonError, RwLock};

use sea_orm::sea_query::{Expr, OnConflict, Query};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait as _, DatabaseTransaction, DbBackend, EntityTrait, Iterable as _, ModelTrait,
    PrimaryKeyToColumn as _, Statement,
};

use super::together;
use crate::error::Result;

/// How many values one statement takes at the most; the databases allow 32,766 and 65,535.
const VALUES_MAX: usize = 4096;

/// What becomes of a row whose key is in the table already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Taken {
    /// The statement fails, and on PostgreSQL the transaction with it.
    Fails,
    /// It stays out.
    StaysOut,
}

/// Inserts rows, and answers how many there are of them now.
///
/// # Errors
/// Those of the database.
pub async fn insert<M: ModelTrait>(tx: &DatabaseTransaction, rows: &[M], taken: Taken) -> Result<u64> {
    let mut inserts = Inserts::default();
    inserts.add(tx, rows, taken);
    inserts.run(tx).await
}

/// Rows of several tables on their way to the database, which those that refer to others follow.
#[derive(Debug, Default)]
pub struct Inserts {
    statements: Vec<Statement>,
    rows: u64,
}

impl Inserts {
    pub fn add<M: ModelTrait>(&mut self, tx: &DatabaseTransaction, rows: &[M], taken: Taken) {
        self.rows += rows.len() as u64;
        let backend = tx.get_database_backend();
        let columns = || <M::Entity as EntityTrait>::Column::iter();
        for run in runs(rows, VALUES_MAX / columns().count()) {
            let values = run.iter().flat_map(|row| columns().map(|column| row.get(column)));
            let sql = sql::<M::Entity>(backend, run.len(), taken);
            self.statements.push(Statement::from_sql_and_values(backend, sql, values));
        }
    }

    /// How many rows have been added.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Inserts them, and answers how many there are of them now.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn run(self, tx: &DatabaseTransaction) -> Result<u64> {
        together::execute(tx, self.statements).await
    }
}

/// Cuts rows into runs whose lengths are powers of two, so that statements on as many rows say one of a few things.
pub fn runs<T>(mut rows: &[T], length_max: usize) -> impl Iterator<Item = &[T]> {
    std::iter::from_fn(move || {
        let length = 1 << rows.len().min(length_max).checked_ilog2()?;
        rows.split_off(..length)
    })
}

fn sql<E: EntityTrait>(backend: DbBackend, rows: usize, taken: Taken) -> String {
    type Key = (TypeId, Discriminant<DbBackend>, usize, Taken);
    static STATEMENTS: LazyLock<RwLock<HashMap<Key, String>>> = LazyLock::new(RwLock::default);
    let key = (TypeId::of::<E>(), mem::discriminant(&backend), rows, taken);
    if let Some(sql) = STATEMENTS.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
        return sql.clone();
    }
    let mut insert = Query::insert();
    insert.into_table(E::default().table_ref()).columns(E::Column::iter());
    for _ in 0..rows {
        // Which values they are does not show in the statement's text, but for how a column has them cast.
        insert.values_panic(E::Column::iter().map(|column| column.save_as(Expr::val(0))));
    }
    if taken == Taken::StaysOut {
        let key = E::PrimaryKey::iter().map(|part| part.into_column());
        insert.on_conflict(OnConflict::columns(key).do_nothing().to_owned());
    }
    let sql = backend.build(&insert).sql;
    STATEMENTS.write().unwrap_or_else(PoisonError::into_inner).insert(key, sql.clone());
    sql
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_powers_of_two_and_leave_nothing_out() {
        for count in [0, 1, 2, 3, 7, 63, 64, 65, 200] {
            let rows: Vec<usize> = (0..count).collect();
            let runs: Vec<&[usize]> = runs(&rows, 64).collect();
            assert!(runs.iter().all(|run| run.len().is_power_of_two() && run.len() <= 64), "{count}: {runs:?}");
            assert_eq!(runs.concat(), rows);
        }
    }
}
