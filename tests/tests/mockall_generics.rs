//! Generics and lifetimes, as mockall's users mock them.

#![allow(dead_code, reason = "what is mocked is not all used")]
#![allow(clippy::needless_lifetimes, clippy::ptr_arg, reason = "written as it is sometimes")]
#![allow(async_fn_in_trait, reason = "written as it is sometimes")]
#![allow(unused_mut, reason = "mockall's users write `let mut mock`")]

use std::fmt::{Debug, Display};

use asyncmock::predicate::*;
use asyncmock::*;
use core::prelude::v1::test;
use futures::FutureExt as _;

mod methods {
    use super::*;

    #[automock]
    pub trait Foo {
        fn foo<T: 'static>(&self, t: T) -> i32;
        fn only_return<T: Default + 'static>(&self) -> T;
        fn neither<T: 'static>(&self) -> u32;
        fn bounded<T>(&self, t: T) -> String
        where
            T: Display + 'static;
        fn two<T: 'static, U: 'static>(&self, t: T, u: U) -> U;
        fn by_reference<T: Debug + 'static>(&self, t: &T) -> u32;
        fn by_mutable_reference<T: 'static>(&self, t: &mut T);
        fn unsized_<T: AsRef<str> + ?Sized + 'static>(&self, t: &T) -> usize;
        fn boxed<T: ?Sized + 'static>(&self, t: Box<T>) -> u32;
        fn lends<T: Send + Sync + 'static>(&self, t: T) -> &T;
        fn constant<const N: usize>(&self, x: [u8; N]) -> usize;
    }

    #[test]
    fn each_type_has_its_expectations() {
        let mut mock = MockFoo::new();
        mock.expect_foo::<i16>().returning(i32::from);
        mock.expect_foo::<i8>().returning(|t| -i32::from(t));
        assert_eq!((mock.foo(5_i16), mock.foo(5_i8)), (5, -5));
    }

    #[test]
    fn types_that_stand_in_the_return_or_nowhere() {
        let mut mock = MockFoo::new();
        mock.expect_only_return::<u8>().return_const(3_u8);
        mock.expect_neither::<String>().return_const(1_u32);
        mock.expect_neither::<u8>().return_const(2_u32);
        assert_eq!(mock.only_return::<u8>(), 3);
        assert_eq!((mock.neither::<String>(), mock.neither::<u8>()), (1, 2));
    }

    #[test]
    fn bounds_and_where_clauses() {
        let mut mock = MockFoo::new();
        mock.expect_bounded::<i32>().with(eq(4)).returning(|t| t.to_string());
        mock.expect_two::<u8, String>().returning(|_, u| u);
        assert_eq!(mock.bounded(4), "4");
        assert_eq!(mock.two(1_u8, "a".to_owned()), "a");
    }

    #[test]
    fn references_to_parameters() {
        let mut mock = MockFoo::new();
        mock.expect_by_reference::<u32>().with(eq(7)).return_const(1_u32);
        mock.expect_by_mutable_reference::<u32>().returning(|t| *t += 1);
        mock.expect_lends::<u32>().return_const(6_u32);
        let mut x = 7_u32;
        assert_eq!(mock.by_reference(&x), 1);
        mock.by_mutable_reference(&mut x);
        assert_eq!((x, *mock.lends(1_u32)), (8, 6));
    }

    #[test]
    fn parameters_without_a_size() {
        let mut mock = MockFoo::new();
        mock.expect_unsized_::<str>().withf(|t| t == "abc").returning(str::len);
        mock.expect_boxed::<dyn Fn() -> u32>().returning(|t| t());
        assert_eq!(mock.unsized_("abc"), 3);
        assert_eq!(mock.boxed::<dyn Fn() -> u32>(Box::new(|| 4)), 4);
    }

    #[test]
    fn constants() {
        let mut mock = MockFoo::new();
        mock.expect_constant::<2>().returning(|x| x.len());
        mock.expect_constant::<3>().returning(|_| 0);
        assert_eq!((mock.constant([1, 2]), mock.constant([1, 2, 3])), (2, 0));
    }

    #[test]
    #[should_panic(expected = "MockFoo::foo(5): No matching expectation found")]
    fn another_type_has_no_expectation() {
        let mut mock = MockFoo::new();
        mock.expect_foo::<i16>().return_const(0);
        mock.foo(5_u32);
    }
}

