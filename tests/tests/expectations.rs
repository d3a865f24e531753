//! Expectations: mockall's names for matching, answering and counting, which expectation a call uses, and ours beside
//! them.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

use asyncmock::{ANY, Sequence, automock, predicate::*};
use asyncmock_tests::{failure, failure_of, next_line, task_failure};

#[automock]
trait Cat {
    fn pet(&self);
    fn feed(&self, food: &str, grams: u32) -> u32;
    fn weigh(&self, scale: u8, name: String, tag: &str) -> f64;
    fn name(&self) -> &str;
    fn age(&mut self) -> &mut u32;
    fn owner(&self) -> Option<Unprintable>;
    fn home(&self) -> Result<u32, Unprintable>;
    fn unprintable(&self) -> Unprintable;
    fn shared(&self) -> Rc<u32>;
    async fn go(&self, direction: &str, steps: u32) -> Result<bool, String>;
    async fn rest(&self);
    async fn unsure(&self) -> Unprintable;
}

/// Has neither a default nor a `Debug`.
pub struct Unprintable;

// Matching.

#[test]
fn with_takes_predicates() {
    let cat = MockCat::new();
    cat.expect_feed().with(eq("fish"), ge(50).and(lt(100))).return_const(1_u32);
    cat.expect_feed().with(str::starts_with("m"), always()).return_const(2_u32);
    cat.expect_feed().with(ne("fish"), function(|grams| *grams == 7)).return_const(3_u32);
    assert_eq!(cat.feed("fish", 80), 1);
    assert_eq!(cat.feed("milk", 80), 2);
    assert_eq!(cat.feed("bread", 7), 3);
    failure(|| cat.feed("fish", 100));
}

#[test]
fn with_args_takes_values_in_the_shape_of_the_call() {
    let cat = MockCat::new();
    cat.expect_feed().with_args("fish", 80).return_const(1_u32);
    assert_eq!(cat.feed("fish", 80), 1);
    failure(|| cat.feed("fish", 81));
    failure(|| cat.feed("milk", 80));
}

#[test]
fn with_args_takes_locals_and_keeps_them() {
    let cat = MockCat::new();
    {
        let food = String::from("fish");
        let name = String::from("Tom");
        cat.expect_feed().with_args(&food, 80).return_const(1_u32);
        cat.expect_feed().with_args(food.as_str(), 90).return_const(2_u32);
        cat.expect_weigh().with_args(1, name, &food).return_const(4.5);
    }
    assert_eq!(cat.feed("fish", 80), 1);
    assert_eq!(cat.feed("fish", 90), 2);
    assert_eq!(cat.weigh(1, "Tom".to_owned(), "fish"), 4.5);
}

#[test]
fn with_args_takes_any_type_that_compares() {
    let cat = MockCat::new();
    cat.expect_weigh().with_args(1, "Tom", "tag").return_const(4.5);
    assert_eq!(cat.weigh(1, "Tom".to_owned(), "tag"), 4.5);
}

#[test]
fn any_equals_anything() {
    let cat = MockCat::new();
    cat.expect_feed().with_args(ANY, 80).return_const(1_u32);
    cat.expect_weigh().with_args(ANY, ANY, ANY).return_const(4.5);
    assert_eq!(cat.feed("fish", 80), 1);
    assert_eq!(cat.feed("milk", 80), 1);
    assert_eq!(cat.weigh(1, "Tom".to_owned(), "tag"), 4.5);
    failure(|| cat.feed("fish", 81));
}

#[test]
fn withf_takes_a_function_of_references() {
    let cat = MockCat::new();
    cat.expect_feed().withf(|food, grams| food.len() < *grams as usize).return_const(1_u32);
    assert_eq!(cat.feed("fish", 80), 1);
    failure(|| cat.feed("fish", 4));
}

