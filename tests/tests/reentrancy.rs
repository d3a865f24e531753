//! Answers and matchers that use the mock themselves, that panic, or that are slow: they run under no lock, poison
//! nothing, and what can't be answered is explained.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;
use std::sync::{Arc, Barrier};
use std::time::Duration;

use asyncmock::{ANY, automock};
use asyncmock_tests::{failure, failure_of, next_line, text_of};

#[automock]
trait Cat {
    fn count(&self, n: u32) -> u32;
    fn pet(&self);
    async fn go(&self, steps: u32) -> u32;
}

#[test]
fn an_answer_calls_the_same_method_which_another_expectation_answers() {
    let cat = Arc::new(MockCat::new());
    let inner = Arc::downgrade(&cat);
    cat.expect_count().with_args(1).returning(move |_| inner.upgrade().unwrap().count(2) + 1);
    cat.expect_count().with_args(2).return_const(10_u32);
    assert_eq!(cat.count(1), 11);
    cat.calls_to_count().assert_has_calls([(1,), (2,)]);
}

#[test]
fn an_answer_calls_the_same_method_which_a_later_expectation_for_anything_answers() {
    let cat = Arc::new(MockCat::new());
    let inner = Arc::downgrade(&cat);
    cat.expect_count().returning(move |n| inner.upgrade().unwrap().count(n) + 1);
    cat.expect_count().return_const(10_u32);
    assert_eq!(cat.count(1), 11);
}

#[test]
fn recursion_into_the_running_answer_names_the_inner_call() {
    let cat = Arc::new(MockCat::new());
    let inner = Arc::downgrade(&cat);
    let expected = next_line!();
    cat.expect_count().returning(move |n| inner.upgrade().unwrap().count(n + 1));
    let at = expected.clone();
    let outer = next_line!();
    let text = failure(|| cat.count(1));
    assert_eq!(
        text,
        format!(
            "MockCat::count(2): called from within the answer to Cat::count(1), and no other expectation matches; \
             add one for the inner call\n  \
               called at {at}\n\
             expectations of MockCat::count, in the order in which they are tried:\n  \
               1. Expectation(<anything>) at {expected}: used once, wanted any number of times\n       \
                    accepts these arguments, but its answer is running\n\
             calls so far:\n  \
               1. Cat::count(1) at {outer} [pending]"
        )
    );
}

#[tokio::test]
async fn an_async_answer_may_use_its_own_expectation_while_it_awaits() {
    let cat = Arc::new(MockCat::new());
    let inner = Arc::downgrade(&cat);
    cat.expect_go().returning_async(move |steps| {
        let cat = inner.upgrade().unwrap();
        async move { if steps == 0 { 0 } else { Box::pin(cat.go(steps - 1)).await + 1 } }
    });
    assert_eq!(cat.go(3).await, 3);
    assert_eq!(cat.calls_to_go().count(), 4);
}

#[test]
fn an_answer_adds_expectations_and_looks_at_the_calls() {
    let cat = Arc::new(MockCat::new());
    let inner = Arc::downgrade(&cat);
    cat.expect_count().once().returning(move |n| {
        let cat = inner.upgrade().unwrap();
        cat.calls_to_count().assert_called_once_with(n);
        cat.expect_count().once().return_const(7_u32);
        n
    });
    assert_eq!(cat.count(1), 1);
    assert_eq!(cat.count(2), 7);
    cat.checkpoint();
}

#[test]
fn an_answer_may_checkpoint_its_own_mock() {
    let cat = Arc::new(MockCat::new());
    let inner = Arc::downgrade(&cat);
    cat.expect_count().times(1).returning(move |n| {
        inner.upgrade().unwrap().checkpoint();
        n
    });
    assert_eq!(cat.count(1), 1);
    failure(|| cat.count(1));
}

#[test]
fn an_answer_may_drop_the_last_owner_of_its_mock() {
    let cat = Arc::new(MockCat::new());
    let calls = cat.calls_to_count();
    let slot = Arc::new(std::sync::Mutex::new(None));
    let owner = Arc::clone(&slot);
    cat.expect_pet().returning(move || drop(owner.lock().unwrap().take()));
    let other = MockCat::new();
    other.expect_count().return_const(1_u32);
    *slot.lock().unwrap() = Some(other);
    cat.pet();
    assert!(slot.lock().unwrap().is_none());
    calls.assert_not_called();
}

#[test]
fn a_matcher_calls_another_method_of_the_mock() {
    let cat = Arc::new(MockCat::new());
    let inner = Arc::downgrade(&cat);
    cat.expect_pet().return_const(());
    cat.expect_count()
        .withf(move |_| {
            inner.upgrade().unwrap().pet();
            true
        })
        .return_const(1_u32);
    assert_eq!(cat.count(1), 1);
    cat.calls_to_pet().assert_called_once();
}

#[test]
fn a_matcher_that_calls_its_own_method_is_explained() {
    let cat = Arc::new(MockCat::new());
    let inner = Arc::downgrade(&cat);
    cat.expect_count().withf(move |n| inner.upgrade().unwrap().count(*n) > 0).return_const(1_u32);
    let text = failure(|| cat.count(1));
    assert!(
        text.starts_with(
            "MockCat::count(1): called from within a matcher of the same method; match on the arguments alone\n"
        ),
        "{text}"
    );
    cat.checkpoint();
}

#[test]
fn a_matcher_that_adds_an_expectation_to_its_own_method_is_explained() {
    let cat = Arc::new(MockCat::new());
    let inner = Arc::downgrade(&cat);
    cat.expect_count()
        .withf(move |_| {
            inner.upgrade().unwrap().expect_count();
            true
        })
        .return_const(1_u32);
    assert_eq!(
        failure(|| cat.count(1)),
        "MockCat::count: an expectation can't be changed while a matcher of the same method runs; \
         do it outside the matcher"
    );
    cat.checkpoint();
}

