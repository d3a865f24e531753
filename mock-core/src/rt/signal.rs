//! A signal that one thread gives, once, and one task waits for.

use std::future::poll_fn;
use std::task::{Poll, Waker};

use crate::base::lock::Lock;

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
        poll_fn(|context| {
            let waker = context.waker().clone();
            let mut state = self.0.lock();
            if state.is_given {
                return Poll::Ready(());
            }
            let _dropped_without_the_lock = state.waiting.replace(waker);
            drop(state);
            Poll::Pending
        })
        .await;
    }
}
