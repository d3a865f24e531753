//! Sequences, as mockall's users know them.

#![allow(unused_mut, reason = "mockall's users write `let mut mock`")]

use asyncmock::predicate::*;
use asyncmock::*;
use asyncmock_tests::failure;
use core::prelude::v1::test;

#[automock]
trait Foo {
    fn foo(&self, x: u32) -> u32;
    fn bar(&self);
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

#[test]
fn one_mock() {
    let mut seq = Sequence::new();
    let mut mock = MockFoo::new();
    mock.expect_foo().with(eq(1)).times(1).in_sequence(&mut seq).return_const(1_u32);
    mock.expect_foo().with(eq(2)).times(1).in_sequence(&mut seq).return_const(2_u32);
    mock.expect_bar().times(1).in_sequence(&mut seq).return_const(());
    assert_eq!((mock.foo(1), mock.foo(2)), (1, 2));
    mock.bar();
}

#[test]
fn out_of_order() {
    let mut seq = Sequence::new();
    let mut mock = MockFoo::new();
    mock.expect_foo().with(eq(1)).times(1).in_sequence(&mut seq).return_const(1_u32);
    mock.expect_bar().times(1).in_sequence(&mut seq).return_const(());
    let text = failure(|| mock.bar());
    assert_eq!(first_line(&text), "MockFoo::bar(): Method sequence violation");
    assert_eq!(mock.foo(1), 1);
    mock.bar();
}

#[test]
fn out_of_order_with_arguments() {
    let mut seq = Sequence::new();
    let mut mock = MockFoo::new();
    mock.expect_bar().times(1).in_sequence(&mut seq).return_const(());
    mock.expect_foo().times(1).in_sequence(&mut seq).return_const(1_u32);
    let text = failure(|| mock.foo(3));
    assert_eq!(first_line(&text), "MockFoo::foo(3): Method sequence violation");
    mock.bar();
    assert_eq!(mock.foo(3), 1);
}

#[test]
fn two_mocks() {
    let mut seq = Sequence::new();
    let (mut first, mut second) = (MockFoo::new(), MockFoo::new());
    first.expect_bar().times(1).in_sequence(&mut seq).return_const(());
    second.expect_bar().times(1).in_sequence(&mut seq).return_const(());
    first.expect_bar().times(1).in_sequence(&mut seq).return_const(());
    first.bar();
    second.bar();
    first.bar();
}

#[test]
fn the_same_expectation_twice_in_a_row() {
    let mut seq = Sequence::new();
    let mut mock = MockFoo::new();
    mock.expect_foo().times(2).in_sequence(&mut seq).return_const(1_u32);
    mock.expect_foo().times(1).in_sequence(&mut seq).return_const(2_u32);
    assert_eq!((mock.foo(0), mock.foo(0), mock.foo(0)), (1, 1, 2));
}

#[test]
fn ranges() {
    let mut seq = Sequence::new();
    let mut mock = MockFoo::new();
    mock.expect_foo().with(eq(1)).times(1..=2).in_sequence(&mut seq).return_const(1_u32);
    mock.expect_foo().with(eq(2)).times(..).in_sequence(&mut seq).return_const(2_u32);
    mock.expect_bar().times(1).in_sequence(&mut seq).return_const(());
    mock.foo(1);
    mock.foo(1);
    mock.bar();
}

#[test]
fn a_range_is_over_when_the_next_begins() {
    let mut seq = Sequence::new();
    let mut mock = MockFoo::new();
    mock.expect_foo().times(1..).in_sequence(&mut seq).return_const(1_u32);
    mock.expect_bar().times(1).in_sequence(&mut seq).return_const(());
    mock.foo(1);
    mock.bar();
    let text = failure(|| mock.foo(1));
    assert!(text.contains("sequence"), "{text}");
}

#[test]
fn a_context_is_part_of_a_sequence() {
    #[automock]
    trait Static {
        fn make() -> u32;
    }

    let mut seq = Sequence::new();
    let mut mock = MockFoo::new();
    let ctx = MockStatic::make_context();
    mock.expect_bar().times(1).in_sequence(&mut seq).return_const(());
    ctx.expect().times(1).in_sequence(&mut seq).return_const(4_u32);
    mock.bar();
    assert_eq!(MockStatic::make(), 4);
}

#[test]
fn a_failure_of_another_mock_leaves_the_sequence_as_it_is() {
    let mut seq = Sequence::new();
    let mut mock = MockFoo::new();
    mock.expect_foo().with(eq(1)).times(1).in_sequence(&mut seq).return_const(1_u32);
    failure(|| mock.foo(2));
    assert_eq!(mock.foo(1), 1);
}
