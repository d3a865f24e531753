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
mod tests;
