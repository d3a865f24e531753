//! Attributes of what is mocked, and the lints of strict crates: what the macros write gives no cause for complaint.

#![deny(clippy::pedantic, missing_docs, rust_2018_idioms, unreachable_pub, unused_qualifications, warnings)]
#![deny(clippy::struct_field_names, clippy::expect_used, clippy::unwrap_used, clippy::indexing_slicing, unused_mut)]
#![deny(
    elided_lifetimes_in_paths,
    missing_debug_implementations,
    single_use_lifetimes,
    trivial_casts,
    unused_lifetimes
)]

use asyncmock::predicate::*;
use asyncmock::*;
use core::prelude::v1::test;

/// A documented trait.
#[automock]
pub trait Documented {
    /// A documented method.
    #[must_use]
    fn used(&self, x: u32) -> u32;
    /// An inlined one.
    #[inline]
    fn inlined(&self) -> u32 {
        0
    }
    /// A cold one.
    #[cold]
    fn cold(&self) -> u32 {
        0
    }
    /// One that knows its caller.
    #[track_caller]
    fn tracked(&self) -> u32;
    /// One that is of no use any more.
    #[deprecated]
    fn deprecated(&self) -> u32;
    /// One that is not there.
    #[cfg(all(unix, windows))]
    fn nowhere(&self, x: NotThere);
    /// One that is there.
    #[cfg(any(unix, not(unix)))]
    fn somewhere(&self) -> u32;
    /// A static one.
    #[must_use]
    fn statically() -> u32;
    /// One with a lint switched off.
    #[allow(clippy::too_many_arguments, clippy::needless_pass_by_value)]
    fn many(&self, a: String, b: u8, c: u8, d: u8, e: u8, f: u8, g: u8, h: u8) -> u8;
    /// One with a lint that is expected.
    #[expect(clippy::ptr_arg)]
    fn expected(&self, a: &String) -> usize;
}

#[test]
fn attributes_of_methods_are_no_hindrance() {
    let mock = MockDocumented::new();
    mock.expect_used().with(eq(1)).returning(|x| x);
    mock.expect_inlined().return_const(2_u32);
    mock.expect_cold().return_const(3_u32);
    mock.expect_tracked().return_const(4_u32);
    mock.expect_deprecated().return_const(5_u32);
    mock.expect_somewhere().return_const(6_u32);
    mock.expect_many().return_const(7_u8);
    mock.expect_expected().returning(String::len);
    let statically = MockDocumented::statically_context();
    statically.expect().return_const(8_u32);
    assert_eq!((mock.used(1), mock.inlined(), mock.cold(), mock.tracked(), mock.somewhere()), (1, 2, 3, 4, 6));
    #[allow(deprecated)]
    let deprecated = mock.deprecated();
    assert_eq!((deprecated, MockDocumented::statically()), (5, 8));
    assert_eq!((mock.many(String::new(), 1, 2, 3, 4, 5, 6, 7), mock.expected(&String::from("a"))), (7, 1));
}

/// A documented struct.
#[derive(Debug)]
pub struct Thing;

#[automock]
impl Thing {
    /// Is made.
    #[must_use]
    pub fn new() -> Self {
        Thing
    }
    /// Is used.
    #[must_use]
    #[inline]
    #[track_caller]
    pub fn get(&self) -> u32 {
        1
    }
    /// Is not used any more.
    #[deprecated(note = "use `get`")]
    #[must_use]
    pub fn old(&self) -> u32 {
        1
    }
    /// Is not there.
    #[cfg(all(unix, windows))]
    pub fn nowhere(&self, x: NotThere) {}
    #[allow(clippy::unused_self)]
    fn private(&self) -> u32 {
        2
    }
}

impl Default for Thing {
    fn default() -> Self {
        #[allow(deprecated)]
        let _ = (Thing.old(), Thing.private(), Thing::new().get());
        Thing
    }
}

#[test]
fn attributes_of_an_impl_block() {
    let mock = MockThing::default();
    mock.expect_get().return_const(1_u32);
    mock.expect_private().return_const(2_u32);
    assert_eq!((mock.get(), mock.private()), (1, 2));
}

