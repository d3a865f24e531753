//! How a schedule fails, and what is said of it.

use super::*;

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
    let line = |part: &str| include_str!("failing.rs").lines().position(|line| line.contains(part)).unwrap() + 1;
    let (asserts, gets) = (line("assert_eq!(shown.get(), 2,"), line("let find = async |key|"));
    assert_eq!(
        text,
        format!(
            "assertion `left == right` failed: the newest answer is shown
  left: 1
 right: 2
  panicked at tests/tests/explorer/failing.rs:{asserts}
calls so far:
  1. Store::get(1) at tests/tests/explorer/failing.rs:{gets} [completed]
  2. Store::get(2) at tests/tests/explorer/failing.rs:{gets} [completed]

the order in which it fails departs once from what comes first:
> 1. Store::get(2) at tests/tests/explorer/failing.rs:{gets}, of 2 that could be next
  2. Store::get(1) at tests/tests/explorer/failing.rs:{gets}
the nearest order in which it passes:
> 1. Store::get(1) at tests/tests/explorer/failing.rs:{gets}, of 2 that could be next
  2. Store::get(2) at tests/tests/explorer/failing.rs:{gets}
1 schedule before it has passed
  once more: ASYNCMOCK_SCHEDULE='am1:1' cargo test \
             failing::the_order_in_which_it_fails_is_told_beside_one_in_which_it_passes -- --exact
  as a test: Explore::replay(\"am1:1~9966\").run(..)"
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
    let expected = "deadlock: no task can run, and no timer is set\n  test failing::a_deadlock_is_found_at_once\n  it waits in \
                    tokio::sync::mutex::Mutex<T>::lock\n    at tests/tests/explorer/failing.rs:";
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
    assert!(text.contains("\n  1. task spawned at tests/tests/explorer/failing.rs:"), "{text}");
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

/// The same of a test that has changed since: another call may come first, and be of another kind.
async fn shows_the_last_answer_beside(others: u32, key: u32) {
    let (store, shown) = (MockStore::new(), Cell::new(0));
    store.expect_get().returning(|key| key);
    let find = async |key| shown.set(store.get(key).await);
    let other = async |key| _ = store.get(key).await;
    futures::join!(join_all((0..others).map(|other_key| other(100 + other_key))), find(1), find(key));
    assert_eq!(shown.get(), key, "the newest answer is shown");
}

#[test]
fn a_schedule_is_known_again_in_a_test_that_has_changed() {
    let found = Explore::new().try_run(shows_the_last_answer).unwrap_err().to_string();
    let marked = found.split_once("Explore::replay(\"").unwrap().1.split_once('"').unwrap().0;
    assert_eq!(marked, "am1:1~9966");
    let fails = |schedule: &str, others, key| {
        let schedule = schedule.to_owned();
        Explore::replay(schedule).try_run(move || shows_the_last_answer_beside(others, key)).err()
    };
    assert!(fails(marked, 0, 2).is_some());
    // With others before it, another number stands for the call.
    assert_eq!(fails(marked, 3, 2).expect("it fails again").schedule(), "am1:4");
    assert!(fails("am1:1", 3, 2).is_none(), "without it, another call is picked");
}

#[test]
#[ignore = "it is run by another, for what is said on stderr"]
fn is_of_other_calls() {
    let found = Explore::replay("am1:1~9966").try_run(|| shows_the_last_answer_beside(0, 3)).unwrap_err();
    assert_eq!(found.schedule(), "am1:1", "by its number");
    Explore::replay("am1:7~9966").run(|| shows_the_last_answer_beside(0, 3));
}

#[test]
fn a_schedule_of_other_calls_is_said_to_be_one() {
    let (passed, output) = run_alone("failing::is_of_other_calls", &[]);
    let warns = "asyncmock: warning: failing::is_of_other_calls: the schedule ";
    let unlike = "am1:1~9966 is one of other calls: at choice 1 none was like it, and one was picked by its number\n";
    let ends = "am1:7~9966 fits no further than to choice 1, where there were 2 options; from there the first option was picked\n";
    assert!(passed, "{output}");
    assert!(output.contains(&format!("{warns}{unlike}")) && output.contains(&format!("{warns}{ends}")), "{output}");
}
