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
/// What counts as a mock's failure is said in the [guide](crate::guide::harness#panics): also a matcher that panics, and an
/// assertion that fails in an answer. It may be caught on its way, and come by a task that is joined. A call that fails so does
/// not count when the mock is verified.
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
    text_of(catching.last(), ended.err(), Location::caller(), "catch_failure")
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
    CatchFailure { future: Some(Box::pin(future)), noted: None, place: Location::caller() }
}

/// The future of [`catch_failure_async`].
#[must_use = "futures do nothing unless polled"]
#[derive(Debug)]
pub struct CatchFailure<F> {
    /// `None` once it has ended.
    future: Option<Pin<Box<F>>>,
    /// A failure that was caught on its way.
    noted: Option<String>,
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
                self.noted = catching.last().or(self.noted.take());
                Poll::Pending
            }
            ended => {
                let noted = catching.last().or(self.noted.take());
                Poll::Ready(text_of(noted, ended.err(), self.place, "catch_failure_async"))
            }
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

/// The text of the failure: of the one that this panic is, or hands on, or of one that was caught on its way.
#[track_caller]
fn text_of(noted: Option<String>, panic: Option<Box<dyn Any + Send>>, place: &Location<'_>, who: &str) -> String {
    let Some(panic) = panic else {
        let Some(noted) = noted else { panic!("{who} at {}: no mock has failed", report::place(place)) };
        return noted;
    };
    let text = panic_text(&*panic);
    // Another panic may quote it, and is none for that. The end of a scope says no more than that a thread of it has panicked.
    let is_handed_on = |failure: &str| {
        text == failure
            || text.contains("JoinError::Panic(") && report::tells(&text, failure)
            || text == "a scoped thread panicked"
    };
    let here = noted.filter(|noted| is_handed_on(noted));
    let elsewhere = || Session::latest().and_then(|session| session.scene.take_told(&is_handed_on));
    match here.or_else(elsewhere) {
        Some(text) => text,
        None => resume_unwind(panic),
    }
}
