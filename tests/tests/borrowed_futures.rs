//! Async methods whose arguments borrow: from several places, or for a shorter time than the future lives.

use std::future::Future;
use std::pin::Pin;

use async_trait::async_trait;
use asyncmock::{CallState, automock};
use asyncmock_tests::{failure, next_line};
use futures::executor::block_on;
use futures::future::{BoxFuture, LocalBoxFuture, ready};

pub struct Bowl<'a>(&'a str);

#[automock]
trait Cat {
    async fn feed(&self, food: &str, grams: &u32) -> u32;
    async fn fill(&self, bowl: Bowl<'_>, food: &str, left: String) -> usize;
    async fn eat(&self, food: &mut u32, from: &str) -> u32;
    async fn leave(self, from: &str, to: &str) -> usize
    where
        Self: Sized;
    fn walk(&self, from: &str, to: &str) -> impl Future<Output = usize> + Send;
    fn sleep<'a>(&'a self, at: &'a str, on: &'a str) -> BoxFuture<'a, usize>;
    fn purr(&self, at: &str) -> BoxFuture<'_, usize>;
    fn hiss(&self, at: &str) -> Pin<Box<dyn Future<Output = usize> + Send>>;
    fn hunt<'a>(&'a self, what: &'a str, with: &str) -> LocalBoxFuture<'a, usize>;
    fn play(&self, with: &str) -> impl Future<Output = usize> + Send + 'static;
    fn jump(&self, how: impl Fn(usize) -> usize) -> BoxFuture<'static, usize>;
}

#[test]
fn arguments_that_borrow_from_several_places_are_recorded_at_the_call() {
    let cat = MockCat::new();
    cat.expect_feed().with_args("fish", &3).return_const(1_u32);
    let grams = 3;
    let here = next_line!();
    let fed = cat.feed("fish", &grams);
    let call = cat.calls_to_feed().last().unwrap();
    assert_eq!(call.state(), CallState::Called);
    assert_eq!(call.args(), &("fish".to_owned(), 3));
    assert_eq!(format!("{}:{}", call.location().file(), call.location().line()), here);
    assert_eq!(block_on(fed), 1);
    assert_eq!(call.state(), CallState::Completed);
}

#[test]
fn such_a_call_may_be_dropped_before_it_is_awaited() {
    let cat = MockCat::new();
    cat.expect_feed().times(0).return_const(1_u32);
    drop(cat.feed("fish", &3));
    assert_eq!(cat.calls_to_feed().in_state(CallState::NeverAwaited).count(), 1);
}

#[test]
fn such_a_call_may_be_cancelled() {
    let cat = MockCat::new();
    cat.expect_feed().returning_async(|_, _| futures::future::pending());
    let mut fed = Box::pin(cat.feed("fish", &3));
    assert!(block_on(async { futures::poll!(&mut fed) }).is_pending());
    drop(fed);
    assert_eq!(cat.calls_to_feed().in_state(CallState::Cancelled).count(), 1);
}

#[test]
fn such_a_call_fails_when_it_is_polled() {
    let cat = MockCat::new();
    let fed = cat.feed("fish", &3);
    let text = failure(|| {
        block_on(fed);
    });
    assert!(text.starts_with("MockCat::feed(\"fish\", 3): No matching expectation found"), "{text}");
    assert_eq!(cat.calls_to_feed().in_state(CallState::Panicked).count(), 1);
}

#[test]
fn values_and_mutable_references_go_along() {
    let cat = MockCat::new();
    cat.expect_fill().returning(|bowl, food, left| bowl.0.len() + food.len() + left.len());
    assert_eq!(block_on(cat.fill(Bowl("red"), "fish", "all".to_owned())), 10);
    cat.expect_eat().returning(|food, _| std::mem::take(food));
    let mut food = 7;
    assert_eq!(block_on(cat.eat(&mut food, "red")), 7);
    assert_eq!(food, 0);
}

