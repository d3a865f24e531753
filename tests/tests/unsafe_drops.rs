//! What is given to a mock, and what it gives, is dropped once: whatever panics on the way, and whoever lives longer.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, RawWaker, RawWakerVTable, Waker};

use asyncmock::{ANY, CallState, Guard, automock, mock_fn};
use asyncmock_tests::failure;
use futures::executor::block_on;
use futures::future::{BoxFuture, LocalBoxFuture};
use futures::{FutureExt as _, StreamExt as _};

/// Shares a counter with all that are made of it; has no `Clone`, so that none is kept.
struct Token(Arc<()>);

/// Counts how many of it are alive, other than itself.
#[derive(Default)]
struct Alive(Arc<()>);

impl Alive {
    fn token(&self) -> Token {
        Token(Arc::clone(&self.0))
    }

    fn kept(&self) -> Kept {
        Kept(Arc::clone(&self.0), Trouble::None)
    }

    fn troubled(&self, trouble: Trouble) -> Kept {
        Kept(Arc::clone(&self.0), trouble)
    }

    #[track_caller]
    fn assert(&self, count: usize) {
        assert_eq!(Arc::strong_count(&self.0) - 1, count, "as many are alive");
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Trouble {
    None,
    Clone,
    Debug,
    Eq,
    Drop,
}

/// A value of which snapshots are made, and which panics where it is asked to.
struct Kept(Arc<()>, Trouble);

impl Kept {
    fn check(&self, trouble: Trouble, text: &str) {
        if self.1 == trouble && !std::thread::panicking() {
            panic!("{text}");
        }
    }
}

impl Clone for Kept {
    fn clone(&self) -> Self {
        self.check(Trouble::Clone, "it is not cloned");
        // What is kept of it is no trouble.
        let trouble = if self.1 == Trouble::Drop { Trouble::None } else { self.1 };
        Kept(Arc::clone(&self.0), trouble)
    }
}

impl PartialEq for Kept {
    fn eq(&self, other: &Self) -> bool {
        self.check(Trouble::Eq, "it is not compared");
        other.check(Trouble::Eq, "it is not compared");
        true
    }
}

impl std::fmt::Debug for Kept {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.check(Trouble::Debug, "it is not printed");
        out.write_str("Kept")
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        self.check(Trouble::Drop, "it is not dropped");
    }
}

#[repr(align(64))]
#[derive(Clone, Debug, PartialEq)]
struct Wide(u8);

#[derive(Clone, Debug, PartialEq)]
struct Large([u64; 40], Box<u8>);

/// Takes no room, and is dropped for all that.
#[derive(Debug)]
struct Nothing;

static NOTHINGS: AtomicUsize = AtomicUsize::new(0);

impl Drop for Nothing {
    fn drop(&mut self) {
        NOTHINGS.fetch_add(1, Ordering::SeqCst);
    }
}

#[automock]
trait Cat {
    fn own(&self, first: Token, second: Token) -> Token;
    fn keep(&self, first: Kept, second: Kept, third: Kept) -> Kept;
    fn see(&self, first: &Kept, others: &[Kept], last: Option<&Kept>, text: &str);
    fn lend(&self, token: Token) -> &Token;
    fn change(&mut self, token: Token) -> &mut Token;
    fn tie<'a>(&self, token: &'a Token, other: Token) -> &'a Token;
    async fn wait(&self, token: Token, text: &str) -> Token;
    async fn wait_keeping(&self, kept: Kept, text: &str) -> Kept;
    fn promise(&self, token: Token) -> BoxFuture<'static, Token>;
    fn hide(&self, token: Token) -> impl Future<Output = Token> + Send;
    fn stay(&self, token: Token) -> LocalBoxFuture<'static, Token>;
    fn turn<T: 'static>(&self, value: T) -> T;
    fn fix(token: Token) -> Token;
    async fn enter(&self, token: Token) -> Guard<Token>;
    fn feed(&self, token: Token) -> futures::stream::BoxStream<'static, Kept>;
    fn measure(&self, wide: Wide, nothing: Nothing, large: Large, small: u8) -> Wide;
    #[allow(clippy::too_many_arguments)]
    fn all(
        &self,
        a: Token,
        b: u8,
        c: Kept,
        d: u64,
        e: Token,
        f: &str,
        g: Wide,
        h: Box<dyn Fn() -> Token + Send>,
        i: Option<Token>,
        j: String,
        k: Kept,
        l: (Token, Token),
        m: Nothing,
    ) -> usize;
}

