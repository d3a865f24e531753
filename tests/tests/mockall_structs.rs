//! Structs and traits of other crates, as mockall's users mock them: `#[automock]` on impl blocks, and `mock!`.

#![allow(clippy::new_ret_no_self, clippy::ptr_arg, reason = "written as it is sometimes")]
#![allow(unused_mut, reason = "mockall's users write `let mut mock`")]
#![allow(dead_code, reason = "the real things are not used, their mocks are")]

use asyncmock::predicate::*;
use asyncmock::*;
use core::prelude::v1::test;

mod inherent {
    use super::*;

    pub struct Foo(u32);

    #[automock]
    impl Foo {
        pub const LIMIT: u32 = 5;

        pub fn new(x: u32) -> Self {
            Foo(x)
        }
        pub fn foo(&self) -> u32 {
            self.0
        }
        fn private(&self) -> u32 {
            self.0
        }
        pub(crate) fn crate_wide(&mut self, x: u32) -> u32 {
            self.0 + x
        }
    }

    #[test]
    fn an_impl_block_is_mocked() {
        let ctx = MockFoo::new_context();
        ctx.expect().with(eq(3)).returning(|_| MockFoo::default());
        let mut mock = MockFoo::new(3);
        mock.expect_foo().return_const(1_u32);
        mock.expect_private().return_const(2_u32);
        mock.expect_crate_wide().returning(|x| x);
        assert_eq!((mock.foo(), mock.private(), mock.crate_wide(3), MockFoo::LIMIT), (1, 2, 3, 5));
    }
}

/// Names that other things have.
mod names {
    use super::*;

    #[automock]
    pub trait Foo {
        fn a(&self) -> u32;
        fn b(&self) -> u32;
        fn c(&self) -> u32;
    }

    #[automock]
    pub trait Foo2 {
        fn a(&self) -> u32;
        fn b(&self) -> u32;
    }

    #[test]
    fn a_name_may_end_in_a_number() {
        let mut mock = (MockFoo::new(), MockFoo2::new());
        mock.0.expect_c().return_const(1_u32);
        mock.1.expect_b().return_const(2_u32);
        assert_eq!((mock.0.c(), mock.1.b()), (1, 2));
    }

    #[automock]
    pub trait Numbered {
        fn a(&self) -> u32;
        fn a1(&self) -> u32;
        fn b(&self);
        fn c(&self);
        fn d(&self);
        fn e(&self);
        fn f(&self);
        fn g(&self);
        fn h(&self);
        fn i(&self);
        fn j(&self);
        fn a_1(&self) -> u32;
        fn a_(&self) -> u32;
    }

    #[test]
    fn so_may_methods() {
        let mut mock = MockNumbered::new();
        mock.expect_a().return_const(1_u32);
        mock.expect_a1().return_const(2_u32);
        mock.expect_a_1().return_const(3_u32);
        mock.expect_a_().return_const(4_u32);
        assert_eq!((mock.a(), mock.a1(), mock.a_1(), mock.a_()), (1, 2, 3, 4));
    }

    pub struct Busy;

    #[automock]
    impl Busy {
        pub fn new() -> u32 {
            1
        }
        pub fn relaxed() -> u32 {
            1
        }
        pub fn checkpoint(&self) -> u32 {
            1
        }
        pub fn clear_expectations(&self) -> u32 {
            1
        }
    }

    #[test]
    fn methods_of_ones_own_may_have_the_names_of_what_every_mock_has() {
        let mut mock = MockBusy::default();
        mock.expect_checkpoint().return_const(2_u32);
        mock.expect_clear_expectations().return_const(3_u32);
        let (new, relaxed) = (MockBusy::new_context(), MockBusy::relaxed_context());
        new.expect().return_const(4_u32);
        relaxed.expect().return_const(5_u32);
        assert_eq!((mock.checkpoint(), mock.clear_expectations(), MockBusy::new(), MockBusy::relaxed()), (2, 3, 4, 5));
    }

    #[automock]
    pub trait Ordinary {
        fn default() -> u32;
        fn clone(&self) -> u32;
        fn into(&self) -> u32;
        fn call(&self) -> u32;
        fn fmt(&self) -> u32;
        fn clear_expectations(&self) -> u32;
    }

