//! Awaitable expectations: a test waits for calls, for awaits and for completions, on any runtime.

use std::sync::Arc;
use std::time::{Duration, Instant};

use asyncmock::{CallState, automock};
use asyncmock_tests::{failure, failure_of, next_line, on_every_runtime};
use futures::{FutureExt as _, join, poll};

#[automock]
trait Cat {
    async fn go(&self, direction: &str) -> bool;
    fn pet(&self, times: u32);
}

fn cat() -> Arc<MockCat> {
    let cat = MockCat::new();
    cat.expect_go().with_args("away").returning_async(|_| std::future::pending());
    cat.expect_go().return_const(true);
    cat.expect_pet().return_const(());
    Arc::new(cat)
}

/// A limit that is to be reached.
const SHORT: Duration = Duration::from_millis(30);

/// A limit that is not to be reached, however busy the machine is.
const LONG: Duration = Duration::from_secs(60);

on_every_runtime! {
    async fn a_call_that_is_made_later_is_waited_for(runtime: Runtime) {
        let cat = cat();
        let go = cat.calls_to_go().within(LONG);
        let task = runtime.spawn({
            let cat = Arc::clone(&cat);
            async move { cat.go("north").await }
        });
        let began = Instant::now();
        let call = go.next().await;
        // At its limit a wait looks once more, which must not be what helps it.
        assert!(began.elapsed() < LONG / 2, "the call wakes whoever waits for it");
        assert_eq!(call.args().0, "north");
        assert!(task.await);
        assert_eq!(call.state(), CallState::Completed);
    }

    async fn a_call_that_was_made_before_is_not_missed(_runtime: Runtime) {
        let cat = cat();
        cat.go("north").await;
        assert_eq!(cat.calls_to_go().next().await.args().0, "north");
    }

    async fn each_call_is_given_out_once_in_order(_runtime: Runtime) {
        let cat = cat();
        let pet = cat.calls_to_pet();
        for times in 0..600 {
            cat.pet(times);
        }
        for times in 0..600 {
            assert_eq!(pet.next().await.args().0, times);
        }
        assert!(poll!(pet.next()).is_pending());
    }

    async fn two_waits_of_one_view_get_two_calls(_runtime: Runtime) {
        let cat = cat();
        let pet = cat.calls_to_pet();
        let (first, second, ()) = join!(pet.next(), pet.next(), async {
            cat.pet(1);
            cat.pet(2);
        });
        assert_eq!((first.args().0, second.args().0), (1, 2));
    }

    async fn many_views_wait_at_once(runtime: Runtime) {
        let cat = cat();
        let waits: Vec<_> = (0..20)
            .map(|_| {
                let pet = cat.calls_to_pet();
                runtime.spawn(async move { pet.next().await.args().0 + pet.next().await.args().0 })
            })
            .collect();
        let pets = runtime.spawn(async move {
            cat.pet(1);
            cat.pet(2);
        });
        pets.await;
        assert_eq!(futures::future::join_all(waits).await, [3; 20]);
    }

    async fn a_clone_begins_where_its_original_stands(_runtime: Runtime) {
        let cat = cat();
        (1..=3).for_each(|times| cat.pet(times));
        let pet = cat.calls_to_pet();
        assert_eq!(pet.next().await.args().0, 1);
        let clone = pet.clone();
        assert_eq!(pet.next().await.args().0, 2);
        assert_eq!(clone.next().await.args().0, 2);
        assert_eq!(pet.within(SHORT).next().await.args().0, 3, "a limit does not make it another view");
        assert!(poll!(pet.next()).is_pending());
    }

    async fn a_filter_is_a_view_of_its_own(_runtime: Runtime) {
        let cat = cat();
        (1..=6).for_each(|times| cat.pet(times));
        let pet = cat.calls_to_pet();
        assert_eq!(pet.next().await.args().0, 1);
        let even = pet.matching(|times| times % 2 == 0);
        assert_eq!(even.next().await.args().0, 2);
        assert_eq!(even.next().await.args().0, 4);
        assert_eq!(pet.with_args(6).next().await.args().0, 6);
        assert_eq!(pet.next().await.args().0, 2);
    }

    async fn awaits_and_completions_have_orders_of_their_own(_runtime: Runtime) {
        let cat = cat();
        cat.expect_go().times(0);
        let go = cat.calls_to_go();
        let [first, second, third] = ["first", "second", "third"].map(|direction| cat.go(direction));
        assert!(poll!(go.next_awaited()).is_pending());
        third.await;
        first.await;
        assert_eq!(go.next_awaited().await.args().0, "third");
        assert_eq!(go.next_awaited().await.args().0, "first");
        assert_eq!(go.next_completed().await.args().0, "third");
        assert!(poll!(go.next_awaited()).is_pending());
        second.await;
        assert_eq!(go.next_awaited().await.args().0, "second");
        assert_eq!(go.next_completed().await.args().0, "first");
        assert_eq!(go.next_completed().await.args().0, "second");
        assert_eq!(go.next().await.args().0, "first", "calls have theirs as well");
    }

    async fn a_call_that_is_cancelled_never_completes(_runtime: Runtime) {
        let cat = cat();
        let go = cat.calls_to_go();
        assert!(cat.go("away").now_or_never().is_none());
        cat.go("home").await;
        assert_eq!(go.next_awaited().await.state(), CallState::Cancelled);
        assert_eq!(go.next_completed().await.args().0, "home");
    }

    async fn a_view_of_a_state_gives_a_call_out_when_it_comes_into_it(_runtime: Runtime) {
        let cat = cat();
        let cancelled = cat.calls_to_go().in_state(CallState::Cancelled);
        let mut away = Box::pin(cat.go("away"));
        assert!(poll!(&mut away).is_pending());
        let mut next = cancelled.next();
        assert!(poll!(&mut next).is_pending());
        cat.go("home").await;
        assert!(poll!(&mut next).is_pending());
        drop(away);
        assert_eq!(next.await.args().0, "away");
    }

    async fn counts_are_of_all_calls(_runtime: Runtime) {
        let cat = cat();
        let go = cat.calls_to_go();
        go.wait_for(0).await;
        let future = cat.go("north");
        cat.go("north").await;
        go.next().await;
        go.wait_for(2).await;
        go.wait_for_awaited(1).await;
        go.wait_for_completed(1).await;
        assert!(poll!(go.wait_for(3)).is_pending());
        assert!(poll!(go.wait_for_awaited(2)).is_pending());
        assert!(poll!(go.wait_for_completed(2)).is_pending());
        let (_, ()) = join!(future, go.with_args("north").wait_for_completed(2));
    }

    async fn a_count_in_a_state_is_that_of_the_moment(_runtime: Runtime) {
        let cat = cat();
        let pending = cat.calls_to_go().in_state(CallState::Pending);
        let mut both = pending.wait_for(2);
        let mut first = Box::pin(cat.go("away"));
        assert!(poll!(&mut first).is_pending());
        assert!(poll!(&mut both).is_pending());
        drop(first);
        let (mut second, mut third) = (Box::pin(cat.go("away")), Box::pin(cat.go("away")));
        assert!(poll!(&mut second).is_pending());
        assert!(poll!(&mut both).is_pending(), "the first has gone");
        assert!(poll!(&mut third).is_pending());
        both.await;
    }

    async fn a_filter_that_panics_loses_nothing(_runtime: Runtime) {
        let cat = cat();
        let fuse = std::sync::atomic::AtomicBool::new(true);
        let picky = cat.calls_to_pet().matching(move |_| !fuse.swap(false, std::sync::atomic::Ordering::SeqCst) || panic!("fuse"));
        cat.pet(1);
        assert_eq!(failure_of(picky.next()).await, "fuse");
        assert_eq!(picky.next().await.args().0, 1);
    }

    async fn any_limit_will_do(_runtime: Runtime) {
        let cat = cat();
        let pet = cat.calls_to_pet().within(Duration::MAX);
        let mut next = pet.next();
        assert!(poll!(&mut next).is_pending());
        cat.pet(1);
        next.await;
        pet.wait_for_blocking(1, Duration::MAX);
        let text = failure_of(pet.within(Duration::ZERO).next()).await;
        assert!(text.starts_with("Cat::pet: next: timed out after 0ns: "), "{text}");
        pet.within(Duration::ZERO).none_within(SHORT).await;
    }

    async fn none_may_come_into_a_state(_runtime: Runtime) {
        let cat = cat();
        let mut away = Box::pin(cat.go("away"));
        assert!(poll!(&mut away).is_pending());
        assert!(cat.go("away").now_or_never().is_none());
        let cancelled = cat.calls_to_go().in_state(CallState::Cancelled);
        cancelled.none_within(Duration::from_millis(1)).await;
        let mut none = cancelled.none_within(Duration::from_secs(3600));
        assert!(poll!(&mut none).is_pending());
        drop(away);
        let text = failure_of(none).await;
        assert!(text.contains("expected no call within 3600s, but there was Cat::go(\"away\") at "), "{text}");
    }

    async fn the_journal_has_the_calls_of_mocks_that_are_gone(_runtime: Runtime) {
        let pet = {
            let cat = cat();
            cat.pet(7);
            cat.calls_to_pet().within(SHORT)
        };
        let _another_session = cat();
        let text = failure_of(pet.wait_for(2)).await;
        assert!(text.contains("\n  1. Cat::pet(7) at "), "{text}");
    }

    async fn a_runtime_may_have_a_waker_that_panics(_runtime: Runtime) {
        struct Panics;
        impl std::task::Wake for Panics {
            fn wake(self: Arc<Self>) {
                panic!("a waker that panics");
            }
        }
        let cat = cat();
        let waker = Arc::new(Panics).into();
        let mut doomed = cat.calls_to_pet().within(Duration::from_millis(5)).next();
        assert!(doomed.poll_unpin(&mut std::task::Context::from_waker(&waker)).is_pending());
        std::thread::sleep(SHORT);
        let text = failure(|| cat.calls_to_pet().wait_for_blocking(1, SHORT));
        assert!(text.contains("timed out after 30ms"), "time limits go on: {text}");
    }

    async fn a_wait_that_is_dropped_takes_nothing_along(_runtime: Runtime) {
        let cat = cat();
        let pet = cat.calls_to_pet();
        let mut dropped = pet.next();
        assert!(poll!(&mut dropped).is_pending());
        cat.pet(1);
        drop(dropped);
        assert_eq!(pet.next().await.args().0, 1);
    }

    async fn a_wait_may_go_on_in_another_task(runtime: Runtime) {
        let cat = cat();
        let pet = cat.calls_to_pet();
        let mut next = pet.next();
        assert!(poll!(&mut next).is_pending());
        let task = runtime.spawn(async move { next.await.args().0 });
        cat.pet(1);
        assert_eq!(task.await, 1);
    }

    async fn views_wait_for_mocks_that_are_gone(_runtime: Runtime) {
        let cat = cat();
        let pet = cat.calls_to_pet();
        cat.pet(1);
        drop(cat);
        assert_eq!(pet.next().await.args().0, 1);
        let text = failure_of(pet.within(SHORT).next()).await;
        assert!(text.starts_with("Cat::pet: next: timed out after 30ms: "), "{text}");
    }

    async fn a_wait_in_vain_ends_with_the_journal(_runtime: Runtime) {
        let cat = cat();
        let (go, pet) = (cat.calls_to_go().within(SHORT), cat.calls_to_pet().within(SHORT));
        let wait = next_line!();
        let text = failure_of(pet.next()).await;
        assert_eq!(
            text,
            format!(
                "Cat::pet: next: timed out after 30ms: no further call came
  waited at {wait}
no calls so far"
            )
        );
        let at_go = next_line!();
        let future = cat.go("north");
        let at_pet = next_line!();
        cat.pet(7);
        pet.next().await;
        let wait = next_line!();
        let text = failure_of(go.next_awaited()).await;
        assert_eq!(
            text,
            format!(
                "Cat::go: next_awaited: timed out after 30ms: no further await came
  waited at {wait}
calls so far:
  1. Cat::go(\"north\") at {at_go} [not awaited yet]
  2. Cat::pet(7) at {at_pet} [completed]"
            )
        );
        let wait = next_line!();
        let text = failure_of(pet.wait_for_completed(3)).await;
        assert_eq!(
            text,
            format!(
                "Cat::pet: wait_for_completed: timed out after 30ms: expected 3 completions, but there was 1
  waited at {wait}
calls so far:
  1. Cat::go(\"north\") at {at_go} [not awaited yet]
  2. Cat::pet(7) at {at_pet} [completed]"
            )
        );
        future.await;
    }

    async fn none_within_ends_with_the_first_call(runtime: Runtime) {
        let cat = cat();
        cat.pet(1);
        let pet = cat.calls_to_pet();
        pet.none_within(Duration::from_millis(1)).await;
        pet.with_args(3).none_within(Duration::from_millis(1)).await;
        let wait = next_line!();
        let mut none = pet.none_within(Duration::from_secs(3600));
        assert!(poll!(&mut none).is_pending());
        let at_first = next_line!();
        cat.pet(1);
        let at_second = next_line!();
        runtime.spawn(async move { cat.pet(2) }).await;
        assert_eq!(
            failure_of(none).await,
            format!(
                "Cat::pet: none_within: expected no call within 3600s, but there was Cat::pet(1) at {at_first} [completed]
  waited at {wait}
calls so far:
  1. Cat::pet(1) at {} [completed]
  2. Cat::pet(1) at {at_first} [completed]
  3. Cat::pet(2) at {at_second} [completed]",
                pet.get(0).map(|call| format!("{}:{}", call.location().file(), call.location().line())).unwrap()
            )
        );
    }

    async fn a_thread_waits_without_a_runtime(_runtime: Runtime) {
        let cat = cat();
        let pet = cat.calls_to_pet();
        let waits = std::thread::spawn({
            let pet = pet.clone();
            move || pet.wait_for_blocking(2, LONG)
        });
        cat.pet(1);
        cat.pet(2);
        waits.join().unwrap();
        let wait = next_line!();
        let text = failure(|| pet.with_args(1).wait_for_blocking(2, SHORT));
        let reason = "Cat::pet(1): wait_for_blocking: timed out after 30ms: expected 2 calls, but there was 1";
        assert!(text.starts_with(reason) && text.contains(&format!("\n  waited at {wait}\n")), "{text}");
    }

    async fn a_mock_that_failed_in_another_task_is_why(runtime: Runtime) {
        let cat = Arc::new(MockCat::new());
        let pet = cat.calls_to_pet().within(LONG);
        let task = runtime.spawn({
            let cat = Arc::clone(&cat);
            async move { std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| cat.go("north").now_or_never())).is_err() }
        });
        let began = Instant::now();
        // Unless the task was faster, and the view is the first to say it.
        let text = failure_of(async { pet.next().await }).await;
        assert!(text.contains("MockCat::go(\"north\"): No matching expectation found"), "{text}");
        assert!(began.elapsed() < LONG / 2, "not when the wait times out");
        assert!(task.await);
    }
}

