//! One call of the journal.

use std::fmt;
use std::time::Duration;

use crate::journal::event::{EventKind, JournalEvent};
use crate::journal::moment::{JournalPlace, Moment};
use crate::records::record::CallState;
use crate::report;

/// One call, as it stood when the journal was copied. It prints as `Cat::go("north", 3) at src/herd.rs:12 [completed in 20ms]`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct JournalCall {
    /// The mock: `MockCat`, or `MockCat#2`.
    pub mock: String,
    /// What it is a mock of: `Cat`, or `Cat#2`.
    pub of: String,
    /// The method: `go`.
    pub method: String,
    /// The names of the parameters.
    pub parameters: Vec<String>,
    /// The arguments as text, as they were at the call.
    pub arguments: Vec<String>,
    /// How far it had come.
    pub state: CallState,
    /// Where it was made.
    pub place: JournalPlace,
    /// When it was made.
    pub called: Moment,
    /// When its future was polled first. A sync call is not awaited.
    pub awaited: Option<Moment>,
    /// When it ended: completed, cancelled, panicked, or dropped without having been polled.
    pub ended: Option<Moment>,
    /// From when to when it was [held](crate::Expectation::hold).
    pub held: Option<(Moment, Option<Moment>)>,
    /// The items that were taken from the stream that it gave, where they are timed: under the harness, and with
    /// `ASYNCMOCK_JOURNAL`.
    pub items: Vec<Moment>,
    /// When that stream came to its end, or was dropped; likewise.
    pub stream_ended: Option<Moment>,
}

impl JournalCall {
    /// An argument as text, by the name of its parameter.
    pub fn argument(&self, parameter: &str) -> Option<&str> {
        let index = self.parameters.iter().position(|name| name == parameter)?;
        self.arguments.get(index).map(String::as_str)
    }

    /// The call as code: `Cat::go("north", 3)`.
    pub fn call(&self) -> String {
        format!("{}::{}({})", self.of, self.method, self.arguments.join(", "))
    }

    /// How long it took, from the call to its end; `None` if it had not ended, or was not timed.
    pub fn elapsed(&self) -> Option<Duration> {
        self.ended.as_ref()?.time()?.checked_sub(self.called.time()?)
    }

    /// Whether it and another call were under way at the same time: from the call to its end, or until now.
    pub fn overlaps(&self, other: &JournalCall) -> bool {
        let ends_after = |call: &JournalCall, order| call.ended.as_ref().is_none_or(|ended| order < ended.order);
        self.called.order != other.called.order
            && ends_after(self, other.called.order)
            && ends_after(other, self.called.order)
    }

    /// What happened to it.
    pub(crate) fn add_events(&self, index: usize, to: &mut Vec<JournalEvent>) {
        let mut add = |kind: EventKind, at: &Moment| {
            to.push(JournalEvent {
                at: at.clone(),
                kind,
                mock: Some(self.mock.clone()),
                method: Some(self.method.clone()),
                place: Some(self.place.clone()),
                call: Some(index),
                guard: None,
            });
        };
        add(EventKind::Called, &self.called);
        if let Some(awaited) = &self.awaited {
            add(EventKind::Awaited, awaited);
        }
        if let Some((from, to)) = &self.held {
            add(EventKind::Held, from);
            if let Some(to) = to {
                add(EventKind::Answered, to);
            }
        }
        if let Some(ended) = &self.ended {
            let kind = match self.state {
                CallState::Cancelled => EventKind::Cancelled,
                CallState::Panicked => EventKind::Panicked,
                CallState::NeverAwaited => EventKind::NeverAwaited,
                CallState::Called | CallState::Pending | CallState::Completed => EventKind::Completed,
            };
            add(kind, ended);
        }
        for item in &self.items {
            add(EventKind::Item, item);
        }
        if let Some(ended) = &self.stream_ended {
            add(EventKind::StreamEnded, ended);
        }
    }
}

impl fmt::Display for JournalCall {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let elapsed = self.elapsed().unwrap_or_default();
        report::write_call(out, &self.call(), &self.place, self.state, elapsed)
    }
}
