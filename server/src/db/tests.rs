//! What the database must hold to, on a fresh SQLite file.

mod rows;

use sea_orm::{ActiveValue::Set, ConnectionTrait as _, EntityTrait as _, PaginatorTrait as _};

use super::*;
use crate::db::entity::secret;
use crate::db::entity::sensitive::SecretBytes;

async fn fresh() -> (tempfile::TempDir, Db) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/test.db", folder.path().display());
    let db = Db::connect(&DatabaseConfig { url }).await.unwrap();
    (folder, db)
}

fn row(name: &str) -> secret::ActiveModel {
    secret::ActiveModel {
        name: Set(name.to_owned()),
        value: Set(SecretBytes(vec![1, 2, 3])),
        created_at: Set(crate::clock::Clock::default().now()),
    }
}

async fn count(db: &Db) -> u64 {
    secret::Entity::find().count(db.read()).await.unwrap()
}

#[tokio::test]
async fn ok_commits_and_err_rolls_back() {
    let (_folder, db) = fresh().await;
    db.write(async move |tx: &DatabaseTransaction| Ok(secret::Entity::insert(row("a")).exec(tx).await?)).await.unwrap();
    let refused: Result<()> = db
        .write(async move |tx: &DatabaseTransaction| {
            secret::Entity::insert(row("b")).exec(tx).await?;
            Err(Error::NotFound("thing"))
        })
        .await;
    assert!(matches!(refused, Err(Error::NotFound("thing"))));
    assert_eq!(count(&db).await, 1);
}

#[tokio::test]
async fn a_write_whose_caller_goes_away_is_finished_and_leaves_the_writer_usable() {
    let (_folder, db) = fresh().await;
    let (started, waits) = tokio::sync::oneshot::channel();
    let (go_on, gate) = tokio::sync::oneshot::channel::<()>();
    let caller = tokio::spawn({
        let db = db.clone();
        async move {
            db.write(async move |tx: &DatabaseTransaction| {
                secret::Entity::insert(row("a")).exec(tx).await?;
                started.send(()).unwrap();
                gate.await.unwrap();
                Ok(())
            })
            .await
        }
    });
    waits.await.unwrap();
    caller.abort();
    go_on.send(()).unwrap();
    // The next write waits in line behind the first.
    db.write(async move |tx: &DatabaseTransaction| Ok(secret::Entity::insert(row("b")).exec(tx).await?)).await.unwrap();
    assert_eq!(count(&db).await, 2);
}

#[tokio::test]
async fn a_panic_rolls_back_and_leaves_the_writer_usable() {
    let (_folder, db) = fresh().await;
    let outcome: Result<()> = db
        .write(async move |tx: &DatabaseTransaction| {
            secret::Entity::insert(row("a")).exec(tx).await?;
            panic!("a bug");
        })
        .await;
    assert!(matches!(outcome, Err(Error::Internal(_))));
    db.write(async move |tx: &DatabaseTransaction| Ok(secret::Entity::insert(row("b")).exec(tx).await?)).await.unwrap();
    assert_eq!(count(&db).await, 1);
}

/// Keeps the writer busy until the gate opens, so that what comes meanwhile waits together.
async fn busy(db: &Db) -> (tokio::task::JoinHandle<Result<()>>, tokio::sync::oneshot::Sender<()>) {
    let (started, waits) = tokio::sync::oneshot::channel();
    let (open, gate) = tokio::sync::oneshot::channel::<()>();
    let first = tokio::spawn({
        let db = db.clone();
        async move {
            db.write(async move |tx: &DatabaseTransaction| {
                secret::Entity::insert(row("first")).exec(tx).await?;
                started.send(()).unwrap();
                gate.await.unwrap();
                Ok(())
            })
            .await
        }
    });
    waits.await.unwrap();
    (first, open)
}

