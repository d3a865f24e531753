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

/// A text with `(a place)` for `tests/herd.rs:12`, and without the colours of a terminal.
pub fn without_places(text: &str) -> String {
    text.lines().map(|line| line.split(' ').map(without_place).collect::<Vec<_>>().join(" ") + "\n").collect()
}

fn without_place(word: &str) -> String {
    let mut plain = String::new();
    for (index, part) in word.split("\u{1b}[").enumerate() {
        plain.push_str(if index == 0 { part } else { part.split_once('m').map_or(part, |(_, rest)| rest) });
    }
    match plain.split_once(".rs:") {
        Some((_, line)) => format!("(a place){}", line.trim_start_matches(|digit: char| digit.is_ascii_digit())),
        None => plain,
    }
}

fn text<T>(outcome: Result<T, Box<dyn Any + Send>>) -> String {
    match outcome {
        Ok(_) => panic!("this should have failed"),
        Err(payload) => *payload.downcast::<String>().expect("a mock fails with a text"),
    }
}
