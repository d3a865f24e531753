//! A hedged request: a replica is asked as well when the primary is silent for too long, and the first answer counts.
//!
//! The request that has lost is dropped, so that no source works for nobody; so are both when the time is up.

use std::fmt;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::timeout;

/// Where values are looked up: one of several servers that know the same.
#[cfg_attr(any(test, feature = "mocks"), asyncmock::automock)]
pub trait Source: Send + Sync + 'static {
    /// Looks up the value of a key.
    fn look_up(&self, key: &str) -> impl Future<Output = Result<String, Unavailable>> + Send;
}

/// A source can't answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unavailable;

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missed {
    /// No source can answer.
    Unavailable,
    /// No source has answered in time.
    TooLate,
}

impl fmt::Display for Missed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Missed::Unavailable => out.write_str("no source can answer"),
            Missed::TooLate => out.write_str("no source has answered in time"),
        }
    }
}

impl std::error::Error for Missed {}

/// How long to wait for sources.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For how long the primary may be silent until the replica is asked.
    pub hedge: Duration,
    /// How long a request may take in all.
    pub total: Duration,
}

/// Two sources that know the same.
pub struct Pair<S> {
    primary: Arc<S>,
    replica: Arc<S>,
    patience: Patience,
}

impl<S: Source> Pair<S> {
    /// Makes a pair.
    pub fn new(primary: Arc<S>, replica: Arc<S>, patience: Patience) -> Self {
        Pair { primary, replica, patience }
    }

    /// Looks up the value of a key.
    pub async fn look_up(&self, key: &str) -> Result<String, Missed> {
        match timeout(self.patience.total, self.hedged(key)).await {
            Ok(looked_up) => looked_up.map_err(|Unavailable| Missed::Unavailable),
            Err(_) => Err(Missed::TooLate),
        }
    }

    async fn hedged(&self, key: &str) -> Result<String, Unavailable> {
        let mut first = pin!(self.primary.look_up(key));
        match timeout(self.patience.hedge, &mut first).await {
            Ok(Ok(value)) => return Ok(value),
            // Nothing more will come from the primary: there is nothing to wait for.
            Ok(Err(Unavailable)) => return self.replica.look_up(key).await,
            Err(_) => {}
        }
        // A source that fails does not end the race; the one that loses is dropped here.
        tokio::select! {
            Ok(value) = first => Ok(value),
            Ok(value) = self.replica.look_up(key) => Ok(value),
            else => Err(Unavailable),
        }
    }
}

#[cfg(test)]
mod tests;
