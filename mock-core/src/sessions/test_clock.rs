//! The test's own clock, in place of tokio's and of real time: whose it is, and for how long. Mocks that are made with it
//! are a session of their own.

use std::marker::PhantomData;
use std::sync::Arc;

use crate::sessions::session::Session;
use crate::time::clock::{self, TestClock};

/// Makes a clock the test's, as long as the guard lives: for the mocks that are made on this thread meanwhile.
///
/// [`after`](crate::Expectation::after), [`none_within`](crate::Calls::none_within) and
/// [`elapsed`](crate::Call::elapsed) go by it. Without one they go by tokio's clock, or by real time where there is no
/// runtime of tokio. Time limits of waits are real time, whatever the clock.
///
/// ```
/// use asyncmock::{TestClock, automock, use_clock};
/// use std::future::{Future, ready};
/// use std::pin::Pin;
/// use std::sync::atomic::{AtomicU64, Ordering};
/// use std::time::Duration;
///
/// #[automock]
/// trait Cat {
///     async fn go(&self, direction: &str) -> bool;
/// }
///
/// /// A clock on which every sleep is over at once.
/// #[derive(Default)]
/// struct Hurry(AtomicU64);
///
/// impl TestClock for Hurry {
///     fn now(&self) -> Duration {
///         Duration::from_millis(self.0.load(Ordering::SeqCst))
///     }
///
///     fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
///         self.0.fetch_add(duration.as_millis() as u64, Ordering::SeqCst);
///         Box::pin(ready(()))
///     }
/// }
///
/// let _clock = use_clock(Hurry::default());
/// let cat = MockCat::new();
/// cat.expect_go().after(Duration::from_secs(60)).return_const(true);
/// assert!(futures::executor::block_on(cat.go("north")));
/// assert_eq!(cat.calls_to_go().last().unwrap().elapsed(), Duration::from_secs(60));
/// ```
pub fn use_clock(clock: impl TestClock) -> ClockGuard {
    let last = clock::replace(Some(Arc::new(clock)));
    Session::begin();
    ClockGuard { last, _here: PhantomData }
}

/// Keeps a clock the test's until it is dropped: made by [`use_clock`].
#[must_use = "the clock is the test's as long as the guard lives"]
pub struct ClockGuard {
    last: Option<Arc<dyn TestClock>>,
    /// It is the thread's.
    _here: PhantomData<*const ()>,
}

impl Drop for ClockGuard {
    fn drop(&mut self) {
        let _dropped_when_nothing_is_borrowed = clock::replace(self.last.take());
        Session::begin();
    }
}
