//! Calls that arrive at one time, and are replied to at another.

use super::*;
use asyncmock::explore::Fault;

fn apart() -> Explore {
    Explore::new().replies_apart()
}

#[test]
fn each_call_has_two_turns() {
    // (2k)! / 2^k
    for (count, orders) in [(1, 1), (2, 6), (3, 90), (4, 2520)] {
        let report = apart().run(move || several(count));
        assert_eq!((report.schedules(), report.exhausted()), (orders, true), "{count} calls");
    }
}

/// What a server has done, and what has come back, of two calls.
async fn a_server_and_its_replies() -> (String, Vec<u32>) {
    let (store, done, seen) = (MockStore::new(), Arc::new(std::sync::Mutex::new(String::new())), Seen::default());
    let does = Arc::clone(&done);
    store.expect_get().returning(move |key| {
        does.lock().unwrap().push_str(&key.to_string());
        key
    });
    let get = async |key| {
        let key = store.get(key).await;
        seen.borrow_mut().push(key);
    };
    futures::join!(get(1), get(2));
    let done = done.lock().unwrap().clone();
    (done, seen.take())
}

#[test]
fn a_reply_may_be_overtaken() {
    assert_eq!(Explore::new().run(a_server_and_its_replies).table().lines().count(), 1 + 2, "together they are not");
    let table = apart().run(a_server_and_its_replies).table();
    for outcome in [r#"("12", [1, 2])"#, r#"("12", [2, 1])"#, r#"("21", [1, 2])"#, r#"("21", [2, 1])"#] {
        assert!(table.contains(outcome), "{table}");
    }
}

#[test]
fn the_steps_say_which_of_both_it_is() {
    let fails = || async {
        let (done, seen) = a_server_and_its_replies().await;
        assert_eq!((&*done, &*seen), ("12", &[1, 2][..]));
    };
    let text = failure(|| apart().run(fails));
    let line = |part: &str| include_str!("replies.rs").lines().position(|line| line.contains(part)).unwrap() + 1;
    let gets = line("let key = store.get(key).await;");
    let expected = format!(
        "\nthe order in which it fails departs once from what comes first:
> 1. Store::get(2) at tests/tests/explorer/replies.rs:{gets}, of 2 that could be next
  2. Store::get(1) at tests/tests/explorer/replies.rs:{gets}, of 2 that could be next
  3. the reply to Store::get(2) at tests/tests/explorer/replies.rs:{gets}, of 2 that could be next
  4. the reply to Store::get(1) at tests/tests/explorer/replies.rs:{gets}
the nearest order in which it passes:
"
    );
    assert!(text.contains(&expected), "{text}");
    assert!(text.ends_with("\n  as a test: Explore::replay(\"am1:1~9966\").replies_apart().run(..)"), "{text}");
    assert_eq!(failure(|| Explore::replay("am1:1").replies_apart().run(fails)).lines().next(), text.lines().next());
}

#[test]
fn a_call_whose_reply_waits_is_pending_and_may_be_cancelled() {
    let report = apart().run(|| async {
        let (store, calls) = (MockStore::new(), Rc::new(Cell::new(0)));
        let arrived = Arc::new(std::sync::atomic::AtomicBool::new(false));
        let arrives = Arc::clone(&arrived);
        store.expect_get().returning(move |key| {
            arrives.store(true, std::sync::atomic::Ordering::SeqCst);
            key
        });
        let gets = store.calls_to_get();
        let in_flight = Rc::clone(&calls);
        explore::invariant(move || in_flight.get() == 0 || gets.in_flight() == 1);
        calls.set(1);
        let ended = explore::cancellable(store.get(1)).await;
        calls.set(0);
        let state = store.calls_to_get().last().unwrap().state();
        (ended, arrived.load(std::sync::atomic::Ordering::SeqCst), state)
    });
    assert_eq!(
        report.table(),
        "  count  schedule  outcome
      1  am1:0     (Some(1), true, Completed)
      1  am1:C0    (None, false, Cancelled)
      1  am1:0.C0  (None, true, Cancelled)
"
    );
}

#[test]
fn a_task_may_be_aborted_between_both() {
    let report = apart().faults([Fault::Cancel]).run(|| async {
        let store = Arc::new(MockStore::relaxed());
        let gets = Arc::clone(&store);
        rt::spawn(async move { gets.get(1).await }).await.is_ok()
    });
    assert_eq!(report.table(), "  count  schedule  outcome\n      2  am1:C0    false\n      1  am1:0     true\n");
}

/// What an answer gives may borrow from the arguments, and answers may be futures; what the test answers has no turn.
#[automock(spy)]
trait Library {
    async fn find<'a>(&self, text: &'a str) -> &'a str;
    async fn count(&self, texts: &[String], others: &[String]) -> usize;
}

struct Shelf;

impl Library for Shelf {
    async fn find<'a>(&self, text: &'a str) -> &'a str {
        &text[1..]
    }
    async fn count(&self, texts: &[String], others: &[String]) -> usize {
        texts.len() + others.len()
    }
}