    #[test]
    fn methods_of_a_trait_may_have_common_names() {
        let mut mock = MockOrdinary::new();
        mock.expect_clone().return_const(1_u32);
        mock.expect_into().return_const(2_u32);
        mock.expect_call().return_const(3_u32);
        mock.expect_fmt().return_const(4_u32);
        mock.expect_clear_expectations().return_const(5_u32);
        assert_eq!((mock.clone(), mock.call(), mock.fmt(), mock.clear_expectations()), (1, 3, 4, 5));
        assert_eq!(Ordinary::into(&mock), 2);
    }

    macro_rules! mocked {
        ($name:ident, $value:ty) => {
            #[automock]
            pub trait $name {
                fn take(&self, x: $value) -> $value;
                fn lend(&self, x: &$value) -> &$value;
                fn optional(&self) -> Option<$value>;
            }
        };
    }
    mocked!(Numbers, u32);
    mocked!(Lists, Vec<u8>);

    #[test]
    fn types_may_come_from_a_macro() {
        let mut numbers = MockNumbers::new();
        numbers.expect_take().with(eq(3)).returning(|x| x);
        numbers.expect_lend().return_const(4_u32);
        let mut lists = MockLists::new();
        lists.expect_take().returning(|x| x);
        assert_eq!((numbers.take(3), numbers.lend(&0), lists.take(vec![5])), (3, &4, vec![5]));
    }
}

mod trait_impl {
    use super::*;

    pub trait Animal {
        type Food;
        fn legs(&self) -> u32;
        fn eat(&self, food: Self::Food);
        fn kind() -> String;
    }
    pub struct Cat;

    #[automock]
    impl Animal for Cat {
        type Food = u8;
        fn legs(&self) -> u32 {
            4
        }
        fn eat(&self, _food: Self::Food) {}
        fn kind() -> String {
            "cat".to_owned()
        }
    }

    #[test]
    fn an_impl_of_a_trait_is_mocked() {
        let mut mock = MockCat::new();
        mock.expect_legs().return_const(3_u32);
        mock.expect_eat().with(eq(1)).times(1).return_const(());
        let ctx = MockCat::kind_context();
        ctx.expect().return_const("tom");
        mock.eat(1);
        assert_eq!((mock.legs(), MockCat::kind()), (3, "tom".to_owned()));
    }
}

mod generic_impls {
    use super::*;

    pub struct Holder<T>(T);

    #[automock]
    impl<T: Clone + 'static> Holder<T> {
        pub fn get(&self) -> T {
            self.0.clone()
        }
        pub fn make(t: T) -> Self {
            Holder(t)
        }
    }

    #[test]
    fn a_generic_impl_block() {
        let mut mock = MockHolder::<u32>::new();
        mock.expect_get().return_const(4_u32);
        assert_eq!(mock.get(), 4);
        let ctx = MockHolder::<i8>::make_context();
        ctx.expect().returning(|_| MockHolder::new());
        MockHolder::<i8>::make(3);
    }

    pub trait Get<T> {
        fn get(&self) -> T;
    }
    pub struct One;

    #[automock]
    impl Get<u32> for One {
        fn get(&self) -> u32 {
            1
        }
    }

    #[test]
    fn an_impl_of_a_generic_trait() {
        let mut mock = MockOne::new();
        mock.expect_get().return_const(2_u32);
        assert_eq!(Get::<u32>::get(&mock), 2);
    }

    pub struct Many<T>(T);

    #[automock]
    impl<T: Clone + Send + 'static> Get<T> for Many<T> {
        fn get(&self) -> T {
            self.0.clone()
        }
    }

    #[test]
    fn a_generic_impl_of_a_generic_trait() {
        let mut mock = MockMany::<u8>::new();
        mock.expect_get().return_const(2_u8);
        assert_eq!(mock.get(), 2);
    }

    pub struct Sized3<const N: usize>([u8; N]);

    #[automock]
    impl<const N: usize> Sized3<N> {
        pub fn get(&self) -> [u8; N] {
            self.0
        }
    }

    #[test]
    fn an_impl_with_a_constant() {
        let mut mock = MockSized3::<2>::new();
        mock.expect_get().return_const([1, 2]);
        assert_eq!(mock.get(), [1, 2]);
    }

    pub struct Borrowing<'a>(&'a str);

    #[automock]
    impl<'a> Borrowing<'a> {
        pub fn len(&self) -> usize {
            self.0.len()
        }
        pub fn set(&mut self, to: &'a str) -> usize {
            to.len()
        }
    }

    #[test]
    fn an_impl_of_a_struct_with_a_lifetime() {
        let mut mock = MockBorrowing::new();
        mock.expect_len().return_const(2_usize);
        assert_eq!(mock.len(), 2);
    }
}

mod by_macro {
    use super::*;

