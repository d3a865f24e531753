//! `mock!` of generic structs, as mockall's users write it: bounds, names and lifetimes of each impl, and of the mock.

#![allow(unused_mut, reason = "mockall's users write `let mut mock`")]

use asyncmock::*;
use core::prelude::v1::test;
use futures::executor::block_on;

/// What an impl demands of the mock's parameters, and the mock does not.
mod bounds_on_the_impl_alone {
    use std::collections::HashMap;
    use std::fmt::Debug;
    use std::hash::Hash;

    use super::*;

    #[derive(Debug, PartialEq)]
    pub struct Wrapped<T: Default>(T);

    pub struct Page<'a>(&'a str);

    pub trait Read<T> {
        fn read(&self, from: T, page: &mut Page<'_>) -> usize;
        fn lends(&self) -> &T;
        fn all(&self) -> Vec<T>;
    }

    pub trait Wrap<T: Default> {
        fn wrap(&self, t: T) -> Wrapped<T>;
        async fn later(&self, t: &Wrapped<T>, name: &str) -> Option<Wrapped<T>>;
        fn plain(&self, t: &T) -> u32;
        fn make(t: T) -> Wrapped<T>;
        fn count() -> u32;
        fn convert<U: Into<T> + 'static>(&self, u: U) -> Wrapped<T>;
    }

    mock! {
        pub Shelf<T> {
            fn own(&self, t: T) -> u32;
        }
        impl<T: Clone + 'static> Read<T> for Shelf<T> {
            fn read(&self, from: T, page: &mut Page<'_>) -> usize;
            fn lends(&self) -> &T;
            fn all(&self) -> Vec<T>;
        }
        impl<U> Wrap<U> for Shelf<U> where U: Default + Debug {
            fn wrap(&self, t: U) -> Wrapped<U>;
            async fn later(&self, t: &Wrapped<U>, name: &str) -> Option<Wrapped<U>>;
            fn plain(&self, t: &U) -> u32;
            fn make(t: U) -> Wrapped<U>;
            fn count() -> u32;
            fn convert<V: Into<U> + 'static>(&self, u: V) -> Wrapped<U>;
        }
        impl<T: Clone> Clone for Shelf<T> {
            fn clone(&self) -> Self;
        }
    }

    #[test]
    fn types_that_satisfy_them() {
        let mut mock = MockShelf::<u32>::new();
        mock.expect_own().returning(|t| t);
        mock.expect_read().returning(|from, page| from as usize + page.0.len());
        mock.expect_lends().return_const(1_u32);
        mock.expect_all().return_const([2]);
        mock.expect_wrap().with(predicate::eq(3)).times(1).returning(Wrapped);
        mock.expect_later().returning(|t, name| Some(Wrapped(t.0 + name.len() as u32)));
        mock.expect_plain().returning(|t| *t);
        mock.expect_convert::<u8>().returning(|u| Wrapped(u.into()));
        mock.expect_clone().times(1).returning(MockShelf::new);
        drop(mock.clone());
        assert_eq!((mock.own(1), mock.read(2, &mut Page("ab")), *mock.lends(), mock.all()), (1, 4, 1, vec![2]));
        assert_eq!((mock.wrap(3), block_on(mock.later(&Wrapped(4), "a"))), (Wrapped(3), Some(Wrapped(5))));
        assert_eq!((mock.plain(&6), mock.convert(7_u8)), (6, Wrapped(7)));
        mock.calls_to_wrap().assert_called_once_with(3);
    }

    #[test]
    fn static_methods() {
        let (make, count) = (MockShelf::<u8>::make_context(), MockShelf::<u8>::count_context());
        make.expect().returning(Wrapped);
        count.expect().return_const(2_u32);
        assert_eq!((MockShelf::<u8>::make(1), MockShelf::<u8>::count()), (Wrapped(1), 2));
    }

    #[test]
    fn types_that_do_not() {
        struct NoDefault;
        let mut mock = MockShelf::<NoDefault>::new();
        mock.expect_own().return_const(1_u32);
        assert_eq!(mock.own(NoDefault), 1);
    }

    #[test]
    #[should_panic(expected = "MockShelf::wrap(4): No matching expectation found")]
    fn a_call_that_is_not_expected() {
        let mut mock = MockShelf::<u32>::new();
        mock.expect_wrap().with(predicate::eq(3)).returning(Wrapped);
        mock.wrap(4);
    }

    pub trait Find<K, V> {
        fn find(&self, map: &HashMap<K, V>, key: &K) -> Option<V>;
    }

    pub trait First<I: Iterator> {
        fn first(&self, of: I) -> Option<I::Item>;
        fn named(&self, item: <I as Iterator>::Item) -> bool;
    }

    mock! {
        pub Finder<V, K> {}
        impl<K, V> Find<K, V> for Finder<K, V>
        where
            K: Hash + Eq + 'static,
            V: Clone + 'static,
        {
            fn find(&self, map: &HashMap<K, V>, key: &K) -> Option<V>;
        }
    }

    mock! {
        pub Taker<I> {}
        impl<I: Iterator + 'static> First<I> for Taker<I> where I::Item: Debug {
            fn first(&self, of: I) -> Option<I::Item>;
            fn named(&self, item: <I as Iterator>::Item) -> bool;
        }
    }

    #[test]
    fn types_that_are_known_by_others() {
        let mut finder = MockFinder::<u8, &str>::new();
        finder.expect_find().returning(|map, key| map.get(key).copied());
        assert_eq!(finder.find(&HashMap::from([(1, "one")]), &1), Some("one"));
        let mut taker = MockTaker::<std::ops::Range<u8>>::new();
        taker.expect_first().returning(|mut of| of.next());
        taker.expect_named().with(predicate::eq(3)).return_const(true);
        assert_eq!((taker.first(2..4), taker.named(3)), (Some(2), true));
    }

    pub trait Finish<T: Default> {
        fn finish(self, t: T) -> Wrapped<T>;
    }

    mock! {
        #[guard]
        pub Tx<T> {}
        impl<T: Default> Finish<T> for Tx<T> {
            fn finish(self, t: T) -> Wrapped<T>;
        }
    }

    mock! {
        #[derive(Clone)]
        pub Shared<T> {}
        impl<T: Default + Send + Sync + 'static> Lend<T> for Shared<T> {
            fn lend(&self) -> &Wrapped<T>;
        }
    }

    pub trait Lend<T: Default> {
        fn lend(&self) -> &Wrapped<T>;
    }

    mock! {
        #[spy]
        pub Spied<T> {}
        impl<T: Clone + 'static> Read<T> for Spied<T> {
            fn read(&self, from: T, page: &mut Page<'_>) -> usize;
            fn lends(&self) -> &T;
            fn all(&self) -> Vec<T>;
        }
    }

    impl Read<u8> for u8 {
        fn read(&self, from: u8, _: &mut Page<'_>) -> usize {
            usize::from(*self + from)
        }
        fn lends(&self) -> &u8 {
            self
        }
        fn all(&self) -> Vec<u8> {
            vec![*self]
        }
    }

    #[test]
    fn guards_clones_and_spies() {
        let tx = MockTx::<u8>::new();
        let probe = tx.probe();
        tx.expect_finish().returning(Wrapped);
        assert_eq!(tx.finish(1), Wrapped(1));
        probe.assert_released_by("finish");
        let shared = MockShared::<u8>::new();
        shared.expect_lend().returning(|| Wrapped(2));
        assert_eq!(shared.clone().lend(), &Wrapped(2));
        let spied = MockSpied::<u8>::wrapping(3_u8);
        assert_eq!((*spied.lends(), spied.all()), (3, vec![3]));
    }
}

/// Parameters need not be called as the mock calls them.
mod names {
    use super::*;

    pub trait Sized3<const N: usize> {
        fn get(&self) -> [u8; N];
    }
    pub trait Both<A, B> {
        fn both(&self, a: A) -> Vec<B>;
    }

    mock! {
        pub Array<const N: usize> {}
        impl<const M: usize> Sized3<M> for Array<M> {
            fn get(&self) -> [u8; M];
        }
    }

    mock! {
        pub Pair<A, B> {}
        impl<B, A: Clone> Both<B, A> for Pair<B, A> {
            fn both(&self, a: B) -> Vec<A>;
        }
    }

    #[test]
    fn other_names_and_names_in_another_order() {
        let mut array = MockArray::<2>::new();
        array.expect_get().return_const([1, 2]);
        assert_eq!(array.get(), [1, 2]);
        let mut pair = MockPair::<u8, &str>::new();
        pair.expect_both().returning(|a| vec!["a"; a.into()]);
        assert_eq!(pair.both(2), ["a", "a"]);
    }
}
