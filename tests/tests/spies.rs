//! Spies: calls go on to a real object, are recorded with their outcome, and any expectation overrides.

use std::future::Future;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use asyncmock::{ANY, CallState, automock, mock, predicate::*};
use asyncmock_tests::{failure, failure_of, on_every_runtime};
use futures::future::BoxFuture;
use futures::{FutureExt as _, join, poll};

#[automock(spy)]
trait Store {
    fn name(&self) -> &str;
    fn count(&self, key: &str) -> u32;
    fn first<'a>(&self, text: &'a str) -> &'a str;
    async fn get(&self, key: &str) -> Result<u32, String>;
    async fn set(&self, key: String, value: &mut u32);
    fn later(&self, n: u32) -> impl Future<Output = u32> + Send;
    fn boxed(&self, n: u32) -> BoxFuture<'static, u32>;
    async fn copy(&self, from: &str, to: &mut String) -> usize;
}

#[derive(Default)]
struct Real {
    gets: AtomicU32,
}

impl Store for Real {
    fn name(&self) -> &str {
        "real"
    }

    fn count(&self, key: &str) -> u32 {
        key.len() as u32
    }

    fn first<'a>(&self, text: &'a str) -> &'a str {
        &text[..1]
    }

    async fn get(&self, key: &str) -> Result<u32, String> {
        futures::future::ready(()).await;
        self.gets.fetch_add(1, Ordering::SeqCst);
        if key == "pending" {
            std::future::pending::<()>().await;
        }
        if key.is_empty() { Err("no key".to_owned()) } else { Ok(key.len() as u32) }
    }

    async fn set(&self, key: String, value: &mut u32) {
        *value += key.len() as u32;
    }

    async fn later(&self, n: u32) -> u32 {
        n + 1
    }

    fn boxed(&self, n: u32) -> BoxFuture<'static, u32> {
        async move { n + 2 }.boxed()
    }

    async fn copy(&self, from: &str, to: &mut String) -> usize {
        futures::future::ready(()).await;
        to.push_str(from);
        to.len()
    }
}

on_every_runtime! {
    async fn every_call_goes_on_and_is_recorded(_runtime: Runtime) {
        let store = MockStore::wrapping(Real::default());
        assert_eq!(store.name(), "real");
        assert_eq!(store.count("abc"), 3);
        assert_eq!(store.first("abc"), "a");
        assert_eq!(store.get("ab").await, Ok(2));
        assert_eq!(store.get("").await, Err("no key".to_owned()));
        let mut value = 1;
        store.set("abc".to_owned(), &mut value).await;
        assert_eq!(value, 4);
        assert_eq!(join!(store.later(1), store.boxed(1)), (2, 3));
        store.calls_to_count().assert_called_once_with("abc");
        store.calls_to_get().assert_has_awaits([("ab",), ("",)]);
        assert_eq!(store.calls_to_get().in_state(CallState::Completed).count(), 2);
        assert_eq!(store.calls_to_name().last().unwrap().state(), CallState::Completed);
    }

    async fn expectations_override(_runtime: Runtime) {
        let store = MockStore::wrapping(Real::default());
        store.expect_get().with_args("a").times(1).return_const(Ok(100));
        store.expect_count().with(eq("b")).returning(|_| 200);
        store.expect_name().times(1).return_const("mocked".to_owned());
        assert_eq!((store.get("a").await, store.get("a").await), (Ok(100), Ok(1)));
        assert_eq!((store.count("b"), store.count("a")), (200, 1));
        assert_eq!((store.name(), store.name()), ("mocked", "real"));
    }

    async fn an_expectation_may_count_and_pass_on(_runtime: Runtime) {
        let store = MockStore::wrapping(Real::default());
        store.expect_get().with_args("ab").times(1).passthrough();
        store.expect_get().times(1).yielding(2).passthrough();
        store.expect_count().times(1).passthrough();
        store.expect_name().times(1).passthrough();
        assert_eq!((store.get("ab").await, store.count("abc"), store.name()), (Ok(2), 3, "real"));
        let mut slow = Box::pin(store.get("abc"));
        assert!(poll!(&mut slow).is_pending());
        assert!(poll!(&mut slow).is_pending());
        assert_eq!(slow.await, Ok(3));
        store.checkpoint();
    }

    async fn arguments_with_lifetimes_of_their_own_are_passed_on(_runtime: Runtime) {
        let store = MockStore::wrapping(Real::default());
        store.expect_copy().with_args("x", ANY).times(1).returning(|_, _| 7);
        store.expect_copy().with_args("y", ANY).times(1).yielding(1).passthrough();
        let mut to = "a".to_owned();
        assert_eq!(store.copy("b", &mut to).await, 2);
        assert_eq!(store.copy("x", &mut to).await, 7);
        assert_eq!(store.copy("y", &mut to).await, 3);
        assert_eq!(to, "aby");
        let copy = store.calls_to_copy();
        assert_eq!(copy.all().iter().map(|call| call.args().1.as_str()).collect::<Vec<_>>(), ["a", "ab", "ab"]);
        assert_eq!(copy.in_state(CallState::Completed).count(), 3);
    }

    async fn a_real_call_can_be_cancelled(_runtime: Runtime) {
        let real = Arc::new(Real::default());
        let store = MockStore::wrapping(Arc::clone(&real));
        assert!(store.get("pending").now_or_never().is_none());
        drop(store.get("unpolled"));
        let get = store.calls_to_get();
        assert_eq!(get.get(0).unwrap().state(), CallState::Cancelled);
        assert_eq!(get.get(1).unwrap().state(), CallState::NeverAwaited);
        assert_eq!(real.gets.load(Ordering::SeqCst), 1);
        assert_eq!(Arc::strong_count(&real), 2);
        drop((store, get));
    }
}

