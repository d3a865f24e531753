//! A signal that one thread gives, once, and one task waits for, or one thread.

use std::future::poll_fn;
use std::task::{Poll, Waker};
use std::thread;
use std::time::{Duration, Instant};

use crate::base::lock::Lock;
use crate::base::park;
use crate::time::alarm;

/// A signal.
#[derive(Default)]
pub(super) struct Signal(Lock<State>);

#[derive(Default)]
struct State {
    is_given: bool,
    waiting: Option<Waker>,
}

impl Signal {
    pub(super) fn give(&self) {
        let waiting = {
            let mut state = self.0.lock();
            state.is_given = true;
            state.waiting.take()
        };
        if let Some(waiting) = waiting {
            waiting.wake();
        }
    }

    /// Waits until it is given.
    pub(super) async fn given(&self) {
        poll_fn(|context| if self.is_given_or_wakes(context.waker()) { Poll::Ready(()) } else { Poll::Pending }).await;
    }

    /// Blocks this thread until it is given, or its time is up.
    pub(super) fn wait_for(&self, limit: Duration) {
        let (until, waker) = (alarm::after(limit), park::waker());
        while !self.is_given_or_wakes(&waker) {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return;
            }
            thread::park_timeout(left);
        }
    }

    fn is_given_or_wakes(&self, waiting: &Waker) -> bool {
        let waker = waiting.clone();
        let mut state = self.0.lock();
        if state.is_given {
            return true;
        }
        let _dropped_without_the_lock = state.waiting.replace(waker);
        drop(state);
        false
    }
}