#[test]
fn a_wait_may_be_dropped_at_any_poll() {
    for polls in 0..6 {
        let cat = cat();
        let pet = cat.calls_to_pet();
        // It needs three polls, as there is one call between two of them.
        let mut wait = Box::pin(async { [pet.next().await.args().0, pet.next().await.args().0] });
        for times in 0..polls {
            if futures::executor::block_on(async { poll!(&mut wait) }).is_ready() {
                break;
            }
            cat.pet(times);
        }
        drop(wait);
        cat.pet(100);
        // What it has given out was given out; nothing else is lost.
        let rest: Vec<u32> = std::iter::from_fn(|| pet.next().now_or_never()).map(|call| call.args().0).collect();
        let expected: [&[u32]; 6] = [&[100], &[0, 100], &[1, 100], &[100], &[100], &[100]];
        assert_eq!(rest, expected[polls as usize], "{polls} polls");
    }
}

#[tokio::test]
async fn who_blocks_the_runtime_is_told() {
    let cat = cat();
    let pet = cat.calls_to_pet();
    tokio::spawn(async move { cat.pet(1) });
    let text = failure(|| pet.wait_for_blocking(1, SHORT));
    let expected = "Cat::pet: wait_for_blocking: timed out after 30ms: expected 1 call, but there were 0; no task of this \
                    thread's runtime can run meanwhile: use `wait_for(..).await`\n";
    assert!(text.starts_with(expected), "{text}");
    pet.wait_for(1).await;
}

