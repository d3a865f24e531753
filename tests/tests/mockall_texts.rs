//! The failure texts that tests of mockall's users look for, as they look for them: by `should_panic`.

#![allow(dead_code, reason = "what is mocked is not all used")]
#![allow(unused_mut, reason = "mockall's users write `let mut mock`")]

use asyncmock::predicate::*;
use asyncmock::*;
use core::prelude::v1::test;

#[automock]
pub trait Foo {
    fn bar(&self, x: u32) -> u32;
    fn baz(&self);
    fn opaque(&self, x: Opaque, y: u32);
    fn by_move(&self) -> Unique;
    fn statically(x: u32) -> u32;
}

pub struct Opaque;
pub struct Unique;

#[automock]
pub mod foo {
    pub fn bar(x: u32) -> u32 {
        x
    }
}

#[test]
#[should_panic(expected = "MockFoo::bar(5): No matching expectation found")]
fn no_match() {
    let mut mock = MockFoo::new();
    mock.expect_bar().with(eq(4)).return_const(0_u32);
    mock.bar(5);
}

#[test]
#[should_panic(expected = "MockFoo::bar(5): No matching expectation found")]
fn no_expectation() {
    MockFoo::new().bar(5);
}

#[test]
#[should_panic(expected = "MockFoo::opaque(?, 5): No matching expectation found")]
fn arguments_without_debug() {
    MockFoo::new().opaque(Opaque, 5);
}

#[test]
#[should_panic(expected = "mock_foo::bar(5): No matching expectation found")]
fn no_match_in_a_module() {
    let ctx = mock_foo::bar_context();
    ctx.expect().with(eq(4)).return_const(0_u32);
    mock_foo::bar(5);
}

#[test]
#[should_panic(expected = "MockFoo::statically(5): No matching expectation found")]
fn no_match_of_a_static_method() {
    MockFoo::statically(5);
}

#[test]
#[should_panic(expected = "MockFoo::bar(3): Method sequence violation")]
fn a_sequence_is_violated() {
    let mut order = Sequence::new();
    let mut mock = MockFoo::new();
    mock.expect_baz().times(1).in_sequence(&mut order).return_const(());
    mock.expect_bar().times(1).in_sequence(&mut order).return_const(0_u32);
    mock.bar(3);
}

#[test]
#[should_panic(expected = "MockFoo::baz(): Method sequence violation")]
fn a_sequence_is_violated_without_arguments() {
    let mut order = Sequence::new();
    let mut mock = MockFoo::new();
    mock.expect_bar().times(1).in_sequence(&mut order).return_const(0_u32);
    mock.expect_baz().times(1).in_sequence(&mut order).return_const(());
    mock.baz();
}

#[test]
#[should_panic(expected = "MockFoo::baz: Expectation(<anything>) called 1 time(s) which is fewer than expected 2")]
fn too_few_calls() {
    let mut mock = MockFoo::new();
    mock.expect_baz().times(2).return_const(());
    mock.baz();
}

#[test]
#[should_panic(expected = "MockFoo::baz: Expectation(<anything>) called 3 times which is more than the expected 2")]
fn too_many_calls() {
    let mut mock = MockFoo::new();
    mock.expect_baz().times(2).return_const(());
    mock.baz();
    mock.baz();
    mock.baz();
}

#[test]
#[should_panic(expected = "MockFoo::baz: Expectation(<anything>) called 1 time(s) which is more than expected 0")]
fn too_many_calls_at_the_end() {
    let mut mock = MockFoo::new();
    mock.expect_baz().times(0);
    let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| mock.baz()));
    mock.checkpoint();
}

#[test]
#[should_panic(expected = "MockFoo::baz: Expectation(<anything>) should not have been called")]
fn never() {
    let mut mock = MockFoo::new();
    mock.expect_baz().never();
    mock.baz();
}

#[test]
#[should_panic(expected = "MockFoo::by_move: Expectation(<anything>) called twice, but it returns by move")]
fn once_is_not_twice() {
    let mut mock = MockFoo::new();
    let unique = Unique;
    mock.expect_by_move().return_once(move || unique);
    mock.by_move();
    mock.by_move();
}

#[test]
#[should_panic(expected = "MockFoo::bar: Expectation(<anything>) Returning default values requires")]
fn no_answer() {
    let mut mock = MockFoo::new();
    mock.expect_bar();
    mock.bar(5);
}

#[test]
#[should_panic(expected = "MockFoo::bar: Expectation(var == 5) called 0 time(s) which is fewer than expected 1")]
fn a_predicate_is_printed() {
    let mut mock = MockFoo::new();
    mock.expect_bar().with(eq(5)).times(1).return_const(0_u32);
}

#[test]
#[should_panic(expected = "MockFoo::opaque: Expectation(true, true) called 0 time(s) which is fewer than expected 1")]
fn predicates_are_printed_one_by_one() {
    let mut mock = MockFoo::new();
    mock.expect_opaque().with(always(), always()).times(1).return_const(());
}

#[test]
#[should_panic(expected = "MockFoo::bar: Expectation(<function>) called 0 time(s) which is fewer than expected 1")]
fn a_function_is_not_printed() {
    let mut mock = MockFoo::new();
    mock.expect_bar().withf(|_| true).times(1).return_const(0_u32);
}
