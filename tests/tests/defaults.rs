//! Expectations that others override, however late they are added: set-ups that tests share. And one that has given its only
//! value lets others have their turn.

use asyncmock::{Sequence, automock, predicate::*};
use asyncmock_tests::{failure, next_line};
use futures::executor::block_on;
use futures::future::BoxFuture;

#[automock]
trait Cat {
    fn pet(&self, times: u32) -> u32;
    fn name(&self) -> String;
    async fn go(&self, direction: &str) -> bool;
    fn jump(&self, height: u32) -> BoxFuture<'static, u32>;
}

/// What all tests begin with.
fn friendly_cat() -> MockCat {
    let cat = MockCat::new();
    cat.expect_pet().by_default().returning(|times| times);
    cat.expect_go().with_args("north").return_const(true).by_default();
    cat
}

#[test]
fn it_answers_what_nobody_else_does() {
    let cat = friendly_cat();
    assert_eq!(cat.pet(1), 1);
    cat.expect_pet().with_args(2).return_const(20_u32);
    cat.expect_pet().withf(|times| *times == 3).return_const(30_u32);
    assert_eq!([cat.pet(1), cat.pet(2), cat.pet(3)], [1, 20, 30]);
    assert!(block_on(cat.go("north")));
    cat.expect_go().return_const(false);
    assert!(!block_on(cat.go("north")));
}

#[test]
fn the_first_of_several_answers() {
    let cat = MockCat::new();
    cat.expect_pet().with(lt(10)).by_default().return_const(1_u32);
    cat.expect_pet().by_default().return_const(2_u32);
    assert_eq!([cat.pet(5), cat.pet(15)], [1, 2]);
}

#[test]
fn it_is_found_among_many() {
    let cat = friendly_cat();
    for times in 10..20_u32 {
        cat.expect_pet().with_args(times).once().return_const(0_u32);
    }
    for times in 10..20 {
        assert_eq!([cat.pet(times), cat.pet(times)], [0, times]);
    }
    assert_eq!(cat.pet(1), 1);
}

#[test]
fn it_answers_again_when_the_others_are_used_up() {
    let cat = friendly_cat();
    cat.expect_pet().times(2).return_const(7_u32);
    assert_eq!([cat.pet(1), cat.pet(1), cat.pet(1)], [7, 7, 1]);
}

#[test]
fn it_may_be_used_within_the_answer_of_another() {
    let cat = std::sync::Arc::new(friendly_cat());
    let inner = std::sync::Arc::downgrade(&cat);
    cat.expect_pet().returning(move |times| 10 * inner.upgrade().unwrap().pet(times));
    assert_eq!(cat.pet(2), 20);
}

#[test]
fn it_need_not_be_used_even_if_the_mock_is_strict() {
    let cat = MockCat::strict();
    cat.expect_pet().by_default().return_const(1_u32);
}

#[test]
fn it_may_have_to_be_used() {
    let cat = MockCat::new();
    let expected = next_line!();
    cat.expect_pet().by_default().times(1).return_const(1_u32);
    assert_eq!(
        failure(|| drop(cat)),
        format!(
            "MockCat::pet: Expectation(<anything>) called 0 time(s) which is fewer than expected 1\n  \
             expected once, but never called\n  \
             expected at {expected}\n\
             no calls so far"
        )
    );
}

#[test]
fn a_checkpoint_drops_it_too() {
    let cat = friendly_cat();
    cat.checkpoint();
    assert!(failure(|| cat.pet(1)).starts_with("MockCat::pet(1): No matching expectation found\n"));
}

