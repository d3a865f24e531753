//! Held calls: the test answers them, when it wants to, in whatever order, or not at all.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use asyncmock::{CallState, automock};
use asyncmock_tests::{failure, failure_of, next_line, on_every_runtime};
use futures::future::BoxFuture;
use futures::{FutureExt as _, join, poll};

#[automock]
trait Cat {
    async fn go(&self, direction: &str) -> Result<bool, String>;
}

/// A mock whose calls are all held.
fn cat() -> Arc<MockCat> {
    let cat = MockCat::new();
    cat.expect_go().hold();
    Arc::new(cat)
}

on_every_runtime! {
    async fn a_held_call_is_pending_until_it_is_answered(runtime: Runtime) {
        let cat = cat();
        let go = cat.calls_to_go();
        let task = runtime.spawn(async move { cat.go("north").await });
        let held = go.next_held().await;
        assert_eq!(held.args().0, "north");
        assert_eq!(held.call().state(), CallState::Pending);
        held.respond(Ok(true)).unwrap();
        assert_eq!(task.await, Ok(true));
        assert_eq!(go.next_completed().await.args().0, "north");
    }

    async fn calls_are_answered_in_any_order(runtime: Runtime) {
        let cat = cat();
        let go = cat.calls_to_go();
        let tasks: Vec<_> = (0..3)
            .map(|step| {
                let cat = Arc::clone(&cat);
                runtime.spawn(async move { cat.go(&step.to_string()).await })
            })
            .collect();
        let mut held = vec![go.next_held().await, go.next_held().await, go.next_held().await];
        held.sort_by_key(|held| held.args().0.clone());
        assert_eq!(go.in_flight(), 3);
        for (step, held) in held.into_iter().enumerate().rev() {
            held.respond(Err(format!("no step {step}"))).unwrap();
            go.wait_for_completed(3 - step).await;
        }
        let completed: Vec<String> = [go.next_completed().await, go.next_completed().await, go.next_completed().await]
            .iter()
            .map(|call| call.args().0.clone())
            .collect();
        assert_eq!(completed, ["2", "1", "0"]);
        let results = futures::future::join_all(tasks).await;
        assert_eq!(results, (0..3).map(|step| Err(format!("no step {step}"))).collect::<Vec<_>>());
    }

    async fn an_answer_may_await(_runtime: Runtime) {
        let cat = cat();
        let go = cat.calls_to_go();
        let (sender, receiver) = futures::channel::oneshot::channel::<bool>();
        let (result, ()) = join!(cat.go("north"), async {
            let held = go.next_held().await;
            held.respond_async(async { receiver.await.map_err(|_| "gone".to_owned()) }).unwrap();
            assert_eq!(go.in_flight(), 1);
            sender.send(true).unwrap();
        });
        assert_eq!(result, Ok(true));
    }

    async fn a_cancelled_call_takes_no_answer(_runtime: Runtime) {
        let cat = cat();
        let go = cat.calls_to_go();
        let mut call = Box::pin(cat.go("north"));
        assert!(poll!(&mut call).is_pending());
        let held = go.next_held().await;
        assert!(!held.is_cancelled());
        let mut cancelled = held.cancelled();
        assert!(poll!(&mut cancelled).is_pending());
        drop(call);
        cancelled.await;
        assert!(held.is_cancelled());
        assert_eq!(held.respond(Ok(true)), Err(Ok(true)));

        assert!(cat.go("south").now_or_never().is_none());
        let held = go.next_held().await;
        assert!(held.is_cancelled(), "it was cancelled before it was given out");
        assert_eq!(held.respond_async(async { Ok(false) }).unwrap_err().to_string(), "the call was cancelled");

        assert!(cat.go("west").now_or_never().is_none());
        drop(go.next_held().await);
    }

    async fn an_answer_that_nobody_took_is_dropped_with_the_call(_runtime: Runtime) {
        let cat = cat();
        let go = cat.calls_to_go();
        let mut call = Box::pin(cat.go("north"));
        assert!(poll!(&mut call).is_pending());
        go.next_held().await.respond(Ok(true)).unwrap();
        drop(call);
        go.assert_cancelled(1);
    }

    async fn a_token_that_is_dropped_fails_the_test(_runtime: Runtime) {
        let cat = cat();
        let go = cat.calls_to_go();
        let called = next_line!();
        let mut call = Box::pin(cat.go("north"));
        assert!(poll!(&mut call).is_pending());
        let waited = next_line!();
        let held = go.next_held().await;
        assert_eq!(
            failure(move || drop(held)),
            format!(
                "Cat::go(\"north\"): held, but not answered; call `respond`, or `leave_pending` if that is wanted
  called at {called}
  held at {waited}"
            )
        );
    }

    async fn a_call_may_be_left_pending(_runtime: Runtime) {
        let cat = cat();
        let go = cat.calls_to_go();
        let mut call = Box::pin(cat.go("north"));
        assert!(poll!(&mut call).is_pending());
        go.next_held().await.leave_pending();
        assert!(poll!(&mut call).is_pending());
        assert_eq!(go.in_flight(), 1);
    }

    async fn each_held_call_has_one_token(_runtime: Runtime) {
        let cat = cat();
        let (go, other) = (cat.calls_to_go(), cat.calls_to_go());
        let mut calls = ["north", "south", "east"].map(|direction| Box::pin(cat.go(direction)));
        for call in &mut calls {
            assert!(poll!(call).is_pending());
        }
        let south = go.with_args("south").next_held().await;
        let (first, second) = (other.next_held().await, go.next_held().await);
        assert_eq!([first.args(), second.args(), south.args()].map(|(direction,)| direction.as_str()), [
            "north", "east", "south"
        ]);
        assert!(poll!(other.next_held()).is_pending());
        for held in [first, second, south] {
            held.respond(Ok(true)).unwrap();
        }
        for call in calls {
            assert_eq!(call.await, Ok(true));
        }
    }

    async fn waits_for_held_calls_end_with_the_journal(_runtime: Runtime) {
        let cat = cat();
        let go = cat.calls_to_go().within(Duration::from_millis(20));
        let called = next_line!();
        let call = cat.go("north");
        let waited = next_line!();
        let text = failure_of(go.next_held()).await;
        assert_eq!(
            text,
            format!(
                "Cat::go: next_held: timed out after 20ms: there was no held call that was not given out
  waited at {waited}
calls so far:
  1. Cat::go(\"north\") at {called} [not awaited yet]"
            )
        );
        let mut call = Box::pin(call);
        assert!(poll!(&mut call).is_pending());
        let held = go.next_held().await;
        let waited = next_line!();
        let text = failure_of(held.cancelled()).await;
        assert_eq!(
            text,
            format!(
                "Cat::go: cancelled: timed out after 20ms: Cat::go(\"north\") at {called} [pending]
  waited at {waited}
calls so far:
  1. Cat::go(\"north\") at {called} [pending]"
            )
        );
        let mut cancelled = held.cancelled();
        assert!(poll!(&mut cancelled).is_pending());
        held.respond(Ok(true)).unwrap();
        call.await.unwrap();
        let text = failure_of(cancelled).await;
        let expected = format!("Cat::go: cancelled: it never will be: Cat::go(\"north\") at {called} [completed]\n");
        assert!(text.starts_with(&expected), "{text}");
    }

    async fn a_token_outlives_the_mock(_runtime: Runtime) {
        let cat = MockCat::new();
        cat.expect_go().hold();
        let go = cat.calls_to_go();
        let mut call = Box::pin(async move { cat.go("north").await });
        assert!(poll!(&mut call).is_pending());
        let held = go.next_held().await;
        held.respond(Ok(true)).unwrap();
        assert_eq!(call.await, Ok(true));
    }

    async fn other_expectations_answer_at_once(_runtime: Runtime) {
        let cat = MockCat::new();
        cat.expect_go().with_args("north").times(1).hold();
        cat.expect_go().return_const(Ok(false));
        let go = cat.calls_to_go();
        let (north, south, ()) = join!(cat.go("north"), cat.go("south"), async {
            go.next_held().await.respond(Ok(true)).unwrap();
        });
        assert_eq!((north, south), (Ok(true), Ok(false)));
    }
}

#[automock]
trait Forms {
    fn hidden(&self, n: u32) -> impl Future<Output = u32> + Send;
    fn boxed(&self, n: u32) -> BoxFuture<'static, u32>;
    fn pinned<'a>(&'a self, text: &'a str) -> Pin<Box<dyn Future<Output = usize> + 'a>>;
    async fn two(&self, first: &str, second: &mut u32) -> u32;
    async fn nothing(&self);
}

#[async_trait::async_trait(?Send)]
#[automock]
trait Local {
    async fn shared(&self) -> Rc<u32>;
}

#[tokio::test]
async fn every_async_form_can_be_held() {
    let mock = MockForms::new();
    mock.expect_hidden().hold();
    mock.expect_boxed().hold();
    mock.expect_pinned().hold();
    mock.expect_two().hold();
    mock.expect_nothing().hold();
    let mut changed = 1;
    let all = async {
        join!(mock.hidden(1), mock.boxed(2), mock.pinned("three"), mock.two("first", &mut changed), mock.nothing())
    };
    let answers = async {
        mock.calls_to_hidden().next_held().await.respond(10).unwrap();
        mock.calls_to_boxed().next_held().await.respond(20).unwrap();
        mock.calls_to_pinned().next_held().await.respond(30).unwrap();
        mock.calls_to_two().next_held().await.respond(40).unwrap();
        mock.calls_to_nothing().next_held().await.respond(()).unwrap();
    };
    assert_eq!(join!(all, answers).0, (10, 20, 30, 40, ()));
    mock.calls_to_hidden().assert_none_cancelled();
}

#[tokio::test]
async fn what_is_not_send_is_answered_on_its_thread() {
    let mock = MockLocal::new();
    mock.expect_shared().hold();
    let shared = mock.calls_to_shared();
    let (value, ()) = join!(mock.shared(), async {
        shared.next_held().await.respond(Rc::new(7)).unwrap();
    });
    assert_eq!(*value, 7);
}

#[test]
fn what_is_not_send_is_not_answered_elsewhere() {
    let (sender, receiver) = std::sync::mpsc::channel();
    let thread = std::thread::spawn(move || {
        let mock = MockLocal::new();
        mock.expect_shared().hold();
        sender.send(mock.calls_to_shared()).unwrap();
        assert!(futures::executor::block_on(async { poll!(mock.shared()) }).is_pending());
    });
    let shared = receiver.recv().unwrap();
    let held = futures::executor::block_on(shared.next_held());
    let text = failure(move || held.respond(Rc::new(1)).is_ok());
    assert!(text.starts_with("a held call whose future is not `Send` was answered on another thread"), "{text}");
    thread.join().unwrap();
}

#[tokio::test]
async fn a_call_that_was_held_when_it_was_made_may_be_dropped_without_an_await() {
    let call = asyncmock::mock_fn!(async fn(&str) -> u32);
    call.expect().hold();
    let future = call.as_fn()("x");
    let held = call.calls().next_held().await;
    assert!(!held.is_cancelled());
    drop(future);
    assert!(held.is_cancelled());
    held.cancelled().await;
    drop(held);
}

#[tokio::test]
async fn a_failure_elsewhere_fails_the_test_as_well() {
    let cat = cat();
    let go = cat.calls_to_go();
    let task = tokio::spawn({
        let go = go.clone();
        async move { drop(go.next_held().await) }
    });
    let mut call = Box::pin(cat.go("north"));
    assert!(poll!(&mut call).is_pending());
    assert!(task.await.unwrap_err().is_panic());
    let text = failure(|| cat.checkpoint());
    assert!(text.contains("Cat::go(\"north\"): held, but not answered"), "{text}");
}

/// A held call that is polled so often and then dropped, for every number of polls, leaves nothing behind.
#[tokio::test]
async fn a_held_call_may_be_dropped_at_any_poll() {
    for polls in 0..4 {
        let cat = cat();
        let go = cat.calls_to_go();
        let mut call = Box::pin(cat.go("north"));
        for _ in 0..polls {
            assert!(poll!(&mut call).is_pending());
        }
        drop(call);
        assert_eq!(go.in_flight(), 0);
        if polls == 0 {
            assert_eq!(go.last().unwrap().state(), CallState::NeverAwaited);
            assert!(go.next_held().now_or_never().is_none());
        } else {
            assert_eq!(go.last().unwrap().state(), CallState::Cancelled);
            let held = go.next_held().now_or_never().unwrap();
            assert!(held.respond(Ok(true)).is_err());
        }
        assert_eq!(Arc::strong_count(&cat), 1);
    }
}
