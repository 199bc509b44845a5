use super::*;
use crate::config::Config;

const FIRST: Fingerprint = Fingerprint { head: [1; 32], body: Some([1; 32]) };
const OTHER_BODY: Fingerprint = Fingerprint { head: [1; 32], body: Some([2; 32]) };
const STREAMED: Fingerprint = Fingerprint { head: [1; 32], body: None };

async fn app(wait_secs: u64) -> (tempfile::TempDir, App) {
    let folder = tempfile::tempdir().unwrap();
    let mut config = Config::in_folder(folder.path());
    config.limits.idempotency_wait_secs = wait_secs;
    let app = crate::server::open(&config).await.unwrap();
    (folder, app)
}

fn key(text: &str) -> Key {
    Key::new(Uuid::nil(), Uuid::nil(), text)
}

fn answer() -> Answer {
    let headers = vec![("location".to_owned(), "/x".to_owned())];
    Answer { status: 201, headers, body: b"{\"token\":\"srp_1\"}".to_vec() }
}

async fn run(app: &App, fingerprint: Fingerprint) -> Lease {
    match claim(app, &key("k"), "token_create", fingerprint).await.unwrap() {
        Claim::Run(lease) => lease,
        Claim::Answered(_) => panic!("nobody ran before"),
    }
}

#[tokio::test]
async fn the_same_request_gets_the_same_answer_and_another_one_is_refused() {
    let (_folder, app) = app(0).await;
    run(&app, FIRST).await.remember(&app, FIRST, &answer()).await.unwrap();
    let Claim::Answered(remembered) = claim(&app, &key("k"), "token_create", FIRST).await.unwrap() else {
        panic!("it ran before")
    };
    assert_eq!(remembered, Remembered { fingerprint: FIRST, answer: answer() });
    for other in [OTHER_BODY, Fingerprint { head: [3; 32], body: Some([1; 32]) }] {
        let refused = claim(&app, &key("k"), "token_create", other).await.unwrap_err();
        assert!(matches!(refused, Error::IdempotencyKeyReused));
    }
    // The body of a streamed request is compared by who has read it.
    assert!(matches!(claim(&app, &key("k"), "token_create", STREAMED).await.unwrap(), Claim::Answered(_)));
    let stranger = Key::new(Uuid::max(), Uuid::nil(), "k");
    assert!(matches!(claim(&app, &stranger, "token_create", OTHER_BODY).await.unwrap(), Claim::Run(_)));
}

#[tokio::test]
async fn the_row_shows_neither_key_nor_answer() {
    let (_folder, app) = app(0).await;
    run(&app, FIRST).await.remember(&app, FIRST, &answer()).await.unwrap();
    let row = Entity::find().one(app.db.read()).await.unwrap().unwrap();
    assert_ne!(row.key, "k");
    assert!(!String::from_utf8_lossy(&row.body.unwrap().0).contains("srp_"));
}

#[tokio::test]
async fn the_second_waits_for_the_first() {
    let (_folder, app) = app(30).await;
    let lease = run(&app, STREAMED).await;
    let second = tokio::spawn({
        let app = app.clone();
        async move { claim(&app, &key("k"), "token_create", STREAMED).await }
    });
    tokio::task::yield_now().await;
    assert!(!second.is_finished());
    lease.remember(&app, FIRST, &answer()).await.unwrap();
    assert!(matches!(second.await.unwrap().unwrap(), Claim::Answered(_)));
}

#[tokio::test]
async fn waiting_has_an_end_and_a_running_key_is_not_for_another_request() {
    let (_folder, app) = app(0).await;
    let _lease = run(&app, FIRST).await;
    assert!(matches!(claim(&app, &key("k"), "token_create", FIRST).await, Err(Error::Unavailable { .. })));
    assert!(matches!(claim(&app, &key("k"), "token_create", OTHER_BODY).await, Err(Error::IdempotencyKeyReused)));
}

#[tokio::test]
async fn a_released_key_runs_again() {
    let (_folder, app) = app(0).await;
    run(&app, FIRST).await.release(&app).await.unwrap();
    run(&app, OTHER_BODY).await;
}

#[tokio::test]
async fn the_lease_of_a_dead_runner_is_taken_over_and_the_dead_can_not_speak() {
    let (_folder, app) = app(0).await;
    let dead = run(&app, FIRST).await;
    app.clock.advance(Duration::from_secs(app.limits.idempotency_lease_secs));
    assert!(matches!(claim(&app, &key("k"), "token_create", OTHER_BODY).await, Err(Error::IdempotencyKeyReused)));
    let heir = run(&app, FIRST).await;
    dead.clone().remember(&app, FIRST, &answer()).await.unwrap();
    dead.release(&app).await.unwrap();
    assert!(matches!(claim(&app, &key("k"), "token_create", FIRST).await, Err(Error::Unavailable { .. })));
    heir.remember(&app, FIRST, &answer()).await.unwrap();
    assert!(matches!(claim(&app, &key("k"), "token_create", FIRST).await.unwrap(), Claim::Answered(_)));
}

