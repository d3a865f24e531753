//! What a context expects of static methods and functions, and how that fails.

use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;

use asyncmock::{KeptContext, Sequence, SessionHandle, predicate::*};
use asyncmock_tests::{failure, failure_of, next_line, task_failure, text_of};
use mocked::{MockFoo, mock_zoo, own_mock};

mod mocked;

// What a context does.

#[test]
fn a_context_expects_calls() {
    own_mock!(Mock);
    let bar = Mock::bar_context();
    bar.expect().with(eq(5)).times(2).returning(|x| x + 1);
    bar.expect().return_const(0_u32);
    assert_eq!([Mock::bar(5), Mock::bar(5), Mock::bar(5), Mock::bar(1)], [6, 6, 0, 0]);
    let calls = bar.calls();
    drop(bar);
    calls.assert_has_calls([(5,), (1,)]);
    assert_eq!(calls.count(), 4);
}

#[test]
fn a_value_may_be_tied_to_an_argument() {
    own_mock!(Mock);
    let first = Mock::first_context();
    first.expect().returning(|text| &text[..1]);
    assert_eq!(Mock::first("Tom"), "T");
}

#[tokio::test]
async fn async_functions_are_expected_and_their_calls_asserted() {
    own_mock!(Mock);
    let (load, soon) = (Mock::load_context(), Mock::soon_context());
    load.expect().with_args("Tom").returning_async(|name| {
        let length = name.len() as u32;
        async move { length }
    });
    soon.expect().resolving(|name| name.len() as u32 + 1);
    assert_eq!(Mock::load("Tom").await, 3);
    assert_eq!(Mock::soon("Tom").await, 4);
    load.calls().assert_awaited_once_with("Tom");
    soon.calls().assert_awaited_once_with("Tom");
}

#[tokio::test]
async fn an_answer_of_an_explicit_future_runs_at_the_call() {
    own_mock!(Mock);
    let soon = Mock::soon_context();
    soon.expect().returning(|name| {
        let length = name.len() as u32;
        Box::pin(async move { length })
    });
    let future = Mock::soon("Tom");
    drop(soon);
    assert_eq!(future.await, 3, "it needs its context no more");
}

#[test]
fn statics_and_mocks_share_a_sequence_and_a_journal() {
    own_mock!(Mock);
    let mock = Mock::new();
    let bar = Mock::bar_context();
    let mut sequence = Sequence::new();
    mock.expect_get::<u8>().once().in_sequence(&mut sequence).return_const(Some(1));
    bar.expect().once().in_sequence(&mut sequence).return_const(2_u32);
    mock.get::<u8>("one");
    Mock::bar(2);
    let lines: Vec<String> = asyncmock::journal().lines().collect();
    assert!(lines[0].starts_with("Foo::get(\"one\") at "), "{}", lines[0]);
    assert!(lines[1].starts_with("Foo::bar(2) at "), "{}", lines[1]);
}

#[test]
fn a_function_of_a_module_is_expected() {
    let open = mock_zoo::open_context();
    open.expect().returning(|gate| gate * 2);
    assert_eq!(mock_zoo::open(4), 8);
}

#[test]
fn a_checkpoint_verifies_and_drops_expectations() {
    own_mock!(Mock);
    let bar = Mock::bar_context();
    bar.expect().once().return_const(1_u32);
    Mock::bar(1);
    bar.checkpoint();
    assert!(failure(|| Mock::bar(1)).contains("no expectation is left for MockFoo::bar: 1 expectation was dropped by"));
    let expected = next_line!();
    bar.expect().with_args(7).once().return_const(1_u32);
    let text = failure(|| bar.checkpoint());
    assert!(
        text.starts_with(&format!(
            "MockFoo::bar: Expectation(7) called 0 time(s) which is fewer than expected 1\n  expected once, but no call used it\n  expected at {expected}"
        )),
        "{text}"
    );
    bar.checkpoint();
    assert_eq!(bar.calls().count(), 2, "the calls stay on record");
}

