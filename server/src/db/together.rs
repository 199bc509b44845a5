//! Statements that make one way to the database and back. On SQLite each way is two threads that wake each other, which
//! takes longer than most statements do; there, several are one text, of which the driver runs one after the other.
//! PostgreSQL prepares one statement at a time, and is given one at a time.

use std::fmt::Write as _;

use sea_orm::{ConnectionTrait as _, DatabaseTransaction, DbBackend, Statement, Values};

use crate::error::{Error, Result};

/// How many parameters go together at the most. The driver keeps what it has prepared for a text, and longer ones are seldom
/// alike; what they do takes longer than the way.
const VALUES_TOGETHER_MAX: usize = 4096;

/// Runs statements that change rows, in their order, and answers how many rows all of them have changed. Their
/// parameters must not be numbered.
///
/// # Errors
/// Those of the database; then nothing is known of the statements before the one that failed.
pub(super) async fn execute(tx: &DatabaseTransaction, statements: Vec<Statement>) -> Result<u64> {
    let mut changed = 0;
    for statements in runs(tx.get_database_backend(), statements) {
        changed += tx.execute_raw(joined(statements, |_, _| {})).await?.rows_affected();
    }
    Ok(changed)
}

/// Cuts statements into runs that go together.
fn runs(backend: DbBackend, statements: Vec<Statement>) -> Vec<Vec<Statement>> {
    if backend == DbBackend::Sqlite {
        return grouped(statements, VALUES_TOGETHER_MAX, values_of);
    }
    statements.into_iter().map(|statement| vec![statement]).collect()
}

/// Cuts things into groups, in their order, that weigh no more than `most`, or are one thing.
pub fn grouped<T>(things: impl IntoIterator<Item = T>, most: usize, weight_of: impl Fn(&T) -> usize) -> Vec<Vec<T>> {
    let (mut groups, mut weight_of_group): (Vec<Vec<T>>, usize) = (Vec::new(), 0);
    for thing in things {
        let weight = weight_of(&thing);
        match groups.last_mut() {
            Some(group) if weight_of_group.saturating_add(weight) <= most => {
                group.push(thing);
                weight_of_group += weight;
            }
            _ => {
                groups.push(vec![thing]);
                weight_of_group = weight;
            }
        }
    }
    groups
}

fn values_of(statement: &Statement) -> usize {
    statement.values.as_ref().map_or(0, |values| values.0.len())
}

/// As [`execute`], for statements that return nothing; answers how many rows each of them has changed.
///
/// # Errors
/// Those of the database; then nothing is known of the statements before the one that failed.
pub async fn execute_each(tx: &DatabaseTransaction, statements: Vec<Statement>) -> Result<Vec<u64>> {
    let mut changed = vec![0; statements.len()];
    let go_together = statements.iter().map(values_of).sum::<usize>() <= VALUES_TOGETHER_MAX;
    if tx.get_database_backend() == DbBackend::Sqlite && statements.len() > 1 && go_together {
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

/// One text of several statements, of which there is at least one. `end` adds what comes last in each.
fn joined(statements: Vec<Statement>, end: impl Fn(&mut String, usize)) -> Statement {
    let mut statements = statements.into_iter();
    let mut whole = statements.next().unwrap_or_else(|| Statement::from_string(DbBackend::Sqlite, ""));
    end(&mut whole.sql, 0);
    for (place, statement) in (1..).zip(statements) {
        whole.sql.push(';');
        whole.sql += &statement.sql;
        end(&mut whole.sql, place);
        let values = statement.values.map(|values| values.0).unwrap_or_default();
        whole.values.get_or_insert_with(|| Values(Vec::new())).0.extend(values);
    }
    whole
}

#[cfg(test)]
mod tests {
    use sea_orm::Value;

    use super::*;

    fn statement(values: usize) -> Statement {
        let marks = vec!["?"; values].join(", ");
        Statement::from_sql_and_values(DbBackend::Sqlite, format!("SELECT {marks}"), vec![Value::from(1); values])
    }

    #[test]
    fn few_values_go_together_and_many_alone() {
        let lengths = |backend, values: &[usize]| -> Vec<usize> {
            let runs = runs(backend, values.iter().map(|values| statement(*values)).collect());
            runs.iter().map(Vec::len).collect()
        };
        assert_eq!(lengths(DbBackend::Sqlite, &[10, 4000, 90, 3072, 3072, 1]), [2, 2, 2]);
        assert_eq!(lengths(DbBackend::Sqlite, &[9000, 1]), [1, 1]);
        assert!(lengths(DbBackend::Sqlite, &[]).is_empty());
        assert_eq!(lengths(DbBackend::Postgres, &[1, 1, 1]), [1, 1, 1]);
    }

    #[test]
    fn things_go_together_by_their_weight() {
        let lengths = |weights: &[usize]| -> Vec<usize> {
            grouped(weights.iter().copied(), 10, |weight| *weight).iter().map(Vec::len).collect()
        };
        assert_eq!(lengths(&[1, 2, 7, 1, 10, 11, 1, 9, 1]), [3, 1, 1, 1, 2, 1]);
        assert!(lengths(&[]).is_empty());
    }

    #[test]
    fn texts_and_values_are_joined_in_order() {
        let joined =
            joined(vec![statement(1), Statement::from_string(DbBackend::Sqlite, "B"), statement(2)], |sql, place| {
                write!(sql, " #{place}").unwrap();
            });
        assert_eq!(joined.sql, "SELECT ? #0;B #1;SELECT ?, ? #2");
        assert_eq!(joined.values.unwrap().0.len(), 3);
    }
}