/// A clock that is paused moves by itself when nothing can run, which is no reason to give up, or to wait for long.
mod paused {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn hours_of_virtual_time_are_no_limit() {
        let cat = cat();
        let pet = cat.calls_to_pet();
        let task = tokio::spawn(async move {
            for times in 0..3 {
                tokio::time::sleep(Duration::from_secs(3600)).await;
                cat.pet(times);
            }
        });
        pet.wait_for(3).await;
        task.await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn a_wait_for_nothing_is_a_deadlock() {
        let cat = cat();
        let wait = next_line!();
        let text = failure_of(cat.calls_to_pet().within(LONG).next()).await;
        assert_eq!(
            text,
            format!(
                "Cat::pet: next: deadlock: no task can run, and no timer is set: no further call came
  waited at {wait}
no calls so far"
            )
        );
    }

    #[tokio::test(start_paused = true)]
    async fn a_wait_for_nothing_fails_within_a_second() {
        let cat = cat();
        // On a machine that is busy with something else, it may take longer now and then.
        let is_quick = async || {
            let began = Instant::now();
            failure_of(cat.calls_to_pet().within(LONG).next()).await;
            began.elapsed() < Duration::from_secs(1)
        };
        for _ in 0..20 {
            if is_quick().await {
                return;
            }
        }
        panic!("it takes longer every time");
    }