mod traits {
    use super::*;

    #[automock]
    pub trait Plain<T: 'static> {
        fn foo(&self, t: T) -> T;
    }

    #[automock]
    pub trait Clause<T>
    where
        T: Clone + Debug + 'static,
    {
        fn foo(&self, t: T) -> Vec<T>;
        fn many(&self, items: &[T]) -> Option<T>;
    }

    #[automock]
    pub trait Constant<const N: usize> {
        fn foo(&self, x: [u8; N]) -> [u8; N];
    }

    #[automock]
    pub trait Defaulted<T: 'static = u32> {
        fn foo(&self) -> T;
    }

    #[test]
    fn generic_traits() {
        let mut plain = MockPlain::<u8>::new();
        plain.expect_foo().returning(|t| t);
        let mut clause = MockClause::<i8>::new();
        clause.expect_foo().with(eq(3)).returning(|t| vec![t]);
        clause.expect_many().withf(|items| items.len() == 2).returning(|items| items.first().cloned());
        let mut constant = MockConstant::<2>::new();
        constant.expect_foo().returning(|x| x);
        let mut defaulted = MockDefaulted::<u32>::new();
        defaulted.expect_foo().return_const(1_u32);
        assert_eq!((plain.foo(1), clause.foo(3), constant.foo([1, 2])), (1, vec![3], [1, 2]));
        assert_eq!(clause.many(&[4, 5]), Some(4));
        assert_eq!(defaulted.foo(), 1);
    }

    #[automock]
    pub trait Merge<T: 'static = Self> {
        fn merge(&mut self, other: T) -> usize;
        async fn preview(&self, other: &T) -> usize;
    }

    #[automock]
    pub trait Like<T: ?Sized = Self>
    where
        T: 'static,
    {
        fn like(&self, other: &T, boxed: Box<T>) -> bool;
    }

    #[automock]
    pub trait Between<A: 'static = u8, B: 'static = Vec<Self>, const N: usize = 2>
    where
        Self: Sized,
    {
        fn foo(&self, a: A, b: B) -> [u8; N];
    }

    #[automock]
    pub trait After<A: 'static = u8, B: 'static = Vec<A>, const N: usize = 2> {
        fn foo(&self, a: A, b: B) -> [u8; N];
    }

    /// Of a default that is `Self` the mock has none, nor of those before it.
    #[test]
    fn defaults_of_parameters() {
        let mut merge = MockMerge::<String>::new();
        merge.expect_merge().with(eq("x".to_owned())).return_const(1_usize);
        merge.expect_preview().returning(String::len);
        assert_eq!((merge.merge("x".to_owned()), merge.preview(&"ab".to_owned()).now_or_never()), (1, Some(2)));
        let mut like = MockLike::<str>::new();
        like.expect_like().withf(|other, boxed| other == &**boxed).return_const(true);
        assert!(like.like("x", "x".into()));
        let mut between = MockBetween::<u8, u16>::new();
        between.expect_foo().return_const([1, 2]);
        assert_eq!(between.foo(1, 2), [1, 2]);
        fn expects(mock: &mut MockAfter) {
            mock.expect_foo().with(eq(1), eq(vec![2])).return_const([3, 4]);
        }
        let mut after = MockAfter::new();
        expects(&mut after);
        assert_eq!(after.foo(1, vec![2]), [3, 4]);
    }

    #[automock]
    pub trait WithMethod<T: 'static> {
        fn foo<U: 'static>(&self, t: T, u: U) -> U;
        fn make<U: 'static>(u: U) -> U;
    }

    #[test]
    fn generic_methods_of_generic_traits() {
        let mut mock = MockWithMethod::<u8>::new();
        mock.expect_foo::<i8>().returning(|_, u| u);
        let ctx = MockWithMethod::<u8>::make_context();
        ctx.expect::<u32>().returning(|u| u + 1);
        assert_eq!((mock.foo(1, 2_i8), MockWithMethod::<u8>::make(1_u32)), (2, 2));
    }

    #[automock(type Output<T> = Vec<T>; type Borrowed<'a> = &'a str;)]
    pub trait Gat {
        type Output<T>;
        type Borrowed<'a>
        where
            Self: 'a;
        fn owned(&self) -> Self::Output<u8>;
    }

    #[test]
    fn generic_associated_types() {
        let mut mock = MockGat::new();
        mock.expect_owned().return_const(vec![1]);
        assert_eq!(mock.owned(), [1]);
    }
}

