//! Mocks that several threads use at once, and what must stay on its own.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use asyncmock::{Call, CallState, Calls, Expectation, Guard, Held, SessionHandle, StreamProbe, automock, mock_fn};
use asyncmock_tests::failure;
use futures::FutureExt as _;
use futures::executor::block_on;
use futures::future::{BoxFuture, LocalBoxFuture};

/// So many calls each thread makes.
const ROUNDS: u32 = if cfg!(miri) { 4 } else { 200 };

#[derive(Clone, Debug, PartialEq)]
pub struct Name(String);

#[automock]
trait Cat: Send + Sync {
    fn add(&self, a: u32, text: &str) -> u32;
    fn name(&self, name: Name) -> Name;
    fn lend(&self, n: u32) -> &Name;
    async fn wait(&self, name: Name, n: u32) -> u32;
    fn promise(&self, n: u32) -> BoxFuture<'static, u32>;
    fn turn<T: Send + 'static>(&self, value: T) -> T;
    fn fix(n: u32) -> u32;
    fn local(&self, value: Rc<u32>) -> Rc<u32>;
}

/// Runs a function on threads at once, each of which has a number.
fn at_once(threads: u32, run: impl Fn(u32) + Sync) {
    let (barrier, session) = (Barrier::new(threads as usize), SessionHandle::current());
    thread::scope(|scope| {
        for n in 0..threads {
            let (barrier, session, run) = (&barrier, session.clone(), &run);
            scope.spawn(move || {
                let _in = session.enter();
                barrier.wait();
                run(n);
            });
        }
    });
}

#[test]
fn calls_from_several_threads_are_all_answered_and_kept() {
    let cat = MockCat::new();
    cat.expect_add().withf(|a, text| a % 2 == 0 && !text.is_empty()).returning(|a, text| a + text.len() as u32);
    cat.expect_add().returning(|a, _| a);
    cat.expect_name().returning(|name| name);
    cat.expect_lend().with_args(0).return_const(Name("const".to_owned()));
    cat.expect_lend().returning(|n| Name(n.to_string()));
    cat.expect_turn::<Name>().returning(|name| name);
    at_once(3, |n| {
        for round in 0..ROUNDS {
            assert_eq!(cat.add(2 * round, "text"), 2 * round + 4);
            assert_eq!(cat.add(1, "text"), 1);
            assert_eq!(cat.name(Name("north".to_owned())).0, "north");
            assert_eq!(cat.lend(n).0, if n == 0 { "const".to_owned() } else { n.to_string() });
            assert_eq!(cat.turn(Name(round.to_string())).0, round.to_string());
        }
    });
    let calls = cat.calls_to_add();
    assert_eq!(calls.count() as u32, 6 * ROUNDS);
    assert!(calls.all().iter().all(|call| call.args().1 == "text" && call.state() == CallState::Completed));
}

#[test]
fn an_answer_runs_on_one_thread_at_a_time() {
    let cat = MockCat::new();
    let mut count = 0;
    let inside = AtomicUsize::new(0);
    cat.expect_name().returning(move |name| {
        assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0, "nobody else runs it");
        count += 1;
        thread::yield_now();
        assert_eq!(inside.fetch_sub(1, Ordering::SeqCst), 1);
        Name(format!("{}{count}", name.0))
    });
    at_once(3, |_| {
        for _ in 0..ROUNDS {
            assert!(cat.name(Name("n".to_owned())).0.starts_with('n'));
        }
    });
    assert_eq!(cat.name(Name(String::new())).0, (3 * ROUNDS + 1).to_string());
}

#[test]
fn expectations_may_change_while_other_threads_call() {
    let cat = MockCat::new();
    cat.expect_add().withf(|_, _| true).returning(|a, _| a);
    at_once(3, |n| {
        for round in 0..ROUNDS {
            if n == 0 {
                cat.expect_add().withf(|_, text| text.is_empty()).returning(|a, _| a);
                if round % 3 == 0 {
                    cat.clear_expectations();
                    cat.expect_add().withf(|_, _| true).returning(|a, _| a);
                }
                let calls = cat.calls_to_add();
                calls.all().iter().for_each(|call| assert_eq!(call.args().1, "text"));
            } else {
                // There may be none for a moment.
                let _ = catch_unwind(AssertUnwindSafe(|| assert_eq!(cat.add(round, "text"), round)));
            }
        }
    });
    // Whatever call found none is raised again where the mock ends.
    let _ = catch_unwind(AssertUnwindSafe(|| drop(cat)));
}

#[test]
fn an_answer_that_panics_on_one_thread_is_there_for_the_others() {
    let cat = MockCat::new();
    cat.expect_name().returning(|name| {
        assert!(!name.0.is_empty());
        name
    });
    at_once(2, |n| {
        for _ in 0..ROUNDS {
            let text = if n == 0 { "" } else { "north" };
            let found = catch_unwind(AssertUnwindSafe(|| cat.name(Name(text.to_owned()))));
            assert_eq!(found.ok().map(|name| name.0), (n != 0).then(|| "north".to_owned()));
        }
    });
}

