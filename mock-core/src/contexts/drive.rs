//! Running a future to its end where nothing can be awaited: in a drop.
//!
//! The thread is blocked meanwhile, but never for longer than a limit of real time. What the future waits for can come
//! from other threads only; on a runtime of tokio that has several, this one leaves its other tasks to them.

use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::{Duration, Instant};

use crate::base::park;
use crate::time::alarm;

/// How often a future is polled that nobody has woken. On its single thread, tokio keeps back the wakers of those that
/// yield until the task itself yields, which it does not in a drop.
const AGAIN: Duration = Duration::from_millis(1);

/// A future that was not ready in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unfinished {
    /// How long it was waited for.
    pub(crate) limit: Duration,
    /// Whether the blocked thread was the only one of its runtime.
    pub(crate) alone: bool,
}

/// Polls a future until it is ready, blocking this thread if it is not at once; `limit` is asked for only then.
pub(crate) fn to_end<F: Future>(
    future: Pin<&mut F>,
    limit: impl FnOnce() -> Duration,
) -> Result<F::Output, Unfinished> {
    // The task's budget doesn't come back before the task yields.
    #[cfg(feature = "tokio")]
    let future = tokio::task::unconstrained(future);
    let mut future = pin!(future);
    let waker = park::waker();
    if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
        return Ok(output);
    }
    let limit = limit();
    let output = beside_the_runtime(|| poll_for(limit, future.as_mut(), &waker));
    output.ok_or_else(|| Unfinished { limit, alone: is_alone() })
}

fn poll_for<F: Future>(limit: Duration, mut future: Pin<&mut F>, waker: &Waker) -> Option<F::Output> {
    let until = alarm::after(limit);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(waker)) {
            return Some(output);
        }
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return None;
        }
        thread::park_timeout(left.min(AGAIN));
    }
}

#[cfg(feature = "tokio")]
mod runtime {
    use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

    use tokio::runtime::RuntimeFlavor;
    use tokio::task::block_in_place;

    use crate::tasks::runtime::flavor_here;

    pub(super) fn is_alone() -> bool {
        flavor_here() == Some(RuntimeFlavor::CurrentThread)
    }

    /// Blocks this thread; if its runtime has others, they do its work meanwhile.
    pub(super) fn beside_the_runtime<T>(mut block: impl FnMut() -> T) -> T {
        if flavor_here() != Some(RuntimeFlavor::MultiThread) {
            return block();
        }
        let mut begun = false;
        let blocked = catch_unwind(AssertUnwindSafe(|| {
            block_in_place(|| {
                begun = true;
                block()
            })
        }));
        match blocked {
            Ok(output) => output,
            Err(panic) if begun => resume_unwind(panic),
            // In a `LocalSet` tokio refuses, and can't be asked beforehand.
            Err(_) => block(),
        }
    }
}

#[cfg(not(feature = "tokio"))]
mod runtime {
    pub(super) fn is_alone() -> bool {
        false
    }

    pub(super) fn beside_the_runtime<T>(mut block: impl FnMut() -> T) -> T {
        block()
    }
}

use runtime::{beside_the_runtime, is_alone};

#[cfg(test)]
mod tests {
    use std::future::{pending, poll_fn, ready};
    use std::pin::pin;
    use std::task::Poll;
    use std::thread;
    use std::time::Duration;

    use super::{Unfinished, to_end};

    const SOON: Duration = Duration::from_millis(5);

    #[test]
    fn what_is_ready_needs_no_limit() {
        assert_eq!(to_end(pin!(ready(7)), || panic!("nobody waits")), Ok(7));
    }

    #[test]
    fn another_thread_may_wake_it() {
        let mut thread = None;
        let future = poll_fn(|task| {
            let waker = task.waker().clone();
            let thread = thread.get_or_insert_with(|| thread::spawn(move || waker.wake()));
            if thread.is_finished() { Poll::Ready(()) } else { Poll::Pending }
        });
        assert_eq!(to_end(pin!(future), || Duration::from_secs(60)), Ok(()));
    }

    #[test]
    fn what_never_ends_is_left_after_the_limit() {
        let alone = false;
        assert_eq!(to_end(pin!(pending::<()>()), || SOON), Err(Unfinished { limit: SOON, alone }));
        let restless = poll_fn(|task| {
            task.waker().wake_by_ref();
            Poll::<()>::Pending
        });
        assert_eq!(to_end(pin!(restless), || SOON), Err(Unfinished { limit: SOON, alone }));
    }

    #[cfg(feature = "tokio")]
    mod on_tokio {
        use std::time::Duration;

        use tokio::task::{LocalSet, spawn, yield_now};
        use tokio::time::sleep;

        use super::*;

        #[tokio::test]
        async fn a_timer_of_a_single_thread_that_is_blocked_never_rings() {
            let alone = true;
            assert_eq!(to_end(pin!(sleep(Duration::ZERO)), || SOON), Err(Unfinished { limit: SOON, alone }));
        }

        #[tokio::test]
        async fn a_future_that_yields_is_polled_again() {
            let yields = async {
                for _ in 0..3 {
                    yield_now().await;
                }
            };
            assert_eq!(to_end(pin!(yields), || Duration::from_secs(60)), Ok(()));
        }

        #[tokio::test]
        async fn the_budget_of_the_task_does_not_end_it() {
            let spends = async {
                for _ in 0..1_000 {
                    tokio::task::consume_budget().await;
                }
            };
            assert_eq!(to_end(pin!(spends), || Duration::from_secs(60)), Ok(()));
        }

        #[tokio::test(flavor = "multi_thread", worker_threads = 1)]
        async fn other_threads_take_over_what_was_the_blocked_ones() {
            let task = spawn(async {
                // It would be this thread's next one.
                let neighbour = spawn(async { sleep(Duration::from_millis(1)).await });
                to_end(pin!(neighbour), || Duration::from_secs(60)).is_ok()
            });
            assert!(task.await.unwrap());
        }

        #[tokio::test(flavor = "multi_thread", worker_threads = 1)]
        async fn a_local_set_is_blocked_as_it_is() {
            let set = LocalSet::new();
            let ended = set.run_until(async { to_end(pin!(yield_now()), || Duration::from_secs(60)) });
            assert_eq!(ended.await, Ok(()));
        }
    }
}