/// The text with which a call fails.
fn panics<T>(run: impl FnOnce() -> T) -> String {
    failure(run)
}

/// Runs a test with a journal of its own, which is gone afterwards with all that was kept of the calls.
fn with_a_journal(run: impl FnOnce(&Alive) + Send) {
    let alive = Alive::default();
    let result = std::thread::scope(|scope| scope.spawn(|| run(&alive)).join());
    result.unwrap_or_else(|payload| std::panic::resume_unwind(payload));
    alive.assert(0);
}

#[test]
fn arguments_are_dropped_once_by_every_answer() {
    let alive = Alive::default();
    let cat = MockCat::new();
    cat.expect_own().times(1).returning(|first, _| first);
    cat.expect_own().times(1).return_once(|_, second| second);
    drop(cat.own(alive.token(), alive.token()));
    alive.assert(0);
    let kept = cat.own(alive.token(), alive.token());
    alive.assert(1);
    drop(kept);
    alive.assert(0);
    // Nothing is left to answer with.
    panics(|| cat.own(alive.token(), alive.token()));
    alive.assert(0);
}

#[test]
fn an_answer_that_panics_leaves_its_arguments_dropped_once() {
    let alive = Alive::default();
    let mut cat = MockCat::new();
    cat.expect_own().returning(|_, _| panic!("no answer"));
    cat.expect_lend().returning(|_| panic!("no answer"));
    cat.expect_change().returning(|_| panic!("no answer"));
    cat.expect_tie().returning(|_, _| panic!("no answer"));
    cat.expect_wait().returning(|_, _| panic!("no answer"));
    cat.expect_promise().returning(|_| panic!("no answer"));
    cat.expect_hide().returning(|_| panic!("no answer"));
    cat.expect_stay().returning(|_| panic!("no answer"));
    cat.expect_turn::<Token>().returning(|_| panic!("no answer"));
    // A panic takes long under Miri.
    let rounds = if cfg!(miri) { 1 } else { 2 };
    for _ in 0..rounds {
        assert_eq!(panics(|| cat.own(alive.token(), alive.token())), "no answer");
        assert_eq!(panics(|| drop(cat.lend(alive.token()).0.clone())), "no answer");
        assert_eq!(panics(|| drop(cat.change(alive.token()).0.clone())), "no answer");
        assert_eq!(panics(|| drop(cat.tie(&alive.token(), alive.token()).0.clone())), "no answer");
        assert_eq!(panics(|| block_on(cat.wait(alive.token(), "text"))), "no answer");
        assert_eq!(panics(|| block_on(cat.promise(alive.token()))), "no answer");
        assert_eq!(panics(|| block_on(cat.hide(alive.token()))), "no answer");
        assert_eq!(panics(|| block_on(cat.stay(alive.token()))), "no answer");
        assert_eq!(panics(|| cat.turn(alive.token())), "no answer");
        alive.assert(0);
    }
    assert_eq!(cat.calls_to_own().in_state(CallState::Panicked).count(), rounds);
}

