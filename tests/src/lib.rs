//! What the tests of this package share: places as failure texts spell them, and the texts of panics.

pub mod runtimes;
pub mod shop;

use std::any::Any;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::Command;

use futures::FutureExt as _;

/// The place of this line, as failure texts spell it: `file:line`.
#[macro_export]
macro_rules! here {
    () => {
        format!("{}:{}", file!(), line!())
    };
}

/// The place of the next line, as failure texts spell it.
#[macro_export]
macro_rules! next_line {
    () => {
        format!("{}:{}", file!(), line!() + 1)
    };
}

/// The text of a panic.
pub fn text_of(payload: Box<dyn Any + Send>) -> String {
    match payload.downcast::<String>() {
        Ok(text) => *text,
        Err(payload) => payload.downcast::<&str>().map_or_else(|_| "no text".to_owned(), |text| (*text).to_owned()),
    }
}

/// The text with which a function fails.
pub fn failure<T>(run: impl FnOnce() -> T) -> String {
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(_) => panic!("this should have failed"),
        Err(payload) => text_of(payload),
    }
}

/// The text with which a future fails, be it when it is dropped.
pub async fn failure_of<F: Future>(future: F) -> String {
    let and_drop = async {
        let future = future;
        future.await
    };
    match AssertUnwindSafe(and_drop).catch_unwind().await {
        Ok(_) => panic!("this should have failed"),
        Err(payload) => text_of(payload),
    }
}

/// The text with which a task failed.
pub fn task_failure<T>(ended: Result<T, tokio::task::JoinError>) -> String {
    match ended {
        Ok(_) => panic!("the task should have failed"),
        Err(error) => text_of(error.into_panic()),
    }
}

const INNER: &str = "ASYNCMOCK_TESTS_INNER";

/// Whether this process was started by [`rerun`].
pub fn is_rerun() -> bool {
    std::env::var_os(INNER).is_some()
}

/// Runs one test of the running test binary in a process of its own: whether it passes, and what it writes to stderr.
pub fn rerun(test: &str) -> (bool, String) {
    rerun_with(test, [])
}

/// [`rerun`] with variables of the environment.
pub fn rerun_with<const N: usize>(test: &str, variables: [(&str, &str); N]) -> (bool, String) {
    let binary = std::env::current_exe().expect("a test binary has a path");
    let output = Command::new(binary)
        .args(["--exact", test, "--include-ignored", "--nocapture"])
        .env(INNER, "1")
        .env("RUST_BACKTRACE", "0")
        .env("NO_COLOR", "1")
        .envs(variables)
        .output()
        .expect("a test binary can be run");
    (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
}
