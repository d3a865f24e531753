//! Held calls: the test answers them, when it wants to, and in whatever order.

use std::fmt;
use std::future::Future;
use std::panic::Location;
use std::sync::Arc;

use crate::doubles::guard_forms::Gives;
use crate::engine::answer::{Later, Value};
use crate::engine::hold_point::HoldPoint;
use crate::kinds::kind::{Awaited, GoesWith};
use crate::methods::method::Method;
use crate::report::{self, Complaint};
use crate::values::args::Args;
use crate::verification::call::Call;
use crate::verification::calls::Calls;
use crate::views::held_calls::{IsCancelled, NextHeld, is_cancelled};

/// A call that waits for the test to answer it: made by [`Calls::next_held`]. Several may be held at once, and be
/// answered in any order.
///
/// # Panics
///
/// When it is dropped without an answer, unless the call was cancelled:
/// ``MockCat::go("north"): held, but not answered; call `respond`, or `leave_pending` if that is wanted``.
#[must_use = "a held call that is dropped without an answer fails the test"]
pub struct Held<A: Args, K: Awaited> {
    view: Calls<Method<A, K>>,
    call: Call<A, K>,
    /// `None` once it was answered, or left pending.
    point: Option<Arc<HoldPoint>>,
    place: &'static Location<'static>,
}

impl<A: Args, K: Awaited> Held<A, K> {
    /// The arguments as they were at the call; see [`Call::args`].
    ///
    /// # Panics
    ///
    /// As [`Call::args`], if one of them could not be kept.
    #[track_caller]
    pub fn args(&self) -> &A::Kept {
        self.call.args()
    }

    /// The call itself.
    pub fn call(&self) -> &Call<A, K> {
        &self.call
    }

    /// Answers the call with the plain value. It must be on the thread that awaits the call if the method's future is not
    /// `Send`.
    ///
    /// # Errors
    ///
    /// The value, if the call was cancelled.
    pub fn respond(mut self, value: K::Value) -> Result<(), K::Value> {
        let Some(point) = self.point_to_answer() else { return Ok(()) };
        match self.answer(&point, Later::Made(Value::new(value))) {
            // SAFETY: it is what was given.
            Err(Later::Made(value)) => Err(unsafe { value.take() }),
            _ => Ok(()),
        }
    }

    /// Answers the call with the output of a future, which becomes part of the call.
    ///
    /// # Errors
    ///
    /// If the call was cancelled; the future is dropped.
    pub fn respond_async<F>(mut self, future: F) -> Result<(), Cancelled>
    where
        F: Future<Output = K::Value> + GoesWith<K::Sent> + 'static,
    {
        let Some(point) = self.point_to_answer() else { return Ok(()) };
        self.answer(&point, Later::future(future)).map_err(|_| Cancelled)
    }

    /// Answers the call with a guard double on a value, which is one of the method's [`Guards`](crate::Guards): the order in
    /// which a lock is granted is in the test's hand.
    ///
    /// ```
    /// use asyncmock::{Guard, automock};
    /// use futures::join;
    ///
    /// #[automock]
    /// trait Lock {
    ///     async fn acquire(&self, who: u32) -> Guard<()>;
    /// }
    ///
    /// # futures::executor::block_on(async {
    /// let lock = MockLock::new();
    /// lock.expect_acquire().hold();
    /// let calls = lock.calls_to_acquire();
    ///
    /// join!(lock.acquire(1), lock.acquire(2), async {
    ///     let (first, second) = (calls.next_held().await, calls.next_held().await);
    ///     second.respond_guard(()).unwrap();
    ///     first.respond_guard(()).unwrap();
    /// });
    /// lock.guards_of_acquire().assert_entered_times(2);
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// If the call was cancelled; the value is dropped.
    pub fn respond_guard<V, W>(self, value: V) -> Result<(), Cancelled>
    where
        K::Value: Gives<V, W>,
    {
        let call = self.view.raw.engine.call_of_guard(Some(self.call.index()));
        self.respond(K::Value::give(value, &call)).map_err(|_| Cancelled)
    }

    /// Where the answer goes, which is given on this thread.
    fn point_to_answer(&mut self) -> Option<Arc<HoldPoint>> {
        let point = self.point.as_ref()?;
        point.check_thread();
        self.point.take()
    }

    /// Answers the call, which has been so from here on if anybody takes the answer.
    fn answer(&self, point: &HoldPoint, answer: Later) -> Result<(), Later> {
        let engine = &self.view.raw.engine;
        let at = engine.info.scene.stamp();
        point.respond(answer)?;
        engine.let_go(self.call.index(), at);
        Ok(())
    }

    /// Whether the call's future was dropped before it was answered.
    pub fn is_cancelled(&self) -> bool {
        is_cancelled(self.call.state())
    }

    /// Waits until the call's future is dropped.
    ///
    /// # Panics
    ///
    /// With the journal, if it is not [within](Calls::within) the limit of the view:
    /// `Cat::go: cancelled: timed out after 5s: Cat::go("north") at src/herd.rs:12 [pending]`.
    #[track_caller]
    pub fn cancelled(&self) -> impl Future<Output = ()> + Send + Unpin + use<A, K> {
        self.view.raw.wait("cancelled", IsCancelled(self.call.raw.clone()))
    }

    /// Leaves the call without an answer: it is pending until its future is dropped.
    pub fn leave_pending(mut self) {
        self.point = None;
    }
}

impl<A: Args, K: Awaited> Drop for Held<A, K> {
    #[track_caller]
    fn drop(&mut self) {
        if self.point.take().is_some() && !self.is_cancelled() && !std::thread::panicking() {
            let view = &self.view.raw;
            let seen = view.sighting(self.call.index());
            let text = report::unanswered(&view.entry(&seen), self.place);
            view.engine.info.end(Some(Complaint::new(text, self.place)));
        }
    }
}

impl<A: Args, K: Awaited> fmt::Debug for Held<A, K> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.call, out)
    }
}

/// The call was cancelled, so that nobody takes an answer: the error of [`Held::respond_async`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cancelled;

impl fmt::Display for Cancelled {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("the call was cancelled")
    }
}

impl std::error::Error for Cancelled {}

impl<A: Args, K: Awaited> Calls<Method<A, K>> {
    /// Waits for the next call that is [held](crate::Expectation::hold) and that no view has given out: each held call has one
    /// token. Calls that were cancelled meanwhile are given out as well.
    ///
    /// # Panics
    ///
    /// As [`next`](Calls::next):
    /// `Cat::go: next_held: timed out after 5s: there was no held call that was not given out`.
    #[track_caller]
    pub fn next_held(&self) -> impl Future<Output = Held<A, K>> + Send + Unpin + use<A, K> {
        let (view, place) = (self.raw.same(), Location::caller());
        self.raw.wait("next_held", NextHeld).map(move |(seen, point)| {
            let call = Call::of(view.call(seen));
            Held { view: Calls::of(view.same()), call, point: Some(point), place }
        })
    }
}
