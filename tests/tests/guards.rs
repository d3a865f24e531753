//! Guard doubles: how they are entered, every way in which they are left, and what a test asks of all guards of a method.

use std::ops::{Deref, DerefMut};
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use asyncmock::{Guard, GuardState, automock, journal};
use asyncmock_tests::{failure, failure_of, next_line, on_every_runtime, untimed};
use futures::executor::block_on;
use futures::future::{BoxFuture, FutureExt as _, pending, select};
use futures::{join, poll};

#[automock]
trait Pool {
    async fn acquire(&self, id: u32) -> Result<Guard<String>, String>;
    fn try_lock(&self) -> Option<Guard<u32>>;
    fn boxed(&self) -> BoxFuture<'static, Box<Guard<u32>>>;
    fn pinned(&self) -> Pin<Box<Guard<u32>>>;
    fn object(&self) -> Box<dyn Deref<Target = u32> + Send>;
    fn hidden(&self) -> impl DerefMut<Target = u32>;
    fn count(&self) -> u32;
}

#[automock]
trait Db {
    async fn query(&self, sql: &str) -> u32;
}

/// A connection that can't be cloned.
#[derive(Debug, PartialEq)]
struct Connection(u32);

#[automock]
trait Connections {
    async fn connect(&self) -> Guard<Connection>;
    async fn mocked(&self) -> Guard<MockDb>;
}

fn mocks() -> (Arc<MockPool>, Arc<MockDb>) {
    let (pool, db) = (MockPool::new(), MockDb::new());
    pool.expect_acquire().returns_guard("connection".to_owned());
    db.expect_query().with_args("slow").yielding(1).return_const(1_u32);
    db.expect_query().with_args("never").pending().optional();
    db.expect_query().return_const(0_u32);
    (Arc::new(pool), Arc::new(db))
}

