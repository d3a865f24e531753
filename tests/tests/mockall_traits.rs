//! Traits, as mockall's users mock them: `#[automock]` on a trait, and what a trait may have in it.

#![allow(dead_code, reason = "what is mocked is not all used")]
#![allow(clippy::needless_arbitrary_self_type, clippy::missing_safety_doc, reason = "written as it is sometimes")]
#![allow(unused_mut, reason = "mockall's users write `let mut mock`")]

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use asyncmock::predicate::*;
use asyncmock::*;
use core::prelude::v1::test;

#[test]
fn a_trait_is_mocked() {
    #[automock]
    trait Foo {
        fn foo(&self, x: u32) -> u32;
    }

    let mut mock = MockFoo::new();
    mock.expect_foo().with(eq(4)).times(1).returning(|x| x + 1);
    assert_eq!(mock.foo(4), 5);
}

#[test]
fn a_mock_is_made_by_default_too() {
    #[automock]
    trait Foo {
        fn foo(&self) -> u32;
    }

    let mut mock = MockFoo::default();
    mock.expect_foo().return_const(3_u32);
    assert_eq!(mock.foo(), 3);
}

#[test]
fn a_mock_is_named_by_its_target() {
    #[automock(target = Foo)]
    #[trait_variant::make(Foo: Send)]
    pub trait LocalFoo {
        async fn foo(&self) -> i32;
    }

    let mut mock = MockFoo::new();
    mock.expect_foo().return_const(7);
    assert_eq!(futures::executor::block_on(Foo::foo(&mock)), 7);
}

#[test]
fn a_trait_object_is_made_of_a_mock() {
    #[automock]
    trait Foo {
        fn foo(&self) -> u32;
    }

    let mut mock = Box::new(MockFoo::new());
    mock.expect_foo().return_const(1_u32);
    let object: Box<dyn Foo> = mock;
    assert_eq!(object.foo(), 1);
}

mod associated_types {
    use super::*;

    #[automock(type Key = u16; type Value = i32;)]
    pub trait Store {
        type Key;
        type Value;
        fn get(&self, key: Self::Key) -> Option<Self::Value>;
        fn all(&self) -> Vec<(Self::Key, Self::Value)>;
        fn first(&self) -> Option<&Self::Value>;
    }

    #[test]
    fn associated_types_are_said_in_the_attribute() {
        let mut mock = MockStore::new();
        mock.expect_get().with(eq(5)).return_const(Some(7));
        mock.expect_all().returning(|| vec![(1, 2)]);
        assert_eq!(mock.get(5), Some(7));
        assert_eq!(mock.all(), [(1, 2)]);
    }

    #[automock(type Next = Self; type All = Vec<Self::Next>; type Page = Option<Self::All>;)]
    pub trait Chain {
        type Next: Chain;
        type All;
        type Page;
        fn next(&self) -> Self::Next;
        fn all(&self, from: &Self::Next) -> Self::All;
        async fn page(&self, after: &Self::Page, name: &str) -> Result<Self::Page, String>;
        fn start() -> Self::Next;
    }

    #[tokio::test]
    async fn types_that_are_the_mock_itself_and_of_one_another() {
        let mut mock = MockChain::new();
        mock.expect_next().returning(|| {
            let mut next = MockChain::new();
            next.expect_all().withf(|_| true).returning(|_| vec![MockChain::new(), MockChain::new()]);
            next
        });
        mock.expect_page().returning(|after, _| Ok(after.as_ref().map(|_| Vec::new())));
        assert_eq!(mock.next().all(&mock).len(), 2);
        assert!(mock.page(&Some(Vec::new()), "last").await.unwrap().is_some());
        let ctx = MockChain::start_context();
        ctx.expect().times(1).returning(MockChain::new);
        MockChain::start();
    }

    pub trait Join<Other> {
        type Output;
        fn join(&self, other: Other) -> Self::Output;
    }
    pub trait Service<R> {
        type Response;
        type Error;
        type Future: Future<Output = Result<Self::Response, Self::Error>>;
        fn poll_ready(&mut self, cx: &mut std::task::Context<'_>) -> std::task::Poll<Result<(), Self::Error>>;
        fn call(&mut self, request: R) -> Self::Future;
    }
    pub struct Part;