#[test]
fn withf_st_takes_a_function_that_is_not_send() {
    let cat = MockCat::new();
    let limit = Rc::new(Cell::new(80));
    let seen = Rc::clone(&limit);
    cat.expect_feed().withf_st(move |_, grams| *grams <= seen.get()).return_const(1_u32);
    assert_eq!(cat.feed("fish", 80), 1);
    limit.set(10);
    failure(|| cat.feed("fish", 80));
}

#[test]
fn the_first_that_matches_is_used() {
    let cat = MockCat::new();
    cat.expect_feed().with_args("fish", ANY).return_const(1_u32);
    cat.expect_feed().return_const(2_u32);
    cat.expect_feed().with_args("milk", ANY).return_const(3_u32);
    assert_eq!(cat.feed("fish", 1), 1);
    assert_eq!(cat.feed("milk", 1), 2);
}

#[test]
fn one_that_is_used_up_makes_way_for_the_next() {
    let cat = MockCat::new();
    cat.expect_feed().times(2).return_const(1_u32);
    cat.expect_feed().once().return_const(2_u32);
    assert_eq!([cat.feed("", 0), cat.feed("", 0), cat.feed("", 0)], [1, 1, 2]);
    failure(|| cat.feed("", 0));
}

#[test]
fn the_last_of_the_matchers_and_answers_given_to_one_expectation_counts() {
    let cat = MockCat::new();
    cat.expect_feed().with_args("milk", ANY).with_args("fish", ANY).return_const(1_u32).return_const(2_u32);
    assert_eq!(cat.feed("fish", 1), 2);
    failure(|| cat.feed("milk", 1));
}

#[test]
fn an_expectation_can_be_refined_after_it_was_declared() {
    let cat = MockCat::new();
    let expectation = cat.expect_feed();
    expectation.return_const(1_u32);
    expectation.with_args("fish", ANY);
    expectation.times(1);
    assert_eq!(cat.feed("fish", 1), 1);
}

// Counting.

/// Whether a mock that is called so often is content with an expectation.
fn content(calls: usize, expect: impl FnOnce(&MockCat)) -> bool {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let cat = MockCat::new();
        expect(&cat);
        for _ in 0..calls {
            cat.pet();
        }
    }))
    .is_ok()
}

/// With how many calls, from none to four, a mock is content.
fn contents(expect: impl Fn(&MockCat)) -> Vec<usize> {
    (0..5).filter(|calls| content(*calls, &expect)).collect()
}

#[test]
fn times_takes_numbers_and_every_form_of_range() {
    let times = |range: fn(&MockCat)| contents(range);
    assert_eq!(times(|cat| _ = cat.expect_pet()), [0, 1, 2, 3, 4]);
    assert_eq!(times(|cat| _ = cat.expect_pet().times(2)), [2]);
    assert_eq!(times(|cat| _ = cat.expect_pet().times(..)), [0, 1, 2, 3, 4]);
    assert_eq!(times(|cat| _ = cat.expect_pet().times(2..)), [2, 3, 4]);
    assert_eq!(times(|cat| _ = cat.expect_pet().times(..2)), [0, 1]);
    assert_eq!(times(|cat| _ = cat.expect_pet().times(..=2)), [0, 1, 2]);
    assert_eq!(times(|cat| _ = cat.expect_pet().times(1..3)), [1, 2]);
    assert_eq!(times(|cat| _ = cat.expect_pet().times(1..=3)), [1, 2, 3]);
    assert_eq!(times(|cat| _ = cat.expect_pet().once()), [1]);
    assert_eq!(times(|cat| _ = cat.expect_pet().never()), [0]);
}

#[test]
#[allow(clippy::reversed_empty_ranges)]
fn a_backwards_range_is_refused() {
    let cat = MockCat::new();
    assert_eq!(failure(|| _ = cat.expect_pet().times(4..2)), "Backwards range");
}

#[test]
fn a_mock_that_is_dropped_while_panicking_does_not_complain() {
    let text = failure(|| {
        let cat = MockCat::new();
        cat.expect_pet().once();
        panic!("something else");
    });
    assert_eq!(text, "something else");
}

