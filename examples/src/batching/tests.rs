//! The loader against a mocked backend, with paused time.

use std::future::pending;
use std::sync::Arc;

use asyncmock::{ANY, CallState};
use tokio::time::{advance, sleep, timeout};

use super::*;
use crate::failure;

const BATCH: Batch = Batch { window: Duration::from_millis(10), limit: 100 };

/// A user for every key.
fn users(keys: &[u32]) -> HashMap<u32, String> {
    keys.iter().map(|key| (*key, format!("user {key}"))).collect()
}

fn answering() -> MockBackend {
    let backend = MockBackend::new();
    backend.expect_fetch().resolving(|keys| Ok(users(keys)));
    backend
}

#[tokio::test(start_paused = true)]
async fn ten_loaders_make_one_call_with_all_keys() {
    let backend = answering();
    let fetch = backend.calls_to_fetch();
    let loader = Loader::spawn(backend, BATCH);

    // Each in a task of its own, and not in the order of the keys.
    let tasks: Vec<_> = (1..=10)
        .rev()
        .map(|key| {
            let loader = loader.clone();
            tokio::spawn(async move { (key, loader.load(key).await) })
        })
        .collect();

    for task in tasks {
        let (key, loaded) = task.await.unwrap();
        assert_eq!(loaded, Ok(format!("user {key}")));
    }
    fetch.assert_awaited_once_with(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10][..]);
}

#[tokio::test(start_paused = true)]
async fn a_key_that_is_asked_for_twice_is_fetched_once() {
    let backend = answering();
    let fetch = backend.calls_to_fetch();
    let loader = Loader::spawn(backend, BATCH);

    let loaded = join_all([7, 7].map(|key| loader.load(key))).await;

    assert_eq!(loaded[0], loaded[1]);
    fetch.assert_awaited_once_with(&[7][..]);
}

#[tokio::test(start_paused = true)]
async fn a_full_batch_does_not_wait_for_the_window() {
    let backend = answering();
    let fetch = backend.calls_to_fetch();
    let loader = Loader::spawn(backend, Batch { limit: 2, ..BATCH });

    let start = Instant::now();
    let (first, second) = tokio::join!(loader.load(1), loader.load(2));

    assert!(first.is_ok() && second.is_ok());
    assert_eq!(start.elapsed(), Duration::ZERO);
    fetch.assert_awaited_once_with(&[1, 2][..]);
}

#[tokio::test(start_paused = true)]
async fn more_keys_than_the_limit_are_split() {
    let backend = answering();
    let fetch = backend.calls_to_fetch();
    let loader = Loader::spawn(backend, Batch { limit: 2, ..BATCH });

    let loaded = join_all((1..=5).map(|key| loader.load(key))).await;

    assert!(loaded.iter().all(Result::is_ok));
    fetch.assert_has_awaits([(&[1, 2][..],), (&[3, 4][..],), (&[5][..],)]);
    fetch.assert_awaited_times(3);
}

#[tokio::test(start_paused = true)]
async fn a_key_after_the_window_goes_into_the_next_batch() {
    let backend = answering();
    let fetch = backend.calls_to_fetch();
    let loader = Loader::spawn(backend, BATCH);

    loader.load(1).await.unwrap();
    loader.load(2).await.unwrap();

    fetch.assert_has_awaits([(&[1][..],), (&[2][..],)]);
    fetch.assert_max_in_flight(1);
}

#[tokio::test(start_paused = true)]
async fn batches_are_fetched_one_at_a_time() {
    let backend = MockBackend::new();
    backend.expect_fetch().returning(|keys| {
        let users = users(keys);
        Box::pin(async {
            sleep(Duration::from_millis(50)).await;
            Ok(users)
        })
    });
    let fetch = backend.calls_to_fetch();
    let loader = Loader::spawn(backend, Batch { limit: 1, ..BATCH });

    join_all((1..=3).map(|key| loader.load(key))).await;

    fetch.assert_awaited_times(3);
    fetch.assert_max_in_flight(1);
    assert!(fetch.all().iter().all(|call| call.elapsed() == Duration::from_millis(50)));
}