    #[automock]
    impl Join<u8> for Part {
        type Output = Self;
        fn join(&self, _: u8) -> Self::Output {
            Part
        }
    }

    mock! {
        pub Desk<R> {}
        impl Join<u32> for Desk<u32> {
            type Output = Self;
            fn join(&self, other: u32) -> Self::Output;
        }
        impl<R> Join<Option<R>> for Desk<R> {
            type Output = Result<Self, R>;
            fn join(&self, other: Option<R>) -> <Self as Join<Option<R>>>::Output;
        }
        impl<R: Send> Service<R> for Desk<R> {
            type Response = Vec<R>;
            type Error = String;
            type Future = std::pin::Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;
            fn poll_ready(&mut self, cx: &mut std::task::Context<'_>) -> std::task::Poll<Result<(), Self::Error>>;
            fn call(&mut self, request: R) -> <Self as Service<R>>::Future;
        }
    }

    #[tokio::test]
    async fn such_types_in_the_macro_and_of_an_impl_block() {
        let mut part = MockPart::new();
        part.expect_join().times(1).returning(|_| MockPart::new());
        part.join(1);
        let mut desk = MockDesk::<u32>::new();
        desk.expect_join().returning(|_| MockDesk::new());
        desk.expect_join_join_option_r().returning(|other| Err(other.unwrap()));
        desk.expect_poll_ready().returning(|_| std::task::Poll::Ready(Ok(())));
        desk.expect_call().returning(|request| Box::pin(async move { Ok(vec![request]) }));
        drop(desk.join(1_u32));
        assert_eq!(desk.join(Some(2)).err(), Some(2));
        assert!(std::future::poll_fn(|cx| desk.poll_ready(cx)).await.is_ok());
        assert_eq!(desk.call(3).await, Ok(vec![3]));
    }

    #[automock(spy, type Out = u8; type All = Vec<Self::Out>;)]
    pub trait Read {
        type Out;
        type All;
        fn read(&self, out: Self::Out) -> Self::All;
    }

    impl Read for u8 {
        type Out = u8;
        type All = Vec<u8>;
        fn read(&self, out: u8) -> Vec<u8> {
            vec![*self, out]
        }
    }

    #[test]
    fn such_types_of_a_spy() {
        assert_eq!(MockRead::wrapping(1_u8).read(2), [1, 2]);
    }

    #[automock(type Item = u32;)]
    pub trait Elements
    where
        Self: Sized,
    {
        type Item: Clone + 'static;
        fn next(&mut self) -> Option<Self::Item>;
        fn of(item: Self::Item) -> Self;
    }

    #[test]
    fn associated_types_stand_in_constructors() {
        let ctx = MockElements::of_context();
        ctx.expect().returning(|item| {
            let mut mock = MockElements::new();
            mock.expect_next().return_const(Some(item));
            mock
        });
        assert_eq!(MockElements::of(3).next(), Some(3));
    }

    pub trait Entity {
        type Id;
    }
    pub struct Cat;
    impl Entity for Cat {
        type Id = u8;
    }

    #[automock(type T = Cat;)]
    pub trait Repository {
        type T: Entity + 'static;
        fn find(&self, id: <Self::T as Entity>::Id) -> bool;
        fn by_concrete(&self, id: <Cat as Entity>::Id) -> <Cat as Entity>::Id;
    }

    #[test]
    fn qualified_projections() {
        let mut mock = MockRepository::new();
        mock.expect_find().withf(|id| *id == 3).return_const(true);
        mock.expect_by_concrete().returning(|id| id + 1);
        assert!(mock.find(3));
        assert_eq!(mock.by_concrete(3), 4);
    }

    pub trait Of<T> {
        type Out;
    }
    impl Of<u32> for Cat {
        type Out = u64;
    }

    #[automock]
    pub trait Uses {
        fn out(&self, x: <Cat as Of<u32>>::Out);
        fn iterate<I: Iterator<Item = u32> + 'static>(&self, i: I) -> <I as Iterator>::Item;
    }

    #[test]
    fn projections_of_other_types_and_of_parameters() {
        let mut mock = MockUses::new();
        mock.expect_out().with(eq(4_u64)).return_const(());
        mock.expect_iterate::<std::vec::IntoIter<u32>>().returning(|mut i| i.next().unwrap());
        mock.out(4);
        assert_eq!(mock.iterate(vec![9].into_iter()), 9);
    }
}

mod associated_constants {
    use super::*;

