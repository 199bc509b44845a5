//! P7: a request whose answer is lost is repeated, and happens once.

use std::sync::Arc;

use conformance::crash::proxy::LossyProxy;
use conformance::crash::writer::{self, Expectation, Outcome};
use conformance::crash::{Engine, Installation, Journal, Proof, Writers, verify};
use conformance::model::Random;
use conformance::server::ADMIN_TOKEN;
use conformance::wait::eventually;
use strongroom_client::{Client, RetryPolicy};

const WRITERS: usize = 6;
const LOSSES_PERCENT: usize = 30;

#[tokio::test(flavor = "multi_thread")]
async fn lost_answers_repeat_nothing_on_sqlite() {
    lost_answers(Engine::SqliteFolder).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lost_answers_repeat_nothing_on_postgres() {
    lost_answers(Engine::PostgresS3).await;
}

async fn lost_answers(engine: Engine) {
    let requests = Proof::size(400, 20_000) as u64;
    let proof = Proof::begin("P7", engine.name());
    let mut random = Random::new(proof.seed);
    let folder = tempfile::tempdir().unwrap();
    let installation = Installation::create(engine, &folder.path().join("data"));
    let serving = installation.serve();
    let folders = writer::folders(&serving.client(), WRITERS).await;
    let journal = Arc::new(Journal::create(&folder.path().join("journal"), folders));
    let proxy = LossyProxy::start(serving.address, LOSSES_PERCENT, &mut random).await;

    let url = format!("http://{}", proxy.address);
    // Many attempts: of a hundred thousand calls not one may run out of them by chance.
    let client = || {
        let retry = RetryPolicy::default().max_attempts(30);
        Client::builder(&url).token(ADMIN_TOKEN).retry(retry).build().expect("the URL is one")
    };
    let writers = Writers::start(&journal, client, &mut random, Expectation::Repetition);
    eventually(async || journal.confirmed() >= requests || writers.have_ended()).await;
    let outcomes = writers.stop().await;
    assert!(outcomes.iter().all(|outcome| *outcome == Outcome::Confirmed), "a call was given up: {outcomes:?}");

    // What was done twice would be there twice: as a file that nobody knows, as a version too many, or on a meter.
    let findings = verify(&serving.client(), &journal.states()).await;
    assert!(findings.faults.is_empty(), "{:#?}", findings.faults);
    installation.examine().unwrap_or_else(|output| panic!("{output}"));
    let (confirmed, lost) = (journal.confirmed(), proxy.lost());
    proof.end(usize::try_from(confirmed).unwrap(), 0, &format!("{lost} answers lost"));
    assert!(lost >= confirmed / 5, "too few answers were lost: {lost}");
}