#[test]
fn the_object_may_be_of_one_thread() {
    let real = Rc::new(Real::default());
    let store = MockStore::wrapping(Rc::clone(&real));
    assert_eq!(futures::executor::block_on(store.get("ab")), Ok(2));
    assert_eq!(real.gets.load(Ordering::SeqCst), 1);
    let text = std::thread::scope(|scope| scope.spawn(|| failure(|| store.count("ab"))).join().unwrap());
    assert!(text.starts_with("a spy whose real object is in an `Rc` was used on another thread"), "{text}");
}

#[tokio::test(start_paused = true)]
async fn a_real_answer_may_be_late() {
    let store = MockStore::wrapping(Real::default());
    store.expect_get().passthrough().after(Duration::from_secs(60));
    let began = tokio::time::Instant::now();
    assert_eq!(store.get("ab").await, Ok(2));
    assert_eq!(began.elapsed(), Duration::from_secs(60));
}

#[test]
fn what_wraps_nothing_can_not_pass_on() {
    let store = MockStore::new();
    let text = failure(|| {
        store.expect_get().passthrough();
    });
    assert_eq!(text, "MockStore::get: passthrough() needs a mock that was made by `MockStore::wrapping(real)`");
    store.clear_expectations();
}

#[tokio::test]
async fn a_real_method_that_panics_has_panicked() {
    struct Broken;
    impl Other for Broken {
        fn now(&self) -> u32 {
            panic!("broken")
        }
        async fn later(&self) -> u32 {
            panic!("broken later")
        }
    }
    let other = MockOther::wrapping(Broken);
    assert_eq!(failure(|| other.now()), "broken");
    assert_eq!(failure_of(other.later()).await, "broken later");
    assert_eq!(other.calls_to_now().last().unwrap().state(), CallState::Panicked);
    assert_eq!(other.calls_to_later().last().unwrap().state(), CallState::Panicked);
}

#[automock(spy)]
trait Other {
    fn now(&self) -> u32;
    async fn later(&self) -> u32;
}

#[automock(spy)]
trait Counter {
    fn value(&self) -> u32;
    fn add(&mut self, n: u32) -> u32;
    async fn double(&mut self, times: &mut u32) -> u32;
    async fn halve(&self) -> u32;
    fn name(&self) -> &str;
}

struct Three(u32);

impl Counter for Three {
    fn value(&self) -> u32 {
        self.0
    }

    fn add(&mut self, n: u32) -> u32 {
        self.0 += n;
        self.0
    }

    async fn double(&mut self, times: &mut u32) -> u32 {
        futures::future::ready(()).await;
        *times += 1;
        self.0 *= 2;
        self.0
    }

    async fn halve(&self) -> u32 {
        self.0 / 2
    }

    fn name(&self) -> &str {
        "three"
    }
}