    #[automock]
    pub trait Defaulted {
        const X: i32 = 8;
        fn foo(&self) -> i32;
    }

    #[automock(const WIDTH: usize = 3;)]
    pub trait Required {
        const WIDTH: usize;
        fn row(&self) -> [u8; 3];
    }

    #[test]
    fn constants_keep_their_default_or_are_said_in_the_attribute() {
        assert_eq!(MockDefaulted::X, 8);
        assert_eq!(<MockRequired as Required>::WIDTH, 3);
        let mut mock = MockRequired::new();
        mock.expect_row().return_const([1, 2, 3]);
        assert_eq!(mock.row(), [1, 2, 3]);
    }
}

mod constructors {
    use super::*;

    #[automock]
    pub trait Foo {
        fn foo(&self) -> u32;
        fn new() -> Self
        where
            Self: Sized;
    }

    #[test]
    fn a_trait_may_have_its_own_new() {
        let ctx = MockFoo::new_context();
        ctx.expect().returning(MockFoo::default);
        let mut mock = MockFoo::new();
        mock.expect_foo().return_const(6_u32);
        assert_eq!(mock.foo(), 6);
    }

    #[automock]
    pub trait WithArgs {
        fn new(x: u32, name: &str) -> Self
        where
            Self: Sized;
        fn foo(&self) -> u32;
    }

    #[test]
    fn a_constructor_may_have_arguments() {
        let ctx = MockWithArgs::new_context();
        ctx.expect().with(eq(5), eq("five")).return_once(|x, _| {
            let mut mock = MockWithArgs::default();
            mock.expect_foo().return_const(x);
            mock
        });
        assert_eq!(MockWithArgs::new(5, "five").foo(), 5);
    }

    #[automock]
    pub trait Boxed {
        fn boxed() -> Box<Self>
        where
            Self: Sized;
        fn shared() -> Arc<Self>
        where
            Self: Sized;
        fn tried() -> Result<Self, String>
        where
            Self: Sized;
        fn foo(&self) -> u32;
    }

    #[test]
    fn a_constructor_may_return_self_in_something() {
        let boxed = MockBoxed::boxed_context();
        boxed.expect().returning(|| Box::new(MockBoxed::new()));
        let shared = MockBoxed::shared_context();
        shared.expect().returning(|| Arc::new(MockBoxed::new()));
        let tried = MockBoxed::tried_context();
        tried.expect().returning(|| Err("no".to_owned()));
        let mut mock = MockBoxed::boxed();
        mock.expect_foo().return_const(2_u32);
        assert_eq!(mock.foo(), 2);
        assert_eq!(Arc::strong_count(&MockBoxed::shared()), 1);
        assert_eq!(MockBoxed::tried().unwrap_err(), "no");
    }

    #[automock]
    pub trait Generic<T: 'static> {
        fn new(t: T) -> Self
        where
            Self: Sized;
        fn foo(&self) -> T;
    }

    #[test]
    fn a_constructor_of_a_generic_trait() {
        let ctx = MockGeneric::<u32>::new_context();
        ctx.expect().returning(|t| {
            let mut mock = MockGeneric::<u32>::default();
            mock.expect_foo().return_const(t);
            mock
        });
        assert_eq!(MockGeneric::<u32>::new(4).foo(), 4);
    }

    #[automock]
    pub trait ImplTrait {
        fn new(x: u32) -> Self
        where
            Self: Sized;
        fn items() -> impl Iterator<Item = u32>
        where
            Self: Sized;
    }

