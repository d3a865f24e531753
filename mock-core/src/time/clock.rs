//! The test's clock: one of its own, or tokio's where there is one (virtual while paused), else real time.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

/// A point in time on the test's clock.
#[cfg(feature = "tokio")]
pub(crate) type Instant = tokio::time::Instant;
/// A point in time on the test's clock.
#[cfg(not(feature = "tokio"))]
pub(crate) type Instant = std::time::Instant;

/// A clock of the test's own, for code that measures time by something else than tokio; see [`use_clock`](crate::use_clock).
pub trait TestClock: Send + Sync + 'static {
    /// The time since a point in the past, whichever it is.
    fn now(&self) -> Duration;

    /// A future that is ready when so much time has passed.
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>>;
}

thread_local! {
    static CURRENT: RefCell<Option<Arc<dyn TestClock>>> = const { RefCell::new(None) };
}

/// The clock of the test's own, if it has one.
pub(crate) fn current() -> Option<Arc<dyn TestClock>> {
    // A thread at its end has none.
    CURRENT.try_with(|current| current.borrow().clone()).ok().flatten()
}

/// From now on the clock is this one, on this thread; gives back the one before.
pub(crate) fn replace(clock: Option<Arc<dyn TestClock>>) -> Option<Arc<dyn TestClock>> {
    CURRENT.try_with(|current| current.replace(clock)).ok().flatten()
}
