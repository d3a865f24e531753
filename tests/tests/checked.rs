//! `checked`: what `#[asyncmock::test]` finds, on every executor, as far as that lets it be seen.

use std::future::pending;
use std::mem;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use asyncmock::{Guard, automock, checked};
use asyncmock_tests::{failure_of, next_line, on_every_runtime};
use tokio::sync::Notify;

#[automock]
trait Cat {
    fn pet(&self);
    async fn go(&self, direction: &str) -> bool;
}

#[automock]
trait Pool {
    async fn acquire(&self) -> Guard<u32>;
}

on_every_runtime! {
    async fn what_is_checked_gives_its_output(_runtime: Runtime) {
        let cat = MockCat::new();
        cat.expect_go().once().return_const(true);
        assert!(checked(async { cat.go("north").await }).await);
    }

    async fn a_mock_that_fails_in_a_task_fails_the_test(runtime: Runtime) {
        let checked_at = next_line!();
        let text = failure_of(checked(async move {
            let cat = MockCat::new();
            let place = next_line!();
            let task = runtime.spawn(async move { cat.go("north").await });
            let _ignored = futures::FutureExt::catch_unwind(std::panic::AssertUnwindSafe(task)).await;
            // Without it, it would be a plain panic of this test's.
            std::panic::panic_any(place);
        }));
        let text = text.await;
        let place = text.lines().next().unwrap_or_default().to_owned();
        assert_eq!(
            text,
            format!(
                "{place}

a mock failed in a task or on a thread of its own, where the failure was lost:

MockCat::go(\"north\"): No matching expectation found
  called at {place}
no expectation was set for MockCat::go
no other calls so far
  checked at {checked_at}"
            )
        );
    }

    async fn a_mock_that_is_leaked_is_verified(_runtime: Runtime) {
        let text = failure_of(checked(async {
            let cat = MockCat::new();
            cat.expect_pet().once().return_const(());
            mem::forget(cat);
        }));
        let text = text.await;
        let expected = "MockCat::pet: Expectation(<anything>) called 0 time(s) which is fewer than expected 1\n";
        assert!(text.starts_with(expected), "{text}");
    }

    async fn a_mock_that_a_task_drops_is_verified(runtime: Runtime) {
        let text = failure_of(checked(async move {
            let cat = MockCat::new();
            cat.expect_pet().once().return_const(());
            let task = runtime.spawn(async move { drop(cat) });
            let _ignored = futures::FutureExt::catch_unwind(std::panic::AssertUnwindSafe(task)).await;
        }));
        let text = text.await;
        let expected = "a mock failed in a task or on a thread of its own, where the failure was lost:\n\nMockCat::pet: \
                        Expectation(<anything>) called 0 time(s) which is fewer than expected 1\n";
        assert!(text.starts_with(expected), "{text}");
    }

    async fn a_mock_that_fails_on_a_thread_fails_the_test(_runtime: Runtime) {
        let text = failure_of(checked(async {
            let cat = MockCat::new();
            thread::spawn(move || {
                thread::sleep(Duration::from_millis(5));
                cat.pet();
            });
        }));
        let expected = "a mock failed in a task or on a thread of its own, where the failure was lost:\n\n\
                        MockCat::pet(): No matching expectation found\n";
        let text = text.await;
        assert!(text.starts_with(expected), "{text}");
    }

    async fn a_future_has_a_limit(_runtime: Runtime) {
        let place = next_line!();
        let waits = checked(async { Notify::new().notified().await }).timeout(Duration::from_millis(60));
        let text = failure_of(waits).await;
        let expected = format!("timed out after 60ms\n  test checked at {place}\n  it waits in tokio::sync::notify::Notified\n");
        assert!(text.starts_with(&expected), "{text}");
    }

    async fn guards_that_are_held_and_calls_that_are_not_awaited_are_found(_runtime: Runtime) {
        let leaves_a_guard = checked(async {
            let pool = MockPool::new();
            pool.expect_acquire().returns_guard(7);
            mem::forget(pool.acquire().await);
        });
        let text = failure_of(leaves_a_guard.deny_leaks()).await;
        assert!(text.starts_with("the test is over, but 1 guard is still held\nguards:\n"), "{text}");

        let does_not_await = checked(async {
            let cat = MockCat::new();
            cat.expect_go().return_const(true);
            drop(cat.go("north"));
        });
        let text = failure_of(does_not_await.deny_unawaited()).await;
        assert!(text.starts_with("1 call was never awaited\ncalls:\n  1. Cat::go(\"north\") at "), "{text}");
    }

    async fn a_panic_of_the_future_goes_on(_runtime: Runtime) {
        assert_eq!(failure_of(checked(async { panic!("no cat") })).await, "no cat");
    }

    async fn a_check_within_a_check_is_part_of_it(_runtime: Runtime) {
        let text = failure_of(checked(async {
            let cat = checked(async {
                let cat = MockCat::new();
                cat.expect_pet().once().return_const(());
                cat
            });
            mem::forget(cat.await);
        }));
        let text = text.await;
        assert!(text.starts_with("MockCat::pet: Expectation(<anything>) called 0 time(s)"), "{text}");
    }

    async fn a_check_that_is_dropped_is_verified_as_far_as_it_went(_runtime: Runtime) {
        let text = failure_of(async {
            let mut waits = checked(async {
                let cat = Arc::new(MockCat::new());
                cat.expect_pet().once().return_const(());
                mem::forget(Arc::clone(&cat));
                pending::<()>().await;
            });
            assert!(futures::poll!(&mut waits).is_pending());
        });
        let text = text.await;
        assert!(text.starts_with("MockCat::pet: Expectation(<anything>) called 0 time(s)"), "{text}");
    }

    async fn a_check_that_is_dropped_tells_what_its_body_says_meanwhile(_runtime: Runtime) {
        let text = failure_of(async {
            let mut waits = checked(async {
                let cat = MockCat::new();
                cat.expect_pet().once().return_const(());
                pending::<()>().await;
            });
            assert!(futures::poll!(&mut waits).is_pending());
        });
        let text = text.await;
        assert!(text.starts_with("MockCat::pet: Expectation(<anything>) called 0 time(s)"), "{text}");
    }

    async fn a_check_that_is_dropped_after_its_body_has_panicked_panics(_runtime: Runtime) {
        let text = failure_of(async {
            let mut panics = checked(async { panic!("no cat") });
            assert!(futures::poll!(&mut panics).is_pending(), "tasks have a few turns left");
        });
        assert_eq!(text.await, "no cat");
    }

    async fn checks_beside_each_other_are_apart(_runtime: Runtime) {
        let one = |turns: usize| {
            checked(async move {
                let cat = MockCat::new();
                cat.expect_pet().once().return_const(());
                for _ in 0..turns {
                    futures::pending!();
                }
                cat.pet();
            })
        };
        let wakes = std::future::poll_fn(|context| {
            context.waker().wake_by_ref();
            std::task::Poll::<()>::Pending
        });
        let both = futures::future::join(one(0), one(5000));
        futures::pin_mut!(wakes, both);
        futures::future::select(both, wakes).await;
    }

    async fn a_check_within_a_check_takes_no_options(_runtime: Runtime) {
        let within = checked(async { checked(async {}).timeout(Duration::from_secs(1)).await });
        assert_eq!(
            failure_of(within).await,
            "checked() is part of the test that it runs in, which the harness looks after: give these options to that"
        );
    }

    async fn a_check_that_was_never_polled_is_none(_runtime: Runtime) {
        drop(checked(async { panic!("it is not polled") }));
    }
}

#[tokio::test]
async fn tasks_that_are_left_are_found_but_not_those_that_were_there() {
    let before = tokio::spawn(pending::<()>());
    let place = next_line!();
    let leaves_a_task = checked(async { drop(tokio::spawn(pending::<()>())) });
    assert_eq!(
        failure_of(leaves_a_task.deny_leaks()).await,
        format!(
            "the test is over, but 1 task is still alive
tasks:
  1. task of tokio::spawn, whose place is not known (use rt::spawn to learn where it was started and waits)
  await or abort what it started, or leave out `deny_leaks()` and set `ASYNCMOCK_LEAKS=allow`
  checked at {place}"
        )
    );
    before.abort();
}

#[tokio::test]
async fn tasks_that_end_by_themselves_are_not_left() {
    checked(async {
        let (sender, receiver) = tokio::sync::oneshot::channel::<u32>();
        tokio::spawn(receiver);
        drop(sender);
    })
    .deny_leaks()
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_deadlock_is_seen_on_a_paused_clock() {
    let text = failure_of(checked(async { Notify::new().notified().await })).await;
    assert!(text.starts_with("deadlock: no task can run, and no timer is set\n  test checked at "), "{text}");
    let text = failure_of(checked(async { MockCat::new().calls_to_go().next().await })).await;
    let expected = "Cat::go: next: deadlock: no task can run, and no timer is set: no further call came\n";
    assert!(text.starts_with(expected), "{text}");
}

#[tokio::test(start_paused = true)]
async fn in_a_deadlock_a_task_says_where_it_waits() {
    let text = failure_of(checked(async {
        asyncmock::rt::spawn(async { Notify::new().notified().await }).await.unwrap();
    }))
    .await;
    let (_, task) = text.split_once("\ntasks still alive:\n  1. task spawned at ").expect(&text);
    let mut lines = task.lines();
    assert!(lines.next().unwrap().ends_with(" [pending]"), "{text}");
    assert_eq!(lines.next(), Some("     it waits in tokio::sync::notify::Notified"), "{text}");
    assert!(lines.next().unwrap().starts_with("       at tests/tests/checked.rs:"), "{text}");
}

#[tokio::test(start_paused = true)]
async fn a_timer_is_no_deadlock_on_a_paused_clock() {
    checked(async {
        tokio::spawn(tokio::time::sleep(Duration::from_secs(3600))).await.unwrap();
    })
    .await;
}
