//! The pair against two mocked sources, with paused time: who is asked when, and who is cancelled.

use asyncmock::CallState;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::*;

const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

const PATIENCE: Patience = Patience { hedge: seconds(20), total: seconds(120) };

fn tea() -> Result<String, Unavailable> {
    Ok("tea".to_owned())
}

/// Two sources without expectations, and the pair of them.
fn sources() -> (Arc<MockSource>, Arc<MockSource>, Pair<MockSource>) {
    let (primary, replica) = (Arc::new(MockSource::new()), Arc::new(MockSource::new()));
    let pair = Pair::new(Arc::clone(&primary), Arc::clone(&replica), PATIENCE);
    (primary, replica, pair)
}

/// A request in a task of its own.
fn spawn(pair: Pair<MockSource>) -> JoinHandle<Result<String, Missed>> {
    tokio::spawn(async move { pair.look_up("drink").await })
}

#[tokio::test(start_paused = true)]
async fn a_primary_that_is_quick_is_the_only_one_asked() {
    let (primary, replica, pair) = sources();
    primary.expect_look_up().after(seconds(19)).resolve_const(tea());

    assert_eq!(pair.look_up("drink").await, Ok("tea".to_owned()));

    primary.calls_to_look_up().assert_awaited_once_with("drink");
    replica.calls_to_look_up().assert_not_called();
}

#[tokio::test(start_paused = true)]
async fn the_replica_answers_for_a_primary_that_hangs() {
    let (primary, replica, pair) = sources();
    primary.expect_look_up().pending();
    replica.expect_look_up().after(seconds(3)).resolve_const(tea());
    let start = Instant::now();

    assert_eq!(pair.look_up("drink").await, Ok("tea".to_owned()));

    assert_eq!(start.elapsed(), PATIENCE.hedge + seconds(3));
    replica.calls_to_look_up().assert_awaited_once_with("drink");
    let asked = replica.calls_to_look_up().last().unwrap();
    assert_eq!(asked.started() - start, PATIENCE.hedge);
    primary.calls_to_look_up().assert_cancelled(1);
}

#[tokio::test(start_paused = true)]
async fn a_replica_that_loses_is_cancelled() {
    let (primary, replica, pair) = sources();
    primary.expect_look_up().after(seconds(60)).resolve_const(tea());
    replica.expect_look_up().after(seconds(60)).resolve_const(tea());

    assert_eq!(pair.look_up("drink").await, Ok("tea".to_owned()));

    primary.calls_to_look_up().assert_none_cancelled();
    let lost = replica.calls_to_look_up().last().unwrap();
    assert_eq!(lost.state(), CallState::Cancelled);
    assert_eq!(lost.elapsed(), seconds(40));
}

#[tokio::test(start_paused = true)]
async fn whoever_answers_first_wins_and_the_other_can_not_answer_any_more() {
    let (primary, replica, pair) = sources();
    primary.expect_look_up().hold();
    replica.expect_look_up().hold();
    let task = spawn(pair);

    let first = primary.calls_to_look_up().next_held().await;
    let second = replica.calls_to_look_up().next_held().await;
    assert!(!first.is_cancelled() && !second.is_cancelled());
    second.respond(tea()).unwrap();

    first.cancelled().await;
    assert_eq!(task.await.unwrap(), Ok("tea".to_owned()));
    assert_eq!(first.respond(tea()), Err(tea()));
}

#[tokio::test(start_paused = true)]
async fn two_sources_that_hang_are_given_up_when_the_time_is_up() {
    let (primary, replica, pair) = sources();
    primary.expect_look_up().pending();
    replica.expect_look_up().pending();
    let start = Instant::now();

    // Bounded, so that this fails and doesn't hang if the pair still waits.
    let looked_up = timeout(2 * PATIENCE.total, pair.look_up("drink")).await.expect("the pair gives up");

    assert_eq!(looked_up, Err(Missed::TooLate));
    assert_eq!(start.elapsed(), PATIENCE.total);
    primary.calls_to_look_up().assert_cancelled(1);
    replica.calls_to_look_up().assert_cancelled(1);
}

#[tokio::test(start_paused = true)]
async fn a_primary_that_fails_is_not_waited_for() {
    let (primary, replica, pair) = sources();
    primary.expect_look_up().after(seconds(2)).resolve_const(Err(Unavailable));
    replica.expect_look_up().resolve_const(tea());
    let start = Instant::now();

    assert_eq!(pair.look_up("drink").await, Ok("tea".to_owned()));

    assert_eq!(start.elapsed(), seconds(2));
}

#[tokio::test(start_paused = true)]
async fn a_failure_during_the_race_does_not_end_it() {
    let (primary, replica, pair) = sources();
    primary.expect_look_up().hold();
    replica.expect_look_up().hold();
    let task = spawn(pair);

    let first = primary.calls_to_look_up().next_held().await;
    let second = replica.calls_to_look_up().next_held().await;
    second.respond(Err(Unavailable)).unwrap();
    replica.calls_to_look_up().wait_for_completed(1).await;
    assert!(!first.is_cancelled());
    first.respond(tea()).unwrap();

    assert_eq!(task.await.unwrap(), Ok("tea".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn two_failures_are_not_told_as_a_lack_of_time() {
    let (primary, replica, pair) = sources();
    primary.expect_look_up().after(seconds(30)).resolve_const(Err(Unavailable));
    replica.expect_look_up().after(seconds(30)).resolve_const(Err(Unavailable));
    let start = Instant::now();

    assert_eq!(pair.look_up("drink").await, Err(Missed::Unavailable));

    assert_eq!(start.elapsed(), PATIENCE.hedge + seconds(30));
}

#[tokio::test(start_paused = true)]
async fn a_caller_that_goes_away_cancels_both_requests() {
    let (primary, replica, pair) = sources();
    primary.expect_look_up().hold();
    replica.expect_look_up().hold();
    let task = spawn(pair);

    let first = primary.calls_to_look_up().next_held().await;
    let second = replica.calls_to_look_up().next_held().await;
    task.abort();

    first.cancelled().await;
    second.cancelled().await;
    assert!(task.await.unwrap_err().is_cancelled());
}