/// A context without the types of its method can be in a struct, or come from a helper.
#[test]
fn a_context_that_is_kept_is_verified_when_it_is_dropped() {
    own_mock!(Mock);
    struct Fixture {
        _contexts: Vec<KeptContext>,
    }
    fn fixture() -> (Fixture, String) {
        let (bar, parse) = (Mock::bar_context(), Mock::parse_context());
        parse.expect::<u8>().return_const(Some(3_u8));
        let expected = next_line!();
        bar.expect().times(2).return_const(7_u32);
        (Fixture { _contexts: vec![bar.keep(), parse.keep()] }, expected)
    }
    let (kept, expected) = fixture();
    assert_eq!(format!("{:?}", kept._contexts), "[MockFoo::bar_context(), MockFoo::parse_context()]");
    let called = next_line!();
    assert_eq!((Mock::bar(1), Mock::parse::<u8>("3")), (7, Some(3)));
    assert_eq!(
        failure(|| drop(kept)),
        format!(
            "MockFoo::bar: Expectation(<anything>) called 1 time(s) which is fewer than expected 2\n  \
               expected 2 times, but used once\n  \
               expected at {expected}\n\
             calls so far:\n  \
               1. Foo::bar(1) at {called} [completed]\n\
             other methods so far:\n  \
               Foo::parse(\"3\") at {called} [completed]"
        )
    );
}

#[test]
fn an_expectation_that_is_not_met_fails_when_the_context_is_dropped() {
    own_mock!(Mock);
    let bar = Mock::bar_context();
    let expected = next_line!();
    bar.expect().with_args(7).times(2).return_const(1_u32);
    let at = next_line!();
    Mock::bar(7);
    assert_eq!(
        failure(|| drop(bar)),
        format!(
            "MockFoo::bar: Expectation(7) called 1 time(s) which is fewer than expected 2\n  \
               expected 2 times, but used once\n  \
               expected at {expected}\n\
             calls so far:\n  \
               1. Foo::bar(7) at {at} [completed]"
        )
    );
    assert!(failure(|| Mock::bar(7)).contains("there is no context of MockFoo::bar"), "it is gone all the same");
}

#[test]
fn a_context_that_is_dropped_clears_what_was_expected_through_another_one() {
    own_mock!(Mock);
    let outer = Mock::bar_context();
    outer.expect().return_const(1_u32);
    let inner = Mock::bar_context();
    assert_eq!(Mock::bar(1), 1);
    outer.expect().with_args(2).once();
    assert!(failure(|| drop(inner)).starts_with("MockFoo::bar: Expectation(2) called 0 time(s)"));
    assert!(failure(|| Mock::bar(1)).contains("no expectation was set for MockFoo::bar"));
    outer.expect().return_const(3_u32);
    assert_eq!(Mock::bar(1), 3, "the other one goes on");
}

#[test]
fn contexts_may_be_dropped_in_any_order() {
    own_mock!(Mock);
    let first = Mock::bar_context();
    let second = Mock::bar_context();
    drop(first);
    second.expect().once().return_const(1_u32);
    assert_eq!(Mock::bar(1), 1);
}

#[test]
fn the_next_context_starts_clean() {
    own_mock!(Mock);
    let bar = Mock::bar_context();
    bar.expect().return_const(1_u32);
    Mock::bar(1);
    drop(bar);
    let bar = Mock::bar_context();
    assert_eq!(bar.calls().count(), 0);
    assert!(failure(|| Mock::bar(1)).contains("no expectation was set for MockFoo::bar"));
}

// Generic methods.

#[test]
fn a_generic_method_is_expected_for_each_type() {
    own_mock!(Mock);
    let mock = Mock::new();
    mock.expect_get::<u8>().with_args("1").return_const(Some(1_u8));
    mock.expect_get::<u16>().return_const(Some(2_u16));
    assert_eq!((mock.get::<u8>("1"), mock.get::<u16>("1")), (Some(1), Some(2)));
    assert!(failure(|| mock.get::<i64>("1")).starts_with("MockFoo::get(\"1\"): No matching expectation found"));
    mock.expect_get::<Rc<u8>>().never();
}

#[test]
fn a_generic_method_is_verified_for_each_type() {
    own_mock!(Mock);
    let mock = Mock::new();
    let expected = next_line!();
    mock.expect_get::<u16>().once();
    mock.expect_get::<u8>().never();
    assert_eq!(
        failure(|| drop(mock)),
        format!(
            "MockFoo::get: Expectation(<anything>) called 0 time(s) which is fewer than expected 1\n  \
               expected once, but never called as get::<u16>\n  \
               expected at {expected}\n\
             no calls so far"
        )
    );
}