    pub trait Bar {
        fn bar(&self) -> u32;
    }
    pub trait Baz: Bar {
        fn baz(&self, x: i32) -> i32;
    }

    mock! {
        pub Foo {
            fn foo(&self, x: u32) -> u32;
            pub fn public(&mut self);
            pub fn make() -> Self;
        }
        impl Bar for Foo {
            fn bar(&self) -> u32;
        }
        impl Baz for Foo {
            fn baz(&self, x: i32) -> i32;
        }
    }

    #[test]
    fn inherited_traits_and_methods_of_its_own() {
        let mut mock = MockFoo::new();
        mock.expect_foo().with(eq(1)).returning(|x| x);
        mock.expect_bar().return_const(2_u32);
        mock.expect_baz().returning(|x| x + 1);
        mock.expect_public().times(1).return_const(());
        mock.public();
        assert_eq!((mock.foo(1), mock.bar(), mock.baz(2)), (1, 2, 3));
    }

    mock! {
        Empty {}
    }

    #[test]
    fn a_mock_without_methods() {
        let _mock = MockEmpty::new();
    }

    mock! {
        pub Cloned {
            fn foo(&self) -> u32;
        }
        impl Clone for Cloned {
            fn clone(&self) -> Self;
        }
    }

    #[test]
    fn clone_is_a_method_like_any_other() {
        let mut mock = MockCloned::new();
        mock.expect_clone().times(1).returning(|| {
            let mut mock = MockCloned::new();
            mock.expect_foo().return_const(3_u32);
            mock
        });
        assert_eq!(mock.clone().foo(), 3);
    }

    mock! {
        #[derive(Debug)]
        pub Derived {}
    }

    #[test]
    fn debug_is_derived() {
        assert!(format!("{:?}", MockDerived::new()).contains("MockDerived"));
    }

    mock! {
        pub Twice {}
        impl From<u32> for Twice {
            fn from(x: u32) -> Self;
        }
        impl AsRef<str> for Twice {
            fn as_ref(&self) -> &str;
        }
        impl AsRef<[u8]> for Twice {
            fn as_ref(&self) -> &[u8];
        }
    }

    #[test]
    fn traits_of_the_standard_library() {
        let ctx = MockTwice::from_context();
        ctx.expect().with(eq(1)).returning(|_| MockTwice::new());
        let mut mock: MockTwice = 1.into();
        mock.expect_as_ref().return_const("a".to_owned());
        let text: &str = mock.as_ref();
        assert_eq!(text, "a");
    }

    mock! {
        pub Numbers {}
        impl Iterator for Numbers {
            type Item = u32;
            fn next(&mut self) -> Option<u32>;
        }
    }

    #[test]
    fn iterators() {
        let mut mock = MockNumbers::new();
        let mut seq = Sequence::new();
        mock.expect_next().times(1).in_sequence(&mut seq).return_const(1_u32);
        mock.expect_next().times(1).in_sequence(&mut seq).return_const(2_u32);
        mock.expect_next().times(1).in_sequence(&mut seq).return_const(None);
        assert_eq!(mock.by_ref().collect::<Vec<_>>(), [1, 2]);
    }

    mock! {
        pub Derefs {}
        impl std::ops::Deref for Derefs {
            type Target = str;
            fn deref(&self) -> &str;
        }
    }

    #[test]
    fn deref() {
        let mut mock = MockDerefs::new();
        mock.expect_deref().return_const("abc".to_owned());
        assert_eq!(mock.len(), 3);
    }

    mock! {
        pub DerefsMut {}
        impl std::ops::Deref for DerefsMut {
            type Target = u32;
            fn deref(&self) -> &u32;
        }
        impl std::ops::DerefMut for DerefsMut {
            fn deref_mut(&mut self) -> &mut u32;
        }
    }

    #[test]
    fn deref_mut() {
        let mut mock = MockDerefsMut::new();
        mock.expect_deref().return_const(1_u32);
        mock.expect_deref_mut().return_var(5);
        *mock += 1;
        assert_eq!(*std::ops::DerefMut::deref_mut(&mut mock), 6);
        assert_eq!(*mock, 1);
    }

