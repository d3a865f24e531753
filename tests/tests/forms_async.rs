//! Every way of declaring an async method: native, through `#[async_trait]` and `#[trait_variant::make]`, and with an
//! explicit future; and what answers each of them.

#![allow(clippy::non_minimal_cfg)]

use std::future::{Future, ready};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

use asyncmock::{CallState, automock};
use asyncmock_tests::{failure, failure_of, next_line};
use futures::FutureExt as _;
use futures::future::{BoxFuture, LocalBoxFuture};

mod native {
    use super::*;

    #[automock]
    trait Cat {
        async fn go(&self, direction: &str, steps: u32) -> Result<bool, String>;
        async fn rename(&mut self, name: String);
        async fn leave(self) -> u32;
        async fn share(self: Arc<Self>) -> u32;
    }

    #[tokio::test]
    async fn answers_with_a_plain_value() {
        let cat = MockCat::new();
        cat.expect_go().returning(|direction, steps| Ok(direction == "north" && steps > 0));
        assert_eq!(cat.go("north", 3).await, Ok(true));
        cat.calls_to_go().assert_awaited_once_with("north", 3);
    }

    #[tokio::test]
    async fn resolving_and_returning_are_the_same() {
        let cat = MockCat::new();
        cat.expect_go().once().resolving(|_, steps| Ok(steps > 0));
        cat.expect_go().once().resolve_const(Ok(false));
        assert_eq!(cat.go("north", 3).await, Ok(true));
        assert_eq!(cat.go("north", 3).await, Ok(false));
    }

    #[tokio::test]
    async fn an_answer_may_await() {
        let cat = MockCat::new();
        cat.expect_go().once().returning_async(|_, steps| async move {
            tokio::task::yield_now().await;
            Ok(steps > 0)
        });
        let no = "no".to_owned();
        cat.expect_go().return_once_async(|_, _| async move { Err(no) });
        assert_eq!(cat.go("north", 3).await, Ok(true));
        assert_eq!(cat.go("north", 3).await, Err("no".to_owned()));
    }

    #[tokio::test]
    async fn takes_the_mock_mutably() {
        let mut cat = MockCat::new();
        cat.expect_rename().once().return_const(());
        cat.rename("Tom".to_owned()).await;
        cat.calls_to_rename().assert_awaited_once_with("Tom");
    }

    #[tokio::test]
    async fn takes_the_mock_by_value_and_verifies_it_when_the_call_ends() {
        let cat = MockCat::new();
        cat.expect_leave().return_const(3_u32);
        let leave = cat.calls_to_leave();
        assert_eq!(cat.leave().await, 3);
        leave.assert_awaited_once();

        let cat = MockCat::new();
        cat.expect_leave().times(2).return_const(3_u32);
        let text = failure_of(cat.leave()).await;
        assert!(
            text.starts_with(
                "MockCat::leave: Expectation(<anything>) called 1 time(s) which is fewer than expected 2\n"
            )
        );
    }

    #[tokio::test]
    async fn takes_the_mock_in_an_arc() {
        let cat = Arc::new(MockCat::new());
        cat.expect_share().return_const(3_u32);
        assert_eq!(Arc::clone(&cat).share().await, 3);
    }

    #[tokio::test]
    async fn the_future_can_be_spawned() {
        let cat = Arc::new(MockCat::new());
        cat.expect_go().returning_async(|_, steps| async move {
            tokio::task::yield_now().await;
            Ok(steps > 0)
        });
        let moved = Arc::clone(&cat);
        let ended = tokio::spawn(async move { moved.go("north", 3).await }).await;
        assert_eq!(ended.unwrap(), Ok(true));
        cat.calls_to_go().assert_awaited_once_with("north", 3);
    }

    #[test]
    fn no_runtime_is_needed() {
        let cat = MockCat::new();
        cat.expect_go().return_const(Ok(true));
        assert_eq!(futures::executor::block_on(cat.go("north", 3)), Ok(true));
    }
}

mod async_trait_below {
    use super::*;
    use async_trait::async_trait;

    #[automock]
    #[async_trait]
    trait Cat: Send + Sync {
        async fn go(&self, direction: &str, steps: u32) -> Result<bool, String>;
        async fn feed(&mut self, food: &[u32], bowl: Option<&str>) -> usize;
        async fn rest(&self);
    }

    #[tokio::test]
    async fn answers_with_a_plain_value() {
        let cat: Box<dyn Cat> = {
            let cat = MockCat::new();
            cat.expect_go().returning(|_, steps| Ok(steps > 0));
            Box::new(cat)
        };
        assert_eq!(tokio::spawn(async move { cat.go("north", 3).await }).await.unwrap(), Ok(true));
    }

