//! What is recalled: never less than what was confirmed when somebody asked, on either database.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use futures_util::future::join_all;

use super::*;

struct Count(u64);

impl Recalled for Count {}

/// What is recalled, and how often the database was asked.
async fn recalled(db: &Db, asked: &std::cell::Cell<u32>) -> u64 {
    let load = async || {
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

/// Inserts a row with a name that no other has.
async fn insert(db: &Db) {
    let name = uuid::Uuid::now_v7().to_string();
    db.write(async move |tx: &DatabaseTransaction| Ok(secret::Entity::insert(row(&name)).exec(tx).await?))
        .await
        .unwrap();
}

/// How many rows there were when the database was asked last.
async fn recalled_count(db: &Db) -> u64 {
    db.recall("count", async || Ok(Some(Count(count(db).await)))).await.unwrap().unwrap().0
}

/// What has been confirmed is seen by whoever asks afterwards, and through whatever server: while several write and ask at
/// the same time, nobody is answered less than had been confirmed when the question was asked.
async fn nothing_recalled_is_older_than_what_was_confirmed(servers: [Db; 2]) {
    const EACH: u64 = 25;
    let confirmed = Arc::new(AtomicU64::new(0));
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..4 {
        let (servers, confirmed) = (servers.clone(), Arc::clone(&confirmed));
        tasks.spawn(async move {
            for _ in 0..EACH {
                insert(&servers[number % 2]).await;
                confirmed.fetch_add(1, Ordering::SeqCst);
                assert_up_to_date(&servers[(number + 1) % 2], &confirmed).await;
            }
        });
    }
    for number in 0..4 {
        let (db, confirmed) = (servers[number % 2].clone(), Arc::clone(&confirmed));
        tasks.spawn(async move {
            while confirmed.load(Ordering::SeqCst) < 4 * EACH {
                assert_up_to_date(&db, &confirmed).await;
                // What is recalled on SQLite is there at once.
                tokio::task::yield_now().await;
            }
        });
    }
    while let Some(ended) = tasks.join_next().await {
        ended.unwrap();
    }
    assert_eq!(recalled_count(&servers[0]).await, 4 * EACH);
}

async fn assert_up_to_date(db: &Db, confirmed: &AtomicU64) {
    let least = confirmed.load(Ordering::SeqCst);
    let found = recalled_count(db).await;
    assert!(found >= least, "{found} rows were recalled when {least} had been confirmed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_recalled_on_sqlite_is_never_too_old() {
    let (folder, db) = fresh().await;
    let url = format!("sqlite://{}/test.db", folder.path().display());
    let other = Db::connect(&DatabaseConfig { url }).await.unwrap();
    nothing_recalled_is_older_than_what_was_confirmed([db, other]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_recalled_on_postgres_is_never_too_old() {
    let Some(config) = postgres().await else { return };
    let servers = [Db::connect(&config).await.unwrap(), Db::connect(&config).await.unwrap()];
    nothing_recalled_is_older_than_what_was_confirmed(servers).await;
}

#[tokio::test]
async fn what_was_read_on_postgres_is_recalled_until_somebody_commits() {
    let Some(config) = postgres().await else { return };
    let (db, other) = (Db::connect(&config).await.unwrap(), Db::connect(&config).await.unwrap());
    let asked = std::cell::Cell::new(0);
    // Whoever else uses the server of the tests commits, too, into databases of their own.
    let recalled_at_once = async {
        loop {
            assert_eq!(recalled(&db, &asked).await, 0);
            let before = asked.get();
            assert_eq!(recalled(&db, &asked).await, 0);
            if asked.get() == before {
                return;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(60), recalled_at_once).await.expect("nothing is ever recalled");
    // What is not committed yet is not there, and then it is.
    let tx = other.writer.begin().await.unwrap();
    secret::Entity::insert(row("a")).exec(&tx).await.unwrap();
    assert_eq!(recalled(&db, &asked).await, 0);
    tx.commit().await.unwrap();
    assert_eq!(recalled(&db, &asked).await, 1);
    // What is taken back was never there.
    let tx = other.writer.begin().await.unwrap();
    secret::Entity::insert(row("b")).exec(&tx).await.unwrap();
    tx.rollback().await.unwrap();
    assert_eq!(recalled(&db, &asked).await, 1);
}

/// Who asks several times at one moment asks the database once whether anybody has committed; but sees what it wrote itself.
#[tokio::test]
async fn whoever_has_written_sees_it_at_the_same_moment() {
    let Some(config) = postgres().await else { return };
    let db = Db::connect(&config).await.unwrap();
    at_moment(Moment::default(), async {
        for number in 0..3 {
            assert_eq!(recalled_count(&db).await, number);
            insert(&db).await;
        }
        assert_eq!(recalled_count(&db).await, 3);
    })
    .await;
}

/// Connections that rest in the pool break with the server that they led to.
#[tokio::test]
async fn broken_connections_are_told_from_a_database_that_does_not_answer() {
    let Some(config) = postgres().await else { return };
    let db = Db::connect(&config).await.unwrap();
    // As many as there may be.
    join_all((0..20).map(|_| async { db.read().execute_unprepared("SELECT pg_sleep(0.5)").await.unwrap() })).await;
    let other = Db::connect(&config).await.unwrap();
    let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
               WHERE datname = current_database() AND pid <> pg_backend_pid()";
    other.writer.execute_unprepared(end).await.unwrap();
    assert_eq!(db.recall("other", async || Ok(Some(Count(5)))).await.unwrap().unwrap().0, 5);
}

/// Something that new files do not change.
struct Settled(u64);

impl Recalled for Settled {
    const OUTLIVES_NEW_FILES: bool = true;
}

/// How many rows there were when the database was asked last, by an answer that outlives new files.
async fn settled(db: &Db) -> u64 {
    db.recall("settled", async || Ok(Some(Settled(count(db).await)))).await.unwrap().unwrap().0
}

/// Adds a row, and says that it is only new.
async fn add(db: &Db, name: &str) {
    let (only_new, name) = (OnlyNew::default(), name.to_owned());
    let said = only_new.clone();
    let work = async move |tx: &DatabaseTransaction| {
        secret::Entity::insert(row(&name)).exec(tx).await?;
        said.say();
        Ok(())
    };
    db.write_new(work, only_new).await.unwrap();
}

#[tokio::test]
async fn what_new_files_do_not_change_outlives_their_commits_and_no_others() {
    let (folder, db) = fresh().await;
    let url = format!("sqlite://{}/test.db", folder.path().display());
    let other = Db::connect(&DatabaseConfig { url }).await.unwrap();
    let asked = std::cell::Cell::new(0);
    assert_eq!((settled(&db).await, recalled(&db, &asked).await), (0, 0));
    for number in 1..=3 {
        add(&db, &format!("new {number}")).await;
        assert_eq!((settled(&db).await, recalled(&db, &asked).await), (0, number));
    }
    // Two commits that nobody asked between.
    add(&db, "new 4").await;
    add(&db, "new 5").await;
    assert_eq!(settled(&db).await, 0);
    // Whoever else commits says nothing to us, be it alone or between two of ours.
    add(&other, "other 1").await;
    assert_eq!(settled(&db).await, 6);
    add(&db, "new 6").await;
    add(&other, "other 2").await;
    add(&db, "new 7").await;
    assert_eq!(settled(&db).await, 9);
    // Of those that commit together, each must have said so.
    let plain = db.write(async move |tx: &DatabaseTransaction| {
        Ok(secret::Entity::insert(row("plain")).exec(tx).await.map(drop)?)
    });
    futures_util::join!(add(&db, "new 8"), async { plain.await.unwrap() }, add(&db, "new 9"));
    assert_eq!(settled(&db).await, 12);
    // One that takes back what it did leaves everything as it was.
    let refused = db.write(async |_: &DatabaseTransaction| Err::<(), _>(Error::NotFound("thing")));
    futures_util::join!(add(&db, "new 10"), async { drop(refused.await) }, add(&db, "new 11"));
    assert_eq!(settled(&db).await, 12);
    // A commit that fails may have been another's.
    let failed: Result<()> =
        db.write(async |tx: &DatabaseTransaction| Ok(tx.execute_unprepared("no statement").await.map(drop)?)).await;
    assert!(failed.is_err());
    assert_eq!((settled(&db).await, count(&db).await), (12, 14));
}

#[tokio::test]
async fn of_many_who_ask_at_once_one_asks_the_database_and_failures_are_not_kept() {
    let (_folder, db) = fresh().await;
    let asked = std::cell::Cell::new(0);
    let answers = futures_util::future::join_all((0..20).map(|_| recalled(&db, &asked))).await;
    assert!(answers.iter().all(|answer| *answer == 0));
    assert_eq!(asked.get(), 1);

    let missing = async || Ok(None::<Count>);
    assert!(db.recall("missing", missing).await.unwrap().is_none());
    let failing = async || Err::<Option<Count>, _>(Error::NotFound("thing"));
    assert!(matches!(db.recall("missing", failing).await, Err(Error::NotFound("thing"))));
    let found = db.recall("missing", async || Ok(Some(Count(7)))).await.unwrap();
    assert_eq!(found.unwrap().0, 7);
}

#[tokio::test]
async fn an_outage_is_told_to_all_who_wait_and_tried_again_by_the_next() {
    let (_folder, db) = fresh().await;
    let asked = std::cell::Cell::new(0);
    let ask = || {
        db.recall("count", async || {
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
    let mut first = Box::pin(db.recall("count", std::future::pending::<Result<Option<Count>>>));
    let mut second = Box::pin(db.recall("count", async || Ok(Some(Count(1)))));
    assert!(futures_util::poll!(&mut first).is_pending());
    assert!(futures_util::poll!(&mut second).is_pending());
    drop(first);
    assert_eq!(second.await.unwrap().unwrap().0, 1);
}
