//! The texts of failures, whole: mockall's sentences word for word, and after them what is needed to mend the test.
//! And that a failure away from the test is raised there, once.

use std::sync::Arc;
use std::thread;

use asyncmock::{ANY, Sequence, automock, predicate::*};
use asyncmock_tests::{failure, failure_of, is_rerun, next_line, rerun, task_failure, text_of};

#[derive(Clone, Debug, Default, PartialEq)]
struct Record {
    id: u32,
    name: String,
    tags: Vec<&'static str>,
}

/// Has no `Clone`.
#[derive(Debug, PartialEq)]
struct Unique(u32);

#[automock]
trait Cat {
    fn pet(&self);
    fn feed(&self, food: &str, grams: u32) -> u32;
    fn store(&self, record: Record);
    fn adopt(&self, name: &str, home: Unique);
    fn swap(&self, one: Unique, other: Unique);
    async fn go(&self, direction: &str, steps: u32) -> bool;
}

// At a call.

#[test]
fn no_expectation_was_set() {
    let cat = MockCat::new();
    let at = next_line!();
    let text = failure(|| cat.feed("fish", 5));
    assert_eq!(
        text,
        format!(
            "MockCat::feed(\"fish\", 5): No matching expectation found\n  \
               called at {at}\n\
             no expectation was set for MockCat::feed\n\
             no other calls so far"
        )
    );
}

#[test]
fn no_expectation_matches_and_each_says_why() {
    let cat = MockCat::new();
    let by_value = next_line!();
    cat.expect_feed().with_args("milk", 5).times(..).return_const(1_u32);
    let by_predicate = next_line!();
    cat.expect_feed().with(eq("fish"), ge(10)).times(..=2).return_const(1_u32);
    let by_function = next_line!();
    cat.expect_feed().withf(|_, grams| *grams > 100).return_const(1_u32);
    let at = next_line!();
    let text = failure(|| cat.feed("fish", 5));
    assert_eq!(
        text,
        format!(
            "MockCat::feed(\"fish\", 5): No matching expectation found\n  \
               called at {at}\n\
             expectations of MockCat::feed, the nearest first, numbered in the order in which they are tried:\n  \
               1. Expectation(\"milk\", 5) at {by_value}: not used, wanted any number of times\n       \
                    argument 1 (food) differs:\n         \
                      expected: \"milk\"\n         \
                      actual:   \"fish\"\n  \
               2. Expectation(var == \"fish\", var >= 10) at {by_predicate}: not used, wanted at most 2 times\n       \
                    argument 2 (grams) is 5, which is not var >= 10\n  \
               3. Expectation(<function>) at {by_function}: not used, wanted any number of times\n       \
                    the function rejects these arguments\n\
             no other calls so far"
        )
    );
}

#[test]
fn an_awaited_call_fails_where_it_is_awaited_and_names_where_it_was_made() {
    let cat = MockCat::new();
    let expected = next_line!();
    cat.expect_go().with_args("north", ANY).return_const(true);
    let first = next_line!();
    assert!(futures::executor::block_on(cat.go("north", 1)));
    let at = next_line!();
    let future = cat.go("south", 3);
    let text = failure(|| futures::executor::block_on(future));
    assert_eq!(
        text,
        format!(
            "MockCat::go(\"south\", 3): No matching expectation found\n  \
               called at {at}\n\
             expectations of MockCat::go, in the order in which they are tried:\n  \
               1. Expectation(\"north\", ANY) at {expected}: used once, wanted any number of times\n       \
                    argument 1 (direction) differs:\n         \
                      expected: \"north\"\n         \
                      actual:   \"south\"\n\
             calls so far:\n  \
               1. Cat::go(\"north\", 1) at {first} [completed]"
        )
    );
}