mod structs {
    use super::*;

    pub trait Get<T> {
        fn get(&self) -> T;
    }

    mock! {
        pub Plain<T: 'static> {
            fn foo(&self, t: T) -> u32;
        }
    }

    #[test]
    fn types_that_are_neither_clone_nor_debug() {
        struct Opaque;
        let mut mock = MockPlain::<Opaque>::new();
        mock.expect_foo().return_const(1_u32);
        assert_eq!(mock.foo(Opaque), 1);
    }

    mock! {
        pub Constant<const N: usize> {
            fn foo(&self) -> [u8; N];
            fn make() -> usize;
        }
    }

    #[test]
    fn constants_have_contexts_of_their_own() {
        let two = MockConstant::<2>::make_context();
        two.expect().return_const(2_usize);
        let three = MockConstant::<3>::make_context();
        three.expect().return_const(3_usize);
        assert_eq!((MockConstant::<2>::make(), MockConstant::<3>::make()), (2, 3));
    }
}

mod lifetimes {
    use std::borrow::Cow;

    use super::*;

    pub struct View<'a>(pub &'a str);

    #[automock]
    pub trait Foo {
        fn named<'a>(&self, x: View<'a>) -> usize;
        fn elided(&self, x: View<'_>) -> usize;
        fn two<'a, 'b>(&self, x: &'a str, y: &'b str) -> bool;
        fn higher_ranked<F>(&self, f: F) -> u32
        where
            F: for<'a> Fn(&'a u32) -> u32 + 'static;
        fn optional(&self, x: Option<&str>) -> usize;
        fn nested(&self, x: &[&str]) -> usize;
        fn cow(&self, x: Cow<'_, str>) -> usize;
        fn vector(&self, x: Vec<&u32>) -> usize;
        fn lends<'a>(&'a self) -> &'a str;
        fn lends_inside(&self) -> Option<&str>;
        fn hands_back<'a>(&self, x: &'a str) -> &'a str;
        fn hands_back_inside<'a>(&self, x: &'a str) -> Vec<&'a str>;
        fn forever(&self) -> &'static str;
    }

    #[test]
    fn lifetimes_in_arguments() {
        let mut mock = MockFoo::new();
        mock.expect_named().withf(|x| x.0 == "abc").returning(|x| x.0.len());
        mock.expect_elided().returning(|x| x.0.len());
        mock.expect_two().with(eq("a"), eq("b")).return_const(true);
        mock.expect_higher_ranked().returning(|f| f(&3));
        mock.expect_optional().withf(|x| *x == Some("a")).return_const(1_usize);
        mock.expect_nested().returning(|x| x.len());
        mock.expect_cow().returning(|x| x.len());
        mock.expect_vector().returning(|x| x.len());
        let local = "abc".to_owned();
        assert_eq!((mock.named(View(&local)), mock.elided(View(&local))), (3, 3));
        assert!(mock.two("a", "b"));
        assert_eq!(mock.higher_ranked(|x| x + 1), 4);
        assert_eq!((mock.optional(Some("a")), mock.nested(&["a", "b"])), (1, 2));
        assert_eq!((mock.cow("ab".into()), mock.vector(vec![&1])), (2, 1));
    }

    #[test]
    fn lifetimes_in_the_return() {
        let mut mock = MockFoo::new();
        mock.expect_lends().return_const("mine".to_owned());
        mock.expect_lends_inside().return_const(Some("yours"));
        mock.expect_hands_back().returning(|x| &x[1..]);
        mock.expect_hands_back_inside().returning(|x| vec![x]);
        mock.expect_forever().return_const("ever");
        let local = "abc".to_owned();
        assert_eq!((mock.lends(), mock.lends_inside()), ("mine", Some("yours")));
        assert_eq!((mock.hands_back(&local), mock.hands_back_inside(&local)), ("bc", vec!["abc"]));
        assert_eq!(mock.forever(), "ever");
    }

    #[automock]
    pub trait OfTrait<'a> {
        fn foo(&self, x: &'a str) -> usize;
    }

    #[test]
    fn lifetimes_of_the_trait() {
        let mut mock = MockOfTrait::new();
        mock.expect_foo().returning(|x| x.len());
        let local = "ab".to_owned();
        assert_eq!(mock.foo(&local), 2);
    }

    pub trait Parse<'a> {}
    impl<'a> Parse<'a> for u8 {}

    #[automock]
    pub trait Bounded<'a, T: Parse<'a> + 'static, U = &'a str>
    where
        U: Parse<'a> + Clone + 'a,
    {
        fn foo(&self, t: T, u: U, x: &'a str) -> usize;
        fn bar(&self, x: &'a str) -> &'a str;
    }

    #[test]
    fn lifetimes_of_the_trait_in_what_it_demands() {
        let mut mock = MockBounded::<u8, u8>::new();
        mock.expect_foo().with(eq(1), eq(2), eq("ab")).return_const(3_usize);
        mock.expect_bar().returning(|x| x);
        let local = "ab".to_owned();
        assert_eq!((mock.foo(1, 2, &local), Bounded::<u8, u8>::bar(&mock, &local)), (3, "ab"));
    }
}

/// Methods that demand more of the types of their trait or struct.
mod specialising_methods {
    use super::*;

    #[derive(Debug, PartialEq)]
    pub struct Wrapped<T: Default>(T);

    pub struct NoDefault;

    #[automock]
    pub trait Foo<T: 'static> {
        fn wrap(&self, t: T) -> Wrapped<T>
        where
            T: Default;
        fn wrap_later<U: 'static>(&self, u: U) -> U
        where
            T: Default;
        fn make() -> Wrapped<T>
        where
            T: Default;
    }

    #[test]
    fn types_that_satisfy_them() {
        let mut mock = MockFoo::<u8>::new();
        mock.expect_wrap().with(eq(1)).times(1).returning(Wrapped);
        mock.expect_wrap_later::<i8>().returning(|u| u);
        let ctx = MockFoo::<u8>::make_context();
        ctx.expect().returning(|| Wrapped(3));
        assert_eq!((mock.wrap(1), mock.wrap_later(2_i8), MockFoo::<u8>::make()), (Wrapped(1), 2, Wrapped(3)));
    }

    #[test]
    fn types_that_do_not() {
        let _mock = MockFoo::<NoDefault>::new();
    }
}