#[tokio::test]
async fn a_generic_static_method_is_expected_for_each_type() {
    own_mock!(Mock);
    let (parse, fetch) = (Mock::parse_context(), Mock::fetch_context());
    let first = next_line!();
    parse.expect::<u8>().with_args("1").return_const(Some(1_u8));
    parse.expect::<Rc<u8>>().returning_st(|_| None);
    fetch.expect::<u8>().returning(|| 3);
    fetch.expect::<String>().returning_async(|| async { "Tom".to_owned() });
    assert_eq!(Mock::parse::<u8>("1"), Some(1));
    assert_eq!(Mock::parse::<Rc<u8>>("1"), None);
    assert_eq!(
        tokio::spawn(async { (Mock::fetch::<u8>().await, Mock::fetch::<String>().await) }).await.unwrap().1,
        "Tom"
    );
    parse.calls::<u8>().assert_called_once_with("1");
    parse.calls::<u16>().assert_not_called();
    let at = next_line!();
    let text = failure(|| Mock::parse::<u16>("1"));
    let expected = format!(
        "MockFoo::parse(\"1\"): No matching expectation found\n  called at {at}\n\
         no expectation was set for MockFoo::parse as parse::<u16>\n  \
           there is one for parse::<u8> at {first}\n  \
           there is one for parse::<alloc::rc::Rc<u8>> at "
    );
    assert!(text.starts_with(&expected), "{text}");
    assert!(text.contains("\nother methods so far:\n  Foo::parse(\"1\") at "), "{text}");
}

#[test]
fn a_context_of_a_generic_static_method_verifies_and_clears_every_type() {
    own_mock!(Mock);
    let parse = Mock::parse_context();
    parse.expect::<u8>().once().return_const(Some(1_u8));
    parse.expect::<u16>().once();
    parse.expect::<u32>().once();
    Mock::parse::<u8>("1");
    let text = failure(|| parse.checkpoint());
    assert_eq!(text.matches("called 0 time(s) which is fewer than expected 1").count(), 2, "{text}");
    assert!(
        failure(|| Mock::parse::<u8>("1")).contains("no expectation is left for MockFoo::parse: 1 expectation was ")
    );
    parse.expect::<u64>().once();
    assert!(failure(|| drop(parse)).starts_with("MockFoo::parse: Expectation(<anything>) called 0 time(s)"));
    assert!(failure(|| Mock::parse::<u64>("1")).contains("there is no context of MockFoo::parse"));
}

#[test]
fn mocks_of_different_types_have_contexts_of_their_own() {
    struct One;
    struct Other;
    let (one, other) = (MockFoo::<One>::bar_context(), MockFoo::<Other>::bar_context());
    one.expect().return_const(1_u32);
    other.expect().return_const(2_u32);
    assert_eq!((MockFoo::<One>::bar(0), MockFoo::<Other>::bar(0)), (1, 2));
}

// Texts.

#[test]
fn a_call_without_any_context() {
    own_mock!(Mock);
    let at = next_line!();
    let text = failure(|| Mock::bar(5));
    assert_eq!(
        text,
        format!(
            "MockFoo::bar(5): No matching expectation found\n  \
               called at {at}\n\
             there is no context of MockFoo::bar; \
             make one, and keep it while the code under test runs: `let context = MockFoo::bar_context();`\n\
             no other calls so far"
        )
    );
}

#[tokio::test]
async fn an_async_call_without_any_context_fails_where_it_is_awaited() {
    own_mock!(Mock);
    let at = next_line!();
    let future = Mock::load("Tom");
    assert_eq!(
        failure_of(future).await,
        format!(
            "MockFoo::load(\"Tom\"): No matching expectation found\n  \
               called at {at}\n\
             there is no context of MockFoo::load; \
             make one, and keep it while the code under test runs: `let context = MockFoo::load_context();`\n\
             no other calls so far"
        )
    );
}

#[test]
fn a_call_that_no_expectation_of_a_context_accepts() {
    own_mock!(Mock);
    let bar = Mock::bar_context();
    let expected = next_line!();
    bar.expect().with(eq(5)).return_const(1_u32);
    let first = next_line!();
    Mock::bar(5);
    let at = next_line!();
    let text = failure(|| Mock::bar(6));
    assert_eq!(
        text,
        format!(
            "MockFoo::bar(6): No matching expectation found\n  \
               called at {at}\n\
             expectations of MockFoo::bar, in the order in which they are tried:\n  \
               1. Expectation(var == 5) at {expected}: used once, wanted any number of times\n       \
                    argument 1 (x) differs:\n         \
                      expected: 5\n         \
                      actual:   6\n\
             calls so far:\n  \
               1. Foo::bar(5) at {first} [completed]"
        )
    );
}