on_every_runtime! {
    /// The value can be used, and the guard is released when it is dropped.
    async fn a_guard_is_released_when_it_is_dropped(_runtime: Runtime) {
        let (pool, _db) = mocks();
        let guards = pool.guards_of_acquire();
        assert_eq!((guards.count(), guards.held()), (0, 0));
        let at = next_line!();
        let mut guard = pool.acquire(3).await.unwrap();
        guard.push('!');
        assert_eq!(*guard, "connection!");
        assert_eq!((guards.count(), guards.held()), (1, 1));
        let [probe] = &guards.all()[..] else { panic!("there is one") };
        assert_eq!((probe.state(), probe.is_held()), (GuardState::Held, true));
        assert_eq!(format!("{}:{}", probe.location().file(), probe.location().line()), at);
        assert_eq!(format!("{probe:?}"), format!("guard of Pool::acquire(3) at {at} [still held]"));
        drop(guard);
        assert_eq!((probe.state(), probe.is_held(), guards.held()), (GuardState::Released, false, 0));
        assert_eq!(untimed(format!("{probe:?}")), format!("guard of Pool::acquire(3) at {at} [released]"));
        guards.assert_entered_times(1);
        guards.assert_all_released();
        guards.assert_none_held();
    }

    async fn a_guard_that_is_dropped_by_a_panic_has_panicked(runtime: Runtime) {
        let (pool, _db) = mocks();
        let guards = pool.guards_of_acquire();
        let task = runtime.spawn(async move {
            let text = failure_of(async {
                let _guard = pool.acquire(1).await.unwrap();
                panic!("on purpose");
            });
            text.await
        });
        assert_eq!(task.await, "on purpose");
        assert_eq!(guards.all()[0].state(), GuardState::Panicked);
    }

    /// What a future waits for is dropped before its guards.
    async fn a_guard_whose_future_is_dropped_in_a_call_is_cancelled(_runtime: Runtime) {
        let (pool, db) = mocks();
        let (guards, query) = (pool.guards_of_acquire(), db.calls_to_query());
        let (entered, line) = (next_line!(), line!() + 4);
        let mut work = Box::pin(async { let _guard = pool.acquire(1).await.unwrap();
            // Locals are dropped one after the other.
            let _other = "other".to_owned();
            db.query("never").await;
        });
        assert!(poll!(&mut work).is_pending());
        drop(work);
        let probe = &guards.all()[0];
        assert_eq!(probe.state(), GuardState::Cancelled);
        let with = format!("with Db::query(\"never\") at {}:{line}]", file!());
        let text = format!("{probe:?}");
        assert!(text.starts_with(&format!("guard of Pool::acquire(1) at {entered} [cancelled")), "{text}");
        assert!(text.ends_with(&with), "{text}");
        assert_eq!(query.in_state(asyncmock::CallState::Cancelled).count(), 1);
    }

    /// Who gives up a call and goes on has not been cancelled.
    async fn a_guard_is_released_after_a_call_was_given_up(_runtime: Runtime) {
        let (pool, db) = mocks();
        let guards = pool.guards_of_acquire();
        let work = async {
            let _guard = pool.acquire(1).await.unwrap();
            let slow = Box::pin(db.query("never"));
            drop(select(slow, futures::future::ready(())).await);
        };
        Box::pin(work).await;
        let probe = &guards.all()[0];
        assert_eq!(probe.state(), GuardState::Released);
        assert!(untimed(format!("{probe:?}")).contains("[released, with Db::query(\"never\") at "), "{probe:?}");
    }

    /// Where no mocked call is waited for, nothing tells the guard.
    async fn a_guard_whose_future_is_dropped_elsewhere_is_released(_runtime: Runtime) {
        let (pool, _db) = mocks();
        let mut work = Box::pin(async {
            let _guard = pool.acquire(1).await.unwrap();
            pending::<()>().await;
        });
        assert!(poll!(&mut work).is_pending());
        drop(work);
        assert_eq!(format!("{:?}", pool.guards_of_acquire().all()[0].state()), "Released");
    }

    /// A call that is cancelled before its guard is given has given none.
    async fn a_guard_is_entered_when_its_call_is_over(_runtime: Runtime) {
        let pool = MockPool::new();
        pool.expect_acquire().with_args(1).yielding(1).returns_guard("one".to_owned());
        pool.expect_acquire().with_args(2).pending().returns_guard("two".to_owned());
        let guards = pool.guards_of_acquire();
        let mut first = Box::pin(pool.acquire(1));
        assert!(poll!(&mut first).is_pending());
        assert_eq!(guards.count(), 0);
        let guard = first.await.unwrap();
        assert_eq!(guards.held(), 1);
        drop(guard);
        assert!(pool.acquire(1).now_or_never().is_none());
        assert!(pool.acquire(2).now_or_never().is_none());
        guards.assert_entered_times(1);
        guards.assert_all_released();
    }

    async fn a_finished_guard_says_by_what(_runtime: Runtime) {
        let (pool, _db) = mocks();
        let guards = pool.guards_of_acquire();
        let at = next_line!();
        let (first, second) = (pool.acquire(1).await.unwrap(), pool.acquire(2).await.unwrap());
        assert_eq!(Guard::finish(first, "commit"), "connection");
        guards.all()[0].assert_released_by("commit");
        Guard::finish(second, "rollback");
        let asserted = next_line!();
        let text = failure(|| guards.assert_released_by("commit"));
        assert_eq!(
            text,
            format!(
                "Pool::acquire: assert_released_by(\"commit\"): 1 of 2 guards was not finished by commit
  asserted at {asserted}
guards so far:
  1. guard of Pool::acquire(1) at {at} [finished by commit]
  2. guard of Pool::acquire(2) at {at} [finished by rollback]"
            )
        );
        let asserted = next_line!();
        let text = failure(|| guards.all()[1].assert_released_by("commit"));
        assert_eq!(
            text,
            format!(
                "Pool::acquire(2): assert_released_by(\"commit\"): the guard was not finished by commit
  asserted at {asserted}
guards so far:
  1. guard of Pool::acquire(2) at {at} [finished by rollback]"
            )
        );
    }

    async fn a_test_can_wait_until_guards_are_released(runtime: Runtime) {
        let (pool, db) = mocks();
        let guards = pool.guards_of_acquire();
        let working = runtime.spawn({
            let pool = Arc::clone(&pool);
            async move {
                let _guard = pool.acquire(1).await.unwrap();
                db.query("slow").await;
            }
        });
        guards.released().await;
        guards.all()[0].released().await;
        working.await;
        guards.assert_entered_times(1);
    }

    /// A leaked guard is held for ever.
    async fn a_leaked_guard_is_still_held(_runtime: Runtime) {
        let (pool, _db) = mocks();
        let guards = pool.guards_of_acquire();
        let at = next_line!();
        std::mem::forget(pool.acquire(1).await.unwrap());
        drop(pool.acquire(2).await.unwrap());
        drop(pool);
        let asserted = next_line!();
        let text = failure(|| guards.assert_all_released());
        let second = guards.all()[1].location().line();
        assert_eq!(
            text,
            format!(
                "Pool::acquire: assert_all_released: 1 of 2 guards is still held
  asserted at {asserted}
guards so far:
  1. guard of Pool::acquire(1) at {at} [still held]
  2. guard of Pool::acquire(2) at {}:{second} [released]",
                file!()
            )
        );
        assert!(failure(|| guards.assert_none_held()).starts_with("Pool::acquire: assert_none_held: 1 of 2 guards is still held\n"));
    }

    async fn calls_can_be_asserted_to_run_under_a_guard(_runtime: Runtime) {
        let (pool, db) = mocks();
        let (guards, query) = (pool.guards_of_acquire(), db.calls_to_query());
        let entered = next_line!();
        let guard = pool.acquire(1).await.unwrap();
        let inside = next_line!();
        db.query("slow").await;
        drop(guard);
        guards.assert_covers(&query);
        let asserted = next_line!();
        let text = failure(|| guards.assert_not_held_during(&query));
        assert_eq!(
            text,
            format!(
                "Pool::acquire: assert_not_held_during Db::query: the guard of Pool::acquire(1) at {entered} [released] was \
                 held during Db::query(\"slow\") at {inside} [completed]
  asserted at {asserted}
guards and calls so far:
  1. guard of Pool::acquire(1) at {entered} [released]
  2. Db::query(\"slow\") at {inside} [completed]"
            )
        );
        let outside = next_line!();
        db.query("fast").await;
        guards.assert_covers(&query.with_args("slow"));
        guards.assert_not_held_during(&query.with_args("fast"));
        let asserted = next_line!();
        let text = failure(|| guards.assert_covers(&query));
        assert_eq!(
            text,
            format!(
                "Pool::acquire: assert_covers Db::query: no guard was held during Db::query(\"fast\") at {outside} [completed]
  asserted at {asserted}
guards and calls so far:
  1. guard of Pool::acquire(1) at {entered} [released]
  2. Db::query(\"slow\") at {inside} [completed]
  3. Db::query(\"fast\") at {outside} [completed]"
            )
        );
        let text = failure(|| guards.assert_covers(&query.with_args("other")));
        assert!(text.starts_with("Pool::acquire: assert_covers Db::query(\"other\"): there was no await of Db::query(\"other\")\n"), "{text}");
        let text = failure(|| guards.assert_not_held_during(&query.with_args("other")));
        assert!(text.contains("there was no await of Db::query(\"other\")"), "{text}");
    }

    /// A guard that is let go while a call is under way neither covers it, nor is it without it.
    async fn a_guard_that_is_released_in_the_middle_covers_nothing(_runtime: Runtime) {
        let (pool, db) = mocks();
        let (guards, query) = (pool.guards_of_acquire(), db.calls_to_query());
        let guard = pool.acquire(1).await.unwrap();
        let mut slow = Box::pin(db.query("slow"));
        assert!(poll!(&mut slow).is_pending());
        drop(guard);
        slow.await;
        failure(|| guards.assert_covers(&query));
        failure(|| guards.assert_not_held_during(&query));
    }

    async fn the_number_of_guards_held_at_once_is_known(_runtime: Runtime) {
        let (pool, db) = mocks();
        let guards = pool.guards_of_acquire();
        let work = async |id| {
            let _guard = pool.acquire(id).await.unwrap();
            db.query("slow").await;
        };
        work(0).await;
        assert_eq!(guards.max_held(), 1);
        join!(work(1), work(2), work(3));
        assert_eq!(guards.max_held(), 3);
        guards.assert_max_held(3);
        let text = failure(|| guards.assert_max_held(2));
        assert!(text.starts_with("Pool::acquire: assert_max_held: expected at most 2 held at once, but there were 3\n"), "{text}");
        let text = failure(|| guards.assert_entered_times(..4));
        let reason = "expected at most 3 entered guards, but there were 4\n";
        assert!(text.starts_with(&format!("Pool::acquire: assert_entered_times: {reason}")), "{text}");
    }

    async fn guards_can_be_nested(_runtime: Runtime) {
        let pool = MockPool::new();
        pool.expect_acquire().returns_guard("connection".to_owned());
        pool.expect_try_lock().returns_guard(1);
        let (outer, inner) = (pool.guards_of_acquire(), pool.guards_of_try_lock());
        {
            let _outer = pool.acquire(1).await.unwrap();
            let _inner = pool.try_lock().unwrap();
        }
        inner.assert_nested_in(&outer);
        outer.assert_same_order(&inner);
        let text = failure(|| outer.assert_nested_in(&inner));
        assert!(text.contains("was not held within one of Pool::try_lock\n"), "{text}");
        let (_inner, _outer) = (pool.try_lock().unwrap(), pool.acquire(2).await.unwrap());
        let text = failure(|| outer.assert_same_order(&inner));
        assert!(text.starts_with("Pool::acquire: assert_same_order Pool::try_lock: this can end in a deadlock: the guard of "), "{text}");
        let text = failure(|| inner.assert_nested_in(&outer));
        assert!(text.starts_with("Pool::try_lock: assert_nested_in Pool::acquire: the guard of Pool::try_lock() at "), "{text}");
    }
}

/// Two tasks on one thread hold what they hold by themselves.
#[tokio::test]
async fn guards_of_two_tasks_are_in_no_order() {
    let pool = Arc::new(MockPool::new());
    pool.expect_acquire().returns_guard("connection".to_owned());
    pool.expect_try_lock().returns_guard(1);
    let (connections, locks) = (pool.guards_of_acquire(), pool.guards_of_try_lock());
    let tasks = (0..2).map(|id| {
        let pool = Arc::clone(&pool);
        tokio::spawn(async move {
            let _connection = pool.acquire(id).await.unwrap();
            tokio::task::yield_now().await;
            let _lock = pool.try_lock().unwrap();
            tokio::task::yield_now().await;
        })
    });
    futures::future::join_all(tasks).await;
    connections.assert_same_order(&locks);
}

/// A view of some calls has their guards.
#[tokio::test]
async fn the_guards_of_some_calls_can_be_asked_for() {
    let (pool, _db) = mocks();
    let calls = pool.calls_to_acquire();
    let _first = pool.acquire(1).await.unwrap();
    drop(pool.acquire(2).await.unwrap());
    calls.with_args(2).guards().assert_all_released();
    assert_eq!(
        (calls.guards().held(), calls.with_args(1).guards().held(), calls.with_args(3).guards().count()),
        (1, 1, 0)
    );
    let text = failure(|| calls.with_args(1).guards().assert_all_released());
    assert!(text.starts_with("Pool::acquire(1): assert_all_released: 1 of 1 guard is still held\n"), "{text}");
}

/// How many were cancelled, or panicked, without a look at each.
#[tokio::test]
async fn guards_that_were_cancelled_can_be_counted() {
    let (pool, db) = mocks();
    let guards = pool.guards_of_acquire();
    let work = async {
        let _guard = pool.acquire(1).await.unwrap();
        db.query("never").await;
    };
    assert!(Box::pin(work).now_or_never().is_none());
    let panics = async {
        let _guard = pool.acquire(2).await.unwrap();
        panic!("on purpose");
    };
    assert_eq!(failure_of(panics).await, "on purpose");
    guards.assert_cancelled(1);
    guards.assert_panicked(1);
    let text = failure(|| guards.assert_cancelled(0));
    assert!(
        text.starts_with("Pool::acquire: assert_cancelled: expected no cancelled guard, but there was 1\n"),
        "{text}"
    );
    let text = failure(|| guards.assert_panicked(2..));
    assert!(
        text.starts_with("Pool::acquire: assert_panicked: expected at least 2 panicked guards, but there was 1\n"),
        "{text}"
    );
}

/// What the guard is on may depend on the arguments.
#[tokio::test]
async fn what_a_guard_is_on_can_be_made_of_the_arguments() {
    let pool = MockPool::new();
    pool.expect_acquire().returning_guard(|id| format!("connection {id}"));
    let mut count = 0;
    pool.expect_try_lock().returning_guard(move || {
        count += 1;
        count
    });
    let (first, second) = (pool.acquire(1).await.unwrap(), pool.acquire(2).await.unwrap());
    assert_eq!((first.as_str(), second.as_str()), ("connection 1", "connection 2"));
    assert_eq!((*pool.try_lock().unwrap(), *pool.try_lock().unwrap()), (1, 2));
    assert_eq!((pool.guards_of_acquire().held(), pool.guards_of_try_lock().count()), (2, 2));
}

/// What has given a guard away, or has one beside a closure, is no future that was dropped.
#[tokio::test]
async fn a_guard_that_a_future_gave_is_released() {
    struct Session<F> {
        _guard: Guard<String>,
        _close: F,
    }
    let (pool, db) = mocks();
    let give_up = async || {
        let guard = pool.acquire(1).await.unwrap();
        drop(select(Box::pin(db.query("never")), futures::future::ready(())).await);
        guard
    };
    let id = 7;
    drop(Session { _guard: give_up().await, _close: move || id });
    let mut done = Box::pin(futures::future::maybe_done(give_up()));
    done.as_mut().await;
    drop(done);
    pool.guards_of_acquire().assert_cancelled(0);
    pool.guards_of_acquire().assert_all_released();
}

/// Every form in which a method can give a guard.
#[tokio::test]
async fn guards_come_in_every_form() {
    let pool = MockPool::new();
    pool.expect_try_lock().returns_guard(1);
    pool.expect_boxed().returns_guard(2);
    pool.expect_pinned().returns_guard(3);
    pool.expect_object().returns_guard(4_u32);
    pool.expect_hidden().returns_guard(5_u32);
    for _ in 0..2 {
        assert_eq!(*pool.try_lock().unwrap(), 1);
        assert_eq!(**pool.boxed().await, 2);
        assert_eq!(**pool.pinned(), 3);
        assert_eq!(**pool.object(), 4);
        *pool.hidden() += 1;
    }
    let all = [
        pool.guards_of_try_lock(),
        pool.guards_of_boxed(),
        pool.guards_of_pinned(),
        pool.guards_of_object(),
        pool.guards_of_hidden(),
    ];
    for guards in all {
        guards.assert_entered_times(2);
        guards.assert_all_released();
    }
}

/// A value that can be cloned serves every call; another serves one.
#[tokio::test]
async fn a_value_that_can_not_be_cloned_serves_one_call() {
    let connections = MockConnections::new();
    connections.expect_connect().returns_guard(Connection(1));
    assert_eq!(*connections.connect().await, Connection(1));
    let at = next_line!();
    let text = failure_of(connections.connect()).await;
    assert_eq!(
        text,
        "MockConnections::connect: returns_guard() has given its value away, which can't be cloned; give one expectation for \
         each call, or a value that is `Clone`"
    );
    let last = connections.calls_to_connect().last().unwrap();
    let text = format!("Connections::connect() at {at} [panicked");
    assert!(last.to_string().starts_with(&text), "{last}");
}

/// A connection of a pool that expects queries.
#[tokio::test]
async fn a_guard_may_be_on_another_mock() {
    let (connections, db) = (MockConnections::new(), MockDb::new());
    db.expect_query().with_args("select 1").times(1).return_const(7_u32);
    let query = db.calls_to_query();
    connections.expect_mocked().returns_guard(db);
    let connection = connections.mocked().await;
    assert_eq!(connection.query("select 1").await, 7);
    drop(connection);
    connections.guards_of_mocked().assert_covers(&query);
}

/// A guard is dropped with its value: the mock in it is verified.
#[tokio::test]
async fn a_mock_in_a_guard_is_verified_when_that_is_released() {
    let (connections, db) = (MockConnections::new(), MockDb::new());
    db.expect_query().times(1).return_const(7_u32);
    connections.expect_mocked().returns_guard(db);
    let connection = connections.mocked().await;
    let text = failure(|| drop(connection));
    assert!(
        text.starts_with("MockDb::query: Expectation(<anything>) called 0 time(s) which is fewer than expected 1"),
        "{text}"
    );
    connections.guards_of_mocked().assert_all_released();
}

/// Whoever makes guards by himself has a probe of each.
#[test]
fn a_guard_by_itself_has_a_probe() {
    let at = next_line!();
    let (guard, probe) = Guard::new(vec![1_u32]);
    assert_eq!(format!("{guard:?}"), "Guard(Some([1]))");
    assert_eq!(format!("{probe:?}"), format!("guard of Guard<Vec<u32>> at {at} [still held]"));
    let same = Guard::probe(&guard);
    let text = failure(|| {
        let _guard = guard;
        panic!("on purpose");
    });
    assert_eq!(text, "on purpose");
    assert_eq!((probe.state(), same.state()), (GuardState::Panicked, GuardState::Panicked));
}

/// The journal has the guards among the calls.
#[tokio::test(start_paused = true)]
async fn guards_are_in_the_journal_with_places_and_times() {
    let (pool, db) = mocks();
    let at = next_line!();
    let guard = pool.acquire(1).await.unwrap();
    tokio::time::advance(Duration::from_millis(20)).await;
    let query = next_line!();
    db.query("fast").await;
    drop(guard);
    let lines: Vec<String> = journal().lines().collect();
    let expected = [
        format!("Pool::acquire(1) at {at} [completed]"),
        format!("guard of Pool::acquire(1) at {at} [released after 20ms]"),
        format!("Db::query(\"fast\") at {query} [completed]"),
    ];
    assert_eq!(lines, expected);
}

/// A wait for what does not come fails with the guards.
#[tokio::test(start_paused = true)]
async fn a_guard_that_is_never_released_ends_the_wait() {
    let (pool, _db) = mocks();
    let at = next_line!();
    let _guard = pool.acquire(1).await.unwrap();
    let waited = next_line!();
    let text = failure_of(pool.guards_of_acquire().released()).await;
    let why = "deadlock: no task can run, and no timer is set";
    assert_eq!(
        text,
        format!(
            "Pool::acquire: released: {why}: 1 of 1 guard is still held
  asserted at {waited}
guards so far:
  1. guard of Pool::acquire(1) at {at} [still held]"
        )
    );
    let text = failure_of(pool.guards_of_acquire().all()[0].released()).await;
    assert!(text.starts_with(&format!("Pool::acquire(1): released: {why}: the guard is still held\n")), "{text}");
    let text = failure_of(pool.guards_of_try_lock().released()).await;
    assert!(text.starts_with(&format!("Pool::try_lock: released: {why}: no guard was entered\n")), "{text}");
}

/// Who waits need not wait for the end of the limit.
#[test]
fn a_mock_that_failed_on_another_thread_ends_a_wait_for_guards_at_once() {
    let (pool, _db) = mocks();
    let fail = async || {
        let pool = Arc::clone(&pool);
        assert!(std::thread::spawn(move || pool.count()).join().is_err());
    };
    block_on(async {
        let _guard = pool.acquire(1).await.unwrap();
        let guards = pool.guards_of_acquire();
        let began = Instant::now();
        let (of_all, ()) = join!(failure_of(guards.released()), fail());
        let (of_one, ()) = join!(failure_of(guards.all()[0].released()), fail());
        for text in [of_all, of_one] {
            assert!(text.contains("\n\nMockPool::count(): No matching expectation found\n"), "{text}");
        }
        assert!(began.elapsed() < Duration::from_secs(4), "not when the waits time out");
    });
}

/// A runtime that is shut down drops its tasks, and the guards in them.
mod shut_down {
    use super::*;

    async fn work(pool: Arc<MockPool>, db: Arc<MockDb>) {
        let _guard = pool.acquire(1).await.unwrap();
        db.query("never").await;
    }

    #[test]
    fn tokio_current_thread() {
        let (pool, db) = mocks();
        let (guards, query) = (pool.guards_of_acquire(), db.calls_to_query());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            tokio::spawn(work(pool, db));
            query.wait_for_awaited(1).await;
        });
        assert_eq!(guards.held(), 1);
        drop(runtime);
        assert_eq!(guards.all()[0].state(), GuardState::Cancelled);
    }

    #[test]
    fn tokio_multi_thread() {
        let (pool, db) = mocks();
        let (guards, query) = (pool.guards_of_acquire(), db.calls_to_query());
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build().unwrap();
        runtime.block_on(async {
            tokio::spawn(work(pool, db));
            query.wait_for_awaited(1).await;
        });
        drop(runtime);
        assert_eq!(guards.all()[0].state(), GuardState::Cancelled);
    }

    #[test]
    fn smol_executor() {
        let (pool, db) = mocks();
        let (guards, query) = (pool.guards_of_acquire(), db.calls_to_query());
        let executor = ::smol::Executor::new();
        executor.spawn(work(pool, db)).detach();
        ::smol::block_on(executor.run(query.wait_for_awaited(1)));
        assert_eq!(guards.held(), 1);
        drop(executor);
        assert_eq!(guards.all()[0].state(), GuardState::Cancelled);
    }
}

/// A method that gives no guard has no view of guards, but a view of its calls says so.
#[test]
fn a_method_without_guards_has_entered_none() {
    let pool = MockPool::new();
    pool.expect_count().return_const(3_u32);
    assert_eq!(pool.count(), 3);
    let guards = pool.calls_to_count().guards();
    guards.assert_entered_times(0);
    let asserted = next_line!();
    let text = failure(|| guards.assert_released_by("commit"));
    assert_eq!(
        text,
        format!(
            "Pool::count: assert_released_by(\"commit\"): no guard was entered\n  asserted at {asserted}\nno guards so far"
        )
    );
}
