//! What the database must hold to, on a fresh SQLite file.

mod rows;

use sea_orm::{ActiveValue::Set, EntityTrait as _, PaginatorTrait as _};

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