    #[test]
    fn a_static_method_may_return_impl_trait() {
        let ctx = MockImplTrait::items_context();
        ctx.expect().returning(|| Box::new(vec![1, 2].into_iter()));
        assert_eq!(MockImplTrait::items().collect::<Vec<_>>(), [1, 2]);
    }
}

mod receivers {
    use std::pin::Pin;

    use super::*;

    #[automock]
    pub trait Foo {
        fn value(self) -> u32;
        fn shared(&self) -> u32;
        fn exclusive(&mut self) -> u32;
        fn boxed(self: Box<Self>) -> u32;
        fn counted(self: Rc<Self>) -> u32;
        fn atomic(self: Arc<Self>) -> u32;
        fn pinned(self: Pin<&mut Self>) -> u32;
        fn pinned_shared(self: Pin<&Self>) -> u32;
        fn pinned_box(self: Pin<Box<Self>>) -> u32;
        fn typed(self: &Self) -> u32;
        fn mutable(mut self) -> u32
        where
            Self: Sized,
        {
            self.exclusive()
        }
    }

    #[test]
    fn every_receiver() {
        let mut mock = MockFoo::new();
        mock.expect_shared().return_const(1_u32);
        mock.expect_exclusive().return_const(2_u32);
        mock.expect_pinned().return_const(3_u32);
        mock.expect_pinned_shared().return_const(4_u32);
        mock.expect_typed().return_const(5_u32);
        mock.expect_value().times(1).return_const(6_u32);
        assert_eq!((mock.shared(), mock.exclusive(), mock.typed()), (1, 2, 5));
        assert_eq!((Pin::new(&mut mock).pinned(), Pin::new(&mock).pinned_shared()), (3, 4));
        assert_eq!(mock.value(), 6);

        let made = |expect: fn(&mut MockFoo)| {
            let mut mock = MockFoo::new();
            expect(&mut mock);
            mock
        };
        let boxed = made(|mock| {
            mock.expect_boxed().return_const(7_u32);
        });
        assert_eq!(Box::new(boxed).boxed(), 7);
        let counted = made(|mock| {
            mock.expect_counted().return_const(8_u32);
        });
        assert_eq!(Rc::new(counted).counted(), 8);
        let atomic = made(|mock| {
            mock.expect_atomic().return_const(9_u32);
        });
        assert_eq!(Arc::new(atomic).atomic(), 9);
        let pinned = made(|mock| {
            mock.expect_pinned_box().return_const(10_u32);
        });
        assert_eq!(Box::pin(pinned).pinned_box(), 10);
        let mutable = made(|mock| {
            mock.expect_mutable().return_const(11_u32);
        });
        assert_eq!(mutable.mutable(), 11);
    }

    #[automock]
    pub trait Compared {
        fn same(&self, other: &Self) -> bool;
        fn merge(&self, other: Self) -> u32
        where
            Self: Sized;
    }

    #[test]
    fn self_is_an_argument() {
        let mut mock = MockCompared::new();
        mock.expect_same().return_const(true);
        mock.expect_merge().returning(|_| 4);
        assert!(mock.same(&MockCompared::new()));
        assert_eq!(mock.merge(MockCompared::new()), 4);
    }
}

mod supertraits {
    use super::*;

    #[automock]
    pub trait Sendable: Send + Sync + 'static {
        fn foo(&self) -> u32;
    }

    #[test]
    fn a_mock_is_send_and_sync_as_its_trait_demands() {
        fn assert_bounds<T: Send + Sync + 'static>(_: &T) {}
        assert_bounds(&MockSendable::new());
    }

    #[automock]
    pub trait Debugs: std::fmt::Debug {
        fn foo(&self);
    }

    #[test]
    fn debug_may_be_demanded() {
        assert!(format!("{:?}", MockDebugs::new()).contains("MockDebugs"));
    }
}