#[test]
fn a_matcher_that_panics_leaves_its_arguments_dropped_once() {
    let alive = Alive::default();
    let cat = MockCat::new();
    cat.expect_own().withf(|_, _| panic!("no matcher")).returning(|first, _| first);
    cat.expect_wait().withf(|_, _| panic!("no matcher")).returning(|token, _| token);
    cat.expect_promise().withf(|_| panic!("no matcher")).returning(|token| async { token }.boxed());
    assert_eq!(panics(|| cat.own(alive.token(), alive.token())), "no matcher");
    assert_eq!(panics(|| block_on(cat.wait(alive.token(), ""))), "no matcher");
    assert_eq!(panics(|| block_on(cat.promise(alive.token()))), "no matcher");
    alive.assert(0);
}

#[test]
fn a_value_that_cannot_be_cloned_or_compared_is_dropped_once() {
    with_a_journal(|alive| {
        let cat = MockCat::new();
        cat.expect_keep().with_args(alive.kept(), ANY, ANY).returning(|_, second, _| second);
        cat.expect_see().returning(|_, _, _, _| ());
        cat.expect_wait_keeping().returning(|kept, _| kept);
        for trouble in [Trouble::Clone, Trouble::Eq] {
            let bad = || alive.troubled(trouble);
            for place in 0..3 {
                let all = |at: usize| if at == place { bad() } else { alive.kept() };
                let _ = catch_unwind(AssertUnwindSafe(|| cat.keep(all(0), all(1), all(2))));
                let _ = catch_unwind(AssertUnwindSafe(|| {
                    cat.see(&all(0), &[alive.kept(), all(1), alive.kept()], Some(&all(2)), "text")
                }));
            }
            let _ = catch_unwind(AssertUnwindSafe(|| block_on(cat.wait_keeping(bad(), "text"))));
        }
        let keeps = cat.calls_to_keep();
        assert_eq!(keeps.count(), 6);
        // Of the first three, one argument each was not cloned.
        let shown = keeps.all()[1].to_string();
        assert!(shown.starts_with("Cat::keep(Kept, <its Clone panicked: it is not cloned>, Kept) at "), "{shown}");
        assert_eq!(
            panics(|| keeps.all()[1].args().0.clone()),
            "Cat::keep: args(): one of them could not be kept: (Kept, <its Clone panicked: it is not cloned>, Kept)"
        );
        assert_eq!(panics(|| keeps.assert_called_with(alive.kept(), ANY, alive.kept())), "it is not compared");
        drop(keeps);
        drop(cat);
    });
}

#[test]
fn a_value_that_cannot_be_printed_is_dropped_once() {
    with_a_journal(|alive| {
        let cat = MockCat::new();
        let bad = || alive.troubled(Trouble::Debug);
        cat.expect_keep().with_args(bad(), ANY, ANY).times(0).returning(|_, second, _| second);
        assert!(catch_unwind(AssertUnwindSafe(|| cat.keep(alive.kept(), bad(), alive.kept()))).is_err());
        let calls = cat.calls_to_keep();
        let shown = calls.last().unwrap().to_string();
        assert!(shown.starts_with("Cat::keep(Kept, <its Debug panicked: it is not printed>, Kept) at "), "{shown}");
        // The call that should not have been made has been told of.
        cat.clear_expectations();
        drop((cat, calls));
    });
}

#[test]
fn an_argument_whose_drop_panics_does_not_keep_the_others() {
    with_a_journal(|alive| {
        let cat = MockCat::new();
        cat.expect_keep().times(1).return_once({
            let kept = alive.kept();
            move |first, second, third| {
                drop((first, second, third));
                kept
            }
        });
        cat.expect_keep().return_const(alive.kept());
        for place in 0..3 {
            let all = |at: usize| alive.troubled(if at == place { Trouble::Drop } else { Trouble::None });
            assert_eq!(panics(|| cat.keep(all(0), all(1), all(2))), "it is not dropped");
            assert_eq!(panics(|| cat.keep(all(0), all(1), all(2))), "it is not dropped");
        }
        drop(cat);
    });
}

