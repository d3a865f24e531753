//! Held calls: the test answers them, when it wants to, and in whatever order.
//!
//! A held call and its token share a point: the token puts the answer there, the call's future takes it. A call that
//! ends otherwise closes the point, so that its token learns that nobody will take an answer.

use std::fmt;
use std::future::Future;
use std::panic::Location;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use fragile::Fragile;

use crate::answer::Answer;
use crate::args::Args;
use crate::call::Call;
use crate::calls::Calls;
use crate::expectation::Expectation;
use crate::giving::Gives;
use crate::kind::{Async, AsyncLocal, Awaited, AwaitedFrom, Explicit, ExplicitLocal, Kind, Progress};
use crate::lock::{Lock, thread_token};
use crate::method::Method;
use crate::record::CallState;
use crate::report;
use crate::wait::{Goal, Look};

/// Where the answer of a held call is handed over.
pub trait HoldPoint<R, F>: Send + Sync {
    /// Takes the answer, or waits for it.
    fn poll(&self, context: &mut Context<'_>) -> Poll<Progress<R, F>>;
    /// Gives the answer, or gives it back if nobody will take it.
    fn respond(&self, answer: Progress<R, F>) -> Result<(), Progress<R, F>>;
    /// Nobody will take an answer.
    fn close(&self);
}

/// A point, with what carries an answer from thread to thread.
struct Point<C> {
    inner: Lock<Inner<C>>,
    /// The thread of the call.
    thread: usize,
}

struct Inner<C> {
    answer: Option<C>,
    task: Option<Waker>,
    closed: bool,
}

/// Carries an answer from the test to the call.
trait Carrier<T>: Send {
    /// Whether it can do so from thread to thread.
    const SENDS: bool;
    fn load(answer: T) -> Self;
    fn unload(self) -> T;
}

/// Carries what can be sent.
struct Sent<T>(T);

impl<T: Send> Carrier<T> for Sent<T> {
    const SENDS: bool = true;

    fn load(answer: T) -> Self {
        Sent(answer)
    }

    fn unload(self) -> T {
        self.0
    }
}

const ELSEWHERE: &str = "a held call whose future is not `Send` was answered on another thread; answer it on the thread \
                         that awaits it";

impl<T> Carrier<T> for Fragile<T> {
    const SENDS: bool = false;

    fn load(answer: T) -> Self {
        Fragile::new(answer)
    }

    fn unload(self) -> T {
        self.into_inner()
    }
}

impl<C> Point<C> {
    fn new() -> Arc<Self> {
        let inner = Lock::new(Inner { answer: None, task: None, closed: false });
        Arc::new(Point { inner, thread: thread_token() })
    }
}

impl<R, F, C: Carrier<Progress<R, F>>> HoldPoint<R, F> for Point<C> {
    fn poll(&self, context: &mut Context<'_>) -> Poll<Progress<R, F>> {
        // Cloned and dropped without the lock, as it is the runtime's.
        let task = context.waker().clone();
        let (answer, _last_task) = {
            let mut inner = self.inner.lock();
            match inner.answer.take() {
                Some(answer) => (Some(answer), Some(task)),
                None => (None, inner.task.replace(task)),
            }
        };
        match answer {
            Some(answer) => Poll::Ready(answer.unload()),
            None => Poll::Pending,
        }
    }

    fn respond(&self, answer: Progress<R, F>) -> Result<(), Progress<R, F>> {
        if !C::SENDS && thread_token() != self.thread {
            panic!("{ELSEWHERE}");
        }
        let answer = C::load(answer);
        let task = {
            let mut inner = self.inner.lock();
            if inner.closed {
                drop(inner);
                return Err(answer.unload());
            }
            inner.answer = Some(answer);
            inner.task.take()
        };
        if let Some(task) = task {
            task.wake();
        }
        Ok(())
    }