#[test]
fn a_call_on_a_thread_that_belongs_to_no_test() {
    own_mock!(Mock);
    let bar = Mock::bar_context();
    bar.expect().return_const(1_u32);
    let at = next_line!();
    let text = text_of(thread::spawn(|| Mock::bar(5)).join().unwrap_err());
    assert_eq!(
        text,
        format!(
            "MockFoo::bar(5): No matching expectation found\n  \
               called at {at}\n\
             there is no context of MockFoo::bar on this thread; \
             make one, and keep it while the code under test runs: `let context = MockFoo::bar_context();`\n\
             there are contexts of it elsewhere, which are not seen here, as this thread belongs to no test; \
             if a test has started it, bind it to the test:\n  \
               in the test:    `let session = asyncmock::SessionHandle::current();`\n  \
               on this thread: `let _bound = session.enter();`\n\
             no other calls so far"
        )
    );
}

#[test]
fn a_call_in_a_runtime_that_does_not_see_the_context() {
    own_mock!(Mock);
    let bar = Mock::bar_context();
    bar.expect().return_const(1_u32);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
    let at = next_line!();
    let task = runtime.spawn(async { Mock::bar(5) });
    let text = task_failure(runtime.block_on(task));
    assert_eq!(
        text,
        format!(
            "MockFoo::bar(5): No matching expectation found\n  \
               called at {at}\n\
             there is no context of MockFoo::bar in this tokio runtime; \
             make one, and keep it while the code under test runs: `let context = MockFoo::bar_context();`\n\
             there are contexts of it elsewhere, which are not seen in this runtime; \
             if one of them is this test's, make it inside the runtime, or bind this thread to the test:\n  \
               in the test:    `let session = asyncmock::SessionHandle::current();`\n  \
               on this thread: `let _bound = session.enter();`\n\
             no other calls so far"
        )
    );
}

// Failures, and panics.

const LOST: &str = "a mock failed in a task or on a thread of its own, where the failure was lost:";

#[tokio::test]
async fn a_failure_in_a_task_is_raised_again_when_the_context_is_dropped() {
    own_mock!(Mock);
    let bar = Mock::bar_context();
    bar.expect().never();
    let first = task_failure(tokio::spawn(async { Mock::bar(5) }).await);
    assert_eq!(failure(|| drop(bar)), format!("{LOST}\n\n{first}"));
}

#[tokio::test]
async fn a_failure_in_a_task_is_raised_again_once_by_whatever_comes_first() {
    own_mock!(Mock);
    let bar = Mock::bar_context();
    let fail = || async { assert!(tokio::spawn(async { Mock::bar(5) }).await.is_err()) };
    fail().await;
    assert!(failure(|| bar.checkpoint()).starts_with(LOST));
    fail().await;
    assert!(failure(|| bar.expect()).starts_with(LOST));
    fail().await;
    assert!(failure(|| bar.calls()).starts_with(LOST));
    let parse = Mock::parse_context();
    assert!(tokio::spawn(async { Mock::parse::<u8>("1").is_some() }).await.is_err());
    assert!(failure(|| parse.calls::<u16>()).starts_with(LOST));
}

#[test]
fn a_failure_on_a_bound_thread_is_raised_again() {
    own_mock!(Mock);
    let bar = Mock::bar_context();
    let session = SessionHandle::current();
    let thread = thread::spawn(move || {
        let _bound = session.enter();
        Mock::bar(5)
    });
    assert!(thread.join().is_err());
    assert!(failure(|| drop(bar)).starts_with(LOST));
}

#[tokio::test]
async fn a_failure_in_a_task_clears_the_expectations_all_the_same() {
    own_mock!(Mock);
    let (bar, inner) = (Mock::bar_context(), Mock::bar_context());
    bar.expect().with_args(1).return_const(1_u32);
    assert!(tokio::spawn(async { Mock::bar(5) }).await.is_err());
    assert!(failure(|| drop(inner)).starts_with(LOST));
    assert!(failure(|| Mock::bar(1)).contains("no expectation was set for MockFoo::bar"));
}

