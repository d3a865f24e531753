//! Modules and foreign functions, as mockall's users mock them.

#![allow(dead_code, reason = "what is mocked is not all used")]
#![allow(unused_variables, reason = "the real functions do nothing")]

use asyncmock::predicate::*;
use asyncmock::*;
use asyncmock_tests::failure;
use core::prelude::v1::test;

mod outer {
    use super::*;

    type Number = u32;

    #[automock]
    pub mod foo {
        use std::fmt::Debug;

        use super::Number;

        pub const LIMIT: u32 = 7;

        #[derive(Debug, PartialEq)]
        pub struct Thing(pub u32);

        pub fn bar(x: Number) -> i64 {
            unimplemented!()
        }
        pub fn baz() -> impl Debug + Send {
            0
        }
        pub fn bean(mut x: u32) -> u32 {
            x += 1;
            x
        }
        pub fn text(x: &str) -> String {
            unimplemented!()
        }
        pub fn thing(x: Thing) -> Thing {
            unimplemented!()
        }
        pub fn generic<T: Clone + 'static>(t: T) -> T {
            t
        }
        pub async fn later(x: u32) -> u32 {
            x
        }
        /// # Safety
        ///
        /// None.
        pub unsafe fn dangerous(x: u32) -> u32 {
            x
        }
        pub(crate) fn for_the_crate() -> u32 {
            helper()
        }
        fn helper() -> u32 {
            0
        }
        pub const fn constant() -> u32 {
            1
        }
        pub fn lends(x: &'static [u8]) -> &'static [u8] {
            x
        }
        #[cfg(all(unix, windows))]
        pub fn nowhere(x: NotThere) {}
    }

    #[test]
    fn functions_are_expected() {
        let ctx = mock_foo::bar_context();
        ctx.expect().with(eq(4)).returning(|x| i64::from(x) + 1);
        assert_eq!(mock_foo::bar(4), 5);
    }

    #[test]
    fn no_match() {
        let ctx = mock_foo::bar_context();
        ctx.expect().with(eq(4)).return_const(0);
        let text = failure(|| mock_foo::bar(5));
        assert!(text.starts_with("mock_foo::bar(5): No matching expectation found\n"), "{text}");
    }

    #[test]
    fn functions_of_every_kind() {
        let hidden = mock_foo::baz_context();
        hidden.expect().returning(|| Box::new(4));
        let mutable = mock_foo::bean_context();
        mutable.expect().times(1).return_const(8_u32);
        let text = mock_foo::text_context();
        text.expect().with(eq("a")).returning(str::to_owned);
        let thing = mock_foo::thing_context();
        thing.expect().returning(|x| x);
        let generic = mock_foo::generic_context();
        generic.expect::<u8>().returning(|t| t + 1);
        let dangerous = mock_foo::dangerous_context();
        dangerous.expect().returning(|x| x);
        let restricted = mock_foo::for_the_crate_context();
        restricted.expect().return_const(6_u32);
        let constant = mock_foo::constant_context();
        constant.expect().return_const(7_u32);
        let lends = mock_foo::lends_context();
        lends.expect().returning(|x| &x[1..]);
        assert_eq!(format!("{:?}", mock_foo::baz()), "4");
        assert_eq!(mock_foo::bean(1), 8);
        assert_eq!((mock_foo::text("a"), mock_foo::thing(foo::Thing(1))), ("a".to_owned(), foo::Thing(1)));
        // SAFETY: mocks demand nothing.
        assert_eq!((mock_foo::generic(1_u8), unsafe { mock_foo::dangerous(2) }), (2, 2));
        assert_eq!((mock_foo::for_the_crate(), mock_foo::constant(), mock_foo::LIMIT), (6, 7, 7));
        assert_eq!(mock_foo::lends(&[1, 2]), [2]);
    }

    #[tokio::test]
    async fn async_functions() {
        let ctx = mock_foo::later_context();
        ctx.expect().returning(|x| x + 1);
        assert_eq!(mock_foo::later(1).await, 2);
    }

    #[test]
    fn a_checkpoint_is_of_the_whole_module() {
        let ctx = mock_foo::bar_context();
        ctx.expect().times(1).return_const(0);
        let text = failure(mock_foo::checkpoint);
        let first = text.lines().next().unwrap();
        assert_eq!(first, "mock_foo::bar: Expectation(<anything>) called 0 time(s) which is fewer than expected 1");
    }
}

