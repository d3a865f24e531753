//! A client that tries again: a request that fails is made again after a delay, and each delay is twice the one before.
//!
//! [`Client::get`] gives up after so many attempts, and at once when the service says that trying again is of no use.
//! An attempt that takes too long has failed as well.

use std::fmt;
use std::future::Future;
use std::time::Duration;

use tokio::time::{sleep, timeout};

/// What answers requests: an HTTP server, for instance.
#[cfg_attr(any(test, feature = "mocks"), asyncmock::automock)]
pub trait Service: Send + Sync {
    /// Gets what is at a path.
    fn get(&self, path: &str) -> impl Future<Output = Result<String, Failure>> + Send;
}

/// Why an attempt has failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The service is overloaded or being restarted: it may answer later.
    Unavailable,
    /// The service has not answered in time: it may do so later.
    TimedOut,
    /// There is nothing at this path, now or later.
    NotFound,
}

impl Failure {
    fn may_pass(self) -> bool {
        matches!(self, Failure::Unavailable | Failure::TimedOut)
    }
}

/// A request failed for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GaveUp {
    /// After how many attempts.
    pub attempts: u32,
    /// Why the last one has failed.
    pub last: Failure,
}

impl fmt::Display for GaveUp {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "gave up after {} attempt(s): {:?}", self.attempts, self.last)
    }
}

impl std::error::Error for GaveUp {}

/// How often a request is made, and when.
#[derive(Clone, Copy, Debug)]
pub struct Backoff {
    /// How often at most.
    pub attempts: u32,
    /// How long an attempt may take.
    pub limit: Duration,
    /// The delay after the first attempt; each further one is twice as long.
    pub first: Duration,
    /// No delay is longer.
    pub longest: Duration,
}

impl Backoff {
    /// The delay after the `attempt`th attempt, from 1.
    fn delay_after(&self, attempt: u32) -> Duration {
        self.first.saturating_mul(2_u32.saturating_pow(attempt - 1)).min(self.longest)
    }
}

/// Makes requests, again if need be.
pub struct Client<S> {
    service: S,
    backoff: Backoff,
}

impl<S: Service> Client<S> {
    /// Makes a client.
    pub fn new(service: S, backoff: Backoff) -> Self {
        Client { service, backoff }
    }

    /// Gets what is at a path.
    pub async fn get(&self, path: &str) -> Result<String, GaveUp> {
        let mut attempts = 1;
        loop {
            let last = match timeout(self.backoff.limit, self.service.get(path)).await {
                Ok(Ok(text)) => return Ok(text),
                Ok(Err(failure)) => failure,
                Err(_) => Failure::TimedOut,
            };
            // Asked before the delay: nobody should wait for an attempt that is not made.
            if attempts == self.backoff.attempts || !last.may_pass() {
                return Err(GaveUp { attempts, last });
            }
            sleep(self.backoff.delay_after(attempts)).await;
            attempts += 1;
        }
    }
}

#[cfg(test)]
mod tests;
