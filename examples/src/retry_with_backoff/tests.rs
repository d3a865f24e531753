//! The client against a mocked service, with paused time: minutes of delays take no time at all.

use tokio::time::Instant;

use super::*;

const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

const BACKOFF: Backoff = Backoff { attempts: 8, limit: seconds(10), first: seconds(1), longest: seconds(45) };

/// A service that fails so often, and answers then.
fn failing(times: usize) -> MockService {
    let service = MockService::new();
    service.expect_get().times(times).resolve_const(Err(Failure::Unavailable));
    service.expect_get().resolve_const(Ok("tea".to_owned()));
    service
}

/// The delays between attempts that take no time.
fn delays(started: impl IntoIterator<Item = Instant>) -> Vec<Duration> {
    let started: Vec<Instant> = started.into_iter().collect();
    started.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

#[tokio::test(start_paused = true)]
async fn an_answer_at_once_needs_one_attempt() {
    let service = failing(0);
    let get = service.calls_to_get();
    let start = Instant::now();

    assert_eq!(Client::new(service, BACKOFF).get("/menu").await, Ok("tea".to_owned()));

    get.assert_awaited_once_with("/menu");
    assert_eq!(start.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn each_delay_is_twice_the_one_before_up_to_the_longest() {
    let service = failing(7);
    let get = service.calls_to_get();

    assert_eq!(Client::new(service, BACKOFF).get("/menu").await, Ok("tea".to_owned()));

    let delays = delays(get.all().iter().map(|call| call.started()));
    assert_eq!(delays, [1, 2, 4, 8, 16, 32, 45].map(seconds));
    get.with_args("/menu").assert_awaited_times(8);
}

#[tokio::test(start_paused = true)]
async fn the_client_gives_up_after_its_attempts_and_does_not_wait_then() {
    let service = MockService::new();
    service.expect_get().times(8).resolve_const(Err(Failure::Unavailable));
    let start = Instant::now();

    let got = Client::new(service, BACKOFF).get("/menu").await;

    assert_eq!(got, Err(GaveUp { attempts: 8, last: Failure::Unavailable }));
    assert_eq!(start.elapsed(), seconds(1 + 2 + 4 + 8 + 16 + 32 + 45));
}

#[tokio::test(start_paused = true)]
async fn a_hundred_attempts_do_not_overflow() {
    let service = failing(99);
    let start = Instant::now();

    let got = Client::new(service, Backoff { attempts: 100, ..BACKOFF }).get("/menu").await;

    assert_eq!(got, Ok("tea".to_owned()));
    assert_eq!(start.elapsed(), seconds(1 + 2 + 4 + 8 + 16 + 32 + 93 * 45));
}

#[tokio::test(start_paused = true)]
async fn what_does_not_pass_is_not_tried_again() {
    let service = MockService::new();
    service.expect_get().times(2).return_each([Err(Failure::Unavailable), Err(Failure::NotFound)]);

    let got = Client::new(service, BACKOFF).get("/menu").await;

    assert_eq!(got, Err(GaveUp { attempts: 2, last: Failure::NotFound }));
}

#[tokio::test(start_paused = true)]
async fn a_delay_begins_when_the_attempt_has_ended() {
    let service = MockService::new();
    service.expect_get().times(2).after(seconds(5)).resolve_const(Err(Failure::Unavailable));
    service.expect_get().resolve_const(Ok("tea".to_owned()));
    let get = service.calls_to_get();

    assert!(Client::new(service, BACKOFF).get("/menu").await.is_ok());

    let delays = delays(get.all().iter().map(|call| call.started()));
    assert_eq!(delays, [5 + 1, 5 + 2].map(seconds));
    get.assert_max_in_flight(1);
}

#[tokio::test(start_paused = true)]
async fn an_attempt_that_takes_too_long_is_cancelled_and_made_again() {
    let service = MockService::new();
    service.expect_get().times(2).pending();
    service.expect_get().resolve_const(Ok("tea".to_owned()));
    let get = service.calls_to_get();

    // Bounded, so that this fails and doesn't hang if the client still waits for the first attempt.
    let client = Client::new(service, BACKOFF);
    let got = timeout(seconds(600), client.get("/menu")).await.expect("the client gives the attempt up");

    assert_eq!(got, Ok("tea".to_owned()));
    get.assert_cancelled(2);
    assert!(get.all()[..2].iter().all(|call| call.elapsed() == BACKOFF.limit));
    let delays = delays(get.all().iter().map(|call| call.started()));
    assert_eq!(delays, [10 + 1, 10 + 2].map(seconds));
}

#[tokio::test(start_paused = true)]
async fn no_attempt_is_made_before_its_time() {
    let service = MockService::new();
    service.expect_get().hold();
    let get = service.calls_to_get();
    let client = Client::new(service, Backoff { first: seconds(30), ..BACKOFF });
    let task = tokio::spawn(async move { client.get("/menu").await });

    get.next_held().await.respond(Err(Failure::Unavailable)).unwrap();
    get.none_within(seconds(29)).await;
    get.next_held().await.respond(Ok("tea".to_owned())).unwrap();

    assert_eq!(task.await.unwrap(), Ok("tea".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn a_caller_that_goes_away_ends_the_attempts() {
    let service = MockService::new();
    service.expect_get().resolve_const(Err(Failure::Unavailable));
    let get = service.calls_to_get();
    let client = Client::new(service, BACKOFF);

    assert!(timeout(seconds(5), client.get("/menu")).await.is_err());

    // After 0, 1 and 3 seconds; the next one would be after 7.
    get.assert_awaited_times(3);
    get.none_within(seconds(600)).await;
}