    #[tokio::test(start_paused = true)]
    async fn a_thread_that_the_runtime_does_not_know_may_take_its_time() {
        let cat = cat();
        let pet = cat.calls_to_pet();
        let thread = std::thread::spawn(move || {
            for times in 0..5 {
                std::thread::sleep(Duration::from_millis(200));
                cat.pet(times);
            }
        });
        pet.wait_for(5).await;
        thread.join().unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn a_blocking_task_may_take_longer() {
        let cat = cat();
        let pet = cat.calls_to_pet();
        let task = tokio::task::spawn_blocking(move || {
            std::thread::sleep(Duration::from_millis(1200));
            cat.pet(1);
        });
        pet.next().await;
        task.await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn a_task_that_only_ticks_ends_with_the_limit() {
        let cat = cat();
        let ticks = tokio::spawn(async {
            loop {
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        });
        let text = failure_of(cat.calls_to_pet().within(Duration::from_millis(300)).next()).await;
        assert!(text.starts_with("Cat::pet: next: timed out after 300ms: "), "{text}");
        ticks.abort();
    }

    #[tokio::test(start_paused = true)]
    async fn work_on_the_runtimes_thread_is_no_deadlock() {
        let cat = cat();
        tokio::spawn(async { std::thread::sleep(Duration::from_millis(900)) });
        cat.calls_to_pet().none_within(Duration::from_secs(1)).await;
    }

    #[tokio::test(start_paused = true)]
    async fn a_timer_after_blocking_work_is_no_deadlock() {
        let cat = cat();
        let pet = cat.calls_to_pet();
        let task = tokio::spawn(async move {
            tokio::task::spawn_blocking(|| std::thread::sleep(Duration::from_millis(900))).await.unwrap();
            tokio::time::sleep(Duration::from_secs(3600)).await;
            cat.pet(1);
        });
        pet.next().await;
        task.await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn a_thread_that_blocking_work_has_started_may_take_its_time() {
        let cat = cat();
        let pet = cat.calls_to_pet();
        let task = tokio::task::spawn_blocking(move || {
            std::thread::sleep(Duration::from_millis(900));
            std::thread::spawn(move || {
                std::thread::sleep(Duration::from_millis(200));
                cat.pet(1);
            })
        });
        pet.next().await;
        task.await.unwrap().join().unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn none_within_takes_virtual_time() {
        let cat = cat();
        let began = (Instant::now(), tokio::time::Instant::now());
        cat.calls_to_pet().none_within(Duration::from_secs(7200)).await;
        assert_eq!(began.1.elapsed(), Duration::from_secs(7200));
        assert!(began.0.elapsed() < LONG);
    }
}
