//! Mocks of callables: callbacks and event handlers, sync and async.

use std::fmt;
use std::sync::Arc;

use crate::expectations::arity::Arity;
use crate::kinds::kind::Kind;
use crate::methods::method::Method;
use crate::sessions::mock::Mock;
use crate::values::args::Args;
use crate::verification::calls::Calls;
use crate::views::satisfied::Satisfied;

/// A mock of a callable: made by [`mock_fn!`](crate::mock_fn).
///
/// It is verified when it is dropped; the callables that it has given out may live longer, and fail from then on.
pub struct MockFn<A: Args, K: Kind, F> {
    called: Arc<Called<A, K>>,
    callable: F,
}

/// What a callable calls.
pub struct Called<A: Args, K: Kind> {
    /// The mock's own part, of which there is one for each callable.
    pub mock: Mock,
    /// The method.
    pub method: Method<A, K>,
}

impl<A: Arity, K: Kind, F: Clone> MockFn<A, K, F> {
    #[doc(hidden)]
    pub fn new(name: &'static str, method: Method<A, K>, callable: impl FnOnce(Arc<Called<A, K>>) -> F) -> Self {
        let called = Arc::new(Called { mock: Mock::of_callable(name), method });
        MockFn { callable: callable(Arc::clone(&called)), called }
    }

    /// Adds an expectation.
    #[track_caller]
    pub fn expect(&self) -> A::Expecting<'_, K> {
        self.called.method.expect(&self.called.mock)
    }

    /// A view of the calls.
    #[track_caller]
    pub fn calls(&self) -> Calls<Method<A, K>> {
        self.called.method.calls(&self.called.mock)
    }

    /// The callable, to be given to the code under test: a function of the declared signature that can be cloned and
    /// sent. That of an `async fn` returns a future.
    pub fn as_fn(&self) -> F {
        self.callable.clone()
    }
}

impl<A: Args, K: Kind, F> MockFn<A, K, F> {
    /// Verifies and drops all expectations. The calls stay on record.
    ///
    /// # Panics
    ///
    /// If an expectation is not met:
    /// `mock_fn::call: Expectation(<anything>) called 0 time(s) which is fewer than expected 1`.
    #[track_caller]
    pub fn checkpoint(&self) {
        self.called.mock.checkpoint();
    }

    /// Waits until every expectation is met, as [`satisfied`](crate::satisfied()) does for all mocks.
    ///
    /// # Panics
    ///
    /// If one is not met in time: `mock_fn: satisfied: timed out after 5s: 1 expectation is not met`.
    #[track_caller]
    pub fn satisfied(&self) -> Satisfied {
        self.called.mock.satisfied()
    }

    /// Drops all expectations without verifying them. The calls stay on record.
    pub fn clear_expectations(&self) {
        self.called.mock.clear_expectations();
    }
}

impl<A: Args, K: Kind, F> Drop for MockFn<A, K, F> {
    #[track_caller]
    fn drop(&mut self) {
        // Callables may keep the mock from being dropped, and so from being verified.
        if !std::thread::panicking() {
            self.called.mock.end(true);
        }
    }
}

impl<A: Args, K: Kind, F> fmt::Debug for MockFn<A, K, F> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.called.mock, out)
    }
}
