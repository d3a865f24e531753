//! Futures that do not borrow from their mock may outlive it: what such a call needs is there when it is polled, and it counts.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use asyncmock::{CallState, Sequence, automock, mock_fn};
use asyncmock_tests::{failure, failure_of, next_line};
use futures::FutureExt as _;
use futures::executor::block_on;
use futures::future::BoxFuture;

/// As the services of `tower` are: a call is a future of its own.
#[automock]
trait Service {
    fn call(&self, request: u32) -> BoxFuture<'static, u32>;
    fn send(self, request: u32) -> BoxFuture<'static, u32>;
    fn hidden(&self, request: String) -> impl Future<Output = usize> + Send + use<Self>;
    fn pinned(&self) -> Pin<Box<dyn Future<Output = Result<u32, String>> + Send>>;
    fn of(request: u32) -> BoxFuture<'static, u32>;
}

#[automock(spy)]
trait Doubling {
    fn call(&self, request: u32) -> BoxFuture<'static, u32>;
}

/// A call whose mock is gone.
fn oneshot(service: MockService, request: u32) -> BoxFuture<'static, u32> {
    service.call(request)
}

#[test]
fn every_answer_is_there_when_the_mock_is_gone() {
    let answered = |expect: fn(&MockService)| {
        let service = MockService::new();
        expect(&service);
        assert_eq!(block_on(oneshot(service, 1)), 2);
    };
    answered(|service| _ = service.expect_call().returning(|request| async move { request + 1 }.boxed()));
    answered(|service| _ = service.expect_call().return_once(|request| async move { request + 1 }.boxed()));
    answered(|service| _ = service.expect_call().resolving(|request| request + 1));
    answered(|service| _ = service.expect_call().once().resolving(|request| request + 1));
    answered(|service| _ = service.expect_call().with_args(1).once().resolve_const(2_u32));
    answered(|service| _ = service.expect_call().withf(|request| *request == 1).once().resolve_const(2_u32));
    answered(|service| _ = service.expect_call().once().returning_async(|request| async move { request + 1 }));
    answered(|service| _ = service.expect_call().return_once_async(|request| async move { request + 1 }));
    answered(|service| _ = service.expect_call().yielding(3).resolving(|request| request + 1));
    answered(|service| _ = service.expect_call().after(Duration::from_millis(1)).resolving(|request| request + 1));
    answered(|service| {
        service.expect_call().with_args(7).resolve_const(0_u32);
        service.expect_call().once().in_sequence(&mut Sequence::new()).resolve_const(2_u32);
    });
}

#[test]
fn so_it_is_whatever_the_form_of_the_future() {
    let service = MockService::new();
    service.expect_hidden().once().resolving(|request| request.len());
    service.expect_pinned().once().resolve_const(Ok(3));
    let (hidden, pinned) = (service.hidden("north".to_owned()), service.pinned());
    drop(service);
    assert_eq!(block_on(hidden), 5);
    assert_eq!(block_on(pinned), Ok(3));

    let relaxed = MockService::relaxed();
    assert_eq!(block_on(oneshot(relaxed, 1)), 0);

    struct Doubler;
    impl Doubling for Doubler {
        fn call(&self, request: u32) -> BoxFuture<'static, u32> {
            async move { 2 * request }.boxed()
        }
    }
    let spy = MockDoubling::wrapping(Doubler);
    let call = spy.call(3);
    drop(spy);
    assert_eq!(block_on(call), 6);

    let sent = MockService::new();
    sent.expect_send().once().resolve_const(4_u32);
    assert_eq!(block_on(sent.send(1)), 4);
}

#[tokio::test]
async fn a_held_call_waits_for_its_answer() {
    let service = MockService::new();
    service.expect_call().once().hold();
    let calls = service.calls_to_call();
    let task = tokio::spawn(oneshot(service, 1));
    let held = calls.next_held().await;
    assert_eq!(held.args().0, 1);
    held.respond(2).unwrap();
    assert_eq!(task.await.unwrap(), 2);
    calls.assert_awaited_once_with(1);
}

