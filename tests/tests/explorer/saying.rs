//! What a test may say inside its body, and what it gives.

use super::*;

#[test]
fn a_choice_is_explored_with_the_orders_of_calls() {
    let report = Explore::new().run(|| async {
        let is_hit = explore::choose([true, false]);
        (is_hit, several(2).await)
    });
    assert_eq!((report.schedules(), report.exhausted()), (4, true));
    assert!(report.table().contains("      1  am1:1.1   (false, [1, 0])\n"), "{}", report.table());
}

#[test]
fn an_answer_may_be_an_error_by_choice() {
    #[automock]
    trait Disk {
        async fn write(&self, text: &str) -> Result<u32, String>;
    }
    let report = Explore::new().run(|| async {
        let disk = MockDisk::new();
        disk.expect_write().returning(|_| explore::choose([Ok(1), Err("full".to_owned())]));
        let tries = async || match disk.write("a").await {
            Ok(written) => written,
            Err(_) => disk.write("a").await.unwrap_or_default() + 10,
        };
        tries().await
    });
    assert_eq!(
        report.table(),
        "  count  schedule  outcome\n      1  am1:0     1\n      1  am1:1     11\n      1  am1:1.1   10\n"
    );
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
    assert!(text.starts_with("explore::invariant at tests/tests/explorer/saying.rs:"), "{text}");
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
    assert!(text.starts_with("explore::invariant at tests/tests/explorer/saying.rs:"), "{text}");
    assert!(
        breaks(true).starts_with("the sum is -1\n  panicked at tests/tests/explorer/saying.rs:"),
        "{}",
        breaks(true)
    );
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
    assert!(text.starts_with("Explore::run at tests/tests/explorer/saying.rs:"), "{text}");
    let expected = " makes runtimes of its own, so it can't be run in one: call it in a test without `async`, or write \
                    `#[asyncmock::test(explore)]`";
    assert!(text.ends_with(expected), "{text}");
}