#[test]
fn a_matcher_looks_at_the_calls() {
    let cat = MockCat::new();
    let calls = cat.calls_to_count();
    cat.expect_count().withf(move |_| calls.count() == 2).return_const(2_u32);
    cat.expect_count().return_const(1_u32);
    assert_eq!([cat.count(1), cat.count(1), cat.count(1)], [1, 2, 1]);
}

#[tokio::test]
async fn a_panicking_answer_poisons_nothing() {
    let cat = MockCat::new();
    let mut first = true;
    cat.expect_count().times(2).returning(move |n| {
        assert!(!std::mem::take(&mut first), "the first time");
        n
    });
    assert_eq!(failure(|| cat.count(1)), "the first time");
    assert_eq!(cat.count(2), 2);
    cat.expect_go().returning_async(|_| async { panic!("always") });
    assert_eq!(failure_of(cat.go(1)).await, "always");
    assert_eq!(failure_of(cat.go(2)).await, "always");
    cat.calls_to_count().assert_called_times(2);
    cat.checkpoint();
}

#[test]
fn a_panicking_matcher_poisons_nothing() {
    let cat = MockCat::new();
    cat.expect_count().withf(|n| if *n == 0 { panic!("zero") } else { true }).returning(|n| n);
    assert_eq!(failure(|| cat.count(0)), "zero");
    assert_eq!(cat.count(1), 1);
    cat.expect_count().return_const(5_u32);
    cat.checkpoint();
}

#[test]
fn a_panic_of_an_answer_is_not_a_mock_failure() {
    let cat = Arc::new(MockCat::new());
    cat.expect_count().returning(|_| panic!("on purpose"));
    let moved = Arc::clone(&cat);
    let ended = std::thread::spawn(move || moved.count(1)).join();
    assert_eq!(text_of(ended.unwrap_err()), "on purpose");
    cat.checkpoint();
}

#[test]
fn two_threads_take_turns_with_one_closure() {
    const EACH: u32 = 500;
    let cat = Arc::new(MockCat::new());
    let mut total = 0;
    cat.expect_count().times(2 * EACH as usize).returning(move |n| {
        total += n;
        total
    });
    let start = Arc::new(Barrier::new(2));
    let threads: Vec<_> = (0..2)
        .map(|_| {
            let (cat, start) = (Arc::clone(&cat), Arc::clone(&start));
            std::thread::spawn(move || {
                start.wait();
                (0..EACH).map(|_| cat.count(1)).max().unwrap()
            })
        })
        .collect();
    let last = threads.into_iter().map(|thread| thread.join().unwrap()).max().unwrap();
    assert_eq!(last, 2 * EACH);
    assert_eq!(cat.calls_to_count().count(), 2 * EACH as usize);
}

#[test]
fn a_slow_answer_in_another_thread_blocks_neither_views_nor_other_expectations() {
    let cat = Arc::new(MockCat::new());
    let (running, is_running) = mpsc::channel();
    let (proceed, may_proceed) = mpsc::channel::<()>();
    cat.expect_count().with_args(1).returning(move |n| {
        running.send(()).unwrap();
        may_proceed.recv_timeout(Duration::from_secs(60)).unwrap();
        n
    });
    cat.expect_count().with_args(2).returning(|n| n);
    let moved = Arc::clone(&cat);
    let thread = std::thread::spawn(move || moved.count(1));
    is_running.recv_timeout(Duration::from_secs(60)).unwrap();

    let count = cat.calls_to_count();
    assert_eq!((count.count(), count.in_flight()), (1, 1));
    assert!(count.last().unwrap().to_string().ends_with(" [pending]"));
    assert_eq!(cat.count(2), 2);
    cat.expect_count().with_args(3).returning(|n| n);
    assert_eq!(cat.count(3), 3);
    assert!(asyncmock::journal().to_string().contains("[pending]"));

    proceed.send(()).unwrap();
    assert_eq!(thread.join().unwrap(), 1);
    assert_eq!(count.in_flight(), 0);
}

#[test]
fn the_debug_of_an_argument_may_use_the_mock() {
    #[derive(Clone)]
    struct Chatty(Arc<AtomicU32>);

    impl std::fmt::Debug for Chatty {
        fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            write!(out, "Chatty {}", self.0.fetch_add(1, Ordering::Relaxed) > 0)
        }
    }

    #[automock]
    trait Listener {
        fn hear(&self, chatty: Chatty);
    }

    let listener = MockListener::new();
    listener.expect_hear().withf(|_| false);
    let text = failure(|| listener.hear(Chatty(Arc::default())));
    assert!(text.starts_with("MockListener::hear(Chatty "), "{text}");
}

#[test]
fn the_equality_of_an_argument_may_use_the_mock() {
    #[derive(Clone, Debug)]
    struct Curious;

    thread_local! {
        static CAT: MockCat = MockCat::new();
    }

    impl PartialEq for Curious {
        fn eq(&self, _: &Self) -> bool {
            CAT.with(|cat| {
                cat.expect_count().with_args(ANY).return_const(1_u32);
                cat.count(1) == 1
            })
        }
    }

    #[automock]
    trait Asker {
        fn ask(&self, curious: Curious) -> u32;
    }

    let asker = MockAsker::new();
    asker.expect_ask().with_args(Curious).return_const(1_u32);
    assert_eq!(asker.ask(Curious), 1);
    asker.calls_to_ask().assert_called_once_with(Curious);
}