#[tokio::test]
async fn an_object_may_be_changed() {
    let mut counter = MockCounter::wrapping(Three(3));
    counter.expect_add().with(eq(100)).return_const(0_u32);
    assert_eq!((counter.value(), counter.add(1), counter.add(100)), (3, 4, 0));
    let mut times = 0;
    assert_eq!((counter.double(&mut times).await, times), (8, 1));
    assert_eq!(join!(counter.halve(), counter.halve()), (4, 4));
    counter.calls_to_add().assert_has_calls([(1,), (100,)]);
    assert_eq!(counter.value(), 8);
}

#[tokio::test]
async fn an_object_that_is_lent_comes_back_when_its_call_is_dropped() {
    let mut counter = MockCounter::wrapping(Three(3));
    let mut times = 0;
    drop(counter.double(&mut times));
    counter.expect_double().times(1).passthrough().after(Duration::from_secs(3600));
    let mut call = Box::pin(counter.double(&mut times));
    assert!(poll!(&mut call).is_pending());
    drop(call);
    assert_eq!(counter.add(1), 4);
}

#[test]
fn what_can_not_be_passed_on_says_so() {
    let counter = MockCounter::wrapping(Three(3));
    let text = failure(|| counter.name().len());
    assert!(
        text.starts_with("MockCounter::name(): No matching expectation found\n  called at tests/tests/spies.rs:")
            && text.contains(
                "\n  a spy can't pass this method on, for its generics, its receiver or what it borrows; expect the call\n"
            ),
        "{text}"
    );
    let text = failure(|| {
        counter.expect_name().passthrough();
    });
    assert_eq!(text, "MockCounter::name: passthrough() needs a mock that was made by `MockCounter::wrapping(real)`");
    counter.clear_expectations();
}

#[automock(spy, type Key = String;)]
trait Keyed<V: Clone + Send + 'static> {
    type Key;
    fn key(&self, value: V) -> Self::Key;
    fn find(&self, key: &Self::Key) -> Option<V>;
    fn all<T: 'static>(&self, kind: T) -> usize;
    fn same(&self, other: &Self) -> bool
    where
        Self: Sized;
}

struct Words;

impl Keyed<u32> for Words {
    type Key = String;

    fn key(&self, value: u32) -> String {
        value.to_string()
    }

    fn find(&self, key: &String) -> Option<u32> {
        key.parse().ok()
    }

    fn all<T>(&self, _: T) -> usize {
        7
    }

    fn same(&self, _: &Self) -> bool {
        true
    }
}

#[test]
fn a_trait_may_be_generic() {
    let keyed = MockKeyed::<u32>::wrapping(Arc::new(Words));
    assert_eq!((keyed.key(7), keyed.find(&"8".to_owned())), ("7".to_owned(), Some(8)));
    keyed.expect_all::<u8>().return_const(1_usize);
    assert_eq!(keyed.all(1_u8), 1);
    assert!(failure(|| keyed.all("x")).contains("a spy can't pass this method on"));
    assert!(failure(|| keyed.same(&MockKeyed::wrapping(Words))).contains("a spy can't pass this method on"));
}

#[async_trait::async_trait]
#[automock(clone, spy)]
trait Sent {
    async fn get(&self, key: &str, of: &str) -> usize;
}

struct Sender;

