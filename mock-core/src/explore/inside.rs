//! What a test that is explored may say inside its body.

use std::any::Any;
use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt::Debug;
use std::future::Future;
use std::panic::Location;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll};

use crate::base::caught::caught;
use crate::kinds::kind::Kind;
use crate::methods::method::Method;
use crate::report;
use crate::sessions::scheduler::SharedScheduler;
use crate::sessions::test_home::TestHome;
use crate::values::args::Args;
use crate::verification::calls::Calls;

/// The scheduler of the run that this is part of.
pub(super) fn scheduler() -> Option<SharedScheduler> {
    TestHome::here()?.scheduler.clone()
}

/// Gives one of these values: the explorer runs the test with each, as it does with each order of calls.
///
/// In a test that is not explored it gives the first.
///
/// ```
/// use asyncmock::{Explore, explore};
///
/// let report = Explore::new().run(|| async { explore::choose(["hit", "miss"]) });
/// assert_eq!(report.schedules(), 2);
/// ```
///
/// # Panics
///
/// If there is nothing to choose from: `explore::choose([]): there is nothing to choose from`.
#[track_caller]
pub fn choose<T: Debug>(options: impl IntoIterator<Item = T>) -> T {
    let mut options: Vec<T> = options.into_iter().collect();
    if options.is_empty() {
        report::raise("explore::choose([]): there is nothing to choose from".to_owned());
    }
    let tell = |option: usize| format!("explore::choose: {:?}", options[option]);
    let picked = scheduler().map_or(0, |scheduler| scheduler.choose(options.len(), &tell));
    options.swap_remove(picked)
}

/// Says that something is to come to pass in some of the runs: if it does in none, the test fails, as it was not tried.
///
/// Taken from the `sometimes` assertions of Antithesis. In a test that is not explored it does nothing, and in a part of a
/// search or a single schedule nothing fails.
///
/// ```
/// use asyncmock::{Explore, explore};
///
/// Explore::new().run(|| async {
///     let is_hit = explore::choose([true, false]);
///     explore::sometimes("cache hit", is_hit);
/// });
/// ```
///
/// # Panics
///
/// When the search is over: `explore::sometimes("cache hit") did not come to pass in any of 24 schedules`.
pub fn sometimes(name: impl Into<Cow<'static, str>>, is_so: bool) {
    if let Some(scheduler) = scheduler() {
        scheduler.reach(name.into(), is_so);
    }
}

/// What an [`invariant`] gives: whether it holds, or nothing, if it asserts that.
pub trait Holds {
    /// Whether it does.
    fn holds(self) -> bool;
}

impl Holds for bool {
    fn holds(self) -> bool {
        self
    }
}

impl Holds for () {
    fn holds(self) -> bool {
        true
    }
}

struct Invariant {
    check: Rc<dyn Fn() -> bool>,
    place: &'static Location<'static>,
}

thread_local! {
    /// Those of the run on this thread.
    static INVARIANTS: RefCell<Vec<Invariant>> = const { RefCell::new(Vec::new()) };
}

/// Has something checked whenever nothing can run, and when the body has ended: it gives whether it holds, or asserts that.
///
/// In a test that is not explored it does nothing.
///
/// ```
/// use asyncmock::{Explore, explore};
/// use std::cell::Cell;
/// use std::rc::Rc;
///
/// Explore::new().run(|| async {
///     let balance = Rc::new(Cell::new(100));
///     let seen = Rc::clone(&balance);
///     explore::invariant(move || seen.get() >= 0);
///     balance.set(balance.get() - 100);
/// });
/// ```
///
/// # Panics
///
/// The run does, with what the closure panics with, or: `explore::invariant at tests/bank.rs:12 does not hold`.
#[track_caller]
pub fn invariant<R: Holds>(check: impl Fn() -> R + 'static) {
    if scheduler().is_some() {
        let invariant = Invariant { check: Rc::new(move || check().holds()), place: Location::caller() };
        INVARIANTS.with_borrow_mut(|invariants| invariants.push(invariant));
    }
}