#[test]
fn many_arguments_of_all_sizes_are_dropped_once() {
    with_a_journal(|alive| {
        let cat = MockCat::new();
        let before = NOTHINGS.load(Ordering::SeqCst);
        cat.expect_measure().with_args(Wide(1), ANY, ANY, 3).returning(|wide, _, large, small| {
            assert!((&raw const wide).is_aligned() && large.0[39] == 7);
            Wide(wide.0 + small)
        });
        for _ in 0..2 {
            assert_eq!(cat.measure(Wide(1), Nothing, Large([7; 40], Box::new(1)), 3), Wide(4));
        }
        panics(|| cat.measure(Wide(2), Nothing, Large([7; 40], Box::new(1)), 3));
        assert_eq!(NOTHINGS.load(Ordering::SeqCst) - before, 3);

        cat.expect_all().times(1).withf(|_, b, _, _, _, f, _, h, i, j, _, _, _| {
            drop(h());
            (*b, f, i.is_some(), j.len()) == (1, "text", true, 5)
        });
        cat.expect_all().times(1).returning(|_, _, _, _, _, _, g, h, _, _, _, l, _| {
            drop((h(), l.1));
            usize::from(g.0)
        });
        let call = || {
            let own = alive.token();
            let make = Box::new(move || Token(Arc::clone(&own.0)));
            let (a, c, e, i, k) = (alive.token(), alive.kept(), alive.token(), Some(alive.token()), alive.kept());
            let l = (alive.token(), alive.token());
            cat.all(a, 1, c, 2, e, "text", Wide(9), make, i, "owned".to_owned(), k, l, Nothing)
        };
        // The first has no answer.
        panics(call);
        assert_eq!(call(), 9);
        let calls = cat.calls_to_all();
        drop(cat);
        drop(calls);
    });
}

#[test]
fn what_is_lent_lives_as_long_as_the_mock() {
    let alive = Alive::default();
    let mut cat = MockCat::new();
    cat.expect_lend().times(2).returning(|token| token);
    cat.expect_lend().return_const(alive.token());
    let (first, second, third) = (cat.lend(alive.token()), cat.lend(alive.token()), cat.lend(alive.token()));
    cat.checkpoint();
    alive.assert(3);
    assert_eq!([first, second, third].map(|token| Arc::strong_count(&token.0)), [4; 3]);
    cat.expect_change().times(2).returning(|token| token);
    let _ = cat.change(alive.token()).0.clone();
    alive.assert(4);
    let _ = cat.change(alive.token()).0.clone();
    alive.assert(4);
    drop(cat);
    alive.assert(0);
}

#[test]
fn a_call_that_is_dropped_at_any_point_drops_what_it_has_once() {
    let alive = Alive::default();
    let cat = MockCat::new();
    cat.expect_wait().times(..).returning_async(|token, _| async move {
        futures::pending!();
        token
    });
    cat.expect_promise().times(..).returning(|token| {
        async move {
            futures::pending!();
            token
        }
        .boxed()
    });
    cat.expect_hide().times(..).yielding(1).resolving(|token| token);
    cat.expect_stay().times(..).returning(|token| async move { token }.boxed_local());
    for polls in 0..3 {
        let mut calls: Vec<LocalBoxFuture<'_, Token>> = vec![
            cat.wait(alive.token(), "text").boxed_local(),
            cat.promise(alive.token()),
            cat.hide(alive.token()).boxed_local(),
            cat.stay(alive.token()),
        ];
        alive.assert(4);
        for call in &mut calls {
            for _ in 0..polls {
                if call.now_or_never().is_some() {
                    break;
                }
            }
        }
        drop(calls);
        alive.assert(0);
    }
}

#[test]
fn calls_that_outlive_their_mock_drop_what_they_have_once() {
    let alive = Alive::default();
    let cat = MockCat::new();
    cat.expect_promise().times(..).returning(|token| async move { token }.boxed());
    cat.expect_stay().times(..).returning_async(|token| async move { token });
    let calls =
        (cat.promise(alive.token()), cat.promise(alive.token()), cat.stay(alive.token()), cat.stay(alive.token()));
    drop(cat);
    let (one, _two, three, _four) = calls;
    let _ = catch_unwind(AssertUnwindSafe(|| drop(block_on(one))));
    let _ = catch_unwind(AssertUnwindSafe(|| drop(block_on(three))));
    drop((_two, _four));
    alive.assert(0);
}