#[test]
fn a_call_that_is_a_future_goes_from_thread_to_thread() {
    let cat = MockCat::new();
    cat.expect_wait().returning_async(|name, n| async move {
        futures::pending!();
        name.0.len() as u32 + n
    });
    cat.expect_promise().yielding(1).returning(|n| async move { n }.boxed());
    at_once(2, |n| {
        for _ in 0..ROUNDS {
            let (mut wait, mut promise) = (cat.wait(Name("north".to_owned()), n).boxed(), cat.promise(n));
            assert!((&mut wait).now_or_never().is_none() && (&mut promise).now_or_never().is_none());
            thread::scope(|scope| {
                let wait = scope.spawn(move || (&mut wait).now_or_never()).join().unwrap();
                let promise = scope.spawn(move || (&mut promise).now_or_never()).join().unwrap();
                assert_eq!((wait, promise), (Some(5 + n), Some(n)));
            });
        }
    });
}

#[test]
fn a_held_call_is_answered_from_another_thread() {
    let cat = MockCat::new();
    cat.expect_wait().hold();
    let calls = cat.calls_to_wait();
    thread::scope(|scope| {
        let waiting: Vec<_> = (0..2)
            .map(|n| {
                let cat = &cat;
                scope.spawn(move || (n, block_on(cat.wait(Name("north".to_owned()), n))))
            })
            .collect();
        for _ in 0..2 {
            let held = block_on(calls.next_held());
            let n = held.args().1;
            held.respond(n + 10).unwrap();
        }
        for waiting in waiting {
            let (n, answer) = waiting.join().unwrap();
            assert_eq!(answer, n + 10);
        }
    });
}

#[test]
fn a_held_call_is_dropped_while_it_is_answered() {
    let cat = MockCat::new();
    cat.expect_wait().hold();
    let calls = cat.calls_to_wait();
    for _ in 0..ROUNDS {
        let mut call = cat.wait(Name("north".to_owned()), 1).boxed();
        assert!((&mut call).now_or_never().is_none());
        let held = block_on(calls.next_held());
        thread::scope(|scope| {
            scope.spawn(move || drop(call));
            scope.spawn(move || held.respond(2).unwrap_or_default());
        });
    }
}

#[test]
fn what_is_made_by_a_st_method_stays_on_its_thread() {
    let cat = MockCat::new();
    let count = Rc::new(());
    let (answers, matches) = (Rc::clone(&count), Rc::clone(&count));
    cat.expect_add().with_args(1, "").returning_st(move |_, _| Rc::strong_count(&answers) as u32);
    cat.expect_add().withf_st(move |_, _| Rc::strong_count(&matches) == 3).return_const(2_u32);
    let constant = Rc::new(3);
    cat.expect_local().return_const_st(Rc::clone(&constant));
    at_once(2, |_| {
        for _ in 0..2 {
            assert!(failure(|| cat.add(1, "")).contains("thread"));
            assert!(failure(|| cat.add(2, "")).contains("thread"));
            assert!(failure(|| drop(cat.local(Rc::new(1)))).contains("thread"));
        }
    });
    assert_eq!((cat.add(1, ""), cat.add(2, "")), (3, 2));
    assert_eq!(*cat.local(Rc::new(1)), 3);
    assert_eq!(Rc::strong_count(&constant), 2);
    cat.clear_expectations();
    assert_eq!((Rc::strong_count(&count), Rc::strong_count(&constant)), (1, 1));
    // The failures of the other threads are raised.
    failure(|| drop(cat));
}

#[test]
fn a_mock_with_what_must_stay_on_its_thread_is_dropped_on_another() {
    let cat = MockCat::new();
    let count = Rc::new(());
    let answers = Rc::clone(&count);
    cat.expect_add().times(..).returning_st(move |_, _| Rc::strong_count(&answers) as u32);
    // Whether that panics or not, what is not to be dropped there is not.
    let _ = thread::spawn(move || drop(cat)).join();
    assert!(Rc::strong_count(&count) <= 2);
}

#[automock(spy)]
trait Store {
    fn get(&self, key: &str) -> u32;
    async fn later(&self, key: &str) -> u32;
}

struct Real(std::cell::Cell<u32>);

impl Store for Real {
    fn get(&self, _: &str) -> u32 {
        self.0.replace(self.0.get() + 1)
    }

    async fn later(&self, _: &str) -> u32 {
        futures::pending!();
        self.0.get()
    }
}

#[test]
fn a_real_object_that_cannot_be_shared_stays_on_its_thread() {
    let real = Rc::new(Real(std::cell::Cell::new(0)));
    let store = MockStore::wrapping(Rc::clone(&real));
    assert_eq!(store.get("key"), 0);
    at_once(2, |_| {
        for _ in 0..2 {
            assert!(failure(|| store.get("key")).contains("`Rc`"));
            assert!(failure(|| block_on(store.later("key"))).contains("`Rc`"));
        }
    });
    assert_eq!((store.get("key"), real.0.get()), (1, 2));
}

