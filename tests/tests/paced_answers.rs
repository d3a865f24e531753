//! Answers that take their time: after a delay, after some polls, never.

use std::sync::Arc;
use std::time::{Duration, Instant};

use asyncmock::{CallState, automock, predicate::*};
use asyncmock_tests::{failure_of, on_every_runtime};
use futures::{FutureExt as _, join, poll};

#[automock]
trait Cat {
    async fn go(&self, direction: &str) -> u32;
    async fn rest(&self);
    async fn meet(&self, first: &str, second: &mut u32) -> u32;
    fn hidden(&self, n: u32) -> impl Future<Output = u32> + Send;
}

const SHORT: Duration = Duration::from_millis(20);

/// How often a future is pending before it is ready.
async fn pending_polls<T>(future: impl Future<Output = T>) -> (usize, T) {
    let mut future = Box::pin(future);
    let mut pending = 0;
    loop {
        match poll!(&mut future) {
            std::task::Poll::Ready(value) => return (pending, value),
            std::task::Poll::Pending => pending += 1,
        }
    }
}

on_every_runtime! {
    async fn an_answer_comes_after_its_delay(_runtime: Runtime) {
        let cat = MockCat::new();
        cat.expect_go().after(SHORT).return_const(7_u32);
        let began = Instant::now();
        assert_eq!(cat.go("north").await, 7);
        assert!(began.elapsed() >= SHORT);
        let call = cat.calls_to_go().last().unwrap();
        assert!(call.elapsed() >= SHORT, "{call}");
        assert_eq!(call.state(), CallState::Completed);
    }

    async fn a_call_is_pending_for_so_many_polls(_runtime: Runtime) {
        let cat = MockCat::new();
        cat.expect_go().yielding(3).return_const(7_u32);
        cat.expect_rest().yielding(0);
        assert_eq!(pending_polls(cat.go("north")).await, (3, 7));
        assert_eq!(cat.go("south").await, 7, "it wakes its task");
        assert_eq!(pending_polls(cat.rest()).await, (0, ()));
    }

    async fn a_call_that_never_ends_can_be_cancelled(_runtime: Runtime) {
        let cat = MockCat::new();
        cat.expect_go().times(1).pending();
        let mut call = Box::pin(cat.go("north"));
        for _ in 0..10 {
            assert!(poll!(&mut call).is_pending());
        }
        assert_eq!(cat.calls_to_go().in_flight(), 1);
        drop(call);
        cat.calls_to_go().assert_cancelled(1);
    }

    async fn the_order_of_writing_does_not_matter(_runtime: Runtime) {
        let cat = MockCat::new();
        cat.expect_go().with_args("const").yielding(1).return_const(1_u32);
        cat.expect_go().with_args("once").return_once(|_| 2).yielding(2);
        cat.expect_go().with_args("each").yielding(3).return_each([3_u32, 4]);
        cat.expect_go().with_args("async").returning_async(|_| async { 5 }).yielding(4);
        cat.expect_go().with_args("default").yielding(5).return_default();
        cat.expect_go().with_args("never").pending().returning(|_| 0);
        cat.expect_go().with_args("not once").returning(|_| panic!("it is never given")).pending();
        assert_eq!(pending_polls(cat.go("const")).await, (1, 1));
        assert_eq!(pending_polls(cat.go("once")).await, (2, 2));
        assert_eq!(pending_polls(cat.go("each")).await, (3, 3));
        assert_eq!(pending_polls(cat.go("each")).await, (3, 4));
        assert_eq!(pending_polls(cat.go("async")).await, (4, 5));
        assert_eq!(pending_polls(cat.go("default")).await, (5, 0));
        assert!(cat.go("never").now_or_never().is_none());
        assert!(cat.go("not once").now_or_never().is_none());
    }

    async fn arguments_that_stay_beside_the_future_have_a_pace_too(_runtime: Runtime) {
        let cat = MockCat::new();
        cat.expect_meet().yielding(2).returning(|first, second| {
            *second += 1;
            first.len() as u32 + *second
        });
        let mut met = 1;
        assert_eq!(pending_polls(cat.meet("you", &mut met)).await, (2, 5));
        assert_eq!(met, 2);
    }

    async fn a_future_that_is_spelled_out_has_a_pace_too(_runtime: Runtime) {
        let cat = MockCat::new();
        cat.expect_hidden().with(lt(10)).yielding(1).returning(|n| Box::pin(async move { n + 1 }));
        cat.expect_hidden().yielding(2).resolving(|n| n + 2);
        assert_eq!(pending_polls(cat.hidden(1)).await, (1, 2));
        assert_eq!(pending_polls(cat.hidden(10)).await, (2, 12));
    }

    async fn a_held_call_may_be_slow_as_well(_runtime: Runtime) {
        let cat = MockCat::new();
        cat.expect_go().yielding(1).hold();
        let go = cat.calls_to_go();
        let (value, ()) = join!(cat.go("north"), async { go.next_held().await.respond(3).unwrap() });
        assert_eq!(value, 3);
    }

    async fn slow_calls_run_side_by_side(_runtime: Runtime) {
        let cat = MockCat::new();
        cat.expect_go().yielding(5).return_const(1_u32);
        join!(cat.go("north"), cat.go("south"), cat.go("east"));
        assert_eq!(cat.calls_to_go().max_in_flight(), 3);
    }
}