    mock! {
        #[derive(Debug)]
        pub Operands {}
        impl std::ops::Add for Operands {
            type Output = u32;
            fn add(self, other: Self) -> u32;
        }
        impl std::ops::Neg for Operands {
            type Output = i32;
            fn neg(self) -> i32;
        }
        impl std::ops::AddAssign<u8> for Operands {
            fn add_assign(&mut self, other: u8);
        }
        impl std::ops::Index<usize> for Operands {
            type Output = str;
            fn index(&self, i: usize) -> &str;
        }
        impl PartialEq for Operands {
            fn eq(&self, other: &Self) -> bool;
        }
        impl PartialOrd for Operands {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering>;
        }
        impl Eq for Operands {}
        impl std::str::FromStr for Operands {
            type Err = String;
            fn from_str(s: &str) -> Result<Self, String>;
        }
        impl Drop for Operands {
            fn drop(&mut self);
        }
    }

    fn operands() -> MockOperands {
        let mut mock = MockOperands::new();
        mock.expect_drop().return_const(());
        mock
    }

    mock! {
        pub Outputs {}
        impl std::ops::Index<usize> for Outputs {
            type Output = u32;
            fn index(&self, i: usize) -> &<Self as std::ops::Index<usize>>::Output;
        }
        impl std::ops::Add<u8> for Outputs {
            type Output = i32;
            fn add(self, x: u8) -> <Self as std::ops::Add<u8>>::Output;
        }
    }

    #[test]
    fn types_of_one_name_are_those_of_their_traits() {
        let mut mock = MockOutputs::new();
        mock.expect_index().return_const(5_u32);
        mock.expect_add().return_const(-1);
        assert_eq!(mock[1], 5);
        assert_eq!(mock + 1, -1);
    }

    #[test]
    fn operators() {
        let mut mock = operands();
        mock.expect_add_assign().with(eq(1)).times(1).return_const(());
        mock.expect_index().with(eq(3)).return_const("three".to_owned());
        mock.expect_eq().return_const(true);
        mock.expect_partial_cmp().return_const(Some(std::cmp::Ordering::Less));
        mock.expect_add().times(1).returning(|_| 7);
        mock += 1;
        let other = operands();
        assert_eq!(&mock[3], "three");
        assert!(mock == other && mock < other);
        assert_eq!(mock + other, 7);
        let mut negated = operands();
        negated.expect_neg().return_const(-1);
        assert_eq!(-negated, -1);
    }

    mock! {
        pub Shown {}
        impl std::fmt::Debug for Shown {
            fn fmt<'a>(&self, f: &mut std::fmt::Formatter<'a>) -> Result<(), std::fmt::Error>;
        }
    }

    mock! {
        #[derive(Debug)]
        pub Displayed {}
        impl std::fmt::Display for Displayed {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result;
        }
    }

    #[test]
    fn debug_and_display() {
        let mut shown = MockShown::new();
        shown.expect_fmt().returning(|f| f.write_str("shown"));
        let mut displayed = MockDisplayed::new();
        displayed.expect_fmt().returning(|f| write!(f, "displayed"));
        assert_eq!((format!("{shown:?}"), displayed.to_string()), ("shown".to_owned(), "displayed".to_owned()));
    }

    mock! {
        pub Polled {}
        impl std::future::Future for Polled {
            type Output = u32;
            fn poll<'a>(
                self: std::pin::Pin<&mut Self>,
                cx: &mut std::task::Context<'a>,
            ) -> std::task::Poll<<Self as std::future::Future>::Output>;
        }
        impl futures::Stream for Polled {
            type Item = u8;
            fn poll_next(
                self: std::pin::Pin<&mut Self>,
                cx: &mut std::task::Context<'_>,
            ) -> std::task::Poll<Option<<Self as futures::Stream>::Item>>;
        }
    }

    #[test]
    fn futures_and_streams() {
        let mut mock = MockPolled::new();
        mock.expect_poll().returning(|_| std::task::Poll::Ready(3));
        assert_eq!(futures::executor::block_on(mock), 3);
        let mut mock = MockPolled::new();
        mock.expect_poll_next().times(1).returning(|_| std::task::Poll::Ready(Some(4)));
        mock.expect_poll_next().returning(|_| std::task::Poll::Ready(None));
        let all: Vec<u8> = futures::executor::block_on(futures::StreamExt::collect(mock));
        assert_eq!(all, [4]);
    }

    #[test]
    fn parsing() {
        let ctx = MockOperands::from_str_context();
        ctx.expect().with(eq("a")).returning(|s| Err(format!("not {s}")));
        assert_eq!("a".parse::<MockOperands>().unwrap_err(), "not a");
    }

    #[test]
    fn drop_is_a_method_like_any_other() {
        let mut mock = MockOperands::new();
        mock.expect_drop().times(1).return_const(());
        drop(mock);
    }
}