    #[tokio::test]
    async fn borrowed_arguments_of_every_kind_arrive() {
        let mut cat = MockCat::new();
        cat.expect_feed().with_args(&[1, 2], Some("blue")).return_const(2_usize);
        assert_eq!(cat.feed(&[1, 2], Some("blue")).await, 2);
        let feed = cat.calls_to_feed();
        feed.assert_awaited_once_with(&[1, 2], Some("blue"));
        assert_eq!(*feed.last().unwrap().args(), (vec![1, 2], Some("blue".to_owned())));
    }

    #[tokio::test(start_paused = true)]
    async fn the_call_has_the_callers_line() {
        let cat = MockCat::relaxed();
        let at = next_line!();
        cat.rest().await;
        assert_eq!(cat.calls_to_rest().last().unwrap().to_string(), format!("Cat::rest() at {at} [completed]"));
    }

    #[tokio::test]
    async fn the_call_is_recorded_before_it_is_awaited() {
        let cat = MockCat::relaxed();
        let future = cat.rest();
        assert_eq!(cat.calls_to_rest().last().unwrap().state(), CallState::Called);
        future.await;
    }
}

mod async_trait_above {
    use super::*;
    use async_trait::async_trait;

    #[async_trait]
    #[automock]
    trait Cat: Send + Sync {
        async fn go(&self, direction: &str, steps: u32) -> Result<bool, String>;
        async fn rest(&self);
    }

    #[tokio::test]
    async fn returning_takes_a_boxed_future_as_in_mockall() {
        let cat = MockCat::new();
        cat.expect_go().returning(|_, steps| Box::pin(async move { Ok(steps > 0) }));
        assert_eq!(cat.go("north", 3).await, Ok(true));
        cat.calls_to_go().assert_awaited_once_with("north", 3);
    }

    #[tokio::test]
    async fn resolving_takes_the_plain_value() {
        let cat = MockCat::new();
        cat.expect_go().once().resolving(|_, steps| Ok(steps > 0));
        cat.expect_go().once().resolve_const(Ok(false));
        cat.expect_rest().resolve_const(());
        assert_eq!(cat.go("north", 3).await, Ok(true));
        assert_eq!(cat.go("north", 3).await, Ok(false));
        cat.rest().await;
    }

    #[tokio::test]
    async fn an_answer_may_await() {
        let cat = MockCat::new();
        cat.expect_go().once().returning_async(|_, steps| async move { Ok(steps > 0) });
        cat.expect_go().return_once_async(|_, _| ready(Ok(false)));
        assert_eq!(cat.go("north", 3).await, Ok(true));
        assert_eq!(cat.go("north", 3).await, Ok(false));
    }

    #[tokio::test]
    async fn it_is_a_trait_object_that_can_be_spawned() {
        let cat = MockCat::new();
        cat.expect_go().resolve_const(Ok(true));
        let cat: Arc<dyn Cat> = Arc::new(cat);
        assert_eq!(tokio::spawn(async move { cat.go("north", 3).await }).await.unwrap(), Ok(true));
    }
}

mod async_trait_not_send {
    use super::*;

    #[automock]
    #[async_trait::async_trait(?Send)]
    trait Below {
        async fn count(&self, shared: Rc<u32>) -> Rc<u32>;
    }

    #[async_trait::async_trait(?Send)]
    #[automock]
    trait Above {
        async fn count(&self, shared: Rc<u32>) -> Rc<u32>;
    }

    #[tokio::test]
    async fn arguments_values_and_answers_need_not_be_send() {
        let below = MockBelow::new();
        below.expect_count().returning_async(|shared| async move {
            tokio::task::yield_now().await;
            shared
        });
        assert_eq!(below.count(Rc::new(3)).await, Rc::new(3));

        let above = MockAbove::new();
        above.expect_count().once().returning(|shared| Box::pin(ready(shared)));
        above.expect_count().once().resolving(|shared| shared);
        assert_eq!(above.count(Rc::new(3)).await, Rc::new(3));
        assert_eq!(above.count(Rc::new(4)).await, Rc::new(4));
    }
}

mod async_trait_spelled_otherwise {
    use super::*;

    #[automock]
    #[::async_trait::async_trait]
    trait ByPath {
        async fn count(&self, name: &str) -> usize;
    }

    #[automock]
    #[cfg_attr(all(), async_trait::async_trait)]
    trait Conditional {
        async fn count(&self, name: &str) -> usize;
    }

    #[automock]
    #[cfg_attr(any(), async_trait::async_trait)]
    trait Off {
        async fn count(&self, name: &str) -> usize;
    }