#[tokio::test(start_paused = true)]
async fn a_delay_begins_with_the_first_poll() {
    let service = MockService::new();
    service.expect_call().once().after(Duration::from_secs(60)).resolve_const(2_u32);
    let calls = service.calls_to_call();
    let call = oneshot(service, 1);
    tokio::time::advance(Duration::from_secs(1)).await;
    assert_eq!(call.await, 2);
    assert_eq!(calls.last().unwrap().elapsed(), Duration::from_secs(61));
}

#[test]
fn several_calls_are_counted_before_the_mock_is_verified() {
    let service = MockService::new();
    service.expect_call().times(2).resolving(|request| request);
    let (first, second) = (service.call(1), service.call(2));
    let calls = service.calls_to_call();
    drop(service);
    assert_eq!(block_on(second), 2);
    assert_eq!(block_on(first), 1);
    calls.assert_has_awaits([(2,), (1,)]);
}

#[test]
fn what_is_not_met_is_said_with_the_last_call() {
    let service = MockService::new();
    let expected = next_line!();
    service.expect_call().with_args(1).once().resolving(|request| request);
    service.expect_call().with_args(2).resolving(|request| request);
    let called = next_line!();
    let (first, second) = (service.call(2), service.call(2));
    drop(service);
    assert_eq!(block_on(first), 2);
    assert_eq!(
        failure(|| block_on(second)),
        format!(
            "MockService::call: Expectation(1) called 0 time(s) which is fewer than expected 1\n  \
             expected once, but no call used it\n  \
             expected at {expected}\n\
             calls so far:\n  \
             1. Service::call(2) at {called} [completed]\n  \
             2. Service::call(2) at {called} [completed]"
        )
    );
}

#[test]
fn a_call_that_is_dropped_unpolled_does_not_count() {
    let service = MockService::new();
    let expected = next_line!();
    service.expect_call().once().resolving(|request| request);
    let called = next_line!();
    let call = service.call(1);
    let calls = service.calls_to_call();
    drop(service);
    assert_eq!(
        failure(|| drop(call)),
        format!(
            "MockService::call: Expectation(<anything>) called 0 time(s) which is fewer than expected 1\n  \
             expected once, but no call used it\n  \
             expected at {expected}\n  \
             these calls do not count, as they were never awaited:\n    \
             Service::call(1) at {called}\n\
             calls so far:\n  \
             1. Service::call(1) at {called} [never awaited]"
        )
    );
    assert_eq!(calls.last().unwrap().state(), CallState::NeverAwaited);
}

#[test]
fn one_that_need_not_be_made_may_be_dropped_unpolled() {
    let service = MockService::new();
    service.expect_call().times(..=1).resolving(|request| request);
    let call = service.call(1);
    drop(service);
    drop(call);
}

#[test]
fn what_calls_on_their_way_can_not_mend_is_said_when_the_mock_is_dropped() {
    let service = MockService::new();
    let expected = next_line!();
    service.expect_call().times(2).resolving(|request| request);
    let called = next_line!();
    let call = service.call(1);
    assert_eq!(
        failure(|| drop(service)),
        format!(
            "MockService::call: Expectation(<anything>) called 0 time(s) which is fewer than expected 2\n  \
             expected 2 times, but no call used it\n  \
             expected at {expected}\n  \
             these calls do not count, as they were never awaited:\n    \
             Service::call(1) at {called}\n\
             calls so far:\n  \
             1. Service::call(1) at {called} [not awaited yet]"
        )
    );
    // Once is enough.
    assert_eq!(block_on(call), 1);
}

#[test]
fn other_methods_are_verified_when_the_mock_is_dropped() {
    let service = MockService::new();
    service.expect_call().once().resolving(|request| request);
    let expected = next_line!();
    service.expect_pinned().once().resolve_const(Ok(3));
    let called = next_line!();
    let call = service.call(1);
    assert_eq!(
        failure(|| drop(service)),
        format!(
            "MockService::pinned: Expectation(<anything>) called 0 time(s) which is fewer than expected 1\n  \
             expected once, but never called\n  \
             expected at {expected}\n\
             no calls so far\n\
             other methods so far:\n  \
               Service::call(1) at {called} [not awaited yet]"
        )
    );
    assert_eq!(block_on(call), 1);
}