#[test]
fn what_another_forbids_is_not_answered() {
    let cat = MockCat::new();
    let default = next_line!();
    cat.expect_pet().by_default().returning(|times| times);
    let never = next_line!();
    cat.expect_pet().with(gt(2)).never();
    assert_eq!(cat.pet(1), 1);
    let earlier = next_line!();
    cat.pet(2);
    let called = next_line!();
    let text = failure(|| cat.pet(3));
    let first = line_before(&earlier, 1);
    assert_eq!(
        text,
        format!(
            "MockCat::pet: Expectation(var > 2) should not have been called\n  \
             called at {called}\n\
             expectations of MockCat::pet, in the order in which they are tried:\n  \
             1. Expectation(var > 2) at {never}: not used, wanted never\n       \
             accepts these arguments, but it is never to be called\n  \
             2. Expectation(<anything>) at {default}: used 2 times, wanted any number of times, by default\n\
             calls so far:\n  \
             1. Cat::pet(1) at {first} [completed]\n  \
             2. Cat::pet(2) at {earlier} [completed]"
        )
    );
    // It counts, so that nobody overlooks it.
    assert!(
        failure(|| drop(cat))
            .starts_with("MockCat::pet: Expectation(var > 2) called 1 time(s) which is more than expected 0\n")
    );
}

/// A place so many lines above another.
fn line_before(place: &str, lines: u32) -> String {
    let (file, line) = place.rsplit_once(':').unwrap();
    format!("{file}:{}", line.parse::<u32>().unwrap() - lines - 1)
}

#[test]
fn a_relaxed_mock_does_not_answer_what_is_forbidden() {
    let cat = MockCat::relaxed();
    let never = next_line!();
    cat.expect_pet().with(gt(2)).never();
    assert_eq!(cat.pet(1), 0);
    let called = next_line!();
    let text = failure(|| cat.pet(3));
    assert!(
        text.starts_with(&format!(
            "MockCat::pet: Expectation(var > 2) should not have been called\n  \
             called at {called}\n\
             expectations of MockCat::pet, in the order in which they are tried:\n  \
             1. Expectation(var > 2) at {never}: not used, wanted never\n       \
             accepts these arguments, but it is never to be called\n"
        )),
        "{text}"
    );
    cat.clear_expectations();
}

#[test]
fn nor_does_a_real_object() {
    #[automock(spy)]
    trait Door {
        fn open(&self, wide: bool) -> u32;
        async fn knock(&self) -> u32;
    }
    struct Gate;
    impl Door for Gate {
        fn open(&self, wide: bool) -> u32 {
            u32::from(wide)
        }
        async fn knock(&self) -> u32 {
            3
        }
    }
    let door = MockDoor::wrapping(Gate);
    door.expect_open().with_args(true).never();
    door.expect_knock().never();
    assert_eq!(door.open(false), 0);
    let forbidden = "should not have been called\n";
    assert!(failure(|| door.open(true)).starts_with(&format!("MockDoor::open: Expectation(true) {forbidden}")));
    assert!(
        failure(|| block_on(door.knock()))
            .starts_with(&format!("MockDoor::knock: Expectation(<anything>) {forbidden}"))
    );
    door.clear_expectations();
}

#[test]
fn what_nobody_accepts_fails_and_defaults_are_told_of_last() {
    let cat = MockCat::new();
    let default = next_line!();
    cat.expect_pet().by_default().with_args(1).return_const(0_u32);
    let other = next_line!();
    cat.expect_pet().with_args(2).return_const(0_u32);
    let called = next_line!();
    let text = failure(|| cat.pet(3));
    assert_eq!(
        text,
        format!(
            "MockCat::pet(3): No matching expectation found\n  \
             called at {called}\n\
             expectations of MockCat::pet, in the order in which they are tried:\n  \
             1. Expectation(2) at {other}: not used, wanted any number of times\n       \
             argument 1 (times) differs:\n         expected: 2\n         actual:   3\n  \
             2. Expectation(1) at {default}: not used, wanted any number of times, by default\n       \
             argument 1 (times) differs:\n         expected: 1\n         actual:   3\n\
             no other calls so far"
        )
    );
}

