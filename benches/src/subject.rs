//! The trait that every mocking crate is measured through.
//!
//! It fixes what is done, not how: each implementation does it in the words of its crate. The loops
//! are methods too, written out in each subject by `call_loops!`, so that a call in a loop is the
//! call a user writes, without a layer of ours that an unoptimised build would pay for.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// What `get` of the six-method trait returns.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// A number.
    pub id: u64,
    /// A text.
    pub name: String,
}

/// A way of doubling the six-method trait.
///
/// All doubles expect the same calls: `vals(key, 2)` gives `key + 2`, `text("north", 3)` gives
/// `Ok("north")`, `fetch(1)` gives 2. The expectations put no bound on the number of calls, but for
/// [`life`](Self::life).
pub trait Subject {
    /// The double itself.
    type Mock: Send + Sync;

    /// A double without expectations.
    fn create() -> Self::Mock;

    /// A double that expects `vals(key, 2)` for every key from 1 to `keys`, in such an order that
    /// the last key is the last to be tried.
    fn expect_vals(keys: u32) -> Self::Mock;

    /// A double that expects `text("north", 3)`.
    fn expect_text() -> Self::Mock;

    /// A double that expects `fetch(1)`.
    fn expect_fetch() -> Self::Mock;

    /// Calls `vals(key, 2)` so many times.
    fn call_vals(mock: &Self::Mock, key: u32, calls: u64);

    /// Calls `text("north", 3)` so many times.
    fn call_text(mock: &Self::Mock, calls: u64);

    /// Calls `fetch(1)` so many times, each time to its end.
    fn call_fetch(mock: &Self::Mock, calls: u64);

    /// A whole life: create a double, expect `vals(1, 2)` exactly once, call it, verify, drop.
    fn life();
}

/// Polls a future that is ready at once.
///
/// # Panics
///
/// If it is not ready at once.
pub fn now<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("a double was expected to answer at once"),
    }
}

/// Writes the `call_*` methods of a [`Subject`].
macro_rules! call_loops {
    () => {
        fn call_vals(mock: &Self::Mock, key: u32, calls: u64) {
            for _ in 0..calls {
                black_box(mock.vals(black_box(key), black_box(2)));
            }
        }

        fn call_text(mock: &Self::Mock, calls: u64) {
            for _ in 0..calls {
                let _ = black_box(mock.text(black_box("north"), black_box(3)));
            }
        }

        fn call_fetch(mock: &Self::Mock, calls: u64) {
            for _ in 0..calls {
                black_box(now(mock.fetch(black_box(1))));
            }
        }
    };
}
pub(crate) use call_loops;