#[test]
fn a_call_that_nothing_matches_is_told_what_there_was() {
    let service = MockService::new();
    let expected = next_line!();
    service.expect_call().with_args(1).resolving(|request| request);
    let called = next_line!();
    let call = service.call(2);
    drop(service);
    assert_eq!(
        failure(|| block_on(call)),
        format!(
            "MockService::call(2): No matching expectation found\n  \
             called at {called}\n\
             expectations of MockService::call, in the order in which they are tried:\n  \
             1. Expectation(1) at {expected}: not used, wanted any number of times\n       \
             argument 1 (request) differs:\n         \
             expected: 1\n         \
             actual:   2\n\
             no other calls so far"
        )
    );
}

#[test]
fn a_strict_mock_waits_for_the_call_that_uses_an_expectation() {
    let service = MockService::strict();
    service.expect_call().resolving(|request| request);
    assert_eq!(block_on(oneshot(service, 1)), 1);

    let service = MockService::strict();
    let expected = next_line!();
    service.expect_call().resolving(|request| request);
    let called = next_line!();
    let call = service.call(1);
    drop(service);
    assert_eq!(
        failure(|| drop(call)),
        format!(
            "MockService::call: Expectation(<anything>) was never used; leave it out, or say `optional()`\n  \
             expected at {expected}\n  \
             these calls do not count, as they were never awaited:\n    \
             Service::call(1) at {called}\n\
             calls so far:\n  \
             1. Service::call(1) at {called} [never awaited]"
        )
    );
}

#[test]
fn what_answers_hold_goes_with_the_last_call() {
    let token = Arc::new(());
    let service = MockService::new();
    let held = Arc::clone(&token);
    service.expect_call().resolving(move |request| request + Arc::strong_count(&held) as u32);
    let calls = service.calls_to_call();
    let (first, second) = (service.call(1), service.call(2));
    drop(service);
    assert_eq!(Arc::strong_count(&token), 2);
    assert_eq!(block_on(first), 3);
    assert_eq!(Arc::strong_count(&token), 2);
    drop(second);
    assert_eq!(Arc::strong_count(&token), 1);
    assert_eq!(calls.count(), 2);
}

#[test]
fn a_call_that_was_answered_at_once_is_not_waited_for() {
    let token = Arc::new(());
    let service = MockService::new();
    let held = Arc::clone(&token);
    service.expect_call().returning(move |request| {
        let _held = &held;
        async move { request }.boxed()
    });
    let call = service.call(1);
    drop(service);
    assert_eq!(Arc::strong_count(&token), 1);
    assert_eq!(block_on(call), 1);
}

#[test]
fn a_value_is_dropped_if_the_mock_then_fails() {
    #[automock]
    trait Source {
        fn get(&self, key: u32) -> BoxFuture<'static, Arc<()>>;
    }
    let token = Arc::new(());
    let source = MockSource::new();
    source.expect_get().with_args(1).once().resolve_const(Arc::default());
    source.expect_get().with_args(2).resolve_const(Arc::clone(&token));
    let call = source.get(2);
    drop(source);
    assert!(failure(|| block_on(call)).starts_with("MockSource::get: Expectation(1) called 0 time(s)"));
    assert_eq!(Arc::strong_count(&token), 1);
}

#[test]
fn an_answer_that_panics_is_no_failure_of_the_mock() {
    let service = MockService::new();
    service.expect_call().with_args(1).once().resolving(|_| panic!("no service"));
    service.expect_call().with_args(2).once().resolving(|request| request);
    let (first, second) = (service.call(1), service.call(2));
    drop(service);
    assert_eq!(failure(|| block_on(first)), "no service");
    assert_eq!(block_on(second), 2);
}

