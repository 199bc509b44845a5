use futures_util::future::join_all;

use super::*;
use crate::domain::testing;
use crate::ids;

const JOB: &str = "sweep";
const INTERVAL: Duration = Duration::from_secs(900);
const TERM: Duration = Duration::from_secs(30);

async fn take(app: &App) -> Turn {
    super::take(app, ids::new(), JOB, INTERVAL).await.unwrap()
}

async fn taken(app: &App) -> Lease {
    match take(app).await {
        Turn::Ours(lease) => lease,
        Turn::Later(wait) => panic!("it can't be taken for {wait:?}"),
    }
}

async fn is_taken(app: &App) -> bool {
    matches!(take(app).await, Turn::Ours(_))
}

#[tokio::test]
async fn of_many_contenders_one_has_the_lease() {
    for (_folder, app) in testing::empty().await {
        // The first round finds no row, the others one that was given back.
        for round in 1..=5 {
            let turns = join_all((0..12).map(|_| take(&app))).await;
            let leases: Vec<_> = turns.iter().filter(|turn| matches!(turn, Turn::Ours(_))).collect();
            assert_eq!(leases, [&Turn::Ours(Lease { job: JOB, fence: round })]);
            assert!(give_back(&app, Lease { job: JOB, fence: round }, INTERVAL).await.unwrap());
            app.clock.advance(INTERVAL);
        }
    }
}

#[tokio::test]
async fn a_holder_that_died_is_followed_when_its_term_is_over() {
    for (_folder, app) in testing::empty().await {
        let dead = taken(&app).await;
        app.clock.advance(TERM / 2);
        let Turn::Later(wait) = take(&app).await else { panic!("two have it") };
        assert!(wait > Duration::from_secs(10) && wait <= TERM / 2, "{wait:?}");
        app.clock.advance(TERM / 2);
        let next = taken(&app).await;
        assert!(next.fence > dead.fence);
        // It was only slow: it learns that it has lost the lease, and can't disturb who has it.
        assert!(!renew(&app, dead).await.unwrap());
        assert!(!give_back(&app, dead, INTERVAL).await.unwrap());
        assert!(!is_taken(&app).await);
        assert!(renew(&app, next).await.unwrap());
    }
}

#[tokio::test]
async fn a_holder_that_renews_keeps_the_lease() {
    for (_folder, app) in testing::empty().await {
        let lease = taken(&app).await;
        for _ in 0..5 {
            app.clock.advance(TERM * 2 / 3);
            assert!(renew(&app, lease).await.unwrap());
            assert!(!is_taken(&app).await);
        }
        // Late, but nobody has taken it.
        app.clock.advance(TERM * 10);
        assert!(renew(&app, lease).await.unwrap());
        assert!(!is_taken(&app).await);
    }
}

#[tokio::test]
async fn a_job_that_has_run_rests_for_its_interval_on_every_server() {
    for (_folder, app) in testing::empty().await {
        let lease = taken(&app).await;
        assert!(give_back(&app, lease, INTERVAL).await.unwrap());
        let Turn::Later(wait) = take(&app).await else { panic!("it runs again at once") };
        assert!(wait > TERM && wait <= INTERVAL, "{wait:?}");
        // Another job does not wait for it.
        assert!(matches!(super::take(&app, ids::new(), "trash_purge", INTERVAL).await.unwrap(), Turn::Ours(_)));
        app.clock.advance(INTERVAL);
        assert!(is_taken(&app).await);
    }
}

/// A clock that was a year ahead must not hold the jobs up for a year once it is right.
#[tokio::test]
async fn times_that_can_not_be_are_no_obstacle() {
    for (_folder, app) in testing::empty().await {
        let ahead = App { clock: crate::clock::Clock::default(), ..app.clone() };
        ahead.clock.advance(Duration::from_secs(366 * 86_400));
        let lease = taken(&ahead).await;
        assert!(is_taken(&app).await, "held by a time to come");
        assert!(!give_back(&ahead, lease, INTERVAL).await.unwrap());
        app.clock.advance(TERM * 2);
        let lease = taken(&app).await;
        let ahead = App { clock: crate::clock::Clock::default(), ..app.clone() };
        ahead.clock.advance(Duration::from_secs(366 * 86_400));
        assert!(give_back(&ahead, lease, INTERVAL).await.unwrap());
        assert!(is_taken(&app).await, "due in a time to come");
    }
}
