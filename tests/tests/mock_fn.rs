//! Mocks of callables: for callbacks and event handlers, sync and async.

use std::any::Any;
use std::borrow::Cow;
use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use asyncmock::{ANY, CallState, assert_in_order, mock_fn};
use asyncmock_tests::{failure, failure_of, next_line, on_every_runtime};
use futures::future::{BoxFuture, LocalBoxFuture};
use futures::{FutureExt as _, join};

#[test]
fn a_callable_is_called_as_a_function() {
    let add = mock_fn!(fn(u32, u32) -> u32);
    add.expect().returning(|a, b| a + b);
    let function: fn(&dyn Fn(u32, u32) -> u32) -> u32 = |add| add(1, 2);
    assert_eq!(function(&add.as_fn()), 3);
    add.calls().assert_called_once_with(1, 2);
    assert_eq!(add.calls().last().unwrap().args(), &(1, 2));
}

#[test]
fn it_may_take_and_give_nothing() {
    let ring = mock_fn!(fn());
    ring.expect().times(2);
    [ring.as_fn(), ring.as_fn()].iter().for_each(|ring| ring());
}

#[test]
fn borrowed_arguments_have_lifetimes_of_their_own() {
    fn both(join: impl Fn(&str, &str) -> String) -> String {
        let first = "a".to_owned();
        let inner = |second: &str| join(&first, second);
        inner("b")
    }
    let join = mock_fn!(fn(&str, &str) -> String);
    join.expect().with_args("a", "b").returning(|a, b| format!("{a}{b}"));
    assert_eq!(both(join.as_fn()), "ab");
}

