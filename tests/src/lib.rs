//! What the tests of this package share: places as failure texts spell them, and the texts of panics, in which no time
//! stands that depends on how busy the machine is.

pub mod runtimes;
pub mod shop;

use std::any::Any;
use std::fmt::Display;
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

/// A text without the times that its calls and guards took, which no test knows unless the clock is paused:
/// `[completed in 1ms]` is `[completed]`.
pub fn untimed(text: impl Display) -> String {
    let text = text.to_string();
    let mut words = text.split(' ').peekable();
    let mut untimed = words.next().unwrap_or_default().to_owned();
    while let Some(word) = words.next() {
        let time = words.peek().filter(|_| matches!(word, "in" | "after")).and_then(|word| after_time(word));
        if let Some(rest) = time {
            words.next();
            untimed.push_str(rest);
        } else {
            untimed.push(' ');
            untimed.push_str(word);
        }
    }
    untimed
}

/// What follows the time of a call or guard, if a word is one: `]` or `,`, and whatever stands behind it.
fn after_time(word: &str) -> Option<&str> {
    let rest = word.trim_start_matches(|number: char| number == '.' || number.is_ascii_digit());
    let unit = rest.strip_prefix("ms").or_else(|| rest.strip_prefix('s'))?;
    (rest.len() < word.len() && unit.starts_with([']', ','])).then_some(unit)
}

/// The text of a panic, [untimed].
pub fn text_of(payload: Box<dyn Any + Send>) -> String {
    untimed(timed_text_of(payload))
}

/// [`text_of`] with times: for tests of times, on a paused clock.
pub fn timed_text_of(payload: Box<dyn Any + Send>) -> String {
    match payload.downcast::<String>() {
        Ok(text) => *text,
        Err(payload) => payload.downcast::<&str>().map_or_else(|_| "no text".to_owned(), |text| (*text).to_owned()),
    }
}

/// The text with which a function fails, [untimed].
pub fn failure<T>(run: impl FnOnce() -> T) -> String {
    untimed(timed_failure(run))
}

/// [`failure`] with times: for tests of times, on a paused clock.
pub fn timed_failure<T>(run: impl FnOnce() -> T) -> String {
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(_) => panic!("this should have failed"),
        Err(payload) => timed_text_of(payload),
    }
}

/// The text with which a future fails, be it when it is dropped; [untimed].
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

/// The text with which a task failed, [untimed].
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

/// Runs one test of the running test binary in a process of its own: whether it passes, and what it writes to
/// stderr, [untimed].
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
        // Tests that fail on purpose are nothing that a CI should tell of.
        .env_remove("GITHUB_STEP_SUMMARY")
        .env_remove("ASYNCMOCK_JOURNAL")
        .envs(variables)
        .output()
        .expect("a test binary can be run");
    (output.status.success(), untimed(String::from_utf8_lossy(&output.stderr)))
}

#[cfg(test)]
mod tests {
    use super::untimed;

    #[test]
    fn the_times_of_calls_and_guards_are_left_out() {
        for (timed, expected) in [
            ("pet() at a.rs:1 [completed in 1ms]\n  2. pet() at", "pet() at a.rs:1 [completed]\n  2. pet() at"),
            ("[cancelled after 1.5s, with pet() at a.rs:1]", "[cancelled, with pet() at a.rs:1]"),
            ("[finished by commit after 7200s]", "[finished by commit]"),
            ("[completed in 1ms] and [panicked after 20ms] x", "[completed] and [panicked] x"),
        ] {
            assert_eq!(untimed(timed), expected);
        }
    }

    #[test]
    fn other_times_and_spaces_stay() {
        for text in ["", " ", "next: timed out after 30ms: ", "for 5s; in s] or after ms]", "  in  1ms] in 1"] {
            assert_eq!(untimed(text), text);
        }
    }
}