#[tokio::test(start_paused = true)]
async fn an_error_reaches_every_caller_and_the_next_batch_is_served() {
    let backend = MockBackend::new();
    backend.expect_fetch().return_each([Err(Unavailable), Ok(users(&[1]))]);
    let loader = Loader::spawn(backend, BATCH);

    let failed = join_all([1, 2].map(|key| loader.load(key))).await;
    assert_eq!(failed, [Err(LoadError::Unavailable), Err(LoadError::Unavailable)]);

    assert_eq!(loader.load(1).await, Ok("user 1".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn a_user_that_is_missing_concerns_its_caller_alone() {
    let backend = MockBackend::new();
    backend.expect_fetch().resolve_const(Ok(users(&[1])));
    let loader = Loader::spawn(backend, BATCH);

    let loaded = join_all([1, 2].map(|key| loader.load(key))).await;
    assert_eq!(loaded, [Ok("user 1".to_owned()), Err(LoadError::Unknown(2))]);
}

#[tokio::test(start_paused = true)]
async fn a_caller_that_gives_up_before_the_batch_is_left_out() {
    let backend = answering();
    let fetch = backend.calls_to_fetch();
    let loader = Loader::spawn(backend, BATCH);

    let (given_up, loaded) = tokio::join!(timeout(BATCH.window / 2, loader.load(1)), loader.load(2));

    assert!(given_up.is_err() && loaded.is_ok());
    fetch.assert_awaited_once_with(&[2][..]);
}

#[tokio::test(start_paused = true)]
async fn a_caller_that_gives_up_during_the_call_does_not_hurt_the_others() {
    let backend = MockBackend::new();
    backend.expect_fetch().returning_async(|keys| {
        let users = users(keys);
        async {
            sleep(Duration::from_millis(50)).await;
            Ok(users)
        }
    });
    let fetch = backend.calls_to_fetch();
    let loader = Loader::spawn(backend, BATCH);

    let patience = BATCH.window + Duration::from_millis(20);
    let (given_up, loaded) = tokio::join!(timeout(patience, loader.load(1)), loader.load(2));

    assert!(given_up.is_err());
    assert_eq!(loaded, Ok("user 2".to_owned()));
    fetch.assert_awaited_once_with(&[1, 2][..]);
    fetch.assert_none_cancelled();
}

#[tokio::test(start_paused = true)]
async fn a_batch_that_everybody_gave_up_on_is_cancelled() {
    let backend = MockBackend::new();
    backend.expect_fetch().with_args(&[1, 2][..]).returning_async(|_| pending());
    backend.expect_fetch().resolving(|keys| Ok(users(keys)));
    let fetch = backend.calls_to_fetch();
    let loader = Loader::spawn(backend, BATCH);

    let patience = Duration::from_secs(1);
    let given_up = join_all([1, 2].map(|key| timeout(patience, loader.load(key)))).await;
    assert!(given_up.iter().all(Result::is_err));
    // Bounded, so that this fails and doesn't hang if the loader still waits for the first batch.
    let next = timeout(patience, loader.load(3)).await.expect("the loader is free again");
    assert_eq!(next, Ok("user 3".to_owned()));

    fetch.in_state(CallState::Cancelled).assert_awaited_once_with(&[1, 2][..]);
    fetch.in_state(CallState::Completed).assert_awaited_once_with(&[3][..]);
}

#[tokio::test(start_paused = true)]
async fn the_task_ends_with_the_last_loader() {
    // The backend's answer holds this for as long as the task holds the backend.
    let held = Arc::new(());
    let seen = Arc::downgrade(&held);
    let backend = MockBackend::new();
    backend.expect_fetch().resolving(move |keys| {
        let _ = &held;
        Ok(users(keys))
    });
    let loader = Loader::spawn(backend, BATCH);
    let other = loader.clone();

    drop(loader);
    assert_eq!(other.load(1).await, Ok("user 1".to_owned()));
    assert!(seen.upgrade().is_some());

    drop(other);
    sleep(BATCH.window).await;
    assert!(seen.upgrade().is_none());
}

#[tokio::test(start_paused = true)]
async fn a_failure_in_the_loaders_task_reaches_the_test() {
    let backend = MockBackend::new();
    backend.expect_fetch().with_args(&[1][..]).resolving(|keys| Ok(users(keys)));
    let fetch = backend.calls_to_fetch();
    let loader = Loader::spawn(backend, BATCH);

    // The mock panics in the loader's task. All that its caller sees is that the loader has ended.
    assert_eq!(loader.load(2).await, Err(LoadError::Closed));

    let text = failure::of(|| fetch.assert_awaited());
    assert!(text.contains("MockBackend::fetch([2]): No matching expectation found"), "{text}");
    fetch.in_state(CallState::Panicked).assert_called_once_with(ANY);
}

#[tokio::test(start_paused = true)]
async fn a_failure_shows_the_batches_that_were_made_instead() {
    let backend = answering();
    let fetch = backend.calls_to_fetch();
    let loader = Loader::spawn(backend, BATCH);

    loader.load(1).await.unwrap();
    advance(BATCH.window).await;
    loader.load(2).await.unwrap();

    let text = failure::of(|| fetch.assert_awaited_once_with(&[1, 2][..]));
    assert!(text.contains("expected exactly 1 await, but there were 2"), "{text}");
    assert!(text.contains("expected: Backend::fetch([1, 2])"), "{text}");
    assert!(text.contains("1. Backend::fetch([1]) at"), "{text}");
    assert!(text.contains("2. Backend::fetch([2]) at"), "{text}");
}