mod generic_mocks {
    use super::*;

    mock! {
        pub Holder<T: Clone + 'static> {
            fn get(&self) -> T;
            fn set(&mut self, t: T);
        }
        impl<T: Clone + 'static> Clone for Holder<T> {
            fn clone(&self) -> Self;
        }
    }

    #[test]
    fn a_generic_mock() {
        let mut mock = MockHolder::<u32>::new();
        mock.expect_clone().returning(MockHolder::default);
        mock.expect_get().return_const(5_u32);
        mock.expect_set().with(eq(2)).return_const(());
        mock.set(2);
        assert_eq!(mock.get(), 5);
        drop(mock.clone());
    }

    pub trait Foo {
        fn foo(&self, x: i32) -> i32;
    }

    mock! {
        pub Special<T: 'static> {}
        impl Foo for Special<u32> {
            fn foo(&self, x: i32) -> i32;
        }
        impl Foo for Special<i8> {
            fn foo(&self, x: i32) -> i32;
        }
    }

    #[test]
    fn traits_for_some_arguments_only() {
        let mut wide = MockSpecial::<u32>::new();
        wide.expect_foo().returning(|x| x);
        let mut narrow = MockSpecial::<i8>::new();
        narrow.expect_foo().returning(|x| -x);
        assert_eq!((wide.foo(1), narrow.foo(1)), (1, -1));
    }

    pub trait Of<T> {
        fn of(&self, t: T) -> T;
    }

    mock! {
        pub Clause<T, U>
        where
            T: Clone + 'static,
            U: std::fmt::Debug + 'static,
        {
            fn pair(&self, t: T, u: U) -> (T, U);
        }
        impl<T, U> Of<T> for Clause<T, U>
        where
            T: Clone + 'static,
            U: std::fmt::Debug + 'static,
        {
            fn of(&self, t: T) -> T;
        }
    }

    #[test]
    fn where_clauses() {
        let mut mock = MockClause::<u8, i8>::new();
        mock.expect_pair().returning(|t, u| (t, u));
        mock.expect_of().returning(|t| t + 1);
        assert_eq!(mock.pair(1, 2), (1, 2));
        assert_eq!(mock.of(1), 2);
    }

    mock! {
        pub Repeated<T: 'static> {}
        impl<T: 'static> Of<u8> for Repeated<T> {
            fn of(&self, t: u8) -> u8;
        }
    }

    #[test]
    fn a_generic_trait_with_an_argument() {
        let mut mock = MockRepeated::<String>::new();
        mock.expect_of().returning(|t| t);
        assert_eq!(mock.of(9), 9);
    }

    mock! {
        pub Lifetimed<'a> {
            fn foo(&self, x: u32) -> u32;
        }
    }

    #[test]
    fn a_mock_with_a_lifetime() {
        let mut mock = MockLifetimed::new();
        mock.expect_foo().returning(|x| x);
        assert_eq!(mock.foo(2), 2);
    }

    mock! {
        pub Async {
            pub async fn foo(&self, x: u32) -> u32;
            pub async fn bar() -> u32;
        }
        #[async_trait::async_trait]
        impl Later for Async {
            async fn later(&self, x: &str) -> usize;
        }
    }

    #[async_trait::async_trait]
    pub trait Later {
        async fn later(&self, x: &str) -> usize;
    }

    #[tokio::test]
    async fn async_methods_of_a_mock() {
        let mut mock = MockAsync::new();
        mock.expect_foo().returning(|x| x);
        mock.expect_later().returning(|x| x.len());
        let ctx = MockAsync::bar_context();
        ctx.expect().return_const(2_u32);
        assert_eq!((mock.foo(1).await, mock.later("abc").await, MockAsync::bar().await), (1, 3, 2));
    }

    mod nested {
        pub trait Deep {
            fn deep(&self) -> u32;
        }
    }

    mock! {
        pub Path {}
        impl nested::Deep for Path {
            fn deep(&self) -> u32;
        }
        impl std::hash::Hash for Path {
            #[concretize]
            fn hash<H: std::hash::Hasher>(&self, state: &mut H);
        }
    }

    #[test]
    fn traits_are_named_by_their_paths() {
        use nested::Deep as _;
        use std::hash::Hash as _;
        let mut mock = MockPath::new();
        mock.expect_deep().return_const(4_u32);
        mock.expect_hash().times(1).returning(|state| state.write_u8(1));
        mock.hash(&mut std::collections::hash_map::DefaultHasher::new());
        assert_eq!(mock.deep(), 4);
    }
}
