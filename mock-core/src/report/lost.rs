//! What came of an async context and reaches nobody: errors and panics that are outranked by others, or whose future was
//! dropped.

use std::fmt;
use std::panic::Location;
use std::time::Duration;

use super::place;

/// What reaches nobody.
#[derive(Clone, Debug)]
pub(crate) enum Lost {
    BodyFailed(String),
    BodyPanicked(String),
    ExitFailed(String),
    ExitPanicked(String),
    /// The exit did not end in so long.
    ExitPending(Duration),
}

/// Why it doesn't.
#[derive(Clone, Debug)]
pub(crate) enum Why {
    /// The caller gets this error of the body.
    BodyFailed(String),
    /// This panic of the body goes on.
    BodyPanicked(String),
    /// This panic of the exit goes on.
    ExitPanicked(String),
    /// The future was dropped.
    Dropped,
    /// The future was dropped while a panic was under way.
    Unwinding,
    /// The future was dropped on a thread that could do nothing else meanwhile.
    Blocked {
        /// It was the only one of its runtime.
        alone: bool,
    },
}

/// The warning.
pub(crate) fn lost(context: &str, location: &Location<'_>, lost: &Lost, why: &Why) -> String {
    format!("asyncmock: warning: with(&{context}) at {}: {lost}\n  {why}", place(location))
}

impl fmt::Display for Lost {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Lost::BodyFailed(error) => write!(out, "the body failed: {error}"),
            Lost::BodyPanicked(text) => write!(out, "the body panicked: {text}"),
            Lost::ExitFailed(error) => write!(out, "the exit failed: {error}"),
            Lost::ExitPanicked(text) => write!(out, "the exit panicked: {text}"),
            Lost::ExitPending(limit) => write!(out, "the exit did not end: timed out after {limit:?}"),
        }
    }
}

impl fmt::Display for Why {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Why::BodyFailed(error) => write!(out, "the caller gets the error of the body: {error}"),
            Why::BodyPanicked(text) => write!(out, "the panic of the body goes on: {text}"),
            Why::ExitPanicked(text) => write!(out, "the panic of the exit goes on: {text}"),
            Why::Dropped => out.write_str("nobody gets the error, as the future was dropped"),
            Why::Unwinding => out.write_str("it does not go on, as the future was dropped by another panic"),
            Why::Blocked { alone: true } => out.write_str(
                "its future was dropped, and what is dropped can only block its thread, which is the only one of its \
                 runtime:\n  no timer, task or I/O of the runtime goes on meanwhile; use `flavor = \"multi_thread\"`, \
                 or let the future end",
            ),
            Why::Blocked { alone: false } => out.write_str(
                "its future was dropped, and what is dropped can only block its thread:\n  what the exit waits for \
                 must come from another thread, and did not; let the future end, or raise `ASYNCMOCK_WAIT`",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(what: Lost, why: Why) -> String {
        let here = Location::caller();
        lost("db::Pool", here, &what, &why).replace(&place(here), "src/db.rs:7")
    }

    fn no_rows() -> String {
        "no rows".to_owned()
    }

    fn disk_full() -> String {
        "disk full".to_owned()
    }

    #[test]
    fn an_error_of_the_exit_that_is_outranked() {
        assert_eq!(
            text(Lost::ExitFailed(disk_full()), Why::BodyFailed(no_rows())),
            "asyncmock: warning: with(&db::Pool) at src/db.rs:7: the exit failed: disk full
  the caller gets the error of the body: no rows"
        );
        assert_eq!(
            text(Lost::ExitFailed(disk_full()), Why::BodyPanicked(no_rows())),
            "asyncmock: warning: with(&db::Pool) at src/db.rs:7: the exit failed: disk full
  the panic of the body goes on: no rows"
        );
    }

    #[test]
    fn an_error_of_a_future_that_was_dropped() {
        assert_eq!(
            text(Lost::ExitFailed(disk_full()), Why::Dropped),
            "asyncmock: warning: with(&db::Pool) at src/db.rs:7: the exit failed: disk full
  nobody gets the error, as the future was dropped"
        );
        assert_eq!(
            text(Lost::BodyFailed(no_rows()), Why::Dropped),
            "asyncmock: warning: with(&db::Pool) at src/db.rs:7: the body failed: no rows
  nobody gets the error, as the future was dropped"
        );
    }

    #[test]
    fn what_a_panic_outranks() {
        assert_eq!(
            text(Lost::ExitPanicked(disk_full()), Why::BodyPanicked(no_rows())),
            "asyncmock: warning: with(&db::Pool) at src/db.rs:7: the exit panicked: disk full
  the panic of the body goes on: no rows"
        );
        assert_eq!(
            text(Lost::BodyFailed(no_rows()), Why::ExitPanicked(disk_full())),
            "asyncmock: warning: with(&db::Pool) at src/db.rs:7: the body failed: no rows
  the panic of the exit goes on: disk full"
        );
        assert_eq!(
            text(Lost::BodyPanicked(no_rows()), Why::Unwinding),
            "asyncmock: warning: with(&db::Pool) at src/db.rs:7: the body panicked: no rows
  it does not go on, as the future was dropped by another panic"
        );
    }

    #[test]
    fn an_exit_that_does_not_end() {
        let pending = Lost::ExitPending(Duration::from_millis(20));
        assert_eq!(
            text(pending.clone(), Why::Blocked { alone: true }),
            "asyncmock: warning: with(&db::Pool) at src/db.rs:7: the exit did not end: timed out after 20ms
  its future was dropped, and what is dropped can only block its thread, which is the only one of its runtime:
  no timer, task or I/O of the runtime goes on meanwhile; use `flavor = \"multi_thread\"`, or let the future end"
        );
        assert_eq!(
            text(pending, Why::Blocked { alone: false }),
            "asyncmock: warning: with(&db::Pool) at src/db.rs:7: the exit did not end: timed out after 20ms
  its future was dropped, and what is dropped can only block its thread:
  what the exit waits for must come from another thread, and did not; let the future end, or raise `ASYNCMOCK_WAIT`"
        );
    }
}