#[test]
fn a_future_may_be_answered_by_default() {
    let cat = MockCat::new();
    cat.expect_jump().by_default().resolving(|height| height);
    assert_eq!(block_on(cat.jump(1)), 1);
    cat.expect_jump().returning(|height| Box::pin(async move { 2 * height }));
    assert_eq!(block_on(cat.jump(1)), 2);
    cat.clear_expectations();
    cat.expect_jump().by_default().returning(|height| Box::pin(async move { 3 * height }));
    cat.expect_jump().with_args(2).resolve_const(7_u32);
    assert_eq!([block_on(cat.jump(1)), block_on(cat.jump(2))], [3, 7]);
}

// `return_once`.

#[test]
fn each_value_has_its_turn() {
    let cat = MockCat::new();
    for name in ["Tom", "Felix"] {
        cat.expect_name().return_once(move || name.to_owned());
    }
    cat.expect_name().returning(|| "nobody".to_owned());
    assert_eq!([cat.name(), cat.name(), cat.name(), cat.name()], ["Tom", "Felix", "nobody", "nobody"]);
}

#[test]
fn the_next_one_is_one_that_accepts_the_arguments() {
    let cat = MockCat::new();
    cat.expect_pet().with(lt(10)).return_once(|_| 1);
    cat.expect_pet().with(gt(10)).return_once(|_| 2);
    cat.expect_pet().withf(|times| *times < 10).return_once(|_| 3);
    cat.expect_pet().by_default().return_const(4_u32);
    assert_eq!([cat.pet(1), cat.pet(1), cat.pet(11), cat.pet(1), cat.pet(11)], [1, 3, 2, 4, 4]);
}

#[test]
fn async_values_have_their_turns_too() {
    let cat = MockCat::new();
    cat.expect_go().return_once(|_| true);
    cat.expect_go().return_once_async(|_| async { false });
    cat.expect_go().return_once_st(|_| true);
    let go = || block_on(cat.go("north"));
    assert_eq!([go(), go(), go()], [true, false, true]);
    cat.expect_jump().return_once(|_| Box::pin(async { 1 }));
    cat.expect_jump().return_once(|_| Box::pin(async { 2 }));
    assert_eq!([block_on(cat.jump(0)), block_on(cat.jump(0))], [1, 2]);
}

#[test]
fn one_of_a_sequence_makes_way_for_the_next() {
    let cat = MockCat::new();
    let mut order = Sequence::new();
    cat.expect_pet().in_sequence(&mut order).return_once(|_| 1);
    cat.expect_pet().in_sequence(&mut order).return_once(|_| 2);
    assert_eq!([cat.pet(0), cat.pet(0)], [1, 2]);
}

#[test]
fn without_another_it_is_not_called_twice() {
    let cat = MockCat::new();
    let first = next_line!();
    cat.expect_pet().with(lt(10)).return_once(|_| 1);
    let second = next_line!();
    cat.expect_pet().with(gt(10)).return_once(|_| 2);
    let earlier = next_line!();
    cat.pet(1);
    let called = next_line!();
    let text = failure(|| cat.pet(2));
    assert_eq!(
        text,
        format!(
            "MockCat::pet: Expectation(var < 10) called twice, but it returns by move; use `returning`\n  \
             the call without an answer is MockCat::pet(2)\n  \
             called at {called}\n\
             expectations of MockCat::pet, the nearest first, numbered in the order in which they are tried:\n  \
             1. Expectation(var < 10) at {first}: used once, and has no other answer\n  \
             2. Expectation(var > 10) at {second}: not used, wanted any number of times\n       \
             argument 1 (times) is 2, which is not var > 10\n\
             calls so far:\n  \
             1. Cat::pet(1) at {earlier} [completed]"
        )
    );
}

#[test]
fn one_that_is_wanted_twice_is_not_met_by_one_value() {
    let cat = MockCat::new();
    cat.expect_pet().times(2).return_once(|_| 1);
    cat.expect_pet().return_const(2_u32);
    assert_eq!([cat.pet(0), cat.pet(0)], [1, 2]);
    assert!(
        failure(|| drop(cat))
            .starts_with("MockCat::pet: Expectation(<anything>) called 1 time(s) which is fewer than expected 2\n")
    );
}