/// What the first invariant that does not hold panics with.
pub(super) fn broken_invariant() -> Option<Box<dyn Any + Send>> {
    let count = INVARIANTS.with_borrow(Vec::len);
    for index in 0..count {
        let next = INVARIANTS.with_borrow(|all| all.get(index).map(|one| (Rc::clone(&one.check), one.place)));
        let Some((check, place)) = next else { break };
        let mut holds = true;
        match caught(&mut || holds = check()) {
            Err(panic) => return Some(panic),
            Ok(()) if !holds => {
                let text = format!("explore::invariant at {} does not hold", report::place(place));
                return Some(Box::new(text));
            }
            Ok(()) => {}
        }
    }
    None
}

/// Forgets the invariants of a run, which may have what is the test's.
pub(super) fn forget_invariants() {
    let mut left = INVARIANTS.take();
    while let Some(invariant) = left.pop() {
        let mut invariant = Some(invariant);
        let _panicked = caught(&mut || drop(invariant.take()));
    }
}

/// Gives what a future waits for a name, which the report of a deadlock tells: of a lock, say, that is no mock.
///
/// In a test that is not explored it is the future.
///
/// ```
/// use asyncmock::{Explore, explore};
///
/// Explore::new().run(|| async {
///     let accounts = tokio::sync::Mutex::new(100);
///     let mut balance = explore::watch("accounts", accounts.lock()).await;
///     *balance -= 10;
/// });
/// ```
pub async fn watch<F: Future>(name: impl Into<Cow<'static, str>>, future: F) -> F::Output {
    let future = pin!(future);
    let mut watching = Watching { future, name: Some(name.into()), number: None };
    (&mut watching).await
}

/// A future that may wait for what has a name.
struct Watching<'f, F> {
    future: Pin<&'f mut F>,
    /// Until it waits.
    name: Option<Cow<'static, str>>,
    number: Option<(SharedScheduler, u32)>,
}

impl<F: Future> Future for &mut Watching<'_, F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let polled = self.future.as_mut().poll(context);
        if polled.is_ready() {
            self.end();
        } else if let Some(name) = self.name.take() {
            self.number = scheduler().map(|scheduler| {
                let number = scheduler.watch(name);
                (scheduler, number)
            });
        }
        polled
    }
}

impl<F> Watching<'_, F> {
    fn end(&mut self) {
        if let Some((scheduler, number)) = self.number.take() {
            scheduler.unwatch(number);
        }
    }
}

impl<F> Drop for Watching<'_, F> {
    fn drop(&mut self) {
        self.end();
    }
}

/// Says that the order doesn't matter in which calls of two views come to their end, of those that are made from now on: one of two
/// orders that differ in nothing else is left out. There are far fewer then.
///
/// It is for the test to know: what the calls' answers change, and what the code under test does in between, is not seen. The same
/// view twice stands for calls that are independent of each other. In a test that is not explored it does nothing.
///
/// ```
/// use asyncmock::{Explore, automock, explore};
///
/// #[automock]
/// trait Store {
///     async fn get(&self, key: u32) -> u32;
/// }
///
/// #[automock]
/// trait Metrics {
///     async fn count(&self, what: &str);
/// }
///
/// let report = Explore::new().run(|| async {
///     let (store, metrics) = (MockStore::relaxed(), MockMetrics::relaxed());
///     explore::independent(&store.calls_to_get(), &metrics.calls_to_count());
///     futures::join!(store.get(1), store.get(2), metrics.count("gets"));
/// });
/// assert_eq!(report.to_string(), "2 schedules, which are all there are, but for the order of independent calls");
/// ```
///
/// Such orders are told apart with sleep sets (Godefroid, 1996), by the first 64 pairs of views. With [`bound`](crate::Explore::bound), an order may be left out of
/// which the like departs too often.
pub fn independent<A, K, B, L>(one: &Calls<Method<A, K>>, other: &Calls<Method<B, L>>)
where
    A: Args,
    K: Kind,
    B: Args,
    L: Kind,
{
    if let Some(scheduler) = scheduler() {
        let (one, other) = (one.raw().same(), other.raw().same());
        scheduler.are_independent(Arc::new(move |called| [one.has(called), other.has(called)]));
    }
}
