//! Statements that make one way to the database and back. On SQLite each way is two threads that wake each other, which
//! takes longer than most statements do; there, several are one text, of which the driver runs one after the other.
//! PostgreSQL prepares one statement at a time, and is given one at a time.

use std::fmt::Write as _;

use sea_orm::{ConnectionTrait as _, DatabaseTransaction, DbBackend, Statement, Values};

use crate::error::{Error, Result};

/// Runs statements that change rows, in their order, and answers how many rows all of them have changed. Their
/// parameters must not be numbered.
///
/// # Errors
/// Those of the database; then nothing is known of the statements before the one that failed.
pub(super) async fn execute(tx: &DatabaseTransaction, statements: Vec<Statement>) -> Result<u64> {
    if tx.get_database_backend() == DbBackend::Sqlite && statements.len() > 1 {
        return Ok(tx.execute_raw(joined(statements, |_, _| {})).await?.rows_affected());
    }
    let mut changed = 0;
    for statement in statements {
        changed += tx.execute_raw(statement).await?.rows_affected();
    }
    Ok(changed)
}

/// As [`execute`], for statements that return nothing; answers how many rows each of them has changed.
///
/// # Errors
/// Those of the database; then nothing is known of the statements before the one that failed.
pub async fn execute_each(tx: &DatabaseTransaction, statements: Vec<Statement>) -> Result<Vec<u64>> {
    let mut changed = vec![0; statements.len()];
    if tx.get_database_backend() == DbBackend::Sqlite && statements.len() > 1 {
        let told = joined(statements, |sql, place| {
            // Writing to a string can't fail.
            write!(sql, " RETURNING {place}").unwrap_or_default();
        });
        for row in tx.query_all_raw(told).await? {
            let place = usize::try_from(row.try_get_by_index::<i64>(0)?).map_err(Error::internal)?;
            *changed.get_mut(place).ok_or_else(|| Error::internal("a statement that was not run"))? += 1;
        }
        return Ok(changed);
    }
    for (changed, statement) in changed.iter_mut().zip(statements) {
        *changed = tx.execute_raw(statement).await?.rows_affected();
    }
    Ok(changed)
}

/// One text of several statements. `end` adds what comes last in each.
fn joined(statements: Vec<Statement>, end: impl Fn(&mut String, usize)) -> Statement {
    let (mut sql, mut values) = (String::new(), Vec::new());
    for (place, statement) in statements.into_iter().enumerate() {
        sql += &statement.sql;
        end(&mut sql, place);
        sql.push(';');
        values.extend(statement.values.map(|values| values.0).unwrap_or_default());
    }
    Statement { sql, values: Some(Values(values)), db_backend: DbBackend::Sqlite }
}