#[test]
fn nothing_is_verified_while_a_panic_is_under_way() {
    let service = MockService::new();
    service.expect_call().once().resolving(|request| request);
    let call = service.call(1);
    drop(service);
    let ended = catch_unwind(AssertUnwindSafe(move || {
        let _call = call;
        panic!("of the test's own");
    }));
    assert_eq!(ended.unwrap_err().downcast_ref::<&str>(), Some(&"of the test's own"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mock_may_be_dropped_while_its_call_is_polled_elsewhere() {
    for round in 0..2000_u32 {
        let service = MockService::new();
        match round % 3 {
            0 => _ = service.expect_call().once().resolving(|request| request),
            1 => _ = service.expect_call().withf(|request| *request > 0).once().resolving(|request| request),
            _ => _ = service.expect_call().return_once_async(|request| async move { request }),
        }
        let task = tokio::spawn(service.call(round + 1));
        drop(service);
        assert_eq!(task.await.unwrap(), round + 1);
    }
}

#[test]
fn a_static_call_may_outlive_its_context() {
    let context = MockService::of_context();
    context.expect().once().resolving(|request| request + 1);
    let call = MockService::of(1);
    drop(context);
    assert_eq!(block_on(call), 2);

    let context = MockService::of_context();
    let expected = next_line!();
    context.expect().once().resolving(|request| request + 1);
    let called = next_line!();
    let call = MockService::of(1);
    drop(context);
    assert_eq!(
        failure(|| drop(call)),
        format!(
            "MockService::of: Expectation(<anything>) called 0 time(s) which is fewer than expected 1\n  \
             expected once, but no call used it\n  \
             expected at {expected}\n  \
             these calls do not count, as they were never awaited:\n    \
             Service::of(1) at {called}\n\
             calls so far:\n  \
             1. Service::of(1) at {called} [never awaited]"
        )
    );
}

#[test]
fn so_may_one_that_is_written_down_when_it_is_polled() {
    #[automock]
    trait Registry {
        async fn lookup(name: impl AsRef<str>) -> usize;
    }
    let context = MockRegistry::lookup_context();
    context.expect().once().return_const(3_usize);
    let call = MockRegistry::lookup("Tom");
    drop(context);
    assert_eq!(block_on(call), 3);

    let context = MockRegistry::lookup_context();
    let expected = next_line!();
    context.expect().once().return_const(3_usize);
    let call = MockRegistry::lookup("Tom");
    drop(context);
    assert_eq!(
        failure(|| drop(call)),
        format!(
            "MockRegistry::lookup: Expectation(<anything>) called 0 time(s) which is fewer than expected 1\n  \
             expected once, but never called\n  \
             expected at {expected}\n\
             no calls so far"
        )
    );
}

#[test]
fn one_of_several_contexts_is_verified_at_once() {
    let (first, second) = (MockService::of_context(), MockService::of_context());
    first.expect().once().resolving(|request| request + 1);
    let call = MockService::of(1);
    assert!(failure(|| drop(first)).starts_with("MockService::of: Expectation(<anything>) called 0 time(s)"));
    second.expect().once().resolving(|request| request + 2);
    assert_eq!(block_on(call), 3);
}

#[test]
fn a_callable_that_is_left_over_refuses_new_calls_alone() {
    let called = next_line!();
    let add = mock_fn!(async fn(u32) -> u32);
    add.expect().times(1..).returning(|n| n + 1);
    let function = add.as_fn();
    let early = function(1);
    drop(add);
    let late = function(2);
    let text = block_on(failure_of(late));
    assert!(
        text.starts_with(&format!(
            "mock_fn::call(2): No matching expectation found\n  called at {called}\nno expectation was set for mock_fn::call"
        )),
        "{text}"
    );
    assert_eq!(block_on(early), 2);
}

#[asyncmock::test]
async fn the_harness_counts_a_call_on_its_way() {
    let service = MockService::new();
    service.expect_call().once().resolving(|request| request + 1);
    let task = tokio::spawn(oneshot(service, 1));
    assert_eq!(task.await.unwrap(), 2);
}

#[asyncmock::test(unawaited = "allow")]
#[ignore = "fails"]
async fn leaves_a_call_on_its_way() {
    let service = MockService::new();
    service.expect_call().once().resolving(|request| request + 1);
    std::mem::forget(oneshot(service, 1));
}

#[test]
fn the_harness_verifies_when_the_test_is_over() {
    let text = failure(leaves_a_call_on_its_way);
    let expected = format!("{}:{}", file!(), line!() - 7);
    assert!(
        text.contains(&format!(
            "MockService::call: Expectation(<anything>) called 0 time(s) which is fewer than expected 1\n  \
             expected once, but no call used it\n  \
             expected at {expected}\n  \
             these calls do not count, as they were never awaited:\n    \
             Service::call(1) at "
        )),
        "{text}"
    );
}
