//! Call counts, checkpoints and the end of a mock, as mockall's users know them.

#![allow(unused_mut, reason = "mockall's users write `let mut mock`")]

use asyncmock::predicate::*;
use asyncmock::*;
use asyncmock_tests::failure;
use core::prelude::v1::test;

#[automock]
trait Foo {
    fn bar(&self, x: u32) -> u32;
    fn baz(&self);
}

/// What is said of a mock that expects `baz` so many times, when it is called `calls` times and dropped.
fn said(times: impl Into<TimesRange>, calls: usize) -> Option<String> {
    let failed = std::panic::catch_unwind(std::panic::AssertUnwindSafe(move || {
        let mut mock = MockFoo::new();
        mock.expect_baz().times(times).return_const(());
        (0..calls).for_each(|_| mock.baz());
    }));
    let text = failed.err().map(asyncmock_tests::text_of)?;
    Some(text.lines().next().unwrap_or_default().to_owned())
}

#[test]
fn numbers() {
    assert_eq!(said(2, 2), None);
    assert_eq!(
        said(2, 1).unwrap(),
        "MockFoo::baz: Expectation(<anything>) called 1 time(s) which is fewer than expected 2"
    );
    assert_eq!(
        said(2, 3).unwrap(),
        "MockFoo::baz: Expectation(<anything>) called 3 times which is more than the expected 2"
    );
}

#[test]
fn ranges() {
    assert_eq!((said(2..4, 2), said(2..4, 3)), (None, None));
    assert!(said(2..4, 1).unwrap().ends_with("called 1 time(s) which is fewer than expected 2"));
    assert!(said(2..4, 4).unwrap().ends_with("called 4 times which is more than the expected 3"));
    assert_eq!((said(2..=3, 2), said(2..=3, 3)), (None, None));
    assert!(said(2..=3, 4).unwrap().ends_with("called 4 times which is more than the expected 3"));
    assert_eq!((said(..3, 0), said(..3, 2)), (None, None));
    assert!(said(..3, 3).unwrap().ends_with("called 3 times which is more than the expected 2"));
    assert_eq!((said(..=2, 0), said(..=2, 2)), (None, None));
    assert!(said(..=2, 3).unwrap().ends_with("called 3 times which is more than the expected 2"));
    assert_eq!((said(1.., 1), said(1.., 9)), (None, None));
    assert!(said(1.., 0).unwrap().ends_with("called 0 time(s) which is fewer than expected 1"));
    assert_eq!((said(.., 0), said(.., 9)), (None, None));
}

#[test]
#[should_panic(expected = "Backwards range")]
#[allow(clippy::reversed_empty_ranges)]
fn a_backwards_range() {
    let mut mock = MockFoo::new();
    mock.expect_baz().times(2..1);
}

#[test]
#[should_panic(expected = "Backwards range")]
#[allow(clippy::reversed_empty_ranges)]
fn a_backwards_inclusive_range() {
    let mut mock = MockFoo::new();
    mock.expect_baz().times(2..=1);
}

#[test]
fn once_and_never() {
    let mut mock = MockFoo::new();
    mock.expect_bar().with(eq(1)).once().return_const(1_u32);
    mock.expect_baz().never();
    assert_eq!(mock.bar(1), 1);
    let text = failure(|| mock.baz());
    assert!(text.starts_with("MockFoo::baz: Expectation(<anything>) should not have been called\n"), "{text}");
    let text = failure(|| drop(mock));
    let first = text.lines().next().unwrap();
    assert_eq!(first, "MockFoo::baz: Expectation(<anything>) called 1 time(s) which is more than expected 0");
}

#[test]
fn a_count_may_come_before_or_after_the_answer() {
    let mut mock = MockFoo::new();
    mock.expect_bar().times(1).with(eq(1)).return_const(1_u32);
    mock.expect_bar().return_const(2_u32).with(eq(2)).times(1);
    assert_eq!((mock.bar(1), mock.bar(2)), (1, 2));
}

#[test]
fn every_method_is_verified() {
    let text = failure(|| {
        let mut mock = MockFoo::new();
        mock.expect_bar().with(eq(5)).times(1).return_const(0_u32);
    });
    let first = text.lines().next().unwrap();
    assert_eq!(first, "MockFoo::bar: Expectation(var == 5) called 0 time(s) which is fewer than expected 1");
}

#[test]
fn a_panic_is_not_joined_by_another() {
    let text = failure(|| {
        let mut mock = MockFoo::new();
        mock.expect_baz().times(1);
        panic!("the test's own");
    });
    assert_eq!(text, "the test's own");
}

#[test]
fn a_checkpoint_verifies() {
    let mut mock = MockFoo::new();
    mock.expect_baz().times(1);
    let text = failure(|| mock.checkpoint());
    let first = text.lines().next().unwrap();
    assert_eq!(first, "MockFoo::baz: Expectation(<anything>) called 0 time(s) which is fewer than expected 1");
}

#[test]
fn a_checkpoint_drops_what_was_expected() {
    let mut mock = MockFoo::new();
    mock.expect_bar().times(1..).return_const(1_u32);
    assert_eq!(mock.bar(1), 1);
    mock.checkpoint();
    let text = failure(|| mock.bar(1));
    assert!(text.starts_with("MockFoo::bar(1): No matching expectation found\n"), "{text}");
    mock.expect_bar().return_const(2_u32);
    assert_eq!(mock.bar(1), 2);
}

#[test]
fn expectations_are_cleared() {
    let mut mock = MockFoo::new();
    mock.expect_bar().times(1).return_const(1_u32);
    mock.clear_expectations();
    mock.expect_bar().times(1).return_const(2_u32);
    assert_eq!(mock.bar(0), 2);
}

#[test]
fn an_expectation_that_nobody_used_is_no_failure_without_a_count() {
    let mut mock = MockFoo::new();
    mock.expect_bar().return_const(1_u32);
}
