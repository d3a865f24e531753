//! What a test says of when an answer is given: after a while, after some polls, or never.

use std::time::Duration;

use crate::expectations::arity::Arity;
use crate::expectations::expectation::Expectation;
use crate::kinds::kind::Awaited;
use crate::matching::pace::Pace;
use crate::matching::plan::Supply;
use crate::methods::method::Method;

/// When an answer is given, if at all. All of these combine with every answer, before it and after it.
impl<'m, A: Arity, K: Awaited> Expectation<'m, Method<A, K>> {
    fn paced(self, change: impl FnOnce(&mut Pace)) -> A::Expecting<'m, K> {
        self.raw.on_terms(|terms| change(terms.pace.get_or_insert_default()));
        self.chained()
    }

    /// Gives each answer after a delay from the first poll of the call, on the test's clock: tokio's, which is virtual
    /// while it is paused, or real time without a runtime of tokio; or [one of its own](crate::use_clock).
    ///
    /// The closure of `returning` runs at the first poll, where its arguments are; the future of `returning_async` begins
    /// after the delay.
    ///
    /// ```
    /// use asyncmock::automock;
    /// use std::time::Duration;
    ///
    /// #[automock]
    /// trait Cat {
    ///     async fn go(&self, direction: &str) -> bool;
    /// }
    ///
    /// # #[cfg(not(feature = "tokio"))]
    /// # fn main() {}
    /// # #[cfg(feature = "tokio")]
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// let cat = MockCat::new();
    /// cat.expect_go().after(Duration::from_secs(60)).return_const(true);
    /// assert!(cat.go("north").await);
    /// assert_eq!(cat.calls_to_go().last().unwrap().elapsed(), Duration::from_secs(60));
    /// # }
    /// ```
    ///
    /// # Panics
    ///
    /// When the call is awaited on a runtime of tokio without its timer; that is tokio's panic.
    pub fn after(self, delay: Duration) -> A::Expecting<'m, K> {
        self.paced(|pace| pace.after = delay)
    }

    /// Gives each answer after the call was pending for so many polls; it wakes its task itself. If there is a
    /// [delay](Expectation::after), they follow that.
    pub fn yielding(self, times: usize) -> A::Expecting<'m, K> {
        self.paced(|pace| pace.yields = times)
    }

    /// Says that a call may be dropped before it is polled, which is reported otherwise: `tokio::select!` drops a call so if
    /// another branch is ready first, and so does a loop that looks whether it is to stop before it calls.
    ///
    /// Such a call uses no expectation. It is forgiven if this one would accept it when it is dropped.
    ///
    /// ```
    /// use asyncmock::automock;
    /// use futures::future::{self, Either};
    ///
    /// #[automock]
    /// trait Queue {
    ///     async fn next(&self) -> u32;
    /// }
    ///
    /// # futures::executor::block_on(async {
    /// let queue = MockQueue::new();
    /// queue.expect_next().may_be_unawaited().optional().return_const(1_u32);
    /// // It is time to stop, before anything is taken.
    /// let (stop, next) = (future::ready(()), Box::pin(queue.next()));
    /// assert!(matches!(future::select(stop, next).await, Either::Left(_)));
    /// # });
    /// ```
    pub fn may_be_unawaited(self) -> A::Expecting<'m, K> {
        self.raw.on_terms(|terms| terms.may_be_unawaited = true);
        self.chained()
    }

    /// Never answers: each call is pending until its future is dropped. For time limits, and for cancellation.
    ///
    /// ```
    /// use asyncmock::{CallState, automock};
    /// use std::time::Duration;
    ///
    /// #[automock]
    /// trait Cat {
    ///     async fn go(&self, direction: &str) -> bool;
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// let cat = MockCat::new();
    /// cat.expect_go().pending();
    /// assert!(tokio::time::timeout(Duration::from_secs(3600), cat.go("north")).await.is_err());
    /// cat.calls_to_go().assert_cancelled(1);
    /// # }
    /// ```
    pub fn pending(self) -> A::Expecting<'m, K> {
        self.raw.change(|slot| {
            if slot.supply == Supply::Silent {
                slot.supply = Supply::Endless;
            }
        });
        self.paced(|pace| pace.never = true)
    }
}
