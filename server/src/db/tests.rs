//! What the database must hold to, on a fresh SQLite file.

mod recall;
mod rows;

use futures_util::FutureExt as _;
use sea_orm::{ActiveValue::Set, ConnectionTrait as _, DbBackend, EntityTrait as _, PaginatorTrait as _, Statement};

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
            db.write_once(async move |tx: &DatabaseTransaction| {
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
            db.write_once(async move |tx: &DatabaseTransaction| {
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
async fn the_log_is_folded_into_the_file_beside_the_writes() {
    let (folder, db) = fresh().await;
    let file = folder.path().join("test.db");
    let before = file.metadata().unwrap().len();
    for number in 0..200 {
        db.write_once(async move |tx: &DatabaseTransaction| {
            let row = secret::ActiveModel { value: Set(SecretBytes(vec![0; 4000])), ..row(&format!("{number}")) };
            Ok(secret::Entity::insert(row).exec(tx).await?)
        })
        .await
        .unwrap();
    }
    // Far fewer pages than those that one who commits folds.
    while file.metadata().unwrap().len() < before + 100 * 4000 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(count(&db).await, 200);
    db.close().await.unwrap();
    assert!(!folder.path().join("test.db-wal").exists(), "the last one to close folds the rest, and removes the log");
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
                    if number == 0 {
                        // Because of what the first one did, perhaps, which has not happened then.
                        return Err(Error::NotFound("thing"));
                    }
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
    let mut outcomes = Vec::new();
    for other in others {
        outcomes.push(other.await.unwrap());
    }
    assert!(matches!(outcomes[0], Err(Error::Unavailable { .. })) && outcomes[1].is_err(), "{outcomes:?}");
    what_is_confirmed_is_committed(&db).await;
}

/// A statement for which there is no room ends the transaction that it is in, and so does a commit: SQLite rolls both back
/// by itself, and what is told to roll back afterwards fails.
#[tokio::test]
async fn after_a_full_disk_what_is_confirmed_is_committed() {
    let (_folder, db) = fresh().await;
    let pages: i64 = value_of(&db, "PRAGMA page_count").await;
    for attempt in 0..3 {
        let full: Result<()> = db
            .write_once(async move |tx: &DatabaseTransaction| {
                tx.execute_unprepared(&format!("PRAGMA max_page_count = {}", pages + 2)).await?;
                let large = "INSERT INTO secrets (name, value, created_at) VALUES ('large', zeroblob(100000), '')";
                let inserted = tx.execute_unprepared(large).await;
                tx.execute_unprepared("PRAGMA max_page_count = 1000000").await?;
                inserted?;
                Ok(())
            })
            .await;
        assert!(matches!(full, Err(Error::Unavailable { .. })), "attempt {attempt}: {full:?}");
    }
    what_is_confirmed_is_committed(&db).await;
}

/// After a write that is refused, too: that is rolled back inside of whatever is open.
async fn what_is_confirmed_is_committed(db: &Db) {
    let before = count(db).await;
    for number in 0..3_u64 {
        let refused: Result<()> = db.write(async |_: &DatabaseTransaction| Err(Error::NotFound("thing"))).await;
        assert!(matches!(refused, Err(Error::NotFound("thing"))), "{refused:?}");
        let name = format!("confirmed {number}");
        db.write_once(async move |tx: &DatabaseTransaction| Ok(secret::Entity::insert(row(&name)).exec(tx).await?))
            .await
            .unwrap();
        assert_eq!(count(db).await, before + number + 1, "confirmed, and not to be seen by others");
    }
}

async fn value_of(db: &Db, sql: &str) -> i64 {
    let statement = Statement::from_string(DbBackend::Sqlite, sql);
    db.read().query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap()
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

/// A database of its own on the PostgreSQL server of the tests, if there is one.
async fn postgres() -> Option<DatabaseConfig> {
    let url = std::env::var("STRONGROOM_TEST_POSTGRES").ok()?;
    let name = format!("test_{}", uuid::Uuid::now_v7().simple());
    let server = sea_orm::Database::connect(&url).await.unwrap();
    server.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    server.close().await.unwrap();
    Some(DatabaseConfig { url: format!("{}/{name}", url.rsplit_once('/').unwrap().0) })
}

/// Two transactions that take the same two rows, each in another order: PostgreSQL ends one of them, which runs again.
#[tokio::test]
async fn who_is_ended_for_another_runs_again() {
    let Some(config) = postgres().await else { return };
    let db = Db::connect(&config).await.unwrap();
    for name in ["a", "b"] {
        db.write(async move |tx: &DatabaseTransaction| Ok(secret::Entity::insert(row(name)).exec(tx).await?))
            .await
            .unwrap();
    }
    let runs = std::sync::Arc::new(std::sync::atomic::AtomicU32::new(0));
    let both = std::sync::Arc::new(tokio::sync::Barrier::new(2));
    let take = |first: &'static str, then: &'static str| {
        let (db, runs, both) = (db.clone(), std::sync::Arc::clone(&runs), std::sync::Arc::clone(&both));
        async move {
            db.write(async move |tx: &DatabaseTransaction| {
                let run = runs.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
                secret::Entity::update(row(first)).exec(tx).await?;
                if run < 2 {
                    both.wait().await;
                }
                secret::Entity::update(row(then)).exec(tx).await?;
                Ok(())
            })
            .await
        }
    };
    let (one, other) = tokio::join!(take("a", "b"), take("b", "a"));
    one.unwrap();
    other.unwrap();
    assert_eq!(runs.load(std::sync::atomic::Ordering::SeqCst), 3);
}

/// One at a time has a file, whatever data folder it says and by whatever link it comes to it.
#[tokio::test]
async fn a_file_is_used_by_one() {
    let folder = tempfile::tempdir().unwrap();
    let (real, link) = (folder.path().join("real"), folder.path().join("link"));
    std::fs::create_dir(&real).unwrap();
    std::os::unix::fs::symlink(&real, &link).unwrap();
    std::os::unix::fs::symlink(real.join("a.db"), folder.path().join("b.db")).unwrap();
    let at = |path: std::path::PathBuf| DatabaseConfig { url: format!("sqlite://{}", path.display()) };
    let config = at(real.join("a.db"));
    let server = Presence::of_server(&config).await.unwrap();
    Db::connect(&config).await.unwrap().close().await.unwrap();
    for other in [config.clone(), at(link.join("a.db")), at(folder.path().join("b.db"))] {
        let refused = Presence::of_server(&other).await.unwrap_err();
        assert!(refused.to_string().contains("another server or command uses the database"), "{refused}");
        assert!(Presence::alone(&other).await.is_err(), "{other:?}");
    }
    drop(server);
    let alone = Presence::alone(&config).await.unwrap();
    assert!(Presence::of_server(&config).await.is_err());
    drop(alone);
    Presence::of_server(&config).await.unwrap();
}

/// Servers share the database; who must have it alone waits for none of them, and keeps them out.
#[tokio::test]
async fn a_database_is_used_by_servers_or_by_one_command() {
    let Some(config) = postgres().await else { return };
    let one = Presence::of_server(&config).await.unwrap();
    let other = Presence::of_server(&config).await.unwrap();
    let refused = Presence::alone(&config).await.unwrap_err();
    assert!(refused.to_string().contains("a server uses the database"), "{refused}");
    drop(one);
    assert!(Presence::alone(&config).await.is_err(), "the other one is still there");
    drop(other);
    let alone = Presence::alone(&config).await.unwrap();
    let refused = Presence::of_server(&config).await.unwrap_err();
    assert!(refused.to_string().contains("to itself"), "{refused}");
    drop(alone);
    // Its servers find out by themselves when the database has been restarted.
    let server = Presence::of_server(&config).await.unwrap();
    let db = Db::connect(&config).await.unwrap();
    let before = holder(&db).await;
    end_holders(&db).await;
    let held_again = async {
        while holder(&db).await.is_none_or(|holder| Some(holder) == before) {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), held_again).await.expect("the lock is not taken again");
    assert!(server.taken().now_or_never().is_none(), "nobody took it");
    drop(server);
}

/// A server that lost its lock, by no fault of its own, is told when somebody has taken the database for unused.
#[tokio::test]
async fn who_is_not_the_first_to_take_the_database_again_is_told() {
    let Some(config) = postgres().await else { return };
    let server = Presence::of_server(&config).await.unwrap();
    let db = Db::connect(&config).await.unwrap();
    let alone = loop {
        end_holders(&db).await;
        // The server may be the faster one.
        if let Ok(alone) = Presence::alone(&config).await {
            break alone;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), server.taken()).await.expect("it goes on");
    assert!(alone.taken().now_or_never().is_none(), "it has the database");
}

/// The sessions that hold the lock.
const HOLDERS: &str = "SELECT pid FROM pg_stat_activity
                       WHERE application_name = 'strongroom presence' AND datname = current_database()";

async fn holder(db: &Db) -> Option<i32> {
    let rows = db.read().query_all_raw(sea_orm::Statement::from_string(db.backend(), HOLDERS.to_owned()));
    rows.await.unwrap().first().map(|row| row.try_get_by_index(0).unwrap())
}

/// Breaks their connections.
async fn end_holders(db: &Db) {
    let end = format!("SELECT pg_terminate_backend(pid) FROM ({HOLDERS}) AS held");
    db.writer.execute_unprepared(&end).await.unwrap();
}

/// Whoever comes next finds rows by their index, and not by reading all of them.
#[tokio::test]
async fn what_was_filled_is_known_to_be_full() {
    let Some(config) = postgres().await else { return };
    let db = Db::connect(&config).await.unwrap();
    let plan = async || {
        let sql = "EXPLAIN SELECT * FROM secrets WHERE name = 'name 77'";
        let rows = db.read().query_all_raw(Statement::from_string(DbBackend::Postgres, sql)).await.unwrap();
        let lines = rows.iter().map(|row| row.try_get_by_index::<String>(0).unwrap());
        lines.collect::<Vec<_>>().join("\n")
    };
    db.write(async |tx: &DatabaseTransaction| {
        let fill = "INSERT INTO secrets (name, value, created_at)
                    SELECT 'name ' || number, ''::bytea, now() FROM generate_series(1, 20000) AS number";
        tx.execute_unprepared(fill).await?;
        analyze(tx).await
    })
    .await
    .unwrap();
    let known = plan().await;
    assert!(known.contains("rows=1 ") && known.contains("Index"), "{known}");
    let sql = "SELECT reltuples::bigint FROM pg_class WHERE relname = 'secrets'";
    let row = db.read().query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await.unwrap().unwrap();
    assert_eq!(row.try_get_by_index::<i64>(0).unwrap(), 20_000);
}