#[test]
fn a_context_that_is_dropped_while_panicking_clears_and_does_not_verify() {
    own_mock!(Mock);
    let outer = Mock::bar_context();
    let text = failure(|| {
        let bar = Mock::bar_context();
        bar.expect().once();
        panic!("the code's own");
    });
    assert_eq!(text, "the code's own");
    assert!(failure(|| Mock::bar(1)).contains("no expectation was set for MockFoo::bar"));
    outer.checkpoint();
}

#[test]
fn a_context_that_is_dropped_while_a_matcher_panics_does_not_panic() {
    own_mock!(Mock);
    let bar = Mock::bar_context();
    bar.expect()
        .withf(|_| {
            let _inner = Mock::bar_context();
            panic!("the matcher's own");
        })
        .return_const(1_u32);
    assert_eq!(failure(|| Mock::bar(1)), "the matcher's own");
}

/// Counts its drops, and uses a static while it is dropped.
struct Dropped<'d>(&'d AtomicUsize);

impl Drop for Dropped<'_> {
    fn drop(&mut self) {
        let _context = mock_zoo::open_context();
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

#[test]
fn what_expectations_own_is_dropped_with_the_context_and_may_use_statics() {
    static DROPPED: AtomicUsize = AtomicUsize::new(0);
    own_mock!(Mock);
    let bar = Mock::bar_context();
    let (owned, calls) = (Dropped(&DROPPED), bar.calls());
    bar.expect().returning(move |_| {
        let owned = &owned;
        owned.0.load(Ordering::Relaxed) as u32
    });
    assert_eq!(Mock::bar(1), 0);
    drop(bar);
    assert_eq!(DROPPED.load(Ordering::Relaxed), 1);
    calls.assert_called_once();
}

#[test]
fn an_answer_may_call_statics_and_make_contexts() {
    own_mock!(Mock);
    let (bar, done) = (Mock::bar_context(), Mock::done_context());
    done.expect().times(2);
    bar.expect().with(eq(1)).returning(|x| {
        Mock::done();
        Mock::bar(x + 1)
    });
    bar.expect().with(eq(2)).returning(|_| {
        let first = Mock::first_context();
        first.expect().once().returning(|text| text);
        Mock::done();
        Mock::first("Tom").len() as u32
    });
    assert_eq!(Mock::bar(1), 3);
}

#[test]
fn a_context_may_end_while_a_call_is_under_way() {
    own_mock!(Mock);
    let bar = Mock::bar_context();
    let session = SessionHandle::current();
    let (inside, go_on) = (Arc::new(Barrier::new(2)), Arc::new(Barrier::new(2)));
    let (answer_inside, answer_goes_on) = (Arc::clone(&inside), Arc::clone(&go_on));
    bar.expect().once().returning(move |x| {
        answer_inside.wait();
        answer_goes_on.wait();
        x
    });
    let calls = bar.calls();
    let thread = thread::spawn(move || {
        let _bound = session.enter();
        Mock::bar(5)
    });
    inside.wait();
    drop(bar);
    go_on.wait();
    assert_eq!(thread.join().unwrap(), 5);
    calls.assert_called_once_with(5);
}

#[tokio::test]
async fn a_failure_without_a_context_in_a_task_is_raised_again_by_another_mock_of_the_test() {
    own_mock!(Mock);
    let mock = Mock::new();
    let first = task_failure(tokio::spawn(async { Mock::bar(5) }).await);
    assert_eq!(failure(|| drop(mock)), format!("{LOST}\n\n{first}"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_failure_without_a_context_on_a_worker_thread_is_raised_again_by_another_context_of_the_test() {
    own_mock!(Mock);
    let done = Mock::done_context();
    let first = task_failure(tokio::spawn(async { Mock::bar(5) }).await);
    assert_eq!(failure(|| drop(done)), format!("{LOST}\n\n{first}"));
}

#[test]
fn a_failure_without_a_context_that_nobody_raised_is_no_later_tests() {
    own_mock!(Mock);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    assert!(runtime.block_on(runtime.spawn(async { Mock::bar(5) })).is_err());
    let later = Mock::new();
    later.expect_get::<u8>().return_const(None);
    later.get::<u8>("1");
}