#[test]
fn a_mock_given_by_value_lives_as_long_as_the_call() {
    let cat = MockCat::new();
    let calls = cat.calls_to_leave();
    cat.expect_leave().once().returning(|from, to| from.len() + to.len());
    assert_eq!(block_on(cat.leave("here", "there")), 9);
    calls.assert_awaited_once_with("here", "there");
}

#[test]
fn an_explicit_future_answers_as_it_is_told_to() {
    let cat = MockCat::new();
    cat.expect_walk().once().returning(|from, to| Box::pin(ready(from.len() + to.len())));
    let walked = cat.walk("here", "there");
    cat.checkpoint();
    assert_eq!(block_on(walked), 9);
    cat.expect_walk().resolving(|from, to| from.len() * to.len());
    assert_eq!(block_on(cat.walk("here", "there")), 20);
    cat.expect_sleep().resolving(|at, on| at.len() + on.len());
    assert_eq!(block_on(cat.sleep("night", "sofa")), 9);
}

#[test]
fn a_future_that_outlives_the_arguments_is_answered_at_the_call() {
    let cat = MockCat::new();
    cat.expect_purr().once().resolving(str::len);
    let purred = {
        let at = "night".to_owned();
        cat.purr(&at)
    };
    cat.checkpoint();
    assert_eq!(cat.calls_to_purr().await_count(), 0);
    assert_eq!(block_on(purred), 5);
    assert_eq!(cat.calls_to_purr().await_count(), 1);

    cat.expect_hiss().return_const(4_usize);
    assert_eq!(block_on(cat.hiss("dog")), 4);
    cat.expect_hunt().resolving(|what, with| what.len() + with.len());
    assert_eq!(block_on(cat.hunt("mouse", "")), 5);
    cat.expect_play().resolve_const(2_usize);
    assert_eq!(block_on(cat.play("ball")), 2);
    cat.expect_jump().resolving(|how| how(3));
    let height = 4;
    assert_eq!(block_on(cat.jump(|from| from + height)), 7);
}

#[test]
fn a_relaxed_mock_answers_it_at_the_call() {
    let cat = MockCat::relaxed();
    assert_eq!(block_on(cat.purr("night")), 0);
    cat.calls_to_purr().assert_awaited_once_with("night");
}

pub struct House;

#[automock]
impl House {
    pub async fn enter(&self, by: &str, with: &mut Bowl<'_>, at: &str) -> usize {
        by.len() + with.0.len() + at.len()
    }
    pub fn wait(&self, at: &str) -> impl Future<Output = usize> {
        ready(at.len())
    }
}

#[test]
fn a_struct_has_such_methods_as_well() {
    let house = MockHouse::new();
    house.expect_enter().returning(|by, with, at| by.len() * with.0.len() * at.len());
    assert_eq!(block_on(house.enter("door", &mut Bowl("red"), "noon")), 48);
    house.expect_wait().resolving(|at| at.len() + 1);
    assert_eq!(block_on(house.wait("noon")), 5);
    assert_eq!(block_on(async { House.enter("a", &mut Bowl("b"), "c").await + House.wait("d").await }), 4);
}

/// A future lives as long as the method's `'async_trait` says, which the trait's own lifetime may be shorter than.
#[automock]
#[async_trait]
trait Shelf<'t> {
    async fn book(&self) -> &'t str;
    async fn books(&mut self, of: &str) -> Vec<&'t str>;
}

#[automock]
#[async_trait(?Send)]
trait Nook<'t> {
    async fn book(&self) -> Option<&'t str>;
}

#[test]
fn values_of_a_trait_with_a_lifetime_are_awaited() {
    let (mut shelf, nook) = (MockShelf::new(), MockNook::new());
    shelf.expect_book().return_const("Moby-Dick");
    shelf.expect_books().with_args("Melville").returning(|_| vec!["Typee", "Omoo"]);
    nook.expect_book().return_const(None);
    assert_eq!(block_on(shelf.book()), "Moby-Dick");
    assert_eq!(block_on(shelf.books("Melville")), ["Typee", "Omoo"]);
    assert_eq!(block_on(nook.book()), None);
    shelf.calls_to_books().assert_awaited_once_with("Melville");
}
