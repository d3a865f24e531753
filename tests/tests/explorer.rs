//! The explorer: a test is run under every order in which its mocked calls can come to their end.

use std::cell::{Cell, RefCell};
use std::env;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::Command;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use asyncmock::{CallState, Explore, Sequence, automock, explore, rt};
use futures::future::join_all;
use tokio::sync::Mutex;
use tokio::time::{sleep, timeout};

#[automock(spy)]
trait Store: Send + Sync {
    async fn get(&self, key: u32) -> u32;
    async fn put(&self, key: &str, value: &str) -> bool;
    async fn first(&self, keys: &[u32], others: &[u32]) -> Option<u32>;
}

#[automock]
trait Boxed {
    fn get(&self, key: u32) -> futures::future::BoxFuture<'static, u32>;
    fn put(&self, key: u32) -> impl Future<Output = u32> + Send;
}

#[automock]
trait Loader {
    async fn load(key: u32) -> u32;
}

/// The text of the failure of a search.
#[track_caller]
fn failure(search: impl FnOnce() -> explore::Report) -> String {
    let panic = catch_unwind(AssertUnwindSafe(search)).expect_err("no schedule has failed");
    panic.downcast_ref::<String>().expect("the text of a failure").clone()
}

/// What came to its end, in order.
type Seen<T> = Rc<RefCell<Vec<T>>>;

/// So many calls at once.
async fn several(count: u32) -> Vec<u32> {
    let (store, seen) = (MockStore::new(), Seen::default());
    store.expect_get().returning(|key| key);
    let calls = (0..count).map(|key| {
        let (store, seen) = (&store, &seen);
        async move {
            let key = store.get(key).await;
            seen.borrow_mut().push(key);
        }
    });
    join_all(calls).await;
    seen.take()
}

// How many schedules there are.

#[test]
fn calls_that_are_made_at_once_come_to_their_end_in_every_order() {
    let mut orders = 1;
    for count in 2..=7 {
        orders *= count as usize;
        let report = Explore::new().run(move || several(count));
        assert_eq!((report.schedules(), report.exhausted()), (orders, true), "{count} calls");
        assert_eq!(report.table().lines().count(), 1 + orders, "each has another outcome");
    }
    assert_eq!(Explore::new().run(|| several(1)).to_string(), "1 schedule, which are all there are");
}

