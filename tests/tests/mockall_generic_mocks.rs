//! `mock!` of generic structs, as mockall's users write it: bounds, names and lifetimes of each impl, and of the mock.

#![allow(async_fn_in_trait, reason = "written as it is sometimes")]
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

/// A mock of a struct that borrows.
mod lifetimes {
    use std::fmt::Formatter;

    use super::*;

    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct Lexeme<'a>(&'a str);

    pub trait Peek<'a> {
        type Peeked;
        fn peek(&self, after: &'a str) -> Self::Peeked;
        fn again(&self) -> Self;
    }

    #[async_trait::async_trait]
    pub trait Load {
        async fn load(&self, name: &str, part: &u32) -> usize;
    }

    mock! {
        pub Lexer<'a> {
            pub fn new(text: Lexeme<'a>) -> Self;
            pub fn parse(text: &'a str) -> Result<Self, String>;
            pub async fn open(text: &'a str, name: &str) -> Option<Self>;
            pub fn next(&mut self) -> Option<Lexeme<'a>>;
            pub fn rest(&self) -> &'a str;
            pub fn own(&self) -> &str;
            pub fn feed(&mut self, more: &'a str, times: usize) -> usize;
            pub fn echo(&self, text: &'a str) -> &'a str;
            pub fn merge(&mut self, other: Self, others: Vec<Self>) -> usize;
            pub fn same(&self, other: &Self) -> bool;
            pub fn change(&self, other: &mut Self) -> usize;
            pub fn finish(self) -> Lexeme<'a>;
            pub async fn fetch(&self, name: &'a str) -> Lexeme<'a>;
            pub async fn fetch_from(&self, name: &'a str, from: &str) -> Lexeme<'a>;
            pub async fn join(&self, other: &Self, name: &str) -> Option<Self>;
        }
        impl<'a> Clone for Lexer<'a> {
            fn clone(&self) -> Self;
        }
        impl<'b> Peek<'b> for Lexer<'b> {
            type Peeked = Option<Lexeme<'b>>;
            fn peek(&self, after: &'b str) -> Self::Peeked;
            fn again(&self) -> Self;
        }
        impl<'a> From<&'a str> for Lexer<'a> {
            fn from(text: &'a str) -> Self;
        }
        impl From<u32> for Lexer<'_> {
            fn from(text: u32) -> Self;
        }
        impl PartialEq for Lexer<'_> {
            fn eq(&self, other: &Self) -> bool;
        }
        impl<'a> std::ops::Add for Lexer<'a> {
            type Output = Self;
            fn add(self, other: Self) -> Self::Output;
        }
        impl std::fmt::Display for Lexer<'_> {
            fn fmt(&self, out: &mut Formatter<'_>) -> std::fmt::Result;
        }
        #[async_trait::async_trait]
        impl Load for Lexer<'_> {
            async fn load(&self, name: &str, part: &u32) -> usize;
        }
    }

    #[test]
    fn constructors_give_a_mock_of_the_lifetime_that_they_are_given() {
        fn count(text: &str) -> usize {
            let mut lexer = MockLexer::new(Lexeme(text));
            let mut count = 0;
            while let Some(lexeme) = lexer.next() {
                count += lexeme.0.len();
            }
            count + lexer.clone().rest().len()
        }
        let ctx = MockLexer::new_context();
        ctx.expect().withf(|text| text.0 == "a b").times(1).returning(|_| {
            let mut mock = MockLexer::default();
            mock.expect_next().return_each([Some(Lexeme("a")), Some(Lexeme("b")), None]);
            mock.expect_clone().times(1).returning(|| {
                let mut mock = MockLexer::default();
                mock.expect_rest().return_const("xyz");
                mock
            });
            mock
        });
        let text = "a b".to_owned();
        assert_eq!(count(&text), 5);
        let ctx = MockLexer::parse_context();
        ctx.expect().with(predicate::eq("a b")).returning(|_| Err("empty".to_owned()));
        assert_eq!(MockLexer::parse(&text).err().as_deref(), Some("empty"));
        let ctx = MockLexer::open_context();
        ctx.expect().returning(|_, _| Some(MockLexer::default()));
        assert!(block_on(MockLexer::open(&text, "name")).is_some());
        let (from_text, from_number) = (MockLexer::from_from_u32_context(), MockLexer::from_context());
        from_number.expect().times(1).returning(|_| MockLexer::default());
        from_text.expect().times(1).returning(|_| MockLexer::default());
        drop((MockLexer::from(text.as_str()), MockLexer::from(3)));
    }

    #[test]
    fn arguments_and_values_of_the_lifetime() {
        fn read<'t>(lexer: &mut MockLexer<'t>, text: &'t str) -> (usize, &'t str, Option<Lexeme<'t>>) {
            (lexer.feed(text, 2), lexer.echo(text), lexer.peek(text))
        }
        let text = "ab".to_owned();
        let mut mock = MockLexer::default();
        mock.expect_feed().with(predicate::eq("ab"), predicate::eq(2)).returning(|text, times| text.len() * times);
        mock.expect_echo().returning(|text| &text[1..]);
        mock.expect_peek().returning(|after| Some(Lexeme(&after[1..])));
        mock.expect_own().return_const("own".to_owned());
        mock.expect_finish().return_const(Lexeme("end"));
        mock.expect_again().returning(MockLexer::default);
        assert_eq!(read(&mut mock, &text), (4, "b", Some(Lexeme("b"))));
        assert_eq!(mock.own(), "own");
        drop(mock.again());
        assert_eq!(mock.finish(), Lexeme("end"));
    }

    #[test]
    fn arguments_that_are_mocks() {
        let mut mock = MockLexer::default();
        mock.expect_merge().returning(|_, others| others.len() + 1);
        mock.expect_same().returning(|other| other.rest() == "rest");
        mock.expect_change().returning(|other| other.feed("a", 1));
        mock.expect_eq().return_const(true);
        mock.expect_add().times(1).returning(|other| {
            let mut sum = MockLexer::default();
            sum.expect_rest().return_const(if other.rest() == "rest" { "sum" } else { "" });
            sum
        });
        mock.expect_fmt().returning(|out| out.write_str("lexer"));
        let mut other = MockLexer::default();
        other.expect_rest().return_const("rest");
        other.expect_feed().return_const(7_usize);
        assert_eq!(mock.merge(MockLexer::default(), vec![MockLexer::default()]), 2);
        assert!(mock.same(&other) && mock == other);
        assert_eq!((mock.change(&mut other), mock.to_string()), (7, "lexer".to_owned()));
        assert_eq!((mock + other).rest(), "sum");
    }

    #[test]
    fn async_methods() {
        async fn read<'t>(lexer: &MockLexer<'t>, text: &'t str) -> usize {
            let name = "name".to_owned();
            let (one, two) = (lexer.fetch(text).await, lexer.fetch_from(text, &name).await);
            let joined = lexer.join(lexer, &name).await;
            one.0.len() + two.0.len() + usize::from(joined.is_some()) + lexer.load(&name, &1).await
        }
        let mut mock = MockLexer::default();
        mock.expect_fetch().with(predicate::eq("ab")).return_const(Lexeme("xyz"));
        mock.expect_fetch_from().returning(|_, from| Lexeme(if from == "name" { "x" } else { "" }));
        mock.expect_join().returning(|_, _| Some(MockLexer::default()));
        mock.expect_load().returning(|name, part| name.len() + *part as usize);
        let text = "ab".to_owned();
        assert_eq!(block_on(read(&mock, &text)), 10);
    }

    mock! {
        pub Borrowed<'a, T: 'a> {
            pub fn new(t: T, text: &'a str) -> Self;
            pub fn get(&self, t: &T) -> Lexeme<'a>;
            pub async fn later(&self, t: T, text: &'a str) -> Option<T>;
        }
        impl<'a, T: Clone + 'static> Clone for Borrowed<'a, T> {
            fn clone(&self) -> Self;
        }
    }

    #[test]
    fn beside_a_type() {
        let text = "ab".to_owned();
        let ctx = MockBorrowed::<u8>::new_context();
        ctx.expect().withf(|t, text| usize::from(*t) == text.len()).returning(|_, _| {
            let mut mock = MockBorrowed::default();
            mock.expect_get().with(predicate::eq(3)).return_const(Lexeme("x"));
            mock.expect_later().returning(|t, text| Some(t + text.len() as u8));
            mock
        });
        let mock = MockBorrowed::new(2_u8, &text);
        assert_eq!((mock.get(&3), block_on(mock.later(1, &text))), (Lexeme("x"), Some(3)));
    }
}

/// An impl block may leave out the lifetimes of its struct.
mod elided_lifetimes {
    use super::*;

    #[allow(dead_code, reason = "its mock is used")]
    pub struct Parser<'a>(&'a str);

    #[automock]
    #[allow(dead_code, reason = "the mock's are used")]
    impl Parser<'_> {
        pub fn peek(&self) -> Option<&str> {
            self.0.split(' ').next()
        }
        pub fn skip(&mut self, words: usize) -> usize {
            words
        }
        pub fn fork(&self) -> Self {
            Parser(self.0)
        }
        pub fn same(&self, other: &Self) -> bool {
            self.0 == other.0
        }
        pub async fn load(&mut self, name: &str, part: &u32) -> usize {
            name.len() + *part as usize
        }
    }

    #[allow(dead_code, reason = "its mock is used")]
    pub struct Pair<'a, 'b, T>(&'a str, &'b str, T);

    #[automock]
    #[allow(dead_code, reason = "the mock's are used")]
    impl<'b, T: Clone + 'static> Pair<'_, 'b, T> {
        pub fn get(&self) -> (T, &'b str) {
            (self.2.clone(), self.1)
        }
        pub fn set(&mut self, t: T, to: &'b str) -> usize {
            drop(t);
            to.len()
        }
    }

    #[allow(dead_code, reason = "its mock is used")]
    pub struct Words<'a>(&'a str);

    #[automock]
    impl Iterator for Words<'_> {
        type Item = u32;
        fn next(&mut self) -> Option<u32> {
            None
        }
    }

    #[test]
    fn of_an_impl_block() {
        let mut mock = MockParser::new();
        mock.expect_peek().returning(|| Some("word"));
        mock.expect_skip().with(predicate::eq(2)).return_const(1_usize);
        mock.expect_fork().returning(MockParser::new);
        mock.expect_same().return_const(true);
        mock.expect_load().returning(|name, part| name.len() + *part as usize);
        assert_eq!((mock.peek(), mock.skip(2), mock.same(&mock.fork())), (Some("word"), 1, true));
        assert_eq!(block_on(mock.load("file", &5)), 9);
        let mut words = MockWords::new();
        words.expect_next().return_each([Some(1), None]);
        assert_eq!(words.collect::<Vec<_>>(), [1]);
    }

    #[test]
    fn beside_others() {
        let text = "ab".to_owned();
        let mut mock = MockPair::<u8>::new();
        mock.expect_get().return_const((1_u8, "x"));
        mock.expect_set().with(predicate::eq(2), predicate::eq("ab")).return_const(3_usize);
        assert_eq!((mock.get(), mock.set(2, &text)), ((1, "x"), 3));
    }
}
