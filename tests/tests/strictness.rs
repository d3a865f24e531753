//! Expectations that were never used: a warning, or a failure if the mock is strict.

use asyncmock::{Sequence, automock, mock_fn, predicate::*};
use asyncmock_tests::{failure, is_rerun, next_line, rerun};
use futures::FutureExt as _;

#[automock]
trait Cat {
    fn pet(&self, times: u32) -> bool;
    async fn go(&self, direction: &str) -> bool;
}

#[test]
fn an_expectation_that_was_never_used_fails_a_strict_mock() {
    let cat = MockCat::strict();
    let first = next_line!();
    cat.expect_pet().with(eq(1)).return_const(true);
    cat.expect_pet().with(eq(2)).return_const(true);
    let second = next_line!();
    cat.expect_go().return_const(true);
    let at = next_line!();
    cat.pet(2);
    let text = failure(|| drop(cat));
    assert_eq!(
        text,
        format!(
            "MockCat::pet: Expectation(var == 1) was never used; leave it out, or say `optional()`
  expected at {first}
calls so far:
  1. Cat::pet(2) at {at} [completed]

MockCat::go: Expectation(<anything>) was never used; leave it out, or say `optional()`
  expected at {second}
no calls so far"
        )
    );
}

#[test]
fn whoever_says_how_often_has_said_that_none_will_do() {
    let cat = MockCat::strict();
    cat.expect_pet().with(eq(1)).times(..).return_const(true);
    cat.expect_pet().with(eq(2)).times(0..=3).return_const(true);
    cat.expect_pet().with(eq(3)).never();
    cat.expect_pet().with(eq(4)).return_const(true).optional();
    cat.expect_go().return_const(true);
    assert_eq!(cat.go("north").now_or_never(), Some(true));
    cat.checkpoint();
    cat.expect_pet().return_const(true);
    cat.clear_expectations();
}

#[test]
fn a_strict_mock_fails_as_any_other() {
    let cat = MockCat::strict();
    cat.expect_pet().times(1).return_const(true);
    let text = failure(|| cat.pet(1) && cat.pet(2));
    assert!(text.contains("called 2 times which is more than the expected 1"), "{text}");
    cat.clear_expectations();
    let text = failure(|| cat.pet(1));
    assert!(text.starts_with("MockCat::pet(1): No matching expectation found"), "{text}");
}

#[test]
fn a_call_that_was_never_awaited_uses_nothing() {
    let cat = MockCat::strict();
    let expected = next_line!();
    cat.expect_go().return_const(true);
    let at = next_line!();
    drop(cat.go("north"));
    assert_eq!(
        failure(|| drop(cat)),
        format!(
            "MockCat::go: Expectation(<anything>) was never used; leave it out, or say `optional()`
  expected at {expected}
  these calls do not count, as they were never awaited:
    Cat::go(\"north\") at {at}
calls so far:
  1. Cat::go(\"north\") at {at} [never awaited]"
        )
    );
}

#[test]
fn what_fails_is_said_before_what_was_not_used() {
    let cat = MockCat::strict();
    cat.expect_pet().with(eq(1)).times(1).return_const(true);
    cat.expect_pet().with(eq(2)).return_const(true);
    let text = failure(|| cat.checkpoint());
    let (fewer, unused) = (text.find("which is fewer than expected 1"), text.find("was never used"));
    assert!(fewer.is_some() && fewer < unused, "{text}");
}

/// What the tests below write when they run by themselves.
mod noisy {
    use super::*;

    pub fn unused() {
        let cat = MockCat::new();
        cat.expect_pet().with(eq(1)).return_const(true);
        cat.expect_pet().with(eq(2)).return_const(true).optional();
        cat.expect_pet().with(eq(3)).return_const(true);
        cat.pet(3);
    }

    pub fn quiet() {
        let cat = MockCat::new();
        let mut sequence = Sequence::new();
        cat.expect_pet().times(1).in_sequence(&mut sequence).return_const(true);
        cat.pet(1);
        let call = mock_fn!(fn());
        call.expect().times(..);
        drop(MockCat::relaxed());
    }
}

#[test]
fn other_mocks_warn() {
    if is_rerun() {
        return noisy::unused();
    }
    let (passes, stderr) = rerun("other_mocks_warn");
    assert!(passes, "mockall passes");
    let warnings: Vec<&str> = stderr.lines().filter(|line| line.starts_with("asyncmock:")).collect();
    let [warning] = warnings[..] else { panic!("{stderr}") };
    let place =
        warning.strip_prefix("asyncmock: warning: MockCat::pet: Expectation(var == 1) at tests/tests/strictness.rs:");
    let rest = place.unwrap_or_else(|| panic!("{warning}")).trim_start_matches(|letter: char| letter.is_ascii_digit());
    assert_eq!(rest, " was never used; leave it out, or say `optional()`");
}

#[test]
fn nothing_is_said_of_what_was_used() {
    if is_rerun() {
        return noisy::quiet();
    }
    let (passes, stderr) = rerun("nothing_is_said_of_what_was_used");
    assert!(passes && !stderr.contains("asyncmock:"), "{stderr}");
}
