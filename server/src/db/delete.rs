//! Removing rows that have ended, however many there are: after a while without it, more than one statement can remove in
//! the time that PostgreSQL gives it. Then it would fail, and the next one would have still more to remove.

use std::future::Future;
use std::pin::pin;

use futures_util::FutureExt as _;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    Condition, DatabaseTransaction, EntityTrait, Iterable as _, PrimaryKeyToColumn as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, QueryTrait as _,
};

use super::Db;
use crate::error::Result;

/// How many rows go in one transaction. Whoever else writes to SQLite waits for it.
const BATCH: u64 = 1000;

impl Db {
    /// Removes the rows of a table that have `ended`, in the order of a column that has an index: some in each of several
    /// transactions, until none is left or `stopping` is done. Answers how many.
    ///
    /// # Errors
    /// Those of the database; what has been removed until then stays so.
    pub async fn delete_ended<E: EntityTrait>(
        &self,
        ended: Condition,
        order: E::Column,
        stopping: impl Future<Output = ()> + Send,
    ) -> Result<u64> {
        let mut stopping = pin!(stopping);
        let keys = || E::PrimaryKey::iter().map(|key| key.into_column());
        let batch = E::find().select_only().columns(keys()).filter(ended.clone()).order_by_asc(order).limit(BATCH);
        // The condition again: while a row of the batch is waited for, it may be given more time.
        let batch =
            E::delete_many().filter(ended).filter(Expr::tuple(keys().map(Expr::col)).in_subquery(batch.into_query()));
        let mut removed = 0;
        loop {
            let batch = batch.clone();
            let outcome = self.write(async move |tx: &DatabaseTransaction| Ok(batch.exec(tx).await?)).await?;
            removed += outcome.rows_affected;
            if outcome.rows_affected == 0 || stopping.as_mut().now_or_never().is_some() {
                return Ok(removed);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use chrono::{DateTime, TimeDelta, Utc};
    use sea_orm::{ActiveValue::Set, ColumnTrait as _, PaginatorTrait as _};

    use super::*;
    use crate::db::entity::secret;
    use crate::db::entity::sensitive::SecretBytes;
    use crate::domain::testing;
    use crate::domain::testing_tree::Tree;

    fn made_at(name: String, at: DateTime<Utc>) -> secret::ActiveModel {
        secret::ActiveModel { name: Set(name), value: Set(SecretBytes(vec![1])), created_at: Set(at) }
    }

    fn made_by(at: DateTime<Utc>) -> Condition {
        Condition::all().add(secret::Column::CreatedAt.lte(at))
    }

    async fn insert(db: &Db, rows: Vec<secret::ActiveModel>) {
        db.write(async move |tx: &DatabaseTransaction| {
            Ok(secret::Entity::insert_many(rows).exec_without_returning(tx).await?)
        })
        .await
        .unwrap();
    }

    #[tokio::test]
    async fn rows_go_a_batch_at_a_time_and_whoever_is_told_to_stop_stops() {
        for (_folder, app) in testing::empty().await {
            let (db, now) = (&app.db, app.clock.now());
            let kept = secret::Entity::find().count(db.read()).await.unwrap();
            let old = now - TimeDelta::days(1);
            insert(db, (0..2 * BATCH + 1).map(|number| made_at(format!("old {number}"), old)).collect()).await;
            let by = old + TimeDelta::hours(1);
            let delete = secret::Column::CreatedAt;
            assert_eq!(db.delete_ended::<secret::Entity>(made_by(by), delete, ready(())).await.unwrap(), BATCH);
            assert_eq!(db.delete_ended::<secret::Entity>(made_by(by), delete, pending()).await.unwrap(), BATCH + 1);
            assert_eq!(secret::Entity::find().count(db.read()).await.unwrap(), kept);
        }
    }

    #[tokio::test]
    async fn a_row_that_is_given_more_time_meanwhile_stays() {
        let tree = Tree::new().await;
        if !tree.is_on_postgres() {
            // Writers take turns.
            return;
        }
        let (db, now) = (&tree.app.db, tree.app.clock.now());
        let old = now - TimeDelta::days(1);
        insert(db, vec![made_at("ended".to_owned(), old), made_at("renewed".to_owned(), old)]).await;
        let (renewed, is_renewed) = tokio::sync::oneshot::channel();
        let (commit, gate) = tokio::sync::oneshot::channel::<()>();
        let renewal = tokio::spawn({
            let db = db.clone();
            async move {
                db.write_once(async move |tx: &DatabaseTransaction| {
                    secret::Entity::update(made_at("renewed".to_owned(), now)).exec(tx).await?;
                    renewed.send(()).unwrap();
                    gate.await.unwrap();
                    Ok(())
                })
                .await
            }
        });
        is_renewed.await.unwrap();
        let commit = async {
            tree.db_until_waiting(1).await;
            commit.send(()).unwrap();
        };
        let ended = made_by(old + TimeDelta::hours(1));
        let deletion = db.delete_ended::<secret::Entity>(ended, secret::Column::CreatedAt, pending());
        let (removed, ()) = tokio::join!(deletion, commit);
        renewal.await.unwrap().unwrap();
        assert_eq!(removed.unwrap(), 1);
        assert!(secret::Entity::find_by_id("renewed").one(db.read()).await.unwrap().is_some());
    }
}
