//! A statement that goes along with whatever a task writes: into the same transaction, so that both are committed or neither.
//! It must change a row; if it finds none, what would go along with it is not committed either.

use sea_orm::{DatabaseTransaction, Statement};
use tokio::task_local;

use super::together;
use crate::error::{Error, Result};

task_local! {
    static STATEMENT: Option<Statement>;
}

/// Runs `future`; the statement goes along with all that it writes by [`super::Db::write`] and its like.
pub async fn alongside<F: Future>(statement: Option<Statement>, future: F) -> F::Output {
    STATEMENT.scope(statement, future).await
}

/// Runs `future`; nothing goes along with what it writes. For what is not what the task is there to do.
pub async fn apart<F: Future>(future: F) -> F::Output {
    STATEMENT.scope(None, future).await
}

/// What goes along with what this task writes. To be asked for before anything is handed to another task.
pub fn companion() -> Option<Statement> {
    STATEMENT.try_with(Clone::clone).ok().flatten()
}

/// Runs statements that go along with a transaction.
///
/// # Errors
/// Those of the database; `IdempotencyAnswerLost` if one of them finds no row. The transaction must then be rolled back.
pub async fn run(tx: &DatabaseTransaction, companions: Vec<Statement>) -> Result<()> {
    let count = companions.len() as u64;
    if count > 0 && together::execute(tx, companions).await? != count {
        return Err(Error::IdempotencyAnswerLost);
    }
    Ok(())
}
