//! An event count, for waiting until something is given back: an answer or the matchers that another thread has taken out.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Threads wait here until something happens. What they wait for is kept elsewhere, under a lock that spins.
pub(crate) struct EventCount {
    /// How often something has happened.
    events: Mutex<u64>,
    happened: Condvar,
}

impl EventCount {
    pub(crate) const fn new() -> Self {
        EventCount { events: Mutex::new(0), happened: Condvar::new() }
    }

    fn events(&self) -> MutexGuard<'_, u64> {
        self.events.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How often something has happened by now: to be asked under the lock that guards the condition.
    pub(crate) fn now(&self) -> u64 {
        *self.events()
    }

    /// Something has happened.
    pub(crate) fn notify(&self) {
        *self.events() += 1;
        self.happened.notify_all();
    }

    /// Waits until something has happened since [`now`](EventCount::now) gave `since`; says whether it has.
    pub(crate) fn wait(&self, since: u64, patience: Duration) -> bool {
        let until = Instant::now() + patience;
        let mut events = self.events();
        while *events == since {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            events = self.happened.wait_timeout(events, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::EventCount;
    use std::time::Duration;

    #[test]
    fn what_happened_before_the_wait_is_not_missed() {
        let given_back = EventCount::new();
        let since = given_back.now();
        given_back.notify();
        assert!(given_back.wait(since, Duration::ZERO));
        assert!(!given_back.wait(given_back.now(), Duration::from_millis(1)));
    }
}