#[tokio::test]
async fn writes_that_wait_together_commit_together_and_fall_alone() {
    let (_folder, db) = fresh().await;
    let before = db.group_commits();
    let (first, open) = busy(&db).await;
    let writes = (0..60).map(|number| {
        let db = db.clone();
        async move {
            db.write(async move |tx: &DatabaseTransaction| {
                secret::Entity::insert(row(&format!("{number}"))).exec(tx).await?;
                match number % 3 {
                    0 => Err(Error::NotFound("thing")),
                    1 => panic!("a bug"),
                    _ => Ok(number),
                }
            })
            .await
        }
    });
    let writes = tokio::spawn(futures_util::future::join_all(writes));
    // All of them are in line: on one thread, this task goes on only when the other has nothing left to do.
    tokio::task::yield_now().await;
    open.send(()).unwrap();
    first.await.unwrap().unwrap();
    let outcomes = writes.await.unwrap();
    for (number, outcome) in outcomes.into_iter().enumerate() {
        match number % 3 {
            0 => assert!(matches!(outcome, Err(Error::NotFound("thing")))),
            1 => assert!(matches!(outcome, Err(Error::Internal(_)))),
            _ => assert_eq!(outcome.unwrap(), number),
        }
    }
    assert_eq!(count(&db).await, 1 + 20);
    assert!(db.group_commits() - before <= 10, "{} commits", db.group_commits() - before);
}

#[tokio::test]
async fn a_commit_that_fails_is_told_to_every_write_of_it() {
    let (_folder, db) = fresh().await;
    let (first, open) = busy(&db).await;
    let others: Vec<_> = (0..3)
        .map(|number| {
            let db = db.clone();
            tokio::spawn(async move {
                db.write(async move |tx: &DatabaseTransaction| {
                    if number == 1 {
                        // Ends the whole transaction behind the back of the others, as a full disk does.
                        tx.execute_unprepared("ROLLBACK").await?;
                    }
                    secret::Entity::insert(row(&format!("{number}"))).exec(tx).await?;
                    Ok(())
                })
                .await
            })
        })
        .collect();
    tokio::task::yield_now().await;
    open.send(()).unwrap();
    assert!(matches!(first.await.unwrap(), Err(Error::Unavailable { .. })));
    for other in others.into_iter().take(2) {
        assert!(other.await.unwrap().is_err());
    }
    // The next one finds a writer that works.
    db.write(async move |tx: &DatabaseTransaction| Ok(secret::Entity::insert(row("next")).exec(tx).await?))
        .await
        .unwrap();
}

#[tokio::test]
async fn readers_can_not_write() {
    let (_folder, db) = fresh().await;
    assert!(secret::Entity::insert(row("a")).exec(db.read()).await.is_err());
}

#[tokio::test]
async fn the_schema_is_brought_up_to_date_once_by_whoever_comes_first() {
    let folder = tempfile::tempdir().unwrap();
    let config = DatabaseConfig { url: format!("sqlite://{}/test.db", folder.path().display()) };
    let (one, two) = tokio::join!(Db::connect(&config), Db::connect(&config));
    assert_eq!(count(&one.unwrap()).await + count(&two.unwrap()).await, 0);
    Db::connect(&config).await.unwrap();
}

#[tokio::test]
async fn an_unknown_kind_of_database_is_refused_without_repeating_its_address() {
    let refused = Db::connect(&DatabaseConfig { url: "mysql://root:secret@localhost/x".to_owned() }).await.unwrap_err();
    assert!(!refused.to_string().contains("secret"), "{refused}");
}

struct Count(u64);

impl Recalled for Count {}

/// What is recalled, and how often the database was asked.
async fn recalled(db: &Db, asked: &std::cell::Cell<u32>) -> u64 {
    let load = async {
        asked.set(asked.get() + 1);
        Ok(Some(Count(count(db).await)))
    };
    db.recall("count", load).await.unwrap().unwrap().0
}