#[test]
fn static_methods_and_callables_are_called_from_several_threads() {
    let context = MockCat::fix_context();
    context.expect().returning(|n| n + 1);
    let add = mock_fn!(fn(u32, Name) -> u32);
    add.expect().returning(|n, name| n + name.0.len() as u32);
    at_once(2, |n| {
        let callable = add.as_fn();
        for _ in 0..ROUNDS {
            assert_eq!((MockCat::fix(n), callable(n, Name("ab".to_owned()))), (n + 1, n + 2));
        }
    });
    assert_eq!(context.calls().count() as u32, 2 * ROUNDS);
}

/// Has two implementations for what is `Send`, so that it is not clear which one is meant.
trait ClearIfNot<Case> {
    fn is_clear() {}
}
struct OfAny;
struct OfSend;
impl<T: ?Sized> ClearIfNot<OfAny> for T {}
impl<T: ?Sized + Send> ClearIfNot<OfSend> for T {}

#[automock]
#[allow(dead_code)]
trait Mixed {
    fn give(&self) -> &Rc<u32>;
    async fn take(&self, value: Rc<u32>) -> u32;
    async fn make(&self) -> Rc<u32>;
    fn stay(&self) -> LocalBoxFuture<'static, u32>;
    fn send(&self) -> Pin<Box<dyn Future<Output = u32> + Send>>;
    async fn enter(&self) -> Guard<u32>;
    fn feed(&self) -> futures::stream::BoxStream<'static, u32>;
}

#[test]
fn calls_go_to_other_threads_only_with_what_can_be_sent() {
    fn is_sent<T: Send>(_: &T) {}
    fn is_shared<T: Sync>(_: &T) {}
    macro_rules! is_not_sent {
        ($type:ty) => {
            <$type as ClearIfNot<_>>::is_clear()
        };
    }
    use asyncmock::__private::{Async, AsyncLocal, Borrowed, CallOf, Explicit, Method, PendingCallOf, Ref, Val};
    is_not_sent!(MockMixed);
    is_not_sent!(CallOf<'static, Method<(Val<Rc<u32>>,), Async<u32>>>);
    is_not_sent!(CallOf<'static, Method<(Ref<std::cell::Cell<u32>>,), Async<u32>>>);
    is_not_sent!(CallOf<'static, Method<(), AsyncLocal<u32>>>);
    is_not_sent!(PendingCallOf<Method<(), AsyncLocal<u32>>>);
    is_not_sent!(Method<(), Borrowed<Rc<u32>>>);
    is_not_sent!(Expectation<'static, Method<(), Borrowed<Rc<u32>>>>);
    is_not_sent!(Expectation<'static, Method<(), Borrowed<std::cell::Cell<u32>>>>);
    fn can_be_sent<T: Send>() {}
    can_be_sent::<CallOf<'static, Method<(), Async<Rc<u32>>>>>();
    can_be_sent::<CallOf<'static, Method<(), Explicit<Rc<u32>>>>>();
    can_be_sent::<PendingCallOf<Method<(), Async<Rc<u32>>>>>();
    can_be_sent::<Held<(Val<u32>,), Async<u32>>>();
    can_be_sent::<Call<(Val<Rc<u32>>,), Async<u32>>>();
    can_be_sent::<Calls<Method<(Val<Rc<u32>>,), Async<u32>>>>();
    can_be_sent::<StreamProbe>();
    let cat = MockCat::new();
    is_sent(&cat);
    is_shared(&cat);
    cat.expect_wait().times(..).return_const(1_u32);
    let call = cat.wait(Name(String::new()), 1);
    is_sent(&call);
}

/// What counts, on each thread, how many of it were dropped there.
struct Counted(Rc<str>);

thread_local!(static DROPPED: std::cell::Cell<u32> = const { std::cell::Cell::new(0) });

impl Drop for Counted {
    fn drop(&mut self) {
        assert_eq!(&*self.0, "top");
        DROPPED.set(DROPPED.get() + 1);
    }
}

#[automock]
trait Shelf {
    fn clear(&self) -> BoxFuture<'_, Counted>;
}

#[test]
fn a_value_that_was_made_too_early_is_neither_given_nor_dropped_on_another_thread() {
    let shelf = MockShelf::new();
    let top: Rc<str> = Rc::from("top");
    thread_local!(static TOP: std::cell::OnceCell<Rc<str>> = const { std::cell::OnceCell::new() });
    TOP.with(|shared| shared.set(Rc::clone(&top))).unwrap();
    shelf.expect_clear().yielding(1).resolving(|| Counted(TOP.with(|top| Rc::clone(top.get().unwrap()))));
    let mut calls = [shelf.clear(), shelf.clear(), shelf.clear()];
    for call in &mut calls {
        assert!(block_on(async { futures::poll!(call) }).is_pending());
    }
    let [polled, dropped, awaited] = calls;
    thread::scope(|scope| {
        scope.spawn(|| {
            assert!(catch_unwind(AssertUnwindSafe(|| block_on(polled))).is_err());
            drop(dropped);
            assert_eq!(DROPPED.get(), 0);
        });
    });
    assert_eq!((DROPPED.get(), Rc::strong_count(&top)), (0, 5));
    assert_eq!(block_on(awaited).0, top);
    assert_eq!(DROPPED.get(), 1);
}
