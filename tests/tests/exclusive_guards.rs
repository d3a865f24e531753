//! Doubles of locks, semaphores and pools that really exclude, and locks whose grants are in the test's hand.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use asyncmock::{Cancelled, Guard, GuardState, automock};
use asyncmock_tests::{failure_of, on_every_runtime};
use futures::future::join_all;
use futures::{FutureExt as _, join, poll};

#[automock]
trait Lock {
    async fn lock(&self, who: u32) -> Guard<Vec<u32>>;
}

#[automock]
trait Semaphore {
    async fn acquire(&self) -> Result<Guard<()>, String>;
}

on_every_runtime! {
    /// A value is with one caller at a time, and goes on to the next as it was left.
    async fn a_mutex_excludes(_runtime: Runtime) {
        let lock = MockLock::new();
        lock.expect_lock().returns_exclusive([Vec::new()]);
        let guards = lock.guards_of_lock();
        let mut first = lock.lock(1).await;
        let mut second = Box::pin(lock.lock(2));
        assert!(poll!(&mut second).is_pending());
        first.push(1);
        assert_eq!(guards.held(), 1);
        drop(first);
        assert_eq!(*second.await, [1]);
        guards.assert_entered_times(2);
        guards.assert_max_held(1);
        guards.assert_all_released();
    }

    /// Many tasks at once: none of them sees another one's work half done.
    async fn a_mutex_excludes_tasks(runtime: Runtime) {
        let lock = Arc::new(MockLock::new());
        lock.expect_lock().returns_exclusive([Vec::new()]);
        let (guards, inside) = (lock.guards_of_lock(), Arc::new(AtomicUsize::new(0)));
        let tasks = (0..20).map(|who| {
            let (lock, inside) = (Arc::clone(&lock), Arc::clone(&inside));
            runtime.spawn(async move {
                let mut guard = lock.lock(who).await;
                assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0, "nobody else is inside");
                futures::future::ready(()).await;
                guard.push(who);
                inside.fetch_sub(1, Ordering::SeqCst);
            })
        });
        join_all(tasks).await;
        guards.assert_entered_times(20);
        guards.assert_max_held(1);
        assert_eq!(lock.lock(99).await.len(), 20);
    }

    /// Who came first is served first, and who gives up does not hinder others.
    async fn callers_are_served_in_the_order_in_which_they_came(_runtime: Runtime) {
        let lock = MockLock::new();
        lock.expect_lock().returns_exclusive([Vec::new()]);
        let held = lock.lock(0).await;
        let mut waiting: Vec<_> = (1..=4).map(|who| Box::pin(lock.lock(who))).collect();
        for call in &mut waiting {
            assert!(poll!(call).is_pending());
        }
        drop(waiting.remove(0));
        drop(held);
        // The first that still waits is next, however often the others ask.
        assert!(poll!(&mut waiting[2]).is_pending());
        let mut second = waiting.remove(0).await;
        second.push(2);
        drop(waiting.remove(0));
        drop(second);
        assert_eq!(*waiting.remove(0).await, [2]);
        lock.guards_of_lock().assert_entered_times(3);
    }

    /// Who was to be next, and has been woken, may give up as well.
    async fn a_turn_that_was_given_up_goes_on_to_the_next(_runtime: Runtime) {
        let lock = MockLock::new();
        lock.expect_lock().returns_exclusive([Vec::new()]);
        let held = lock.lock(0).await;
        let (mut first, mut second) = (Box::pin(lock.lock(1)), Box::pin(lock.lock(2)));
        assert!(poll!(&mut first).is_pending() && poll!(&mut second).is_pending());
        drop(held);
        drop(first);
        assert!(second.now_or_never().is_some());
    }

    /// The next is woken, though it was not its turn when the value came back.
    async fn a_turn_that_was_given_up_wakes_the_next(runtime: Runtime) {
        let lock = Arc::new(MockLock::new());
        lock.expect_lock().returns_exclusive([Vec::new()]);
        let calls = lock.calls_to_lock();
        let held = lock.lock(0).await;
        let mut first = Box::pin(lock.lock(1));
        assert!(poll!(&mut first).is_pending());
        let second = runtime.spawn({
            let lock = Arc::clone(&lock);
            async move { drop(lock.lock(2).await) }
        });
        calls.wait_for_awaited(3).await;
        drop(held);
        drop(first);
        calls.with_args(2).wait_for_completed(1).await;
        second.await;
    }

    async fn a_semaphore_lets_so_many_in(_runtime: Runtime) {
        let semaphore = MockSemaphore::new();
        semaphore.expect_acquire().returns_exclusive([(), ()]);
        let (first, second) = join!(semaphore.acquire(), semaphore.acquire());
        assert!(semaphore.acquire().now_or_never().is_none());
        drop((first, second));
        assert!(semaphore.acquire().now_or_never().is_some());
        semaphore.guards_of_acquire().assert_max_held(2);
    }

    /// A lock is not poisoned.
    async fn a_value_comes_back_from_a_panic(_runtime: Runtime) {
        let lock = MockLock::new();
        lock.expect_lock().returns_exclusive([vec![7]]);
        let text = failure_of(async {
            let _guard = lock.lock(1).await;
            panic!("on purpose");
        });
        assert_eq!(text.await, "on purpose");
        assert_eq!(*lock.lock(2).await, [7]);
        let states: Vec<GuardState> = lock.guards_of_lock().all().iter().map(|guard| guard.state()).collect();
        assert_eq!(states, [GuardState::Panicked, GuardState::Released]);
    }

    async fn a_value_that_is_taken_does_not_come_back(_runtime: Runtime) {
        let lock = MockLock::new();
        lock.expect_lock().returns_exclusive([vec![1], vec![2]]);
        assert_eq!(Guard::finish(lock.lock(1).await, "take"), [1]);
        let second = lock.lock(2).await;
        assert_eq!(*second, [2]);
        assert!(lock.lock(3).now_or_never().is_none());
    }

    /// The test says who gets the lock, and when.
    async fn the_test_can_grant_a_lock_in_any_order(runtime: Runtime) {
        let lock = Arc::new(MockLock::new());
        lock.expect_lock().hold();
        let (calls, guards) = (lock.calls_to_lock(), lock.guards_of_lock());
        let first = runtime.spawn({ let lock = Arc::clone(&lock); async move { drop(lock.lock(1).await) } });
        let one = calls.with_args(1).next_held().await;
        let second = runtime.spawn({ let lock = Arc::clone(&lock); async move { drop(lock.lock(2).await) } });
        let two = calls.with_args(2).next_held().await;
        assert_eq!(guards.count(), 0);
        two.respond_guard(vec![2]).unwrap();
        second.await;
        guards.assert_entered_times(1);
        one.respond_guard(vec![1]).unwrap();
        first.await;
        let granted: Vec<String> = guards.all().iter().map(|guard| format!("{guard:?}")).collect();
        assert!(granted[0].starts_with("guard of Lock::lock(2)") && granted[1].starts_with("guard of Lock::lock(1)"), "{granted:?}");
    }

    async fn a_lock_is_not_granted_to_a_call_that_is_gone(_runtime: Runtime) {
        let lock = MockLock::new();
        lock.expect_lock().hold();
        let calls = lock.calls_to_lock();
        assert!(lock.lock(1).now_or_never().is_none());
        let held = calls.next_held().await;
        assert_eq!(held.respond_guard(vec![1]), Err(Cancelled));
        lock.guards_of_lock().assert_entered_times(0);
    }
}