#[test]
fn answers_of_all_kinds_have_two_turns() {
    let report = apart().run(|| async {
        let (library, spy) = (MockLibrary::new(), MockLibrary::wrapping(Shelf));
        library.expect_find().returning(|text| &text[..1]);
        library.expect_count().returning_async(|texts, others| {
            let count = texts.len() * others.len();
            async move { count }
        });
        let (cat, texts) = ("cat".to_owned(), vec![String::new(); 3]);
        let found = library.find(&cat).await.to_owned();
        (found, library.count(&texts, &texts).await, spy.count(&texts, &texts).await)
    });
    assert_eq!(report.table(), "  count  schedule  outcome\n      1  am1:0     (\"c\", 9, 6)\n");
}

#[test]
fn what_the_test_answers_has_no_turn() {
    let report = apart().run(what_has_no_turn);
    assert_eq!(report.table(), "  count  schedule  outcome\n      1  am1:0     ((10, 20), true)\n");
}

#[test]
fn what_is_not_expected_fails_as_it_arrives() {
    let text = failure(|| {
        apart().run(|| async {
            let store = MockStore::new();
            store.expect_get().with_args(1).returning(|key| key);
            store.get(2).await
        })
    });
    assert!(text.starts_with("MockStore::get(2): No matching expectation found\n"), "{text}");
}

#[test]
fn explicit_futures_have_a_reply() {
    let report = apart().run(two_explicit_futures);
    // Both have two turns.
    assert_eq!(report.schedules(), 6);
    let table = report.table();
    assert!(table.contains("[1, 2]") && table.contains("[2, 1]"), "{table}");
}

#[test]
fn a_future_that_was_made_at_the_call_is_no_reply_before_its_turn() {
    let steps = |explore: Explore| {
        let fails = || async { assert_eq!(two_explicit_futures().await, [2, 1]) };
        let text = explore.try_run(fails).unwrap_err().to_string();
        let order = text.split_once("the order in which it fails ").unwrap().1.split_once("\nthe nearest").unwrap().0;
        let calls = order.lines().skip(1).map(|line| line[5..].split(" at ").next().unwrap().to_owned());
        calls.collect::<Vec<_>>()
    };
    assert_eq!(steps(Explore::new()), ["Boxed::get(1)", "Boxed::put(2)"]);
    let both = ["Boxed::get(1)", "Boxed::put(2)", "the reply to Boxed::get(1)", "the reply to Boxed::put(2)"];
    assert_eq!(steps(apart()), both);
}

/// Counts its calls, once each has begun to do what it does.
struct Counts(Arc<std::sync::atomic::AtomicU32>);

impl Store for Counts {
    async fn get(&self, key: u32) -> u32 {
        self.0.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        key
    }
    async fn put(&self, _: &str, _: &str) -> bool {
        true
    }
    async fn first(&self, _: &[u32], _: &[u32]) -> Option<u32> {
        None
    }
}

#[test]
fn what_is_done_by_answers_that_are_futures_is_done_on_arrival() {
    type Count = Arc<std::sync::atomic::AtomicU32>;
    fn boxed(count: Count) -> MockBoxed {
        let boxed = MockBoxed::new();
        boxed.expect_get().returning(move |key| {
            let count = count.clone();
            Box::pin(async move {
                count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
                key
            })
        });
        boxed
    }
    let a_fake = |count: Count| async move {
        let store = MockStore::new();
        store.expect_get().returning_async(move |key| {
            let count = count.clone();
            async move {
                count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
                sleep(Duration::from_millis(3)).await;
                key
            }
        });
        explore::cancellable(store.get(1)).await
    };
    let a_spy = |count: Count| async move { explore::cancellable(MockStore::wrapping(Counts(count)).get(1)).await };
    let a_box = |count: Count| async move { explore::cancellable(boxed(count).get(1)).await };
    macro_rules! table {
        ($body:expr) => {
            apart().run(|| async {
                let count = Count::default();
                let ended = $body(count.clone()).await;
                (ended, count.load(std::sync::atomic::Ordering::SeqCst))
            })
        };
    }
    for report in [table!(a_fake), table!(a_spy), table!(a_box)] {
        assert_eq!(
            report.table(),
            "  count  schedule  outcome
      1  am1:0     (Some(1), 1)
      1  am1:C0    (None, 0)
      1  am1:0.C0  (None, 1)
"
        );
    }
}

#[test]
fn an_answer_that_panics_on_arrival_has_panicked() {
    let text = failure(|| {
        apart().run(|| async {
            let store = MockStore::new();
            store.expect_get().returning_async(|_| async { panic!("the server is down") });
            store.get(1).await
        })
    });
    assert!(text.starts_with("the server is down\n"), "{text}");
    assert!(text.contains("\n  1. Store::get(1) at tests/tests/explorer/replies.rs:"), "{text}");
    assert!(text.contains(" [panicked]\n"), "{text}");
}