#[test]
fn a_checkpoint_verifies_and_starts_anew() {
    let cat = MockCat::new();
    cat.expect_pet().once();
    cat.pet();
    cat.checkpoint();
    failure(|| cat.pet());
    cat.expect_pet().once();
    let text = failure(|| cat.checkpoint());
    assert!(
        text.starts_with("MockCat::pet: Expectation(<anything>) called 0 time(s) which is fewer than expected 1\n")
    );
    cat.checkpoint();
}

#[test]
fn a_checkpoint_leaves_the_calls_on_record() {
    let cat = MockCat::new();
    cat.expect_pet().once();
    cat.pet();
    cat.checkpoint();
    cat.calls_to_pet().assert_called_once();
}

// Sequences.

#[test]
fn a_sequence_is_followed_across_mocks() {
    let (tom, kit) = (MockCat::new(), MockCat::new());
    let mut sequence = Sequence::new();
    tom.expect_feed().times(2).in_sequence(&mut sequence).return_const(1_u32);
    kit.expect_pet().once().in_sequence(&mut sequence);
    failure(|| kit.pet());
    tom.feed("fish", 1);
    failure(|| kit.pet());
    tom.feed("fish", 1);
    kit.pet();
}

#[test]
fn a_range_in_a_sequence_is_left_for_good_when_the_next_is_used() {
    let cat = MockCat::new();
    let mut sequence = Sequence::new();
    cat.expect_feed().times(1..).in_sequence(&mut sequence).return_const(1_u32);
    cat.expect_pet().once().in_sequence(&mut sequence);
    cat.feed("fish", 1);
    cat.feed("fish", 1);
    cat.pet();
    let text = failure(|| cat.feed("fish", 1));
    assert!(text.starts_with("MockCat::feed(\"fish\", 1): Method sequence violation\n"), "{text}");
}

// Answers.

#[test]
fn returning_keeps_its_state() {
    let cat = MockCat::new();
    let mut total = 0;
    cat.expect_feed().returning(move |_, grams| {
        total += grams;
        total
    });
    assert_eq!([cat.feed("", 1), cat.feed("", 2), cat.feed("", 3)], [1, 3, 6]);
}

#[test]
fn return_once_moves_its_value_out() {
    let cat = MockCat::new();
    let answer = Unprintable;
    cat.expect_unprintable().return_once(move || answer);
    let Unprintable = cat.unprintable();
}

#[test]
fn st_answers_need_not_be_send() {
    let cat = MockCat::new();
    let shared = Rc::new(5);
    let (a, b, c) = (Rc::clone(&shared), Rc::clone(&shared), Rc::clone(&shared));
    cat.expect_shared().once().returning_st(move || Rc::clone(&a));
    cat.expect_shared().once().return_once_st(move || b);
    cat.expect_shared().once().return_const_st(c);
    assert_eq!([cat.shared(), cat.shared(), cat.shared()], [5, 5, 5].map(Rc::new));
}

#[test]
fn return_const_converts() {
    let cat = MockCat::new();
    cat.expect_feed().return_const(7_u16);
    assert_eq!(cat.feed("", 0), 7);
}

#[test]
fn return_const_lends_what_the_mock_keeps() {
    let cat = MockCat::new();
    cat.expect_name().return_const("Tom".to_owned());
    assert_eq!(cat.name(), "Tom");
    assert_eq!(cat.name(), "Tom");
}

#[test]
fn return_var_lends_a_variable() {
    let mut cat = MockCat::new();
    cat.expect_age().return_var(3);
    *cat.age() += 1;
    assert_eq!(*cat.age(), 4);
}

#[tokio::test]
async fn return_default_makes_ok_none_and_defaults() {
    let cat = MockCat::new();
    cat.expect_feed().return_default();
    cat.expect_owner().return_default();
    cat.expect_home().return_default();
    cat.expect_go().return_default();
    assert_eq!(cat.feed("", 0), 0);
    assert!(cat.owner().is_none());
    assert!(cat.home().is_ok_and(|home| home == 0));
    assert_eq!(cat.go("", 0).await, Ok(false));
}