#[test]
fn a_value_may_be_a_part_of_an_argument() {
    let trim = mock_fn!(fn(&str) -> &str);
    trim.expect().returning(|text| text.trim());
    let text = " x ".to_owned();
    assert_eq!(trim.as_fn()(&text), "x");
    let named = mock_fn!(for<'a> fn(&'a str, u32) -> &'a str);
    named.expect().returning(|text, from| &text[from as usize..]);
    assert_eq!(named.as_fn()("north", 2), "rth");
    let beside = mock_fn!(for<'a, 'b> fn(&'a str, &'b str) -> &'a str);
    beside.expect().returning(|text, prefix| text.trim_start_matches(prefix));
    let rest = beside.as_fn()("north", &String::from("no"));
    assert_eq!(rest, "rth");
}

#[test]
fn an_argument_may_be_changed() {
    let fill = mock_fn!(fn(&mut Vec<u8>, &[u8]));
    fill.expect().returning(|to, from| to.extend(from));
    let mut bytes = vec![1];
    fill.as_fn()(&mut bytes, &[2, 3]);
    assert_eq!(bytes, [1, 2, 3]);
}

#[test]
fn an_argument_may_be_any() {
    let get = mock_fn!(fn(&dyn Any, &mut dyn Any, Box<dyn Any>) -> bool);
    get.expect().withf(|shared, _, _| shared.is::<u32>()).returning(|_, changed, _| {
        *changed.downcast_mut::<u32>().unwrap() += 1;
        true
    });
    let mut n = 1_u32;
    assert!(get.as_fn()(&1_u32, &mut n, Box::new("x")));
    assert_eq!(n, 2);
}

#[test]
fn a_callable_may_never_return() {
    let exit = mock_fn!(fn(u32) -> Infallible);
    exit.expect().returning(|code| panic!("exit {code}"));
    assert_eq!(failure(|| match exit.as_fn()(3) {}), "exit 3");
}

#[test]
fn callables_are_sent_and_cloned() {
    let count = mock_fn!(fn(u32));
    count.expect().times(4);
    let threads: Vec<_> = (0..4)
        .map(|n| {
            let count = count.as_fn().clone();
            std::thread::spawn(move || count(n))
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    count.calls().assert_has_calls_any_order((0..4).map(|n| (n,)));
    let boxed: Box<dyn Fn(u32) + Send + Sync> = Box::new(count.as_fn());
    count.clear_expectations();
    drop(boxed);
}

#[test]
fn failures_name_the_callable() {
    let at = next_line!();
    let unnamed = mock_fn!(fn(&str) -> u32);
    let text = failure(|| unnamed.as_fn()("x"));
    assert_eq!(
        text,
        format!(
            "mock_fn::call(\"x\"): No matching expectation found
  called at {at}
no expectation was set for mock_fn::call
no other calls so far"
        ),
        "a closure can't know its caller"
    );
    let on_fed = mock_fn!(on_fed: fn(food: &str, grams: u32));
    on_fed.expect().with_args("fish", 3);
    let text = failure(|| on_fed.as_fn()("fish", 4));
    assert!(text.starts_with("mock_fn::on_fed(\"fish\", 4): No matching expectation found\n"), "{text}");
    assert!(text.contains("argument 2 (grams) differs"), "{text}");
    let text = failure(|| on_fed.calls().assert_called_with("fish", 5));
    assert!(text.starts_with("mock_fn::on_fed: assert_called_with: the last call had other arguments\n"), "{text}");
}

#[test]
fn the_place_of_a_call_is_that_of_the_mock() {
    let at = next_line!();
    let ring = mock_fn!(fn());
    ring.expect();
    ring.as_fn()();
    let place = ring.calls().last().unwrap().location();
    assert_eq!(format!("{}:{}", place.file(), place.line()), at);
}

#[test]
fn arguments_have_any_names() {
    let sum = mock_fn!(fn(call: u32, called: u32, mock: u32, method: u32) -> u32);
    sum.expect().returning(|a, b, c, d| a + b + c + d);
    assert_eq!(sum.as_fn()(1, 2, 3, 4), 10);
    let keywords = mock_fn!(fn(type: u32, async: &str, r#fn: std::string::String, _: u32) -> u32);
    keywords.expect().with_args(1, "a", ANY, 2).return_const(3_u32);
    assert_eq!(keywords.as_fn()(1, "a", String::new(), 2), 3);
    let text = failure(|| keywords.as_fn()(0, "b", String::new(), 0));
    assert!(text.contains("argument 1 (type) differs"), "{text}");
    assert!(text.contains("argument 2 (async) differs"), "{text}");
    assert!(text.contains("argument 4 (argument3) differs"), "{text}");
}

#[test]
fn arguments_without_names_take_none_that_is_given() {
    let pair = mock_fn!(fn(u32, argument0: u32));
    pair.expect().with_args(1, 2);
    let text = failure(|| pair.as_fn()(3, 4));
    assert!(text.contains("argument 1 (argument0_) differs"), "{text}");
    assert!(text.contains("argument 2 (argument0) differs"), "{text}");
    pair.as_fn()(1, 2);
    let lent = mock_fn!(fn(&mut Vec<&str>, argument0: u32) -> u32);
    lent.expect().with_args(ANY, 1).return_const(2_u32);
    assert_eq!(lent.as_fn()(&mut vec!["a"], 1), 2);
}

#[test]
fn a_callable_has_any_name() {
    use asyncmock::__private::{Args, Kind, Method};
    fn name<A: Args, K: Kind>(calls: asyncmock::Calls<Method<A, K>>) -> String {
        failure(|| calls.assert_called()).lines().next().unwrap().to_owned()
    }
    let on_type = mock_fn!(type: fn(u32));
    let on_async = mock_fn!(async: async fn(u32));
    let on_fn = mock_fn!(fn: fn(u32));
    let unnamed = mock_fn!(_: fn(u32));
    assert_eq!(name(on_type.calls()), "mock_fn::type: assert_called: there was no call");
    assert_eq!(name(on_async.calls()), "mock_fn::async: assert_called: there was no call");
    assert_eq!(name(on_fn.calls()), "mock_fn::fn: assert_called: there was no call");
    assert_eq!(name(unnamed.calls()), "mock_fn::call: assert_called: there was no call");
}

#[test]
fn it_is_verified_when_it_is_dropped_although_a_callable_is_left() {
    let call = mock_fn!(fn(u32));
    let expected = next_line!();
    call.expect().once();
    let callable = call.as_fn();
    let text = failure(move || drop(call));
    assert_eq!(
        text,
        format!(
            "mock_fn::call: Expectation(<anything>) called 0 time(s) which is fewer than expected 1
  expected once, but never called
  expected at {expected}
no calls so far"
        )
    );
    let text = failure(|| callable(1));
    assert!(text.starts_with("mock_fn::call(1): No matching expectation found"), "{text}");
}

#[test]
fn checkpoints_verify() {
    let call = mock_fn!(fn(u32));
    call.expect().once();
    assert!(failure(|| call.checkpoint()).contains("called 0 time(s) which is fewer than expected 1"));
    call.checkpoint();
    assert_eq!(format!("{call:?}"), "mock_fn");
}

on_every_runtime! {
    async fn an_async_callable_returns_a_future(runtime: Runtime) {
        async fn run<F: Future<Output = bool>>(step: impl Fn(String) -> F) -> bool {
            step("north".to_owned()).await
        }
        let step = mock_fn!(async fn(String) -> bool);
        step.expect().yielding(1).return_const(true);
        assert!(run(step.as_fn()).await);
        let callable = step.as_fn();
        assert!(runtime.spawn(async move { callable("south".to_owned()).await }).await);
        step.calls().assert_awaited_times(2);
    }

    async fn an_async_callable_is_held(runtime: Runtime) {
        let step = mock_fn!(async fn(u32) -> u32);
        step.expect().hold();
        let callable = step.as_fn();
        let task = runtime.spawn(async move { callable(7).await });
        let held = step.calls().next_held().await;
        assert_eq!(held.args().0, 7);
        held.respond(8).unwrap();
        assert_eq!(task.await, 8);
    }

    async fn borrowed_arguments_fit_any_bound(_runtime: Runtime) {
        async fn with_async_fn(step: impl AsyncFn(&str, &mut u32) -> u32) -> u32 {
            let (text, mut n) = (String::from("a"), 1);
            step(&text, &mut n).await + n
        }
        async fn with_future<F: Future<Output = u32> + Send + 'static>(step: impl Fn(&str, &mut u32) -> F) -> u32 {
            let mut n = 2;
            let future = step(&String::from("b"), &mut n);
            n += 10;
            future.await + n
        }
        let step = mock_fn!(async fn(&str, &mut u32) -> u32);
        step.expect().yielding(1).returning(|text, n| {
            *n *= 2;
            text.len() as u32
        });
        assert_eq!(with_async_fn(step.as_fn()).await, 3);
        assert_eq!(with_future(step.as_fn()).await, 15);
        step.calls().assert_all_awaited();
    }
}

#[tokio::test]
async fn an_async_callable_that_is_not_awaited_is_reported() {
    let step = mock_fn!(async fn(&str) -> u32);
    step.expect().return_const(1_u32);
    drop(step.as_fn()("x"));
    assert_eq!(step.calls().last().unwrap().state(), CallState::NeverAwaited);
    let lazy = mock_fn!(async fn(u32) -> u32);
    lazy.expect().times(1).return_const(1_u32);
    drop(lazy.as_fn()(1));
    let text = failure(|| lazy.checkpoint());
    assert!(text.contains("these calls do not count, as they were never awaited:\n    mock_fn::call(1) at "), "{text}");
}

#[tokio::test]
async fn a_future_may_be_spelled_out() {
    let step = mock_fn!(fn(u32) -> BoxFuture<'static, u32>);
    step.expect().with_args(1).returning(|n| async move { n + 1 }.boxed());
    step.expect().resolving(|n| n + 2);
    let function: Arc<dyn Fn(u32) -> BoxFuture<'static, u32> + Send + Sync> = Arc::new(step.as_fn());
    assert_eq!(join!(function(1), function(2)), (2, 4));
}

#[tokio::test]
async fn a_spelled_future_may_borrow_from_an_argument() {
    async fn of_named(step: impl for<'a> Fn(&'a str) -> BoxFuture<'a, &'a str>) -> usize {
        let text = "north".to_owned();
        step(&text).await.len()
    }
    let step = mock_fn!(for<'a> fn(&'a str) -> BoxFuture<'a, &'a str>);
    step.expect().with_args("north").resolving(|_| "south");
    assert_eq!(of_named(step.as_fn()).await, 5);
    let elided = mock_fn!(fn(&str) -> BoxFuture<'_, &str>);
    elided.expect().resolving(|_| "up");
    assert_eq!(of_named(elided.as_fn()).await, 2);

    let text = "north".to_owned();
    let local = mock_fn!(for<'a> fn(&'a str, &mut u32) -> LocalBoxFuture<'a, Option<&'a str>>);
    local.expect().resolving(|_, n| {
        *n += 1;
        Some("west")
    });
    let mut n = 1;
    let future = local.as_fn()(&text, &mut n);
    n += 1;
    assert_eq!((future.await, n), (Some("west"), 3));
    let spelled = mock_fn!(for<'a> fn(&'a str) -> Pin<Box<dyn Future<Output = Cow<'a, str>> + Send + 'a>>);
    spelled.expect().resolving(|text| text.to_owned().into());
    assert_eq!(spelled.as_fn()(&text).await, "north");
    let items = mock_fn!(for<'a> fn(&'a str) -> BoxFuture<'a, Box<dyn Iterator<Item = &'a str> + Send + 'a>>);
    items.expect().resolving(|_| Box::new(["a", "b"].into_iter()));
    assert_eq!(items.as_fn()(&text).await.collect::<Vec<_>>(), ["a", "b"]);
}

#[tokio::test]
async fn an_async_callable_may_give_what_lives_for_ever() {
    let name = mock_fn!(async fn(&str) -> Option<&'static str>);
    name.expect().return_const(Some("Tom"));
    assert_eq!(name.as_fn()("x").await, Some("Tom"));
}

#[tokio::test]
async fn handlers_are_ordered_with_each_other() {
    let (first, second) = (mock_fn!(first: async fn(u32)), mock_fn!(second: fn(u32)));
    first.expect();
    second.expect();
    first.as_fn()(1).await;
    second.as_fn()(1);
    assert_in_order!(first.calls(), second.calls());
    let text = failure(|| assert_in_order!(second.calls(), first.calls()));
    assert!(
        text.starts_with(
            "assert_in_order: 2 of 2: there was no call of mock_fn::first after that of mock_fn::second\n"
        )
    );
    let text = failure_of(async { first.calls().within(std::time::Duration::from_millis(5)).wait_for(2).await }).await;
    assert!(text.starts_with("mock_fn::first: wait_for: timed out after 5ms: expected 2 calls, but there was 1\n"));
}