    #[cfg_attr(all(), automock)]
    #[async_trait::async_trait]
    trait Both {
        async fn count(&self, name: &str) -> usize;
    }

    #[tokio::test]
    async fn by_full_path() {
        let mock = MockByPath::new();
        mock.expect_count().returning(str::len);
        let mock: Box<dyn ByPath> = Box::new(mock);
        assert_eq!(mock.count("Tom").await, 3);
    }

    #[tokio::test]
    async fn by_a_condition_that_holds() {
        let mock = MockConditional::new();
        mock.expect_count().returning(str::len);
        let mock: Box<dyn Conditional> = Box::new(mock);
        assert_eq!(mock.count("Tom").await, 3);
    }

    #[tokio::test]
    async fn by_a_condition_that_does_not_hold() {
        let mock = MockOff::new();
        mock.expect_count().returning(str::len);
        assert_eq!(mock.count("Tom").await, 3);
    }

    #[tokio::test]
    async fn automock_by_a_condition() {
        let mock = MockBoth::new();
        mock.expect_count().returning(str::len);
        let mock: Box<dyn Both> = Box::new(mock);
        assert_eq!(mock.count("Tom").await, 3);
    }
}

mod explicit_future {
    use super::*;

    #[automock]
    trait Cat {
        fn implied(&self, steps: u32) -> impl Future<Output = u32> + Send;
        fn local(&self, steps: u32) -> impl Future<Output = Rc<u32>>;
        fn boxed(&self, steps: u32) -> BoxFuture<'_, u32>;
        fn boxed_static(&self, steps: u32) -> BoxFuture<'static, u32>;
        fn boxed_local(&self, steps: u32) -> LocalBoxFuture<'_, Rc<u32>>;
        fn pinned(&self, steps: u32) -> Pin<Box<dyn Future<Output = u32> + Send + '_>>;
        fn pinned_static(&self, steps: u32) -> Pin<Box<dyn Future<Output = u32> + Send>>;
        fn tied<'a>(&'a self, name: &'a str) -> BoxFuture<'a, usize>;
    }

    #[tokio::test]
    async fn returning_takes_a_boxed_future() {
        let cat = MockCat::new();
        cat.expect_implied().returning(|steps| Box::pin(async move { steps }));
        cat.expect_local().returning(|steps| Box::pin(async move { Rc::new(steps) }));
        cat.expect_boxed().returning(|steps| Box::pin(async move { steps }));
        cat.expect_boxed_static().returning(|steps| async move { steps }.boxed());
        cat.expect_boxed_local().returning(|steps| async move { Rc::new(steps) }.boxed_local());
        cat.expect_pinned().returning(|steps| Box::pin(ready(steps)));
        cat.expect_pinned_static().returning(|steps| Box::pin(ready(steps)));
        cat.expect_tied().returning(|name| Box::pin(ready(name.len())));
        assert_eq!(cat.implied(1).await, 1);
        assert_eq!(*cat.local(2).await, 2);
        assert_eq!(cat.boxed(3).await, 3);
        assert_eq!(cat.boxed_static(4).await, 4);
        assert_eq!(*cat.boxed_local(5).await, 5);
        assert_eq!(cat.pinned(6).await, 6);
        assert_eq!(cat.pinned_static(7).await, 7);
        assert_eq!(cat.tied("Tom").await, 3);
    }

    #[tokio::test]
    async fn resolving_takes_the_plain_value() {
        let cat = MockCat::new();
        cat.expect_implied().resolving(|steps| steps + 1);
        cat.expect_local().resolving(Rc::new);
        cat.expect_boxed().resolve_const(5_u32);
        cat.expect_pinned().return_const(6_u32);
        cat.expect_boxed_static().return_each([7_u32, 8]);
        assert_eq!(cat.implied(1).await, 2);
        assert_eq!(*cat.local(2).await, 2);
        assert_eq!(cat.boxed(3).await, 5);
        assert_eq!(cat.pinned(3).await, 6);
        assert_eq!((cat.boxed_static(1).await, cat.boxed_static(1).await), (7, 8));
    }

    #[tokio::test]
    async fn an_answer_may_await() {
        let cat = MockCat::new();
        cat.expect_implied().returning_async(|steps| async move {
            tokio::task::yield_now().await;
            steps
        });
        cat.expect_boxed_local().return_once_async(|steps| async move { Rc::new(steps) });
        assert_eq!(cat.implied(1).await, 1);
        assert_eq!(*cat.boxed_local(2).await, 2);
    }

