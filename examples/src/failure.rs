//! Catches failures, to show them or to test what they say.

use std::any::Any;
use std::future::Future;
use std::panic::{self, AssertUnwindSafe};

use futures::FutureExt as _;

/// The text with which a function fails.
///
/// # Panics
///
/// If it doesn't fail.
pub fn of<T>(run: impl FnOnce() -> T) -> String {
    text(panic::catch_unwind(AssertUnwindSafe(run)))
}

/// The text with which a future fails when it is awaited.
///
/// # Panics
///
/// If it doesn't fail.
pub async fn of_awaited<F: Future>(future: F) -> String {
    text(AssertUnwindSafe(future).catch_unwind().await)
}

/// From here on panics are not printed, so that a program can print those that it catches.
pub fn print_no_panics() {
    panic::set_hook(Box::new(|_| {}));
}

fn text<T>(outcome: Result<T, Box<dyn Any + Send>>) -> String {
    match outcome {
        Ok(_) => panic!("this should have failed"),
        Err(payload) => *payload.downcast::<String>().expect("a mock fails with a text"),
    }
}
