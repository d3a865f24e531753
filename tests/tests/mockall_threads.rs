//! Mocks and threads, as mockall's users know them: what is sent along, and what must stay.

#![allow(unused_mut, reason = "mockall's users write `let mut mock`")]

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;
use std::thread;

use asyncmock::*;
use asyncmock_tests::text_of;
use core::prelude::v1::test;

#[automock]
trait Foo {
    fn foo(&self, x: u32) -> u32;
}

fn on_another_thread<T: Send + 'static>(run: impl FnOnce() -> T + Send + 'static) -> Result<T, String> {
    thread::spawn(run).join().map_err(text_of)
}

#[test]
fn a_mock_is_sent_to_a_thread_and_shared() {
    let mut mock = MockFoo::new();
    mock.expect_foo().times(2).returning(|x| x + 1);
    let mock = Arc::new(mock);
    let other = Arc::clone(&mock);
    assert_eq!(on_another_thread(move || other.foo(1)), Ok(2));
    assert_eq!(mock.foo(2), 3);
}

#[test]
fn answers_that_are_not_send() {
    let mut mock = MockFoo::new();
    let count = Rc::new(Cell::new(0));
    let counted = Rc::clone(&count);
    mock.expect_foo().times(1).returning_st(move |x| {
        counted.set(x);
        x
    });
    let value = Rc::new(7);
    mock.expect_foo().return_once_st(move |_| *value);
    assert_eq!((mock.foo(5), count.get(), mock.foo(0)), (5, 5, 7));
}

#[test]
fn a_constant_that_is_not_send() {
    #[automock]
    trait Local {
        fn local(&self) -> Rc<u32>;
    }

    let mut mock = MockLocal::new();
    mock.expect_local().return_const_st(Rc::new(5));
    assert_eq!(*mock.local(), 5);
}

#[test]
fn a_bound_answer_fails_on_another_thread() {
    let mut mock = MockFoo::new();
    mock.expect_foo().returning_st(|x| x);
    let text = on_another_thread(move || mock.foo(1)).unwrap_err();
    assert!(text.contains("thread"), "{text}");
}

#[test]
fn a_bound_matcher_fails_on_another_thread() {
    let mut mock = MockFoo::new();
    mock.expect_foo().withf_st(|_| true).return_const(1_u32);
    let text = on_another_thread(move || mock.foo(1)).unwrap_err();
    assert!(text.starts_with("MockFoo::foo(1): "), "{text}");
    assert!(text.contains("thread"), "{text}");
}

#[test]
fn a_bound_constant_fails_on_another_thread() {
    let mut mock = MockFoo::new();
    mock.expect_foo().return_const_st(1_u32);
    let text = on_another_thread(move || mock.foo(1)).unwrap_err();
    assert!(text.contains("thread"), "{text}");
}