#[tokio::test(start_paused = true)]
async fn the_delay_is_virtual_while_time_is_paused() {
    let cat = MockCat::new();
    cat.expect_go().after(Duration::from_secs(3600)).return_const(1_u32);
    let began = (Instant::now(), tokio::time::Instant::now());
    cat.go("north").await;
    assert_eq!(began.1.elapsed(), Duration::from_secs(3600));
    assert!(began.0.elapsed() < Duration::from_secs(60));
    assert_eq!(cat.calls_to_go().last().unwrap().elapsed(), Duration::from_secs(3600));
}

#[tokio::test(start_paused = true)]
async fn the_delay_begins_with_the_first_poll() {
    let cat = MockCat::new();
    cat.expect_go().after(Duration::from_secs(10)).return_const(1_u32);
    let call = cat.go("north");
    tokio::time::sleep(Duration::from_secs(60)).await;
    let began = tokio::time::Instant::now();
    call.await;
    assert_eq!(began.elapsed(), Duration::from_secs(10));
}

#[tokio::test(start_paused = true)]
async fn what_an_answer_awaits_comes_after_the_delay() {
    let cat = MockCat::new();
    cat.expect_go().after(Duration::from_secs(10)).returning_async(|_| async {
        tokio::time::sleep(Duration::from_secs(5)).await;
        1
    });
    let began = tokio::time::Instant::now();
    cat.go("north").await;
    assert_eq!(began.elapsed(), Duration::from_secs(15));
}

#[tokio::test(start_paused = true)]
async fn a_limit_cuts_a_delay_short() {
    let cat = MockCat::new();
    cat.expect_go().after(Duration::from_secs(10)).return_const(1_u32);
    assert!(tokio::time::timeout(Duration::from_secs(3), cat.go("north")).await.is_err());
    let call = cat.calls_to_go().last().unwrap();
    assert_eq!(call.state(), CallState::Cancelled);
    assert_eq!(call.elapsed(), Duration::from_secs(3));
}

#[test]
fn a_runtime_without_its_timer_says_so() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let cat = MockCat::new();
        cat.expect_go().after(SHORT).return_const(1_u32);
        let text = failure_of(cat.go("north")).await;
        assert!(text.contains("timers are disabled"), "{text}");
        assert_eq!(cat.calls_to_go().last().unwrap().state(), CallState::Panicked);
    });
}

/// A slow call that is polled so often and then dropped, for every number of polls, leaves nothing behind.
#[tokio::test]
async fn a_slow_call_may_be_dropped_at_any_poll() {
    for polls in 0..4 {
        let cat = Arc::new(MockCat::new());
        cat.expect_go().times(..=1).yielding(2).return_const(1_u32);
        let mut call = Box::pin(cat.go("north"));
        let mut ready = false;
        for _ in 0..polls {
            ready = poll!(&mut call).is_ready();
        }
        drop(call);
        let state = cat.calls_to_go().last().unwrap().state();
        let expected = [CallState::NeverAwaited, CallState::Cancelled, CallState::Cancelled, CallState::Completed];
        assert_eq!(state, expected[polls]);
        assert_eq!(ready, polls == 3);
        assert_eq!(cat.calls_to_go().in_flight(), 0);
        if polls > 0 {
            let text = failure_of(cat.go("south")).await;
            assert!(text.contains("called 2 times which is more than the expected 1"), "{text}");
            cat.clear_expectations();
        }
    }
}