#[test]
fn unsafe_traits_and_methods() {
    #[automock]
    unsafe trait Foo {
        fn foo(&self) -> u32;
        unsafe fn bar(&self, x: u32) -> u32;
        unsafe fn baz() -> u32;
    }

    let mut mock = MockFoo::new();
    mock.expect_foo().return_const(1_u32);
    mock.expect_bar().with(eq(2)).returning(|x| x);
    let ctx = MockFoo::baz_context();
    ctx.expect().return_const(3_u32);
    // SAFETY: mocks demand nothing.
    assert_eq!((mock.foo(), unsafe { mock.bar(2) }, unsafe { MockFoo::baz() }), (1, 2, 3));
}

#[test]
fn raw_identifiers() {
    #[automock]
    #[allow(non_camel_case_types)]
    trait r#dyn {
        fn r#match(&self, r#type: u32) -> u32;
        fn r#fn() -> u32;
    }

    let mut mock = Mockdyn::new();
    mock.expect_match().with(eq(1)).return_const(2_u32);
    let ctx = Mockdyn::fn_context();
    ctx.expect().return_const(3_u32);
    assert_eq!((mock.r#match(1), Mockdyn::r#fn()), (2, 3));
}

#[test]
fn an_empty_trait() {
    #[automock]
    trait Foo {}

    fn assert_foo(_: &impl Foo) {}
    let mut mock = MockFoo::new();
    assert_foo(&mock);
    mock.checkpoint();
}

#[test]
fn a_default_body_is_mocked_as_well() {
    #[automock]
    trait Foo {
        fn base(&self) -> u32;
        fn twice(&self) -> u32 {
            self.base() * 2
        }
    }

    let mut mock = MockFoo::new();
    mock.expect_twice().return_const(5_u32);
    mock.expect_base().times(0);
    assert_eq!(mock.twice(), 5);
}

#[test]
fn arguments_and_values_that_are_neither_send_nor_clone() {
    #[derive(Debug)]
    struct Local(Rc<RefCell<u32>>);

    #[automock]
    trait Foo {
        fn take(&self, local: Local) -> Local;
        fn look(&self, local: &Local) -> Rc<u32>;
    }

    let mut mock = MockFoo::new();
    mock.expect_take().returning(|local| {
        *local.0.borrow_mut() += 1;
        local
    });
    mock.expect_look().withf(|local| *local.0.borrow() == 1).return_const_st(Rc::new(3));
    let local = mock.take(Local(Rc::new(RefCell::new(0))));
    assert_eq!(*mock.look(&local), 3);
}

mod private_types {
    use super::*;

    #[derive(Debug, PartialEq)]
    struct Hidden(u32);

    #[automock]
    trait Foo {
        fn foo(&self, hidden: Hidden) -> Hidden;
    }

    #[test]
    fn types_may_be_private() {
        let mut mock = MockFoo::new();
        mock.expect_foo().with(eq(Hidden(1))).returning(|hidden| hidden);
        assert_eq!(mock.foo(Hidden(1)), Hidden(1));
    }
}

mod visibility {
    mod inner {
        use super::super::*;

        #[automock]
        pub(super) trait ToParent {
            fn foo(&self) -> u32;
        }

        #[automock]
        pub(crate) trait ToCrate {
            fn foo(&self) -> u32;
        }

        #[automock]
        pub(in super::super) trait ToAncestor {
            fn foo(&self) -> u32;
        }
    }

    use inner::{ToAncestor as _, ToCrate as _, ToParent as _};

    #[test]
    fn a_mock_is_as_visible_as_its_trait() {
        let mut parent = inner::MockToParent::new();
        parent.expect_foo().return_const(1_u32);
        let mut of_crate = inner::MockToCrate::new();
        of_crate.expect_foo().return_const(2_u32);
        let mut ancestor = inner::MockToAncestor::new();
        ancestor.expect_foo().return_const(3_u32);
        assert_eq!((parent.foo(), of_crate.foo(), ancestor.foo()), (1, 2, 3));
    }
}

mod async_methods {
    use std::future::Future;
    use std::pin::Pin;

    use super::*;

    #[automock]
    #[async_trait::async_trait]
    pub trait Below {
        async fn foo(&self, x: &str) -> u32;
        async fn generic<T: Send + 'static>(&self, t: T) -> T;
        async fn bar() -> u32;
    }

    #[tokio::test]
    async fn async_trait_below_the_attribute() {
        let mut mock = MockBelow::new();
        mock.expect_foo().with(eq("a")).returning(|_| 5);
        mock.expect_generic::<u8>().returning(|t| t);
        let ctx = MockBelow::bar_context();
        ctx.expect().return_const(9_u32);
        assert_eq!((mock.foo("a").await, mock.generic(2_u8).await, MockBelow::bar().await), (5, 2, 9));
    }

    #[async_trait::async_trait]
    #[automock]
    pub trait Above {
        async fn foo(&self, x: &str) -> u32;
    }

    #[tokio::test]
    async fn async_trait_above_the_attribute_with_boxed_answers() {
        let mut mock = MockAbove::new();
        mock.expect_foo().returning(|_| Box::pin(async { 5 }));
        assert_eq!(mock.foo("a").await, 5);
    }

    #[automock]
    #[async_trait::async_trait(?Send)]
    pub trait Local {
        async fn foo(&self, x: Rc<u32>) -> Rc<u32>;
    }

    #[tokio::test]
    async fn local_async_trait() {
        let mut mock = MockLocal::new();
        mock.expect_foo().returning_st(|x| x);
        assert_eq!(*mock.foo(Rc::new(4)).await, 4);
    }

    #[automock]
    pub trait Native {
        async fn foo(&self, x: u32) -> u32;
        async fn bar(x: u32) -> u32;
        async fn by_value(self) -> u32;
    }

    #[tokio::test]
    async fn native_async_methods() {
        let mut mock = MockNative::new();
        mock.expect_foo().with(eq(1)).times(1).returning(|x| x + 1);
        mock.expect_by_value().return_const(3_u32);
        let ctx = MockNative::bar_context();
        ctx.expect().returning(|x| x * 2);
        assert_eq!((mock.foo(1).await, MockNative::bar(4).await), (2, 8));
        assert_eq!(mock.by_value().await, 3);
    }

    #[automock]
    pub trait Explicit {
        fn hidden(&self) -> impl Future<Output = i32> + Send;
        fn boxed(&self) -> Pin<Box<dyn Future<Output = i32> + Send>>;
        fn parameter<F: Future<Output = u32> + 'static>(&self, f: F) -> bool;
    }

    #[tokio::test]
    async fn explicit_futures_are_answered_with_boxes() {
        let mut mock = MockExplicit::new();
        mock.expect_hidden().returning(|| Box::pin(async { 42 }));
        mock.expect_boxed().returning(|| Box::pin(async { 43 }));
        mock.expect_parameter::<std::future::Ready<u32>>().return_const(true);
        assert_eq!((mock.hidden().await, mock.boxed().await), (42, 43));
        assert!(mock.parameter(std::future::ready(1)));
    }

    pub trait Promise {
        async fn asynchronous(&self, name: &str) -> usize;
        fn explicit(&mut self, name: &str, part: &u32) -> impl Future<Output = usize>;
        fn sent(&self) -> impl Future<Output = u32> + Send;
        fn of_none() -> impl Future<Output = u32>;
    }

    mock! {
        pub More {}
        impl Promise for More {
            fn asynchronous(&self, name: &str) -> impl Future<Output = usize> + Send;
            fn explicit(&mut self, name: &str, part: &u32) -> impl Future<Output = usize> + Send;
            fn sent(&self) -> futures::future::BoxFuture<'static, u32>;
            fn of_none() -> impl Future<Output = u32> + Send;
        }
    }

    mock! {
        pub Plain {}
        impl Promise for Plain {
            fn asynchronous(&self, name: &str) -> impl Future<Output = usize>;
            async fn explicit(&mut self, name: &str, part: &u32) -> usize;
            async fn sent(&self) -> u32;
            async fn of_none() -> u32;
        }
    }

    #[tokio::test]
    async fn a_mock_may_promise_more_than_its_trait_and_in_another_form() {
        fn sent<F: Future + Send>(future: F) -> F {
            future
        }
        let mut more = MockMore::new();
        more.expect_asynchronous().resolving(str::len);
        more.expect_explicit().resolving(|name, part| name.len() + *part as usize);
        more.expect_sent().resolve_const(3_u32);
        let ctx = MockMore::of_none_context();
        ctx.expect().resolve_const(4_u32);
        assert_eq!((sent(more.asynchronous("a")).await, sent(more.explicit("a", &1)).await), (1, 2));
        assert_eq!((sent(more.sent()).await, sent(MockMore::of_none()).await), (3, 4));
        let mut plain = MockPlain::new();
        plain.expect_asynchronous().resolving(str::len);
        plain.expect_explicit().returning(|name, part| name.len() + *part as usize);
        plain.expect_sent().return_const(3_u32);
        let ctx = MockPlain::of_none_context();
        ctx.expect().return_const(4_u32);
        assert_eq!((plain.asynchronous("a").await, plain.explicit("a", &1).await), (1, 2));
        assert_eq!((sent(plain.sent()).await, MockPlain::of_none().await), (3, 4));
    }

    /// `#[async_trait]` calls the lifetime of its futures so.
    #[async_trait::async_trait]
    #[automock]
    pub trait NamedAbove {
        async fn append(&self, rows: impl Iterator<Item = u32> + Send + 'async_trait) -> u32;
        async fn name<T>(&self, name: T, suffix: &str) -> usize
        where
            T: ToString + Send + 'async_trait;
        async fn each<F: Fn(u32) -> u32 + Send + Sync + 'async_trait>(&self, f: F) -> u32;
    }

    #[automock]
    #[async_trait::async_trait(?Send)]
    pub trait NamedBelow {
        async fn append(&self, rows: impl Iterator<Item = u32> + 'async_trait) -> u32;
        async fn name<T: ToString + 'async_trait>(&self, name: T, suffix: &str) -> usize;
        async fn object(&self, f: &(dyn Fn(u32) -> u32 + 'async_trait)) -> u32;
    }

    #[async_trait::async_trait]
    pub trait Elsewhere {
        async fn append(&self, rows: impl Iterator<Item = u32> + Send + 'async_trait) -> u32;
        async fn boxed(&self, f: Box<dyn Fn(u32) -> u32 + Send + 'async_trait>) -> u32;
    }

    mock! {
        pub There {}
        #[async_trait::async_trait]
        impl Elsewhere for There {
            async fn append(&self, rows: impl Iterator<Item = u32> + Send + 'async_trait) -> u32;
            async fn boxed(&self, f: Box<dyn Fn(u32) -> u32 + Send + 'async_trait>) -> u32;
        }
    }

    #[tokio::test]
    async fn the_lifetime_of_the_attribute_may_be_named() {
        let mut above = MockNamedAbove::new();
        above.expect_append().returning(|rows| {
            let sum = rows.sum();
            Box::pin(async move { sum })
        });
        above.expect_name().resolving(|name, suffix| name.to_string().len() + suffix.len());
        above.expect_each().resolving(|f| f(3));
        let three = 3;
        assert_eq!(above.append([1, 2].iter().map(|n| n + three)).await, 9);
        assert_eq!((above.name(12, "a").await, above.each(|n| n + three).await), (3, 6));
        let mut below = MockNamedBelow::new();
        below.expect_append().returning(|rows| rows.sum());
        below.expect_name().returning(|name, suffix| name.to_string().len() + suffix.len());
        below.expect_object().returning(|f| f(4));
        assert_eq!(below.append([1, 2].iter().map(|n| n + three)).await, 9);
        assert_eq!((below.name(12, "a").await, below.object(&|n| n + three).await), (3, 7));
        let mut there = MockThere::new();
        there.expect_append().returning(|rows| rows.sum());
        there.expect_boxed().returning(|f| f(5));
        assert_eq!(there.append([1, 2].iter().map(|n| n + three)).await, 9);
        assert_eq!(there.boxed(Box::new(|n| n + three)).await, 8);
    }
}
