//! Tests that share a runtime of tokio in a `static`, as slow set-ups have it: their contexts don't mix, and where it can't be
//! told whose a call is, it fails.

use std::sync::{Arc, Barrier, LazyLock};
use std::thread;

use asyncmock::{SessionHandle, automock, checked};
use asyncmock_tests::{next_line, task_failure};
use tokio::runtime::{Builder, Runtime};

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Builder::new_multi_thread().worker_threads(2).build().unwrap());

/// Declares a static method of its own for each test here: contexts of others would claim its calls, too.
macro_rules! cat {
    () => {
        #[automock]
        trait Cat {
            fn lives() -> u32;
        }
    };
}

/// Runs two tests at once, which meet at the barrier.
fn two_at_once(test: impl Fn(u32, &Barrier) + Sync) {
    let meet = Barrier::new(2);
    thread::scope(|scope| {
        for number in 0..2 {
            let (test, meet) = (&test, &meet);
            scope.spawn(move || test(number, meet));
        }
    });
}

#[test]
fn tests_that_block_on_one_runtime_do_not_mix() {
    cat!();
    two_at_once(|number, meet| {
        RUNTIME.block_on(async {
            let lives = MockCat::lives_context();
            lives.expect().times(100).return_const(number);
            meet.wait();
            for _ in 0..100 {
                assert_eq!(MockCat::lives(), number);
                tokio::task::yield_now().await;
            }
            meet.wait();
        });
    });
}

#[test]
fn a_task_is_the_only_tests_that_uses_its_runtime() {
    cat!();
    RUNTIME.block_on(async {
        let lives = MockCat::lives_context();
        lives.expect().times(2).return_const(9_u32);
        assert_eq!(tokio::spawn(async { MockCat::lives() }).await.unwrap(), 9);
        assert_eq!(tokio::task::spawn_blocking(MockCat::lives).await.unwrap(), 9);
    });
    // It is over.
    RUNTIME.block_on(async {
        let lives = MockCat::lives_context();
        lives.expect().times(1).return_const(7_u32);
        assert_eq!(tokio::spawn(async { MockCat::lives() }).await.unwrap(), 7);
    });
}

#[test]
fn a_context_that_is_made_in_a_task_is_that_of_the_test() {
    cat!();
    RUNTIME.block_on(async {
        let lives = MockCat::lives_context();
        let in_a_task = tokio::spawn(async {
            MockCat::lives_context().expect().return_const(9_u32);
        });
        in_a_task.await.unwrap();
        lives.expect().return_const(7_u32);
        assert_eq!(MockCat::lives(), 7, "the task has dropped its context, with all that was expected");
    });
}

#[test]
fn a_call_that_may_be_of_two_tests_fails() {
    cat!();
    let claims = |meet: &Barrier| {
        RUNTIME.block_on(async {
            let lives = MockCat::lives_context();
            lives.expect().return_const(9_u32);
            meet.wait();
            let place = next_line!();
            let call = async { MockCat::lives() };
            let text = task_failure(tokio::spawn(call).await);
            meet.wait();
            assert_eq!(
                text,
                format!(
                    "MockCat::lives(): No matching expectation found
  called at {place}
several tests have a context of MockCat::lives, and share the tokio runtime in which this task called it: whose call it is \
can't be told
give each test a runtime of its own, or bind the call to its test:
  in the test:    `let session = asyncmock::SessionHandle::current();`
  around the call: `let _bound = session.enter();`
no other calls so far"
                )
            );
            std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| drop(lives))).is_err()
        })
    };
    let raised = std::sync::Mutex::new(Vec::new());
    two_at_once(|_, meet| {
        let is_raised = claims(meet);
        raised.lock().unwrap().push(is_raised);
    });
    assert!(raised.into_inner().unwrap().contains(&true), "one of them hears of what was lost in the tasks");
}

#[test]
fn a_call_that_is_bound_to_its_test_does_not() {
    cat!();
    two_at_once(|number, meet| {
        RUNTIME.block_on(async {
            let lives = MockCat::lives_context();
            lives.expect().times(1).return_const(number);
            meet.wait();
            let session = SessionHandle::current();
            let call = tokio::spawn(async move {
                let _bound = session.enter();
                MockCat::lives()
            });
            assert_eq!(call.await.unwrap(), number);
            meet.wait();
        });
    });
}

#[test]
fn what_is_checked_in_one_runtime_does_not_mix() {
    cat!();
    two_at_once(|number, meet| {
        RUNTIME.block_on(checked(async {
            let lives = MockCat::lives_context();
            lives.expect().times(2).return_const(number);
            meet.wait();
            assert_eq!(MockCat::lives(), number);
            tokio::task::yield_now().await;
            assert_eq!(MockCat::lives(), number);
            meet.wait();
        }));
    });
}

#[test]
fn a_plain_test_beside_one_that_is_checked_is_its_own() {
    cat!();
    #[automock]
    trait Dog {
        fn bark(&self);
    }
    two_at_once(|number, meet| match number {
        0 => {
            let is_checked = std::panic::catch_unwind(|| {
                RUNTIME.block_on(checked(async {
                    meet.wait();
                    tokio::task::yield_now().await;
                    meet.wait();
                }));
            });
            // It is over.
            meet.wait();
            assert!(is_checked.is_ok(), "it has no doubles");
        }
        _ => RUNTIME.block_on(async {
            meet.wait();
            let (dog, lives) = (MockDog::new(), MockCat::lives_context());
            dog.expect_bark().once().return_const(());
            lives.expect().once().return_const(9_u32);
            meet.wait();
            meet.wait();
            dog.bark();
            assert_eq!(MockCat::lives(), 9);
        }),
    });
}

#[asyncmock::test]
async fn a_test_of_the_harness_may_block_on_another_runtime() {
    cat!();
    let lives = Arc::new(MockCat::lives_context());
    lives.expect().times(2).return_const(9_u32);
    assert_eq!(MockCat::lives(), 9);
    let there = tokio::task::spawn_blocking(|| RUNTIME.block_on(async { MockCat::lives() }));
    assert_eq!(there.await.unwrap(), 9);
}