mock! {
    /// A documented mock.
    #[derive(Debug)]
    pub Made {
        /// A documented method.
        #[must_use]
        pub fn made(&self) -> u32;
        /// Is not there.
        #[cfg(all(unix, windows))]
        pub fn nowhere(&self, x: NotThere);
        /// Is there.
        #[cfg(not(all(unix, windows)))]
        pub fn somewhere(&self) -> u32;
    }
    #[cfg(all(unix, windows))]
    impl NotThere for Made {
        fn not_there(&self);
    }
    impl Clone for Made {
        fn clone(&self) -> Self;
    }
}

#[test]
fn attributes_in_the_macro() {
    let mock = MockMade::new();
    mock.expect_made().return_const(1_u32);
    mock.expect_somewhere().return_const(2_u32);
    mock.expect_clone().returning(MockMade::new);
    assert_eq!((mock.made(), mock.somewhere()), (1, 2));
    drop(mock.clone());
}

/// A documented module.
#[automock]
#[allow(dead_code)]
pub mod functions {
    /// A documented function.
    #[must_use]
    pub fn documented(x: u32) -> u32 {
        x
    }
    /// Is not there.
    #[cfg(all(unix, windows))]
    pub fn nowhere(x: NotThere) {}
}

#[test]
fn attributes_in_a_module() {
    let documented = mock_functions::documented_context();
    documented.expect().returning(|x| x + 1);
    assert_eq!(mock_functions::documented(1), 2);
}

/// Is not there.
#[cfg(all(unix, windows))]
#[automock]
pub trait Nowhere {
    fn nowhere(&self, x: NotThere);
}

/// Generics under strict lints.
#[automock(type Item = u32;)]
pub trait Generic<T: Clone + 'static> {
    /// A type.
    type Item;
    /// A constant.
    const SIZE: usize = 3;
    /// A method.
    fn generic<U: std::fmt::Debug + 'static>(&self, t: T, u: &U) -> Self::Item;
    /// A static method.
    fn statically<U: 'static>(u: U) -> U;
    /// A closure.
    fn closure(&self, f: impl Fn(u32) -> u32) -> u32;
    /// A reference.
    fn lends(&self) -> &T
    where
        T: Send + Sync;
    /// A lifetime.
    fn tied<'a>(&self, x: &'a str, y: Option<&'a str>) -> Vec<&'a str>;
}

#[test]
fn generics_are_clean() {
    let mock = MockGeneric::<u8>::new();
    mock.expect_generic::<i8>().return_const(1_u32);
    mock.expect_closure().returning(|f| f(1));
    assert_eq!((mock.generic(1, &2_i8), mock.closure(|x| x + 1)), (1, 2));
}

/// Async methods under strict lints.
#[automock]
#[async_trait::async_trait]
pub trait Later {
    /// A method.
    async fn later(&self, x: &str) -> u32;
}

#[tokio::test]
async fn async_methods_are_clean() {
    let mock = MockLater::new();
    mock.expect_later().return_const(1_u32);
    assert_eq!(mock.later("a").await, 1);
}

/// Private helpers, which only the real thing uses.
pub mod helpers {
    /// Has private methods.
    #[derive(Debug)]
    pub struct Helped;

    #[asyncmock::automock]
    impl Helped {
        #[allow(clippy::unused_self)]
        fn helper(&self) {}
        fn static_helper() {}

        /// Uses them.
        pub fn public(&self) {
            Self::static_helper();
            self.helper();
        }
    }
}

/// Names are as they are written, and it is the trait's business in which style.
mod names_of_another_style {
    use super::*;

    #[allow(non_snake_case)]
    #[automock]
    trait Camel {
        fn doIt(&self, toWhat: u32) -> u32;
        fn lendIt(&mut self, toWhom: &mut Vec<&str>) -> usize;
        fn genericIt<T: 'static>(&self, ofWhat: T) -> bool;
        fn makeIt() -> u32;
    }

    #[test]
    fn are_expected_as_they_are_written() {
        let mut mock = MockCamel::new();
        mock.expect_doIt().return_const(1_u32);
        mock.expect_lendIt().returning(|whom| whom.len());
        mock.expect_genericIt::<u8>().return_const(true);
        let ctx = MockCamel::makeIt_context();
        ctx.expect().return_const(2_u32);
        assert_eq!(
            (mock.doIt(1), mock.lendIt(&mut vec![]), mock.genericIt(1_u8), MockCamel::makeIt()),
            (1, 0, true, 2)
        );
    }
}