#[tokio::test]
async fn what_was_read_is_recalled_until_somebody_writes() {
    let (folder, db) = fresh().await;
    let url = format!("sqlite://{}/test.db", folder.path().display());
    let other = Db::connect(&DatabaseConfig { url }).await.unwrap();
    let asked = std::cell::Cell::new(0);
    let write = |db: &Db, name: &'static str| {
        let db = db.clone();
        async move {
            db.write(async move |tx: &DatabaseTransaction| Ok(secret::Entity::insert(row(name)).exec(tx).await?))
                .await
                .unwrap()
        }
    };
    for _ in 0..3 {
        assert_eq!(recalled(&db, &asked).await, 0);
    }
    assert_eq!(asked.get(), 1);
    write(&db, "a").await;
    assert_eq!(recalled(&db, &asked).await, 1);
    assert_eq!(recalled(&db, &asked).await, 1);
    assert_eq!(asked.get(), 2);
    // Another process has connections of its own, and no memory in common.
    write(&other, "b").await;
    assert_eq!(recalled(&db, &asked).await, 2);
    assert_eq!(asked.get(), 3);
    // What is taken back was never there.
    let refused: Result<()> = db
        .write(async move |tx: &DatabaseTransaction| {
            secret::Entity::insert(row("c")).exec(tx).await?;
            Err(Error::NotFound("thing"))
        })
        .await;
    assert!(refused.is_err());
    assert_eq!(recalled(&db, &asked).await, 2);
    // The log begins anew, and the counter does not.
    other.close().await.unwrap();
    db.writer.execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await.unwrap();
    for number in 0..3 {
        db.write(async move |tx: &DatabaseTransaction| {
            Ok(secret::Entity::insert(row(&format!("{number}"))).exec(tx).await?)
        })
        .await
        .unwrap();
        assert_eq!(recalled(&db, &asked).await, 3 + number);
    }
}

#[tokio::test]
async fn of_many_who_ask_at_once_one_asks_the_database_and_failures_are_not_kept() {
    let (_folder, db) = fresh().await;
    let asked = std::cell::Cell::new(0);
    let answers = futures_util::future::join_all((0..20).map(|_| recalled(&db, &asked))).await;
    assert!(answers.iter().all(|answer| *answer == 0));
    assert_eq!(asked.get(), 1);

    let missing = async { Ok(None::<Count>) };
    assert!(db.recall("missing", missing).await.unwrap().is_none());
    let failing = async { Err::<Option<Count>, _>(Error::NotFound("thing")) };
    assert!(matches!(db.recall("missing", failing).await, Err(Error::NotFound("thing"))));
    let found = db.recall("missing", async { Ok(Some(Count(7))) }).await.unwrap();
    assert_eq!(found.unwrap().0, 7);
}

#[tokio::test]
async fn an_outage_is_told_to_all_who_wait_and_tried_again_by_the_next() {
    let (_folder, db) = fresh().await;
    let asked = std::cell::Cell::new(0);
    let ask = || {
        db.recall("count", async {
            asked.set(asked.get() + 1);
            tokio::task::yield_now().await;
            Err::<Option<Count>, _>(Error::unavailable("no connection"))
        })
    };
    let answers = futures_util::future::join_all((0..20).map(|_| ask())).await;
    assert!(answers.iter().all(|answer| matches!(answer, Err(Error::Unavailable { .. }))));
    assert_eq!(asked.get(), 1);
    assert!(ask().await.is_err());
    assert_eq!(asked.get(), 2);

    // Whoever asks may go away; the next one asks instead.
    let mut first = Box::pin(db.recall("count", std::future::pending::<Result<Option<Count>>>()));
    let mut second = Box::pin(db.recall("count", async { Ok(Some(Count(1))) }));
    assert!(futures_util::poll!(&mut first).is_pending());
    assert!(futures_util::poll!(&mut second).is_pending());
    drop(first);
    assert_eq!(second.await.unwrap().unwrap().0, 1);
}

#[test]
fn runs_cover_all_rows_and_have_few_lengths() {
    for count in 0..300usize {
        let rows: Vec<usize> = (0..count).collect();
        let runs: Vec<&[usize]> = runs(&rows).collect();
        assert_eq!(runs.concat(), rows);
        assert!(runs.iter().all(|run| run.len().is_power_of_two() && run.len() <= ROWS_MAX));
    }
}