#[async_trait::async_trait]
impl Sent for Sender {
    async fn get(&self, key: &str, of: &str) -> usize {
        tokio::task::yield_now().await;
        key.len() + of.len()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn futures_that_can_be_sent_are() {
    let sent = MockSent::wrapping(Sender);
    let tasks = (0..20).map(|_| {
        let sent = sent.clone();
        tokio::spawn(async move { sent.get("a", "bc").await })
    });
    for task in tasks.collect::<Vec<_>>() {
        assert_eq!(task.await.unwrap(), 3);
    }
    sent.calls_to_get().assert_awaited_times(20);
}

#[test]
fn a_future_that_may_not_be_sent_stays_on_its_thread() {
    let store = MockStore::wrapping(Real::default());
    let get = store.calls_to_get();
    let mut call = Box::pin(store.get("pending"));
    assert!(futures::executor::block_on(async { poll!(&mut call) }).is_pending());
    let text = std::thread::scope(|scope| {
        let call = &mut call;
        scope.spawn(move || failure(|| futures::executor::block_on(call))).join().unwrap()
    });
    assert!(text.starts_with("the future of a real object's method went to another thread"), "{text}");
    assert_eq!(get.last().unwrap().state(), CallState::Panicked);
}

#[test]
fn a_future_that_is_dropped_on_another_thread_is_cancelled() {
    let store = MockStore::wrapping(Real::default());
    let get = store.calls_to_get();
    let mut call = Box::pin(async move { store.get("pending").await });
    assert!(futures::executor::block_on(async { poll!(&mut call) }).is_pending());
    std::thread::spawn(move || drop(call)).join().unwrap();
    assert_eq!(get.last().unwrap().state(), CallState::Cancelled);
}

/// A real call that is polled so often and then dropped, for every number of polls, leaves nothing behind.
#[tokio::test]
async fn a_real_call_may_be_dropped_at_any_poll() {
    for polls in 0..4 {
        let real = Arc::new(Real::default());
        let store = MockStore::wrapping(Arc::clone(&real));
        store.expect_get().yielding(2).passthrough().optional();
        let mut call = Box::pin(store.get("ab"));
        let mut ready = false;
        for _ in 0..polls {
            ready = poll!(&mut call).is_ready();
        }
        drop(call);
        assert_eq!(ready, polls == 3);
        let expected = [CallState::NeverAwaited, CallState::Cancelled, CallState::Cancelled, CallState::Completed];
        assert_eq!(store.calls_to_get().last().unwrap().state(), expected[polls]);
        assert_eq!(store.calls_to_get().in_flight(), 0);
        assert_eq!(real.gets.load(Ordering::SeqCst), u32::from(ready), "it runs after its delay");
        assert_eq!(store.get("ab").now_or_never(), None);
    }
}

mock! {
    #[spy]
    Word<V: Clone + Send + 'static> {}

    impl<V: Clone + Send + 'static> Keyed<V> for Word<V> {
        type Key = String;
        fn key(&self, value: V) -> String;
        fn find(&self, key: &String) -> Option<V>;
        fn all<T: 'static>(&self, kind: T) -> usize;
        fn same(&self, other: &Self) -> bool;
    }
}

#[test]
fn a_mock_of_one_trait_that_is_written_out_wraps_as_well() {
    let word = MockWord::<u32>::wrapping(Words);
    assert_eq!((word.key(7), word.find(&"8".to_owned())), ("7".to_owned(), Some(8)));
}

#[automock(spy)]
#[trait_variant::make(Send)]
trait Named: Sync {
    async fn both(&self, first: &str, second: &str) -> &'static str;
    async fn text(&self, first: &str, second: &str) -> Result<String, Box<dyn std::error::Error + Send + Sync>>;
}

struct Longer;

impl Named for Longer {
    async fn both(&self, first: &str, second: &str) -> &'static str {
        if first.len() > second.len() { "first" } else { "second" }
    }

    async fn text(&self, first: &str, second: &str) -> Result<String, Box<dyn std::error::Error + Send + Sync>> {
        Ok(format!("{first}{second}"))
    }
}

#[tokio::test]
async fn futures_of_a_trait_that_demands_it_can_be_sent() {
    fn sent<F: Send>(future: F) -> F {
        future
    }
    let named = MockNamed::wrapping(Longer);
    assert_eq!(sent(named.both("ab", "c")).await, "first");
    assert_eq!(sent(named.text("ab", "c")).await.unwrap(), "abc");
}

/// More methods than go to the core at once; some that are not there, and some that are there if others are not.
#[automock(spy)]
trait Wide {
    #[cfg(any())]
    fn nowhere(&self, hidden: Hidden) -> Hidden;
    fn a(&self) -> u32;
    fn b(&self, n: u32) -> u32;
    fn c(&self, text: &str) -> String;
    async fn d(&self) -> u32;
    async fn e(&self, n: u32) -> u32;
    fn g(&self, n: u32, m: &mut u32);
    fn h(&self, n: Option<&str>) -> bool;
    fn i(&self) -> u32;
    fn lent(&self) -> &u32;
    fn j(&self) -> u32;
    async fn k(&self) -> u32;
    #[cfg(not(any()))]
    async fn f(&self, text: &str) -> String;
}

struct Narrow;

impl Wide for Narrow {
    fn a(&self) -> u32 {
        1
    }

    fn b(&self, n: u32) -> u32 {
        n + 2
    }

    fn c(&self, text: &str) -> String {
        format!("{text}3")
    }

