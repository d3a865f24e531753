//! When and where something happened, and who made it happen.

use std::fmt;
use std::panic::Location;
use std::time::Duration;

/// When something happened: its place in the order of all events of the test, and the time.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Moment {
    /// Its place in the order of events: of two events, the one with the smaller number was first.
    pub order: u32,
    /// The time since the test's first double was made, in nanoseconds of the test's clock, which is virtual when paused.
    /// `None` if it was not timed: first polls are under the harness, and with `ASYNCMOCK_JOURNAL`; nothing is with
    /// `ASYNCMOCK_CLOCK=off`. More than a second after the call, what happened to it is timed to the microsecond.
    pub nanos: Option<u64>,
    /// Real time since the test's first double was made, in microseconds, of which a test on a paused clock takes little. It is
    /// known for an hour, under the harness and with `ASYNCMOCK_JOURNAL`, but not in runs of the
    /// [explorer](crate::guide::explorer).
    pub real_micros: Option<u64>,
    /// Who made it happen, where that is known: under the harness, and with `ASYNCMOCK_JOURNAL`, but for the end of a call.
    pub runner: Option<JournalRunner>,
}

impl Moment {
    /// The time since the test's first double was made, on the test's clock, if it was timed.
    pub fn time(&self) -> Option<Duration> {
        self.nanos.map(Duration::from_nanos)
    }

    /// Real time since the test's first double was made, if it is known.
    pub fn real_time(&self) -> Option<Duration> {
        self.real_micros.map(Duration::from_micros)
    }

    /// The task, if it was one that made it happen: the test's tasks are numbered from 1 on, in the order in which they first
    /// had to do with a double.
    pub fn task(&self) -> Option<u32> {
        self.runner.as_ref()?.task
    }
}

/// Who runs code: the test itself, one of its tasks, or another thread. It prints as `test`, `task 2`, or the thread's name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct JournalRunner {
    /// Whether it is the test's own body.
    pub is_test: bool,
    /// Which of the test's tasks it is, from 1 on, if it is one.
    pub task: Option<u32>,
    /// The name of its thread.
    pub thread: String,
}

impl fmt::Display for JournalRunner {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            JournalRunner { task: Some(task), .. } => write!(out, "task {task}"),
            JournalRunner { is_test: true, .. } => out.write_str("test"),
            JournalRunner { thread, .. } => out.write_str(thread),
        }
    }
}

/// A place in the source. It prints as `src/herd.rs:12`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct JournalPlace {
    /// The file, as the compiler names it.
    pub file: String,
    /// The line, from 1 on.
    pub line: u32,
    /// The column, from 1 on.
    pub column: u32,
}

impl JournalPlace {
    pub(crate) fn of(location: &Location<'_>) -> Self {
        JournalPlace { file: location.file().to_owned(), line: location.line(), column: location.column() }
    }
}

impl fmt::Display for JournalPlace {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}", self.file, self.line)
    }
}
