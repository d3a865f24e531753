//! Answers that borrow their arguments while they wait: `resolving_async`.

use std::future::Future;
use std::io;
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use async_trait::async_trait;
use asyncmock::{CallState, automock, predicate::*};
use asyncmock_tests::{failure_of, next_line, text_of};
use futures::FutureExt as _;
use futures::future::BoxFuture;

#[automock]
trait Port {
    async fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize>;
    async fn find(&self, name: &str) -> Option<u32>;
    fn boxed<'a>(&'a self, name: &'a mut String) -> BoxFuture<'a, usize>;
    fn hidden(&self, name: &mut String) -> impl Future<Output = usize> + Send;
    async fn two(&self, from: &str, to: &mut String) -> usize;
    async fn written<T: Send + 'static>(&self, to: &mut Vec<T>, value: T) -> usize;
    async fn made(name: &mut String) -> usize;
}

#[automock]
#[async_trait]
trait Store: Send {
    async fn copy(&self, from: &str, to: &mut String) -> usize;
}

/// Ready at the second poll.
async fn a_moment() {
    let mut waited = false;
    std::future::poll_fn(|context| {
        context.waker().wake_by_ref();
        if std::mem::replace(&mut waited, true) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_buffer_is_filled_after_a_while() {
    let mut port = MockPort::new();
    port.expect_read().resolving_async(async |buffer| {
        tokio::time::sleep(Duration::from_secs(3)).await;
        buffer[0] = 9;
        Ok(buffer.len())
    });
    let mut buffer = [0; 4];
    assert_eq!(port.read(&mut buffer).await.unwrap(), 4);
    assert_eq!(buffer, [9, 0, 0, 0]);
    let read = port.calls_to_read();
    assert_eq!(read.last().unwrap().elapsed(), Duration::from_secs(3));
    read.assert_awaited_once_with(&mut [0, 0, 0, 0]);
}

#[tokio::test]
async fn it_goes_with_matchers_and_counts_and_paces() {
    let port = MockPort::new();
    port.expect_find().with(eq("a")).times(1).yielding(2).resolving_async(async |name: &str| {
        a_moment().await;
        Some(name.len() as u32)
    });
    port.expect_find().returning(|_| None);
    assert_eq!((port.find("a").await, port.find("a").await, port.find("b").await), (Some(1), None, None));
}

#[tokio::test]
async fn every_form_of_a_future_that_keeps_its_arguments_has_it() {
    let (port, store) = (MockPort::new(), MockStore::new());
    port.expect_boxed().resolving_async(push);
    port.expect_hidden().resolving_async(push);
    port.expect_written::<i32>().resolving_async(async |to, value| {
        a_moment().await;
        to.push(value);
        to.len()
    });
    store.expect_copy().resolving_async(async |from: &str, to: &mut String| {
        a_moment().await;
        to.push_str(from);
        to.len()
    });
    let made = MockPort::made_context();
    made.expect().resolving_async(push);
    let (mut text, mut numbers) = ("a".to_owned(), vec![1]);
    assert_eq!((port.boxed(&mut text).await, port.hidden(&mut text).await), (2, 3));
    assert_eq!((MockPort::made(&mut text).await, store.copy("bc", &mut text).await), (4, 6));
    assert_eq!((text.as_str(), port.written(&mut numbers, 2).await), ("a!!!bc", 2));
    assert_eq!(numbers, [1, 2]);
}

async fn push(text: &mut String) -> usize {
    a_moment().await;
    text.push('!');
    text.len()
}

#[tokio::test]
async fn calls_may_be_under_way_at_once_and_share_what_the_closure_captures() {
    let port = MockPort::new();
    let under_way = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&under_way);
    port.expect_find().resolving_async(async move |name: &str| {
        counted.fetch_add(1, Ordering::SeqCst);
        a_moment().await;
        Some(name.len() as u32 * 10 + counted.fetch_sub(1, Ordering::SeqCst) as u32)
    });
    assert_eq!(futures::join!(port.find("a"), port.find("bc")), (Some(12), Some(21)));
    // The closure is there for as long as a call needs it.
    let mut call = pin!(port.find("a"));
    assert!(call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    port.checkpoint();
    assert_eq!(call.await, Some(11));
    assert_eq!(Arc::strong_count(&under_way), 1);
}

#[test]
fn a_call_that_is_dropped_gives_its_arguments_back() {
    /// Writes when it is dropped.
    struct Last<'b>(&'b mut [u8]);
    impl Drop for Last<'_> {
        fn drop(&mut self) {
            self.0[0] += 1;
        }
    }
    let mut port = MockPort::new();
    port.expect_read().resolving_async(async |buffer| {
        let last = Last(buffer);
        std::future::pending::<()>().await;
        Ok(last.0.len())
    });
    let mut buffer = [0; 2];
    {
        let mut call = pin!(port.read(&mut buffer));
        assert!(call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    }
    assert_eq!(buffer, [1, 0]);
    drop(port.read(&mut buffer));
    assert_eq!(buffer, [1, 0]);
    assert_eq!(port.calls_to_read().in_state(CallState::Cancelled).count(), 1);
}

#[tokio::test]
async fn an_answer_that_panics_is_the_call_that_panicked() {
    let port = MockPort::new();
    port.expect_find().resolving_async(async |name: &str| {
        a_moment().await;
        panic!("{name} is lost")
    });
    let failed = AssertUnwindSafe(port.find("a")).catch_unwind().await.unwrap_err();
    assert_eq!(text_of(failed), "a is lost");
    assert_eq!(port.calls_to_find().in_state(CallState::Panicked).count(), 1);
}

/// The future of such a method has its arguments, of lifetimes of their own, only until they are given to the answer.
#[tokio::test]
async fn a_future_that_does_not_keep_its_arguments_says_so() {
    let port = MockPort::new();
    let expected = next_line!();
    port.expect_two().resolving_async(async |from: &str, _: &mut String| from.len());
    let called = next_line!();
    let text = failure_of(async { port.two("a", &mut String::new()).await }).await;
    assert_eq!(
        text,
        format!(
            "MockPort::two(\"a\", \"\"): `resolving_async` at {expected} may borrow from the arguments, which the future \
             of this method does not keep; answer with `returning_async`, or declare the method with one lifetime for all \
             that it borrows\n  \
               called at {called}\n\
             expectations of MockPort::two, in the order in which they are tried:\n  \
               1. Expectation(<anything>) at {expected}: used once, wanted any number of times\n\
             no other calls so far"
        )
    );
}

#[test]
fn an_answer_stays_on_its_thread() {
    let port = MockPort::new();
    port.expect_hidden().resolving_async(push);
    let mut text = String::new();
    let mut call = Box::pin(port.hidden(&mut text));
    assert!(call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    let failed = std::thread::scope(|scope| scope.spawn(move || futures::executor::block_on(call)).join());
    assert_eq!(
        text_of(failed.unwrap_err()),
        "the future of a `resolving_async` went to another thread, and nobody knows whether it can be sent: answer with \
         `returning_async`, or run the test on one thread"
    );
    assert_eq!(text, "");
}