#[test]
fn long_values_are_taken_apart() {
    let cat = MockCat::new();
    let record = Record { id: 1, name: "Tom".to_owned(), tags: vec!["black", "white"] };
    let expected = next_line!();
    cat.expect_store().with_args(record.clone());
    let at = next_line!();
    let text = failure(|| cat.store(Record { id: 2, ..record.clone() }));
    assert_eq!(
        text,
        format!(
            "MockCat::store(Record {{ id: 2, name: \"Tom\", tags: [\"black\", \"white\"] }}): \
             No matching expectation found\n  \
               called at {at}\n\
             expectations of MockCat::store, in the order in which they are tried:\n  \
               1. Expectation(Record {{ id: 1, name: \"Tom\", tags: [\"black\", \"white\"] }}) at {expected}: \
                  not used, wanted any number of times\n       \
                    argument 1 (record) differs at .id:\n         \
                      expected: 1\n         \
                      actual:   2\n\
             no other calls so far"
        )
    );
    let text = failure(|| cat.store(Record { id: 2, name: "Tim".to_owned(), ..record.clone() }));
    let difference = "
       argument 1 (record) differs at .id and .name:
         (- expected, + actual)
           Record {
         -     id: 1,
         -     name: \"Tom\",
         +     id: 2,
         +     name: \"Tim\",
               tags: [
                   \"black\",
                   \"white\",
           (2 equal lines)
";
    assert!(text.contains(difference), "{text}");
}

#[test]
fn one_expectation_called_more_often_than_expected() {
    let cat = MockCat::new();
    let expected = next_line!();
    cat.expect_pet().times(2);
    let at = next_line!();
    (0..2).for_each(|_| cat.pet());
    let third = next_line!();
    let text = failure(|| cat.pet());
    assert_eq!(
        text,
        format!(
            "MockCat::pet: Expectation(<anything>) called 3 times which is more than the expected 2\n  \
               called at {third}\n\
             expectations of MockCat::pet, in the order in which they are tried:\n  \
               1. Expectation(<anything>) at {expected}: used 2 times, wanted 2 times\n       \
                    accepts these arguments, but it is used up\n\
             calls so far:\n  \
               1. Cat::pet() at {at} [completed]\n  \
               2. Cat::pet() at {at} [completed]"
        )
    );
    // As in mockall, the call counts: who catches the failure meets it again.
    let text = failure(|| drop(cat));
    assert_eq!(
        text,
        format!(
            "MockCat::pet: Expectation(<anything>) called 3 time(s) which is more than expected 2\n  \
               expected 2 times, but used 3 times\n  \
               expected at {expected}\n\
             calls so far:\n  \
               1. Cat::pet() at {at} [completed]\n  \
               2. Cat::pet() at {at} [completed]\n  \
               3. Cat::pet() at {third} [panicked]"
        )
    );
}

#[test]
fn one_expectation_that_should_not_have_been_called() {
    let cat = MockCat::new();
    let expected = next_line!();
    cat.expect_feed().with(eq("fish"), always()).never();
    let at = next_line!();
    let text = failure(|| cat.feed("fish", 5));
    assert_eq!(
        text,
        format!(
            "MockCat::feed: Expectation(var == \"fish\", true) should not have been called\n  \
               called at {at}\n\
             expectations of MockCat::feed, in the order in which they are tried:\n  \
               1. Expectation(var == \"fish\", true) at {expected}: not used, wanted never\n       \
                    accepts these arguments, but it is never to be called\n\
             no other calls so far"
        )
    );
    let text = failure(|| drop(cat));
    assert_eq!(
        text,
        format!(
            "MockCat::feed: Expectation(var == \"fish\", true) called 1 time(s) which is more than expected 0\n  \
               expected never, but used once\n  \
               expected at {expected}\n\
             calls so far:\n  \
               1. Cat::feed(\"fish\", 5) at {at} [panicked]"
        )
    );
}

#[test]
fn several_expectations_that_are_used_up() {
    let cat = MockCat::new();
    let first = next_line!();
    cat.expect_feed().with_args("fish", ANY).once().return_const(1_u32);
    let second = next_line!();
    cat.expect_feed().with_args("milk", ANY).once().return_const(1_u32);
    let used = next_line!();
    cat.feed("fish", 1);
    let at = next_line!();
    let text = failure(|| cat.feed("fish", 2));
    assert_eq!(
        text,
        format!(
            "MockCat::feed(\"fish\", 2): No matching expectation found\n  \
               called at {at}\n\
             expectations of MockCat::feed, the nearest first, numbered in the order in which they are tried:\n  \
               1. Expectation(\"fish\", ANY) at {first}: used once, wanted once\n       \
                    accepts these arguments, but it is used up\n  \
               2. Expectation(\"milk\", ANY) at {second}: not used, wanted once\n       \
                    argument 1 (food) differs:\n         \
                      expected: \"milk\"\n         \
                      actual:   \"fish\"\n\
             calls so far:\n  \
               1. Cat::feed(\"fish\", 1) at {used} [completed]"
        )
    );
    cat.feed("milk", 1);
}

#[test]
fn out_of_sequence() {
    let cat = MockCat::new();
    let mut sequence = Sequence::new();
    let pet = next_line!();
    cat.expect_pet().once().in_sequence(&mut sequence);
    let expected = next_line!();
    cat.expect_feed().once().in_sequence(&mut sequence).return_const(1_u32);
    let at = next_line!();
    let text = failure(|| cat.feed("fish", 5));
    assert_eq!(
        text,
        format!(
            "MockCat::feed(\"fish\", 5): Method sequence violation\n  \
               the sequence waits for MockCat::pet() at {pet} first\n  \
               called at {at}\n\
             expectations of MockCat::feed, in the order in which they are tried:\n  \
               1. Expectation(<anything>) at {expected}: not used, wanted once\n       \
                    accepts these arguments, but it is not its turn in the sequence\n\
             no other calls so far"
        )
    );
    cat.pet();
    cat.feed("fish", 5);
}

#[test]
fn past_its_place_in_the_sequence() {
    let cat = MockCat::new();
    let mut sequence = Sequence::new();
    let expected = next_line!();
    cat.expect_feed().times(..).in_sequence(&mut sequence).return_const(1_u32);
    let overtakes = next_line!();
    cat.expect_pet().once().in_sequence(&mut sequence);
    let pet = next_line!();
    cat.pet();
    let at = next_line!();
    let text = failure(|| cat.feed("fish", 5));
    assert_eq!(
        text,
        format!(
            "MockCat::feed(\"fish\", 5): Method sequence violation\n  \
               the sequence has gone on to MockCat::pet() at {overtakes}\n  \
               called at {at}\n\
             expectations of MockCat::feed, in the order in which they are tried:\n  \
               1. Expectation(<anything>) at {expected}: not used, wanted any number of times\n       \
                    accepts these arguments, but its place in the sequence has passed\n\
             other methods so far:\n  \
               Cat::pet() at {pet} [completed]"
        )
    );
}

#[test]
fn several_expectations_of_a_sequence_across_mocks() {
    let (cat, other) = (MockCat::new(), MockCat::named("other"));
    let mut sequence = Sequence::new();
    let first = next_line!();
    other.expect_feed().with_args("milk", 2).once().in_sequence(&mut sequence).return_const(1_u32);
    let expected = next_line!();
    cat.expect_feed().with_args("fish", 1).once().in_sequence(&mut sequence).return_const(1_u32);
    let never = next_line!();
    cat.expect_feed().with_args("meat", 1).return_const(1_u32);
    let at = next_line!();
    let text = failure(|| cat.feed("fish", 1));
    assert_eq!(
        text,
        format!(
            "MockCat::feed(\"fish\", 1): Method sequence violation\n  \
               the sequence waits for MockCat#other::feed(\"milk\", 2) at {first} first\n  \
               called at {at}\n\
             expectations of MockCat::feed, the nearest first, numbered in the order in which they are tried:\n  \
               1. Expectation(\"fish\", 1) at {expected}: not used, wanted once\n       \
                    accepts these arguments, but it is not its turn in the sequence\n  \
               2. Expectation(\"meat\", 1) at {never}: not used, wanted any number of times\n       \
                    argument 1 (food) differs:\n         \
                      expected: \"meat\"\n         \
                      actual:   \"fish\"\n\
             no other calls so far"
        )
    );
    other.clear_expectations();
    let text = failure(|| cat.feed("fish", 1));
    let gone =
        "the sequence waits for an expectation that is gone: its mock, a checkpoint or a clearing has dropped it\n";
    assert!(text.contains(gone), "{text}");
    drop(failure(|| drop(cat)));
}

#[test]
fn called_twice_but_returns_by_move() {
    let cat = MockCat::new();
    let expected = next_line!();
    cat.expect_feed().return_once(|_, _| 1);
    let first = next_line!();
    cat.feed("fish", 1);
    let at = next_line!();
    let text = failure(|| cat.feed("fish", 2));
    assert_eq!(
        text,
        format!(
            "MockCat::feed: Expectation(<anything>) called twice, but it returns by move; use `returning`\n  \
               the call without an answer is MockCat::feed(\"fish\", 2)\n  \
               called at {at}\n\
             expectations of MockCat::feed, in the order in which they are tried:\n  \
               1. Expectation(<anything>) at {expected}: used once, and has no other answer\n\
             calls so far:\n  \
               1. Cat::feed(\"fish\", 1) at {first} [completed]"
        )
    );
}

#[test]
fn an_expectation_without_an_answer() {
    let cat = MockCat::new();
    let expected = next_line!();
    cat.expect_feed();
    let at = next_line!();
    let text = failure(|| cat.feed("fish", 1));
    assert_eq!(
        text,
        format!(
            "MockCat::feed: Expectation(<anything>) Returning default values requires `return_default()` or a relaxed mock\n  \
             it has no answer: add `.returning(..)` or `.return_const(..)`, or `.return_default()`\n  \
               called at {at}\n\
             expectations of MockCat::feed, in the order in which they are tried:\n  \
               1. Expectation(<anything>) at {expected}: used once, wanted any number of times\n\
             no other calls so far"
        )
    );
}

#[test]
fn a_st_answer_on_another_thread() {
    let cat = Arc::new(MockCat::new());
    let expected = next_line!();
    cat.expect_feed().returning_st(|_, _| 1);
    let moved = Arc::clone(&cat);
    let at = next_line!();
    let text = text_of(thread::spawn(move || moved.feed("fish", 1)).join().unwrap_err());
    let whole = format!(
        "MockCat::feed(\"fish\", 1): the expectation at {expected} was made by a `_st` method and is bound to its \
         thread; use the method without `_st`, or make the call on that thread\n  \
           called at {at}\n\
         expectations of MockCat::feed, in the order in which they are tried:\n  \
           1. Expectation(<anything>) at {expected}: not used, wanted any number of times\n\
         no other calls so far"
    );
    assert_eq!(text, whole);
    assert!(failure(|| drop(cat)).ends_with(&whole), "a failure on another thread is raised again");
}

#[test]
fn a_st_matcher_on_another_thread() {
    let cat = Arc::new(MockCat::new());
    let expected = next_line!();
    cat.expect_feed().withf_st(|_, _| true).return_const(1_u32);
    let moved = Arc::clone(&cat);
    let text = text_of(thread::spawn(move || moved.feed("fish", 1)).join().unwrap_err());
    assert!(
        text.starts_with(&format!("MockCat::feed(\"fish\", 1): the expectation at {expected} was made by a `_st`"))
    );
    assert!(failure(|| drop(cat)).ends_with(&text));
}

#[test]
fn of_many_calls_the_last_twenty_are_listed() {
    let cat = MockCat::new();
    cat.expect_pet();
    for _ in 0..60 {
        cat.pet();
    }
    let text = failure(|| cat.calls_to_pet().assert_not_called());
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 3 + 1 + 20);
    assert_eq!(lines[3], "  (40 earlier calls are not shown; ASYNCMOCK_FULL=1 shows all)");
    assert!(lines[4].starts_with("  41. Cat::pet() at "));
    assert!(lines[23].starts_with("  60. Cat::pet() at "));
}

// At the end.

#[test]
fn an_expectation_called_fewer_times_than_expected() {
    let cat = MockCat::new();
    let expected = next_line!();
    cat.expect_pet().times(2);
    let at = next_line!();
    cat.pet();
    let text = failure(|| drop(cat));
    assert_eq!(
        text,
        format!(
            "MockCat::pet: Expectation(<anything>) called 1 time(s) which is fewer than expected 2\n  \
               expected 2 times, but used once\n  \
               expected at {expected}\n\
             calls so far:\n  \
               1. Cat::pet() at {at} [completed]"
        )
    );
}

#[test]
fn an_expectation_that_is_not_met_names_the_nearest_call() {
    let cat = MockCat::new();
    cat.expect_feed().by_default().return_const(1_u32);
    let expected = next_line!();
    cat.expect_feed().with(eq("fish"), gt(5)).once().return_const(1_u32);
    let far = next_line!();
    cat.feed("milk", 1);
    let near = next_line!();
    cat.feed("meat", 7);
    assert_eq!(
        failure(|| cat.checkpoint()),
        format!(
            "MockCat::feed: Expectation(var == \"fish\", var > 5) called 0 time(s) which is fewer than expected 1\n  \
               expected once, but no call used it\n  \
               expected at {expected}\n  \
               nearest:  2. Cat::feed(\"meat\", 7) at {near} [completed]\n  \
               argument 1 (food) differs:\n    \
                 expected: \"fish\"\n    \
                 actual:   \"meat\"\n\
             calls so far:\n  \
               1. Cat::feed(\"milk\", 1) at {far} [completed]\n  \
               2. Cat::feed(\"meat\", 7) at {near} [completed]"
        )
    );
}

#[test]
fn an_expectation_whose_call_another_one_took_names_that() {
    let cat = MockCat::new();
    let looser = next_line!();
    cat.expect_feed().return_const(1_u32);
    let expected = next_line!();
    cat.expect_feed().with_args("fish", 5).once().return_const(2_u32);
    let taken = next_line!();
    cat.feed("fish", 5);
    cat.feed("meat", 5);
    let text = failure(|| cat.checkpoint());
    let unmet = format!(
        "MockCat::feed: Expectation(\"fish\", 5) called 0 time(s) which is fewer than expected 1
  expected once, but no call used it
  expected at {expected}
  it accepts this call, which the expectation at {looser} took: Cat::feed(\"fish\", 5) at {taken} [completed]
calls so far:
"
    );
    assert!(text.starts_with(&unmet), "{text}");
}

#[test]
fn which_expectation_took_a_call_is_said_only_if_it_is_known() {
    let taken_by = |cat: &MockCat| {
        let text = failure(|| cat.checkpoint());
        let told = text.lines().find(|line| line.starts_with("  it accepts this call, which ")).expect(&text);
        told.split_once("which ").unwrap().1.split_once(": ").unwrap().0.to_owned()
    };
    // It may be either of two.
    let cat = MockCat::new();
    cat.expect_feed().times(..=1).return_const(1_u32);
    cat.expect_feed().times(..=1).return_const(1_u32);
    cat.expect_feed().with_args("fish", 5).once().return_const(2_u32);
    cat.feed("fish", 5);
    cat.feed("fish", 5);
    assert_eq!(taken_by(&cat), "did not use it");
    // A function of the test's is not run to find out.
    let cat = MockCat::new();
    cat.expect_feed().withf(|food, _| food == "fish").return_const(1_u32);
    cat.expect_feed().with_args("fish", 5).once().return_const(2_u32);
    cat.feed("fish", 5);
    assert_eq!(taken_by(&cat), "did not use it");
    // One that was made after the call has not taken it.
    let cat = MockCat::new();
    let taker = next_line!();
    cat.expect_feed().times(..=1).return_const(1_u32);
    cat.expect_feed().with_args("fish", 5).once().return_const(2_u32);
    cat.feed("fish", 5);
    cat.expect_feed().return_const(3_u32);
    cat.feed("meat", 5);
    assert_eq!(taken_by(&cat), format!("the expectation at {taker} took"));
    // One that was never used has taken nothing, nor has one that doesn't accept the call.
    let cat = MockCat::new();
    cat.expect_feed().with_args("meat", 5).return_const(1_u32);
    let taker = next_line!();
    cat.expect_feed().with_args("fish", ANY).return_const(1_u32);
    cat.expect_feed().with_args("fish", 5).once().return_const(2_u32);
    cat.expect_feed().by_default().return_const(0_u32);
    cat.feed("meat", 5);
    cat.feed("fish", 5);
    assert_eq!(taken_by(&cat), format!("the expectation at {taker} took"));
}

#[tokio::test]
async fn a_call_may_use_what_was_expected_after_it_was_made() {
    let cat = MockCat::new();
    cat.expect_go().with_args("north", 1).once().return_const(true);
    cat.expect_go().by_default().with_args("north", 1).once().return_const(true);
    cat.go("north", 1).await;
    let going = cat.go("north", 1);
    cat.expect_go().with_args("north", 1).once().return_const(true);
    going.await;
    let text = failure(|| cat.checkpoint());
    assert!(text.contains("\n  it accepts this call, which did not use it: Cat::go(\"north\", 1) at "), "{text}");
}

#[test]
fn no_call_is_near_that_has_nothing_of_what_is_expected() {
    let cat = MockCat::new();
    cat.expect_feed().by_default().return_const(1_u32);
    cat.expect_feed().with_args("fish", 5).once().return_const(2_u32);
    cat.expect_feed().withf(|_, grams| *grams > 100).once().return_const(2_u32);
    cat.feed("meat", 1);
    cat.feed("milk", 2);
    let text = failure(|| cat.checkpoint());
    assert!(!text.contains("nearest") && !text.contains("it accepts"), "{text}");
    cat.expect_feed().with_args("milk", 2).times(2).return_const(2_u32);
    cat.feed("milk", 2);
    let text = failure(|| cat.checkpoint());
    assert!(!text.contains("it accepts"), "it may be the one that has used it: {text}");
    cat.expect_feed().with_args("milk", 2).once().return_const(2_u32);
    let text = failure(|| cat.checkpoint());
    assert!(!text.contains("nearest") && !text.contains("it accepts"), "those calls came before it: {text}");
}

#[test]
fn all_expectations_that_are_not_met_are_named() {
    let cat = MockCat::new();
    let first = next_line!();
    cat.expect_pet().once();
    let second = next_line!();
    cat.expect_feed().with(eq("fish"), gt(5)).times(2..).return_const(1_u32);
    let text = failure(|| cat.checkpoint());
    assert_eq!(
        text,
        format!(
            "MockCat::pet: Expectation(<anything>) called 0 time(s) which is fewer than expected 1\n  \
               expected once, but never called\n  \
               expected at {first}\n\
             no calls so far\n\
             \n\
             MockCat::feed: Expectation(var == \"fish\", var > 5) called 0 time(s) which is fewer than expected 2\n  \
               expected at least 2 times, but never called\n  \
               expected at {second}\n\
             no calls so far"
        )
    );
}

// Arguments that were not kept.

#[test]
fn arguments_that_were_not_kept_say_so() {
    let cat = MockCat::relaxed();
    cat.adopt("Tom", Unique(1));
    cat.swap(Unique(1), Unique(2));
    let call = cat.calls_to_adopt().last().unwrap();
    assert_eq!(
        failure(|| _ = call.args()),
        "Cat::adopt: args(): argument `home` was not kept, as its type is not `Clone + PartialEq + Send + Sync`"
    );
    let call = cat.calls_to_swap().last().unwrap();
    assert_eq!(
        failure(|| _ = call.args()),
        "Cat::swap: args(): arguments `one`, `other` were not kept, as their types are not \
         `Clone + PartialEq + Send + Sync`"
    );
}

#[test]
fn an_assertion_on_an_argument_that_was_not_kept_explains_itself() {
    let cat = MockCat::relaxed();
    let at = next_line!();
    cat.adopt("Tom", Unique(1));
    let adopt = cat.calls_to_adopt();
    adopt.assert_called_once_with("Tom", ANY);
    let asserted = next_line!();
    let text = failure(|| adopt.assert_called_once_with("Tom", Unique(1)));
    assert_eq!(
        text,
        format!(
            "Cat::adopt: assert_called_once_with: the only call can't be compared with these arguments\n  \
               asserted at {asserted}\n  \
               expected: Cat::adopt(\"Tom\", Unique(1))\n  \
               argument `home` was not kept, as its type is not `Clone + PartialEq + Send + Sync`: \
               it can be compared with ANY only\n\
             calls so far:\n  \
               1. Cat::adopt(\"Tom\", Unique(1)) at {at} [completed]"
        )
    );
}

// Away from the test.

const LOST: &str = "a mock failed in a task or on a thread of its own, where the failure was lost:";

#[tokio::test]
async fn a_failure_in_a_task_is_raised_again_when_the_mock_is_dropped() {
    let cat = Arc::new(MockCat::new());
    let moved = Arc::clone(&cat);
    let at = next_line!();
    let ended = tokio::spawn(async move { moved.go("north", 3).await }).await;
    let first = task_failure(ended);
    let again = failure(|| drop(cat));
    assert_eq!(
        again,
        format!(
            "{LOST}\n\
             \n\
             MockCat::go(\"north\", 3): No matching expectation found\n  \
               called at {at}\n\
             no expectation was set for MockCat::go\n\
             no other calls so far"
        )
    );
    assert_eq!(again, format!("{LOST}\n\n{first}"));
}

/// A mock of which a call has failed in a task.
async fn failed_in_a_task() -> Arc<MockCat> {
    let cat = Arc::new(MockCat::new());
    let moved = Arc::clone(&cat);
    assert!(tokio::spawn(async move { moved.go("north", 3).await }).await.is_err());
    cat
}

#[tokio::test]
async fn a_failure_in_a_task_is_raised_again_at_a_checkpoint_and_only_once() {
    let cat = failed_in_a_task().await;
    assert!(failure(|| cat.checkpoint()).starts_with(LOST));
    cat.checkpoint();
    cat.calls_to_go().assert_called_once();
}

#[tokio::test]
async fn a_failure_in_a_task_is_raised_again_by_the_next_expectation() {
    let cat = failed_in_a_task().await;
    assert!(failure(|| _ = cat.expect_pet()).starts_with(LOST));
}

#[tokio::test]
async fn a_failure_in_a_task_is_raised_again_when_a_view_is_made() {
    let cat = failed_in_a_task().await;
    assert!(failure(|| _ = cat.calls_to_go()).starts_with(LOST));
}

#[tokio::test]
async fn a_failure_in_a_task_is_raised_again_by_an_assertion_of_a_view() {
    let cat = Arc::new(MockCat::new());
    let go = cat.calls_to_go();
    let task = tokio::spawn(async move { cat.go("north", 3).await });
    assert!(task.await.is_err());
    assert!(failure(|| go.assert_called()).starts_with(LOST));
    go.assert_called();
}

#[tokio::test]
async fn a_failure_in_a_task_is_raised_again_when_a_view_is_dropped() {
    let cat = Arc::new(MockCat::new());
    let go = cat.calls_to_go();
    let task = tokio::spawn(async move { cat.go("north", 3).await });
    assert!(task.await.is_err());
    assert!(failure(|| drop(go)).starts_with(LOST));
}

#[tokio::test]
async fn a_failure_in_a_task_is_not_raised_while_panicking() {
    let cat = failed_in_a_task().await;
    let text = failure(move || {
        let _dropped_while_panicking = cat;
        panic!("something else")
    });
    assert_eq!(text, "something else");
}

#[tokio::test]
async fn failures_in_several_tasks_are_raised_together() {
    let cat = Arc::new(MockCat::new());
    for steps in 1..=2 {
        let moved = Arc::clone(&cat);
        assert!(tokio::spawn(async move { moved.go("north", steps).await }).await.is_err());
    }
    let text = failure(|| cat.checkpoint());
    assert!(text.starts_with(LOST));
    assert!(text.contains("\n\nMockCat::go(\"north\", 1): No matching expectation found\n"));
    assert!(text.contains("\n\nMockCat::go(\"north\", 2): No matching expectation found\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failure_on_a_worker_thread_is_raised_again() {
    let cat = failed_in_a_task().await;
    assert!(failure(|| cat.checkpoint()).starts_with(LOST));
}

#[test]
fn a_failure_in_a_thread_is_raised_again() {
    let cat = Arc::new(MockCat::new());
    let moved = Arc::clone(&cat);
    assert!(thread::spawn(move || moved.feed("fish", 1)).join().is_err());
    assert!(failure(|| cat.checkpoint()).starts_with(LOST));
    cat.checkpoint();
}

#[tokio::test]
async fn a_failure_in_the_test_itself_is_not_raised_again() {
    let cat = MockCat::new();
    failure_of(cat.go("north", 3)).await;
    failure(|| cat.feed("fish", 1));
    cat.checkpoint();
}

#[tokio::test]
async fn a_test_that_ignores_its_task_fails() {
    if is_rerun() {
        let _ignored = failed_in_a_task().await;
        return;
    }
    let (passed, stderr) = rerun("a_test_that_ignores_its_task_fails");
    assert!(!passed);
    assert!(stderr.contains(LOST), "{stderr}");
}

#[test]
fn failures_are_plain_text_when_they_are_not_read_on_a_terminal() {
    if is_rerun() {
        let cat = MockCat::new();
        cat.expect_feed().with_args("milk", 5).return_const(1_u32);
        cat.feed("fish", 5);
        return;
    }
    let (passed, stderr) = rerun("failures_are_plain_text_when_they_are_not_read_on_a_terminal");
    assert!(!passed);
    assert!(stderr.contains("expected: \"milk\"\n"), "{stderr}");
    assert!(!stderr.contains('\u{1b}'));
}
