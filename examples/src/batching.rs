//! A loader that batches: many tasks each await one user, and the backend is called once with all their keys.
//!
//! [`Loader::load`] hands its key to a task, which gathers keys for a moment, fetches them in one call, and gives each
//! caller its answer. Callers that have gone away are left out; when all of them have, the call is cancelled.

use std::collections::HashMap;
use std::fmt;
use std::future::Future;
use std::time::Duration;

use futures::future::join_all;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, timeout_at};

/// Where users come from: a database, or a service.
#[cfg_attr(any(test, feature = "mocks"), asyncmock::automock)]
pub trait Backend: Send + Sync + 'static {
    /// Fetches the names of users; those that don't exist are missing in the answer.
    fn fetch(&self, keys: &[u32]) -> impl Future<Output = Result<HashMap<u32, String>, Unavailable>> + Send;
}

/// The backend can't be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unavailable;

/// Why a user was not loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoadError {
    /// There is no such user.
    Unknown(u32),
    /// The backend can't be reached.
    Unavailable,
    /// The loader's task has ended.
    Closed,
}

impl fmt::Display for LoadError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LoadError::Unknown(key) => write!(out, "there is no user {key}"),
            LoadError::Unavailable => out.write_str("the backend can't be reached"),
            LoadError::Closed => out.write_str("the loader has ended"),
        }
    }
}

impl std::error::Error for LoadError {}

/// How keys are gathered.
#[derive(Clone, Copy, Debug)]
pub struct Batch {
    /// For how long after the first key.
    pub window: Duration,
    /// How many callers at most.
    pub limit: usize,
}

/// Loads users in batches. Clones share the batches; when the last is dropped, the loader's task ends.
#[derive(Clone, Debug)]
pub struct Loader {
    waiting: mpsc::UnboundedSender<Waiting>,
}

/// A caller that awaits its answer.
#[derive(Debug)]
struct Waiting {
    key: u32,
    answer: oneshot::Sender<Result<String, LoadError>>,
}

impl Loader {
    /// Starts a loader's task on the current runtime.
    pub fn spawn(backend: impl Backend, batch: Batch) -> Self {
        let (waiting, arriving) = mpsc::unbounded_channel();
        tokio::spawn(serve(backend, batch, arriving));
        Loader { waiting }
    }

    /// Loads one user, together with whoever else asks for one now.
    pub async fn load(&self, key: u32) -> Result<String, LoadError> {
        let (answer, answered) = oneshot::channel();
        self.waiting.send(Waiting { key, answer }).map_err(|_| LoadError::Closed)?;
        answered.await.unwrap_or(Err(LoadError::Closed))
    }
}

/// Serves one batch after the other.
async fn serve(backend: impl Backend, batch: Batch, mut arriving: mpsc::UnboundedReceiver<Waiting>) {
    while let Some(first) = arriving.recv().await {
        let mut waiting = gather(first, batch, &mut arriving).await;
        waiting.retain(|caller| !caller.answer.is_closed());
        if waiting.is_empty() {
            continue;
        }
        let mut keys: Vec<u32> = waiting.iter().map(|caller| caller.key).collect();
        keys.sort_unstable();
        keys.dedup();
        let fetched = tokio::select! {
            fetched = backend.fetch(&keys) => fetched,
            _ = join_all(waiting.iter_mut().map(|caller| caller.answer.closed())) => continue,
        };
        for Waiting { key, answer } in waiting {
            let user = match &fetched {
                Ok(users) => users.get(&key).cloned().ok_or(LoadError::Unknown(key)),
                Err(Unavailable) => Err(LoadError::Unavailable),
            };
            // A caller that has gone away needs no answer.
            let _ = answer.send(user);
        }
    }
}

/// Gathers callers until the window closes, or there are enough of them.
async fn gather(first: Waiting, batch: Batch, arriving: &mut mpsc::UnboundedReceiver<Waiting>) -> Vec<Waiting> {
    let closes = Instant::now() + batch.window;
    let mut waiting = vec![first];
    while waiting.len() < batch.limit {
        match timeout_at(closes, arriving.recv()).await {
            Ok(Some(caller)) => waiting.push(caller),
            Ok(None) | Err(_) => break,
        }
    }
    waiting
}

#[cfg(test)]
mod tests {
    use std::future::pending;

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
    async fn many_loaders_make_one_call_with_all_keys() {
        let backend = answering();
        let fetch = backend.calls_to_fetch();
        let loader = Loader::spawn(backend, BATCH);

        let loaded = join_all([3, 1, 2].map(|key| loader.load(key))).await;

        assert_eq!(loaded, ["user 3", "user 1", "user 2"].map(|name| Ok(name.to_owned())));
        fetch.assert_awaited_once_with(&[1, 2, 3][..]);
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
    async fn a_batch_that_everybody_gave_up_on_is_cancelled() {
        let backend = MockBackend::new();
        backend.expect_fetch().with_args(&[1, 2][..]).returning_async(|_| pending());
        backend.expect_fetch().resolving(|keys| Ok(users(keys)));
        let fetch = backend.calls_to_fetch();
        let loader = Loader::spawn(backend, BATCH);

        let patience = Duration::from_secs(1);
        let given_up = join_all([1, 2].map(|key| timeout(patience, loader.load(key)))).await;
        assert!(given_up.iter().all(Result::is_err));
        assert!(loader.load(3).await.is_ok());

        fetch.in_state(CallState::Cancelled).assert_awaited_once_with(&[1, 2][..]);
        fetch.in_state(CallState::Completed).assert_awaited_once_with(&[3][..]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_loader_that_is_dropped_finishes_its_batch() {
        let backend = answering();
        let fetch = backend.calls_to_fetch();
        let loader = Loader::spawn(backend, BATCH);

        let other = loader.clone();
        let task = tokio::spawn(async move { other.load(1).await });
        drop(loader);

        assert_eq!(task.await.unwrap(), Ok("user 1".to_owned()));
        fetch.assert_awaited_once();
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
}