    #[tokio::test]
    async fn returning_runs_at_the_call_and_resolving_when_awaited() {
        let cat = MockCat::new();
        cat.expect_boxed().once().returning(|_| panic!("at the call"));
        cat.expect_boxed().once().resolving(|_| panic!("when awaited"));
        assert_eq!(failure(|| drop(cat.boxed(1))), "at the call");
        let future = cat.boxed(2);
        assert_eq!(failure_of(future).await, "when awaited");
    }

    #[tokio::test]
    async fn an_expectation_that_answers_at_the_call_counts_it_although_it_is_never_awaited() {
        let cat = MockCat::new();
        cat.expect_boxed().times(1).returning(|_| Box::pin(ready(1)));
        drop(cat.boxed(1));
        let boxed = cat.calls_to_boxed();
        assert_eq!(boxed.last().unwrap().state(), CallState::NeverAwaited);
        assert_eq!(boxed.await_count(), 0);
    }

    #[tokio::test]
    async fn the_future_of_an_implied_or_boxed_send_future_can_be_spawned() {
        let cat = Arc::new(MockCat::new());
        cat.expect_implied().resolving(|steps| steps);
        cat.expect_boxed_static().resolving(|steps| steps);
        let moved = Arc::clone(&cat);
        assert_eq!(tokio::spawn(async move { moved.implied(1).await }).await.unwrap(), 1);
        assert_eq!(tokio::spawn(cat.boxed_static(2)).await.unwrap(), 2);
    }
}

mod trait_variant_below {
    use super::*;

    #[automock]
    #[trait_variant::make(Send)]
    pub trait Cat {
        async fn go(&self, direction: &str) -> usize;
    }

    async fn spawned(cat: impl Cat + Sync + 'static) -> usize {
        tokio::spawn(async move { cat.go("north").await }).await.unwrap()
    }

    #[tokio::test]
    async fn the_future_is_send() {
        let cat = MockCat::new();
        cat.expect_go().returning(str::len);
        assert_eq!(spawned(cat).await, 5);
    }
}

mod trait_variant_above {
    use super::*;

    #[trait_variant::make(Send)]
    #[automock]
    pub trait Cat {
        async fn go(&self, direction: &str) -> usize;
    }

    async fn spawned(cat: impl Cat + Sync + 'static) -> usize {
        tokio::spawn(async move { cat.go("north").await }).await.unwrap()
    }

    #[tokio::test]
    async fn returning_takes_a_boxed_future_and_resolving_a_value() {
        let cat = MockCat::new();
        cat.expect_go().once().returning(|direction| Box::pin(ready(direction.len())));
        cat.expect_go().once().resolving(str::len);
        assert_eq!(cat.go("north").await, 5);
        assert_eq!(spawned(cat).await, 5);
    }
}

/// A relaxed mock of a method that is declared with a future.
mod relaxed {
    use super::*;

    #[automock]
    trait Cat {
        fn go(&self, steps: u32) -> BoxFuture<'_, u32>;
    }

    #[tokio::test]
    async fn answers_what_no_expectation_takes_with_a_default() {
        let cat = MockCat::relaxed();
        cat.expect_go().with_args(1).returning(|_| Box::pin(ready(7)));
        assert_eq!((cat.go(1).await, cat.go(2).await), (7, 0));
        cat.calls_to_go().assert_has_awaits([(1,), (2,)]);
    }
}

/// Trait objects that live for ever whatever refers to them.
mod any {
    use std::any::Any;

    use super::*;

    #[automock]
    trait Cat {
        async fn play(&self, toy: &(dyn Any + Send), other: &mut (dyn Any + Send)) -> bool;
        async fn boxed(&self, toy: Box<dyn Any + Send>) -> bool;
        fn explicit(&self, toy: &dyn Any) -> BoxFuture<'_, bool>;
    }

    #[automock]
    #[async_trait::async_trait]
    trait Dog {
        async fn play(&self, toy: &(dyn Any + Send + Sync), other: &mut (dyn Any + Send)) -> bool;
    }

    #[tokio::test]
    async fn are_arguments_of_every_form() {
        let cat = MockCat::new();
        cat.expect_play().withf(|toy, _| toy.is::<u32>()).returning(|_, other| other.is::<char>());
        cat.expect_boxed().returning(|toy| toy.is::<u32>());
        cat.expect_explicit().resolving(|toy| toy.is::<u32>());
        assert!(cat.play(&1_u32, &mut 'x').await);
        assert!(cat.boxed(Box::new(1_u32)).await);
        assert!(cat.explicit(&1_u32).await);
        let dog = MockDog::new();
        dog.expect_play().withf(|toy, _| toy.is::<u32>()).returning(|_, other| other.is::<char>());
        assert!(dog.play(&1_u32, &mut 'x').await);
    }
}
