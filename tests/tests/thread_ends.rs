//! Doubles that are dropped when a thread ends, and what panics when it is dropped: it is told, and no panic ends the process.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;

use asyncmock::{Guard, automock};
use asyncmock_tests::{failure, next_line, rerun};

#[automock]
trait Cat {
    fn pet(&self);
}

#[derive(Debug)]
struct PanicsAtTheEnd(bool);

impl Clone for PanicsAtTheEnd {
    fn clone(&self) -> Self {
        PanicsAtTheEnd(true)
    }
}

impl PartialEq for PanicsAtTheEnd {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Drop for PanicsAtTheEnd {
    fn drop(&mut self) {
        assert!(!self.0, "it is not dropped");
    }
}

#[automock]
trait Keeper {
    fn keep(&self, panics: &PanicsAtTheEnd);
    #[allow(dead_code, reason = "it is expected, and not called")]
    fn leave(&self);
}

/// What an expectation has panics when it is dropped: its answer, or what it expects by values or by a function.
#[test]
fn what_is_not_met_is_told_beside_what_panics_when_it_is_dropped() {
    fn expect_by_answer(keeper: &MockKeeper) {
        let panics = PanicsAtTheEnd(true);
        keeper.expect_keep().never().returning(move |_| assert_eq!(&panics, &panics));
    }
    fn expect_by_values(keeper: &MockKeeper) {
        let panics = std::mem::ManuallyDrop::new(PanicsAtTheEnd(false));
        keeper.expect_keep().with_args(&*panics).never();
    }
    fn expect_by_function(keeper: &MockKeeper) {
        let panics = PanicsAtTheEnd(true);
        keeper.expect_keep().withf(move |given| *given == panics).never();
    }
    for expect in [expect_by_answer, expect_by_values, expect_by_function] {
        let keeper = MockKeeper::new();
        expect(&keeper);
        let place = next_line!();
        keeper.expect_leave().once().return_const(());
        let text = failure(|| drop(keeper));
        let mut told: Vec<&str> = text.split("\n\n").collect();
        told.sort_unstable();
        let unmet = format!(
            "MockKeeper::leave: Expectation(<anything>) called 0 time(s) which is fewer than expected 1\n  expected once, but never called\n  expected at {place}\n\
             no calls so far"
        );
        assert_eq!(
            told,
            [&*unmet, "it is not dropped\n  when an expectation of MockKeeper::keep was dropped"],
            "{text}"
        );
    }
}

/// Uses doubles when its thread is at its end.
struct Late(Option<Guard<u32>>);

impl Drop for Late {
    fn drop(&mut self) {
        drop(self.0.take());
        let cat = MockCat::relaxed();
        cat.pet();
        cat.calls_to_pet().assert_called_once();
        let _journal = asyncmock::journal().to_string();
        let _lives = MockStatics::lives_context();
        assert!(catch_unwind(MockStatics::lives).is_err());
    }
}

#[automock]
trait Statics {
    fn lives() -> u32;
}

thread_local! {
    static LATE: std::cell::RefCell<Option<Late>> = const { std::cell::RefCell::new(None) };
    static CAT: std::cell::RefCell<Option<MockCat>> = const { std::cell::RefCell::new(None) };
    static KEPT: std::cell::RefCell<Option<Box<dyn std::any::Any>>> = const { std::cell::RefCell::new(None) };
}

#[test]
#[ignore = "it is run in a process of its own"]
fn ends_a_thread_with_what_panics() {
    let ended = thread::spawn(|| {
        let keeper = MockKeeper::new();
        keeper.expect_keep().return_const(());
        let first = std::mem::ManuallyDrop::new(PanicsAtTheEnd(false));
        keeper.keep(&first);
        drop(keeper);
        // The thread's session has the snapshot.
        assert!(asyncmock::journal().to_string().contains("Keeper::keep"));
    });
    assert!(ended.join().is_ok());
    let ended = thread::spawn(|| {
        CAT.set(Some(MockCat::new()));
        CAT.with_borrow(|cat| {
            cat.as_ref().unwrap().expect_pet().return_const(());
        });
        CAT.with_borrow(|cat| cat.as_ref().unwrap().pet());
    });
    assert!(ended.join().is_ok());
    for is_first in [false, true] {
        let ended = thread::spawn(move || {
            if is_first {
                // Its end comes after that of whatever the doubles have here.
                LATE.set(None);
            }
            let (guard, _probe) = Guard::new(7);
            LATE.set(Some(Late(Some(guard))));
        });
        assert!(ended.join().is_ok());
    }
}

/// A mock whose expectation is not met, and the place of that.
fn unmet_cat() -> (MockCat, String) {
    let cat = MockCat::new();
    let place = next_line!();
    cat.expect_pet().once().return_const(());
    (cat, place)
}

#[test]
#[ignore = "it is run in a process of its own"]
fn leaves_a_mock_in_a_thread_local_that_has_failed_elsewhere() {
    let cat = Arc::new(MockCat::new());
    KEPT.set(Some(Box::new(Arc::clone(&cat))));
    assert!(thread::spawn(move || cat.pet()).join().is_err());
}

#[test]
#[ignore = "it is run in a process of its own"]
fn leaves_a_view_in_a_thread_local_of_what_has_failed_elsewhere() {
    let cat = MockCat::new();
    KEPT.set(Some(Box::new(cat.calls_to_pet())));
    assert!(thread::spawn(move || catch_unwind(AssertUnwindSafe(|| cat.pet())).is_err()).join().unwrap());
}

#[test]
#[ignore = "it is run in a process of its own"]
fn leaves_a_guard_in_a_thread_local_whose_exit_fails() {
    let (guard, _probe) = Guard::new(7);
    KEPT.set(Some(Box::new(Guard::with_exit(guard, async |_, _| Err::<(), _>("no connection")))));
}

#[test]
#[ignore = "it is run in a process of its own"]
fn leaves_a_mock_in_a_thread_local() {
    CAT.set(Some(unmet_cat().0));
}

#[test]
#[ignore = "it is run in a process of its own"]
fn a_thread_leaves_a_mock_in_a_thread_local() {
    let (cat, _) = unmet_cat();
    assert!(thread::spawn(|| CAT.set(Some(cat))).join().is_ok());
}

#[asyncmock::test]
#[ignore = "it is run in a process of its own"]
async fn leaves_a_mock_in_a_thread_local_under_the_harness() {
    CAT.set(Some(unmet_cat().0));
}

#[asyncmock::test]
#[ignore = "it is run in a process of its own"]
async fn a_thread_leaves_a_mock_in_a_thread_local_under_the_harness() {
    let (cat, _) = unmet_cat();
    assert!(thread::spawn(|| CAT.set(Some(cat))).join().is_ok());
}

#[test]
fn what_a_thread_drops_at_its_end_is_told_and_does_not_end_the_process() {
    let (cat, place) = unmet_cat();
    cat.pet();
    let unmet = format!(
        "MockCat::pet: Expectation(<anything>) called 0 time(s) which is fewer than expected 1
  expected once, but never called
  expected at {place}
no calls so far
"
    );
    let found = "  it was found when a thread-local was dropped, where a panic would end the process: clear that before its thread \
                 ends\n";
    for test in ["leaves_a_mock_in_a_thread_local", "a_thread_leaves_a_mock_in_a_thread_local"] {
        let (passed, stderr) = rerun(test);
        assert!(passed && stderr.contains(&format!("asyncmock: warning: {unmet}{found}")), "{stderr}");
        let (passed, stderr) = rerun(&format!("{test}_under_the_harness"));
        assert!(!passed && stderr.contains(&unmet) && !stderr.contains(found), "{stderr}");
        assert!(!stderr.contains("aborting"), "{stderr}");
    }
    for test in [
        "leaves_a_mock_in_a_thread_local_that_has_failed_elsewhere",
        "leaves_a_view_in_a_thread_local_of_what_has_failed_elsewhere",
    ] {
        let (passed, stderr) = rerun(test);
        let lost = "asyncmock: warning: a mock failed in a task or on a thread of its own, where the failure was lost:

MockCat::pet(): No matching expectation found
";
        assert!(passed && stderr.contains(lost) && stderr.contains(found), "{stderr}");
    }
    let (passed, stderr) = rerun("leaves_a_guard_in_a_thread_local_whose_exit_fails");
    let failed = "asyncmock: warning: Guard<i32>: the async exit failed: \"no connection\"\n";
    assert!(passed && stderr.contains(failed) && stderr.contains(found), "{stderr}");
}

#[test]
fn what_panics_at_the_end_of_a_thread_does_not_end_the_process() {
    let (passed, stderr) = rerun("ends_a_thread_with_what_panics");
    assert!(passed, "{stderr}");
}