mod foreign {
    use super::*;

    #[automock]
    pub mod ffi {
        unsafe extern "C" {
            pub fn foo(x: u32) -> i64;
            pub fn unit();
            pub fn pointer(x: *const u8) -> *const u8;
            pub safe fn harmless(x: i32) -> i32;
            pub fn variadic(x: i32, ...) -> i32;
            pub(crate) fn restricted() -> u32;
        }
        unsafe extern "system" {
            pub fn system(x: u32) -> u32;
        }
        unsafe extern "Rust" {
            pub fn rusty(x: &str) -> usize;
        }
        unsafe extern "C-unwind" {
            pub fn unwinding(x: u32) -> u32;
        }
    }

    #[test]
    fn functions_of_extern_blocks() {
        let foo = mock_ffi::foo_context();
        foo.expect().with(eq(1)).returning(i64::from);
        let unit = mock_ffi::unit_context();
        unit.expect().times(1).return_const(());
        let harmless = mock_ffi::harmless_context();
        harmless.expect().returning(|x| -x);
        let restricted = mock_ffi::restricted_context();
        restricted.expect().return_const(3_u32);
        let system = mock_ffi::system_context();
        system.expect().returning(|x| x);
        let rusty = mock_ffi::rusty_context();
        rusty.expect().with(eq("abc")).returning(str::len);
        let unwinding = mock_ffi::unwinding_context();
        unwinding.expect().returning(|x| x);
        assert_eq!(mock_ffi::harmless(1), -1);
        // SAFETY: mocks demand nothing.
        unsafe {
            mock_ffi::unit();
            assert_eq!((mock_ffi::foo(1), mock_ffi::restricted(), mock_ffi::system(4)), (1, 3, 4));
            assert_eq!((mock_ffi::rusty("abc"), mock_ffi::unwinding(5)), (3, 5));
        }
    }

    #[test]
    fn raw_pointers_are_no_hindrance() {
        let pointer = mock_ffi::pointer_context();
        pointer.expect().returning_st(|x| x);
        let byte = 5_u8;
        // SAFETY: mocks demand nothing, and the byte is there.
        assert_eq!(unsafe { *mock_ffi::pointer(&byte) }, 5);
    }

    #[test]
    fn a_variadic_function_is_expected_by_its_named_arguments() {
        let variadic = mock_ffi::variadic_context();
        variadic.expect().with(eq(2)).returning(|x| x);
        // SAFETY: mocks demand nothing.
        assert_eq!(unsafe { mock_ffi::variadic(2) }, 2);
    }

    #[test]
    fn a_foreign_function_fails_as_any_other() {
        // SAFETY: mocks demand nothing.
        let text = failure(|| unsafe { mock_ffi::foo(1) });
        assert!(text.starts_with("mock_ffi::foo(1): No matching expectation found\n"), "{text}");
    }

    #[automock(target = Renamed)]
    impl super::concretize_it::Dog {
        pub fn bark(&self) -> u32 {
            1
        }
    }

    #[test]
    fn the_target_names_the_mock_of_an_impl() {
        let mock = MockRenamed::new();
        mock.expect_bark().return_const(2_u32);
        assert_eq!(mock.bark(), 2);
    }
}

mod concretize_it {
    pub struct Dog;
}

mod doubled {
    use super::*;

    mod real {
        use super::*;

        pub struct Store;

        #[automock]
        impl Store {
            pub fn stock(&self) -> u32 {
                1
            }
            pub fn open() -> Self {
                Store
            }
        }

        #[automock]
        pub mod clock {
            pub fn now() -> u64 {
                0
            }
        }
    }

    #[double]
    use real::{Store, clock};

    #[test]
    fn types_and_modules() {
        let ctx = Store::open_context();
        ctx.expect().returning(|| {
            let mock = Store::default();
            mock.expect_stock().return_const(5_u32);
            mock
        });
        let now = clock::now_context();
        now.expect().return_const(7_u64);
        assert_eq!((Store::open().stock(), clock::now()), (5, 7));
    }
}