    fn close(&self) {
        let _dropped_without_the_lock = {
            let mut inner = self.inner.lock();
            inner.closed = true;
            (inner.answer.take(), inner.task.take())
        };
    }
}

/// A kind whose calls can be held.
pub trait Hold: Awaited {
    /// A new point.
    fn point() -> Arc<dyn HoldPoint<Self::Value, Self::Running>>;
}

macro_rules! hold {
    ($($kind:ident<R $(: $send:ident)?> by $carrier:ident;)*) => {$(
        impl<R: $($send +)? 'static> Hold for $kind<R> {
            fn point() -> Arc<dyn HoldPoint<Self::Value, Self::Running>> {
                Point::<$carrier<Progress<Self::Value, Self::Running>>>::new()
            }
        }
    )*};
}

hold! {
    Async<R: Send> by Sent;
    Explicit<R: Send> by Sent;
    AsyncLocal<R> by Fragile;
    ExplicitLocal<R> by Fragile;
}

/// `hold`: the test answers.
struct Holding;

impl<A: Args, K: Hold> Answer<A, K> for Holding {
    fn answer<'a>(&mut self, _: A::Of<'a>) -> K::Reply<'a> {
        Progress::Held(K::point())
    }
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
        self.answering(Holding)
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
    point: Option<Arc<dyn HoldPoint<K::Value, K::Running>>>,
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
        match self.hand_over(Progress::Ready(value)) {
            Err(Progress::Ready(value)) => Err(value),
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
        F: Future<Output = K::Value>,
        K: AwaitedFrom<F>,
    {
        self.hand_over(Progress::Later(K::running(future))).map_err(|_| Cancelled)
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
        let call = Arc::clone(self.view.shared.arc()).call_of_guard(Some(self.call.index()));
        self.respond(K::Value::give(value, &call)).map_err(|_| Cancelled)
    }

    fn hand_over(&mut self, answer: Progress<K::Value, K::Running>) -> Result<(), Progress<K::Value, K::Running>> {
        match self.point.take() {
            Some(point) => point.respond(answer),
            None => Ok(()),
        }
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
        self.view.wait("cancelled", IsCancelled(self.call.clone()))
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
            let (shared, seen) = (&self.view.shared, self.view.sighting(self.call.index()));
            shared.info.fail(report::unanswered(&self.view.entry(&seen), self.place));
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
struct NextHeld(&'static Location<'static>);

impl<A: Args, K: Awaited> Goal<Calls<Method<A, K>>> for NextHeld {
    type Output = Held<A, K>;

    fn reach(&mut self, view: &Calls<Method<A, K>>, _: &mut Context<'_>) -> Look<Held<A, K>> {
        // Filters are the user's: they are asked without a lock.
        for index in view.shared.held_calls() {
            let seen = view.sighting(index);
            if view.accepts(&seen)
                && let Some(point) = view.shared.take_held(index)
            {
                let call = view.call(seen);
                return Look::Reached(Held { view: view.same(), call, point: Some(point), place: self.0 });
            }
        }
        Look::NotYet
    }

    fn lack(&self, _: &Calls<Method<A, K>>) -> String {
        "there was no held call that was not given out".to_owned()
    }
}

/// A call is cancelled.
struct IsCancelled<A: Args, K: Kind>(Call<A, K>);

impl<A: Args, K: Kind> Goal<Calls<Method<A, K>>> for IsCancelled<A, K> {
    type Output = ();

    fn reach(&mut self, _: &Calls<Method<A, K>>, _: &mut Context<'_>) -> Look<()> {
        match self.0.state() {
            state if is_cancelled(state) => Look::Reached(()),
            CallState::Called | CallState::Pending => Look::NotYet,
            _ => Look::Missed(format!("it never will be: {}", self.0)),
        }
    }

    fn lack(&self, _: &Calls<Method<A, K>>) -> String {
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
        self.wait("next_held", NextHeld(Location::caller()))
    }
}
