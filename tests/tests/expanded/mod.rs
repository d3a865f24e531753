//! Mocks as the macro would write them. They have a parameter, so that no two tests share a static.

// Not every test uses all of it.
#![allow(dead_code)]

use asyncmock::__private as __M;
use std::future::Future;
use std::marker::PhantomData;

type Bar = __M::Method<(__M::Val<u32>,), __M::Owned<u32>>;
type First = __M::Method<(__M::Ref<str>,), __M::Tied<__M::Ref<str>>>;
type Load = __M::Method<(__M::Ref<str>,), __M::Async<u32>>;
type Soon = __M::Method<(__M::Ref<str>,), __M::Explicit<__M::BoxFuture<u32>>>;
type Done = __M::Method<(), __M::Owned<()>>;
type Parse<T> = __M::Method<(__M::Ref<str>,), __M::Owned<Option<T>>>;
type Fetch<T> = __M::Method<(), __M::Async<T>>;

/// Mocks, for a test `K`:
///
/// ```ignore
/// trait Foo {
///     fn bar(x: u32) -> u32;
///     fn first<'a>(text: &'a str) -> &'a str;
///     async fn load(name: &str) -> u32;
///     fn soon(name: &str) -> BoxFuture<u32>;
///     fn done();
///     fn parse<T: 'static>(text: &str) -> Option<T>;
///     async fn fetch<T: 'static>() -> T;
///     fn get<T: 'static>(&self, text: &str) -> Option<T>;
/// }
/// ```
pub struct MockFoo<K> {
    __mock: __M::Mock,
    get: __M::MethodFamily,
    key: PhantomData<fn() -> K>,
}

fn text<T: 'static>(name: &'static str) -> Parse<T> {
    __M::Method::new(name, || ((__M::Capability::full("text"),), None))
}

impl<K: 'static> MockFoo<K> {
    pub fn new() -> Self {
        MockFoo { __mock: __M::Mock::new("MockFoo", "Foo"), get: Default::default(), key: PhantomData }
    }

    pub fn bar_context() -> __M::ContextOf<Bar> {
        __M::Context::new(Self::__bar())
    }
    #[track_caller]
    pub fn bar(x: u32) -> u32 {
        Self::__bar().call((x,))
    }
    fn __bar() -> __M::StaticOf<Bar> {
        __M::Static::new::<(Self, (u32,))>("MockFoo", "Foo", "bar", || {
            ((__M::Capability::full("x"),), Some(u32::default))
        })
    }

    pub fn first_context() -> __M::ContextOf<First> {
        __M::Context::new(Self::__first())
    }
    #[track_caller]
    pub fn first(text: &str) -> &str {
        Self::__first().call((text,))
    }
    fn __first() -> __M::StaticOf<First> {
        __M::Static::new::<(Self, ())>("MockFoo", "Foo", "first", || ((__M::Capability::full("text"),), None))
    }

    pub fn load_context() -> __M::ContextOf<Load> {
        __M::Context::new(Self::__load())
    }
    #[track_caller]
    pub fn load(name: &str) -> impl Future<Output = u32> + Send {
        Self::__load().call_async((name,))
    }
    fn __load() -> __M::StaticOf<Load> {
        __M::Static::new::<(Self, ())>("MockFoo", "Foo", "load", || ((__M::Capability::full("name"),), None))
    }

    pub fn soon_context() -> __M::ContextOf<Soon> {
        __M::Context::new(Self::__soon())
    }
    #[track_caller]
    pub fn soon(name: &str) -> impl Future<Output = u32> + Send {
        Self::__soon().call_explicit((name,))
    }
    fn __soon() -> __M::StaticOf<Soon> {
        __M::Static::new::<(Self, ())>("MockFoo", "Foo", "soon", || ((__M::Capability::full("name"),), None))
    }

    pub fn done_context() -> __M::ContextOf<Done> {
        __M::Context::new(Self::__done())
    }
    #[track_caller]
    pub fn done() {
        Self::__done().call(())
    }
    fn __done() -> __M::StaticOf<Done> {
        __M::Static::new::<(Self, ())>("MockFoo", "Foo", "done", || ((), Some(<()>::default)))
    }

    pub fn parse_context() -> ParseContext {
        ParseContext(__M::FamilyContext::new::<(Self, ())>("MockFoo", "Foo", "parse"))
    }
    #[track_caller]
    pub fn parse<T: 'static>(text: &str) -> Option<T> {
        let parse = __M::FamilyStatic::new::<(Self, ())>("MockFoo", "Foo", "parse");
        parse.of::<(T,), _, _>(parse_method::<T>).call((text,))
    }

    pub fn fetch_context() -> FetchContext {
        FetchContext(__M::FamilyContext::new::<(Self, ())>("MockFoo", "Foo", "fetch"))
    }
    #[track_caller]
    pub fn fetch<T: Send + 'static>() -> impl Future<Output = T> + Send {
        let fetch = __M::FamilyStatic::new::<(Self, ())>("MockFoo", "Foo", "fetch");
        fetch.of::<(T,), _, _>(fetch_method::<T>).call_async(())
    }

    #[track_caller]
    pub fn expect_get<T: 'static>(&self) -> __M::ExpectationOf<'_, Parse<T>> {
        self.get.of::<(T,), _, _>(get_method::<T>).expect(&self.__mock)
    }
    #[track_caller]
    pub fn get<T: 'static>(&self, text: &str) -> Option<T> {
        self.get.of::<(T,), _, _>(get_method::<T>).call(&self.__mock, (text,))
    }
}

fn parse_method<T: 'static>() -> Parse<T> {
    text::<T>("parse")
}

fn get_method<T: 'static>() -> Parse<T> {
    text::<T>("get")
}

fn fetch_method<T: 'static>() -> Fetch<T> {
    __M::Method::new("fetch", || ((), None))
}

pub struct ParseContext(__M::FamilyContext);

impl ParseContext {
    #[track_caller]
    pub fn expect<T: 'static>(&self) -> __M::ExpectationOf<'_, Parse<T>> {
        self.0.expect_of::<(T,), _, _>(parse_method::<T>)
    }
    #[track_caller]
    pub fn calls<T: 'static>(&self) -> __M::CallsOf<Parse<T>> {
        self.0.calls_of::<(T,), _, _>(parse_method::<T>)
    }
    #[track_caller]
    pub fn checkpoint(&self) {
        self.0.checkpoint();
    }
}

pub struct FetchContext(__M::FamilyContext);

impl FetchContext {
    #[track_caller]
    pub fn expect<T: 'static>(&self) -> __M::ExpectationOf<'_, Fetch<T>> {
        self.0.expect_of::<(T,), _, _>(fetch_method::<T>)
    }
}

/// Mocks `mod zoo { pub fn open(gate: u32) -> u32; }`.
pub mod mock_zoo {
    use super::__M;

    pub fn open_context() -> __M::ContextOf<super::Bar> {
        __M::Context::new(__open())
    }
    #[track_caller]
    pub fn open(gate: u32) -> u32 {
        __open().call((gate,))
    }
    fn __open() -> __M::StaticOf<super::Bar> {
        __M::Static::new::<(u32,)>("mock_zoo", "zoo", "open", || ((__M::Capability::full("gate"),), Some(u32::default)))
    }
}

/// A mock that is this test's alone.
macro_rules! own_mock {
    ($mock:ident) => {
        struct Own;
        type $mock = crate::expanded::MockFoo<Own>;
    };
}

pub(crate) use own_mock;