#[test]
fn return_default_is_refused_where_there_is_none() {
    let cat = MockCat::new();
    assert_eq!(
        failure(|| _ = cat.expect_unprintable().return_default()),
        "MockCat::unprintable: Returning default values requires a type with a default; \
         use `returning` or `return_const`"
    );
}

#[test]
fn return_each_ends_with_times() {
    let cat = MockCat::new();
    cat.expect_feed().times(2).return_each([1_u32, 2]);
    cat.expect_feed().return_const(9_u32);
    assert_eq!([cat.feed("", 0), cat.feed("", 0), cat.feed("", 0)], [1, 2, 9]);
}

#[tokio::test]
async fn without_an_answer_a_method_that_returns_nothing_does_nothing() {
    let cat = MockCat::new();
    cat.expect_pet().once();
    cat.expect_rest().once();
    cat.pet();
    cat.rest().await;
}

// Relaxed mocks.

#[tokio::test]
async fn a_relaxed_mock_answers_with_defaults() {
    let mut cat = MockCat::relaxed();
    cat.pet();
    assert_eq!(cat.feed("fish", 1), 0);
    assert!(cat.owner().is_none());
    assert!(cat.home().is_ok());
    assert_eq!(cat.go("north", 3).await, Ok(false));
    cat.rest().await;
    assert_eq!(cat.name(), "");
    assert_eq!(*cat.age(), 0);
    cat.calls_to_feed().assert_called_once_with("fish", 1);
    cat.calls_to_go().assert_awaited_once_with("north", 3);
}

#[test]
fn a_relaxed_mock_prefers_its_expectations() {
    let cat = MockCat::relaxed();
    cat.expect_feed().with_args("fish", ANY).once().return_const(5_u32);
    assert_eq!([cat.feed("fish", 1), cat.feed("milk", 1), cat.feed("fish", 1)], [5, 0, 0]);
}

#[tokio::test]
async fn a_relaxed_mock_fails_where_there_is_no_default() {
    let cat = MockCat::relaxed();
    let text = failure(|| cat.unprintable());
    assert!(text.starts_with("MockCat::unprintable(): No matching expectation found\n"), "{text}");
    let text = failure_of(cat.unsure()).await;
    assert!(text.starts_with("MockCat::unsure(): No matching expectation found\n"), "{text}");
}

// While the code under test is running.

#[tokio::test]
async fn expectations_are_added_through_an_arc_while_a_task_runs() {
    let cat = Arc::new(MockCat::new());
    let (ready, wait) = tokio::sync::oneshot::channel::<()>();
    let moved = Arc::clone(&cat);
    let task = tokio::spawn(async move {
        wait.await.unwrap();
        moved.go("north", 3).await
    });
    cat.expect_go().with_args("north", 3).return_const(Ok(true));
    ready.send(()).unwrap();
    assert_eq!(task.await.unwrap(), Ok(true));
}

#[tokio::test]
async fn an_expectation_added_between_call_and_await_counts() {
    let cat = MockCat::new();
    let future = cat.go("north", 3);
    cat.expect_go().times(1).return_const(Ok(true));
    assert_eq!(future.await, Ok(true));
}

#[test]
fn a_view_outlives_the_mock_and_is_taken_before_the_calls() {
    let cat = MockCat::relaxed();
    let feed = cat.calls_to_feed();
    let use_it = move |cat: MockCat| {
        cat.feed("fish", 1);
    };
    use_it(cat);
    feed.assert_called_once_with("fish", 1);
}

