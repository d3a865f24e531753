//! Static methods, as mockall's users mock them. Each test has expectations of its own, without a lock around it.

#![allow(dead_code, reason = "what is mocked is not all used")]
#![allow(unused_mut, reason = "mockall's users write `let mut mock`")]

use asyncmock::predicate::*;
use asyncmock::*;
use asyncmock_tests::failure;
use core::prelude::v1::test;

#[automock]
pub trait Foo {
    fn bar(x: u32) -> u32;
    fn unit();
    fn foo(&self) -> u32;
    fn text(x: &str) -> String;
    fn generic<T: 'static>(t: T) -> T;
    fn bounded<T: std::fmt::Display + 'static>(t: T) -> String;
}

#[test]
fn a_context_expects() {
    let ctx = MockFoo::bar_context();
    ctx.expect().with(eq(1)).times(1).returning(|x| x + 1);
    assert_eq!(MockFoo::bar(1), 2);
}

#[test]
fn references_are_matched() {
    let ctx = MockFoo::text_context();
    ctx.expect().with(eq("a")).returning(str::to_owned);
    assert_eq!(MockFoo::text("a"), "a");
}

#[test]
fn constants_and_once() {
    let ctx = MockFoo::bar_context();
    ctx.expect().once().return_once(|x| x);
    ctx.expect().return_const(9_u32);
    assert_eq!((MockFoo::bar(1), MockFoo::bar(1)), (1, 9));
}

#[test]
fn single_threaded_answers() {
    let ctx = MockFoo::bar_context();
    let add = std::rc::Rc::new(2);
    ctx.expect().withf_st(|x| *x == 1).returning_st(move |x| x + *add);
    assert_eq!(MockFoo::bar(1), 3);
}

#[test]
fn no_match() {
    let ctx = MockFoo::bar_context();
    ctx.expect().with(eq(1)).return_const(1_u32);
    let text = failure(|| MockFoo::bar(5));
    assert!(text.starts_with("MockFoo::bar(5): No matching expectation found\n"), "{text}");
}

#[test]
fn no_context() {
    let text = failure(|| MockFoo::bar(5));
    assert!(text.starts_with("MockFoo::bar(5): No matching expectation found\n"), "{text}");
}

#[test]
fn a_context_is_verified_when_it_is_dropped() {
    let text = failure(|| {
        let ctx = MockFoo::unit_context();
        ctx.expect().times(2).return_const(());
        MockFoo::unit();
    });
    let first = text.lines().next().unwrap();
    assert_eq!(first, "MockFoo::unit: Expectation(<anything>) called 1 time(s) which is fewer than expected 2");
}

#[test]
fn called_too_often() {
    let ctx = MockFoo::unit_context();
    ctx.expect().times(1).return_const(());
    MockFoo::unit();
    let text = failure(MockFoo::unit);
    let first = text.lines().next().unwrap();
    assert_eq!(first, "MockFoo::unit: Expectation(<anything>) called 2 times which is more than the expected 1");
    let _at_the_end = failure(|| drop(ctx));
}

#[test]
fn expectations_end_with_their_context() {
    {
        let ctx = MockFoo::bar_context();
        ctx.expect().return_const(1_u32);
        MockFoo::bar(0);
    }
    let _ctx = MockFoo::bar_context();
    let text = failure(|| MockFoo::bar(0));
    assert!(text.starts_with("MockFoo::bar(0): No matching expectation found\n"), "{text}");
}

#[test]
fn a_checkpoint_of_a_context() {
    let ctx = MockFoo::bar_context();
    ctx.expect().times(1).return_const(1_u32);
    let text = failure(|| ctx.checkpoint());
    assert!(text.starts_with("MockFoo::bar: Expectation(<anything>) called 0 time(s) which is fewer"), "{text}");
    ctx.expect().return_const(2_u32);
    assert_eq!(MockFoo::bar(0), 2);
}

#[test]
fn a_checkpoint_of_a_mock_leaves_contexts_alone() {
    let ctx = MockFoo::bar_context();
    ctx.expect().return_const(1_u32);
    let mut mock = MockFoo::new();
    mock.checkpoint();
    assert_eq!(MockFoo::bar(0), 1);
}

#[test]
fn generic_static_methods() {
    let ctx = MockFoo::generic_context();
    ctx.expect::<u8>().returning(|t| t);
    ctx.expect::<String>().with(eq("a".to_owned())).returning(|t| t + "b");
    assert_eq!((MockFoo::generic(1_u8), MockFoo::generic("a".to_owned())), (1, "ab".to_owned()));
    let bounded = MockFoo::bounded_context();
    bounded.expect::<u8>().returning(|t| t.to_string());
    assert_eq!(MockFoo::bounded(1_u8), "1");
}

#[test]
fn a_panic_in_a_test_leaves_nothing_behind() {
    let text = failure(|| {
        let ctx = MockFoo::bar_context();
        ctx.expect().times(1).return_const(1_u32);
        panic!("the test's own");
    });
    assert_eq!(text, "the test's own");
    let ctx = MockFoo::bar_context();
    ctx.expect().return_const(2_u32);
    assert_eq!(MockFoo::bar(0), 2);
}

mod generic_traits {
    use super::*;

    #[automock]
    pub trait Make<T: 'static> {
        fn make(t: T) -> T;
        fn pair<U: 'static>(t: T, u: U) -> (T, U);
    }

    #[test]
    fn each_type_has_contexts_of_its_own() {
        let numbers = MockMake::<u8>::make_context();
        numbers.expect().returning(|t| t + 1);
        let texts = MockMake::<String>::make_context();
        texts.expect().returning(|t| t + "!");
        assert_eq!((MockMake::<u8>::make(1), MockMake::<String>::make("a".to_owned())), (2, "a!".to_owned()));
        let pair = MockMake::<u8>::pair_context();
        pair.expect::<i8>().returning(|t, u| (t, u));
        assert_eq!(MockMake::<u8>::pair(1, 2_i8), (1, 2));
    }
}

mod by_macro {
    use super::*;

    pub trait Bar {
        fn bar(x: u32) -> u32;
        fn with_clause<T>(t: T) -> T
        where
            T: Clone + 'static;
    }

    mock! {
        pub Baz<T: 'static> {
            fn own(t: T) -> T;
        }
        impl<T: 'static> Bar for Baz<T> {
            fn bar(x: u32) -> u32;
            fn with_clause<U>(t: U) -> U
            where
                U: Clone + 'static;
        }
    }

    #[test]
    fn static_methods_of_a_generic_mock() {
        let own = MockBaz::<u8>::own_context();
        own.expect().returning(|t| t);
        let bar = MockBaz::<u8>::bar_context();
        bar.expect().with(eq(1)).return_const(2_u32);
        let clause = MockBaz::<u8>::with_clause_context();
        clause.expect::<i8>().returning(|t| t);
        assert_eq!((MockBaz::own(1_u8), MockBaz::<u8>::bar(1), MockBaz::<u8>::with_clause(3_i8)), (1, 2, 3));
    }
}