/// Tasks that each make so many calls, one after the other.
async fn tasks(tasks: u32, calls: u32) -> Vec<u32> {
    let store = Arc::new(MockStore::new());
    store.expect_get().returning(|key| key);
    let seen = Arc::new(std::sync::Mutex::new(Vec::new()));
    let tasks: Vec<_> = (0..tasks)
        .map(|task| {
            let (store, seen) = (Arc::clone(&store), Arc::clone(&seen));
            tokio::spawn(async move {
                for _ in 0..calls {
                    let task = store.get(task).await;
                    seen.lock().unwrap().push(task);
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let seen = seen.lock().unwrap();
    seen.clone()
}

#[test]
fn tasks_that_each_make_several_calls_are_interleaved_in_every_way() {
    // (m * n)! / (n!)^m
    for (count, calls, orders) in [(2, 2, 6), (2, 3, 20), (2, 5, 252), (3, 2, 90), (3, 3, 1680), (4, 2, 2520)] {
        let report = Explore::new().run(move || tasks(count, calls));
        assert_eq!((report.schedules(), report.exhausted()), (orders, true), "{count} tasks with {calls} calls");
        assert_eq!(report.table().lines().count(), 1 + orders);
    }
}

#[test]
fn the_counts_are_the_same_each_time() {
    for _ in 0..50 {
        assert_eq!(Explore::new().time(2).run(|| tasks(2, 2)).schedules(), 6);
        assert_eq!(Explore::new().time(2).run(races_a_timer).schedules(), 3);
    }
}

async fn races_a_timer() -> bool {
    let store = MockStore::new();
    store.expect_get().returning(|key| key);
    let (answer, ()) = futures::join!(timeout(Duration::from_secs(5), store.get(1)), sleep(Duration::from_secs(1)));
    answer.is_ok()
}

#[test]
fn time_passes_before_an_answer_as_often_as_it_may() {
    let report = Explore::new().run(races_a_timer);
    assert_eq!(report.table(), "  count  schedule  outcome\n      1  am1:0     true\n");
    // The first timer alone, and the limit.
    let report = Explore::new().time(1).run(races_a_timer);
    assert_eq!(report.table(), "  count  schedule  outcome\n      2  am1:0     true\n");
    let report = Explore::new().time(2).run(races_a_timer);
    assert_eq!(report.table(), "  count  schedule  outcome\n      2  am1:0     true\n      1  am1:T.T   false\n");
    // There are no more timers than that.
    let report = Explore::new().time(9).run(races_a_timer);
    assert_eq!((report.schedules(), report.exhausted()), (3, true));
}

#[test]
fn a_bound_leaves_out_the_orders_that_depart_more_often() {
    let report = Explore::new().bound(1).run(|| several(5));
    assert_eq!((report.schedules(), report.exhausted()), (11, false));
    assert_eq!(report.to_string(), "11 schedules, which are all that depart once at the most");
    let report = Explore::new().bound(4).run(|| several(5));
    assert_eq!((report.schedules(), report.exhausted()), (120, true));
    assert_eq!(report.to_string(), "120 schedules, which are all there are");
}

#[test]
fn beyond_the_most_schedules_it_goes_on_at_random_and_says_so() {
    let report = Explore::new().max_schedules(100).run(|| several(6));
    assert_eq!((report.schedules(), report.exhausted()), (100, false));
    assert_eq!(
        report.to_string(),
        "100 schedules of those that there are: 75 in order, which are all that depart from it once at the most, and some \
         others; and 25 at random (`max_schedules` allows more)"
    );
    assert_eq!(report.table().lines().count(), 101, "none was run twice");
    // If there are no more, all are run in order.
    let report = Explore::new().max_schedules(120).run(|| several(5));
    assert_eq!((report.schedules(), report.exhausted()), (120, true));
    let report = Explore::new().max_schedules(119).run(|| several(5));
    assert!((90..120).contains(&report.schedules()) && !report.exhausted(), "{report}");
    let report = Explore::new().max_schedules(1).run(|| several(5));
    assert_eq!((report.schedules(), report.exhausted()), (1, false));
}

#[test]
fn a_seed_stands_for_the_same_schedules() {
    let table = |seed| Explore::new().random(seed, 40).run(|| several(4)).table();
    assert_eq!(table(7), table(7));
    assert_ne!(table(7), table(8));
    let report = Explore::new().random(7, 400).run(|| several(4));
    assert_eq!(report.schedules(), 24, "each is counted once");
    assert_eq!(report.to_string(), "24 schedules at random, of 400 runs, with the seed 7");
}

#[test]
fn a_search_has_the_parts_that_it_has() {
    let text = failure(|| Explore::new().shard(3, 2).run(|| several(2)));
    assert_eq!(text, "a search of 2 parts has no part 3: they are counted from 1");
    let text = failure(|| Explore::new().shard(0, 2).run(|| several(2)));
    assert_eq!(text, "a search of 2 parts has no part 0: they are counted from 1");
}

#[test]
fn the_parts_of_a_search_are_the_whole_of_it() {
    let mut orders = Vec::new();
    for number in 1..=3 {
        let report = Explore::new().shard(number, 3).run(|| several(5));
        assert_eq!(
            report.to_string(),
            format!("{} schedules, which are all there are in part {number} of 3", report.schedules())
        );
        orders.extend(report.table().lines().skip(1).map(str::to_owned));
    }
    orders.sort();
    orders.dedup();
    assert_eq!(orders.len(), 120);
}

// What is explored.

#[test]
fn answers_are_run_in_the_order_of_the_schedule() {
    let report = Explore::new().run(|| async {
        let (store, balance) = (MockStore::new(), Arc::new(std::sync::Mutex::new(Vec::new())));
        let kept = Arc::clone(&balance);
        // Of arguments with two lifetimes.
        store.expect_put().returning(move |key, value| {
            kept.lock().unwrap().push(format!("{key}={value}"));
            true
        });
        let (a, b) = ("a".to_owned(), "b".to_owned());
        futures::join!(store.put(&a, "1"), store.put(&b, "2"));
        let balance = balance.lock().unwrap();
        balance.join(" ")
    });
    assert_eq!(
        report.table(),
        "  count  schedule  outcome\n      1  am1:0     \"a=1 b=2\"\n      1  am1:1     \"b=2 a=1\"\n"
    );
}

#[test]
fn expectations_are_met_in_the_order_of_the_calls() {
    let report = Explore::new().run(|| async {
        let (store, mut sequence) = (MockStore::new(), Sequence::new());
        store.expect_get().with_args(1).once().in_sequence(&mut sequence).return_const(10_u32);
        store.expect_get().with_args(2).once().in_sequence(&mut sequence).return_const(20_u32);
        store.expect_put().with_args("x", "1").once().in_sequence(&mut sequence).return_const(true);
        store.expect_put().once().in_sequence(&mut sequence).return_const(false);
        let key = "x".to_owned();
        futures::join!(store.get(1), store.get(2), store.put(&key, "1"), store.put("y", "2"))
    });
    assert_eq!(report.table(), "  count  schedule  outcome\n     24  am1:0     (10, 20, true, false)\n");
}

#[test]
fn explicit_futures_are_explored_as_well() {
    let report = Explore::new().run(|| async {
        let (boxed, seen) = (MockBoxed::new(), Seen::default());
        boxed.expect_get().returning(|key| Box::pin(async move { key }));
        boxed.expect_put().resolving(|key| key);
        let get = async {
            let got = boxed.get(1).await;
            seen.borrow_mut().push(got);
        };
        let put = async {
            let put = boxed.put(2).await;
            seen.borrow_mut().push(put);
        };
        futures::join!(get, put);
        seen.take()
    });
    assert_eq!(report.table(), "  count  schedule  outcome\n      1  am1:0     [1, 2]\n      1  am1:1     [2, 1]\n");
}

#[test]
fn what_the_test_or_the_clock_answers_is_not() {
    let report = Explore::new().run(|| async {
        let store = Arc::new(MockStore::new());
        store.expect_get().with_args(1).hold();
        store.expect_get().with_args(2).after(Duration::from_secs(1)).return_const(20_u32);
        store.expect_get().with_args(3).pending();
        let gets = store.calls_to_get();
        let asks = Arc::clone(&store);
        let task = rt::spawn(async move { futures::join!(asks.get(1), asks.get(2)) });
        let never = timeout(Duration::from_secs(9), store.get(3)).await;
        gets.next_held().await.respond(10).unwrap();
        (task.await.unwrap(), never.is_err())
    });
    assert_eq!(report.table(), "  count  schedule  outcome\n      1  am1:0     ((10, 20), true)\n");
}

#[test]
fn defaults_and_real_objects_are_explored_as_well() {
    struct Real;
    impl Store for Real {
        async fn get(&self, key: u32) -> u32 {
            key + 100
        }
        async fn put(&self, _: &str, _: &str) -> bool {
            true
        }
        async fn first(&self, keys: &[u32], _: &[u32]) -> Option<u32> {
            keys.first().copied()
        }
    }
    let report = Explore::new().run(|| async {
        let (relaxed, spy) = (MockStore::relaxed(), MockStore::wrapping(Real));
        futures::join!(relaxed.get(1), spy.get(1), relaxed.put("a", "b"), spy.first(&[7], &[8]))
    });
    assert_eq!(report.table(), "  count  schedule  outcome\n     24  am1:0     (0, 101, false, Some(7))\n");
}

#[test]
fn a_call_that_is_dropped_while_it_waits_has_used_its_expectation() {
    let report = Explore::new().time(1).run(|| async {
        let store = MockStore::new();
        store.expect_get().once().return_const(1_u32);
        store.expect_put().once().return_const(true);
        let (get, put) = (store.calls_to_get(), store.calls_to_put());
        let second = Duration::from_secs(1);
        let _in_time = futures::join!(timeout(second, store.get(1)), timeout(second, store.put("a", "b")));
        (get.last().unwrap().state() == CallState::Cancelled, put.last().unwrap().state() == CallState::Cancelled)
    });
    let table = report.table();
    for outcome in ["(false, false)", "(true, true)", "(true, false)", "(false, true)"] {
        assert!(table.contains(outcome), "{table}");
    }
}

#[test]
fn a_call_that_is_never_polled_has_not() {
    let report = Explore::new().run(|| async {
        let store = MockStore::new();
        store.expect_put().once().may_be_unawaited().return_const(true);
        drop(store.put("a", "b"));
        store.put("c", "d").await
    });
    assert_eq!(report.table(), "  count  schedule  outcome\n      1  am1:0     true\n");
}

#[test]
fn a_call_outlives_its_mock() {
    let report = Explore::new().run(|| async {
        let boxed = MockBoxed::new();
        boxed.expect_get().once().resolving(|key| key);
        let call = boxed.get(4);
        drop(boxed);
        call.await
    });
    assert_eq!(report.table(), "  count  schedule  outcome\n      1  am1:0     4\n");
}

#[test]
fn who_waits_until_nothing_can_run_goes_on_before_a_call_is_picked() {
    let report = Explore::new().run(|| async {
        let (store, seen) = (MockStore::new(), Arc::new(std::sync::Mutex::new(Vec::new())));
        let (answers, settles) = (Arc::clone(&seen), Arc::clone(&seen));
        store.expect_get().returning(move |key| {
            answers.lock().unwrap().push("answered");
            key
        });
        let task = rt::spawn(async move {
            rt::settle().await;
            settles.lock().unwrap().push("settled");
        });
        let _answers = futures::join!(store.get(1), store.get(2));
        task.await.unwrap();
        seen.lock().unwrap().clone()
    });
    assert_eq!(
        report.table(),
        "  count  schedule  outcome\n      2  am1:0     [\"settled\", \"answered\", \"answered\"]\n"
    );
}

#[test]
fn who_settles_again_and_again_does_not_keep_calls_from_their_turn() {
    let report = Explore::new().run(|| async {
        let (store, is_answered) = (MockStore::relaxed(), Cell::new(false));
        let settles = async {
            while !is_answered.get() {
                rt::settle().await;
            }
        };
        let asks = async {
            store.get(1).await;
            is_answered.set(true);
        };
        futures::join!(settles, asks);
    });
    assert_eq!(report.schedules(), 1);
}

#[test]
fn blocking_work_is_waited_for() {
    let report = Explore::new().run(|| async {
        let store = MockStore::relaxed();
        let seen = Cell::new(0);
        let blocks = async {
            tokio::task::spawn_blocking(|| std::thread::sleep(Duration::from_millis(5))).await.unwrap();
            seen.set(store.get(1).await + 1);
        };
        futures::join!(blocks, store.get(2));
        seen.get()
    });
    assert_eq!(report.table(), "  count  schedule  outcome\n      2  am1:0     1\n");
}

#[test]
fn mocks_that_are_leaked_cost_no_time() {
    let began = std::time::Instant::now();
    let report = Explore::new().run(|| async {
        let store: &'static MockStore = Box::leak(Box::new(MockStore::relaxed()));
        futures::join!(store.get(1), store.get(2), store.get(3), store.get(4))
    });
    assert_eq!(report.schedules(), 24);
    assert!(began.elapsed() < Duration::from_millis(24 * 250), "{:?}", began.elapsed());
}

#[asyncmock::test]
fn it_is_run_in_a_test_that_is_looked_after() {
    let store = MockStore::new();
    store.expect_get().once().return_const(7_u32);
    assert_eq!(Explore::new().run(|| several(3)).schedules(), 6);
    assert_eq!(futures::executor::block_on(store.get(1)), 7, "which is not explored");
}

#[test]
fn static_methods_belong_to_the_run() {
    let report = Explore::new().run(|| async {
        let context = MockLoader::load_context();
        context.expect().times(2).returning(|key| key);
        futures::join!(MockLoader::load(1), MockLoader::load(2))
    });
    assert_eq!(report.table(), "  count  schedule  outcome\n      2  am1:0     (1, 2)\n");
}

// How a schedule fails.

/// The newest answer is to be shown, and the last that comes is.
async fn shows_the_last_answer() {
    let (store, shown) = (MockStore::new(), Cell::new(0));
    store.expect_get().returning(|key| key);
    let find = async |key| shown.set(store.get(key).await);
    futures::join!(find(1), find(2));
    assert_eq!(shown.get(), 2, "the newest answer is shown");
}

#[test]
fn the_order_in_which_it_fails_is_told_beside_one_in_which_it_passes() {
    let text = failure(|| Explore::new().run(shows_the_last_answer));
    let line = |part: &str| include_str!("explorer.rs").lines().position(|line| line.contains(part)).unwrap() + 1;
    let (asserts, gets) = (line("assert_eq!(shown.get(), 2,"), line("let find = async |key|"));
    assert_eq!(
        text,
        format!(
            "assertion `left == right` failed: the newest answer is shown
  left: 1
 right: 2
  panicked at tests/tests/explorer.rs:{asserts}
calls so far:
  1. Store::get(1) at tests/tests/explorer.rs:{gets} [completed]
  2. Store::get(2) at tests/tests/explorer.rs:{gets} [completed]

the order in which it fails departs once from what comes first:
> 1. Store::get(2) at tests/tests/explorer.rs:{gets}, of 2 that could be next
  2. Store::get(1) at tests/tests/explorer.rs:{gets}
the nearest order in which it passes:
> 1. Store::get(1) at tests/tests/explorer.rs:{gets}, of 2 that could be next
  2. Store::get(2) at tests/tests/explorer.rs:{gets}
1 schedule before it has passed
  once more: ASYNCMOCK_SCHEDULE='am1:1' cargo test the_order_in_which_it_fails_is_told_beside_one_in_which_it_passes -- \
             --exact
  as a test: Explore::replay(\"am1:1\").run(..)"
        )
    );
    assert_eq!(Explore::replay("am1:0").run(shows_the_last_answer).schedules(), 1);
    let again = failure(|| Explore::replay("am1:1").run(shows_the_last_answer));
    assert!(again.starts_with("assertion `left == right` failed: the newest answer is shown\n"), "{again}");
}

#[test]
fn a_failure_of_a_mock_in_a_task_is_one_of_the_schedule() {
    let text = failure(|| {
        Explore::new().run(|| async {
            let store = Arc::new(MockStore::new());
            store.expect_get().returning(|key| key);
            store.expect_put().never();
            let (first, second) = (Arc::clone(&store), Arc::clone(&store));
            let last = Arc::new(std::sync::Mutex::new(0));
            let seen = Arc::clone(&last);
            let one = tokio::spawn(async move { *seen.lock().unwrap() = first.get(1).await });
            let other = tokio::spawn(async move {
                second.get(2).await;
                if *last.lock().unwrap() == 0 {
                    second.put("late", "2").await;
                }
            });
            let _ignored = (one.await, other.await);
        })
    });
    let expected = "a mock failed in a task or on a thread of its own, where the failure was lost:\n\n\
                    MockStore::put: Expectation(<anything>) should not have been called\n";
    assert!(text.starts_with(expected), "{text}");
    let line = text.lines().find(|line| line.starts_with("> 1. Store::get(2) at ")).expect(&text);
    assert!(line.ends_with(", task 2, of 2 that could be next"), "{text}");
}

#[test]
fn what_is_not_met_is_a_failure_of_the_schedule() {
    let text = failure(|| {
        Explore::new().run(|| async {
            let store = MockStore::new();
            store.expect_get().returning(|key| key);
            store.expect_put().once().return_const(true);
            let last = Cell::new(0);
            let find = async |key| last.set(store.get(key).await);
            futures::join!(find(1), find(2));
            if last.get() == 2 {
                store.put("last", "2").await;
            }
        })
    });
    let expected = "MockStore::put: Expectation(<anything>) called 0 time(s) which is fewer than expected 1";
    assert!(text.starts_with(expected) && text.contains("ASYNCMOCK_SCHEDULE='am1:1'"), "{text}");
}

/// Two locks, which are taken in turns.
async fn takes_two_locks() {
    let store = Arc::new(MockStore::relaxed());
    let locks = Arc::new((Mutex::new(()), Mutex::new(())));
    let (there, its) = (Arc::clone(&store), Arc::clone(&locks));
    let task = rt::spawn(async move {
        there.get(1).await;
        let _second = its.1.lock().await;
        there.get(2).await;
        let _first = explore::watch("the first lock", its.0.lock()).await;
    });
    let _first = locks.0.lock().await;
    store.get(3).await;
    let _second = locks.1.lock().await;
    drop((_second, _first));
    task.await.unwrap();
}

#[test]
fn a_deadlock_is_found_at_once() {
    let text = failure(|| Explore::new().run(takes_two_locks));
    let expected = "deadlock: no task can run, and no timer is set\n  test a_deadlock_is_found_at_once\n  it waits in \
                    tokio::sync::mutex::Mutex<T>::lock\n    at tests/tests/explorer.rs:";
    assert!(text.starts_with(expected), "{text}");
    assert!(text.contains("\n  explore::watch: a task waits for the first lock\n"), "{text}");
    assert!(text.contains("\nthe nearest order in which it passes:\n"), "{text}");
}

#[test]
fn a_text_that_speaks_of_a_deadlock_is_none() {
    let text = failure(|| {
        Explore::new().run(|| async {
            assert!(!explore::choose([true, false]), "deadlock, says the test");
            // Another thread of which nobody knows when it comes.
            let (sender, receiver) = tokio::sync::oneshot::channel();
            std::thread::spawn(move || {
                std::thread::sleep(Duration::from_millis(100));
                sender.send(()).unwrap();
            });
            receiver.await.unwrap();
        })
    });
    assert!(text.starts_with("deadlock, says the test\n"), "{text}");
    assert!(text.contains("\nthe nearest order in which it passes:\n> 1. explore::choose: false\n"), "{text}");
}

#[test]
fn what_a_run_leaves_behind_can_be_denied() {
    let leaves = || async {
        let store = Arc::new(MockStore::relaxed());
        let stop = Arc::new(tokio::sync::Notify::new());
        let (there, its) = (Arc::clone(&store), Arc::clone(&stop));
        rt::spawn(async move {
            there.get(1).await;
            its.notified().await;
        });
        store.get(2).await;
        // Nobody is there yet, in one of the orders.
        stop.notify_waiters();
    };
    assert_eq!(Explore::new().run(leaves).schedules(), 2);
    let text = failure(|| Explore::new().deny_leaks().run(leaves));
    assert!(text.starts_with("the test is over, but 1 task is still alive\n"), "{text}");
    assert!(text.contains("\n  1. task spawned at tests/tests/explorer.rs:"), "{text}");
    assert!(
        text.contains(
            "\n  await or abort what it started, or leave out `deny_leaks()` and set `ASYNCMOCK_LEAKS=allow`\n"
        ),
        "{text}"
    );
    assert!(text.ends_with("\n  as a test: Explore::replay(\"am1:0\").deny_leaks().run(..)"), "{text}");
}

#[test]
fn a_schedule_in_which_time_passes_is_told_with_the_time_that_may() {
    let in_time = async || assert!(races_a_timer().await, "the answer is in time");
    let text = failure(|| Explore::new().time(2).run(in_time));
    assert!(text.starts_with("the answer is in time\n"), "{text}");
    assert!(text.ends_with("\n  as a test: Explore::replay(\"am1:T.T\").time(2).run(..)"), "{text}");
    assert!(failure(|| Explore::replay("am1:T.T").time(2).run(in_time)).starts_with("the answer is in time\n"));
}

#[test]
fn a_test_without_an_end_is_ended() {
    let text = failure(|| {
        Explore::new().max_calls(100).run(|| async {
            let store = MockStore::relaxed();
            while store.get(1).await == 0 {}
        })
    });
    let expected = "livelock: call after call was answered, and there is no end (`max_calls` allows more)\n";
    assert!(text.starts_with(expected), "{text}");
}

#[test]
fn a_run_that_blocks_its_thread_has_a_limit() {
    let text = failure(|| {
        Explore::new().timeout(Duration::from_millis(300)).run(|| async {
            std::thread::sleep(Duration::from_millis(600));
        })
    });
    assert!(text.starts_with("timed out after 300ms: "), "{text}");
    assert!(text.contains("\n\nno call waited for its turn\nno schedule was run before it\n"), "{text}");
}

#[test]
fn a_run_has_no_io() {
    let text = failure(|| {
        Explore::new().run(|| async {
            let _listener = tokio::net::TcpListener::bind("127.0.0.1:0").await;
        })
    });
    let expected = "\n  a test that is explored has no I/O: nobody knows when that is done, so mock what does it\n";
    assert!(text.contains(expected), "{text}");
}

// What a test may say.

#[test]
fn a_choice_is_explored_with_the_orders_of_calls() {
    let report = Explore::new().run(|| async {
        let is_hit = explore::choose([true, false]);
        (is_hit, several(2).await)
    });
    assert_eq!((report.schedules(), report.exhausted()), (4, true));
    assert!(report.table().contains("      1  am1:1.1   (false, [1, 0])\n"), "{}", report.table());
}

#[tokio::test]
async fn without_an_explorer_the_first_is_chosen() {
    assert_eq!(explore::choose([3, 4]), 3);
    explore::sometimes("never", false);
    explore::invariant(|| false);
    assert_eq!(explore::watch("nothing", async { 5 }).await, 5);
}

#[test]
fn there_is_something_to_choose_from() {
    let text = failure(|| Explore::new().run(|| async { explore::choose::<u32>([]) }));
    assert!(text.starts_with("explore::choose([]): there is nothing to choose from\n"), "{text}");
}

#[test]
fn what_is_to_come_to_pass_sometimes_does_so_in_a_schedule() {
    let search = |wanted| {
        move || async move {
            let seen = several(3).await;
            explore::sometimes("the last is first", seen[0] == wanted);
        }
    };
    assert_eq!(Explore::new().run(search(2)).schedules(), 6);
    assert_eq!(
        failure(|| Explore::new().run(search(3))),
        "explore::sometimes(\"the last is first\") did not come to pass in any of 6 schedules, which are all there are"
    );
    // One schedule says nothing about the others.
    assert_eq!(Explore::replay("am1:0").run(search(3)).schedules(), 1);
}

#[test]
fn invariants_are_checked_whenever_nothing_can_run() {
    let breaks = |asserts: bool| {
        failure(move || {
            Explore::new().run(move || async move {
                let (store, sum) = (MockStore::new(), Rc::new(Cell::new(0_i64)));
                store.expect_get().returning(|key| key);
                let seen = Rc::clone(&sum);
                match asserts {
                    true => explore::invariant(move || assert!(seen.get() >= 0, "the sum is {}", seen.get())),
                    false => explore::invariant(move || seen.get() >= 0),
                }
                let adds = async {
                    store.get(1).await;
                    sum.set(sum.get() + 1);
                    store.get(3).await;
                };
                let takes = async {
                    store.get(2).await;
                    sum.set(sum.get() - 1);
                    store.get(4).await;
                };
                futures::join!(adds, takes);
            })
        })
    };
    let text = breaks(false);
    assert!(text.starts_with("explore::invariant at tests/tests/explorer.rs:"), "{text}");
    assert!(text.contains(" does not hold\n") && text.contains("\n> 1. Store::get(2) at "), "{text}");
    // Also if it is broken last.
    let text = failure(|| {
        Explore::new().run(|| async {
            let (store, sum) = (MockStore::relaxed(), Rc::new(Cell::new(10)));
            let seen = Rc::clone(&sum);
            explore::invariant(move || seen.get() >= 0);
            store.get(1).await;
            sum.set(-10);
        })
    });
    assert!(text.starts_with("explore::invariant at tests/tests/explorer.rs:"), "{text}");
    assert!(breaks(true).starts_with("the sum is -1\n  panicked at tests/tests/explorer.rs:"), "{}", breaks(true));
}

#[test]
fn outcomes_are_the_same_or_shown_with_their_schedules() {
    Explore::new().run(|| async { several(3).await.len() }).assert_same();
    let report = Explore::new().run(|| several(2));
    let panic = catch_unwind(AssertUnwindSafe(|| report.assert_same())).unwrap_err();
    assert_eq!(
        panic.downcast_ref::<String>().unwrap(),
        "the outcome depends on the order of calls: there are 2
  count  schedule  outcome
      1  am1:0     [0, 1]
      1  am1:1     [1, 0]
  one of them alone: `Explore::replay(\"..\")`, or in the environment `ASYNCMOCK_SCHEDULE=..`"
    );
}

#[test]
fn what_is_not_deterministic_is_told_where() {
    thread_local!(static RUNS: Cell<u32> = const { Cell::new(0) });
    let text = failure(|| {
        Explore::new().check_determinism().run(|| async {
            let run = RUNS.replace(RUNS.get() + 1);
            let store = MockStore::relaxed();
            store.get(run).await;
        })
    });
    assert!(text.starts_with("the test is not deterministic: step 1 was once `Store::get(0) at "), "{text}");
    assert!(text.contains("`, then `Store::get(1) at "), "{text}");
    assert_eq!(Explore::new().check_determinism().run(|| several(3)).schedules(), 6);
}

#[test]
fn what_fails_once_and_not_again_is_told_so() {
    thread_local!(static RUNS: Cell<u32> = const { Cell::new(0) });
    let text = failure(|| {
        Explore::new().run(|| async {
            several(2).await;
            assert_ne!(RUNS.replace(RUNS.get() + 1), 1, "the second run fails");
        })
    });
    assert!(
        text.starts_with("assertion `left != right` failed: the second run fails\n  left: 1\n right: 1\n\n"),
        "{text}"
    );
    let expected = "\nthat schedule, am1:1, has failed once and not again: the test depends on more than the order of its calls \
                    (the usual causes: a `select!` without `biased`, the order of a `HashMap`, real time, other threads, random \
                    numbers)";
    assert!(text.ends_with(expected), "{text}");
}

#[test]
fn what_fails_at_random_is_told_with_the_fewest_departures() {
    let text = failure(|| {
        Explore::new().random(3, 200).run(|| async {
            let seen = several(5).await;
            assert_ne!(seen[0], 3, "{seen:?}");
        })
    });
    assert!(text.starts_with("assertion `left != right` failed: [3, 0, 1, 2, 4]\n"), "{text}");
    assert!(text.contains("\n  once more: ASYNCMOCK_SCHEDULE='am1:3' cargo test "), "{text}");
}

#[test]
fn what_is_no_schedule_is_refused() {
    assert_eq!(
        failure(|| Explore::replay("0.1").run(|| several(2))),
        "`0.1` is no schedule: one begins with `am1:`, as in `am1:0.T.1`"
    );
}

#[tokio::test]
async fn it_is_not_run_inside_a_runtime() {
    let text = failure(|| Explore::new().run(|| several(2)));
    assert!(text.starts_with("Explore::run at tests/tests/explorer.rs:"), "{text}");
    let expected = " makes runtimes of its own, so it can't be run in one: call it in a test without `async`, or write \
                    `#[asyncmock::test(explore)]`";
    assert!(text.ends_with(expected), "{text}");
}

// The attribute.

#[asyncmock::test(explore)]
async fn a_test_is_explored() {
    assert_eq!(several(4).await.len(), 4);
}

#[asyncmock::test(explore(bound = 2, time = 1, runs = 500), timeout = "30s", leaks = "deny")]
async fn a_test_is_explored_as_its_attribute_says() -> Result<(), String> {
    let seen = several(3).await;
    if seen.len() == 3 { Ok(()) } else { Err(format!("{seen:?}")) }
}

#[asyncmock::test(explore)]
#[ignore = "it fails, as it must"]
async fn gives_an_error() -> Result<(), String> {
    match several(2).await[0] {
        0 => Ok(()),
        first => Err(format!("{first} was first")),
    }
}

#[test]
fn an_error_of_a_test_fails_it() {
    let text = catch_unwind(gives_an_error).unwrap_err();
    let text = text.downcast_ref::<String>().unwrap();
    assert!(text.starts_with("the test gave an error: Err(\"1 was first\")\n"), "{text}");
    assert!(text.contains("ASYNCMOCK_SCHEDULE='am1:1' cargo test gives_an_error -- --exact\n"), "{text}");
}

// What the environment says.

#[asyncmock::test(explore)]
#[ignore = "it is run by others, once and in parts"]
async fn says_what_it_saw() {
    println!("saw {:?}", several(4).await);
}

#[test]
fn the_environment_says_which_schedule_is_run() {
    let (passed, output) = run_alone("says_what_it_saw", &[("ASYNCMOCK_SCHEDULE", "am1:3.0.1")]);
    let saw: Vec<&str> = output.lines().filter(|line| line.starts_with("saw ")).collect();
    assert_eq!((passed, saw), (true, vec!["saw [3, 0, 2, 1]"]));

    let (passed, output) = run_alone("says_what_it_saw", &[("ASYNCMOCK_SCHEDULE", "am1:0.7")]);
    let expected = "asyncmock: warning: explorer::says_what_it_saw: the schedule am1:0.7 fits no further than to choice 2, where \
                    there were 3 options; from there the first option was picked\n";
    assert!(passed && output.contains(expected) && output.contains("saw [0, 1, 2, 3]\n"), "{output}");

    let (passed, output) = run_alone("says_what_it_saw", &[("ASYNCMOCK_SCHEDULE", "am1:0.0.0.1")]);
    assert!(passed && output.contains(" to choice 4, where there were no more than 3; "), "{output}");

    let (passed, output) = run_alone("says_what_it_saw", &[("ASYNCMOCK_SCHEDULE", "0.1")]);
    assert!(
        !passed && output.contains("`0.1` is no schedule: one begins with `am1:`, as in `am1:0.T.1`\n"),
        "{output}"
    );
}

#[test]
fn the_environment_says_which_part_is_run() {
    let mut orders = Vec::new();
    for part in ["1/2", "2/2"] {
        let (passed, output) = run_alone("says_what_it_saw", &[("ASYNCMOCK_SHARD", part)]);
        assert!(passed, "{output}");
        orders.extend(output.lines().filter(|line| line.starts_with("saw ")).map(str::to_owned));
    }
    orders.sort();
    // Those before the parts are dealt out are run by both, and count for the first.
    assert!(orders.len() < 2 * 24, "{orders:?}");
    orders.dedup();
    assert_eq!(orders.len(), 24);

    let (passed, output) = run_alone("says_what_it_saw", &[("ASYNCMOCK_SHARD", "3/2")]);
    let expected = "ASYNCMOCK_SHARD: `3/2` is no part of a search; write `2/8` for the second of eight\n";
    assert!(!passed && output.contains(expected), "{output}");
}

#[asyncmock::test(explore)]
#[ignore = "it is run by another, as it takes its time"]
async fn takes_its_time() {
    std::thread::sleep(Duration::from_millis(2700));
    several(2).await;
}

#[test]
fn a_long_search_says_how_far_it_is() {
    let (passed, output) = run_alone("takes_its_time", &[]);
    let expected = "asyncmock: explorer::takes_its_time: 2 schedules so far, now of those that depart once from the order of \
                    arrival\n";
    assert!(passed && output.contains(expected), "{output}");
}

#[test]
#[ignore = "it is run by another, alone in its process"]
fn grows() {
    let memory = || {
        let pages = std::fs::read_to_string("/proc/self/statm").unwrap();
        pages.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap() * 4
    };
    let search = || assert_eq!(Explore::new().random(1, 2_000).run(|| tasks(2, 2)).schedules(), 6);
    search();
    let before = memory();
    search();
    println!("grew by {}", memory().saturating_sub(before));
}

#[test]
#[cfg(target_os = "linux")]
fn nothing_is_left_of_a_run() {
    let (passed, output) = run_alone("grows", &[]);
    let grew = output.lines().find_map(|line| line.strip_prefix("grew by ")).unwrap_or_else(|| panic!("{output}"));
    // A runtime that is left has nine kilobytes.
    assert!(passed && grew.parse::<usize>().unwrap() < 2_000, "2,000 runs have left {grew} kB");
}

/// Runs one test of this file in a process of its own: whether it has passed, and what it has printed.
fn run_alone(test: &str, variables: &[(&str, &str)]) -> (bool, String) {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args([test, "--exact", "--ignored", "--nocapture"]).envs(variables.iter().copied());
    let output = command.env("RUST_BACKTRACE", "0").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    (output.status.success(), text)
}

// The guide.

mod guide {
    use super::*;

    #[automock]
    trait Library {
        async fn find(&self, text: &str) -> String;
    }

    /// As in the guide, without the condition.
    #[derive(Default)]
    struct SearchBox {
        shown: RefCell<String>,
    }

    impl SearchBox {
        async fn type_in(&self, library: &impl Library, text: &str) {
            let found = library.find(text).await;
            *self.shown.borrow_mut() = found;
        }
    }

    #[asyncmock::test(explore)]
    #[ignore = "it fails, as the guide says"]
    async fn the_newest_answer_is_shown() {
        let library = MockLibrary::new();
        library.expect_find().returning(|text| format!("all about {text}"));
        let search_box = SearchBox::default();
        futures::join!(search_box.type_in(&library, "cat"), search_box.type_in(&library, "cats"));
        assert_eq!(*search_box.shown.borrow(), "all about cats");
    }

    /// A text without what depends on where it was made.
    fn anywhere(text: &str) -> String {
        let mut lines = Vec::new();
        for line in text.replace("guide::the_newest", "the_newest").lines() {
            let place = line.find("tests/").map(|begin| {
                let rest = line[begin..].find([' ', ',']).map_or(line.len(), |end| begin + end);
                line[begin..rest].to_owned()
            });
            lines.push(place.map_or(line.to_owned(), |place| line.replace(&place, "here")));
        }
        lines.join("\n")
    }

    #[test]
    fn shows_what_a_failure_says() {
        let text = catch_unwind(the_newest_answer_is_shown).unwrap_err();
        let guide = include_str!("../../mock-core/docs/explorer.md");
        let shown = guide.split_once("```text\n").unwrap().1.split_once("\n```").unwrap().0;
        assert_eq!(anywhere(text.downcast_ref::<String>().unwrap()), anywhere(shown));
    }
}