    async fn d(&self) -> u32 {
        4
    }

    async fn e(&self, n: u32) -> u32 {
        n + 5
    }

    async fn f(&self, text: &str) -> String {
        format!("{text}6")
    }

    fn g(&self, n: u32, m: &mut u32) {
        *m = n + 7;
    }

    fn h(&self, n: Option<&str>) -> bool {
        n == Some("8")
    }

    fn i(&self) -> u32 {
        9
    }

    fn lent(&self) -> &u32 {
        &10
    }

    fn j(&self) -> u32 {
        11
    }

    async fn k(&self) -> u32 {
        12
    }
}

#[test]
fn a_trait_may_have_many_methods() {
    futures::executor::block_on(async {
        let wide = MockWide::wrapping(Narrow);
        wide.expect_k().with().returning(|| 120);
        let mut changed = 0;
        wide.g(0, &mut changed);
        assert_eq!((wide.a(), wide.b(0), wide.c("c"), wide.d().await), (1, 2, "c3".to_owned(), 4));
        assert_eq!((wide.e(0).await, wide.f("f").await, changed, wide.h(Some("8"))), (5, "f6".to_owned(), 7, true));
        assert_eq!((wide.i(), wide.lent(), wide.j(), wide.k().await), (9, &10, 11, 120));
        wide.calls_to_f().assert_awaited_once_with("f");
        wide.calls_to_g().assert_called_once_with(0, ANY);
    });
}

#[automock(clone, spy)]
trait Plain {
    fn sum(&self, n: u32) -> u32;
    async fn later(&self, n: u32) -> u32;
}

struct One;

impl Plain for One {
    fn sum(&self, n: u32) -> u32 {
        n + 1
    }

    async fn later(&self, n: u32) -> u32 {
        n + 1
    }
}

#[test]
fn clones_of_a_spy_have_one_object() {
    let plain = MockPlain::wrapping(One);
    let clone = plain.clone();
    drop(plain);
    assert_eq!((clone.sum(1), futures::executor::block_on(clone.later(2))), (2, 3));
    clone.expect_sum().with(eq(5)).return_const(0_u32);
    assert_eq!((clone.sum(5), clone.sum(6)), (0, 7));
}

/// What a path to a method does not say by itself.
#[automock(spy)]
trait Foreign {
    extern "C" fn sum(&self, n: u32) -> u32;
    unsafe extern "C" fn unchecked(&self) -> u32;
}

struct Native;

impl Foreign for Native {
    extern "C" fn sum(&self, n: u32) -> u32 {
        n + 1
    }

    unsafe extern "C" fn unchecked(&self) -> u32 {
        3
    }
}

#[test]
fn methods_that_are_called_as_those_of_c_are_passed_on() {
    let foreign = MockForeign::wrapping(Native);
    assert_eq!(foreign.sum(1), 2);
    foreign.expect_unchecked().return_const(4_u32);
    // SAFETY: it does nothing.
    assert_eq!(unsafe { foreign.unchecked() }, 4);
}

/// A method with a body of its own.
#[automock(spy)]
#[async_trait::async_trait]
trait Ledger: Sync {
    async fn all(&self) -> Vec<u32>;

    async fn even(&self) -> Vec<u32> {
        self.all().await.into_iter().filter(|n| n % 2 == 0).collect()
    }
}

struct Paper;

#[async_trait::async_trait]
impl Ledger for Paper {
    async fn all(&self) -> Vec<u32> {
        vec![1, 2]
    }
}

#[tokio::test]
async fn a_body_of_the_traits_own_is_that_of_the_object() {
    let ledger = MockLedger::wrapping(Paper);
    assert_eq!(ledger.even().await, [2]);
    ledger.calls_to_all().assert_not_called();
    ledger.calls_to_even().assert_awaited_once();
}

mock! {
    #[spy]
    pub Shelf<T> {}
    impl<T: Clone + 'static> Keeps<T> for Shelf<T> {
        fn keep(&self, value: T) -> T;
    }
}

pub trait Keeps<T> {
    fn keep(&self, value: T) -> T;
}

struct Wood;

impl Keeps<String> for Wood {
    fn keep(&self, value: String) -> String {
        value + "!"
    }
}

#[test]
fn bounds_may_stand_on_the_impl_alone() {
    assert_eq!(MockShelf::wrapping(Wood).keep("a".to_owned()), "a!");
}