#[tokio::test]
async fn a_renewed_lease_holds() {
    let (_folder, app) = app(0).await;
    let lease = run(&app, FIRST).await;
    let almost = Duration::from_secs(app.limits.idempotency_lease_secs - 1);
    app.clock.advance(almost);
    lease.renew(&app).await.unwrap();
    app.clock.advance(almost);
    assert!(matches!(claim(&app, &key("k"), "token_create", FIRST).await, Err(Error::Unavailable { .. })));
}

#[tokio::test]
async fn answers_are_forgotten_in_time() {
    let (_folder, app) = app(0).await;
    run(&app, FIRST).await.remember(&app, FIRST, &answer()).await.unwrap();
    assert_eq!(purge(&app, std::future::pending()).await.unwrap(), 0);
    app.clock.advance(Duration::from_secs(app.limits.idempotency_ttl_secs));
    // Even before the purge, the key is free for any request.
    run(&app, OTHER_BODY).await.release(&app).await.unwrap();
    run(&app, FIRST).await.remember(&app, FIRST, &answer()).await.unwrap();
    app.clock.advance(Duration::from_secs(app.limits.idempotency_ttl_secs));
    assert_eq!(purge(&app, std::future::pending()).await.unwrap(), 1);
}

async fn rows(app: &App) -> u64 {
    use sea_orm::PaginatorTrait as _;
    crate::db::entity::secret::Entity::find().count(app.db.read()).await.unwrap()
}

/// What a request does; nothing but a row.
async fn deed(app: &App, name: &'static str) -> Result<()> {
    let row = crate::db::entity::secret::ActiveModel {
        name: Set(name.to_owned()),
        value: Set(SecretBytes(Vec::new())),
        created_at: Set(app.clock.now()),
    };
    let insert = crate::db::entity::secret::Entity::insert(row);
    app.db
        .write_once(async move |tx: &DatabaseTransaction| Ok(insert.exec_without_returning(tx).await.map(drop)?))
        .await
}

#[tokio::test]
async fn what_was_committed_is_not_carried_out_again_though_nobody_knows_its_answer() {
    let (_folder, app) = app(0).await;
    let before = rows(&app).await;
    let lease = run(&app, FIRST).await;
    lease.carry_out(&app, deed(&app, "one")).await.unwrap();
    // Its runner may be about to say.
    assert!(matches!(claim(&app, &key("k"), "token_create", FIRST).await, Err(Error::Unavailable { .. })));
    lease.release(&app).await.unwrap();
    assert!(matches!(claim(&app, &key("k"), "token_create", FIRST).await, Err(Error::IdempotencyAnswerLost)));
    assert_eq!(rows(&app).await, before + 1);
}

#[tokio::test]
async fn what_was_committed_is_still_answered_by_its_runner() {
    let (_folder, app) = app(0).await;
    let lease = run(&app, FIRST).await;
    lease.carry_out(&app, deed(&app, "one")).await.unwrap();
    lease.carry_out(&app, deed(&app, "two")).await.unwrap();
    lease.remember(&app, FIRST, &answer()).await.unwrap();
    assert!(matches!(claim(&app, &key("k"), "token_create", FIRST).await.unwrap(), Claim::Answered(_)));
}

#[tokio::test]
async fn whose_lease_was_taken_over_commits_nothing() {
    let (_folder, app) = app(0).await;
    let before = rows(&app).await;
    let slow = run(&app, FIRST).await;
    app.clock.advance(Duration::from_secs(app.limits.idempotency_lease_secs));
    let heir = run(&app, FIRST).await;
    let refused = slow.carry_out(&app, deed(&app, "one")).await;
    assert!(matches!(refused, Err(Error::IdempotencyAnswerLost)));
    assert_eq!(rows(&app).await, before);
    heir.carry_out(&app, deed(&app, "one")).await.unwrap();
    assert_eq!(rows(&app).await, before + 1);
}

#[tokio::test]
async fn what_is_set_aside_first_is_not_the_deed() {
    let (_folder, app) = app(0).await;
    let lease = run(&app, FIRST).await;
    lease.carry_out(&app, crate::db::alongside::apart(deed(&app, "aside"))).await.unwrap();
    lease.release(&app).await.unwrap();
    run(&app, FIRST).await;
}