#[test]
fn views_are_filtered() {
    let cat = MockCat::relaxed();
    for (food, grams) in [("fish", 1), ("milk", 2), ("fish", 3)] {
        cat.feed(food, grams);
    }
    let feed = cat.calls_to_feed();
    assert_eq!(feed.with_args("fish", ANY).count(), 2);
    assert_eq!(feed.matching(|_, grams| *grams > 1).count(), 2);
    feed.with_args("fish", ANY).matching(|_, grams| *grams > 1).assert_called_once_with("fish", 3);
    assert_eq!(feed.with_args("fish", ANY).get(1).unwrap().args().1, 3);
    feed.with_args("bread", ANY).assert_not_called();
}

#[tokio::test]
async fn a_spawned_call_without_an_expectation_fails_its_task() {
    let cat = Arc::new(MockCat::new());
    let moved = Arc::clone(&cat);
    let at = next_line!();
    let ended = tokio::spawn(async move { moved.go("north", 3).await }).await;
    let text = task_failure(ended);
    assert_eq!(
        text,
        format!(
            "MockCat::go(\"north\", 3): No matching expectation found\n  \
               called at {at}\n\
             no expectation was set for MockCat::go\n\
             no other calls so far"
        )
    );
    failure(|| cat.checkpoint());
}

#[automock]
trait Scales {
    fn small(&self, a: u8, b: i8, c: bool) -> usize;
    fn middle(&self, a: u16, b: i16, c: char) -> usize;
    fn large(&self, a: u32, b: i32, c: u64) -> usize;
    fn huge(&self, a: u128, b: i128, c: i64) -> usize;
    fn native(&self, a: usize, b: isize) -> usize;
    fn texts(&self, a: &str, b: String, c: &'static str) -> usize;
}

/// Where there are many expectations they are looked up by the arguments, if those are plain.
#[test]
fn among_many_expectations_each_call_finds_its_own() {
    let scales = MockScales::new();
    let text = |n: usize| ["", "a", "north", "north-east", "ß"][n % 5].repeat(n);
    let leaked: Vec<&'static str> = (0..20).map(|n| &*text(n).leak()).collect();
    for n in 0..20 {
        let (i, leaked) = (n as i8, leaked[n]);
        scales.expect_small().with(eq(n as u8), eq(-i), eq(n % 2 == 0)).return_const(n);
        scales.expect_middle().with_args(n as u16, -i16::from(i), char::from(b'a' + n as u8)).return_const(n);
        scales.expect_large().with(eq(n as u32), eq(-i32::from(i)), eq(u64::MAX - n as u64)).return_const(n);
        scales.expect_huge().with_args(u128::MAX - n as u128, -i128::from(i), i64::from(i)).return_const(n);
        scales.expect_native().with(eq(n), eq(-isize::from(i))).return_const(n);
        scales.expect_texts().with_args(leaked, text(n + 1), leaked).return_const(n);
    }
    for n in (0..20).rev() {
        let (i, leaked) = (n as i8, leaked[n]);
        assert_eq!(scales.small(n as u8, -i, n % 2 == 0), n);
        assert_eq!(scales.middle(n as u16, -i16::from(i), char::from(b'a' + n as u8)), n);
        assert_eq!(scales.large(n as u32, -i32::from(i), u64::MAX - n as u64), n);
        assert_eq!(scales.huge(u128::MAX - n as u128, -i128::from(i), i64::from(i)), n);
        assert_eq!(scales.native(n, -isize::from(i)), n);
        assert_eq!(scales.texts(&text(n), text(n + 1), leaked), n);
    }
}

#[test]
fn an_expectation_that_was_verified_is_not_changed() {
    let cat = MockCat::new();
    let place = next_line!();
    let gone = cat.expect_pet();
    cat.clear_expectations();
    cat.expect_pet().never();
    let text = format!(
        "MockCat::pet: this expectation can't be changed any more: it went when all of them were verified or cleared; make \
         another one\n  expected at {place}"
    );
    assert_eq!(failure(|| gone.times(1)), text);
    assert_eq!(failure(|| gone.returning(|| ())), text);
    assert_eq!(failure(|| gone.optional()), text);
    cat.checkpoint();
}
