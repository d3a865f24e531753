//! One event of the journal.

use std::fmt;

use crate::journal::moment::{JournalPlace, Moment};

/// Something that happened to a call, a guard, a mock or an expectation, or to the test's clock.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct JournalEvent {
    /// When.
    pub at: Moment,
    /// What.
    pub kind: EventKind,
    /// The mock, if it is about one: `MockCat`, or `MockCat#2`.
    pub mock: Option<String>,
    /// The method of that, if it is about one.
    pub method: Option<String>,
    /// The place of the call, of the guard, or of the expectation, or where the mock was made.
    pub place: Option<JournalPlace>,
    /// Which of the [calls](crate::Journal::calls) it happened to.
    pub call: Option<usize>,
    /// Which of the [guards](crate::Journal::guards).
    pub guard: Option<usize>,
}

/// What happened. What is about mocks, expectations and the clock is noted under the harness, and with `ASYNCMOCK_JOURNAL`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum EventKind {
    /// A mock was made.
    MockMade,
    /// It was dropped.
    MockDropped,
    /// An expectation was added.
    ExpectationSet,
    /// It was used as often as it has to be.
    ExpectationMet,
    /// A call was made.
    Called,
    /// Its future was polled for the first time.
    Awaited,
    /// It ended with a value.
    Completed,
    /// Its future was dropped while it was pending.
    Cancelled,
    /// Its answer panicked, or the mock did.
    Panicked,
    /// Its future was dropped without ever having been polled.
    NeverAwaited,
    /// It waits for the test to answer it.
    Held,
    /// The test has answered it.
    Answered,
    /// A guard was entered.
    GuardEntered,
    /// It was left.
    GuardLeft,
    /// An item was taken from a stream.
    Item,
    /// A stream came to its end, or was dropped.
    StreamEnded,
    /// The test's clock was moved on, as it is when all wait while it is paused. It was seen when the next event came.
    ClockMoved,
}

impl fmt::Display for EventKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            EventKind::MockMade => "mock made",
            EventKind::MockDropped => "mock dropped",
            EventKind::ExpectationSet => "expectation set",
            EventKind::ExpectationMet => "expectation met",
            EventKind::Called => "called",
            EventKind::Awaited => "awaited",
            EventKind::Completed => "completed",
            EventKind::Cancelled => "cancelled",
            EventKind::Panicked => "panicked",
            EventKind::NeverAwaited => "never awaited",
            EventKind::Held => "held",
            EventKind::Answered => "answered",
            EventKind::GuardEntered => "guard entered",
            EventKind::GuardLeft => "guard left",
            EventKind::Item => "item",
            EventKind::StreamEnded => "stream ended",
            EventKind::ClockMoved => "clock moved",
        })
    }
}
