//! What is cancelled by the explorer: futures of which a test says that they may be, and tasks.

use super::*;
use asyncmock::explore::Fault;

/// Adds one to what is there, in two calls.
async fn adds_one(store: &MockStore, sum: &Cell<u32>) {
    let before = store.get(sum.get()).await;
    store.put("sum", "more").await;
    sum.set(before + 1);
}

/// What is to be seen of a future that may be cancelled: whether it has ended, and how its last calls have.
async fn one_may_be_cancelled() -> (Option<()>, Option<CallState>, Option<CallState>) {
    let (store, sum) = (MockStore::new(), Cell::new(0));
    store.expect_get().returning(|key| key);
    store.expect_put().returning(|_, _| true);
    let (gets, puts) = (store.calls_to_get(), store.calls_to_put());
    let ended = explore::cancellable(adds_one(&store, &sum)).await;
    assert_eq!(sum.get(), u32::from(ended.is_some()));
    (ended, gets.last().map(|call| call.state()), puts.last().map(|call| call.state()))
}

#[test]
fn a_future_may_be_cancelled_wherever_a_call_would_be_answered() {
    let report = Explore::new().run(one_may_be_cancelled);
    assert_eq!((report.schedules(), report.exhausted()), (3, true));
    assert_eq!(
        report.table(),
        "  count  schedule  outcome
      1  am1:0     (Some(()), Some(Completed), Some(Completed))
      1  am1:C0    (None, Some(Cancelled), None)
      1  am1:0.C0  (None, Some(Completed), Some(Cancelled))
"
    );
}

#[test]
fn it_may_be_where_another_s_call_would_be() {
    // It waits for a lock, and the call is that of whoever has it.
    let report = Explore::new().run(|| async {
        let (store, lock) = (MockStore::relaxed(), Mutex::new(0));
        let holds = async {
            let mut count = lock.lock().await;
            store.get(1).await;
            *count += 1;
        };
        let waits = explore::cancellable(async { *lock.lock().await += 1 });
        let (_, waited) = futures::join!(holds, waits);
        let count = *lock.lock().await;
        (waited.is_some(), count)
    });
    assert_eq!(
        report.table(),
        "  count  schedule  outcome\n      1  am1:0     (true, 2)\n      1  am1:C0    (false, 1)\n"
    );
}

#[test]
fn several_are_cancelled_in_every_way() {
    // Of two with a call each: both answered in two orders, one of them cancelled before or after the other is answered, or both.
    let report = Explore::new().run(|| async {
        let store = MockStore::relaxed();
        let (one, other) = (explore::cancellable(store.get(1)), explore::cancellable(store.get(2)));
        let ended = futures::join!(one, other);
        (ended.0.is_some(), ended.1.is_some())
    });
    assert_eq!(
        report.table(),
        "  count  schedule   outcome
      2  am1:0      (true, true)
      2  am1:C0     (false, true)
      2  am1:C1     (true, false)
      2  am1:C0.C0  (false, false)
"
    );
}

#[test]
fn what_was_picked_is_told_and_run_again() {
    let fails = || async {
        let (store, sum) = (MockStore::relaxed(), Cell::new(0));
        explore::cancellable(adds_one(&store, &sum)).await;
        store.calls_to_put().assert_called_once();
    };
    let text = failure(|| Explore::new().run(fails));
    let line = |part: &str| include_str!("cancelled.rs").lines().position(|line| line.contains(part)).unwrap() + 1;
    let (gets, cancels) = (line("let before = store.get("), line("(MockStore::relaxed(), Cell::new(0));") + 1);
    let expected = format!(
        "\nthe order in which it fails departs once from what comes first:
> 1. explore::cancellable at tests/tests/explorer/cancelled.rs:{cancels} is cancelled, of 2 that could be next
the nearest order in which it passes:
> 1. Store::get(0) at tests/tests/explorer/cancelled.rs:{gets}, of 2 that could be next
  2. Store::put(\"sum\", \"more\") at "
    );
    assert!(text.contains(&expected), "{text}");
    assert!(text.contains("ASYNCMOCK_SCHEDULE='am1:C0' "), "{text}");
    let again = failure(|| Explore::replay("am1:C0").run(fails));
    assert_eq!(again.lines().next(), text.lines().next());
}

#[test]
fn a_replay_says_that_there_is_nothing_to_cancel() {
    let report = Explore::replay("am1:C4").run(one_may_be_cancelled);
    assert_eq!(report.schedules(), 1);
    assert!(report.table().contains("(Some(()), "), "{}", report.table());
}

/// Two tasks of which each makes a call; one of them is spawned so that the harness knows it.
async fn two_tasks() -> (bool, bool) {
    let store = Arc::new(MockStore::relaxed());
    let (one, other) = (Arc::clone(&store), Arc::clone(&store));
    let known = rt::spawn(async move { one.get(1).await });
    let unknown = tokio::spawn(async move { other.get(2).await });
    (known.await.is_ok(), unknown.await.is_ok())
}

#[test]
fn tasks_are_aborted_if_that_is_said() {
    assert_eq!(Explore::new().run(two_tasks).schedules(), 2);
    let report = Explore::new().faults([Fault::Cancel]).run(two_tasks);
    assert_eq!(
        report.table(),
        "  count  schedule  outcome\n      2  am1:0     (true, true)\n      2  am1:C0    (false, true)\n"
    );
    let fails = || async { assert_eq!(two_tasks().await, (true, true)) };
    let text = failure(|| Explore::new().faults([Fault::Cancel]).run(fails));
    let line =
        include_str!("cancelled.rs").lines().position(|line| line.contains("let known = rt::spawn(")).unwrap() + 1;
    let expected = format!(
        "\n> 1. the task spawned at tests/tests/explorer/cancelled.rs:{line} is aborted, of 3 that could be next\n"
    );
    assert!(text.contains(&expected), "{text}");
    assert!(text.ends_with("\n  as a test: Explore::replay(\"am1:C0\").faults([Fault::Cancel]).run(..)"), "{text}");
}

#[asyncmock::test]
async fn what_is_not_explored_is_not_cancelled() {
    let store = MockStore::relaxed();
    assert_eq!(explore::cancellable(store.get(1)).await, Some(0));
}

#[test]
fn time_may_pass_beside_what_may_be_cancelled() {
    let report = Explore::new().time(1).run(|| async {
        let store = MockStore::relaxed();
        let limited = timeout(Duration::from_secs(1), store.get(1));
        explore::cancellable(limited).await.map(|answer| answer.is_ok())
    });
    assert_eq!(
        report.table(),
        "  count  schedule  outcome\n      1  am1:0     Some(true)\n      1  am1:C0    None\n      1  am1:T     Some(false)\n"
    );
}

#[test]
fn what_has_ended_is_not_polled_again() {
    let text = failure(|| {
        Explore::new().run(|| async {
            let mut future = explore::cancellable(async { 1 });
            (&mut future).await;
            (&mut future).await
        })
    });
    let expected = "explore::cancellable at tests/tests/explorer/cancelled.rs:";
    assert!(text.starts_with(expected), "{text}");
    assert!(text.lines().next().unwrap().ends_with(" was polled again after its end"), "{text}");
}
