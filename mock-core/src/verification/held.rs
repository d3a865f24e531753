//! Held calls: the test answers them, when it wants to, and in whatever order.
//!
//! A held call and its token share a point: the token puts the answer there, the call's future takes it. A call that
//! ends otherwise closes the point, so that its token learns that nobody will take an answer.

use std::fmt;
use std::future::Future;
use std::panic::Location;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use crate::base::lock::{Lock, thread_token};
use crate::engine::answer::{Answer, Later, Reply, Value};
use crate::expectations::expectation::Expectation;
use crate::expectations::guard_answers::Gives;
use crate::kinds::kind::{Async, AsyncLocal, Awaited, AwaitedFrom, Explicit, ExplicitLocal};
use crate::methods::method::Method;
use crate::records::record::CallState;
use crate::report;
use crate::values::args::Args;
use crate::values::frame::{Arguments, Room};
use crate::verification::call::{Call, ViewedCall};
use crate::verification::calls::Calls;
use crate::views::view::{Sighting, View};
use crate::waiting::wait::{Goal, Look};

/// Where the answer of a held call is handed over.
pub struct HoldPoint {
    inner: Lock<Inner>,
    /// The thread of the call, if an answer must not come from another one.
    thread: Option<usize>,
}

struct Inner {
    answer: Option<Later>,
    task: Option<Waker>,
    closed: bool,
}

// SAFETY: an answer that can't be sent is put here, and taken, on the thread of the call alone: `respond` asks for that,
// the call's future can't be sent, either, and it takes what is here, or closes this, before it is gone.
unsafe impl Send for Inner {}

const ELSEWHERE: &str = "a held call whose future is not `Send` was answered on another thread; answer it on the thread \
                         that awaits it";

impl HoldPoint {
    fn new(is_sent: bool) -> Arc<Self> {
        let inner = Lock::new(Inner { answer: None, task: None, closed: false });
        Arc::new(HoldPoint { inner, thread: (!is_sent).then(thread_token) })
    }

    /// Takes the answer, or waits for it.
    pub(crate) fn poll(&self, context: &mut Context<'_>) -> Poll<Later> {
        // Cloned and dropped without the lock, as it is the runtime's.
        let task = context.waker().clone();
        let (answer, _last_task) = {
            let mut inner = self.inner.lock();
            match inner.answer.take() {
                Some(answer) => (Poll::Ready(answer), Some(task)),
                None => (Poll::Pending, inner.task.replace(task)),
            }
        };
        answer
    }

    /// Fails where an answer must not come from.
    fn check_thread(&self) {
        if self.thread.is_some_and(|thread| thread != thread_token()) {
            panic!("{ELSEWHERE}");
        }
    }

    /// Gives the answer, or gives it back if nobody will take it.
    fn respond(&self, answer: Later) -> Result<(), Later> {
        let task = {
            let mut inner = self.inner.lock();
            if inner.closed {
                drop(inner);
                return Err(answer);
            }
            inner.answer = Some(answer);
            inner.task.take()
        };
        if let Some(task) = task {
            task.wake();
        }
        Ok(())
    }

    /// Nobody will take an answer.
    pub(crate) fn close(&self) {
        let _dropped_without_the_lock = {
            let mut inner = self.inner.lock();
            inner.closed = true;
            (inner.answer.take(), inner.task.take())
        };
    }
}

/// A kind whose calls can be held.
pub trait Hold: Awaited {
    /// Whether an answer may come from another thread.
    const SENDS: bool;
}

macro_rules! hold {
    ($($kind:ident<R $(: $send:ident)?>: $sends:literal;)*) => {$(
        impl<R: $($send +)? 'static> Hold for $kind<R> {
            const SENDS: bool = $sends;
        }
    )*};
}

hold! {
    Async<R: Send>: true;
    Explicit<R: Send>: true;
    AsyncLocal<R>: false;
    ExplicitLocal<R>: false;
}

/// The answer of `hold`; its data says whether what the test gives may come from another thread.
unsafe fn hold<'c>(sends: *mut (), arguments: Arguments<'c>, room: Room<'c>) -> Reply<'c> {
    drop(arguments);
    // SAFETY: that is the data.
    Reply::Later(Later::Held(HoldPoint::new(unsafe { *sends.cast::<bool>() })), room)
}

impl<A: Args, K: Hold> Expectation<'_, Method<A, K>> {
    /// Holds each call: it is pending until the test answers it, with what
    /// [`next_held`](crate::Calls::next_held) gives.
    ///
    /// ```
    /// use asyncmock::automock;
    ///
    /// #[automock]
    /// trait Cat {
    ///     async fn go(&self, direction: &str) -> Result<bool, String>;
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let cat = MockCat::new();
    /// cat.expect_go().hold();
    /// let go = cat.calls_to_go();
    /// let task = tokio::spawn(async move { cat.go("north").await });
    ///
    /// let held = go.next_held().await;
    /// assert_eq!(held.args().0, "north");
    /// assert!(!task.is_finished());
    /// held.respond(Ok(true)).unwrap();
    /// assert_eq!(task.await.unwrap(), Ok(true));
    /// # }
    /// ```
    pub fn hold(self) -> Self {
        // SAFETY: it takes a `bool`.
        self.answering(unsafe { Answer::new(K::SENDS, hold) })
    }
}

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
        let Some(point) = self.point_here() else { return Ok(()) };
        match point.respond(Later::Made(Value::new(value))) {
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
        F: Future<Output = K::Value> + 'static,
        K: AwaitedFrom<F>,
    {
        let Some(point) = self.point_here() else { return Ok(()) };
        point.respond(Later::future(future)).map_err(|_| Cancelled)
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
    fn point_here(&mut self) -> Option<Arc<HoldPoint>> {
        if let Some(point) = &self.point {
            point.check_thread();
        }
        self.point.take()
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
            view.engine.info.fail(report::unanswered(&view.entry(&seen), self.place));
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

/// Whether a held call was dropped, be it that it was held when it was made, and never awaited.
fn is_cancelled(state: CallState) -> bool {
    matches!(state, CallState::Cancelled | CallState::NeverAwaited)
}

/// The next call that is held.
struct NextHeld;

impl Goal<View> for NextHeld {
    type Output = (Sighting, Arc<HoldPoint>);

    fn reach(&mut self, view: &View, _: &mut Context<'_>) -> Look<Self::Output> {
        // Filters are the user's: they are asked without a lock.
        for index in view.engine.held_calls() {
            let seen = view.sighting(index);
            if view.accepts(&seen)
                && let Some(point) = view.engine.take_held(index)
            {
                return Look::Reached((seen, point));
            }
        }
        Look::NotYet
    }

    fn lack(&self, _: &View) -> String {
        "there was no held call that was not given out".to_owned()
    }
}

/// A call is cancelled.
struct IsCancelled(ViewedCall);

impl Goal<View> for IsCancelled {
    type Output = ();

    fn reach(&mut self, _: &View, _: &mut Context<'_>) -> Look<()> {
        match self.0.state() {
            state if is_cancelled(state) => Look::Reached(()),
            CallState::Called | CallState::Pending => Look::NotYet,
            _ => Look::Missed(format!("it never will be: {}", self.0)),
        }
    }

    fn lack(&self, _: &View) -> String {
        self.0.to_string()
    }
}

impl<A: Args, K: Awaited> Calls<Method<A, K>> {
    /// Waits for the next call that is [held](Expectation::hold) and that no view has given out: each held call has one
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