#[test]
fn what_a_held_call_is_answered_with_is_dropped_once() {
    let alive = Alive::default();
    let cat = MockCat::new();
    cat.expect_wait().hold();
    cat.expect_stay().hold();
    let (waits, stays) = (cat.calls_to_wait(), cat.calls_to_stay());
    block_on(async {
        // Taken.
        let mut call = Box::pin(cat.wait(alive.token(), ""));
        assert!(futures::poll!(&mut call).is_pending());
        alive.assert(0);
        waits.next_held().await.respond(alive.token()).unwrap_or_else(|_| panic!("it is awaited"));
        alive.assert(1);
        drop(call.await);
        alive.assert(0);
        // Answered, and dropped.
        let mut call = Box::pin(cat.wait(alive.token(), ""));
        assert!(futures::poll!(&mut call).is_pending());
        waits.next_held().await.respond(alive.token()).unwrap_or_else(|_| panic!("it is awaited"));
        drop(call);
        alive.assert(0);
        // Dropped, and answered.
        let mut call = Box::pin(cat.wait(alive.token(), ""));
        assert!(futures::poll!(&mut call).is_pending());
        let held = waits.next_held().await;
        drop(call);
        assert!(held.respond(alive.token()).is_err_and(|back| Arc::strong_count(&back.0) == 2));
        alive.assert(0);
        // By a future, and by one that panics.
        for panics in [false, true] {
            let mut call = cat.stay(alive.token());
            assert!(futures::poll!(&mut call).is_pending());
            let token = alive.token();
            let answer = async move {
                assert!(!panics, "no answer");
                token
            };
            stays.next_held().await.respond_async(answer).unwrap();
            alive.assert(1);
            assert_eq!(AssertUnwindSafe(call).catch_unwind().await.is_err(), panics);
            alive.assert(0);
        }
        // The mock goes first.
        let mut call = cat.stay(alive.token());
        assert!(futures::poll!(&mut call).is_pending());
        let held = stays.next_held().await;
        drop(cat);
        held.respond(alive.token()).unwrap_or_else(|_| panic!("it is awaited"));
        drop(call.await);
        alive.assert(0);
    });
}

#[test]
fn guards_and_streams_drop_what_they_have_once() {
    let alive = Alive::default();
    let cat = MockCat::new();
    cat.expect_enter().times(1).returning_guard(|token| token);
    cat.expect_enter().times(1).returns_guard(alive.token());
    cat.expect_enter().returns_exclusive([alive.token()]);
    let first = block_on(cat.enter(alive.token()));
    let second = block_on(cat.enter(alive.token()));
    let third = block_on(cat.enter(alive.token()));
    assert!(cat.enter(alive.token()).now_or_never().is_none());
    alive.assert(3);
    drop(third);
    alive.assert(3);
    drop(Guard::finish(second, "taken"));
    alive.assert(2);
    cat.expect_feed().times(1).return_stream([alive.kept(), alive.kept()]);
    let mut stream = cat.feed(alive.token());
    drop(block_on(stream.next()));
    drop(cat);
    drop((stream, first));
    alive.assert(0);
}

