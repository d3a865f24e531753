//! Matchers, as mockall's users write them: `with` and `withf`, and every predicate of the `predicate` module.

#![allow(dead_code, reason = "what is mocked is not all used")]
#![allow(unused_mut, reason = "mockall's users write `let mut mock`")]

use asyncmock::predicate::*;
use asyncmock::*;
use asyncmock_tests::{failure, next_line};
use core::prelude::v1::test;

#[automock]
trait Foo {
    fn foo(&self, x: u32) -> u32;
    fn text(&self, x: &str) -> u32;
    fn two(&self, x: u32, y: &str) -> bool;
    fn none(&self) -> bool;
    fn float(&self, x: f64) -> bool;
    fn list(&self, x: Vec<u8>) -> bool;
    fn path(&self, x: &std::path::Path) -> bool;
}

/// Whether a number is accepted.
fn accepts(predicate: impl Predicate<u32> + Send + 'static, x: u32) -> bool {
    let mut mock = MockFoo::new();
    mock.expect_foo().with(predicate).return_const(1_u32);
    mock.expect_foo().return_const(0_u32);
    mock.foo(x) == 1
}

/// Whether a text is accepted.
fn accepts_text(predicate: impl Predicate<str> + Send + 'static, x: &str) -> bool {
    let mut mock = MockFoo::new();
    mock.expect_text().with(predicate).return_const(1_u32);
    mock.expect_text().return_const(0_u32);
    mock.text(x) == 1
}

#[test]
fn comparisons() {
    assert!(accepts(eq(5), 5) && !accepts(eq(5), 6));
    assert!(accepts(ne(5), 6) && !accepts(ne(5), 5));
    assert!(accepts(lt(5), 4) && !accepts(lt(5), 5));
    assert!(accepts(le(5), 5) && !accepts(le(5), 6));
    assert!(accepts(gt(5), 6) && !accepts(gt(5), 5));
    assert!(accepts(ge(5), 5) && !accepts(ge(5), 4));
}

#[test]
fn anything_and_nothing() {
    assert!(accepts(always(), 5) && !accepts(never(), 5));
}

#[test]
fn sets_and_functions() {
    assert!(accepts(in_iter(vec![1, 2]), 2) && !accepts(in_iter(vec![1, 2]), 3));
    assert!(accepts(in_hash([1, 2]), 2) && !accepts(in_hash([1, 2]), 3));
    assert!(
        accepts(function(|x: &u32| x.is_multiple_of(2)), 2) && !accepts(function(|x: &u32| x.is_multiple_of(2)), 3)
    );
}

#[test]
fn combinations() {
    assert!(accepts(gt(1).and(lt(5)), 3) && !accepts(gt(1).and(lt(5)), 5));
    assert!(accepts(lt(1).or(gt(5)), 6) && !accepts(lt(1).or(gt(5)), 3));
    assert!(accepts(eq(1).not(), 2) && !accepts(eq(1).not(), 1));
}

#[test]
fn boxed_predicates() {
    let predicate: BoxPredicate<u32> = gt(1).boxed();
    assert!(accepts(predicate, 2));
}

#[test]
fn texts() {
    assert!(accepts_text(eq("abc"), "abc") && !accepts_text(eq("abc"), "abd"));
    assert!(accepts_text(str::starts_with("ab"), "abc") && accepts_text(str::ends_with("bc"), "abc"));
    assert!(accepts_text(str::contains("b"), "abc") && !accepts_text(str::contains("d"), "abc"));
    assert!(accepts_text(str::contains("a").count(2), "aba") && accepts_text(str::is_empty(), ""));
}

#[test]
fn paths() {
    let mut mock = MockFoo::new();
    mock.expect_path().with(path::missing()).return_const(true);
    assert!(mock.path(std::path::Path::new("/there/is/no/such/file")));
}

/// What an owned value borrows as is what it is compared with.
#[test]
fn owned_values_stand_for_what_they_borrow_as() {
    #[automock]
    trait Foo {
        fn text(&self, x: &str) -> bool;
        fn bytes(&self, x: &[u8]) -> bool;
        fn path(&self, x: &std::path::Path) -> bool;
        fn number(&self, x: &u32) -> bool;
        async fn fetched(&self, x: &str) -> bool;
        fn changed(&self, x: &mut [u8]) -> bool;
    }
    macro_rules! accepts {
        ($expect:ident $call:ident($argument:expr): $($yes:expr),* => $($no:expr),*) => {$(
            let mock = MockFoo::new();
            mock.$expect().with($no).never().return_const(true);
            mock.$expect().with($yes).return_const(true);
            assert!(mock.$call($argument));
        )*};
    }
    let text = |x: &str| x.to_owned();
    accepts!(expect_text text("Emma"):
        eq(text("Emma")), ne(text("Ema")), gt(text("E")), ge(text("Emma")), lt(text("F")), le(text("Emma"))
        => ne(text("Emma")), eq(text("Ema")), le(text("E")), lt(text("Emma")), ge(text("F")), gt(text("Emma")));
    accepts!(expect_text text("Emma"):
        in_iter([text("Emma"), text("Ida")]), in_hash([text("Emma")]), in_iter(["Emma"]), eq(std::borrow::Cow::from("Emma"))
        => in_iter([text("Ida")]), in_hash([text("Ida")]), in_iter(["Ida"]), eq(std::borrow::Cow::from("Ida")));
    accepts!(expect_bytes bytes(&[1, 2]): eq(vec![1, 2]), eq([1, 2]), ne(vec![1]), gt([1]), eq(Box::<[u8]>::from([1, 2]))
        => eq(vec![1]), eq([2, 1]), ne(vec![1, 2]), lt([1]), eq(Box::<[u8]>::from([1])));
    accepts!(expect_path path("/a".as_ref()): eq(std::path::PathBuf::from("/a")) => eq(std::path::PathBuf::from("/b")));
    accepts!(expect_number number(&5): eq(Box::new(5)), eq(std::sync::Arc::new(5)), eq(&5)
        => eq(Box::new(6)), eq(std::sync::Arc::new(6)), eq(&6));
    accepts!(expect_changed changed(&mut [1]): eq([1]), function(|x: &[u8]| x.len() == 1)
        => eq([2]), function(|x: &[u8]| x.is_empty()));
    accepts!(expect_text text("Emma"): function(|x: &str| x.len() == 4), eq(text("Emma")).and(str::contains("mm"))
        => function(|x: &str| x.is_empty()), eq(text("Emma")).not());
}

