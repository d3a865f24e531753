//! `catch_failure`: for tests that mean a mock to fail.

use std::any::Any;
use std::future::Future;
use std::panic::{AssertUnwindSafe, Location, catch_unwind, resume_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::base::catching::Catching;
use crate::base::caught::panic_text;
use crate::report;
use crate::sessions::session::Session;

/// Runs what a mock is meant to fail in, and gives the text of the failure.
///
/// Under [`#[asyncmock::test]`](macro@crate::test) a mock that is dropped in the test's body leaves what is unmet to the end of
/// the test, so that an error on which the body leaves early is seen before it; in here it says so at once.
///
/// ```
/// use asyncmock::{automock, catch_failure};
///
/// #[automock]
/// trait Cat {
///     fn go(&self, direction: &str);
/// }
///
/// let cat = MockCat::new();
/// cat.expect_go().once().return_const(());
/// let text = catch_failure(|| drop(cat));
/// assert!(text.starts_with("MockCat::go: Expectation(<anything>) called 0 time(s) which is fewer than expected 1"));
/// ```
///
/// # Panics
///
/// If no mock fails: `catch_failure at tests/cat.rs:7: no mock has failed`. A panic that is no mock's goes on.
#[track_caller]
pub fn catch_failure<T>(run: impl FnOnce() -> T) -> String {
    let catching = Catching::here();
    let ended = catch_unwind(AssertUnwindSafe(|| {
        drop(run());
        raise_lost();
    }));
    text_of(&catching, ended.err(), Location::caller(), "catch_failure")
}

/// The same of a future, which ends with the failure.
///
/// ```
/// use asyncmock::{automock, catch_failure_async};
///
/// #[automock]
/// trait Cat {
///     async fn go(&self, direction: &str) -> bool;
/// }
///
/// # futures::executor::block_on(async {
/// let cat = MockCat::new();
/// let text = catch_failure_async(cat.go("north")).await;
/// assert!(text.starts_with(r#"MockCat::go("north"): No matching expectation found"#));
/// # });
/// ```
///
/// # Panics
///
/// If no mock fails: `catch_failure_async at tests/cat.rs:7: no mock has failed`. A panic that is no mock's goes on.
#[track_caller]
pub fn catch_failure_async<F: Future>(future: F) -> CatchFailure<F> {
    CatchFailure { future: Some(Box::pin(future)), place: Location::caller() }
}

/// The future of [`catch_failure_async`].
#[must_use = "futures do nothing unless polled"]
#[derive(Debug)]
pub struct CatchFailure<F> {
    /// `None` once it has ended.
    future: Option<Pin<Box<F>>>,
    place: &'static Location<'static>,
}

// Nothing is pinned in place: the future is in a box.
impl<F> Unpin for CatchFailure<F> {}

impl<F: Future> Future for CatchFailure<F> {
    type Output = String;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<String> {
        let catching = Catching::here();
        let mut future = self.future.take().expect("a future is not polled when it has ended");
        let polled = catch_unwind(AssertUnwindSafe(|| {
            if future.as_mut().poll(context).is_pending() {
                return Some(future);
            }
            drop(future);
            raise_lost();
            None
        }));
        match polled {
            Ok(pending @ Some(_)) => {
                self.future = pending;
                Poll::Pending
            }
            ended => Poll::Ready(text_of(&catching, ended.err(), self.place, "catch_failure_async")),
        }
    }
}

/// Raises what has failed in tasks meanwhile, or on other threads.
#[track_caller]
fn raise_lost() {
    if let Some(session) = Session::latest() {
        session.scene.raise_all_lost();
    }
}

/// The text of the failure, if this panic is one.
#[track_caller]
fn text_of(catching: &Catching, panic: Option<Box<dyn Any + Send>>, place: &Location<'_>, who: &str) -> String {
    let Some(panic) = panic else { panic!("{who} at {}: no mock has failed", report::place(place)) };
    match catching.last().filter(|last| *last == panic_text(&*panic)) {
        Some(text) => text,
        None => resume_unwind(panic),
    }
}