#[test]
fn static_methods_and_callables_drop_what_they_are_given_once() {
    let alive = Alive::default();
    let context = MockCat::fix_context();
    context.expect().times(1).returning(|token| token);
    context.expect().times(1).returning(|_| panic!("no answer"));
    drop(MockCat::fix(alive.token()));
    assert_eq!(panics(|| MockCat::fix(alive.token())), "no answer");
    panics(|| MockCat::fix(alive.token()));
    alive.assert(0);

    let sync = mock_fn!(fn(Token, &str) -> Token);
    sync.expect().times(1).returning(|token, _| token);
    sync.expect().returning(|_, _| panic!("no answer"));
    drop(sync.as_fn()(alive.token(), ""));
    assert_eq!(panics(|| sync.as_fn()(alive.token(), "")), "no answer");
    let late = mock_fn!(async fn(Token) -> Token);
    late.expect().times(1).returning(|token| token);
    drop(block_on(late.as_fn()(alive.token())));
    let callable = late.as_fn();
    drop(callable(alive.token()));
    drop(late);
    panics(|| block_on(callable(alive.token())));
    alive.assert(0);
}

#[test]
fn an_answer_that_is_replaced_while_it_runs_is_dropped_once() {
    let alive = Alive::default();
    let cat = Arc::new(MockCat::new());
    let (own, token) = (Arc::downgrade(&cat), alive.token());
    cat.expect_own().returning(move |first, second| {
        let _ = &token;
        let cat = own.upgrade().unwrap();
        cat.clear_expectations();
        cat.expect_own().returning(|_, second| second);
        let answer = cat.own(first, second);
        cat.checkpoint();
        answer
    });
    drop(cat.own(alive.token(), alive.token()));
    alive.assert(0);
    panics(|| cat.own(alive.token(), alive.token()));
    alive.assert(0);
}

#[test]
fn an_answer_whose_drop_panics_leaves_nothing_behind() {
    let alive = Alive::default();
    let cat = Arc::new(MockCat::new());
    let (own, kept) = (Arc::downgrade(&cat), alive.troubled(Trouble::Drop));
    cat.expect_own().returning(move |first, _| {
        let _ = &kept;
        own.upgrade().unwrap().clear_expectations();
        first
    });
    let text = panics(|| cat.own(alive.token(), alive.token()));
    assert_eq!(text, "it is not dropped");
    // The value was written, and nobody has it.
    assert!(Arc::strong_count(&alive.0) <= 2);
}

/// A waker that panics where it is told to.
fn panicking_waker(on_clone: bool) -> Waker {
    fn clone(_: *const ()) -> RawWaker {
        RawWaker::new(std::ptr::null(), &OTHERS)
    }
    fn panics(_: *const ()) -> RawWaker {
        panic!("it is not cloned")
    }
    fn wakes(_: *const ()) {
        panic!("it is not woken")
    }
    static OTHERS: RawWakerVTable = RawWakerVTable::new(clone, wakes, wakes, |_| ());
    static CLONES: RawWakerVTable = RawWakerVTable::new(panics, wakes, wakes, |_| ());
    // SAFETY: none of the functions looks at its argument.
    unsafe { Waker::from_raw(RawWaker::new(std::ptr::null(), if on_clone { &CLONES } else { &OTHERS })) }
}

#[test]
fn a_waker_that_panics_leaves_what_the_call_has_dropped_once() {
    let alive = Alive::default();
    let cat = MockCat::new();
    cat.expect_wait().hold();
    cat.expect_hide().yielding(1).resolving(|token| token);
    let waits = cat.calls_to_wait();
    for on_clone in [true, false] {
        let waker = panicking_waker(on_clone);
        let mut call = Box::pin(cat.wait(alive.token(), ""));
        let polled = catch_unwind(AssertUnwindSafe(|| call.as_mut().poll(&mut Context::from_waker(&waker))));
        assert_eq!(polled.is_err(), on_clone);
        let held = block_on(waits.next_held());
        let answered = catch_unwind(AssertUnwindSafe(|| held.respond(alive.token()).is_ok()));
        drop((answered, call));
        alive.assert(0);
        let mut call = Box::pin(cat.hide(alive.token()));
        let polled = catch_unwind(AssertUnwindSafe(|| call.as_mut().poll(&mut Context::from_waker(&waker))));
        assert!(!matches!(polled, Ok(Poll::Ready(_))));
        drop(call);
        alive.assert(0);
    }
}