#[test]
fn an_owned_value_is_printed_as_it_is_where_it_is_not_met() {
    let mock = MockFoo::new();
    let expected = next_line!();
    mock.expect_text().with(eq(String::from("Emma"))).return_const(1_u32);
    let called = next_line!();
    let text = failure(|| mock.text("Ida"));
    assert_eq!(
        text,
        format!(
            "MockFoo::text(\"Ida\"): No matching expectation found\n  \
               called at {called}\n\
             expectations of MockFoo::text, in the order in which they are tried:\n  \
               1. Expectation(var == \"Emma\") at {expected}: not used, wanted any number of times\n       \
                    argument 1 (x) differs:\n         \
                      expected: \"Emma\"\n         \
                      actual:   \"Ida\"\n\
             no other calls so far"
        )
    );
}

#[test]
fn several_arguments_and_none() {
    let mut mock = MockFoo::new();
    mock.expect_two().with(eq(1), always()).return_const(true);
    mock.expect_two().withf(|x, y| *x == 2 && y == "b").return_const(false);
    mock.expect_none().with().return_const(true);
    mock.expect_none().withf(|| true).return_const(false);
    assert!(mock.two(1, "a") && !mock.two(2, "b") && mock.none());
}

#[test]
fn floats_and_collections() {
    let mut mock = MockFoo::new();
    mock.expect_float().with(eq(1.5)).return_const(true);
    mock.expect_list().with(eq(vec![1, 2])).return_const(true);
    assert!(mock.float(1.5) && mock.list(vec![1, 2]));
}

#[test]
fn the_first_match_that_is_not_used_up_answers() {
    let mut mock = MockFoo::new();
    mock.expect_foo().with(eq(5)).times(1).return_const(50_u32);
    mock.expect_foo().return_const(99_u32);
    assert_eq!((mock.foo(5), mock.foo(5), mock.foo(6)), (50, 99, 99));
}

#[test]
fn matchers_are_overridden() {
    let mut mock = MockFoo::new();
    mock.expect_foo().with(eq(5)).withf(|x| *x == 6).return_const(1_u32);
    assert_eq!(mock.foo(6), 1);
}

#[test]
fn a_function_that_is_not_send() {
    let allowed = std::rc::Rc::new(5);
    let mut mock = MockFoo::new();
    mock.expect_foo().withf_st(move |x| *x == *allowed).return_const(1_u32);
    assert_eq!(mock.foo(5), 1);
}

#[test]
fn references_are_compared_by_value() {
    #[automock]
    trait References {
        fn option(&self, x: Option<&str>) -> bool;
        fn tuple(&self, x: (u8, &str)) -> bool;
    }

    let mut mock = MockReferences::new();
    mock.expect_option().withf(|x| *x == Some("a")).return_const(true);
    mock.expect_tuple().withf(|x| *x == (1, "a")).return_const(true);
    assert!(mock.option(Some("a")) && mock.tuple((1, "a")));
}

#[test]
fn a_user_defined_type_with_partial_eq_of_another() {
    #[derive(Debug)]
    struct Name(String);
    impl PartialEq for Name {
        fn eq(&self, other: &Name) -> bool {
            self.0.eq_ignore_ascii_case(&other.0)
        }
    }

    #[automock]
    trait Named {
        fn named(&self, x: Name) -> bool;
    }

    let mut mock = MockNamed::new();
    mock.expect_named().with(eq(Name("tom".to_owned()))).return_const(true);
    assert!(mock.named(Name("TOM".to_owned())));
}

#[test]
fn what_was_expected_is_printed() {
    let mut mock = MockFoo::new();
    mock.expect_two().with(eq(1), always()).return_const(true);
    let text = failure(|| mock.two(2, "b"));
    assert!(text.starts_with("MockFoo::two(2, \"b\"): No matching expectation found\n"), "{text}");
    assert!(text.contains("Expectation(var == 1, true)"), "{text}");
}