/// Closures have no type that could be named, so that mockall's users don't.
mod closures {
    use super::*;

    pub trait Search {
        type Item;
        fn remove_if<P>(&mut self, predicate: P) -> Vec<Self::Item>
        where
            P: Fn(&Self::Item) -> bool + 'static;
    }

    pub struct List<T>(Vec<T>);

    #[automock]
    impl<T: Clone + 'static> Search for List<T> {
        type Item = T;

        fn remove_if<P>(&mut self, predicate: P) -> Vec<Self::Item>
        where
            P: Fn(&Self::Item) -> bool + 'static,
        {
            self.0.iter().filter(|item| predicate(item)).cloned().collect()
        }
    }

    #[test]
    fn closures_of_associated_types() {
        let mut mock = MockList::<u8>::new();
        mock.expect_remove_if().returning(|predicate| [2, 3].into_iter().filter(|item| predicate(item)).collect());
        assert_eq!(mock.remove_if(|item| *item == 3), [3]);
    }

    #[automock]
    pub trait Pool {
        fn with<Output: 'static, Work: FnOnce(&mut u32) -> Output + 'static>(&self, work: Work) -> Output;
        fn map<T, U, F>(&self, t: T, f: F) -> U
        where
            F: Fn(T) -> U + Send + 'static,
            T: 'static,
            U: 'static;
        fn by_reference<T: 'static, F: Fn(u32) -> T + 'static>(&self, f: &F, g: &mut impl FnMut() -> T) -> Vec<T>;
        fn sized<const N: usize, F: FnMut(usize) -> u8 + 'static>(&self, f: F) -> [u8; N];
        fn make<T: 'static, F: FnOnce() -> T + 'static>(f: F) -> T;
        fn optional<F: Fn(u32) -> u32 + 'static>(&self, f: Option<F>) -> u32;
        fn gives_back<F: Fn(u32) -> u32 + 'static>(&self, f: F) -> F;
        fn cloned<T: 'static, F: Fn(u32) -> T + Clone + 'static>(&self, f: F) -> T;
        fn bound_outside<T: 'static, F>(&self, f: F) -> T
        where
            for<'x> F: Fn(&'x str) -> T + 'static;
        fn bound_outside_and_back<F>(&self, f: F) -> usize
        where
            for<'x> F: Fn(&'x str) -> &'x str;
        #[concretize]
        fn bound_outside_and_seen<F>(&self, f: F) -> usize
        where
            for<'x> F: Fn(&'x str) -> &'x str;
    }

    /// What a closure gives has a name, the closure has none.
    #[test]
    fn closures_beside_other_parameters() {
        let mut mock = MockPool::new();
        mock.expect_with::<usize>().returning(|work| work(&mut 3));
        mock.expect_map::<u32, String>().withf(|t, f| f(*t) == "4").returning(|t, f| f(t) + "!");
        mock.expect_by_reference::<u8>().returning(|f, g| vec![f(5), g()]);
        mock.expect_sized::<2>().returning(|mut f| [f(0), f(1)]);
        assert_eq!(mock.with(|n| *n as usize + 1), 4);
        assert_eq!(mock.map(4_u32, |t| t.to_string()), "4!");
        assert_eq!(mock.by_reference(&|n| n as u8, &mut || 6), [5, 6]);
        assert_eq!(mock.sized::<2, _>(|index| index as u8), [0, 1]);
        let ctx = MockPool::make_context();
        ctx.expect::<u8>().returning(|f| f() + 1);
        assert_eq!(MockPool::make(|| 6_u8), 7);
    }

    /// The clause says for which lifetimes.
    #[test]
    fn closures_of_any_lifetime() {
        let mut mock = MockPool::new();
        mock.expect_bound_outside::<usize>().returning(|f| f("abc"));
        mock.expect_bound_outside_and_back().returning(|f| f("abc").len());
        mock.expect_bound_outside_and_seen().returning(|f| f("abc").len());
        let by = 2;
        assert_eq!(mock.bound_outside(|text| text.len()), 3);
        assert_eq!((mock.bound_outside_and_back(|x| &x[by..]), mock.bound_outside_and_seen(|x| &x[by..])), (1, 1));
    }

    type Function = fn(u32) -> u32;

    /// Of a closure that is not handed over as an object, expectations need a name.
    #[test]
    fn closures_that_are_named() {
        let mut mock = MockPool::new();
        mock.expect_optional::<Function>().returning(|f| f.map_or(0, |f| f(1)));
        mock.expect_gives_back::<Function>().returning(|f| f);
        mock.expect_cloned::<u32, Function>().returning(|f| f(3));
        let add: Function = |n| n + 1;
        assert_eq!((mock.optional(Some(add)), mock.gives_back(add)(2), mock.cloned(add)), (2, 3, 4));
    }

    #[test]
    #[should_panic(expected = "MockPool::with(?): No matching expectation found")]
    fn a_closure_that_gives_another_type_has_no_expectation() {
        let mut mock = MockPool::new();
        mock.expect_with::<usize>().returning(|work| work(&mut 3));
        mock.with(|n| *n as u8);
    }
}

/// Methods that mockall can't take without `#[concretize]`.
mod parameters_that_may_borrow {
    use super::*;

    #[automock]
    pub trait Foo {
        fn text<S: AsRef<str>>(&self, s: S) -> usize;
        fn keep(&self, s: impl Into<String>) -> usize;
        fn items(&self, items: impl IntoIterator<Item = u32>) -> u32;
        fn call(&self, f: impl Fn(u32) -> u32) -> u32;
        fn object(&self, f: &dyn Fn(u32) -> u32) -> u32;
    }

    #[test]
    fn impl_arguments_and_parameters_without_static() {
        let mut mock = MockFoo::new();
        mock.expect_text().returning(|s| s.as_ref().len());
        mock.expect_keep().with(eq("a".to_owned())).return_const(1_usize);
        mock.expect_items().returning(|items| items.sum());
        mock.expect_call().returning(|f| f(2));
        mock.expect_object().returning(|f| f(3));
        let local = "abc".to_owned();
        assert_eq!((mock.text(&local), mock.keep("a"), mock.items(vec![1, 2])), (3, 1, 3));
        let add = local.len() as u32;
        assert_eq!((mock.call(|x| x + add), mock.object(&|x| x * 2)), (5, 6));
    }
}
